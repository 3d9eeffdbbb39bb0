"""Log-likelihoods of observed data: the cross-entropies of `losses` and `gaussian`, summed and with their sign turned.

A likelihood is a product over the examples and soon underflows; its logarithm is a sum and does not. In nats.
"""

import numpy as np
from numpy.typing import ArrayLike

from ce_core._checks import distribution, numbers, probabilities, refuse_where, same_shape
from ce_core.gaussian import gaussian_nll
from ce_core.losses import binary_cross_entropy, class_indices, sparse_categorical_cross_entropy


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
