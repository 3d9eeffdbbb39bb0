"""The continuous case: normal distributions, and squared error as a cross-entropy in disguise.

Values are in nats unless `base` says otherwise. Parameters are single numbers, or arrays of one common shape; nothing
else is broadcast.
A density can exceed 1, so differential entropy and cross-entropy can be negative; the divergence can't.
"""

import math

import numpy as np
from numpy.typing import ArrayLike

from ce_core._checks import Floats, finite, log_of_base, positive, reduction_of, same_shape
from ce_core._numerics import minus_log1p, quiet, reduce_losses, scalar
from ce_core.errors import DistributionError

_HALF_LOG_2PI = 0.5 * math.log(2 * math.pi)


def gaussian_density(x: ArrayLike, mu: ArrayLike, sigma: ArrayLike) -> np.float64 | Floats:
    """Density of the normal distribution: exp(−½ ((x − μ)/σ)²) / (σ √2π).

    Parameters: `x`, places of any shape; `mu` and `sigma` > 0, one number or of the shape of `x`. Returns the shape of
    `x`, in units of 1/x. Limits: 1/(σ √2π) at x = μ, which exceeds 1 for σ < 0.399; 0 far away.
    Raises `DistributionError` for σ not above 0 and unequal shapes. Source: Bishop, PRML, eq. 1.46.

    >>> round(float(gaussian_density(0.0, 0.0, 0.1)), 3)
    3.989
    """
    with quiet():
        return scalar(np.exp(0.0 - np.asarray(gaussian_nll(x, mu, sigma, reduction="none"))))


def gaussian_entropy(sigma: ArrayLike, *, base: float | None = None) -> np.float64 | Floats:
    """Differential entropy of N(μ, σ²): ½ log(2πe σ²), whatever μ is.

    Parameters: `sigma` > 0; `base`, None for nats. Returns its shape.
    Limits: −∞ as σ → 0; 0 at σ = 0.242 = 1/√(2πe); negative below.
    Raises `DistributionError` for σ not above 0. Source: Cover & Thomas, ex. 8.1.2.

    >>> round(float(gaussian_entropy(1.0)), 4)
    1.4189
    """
    return scalar((_HALF_LOG_2PI + 0.5 + np.log(positive("sigma", sigma))) / log_of_base(base))


def gaussian_cross_entropy(
    mu_p: ArrayLike, sigma_p: ArrayLike, mu_q: ArrayLike, sigma_q: ArrayLike, *, base: float | None = None
) -> np.float64 | Floats:
    """−∫ p log q of two normal densities: ½ log(2πσ_q²) + (σ_p² + (μ_p − μ_q)²)/(2σ_q²), in nats.

    Parameters: means and standard deviations > 0 of the truth p and the model q; `base`, None for nats. Returns their
    common shape. Limits: the entropy of p, reached at q = p.
    Raises `DistributionError` for σ not above 0 and unequal shapes. Source: Cover & Thomas, §8.5–8.6.

    >>> float(gaussian_cross_entropy(0, 1, 0, 1)) == float(gaussian_entropy(1))
    True
    """
    scale = log_of_base(base)
    mp, sp, mq, sq = _four(mu_p, sigma_p, mu_q, sigma_q)
    with quiet():
        return scalar((_HALF_LOG_2PI + np.log(sq) + ((sp / sq) ** 2 + ((mp - mq) / sq) ** 2) / 2) / scale)


def gaussian_kl_divergence(
    mu_p: ArrayLike, sigma_p: ArrayLike, mu_q: ArrayLike, sigma_q: ArrayLike, *, base: float | None = None
) -> np.float64 | Floats:
    """KL of two normal densities: log(σ_q/σ_p) + (σ_p² + (μ_p − μ_q)²)/(2σ_q²) − ½, in nats.

    Parameters and refusals as in `gaussian_cross_entropy`. Limits: 0 exactly where the two agree; accurate near it.
    Source: Murphy, PML 1, §6.2.3.

    >>> float(gaussian_kl_divergence(0, 1, 2, 1))
    2.0
    """
    scale = log_of_base(base)
    mp, sp, mq, sq = _four(mu_p, sigma_p, mu_q, sigma_q)
    with quiet():
        distance = ((mp - mq) / sq) ** 2 / 2
        excess = (sp - sq) / sq * ((sp + sq) / sq)
        apart = excess - 2 * (np.log(sp) - np.log(sq))
        return scalar((distance + np.where(np.abs(excess) <= 0.5, minus_log1p(excess), apart) / 2) / scale)


def mean_squared_error(x: ArrayLike, mu: ArrayLike, *, reduction: str = "mean") -> np.float64 | Floats:
    """Squared distance from the prediction: (x − μ)², averaged.

    Parameters: `x`, observations; `mu`, predictions, one number or of the same shape; `reduction`.
    Limits: 0 where all agree. For a fixed σ it is the Gaussian negative log-likelihood up to the factor 1/(2σ²) and a
    constant. Raises `DistributionError` for unequal shapes and a mean of nothing. Source: Goodfellow et al., §5.5.1.

    >>> float(mean_squared_error([1, 2], [0, 0]))
    2.5
    """
    how = reduction_of(reduction)
    array, m = _alike("x", finite("x", x), "mu", finite("mu", mu))
    with quiet():
        losses = np.asarray((array - m) ** 2)
    ones = np.ones(losses.shape)
    return reduce_losses(losses, ones, ones, how)


def gaussian_nll(
    x: ArrayLike, mu: ArrayLike, sigma: ArrayLike, *, full: bool = True, reduction: str = "mean"
) -> np.float64 | Floats:
    """Negative log-density of N(μ, σ²): ½ ((x − μ)/σ)² + log σ, plus ½ log 2π when `full`, in nats.

    Parameters: `x`, observations; `mu` and `sigma` > 0, one number or of the shape of `x`; `reduction` "mean", "sum",
    "none". Limits: ½ log 2πσ² at x = μ, which is negative for σ < 0.399.
    Raises `DistributionError` for σ not above 0, unequal shapes and a mean of nothing. Source: Bishop, PRML, §1.2.5.

    >>> round(float(gaussian_nll([1.0], 0.0, 1.0)), 4)
    1.4189
    """
    how = reduction_of(reduction)
    array, m = _alike("x", finite("x", x), "mu", finite("mu", mu))
    array, s = _alike("x", array, "sigma", positive("sigma", sigma))
    with quiet():
        losses = np.asarray(((array - m) / s) ** 2 / 2 + np.log(s) + (_HALF_LOG_2PI if full else 0.0))
    ones = np.ones(losses.shape)
    return reduce_losses(losses, ones, ones, how)


def _alike(name_a: str, a: Floats, name_b: str, b: Floats) -> tuple[Floats, Floats]:
    """A single number may stand for all; otherwise the shapes must be equal."""
    if b.ndim:
        same_shape(name_a, a, name_b, b)
    return a, b


def _four(
    mu_p: ArrayLike, sigma_p: ArrayLike, mu_q: ArrayLike, sigma_q: ArrayLike
) -> tuple[Floats, Floats, Floats, Floats]:
    mp, sp = finite("mu_p", mu_p), positive("sigma_p", sigma_p)
    mq, sq = finite("mu_q", mu_q), positive("sigma_q", sigma_q)
    shapes = {array.shape for array in (mp, sp, mq, sq) if array.ndim}
    if len(shapes) > 1:
        raise DistributionError(
            f"mu_p (shape {mp.shape}), sigma_p {sp.shape}, mu_q {mq.shape} and sigma_q {sq.shape} differ in shape; "
            "give single numbers or one common shape"
        )
    return mp, sp, mq, sq
