"""A mean of losses over data that come in pieces, or from several machines.

Sums are kept exactly, as integers, so that the result is the same to the last bit however the rows were split and in
whatever order the pieces were merged.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ce_core._checks import Floats, numbers, refuse_where, weights_like
from ce_core._numerics import times
from ce_core.errors import DistributionError

_UNIT = 1127
"""Sums count in 2⁻¹¹²⁷: the last bit of the smallest float64, written with a 53-bit mantissa."""

_BLOCK = 1 << 20


@dataclass(frozen=True)
class LossTotal:
    """Σ w·loss and Σ w of the rows seen so far. Frozen; `merge` is associative and commutative, `empty` its identity.

    >>> total = LossTotal.empty().add([0.5, 1.5]).merge(LossTotal.empty().add([4.0]))
    >>> float(total.mean()), total.count
    (2.0, 3)
    """

    count: int
    """Rows seen, those of weight 0 included."""
    infinite: int
    """Rows of positive weight whose loss is ∞."""
    _losses: int
    _weights: int

    @classmethod
    def empty(cls) -> "LossTotal":
        """No rows yet."""
        return cls(0, 0, 0, 0)

    def add(self, losses: ArrayLike, sample_weight: ArrayLike | None = None) -> "LossTotal":
        """With these rows too: `losses` of any shape (finite or +∞) and `sample_weight` ≥ 0 of the same shape.

        Raises `DistributionError` for NaN, −∞, a negative weight, or unequal shapes.
        """
        values = numbers("losses", losses)
        bad = np.isnan(values) | (values == -np.inf)
        refuse_where(bad, "losses", values, "is not a loss", "remove it or replace it")
        if sample_weight is None:
            weight_sum = values.size << _UNIT
        else:
            weights = weights_like("sample_weight", sample_weight, values.shape, "loss")
            values, weight_sum = times(weights, values), _exact_sum(weights)
        infinite = values == np.inf
        return LossTotal(
            self.count + values.size,
            self.infinite + int(infinite.sum()),
            self._losses + _exact_sum(np.where(infinite, 0.0, values)),
            self._weights + weight_sum,
        )

    def merge(self, other: "LossTotal") -> "LossTotal":
        """The rows of both."""
        return LossTotal(
            self.count + other.count,
            self.infinite + other.infinite,
            self._losses + other._losses,
            self._weights + other._weights,
        )

    def sum(self) -> np.float64:
        """Σ w·loss, correctly rounded."""
        return np.float64(math.inf) if self.infinite else _quotient(self._losses, 1 << _UNIT)

    def mean(self) -> np.float64:
        """Σ w·loss / Σ w, correctly rounded; raises `DistributionError` where there is nothing to average."""
        if self.count == 0:
            raise DistributionError("a mean of nothing is not defined; add losses first")
        if self._weights == 0:
            raise DistributionError("the total weight is 0, so there is no mean; give some row a positive weight")
        return np.float64(math.inf) if self.infinite else _quotient(self._losses, self._weights)


def _quotient(numerator: int, denominator: int) -> np.float64:
    try:
        return np.float64(numerator / denominator)
    except OverflowError:
        return np.float64(math.inf if numerator > 0 else -math.inf)


def _exact_sum(values: Floats) -> int:
    """Σ values in units of 2⁻¹¹²⁷: mantissas are added as integers, apart for each exponent."""
    total = 0
    flat = values.ravel()
    for start in range(0, flat.size, _BLOCK):
        mantissa, exponent = np.frexp(flat[start : start + _BLOCK])
        whole = (mantissa * 2.0**53).astype(np.int64)
        lowest = int(exponent.min())
        high = np.bincount(exponent - lowest, weights=whole >> 26)
        low = np.bincount(exponent - lowest, weights=whole & ((1 << 26) - 1))
        for place in np.flatnonzero((high != 0) | (low != 0)).tolist():
            shift = place + lowest - 53 + _UNIT
            total += ((int(high[place]) << 26) + int(low[place])) << shift
    return total
