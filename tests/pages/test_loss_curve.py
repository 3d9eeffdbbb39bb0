"""The lesson on the loss curve through Streamlit's own test driver: states in, what is said and shown out."""

import pytest

from tests.pages.steps import charts, formula, slide, sliders, tables

PAGE = "losses/loss_curve.py"


@pytest.fixture
def visit(open_page):
    return lambda **query: open_page(PAGE, **query)


def pills(app):
    return app.get("pills")[0]


def test_the_default_teaches_the_cost_of_an_unlikely_answer(visit, texts):
    app = visit()
    assert "The answer is 1 and the prediction gave it 20\u202f%: that costs 1.609 nats." in texts(app)
    assert r"1.609\ \text{nats}" in formula(app)
    assert pills(app).value == "Unlikely, yet it happened"


@pytest.mark.parametrize(
    ("view", "said"),
    [
        ("Curve", "The answer is 1"),
        ("Soft targets", "The curve of the target 1 is lowest at p = 1"),
        ("Points", "its loss is ∞, and so is the mean of all eleven"),
        ("Good or bad?", "“something is broken” by the rule of thumb. Guessing evenly among 1000"),
        ("<b>nonsense</b>", "The answer is 1"),
    ],
)
def test_every_view_opens_by_link(visit, texts, view, said):
    assert said in texts(visit(curve_view=view))


@pytest.mark.parametrize(
    ("view", "preset", "said"),
    [
        ("Curve", "Unlikely, yet it happened", "that costs 1.609 nats"),
        ("Curve", "Nearly sure", "that costs 0.020 nats"),
        ("Curve", "Certain and wrong", "says it is impossible: the loss is ∞"),
        ("Curve", "0.693 is the floor", "the loss is still 0.693 nats. That is the floor"),
        ("Curve", "Soft, too sure", "Saying 0.99 instead costs"),
        ("Curve", "Steep", "The slope here is −50.000"),
        ("Soft targets", "A coin", "the excess is 0, and the loss is all floor"),
        ("Soft targets", "A coin, sure of one side", "the loss is 1.524 nats"),
        ("Soft targets", "Smoothed label 0.9", "H(y) = 0.325 nats"),
        ("Soft targets", "Hard label", "the loss is 0.511 nats"),
        ("Good or bad?", "1000 classes, loss 2.5", "so this is better than a guess"),
        ("Good or bad?", "Two classes, loss 2.5", "so this is worse than a guess"),
        ("Good or bad?", "0.693: a guess", "so this is about what a guess gets"),
        ("Good or bad?", "Smoothed by 0.2, loss 0.5", "never cost less than 0.485 nats"),
        ("Good or bad?", "Exactly 0", "0 nats is “perfect”"),
    ],
)
def test_every_preset_is_read_aloud_and_marked(visit, texts, view, preset, said):
    app = visit(curve_view=view, curve_y="0.33", curve_p="0.66", curve_value="7")
    assert pills(app).value is None
    pills(app).set_value(preset).run()
    assert not app.exception
    assert said in texts(app)
    assert pills(app).value == preset


def test_a_mean_is_a_probability_of_right_answers_for_hard_labels_only(visit, texts):
    assert "With hard labels, a mean of " in texts(visit(curve_view="Good or bad?"))


def test_sliders_and_typed_values_follow_each_other(visit, texts):
    app = visit()
    slide(app, "curve_p_slider", 0.25)
    assert app.text_input(key="curve_p").value == "0.25" and "1.386 nats" in texts(app)
    app.text_input(key="curve_p").set_value("1e-9").run()
    assert sliders(app, "curve_p_slider")["rows"][0]["handles"][0]["value"] == 1e-9 and "20.723 nats" in texts(app)
    slide(app, "curve_y_slider", 0.5)
    assert "The floor is 0.693 nats" in texts(app)


@pytest.mark.parametrize(("unit", "total"), [("bits", "2.322"), ("nats", "1.609"), ("bans", "0.699")])
def test_the_unit_comes_from_the_link(visit, texts, unit, total):
    app = visit(unit=unit)
    assert rf"{total}\ \text{{{unit}}}" in formula(app) and f"{total} {unit}" in texts(app)


@pytest.mark.parametrize("view", ["Curve", "Soft targets"])
@pytest.mark.parametrize(
    ("axes", "y", "p"),
    [
        ("linear", "0", "0"),
        ("linear", "0.5", "0"),
        ("log loss", "1", "1"),
        ("log p", "1", "0"),
        ("log p", "0", "1"),
    ],
)
def test_extremes(visit, texts, view, axes, y, p):
    app = visit(curve_view=view, curve_axes=axes, curve_y=y, curve_p=p, curve_slope="true", unit="bits")
    assert "nan" not in (texts(app) + formula(app)).lower()


def test_overlays_are_explained(visit, texts):
    app = visit()
    assert "squared error" not in texts(app) and len(charts(app)) == 1
    for key in ("curve_slope", "curve_squared", "curve_zero_one"):
        app.toggle(key=key).set_value(True)
    app.run()
    assert "The squared error is 0.640, without a unit" in texts(app)
    assert "The 0/1 error is 1" in texts(app)
    assert "The slope here is −5.000" in texts(app) and r"\frac{dL}{dp}" in formula(app)
    assert len(charts(app)) == 2


def test_the_eleven_points_with_and_without_the_last_and_with_an_epsilon(visit, texts):
    app = visit(curve_view="Points")
    table = tables(app)[0]
    assert list(table["exact (nats)"])[-2:] == ["∞", "∞"] and table.shape == (12, 2)
    app.toggle(key="curve_opposite").set_value(False).run()
    assert "The mean of the ten is 0.792 nats" in texts(app)
    app = visit(curve_view="Points", curve_eps="1e-15")
    assert "it is written as 34.539 nats, and the mean of the eleven as 3.860 nats instead of ∞" in texts(app)
    assert "34.539" in formula(app)


def test_an_own_epsilon(visit, texts):
    app = visit(curve_view="Points", curve_eps="own", curve_eps_own="1e-3")
    assert "With ε = 0.001 it is written as 6.908 nats" in texts(app)
    app.text_input(key="curve_eps_own").set_value("0.5").run()
    assert "Your ε must lie between 0 and 0.49" in texts(app) and "6.908" in texts(app)
    app.text_input(key="curve_eps_own").set_value("0").run()
    assert "so is the mean of all eleven" in texts(app), "no ε, no number"


BAD = {
    "not a number": "x",
    "outside": "1.5",
    "negative": "-0.1",
    "nan": "nan",
    "infinite": "1e999",
    "empty": "",
    "a novel": "9" * 100_000,
    "markdown": "![x](https://example.org/x.png)",
}


@pytest.mark.parametrize("typed", BAD.values(), ids=list(BAD))
def test_a_bad_link_gets_a_sentence_and_the_default(visit, texts, typed):
    app = visit(curve_p=typed)
    assert "Shown: " in texts(app)
    assert "1.609 nats" in texts(app), "the page goes on with the default"
    assert not any("example.org" in element.value for element in [*app.markdown, *app.latex, *app.caption])


def test_the_last_good_value_stays_when_typing_goes_wrong(visit, texts):
    app = visit(curve_p="0.4")
    app.text_input(key="curve_p").set_value("0.4.1").run()
    assert app.text_input(key="curve_p").value == "0.4.1"
    assert "0.916 nats" in texts(app) and "Shown: 0.4." in texts(app)


@pytest.mark.parametrize(
    "query",
    [
        {"curve_view": "Good or bad?", "curve_value": "much"},
        {"curve_view": "Good or bad?", "curve_classes": "7"},
        {"curve_view": "Good or bad?", "curve_smoothing": "1e308"},
        {"curve_view": "Points", "curve_eps": "1e-3"},
        {"curve_view": "Points", "curve_eps": "own", "curve_eps_own": "1e308"},
        {"curve_axes": "cubic"},
        {"curve_slope": "maybe"},
    ],
    ids=str,
)
def test_garbage_in_the_link_falls_back(visit, texts, query):
    assert "nan" not in texts(visit(**query)).lower()


def test_reset(visit, texts):
    app = visit(curve_y="0.5", curve_p="0.9", curve_axes="log p", curve_slope="true")
    next(button for button in app.button if button.label == "Reset this page").click().run()
    assert app.text_input(key="curve_y").value == "1" and not app.toggle(key="curve_slope").value
    assert "1.609 nats" in texts(app)
