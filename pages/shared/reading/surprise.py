"""The words of the lesson on surprise and entropy: results in, sentences and LaTeX out."""

from collections.abc import Mapping, Sequence
from math import isnan

import numpy as np

from ce_core import BinaryDecomposition, Decomposition, PaddedEntropy, SurpriseCurve
from pages.shared import words
from pages.shared.palette import Palette
from pages.shared.words import UNITS, Unit, tinted

TERMS_IN_A_ROW = 2  # a phone shows no more beside each other
FINE = 5e-7  # a probability nearer to 1 would be rounded to it
SMALL = 0.2  # of the largest share
NEARLY_FAIR = 0.97  # of the entropy of a fair coin
SAME = 1e-15  # thirds do not sum to 1 exactly: what is this near to balanced is balanced


def _p(point: SurpriseCurve) -> float:
    return float(point.p[0])


def _product(x: float) -> str:
    """What floating point made of a product: its NaN by name."""
    return "NaN" if isnan(x) else words.number(x)


def _amount(x: float, unit: Unit) -> str:
    """A number with its unit inside a formula."""
    return rf"{words.tex(x)}\ \text{{{unit.name}}}"


def _probability(p: float) -> str:
    """A probability inside a formula, without trailing zeros."""
    text = words.chance_tex(p, 4)
    return text.rstrip("0").rstrip(".") if "." in text and "times" not in text else text


def _believed(p: float) -> str:
    """A probability in words, of which only an exact 1 is written so."""
    return words.chance(p, 6) if p > 1 - FINE else words.short(p)


# --- one event ---------------------------------------------------------------------------------------------


def event_picture(point: SurpriseCurve, unit: Unit) -> str:
    """The curve read aloud."""
    p, h = _p(point), float(point.surprise[0])
    if p == 0:
        return "An event of probability 0 that happens all the same: the surprise is ∞. Nothing finite would be enough."
    if p == 1:
        return "A certain event is no surprise: 0. Being told that it happened tells nothing."
    return (
        f"An event that has probability {_believed(p)} carries {words.amount(h, unit)} of information when it "
        "happens: the rarer, the more."
    )


def event_alt(point: SurpriseCurve, unit: Unit) -> str:
    return (
        "Surprise against the probability of the event: 0 at probability 1, rising without end towards 0. "
        f"At P = {words.short(_p(point))} it is {words.amount(point.surprise[0], unit)}."
    )


def event_formula(point: SurpriseCurve, unit: Unit, colors: Palette) -> list[str]:
    p = _probability(_p(point))
    return [
        rf"{tinted(colors.loss, 'h(x)')}&=-{unit.log} {tinted(colors.p, 'P(x)')}",
        rf"&=-{unit.log} {tinted(colors.p, p)}",
        f"&={tinted(colors.loss, _amount(point.surprise[0], unit))}",
    ]


def other_units(points: Mapping[str, SurpriseCurve]) -> dict[str, str]:
    """The same surprise in every unit."""
    return {f"in {name}": words.amount(point.surprise[0], UNITS[name]) for name, point in points.items()}


def event_notice(point: SurpriseCurve, pair: SurpriseCurve, half: SurpriseCurve, unit: Unit) -> list[str]:
    """`pair` is the event happening twice in a row, `half` one of half its probability."""
    p, h = _p(point), point.surprise[0]
    items = []
    if p < 1 and pair.p[0] > 0:
        items.append(
            f"Probabilities multiply, surprises add: twice in a row has probability {words.short(pair.p[0])} and "
            f"carries {words.amount(pair.surprise[0], unit)}, twice as much. "
            "That is what the logarithm is for."
        )
    if half.p[0] > 0:
        items.append(
            f"Half the probability is always the same step up: P = {words.short(half.p[0])} carries "
            f"{words.amount(half.surprise[0], unit)}, {words.amount(half.surprise[0] - h, unit)} more. "
            "Over “log P” the curve is a straight line."
        )
    if p == 0:
        items.append(
            "∞ is exact here. In an average it counts only if the event can happen: 0 · ∞ is taken as 0. "
            "The view “p log p” shows why."
        )
    items.append(
        "Bits ask how many yes-or-no questions the news is worth. Another logarithm is another unit of the same "
        "thing, as metres and feet are."
    )
    items.append(
        "Surprise depends on the probability that was believed, not on how important the event is. Believe Q instead "
        "of P and the surprise is −log Q: from there on it is cross-entropy."
    )
    return items


# --- its share ---------------------------------------------------------------------------------------------


def share_picture(point: SurpriseCurve, unit: Unit) -> str:
    """The product of probability and surprise read aloud."""
    p, h, share = _p(point), point.surprise[0], point.weighted[0]
    if p == 0:
        return (
            "At P = 0 the surprise is ∞ and the share is 0: P falls faster than −log P rises, so the product runs "
            f"into 0. A computer that multiplies 0 by ∞ gets {_product(point.multiplied[0])}."
        )
    if p == 1:
        return "A certain event happens always and surprises never: its share of the entropy is 1 · 0 = 0."
    if abs(p - point.peak_at) < 0.005:
        side = "No other probability makes a larger share."
    elif p > point.peak_at:
        side = "It would surprise more if it were rarer, but also happen less often."
    elif share < SMALL * point.peak:
        side = "It is a big surprise that comes so rarely that the share is small again."
    else:
        side = "It would happen more often if it were likelier, but also surprise less."
    return (
        f"It happens {words.percent(p)} of the time and carries {words.amount(h, unit)} then: on average "
        f"{words.amount(share, unit)}. {side}"
    )


def factors(point: SurpriseCurve, unit: Unit) -> dict[str, str]:
    """The two factors and their product."""
    return {
        "P": words.short(_p(point)),
        "−log P": words.amount(point.surprise[0], unit),
        "−P log P": words.amount(point.weighted[0], unit),
    }


def share_alt(point: SurpriseCurve, unit: Unit) -> str:
    return (
        "Three curves over the probability P: P itself rises, −log P falls, and their product −P log P is 0 at both "
        f"ends. At P = {words.short(_p(point))} the product is {words.amount(point.weighted[0], unit)}; the highest is "
        f"{words.amount(point.peak, unit)} at P = {words.number(point.peak_at)}."
    )


def share_formula(point: SurpriseCurve, unit: Unit, colors: Palette) -> list[str]:
    p, h = tinted(colors.p, _probability(_p(point))), tinted(colors.loss, words.tex(point.surprise[0]))
    share = tinted(colors.floor, _amount(point.weighted[0], unit))
    lines = [
        rf"&{tinted(colors.p, 'P')}\,({tinted(colors.loss, '-' + unit.log + ' P')})",
        rf"&={p}\cdot{h}={share}" if _p(point) else rf"&\to{share}\quad\text{{as }}P\to 0",
    ]
    if _p(point):
        lines.append(rf"&\lim_{{P\to 0}}-P\,{unit.log} P=0")
    return lines


def limit_table(points: SurpriseCurve, unit: Unit) -> dict[str, list[str]]:
    """The way to 0, a probability a row."""
    return {
        "P": [*map(words.short, points.p)],
        f"−log P ({unit.name})": [*map(words.number, points.surprise)],
        f"−P log P ({unit.name})": [*map(words.number, points.weighted)],
        "as multiplied": [*map(_product, points.multiplied)],
    }


def ratio_table(cases: Decomposition, unit: Unit) -> dict[str, list[str]]:
    """p log(p/q) where one of the two, or both, are 0."""
    return {
        "p": [*map(words.short, cases.p)],
        "q": [*map(words.short, cases.q)],
        f"p log(p/q) ({unit.name})": [*map(words.number, cases.kl_per_event)],
        "because": [_ratio_reason(p, q) for p, q in zip(cases.p, cases.q, strict=True)],
    }


def _ratio_reason(p: float, q: float) -> str:
    if p == 0:
        return "never happens: 0 · log 0" if q == 0 else "never happens"
    return "happens, and q ruled it out" if q == 0 else "nothing is 0 here"


def share_notice(point: SurpriseCurve, tiny: SurpriseCurve, unit: Unit) -> list[str]:
    """`tiny` is a probability near 0 for comparison."""
    items = [
        "0 · log 0 is 0 by its limit, and that is what it must be: adding an event that never happens to a list of "
        "events must not change their entropy.",
        f"Already at P = {words.short(tiny.p[0])} the share is only {words.amount(tiny.weighted[0], unit)}, though the "
        f"surprise is {words.amount(tiny.surprise[0], unit)}.",
        f"The largest share belongs to P = 1/e = {words.number(point.peak_at)}: {words.amount(point.peak, unit)}. "
        "In every unit it is the same P.",
        "So log(p/q) is no division by zero where p is 0: that event is not counted. Only q = 0 where p is above 0 "
        "costs ∞, and a library that shows a number there has put in an ε.",
    ]
    if isnan(point.multiplied[0]):
        items.insert(
            1,
            "NaN is no mathematics but floating point: 0 · ∞ has no rule there. One such term makes the whole sum NaN; "
            "code asks for P = 0 first, or uses a function such as xlogy.",
        )
    return items


# --- a coin ------------------------------------------------------------------------------------------------


def coin_picture(p: float, point: BinaryDecomposition, fair: float, unit: Unit) -> str:
    """The dome read aloud."""
    value = point.floor[0]
    if p in (0.0, 1.0):
        side = "heads" if p == 1 else "tails"
        return f"A coin that always shows {side}: nothing is open, the entropy is 0."
    if p == 0.5:
        return f"A fair coin: no other is harder to predict. Each toss carries {words.amount(value, unit)}."
    often, rare = ("heads", "tails") if p > 0.5 else ("tails", "heads")
    told = "nearly as open as that" if value >= NEARLY_FAIR * fair else f"{rare} surprises much, but seldom"
    return (
        f"The coin shows {often} {words.percent(max(p, 1 - p))} of the time. On average a toss carries "
        f"{words.amount(value, unit)}, {words.percent(value / fair)} of a fair one: {told}."
    )


def coin_sides(sides: SurpriseCurve, point: BinaryDecomposition, unit: Unit) -> dict[str, str]:
    """What each side carries when it comes, and the average."""
    heads, tails = (words.amount(value, unit) for value in sides.surprise)
    return {"heads carries": heads, "tails carries": tails, "on average": words.amount(point.floor[0], unit)}


def coin_alt(p: float, point: BinaryDecomposition, unit: Unit) -> str:
    return (
        "A dome: the entropy of a coin against its probability of heads, 0 at both ends and highest at one half. "
        f"At {words.percent(p)} heads it is {words.amount(point.floor[0], unit)}."
    )


def coin_formula(sides: SurpriseCurve, point: BinaryDecomposition, unit: Unit, colors: Palette) -> list[str]:
    """`sides` holds heads and tails."""
    symbol = tinted(colors.p, "p")
    terms = [
        "0" if value == 0 else rf"{tinted(colors.p, words.tex(value))}\cdot{tinted(colors.loss, words.tex(h))}"
        for value, h in zip(sides.p, sides.surprise, strict=True)
    ]
    total = tinted(colors.floor, _amount(point.floor[0], unit))
    return [
        rf"{tinted(colors.floor, 'H')}&={symbol}\,({tinted(colors.loss, '-' + unit.log + ' p')})",
        rf"&\quad+(1-{symbol})\,({tinted(colors.loss, '-' + unit.log + '(1-p)')})",
        f"&={terms[0]}+{terms[1]}",
        f"&={words.tex(point.positive_term[0])}+{words.tex(point.negative_term[0])}={total}",
    ]


def coin_notice(p: float, sides: SurpriseCurve, fair: float, unit: Unit) -> list[str]:
    items = []
    if 0 < p < 1 and p != 0.5:
        rare = int(np.argmin(sides.p))
        items.append(
            f"The rarer side carries {words.amount(sides.surprise[rare], unit)} when it comes, the other "
            f"{words.amount(sides.surprise[1 - rare], unit)}. The entropy is their average, weighted by how often "
            "each comes."
        )
    items += [
        f"The dome is as high in the middle as one fair toss, {words.amount(fair, unit)}, and the same on both sides: "
        "which side is the likely one does not matter.",
        "It is flat on top and steep at the ends: from 50 % to 60 % costs hardly anything, from 90 % to 100 % nearly "
        "half of the entropy.",
        "Read p as a soft label and the dome is the floor of its loss: what binary cross-entropy costs even when the "
        "prediction is exactly right.",
    ]
    return items


# --- several events ----------------------------------------------------------------------------------------


def events_picture(
    shares: SurpriseCurve, label: PaddedEntropy, balanced: Decomposition, names: Sequence[str], unit: Unit
) -> str:
    """Bars and entropy read aloud."""
    h, most = words.amount(label.entropy, unit), words.amount(balanced.cross_entropy, unit)
    top = int(np.argmax(shares.p))
    if label.entropy == 0:
        known = f"Only {words.quoted(names[top])} ever happens: the entropy of a known label is exactly 0."
        if label.eps:
            known += (
                f" With {words.exact(label.eps)} added to every entry code reports "
                f"{words.amount(label.padded_entropy, unit)}: that number is the ε, not the label."
            )
        return known
    if balanced.kl < SAME:
        every = "Both" if len(names) == 2 else f"All {len(names)}"
        told = f"{every} events are equally likely: the entropy is {h}, the most that {len(names)} can have."
    else:
        told = (
            f"{words.quoted(names[top])} has {words.percent(shares.p[top])}. The entropy is {h}, "
            f"{words.amount(balanced.kl, unit)} below the {most} of {len(names)} balanced events: skewed means "
            "predictable."
        )
    if label.eps:
        told += f" With the ε it would read {words.amount(label.padded_entropy, unit)}."
    return told


def events_alt(shares: SurpriseCurve, names: Sequence[str]) -> str:
    listed = "; ".join(f"{name}: {words.percent(p)}" for name, p in zip(names, shares.p, strict=True))
    return f"Bars of P, with a line where all events would be equally likely. {listed}."


def entropy_alt(label: PaddedEntropy, ceiling: float, unit: Unit) -> str:
    return (
        f"The entropy as a bar of the shares of the events: {words.amount(label.entropy, unit)} of at most "
        f"{words.amount(ceiling, unit)}."
    )


def events_table(shares: SurpriseCurve, label: PaddedEntropy, names: Sequence[str], unit: Unit) -> dict[str, list[str]]:
    """The calculation, an event a row; with an ε, what it makes of every row."""
    table = {
        "event": [*names, "sum"],
        "P": [*map(words.short, shares.p), "1"],
        f"−log P ({unit.name})": [*map(words.number, shares.surprise), ""],
        f"−P log P ({unit.name})": [*map(words.number, shares.weighted), words.number(label.entropy)],
    }
    if label.eps:
        table[f"−log(P+ε) ({unit.name})"] = [*map(words.number, label.surprise), ""]
        table[f"−(P+ε) log(P+ε) ({unit.name})"] = [
            *map(words.number, label.per_event),
            words.number(label.padded_entropy),
        ]
    return table


def events_formula(
    shares: SurpriseCurve, label: PaddedEntropy, balanced: Decomposition, unit: Unit, colors: Palette
) -> list[str]:
    terms = [
        "0" if p == 0 else rf"{tinted(colors.p, words.short(p, 3))}\cdot{tinted(colors.loss, words.tex(h))}"
        for p, h in zip(shares.p, shares.surprise, strict=True)
    ]
    rows = ["+".join(terms[start : start + TERMS_IN_A_ROW]) for start in range(0, len(terms), TERMS_IN_A_ROW)]
    lines = [
        tinted(colors.floor, "H(P)")
        + rf"&=\textstyle\sum_i {tinted(colors.p, 'P_i')}\,({tinted(colors.loss, '-' + unit.log + ' P_i')})",
        f"&={rows[0]}",
        *[rf"&\quad+{row}" for row in rows[1:]],
        f"&={tinted(colors.floor, _amount(label.entropy, unit))}",
        rf"{unit.log} {len(shares.p)}&={_amount(balanced.cross_entropy, unit)}",
    ]
    if label.eps:
        padded = tinted(colors.excess, _amount(label.padded_entropy, unit))
        lines.append(rf"\text{{with }}\varepsilon&:\ {padded}")
    return lines


def events_notice(
    shares: SurpriseCurve, label: PaddedEntropy, balanced: Decomposition, perplexity: float, unit: Unit
) -> list[str]:
    count, possible = len(shares.p), int(np.count_nonzero(shares.p))
    items = []
    if label.eps:
        negative = label.surprise.min() < 0
        items.append(
            f"Added to every entry, ε = {words.exact(label.eps)} makes the entries sum to more than 1"
            + (", and gives the certain event a surprise below 0" if negative else "")
            + ". It is there to dodge log 0, which needs no dodging: 0 · log 0 is 0."
        )
    if possible > 1:
        items.append(
            f"Entropy is the average surprise: {words.amount(label.entropy, unit)} here, as uncertain as "
            f"{words.number(perplexity)} equally likely events (its perplexity)."
        )
    if possible < count:
        items.append(
            f"{count - possible} of the {count} events never happen and add exactly 0. Leave them out and the entropy "
            "stays."
        )
    if balanced.kl >= SAME:
        items.append(
            f"It falls short of the balanced {words.amount(balanced.cross_entropy, unit)} by "
            f"{words.amount(balanced.kl, unit)}: the KL divergence of P from the balanced distribution. Mix P with it "
            "and watch the entropy rise."
        )
    else:
        items.append("It is the balanced distribution itself. Type a skewed P and the entropy falls.")
    items.append(
        "Names and order of the events do not matter, only how the probability is shared out. A coin, a die or a "
        "label of ten classes differ in nothing else."
    )
    return items
