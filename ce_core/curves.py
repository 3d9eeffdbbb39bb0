"""The binary loss as a function of the predicted probability, with what it is compared to."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ce_core._checks import Floats, clip_of, log_of_base, probabilities
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
