"""The lesson on P and Q through Streamlit's own test driver: states in, what is said and shown out."""

import pytest

from tests.pages.steps import facts, formula, pills, slide, sliders, tables

Q_RED, P_GREEN = 1, 2  # handles are counted row by row

PAGE = "foundations/distributions.py"


@pytest.fixture
def visit(open_page):
    return lambda **query: open_page(PAGE, **query)


def presets(app):
    return pills(app, "dist_preset")


def test_the_default_teaches_the_source_example(visit, texts):
    app = visit()
    assert "Q gives “blue” 5\u202f% though it happens half the time" in texts(app)
    assert "that one event costs 2.161 of the 3.288 bits." in texts(app)
    assert r"3.288\ \text{bits}" in formula(app)
    assert facts(app) == {
        "H(Q)": "0.884 bits",
        "H(Q,P)": "2.906 bits",
        "KL(Q‖P)": "2.022 bits",
        "JS(P,Q)": "0.420 bits",
        "perplexity of P": "2.569",
        "perplexity of Q for P": "9.767",
    }
    table = tables(app)[0]
    assert list(table["event"]) == ["red", "green", "blue", "sum"]
    assert list(table["−P log Q"]) == ["0.032", "1.095", "2.161", "3.288"]


@pytest.mark.parametrize(
    ("preset", "said"),
    [
        ("Three colours", "that one event costs 2.161 of the 3.288 bits"),
        ("Q = P", "Q is exactly P: nothing is wasted, the excess is 0. The cost is still 1.361 bits"),
        ("Uniform P", "Q gives “west” 10\u202f% though it happens a quarter of the time"),
        ("Skewed P", "Q gives “sun” 40\u202f% though it happens 90\u202f% of the time"),
        ("One-hot P", "Only “cat” ever happens and Q gives it 70\u202f%: the cost, 0.515 bits"),
        ("Q has a zero", "Q rules “blue” out though it happens half the time"),
        ("Ten digits", "Q gives “7” 50\u202f% though it happens 91\u202f% of the time"),
    ],
)
def test_every_preset_is_read_aloud_and_marked(visit, texts, preset, said):
    app = visit(dist_p="0.5, 0.5", dist_q="0.5, 0.5")
    presets(app).set_value(preset).run()
    assert not app.exception
    assert said in texts(app)
    assert presets(app).value == preset


@pytest.mark.parametrize(
    ("unit", "total"), [("bits", "3.288"), ("nats", "2.279"), ("bans", "0.990"), ("furlongs", "3.288")]
)
def test_the_unit_comes_from_the_link(visit, unit, total):
    app = visit(unit=unit)
    name = "bits" if unit == "furlongs" else unit
    assert rf"{total}\ \text{{{name}}}" in formula(app)


def test_moving_an_entry_redistributes_the_others(visit):
    app = visit()
    slide(app, "dist_sliders", 0.2)
    assert app.text_input(key="dist_p").value == "0.2, 0.355556, 0.444444"
    assert [row["handles"][0]["value"] for row in sliders(app, "dist_sliders")["rows"]] == [0.2, 0.355556, 0.444444]
    assert app.text_input(key="dist_q").value == "0.8, 0.15, 0.05"
    assert presets(app).value is None
    assert any("sums to 1, Q to 1" in caption.value for caption in app.caption)


def test_an_entry_that_comes_back_from_1_gives_the_others_their_shares_back(visit):
    app = visit()
    for place in (0.99, 1.0, 0.2, 0.1):
        slide(app, "dist_sliders", place)
    assert app.text_input(key="dist_p").value == "0.1, 0.4, 0.5"
    slide(app, "dist_sliders", 1.0, P_GREEN)
    slide(app, "dist_sliders", 0.5)
    assert app.text_input(key="dist_p").value == "0.5, 0.5, 0", "another entry starts from what is there"


@pytest.mark.parametrize(
    ("p", "q", "says"),
    [
        ("0.3,0.7", "0.7,0.3", "as Q mirrors P"),
        ("0.5,0.5", "0.5,0.5", "KL is 0 in both directions, as it is for Q = P alone."),
        ("1,0", "0,1", "KL is ∞ in both directions"),
        ("0.3,0.7", "0.6,0.4", "KL is no distance"),
    ],
)
def test_both_directions(visit, texts, p, q, says):
    assert says in texts(visit(dist_p=p, dist_q=q))


def test_what_is_read_aloud_says_when_it_is_not_what_was_typed(visit, texts):
    instead = "This is not what was typed, but the last that could be used."
    app = visit(dist_p="0.1,0.2")
    assert instead in texts(app)
    app.text_input(key="dist_p").set_value("0.1, 0.9").run()
    assert instead in texts(app), "P and Q have different lengths now"
    app.text_input(key="dist_q").set_value("0.5, 0.5").run()
    assert instead not in texts(app)


def test_swap(visit):
    app = visit()
    app.button(key="dist_swap").click().run()
    assert app.text_input(key="dist_p").value == "0.8, 0.15, 0.05"
    assert "2.906" in formula(app)


def test_number_of_events(visit):
    app = visit()
    app.number_input(key="dist_count").set_value(4).run()
    assert app.text_input(key="dist_p").value == "0.075, 0.3, 0.375, 0.25"
    assert app.text_input(key="dist_events").value == "red, green, blue, event 4"
    app.number_input(key="dist_count").set_value(2).run()
    assert app.text_input(key="dist_p").value == "0.2, 0.8"
    app.number_input(key="dist_count").set_value(10).run()
    assert not app.exception and "event 10" in app.text_input(key="dist_events").value


def test_names_that_are_over_or_too_long_are_told(visit, texts):
    app = visit(dist_p="0.5,0.5", dist_q="0.5,0.5", dist_events="a,b,c,d,,")
    assert "4 names for 2 events: “c” and “d” are not used." in texts(app)
    app.text_input(key="dist_events").set_value("x" * 401).run()
    assert "Event names: This has 401 characters; at most 400 can be read. Shown: a, b, c, d." in texts(app)


def test_a_rounded_sum_is_normalised_and_said(visit, texts):
    app = visit(dist_p="0.333,0.333,0.333")
    assert "P sums to 0.999: taken as rounding, and normalised." in texts(app)


def test_a_wrong_sum_is_said_and_normalised_on_request_only(visit, texts):
    app = visit()
    app.text_input(key="dist_p").set_value("1, 4, 5.5").run()
    assert "P sums to 10.5, not to 1." in texts(app)
    assert "3.288" in formula(app), "the last good state stays in the picture"
    assert app.text_input(key="dist_p").value == "1, 4, 5.5", "what was typed stays"
    app.button(key="dist_p_normalise").click().run()
    assert "not to 1" not in texts(app)
    first = sliders(app, "dist_sliders")["rows"][0]["handles"][0]
    assert first["value"] == pytest.approx(1 / 10.5)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        pytest.param({"dist_p": "0.1, x, 0.5"}, "P, entry 2", id="not a number"),
        pytest.param({"dist_q": "-1, 2"}, "Q, entry 1", id="negative"),
        pytest.param({"dist_p": "1e308, 1e308"}, "P, entry 1", id="would overflow"),
        pytest.param({"dist_p": "nan, nan"}, "P, entry 1", id="nan"),
        pytest.param({"dist_p": "0.5, 0.5"}, "P has 2 entries and Q has 3", id="unequal lengths"),
        pytest.param({"dist_p": "9" * 100_000}, "100000 characters", id="a novel"),
        pytest.param({"dist_q": "1"}, "Q needs 2 to 10 numbers", id="one event"),
        pytest.param({"dist_p": "**b** [x](https://example.org), 1"}, "P, entry 1", id="markdown"),
        pytest.param({"dist_p": ""}, "P needs 2 to 10 numbers", id="empty"),
    ],
)
def test_a_bad_link_gets_a_sentence_and_the_default(visit, texts, query, sentence):
    app = visit(**query)
    assert sentence in texts(app)
    assert "3.288" in formula(app)


def test_a_slider_works_again_after_unequal_lengths(visit, texts):
    app = visit(dist_p="0.5, 0.5")
    slide(app, "dist_sliders", 0.7, Q_RED)
    assert not app.exception and "entries and Q has" not in texts(app)
    assert app.text_input(key="dist_p").value == "0.1, 0.4, 0.5"


def test_typed_names_are_never_markdown(visit):
    hostile = "![x](https://example.org/x.png), :red[b], <img src=x onerror=alert(1)>"
    app = visit(dist_events=hostile)
    for kind in (app.markdown, app.caption, app.title, app.subheader, app.latex):
        assert not any("example.org" in element.value or "onerror" in element.value for element in kind)


@pytest.mark.parametrize(
    "query",
    [
        pytest.param({"dist_p": "1, 0", "dist_q": "1, 0"}, id="certain and right"),
        pytest.param({"dist_p": "1, 0", "dist_q": "0, 1"}, id="certain and opposite"),
        pytest.param({"dist_p": "0.5, 0.5, 0", "dist_q": "0, 0, 1"}, id="two events ruled out"),
        pytest.param({"dist_p": "1e-300, 1", "dist_q": "1, 1e-300"}, id="extreme"),
        pytest.param({"dist_p": "0.5, 0.5, 0", "dist_q": "0.25, 0.25, 0.5"}, id="a tie"),
    ],
)
def test_extremes(visit, texts, query):
    app = visit(**query)
    assert "nan" not in (texts(app) + formula(app)).lower()


def test_reset(visit):
    app = visit(dist_p="0.3, 0.3, 0.4", dist_events="a, b, c", unit="nats")
    next(button for button in app.button if button.label == "Reset this page").click().run()
    assert app.text_input(key="dist_p").value == "0.1, 0.4, 0.5"
    assert app.text_input(key="dist_events").value == "red, green, blue"
    assert r"\text{nats}" in formula(app), "the unit belongs to all pages and stays"
