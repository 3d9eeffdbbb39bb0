"""One colour and one pattern per idea, the same in every chart, formula and table.

Both palettes were searched for the largest distance between any two colours, as seen with normal vision
and with each of the three dichromacies. On their own background all have at least 4.5:1, also as text.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    p: str
    q: str
    floor: str
    excess: str
    loss: str
    ink: str
    grid: str
    background: str


LIGHT = Palette(
    p="#0244D0",
    q="#9A6B07",
    floor="#0A7F55",
    excess="#C1299B",
    loss="#2B2F3A",
    ink="#4F5866",
    grid="#D5DAE1",
    background="#FFFFFF",
)
DARK = Palette(
    p="#198CF5",
    q="#FDB82B",
    floor="#17D577",
    excess="#E93C96",
    loss="#ECEAE4",
    ink="#A9B2BF",
    grid="#343D49",
    background="#12161C",
)

# Plotly's pattern shapes: the idea stays readable without colour.
PATTERN = {"p": "", "q": "/", "floor": "", "excess": "x", "loss": "."}
# What is infinite is drawn to the edge and hatched across.
INFINITE_PATTERN = "\\"
