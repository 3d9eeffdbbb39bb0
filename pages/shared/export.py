"""Results as files: CSV that a spreadsheet opens safely, and JSON."""

import csv
import io
import json
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

# Where a formula can begin: in front, or after what some spreadsheets cut cells at, whatever quotes stand around.
_FORMULA = re.compile(r"(?:^|(?<=[;\t\r\n]))(?=[=+\-@\t\r＝＋－＠])")
BLOCK = 50_000  # rows turned into Python objects at a time


def _safe(cell: Any) -> Any:
    """A text that a spreadsheet would run as a formula gets an apostrophe before it; numbers stay numbers."""
    return _FORMULA.sub("'", cell) if isinstance(cell, str) else cell


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


def json_bytes(results: Mapping[str, Any]) -> bytes:
    """Results as UTF-8. Every float reads back exactly; what JSON has no number for is `"Infinity"` or `"NaN"`."""
    return json.dumps(_plain(results), ensure_ascii=False, allow_nan=False, indent=1).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, np.ndarray | np.generic):
        return _plain(value.tolist())
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value
