"""What every function asks of its arguments, in one place."""

import math
import operator
from numbers import Real
from typing import Any, Literal, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ce_core.errors import DistributionError

Floats = NDArray[np.float64]
Reduction = Literal["mean", "sum", "none"]


def numbers(name: str, values: ArrayLike) -> Floats:
    """`values` as a new or shared float64 array; refuses what is not numeric."""
    return _read(name, values)[0]


def _read(name: str, values: ArrayLike) -> tuple[Floats, float]:
    """`values` as float64, and the relative tolerance √eps of the type they came in."""
    if isinstance(values, np.ma.MaskedArray):
        raise TypeError(f"{name} is a masked array; pass plain numbers, without the masked entries")
    try:
        array = np.asarray(values)
    except ValueError as error:
        raise DistributionError(f"{name} has rows of unequal length; make all rows the same length") from error
    except RuntimeError as error:
        raise TypeError(f"{name} can't be read as an array: {error}") from error
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name} is not numeric (dtype {array.dtype}); pass numbers")
    with np.errstate(over="ignore"):
        return array.astype(np.float64, copy=False), sum_tolerance(array.dtype)


def sum_tolerance(dtype: np.dtype[Any]) -> float:
    """How far from 1 the sum of a distribution of this type may be: √eps."""
    eps = float(np.finfo(dtype).eps) if dtype.kind == "f" else 0.0
    return math.sqrt(max(eps, 2.0**-52))


def refuse_where(bad: NDArray[np.bool_], name: str, values: Floats, problem: str, remedy: str) -> None:
    """Raise for the first True of `bad`, if there is one."""
    if bad.any():
        at = tuple(int(i) for i in np.unravel_index(int(np.argmax(bad)), bad.shape))
        place = f"{name}[{', '.join(map(str, at))}]" if at else name
        raise DistributionError(f"{name} (shape {values.shape}): {place} = {values[at]!s} {problem}; {remedy}")


def finite(name: str, values: ArrayLike, *, allow_infinite: bool = False) -> Floats:
    """Numbers without NaN, and without infinities unless they are allowed."""
    array = numbers(name, values)
    if allow_infinite:
        refuse_where(np.isnan(array), name, array, "is not a number", "remove it or replace it")
    else:
        refuse_where(~np.isfinite(array), name, array, "is not a finite number", "remove it or replace it")
    return array


def probabilities(name: str, values: ArrayLike) -> Floats:
    """Each entry for itself in [0, 1]; no sum is asked for."""
    return _probabilities(name, numbers(name, values))


def _probabilities(name: str, array: Floats) -> Floats:
    bad = ~((array >= 0) & (array <= 1))
    if bad.any():
        refuse_where(bad, name, array, "is not a probability", _remedy(name, array))
    return array


def _remedy(name: str, array: Floats) -> str:
    """What numbers outside [0, 1] most likely are."""
    if np.isnan(array).any():
        return "remove it or replace it"
    low, high = float(array.min()), float(array.max())
    if low >= 0 and high <= 1 + 1e-6:
        return "a rounding error above 1: divide by the sum with normalize"
    if name in ("y", "y_true", "target"):
        return (
            "targets lie in [0, 1]: map labels like 4 and 7 to 0 and 1 (log_loss takes any labels), "
            "grey values are divided by 255"
        )
    if name in ("image", "prediction"):
        return "grey values lie in [0, 1]: divide 8-bit ones by 255, 16-bit ones by 65535"
    if low >= 0 and high > 1 and high <= 255 and np.array_equal(array, np.floor(array)):
        return "probabilities lie in [0, 1] (grey values are divided by 255, percentages by 100, counts by their sum)"
    return "probabilities lie in [0, 1]; these look like logits: use the function whose name ends in _from_logits"


def axis_of(name: str, array: Floats, axis: int) -> int:
    """`axis` as a non-negative index into the shape of `array`."""
    axis = operator.index(axis)
    if array.ndim == 0:
        raise DistributionError(f"{name} (shape ()) is a single number; pass the list of all its values")
    if not -array.ndim <= axis < array.ndim:
        raise DistributionError(
            f"axis = {axis} is outside {name} (shape {array.shape}); use {-array.ndim} to {array.ndim - 1}"
        )
    return axis % array.ndim


def distribution(name: str, values: ArrayLike, axis: int = -1) -> Floats:
    """Non-negative entries that sum to 1 along `axis`, to √eps of the type they came in."""
    array, tolerance = _read(name, values)
    axis = axis_of(name, array, axis)
    if array.shape[axis] == 0:
        raise DistributionError(f"{name} (shape {array.shape}) has no entries along axis {axis}; pass at least one")
    _probabilities(name, array)
    totals = np.asarray(array.sum(axis=axis))
    bad = np.abs(totals - 1) > tolerance
    if bad.any():
        at = tuple(int(i) for i in np.unravel_index(int(np.argmax(bad)), bad.shape))
        place = "" if not at else f" at [{', '.join(map(str, at))}]"
        raise DistributionError(
            f"{name} (shape {array.shape}): the sum along axis {axis}{place} is {totals[at]!s}, not 1; "
            "add what is missing, or divide by the sum with normalize"
        )
    return array


def same_shape(name_a: str, a: Floats, name_b: str, b: Floats) -> None:
    """Nothing is broadcast."""
    if a.shape != b.shape:
        raise DistributionError(
            f"{name_a} (shape {a.shape}) and {name_b} (shape {b.shape}) differ in shape; give both the same shape"
        )


def log_of_base(base: float | None) -> float:
    """ln(base), 1 for nats."""
    if base is None:
        return 1.0
    return math.log(real("base", base, 1.0, math.inf, "a number above 1 (2 for bits, 10 for bans, None for nats)"))


def real(name: str, value: float, low: float, high: float, wanted: str, *, low_included: bool = False) -> float:
    """One number in (low, high), or [low, high)."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, Real):
        raise TypeError(f"{name} = {value!r} is not a number; give {wanted}")
    if not (low < value < high or (low_included and value == low)):
        raise DistributionError(f"{name} = {value} can't be used; give {wanted}")
    return float(value)


def clip_of(eps: float) -> float:
    """The ε of a loss, in [0, ½)."""
    return real("eps", eps, 0.0, 0.5, "a number from 0 up to, but not including, 0.5", low_included=True)


def smoothing_of(label_smoothing: float) -> float:
    """The α of label smoothing, in [0, 1]."""
    wanted = "a number from 0 to 1"
    if label_smoothing == 1:
        return 1.0
    return real("label_smoothing", label_smoothing, 0.0, 1.0, wanted, low_included=True)


def weights_like(name: str, values: ArrayLike, shape: tuple[int, ...], what: str) -> Floats:
    """Finite weights ≥ 0 of exactly this shape."""
    array = numbers(name, values)
    if array.shape != shape:
        raise DistributionError(f"{name} (shape {array.shape}) must have shape {shape}: one weight for each {what}")
    return refuse_bad_weights(name, array)


def refuse_bad_weights(name: str, array: Floats) -> Floats:
    """The same weights, if all are finite and none is negative."""
    bad = ~(np.isfinite(array) & (array >= 0))
    refuse_where(bad, name, array, "is not a weight", "weights are finite and not negative")
    return array


def positive(name: str, values: ArrayLike) -> Floats:
    """Finite numbers above 0."""
    array = finite(name, values)
    refuse_where(array <= 0, name, array, "is not positive", "give a number above 0")
    return array


def reduction_of(reduction: str) -> Reduction:
    if reduction not in ("mean", "sum", "none"):
        raise DistributionError(f'reduction = {reduction!r} is unknown; use "mean", "sum" or "none"')
    return cast(Reduction, reduction)
