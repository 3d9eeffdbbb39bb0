"""Figures of a table of predictions: rows worst first, the ruler, the classes, the reliability diagram."""

from math import isfinite

import numpy as np

from ce_core import Reliability
from pages.shared import words
from pages.shared.figures import base
from pages.shared.figures.marks import note
from pages.shared.palette import INFINITE_PATTERN, PATTERN, Palette
from pages.shared.reading.labels import Case, given, share

MOST_BARS = 24  # with more rows a curve replaces the bars
MOST_NUMBERED = 12
MOST_POINTS = 400
MOST_CLASSES = 20
HEIGHT = 215
LABEL_SHARE = 0.28  # of the height of the bars: what the two lines over a bar take


def worst_first(case: Case, colors: Palette) -> base.Figure:
    """What every row adds to the sum, worst first: bars for a few rows, a curve for many."""
    cost = case.cost[case.result.order]
    top, mean = _top(cost), float(case.result.mean)
    marked = isfinite(mean) and not case.weighted
    if case.rows <= MOST_BARS:
        traces, notes, xaxis = _bars(case, cost, top, mean if marked else 0.0, colors)
    else:
        traces, notes, xaxis = _curve(case, cost, top, colors)
    line = base.level(mean, color=colors.ink, width=1, dash="dash") | dict(layer="below")
    beside = dict(xref="paper", xanchor="left", align="left", yanchor="bottom" if mean < top / 4 else "middle")
    beside_line = note(1.01, mean, f"mean<br>{words.number(mean)}", colors.ink, size=12, **beside)
    title = f"weight · loss ({case.unit.name})" if case.weighted else f"loss ({case.unit.name})"
    return base.figure(
        colors,
        *traces,
        height=HEIGHT,
        margin=dict(r=48) if marked else {},
        legend=dict(traceorder="normal"),
        bargap=0.2,
        shapes=[line] if marked else [],
        annotations=[*notes, beside_line] if marked else notes,
        xaxis=xaxis,
        yaxis=dict(range=[0, top], title_text=title, nticks=5),
    )


def _top(values: np.ndarray) -> float:
    """The end of an axis that leaves room over the largest finite value."""
    return 1.3 * float(np.max(values, where=np.isfinite(values), initial=0)) or 1.0


def _bars(case: Case, cost: np.ndarray, top: float, line: float, colors: Palette) -> tuple[list, list, dict]:
    """The bars, and what each costs over it; where the line of the mean would cross these words, over the line."""
    order, infinite = case.result.order, np.isinf(cost)
    wrong = case.wrong[order]
    bars = [
        dict(
            type="bar",
            name=f"{name} ({places.size})",
            showlegend=True,
            x=places,
            y=np.where(infinite[places], top, cost[places]),
            marker=base.marker(colors.loss, [INFINITE_PATTERN if inf else pattern for inf in infinite[places]]),
            hovertext=[_hover(case, int(order[place])) for place in places],
            hoverinfo="text",
        )
        for name, pattern, places in (
            ("mistake", "", np.flatnonzero(wrong)),
            ("right answer", PATTERN["loss"], np.flatnonzero(~wrong)),
        )
        if places.size
    ]
    notes = []
    for place, (index, height, endless) in enumerate(zip(order, cost, infinite, strict=True)):
        if endless or case.rows <= MOST_NUMBERED:
            crossed = height < line < height + LABEL_SHARE * top
            notes.append(
                note(
                    place,
                    top if endless else line if crossed else height,
                    "<b>∞</b>" if endless else _on_bar(case, int(index)),
                    colors.loss,
                    size=18 if endless else 12,
                    yanchor="top" if endless else "bottom",
                    yshift=2 if crossed else 0,
                    bgcolor=colors.background,
                    borderpad=1,
                )
            )
    xaxis = dict(
        tickvals=list(range(case.rows)),
        ticktext=[str(case.row_number(int(index))) for index in order],
        range=[-0.6, case.rows - 0.4],
        showgrid=False,
        title_text="row, worst first",
        tickangle=0,
    )
    return bars, notes, xaxis


def _on_bar(case: Case, index: int) -> str:
    part = case.result.share[index]  # a bar is too narrow for more than this; the table and the hover text say it all
    return f"{words.number(case.cost[index], 2)}<br>{'&lt;1 %' if 0 < part < 0.01 else share(part)}"


def _hover(case: Case, index: int) -> str:
    label = int(case.label[index])
    return (
        f"row {case.row_number(index)}: {words.amount(case.cost[index], case.unit)}, "
        f"{share(case.result.share[index])} of the total<br>"
        f"{base.label(case.classes[label])} was given {given(case.y_prob[index, label])}"
    )


def _curve(case: Case, cost: np.ndarray, top: float, colors: Palette) -> tuple[list, list, dict]:
    """Ranks on a logarithmic axis, so that the few worst rows and the many others are both seen."""
    infinite, rows, order = int(np.isinf(cost).sum()), case.rows, case.result.order
    places = np.arange(rows)
    if rows > MOST_POINTS:
        places = np.unique(np.rint(np.geomspace(1, rows, MOST_POINTS)).astype(int)) - 1
    running = np.cumsum(case.result.share[order])[places]
    height = np.where(np.isinf(cost[places]), top, cost[places])
    line = dict(color=colors.loss, width=2)
    traces = [
        dict(
            type="scatter",
            name="loss",
            x=places + 1,
            y=height,
            mode="lines",
            line=line,
            fill="tozeroy",
            fillpattern=dict(
                shape=PATTERN["loss"], fgcolor=colors.loss, bgcolor="rgba(0,0,0,0)", size=7, solidity=0.12
            ),
            hovertext=[
                f"{_hover(case, int(order[place]))}<br>the worst {words.whole(int(place) + 1)}: {share(float(part))}"
                for place, part in zip(places, running, strict=True)
            ],
            hoverinfo="text",
            showlegend=False,
        )
    ]
    wrong = case.wrong[order]
    if rows <= MOST_POINTS and wrong.any():
        traces.append(
            dict(
                type="scatter",
                name=f"mistake ({words.whole(int(wrong.sum()))} of {words.whole(rows)} rows)",
                x=places[wrong] + 1,
                y=height[wrong],
                mode="markers",
                marker=dict(color=colors.loss, size=8),
                hoverinfo="skip",
                cliponaxis=False,
                showlegend=True,
            )
        )
    if infinite:
        traces.append(
            dict(
                type="scatter",
                name=f"{words.count(infinite, 'row')} at ∞",
                x=[1, infinite + 0.5],
                y=[top, top],
                mode="lines",
                line=line,
                fill="tozeroy",
                fillpattern=dict(shape=INFINITE_PATTERN, fgcolor=colors.loss, bgcolor=colors.background, solidity=0.5),
                hoverinfo="skip",
                showlegend=True,
            )
        )
    text = f"{words.whole(len(places))} of {words.whole(rows)} rows are drawn"
    left_out = note(1, 1, text, colors.ink, xref="paper", xanchor="right", yref="paper", yanchor="top")
    ticks = [10**power for power in range(8) if 10**power <= rows]
    xaxis = dict(
        type="log",
        range=[0, np.log10(rows)],
        tickvals=ticks,
        ticktext=[words.whole(tick) for tick in ticks],
        title_text="rows, worst first",
    )
    return traces, [left_out] if len(places) < rows else [], xaxis


def ruler(case: Case, colors: Palette) -> base.Figure:
    """Floor and excess as one bar, with the baseline and the uniform guess as marks on its scale.

    The names are short, so that two of them with their numbers and units stand side by side on a phone.
    """
    result, factor, unit, value = case.result, case.factor, case.unit, case.value
    floor, baseline, uniform = result.floor * factor, result.baseline * factor, result.uniform * factor
    finite = isfinite(value)
    edge = 1.12 * max(value if finite else 0.0, floor, baseline, uniform)
    marks = [
        (name, place, dict(color=colors.loss, width=2, dash=dash))
        for name, place, dash in (("baseline", baseline, "dash"), ("uniform", uniform, "dot"))
    ]
    in_legend = [
        dict(type="scatter", x=[None], y=[None], mode="lines", line=line, name=f"{name} = {words.amount(place, unit)}")
        for name, place, line in marks
    ]
    text = f"<b>{case.quantity} = {words.amount(value, unit)}</b>" + ("" if finite else " →")
    sum_ = note(0, 0.55, text, colors.loss, size=14, xanchor="left", yanchor="bottom")
    return base.figure(
        colors,
        *base.floor_and_excess({"floor": floor, "excess": result.excess * factor}, edge, unit, colors),
        *in_legend,
        height=138,
        barmode="stack",
        bargap=0.1,
        margin=dict(t=22, b=66, r=20),
        legend=dict(y=-0.52, yanchor="top", traceorder="normal", itemclick=False),
        shapes=[dict(type="line", x0=place, x1=place, y0=-0.62, y1=0.62, line=line) for _, place, line in marks],
        annotations=[sum_],
        xaxis=dict(range=[0, edge], ticksuffix=f" {unit.name}", showticksuffix="last", nticks=6),
        yaxis=dict(range=[-0.62, 0.62], visible=False),
    )


def class_means(case: Case, colors: Palette) -> base.Figure:
    """Mean loss of each class; of many classes, the worst ones."""
    means, counts = case.result.per_class_mean, case.result.per_class_count
    order = np.argsort(-np.where(np.isnan(means), -1.0, means), kind="stable")
    shown = np.sort(order[:MOST_CLASSES])[::-1]
    values = means[shown]
    top, infinite = _top(values), np.isinf(values)
    bars = dict(
        type="bar",
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
    at_edge = dict(size=18, xanchor="right", bgcolor=colors.background)
    notes = [note(top, int(place), "<b>∞</b>", colors.loss, **at_edge) for place in np.flatnonzero(infinite)]
    if len(order) > MOST_CLASSES:
        text = f"the worst {MOST_CLASSES} of {len(order):,} {case.parts}"
        notes.append(note(1, 0, text, colors.ink, xref="paper", xanchor="right", yref="paper", yanchor="bottom"))
    return base.figure(
        colors,
        bars,
        height=max(150, 60 + 28 * len(shown)),
        bargap=0.3,
        annotations=notes,
        xaxis=dict(range=[0, top], title_text=f"mean loss ({case.unit.name})", nticks=5),
        yaxis=dict(
            tickvals=list(range(len(shown))),
            ticktext=[f"{base.label(case.classes[c])} ({words.short(counts[c])})" for c in shown],
            showgrid=False,
        ),
    )


def reliability(result: Reliability, of_class: str | None, colors: Palette) -> base.Figure:
    """Predicted probability against how often it came true; on the diagonal the two agree."""
    kept = result.count > 0
    said, happened, rows = result.mean_confidence[kept], result.frequency[kept], result.count[kept]
    diagonal = dict(
        type="scatter",
        name="perfectly reliable",
        x=[0, 1],
        y=[0, 1],
        mode="lines",
        line=dict(color=colors.ink, width=1.5, dash="dash"),
        hoverinfo="skip",
    )
    observed = dict(
        type="scatter",
        name="observed, larger with more rows",
        x=said,
        y=happened,
        mode="lines+markers",
        line=dict(color=colors.q, width=2),
        marker=dict(
            color=colors.q,
            size=7 + 15 * np.sqrt(rows / result.count.sum()),
            line=dict(color=colors.background, width=1),
        ),
        hovertext=[
            f"said {words.percent(round(p, 3))}, happened {words.percent(round(often, 3))}, {int(n):,} rows"
            for p, often, n in zip(said, happened, rows, strict=True)
        ],
        hoverinfo="text",
        cliponaxis=False,
    )
    text = f"calibration error {words.number(result.ece)}"
    error = note(1, 0.03, text, colors.ink, xanchor="right", yanchor="bottom")
    what = "the predicted class" if of_class is None else base.label(of_class)
    ends = [-0.02, 1.02]
    return base.figure(
        colors,
        diagonal,
        observed,
        height=300,
        annotations=[error],
        xaxis=dict(range=ends, title_text=f"probability given to {what}", tickvals=[0, 0.25, 0.5, 0.75, 1]),
        yaxis=dict(range=ends, title_text="how often it came true", tickvals=[0, 0.5, 1]),
    )
