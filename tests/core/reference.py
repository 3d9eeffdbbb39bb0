"""The quantities of ce_core once more, in 60 digits (mpmath), written from their definitions.

One distribution or one example at a time; `along` maps a function over the other axes. The arguments are taken
as the exact binary numbers that they are, so a float32 0.1 is 0.100000001490116…, and nothing is rounded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from mpmath.ctx_mp import MPContext

mp = MPContext()
mp.dps = 60
INF = mp.inf
LARGEST = mp.mpf(float(np.finfo(np.float64).max))
QUANTUM = mp.mpf(2) ** -1074


def exact(x: Any) -> Any:
    return x if isinstance(x, mp.mpf) else mp.mpf(float(x))


def total(terms: Iterable[Any]) -> Any:
    return mp.fsum(list(terms))


def log(x: Any, base: float | None = None) -> Any:
    return mp.log(x) / unit(base)


def unit(base: float | None) -> Any:
    return mp.mpf(1) if base is None else mp.log(mp.mpf(base))


def along(function: Callable[..., Any], *arrays: Any, axis: int = -1) -> Any:
    """`function` of the vectors along `axis` of each array, as an object array of the other axes."""
    moved = [np.moveaxis(np.asarray(a), axis, -1) for a in arrays]
    out = np.empty(moved[0].shape[:-1], dtype=object)
    for index in np.ndindex(out.shape):
        out[index] = function(*(a[index] for a in moved))
    return out if out.ndim else out[()]


def vectors(function: Callable[[Any], Sequence[Any]], array: Any, axis: int = -1) -> Any:
    """Like `along` for a function that returns a vector: the axis stays where it was."""
    moved = np.moveaxis(np.asarray(array), axis, -1)
    out = np.empty(moved.shape, dtype=object)
    for index in np.ndindex(moved.shape[:-1]):
        out[index] = function(moved[index])
    return np.moveaxis(out, -1, axis)


def each(function: Callable[..., Any], *arrays: Any) -> Any:
    """`function` of the elements of arrays of one shape."""
    grids = [np.asarray(a) for a in arrays]
    out = np.empty(grids[0].shape, dtype=object)
    for index in np.ndindex(out.shape):
        out[index] = function(*(g[index] for g in grids))
    return out if out.ndim else out[()]


# information


def surprise(p: Any, base: float | None = None) -> Any:
    return -log(exact(p), base) if p > 0 else INF


def entropy(p: Sequence[Any], base: float | None = None) -> Any:
    return total(-exact(x) * log(exact(x), base) for x in p if x > 0)


def cross_entropy(p: Sequence[Any], q: Sequence[Any], base: float | None = None) -> Any:
    if any(a > 0 and b == 0 for a, b in zip(p, q, strict=True)):
        return INF
    return total(-exact(a) * log(exact(b), base) for a, b in zip(p, q, strict=True) if a > 0)


def kl_divergence(p: Sequence[Any], q: Sequence[Any], base: float | None = None) -> Any:
    pairs = [(exact(a), exact(b)) for a, b in zip(p, q, strict=True)]
    if any(a > 0 and b == 0 for a, b in pairs):
        return INF
    return total((a * mp.log(a / b) if a else 0) - a + b for a, b in pairs) / unit(base)


def js_divergence(p: Sequence[Any], q: Sequence[Any], base: float | None = None) -> Any:
    middle = [(exact(a) + exact(b)) / 2 for a, b in zip(p, q, strict=True)]
    return (kl_divergence(p, middle, base) + kl_divergence(q, middle, base)) / 2


def js_distance(p: Sequence[Any], q: Sequence[Any], base: float | None = None) -> Any:
    return mp.sqrt(js_divergence(p, q, base))


def perplexity(p: Sequence[Any], q: Sequence[Any] | None = None) -> Any:
    h = cross_entropy(p, p if q is None else q)
    return INF if h == INF else mp.exp(h)


def normalize(weights: Sequence[Any]) -> list[Any]:
    s = total(exact(w) for w in weights)
    return [exact(w) / s for w in weights]


# activations


def softplus(z: Any) -> Any:
    """log(1 + exp(z)) for a finite or infinite z."""
    z = exact(z)
    if mp.isinf(z):
        return INF if z > 0 else mp.mpf(0)
    return mp.log1p(mp.exp(z)) if z <= 0 else z + mp.log1p(mp.exp(-z))


def sigmoid(z: Any) -> Any:
    return mp.exp(-softplus(-exact(z))) if exact(z) != -INF else mp.mpf(0)


def log_sigmoid(z: Any) -> Any:
    return -softplus(-exact(z))


def log_softmax(z: Sequence[Any]) -> list[Any]:
    """Each entry as −log(1 + Σ exp(z_j − z_i)): nothing cancels in the tails."""
    zs = [exact(x) for x in z]
    out = []
    for i, own in enumerate(zs):
        if own == -INF:
            out.append(-INF)
            continue
        gaps = [other - own for j, other in enumerate(zs) if j != i and other != -INF]
        largest = max([mp.mpf(0), *gaps])
        if largest > 1000:
            out.append(-(largest + mp.log(mp.exp(-largest) + total(mp.exp(g - largest) for g in gaps))))
        else:
            out.append(-mp.log1p(total(mp.exp(g) for g in gaps)))
    return out


def softmax(z: Sequence[Any], temperature: float = 1.0) -> list[Any]:
    logs = log_softmax([exact(x) / exact(temperature) for x in z])
    return [mp.mpf(0) if value == -INF else mp.exp(value) for value in logs]


def logsumexp(z: Sequence[Any]) -> Any:
    zs = [exact(x) for x in z]
    m = max(zs)
    if mp.isinf(m):
        return m
    rest = [x for i, x in enumerate(zs) if i != zs.index(m)]
    return m + mp.log1p(total(mp.exp(x - m) for x in rest if x != -INF))


# losses, one example at a time


def smooth(y: Sequence[Any], alpha: float) -> list[Any]:
    return [exact(v) * (1 - exact(alpha)) + exact(alpha) / len(y) for v in y]


def clipped(p: Any, eps: float) -> tuple[Any, Any]:
    """log p and log(1 − p) of p clipped to [eps, 1 − eps], without rounding 1 − eps."""
    p, eps = exact(p), exact(eps)
    if p < eps:
        return mp.log(eps), mp.log1p(-eps)
    if 1 - p < eps:
        return mp.log1p(-eps), mp.log(eps)
    return (mp.log(p) if p else -INF), (mp.log1p(-p) if p < 1 else -INF)


def weighted(weight: Any, value: Any) -> Any:
    return mp.mpf(0) if weight == 0 else weight * value


def binary(
    y: Any, p: Any, *, eps: float = 0.0, alpha: float = 0.0, pos_weight: float = 1.0, base: float | None = None
) -> Any:
    y = smooth([exact(y), 1 - exact(y)], alpha)
    yes, no = clipped(p, eps)
    return (weighted(exact(pos_weight) * y[0], -yes) + weighted(y[1], -no)) / unit(base)


def binary_logit(y: Any, z: Any, *, alpha: float = 0.0, pos_weight: float = 1.0, base: float | None = None) -> Any:
    y = smooth([exact(y), 1 - exact(y)], alpha)
    value = weighted(exact(pos_weight) * y[0], softplus(-exact(z))) + weighted(y[1], softplus(exact(z)))
    return value / unit(base)


def categorical(
    y: Sequence[Any],
    p: Sequence[Any],
    *,
    class_weight: Sequence[float] | None = None,
    eps: float = 0.0,
    alpha: float = 0.0,
    base: float | None = None,
) -> Any:
    weights = [1.0] * len(p) if class_weight is None else class_weight
    ys = smooth(y, alpha)
    terms = [weighted(exact(w) * t, -clipped(x, eps)[0]) for w, t, x in zip(weights, ys, p, strict=True)]
    return total(terms) / unit(base)


def categorical_logits(
    y: Sequence[Any],
    z: Sequence[Any],
    *,
    class_weight: Sequence[float] | None = None,
    alpha: float = 0.0,
    base: float | None = None,
) -> Any:
    weights = [1.0] * len(z) if class_weight is None else class_weight
    terms = zip(weights, smooth(y, alpha), log_softmax(z), strict=True)
    return total(weighted(exact(w) * t, -x) for w, t, x in terms) / unit(base)


def one_hot(label: int, classes: int) -> list[float]:
    return [1.0 if c == label else 0.0 for c in range(classes)]


def mean(losses: Sequence[Any], weights: Sequence[Any] | None = None) -> Any:
    weights = [1] * len(losses) if weights is None else weights
    pairs = list(zip(weights, losses, strict=True))
    return total(weighted(exact(w), value) for w, value in pairs) / total(exact(w) for w, _ in pairs)


# Gaussian


def gaussian_entropy(sigma: Any) -> Any:
    return mp.log(2 * mp.pi * mp.e * exact(sigma) ** 2) / 2


def gaussian_nll(x: Any, mu: Any, sigma: Any, full: bool = True) -> Any:
    scale = 2 * mp.pi if full else mp.mpf(1)
    x, mu, sigma = exact(x), exact(mu), exact(sigma)
    return mp.log(scale * sigma**2) / 2 + (x - mu) ** 2 / (2 * sigma**2)


def gaussian_cross_entropy(mu_p: Any, sigma_p: Any, mu_q: Any, sigma_q: Any) -> Any:
    return gaussian_nll(mu_p, mu_q, sigma_q) + exact(sigma_p) ** 2 / (2 * exact(sigma_q) ** 2)


def gaussian_kl_divergence(mu_p: Any, sigma_p: Any, mu_q: Any, sigma_q: Any) -> Any:
    ratio = exact(sigma_p) / exact(sigma_q)
    shift = (exact(mu_p) - exact(mu_q)) / exact(sigma_q)
    return (ratio**2 + shift**2 - 1) / 2 - mp.log(ratio)


# comparison


def assert_close(actual: Any, expected: Any, rtol: float) -> None:
    """Every element within `rtol` of its 60-digit value; 0 and ±inf exactly; float64 of the same shape."""
    want = np.asarray(expected, dtype=object)
    if want.ndim == 0:
        assert isinstance(actual, np.float64), f"a scalar comes back as np.float64, not {type(actual).__name__}"
    got = np.asarray(actual)
    assert got.dtype == np.float64, got.dtype
    assert got.shape == want.shape, (got.shape, want.shape)
    off = [
        f"{index}: {float(got[index])!r} is not {mp.nstr(exact(want[index]), 20)}"
        for index in np.ndindex(want.shape)
        if not _is_close(float(got[index]), exact(want[index]), rtol)
    ]
    assert not off, "; ".join(off[:5])


def _is_close(got: float, want: Any, rtol: float) -> bool:
    if mp.isnan(want):
        return bool(np.isnan(got))
    if not np.isfinite(got) or abs(want) > LARGEST * (1 + mp.mpf(rtol)):
        return bool(np.isinf(got)) and (got > 0) == (want > 0) and abs(want) > LARGEST * (1 - mp.mpf(rtol))
    # Below 1e-307 a float64 has fewer digits: two steps of the subnormal grid are allowed there.
    grid = 2 * QUANTUM if want and abs(want) < mp.mpf("1e-307") else 0
    return bool(abs(mp.mpf(got) - want) <= mp.mpf(rtol) * abs(want) + grid)
