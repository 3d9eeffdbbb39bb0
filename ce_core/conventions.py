"""What the usual libraries report for the same predictions: the definition, and each one's way around log 0.

The conventions are a table; one function evaluates an entry with NumPy alone.
"""

import math
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ce_core._checks import Floats, distribution
from ce_core._numerics import balanced, mean_of, quiet, times
from ce_core.losses import example_weights, targets_of


@dataclass(frozen=True)
class Convention:
    """How one library function computes a mean cross-entropy from probabilities."""

    library: str
    call: str
    problem: Literal["binary", "categorical"]
    dtype: type[np.float32] | type[np.float64] = np.float64
    clip: float = 0.0
    """Probabilities are clipped to [clip, 1 − clip], in the arithmetic of `dtype`."""
    lowest_log: float = -math.inf
    """Logarithms below this are raised to it."""
    renormalises: bool = False
    soft_labels: bool = True
    one_column: bool = False
    """Takes the probability of class 1 alone and computes the other from it."""
    divides_by: Literal["weights", "count", "no weights"] = "weights"
    """Denominator of a weighted mean, or that the function takes no weight for each example."""
    note: str = ""


_EPS64 = float(np.finfo(np.float64).eps)

CONVENTIONS: tuple[Convention, ...] = (
    Convention("Definition", "Σ w·loss / Σ w", "binary", note="nothing is clipped: a certain mistake costs ∞"),
    Convention(
        "scikit-learn",
        "log_loss(y, p)",
        "binary",
        clip=_EPS64,
        soft_labels=False,
        note="clips to [2.2e−16, 1 − 2.2e−16]: a certain mistake costs 36.04 nats",
    ),
    Convention(
        "PyTorch",
        "binary_cross_entropy(p, y)",
        "binary",
        dtype=np.float32,
        lowest_log=-100.0,
        one_column=True,
        divides_by="count",
        note="float32; a logarithm never falls below −100: a certain mistake costs 100 nats",
    ),
    Convention(
        "Keras",
        "BinaryCrossentropy()(y, p)",
        "binary",
        dtype=np.float32,
        clip=1e-7,
        one_column=True,
        divides_by="count",
        note="float32; clips to [1e−7, 1 − 1e−7]: a certain mistake costs 15.94 or 16.12 nats",
    ),
    Convention("Definition", "Σ w·loss / Σ w", "categorical", note="nothing is clipped: a certain mistake costs ∞"),
    Convention(
        "scikit-learn",
        "log_loss(y, p)",
        "categorical",
        clip=_EPS64,
        soft_labels=False,
        note="clips to [2.2e−16, 1 − 2.2e−16]: a certain mistake costs 36.04 nats",
    ),
    Convention(
        "PyTorch",
        "nll_loss(log(p), y)",
        "categorical",
        dtype=np.float32,
        soft_labels=False,
        divides_by="no weights",
        note="float32; nothing is clipped: a certain mistake costs ∞",
    ),
    Convention(
        "Keras",
        "CategoricalCrossentropy()(y, p)",
        "categorical",
        dtype=np.float32,
        clip=1e-7,
        renormalises=True,
        divides_by="count",
        note="float32; makes row sums 1, clips at 1e−7: a certain mistake costs 16.12 nats",
    ),
)


@dataclass(frozen=True)
class LibraryValue:
    """What one library function returns, in nats; None where it can't take this data."""

    library: str
    call: str
    value: float | None
    note: str


def library_values(
    y_true: ArrayLike, y_prob: ArrayLike, *, sample_weight: ArrayLike | None = None
) -> tuple[LibraryValue, ...]:
    """Mean cross-entropy in nats as the definition and the usual libraries compute it.

    Parameters: `y_true`, N class indices or N×C distributions; `y_prob`, N×C distributions (two columns are taken as a
    binary problem, with the second column as the probability of class 1); `sample_weight`, N numbers ≥ 0.
    Returns one `LibraryValue` for each fitting entry of `CONVENTIONS`. Raises `DistributionError` as `evaluate`.

    >>> [v.library for v in library_values([0, 1], [[1.0, 0.0], [1.0, 0.0]]) if v.value == 50.0]
    ['PyTorch']
    """
    p = distribution("y_prob", y_prob)
    y = targets_of(y_true, "y_prob", p)
    weights = None if sample_weight is None else example_weights(sample_weight, p.shape[:1])
    problem = "binary" if p.shape[1] == 2 else "categorical"
    return tuple(_value(rule, y, p, weights) for rule in CONVENTIONS if rule.problem == problem)


def _value(rule: Convention, y: Floats, p: Floats, weights: Floats | None) -> LibraryValue:
    soft = bool(((y != 0) & (y != 1)).any())
    if soft and not rule.soft_labels:
        return LibraryValue(rule.library, rule.call, None, "takes no soft labels")
    if weights is not None and rule.divides_by == "no weights":
        return LibraryValue(rule.library, rule.call, None, "takes no weight for each example")
    prob: NDArray[Any] = (p[:, 1:] if rule.one_column else p).astype(rule.dtype)
    if rule.renormalises:
        prob = prob / prob.sum(axis=1, keepdims=True)
    if rule.clip:
        clip = rule.dtype(rule.clip)
        prob = np.clip(prob, clip, rule.dtype(1) - clip)
    with quiet():
        log = np.concatenate([np.log1p(-prob), np.log(prob)], axis=1) if rule.one_column else np.log(prob)
        logs = np.maximum(log, rule.dtype(rule.lowest_log)).astype(np.float64)
        losses = times(y, -logs).sum(axis=1)
        if weights is None:
            value = losses.mean()
        elif rule.divides_by == "count":
            value = times(weights, losses).mean()
        else:
            value = mean_of(times(balanced(weights), losses), balanced(weights))
    note = rule.note
    if weights is not None and rule.divides_by == "count":
        note = f"divides by N, not by Σ w; {note}"
    return LibraryValue(rule.library, rule.call, float(value), note)
