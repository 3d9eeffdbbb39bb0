"""What a table must be known as a whole for before any row of it can be read, gathered block by block.

Which classes there are, whether labels are shares, whether numbers look like percentages: `Survey` collects it, and
its `Reading` then turns each block into arrays. A table in memory is one block.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ce_core.information import normalize
from ce_core.readers.class_labels import Labels, class_columns, mapping, plain, read_labels, truth, two_classes
from ce_core.readers.columns import ColumnChoice, Percentages, is_log_probability_name, label_key
from ce_core.readers.errors import ReadError, listed, more, sentence, shown
from ce_core.readers.numerals import Floats, parse_number
from ce_core.readers.table import BadCells, Ints, Ranges, Table, check_column

ROUNDING = 0.005
"""How far printed probabilities may be from summing to 1."""
_EXACT = 1e-9
"""Sums this near to 1 are left as they are: floating point, not print."""
PROBABILITIES = (
    "probabilities; correct the row, choose exactly one column for each class, or choose logits if these are not "
    "probabilities"
)
LOGARITHMS = (
    "log-probabilities, as their exponentials sum to 1 in each row; taken as logits, which a softmax leaves as they are"
)
_SPELLINGS = 100_000
"""Different labels that are remembered: far more than can be classes, so that shares can be told from names."""


class OutOfRange:
    """Numbers outside [0, 1]."""

    def __init__(self) -> None:
        self._count = self._numbers = 0
        self._negative = False
        self._first: tuple[str, str] | None = None
        self._percentages = Percentages()

    def add(self, columns: Sequence[Floats], place: Callable[[int, int], str], text: Callable[[int, int], str]) -> None:
        """With these rows too. `place` and `text` give the words for a row of the k-th column."""
        if all(values.min() >= 0 and values.max() <= 1 for values in columns):  # the usual case, at once
            self._numbers += sum(values.size for values in columns)
            self._percentages.add(columns, most=1.0)
            return
        bad = [np.flatnonzero((values < 0) | (values > 1)) for values in columns]
        count = sum(rows.size for rows in bad)
        if count and self._first is None:
            row, k = min((int(rows[0]), k) for k, rows in enumerate(bad) if rows.size)
            self._first = place(row, k), text(row, k)
        self._count += count
        self._numbers += sum(values.size for values in columns)
        self._negative = self._negative or (count > 0 and any((values < 0).any() for values in columns))
        self._percentages.add(columns)

    def refuse(self) -> None:
        """`ReadError` for the first of them, if there is one."""
        if self._first is None:
            return
        if self._percentages.likely:
            remedy = "these look like percentages: divide them by 100, or write a % sign after each"
        elif 2 * self._count > self._numbers or self._negative:
            remedy = "these look like logits: choose logits instead of probabilities"
        else:
            remedy = "correct it, or choose logits if these are not probabilities"
        place, text = self._first
        raise ReadError(
            f"{sentence(place)}: {text} is not a probability between 0 and 1; {remedy}.{more(self._count - 1)}"
        )


def near_one(totals: Floats) -> NDArray[np.bool_]:
    """Which sums are 1, or as near to it as printed numbers come."""
    return np.asarray(np.abs(totals - 1) <= ROUNDING + _EXACT)


def are_logarithms(values: Floats) -> bool:
    """Whether these are log-probabilities: their exponentials sum to 1 in each row."""
    if (values > 0).any():
        return False
    with np.errstate(under="ignore"):
        return bool(near_one(np.exp(values).sum(axis=1)).all())


class RowSums:
    """Rows that should sum to 1 and do not: those that printing has rounded, and those that are further off.

    `what` says what sums to 1, and what to do where it does not.
    """

    def __init__(self, what: str = PROBABILITIES) -> None:
        self._name, self._remedy = what.split("; ", 1)
        self._bad = self._rounded = 0
        self._first_bad = self._furthest = ""
        self._off = 0.0

    def add(self, values: Floats, place: Callable[[int], str]) -> None:
        """With these rows too. `place` gives the words for a row."""
        totals = values.sum(axis=1)
        off = np.abs(totals - 1)
        bad, rounded = np.flatnonzero(~near_one(totals)), np.flatnonzero(off > _EXACT)
        if bad.size and not self._bad:
            self._first_bad = f"{place(int(bad[0]))}: the {self._name} sum to {totals[bad[0]]:.6g}"
        if rounded.size:
            row = int(rounded[off[rounded].argmax()])
            if off[row] > self._off:
                self._off = float(off[row])
                self._furthest = f"{place(row)} summed to {totals[row]:.10g}"
        self._bad += bad.size
        self._rounded += rounded.size

    def refuse(self) -> None:
        """`ReadError` for the first row that is too far off, if there is one."""
        if self._bad:
            raise ReadError(f"{sentence(self._first_bad)}, not to 1; {self._remedy}.{more(self._bad - 1)}")

    def notes(self) -> list[str]:
        """How many rows were taken as rounded, in words."""
        if not self._rounded:
            return []
        if self._rounded == 1:
            return [f"{self._furthest} and was taken as rounded: normalised"]
        return [
            f"{self._rounded:,} rows did not sum to exactly 1 ({self._furthest}) and were taken as rounded: normalised"
        ]


def normalise(values: Floats) -> None:
    """Divides rows that do not sum to 1 by their sum, in place."""
    rounded = np.flatnonzero(np.abs(values.sum(axis=1) - 1) > _EXACT)
    if rounded.size:
        values[rounded] = normalize(values[rounded])


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """How each block of a table becomes arrays."""

    choice: ColumnChoice
    classes: tuple[str, ...]
    order: tuple[int, ...]
    """For each class, which prediction column is about it."""
    soft: bool
    notes: tuple[str, ...]

    @property
    def used(self) -> tuple[str, ...]:
        """The columns that are read."""
        return _used(self.choice)

    def reads_like(self, other: "Reading") -> bool:
        """Whether both make the same arrays of any rows."""
        return (self.classes, self.order, self.soft) == (other.classes, other.order, other.soft)

    def arrays(self, block: Table) -> tuple[Ints | Floats, Floats, Floats | None]:
        """Labels, predictions and weights of these rows."""
        numbers = [block.numbers(name) for name in self.choice.probabilities]
        probable = self.choice.kind == "probabilities"
        if len(numbers) == 1:
            values = np.empty((block.num_rows, 2))
            values[:, 1] = numbers[0]
            values[:, 0] = 1 - numbers[0] if probable else 0
        else:
            values = np.column_stack([numbers[k] for k in self.order])
            if probable:
                normalise(values)
        weight = self.choice.weight
        # The table keeps its own weights, read-only.
        return (
            truth(self._labels(block), self.classes),
            values,
            None if weight is None else block.numbers(weight).copy(),
        )

    def _labels(self, block: Table) -> Labels:
        name = self.choice.label
        if self.soft:
            return Labels(["0", "1"], np.zeros(0, dtype=np.int64), [0, 0], block.values(name))
        codes, texts = block.codes(name)
        keys = list(map(label_key, texts))
        if not set(keys) <= set(self.classes):
            raise ReadError("The file has changed while it was read; read it again.")
        return Labels(keys, codes, [])


def _used(choice: ColumnChoice) -> tuple[str, ...]:
    return (choice.label, *choice.probabilities, *(() if choice.weight is None else (choice.weight,)))


class Survey:
    """Reads blocks of a table for what only the whole can tell."""

    def __init__(self, names: Sequence[str], choice: ColumnChoice) -> None:
        _check_choice(names, choice)
        self.choice = choice
        self._used = _used(choice)
        self._unused = [name for name in names if name not in self._used]
        self._bad: dict[str, BadCells] = {}
        self._respelled: dict[str, str] = {}
        self._range, self._sums = OutOfRange(), RowSums()
        self._logarithms = choice.kind == "logits" and len(choice.probabilities) > 1
        self._labels, self._weights = _Witnesses(choice.label), _Witnesses(choice.weight)
        self._spellings: set[str] = set()

    @property
    def ranges(self) -> Ranges:
        """The columns of numbers, and which of them no note or refusal will quote."""
        largest = float(np.finfo(np.float64).max)
        own = (0.0, 1.0) if self.choice.kind == "probabilities" else (-largest, largest)
        weight = {} if self.choice.weight is None else {self.choice.weight: (0.0, largest)}
        return dict.fromkeys(self.choice.probabilities, own) | weight

    def add(self, block: Table) -> None:
        """With the rows of this block too."""
        choice = self.choice
        for name in self._used:
            if name != choice.label or not block.holds_text(name):
                self._add_numbers(block, name)
        self._labels.add(block, self._new_spellings(block))
        values = block.values(choice.label)  # what tells shares from names of classes:
        self._labels.add_first(block, ~np.isfinite(values), values != np.floor(values), (values < 0) | (values > 1))
        if choice.weight is not None:
            weights = block.values(choice.weight)
            self._weights.add_first(block, weights < 0, weights > 0, weights == 0)
        if choice.kind == "probabilities":
            columns = choice.probabilities
            numbers = [block.values(name) for name in columns]
            self._range.add(
                numbers,
                lambda row, k: block.place(row, columns[k]),
                lambda row, k: block.text(columns[k], row, row + 1)[0],
            )
            if len(columns) > 1:
                self._sums.add(np.column_stack(numbers), lambda row: f"row {block.row_number(row):,}")

        if self._logarithms:
            self._logarithms = are_logarithms(np.column_stack([block.values(name) for name in choice.probabilities]))

    def _add_numbers(self, block: Table, name: str) -> None:
        bad = block.bad_numbers(name)
        if bad is not None:
            self._bad[name] = self._bad[name] + bad if name in self._bad else bad
        cell = block.respelled(name)
        if cell is not None:
            self._respelled.setdefault(name, cell)

    def _new_spellings(self, block: Table) -> list[int]:
        """The first row of each label that no block before had."""
        new = []
        for text, row in block.first_rows(self.choice.label):
            if len(self._spellings) >= _SPELLINGS:
                break
            if text not in self._spellings:
                self._spellings.add(text)
                new.append(row)
        return new

    def reading(self, positive: str | None = None) -> Reading:
        """How to read the rows, or a `ReadError` for what is wrong with them."""
        choice, notes = self.choice, list[str]()
        self._refuse_bad(choice.label)
        witnesses = self._labels.table()
        labels = read_labels(witnesses, choice.label, notes)
        for name in choice.probabilities:
            self._refuse_bad(name)
        self._range.refuse()
        columns = choice.probabilities
        self._refuse_logarithms()
        order = list(range(len(columns)))
        if len(columns) == 1:
            classes: tuple[str, ...] = two_classes(witnesses, labels, columns[0], positive)
            notes.append(f"column {shown(columns[0])} was taken as the prediction of label {plain(classes[1])}")
        else:
            classes, order = class_columns(witnesses, labels, columns, notes)
            self._sums.refuse()
            notes += self._sums.notes()
        if choice.weight is not None:
            self._refuse_bad(choice.weight)
            refuse_weights(self._weights.table(), choice.weight)
        if self._logarithms:
            notes.append(f"predictions: {LOGARITHMS}")
        notes.insert(0, "labels " + mapping(classes, [f"class {k}" for k in range(len(classes))]))
        for name in self._used[1:]:
            if name in self._respelled:
                cell = self._respelled[name]
                notes.append(f"column {shown(name)}: {cell} was read as {parse_number(cell)!r}")
        if self._unused:
            notes.append(f"not used: column{'s' * (len(self._unused) > 1)} {listed(self._unused)}")
        return Reading(choice, classes, tuple(order), labels.soft is not None, tuple(notes))

    def _refuse_logarithms(self) -> None:
        """Log-probabilities that a softmax would change: of one class only, or not of all classes."""
        columns = self.choice.probabilities
        if self.choice.kind != "logits" or self._logarithms or not all(map(is_log_probability_name, columns)):
            return
        why = "of one class alone" if len(columns) == 1 else "whose exponentials do not sum to 1 in each row"
        raise ReadError(
            f"By name, {listed(columns)} hold log-probabilities, but {why}, so they are no logits; take the "
            "exponential of each and choose probabilities."
        )

    def _refuse_bad(self, name: str) -> None:
        if name in self._bad:
            self._bad[name].refuse()


class _Witnesses:
    """The cells of one column that decide how the whole column is read, with their row numbers."""

    def __init__(self, name: str | None) -> None:
        self._name = name
        self._cells: dict[int, pa.Array] = {}
        self._words: dict[int, bool] = {}
        self._seen: set[int] = set()

    def add_first(self, block: Table, *tests: NDArray[np.bool_]) -> None:
        """With the first row that passes a test, if none before did; the tests are always the same ones."""
        found = {k: int(test.argmax()) for k, test in enumerate(tests) if k not in self._seen and test.any()}
        self._seen.update(found)
        self.add(block, found.values())

    def add(self, block: Table, rows: Iterable[int]) -> None:
        """With these rows of the block."""
        if self._name is None:
            return
        for row in rows:
            cell = block.column(self._name).slice(row, 1)
            if pa.types.is_dictionary(cell.type):
                cell = pc.cast(cell, pa.string())
            number = block.row_number(row)
            self._cells.setdefault(number, cell.chunk(0))
            self._words[number] = block.is_word(self._name, row)

    def table(self) -> Table:
        """Them as a table, in the order of the rows."""
        rows = sorted(self._cells)
        cells = [self._cells[row] for row in rows]
        if len({cell.type for cell in cells}) > 1:  # numbers of which some had to be read as text
            cells = [pc.cast(cell, pa.string()) for cell in cells]
        column = pa.chunked_array(cells).combine_chunks()
        name, words = str(self._name), np.array([self._words[row] for row in rows])
        return Table({name: pa.chunked_array([column])}, np.array(rows, dtype=np.int64), {name: words})


def refuse_weights(table: Table, name: str) -> None:
    """`ReadError` for a negative weight, or if none is positive."""
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


def _check_choice(names: Sequence[str], choice: ColumnChoice) -> None:
    if choice.kind not in ("probabilities", "logits"):
        raise ReadError(f"Predictions are probabilities or logits, not {shown(str(choice.kind))}; choose one of them.")
    if not choice.probabilities:
        raise ReadError("No prediction column is chosen; choose at least one.")
    chosen = _used(choice)
    for name in chosen:
        check_column(names, name)
    twice = next((name for name in chosen if chosen.count(name) > 1), None)
    if twice is not None:
        raise ReadError(
            f"Column {shown(twice)} is chosen twice; give label, predictions and weights their own columns."
        )
