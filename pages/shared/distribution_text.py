"""Distributions as people type them: text to checked numbers and back, and what moving one entry does."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ce_core import normalize
from ce_core.readers import parse_number
from pages.shared import words
from pages.shared.number_list import entries

FEWEST, MOST = 2, 10
ROUNDING = 0.005  # printed probabilities are rounded: a sum this close to 1 is meant to be 1
LONGEST_NAME = 24
STEPS = 10**6  # moved entries are whole millionths, so that they are short to read and sum to 1 exactly


@dataclass(frozen=True)
class Reading:
    """A distribution that was read, and the sum of the numbers as they were typed."""

    values: np.ndarray
    total: float

    @property
    def rounded(self) -> bool:
        return abs(self.total - 1) > 1e-8


class SumError(ValueError):
    """The entries are fine but do not sum to 1. `weights` can be normalised."""

    def __init__(self, message: str, weights: np.ndarray) -> None:
        super().__init__(message)
        self.weights = weights


def parse_distribution(typed: str, name: str) -> Reading:
    """Read 2 to 10 probabilities. ValueError says what is wrong and what to do."""
    parts = entries(typed, name) if typed.strip() else []
    numbers = [parse_number(part, where=f"{name}, entry {i}") for i, part in enumerate(parts[:MOST], start=1)]
    if not FEWEST <= len(parts) <= MOST:
        raise ValueError(f"{name} needs {FEWEST} to {MOST} numbers with commas between them, not {len(parts)}.")
    weights = np.array(numbers)
    for i, weight in enumerate(weights, start=1):
        if not 0 <= weight <= 1e6:
            raise ValueError(f"{name}, entry {i} is {words.number(weight)}; a probability lies between 0 and 1.")
    total = float(weights.sum())
    if total == 0:
        raise ValueError(f"{name} is 0 everywhere; at least one entry must be above 0.")
    if abs(total - 1) > ROUNDING:
        raise SumError(f"{name} sums to {words.short(total)}, not to 1. Correct an entry, or normalise.", weights)
    return Reading(weights if abs(total - 1) <= 1e-8 else normalize(weights), total)


def write_distribution(values: Sequence[float] | np.ndarray) -> str:
    return ", ".join(words.exact(value) for value in values)


def redistribute(values: np.ndarray, index: int, value: float) -> np.ndarray:
    """Set one entry; the others share the rest in their old proportion (equally, if they were all 0).

    In whole millionths that sum to 1 exactly; what rounding leaves over goes to the largest of the others.
    """
    others = np.delete(values, index)
    share = normalize(others) if others.any() else np.full(others.size, 1 / others.size)
    moved = round(value * STEPS)
    steps = np.rint(share * (STEPS - moved)).astype(int)
    steps[np.argmax(steps)] += STEPS - moved - steps.sum()
    return np.insert(steps, index, moved) / STEPS


def resize(values: np.ndarray, count: int) -> np.ndarray:
    """Add entries that get an equal share each, or drop the last ones and share out what they had."""
    while values.size < count:
        values = redistribute(np.append(values, 0.0), values.size, 1 / (values.size + 1))
    if values.size > count:
        kept = values[:count]
        values = redistribute(kept, 0, float(normalize(kept)[0]) if kept.any() else 1 / count)
    return values


def parse_names(typed: str) -> tuple[str, ...]:
    """Names between commas or semicolons: shortened, without invisible characters; empty ones at the end are none."""
    names = [
        words.shortened("".join(character for character in name if character.isprintable()).strip(), LONGEST_NAME)
        for name in re.split("[,;]", typed)
    ]
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def fill_names(given: Sequence[str], count: int, thing: str = "event") -> tuple[str, ...]:
    """Names for `count` things: those given, and "event 4" where there is none."""
    names = [*given[:count], *[""] * (count - len(given))]
    return tuple(name or f"{thing} {i}" for i, name in enumerate(names, start=1))
