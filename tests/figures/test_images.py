"""A survey in, traces and texts out."""

import numpy as np
import pytest

from ce_core import survey_images
from pages.shared.figures import images as figures
from pages.shared.palette import DARK, LIGHT
from pages.shared.reading import images as reading
from pages.shared.words import UNITS

NATS = UNITS["nats"]
TARGET = np.array([[0.0, 0.5, 1.0], [0.2, 0.4, 0.6]])
GUESS = np.array([[0.1, 1.0, 0.9], [0.2, 0.3, 0.5]])
ONE_INFINITE = survey_images(TARGET, GUESS)
FINITE = survey_images(TARGET, TARGET)


def drawn(survey, name="loss", top=1.0, colors=LIGHT):
    return figures.cost_map(getattr(survey, name), survey, "Loss", colors.loss, (1, 2), top, NATS, colors)


def test_a_picture_is_256_greys_without_a_margin():
    fig = figures.picture(ONE_INFINITE.target, ONE_INFINITE, "Target", LIGHT.p, (1, 2), LIGHT)
    (heat,) = fig.data
    assert heat.z.dtype == np.uint8 and heat.z.tolist() == [[0, 128, 255], [51, 102, 153]]
    assert (heat.zmin, heat.zmax) == (0, 255)
    assert fig.layout.xaxis.range == (0.5, 3.5) and fig.layout.yaxis.range == (2.5, 0.5)
    assert fig.layout.yaxis.scaleanchor == "x", "pixels are squares"
    assert "Target" in fig.layout.title.text and fig.layout.title.font.color == LIGHT.p


def test_the_chosen_pixel_is_framed_where_people_count_from_one():
    frame = drawn(ONE_INFINITE).layout.shapes[-1]
    assert (frame.x0, frame.x1, frame.y0, frame.y1) == (2.5, 3.5, 1.5, 2.5)


@pytest.mark.parametrize("top", [0.01, 1.0, 10.0])
def test_all_maps_share_one_scale(top):
    for name in ("loss", "floor", "kl"):
        heat = drawn(ONE_INFINITE, name, top).data[0]
        assert (heat.zmin, heat.zmax) == (0, top)
        assert [color for _, color in heat.colorscale] == [color for _, color in figures.colorscale(LIGHT)]


@pytest.mark.parametrize("colors", [LIGHT, DARK])
def test_an_infinite_pixel_is_a_ringed_hole_over_a_hatched_ground(colors):
    fig = drawn(ONE_INFINITE, colors=colors)
    heat, rings = fig.data
    assert np.isnan(heat.z).tolist() == [[False, True, False], [False, False, False]]
    assert heat.hovertemplatefallback == "∞"
    assert (list(rings.x), list(rings.y)) == ([2], [1])
    (ground,) = fig.layout.images
    assert ground.layer == "below" and ground.source.startswith("data:image/svg+xml") and "#" not in ground.source[20:]


def test_what_is_finite_has_no_ground_and_no_rings():
    fig = drawn(FINITE)
    assert len(fig.data) == 1 and not fig.layout.images
    assert drawn(ONE_INFINITE, "floor").layout.images == ()


def test_many_infinite_pixels_are_not_ringed():
    many = survey_images(np.full((50, 50), 0.5), np.ones((50, 50)))
    assert len(drawn(many).data) == 1


def test_hover_says_the_place_the_value_and_the_unit():
    assert drawn(FINITE).data[0].hovertemplate == "row %{y:.0f}, column %{x:.0f}<br>%{z:.4f} nats<extra></extra>"


def test_blocks_lie_where_their_pixels_are_and_say_so():
    large = survey_images(np.full((300, 900), 0.5), np.full((300, 900), 0.5))
    assert large.block == 5
    heat = drawn(large).data[0]
    assert (heat.x0, heat.dx, heat.y0, heat.dy) == (3, 5, 3, 5)
    assert heat.z.shape == (60, 180) and heat.hovertemplate.startswith("around row")
    assert "Each dot is the mean of 5×5 pixels" in reading.scale_note(large, NATS)
    assert "Each dot" not in reading.scale_note(FINITE, NATS)


@pytest.mark.parametrize(("shape", "low", "high"), [((1, 5000), 60, 120), ((5000, 1), 120, 200), ((8, 8), 120, 200)])
def test_panels_stay_of_a_bounded_height(shape, low, high):
    survey = survey_images(np.full(shape, 0.5), np.full(shape, 0.5))
    assert low <= drawn(survey).layout.height <= high


def test_a_photograph_takes_little_room_on_the_wire():
    photo = survey_images(*np.random.default_rng(0).random((2, 2000, 3000)))
    assert len(drawn(photo).to_json()) < 250_000


@pytest.mark.parametrize(("infinite", "marks"), [(True, 1), (False, 0)])
def test_the_scale_names_its_unit_and_marks_infinity_when_there_is_one(infinite, marks):
    fig = figures.scale(1.0, UNITS["bits"], infinite, DARK)
    assert fig.layout.xaxis.ticktext == ("0", "0.25", "0.5", "0.75", "≥ 1 bits")
    assert len(fig.layout.images) == marks and [note.text for note in fig.layout.annotations] == ["∞"] * marks


# --- the words -----------------------------------------------------------------------------------------------


def test_the_titles_are_an_equation():
    told = survey_images([[0.5, 1.0]], [[0.25, 1.0]], base=2)
    assert reading.titles(told, UNITS["bits"]) == (
        "Loss 0.604 bits",
        "= floor 0.500 bits",
        "+ excess 0.104 bits",
    )


def test_what_is_left_out_of_large_images_is_said():
    assert "left out: with more than 3 pixels (here 4)" in reading.too_many(survey_images(*[np.eye(2)] * 2), 3)


@pytest.mark.parametrize(
    ("target", "guess", "eps", "said"),
    [
        (
            TARGET,
            GUESS,
            0.0,
            "One of 6 pixels costs ∞, the one at row 1, column 2: predicted as pure black or white",
        ),
        (np.full((2, 2), 0.5), np.ones((2, 2)), 0.0, "All 4 pixels cost ∞"),
        (np.full((1, 3), 0.5), [[0, 1, 0.5]], 0.0, "2 of 3 pixels cost ∞, the first at row 1, column 1"),
        (TARGET, GUESS, 1e-7, "Exactly it is ∞, because of 1 pixel predicted with certainty"),
        (
            TARGET,
            TARGET,
            0.0,
            "The prediction is the target, pixel by pixel, and the excess is 0. Still a pixel costs",
        ),
        ([[0.0, 1.0]], [[0.0, 1.0]], 0.0, "the loss is 0."),
        ([[0.5, 0.5]], [[0.5, 0.4]], 0.0, "Only the excess could be gained"),
    ],
)
def test_read_aloud(target, guess, eps, said):
    survey = lambda e: survey_images(target, guess, eps=e)  # noqa: E731
    assert said in reading.picture(survey(eps), survey(0.0), eps, NATS)


@pytest.mark.parametrize(("typed", "place"), [("", None), ("  ", None), ("1", 1), (" 12 ", 12), ("012", 12)])
def test_a_place_is_read(typed, place):
    assert reading.parse_place(typed, "Row", 20) == place


@pytest.mark.parametrize("typed", ["0", "-1", "1.5", "x", "²", "٣", "1e3", "9" * 300, "9" * 5000])
def test_a_place_is_refused_with_its_range(typed):
    with pytest.raises(ValueError, match="Row must be a whole number from 1 to 20"):
        reading.parse_place(typed, "Row", 20)
