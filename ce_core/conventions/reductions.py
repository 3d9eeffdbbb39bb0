"""How people make one number of the losses, and in which unit they give it, as tables."""

import math
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from ce_core._checks import Floats
from ce_core._numerics import quiet
from ce_core.conventions.departures import (
    REDUCTION,
    UNIT,
    Departure,
    Unit,
)
from ce_core.conventions.problem import Problem

BATCHES = {32: 0.0, 64: 0.0, 16: 0.3, 128: 0.3, 256: 0.6, 8: 0.6, 100: 0.6, 10: 0.8, 50: 0.8, 512: 0.8, 20: 1.0, 4: 1.0}
"""The usual batch sizes, and how much rarer than 32 they are."""


# from the losses to one number


class Totals:
    """Weighted losses of several formulas over the same rows, V×M, with the sums that reductions share."""

    def __init__(self, problem: Problem, terms: Floats, denominators: Floats) -> None:
        self.problem, self.terms, self.denominators = problem, terms, denominators
        with quiet():
            self.sum: Floats = terms.sum(axis=1)
            self.mean: Floats = self.sum / denominators.sum(axis=1)
        self._batches: dict[int, tuple[Floats, Floats]] = {}

    def batches(self, size: int) -> tuple[Floats, Floats]:
        """Sums of the terms and of the denominators of each batch of `size` examples, the last one smaller."""
        if size not in self._batches:
            starts = np.arange(0, self.problem.rows, size * self.problem.per_row)
            with quiet():
                both = (
                    np.add.reduceat(self.terms, starts, axis=1),
                    np.add.reduceat(self.denominators, starts, axis=1),
                )
            self._batches[size] = both
        return self._batches[size]

    def among(self, rows: Floats) -> Floats:
        """Mean over some of the rows."""
        return np.asarray(self.terms[:, rows].sum(axis=1) / self.denominators[:, rows].sum(axis=1))


Reduction = Callable[[Totals], Floats | None]


def _sum(totals: Totals) -> Floats | None:
    return totals.sum


def _over_entries(totals: Totals) -> Floats | None:
    return np.asarray(totals.mean / totals.problem.classes) if totals.problem.per_row == 1 else None


def _over_examples(totals: Totals) -> Floats | None:
    return np.asarray(totals.mean * totals.problem.per_row) if totals.problem.per_row > 1 else None


def _over_labels(totals: Totals) -> Floats | None:
    labels = totals.problem.per_row
    return np.asarray(totals.mean * (totals.problem.rows // labels)) if labels > 1 else None


def _of_class(totals: Totals, which: int) -> Floats | None:
    problem = totals.problem
    if problem.index is None or which >= problem.classes:
        return None
    own = (problem.index == which) & (problem.weights > 0)
    return totals.among(own) if own.any() and not own.all() else None


def _batched(totals: Totals, size: int, how: Callable[[Floats, Floats], Floats | None]) -> Floats | None:
    if size >= totals.problem.rows // totals.problem.per_row:
        return None
    return how(*totals.batches(size))


def _batch_means(sums: Floats, weights: Floats) -> Floats:
    return np.asarray(sums / np.where(weights == 0, np.nan, weights))


def _mean_of_means(sums: Floats, weights: Floats) -> Floats | None:
    return np.asarray(_batch_means(sums, weights).mean(axis=1))


def _sum_of_means(sums: Floats, weights: Floats) -> Floats | None:
    return np.asarray(_batch_means(sums, weights).sum(axis=1))


def _sum_of_means_over_rows(sums: Floats, weights: Floats) -> Floats | None:
    return np.asarray(_batch_means(sums, weights).sum(axis=1) / weights.sum(axis=1))


def _mean_of_sums(sums: Floats, weights: Floats) -> Floats | None:
    return np.asarray(sums.mean(axis=1))


def _last(sums: Floats, weights: Floats) -> Floats | None:
    return np.asarray(_batch_means(sums, weights)[:, -1])


def _first(sums: Floats, weights: Floats) -> Floats | None:
    return np.asarray(_batch_means(sums, weights)[:, 0])


def _full_batches(sums: Floats, weights: Floats) -> Floats | None:
    if (weights[:, -1] == weights[:, 0]).all():
        return None
    return np.asarray(sums[:, :-1].sum(axis=1) / weights[:, :-1].sum(axis=1))


_BATCH_FAMILIES: tuple[tuple[str, str, float, Callable[[Floats, Floats], Floats | None]], ...] = (
    ("mean of batch means", "the means of batches of {} are averaged, and the smaller last batch counts as much", 0.8,
     _mean_of_means),
    ("sum of batch means", "the means of batches of {} are summed and not divided by the number of batches", 1.8,
     _sum_of_means),
    ("sum of batch means over N", "the means of batches of {} are summed and divided by the number of rows", 1.6,
     _sum_of_means_over_rows),
    ("mean of batch sums", "the sums of batches of {} are averaged over the batches", 1.8, _mean_of_sums),
    ("last batch", "only the last batch of {} is shown", 1.6, _last),
    ("first batch", "only the first batch of {} is shown", 2.2, _first),
    ("last batch dropped", "the last, smaller batch of {} is left out", 1.8, _full_batches),
)  # fmt: skip


def _reductions() -> Iterator[Departure[Reduction]]:
    yield Departure("sum", "the losses are summed, not averaged", "Divide by the number of rows.", 0.4, REDUCTION, _sum)
    yield Departure(
        "mean over N·C",
        "the sum is divided by N·C, as a mean over all entries of the matrix does",
        "Sum over the classes first; divide by N only.",
        0.7,
        REDUCTION,
        _over_entries,
    )
    yield Departure(
        "summed over the labels",
        "the losses are summed over the labels and averaged over the examples",
        "Divide by the number of labels, too, to compare with a mean over all entries.",
        0.7,
        REDUCTION,
        _over_examples,
    )
    yield Departure(
        "summed over the examples",
        "the losses are summed over the examples and averaged over the labels",
        "Divide by the number of examples, too.",
        2.0,
        REDUCTION,
        _over_labels,
    )
    yield Departure(
        "mean over the rows of class 1",
        "only the rows of class 1 are averaged",
        "Take the mean over all rows.",
        1.0,
        REDUCTION,
        partial(_of_class, which=1),
    )
    yield Departure(
        "mean over the rows of class 0",
        "only the rows of class 0 are averaged",
        "Take the mean over all rows.",
        1.8,
        REDUCTION,
        partial(_of_class, which=0),
    )
    for which in range(2, 10):
        yield Departure(
            f"mean over the rows of class {which}",
            f"only the rows of class {which} are averaged",
            "Take the mean over all rows.",
            2.4,
            REDUCTION,
            partial(_of_class, which=which),
            alone=True,
        )
    for name, words, rarity, how in _BATCH_FAMILIES:
        for size, rarer in BATCHES.items():
            yield Departure(
                f"{name} of {size}" if "batch" in name[-5:] else f"{name} ({size} rows)",
                words.format(f"{size} rows"),
                "Sum the losses of all examples and divide once by their number.",
                rarity + rarer,
                REDUCTION,
                partial(_batched, size=size, how=how),
            )


# from the number to another


def _scaled(values: Floats, factor: float) -> Floats:
    return np.asarray(values * factor)


def _exp(values: Floats, factor: float) -> Floats:
    return np.asarray(np.exp(values * factor))


def _root(values: Floats) -> Floats:
    return np.asarray(np.sqrt(values))


_LN2 = math.log(2)

UNITS: tuple[Departure[Unit], ...] = (
    Departure(
        "bits",
        "the logarithm is to base 2, so the unit is bits",
        "Multiply by ln 2 = 0.693147, or use the natural logarithm, for nats.",
        0.2,
        UNIT,
        partial(_scaled, factor=1 / _LN2),
    ),
    Departure(
        "bans",
        "the logarithm is to base 10, so the unit is bans",
        "Multiply by ln 10 = 2.302585, or use the natural logarithm, for nats.",
        1.2,
        UNIT,
        partial(_scaled, factor=1 / math.log(10)),
    ),
    Departure(
        "sign",
        "the minus is missing: it is the mean log-likelihood",
        "Put the minus before the sum.",
        0.2,
        UNIT,
        partial(_scaled, factor=-1.0),
    ),
    Departure(
        "perplexity",
        "it is the perplexity, exp of the mean",
        "Take its natural logarithm.",
        0.4,
        UNIT,
        partial(_exp, factor=1.0),
    ),
    Departure(
        "likelihood",
        "it is exp(−mean), the geometric mean of the probabilities of the true classes",
        "Take minus its natural logarithm.",
        1.2,
        UNIT,
        partial(_exp, factor=-1.0),
    ),
    Departure(
        "2 to the nats",
        "2 is raised to a mean in nats: exponential and logarithm have different bases",
        "Raise e to nats and 2 to bits.",
        1.8,
        UNIT,
        partial(_exp, factor=_LN2),
        alone=True,
    ),
    Departure(
        "e to the bits",
        "e is raised to a mean in bits: exponential and logarithm have different bases",
        "Raise e to nats and 2 to bits.",
        1.8,
        UNIT,
        partial(_exp, factor=1 / _LN2),
        alone=True,
    ),
    Departure(
        "times ln 2",
        "a mean in nats is multiplied by ln 2, as if it were in bits",
        "Leave the conversion out: the natural logarithm gives nats already.",
        2.2,
        UNIT,
        partial(_scaled, factor=_LN2),
        alone=True,
    ),
    Departure(
        "percent",
        "it is multiplied by 100",
        "Divide by 100.",
        1.2,
        UNIT,
        partial(_scaled, factor=100.0),
        logarithmic=None,
    ),
    Departure(
        "root",
        "the square root is taken of the mean squared error",
        "It is another quantity: call the cross-entropy (log loss) itself.",
        0.8,
        UNIT,
        _root,
        logarithmic=False,
    ),
)


REDUCTIONS: tuple[Departure[Reduction], ...] = tuple(_reductions())
