"""Figures of scores: probabilities beside the target, loss, gradient, naive beside stable, softmax twice, sigmoid."""

from collections.abc import Sequence
from html import escape
from math import ceil, isfinite
from typing import Any

import numpy as np

from ce_core import SecondSoftmax, SigmoidStudy, SoftmaxStudy
from pages.shared import words
from pages.shared.figures import base
from pages.shared.figures.marks import dot, line, note
from pages.shared.figures.tags import tag
from pages.shared.palette import PATTERN, Palette
from pages.shared.words import Unit

WIDE = 5  # with more classes than this there is no room for a number on every bar
FACTORS = np.linspace(0, 2, 161)
# Where the sigmoid is drawn, and how far its axis reaches.
EDGE = 12.0
LISTED = 4  # of the scores beyond one edge
SIGMOID_GRID = np.linspace(-EDGE, EDGE, 193)


def _class_axis(names: Sequence[str], below: Sequence[str]) -> dict[str, Any]:
    """The classes, and under every name a number of ours if there is room."""
    axis = base.event_axis(names)
    if len(names) <= WIDE:
        axis["ticktext"] = [f"{name}<br>{text}" for name, text in zip(axis["ticktext"], below, strict=True)]
    return axis


def _bars(name: str, values: Any, color: str, pattern: Any, hover: Sequence[str], text: Sequence[str] | None) -> dict:
    return dict(
        type="bar",
        name=name,
        x=list(range(len(values))),
        y=values,
        marker=base.marker(color, pattern),
        text=text,
        textposition="outside",
        textangle=0,
        textfont_color=color,
        cliponaxis=False,
        hovertext=list(hover),
        hoverinfo="text",
    )


def _share(p: float) -> str:
    """A probability above its bar: short, or Plotly would shrink it until it fits."""
    return escape(words.percent(p).replace("less than ", "<").replace("more than ", ">"))


def _stable_shares(q: np.ndarray) -> list[str]:
    """No score gives 0, nor 1 beside others."""
    return [_share(words.inside(p) if q.size > 1 else p) for p in q]


def _stable_hovers(names: Sequence[str], what: str, q: np.ndarray) -> list[str]:
    return _hovers(names, what, [words.short(p) if p else "too small for a float, but above 0" for p in q])


def _hovers(names: Sequence[str], what: str, texts: Sequence[str]) -> list[str]:
    return [f"{base.label(name)}: {what} = {text}" for name, text in zip(names, texts, strict=True)]


# --- softmax -----------------------------------------------------------------------------------------------


def probabilities(study: SoftmaxStudy, names: Sequence[str], colors: Palette) -> base.Figure:
    """The target beside the softmax of the scores, which stand under the names."""
    few = len(names) <= WIDE
    q, y = study.stable.q, study.y
    return base.figure(
        colors,
        _bars(
            "target y",
            y,
            colors.p,
            PATTERN["p"],
            _hovers(names, "y", [words.short(value) for value in y]),
            [_share(value) for value in y] if few else None,
        ),
        _bars(
            "q = softmax(z/T)",
            q,
            colors.q,
            PATTERN["q"],
            _stable_hovers(names, "q", q),
            _stable_shares(q) if few else None,
        ),
        height=215 if few else 240,
        barmode="group",
        bargroupgap=0.06,
        xaxis=_class_axis(names, [f"z = {words.short(score, 4)}" for score in study.z]),
        yaxis=dict(range=[0, 1.12], tickvals=[0, 0.25, 0.5, 0.75, 1]),
    )


def loss_bar(study: SoftmaxStudy, unit: Unit, colors: Palette) -> base.Figure:
    """One bar: the floor H(y), and on it the excess; together the loss. An infinite excess runs off."""
    loss, floor, excess = (float(value) for value in (study.stable.loss, study.floor, study.excess))
    finite = isfinite(loss)
    edge = float(max(1, ceil(loss * 1.02 + 0.02))) if finite else float(ceil(floor) + 2)
    total = note(
        min(loss, edge),
        0.5,
        f"<b>loss = {words.amount(loss, unit)}</b>" + ("" if finite else " →"),
        colors.loss,
        size=14,
        xanchor="right" if loss > edge / 2 else "left",
        yanchor="bottom",
    )
    return base.figure(
        colors,
        *base.floor_and_excess({"floor H(y)": floor, "excess KL(y‖q)": excess}, edge, unit, colors),
        height=128,
        barmode="stack",
        bargap=0.1,
        margin=dict(t=24, b=60, r=32),
        legend=dict(y=-0.55, yanchor="top", traceorder="normal", itemclick=False),
        annotations=[total],
        xaxis=dict(range=[0, edge], ticksuffix=f" {unit.name}", showticksuffix="last"),
        yaxis=dict(range=[-0.62, 0.62], visible=False),
    )


def gradient(study: SoftmaxStudy, names: Sequence[str], unit: Unit, colors: Palette) -> base.Figure:
    """d loss/dz = (q − y)/T for every score: below 0 the score should rise, above 0 it should fall."""
    values = study.gradient
    reach = max(0.1, 1.25 * float(np.abs(values).max()))
    return base.figure(
        colors,
        _bars(
            "gradient",
            values,
            colors.excess,
            PATTERN["excess"],
            _hovers(names, "d loss/dz", [words.number(value) for value in values]),
            [words.number(value) for value in values] if len(names) <= WIDE else None,
        ),
        height=250,
        margin=dict(t=14),
        shapes=[base.level(0, color=colors.ink, width=1)],
        xaxis=base.event_axis(names) | dict(showline=False),
        yaxis=dict(range=[-reach, reach], title_text=f"d loss/dz ({unit.name})"),
    )


# --- overflow ----------------------------------------------------------------------------------------------


def naive_and_stable(study: SoftmaxStudy, names: Sequence[str], colors: Palette) -> base.Figure:
    """The probabilities both ways; where the naive way has no number, there is no bar but a word that says so."""
    stable, naive = study.stable.q, study.naive.q
    missing = np.isnan(naive)
    few = len(names) <= WIDE
    shown = ["NaN" if gone else words.short(value) for gone, value in zip(missing, naive, strict=True)]
    labels = ["NaN" if gone else _share(value) for gone, value in zip(missing, naive, strict=True)]
    return base.figure(
        colors,
        _bars(
            "naive",
            np.where(missing, 0.0, naive),
            colors.excess,
            PATTERN["excess"],
            _hovers(names, "naive q", shown),
            labels if few else ["NaN" if gone else "" for gone in missing],
        ),
        _bars(
            "stable",
            stable,
            colors.q,
            PATTERN["q"],
            _stable_hovers(names, "stable q", stable),
            _stable_shares(stable) if few else None,
        ),
        height=280,
        barmode="group",
        bargroupgap=0.06,
        xaxis=_class_axis(names, [f"z = {words.short(score, 4)}" for score in study.z]),
        yaxis=dict(range=[0, 1.12], tickvals=[0, 0.25, 0.5, 0.75, 1], title_text="probability q"),
    )


# --- softmax twice -----------------------------------------------------------------------------------------


def _dot(y: float, top: float, hover: str, color: str, colors: Palette, *, symbol: str = "circle") -> dict[str, Any]:
    return dot(1, y, hover, color, colors, low=0, high=top, symbol=symbol)


def _tag(y: float, top: float, text: str, color: str, colors: Palette, *, left: bool) -> dict[str, Any]:
    return tag(1, min(y, top), text, color, colors, left=left)


def twice(
    curve: SecondSoftmax,
    point: SecondSoftmax,
    unit: Unit,
    colors: Palette,
    *,
    second_softmax: bool,
    second_log_softmax: bool,
) -> base.Figure:
    """The loss against how far the scores are pushed apart: through one softmax, and through one too many."""
    certain = point.y.max() == 1
    top = 1.3 * float(point.most_for_certain)
    once, doubled, again = (float(v[0]) for v in (point.loss, point.loss_twice, point.loss_log_twice))
    traces = [line(curve.factors, curve.loss, "loss of the scores", color=colors.loss, width=3)]
    dots = [_dot(once, top, f"loss of the scores: {words.amount(once, unit)}", colors.loss, colors)]
    notes: list[dict[str, Any]] = []
    tags = [_tag(once, top, words.amount(once, unit), colors.loss, colors, left=True)]
    if second_log_softmax:
        traces.append(
            line(curve.factors, curve.loss_log_twice, "log-softmax first", color=colors.q, width=6, dash="2px,9px")
        )
        dots.append(_dot(again, top, f"log-softmax first: {words.amount(again, unit)}", colors.q, colors, symbol="x"))
    if second_softmax:
        traces.append(
            line(curve.factors, curve.loss_twice, "softmax first", color=colors.excess, width=3, dash="8px,3px")
        )
        dots.append(
            _dot(doubled, top, f"softmax first: {words.amount(doubled, unit)}", colors.excess, colors, symbol="diamond")
        )
        tags.append(_tag(doubled, top, words.amount(doubled, unit), colors.excess, colors, left=False))
    shapes = []
    if second_softmax and certain:
        least = float(point.least_for_certain)
        shapes = [base.level(least, color=colors.floor, width=2, dash="dash")]
        notes.append(
            note(
                1,
                least,
                f"softmax first: never below {words.amount(least, unit)}",
                colors.floor,
                xref="x domain",
                xanchor="right",
                yanchor="top",
                bgcolor=colors.background,
            )
        )
    return base.figure(
        colors,
        *traces,
        *dots,
        height=290,
        margin=dict(l=54, r=14, t=30, b=46),
        legend=dict(itemclick=False, itemdoubleclick=False),
        shapes=shapes,
        tags=tags,
        annotations=notes,
        xaxis=dict(
            title_text="all scores times",
            range=[FACTORS[0], FACTORS[-1]],
            tickvals=[0, 0.5, 1, 1.5, 2],
            ticktext=["0", "0.5", "1: as set", "1.5", "2"],
        ),
        yaxis=dict(automargin=False, range=[0, top], title_text=f"loss ({unit.name})"),
    )


def twice_bars(
    point: SecondSoftmax, names: Sequence[str], colors: Palette, *, second_softmax: bool = True
) -> base.Figure:
    """The probabilities that the loss sees: after one softmax, and after two."""
    rows = [
        ("target y", point.y, colors.p, PATTERN["p"]),
        ("softmax once", point.q[0], colors.q, PATTERN["q"]),
    ]
    if second_softmax:
        rows.append(("softmax twice", point.q_twice[0], colors.excess, PATTERN["excess"]))
    return base.figure(
        colors,
        *(
            _bars(
                name,
                values,
                color,
                pattern,
                _hovers(names, name, [words.short(value) for value in values]),
                None,
            )
            for name, values, color, pattern in rows
        ),
        height=260,
        barmode="group",
        bargroupgap=0.06,
        xaxis=base.event_axis(names),
        yaxis=dict(range=[0, 1.12], tickvals=[0, 0.25, 0.5, 0.75, 1]),
    )


# --- sigmoid -----------------------------------------------------------------------------------------------


def _score_tags(study: SigmoidStudy, at: np.ndarray, colors: Palette) -> list[dict[str, Any]]:
    """The score beside each point; those that share an edge share one list there, the nearest to 0 first."""
    tags, edges = [], {-EDGE: [], EDGE: []}
    for score, x, y in sorted(
        zip(study.z.tolist(), at.tolist(), study.p.tolist(), strict=True), key=lambda one: abs(one[0])
    ):
        text = words.short(score, 4)
        if abs(x) == EDGE:
            edges[x].append((text, y))
        else:
            tags.append((x, y, text))
    for x, listed in edges.items():
        if listed:
            more = [f"and {len(listed) - LISTED} more"] if len(listed) > LISTED else []
            tags.append((x, listed[0][1], "<br>".join([*(text for text, _ in listed[:LISTED]), *more])))
    return [tag(x, y, text, colors.ink, colors, left=x > 0, size=13) for x, y, text in tags]


def sigmoid(curve: SigmoidStudy, study: SigmoidStudy, colors: Palette) -> base.Figure:
    """The sigmoid, the scores on it, and rings where softmax([z, 0]) puts them. Far scores stand at the edge."""
    z = study.z
    outside = np.abs(z) > EDGE
    at = np.clip(z, -EDGE, EDGE)
    arrows = np.where(z > 0, "triangle-right", "triangle-left")
    hover = [f"σ({words.short(score, 4)}) = {words.chance(p, 4)}" for score, p in zip(z, study.p, strict=True)]
    return base.figure(
        colors,
        line(curve.z, curve.p, "sigmoid σ(z)", color=colors.q, width=3),
        dict(
            type="scatter",
            x=at,
            y=study.p,
            mode="markers",
            name="your scores",
            cliponaxis=False,
            marker=dict(
                color=colors.q,
                size=11,
                symbol=np.where(outside, arrows, "circle"),
                line=dict(color=colors.background, width=1),
            ),
            hovertext=hover,
            hoverinfo="text",
        ),
        dict(
            type="scatter",
            x=at,
            y=study.softmax,
            mode="markers",
            name="softmax([z, 0])",
            cliponaxis=False,
            marker=dict(color=colors.loss, size=17, symbol="circle-open", line_width=1.5),
            hoverinfo="skip",
        ),
        height=290,
        margin=dict(l=54, r=20, t=30, b=46),
        legend=dict(itemclick=False, itemdoubleclick=False),
        tags=_score_tags(study, at, colors),
        xaxis=dict(
            title_text="score z (log-odds, in nats)", range=[-EDGE - 0.5, EDGE + 0.5], tickvals=[-10, -5, 0, 5, 10]
        ),
        yaxis=dict(automargin=False, range=[-0.06, 1.06], tickvals=[0, 0.25, 0.5, 0.75, 1], title_text="probability"),
    )
