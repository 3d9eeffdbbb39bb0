"""Two normal densities in pictures and numbers: what stands under the integral, and the integral done by hand.

The closed forms are those of `gaussian`; beside them stands the same integral as a sum over a grid. `base=None` means
nats. A density has a unit, 1 over that of x, so its entropy depends on the unit of x; the divergence does not.
"""

import math
import operator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ce_core._checks import Floats, finite, log_of_base, positive
from ce_core._numerics import quiet, times
from ce_core.errors import DistributionError
from ce_core.gaussian import (
    gaussian_cross_entropy,
    gaussian_density,
    gaussian_entropy,
    gaussian_kl_divergence,
    gaussian_nll,
)

REACH = 10.0
"""How far the sum goes to either side of μ_p, in σ_p: beyond lies less than 10⁻²² of p."""


@dataclass(frozen=True)
class TrapezoidSum:
    """An integral as a sum over equally spaced places: step · Σ heights, half of the first and the last."""

    places: Floats
    heights: Floats
    """−p log q at the places."""
    step: float
    steps_in_sigma: float
    """The step as a multiple of σ_p."""
    area: np.float64
    """The same sum for p alone: 1 in real numbers."""
    entropy: np.float64
    cross_entropy: np.float64
    error: np.float64
    """How far `cross_entropy` is from the closed form."""


@dataclass(frozen=True)
class GaussianComparison:
    """Truth p = N(μ_p, σ_p²) and model q = N(μ_q, σ_q²). Curves over `x`; entropies in the unit of `base`."""

    mu_p: float
    sigma_p: float
    mu_q: float
    sigma_q: float
    base: float | None
    x: Floats
    p: Floats
    q: Floats
    cost: Floats
    """−log q."""
    cost_integrand: Floats
    """−p log q: the area under it is the cross-entropy."""
    entropy_integrand: Floats
    """−p log p: the area under it is the entropy."""
    entropy: np.float64
    kl: np.float64
    cross_entropy: np.float64
    same_width: bool
    """Whether σ_p = σ_q."""
    squared_distance: float
    """(μ_p − μ_q)²."""
    distance_term: np.float64
    """(μ_p − μ_q)²/(2σ_q²): what the means have to do with it."""
    spread_term: np.float64
    """σ_p²/(2σ_q²): ½ where the two are equally wide."""
    constant_term: np.float64
    """½ log 2πσ_q²."""
    at_equal_means: np.float64
    """constant_term + spread_term: the cross-entropy that is left where μ_q = μ_p."""
    excess_at_equal_means: np.float64
    """The divergence that is left there: 0 where the two are equally wide."""
    peak: np.float64
    """The largest value of p: 1/(σ_p √2π)."""
    width: float
    """e^entropy = σ_p √(2πe): how wide an equally uncertain uniform density is, in units of x."""
    level: float
    """1/width: how high that uniform density is."""
    numeric: TrapezoidSum


def compare_gaussians(
    mu_p: float, sigma_p: float, mu_q: float, sigma_q: float, *, points: int = 41, base: float | None = None
) -> GaussianComparison:
    """Entropy, divergence and cross-entropy of two normal densities, in closed form and as a sum over a grid.

    Parameters: means and standard deviations > 0 of the truth p and the model q, single numbers; `points`, how many
    places the trapezoid sum takes from μ_p − 10σ_p to μ_p + 10σ_p; `base`, None for nats. Returns a
    `GaussianComparison`. The sum converges faster than any power of its step: with k = 2πσ_p/step its error is about
    2k² e^(−k²/2) of the spread term, a tenth at a step of 2σ_p, 10⁻⁷ at σ_p, only rounding from σ_p/2 on.
    Limits: the cross-entropy is at least the entropy; both may be negative. H(P,Q) = constant + spread + distance.
    Raises `DistributionError` for σ not above 0, anything not finite, fewer than 2 points.
    Source: Cover & Thomas, §8.5–8.6; Trefethen & Weideman, "The exponentially convergent trapezoidal rule" (2014).

    >>> c = compare_gaussians(0, 1, 1, 1)
    >>> round(float(c.entropy), 4), float(c.kl), round(float(c.cross_entropy), 4)
    (1.4189, 0.5, 1.9189)
    >>> abs(float(c.numeric.error)) < 1e-14
    True
    """
    scale = log_of_base(base)
    mp, mq = _one("mu_p", mu_p), _one("mu_q", mu_q)
    sp, sq = _one("sigma_p", sigma_p, above_0=True), _one("sigma_q", sigma_q, above_0=True)
    count = operator.index(points)
    if count < 2:
        raise DistributionError(f"points = {points} is too few for a sum over a grid; give at least 2")
    x = np.unique(np.concatenate([mp + sp * np.linspace(-8, 8, 321), mq + sq * np.linspace(-8, 8, 321)]))
    cost, own = _costs(x, mq, sq) / scale, _costs(x, mp, sp) / scale
    p = np.asarray(gaussian_density(x, mp, sp))
    entropy = np.float64(gaussian_entropy(sp, base=base))
    with quiet():
        return GaussianComparison(
            mu_p=mp,
            sigma_p=sp,
            mu_q=mq,
            sigma_q=sq,
            base=base,
            x=x,
            p=p,
            q=np.asarray(gaussian_density(x, mq, sq)),
            cost=cost,
            cost_integrand=times(p, cost),
            entropy_integrand=times(p, own),
            entropy=entropy,
            kl=np.float64(gaussian_kl_divergence(mp, sp, mq, sq, base=base)),
            cross_entropy=np.float64(gaussian_cross_entropy(mp, sp, mq, sq, base=base)),
            same_width=sp == sq,
            squared_distance=(mp - mq) ** 2,
            distance_term=np.float64(((mp - mq) / sq) ** 2 / 2 / scale),
            spread_term=np.float64((sp / sq) ** 2 / 2 / scale),
            constant_term=np.float64(gaussian_nll(0.0, 0.0, sq) / scale),
            at_equal_means=np.float64(gaussian_cross_entropy(mp, sp, mp, sq, base=base)),
            excess_at_equal_means=np.float64(gaussian_kl_divergence(mp, sp, mp, sq, base=base)),
            peak=np.float64(gaussian_density(mp, mp, sp)),
            width=sp * math.sqrt(2 * math.pi * math.e),
            level=1 / (sp * math.sqrt(2 * math.pi * math.e)),
            numeric=_trapezoid(mp, sp, mq, sq, count, scale),
        )


def _trapezoid(mp: float, sp: float, mq: float, sq: float, count: int, scale: float) -> TrapezoidSum:
    t = np.linspace(-REACH, REACH, count)
    places = mp + sp * t
    step = 2 * REACH / (count - 1)
    weights = np.full(count, step * sp)
    weights[[0, -1]] /= 2
    p = np.asarray(gaussian_density(t, 0.0, 1.0)) / sp
    heights, own = p * _costs(places, mq, sq) / scale, p * _costs(t * sp, 0.0, sp) / scale
    value = np.float64((weights * heights).sum())
    return TrapezoidSum(
        places=places,
        heights=heights,
        step=step * sp,
        steps_in_sigma=step,
        area=np.float64((weights * p).sum()),
        entropy=np.float64((weights * own).sum()),
        cross_entropy=value,
        error=np.float64(value - gaussian_cross_entropy(mp, sp, mq, sq) / scale),
    )


def _costs(x: Floats, mu: float, sigma: float) -> Floats:
    return np.asarray(gaussian_nll(x, mu, sigma, reduction="none"))


def _one(name: str, value: ArrayLike, *, above_0: bool = False) -> float:
    number = positive(name, value) if above_0 else finite(name, value)
    if number.ndim:
        raise DistributionError(f"{name} (shape {number.shape}) must be a single number")
    return float(number)
