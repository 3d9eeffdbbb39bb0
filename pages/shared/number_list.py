"""A list of probabilities as people type it on one line."""

import re

import numpy as np

from ce_core.readers import parse_number
from pages.shared import words

MOST = 100


def parse_probabilities(typed: str, name: str) -> np.ndarray:
    """Numbers from 0 to 1 between blanks, semicolons or commas; between blanks a comma is a decimal one.

    ValueError says which entry is wrong and what to do.
    """
    entries = re.split(r"\s*;\s*|,?\s+(?!%)", typed.strip().strip(",;"))
    if len(entries) == 1:
        entries = entries[0].split(",")
    if len(entries) > MOST:
        raise ValueError(f"{name} has {len(entries)} numbers; at most {MOST} fit here. Upload a file instead.")
    values = [parse_number(entry, where=f"{name}, entry {i}") for i, entry in enumerate(entries, 1)]
    for i, value in enumerate(values, 1):
        if not 0 <= value <= 1:
            raise ValueError(f"{name}, entry {i} is {words.short(value)}; it must lie between 0 and 1.")
    return np.array(values)
