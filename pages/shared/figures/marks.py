"""Lines, points, words and axes as several lessons draw them."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from pages.shared.palette import Palette

SMALLEST = 1e-16  # the left end of a logarithmic axis of probabilities
# Of many or long names. Where it begins left of the plot, Plotly lets it be as wide as the plot and what is left of it.
LONG_LEGEND = dict(x=-0.12, font=dict(size=12), itemclick=False, itemdoubleclick=False)


def line(x: Any, y: Any, name: str = "", *, axis: str = "y", **style: Any) -> dict[str, Any]:
    """A curve; with a name it stands in the legend."""
    style["simplify"] = False  # Plotly would leave out so many points that corners show
    return dict(
        type="scatter",
        x=x,
        y=y,
        yaxis=axis,
        mode="lines",
        name=name,
        line=style,
        hoverinfo="skip",
        showlegend=bool(name),
    )


def dot(
    x: float,
    y: float,
    hover: str,
    color: str,
    colors: Palette,
    *,
    low: float,
    high: float,
    symbol: str = "circle",
    axis: str = "y",
) -> dict[str, Any]:
    """One point; what lies beyond the ends of the vertical axis stands there as an arrowhead."""
    return dict(
        type="scatter",
        x=[x],
        y=[min(max(y, low), high)],
        yaxis=axis,
        mode="markers",
        cliponaxis=False,
        showlegend=False,
        marker=dict(
            color=color,
            size=13,
            symbol="triangle-up" if y > high else "triangle-down" if y < low else symbol,
            line=dict(color=colors.background, width=1.5),
        ),
        hovertext=hover,
        hoverinfo="text",
    )


def note(x: float, y: float, text: str, color: str, *, size: int = 13, **place: Any) -> dict[str, Any]:
    """Words in the picture, as an entry of `annotations`."""
    return dict(x=x, y=y, text=text, showarrow=False, font=dict(color=color, size=size)) | place


def upright(x: float, axis: str = "y", **style: Any) -> dict[str, Any]:
    """A line from bottom to top at this place, as an entry of `shapes`."""
    return dict(type="line", x0=x, x1=x, yref=f"{axis} domain", y0=0, y1=1, line=style)


def probability_axis(title: str, ticks: Sequence[float], *, log: bool) -> dict[str, Any]:
    """From 0 to 1 with these ticks, or with powers of ten from `SMALLEST` on."""
    if not log:
        return dict(title_text=title, range=[-0.02, 1.02], tickvals=ticks)
    powers = [-15, -12, -9, -6, -3, 0]
    return dict(
        title_text=title,
        type="log",
        range=[np.log10(SMALLEST), 0.2],
        tickvals=[10.0**power for power in powers],
        ticktext=["1" if power == 0 else f"10<sup>−{-power}</sup>" for power in powers],
    )
