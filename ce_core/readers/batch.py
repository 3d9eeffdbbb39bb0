"""Labels and predictions in one form, whether they come from a table or as two pasted arrays.

Task and kind are recognised where they are not stated, and what was recognised is said in the notes.
"""

import math
import re
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ce_core.readers.arrangement import Arrangement, arrange
from ce_core.readers.boxes import read_boxes
from ce_core.readers.class_labels import (
    class_columns,
    classes_in_order,
    mapping,
    read_labels,
    refuse_mixture,
    truth,
    two_classes,
)
from ce_core.readers.columns import Kind
from ce_core.readers.errors import ReadError, listed, more, sentence, shown, within_memory
from ce_core.readers.nested import Cells
from ce_core.readers.numerals import Floats, column_values
from ce_core.readers.predictions import Predictions, normalise_rounded, read_weights
from ce_core.readers.scores import Scores, Task, read_scores
from ce_core.readers.table import Ints, Table

TASKS: tuple[Task, ...] = ("binary", "categorical", "multilabel")
IGNORED = -100
"""The label that PyTorch leaves out unless told otherwise."""
_LARGEST = 10**15
"""Whole numbers up to here are exact as floats, too."""

_SHARES = "labels; correct the row, or choose multi-label if several labels can be true at once"


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Labels and predictions as they were given, with what each means.

    Binary and categorical: `values` (N, C), rows sum to 1 if they are probabilities, and `y_true` class indices (N,) or
    distributions (N, C). Binary from one number a row: `values` is [1−p, p] or [0, z]. Multi-label: both (N, L), each
    entry by itself, `y_true` between 0 and 1.
    """

    task: Task
    kind: Kind
    classes: tuple[str, ...]
    """For multi-label the names of the L labels."""
    y_true: Ints | Floats
    values: Floats
    one_column: bool
    """Binary, given as one number a row."""
    weights: Floats | None
    """(N,)"""
    ignore_index: int | None
    """Rows whose class index is this do not count."""
    shape: tuple[int, ...]
    """Of the predictions as they were given; more than two axes are flattened to rows."""
    notes: tuple[str, ...]
    """In words how all this was read."""

    def counted(self) -> "Batch":
        """The same without the rows that do not count."""
        if self.ignore_index is None:
            return self
        keep = self.y_true != self.ignore_index
        weights = None if self.weights is None else self.weights[keep]
        return replace(self, y_true=self.y_true[keep], values=self.values[keep], weights=weights, ignore_index=None)

    def examples(self) -> tuple[Ints | Floats, Floats, Floats | None]:
        """Labels, predictions and weights as `evaluate` and `evaluate_logits` take them.

        Multi-label becomes N·L rows of two classes, the weight of an example repeated for each of its labels.

        >>> read_batch("[[1, 1]]", "[[0.5, 0.25]]").examples()[1].tolist()
        [[0.5, 0.5], [0.75, 0.25]]
        """
        batch = self.counted()
        if batch.task != "multilabel":
            return batch.y_true, batch.values, batch.weights
        weights = None if batch.weights is None else np.repeat(batch.weights, batch.values.shape[1])
        truths = np.asarray(batch.y_true, dtype=np.float64).ravel()
        whole = bool(((truths == 0) | (truths == 1)).all())
        y_true = truths.astype(np.int64) if whole else np.column_stack([1 - truths, truths])
        return y_true, _two_columns(batch.values.ravel(), batch.kind), weights


def batch_of(predictions: Predictions) -> Batch:
    """The same of a table's columns: two classes are binary, more are categorical."""
    return Batch(
        task="binary" if len(predictions.classes) == 2 else "categorical",
        kind=predictions.kind,
        classes=predictions.classes,
        y_true=predictions.y_true,
        values=predictions.values,
        one_column=predictions.one_column,
        weights=predictions.weights,
        ignore_index=None,
        shape=(len(predictions.values),) if predictions.one_column else predictions.values.shape,
        notes=predictions.notes,
    )


def read_batch(
    labels: str,
    predictions: str,
    *,
    weights: str = "",
    kind: Kind | None = None,
    task: Task | None = None,
    ignore_index: int | None = None,
) -> Batch:
    """Labels and predictions that were pasted as text, in whatever form they were copied (`read_pasted`).

    Labels are class indices, words, one-hot rows or shares; predictions are probabilities, percentages, logits or
    log-probabilities, (N,), (N, C) or with further axes as (N, C, H, W). One box may hold an object with both.
    `kind`, `task` and `ignore_index` state what would otherwise be recognised; −100 is taken as `ignore_index`.
    `ReadError` names the first place that does not fit.

    >>> read_batch("[1, 0]", "tensor([0.9, 0.2], requires_grad=True)").values.tolist()
    [[0.09999999999999998, 0.9], [0.8, 0.2]]
    """
    _check_choices(kind, task, ignore_index)
    with within_memory():
        return _batch(labels, predictions, weights, kind, task, ignore_index)


def _batch(
    labels: str, predictions: str, weights: str, kind: Kind | None, task: Task | None, ignore_index: int | None
) -> Batch:
    boxes = read_boxes(labels, predictions, weights)
    arranged = arrange(boxes, task)
    scores = read_scores(arranged, kind or boxes.kind, task)
    notes = [*boxes.labels.notes, *boxes.predictions.notes, *arranged.notes, *scores.notes]
    values = scores.values
    left_out: int | None = None
    if scores.truths is None:
        classes, y_true, values, left_out = _indexed(arranged, scores, ignore_index, notes)
    else:
        classes, y_true, values = _by_class(arranged, scores, scores.truths, notes)
        if ignore_index is not None:
            notes.append(f"ignore_index {ignore_index} says nothing here: the labels are no class indices")
    one_column = values.ndim == 1
    return Batch(
        task=scores.task,
        kind=scores.kind,
        classes=classes,
        y_true=y_true,
        values=_two_columns(values, scores.kind) if one_column else values,
        one_column=one_column,
        weights=None if boxes.weights is None else _weights(boxes.weights, arranged, notes),
        ignore_index=left_out,
        shape=boxes.predictions.shape,
        notes=tuple(notes),
    )


def _check_choices(kind: str | None, task: str | None, ignore_index: int | None) -> None:
    if kind not in (None, "probabilities", "logits"):
        raise ReadError(f"Predictions are probabilities or logits, not {shown(str(kind))}; choose one of them.")
    if task not in (None, *TASKS):
        raise ReadError(f"The task is one of {listed(TASKS)}, not {shown(str(task))}; choose one of them.")
    whole = isinstance(ignore_index, int) and not isinstance(ignore_index, bool)
    if ignore_index is not None and not (whole and abs(ignore_index) <= _LARGEST):
        raise ReadError(f"ignore_index is a whole number of at most 15 digits, not {shown(str(ignore_index))}.")


def _two_columns(values: Floats, kind: Kind) -> Floats:
    """[1−p, p] or [0, z] for each number."""
    return np.column_stack([1 - values if kind == "probabilities" else np.zeros_like(values), values])


def _by_class(
    arranged: Arrangement, scores: Scores, truths: Floats, notes: list[str]
) -> tuple[tuple[str, ...], Ints | Floats, Floats]:
    """Labels with an entry for each class: one-hot rows as indices, else distributions; multi-label as they stand.

    With them the predictions, their columns in the order of the labels' columns if both have the same names.
    """
    outside = np.flatnonzero((truths < 0) | (truths > 1))
    if outside.size:
        row, column = divmod(int(outside[0]), truths.shape[1])
        raise ReadError(
            f"{sentence(arranged.row(row))}, column {column + 1:,} of the labels: {truths[row, column]:g} is no label; "
            f"with one column for each class, labels are 0 and 1, or shares between them.{more(outside.size - 1)}"
        )
    width, values = truths.shape[1], scores.values
    named = [header for header in (arranged.labels.header, arranged.predictions.header) if len(header) == width]
    classes = named[0] if named else tuple(map(str, range(width)))
    if len(named) == 2 and named[0] != named[1]:
        notes.append(f"columns, labels and predictions: {mapping(named[0], [shown(name) for name in named[1]])}")
        if set(named[0]) == set(named[1]) and len(set(classes)) == width:
            values = values[:, [named[1].index(name) for name in classes]]
            notes[-1] = f"predictions: the columns were put in the order of the labels, {listed(classes)}"
    if scores.task == "multilabel":
        whole = bool(((truths == 0) | (truths == 1)).all())
        notes.append(f"labels: {width:,} for each example, {'0 or 1' if whole else 'shares between 0 and 1'}")
        return classes, truths.astype(np.int64) if whole else truths, values
    normalise_rounded(truths, lambda row: f"{arranged.row(row)} of the labels", notes, _SHARES)
    if ((truths == 0) | (truths == 1)).all():
        notes.append("labels: one-hot rows, taken as the class of their 1")
        return classes, truths.argmax(axis=1).astype(np.int64), values
    notes.append("labels: soft, each row a distribution over the classes")
    return classes, truths, values


def _indexed(
    arranged: Arrangement, scores: Scores, ignore_index: int | None, notes: list[str]
) -> tuple[tuple[str, ...], Ints | Floats, Floats, int | None]:
    """Labels with one entry for each row: classes, indices or shares, predictions in their order, what is left out."""
    cells = pa.chunked_array([arranged.labels.cells], pa.string())
    ignored, left_out = _ignored(cells, ignore_index, notes)
    kept = np.flatnonzero(~ignored)
    table = Table({"labels": cells.take(pa.array(kept))}, kept + 1)
    labels = read_labels(table, "labels", notes)
    refuse_mixture(table, labels)
    values, header = scores.values, arranged.predictions.header
    if values.ndim == 1:
        classes: tuple[str, ...] = two_classes(table, labels, header[0] if header else "predictions", None)
        notes.append(f"one number a row, taken as the prediction of label {shown(classes[1])}")
    elif len(header) == values.shape[1]:
        classes, order = class_columns(table, labels, header, notes)
        values = values[:, order]
    else:
        classes = classes_in_order(table, labels, values.shape[1], gaps=False, remedy=_remedy(labels.keys))
    notes.append("labels " + mapping(classes, [f"class {k}" for k in range(len(classes))]))
    found = truth(labels, classes)
    if not ignored.any():
        harmless = found.ndim == 1 and left_out is not None and not (found == left_out).any()
        return classes, found, values, left_out if harmless else None
    if found.ndim == 2:
        raise ReadError("Labels that are shares can't have rows that do not count; delete those rows.")
    if left_out is not None and 0 <= left_out < len(classes) and classes != tuple(map(str, range(len(classes)))):
        left_out = IGNORED
    y_true = np.full(len(ignored), left_out, dtype=np.int64)
    y_true[kept] = found
    return classes, y_true, values, left_out


def _remedy(keys: list[str]) -> str:
    negative = next((key for key in keys if re.fullmatch("-[0-9]+", key)), None)
    if negative is not None:
        return f"if {negative} marks rows that do not count, state it as ignore_index; else correct the label"
    return "correct the label, or give one column of predictions for each class"


def _ignored(
    cells: pa.ChunkedArray, ignore_index: int | None, notes: list[str]
) -> tuple[NDArray[np.bool_], int | None]:
    """The rows that do not count, and the label that says so."""
    wanted = IGNORED if ignore_index is None else ignore_index
    rows = column_values(cells)[0] == wanted
    count = int(rows.sum())
    if not count:
        return rows, ignore_index
    if count == len(rows):
        raise ReadError(f"Every row has the label {wanted}, which does not count; give at least one other label.")
    how = "" if ignore_index is not None else ", as PyTorch's default ignore_index"
    notes.append(f"{count:,} of {len(rows):,} rows have the label {wanted} and do not count{how}")
    return rows, wanted


def _weights(weights: Cells, arranged: Arrangement, notes: list[str]) -> Floats:
    """One weight for each row."""
    rows = math.prod(arranged.rows_shape)
    if len(weights.cells) != rows or (len(arranged.rows_shape) == 1 and max(weights.shape, default=1) != rows):
        raise ReadError(
            f"The weights have the shape {weights.shape}, but there are {rows:,} rows of predictions; give one weight "
            "for each row."
        )
    notes += [*weights.notes, *weights.numbers()[1]]
    return read_weights(Table({"weights": pa.chunked_array([weights.cells], pa.string())}), "weights")
