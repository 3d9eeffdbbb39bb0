"""Losses of data that come in pieces, or from several machines: their mean, and what `evaluate` says beside it.

Sums are kept exactly, as integers, so that the result is the same to the last bit however the rows were split and in
whatever order the pieces were merged.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ce_core._checks import Floats, distribution, log_of_base, numbers, refuse_where, weights_like
from ce_core._numerics import quiet, times
from ce_core._numerics import surprise as surprise_of
from ce_core.conventions import LibraryValue, library_values
from ce_core.errors import DistributionError
from ce_core.evaluation import Examples, examples_of
from ce_core.information import entropy
from ce_core.losses import class_indices, example_weights, surprise_of_logits, targets_of

_UNIT = 2200
"""Sums count in 2⁻²²⁰⁰: the last bit of the square of the smallest float64, written with a 53-bit mantissa."""

_NORMAL = float(np.finfo(np.float64).tiny)
_HALF = 512
"""Half of the exponent that float64 goes up to."""

_BLOCK = 1 << 20


@dataclass(frozen=True)
class LossTotal:
    """Σ w·loss and Σ w of the rows seen so far. Frozen; `merge` is associative and commutative, `empty` its identity.

    >>> total = LossTotal.empty().add([0.5, 1.5]).merge(LossTotal.empty().add([4.0]))
    >>> float(total.mean()), total.count
    (2.0, 3)
    """

    count: int
    """Rows seen, those of weight 0 included."""
    infinite: int
    """Rows of positive weight whose loss is ∞."""
    _losses: int
    _weights: int

    @classmethod
    def empty(cls) -> "LossTotal":
        """No rows yet."""
        return cls(0, 0, 0, 0)

    def add(self, losses: ArrayLike, sample_weight: ArrayLike | None = None) -> "LossTotal":
        """With these rows too: `losses` of any shape (finite or +∞) and `sample_weight` ≥ 0 of the same shape.

        Raises `DistributionError` for NaN, −∞, a negative weight, or unequal shapes.
        """
        values = numbers("losses", losses)
        bad = np.isnan(values) | (values == -np.inf)
        refuse_where(bad, "losses", values, "is not a loss", "remove it or replace it")
        if sample_weight is None:
            weight_sum, beyond, terms = values.size << _UNIT, 0, values
        else:
            weights = weights_like("sample_weight", sample_weight, values.shape, "loss")
            terms, weight_sum = times(weights, values), _exact_sum(weights)
            terms, beyond = _within_range(terms, weights, values)
        infinite = terms == np.inf
        return LossTotal(
            self.count + values.size,
            self.infinite + int(infinite.sum()),
            self._losses + _exact_sum(np.where(infinite, 0.0, terms)) + beyond,
            self._weights + weight_sum,
        )

    def merge(self, other: "LossTotal") -> "LossTotal":
        """The rows of both."""
        return LossTotal(
            self.count + other.count,
            self.infinite + other.infinite,
            self._losses + other._losses,
            self._weights + other._weights,
        )

    @property
    def has_weight(self) -> bool:
        """Whether there is a mean."""
        return self._weights > 0

    def share_of(self, whole: "LossTotal") -> np.float64:
        """This part of the weight of `whole`, correctly rounded."""
        return _quotient(self._weights, whole._weights)

    def total_weight(self) -> np.float64:
        """Σ w, correctly rounded; the number of rows without weights."""
        return _quotient(self._weights, 1 << _UNIT)

    def sum(self) -> np.float64:
        """Σ w·loss, correctly rounded."""
        return np.float64(math.inf) if self.infinite else _quotient(self._losses, 1 << _UNIT)

    def mean(self) -> np.float64:
        """Σ w·loss / Σ w, correctly rounded; raises `DistributionError` where there is nothing to average."""
        if self.count == 0:
            raise DistributionError("a mean of nothing is not defined; add losses first")
        if self._weights == 0:
            raise DistributionError("the total weight is 0, so there is no mean; give some row a positive weight")
        return np.float64(math.inf) if self.infinite else _quotient(self._losses, self._weights)


def _quotient(numerator: int, denominator: int) -> np.float64:
    try:
        return np.float64(numerator / denominator)
    except OverflowError:
        return np.float64(math.inf if numerator > 0 else -math.inf)


def _within_range(terms: Floats, weights: Floats, losses: Floats) -> tuple[Floats, int]:
    """w·loss without those that float64 can't hold in full, and the exact sum of these, rounded to 53 bits each."""
    size = np.abs(terms)
    lost = ~((size >= _NORMAL) & (size < np.inf))
    if lost.any():
        lost &= (weights > 0) & (losses != 0) & (losses < np.inf)
    if not lost.any():
        return terms, 0
    (w, scale_w), (loss, scale) = np.frexp(weights[lost]), np.frexp(losses[lost])
    return np.where(lost, 0.0, terms), _exact_sum(w * loss, scale_w + scale)


def _exact_sum(values: Floats, scale: NDArray[np.int32] | int = 0) -> int:
    """Σ values · 2^scale in units of 2⁻²²⁰⁰: mantissas are added as integers, apart for each exponent."""
    total = 0
    flat, scales = values.ravel(), np.broadcast_to(scale, values.size)
    for start in range(0, flat.size, _BLOCK):
        mantissa, exponent = np.frexp(flat[start : start + _BLOCK])
        exponent = exponent + scales[start : start + _BLOCK] if np.ndim(scale) else exponent
        whole = (mantissa * 2.0**53).astype(np.int64)
        lowest = int(exponent.min())
        high = np.bincount(exponent - lowest, weights=whole >> 26)
        low = np.bincount(exponent - lowest, weights=whole & ((1 << 26) - 1))
        for place in np.flatnonzero((high != 0) | (low != 0)).tolist():
            shift = place + lowest - 53 + _UNIT
            total += ((int(high[place]) << 26) + int(low[place])) << shift
    return total


@dataclass(frozen=True)
class CostlyExample:
    """A row that costs much."""

    row: int
    cost: float
    """weight · loss; ∞ beyond the largest float64, too."""
    loss: float
    weight: float
    label: int
    """Its class; of a soft label, the most probable one."""
    share: float
    """What the label gives to this class: 1 for a hard label."""
    given: float
    """The probability that the prediction gave to it."""
    predicted: int


@dataclass(frozen=True)
class EvaluationTotal:
    """What `evaluate` says of N examples over C classes, for rows that come in pieces.

    Frozen, as `LossTotal`: the same to the last bit however the rows were split; `merge` is associative and
    commutative if each row has its own number, `empty` is its identity.

    >>> total = EvaluationTotal.empty(2, base=2).add([1], [[0.5, 0.5]]).add([0], [[0.75, 0.25]])
    >>> round(float(total.loss.mean()), 4), float(total.accuracy()), float(total.baseline())
    (0.7075, 0.5, 1.0)
    """

    base: float | None
    loss: LossTotal
    floors: LossTotal
    right: LossTotal
    of_class: tuple[LossTotal, ...]
    """The losses of each class's own examples; soft labels count by their probability."""
    in_class: tuple[LossTotal, ...]
    """How many examples each class has, before weights, as a sum."""
    worst: tuple[CostlyExample, ...]
    """The rows of largest weight · loss, earlier rows first among equals."""
    keep: int
    """How many of them."""

    @classmethod
    def empty(cls, classes: int, *, base: float | None = None, keep: int = 5) -> "EvaluationTotal":
        """No rows yet. `base` None for nats; `keep`, how many rows to name."""
        log_of_base(base)
        none = LossTotal.empty()
        return cls(base, none, none, none, (none,) * classes, (none,) * classes, (), keep)

    def add(
        self,
        y_true: ArrayLike,
        values: ArrayLike,
        *,
        kind: Literal["probabilities", "logits"] = "probabilities",
        sample_weight: ArrayLike | None = None,
        rows: ArrayLike | None = None,
    ) -> "EvaluationTotal":
        """With these N rows too.

        Parameters: `y_true`, N class indices or N×C distributions; `values`, N×C distributions or logits, as `kind`
        says; `sample_weight`, N numbers ≥ 0; `rows`, N row numbers, None to count on from 1.
        Raises `DistributionError` as `evaluate`, except for weights that are all 0.
        """
        name = "logits" if kind == "logits" else "y_prob"
        scores = numbers(name, values) if kind == "logits" else distribution(name, values)
        if scores.ndim != 2 or scores.shape[1] != len(self.of_class):
            raise DistributionError(f"{name} (shape {scores.shape}) must be N×{len(self.of_class)}: one column a class")
        weights = example_weights(sample_weight, scores.shape[:1])
        seen = (_hard if np.ndim(y_true) == 1 else _soft)(y_true, scores, name, self.base)
        of_class, in_class = [], []
        for c, (loss, count) in enumerate(zip(self.of_class, self.in_class, strict=True)):
            own, share, surprise = seen.of_class(c)
            of_class.append(loss.add(surprise, times(weights[own], share)) if own.size else loss)
            in_class.append(count.add(share) if own.size else count)
        each = seen.examples
        numbered = np.arange(len(scores)) + self.loss.count + 1 if rows is None else np.asarray(rows)
        return replace(
            self,
            loss=self.loss.add(each.losses, weights),
            floors=self.floors.add(each.floors, weights),
            right=self.right.add(each.right, weights),
            of_class=tuple(of_class),
            in_class=tuple(in_class),
            worst=self._worst(_costliest(self, seen, weights, numbered)),
        )

    def merge(self, other: "EvaluationTotal") -> "EvaluationTotal":
        """The rows of both. Raises `DistributionError` if they differ in classes, base or `keep`."""
        mine, others = ((total.base, len(total.of_class), total.keep) for total in (self, other))
        if mine != others:
            raise DistributionError(f"totals of (base, classes, keep) {mine} and {others} can't be merged; use one set")
        return replace(
            self,
            loss=self.loss.merge(other.loss),
            floors=self.floors.merge(other.floors),
            right=self.right.merge(other.right),
            of_class=tuple(map(LossTotal.merge, self.of_class, other.of_class)),
            in_class=tuple(map(LossTotal.merge, self.in_class, other.in_class)),
            worst=self._worst(other.worst),
        )

    def floor(self) -> np.float64:
        """Mean entropy of the labels: no prediction gets below it."""
        return self.floors.mean()

    def excess(self) -> np.float64:
        """mean − floor, a mean of Kullback–Leibler divergences."""
        return np.float64(max(self.loss.mean() - self.floor(), 0.0))  # equal up to rounding is equal

    def accuracy(self) -> np.float64:
        """Weighted share of examples whose label is the predicted class."""
        return self.right.mean()

    def class_shares(self) -> Floats:
        """Weighted share of each class."""
        return np.array([total.share_of(self.loss) for total in self.of_class])

    def per_class_mean(self) -> Floats:
        """Mean loss of each class's own examples; NaN for a class without any."""
        return np.array([total.mean() if total.has_weight else np.nan for total in self.of_class])

    def per_class_count(self) -> Floats:
        """Examples of each class (sums of soft labels), before weights."""
        return np.array([total.sum() for total in self.in_class])

    def baseline(self) -> np.float64:
        """Loss of the best constant prediction: the entropy of the class shares."""
        shares = self.class_shares()
        return np.float64(times(shares, surprise_of(shares, self.base)).sum())

    def uniform(self) -> np.float64:
        """log C: the loss of a uniform guess."""
        return np.float64(entropy(np.full(len(self.of_class), 1 / len(self.of_class)), base=self.base))

    def perplexity(self) -> np.float64:
        """exp of the mean in nats."""
        with quiet():
            return np.float64(np.exp(self.loss.mean() * log_of_base(self.base)))

    def _worst(self, others: Iterable[CostlyExample]) -> tuple[CostlyExample, ...]:
        return tuple(sorted([*self.worst, *others], key=_rank)[: self.keep])


def _rank(example: CostlyExample) -> tuple[float, float, int]:
    beyond = _beyond(np.array([example.weight]), np.array([example.loss]))[0] if math.isinf(example.cost) else 0.0
    return -example.cost, -float(beyond), example.row


def _beyond(weights: Floats, losses: Floats) -> Floats:
    """What tells apart costs that float64 can't hold: 2⁻¹⁰²⁴ of them, ∞ only for an infinite loss."""
    return times(np.ldexp(weights, -_HALF), np.ldexp(losses, -_HALF))


class _Seen(NamedTuple):
    """The rows of one piece."""

    examples: Examples
    label: NDArray[np.intp]
    share: Floats
    given: Floats
    of_class: Callable[[int], tuple[NDArray[np.intp], Floats, Floats]]
    """Of a class: the rows that have it, their shares of it, and what it costs each of them."""


def _hard(y_true: ArrayLike, scores: Floats, name: str, base: float | None) -> _Seen:
    """Rows with a class index each: only the probability of this class matters."""
    rows, classes = scores.shape
    index = class_indices("y_true", y_true, (rows,), classes, name)
    if name == "logits":
        losses = surprise_of_logits(scores, -1, log_of_base(base))[np.arange(rows), index]
        given = np.exp(-losses * log_of_base(base))
    else:
        given = scores[np.arange(rows), index]
        losses = surprise_of(given, base)
    predicted = scores.argmax(axis=1)

    def of_class(c: int) -> tuple[NDArray[np.intp], Floats, Floats]:
        own = np.flatnonzero(index == c)
        return own, np.ones(own.size), losses[own]

    each = Examples(losses, np.zeros(rows), predicted, (predicted == index).astype(np.float64))
    return _Seen(each, index, np.ones(rows), given, of_class)


def _soft(y_true: ArrayLike, scores: Floats, name: str, base: float | None) -> _Seen:
    """Rows with a distribution each."""
    y = targets_of(y_true, name, scores)
    logits, scale = name == "logits", log_of_base(base)
    surprise = surprise_of_logits(scores, -1, scale) if logits else surprise_of(scores, base)
    given = np.exp(-surprise * scale) if logits else scores
    label, rows = y.argmax(axis=1), np.arange(len(y))

    def of_class(c: int) -> tuple[NDArray[np.intp], Floats, Floats]:
        own = np.flatnonzero(y[:, c])
        return own, y[own, c], surprise[own, c]

    each = examples_of(y, scores, surprise, 0.0, base)
    return _Seen(each, label, y[rows, label], given[rows, label], of_class)


def _costliest(so_far: EvaluationTotal, seen: _Seen, weights: Floats, rows: NDArray[Any]) -> list[CostlyExample]:
    """Those of these rows that may be among the worst."""
    losses = seen.examples.losses
    cost = times(weights, losses)
    least = so_far.worst[-1].cost if len(so_far.worst) == so_far.keep else -math.inf
    places = np.flatnonzero(cost >= least)
    beyond = np.zeros(places.size)
    over = np.isinf(cost[places])
    beyond[over] = _beyond(weights[places[over]], losses[places[over]])
    places = places[np.lexsort((rows[places], -beyond, -cost[places]))][: so_far.keep]
    return [
        CostlyExample(
            int(rows[k]),
            float(cost[k]),
            float(losses[k]),
            float(weights[k]),
            int(seen.label[k]),
            float(seen.share[k]),
            float(seen.given[k]),
            int(seen.examples.predicted[k]),
        )
        for k in places.tolist()
    ]


class LibraryTotal:
    """`library_values` of rows that come in pieces: the call of each library that most people write.

    >>> total = LibraryTotal()
    >>> total.add([0], [[1.0, 0.0]]); total.add([0], [[1.0, 0.0]]); total.add([0], [[0.0, 1.0]])
    >>> [round(v.value, 2) for v in total.values() if v.library == "PyTorch"]
    [33.33]
    """

    def __init__(self) -> None:
        self._values: list[LibraryValue] = []
        self._sums: list[float] = []
        self._rows = 0
        self._weight = 0.0
        self._unit: int | None = None
        """Weights count in 2^unit, so that their sum does not overflow; None before the first."""

    def add(
        self,
        y_true: ArrayLike,
        values: ArrayLike,
        *,
        kind: Literal["probabilities", "logits"] = "probabilities",
        sample_weight: ArrayLike | None = None,
    ) -> None:
        """With these rows too; parameters and refusals as in `EvaluationTotal.add`."""
        rows = len(np.asarray(values))
        weights = example_weights(sample_weight, (rows,))
        self._rows += rows
        largest = float(weights.max(initial=0.0))
        if not largest:
            return
        unit = self._in_unit(math.frexp(largest)[1])
        weight = float(np.ldexp(weights, -unit).sum())
        self._weight += weight
        found = library_values(y_true, values, kind=kind, sample_weight=sample_weight, usual=True)
        sums = [math.nan if v.value is None else v.value * _denominator(v, rows, weight) for v in found]
        self._sums = list(map(float.__add__, self._sums, sums)) if self._sums else sums
        # Once a piece can't be taken (soft labels), the whole can't.
        self._values = [
            old if old.value is None else new for old, new in zip(self._values or found, found, strict=True)
        ]

    def _in_unit(self, largest: int) -> int:
        """The larger of this unit and the one in use, in which what was summed up counts from now on."""
        if self._unit is None:
            self._unit = largest
        elif largest > self._unit:
            smaller = self._unit - largest
            self._weight = math.ldexp(self._weight, smaller)
            self._sums = [
                math.ldexp(total, smaller) if _by_weight(v) else total
                for v, total in zip(self._values, self._sums, strict=True)
            ]
            self._unit = largest
        return self._unit

    def values(self) -> tuple[LibraryValue, ...]:
        """What each library reports for all rows."""
        return tuple(
            v if v.value is None else replace(v, value=total / _denominator(v, self._rows, self._weight))
            for v, total in zip(self._values, self._sums, strict=True)
        )


def _by_weight(value: LibraryValue) -> bool:
    """Whether the mean divides by Σ w."""
    return value.convention is not None and bool(value.convention.averages) and value.convention.weights == "weights"


def _denominator(value: LibraryValue, rows: int, weight: float) -> float:
    """What the mean divides by, but for a constant number of columns; 1 for a sum."""
    if _by_weight(value):
        return weight
    return float(rows) if value.convention is not None and value.convention.averages else 1.0
