"""Scores: results in, traces, texts and sentences out."""

import numpy as np
import pytest

from ce_core import second_softmax, sigmoid_study, softmax_study
from pages.shared.figures import logits as figures
from pages.shared.palette import LIGHT
from pages.shared.reading import logits as reading
from pages.shared.words import UNITS

NATS = UNITS["nats"]
NAMES = ("cat", "dog", "bird")
WRONG = softmax_study([3, 0.6, 6.3], [1, 0, 0])
BROKEN = softmax_study([1000, 990, 980], [1, 0, 0])
LIST = sigmoid_study([1, 9, 424.5, -3, -243], [1, 1, 1, 0, 0])
CURVE = sigmoid_study(figures.SIGMOID_GRID, np.zeros_like(figures.SIGMOID_GRID))
SWITCHES = {"second_softmax": True, "second_log_softmax": True}


def trace(fig, name):
    return next(one for one in fig.data if (one.name or "").startswith(name))


# --- softmax


def test_the_target_stands_beside_the_softmax_of_the_scores():
    fig = figures.probabilities(WRONG, NAMES, LIGHT)
    target, softmax = fig.data
    assert list(target.y) == [1, 0, 0] and softmax.y[2] == pytest.approx(0.961327, abs=1e-6)
    assert (target.marker.color, softmax.marker.color) == (LIGHT.p, LIGHT.q)
    assert fig.layout.xaxis.ticktext == ("cat<br>z = 3", "dog<br>z = 0.6", "bird<br>z = 6.3")


def test_the_loss_is_floor_plus_excess():
    soft = softmax_study([3, 0.6, 6.3], [0.2, 0.05, 0.75])
    for study in (WRONG, soft, softmax_study([0, 0], [0.5, 0.5])):
        fig = figures.loss_bar(study, NATS, LIGHT)
        floor, excess = fig.data
        assert floor.x[0] == study.floor
        assert floor.x[0] + excess.x[0] == pytest.approx(float(study.stable.loss), rel=1e-12)
        assert fig.layout.xaxis.range[1] >= study.stable.loss
    assert "loss = 3.339 nats" in figures.loss_bar(WRONG, NATS, LIGHT).layout.annotations[0].text


def test_the_gradient_pulls_the_right_class_up_and_the_others_down():
    fig = figures.gradient(WRONG, NAMES, NATS, LIGHT)
    assert fig.data[0].y[0] == pytest.approx(-0.964543, abs=1e-6) and fig.data[0].y[2] > 0 < fig.data[0].y[1]
    assert list(fig.data[0].text) == ["−0.965", "0.003", "0.961"]
    low, high = fig.layout.yaxis.range
    assert low == -high and high > 0.97


def test_what_is_too_near_to_0_or_1_is_labelled_short_and_escaped():
    stable = trace(figures.naive_and_stable(BROKEN, NAMES, LIGHT), "stable")
    assert list(stable.text) == ["&gt;99.99\u202f%", "&lt;0.01\u202f%", "&lt;0.01\u202f%"]


@pytest.mark.parametrize(
    ("z", "stable", "naive"),
    [
        ([0, -5, -800], ["99.33 %", "0.67 %", "&lt;0.01 %"], ["99.33 %", "0.67 %", "0 %"]),
        ([1000, 0, -1000], ["&gt;99.99 %", "&lt;0.01 %", "&lt;0.01 %"], ["NaN", "0\u202f%", "0\u202f%"]),
        ([40, 0, 0], ["&gt;99.99 %", "&lt;0.01 %", "&lt;0.01 %"], ["100 %"] + ["&lt;0.01 %"] * 2),
    ],
    ids=["too small for a float", "far too small", "rounded to 1"],
)
def test_no_softmax_of_scores_is_labelled_0_or_1(z, stable, naive):
    study = softmax_study(z, [0, 0, 1])
    both, one = figures.naive_and_stable(study, NAMES, LIGHT), figures.probabilities(study, NAMES, LIGHT)
    assert list(trace(both, "stable").text) == list(trace(one, "q =").text) == stable
    assert list(trace(both, "naive").text) == naive
    assert list(trace(one, "target").text) == ["0 %", "0 %", "100 %"], "a target can be 0"
    assert ("too small for a float, but above 0" in trace(one, "q =").hovertext[2]) == (z[2] < -700)


def test_a_class_alone_has_all():
    fig = figures.probabilities(softmax_study([3], [1]), ["only"], LIGHT)
    assert list(trace(fig, "q =").text) == ["100 %"]


def test_where_the_naive_way_has_no_number_a_word_says_so_without_a_bar():
    naive = trace(figures.naive_and_stable(BROKEN, NAMES, LIGHT), "naive")
    assert list(naive.text) == ["NaN"] * 3 and list(naive.y) == [0, 0, 0]
    assert "NaN" not in trace(figures.naive_and_stable(WRONG, NAMES, LIGHT), "naive").text
    many = softmax_study([1000.0] * 7, [1, *[0] * 6])
    assert list(trace(figures.naive_and_stable(many, list("abcdefg"), LIGHT), "naive").text) == ["NaN"] * 7


# --- softmax twice


def two(z, y):
    return second_softmax(z, y, factors=figures.FACTORS), second_softmax(z, y)


def test_one_softmax_too_many_has_its_floor_and_the_log_softmax_lies_on_the_curve():
    curve, point = two([4, 0, 0, 0], [1, 0, 0, 0])
    fig = figures.twice(curve, point, NATS, LIGHT, **SWITCHES)
    once, again, doubled = (trace(fig, name) for name in ("loss of the scores", "log-softmax first", "softmax first"))
    np.testing.assert_allclose(again.y, once.y, rtol=1e-12)
    assert min(doubled.y) > fig.layout.shapes[0].y0 == pytest.approx(0.7437, abs=1e-4)
    assert [note.text for note in fig.layout.annotations] == [
        "<b>0.053 nats</b>",
        "<b>0.781 nats</b>",
        "softmax first: never below 0.744 nats",
    ]
    assert max(doubled.y) < fig.layout.yaxis.range[1]


@pytest.mark.parametrize(("softmax", "log_softmax"), [(False, False), (True, False), (False, True)])
def test_the_switches_take_their_curve_away(softmax, log_softmax):
    fig = figures.twice(
        *two([4, 0, 0, 0], [1, 0, 0, 0]), NATS, LIGHT, second_softmax=softmax, second_log_softmax=log_softmax
    )
    names = {one.name for one in fig.data if one.mode == "lines"}
    assert names == {"loss of the scores", *["softmax first"] * softmax, *["log-softmax first"] * log_softmax}
    assert bool(fig.layout.shapes) == softmax


def test_a_soft_target_has_no_floor_of_a_certain_one():
    fig = figures.twice(*two([3, 0.6, 6.3], [0.2, 0.05, 0.75]), NATS, LIGHT, **SWITCHES)
    assert not fig.layout.shapes and len(fig.layout.annotations) == 2


def test_a_loss_beyond_the_axis_is_an_arrowhead_at_its_end():
    fig = figures.twice(*two([10, 0, 0, 0], [0, 1, 0, 0]), NATS, LIGHT, **SWITCHES)
    dot = next(one for one in fig.data if one.hovertext == "loss of the scores: 10.000 nats")
    assert dot.y[0] == fig.layout.yaxis.range[1] and dot.marker.symbol == "triangle-up"


def test_probabilities_after_one_softmax_and_after_two():
    _, point = two([10, 0, 0, 0], [1, 0, 0, 0])
    fig = figures.twice_bars(point, list("abcd"), LIGHT)
    assert trace(fig, "softmax once").y[0] > 0.999 and trace(fig, "softmax twice").y[0] == pytest.approx(
        0.4753, abs=1e-4
    )


# --- sigmoid


def test_the_scores_lie_on_the_curve_ringed_by_the_softmax_of_two():
    fig = figures.sigmoid(CURVE, LIST, LIGHT)
    curve, dots, rings = fig.data
    np.testing.assert_allclose(dots.y, rings.y, rtol=1e-15)
    assert np.interp(1.0, curve.x, curve.y) == pytest.approx(dots.y[0], abs=1e-3)
    assert list(dots.x) == [1, 9, figures.EDGE, -3, -figures.EDGE]
    assert list(dots.marker.symbol) == ["circle", "circle", "triangle-right", "circle", "triangle-left"]
    assert {note.text for note in fig.layout.annotations} == {f"<b>{z}</b>" for z in ("1", "9", "424.5", "−3", "−243")}


@pytest.mark.parametrize(
    ("z", "said"),
    [
        ([424.5, 40, -40, -1000], ["<b>−40<br>−1 000</b>", "<b>40<br>424.5</b>"]),
        ([20, 30, 40, 50, 60, 70], ["<b>20<br>30<br>40<br>50<br>and 2 more</b>"]),
    ],
)
def test_scores_at_one_edge_share_a_list(z, said):
    fig = figures.sigmoid(CURVE, sigmoid_study(z, [0] * len(z)), LIGHT)
    assert [note.text for note in fig.layout.annotations] == said


def test_typed_names_cannot_be_markup():
    names = ['<a href="https://example.org">x</a>', "<b>y</b>", "<i>z</i>"]
    _, point = two([3, 0.6, 6.3], [1, 0, 0])
    for fig in (
        figures.probabilities(WRONG, names, LIGHT),
        figures.gradient(WRONG, names, NATS, LIGHT),
        figures.naive_and_stable(BROKEN, names, LIGHT),
        figures.twice_bars(point, names, LIGHT),
    ):
        shown = fig.to_json().replace("\\u003c", "<").replace("\\u003e", ">")
        assert "<a" not in shown and "<b>y" not in shown and "<i>" not in shown


@pytest.mark.parametrize(
    ("z", "y"),
    [
        pytest.param([0, 0], [0.5, 0.5], id="equal"),
        pytest.param([1e300, -1e300], [0, 1], id="huge and wrong"),
        pytest.param([1e-300, 0], [1, 0], id="tiny"),
        pytest.param(list(range(10)), [0.1] * 10, id="ten"),
    ],
)
def test_extremes_have_finite_axes(z, y):
    study, names = softmax_study(z, y), [f"class {i}" for i in range(len(z))]
    for fig in (
        figures.probabilities(study, names, LIGHT),
        figures.loss_bar(study, NATS, LIGHT),
        figures.gradient(study, names, NATS, LIGHT),
        figures.naive_and_stable(study, names, LIGHT),
        figures.twice(*two(z, y), NATS, LIGHT, **SWITCHES),
    ):
        for axis in (fig.layout.xaxis, fig.layout.yaxis):
            low, high = axis.range
            assert np.isfinite([low, high]).all() and low < high


# --- words


@pytest.mark.parametrize(
    ("z", "y", "said"),
    [
        ([3, 0.6, 6.3], [1, 0, 0], "It believes in “bird”, 96.13\u202f%, whose score is 3.3 higher."),
        ([9.8, 3.7, 0.2], [1, 0, 0], "Raise its score and the loss shrinks, but never to 0."),
        ([0, 0, 0], [0, 0, 1], "“cat” has the same score."),
        ([1000, 0, 0], [1, 0, 0], "above 0 by less than the smallest float can say"),
        ([0, 0, 0], [1 / 3] * 3, "exactly the target: the loss is 1.099 nats, all of it the floor"),
        ([9.8, 3.7, 0.2], [0.8, 0.15, 0.05], "The target is soft: its floor is 0.613 nats."),
    ],
)
def test_the_softmax_is_read_aloud(z, y, said):
    assert said in reading.softmax_picture(softmax_study(z, y), NAMES, NATS)


@pytest.mark.parametrize(
    ("z", "y", "said"),
    [
        ([1000, 990], [1, 0], "it becomes ∞, and ∞/∞ is NaN"),
        ([709.5, 709.5], [1, 0], "their sum is ∞: each probability becomes 0"),
        ([-1000, -990], [1, 0], "0/0 is NaN"),
        ([0, -800], [0, 1], "“dog” got exactly 0, so its −log q is ∞ and the loss ∞"),
        ([0, -800], [1, 0], "0 · ∞ is NaN"),
        ([40, 0], [1, 0], "No ∞ and no NaN, and still wrong: the naive loss is 0 nats"),
        ([1, 0], [1, 0], "Nothing breaks here"),
    ],
)
def test_every_way_to_break_has_its_sentence(z, y, said):
    told = reading.overflow_picture(softmax_study(z, y), NAMES, NATS)
    assert said in told and ("The stable way has its answer" in told) != ("Nothing breaks" in told)


def test_in_bits_the_gradient_has_its_factor():
    lines = reading.softmax_formula(softmax_study([3, 0.6], [1, 0], temperature=2, base=2), UNITS["bits"], LIGHT)
    assert any(r"\tfrac{1}{2\cdot \ln 2}(" in line for line in lines)
    assert not any(r"\tfrac{1}" in line for line in reading.softmax_formula(WRONG, NATS, LIGHT))


def test_the_formula_subtracts_the_largest_score_and_its_digits_can_be_checked():
    first, second, *_ = reading.softmax_formula(WRONG, NATS, LIGHT)
    assert r"\frac{e^{(z_i-m)/T}}{\sum_j e^{(z_j-m)/T}},\quad m=\max_j z_j" in first
    assert r"\frac{e^{-3.3}}{1.0402}=\frac{0.0369}{1.0402}=" in second and "{0.0355}" in second


@pytest.mark.parametrize(
    ("temperature", "unit", "said"),
    [
        (1, "nats", "is q − y: training"),
        (3, "nats", "is q − y, divided by T: training"),
        (1, "bits", "is q − y, divided by ln 2: training"),
        (3, "bans", "is q − y, divided by T and ln 10: training"),
    ],
)
def test_the_gradient_is_told_with_what_divides_it(temperature, unit, said):
    study = softmax_study([3, 0.6, 6.3], [1, 0, 0], temperature=temperature, base=UNITS[unit].base)
    assert said in reading.softmax_notice(study, NAMES, UNITS[unit])[0]
    table = reading.sigmoid_table(sigmoid_study([0], [1], base=UNITS[unit].base), UNITS[unit])
    assert f"gradient ({unit})" in table


@pytest.mark.parametrize(
    ("z", "temperature", "said"),
    [
        ([3, 0.6, 6.3], 0.05, "No gradient is farther from 0 than 4.34×10⁻²⁸ nats"),
        ([0, 0, 1000], 0.05, "Every gradient is 0:"),
    ],
)
def test_a_tiny_gradient_is_not_called_0(z, temperature, said):
    study = softmax_study(z, [0, 0, 1], temperature=temperature)
    assert said in reading.softmax_notice(study, NAMES, NATS)[0]


def test_only_an_exact_1_is_printed_as_1():
    assert reading.sigmoid_table(LIST, NATS)["σ(z)"][:3] == ["0.731", "0.99988", "1"]
    assert "z = 9: 0.99988; z = 424.5: 1;" in reading.sigmoid_alt(LIST)


def told(z, y, **switches):
    _, point = two(z, y)
    names = [f"class {i}" for i in range(len(z))]
    return point, " ".join(
        [
            reading.twice_picture(point, names, NATS, **SWITCHES | switches),
            *reading.twice_notice(point, names, NATS),
        ]
    )


@pytest.mark.parametrize(
    ("z", "y", "said", "not_said"),
    [
        ([0, 0, 0, 0], [1, 0, 0, 0], "it cannot fall below 0.744 nats", "stuck"),
        ([3, 0.6, 6.3], [0.2, 0.05, 0.75], "Only the loss is another, here a lower one", "the right one"),
        ([4, 0, 0, 0], [1, 0, 0, 0], "Only the loss is another, here a higher one", "a lower one"),
    ],
)
def test_a_second_softmax_is_told_for_this_target(z, y, said, not_said):
    _, words = told(z, y)
    assert said in words and not_said not in words


def test_each_loss_of_a_second_softmax_shows_what_it_is_the_logarithm_of():
    _, point = two([4, 0, 0, 0], [1, 0, 0, 0])
    lines = reading.twice_formula(point, NATS, LIGHT, **SWITCHES)
    assert [line.split("=")[1] for line in lines[:6:2]] == [r"-\ln 0.948", r"-\ln 0.458", r"-\ln 0.948"]
    assert ["0.053" in lines[1], "0.781" in lines[3], "0.053" in lines[5]] == [True] * 3


@pytest.mark.parametrize(("softmax", "log_softmax"), [(False, False), (True, False), (False, True)])
def test_what_is_switched_off_is_nowhere(softmax, log_softmax):
    _, point = two([4, 0, 0, 0], [1, 0, 0, 0])
    switches = {"second_softmax": softmax, "second_log_softmax": log_softmax}
    formula = " ".join(reading.twice_formula(point, NATS, LIGHT, **switches))
    table = " ".join(reading.twice_table(point, list("abcd"), NATS, **switches))
    told = reading.twice_alt(point, NATS, **switches) + " ".join(reading.twice_metrics(point, NATS, **switches))
    for name, on in ((" softmax", softmax), ("log-softmax", log_softmax)):
        assert (f"{name} first" in told) == on and (f"{name} twice" in table) == on
    assert (r"\text{softmax first}" in formula, r"\text{log-softmax first}" in formula) == (softmax, log_softmax)
    assert (
        "softmax twice"
        in {one.name for one in figures.twice_bars(point, list("abcd"), LIGHT, second_softmax=softmax).data}
    ) == softmax


def test_a_nan_is_called_nan_and_never_a_dash():
    table = reading.steps_table(BROKEN, NAMES, NATS)
    assert table["e^(z/T)"] == ["∞", "∞", "∞", "∞"] and table["naive q"][:3] == ["NaN"] * 3
    assert not any("–" in cell for column in table.values() for cell in column)
    assert r"\text{NaN}" in " ".join(reading.overflow_formula(BROKEN, NATS, LIGHT))
