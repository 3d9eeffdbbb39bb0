"""A comparison in, traces and texts out."""

import numpy as np
import pytest

from ce_core import compare
from pages.shared.figures import base
from pages.shared.figures import distributions as figures
from pages.shared.palette import DARK, INFINITE_PATTERN, LIGHT
from pages.shared.words import UNITS

BITS = UNITS["bits"]
NAMES = ("red", "green", "blue")
TUTORIAL = compare([0.1, 0.4, 0.5], [0.8, 0.15, 0.05], base=2)
INFINITE = compare([0.1, 0.4, 0.5], [0.6, 0.4, 0.0], base=2)


def test_pair_bars_show_p_and_q():
    fig = figures.pair_bars(TUTORIAL, NAMES, LIGHT)
    assert [list(bar.y) for bar in fig.data] == [[0.1, 0.4, 0.5], [0.8, 0.15, 0.05]]
    assert [bar.marker.color for bar in fig.data] == [LIGHT.p, LIGHT.q]
    assert fig.layout.yaxis.range[0] == 0 and fig.layout.yaxis.range[1] > 1
    assert fig.layout.xaxis.ticktext == NAMES


def test_the_stack_is_floor_plus_excess():
    fig = figures.stack(TUTORIAL.forward, BITS, LIGHT)
    floor, excess = fig.data
    assert floor.x[0] == pytest.approx(1.3609640474436813)
    assert floor.x[0] + excess.x[0] == pytest.approx(3.2879430945989)
    assert (floor.marker.color, excess.marker.color) == (LIGHT.floor, LIGHT.excess)
    assert fig.layout.shapes[0].x0 == fig.layout.shapes[0].x1 == floor.x[0]
    assert "H(P,Q) = 3.288 bits" in fig.layout.annotations[0].text
    assert floor.name == "floor H(P) = 1.361 bits" and excess.name == "excess KL(P‖Q) = 1.927 bits"


def test_an_infinite_excess_runs_to_the_edge_and_says_so():
    fig = figures.stack(INFINITE.forward, BITS, DARK)
    floor, excess = fig.data
    assert floor.x[0] + excess.x[0] == fig.layout.xaxis.range[1]
    assert "∞ bits" in fig.layout.annotations[0].text and "∞" in excess.name
    assert excess.marker.pattern.shape == INFINITE_PATTERN


def test_contributions_may_be_negative_and_stay_in_range():
    fig = figures.contributions(TUTORIAL.forward, NAMES, BITS, LIGHT)
    cost, extra = fig.data
    assert np.sum(cost.y) == pytest.approx(3.2879430945989)
    assert extra.y[0] == pytest.approx(-0.3)
    assert fig.layout.yaxis.range[0] < -0.3 and extra.text[0] == "−0.30"


def test_an_infinite_contribution_is_marked_at_its_event():
    cost = figures.contributions(INFINITE.forward, NAMES, BITS, LIGHT).data[0]
    assert cost.text[2] == "∞" and np.isfinite(cost.y).all()
    assert [shape == INFINITE_PATTERN for shape in cost.marker.pattern.shape] == [False, False, True]
    assert "blue" in cost.hovertext[2] and "∞" in cost.hovertext[2]


@pytest.mark.parametrize(
    ("p", "q"),
    [
        pytest.param([1.0, 0.0], [1.0, 0.0], id="certain and right: everything 0"),
        pytest.param([0.5, 0.5], [0.5, 0.5], id="two events"),
        pytest.param([0.1] * 10, [0.1] * 10, id="ten events"),
        pytest.param([0.5, 0.5], [1 - 1e-300, 1e-300], id="a huge cost"),
    ],
)
def test_extremes_have_finite_axes(p, q):
    result, names = compare(p, q), [f"event {i}" for i in range(len(p))]
    for fig in (
        figures.pair_bars(result, names, LIGHT),
        figures.stack(result.forward, UNITS["nats"], LIGHT),
        figures.contributions(result.forward, names, UNITS["nats"], LIGHT),
    ):
        for axis in (fig.layout.xaxis, fig.layout.yaxis):
            low, high = axis.range
            assert np.isfinite([low, high]).all() and low < high


def test_typed_names_cannot_be_markup():
    hostile = '<a href="https://example.org">x</a>'
    fig = figures.pair_bars(compare([0.5, 0.5], [0.5, 0.5]), [hostile, "<b>y</b>"], LIGHT)
    shown = fig.to_json().replace("\\u003c", "<").replace("\\u003e", ">")
    assert "<a" not in shown and "<b>y" not in shown
    assert base.label("a" * 50) == "a" * 13 + "…"


def test_figures_are_transparent_and_do_not_zoom():
    fig = figures.pair_bars(TUTORIAL, NAMES, LIGHT)
    assert fig.layout.paper_bgcolor == "rgba(0,0,0,0)" and fig.layout.dragmode is False
    assert fig.layout.xaxis.fixedrange and fig.layout.yaxis.fixedrange


def test_short_names_stay_upright_however_many():
    digits = [str(digit) for digit in range(10)]
    upright, slanted = base.event_axis(digits), base.event_axis([*digits, "eleven"])
    assert upright["autotickangles"] == [0, -40] and "tickangle" not in upright, "as long as there is room"
    assert slanted["tickangle"] == -40
