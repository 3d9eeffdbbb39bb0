"""Figures of what only looks like the same loss: a table of pairs, one output, KL divergence and its calls."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from ce_core import JointComparison, KlCalls, LossCurve, OneOutput, SlopeComparison
from pages.shared import words
from pages.shared.figures import base
from pages.shared.figures.marks import LONG_LEGEND, dot, line, note, upright
from pages.shared.figures.names import HEIGHT, TOP, named_bars
from pages.shared.figures.tags import tag
from pages.shared.palette import PATTERN, Palette
from pages.shared.reading.names_apart import slope
from pages.shared.words import Unit

COUPLINGS = np.linspace(-1, 1, 41)
RED_CROSS, CHECK = "✗", "✓"


# --- pairs -------------------------------------------------------------------------------------------------


def table_of_pairs(result: JointComparison, colors: Palette) -> base.Figure:
    """The 2×2 table, each field as dark as it is likely, with its margins P and Q."""
    rows, columns = ("rain", "dry"), ("says rain", "says dry")
    cells = dict(
        type="heatmap",
        x=[0, 1],
        y=[1, 0],
        z=result.joint,
        zmin=0,
        zmax=1,
        colorscale=[[0, colors.background], [1, colors.ink]],
        opacity=0.5,
        showscale=False,
        xgap=3,
        ygap=3,
        hovertext=[
            [f"{row}, {column}: {words.percent(value)}" for column, value in zip(columns, line_, strict=True)]
            for row, line_ in zip(rows, result.joint, strict=True)
        ],
        hoverinfo="text",
    )
    inside = [
        note(x, 1 - y, f"<b>{words.percent(result.joint[y, x])}</b>", colors.loss, size=15)
        for y in (0, 1)
        for x in (0, 1)
    ]
    margins = [
        *(note(1.92, 1 - i, f"<b>P {words.percent(p)}</b>", colors.p) for i, p in enumerate(result.margins.p)),
        *(note(i, -0.8, f"<b>Q {words.percent(q)}</b>", colors.q) for i, q in enumerate(result.margins.q)),
    ]
    return base.figure(
        colors,
        cells,
        height=205,
        margin=dict(l=44, r=4, t=26, b=4),
        annotations=[*inside, *margins],
        xaxis=dict(
            side="top",
            range=[-0.5, 2.4],
            tickvals=[0, 1],
            ticktext=columns,
            showgrid=False,
            showline=False,
            tickcolor=colors.q,
        ),
        yaxis=dict(automargin=False, range=[-1.1, 1.5], tickvals=[1, 0], ticktext=rows, showgrid=False, showline=False),
    )


def couplings(
    curves: Sequence[JointComparison], result: JointComparison, coupling: float, unit: Unit, colors: Palette
) -> base.Figure:
    """What is written with two letters, against how closely the two hang together."""

    def over(values: Sequence[float], name: str, **style: Any) -> dict[str, Any]:
        return line(COUPLINGS, values, name, **style)

    cross = float(result.margins.cross_entropy)
    finite = np.isfinite(cross)
    top = {"nats": 1.55, "bits": 2.24, "bans": 0.673}[unit.name]
    points = [
        (float(result.joint_entropy), "joint H(X,Y)", colors.ink),
        (cross, "cross-entropy H(P,Q)", colors.loss),
        (float(result.row_given_column), "conditional H(X given Y)", colors.ink),
    ]
    return base.figure(
        colors,
        over([c.joint_entropy for c in curves], "joint H(X,Y)", color=colors.ink, width=2.5, dash="dash"),
        over(
            [c.margins.cross_entropy if finite else None for c in curves],
            "cross-entropy H(P,Q)",
            color=colors.loss,
            width=4,
        ),
        over([c.margins.entropy for c in curves], "entropy H(P)", color=colors.floor, width=2, dash="longdash"),
        over([c.row_given_column for c in curves], "conditional H(X given Y)", color=colors.ink, width=2.5, dash="dot"),
        *(
            dot(coupling, value, f"{name}: {words.amount(value, unit)}", color, colors, low=0, high=top)
            for value, name, color in points
        ),
        height=HEIGHT,
        margin=dict(l=54, r=14, t=46, b=44),
        legend=LONG_LEGEND,
        tags=[
            tag(coupling, min(value, top), words.amount(value, unit), color, colors, left=coupling > 0.5)
            for value, _, color in points
        ],
        xaxis=dict(
            title_text="coupling of weather and forecast",
            range=[-1.04, 1.04],
            tickvals=[-1, 0, 1],
            ticktext=["never together", "independent", "always together"],
            ticklabeloverflow="allow",
        ),
        yaxis=dict(automargin=False, range=[0, top], title_text=unit.name),
    )


# --- one output --------------------------------------------------------------------------------------------


def one_output(result: OneOutput, constant: float, unit: Unit, colors: Palette) -> base.Figure:
    """The mean loss of one constant answer, by both terms and by the first alone."""
    top = TOP[unit.name]
    both, first = float(result.constant.both_terms), float(result.constant.first_term)
    return base.figure(
        colors,
        line(result.p, result.both_terms, "binary: both terms", color=colors.loss, width=3.5),
        line(
            result.p, result.first_term, "categorical with one output: −y log p", color=colors.q, width=3, dash="dash"
        ),
        dot(constant, both, f"both terms: {words.amount(both, unit)}", colors.loss, colors, low=0, high=top),
        dot(constant, first, f"first term: {words.amount(first, unit)}", colors.q, colors, low=0, high=top),
        height=HEIGHT,
        margin=dict(l=54, r=14, t=30, b=46),
        legend=dict(itemclick=False, itemdoubleclick=False),
        shapes=[upright(float(result.share), color=colors.p, width=1.5, dash="dot")],
        tags=[
            tag(constant, min(both, top), words.amount(both, unit), colors.loss, colors, left=constant > 0.4),
            tag(constant, min(first, top), words.amount(first, unit), colors.q, colors, left=constant > 0.4),
            tag(float(result.share), 0.8 * top, "share of ones", colors.p, colors, left=result.share > 0.5),
        ],
        xaxis=dict(title_text="the answer p, the same for every example", range=[-0.02, 1.02]),
        yaxis=dict(automargin=False, range=[-0.02 * top, top], title_text=f"mean loss ({unit.name})"),
    )


# --- KL and cross-entropy ----------------------------------------------------------------------------------


def parallel(curve: LossCurve, point: SlopeComparison, unit: Unit, colors: Palette) -> base.Figure:
    """Cross-entropy and KL divergence over the prediction: one curve twice, H(P) apart, with the same slope."""
    top = TOP[unit.name]
    ends, cross, kl = point.tangents(0.13)
    at = point.p
    return base.figure(
        colors,
        line(curve.p, curve.loss, "cross-entropy H(P,Q)", color=colors.loss, width=3.5),
        line(curve.p, curve.excess, "KL(P‖Q)", color=colors.excess, width=3.5, dash="dash"),
        line(
            [at, at],
            [point.kl, point.cross_entropy],
            f"H(P) = {words.amount(point.entropy, unit)}",
            color=colors.floor,
            width=7,
        ),
        line(ends, cross, color=colors.q, width=3),
        line(
            ends,
            kl,
            f"slope {slope(point.cross_entropy_along_p)} and {slope(point.kl_along_p)} {unit.name}",
            color=colors.q,
            width=3,
        ),
        dot(
            at,
            float(point.cross_entropy),
            words.amount(point.cross_entropy, unit),
            colors.loss,
            colors,
            low=0,
            high=top,
        ),
        dot(at, float(point.kl), words.amount(point.kl, unit), colors.excess, colors, low=0, high=top),
        height=HEIGHT,
        margin=dict(l=54, r=14, t=48, b=46),
        legend=LONG_LEGEND,
        shapes=[upright(point.y, color=colors.p, width=1.5, dash="dot")],
        tags=[tag(point.y, 0.62 * top, "P", colors.p, colors, left=False)],
        xaxis=dict(title_text="q, what Q gives to the first of two events", range=[-0.02, 1.02]),
        yaxis=dict(automargin=False, range=[0, top], title_text=unit.name),
    )


def calls(result: KlCalls, unit: Unit, colors: Palette) -> base.Figure:
    """What each call returns: the right ones in the colour of the divergence, the others marked as wrong."""
    rows = result.values
    return named_bars(
        [f"{CHECK if row.right else RED_CROSS} {_short(row.call)}" for row in rows],
        [float(row.value) for row in rows],
        ["NaN" if np.isnan(row.value) else words.number(row.value) for row in rows],
        [colors.excess if row.right else colors.loss for row in rows],
        [PATTERN["excess"] if row.right else PATTERN["loss"] for row in rows],
        unit,
        colors,
        font="monospace",
    )


def _short(call: str) -> str:
    """The arguments of a call, short enough for a phone; the table below the picture has it whole."""
    return call.removeprefix("F.kl_div").replace('reduction="sum"', "sum").replace("log_target=True", "log_target")
