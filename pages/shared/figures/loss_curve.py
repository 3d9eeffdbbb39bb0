"""Figures of the binary loss: its curve and slope, the family of soft targets, eleven points, the ruler."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from ce_core import BinaryDecomposition, LossCurve
from pages.shared import words
from pages.shared.figures import base
from pages.shared.palette import Palette
from pages.shared.words import Unit

HEIGHT = 350
AXES = ("linear", "log loss", "log p")
SMALLEST_P, SMALLEST_LOSS = 1e-16, 1e-3
# Where curves are drawn: close enough at both ends for a logarithmic axis, with a clean step at one half.
GRID = np.unique(
    np.concatenate(
        [
            np.geomspace(SMALLEST_P, 0.01, 113),
            np.linspace(0.01, 0.99, 197),
            1 - np.geomspace(1e-9, 0.01, 57),
            [np.nextafter(0.5, 0)],
        ]
    )
)


@dataclass(frozen=True)
class Ends:
    """How far the axes reach in one unit: the same stretch in all of them, so that the picture stays."""

    linear: float
    log: float
    family: float
    eleven: float
    slope: float
    ruler: tuple[float, float]


ENDS = {
    "nats": Ends(5, 40, 2.5, 2.6, 10, (0.01, 16)),
    "bits": Ends(7.2, 58, 3.6, 3.75, 14.5, (0.0144, 23.1)),
    "bans": Ends(2.17, 17.4, 1.09, 1.13, 4.35, (0.00434, 6.95)),
}


# --- axes and marks that the figures share -----------------------------------------------------------------


def _frame(colors: Palette, axes: str, top: float, unit: Unit, *, also: str = "") -> go.Figure:
    """An empty figure with both axes set. They depend on the choice of axes and unit, never on the values."""
    fig = base.figure(colors, height=HEIGHT, margin=dict(l=54, r=14, t=10, b=46))
    _probability_axis(fig, axes)
    fig.update_yaxes(automargin=False, title_text=f"loss ({unit.name}){also}")
    if axes == "log loss":
        ticks = [0.001, 0.01, 0.1, 1, 10]
        fig.update_yaxes(type="log", tickvals=ticks, ticktext=[f"{tick:g}" for tick in ticks])
        fig.update_yaxes(range=[np.log10(SMALLEST_LOSS), np.log10(ENDS[unit.name].log)])
    else:
        fig.update_yaxes(range=[0, ENDS[unit.name].log if axes == "log p" else top])
    return fig.update_layout(
        legend=dict(
            orientation="v",
            x=1 if axes == "log p" else 0.5,
            xanchor="right" if axes == "log p" else "center",
            y=1,
            yanchor="top",
            bgcolor=colors.background,
            itemclick=False,
            itemdoubleclick=False,
        )
    )


def _probability_axis(fig: go.Figure, axes: str) -> None:
    fig.update_xaxes(title_text="prediction p, the probability of class 1")
    if axes == "log p":
        powers = [-15, -12, -9, -6, -3, 0]
        fig.update_xaxes(
            type="log",
            range=[np.log10(SMALLEST_P), 0.2],
            tickvals=[10.0**power for power in powers],
            ticktext=["1" if power == 0 else f"10<sup>−{-power}</sup>" for power in powers],
        )
    else:
        fig.update_xaxes(range=[-0.02, 1.02], tickvals=[0, 0.2, 0.4, 0.6, 0.8, 1])


def _reach(fig: go.Figure) -> tuple[float, float]:
    """The values at the ends of the vertical axis."""
    low, high = fig.layout.yaxis.range
    return (10.0**low, 10.0**high) if fig.layout.yaxis.type == "log" else (low, high)


def _across(fig: go.Figure, p: float) -> float:
    """Where a prediction stands: a 0 at the left end of a logarithmic axis."""
    return max(p, SMALLEST_P) if fig.layout.xaxis.type == "log" else p


def _line(fig: go.Figure, x: Any, y: Any, name: str = "", **line: Any) -> None:
    line["simplify"] = False  # Plotly would leave out so many points that corners show
    fig.add_scatter(x=x, y=y, mode="lines", name=name, line=line, hoverinfo="skip", showlegend=bool(name))


def _tag(fig: go.Figure, p: float, value: float, text: str, color: str, colors: Palette) -> None:
    """Words beside a point, on the side where there is room."""
    low, high = _reach(fig)
    log_x, log_y = fig.layout.xaxis.type == "log", fig.layout.yaxis.type == "log"
    x, y = _across(fig, p), min(max(value, low), high)
    near_right = p > (1e-8 if log_x else 0.5)
    fig.add_annotation(
        x=np.log10(x) if log_x else x,
        y=np.log10(y) if log_y else y,
        text=f"<b>{text}</b>",
        font=dict(color=color, size=15),
        showarrow=False,
        xanchor="right" if near_right else "left",
        xshift=-10 if near_right else 10,
        yanchor="top" if y == high else "bottom",
        bgcolor=colors.background,
        borderpad=1,
        opacity=0.92,
    )


def _mark(fig: go.Figure, p: float, value: float, text: str, colors: Palette) -> None:
    """A point with its value. What lies beyond the axis stands at its end as an arrowhead."""
    low, high = _reach(fig)
    fig.add_scatter(
        x=[_across(fig, p)],
        y=[min(max(value, low), high)],
        mode="markers",
        cliponaxis=False,
        showlegend=False,
        marker=dict(
            color=colors.loss,
            size=13,
            symbol="triangle-up" if value > high else "triangle-down" if value < low else "circle",
            line=dict(color=colors.background, width=1.5),
        ),
        hovertext=f"p = {words.short(p)}: {text}",
        hoverinfo="text",
    )
    _tag(fig, p, value, text, colors.loss, colors)


def _split(fig: go.Figure, point: LossCurve, colors: Palette) -> None:
    """Floor and excess standing on each other under the point; an infinite excess runs out of the picture."""
    low, high = _reach(fig)
    x, floor, loss = _across(fig, float(point.p[0])), float(point.floor), float(point.loss[0])
    for name, value, start, end, color, dash in (
        ("floor H(y)", floor, low, floor, colors.floor, "solid"),
        ("excess", point.excess[0], max(floor, low), min(loss, high), colors.excess, "4px,2px"),
    ):
        ends = [start, max(start, end)]
        _line(fig, [x, x], ends, f"{name} = {words.number(value)}", color=color, width=8, dash=dash)


def _tangent(fig: go.Figure, point: LossCurve, colors: Palette) -> None:
    """A short piece of the tangent through the point, where both axes are linear and the slope is finite."""
    rise, (low, high) = float(point.gradient[0]), _reach(fig)
    p, loss = point.tangents(0.25 / max(1.0, abs(rise) / (high - low)))
    _line(fig, p[0], loss[0], f"slope = {words.number(rise)}", color=colors.q, width=3)


# --- one target, many targets ------------------------------------------------------------------------------


def curve(
    target: LossCurve,
    hard: Sequence[LossCurve],
    point: LossCurve,
    unit: Unit,
    colors: Palette,
    *,
    axes: str = AXES[0],
    slope: bool = False,
    squared: bool = False,
    zero_one: bool = False,
) -> go.Figure:
    """The loss against the prediction for one target, with the point on it, its floor and its excess."""
    errors = "; errors have no unit" if squared or zero_one else ""
    fig = _frame(colors, axes, ENDS[unit.name].linear, unit, also=errors)
    _line(fig, target.p, target.loss, f"target {words.short(target.y)}", color=colors.loss, width=3)
    for label in hard:
        if label.y != target.y:
            name = f"target {words.short(label.y)}"
            _line(fig, label.p, label.loss, name, color=colors.ink, width=1.5, dash="dot")
    if squared:
        _line(fig, target.p, target.squared_error, "squared error", color=colors.ink, width=2.5, dash="dash")
    if zero_one:
        _line(fig, target.p, target.zero_one, "0/1 error", color=colors.ink, width=2.5, dash="longdashdot")
    if target.floor >= _reach(fig)[0]:
        fig.add_hline(y=float(target.floor), line=dict(color=colors.floor, width=2, dash="dash"))
    _split(fig, point, colors)
    if slope and axes == AXES[0] and np.isfinite(point.gradient[0]):
        _tangent(fig, point, colors)
    _mark(fig, float(point.p[0]), float(point.loss[0]), words.amount(point.loss[0], unit), colors)
    return fig


def slope(target: LossCurve, point: LossCurve, unit: Unit, colors: Palette, *, axes: str = AXES[0]) -> go.Figure:
    """The slope of the loss, over the same axis of predictions."""
    top = ENDS[unit.name].slope
    fig = base.figure(colors, height=230, margin=dict(l=54, r=14, t=10, b=46))
    _probability_axis(fig, axes)
    fig.update_yaxes(automargin=False, range=[-top, top], nticks=5, title_text=f"slope dL/dp ({unit.name})")
    fig.add_hline(y=0, line=dict(color=colors.ink, width=1))
    _line(fig, target.p, target.gradient, color=colors.loss, width=2)
    value = float(point.gradient[0])
    _mark(fig, float(point.p[0]), value, words.number(value), colors)
    return fig


def family(
    members: Sequence[LossCurve],
    dome: BinaryDecomposition,
    target: LossCurve,
    point: LossCurve,
    unit: Unit,
    colors: Palette,
    *,
    axes: str = AXES[0],
) -> go.Figure:
    """A curve for each of many targets, and the dome of their lowest points: height H(y) at p = y."""
    fig = _frame(colors, axes, ENDS[unit.name].family, unit)
    for member in members:
        _line(fig, member.p, member.loss, color=colors.ink, width=0.8)
    fig.data[-1].update(name="targets 0, 0.1, …, 1", showlegend=True)
    _line(fig, GRID, dome.floor, "lowest points H(y)", color=colors.floor, width=3, dash="dash")
    _line(fig, target.p, target.loss, f"target {words.short(target.y)}", color=colors.loss, width=3)
    _split(fig, point, colors)
    fig.add_scatter(
        x=[_across(fig, target.y)],
        y=[max(float(target.floor), _reach(fig)[0])],
        mode="markers",
        cliponaxis=False,
        showlegend=False,
        marker=dict(color=colors.floor, size=13, symbol="diamond", line=dict(color=colors.background, width=1.5)),
        hovertext=f"lowest point: {words.amount(target.floor, unit)} at p = y = {words.short(target.y)}",
        hoverinfo="text",
    )
    _mark(fig, float(point.p[0]), float(point.loss[0]), words.amount(point.loss[0], unit), colors)
    return fig


# --- eleven points -----------------------------------------------------------------------------------------


def eleven_points(
    line: LossCurve,
    exact: LossCurve,
    clipped: LossCurve | None,
    unit: Unit,
    colors: Palette,
    *,
    axes: str = AXES[0],
) -> go.Figure:
    """The loss at a few predictions, exactly and, if wanted, with an ε: its highest value sets the axis."""
    top = ENDS[unit.name].eleven
    if clipped is not None:
        top = max(top, 1.2 * float(clipped.loss.max()))
    fig = _frame(colors, axes, top, unit)
    if axes != "log loss":
        fig.update_layout(legend=dict(x=1, xanchor="right", y=0.72))
    _line(fig, line.p, line.loss, "every p", color=colors.ink, width=1.5, dash="dot")
    low = _reach(fig)[0]
    finite = np.isfinite(exact.loss)
    fig.add_scatter(
        x=exact.p[finite],
        y=np.maximum(exact.loss[finite], low),
        mode="markers",
        name="exact",
        cliponaxis=False,
        marker=dict(color=colors.loss, size=10),
        hovertext=[
            f"p = {words.short(p)}: {words.amount(loss, unit)}"
            for p, loss in zip(exact.p[finite], exact.loss[finite], strict=True)
        ],
        hoverinfo="text",
    )
    if clipped is not None:
        moved = clipped.loss != exact.loss
        fig.add_scatter(
            x=[_across(fig, p) for p in clipped.p[moved]],
            y=np.maximum(clipped.loss[moved], low),
            mode="markers",
            name="with ε",
            cliponaxis=False,
            marker=dict(color=colors.excess, size=13, symbol="diamond-open", line_width=2.5),
            hovertext=[
                f"p = {words.short(p)} with ε: {words.amount(loss, unit)}"
                for p, loss in zip(clipped.p[moved], clipped.loss[moved], strict=True)
            ],
            hoverinfo="text",
        )
        for p, loss in zip(clipped.p[~finite], clipped.loss[~finite], strict=True):
            _tag(fig, float(p), float(loss), f"with ε: {words.amount(loss, unit)}", colors.excess, colors)
    for p, loss in zip(exact.p[~finite], exact.loss[~finite], strict=True):
        _mark(fig, float(p), float(loss), "exactly ∞", colors)
    return fig


# --- the ruler ---------------------------------------------------------------------------------------------

STRIP = 3.2  # width of the bands; a column of the number of classes is 1 wide


def ruler(
    bands: Sequence[tuple[float, float, str]],
    verdict: str,
    guess: Mapping[int, float],
    floor: Mapping[int, float],
    value: float,
    chosen: int,
    unit: Unit,
    colors: Palette,
) -> go.Figure:
    """The bands in words beside what guessing costs among so many classes, and one mean loss across both."""
    low, high = ENDS[unit.name].ruler
    fig = base.figure(colors, height=HEIGHT, margin=dict(l=54, r=8, t=34, b=46))
    for start, end, name in bands:
        here = name == verdict
        bottom, top = np.log10(max(start, low)), np.log10(min(end, high))
        fig.add_shape(
            type="rect",
            x0=0,
            x1=STRIP,
            y0=10**bottom,
            y1=10**top,
            line=dict(color=colors.loss if here else colors.grid, width=2.5 if here else 1),
            layer="above" if here else "below",
        )
        fig.add_annotation(
            x=STRIP / 2,
            y=(bottom + top) / 2,
            text=f"<b>{name.replace(' is ', '<br>is ')}</b>" if here else name.replace(" is ", "<br>is "),
            font=dict(color=colors.loss if here else colors.ink, size=12),
            showarrow=False,
        )
    places = [STRIP + 0.8 + index for index in range(len(guess))]
    for place, classes in zip(places, guess, strict=True):
        mine = classes == chosen
        hover = f"guessing among {classes} classes: {words.amount(guess[classes], unit)}"
        fig.add_bar(
            name="even guess",
            showlegend=classes == chosen,
            x=[place],
            y=[guess[classes] - low],
            base=[low],
            width=0.72,
            marker=dict(color=colors.grid, line=dict(color=colors.loss, width=2.5 if mine else 0)),
            text=[words.number(guess[classes], 2)],
            textposition="outside",
            textfont=dict(size=12, color=colors.loss if mine else colors.ink),
            cliponaxis=False,
            hovertext=hover,
            hoverinfo="text",
        )
        if floor[classes] > low:
            fig.add_bar(
                name="floor",
                showlegend=classes == chosen,
                x=[place],
                y=[floor[classes] - low],
                base=[low],
                width=0.72,
                marker=base.marker(colors.floor),
                text=[words.number(floor[classes], 2)],
                textposition="inside",
                insidetextanchor="end",
                textangle=0,
                textfont=dict(size=11, color=colors.background),
                hovertext=f"floor of the smoothed labels: {words.amount(floor[classes], unit)}",
                hoverinfo="text",
            )
    at = min(max(value, low), high)
    fig.add_scatter(
        x=[STRIP, places[-1] + 0.5],
        y=[at, at],
        mode="lines",
        name=f"yours: {words.amount(value, unit)}",
        line=dict(color=colors.excess, width=3, dash="dash"),
        cliponaxis=False,
        hoverinfo="skip",
    )
    fig.update_layout(barmode="overlay", legend=dict(itemclick=False, itemdoubleclick=False))
    fig.update_xaxes(
        range=[0, places[-1] + 0.5],
        tickvals=[STRIP / 2, *places],
        ticktext=[
            "in words",
            *(str(classes) if classes < 10_000 else f"{classes // 1000}k" for classes in guess),
        ],
        title_text="classes",
        showgrid=False,
    )
    ticks = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10]
    return fig.update_yaxes(
        automargin=False,
        showgrid=False,
        type="log",
        range=[np.log10(low), np.log10(high)],
        tickvals=ticks,
        ticktext=[f"{tick:g}" for tick in ticks],
        title_text=f"mean loss ({unit.name})",
    )
