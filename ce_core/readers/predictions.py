"""From chosen columns to checked arrays: labels to classes, numbers to probabilities or logits."""

from collections.abc import Callable
from dataclasses import dataclass

from ce_core.readers.columns import ColumnChoice, Kind
from ce_core.readers.numerals import Floats
from ce_core.readers.survey import PROBABILITIES, OutOfRange, RowSums, Survey, normalise, refuse_weights
from ce_core.readers.table import Ints, Table


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
    one_column: bool = False
    """Whether a single column was given."""


def read_predictions(table: Table, choice: ColumnChoice, *, positive: str | None = None) -> Predictions:
    """The checked arrays of the chosen columns. `positive` is the label that a single prediction column is about.

    Without it, that is the label which the column's name states (`p_malignant`), else the last one in order.
    Several columns are matched to the labels by name, else in order. `ReadError` names the first bad row.
    """
    survey = Survey(table.names, choice)
    survey.add(table)
    reading = survey.reading(positive)
    y_true, values, weights = reading.arrays(table)
    return Predictions(
        reading.classes, y_true, values, choice.kind, weights, reading.notes, len(choice.probabilities) == 1
    )


def check_range(numbers: list[Floats], place: Callable[[int, int], str], text: Callable[[int, int], str]) -> None:
    """Refuses columns with a number outside [0, 1]. `place` and `text` give the words for a row of the k-th column."""
    outside = OutOfRange()
    outside.add(numbers, place, text)
    outside.refuse()


def normalise_rounded(values: Floats, place: Callable[[int], str], notes: list[str], what: str = PROBABILITIES) -> None:
    """Divides rows that printing has rounded by their sum, in place; refuses rows that are further off.

    `place` gives the words for a row; `what` says what sums to 1, and what to do where it does not.
    """
    sums = RowSums(what)
    sums.add(values, place)
    sums.refuse()
    normalise(values)
    notes += sums.notes()


def read_weights(table: Table, name: str) -> Floats:
    """The weights in a column, none negative and not all 0."""
    refuse_weights(table, name)
    return table.numbers(name).copy()  # the table keeps its own, read-only
