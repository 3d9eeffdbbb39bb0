"""Predictions made from a target image: named distortions with one amount each, and resampling to another size."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ce_core._checks import Floats, probabilities, real
from ce_core.errors import DistributionError

SAME = 1e-12
"""A mean this near to its middle pixel is that pixel: without it an even white area averages to 0.9999999999999999."""


@dataclass(frozen=True)
class Distortion:
    """A way to spoil an image. `formula` says what becomes of a grey value x at amount a."""

    name: str
    amount: str
    """What the amount is, with its unit."""
    low: float
    high: float
    default: float
    step: float
    formula: str
    apply: Callable[[Floats, float, int], Floats]
    """(image, amount, seed) → the result before it is cut off at 0 and 1."""


@dataclass(frozen=True)
class Distorted:
    """The result in [0, 1], and how many of its pixels had to be cut off at 0 or 1."""

    pixels: Floats
    clipped: int


def distort(image: ArrayLike, name: str, amount: float, *, seed: int = 0) -> Distorted:
    """The image after the distortion `name` of `DISTORTIONS`, cut off at 0 and 1; what was cut off is counted.

    Parameters: `image`, H×W grey values in [0, 1]; `amount`, within the limits that the table gives; `seed`, of the
    noise: the same seed gives the same image. Returns a `Distorted`.
    Raises `DistributionError` for an unknown name, an amount outside its limits, or grey values outside [0, 1].

    >>> distort([[0.25, 0.75]], "brightness", 0.5)
    Distorted(pixels=array([[0.75, 1.  ]]), clipped=1)
    """
    x = _image(image)
    if name not in DISTORTIONS:
        raise DistributionError(f"{name!r} is not a distortion; use one of {', '.join(DISTORTIONS)}")
    row = DISTORTIONS[name]
    a = real("amount", amount, -np.inf, np.inf, "a number")
    if not row.low <= a <= row.high:
        raise DistributionError(f"amount = {a} is outside {row.low} to {row.high}, the limits of {name}")
    raw = row.apply(x, a, seed)
    cut = np.clip(raw, 0.0, 1.0)
    return Distorted(pixels=cut, clipped=int(np.count_nonzero(cut != raw)))


def resize(image: ArrayLike, height: int, width: int) -> Floats:
    """The image at another size: every new pixel is the mean of the area that it covers.

    Pixels are squares of one grey, so the mean grey of the image stays; twice the size repeats every pixel. Even areas
    keep their value exactly, so pure black and white stay pure. Raises `DistributionError` for a side below 1.

    >>> resize([[0.0, 0.5, 1.0]], 1, 2).round(3).tolist()
    [[0.167, 0.833]]
    """
    x = _image(image)
    for name, side in (("height", height), ("width", width)):
        if side < 1:
            raise DistributionError(f"{name} = {side} is not a size; use a whole number from 1")
    for axis, side in ((0, height), (1, width)):
        if side != x.shape[axis]:
            x = _area_means(x, int(side), axis)
    return np.asarray(np.clip(x, 0.0, 1.0))


def _image(image: ArrayLike) -> Floats:
    x = probabilities("image", image)
    if x.ndim != 2 or x.size == 0:
        raise DistributionError(f"image (shape {x.shape}) must be one grey image, height × width")
    return x


def _area_means(x: Floats, side: int, axis: int) -> Floats:
    """Differences of the running integral along `axis`, which is linear inside each pixel."""
    count = x.shape[axis]
    integral = np.concatenate([np.zeros_like(x.take([0], axis)), np.cumsum(x, axis=axis)], axis=axis)
    edges = np.arange(side + 1) * (count / side)
    whole = np.minimum(edges.astype(np.intp), count - 1)
    part = np.expand_dims(edges - whole, 1 - axis)
    low = integral.take(whole, axis)
    at_edges = low + part * (integral.take(whole + 1, axis) - low)
    middle = ((np.arange(side) + 0.5) * (count / side)).astype(np.intp)
    return _settled(np.diff(at_edges, axis=axis) * (side / count), x.take(middle, axis))


def _settled(means: Floats, own: Floats) -> Floats:
    return np.where(np.abs(means - own) < SAME, own, means)


def _noise(x: Floats, a: float, seed: int) -> Floats:
    return x + a * np.random.default_rng(seed).standard_normal(x.shape)


def _blur(x: Floats, a: float, seed: int) -> Floats:
    """Separable Gaussian, cut off at four standard deviations."""
    reach = int(4 * a + 0.5)
    if reach == 0:
        return x
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / a) ** 2)
    weights /= weights.sum()
    own = x
    for axis in (0, 1):
        count = x.shape[axis]
        padded = np.pad(x, [(reach, reach) if axis == along else (0, 0) for along in (0, 1)], mode="symmetric")
        x = np.zeros_like(x)
        for offset, weight in enumerate(weights):
            x += weight * (padded[offset : offset + count] if axis == 0 else padded[:, offset : offset + count])
    return np.asarray(np.clip(_settled(x, own), 0.0, 1.0))


def _shift(x: Floats, a: float, seed: int) -> Floats:
    columns = np.clip(np.arange(x.shape[1]) - round(a), 0, x.shape[1] - 1)
    return np.asarray(x[:, columns])


def _invert(x: Floats, a: float, seed: int) -> Floats:
    return (1 - a) * x + a * (1 - x)


def _threshold(x: Floats, a: float, seed: int) -> Floats:
    return (x >= a).astype(np.float64)


_TABLE = (
    Distortion(
        "noise", "standard deviation, in grey", 0.0, 1.0, 0.1, 0.01, "x + a·ε, ε normal, anew for every pixel", _noise
    ),
    Distortion("blur", "standard deviation, in pixels", 0.0, 20.0, 1.0, 0.5, "Gaussian mean around x", _blur),
    Distortion("brightness", "added grey", -1.0, 1.0, 0.2, 0.01, "x + a", lambda x, a, _: x + a),
    Distortion("contrast", "factor", 0.0, 4.0, 0.5, 0.05, "½ + a·(x − ½)", lambda x, a, _: 0.5 + a * (x - 0.5)),
    Distortion("shift", "pixels to the right", -40.0, 40.0, 1.0, 1.0, "x from a columns to the left", _shift),
    Distortion("inversion", "share", 0.0, 1.0, 1.0, 0.01, "(1 − a)·x + a·(1 − x)", _invert),
    Distortion("constant grey", "grey", 0.0, 1.0, 0.5, 0.01, "a everywhere", lambda x, a, _: np.full_like(x, a)),
    Distortion("threshold", "grey", 0.0, 1.0, 0.5, 0.01, "1 where x ≥ a, else 0", _threshold),
)
DISTORTIONS: Mapping[str, Distortion] = {row.name: row for row in _TABLE}
"""Shift repeats the edge column, blur reflects the image at its edges."""
