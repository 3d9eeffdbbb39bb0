"""The words of the page that checks a value: a batch, its results and the matches in, sentences and cells out."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from ce_core import Evaluation, LibraryValue
from ce_core.conventions import Match
from ce_core.readers import Batch
from pages.shared import words
from pages.shared.palette import Palette
from pages.shared.reading import labels
from pages.shared.reading.labels import Case
from pages.shared.words import UNITS, Unit

ROWS_ECHOED = 100
CLASSES_ECHOED = 12
MATCHES_SHOWN = 8
SEARCHED = 50_000  # predictions: more than these take too long to try every formula on while somebody waits
SAME = 1e-4  # relative: what a script that prints four digits shows as one number
TIED = 1e-6  # relative: what float32 adds to a value; the first mark of several is named, which is the mean
IS = "it is "
DEFINITION = "Definition"

# The belief behind a departure, by how its name begins.
BELIEFS = {
    "bits": "X7",
    "bans": "X7",
    "times ln 2": "X7",
    "double softmax": "X4",
    "softmax of [1 − p, p]": "X4",
    "only the term of": "X6",
    "binary cross-entropy of every": "X6",
    "binary cross-entropy summed": "X6",
    "label smoothing": "X3",
    "clipped at": "X15",
    "at least": "X15",
    "log(p +": "X15",
    "logarithms not below": "X15",
    "divided by N, not": "X17",
    "sample weights": "X17",
    "arguments swapped": "X14",
    "2 to the nats": "X8",
    "perplexity": "X8",
    "accuracy": "X20",
    "error rate": "X20",
    "uniform guess": "X19",
    "entropy of the class shares": "X19",
    "mean squared error": "X22",
    "KL divergence": "X13",
    "entropy of the labels": "X2",
}

# The departures that multiply the mean, by the same number for every batch of a size.
FACTORS = frozenset(
    ("mean in nats", "bits", "bans", "times ln 2", "percent", "sum", "mean over N·C", "summed over the labels",
     "summed over the examples")
)  # fmt: skip


@dataclass(frozen=True)
class Mark:
    """A named value on the scale. A `bare` one is a number without the unit of the scale."""

    name: str
    value: float
    kind: str
    """`mean`, `floor`, `guess`, `library` or `formula`."""
    bare: bool = False


@dataclass(frozen=True)
class Check:
    """A batch that was read, what it comes to, and what may be behind the number that was seen."""

    batch: Batch
    case: Case
    seen: float | None
    matches: Sequence[Match]
    libraries: Sequence[LibraryValue]
    instead: str = ""
    """What the batch is, if it stands in for one that can't be read."""

    @property
    def unit(self) -> Unit:
        return self.case.unit

    @property
    def result(self) -> Evaluation:
        return self.case.result


def case_of(batch: Batch, prob: np.ndarray, result: Evaluation, unit: Unit) -> Case:
    """The batch as the words on labels take it; of many labels, each is a row of its own with the answers 0 and 1."""
    y_true, _, weights = batch.examples()
    many = batch.task == "multilabel"
    places = np.arange(len(y_true))
    if batch.ignore_index is not None:
        places = np.flatnonzero(batch.y_true != batch.ignore_index)
    return Case(
        ("0", "1") if many else batch.classes,
        y_true,
        prob,
        result,
        unit,
        weighted=weights is not None,
        logits=batch.kind == "logits",
        row_number=lambda index: int(places[index]) + 1,
        part="answer" if many else "class",
    )


def typed(x: float) -> str:
    """A number as it was typed."""
    if math.isinf(x):
        return "∞" if x > 0 else "−∞"
    return words.exact(x).replace("-", "−")


def searched(batch: Batch) -> bool:
    """Whether every formula is tried, and every call of the libraries; of a larger batch the usual calls only."""
    return batch.values.size <= SEARCHED


def for_search(batch: Batch) -> dict[str, Any]:
    """The batch as `explain` takes it: one output is one number a row."""
    return {
        "y_true": batch.y_true,
        "y_pred": batch.values[:, 1] if batch.one_column else batch.values,
        "ignore_index": batch.ignore_index,
        "sample_weight": batch.weights,
        "task": batch.task,
        "kind": batch.kind,
    }


def for_libraries(batch: Batch) -> dict[str, Any]:
    """The batch as `library_values` takes it."""
    return {
        "y_true": batch.y_true,
        "values": batch.values,
        "kind": batch.kind,
        "problem": batch.task,
        "usual": not searched(batch),
        "sample_weight": batch.weights,
        "ignore_index": batch.ignore_index,
    }


def labels_apart(batch: Batch) -> list[tuple[np.ndarray, np.ndarray, np.ndarray | None]]:
    """Of many labels each by itself: labels, predictions and weights."""
    if batch.task != "multilabel":
        return []
    y, values, weights = batch.examples()
    size = len(batch.classes)
    return [(y[k::size], values[k::size], None if weights is None else weights[k::size]) for k in range(size)]


# --- what was read ------------------------------------------------------------------------------------------


def echo(batch: Batch) -> pd.DataFrame:
    """The first rows as they were read, under their numbers."""
    rows, shown = min(len(batch.values), ROWS_ECHOED), batch.classes[:CLASSES_ECHOED]
    what = "p" if batch.kind == "probabilities" else "z"
    columns: dict[str, list[str]] = {}
    if batch.y_true.ndim == 1:
        ignored = batch.ignore_index
        columns["label"] = [f"{y}, ignored" if y == ignored else batch.classes[y] for y in batch.y_true[:rows].tolist()]
    else:
        columns |= {f"label {name}": _cells(batch.y_true[:rows, k]) for k, name in enumerate(shown)}
    given = list(enumerate(shown))[1:] if batch.one_column else list(enumerate(shown))
    columns |= {f"{what} of {name}": _cells(batch.values[:rows, k]) for k, name in given}
    if len(batch.classes) > len(shown):
        columns[f"{len(batch.classes) - len(shown)} more classes"] = ["…"] * rows
    if batch.weights is not None:
        columns["weight"] = _cells(batch.weights[:rows])
    return pd.DataFrame(columns, pd.RangeIndex(1, rows + 1), dtype=object)


def _cells(values: np.ndarray) -> list[str]:
    return [words.short(value) for value in values.tolist()]


def how_read(batch: Batch) -> str:
    task = {"binary": "two classes", "categorical": f"{len(batch.classes)} classes"}.get(
        batch.task, "1 label" if len(batch.classes) == 1 else f"{len(batch.classes)} labels, each by itself"
    )
    size = f"{words.count(len(batch.values), 'row')}, {task}, {batch.kind}"
    rest = f". Only the first {ROWS_ECHOED} rows are listed" if len(batch.values) > ROWS_ECHOED else ""
    notes = labels.how_read(batch.notes)
    return f"Read as {size}{rest}{': ' + notes if notes else ''}."


# --- the scale ----------------------------------------------------------------------------------------------


def marks(check: Check) -> list[Mark]:
    """What the number that was seen is compared with; of each library what the usual call returns."""
    result, task = check.result, check.batch.task
    usual = [row for row in check.libraries if row.convention is not None and task in row.convention.usual]
    found = [Mark("exact mean", float(result.mean), "mean")]
    if result.floor > 0:
        found.append(Mark("floor", float(result.floor), "floor"))
    classes = len(check.case.classes)
    if math.isclose(result.baseline, result.uniform, rel_tol=1e-9):
        found.append(Mark(f"constant guess, log {classes}", float(result.uniform), "guess"))
    else:
        found.append(Mark("best constant guess", float(result.baseline), "guess"))
        found.append(Mark(f"uniform guess, log {classes}", float(result.uniform), "guess"))
    for names, value in _by_value(usual, check.unit):
        found.append(Mark(words.listing(names) if len(names) < 3 else f"{len(names)} libraries", value, "library"))
    best = next(iter(check.matches), None)
    if best is not None and best.steps:
        found.append(Mark(f"your number: {best.name}", float(best.value), "formula", bare=True))
    return found


def _in_unit(row: LibraryValue, unit: Unit) -> float | None:
    """What a call returns, turned from its own unit into this one."""
    if row.value is None:
        return None
    own = None if row.convention is None else row.convention.base
    return row.value * (math.log(own) if own else 1.0) / (math.log(unit.base) if unit.base else 1.0)


def _by_value(values: Sequence[LibraryValue], unit: Unit) -> list[tuple[list[str], float]]:
    """The libraries by what they return."""
    found: list[tuple[list[str], float]] = []
    for row in values:
        value = _in_unit(row, unit)
        if value is None or math.isnan(value) or row.library == DEFINITION:
            continue
        names = next((names for names, other in found if same(value, other)), None)
        if names is None:
            found.append(([row.library], value))
        else:
            names.append(row.library)
    return found


def same(a: float, b: float) -> bool:
    """Whether both are printed alike."""
    return a == b or math.isclose(a, b, rel_tol=SAME)


def scale_alt(rows: Sequence[Mark], seen: float | None, unit: Unit) -> str:
    listed = "; ".join(
        f"{mark.name} {words.number(mark.value, 4) if mark.bare else words.amount(mark.value, unit)}" for mark in rows
    )
    across = "" if seen is None else f" A line across marks the number seen, {typed(seen)}."
    return f"A scale of values in {unit.name}. {listed}.{across}"


# --- the verdict --------------------------------------------------------------------------------------------


def picture(check: Check, rows: Sequence[Mark]) -> str:
    """The scale in words: what the number is, or what it is near to."""
    mean = words.amount(check.result.mean, check.unit, 4)
    if check.instead:
        return f"{_first_mend(check)} The exact mean of that is {mean}."
    if check.seen is None:
        return f"The exact mean is {mean}. Type the number that your script printed, to find the formula behind it."
    if not check.matches:
        none = _no_match(check, check.seen, rows)
        return none if mean in none else f"{none} The exact mean is {mean}."
    best, alike = check.matches[0], _alike(check.matches)
    more = "" if alike == 1 else f" {alike - 1} other formula{'s give' if alike > 2 else ' gives'} the same here."
    if not best.steps:
        if math.isinf(check.seen):
            return f"Your {typed(check.seen)} is right: the exact mean is ∞.{_certain(check.case)}"
        return f"Your {typed(check.seen)} is the exact mean in nats: nothing is wrong with it.{more}"
    plain = _nats(best.plain, check.unit)
    return f"Your {typed(check.seen)} is {what(best)}. The plain mean is {plain}.{more}"


def _first_mend(check: Check) -> str:
    return f"First mend the labels and predictions: until they can be read, the page shows {check.instead}."


def _nats(value: float, unit: Unit) -> str:
    """An amount in nats, as libraries return it, and in the unit of the page."""
    if math.isinf(value):
        return "∞"
    own = f" ({words.amount(value / math.log(unit.base), unit, 4)})" if unit.base else ""
    return words.amount(value, UNITS["nats"], 4) + own


def _certain(case: Case) -> str:
    row = case.row_number(int(case.result.order[0]))
    return f" Row {row} was given 0{words.NARROW_SPACE}% for what happened."


def _alike(matches: Sequence[Match]) -> int:
    return sum(match.group == matches[0].group for match in matches)


def what(match: Match) -> str:
    """`the mean cross-entropy, but the losses are summed, not averaged`, or what it is instead."""
    if not match.steps:
        return "the exact mean in nats"
    instead = [step.removeprefix(IS) for step in match.steps if step.startswith(IS)]
    but = [step for step in match.steps if not step.startswith(IS)]
    if not instead:
        return f"the mean cross-entropy, but {words.listing(but)}"
    return "; ".join([words.listing(instead), *but])


def _no_match(check: Check, seen: float, rows: Sequence[Mark]) -> str:
    if searched(check.batch):
        return nothing_fits(seen, rows, check.unit)
    size = words.whole(check.batch.values.size)
    return (
        f"For {size} predictions no formulas are tried, which would take too long: at most {words.whole(SEARCHED)}. "
        f"Take a part, and the number of that part. {_nearest(seen, rows, check.unit)}"
    )


def nothing_fits(seen: float, rows: Sequence[Mark], unit: Unit) -> str:
    """That no formula gives the number, and the nearest value on the scale."""
    return f"No formula that we know gives {typed(seen)}. {_nearest(seen, rows, unit)}".strip()


def _nearest(seen: float, rows: Sequence[Mark], unit: Unit) -> str:
    finite = [mark for mark in rows if math.isfinite(mark.value)]
    if not finite or not math.isfinite(seen):
        return ""
    apart = [abs(mark.value - seen) for mark in finite]
    near = next(mark for mark, far in zip(finite, apart, strict=True) if far <= min(apart) + TIED * abs(mark.value))
    return f"Nearest on the scale: {near.name}, {words.amount(near.value, unit, 4)}."


# --- the matches --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """A match in words."""

    title: str
    says: str
    fix: str
    belief: str
    """The id of the belief behind it, or nothing."""


def groups(check: Check) -> list[list[Told]]:
    """The matches by what this data can't tell apart, in their order."""
    order: dict[int, list[Told]] = {}
    for match in check.matches[:MATCHES_SHOWN]:
        order.setdefault(match.group, []).append(told(match, check.seen or 0.0, check.unit))
    return list(order.values())


def found(check: Check, rows: Sequence[Mark]) -> str:
    """How many formulas give the number, or that none does."""
    if check.instead:
        return _first_mend(check)
    if check.seen is None:
        return "There is no number yet: type it above."
    if not check.matches and not searched(check.batch):
        return _no_match(check, check.seen, rows)
    if not check.matches:
        return (
            f"{nothing_fits(check.seen, rows, check.unit)} Tried were the mean, the usual mistakes and what libraries "
            "do otherwise, alone and in pairs. Were these the labels and predictions that the number was computed from?"
        )
    many = words.count(len(check.matches), "formula")
    listed = f" The {MATCHES_SHOWN} most usual ones:" if len(check.matches) > MATCHES_SHOWN else ""
    return f"{many} {'gives' if len(check.matches) == 1 else 'give'} {typed(check.seen)} with this data.{listed}"


def told(match: Match, seen: float, unit: Unit) -> Told:
    plain = _nats(float(match.plain), unit)
    title = f"{match.name} = {words.number(float(match.value), 6)}"
    fix = match.fix if not match.steps else f"{match.fix} The plain mean is {plain}."
    names = match.name.split(" + ")
    belief = next((id for name in names for start, id in BELIEFS.items() if name.startswith(start)), "")
    return Told(title, f"Your {typed(seen)} is {what(match)}.", fix, belief)


def apart(alike: int) -> str:
    return f"These {alike} give the same number here: this data can't tell them apart."


# --- tables -------------------------------------------------------------------------------------------------


def numbers(case: Case) -> dict[str, str]:
    result, unit = case.result, case.unit
    return labels.numbers(case) | {
        f"floor ({unit.name})": words.number(result.floor),
        f"excess ({unit.name})": words.number(result.excess),
    }


def library_table(check: Check) -> dict[str, list[str]]:
    mean = float(check.result.mean)
    return {
        "library": [row.library for row in check.libraries],
        "call": [row.call for row in check.libraries],
        "returns": [_returned(row) for row in check.libraries],
        "": [_compared(row, mean, check) for row in check.libraries],
        "how": [row.note for row in check.libraries],
    }


def _own_unit(row: LibraryValue) -> Unit:
    """The unit in which the call returns its number, whatever the page shows."""
    base = None if row.convention is None else row.convention.base
    return next(unit for unit in UNITS.values() if unit.base == base)


def _returned(row: LibraryValue) -> str:
    if row.value is None:
        return "–"
    return "NaN" if math.isnan(row.value) else words.amount(row.value, _own_unit(row), 6)


def _compared(row: LibraryValue, mean: float, check: Check) -> str:
    value = _in_unit(row, check.unit)
    if row.value is None or value is None:
        return "not for this data"
    yours = check.seen is not None and same(row.value, check.seen)
    exact = []
    if same(value, mean):
        own = _own_unit(row)
        the_mean = "the mean" if own == check.unit else f"the mean in {own.name}"
        # An infinite sum equals the mean, and divided by anything else it would, too.
        exact = ["also ∞" if math.isinf(mean) else the_mean]
    return ", ".join([*(["your number"] if yours else []), *exact])


def worst_table(check: Check) -> pd.DataFrame:
    """The rows that cost most; of many labels, each with its row."""
    table = labels.row_table(check.case)
    if check.batch.task == "multilabel":
        own = np.asarray(table.index) - 1
        table.insert(0, "which", [check.batch.classes[k % len(check.batch.classes)] for k in own])
        table.index = pd.Index(own // len(check.batch.classes) + 1)
    return table


def by_label(check: Check, of_each: Sequence[Evaluation]) -> Case:
    """For many labels the mean of each, in the place of the two answers; for classes the case as it is."""
    if not of_each:
        return check.case
    counts = np.array([float(len(result.losses)) for result in of_each])
    means = np.array([float(result.mean) for result in of_each])
    result = replace(check.result, per_class_mean=means, per_class_count=counts)
    return replace(check.case, classes=check.batch.classes, result=result, part="label")


def export(check: Check) -> dict[str, Sequence[str] | np.ndarray]:
    """Every row in its own order, as a table."""
    columns = labels.export(check.case)
    if check.batch.task != "multilabel":
        return columns
    own = np.asarray(columns["row"]) - 1
    size = len(check.batch.classes)
    which = np.array(check.batch.classes, dtype=object)[own % size]
    return {"row": own // size + 1, "which": which, **{name: v for name, v in columns.items() if name != "row"}}


def results(check: Check, parts: Case) -> dict[str, Any]:
    """Everything that the page says in numbers; `parts` has the classes, or the labels by themselves."""
    result, batch = check.result, check.batch
    each = zip(parts.classes, parts.result.per_class_mean, parts.result.per_class_count, strict=True)
    return {
        "number_seen": check.seen,
        "unit": check.unit.name,
        "task": batch.task,
        "predictions": batch.kind,
        "rows": len(batch.values),
        "classes": list(batch.classes),
        "read_as": list(batch.notes),
        "mean": result.mean,
        "sum": result.total,
        "total_weight": result.total_weight,
        "floor": result.floor,
        "excess": result.excess,
        "baseline": result.baseline,
        "uniform": result.uniform,
        "perplexity": result.perplexity,
        "accuracy": result.accuracy,
        f"by_{parts.part}": [{parts.part: name, "mean": mean, "rows": rows} for name, mean, rows in each],
        "matches": [
            {"name": m.name, "value": m.value, "steps": m.steps, "fix": m.fix, "mean_in_nats": m.plain}
            for m in check.matches
        ],
        "libraries": [
            {
                "library": row.library,
                "call": row.call,
                "returns": row.value,
                "unit": _own_unit(row).name,
                "how": row.note,
            }
            for row in check.libraries
        ],
    }


# --- formula and notice -------------------------------------------------------------------------------------


def formula(check: Check, colors: Palette) -> list[str]:
    """The mean with its numbers, and how many times the mean the number is that was seen."""
    lines = labels.formula(check.case, colors)
    factor = _factor(check)
    if factor is None or check.seen is None:
        return lines
    mean = words.tinted(colors.loss, words.tex(check.result.mean, 4))
    seen = words.exact(check.seen)
    seen = words.tex(check.seen, 4) if "e" in seen else seen
    return [*lines, rf"\frac{{\text{{you saw}}}}{{\text{{mean}}}}&=\frac{{{seen}}}{{{mean}}}={words.tex(factor, 4)}"]


def _factor(check: Check) -> float | None:
    mean = float(check.result.mean)
    if check.seen is None or not (math.isfinite(check.seen) and 0 < mean < math.inf):
        return None
    return check.seen / mean


def notice(check: Check, parts: Case) -> list[str]:
    """What the current state shows, what matters most first; `parts` has the classes, or the labels by themselves."""
    rules = (_times, _not_told_apart, _libraries, _many_labels)
    own = [sentence for rule in rules if (sentence := rule(check))]
    return own + labels.notice(check.case, parts)


def _times(check: Check) -> str | None:
    factor = _factor(check)
    if factor is None or factor <= 0 or same(factor, 1.0):
        return None
    if check.matches and not FACTORS.issuperset(check.matches[0].name.split(" + ")):
        return None
    return (
        f"Your number is {words.number(factor)} times the mean in {check.unit.name}. A factor that is the same for "
        "every batch is a unit or a divisor; one that changes with the batch is another formula."
    )


def _not_told_apart(check: Check) -> str | None:
    if not check.matches or _alike(check.matches) == 1:
        return None
    return (
        f"{_alike(check.matches)} formulas give your number with this data. Another batch may tell them apart: of "
        "uneven classes, of another size, with a certain mistake."
    )


def _libraries(check: Check) -> str | None:
    values = [value for row in check.libraries if (value := _in_unit(row, check.unit)) is not None]
    equal = sum(same(value, float(check.result.mean)) for value in values)
    if not values or equal == len(values):
        return None
    if math.isinf(check.result.mean):
        return (
            f"{equal} of {len(values)} calls that take this data return ∞, too, whatever they divide by. The others "
            "clip, leave out a term or give NaN: their row says which."
        )
    return (
        f"{equal} of {len(values)} calls that take this data return the mean. The others sum, divide by another "
        "number, clip, or compute a divergence: their row says which."
    )


def _many_labels(check: Check) -> str | None:
    if check.batch.task != "multilabel":
        return None
    rows, size = len(check.batch.values), len(check.batch.classes)
    return (
        f"{words.count(rows, 'row')} with {words.count(size, 'label')} each: {words.count(rows * size, 'question')} of "
        "their own. The mean divides by all of them."
        + ("" if size == 1 else f" A sum over the labels of each row is {size} times larger.")
    )
