"""The words of the lesson on scores: results in, sentences and LaTeX out."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isclose, isnan

import numpy as np

from ce_core import SecondSoftmax, SigmoidStudy, SoftmaxStudy
from ce_core.published import PublishedCheck, PublishedRow
from pages.shared import words
from pages.shared.palette import Palette
from pages.shared.words import Unit, tinted

TERMS_IN_A_ROW = 2  # a phone shows no more beside each other
SAME = 1e-9  # a relative difference that no printed digit shows


def floating(x: float) -> str:
    """A number as floating point left it: its NaN by name."""
    return "NaN" if isnan(x) else words.number(x)


def _floating_amount(x: float, unit: Unit) -> str:
    return "NaN" if isnan(x) else words.amount(x, unit)


def _amount(x: float, unit: Unit) -> str:
    """A number with its unit inside a formula."""
    return rf"{words.tex(x)}\ \text{{{unit.name}}}"


def _certain(y: np.ndarray) -> int | None:
    """The class that a one-hot target names."""
    return int(np.argmax(y)) if (y == 1).any() else None


def _percent(q: float) -> str:
    """A softmax probability: never exactly 0 or 1."""
    return words.percent(words.inside(q))


def _named(names: Sequence[str], index: int) -> str:
    return words.quoted(names[index])


# --- softmax -----------------------------------------------------------------------------------------------


def softmax_picture(study: SoftmaxStudy, names: Sequence[str], unit: Unit) -> str:
    """Bars and loss read aloud."""
    q, y, loss = study.stable.q, study.y, words.amount(study.stable.loss, unit)
    right, top = _certain(y), int(np.argmax(q))
    if right is None:
        if study.excess < SAME:
            return f"The softmax is exactly the target: the loss is {loss}, all of it the floor H(y)."
        return (
            f"The target is soft: its floor is {words.amount(study.floor, unit)}. The softmax gives "
            f"{_named(names, top)} {_percent(q[top])} and costs {words.amount(study.excess, unit)} more: {loss}."
        )
    opening = f"{_named(names, right)} is right and the softmax gives it {_percent(q[right])}: the loss is {loss}."
    if study.stable.loss == 0:
        return f"{opening} It is above 0 by less than the smallest float can say."
    if right == top:
        return f"{opening} Raise its score and the loss shrinks, but never to 0."
    if study.z[right] == study.z[top]:
        return f"{opening} {_named(names, top)} has the same score."
    return (
        f"{opening} It believes in {_named(names, top)}, {_percent(q[top])}, whose score is "
        f"{words.short(study.z[top] - study.z[right], 4)} higher."
    )


def probabilities_alt(study: SoftmaxStudy, names: Sequence[str]) -> str:
    rows = zip(names, study.z, study.y, study.stable.q, strict=True)
    listed = "; ".join(
        f"{name}: score {words.short(z, 4)}, target {words.percent(y)}, softmax {_percent(q)}" for name, z, y, q in rows
    )
    return f"Bars of the target beside the softmax of the scores. {listed}."


def loss_alt(study: SoftmaxStudy, unit: Unit) -> str:
    return (
        f"A bar of two parts: the floor H(y), {words.amount(study.floor, unit)}, and on it the excess, "
        f"{words.amount(study.excess, unit)}; together the loss, {words.amount(study.stable.loss, unit)}."
    )


def gradient_alt(study: SoftmaxStudy, names: Sequence[str], unit: Unit) -> str:
    rows = zip(names, study.gradient, strict=True)
    return "Bars of the gradient of the loss. " + "; ".join(
        f"{name}: {words.amount(value, unit)}" for name, value in rows
    )


def softmax_table(study: SoftmaxStudy, names: Sequence[str], unit: Unit) -> dict[str, list[str]]:
    """The calculation, a class a row, and the sums in the last one."""
    steps = study.stable
    return {
        "class": [*names, "sum"],
        "z": [*(words.short(z, 6) for z in study.z), ""],
        "y": [*map(words.short, study.y), "1"],
        "q": [*map(words.chance, steps.q), "1"],
        f"−log q ({unit.name})": [*map(words.number, steps.surprise), ""],
        f"−y log q ({unit.name})": [*map(words.number, steps.terms), words.number(steps.loss)],
        f"gradient ({unit.name})": [*map(words.number, study.gradient), "0"],
    }


def softmax_formula(study: SoftmaxStudy, unit: Unit, colors: Palette) -> list[str]:
    """Softmax of the likeliest target class, the loss, its floor and excess, and one entry of the gradient."""
    steps, place = study.stable, int(np.argmax(study.y))
    q, y = tinted(colors.q, "q_i"), tinted(colors.p, "y_i")
    total = words.tex(steps.total, 4)
    power = words.short(steps.exponents[place], 4).replace("−", "-")
    powers = rf"\frac{{e^{{{power}}}}}{{{total}}}=\frac{{{words.tex(steps.exponentials[place], 4)}}}{{{total}}}"
    terms = [
        rf"{tinted(colors.p, words.short(weight, 3))}\cdot{tinted(colors.q, words.tex(surprise))}"
        for weight, surprise in zip(study.y, steps.surprise, strict=True)
        if weight
    ]
    rows = ["+".join(terms[start : start + TERMS_IN_A_ROW]) for start in range(0, len(terms), TERMS_IN_A_ROW)]
    parts = f"{tinted(colors.floor, words.tex(study.floor))}+{tinted(colors.excess, words.tex(study.excess))}"
    target, chance = words.short(study.y[place], 3), words.chance_tex(steps.q[place], 4)
    pull = tinted(colors.excess, _amount(study.gradient[place], unit))
    index = f"{{{place + 1}}}"
    return [
        rf"{q}&=\frac{{e^{{(z_i-m)/T}}}}{{\sum_j e^{{(z_j-m)/T}}}},\quad m=\max_j z_j",
        rf"{tinted(colors.q, 'q_' + index)}&={powers}={tinted(colors.q, chance)}",
        rf"{tinted(colors.loss, 'L')}&=\textstyle\sum_i {y}\,(-{unit.log} {q})",
        f"&={rows[0]}",
        *[rf"&\quad+{row}" for row in rows[1:]],
        f"&={tinted(colors.loss, _amount(steps.loss, unit))}",
        "&=" + tinted(colors.floor, "H(y)") + "+" + tinted(colors.excess, r"\mathrm{KL}(y\Vert q)"),
        f"&={parts}",
        rf"\tfrac{{\partial L}}{{\partial z_{index}}}&={_scale(study, unit)}({chance}-{target})",
        f"&={pull}",
    ]


def _scale(study: SoftmaxStudy, unit: Unit) -> str:
    """What stands before (q − y): 1/T, and 1/ln 2 in bits."""
    below = [] if study.temperature == 1 else [words.short(study.temperature, 3)]
    if unit.base is not None:
        below.append(rf"\ln {words.short(unit.base)}")
    product = r"\cdot ".join(below)
    return rf"\tfrac{{1}}{{{product}}}" if below else ""


def _divided(study: SoftmaxStudy, unit: Unit) -> str:
    """The same in words."""
    below = [] if study.temperature == 1 else ["T"]
    if unit.base is not None:
        below.append(f"ln {words.short(unit.base)}")
    return f", divided by {words.listing(below)}" if below else ""


def softmax_notice(study: SoftmaxStudy, names: Sequence[str], unit: Unit) -> list[str]:
    q, y = study.stable.q, study.y
    right, top = _certain(y), int(np.argmax(q))
    items = []
    largest = np.abs(study.gradient).max()
    if largest == 0:
        items.append("Every gradient is 0: the softmax has reached the target, and there is nothing left to learn.")
    elif largest < SAME:
        items.append(
            f"No gradient is farther from 0 than {words.amount(largest, unit)}: the softmax has all but reached the "
            "target, and there is next to nothing left to learn."
        )
    else:
        pulled = int(np.argmin(study.gradient))
        items.append(
            f"The gradient for the scores is q − y{_divided(study, unit)}: training raises {_named(names, pulled)} "
            "most and lowers every class that has more than its target. The entries sum to 0."
        )
    items.append(
        "Only differences of scores count: adding the same number to all of them changes nothing. "
        "The view “Overflow” lets you try."
    )
    if right is not None:
        items.append(
            f"The loss of a one-hot target is −log q of the right class, {words.amount(study.stable.loss, unit)}. "
            "The other classes enter only through the sum below the fraction."
        )
    else:
        items.append(
            "A soft target has a floor above 0: the softmax can reach it, with scores that differ by the logarithms "
            "of the target, and the loss stays there."
        )
    if study.temperature > 1:
        items.append(
            f"T = {words.short(study.temperature)} divides all scores: a hot softmax is nearer to uniform. "
            "The order of the classes stays."
        )
    elif study.temperature < 1:
        items.append(
            f"T = {words.short(study.temperature)} stretches all scores: a cold softmax puts nearly all on "
            f"{_named(names, top)}. The order of the classes stays."
        )
    else:
        items.append("A temperature above 1 makes the softmax more even, below 1 more certain. The order stays.")
    if (q == 0).any() or (q == 1).any():
        items.append(
            "A probability shows as exactly 0 or 1 because floating point has no number that near. For real numbers "
            "a softmax is never 0 or 1, and the loss is taken from the scores, not from the rounded q."
        )
    return items


JUDGED = {"agrees": "They agree.", "truncated": "The digits were cut off, not rounded.", "wrong": "A slip there."}


def remark(check: PublishedCheck, ours: str, in_nats: float | None = None) -> str:
    """What a source prints for the scores that are shown; `in_nats` is the computed number once more."""
    row, digits = check.row, check.row.decimals or 3
    printed, computed = words.short(row.printed, digits), words.short(check.computed, digits + 1)
    told = f"A source prints {printed} {row.unit} here; computed, {computed} {row.unit}"
    told += "." if in_nats is None else f" ({words.number(in_nats, digits + 1)} nats)."
    return f"{told} {JUDGED[check.verdict]} {ours}".rstrip()


# --- overflow ----------------------------------------------------------------------------------------------


def overflow_picture(study: SoftmaxStudy, names: Sequence[str], unit: Unit) -> str:
    """What became of the naive formula, and that the stable one has its answer."""
    naive, stable = study.naive, study.stable
    answer = f"The stable way has its answer: {words.amount(stable.loss, unit)}."
    if np.isinf(naive.exponentials).any():
        at = int(np.argmax(naive.exponents))
        return (
            f"e to the power {words.short(naive.exponents[at], 1)} is beyond the largest float, 1.8×10³⁰⁸: it becomes "
            f"∞, and ∞/∞ is NaN. {answer}"
        )
    if np.isinf(naive.total):
        return f"Every exponential still fits, but their sum is ∞: each probability becomes 0, in silence. {answer}"
    if naive.total == 0:
        return f"Every exponential is below the smallest float, 5×10⁻³²⁴: all are 0, and 0/0 is NaN. {answer}"
    lost = np.flatnonzero((naive.q == 0) & (study.y > 0))
    if lost.size:
        at = int(lost[0])
        return (
            f"{_named(names, at)} got exactly 0, so its −log q is ∞ and the loss {floating(naive.loss)}. "
            f"The truth is a large number, not ∞. {answer}"
        )
    if isnan(naive.loss):
        at = int(np.flatnonzero(naive.q == 0)[0])
        return (
            f"{_named(names, at)} got exactly 0, so its −log q is ∞. Its target is 0, and 0 · ∞ is NaN: "
            f"one term spoils the whole sum. {answer}"
        )
    if not isclose(naive.loss, stable.loss, rel_tol=SAME, abs_tol=0):
        return (
            f"No ∞ and no NaN, and still wrong: the naive loss is {words.amount(naive.loss, unit)}, because q was "
            f"rounded before its logarithm was taken. {answer}"
        )
    return (
        f"Nothing breaks here: both ways give {words.amount(stable.loss, unit)}. Shift all scores by some hundreds, "
        "which should change nothing."
    )


def overflow_alt(study: SoftmaxStudy, names: Sequence[str]) -> str:
    listed = "; ".join(
        f"{name}: naive {'NaN' if isnan(a) else words.percent(a)}, stable {words.percent(b)}"
        for name, a, b in zip(names, study.naive.q, study.stable.q, strict=True)
    )
    return f"Bars of the probabilities by the naive and by the stable formula. {listed}."


def steps_table(study: SoftmaxStudy, names: Sequence[str], unit: Unit) -> dict[str, list[str]]:
    """Both ways, step by step, a class a row; sums in the last one."""
    naive, stable = study.naive, study.stable
    return {
        "class": [*names, "sum"],
        "y": [*map(words.short, study.y), "1"],
        "z/T": [*(words.short(value, 4) for value in naive.exponents), ""],
        "e^(z/T)": [*map(floating, naive.exponentials), floating(naive.total)],
        "naive q": [*map(floating, naive.q), ""],
        f"−y log q ({unit.name})": [*map(floating, naive.terms), floating(naive.loss)],
        "(z − max)/T": [*(words.short(value, 4) for value in stable.exponents), ""],
        "e^((z − max)/T)": [*map(words.number, stable.exponentials), words.number(stable.total)],
        "stable q": [*map(words.chance, stable.q), ""],
        f"y (log sum − (z − max)/T) ({unit.name})": [*map(words.number, stable.terms), words.number(stable.loss)],
    }


def overflow_metrics(study: SoftmaxStudy, unit: Unit) -> dict[str, str]:
    return {
        "naive loss": _floating_amount(study.naive.loss, unit),
        "stable loss": words.amount(study.stable.loss, unit),
        "change of q by c": words.number(study.largest_change),
    }


def overflow_formula(study: SoftmaxStudy, unit: Unit, colors: Palette) -> list[str]:
    naive = r"\text{NaN}" if isnan(study.naive.loss) else words.tex(study.naive.loss)
    scale = "" if unit.base is None else rf"\tfrac{{1}}{{\ln {words.short(unit.base)}}}"
    return [
        rf"{tinted(colors.excess, 'L')}&=-\textstyle\sum_i y_i\,{unit.log}\frac{{e^{{z_i/T}}}}{{\sum_j e^{{z_j/T}}}}",
        rf"&={tinted(colors.excess, naive)}\quad\text{{as typed}}",
        rf"{tinted(colors.q, 'L')}&={scale}\textstyle\sum_i y_i\big(\ln S-\frac{{z_i-m}}{{T}}\big)",
        r"m&=\max_j z_j,\quad S=\textstyle\sum_j e^{(z_j-m)/T}",
        rf"S&={words.tex(study.stable.total)}",
        rf"{tinted(colors.q, 'L')}&={tinted(colors.q, _amount(study.stable.loss, unit))}",
    ]


def overflow_notice(study: SoftmaxStudy) -> list[str]:
    change = study.largest_change
    shift = words.short(study.shift)
    items = []
    if study.shift:
        rounding = (
            "exactly nothing" if change == 0 else f"{words.number(change)}, the rounding of z + c to the nearest float"
        )
        items.append(
            f"c = {shift} was added to every score, and the largest change of any stable probability is {rounding}. "
            "e^(z+c) = e^z · e^c, and e^c cancels."
        )
    items += [
        "A float64 holds e^z from −745 up to 709.78. Scores of that size need no exotic model: a shift, a missing "
        "normalisation or a small temperature is enough.",
        "The remedy is the shift itself: subtract the largest score first. Then the largest exponential is e^0 = 1, "
        "the sum lies between 1 and the number of classes, and what underflows is truly negligible in it.",
        "And take the logarithm before rounding: log Σ e^z − z, never log of a probability. "
        "So a loss that takes scores needs no ε.",
        "The NaN and ∞ on this page are not staged: the naive formula runs as typed, in float64.",
    ]
    return items


# --- softmax twice -----------------------------------------------------------------------------------------


def twice_picture(
    point: SecondSoftmax, names: Sequence[str], unit: Unit, *, second_softmax: bool, second_log_softmax: bool
) -> str:
    """The curves read aloud."""
    once = words.amount(point.loss[0], unit)
    doubled, again = (words.amount(value[0], unit) for value in (point.loss_twice, point.loss_log_twice))
    right = _certain(point.y)
    told = f"From the scores the loss is {once}."
    if second_softmax:
        told += f" With a softmax first it is {doubled}"
        if right is None:
            told += ": the probabilities are taken for scores, and scores between 0 and 1 are nearly equal."
        elif point.q[0, right] == point.q[0].max():
            told += (
                f", and no scores help: with {len(names)} classes it cannot fall below "
                f"{words.amount(point.least_for_certain, unit)}."
            )
        else:
            told += (
                f": even certain and wrong it cannot rise above {words.amount(point.most_for_certain, unit)}, "
                "so the mistake hardly counts."
            )
    if second_log_softmax:
        told += f" With a log-softmax first it is {again}, the same."
    return told


@dataclass(frozen=True)
class _Way:
    """One way from the scores to the loss: its name, its idea in the palette, and what comes out."""

    name: str
    symbol: str
    idea: str
    loss: float
    q: np.ndarray


def _ways(point: SecondSoftmax, *, second_softmax: bool, second_log_softmax: bool) -> list[_Way]:
    """Those that are switched on."""
    ways = [_Way("from the scores", "L", "loss", float(point.loss[0]), point.q[0])]
    if second_softmax:
        symbol = r"L_{\text{softmax first}}"
        ways.append(_Way("softmax first", symbol, "excess", float(point.loss_twice[0]), point.q_twice[0]))
    if second_log_softmax:
        symbol = r"L_{\text{log-softmax first}}"
        ways.append(_Way("log-softmax first", symbol, "q", float(point.loss_log_twice[0]), point.q_log_twice[0]))
    return ways


def twice_alt(point: SecondSoftmax, unit: Unit, **switches: bool) -> str:
    listed = "; ".join(f"{way.name}: {words.amount(way.loss, unit)}" for way in _ways(point, **switches))
    return f"The loss against a factor on all scores. At the scores as set, {listed}."


def twice_bars_alt(point: SecondSoftmax, names: Sequence[str], *, second_softmax: bool) -> str:
    rows = zip(names, point.q[0], point.q_twice[0], strict=True)
    if not second_softmax:
        listed = "; ".join(f"{name}: {words.percent(once)}" for name, once, _ in rows)
        return f"Bars of the probabilities after one softmax. {listed}."
    listed = "; ".join(f"{name}: once {words.percent(a)}, twice {words.percent(b)}" for name, a, b in rows)
    return f"Bars of the probabilities after one softmax and after two. {listed}."


def twice_metrics(point: SecondSoftmax, unit: Unit, **switches: bool) -> dict[str, str]:
    values = {way.name: words.amount(way.loss, unit) for way in _ways(point, **switches)}
    if switches["second_softmax"] and _certain(point.y) is not None:
        values["least, softmax first"] = words.amount(point.least_for_certain, unit)
    return values


def twice_table(
    point: SecondSoftmax, names: Sequence[str], unit: Unit, *, second_softmax: bool, second_log_softmax: bool
) -> dict[str, list[str]]:
    """Probabilities and gradients after one softmax and after what else is switched on."""
    table = {"class": [*names], "y": [*map(words.short, point.y)], "softmax once": [*map(words.chance, point.q[0])]}
    if second_softmax:
        table["softmax twice"] = [*map(words.chance, point.q_twice[0])]
    if second_log_softmax:
        table["log-softmax twice"] = [*map(words.chance, point.q_log_twice[0])]
    table[f"gradient, once ({unit.name})"] = [*map(words.number, point.gradient[0])]
    if second_softmax:
        table[f"gradient, softmax twice ({unit.name})"] = [*map(words.number, point.gradient_twice[0])]
    return table


def twice_formula(point: SecondSoftmax, unit: Unit, colors: Palette, **switches: bool) -> list[str]:
    """The loss by every way that is switched on, its bound, and why the log-softmax is harmless."""
    right, lines = _certain(point.y), []
    for way in _ways(point, **switches):
        color = getattr(colors, way.idea)
        told = rf"\textstyle\sum_i y_i\,(-{unit.log} q_i)"
        if right is not None:
            told = rf"-{unit.log} {words.chance_tex(way.q[right])}"
        lines += [f"{tinted(color, way.symbol)}&={told}", f"&={tinted(color, _amount(way.loss, unit))}"]
    if switches["second_softmax"] and right is not None:
        name, least = r"\min", tinted(colors.floor, _amount(point.least_for_certain, unit))
        bound = rf"-{unit.log}\frac{{e^1}}{{e^1+{point.y.size - 1}\,e^0}}"
        lines.append(rf"{tinted(colors.floor, name)}&={bound}={least}")
    if switches["second_log_softmax"]:
        lines.append(r"\ln\textstyle\sum_j e^{\ln q_j}&=\ln\textstyle\sum_j q_j=\ln 1=0")
    return lines


def twice_notice(point: SecondSoftmax, names: Sequence[str], unit: Unit) -> list[str]:
    count = len(names)
    if _certain(point.y) is None:
        bound = f"give none of {count} classes more than e/(e + {count - 1}), whatever the target is."
    else:
        least = words.amount(point.least_for_certain, unit)
        bound = f"give the right one of {count} classes at most e/(e + {count - 1}): a loss of {least}."
    pull, left = (float(np.abs(value[0]).max()) for value in (point.gradient, point.gradient_twice))
    return [
        "A softmax gives numbers between 0 and 1. Taken for scores they differ by at most 1, so the second softmax can "
        f"{bound} The more classes, the less.",
        "Accuracy hides it: the order of the classes survives any number of softmaxes. Only the loss is another, here "
        f"{'a lower' if point.loss_twice[0] < point.loss[0] else 'a higher'} one, and the training is slow.",
        f"The largest gradient is {words.amount(pull, unit)} from the scores and {words.amount(left, unit)} behind the "
        "extra softmax, which saturates when it is certain, also when it is certain and wrong.",
        "Log-softmax twice is harmless: after the first, log Σ e^… is log 1 = 0, so the second subtracts nothing. "
        "It is idempotent; a wasted line, not a mistake.",
        "Ask of every loss what it takes: scores, probabilities or log-probabilities. Its name rarely tells.",
    ]


# --- sigmoid -----------------------------------------------------------------------------------------------


def sigmoid_picture(study: SigmoidStudy, unit: Unit) -> str:
    """The curve read aloud: a saturated score first, if there is one."""
    stuck = np.flatnonzero((study.naive_slope == 0) & (study.slope > 0))
    if stuck.size:
        at = int(stuck[np.argmin(np.abs(study.z[stuck]))])
        z = words.short(study.z[at], 4)
        told = f"σ({z}) is exactly {words.short(study.p[at])} in floating point, and its slope p(1 − p) exactly 0"
        return f"{told}, though the true slope is {words.number(study.slope[at])}. {_costs(study, at, unit)}"
    at = int(np.argmax(study.loss))
    return (
        f"A score of {words.short(study.z[at], 4)} is a probability of {words.percent(study.p[at])}. "
        f"{_costs(study, at, unit)}"
    )


def _costs(study: SigmoidStudy, at: int, unit: Unit) -> str:
    naive, loss = study.naive_loss[at], study.loss[at]
    cost = f"Against the target {words.short(study.y[at])} it costs {words.amount(loss, unit)}"
    if isclose(naive, loss, rel_tol=SAME, abs_tol=0) or naive == loss:
        return f"{cost}."
    return f"{cost}; the formula typed as printed says {_floating_amount(naive, unit)}."


def sigmoid_alt(study: SigmoidStudy) -> str:
    listed = "; ".join(f"z = {words.short(z, 4)}: {words.chance(p)}" for z, p in zip(study.z, study.p, strict=True))
    return f"The sigmoid from 0 to 1 with your scores on it, ringed where softmax([z, 0]) puts them. {listed}."


def sigmoid_table(study: SigmoidStudy, unit: Unit) -> dict[str, list[str]]:
    """A score a row: probability twice, slope and loss as they are and as typed."""
    return {
        "z": [words.short(z, 6) for z in study.z],
        "y": [*map(words.short, study.y)],
        "σ(z)": [*map(words.chance, study.p)],
        "softmax([z, 0])": [*map(words.chance, study.softmax)],
        f"loss ({unit.name})": [*map(words.number, study.loss)],
        f"loss as typed ({unit.name})": [*map(floating, study.naive_loss)],
        "slope": [*map(words.number, study.slope)],
        "p(1 − p) as typed": [*map(floating, study.naive_slope)],
        f"gradient ({unit.name})": [*map(words.number, study.gradient)],
    }


def sigmoid_formula(study: SigmoidStudy, unit: Unit, colors: Palette) -> list[str]:
    """For the first score."""
    z, y = words.short(study.z[0], 4).replace("−", "-"), tinted(colors.p, words.short(study.y[0]))
    p, loss = tinted(colors.q, words.chance_tex(study.p[0])), tinted(colors.loss, _amount(study.loss[0], unit))
    sigma = tinted(colors.q, r"\sigma(z)")
    return [
        rf"{sigma}&=\frac{{1}}{{1+e^{{-z}}}}",
        rf"\sigma({z})&={p}",
        r"\mathrm{softmax}([z,0])_1&=\frac{e^z}{e^z+e^0}",
        rf"{tinted(colors.loss, 'L')}&=-y\,{unit.log}{sigma}",
        rf"&\quad-(1-y)\,{unit.log}\sigma(-z)",
        rf"&={loss}\quad (z={z},\ y={y})",
    ]


def sigmoid_notice(study: SigmoidStudy, printed: Sequence[PublishedRow]) -> list[str]:
    """`printed`: sigmoids that a source prints otherwise than they are."""
    apart = float(np.abs(study.softmax - study.p).max())
    agreement = f"differ by {words.number(apart)} at most" if apart else "agree to the last bit"
    items = [
        "softmax([z, 0]) is the sigmoid of z, ring for ring: two classes need one score only, the difference of two. "
        f"Here they {agreement}.",
        "A sigmoid answers each question for itself, and its outputs need not sum to 1. A softmax shares one certainty "
        "among its classes.",
    ]
    if (study.p == 1).any():
        items.append(
            "For real numbers a sigmoid never reaches 1 and its slope never 0. In float64 it is exactly 1 from about "
            "z = 37 on: “always a gradient” ends there, unless the loss starts from the scores: then it is σ − y, in "
            "nats."
        )
    for row in printed:
        if row.inputs["z"] in study.z:
            value = study.p[study.z == row.inputs["z"]][0]
            items.append(
                f"One source prints σ({words.short(row.inputs['z'])}) = {words.short(row.printed)}; "
                f"computed it is {words.short(value)}."
            )
    wrong = np.isnan(study.naive_loss) | (np.isinf(study.naive_loss) & np.isfinite(study.loss))
    if wrong.any():
        items.append(
            "The loss as typed takes the logarithm of a rounded probability: of 0 that is −∞, and 0 · ∞ is NaN. "
            "From the scores, log(1 + e^−z), it is finite for every score."
        )
    else:
        items.append(
            "A wrong score costs about |z| nats once it is large: the loss grows in a straight line, not faster."
        )
    return items
