"""All formulas of at most two departures from the plain mean, each with the number that it gives."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ce_core._checks import Floats
from ce_core._numerics import quiet, times
from ce_core.conventions.departures import GUARD, LIBRARIES, READING, UNIT, Departure
from ce_core.conventions.libraries import library_values
from ce_core.conventions.problem import Problem
from ce_core.conventions.reductions import REDUCTIONS, UNITS, Totals
from ce_core.conventions.rewrites import REWRITES, SMOOTHINGS, smoothing
from ce_core.conventions.row_losses import FORMULAS, cross_entropy_of

Parts = tuple[Departure[Any], ...]

RAREST_PAIR = 3.4
"""Pairs that are rarer together are not looked for."""
_NOT_TOGETHER = {(READING, GUARD)}
"""Stages of which a formula has only one: no second softmax leaves a 0 to guard against."""
_CHUNK = 4_000_000
"""Losses that are held at once for the reductions."""


@dataclass(frozen=True, eq=False)
class _Block:
    """Formulas that begin differently and end alike."""

    values: Floats
    rarity: Floats
    first: list[Parts]
    then: Parts


class Candidates:
    """Values of formulas, how rare each is, in how many steps it departs, and what it is put together from."""

    def __init__(self, plain: np.float64, blocks: list[_Block]) -> None:
        self.plain = plain
        self._blocks = blocks
        self.values = np.concatenate([block.values for block in blocks])
        self.rarity = np.concatenate([block.rarity for block in blocks])
        self.steps: NDArray[np.intp] = np.concatenate(
            [np.array([len(parts) for parts in block.first], np.intp) + len(block.then) for block in blocks]
        )

    def parts(self, at: int) -> Parts:
        for block in self._blocks:
            if at < len(block.first):
                return block.first[at] + block.then
            at -= len(block.first)
        raise IndexError(at)


def candidates(problem: Problem, most: int = 2) -> Candidates:
    """Every formula of the tables for this problem with up to `most` departures, 1 or 2."""
    with quiet():
        plain = _losses(problem, cross_entropy_of(problem), ())
        pairs: list[tuple[float, Parts]] = []
        blocks: list[_Block] = []
        waiting = [plain]
        at_once = max(2, _CHUNK // problem.rows)
        for single in _singles(problem, pairs if most > 1 else None):
            waiting.append(single)
            if len(waiting) == at_once:
                blocks.extend(_reduced(problem, waiting, most))
                waiting = []
        if waiting:
            blocks.extend(_reduced(problem, waiting, most))
        blocks.append(_block(pairs))
        blocks.extend(_round_smoothings(problem, plain, most))
        blocks.extend(_libraries(problem, most))
        return Candidates(np.float64(plain.mean), blocks)


@dataclass(frozen=True, eq=False)
class _Losses:
    """The rows' weighted losses after rewriting and formula."""

    parts: Parts
    terms: Floats
    denominators: Floats

    @property
    def mean(self) -> float:
        return float(self.terms.sum() / self.denominators.sum())


def _losses(problem: Problem, losses: Floats, parts: Parts) -> _Losses:
    weights = problem.weights
    return _Losses(parts, weights * losses if weights.all() else times(weights, losses), problem.denominators)


def _singles(problem: Problem, pairs: list[tuple[float, Parts]] | None) -> Iterator[_Losses]:
    """Losses with one departure before the reduction; the means with two such go to `pairs` on the way."""
    for first in REWRITES:
        changed = first.apply(problem)
        if changed is None:
            continue
        yield _losses(changed, cross_entropy_of(changed), (first,))
        if pairs is not None:
            pairs.extend((pair.mean, pair.parts) for pair in _doubles(changed, first))
    for formula in FORMULAS:
        losses = formula.apply(problem)
        if losses is not None:
            yield _losses(problem, losses, (formula,))


def _doubles(changed: Problem, first: Departure[Any]) -> Iterator[_Losses]:
    for second in REWRITES:
        twice = second.apply(changed) if second.stage > first.stage and _go_together(first, second) else None
        if twice is not None:
            yield _losses(twice, cross_entropy_of(twice), (first, second))
    for formula in FORMULAS:
        losses = formula.apply(changed) if _go_together(first, formula) else None
        if losses is not None:
            yield _losses(changed, losses, (first, formula))


def _go_together(first: Departure[Any], second: Departure[Any]) -> bool:
    return (
        first.rarity + second.rarity <= RAREST_PAIR + 1e-9
        and not (first.alone or second.alone)
        and (first.stage, second.stage) not in _NOT_TOGETHER
        and (first.stage != GUARD or bool(second.logarithmic))
    )


class _Variants:
    """Formulas that differ before the reduction, with what decides which departures may follow."""

    def __init__(self, first: list[Parts], most: int) -> None:
        self.most = most
        self.first = first
        self.steps = np.array([len(parts) for parts in first], np.intp)
        self.rarity = np.array([sum(part.rarity for part in parts) for parts in first])
        self.alone = np.array([any(part.alone for part in parts) for parts in first])
        self.logarithmic = np.array([all(part.logarithmic for part in parts) for parts in first])

    def followed_by(self, then: Parts, values: Floats) -> Iterator[_Block]:
        """The block of those that go together with `then`, if there are any."""
        rarity = self.rarity + sum(part.rarity for part in then)
        fits = self.steps + len(then) <= self.most
        if then:
            several = self.steps + len(then) == 2
            fits &= ~(several & (self.alone | (rarity > RAREST_PAIR + 1e-9) | any(part.alone for part in then)))
        for part in then:
            if part.stage == UNIT and part.logarithmic is not None:
                fits &= self.logarithmic == part.logarithmic
        kept = np.flatnonzero(fits)
        if kept.size:
            yield _Block(values[kept], rarity[kept], [self.first[i] for i in kept.tolist()], then)


def _reduced(problem: Problem, losses: list[_Losses], most: int) -> Iterator[_Block]:
    """Mean and other reductions of these losses, in nats and in other units."""
    totals = Totals(
        problem, np.stack([each.terms for each in losses]), np.stack([each.denominators for each in losses])
    )
    variants = _Variants([each.parts for each in losses], most)
    yield from variants.followed_by((), totals.mean)
    for unit in UNITS:
        yield from variants.followed_by((unit,), unit.apply(totals.mean))
    of_plain: list[tuple[float, Parts]] = []
    for reduction in REDUCTIONS:
        values = reduction.apply(totals)
        if values is not None:
            yield from variants.followed_by((reduction,), values)
            of_plain.append((float(values[0]), (reduction,)))
    if not losses[0].parts:
        reduced = _Variants([parts for _, parts in of_plain], most)
        numbers = np.array([value for value, _ in of_plain])
        for unit in UNITS:
            yield from reduced.followed_by((unit,), unit.apply(numbers))


def _libraries(problem: Problem, most: int) -> Iterator[_Block]:
    """What the functions of the libraries return, in nats and in other units."""
    rows = _library_rows(problem)
    variants, values = _Variants([parts for parts, _ in rows], most), np.array([value for _, value in rows])
    yield from variants.followed_by((), values)
    for unit in UNITS:
        yield from variants.followed_by((unit,), unit.apply(values))


def _library_rows(problem: Problem) -> list[tuple[Parts, float]]:
    shape = (-1, problem.per_row) if problem.task == "multilabel" else problem.scores.shape
    truth = problem.y[:, 1].reshape(shape) if problem.task == "multilabel" else problem.truth
    scores = problem.scores[:, 1].reshape(shape) if problem.task == "multilabel" else problem.scores
    weights = problem.given_weights
    given = library_values(
        truth,
        scores,
        kind=problem.kind,
        problem=problem.task,
        sample_weight=None if weights is None else weights[:: problem.per_row],
        ignore_index=None if problem.ignored is None else problem.ignored[0],
    )
    departures = {part.apply: part for part in LIBRARIES}
    return [
        ((departures[each.convention],), each.value)
        for each in given
        if each.value is not None and each.convention in departures
    ]


def _block(rows: list[tuple[float, Parts]]) -> _Block:
    rarity = [sum(part.rarity for part in parts) for _, parts in rows]
    return _Block(np.array([value for value, _ in rows]), np.array(rarity), [parts for _, parts in rows], ())


def _round_smoothings(problem: Problem, plain: _Losses, most: int) -> Iterator[_Block]:
    """Smoothing by every α of at most two digits: the loss is linear in α, so that two values of α give all."""
    full = problem.aiming(np.full(problem.surprise.shape, 1 / problem.classes))
    ends = [plain, _losses(full, cross_entropy_of(full), ())]
    totals = Totals(problem, np.stack([each.terms for each in ends]), np.stack([each.denominators for each in ends]))
    beyond = problem.classes / (problem.classes - 1)
    alpha = np.array([alpha * (beyond if others_only else 1.0) for alpha, others_only in _ROUND_SMOOTHINGS])
    variants = _Variants(list(_ROUND_SMOOTHINGS.values()), most)

    def between(values: Floats) -> Floats:
        return np.asarray(values[0] + alpha * (values[1] - values[0]))

    means = between(totals.mean)
    yield from variants.followed_by((), means)
    for unit in UNITS:
        yield from variants.followed_by((unit,), unit.apply(means))
    for reduction in REDUCTIONS:
        usual = reduction.rarity + min(_RARITY_OF_ALPHA.values()) <= RAREST_PAIR
        values = reduction.apply(totals) if usual else None
        if values is not None:
            yield from variants.followed_by((reduction,), between(values))


_RARITY_OF_ALPHA = {100: 2.6, 1000: 3.0, 10000: 3.2}
"""Of an α in hundredths, thousandths, ten-thousandths."""
_ROUND_SMOOTHINGS: dict[tuple[float, bool], Parts] = {
    (digits / scale, others_only): (smoothing(digits / scale, others_only, rarity),)
    for scale, rarity in _RARITY_OF_ALPHA.items()
    for digits in range(1 if scale == 100 else 10, min(100, scale // 2))
    for others_only in (False, True)
    if digits / scale not in SMOOTHINGS and (scale == 100 or digits % 10)
}
