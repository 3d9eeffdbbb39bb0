"""Every figure that a test of this level draws is checked by Plotly's own class, which the app does without."""

from base64 import b64decode
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from pages.shared.figures import base


@pytest.fixture(autouse=True)
def checked(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = base.figure

    def figure(*args: Any, **options: Any) -> go.Figure:
        given = plain(*args, **options)
        taken = go.Figure(given)  # refuses names and values that Plotly does not know
        taken.layout.template = None
        assert _read(taken.to_dict()) == _read(given), "Plotly for the browser would read it otherwise"
        return taken

    monkeypatch.setattr(base, "figure", figure)


def _read(part: Any) -> Any:
    """As lists and plain values, without what is nothing: both of them may write an array in several ways."""
    if isinstance(part, dict) and "bdata" in part:
        values = np.frombuffer(b64decode(part["bdata"]), dtype=part["dtype"])
        return _read(values.reshape([int(size) for size in part["shape"].split(",")]) if "shape" in part else values)
    if isinstance(part, dict):
        read = {name: _read(value) for name, value in part.items()}
        return {name: value for name, value in read.items() if value not in (None, {}, [])}
    if isinstance(part, np.ndarray | np.generic):
        return _read(part.tolist())
    if isinstance(part, list | tuple):
        return [_read(value) for value in part]
    return "nan" if part != part else part
