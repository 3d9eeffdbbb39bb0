"""Labels and predictions as the search for a formula needs them: read from their values, all tasks in one shape."""

import operator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ce_core._checks import Floats, distribution, finite, numbers, probabilities, same_shape
from ce_core._numerics import quiet, softplus, surprise, times
from ce_core.activations import log_softmax_of
from ce_core.conventions.table import Kind, Task
from ce_core.errors import DistributionError
from ce_core.losses import class_indices, example_weights

Indices = NDArray[np.intp]

PERCENT_FROM = 30.0
"""A single column that goes above this and never below 0 or above 100 is percent: no logit is that sure."""


@dataclass(frozen=True, eq=False)
class Problem:
    """M rows over C classes. A multilabel problem is M = N·L rows over 2 classes."""

    task: Task
    kind: Kind
    scores: Floats
    """As given, M×C; from one column [1 − p, p] or [0, z]."""
    surprise: Floats
    """−log of the predicted probabilities, M×C."""
    index: Indices | None
    """Class of each row; None for soft labels."""
    soft: Floats | None
    """Targets M×C of soft labels; None where `index` says it."""
    own: Indices | None
    """Class of each row, also where its target is smoothed; None for labels that were soft from the start."""
    weights: Floats
    """Factor of each row's loss; 0 where it doesn't count."""
    denominators: Floats
    """What each row adds to the denominator of the mean."""
    one_column: bool = False
    per_row: int = 1
    """Entries for each example: the L labels of a multilabel problem."""
    ignored: tuple[int, NDArray[np.bool_]] | None = None
    """The label to ignore, and where it stands."""
    given_weights: Floats | None = None

    @property
    def classes(self) -> int:
        return int(self.surprise.shape[1])

    @property
    def rows(self) -> int:
        return len(self.surprise)

    @cached_property
    def p(self) -> Floats:
        """Predicted probabilities."""
        with quiet():
            return np.exp(-self.surprise)

    @cached_property
    def highest(self) -> float:
        """Largest surprise."""
        return float(self.surprise.max())

    @cached_property
    def lowest(self) -> float:
        """Smallest surprise."""
        return float(self.surprise.min())

    @cached_property
    def y(self) -> Floats:
        """Targets, M×C."""
        if self.soft is not None:
            return self.soft
        assert self.index is not None
        targets = np.zeros(self.surprise.shape)
        targets[np.arange(self.rows), self.index] = 1.0
        return targets

    @property
    def truth(self) -> Floats | Indices:
        """The labels as they were given: soft, or indices with the label to ignore in its place."""
        if self.index is None:
            return self.y
        return self.index if self.ignored is None else np.where(self.ignored[1], self.ignored[0], self.index)

    @cached_property
    def counts(self) -> Floats:
        """Examples of each class among the rows that count."""
        counted = self.weights > 0
        if self.own is None:
            return np.asarray((self.y * counted[:, None]).sum(axis=0))
        return np.bincount(self.own[counted], minlength=self.classes).astype(np.float64)

    def of_true_class(self, values: Floats) -> Floats:
        """Σ y·values of each row."""
        if self.index is not None:
            return np.asarray(values[np.arange(self.rows), self.index])
        return np.asarray(times(self.y, values).sum(axis=1))

    def predicting(self, surprise: Floats) -> "Problem":
        return replace(self, surprise=surprise)

    def labelled(self, index: Indices) -> "Problem":
        return replace(self, index=index, soft=None, own=index)

    def aiming(self, targets: Floats) -> "Problem":
        return replace(self, index=None, soft=targets, own=None)


def problem_of(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    task: Task | None = None,
    kind: Kind | None = None,
    ignore_index: int | None = None,
    sample_weight: ArrayLike | None = None,
) -> Problem:
    """Labels and predictions in one shape, with what they are read from their values.

    One number a row is the probability of class 1 if all lie in [0, 1], percent if all lie in [0, 100] and one is above
    30, a logit otherwise. Rows of C numbers are probabilities if all lie in [0, 1], percent if all lie in [0, 100] and
    the rows sum to 100 ± 0.5, logits otherwise (log-probabilities are logits: log softmax leaves them as they are).
    N×C labels are distributions if their rows sum to 1, else the labels of a multilabel problem. `task` and `kind`
    say it instead. Raises `DistributionError` for what can't be read, for rows of probabilities that do not sum to 1.

    >>> problem_of([1, 0], [80, 10]).p.round(2).tolist()
    [[0.2, 0.8], [0.9, 0.1]]
    """
    values = finite("y_pred", y_pred, allow_infinite=True)
    if values.ndim not in (1, 2) or not values.size:
        raise DistributionError(
            f"y_pred (shape {values.shape}) must be N numbers or N×C: one row for each example, at least one"
        )
    one_column = values.ndim == 1 or values.shape[1] == 1
    truth = numbers("y_true", y_true)
    if one_column and task != "multilabel":
        return _binary(truth, values.reshape(-1), kind, ignore_index, sample_weight)
    values = values.reshape(len(values), -1)
    truth = truth.reshape(-1, 1) if task == "multilabel" and truth.ndim == 1 else truth
    if task == "multilabel" or (task is None and _many_labels(truth, values)):
        return _multilabel(truth, values, kind, ignore_index, sample_weight)
    return _categorical(truth, y_pred, values, kind, ignore_index, sample_weight)


def _many_labels(truth: Floats, values: Floats) -> bool:
    if truth.ndim != 2 or truth.shape != values.shape:
        return False
    if (np.abs(truth.sum(axis=1) - 1) > 1e-3).any():
        return True
    inside = bool(((values >= 0) & (values <= 1)).all())
    return inside and bool((np.abs(values.sum(axis=1) - 1) > 0.005).any())


def _single(name: str, values: Floats, kind: Kind | None) -> tuple[Kind, Floats]:
    """Each entry for itself: what kind it is, and the values with percent divided."""
    if kind == "logits":
        return kind, values
    inside = bool(((values >= 0) & (values <= 1)).all())
    if kind is None and not inside:
        if not ((values >= 0) & (values <= 100)).all() or not (values > PERCENT_FROM).any():
            return "logits", values
        values = values / 100
    return "probabilities", probabilities(name, values)


def _two_classes(kind: Kind, values: Floats) -> tuple[Floats, Floats]:
    """Scores and surprises of class 0 and class 1 from one number a row."""
    if kind == "logits":
        zero = np.zeros(values.shape)
        return np.stack([zero, values], axis=1), np.stack([softplus(values), softplus(-values)], axis=1)
    with quiet():
        both = np.stack([0.0 - np.log1p(-values), surprise(values, None)], axis=1)
    return np.stack([1 - values, values], axis=1), both


def _targets(truth: Floats) -> tuple[Indices | None, Floats | None]:
    """Values in [0, 1] as indices if all are 0 or 1, else as distributions over two classes."""
    if ((truth == 0) | (truth == 1)).all():
        return truth.astype(np.intp), None
    return None, np.stack([1 - truth, truth], axis=1)


def _binary(
    truth: Floats, values: Floats, kind: Kind | None, ignore_index: int | None, sample_weight: ArrayLike | None
) -> Problem:
    if truth.ndim == 2 and truth.shape[1] == 1:
        truth = truth[:, 0]
    if truth.ndim == 2 and truth.shape[1] == 2:
        truth = distribution("y_true", truth)[:, 1]
    same_shape("y_true", truth, "y_pred", values)
    ignored = None if ignore_index is None else truth == operator.index(ignore_index)
    truth = truth if ignored is None else np.where(ignored, 0.0, truth)
    index, soft = _targets(probabilities("y_true", truth))
    found, values = _single("y_pred", values, kind)
    scores, both = _two_classes(found, values)
    problem = _weighted("binary", found, scores, both, index, soft, ignore_index, ignored, sample_weight)
    return replace(problem, one_column=True)


def _multilabel(
    truth: Floats, values: Floats, kind: Kind | None, ignore_index: int | None, sample_weight: ArrayLike | None
) -> Problem:
    same_shape("y_true", truth, "y_pred", values)
    if ignore_index is not None:
        raise DistributionError("ignore_index goes with one class index a row; leave it out for several labels a row")
    rows, labels = values.shape
    index, soft = _targets(probabilities("y_true", truth).reshape(-1))
    found, values = _single("y_pred", values, kind)
    scores, both = _two_classes(found, values.reshape(-1))
    weights = None if sample_weight is None else np.repeat(example_weights(sample_weight, (rows,)), labels)
    problem = _weighted("multilabel", found, scores, both, index, soft, None, None, weights)
    return replace(problem, one_column=True, per_row=labels)


def _categorical(
    truth: Floats,
    y_pred: ArrayLike,
    values: Floats,
    kind: Kind | None,
    ignore_index: int | None,
    sample_weight: ArrayLike | None,
) -> Problem:
    found: Kind = kind or ("probabilities" if ((values >= 0) & (values <= 1)).all() else "logits")
    if kind is None and found == "logits" and _percent(values):
        found, values = "probabilities", distribution("y_pred", values / 100)
    elif found == "probabilities":
        values = distribution("y_pred", y_pred)
    surprises = surprise(values, None) if found == "probabilities" else 0.0 - log_softmax_of("y_pred", values, -1)
    index: Indices | None = None
    soft: Floats | None = None
    ignored = None
    if truth.ndim == 2:
        soft = distribution("y_true", truth)
        same_shape("y_true", soft, "y_pred", values)
        if ignore_index is not None:
            raise DistributionError("ignore_index goes with class indices; leave the row out of the N×C labels")
        if ((soft == 0) | (soft == 1)).all():
            index, soft = soft.argmax(axis=1), None
    else:
        index = class_indices("y_true", truth, values.shape[:1], values.shape[1], "y_pred", ignore_index)
        if ignore_index is not None:
            ignored = index == ignore_index
            index = np.where(ignored, 0, index)
    task: Task = "binary" if values.shape[1] == 2 else "categorical"
    return _weighted(task, found, values, surprises, index, soft, ignore_index, ignored, sample_weight)


def _percent(values: Floats) -> bool:
    inside = bool(((values >= 0) & (values <= 100)).all())
    return inside and bool((np.abs(values.sum(axis=1) - 100) <= 0.5).all())


def _weighted(
    task: Task,
    kind: Kind,
    scores: Floats,
    surprises: Floats,
    index: Indices | None,
    soft: Floats | None,
    ignore_index: int | None,
    ignored: NDArray[np.bool_] | None,
    sample_weight: ArrayLike | None,
) -> Problem:
    given = None if sample_weight is None else example_weights(sample_weight, surprises.shape[:1])
    weights = np.ones(len(surprises)) if given is None else given
    if ignored is not None:
        weights = np.where(ignored, 0.0, weights)
    if not weights.sum():
        raise DistributionError("no example counts (all are ignored or weigh 0), so there is no mean; keep an example")
    left_out = None if ignored is None or ignore_index is None else (int(ignore_index), ignored)
    return Problem(
        task, kind, scores, surprises, index, soft, index, weights, weights, ignored=left_out, given_weights=given
    )
