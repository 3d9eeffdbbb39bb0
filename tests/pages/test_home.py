"""The first page through Streamlit's own test driver, and the list of numbers that it reads."""

import numpy as np
import pytest

from pages.shared.lessons import LESSONS
from pages.shared.number_list import parse_probabilities
from tests.pages.steps import charts, slide


@pytest.fixture
def visit(open_page):
    return lambda **query: open_page("home.py", **query)


def pills(app):
    return app.get("pills")[0]


def test_the_default_shows_a_decomposition_and_a_value(visit, texts):
    app = visit()
    said = texts(app)
    assert "that one event costs 1.625 of the 1.722 bits" in said
    assert "The mean loss of the 10 predictions is 0.247 nats. The costliest is number 4" in said
    assert len(charts(app)) == 2


def test_every_lesson_has_a_card(visit):
    app = visit()
    linked = [link.proto.page for link in app.get("page_link")]
    for section, lessons in LESSONS.items():
        assert section in [heading.value for heading in app.subheader]
        for lesson in lessons:
            assert any(lesson.file.split("/")[-1].removesuffix(".py") in page for page in linked)
            assert lesson.help in [caption.value for caption in app.caption]


@pytest.mark.parametrize(
    ("preset", "said"),
    [
        ("A forecast that is off", "of the 1.722 bits"),
        ("Q = P", "Q is exactly P: nothing is wasted, the excess is 0. The cost is still 0.881 bits"),
        ("A coin, known", "The cost is still 1.000 bits"),
        ("Rain ruled out", "so the cost is ∞"),
    ],
)
def test_every_preset(visit, texts, preset, said):
    app = visit(home_p="0.9", home_q="0.1")
    pills(app).set_value(preset).run()
    assert not app.exception and said in texts(app) and pills(app).value == preset


def test_the_sliders_move_it(visit, texts):
    app = visit(unit="nats")
    slide(app, "home_q_slider", 0.3)
    assert "The cost is still 0.611 nats" in texts(app)


@pytest.mark.parametrize(("p", "q"), [("0", "0"), ("1", "0"), ("1", "1"), ("0", "1"), ("1e-300", "1")])
def test_extremes(visit, texts, p, q):
    assert "nan" not in texts(visit(home_p=p, home_q=q)).lower()


@pytest.mark.parametrize(
    ("targets", "predictions", "said"),
    [
        pytest.param("1", "0.8", "The loss is 0.223 nats.", id="one"),
        pytest.param("1, 0", "0,8 0,1", "The mean loss of the 2 predictions is 0.164 nats.", id="decimal commas"),
        pytest.param("1 0", "100 % 0 %", "is 0: each is certain and right", id="per cent"),
        pytest.param(
            "1 0 1 1 0 0 1 0",
            "1 1 1 0 1 0 0 1",
            "The mean loss is ∞, because of number 2, target 0 and prediction 1, the first of 5",
            id="certain and wrong",
        ),
        pytest.param("1 0 1", "0.5 0.5", "Targets has 3 numbers and Predictions has 2", id="unequal"),
        pytest.param("4 7", "0.5 0.5", "Targets, entry 1 is 4; it must lie between 0 and 1.", id="labels 4 and 7"),
        pytest.param("1 0", "0.5 x", "Predictions, entry 2", id="no number"),
        pytest.param("", "", "Targets, entry 1: the cell is empty", id="empty"),
        pytest.param("1 " * 101, "0.5", "at most 100 fit here", id="too many"),
        pytest.param("9" * 100_000, "0.5", "100000 characters", id="a novel"),
    ],
)
def test_checking_a_value(visit, texts, targets, predictions, said):
    assert said in texts(visit(home_targets=targets, home_predictions=predictions))


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("1 0 1", [1, 0, 1]),
        ("1,0,1", [1, 0, 1]),
        ("0, 1, 1,", [0, 1, 1]),
        ("0.125,1", [0.125, 1]),
        ("0.8, 0.1,  0.5", [0.8, 0.1, 0.5]),
        ("0,8; 0,1;", [0.8, 0.1]),
        ("0,8 0,1", [0.8, 0.1]),
        ("30 % .5", [0.3, 0.5]),
        (" 0.25\n0.5 ", [0.25, 0.5]),
    ],
)
def test_lists_as_people_type_them(typed, values):
    np.testing.assert_array_equal(parse_probabilities(typed, "Predictions"), values)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1;;0", "Targets, entry 2: the cell is empty"),
        (",1,0", "Targets, entry 1: the cell is empty"),
        ("1,0,,", "Targets, entry 3: the cell is empty"),
        ("1,0, 1,0", "Targets: the comma in '1,0' can be a decimal comma or stand between two numbers; write decimal"),
        ("0,05", "the comma in '0,05'"),
        ("1 ,0", "the comma in '1 ,0'"),
    ],
)
def test_lists_that_are_not_clear(typed, said):
    with pytest.raises(ValueError, match="Targets") as refused:
        parse_probabilities(typed, "Targets")
    assert said in str(refused.value)
