"""What the lesson on training trains, and what its pictures need of it."""

from dataclasses import dataclass
from itertools import islice

import numpy as np

from ce_core import (
    CostliestPoint,
    DecisionMap,
    DistributionError,
    Parameters,
    Points,
    TrainingHistory,
    TrainingState,
    costliest_point,
    decision_map,
    entropy,
    expected_floor,
    initial_parameters,
    labelled_points,
    predict_probabilities,
    smooth_labels,
    split_points,
    toy_points,
    train,
    training_history,
)
from pages.shared.training_points import Row

OBJECTIVES = ("cross-entropy", "squared error")
WIDE = 2.5  # so far to every side reach pictures that wait for points
MARGIN = 1.15  # so much farther than the outermost point reach the others
SEEN = 0.005  # a floor nearer to the one below it is not drawn apart from it


@dataclass(frozen=True)
class Setup:
    """Everything that a training depends on."""

    kind: str | None
    """None for no points but one's own."""
    classes: int
    noise: float
    count: int
    seed: int
    own: tuple[Row, ...]
    share: float
    hidden: int
    head_start: float
    init: int
    rate: float
    smoothing: float


@dataclass(frozen=True)
class Data:
    """The points of a setup. One's own are always trained on."""

    classes: int
    train: Points | None
    validation: Points | None
    reach: float
    """How far to every side the pictures go."""


@dataclass(frozen=True)
class Run:
    """One training as the pictures show it."""

    minimised: str
    map: DecisionMap
    history: TrainingHistory
    """Empty if nothing could be trained, and then the three below say nothing."""
    worst: CostliestPoint | None
    wrong: np.ndarray
    """Which training points are answered wrongly."""
    wrong_validation: np.ndarray


def data_of(setup: Setup) -> Data:
    train_points, validation = None, None
    if setup.kind is not None:
        train_points, validation = split_points(_drawn(setup), setup.share, seed=setup.seed)
    if setup.own:
        own = labelled_points([row[:2] for row in setup.own], [row[2] for row in setup.own], classes=setup.classes)
        train_points = own if train_points is None else _joined(train_points, own)
    places = [points.positions for points in (train_points, validation) if points is not None]
    farthest = max((MARGIN * float(np.abs(place).max()) for place in places), default=0.0)
    return Data(setup.classes, train_points, validation, max(farthest, WIDE if setup.kind is None else 0.0))


def _drawn(setup: Setup) -> Points:
    return toy_points(setup.kind or "", setup.count, classes=setup.classes, noise=setup.noise, seed=setup.seed)


def _joined(drawn: Points, own: Points) -> Points:
    positions = np.concatenate([drawn.positions, own.positions])
    return labelled_points(positions, np.concatenate([drawn.labels, own.labels]), classes=drawn.classes)


def floors_of(setup: Setup, base: float | None) -> dict[str, float]:
    """What no answers get below, lowest first: labels that are smoothed; then, on fresh labels, classes that overlap.

    With points of one's own nobody knows how far the classes overlap.
    """
    floors: dict[str, float] = {}
    if setup.smoothing:
        one_hot = [1.0] + [0.0] * (setup.classes - 1)
        floors["smoothing floor"] = float(entropy(smooth_labels(one_hot, setup.smoothing), base=base))
    if setup.kind is not None and not setup.own:
        overlap = expected_floor(_drawn(setup), label_smoothing=setup.smoothing, base=base)
        if overlap is not None and overlap > floors.get("smoothing floor", 0.0) + SEEN:
            floors["overlap floor"] = overlap
    return floors


def first_parameters(setup: Setup) -> Parameters:
    """The common start: a sigmoid for two classes, a softmax for more."""
    outputs = 1 if setup.classes == 2 else setup.classes
    return initial_parameters(outputs, hidden=setup.hidden, head_start=setup.head_start, seed=setup.init)


def states_after(setup: Setup, minimise: str, last: TrainingState | None, count: int) -> tuple[TrainingState, ...]:
    """So many states that follow the last one; without one, the start and those after it."""
    data = data_of(setup)
    if data.train is None:
        raise DistributionError("there are no points yet; add some of two classes")
    states = train(
        last.parameters if last else first_parameters(setup),
        data.train,
        learning_rate=setup.rate,
        minimise=minimise,
        validation=data.validation,
        label_smoothing=setup.smoothing,
        first_step=last.step if last else 0,
    )
    skipped = 1 if last else 0
    return tuple(islice(states, skipped, skipped + count))


def run_of(setup: Setup, data: Data, minimise: str, states: list[TrainingState], base: float | None) -> Run:
    """The training of these states, the last of which is shown."""
    parameters = states[-1].parameters if states else first_parameters(setup)
    return Run(
        minimised=minimise,
        map=decision_map(parameters, data.reach),
        history=training_history(states, base=base),
        worst=costliest_point(parameters, data.train, label_smoothing=setup.smoothing)
        if states and data.train
        else None,
        wrong=_wrong(parameters, data.train if states else None),
        wrong_validation=_wrong(parameters, data.validation if states else None),
    )


def _wrong(parameters: Parameters, points: Points | None) -> np.ndarray:
    if points is None:
        return np.zeros(0, dtype=bool)
    return predict_probabilities(parameters, points.positions).argmax(axis=1) != points.labels
