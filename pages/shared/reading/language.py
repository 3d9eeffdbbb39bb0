"""The words of the lesson on language: what each token costs, against n, and in which units."""

import numpy as np

from ce_core import NgramCounts, OrderCosts, TextCost
from pages.shared import words
from pages.shared.language_marks import named, per, sign
from pages.shared.palette import Palette
from pages.shared.words import Unit, tinted

MOST_ROWS = 12
BASE = {"bits": "2", "nats": "e", "bans": "10"}
"""Of the logarithm that a unit stands for, as it stands in a formula."""


def many(count: int, nouns: str) -> str:
    """`1 word`, `12 words`."""
    return f"{words.short(count)} {nouns if count != 1 else nouns[:-1]}"


def times(count: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(count, f"{words.short(count)} times")


def token_at(cost: TextCost, place: int) -> str:
    """`“o” after “␣g” (character 6)`."""
    context = cost.context(place)
    after = f" after {named(context, cost.unit)}" if context else ""
    return f"{named(cost.tokens[place : place + 1], cost.unit)}{after} ({cost.unit[:-1]} {words.short(place + 1)})"


# --- surprise ----------------------------------------------------------------------------------------------


def picture(cost: TextCost, orders: OrderCosts, unit: Unit) -> str:
    """What the text costs, and what costs the most."""
    endless = cost.impossible
    if endless.size:
        first = token_at(cost, int(endless[0]))
        others = f" {many(endless.size - 1, 'other ' + cost.unit)} cost ∞ too." if endless.size > 1 else ""
        others = others.replace(" cost", " costs") if endless.size == 2 else others
        return (
            f"The model never saw {first}: its probability is 0, its surprise ∞, and so the whole text costs ∞. "
            f"{others.strip()} Give every n-gram a little with α above 0, and the cost is finite again."
        ).replace("  ", " ")
    mean = per(cost.per_token, unit, cost.unit)
    if cost.total == 0:
        return f"The model is sure of every token and right: {mean}, perplexity 1. There is nothing left to learn."
    worst = int(np.argmax(cost.surprise))
    opening = f"P costs {mean}, perplexity {words.number(cost.perplexity)}."
    most = f"The most surprising is {token_at(cost, worst)}: {words.amount(cost.surprise[worst], unit)}."
    if cost.smoothing and orders.impossible[cost.n - 1]:
        count = int(orders.impossible[cost.n - 1])
        most += f" Without smoothing, {many(count, cost.unit)} of P would cost ∞."
    return f"{opening} {most}"


def grid_alt(cost: TextCost, shown: slice, at: int, unit: Unit) -> str:
    stop = min(shown.stop, len(cost.tokens))
    return (
        f"Text P, {cost.unit} {words.short(shown.start + 1)} to {words.short(stop)} of "
        f"{words.short(len(cost.tokens))}, each shaded by its surprise. Framed: {token_at(cost, at)}, "
        f"{words.amount(cost.surprise[at], unit)}."
    )


def shown_part(cost: TextCost, shown: slice) -> str:
    count = len(cost.tokens)
    stop = min(shown.stop, count)
    part = f"{cost.unit.capitalize()} {words.short(shown.start + 1)}–{words.short(stop)} of {words.short(count)}."
    return f"{part} ␣ is a blank, ↵ a line break." if cost.unit == "characters" else part


def orders_alt(orders: OrderCosts, unit: Unit) -> str:
    listed = "; ".join(
        f"n = {n}: P {words.number(smoothed)}, not smoothed {words.number(exact)}, training text {words.number(own)}"
        for n, smoothed, exact, own in zip(orders.n, orders.smoothed, orders.exact, orders.own_smoothed, strict=True)
    )
    return f"Lines of the mean cost against n, in {unit.name} per {orders.unit[:-1]}. {listed}."


def amounts(cost: TextCost, unit: Unit) -> dict[str, str]:
    return {
        f"{unit.name} per character": words.number(cost.per_character),
        f"{unit.name} per byte": words.number(cost.per_byte),
        f"{unit.name} per word": words.number(cost.per_word),
        f"perplexity per {cost.unit[:-1]}": words.number(cost.perplexity),
        f"whole text, {unit.name}": words.number(cost.total),
        "different tokens, V": words.short(cost.vocabulary_size),
    }


def formula(cost: TextCost, at: int, unit: Unit, colors: Palette) -> list[str]:
    """The surprise of the token that is looked at, the mean, and the perplexity."""
    alpha, size = words.short(cost.smoothing), _tex(cost.vocabulary_size)
    count, followed = _tex(int(cost.count[at])), _tex(int(cost.context_count[at]))
    live = fraction(f"{count}+{alpha}", rf"{followed}+{alpha}\cdot {size}")
    if cost.smoothing == 0:
        live = fraction(count, followed)
    h, total, mean, perplexity = (
        tinted(colors.loss, words.tex(value))
        for value in (cost.surprise[at], cost.total, cost.per_token, cost.perplexity)
    )
    length, name = tinted(colors.p, "N"), tinted(colors.loss, f"h_{{{_tex(at + 1)}}}")
    letters = tinted(colors.q, fraction(r"c+\alpha", r"C+\alpha V"))
    each = tinted(colors.loss, "h_i")
    return [
        rf"{name}&=-{unit.log}{letters}",
        rf"&=-{unit.log}{tinted(colors.q, live)}",
        rf"&={h}\ \text{{{unit.name}}}",
        tinted(colors.loss, "H")
        + rf"&={fraction('1', length)}\sum_{{i=1}}^{{{length}}}{each}"
        + "="
        + fraction(total, tinted(colors.p, _tex(len(cost.tokens)))),
        rf"&={mean}\ \text{{{unit.name} per {cost.unit[:-1]}}}",
        rf"\text{{perplexity}}&={BASE[unit.name]}^{{{mean}}}={perplexity}",
    ]


def fraction(above: str, below: str) -> str:
    return rf"\frac{{{above}}}{{{below}}}"


def _tex(count: int) -> str:
    return words.short(count).replace(words.NARROW_SPACE, r"\,")


def letters(cost: TextCost, at: int) -> str:
    """What c and C of the formula count, for the token that is looked at."""
    count, followed = int(cost.count[at]), int(cost.context_count[at])
    token, context = named(cost.tokens[at : at + 1], cost.unit), cost.context(at)
    size = (
        f"V = 1: the same {cost.unit[:-1]} makes up both texts."
        if cost.vocabulary_size == 1
        else f"V = {words.short(cost.vocabulary_size)} different {cost.unit} occur in both texts together."
    )
    if not context:
        short = " (the first of the text has nothing before it)" if cost.n > 1 else ""
        return f"c: the training text has {token} {times(count)} among C = {many(followed, cost.unit)}{short}. {size}"
    before = named(context, cost.unit)
    if not followed:
        rest = (
            "so no probability is defined: without smoothing it counts as 0"
            if not cost.smoothing
            else "so all V are as likely"
        )
        return f"C = 0: in the training text nothing ever follows {before}, {rest}. {size}"
    return (
        f"C: in the training text {before} is followed by something {times(followed)}, by {token} {times(count)} "
        f"(c = {words.short(count)}). {size}"
    )


def notice(cost: TextCost, orders: OrderCosts, unit: Unit) -> list[str]:
    last = orders.n[-1]
    items = []
    if last > 1 and words.number(orders.own_exact[0]) == words.number(orders.own_exact[-1]):
        items.append(
            f"The training text itself, not smoothed, costs {per(orders.own_exact[0], unit, cost.unit)} at every n: "
            "longer n-grams have nothing to add."
        )
    elif last > 1:
        own = f"{words.number(orders.own_exact[0])} to {words.amount(orders.own_exact[-1], unit)}"
        items.append(
            f"From n = 1 to n = {last} the training text itself, not smoothed, gets cheaper, from {own} per "
            f"{cost.unit[:-1]}: with long n-grams the model only repeats what it has read."
        )
    endless = np.flatnonzero(np.isinf(orders.exact))
    if endless.size:
        first = int(endless[0])
        new = int(orders.impossible[first])
        items.append(
            f"Not smoothed, P costs ∞ from n = {orders.n[first]} on: one n-gram that the model never saw is enough; "
            f"at n = {orders.n[first]}, P has {many(new, cost.unit)} that {'ends' if new == 1 else 'end'} such a one."
        )
    else:
        items.append("Not smoothed, P costs a finite amount for every n: all its n-grams occur in the training text.")
    if cost.smoothing and np.isfinite(orders.smoothed).all() and last > 1:
        best = int(np.argmin(orders.smoothed))
        value = words.amount(orders.smoothed[best], unit)
        if best < last - 1:
            new = f"At n = {last}, {words.short(int(orders.impossible[-1]))} of its {many(len(cost.tokens), cost.unit)}"
            items.append(
                f"With α = {words.short(cost.smoothing)}, P is cheapest at n = {orders.n[best]}, {value}. "
                f"{new} end an n-gram that is new to the model, and smoothing is all it has to go by."
            )
        else:
            items.append(f"With α = {words.short(cost.smoothing)}, P is cheapest at the longest n, {value}.")
        unknown = int(np.sum(cost.context_count == 0))
        if unknown:
            items.append(
                f"{many(unknown, cost.unit)} of P stand behind a context that the model never saw continued: there all "
                f"{words.short(cost.vocabulary_size)} are equally likely."
            )
    if np.isfinite(cost.total):
        items.append(
            f"The loss, {per(cost.per_token, unit, cost.unit)}, and the perplexity say the same: guessing among "
            f"{words.number(cost.perplexity)} equally likely {cost.unit} would cost as much."
        )
    items.append(
        "Rules: nothing is normalised, capitals and accents stay as they are. The first tokens are predicted from the "
        "few before them."
        + (" Words are what stands between white space, which is not coded." if cost.unit == "words" else "")
    )
    return items


# --- rates -------------------------------------------------------------------------------------------------


def rates_picture(cost: TextCost, unit: Unit) -> str:
    total = words.amount(cost.total, unit)
    parts = (
        f"{words.number(cost.per_character)} per character, {words.number(cost.per_byte)} per byte and "
        f"{words.number(cost.per_word)} per word"
    )
    if np.isinf(cost.total):
        return "P costs ∞, and ∞ divided by anything stays ∞. Choose α above 0, or a text that the model knows."
    wide = cost.bytes - cost.characters
    if wide:
        why = (
            "A character that is not ASCII, an accented letter, another script or an emoji, takes two to four bytes in "
            f"UTF-8: P has {words.short(wide)} more bytes than characters."
        )
    else:
        why = "Every character of this text is one byte in UTF-8, so these two agree; an accent parts them."
    return f"One length, {total}, divided in three ways: {parts}. {why}"


def rates_alt(cost: TextCost, unit: Unit) -> str:
    return (
        f"Bars of what P has: {many(cost.characters, 'characters')}, {many(cost.bytes, 'bytes')}, "
        f"{many(cost.words, 'words')}; and of {unit.name} for each: {words.number(cost.per_character)}, "
        f"{words.number(cost.per_byte)}, {words.number(cost.per_word)}."
    )


def rates_formula(cost: TextCost, unit: Unit, colors: Palette) -> list[str]:
    total = tinted(colors.loss, words.tex(cost.total))
    return [
        rf"{fraction(total, tinted(colors.p, _tex(count)))}&={tinted(colors.loss, words.tex(value))}"
        + rf"\ \text{{{unit.name} per {name}}}"
        for name, count, value in (
            ("character", cost.characters, cost.per_character),
            ("byte", cost.bytes, cost.per_byte),
            ("word", cost.words, cost.per_word),
        )
    ]


def wide_table(counts: NgramCounts) -> dict[str, list[str]]:
    """The most frequent characters that take more than one byte, from the counts of single characters; or nothing."""
    wide = [(times, gram[0]) for gram, times in zip(counts.grams, counts.counts.tolist(), strict=True)]
    rows = sorted((row for row in wide if not row[1].isascii()), key=lambda row: (-row[0], row[1]))[:MOST_ROWS]
    if not rows:
        return {}
    return {
        "character": [sign(character) for _, character in rows],
        "code point": [f"U+{ord(character):04X}" for _, character in rows],
        "bytes in UTF-8": [character.encode().hex(" ").upper() for _, character in rows],
        "times in P": [words.short(times) for times, _ in rows],
    }


def wide_part(counts: NgramCounts) -> str:
    wide = sum(not gram[0].isascii() for gram in counts.grams)
    if not wide:
        return "There is none: all characters of P are ASCII, one byte each."
    some = (
        f"The {MOST_ROWS} most frequent of {words.short(wide)}."
        if wide > MOST_ROWS
        else f"{words.short(wide)} of them."
    )
    return f"{some} All others are ASCII, one byte each."


def rates_notice(cost: TextCost, unit: Unit) -> list[str]:
    items = [
        "Ask per what a figure is meant before you compare it with another: the text has not changed, only what "
        "its length is divided by."
    ]
    if np.isfinite(cost.total) and cost.bytes > cost.characters:
        cheaper = words.percent(1 - cost.per_byte / cost.per_character)
        items.append(f"Per byte it looks {cheaper} cheaper than per character, and no model has become better.")
    items.append(
        f"The perplexity, {words.number(cost.perplexity)}, is per {cost.unit[:-1]}, for that is what the model "
        "predicts. A model of words and a model of characters compare per byte or per character only."
    )
    if cost.unit == "words":
        items.append(
            "Words are the tokens here and white space is not coded: the figure per character leaves the blanks unpaid."
        )
    items.append(
        "The same accent can be one code point, or a letter and an accent of its own. Nothing is normalised here: "
        "the two spellings have different lengths."
    )
    return items
