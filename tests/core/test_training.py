"""Training: gradients and whole trajectories beside PyTorch, and what the lessons claim about the losses."""

from __future__ import annotations

import dataclasses
import math
from itertools import islice, pairwise
from typing import Any

import numpy as np
import pytest
import scipy.stats
import sklearn.linear_model
import torch
import torch.nn.functional as F

import ce_core
from ce_core import (
    POINT_KINDS,
    DistributionError,
    Parameters,
    Points,
    TrainingState,
    assess,
    costliest_point,
    decision_map,
    expected_floor,
    initial_parameters,
    labelled_points,
    predict_probabilities,
    split_points,
    toy_points,
    train,
    training_gradient,
    training_history,
)

pytestmark = pytest.mark.filterwarnings("error")
torch.set_num_threads(1)

OBJECTIVES = ["cross-entropy", "squared error"]
FORMS = {"logistic": (1, 0), "softmax": (3, 0), "sigmoid network": (1, 5), "softmax network": (4, 5)}

every_form = pytest.mark.parametrize(("outputs", "hidden"), FORMS.values(), ids=FORMS)
every_objective = pytest.mark.parametrize("minimise", OBJECTIVES)


def problem(outputs: int, hidden: int, **start: float) -> tuple[Parameters, Points]:
    points = toy_points("overlapping", 24, classes=max(2, outputs), seed=3)
    return initial_parameters(outputs, hidden=hidden, seed=5, **start), points


def states(steps: int, parameters: Parameters, points: Points, **options: Any) -> list[TrainingState]:
    """The start and so many steps."""
    return list(islice(train(parameters, points, **options), steps + 1))


def near(actual: Any, expected: Any, rtol: float = 1e-9, atol: float = 1e-12) -> None:
    np.testing.assert_allclose(np.asarray(actual), np.asarray(expected), rtol=rtol, atol=atol)


def objective(parameters: Parameters, points: Points, minimise: str, alpha: float) -> float:
    fit = assess(parameters, points, label_smoothing=alpha)
    return fit.cross_entropy if minimise == "cross-entropy" else fit.squared_error


def moved(parameters: Parameters, place: int, by: float) -> Parameters:
    """The same parameters but for one number of the flat list."""
    left = place
    layers = [[w.copy(), b.copy()] for w, b in zip(parameters.weights, parameters.biases, strict=True)]
    for layer in layers:
        for array in layer:
            if 0 <= left < array.size:
                array.ravel()[left] += by
            left -= array.size
    return Parameters(tuple(w for w, _ in layers), tuple(b for _, b in layers))


# --- PyTorch ------------------------------------------------------------------------------------------------


class Reference:
    """The same classifier in PyTorch, with its losses and its gradients. (Importing its optimisers takes seconds.)"""

    def __init__(self, parameters: Parameters, points: Points, minimise: str, alpha: float) -> None:
        self.weights = [torch.tensor(w, requires_grad=True) for w in parameters.weights]
        self.biases = [torch.tensor(b, requires_grad=True) for b in parameters.biases]
        self.x, self.y = torch.tensor(points.positions), torch.tensor(points.labels)
        self.minimise, self.alpha, self.sigmoid = minimise, alpha, parameters.outputs == 1

    def value(self) -> torch.Tensor:
        inside = self.x
        for weight, bias in zip(self.weights[:-1], self.biases[:-1], strict=True):
            inside = torch.tanh(inside @ weight + bias)
        scores = inside @ self.weights[-1] + self.biases[-1]
        if self.sigmoid:
            target = self.y.double() * (1 - self.alpha) + self.alpha / 2
            if self.minimise == "cross-entropy":
                return F.binary_cross_entropy_with_logits(scores[:, 0], target)
            return F.mse_loss(torch.sigmoid(scores[:, 0]), target)
        if self.minimise == "cross-entropy":
            return F.cross_entropy(scores, self.y, label_smoothing=self.alpha)
        classes = scores.shape[1]
        target = F.one_hot(self.y, classes).double() * (1 - self.alpha) + self.alpha / classes
        return F.mse_loss(torch.softmax(scores, 1), target) * classes / 2

    def slope(self) -> torch.Tensor:
        """The loss; afterwards every tensor has its gradient."""
        for tensor in (*self.weights, *self.biases):
            tensor.grad = None
        value = self.value()
        value.backward()
        return value

    def step(self, rate: float) -> None:
        with torch.no_grad():
            for tensor in (*self.weights, *self.biases):
                tensor -= rate * tensor.grad

    def flat(self, gradient: bool) -> np.ndarray:
        arrays = [array for layer in zip(self.weights, self.biases, strict=True) for array in layer]
        return np.concatenate([(a.grad if gradient else a.detach()).numpy().ravel() for a in arrays])


@every_form
@every_objective
@pytest.mark.parametrize("alpha", [0.0, 0.2])
def test_gradient_is_that_of_autograd(outputs: int, hidden: int, minimise: str, alpha: float) -> None:
    parameters, points = problem(outputs, hidden, scale=2.0, head_start=3.0)
    reference = Reference(parameters, points, minimise, alpha)
    value = reference.slope()
    near(objective(parameters, points, minimise, alpha), value.item())
    gradient = training_gradient(parameters, points, minimise=minimise, label_smoothing=alpha)
    near(gradient.flat(), reference.flat(gradient=True))


@every_form
@every_objective
def test_gradient_is_that_of_finite_differences(outputs: int, hidden: int, minimise: str) -> None:
    parameters, points = problem(outputs, hidden)
    small, alpha = 1e-5, 0.1
    slopes = [
        (
            objective(moved(parameters, place, small), points, minimise, alpha)
            - objective(moved(parameters, place, -small), points, minimise, alpha)
        )
        / (2 * small)
        for place in range(parameters.count)
    ]
    gradient = training_gradient(parameters, points, minimise=minimise, label_smoothing=alpha)
    near(gradient.flat(), slopes, rtol=1e-6, atol=1e-9)


@every_form
@every_objective
def test_fifty_steps_are_those_of_sgd(outputs: int, hidden: int, minimise: str) -> None:
    parameters, points = problem(outputs, hidden)
    reference = Reference(parameters, points, minimise, 0.1)
    for state in states(50, parameters, points, learning_rate=0.7, minimise=minimise, label_smoothing=0.1):
        value = reference.slope()
        fit = state.train
        near(fit.cross_entropy if minimise == "cross-entropy" else fit.squared_error, value.item(), rtol=1e-8)
        near(state.parameters.flat(), reference.flat(gradient=False), rtol=1e-8)
        near(state.gradient_norm, np.linalg.norm(reference.flat(gradient=True)), rtol=1e-8)
        reference.step(0.7)


# --- the definitions ----------------------------------------------------------------------------------------


@every_form
@pytest.mark.parametrize("alpha", [0.0, 0.3])
def test_a_fit_is_what_the_losses_of_the_core_say(outputs: int, hidden: int, alpha: float) -> None:
    parameters, points = problem(outputs, hidden)
    q = predict_probabilities(parameters, points.positions)
    fit = assess(parameters, points, label_smoothing=alpha)
    near(fit.cross_entropy, ce_core.sparse_categorical_cross_entropy(points.labels, q, label_smoothing=alpha))
    assert fit.accuracy == np.mean(q.argmax(axis=1) == points.labels)
    y = ce_core.smooth_labels(np.eye(points.classes)[points.labels], alpha)
    near(fit.squared_error, ce_core.mean_squared_error(y, q) * points.classes / 2)
    if points.classes == 2:
        near(fit.squared_error, ce_core.mean_squared_error(y[:, 1], q[:, 1]))


def test_a_certain_right_answer_costs_exactly_nothing() -> None:
    points = labelled_points([[1.0, 0.0], [-1.0, 0.0]], [1, 0])
    fit = assess(Parameters((np.array([[1e4], [0.0]]),), (np.zeros(1),)), points)
    assert fit == ce_core.Fit(cross_entropy=0.0, squared_error=0.0, accuracy=1.0)
    assert math.copysign(1, fit.cross_entropy) == 1


def as_sigmoid(softmax: Parameters) -> Parameters:
    """Only the difference of two scores counts."""
    weights, biases = softmax.weights[-1], softmax.biases[-1]
    return Parameters(
        (*softmax.weights[:-1], weights[:, 1:] - weights[:, :1]), (*softmax.biases[:-1], biases[1:] - biases[:1])
    )


@pytest.mark.parametrize("hidden", [0, 4])
def test_a_softmax_over_two_classes_is_a_sigmoid(hidden: int) -> None:
    softmax, points = problem(2, hidden)
    sigmoid = as_sigmoid(softmax)
    near(predict_probabilities(softmax, points.positions), predict_probabilities(sigmoid, points.positions))
    for minimise in OBJECTIVES:
        two, one = (training_gradient(p, points, minimise=minimise) for p in (softmax, sigmoid))
        near(two.weights[-1][:, 1:], one.weights[-1])
        near(two.weights[-1][:, 0], -one.weights[-1][:, 0])


@every_objective
def test_trained_a_softmax_over_two_classes_stays_logistic_regression(minimise: str) -> None:
    """Both scores of the softmax move, in opposite directions: their difference goes twice as fast."""
    softmax, points = problem(2, 0)
    pairs = zip(
        states(40, softmax, points, learning_rate=0.5, minimise=minimise),
        states(40, as_sigmoid(softmax), points, learning_rate=1.0, minimise=minimise),
        strict=True,
    )
    for two, one in pairs:
        near(as_sigmoid(two.parameters).flat(), one.parameters.flat())
        near(two.train.cross_entropy, one.train.cross_entropy)


@pytest.mark.parametrize(
    ("ahead", "label"), [(-40, 0), (-10, 0), (-10, 1), (0, 1), (10, 0), (10, 1), (40, 1), (700, 1)]
)
def test_the_gradient_of_one_score_where_the_sigmoid_is_saturated(ahead: float, label: int) -> None:
    """σ(z) − y, and 2 (σ(z) − y) σ(z) (1 − σ(z)): tiny where the answer is certain and wrong, but not lost."""
    start = initial_parameters(1, scale=0.0, head_start=ahead)
    point = labelled_points([[0.0, 0.0]], [label])
    p, rest = 1 / (1 + math.exp(ahead)), 1 / (1 + math.exp(-ahead))
    miss = p if label == 0 else -rest
    near(training_gradient(start, point).biases[0], [miss], rtol=1e-10, atol=0)
    squared = training_gradient(start, point, minimise="squared error").biases[0]
    near(squared, [2 * miss * p * rest], rtol=1e-10, atol=0)


# --- points -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", POINT_KINDS)
def test_points_of_every_kind(kind: str) -> None:
    for classes in range(2, POINT_KINDS[kind].most_classes + 1):
        points = toy_points(kind, 203, classes=classes, seed=1)
        assert points.positions.shape == (203, 2) and np.isfinite(points.positions).all()
        counts = np.bincount(points.labels, minlength=classes)
        assert counts.size == classes and np.ptp(counts) <= 1
        assert np.mean(np.abs(points.positions) < 2.5) > 0.98
        again, other = (toy_points(kind, 203, classes=classes, seed=seed) for seed in (1, 2))
        assert np.array_equal(points.positions, again.positions)
        assert not np.array_equal(points.positions, other.positions)


def test_rings_and_half_circles_before_noise() -> None:
    rings = toy_points("circles", 60, classes=3, noise=0.0)
    near(np.hypot(*rings.positions.T), np.array([0.4, 1.0, 1.6])[rings.labels])
    moons = toy_points("moons", 60, noise=0.0)
    upper = moons.positions[moons.labels == 0] + [0.5, 0.25]
    near(np.hypot(*upper.T), 1.0)
    assert (upper[:, 1] >= 0).all()
    assert (moons.positions[moons.labels == 1][:, 1] <= 0.25).all()


def test_noise_is_the_standard_deviation() -> None:
    points = toy_points("blobs", 4000, noise=0.3)
    for label in (0, 1):
        near(points.positions[points.labels == label].std(axis=0), 0.3, rtol=0.05)


@pytest.mark.parametrize("classes", [2, 4])
def test_the_posterior_is_bayes_rule(classes: int) -> None:
    points = toy_points("overlapping", 50, classes=classes, noise=0.7)
    centres = toy_points("overlapping", classes, classes=classes, noise=0.0).positions
    densities = np.stack([scipy.stats.multivariate_normal(c, 0.49).pdf(points.positions) for c in centres], axis=1)
    assert points.posterior is not None
    near(points.posterior, densities / densities.sum(axis=1, keepdims=True))


@pytest.mark.parametrize("noise", [0.0, 1e-200, 1e-12, 99.0])
def test_the_posterior_at_the_ends_of_the_noise(noise: float) -> None:
    posterior = toy_points("blobs", 20, classes=3, noise=noise).posterior
    assert posterior is not None
    near(posterior.sum(axis=1), 1.0)
    if noise < 1:
        near(posterior, np.eye(3)[np.arange(20) % 3])


def test_the_posterior_is_known_only_where_the_recipe_says_it() -> None:
    assert toy_points("moons", 10).posterior is None
    assert toy_points("circles", 10).posterior is None
    assert labelled_points([[0.0, 0.0]], [0]).posterior is None


def test_a_split_keeps_every_point_once_and_every_class() -> None:
    points = toy_points("overlapping", 100, classes=3, seed=4)
    kept, validation = split_points(points, 0.3, seed=9)
    assert validation is not None and (len(kept), len(validation)) == (70, 30)
    both = np.concatenate([kept.positions, validation.positions])
    assert np.array_equal(np.sort(both, axis=0), np.sort(points.positions, axis=0))
    assert set(np.bincount(validation.labels)) == {10}
    assert kept.posterior is not None and kept.posterior.shape == (70, 3)
    assert np.array_equal(split_points(points, 0.3, seed=9)[0].positions, kept.positions)
    assert not np.array_equal(split_points(points, 0.3, seed=8)[0].positions, kept.positions)


def test_a_split_leaves_each_class_a_point_to_train_on() -> None:
    points = labelled_points([[0, 0], [1, 1], [2, 2]], [0, 1, 1])
    kept, validation = split_points(points, 0.99)
    assert validation is not None and np.bincount(kept.labels).tolist() == [1, 1] and len(validation) == 1
    assert split_points(points, 0.0)[1] is None
    assert split_points(labelled_points([[0, 0], [1, 1]], [0, 1]), 0.9)[1] is None


# --- training -----------------------------------------------------------------------------------------------


def test_the_same_seeds_give_the_same_training() -> None:
    def run(seed: int) -> np.ndarray:
        points = toy_points("moons", 40, seed=seed)
        start = initial_parameters(1, hidden=4, seed=seed)
        return states(20, start, points, learning_rate=1.0)[-1].parameters.flat()

    assert np.array_equal(run(1), run(1))
    assert not np.array_equal(run(1), run(2))


def test_going_on_from_a_state_is_the_same_as_never_stopping() -> None:
    parameters, points = problem(3, 4)
    kept, validation = split_points(points)
    options: dict[str, Any] = dict(learning_rate=0.5, validation=validation, label_smoothing=0.1)
    whole = states(10, parameters, kept, **options)
    stopped = whole[4]
    rest = states(6, stopped.parameters, kept, first_step=stopped.step, **options)
    assert [state.step for state in whole] == list(range(11)) and [state.step for state in rest] == list(range(4, 11))
    for one, other in zip(whole[4:], rest, strict=True):
        assert (one.train, one.validation, one.gradient_norm) == (other.train, other.validation, other.gradient_norm)
        assert np.array_equal(one.parameters.flat(), other.parameters.flat())


def test_states_are_frozen_and_do_not_move_with_training() -> None:
    parameters, points = problem(1, 3)
    start = parameters.flat()
    first, *_, last = states(5, parameters, points, learning_rate=1.0)
    assert np.array_equal(first.parameters.flat(), start) and not np.array_equal(last.parameters.flat(), start)
    with pytest.raises(dataclasses.FrozenInstanceError):
        first.step = 7  # type: ignore[misc]


def test_validation_is_looked_at_and_never_learned_from() -> None:
    parameters, points = problem(1, 3)
    kept, validation = split_points(points)
    assert validation is not None
    with_it = states(8, parameters, kept, learning_rate=1.0, validation=validation)
    without = states(8, parameters, kept, learning_rate=1.0)
    for one, other in zip(with_it, without, strict=True):
        near(one.parameters.flat(), other.parameters.flat(), rtol=1e-12)
        assert other.validation is None and one.validation == assess(one.parameters, validation)


def test_logistic_regression_ends_where_scikit_learn_does() -> None:
    points = toy_points("overlapping", 200, seed=1)
    last = states(400, initial_parameters(1), points, learning_rate=2.0)[-1]
    reference = sklearn.linear_model.LogisticRegression(C=np.inf, tol=1e-10).fit(points.positions, points.labels)
    near(last.parameters.weights[0].ravel(), reference.coef_.ravel(), rtol=1e-4)
    near(last.parameters.biases[0], reference.intercept_, rtol=1e-4, atol=1e-4)
    assert last.gradient_norm < 1e-6


# --- what the lesson says -----------------------------------------------------------------------------------


def test_from_a_saturated_start_cross_entropy_gets_away_and_squared_error_does_not() -> None:
    points = toy_points("blobs", 100)
    start = initial_parameters(1, head_start=10.0)
    both = {how: states(150, start, points, learning_rate=1.0, minimise=how) for how in OBJECTIVES}
    first, last = ({how: run[at] for how, run in both.items()} for at in (0, -1))
    assert first["cross-entropy"].train == first["squared error"].train
    assert first["cross-entropy"].train.accuracy == 0.5
    assert first["cross-entropy"].gradient_norm > 1000 * first["squared error"].gradient_norm
    assert last["cross-entropy"].train.accuracy == 1.0 and last["cross-entropy"].train.cross_entropy < 0.05
    assert last["squared error"].train.accuracy == 0.5 and last["squared error"].train.cross_entropy > 4


def test_validation_loss_rises_while_accuracy_stays() -> None:
    points = toy_points("overlapping", 80, noise=0.35)
    kept, validation = split_points(points, 0.5)
    run = states(600, initial_parameters(1, hidden=12), kept, learning_rate=2.0, validation=validation)
    seen = [state.validation for state in run]
    losses = [fit.cross_entropy for fit in seen if fit]
    best = int(np.argmin(losses))
    assert best < 50 and losses[-1] > 3 * losses[best]
    assert seen[-1] and seen[best] and abs(seen[-1].accuracy - seen[best].accuracy) <= 0.05
    assert run[-1].train.cross_entropy < 0.01 and run[-1].train.accuracy == 1.0


@pytest.mark.parametrize(("classes", "floor"), [(2, 0.325), (3, 0.485), (4, 0.588)])
def test_with_smoothed_labels_the_loss_tends_to_the_floor(classes: int, floor: float) -> None:
    points = toy_points("blobs", 60, classes=classes, noise=0.15)
    start = initial_parameters(classes, hidden=8)
    run = states(700, start, points, learning_rate=2.0, label_smoothing=0.2)
    bound = float(ce_core.entropy(ce_core.smooth_labels([1.0] + [0.0] * (classes - 1), 0.2)))
    assert round(bound, 3) == floor
    losses = np.array([state.train.cross_entropy for state in run])
    assert (losses >= bound).all()
    assert losses[-1] - bound < 0.004 < losses[0] - bound
    assert run[-1].train.accuracy == 1.0


def test_on_separable_points_the_loss_falls_towards_0_while_the_weights_grow() -> None:
    run = states(400, initial_parameters(1), toy_points("blobs", 60), learning_rate=1.0)
    losses = np.array([state.train.cross_entropy for state in run])
    assert (np.diff(losses) < 0).all() and 0 < losses[-1] < 0.01
    sizes = [float(np.linalg.norm(state.parameters.weights[0])) for state in run[50::50]]
    assert all(later > earlier for earlier, later in pairwise(sizes))


def test_overlapping_classes_leave_the_entropy_of_their_posterior() -> None:
    points = toy_points("overlapping", 4000, seed=2)
    floor = expected_floor(points)
    last = states(150, initial_parameters(1), points, learning_rate=2.0)[-1]
    assert floor is not None and floor > 0.3
    assert abs(last.train.cross_entropy - floor) < 0.02


# --- what there is to see -----------------------------------------------------------------------------------


def test_a_history_holds_the_states_in_the_unit_asked_for() -> None:
    parameters, points = problem(1, 3)
    kept, validation = split_points(points)
    run = states(6, parameters, kept, learning_rate=1.0, validation=validation)
    bits, nats = training_history(run, base=2), training_history(run)
    assert nats.step.tolist() == list(range(7))
    near(nats.cross_entropy, [state.train.cross_entropy for state in run])
    near(bits.cross_entropy, nats.cross_entropy / math.log(2))
    near(bits.validation_cross_entropy, nats.validation_cross_entropy / math.log(2))
    near(nats.validation_accuracy, [state.validation.accuracy for state in run if state.validation])
    near(bits.gradient_norm, [state.gradient_norm for state in run])
    assert nats.best == int(np.argmin(nats.validation_cross_entropy))


def test_a_history_without_validation_or_without_states() -> None:
    parameters, points = problem(1, 0)
    history = training_history(states(2, parameters, points, learning_rate=1.0))
    assert np.isnan(history.validation_cross_entropy).all() and history.best is None
    nothing = training_history([])
    assert nothing.step.size == nothing.cross_entropy.size == 0 and nothing.best is None


@pytest.mark.parametrize("outputs", [1, 3])
def test_a_decision_map_is_what_the_classifier_says_there(outputs: int) -> None:
    parameters, _ = problem(outputs, 4)
    drawn = decision_map(parameters, 2.0, side=9)
    for row, column in ((0, 0), (2, 7), (8, 3)):
        here = predict_probabilities(parameters, [[drawn.axis[column], drawn.axis[row]]])[0]
        near(drawn.probabilities[row, column], here)
        near(drawn.shade[row, column], here[1] if outputs == 1 else here.max())
        for label, p in enumerate(here):
            near(drawn.margins[label, row, column], np.log(p / np.delete(here, label).max()))
    assert drawn.axis[0] == -2 and drawn.axis[-1] == 2


@pytest.mark.parametrize("outputs", [1, 2, 4])
@pytest.mark.parametrize("alpha", [0.0, 0.2])
def test_the_costliest_point_and_its_slopes(outputs: int, alpha: float) -> None:
    parameters, points = problem(outputs, 0, scale=2.0)
    worst = costliest_point(parameters, points, label_smoothing=alpha)
    losses = [assess(parameters, points.take(np.array([i])), label_smoothing=alpha).cross_entropy for i in range(24)]
    assert worst.index == int(np.argmax(losses)) and worst.label == points.labels[worst.index]
    near(worst.cross_entropy, max(losses))
    place = points.positions[worst.index : worst.index + 1]
    q = predict_probabilities(parameters, place)[0]
    y = ce_core.smooth_labels(np.eye(points.classes)[worst.label], alpha)
    near([worst.target, worst.probability], [y[worst.label], q[worst.label]])
    near(worst.cross_entropy_slope, q[worst.label] - y[worst.label])
    scores = torch.tensor(np.log(q), requires_grad=True)
    (((torch.softmax(scores, 0) - torch.tensor(y)) ** 2).sum() / 2).backward()
    near(worst.squared_error_slope, scores.grad[worst.label].item())  # type: ignore[index]


def test_the_expected_floor_is_that_of_smoothed_labels_where_the_classes_do_not_touch() -> None:
    apart, moons = toy_points("blobs", 30, classes=3, noise=0.01), toy_points("moons", 30)
    assert expected_floor(apart) == 0 and expected_floor(moons) is None
    near(expected_floor(apart, label_smoothing=0.2, base=2), ce_core.entropy([13 / 15, 1 / 15, 1 / 15], base=2))


# --- refusals -----------------------------------------------------------------------------------------------

GOOD = labelled_points([[0.0, 1.0], [1.0, 0.0]], [0, 1])
START = initial_parameters(1)
NAN, INF = float("nan"), float("inf")

REFUSALS: dict[str, tuple[Any, list[str]]] = {
    "unknown kind": (lambda: toy_points("spirals", 10), ["'spirals'", "moons, circles, blobs, overlapping"]),
    "three moons": (lambda: toy_points("moons", 10, classes=3), ["classes = 3", "from 2 to 2 for moons"]),
    "fewer points than classes": (lambda: toy_points("blobs", 2, classes=3), ["count = 2", "each of 3 classes"]),
    "negative noise": (lambda: toy_points("blobs", 10, noise=-0.1), ["noise = -0.1", "from 0"]),
    "too much noise": (lambda: toy_points("blobs", 10, noise=100.0), ["noise = 100.0", "below 100"]),
    "NaN noise": (lambda: toy_points("blobs", 10, noise=NAN), ["noise = nan"]),
    "negative seed": (lambda: toy_points("blobs", 10, seed=-1), ["seed = -1", "from 0"]),
    "no points": (lambda: labelled_points([], []), ["positions (shape (0,)) holds no points", "at least one"]),
    "one coordinate": (lambda: labelled_points([[1.0]], [0]), ["positions (shape (1, 1)) must be N×2"]),
    "NaN place": (
        lambda: labelled_points([[0, 0], [0, NAN]], [0, 1]),
        ["positions[1, 1] = nan is not a finite number"],
    ),
    "infinite place": (lambda: labelled_points([[0, INF]], [0]), ["positions[0, 1] = inf"]),
    "label outside": (lambda: labelled_points([[0, 0]], [2], classes=2), ["labels[0] = 2.0", "classes 0 to 1"]),
    "negative label": (lambda: labelled_points([[0, 0]], [-1]), ["labels[0] = -1.0"]),
    "half a label": (lambda: labelled_points([[0, 0]], [0.5]), ["labels[0] = 0.5 is not a class index"]),
    "NaN label": (lambda: labelled_points([[0, 0]], [NAN]), ["labels[0] = nan"]),
    "huge label": (lambda: labelled_points([[0, 0]], [10**9]), ["labels[0] = 1000000000.0", "classes 0 to 99"]),
    "more labels than points": (lambda: labelled_points([[0, 0]], [0, 1]), ["labels (shape (2,))", "(1,)"]),
    "one class to choose from": (lambda: labelled_points([[0, 0]], [0], classes=1), ["classes = 1", "from 2"]),
    "all to validate": (lambda: split_points(GOOD, 1.0), ["share = 1.0", "up to, but not including, 1"]),
    "nothing to split": (lambda: split_points(GOOD.take(np.array([], dtype=int))), ["points (shape (0, 2))"]),
    "no outputs": (lambda: initial_parameters(0), ["outputs = 0", "1 for a sigmoid"]),
    "negative units": (lambda: initial_parameters(1, hidden=-1), ["hidden = -1"]),
    "negative scale": (lambda: initial_parameters(1, scale=-1.0), ["scale = -1.0"]),
    "infinite head start": (lambda: initial_parameters(1, head_start=INF), ["head_start = inf", "finite"]),
    "NaN to predict": (lambda: predict_probabilities(START, [[NAN, 0.0]]), ["positions[0, 0] = nan"]),
    "three coordinates": (lambda: predict_probabilities(START, [[1.0, 2.0, 3.0]]), ["(1, 3)", "N×2"]),
    "scores overflow": (
        lambda: predict_probabilities(initial_parameters(1, scale=1e300), [[1e300, 1e300]]),
        ["too large for a float"],
    ),
    "classes differ": (lambda: assess(initial_parameters(3), GOOD), ["points has 2 classes and the classifier 3"]),
    "smoothing above 1": (lambda: assess(START, GOOD, label_smoothing=1.5), ["label_smoothing = 1.5"]),
    "unknown loss": (lambda: training_gradient(START, GOOD, minimise="hinge"), ["'hinge'", "squared error"]),
    "nothing to train on": (
        lambda: train(START, GOOD.take(np.array([], dtype=int)), learning_rate=1.0),
        ["points (shape (0, 2)) holds no points", "add at least one"],
    ),
    "one class": (
        lambda: train(START, GOOD.take(np.array([1])), learning_rate=1.0),
        ["the only one belongs to class 1", "add a point of another class"],
    ),
    "rate 0": (lambda: train(START, GOOD, learning_rate=0.0), ["learning_rate = 0.0", "above 0"]),
    "negative rate": (lambda: train(START, GOOD, learning_rate=-1.0), ["learning_rate = -1.0"]),
    "NaN rate": (lambda: train(START, GOOD, learning_rate=NAN), ["learning_rate = nan"]),
    "infinite rate": (lambda: train(START, GOOD, learning_rate=INF), ["learning_rate = inf"]),
    "nothing to validate with": (
        lambda: train(START, GOOD, learning_rate=1.0, validation=GOOD.take(np.array([], dtype=int))),
        ["validation (shape (0, 2)) holds no points"],
    ),
    "other classes to validate with": (
        lambda: train(START, GOOD, learning_rate=1.0, validation=toy_points("blobs", 9, classes=3)),
        ["validation has 3 classes and the classifier 2"],
    ),
    "no reach": (lambda: decision_map(START, 0.0), ["reach = 0.0", "above 0"]),
    "a grid of one": (lambda: decision_map(START, 1.0, side=1), ["side = 1", "at least 2"]),
    "base 1": (lambda: training_history([], base=1.0), ["base = 1.0"]),
    "floor of nothing": (lambda: expected_floor(GOOD.take(np.array([], dtype=int))), ["holds no points"]),
    "negative step": (lambda: train(START, GOOD, learning_rate=1.0, first_step=-1), ["first_step = -1"]),
}


@pytest.mark.parametrize(("call", "said"), REFUSALS.values(), ids=REFUSALS)
def test_refusals_come_at_once_and_say_what_to_do(call: Any, said: list[str]) -> None:
    with pytest.raises(DistributionError) as refusal:
        call()
    assert all(part in str(refusal.value) for part in said), str(refusal.value)


@pytest.mark.parametrize("value", [2.5, "3", None, True])
def test_what_is_no_whole_number(value: Any) -> None:
    with pytest.raises(TypeError, match="hidden = "):
        initial_parameters(1, hidden=value)


@pytest.mark.parametrize(("hidden", "far", "rate"), [(0, 1e200, 1e200), (3, 1.0, 1.7e308)])
def test_divergence_is_told_with_its_step(hidden: int, far: float, rate: float) -> None:
    points = labelled_points([[far, 0.0], [-far, 1.0]], [0, 1])
    start = initial_parameters(1, hidden=hidden, head_start=1.0)
    with pytest.raises(DistributionError, match=r"training diverged: at step [123] .*; use a learning_rate below"):
        states(9, start, points, learning_rate=rate)


def test_a_rate_that_is_only_too_high_gives_true_numbers() -> None:
    """Cross-entropy bounds every step, so a wild run is bad, not undefined."""
    parameters, points = problem(1, 0)
    last = states(50, parameters, points, learning_rate=1e6)[-1]
    assert math.isfinite(last.train.cross_entropy) and last.train.cross_entropy > 10
