"""The words of the lesson on codes: a coded message in, sentences, bits in colour and LaTeX out."""

from collections.abc import Sequence
from math import isfinite

import numpy as np

from ce_core import Coded, CodedSample
from pages.shared import words
from pages.shared.palette import Palette
from pages.shared.words import UNITS, Unit, tinted

BITS = UNITS["bits"]
TERMS_IN_A_ROW = 2  # a phone shows no more beside each other
MOST_TERMS = 6
MOST_ROWS = 16
ROUNDED = 1e-12  # of a bit: lengths that differ by no more are the same
SHOWN = 24  # symbols of the message whose bits are shown
# Streamlit's markdown for ten looks that can be told apart.
HUES = ("blue", "orange", "green", "violet", "red", "gray", "yellow")
LOOKS = (*(f":{hue}-badge[{{}}]" for hue in HUES), *(f":{hue}-badge[**{{}}**]" for hue in HUES[:3]))


# --- counting ----------------------------------------------------------------------------------------------


def digits(study: CodedSample) -> int:
    """Parts of a bit deserve a digit more."""
    return 4 if study.per_symbol.cross_entropy < 1 else 3


def _bits(x: float, study: CodedSample) -> str:
    return words.amount(x, BITS, digits(study))


def _per_symbol(way: Coded, study: CodedSample) -> float:
    return float(way.bits_per_symbol[-1]) if study.sent.sendable == study.sent.message.size else float("inf")


def _ruled_out(study: CodedSample, names: Sequence[str]) -> str:
    """What P lets happen and Q excludes."""
    parts = study.per_symbol
    return words.listing(words.quoted(names[i]) for i in np.flatnonzero((parts.p > 0) & (parts.q == 0)))


# --- the picture -------------------------------------------------------------------------------------------


def picture(study: CodedSample, names: Sequence[str]) -> str:
    """The growth of the message read aloud."""
    sent, parts = study.sent, study.per_symbol
    length = sent.message.size
    if sent.sendable < length:
        name = words.quoted(names[sent.message[sent.sendable]])
        return (
            f"Symbol {words.whole(sent.sendable + 1)} is {name}. Q rules it out, so no code made for Q has a word for "
            "it: the message cannot be sent, its length is ∞, and so is H(P,Q). "
            f"A code made for P would take about {_bits(parts.entropy, study)} a symbol."
        )
    if not isfinite(parts.cross_entropy):
        return (
            f"H(P,Q) is ∞, because Q rules out {_ruled_out(study, names)}. None of these "
            f"{words.count(length, 'symbol')} happens to be that, so they could be sent; the longer the message, the "
            "surer one comes."
        )
    if parts.cross_entropy == 0:
        return (
            f"Only one symbol ever comes and Q is sure of it: {words.count(length, 'symbol')} take "
            f"{words.count(len(sent.arithmetic.bits), 'bit')}. What is certain needs no telling."
        )
    opening = (
        f"{words.count(length, 'symbol')} from P, coded for Q, took {words.count(len(sent.arithmetic.bits), 'bit')} by "
        f"arithmetic coding: {_bits(_per_symbol(sent.arithmetic, study), study)} a symbol, beside H(P,Q) = "
        f"{_bits(parts.cross_entropy, study)}."
    )
    if parts.cross_entropy < 1:
        huffman = _bits(_per_symbol(sent.huffman, study), study)
        blocks = "a whole bit at least" if sent.huffman_code.block == 1 else "a whole bit at least for each block"
        return (
            f"No symbol takes a part of a bit: {opening} "
            f"It is an average over the message. Huffman's codewords take {blocks}: {huffman} a symbol."
        )
    if parts.kl == 0:
        return f"{opening} Q is P, so nothing is wasted: H(P,Q) is the floor H(P) itself."
    return (
        f"{opening} A code made for P would take about H(P) = {_bits(parts.entropy, study)}: "
        f"believing Q costs KL(P‖Q) = {_bits(parts.kl, study)} more for every symbol."
    )


def growth_alt(study: CodedSample) -> str:
    sent, parts = study.sent, study.per_symbol
    ways = (("Huffman", sent.huffman), ("Shannon", sent.shannon), ("arithmetic", sent.arithmetic))
    listed = "; ".join(f"{name} {_bits(_per_symbol(way, study), study)}" for name, way in ways)
    return (
        f"Bits per symbol as the message grows to {words.count(sent.message.size, 'symbol')}. At its end: {listed}. "
        f"Lines at H(P), {_bits(parts.entropy, study)}, and H(P,Q), {_bits(parts.cross_entropy, study)}."
    )


# --- the codes ---------------------------------------------------------------------------------------------


def tree_alt(study: CodedSample, names: Sequence[str]) -> str:
    codewords = study.sent.huffman_code.codewords
    listed = "; ".join(f"{name}: {_word(word)}" for name, word in zip(names, codewords, strict=True))
    return f"Huffman's tree for Q. {listed}."


def _word(word: str | None) -> str:
    return "none" if word is None else word or "empty"


def block_name(block: int, names: Sequence[str], length: int) -> str:
    """The symbols of a block by its place in the list of all."""
    symbols = [block // len(names) ** place % len(names) for place in range(length - 1, -1, -1)]
    return _sequence([names[symbol] for symbol in symbols])


def _sequence(names: Sequence[str]) -> str:
    return (" " if all(len(name) == 1 for name in names) else ", ").join(names)


def code_table(study: CodedSample, names: Sequence[str]) -> dict[str, list[str]]:
    """The codewords, those of the likeliest blocks if there are many."""
    huffman, shannon = study.sent.huffman_code, study.sent.shannon_code
    p, q = study.per_block_p, study.per_block_q
    rows = np.arange(q.size) if huffman.block == 1 else np.argsort(-q, kind="stable")[:MOST_ROWS]
    surprise = study.per_symbol.surprise_per_event
    table = {
        "symbol" if huffman.block == 1 else "block": [block_name(int(row), names, huffman.block) for row in rows],
        "P": [words.short(p[row]) for row in rows],
        "Q": [words.short(q[row]) for row in rows],
    }
    if huffman.block == 1:
        table["−log₂ Q"] = [words.number(surprise[row]) for row in rows]
    for name, lengths, code in (("Huffman", "ℓ", huffman), ("Shannon", "⌈−log₂ Q⌉", shannon)):
        table[name] = [_word(code.codewords[row]) for row in rows]
        table[lengths] = [words.short(code.lengths[row]) for row in rows]
    return table


def code_caption(study: CodedSample) -> str:
    huffman, shannon = study.sent.huffman_code, study.sent.shannon_code
    many = len(huffman.codewords)
    listed = (
        f"The {MOST_ROWS} likeliest of {words.whole(many)} blocks. " if many > MOST_ROWS and huffman.block > 1 else ""
    )
    return (
        f"{listed}No codeword begins another, so the bits need no commas. Kraft's sum Σ 2^−length: Huffman "
        f"{words.short(float(huffman.kraft_sum))}, Shannon {words.short(float(shannon.kraft_sum))}; 1 means that no "
        "codeword could be shorter or added."
    )


# --- the message and its bits ------------------------------------------------------------------------------


def shown(study: CodedSample) -> int:
    """How many symbols the beginning of the message has: whole blocks, as far as they can be sent."""
    block = study.sent.huffman_code.block
    return min(-(-SHOWN // block) * block, study.sent.sendable)


def beginning(study: CodedSample, names: Sequence[str]) -> str:
    return _spelt(study.sent.message[: shown(study)], names, study.sent.huffman_code.block)


def decoded(study: CodedSample, names: Sequence[str]) -> str:
    return _spelt(study.sent.arithmetic.decoded[: shown(study)], names, 1)


def _spelt(message: np.ndarray, names: Sequence[str], block: int) -> str:
    symbols = [names[symbol] for symbol in message]
    blocks = [symbols[start : start + block] for start in range(0, len(symbols), block)]
    if block > 1:
        return "  |  ".join(map(_sequence, blocks))
    return _sequence(symbols)


def beginning_label(study: CodedSample) -> str:
    number, sent = shown(study), study.sent
    if number == 0:
        return "Nothing of the message can be sent: Q rules out its first symbol."
    if number < sent.sendable:
        return f"The first {words.count(number, 'symbol')} of the message"
    end = "" if number == sent.message.size else ", all before the one that Q rules out"
    return f"The {words.count(number, 'symbol')} of the message{end}"


def decoded_label(study: CodedSample) -> str:
    return "" if shown(study) == 0 else "The same symbols, decoded from the bits of the arithmetic coder"


def bits(study: CodedSample) -> list[tuple[str, str]]:
    """For each code a label and the first bits of the message, in colour."""
    sent = study.sent
    ways = (("Huffman", sent.huffman), ("Shannon", sent.shannon), ("Arithmetic coding", sent.arithmetic))
    return [_chips(name, way, study) for name, way in ways]


def _chips(name: str, way: Coded, study: CodedSample) -> tuple[str, str]:
    """Bits in Streamlit's markdown, which they cannot disturb: digits alone, in the colours of their symbols.

    Codewords of blocks take two colours in turn; `·` stands for a symbol that settles no bit.
    """
    sent, block, number = study.sent, study.sent.huffman_code.block, shown(study)
    in_blocks = block > 1 and way is not sent.arithmetic
    pieces = way.pieces[: -(-number // block) if in_blocks else number]
    looks = [LOOKS[place % 2 if in_blocks else sent.message[place]] for place in range(len(pieces))]
    marks = [look.format(piece or "·") for look, piece in zip(looks, pieces, strict=True)]
    if closing := _closing(way, study):
        pieces = way.pieces
        marks.append(f"`{closing}`")
    return f"{name}: {words.count(sum(map(len, pieces)), 'bit')}", " ".join(marks)


def _closing(way: Coded, study: CodedSample) -> str:
    """The bits that end the message, if its end is shown."""
    return way.pieces[-1] if way is study.sent.arithmetic and shown(study) == study.sent.sendable else ""


def bits_caption(study: CodedSample) -> str:
    apart = "symbols" if study.sent.huffman_code.block == 1 else "codewords of Huffman and Shannon"
    closing = _closing(study.sent.arithmetic, study)
    return (
        f"Colours tell the {apart} apart. Arithmetic coding has no codewords: what is marked there are the bits that a "
        "symbol settled, and · where it settled none."
        + (" What stands at its end without a colour closes what was sent." if closing else "")
    )


def totals(study: CodedSample) -> dict[str, list[str]]:
    """What the whole message took, code by code, and whether it came back."""
    sent, mean = study.sent, study.per_symbol.cross_entropy
    complete = sent.sendable == sent.message.size
    rows = []
    for name, way, expected in (
        ("Huffman", sent.huffman, study.huffman_mean),
        ("Shannon", sent.shannon, study.shannon_mean),
        ("arithmetic", sent.arithmetic, mean),
    ):
        same = np.array_equal(way.decoded, sent.message[: sent.sendable])
        back = (
            f"{'all' if complete else 'the first'} {words.count(sent.sendable, 'symbol')}" if same else "not the same"
        )
        rows.append((name, words.whole(len(way.bits)) if complete else "∞", _per_symbol(way, study), expected, back))
    ideal = float(sent.ideal[-1])
    rows.append(("ideal, −Σ log₂ Q", words.number(ideal * sent.message.size, 1), ideal, mean, ""))
    names, bits, measured, expected_bits, backs = zip(*rows, strict=True)
    return {
        "code for Q": list(names),
        "bits in all": list(bits),
        "bits per symbol": [words.number(x, digits(study)) for x in measured],
        "expected": [words.number(x, digits(study)) for x in expected_bits],
        "decoded": list(backs),
    }


# --- formula and remarks -----------------------------------------------------------------------------------


def formula(study: CodedSample, colors: Palette) -> list[str]:
    """H(P,Q) with its numbers, floor and excess, the mean of Huffman's lengths, and what was measured."""
    sent, parts, places = study.sent, study.per_symbol, digits(study)
    total = tinted(colors.loss, rf"{words.tex(parts.cross_entropy, places)}\ \text{{bits}}")
    surprise, length = tinted(colors.q, r"-\log_2 Q_i"), tinted(colors.q, r"\ell_i")
    lines = [
        tinted(colors.loss, "H(P,Q)") + rf"&=\textstyle\sum_i {tinted(colors.p, 'P_i')}\,({surprise})",
        *_sum(parts.p, parts.surprise_per_event, places, colors),
        f"&={total}",
        "&=" + tinted(colors.floor, "H(P)") + "+" + tinted(colors.excess, r"\mathrm{KL}(P\Vert Q)"),
        f"&={tinted(colors.floor, words.tex(parts.entropy, places))}"
        f"+{tinted(colors.excess, words.tex(parts.kl, places))}",
    ]
    mean = rf"{words.tex(study.huffman_mean, places)}\ \text{{bits}}"
    if sent.huffman_code.block == 1:
        lengths = sent.huffman_code.lengths
        lines += [
            rf"\text{{Huffman}}&=\textstyle\sum_i {tinted(colors.p, 'P_i')}\,{length}",
            *_sum(parts.p, lengths, 0, colors),
            f"&={mean}",
        ]
    else:
        words_of_blocks = rf"\textstyle\sum_b {tinted(colors.p, 'P_b')}\,{length.replace('_i', '_b')}"
        lines.append(rf"\text{{Huffman}}&=\tfrac1{sent.huffman_code.block}{words_of_blocks}={mean}")
    if sent.sendable == sent.message.size:
        bits = words.whole_tex(len(sent.arithmetic.bits))
        count = words.whole_tex(sent.message.size)
        measured = words.tex(_per_symbol(sent.arithmetic, study), places)
        lines.append(
            rf"\text{{measured}}&=\frac{{{bits}\ \text{{bits}}}}{{{count}\ \text{{symbols}}}}="
            + tinted(colors.loss, measured)
        )
    return lines


def _sum(p: np.ndarray, costs: np.ndarray, places: int, colors: Palette) -> list[str]:
    """Rows of p · cost; none where there would be too many to read."""
    if p.size > MOST_TERMS:
        return []
    terms = [
        "0" if x == 0 else rf"{tinted(colors.p, _weight(x))}\cdot{tinted(colors.q, words.tex(cost, places))}"
        for x, cost in zip(p, costs, strict=True)
    ]
    rows = ["+".join(terms[start : start + TERMS_IN_A_ROW]) for start in range(0, len(terms), TERMS_IN_A_ROW)]
    return [f"&={rows[0]}", *[rf"&\quad+{row}" for row in rows[1:]]]


def _weight(p: float) -> str:
    return words.short(p, 5) if p > 1e-5 else words.tex(p)


def notice(study: CodedSample, names: Sequence[str], unit: Unit) -> list[str]:
    """What the current state shows."""
    sent, parts = study.sent, study.per_symbol
    total, block = float(parts.cross_entropy), sent.huffman_code.block
    items = []
    if not isfinite(total):
        items.append(
            f"Q gives 0 to {_ruled_out(study, names)}, so there is no codeword for it. One such symbol is enough: a "
            "mean that holds ∞ is ∞. A code that must carry anything gives every symbol a little probability."
        )
    else:
        items.append(_about_huffman(study))
        if left := sent.message.size % block:
            items.append(
                f"{words.count(sent.message.size, 'symbol')} are no whole number of blocks of {block}: the last block "
                f"was filled up, and its whole codeword counts for {words.count(left, 'symbol')} only."
            )
        share = "1 bit" if block == 1 else f"1/{block} of a bit"
        items.append(
            f"Shannon's code rounds every surprise −log₂ Q up to whole bits: {_bits(study.shannon_mean, study)} on "
            f"average, never {share} or more above H(P,Q) = {_bits(total, study)}."
        )
        spare = len(sent.arithmetic.bits) - float(sent.ideal[-1]) * sent.message.size
        items.append(
            f"Arithmetic coding rounds no symbol up to whole bits. The message has its ideal length −Σ log₂ Q = "
            f"{words.number(float(sent.ideal[-1]) * sent.message.size, 1)} bits, and it took {words.number(spare, 1)} "
            "more: never over 2, however long the message is."
        )
        if 0 < total < 1:
            items.append(
                f"What is {_bits(total, study)}? Not the cost of any one symbol: the length of a long message, divided "
                "by its number of symbols."
            )
    if block == 1 and isfinite(total) and study.huffman_mean > total + ROUNDED:
        items.append("Let several symbols share a codeword: they also share the loss from rounding to whole bits.")
    items.append("A message is a sample: short ones stray from H(P,Q), long ones settle. Draw another one and compare.")
    if unit.name != "bits":
        items.append(f"All lengths here stay in bits, though the sidebar says {unit.name}: bits are what is sent.")
    return items


def _about_huffman(study: CodedSample) -> str:
    sent, total = study.sent, float(study.per_symbol.cross_entropy)
    mean, block = float(study.huffman_mean), sent.huffman_code.block
    words_of = "Huffman's codewords" if block == 1 else f"Huffman's codewords for {block} symbols each"
    opening = f"{words_of} take {_bits(mean, study)} a symbol on average"
    if np.allclose(sent.huffman_code.implied(), study.per_block_q, rtol=1e-12, atol=0):
        return f"{opening}: exactly H(P,Q), because Q holds powers of ½ and every surprise is a whole number of bits."
    fitted = "" if block > 1 or study.per_symbol.q.size > 5 else _fitted(study)
    if mean < total:
        return (
            f"{opening}, less than H(P,Q) = {_bits(total, study)}. Whole lengths fit another distribution than Q, "
            f"2^−length{fitted}, and that one happens to lie nearer to P."
        )
    return (
        f"{opening}, more than H(P,Q) = {_bits(total, study)}: whole lengths fit another distribution than Q, "
        f"2^−length{fitted}."
    )


def _fitted(study: CodedSample) -> str:
    return f" = {', '.join(words.percent(x) for x in study.sent.huffman_code.implied())}"
