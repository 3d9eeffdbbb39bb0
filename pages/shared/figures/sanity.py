"""The scale on which a number that somebody saw stands beside what the data say it could be."""

import math
from collections.abc import Sequence

from pages.shared import words
from pages.shared.figures import base
from pages.shared.palette import Palette
from pages.shared.reading.sanity import Mark
from pages.shared.words import Unit

ROW = 27  # pixels
DIGITS = 4
MOST_TIMES = 40  # the largest mark over the smallest, from which on the axis is logarithmic
ROOM = 0.04  # of the width, beside the outermost marks
TURN = 0.6  # of the width, from where on a mark's words stand on its left
TICKS = 7
LOGARITHMS = (-323.0, 308.25)  # of what a float can hold, and the browser draws
LARGEST = 10.0 ** LOGARITHMS[1]
SYMBOL = {
    "mean": "circle",
    "floor": "line-ns-open",
    "guess": "diamond-open",
    "library": "circle-open",
    "formula": "star",
}


def scale(marks: Sequence[Mark], seen: float | None, unit: Unit, colors: Palette) -> base.Figure:
    """A row for each mark, in the order given, and across all of them the line of the number that was seen.

    An infinite mark, and a zero where the axis is logarithmic, stand at the edge as arrowheads.
    """
    axis = _Axis([mark.value for mark in marks] + ([] if seen is None else [seen]))
    rows = range(len(marks))
    places = [axis.place(mark.value) for mark in marks]
    points = dict(
        type="scatter",
        x=places,
        y=list(rows),
        mode="markers",
        marker=dict(
            symbol=[axis.arrow(mark.value) or SYMBOL[mark.kind] for mark in marks],
            size=[15 if mark.kind == "formula" else 12 for mark in marks],
            color=[colors.floor if mark.kind == "floor" else colors.loss for mark in marks],
            line=dict(width=2, color=[colors.floor if mark.kind == "floor" else colors.loss for mark in marks]),
        ),
        cliponaxis=False,
        hovertext=[f"{base.label(mark.name, 60)}: {words.amount(mark.value, unit, 6)}" for mark in marks],
        hoverinfo="text",
        showlegend=False,
    )
    notes = [_value(mark, row, axis, unit, colors) for row, mark in zip(rows, marks, strict=True)]
    shapes = _floor_and_excess(marks, axis, colors)
    if seen is not None:
        place = axis.place(seen)
        shapes.append(
            dict(type="line", x0=place, x1=place, y0=-0.6, y1=len(marks) - 0.4, layer="below")
            | dict(line=dict(color=colors.ink, width=3, dash="dash"))
        )
        notes.append(
            dict(
                text=f"<b>you saw {_as_typed(seen)}</b>{axis.pointer(seen)}",
                x=axis.note(seen),
                y=1,
                yref="paper",
                xanchor=axis.anchor(seen, "center"),
                yanchor="bottom",
                showarrow=False,
                font=dict(color=colors.ink, size=14),
            )
        )
    return base.figure(
        colors,
        points,
        height=66 + ROW * len(marks) + (22 if seen is not None else 0),
        margin=dict(t=26 if seen is not None else 8, r=14),
        showlegend=False,
        shapes=shapes,
        annotations=notes,
        xaxis=axis.layout(unit),
        yaxis=dict(
            range=[len(marks) - 0.4, -0.6],
            tickvals=list(rows),
            ticktext=[base.label(mark.name, 26) for mark in marks],
            showgrid=False,
        ),
    )


class _Axis:
    """Where a value stands: a share of the width, on a linear scale from 0 or on a logarithmic one."""

    def __init__(self, values: Sequence[float]) -> None:
        finite = [value for value in values if math.isfinite(value)]
        positive = [value for value in finite if value > 0]
        self.log = bool(positive) and min(finite) >= 0 and max(positive) > MOST_TIMES * min(positive)
        self.low = math.log10(min(positive)) if self.log else min([0.0, *finite])
        self.high = math.log10(max(positive)) if self.log else max([0.0, *finite])
        if self.high == self.low:
            self.high = self.low + 1
        room = ROOM * self.high - ROOM * self.low
        self.left, self.right = self.low - room * (self.log or self.low < 0), self.high + room
        if any(math.isinf(value) for value in values):
            self.right += 3 * room
        least, most = LOGARITHMS if self.log else (-LARGEST, LARGEST)
        self.left, self.right = max(self.left, least), min(self.right, most)

    def place(self, value: float) -> float:
        """The value itself, or the edge that stands for it."""
        if math.isinf(value):
            return self._value(self.right if value > 0 else self.left)
        if self.log:
            return value if value > 0 else self._value(self.left)
        return value

    def _value(self, place: float) -> float:
        return 10.0**place if self.log else place

    def note(self, value: float) -> float:
        """The same for an annotation, whose coordinates are logarithms where the axis is logarithmic."""
        if not self.log:
            return self.place(value)
        place = math.log10(value) if value > 0 else self.left
        return min(max(place, self.left), self.right)

    def share(self, value: float) -> float:
        return (self.note(value) - self.left) / (self.right - self.left)

    def arrow(self, value: float) -> str:
        if math.isinf(value):
            return "triangle-right" if value > 0 else "triangle-left"
        return "triangle-left" if self.log and value <= 0 else ""

    def pointer(self, value: float) -> str:
        return " →" if value == math.inf else " ←" if self.arrow(value) else ""

    def anchor(self, value: float, middle: str) -> str:
        share = self.share(value)
        return "left" if share < 0.15 else "right" if share > 0.85 else middle

    def layout(self, unit: Unit) -> dict[str, object]:
        shared = dict(range=[self.left, self.right], nticks=TICKS)
        if not self.log:
            return dict(type="linear", title_text=unit.name, **shared)
        step = max(1, math.ceil((self.right - self.left) / TICKS))
        times = "ten" if step == 1 else f"10{str(step).translate(words.SUPERSCRIPT)}"
        title = f"{unit.name}, each step {times} times as much"
        return dict(type="log", title_text=title, dtick=step, exponentformat="power", **shared)


def _as_typed(seen: float) -> str:
    return words.short(seen, 10)


def _value(mark: Mark, row: int, axis: _Axis, unit: Unit, colors: Palette) -> dict[str, object]:
    left = axis.share(mark.value) > TURN
    return dict(
        text=f"<b>{words.number(mark.value, DIGITS) if mark.bare else words.amount(mark.value, unit, DIGITS)}</b>",
        x=axis.note(mark.value),
        y=row,
        xanchor="right" if left else "left",
        xshift=-12 if left else 12,
        showarrow=False,
        bgcolor=colors.background,
        borderpad=1,
        font=dict(color=colors.floor if mark.kind == "floor" else colors.loss, size=13),
    )


def _floor_and_excess(marks: Sequence[Mark], axis: _Axis, colors: Palette) -> list[dict[str, object]]:
    """In the row of the mean, the way from 0 over the floor to the mean."""
    by_kind = {mark.kind: (row, mark.value) for row, mark in reversed(list(enumerate(marks)))}
    if "mean" not in by_kind:
        return []
    row, mean = by_kind["mean"]
    floor = by_kind["floor"][1] if "floor" in by_kind else 0.0
    start = 10.0**axis.left if axis.log else max(axis.left, 0.0)
    middle, end = max(start, axis.place(floor)), max(start, axis.place(mean))
    return [
        dict(type="rect", x0=x0, x1=x1, y0=row - 0.2, y1=row + 0.2, layer="below", line_width=0)
        | dict(fillcolor=color, opacity=0.55)
        for x0, x1, color in ((start, middle, colors.floor), (middle, end, colors.excess))
        if x1 > x0
    ]
