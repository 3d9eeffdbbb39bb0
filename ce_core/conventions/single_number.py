"""One number and nothing else: what it is near to, when only the number of classes is known."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ce_core._checks import real
from ce_core.conventions.explanation import half_unit
from ce_core.conventions.rewrites import SMOOTHINGS
from ce_core.errors import DistributionError

CERTAIN_MISTAKES: dict[str, float] = {
    "scikit-learn log_loss in float64": -math.log(2.0**-52),
    "float32 clipped at its ε: scikit-learn log_loss, Keras BinaryCrossentropy for a label of 0": -math.log(2.0**-23),
    "PyTorch binary_cross_entropy": 100.0,
    "Keras, clipped at 1e−7": -math.log(float(np.float32(1e-7))),
    "a clip at 1e−15": -math.log(1e-15),
}
"""What one certain mistake costs, in nats, where log 0 is avoided; see `CONVENTIONS`."""
NEAR_WHOLE = 0.005
"""How near to a whole number of examples the cost of one mistake must come."""
NEAR_WHOLE_OF_FEW_DIGITS = 0.02
"""The same at most, for a number whose digits say no more."""
MOST_EXAMPLES = 1000


@dataclass(frozen=True)
class Landmark:
    """A number that a loss is often found at, and how far the observed one is from it."""

    name: str
    words: str
    value: float
    difference: float
    """observed − value."""
    error: float
    """|observed − value| / value."""
    fits: bool
    """Whether that is within the tolerance."""


def explain_number(observed: float, classes: int, *, rtol: float = 0.005) -> tuple[Landmark, ...]:
    """What a mean loss is compared with when there are no data: a uniform guess, known floors, one certain mistake.

    Parameters: `observed`, a mean loss, finite and at least 0; `classes` C, a whole number of at least 2; `rtol`,
    relative tolerance: training comes near to a landmark, not onto it, so a fit is a hint and no proof.
    Returns a `Landmark` for a uniform guess (log C, in nats, bits and bans), for the floor of a second softmax,
    log(1 + (C − 1)/e), for the floor of labels smoothed with each usual α: those that fit first, then the nearest.
    One certain mistake among N examples that cost nothing is listed where the cost of a library's clip, divided by the
    number, is near a whole N ≤ 1000; one number in twenty is so by accident. Where none `fits`, nothing is claimed.
    Raises `DistributionError` for a number that is no loss, and fewer than two classes.

    >>> explain_number(2.3026, 10)[0].name
    'uniform guess'
    >>> explain_number(1.4612, 10)[0].name
    'double softmax'
    >>> any(row.fits for row in explain_number(2.75, 10))
    False
    """
    number = real("observed", observed, 0.0, math.inf, "a finite loss of at least 0", low_included=True)
    tolerance = real("rtol", rtol, 0.0, 1.0, "a number from 0 up to, but not including, 1", low_included=True)
    if isinstance(classes, bool) or classes != int(classes) or classes < 2:
        raise DistributionError(f"classes = {classes} can't be used; give a whole number of at least 2")
    rows = [_compared(number, *point, tolerance) for point in _points(int(classes))]
    fitting = [row for row in sorted(rows, key=_nearness) if row.fits]
    return (*fitting, *_mistakes(number), *(row for row in sorted(rows, key=_nearness) if not row.fits))


def _nearness(row: "Landmark") -> tuple[float, float]:
    """Relative; absolute where that is the same: for 0, it is 1 for every landmark."""
    return row.error, abs(row.difference)


def smoothed_floor(classes: int, alpha: float) -> float:
    """Least loss with labels smoothed by α: the entropy of 1 − α + α/C on one class and α/C on each other."""
    other = alpha / classes
    return -(1 - alpha + other) * math.log1p(other - alpha) - (classes - 1) * other * math.log(other)


def second_softmax_floor(classes: int) -> float:
    """Least loss when softmax is applied to probabilities: log(1 + (C − 1)/e), at a certain right answer."""
    return math.log1p((classes - 1) / math.e)


def _points(classes: int) -> Iterator[tuple[str, str, float]]:
    guess = math.log(classes)
    for name, unit, base in (("", "nats", math.e), (" in bits", "bits", 2.0), (" in bans", "bans", 10.0)):
        yield (
            f"uniform guess{name}",
            f"the loss in {unit} of a model that gives each of the {classes} classes the same probability: it has "
            "learned nothing yet, or its inputs do not reach it",
            guess / math.log(base),
        )
    yield (
        "double softmax",
        "the least loss that is left when softmax is applied twice: the loss gets this far down and stays",
        second_softmax_floor(classes),
    )
    for alpha in SMOOTHINGS:
        yield (
            f"label smoothing {alpha:g}",
            f"the least loss that is left with labels smoothed by α = {alpha:g}: a perfect model has it, too",
            smoothed_floor(classes, alpha),
        )


def _compared(observed: float, name: str, words: str, value: float, tolerance: float) -> Landmark:
    error = abs(observed - value) / value
    return Landmark(name, words, value, observed - value, error, error <= tolerance)


def _mistakes(observed: float) -> Iterator[Landmark]:
    """For each clip, one certain mistake among a whole number of examples, if that fits."""
    for source, cost in CERTAIN_MISTAKES.items() if observed else ():
        ratio = cost / observed
        examples = round(min(ratio, MOST_EXAMPLES + 1))
        allowed = max(NEAR_WHOLE, min(ratio * half_unit(observed), NEAR_WHOLE_OF_FEW_DIGITS))
        if 1 <= examples <= MOST_EXAMPLES and abs(ratio - examples) <= allowed:
            others = "alone" if examples == 1 else f"among {examples} examples of which the others cost nothing"
            yield _compared(
                observed,
                f"one certain mistake in {examples}: {source}",
                f"one certain mistake, which costs {cost:.2f} nats there, {others}",
                cost / examples,
                math.inf,
            )
