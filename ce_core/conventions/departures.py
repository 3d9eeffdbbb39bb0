"""What a departure from the plain mean in nats is, and the libraries' own conventions as such.

A formula is put together from the stages in this order: `REWRITES` change labels, predictions or weights, `FORMULAS`
turn a row into a loss, `REDUCTIONS` turn the losses into one number, `UNITS` turn that number into another. Leaving all
of them out is the plain mean. The rarity is a rough −log of how often a mistake is met, only for the order of matches.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from ce_core._checks import Floats
from ce_core.conventions.problem import Problem
from ce_core.conventions.table import CONVENTIONS, Convention

F = TypeVar("F")


@dataclass(frozen=True)
class Departure(Generic[F]):
    """One thing that is done differently from the plain mean in nats."""

    name: str
    words: str
    """What is done, after “the mean cross-entropy, but …”."""
    fix: str
    """What to do about it."""
    rarity: float
    stage: int
    apply: F
    """None as its result: not possible for this data, or nothing would change."""
    alone: bool = False
    """Never part of a pair."""
    logarithmic: bool | None = True
    """Of a formula: gives logarithms. Of a unit: is for logarithms (True), other numbers (False), both (None)."""


Rewrite = Callable[[Problem], Problem | None]
Formula = Callable[[Problem], Floats | None]
Unit = Callable[[Floats], Floats]

READING, COLUMNS, ARGUMENTS, GUARD, LABELS, WEIGHTS, FORMULA, LIBRARY, REDUCTION, UNIT = range(10)


LIBRARIES: tuple[Departure[Convention], ...] = tuple(
    Departure(
        rule.name,
        f"it is what {rule.name} computes: {rule.note}",
        f"Nothing is wrong; {rule.library} computes it so. State the function with the number.",
        0.6 if rule.usual else 1.4,
        LIBRARY,
        rule,
    )
    for rule in CONVENTIONS
    if rule.base is None  # the others are the unit of another entry
)
