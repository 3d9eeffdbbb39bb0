"""Lists of numbers as people type them on one line."""

import re

import numpy as np

from ce_core.readers import parse_number
from pages.shared import words

MOST = 100


def entries(typed: str, *, signed: bool = False) -> list[str]:
    """Split at semicolons, else at blanks if commas are decimal ("0,1 0,9"), else at commas and blanks.

    Only a number without a sign may be a share, whose % may stand apart.
    """
    number, blank = (r"[-+−]?\d*,?\d+", r"\s+") if signed else (r"\d*,?\d+", r"\s+(?!%)")
    if ";" in typed:
        return [part for part in typed.split(";") if part.strip()]
    parts = typed.split()
    if len(parts) > 1 and all(re.fullmatch(number, part) for part in parts) and "," in typed:
        return parts
    return re.split(rf"\s*,\s*|{blank}", typed.strip().strip(","))


def parse_probabilities(typed: str, name: str) -> np.ndarray:
    """Numbers from 0 to 1 between blanks, semicolons or commas; between blanks a comma is a decimal one.

    ValueError says which entry is wrong and what to do.
    """
    parts = re.split(r"\s*;\s*|,?\s+(?!%)", typed.strip().strip(",;"))
    if len(parts) == 1:
        parts = parts[0].split(",")
    if len(parts) > MOST:
        raise ValueError(f"{name} has {len(parts)} numbers; at most {MOST} fit here. Upload a file instead.")
    values = [parse_number(part, where=f"{name}, entry {i}") for i, part in enumerate(parts, 1)]
    for i, value in enumerate(values, 1):
        if not 0 <= value <= 1:
            raise ValueError(f"{name}, entry {i} is {words.short(value)}; it must lie between 0 and 1.")
    return np.array(values)
