"""The lesson on scores through Streamlit's own test driver: states in, what is said and shown out."""

import pytest

from pages.shared.logits_presets import OVERFLOW_PRESETS, SIGMOID_PRESETS, SOFTMAX_PRESETS, TWICE_PRESETS
from tests.pages.steps import facts, formula, group, pills, slide, sliders, tables

PAGE = "losses/logits.py"


def test_the_default_is_sure_of_the_wrong_class(visit, texts):
    app = visit()
    assert "“cat” is right and the softmax gives it 3.55\u202f%: the loss is 3.339 nats" in texts(app)
    assert r"3.339\ \text{nats}" in formula(app) and r"-0.965\ \text{nats}" in formula(app)
    table = tables(app)[0]
    assert list(table["class"]) == ["cat", "dog", "bird", "sum"]
    assert list(table["gradient (nats)"]) == ["−0.965", "0.003", "0.961", "0"]


SAID = {
    ("Softmax", "logits_preset"): {
        "Sure of the wrong one": "It believes in “bird”, 96.13\u202f%",
        "Cat, dog, bird": "A source prints 0.00333 bits here; computed, 0.003331 bits (0.002309 nats). They agree.",
        "Before more training": "A source prints 0.3677 bits here; computed, 0.36773 bits (0.25489 nats). They agree.",
        "After it": "A source prints 0.095 bits here; computed, 0.0923 bits (0.0640 nats). A slip there.",
        "Hot": "gives it 69.36\u202f%",
        "Soft target": "its floor is 0.687 nats",
    },
    ("Overflow", "logits_overflow_preset"): {
        "Overflow": "∞/∞ is NaN",
        "Shifted back": "both ways give 4.54×10⁻⁵ nats",
        "Only the sum overflows": "their sum is ∞",
        "All underflow": "0/0 is NaN",
        "The right class underflows": "The stable way has its answer: 800.007 nats",
        "0 times ∞": "0 · ∞ is NaN: one term spoils the whole sum",
        "Digits lost": "the naive loss is 0 nats",
    },
    ("Softmax twice", "logits_twice_preset"): {
        "Four classes": "0.781 nats, and no scores help: with 4 classes it cannot fall below 0.744 nats",
        "Four, certain": "0.744 nats, and no scores help",
        "Ten, certain": "with 10 classes it cannot fall below 1.461 nats",
        "Certain and wrong": "it cannot rise above 1.744 nats",
        "Soft target": "With a log-softmax first it is 0.984 nats, the same.",
    },
    ("Sigmoid", "logits_sigmoid_preset"): {
        "From 1 to 424.5": "σ(424.5) is exactly 1 in floating point",
        "Around 0": "A score of 0 is a probability of 50\u202f%",
        "Saturated and wrong": "the formula typed as printed says ∞ nats",
        "One soft target": "Against the target 0.7 it costs 0.611 nats",
    },
}


@pytest.mark.parametrize(("view", "key"), SAID, ids=[view for view, _ in SAID])
def test_every_preset_is_read_aloud_and_marked(visit, texts, view, key):
    app = visit(logits_view=view)
    for name, said in SAID[view, key].items():
        pills(app, key).set_value(name).run()
        assert not app.exception
        assert said in texts(app), name
        assert pills(app, key).value == name


def test_no_preset_is_left_out():
    tables = [SOFTMAX_PRESETS, OVERFLOW_PRESETS, TWICE_PRESETS, SIGMOID_PRESETS]
    assert [list(table) for table in tables] == [list(said) for said in SAID.values()]


def test_four_classes_before_and_after_have_the_printed_probabilities(visit):
    app = visit(**SOFTMAX_PRESETS["Before more training"])
    assert list(tables(app)[0]["q"])[:4] == ["0.775", "0.116", "0.039", "0.070"]
    app = visit(**SOFTMAX_PRESETS["After it"])
    assert tables(app)[0]["q"][0] == "0.938"


def test_sliders_text_and_the_right_class_follow_each_other(visit, texts):
    app = visit()
    slide(app, "logits_z_slider", 7.5)
    assert app.text_input(key="logits_z").value == "7.5, 0.6, 6.3" and "gives it 76.79\u202f%" in texts(app)
    app.text_input(key="logits_z").set_value("7,5; 0; -400").run()
    assert [row["handles"][0]["value"] for row in sliders(app, "logits_z_slider")["rows"]] == [7.5, 0, -400]
    slide(app, "logits_z_slider", 10, handle=2)
    assert app.text_input(key="logits_z").value == "7.5, 0, 10"
    group(app, "button_group", "logits_right_of_3").set_value("3").run()
    assert app.text_input(key="logits_y").value == "0, 0, 1" and "“bird” is right" in texts(app)
    app.text_input(key="logits_y").set_value("0.5, 0.5, 0").run()
    assert group(app, "button_group", "logits_right_of_3").value is None and "The target is soft" in texts(app)
    app.text_input(key="logits_z").set_value("1e9, 0, 0").run()
    assert not app.exception and any("beyond the sliders" in caption.value for caption in app.caption)


def test_a_held_slider_keeps_its_range_and_the_link_until_it_is_let_go(visit):
    app = visit(logits_z="-400, 0, 5")
    slide(app, "logits_z_slider", 2, done=False)
    assert app.text_input(key="logits_z").value == "2, 0, 5" and app.query_params["logits_z"] == "-400, 0, 5"
    assert sliders(app, "logits_z_slider")["high"] == 1000
    slide(app, "logits_z_slider", 3)
    assert app.text_input(key="logits_z").value == "3, 0, 5" and app.query_params["logits_z"] == "3, 0, 5"
    assert sliders(app, "logits_z_slider")["high"] == 12


@pytest.mark.parametrize(("typed", "then"), [("1, 2, 3", "1, 9, 3"), ("1, x, 3", "3, 9, 6.3"), ("1, 2", "3, 9, 6.3")])
def test_a_slider_writes_its_own_entry_into_what_is_typed_by_then(visit, typed, then):
    app = visit()
    app.text_input(key="logits_z").set_value(typed)
    assert slide(app, "logits_z_slider", 9, handle=1).text_input(key="logits_z").value == then


def test_number_of_classes(visit, texts):
    app = visit()
    app.number_input(key="logits_count").set_value(5).run()
    assert app.text_input(key="logits_z").value == "3, 0.6, 6.3, 0, 0"
    assert app.text_input(key="logits_y").value == "1, 0, 0, 0, 0"
    assert app.text_input(key="logits_classes").value == "cat, dog, bird, class 4, class 5"
    group(app, "button_group", "logits_right_of_5").set_value("5").run()
    app.number_input(key="logits_count").set_value(2).run()
    assert app.text_input(key="logits_y").value == "1, 0" and "“cat” is right" in texts(app)
    assert group(app, "button_group", "logits_right_of_2").value == "1"


def test_temperature_and_unit(visit, texts):
    app = visit(logits_t="3", unit="bits")
    assert r"\tfrac{1}{3\cdot \ln 2}" in formula(app) and "the loss is 2.155 bits" in texts(app)
    app.text_input(key="logits_t").set_value("0").run()
    assert "Temperature T must lie between 0.05 and 10" in texts(app) and "2.155 bits" in texts(app)


def test_a_shift_heals_the_naive_formula_and_changes_nothing_else(visit, texts):
    app = visit(logits_view="Overflow")
    assert facts(app) == {"naive loss": "NaN", "stable loss": "4.54×10⁻⁵ nats", "change of q by c": "0"}
    steps = tables(app)[0]
    assert list(steps["e^(z/T)"]) == ["∞", "∞", "∞", "∞"] and list(steps["naive q"])[:3] == ["NaN"] * 3
    slide(app, "logits_big_shift_slider", -990)
    assert facts(app)["naive loss"] == facts(app)["stable loss"] == "4.54×10⁻⁵ nats"
    assert "c = −990 was added to every score, and the largest change of any stable probability is exactly" in texts(
        app
    )


def test_a_softmax_of_finite_scores_is_never_said_to_be_0_or_1(visit, texts):
    said = texts(visit(logits_z="1000,-1000", logits_y="0,1"))
    assert "gives it less than 0.01\u202f%: the loss is 2\u202f000.0 nats" in said
    assert "more than 99.99\u202f%" in said


def test_both_switches(visit, texts):
    app = visit(logits_view="Softmax twice", logits_softmax="false")
    assert "With a softmax first" not in texts(app).split("\n")[0] and "0.053 nats, the same." in texts(app)
    app.toggle(key="logits_log_softmax").set_value(False).run()
    assert "From the scores the loss is 0.053 nats.\n" in texts(app) + "\n"
    app.toggle(key="logits_softmax").set_value(True).run()
    assert list(facts(app)) == ["from the scores", "softmax first", "least, softmax first"]
    assert facts(app)["least, softmax first"] == "0.744 nats"


def test_the_sigmoid_list_beside_what_is_printed(visit, texts):
    app = visit(logits_view="Sigmoid")
    table = tables(app)[0]
    assert list(table["σ(z)"]) == ["0.731", "0.99988", "1", "0.047", "2.93×10⁻¹⁰⁶"]
    assert list(table["softmax([z, 0])"]) == list(table["σ(z)"])
    assert table["loss as typed (nats)"][2] == "NaN" and table["p(1 − p) as typed"][2] == "0"
    assert table["slope"][2] == "4.39×10⁻¹⁸⁵"
    assert "σ(−243) = 2.99×10⁻⁹⁸; computed it is 2.93×10⁻¹⁰⁶" in texts(app)
    app.text_input(key="logits_targets").set_value("1, 1").run()
    assert "Scores: 5, targets: 2; give every score its own" in texts(app) and len(tables(app)[0]) == 5
    app.text_input(key="logits_s").set_value("0, x").run()
    assert "Scores, entry 2" in texts(app) and len(tables(app)[0]) == 5


def test_what_cannot_be_read_gets_a_sentence_and_the_page_goes_on(visit, texts):
    app = visit(logits_z="3, 1")
    assert "Scores: 2, target entries: 3; they need the same classes." in texts(app)
    assert "3.339 nats" in texts(app)
    for typed, sentence in {
        "1, inf, 2": "Scores, entry 2",
        "1e301, 0, 0": "Scores, entry 1 is 1.00×10³⁰¹",
        "": "Scores need 2 to 10 numbers",
        "7": "not 1",
        "1;;2": "Scores, entry 2: the cell is empty",
        "1,2,,": "Scores, entry 3: the cell is empty",
        "1,5, 2,5": "Scores: the comma in '1,5' can be a decimal comma",
        "1.000,5": "Scores: the comma in '1.000,5' can be a decimal comma",
        "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11": "not 11",
        "![x](https://example.org/x.png), 1": "Scores, entry 1",
        "9" * 10_000: "10000 characters",
    }.items():
        app.text_input(key="logits_z").set_value(typed).run()
        assert not app.exception and sentence in texts(app), typed
        assert "3.339 nats" in texts(app) and app.text_input(key="logits_z").value == typed
    app.text_input(key="logits_z").set_value("3, 0.6, 6.3").run()
    app.text_input(key="logits_y").set_value("1, 1, 0").run()
    assert "Target sums to 2, not to 1." in texts(app)
    next(button for button in app.button if button.label == "Normalise the target").click().run()
    assert "The target is soft: its floor is 0.693 nats" in texts(app)


def test_hostile_names_and_garbage_in_the_link_and_reset(visit, texts):
    app = visit(logits_classes="![x](https://example.org/x.png), :red[b], <img src=x>", logits_view="7", logits_t="nan")
    for kind in (app.markdown, app.caption, app.title, app.subheader, app.latex):
        assert not any("example.org" in element.value for element in kind)
    rows = sliders(app, "logits_z_slider")["rows"]
    assert rows[0]["name"].startswith("![x]") and rows[0]["handles"][0]["label"] == "Score 1"
    assert "3.339 nats" in texts(app)
    next(button for button in app.button if button.label == "Reset this page").click().run()
    assert (
        app.text_input(key="logits_classes").value == "cat, dog, bird" and app.text_input(key="logits_t").value == "1"
    )
