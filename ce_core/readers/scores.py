"""Whether predictions are probabilities, percentages, logits or log-probabilities, and of which task."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ce_core.readers.arrangement import Arrangement
from ce_core.readers.columns import Kind, looks_like_percentages
from ce_core.readers.errors import ReadError, more, sentence
from ce_core.readers.numerals import Floats
from ce_core.readers.predictions import check_range, normalise_rounded
from ce_core.readers.survey import LOGARITHMS, are_logarithms, near_one

Task = Literal["binary", "categorical", "multilabel"]

_SLIPS = 0.1
"""Share of numbers outside [0, 1] that is taken as mistakes among probabilities, not as a sign of logits."""

_OVERSHOOT = 0.01
"""Numbers this near to [0, 1] are probabilities with an error, not logits: to be named, not to be taken."""


@dataclass(frozen=True, slots=True)
class Scores:
    """`values` (N, C), or (N,) for one number a row; for multi-label (N, L)."""

    task: Task
    kind: Kind
    values: Floats
    truths: Floats | None
    """The labels, if they have an entry for each class."""
    notes: tuple[str, ...]


def read_scores(arranged: Arrangement, kind: Kind | None, task: Task | None) -> Scores:
    """The predictions as rows, and what they are."""
    predictions = arranged.predictions
    numbers, notes = predictions.numbers(lowest=kind != "probabilities")
    signs = any("%" in cell for cell in predictions.cells) if notes else False
    values = arranged.by_row(numbers)
    truths = None
    if arranged.labels_by_class:
        read, said = arranged.labels.numbers()
        truths = arranged.truths_by_row(read)
        notes += said
    task = _checked(task, values, truths) or _task(values, truths, kind, notes)
    each = values.ndim == 1 or task == "multilabel"
    columns = [values.ravel()] if each else list(values.T)
    found = _kind(values, columns, each, signs) if kind is None else _stated(values, columns, each, kind, signs)
    notes.append(_SAID[found, each] if kind is None or found != kind else f"predictions: {kind}, as stated")
    if found == "percentages":
        values = arranged.by_row(predictions.numbers(percent=True)[0])
    if found in ("probabilities", "percentages"):
        _check_probabilities(arranged, values, each, notes)
        return Scores(task, "probabilities", values, truths, tuple(notes))
    _check_logits(arranged, values, each)
    return Scores(task, "logits", values, truths, tuple(notes))


_SAID = {
    ("probabilities", True): "predictions: probabilities, as all lie between 0 and 1",
    ("probabilities", False): "predictions: probabilities, as the rows sum to 1",
    ("percentages", True): "predictions: percentages, as they go up to 100; divided by 100",
    ("percentages", False): "predictions: percentages, as the rows sum to 100; divided by 100",
    ("logits", True): "predictions: logits, as not all lie between 0 and 1",
    ("logits", False): "predictions: logits, as they are no probabilities",
    ("log-probabilities", False): f"predictions: {LOGARITHMS}",
}


def _checked(task: Task | None, values: Floats, truths: Floats | None) -> Task | None:
    """The task as stated, if it fits the shapes."""
    width = 2 if values.ndim == 1 else values.shape[1]
    if task == "multilabel" and (truths is None or values.ndim == 1):
        raise ReadError(
            "Multi-label needs labels and predictions of one shape, with one column for each label; give the labels as "
            "rows of 0 and 1."
        )
    if task == "binary" and width != 2:
        raise ReadError(f"The predictions have {width:,} columns, but binary has two classes; choose categorical.")
    if task == "categorical" and values.ndim == 1:
        raise ReadError(
            "The predictions are one number for each example, which tells two classes apart; choose binary, or give "
            "one column for each class."
        )
    return task


def _task(values: Floats, truths: Floats | None, kind: Kind | None, notes: list[str]) -> Task:
    if values.ndim == 1:
        return "binary"
    single: Task = "binary" if values.shape[1] == 2 else "categorical"
    if truths is None or values.shape != truths.shape:
        return single
    one = near_one(truths.sum(axis=1))
    between = bool(((values >= 0) & (values <= 1)).all()) and kind != "logits"
    sums = near_one(values.sum(axis=1))
    if between and 2 * int(sums.sum()) < len(sums):
        notes.append("multi-label: the rows of the predictions do not sum to 1, so each entry stands by itself")
        return "multilabel"
    if one.all() or (2 * int(one.sum()) > len(one) and 2 * int(sums.sum()) > len(sums)):
        return single
    notes.append("multi-label: the rows of the labels do not sum to 1, so each entry stands by itself")
    return "multilabel"


def _kind(values: Floats, columns: Sequence[Floats], each: bool, signs: bool) -> str:
    """What the predictions are, from their values."""
    if signs:
        return "probabilities"
    inside = (values >= 0) & (values <= 1)
    if values.min() >= -_OVERSHOOT and values.max() <= 1 + _OVERSHOOT:
        return "probabilities"
    if each:
        if looks_like_percentages(list(columns)):
            return "percentages"
        few = inside.size >= 1 / _SLIPS and inside.mean() >= 1 - _SLIPS
        return "probabilities" if few else "logits"
    sums = inside.all(axis=1) & near_one(values.sum(axis=1))
    if 2 * int(sums.sum()) > len(sums):
        return "probabilities"
    if looks_like_percentages(list(columns)):
        return "percentages"
    return "log-probabilities" if are_logarithms(values) else "logits"


def _stated(values: Floats, columns: Sequence[Floats], each: bool, kind: Kind, signs: bool) -> str:
    """What the predictions are, once probabilities or logits were chosen."""
    if kind == "probabilities":
        outside = bool((values > 1).any())
        return "percentages" if outside and not signs and looks_like_percentages(list(columns)) else kind
    if signs:
        raise ReadError("There are % signs in the predictions, so they are no logits; choose probabilities.")
    return "log-probabilities" if not each and are_logarithms(values) else kind


def _check_probabilities(arranged: Arrangement, values: Floats, each: bool, notes: list[str]) -> None:
    columns = list(values.T) if values.ndim == 2 else [values]
    predictions = arranged.predictions
    check_range(
        columns,
        lambda row, k: predictions.place(arranged.cell(row, k)),
        lambda row, k: predictions.cells[arranged.cell(row, k)],
    )
    if not each:
        normalise_rounded(values, lambda row: f"{arranged.row(row)} of the predictions", notes)


def _check_logits(arranged: Arrangement, values: Floats, each: bool) -> None:
    if each:
        return  # −∞ as the logit of one class: its probability is 0
    bad = np.flatnonzero(np.isneginf(values).all(axis=1))
    if not bad.size:
        return
    raise ReadError(
        f"{sentence(arranged.row(int(bad[0])))} of the predictions: all logits are −∞, so no class is possible; "
        f"correct the row.{more(bad.size - 1)}"
    )
