"""What a table of labels and predictions says: the loss of each example, of each class and of all."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ce_core._checks import Floats, clip_of, distribution, log_of_base, numbers, smoothing_of
from ce_core._numerics import balanced, clipped_surprise, mean_of, quiet, times
from ce_core._numerics import surprise as surprise_of
from ce_core.errors import DistributionError
from ce_core.information import entropy
from ce_core.losses import example_weights, mixed, per_class, surprise_of_logits, targets_of


@dataclass(frozen=True)
class Evaluation:
    """The loss of N examples over C classes, in the unit of `base`."""

    base: float | None
    losses: Floats
    """Loss of each example, before weights."""
    weights: Floats
    total_weight: np.float64
    """Σ w."""
    share: Floats
    """w·loss / Σ w·loss. Where examples cost ∞ they share the whole equally; all 0 where nothing costs anything."""
    order: NDArray[np.intp]
    """Row numbers, largest w·loss first, earlier rows first among equals."""
    mean: np.float64
    total: np.float64
    floor: np.float64
    """Mean entropy of the (smoothed) targets: no prediction gets below it."""
    excess: np.float64
    """mean − floor, a mean of Kullback–Leibler divergences."""
    per_class_mean: Floats
    """Mean loss of each class's own examples before smoothing; NaN for a class without examples."""
    per_class_count: Floats
    """Examples of each class (sums of soft labels), before weights."""
    class_shares: Floats
    baseline: np.float64
    """Loss of the best constant prediction: the entropy of the (smoothed) class shares."""
    uniform: np.float64
    """log C: the loss of a uniform guess."""
    perplexity: np.float64
    """exp of the mean in nats."""
    predicted: NDArray[np.intp]
    """Most probable class of each example; the first among equals."""
    accuracy: np.float64
    """Weighted share of examples whose label is the predicted class (soft labels count by their probability)."""


def evaluate(
    y_true: ArrayLike,
    y_prob: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    label_smoothing: float = 0.0,
    eps: float = 0.0,
    base: float | None = None,
) -> Evaluation:
    """Mean categorical cross-entropy −Σ y log ŷ, and everything beside it that helps to read it.

    Parameters: `y_true`, N class indices or N×C distributions; `y_prob`, N×C distributions; the others as in
    `categorical_cross_entropy`. Returns an `Evaluation`. Limits and refusals as there.

    >>> e = evaluate([1, 0], [[0.5, 0.5], [0.75, 0.25]], base=2)
    >>> round(float(e.mean), 4), float(e.accuracy), float(e.baseline)
    (0.7075, 0.5, 1.0)
    """
    log_of_base(base)
    p = distribution("y_prob", y_prob)
    return _evaluate(y_true, "y_prob", p, clipped_surprise(p, clip_of(eps), base), sample_weight, label_smoothing, base)


def evaluate_logits(
    y_true: ArrayLike,
    logits: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    label_smoothing: float = 0.0,
    base: float | None = None,
) -> Evaluation:
    """`evaluate` of ŷ = softmax(z), without rounding ŷ.

    Parameters: `logits`, N×C scores, finite or −∞; the others as in `evaluate`.

    >>> float(evaluate_logits([0], [[-1000.0, 0.0]]).mean)
    1000.0
    """
    surprise = surprise_of_logits(logits, -1, log_of_base(base))
    return _evaluate(y_true, "logits", numbers("logits", logits), surprise, sample_weight, label_smoothing, base)


def _evaluate(
    y_true: ArrayLike,
    name: str,
    scores: Floats,
    surprise: Floats,
    sample_weight: ArrayLike | None,
    label_smoothing: float,
    base: float | None,
) -> Evaluation:
    alpha = smoothing_of(label_smoothing)
    y = targets_of(y_true, name, scores)
    rows, classes = scores.shape
    weights = example_weights(sample_weight, (rows,))
    each = examples_of(y, scores, surprise, alpha, base)
    losses = each.losses
    ratios = balanced(weights)
    weighted = times(ratios, losses)
    mean = mean_of(weighted, ratios)
    shares = (ratios[:, None] * y).sum(axis=0) / ratios.sum()
    constant = mixed(shares, alpha, classes)
    floor = mean_of(times(ratios, each.floors), ratios)
    with quiet():
        perplexity = np.exp(mean * log_of_base(base))
        total = times(weights, losses).sum()
        total_weight = weights.sum()
    return Evaluation(
        base=base,
        losses=losses,
        weights=weights,
        total_weight=np.float64(total_weight),
        share=_share(weighted),
        order=np.argsort(-weighted, kind="stable"),
        mean=mean,
        total=np.float64(total),
        floor=floor,
        excess=np.float64(max(mean - floor, 0.0)),  # equal up to rounding is equal
        per_class_mean=per_class(y, surprise, weights),
        per_class_count=y.sum(axis=0),
        class_shares=shares,
        baseline=np.float64(times(constant, surprise_of(constant, base)).sum()),
        uniform=np.float64(entropy(np.full(classes, 1 / classes), base=base)),
        perplexity=np.float64(perplexity),
        predicted=each.predicted,
        accuracy=mean_of(ratios * each.right, ratios),
    )


class Examples(NamedTuple):
    """What is known of each of N examples before weights."""

    losses: Floats
    floors: Floats
    """Entropies of the (smoothed) targets."""
    predicted: NDArray[np.intp]
    right: Floats
    """The probability that the target gives to the predicted class."""


def examples_of(y: Floats, scores: Floats, surprise: Floats, alpha: float, base: float | None) -> Examples:
    """The examples of N×C targets, scores and surprises."""
    smoothed = mixed(y, alpha, scores.shape[1]) if alpha else y
    predicted = scores.argmax(axis=1)
    with quiet():
        losses = times(smoothed, surprise).sum(axis=1)
    floors = times(smoothed, surprise_of(smoothed, base)).sum(axis=1)
    return Examples(losses, floors, predicted, y[np.arange(len(y)), predicted])


@dataclass(frozen=True)
class Reliability:
    """Predicted probability against observed frequency, in bins of equal width."""

    edges: Floats
    count: Floats
    mean_confidence: Floats
    """Mean predicted probability in each bin; NaN for an empty one."""
    frequency: Floats
    """How often it came true; NaN for an empty bin."""
    ece: np.float64
    """Expected calibration error: Σ count/N · |frequency − mean confidence|."""


def reliability(y_true: ArrayLike, y_prob: ArrayLike, *, bins: int = 10) -> Reliability:
    """Is 70 % right 70 % of the time? For two classes: probability of class 1; for more: of the predicted class.

    Parameters: `y_true`, N class indices or N×C distributions; `y_prob`, N×C distributions; `bins`, equally wide,
    closed on the left (the last on both sides). Returns a `Reliability`. Limits of the calibration error: 0 to 1.
    Raises `DistributionError` as `evaluate`, and for less than one bin. Source: Guo et al. (2017).

    >>> float(reliability([1, 1, 0, 1], [[0.25, 0.75]] * 4).ece)
    0.0
    """
    p = distribution("y_prob", y_prob)
    if bins < 1:
        raise DistributionError(f"bins = {bins} can't be used; give a whole number of at least 1")
    y = targets_of(y_true, "y_prob", p)
    if p.shape[0] == 0:
        raise DistributionError(f"y_prob (shape {p.shape}) holds no examples; pass at least one")
    if p.shape[1] == 2:
        confidence, right = p[:, 1], y[:, 1]
    else:
        best = p.argmax(axis=1)
        confidence, right = p[np.arange(len(p)), best], y[np.arange(len(p)), best]
    edges = np.linspace(0.0, 1.0, bins + 1)
    place = np.clip(np.searchsorted(edges, confidence, side="right") - 1, 0, bins - 1)
    count = np.bincount(place, minlength=bins).astype(np.float64)
    with quiet():
        mean = np.bincount(place, weights=confidence, minlength=bins) / count
        frequency = np.bincount(place, weights=right, minlength=bins) / count
    gap = np.where(count > 0, np.abs(frequency - mean), 0.0)
    return Reliability(edges, count, mean, frequency, np.float64((count * gap).sum() / count.sum()))


def _share(weighted: Floats) -> Floats:
    infinite = np.isinf(weighted)
    if infinite.any():
        return np.asarray(infinite / infinite.sum())
    total = weighted.sum()
    return np.asarray(weighted / total) if total > 0 else np.zeros(weighted.shape)
