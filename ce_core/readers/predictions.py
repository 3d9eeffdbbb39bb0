"""From chosen columns to checked arrays: labels to classes, numbers to probabilities or logits."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ce_core.information import normalize
from ce_core.readers.columns import (
    ColumnChoice,
    Kind,
    label_key,
    label_order,
    looks_like_percentages,
    stated_labels,
)
from ce_core.readers.errors import ReadError, listed, more, sentence, shown
from ce_core.readers.numerals import Floats, is_number, parse_number
from ce_core.readers.table import Ints, Table

ROUNDING = 0.005
"""How far printed probabilities may be from summing to 1."""
_EXACT = 1e-9
"""Sums this near to 1 are left as they are: floating point, not print."""

_OPPOSITES = (
    *(("0", "1"), ("-1", "1"), ("false", "true"), ("no", "yes"), ("n", "y"), ("f", "t")),
    *(("negative", "positive"), ("neg", "pos"), ("ham", "spam")),
)


@dataclass(frozen=True, slots=True, eq=False)
class Predictions:
    """What a table says: truth, predictions and weights, and in words how they were read.

    `y_true` holds class indices (N,), or soft labels (N, 2). `values` (N, C) holds probabilities that sum to 1 in
    each row, or logits as given. With a single column, the last class is the one it speaks of: [1−p, p] or [0, z].
    """

    classes: tuple[str, ...]
    y_true: Ints | Floats
    values: Floats
    kind: Kind
    weights: Floats | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Labels:
    keys: list[str]
    """The classes that occur, in order."""
    index: Ints
    """For each row, which of `keys`."""
    first: list[int]
    """For each of `keys`, the row where it occurs first."""
    soft: Floats | None = None
    """The share of class 1 in each row, if the labels are shares: then `keys` is 0 and 1, and `index` says nothing."""


def read_predictions(table: Table, choice: ColumnChoice, *, positive: str | None = None) -> Predictions:
    """The checked arrays of the chosen columns. `positive` is the label that a single prediction column is about.

    Without it, that is the label which the column's name states (`p_malignant`), else the last one in order.
    Several columns are matched to the labels by name, else in order. `ReadError` names the first bad row.
    """
    _check_choice(table, choice)
    notes: list[str] = []
    labels = _labels(table, choice.label, notes)
    columns = choice.probabilities
    numbers = [table.numbers(name) for name in columns]
    if choice.kind == "probabilities":
        _check_range(table, columns, numbers)
    if len(columns) == 1:
        classes: tuple[str, ...] = _two_classes(table, labels, columns[0], positive)
        notes.append(f"column {shown(columns[0])} was taken as the prediction of label {_plain(classes[1])}")
        values = np.empty((table.num_rows, 2))
        values[:, 1] = numbers[0]
        values[:, 0] = 1 - numbers[0] if choice.kind == "probabilities" else 0
    else:
        classes, order = _class_columns(table, labels, columns, notes)
        values = np.column_stack([numbers[k] for k in order])
        if choice.kind == "probabilities":
            _normalise_rounded(table, values, notes)
    notes.insert(0, "labels " + _mapping(classes, [f"class {k}" for k in range(len(classes))]))
    weights = None if choice.weight is None else _weights(table, choice.weight)
    notes += _reading_notes(table, choice)
    return Predictions(classes, _truth(labels, classes), values, choice.kind, weights, tuple(notes))


def _check_choice(table: Table, choice: ColumnChoice) -> None:
    if choice.kind not in ("probabilities", "logits"):
        raise ReadError(f"Predictions are probabilities or logits, not {shown(str(choice.kind))}; choose one of them.")
    if not choice.probabilities:
        raise ReadError("No prediction column is chosen; choose at least one.")
    chosen = [choice.label, *choice.probabilities] + ([] if choice.weight is None else [choice.weight])
    for name in chosen:
        table.column(name)
    twice = next((name for name in chosen if chosen.count(name) > 1), None)
    if twice is not None:
        raise ReadError(
            f"Column {shown(twice)} is chosen twice; give label, predictions and weights their own columns."
        )


def _labels(table: Table, name: str, notes: list[str]) -> _Labels:
    if not table.holds_text(name):
        table.numbers(name)  # refuses NaN, which would otherwise be a class of that name
    values = table.values(name)
    fractions = np.flatnonzero(values != np.floor(values))
    if np.isfinite(values).all() and fractions.size:
        outside = np.flatnonzero((values < 0) | (values > 1))
        if outside.size:
            text, other = (table.text(name, k, k + 1)[0] for k in map(int, (outside[0], fractions[0])))
            raise ReadError(
                f"{sentence(table.place(int(outside[0]), name))}: the label {shown(text)} does not fit with "
                f"{shown(other)} in row {table.row_number(int(fractions[0])):,}; labels are either names or whole "
                "numbers of classes, or all of them shares between 0 and 1."
            )
        notes.append(f"the labels in column {shown(name)} are soft: each is the share of class 1")
        return _Labels(["0", "1"], np.zeros(0, dtype=np.int64), [0, 0], values)
    codes, texts = table.codes(name)
    spellings: dict[str, list[int]] = {}
    for code, text in enumerate(texts):
        spellings.setdefault(label_key(text), []).append(code)
    keys = label_order(spellings)
    position = np.empty(len(texts), dtype=np.int64)
    for k, key in enumerate(keys):
        position[spellings[key]] = k
        same = sorted({texts[code] for code in spellings[key]})
        if len(same) > 1:
            notes.append(f"labels {listed(same)} are the same class, {key}")
    index = position[codes]
    return _Labels(keys, index, np.unique(index, return_index=True)[1].tolist())


def _two_classes(table: Table, labels: _Labels, column: str, positive: str | None) -> tuple[str, str]:
    """Both classes of a single prediction column, the one it is about last."""
    asked = None if positive is None else label_key(positive.strip())
    pair = list(labels.keys)
    if len(pair) > 2:
        third = sorted(range(len(pair)), key=labels.first.__getitem__)[2]
        raise ReadError(
            f"Row {table.row_number(labels.first[third]):,} has a third label, {shown(pair[third])}, but one "
            "prediction column can only tell two classes apart; choose one prediction column for each class."
        )
    if len(pair) == 1:
        other = asked if asked not in (None, pair[0]) else _opposite(pair[0])
        if other is None:
            raise ReadError(
                f"Every row has the label {shown(pair[0])}, so the other class has no name; add a row of the other "
                "class, or choose one prediction column for each class."
            )
        pair = label_order([pair[0], other])
    if pair == ["-1", "0"]:
        raise ReadError(
            f"Row {table.row_number(labels.first[0]):,} has the label -1 though others are 0; write the two classes as "
            "0 and 1 or as -1 and 1, and delete rows without a label."
        )
    if asked is not None and asked not in pair:
        raise ReadError(f"There is no label {shown(asked)}; choose {shown(pair[0])} or {shown(pair[1])}.")
    fold = _folding(pair)
    about = asked or next((key for name in stated_labels(column) for key in pair if fold(name) == fold(key)), pair[1])
    return (pair[0], about) if about == pair[1] else (pair[1], about)


def _opposite(key: str) -> str | None:
    for one, other in _OPPOSITES:
        if key.casefold() in (one, other):
            found = other if key.casefold() == one else one
            return found.title() if key.istitle() else found.upper() if key.isupper() else found
    return None


def _class_columns(
    table: Table, labels: _Labels, columns: tuple[str, ...], notes: list[str]
) -> tuple[tuple[str, ...], list[int]]:
    """The classes in order, and for each the number of its prediction column."""
    if labels.soft is not None and len(columns) != 2:
        raise ReadError(
            f"The labels are shares between 0 and 1, which tell two classes apart, but {len(columns)} prediction "
            "columns are chosen; choose one or two."
        )
    fold = _folding(labels.keys)
    keys = {fold(key): key for key in labels.keys}
    stated = [[fold(name) for name in stated_labels(column)] for column in columns]
    matched = [next((keys[name] for name in names if name in keys), None) for names in stated]
    if not any(matched):
        classes = _classes_in_order(table, labels, len(columns))
        notes.append("prediction columns were taken in order: " + _mapping(columns, list(map(_plain, classes))))
        return classes, list(range(len(columns)))
    missing = [k for k, key in enumerate(labels.keys) if key not in matched]
    if missing:
        k = min(missing, key=labels.first.__getitem__)
        raise ReadError(
            f"Row {table.row_number(labels.first[k]):,} has the label {shown(labels.keys[k])}, but no prediction "
            f"column is named for it ({listed(columns)}); name the columns like the labels, or correct the label."
        )
    named: dict[str, int] = {}
    for k, (column, match) in enumerate(zip(columns, matched, strict=True)):
        key = match or stated_labels(column)[-1] or column  # without a match: a class that no row here has
        if key in named:
            raise ReadError(
                f"Columns {listed([columns[named[key]], column])} are both named for the label {shown(key)}; "
                "rename one of them."
            )
        named[key] = k
    ordered = tuple(label_order(named))
    order = [named[key] for key in ordered]
    notes.append(
        "prediction columns were matched by name: " + _mapping([columns[k] for k in order], list(map(_plain, ordered)))
    )
    return ordered, order


def _classes_in_order(table: Table, labels: _Labels, width: int) -> tuple[str, ...]:
    """The classes of columns whose names state none: whole-number labels are places, others are sorted."""
    keys = labels.keys
    if all(re.fullmatch("-?[0-9]+", key) for key in keys):
        places = list(map(int, keys))
        if min(places) >= 0 and max(places) < width:
            return tuple(map(str, range(width)))
        if len(keys) == width and (min(places) > 0 or keys == ["-1", "1"]):
            return tuple(keys)
        wrong = [k for k, place in enumerate(places) if not 0 <= place < width]
        expected = f"whole-number labels run from 0 to {width - 1}"
    else:
        if len(keys) == width:
            return tuple(keys)
        if len(keys) < width:
            raise ReadError(
                f"There are {width} prediction columns but only the labels {listed(keys)}, and the columns' names do "
                "not say which is which; name each column like its label."
            )
        wrong = sorted(range(len(keys)), key=labels.first.__getitem__)[width:]
        expected = f"there can be only {width} labels"
    k = min(wrong, key=labels.first.__getitem__)
    raise ReadError(
        f"Row {table.row_number(labels.first[k]):,} has the label {shown(keys[k])}, but with {width} prediction "
        f"columns {expected}; correct the label, or choose one prediction column for each class."
    )


def _folding(keys: list[str]) -> Callable[[str], str]:
    """Upper case, blanks and underscores do not matter, unless labels differ in nothing else."""

    def fold(text: str) -> str:
        return "_".join(re.split(r"[\s_.]+", text.casefold()))

    return fold if len(set(map(fold, keys))) == len(keys) else lambda text: text


def _truth(labels: _Labels, classes: tuple[str, ...]) -> Ints | Floats:
    if labels.soft is None:
        return np.array([classes.index(key) for key in labels.keys], dtype=np.int64)[labels.index]
    shares = np.empty((len(labels.soft), 2))
    shares[:, classes.index("1")] = labels.soft
    shares[:, classes.index("0")] = 1 - labels.soft
    return shares


def _check_range(table: Table, columns: tuple[str, ...], numbers: list[Floats]) -> None:
    bad = [np.flatnonzero((values < 0) | (values > 1)) for values in numbers]
    count = sum(rows.size for rows in bad)
    if not count:
        return
    row, k = min((int(rows[0]), k) for k, rows in enumerate(bad) if rows.size)
    if looks_like_percentages(numbers):
        remedy = "these look like percentages: divide them by 100, or write a % sign after each"
    elif 2 * count > len(columns) * table.num_rows or any((values < 0).any() for values in numbers):
        remedy = "these look like logits: choose logits instead of probabilities"
    else:
        remedy = "correct it, or choose logits if these are not probabilities"
    raise ReadError(
        f"{sentence(table.place(row, columns[k]))}: {table.text(columns[k], row, row + 1)[0]} is not a probability "
        f"between 0 and 1; {remedy}.{more(count - 1)}"
    )


def _normalise_rounded(table: Table, values: Floats, notes: list[str]) -> None:
    """Divides rows that printing has rounded by their sum, in place; refuses rows that are further off."""
    totals = values.sum(axis=1)
    off = np.abs(totals - 1)
    bad = np.flatnonzero(off > ROUNDING + _EXACT)
    if bad.size:
        row = int(bad[0])
        raise ReadError(
            f"Row {table.row_number(row):,}: the probabilities sum to {totals[row]:.6g}, not to 1; correct the row, "
            "choose exactly one column for each class, or choose logits if these are not probabilities."
            f"{more(bad.size - 1)}"
        )
    rounded = np.flatnonzero(off > _EXACT)
    if not rounded.size:
        return
    row = int(rounded[off[rounded].argmax()])
    values[rounded] = normalize(values[rounded])
    summed = f"row {table.row_number(row):,} summed to {totals[row]:.10g}"
    notes.append(
        f"{summed} and was taken as rounded: normalised"
        if rounded.size == 1
        else f"{rounded.size:,} rows did not sum to exactly 1 ({summed}) and were taken as rounded: normalised"
    )


def _weights(table: Table, name: str) -> Floats:
    weights = table.numbers(name)
    negative = np.flatnonzero(weights < 0)
    if negative.size:
        row = int(negative[0])
        raise ReadError(
            f"{sentence(table.place(row, name))}: the weight {table.text(name, row, row + 1)[0]} is negative; "
            "write 0 to leave the row out."
        )
    if not weights.any():
        raise ReadError(f"All weights in column {shown(name)} are 0, so no row counts; give one of them a weight.")
    return weights.copy()  # the table keeps its own, read-only


def _reading_notes(table: Table, choice: ColumnChoice) -> list[str]:
    """What was read otherwise than it stands there, and what was not read."""
    used = [choice.label, *choice.probabilities] + ([] if choice.weight is None else [choice.weight])
    notes = []
    for name in used[1:]:
        cell = table.respelled(name)
        if cell is not None:
            notes.append(f"column {shown(name)}: {cell} was read as {parse_number(cell)!r}")
    unused = [name for name in table.names if name not in used]
    if unused:
        notes.append(f"not used: column{'s' * (len(unused) > 1)} {listed(unused)}")
    return notes


def _mapping(sources: Sequence[str], targets: Sequence[str], longest: int = 10) -> str:
    pairs = [f"{_plain(a)} → {b}" for a, b in zip(sources[:longest], targets[:longest], strict=True)]
    return ", ".join(pairs) + (f" and {len(sources) - longest:,} more" if len(sources) > longest else "")


def _plain(text: str) -> str:
    return text if is_number(text) else shown(text)
