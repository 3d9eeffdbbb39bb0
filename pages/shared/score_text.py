"""Scores (logits) as people type them: text to checked numbers and back."""

import re
from collections.abc import Sequence

import numpy as np

from ce_core.readers import parse_number
from pages.shared import words

LARGEST = 1e300  # far beyond where exp gives up, and still with room to multiply


def parse_scores(typed: str, name: str, *, fewest: int, most: int) -> np.ndarray:
    """Numbers between commas, semicolons or blanks. ValueError says which is wrong and what to do."""
    entries = _entries(typed)
    if not fewest <= len(entries) <= most:
        count = len(entries) if typed.strip() else 0
        raise ValueError(f"{name} needs {fewest} to {most} numbers with commas between them, not {count}.")
    scores = [parse_number(entry, where=f"{name}, entry {i}") for i, entry in enumerate(entries, 1)]
    for i, score in enumerate(scores, 1):
        if abs(score) > LARGEST:
            raise ValueError(
                f"{name}, entry {i} is {words.number(score)}; numbers up to {words.number(LARGEST)} either way fit."
            )
    return np.array(scores)


def _entries(typed: str) -> list[str]:
    """Split at semicolons, else at blanks if commas are decimal ("0,1 −0,9"), else at commas and blanks."""
    if ";" in typed:
        return [part for part in typed.split(";") if part.strip()]
    parts = typed.split()
    if len(parts) > 1 and all(re.fullmatch(r"[-+−]?\d*,?\d+", part) for part in parts) and "," in typed:
        return parts
    return re.split(r"\s*,\s*|\s+", typed.strip().strip(","))


def write_scores(scores: Sequence[float] | np.ndarray) -> str:
    return ", ".join(words.exact(score) for score in scores)
