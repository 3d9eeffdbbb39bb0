"""Entropy, cross-entropy and the divergences between distributions over the same events.

| function | formula | other names |
|---|---|---|
| `information_content` | −log p | surprisal, self-information |
| `probability_of` | exp(−h) | likelihood, its inverse |
| `entropy` | −Σ p log p | Shannon entropy |
| `cross_entropy` | −Σ p log q | expected code length of p coded for q |
| `kl_divergence` | Σ p log(p/q) | relative entropy, information gain |
| `js_divergence` | ½ KL(p‖m) + ½ KL(q‖m), m = (p+q)/2 | Jensen–Shannon divergence |
| `js_distance` | √JS | Jensen–Shannon metric |
| `perplexity` | exp H | effective number of choices |
| `decompose`, `compare` | H(P,Q) = H(P) + KL(P‖Q) | |

`p` is the truth and comes first, `q` the prediction. `base=None` means nats. 0·log 0 is 0; an event that
happens (p > 0) though the prediction excludes it (q = 0) costs exactly ∞.
"""

import math
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from ce_core._blocks import kl_of_rows, rows_in_blocks
from ce_core._checks import (
    Floats,
    axis_of,
    distribution,
    finite,
    log_of_base,
    numbers,
    probabilities,
    refuse_bad_weights,
    refuse_where,
    same_shape,
)
from ce_core._numerics import excess_terms, log_ratio, quiet, scalar, surprise, times
from ce_core.errors import DistributionError


def information_content(p: ArrayLike, *, base: float | None = None) -> np.float64 | Floats:
    """Surprise of an event of probability p: h(p) = −log p.

    Parameters: `p`, probabilities in [0, 1] of any shape, each for itself; `base`, None for nats, 2 for bits,
    10 for bans. Returns the same shape. Limits: 0 at p = 1, ∞ at p = 0.
    Raises `DistributionError` for an entry outside [0, 1] or a base not above 1.
    Also called surprisal, self-information, Shannon information.
    Source: Shannon, "A Mathematical Theory of Communication" (1948); Cover & Thomas, ch. 2.

    >>> float(information_content(0.25, base=2))
    2.0
    """
    log_of_base(base)
    return scalar(surprise(probabilities("p", p), base))


def probability_of(information: ArrayLike, *, base: float | None = None) -> np.float64 | Floats:
    """Probability of an event that carries this information: p = base^(−h), the inverse of `information_content`.

    Parameters: `information`, values in [0, ∞] of any shape, in the unit that `base` means (None for nats, 2 for bits,
    10 for bans). Returns the same shape, in [0, 1]. Limits: 1 at h = 0, 0 at h = ∞.
    Raises `DistributionError` for a negative value, NaN, or a base not above 1.
    Of a mean loss it is the geometric mean of the probabilities given to what happened.
    Source: Shannon (1948); Cover & Thomas, ch. 2.

    >>> float(probability_of(2.0, base=2))
    0.25
    """
    log_of_base(base)
    h = finite("information", information, allow_infinite=True)
    refuse_where(h < 0, "information", h, "is negative", "surprises, entropies and losses are 0 or more")
    with quiet():
        return scalar(np.exp(-h) if base is None else np.power(float(base), -h))


def entropy(p: ArrayLike, *, axis: int = -1, base: float | None = None) -> np.float64 | Floats:
    """Average surprise of a distribution: H(P) = −Σ p log p.

    Parameters: `p`, non-negative entries that sum to 1 along `axis` (to √eps of their type); `base`, None for nats.
    Returns one value for each distribution. Limits: 0 for a certain event, log n for n equal ones.
    Raises `DistributionError` for what is not a distribution.
    Also called Shannon entropy. Source: Shannon (1948), §6; Cover & Thomas, §2.1.

    >>> float(entropy([0.5, 0.25, 0.25], base=2))
    1.5
    """
    log_of_base(base)
    p = distribution("p", p, axis)
    return _total(times(p, surprise(p, base)), axis)


def cross_entropy(p: ArrayLike, q: ArrayLike, *, axis: int = -1, base: float | None = None) -> np.float64 | Floats:
    """Average cost of events from P coded for Q: H(P,Q) = −Σ p log q. All of it, not only the excess.

    Parameters: `p` (truth) and `q` (prediction), distributions along `axis`, of the same shape; `base`, None for nats.
    Returns one value for each pair. Limits: at least H(P), reached at Q = P; ∞ where q = 0 and p > 0. Not symmetric.
    Raises `DistributionError` for what is not a distribution and for unequal shapes.
    Not the joint entropy, which some books also write H(P,Q). Source: Cover & Thomas, §5.4; Murphy, PML 1, §6.1.2.

    >>> round(float(cross_entropy([0.1, 0.4, 0.5], [0.8, 0.15, 0.05], base=2)), 3)
    3.288
    """
    log_of_base(base)
    p, q = _pair(p, q, axis)
    return _total(times(p, surprise(q, base)), axis)


def kl_divergence(p: ArrayLike, q: ArrayLike, *, axis: int = -1, base: float | None = None) -> np.float64 | Floats:
    """What coding P with Q's code costs beyond H(P): KL(P‖Q) = Σ p log(p/q).

    Summed as Σ (p log(p/q) − p + q), whose terms are never negative and which is the same for distributions;
    so the result is never below 0 and keeps its digits near P = Q.

    Parameters as in `cross_entropy`. Limits: 0 exactly where P = Q; ∞ where q = 0 and p > 0. Not symmetric.
    Raises `DistributionError` for what is not a distribution and for unequal shapes.
    Also called relative entropy, information gain. Source: Kullback & Leibler (1951); Cover & Thomas, §2.3.

    >>> float(kl_divergence([0.5, 0.5], [0.5, 0.5]))
    0.0
    >>> round(float(kl_divergence([0.1, 0.4, 0.5], [0.8, 0.15, 0.05], base=2)), 3)
    1.927
    """
    scale = log_of_base(base)
    rows = rows_in_blocks(partial(_kl, axis=-1), p, q, axis, kl_of_rows)
    return (_kl(p, q, axis) if rows is None else rows) / scale


def _kl(p: ArrayLike, q: ArrayLike, axis: int) -> np.float64 | Floats:
    p, q = _pair(p, q, axis)
    return _total(excess_terms(p, q, q - p), axis)


def js_divergence(p: ArrayLike, q: ArrayLike, *, axis: int = -1, base: float | None = None) -> np.float64 | Floats:
    """Symmetric and always finite: JS(P,Q) = ½ KL(P‖M) + ½ KL(Q‖M) with M = (P+Q)/2.

    Parameters as in `cross_entropy`. Limits: 0 exactly where P = Q; log 2 where P and Q share no event.
    Raises `DistributionError` for what is not a distribution and for unequal shapes.
    Source: Lin, "Divergence measures based on the Shannon entropy" (1991).

    >>> float(js_divergence([1, 0], [0, 1], base=2))
    1.0
    """
    scale = log_of_base(base)
    p, q = _pair(p, q, axis)
    middle = (p + q) / 2
    half = (q - p) / 2
    both = (excess_terms(p, middle, half) + excess_terms(q, middle, -half)) / 2
    alone = np.where(p == 0, q, p) * (math.log(2) / 2)
    return _total(np.where((p == 0) | (q == 0), alone, both), axis, scale)


def js_distance(p: ArrayLike, q: ArrayLike, *, axis: int = -1, base: float | None = None) -> np.float64 | Floats:
    """The root of the Jensen–Shannon divergence, √JS(P,Q), which obeys the triangle inequality.

    Parameters and refusals as in `js_divergence`. Limits: 0 where P = Q; √log 2 where they share no event.
    Source: Endres & Schindelin, "A new metric for probability distributions" (2003).

    >>> float(js_distance([1, 0], [0, 1], base=2))
    1.0
    """
    return scalar(np.sqrt(js_divergence(p, q, axis=axis, base=base)))


def perplexity(p: ArrayLike, q: ArrayLike | None = None, *, axis: int = -1) -> np.float64 | Floats:
    """How many equally likely choices are as uncertain: exp H(P), or exp H(P,Q) with a prediction.

    The base of the logarithm cancels as long as exponent and logarithm share it (2^bits = e^nats), so none is asked.
    Parameters and refusals as in `entropy` and `cross_entropy`. Limits: 1 for a certain event, n for n equal ones,
    ∞ where q = 0 and p > 0. Source: Jelinek et al. (1977); Jurafsky & Martin, §3.3.

    >>> round(float(perplexity([0.25, 0.25, 0.25, 0.25])), 12)
    4.0
    """
    with quiet():
        return scalar(np.exp(entropy(p, axis=axis) if q is None else cross_entropy(p, q, axis=axis)))


def normalize(weights: ArrayLike, *, axis: int = -1) -> Floats:
    """Weights divided by their sum: w / Σ w. No other function of this package does that.

    Parameters: `weights`, finite and not negative, of any scale. Returns distributions along `axis`, same shape.
    Raises `DistributionError` for a negative or infinite weight, or where all weights are 0.

    >>> normalize([3, 1]).tolist()
    [0.75, 0.25]
    """
    array = numbers("weights", weights)
    axis = axis_of("weights", array, axis)
    refuse_bad_weights("weights", array)
    if array.shape[axis] == 0:
        raise DistributionError(f"weights (shape {array.shape}) are empty along axis {axis}; pass at least one")
    largest = array.max(axis=axis, keepdims=True)
    if (largest == 0).any():
        raise DistributionError(
            f"weights (shape {array.shape}) sum to 0 along axis {axis}; give some event a positive weight"
        )
    with quiet():
        total = array.sum(axis=axis, keepdims=True)
    if np.isfinite(total).all() and (total > 1e-290).all():
        return np.asarray(array / total)
    scaled = array / largest
    return np.asarray(scaled / scaled.sum(axis=axis, keepdims=True))


@dataclass(frozen=True)
class Decomposition:
    """H(P,Q) = H(P) + KL(P‖Q), with what each event contributes. Arrays are 1-D, in the unit of `base`."""

    p: Floats
    q: Floats
    base: float | None
    entropy: np.float64
    kl: np.float64
    cross_entropy: np.float64
    surprise_per_event: Floats
    """−log q: what the event costs when it happens."""
    entropy_per_event: Floats
    """−p log p."""
    cross_entropy_per_event: Floats
    """−p log q."""
    kl_per_event: Floats
    """p log(p/q); single ones can be negative, their sum can't."""


def decompose(p: ArrayLike, q: ArrayLike, *, base: float | None = None) -> Decomposition:
    """The cross-entropy as floor plus excess: H(P,Q) = H(P) + KL(P‖Q).

    Parameters: `p` (truth) and `q` (prediction), two 1-D distributions over the same events; `base`, None for nats.
    Returns a `Decomposition`. Limits and refusals as in `cross_entropy`. Source: Cover & Thomas, §5.4.

    >>> d = decompose([0.1, 0.4, 0.5], [0.8, 0.15, 0.05], base=2)
    >>> round(float(d.entropy), 3), round(float(d.kl), 3), round(float(d.cross_entropy), 3)
    (1.361, 1.927, 3.288)
    """
    scale = log_of_base(base)
    p, q = _pair(p, q, -1)
    if p.ndim != 1:
        raise DistributionError(f"p (shape {p.shape}) must be one distribution; use cross_entropy for several at once")
    p, q = p.copy(), q.copy()
    surprise_of_q = surprise(q, base)
    per_event = times(p, surprise(p, base))
    cross_per_event = times(p, surprise_of_q)
    with quiet():
        kl_per_event = np.where(p > 0, times(p, log_ratio(p, q, q - p)), 0.0) / scale
    return Decomposition(
        p=p,
        q=q,
        base=base,
        entropy=np.float64(per_event.sum()),
        kl=np.float64(excess_terms(p, q, q - p).sum() / scale),
        cross_entropy=np.float64(cross_per_event.sum()),
        surprise_per_event=surprise_of_q,
        entropy_per_event=per_event,
        cross_entropy_per_event=cross_per_event,
        kl_per_event=kl_per_event,
    )


@dataclass(frozen=True)
class Comparison:
    """Two distributions in both directions, and what does not depend on the direction."""

    forward: Decomposition
    """P is the truth, Q the prediction."""
    reverse: Decomposition
    """Q is the truth, P the prediction."""
    js_divergence: np.float64
    js_distance: np.float64
    perplexity_p: np.float64
    perplexity_q: np.float64
    perplexity: np.float64
    """exp H(P,Q)."""


def compare(p: ArrayLike, q: ArrayLike, *, base: float | None = None) -> Comparison:
    """`decompose` both ways round, with Jensen–Shannon and the perplexities of P, of Q and of P under Q.

    Parameters and refusals as in `decompose`.

    >>> c = compare([1, 0], [0.5, 0.5], base=2)
    >>> float(c.forward.cross_entropy), float(c.reverse.cross_entropy)
    (1.0, inf)
    """
    divergence = js_divergence(p, q, base=base)
    return Comparison(
        forward=decompose(p, q, base=base),
        reverse=decompose(q, p, base=base),
        js_divergence=np.float64(divergence),
        js_distance=np.float64(np.sqrt(divergence)),
        perplexity_p=np.float64(perplexity(p)),
        perplexity_q=np.float64(perplexity(q)),
        perplexity=np.float64(perplexity(p, q)),
    )


def _pair(p: ArrayLike, q: ArrayLike, axis: int) -> tuple[Floats, Floats]:
    first, second = distribution("p", p, axis), distribution("q", q, axis)
    same_shape("p", first, "q", second)
    return first, second


def _total(terms: Floats, axis: int, scale: float = 1.0) -> np.float64 | Floats:
    with quiet():
        return scalar(terms.sum(axis=axis) / scale)
