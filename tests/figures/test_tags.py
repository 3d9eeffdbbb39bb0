"""Words beside points: where they stand, and that nothing strikes them through."""

import numpy as np
import pytest

import ce_core
from pages.shared.figures import base, logits, loss_curve, marks, names, names_apart, surprise, tags
from pages.shared.palette import DARK, LIGHT
from pages.shared.words import UNITS

NATS, BITS = UNITS["nats"], UNITS["bits"]
TEN = [1, 1, 1, 1, 1, 0, 0, 0, 0, 0], [0.8, 0.9, 0.9, 0.6, 0.8, 0.1, 0.4, 0.2, 0.1, 0.3]
TENTHS = np.linspace(0, 1, 11)


def share(p):
    curve = ce_core.surprise_curve(surprise.GRID, base=2)
    return surprise.share(curve, ce_core.surprise_curve([p], base=2), BITS, LIGHT, axes="p")


def coin(p):
    curve = ce_core.binary_decompose(surprise.COIN_GRID, surprise.COIN_GRID, base=2)
    return surprise.coin(curve, p, ce_core.binary_decompose([p], [p], base=2), BITS, LIGHT)


def loss(y, p):
    target, point, *hard = (
        ce_core.loss_curve(of, at)
        for of, at in ((y, loss_curve.GRID), (y, [p]), (0, loss_curve.GRID), (1, loss_curve.GRID))
    )
    return loss_curve.curve(target, hard, point, NATS, LIGHT)


def soft(y, p):
    members = [ce_core.loss_curve(of, loss_curve.GRID) for of in TENTHS]
    dome = ce_core.binary_decompose(loss_curve.GRID, loss_curve.GRID)
    target, point = (ce_core.loss_curve(y, at) for at in (loss_curve.GRID, [p]))
    return loss_curve.family(members, dome, target, point, NATS, LIGHT)


def twice():
    z, y = [4, 0, 0, 0], [1, 0, 0, 0]
    curve, point = ce_core.second_softmax(z, y, factors=logits.FACTORS), ce_core.second_softmax(z, y)
    return logits.twice(curve, point, NATS, LIGHT, second_softmax=False, second_log_softmax=False)


def one_output(p):
    return names_apart.one_output(ce_core.one_output(*TEN, p, names.GRID), p, NATS, LIGHT)


def likelihood(p):
    curve, point = (ce_core.bernoulli_likelihood_curve([1, 1, 0, 1, 1, 0, 1, 0], at) for at in (names.GRID, [p]))
    return names.likelihood(curve, point, NATS, LIGHT)


PICTURES = {
    "the largest share": (share, 0.368),
    "a rising share": (share, 0.1667),
    "a falling share": (share, 0.9),
    "a fair coin": (coin, 0.5),
    "nearly sure": (loss, 1, 0.98),
    "quite sure": (loss, 1, 0.9),
    "unsure": (loss, 1, 0.4),
    "an infinite loss": (loss, 1, 0.0),
    "at the floor": (loss, 0.5, 0.5),
    "a soft coin": (soft, 0.5, 0.5),
    "a smoothed label": (soft, 0.9, 0.9),
    "a hard label": (soft, 1, 0.6),
    "one softmax": (twice,),
    "one output": (one_output, 0.9),
    "one output at the share": (one_output, 0.5),
    "unlikely": (likelihood, 0.3),
}


def covered(fig, width: float) -> list[float]:
    """What each tag costs in places of strong lines, in other words, and in pixels beyond the plot."""
    layout, data = fig.layout.to_plotly_json(), [trace.to_plotly_json() for trace in fig.data]
    plot = tags._Plot(width, layout)
    strong = [one for one in data if one["mode"] == "lines" and one["line"].get("width", 2) >= 3]
    layout["shapes"] = []
    places = plot.things(strong)
    boxes = [plot.box(note) for note in layout["annotations"]]
    return [plot.cost(box, places, [other for other in boxes if other is not box]) for box in boxes]


@pytest.mark.parametrize("width", [282, 412], ids=["phone", "desktop"])
@pytest.mark.parametrize("picture", PICTURES.values(), ids=list(PICTURES))
def test_no_curve_strikes_a_value_through(picture, width):
    draw, *given = picture
    assert not any(covered(draw(*given), width))


def drawn(*wanted, ends=(0, 1), colors=LIGHT, **layout):
    slope = marks.line([0, 1], ends, color=colors.p, width=3)
    axis = dict(range=[0, 1])
    return base.figure(colors, slope, height=300, tags=wanted, xaxis=axis, yaxis=axis, **layout)


@pytest.mark.parametrize(
    ("ends", "left", "place"),
    [
        pytest.param((0, 1), True, ("right", "bottom"), id="as wished"),
        pytest.param((1, 0), False, ("left", "bottom"), id="as wished, falling"),
        pytest.param((0, 1), False, ("right", "bottom"), id="across"),
        pytest.param((1, 0), True, ("left", "bottom"), id="across, falling"),
    ],
)
def test_words_stand_off_the_line_and_if_there_is_room_on_the_wanted_side(ends, left, place):
    (note,) = drawn(tags.tag(0.5, 0.5, "0.5", LIGHT.p, LIGHT, left=left), ends=ends).layout.annotations
    assert (note.xanchor, note.yanchor) == place


def test_words_stay_in_the_plot_and_off_one_another():
    corner = [tags.tag(1, 1, text, LIGHT.p, LIGHT, left=False) for text in ("one", "another")]
    fig = drawn(*corner, annotations=[marks.note(0.5, 0.5, "a note", LIGHT.ink)])
    first, second, note = fig.layout.annotations
    assert note.text == "a note" and first.xanchor == second.xanchor == "right"
    assert (first.yanchor, first.yshift) != (second.yanchor, second.yshift)


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
def test_words_hide_what_they_can_not_avoid(colors):
    (note,) = drawn(tags.tag(0.5, 0.5, "0.5", colors.p, colors, left=True), colors=colors).layout.annotations
    assert note.bgcolor == colors.background


def test_a_gap_in_a_line_is_no_obstacle_and_nor_is_infinity():
    axis = dict(range=[0, 1])
    broken = marks.line([0, 0.1, None, 0.9, 1], [0.5, 0.5, None, 0.5, np.inf], color=LIGHT.p, width=3)
    wanted = tags.tag(0.3, 0.5, "in the gap", LIGHT.p, LIGHT, left=False)
    (note,) = base.figure(LIGHT, broken, height=300, tags=[wanted], xaxis=axis, yaxis=axis).layout.annotations
    assert (note.xanchor, note.yanchor) == ("left", "bottom")
