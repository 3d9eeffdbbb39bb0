"""Figures of one loss under its many names: equal bars, the grid of both indices, the likelihood and its product."""

from collections.abc import Sequence

import numpy as np

from ce_core import IndexGrid, LikelihoodCurve, LikelihoodPath, NamedLoss
from pages.shared import words
from pages.shared.figures import base
from pages.shared.figures.marks import dot, line, note, upright
from pages.shared.figures.tags import tag
from pages.shared.palette import INFINITE_PATTERN, PATTERN, Palette
from pages.shared.words import Unit

HEIGHT = 350
GRID = np.unique(
    np.concatenate([np.linspace(0, 1, 201), np.geomspace(1e-6, 0.01, 40), 1 - np.geomspace(1e-6, 0.01, 40)])
)
NARROW, WIDE = 6, 12  # with more examples than this there is less, or no room for a number in every cell
# How high the axes reach: the same stretch in every unit, so that the picture stays.
TOP = {"nats": 3.0, "bits": 4.33, "bans": 1.303}
TOSS_TOP = {"nats": 1.7, "bits": 2.45, "bans": 0.738}
IDEAS = {"KL divergence + entropy": "excess", "likelihood as a product": "q"}


# --- one batch ---------------------------------------------------------------------------------------------


def agreement(losses: Sequence[NamedLoss], digits: Sequence[str], unit: Unit, colors: Palette) -> base.Figure:
    """A bar a name, with all the digits of its value above it."""
    ideas = [IDEAS.get(loss.name, "loss") for loss in losses]
    return named_bars(
        [loss.name for loss in losses],
        [float(loss.value) for loss in losses],
        digits,
        [getattr(colors, idea) for idea in ideas],
        [PATTERN[idea] for idea in ideas],
        unit,
        colors,
    )


def named_bars(
    names: Sequence[str],
    values: Sequence[float],
    digits: Sequence[str],
    tints: Sequence[str],
    patterns: Sequence[str],
    unit: Unit,
    colors: Palette,
    *,
    font: str | None = None,
) -> base.Figure:
    """Lying bars, each under its name on the left and its value on the right. What is infinite runs to the edge."""
    finite = [value for value in values if np.isfinite(value)]
    edge, low = max([0.0, *finite]) * 1.02 or 1.0, min([0.0, *finite]) * 1.02
    bars = dict(
        type="bar",
        orientation="h",
        y=[-row for row in range(len(names))],
        x=[edge if value == np.inf else 0 if np.isnan(value) else value for value in values],
        width=0.3,
        marker=base.marker(
            list(tints),
            [INFINITE_PATTERN if value == np.inf else own for value, own in zip(values, patterns, strict=True)],
        ),
        hovertext=[f"{name}: {text}" for name, text in zip(names, digits, strict=True)],
        hoverinfo="text",
        showlegend=False,
    )
    texts = [
        dict(
            xref="x domain",
            x=end,
            y=0.17 - row,
            text=text,
            showarrow=False,
            xanchor=side,
            yanchor="bottom",
            bgcolor=colors.background,
            font=dict(color=tint, size=13) | (dict(family=font, size=12) if font and side == "left" else {}),
        )
        for row, (name, value, tint) in enumerate(zip(names, digits, tints, strict=True))
        for end, side, text in ((0, "left", name), (1, "right", f"<b>{value}</b>"))
    ]
    return base.figure(
        colors,
        bars,
        height=34 * len(names) + 52,
        margin=dict(l=4, r=4, t=4, b=44),
        annotations=texts,
        shapes=[dict(type="line", x0=0, x1=0, yref="y domain", y0=0, y1=1, line=dict(color=colors.ink, width=1))],
        xaxis=dict(range=[low, edge], title_text=unit.name),
        yaxis=dict(range=[-len(names) + 0.7, 0.75], visible=False),
    )


def grid(result: IndexGrid, along: str, unit: Unit, colors: Palette) -> base.Figure:
    """The terms −y log p, a class a row and an example a column, with the sums along the chosen index."""
    count = result.terms.shape[1]
    finite = result.terms[np.isfinite(result.terms)]
    top = max(float(finite.max(initial=0.0)), 1e-12)
    wide, size = count > WIDE, 11 if count > NARROW else 13
    columns = list(range(1, count + 1))
    cells = dict(
        type="heatmap",
        x=columns,
        y=[1, 0],
        z=np.minimum(result.terms, top),
        zmin=0,
        zmax=top,
        colorscale=[[0, colors.background], [1, colors.loss]],
        opacity=0.3,
        showscale=False,
        xgap=3,
        ygap=3,
        hovertext=[
            [
                f"example {n + 1}, label {c}: {words.short(result.y[c, n])} · {words.number(result.surprise[c, n])} = "
                f"{words.amount(result.terms[c, n], unit)}"
                for n in range(count)
            ]
            for c in (0, 1)
        ],
        hoverinfo="text",
    )
    counted = [(n, c) for c in (0, 1) for n in range(count) if result.y[c, n]]
    outlines = [
        dict(type="rect", x0=n + 0.55, x1=n + 1.45, y0=0.55 - c, y1=1.45 - c, line=dict(color=colors.p, width=2))
        for n, c in counted
    ]
    numbers = [
        note(
            n + 1,
            1 - c,
            words.number(result.terms[c, n], 2),
            colors.loss if result.y[c, n] else colors.ink,
            size=size,
        )
        for n in range(count)
        for c in (0, 1)
        if not wide or np.isinf(result.terms[c, n])
    ]
    by_class = along == "examples"
    if by_class:
        sums = [
            note(count + 0.7, 1 - c, f"→ <b>{words.number(result.per_class[c])}</b>", colors.loss, xanchor="left")
            for c in (0, 1)
        ]
    else:
        sums = [
            note(n + 1, -1, words.number(result.per_example[n], 2), colors.loss, size=size)
            for n in range(count)
            if not wide or np.isinf(result.per_example[n])
        ]
    total = note(count + 0.7, -1, f"Σ <b>{words.number(result.total)}</b>", colors.loss, xanchor="left", size=15)
    return base.figure(
        colors,
        cells,
        height=190,
        margin=dict(l=56, r=4, t=4, b=40),
        shapes=outlines,
        annotations=[*numbers, *sums, total],
        xaxis=dict(
            range=[0.4, count + 0.7 + max(1.0, 0.26 * count)],
            tickvals=columns if not wide else columns[::2],
            title_text=f"example n; terms in {unit.name}",
            showgrid=False,
        ),
        yaxis=dict(
            automargin=False,
            range=[-1.5, 1.5],
            tickvals=[1, 0, -1],
            ticktext=["class 0", "class 1", "" if by_class else "Σ classes"],
            showgrid=False,
            showline=False,
        ),
    )


# --- the likelihood ----------------------------------------------------------------------------------------


def likelihood(
    curve: LikelihoodCurve, point: LikelihoodCurve, unit: Unit, colors: Palette, *, dropped: bool = False
) -> base.Figure:
    """L(p) above and −log L(p)/N below, over the same p: the maximum of one is the minimum of the other."""
    p, best = float(point.p[0]), float(curve.best)
    peak = float(curve.best_likelihood)
    top = TOSS_TOP[unit.name]
    sign = -1 if dropped else 1
    low, high = (-top, 0.0) if dropped else (0.0, top)
    value, floor = sign * float(point.loss[0]), sign * float(curve.floor)
    shown = min(max(value, low), high)
    name = "log L / N, minus dropped" if dropped else "−log L / N"
    gap = (
        []
        if point.excess[0] == 0
        else [line([p, p], [floor, shown], "excess", axis="y2", color=colors.excess, width=7)]
    )
    return base.figure(
        colors,
        line(curve.p, curve.likelihood, "L(p)", color=colors.q, width=3),
        dot(
            p,
            float(point.likelihood[0]),
            f"L = {words.number(point.likelihood[0])}",
            colors.q,
            colors,
            low=0,
            high=peak,
        ),
        line(curve.p, sign * curve.loss, name, axis="y2", color=colors.loss, width=3),
        line([0, 1], [floor, floor], "floor H", axis="y2", color=colors.floor, width=2, dash="dash"),
        *gap,
        dot(p, value, words.amount(value, unit), colors.loss, colors, low=low, high=high, axis="y2"),
        height=HEIGHT,
        margin=dict(l=64, r=10, t=30, b=44),
        legend=dict(itemclick=False, itemdoubleclick=False),
        shapes=[upright(best, axis, color=colors.floor, width=1.5, dash="dot") for axis in ("y", "y2")],
        tags=[
            tag(p, float(point.likelihood[0]), words.number(point.likelihood[0]), colors.q, colors, left=p > 0.5),
            tag(
                p,
                shown,
                words.amount(value, unit),
                colors.loss,
                colors,
                left=p > 0.5,
                yref="y2",
            ),
        ],
        xaxis=dict(title_text="p, one probability of 1 for all outcomes", range=[-0.02, 1.02], anchor="y2"),
        yaxis=dict(
            domain=[0.56, 1],
            automargin=False,
            range=[0, 1.15 * peak],
            nticks=4,
            title_text="L(p)",
            exponentformat="power",
        ),
        yaxis2=dict(domain=[0, 0.48], automargin=False, range=[low, high], nticks=4, title_text=f"{unit.name} a toss"),
    )


def long_product(path: LikelihoodPath, colors: Palette) -> base.Figure:
    """The likelihood as a power of ten against the number of examples, and where the two float types lose it."""
    exact = np.where(np.isfinite(path.log10), path.log10, np.nan)
    bottom = min(float(np.nanmin(exact)) * 1.06, -8.0)
    ends = [
        (name, float(np.log10(np.finfo(kind).smallest_subnormal)), lost, values, width)
        for name, kind, lost, values, width in (
            ("float64", np.float64, path.lost, path.product, 5),
            ("float32", np.float32, path.single_lost, path.single, 10),
        )
    ]
    last = int(path.examples[-1])
    products = []
    for name, _, lost, values, width in reversed(ends):
        kept = (values > 0) & (path.examples < (lost or last + 1))
        if kept.sum() > 1:
            products.append(
                line(path.examples[kept], np.log10(values[kept]), f"{name} product", color=colors.q, width=width)
                | dict(opacity=1 if name == "float64" else 0.4)
            )
    if np.isfinite(path.log10).sum() > 1:
        products.append(line(path.examples, exact, "sum of logarithms", color=colors.loss, width=2.5, dash="dot"))
    marks = [
        note(
            0.01 if late else 0.99,
            end,
            f"<b>{name} lost it at {words.whole(lost)}</b>" if lost else f"{name} ends",
            colors.excess,
            xref="x domain",
            xanchor="left" if late else "right",
            yanchor="top" if late else "bottom",
            bgcolor=colors.background,
        )
        for name, end, lost, _, _ in ends
        for late in [bool(lost) and lost > 0.5 * last]
        if end > bottom
    ]
    if np.isneginf(path.log10[-1]):
        nowhere = "<b>The likelihood is exactly 0:</b><br>no power of ten, its logarithm is −∞"
        beyond = dict(xref="x domain", yref="y domain", bgcolor=colors.background)
        marks.append(note(0.5, 0.5, nowhere, colors.excess, **beyond))
    return base.figure(
        colors,
        *products,
        height=HEIGHT,
        margin=dict(l=64, r=14, t=30, b=44),
        legend=dict(itemclick=False, itemdoubleclick=False),
        shapes=[base.level(end, color=colors.excess, width=1.5, dash="dash") for _, end, _, _, _ in ends],
        annotations=marks,
        xaxis=dict(title_text="examples", range=[0, last], rangemode="tozero"),
        yaxis=dict(
            automargin=False,
            title_text="likelihood",
            range=[bottom, -0.06 * bottom],
            tickprefix="10<sup>",
            ticksuffix="</sup>",
        ),
    )
