"""Figures of a pair P, Q: the bars, the stack floor + excess = cost, and what every event contributes."""

from collections.abc import Sequence
from math import ceil, isfinite

import numpy as np

from ce_core import Comparison, Decomposition
from pages.shared import words
from pages.shared.figures import base
from pages.shared.figures.marks import note
from pages.shared.palette import INFINITE_PATTERN, PATTERN, Palette
from pages.shared.words import Unit

STACK_HEIGHT = 140
WIDE = 5  # with more events than this there is no room for a number on every bar


def pair_bars(result: Comparison, names: Sequence[str], colors: Palette) -> base.Figure:
    """P beside Q for every event, always from 0 to 1."""
    bars = [
        dict(
            type="bar",
            name="P, what happens" if letter == "P" else "Q, what is believed",
            x=list(range(len(names))),
            y=values,
            marker=base.marker(color, PATTERN[letter.lower()]),
            text=[words.percent(value) for value in values] if len(names) <= WIDE else None,
            textposition="outside",
            textfont_color=color,
            cliponaxis=False,
            hovertext=[
                f"{letter} of {base.label(name)}: {words.short(value)}"
                for name, value in zip(names, values, strict=True)
            ],
            hoverinfo="text",
        )
        for letter, values, color in (("P", result.forward.p, colors.p), ("Q", result.forward.q, colors.q))
    ]
    return base.figure(
        colors,
        *bars,
        height=195 if len(names) <= WIDE else 230,
        barmode="group",
        bargroupgap=0.06,
        xaxis=base.event_axis(names),
        yaxis=dict(range=[0, 1.12], tickvals=[0, 0.25, 0.5, 0.75, 1]),
    )


def stack(result: Decomposition, unit: Unit, colors: Palette) -> base.Figure:
    """One bar: the floor H(P), and on it the excess KL(P‖Q), together H(P,Q). An infinite excess runs off."""
    floor, excess, total = result.entropy, result.kl, result.cross_entropy
    finite = isfinite(total)
    edge = float(max(1, ceil(total * 1.02 + 0.02))) if finite else float(ceil(floor) + 2)
    mark = dict(type="line", x0=floor, x1=floor, y0=-0.62, y1=0.62, line=dict(color=colors.loss, width=2, dash="dash"))
    sum_ = note(
        total if finite else edge,
        0.5,
        f"<b>H(P,Q) = {words.amount(total, unit)}</b>" + ("" if finite else " →"),
        colors.loss,
        size=14,
        xanchor="right" if not finite or total > edge / 2 else "left",
        yanchor="bottom",
    )
    return base.figure(
        colors,
        *base.floor_and_excess({"floor H(P)": floor, "excess KL(P‖Q)": excess}, edge, unit, colors),
        height=STACK_HEIGHT,
        barmode="stack",
        bargap=0.1,
        margin=dict(t=24, b=66, r=32),
        legend=dict(y=-0.5, yanchor="top", traceorder="normal", itemclick=False),
        shapes=[mark],
        annotations=[sum_],
        xaxis=dict(range=[0, edge], ticksuffix=f" {unit.name}", showticksuffix="last"),
        yaxis=dict(range=[-0.62, 0.62], visible=False),
    )


def contributions(result: Decomposition, names: Sequence[str], unit: Unit, colors: Palette) -> base.Figure:
    """What every event adds to the cost (−p log q) and to the excess (p log p/q, which may be negative)."""
    cost, extra = result.cross_entropy_per_event, result.kl_per_event
    finite = np.concatenate([cost[np.isfinite(cost)], extra[np.isfinite(extra)], [0.0]])
    top = max(0.1, 1.1 * float(finite.max()))
    lowest = float(finite.min())
    bottom = lowest - 0.12 * (top - lowest) if lowest < 0 else 0.0
    bars = [
        dict(
            type="bar",
            name=name,
            x=list(range(len(names))),
            y=np.where(np.isinf(values), top, values),
            marker=base.marker(color, [INFINITE_PATTERN if inf else pattern for inf in np.isinf(values)]),
            text=[words.number(value, 2) if len(names) <= WIDE or np.isinf(value) else "" for value in values],
            textposition="outside",
            textangle=0,
            textfont_color=color,
            cliponaxis=False,
            hovertext=[
                f"{base.label(event)}: {name} = {words.amount(value, unit)}"
                for event, value in zip(names, values, strict=True)
            ],
            hoverinfo="text",
        )
        for name, values, color, pattern in (
            ("cost −P log Q", cost, colors.loss, PATTERN["loss"]),
            ("excess P log(P/Q)", extra, colors.excess, PATTERN["excess"]),
        )
    ]
    return base.figure(
        colors,
        *bars,
        height=300,
        barmode="group",
        bargroupgap=0.06,
        shapes=[base.level(0, color=colors.ink, width=1)],
        xaxis=base.event_axis(names) | dict(showline=False),
        yaxis=dict(range=[bottom, 1.1 * top], title_text=unit.name),
    )
