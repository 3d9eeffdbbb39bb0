"""Which axis of the predictions counts the classes, and which labels belong to which row."""

from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ce_core.readers.boxes import Boxes
from ce_core.readers.errors import ReadError
from ce_core.readers.nested import Cells
from ce_core.readers.survey import near_one

Shape = tuple[int, ...]
Number = TypeVar("Number", np.float64, np.int64)

_AXES = {
    1: "classes on the second axis (N, C, …)",
    -1: "classes on the last axis (…, C)",
    0: "classes on the first axis",
}


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How labels and predictions of these shapes become rows."""

    labels: Cells
    predictions: Cells
    shape: Shape
    """Of the predictions, axes of length 1 left out."""
    axis: int | None
    """The axis of the classes; None if each number is a row by itself."""
    labels_by_class: bool
    """Whether the labels, too, have an entry for each class."""
    notes: tuple[str, ...] = ()

    @property
    def rows_shape(self) -> Shape:
        """The axes that count examples."""
        if self.axis is None:
            return self.shape
        return tuple(np.delete(self.shape, self.axis).tolist())

    def by_row(self, array: NDArray[Number]) -> NDArray[Number]:
        """An array of the predictions' shape as (N, C), or (N,) without classes."""
        array = array.reshape(self.shape)
        if self.axis is None:
            return array.ravel()
        moved = np.moveaxis(array, self.axis, -1)
        return np.ascontiguousarray(moved.reshape(-1, moved.shape[-1]))

    def truths_by_row(self, array: NDArray[Number]) -> NDArray[Number]:
        """Labels with an entry for each class as (N, C)."""
        return array.reshape(-1, 2) if self.axis is None else self.by_row(array)

    def row(self, index: int) -> str:
        """`row 3`, with its place in the array as it was given."""
        if len(self.rows_shape) < 2:
            return f"row {index + 1:,}"
        at = ", ".join(str(int(k)) for k in np.unravel_index(index, self.rows_shape))
        return f"row {index + 1:,} (place [{at}])"

    def cell(self, row: int, column: int) -> int:
        """Where the entry of a row and a column stands among the cells of the predictions."""
        at = self.by_row(np.arange(len(self.predictions.cells)))
        return int(at[row] if at.ndim == 1 else at[row, column])


def arrange(boxes: Boxes, task: str | None) -> Arrangement:
    """The arrangement that fits both shapes, and in a note which one was taken if that could be doubted."""
    labels, predictions = boxes.labels, boxes.predictions
    for p in _variants(predictions.shape):
        for y in _variants(labels.shape):
            found = _vector(y, p, task) if len(p) == 1 else _array(labels, y, p)
            if found is not None:
                shape, axis, by_class, note = found
                return Arrangement(labels, predictions, shape, axis, by_class, (note,) if note else ())
    raise _misfit(labels.shape, predictions.shape)


_Found = tuple[Shape, int | None, bool, str]


@lru_cache(1024)  # each is met in many ways when most axes have length 1
def _variants(shape: Shape) -> tuple[Shape, ...]:
    """The shape as it is, then without axes of length 1; of a column vector only without."""
    if len(shape) < 2:
        return (shape or (1,),)
    if len(shape) == 2:
        return (shape[:1] if shape[1] == 1 else shape,)
    found = [shape]
    for axis in (1, len(shape) - 1):
        if shape[axis] == 1:
            found += _variants(shape[:axis] + shape[axis + 1 :])
    return tuple(dict.fromkeys(found))


def _vector(y: Shape, p: Shape, task: str | None) -> _Found | None:
    one_row = f"predictions of shape {p} were taken as one row of {p[0]:,} classes"
    if y == p and task == "categorical":
        return (1, *p), 1, True, one_row
    if y == p and task == "multilabel":
        return (*p, 1), 1, True, ""
    if y in (p, (1, *p)):
        return p, None, False, ""
    if y == (1,):
        return (1, *p), 1, False, one_row
    return (p, None, True, "") if y == (*p, 2) else None


def _array(labels: Cells, y: Shape, p: Shape) -> _Found | None:
    if y == p:
        return _same_shape(labels, p)
    if len(p) == 2 and p[0] == 1 and y == p[1:]:
        return p, 1, True, f"labels of shape {y} were taken as one row, as the predictions are"
    if len(p) == 2:
        return (p, 1, False, "") if y in (p[:1], (1, *p[:1])) else None
    fits = [axis for axis in (1, len(p) - 1, 0) if p[:axis] + p[axis + 1 :] == y]
    if not fits:
        return None
    fits = [axis for axis in fits if p[axis] > 1]
    if not fits:
        return _elements(p)
    note = f"predictions of shape {p} with labels of shape {y}: {_axis(fits[0], p)}, flattened to rows"
    if len(fits) > 1:
        note += f"; {_axis(fits[1], p)} would fit, too"
    return p, fits[0], False, note


def _axis(axis: int, p: Shape) -> str:
    return _AXES[axis if axis < len(p) - 1 else -1]


def _same_shape(labels: Cells, p: Shape) -> _Found:
    if len(p) == 2:
        return p, 1, True, ""
    if 1 not in (p[1], p[-1]):
        truths = labels.numbers()[0].reshape(p)
        for axis in (1, len(p) - 1):
            if near_one(truths.sum(axis=axis)).all():
                return p, axis, True, f"labels and predictions of shape {p}: {_axis(axis, p)}, flattened to rows"
    return _elements(p)


def _elements(p: Shape) -> _Found:
    return p, None, False, f"predictions of shape {p}: each entry was taken as a row of its own"


def _misfit(labels: Shape, predictions: Shape) -> ReadError:
    y, p = _variants(labels)[-1], _variants(predictions)[-1]
    remedy = "give one label for each row of predictions"
    if len(p) == 2 and y == (p[1],):
        remedy = "the predictions seem to be transposed: copy them with one row for each example"
    return ReadError(
        f"The labels have the shape {labels} and the predictions {predictions}, that is {y[0]:,} and {p[0]:,} rows; "
        f"{remedy}."
    )
