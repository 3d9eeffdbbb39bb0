"""The lesson on surprise and entropy through Streamlit's own test driver."""

import pytest

from pages.shared.surprise_presets import COIN_PRESETS, EVENT_PRESETS, EVENTS_PRESETS, SHARE_PRESETS
from tests.pages.steps import facts, formula, pills, slide, tables

PAGE = "foundations/surprise.py"


def pick(app, key, name):
    pills(app, key).set_value(name).run()
    assert not app.exception
    return app


def test_the_default_is_a_six_on_a_die_in_every_unit(visit, texts):
    app = visit()
    assert "probability 0.1667 carries 2.585 bits" in texts(app)
    assert r"2.585\ \text{bits}" in formula(app)
    assert facts(app) == {"in bits": "2.585 bits", "in nats": "1.792 nats", "in bans": "0.778 bans"}
    slide(app, "surp_p_slider", 0.25)
    assert app.text_input(key="surp_p").value == "0.25" and "carries 2.000 bits" in texts(app)
    app.text_input(key="surp_p").set_value("1.5").run()
    assert "Probability P must lie between 0 and 1" in texts(app) and "carries 2.000 bits" in texts(app)


SAID = {
    ("One event", "surp_preset"): {
        "A coin": "carries 1.000 bits",
        "A six on a die": "carries 2.585 bits",
        "One in a thousand": "carries 9.966 bits",
        "Certain": "no surprise: 0",
        "Impossible": "the surprise is ∞",
    },
    ("p log p", "surp_share_preset"): {
        "The largest share": "No other probability makes a larger share",
        "A six on a die": "on average 0.431 bits",
        "Nearly impossible": "4.98×10⁻¹⁴ bits",
        "0 · log 0": "the share is 0: P falls faster",
        "1 · log 1": "1 · 0 = 0",
    },
    ("A coin", "surp_coin_preset"): {
        "Fair": "no other is harder to predict. Each toss carries 1.000 bits",
        "Bent": "a toss carries 0.469 bits, 46.9\u202f% of a fair one",
        "Hardly ever tails": "a toss carries 0.011 bits",
        "Always heads": "always shows heads: nothing is open",
    },
    ("Several events", "surp_events_preset"): {
        "Skewed": "The entropy is 1.319 bits, 0.681 bits below the 2.000 bits",
        "Balanced": "All 4 events are equally likely: the entropy is 2.000 bits",
        "Eight balanced": "the entropy is 3.000 bits",
        "Red, green, blue": "The entropy is 1.361 bits",
        "Known label": "the entropy of a known label is exactly 0.",
        "Known label with ε": "code reports 9.81×10⁻¹⁴ bits",
    },
}


@pytest.mark.parametrize(("view", "key"), SAID, ids=[view for view, _ in SAID])
def test_every_preset_is_read_aloud_and_marked(visit, texts, view, key):
    app = visit(surp_view=view)
    for name, said in SAID[view, key].items():
        pick(app, key, name)
        assert said in texts(app), name
        assert pills(app, key).value == name
        assert "nan" not in formula(app).lower()


def test_no_preset_is_left_out():
    tables = [EVENT_PRESETS, SHARE_PRESETS, COIN_PRESETS, EVENTS_PRESETS]
    assert [list(table) for table in tables] == [list(said) for said in SAID.values()]


def test_0_log_0_is_told_with_its_limit_and_its_nan(visit, texts):
    app = visit(surp_view="p log p", surp_p="0", surp_axis="log p")
    limit, ratios = tables(app)
    assert list(limit["−P log P (bits)"])[-2:] == ["9.97×10⁻²⁹⁸", "0"]
    assert list(limit["as multiplied"])[-1] == "NaN"
    assert list(ratios["p log(p/q) (bits)"]) == ["0.500", "∞", "0", "0"]
    assert "multiplies 0 by ∞ gets NaN" in texts(app) and "no division by zero" in texts(app)
    assert facts(app)["−P log P"] == "0 bits"


def test_a_known_label_is_exactly_0_until_an_epsilon_is_added(visit, texts):
    app = visit(surp_view="Several events", surp_dist="1, 0, 0", surp_events="cat, dog, bird")
    table = tables(app)[0]
    assert list(table["−P log P (bits)"]) == ["0", "0", "0", "0"] and table.shape == (4, 4)
    app = visit(surp_view="Several events", surp_dist="1, 0, 0", surp_eps="1e-15")
    table = tables(app)[0]
    assert table["−(P+ε) log(P+ε) (bits)"].iloc[-1] == "9.81×10⁻¹⁴"
    assert table["−log(P+ε) (bits)"].iloc[0].startswith("−")
    assert r"9.81\times10^{-14}\ \text{bits}" in formula(app)
    assert "gives the certain event a surprise below 0" in texts(app)


def test_mixing_with_the_balanced_one_raises_the_entropy(visit, texts):
    app = visit(surp_view="Several events", surp_mix="0.5")
    assert "“sun” has 47.5\u202f%" in texts(app)
    app.slider(key="surp_mix").set_value(1.0).run()
    assert "All 4 events are equally likely" in texts(app)


@pytest.mark.parametrize(("unit", "total"), [("nats", "0.914"), ("bans", "0.397")])
def test_the_unit_comes_from_the_link(visit, texts, unit, total):
    app = visit(surp_view="Several events", unit=unit)
    assert rf"{total}\ \text{{{unit}}}" in formula(app) and f"The entropy is {total} {unit}" in texts(app)


def test_a_distribution_that_cannot_be_read_gets_a_sentence_and_a_remedy(visit, texts):
    app = visit(surp_view="Several events", surp_dist="1, 2, 3")
    assert "P sums to 6, not to 1." in texts(app) and "The entropy is 1.319 bits" in texts(app)
    app.button(key="surp_dist_normalise").click().run()
    assert "not to 1" not in texts(app) and "The entropy is 1.459 bits" in texts(app)
    for typed, sentence in {
        "0.5, x": "P, entry 2",
        "": "P needs 2 to 10 numbers",
        "-1, 2": "P, entry 1",
        "9" * 10_000: "10000 characters",
    }.items():
        app.text_input(key="surp_dist").set_value(typed).run()
        assert sentence in texts(app) and "The entropy is 1.459 bits" in texts(app), typed
        assert app.text_input(key="surp_dist").value == typed
    app.text_input(key="surp_dist").set_value("0.333, 0.333, 0.333").run()
    assert "taken as rounding, and normalised" in texts(app)


def test_typed_names_are_never_markdown(visit):
    app = visit(surp_view="Several events", surp_events="![x](https://example.org/x.png), :red[b], <img src=x>")
    for kind in (app.markdown, app.caption, app.title, app.subheader, app.latex):
        assert not any("example.org" in element.value for element in kind)


def test_garbage_in_the_link_falls_back_and_a_reset_clears_it(visit, texts):
    app = visit(surp_view="<b>x</b>", surp_axis="cubic", surp_p="nan", surp_eps="7")
    assert "carries 2.585 bits" in texts(app) and "Probability P" in texts(app)
    next(button for button in app.button if button.label == "Reset this page").click().run()
    assert app.text_input(key="surp_p").value == "0.1667"
