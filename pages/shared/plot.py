"""A Plotly chart that stays where it is while its figure changes: Streamlit's own is taken away and drawn anew."""

import json
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import plotly

from pages.shared.component import component
from pages.shared.figures.base import Figure

LIBRARY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
"""Plotly for the browser, as the installed package brings it along; the server hands it out at `ADDRESS`."""
ADDRESS = "/plotly.min.js"
SOURCE = f"{ADDRESS[1:]}?v={plotly.__version__}"
"""The same as seen from a page, whose address ends with no slash."""

LONG = 500
TYPES = ("i1", "u1", "i2", "u2", "i4", "u4", "f4", "f8")

_PLOT = component("plot", isolate_styles=False)


def plot(figure: Figure, *, key: str, alt: str, config: Mapping[str, Any]) -> None:
    """Draw the figure as wide as its place and as high as its layout says; `alt` tells what it shows."""
    drawn = {
        **_packed(figure),
        "config": dict(config),
        "alt": alt,
        "library": SOURCE,
    }
    # As bytes: Streamlit would take a dict apart and write it down three times.
    _PLOT(key=key, data=_json(drawn).encode())


def _json(drawn: Mapping[str, Any]) -> str:
    """NaN and ∞ as null, a gap in the chart. Plotly's own writer does the same, and imports pandas to do it."""
    try:
        return json.dumps(drawn, default=_plain, allow_nan=False)
    except ValueError:
        loose = json.dumps(drawn, default=_plain)
        return json.dumps(json.loads(loose, parse_constant=lambda _: None))


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    raise TypeError(f"{type(value).__name__} can't be drawn: {value!r}")


def _packed(figure: Figure) -> Figure:
    """With long arrays as their bytes, which Plotly takes, too: a tenth of the time that digits need."""
    return {
        "data": [{name: _bytes_of(value) for name, value in trace.items()} for trace in figure["data"]],
        "layout": figure["layout"],
    }


def _bytes_of(value: Any) -> Any:
    if not isinstance(value, np.ndarray) or value.size < LONG or value.dtype.str[1:] not in TYPES:
        return value
    return {
        "dtype": value.dtype.str[1:],
        "bdata": b64encode(np.ascontiguousarray(value)).decode(),
        "shape": ", ".join(map(str, value.shape)),
    }
