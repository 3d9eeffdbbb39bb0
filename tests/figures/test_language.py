"""The lesson on language: results in, traces and sentences out."""

import numpy as np
import pytest

from ce_core import (
    compare_ngrams,
    cost_by_order,
    exponentiations,
    line_costs,
    ngram_counts,
    ngram_model,
    text_cost,
    tokenize,
)
from pages.shared.figures import language as figures
from pages.shared.language_marks import LONGEST, named, sign
from pages.shared.language_texts import TEXTS
from pages.shared.palette import DARK, INFINITE_PATTERN, LIGHT
from pages.shared.reading import language as reading
from pages.shared.reading import language_sums as telling
from pages.shared.words import UNITS

BITS = UNITS["bits"]
HOSTILE = '<a href="https://example.org">x</a> <b>y</b>'


def cost(text, model, n=3, alpha=0.1, unit="characters", base=2):
    vocabulary = {*tokenize(text, unit), *tokenize(model, unit)}
    return text_cost(text, ngram_model(model, n, unit=unit, smoothing=alpha, vocabulary=vocabulary), base=base)


RHYME = cost(TEXTS["New rhyme"], TEXTS["Rhyme"])
NEVER = cost(TEXTS["New rhyme"], TEXTS["Rhyme"], alpha=0)
ORDERS = cost_by_order(TEXTS["New rhyme"], TEXTS["Rhyme"], smoothing=0.1, base=2)


def traces(fig, kind):
    return [one for one in fig.data if one.type == kind]


# --- the text as a grid


def test_every_token_is_shaded_by_its_surprise_and_can_be_read():
    fig = figures.text_grid(RHYME, 4, BITS, LIGHT)
    heat, glyphs = traces(fig, "heatmap")[0], traces(fig, "scatter")[0]
    cells = np.asarray(heat.z).ravel()
    np.testing.assert_allclose(cells[: len(RHYME.tokens)], RHYME.surprise)
    assert heat.colorscale[-1][1] == LIGHT.loss and heat.zmin == 0 and heat.zmax == RHYME.surprise.max()
    assert "".join(glyphs.text).replace("␣", " ") == TEXTS["New rhyme"]
    assert glyphs.hovertext[4] == "“g” after “e␣”: 7.476 bits<br>seen 0 of 16 times there"
    frame = fig.layout.shapes[0]
    assert (frame.x0, frame.y0, frame.line.color) == (3.5, -0.5, LIGHT.p)
    assert not len(traces(fig, "bar")[0].x), "nothing is infinite"
    assert set(glyphs.textfont.color) == {LIGHT.loss, LIGHT.background}, "dark on pale cells, white on dark ones"


def test_what_was_never_seen_is_hatched_where_it_stands():
    fig = figures.text_grid(NEVER, 4, BITS, DARK)
    hatched, cells = traces(fig, "bar")[0], np.asarray(traces(fig, "heatmap")[0].z)
    places = [int(y + 0.5) * 25 + x for x, y in zip(hatched.x, hatched.base, strict=True)]
    assert places == NEVER.impossible.tolist()
    assert hatched.marker.pattern.shape == INFINITE_PATTERN
    assert np.isnan(cells.ravel()[places]).all()
    assert "∞" in traces(fig, "scatter")[0].hovertext[places[0]]


@pytest.mark.parametrize(("unit", "size"), [("characters", 200), ("words", 40)])
def test_a_long_text_is_shown_by_the_page(unit, size):
    text = " ".join(f"w{i}" for i in range(500))
    long = cost(text, text, 1, 0.0, unit)
    shown = figures.window(2 * size + 3, unit)
    fig = figures.text_grid(long, 2 * size + 3, BITS, LIGHT)
    assert (shown.start, shown.stop) == (2 * size, 3 * size)
    assert len(traces(fig, "scatter")[0].text) == size
    assert fig.layout.yaxis.ticktext[0] == f"{2 * size + 1}"
    count = "2" + "\u202f" + "389" if unit == "characters" else "500"
    assert reading.shown_part(long, shown).startswith(f"{unit.capitalize()} {2 * size + 1}–{3 * size} of {count}.")
    last = len(long.tokens) - 1
    assert np.isfinite(traces(figures.text_grid(long, last, BITS, LIGHT), "heatmap")[0].z[0][0])


def test_typed_text_cannot_be_markup_and_one_endless_word_is_cut():
    for unit in ("characters", "words"):
        result = cost(HOSTILE, HOSTILE, 1, 0.0, unit)
        for fig in (
            figures.text_grid(result, 0, BITS, LIGHT),
            figures.messages(line_costs(result), LIGHT),
            figures.ngrams(compare_ngrams(HOSTILE, HOSTILE, 2, unit=unit), LIGHT),
        ):
            shown = fig.to_json().replace("\\u003c", "<").replace("\\u003e", ">")
            assert "<a" not in shown and "<b>" not in shown
    endless = "x" * 10**5
    result = cost(endless, endless, 1, 0.0, "words")
    assert len(figures.text_grid(result, 0, BITS, LIGHT).to_json()) < 20_000
    assert len(reading.picture(cost(endless, "y", 1, 0.0, "words"), ORDERS, BITS)) < 400
    assert len(named((endless,), "words")) == LONGEST + 2


@pytest.mark.parametrize(
    ("token", "shown"),
    [(" ", "␣"), ("\n", "↵"), ("\r", "␍"), ("\t", "⇥"), ("\u0301", "◌\u0301"), ("\u200b", "□"), ("é", "é"), ("𝄞", "𝄞")],
)
def test_every_character_can_be_seen(token, shown):
    assert sign(token) == shown


# --- the cost against n


def test_four_lines_one_of_them_at_the_edge():
    fig = figures.cost_by_n(ORDERS, 3, BITS, LIGHT)
    named = {one.name: one for one in fig.data if one.showlegend is None}
    assert list(named) == ["cost of P, α = 0.1", "training text, α = 0.1", "cost of P, α = 0", "training text, α = 0"]
    np.testing.assert_allclose(named["cost of P, α = 0.1"].y, ORDERS.smoothed)
    np.testing.assert_allclose(named["training text, α = 0"].y, ORDERS.own_exact)
    assert named["cost of P, α = 0"].y[0] == ORDERS.exact[0] and np.isnan(named["cost of P, α = 0"].y[1:]).all()
    edge = next(one for one in fig.data if one.showlegend is False)
    assert list(edge.x) == [2, 3, 4, 5] and set(edge.text) == {"∞"} and set(edge.y) == {fig.layout.yaxis.range[1]}
    assert fig.layout.yaxis.title.text == "bits per character" and fig.layout.shapes[0].x0 == 3
    unsmoothed = figures.cost_by_n(cost_by_order("ab", "ab", base=2), 1, BITS, DARK)
    assert [one.name for one in unsmoothed.data] == ["cost of P, α = 0", "training text, α = 0"]


# --- rates, powers, messages, sequences


def test_rates_are_the_total_by_each_count():
    menu = cost(TEXTS["Menu"], TEXTS["Menu"], 1, 0.0)
    counts, values = figures.rates(menu, BITS, LIGHT).data
    assert list(counts.x) == [101, 121, 18]
    np.testing.assert_allclose(np.multiply(counts.x, values.x), menu.total)
    assert list(values.text) == ["4.464", "3.726", "25.048"]
    endless = figures.rates(NEVER, BITS, LIGHT).data[1]
    assert set(endless.text) == {"∞"} and np.isfinite(endless.x).all()
    assert set(endless.marker.pattern.shape) == {INFINITE_PATTERN}
    wide = reading.wide_table(ngram_counts(TEXTS["Menu"], 1))
    assert wide["character"][0] == "é" and wide["bytes in UTF-8"][0] == "C3 A9" and wide["code point"][0] == "U+00E9"
    assert wide["times in P"][0] == str(TEXTS["Menu"].count("é")) and "a" not in wide["character"]
    assert reading.wide_table(ngram_counts("abc", 1)) == {}
    assert "There is none" in reading.wide_part(ngram_counts("abc", 1))


def test_matched_and_mixed_powers_stand_apart():
    rows = exponentiations(2.0, base=2)
    right, wrong = figures.exponents(rows, LIGHT).data
    assert [list(one.x) for one in (right, wrong)] == [
        pytest.approx([4, 4]),
        pytest.approx([2 ** rows[2].loss, np.e**2]),
    ]
    assert (right.marker.color, wrong.marker.color) == (LIGHT.loss, LIGHT.excess)
    assert list(right.y) == ["2^(2.000 bits)", "e^(1.386 nats)"]
    assert np.isfinite(figures.exponents(exponentiations(np.inf), LIGHT).data[0].x).all()


def test_messages_stand_beside_both_means():
    two = cost(TEXTS["Two answers"], TEXTS["Eight answers"], 1, 0.0, "words")
    bars, arithmetic, geometric = figures.messages(line_costs(two), LIGHT).data
    assert [list(one.y) for one in (bars, arithmetic, geometric)] == [[2, 8], [5, 5], [4, 4]]
    assert (arithmetic.name, geometric.name) == ("mean of perplexities = 5.000", "perplexity of the mean = 4.000")
    over = figures.messages(line_costs(two), LIGHT).layout.annotations
    assert [(note.text, note.y, note.yanchor) for note in over] == [("2.00", 2, "bottom"), ("8.00", 8, "bottom")]
    assert {note.bgcolor for note in over} == {LIGHT.background}, "no line goes through them"
    never = line_costs(cost(TEXTS["Two answers"], TEXTS["Eight answers"], 2, 0.0, "words"))
    fig = figures.messages(never, LIGHT)
    inside = {(note.text, note.y, note.yanchor) for note in fig.layout.annotations}
    assert inside == {("∞", fig.layout.yaxis.range[1], "top")}, "not in the legend above"
    many = "\n".join(f"line {i}" for i in range(40))
    lines = line_costs(cost(many, many, 1, 0.0, "words"))
    assert len(figures.messages(lines, LIGHT).data[0].x) == 12
    assert "Drawn: messages 1–12 of 40." in telling.messages_part(lines)
    assert all(len(column) == 12 for column in telling.messages_table(lines, BITS).values())


def test_two_sequences_gram_by_gram():
    both = compare_ngrams(TEXTS["Weather north"], TEXTS["Weather south"], 2, unit="words", smoothing=0.5, base=2)
    p, q = figures.ngrams(both, LIGHT).data
    np.testing.assert_allclose(p.y, both.decomposition.p)
    np.testing.assert_allclose(q.y, both.decomposition.q)
    assert (p.marker.color, q.marker.color) == (LIGHT.p, LIGHT.q)
    prose = compare_ngrams(TEXTS["Harbour"], TEXTS["Lighthouse"], 3, smoothing=0.5, base=2)
    assert len(figures.ngrams(prose, LIGHT).data[0].x) == 12
    assert "Drawn: the 12 most frequent." in telling.grams_part(prose)
    assert len(telling.grams_table(prose, BITS)["P"]) == 12


@pytest.mark.parametrize("unit", UNITS.values(), ids=list(UNITS))
@pytest.mark.parametrize("alpha", [0.0, 1e-100, 5.0])
@pytest.mark.parametrize("text", ["a", "\n", "aaaa", "ab", "é\né"])
def test_extremes_have_finite_axes_and_words(text, alpha, unit):
    result = cost(text, "aab", 1, alpha, base=unit.base)
    orders = cost_by_order(text, "aab", smoothing=alpha, base=unit.base)
    lines, rows = line_costs(result), exponentiations(float(result.per_token), base=unit.base)
    both = compare_ngrams(text, "aab", 1, smoothing=alpha, base=unit.base)
    for fig in (
        figures.text_grid(result, 0, unit, LIGHT),
        figures.cost_by_n(orders, 1, unit, LIGHT),
        figures.rates(result, unit, LIGHT),
        figures.exponents(rows, LIGHT),
        figures.messages(lines, LIGHT),
    ):
        for axis in (fig.layout.xaxis, fig.layout.yaxis):
            assert axis.range is None or np.isfinite(axis.range).all()
    said = [
        reading.picture(result, orders, unit),
        *reading.notice(result, orders, unit),
        *reading.formula(result, 0, unit, LIGHT),
        reading.letters(result, 0),
        reading.rates_picture(result, unit),
        *reading.rates_notice(result, unit),
        telling.exponents_picture(result, rows),
        *telling.exponents_notice(result, rows),
        telling.messages_picture(lines, result),
        *telling.messages_notice(lines),
        *telling.messages_formula(lines, result, unit, LIGHT),
        telling.grams_picture(both, unit),
        *telling.grams_notice(both, result, unit),
        *telling.grams_formula(both, unit, LIGHT),
    ]
    assert not any("nan" in sentence or "inf" in sentence.replace(r"\infty", "") for sentence in said)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            lambda: reading.notice(RHYME, ORDERS, BITS)[1],
            "is enough; at n = 2, P has 9 characters that end such a one.",
        ),
        (
            lambda: reading.notice(cost("aaa", "aaaaaa", 1), cost_by_order("aaa", "aaaaaa", base=2), BITS)[0],
            "not smoothed, costs 0 bits per character at every n",
        ),
        (lambda: reading.letters(cost("aaa", "aaaaaa", 1), 0), "V = 1: the same character makes up both texts."),
        (lambda: reading.rates_picture(cost("😀日", "😀日", 1, 0.0), BITS), "P has 5 more bytes than characters."),
        (lambda: telling.messages_picture(line_costs(SAME), SAME), "Both messages have the same"),
        (lambda: telling.messages_notice(FOUR)[2], "the mean of perplexities is 0.2\u202f% above the perplexity."),
        (lambda: telling.grams_part(compare_ngrams("aa", "aa", 2)), "over the only n-gram that occurs in either text."),
    ],
    ids=["digits", "nothing-cheaper", "one-token", "emoji", "both", "per-cent", "one-gram"],
)
def test_small_counts_and_differences_have_words_of_their_own(said, words):
    assert words in said()


SAME = cost("a b\nb a", "a b", 1, 0.0, "words")
FOUR = line_costs(cost(TEXTS["Rhyme"], TEXTS["Rhyme"], 2, 0.0))


def test_columns_of_a_table_name_their_unit():
    both = compare_ngrams("aab", "abb", 1, base=2)
    assert list(telling.grams_table(both, BITS))[-2:] == ["−log Q, bits", "−P log Q, bits"]
