"""The words of the lesson on the loss curve: results in, sentences and LaTeX out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np

from ce_core import BinaryDecomposition, LossCurve, information_content, probability_of
from pages.shared import words
from pages.shared.palette import Palette
from pages.shared.words import Unit, tinted


def _hard(y: float) -> bool:
    return y in (0.0, 1.0)


def _at(point: LossCurve) -> float:
    return float(point.p[0])


# --- one target --------------------------------------------------------------------------------------------


def picture(point: LossCurve, hard: Sequence[LossCurve], unit: Unit) -> str:
    """The curve read aloud: what the prediction costs for this target, and why."""
    y, p, loss = point.y, _at(point), float(point.loss[0])
    cost, floor = words.amount(loss, unit), words.amount(point.floor, unit)
    if _hard(y):
        given = p if y == 1 else 1 - p
        other = next(label for label in hard if label.y != y)
        if loss == inf:
            return (
                f"The answer is {words.short(y)} and the prediction says it is impossible: the loss is ∞. "
                "Nothing was left for what happened, and no later success can pay for that."
            )
        if loss == 0:
            return f"The answer is {words.short(y)} and the prediction was certain of it: the loss is 0."
        return (
            f"The answer is {words.short(y)} and the prediction gave it {words.percent(given)}: "
            f"that costs {cost}. Had the answer been {words.short(other.y)}, "
            f"the same prediction would have cost {words.amount(other.loss[0], unit)}."
        )
    if loss == inf:
        never = "1" if p == 0 else "0"
        return (
            f"The target {words.short(y)} leaves room for both answers, and p = {words.short(p)} rules out "
            f"{never}: the loss is ∞, however rarely {never} occurs. The floor stays {floor}."
        )
    if point.excess[0] == 0:
        return (
            f"The prediction equals the target, and the loss is still {cost}. That is the floor H(y), "
            f"not a bad guess: no prediction costs less when the target itself is {words.short(y)}."
        )
    return (
        f"The floor is {floor}: so much the target {words.short(y)} costs even if predicted exactly. "
        f"Saying {words.short(p)} instead costs {words.amount(point.excess[0], unit)} more, {cost} in all."
    )


def curve_alt(point: LossCurve, unit: Unit) -> str:
    return (
        f"The loss against the prediction for the target {words.short(point.y)}. "
        f"At p = {words.short(_at(point))} it is {words.amount(point.loss[0], unit)}: floor "
        f"{words.amount(point.floor, unit)}, excess {words.amount(point.excess[0], unit)}."
    )


def slope_alt(point: LossCurve) -> str:
    return (
        f"The slope of the loss against the prediction. At p = {words.short(_at(point))} "
        f"it is {words.number(point.gradient[0])}."
    )


def formula(
    point: LossCurve, parts: BinaryDecomposition, hard: Sequence[LossCurve], unit: Unit, colors: Palette
) -> list[str]:
    """The loss as its two terms with the live numbers, then as floor + excess."""
    zero, one = (float(label.loss[0]) for label in sorted(hard, key=lambda label: label.y))
    y, p, log = tinted(colors.p, "y"), tinted(colors.q, "p"), unit.log
    total = tinted(colors.loss, rf"{words.tex(point.loss[0])}\ \text{{{unit.name}}}")

    def term(weight: float, surprise: float) -> str:
        if weight == 0:
            return "0"
        return rf"{tinted(colors.p, words.short(weight))}\cdot{tinted(colors.q, words.tex(surprise))}"

    floor, excess = words.tex(point.floor), words.tex(point.excess[0])
    return [
        rf"{tinted(colors.loss, 'L')}&={y}\,(-{log} {p})+(1-{y})\,(-{log}(1-{p}))",
        rf"&={term(point.y, one)}+{term(1 - point.y, zero)}",
        rf"&={words.tex(parts.positive_term[0])}+{words.tex(parts.negative_term[0])}={total}",
        "&=" + tinted(colors.floor, "H(y)") + "+" + tinted(colors.excess, r"\mathrm{KL}(y\Vert p)"),
        f"&={tinted(colors.floor, floor)}+{tinted(colors.excess, excess)}",
    ]


def slope_formula(point: LossCurve, unit: Unit) -> str:
    factor = "" if unit.base is None else rf"\cdot\frac{{1}}{{\ln {words.short(unit.base)}}}"
    return rf"\frac{{dL}}{{dp}}&=\frac{{p-y}}{{p\,(1-p)}}{factor}={words.tex(point.gradient[0])}"


def notice(
    point: LossCurve, unit: Unit, *, squared: bool = False, zero_one: bool = False, slope: bool = False
) -> list[str]:
    """What the current state of the curve shows."""
    y, p, loss = point.y, _at(point), float(point.loss[0])
    items = []
    if loss == inf:
        items.append(
            "∞ is the exact value, and a mean that contains it is ∞ too. A library that reports a finite "
            "number has put in an ε: see the view “Points”."
        )
    elif _hard(y):
        items.append(
            f"Each halving of the probability of what happened adds "
            f"{words.amount(information_content(0.5, base=unit.base), unit)}, however small it already was: "
            "that is why the curve has no end towards “certain and wrong”."
        )
    if _hard(y):
        items.append(
            "A hard target is certain, so its floor is 0 and all of the loss is excess. Only one prediction "
            "reaches it. Set the target to 0.5 and the floor rises."
        )
    else:
        items.append(
            "A soft target (a smoothed label, a grey pixel) mixes the two dotted curves: "
            f"{words.percent(y)} of “target 1” and {words.percent(1 - y)} of “target 0”."
        )
        items.append(
            f"The loss cannot reach 0 here. Its smallest value, {words.amount(point.floor, unit)}, "
            f"lies at p = {words.short(y)}; judge the excess, not the loss."
        )
    if (y == 0 and p == 0) or (y == 1 and p == 1):
        items.append("The other term is 0 · log 0. It counts as 0, its limit: what cannot happen costs nothing.")
    if squared:
        items.append(
            f"The squared error is {words.number(point.squared_error[0])}, without a unit. It is never more "
            "than 1, so it can't tell very wrong from certain and wrong; the loss can."
        )
    if zero_one:
        items.append(
            f"The 0/1 error is {words.short(point.zero_one[0])}: it asks only on which side of ½ p is. "
            "Elsewhere it is flat: the loss can rise or fall a long way while the accuracy stays as it is."
        )
    if slope:
        items.append(
            f"The slope here is {words.number(point.gradient[0])}: it says how strongly training pulls on p, "
            "and is 0 only at p = y. Near certain and wrong it grows without bound, where the squared "
            "error would pull with 2 at most."
        )
    items.append(
        "Another logarithm changes every number by the same factor and leaves the lowest point where it is: "
        f"1 nat is {words.number(information_content(probability_of(1), base=2.0))} bits."
    )
    return items


# --- soft targets ------------------------------------------------------------------------------------------


def family_picture(point: LossCurve, unit: Unit) -> str:
    """The family of curves read aloud."""
    y, p = point.y, _at(point)
    lowest = (
        f"The curve of the target {words.short(y)} is lowest at p = {words.short(y)}, and the height there "
        f"is H(y) = {words.amount(point.floor, unit)}."
    )
    if point.excess[0] == 0:
        return f"{lowest} The prediction stands there: the excess is 0, and the loss is all floor."
    return (
        f"{lowest} At p = {words.short(p)} the curve is {words.amount(point.excess[0], unit)} above that: "
        f"the loss is {words.amount(point.loss[0], unit)}."
    )


def family_alt(point: LossCurve, unit: Unit) -> str:
    return (
        "Loss curves for the targets 0, 0.1, up to 1. Each is lowest where p equals the target; the lowest "
        "points form the dome H(y), 0 at both ends and highest in the middle. " + curve_alt(point, unit)
    )


def family_notice(point: LossCurve, top: float, unit: Unit) -> list[str]:
    return [
        f"Only the targets 0 and 1 have curves that touch 0. The dome is highest for the target 0.5: "
        f"{words.amount(top, unit)}, even when predicted exactly.",
        "A loss of 0.693 nats can be a coin toss on hard labels (p = 0.5 for each) or a perfect prediction "
        "of targets of 0.5. The number alone does not say which: the floor does.",
        "Loss and excess (KL) differ by the floor, and p has no say in the floor. The two curves are "
        "parallel, their slopes are the same, so training on one is training on the other.",
        "Label smoothing and grey pixels are soft targets. Their loss stops at a floor above 0 without "
        "anything being wrong.",
    ]


# --- eleven points -----------------------------------------------------------------------------------------


def _typed(eps: float) -> str:
    return words.exact(eps).replace("e-0", "e-")


def eleven_picture(exact: LossCurve, clipped: LossCurve | None, means: Sequence[float], eps: float, unit: Unit) -> str:
    """The eleven points read aloud. The means are the exact one and the one with an ε."""
    count = {10: "ten", 11: "eleven"}[len(exact.p)]
    mean, other = (words.amount(value, unit) for value in means)
    named = f"ε = {_typed(eps)}"
    if np.isfinite(exact.loss).all():
        with_eps = "" if clipped is None else f"; with {named} it is {other}"
        return (
            f"From p = 1 to p = {words.short(exact.p.min())} the loss grows from 0 to "
            f"{words.amount(exact.loss.max(), unit)}, each step costlier than the one before. "
            f"The mean of the {count} is {mean}{with_eps}."
        )
    if clipped is None:
        return (
            "The last point is the exact opposite of the target, p = 0: its loss is ∞, and so is the mean of "
            f"all {count}. Nine steps go up gently; the tenth has no end."
        )
    return (
        f"At p = 0 the loss is ∞. With {named} it is written as {words.amount(clipped.loss.max(), unit)}, "
        f"and the mean of the {count} as {other} instead of ∞. "
        "Both numbers come from the ε, not from the predictions."
    )


def eleven_alt(exact: LossCurve, unit: Unit) -> str:
    listed = "; ".join(
        f"p {words.short(p)}: {words.amount(loss, unit)}" for p, loss in zip(exact.p, exact.loss, strict=True)
    )
    return f"The loss of a target of 1 at {len(exact.p)} predictions. {listed}."


def eleven_table(
    exact: LossCurve, clipped: LossCurve | None, means: Sequence[float], eps: float, unit: Unit
) -> dict[str, list[str]]:
    """A prediction a row, and the mean in the last one."""
    table = {
        "prediction p": [*map(words.short, exact.p), "mean"],
        f"exact ({unit.name})": [*map(words.number, exact.loss), words.number(means[0])],
    }
    if clipped is not None:
        table[f"ε = {_typed(eps)} ({unit.name})"] = [
            *map(words.number, clipped.loss),
            words.number(means[1]),
        ]
    return table


def eleven_formula(eps: float, unit: Unit, colors: Palette) -> list[str]:
    log = unit.log
    lines = [
        rf"{tinted(colors.loss, 'L')}&=-{log} {tinted(colors.q, 'p')}\qquad (y=1)",
        rf"-{log} 1&=0",
        rf"-{log} 0.5&={words.tex(information_content(0.5, base=unit.base))}\ \text{{{unit.name}}}",
        rf"-{log} 0&=\infty",
    ]
    if eps:
        written = tinted(colors.excess, rf"{words.tex(information_content(eps, base=unit.base))}")
        lines.append(rf"-{log}\max(0,\varepsilon)&={written}\ \text{{{unit.name}}}")
    return lines


def eleven_notice(clipped: LossCurve | None, unit: Unit) -> list[str]:
    ten = words.amount(information_content(0.1, base=unit.base), unit)
    items = [
        f"Each factor of ten costs the same: from p = 0.1 to 0.01, to 0.001, always {ten} more. "
        "Draw it over “log p” and the curve becomes a straight line that never ends.",
        "ε is a choice, not a fact: 1e-15 writes ∞ as 34.54 nats, 1e-7 as 16.12 nats. One such prediction then "
        "moves the mean of a whole batch by whatever was chosen. Compare losses only under the same ε.",
        "Predictions of exactly 0 and 1 do occur: a sigmoid of 40 is 1 in floating point. "
        "Losses that start from logits need no ε.",
    ]
    if clipped is not None:
        items.append(
            "Clipping moves the good end too: p = 1 now costs "
            f"{words.amount(clipped.loss.min(), unit)}, and changes between 0 and ε leave no trace."
        )
    return items


# --- the ruler ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Band:
    """A stretch of mean losses in nats, from above `start` up to `end`, in words."""

    start: float
    end: float
    name: str


OPEN = "left open"
# As the tutorial's rule of thumb has it; it leaves 0.20 to 0.30 open.
BANDS = (
    Band(0.0, 0.02, "great"),
    Band(0.02, 0.05, "on the right track"),
    Band(0.05, 0.2, "fine"),
    Band(0.2, 0.3, OPEN),
    Band(0.3, 1.0, "not great"),
    Band(1.0, 2.0, "terrible"),
    Band(2.0, inf, "something is broken"),
)


def in_unit(nats: float, unit: Unit) -> float:
    """An amount in nats in another unit, as the surprise of an event that has exactly this one."""
    return float(information_content(probability_of(nats), base=unit.base))


def bands(unit: Unit) -> list[tuple[float, float, str]]:
    """The bands in a unit: start, end, words."""
    return [(in_unit(band.start, unit), in_unit(band.end, unit), band.name) for band in BANDS]


def band_of(nats: float) -> str:
    """What the rule of thumb says of a mean loss in nats."""
    if nats == 0:
        return "perfect"
    below = [band for band in BANDS if nats < band.end or (nats == band.end and band.end >= 0.3)]
    return below[0].name


def ruler_picture(nats: float, classes: int, guess: Mapping[int, float], floor: Mapping[int, float], unit: Unit) -> str:
    """The ruler read aloud: what the rule of thumb says, and what it does not know."""
    value = in_unit(nats, unit)
    says = f"{words.amount(value, unit)} is “{band_of(nats)}” by the rule of thumb."
    if band_of(nats) == OPEN:
        says = f"The rule of thumb has no word for {words.amount(value, unit)}."
    base_line = f"Guessing evenly among {classes} classes costs {words.amount(guess[classes], unit)}"
    if value < floor[classes] * (1 - 1e-9):
        return (
            f"{says} Yet labels smoothed like this cost at least {words.amount(floor[classes], unit)}: "
            "a mean below that floor was not measured on them."
        )
    lowest = ""
    if floor[classes] > 0:
        lowest = f", and the smoothed labels never cost less than {words.amount(floor[classes], unit)}"
    if abs(value - guess[classes]) <= 0.02 * guess[classes]:
        verdict = "so this is about what a guess gets"
    elif value < guess[classes]:
        verdict = "so this is better than a guess"
    else:
        verdict = "so this is worse than a guess: sure of wrong answers"
    return f"{says} {base_line}{lowest}, {verdict}."


def ruler_alt(nats: float, classes: int, guess: Mapping[int, float], unit: Unit) -> str:
    listed = "; ".join(f"{count} classes {words.amount(cost, unit)}" for count, cost in guess.items())
    return (
        f"A ruler of the bands in words and of what guessing costs: {listed}. The mean loss "
        f"{words.amount(in_unit(nats, unit), unit)} lies in the band “{band_of(nats)}”."
    )


def ruler_table(unit: Unit) -> dict[str, list[str]]:
    """The rule of thumb as printed, in nats, and in the chosen unit."""
    table = {"rule of thumb": ["perfect"], "mean loss in nats": ["0"]}

    def stretch(start: float, end: float) -> str:
        if end == inf:
            return f"above {words.short(start, 3)}"
        return f"below {words.short(end, 3)}" if start == 0 else f"{words.short(start, 3)} to {words.short(end, 3)}"

    table["rule of thumb"] += [band.name for band in BANDS]
    table["mean loss in nats"] += [stretch(band.start, band.end) for band in BANDS]
    if unit.base is not None:
        table[f"in {unit.name}"] = ["0", *(stretch(start, end) for start, end, _ in bands(unit))]
    return table


def ruler_formula(nats: float, classes: int, guess: Mapping[int, float], unit: Unit, colors: Palette) -> list[str]:
    value = tinted(colors.excess, rf"{words.tex(in_unit(nats, unit))}\ \text{{{unit.name}}}")
    return [
        rf"\text{{guess}}&=-{unit.log}\tfrac{{1}}{{{classes}}}={unit.log} {classes}",
        rf"&={words.tex(guess[classes])}\ \text{{{unit.name}}}",
        rf"\text{{yours}}&={value}",
    ]


def ruler_notice(nats: float, classes: int, guess: Mapping[int, float], unit: Unit) -> list[str]:
    return [
        f"With hard labels, a mean of {words.amount(in_unit(nats, unit), unit)} is as if every right answer had been "
        f"given {words.percent(probability_of(nats))}. A guess among {classes} gives it "
        f"{words.percent(probability_of(guess[classes], base=unit.base))}.",
        "The bands suit two balanced classes. With 1000 classes a guess costs 6.908 nats, so a loss of 2.5 nats "
        "is “broken” in words and far better than guessing in fact.",
        "If the classes are not equally common, the guess to beat is lower than ln C: it is the entropy of "
        "the class shares. For two classes at 90 % and 10 % it is 0.325 nats, not 0.693.",
        "Smoothed labels raise the floor. With smoothing 0.2 the best possible mean is 0.485 nats among 3 "
        "classes and 0.867 among 10: values that the words would call “not great”.",
        "A training loss of exactly 0 is no triumph: the model is certain of every training example, which "
        "often means that it learned them by heart. Look at the loss on data it has not seen.",
    ]
