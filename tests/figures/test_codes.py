"""A coded message in, traces, words and bits in colour out."""

import re

import numpy as np
import pytest

from ce_core import code_sample
from pages.shared.figures import codes as figures
from pages.shared.palette import DARK, INFINITE_PATTERN, LIGHT, PATTERN
from pages.shared.reading import codes as reading
from pages.shared.words import UNITS

BITS = UNITS["bits"]
NAMES = ("a", "b", "c", "d")
P, Q = [0.5, 0.25, 0.15, 0.1], [0.15, 0.15, 0.3, 0.4]
DEFAULT = code_sample(P, Q, 1000, seed=0)
ZERO = code_sample(P, [0.4, 0.3, 0.3, 0.0], 1000, seed=0)
RARE = code_sample([0.03703, 0.96297], [0.03703, 0.96297], 10_000, seed=0)
IN_BLOCKS = code_sample([0.03703, 0.96297], [0.03703, 0.96297], 10_000, seed=0, block=6)


def labels(fig) -> list[str]:
    return [re.sub("<[^>]*>", "", note.text) for note in fig.layout.annotations]


def test_growth_shows_the_codes_over_the_floor_and_the_gap():
    fig = figures.growth(DEFAULT, NAMES, LIGHT)
    gap, shannon, huffman, arithmetic = fig.data
    assert [shannon.name, huffman.name, arithmetic.name] == ["Shannon", "Huffman", "arithmetic"]
    assert min(gap.y) == pytest.approx(1.7427, abs=1e-4) and max(gap.y) == pytest.approx(2.4455, abs=1e-4)
    assert gap.fillpattern.shape == PATTERN["excess"] and gap.fillpattern.fgcolor == LIGHT.excess
    assert [shape.y0 for shape in fig.layout.shapes] == [min(gap.y), max(gap.y)]
    assert list(arithmetic.x) == DEFAULT.sent.prefixes.tolist() and arithmetic.x[-1] == 1000
    for line, way in zip((shannon, huffman, arithmetic), ("shannon", "huffman", "arithmetic"), strict=True):
        assert line.y[-1] == len(getattr(DEFAULT.sent, way).bits) / 1000
    assert labels(fig) == ["H(P) 1.743", "KL(P‖Q) 0.703", "H(P,Q) 2.445"]
    assert "after 1\u202f000" in arithmetic.hovertext[-1]


def test_a_lit_term_keeps_its_mark_alone():
    colors = LIGHT.lit("excess")
    fig = figures.growth(DEFAULT, NAMES, colors)
    assert fig.data[0].fillpattern.fgcolor == LIGHT.excess
    assert fig.data[3].line.color == colors.loss != LIGHT.loss


def test_one_line_has_one_label():
    fig = figures.growth(RARE, ("yes", "no"), DARK)
    assert labels(fig) == ["H(P) = H(P,Q) 0.2285"] and len(fig.data) == 3


def test_a_label_at_the_bottom_stands_over_the_numbers_of_the_axis():
    certain = code_sample([1, 0], [1, 0], 100, seed=0)
    (label,) = figures.growth(certain, ("a", "b"), LIGHT).layout.annotations
    assert (label.y, label.yanchor) == (0, "bottom")


def test_the_message_stops_at_what_q_rules_out():
    fig = figures.growth(ZERO, NAMES, LIGHT)
    gap, *lines = fig.data
    assert gap.fillpattern.shape == INFINITE_PATTERN and max(gap.y) == fig.layout.yaxis.range[1]
    for line in lines:
        assert np.isnan(line.y[np.array(line.x) > ZERO.sent.sendable]).all()
    assert any("∞ from symbol 6 on: “d”" in text for text in labels(fig))
    assert any(text == "H(P,Q) ∞" for text in labels(fig))
    assert fig.layout.shapes[-1].x0 == 6


def test_the_tree_ends_in_the_codewords():
    _, bits, ends = figures.tree(DEFAULT, NAMES, LIGHT).data
    assert [re.sub("<[^>]*>", " ", text).split()[0] for text in ends.text] == ["d", "c", "a", "b"]
    assert [hover.split()[1] for hover in ends.hovertext] == ["0,", "10,", "110,", "111,"]
    assert list(ends.y) == [-1, -2, -3, -3] and len(bits.text) == 6
    assert f"<span style='color:{LIGHT.p}'>P 50\u202f%" in ends.text[2]
    assert len(figures.tree(ZERO, NAMES, LIGHT).data[2].text) == 3, "no leaf for what Q rules out"
    assert figures.has_tree(DEFAULT) and not figures.has_tree(IN_BLOCKS)


def test_typed_names_cannot_be_markup():
    hostile = ("<b>x</b>", "[a](https://example.org)", "$x$", '<a href="https://example.org">')
    for fig in (figures.growth(ZERO, hostile, LIGHT), figures.tree(DEFAULT, hostile, LIGHT)):
        shown = fig.to_json().replace("\\u003c", "<").replace("\\u003e", ">")
        assert "<b>x" not in shown and "<a" not in shown
    for _, bits in reading.bits(DEFAULT):
        assert set(re.sub(r":[a-z]+-badge\[([01·]+)\]|`([01]+)`", r"\1\2", bits)) <= set("01· ")


@pytest.mark.parametrize(
    ("p", "q", "length", "block"),
    [
        pytest.param([1.0, 0.0], [1.0, 0.0], 10, 1, id="certain and right"),
        pytest.param([1.0, 0.0], [0.0, 1.0], 10, 1, id="certain and wrong: not even the first symbol"),
        pytest.param([1.0, 0.0], [1e-9, 1 - 1e-9], 10, 8, id="certain, and hardly believed"),
        pytest.param([0.1] * 10, [0.1] * 10, 10, 3, id="ten symbols"),
        pytest.param([1 - 1e-12, 1e-12], [1.0, 0.0], 10, 2, id="ruled out, and never met"),
        pytest.param([0.5, 0.5], [1 - 1e-300, 1e-300], 50, 1, id="a huge cost"),
        pytest.param([0.5, 0.5], [0.5, 0.5], 10, 8, id="blocks nearly as long as the message"),
    ],
)
def test_extremes_can_be_drawn_and_told(p, q, length, block):
    study = code_sample(p, q, length, seed=1, block=block)
    names = [f"event {i}" for i in range(len(p))]
    figs = [figures.growth(study, names, LIGHT)]
    if figures.has_tree(study):
        figs.append(figures.tree(study, names, LIGHT))
    for fig in figs:
        for axis in (fig.layout.xaxis, fig.layout.yaxis):
            assert np.isfinite(axis.range).all() and axis.range[0] < axis.range[1]
    for text in (
        reading.picture(study, names),
        reading.growth_alt(study),
        reading.tree_alt(study, names) if figures.has_tree(study) else "",
        reading.code_caption(study),
        reading.beginning_label(study),
        *reading.notice(study, names, BITS),
        *reading.formula(study, LIGHT),
    ):
        assert not re.search(r"\b(nan|inf|np|float64)\b", text)
    assert {len(column) for column in reading.totals(study).values()} == {4}
    assert len({len(column) for column in reading.code_table(study, names).values()}) == 1


def test_words_for_what_q_rules_out():
    unmet = code_sample([1 - 1e-12, 1e-12], [1.0, 0.0], 10, seed=1)
    assert "None of these 10 symbols happens to be that" in reading.picture(unmet, NAMES)
    wrong = code_sample([1.0, 0.0], [0.0, 1.0], 10, seed=1)
    assert "Q rules out its first symbol" in reading.beginning_label(wrong)
    assert [bits for _, bits in reading.bits(wrong)] == ["", "", ""] and reading.decoded_label(wrong) == ""


def test_why_huffman_is_not_at_the_cross_entropy():
    dyadic = code_sample(P, [0.125, 0.125, 0.25, 0.5], 1000, seed=0)
    nearer = code_sample([0.1, 0.4, 0.5], [0.8, 0.15, 0.05], 1000, seed=0)
    said = [reading.notice(study, NAMES, BITS)[0] for study in (DEFAULT, dyadic, nearer)]
    assert "2.650 bits a symbol on average, more than H(P,Q) = 2.445 bits" in said[0]
    assert "exactly H(P,Q)" in said[1]
    assert "1.900 bits" in said[2] and "less than H(P,Q) = 3.288 bits" in said[2] and "nearer to P" in said[2]
    assert "50\u202f%, 25\u202f%, 25\u202f%" in said[2]


def test_the_bits_shown_are_those_of_the_beginning():
    for way, (label, bits) in zip(("huffman", "shannon", "arithmetic"), reading.bits(DEFAULT), strict=True):
        digits = "".join(re.findall("[01]", bits))
        assert getattr(DEFAULT.sent, way).bits.startswith(digits) and f" {len(digits)} bits" in label
    assert (
        reading.beginning(DEFAULT, NAMES)
        == reading.decoded(DEFAULT, NAMES)
        == "b a a a c d b b b d c a c a b a c b a a a a b b"
    )
    whole = code_sample(P, Q, 10, seed=0)
    for way, (_, bits) in zip(("huffman", "shannon", "arithmetic"), reading.bits(whole), strict=True):
        assert "".join(re.findall("[01]", bits)) == getattr(whole.sent, way).bits, "all of a short message"
    assert reading.beginning_label(whole) == "The 10 symbols of the message"


def test_blocks_are_listed_by_what_they_are():
    table = reading.code_table(IN_BLOCKS, ("yes", "no"))
    assert table["block"][:2] == ["no, no, no, no, no, no", "yes, no, no, no, no, no"]
    assert table["Q"][:2] == ["0.797401", "0.030663"]
    assert len(table["block"]) == 16 and "16 likeliest of 64" in reading.code_caption(IN_BLOCKS)
    for block, word in zip(table["block"], table["Huffman"], strict=True):
        symbols = [("yes", "no").index(name) for name in block.split(", ")]
        assert IN_BLOCKS.sent.huffman_code.encode(symbols) == word


def test_what_helps_is_said_only_where_it_helps():
    three = [0.1, 0.4, 0.5]
    for p, q, shared, part in (
        (P, Q, True, False),
        (P, [0.125, 0.125, 0.25, 0.5], False, False),
        (three, [0.8, 0.15, 0.05], False, False),
        ([0.03703, 0.96297], [0.03703, 0.96297], True, True),
        ([1.0, 0.0], [1.0, 0.0], False, False),
    ):
        said = " ".join(reading.notice(code_sample(p, q, 100, seed=0), NAMES, BITS))
        assert ("several symbols share a codeword" in said, "Not the cost of any one symbol" in said) == (shared, part)


@pytest.mark.parametrize(("length", "said"), [(10, "10 symbols are no whole number of blocks of 8"), (16, "")])
def test_a_last_block_that_was_filled_up_is_told(length, said):
    study = code_sample([0.5, 0.5], [0.5, 0.5], length, seed=0, block=8)
    items = " ".join(reading.notice(study, NAMES, BITS))
    assert said in items and ("filled up" in items) == bool(said)
    assert "counts for 2 symbols only" in items or not said


def test_the_closing_bits_and_the_colours_of_blocks_are_explained():
    assert "`" in reading.bits(ZERO)[2][1] and "closes what was sent" in reading.bits_caption(ZERO)
    assert "`" not in reading.bits(DEFAULT)[2][1] and "closes" not in reading.bits_caption(DEFAULT)
    assert "the codewords of Huffman and Shannon apart" in reading.bits_caption(IN_BLOCKS)
