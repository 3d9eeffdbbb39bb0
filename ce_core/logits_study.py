"""From scores to the loss, step by step: as the formulas are written, and so that floating point can follow.

| function | what it takes apart |
|---|---|
| `softmax_study` | one vector of scores → softmax → loss against a target, with its gradient |
| `sigmoid_study` | scores one by one → sigmoid → binary loss, with slope and gradient |
| `second_softmax` | the loss of scores that went through softmax, or log-softmax, once too often |

"Naive" is the formula typed as printed, in float64, with whatever ∞ and NaN come out of it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ce_core._checks import Floats, distribution, finite, log_of_base, probabilities, real, same_shape
from ce_core._numerics import excess_terms, quiet, softplus, surprise, times
from ce_core.activations import log_softmax, logsumexp, sigmoid, softmax
from ce_core.errors import DistributionError
from ce_core.information import entropy


@dataclass(frozen=True)
class SoftmaxSteps:
    """Softmax and its loss in one way of computing them. Arrays have one entry for each class."""

    exponents: Floats
    """What goes into exp: z/T, or (z − max z)/T."""
    exponentials: Floats
    total: np.float64
    """Their sum."""
    q: Floats
    """The probabilities, exponentials / total."""
    surprise: Floats
    """−log q."""
    terms: Floats
    """−y log q."""
    loss: np.float64
    """Their sum."""


@dataclass(frozen=True)
class SoftmaxStudy:
    """One vector of scores z against a target y, both ways; what follows is of the stable one. Arrays are 1-D."""

    z: Floats
    """The scores with the shift added: what both ways start from."""
    y: Floats
    temperature: float
    shift: float
    base: float | None
    stable: SoftmaxSteps
    """Exact to rounding for all finite scores: the largest is subtracted first, log q is not taken of a rounded q."""
    naive: SoftmaxSteps
    """exp(z/T) / Σ exp(z/T), then −Σ y·log q, multiplied out: ∞/∞, 0/0 and 0·∞ are NaN."""
    floor: np.float64
    """H(y)."""
    excess: np.float64
    """loss − floor = KL(y‖q), accurate near q = y."""
    gradient: Floats
    """d loss/dz = (q − y)/T, in the unit of `base`; the entries sum to 0."""
    largest_change: np.float64
    """By how much the shift changed any probability: nothing but the rounding of z + shift."""


def softmax_study(
    z: ArrayLike, y: ArrayLike, *, temperature: float = 1.0, shift: float = 0.0, base: float | None = None
) -> SoftmaxStudy:
    """Scores → softmax(z/T) → loss −Σ y log q, stable beside naive, with floor, excess and gradient.

    Parameters: `z`, finite scores of C classes, 1-D; `y`, the target distribution over them, one-hot or soft;
    `temperature` T > 0; `shift`, one number that is added to all scores first; `base`, None for nats.
    Returns a `SoftmaxStudy`. Limits: loss ≥ H(y), reached at q = y. A shift changes nothing but the naive steps, whose
    exp overflows above 709.78 and is 0 below −745.13.
    Raises `DistributionError` for scores that are not finite, also after the shift, a y that is not a distribution,
    unequal lengths, T ≤ 0.
    Source: Goodfellow et al., §4.1 and §6.2.2.3; Blanchard, Higham & Higham (2021).

    >>> study = softmax_study([1000, 990], [1, 0])
    >>> study.stable.q.round(6).tolist(), study.naive.q.tolist()
    ([0.999955, 4.5e-05], [nan, nan])
    """
    scale = log_of_base(base)
    scores, target = _scores(z), distribution("y", y)
    if target.ndim != 1:
        raise DistributionError(f"y (shape {target.shape}) must be one distribution; pass its rows one by one")
    same_shape("z", scores, "y", target)
    divisor = real("temperature", temperature, 0.0, np.inf, "a number above 0")
    added = real("shift", shift, -np.inf, np.inf, "a finite number")
    unmoved = softmax(scores, temperature=divisor)
    with quiet():
        scores = finite("z + shift", scores + added)
    stable, naive = _stable(scores, target, divisor, scale), _naive(scores, target, divisor, base)
    floor = np.float64(entropy(target, base=base))
    with quiet():
        gradient = (stable.q - target) / divisor / scale
    return SoftmaxStudy(
        z=scores,
        y=target.copy(),
        temperature=divisor,
        shift=added,
        base=base,
        stable=stable,
        naive=naive,
        floor=floor,
        excess=_excess(target, stable, scale),
        gradient=gradient,
        largest_change=np.float64(np.abs(stable.q - unmoved).max()),
    )


def _scores(z: ArrayLike) -> Floats:
    scores = finite("z", z)
    if scores.ndim != 1 or scores.size == 0:
        raise DistributionError(f"z (shape {scores.shape}) must be one list of scores; pass at least one")
    return scores.copy()


def _stable(z: Floats, y: Floats, divisor: float, scale: float) -> SoftmaxSteps:
    with quiet():
        exponents = (z / 2 - z.max() / 2) / divisor * 2  # halved, so that the difference of ±1e308 exists
        exponentials = np.exp(exponents)
        cost = (0.0 - log_softmax(exponents)) / scale
    terms = times(y, cost)
    return SoftmaxSteps(
        exponents=exponents,
        exponentials=exponentials,
        total=np.float64(exponentials.sum()),
        q=softmax(z, temperature=divisor),
        surprise=cost,
        terms=terms,
        loss=np.float64(terms.sum()),
    )


def _naive(z: Floats, y: Floats, divisor: float, base: float | None) -> SoftmaxSteps:
    """Every line as it is printed; nothing is looked after."""
    with quiet():
        exponents = z / divisor
        exponentials = np.exp(exponents)
        total = exponentials.sum()
        q = exponentials / total
        cost = surprise(q, base)
        terms = y * cost
        return SoftmaxSteps(
            exponents=exponents,
            exponentials=exponentials,
            total=np.float64(total),
            q=q,
            surprise=cost,
            terms=terms,
            loss=np.float64(terms.sum()),
        )


def _excess(y: Floats, stable: SoftmaxSteps, scale: float) -> np.float64:
    """Σ y log(y/q) − y + q, with log q of the scores where q itself is too small to keep its digits."""
    q = stable.q
    with quiet():
        tail = np.where(y > 0, y * (np.log(y) + stable.surprise * scale) - y + q, q)
    terms = np.where(q > 1e-300, excess_terms(y, q, q - y), tail)
    return np.float64(terms.sum() / scale)


@dataclass(frozen=True)
class SigmoidStudy:
    """Scores z one by one, each with its own target y in [0, 1]. Arrays are 1-D."""

    z: Floats
    y: Floats
    base: float | None
    p: Floats
    """σ(z)."""
    softmax: Floats
    """The first entry of softmax([z, 0]): the same number."""
    slope: Floats
    """dσ/dz = σ(z)·σ(−z), which is never 0 for real numbers."""
    loss: Floats
    """−[y log σ(z) + (1 − y) log σ(−z)]."""
    gradient: Floats
    """d loss/dz = σ(z) − y, in the unit of `base`."""
    naive_p: Floats
    """1/(1 + e⁻ᶻ)."""
    naive_slope: Floats
    """p·(1 − p) of that p: 0 as soon as p is rounded to 1."""
    naive_loss: Floats
    """−[y log p + (1 − y) log(1 − p)] of that p, multiplied out: 0·∞ is NaN."""


def sigmoid_study(z: ArrayLike, y: ArrayLike, *, base: float | None = None) -> SigmoidStudy:
    """Scores → σ(z) → binary loss, stable beside naive, with slope and gradient.

    Parameters: `z`, finite log-odds, 1-D; `y`, targets in [0, 1], of the same length; `base`, None for nats.
    Returns a `SigmoidStudy`. Limits: σ is in (0, 1), in float64 exactly 1 from about 37 on and exactly 0 from about
    −745 on; the loss of a hard target tends to 0 on its side and to |z| nats on the other.
    Raises `DistributionError` for scores that are not finite, targets outside [0, 1], unequal lengths.
    Source: Bishop, PRML, §4.2 and §4.3.2; Goodfellow et al., §6.2.2.2.

    >>> study = sigmoid_study([424.5], [0])
    >>> study.p.tolist(), study.loss.tolist(), study.naive_loss.tolist(), study.naive_slope.tolist()
    ([1.0], [424.5], [inf], [0.0])
    """
    scale = log_of_base(base)
    scores, target = _scores(z), probabilities("y", y)
    same_shape("z", scores, "y", target)
    p, other = np.asarray(sigmoid(scores)), np.asarray(sigmoid(-scores))
    pairs = np.column_stack([scores, np.zeros_like(scores)])
    with quiet():
        loss = (times(target, softplus(-scores)) + times(1 - target, softplus(scores))) / scale
        naive_p = 1 / (1 + np.exp(-scores))
        naive_loss = target * surprise(naive_p, base) + (1 - target) * surprise(1 - naive_p, base)
    return SigmoidStudy(
        z=scores,
        y=target.copy(),
        base=base,
        p=p,
        softmax=softmax(pairs)[:, 0],
        slope=p * other,
        loss=loss,
        gradient=((1 - target) * p - target * other) / scale,
        naive_p=naive_p,
        naive_slope=naive_p * (1 - naive_p),
        naive_loss=naive_loss,
    )


@dataclass(frozen=True)
class SecondSoftmax:
    """The loss of the scores k·z for several factors k, through one softmax and through two. Losses are 1-D."""

    factors: Floats
    y: Floats
    base: float | None
    q: Floats
    """softmax(k·z), a row for each factor."""
    q_twice: Floats
    """softmax(softmax(k·z))."""
    q_log_twice: Floats
    """softmax(log-softmax(k·z)): the same as q."""
    loss: Floats
    """What a loss that takes scores makes of the scores."""
    loss_twice: Floats
    """What it makes of their softmax."""
    loss_log_twice: Floats
    """What it makes of their log-softmax: the same as `loss`."""
    gradient: Floats
    """d loss/d(k·z) = q − y, a row for each factor."""
    gradient_twice: Floats
    """d loss_twice/d(k·z): what is left of it behind the extra softmax, which saturates."""
    least_for_certain: np.float64
    """log(1 + (C − 1)/e): no scores get the doubled loss of a one-hot target below it."""
    most_for_certain: np.float64
    """log(e + C − 1): nor above it."""


def second_softmax(
    z: ArrayLike, y: ArrayLike, *, factors: ArrayLike = (1.0,), base: float | None = None
) -> SecondSoftmax:
    """What a softmax, or a log-softmax, before a loss that takes scores does to that loss.

    Parameters: `z`, finite scores of C classes, 1-D; `y`, the target distribution over them; `factors` k, 1-D, finite:
    how far the scores are pushed apart (1/k is a temperature); `base`, None for nats. Returns a `SecondSoftmax`.
    Limits: the entries of a softmax differ by at most 1, so a second one leaves the right class at most e/(e + C − 1).
    A second log-softmax changes nothing: it subtracts log Σ exp, which is 0 after the first.
    Raises `DistributionError` as `softmax_study` does, and for factors that are not finite.

    >>> twice = second_softmax([50, 0, 0, 0], [1, 0, 0, 0])
    >>> twice.loss_twice.round(4).tolist(), round(float(twice.least_for_certain), 4)
    ([0.7437], 0.7437)
    """
    scale = log_of_base(base)
    scores, target, k = _scores(z), distribution("y", y), finite("factors", factors)
    if k.ndim != 1 or k.size == 0:
        raise DistributionError(f"factors (shape {k.shape}) must be a list; pass at least one factor")
    same_shape("z", scores, "y", target)
    if scores.size < 2:
        raise DistributionError(f"z (shape {scores.shape}) has one class, whose softmax is always 1; pass two or more")
    with quiet():
        rows = finite("factors times z", k[:, None] * scores)
    q, logs = softmax(rows), log_softmax(rows)
    twice, log_twice = softmax(q), log_softmax(logs)
    behind = twice - target
    others = scores.size - 1

    def loss(log_q: Floats) -> Floats:
        return np.asarray(times(np.broadcast_to(target, rows.shape), 0.0 - log_q).sum(axis=1) / scale)

    return SecondSoftmax(
        factors=k.copy(),
        y=target.copy(),
        base=base,
        q=q,
        q_twice=twice,
        q_log_twice=np.exp(log_twice),
        loss=loss(logs),
        loss_twice=loss(log_softmax(q)),
        loss_log_twice=loss(log_twice),
        gradient=(q - target) / scale,
        gradient_twice=q * (behind - (q * behind).sum(axis=1, keepdims=True)) / scale,
        least_for_certain=np.float64(np.log1p(others * np.exp(-1.0)) / scale),
        most_for_certain=np.float64(np.asarray(logsumexp([1.0, *[0.0] * others])) / scale),
    )
