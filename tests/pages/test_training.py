"""The lesson on training through Streamlit's own test driver: states in, what is said and shown out."""

import pytest

from pages.shared.training_controls import FEWEST
from pages.shared.training_points import LONGEST, MOST, parse_points, with_point, without_last
from pages.shared.training_presets import PRESETS
from tests.pages.steps import button, charts, pills, tables

PAGE = "connections/training.py"


def presets(app):
    return pills(app, "train_preset")


def step(app) -> int:
    return app.slider(key="train_step").value


def test_the_default_shows_who_gets_away_from_a_saturated_start(visit, texts):
    app = visit()
    said = texts(app)
    assert "cross-entropy has 100\u202f% of the 70 training points right and a loss of 0.009 nats" in said
    assert "squared error has 50\u202f% right and is left with a cross-entropy of 5.020 nats" in said
    assert "its gradient is only 7.76×10⁻⁵ long, that of cross-entropy 0.909" in said
    assert "0.009" in app.latex[0].value and r"-8.05\times10^{-5}" in app.latex[0].value
    table = tables(app)[0]
    assert list(table["trained on squared error"])[:1] == ["5.020"] and len(charts(app)) == 3
    assert presets(app).value == "Saturated start" and step(app) == 150


@pytest.mark.parametrize(
    ("preset", "said"),
    [
        ("Overfitting", "0.165 nats, and is 0.655 nats now, while validation accuracy stays at 95\u202f%"),
        ("Smoothed labels", "and is left with a cross-entropy of 0.502 nats. With labels"),
        ("Separable", "a loss of 0.001 nats"),
        ("Overlapping", "on fresh labels even the best classifier costs 0.357 nats, not 0"),
        ("Moons", "cross-entropy has 99.06\u202f% of the 106 training points right"),
    ],
)
def test_every_preset_is_marked_and_read_aloud(visit, texts, preset, said):
    app = visit(train_step="3", train_seed="5")
    assert presets(app).value is None
    presets(app).set_value(preset).run()
    assert not app.exception
    assert said in texts(app) and presets(app).value == preset
    assert app.query_params["train_step"] == str(PRESETS[preset]["train_step"])


def test_a_link_in_bits_with_smoothed_labels_and_four_classes(visit, texts):
    query = dict(train_classes="4", train_smoothing="0.1", train_hidden="4", train_head="0", train_step="20")
    app = visit(unit="bits", **query)
    said = texts(app)
    assert "After 20 steps" in said and "no answer costs less than 0.503 bits" in said and "nats" not in said
    assert r"\log_2" in app.latex[0].value and r"\delta_k" in app.latex[0].value


def test_train_step_stop_and_back(visit, texts):
    app = visit(train_step="40")
    button(app, "Step").click().run()
    assert step(app) == 41 and app.query_params["train_step"] == "41"
    button(app, "Back to 0").click().run()
    assert step(app) == 0 and "The common start: 50\u202f%" in texts(app)
    button(app, "Train").click().run()
    first = step(app)
    app.run()
    assert first == FEWEST and step(app) == 2 * FEWEST and button(app, "Step").disabled
    assert app.get("progress")[0].proto.text == "Training up to step 1000"
    button(app, "Stop").click().run()
    stopped = step(app)
    app.run()
    assert step(app) == stopped and not app.get("progress") and f"After {stopped} steps" in texts(app)


def test_training_ends_at_the_last_step_and_with_another_setup(visit):
    app = visit(train_step="990")
    button(app, "Train").click().run()
    app.run()
    assert step(app) == 1000 and "Train" in [button.label for button in app.button]
    button(app, "Train").click().run()
    assert 0 < step(app) < 10, "from the start again"
    app.slider(key="train_seed").set_value(3).run()
    now = step(app)
    app.run()
    assert step(app) == now and "Train" in [button.label for button in app.button]


def test_own_points_alone_from_none_to_two_classes(visit, texts):
    app = visit(train_kind="only mine", train_step="100", train_head="0")
    assert "Nothing is trained: there are no points yet; add some of two classes." in texts(app)
    assert "Nothing is trained yet" in texts(app) and len(charts(app)) == 3
    area = app.text_area(key="train_own")
    area.set_value("1 1 0\n2 1 0").run()
    assert "all 2 belong to class 0; add a point of another class" in texts(app)
    app.text_area(key="train_own").set_value("1 1 0\n2 1 0\n-1 0 1").run()
    assert "After 100 steps" in texts(app) and "of the 3 training points right" in texts(app)
    assert "No points are kept to validate with" in texts(app)
    button(app, "Take the last back").click().run()
    assert app.text_area(key="train_own").value == "1 1 0\n2 1 0"
    button(app, "Clear").click().run()
    assert app.text_area(key="train_own").value == "" and button(app, "Clear").disabled


def test_points_that_cannot_be_read_stay_and_the_last_good_ones_count(visit, texts):
    app = visit(train_own="0 0 1", train_step="5")
    assert "of the 71 training points right" in texts(app)
    app.text_area(key="train_own").set_value("0 0 1\n1 <b>x</b> 1").run()
    assert "Point 2, y: '<b>x</b>' is not a number" in texts(app) and "The last 1 that could be read" in texts(app)
    assert "of the 71 training points right" in texts(app)
    assert app.text_area(key="train_own").value == "0 0 1\n1 <b>x</b> 1"


@pytest.mark.parametrize(
    "query",
    [
        {"train_rate": "0"},
        {"train_rate": "-1"},
        {"train_rate": "nan"},
        {"train_rate": "![x](https://example.org/x.png)"},
        {"train_own": "9" * 100_000},
        {"train_own": "0 0 7"},
    ],
    ids=lambda query: str(query)[:40],
)
def test_bad_links_get_a_sentence_and_the_page_goes_on(visit, texts, query):
    app = visit(train_step="5", **query)
    assert "After 5 steps" in texts(app)
    assert "Shown: 1." in texts(app) or "None of them is used." in texts(app)
    assert not any("example.org" in element.value for element in [*app.markdown, *app.caption, *app.latex])


def test_values_outside_every_range_fall_back(visit, texts):
    odd = {
        "train_kind": "<i>spirals</i>",
        "train_classes": "9",
        "train_noise": "1e308",
        "train_count": "-5",
        "train_seed": "x",
        "train_share": "1",
        "train_hidden": "5000",
        "train_head": "-1e9",
        "train_smoothing": "nan",
        "train_step": "1e9",
        "train_axis": "cubic",
    }
    app = visit(**odd)
    assert "steps from the same start" in texts(app) and "nan" not in texts(app).lower()
    app = visit(train_kind="moons", train_classes="4", train_step="5")
    assert "Moons come in 2 classes." in texts(app)


def test_reset(visit):
    app = visit(train_step="7", train_kind="circles", train_own="0 0 1", train_hidden="8", train_rate="0.5")
    button(app, "Reset this page").click().run()
    assert presets(app).value == "Saturated start"


# --- points as text


@pytest.mark.parametrize(
    ("typed", "rows"),
    [
        ("", ()),
        ("  \n ", ()),
        ("0.5 -1 1", ((0.5, -1.0, 1),)),
        ("0,5 −1 1\n\n2 3 0", ((0.5, -1.0, 1), (2.0, 3.0, 0))),
        ("0.5,-1,1; 2, 3, 0", ((0.5, -1.0, 1), (2.0, 3.0, 0))),
        ("1e-3\t10 1", ((0.001, 10.0, 1),)),
    ],
)
def test_points_are_read(typed, rows):
    assert parse_points(typed, 2) == rows


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1", "Point 1 has 1 entry; give three"),
        ("1 2", "Point 1 has 2 entries; give three"),
        ("1 2 0\n1 2 0 4", "Point 2 has 4 entries"),
        ("1 2 2", "Point 1 has the class 2; the classes are 0 to 1"),
        ("1 2 -1", "has the class −1"),
        ("1 2 0.5", "has the class 0.5"),
        ("11 2 0", "Point 1: x is 11; it must lie between −10 and 10"),
        ("1 -1e9 0", "Point 1: y is −"),
        ("1 nan 0", "Point 1, y"),
        ("1 2 0\n" * (MOST + 1), f"These are {MOST + 1} points; at most {MOST} fit"),
        ("1" * (LONGEST + 1), f"These are {LONGEST + 1} characters"),
    ],
)
def test_points_that_are_refused(typed, said):
    with pytest.raises(ValueError) as refusal:
        parse_points(typed, 2)
    assert said in str(refusal.value)


def test_a_point_is_added_and_taken_back():
    once = with_point("", 0.12345, -1.0, "1")
    assert once == "0.123 -1 1"
    twice = with_point(f"{once}\n\n", 2.0, 3.0, "0")
    assert twice == "0.123 -1 1\n2 3 0" and without_last(twice) == once and without_last(once) == ""
