"""A line through points: squared error and Gaussian negative log-likelihood as functions of its slope.

The model says y = intercept + slope · x, and around it a normal density of width σ. With one fixed σ for all points,
NLL = MSE/(2σ²) + ½ log 2πσ²: another scale and another zero, the same best slope. With a σ of its own for every point
the two part. `base=None` means nats.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ce_core._checks import Floats, finite, log_of_base, positive, same_shape
from ce_core._numerics import quiet
from ce_core.errors import DistributionError
from ce_core.gaussian import gaussian_nll, mean_squared_error


@dataclass(frozen=True)
class LineLosses:
    """One line and its losses, the losses of lines of other slopes through the same intercept, and the best ones."""

    x: Floats
    y: Floats
    sigma: Floats
    """Width of the density around the line at every point."""
    intercept: float
    slope: float
    base: float | None
    predictions: Floats
    residuals: Floats
    """y − prediction."""
    mse: np.float64
    """Mean squared error, in the squared unit of y."""
    nll: np.float64
    """Mean negative log-density, in the unit of `base`."""
    one_sigma: bool
    """Whether all points share one σ."""
    factor: np.float64
    """1/(2σ²) in the unit of `base`; NaN where the points do not share one σ."""
    constant: np.float64
    """The mean of ½ log 2πσ²: what a line through every point would still cost."""
    slopes: Floats
    mse_curve: Floats
    nll_curve: Floats
    best_mse_slope: float
    """The slope of the least squared error for this intercept; NaN where every slope does equally well."""
    best_nll_slope: float
    best_mse: np.float64
    best_nll: np.float64
    least_squares: tuple[float, float]
    """Intercept and slope of the best line of all; NaN where the points do not settle it."""


def line_losses(
    x: ArrayLike,
    y: ArrayLike,
    intercept: float,
    slope: float,
    sigma: ArrayLike,
    slopes: ArrayLike,
    *,
    base: float | None = None,
) -> LineLosses:
    """Mean squared error and Gaussian negative log-likelihood of points around y = intercept + slope · x.

    Parameters: `x` and `y`, N points; `sigma` > 0, one number for all, or N; `slopes`, where the curves are wanted;
    `base`, None for nats. Returns a `LineLosses`.
    Limits: the NLL is at least ½ log 2πσ², which is negative for σ < 0.399; the squared error is at least 0. Both are
    parabolas of the slope, lowest at Σ w x (y − a) / Σ w x² with w = 1 and w = 1/σ².
    Raises `DistributionError` for σ not above 0, unequal lengths, no points, anything not finite.
    Source: Bishop, PRML, §1.2.5 and §3.1.1; Goodfellow et al., §5.5.1.

    >>> fit = line_losses([1, 2], [1, 3], 0, 1, 0.5, [0, 1, 2])
    >>> float(fit.mse), fit.best_mse_slope == fit.best_nll_slope
    (0.5, True)
    >>> abs(float(fit.nll - (fit.factor * fit.mse + fit.constant))) < 1e-15
    True
    """
    scale = log_of_base(base)
    across, up, grid = finite("x", x), finite("y", y), finite("slopes", slopes)
    same_shape("x", across, "y", up)
    if across.ndim != 1 or not across.size or grid.ndim != 1:
        raise DistributionError(
            f"x (shape {across.shape}) must be a list of at least one point and slopes (shape {grid.shape}) a list"
        )
    a, b = float(finite("intercept", intercept)), float(finite("slope", slope))
    widths = positive("sigma", sigma)
    if widths.ndim:
        same_shape("x", across, "sigma", widths)
    sigmas = np.full(across.shape, widths)
    one = bool((sigmas == sigmas[0]).all())
    best_mse_slope = _best_slope(across, up - a, np.ones(across.shape))
    best_nll_slope = best_mse_slope if one else _best_slope(across, up - a, 1 / sigmas**2)

    # The line itself and the two best ones first; where every slope does equally well, the line stands for the best.
    marked = [b, *(b if np.isnan(best) else best for best in (best_mse_slope, best_nll_slope))]
    with quiet():
        drawn = np.concatenate([marked, grid])[:, None] * across + a
        points, spread = np.broadcast_to(up, drawn.shape), np.broadcast_to(sigmas, drawn.shape)
        squared = np.asarray(mean_squared_error(points, drawn, reduction="none")).mean(axis=1)
        cost = np.asarray(gaussian_nll(points, drawn, spread, reduction="none")).mean(axis=1) / scale
    predictions = a + b * across
    return LineLosses(
        x=across.copy(),
        y=up.copy(),
        sigma=sigmas,
        intercept=a,
        slope=b,
        base=base,
        predictions=predictions,
        residuals=up - predictions,
        mse=np.float64(squared[0]),
        nll=np.float64(cost[0]),
        one_sigma=one,
        factor=np.float64(1 / (2 * sigmas[0] ** 2) / scale if one else np.nan),
        constant=np.float64(gaussian_nll(up, up, sigmas) / scale),
        slopes=grid.copy(),
        mse_curve=squared[3:],
        nll_curve=cost[3:],
        best_mse_slope=best_mse_slope,
        best_nll_slope=best_nll_slope,
        best_mse=np.float64(squared[1]),
        best_nll=np.float64(cost[2]),
        least_squares=_least_squares(across, up),
    )


def _best_slope(x: Floats, rise: Floats, weights: Floats) -> float:
    """The slope of least weighted squared error for lines through (0, a), where rise = y − a."""
    with quiet():
        return float((weights * x * rise).sum() / (weights * x * x).sum())


def _least_squares(x: Floats, y: Floats) -> tuple[float, float]:
    """Intercept and slope of the best line of all."""
    across = x - x.mean()
    with quiet():
        slope = float((across * (y - y.mean())).sum() / (across**2).sum())
    return float(y.mean() - slope * x.mean()), slope
