"""Points that a visitor types or clicks: one a line, `x y class`."""

import re

from ce_core.readers import parse_number
from pages.shared import words

MOST = 60
FAR = 10.0
LONGEST = 2000

Row = tuple[float, float, int]


def parse_points(typed: str, classes: int) -> tuple[Row, ...]:
    """Lines (or parts between semicolons) of x, y and a class. ValueError says which is wrong and what to do."""
    if len(typed) > LONGEST:
        raise ValueError(f"These are {len(typed)} characters; at most {LONGEST} can be read.")
    lines = [line for line in re.split(r"[\n;]", typed) if line.strip()]
    if len(lines) > MOST:
        raise ValueError(f"These are {len(lines)} points; at most {MOST} fit into a link. Take some out.")
    return tuple(_row(line, f"Point {number}", classes) for number, line in enumerate(lines, 1))


def _row(line: str, where: str, classes: int) -> Row:
    entries = [entry for entry in re.split(r",?\s+", line.strip()) if entry]
    if len(entries) == 1:
        entries = entries[0].split(",")
    if len(entries) != 3:
        found = "1 entry" if len(entries) == 1 else f"{len(entries)} entries"
        raise ValueError(f"{where} has {found}; give three, with blanks between: x, y and the class.")
    x, y, label = (
        parse_number(entry, where=f"{where}, {name}") for entry, name in zip(entries, ("x", "y", "class"), strict=True)
    )
    for name, place in (("x", x), ("y", y)):
        if abs(place) > FAR:
            raise ValueError(f"{where}: {name} is {words.short(place)}; it must lie between −10 and 10.")
    if label not in range(classes):
        raise ValueError(
            f"{where} has the class {words.short(label)}; the classes are 0 to {classes - 1}. Choose more classes, "
            "or another one."
        )
    return x, y, int(label)


def with_point(typed: str, x: float, y: float, label: str) -> str:
    """The text with one more line."""
    row = f"{words.exact(round(x, 3))} {words.exact(round(y, 3))} {label}"
    return f"{typed.rstrip()}\n{row}" if typed.strip() else row


def without_last(typed: str) -> str:
    """The text without its last line."""
    return typed.rstrip().rpartition("\n")[0]
