"""Cells on lines: a column of numbers, CSV or TSV, blanks between numbers, a pandas print."""

import csv
import re
from itertools import pairwise

from ce_core.readers.columns import is_label_name
from ce_core.readers.errors import ReadError, shown
from ce_core.readers.nested import Cells, abbreviated, flat
from ce_core.readers.numerals import NOT_FINITE, is_number

_SERIES = re.compile(r"^(?:Name: .*, |Freq: .*, |Length: [0-9]+, )*dtype: \S+", re.MULTILINE)
_FRAME = re.compile(r"^\[[0-9]+ rows x [0-9]+ columns\]", re.MULTILINE)
_TRUTH = re.compile("true|false", re.IGNORECASE)
_WITH_COMMA = re.compile(r"[-+−]?([0-9]+),([0-9]+)")
_COMMA_APART = re.compile(r",[ \u00a0\r\n]|[ \u00a0],|,$")
_ABBREVIATED = re.compile(r"(?<![^\s,;])(?:\.{2,}|…|⋮)(?![^\s,;])")
_COUNTING = 5
"""From this many rows on, a first column that counts them is an index."""

Rows = list[list[str]]


def lines_of_cells(text: str, name: str) -> Cells:
    """The cells of a text without brackets: one line or one column is a vector, all else a matrix."""
    gap = _ABBREVIATED.search(text) if any(mark in text for mark in ("..", "…", "⋮")) else None
    if gap is not None:
        raise abbreviated(name, text.count("\n", 0, gap.start()) + 1)
    series = _SERIES.search(text) if "dtype: " in text else None
    if series is not None:
        return _series(_lines(text[: series.start()]), name)
    frame = _FRAME.search(text) if " rows x " in text else None
    text = text[: frame.start()] if frame else text
    rows, notes = _cut(text, _lines(text), name), list[str]()
    if not rows:
        raise ReadError(f"There are no {name} in the text; paste one value for each example.")
    header, rows = _header(rows, name, notes)
    if any(bracket in text for bracket in "[]［］"):
        _refuse_brackets(rows, name)
    for number, row in enumerate(rows, start=1):
        if "" in row:
            raise ReadError(
                f"Row {number:,}, column {row.index('') + 1:,} of the {name}: the cell is empty; fill it in, or delete "
                "the row."
            )
    if not header:
        _refuse_index(rows, name)
    if len(rows) == 1:
        return flat(list(rows[0]), name, header, notes)
    if all(len(row) == 1 for row in rows):
        _refuse_holes(text.strip(), len(rows), name, len(notes))
        return flat([row[0] for row in rows], name, header, notes)
    return flat([list(row) for row in rows], name, header, notes)


def _refuse_holes(text: str, rows: int, name: str, above: int) -> None:
    """A blank line inside a column is an empty cell, unless all lines are as far apart. `above`: lines of a header."""
    if "\r" not in text and text.count("\n") == rows + above - 1:
        return
    lines = _all_lines(text)[above:]
    full = [at for at, line in enumerate(lines) if line and not line.isspace()]
    if full[-1] - full[0] + 1 == len(full):
        return
    gaps = [b - a for a, b in pairwise(full)]
    widest = max(gaps)
    if widest > min(gaps):
        row = gaps.index(widest) + 1
        raise ReadError(
            f"Below row {row:,} of the {name} a line is empty; fill it in if a value is missing, or delete the line."
        )


def _refuse_index(rows: Rows, name: str) -> None:
    """A first column that counts the rows is no class."""
    if len(rows) < _COUNTING or len(rows[0]) < 2 or rows[0][0] not in ("0", "1"):
        return
    start = rows[0][0]
    if all(row and row[0] == str(number) for number, row in enumerate(rows, start=int(start))):
        raise ReadError(
            f"The first column of the {name} counts {start}, {int(start) + 1}, {int(start) + 2}, … like an index; "
            "leave it out."
        )


def _refuse_brackets(rows: Rows, name: str) -> None:
    """Half a bracket in a cell is no word, but an array that was copied in part or has something before it."""
    cell = next((cell for row in rows for cell in row if _half_open(cell)), None)
    if cell is not None:
        raise ReadError(f"The {name} have half a bracket in {shown(cell)}; paste the array alone, and all of it.")


def _half_open(cell: str) -> bool:
    return cell.count("[") + cell.count("［") != cell.count("]") + cell.count("］")


def _lines(text: str) -> list[str]:
    return [line for line in _all_lines(text) if line and not line.isspace()]


def _all_lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _series(lines: list[str], name: str) -> Cells:
    """The values of a printed pandas Series: on each line the index stands first."""
    pairs = [line.split(None, 1) for line in lines]
    if pairs and len(pairs[0]) == 1 and len(pairs) > 1:  # the name of the index
        pairs = pairs[1:]
    for number, pair in enumerate(pairs, start=1):
        if len(pair) < 2:
            raise ReadError(f"Row {number:,} of the {name} has no value beside its index; print the Series again.")
    if not pairs:
        raise ReadError(f"There are no {name} in the printed Series; paste one with at least one row.")
    return flat([pair[1].strip() for pair in pairs], name, (), [f"{name}: a pandas Series, its index was left out"])


def _cut(text: str, lines: list[str], name: str) -> Rows:
    """The lines cut into cells."""
    mark = _mark(text, lines, name)
    bare = _bare if "'" in text or '"' in text else str.strip
    if mark == "\n":
        return [[bare(line)] for line in lines]
    if '"' not in text:
        cut = [list(map(bare, line.split(None if mark == " " else mark))) for line in lines]
    else:
        try:
            read = csv.reader(lines, delimiter=mark, skipinitialspace=True, strict=True)
            cut = [[_bare(cell) for cell in row if cell or mark != " "] for row in read]
        except csv.Error:
            raise ReadError(f"The quotes in the {name} do not match; close each quote on its line.") from None
    for row in cut:
        if len(row) > 1 and not row[-1]:  # a mark at the end of the line
            row.pop()
    return cut


def _bare(cell: str) -> str:
    cell = cell.strip()
    return cell[1:-1].strip() if len(cell) > 1 and cell[0] == cell[-1] and cell[0] in "'\"" else cell


def _mark(text: str, lines: list[str], name: str) -> str:
    """What separates the cells: semicolon, tab, comma or blank; a line break if each line is one cell."""
    for mark in ";\t":
        if mark in text and any(mark in line.strip() for line in lines):
            return mark
    first = lines[0].split() if lines else []
    if "," in text:
        if _COMMA_APART.search(text):
            return ","
        if len(first) > 1 and _numeric(first):
            return " "
        decimal = len(lines) > 1 and decimal_commas(lines)
        if decimal is None:
            raise doubtful_comma(lines[0].strip(), name, "semicolons between the columns")
        return "\n" if decimal else ","
    second = lines[1].split() if len(lines) > 1 else []
    if len(lines) == 1 or _numeric(first) or (_numeric(second) and len(second) - len(first) in (0, 1)):
        return " "
    if second and len(second) - len(first) == 1 and _numeric(second[1:]):  # a printed frame, its index in words
        return " "
    return "\n"


def _numeric(cells: list[str]) -> bool:
    return bool(cells) and all(
        is_number(cell) or _TRUTH.fullmatch(cell) or NOT_FINITE.fullmatch(cell) for cell in cells
    )


def decimal_commas(lines: list[str]) -> bool | None:
    """Whether the one comma on each line is a decimal comma, not one between two columns; None if it can be either."""
    commas = [line.strip() for line in lines if "," in line]
    pairs = [_WITH_COMMA.fullmatch(line) for line in commas]
    if not all(pairs):
        return False
    if len(commas) < len(lines):  # other lines have no comma, so it does not part two columns
        return all(map(is_number, lines))
    parts = [(pair[1], pair[2]) for pair in pairs if pair]
    for total in (1, 100):
        if all(int(a[:5]) + int(b[:5]) == total for a, b in parts):
            return False
    if any(a == "0" or (len(b) > 1 and b[0] == "0") for a, b in parts):
        return True
    return None


def doubtful_comma(cell: str, name: str, apart: str) -> ReadError:
    """The refusal of commas that can be decimal ones or part two numbers. `cell` is the first; `apart`, what parts."""
    return ReadError(
        f"Row 1 of the {name}, {shown(cell)}, can be one number with a decimal comma or two numbers; write decimal "
        f"points, or {apart}."
    )


def _header(rows: Rows, name: str, notes: list[str]) -> tuple[tuple[str, ...], Rows]:
    """The names of the columns, if the first line holds them, and the rows without them and without an index."""
    if len(rows) < 2:
        return (), rows
    first, second = rows[0], rows[1]
    words = not any(is_number(cell) or _TRUTH.fullmatch(cell) or NOT_FINITE.fullmatch(cell) for cell in first)
    counted = first == [str(k) for k in range(len(first))]
    if (words or counted) and len(second) == len(first) + 1 and all(len(row) == len(second) for row in rows[1:]):
        notes.append(f"{name}: a printed table, its first line was taken as names and its first column as an index")
        return tuple(first) if words else (), [row[1:] for row in rows[1:]]
    if words and len(first) == len(second) and (_numeric(second) or (len(first) == 1 and is_label_name(first[0]))):
        notes.append(f"{name}: the first line was taken as a header, {', '.join(map(shown, first[:5]))}")
        return tuple(first), rows[1:]
    return (), rows
