"""The words of the lesson on labels and predictions: a result in, sentences, cells and LaTeX out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil, e, inf, isclose, isfinite, isinf, log

import numpy as np
import pandas as pd

from ce_core import Evaluation, LibraryValue, Reliability, smooth_labels
from pages.shared import words
from pages.shared.palette import Palette
from pages.shared.words import Unit, tinted

LONGEST_NAME = 24
LONGEST_LIST = 110
NAMED_ROWS = 8
ROWS_LISTED = 50
HEAD = 100  # from so many rows on, the worst hundredth is worth a sentence


@dataclass(frozen=True)
class Case:
    """A table, its result, and the choices it was evaluated with."""

    classes: Sequence[str]
    y_true: np.ndarray
    y_prob: np.ndarray
    result: Evaluation
    unit: Unit
    smoothing: float = 0.0
    weighted: bool = False
    logits: bool = False
    as_sum: bool = False
    row_number: Callable[[int], int] = lambda index: index + 1
    part: str = "class"
    """What `classes` are in a sentence: of a question with two answers, for example, "answer"."""

    @property
    def soft(self) -> bool:
        return self.y_true.ndim == 2

    @property
    def rows(self) -> int:
        return len(self.result.losses)

    @cached_property
    def cost(self) -> np.ndarray:
        """What each row adds to the sum: its loss times its weight."""
        with np.errstate(invalid="ignore"):
            return np.where(self.result.weights == 0, 0.0, self.result.losses * self.result.weights)

    @cached_property
    def label(self) -> np.ndarray:
        """The class of each row; of a soft label, the most probable one."""
        return self.y_true.argmax(axis=1) if self.soft else self.y_true

    @cached_property
    def wrong(self) -> np.ndarray:
        """Where another class than the predicted one was likelier; equally likely ones are both right."""
        if not self.soft:
            return self.result.predicted != self.label
        return self.y_true[np.arange(self.rows), self.result.predicted] < self.y_true.max(axis=1)

    @property
    def value(self) -> float:
        return float(self.result.total if self.as_sum else self.result.mean)

    @property
    def factor(self) -> float:
        """What turns a mean into what is shown: 1, or the sum of the weights."""
        return float(self.result.total_weight) if self.as_sum else 1.0

    @property
    def parts(self) -> str:
        return f"{self.part}{'es' if self.part.endswith('s') else 's'}"

    @property
    def quantity(self) -> str:
        return "sum" if self.as_sum else "mean"


def name(text: str) -> str:
    """A class as it stands in a sentence."""
    return f"“{words.shortened(text, LONGEST_NAME)}”"


def share(part: float) -> str:
    """A share of the total in whole per cent where that says enough."""
    return words.percent(round(part, 2) if 0.01 <= part <= 0.99 else part)


def given(p: float) -> str:
    """A probability as a share, but a tiny one as a number: `4.4×10⁻¹⁴`."""
    return words.number(p) if 0 < p < 1e-4 else words.percent(p)


def _rows(case: Case, indices: np.ndarray) -> str:
    numbers = [words.whole(case.row_number(int(index))) for index in indices[:NAMED_ROWS]]
    if len(indices) > NAMED_ROWS:
        numbers.append(f"{words.whole(len(indices) - NAMED_ROWS)} more")
    return f"row{'' if len(indices) == 1 else 's'} {words.listing(numbers)}"


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _was_given(case: Case, index: int) -> str:
    """`was given 60 % for its label “1”`, or what a soft label has instead."""
    label = int(case.label[index])
    what, p = name(case.classes[label]), given(case.y_prob[index, label])
    if not case.soft:
        return f"was given {p} for its label {what}"
    return f"is {words.percent(case.y_true[index, label])} {what} and was given {p} for it"


# --- the picture read aloud ---------------------------------------------------------------------------------


def picture(case: Case) -> str:
    """Which row costs the most and what share of the total that is, then the mean beside the baseline."""
    if np.isinf(case.cost).any():
        return _infinite_rows(case)
    return f"{_worst_row(case)} {_beside_baseline(case)}"


def _infinite_rows(case: Case) -> str:
    infinite = np.flatnonzero(np.isinf(case.cost))
    which = _capital(_rows(case, infinite))
    if infinite.size == 1 and not case.soft:
        opening = f"{which} {_was_given(case, int(infinite[0]))}: it alone costs ∞"
    elif infinite.size == 1:
        opening = f"{which} was given 0{words.NARROW_SPACE}% for what happened: it alone costs ∞"
    else:
        opening = f"{which} were given 0{words.NARROW_SPACE}% for what happened: each costs ∞"
    others = case.rows - infinite.size
    rest = words.amount(float(case.cost[np.isfinite(case.cost)].sum()), case.unit)
    if others == 0:
        return f"{opening}, and so do the mean and the sum."
    if others == 1:
        return f"{opening}, and so do the mean and the sum. The other row costs {rest}."
    return f"{opening}, and so do the mean and the sum. The other {words.count(others, 'row')} cost {rest} in all."


def _worst_row(case: Case) -> str:
    result, cost = case.result, case.cost
    if result.total == 0:
        sure = f"Every row was given 100{words.NARROW_SPACE}% for its label"
        return f"{sure}: nothing surprises, and the total is 0 {case.unit.name}."
    top = int(result.order[0])
    if case.rows == 1:
        return f"The only row {_was_given(case, top)}: it costs {words.amount(cost[top], case.unit)}."
    total, each = words.amount(result.total, case.unit), words.number(cost[top])
    ties = np.flatnonzero(np.isclose(cost, cost[top], rtol=1e-9, atol=0))
    if ties.size == case.rows:
        return f"Every row costs the same, {each} of the total {total}."
    which = _capital(_rows(case, np.array([top])))
    if case.weighted:
        which += f", with weight {words.short(result.weights[top])},"
    sentence = (
        f"{which} {_was_given(case, top)}: it alone costs {each} of the total {total} ({share(result.share[top])})"
    )
    same = ties[ties != top]
    if same.size:
        sentence += f", and so {'does' if same.size == 1 else 'do'} {_rows(case, same)}"
    if case.rows >= HEAD:
        worst = ceil(case.rows / 100)
        part = float(result.share[result.order[:worst]].sum())
        sentence += f". The worst 1{words.NARROW_SPACE}% ({words.count(worst, 'row')}) make up {share(part)}"
    return f"{sentence}."


def _beside_baseline(case: Case) -> str:
    result = case.result
    mean, baseline = words.amount(result.mean, case.unit), words.amount(result.baseline, case.unit)
    constant = "always stating the class shares"
    if result.baseline == 0:
        only = name(case.classes[int(np.argmax(result.class_shares))])
        return f"The mean is {mean}; only {only} occurs, so always saying {only} would cost 0."
    if isclose(result.mean, result.baseline, rel_tol=1e-9):
        return f"The mean, {mean}, is exactly what {constant} costs."
    verb = "below" if result.mean < result.baseline else "above"
    return f"The mean, {mean}, is {verb} the {baseline} of {constant}."


def worst_alt(case: Case) -> str:
    shown = case.result.order[:NAMED_ROWS]
    listed = "; ".join(
        f"row {case.row_number(int(i))}: {words.amount(case.cost[i], case.unit)}, {share(case.result.share[i])}"
        for i in shown
    )
    return f"Loss of each row, worst first. {listed}{'; and so on' if case.rows > len(shown) else ''}."


def ruler_alt(case: Case) -> str:
    result, factor, unit = case.result, case.factor, case.unit
    return (
        f"A bar of two parts: the floor, {words.amount(result.floor * factor, unit)}, and the excess, "
        f"{words.amount(result.excess * factor, unit)}; together the {case.quantity}, "
        f"{words.amount(case.value, unit)}. Marks: baseline {words.amount(result.baseline * factor, unit)}, "
        f"uniform guess {words.amount(result.uniform * factor, unit)}."
    )


def class_alt(case: Case) -> str:
    rows = zip(case.classes[:NAMED_ROWS], case.result.per_class_mean, strict=False)
    return f"Mean loss of each {case.part}. " + "; ".join(f"{c}: {words.amount(v, case.unit)}" for c, v in rows) + "."


def reliability_class(case: Case) -> str | None:
    """Of two classes, the one whose probability the diagram shows; of more, it is the predicted one."""
    return case.classes[1] if len(case.classes) == 2 else None


def reliability_alt(result: Reliability) -> str:
    rows = [
        f"said {words.percent(round(said, 3))}, happened {words.percent(round(happened, 3))}"
        for said, happened, n in zip(result.mean_confidence, result.frequency, result.count, strict=True)
        if n
    ]
    return f"Reliability: {'; '.join(rows)}."


def how_read(notes: Sequence[str]) -> str:
    """What the reader did. Only a list of classes is cut: it can be long, and its beginning says enough."""
    return "; ".join(f"{note[:LONGEST_LIST]}…" if len(note) > LONGEST_LIST and "→" in note else note for note in notes)


# --- tables -------------------------------------------------------------------------------------------------


def numbers(case: Case) -> dict[str, str]:
    """The figures of the whole table side by side."""
    result, unit = case.result, case.unit
    return {
        f"mean ({unit.name})": words.number(result.mean),
        f"sum ({unit.name})": words.number(result.total),
        "accuracy, weighted" if case.weighted else "accuracy": words.percent(round(result.accuracy, 4)),
        f"baseline ({unit.name})": words.number(result.baseline),
        f"log C ({unit.name})": words.number(result.uniform),
        "perplexity": perplexity(result.perplexity, result.mean * log(unit.base or e)),
    }


def perplexity(value: float, nats: float) -> str:
    """e to the nats; where a float overflows, as a power of ten."""
    if isfinite(value) or not isfinite(nats):
        return words.number(value)
    power = nats / log(10)
    return f"10{str(round(power)).translate(words.SUPERSCRIPT)}" if power < 1e6 else "too large to write"


def rows_title(case: Case) -> str:
    if case.rows <= ROWS_LISTED:
        return "**Row by row, worst first**"
    return f"**The {ROWS_LISTED} of {words.whole(case.rows)} rows that cost most**"


def row_table(case: Case) -> pd.DataFrame:
    """The rows that cost most, worst first, under their numbers."""
    result, shown = case.result, case.result.order[:ROWS_LISTED]
    columns = {
        "label": [_label(case, int(i)) for i in shown],
        "was given": [given(case.y_prob[i, case.label[i]]) for i in shown],
        "predicted": [case.classes[result.predicted[i]] for i in shown],
        f"loss ({case.unit.name})": [words.number(result.losses[i]) for i in shown],
        "share": [share(result.share[i]) for i in shown],
    }
    if case.weighted:
        columns["weight"] = [words.short(result.weights[i]) for i in shown]
    return pd.DataFrame(columns, [case.row_number(int(i)) for i in shown], dtype=object)


def _label(case: Case, index: int) -> str:
    label = int(case.label[index])
    if not case.soft:
        return case.classes[label]
    return f"{words.percent(case.y_true[index, label])} {case.classes[label]}"


def library_table(values: Sequence[LibraryValue]) -> dict[str, list[str]]:
    return {
        "library": [value.library for value in values],
        "call": [value.call for value in values],
        "mean (nats)": ["–" if value.value is None else words.number(value.value, 6) for value in values],
        "how it treats certain mistakes": [value.note for value in values],
    }


def export(case: Case) -> dict[str, Sequence[str] | np.ndarray]:
    """Every row in its own order: what was read, and what it costs."""
    result = case.result
    labels = np.array(case.classes, dtype=object)
    columns: dict[str, Sequence[str] | np.ndarray] = {
        "row": np.array([case.row_number(i) for i in range(case.rows)]),
        "label": labels[case.label],
    }
    if case.soft:
        columns |= {f"label share of {c}": case.y_true[:, i] for i, c in enumerate(case.classes)}
    columns |= {f"probability of {c}": case.y_prob[:, i] for i, c in enumerate(case.classes)}
    columns["predicted"] = labels[result.predicted]
    if case.weighted:
        columns["weight"] = result.weights
    columns[f"loss in {case.unit.name}"] = result.losses
    columns["share of the total"] = result.share
    return columns


# --- the formula --------------------------------------------------------------------------------------------


def formula(case: Case, colors: Palette) -> list[str]:
    """The loss of a row, that of the worst row, and the mean or sum of all."""
    result, log = case.result, case.unit.log
    top = int(result.order[0])
    loss = tinted(colors.loss, rf"\ell_{{{case.row_number(top)}}}")
    y = r"\tilde y" if case.smoothing else "y"
    index = "n" if len(case.classes) == 2 else "{nc}"
    p, q = tinted(colors.p, f"{y}_{index}"), tinted(colors.q, rf"\hat y_{index}")
    if index == "n":
        lines = [rf"\ell_n&=-\bigl[{p}{log}{q}", rf"&\qquad+(1-{p}){log}(1-{q})\bigr]"]
    else:
        lines = [rf"\ell_n&=-\textstyle\sum_c {p}\,{log}{q}"]
    if case.logits:
        lines.append(rf"{q}&=\mathrm{{softmax}}(z_n)" + ("_c" if index != "n" else "_1"))
    if case.smoothing:
        kept, added = _plain(1 - case.smoothing), _plain(case.smoothing / len(case.classes))
        lines.append(rf"{p}&={kept}\,y_{index}+{added}")
    lines.append(f"{loss}&={_terms(case, top, colors)}={words.tex(result.losses[top])}")
    lines += _average(case, colors)
    if result.floor > 0:
        floor, excess = words.tex(result.floor * case.factor), words.tex(result.excess * case.factor)
        parts = tinted(colors.floor, floor), tinted(colors.excess, excess)
        lines.append(rf"&={parts[0]}\,\text{{floor}}+{parts[1]}\,\text{{excess}}")
    return lines


def _plain(x: float) -> str:
    """A number in a formula without trailing zeros."""
    text = words.short(x)
    return words.tex(x) if "×" in text else text


def _terms(case: Case, index: int, colors: Palette) -> str:
    """−log of what the row was given, a term for each class that its target holds."""
    target = case.y_true[index] if case.soft else np.eye(len(case.classes))[case.y_true[index]]
    target = smooth_labels(target, case.smoothing)
    largest = np.argsort(-target, kind="stable")[:2]
    terms = [
        ("" if target[c] == 1 else tinted(colors.p, _plain(target[c])) + r"\,")
        + case.unit.log
        + tinted(colors.q, _plain(case.y_prob[index, c]))
        for c in largest
        if target[c] > 0
    ]
    rest = r"-\cdots" if (target > 0).sum() > len(terms) else ""
    return "-" + "-".join(terms) + rest


def _average(case: Case, colors: Palette) -> list[str]:
    """(ℓ₁ + ℓ₂ + …)/N with its largest terms, or the sum alone."""
    result = case.result
    ordered = case.cost[result.order]
    shown = [*map(words.tex, ordered[:3])] + ([r"\cdots"] if case.rows > 3 else [])
    unit = rf"\ \text{{{case.unit.name}}}"
    total, mean = words.tex(result.total), tinted(colors.loss, words.tex(result.mean) + unit)
    weight = "w_n" if case.weighted else ""
    summed = "+".join(shown)
    if case.as_sum:
        return [rf"\textstyle\sum_n {weight}\ell_n&={summed}", f"&={tinted(colors.loss, total + unit)}"]
    if case.weighted:
        weights = _plain(result.total_weight)
        left = r"\frac{\sum_n w_n\ell_n}{\sum_n w_n}"
        return [rf"{left}&=\frac{{{summed}}}{{{weights}}}", rf"&=\frac{{{total}}}{{{weights}}}={mean}"]
    n = words.whole_tex(case.rows)
    return [rf"\textstyle\frac1N\sum_n\ell_n&=\frac{{{summed}}}{{{n}}}", rf"&=\frac{{{total}}}{{{n}}}={mean}"]


# --- what to notice -----------------------------------------------------------------------------------------


def notice(case: Case, parts: Case | None = None) -> list[str]:
    """What the current table shows, what matters most first. `parts`: the case with the means that are compared."""
    said = [rule(case) for rule in (_infinite, _accuracy, _baseline, _floor, _guessing, _weights)]
    return [sentence for sentence in (*said, _hardest(parts or case), _size(case)) if sentence]


def _infinite(case: Case) -> str | None:
    if not isinf(case.result.mean):
        return None
    return (
        "A probability of 0 for what happened leaves no finite loss: −log 0 is ∞. A library that prints a "
        "number here has put in an ε of its own; their table above shows how far these numbers lie apart."
    )


def _accuracy(case: Case) -> str | None:
    result = case.result
    if case.soft:
        return None
    wrong, accuracy = int(case.wrong.sum()), words.percent(round(result.accuracy, 4))
    part = float(result.share[case.wrong].sum())
    opening = "Accuracy, each row with its weight, is" if case.weighted else "Accuracy is"
    if result.total == 0:
        return f"{opening} {accuracy} and the loss 0: right everywhere, and certain of it."
    if not wrong:
        return (
            f"{opening} {accuracy}, yet the mean is {words.amount(result.mean, case.unit)}: accuracy asks "
            "only which class came first, the loss also how sure the answer was."
        )
    mistakes = "The one mistake" if wrong == 1 else f"The {words.count(wrong, 'mistake')}"
    if isinf(result.total):
        return (
            f"{opening} {accuracy}: it counts the mistakes, and cannot see how sure they were. "
            "The loss sees nothing else."
        )
    made = f"{mistakes} {'makes' if wrong == 1 else 'make'} up {share(part)} of the total"
    if wrong / case.rows <= 0.25 and part >= 2 * wrong / case.rows:
        return (
            f"{opening} {accuracy}. {made}: a few answers that are wrong and sure can raise the loss while "
            "accuracy stays, or even rises."
        )
    return f"{opening} {accuracy}. {made}; the rest is what the right answers lacked in certainty."


def _baseline(case: Case) -> str | None:
    result, unit = case.result, case.unit
    if result.baseline == 0 or result.total == 0 or not isfinite(result.mean):
        return None
    shares = words.listing(
        f"{name(c)} {share(s)}" for c, s in list(zip(case.classes, result.class_shares, strict=True))[:4]
    )
    more = " and so on" if len(case.classes) > 4 else ""
    baseline = words.amount(result.baseline, unit)
    if isclose(result.mean, result.baseline, rel_tol=1e-9):
        verdict = "This loss is the same: nothing was gained"
    elif result.mean > result.baseline:
        verdict = "This loss is worse: knowing nothing but the shares would have been better"
    else:
        saved = 1 - result.mean / result.baseline
        verdict = f"This loss saves {share(float(saved))} of it"
    return f"Who states only the {case.part} shares ({shares}{more}) pays their entropy, {baseline}. {verdict}."


def _floor(case: Case) -> str | None:
    result, unit = case.result, case.unit
    if result.floor == 0:
        return None
    cause = f"label smoothing of {words.short(case.smoothing)}" if case.smoothing else "soft labels"
    return (
        f"With {cause} no prediction gets below the floor, {words.amount(result.floor, unit)} a row. "
        f"Only the excess, {words.amount(result.excess, unit)}, can be learned away."
    )


def _guessing(case: Case) -> str | None:
    result, unit = case.result, case.unit
    classes, uniform = len(case.classes), words.amount(result.uniform, unit)
    if classes > 2:
        return (
            f"A uniform guess among {classes} classes costs log C = {uniform}. So a loss is large or small "
            "only for its number of classes: fixed bands for a “good value” do not carry over."
        )
    if result.baseline and not isclose(result.baseline, result.uniform, rel_tol=1e-3):
        return (
            f"{uniform} is a coin toss, but not the loss to beat here: the {case.parts} are uneven, "
            f"and the baseline is {words.amount(result.baseline, unit)}."
        )
    return None


def _weights(case: Case) -> str | None:
    if not case.weighted:
        return None
    weights, rows = words.short(case.result.total_weight), words.count(case.rows, "row")
    return (
        f"The mean divides by the sum of the weights, {weights}, not by the {rows}. "
        "Libraries differ in this: compare their values above."
    )


def _hardest(case: Case) -> str | None:
    means = case.result.per_class_mean
    present = np.flatnonzero(np.isfinite(means))
    if len(present) < 2 or case.soft:
        return None
    worst, best = (int(present[i]) for i in (np.argmax(means[present]), np.argmin(means[present])))
    if isclose(means[worst], means[best], rel_tol=0.05):
        return None
    return (
        f"The {case.parts} are not equally hard: {name(case.classes[worst])} costs "
        f"{words.amount(means[worst], case.unit)} a row, {name(case.classes[best])} "
        f"{words.amount(means[best], case.unit)}."
    )


def _size(case: Case) -> str | None:
    if case.weighted or case.rows == 1 or case.result.total in (0, inf):
        return None
    return (
        f"The sum, {words.amount(case.result.total, case.unit)}, grows with every row. The mean is the sum "
        f"divided by {words.whole(case.rows)}, and can be compared with that of a larger or smaller set."
    )
