"""Two images of any size in bounded memory: totals over all pixels, and maps small enough to draw."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ce_core._checks import Floats, probabilities
from ce_core.images import compare_images

STRIP = 400_000
"""Pixels compared at a time: what is held besides the two images stays below about 40 MB."""
NAMED = 40

Map = NDArray[np.float32]


@dataclass(frozen=True)
class ImageSurvey:
    """What `compare_images` says of all pixels, without its full-size maps.

    The maps hold the mean of every block×block pixels, so a block with one infinite pixel is infinite. Totals and
    means are over the pixels, in the unit of `base`. Places are (row, column) from 0.
    """

    height: int
    width: int
    block: int
    target: Map
    """Grey values, whichever class is 1."""
    prediction: Map
    loss: Map
    floor: Map
    kl: Map
    total: float
    floor_total: float
    kl_total: float
    first_term_total: float
    infinite: int
    """How many pixels cost ∞."""
    infinite_at: tuple[tuple[int, int], ...]
    """The first of them, in reading order."""
    costliest: tuple[int, int]
    """The first pixel of the highest loss."""
    highest: float

    @property
    def pixels(self) -> int:
        return self.height * self.width

    @property
    def mean(self) -> float:
        return self.total / self.pixels

    @property
    def floor_mean(self) -> float:
        return self.floor_total / self.pixels

    @property
    def kl_mean(self) -> float:
        return self.kl_total / self.pixels

    @property
    def first_term_mean(self) -> float:
        return self.first_term_total / self.pixels


def survey_images(
    target: ArrayLike,
    prediction: ArrayLike,
    *,
    positive: Literal["white", "black"] = "white",
    eps: float = 0.0,
    base: float | None = None,
    side: int = 200,
) -> ImageSurvey:
    """`compare_images`, strip by strip: the same totals, and maps of at most `side` blocks a side.

    Parameters as in `compare_images`; `side`, the longest side of the maps.
    Returns an `ImageSurvey`. Raises `DistributionError` as `compare_images` does.

    >>> s = survey_images([[1.0, 0.5]], [[0.0, 0.5]])
    >>> s.infinite, s.infinite_at, s.floor_total == math.log(2)
    (1, ((0, 0),), True)
    """
    y, p = probabilities("target", target), probabilities("prediction", prediction)
    if y.ndim != 2 or y.size == 0 or y.shape != p.shape:
        compare_images(y, p)  # says what is wrong
    height, width = y.shape
    block = math.ceil(max(height, width) / side)
    rows = max(1, STRIP // (width * block)) * block
    maps: dict[str, list[Map]] = {name: [] for name in ("target", "prediction", "loss", "floor", "kl")}
    sums: dict[str, list[float]] = {name: [] for name in ("total", "floor_total", "kl_total", "first_term_total")}
    infinite, infinite_at = 0, list[tuple[int, int]]()
    costliest, highest = (0, 0), -1.0
    for top in range(0, height, rows):
        grey, guess = y[top : top + rows], p[top : top + rows]
        part = compare_images(grey, guess, positive=positive, eps=eps, base=base)
        drawn = {"target": grey, "prediction": guess, "loss": part.loss, "floor": part.floor, "kl": part.kl}
        for name, values in drawn.items():
            maps[name].append(_block_means(values, block))
        for name, parts in sums.items():
            parts.append(float(getattr(part, name)))
        hopeless = np.flatnonzero(np.isinf(part.loss))
        infinite += hopeless.size
        infinite_at += [_place(i, top, width) for i in hopeless[: NAMED - len(infinite_at)]]
        worst = int(np.argmax(part.loss))
        if part.loss.flat[worst] > highest:
            costliest, highest = _place(worst, top, width), float(part.loss.flat[worst])
    drawn_maps = {name: np.concatenate(parts) for name, parts in maps.items()}
    totals = {name: math.fsum(parts) for name, parts in sums.items()}
    return ImageSurvey(
        height=height,
        width=width,
        block=block,
        target=drawn_maps["target"],
        prediction=drawn_maps["prediction"],
        loss=drawn_maps["loss"],
        floor=drawn_maps["floor"],
        kl=drawn_maps["kl"],
        total=totals["total"],
        floor_total=totals["floor_total"],
        kl_total=totals["kl_total"],
        first_term_total=totals["first_term_total"],
        infinite=infinite,
        infinite_at=tuple(infinite_at),
        costliest=costliest,
        highest=highest,
    )


def _place(flat: int | np.intp, top: int, width: int) -> tuple[int, int]:
    row, column = divmod(int(flat), width)
    return top + row, column


def _block_means(values: Floats, block: int) -> Map:
    """Means over block×block pixels; at the right and lower edge over what is left."""
    if block > 1:
        down, across = (np.arange(0, side, block) for side in values.shape)
        sizes = np.outer(*(np.diff(np.append(at, side)) for at, side in zip((down, across), values.shape, strict=True)))
        values = np.add.reduceat(np.add.reduceat(values, down, axis=0), across, axis=1) / sizes
    return values.astype(np.float32)
