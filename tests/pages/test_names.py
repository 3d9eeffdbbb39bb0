"""The lesson on one loss and its names through Streamlit's own test driver."""

import pytest

from pages.shared import names_presets as presets
from tests.pages.steps import formula, group, pills, tables

PAGE = "connections/names.py"


def test_the_default_is_one_number_by_seven_names(visit, texts):
    app = visit()
    assert "7 names, 7 formulas, one loss: the mean over 10 examples is 0.247 nats by each" in texts(app)
    table = tables(app)[0]
    values = table["value (nats)"]
    assert len(values) == 7 and set(values.str[:14]) == {"0.246919890804"}
    assert all(float(apart) <= 4 for apart in table["last places apart"])
    assert r"0.247\ \text{nats}" in formula(app) and "0.084653" in formula(app)
    pick = group(app, "button_group", "names_reduction")
    pick.set_value("sum").run()
    assert "the sum over 10 examples is 2.469 nats by each" in texts(app) and r"\tfrac1{10}" not in formula(app)


SAID = {
    ("One batch", "names_preset"): {
        "Ten examples": "0.247 nats by each",
        "One example": "the mean over 1 example is 0.223 nats",
        "All guessed": "0.693 nats by each, to the last digit",
        "Certain and right": "Every label was given probability 1: the mean over 3 examples is 0",
        "Certain and wrong": "Example 4 was given probability 0 for what happened: the mean over 4 examples is ∞",
    },
    ("Likelihood", "names_likelihood_preset"): {
        "Five of eight": "It is highest at their mean, p = 0.625, and −log L / N is lowest there: 0.662 nats",
        "At the maximum": "its maximum: p is the mean of the outcomes",
        "Half and half": "highest at their mean, p = 0.5",
        "All ones": "highest at their mean, p = 1, and −log L / N is lowest there: 0 nats",
        "Ruled out": "p rules out what happened, and −log L / N is ∞",
    },
    ("Long product", "names_long_preset"): {
        "Ten examples, 5000 long": "Multiplied one by one, the product in float32 is lost after 404 examples, in "
        "float64 after 3\u202f002; it gets stuck at 4.94×10⁻³²⁴. The sum of logarithms loses nothing: 0.247 nats an",
        "One of ten below ½": "in float64 after 2\u202f578; it ends as 0.",
        "Still fits": "Both float types can still hold it",
        "One sure prediction": "A product that got stuck: it stays at 5.61×10⁻⁴⁵",
        "Certain and right": "the product is still 1",
        "Certain and wrong": "The product really is 0 and the loss ∞: nothing got lost.",
    },
    ("Joint entropy", "names_joint_preset"): {
        "A fair forecast": "The cross-entropy H(P,Q) of the two shares, 0.693 nats, is none of these",
        "Knows nothing": "Here the forecast tells nothing: H(X given Y) is H(X)",
        "Always right": "is as large as H(P) and H(X,Y) here, and yet another thing",
        "Always wrong": "H(X given Y) is 0",
        "Never says rain": "The cross-entropy H(P,Q) is ∞: the forecast never says what does happen.",
    },
    ("One output", "names_output_preset"): {
        "Always 0.9": "pays 1.204 nats by binary cross-entropy and 0.053 nats by −y log p alone",
        "Always 1": "pays ∞ nats by binary cross-entropy and 0 nats",
        "The share of ones": "pays 0.693 nats by binary cross-entropy and 0.347 nats",
        "A rare class": "pays 0.325 nats by binary cross-entropy and 0.230 nats",
    },
    ("KL or CE", "names_gradient_preset"): {
        "Too low": "Their slopes are −1.250 and −1.250: the curves are parallel, H(P) apart, and pull q up",
        "Too high": "Their slopes are 5.263 and 5.263: the curves are parallel, H(P) apart, and pull q down",
        "At the minimum": "Both have slope 0 here",
        "A nearly certain truth": "along P the slopes are 0 for cross-entropy and 4.595 for KL",
    },
    ("F.kl_div", "names_calls_preset"): {
        "Three colours": "KL(P‖Q) is 1.336 nats. F.kl_div(p, q) returns −0.259, below 0",
        "Q = P": "KL(P‖Q) is 0 nats. F.kl_div(p, q) returns −0.454",
        "A zero in P": "With log_target=True it is NaN",
        "A zero in Q": "KL(P‖Q) is ∞ nats",
        "Zeros in both": "F.kl_div returns NaN even when called rightly",
    },
}


@pytest.mark.parametrize(("view", "key"), SAID, ids=[view for view, _ in SAID])
def test_every_preset_is_read_aloud_and_marked(visit, texts, view, key):
    app = visit(names_view=view)
    for name, said in SAID[view, key].items():
        pills(app, key).set_value(name).run()
        assert not app.exception
        assert said in texts(app), name
        assert pills(app, key).value == name
        assert "nan" not in formula(app).replace("NaN", "")


def test_no_preset_is_left_out():
    tables = [
        presets.BATCH_PRESETS,
        presets.LIKELIHOOD_PRESETS,
        presets.LONG_PRESETS,
        presets.JOINT_PRESETS,
        presets.ONE_OUTPUT_PRESETS,
        presets.GRADIENT_PRESETS,
        presets.CALL_PRESETS,
    ]
    assert [list(table) for table in tables] == [list(said) for said in SAID.values()]


def test_toggles_make_the_outcomes_and_the_minus_sign_can_be_dropped(visit, texts):
    app = visit(names_view="Likelihood", names_chance="0.5", names_k3="true")
    assert "6 of 8 outcomes are 1" in texts(app) and "their mean, p = 0.75" in texts(app)
    app.toggle(key="names_k1").set_value(False).run()
    assert "5 of 8 outcomes are 1" in texts(app) and r"\ln L&=5\,\ln" in formula(app)
    assert "drops the leading minus" in texts(app)
    app.toggle(key="names_dropped").set_value(True).run()
    assert "minimising it would flee from the mean" in texts(app)


def test_all_four_entropies_of_the_table(visit, texts):
    app = visit(names_view="Joint entropy", unit="bits", names_rain="0.3", names_said="0.4", names_coupling="0.6")
    table = tables(app)[0]
    assert dict(zip(table["symbol"], table["bits"], strict=True)) == {
        "H(P) = H(X)": "0.881",
        "H(P,Q)": "0.912",
        "H(X,Y)": "1.683",
        "H(X given Y)": "0.712",
        "H(Y given X)": "0.802",
        "I(X;Y)": "0.169",
        "KL(P‖Q)": "0.031",
    }
    assert r"0.912\ \text{bits}" in formula(app) and r"1.683\ \text{bits}" in formula(app)
    app.slider(key="names_coupling").set_value(-1.0).run()
    moved = tables(app)[0]["bits"]
    assert moved[1] == "0.912" and moved[2] != "1.683" and moved[3] != "0.712"


def test_the_tables_of_one_output_and_of_calls(visit):
    table = tables(visit(names_view="One output", names_constant="1"))[0]
    assert list(table["binary (nats)"]) == ["0.247", "∞", "0.693", "∞"]
    assert list(table["categorical, one output (nats)"]) == ["0.117", "0", "0.347", "0"]
    assert set(table["the same, rows divided by their sum"]) == {"0"}
    table = tables(visit(names_view="F.kl_div", unit="bits"))[0]
    assert list(table["returns"]) == ["1.336", "1.336", "−0.259", "−0.778", "1.401", "0.445", "NaN"]
    assert list(table["KL(P‖Q)?"]) == ["yes", "yes", *["no"] * 5]


def test_input_that_cannot_be_used_gets_a_sentence_and_stays(visit, texts):
    app = visit()
    for key, typed, sentence in (
        ("names_y", "1 0.5 0", "Labels, entry 2 is 0.5; a likelihood is about what happened, 0 or 1"),
        ("names_y", "4 7", "Labels, entry 1 is 4"),
        ("names_y", "", "Labels, entry 1"),
        ("names_y", "1 1 0", "Labels: 3, predictions: 10; every one needs its partner"),
        ("names_y", "1 " * 25, "at most 24 fit"),
        ("names_p", "<b>x</b>", "Predictions, entry 1"),
        ("names_p", "0.5 " * 10_000, "40000 characters"),
        ("names_p", "0.2 1.5", "Predictions, entry 2 is 1.5"),
    ):
        app.text_input(key=key).set_value(typed).run()
        assert not app.exception
        assert sentence in texts(app) and "0.247 nats by each" in texts(app), typed
        assert app.text_input(key=key).value == typed
        app.text_input(key=key).set_value(presets.TEN[key]).run()
        assert sentence not in texts(app)


def test_a_pair_that_does_not_match_gets_a_sentence(visit, texts):
    app = visit(names_view="F.kl_div", names_pp="0.5, 0.5")
    assert "Entries in P: 2, in Q: 3" in texts(app) and "KL(P‖Q) is 1.336 nats" in texts(app)
    app.text_input(key="names_qq").set_value("0.25, 0.75").run()
    assert "needs its partner" not in texts(app) and "KL(P‖Q) is 0.144 nats" in texts(app)


def test_the_unit_garbage_in_the_link_and_a_reset(visit, texts):
    app = visit(unit="bits", names_view="<b>x</b>", names_reduction="median", names_repeats="-3")
    assert "0.356 bits by each" in texts(app)
    app = visit(names_view="KL or CE", names_truth="0", names_guess="nan")
    assert "must lie between 0.01 and 0.99" in texts(app) and "For P = 0.7 and Q = 0.4" in texts(app)
    next(button for button in app.button if button.label == "Reset this page").click().run()
    assert "must lie" not in texts(app)
