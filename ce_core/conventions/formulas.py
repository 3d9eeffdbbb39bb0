"""The terms that the conventions add up, element by element, in the arithmetic of what they are given.

Each takes the labels and a `Prediction` of one dtype and returns terms in nats. Nothing is checked here: what a library
makes of an odd input comes out, NaN included.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ce_core._numerics import log_ratio, quiet, times
from ce_core.conventions.table import Formula

Terms = NDArray[Any]  # float32 or float64


@dataclass(frozen=True)
class Prediction:
    """A prediction as a function sees it, after its own clipping: what it does not use is None."""

    log: Terms
    """log p."""
    other: Terms | None = None
    """log(1 − p)."""
    prob: Terms | None = None
    scores: Terms | None = None


def xlogy(x: Terms, y: Terms) -> Terms:
    """x log y, 0 for x = 0."""
    with quiet():
        return times(x, np.log(y))


def divergence(y: Terms, log_p: Terms) -> Terms:
    """y log y − y log p as PyTorch and optax multiply it: 0 · (−∞) is NaN."""
    with quiet():
        return np.asarray(xlogy(y, y) - y * log_p)


def divergence_of_logs(log_y: Terms, log_p: Terms) -> Terms:
    """y (log y − log p) from log y: NaN for y = 0."""
    with quiet():
        return np.asarray(np.exp(log_y) * (log_y - log_p))


def log_softmax(z: Terms) -> Terms:
    """(z − max z) − log Σ exp(z − max z), the usual order of the operations."""
    with quiet():
        shifted = z - z.max(axis=-1, keepdims=True)
        return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)))


def softmax(z: Terms) -> Terms:
    with quiet():
        powers = np.exp(z - z.max(axis=-1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


def sigmoid(z: Terms) -> Terms:
    with quiet():
        return np.asarray(1 / (1 + np.exp(-z)))


def log_sigmoid(z: Terms) -> Terms:
    with quiet():
        return np.asarray(np.minimum(z, 0) - np.log1p(np.exp(-np.abs(z))))


def _rows(y: Terms, seen: Prediction) -> Terms:
    return times(y, -seen.log)


def _rows_ieee(y: Terms, seen: Prediction) -> Terms:
    return np.asarray(-(y * seen.log))


def _from_logsumexp(y: Terms, seen: Prediction) -> Terms:
    """(max z + log Σ exp(z − max z)) − z, which rounds to the digits that large scores have."""
    z = _there(seen.scores)
    largest = z.max(axis=-1, keepdims=True)
    return times(y, largest + np.log(np.exp(z - largest).sum(axis=-1, keepdims=True)) - z)


def _binary(y: Terms, seen: Prediction) -> Terms:
    return times(y, -seen.log) + times(1 - y, -_there(seen.other))


def _binary_ieee(y: Terms, seen: Prediction) -> Terms:
    return np.asarray(-y * seen.log - (1 - y) * _there(seen.other))


def _binary_linear(y: Terms, seen: Prediction) -> Terms:
    """(1 − y) z − log σ(z)."""
    return np.asarray((1 - y) * _there(seen.scores) - seen.log)


def _divergence(y: Terms, seen: Prediction) -> Terms:
    """y log(y/p), exact near p = y where p itself is at hand."""
    if seen.prob is None:
        return times(y, np.log(y) - seen.log)
    return times(y, log_ratio(y, seen.prob, seen.prob - y))


def _ratio(y: Terms, seen: Prediction) -> Terms:
    return np.asarray(y * np.log(y / _there(seen.prob)))


def _there(values: Terms | None) -> Terms:
    assert values is not None
    return values


FORMULAS: dict[Formula, Callable[[Terms, Prediction], Terms]] = {
    "cross-entropy": _rows,
    "cross-entropy, IEEE": _rows_ieee,
    "from logsumexp": _from_logsumexp,
    "binary": _binary,
    "binary, IEEE": _binary_ieee,
    "binary, linear": _binary_linear,
    "divergence": _divergence,
    "divergence, IEEE": lambda y, seen: divergence(y, seen.log),
    "divergence of logarithms": lambda y, seen: divergence_of_logs(np.log(y), seen.log),
    "divergence, ratio": _ratio,
}
