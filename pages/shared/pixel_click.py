"""A click on a heatmap as a value. Streamlit's own chart selection knows points, boxes and lassos, not cells."""

from typing import Any

import streamlit as st

# Plotly tells every click; the listener is tied at the first touch of a chart, whenever that was drawn.
_LISTENER = st.components.v2.component(
    "pixel_click",
    js="""
const tied = new WeakMap()
export default function ({ data, parentElement, setTriggerValue }) {
  document.removeEventListener("pointerdown", tied.get(parentElement), true)
  const tie = (event) => {
    const plot = event.target.closest?.(data.charts)?.querySelector(".js-plotly-plot")
    if (!plot) return
    if (plot.tellPixel) plot.removeListener("plotly_click", plot.tellPixel)
    plot.tellPixel = ({ points }) => setTriggerValue("pixel", { row: points[0].y, column: points[0].x })
    plot.on("plotly_click", plot.tellPixel)
  }
  tied.set(parentElement, tie)
  document.addEventListener("pointerdown", tie, true)
  return () => document.removeEventListener("pointerdown", tie, true)
}
""",
)


def clicked_pixel(key: str, charts: str) -> tuple[float, float] | None:
    """(row, column) in the chart's own numbers, once, after a click on a chart whose key begins with `charts`."""
    result: Any = _LISTENER(
        key=key, data={"charts": f'[class*="st-key-{charts}"]'}, height=1, on_pixel_change=lambda: None
    )
    return (float(result.pixel["row"]), float(result.pixel["column"])) if result.pixel else None
