"""Lists within lists as one row of cells and a shape."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import pyarrow as pa

from ce_core.readers.errors import ReadError, more, no_number, sentence, shown
from ce_core.readers.limits import LIMITS, check_size
from ce_core.readers.numerals import NOT_FINITE, Floats, column_values, parse_number

Nested = str | list["Nested"]
"""A cell as it was written, or a list of such."""


class Word(str):
    """A cell that was written as text or as a truth value where numbers could be told from those: never a number."""

    __slots__ = ()


_ENOUGH = "print it whole: np.set_printoptions(threshold=sys.maxsize), torch.set_printoptions(threshold=sys.maxsize)"
_TRUTHS = {"true": 1.0, "false": 0.0}


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """The cells of an array in row-major order, as they were written. `name` is what messages call the array."""

    name: str
    cells: list[str]
    shape: tuple[int, ...]
    header: tuple[str, ...] = ()
    """Names of the columns, where a first line states them."""
    notes: tuple[str, ...] = ()

    def place(self, index: int) -> str:
        """`row 3, column 2 of the predictions`, for messages."""
        return _place(index, self.shape, self.name)

    def numbers(self, *, lowest: bool = False, percent: bool = False) -> tuple[Floats, list[str]]:
        """The array as numbers, and notes on how they were spelled; a `ReadError` for the first cell that is none.

        `lowest` lets −∞ in. `percent` reads each cell as a percentage, as if a % sign stood behind it.
        """
        written = [cell if "%" in cell else f"{cell}%" for cell in self.cells] if percent else self.cells
        values, respelled = column_values(pa.chunked_array([written], pa.string()))
        values[[index for index, cell in enumerate(self.cells) if type(cell) is Word]] = np.nan
        bad = np.flatnonzero(np.isnan(values))
        refused = []
        for index in bad.tolist():
            cell = self.cells[index].strip().lower().replace("−", "-")
            if type(self.cells[index]) is Word:
                refused.append(index)
            elif cell in _TRUTHS:
                values[index] = _TRUTHS[cell]
            elif lowest and cell.startswith("-") and NOT_FINITE.fullmatch(cell) and "inf" in cell:
                values[index] = -np.inf
            else:
                refused.append(index)
        if refused:
            try:
                if type(self.cells[refused[0]]) is Word:
                    raise no_number(self.cells[refused[0]], sentence(self.place(refused[0])))
                parse_number(self.cells[refused[0]], where=self.place(refused[0]))
            except ReadError as error:
                raise ReadError(f"{error}{more(len(refused) - 1)}") from None
        notes = []
        if respelled is not None and not percent:
            notes.append(f"{self.name}: {respelled} was read as {parse_number(respelled)!r}")
        if any(self.cells[index].strip().lower() in _TRUTHS for index in bad[:1].tolist()):
            notes.append(f"{self.name}: True was read as 1, False as 0")
        return values.reshape(self.shape), notes


def flat(nested: Nested, name: str, header: Sequence[str] = (), notes: Sequence[str] = ()) -> Cells:
    """The cells of nested lists, which must be equally long at each depth."""
    shape: list[int] = []
    level: list[Nested] = [nested]
    while True:
        lists = [item for item in level if not isinstance(item, str)]
        if not lists:
            break
        if len(lists) < len(level):
            at = next(k for k, item in enumerate(level) if isinstance(item, str) is not isinstance(level[0], str))
            raise ReadError(
                f"The {name} mix numbers with lists: {_place(at, tuple(shape), name)} is "
                f"{'one cell' if isinstance(level[at], str) else 'a list'}, unlike those before; bring them all into "
                "one form."
            )
        length = len(lists[0])
        at = next((k for k, item in enumerate(lists) if len(item) != length), -1)
        if at >= 0:
            raise ReadError(
                f"The {name} have rows of unequal length: {_place(at, tuple(shape), name)} has {len(lists[at]):,} "
                f"{'entry' if len(lists[at]) == 1 else 'entries'}, those before have {length:,}; make them equal."
            )
        if not length:
            raise ReadError(f"The {name} are an empty list; paste one with at least one entry.")
        shape.append(length)
        level = list(chain.from_iterable(lists))
    return checked(Cells(name, level, tuple(shape), tuple(header), tuple(notes)))  # type: ignore[arg-type]


def called(key: str) -> str:
    """What messages call one of several arrays."""
    return f"values of {shown(key)}" if key else "values"


def abbreviated(name: str, row: int) -> ReadError:
    """The refusal of an array that was printed with `...` in place of its middle."""
    return ReadError(f"The {name} were printed abbreviated (“...”) at row {row:,}; {_ENOUGH}.")


def checked(cells: Cells) -> Cells:
    """The same cells, if they are few and short enough."""
    rows = cells.shape[0] if cells.shape else 1
    check_size(rows, 1 if len(cells.shape) != 2 else cells.shape[1], 0)
    if "" in cells.cells:
        raise ReadError(f"{sentence(cells.place(cells.cells.index('')))} is empty; fill it in.")
    longest = max(map(len, cells.cells), default=0)
    if longest > LIMITS.cell:
        index = next(k for k, cell in enumerate(cells.cells) if len(cell) == longest)
        raise ReadError(
            f"{sentence(cells.place(index))}: {shown(cells.cells[index])} has {longest:,} characters; at most "
            f"{LIMITS.cell:,} are read."
        )
    return cells


def _place(index: int, shape: tuple[int, ...], name: str) -> str:
    if not shape:
        return f"the {name}"
    if len(shape) == 1:
        return f"row {index + 1:,} of the {name}"
    at = [int(k) for k in np.unravel_index(index, shape)]
    if len(shape) == 2:
        return f"row {at[0] + 1:,}, column {at[1] + 1:,} of the {name}"
    return f"entry [{', '.join(map(str, at))}] of the {name}"
