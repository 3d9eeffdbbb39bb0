"""Scores (logits) as people type them: text to checked numbers and back."""

from collections.abc import Sequence

import numpy as np

from ce_core.readers import parse_number
from pages.shared import words
from pages.shared.number_list import entries

LARGEST = 1e300  # far beyond where exp gives up, and still with room to multiply


def parse_scores(typed: str, name: str, *, fewest: int, most: int) -> np.ndarray:
    """Numbers between commas, semicolons or blanks. ValueError says which is wrong and what to do."""
    parts = entries(typed, name, signed=True) if typed.strip() else []
    scores = [parse_number(part, where=f"{name}, entry {i}") for i, part in enumerate(parts[:most], 1)]
    if not fewest <= len(parts) <= most:
        verb = "need" if name.endswith("s") else "needs"
        raise ValueError(f"{name} {verb} {fewest} to {most} numbers with commas between them, not {len(parts)}.")
    for i, score in enumerate(scores, 1):
        if abs(score) > LARGEST:
            raise ValueError(
                f"{name}, entry {i} is {words.number(score)}; numbers up to {words.number(LARGEST)} either way fit."
            )
    return np.array(scores)


def write_scores(scores: Sequence[float] | np.ndarray) -> str:
    return ", ".join(words.exact(score) for score in scores)
