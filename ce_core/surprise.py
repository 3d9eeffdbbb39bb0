"""The surprise of one event, what it adds to an entropy, and what an ε added to every entry does to it."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ce_core._checks import Floats, clip_of, distribution, log_of_base, probabilities
from ce_core._numerics import quiet, surprise, times
from ce_core.errors import DistributionError
from ce_core.information import entropy


@dataclass(frozen=True)
class SurpriseCurve:
    """Probabilities p, and at each of them the values below, in the unit of `base`. Arrays are 1-D."""

    p: Floats
    base: float | None
    surprise: Floats
    """h = −log p."""
    weighted: Floats
    """−p log p, the event's share of an entropy; 0 at p = 0, its limit."""
    multiplied: Floats
    """The same product as floating point multiplies it, −p · log p: not a number (NaN) at p = 0."""
    peak_at: np.float64
    """The p where −p log p is largest: 1/e, in every unit."""
    peak: np.float64
    """−p log p there: log(e)/e."""


def surprise_curve(p: ArrayLike, *, base: float | None = None) -> SurpriseCurve:
    """Surprise −log p over the probabilities p, and −p log p, what such an event adds to an entropy.

    Parameters: `p`, probabilities in [0, 1], 1-D, each for itself; `base`, None for nats, 2 for bits, 10 for bans.
    Returns a `SurpriseCurve`. Limits: the surprise is 0 at p = 1 and ∞ at p = 0; −p log p is 0 at both ends, because p
    falls faster than −log p rises. Raises `DistributionError` for entries outside [0, 1], or p that is not 1-D.
    Also called surprisal, self-information. Source: Shannon (1948), §6; Cover & Thomas, §2.1.

    >>> curve = surprise_curve([0, 0.5, 1], base=2)
    >>> curve.surprise.tolist(), curve.weighted.tolist(), curve.multiplied.tolist()
    ([inf, 1.0, 0.0], [0.0, 0.5, 0.0], [nan, 0.5, 0.0])
    """
    scale = log_of_base(base)
    grid = probabilities("p", p)
    if grid.ndim != 1:
        raise DistributionError(f"p (shape {grid.shape}) must be a list of probabilities; put it in brackets")
    h = surprise(grid, base)
    with quiet():
        multiplied = grid * h
    return SurpriseCurve(
        p=grid.copy(),
        base=base,
        surprise=h,
        weighted=times(grid, h),
        multiplied=multiplied,
        peak_at=np.float64(math.exp(-1)),
        peak=np.float64(math.exp(-1) / scale),
    )


@dataclass(frozen=True)
class PaddedEntropy:
    """An entropy as it is, and as code computes it that adds an ε to every entry to avoid log 0."""

    p: Floats
    eps: float
    base: float | None
    entropy: np.float64
    """H(P), with 0 · log 0 = 0."""
    padded: Floats
    """p + ε, which no longer sum to 1."""
    surprise: Floats
    """−log(p + ε); below 0 where p + ε is above 1."""
    per_event: Floats
    """−(p + ε) log(p + ε)."""
    padded_entropy: np.float64
    """Their sum."""


def padded_entropy(p: ArrayLike, eps: float, *, base: float | None = None) -> PaddedEntropy:
    """What is reported instead of H(P) when an ε is added to every entry: −Σ (p + ε) log(p + ε).

    Parameters: `p`, one distribution; `eps`, from 0 up to, but not including, 0.5; `base`, None for nats.
    Returns a `PaddedEntropy`. Limits: H(P) at ε = 0; for a certain event, whose entropy is exactly 0, about
    (n − 1)·ε·log(1/ε) − ε for n events. Raises `DistributionError` for what is not a distribution, or ε outside [0, ½).
    An artefact of code, not a quantity of its own: `entropy` needs no ε.

    >>> label = padded_entropy([1, 0, 0], 1e-15, base=2)
    >>> float(label.entropy), f"{label.padded_entropy:.1e}"
    (0.0, '9.8e-14')
    """
    log_of_base(base)
    eps = clip_of(eps)
    values = distribution("p", p)
    if values.ndim != 1:
        raise DistributionError(f"p (shape {values.shape}) must be one distribution; pass its rows one by one")
    padded = values + eps
    h = surprise(padded, base)
    per_event = times(padded, h)
    return PaddedEntropy(
        p=values.copy(),
        eps=eps,
        base=base,
        entropy=np.float64(entropy(values, base=base)),
        padded=padded,
        surprise=h,
        per_event=per_event,
        padded_entropy=np.float64(per_event.sum()),
    )
