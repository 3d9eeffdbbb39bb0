"""Lines and points as several lessons draw them."""

from typing import Any

from pages.shared.palette import Palette


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
    x: float, y: float, hover: str, color: str, colors: Palette, *, low: float, high: float, axis: str = "y"
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
            symbol="triangle-up" if y > high else "triangle-down" if y < low else "circle",
            line=dict(color=colors.background, width=1.5),
        ),
        hovertext=hover,
        hoverinfo="text",
    )


def tag(x: float, y: float, text: str, color: str, colors: Palette, *, left: bool, **place: Any) -> dict[str, Any]:
    """Words beside a point, on its left or on its right."""
    return dict(
        x=x,
        y=y,
        text=f"<b>{text}</b>",
        font=dict(color=color, size=14),
        showarrow=False,
        xanchor="right" if left else "left",
        xshift=-10 if left else 10,
        yshift=5,
        yanchor="bottom",
        bgcolor=colors.background,
        borderpad=1,
        opacity=0.92,
    ) | dict(place)


def upright(x: float, axis: str = "y", **style: Any) -> dict[str, Any]:
    """A line from bottom to top at this place, as an entry of `shapes`."""
    return dict(type="line", x0=x, x1=x, yref=f"{axis} domain", y0=0, y1=1, line=style)


def legend(colors: Palette, **place: Any) -> dict[str, Any]:
    """A legend inside the picture, one name a line."""
    inside = dict(orientation="v", yanchor="top", y=1, bgcolor=colors.background)
    return inside | dict(itemclick=False, itemdoubleclick=False) | place
