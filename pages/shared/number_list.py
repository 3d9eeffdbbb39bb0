"""Lists of numbers as people type them on one line."""

import re

import numpy as np

from ce_core.readers import parse_number
from ce_core.readers.errors import shown
from pages.shared import words

MOST = 100

_DECIMAL = re.compile(r"[-+−]?\d*,\d+")
_MAYBE_DECIMAL = re.compile(r".*,0\d[\d.]*|[-+−]?[1-9]\d{0,2}(?:\.\d{3})+,\d+")  # 1,05 or 1.000,5


def entries(typed: str, name: str, *, signed: bool = False) -> list[str]:
    """Split at semicolons, else at blanks if commas are decimal ("0,1 0,9"), else at commas and blanks.

    One separator may stand at the end; an empty entry is left for `parse_number` to refuse. ValueError says which
    commas can be decimal ones or not. Only a number without a sign may be a share, whose % may stand apart.
    """
    number, blank = (r"[-+−]?\d*,?\d+", r"\s+") if signed else (r"\d*,?\d+", r"\s+(?!%)")
    text = typed.strip()
    if ";" in text or "\t\t" in text:  # an empty cell of a spreadsheet
        mark = ";" if ";" in text else "\t"
        return text.removesuffix(mark).split(mark)
    parts = text.split()
    decimal = len(parts) > 1 and "," in text and all(re.fullmatch(number, part) for part in parts)
    if decimal and (all("," in part for part in parts) or not any(part.startswith(",") for part in parts)):
        return parts
    text = text.removesuffix(",")
    apart = re.split(r"\s*,\s+|\s+,\s*|\s+", text)
    doubtful = next((part for part in apart if _MAYBE_DECIMAL.fullmatch(part)), None)
    if doubtful is None and len(apart) > 1:
        doubtful = next(filter(_DECIMAL.fullmatch, apart), None)
    if decimal or doubtful is not None:
        raise ValueError(
            f"{name}: the comma in {shown(text if doubtful is None else doubtful)} can be a decimal comma or stand "
            "between two numbers; write decimal points, or semicolons between the numbers."
        )
    return re.split(rf"\s*,\s*|{blank}", text)


def parse_probabilities(typed: str, name: str) -> np.ndarray:
    """Numbers from 0 to 1, as `entries` splits them. ValueError says which entry is wrong and what to do."""
    parts = entries(typed, name)
    if len(parts) > MOST:
        raise ValueError(f"{name} has {len(parts)} numbers; at most {MOST} fit here. Upload a file instead.")
    values = [parse_number(part, where=f"{name}, entry {i}") for i, part in enumerate(parts, 1)]
    for i, value in enumerate(values, 1):
        if not 0 <= value <= 1:
            raise ValueError(f"{name}, entry {i} is {words.short(value)}; it must lie between 0 and 1.")
    return np.array(values)
