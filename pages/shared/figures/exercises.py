"""Figures of the exercises: curves to read from, and what each mistake would have given."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from ce_core import Exercise
from pages.shared import words
from pages.shared.figures import base, marks
from pages.shared.palette import INFINITE_PATTERN, PATTERN, Palette

HEIGHT = 280


@dataclass(frozen=True)
class Axes:
    """Titles; how far the axes reach; the given number that is marked, and whether it is a height."""

    across: str
    up: str
    high: float
    given: str = ""
    upwards: bool = False
    to: float = 1.0


PREDICTION = "prediction p, the probability of class 1"
AXES = {
    "loss at a prediction": Axes(PREDICTION, "loss (nats)", 3.2, "p"),
    "prediction at a loss": Axes(PREDICTION, "loss (nats)", 3.2, "loss", upwards=True),
    "height of the lowest point": Axes(PREDICTION, "loss (nats)", 1.4),
    "target of a curve": Axes(PREDICTION, "loss (nats)", 1.4),
    "excess at a prediction": Axes(PREDICTION, "loss (bits)", 4.4, "p"),
    "entropy of a coin": Axes("probability p of heads", "bits", 1.6, "p"),
    "floor by smoothing": Axes("label smoothing α", "smallest loss (nats)", 2.4, "smoothing"),
    "best confidence": Axes("factor k on all scores", "mean loss (nats)", 1.4, to=4.0),
}
IDEA = {"floor": "floor", "entropy": "floor"}
DASHES = ("solid", "dash")


def _color(name: str, colors: Palette) -> str:
    return colors.floor if name in IDEA or name.endswith("classes") else colors.loss


def _styles(task: Exercise) -> list[str]:
    """A dash for the second curve of a colour."""
    seen: list[bool] = []
    for curve in task.curves:
        seen.append(curve.name in IDEA or curve.name.endswith("classes"))
    return [DASHES[seen[:place].count(own)] for place, own in enumerate(seen)]


def curve(task: Exercise, idea: str, colors: Palette, *, solved: bool) -> base.Figure:
    """The curves on a fine grid, the number that is given, and, once solved, the answer. Nothing to hover over."""
    axes = AXES[task.name]
    high = min(axes.high, 1.06 * max(max(line.y) for line in task.curves))
    lines = [
        marks.line(line.x, line.y, line.name, color=_color(line.name, colors), width=3, dash=dash)
        for line, dash in zip(task.curves, _styles(task), strict=True)
    ]
    shapes, notes = _given(task, axes, colors), []
    if solved:
        color = getattr(colors, idea)
        shapes.append(_answer(task, axes, color))
        notes.append(
            marks.note(
                1,
                1,
                f"<b>answer: {words.number(task.values[0])} {task.unit}</b>",
                color,
                size=15,
                xref="paper",
                yref="paper",
                xanchor="right",
                yanchor="bottom",
            )
        )
    return base.figure(
        colors,
        *lines,
        height=HEIGHT,
        margin=dict(l=54, r=14, t=26, b=46),
        showlegend=len(task.curves) > 1,
        legend=dict(itemclick=False, itemdoubleclick=False),
        shapes=shapes,
        annotations=notes,
        xaxis=_grid(axes.to, colors) | dict(title_text=axes.across, range=[0, axes.to]),
        yaxis=_grid(high, colors) | dict(title_text=axes.up, range=[0, high], automargin=False),
    )


def _grid(to: float, colors: Palette) -> dict[str, Any]:
    """Lines close enough to read to the tolerance that is asked."""
    step = 0.1 if to <= 1.1 else 0.2 if to <= 2.5 else 0.5
    finer = dict(dtick=step / 2 if to <= 2.5 else step / 5, showgrid=True, gridcolor=colors.grid, gridwidth=0.5)
    return dict(dtick=step, tick0=0, showgrid=True, gridwidth=1.5, minor=finer)


def _given(task: Exercise, axes: Axes, colors: Palette) -> list[dict[str, Any]]:
    if not axes.given:
        return []
    at, style = task.given[axes.given], dict(color=colors.q, width=2, dash="dot")
    return [base.level(at, **style) if axes.upwards else marks.upright(at, **style)]


def _answer(task: Exercise, axes: Axes, color: str) -> dict[str, Any]:
    """A line at the answer: a height, or the stretch between two curves, or a place."""
    value, style = task.values[0], dict(color=color, width=2.5, dash="dashdot")
    if task.name == "excess at a prediction":
        floor = task.curves[1].y[0]
        at = task.given["p"]
        return dict(type="line", x0=at, x1=at, y0=floor, y1=floor + value, line=style | dict(width=5, dash="solid"))
    if axes.upwards or task.name in ("target of a curve", "best confidence"):
        return marks.upright(value, **style)
    return base.level(value, **style)


def values(rows: Sequence[tuple[str, float, str]], unit: str, colors: Palette) -> base.Figure:
    """One bar for each way to a value: the right one in the colour of its idea, others plain. ∞ runs to the edge."""
    finite = [value for _, value, _ in rows if isfinite(value)]
    low, top = min([0.0, *finite]), max([0.0, *finite])
    span = (top - low) or 1.0
    inks = [getattr(colors, idea) if idea else colors.ink for _, _, idea in rows]
    patterns = [INFINITE_PATTERN if not isfinite(value) else PATTERN[idea] if idea else "" for _, value, idea in rows]
    bars = dict(
        type="bar",
        orientation="h",
        y=list(range(len(rows))),
        x=[value if isfinite(value) else low + 1.25 * span for _, value, _ in rows],
        marker=base.marker(inks, patterns) | dict(opacity=[1 if idea else 0.55 for _, _, idea in rows]),
        text=[f"{words.number(value)} {unit}".strip() for _, value, _ in rows],
        textposition="outside",
        textangle=0,
        cliponaxis=False,
        textfont_color=colors.ink,
        hoverinfo="skip",
        showlegend=False,
    )
    return base.figure(
        colors,
        bars,
        height=40 + 28 * len(rows),
        margin=dict(l=8, r=8, t=4, b=8),
        xaxis=dict(visible=False, range=[low - (0.25 * span if low < 0 else 0), low + 1.4 * span]),
        yaxis=dict(
            tickvals=list(range(len(rows))),
            ticktext=[base.label(name, 26) for name, _, _ in rows],
            range=[len(rows) - 0.4, -0.6],
            showgrid=False,
        ),
    )
