"""What a figure is on its way to the browser."""

import json
from base64 import b64decode

import numpy as np
import plotly.io
import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.steps import charts

FIGURES = {
    "lists": {"data": [{"type": "bar", "x": ["a", "<b>"], "y": [0.25, 1e-300]}], "layout": {"height": 100}},
    "gaps": {"data": [{"y": [1.0, float("nan"), float("inf"), -float("inf")]}], "layout": {"height": 100}},
    "arrays": {"data": [{"x": np.arange(3), "y": np.array([0.5, np.nan, 2])}], "layout": {"height": np.int64(100)}},
    "single numbers": {"data": [{"y": [np.float32(0.5), np.True_, None]}], "layout": {"height": 100}},
}


def page(figure) -> None:
    from pages.shared.plot import plot

    plot(figure, key="chart", alt="A chart", config={})


def drawn(figure) -> dict:
    app = AppTest.from_function(page, args=(figure,)).run()
    assert not app.exception
    [chart] = charts(app)
    return {name: chart[name] for name in figure}


@pytest.mark.parametrize("figure", FIGURES.values(), ids=FIGURES)
def test_it_is_written_as_plotly_writes_it(figure):
    assert drawn(figure) == json.loads(plotly.io.to_json(figure, validate=False))


@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.int16, np.uint8])
def test_long_arrays_arrive_as_their_bytes(dtype):
    values = np.arange(600).reshape(2, 300).astype(dtype)
    sent = drawn({"data": [{"z": values}], "layout": {}})["data"][0]["z"]
    read = np.frombuffer(b64decode(sent["bdata"]), sent["dtype"]).reshape([int(n) for n in sent["shape"].split(",")])
    assert read.dtype == dtype and (read == values).all()


def test_what_no_chart_can_show_is_a_mistake():
    assert AppTest.from_function(page, args=({"data": [{"y": {1, 2}}], "layout": {}},)).run().exception
