"""Which formula gives this number? The departures that fit it, fewest and most usual first."""

import math
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import ArrayLike

from ce_core._checks import Floats, numbers, real
from ce_core._numerics import quiet
from ce_core.conventions.problem import problem_of
from ce_core.conventions.search import Candidates, Parts, candidates
from ce_core.conventions.table import Kind, Task
from ce_core.errors import DistributionError

FLOAT32_NOISE = 2e-6
"""Relative error that a mean computed in float32 may have."""
FLOAT64_NOISE = 1e-9
ROUNDING = 1e-12
"""Relative difference of two values computed in float64 that says nothing."""
CHANCE = 0.02
"""A formula is not claimed if the formulas as usual as it would fit more than this share of all numbers nearby."""
CHANCE_OF_FEW_DIGITS = 0.1
"""The same for a single departure, and for a number of up to four digits, which can't tell more formulas apart."""
FEW_DIGITS = 5e-5
"""Half a unit of the last digit of such a number, at least, relative to it."""
TOO_FEW_DIGITS = 5e-4 * (1 + 1e-9)
"""Half a unit above this has a number of up to three digits: coarse data give many such numbers, by many formulas."""
SHARES = {"accuracy", "error rate"}
"""Formulas that count rows: few digits are no accident there."""
OF_SHARES = {"percent", "sum", "summed over the labels"}
"""The ways to state such a share."""
CHANCE_OF_NEAR_MISS = 0.005
"""The same for a formula that misses the digits, but not by more than rtol."""
LARGE = 50_000
"""Predicted numbers above which pairs of departures are tried only if none by itself fits."""


@dataclass(frozen=True)
class Match:
    """A formula that gives the observed number with these labels and predictions."""

    name: str
    """Short; the names of two departures are joined by “ + ”."""
    value: np.float64
    """What this formula gives, in its own unit."""
    steps: tuple[str, ...]
    """What it does differently from the plain mean in nats, in words; () for that mean itself."""
    fix: str
    """What to do to get the plain mean in nats."""
    error: float
    """|value − observed| / |observed|."""
    group: int
    """Matches with the same number here have equal values, within 2e−6 unless the observed number is more exact than
    float32: this data can't tell them apart."""
    chance: float
    """Share of the numbers nearby that this or a formula as usual would fit by accident; 0 for the plain mean."""
    plain: np.float64
    """The plain mean in nats of the same data."""


def explain(
    observed: float,
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    rtol: float = 1e-4,
    ignore_index: int | None = None,
    sample_weight: ArrayLike | None = None,
    task: Task | None = None,
    kind: Kind | None = None,
) -> list[Match]:
    """The formulas that give this number, best first: the plain mean in nats, or what departs from it in a step or two.

    Parameters: `observed`, the number in doubt, ±∞ allowed; `y_true`, N class indices, N×C distributions, or N×L
    labels of a multilabel problem; `y_pred`, N probabilities or logits of class 1, N×C, or N×L; `rtol`, relative
    tolerance of the formulas with at most one departure; `ignore_index`, a label whose rows do not count;
    `sample_weight`, N numbers ≥ 0; `task` and `kind` say what is otherwise read from the values (see `problem_of`).
    The plain mean matches wherever it rounds to the number. A departure also matches within half a unit of its last
    digit, but never beyond 5·rtol; two must match to that digit (2e−6 for float32). Departures are claimed only where
    that is no likely accident; for a number of up to three digits only one, unless it is the accuracy or error rate,
    in percent or as a sum.
    Returns a list of `Match`, fewest departures first, the usual before the rare; empty where none fits. What changes
    nothing in the digits at hand is left out, so the list of a plain mean holds only that.
    Raises `DistributionError` for what is not a number, and for labels and predictions that don't fit together.

    >>> [m.name for m in explain(0.2370, [1, 0], [0.8, 0.1])]
    ['bits']
    """
    tolerance = real("rtol", rtol, 0.0, 1.0, "a number from 0 up to, but not including, 1", low_included=True)
    wanted = _observed(observed)
    problem = problem_of(y_true, y_pred, task=task, kind=kind, ignore_index=ignore_index, sample_weight=sample_weight)
    tolerances = _Tolerances.of(wanted, tolerance)
    with quiet():
        if problem.scores.size > LARGE:
            simple = _best(wanted, candidates(problem, most=1), tolerances)
            if simple and (not simple[0].steps or simple[0].error <= tolerances.digits):
                return simple  # no pair comes closer than the digits say
        return _best(wanted, candidates(problem), tolerances)


def _observed(observed: float) -> float:
    value = numbers("observed", observed)
    if value.ndim or np.isnan(value):
        raise DistributionError("observed is not a number; give the one number in doubt")
    return float(value)


@dataclass(frozen=True)
class _Tolerances:
    """Relative: of the plain mean, what the digits leave open, the same within bounds, of float32, of one departure."""

    plain: float
    shown: float
    digits: float
    tight: float
    loose: float
    too_few: bool
    """Whether an exact hit and a second departure say nothing, but for a share of the rows."""

    @staticmethod
    def of(observed: float, rtol: float) -> "_Tolerances":
        if observed == 0 or not math.isfinite(observed):
            return _Tolerances(0.0, 0.0, 0.0, 0.0, 0.0, False)
        with quiet():
            from_float32 = observed == float(np.float32(observed))
        half = half_unit(observed)
        tight = min(max(half, FLOAT32_NOISE), max(5 * rtol, FLOAT64_NOISE))
        digits = min(max(half, FLOAT32_NOISE if from_float32 else FLOAT64_NOISE), tight)
        edge = 1 + 1e-9
        loose = max(rtol, tight)
        whole = min(half, 0.5 / abs(observed))  # zeros before the decimal point are digits: 50 is not 5e1
        plain = max(whole, digits)
        shown, too_few = max(half, digits), whole > TOO_FEW_DIGITS
        return _Tolerances(plain * edge, shown, digits * edge, tight * edge, loose * edge, too_few)


def half_unit(number: float) -> float:
    """Half a unit of the last digit that the number shows, relative to it; no trailing zeros are shown."""
    shown = Decimal(repr(number)).normalize()
    exponent = shown.as_tuple().exponent
    return float(Decimal(5).scaleb(int(exponent) - 1) / abs(shown))


def _best(observed: float, found: Candidates, tolerances: _Tolerances) -> list[Match]:
    errors = _errors(found.values, observed)
    limits = (tolerances.digits, tolerances.tight, tolerances.loose)
    rounded = (found.steps == 0) & (errors <= tolerances.plain)
    tiers = np.select(
        [rounded | (errors <= limits[0]), errors <= limits[1], (errors <= limits[2]) & (found.steps <= 1)], [0, 1, 2], 3
    )
    open_to = (tolerances.shown, max(tolerances.shown, tolerances.tight), tolerances.loose)
    chances: dict[int, float] = {}
    for i in np.flatnonzero(tiers < 3).tolist():
        may_be_exact = not tolerances.too_few or _is_share(found.parts(i))
        if may_be_exact or found.steps[i] <= 1:
            chances[i] = _chance(i, found, observed, open_to[tiers[i]], may_be_exact)
    kept = [i for i, chance in chances.items() if _no_accident(chance, int(found.steps[i]), int(tiers[i]), limits[0])]
    fits = {i: (int(tiers[i]), int(found.steps[i])) for i in kept}
    front = {fit for fit in fits.values() if not any(_better(other, fit) for other in fits.values())}
    kept = sorted(
        (i for i in kept if fits[i] in front), key=lambda i: (*fits[i], float(found.rarity[i]), float(errors[i]))
    )
    return _matches(kept, found, errors, chances, FLOAT32_NOISE if tolerances.digits >= FLOAT32_NOISE else ROUNDING)


def _is_share(parts: Parts) -> bool:
    """Whether the formula is a share of the rows, as it is, in percent or as a number of rows."""
    return bool(parts) and parts[0].name in SHARES and all(part.name in OF_SHARES for part in parts[1:])


def _better(fit: tuple[int, int], than: tuple[int, int]) -> bool:
    """As close with fewer steps, or closer with as few."""
    return fit != than and fit[0] <= than[0] and fit[1] <= than[1]


def _no_accident(chance: float, steps: int, tier: int, digits: float) -> bool:
    """Whether a formula of so many steps is to be claimed, by the share of numbers that such formulas fit."""
    if tier == 2:
        return steps == 0 or chance <= CHANCE_OF_NEAR_MISS
    return chance <= (CHANCE_OF_FEW_DIGITS if steps <= 1 or digits >= FEW_DIGITS else CHANCE)


def _chance(at: int, found: Candidates, observed: float, tolerance: float, may_be_exact: bool) -> float:
    """Share of the numbers nearby that a formula as usual as this one would fit as well."""
    if not found.steps[at] or not math.isfinite(observed) or not observed:
        return 0.0
    rivals = (found.rarity <= found.rarity[at]) & (found.steps <= found.steps[at])
    exact = may_be_exact and abs(found.values[at] - observed) <= FLOAT64_NOISE * abs(observed)
    return _covered(found.values[rivals], observed, FLOAT64_NOISE if exact else tolerance)


def _covered(values: Floats, observed: float, tolerance: float) -> float:
    """Share of the numbers from observed/e to observed·e that one of the values would fit."""
    apart = np.log(values / observed)
    cells = np.floor(apart[np.abs(apart) <= 1] / (2 * tolerance))
    return min(float(np.unique(cells).size * tolerance), 1.0)


def _errors(values: Floats, observed: float) -> Floats:
    if observed == 0 or not math.isfinite(observed):
        return np.where(values == observed, 0.0, np.inf)
    errors = np.abs(values - observed) / abs(observed)
    return np.where(np.isnan(errors), np.inf, errors)


def _matches(
    rows: list[int], found: Candidates, errors: Floats, chances: dict[int, float], noise: float
) -> list[Match]:
    heads: list[np.float64] = []
    matches: list[Match] = []
    for at in rows:
        value, parts = np.float64(found.values[at]), found.parts(at)
        group = next((i for i, head in enumerate(heads) if _equal(value, head, noise)), len(heads))
        if group == len(heads):
            heads.append(value)
        matches.append(
            Match(
                name=" + ".join(part.name for part in parts) or "mean in nats",
                value=value,
                steps=tuple(part.words for part in parts),
                fix=" ".join(part.fix for part in parts) or "Nothing: it is the mean cross-entropy in nats.",
                error=float(errors[at]),
                group=group,
                chance=chances[at],
                plain=found.plain,
            )
        )
    return matches


def _equal(a: np.float64, b: np.float64, noise: float) -> bool:
    return bool(a == b) or bool(abs(a - b) <= noise * max(abs(a), abs(b)))
