"""The words of the first page: results in, sentences out."""

import numpy as np

from pages.shared import words
from pages.shared.words import Unit


def value(y: np.ndarray, p: np.ndarray, losses: np.ndarray, mean: float, unit: Unit) -> str:
    """The mean loss of a few predictions, and the one that cost the most."""
    if len(losses) == 1:
        return f"The loss is {words.amount(mean, unit)}."
    worst = int(np.argmax(losses))
    equal = int(np.isclose(losses, losses[worst], rtol=1e-9, atol=0).sum()) - 1
    as_much = "" if not equal else " One other costs as much." if equal == 1 else f" {equal} others cost as much."
    which = f"number {worst + 1}, target {words.short(y[worst])} and prediction {words.short(p[worst])}"
    if np.isinf(mean):
        certain = int(np.isinf(losses).sum())
        others = "" if certain == 1 else f", the first of {certain} that are certain and wrong"
        return f"The mean loss is ∞, because of {which}{others}."
    if mean == 0:
        return f"The mean loss of the {len(losses)} predictions is 0: each is certain and right."
    return (
        f"The mean loss of the {len(losses)} predictions is {words.amount(mean, unit)}. "
        f"The costliest is {which}: {words.amount(losses[worst], unit)}.{as_much}"
    )


def unequal(y: np.ndarray, p: np.ndarray) -> str:
    return f"Targets has {len(y)} numbers and Predictions has {len(p)}: each target needs its own prediction."
