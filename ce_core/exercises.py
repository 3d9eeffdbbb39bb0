"""Exercises from a seed, and what an answer to one of them shows.

| function | |
|---|---|
| `exercise` | one exercise of `TEMPLATES`, its numbers drawn from a seed |
| `exercise_set` | all of them, in the order in which they are asked |
| `check_answer` | whether an answer is right, or else which typical mistake it fits |

The same seed gives the same exercise everywhere. Numbers are drawn anew until the right answer and the results of all
typical mistakes are farther apart than the tolerance reaches, so that an answer fits at most one of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from types import MappingProxyType
from typing import Any

import numpy as np

from ce_core._checks import Floats, distribution, finite
from ce_core.errors import DistributionError
from ce_core.exercise_table import (
    BASES,
    OTHER_BASES,
    TEMPLATES,
    Asks,
    Curve,
    Dice,
    Given,
    Kind,
    Mistake,
    Template,
    Unit,
)

Answer = float | Mistake | tuple[float, ...]

DIGITS = 3
"""Decimals of a result that is shown as somebody's."""
TARGET_DIGITS = 2
RELATIVE_TOLERANCE = 0.005
CLEAR = 3
"""Scores to be put in order, and a target and what Q = P gives, differ by this many tolerances at least."""
TIE = 1e-9
PATIENCE = 10_000


@dataclass(frozen=True)
class Wrong:
    """A typical wrong answer: the mistake, the answer that it leads to, and the number or numbers behind that."""

    mistake: Mistake
    answer: Answer
    values: tuple[float, ...]


@dataclass(frozen=True)
class Exercise:
    """One exercise with its numbers. `given` holds what the learner is told, exactly as it is to be shown."""

    name: str
    kind: Kind
    asks: Asks
    seed: int
    given: Mapping[str, Any]
    answer: Answer
    """A number; the indices of `given["items"]` from the smallest; one distribution that hits the target; a mistake."""
    values: tuple[float, ...]
    """What the answer rests on: the number asked for (also of a choice), the scores of the items, or the target."""
    unit: Unit
    """Of the values; empty for a number without a unit."""
    tolerance: float
    wrong: tuple[Wrong, ...]
    """Typical wrong answers; none for a distribution, where `check_answer` finds the mistake out."""
    curves: tuple[Curve, ...]
    about: str
    """Whose calculation a choice is about: the name of another exercise."""

    @property
    def options(self) -> tuple[Mistake, ...]:
        """What there is to choose from; empty unless a choice is asked."""
        if self.asks != "choice":
            return ()
        return (Mistake.NOTHING, *_explicit(TEMPLATES[self.name]))


@dataclass(frozen=True)
class Verdict:
    """Whether an answer is right; if not, the mistake that it fits, or None where it fits none."""

    right: bool
    mistake: Mistake | None
    value: float | None
    """What the answer comes to: the number itself, the quantity of the Q that was found, or nothing."""


def exercise(name: str, seed: int) -> Exercise:
    """The exercise of this name in `TEMPLATES`, with the numbers that the seed gives.

    Parameters: `name`, a row of `TEMPLATES`; `seed`, any whole number. Returns an `Exercise`, the same for the same
    arguments. Raises `DistributionError` for an unknown name.

    >>> e = exercise("entropy", 1)
    >>> check_answer(e, e.answer).right, check_answer(e, -e.answer).mistake
    (True, <Mistake.NO_MINUS: 'no minus'>)
    """
    if name not in TEMPLATES:
        raise DistributionError(f"{name!r} is not an exercise; use one of {', '.join(TEMPLATES)}")
    row = TEMPLATES[name]
    dice = Dice(f"{seed}/{name}")
    for _ in range(PATIENCE):
        given = {part: draw(dice) for part, draw in row.draw.items()}
        if row.accept(given) and (found := _ASKED[row.asks](row, given, dice)) is not None:
            return _with_numbers(row, seed, given, *found)
    raise RuntimeError(f"no numbers fit the exercise {name!r} with seed {seed}")


def exercise_set(seed: int, kind: Kind | None = None) -> tuple[Exercise, ...]:
    """Every exercise once, or every one of a kind, in the order in which they are asked.

    Parameters: `seed`, any whole number; `kind`, one of `EXERCISE_KINDS`. Raises `DistributionError` for another.

    >>> [e.name for e in exercise_set(7, "compute")][:3]
    ['surprise', 'entropy', 'cross-entropy']
    """
    return tuple(exercise(name, seed) for name in exercise_names(kind))


def exercise_names(kind: Kind | None = None) -> tuple[str, ...]:
    """The exercises by name, all or those of a kind, in the order in which they are asked.

    >>> len(exercise_names()) >= 40
    True
    """
    names = tuple(name for name, row in TEMPLATES.items() if kind in (None, row.kind))
    if not names:
        raise DistributionError(f"{kind!r} is not a kind of exercise")
    return names


def check_answer(task: Exercise, answer: float | str | Sequence[float]) -> Verdict:
    """Whether the answer is right, to the tolerance of the exercise, or which typical mistake it fits.

    Parameters: `answer`, as `task.asks` wants it: a number; the indices of all items from the smallest to the
    largest; a distribution over the events of P, of which any that hits the target is right; one of `options`.
    Raises `DistributionError` for an answer of another form: not finite, not an order of all items, not a distribution.

    >>> e = exercise("rank by entropy", 3)
    >>> check_answer(e, e.answer[::-1]).mistake
    <Mistake.REVERSED: 'reversed'>
    """
    if task.asks == "number":
        return _check_number(task, answer)
    if task.asks == "distribution":
        return _check_distribution(task, answer)
    said = _order(task, answer) if task.asks == "order" else _option(task, answer)
    if said == task.answer:
        return Verdict(True, None, None)
    return Verdict(False, next((w.mistake for w in task.wrong if w.answer == said), None), None)


def _check_number(task: Exercise, answer: Any) -> Verdict:
    number = finite("answer", answer)
    if number.ndim:
        raise DistributionError(f"answer (shape {number.shape}) must be one number")
    value = float(number)
    if abs(value - task.values[0]) <= task.tolerance:
        return Verdict(True, None, value)
    near = (w.mistake for w in task.wrong if abs(value - w.values[0]) <= task.tolerance)
    return Verdict(False, next(near, None), value)


def _check_distribution(task: Exercise, answer: Any) -> Verdict:
    q = distribution("q", answer)
    p = task.given["p"]
    if q.shape != (len(p),):
        raise DistributionError(f"q (shape {q.shape}) must have {len(p)} entries, one for each event of P")
    row, target = TEMPLATES[task.name], task.values[0]
    numbers = {**task.given, "q": tuple(q.tolist())}
    value = float(row.right(numbers, BASES[row.unit]))
    if _hits(value, target, task.tolerance):
        return Verdict(True, None, value)
    for mistake, results in _results(row, numbers):
        if any(_hits(result, target, task.tolerance) for result in results):
            return Verdict(False, mistake, value)
    return Verdict(False, None, value)


def _order(task: Exercise, answer: Any) -> tuple[float, ...]:
    order = tuple(answer)
    if sorted(order) != list(range(len(task.values))):
        raise DistributionError(f"answer = {order} must name each of the items 0 to {len(task.values) - 1} once")
    return order


def _option(task: Exercise, answer: Any) -> Mistake:
    if answer not in task.options:
        raise DistributionError(f"answer = {answer!r} is not one of {', '.join(task.options)}")
    return Mistake(answer)


def _hits(value: float, target: float, tolerance: float) -> bool:
    return value == target or abs(value - target) <= tolerance


# --- drawing


def _explicit(row: Template) -> tuple[Mistake, ...]:
    """The mistakes that somebody's calculation may show."""
    return (*row.wrong, *((Mistake.WRONG_BASE,) if row.has_base and OTHER_BASES[row.unit] else ()))


def _floats(values: Any) -> tuple[float, ...]:
    array: Floats = np.asarray(values, dtype=np.float64)
    return tuple(array.ravel().tolist())


def _results(row: Template, given: Given) -> list[tuple[Mistake, tuple[float, ...]]]:
    """What the mistakes come to. A 0 is 0 in every base."""
    base = BASES[row.unit]
    results = [(mistake, _floats(rule(given, base))) for mistake, rule in row.wrong.items()]
    if row.has_base:
        other = _floats([row.right(given, b) for b in OTHER_BASES[row.unit]])
        if any(other):
            results.append((Mistake.WRONG_BASE, other))
    return results


def _tolerance(row: Template, value: float) -> float:
    return max(row.tolerance, RELATIVE_TOLERANCE * abs(value)) if row.kind in ("compute", "floor") else row.tolerance


def _apart(values: Sequence[tuple[Mistake, float]], gap: float) -> bool:
    """Whether the results of any two different mistakes differ by more than the gap."""
    return all(a == b or abs(x - y) > gap for (a, x), (b, y) in combinations(values, 2))


Found = tuple[Answer, tuple[float, ...], float, tuple[Wrong, ...]]


def _number(row: Template, given: dict[str, Any], dice: Dice) -> Found | None:
    value = float(row.right(given, BASES[row.unit]))
    results = _results(row, given)
    if row.kind in ("compute", "floor") and row.unit and value:
        results.append((Mistake.NO_MINUS, (-value,)))
    flat = [(mistake, number) for mistake, numbers in results for number in numbers]
    tolerance = _tolerance(row, value)
    if not _apart([(Mistake.NOTHING, value), *flat], 2 * tolerance):
        return None
    return value, (value,), tolerance, tuple(Wrong(mistake, number, (number,)) for mistake, number in flat)


def _choice(row: Template, given: dict[str, Any], dice: Dice) -> Found | None:
    """Somebody's result is one of the typical ones, or the right one."""
    value = float(row.right(given, BASES[row.unit]))
    results = {Mistake.NOTHING: (value,), **dict(_results(row, given))}
    flat = [(mistake, number) for mistake, numbers in results.items() for number in numbers]
    tolerance = max(row.tolerance, RELATIVE_TOLERANCE * abs(value))
    if not _apart(flat, 2 * tolerance):
        return None
    options = tuple(results)
    made = options[dice.whole(0, len(options) - 1)]
    numbers = results[made]
    given["claimed"] = round(numbers[dice.whole(0, len(numbers) - 1)], DIGITS)
    return made, (value,), tolerance, tuple(Wrong(m, m, results[m]) for m in options if m != made)


def _ranking(row: Template, given: dict[str, Any], dice: Dice) -> Found | None:
    def order_of(scores: Sequence[float]) -> tuple[float, ...]:
        return tuple(sorted(range(len(scores)), key=scores.__getitem__))

    def gap(scores: Sequence[float]) -> float:
        return min(abs(a - b) for a, b in combinations(scores, 2))

    base = BASES[row.unit]
    scores = _floats(row.right(given, base))
    if gap(scores) < CLEAR * row.tolerance:
        return None
    others = {mistake: _floats(rule(given, base)) for mistake, rule in row.wrong.items()}
    if any(gap(values) < TIE for values in others.values()):
        return None
    answer = order_of(scores)
    wrong = [Wrong(mistake, order_of(values), values) for mistake, values in others.items()]
    wrong.append(Wrong(Mistake.REVERSED, answer[::-1], scores))
    if len({answer, *(w.answer for w in wrong)}) < len(wrong) + 1:
        return None
    return answer, scores, 0.0, tuple(wrong)


def _distribution(row: Template, given: dict[str, Any], dice: Dice) -> Found | None:
    """A hidden Q sets the target, so that one exists; it is taken out of what is told."""
    base, p = BASES[row.unit], given["p"]
    q = given.pop("q", p)
    target = round(float(row.right({**given, "q": q}, base)), TARGET_DIGITS)
    least = float(row.right({**given, "q": p}, base))
    if q != p and not target - least > CLEAR * row.tolerance:
        return None
    if q == p and "q" in row.draw:
        return None
    return q, (target,), row.tolerance, ()


_ASKED = {"number": _number, "choice": _choice, "order": _ranking, "distribution": _distribution}


def _with_numbers(
    row: Template,
    seed: int,
    given: dict[str, Any],
    answer: Answer,
    values: tuple[float, ...],
    tolerance: float,
    wrong: tuple[Wrong, ...],
) -> Exercise:
    return Exercise(
        name=row.name,
        kind=row.kind,
        asks=row.asks,
        seed=seed,
        given=MappingProxyType(given),
        answer=answer,
        values=values,
        unit=row.unit,
        tolerance=tolerance,
        wrong=wrong,
        curves=row.curves(given, BASES[row.unit]) if row.curves else (),
        about=row.about,
    )
