"""The layout that all figures share. Transparent, so that it sits on either theme.

A figure is plain data, `data` and `layout` as Plotly names them. Plotly's own class would check and copy every part of
it, which takes longer than all the rest of a rerun; the tests have it check every figure instead.
"""

from collections.abc import Sequence
from html import escape
from math import isfinite
from typing import Any

from pages.shared import words
from pages.shared.figures.tags import settle
from pages.shared.palette import INFINITE_PATTERN, PATTERN, Palette
from pages.shared.words import Unit

Figure = dict[str, Any]
WHOLE_NAMES = ("paper_bgcolor", "plot_bgcolor")  # in all others `_` leads to a part: `title_text`
FONT = '"Source Sans", "Source Sans Pro", system-ui, sans-serif'
LONGEST_LABEL = 14
LONGEST_SLANTED = 9
UPRIGHT, NARROW = 5, 3  # with more events than this their names are slanted, unless all are as short as this
SLANT = -40


def figure(
    colors: Palette,
    *traces: dict[str, Any],
    height: int,
    tags: Sequence[dict[str, Any]] = (),
    xaxis: dict[str, Any] | None = None,
    yaxis: dict[str, Any] | None = None,
    **layout: Any,
) -> Figure:
    """Traces (`dict(type="bar", …)`) with our fonts, margins and axes. No zoom: a finger on it scrolls the page.

    `tags` are annotations that find their own place beside a point, as the module `tags` makes them.
    """
    axis: dict[str, Any] = dict(
        fixedrange=True,
        gridcolor=colors.grid,
        linecolor=colors.ink,
        zeroline=False,
        tickfont_color=colors.ink,
        automargin=True,
        title=dict(standoff=8, font=dict(size=13, color=colors.ink)),
    )
    whole = dict(
        height=height,
        margin=dict(l=8, r=8, t=8, b=8),
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font=dict(family=FONT, size=13, color=colors.ink),
        legend=dict(orientation="h", x=0, y=1, xanchor="left", yanchor="bottom", font_color=colors.ink),
        hoverlabel=dict(font_family=FONT, bgcolor=colors.background, font_color=colors.loss),
        dragmode=False,
        uirevision="keep",
        bargap=0.25,
    )
    # As many as Plotly would choose, but by the height of the whole: with the plot's own the numbers beside it can make
    # the legend above wrap, which makes the plot lower, which makes the numbers shorter, which unwraps the legend …
    ticks = dict(nticks=1 + min(9, max(4, (height - 60) // 40)))
    axes = dict(xaxis=axis, yaxis=axis | ticks)
    given = dict(layout, xaxis=xaxis or {}, yaxis=yaxis or {})
    for name, value in given.items():
        kept = axes.get(name.rstrip("0123456789"), whole.get(name))
        whole[name] = _merged(kept, value) if isinstance(kept, dict) else value
    data, drawn = [_nested(trace) for trace in traces], _nested(whole)
    if tags:
        settle(tags, data, drawn)
        drawn["annotations"] = [*tags, *drawn.get("annotations", ())]
    return dict(data=data, layout=drawn)


def _merged(kept: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    return kept | {
        name: _merged(kept[name], value) if isinstance(kept.get(name), dict) else value for name, value in given.items()
    }


def _nested(given: dict[str, Any]) -> dict[str, Any]:
    """With `a_b=c` as `a=dict(b=c)`, everywhere."""
    nested: dict[str, Any] = {}
    for name, value in given.items():
        if isinstance(value, dict):
            value = _nested(value)
        elif isinstance(value, list | tuple) and value and isinstance(value[0], dict):
            value = [_nested(part) for part in value]
        if "_" in name and name not in WHOLE_NAMES:
            first, rest = name.split("_", 1)
            name, value = first, _nested({rest: value})
        kept = nested.get(name)
        nested[name] = _merged(kept, value) if isinstance(kept, dict) and isinstance(value, dict) else value
    return nested


def level(y: float, **line: Any) -> dict[str, Any]:
    """A line across the whole picture at this height, as an entry of `shapes`."""
    return dict(type="line", xref="x domain", x0=0, x1=1, y0=y, y1=y, line=line)


def floor_and_excess(parts: dict[str, float], edge: float, unit: Unit, colors: Palette) -> list[dict[str, Any]]:
    """One lying bar of two parts, the floor and on it the excess; an infinite excess is hatched up to the edge."""
    (floor_name, floor), (excess_name, excess) = parts.items()
    finite = isfinite(excess)
    return [
        dict(
            type="bar",
            name=f"{name} = {words.amount(length, unit)}",
            orientation="h",
            y=[0],
            x=[drawn],
            marker=marker(color, pattern),
            hovertext=f"{name}: {words.amount(length, unit)}",
            hoverinfo="text",
        )
        for name, length, drawn, color, pattern in (
            (floor_name, floor, floor, colors.floor, PATTERN["floor"]),
            (
                excess_name,
                excess,
                excess if finite else edge - floor,
                colors.excess,
                PATTERN["excess"] if finite else INFINITE_PATTERN,
            ),
        )
    ]


def label(text: str, longest: int = LONGEST_LABEL) -> str:
    """Text that a visitor typed, safe for Plotly (which reads HTML) and short enough for an axis."""
    return escape(words.shortened(text, longest))


def event_axis(names: tuple[str, ...] | list[str]) -> dict[str, Any]:
    """An axis of named events at 0, 1, 2, …: equal names stay apart."""
    upright = len(names) <= UPRIGHT or max(map(len, names)) <= NARROW
    return dict(
        tickvals=list(range(len(names))),
        ticktext=[label(name, LONGEST_LABEL if upright else LONGEST_SLANTED) for name in names],
        range=[-0.5, len(names) - 0.5],
        showgrid=False,
        **(dict(autotickangles=[0, SLANT]) if upright else dict(tickangle=SLANT)),  # [..]: the first that has room
        ticklabeloverflow="allow",
    )


def marker(color: str, pattern: str | list[str] = "") -> dict[str, Any]:
    """A filled mark in the colour of its idea, with the idea's pattern over it."""
    return dict(
        color=color,
        line=dict(color=color, width=1.5),
        pattern=dict(shape=pattern, fillmode="replace", fgcolor=color, bgcolor="rgba(0,0,0,0)", solidity=0.45),
    )
