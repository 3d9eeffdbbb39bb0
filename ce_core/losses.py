"""Cross-entropy as the loss of a classifier.

| function | truth | prediction |
|---|---|---|
| `binary_cross_entropy` | y in [0, 1] | probability of class 1 |
| `categorical_cross_entropy` | distribution (one-hot or soft) | distribution |
| `sparse_categorical_cross_entropy` | class index | distribution |
| the same with `_from_logits` | the same | scores before sigmoid or softmax |
| `log_loss` | any label values | probabilities, columns in the order of the sorted labels |
| `per_class_cross_entropy` | class index or distribution | distribution |
| `binary_decompose` | y in [0, 1] | probability of class 1 |

All take `reduction`: "mean" is Σ w·loss / Σ w over the examples, "sum" is Σ w·loss, "none" the w·loss themselves.
A weight of 0 takes an example out, also one whose loss is ∞. Nothing is clipped unless `eps` says so, and then to
[ε, 1 − ε]: a certain mistake costs −log ε instead of ∞. Values are in nats unless `base` says otherwise.
"""

import operator
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ce_core._blocks import (
    Measure,
    Measured,
    Quick,
    chosen_probabilities,
    chosen_scores,
    decomposed,
    hard_binary,
    reduced_in_blocks,
)
from ce_core._checks import (
    Floats,
    Reduction,
    axis_of,
    clip_of,
    distribution,
    finite,
    log_of_base,
    numbers,
    probabilities,
    reduction_of,
    refuse_where,
    same_shape,
    smoothing_of,
    weights_like,
)
from ce_core._numerics import (
    balanced,
    clipped_surprise,
    clipped_surprise_of_complement,
    quiet,
    reduce_losses,
    softplus,
    times,
)
from ce_core.activations import log_softmax_of
from ce_core.errors import DistributionError


def smooth_labels(p: ArrayLike, label_smoothing: float, *, axis: int = -1) -> Floats:
    """Targets mixed with the uniform distribution over the C classes: (1 − α) p + α/C.

    Parameters: `p`, distributions along `axis`; `label_smoothing` α in [0, 1]. Returns distributions of the same shape.
    Limits: unchanged at α = 0, uniform at α = 1. The loss can then no longer fall below the entropy of the result.
    Raises `DistributionError` for what is not a distribution, or α outside [0, 1].
    Source: Szegedy et al., "Rethinking the Inception architecture" (2016), §7.

    >>> smooth_labels([1, 0], 0.2).tolist()
    [0.9, 0.1]
    """
    alpha = smoothing_of(label_smoothing)
    array = distribution("p", p, axis)
    return mixed(array, alpha, array.shape[axis])


def mixed(y: Floats, alpha: float, classes: int) -> Floats:
    """(1 − α) y + α/C."""
    return np.asarray(y * (1 - alpha) + alpha / classes)


def binary_cross_entropy(
    y_true: ArrayLike,
    y_prob: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: str = "mean",
    pos_weight: ArrayLike | None = None,
    label_smoothing: float = 0.0,
    eps: float = 0.0,
    base: float | None = None,
) -> np.float64 | Floats:
    """Cross-entropy of two classes: −[y log ŷ + (1 − y) log(1 − ŷ)].

    Parameters: `y_true`, y in [0, 1], soft values included; `y_prob`, ŷ = probability of class 1, of the same shape;
    `sample_weight`, of that shape, ≥ 0; `pos_weight`, a factor on the term of class 1, one number or one for each
    entry of `y_true.shape[1:]`, which does not enter the mean's denominator; `label_smoothing` α replaces y by
    (1 − α) y + α/2; `eps` clips ŷ to [ε, 1 − ε]; `base`, None for nats.
    Returns the reduced loss, or the array of losses for "none".
    Limits: at least H(y), reached at ŷ = y (0 for a hard label); ∞ where ŷ excludes what happens.
    Raises `DistributionError` for entries outside [0, 1], unequal shapes, a mean of nothing.
    Also called log loss, logistic loss, Bernoulli negative log-likelihood. Source: Bishop, PRML, eq. 4.90.

    >>> round(float(binary_cross_entropy([1, 0], [0.8, 0.1])), 4)
    0.1643
    >>> float(binary_cross_entropy([1], [0.0]))
    inf
    """
    how = reduction_of(reduction)
    log_of_base(base)
    clip = clip_of(eps)

    def measure(y_true: ArrayLike, y_prob: ArrayLike, weight: ArrayLike | None) -> Measured:
        y, p = probabilities("y_true", y_true), probabilities("y_prob", y_prob)
        same_shape("y_true", y, "y_prob", p)
        ones, zeros = clipped_surprise(p, clip, base), clipped_surprise_of_complement(p, clip, base)
        losses = _binary(y, ones, zeros, pos_weight, label_smoothing)
        return Measured(losses, example_weights(weight, losses.shape), np.ones(losses.shape))

    plain = pos_weight is None and not (label_smoothing or eps)
    quick = partial(hard_binary, base=base) if plain else None
    return _reduced(measure, how, y_true, y_prob, sample_weight, quick=quick)


def binary_cross_entropy_from_logits(
    y_true: ArrayLike,
    logits: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: str = "mean",
    pos_weight: ArrayLike | None = None,
    label_smoothing: float = 0.0,
    base: float | None = None,
) -> np.float64 | Floats:
    """Binary cross-entropy of ŷ = σ(z), without rounding ŷ: y log(1 + e⁻ᶻ) + (1 − y) log(1 + eᶻ).

    Parameters: `logits`, z, of the shape of `y_true`, ±∞ allowed; the others as in `binary_cross_entropy`.
    Limits: 0 for a hard label as z → ±∞ on its side, |z| on the other side.
    Raises `DistributionError` as there, and for NaN. Also called sigmoid cross-entropy. Source: Murphy, PML 1, §10.2.3.

    >>> float(binary_cross_entropy_from_logits([1], [-1000.0]))
    1000.0
    """
    how = reduction_of(reduction)
    scale = log_of_base(base)

    def measure(y_true: ArrayLike, logits: ArrayLike, weight: ArrayLike | None) -> Measured:
        y, z = probabilities("y_true", y_true), finite("logits", logits, allow_infinite=True)
        same_shape("y_true", y, "logits", z)
        losses = _binary(y, softplus(-z), softplus(z), pos_weight, label_smoothing) / scale
        return Measured(losses, example_weights(weight, losses.shape), np.ones(losses.shape))

    return _reduced(measure, how, y_true, logits, sample_weight)


def categorical_cross_entropy(
    y_true: ArrayLike,
    y_prob: ArrayLike,
    *,
    axis: int = -1,
    class_weight: ArrayLike | None = None,
    sample_weight: ArrayLike | None = None,
    reduction: str = "mean",
    label_smoothing: float = 0.0,
    eps: float = 0.0,
    base: float | None = None,
) -> np.float64 | Floats:
    """Cross-entropy of target distributions over C classes: −Σ y log ŷ for each example.

    Parameters: `y_true` and `y_prob`, distributions along `axis`, of the same shape (the classes may be any axis: 1 for
    N×C×H×W); `class_weight`, C numbers ≥ 0 that multiply the terms; `sample_weight`, one for each example;
    `label_smoothing`, see `smooth_labels`; `eps` clips ŷ to [ε, 1 − ε]; `base`, None for nats.
    A mean divides by Σ of each example's sample weight times Σ w_c y_c (y before smoothing), for index and one-hot
    targets alike. Returns the reduced loss, or an array without `axis` for "none".
    Limits: at least the entropy of the (smoothed) targets; log C for a uniform guess; ∞ where ŷ excludes what happens.
    Raises `DistributionError` for what is not a distribution, unequal shapes, a mean of nothing.
    Also called multinomial log loss. Source: Bishop, PRML, eq. 4.108; Murphy, PML 1, §10.3.2.

    >>> float(categorical_cross_entropy([[1, 0, 0, 0]], [[0.25, 0.25, 0.25, 0.25]], base=2))
    2.0
    """
    how = reduction_of(reduction)
    log_of_base(base)
    clip = clip_of(eps)

    def measure(y_true: ArrayLike, y_prob: ArrayLike, weight: ArrayLike | None) -> Measured:
        y, p = distribution("y_true", y_true, axis), distribution("y_prob", y_prob, axis)
        same_shape("y_true", y, "y_prob", p)
        losses, share = _categorical(y, clipped_surprise(p, clip, base), axis, class_weight, label_smoothing, how)
        return Measured(losses, example_weights(weight, losses.shape), share)

    return _reduced(measure, how, y_true, y_prob, sample_weight, axis=axis)


def categorical_cross_entropy_from_logits(
    y_true: ArrayLike,
    logits: ArrayLike,
    *,
    axis: int = -1,
    class_weight: ArrayLike | None = None,
    sample_weight: ArrayLike | None = None,
    reduction: str = "mean",
    label_smoothing: float = 0.0,
    base: float | None = None,
) -> np.float64 | Floats:
    """Categorical cross-entropy of ŷ = softmax(z), without rounding ŷ: −Σ y log softmax(z).

    Parameters: `logits`, scores of the shape of `y_true`, finite or −∞; the others as in `categorical_cross_entropy`.
    Limits: as there. Raises `DistributionError` as there, and for NaN or +∞ scores.
    Also called softmax cross-entropy. Source: Goodfellow et al., §6.2.2.3.

    >>> round(float(categorical_cross_entropy_from_logits([[1, 0, 0]], [[9.8, 3.7, 0.2]], base=2)), 5)
    0.00333
    """
    how = reduction_of(reduction)
    scale = log_of_base(base)

    def measure(y_true: ArrayLike, logits: ArrayLike, weight: ArrayLike | None) -> Measured:
        y = distribution("y_true", y_true, axis)
        surprise = surprise_of_logits(logits, axis, scale)
        same_shape("y_true", y, "logits", surprise)
        losses, share = _categorical(y, surprise, axis, class_weight, label_smoothing, how)
        return Measured(losses, example_weights(weight, losses.shape), share)

    return _reduced(measure, how, y_true, logits, sample_weight, axis=axis)


def sparse_categorical_cross_entropy(
    y_true: ArrayLike,
    y_prob: ArrayLike,
    *,
    axis: int = -1,
    class_weight: ArrayLike | None = None,
    sample_weight: ArrayLike | None = None,
    reduction: str = "mean",
    label_smoothing: float = 0.0,
    ignore_index: int | None = None,
    eps: float = 0.0,
    base: float | None = None,
) -> np.float64 | Floats:
    """Categorical cross-entropy with class indices as targets: −log ŷ[y] for each example.

    Parameters: `y_true`, whole numbers 0 … C−1, of the shape of `y_prob` without `axis`; `ignore_index`, a label whose
    examples cost 0 and do not enter the mean's denominator; the others as in `categorical_cross_entropy`.
    Limits: 0 where the true class has probability 1, ∞ where it has 0.
    Raises `DistributionError` as there, and for a label outside 0 … C−1 (−1 never means the last class).
    Also called negative log-likelihood of a classifier. Source: Murphy, PML 1, §10.3.2.

    >>> float(sparse_categorical_cross_entropy([0, 1], [[0.5, 0.5], [0.75, 0.25]], base=2))
    1.5
    """
    how = reduction_of(reduction)
    log_of_base(base)
    clip = clip_of(eps)

    def measure(y_true: ArrayLike, y_prob: ArrayLike, weight: ArrayLike | None) -> Measured:
        surprise = clipped_surprise(distribution("y_prob", y_prob, axis), clip, base)
        return _sparse(y_true, "y_prob", surprise, axis, class_weight, weight, label_smoothing, ignore_index, how)

    plain = class_weight is None and ignore_index is None and not (label_smoothing or eps)
    quick = partial(chosen_probabilities, base=base) if plain else None
    return _reduced(measure, how, y_true, y_prob, sample_weight, axis=axis, ignore_index=ignore_index, quick=quick)


def sparse_categorical_cross_entropy_from_logits(
    y_true: ArrayLike,
    logits: ArrayLike,
    *,
    axis: int = -1,
    class_weight: ArrayLike | None = None,
    sample_weight: ArrayLike | None = None,
    reduction: str = "mean",
    label_smoothing: float = 0.0,
    ignore_index: int | None = None,
    base: float | None = None,
) -> np.float64 | Floats:
    """Categorical cross-entropy of ŷ = softmax(z) with class indices as targets: logsumexp(z) − z[y].

    Parameters: `logits`, scores along `axis`, finite or −∞; the others as in `sparse_categorical_cross_entropy`.
    Limits and refusals as there, and for NaN or +∞ scores. Source: Goodfellow et al., §6.2.2.3.

    >>> round(float(sparse_categorical_cross_entropy_from_logits([0], [[0.0, 0.0]])), 4)
    0.6931
    """
    how = reduction_of(reduction)
    scale = log_of_base(base)

    def measure(y_true: ArrayLike, logits: ArrayLike, weight: ArrayLike | None) -> Measured:
        surprise = surprise_of_logits(logits, axis, scale)
        return _sparse(y_true, "logits", surprise, axis, class_weight, weight, label_smoothing, ignore_index, how)

    plain = class_weight is None and ignore_index is None and not label_smoothing
    quick = partial(chosen_scores, scale=scale) if plain else None
    return _reduced(measure, how, y_true, logits, sample_weight, axis=axis, ignore_index=ignore_index, quick=quick)


def log_loss(
    y_true: ArrayLike,
    y_prob: ArrayLike,
    *,
    labels: ArrayLike | None = None,
    sample_weight: ArrayLike | None = None,
    normalize: bool = True,
    eps: float = 0.0,
) -> np.float64:
    """Mean negative log-probability of the true labels, whatever the label values are, in nats.

    Parameters: `y_true`, N labels: all text, or all numbers (4 and 7, False and True); `y_prob`, N probabilities of the
    last of two sorted labels, or N×C with the columns in the order of the sorted labels; `labels`, all labels in sorted
    order, needed when `y_true` lacks some; `normalize`, False for the sum; `eps` clips to [ε, 1 − ε].
    Limits: 0 for certainty in every true label, log C for a uniform guess, ∞ for one certain mistake.
    Raises `DistributionError` for unsorted or unknown labels, a wrong number of columns, what is not a distribution.
    The name and the order of the columns are scikit-learn's; there ε is fixed to that of the float type.
    Source: Good, "Rational decisions" (1952).

    >>> round(float(log_loss(["cat", "dog"], [0.1, 0.8])), 4)
    0.1643
    """
    truth = _labels("y_true", y_true)
    if labels is None:
        classes = np.unique(truth)
        if classes.size < 2:
            raise DistributionError(
                f"y_true (shape {truth.shape}) holds {classes.size} different label(s); pass all of them as labels="
            )
    else:
        classes = _labels("labels", labels)
        if classes.size < 2 or not np.array_equal(classes, np.unique(classes)):
            raise DistributionError(
                f"labels (shape {classes.shape}) must be at least two different values in sorted order, as the columns "
                f"of y_prob are; sorted they are {np.unique(classes).tolist()}"
            )
        if (classes.dtype.kind == "U") != (truth.dtype.kind == "U"):
            raise DistributionError("labels and y_true must both be text or both be numbers; convert one of them")
    unknown = ~np.isin(truth, classes)
    if unknown.any():
        at = int(np.argmax(unknown))
        raise DistributionError(
            f"y_true (shape {truth.shape}): y_true[{at}] = {truth[at].item()!r} is not among the labels "
            f"{classes.tolist()}; add it to labels="
        )
    index = np.searchsorted(classes, truth)
    prob = numbers("y_prob", y_prob)
    reduction = "mean" if normalize else "sum"
    if prob.ndim == 1:
        if classes.size != 2:
            raise DistributionError(
                f"y_prob (shape {prob.shape}) has one column for {classes.size} labels; pass N×{classes.size}"
            )
        value = binary_cross_entropy(index, prob, sample_weight=sample_weight, reduction=reduction, eps=eps)
    else:
        if prob.ndim != 2 or prob.shape[1] != classes.size:
            raise DistributionError(
                f"y_prob (shape {prob.shape}) must have shape ({truth.size}, {classes.size}): one column for each of "
                f"the labels {classes.tolist()}; pass labels= if y_true lacks some"
            )
        value = sparse_categorical_cross_entropy(
            index, y_prob, sample_weight=sample_weight, reduction=reduction, eps=eps
        )
    return np.float64(value)


def per_class_cross_entropy(
    y_true: ArrayLike,
    y_prob: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    eps: float = 0.0,
    base: float | None = None,
) -> Floats:
    """Mean loss of each class's own examples: Σ w y_c (−log ŷ_c) / Σ w y_c.

    Parameters: `y_true`, N class indices or N×C distributions; `y_prob`, N×C distributions; `sample_weight`, N numbers
    ≥ 0; `eps` and `base` as in `categorical_cross_entropy`. Returns C values; NaN for a class without examples (a mean
    of nothing). The mean over all examples is the mean of these, weighted by the class shares.
    Raises `DistributionError` as `sparse_categorical_cross_entropy`.

    >>> per_class_cross_entropy([0, 0, 1], [[0.5, 0.5], [0.25, 0.75], [0.5, 0.5]], base=2).tolist()
    [1.5, 1.0]
    """
    log_of_base(base)
    p = distribution("y_prob", y_prob)
    y = targets_of(y_true, "y_prob", p)
    return per_class(y, clipped_surprise(p, clip_of(eps), base), example_weights(sample_weight, p.shape[:1]))


def per_class(y: Floats, surprise: Floats, weights: Floats) -> Floats:
    """Σ w y_c s_c / Σ w y_c of N×C targets and surprises."""
    weight = y * balanced(weights)[:, None]
    with quiet():
        return np.asarray(times(weight, surprise).sum(axis=0) / weight.sum(axis=0))


def targets_of(y_true: ArrayLike, name: str, scores: Floats) -> Floats:
    """The labels of N×C predictions as N×C distributions, whether indices or distributions were given."""
    if scores.ndim != 2:
        raise DistributionError(f"{name} (shape {scores.shape}) must be N×C: one row for each example")
    if np.ndim(y_true) == 2:
        y = distribution("y_true", y_true)
        same_shape("y_true", y, name, scores)
        return y
    index = class_indices("y_true", y_true, scores.shape[:1], scores.shape[1], name)
    y = np.zeros(scores.shape)
    y[np.arange(len(index)), index] = 1.0
    return y


@dataclass(frozen=True)
class BinaryDecomposition:
    """Binary cross-entropy element by element, as floor + excess and as the sum of its two terms."""

    loss: Floats
    floor: Floats
    """H(y) = −y log y − (1 − y) log(1 − y)."""
    kl: Floats
    """loss − floor, accurate near ŷ = y."""
    positive_term: Floats
    """−y log ŷ."""
    negative_term: Floats
    """−(1 − y) log(1 − ŷ)."""


def binary_decompose(
    y_true: ArrayLike, y_prob: ArrayLike, *, eps: float = 0.0, base: float | None = None
) -> BinaryDecomposition:
    """Binary cross-entropy of each entry as H(y) + KL(y‖ŷ), and as its two terms.

    Parameters: `y_true` and `y_prob`, entries in [0, 1], of the same shape; `eps` clips ŷ to [ε, 1 − ε]; `base`, None
    for nats. Returns a `BinaryDecomposition` of arrays of that shape. Limits and refusals as in `binary_cross_entropy`.

    >>> d = binary_decompose([0.5], [0.25], base=2)
    >>> d.floor.tolist(), (d.floor + d.kl).round(4).tolist(), d.loss.round(4).tolist()
    ([1.0], [1.2075], [1.2075])
    """
    log_of_base(base)
    clip = clip_of(eps)
    y, p = probabilities("y_true", y_true), probabilities("y_prob", y_prob)
    same_shape("y_true", y, "y_prob", p)
    return BinaryDecomposition(*decomposed(y, p, clip, base).maps)


def class_indices(
    name: str, values: ArrayLike, shape: tuple[int, ...], classes: int, other: str, ignore_index: int | None = None
) -> NDArray[np.intp]:
    """Whole numbers 0 … classes−1 of exactly this shape; those to ignore come back as they are."""
    array = numbers(name, values)
    if array.shape != shape:
        raise DistributionError(
            f"{name} (shape {array.shape}) must have shape {shape}: that of {other} without the axis of the classes"
        )
    ignored = np.zeros(array.shape, dtype=bool) if ignore_index is None else array == operator.index(ignore_index)
    whole = np.isfinite(array) & (array == np.floor(array))
    refuse_where(
        ~whole & ~ignored, name, array, "is not a class index", "use whole numbers, or log_loss for other labels"
    )
    outside = ((array < 0) | (array >= classes)) & ~ignored
    refuse_where(outside, name, array, f"is not one of the classes 0 to {classes - 1}", "relabel it, or ignore it")
    return array.astype(np.intp)


def _labels(name: str, values: ArrayLike) -> NDArray[Any]:
    """Labels as one sorted-comparable type: all text or all numbers."""
    array: NDArray[Any] = np.asarray(values)
    if array.dtype.kind in "OU":
        kinds: Sequence[Any] = np.asarray(values, dtype=object).ravel().tolist()
        if not all(isinstance(value, str) for value in kinds):
            raise TypeError(f"{name} mixes kinds of labels; make them all text or all numbers")
        array = array.astype(str)
    if array.dtype.kind not in "biufU":
        raise TypeError(f"{name} holds labels of dtype {array.dtype}; use text or numbers")
    if array.ndim != 1:
        raise DistributionError(f"{name} (shape {array.shape}) must be one list of labels; use one dimension")
    if array.dtype.kind == "f":
        refuse_where(~np.isfinite(array), name, array, "is not a label", "remove the example or name its label")
    return array


def example_weights(sample_weight: ArrayLike | None, shape: tuple[int, ...]) -> Floats:
    if sample_weight is None:
        return np.ones(shape)
    return weights_like("sample_weight", sample_weight, shape, "example")


def surprise_of_logits(logits: ArrayLike, axis: int, scale: float) -> Floats:
    """−log softmax of the scores, in units of `scale` nats."""
    with quiet():
        return (0.0 - log_softmax_of("logits", logits, axis)) / scale


def _binary(
    y: Floats, surprise_1: Floats, surprise_0: Floats, pos_weight: ArrayLike | None, label_smoothing: float
) -> Floats:
    alpha = smoothing_of(label_smoothing)
    positive_term = times(mixed(y, alpha, 2), surprise_1)
    if pos_weight is not None:
        weight = finite("pos_weight", pos_weight)
        refuse_where(weight < 0, "pos_weight", weight, "is not a weight", "weights are finite and not negative")
        if weight.ndim and weight.shape != y.shape[1:]:
            raise DistributionError(
                f"pos_weight (shape {weight.shape}) must be one number or have shape {y.shape[1:]}: one for each label"
            )
        positive_term = times(np.broadcast_to(weight, y.shape), positive_term)
    return np.asarray(positive_term + times(mixed(1 - y, alpha, 2), surprise_0))


def _class_weights(class_weight: ArrayLike | None, classes: int, how: Reduction) -> Floats:
    """One weight for each class; for a mean, where only their ratios count, brought near 1."""
    if class_weight is None:
        return np.ones(classes)
    weights = weights_like("class_weight", class_weight, (classes,), "class")
    return balanced(weights) if how == "mean" else weights


def _categorical(
    y: Floats, surprise: Floats, axis: int, class_weight: ArrayLike | None, label_smoothing: float, how: Reduction
) -> tuple[Floats, Floats]:
    """Losses of the examples, and the share of a weight that each has by its classes."""
    y, surprise = np.moveaxis(y, axis, -1), np.moveaxis(surprise, axis, -1)
    alpha = smoothing_of(label_smoothing)
    weight = _class_weights(class_weight, y.shape[-1], how)
    smoothed = mixed(y, alpha, y.shape[-1])
    share = np.ones(y.shape[:-1]) if class_weight is None else (y * weight).sum(axis=-1)
    with quiet():
        return np.asarray(times(smoothed * weight, surprise).sum(axis=-1)), np.asarray(share)


def _sparse(
    y_true: ArrayLike,
    other: str,
    surprise: Floats,
    axis: int,
    class_weight: ArrayLike | None,
    sample_weight: ArrayLike | None,
    label_smoothing: float,
    ignore_index: int | None,
    how: Reduction,
) -> Measured:
    surprise = np.moveaxis(surprise, axis_of(other, surprise, axis), -1)
    classes = surprise.shape[-1]
    index = class_indices("y_true", y_true, surprise.shape[:-1], classes, other, ignore_index)
    weight = _class_weights(class_weight, classes, how)
    alpha = smoothing_of(label_smoothing)
    kept = np.ones(index.shape, dtype=bool) if ignore_index is None else index != ignore_index
    index = np.where(kept, index, 0)
    own = np.take_along_axis(surprise, index[..., None], axis=-1)[..., 0]
    share = weight[index]
    losses = times((1 - alpha) * share, own)
    if alpha:
        losses = losses + times(np.broadcast_to(weight * (alpha / classes), surprise.shape), surprise).sum(axis=-1)
    return Measured(losses, example_weights(sample_weight, losses.shape) * kept, share)


def _reduced(
    measure: Measure,
    how: Reduction,
    y_true: ArrayLike,
    scores: ArrayLike,
    sample_weight: ArrayLike | None,
    *,
    axis: int | None = None,
    ignore_index: int | None = None,
    quick: Quick | None = None,
) -> np.float64 | Floats:
    """The loss that `measure` gives: of long batches block by block, `quick` where it can."""
    if how != "none":
        value = reduced_in_blocks(measure, how, y_true, scores, sample_weight, axis, quick)
        if value is not None:
            return value
    measured = measure(y_true, scores, sample_weight)
    if how == "mean" and ignore_index is not None and measured.losses.size:
        index = np.asarray(y_true)
        if (index == ignore_index).all():
            raise DistributionError(
                f"y_true (shape {index.shape}) holds only ignore_index = {ignore_index}: a mean of nothing; "
                "keep an example"
            )
    return reduce_losses(measured.losses, measured.weights, measured.share, how)
