"""Figures of surprise and entropy: one event, its share −p log p, a coin, and several events."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from ce_core import BinaryDecomposition, PaddedEntropy, SurpriseCurve
from pages.shared import words
from pages.shared.figures import base
from pages.shared.figures.marks import LONG_LEGEND, SMALLEST, dot, line, note, probability_axis
from pages.shared.figures.tags import tag
from pages.shared.palette import PATTERN, Palette
from pages.shared.words import Unit

HEIGHT = 330
AXES = ("p", "log p")
QUARTERS = [0, 0.25, 0.5, 0.75, 1]
# Where curves are drawn: dense enough at the left end for both axes.
GRID = np.unique(np.concatenate([np.geomspace(SMALLEST, 0.01, 113), np.linspace(0.01, 1, 199)]))
COIN_GRID = np.unique(
    np.concatenate([np.linspace(0, 1, 201), np.geomspace(1e-6, 0.01, 20), 1 - np.geomspace(1e-6, 0.01, 20)])
)
# How high the axis of the surprise reaches: the same stretch in every unit, so that the picture stays.
TOP = {"bits": 10.5, "nats": 7.28, "bans": 3.16}
LOG_TOP = {"bits": 54.0, "nats": 37.4, "bans": 16.3}
SHARE_TOP = 1.1
COIN_TOP = {"bits": 1.1, "nats": 0.763, "bans": 0.332}
WIDE = 5  # with more events than this there is no room for a number on every bar


# --- axes and marks that the figures share -----------------------------------------------------------------


def _across(axes: str, p: float) -> float:
    """Where a probability stands: what is too small for a logarithmic axis, at its left end."""
    return max(p, SMALLEST) if axes == "log p" else p


def _tag(axes: str, x: float, y: float, top: float, text: str, color: str, colors: Palette) -> dict[str, Any]:
    log = axes == "log p"
    right = x > (1e-8 if log else 0.55)
    return tag(np.log10(x) if log else x, min(y, top), text, color, colors, left=right)


# --- one event ---------------------------------------------------------------------------------------------


def surprise(
    curve: SurpriseCurve, halvings: SurpriseCurve, point: SurpriseCurve, unit: Unit, colors: Palette, *, axes: str
) -> base.Figure:
    """Surprise against probability, a mark at every halving, and the event on the curve."""
    log = axes == "log p"
    top = (LOG_TOP if log else TOP)[unit.name]
    p, h = float(point.p[0]), float(point.surprise[0])
    x, y = _across(axes, p), min(h, top)
    low = SMALLEST if log else -0.02
    text = words.amount(h, unit)
    shown = halvings.surprise <= top
    return base.figure(
        colors,
        line(curve.p, curve.surprise, "surprise h = −log P", color=colors.loss, width=3),
        dict(
            type="scatter",
            x=halvings.p[shown],
            y=halvings.surprise[shown],
            mode="markers",
            name="P halved again and again",
            marker=dict(color=colors.ink, size=8, symbol="line-ew-open", line_width=2),
            hovertext=[
                f"P = {words.short(half)}: {words.amount(value, unit)}"
                for half, value in zip(halvings.p[shown], halvings.surprise[shown], strict=True)
            ],
            hoverinfo="text",
        ),
        line([x, x], [0, y], f"P = {words.short(p)}", color=colors.p, width=3, dash="dot"),
        line([low, x], [y, y], color=colors.loss, width=1.5, dash="dash"),
        dot(x, h, f"P = {words.short(p)}: {text}", colors.loss, colors, low=0, high=top),
        height=HEIGHT,
        margin=dict(l=54, r=14, t=30, b=46),
        legend=LONG_LEGEND,
        tags=[_tag(axes, x, h, top, text, colors.loss, colors)],
        xaxis=probability_axis("probability P of the event", QUARTERS, log=axes == "log p"),
        yaxis=dict(automargin=False, range=[0, top], title_text=f"surprise ({unit.name})"),
    )


# --- its share ---------------------------------------------------------------------------------------------


def share(curve: SurpriseCurve, point: SurpriseCurve, unit: Unit, colors: Palette, *, axes: str) -> base.Figure:
    """p falls, −log p rises, and their product: 0 at both ends."""
    p, value = float(point.p[0]), float(point.weighted[0])
    x = _across(axes, p)
    text = words.amount(value, unit)
    marks = [_tag(axes, x, value, SHARE_TOP, text, colors.floor, colors)]
    if np.isnan(point.multiplied[0]):
        marks[0]["text"] = "<b>0, the limit</b><br>multiplied by the computer: NaN"
        marks[0]["align"] = "left"
    peak = curve.peak_at, curve.peak
    return base.figure(
        colors,
        line(curve.p, curve.p, "P (no unit)", color=colors.p, width=2, dash="dot"),
        line(curve.p, curve.surprise, "−log P", color=colors.loss, width=2, dash="dash"),
        line(curve.p, curve.weighted, "their product, −P log P", color=colors.floor, width=3.5),
        dict(
            type="scatter",
            x=[peak[0]],
            y=[peak[1]],
            mode="markers",
            name=f"highest at P = {words.number(peak[0])}",
            marker=dict(color=colors.floor, size=10, symbol="diamond-open", line_width=2),
            hovertext=f"highest: {words.amount(peak[1], unit)} at P = {words.number(peak[0])}",
            hoverinfo="text",
        ),
        dot(x, value, f"P = {words.short(p)}: {text}", colors.floor, colors, low=0, high=SHARE_TOP),
        height=HEIGHT,
        margin=dict(l=54, r=14, t=30, b=46),
        legend=LONG_LEGEND,
        tags=marks,
        xaxis=probability_axis("probability P of the event", QUARTERS, log=axes == "log p"),
        yaxis=dict(automargin=False, range=[0, SHARE_TOP], title_text=f"{unit.name}; P has no unit"),
    )


# --- a coin ------------------------------------------------------------------------------------------------


def coin(curve: BinaryDecomposition, p: float, point: BinaryDecomposition, unit: Unit, colors: Palette) -> base.Figure:
    """The entropy of a coin by its probability of heads, as the sum of the shares of its two sides."""
    top = COIN_TOP[unit.name]
    value = float(point.floor[0])
    text = words.amount(value, unit)
    return base.figure(
        colors,
        line(COIN_GRID, curve.floor, "entropy H", color=colors.floor, width=3.5),
        line(COIN_GRID, curve.positive_term, "share of heads", color=colors.p, width=2, dash="dot"),
        line(COIN_GRID, curve.negative_term, "share of tails", color=colors.p, width=2, dash="dash"),
        line([p, p], [0, value], color=colors.p, width=2, dash="dot"),
        dot(p, value, f"heads {words.percent(p)}: {text}", colors.floor, colors, low=0, high=top),
        height=HEIGHT,
        margin=dict(l=54, r=14, t=30, b=46),
        legend=dict(itemclick=False, itemdoubleclick=False),
        tags=[_tag("p", p, value, top, text, colors.floor, colors)],
        xaxis=probability_axis("probability of heads", QUARTERS, log=False),
        yaxis=dict(automargin=False, range=[0, top], title_text=f"entropy ({unit.name})"),
    )


# --- several events ----------------------------------------------------------------------------------------


def events(
    shares: SurpriseCurve, balanced: np.ndarray, names: Sequence[str], unit: Unit, colors: Palette
) -> base.Figure:
    """P of every event, and the level at which all would be equal."""
    axis = base.event_axis(names)
    if len(names) <= WIDE:  # under the names: above the bars the numbers would meet the line
        axis["ticktext"] = [f"{name}<br>{words.percent(p)}" for name, p in zip(axis["ticktext"], shares.p, strict=True)]
    return base.figure(
        colors,
        dict(
            type="bar",
            name="P",
            x=list(range(len(names))),
            y=shares.p,
            marker=base.marker(colors.p, PATTERN["p"]),
            hovertext=[
                f"{base.label(name)}: P = {words.short(p)}, surprise {words.amount(h, unit)}"
                for name, p, h in zip(names, shares.p, shares.surprise, strict=True)
            ],
            hoverinfo="text",
        ),
        line([-0.5, len(names) - 0.5], [balanced[0]] * 2, "balanced", color=colors.ink, width=2, dash="dash"),
        height=190 if len(names) <= WIDE else 220,
        showlegend=True,
        legend=dict(itemclick=False, itemdoubleclick=False),
        xaxis=axis,
        yaxis=dict(range=[0, 1.04], tickvals=[0, 0.25, 0.5, 0.75, 1]),
    )


def entropy_bar(
    shares: SurpriseCurve, label: PaddedEntropy, ceiling: float, names: Sequence[str], unit: Unit, colors: Palette
) -> base.Figure:
    """H(P) as the shares of its events laid end to end, below the most that so many events can have."""
    parts = [
        dict(
            type="bar",
            orientation="h",
            y=[0],
            x=[value],
            marker=dict(color=colors.floor, line=dict(color=colors.background, width=2)),
            text=base.label(name) if value > 0.12 * ceiling else "",
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont_color=colors.background,
            showlegend=False,
            hovertext=f"{base.label(name)}: share {words.amount(value, unit)}",
            hoverinfo="text",
        )
        for name, value in zip(names, shares.weighted, strict=True)
    ]
    total = f"H(P) = {words.amount(label.entropy, unit)}"
    balanced = f"balanced: {words.amount(ceiling, unit)}"
    notes = [
        note(0, 0.52, f"<b>{total}</b>", colors.floor, size=15, xanchor="left", yanchor="bottom"),
        note(ceiling, -0.55, balanced, colors.ink, xanchor="right", yanchor="top"),
    ]
    if label.eps:
        padded = f"<b>with ε: {words.amount(label.padded_entropy, unit)}</b>"
        notes.append(note(ceiling, 0.52, padded, colors.excess, size=15, xanchor="right", yanchor="bottom"))
    edge = dict(type="line", x0=ceiling, x1=ceiling, y0=-0.5, y1=0.5, line=dict(color=colors.ink, width=2, dash="dash"))
    return base.figure(
        colors,
        *parts,
        height=120,
        barmode="stack",
        bargap=0.1,
        margin=dict(t=26, b=24, r=16),
        annotations=notes,
        shapes=[edge],
        xaxis=dict(range=[0, 1.02 * ceiling], visible=False),
        yaxis=dict(range=[-0.55, 0.55], visible=False),
    )
