"""The exercises as data: what is drawn, what is right, and what each typical mistake would give instead.

`TEMPLATES` has one row an exercise. Its rules are functions of the drawn numbers and of the base of the logarithm, and
they compute with the functions of this package alone. `exercises` draws the numbers and checks the answers.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from ce_core.activations import softmax
from ce_core.curves import loss_curve
from ce_core.gaussian import gaussian_entropy, gaussian_nll, mean_squared_error
from ce_core.information import (
    cross_entropy,
    decompose,
    entropy,
    information_content,
    kl_divergence,
    normalize,
    perplexity,
    probability_of,
)
from ce_core.losses import (
    binary_cross_entropy,
    binary_cross_entropy_from_logits,
    binary_decompose,
    categorical_cross_entropy_from_logits,
    smooth_labels,
    sparse_categorical_cross_entropy_from_logits,
)

Kind = Literal["compute", "rank", "find", "spot", "floor", "read"]
Asks = Literal["number", "order", "distribution", "choice"]
Unit = Literal["nats", "bits", ""]
Given = Mapping[str, Any]
Rule = Callable[[Given, float | None], Any]

EXERCISE_KINDS: tuple[Kind, ...] = ("compute", "rank", "find", "spot", "floor", "read")
BASES: Mapping[Unit, float | None] = {"nats": None, "bits": 2.0, "": None}
OTHER_BASES: Mapping[Unit, tuple[float | None, ...]] = {"nats": (2.0, 10.0), "bits": (None, 10.0), "": ()}


class Mistake(StrEnum):
    """A kind of error that an answer can show. `NOTHING` stands for a calculation without one."""

    NOTHING = "nothing is wrong"
    WRONG_BASE = "wrong base"
    NO_MINUS = "no minus"
    SUM_FOR_MEAN = "sum for mean"
    MEAN_FOR_SUM = "mean for sum"
    SWAPPED = "swapped arguments"
    FORGOT_TERM = "forgot a term"
    TOTAL = "the total"
    EXCESS = "the excess alone"
    FLOOR = "the floor alone"
    NOT_WEIGHTED = "weights left out"
    WEIGHTED = "weighted with P"
    OTHER_CLASS = "another class"
    LOG_OF_MEAN = "log of the mean"
    MEAN_OF_PERPLEXITIES = "mean of perplexities"
    NO_EXPONENT = "no exponential"
    UNIFORM = "a uniform guess"
    ZERO = "0 as the floor"
    SECOND_SOFTMAX = "a second softmax"
    ONE_SCORE = "one score alone"
    DENOMINATOR = "divided by the count"
    INVERTED = "multiplied, not divided"
    SQUARED = "squared error"
    REVERSED = "reversed"
    RAW = "the number itself"
    OTHER_AXIS = "the other axis"
    OTHER_CURVE = "the other curve"
    OTHERS_ONLY = "α to the others only"
    ANY_ZERO = "a zero that costs nothing"
    UNCHANGED = "the factor 1"
    MOST = "the end of the axis"


@dataclass(frozen=True)
class Curve:
    """A line to read a value from."""

    name: str
    x: tuple[float, ...]
    y: tuple[float, ...]


class Dice:
    """Whole numbers from a seed, the same in every version of Python: only `Random.random` promises that."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)

    def whole(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self._random.random() * (high - low + 1))


Draw = Callable[[Dice], Any]


@dataclass(frozen=True)
class Template:
    """One exercise before its numbers are drawn. Rules take what was drawn and the base of the unit.

    `right` gives the answer; for an order the scores of `items`, to be sorted upwards; for a distribution the quantity
    that has to hit the target, of the hidden `q` that is drawn with the rest, and of any other. `wrong` gives what a
    mistake comes to, one value or several. A choice is made about the numbers and mistakes of the exercise `about`.
    """

    name: str
    kind: Kind
    unit: Unit
    draw: Mapping[str, Draw]
    right: Rule
    wrong: Mapping[Mistake, Rule]
    asks: Asks = "number"
    tolerance: float = 0.01
    accept: Callable[[Given], bool] = lambda given: True
    curves: Callable[[Given, float | None], tuple[Curve, ...]] | None = None
    has_base: bool = True
    """Another base gives another number, and is a mistake to be recognised."""
    about: str = ""


# --- what is drawn: whole per cents and tenths, so that the numbers shown are the numbers used


def percent(low: int, high: int, step: int = 5) -> Draw:
    """A probability in whole steps of a per cent."""
    return lambda dice: dice.whole(low // step, high // step) * step / 100


def tenths(low: float, high: float) -> Draw:
    return lambda dice: dice.whole(round(low * 10), round(high * 10)) / 10


def hundredths(low: float, high: float) -> Draw:
    return lambda dice: dice.whole(round(low * 100), round(high * 100)) / 100


def one_of(*values: float) -> Draw:
    return lambda dice: values[dice.whole(0, len(values) - 1)]


def several(draw: Draw, count: int) -> Draw:
    return lambda dice: tuple(draw(dice) for _ in range(count))


def shares(count: int) -> Draw:
    """A distribution in steps of 5 %, none of them 0."""

    def draw(dice: Dice) -> tuple[float, ...]:
        free = 20 - count
        cuts = sorted(dice.whole(0, free) for _ in range(count - 1))
        return tuple((high - low + 1) * 5 / 100 for low, high in zip([0, *cuts], [*cuts, free], strict=True))

    return draw


def with_zero(count: int) -> Draw:
    """A distribution whose last event never happens."""
    return lambda dice: (*shares(count - 1)(dice), 0.0)


def fixed(value: Any) -> Draw:
    return lambda dice: value


# --- rules that several rows share


def certain(classes: float, index: int = 0) -> list[int]:
    """A one-hot target."""
    return [int(i == index) for i in range(int(classes))]


def guess(classes: float, base: float | None) -> Any:
    """What a uniform guess costs: the logarithm of the number of classes."""
    return entropy(normalize([1] * int(classes)), base=base)


def coin(p: float) -> tuple[float, float]:
    return (p, 1 - p)


def without_each(terms: ArrayLike) -> Any:
    """The sum with one of its terms left out, once for every term that is not 0."""
    array = np.asarray(terms)
    return array.sum() - array[array != 0]


def given_to_truth(y: Sequence[float], p: Sequence[float]) -> list[float]:
    """The probability that each prediction gave to what happened."""
    return [chance if label == 1 else 1 - chance for label, chance in zip(y, p, strict=True)]


def columns(pairs: ArrayLike) -> tuple[Any, Any]:
    """The first and the second of every pair."""
    array = np.asarray(pairs)
    return array[:, 0], array[:, 1]


def others_share(alpha: float, classes: float) -> list[float]:
    """A smoothed label that gives all of α to the wrong classes: not what `smooth_labels` does."""
    return [1 - alpha] + [alpha / (int(classes) - 1)] * (int(classes) - 1)


def h(*names: str) -> Rule:
    """The entropy of one drawn distribution, or the cross-entropy of two."""
    if len(names) == 1:
        return lambda g, base: entropy(g[names[0]], base=base)
    return lambda g, base: cross_entropy(g[names[0]], g[names[1]], base=base)


def kl(first: str, second: str) -> Rule:
    return lambda g, base: kl_divergence(g[first], g[second], base=base)


def _differ(*names: str) -> Callable[[Given], bool]:
    """No two of the drawn values are the same, also not in another order."""
    return lambda g: len({tuple(sorted(g[name])) for name in names}) == len(names)


def _both_labels(g: Given) -> bool:
    return 0 < sum(g["y"]) < len(g["y"])


_GRID = tuple(i / 100 for i in range(2, 99))
_ALPHAS = tuple(i / 50 for i in range(51))
_FACTORS = tuple(i / 20 for i in range(81))


def _loss_curve(y: float, base: float | None, name: str) -> Curve:
    return Curve(name, _GRID, tuple(loss_curve(y, _GRID, base=base).loss.tolist()))


def _both_targets(g: Given, base: float | None) -> tuple[Curve, ...]:
    return _loss_curve(1, base, "target 1"), _loss_curve(0, base, "target 0")


def _soft_target(g: Given, base: float | None) -> tuple[Curve, ...]:
    return (_loss_curve(g["y"], base, "loss"),)


def _loss_and_floor(g: Given, base: float | None) -> tuple[Curve, ...]:
    floor = float(entropy(coin(g["y"]), base=base))
    return _loss_curve(g["y"], base, "loss"), Curve("floor", _GRID, (floor,) * len(_GRID))


def _coin_curves(g: Given, base: float | None) -> tuple[Curve, ...]:
    grid = np.array(_GRID)
    average = entropy(np.stack([grid, 1 - grid], axis=1), base=base)
    return (
        Curve("entropy", _GRID, tuple(np.asarray(average).tolist())),
        Curve("surprise", _GRID, tuple(np.asarray(information_content(grid, base=base)).tolist())),
    )


def _smoothing_curves(g: Given, base: float | None) -> tuple[Curve, ...]:
    def floors(classes: float) -> tuple[float, ...]:
        smoothed = np.stack([smooth_labels(certain(classes), alpha) for alpha in _ALPHAS])
        return tuple(np.asarray(entropy(smoothed, base=base)).tolist())

    return tuple(
        Curve(f"{int(classes)} classes", _ALPHAS, floors(classes))
        for classes in sorted((g["classes"], g["other_classes"]))
    )


def _confidence_curve(g: Given, base: float | None) -> tuple[Curve, ...]:
    """The mean loss of a batch whose scores are all multiplied by the same factor, against the factor."""
    scores = np.outer(_FACTORS, g["scores"])
    losses = binary_cross_entropy_from_logits(np.tile(g["y"], (len(_FACTORS), 1)), scores, reduction="none", base=base)
    return (Curve("loss", _FACTORS, tuple(np.asarray(losses).mean(axis=1).tolist())),)


def _lowest(curve: Curve) -> tuple[float, float]:
    """Where a curve is lowest, and its height there."""
    height, place = min(zip(curve.y, curve.x, strict=True))
    return place, height


def _mostly_right(g: Given) -> bool:
    """Two or three of the ten scores have the wrong sign, and the best factor lies well inside the axis."""
    wrong = sum((score > 0) != (label == 1) for label, score in zip(g["y"], g["scores"], strict=True))
    return _both_labels(g) and wrong in (2, 3) and 0.4 <= _lowest(_confidence_curve(g, None)[0])[0] <= 3


# --- the table

_BATCH: Mapping[str, Draw] = {"y": several(one_of(0, 1), 4), "p": several(percent(5, 95), 4)}
_PAIR: Mapping[str, Draw] = {"p": shares(3), "q": shares(3)}

_COMPUTE = (
    Template(
        "surprise", "compute", "bits",
        draw={"p": percent(5, 95)},
        right=lambda g, base: information_content(g["p"], base=base),
        wrong={
            Mistake.OTHER_CLASS: lambda g, base: information_content(1 - g["p"], base=base),
            Mistake.WEIGHTED: lambda g, base: g["p"] * information_content(g["p"], base=base),
        },
    ),
    Template(
        "entropy", "compute", "bits",
        draw={"p": shares(3)},
        right=h("p"),
        wrong={
            Mistake.FORGOT_TERM: lambda g, base: without_each(decompose(g["p"], g["p"], base=base).entropy_per_event),
            Mistake.NOT_WEIGHTED: lambda g, base: np.sum(information_content(g["p"], base=base)),
            Mistake.UNIFORM: lambda g, base: guess(3, base),
        },
    ),
    Template(
        "cross-entropy", "compute", "bits",
        draw=_PAIR,
        right=h("p", "q"),
        wrong={
            Mistake.SWAPPED: h("q", "p"),
            Mistake.FORGOT_TERM: lambda g, base: without_each(
                decompose(g["p"], g["q"], base=base).cross_entropy_per_event
            ),
            Mistake.EXCESS: kl("p", "q"),
            Mistake.FLOOR: h("p"),
        },
        accept=_differ("p", "q"),
    ),
    Template(
        "kl", "compute", "bits",
        draw=_PAIR,
        right=kl("p", "q"),
        wrong={
            Mistake.SWAPPED: kl("q", "p"),
            Mistake.FORGOT_TERM: lambda g, base: without_each(decompose(g["p"], g["q"], base=base).kl_per_event),
            Mistake.TOTAL: h("p", "q"),
            Mistake.FLOOR: h("p"),
        },
        accept=_differ("p", "q"),
    ),
    Template(
        "soft target", "compute", "nats",
        draw={"y": percent(5, 95), "p": percent(5, 95)},
        right=lambda g, base: binary_cross_entropy([g["y"]], [g["p"]], base=base),
        wrong={
            Mistake.SWAPPED: lambda g, base: binary_cross_entropy([g["p"]], [g["y"]], base=base),
            Mistake.FORGOT_TERM: lambda g, base: [
                binary_decompose(g["y"], g["p"], base=base).positive_term,
                binary_decompose(g["y"], g["p"], base=base).negative_term,
            ],
            Mistake.FLOOR: lambda g, base: entropy(coin(g["y"]), base=base),
        },
        accept=lambda g: g["y"] != g["p"],
    ),
    Template(
        "mean loss", "compute", "nats",
        draw=_BATCH,
        right=lambda g, base: binary_cross_entropy(g["y"], g["p"], base=base),
        wrong={
            Mistake.SUM_FOR_MEAN: lambda g, base: binary_cross_entropy(g["y"], g["p"], reduction="sum", base=base),
            Mistake.FORGOT_TERM: lambda g, base: [
                np.mean(binary_decompose(g["y"], g["p"], base=base).positive_term),
                np.mean(binary_decompose(g["y"], g["p"], base=base).negative_term),
            ],
            Mistake.LOG_OF_MEAN: lambda g, base: information_content(
                np.mean(given_to_truth(g["y"], g["p"])), base=base
            ),
        },
        accept=_both_labels,
    ),
    Template(
        "softmax loss", "compute", "nats",
        draw={"scores": several(tenths(-3, 5), 3)},
        right=lambda g, base: sparse_categorical_cross_entropy_from_logits([0], [g["scores"]], base=base),
        wrong={
            Mistake.SECOND_SOFTMAX: lambda g, base: sparse_categorical_cross_entropy_from_logits(
                [0], [softmax(g["scores"])], base=base
            ),
            Mistake.ONE_SCORE: lambda g, base: binary_cross_entropy_from_logits([1], [g["scores"][0]], base=base),
            Mistake.OTHER_CLASS: lambda g, base: sparse_categorical_cross_entropy_from_logits(
                [1, 2], [g["scores"]] * 2, reduction="none", base=base
            ),
        },
    ),
    Template(
        "perplexity", "compute", "",
        draw={"losses": several(tenths(0.5, 3.5), 2)},
        right=lambda g, base: 1 / probability_of(np.mean(g["losses"])),
        wrong={
            Mistake.MEAN_OF_PERPLEXITIES: lambda g, base: np.mean(1 / probability_of(g["losses"])),
            Mistake.WRONG_BASE: lambda g, base: [1 / probability_of(np.mean(g["losses"]), base=b) for b in (2, 10)],
            Mistake.NO_EXPONENT: lambda g, base: np.mean(g["losses"]),
        },
    ),
    Template(
        "message length", "compute", "bits",
        draw={"count": one_of(50, 100, 200, 500), **_PAIR},
        right=lambda g, base: g["count"] * cross_entropy(g["p"], g["q"], base=base),
        wrong={
            Mistake.MEAN_FOR_SUM: h("p", "q"),
            Mistake.SWAPPED: lambda g, base: g["count"] * cross_entropy(g["q"], g["p"], base=base),
            Mistake.EXCESS: lambda g, base: g["count"] * kl_divergence(g["p"], g["q"], base=base),
            Mistake.FLOOR: lambda g, base: g["count"] * entropy(g["p"], base=base),
        },
        accept=_differ("p", "q"),
    ),
    Template(
        "weighted mean", "compute", "nats",
        draw={"p": several(percent(5, 95), 3), "weights": several(one_of(1, 2, 3, 4), 3)},
        right=lambda g, base: binary_cross_entropy([1] * 3, g["p"], sample_weight=g["weights"], base=base),
        wrong={
            Mistake.DENOMINATOR: lambda g, base: np.mean(
                binary_cross_entropy([1] * 3, g["p"], sample_weight=g["weights"], reduction="none", base=base)
            ),
            Mistake.SUM_FOR_MEAN: lambda g, base: binary_cross_entropy(
                [1] * 3, g["p"], sample_weight=g["weights"], reduction="sum", base=base
            ),
            Mistake.NOT_WEIGHTED: lambda g, base: binary_cross_entropy([1] * 3, g["p"], base=base),
        },
    ),
    Template(
        "nats to bits", "compute", "bits",
        draw={"loss": hundredths(0.5, 3)},
        right=lambda g, base: information_content(probability_of(g["loss"]), base=base),
        wrong={
            Mistake.INVERTED: lambda g, base: information_content(probability_of(g["loss"], base=2)),
            Mistake.NO_EXPONENT: lambda g, base: 1 / probability_of(g["loss"], base=2),
        },
    ),
    Template(
        "gaussian", "compute", "nats",
        draw={"x": tenths(-4, 4), "mu": tenths(-4, 4), "sigma": tenths(0.3, 3)},
        right=lambda g, base: gaussian_nll([g["x"]], g["mu"], g["sigma"]),
        wrong={
            Mistake.FORGOT_TERM: lambda g, base: [
                gaussian_nll([g["x"]], g["mu"], g["sigma"], full=False),
                gaussian_nll([(g["x"] - g["mu"]) / g["sigma"]], 0, 1),
                gaussian_nll([g["mu"]], g["mu"], g["sigma"]),
            ],
            Mistake.SQUARED: lambda g, base: mean_squared_error([g["x"]], g["mu"]),
        },
        accept=lambda g: g["x"] != g["mu"] and abs(g["x"] - g["mu"]) <= 3 * g["sigma"],
        has_base=False,
    ),
)  # fmt: skip

_RANK = (
    Template(
        "rank events by surprise", "rank", "bits", asks="order",
        draw={"items": shares(4)},
        right=lambda g, base: information_content(g["items"], base=base),
        wrong={Mistake.WEIGHTED: lambda g, base: decompose(g["items"], g["items"], base=base).entropy_per_event},
    ),
    Template(
        "rank events by cost", "rank", "bits", asks="order",
        draw={"p": shares(4), "q": shares(4), "items": fixed((0, 1, 2, 3))},
        right=lambda g, base: decompose(g["p"], g["q"], base=base).cross_entropy_per_event,
        wrong={
            Mistake.NOT_WEIGHTED: lambda g, base: information_content(g["q"], base=base),
            Mistake.SWAPPED: lambda g, base: decompose(g["q"], g["p"], base=base).cross_entropy_per_event,
        },
    ),
    Template(
        "rank by entropy", "rank", "bits", asks="order",
        draw={"items": several(shares(3), 4)},
        right=lambda g, base: entropy(g["items"], base=base),
        wrong={Mistake.NOT_WEIGHTED: lambda g, base: np.sum(information_content(g["items"], base=base), axis=1)},
    ),
    Template(
        "rank predictions", "rank", "bits", asks="order",
        draw={"p": shares(3), "items": several(shares(3), 4)},
        right=lambda g, base: cross_entropy([g["p"]] * 4, g["items"], base=base),
        wrong={
            Mistake.SWAPPED: lambda g, base: cross_entropy(g["items"], [g["p"]] * 4, base=base),
            Mistake.SQUARED: lambda g, base: np.mean(
                mean_squared_error([g["p"]] * 4, g["items"], reduction="none"), axis=1
            ),
        },
    ),
    Template(
        "rank pairs by excess", "rank", "bits", asks="order",
        draw={"items": several(lambda dice: (shares(2)(dice), shares(2)(dice)), 4)},
        right=lambda g, base: kl_divergence(*columns(g["items"]), base=base),
        wrong={
            Mistake.TOTAL: lambda g, base: cross_entropy(*columns(g["items"]), base=base),
            Mistake.SWAPPED: lambda g, base: kl_divergence(*columns(g["items"])[::-1], base=base),
        },
    ),
    Template(
        "rank models", "rank", "nats", asks="order",
        draw={"items": several(several(percent(5, 95), 3), 4)},
        right=lambda g, base: np.mean(information_content(g["items"], base=base), axis=1),
        wrong={Mistake.LOG_OF_MEAN: lambda g, base: information_content(np.mean(g["items"], axis=1), base=base)},
    ),
    Template(
        "rank scores", "rank", "nats", asks="order",
        draw={"items": several(several(tenths(-2, 5), 3), 4)},
        right=lambda g, base: sparse_categorical_cross_entropy_from_logits(
            [0] * 4, g["items"], reduction="none", base=base
        ),
        wrong={Mistake.ONE_SCORE: lambda g, base: [0 - scores[0] for scores in g["items"]]},
    ),
    Template(
        "rank targets by floor", "rank", "nats", asks="order",
        draw={"items": several(percent(5, 95), 4)},
        right=lambda g, base: binary_decompose(g["items"], g["items"], base=base).floor,
        wrong={Mistake.RAW: lambda g, base: g["items"]},
    ),
)  # fmt: skip

_FIND = (
    Template(
        "two events", "find", "bits", asks="distribution", tolerance=0.02,
        draw={"p": shares(2), "q": shares(2)},
        right=kl("p", "q"),
        wrong={Mistake.SWAPPED: kl("q", "p"), Mistake.TOTAL: h("p", "q")},
    ),
    Template(
        "three events", "find", "bits", asks="distribution", tolerance=0.02,
        draw=_PAIR,
        right=kl("p", "q"),
        wrong={Mistake.SWAPPED: kl("q", "p"), Mistake.TOTAL: h("p", "q")},
    ),
    Template(
        "the other direction", "find", "bits", asks="distribution", tolerance=0.02,
        draw=_PAIR,
        right=kl("q", "p"),
        wrong={Mistake.SWAPPED: kl("p", "q"), Mistake.TOTAL: h("q", "p")},
    ),
    Template(
        "total cost", "find", "bits", asks="distribution", tolerance=0.02,
        draw=_PAIR,
        right=h("p", "q"),
        wrong={Mistake.EXCESS: kl("p", "q"), Mistake.SWAPPED: h("q", "p")},
    ),
    Template(
        "certain truth", "find", "nats", asks="distribution", tolerance=0.02,
        draw={"p": fixed((1.0, 0.0, 0.0)), "q": shares(3)},
        right=kl("p", "q"),
        wrong={Mistake.OTHER_CLASS: lambda g, base: information_content(1 - g["q"][0], base=base)},
    ),
    Template(
        "no excess", "find", "bits", asks="distribution", tolerance=0.001, has_base=False,
        draw={"p": shares(3)},
        right=kl("p", "q"),
        wrong={Mistake.UNIFORM: lambda g, base: kl_divergence(normalize([1] * 3), g["q"], base=base)},
        accept=lambda g: len(set(g["p"])) == 3,
    ),
    Template(
        "infinite excess", "find", "bits", asks="distribution", tolerance=0.0, has_base=False,
        draw={"p": with_zero(3), "q": fixed((1.0, 0.0, 0.0))},
        right=kl("p", "q"),
        wrong={
            Mistake.SWAPPED: kl("q", "p"),
            Mistake.ANY_ZERO: lambda g, base: information_content(np.min(g["q"]), base=base),
        },
    ),
    Template(
        "perplexity of Q", "find", "", asks="distribution", tolerance=0.05,
        draw=_PAIR,
        right=lambda g, base: perplexity(g["p"], g["q"]),
        wrong={
            Mistake.NO_EXPONENT: lambda g, base: [
                cross_entropy(g["p"], g["q"], base=2),
                cross_entropy(g["p"], g["q"]),
            ],
            Mistake.SWAPPED: lambda g, base: perplexity(g["q"], g["p"]),
        },
    ),
)  # fmt: skip

_FLOOR = (
    Template(
        "floor of a soft target", "floor", "bits",
        draw=_PAIR,
        right=h("p"),
        wrong={
            Mistake.TOTAL: h("p", "q"),
            Mistake.EXCESS: kl("p", "q"),
            Mistake.SWAPPED: h("q"),
            Mistake.ZERO: lambda g, base: 0.0,
            Mistake.UNIFORM: lambda g, base: guess(3, base),
        },
        accept=_differ("p", "q"),
    ),
    Template(
        "floor of a known label", "floor", "nats", has_base=False,
        draw={"q": shares(3)},
        right=lambda g, base: entropy(certain(3), base=base),
        wrong={
            Mistake.TOTAL: lambda g, base: cross_entropy(certain(3), g["q"], base=base),
            Mistake.UNIFORM: lambda g, base: guess(3, base),
        },
    ),
    Template(
        "floor of a grey pixel", "floor", "nats",
        draw={"y": percent(5, 95)},
        right=lambda g, base: entropy(coin(g["y"]), base=base),
        wrong={
            Mistake.ZERO: lambda g, base: 0.0,
            Mistake.UNIFORM: lambda g, base: guess(2, base),
            Mistake.FORGOT_TERM: lambda g, base: decompose(
                coin(g["y"]), coin(g["y"]), base=base
            ).entropy_per_event,
        },
    ),
    Template(
        "floor of an image", "floor", "nats",
        draw={"y": several(percent(0, 100), 4)},
        right=lambda g, base: np.sum(binary_decompose(g["y"], g["y"], base=base).floor),
        wrong={
            Mistake.ZERO: lambda g, base: 0.0,
            Mistake.MEAN_FOR_SUM: lambda g, base: np.mean(binary_decompose(g["y"], g["y"], base=base).floor),
            Mistake.UNIFORM: lambda g, base: 4 * guess(2, base),
            Mistake.FORGOT_TERM: lambda g, base: [
                np.sum(binary_decompose(g["y"], g["y"], base=base).positive_term),
                np.sum(binary_decompose(g["y"], g["y"], base=base).negative_term),
            ],
        },
    ),
    Template(
        "floor of smoothed labels", "floor", "nats",
        draw={"smoothing": tenths(0.1, 0.5), "classes": one_of(3, 4, 5, 10, 20, 100)},
        right=lambda g, base: entropy(smooth_labels(certain(g["classes"]), g["smoothing"]), base=base),
        wrong={
            Mistake.ZERO: lambda g, base: 0.0,
            Mistake.UNIFORM: lambda g, base: guess(g["classes"], base),
            Mistake.OTHERS_ONLY: lambda g, base: entropy(others_share(g["smoothing"], g["classes"]), base=base),
        },
    ),
    Template(
        "floor without inputs", "floor", "nats",
        draw={"counts": several(one_of(5, 10, 20, 25, 40, 50, 60), 3)},
        right=lambda g, base: entropy(normalize(g["counts"]), base=base),
        wrong={
            Mistake.ZERO: lambda g, base: 0.0,
            Mistake.UNIFORM: lambda g, base: guess(3, base),
            Mistake.NOT_WEIGHTED: lambda g, base: np.mean(information_content(normalize(g["counts"]), base=base)),
        },
        accept=lambda g: len(set(g["counts"])) > 1,
    ),
    Template(
        "floor of a second softmax", "floor", "nats",
        draw={"classes": one_of(2, 3, 4, 5, 10, 20, 50, 100)},
        right=lambda g, base: categorical_cross_entropy_from_logits(
            [certain(g["classes"])], [certain(g["classes"])], base=base
        ),
        wrong={Mistake.ZERO: lambda g, base: 0.0, Mistake.UNIFORM: lambda g, base: guess(g["classes"], base)},
    ),
    Template(
        "floor of a density", "floor", "nats", has_base=False,
        draw={"sigma": hundredths(0.05, 3)},
        right=lambda g, base: gaussian_entropy(g["sigma"]),
        wrong={
            Mistake.ZERO: lambda g, base: 0.0,
            Mistake.FORGOT_TERM: lambda g, base: [
                gaussian_nll([0], 0, g["sigma"]),
                gaussian_nll([g["sigma"]], 0, g["sigma"], full=False),
            ],
        },
        accept=lambda g: g["sigma"] != 1,
    ),
)  # fmt: skip

_READ = (
    Template(
        "loss at a prediction", "read", "nats", tolerance=0.1, has_base=False,
        draw={"y": one_of(0, 1), "p": percent(5, 95)},
        right=lambda g, base: binary_cross_entropy([g["y"]], [g["p"]], base=base),
        wrong={
            Mistake.OTHER_CURVE: lambda g, base: binary_cross_entropy([1 - g["y"]], [g["p"]], base=base),
            Mistake.OTHER_AXIS: lambda g, base: g["p"],
        },
        curves=_both_targets,
    ),
    Template(
        "prediction at a loss", "read", "", tolerance=0.03,
        draw={"loss": tenths(0.2, 2.5)},
        right=lambda g, base: probability_of(g["loss"]),
        wrong={
            Mistake.OTHER_CURVE: lambda g, base: 1 - probability_of(g["loss"]),
            Mistake.OTHER_AXIS: lambda g, base: g["loss"],
        },
        curves=_both_targets,
    ),
    Template(
        "height of the lowest point", "read", "nats", tolerance=0.05, has_base=False,
        draw={"y": percent(5, 95)},
        right=lambda g, base: entropy(coin(g["y"]), base=base),
        wrong={Mistake.OTHER_AXIS: lambda g, base: g["y"], Mistake.ZERO: lambda g, base: 0.0},
        curves=_soft_target,
    ),
    Template(
        "target of a curve", "read", "", tolerance=0.03,
        draw={"y": percent(5, 95)},
        right=lambda g, base: g["y"],
        wrong={
            Mistake.OTHER_AXIS: lambda g, base: entropy(coin(g["y"])),
            Mistake.OTHER_CLASS: lambda g, base: 1 - g["y"],
        },
        curves=_soft_target,
    ),
    Template(
        "excess at a prediction", "read", "bits", tolerance=0.1, has_base=False,
        draw={"y": percent(10, 90), "p": percent(5, 95)},
        right=lambda g, base: kl_divergence(coin(g["y"]), coin(g["p"]), base=base),
        wrong={
            Mistake.TOTAL: lambda g, base: cross_entropy(coin(g["y"]), coin(g["p"]), base=base),
            Mistake.FLOOR: lambda g, base: entropy(coin(g["y"]), base=base),
        },
        curves=_loss_and_floor,
    ),
    Template(
        "entropy of a coin", "read", "bits", tolerance=0.1, has_base=False,
        draw={"p": percent(5, 95)},
        right=lambda g, base: entropy(coin(g["p"]), base=base),
        wrong={
            Mistake.OTHER_CURVE: lambda g, base: information_content(g["p"], base=base),
            Mistake.OTHER_AXIS: lambda g, base: g["p"],
        },
        curves=_coin_curves,
    ),
    Template(
        "floor by smoothing", "read", "nats", tolerance=0.06, has_base=False,
        draw={"smoothing": tenths(0.1, 0.6), "classes": one_of(2, 3, 10), "other_classes": one_of(2, 3, 10)},
        right=lambda g, base: entropy(smooth_labels(certain(g["classes"]), g["smoothing"]), base=base),
        wrong={
            Mistake.OTHER_CURVE: lambda g, base: entropy(
                smooth_labels(certain(g["other_classes"]), g["smoothing"]), base=base
            ),
            Mistake.OTHER_AXIS: lambda g, base: g["smoothing"],
        },
        curves=_smoothing_curves,
    ),
    Template(
        "best confidence", "read", "", tolerance=0.15,
        draw={"y": several(one_of(0, 1), 10), "scores": several(tenths(-4, 4), 10)},
        right=lambda g, base: _lowest(_confidence_curve(g, base)[0])[0],
        wrong={
            Mistake.OTHER_AXIS: lambda g, base: _lowest(_confidence_curve(g, base)[0])[1],
            Mistake.UNCHANGED: lambda g, base: 1.0,
            Mistake.MOST: lambda g, base: _FACTORS[-1],
        },
        accept=_mostly_right,
        curves=_confidence_curve,
    ),
)  # fmt: skip

_SPOT_ABOUT = (
    "entropy", "cross-entropy", "kl", "mean loss", "soft target", "softmax loss", "perplexity", "weighted mean",
)  # fmt: skip
_ROWS = {row.name: row for row in _COMPUTE}
_SPOT = tuple(
    Template(
        f"spot: {name}", "spot", _ROWS[name].unit, asks="choice",
        draw=_ROWS[name].draw, right=_ROWS[name].right, wrong=_ROWS[name].wrong, tolerance=_ROWS[name].tolerance,
        accept=_ROWS[name].accept, has_base=_ROWS[name].has_base, about=name,
    )
    for name in _SPOT_ABOUT
)  # fmt: skip

_BY_KIND = (_COMPUTE, _RANK, _FIND, _SPOT, _FLOOR, _READ)
TEMPLATES: Mapping[str, Template] = {
    rows[place].name: rows[place] for place in range(max(map(len, _BY_KIND))) for rows in _BY_KIND if place < len(rows)
}
"""All rows by name, in the order in which they are asked: one of each kind in turn, the easier ones first."""
