"""The words of one loss under its many names and as a likelihood: results in, sentences and LaTeX out."""

from collections.abc import Sequence
from math import floor, isfinite

import numpy as np

from ce_core import IndexGrid, LikelihoodCurve, LikelihoodPath, NamedLoss
from pages.shared import words
from pages.shared.palette import Palette
from pages.shared.words import Unit, tinted

TERMS_IN_A_ROW = 4  # a phone shows no more beside each other
SAME = 1e-12
PLAIN = -3  # powers of ten above it are written without one


def _amount(x: float, unit: Unit) -> str:
    return rf"{words.tex(x)}\ \text{{{unit.name}}}"


def _rows(terms: Sequence[str], joint: str) -> list[str]:
    return [joint.join(terms[start : start + TERMS_IN_A_ROW]) for start in range(0, len(terms), TERMS_IN_A_ROW)]


# --- one batch ---------------------------------------------------------------------------------------------


def digits(losses: Sequence[NamedLoss]) -> list[str]:
    """Every value with all the digits that tell it from its neighbours."""
    return [words.exact(loss.value) if np.isfinite(loss.value) else words.number(loss.value) for loss in losses]


def batch_picture(losses: Sequence[NamedLoss], grid: IndexGrid, reduction: str, unit: Unit) -> str:
    """The bars read aloud."""
    value, count = losses[0].value, grid.per_example.size
    names = len(losses)
    of = f"the {reduction} over {words.count(count, 'example')}"
    if value == 0:
        return f"Every label was given probability 1: {of} is 0 by all {names} names."
    impossible = np.flatnonzero(np.isinf(grid.per_example))
    if impossible.size:
        listed = words.listing(str(n + 1) for n in impossible)
        place = f"Example {listed} was" if impossible.size == 1 else f"Examples {listed} were"
        return f"{place} given probability 0 for what happened: {of} is ∞ by all {names} names."
    apart = max(loss.last_places for loss in losses)
    agree = (
        "to the last digit"
        if apart == 0
        else f"and the largest distance is {words.short(apart)} "
        + ("unit in the last place" if apart == 1 else "units in the last place")
    )
    return f"{names} names, {names} formulas, one loss: {of} is {words.amount(value, unit)} by each, {agree}."


def batch_alt(losses: Sequence[NamedLoss], unit: Unit) -> str:
    listed = "; ".join(f"{loss.name}: {words.amount(loss.value, unit)}" for loss in losses)
    return f"Bars of equal length, one for each name of the loss. {listed}."


def names_table(losses: Sequence[NamedLoss], unit: Unit) -> dict[str, list[str]]:
    """A name a row: its formula, all digits, and the distance from the first row."""
    return {
        "name": [loss.name for loss in losses],
        "sum over the examples": [loss.formula for loss in losses],
        f"value ({unit.name})": digits(losses),
        "last places apart": [words.short(loss.last_places) for loss in losses],
    }


def grid_alt(grid: IndexGrid, along: str, unit: Unit) -> str:
    sums = grid.per_example if along == "classes" else grid.per_class
    listed = ", ".join(map(words.number, sums))
    return (
        f"A grid of {words.count(grid.per_example.size, 'example')} by 2 classes. In each column one of the two terms "
        f"counts, the other is 0. Summed along the {along} first: {listed}; in all {words.amount(grid.total, unit)}."
    )


def batch_formula(
    losses: Sequence[NamedLoss], grid: IndexGrid, product: float, reduction: str, unit: Unit, colors: Palette
) -> list[str]:
    """Binary cross-entropy with its terms, then as a product and as floor + excess."""
    count, log = grid.per_example.size, unit.log
    mean = reduction == "mean" and count > 1
    over = rf"\tfrac1{{{count}}}" if mean else ""
    y, p = tinted(colors.p, "y_n"), tinted(colors.q, "p_n")
    terms = [tinted(colors.loss, words.tex(value)) for value in grid.per_example]
    rows = _rows(terms, "+")
    total = tinted(colors.loss, _amount(losses[0].value, unit))
    opened, closed = (over + r"\,[\,", r"\,]") if mean else ("", "")
    rows[0] = opened + rows[0]
    rows[-1] += closed
    return [
        rf"L&=-{over}\textstyle\sum_n [\,{y}\,{log} {p}",
        rf"&\qquad\quad+(1-{y})\,{log}(1-{p})\,]",
        f"&={rows[0]}",
        *[rf"&\qquad+{row}" for row in rows[1:]],
        f"&={total}",
        rf"&=-{over}\,{log}\textstyle\prod_n {p}^{{{y}}}(1-{p})^{{1-{y}}}",
        rf"&=-{over}\,{log} {tinted(colors.q, words.tex(product, 6))}",
        rf"&={tinted(colors.loss, _amount(losses[-1].value, unit))}",
        "&=" + tinted(colors.floor, "H(Y)") + "+" + tinted(colors.excess, r"\mathrm{KL}(Y\Vert P)"),
        rf"&={tinted(colors.floor, '0')}+{tinted(colors.excess, words.tex(losses[0].value))}",
    ]


def batch_notice(losses: Sequence[NamedLoss], grid: IndexGrid, unit: Unit) -> list[str]:
    count = grid.per_example.size
    total, mean = words.amount(grid.total, unit), words.amount(grid.mean, unit)
    items = [
        "Two index sets. The index of binary cross-entropy runs over examples, and its two terms are the two classes, "
        "written out. The index of −Σ y log p runs over classes, for one example. The grid has both.",
        f"Summed along the classes first, every example keeps one number, its loss; along the examples first, every "
        f"class keeps one, {words.number(grid.per_class[0])} and {words.number(grid.per_class[1])}. The total is "
        f"{total} either way.",
        "In each column one term counts: the class that did not happen has y = 0, and 0 times anything finite or not "
        "is 0 here.",
    ]
    if count == 1:
        items.append(f"One data point: sum and mean are the same, {total}.")
    elif np.isfinite(grid.total):
        items.append(
            f"Sum or mean: {total} over {count} examples is {mean} an example. A sum grows with the batch, a mean does "
            "not; both have their minimum at the same place."
        )
    items.append(
        "Every label here is certain, so H(Y) is 0 and the whole loss is KL. That is why “cross-entropy” and “KL” name "
        "the same number for hard labels, and part for soft ones."
    )
    if np.isfinite(losses[0].value) and max(loss.last_places for loss in losses) > 0:
        items.append(
            "The last digits may part: adding logarithms and multiplying probabilities round at different steps. "
            "The mathematics is the same."
        )
    return items


# --- the likelihood ----------------------------------------------------------------------------------------


def likelihood_picture(point: LikelihoodCurve, unit: Unit, dropped: bool) -> str:
    """L(p) and its logarithm read aloud."""
    p, best = float(point.p[0]), float(point.best)
    value, loss = float(point.likelihood[0]), float(point.loss[0])
    n = point.ones + point.zeros
    name, sign, end = ("log L / N", -1, "highest") if dropped else ("−log L / N", 1, "lowest")
    opening = f"{point.ones} of {n} outcomes are 1. At p = {words.short(p)} the likelihood of all of them is "
    if value == 0:
        told = (
            f"0: p rules out what happened, and {name} is {words.number(sign * loss)}. The most likely p is the mean, "
            f"{words.short(best)}."
        )
    elif point.excess[0] < SAME:
        told = (
            f"{words.number(value, 6)}, its maximum: p is the mean of the outcomes, and {name} is {end} there, "
            f"{words.amount(sign * loss, unit)}."
        )
    else:
        told = (
            f"{words.number(value, 6)}. It is highest at their mean, p = {words.short(best)}, and {name} is {end} "
            f"there: {words.amount(sign * point.floor, unit)} instead of {words.amount(sign * loss, unit)}."
        )
    if dropped:
        told += " With the minus sign dropped the curve is turned over: minimising it would flee from the mean."
    return opening + told


def likelihood_alt(point: LikelihoodCurve, unit: Unit, dropped: bool) -> str:
    below, sign = ("log L / N, highest", -1) if dropped else ("−log L / N, lowest", 1)
    return (
        f"Two curves over p: the likelihood, highest at {words.short(point.best)}, and below it {below} at the same p. "
        f"At p = {words.short(point.p[0])}: {words.number(point.likelihood[0], 6)} and "
        f"{words.amount(sign * point.loss[0], unit)}."
    )


def likelihood_formula(point: LikelihoodCurve, unit: Unit, dropped: bool, colors: Palette) -> list[str]:
    """The product, its logarithm, and the loss, or what it becomes without its minus sign, with the live numbers."""
    p, log, n = words.short(point.p[0]), unit.log, point.ones + point.zeros
    given = tinted(colors.q, p)
    value = tinted(colors.q, words.tex(point.likelihood[0], 6))
    total = words.tex(point.log_likelihood[0])
    minus, sign, plus = ("", -1, "") if dropped else ("-", 1, "+")
    floor, excess = words.tex(sign * point.floor), words.tex(sign * point.excess[0])
    return [
        rf"{tinted(colors.q, 'L(p)')}&=\textstyle\prod_n p^{{\,k_n}}(1-p)^{{1-k_n}}",
        rf"&={given}^{{{point.ones}}}\,(1-{given})^{{{point.zeros}}}={value}",
        rf"{log} L&={point.ones}\,{log} {given}+{point.zeros}\,{log}(1-{given})",
        rf"&={total}\ \text{{{unit.name}}}",
        rf"{tinted(colors.loss, f'{minus}{log} L / {n}')}&={tinted(colors.loss, _amount(sign * point.loss[0], unit))}",
        rf"&={tinted(colors.floor, floor)}{plus}{tinted(colors.excess, excess)}",
    ]


def likelihood_notice(point: LikelihoodCurve, unit: Unit) -> list[str]:
    n = point.ones + point.zeros
    items = [
        "Every outcome picks one factor: k = 1 leaves p, k = 0 leaves 1 − p. Their product is the likelihood; "
        "−log turns it into the sum that is called log loss or binary cross-entropy.",
        "The logarithm rises with L, so the maximum of L, the maximum of log L and the minimum of −log L are at "
        f"the same p: {words.short(point.best)}, the share of ones.",
        f"The least loss is the entropy of that share, {words.amount(point.floor, unit)} a toss. What p costs beyond "
        f"it is KL, {words.amount(point.excess[0], unit)}.",
        f"Mind the sign. log L is {words.amount(point.log_likelihood[0], unit)}, never above 0; the loss is its "
        "negative. One of the sources drops the leading minus in its derivation: minimised, that would look for the "
        "least likely p.",
    ]
    if point.ones in (0, n):
        items.append(
            "All outcomes are the same, so the maximum stands at the end of the axis and the floor is 0. "
            "Training on such data drives p to certainty."
        )
    items.append(
        "With a p of its own for every example, from a network, the product is the same and its −log is the loss "
        "of a classifier. With more than two classes it is a categorical (multinoulli) likelihood."
    )
    return items


# --- a long product ----------------------------------------------------------------------------------------


def _power_of_ten(log10: float) -> tuple[str, int]:
    """The number that has this logarithm, which may be too small for a float: its digits and its power of ten."""
    mantissa, power = f"{10 ** (log10 - floor(log10)):.2f}", floor(log10)
    return ("1.00", power + 1) if mantissa == "10.00" else (mantissa, power)


def _real(path: LikelihoodPath) -> str:
    """The likelihood in real numbers."""
    log10 = float(path.log10[-1])
    if log10 > PLAIN or not isfinite(log10):
        return words.short(10**log10, 3)
    mantissa, power = _power_of_ten(log10)
    return f"{mantissa}×10{str(power).translate(words.SUPERSCRIPT)}"


def long_picture(path: LikelihoodPath, unit: Unit) -> str:
    """The falling line read aloud."""
    count, power = int(path.examples[-1]), float(path.log10[-1])
    examples = words.count(count, "example")
    mean = words.amount(-path.log_likelihood[-1] / count, unit)
    if power == -np.inf:
        return "An outcome was given probability 0. The product really is 0 and the loss ∞: nothing got lost."
    if power == 0:
        return f"Every outcome was given probability 1: after {examples} the product is still 1."
    opening = f"{examples} {'has' if count == 1 else 'have'} the likelihood {_real(path)}."
    if path.lost is None and path.single_lost is None:
        return f"{opening} Both float types can still hold it, and its logarithm: {mean} an example."
    told = f"{opening} Multiplied one by one, the product in float32 is lost after {words.whole(path.single_lost or 0)}"
    if path.lost:
        told += f" examples, in float64 after {words.whole(path.lost)}"
        told += f"; it {'gets stuck at' if path.stuck else 'ends as'} {words.number(path.product[-1])}"
    else:
        told += " examples, float64 still holds it"
    return f"{told}. The sum of logarithms loses nothing: {mean} an example."


def long_alt(path: LikelihoodPath) -> str:
    power, examples = path.log10[-1], words.count(int(path.examples[-1]), "example")
    if power == -np.inf:
        return "The likelihood as a power of ten: it ends as 0, for one outcome was given probability 0."
    if power == 0:
        return f"The likelihood as a power of ten: a level line at 1, up to {examples}."
    lost = "" if path.lost is None else f" The float64 product is lost after {words.whole(path.lost)}."
    return f"The likelihood as a power of ten, all but a straight line down to {_real(path)} after {examples}.{lost}"


def long_table(path: LikelihoodPath, unit: Unit) -> dict[str, list[str]]:
    """The end of the line by each way of computing."""
    return {
        "computed as": ["product in float32", "product in float64", "sum of logarithms"],
        "likelihood": [
            words.number(path.single[-1]),
            words.number(path.product[-1]),
            _real(path),
        ],
        f"−log L ({unit.name})": [
            words.number(path.single_loss),
            words.number(path.product_loss),
            words.number(-path.log_likelihood[-1]),
        ],
        "right up to": [
            "the end" if lost is None else words.count(lost, "example") for lost in (path.single_lost, path.lost, None)
        ],
    }


def long_formula(path: LikelihoodPath, unit: Unit, colors: Palette) -> list[str]:
    log, log10 = unit.log, float(path.log10[-1])
    real = words.tex(10**log10)
    if isfinite(log10) and log10 <= PLAIN:
        mantissa, power = _power_of_ten(log10)
        real = rf"{mantissa}\times10^{{{power}}}"
    return [
        rf"{tinted(colors.q, 'L')}&=\textstyle\prod_n p_n^{{\,y_n}}(1-p_n)^{{1-y_n}}",
        f"&={real}",
        rf"\text{{in float64: }}&{tinted(colors.excess, words.tex(path.product[-1]))}",
        rf"{tinted(colors.loss, f'-{log} L')}&=\textstyle\sum_n [\,-y_n\,{log} p_n",
        rf"&\qquad-(1-y_n)\,{log}(1-p_n)\,]",
        rf"&={tinted(colors.loss, _amount(-path.log_likelihood[-1], unit))}",
    ]


def long_notice(path: LikelihoodPath, unit: Unit) -> list[str]:
    power = path.log10[-1]
    if power == 0:
        told = "Every factor is 1 here, and so is the product, however long the data are."
    elif power == -np.inf:
        told = "One factor of 0 makes the whole product 0, in real numbers, too: no float type is to blame for that ∞."
    else:
        told = (
            "No factor of a likelihood is above 1, so with every batch it falls by the same factor again: all but a "
            "straight line in powers of ten, through every end that a float type has."
        )
    items = [
        told,
        "float64 has no positive number below 5·10⁻³²⁴, float32 none below 1.4·10⁻⁴⁵; shortly before, digits go one by "
        "one. That is one reason why everybody minimises −log L and nobody maximises L.",
    ]
    stuck = [end for stays, end in ((path.stuck, path.product[-1]), (path.single_stuck, path.single[-1])) if stays]
    if stuck:
        items.append(
            f"A product that got stuck: it stays at {words.listing(map(words.number, stuck))} and never gets to 0. So "
            "far down there are only whole multiples of the smallest number, and what each factor leaves rounds back "
            "to the same one. −log of it is a wrong number that looks right."
        )
    ends = ((path.lost, path.product[-1]), (path.single_lost, path.single[-1]))
    if any(lost is not None and end == 0 for lost, end in ends):
        items.append("−log of a product that became 0 is ∞: one number for a model that was hardly ever wrong.")
    if isfinite(power) and power < 0:
        items.append(
            "The slope of the line is the mean loss: "
            f"{words.amount(-path.log_likelihood[-1] / path.examples[-1], unit)} an example, however long the data are."
        )
    return items
