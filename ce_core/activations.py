"""From scores to probabilities: sigmoid, softmax and their logarithms, without overflow.

Scores ("logits") are any numbers; z below is one, or a vector of them along `axis`.
"""

import math

import numpy as np
from numpy.typing import ArrayLike

from ce_core._checks import Floats, axis_of, finite, real, refuse_where
from ce_core._numerics import quiet, scalar, softplus
from ce_core.errors import DistributionError


def sigmoid(z: ArrayLike) -> np.float64 | Floats:
    """The probability whose log-odds are z: σ(z) = 1/(1 + e⁻ᶻ), element by element.

    Parameters: `z`, log-odds in nats, of any shape; ±∞ allowed. Returns the same shape.
    Limits: 0 at −∞, ½ at 0, 1 at +∞; in float64 exactly 1 from about 37 on.
    Raises `DistributionError` for NaN. Also called logistic function, expit. Source: Bishop, PRML, §4.2.

    >>> float(sigmoid(0))
    0.5
    >>> float(sigmoid(424.5))
    1.0
    """
    array = finite("z", z, allow_infinite=True)
    with quiet():
        small = np.exp(-np.abs(array))
        value = np.where(array >= 0, 1.0, small) / (1.0 + small)
    return scalar(value)


def log_sigmoid(z: ArrayLike) -> np.float64 | Floats:
    """log σ(z) = −log(1 + e⁻ᶻ) in nats, exact far into both tails.

    Parameters and refusals as in `sigmoid`. Limits: z itself far below 0, 0 at +∞.
    Also called log-expit; its negative is the softplus of −z. Source: Goodfellow et al., §3.10.

    >>> float(log_sigmoid(-1000))
    -1000.0
    """
    value = 0.0 - softplus(-finite("z", z, allow_infinite=True))
    return scalar(value)


def softmax(z: ArrayLike, *, axis: int = -1, temperature: float = 1.0) -> Floats:
    """Scores as a distribution: softmax(z)ᵢ = exp(zᵢ/T) / Σ exp(zⱼ/T).

    Parameters: `z`, scores along `axis`, finite or −∞ (probability 0); `temperature` T > 0.
    Returns probabilities of the same shape. Limits: unchanged when a constant is added to all scores;
    T → 0 puts all on the largest, T → ∞ gives the uniform distribution.
    Raises `DistributionError` for NaN, +∞, scores that are all −∞, or T not above 0.
    Also called normalised exponential. Source: Bishop, PRML, §4.3.4; Goodfellow et al., §6.2.2.3.

    >>> softmax([1e308, 1e308]).tolist()
    [0.5, 0.5]
    """
    shifted, rest = _shifted("z", z, axis, temperature)
    with quiet():
        return np.asarray(np.exp(shifted) / (1.0 + rest))


def log_softmax(z: ArrayLike, *, axis: int = -1) -> Floats:
    """log softmax(z) = z − logsumexp(z), in nats, exact also where the probability rounds to 0 or 1.

    Parameters and refusals as in `softmax`. Limits: never above 0; applied twice it changes nothing.
    Source: Goodfellow et al., §4.1.

    >>> log_softmax([0.0, 0.0]).round(4).tolist()
    [-0.6931, -0.6931]
    """
    return log_softmax_of("z", z, axis)


def log_softmax_of(name: str, z: ArrayLike, axis: int) -> Floats:
    """`log_softmax` for an argument of another name."""
    shifted, rest = _shifted(name, z, axis, 1.0)
    return np.asarray(shifted - np.log1p(rest))


def logsumexp(z: ArrayLike, *, axis: int = -1) -> np.float64 | Floats:
    """log Σ exp(zᵢ) without overflow, in nats.

    Parameters: `z`, numbers along `axis`; ±∞ allowed. Returns one value for each vector.
    Limits: between max z and max z + log n. Raises `DistributionError` for NaN or nothing to sum.
    Also called the log-partition function, soft maximum. Source: Blanchard, Higham & Higham (2021).

    >>> float(logsumexp([1000.0, 1000.0])) == 1000 + math.log(2)
    True
    """
    array, axis = _vectors("z", z, axis)
    largest = array.max(axis=axis)
    with quiet():
        shift = np.where(np.isfinite(largest), largest, 0.0)
        value = np.asarray(largest + np.log1p(_rest(array - np.expand_dims(shift, axis), axis)))
        value = np.where(np.isfinite(largest), value, largest)
    return scalar(value)


def _vectors(name: str, z: ArrayLike, axis: int) -> tuple[Floats, int]:
    array = finite(name, z, allow_infinite=True)
    axis = axis_of(name, array, axis)
    if array.shape[axis] == 0:
        raise DistributionError(f"{name} (shape {array.shape}) has no scores along axis {axis}; pass at least one")
    return array, axis


def _shifted(name: str, z: ArrayLike, axis: int, temperature: float) -> tuple[Floats, Floats]:
    """Scores minus their maximum, and the sum of their exponentials without one maximum's own 1."""
    temperature = real("temperature", temperature, 0.0, math.inf, "a number above 0")
    array, axis = _vectors(name, z, axis)
    refuse_where(array == np.inf, name, array, "leaves softmax undefined", "use finite scores, or -inf to exclude")
    largest = array.max(axis=axis, keepdims=True)
    refuse_where(
        np.broadcast_to(largest == -np.inf, array.shape), name, array, "excludes every class", "leave one finite score"
    )
    with quiet():
        shifted = (array / 2 - largest / 2) / temperature * 2  # halved, so that the difference of ±1e308 exists
    return shifted, np.expand_dims(_rest(shifted, axis), axis)


def _rest(shifted: Floats, axis: int) -> Floats:
    """Σ exp over all but one of the largest: log1p of it keeps the digits that log(1 + tiny) would lose."""
    with quiet():
        terms = np.exp(shifted)
        np.put_along_axis(terms, np.expand_dims(shifted.argmax(axis=axis), axis), 0.0, axis=axis)
        return np.asarray(terms.sum(axis=axis))
