"""The binary loss as a function of the predicted probability, with what it is compared to."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ce_core._checks import Floats, clip_of, log_of_base, probabilities, real
from ce_core._numerics import quiet
from ce_core.errors import DistributionError
from ce_core.losses import binary_decompose


@dataclass(frozen=True)
class LossCurve:
    """One target y and the predictions p, and at each of them the values below."""

    y: float
    p: Floats
    base: float | None
    loss: Floats
    """Binary cross-entropy of y and p."""
    floor: np.float64
    """H(y), the minimum of the curve, at p = y."""
    excess: Floats
    """loss − floor = KL(y‖p)."""
    gradient: Floats
    """d loss/dp = (p − y) / (p (1 − p)); 0 where p is clipped."""
    squared_error: Floats
    """(y − p)²."""
    zero_one: Floats
    """Probability that the decision p ≥ ½ is wrong: for a hard label 0 or 1."""

    def tangents(self, reach: float) -> tuple[Floats, Floats]:
        """Where the tangents through the points begin and end, `reach` to either side: p and loss + slope · reach.

        Both of shape (predictions, 2). No number (NaN) where the slope is infinite.
        """
        sides = np.array([-reach, reach])
        slope = np.where(np.isfinite(self.gradient), self.gradient, np.nan)
        return self.p[:, None] + sides, self.loss[:, None] + slope[:, None] * sides


def loss_curve(y: float, p: ArrayLike, *, eps: float = 0.0, base: float | None = None) -> LossCurve:
    """Binary cross-entropy −[y log p + (1 − y) log(1 − p)] over the predictions p, for one target y.

    Parameters: `y`, one number in [0, 1]; `p`, predictions in [0, 1], 1-D; `eps` clips them to [ε, 1 − ε]; `base`, None
    for nats (squared and 0/1 error have no unit). Returns a `LossCurve`.
    Limits: the minimum is H(y) at p = y; ∞ at p = 0 unless y = 0, and at p = 1 unless y = 1.
    Raises `DistributionError` for entries outside [0, 1]. Source: Bishop, PRML, §4.3.2; Goodfellow et al., §6.2.2.2.

    >>> loss_curve(1, [1.0, 0.5, 0.0], base=2).loss.tolist()
    [0.0, 1.0, inf]
    """
    scale = log_of_base(base)
    clip = clip_of(eps)
    target, grid = probabilities("y", y), probabilities("p", p)
    if target.ndim or grid.ndim != 1:
        raise DistributionError(f"y (shape {target.shape}) must be one number and p (shape {grid.shape}) a list")
    targets = np.full(grid.shape, target)
    parts = binary_decompose(targets, grid, eps=eps, base=base)
    with quiet():
        slope = (grid - targets) / (grid * (1 - grid))
        slope = np.where(targets == 0, 1 / (1 - grid), np.where(targets == 1, -1 / grid, slope)) / scale
        if clip:
            slope = np.where((grid < clip) | (1 - grid < clip), 0.0, slope)
    return LossCurve(
        y=float(target),
        p=grid.copy(),
        base=base,
        loss=parts.loss,
        floor=np.float64(binary_decompose(target, target, base=base).floor),
        excess=parts.kl,
        gradient=slope,
        squared_error=(targets - grid) ** 2,
        zero_one=np.where(grid >= 0.5, 1 - targets, targets),
    )


@dataclass(frozen=True)
class SlopeComparison:
    """Cross-entropy and KL divergence of the truth (y, 1 − y) and the prediction (p, 1 − p), and how they rise there.

    Slopes are measured on each of the two curves, as a difference over a small step.
    """

    y: float
    p: float
    base: float | None
    cross_entropy: np.float64
    kl: np.float64
    entropy: np.float64
    """H(y) = cross_entropy − kl."""
    gradient: np.float64
    """(p − y) / (p (1 − p)), the slope along p by formula, of both."""
    cross_entropy_along_p: np.float64
    kl_along_p: np.float64
    cross_entropy_along_y: np.float64
    kl_along_y: np.float64
    step: float
    """The difference between the two places that a slope is measured from."""

    def tangents(self, reach: float) -> tuple[Floats, Floats, Floats]:
        """Straight lines through both points with their measured slopes along p: p, cross-entropy, KL at two ends."""
        sides = np.array([-reach, reach])
        return (
            self.p + sides,
            self.cross_entropy + self.cross_entropy_along_p * sides,
            self.kl + self.kl_along_p * sides,
        )


def compare_slopes(y: float, p: float, *, base: float | None = None) -> SlopeComparison:
    """Whether cross-entropy and KL divergence pull alike: on the prediction p, and on the truth y.

    Along p the two are parallel, for their difference H(y) does not depend on p: the same gradient, the same minimum.
    Along y they are not: who lets the truth move, too, trains on something else.

    Parameters: `y` and `p`, single numbers inside (0, 1); `base`, None for nats. Returns a `SlopeComparison`. A
    measured slope agrees with the exact one to about 10⁻⁷ of 1 + |slope| between 0.01 and 0.99.
    Raises `DistributionError` for numbers outside (0, 1), where a slope would be infinite.
    Source: Cover & Thomas, §2.3; Goodfellow et al., §3.13.

    >>> s = compare_slopes(0.7, 0.5)
    >>> round(float(s.gradient), 4), round(float(s.cross_entropy_along_p), 4), round(float(s.kl_along_p), 4)
    (-0.8, -0.8, -0.8)
    """
    inside = "a number between 0 and 1, neither of them"
    truth, guess = real("y", y, 0.0, 1.0, inside), real("p", p, 0.0, 1.0, inside)
    half = 2.0**-17 * min(truth, 1 - truth, guess, 1 - guess)
    along_p = loss_curve(truth, [guess - half, guess, guess + half], base=base)
    low, high = (binary_decompose(truth + move, guess, base=base) for move in (-half, half))
    return SlopeComparison(
        y=truth,
        p=guess,
        base=base,
        cross_entropy=np.float64(along_p.loss[1]),
        kl=np.float64(along_p.excess[1]),
        entropy=along_p.floor,
        gradient=np.float64(along_p.gradient[1]),
        cross_entropy_along_p=np.float64((along_p.loss[2] - along_p.loss[0]) / (2 * half)),
        kl_along_p=np.float64((along_p.excess[2] - along_p.excess[0]) / (2 * half)),
        cross_entropy_along_y=np.float64((high.loss - low.loss) / (2 * half)),
        kl_along_y=np.float64((high.kl - low.kl) / (2 * half)),
        step=2 * half,
    )
