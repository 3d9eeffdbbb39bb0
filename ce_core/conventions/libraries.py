"""What the usual libraries report for the same predictions: the table of conventions, evaluated with NumPy alone."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ce_core._checks import Floats, distribution, finite, log_of_base, numbers, probabilities, same_shape, weights_like
from ce_core._numerics import balanced, mean_of, quiet, softplus, times
from ce_core.activations import log_softmax_of
from ce_core.conventions.formulas import (
    FORMULAS,
    Prediction,
    Terms,
    log_sigmoid,
    log_softmax,
    sigmoid,
    softmax,
)
from ce_core.conventions.table import CONVENTIONS, Convention, Kind, Task
from ce_core.errors import DistributionError
from ce_core.losses import class_indices, example_weights, targets_of

NAMES: dict[Kind, str] = {"probabilities": "y_prob", "logits": "logits"}


@dataclass(frozen=True)
class LibraryValue:
    """What one library function returns, in nats unless its base says otherwise; None where it can't take this data."""

    library: str
    call: str
    value: float | None
    note: str
    convention: Convention | None = None
    """Its entry in `CONVENTIONS`, if it has one."""


def library_values(
    y_true: ArrayLike,
    values: ArrayLike,
    *,
    kind: Kind = "probabilities",
    problem: Task | None = None,
    sample_weight: ArrayLike | None = None,
    class_weight: ArrayLike | None = None,
    ignore_index: int | None = None,
    usual: bool = False,
) -> tuple[LibraryValue, ...]:
    """What the definition and the functions of the usual libraries return for the same predictions.

    Parameters: `y_true`, N class indices or N×C distributions, for "multilabel" N×L entries in [0, 1]; `values`, the
    predictions, as `kind` says: N×C distributions or scores, for "multilabel" N×L probabilities or logits, each by
    itself; `problem`, None for "binary" with two columns (the second is class 1) and "categorical" else;
    `sample_weight`, N numbers ≥ 0; `class_weight`, C numbers ≥ 0; `ignore_index`, a class index whose examples don't
    count; `usual`, True for the one call of each library that most people write.
    Returns a `LibraryValue` for each entry of `CONVENTIONS` that is made for such a problem.
    Limits: PyTorch, Keras and optax compute in float32, 7 digits. Functions of probabilities are given softmax or
    sigmoid of logits, functions of logits the logarithm (for one column the log-odds) of probabilities; the note says
    so. Raises `DistributionError` as `evaluate`.

    >>> [v.library for v in library_values([0, 1], [[1.0, 0.0], [1.0, 0.0]], usual=True) if v.value == 50.0]
    ['PyTorch']
    """
    data = _read(y_true, values, kind, problem, sample_weight, class_weight, ignore_index)
    return tuple(
        _value(rule, data)
        for rule in CONVENTIONS
        if data.problem in rule.problems and (not usual or data.problem in rule.usual)
    )


def convention_value(
    rule: Convention,
    y_true: ArrayLike,
    values: ArrayLike,
    *,
    kind: Kind = "probabilities",
    problem: Task | None = None,
    sample_weight: ArrayLike | None = None,
    class_weight: ArrayLike | None = None,
    ignore_index: int | None = None,
) -> LibraryValue:
    """What one entry of `CONVENTIONS` (or one like it) gives for labels and predictions.

    Parameters: `rule`; the others as in `library_values`. Returns a `LibraryValue`, without a value where the function
    is not made for this data. Limits and refusals as there.

    >>> rule = next(rule for rule in CONVENTIONS if rule.call == "BinaryCrossentropy()(y, p)")
    >>> round(convention_value(rule, [1], [[1.0, 0.0]]).value, 3)
    16.118
    """
    return _value(rule, _read(y_true, values, kind, problem, sample_weight, class_weight, ignore_index))


# --- the data -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Data:
    """Checked labels and predictions, N×C or N×L."""

    problem: Task
    kind: Kind
    y: Floats
    values: Floats
    weights: Floats | None
    class_weights: Floats | None
    soft: bool
    ignored: bool


def _read(
    y_true: ArrayLike,
    values: ArrayLike,
    kind: Kind,
    problem: Task | None,
    sample_weight: ArrayLike | None,
    class_weight: ArrayLike | None,
    ignore_index: int | None,
) -> _Data:
    if kind not in NAMES:
        raise DistributionError(f'kind = {kind!r} is unknown; use "probabilities" or "logits"')
    if problem not in (None, "binary", "categorical", "multilabel"):
        raise DistributionError(f'problem = {problem!r} is unknown; use "binary", "categorical" or "multilabel"')
    x = _predictions(NAMES[kind], values, kind, problem)
    kept = slice(None)
    if problem == "multilabel":
        y = probabilities("y_true", y_true)
        same_shape("y_true", y, NAMES[kind], x)
        if ignore_index is not None:
            raise DistributionError("ignore_index is for class indices; leave the entries out with sample_weight")
    elif ignore_index is None:
        y = targets_of(y_true, NAMES[kind], x)
    else:
        y, kept = _without(y_true, NAMES[kind], x, ignore_index)
    if problem is None:
        problem = "binary" if x.shape[1] == 2 else "categorical"
    elif problem == "binary" and x.shape[1] != 2:
        raise DistributionError(f"{NAMES[kind]} (shape {x.shape}) must have 2 columns for a binary problem")
    weights = None if sample_weight is None else example_weights(sample_weight, x.shape[:1])[kept]
    classes = None if class_weight is None else weights_like("class_weight", class_weight, x.shape[1:], "class")
    soft = bool(((y != 0) & (y != 1)).any())
    return _Data(problem, kind, y, x[kept], weights, classes, soft, ignore_index is not None)


def _predictions(name: str, values: ArrayLike, kind: Kind, problem: Task | None) -> Floats:
    if problem != "multilabel":
        x = distribution(name, values) if kind == "probabilities" else numbers(name, values)
        if kind == "logits" and x.ndim == 2:
            log_softmax_of(name, x, -1)  # refuses NaN, +∞ and rows of −∞
    elif kind == "probabilities":
        x = probabilities(name, values)
    else:
        x = finite(name, values, allow_infinite=True)
    if x.ndim != 2:
        raise DistributionError(f"{name} (shape {x.shape}) must be N×C: one row for each example")
    return x


def _without(y_true: ArrayLike, name: str, x: Floats, ignore_index: int) -> tuple[Floats, Any]:
    """The labels of the rows that count, and which these are."""
    index = class_indices("y_true", y_true, x.shape[:1], x.shape[1], name, ignore_index)
    kept = index != ignore_index
    if not kept.any():
        raise DistributionError(
            f"y_true (shape {index.shape}) holds only ignore_index = {ignore_index}: a mean of nothing; keep an example"
        )
    return targets_of(index[kept], name, x[kept]), kept


# --- the value ----------------------------------------------------------------------------------------------

_REFUSALS: tuple[tuple[Callable[[Convention, _Data], bool], str], ...] = (
    (lambda rule, data: data.problem not in rule.problems, "is not made for {data.problem} data"),
    (lambda rule, data: data.soft and not rule.soft_labels, "takes no soft labels"),
    (
        lambda rule, data: data.weights is not None and rule.weights == "none",
        "takes no weight for each example",
    ),
    (
        lambda rule, data: data.class_weights is not None and rule.class_weights == "none",
        "takes no weight for each class",
    ),
    (
        lambda rule, data: data.problem == "multilabel" and not rule.one_column and data.y.shape[1] == 1,
        "takes one column for a binary problem",
    ),
)


def _value(rule: Convention, data: _Data) -> LibraryValue:
    for refuses, why in _REFUSALS:
        if refuses(rule, data):
            return LibraryValue(rule.library, rule.call, None, why.format(data=data), rule)
    y = (data.y[:, 1:] if rule.one_column and data.problem == "binary" else data.y).astype(rule.dtype)
    with quiet():
        seen = _prediction(rule, data)
        if rule.clips_labels:
            y = np.clip(y, rule.dtype(rule.clip), rule.dtype(1))
        if rule.renormalises == "both":
            y = y / y.sum(axis=1, keepdims=True)
        terms = FORMULAS[rule.formula](y, seen).astype(np.float64)
        value = _reduced(rule, data, terms) / log_of_base(rule.base)
    return LibraryValue(rule.library, rule.call, float(value), "; ".join([*_remarks(rule, data), rule.note]), rule)


def _reduced(rule: Convention, data: _Data, terms: Floats) -> np.float64:
    """Σ w·loss, divided by what the function divides it by."""
    rows, columns = terms.shape
    share = np.ones(rows)
    if data.class_weights is not None:
        terms = times(data.class_weights, terms)
        share = data.y @ data.class_weights if rule.class_weights == "weights" else share
    losses = terms.sum(axis=1)
    weights = np.ones(rows) if data.weights is None else data.weights
    if not rule.averages:
        return np.float64(times(weights, losses).sum())
    if rule.averages == "entries":
        share = share * columns
    if rule.weights == "count":
        return mean_of(times(weights, losses), share)
    return mean_of(times(balanced(weights), losses), balanced(weights) * share)


def _prediction(rule: Convention, data: _Data) -> Prediction:
    """What the function works with: converted to what it takes, cast to its dtype, clipped."""
    logits = data.kind == "logits"
    x = _columns(rule, data)
    if rule.takes == "either":
        return _exact(rule, x, data.kind)
    if rule.takes == "logits":
        z = (x if logits else _scores(rule, data)).astype(rule.dtype)
        if rule.one_column:
            return Prediction(log_sigmoid(z), log_sigmoid(0 - z), scores=z)
        return Prediction(log_softmax(z), scores=z)
    handed: Terms = x.astype(rule.dtype)
    if rule.takes == "log-probabilities":
        return Prediction(log_softmax(handed) if logits else np.log(handed))
    if logits:
        handed = (sigmoid if _one_by_one(rule, data) else softmax)(handed)
    return _of_probabilities(rule, handed)


def _one_by_one(rule: Convention, data: _Data) -> bool:
    """Whether each entry is a prediction by itself, and not the row."""
    return rule.one_column or data.problem == "multilabel"


def _columns(rule: Convention, data: _Data) -> Floats:
    """The prediction as given, or of two classes the probability or the log-odds of class 1 alone."""
    x = data.values
    if not (rule.one_column and data.problem == "binary"):
        return x
    return x[:, 1:] if data.kind == "probabilities" else x[:, 1:] - x[:, :1]


def _exact(rule: Convention, x: Floats, kind: Kind) -> Prediction:
    if kind == "probabilities":
        return Prediction(np.log(x), np.log1p(-x), x)
    if rule.one_column:
        return Prediction(-softplus(-x), -softplus(x))
    return Prediction(log_softmax_of("logits", x, -1))


def _scores(rule: Convention, data: _Data) -> Floats:
    """Logits that give these probabilities: log p for softmax, log p − log(1 − p) for a sigmoid."""
    p = data.values
    if not rule.one_column:
        return np.asarray(np.log(p))
    if data.problem == "binary":
        return np.asarray(np.log(p[:, 1:]) - np.log(p[:, :1]))
    return np.asarray(np.log(p) - np.log1p(-p))


def _of_probabilities(rule: Convention, prob: Terms) -> Prediction:
    if rule.renormalises:
        prob = prob / prob.sum(axis=1, keepdims=True)
    if rule.clip:
        clip = rule.dtype(rule.clip)
        prob = np.clip(prob, clip, rule.dtype(1) - (0 if rule.clips_labels else clip))
    lowest = rule.dtype(rule.lowest_log)
    return Prediction(np.maximum(np.log(prob), lowest), np.maximum(np.log1p(-prob), lowest), prob)


def _remarks(rule: Convention, data: _Data) -> list[str]:
    """What was done to the data on the way to the function, and what its mean divides by."""
    found = []
    own = _one_by_one(rule, data)
    given = {
        ("logits", "probabilities"): "p = σ(z)" if own else "p = softmax(z)",
        ("logits", "log-probabilities"): "log p = log softmax(z)",
        ("probabilities", "logits"): "z = log p − log(1 − p)" if own else "z = log p",
    }
    if (data.kind, rule.takes) in given:
        found.append(given[data.kind, rule.takes])
    if data.ignored:
        found.append(f"by {rule.ignores}" if rule.ignores else "the ignored rows are left out first")
    if data.weights is not None and rule.weights == "count" and rule.averages:
        found.append("divides by N, not by Σ w")
    return found
