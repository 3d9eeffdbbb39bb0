"""Words beside points, each on the side where it lies on no line, no point and no other words.

The search is in pixels of the plot, at both widths that a picture mostly has: on a phone and beside its controls.
What can't be avoided is hidden behind the words, which have the colour of the page for their ground.
"""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from pages.shared.figures.marks import note
from pages.shared.palette import Palette

WIDTHS = (270, 410)
LETTER, LINE = 0.5, 1.3  # the width of a letter and the height of a line, by the size of the font
STEP = 4  # pixels from one looked-at place of a line to the next
AROUND = (-STEP, 0, STEP)  # the middle of a point
HAIRLINE = 1  # what is thinner is no obstacle
GAP = np.full(1, np.nan), np.full(1, np.nan), 0.0
BESIDE, OVER, FAR = 10, 8, 24
WORDS, OUTSIDE = 400.0, 200.0  # what other words below it cost, and each pixel beyond the plot; a line: its width
LATER = 8.0  # what each place costs more than the one that is tried before it


def tag(
    x: float, y: float, text: str, color: str, colors: Palette, *, left: bool, size: int = 15, **place: Any
) -> dict[str, Any]:
    """Words beside a point, if there is room on its left or on its right, as an entry of `tags`."""
    ground = dict(bgcolor=colors.background, borderpad=0)
    return note(x, y, f"<b>{text}</b>", color, size=size, **ground, **_place(-1 if left else 1, 1), **place)


def _place(side: int, way: int, far: int = 0) -> dict[str, Any]:
    """On the left (−1), over or under the point, or on the right; below (−1), beside or above."""
    return dict(
        xanchor={-1: "right", 0: "center", 1: "left"}[side],
        yanchor={-1: "top", 0: "middle", 1: "bottom"}[way],
        xshift=BESIDE * side,
        yshift=way * (far or (0 if side else OVER)),
    )


def _places(first: int) -> list[dict[str, Any]]:
    """Where words may stand, best first."""
    near = [(side, way) for way in (1, -1, 0) for side in (first, -first)]
    far = [(side, way, FAR) for way in (1, -1) for side in (first, -first)]
    return [_place(*one) for one in (*near, (0, 1), (0, -1), *far)]


def settle(tags: Sequence[dict[str, Any]], data: Sequence[dict[str, Any]], layout: dict[str, Any]) -> None:
    """Move each tag, one after the other, to the place where it covers least of the picture."""
    plots = [_Plot(width, layout) for width in WIDTHS]
    things = [plot.things(data) for plot in plots]
    words = [[plot.box(other) for other in layout.get("annotations", ())] for plot in plots]
    for one in tags:
        tried = [one | place for place in _places(-1 if one["xanchor"] == "right" else 1)]
        cost = [
            LATER * order
            + sum(plot.cost(plot.box(at), *known) for plot, *known in zip(plots, things, words, strict=True))
            for order, at in enumerate(tried)
        ]
        one.update(tried[int(np.argmin(cost))])
        for plot, known in zip(plots, words, strict=True):
            known.append(plot.box(one))


class _Plot:
    """The plot of a figure at one width, in pixels from its lower left corner."""

    def __init__(self, width: float, layout: dict[str, Any]) -> None:
        margin = layout["margin"]
        self.layout, self.size = layout, (width, float(layout["height"] - margin["t"] - margin["b"]))

    def at(self, ref: str, values: Any, *, as_drawn: bool = False) -> np.ndarray:
        """Where values of an axis stand; `as_drawn`: of a logarithmic one they are the exponents."""
        name, _, whole = ref.partition(" ")
        length, given = self.size[name[0] == "y"], np.asarray(values, dtype=float)
        axis = self.layout[f"{name[0]}axis{name[1:]}"]
        start, end = axis.get("domain", (0, 1))
        if not whole:
            if axis.get("type") == "log" and not as_drawn:
                with np.errstate(divide="ignore"):
                    given = np.log10(given)
            low, high = axis["range"]
            given = (given - low) / (high - low)
        return np.clip((start + (end - start) * given) * length, -length, 2 * length)

    def things(self, data: Sequence[dict[str, Any]]) -> np.ndarray:
        """What is drawn, as places with a weight: x, y and weight in three rows."""
        lines, places = [], [np.empty((3, 0))]
        for trace in data:
            mode = trace.get("mode", "")
            thickness = trace["line"].get("width", 2) if "lines" in mode else 0
            if thickness < HAIRLINE and "markers" not in mode:
                continue
            x, y = self.at(trace.get("xaxis", "x"), trace["x"]), self.at(trace.get("yaxis", "y"), trace["y"])
            if thickness >= HAIRLINE:
                lines.append((x, y, thickness))
            if "markers" in mode:
                places += [_weighted(x + dx, y + dy, STEP) for dx in AROUND for dy in AROUND]
        for shape in self.layout.get("shapes", ()):
            if shape["type"] == "line":
                x = self.at(shape.get("xref", "x"), [shape["x0"], shape["x1"]])
                y = self.at(shape.get("yref", "y"), [shape["y0"], shape["y1"]])
                lines.append((x, y, shape["line"].get("width", 2)))
        if lines:
            places.append(_along(np.concatenate([_weighted(*one) for line in lines for one in (line, GAP)], axis=1)))
        return np.concatenate(places, axis=1)

    def box(self, words: dict[str, Any]) -> tuple[float, float, float, float]:
        """Left, right, bottom and top of an annotation."""
        lines = re.sub("<(?!br)[^>]*>", "", words["text"]).split("<br>")
        size = words["font"]["size"]
        wide, high = LETTER * size * max(map(len, lines)), LINE * size * len(lines)
        middle = {"left": 0.5, "right": -0.5}.get(words.get("xanchor", ""), 0) * wide + words.get("xshift", 0)
        height = {"bottom": 0.5, "top": -0.5}.get(words.get("yanchor", ""), 0) * high + words.get("yshift", 0)
        x = float(self.at(words.get("xref", "x"), words["x"], as_drawn=True)) + middle
        y = float(self.at(words.get("yref", "y"), words["y"], as_drawn=True)) + height
        return x - wide / 2, x + wide / 2, y - high / 2, y + high / 2

    def cost(self, box: tuple[float, ...], things: np.ndarray, words: Sequence[tuple[float, ...]]) -> float:
        left, right, bottom, top = box
        x, y, weight = things
        beyond = sum(max(0.0, over) for over in (-left, right - self.size[0], -bottom, top - self.size[1]))
        met = sum(left < r and l < right and bottom < t and b < top for l, r, b, t in words)  # noqa: E741
        covered = weight[(left < x) & (x < right) & (bottom < y) & (y < top)].sum()
        return OUTSIDE * beyond + WORDS * met + float(covered)


def _weighted(x: np.ndarray, y: np.ndarray, weight: float) -> np.ndarray:
    return np.stack([x, y, np.full(x.shape, float(weight))])


def _along(points: np.ndarray) -> np.ndarray:
    """Places on the lines from point to point, close to one another; a gap stays a gap."""
    kept = np.isfinite(points[:2, :-1] + points[:2, 1:]).all(axis=0)
    start, way = points[:, :-1][:, kept], np.diff(points)[:2, kept]
    steps = np.maximum(np.ceil(np.abs(way).max(axis=0, initial=0) / STEP).astype(int), 1)
    which = np.repeat(np.arange(steps.size), steps)
    share = (np.arange(which.size) - (np.cumsum(steps) - steps)[which]) / steps[which]
    places = start[:, which]
    places[:2] += share * way[:, which]
    return places
