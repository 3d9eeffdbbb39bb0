"""Figures of two images: the pictures, the maps of what every pixel costs, and the scale of the maps."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from ce_core import ImageSurvey
from ce_core.image_survey import Map
from pages.shared import words
from pages.shared.figures import base
from pages.shared.figures.marks import note
from pages.shared.palette import Palette
from pages.shared.words import Unit

PANEL_WIDTH = 200  # pixels, about what a third of the page leaves
TALLEST, LOWEST, TITLE_ROOM = 142, 70, 24
TEAL = "#3E93A6"
INFINITE = "#E8590C"  # vermilion on teal: the pair that every kind of colour vision keeps apart
FEW = 40  # so many infinite pixels are ringed, lest one gets lost
MARK = 0.035  # half the side of the frame around the chosen pixel, as a share of the image

GREYS = [[0, "#000000"], [1, "#FFFFFF"]]

# A hatched ground under the maps: an infinite pixel is a hole in the map.
HATCH = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3Cpattern id='h' width='6' height='6' "
    "patternUnits='userSpaceOnUse'%3E%3Cpath d='M-1,-1 7,7 M-1,5 1,7 M5,-1 7,1' stroke='{line}' "
    "stroke-width='1'/%3E%3C/pattern%3E%3Crect width='100%25' height='100%25' fill='{ground}'/%3E"
    "%3Crect width='100%25' height='100%25' fill='url(%23h)'/%3E%3C/svg%3E"
)


def colorscale(colors: Palette) -> list[tuple[float, str]]:
    """From nothing (the page itself) to much (ink)."""
    return [(0.0, colors.background), (0.5, TEAL), (1.0, colors.loss)]


def _hatch(colors: Palette) -> str:
    return HATCH.format(ground=INFINITE.replace("#", "%23"), line=colors.background.replace("#", "%23"))


def _panel(
    survey: ImageSurvey,
    title: str,
    color: str,
    chosen: tuple[int, int],
    colors: Palette,
    heat: dict[str, Any],
    *marks: dict[str, Any],
    ground: Sequence[dict[str, Any]] = (),
) -> base.Figure:
    """A heatmap in a picture frame, with the chosen pixel marked. Rows count from 1."""
    height, width, block = survey.height, survey.width, survey.block
    tall = min(max(PANEL_WIDTH * height / width, LOWEST), TALLEST)
    row, column = (place + 1 for place in chosen)
    half = max(0.5, MARK * max(height, width))
    corners = dict(x0=column - half, x1=column + half, y0=row - half, y1=row + half)
    middle = (block + 1) / 2
    blocks = dict(type="heatmap", x0=middle, dx=block, y0=middle, dy=block, zmin=0, showscale=False)
    edge = dict(
        showgrid=False, showticklabels=False, ticks="", constrain="domain", showline=True, mirror=True,
        linecolor=colors.grid, automargin=False,
    )  # fmt: skip
    return base.figure(
        colors,
        blocks | heat,
        *marks,
        height=round(tall) + TITLE_ROOM + 2,
        margin=dict(l=1, r=1, t=TITLE_ROOM, b=2),
        title=dict(text=f"<b>{title}</b>", x=0.5, y=1, yanchor="top", pad=dict(t=3), font=dict(size=13, color=color)),
        xaxis=dict(range=[0.5, width + 0.5], **edge),
        yaxis=dict(range=[height + 0.5, 0.5], scaleanchor="x", **edge),
        shapes=[
            dict(type="rect", line=dict(color=line, width=line_width), **corners)
            for line, line_width in ((colors.background, 4), (colors.loss, 2))
        ],
        images=ground,
    )


def _place(survey: ImageSurvey) -> str:
    place = "row %{y:.0f}, column %{x:.0f}"
    return place if survey.block == 1 else f"around {place}"


def picture(
    grey: Map, survey: ImageSurvey, title: str, color: str, chosen: tuple[int, int], colors: Palette
) -> base.Figure:
    """One of the two images, in 256 greys."""
    hover = _place(survey) + "<br>grey %{z} of 255<extra></extra>"
    heat = dict(
        z=np.round(grey * 255).astype(np.uint8),
        colorscale=GREYS,
        zmax=255,
        hovertemplate=hover,
    )
    return _panel(survey, title, color, chosen, colors, heat)


def cost_map(
    cost: Map,
    survey: ImageSurvey,
    title: str,
    color: str,
    chosen: tuple[int, int],
    top: float,
    unit: Unit,
    colors: Palette,
) -> base.Figure:
    """What every pixel costs, on the scale from 0 to `top`. An infinite one is a hole through which the hatch shows."""
    finite = np.isfinite(cost)
    heat = dict(
        z=np.where(finite, cost, np.float32(np.nan)),
        colorscale=colorscale(colors),
        zmax=top,
        hovertemplate=f"{_place(survey)}<br>%{{z:.4f}} {unit.name}<extra></extra>",
        hovertemplatefallback="∞",
        hoverongaps=True,
    )
    if finite.all():
        return _panel(survey, title, color, chosen, colors, heat)
    ground = dict(
        source=_hatch(colors), xref="x domain", yref="y domain", x=0, y=1, sizex=1, sizey=1,
        sizing="stretch", layer="below",
    )  # fmt: skip
    rings = []
    if survey.infinite <= FEW:
        rows, columns = np.array(survey.infinite_at).T + 1
        ring = dict(symbol="circle-open", size=11, color=INFINITE, line_width=2)
        rings.append(
            dict(
                type="scatter", x=columns, y=rows, mode="markers", marker=ring, hoverinfo="skip",
                cliponaxis=False, showlegend=False,
            )
        )  # fmt: skip
    return _panel(survey, title, color, chosen, colors, heat, *rings, ground=[ground])


def scale(top: float, unit: Unit, infinite: bool, colors: Palette) -> base.Figure:
    """The one scale of the three maps, and the mark of ∞ if there is one."""
    ticks = [0, top / 4, top / 2, 3 * top / 4, top]
    *names, last = (words.short(tick) for tick in ticks)
    heat = dict(
        type="heatmap", z=np.linspace(0, top, 128, dtype=np.float32)[None, :], x0=top / 256, dx=top / 128,
        colorscale=colorscale(colors), zmin=0, zmax=top, showscale=False, hoverinfo="skip",
    )  # fmt: skip
    patch = dict(
        source=_hatch(colors), xref="paper", yref="paper", x=0.94, y=1, sizex=0.06, sizey=1, sizing="stretch",
    )  # fmt: skip
    place = dict(xref="paper", yref="paper", xanchor="center", yanchor="top", yshift=-3)
    below = note(0.97, 0, "∞", colors.ink, size=16, **place)
    return base.figure(
        colors,
        heat,
        height=46,
        margin=dict(l=10, r=10, t=2, b=28),
        images=[patch] if infinite else [],
        annotations=[below] if infinite else [],
        xaxis=dict(
            range=[0, top], domain=[0, 0.86], tickvals=ticks, ticktext=[*names, f"≥ {last} {unit.name}"],
            showgrid=False, showline=True, mirror=True, linecolor=colors.grid,
        ),
        yaxis=dict(visible=False),
    )  # fmt: skip
