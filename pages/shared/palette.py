"""One colour and one pattern per idea, the same in every chart, formula and table.

Both palettes were searched for the largest distance between any two colours, as seen with normal vision
and with each of the three dichromacies. On their own background all have at least 4.5:1, also as text.
"""

from dataclasses import dataclass, replace

IDEAS = ("p", "q", "floor", "excess", "loss")
FADED = 0.22  # of a colour is left when another idea is lit


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

    def lit(self, idea: str) -> "Palette":
        """The palette in which this idea alone keeps its colour; with no such idea, the palette itself."""
        if idea not in IDEAS:
            return self
        return replace(self, **{other: self._faded(getattr(self, other)) for other in IDEAS if other != idea})

    def _faded(self, color: str) -> str:
        parts = zip(bytes.fromhex(color[1:]), bytes.fromhex(self.background[1:]), strict=True)
        return "#" + bytes(round(FADED * mine + (1 - FADED) * theirs) for mine, theirs in parts).hex().upper()


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
