"""Figures of the lesson on language: the text by its surprise, the cost against n, rates, perplexities, n-grams."""

from math import isfinite

import numpy as np

from ce_core import Exponentiation, LineCosts, NgramComparison, OrderCosts, TextCost
from pages.shared import words
from pages.shared.figures import base, marks
from pages.shared.language_marks import LONGEST, joined, named, per, sign
from pages.shared.palette import INFINITE_PATTERN, LIGHT, PATTERN, Palette
from pages.shared.words import Unit

MONOSPACE = '"Source Code Pro", ui-monospace, monospace'
COLUMNS = {"characters": 25, "words": 5}
ROWS = 8
LONGEST_WORD = 9
MOST_BARS = 12
INK, WHITE = LIGHT.loss, LIGHT.background


def window(at: int, unit: str) -> slice:
    """The stretch of tokens that is drawn: the one that holds this token."""
    size = COLUMNS[unit] * ROWS
    start = at // size * size
    return slice(start, start + size)


def text_grid(cost: TextCost, at: int, unit: Unit, colors: Palette) -> base.Figure:
    """The text in rows, every token shaded by its surprise; what costs ∞ is hatched, and the token `at` framed."""
    shown, columns = window(at, cost.unit), COLUMNS[cost.unit]
    tokens, costs = cost.tokens[shown], cost.surprise[shown]
    rows = -(-len(tokens) // columns)
    places = np.arange(len(tokens))
    x, y = places % columns, places // columns
    finite = np.where(np.isinf(cost.surprise), 0.0, cost.surprise)
    darkest = max(1.0, float(finite.max()))
    cells = np.full(rows * columns, np.nan)
    cells[: len(tokens)] = np.where(np.isinf(costs), np.nan, costs)
    endless = np.flatnonzero(np.isinf(costs))
    heat = dict(
        type="heatmap",
        z=cells.reshape(rows, columns),
        zmin=0,
        zmax=darkest,
        colorscale=[[0, colors.background], [1, colors.loss]],
        xgap=1,
        ygap=1,
        hoverinfo="skip",
        colorbar=dict(
            orientation="h",
            thickness=8,
            len=0.6,
            x=0,
            xanchor="left",
            y=0,
            yanchor="top",
            ypad=6,
            outlinewidth=0,
            tickvals=[0, darkest],
            ticktext=["0", words.amount(darkest, unit)],
            tickfont=dict(color=colors.ink),
        ),
    )
    hatched = base.marker(colors.loss, INFINITE_PATTERN)
    never = dict(
        type="bar",
        x=x[endless],
        y=np.ones(endless.size),
        base=y[endless] - 0.5,
        width=1,
        marker=hatched | dict(pattern=hatched["pattern"] | dict(solidity=0.15, fgopacity=0.6)),
        hoverinfo="skip",
        name="∞",
        showlegend=False,
    )
    glyphs = dict(
        type="scatter",
        mode="text",
        x=x,
        y=y,
        text=[base.label(sign(token[:LONGEST]), LONGEST_WORD) for token in tokens],
        textfont=dict(
            family=MONOSPACE,
            size=15 if cost.unit == "characters" else 12,
            color=[
                _legible(0 if isinf else h / darkest, colors) for h, isinf in zip(costs, np.isinf(costs), strict=True)
            ],
        ),
        hovertext=[_hover(cost, shown.start + place, unit) for place in places.tolist()],
        hoverinfo="text",
        showlegend=False,
    )
    row, column = divmod(at - shown.start, columns)
    frame = dict(
        type="rect",
        x0=column - 0.5,
        x1=column + 0.5,
        y0=row - 0.5,
        y1=row + 0.5,
        line=dict(color=colors.p, width=3),
    )
    first = [shown.start + 1 + row * columns for row in range(rows)]
    return base.figure(
        colors,
        heat,
        never,
        glyphs,
        height=26 * rows + 44,
        shapes=[frame],
        margin=dict(t=2, b=36),
        xaxis=dict(range=[-0.5, columns - 0.5], visible=False),
        yaxis=dict(
            range=[rows - 0.5, -0.5],
            tickvals=list(range(rows)),
            ticktext=[words.short(number) for number in first],
            showgrid=False,
            showline=False,
        ),
    )


def _hover(cost: TextCost, place: int, unit: Unit) -> str:
    token, context = named(cost.ngram(place)[-1:], cost.unit), cost.context(place)
    after = f" after {base.label(named(context, cost.unit), 60)}" if context else ""
    seen = f"seen {words.short(cost.count[place])} of {words.short(cost.context_count[place])} times there"
    return f"{base.label(token, 40)}{after}: {words.amount(cost.surprise[place], unit)}<br>{seen}"


def _legible(share: float, colors: Palette) -> str:
    """Dark or white, whichever is easier to read on a cell that is this far on its way to the colour of the loss."""
    ground, full = (np.frombuffer(bytes.fromhex(color[1:]), np.uint8) for color in (colors.background, colors.loss))
    cell = _luminance(ground * (1 - share) + full * share)
    dark, white = (_luminance(np.frombuffer(bytes.fromhex(color[1:]), np.uint8)) for color in (INK, WHITE))
    return INK if (cell + 0.05) / (dark + 0.05) > (white + 0.05) / (cell + 0.05) else WHITE


def _luminance(rgb: np.ndarray) -> float:
    """Relative luminance as the contrast rules of WCAG define it."""
    linear = np.where(rgb <= 10, rgb / 255 / 12.92, ((rgb / 255 + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def cost_by_n(costs: OrderCosts, n: int, unit: Unit, colors: Palette) -> base.Figure:
    """The mean cost against n: of text P and of the training text, smoothed and not. What is ∞ stands at the edge."""
    drawn = [
        ("cost of P", costs.smoothed, colors.loss, "solid", "circle", costs.smoothing),
        ("training text", costs.own_smoothed, colors.q, "solid", "square", costs.smoothing),
    ]
    if costs.smoothing:
        drawn += [
            ("cost of P", costs.exact, colors.loss, "dot", "circle-open", 0.0),
            ("training text", costs.own_exact, colors.q, "dot", "square-open", 0.0),
        ]
    finite = np.concatenate([values[np.isfinite(values)] for _, values, *_ in drawn])
    top = 1.25 * max(0.5, float(finite.max(initial=0.0)))
    lines = []
    for name, values, color, dash, symbol, smoothing in drawn:
        title = f"{name}, α = {words.short(smoothing)}"
        line = dict(
            type="scatter",
            name=title,
            x=costs.n,
            y=np.where(np.isinf(values), np.nan, values),
            mode="lines+markers",
            line=dict(color=color, width=2, dash=dash, simplify=False),
            marker=dict(color=color, size=[13 if at == n else 8 for at in costs.n], symbol=symbol, opacity=1),
            cliponaxis=False,
            hovertext=[
                f"{title}, n = {at}: {per(value, unit, costs.unit)}" for at, value in zip(costs.n, values, strict=True)
            ],
            hoverinfo="text",
        )
        endless = np.flatnonzero(np.isinf(values))
        edge = line | dict(
            x=[costs.n[i] for i in endless],
            y=np.full(endless.size, top),
            mode="markers+text",
            marker=line["marker"] | dict(size=[13 if costs.n[i] == n else 9 for i in endless], symbol="triangle-up"),
            text=["∞"] * endless.size,
            textposition="middle right",
            textfont=dict(color=color, size=18),
            hovertext=[line["hovertext"][i] for i in endless],
            showlegend=False,
        )
        lines += [line, edge] if endless.size else [line]
    return base.figure(
        colors,
        *lines,
        height=215,
        margin=dict(t=36, r=24),
        shapes=[marks.upright(n, color=colors.ink, width=1, dash="dash")],
        xaxis=dict(range=[0.7, 5.4], tickvals=[1, 2, 3, 4, 5], title_text="n", showgrid=False),
        yaxis=dict(range=[0, top], title_text=f"{unit.name} per {costs.unit[:-1]}", rangemode="tozero"),
    )


def rates(cost: TextCost, unit: Unit, colors: Palette) -> base.Figure:
    """How many characters, bytes and words the text has, and beside it the same total divided by each."""
    names = ["characters", "bytes", "words"]
    counts = [cost.characters, cost.bytes, cost.words]
    values = [float(cost.per_character), float(cost.per_byte), float(cost.per_word)]
    longest = max([value for value in values if isfinite(value)], default=1.0) or 1.0
    common = dict(type="bar", orientation="h", textposition="outside", cliponaxis=False, hoverinfo="text")
    return base.figure(
        colors,
        common
        | dict(
            y=names,
            x=counts,
            name="P has",
            marker=base.marker(colors.p, PATTERN["p"]),
            text=[words.short(count) for count in counts],
            textfont_color=colors.p,
            hovertext=[f"P has {words.short(count)} {name}" for name, count in zip(names, counts, strict=True)],
        ),
        common
        | dict(
            y=names,
            x=[value if isfinite(value) else longest for value in values],
            xaxis="x2",
            name=f"{unit.name} for each",
            marker=base.marker(
                colors.loss, [PATTERN["loss"] if isfinite(value) else INFINITE_PATTERN for value in values]
            ),
            text=[words.number(value) for value in values],
            textfont_color=colors.loss,
            hovertext=[per(value, unit, name) for name, value in zip(names, values, strict=True)],
        ),
        height=215,
        margin=dict(t=30, r=24),
        bargap=0.35,
        xaxis=dict(domain=[0, 0.42], range=[0, 1.3 * max(counts)], showgrid=False, showticklabels=False),
        xaxis2=dict(domain=[0.54, 1], anchor="y", range=[0, 1.3 * longest], showgrid=False, showticklabels=False),
        yaxis=dict(autorange="reversed"),
    )


def exponents(rows: tuple[Exponentiation, ...], colors: Palette) -> base.Figure:
    """The two exponents that fit their base, and the two that don't."""
    values = [float(row.value) for row in rows]
    longest = max([value for value in values if isfinite(value)], default=1.0)
    names = [power(row) for row in rows]
    return base.figure(
        colors,
        *(
            dict(
                type="bar",
                orientation="h",
                name=name,
                y=[names[i] for i in some],
                x=[values[i] if isfinite(values[i]) else longest for i in some],
                marker=base.marker(color, [pattern if isfinite(values[i]) else INFINITE_PATTERN for i in some]),
                text=[words.number(values[i]) for i in some],
                textposition="outside",
                textfont_color=color,
                cliponaxis=False,
                hovertext=[f"{names[i]} = {words.number(values[i])}" for i in some],
                hoverinfo="text",
            )
            for name, color, pattern, some in (
                ("perplexity", colors.loss, PATTERN["loss"], [i for i, row in enumerate(rows) if row.matched]),
                (
                    "no perplexity",
                    colors.excess,
                    PATTERN["excess"],
                    [i for i, row in enumerate(rows) if not row.matched],
                ),
            )
        ),
        height=235,
        barmode="overlay",
        margin=dict(t=30, r=24),
        xaxis=dict(range=[0, 1.25 * longest], rangemode="tozero"),
        yaxis=dict(autorange="reversed", categoryorder="array", categoryarray=names),
    )


def power(row: Exponentiation) -> str:
    """`2^(2.000 bits)`."""
    letter = "2" if row.base == 2 else "e"
    return f"{letter}^({words.number(row.loss)} {'bits' if row.loss_base == 2 else 'nats'})"


def messages(lines: LineCosts, colors: Palette) -> base.Figure:
    """The perplexity of the first lines, with the mean of all perplexities and the perplexity of all lines."""
    shown = slice(0, MOST_BARS)
    values = lines.aggregate.perplexities[shown]
    arithmetic, geometric = float(lines.aggregate.mean_of_perplexities), float(lines.aggregate.perplexity_of_mean)
    levels = [value for value in (*values.tolist(), arithmetic, geometric) if isfinite(value)]
    top = (1.25 if len(values) <= base.UPRIGHT else 1.4) * max(levels, default=1.0)
    places = list(range(len(values)))
    names = [sign(line[:LONGEST]) or "(empty)" for line in lines.lines[shown]]
    bars = dict(
        type="bar",
        x=places,
        y=np.where(np.isinf(values), top, values),
        name="perplexity of a line",
        marker=base.marker(colors.p, [INFINITE_PATTERN if np.isinf(value) else PATTERN["p"] for value in values]),
        hovertext=[f"{base.label(name, 60)}: {words.number(value)}" for name, value in zip(names, values, strict=True)],
        hoverinfo="text",
    )
    upright = len(values) <= base.UPRIGHT
    over_bars = [
        marks.note(
            place,
            min(value, top),
            words.number(value, 2),
            colors.p,
            yanchor="bottom" if isfinite(value) else "top",
            yshift=2 if isfinite(value) else -2,
            bgcolor=colors.background,
            borderpad=0,
            textangle=0 if upright or not isfinite(value) else -90,
        )
        for place, value in zip(places, values, strict=True)
    ]
    means = [
        dict(
            type="scatter",
            mode="lines",
            name=f"{name} = {words.number(value)}",
            x=[-0.5, len(values) - 0.5],
            y=[value, value] if isfinite(value) else [top, top],
            line=dict(color=color, width=3, dash=dash),
            hoverinfo="skip",
        )
        for name, value, color, dash in (
            ("mean of perplexities", arithmetic, colors.excess, "dash"),
            ("perplexity of the mean", geometric, colors.loss, "solid"),
        )
    ]
    return base.figure(
        colors,
        bars,
        *means,
        height=300,
        margin=dict(t=56),
        annotations=over_bars,
        xaxis=base.event_axis(names),
        yaxis=dict(range=[0, top], title_text="perplexity"),
    )


def ngrams(comparison: NgramComparison, colors: Palette) -> base.Figure:
    """P beside Q for the most frequent n-grams."""
    shown = slice(0, MOST_BARS)
    names = [joined(gram, comparison.unit) for gram in comparison.grams[shown]]
    drawn = [("P", comparison.decomposition.p, colors.p, "p"), ("Q", comparison.decomposition.q, colors.q, "q")]
    bars = [
        dict(
            type="bar",
            name=f"{letter}, {'text P' if letter == 'P' else 'the training text'}",
            x=list(range(len(names))),
            y=values[shown],
            marker=base.marker(color, PATTERN[idea]),
            hovertext=[
                f"{letter} of {base.label(name, 40)}: {words.percent(value)}"
                for name, value in zip(names, values[shown], strict=True)
            ],
            hoverinfo="text",
        )
        for letter, values, color, idea in drawn
    ]
    return base.figure(
        colors,
        *bars,
        height=215,
        barmode="group",
        bargroupgap=0.06,
        xaxis=base.event_axis(names),
        yaxis=dict(rangemode="tozero", tickformat=".0%"),
    )
