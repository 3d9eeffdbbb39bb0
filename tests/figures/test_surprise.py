"""Surprise and entropy: results in, traces and texts out."""

import numpy as np
import pytest

from ce_core import binary_decompose, decompose, entropy, normalize, padded_entropy, surprise_curve
from pages.shared.figures import surprise as figures
from pages.shared.palette import DARK, LIGHT
from pages.shared.reading import surprise as reading
from pages.shared.words import UNITS

BITS = UNITS["bits"]
HALVINGS = surprise_curve([1, 0.5, 0.25, 2.0**-20], base=2)
CURVE = surprise_curve(figures.GRID, base=2)


def trace(fig, name):
    return next(one for one in fig.data if (one.name or "").startswith(name))


def at(p, base=2):
    return surprise_curve([p], base=base)


def test_the_point_stands_on_the_curve_between_p_and_its_surprise():
    fig = figures.surprise(CURVE, HALVINGS, at(0.125), BITS, LIGHT, axes="p")
    dot = next(one for one in fig.data if one.mode == "markers" and one.hovertext == "P = 0.125: 3.000 bits")
    assert (dot.x[0], dot.y[0], dot.marker.symbol) == (0.125, 3.0, "circle")
    assert trace(fig, "P = 0.125").line.color == LIGHT.p and trace(fig, "surprise h").line.color == LIGHT.loss
    assert "3.000 bits" in fig.layout.annotations[0].text
    assert list(trace(fig, "P halved").y) == [0, 1, 2], "the halving beyond the axis is left out"


@pytest.mark.parametrize("axes", figures.AXES)
@pytest.mark.parametrize("unit", UNITS.values(), ids=list(UNITS))
def test_an_infinite_surprise_stands_at_the_end_of_the_axis_and_says_so(axes, unit):
    point = surprise_curve([0.0], base=unit.base)
    fig = figures.surprise(surprise_curve(figures.GRID, base=unit.base), HALVINGS, point, unit, DARK, axes=axes)
    dot = next(one for one in fig.data if one.hovertext and "∞" in one.hovertext)
    assert dot.y[0] == fig.layout.yaxis.range[1] and dot.marker.symbol == "triangle-up"
    assert f"∞ {unit.name}" in fig.layout.annotations[0].text


def test_the_axes_do_not_move_with_the_point():
    ranges = {
        (tuple(fig.layout.xaxis.range), tuple(fig.layout.yaxis.range))
        for p in (0, 1e-300, 0.5, 1)
        for fig in [figures.surprise(CURVE, HALVINGS, at(p), BITS, LIGHT, axes="p")]
    }
    assert len(ranges) == 1


def test_the_share_is_drawn_with_its_factors_and_its_peak():
    fig = figures.share(CURVE, at(0.25), BITS, LIGHT, axes="p")
    product, p, h = trace(fig, "their product"), trace(fig, "P (no unit)"), trace(fig, "−log P")
    np.testing.assert_allclose(product.y, np.asarray(p.y) * np.asarray(h.y), rtol=1e-15)
    assert (product.line.color, p.line.color, h.line.color) == (LIGHT.floor, LIGHT.p, LIGHT.loss)
    assert trace(fig, "highest").y[0] == pytest.approx(np.log2(np.e) / np.e)
    assert "0.500 bits" in fig.layout.annotations[0].text


@pytest.mark.parametrize("axes", figures.AXES)
def test_the_limit_is_told_apart_from_what_the_computer_multiplies(axes):
    fig = figures.share(CURVE, at(0.0), BITS, LIGHT, axes=axes)
    assert "0, the limit" in fig.layout.annotations[0].text and "NaN" in fig.layout.annotations[0].text
    dot = next(one for one in fig.data if (one.hovertext or "").startswith("P = 0"))
    assert dot.y[0] == 0 and np.isfinite(dot.x[0])
    for other in (1.0, 1e-300):
        assert "NaN" not in figures.share(CURVE, at(other), BITS, LIGHT, axes=axes).layout.annotations[0].text


def test_the_coin_is_the_sum_of_its_sides():
    curve = binary_decompose(figures.COIN_GRID, figures.COIN_GRID, base=2)
    fig = figures.coin(curve, 0.9, binary_decompose([0.9], [0.9], base=2), BITS, LIGHT)
    heads, tails, both = trace(fig, "share of heads"), trace(fig, "share of tails"), trace(fig, "entropy")
    np.testing.assert_allclose(np.asarray(heads.y) + np.asarray(tails.y), both.y, atol=1e-15)
    assert max(both.y) == 1.0 and "0.469 bits" in fig.layout.annotations[0].text


def several(p, eps=0.0, base=2):
    shares, label = surprise_curve(p, base=base), padded_entropy(p, eps, base=base)
    return shares, label, decompose(p, normalize([1] * len(p)), base=base)


def test_the_entropy_is_its_shares_end_to_end_below_the_balanced_one():
    shares, label, balanced = several([0.7, 0.15, 0.1, 0.05])
    fig = figures.entropy_bar(shares, label, 2.0, ["a", "b", "c", "d"], BITS, LIGHT)
    assert sum(bar.x[0] for bar in fig.data) == pytest.approx(entropy([0.7, 0.15, 0.1, 0.05], base=2))
    assert fig.layout.barmode == "stack" and fig.layout.shapes[0].x0 == balanced.cross_entropy == 2.0
    texts = [note.text for note in fig.layout.annotations]
    assert texts == ["<b>H(P) = 1.319 bits</b>", "balanced: 2.000 bits"]


def test_a_known_label_with_an_epsilon_shows_both_numbers():
    shares, label, balanced = several([1.0, 0.0, 0.0], 1e-15)
    fig = figures.entropy_bar(shares, label, balanced.cross_entropy, ["cat", "dog", "bird"], BITS, LIGHT)
    exact, _, with_eps = fig.layout.annotations
    assert exact.text == "<b>H(P) = 0 bits</b>" and exact.font.color == LIGHT.floor
    assert with_eps.text == "<b>with ε: 9.81×10⁻¹⁴ bits</b>" and with_eps.font.color == LIGHT.excess


def test_typed_names_cannot_be_markup():
    hostile = '<a href="https://example.org">x</a>'
    shares, label, balanced = several([0.5, 0.5])
    for fig in (
        figures.events(shares, balanced.q, [hostile, "<b>y</b>"], BITS, LIGHT),
        figures.entropy_bar(shares, label, 1.0, [hostile, "<b>y</b>"], BITS, LIGHT),
    ):
        shown = fig.to_json().replace("\\u003c", "<").replace("\\u003e", ">")
        assert "<a" not in shown and "<b>y" not in shown


def test_a_lit_term_keeps_its_colour_in_the_picture():
    lit = LIGHT.lit("floor")
    fig = figures.share(CURVE, at(0.25), BITS, lit, axes="p")
    assert trace(fig, "their product").line.color == LIGHT.floor
    assert trace(fig, "P (no unit)").line.color != LIGHT.p


# --- words


@pytest.mark.parametrize(
    ("p", "said"),
    [
        (1.0, "1 · 0 = 0"),
        (0.0, "gets NaN"),
        (0.368, "No other probability makes a larger share."),
        (0.9, "It would surprise more if it were rarer"),
        (0.1667, "happen more often if it were likelier"),
        (0.02, "likelier"),
        (0.005, "comes so rarely"),
    ],
)
def test_the_share_is_read_aloud(p, said):
    assert said in reading.share_picture(at(p), BITS)


def test_the_dome_is_as_flat_and_as_steep_as_told():
    half, sixty, ninety = (entropy([p, 1 - p], base=2) for p in (0.5, 0.6, 0.9))
    assert half - sixty < 0.03 * half, "hardly anything"
    assert 0.45 * half < ninety < 0.5 * half, "nearly half"


def test_the_cases_of_p_log_p_over_q():
    table = reading.ratio_table(decompose([0.5, 0.5, 0, 0], [0.25, 0, 0.75, 0], base=2), BITS)
    assert table["p log(p/q) (bits)"] == ["0.500", "∞", "0", "0"]
    assert table["because"][1:3] == ["happens, and q ruled it out", "never happens"]


def test_the_way_to_0():
    table = reading.limit_table(surprise_curve([0.1, 1e-300, 0.0], base=2), BITS)
    assert table["−P log P (bits)"] == ["0.332", "9.97×10⁻²⁹⁸", "0"]
    assert table["as multiplied"] == ["0.332", "9.97×10⁻²⁹⁸", "NaN"]


def test_what_underflows_is_not_told():
    tiny = at(5e-324)
    told = " ".join(reading.event_notice(tiny, at(0.0), at(0.0), BITS))
    assert "∞" not in told and "twice in a row" not in told


def test_thirds_count_as_balanced():
    shares, label, balanced = several(normalize([1, 1, 1]))
    assert "All 3 events are equally likely" in reading.events_picture(shares, label, balanced, ["a", "b", "c"], BITS)


@pytest.mark.parametrize(
    ("p", "said"),
    [
        (0.51, "99.97\u202f% of a fair one: nearly as open as that"),
        (0.4, "97.1\u202f% of a fair one: nearly as open as that"),
        (0.9, "46.9\u202f% of a fair one: tails surprises much, but seldom"),
    ],
)
def test_a_coin_near_fair_is_not_said_to_surprise_seldom(p, said):
    fair = float(entropy([0.5, 0.5], base=2))
    assert said in reading.coin_picture(p, binary_decompose([p], [p], base=2), fair, BITS)


def test_a_chance_that_is_not_1_is_not_written_as_1():
    nearly = at(0.99999999)
    assert "has probability 1 − 1.00×10⁻⁸ carries 1.44×10⁻⁸ bits" in reading.event_picture(nearly, BITS)
    assert r"(1-1.00\times10^{-8})" in reading.event_formula(nearly, BITS, LIGHT)[1]
    assert "has probability 0.1667 carries" in reading.event_picture(at(0.1667), BITS)
