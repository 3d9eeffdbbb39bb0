"""The words of the lesson on language: perplexity, several messages as one number, and two sequences."""

from math import isfinite, isinf

import numpy as np

from ce_core import Exponentiation, LineCosts, NgramComparison, TextCost
from pages.shared import words
from pages.shared.figures.language import MOST_BARS
from pages.shared.language_marks import LONGEST, named, per, sign
from pages.shared.palette import Palette
from pages.shared.reading.language import BASE, fraction, many
from pages.shared.words import Unit, tinted

# --- perplexity --------------------------------------------------------------------------------------------


def exponents_picture(cost: TextCost, rows: tuple[Exponentiation, ...]) -> str:
    bits, nats, low, _ = rows
    if isinf(bits.value):
        return "The loss is ∞, and so is every power of it. Choose α above 0, or a text that the model knows."
    if bits.value == 1:
        return "The loss is 0 in every unit, and every power is 1: only here does the base not matter."
    return (
        f"The loss is {words.number(bits.loss)} bits or {words.number(nats.loss)} nats per {cost.unit[:-1]}. With the "
        f"base that belongs to it, either gives the perplexity {words.number(cost.perplexity)}. "
        f"2 to the power of the nats gives {words.number(low.value)}, which is too low and means nothing."
    )


def exponents_alt(rows: tuple[Exponentiation, ...]) -> str:
    bits, nats, low, high = (words.number(row.value) for row in rows)
    return f"Bars: 2 to the bits {bits}, e to the nats {nats}; mixed: 2 to the nats {low}, e to the bits {high}."


def exponents_formula(rows: tuple[Exponentiation, ...], colors: Palette) -> list[str]:
    lines = []
    for row in rows:
        color = colors.loss if row.matched else colors.excess
        unit = "bits" if row.loss_base == 2 else "nats"
        power = rf"{'2' if row.base == 2 else 'e'}^{{{words.tex(row.loss)}\ \text{{{unit}}}}}"
        verdict = "the perplexity" if row.matched else "nothing of the kind"
        lines.append(f"{tinted(color, power)}&={tinted(color, words.tex(row.value))}" + rf"\quad\text{{{verdict}}}")
    return lines


def exponents_notice(cost: TextCost, rows: tuple[Exponentiation, ...]) -> list[str]:
    bits, _, low, high = rows
    items = [
        "Deep-learning libraries print the loss in nats. Its perplexity is e^loss; 2^loss is for bits.",
        "Perplexity has no unit and no base left: in bits, nats or bans the same text gets the same number.",
    ]
    if isfinite(bits.value) and bits.value > 1:
        items.append(
            f"Perplexity {words.number(cost.perplexity)} means: as unsure as with {words.number(cost.perplexity)} "
            f"equally likely {cost.unit}."
        )
        items.append(
            f"The mixed powers differ by more, the higher the loss: {words.number(low.value)} and "
            f"{words.number(high.value)} here."
        )
    return items


# --- messages ----------------------------------------------------------------------------------------------


def messages_picture(lines: LineCosts, cost: TextCost) -> str:
    total = lines.aggregate
    count = len(lines.lines)
    if count == 1:
        return (
            f"P is a single message of perplexity {words.number(cost.perplexity)}: a mean over one is that one. "
            "Give it a second line."
        )
    if isinf(total.perplexity_of_mean):
        endless = int(np.sum(np.isinf(lines.losses)))
        which = f"{'Message' if endless == 1 else 'Messages'} {words.listing(_endless(lines))}"
        return f"{which} cost{'s' if endless == 1 else ''} ∞: both means are ∞ then, however cheap the others are."
    mean, right = words.number(total.mean_of_perplexities), words.number(total.perplexity_of_mean)
    if np.allclose(lines.losses, lines.losses[0], rtol=1e-12):
        every = "Both messages" if count == 2 else f"All {many(count, 'messages')}"
        return f"{every} have the same perplexity, so both means agree: {right}."
    return (
        f"The mean of the {words.short(count)} perplexities is {mean}, but the perplexity of all messages together, "
        f"from their mean loss, is {right}. The first is always the larger one: bad messages weigh too much in it."
    )


def _endless(lines: LineCosts) -> list[str]:
    found = [words.short(i + 1) for i in np.flatnonzero(np.isinf(lines.losses)).tolist()]
    return found if len(found) <= MOST_BARS else [*found[:MOST_BARS], f"{words.short(len(found) - MOST_BARS)} more"]


def messages_alt(lines: LineCosts) -> str:
    total = lines.aggregate
    listed = "; ".join(words.number(value) for value in total.perplexities[:MOST_BARS])
    return (
        f"Bars of the perplexity of every message: {listed}. Lines: their mean, "
        f"{words.number(total.mean_of_perplexities)}, and the perplexity of the mean loss, "
        f"{words.number(total.perplexity_of_mean)}."
    )


def messages_part(lines: LineCosts) -> str:
    count = len(lines.lines)
    shown = f"Drawn: messages 1–{MOST_BARS} of {words.short(count)}. " if count > MOST_BARS else ""
    return f"{shown}Every line of P is a message. Both means are over all messages, and weigh each by its tokens."


def messages_table(lines: LineCosts, unit: Unit) -> dict[str, list[str]]:
    return {
        "message": [words.shortened(sign(line[:500]), LONGEST) or "(empty)" for line in lines.lines[:MOST_BARS]],
        "tokens": [words.short(count) for count in lines.tokens[:MOST_BARS]],
        f"loss, {unit.name} per token": [words.number(loss) for loss in lines.losses[:MOST_BARS]],
        "perplexity": [words.number(value) for value in lines.aggregate.perplexities[:MOST_BARS]],
    }


def messages_formula(lines: LineCosts, cost: TextCost, unit: Unit, colors: Palette) -> list[str]:
    total = lines.aggregate
    weight = int(lines.tokens.sum())
    pairs = list(zip(lines.tokens.tolist(), total.perplexities, lines.losses, strict=True))
    some, more = pairs[:3], r"+\dots" if len(pairs) > 3 else ""
    sums = "+".join(rf"{count}\cdot{tinted(colors.p, words.tex(value))}" for count, value, _ in some)
    losses = "+".join(rf"{count}\cdot{tinted(colors.p, words.tex(loss))}" for count, _, loss in some)
    return [
        rf"\text{{mean of perplexities}}&=\frac{{{sums}{more}}}{{{weight}}}",
        rf"&={tinted(colors.excess, words.tex(total.mean_of_perplexities))}",
        rf"\text{{mean loss}}&=\frac{{{losses}{more}}}{{{weight}}}",
        rf"&={tinted(colors.loss, words.tex(cost.per_token))}\ \text{{{unit.name}}}",
        rf"\text{{perplexity of it}}&={BASE[unit.name]}^{{{tinted(colors.loss, words.tex(cost.per_token))}}}"
        + rf"={tinted(colors.loss, words.tex(total.perplexity_of_mean))}",
    ]


def messages_notice(lines: LineCosts) -> list[str]:
    total = lines.aggregate
    items = [
        "Average losses first, then take the power once. The power of a mean is the geometric mean of the "
        "perplexities; it never exceeds the arithmetic one (Jensen's inequality).",
        "The mean over batches that a training loop prints is this mistake whenever it averages perplexities.",
    ]
    if isfinite(total.mean_of_perplexities) and total.mean_of_perplexities > total.perplexity_of_mean * (1 + 1e-9):
        over = words.percent(total.mean_of_perplexities / total.perplexity_of_mean - 1)
        items.append(f"Here the mean of perplexities is {over} above the perplexity.")
    if np.unique(lines.tokens).size > 1:
        items.append(
            "The messages differ in length, so each counts by its tokens; equal weights give yet another number."
        )
    return items


# --- two sequences -----------------------------------------------------------------------------------------


def grams_picture(result: NgramComparison, unit: Unit) -> str:
    parts = result.decomposition
    noun = f"{result.n}-gram"
    new = np.flatnonzero((result.p_counts > 0) & (result.q_counts == 0))
    first = named(result.grams[int(new[0])], result.unit) if new.size else ""
    total = words.amount(parts.cross_entropy, unit)
    more = f" and {many(new.size - 1, 'others')}" if new.size > 1 else ""
    if isinf(parts.cross_entropy):
        return (
            f"{first}{more} in P never occur{'s' if new.size == 1 else ''} in the training text: Q gives 0, and H(P,Q) "
            "is ∞. Smoothing gives every n-gram of the list a share."
        )
    if parts.kl == 0:
        return (
            f"Both texts have the same {noun} frequencies: no excess. The cost, {total} per {noun}, is the floor H(P)."
        )
    verbs = (
        "is new to the training text and has its" if new.size == 1 else "are new to the training text and have their"
    )
    unseen = f" {first}{more} {verbs} share from smoothing alone." if new.size else ""
    return (
        f"Coding the {noun}s of P with the frequencies of the training text costs {total} per {noun}; "
        f"{words.amount(parts.entropy, unit)} of it is the floor.{unseen}"
    )


def grams_alt(result: NgramComparison) -> str:
    shown = slice(0, MOST_BARS)
    rows = zip(result.grams[shown], result.decomposition.p[shown], result.decomposition.q[shown], strict=True)
    listed = "; ".join(f"{named(gram, result.unit)}: P {words.percent(p)}, Q {words.percent(q)}" for gram, p, q in rows)
    return f"Bars of P beside Q for each n-gram. {listed}."


def stack_alt(result: NgramComparison, unit: Unit) -> str:
    parts = result.decomposition
    return (
        f"A bar of two parts: the floor H(P), {words.amount(parts.entropy, unit)}, and the excess KL(P‖Q), "
        f"{words.amount(parts.kl, unit)}; together {words.amount(parts.cross_entropy, unit)} per {result.n}-gram."
    )


def grams_part(result: NgramComparison) -> str:
    count = len(result.grams)
    drawn = f"Drawn: the {MOST_BARS} most frequent. " if count > MOST_BARS else ""
    every = f"all {words.short(count)} n-grams that occur" if count > 1 else "the only n-gram that occurs"
    return f"{drawn}The bar below is over {every} in either text."


def grams_table(result: NgramComparison, unit: Unit) -> dict[str, list[str]]:
    shown = slice(0, MOST_BARS)
    parts = result.decomposition
    return {
        f"{result.n}-gram": [named(gram, result.unit) for gram in result.grams[shown]],
        "in P": [words.short(count) for count in result.p_counts[shown]],
        "in the training text": [words.short(count) for count in result.q_counts[shown]],
        "P": [words.number(value) for value in parts.p[shown]],
        "Q": [words.number(value) for value in parts.q[shown]],
        f"−log Q, {unit.name}": [words.number(value) for value in parts.surprise_per_event[shown]],
        f"−P log Q, {unit.name}": [words.number(value) for value in parts.cross_entropy_per_event[shown]],
    }


def grams_formula(result: NgramComparison, unit: Unit, colors: Palette) -> list[str]:
    parts = result.decomposition
    size = len(result.grams)
    p_total, q_total = str(result.p_counts.sum()), str(result.q_counts.sum())
    alpha = words.short(result.smoothing)
    p, q = str(result.p_counts[0]), str(result.q_counts[0])
    smoothed = fraction(f"{q}+{alpha}", rf"{q_total}+{alpha}\cdot {size}") if result.smoothing else fraction(q, q_total)
    return [
        tinted(colors.p, "P_1") + "&=" + tinted(colors.p, f"{fraction(p, p_total)}={words.tex(parts.p[0])}"),
        tinted(colors.q, "Q_1") + "&=" + tinted(colors.q, f"{smoothed}={words.tex(parts.q[0])}"),
        tinted(colors.loss, "H(P,Q)")
        + rf"&=\textstyle\sum_g {tinted(colors.p, 'P_g')}\,({tinted(colors.q, '-' + unit.log + ' Q_g')})",
        rf"&={tinted(colors.loss, words.tex(parts.cross_entropy))}\ \text{{{unit.name} per {result.n}-gram}}",
        "&=" + tinted(colors.floor, "H(P)") + "+" + tinted(colors.excess, r"\mathrm{KL}(P\Vert Q)"),
        f"&={tinted(colors.floor, words.tex(parts.entropy))}+{tinted(colors.excess, words.tex(parts.kl))}",
    ]


def grams_notice(result: NgramComparison, cost: TextCost, unit: Unit) -> list[str]:
    parts = result.decomposition
    items = [
        f"P and Q are how often each {result.n}-gram occurs in its text. Only Q is smoothed: P is what was observed.",
    ]
    if isfinite(parts.cross_entropy):
        items.append(
            f"No Q gets below the floor H(P), {words.amount(parts.entropy, unit)} per {result.n}-gram. The excess, "
            f"{words.amount(parts.kl, unit)}, says how far the two sequences are apart, and it is not symmetric."
        )
    else:
        items.append("A sequence that is longer, or a smaller n, leaves fewer n-grams unseen. Or smooth them.")
    if result.n > 1:
        items.append(
            f"This is per {result.n}-gram, and they overlap: it is no code length of the text. To code token by token, "
            f"each from the {many(result.n - 1, cost.unit)} before it, costs {per(cost.per_token, unit, cost.unit)} "
            "(the view “Surprise”)."
        )
    else:
        items.append(
            "For n = 1 and without smoothing this is what the view “Surprise” finds token by token: "
            "a mean over tokens is a mean over their frequencies."
        )
    return items
