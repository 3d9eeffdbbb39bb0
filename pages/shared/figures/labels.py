"""Figures of a table of predictions: rows worst first, the ruler, the classes, the reliability diagram."""

from math import isfinite

import numpy as np
import plotly.graph_objects as go

from ce_core import Reliability
from pages.shared import words
from pages.shared.figures import base
from pages.shared.palette import INFINITE_PATTERN, PATTERN, Palette
from pages.shared.reading.labels import Case, count, given, share, whole

MOST_BARS = 24  # with more rows a curve replaces the bars
MOST_NUMBERED = 12
MOST_POINTS = 400
MOST_CLASSES = 20
HEIGHT = 215
LABEL_SHARE = 0.28  # of the height of the bars: what the two lines over a bar take


def worst_first(case: Case, colors: Palette) -> go.Figure:
    """What every row adds to the sum, worst first: bars for a few rows, a curve for many."""
    cost = case.cost[case.result.order]
    finite = cost[np.isfinite(cost)]
    top = float(finite.max()) * 1.3 if finite.size and finite.max() > 0 else 1.0
    fig = base.figure(colors, height=HEIGHT, legend_traceorder="normal", bargap=0.2)
    mean = float(case.result.mean)
    marked = isfinite(mean) and not case.weighted
    if case.rows <= MOST_BARS:
        _bars(fig, case, cost, top, mean if marked else 0.0, colors)
    else:
        _curve(fig, case, cost, top, colors)
    if marked:
        fig.add_hline(y=mean, line=dict(color=colors.ink, width=1, dash="dash"), layer="below")
        fig.add_annotation(
            text=f"mean<br>{words.number(mean)}",
            x=1.01,
            xref="paper",
            xanchor="left",
            align="left",
            y=mean,
            yanchor="bottom" if mean < top / 4 else "middle",
            showarrow=False,
            font=dict(color=colors.ink, size=12),
        )
        fig.update_layout(margin_r=48)
    title = f"weight · loss ({case.unit.name})" if case.weighted else f"loss ({case.unit.name})"
    return fig.update_yaxes(range=[0, top], title_text=title, nticks=5)


def _bars(fig: go.Figure, case: Case, cost: np.ndarray, top: float, line: float, colors: Palette) -> None:
    """The bars, and what each costs over it; where the line of the mean would cross these words, over the line."""
    order, numbered = case.result.order, case.rows <= MOST_NUMBERED
    wrong = case.wrong[order]
    for name, chosen, color, pattern in (
        ("mistake", wrong, colors.loss, ""),
        ("right answer", ~wrong, colors.loss, PATTERN["loss"]),
    ):
        places = np.flatnonzero(chosen)
        if not places.size:
            continue
        infinite = np.isinf(cost[places])
        fig.add_bar(
            name=f"{name} ({places.size})",
            showlegend=True,
            x=places,
            y=np.where(infinite, top, cost[places]),
            marker=base.marker(color, [INFINITE_PATTERN if inf else pattern for inf in infinite]),
            hovertext=[_hover(case, int(order[place])) for place in places],
            hoverinfo="text",
        )
    for place, index in enumerate(order):
        infinite = bool(np.isinf(cost[place]))
        if infinite or numbered:
            crossed = cost[place] < line < cost[place] + LABEL_SHARE * top
            fig.add_annotation(
                text="<b>∞</b>" if infinite else _on_bar(case, int(index)),
                x=place,
                y=top if infinite else line if crossed else cost[place],
                yanchor="top" if infinite else "bottom",
                yshift=2 if crossed else 0,
                showarrow=False,
                bgcolor=colors.background,
                borderpad=1,
                font=dict(color=colors.loss, size=18 if infinite else 12),
            )
    fig.update_xaxes(
        tickvals=list(range(case.rows)),
        ticktext=[str(case.row_number(int(index))) for index in order],
        range=[-0.6, case.rows - 0.4],
        showgrid=False,
        title_text="row, worst first",
        tickangle=0,
    )


def _on_bar(case: Case, index: int) -> str:
    return f"{words.number(case.cost[index], 2)}<br>{share(case.result.share[index])}"


def _hover(case: Case, index: int) -> str:
    label = int(case.label[index])
    return (
        f"row {case.row_number(index)}: {words.amount(case.cost[index], case.unit)}, "
        f"{share(case.result.share[index])} of the total<br>"
        f"{base.label(case.classes[label])} was given {given(case.y_prob[index, label])}"
    )


def _curve(fig: go.Figure, case: Case, cost: np.ndarray, top: float, colors: Palette) -> None:
    """Ranks on a logarithmic axis, so that the few worst rows and the many others are both seen."""
    infinite, rows, order = int(np.isinf(cost).sum()), case.rows, case.result.order
    places = np.unique(np.rint(np.geomspace(1, rows, MOST_POINTS)).astype(int)) - 1
    if rows <= MOST_POINTS:
        places = np.arange(rows)
    running = np.cumsum(case.result.share[order])[places]
    height = np.where(np.isinf(cost[places]), top, cost[places])
    hover = [
        f"{_hover(case, int(order[place]))}<br>the worst {whole(int(place) + 1)}: {share(float(part))}"
        for place, part in zip(places, running, strict=True)
    ]
    fig.add_scatter(
        name="loss",
        x=places + 1,
        y=height,
        mode="lines",
        line=dict(color=colors.loss, width=2),
        fill="tozeroy",
        fillpattern=dict(shape=PATTERN["loss"], fgcolor=colors.loss, bgcolor="rgba(0,0,0,0)", size=7, solidity=0.12),
        hovertext=hover,
        hoverinfo="text",
        showlegend=False,
    )
    wrong = case.wrong[order]
    if rows <= MOST_POINTS and wrong.any():
        fig.add_scatter(
            name=f"mistake ({whole(int(wrong.sum()))} of {whole(rows)} rows)",
            x=places[wrong] + 1,
            y=height[wrong],
            mode="markers",
            marker=dict(color=colors.loss, size=8),
            hoverinfo="skip",
            cliponaxis=False,
            showlegend=True,
        )
    if infinite:
        fig.add_scatter(
            name=f"{count(infinite)} at ∞",
            x=[1, infinite + 0.5],
            y=[top, top],
            mode="lines",
            line=dict(color=colors.loss, width=2),
            fill="tozeroy",
            fillpattern=dict(shape=INFINITE_PATTERN, fgcolor=colors.loss, bgcolor=colors.background, solidity=0.5),
            hoverinfo="skip",
            showlegend=True,
        )
    if len(places) < rows:
        fig.add_annotation(
            text=f"{whole(len(places))} of {whole(rows)} rows are drawn",
            x=1,
            xref="paper",
            xanchor="right",
            y=1,
            yref="paper",
            yanchor="top",
            showarrow=False,
            font=dict(color=colors.ink, size=13),
        )
    ticks = [10**power for power in range(8) if 10**power <= rows]
    fig.update_xaxes(
        type="log",
        range=[0, np.log10(rows)],
        tickvals=ticks,
        ticktext=[whole(tick) for tick in ticks],
        title_text="rows, worst first",
    )


def ruler(case: Case, colors: Palette) -> go.Figure:
    """Floor and excess as one bar, with the baseline and the uniform guess as marks on its scale."""
    result, factor, unit = case.result, case.factor, case.unit
    floor, excess, value = result.floor * factor, result.excess * factor, case.value
    baseline, uniform = result.baseline * factor, result.uniform * factor
    finite = isfinite(value)
    edge = max(1.12 * max(value if finite else 0.0, baseline, uniform), floor * 1.12)
    fig = base.figure(colors, height=138, barmode="stack", bargap=0.1)
    fig.update_layout(
        margin=dict(t=22, b=66, r=20), legend=dict(y=-0.52, yanchor="top", traceorder="normal", itemclick=False)
    )
    base.add_floor_and_excess(fig, {"floor": floor, "excess": excess}, edge, unit, colors)
    fig.add_annotation(
        x=0,
        y=0.55,
        text=f"<b>{case.quantity} = {words.amount(value, unit)}</b>" + ("" if finite else " →"),
        showarrow=False,
        xanchor="left",
        yanchor="bottom",
        font=dict(color=colors.loss, size=14),
    )
    for name, place, dash in (("baseline", baseline, "dash"), ("uniform guess", uniform, "dot")):
        line = dict(color=colors.loss, width=2, dash=dash)
        fig.add_shape(type="line", x0=place, x1=place, y0=-0.62, y1=0.62, line=line)
        fig.add_scatter(
            x=[None],
            y=[None],
            mode="lines",
            line=line,
            name=f"{name} = {words.number(place)}",
        )
    fig.update_xaxes(range=[0, edge], ticksuffix=f" {unit.name}", showticksuffix="last", nticks=6)
    return fig.update_yaxes(range=[-0.62, 0.62], visible=False)


def class_means(case: Case, colors: Palette) -> go.Figure:
    """Mean loss of each class; of many classes, the worst ones."""
    means, counts = case.result.per_class_mean, case.result.per_class_count
    order = np.argsort(-np.where(np.isnan(means), -1.0, means), kind="stable")
    shown = order if len(order) <= MOST_CLASSES else order[:MOST_CLASSES]
    shown = np.sort(shown)[::-1]
    values = means[shown]
    finite = values[np.isfinite(values)]
    top = float(finite.max()) * 1.3 if finite.size and finite.max() > 0 else 1.0
    infinite = np.isinf(values)
    fig = base.figure(colors, height=max(150, 60 + 28 * len(shown)), bargap=0.3)
    fig.add_bar(
        orientation="h",
        x=np.where(infinite, top, np.nan_to_num(values)),
        y=list(range(len(shown))),
        marker=base.marker(colors.loss, [INFINITE_PATTERN if inf else PATTERN["loss"] for inf in infinite]),
        text=["no rows" if np.isnan(v) else "" if np.isinf(v) else words.number(v) for v in values],
        textposition="outside",
        outsidetextfont_color=colors.loss,
        cliponaxis=False,
        hovertext=[
            f"{base.label(case.classes[c])}: {words.amount(means[c], case.unit)}, {words.short(counts[c])} rows"
            for c in shown
        ],
        hoverinfo="text",
    )
    for place in np.flatnonzero(infinite):
        fig.add_annotation(
            text="<b>∞</b>",
            x=top,
            xanchor="right",
            y=int(place),
            showarrow=False,
            bgcolor=colors.background,
            font=dict(color=colors.loss, size=18),
        )
    if len(order) > MOST_CLASSES:
        fig.add_annotation(
            text=f"the worst {MOST_CLASSES} of {len(order):,} classes",
            x=1,
            xref="paper",
            xanchor="right",
            y=0,
            yref="paper",
            yanchor="bottom",
            showarrow=False,
        )
    fig.update_xaxes(range=[0, top], title_text=f"mean loss ({case.unit.name})", nticks=5)
    return fig.update_yaxes(
        tickvals=list(range(len(shown))),
        ticktext=[f"{base.label(case.classes[c])} ({words.short(counts[c])})" for c in shown],
        showgrid=False,
    )


def reliability(result: Reliability, of_class: str | None, colors: Palette) -> go.Figure:
    """Predicted probability against how often it came true; on the diagonal the two agree."""
    fig = base.figure(colors, height=300)
    fig.add_scatter(
        name="perfectly reliable",
        x=[0, 1],
        y=[0, 1],
        mode="lines",
        line=dict(color=colors.ink, width=1.5, dash="dash"),
        hoverinfo="skip",
    )
    kept = result.count > 0
    share_of_rows = result.count[kept] / result.count.sum()
    fig.add_scatter(
        name="observed, larger with more rows",
        x=result.mean_confidence[kept],
        y=result.frequency[kept],
        mode="lines+markers",
        line=dict(color=colors.q, width=2),
        marker=dict(color=colors.q, size=7 + 15 * np.sqrt(share_of_rows), line=dict(color=colors.background, width=1)),
        hovertext=[
            f"said {words.percent(round(said, 3))}, happened {words.percent(round(happened, 3))}, {int(n):,} rows"
            for said, happened, n in zip(
                result.mean_confidence[kept], result.frequency[kept], result.count[kept], strict=True
            )
        ],
        hoverinfo="text",
        cliponaxis=False,
    )
    fig.add_annotation(
        text=f"calibration error {words.number(result.ece)}",
        x=1,
        y=0.03,
        xanchor="right",
        yanchor="bottom",
        showarrow=False,
        font=dict(color=colors.ink, size=13),
    )
    what = "the predicted class" if of_class is None else base.label(of_class)
    fig.update_xaxes(range=[-0.02, 1.02], title_text=f"probability given to {what}", tickvals=[0, 0.25, 0.5, 0.75, 1])
    return fig.update_yaxes(range=[-0.02, 1.02], title_text="how often it came true", tickvals=[0, 0.5, 1])
