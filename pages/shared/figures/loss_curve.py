"""Figures of the binary loss: its curve and slope, the family of soft targets, eleven points, the ruler."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ce_core import BinaryDecomposition, LossCurve
from pages.shared import words
from pages.shared.figures import base, marks
from pages.shared.figures.tags import tag
from pages.shared.palette import Palette
from pages.shared.words import Unit

HEIGHT = 350
AXES = ("linear", "log loss", "log p")
SMALLEST_LOSS = 1e-3
# Where curves are drawn: close enough at both ends for a logarithmic axis, with a clean step at one half.
GRID = np.unique(
    np.concatenate(
        [
            np.geomspace(marks.SMALLEST, 0.01, 113),
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


@dataclass(frozen=True)
class Frame:
    """Where the vertical axis ends, and which axes are logarithmic."""

    low: float
    high: float
    log_p: bool = False
    log_loss: bool = False

    def across(self, p: Any) -> Any:
        """Where predictions stand: a 0 at the left end of a logarithmic axis."""
        return np.maximum(p, marks.SMALLEST) if self.log_p else p

    def inside(self, value: float) -> float:
        return min(max(value, self.low), self.high)


def _frame(axes: str, top: float, unit: Unit) -> Frame:
    far = ENDS[unit.name].log
    if axes == "log loss":  # there and back: a mark at the end must not be beyond the axis by a rounding error
        return Frame(SMALLEST_LOSS, 10 ** np.log10(far), log_loss=True)
    return Frame(0, far, log_p=True) if axes == "log p" else Frame(0, top)


def _losses(frame: Frame, unit: Unit, colors: Palette, *traces: Any, also: str = "", **layout: Any) -> base.Figure:
    """A picture of losses against predictions."""
    yaxis: dict[str, Any] = dict(range=[frame.low, frame.high])
    if frame.log_loss:
        ticks = [0.001, 0.01, 0.1, 1, 10]
        yaxis = dict(type="log", range=np.log10(yaxis["range"]), tickvals=ticks, ticktext=[f"{t:g}" for t in ticks])
    return base.figure(
        colors,
        *traces,
        height=HEIGHT,
        margin=dict(l=54, r=14, t=48, b=46),
        legend=marks.LONG_LEGEND,
        xaxis=_probability_axis(frame),
        yaxis=dict(automargin=False, title_text=f"loss ({unit.name}){also}", **yaxis),
        **layout,
    )


def _probability_axis(frame: Frame) -> dict[str, Any]:
    title = "prediction p, the probability of class 1"
    return marks.probability_axis(title, [0, 0.2, 0.4, 0.6, 0.8, 1], log=frame.log_p)


def _dots(x: Any, y: Any, hover: str | list[str], **marker: Any) -> dict[str, Any]:
    shown = dict(mode="markers", marker=marker, hovertext=hover, hoverinfo="text")
    return dict(type="scatter", x=x, y=y, cliponaxis=False, showlegend=False, **shown)


def _tag(frame: Frame, p: float, value: float, text: str, color: str, colors: Palette) -> dict[str, Any]:
    x, y = frame.across(p), frame.inside(value)
    near_right = p > (1e-8 if frame.log_p else 0.5)
    across, up = np.log10(x) if frame.log_p else x, np.log10(y) if frame.log_loss else y
    return tag(across, up, text, color, colors, left=near_right)


def _mark(frame: Frame, p: float, value: float, text: str, colors: Palette) -> tuple[dict[str, Any], dict[str, Any]]:
    """A point, and its value beside it. What lies beyond the axis stands at its end as an arrowhead."""
    hover, ends = f"p = {words.short(p)}: {text}", dict(low=frame.low, high=frame.high)
    dot = marks.dot(frame.across(p), value, hover, colors.loss, colors, **ends)
    return dot, _tag(frame, p, value, text, colors.loss, colors)


def _split(frame: Frame, point: LossCurve, unit: Unit, colors: Palette) -> list[dict[str, Any]]:
    """Floor and excess standing on each other under the point; an infinite excess runs out of the picture."""
    x, floor, loss = frame.across(float(point.p[0])), float(point.floor), float(point.loss[0])
    return [
        marks.line(
            [x, x], [start, max(start, end)], f"{name} = {words.amount(value, unit)}", color=color, width=8, dash=dash
        )
        for name, value, start, end, color, dash in (
            ("floor H(y)", floor, frame.low, floor, colors.floor, "solid"),
            ("excess", point.excess[0], max(floor, frame.low), min(loss, frame.high), colors.excess, "4px,2px"),
        )
    ]


def _tangent(frame: Frame, point: LossCurve, unit: Unit, colors: Palette) -> dict[str, Any]:
    """A short piece of the tangent through the point, where both axes are linear and the slope is finite."""
    rise = float(point.gradient[0])
    p, loss = point.tangents(0.25 / max(1.0, abs(rise) / (frame.high - frame.low)))
    return marks.line(p[0], loss[0], f"slope = {words.amount(rise, unit)}", color=colors.q, width=3)


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
) -> base.Figure:
    """The loss against the prediction for one target, with the point on it, its floor and its excess."""
    frame = _frame(axes, ENDS[unit.name].linear, unit)
    thin, error = dict(color=colors.ink, width=1.5, dash="dot"), dict(color=colors.ink, width=2.5)
    lines = [
        marks.line(target.p, target.loss, f"target {words.short(target.y)}", color=colors.loss, width=3),
        *(marks.line(one.p, one.loss, f"target {words.short(one.y)}", **thin) for one in hard if one.y != target.y),
    ]
    if squared:
        lines.append(marks.line(target.p, target.squared_error, "squared error", dash="dash", **error))
    if zero_one:
        lines.append(marks.line(target.p, target.zero_one, "0/1 error", dash="longdashdot", **error))
    lines += _split(frame, point, unit, colors)
    if slope and axes == AXES[0] and np.isfinite(point.gradient[0]):
        lines.append(_tangent(frame, point, unit, colors))
    dot, words_ = _mark(frame, float(point.p[0]), float(point.loss[0]), words.amount(point.loss[0], unit), colors)
    floor = base.level(float(target.floor), color=colors.floor, width=2, dash="dash")
    return _losses(
        frame,
        unit,
        colors,
        *lines,
        dot,
        also="; errors have no unit" if squared or zero_one else "",
        shapes=[floor] if target.floor >= frame.low else [],
        tags=[words_],
    )


def slope(target: LossCurve, point: LossCurve, unit: Unit, colors: Palette, *, axes: str = AXES[0]) -> base.Figure:
    """The slope of the loss, over the same axis of predictions."""
    top, value = ENDS[unit.name].slope, float(point.gradient[0])
    frame = Frame(-top, top, log_p=axes == "log p")
    dot, words_ = _mark(frame, float(point.p[0]), value, words.number(value), colors)
    return base.figure(
        colors,
        marks.line(target.p, target.gradient, color=colors.loss, width=2),
        dot,
        height=230,
        margin=dict(l=54, r=14, t=10, b=46),
        shapes=[base.level(0, color=colors.ink, width=1)],
        tags=[words_],
        xaxis=_probability_axis(frame),
        yaxis=dict(automargin=False, range=[-top, top], nticks=5, title_text=f"slope dL/dp ({unit.name})"),
    )


def family(
    members: Sequence[LossCurve],
    dome: BinaryDecomposition,
    target: LossCurve,
    point: LossCurve,
    unit: Unit,
    colors: Palette,
    *,
    axes: str = AXES[0],
) -> base.Figure:
    """A curve for each of many targets, and the dome of their lowest points: height H(y) at p = y."""
    frame = _frame(axes, ENDS[unit.name].family, unit)
    names = [""] * (len(members) - 1) + ["targets 0, 0.1, …, 1"]
    says = f"lowest point: {words.amount(target.floor, unit)} at p = y = {words.short(target.y)}"
    look = dict(color=colors.floor, symbol="diamond", size=13, line=dict(color=colors.background, width=1.5))
    lowest = _dots([frame.across(target.y)], [frame.inside(target.floor)], says, **look)
    dot, words_ = _mark(frame, float(point.p[0]), float(point.loss[0]), words.amount(point.loss[0], unit), colors)
    return _losses(
        frame,
        unit,
        colors,
        *(
            marks.line(one.p, one.loss, name, color=colors.ink, width=0.8)
            for one, name in zip(members, names, strict=True)
        ),
        marks.line(GRID, dome.floor, "lowest points H(y)", color=colors.floor, width=3, dash="dash"),
        marks.line(target.p, target.loss, f"target {words.short(target.y)}", color=colors.loss, width=3),
        *_split(frame, point, unit, colors),
        lowest,
        dot,
        tags=[words_],
    )


# --- eleven points -----------------------------------------------------------------------------------------


def eleven_points(
    line: LossCurve,
    exact: LossCurve,
    clipped: LossCurve | None,
    unit: Unit,
    colors: Palette,
    *,
    axes: str = AXES[0],
) -> base.Figure:
    """The loss at a few predictions, exactly and, if wanted, with an ε: its highest value sets the axis."""
    top = ENDS[unit.name].eleven
    if clipped is not None:
        top = max(top, 1.2 * float(clipped.loss.max()))
    frame = _frame(axes, top, unit)
    finite = np.isfinite(exact.loss)

    def points(some: LossCurve, shown: np.ndarray, name: str, says: str = "", **marker: Any) -> dict[str, Any]:
        p, loss = some.p[shown], some.loss[shown]
        hover = [f"p = {words.short(x)}{says}: {words.amount(y, unit)}" for x, y in zip(p, loss, strict=True)]
        return _dots(frame.across(p), np.maximum(loss, frame.low), hover, **marker) | dict(name=name, showlegend=True)

    traces = [
        marks.line(line.p, line.loss, "every p", color=colors.ink, width=1.5, dash="dot"),
        points(exact, finite, "exact", color=colors.loss, size=10),
    ]
    tags, beyond = [], ~finite
    if clipped is not None:
        diamond = dict(color=colors.excess, size=13, symbol="diamond-open", line_width=2.5)
        traces.append(points(clipped, clipped.loss != exact.loss, "with ε", " with ε", **diamond))
        for p, loss in zip(clipped.p[beyond], clipped.loss[beyond], strict=True):
            tags.append(_tag(frame, p, loss, f"with ε: {words.amount(loss, unit)}", colors.excess, colors))
    for p, loss in zip(exact.p[beyond], exact.loss[beyond], strict=True):
        dot, words_ = _mark(frame, p, loss, "exactly ∞", colors)
        traces.append(dot)
        tags.append(words_)
    return _losses(frame, unit, colors, *traces, tags=tags)


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
) -> base.Figure:
    """The bands in words beside what guessing costs among so many classes, and one mean loss across both."""
    low, high = ENDS[unit.name].ruler
    boxes, notes = [], []
    for start, end, name in bands:
        bottom, top, text = max(start, low), min(end, high), name.replace(" is ", "<br>is ")
        line, ink, layer = dict(color=colors.grid, width=1), colors.ink, "below"
        if name == verdict:
            line, ink, layer, text = dict(color=colors.loss, width=2.5), colors.loss, "above", f"<b>{text}</b>"
        boxes.append(dict(type="rect", x0=0, x1=STRIP, y0=bottom, y1=top, line=line, layer=layer))
        middle = np.log10([bottom, top]).mean()
        notes.append(marks.note(STRIP / 2, middle, text, ink, size=12))

    def column(place: float, height: float, says: str, **look: Any) -> dict[str, Any]:
        return dict(
            type="bar",
            x=[place],
            y=[height - low],
            base=[low],
            width=0.72,
            text=[words.number(height, 2)],
            hovertext=f"{says}: {words.amount(height, unit)}",
            hoverinfo="text",
            **look,
        )

    places = [STRIP + 0.8 + index for index in range(len(guess))]
    columns = []
    for place, classes in zip(places, guess, strict=True):
        mine = classes == chosen
        columns.append(
            column(
                place,
                guess[classes],
                f"guessing among {classes} classes",
                name="even guess",
                showlegend=mine,
                marker=dict(color=colors.grid, line=dict(color=colors.loss, width=2.5 if mine else 0)),
                textposition="outside",
                textfont=dict(size=12, color=colors.loss if mine else colors.ink),
                cliponaxis=False,
            )
        )
        if floor[classes] > low:
            columns.append(
                column(
                    place,
                    floor[classes],
                    "floor of the smoothed labels",
                    name="floor",
                    showlegend=mine,
                    marker=base.marker(colors.floor),
                    textposition="inside",
                    insidetextanchor="end",
                    textangle=0,
                    textfont=dict(size=11, color=colors.background),
                )
            )
    end = places[-1] + 0.5
    yours = dict(
        type="scatter",
        x=[STRIP, end],
        y=[min(max(value, low), high)] * 2,
        mode="lines",
        name=f"yours: {words.amount(value, unit)}",
        line=dict(color=colors.excess, width=3, dash="dash"),
        cliponaxis=False,
        hoverinfo="skip",
    )
    names = ["in words", *(str(classes) if classes < 10_000 else f"{classes // 1000}k" for classes in guess)]
    ticks = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10]
    return base.figure(
        colors,
        *columns,
        yours,
        height=HEIGHT,
        margin=dict(l=54, r=8, t=34, b=46),
        legend=dict(itemclick=False, itemdoubleclick=False),
        barmode="overlay",
        shapes=boxes,
        annotations=notes,
        xaxis=dict(title_text="classes", showgrid=False, range=[0, end], tickvals=[STRIP / 2, *places], ticktext=names),
        yaxis=dict(
            automargin=False,
            showgrid=False,
            type="log",
            range=np.log10([low, high]),
            tickvals=ticks,
            ticktext=[f"{tick:g}" for tick in ticks],
            title_text=f"mean loss ({unit.name})",
        ),
    )
