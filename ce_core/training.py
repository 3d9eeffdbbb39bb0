"""Training a small classifier on points in the plane by gradient descent, step by step.

| function | what it gives |
|---|---|
| `toy_points` | seeded points of a kind in `POINT_KINDS` |
| `labelled_points` | points of one's own, checked |
| `split_points` | some to train on, the rest to validate with |
| `initial_parameters` | where training starts, saturated on request |
| `predict_probabilities` | what a classifier says of any places |
| `assess` | cross-entropy, squared error and accuracy of a classifier on points |
| `training_gradient` | the slope that a step goes down |
| `train` | a frozen state a step |
| `training_history` | the states as curves |
| `decision_map` | the probabilities over a square, and where the classes meet |
| `costliest_point` | the point with the largest loss, and how hard each loss pulls there |
| `expected_floor` | what the best classifier of all would cost |

A classifier with one output is a sigmoid, for two classes; with more outputs it is a softmax over as many classes.
Without hidden units that is logistic or softmax regression; with them, one layer of tanh comes first.
Cross-entropies are in nats, squared errors have no unit.
"""

import math
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count as numbers_from
from itertools import pairwise
from typing import Literal, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ce_core._checks import Floats, finite, log_of_base, numbers, real, smoothing_of
from ce_core._numerics import quiet, times
from ce_core.activations import log_softmax_of, softmax
from ce_core.errors import DistributionError
from ce_core.information import entropy
from ce_core.losses import class_indices, mixed

Objective = Literal["cross-entropy", "squared error"]

_CLASSES_ARE = "a whole number of classes"
_MOST_CLASSES = 100
_MOST_NOISE = 100.0


# --- points -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Points:
    """N labelled places in the plane."""

    positions: Floats
    """N×2."""
    labels: NDArray[np.intp]
    """N class indices."""
    classes: int
    posterior: Floats | None = None
    """N×classes: how likely each class was at that place, where the recipe of the points says so."""

    def __len__(self) -> int:
        return len(self.labels)

    def take(self, rows: NDArray[np.intp]) -> "Points":
        """These rows only."""
        posterior = None if self.posterior is None else self.posterior[rows]
        return Points(self.positions[rows], self.labels[rows], self.classes, posterior)


@dataclass(frozen=True)
class PointKind:
    """A recipe for points. `noise` is the standard deviation of a point around its ideal place, along each axis."""

    name: str
    most_classes: int
    noise: float
    """A usual amount."""
    says: str
    ideal: Callable[[NDArray[np.intp], int, np.random.Generator], Floats]
    """(labels, classes, generator) → N×2 places before noise."""
    normal: bool
    """Whether all points of a class share one ideal place, so that the classes are normal distributions."""


def toy_points(kind: str, count: int, *, classes: int = 2, noise: float | None = None, seed: int = 0) -> Points:
    """Seeded points of a kind in `POINT_KINDS`, the classes as equally frequent as `count` allows.

    Parameters: `count`, at least one for each class; `classes`, from 2 to what the kind allows; `noise`, the standard
    deviation along each axis, from 0, below 100, None for the kind's usual one; `seed`: the same one, the same points.
    Returns `Points`; their `posterior` is known for blobs and overlapping classes, which are normal distributions.
    Raises `DistributionError` for an unknown kind and for numbers outside these limits.

    >>> toy_points("moons", 4, noise=0.0).labels.tolist()
    [0, 1, 0, 1]
    """
    if kind not in POINT_KINDS:
        raise DistributionError(f"{kind!r} is not a kind of points; use one of {', '.join(POINT_KINDS)}")
    row = POINT_KINDS[kind]
    classes = _whole("classes", classes, 2, f"{_CLASSES_ARE} from 2 to {row.most_classes} for {kind}", row.most_classes)
    count = _whole("count", count, classes, f"a whole number of points, at least one for each of {classes} classes")
    wanted = f"a standard deviation from 0, below {_MOST_NOISE:g}"
    sigma = real("noise", row.noise if noise is None else noise, 0.0, _MOST_NOISE, wanted, low_included=True)
    rng = np.random.default_rng(_whole("seed", seed, 0, "a whole number from 0"))
    labels = np.arange(count) % classes
    positions = row.ideal(labels, classes, rng) + sigma * rng.standard_normal((count, 2))
    posterior = _posterior(row, positions, classes, sigma, labels, rng) if row.normal else None
    return Points(positions, labels, classes, posterior)


def _posterior(
    row: PointKind, positions: Floats, classes: int, sigma: float, labels: NDArray[np.intp], rng: np.random.Generator
) -> Floats:
    """Bayes' rule for normal classes of equal spread and frequency."""
    if sigma == 0:
        return _one_hot(labels, classes)
    centres = row.ideal(np.arange(classes), classes, rng)
    with quiet():
        squares = ((positions[:, None, :] - centres) ** 2).sum(axis=2)
        return softmax((squares.min(axis=1, keepdims=True) - squares) / sigma / sigma / 2)


def labelled_points(positions: ArrayLike, labels: ArrayLike, *, classes: int | None = None) -> Points:
    """Points of one's own as `Points`, checked.

    Parameters: `positions`, N×2 finite numbers, N at least 1; `labels`, N class indices from 0; `classes`, from 2 to
    100, None for the highest label + 1. Not every class needs a point here; training needs two that do.
    Raises `DistributionError` for no points, NaN, a label outside the classes, or shapes that don't fit.

    >>> labelled_points([[0.0, 1.0], [2.0, 3.0]], [1, 0]).classes
    2
    """
    places = finite("positions", positions)
    if places.size == 0:
        raise DistributionError(f"positions (shape {places.shape}) holds no points; pass at least one")
    if places.ndim != 2 or places.shape[1] != 2:
        raise DistributionError(f"positions (shape {places.shape}) must be N×2: one row (x, y) for each point")
    if classes is None:
        array = numbers("labels", labels)
        highest = float(array.max(initial=0.0))
        classes = int(min(max(highest + 1, 2), _MOST_CLASSES)) if math.isfinite(highest) else 2
    classes = _whole("classes", classes, 2, f"{_CLASSES_ARE} from 2 to {_MOST_CLASSES}", _MOST_CLASSES)
    index = class_indices("labels", labels, places.shape[:1], classes, "positions")
    return Points(places.copy(), index, classes)


def split_points(points: Points, share: float = 0.3, *, seed: int = 0) -> tuple[Points, Points | None]:
    """Points to train on, and points to validate with; the classes are split each for itself.

    Parameters: `share` in [0, 1), the part of each class's points that validates, rounded to whole points, where one
    always stays for training; `seed` chooses which. Returns (training, validation), validation None if it got no point.
    Raises `DistributionError` for no points or a share outside [0, 1). Source: Hastie et al., ESL, §7.2.

    >>> train_points, validation = split_points(toy_points("blobs", 20), 0.3)
    >>> len(train_points), len(validation)
    (14, 6)
    """
    share = real("share", share, 0.0, 1.0, "a share from 0 up to, but not including, 1", low_included=True)
    rng = np.random.default_rng(_whole("seed", seed, 0, "a whole number from 0"))
    _some("points", points)
    chosen = np.zeros(len(points), dtype=bool)
    for label in range(points.classes):
        own = rng.permutation(np.flatnonzero(points.labels == label))
        chosen[own[: max(0, min(round(share * own.size), own.size - 1))]] = True
    kept = points.take(np.flatnonzero(~chosen))
    return kept, points.take(np.flatnonzero(chosen)) if chosen.any() else None


# --- the classifier -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Parameters:
    """Weights and biases of a classifier, first layer first; a gradient has the same form.

    The scores of a place x are x·W + b, or tanh(x·W₁ + b₁)·W₂ + b₂ with a hidden layer.
    """

    weights: tuple[Floats, ...]
    """One matrix a layer, inputs × outputs."""
    biases: tuple[Floats, ...]

    @property
    def hidden(self) -> int:
        """Units of the hidden layer, 0 without one."""
        return int(self.weights[0].shape[1]) if len(self.weights) == 2 else 0

    @property
    def outputs(self) -> int:
        """1 for a sigmoid, else the number of classes of a softmax."""
        return int(self.weights[-1].shape[1])

    @property
    def classes(self) -> int:
        return max(2, self.outputs)

    @property
    def count(self) -> int:
        """How many numbers these are."""
        return sum(array.size for array in (*self.weights, *self.biases))

    def flat(self) -> Floats:
        """All numbers in one row: each layer's weights, then its biases."""
        layers = zip(self.weights, self.biases, strict=True)
        return np.concatenate([array.ravel() for layer in layers for array in layer])

    def stepped(self, gradient: "Parameters", length: float) -> "Parameters":
        """θ − length · gradient."""
        with quiet():
            return Parameters(
                tuple(w - length * g for w, g in zip(self.weights, gradient.weights, strict=True)),
                tuple(b - length * g for b, g in zip(self.biases, gradient.biases, strict=True)),
            )


def initial_parameters(
    outputs: int, *, hidden: int = 0, scale: float = 1.0, head_start: float = 0.0, seed: int = 0
) -> Parameters:
    """Where training starts: normal weights of variance scale²/inputs, and biases that favour class 0.

    Parameters: `outputs`, 1 for a sigmoid over two classes, C ≥ 2 for a softmax over C; `hidden`, units of the tanh
    layer, 0 for none; `scale` ≥ 0; `head_start`, how far class 0 is ahead of every other class before any input, in
    nats of log-odds: 10 makes each answer "class 0" with probability 0.99995, a saturated start; `seed`.
    Returns `Parameters`. Raises `DistributionError` for numbers outside these limits.
    Source of the spread: LeCun et al., "Efficient BackProp" (1998), §4.6.

    >>> initial_parameters(1, head_start=10.0).biases[0].tolist()
    [-10.0]
    """
    outputs = _whole("outputs", outputs, 1, "1 for a sigmoid, or the number of classes of a softmax")
    hidden = _whole("hidden", hidden, 0, "a whole number of hidden units, 0 for none")
    scale = real("scale", scale, 0.0, math.inf, "a number from 0", low_included=True)
    ahead = real("head_start", head_start, -math.inf, math.inf, "a finite number of nats")
    rng = np.random.default_rng(_whole("seed", seed, 0, "a whole number from 0"))
    sizes = [2, hidden, outputs] if hidden else [2, outputs]
    weights = [scale / math.sqrt(before) * rng.standard_normal((before, after)) for before, after in pairwise(sizes)]
    biases = [np.zeros(after) for after in sizes[1:]]
    biases[-1][0] = -ahead if outputs == 1 else ahead
    return Parameters(tuple(weights), tuple(biases))


def predict_probabilities(parameters: Parameters, positions: ArrayLike) -> Floats:
    """The probability of each class at each place: softmax of the scores, or sigmoid of the one score.

    Parameters: `positions`, N×2 finite numbers. Returns N×C distributions; with one output the columns are 1 − σ(z)
    and σ(z). Raises `DistributionError` for NaN, a wrong shape, or scores too large for a float.
    Source: Bishop, PRML, §4.3.2, §4.3.4 and §5.1.

    >>> predict_probabilities(initial_parameters(3, scale=0.0), [[1.0, 2.0]]).round(3).tolist()
    [[0.333, 0.333, 0.333]]
    """
    places = finite("positions", positions)
    if places.ndim != 2 or places.shape[1] != parameters.weights[0].shape[0]:
        raise DistributionError(f"positions (shape {places.shape}) must be N×2: one row (x, y) for each place")
    return softmax(_finite_scores(parameters, places))


def _finite_scores(parameters: Parameters, places: Floats) -> Floats:
    scores = _scores(parameters, places)[1]
    if not np.isfinite(scores).all():
        raise DistributionError("the scores are too large for a float; use smaller parameters or places nearer to 0")
    return scores


def _scores(parameters: Parameters, positions: Floats) -> tuple[Floats, Floats]:
    """What enters the last layer, and the score of each class; a sigmoid's class 0 stays at 0."""
    with quiet():
        inside = positions
        if parameters.hidden:
            inside = np.tanh(positions @ parameters.weights[0] + parameters.biases[0])
        scores = inside @ parameters.weights[-1] + parameters.biases[-1]
    if parameters.outputs == 1:
        scores = np.concatenate([np.zeros_like(scores), scores], axis=1)
    return inside, scores


# --- the losses ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Fit:
    """How a classifier does on a set of points, against their (smoothed) targets y."""

    cross_entropy: float
    """Mean −Σ y log ŷ, in nats."""
    squared_error: float
    """Mean ½ Σ (ŷ − y)², half the Brier score: (ŷ − y)² of one probability where there are two classes."""
    accuracy: float
    """Share of points whose own class has the highest score; of equal scores the first counts."""


def assess(parameters: Parameters, points: Points, *, label_smoothing: float = 0.0) -> Fit:
    """Cross-entropy, squared error and accuracy of a classifier on points.

    Parameters: `points` with as many classes as the classifier; `label_smoothing` α mixes the one-hot targets with the
    uniform distribution, see `smooth_labels`. Returns a `Fit`. Limits: both losses are 0 for certainty in every label
    and α = 0; with α > 0 the cross-entropy stays above the entropy of a smoothed target.
    Raises `DistributionError` for no points and unequal numbers of classes.

    >>> round(assess(initial_parameters(1, scale=0.0), toy_points("moons", 8)).cross_entropy, 4)
    0.6931
    """
    _fitting("points", points, parameters)
    scores = _scores(parameters, points.positions)[1]
    return _fit(points, _targets(points, smoothing_of(label_smoothing)), scores, log_softmax_of("scores", scores, -1))


def _fit(points: Points, targets: Floats, scores: Floats, logs: Floats) -> Fit:
    misses = np.exp(logs) - targets
    return Fit(
        cross_entropy=float(-times(targets, logs).sum() / len(points)) + 0.0,  # never −0
        squared_error=float((misses * misses).sum() / (2 * len(points))),
        accuracy=float((scores.argmax(axis=1) == points.labels).sum() / len(points)),
    )


def _one_hot(labels: NDArray[np.intp], classes: int) -> Floats:
    return np.asarray(np.eye(classes)[labels])


def _targets(points: Points, alpha: float) -> Floats:
    return mixed(_one_hot(points.labels, points.classes), alpha, points.classes)


def training_gradient(
    parameters: Parameters,
    points: Points,
    *,
    minimise: str = "cross-entropy",
    label_smoothing: float = 0.0,
) -> Parameters:
    """Gradient of the mean loss over the points, with respect to every weight and bias, by backpropagation.

    With respect to a score z_c of one example it is ŷ_c − y_c for the cross-entropy, and for the squared error
    ŷ_c Σ_k ŷ_k (δ_c − δ_k) with δ = ŷ − y. The factors ŷ_c ŷ_k vanish where the classifier is certain, right or wrong;
    the first one does not vanish where it is wrong.

    Parameters: `minimise`, "cross-entropy" or "squared error", as `Fit` defines them; the others as in `assess`.
    Returns `Parameters` of the same form. Raises `DistributionError` as `assess`, and for an unknown loss.
    Source: Bishop, PRML, §5.3; Goodfellow et al., §6.2.2.

    >>> start = initial_parameters(1, scale=0.0)
    >>> training_gradient(start, labelled_points([[1.0, 0.0], [-1.0, 0.0]], [1, 0])).weights[0].tolist()
    [[-0.5], [0.0]]
    """
    how = _objective(minimise)
    _fitting("points", points, parameters)
    inside, scores = _scores(parameters, points.positions)
    targets = _targets(points, smoothing_of(label_smoothing))
    return _gradient(parameters, points.positions, inside, np.exp(log_softmax_of("scores", scores, -1)), targets, how)


def _slopes(probabilities: Floats, targets: Floats, how: Objective) -> Floats:
    """Derivatives of each example's loss by its scores."""
    misses = probabilities - targets
    if how == "cross-entropy":
        return misses
    # In pairs of classes: the usual ŷ (δ − Σ ŷ δ) cancels to nothing where one class is nearly certain.
    apart = misses[:, :, None] - misses[:, None, :]
    return np.asarray(probabilities * (apart * probabilities[:, None, :]).sum(axis=2))


def _gradient(
    parameters: Parameters, positions: Floats, inside: Floats, probabilities: Floats, targets: Floats, how: Objective
) -> Parameters:
    slope = _slopes(probabilities, targets, how)[:, -parameters.outputs :] / len(positions)
    with quiet():
        last_weights, last_biases = inside.T @ slope, slope.sum(axis=0)
        if not parameters.hidden:
            return Parameters((last_weights,), (last_biases,))
        slope = (slope @ parameters.weights[1].T) * (1 - inside * inside)
        return Parameters((positions.T @ slope, last_weights), (slope.sum(axis=0), last_biases))


# --- training -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TrainingState:
    """Training after `step` steps. Both losses are told, whichever is minimised."""

    step: int
    parameters: Parameters
    train: Fit
    validation: Fit | None
    """None without points to validate with."""
    gradient_norm: float
    """Length √Σg² of the gradient of what is minimised, at these parameters."""


def train(
    parameters: Parameters,
    points: Points,
    *,
    learning_rate: float,
    minimise: str = "cross-entropy",
    validation: Points | None = None,
    label_smoothing: float = 0.0,
    first_step: int = 0,
) -> Iterator[TrainingState]:
    """Full-batch gradient descent without end: θ ← θ − learning_rate · gradient, a state for each step.

    The first state is the start itself, so whoever goes on from `state` passes its parameters, its step as
    `first_step`, and skips one. Nothing is random here.

    Parameters: `points`, of at least two classes; `learning_rate` > 0; `minimise`, "cross-entropy" or "squared error",
    as `Fit` defines them; `validation`, only looked at, never learned from; `label_smoothing` α of all targets, the
    validation's too; `first_step`, the number of the first state. Returns an iterator of `TrainingState`.
    Raises `DistributionError` for no points, points of one class only, classes that the parameters don't have, a rate
    not above 0; and while it runs, at the step where a number grows too large for a float.
    Limits: on separable points the cross-entropy falls towards 0 and never reaches it, while the weights grow.
    Source: Goodfellow et al., §4.3 and §6.2; Soudry et al. (2018) for separable points.

    >>> states = train(initial_parameters(1), toy_points("blobs", 20), learning_rate=0.5)
    >>> first, second = next(states), next(states)
    >>> second.step, second.train.cross_entropy < first.train.cross_entropy
    (1, True)
    """
    rate = real("learning_rate", learning_rate, 0.0, math.inf, "a number above 0")
    how, alpha = _objective(minimise), smoothing_of(label_smoothing)
    _fitting("points", points, parameters)
    if validation is not None:
        _fitting("validation", validation, parameters)
    present = np.unique(points.labels)
    if present.size < 2:
        of_one = "the only one belongs" if len(points) == 1 else f"all {len(points)} belong"
        raise DistributionError(
            f"points: {of_one} to class {present[0]}; add a point of another class, so that there is something to tell "
            "apart"
        )
    return _states(parameters, points, validation, rate, how, alpha, _whole("first_step", first_step, 0, "0 or more"))


def _states(
    parameters: Parameters,
    points: Points,
    validation: Points | None,
    rate: float,
    how: Objective,
    alpha: float,
    first_step: int,
) -> Iterator[TrainingState]:
    own = len(points)
    targets = _targets(points, alpha)
    other_targets = None if validation is None else _targets(validation, alpha)
    positions = points.positions if validation is None else np.concatenate([points.positions, validation.positions])
    for step in numbers_from(first_step):
        inside, scores = _scores(parameters, positions)
        logs = _finite_logs(parameters, scores, rate, step)
        gradient = _gradient(parameters, points.positions, inside[:own], np.exp(logs[:own]), targets, how)
        yield TrainingState(
            step=step,
            parameters=parameters,
            train=_fit(points, targets, scores[:own], logs[:own]),
            validation=None
            if validation is None or other_targets is None
            else _fit(validation, other_targets, scores[own:], logs[own:]),
            gradient_norm=math.hypot(*gradient.flat()),
        )
        parameters = parameters.stepped(gradient, rate)


def _finite_logs(parameters: Parameters, scores: Floats, rate: float, step: int) -> Floats:
    """log ŷ, where everything is still a number."""
    if not (np.isfinite(parameters.flat()).all() and np.isfinite(scores).all()):
        raise DistributionError(
            f"training diverged: at step {step} a parameter or score is too large for a float; use a learning_rate "
            f"below {rate:g}, or points nearer to 0"
        )
    return log_softmax_of("scores", scores, -1)


# --- what there is to see ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TrainingHistory:
    """The states of one training as curves, an entry a state."""

    base: float | None
    step: NDArray[np.intp]
    cross_entropy: Floats
    """Of the training points, in the unit of `base`."""
    validation_cross_entropy: Floats
    """NaN without points to validate with, like `validation_accuracy`."""
    accuracy: Floats
    validation_accuracy: Floats
    gradient_norm: Floats
    """In nats where the cross-entropy is minimised."""

    @property
    def best(self) -> int | None:
        """Where the validation loss is lowest, the first such entry; None without validation."""
        seen = self.validation_cross_entropy
        return None if seen.size == 0 or np.isnan(seen[0]) else int(np.argmin(seen))


def training_history(states: Sequence[TrainingState], *, base: float | None = None) -> TrainingHistory:
    """The losses, accuracies and gradient lengths of states as arrays.

    Parameters: `states`, in the order of their steps; `base`, unit of the cross-entropies, None for nats. Returns a
    `TrainingHistory`. Raises `DistributionError` for a base not above 1.

    >>> states = train(initial_parameters(1, scale=0.0), toy_points("blobs", 20), learning_rate=1.0)
    >>> training_history([next(states)], base=2).cross_entropy.tolist()
    [1.0]
    """
    scale = log_of_base(base)
    nothing = Fit(math.nan, math.nan, math.nan)
    fits = [(state.train, state.validation or nothing) for state in states]
    rows = [(fit.cross_entropy, fit.accuracy, other.cross_entropy, other.accuracy) for fit, other in fits]
    columns = np.array(rows, dtype=np.float64).reshape(-1, 4).T
    return TrainingHistory(
        base=base,
        step=np.array([state.step for state in states], dtype=np.intp),
        cross_entropy=columns[0] / scale,
        validation_cross_entropy=columns[2] / scale,
        accuracy=columns[1],
        validation_accuracy=columns[3],
        gradient_norm=np.array([state.gradient_norm for state in states], dtype=np.float64),
    )


@dataclass(frozen=True)
class DecisionMap:
    """The probabilities over a square of places. The first index of a map goes up (y), the second to the right (x)."""

    axis: Floats
    """The places along each side."""
    probabilities: Floats
    """side×side×classes."""
    shade: Floats
    """side×side: for two classes the probability of class 1, for more that of the most likely class."""
    margins: Floats
    """classes×side×side: by how many nats of log-odds each class is ahead of the best other one; 0 at its border."""


def decision_map(parameters: Parameters, reach: float, *, side: int = 41) -> DecisionMap:
    """`predict_probabilities` on a grid from −reach to reach in both directions.

    Parameters: `reach` > 0; `side`, places along each side, at least 2. Returns a `DecisionMap`.
    Raises `DistributionError` for numbers outside these limits.

    >>> decision_map(initial_parameters(1, scale=0.0), 2.0, side=3).shade.tolist()
    [[0.5, 0.5, 0.5], [0.5, 0.5, 0.5], [0.5, 0.5, 0.5]]
    """
    reach = real("reach", reach, 0.0, math.inf, "a number above 0")
    axis = np.linspace(-reach, reach, _whole("side", side, 2, "at least 2 places"))
    right, up = np.meshgrid(axis, axis)
    scores = _finite_scores(parameters, np.stack([right.ravel(), up.ravel()], axis=1))
    scores = scores.reshape(axis.size, axis.size, -1)
    grid = softmax(scores)
    ordered = np.sort(scores, axis=2)
    best_other = np.where(scores == ordered[..., -1:], ordered[..., -2:-1], ordered[..., -1:])
    return DecisionMap(
        axis=axis,
        probabilities=grid,
        shade=grid[..., 1] if grid.shape[2] == 2 else grid.max(axis=2),
        margins=np.moveaxis(scores - best_other, 2, 0),
    )


@dataclass(frozen=True)
class CostliestPoint:
    """The point with the largest cross-entropy, seen from its own class."""

    index: int
    label: int
    target: float
    """y of its own class: 1, or less when labels are smoothed."""
    probability: float
    """ŷ of its own class."""
    cross_entropy: float
    """Its loss, in nats."""
    cross_entropy_slope: float
    """Derivative of its cross-entropy by the score of its class, ŷ − y."""
    squared_error_slope: float
    """Derivative of its squared error by the same score: 2 (ŷ − y) ŷ (1 − ŷ) for two classes."""


def costliest_point(parameters: Parameters, points: Points, *, label_smoothing: float = 0.0) -> CostliestPoint:
    """The point with the largest cross-entropy, the first of equals, and how hard each loss pulls at it.

    Parameters and refusals as in `assess`. Returns a `CostliestPoint`. Limits: at a certain wrong answer (ŷ → 0, y = 1)
    the slope of the cross-entropy tends to −1, that of the squared error to 0. Source: Goodfellow et al., §6.2.2.2.

    >>> worst = costliest_point(initial_parameters(1, scale=0.0), toy_points("moons", 4))
    >>> worst.cross_entropy_slope, worst.squared_error_slope
    (-0.5, -0.25)
    """
    _fitting("points", points, parameters)
    scores = _scores(parameters, points.positions)[1]
    logs = log_softmax_of("scores", scores, -1)
    targets = _targets(points, smoothing_of(label_smoothing))
    losses = -times(targets, logs).sum(axis=1)
    index = int(np.argmax(losses))
    label = int(points.labels[index])
    probabilities, target = np.exp(logs[index : index + 1]), targets[index : index + 1]
    return CostliestPoint(
        index=index,
        label=label,
        target=float(target[0, label]),
        probability=float(probabilities[0, label]),
        cross_entropy=float(losses[index]) + 0.0,
        cross_entropy_slope=float(_slopes(probabilities, target, "cross-entropy")[0, label]),
        squared_error_slope=float(_slopes(probabilities, target, "squared error")[0, label]),
    )


def expected_floor(points: Points, *, label_smoothing: float = 0.0, base: float | None = None) -> float | None:
    """Mean entropy of the (smoothed) posterior at the points: the least that any classifier costs on fresh labels.

    Were the labels drawn anew at the same places, the best classifier would answer with the posterior and cost this on
    average. On the points themselves a classifier may get below it, by learning which labels happened to be drawn.

    Parameters: `points`; `label_smoothing` α, see `smooth_labels`; `base`, None for nats. Returns None where the recipe
    of the points does not tell their posterior. Raises `DistributionError` for no points or α outside [0, 1].
    Also called Bayes risk of the log loss, conditional entropy H(Y|X). Source: Cover & Thomas, §2.2.

    >>> expected_floor(toy_points("blobs", 10, noise=0.0))
    0.0
    """
    _some("points", points)
    if points.posterior is None:
        return None
    return float(np.mean(entropy(mixed(points.posterior, smoothing_of(label_smoothing), points.classes), base=base)))


# --- what is asked of the arguments -------------------------------------------------------------------------


def _whole(name: str, value: int, low: int, wanted: str, high: float = math.inf) -> int:
    if isinstance(value, bool):
        raise TypeError(f"{name} = {value!r} is not a number; give {wanted}")
    try:
        index = operator.index(value)
    except TypeError:
        raise TypeError(f"{name} = {value!r} is not a whole number; give {wanted}") from None
    if not low <= index <= high:
        raise DistributionError(f"{name} = {index} can't be used; give {wanted}")
    return index


def _objective(minimise: str) -> Objective:
    if minimise not in ("cross-entropy", "squared error"):
        raise DistributionError(f'minimise = {minimise!r} is unknown; use "cross-entropy" or "squared error"')
    return cast(Objective, minimise)


def _some(name: str, points: Points) -> None:
    if len(points) == 0:
        raise DistributionError(f"{name} (shape {points.positions.shape}) holds no points; add at least one")


def _fitting(name: str, points: Points, parameters: Parameters) -> None:
    _some(name, points)
    if points.classes != parameters.classes:
        raise DistributionError(
            f"{name} has {points.classes} classes and the classifier {parameters.classes}; give both as many"
        )


# --- the kinds of points ------------------------------------------------------------------------------------


def _moons(labels: NDArray[np.intp], classes: int, rng: np.random.Generator) -> Floats:
    angle = np.pi * rng.random(labels.size)
    arc = np.stack([np.cos(angle) - 0.5, np.sin(angle) - 0.25], axis=1)
    return np.where(labels[:, None] == 0, arc, -arc)


def _rings(labels: NDArray[np.intp], classes: int, rng: np.random.Generator) -> Floats:
    angle = 2 * np.pi * rng.random(labels.size)
    radius = np.linspace(0.4, 1.6, classes)[labels]
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def _centres(radius: float) -> Callable[[NDArray[np.intp], int, np.random.Generator], Floats]:
    def places(labels: NDArray[np.intp], classes: int, rng: np.random.Generator) -> Floats:
        angle = 2 * np.pi * labels / classes + np.pi / 6
        return radius * np.stack([np.cos(angle), np.sin(angle)], axis=1)

    return places


_TABLE = (
    PointKind("moons", 2, 0.2, "two half circles that reach into each other", _moons, False),
    PointKind("circles", 4, 0.12, "rings around one centre", _rings, False),
    PointKind("blobs", 4, 0.4, "round clouds, far apart", _centres(1.5), True),
    PointKind("overlapping", 4, 0.8, "round clouds that overlap", _centres(0.6), True),
)
POINT_KINDS: Mapping[str, PointKind] = {row.name: row for row in _TABLE}
"""All of them lie around 0 and, at their usual noise, mostly within ±2."""
