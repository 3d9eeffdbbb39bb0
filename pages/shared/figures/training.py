"""Figures of two trainings: the probabilities over the plane with the points, and how loss and accuracy went."""

from typing import Any

import numpy as np

from ce_core import Points
from pages.shared import words
from pages.shared.figures import base
from pages.shared.figures.marks import line, note
from pages.shared.palette import Palette
from pages.shared.training_runs import OBJECTIVES, Data, Run
from pages.shared.words import Unit

MAP_HEIGHT, CURVE_HEIGHT = 208, 228
AXES = ("linear", "log")
SYMBOLS = ("circle", "square", "diamond", "triangle-up")
"""Of the classes 0, 1, …; those of even classes are hollow."""
TRAINED, VALIDATED = 8, 5


def plane(run: Run, data: Data, colors: Palette) -> base.Figure:
    """The probabilities as a shade, the lines where the classes meet, the points, and rings around the wrong ones."""
    shown, binary = run.map, data.classes == 2
    where = dict(x=shown.axis, y=shown.axis, showscale=False)
    what = "of class 1" if binary else "of the likeliest class"
    shade = where | dict(
        type="heatmap",
        z=shown.shade,
        zmin=0 if binary else 1 / data.classes,
        zmax=1,
        colorscale=[[0, colors.background], [1, colors.q]],
        opacity=0.8,
        zsmooth="best",
        hovertemplate="x %{x:.2f}, y %{y:.2f}<br>probability " + what + " %{z:.3f}<extra></extra>",
    )
    borders = [
        where
        | dict(
            type="contour",
            z=margin,
            contours=dict(start=0, end=0, size=1, coloring="none"),
            line=dict(color=colors.loss, width=1.5),
            hoverinfo="skip",
            showlegend=False,
        )
        for margin in (shown.margins[1:] if binary else shown.margins)
    ]
    marks = [
        mark
        for points, wrong, size in (
            (data.validation, run.wrong_validation, VALIDATED),
            (data.train, run.wrong, TRAINED),
        )
        if points is not None
        for mark in _marks(points, wrong, size, colors)
    ]
    ends = [-data.reach, data.reach]
    corner = dict(xref="paper", yref="paper", xanchor="left", yanchor="bottom")
    title = note(0, 1, f"<b>{run.minimised}</b>", _color(run, colors), **corner)
    return base.figure(
        colors,
        shade,
        *borders,
        *marks,
        height=MAP_HEIGHT,
        showlegend=False,
        margin=dict(l=8, r=8, t=24, b=8),
        annotations=[title],
        xaxis=dict(range=ends, nticks=6, showgrid=False),
        yaxis=dict(range=ends, nticks=6, showgrid=False),
    )


def _color(run: Run, colors: Palette) -> str:
    return colors.loss if run.minimised == OBJECTIVES[0] else colors.excess


def _marks(points: Points, wrong: np.ndarray, size: int, colors: Palette) -> list[dict[str, Any]]:
    """The points of each class. They let the pointer through, so that a click on one hits the plane."""
    marks = [
        _dots(
            points.positions[points.labels == label],
            symbol=SYMBOLS[label],
            size=size,
            color=colors.p if label % 2 else colors.background,
            line=dict(color=colors.background if label % 2 else colors.p, width=1 if label % 2 else 2),
        )
        for label in range(points.classes)
    ]
    if wrong.any():
        ring = dict(symbol="circle-open", size=size + 5, color=colors.loss, line=dict(color=colors.loss, width=1.5))
        marks.append(_dots(points.positions[wrong], **ring))
    return marks


def _dots(places: np.ndarray, **marker: Any) -> dict[str, Any]:
    x, y = places.T
    return dict(type="scatter", mode="markers", x=x, y=y, marker=marker, hoverinfo="skip", cliponaxis=False)


def curves(
    runs: tuple[Run, Run], floors: dict[str, float], unit: Unit, colors: Palette, *, axis: str = "linear"
) -> base.Figure:
    """Step by step, above the cross-entropy of both trainings, whichever loss each minimises, below their accuracy."""
    drawn: list[dict[str, Any]] = []
    styles = (dict(width=3.5), dict(width=2.5, dash="dash"))
    for run, style in zip(runs, styles, strict=True):
        style |= dict(color=_color(run, colors))
        past, dotted = run.history, style | dict(dash="dot", width=2)
        loss, right = f"{{y:.3f}} {unit.name}", "{y:.1%} right"
        for name, told, axis_of, trained, validated in (
            (run.minimised, loss, "y", past.cross_entropy, past.validation_cross_entropy),
            ("", right, "y2", past.accuracy, past.validation_accuracy),
        ):
            hover = f"{run.minimised}, step %{{x}}: %{told}"
            drawn.append(_course(past.step, trained, name, axis=axis_of, **style) | _told(hover))
            drawn.append(_course(past.step, validated, axis=axis_of, **dotted) | _told(f"{hover} (validation)"))
    drawn.append(line([None], [None], "validation", color=colors.ink, width=2, dash="dot"))
    steps = runs[0].history.step
    last = max(10, int(steps[-1])) if steps.size else 10
    for number, (name, floor) in enumerate(floors.items()):
        style = dict(color=colors.floor, width=2, dash="longdash" if number else "solid")
        drawn.append(line([0, last], [floor, floor], name, **style) | _told(f"{name} {words.amount(floor, unit)}"))
    return base.figure(
        colors,
        *drawn,
        height=CURVE_HEIGHT,
        margin=dict(l=8, r=14, t=8, b=8),
        legend=dict(font_size=12, itemclick=False, itemdoubleclick=False),
        xaxis=dict(range=[0, last], title_text="step", anchor="y2"),
        yaxis=dict(title_text=f"cross-entropy<br>({unit.name})", domain=[0.4, 1]) | _losses(drawn, axis),
        yaxis2=dict(title_text="right", domain=[0, 0.28], range=[-0.05, 1.08], tickvals=[0, 0.5, 1], tickformat=".0%"),
    )


def _course(steps: np.ndarray, values: np.ndarray, name: str = "", **style: Any) -> dict[str, Any]:
    """A line from step to step; the start alone is no line yet, but a point."""
    start = dict(mode="markers", cliponaxis=False, marker=dict(color=style["color"], size=4 * style["width"]))
    return line(steps, values, name, **style) | (start if steps.size == 1 else {})


def _told(hover: str) -> dict[str, str]:
    return dict(hoverinfo="all", hovertemplate=f"{hover}<extra></extra>")


def _losses(drawn: list[dict[str, Any]], axis: str) -> dict[str, Any]:
    """From 0, or on a logarithmic axis, to just above the highest loss."""
    if axis == "log":
        return dict(type="log", exponentformat="power", dtick=1)
    highest = [value for curve in drawn if curve["yaxis"] == "y" for value in curve["y"] if value is not None]
    finite = [value for value in highest if np.isfinite(value)]
    return dict(range=[0, 1.08 * max(finite, default=1.0)], nticks=4)
