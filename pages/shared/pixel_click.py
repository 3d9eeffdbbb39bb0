"""A click on a heatmap as a value. Streamlit's own chart selection knows points, boxes and lassos, not cells."""

from typing import Any

from pages.shared.component import component

_LISTENER = component("pixel_click")


def clicked_pixel(key: str, charts: str) -> tuple[float, float] | None:
    """(row, column) in the chart's own numbers, once, after a click on a chart whose key begins with `charts`."""
    result: Any = _LISTENER(
        key=key, data={"charts": f'[class*="st-key-{charts}"]'}, height=1, on_pixel_change=lambda: None
    )
    return (float(result.pixel["row"]), float(result.pixel["column"])) if result.pixel else None
