"""Losses of long batches: block by block in bounded memory, on two cores, with few logarithms for hard labels.

A likelihood is a product, so the surprise of a group of examples is the logarithm of the product of their
probabilities: one logarithm for sixteen examples. That is done only where nothing is lost by it – no factor so small
that a product could underflow, no loss so small that the rounding of a product would show in it.
"""

import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from typing import Any, NamedTuple, TypeGuard, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ce_core._checks import Floats, Reduction, sum_tolerance
from ce_core._numerics import LOGARITHMS, binary_parts, quiet, times
from ce_core.errors import DistributionError

ENTRIES = 1 << 15
"""Numbers in a block: what is computed from them stays in the processor's cache."""
AT_ONCE = 4
"""Blocks that are one where little is computed from each number: fewer calls then count for more."""
_SHARED = 1 << 20
"""From this many numbers on, two threads share the blocks; NumPy lets go of the interpreter meanwhile."""
_TASKS = 8
"""Few, since handing one over costs as much as a small block; more than two, since a core may be busy otherwise."""
_GROUP = 16
_SMALLEST = 2.0**-60
"""A product of `_GROUP` factors from here to 1 stays a normal number."""
_LEAST_MEAN = 1e-2
"""Below this mean loss, the rounding errors of products and of 1 − p could reach the thirteenth digit."""
_WIDEST = 600.0
"""Scores that differ by no more than this have exponentials that are all normal numbers."""

Array = NDArray[Any]
Part = tuple[slice, ...]
T = TypeVar("T")


class Measured(NamedTuple):
    """What a loss knows of each example before it is reduced."""

    losses: Floats
    weights: Floats
    share: Floats
    """What an example adds to the denominator of a mean, before its weight."""


Measure = Callable[[ArrayLike, ArrayLike, ArrayLike | None], Measured]
Quick = Callable[[Array, Array], float | None]
"""Σ of the losses of a block without weights, or None where the long way is needed."""


class _Sums(NamedTuple):
    losses: float
    weights: float
    infinite: bool


def parts_of(shape: tuple[int, ...], axis: int) -> list[Part]:
    """The blocks of an array, cut along `axis`."""
    rows = shape[axis]
    step = max(1, ENTRIES * rows // max(1, math.prod(shape)))
    return [(*[slice(None)] * axis, slice(start, start + step)) for start in range(0, rows, step)]


def over(parts: list[Part], size: int, compute: Callable[[Part], T]) -> list[T]:
    """`compute` of each part, in order; on two threads if there are many numbers."""
    if size < _SHARED or len(parts) < 2:
        return [compute(part) for part in parts]
    step = -(-len(parts) // _TASKS)
    tasks = [parts[start : start + step] for start in range(0, len(parts), step)]
    with ThreadPoolExecutor(2) as threads:
        return list(chain.from_iterable(threads.map(lambda task: [compute(part) for part in task], tasks)))


def aligned(*shape: int) -> Floats:
    """Room for numbers at an address from which the processor loads them up to twice as fast as from any other."""
    size = math.prod(shape)
    room = np.empty(size + 8)
    start = -room.ctypes.data // 8 % 8
    return room[start : start + size].reshape(shape)


def reduced_in_blocks(
    measure: Measure,
    how: Reduction,
    y_true: ArrayLike,
    scores: ArrayLike,
    sample_weight: ArrayLike | None,
    axis: int | None,
    quick: Quick | None,
) -> np.float64 | None:
    """Sum or mean of the losses; None for short batches, and for all that the whole array must answer for.

    `axis` is that of the classes, None where each entry is an example.
    """
    if not (_is_array(y_true) and _is_array(scores) and (sample_weight is None or _is_array(sample_weight))):
        return None
    cut = _axis_to_cut(y_true.shape, scores.shape, axis)
    if cut is None or (sample_weight is not None and sample_weight.shape[:1] != scores.shape[cut : cut + 1]):
        return None
    shift = 0
    if sample_weight is not None and how == "mean":  # where only ratios of weights count: no sum overflows
        largest = float(sample_weight.max())
        if not 0 < largest < math.inf:
            return None
        shift = -math.frexp(largest)[1]
    if sample_weight is not None or (axis is not None and (scores.ndim != 2 or cut != 0)):
        quick = None

    def sums(part: Part) -> _Sums:
        examples = part[-1:]
        y, z = y_true[part if y_true.ndim == scores.ndim else examples], scores[part]
        measured = measure(y, z, None if sample_weight is None else sample_weight[examples])
        with quiet():
            weights = np.ldexp(measured.weights, shift)
            terms = times(weights, measured.losses)
            return _Sums(float(terms.sum()), float((weights * measured.share).sum()), bool(np.isinf(terms).any()))

    parts = parts_of(scores.shape, cut)
    blocks: list[_Sums] = []
    if quick is not None:
        blocks, parts = _quick_sums(quick, y_true, scores, parts)
    try:
        blocks += over(parts, scores.size, sums)
    except DistributionError:
        return None  # it names the place in its block; measured whole, the place in the batch is named
    losses, weights, infinite = map(np.array, zip(*blocks, strict=True))
    with quiet():
        total, weight = np.float64(losses.sum()), np.float64(weights.sum())
        if weight == 0 or (np.isinf(total) and not infinite.any()):
            return None
        return total if how == "sum" else np.float64(total / weight)


def _quick_sums(quick: Quick, y: Array, scores: Array, parts: list[Part]) -> tuple[list[_Sums], list[Part]]:
    """What `quick` finds, and the blocks left to do. Two threads would spend its time in waiting for each other."""
    found: list[_Sums] = []
    left: list[Part] = []
    for first in range(0, len(parts), AT_ONCE):
        group = parts[first : first + AT_ONCE]
        rows = slice(group[0][0].start, group[-1][0].stop)
        total = quick(y[rows], scores[rows])
        if total is None:
            left += group
        else:
            found.append(_Sums(total, y[rows].size, False))
    return found, left


def _is_array(values: ArrayLike | None) -> TypeGuard[Array]:
    return type(values) is np.ndarray and values.dtype.kind in "biuf"


def _axis_to_cut(y_shape: tuple[int, ...], shape: tuple[int, ...], axis: int | None) -> int | None:
    """The first axis of the scores that is not the classes'; None for short batches and shapes that do not fit."""
    if math.prod(shape) <= 2 * ENTRIES or (axis is not None and not -len(shape) <= axis < len(shape)):
        return None
    classes = len(shape) if axis is None else axis % len(shape)
    cut = int(classes == 0)
    fits = y_shape == shape or (axis is not None and y_shape == shape[:classes] + shape[classes + 1 :])
    return cut if fits and cut < len(shape) else None


def rows_in_blocks(
    measure: Callable[[ArrayLike, ArrayLike], np.float64 | Floats],
    p: ArrayLike,
    q: ArrayLike,
    axis: int,
    quick: Callable[[Array, Array], Floats | None],
) -> Floats | None:
    """One value for each row of two long N×C arrays, or None as `reduced_in_blocks`.

    `quick` leaves NaN where a row needs `measure`, or returns None where all of them do.
    """
    if not (_is_array(p) and _is_array(q)) or p.ndim != 2 or axis not in (-1, 1):
        return None
    if _axis_to_cut(q.shape, p.shape, axis) is None or p.shape != q.shape:
        return None

    def values(part: Part) -> Floats:
        found = quick(p[part], q[part])
        if found is None:
            return np.asarray(measure(p[part], q[part]))
        unsure = np.isnan(found)
        if unsure.any():
            found[unsure] = measure(p[part][unsure], q[part][unsure])
        return found

    try:
        return np.concatenate(over(parts_of(p.shape, 0), p.size, values))
    except DistributionError:
        return None  # as above


class Decomposed(NamedTuple):
    """Binary cross-entropies taken apart, and what they sum to."""

    maps: Floats
    """Loss, floor, excess and the terms of class 1 and class 0, each of the shape of the entries."""
    totals: list[float]


def decomposed(y: Floats, p: Floats, eps: float, base: float | None) -> Decomposed:
    """The parts of each entry, block by block in room that is reused."""
    maps = aligned(5, *y.shape)
    flat, truth, guess = maps.reshape(5, -1), y.reshape(-1), p.reshape(-1)
    spare: list[Floats] = []

    def fill(part: Part) -> Floats:
        room = spare.pop() if spare else aligned(5, 2, min(ENTRIES, y.size))
        block = flat[:, *part]
        binary_parts(truth[part], guess[part], eps, base, block, room[..., : block.shape[1]])
        spare.append(room)
        return np.asarray(block.sum(axis=1))

    sums = over(parts_of(truth.shape, 0), y.size, fill)
    return Decomposed(maps, [math.fsum(column) for column in zip(*sums, strict=True)])


def hard_binary(y: Array, p: Array, *, base: float | None) -> float | None:
    """Σ of the binary cross-entropies of labels 0 and 1."""
    if y.dtype.kind == "b":
        zero = ~y
    else:
        zero = y == 0
        hard = bool((zero | (y == 1)).all()) if y.dtype.kind == "f" else y.min() >= 0 and y.max() <= 1
        if not hard:
            return None
    low, high = float(p.min()), float(p.max())
    if not (low >= _SMALLEST and 1 - high >= _SMALLEST):
        return None
    factors = aligned(*p.shape)
    np.copyto(factors, zero)
    np.subtract(p, factors, out=factors)  # p, or −(1 − p)
    return _surprise_of_all(factors.ravel(), base)


def chosen_probabilities(index: Array, p: Array, *, base: float | None) -> float | None:
    """Σ −log of the probability in each row's own column."""
    own = _own_column(index, p)
    if own is None or not _are_distributions(p) or not own.min() >= _SMALLEST:
        return None
    return _surprise_of_all(own, base)


def kl_of_rows(p: Array, q: Array) -> Floats | None:
    """Σ p log(p/q) − p + q of rows without zeros, in nats; NaN where it is so small that rounding would show."""
    if not (_are_distributions(p) and _are_distributions(q) and min(p.min(), q.min()) >= _SMALLEST):
        return None
    terms = np.divide(p, q, out=aligned(*p.shape), dtype=np.float64)
    np.log(terms, out=terms)
    terms -= 1
    terms *= p
    terms += q
    rows = terms @ np.ones(p.shape[1])
    rows[rows < _LEAST_MEAN] = np.nan
    return rows


def _are_distributions(p: Array) -> bool:
    """Whether the rows surely are distributions; sums near the limit of what is taken are left to the exact check."""
    if p.dtype.kind != "f" or not (p.min() >= 0 and p.max() <= 1):
        return False
    off = np.abs(p.astype(np.float64, copy=False) @ np.ones(p.shape[1]) - 1)
    return bool(off.max() <= sum_tolerance(p.dtype) / 2)


def chosen_scores(index: Array, z: Array, *, scale: float) -> float | None:
    """Σ log Σ exp z − z[own column], in units of `scale` nats."""
    own = _own_column(index, z)
    if own is None:
        return None
    low, high = float(z.min()), float(z.max())
    if not high - low <= _WIDEST:
        return None
    powers = np.subtract(z, high, out=aligned(*z.shape), dtype=np.float64)
    logs = np.log(np.exp(powers, out=powers) @ np.ones(z.shape[1]))
    total = float(logs.sum()) + float((high - own).sum())
    accurate = total >= _LEAST_MEAN * len(own) * max(1.0, abs(low), abs(high))
    return total / scale if accurate else None


def _own_column(index: Array, scores: Array) -> Floats | None:
    classes = scores.shape[1]
    if index.dtype.kind not in "iu" or index.ndim != 1 or not (index.min() >= 0 and index.max() < classes):
        return None
    at = np.arange(0, scores.size, classes)
    at += index.astype(np.intp, copy=False)
    return np.asarray(scores.ravel().take(at), dtype=np.float64)


def _surprise_of_all(factors: Floats, base: float | None) -> float | None:
    """Σ −log |factor|, each at least `_SMALLEST` and overwritten; None where digits would be lost."""
    logarithm = LOGARITHMS.get(base)
    if logarithm is None:
        return None
    least = _LEAST_MEAN * factors.size
    rest = 0.0
    left = factors
    for _ in range(_GROUP.bit_length() - 1):
        half = left.size // 2
        if left.size % 2:
            rest += float(logarithm(abs(left[-1])))
        left = np.multiply(left[:half], left[half : 2 * half], out=left[:half])
    total = 0.0 - rest - float(logarithm(np.abs(left)).sum())
    return total if total >= least else None
