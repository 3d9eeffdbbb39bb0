"""Results as a CSV file that a spreadsheet opens safely."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
BLOCK = 50_000  # rows turned into Python objects at a time


def _safe(cell: Any) -> Any:
    """A text that a spreadsheet would run as a formula gets a leading apostrophe; numbers stay numbers."""
    return "'" + cell if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS) else cell


def csv_bytes(columns: Mapping[str, Sequence[Any] | np.ndarray]) -> bytes:
    """Columns of equal length as UTF-8 with a byte order mark. Every float reads back exactly."""
    out = io.BytesIO()
    text = io.TextIOWrapper(out, "utf-8-sig", newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([_safe(name) for name in columns])
    for start in range(0, max(map(len, columns.values())), BLOCK):
        writer.writerows(zip(*(_cells(c[start : start + BLOCK]) for c in columns.values()), strict=True))
    text.flush()
    return out.getvalue()


def _cells(column: Sequence[Any] | np.ndarray) -> list[Any]:
    if isinstance(column, np.ndarray) and column.dtype.kind in "fiu":
        return column.tolist()
    return [_safe(cell) for cell in column]
