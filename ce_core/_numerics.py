"""Logarithms and sums that keep their accuracy and know that 0·∞ = 0."""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ce_core._checks import Floats, Reduction
from ce_core.errors import DistributionError

Flags = NDArray[np.bool_]
LOGARITHMS: dict[float | None, np.ufunc] = {None: np.log, 2.0: np.log2, 10.0: np.log10}


def quiet() -> np.errstate:
    """Infinities and zeros are meant here, so NumPy need not warn of them."""
    return np.errstate(all="ignore")


def surprise(p: Floats, base: float | None, out: Floats | None = None) -> Floats:
    """−log p, +∞ at 0, never −0; exact powers of 2 and 10 in their own base."""
    with quiet():
        value: Floats = np.subtract(0.0, LOGARITHMS.get(base, np.log)(p, out=out), out=out)
        return value if base is None or base in LOGARITHMS else np.divide(value, math.log(base), out=out)


def clipped_surprise(p: Floats, eps: float, base: float | None, out: Floats | None = None) -> Floats:
    """−log of p clipped to [ε, 1 − ε]; ε = 0 leaves p as it is."""
    value = surprise(p, base, out)
    return _clipped(value, eps, base, sure=1 - p < eps, never=p < eps) if eps else value


def clipped_surprise_of_complement(p: Floats, eps: float, base: float | None, out: Floats | None = None) -> Floats:
    """−log(1 − p), p clipped to [ε, 1 − ε], without ever rounding 1 − p."""
    with quiet():
        value = np.subtract(0.0, np.log1p(np.negative(p, out=out), out=out), out=out)
        if base is not None:
            value = np.divide(value, math.log(base), out=out)
    return _clipped(value, eps, base, sure=p < eps, never=1 - p < eps) if eps else value


def _clipped(value: Floats, eps: float, base: float | None, *, sure: Flags, never: Flags) -> Floats:
    """The surprises, overwritten where a probability was above 1 − ε or below ε."""
    scale = 1.0 if base is None else math.log(base)
    value = np.asarray(value)
    np.copyto(value, -math.log1p(-eps) / scale, where=sure)
    np.copyto(value, -math.log(eps) / scale, where=never)
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


def binary_parts(y: Floats, p: Floats, eps: float, base: float | None, maps: Floats, spare: Floats) -> None:
    """Loss, floor, excess and the two terms of n entries, into the rows of `maps`; `spare` is 5×2×n numbers of room.

    Every row is written in place: fresh memory would cost more than the mathematics.
    """
    loss, floor, kl, terms = maps[0], maps[1], maps[2], maps[3:]
    truth, guess, work = spare[0], spare[1], spare[2]  # of class 1 and of class 0
    np.add(y, 0.0, out=truth[0])  # −0 becomes 0
    np.copyto(guess[0], p)
    ends = [(float(side[0].min()), float(side[0].max())) for side in (truth, guess)]
    if not all(low >= 0 and high <= 1 for low, high in ends):
        raise DistributionError("an entry is not a probability")
    certain = any(low == 0 or high == 1 for low, high in ends)  # then 0 · ∞ comes up, and fmax takes its NaN for 0
    np.subtract(1, spare[:2, 0], out=spare[:2, 1])
    with quiet():
        for side, clip, out in ((guess[0], eps, terms), (truth[0], 0.0, work)):
            clipped_surprise(side, clip, base, out[0])
            clipped_surprise_of_complement(side, clip, base, out[1])
            np.multiply(out, truth, out=out)
            if certain:
                np.fmax(out, 0.0, out=out)
        np.add(terms[0], terms[1], out=loss)
        np.add(work[0], work[1], out=floor)
        np.subtract(loss, floor, out=kl)
        if eps:
            np.clip(guess, eps, 1 - eps, out=guess)
        _binary_excess(truth, guess, kl, 1.0 if base is None else math.log(base), spare[2:])
        if certain:
            np.fmax(kl, 0.0, out=kl)


def _binary_excess(y: Floats, p: Floats, apart: Floats, scale: float, spare: Floats) -> None:
    """y log(y/p) + (1 − y) log((1 − y)/(1 − p)) ≥ 0 in units of `scale` nats, in place of loss − floor.

    That difference keeps its digits unless p is near y, or y so near 0 that nearly all of the loss is floor. Near y,
    log(p/y) is 2 artanh r of r = (p − y)/(p + y). In the sum of both classes, the linear terms of the two series make
    the product of both r, and no digit is lost. `p` and `spare` are overwritten.
    """
    sums, terms, (difference, weight) = spare
    np.add(y, p, out=sums)
    np.subtract(p[0], y[0], out=difference)
    room = np.minimum(y[0], y[1], out=terms[0])
    np.multiply(np.abs(difference, out=weight), 8, out=weight)
    near = weight <= room
    delicate = (room < 1e-3) & (room > 0)
    if delicate.any():
        delicate &= ~near

        def both(y: Floats, p: Floats) -> Floats:
            return (excess_terms(y, p, p - y) + excess_terms(1 - y, 1 - p, y - p)) / scale

        _replace(apart, delicate, both, y[0], p[0])
    np.copyto(weight, near)  # to multiply by 1 and 0 is faster than to pick
    difference *= weight
    apart *= np.subtract(1, weight, out=weight)
    r = np.divide(difference, sums, out=sums)
    square = np.multiply(r, r, out=p)
    np.multiply(square, 1 / 11 + 1 / 13 / 225, out=terms)  # r² ≤ 1/225: the last coefficient holds what follows it
    for odd in (9, 7, 5, 3):
        terms += 1 / odd
        terms *= square
    terms *= r
    terms *= y
    close = np.multiply(r[0], r[1], out=difference)
    close -= terms[0]
    close += terms[1]
    close *= 2 / scale
    apart += close


def _replace(values: Floats, where: Flags, compute: Callable[..., Floats], *arguments: Floats) -> None:
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
