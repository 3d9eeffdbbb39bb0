"""Loss curves in, traces and texts out; and the words that go with them."""

from math import inf, log

import numpy as np
import pytest

from ce_core import binary_cross_entropy, binary_decompose, entropy, loss_curve, normalize, smooth_labels
from pages.shared.figures import loss_curve as figures
from pages.shared.figures.loss_curve import AXES, ENDS, GRID
from pages.shared.palette import DARK, LIGHT
from pages.shared.reading import loss_curve as reading
from pages.shared.words import UNITS

NATS = UNITS["nats"]
TENTHS = [1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.0]
CLASSES = (2, 3, 10, 1000)


def hard(p, unit=NATS):
    return [loss_curve(label, p, base=unit.base) for label in (0, 1)]


def one(y, p, unit=NATS, **options):
    target, point = (loss_curve(y, at, base=unit.base) for at in (GRID, [p]))
    return figures.curve(target, hard(GRID, unit), point, unit, LIGHT, **options)


def traces(fig):
    return {trace.name: trace for trace in fig.data if trace.name}


def marks(fig):
    return [trace for trace in fig.data if trace.mode == "markers"]


def tags(fig):
    return [note.text for note in fig.layout.annotations]


# --- the curve ---------------------------------------------------------------------------------------------


def test_the_curve_carries_the_point_the_floor_and_the_excess():
    fig = one(0.8, 0.3)
    drawn = traces(fig)
    assert list(drawn) == ["target 0.8", "target 0", "target 1", "floor H(y) = 0.500 nats", "excess = 0.534 nats"]
    floor, excess = drawn["floor H(y) = 0.500 nats"], drawn["excess = 0.534 nats"]
    assert floor.x == excess.x == (0.3, 0.3)
    assert floor.y == pytest.approx((0, 0.5004024235381879))
    assert excess.y == pytest.approx((0.5004024235381879, 1.0345130314017337))
    assert (floor.line.color, excess.line.color) == (LIGHT.floor, LIGHT.excess)
    assert floor.line.dash != excess.line.dash, "never colour alone"
    assert fig.layout.shapes[0].y0 == floor.y[1], "the floor line"
    (mark,) = marks(fig)
    assert (mark.x[0], mark.y[0]) == (0.3, pytest.approx(1.0345130314017337))
    assert tags(fig) == ["<b>1.035 nats</b>"]


def test_no_point_of_a_curve_is_left_out():
    lines = [trace for trace in one(0.8, 0.3).data if trace.mode == "lines"]
    assert lines and not any(trace.line.simplify for trace in lines), "corners would show"


def test_a_hard_target_is_one_of_the_two_hard_curves():
    assert list(traces(one(1, 0.2)))[:2] == ["target 1", "target 0"]


@pytest.mark.parametrize("unit", UNITS.values(), ids=lambda unit: unit.name)
@pytest.mark.parametrize("axes", AXES)
@pytest.mark.parametrize(("y", "p"), [(0, 0), (0, 1), (1, 0), (1, 1), (0.5, 0), (0.5, 0.5), (0.3, 1e-300)])
def test_the_axes_do_not_move_with_the_values_and_every_mark_is_inside(axes, unit, y, p):
    fig, usual = one(y, p, unit, axes=axes), one(0.7, 0.6, unit, axes=axes)
    assert fig.layout.xaxis.range == usual.layout.xaxis.range
    assert fig.layout.yaxis.range == usual.layout.yaxis.range
    ends = np.array(fig.layout.yaxis.range, dtype=float)
    low, high = 10**ends if fig.layout.yaxis.type == "log" else ends
    (mark,) = marks(fig)
    assert low <= mark.y[0] <= high and np.isfinite(mark.x[0])
    assert unit.name in fig.layout.yaxis.title.text


def test_infinite_stands_at_the_edge_as_an_arrowhead():
    fig = one(1, 0)
    (mark,) = marks(fig)
    assert mark.y[0] == ENDS["nats"].linear and mark.marker.symbol == "triangle-up"
    assert tags(fig) == ["<b>∞ nats</b>"] and "excess = ∞ nats" in traces(fig)


def test_a_zero_on_a_logarithmic_axis_points_down():
    (mark,) = marks(one(1, 1, axes="log loss"))
    assert mark.marker.symbol == "triangle-down" and mark.y[0] == pytest.approx(figures.SMALLEST_LOSS)


def test_overlays_have_no_unit():
    fig = one(1, 0.2, squared=True, zero_one=True)
    drawn = traces(fig)
    np.testing.assert_allclose(drawn["squared error"].y, (1 - GRID) ** 2)
    assert set(drawn["0/1 error"].y) == {0.0, 1.0}
    assert "errors have no unit" in fig.layout.yaxis.title.text
    assert "errors" not in one(1, 0.2).layout.yaxis.title.text


def test_the_tangent_touches_the_curve_and_is_left_out_where_it_is_vertical():
    tangent = traces(one(1, 0.2, slope=True))["slope = −5.000 nats"]
    (x0, x1), (y0, y1) = tangent.x, tangent.y
    assert (y1 - y0) / (x1 - x0) == pytest.approx(-5)
    assert (y0 + y1) / 2 == pytest.approx(-log(0.2))
    assert not any("slope" in name for name in traces(one(1, 0, slope=True)))
    assert not any("slope" in name for name in traces(one(1, 0.2, slope=True, axes="log p")))


@pytest.mark.parametrize(("y", "p", "shown", "text"), [(1, 0.5, -2, "−2.000"), (1, 0, -10, "−∞"), (0.5, 1, 10, "∞")])
def test_the_slope_stays_in_its_picture(y, p, shown, text):
    fig = figures.slope(loss_curve(y, GRID), loss_curve(y, [p]), NATS, LIGHT)
    (mark,) = marks(fig)
    assert mark.y[0] == shown and text in tags(fig)[0]


# --- the family --------------------------------------------------------------------------------------------


def test_the_family_is_lowest_at_its_targets_on_the_dome():
    members = [loss_curve(y, GRID) for y in TENTHS]
    dome = binary_decompose(GRID, GRID)
    fig = figures.family(members, dome, loss_curve(0.8, GRID), loss_curve(0.8, [0.4]), NATS, DARK)
    drawn = traces(fig)
    assert max(drawn["lowest points H(y)"].y) == pytest.approx(log(2))
    for member, y in zip(fig.data[:11], TENTHS, strict=True):
        assert member.x[np.argmin(member.y)] == pytest.approx(y, abs=1e-9)
    lowest = next(mark for mark in marks(fig) if mark.marker.symbol == "diamond")
    assert (lowest.x[0], lowest.y[0]) == (0.8, pytest.approx(0.5004024235381879))
    assert "0.835 nats" in tags(fig)[0]


# --- eleven points -----------------------------------------------------------------------------------------


def eleven(eps=0.0, predictions=TENTHS, unit=NATS, axes="linear"):
    exact = loss_curve(1, predictions, base=unit.base)
    clipped = loss_curve(1, predictions, eps=eps, base=unit.base) if eps else None
    line = loss_curve(1, GRID, eps=eps, base=unit.base)
    return figures.eleven_points(line, exact, clipped, unit, LIGHT, axes=axes)


def test_without_the_exact_opposite_there_is_no_infinity():
    fig = eleven(predictions=TENTHS[:-1])
    assert len(traces(fig)["exact"].x) == 10 and tags(fig) == []
    assert fig.layout.yaxis.range == (0, ENDS["nats"].eleven)


def test_the_exact_opposite_is_infinite():
    fig = eleven()
    assert tags(fig) == ["<b>exactly ∞</b>"]
    assert len(traces(fig)["exact"].x) == 10, "and is not drawn as a number"


def test_an_epsilon_writes_a_number_beside_it_and_stretches_the_axis():
    fig = eleven(1e-15)
    assert tags(fig) == ["<b>with ε: 34.539 nats</b>", "<b>exactly ∞</b>"]
    assert fig.layout.yaxis.range[1] > 34.539
    assert max(traces(fig)["with ε"].y) == pytest.approx(34.538776394910684)


@pytest.mark.parametrize("axes", AXES)
def test_a_coarse_epsilon_moves_every_point_that_it_reaches(axes):
    moved = traces(eleven(0.25, axes=axes))["with ε"]
    assert len(moved.x) == 6, "1, 0.9, 0.8 and 0.2, 0.1, 0"


# --- the ruler ---------------------------------------------------------------------------------------------


def rule(nats, chosen=1000, smoothing=0.0, unit=NATS):
    guess = {count: entropy(normalize([1] * count), base=unit.base) for count in CLASSES}
    smoothed = {count: smooth_labels([1] + [0] * (count - 1), smoothing) for count in CLASSES}
    floor = {count: entropy(target, base=unit.base) for count, target in smoothed.items()}
    value = reading.in_unit(nats, unit)
    fig = figures.ruler(reading.bands(unit), reading.band_of(nats), guess, floor, value, chosen, unit, LIGHT)
    return fig, reading.ruler_picture(nats, chosen, guess, floor, unit)


def test_the_ruler_shows_the_guess_of_every_number_of_classes():
    fig, _ = rule(2.5)
    *bars, line = fig.data
    tops = [bar.base[0] + bar.y[0] for bar in bars]
    assert tops == pytest.approx([log(count) for count in CLASSES])
    assert [bar.text[0] for bar in bars] == ["0.69", "1.10", "2.30", "6.91"]
    assert line.name == "yours: 2.500 nats" and line.y == (2.5, 2.5)
    assert "<b>something<br>is broken</b>" in tags(fig), "the band that the value is in"


def test_smoothing_adds_floors():
    fig, _ = rule(0.5, smoothing=0.2)
    floors = [trace for trace in fig.data if trace.name == "floor"]
    assert [bar.text[0] for bar in floors] == ["0.33", "0.49", "0.87", "1.88"]
    assert {bar.marker.color for bar in floors} == {LIGHT.floor}


@pytest.mark.parametrize("unit", UNITS.values(), ids=lambda unit: unit.name)
def test_the_ruler_looks_the_same_in_every_unit(unit):
    fig, _ = rule(2.5, unit=unit)
    low, high = fig.layout.yaxis.range
    nats_low, nats_high = rule(2.5)[0].layout.yaxis.range
    assert high - low == pytest.approx(nats_high - nats_low, abs=0.01)


@pytest.mark.parametrize(
    ("nats", "word"),
    [
        (0, "perfect"),
        (0.0199, "great"),
        (0.02, "on the right track"),
        (0.05, "fine"),
        (0.1999, "fine"),
        (0.2, "left open"),
        (0.3, "left open"),
        (0.3001, "not great"),
        (1, "not great"),
        (1.01, "terrible"),
        (2, "terrible"),
        (2.01, "something is broken"),
        (12, "something is broken"),
    ],
)
def test_the_bands_end_where_the_source_says(nats, word):
    assert reading.band_of(nats) == word


@pytest.mark.parametrize(
    ("nats", "classes", "smoothing", "said"),
    [
        (2.5, 1000, 0.0, "so this is better than a guess"),
        (2.5, 2, 0.0, "so this is worse than a guess"),
        (0.693, 2, 0.0, "so this is about what a guess gets"),
        (0.5, 3, 0.2, "the smoothed labels never cost less than 0.485 nats, so this is better"),
        (0.3, 3, 0.2, "a mean below that floor was not measured on them"),
        (0.25, 2, 0.0, "has no word for 0.250 nats"),
    ],
)
def test_the_verdict_knows_the_guess_and_the_floor(nats, classes, smoothing, said):
    assert said in rule(nats, classes, smoothing)[1]


# --- words -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("y", "p", "said"),
    [
        (1, 0.2, "gave it 20\u202f%: that costs 1.609 nats. Had the answer been 0"),
        (0, 0.2, "gave it 80\u202f%: that costs 0.223 nats. Had the answer been 1"),
        (1, 1, "the loss is 0"),
        (1, 0, "the loss is ∞"),
        (0, 1, "the loss is ∞"),
        (0.5, 0.5, "the loss is still 0.693 nats"),
        (0.5, 0, "p = 0 rules out 1: the loss is ∞"),
        (0.5, 1, "p = 1 rules out 0: the loss is ∞"),
        (0.8, 0.3, "The floor is 0.500"),
    ],
)
def test_the_curve_is_read_aloud(y, p, said):
    assert said in reading.picture(loss_curve(y, [p]), hard([p]), NATS)


@pytest.mark.parametrize("unit", UNITS.values(), ids=lambda unit: unit.name)
@pytest.mark.parametrize(("y", "p"), [(0, 0), (1, 0), (0.5, 0), (0.5, 0.5), (0.8, 0.3), (1, 1e-300)])
def test_the_formula_has_no_undefined_term(y, p, unit):
    point, parts = loss_curve(y, [p], base=unit.base), binary_decompose([y], [p], base=unit.base)
    lines = reading.formula(point, parts, hard([p], unit), unit, LIGHT)
    assert "nan" not in "".join(lines) and "–" not in "".join(lines)
    assert (r"\infty" in "".join(lines)) == (point.loss[0] == inf)


def test_the_formula_carries_the_live_numbers():
    lines = reading.formula(loss_curve(0.8, [0.3]), binary_decompose([0.8], [0.3]), hard([0.3]), NATS, LIGHT)
    assert "0.8" in lines[1] and "1.204" in lines[1] and "0.2" in lines[1] and "0.357" in lines[1]
    assert "0.963+0.071" in lines[2] and r"1.035\ \text{nats}" in lines[2]
    assert "0.500" in lines[4] and "0.534" in lines[4]


def test_numbers_quoted_in_the_words_are_true():
    certain = [binary_cross_entropy([1], [0.0], eps=eps) for eps in (1e-15, 1e-7)]
    assert [round(float(value), 2) for value in certain] == [34.54, 16.12]
    assert round(float(entropy([0.9, 0.1])), 3) == 0.325
    assert round(float(entropy(normalize([1] * 1000))), 3) == 6.908
    floors = [entropy(smooth_labels([1] + [0] * (count - 1), 0.2)) for count in (3, 10)]
    assert [round(float(value), 3) for value in floors] == [0.485, 0.867]
    words = " ".join(reading.eleven_notice(None, NATS) + reading.ruler_notice(2.5, 1000, {1000: 6.908}, NATS))
    for number in ("34.54", "16.12", "0.325", "6.908", "0.485", "0.867"):
        assert number in words


def test_the_means_of_the_eleven_points():
    exact, clipped = loss_curve(1, TENTHS), loss_curve(1, TENTHS, eps=1e-15)
    means = [binary_cross_entropy([1] * 11, TENTHS, eps=eps) for eps in (0.0, 1e-15)]
    said = reading.eleven_picture(exact, clipped, means, 1e-15, NATS)
    assert "∞" in said and "34.539 nats" in said and "3.860 nats" in said and "ε = 1e-15" in said
    table = reading.eleven_table(exact, clipped, means, 1e-15, NATS)
    assert table["prediction p"][-2:] == ["0", "mean"]
    assert table["exact (nats)"][-2:] == ["∞", "∞"]
    assert table["ε = 1e-15 (nats)"][-2:] == ["34.539", "3.860"]


def test_the_bands_are_converted():
    assert "in bits" in reading.ruler_table(UNITS["bits"])
    assert "in nats" not in reading.ruler_table(NATS)
    assert reading.ruler_table(UNITS["bits"])["in bits"][1] == "below 0.029"
