"""The lesson on language through Streamlit's own test driver."""

import pytest

from pages.shared import language_presets as presets
from pages.shared.language_texts import TEXTS
from tests.pages.steps import facts, formula, group, pills

PAGE = "connections/language.py"


SAID = {
    ("Surprise", "lang_preset"): {
        "A new rhyme": "P costs 2.076 bits per character, perplexity 4.217. The most surprising is “g” after “e␣”",
        "Never seen: ∞": "The model never saw “g” after “e␣” (character 5): its probability is 0, its surprise ∞",
        "Its own text": "P costs 0.331 bits per character",
        "Letters alone": "P costs 3.463 bits per character",
        "Prose": "P costs 2.754 bits per character",
        "Prose by words": "P costs 6.954 bits per word",
    },
    ("Per what?", "lang_rate_preset"): {
        "Accents": "One length, 450.869 bits, divided in three ways: 4.464 per character, 3.726 per byte and 25.048",
        "No accents": "Every character of this text is one byte",
        "Words as tokens": "per character",
    },
    ("Perplexity", "lang_power_preset"): {
        "Four equal ways": "The loss is 2.000 bits or 1.386 nats per word",
        "A new rhyme": "either gives the perplexity 4.217",
        "Prose by words": "either gives the perplexity 123.9",
    },
    ("Messages", "lang_message_preset"): {
        "Perplexities 2 and 8": "The mean of the 2 perplexities is 5.000, but the perplexity of all messages together",
        "Four lines of a rhyme": "The mean of the 4 perplexities",
        "Never seen: ∞": "Messages 1 and 2 cost ∞: both means are ∞",
    },
    ("Two sequences", "lang_gram_preset"): {
        "Weather, pairs of days": "“cloud cloud” and 2 others are new to the training text",
        "Pairs, not smoothed": "“cloud cloud” and 2 others in P never occur in the training text: Q gives 0, and",
        "Single days": "“snow” is new to the training text",
        "A text against itself": "Both texts have the same 2-gram frequencies: no excess",
        "Rhymes by letters": "costs 3.463 bits per 1-gram",
    },
}


def test_every_view_has_its_presets_in_this_table():
    named = [presets.PRESETS, presets.RATE_PRESETS, presets.PERPLEXITY_PRESETS]
    assert [list(said) for said in SAID.values()] == [
        list(table) for table in (*named, presets.MESSAGE_PRESETS, presets.SEQUENCE_PRESETS)
    ]


@pytest.mark.parametrize(("view", "bar"), list(SAID))
def test_every_preset_is_read_aloud_and_marked(visit, texts, view, bar):
    app = visit(lang_view=view)
    for name, said in SAID[view, bar].items():
        pills(app, bar).set_value(name).run()
        assert not app.exception
        assert said in texts(app), name
        assert pills(app, bar).value == name


def test_a_view_that_is_chosen_begins_with_its_point_until_something_is_changed(visit, open_page, texts):
    app = visit()
    for (view, bar), said in SAID.items():
        group(app, "button_group", "lang_view").set_value(view).run()
        name, sentence = next(iter(said.items()))
        assert sentence in texts(app) and pills(app, bar).value == name
        assert sentence in texts(open_page(PAGE, **app.query_params | {"lang_view": view})), "in the link, too"
    app.slider(key="lang_n").set_value(4).run()
    group(app, "button_group", "lang_view").set_value("Messages").run()
    assert app.slider(key="lang_n").value == 4 and app.selectbox(key="lang_text").value == "Weather north"


def test_the_default_makes_its_point_and_its_numbers_agree(visit, texts):
    app = visit()
    assert "Without smoothing, 13 characters of P would cost ∞." in texts(app)
    assert "Not smoothed, P costs ∞ from n = 2 on" in texts(app)
    assert "the training text itself, not smoothed, gets cheaper, from 3.531 to 0.331 bits per character" in texts(app)
    assert "P is cheapest at n = 3, 2.076 bits" in texts(app)
    assert facts(app)["bits per character"] == "2.076" and facts(app)["perplexity per character"] == "4.217"
    assert r"2.076}\ \text{bits per character}" in formula(app) and r"\frac{0+0.1}{16+0.1\cdot 18}" in formula(app)
    assert any("Characters 1–50 of 50" in caption.value for caption in app.caption)
    app.slider(key="lang_at_of_50").set_value(2).run()
    assert app.text_input(key="lang_at").value == "2" and r"\frac{16+0.1}{29+0.1\cdot 18}" in formula(app)
    assert "C: in the training text “t” is followed by something 29 times, by “h” 16 times (c = 16)" in texts(app)
    app.slider(key="lang_n").set_value(1).run()
    assert r"\frac{18+0.1}{198+0.1\cdot 18}" in formula(app)


def test_units_bases_and_bytes(visit):
    numbers = [facts(visit(lang_model="Menu", lang_text="Menu", unit=unit)) for unit in ("bits", "nats")]
    assert numbers[0]["perplexity per character"] == numbers[1]["perplexity per character"]
    bits, nats = float(numbers[0]["bits per character"]), float(numbers[1]["nats per character"])
    assert bits == pytest.approx(nats * 1.4427, abs=2e-3)
    assert float(numbers[0]["bits per byte"]) * 121 == pytest.approx(bits * 101, rel=1e-3)


def test_an_edited_text_becomes_ones_own_and_goes_into_the_link(visit, texts):
    app = visit()
    app.text_area(key="lang_text_view").set_value("the cat sat on the zebra").run()
    assert app.selectbox(key="lang_text").value == "typed"
    assert (
        app.text_area(key="lang_text_typed").value == app.query_params["lang_text_typed"] == "the cat sat on the zebra"
    )
    assert "“z” after “e␣” (character 20)" in texts(app)
    app.text_area(key="lang_text_typed").set_value("the cat").run()
    assert any("Characters 1–7 of 7" in caption.value for caption in app.caption)
    assert app.query_params["lang_text"] == "typed"
    app.text_area(key="lang_text_typed").set_value("the cat " * 300).run()
    assert any("the link does not carry" in caption.value for caption in app.caption)
    assert any("Characters 1–200 of 2\u202f400" in caption.value for caption in app.caption)
    assert "lang_text_typed" not in app.query_params
    app.text_area(key="lang_text_typed").set_value("the hen and the cat sat on a mat").run()
    assert app.query_params["lang_text_typed"] == "the hen and the cat sat on a mat"
    app.selectbox(key="lang_text").set_value("Menu").run()
    assert app.text_area(key="lang_text_view").value == TEXTS["Menu"] and "lang_text_typed" not in app.query_params


def test_bad_texts_get_a_sentence_and_the_last_good_ones_stay(visit, texts):
    app = visit(lang_text="typed", lang_text_typed="the hen")
    good = formula(app)
    for text, sentence in (
        ("", "Text P: The text is empty; give at least one letter."),
        (" \n ", "Text P: The text holds nothing but white space"),
        ("ab", "Text P has 2 characters, and n = 3 needs at least 3. Lengthen the text, or lower n."),
        ("a" * 10**6, "Text P: The text has 1,000,000 characters; at most 500,000 are read."),
    ):
        app.text_area(key="lang_text_typed").set_value(text).run()
        assert not app.exception and sentence in texts(app)
        assert "Until then, the page shows the last texts that could be used: characters, n = 3, α = 0.1" in texts(app)
        assert formula(app) == good and app.text_area(key="lang_text_typed").value == text
    app.text_area(key="lang_text_typed").set_value("the cat").run()
    assert "Until then" not in texts(app) and formula(app) != good


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"lang_alpha": "-1", "lang_n": "9", "lang_unit": "bytes", "lang_model": "x"}, "α must lie between 0 and 5"),
        ({"lang_alpha": "1e-200", "lang_at": "0"}, "α is 1.00×10⁻²⁰⁰; take 0, or at least 1.00×10⁻¹⁰⁰"),
        ({"lang_at": "2.5"}, "The character is 2.5; give a whole number from 1 up. Shown: 5"),
        ({"lang_at": "99"}, "P ends with character 50: that one is shown"),
        ({"lang_text": "file"}, "Text P: no file has been chosen yet"),
    ],
)
def test_a_bad_link_gets_a_sentence_and_the_default(visit, texts, query, sentence):
    app = visit(**query)
    assert sentence in texts(app) and facts(app)["bits per character"] == "2.076"


def test_a_file_is_read_as_it_is(visit, texts):
    app = visit(lang_text="file", lang_n="1")
    app.file_uploader(key="lang_text_file").upload("note.txt", "the naïve hen".encode()).run()
    assert any("Characters 1–13 of 13" in caption.value for caption in app.caption)
    assert "“ï” (character 7)" in texts(app)
    app.file_uploader(key="lang_text_file").upload("note.txt", b"one\ntw\xe9").run()
    assert "Line 2 of the file is not UTF-8: the byte at offset 6 is 0xe9" in texts(app) and "“ï”" in texts(app)


def test_typed_text_is_never_markdown(visit, texts):
    hostile = "![x](https://example.org/x.png) $y$ <img src=x onerror=alert(1)>\n:red[b]"
    for view in ("Surprise", "Messages", "Two sequences"):
        app = visit(lang_view=view, lang_text="typed", lang_text_typed=hostile, lang_unit="words", lang_n="1")
        shown = [element.value for kind in (app.markdown, app.caption, app.latex) for element in kind]
        assert not any("example.org" in value or "onerror" in value for value in shown)
