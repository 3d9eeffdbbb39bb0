"""Log-likelihoods of observed data: the cross-entropies of `losses` and `gaussian`, summed and with their sign turned.

A likelihood is a product over the examples and soon underflows; its logarithm is a sum and does not. In nats.
"""

import math
import operator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ce_core._checks import Floats, distribution, log_of_base, numbers, probabilities, refuse_where, same_shape
from ce_core._numerics import clipped_surprise_of_complement, quiet, surprise, times
from ce_core.errors import DistributionError
from ce_core.gaussian import gaussian_nll
from ce_core.losses import binary_cross_entropy, binary_decompose, class_indices, sparse_categorical_cross_entropy


def bernoulli_log_likelihood(y: ArrayLike, p: ArrayLike) -> np.float64:
    """log Π p^y (1 − p)^(1−y) = Σ [y log p + (1 − y) log(1 − p)].

    Parameters: `y`, outcomes 0 or 1; `p`, the probability of 1, one number for all or one for each outcome.
    Returns the total. Limits: at most 0; −∞ where an outcome had probability 0. For one p the maximum is at mean y.
    Raises `DistributionError` for an outcome other than 0 and 1, p outside [0, 1], unequal shapes.
    It is −(sum of binary cross-entropies). Source: Bishop, PRML, eq. 2.5–2.6.

    >>> round(float(bernoulli_log_likelihood([1, 1, 0], 2 / 3)), 4)
    -1.9095
    """
    outcomes, prob = numbers("y", y), probabilities("p", p)
    refuse_where((outcomes != 0) & (outcomes != 1), "y", outcomes, "is not an outcome", "use 0 or 1")
    if prob.ndim:
        same_shape("y", outcomes, "p", prob)
    else:
        prob = np.full(outcomes.shape, prob)
    return np.float64(0.0 - binary_cross_entropy(outcomes, prob, reduction="sum"))


def categorical_log_likelihood(y: ArrayLike, p: ArrayLike) -> np.float64:
    """log Π p[y] = Σ log p[y].

    Parameters: `y`, N class indices; `p`, C probabilities for all, or N×C, one row for each outcome. Returns the total.
    Limits: at most 0; −∞ where an outcome had probability 0. For one p the maximum is at the class shares.
    Raises `DistributionError` for an index outside 0 … C−1, what is not a distribution, unequal lengths.
    Also called multinoulli log-likelihood; it is −(sum of sparse categorical cross-entropies). Murphy, PML 1, §2.5.

    >>> round(float(categorical_log_likelihood([0, 0, 1], [0.5, 0.25, 0.25])), 4)
    -2.7726
    """
    prob = np.asarray(p)
    classes = distribution("p", prob).shape[-1]
    if prob.ndim == 1:
        prob = np.broadcast_to(prob, (*numbers("y", y).shape, classes))
    outcomes = class_indices("y", y, prob.shape[:-1], classes, "p")
    return np.float64(0.0 - sparse_categorical_cross_entropy(outcomes, prob, reduction="sum"))


def gaussian_log_likelihood(x: ArrayLike, mu: ArrayLike, sigma: ArrayLike) -> np.float64:
    """log Π N(x; μ, σ²) = −Σ [½ ((x − μ)/σ)² + log σ + ½ log 2π].

    Parameters: `x`, observations; `mu` and `sigma` > 0, one number or of the shape of `x`. Returns the total.
    Limits: none above, since densities can exceed 1. For one μ and σ the maximum is at mean and standard deviation.
    Raises `DistributionError` for σ not above 0 and unequal shapes. Source: Bishop, PRML, eq. 1.54.

    >>> round(float(gaussian_log_likelihood([0.0, 0.0], 0.0, 1.0)), 4)
    -1.8379
    """
    return np.float64(0.0 - gaussian_nll(x, mu, sigma, reduction="sum"))


@dataclass(frozen=True)
class LikelihoodCurve:
    """How likely one coin makes these outcomes, for every chance p that it might have."""

    ones: int
    zeros: int
    p: Floats
    base: float | None
    likelihood: Floats
    """L(p) = p^ones (1 − p)^zeros."""
    log_likelihood: Floats
    """log L(p), never above 0."""
    loss: Floats
    """−log L(p) / N: the mean cross-entropy of the outcomes."""
    excess: Floats
    """loss − floor = KL(mean‖p)."""
    best: np.float64
    """The p of the maximum: the mean of the outcomes."""
    best_likelihood: np.float64
    best_log_likelihood: np.float64
    floor: np.float64
    """The smallest loss, at `best`: the entropy of the outcomes' shares."""


def bernoulli_likelihood_curve(y: ArrayLike, p: ArrayLike, *, base: float | None = None) -> LikelihoodCurve:
    """The likelihood of outcomes as a function of one chance: L(p) = Π p^y (1 − p)^(1−y), and its logarithm.

    Parameters: `y`, N outcomes 0 or 1; `p`, a list of chances in [0, 1]; `base` of the logarithms, None for nats.
    Returns a `LikelihoodCurve`. Limits: the maximum of L, and so the minimum of −log L, is at the mean of y; L is 0 at
    p = 0 as soon as a 1 occurred and at p = 1 as soon as a 0 did (0⁰ is 1). L of many outcomes underflows, log L not.
    Raises `DistributionError` for an outcome other than 0 and 1, no outcomes, p outside [0, 1].
    Source: Bishop, PRML, eq. 2.5–2.7; Murphy, PML 1, §4.2.3.

    >>> curve = bernoulli_likelihood_curve([1, 1, 0], [0.5])
    >>> float(curve.likelihood[0]), round(float(curve.best), 4)
    (0.125, 0.6667)
    """
    log_of_base(base)
    outcomes, grid = numbers("y", y), probabilities("p", p)
    if outcomes.ndim != 1 or not outcomes.size or grid.ndim != 1:
        raise DistributionError(
            f"y (shape {outcomes.shape}) must be a list of at least one outcome and p (shape {grid.shape}) a list"
        )
    refuse_where((outcomes != 0) & (outcomes != 1), "y", outcomes, "is not an outcome", "use 0 or 1")
    ones = int(outcomes.sum())
    zeros = outcomes.size - ones
    best = np.float64(ones / outcomes.size)
    every = np.append(grid, best)
    with quiet():
        likelihood = every**ones * (1 - every) ** zeros
        cost = times(np.full(every.shape, float(ones)), surprise(every, base))
        cost = cost + times(np.full(every.shape, float(zeros)), clipped_surprise_of_complement(every, 0.0, base))
    return LikelihoodCurve(
        ones=ones,
        zeros=zeros,
        p=grid.copy(),
        base=base,
        likelihood=likelihood[:-1],
        log_likelihood=0.0 - cost[:-1],
        loss=cost[:-1] / outcomes.size,
        excess=binary_decompose(np.full(grid.shape, best), grid, base=base).kl,
        best=best,
        best_likelihood=np.float64(likelihood[-1]),
        best_log_likelihood=np.float64(0.0 - cost[-1]),
        floor=np.float64(cost[-1] / outcomes.size),
    )


@dataclass(frozen=True)
class LikelihoodPath:
    """A likelihood as examples come in one by one: a running product in two precisions, and a running sum."""

    examples: NDArray[np.int64]
    """How many have come in, from 0 on."""
    product: Floats
    """Π as float64 computes it."""
    single: Floats
    """Π as float32 computes it."""
    log_likelihood: Floats
    """Σ log, in the unit of `base`."""
    log10: Floats
    """The same as a power of ten: what the product is in real numbers."""
    product_loss: np.float64
    """−log of the last product: ∞ once it is 0, wrong as soon as it has lost its digits."""
    single_loss: np.float64
    lost: int | None
    """After how many examples the float64 product is off by more than 1 % for the first time; None if it never is."""
    single_lost: int | None
    stuck: bool
    """Whether the float64 product is lost at a number above 0 that every further factor rounds back to."""
    single_stuck: bool


def likelihood_path(
    y: ArrayLike, p: ArrayLike, *, repeats: int = 1, most: int = 301, base: float | None = None
) -> LikelihoodPath:
    """What becomes of Π p^y (1 − p)^(1−y) and of its logarithm as the data get longer.

    Parameters: `y`, N outcomes 0 or 1, and `p`, the chances given to 1; `repeats`, how many times this batch comes, one
    factor being multiplied in after the other; `most`, at how many places at most the path is returned, evenly spread
    from nothing to all; `base` of the logarithm, None for nats. Returns a `LikelihoodPath`.
    Limits: below 2·10⁻³⁰⁸ (float32: 10⁻³⁸) a product loses its digits. Then it ends as 0, or, if no factor is below ½,
    at a few times the smallest positive number, 5·10⁻³²⁴ (10⁻⁴⁵), which every factor rounds back to. The sum has no
    such end. A chance of exactly 0 for what happened makes the product 0 and its logarithm −∞ without anything being
    lost.
    Raises `DistributionError` for an outcome other than 0 and 1, p outside [0, 1], unequal or empty lists, counts < 1.
    Source: Goodfellow et al., §4.1 and §5.5; Murphy, PML 1, §4.2.1.

    >>> path = likelihood_path([1], [0.5], repeats=2000, base=2)
    >>> path.lost, float(path.product[-1]), float(path.log_likelihood[-1])
    (1075, 0.0, -2000.0)
    """
    log_of_base(base)
    outcomes, chances = outcomes_and_chances("y", y, "p", p)
    passes, places = operator.index(repeats), operator.index(most)
    if passes < 1 or places < 2:
        raise DistributionError(f"repeats = {repeats} must be at least 1 and most = {most} at least 2")
    at = np.unique(np.linspace(0, passes * outcomes.size, places).astype(np.int64))
    given = factors(outcomes, chances)
    total, powers = (_running_sum(outcomes, chances, passes, unit) for unit in (base, 10.0))
    product, single = (_running_product(given.astype(kind), passes) for kind in (np.float64, np.float32))
    lost, single_lost = (_first_lost(running, powers) for running in (product, single))
    return LikelihoodPath(
        examples=at,
        product=product[at].astype(np.float64),
        single=single[at].astype(np.float64),
        log_likelihood=total[at],
        log10=powers[at],
        product_loss=np.float64(surprise(product[-1], base)),
        single_loss=np.float64(surprise(single[-1].astype(np.float64), base)),
        lost=lost,
        single_lost=single_lost,
        stuck=lost is not None and _stays(product[-1], given),
        single_stuck=single_lost is not None and _stays(single[-1], given.astype(np.float32)),
    )


def _running_product(given: NDArray[Any], passes: int) -> NDArray[Any]:
    """Π after 0, 1, … factors, in the arithmetic of the type of `given`."""
    with quiet():
        return np.cumprod(np.concatenate([[1], np.tile(given, passes)]), dtype=given.dtype)


def _running_sum(outcomes: Floats, chances: Floats, passes: int, base: float | None) -> Floats:
    costs = np.where(outcomes == 1, surprise(chances, base), clipped_surprise_of_complement(chances, 0.0, base))
    with quiet():
        return 0.0 - np.cumsum(np.concatenate([[0.0], np.tile(costs, passes)]))


def _first_lost(product: NDArray[Any], log10: Floats) -> int | None:
    """After how many examples the product no longer is what its logarithm says, to 1 %."""
    with quiet():
        off = np.abs(np.log10(product.astype(np.float64)) - log10)
        lost = np.isfinite(log10) & ~(off <= math.log10(1.01))
    return int(np.argmax(lost)) if lost.any() else None


def _stays(end: np.floating[Any], given: NDArray[Any]) -> bool:
    """Whether a product above 0 is the same after any of the factors."""
    with quiet():
        return bool(end > 0 and np.all(end * given == end))


def outcomes_and_chances(name_y: str, y: ArrayLike, name_p: str, p: ArrayLike) -> tuple[Floats, Floats]:
    """Outcomes 0 or 1 and the chances given to 1, at least one of each."""
    outcomes, chances = numbers(name_y, y), probabilities(name_p, p)
    same_shape(name_y, outcomes, name_p, chances)
    if outcomes.ndim != 1 or not outcomes.size:
        raise DistributionError(f"{name_y} (shape {outcomes.shape}) must be a list of at least one outcome")
    refuse_where((outcomes != 0) & (outcomes != 1), name_y, outcomes, "is not an outcome", "use 0 or 1")
    return outcomes, chances


def factors(outcomes: Floats, chances: Floats) -> Floats:
    """The probability that each outcome was given: p^y (1 − p)^(1−y)."""
    return np.where(outcomes == 1, chances, 1 - chances)
