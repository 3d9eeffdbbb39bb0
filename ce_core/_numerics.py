"""Logarithms and sums that keep their accuracy and know that 0·∞ = 0."""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ce_core._checks import Floats, Reduction
from ce_core.errors import DistributionError


def quiet() -> np.errstate:
    """Infinities and zeros are meant here, so NumPy need not warn of them."""
    return np.errstate(all="ignore")


def surprise(p: Floats, base: float | None) -> Floats:
    """−log p, +∞ at 0, never −0; exact powers of 2 and 10 in their own base."""
    with quiet():
        if base == 2:
            return 0.0 - np.log2(p)
        if base == 10:
            return 0.0 - np.log10(p)
        nats = 0.0 - np.log(p)
        return nats if base is None else nats / math.log(base)


def clipped_surprise(p: Floats, eps: float, base: float | None) -> Floats:
    """−log of p clipped to [ε, 1 − ε]; ε = 0 leaves p as it is."""
    value = surprise(p, base)
    if eps:
        scale = 1.0 if base is None else math.log(base)
        value = np.where(1 - p < eps, -math.log1p(-eps) / scale, value)
        value = np.where(p < eps, -math.log(eps) / scale, value)
    return value


def clipped_surprise_of_complement(p: Floats, eps: float, base: float | None) -> Floats:
    """−log(1 − p), p clipped to [ε, 1 − ε], without ever rounding 1 − p."""
    scale = 1.0 if base is None else math.log(base)
    with quiet():
        value = (0.0 - np.log1p(-p)) / scale
    if eps:
        value = np.where(p < eps, -math.log1p(-eps) / scale, value)
        value = np.where(1 - p < eps, -math.log(eps) / scale, value)
    return value


def times(weight: Floats, value: Floats) -> Floats:
    """weight · value with 0 · ∞ = 0, never −0."""
    with quiet():
        product = weight * value + 0.0
        return np.where(weight == 0, 0.0, product) if np.isnan(product).any() else product


def log_ratio(p: Floats, q: Floats, difference: Floats) -> Floats:
    """log(p / q) for p > 0, where difference = q − p is known exactly near p = q."""
    with quiet():
        relative, ratio = difference / p, p / q
        value = np.asarray(np.log(ratio))
        _replace(value, np.abs(relative) <= 0.5, lambda x: -np.log1p(x), relative)
        _replace(value, (ratio <= 1e-300) | (ratio >= 1e300), lambda p, q: np.log(p) - np.log(q), p, q)
        return value


def minus_log1p(x: Floats) -> Floats:
    """x − log(1 + x) ≥ 0 for |x| ≤ ½, to full relative accuracy.

    Near 0 it is about x²/2, and the subtraction would lose all its digits. With r = x/(2 + x), log(1 + x) is
    2 artanh r, so what remains is x·r less the higher terms of that series.
    """
    r = x / (2 + x)
    square = r * r
    largest = np.max(square, initial=0.0)
    last = 17 if largest <= 1 / 225 else 21 if largest <= 1 / 49 else 37
    series = np.full_like(r, 1 / last)
    for odd in range(last - 2, 1, -2):
        series *= square
        series += 1 / odd
    return np.asarray(x * r - 2 * r * square * series)


def excess_terms(p: Floats, q: Floats, difference: Floats) -> Floats:
    """p log(p/q) − p + q ≥ 0 in nats, where difference = q − p is known exactly near p = q.

    Both ways are computed everywhere and one of them multiplied by 0: picking single entries would take longer.
    """
    with quiet():
        near = np.abs(difference) <= 0.25 * p
        below = q + (q == 0)
        above = p + below * (p == 0)
        close = p * minus_log1p(difference * near / above)
        ratio = above / below
        value = np.asarray((p * np.log(ratio) - p + q) * ~near + close)
        if not (ratio.min(initial=1.0) > 0 and ratio.max(initial=1.0) < np.inf):
            _replace(value, (ratio == 0) | (ratio == np.inf), lambda p, q: p * (np.log(p) - np.log(q)) - p + q, p, q)
        if q.min(initial=1.0) == 0:
            _replace(value, (q == 0) & (p > 0), np.divide, p, q)
        return value


def binary_excess(y: Floats, p: Floats, apart: Floats) -> Floats:
    """y log(y/p) + (1 − y) log((1 − y)/(1 − p)) ≥ 0 in nats, given as the difference of loss and floor.

    That difference keeps its digits unless p is near y, or y so near 0 that nearly all of the loss is floor.
    """
    difference, rest = p - y, 1 - y
    room = np.minimum(y, rest)
    near = np.abs(difference) <= room / 8
    with quiet():
        inside = difference * near
        close = y * minus_log1p(inside / (y + (y == 0))) + rest * minus_log1p(-inside / (rest + (rest == 0)))
        value = np.asarray(apart * ~near + close)
    if room.min(initial=1.0) < 1e-3:

        def both(y: Floats, p: Floats) -> Floats:
            return excess_terms(y, p, p - y) + excess_terms(1 - y, 1 - p, y - p)

        _replace(value, (room > 0) & (room < 1e-3) & ~near, both, y, p)
    return value


def _replace(values: Floats, where: NDArray[np.bool_], compute: Callable[..., Floats], *arguments: Floats) -> None:
    """values = compute(arguments) at some places, computed there only."""
    if where.any():
        values[where] = compute(*(np.asarray(argument)[where] for argument in arguments))


def scalar(value: np.float64 | Floats) -> np.float64 | Floats:
    """A 0-d array as the number that it is."""
    return value if np.ndim(value) else np.float64(value)


def softplus(z: Floats) -> Floats:
    """log(1 + eᶻ) without overflow."""
    with quiet():
        return np.maximum(z, 0.0) + np.log1p(np.exp(-np.abs(z)))


def balanced(weights: Floats) -> Floats:
    """Weights times the power of 2 that brings their largest near 1: no ratio changes, no sum over- or underflows."""
    largest = float(weights.max(initial=0.0))
    return weights if largest == 0 else np.ldexp(weights, -math.frexp(largest)[1])


def reduce_losses(losses: Floats, weights: Floats, share: Floats, reduction: Reduction) -> np.float64 | Floats:
    """Σ w·l / Σ w·share, Σ w·l, or the w·l themselves."""
    if reduction == "mean":
        weights = balanced(weights)
        return mean_of(times(weights, losses), weights * share)
    terms = times(weights, losses)
    if reduction == "none":
        return scalar(terms)
    with quiet():
        return np.float64(terms.sum())


def mean_of(terms: Floats, denominators: Floats) -> np.float64:
    """Σ terms / Σ denominators."""
    if terms.size == 0:
        raise DistributionError(f"a mean of nothing is not defined (shape {terms.shape}); pass at least one example")
    with quiet():
        total = denominators.sum()
        if total == 0:
            raise DistributionError("the total weight is 0, so there is no mean; give some example a positive weight")
        value = np.float64(terms.sum() / total)
        if not np.isfinite(value) and np.isfinite(terms).all():
            value = np.float64((terms / total).sum())
        return value
