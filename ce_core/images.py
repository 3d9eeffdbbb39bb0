"""Two greyscale images compared pixel by pixel, each grey value read as a probability."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from ce_core._blocks import decomposed
from ce_core._checks import Floats, clip_of, log_of_base, numbers, probabilities
from ce_core.errors import DistributionError


@dataclass(frozen=True)
class ImageComparison:
    """H×W maps and their totals and means, in the unit of `base`; loss = floor + kl at every pixel."""

    target: Floats
    """Probability of class 1 in the target: the grey value, or 1 − grey when black is class 1."""
    prediction: Floats
    base: float | None
    loss: Floats
    floor: Floats
    """Entropy of the target: what no prediction can go below."""
    kl: Floats
    first_term: Floats
    """−y log ŷ alone, which ignores every pixel of class 0."""
    second_term: Floats
    """−(1 − y) log(1 − ŷ)."""
    total: np.float64
    mean: np.float64
    floor_total: np.float64
    floor_mean: np.float64
    kl_total: np.float64
    kl_mean: np.float64
    first_term_total: np.float64
    first_term_mean: np.float64


def compare_images(
    target: ArrayLike,
    prediction: ArrayLike,
    *,
    positive: Literal["white", "black"] = "white",
    eps: float = 0.0,
    base: float | None = None,
) -> ImageComparison:
    """Pixelwise binary cross-entropy of two images, Σ −[y log ŷ + (1 − y) log(1 − ŷ)], with its floor and excess.

    Parameters: `target` and `prediction`, H×W grey values in [0, 1] (0 black, 1 white); `positive`, which of the two is
    class 1 – the loss does not depend on it, its first term does; `eps` clips ŷ to [ε, 1 − ε]; `base`, None for nats.
    Returns an `ImageComparison`. Limits: at least the entropy of the target, which is 0 only for pure black and white;
    ∞ where a pixel is certain and wrong.
    Raises `DistributionError` for grey values outside [0, 1], images that are not H×W, or of different sizes.
    Also called reconstruction cross-entropy of an autoencoder. Source: Goodfellow et al., §14.4; Murphy, PML 1, §20.3.

    >>> c = compare_images([[1.0, 0.5]], [[1.0, 0.5]], base=2)
    >>> float(c.total), float(c.floor_total), float(c.kl_total)
    (1.0, 1.0, 0.0)
    """
    log_of_base(base)
    clip = clip_of(eps)
    y, p = numbers("target", target), numbers("prediction", prediction)
    for name, image in (("target", y), ("prediction", p)):
        if image.ndim != 2 or image.size == 0:
            raise DistributionError(f"{name} (shape {image.shape}) must be one grey image, height × width")
    if y.shape != p.shape:
        raise DistributionError(
            f"target is {y.shape[1]}×{y.shape[0]} pixels, prediction {p.shape[1]}×{p.shape[0]} (shapes {y.shape} and "
            f"{p.shape}); resize one of them to the size of the other"
        )
    if positive not in ("white", "black"):
        raise DistributionError(f'positive = {positive!r} is unknown; use "white" or "black"')
    try:
        (loss, floor, kl, *terms), totals = decomposed(y, p, clip, base)
    except DistributionError:
        for name, image in (("target", y), ("prediction", p)):
            probabilities(name, image)  # names the place in the image instead of that in its block
        raise
    white = positive == "white"
    first = 0 if white else 1
    total, floor_total, kl_total, first_total = map(np.float64, (*totals[:3], totals[3 + first]))
    return ImageComparison(
        target=y if white else 1 - y,
        prediction=p if white else 1 - p,
        base=base,
        loss=loss,
        floor=floor,
        kl=kl,
        first_term=terms[first],
        second_term=terms[1 - first],
        total=total,
        mean=total / y.size,
        floor_total=floor_total,
        floor_mean=floor_total / y.size,
        kl_total=kl_total,
        kl_mean=kl_total / y.size,
        first_term_total=first_total,
        first_term_mean=first_total / y.size,
    )
