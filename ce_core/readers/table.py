"""The checked table that every reader of this package returns."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ce_core.readers.errors import ReadError, listed, more, no_number, sentence, shown
from ce_core.readers.limits import LIMITS, check_size
from ce_core.readers.look import look
from ce_core.readers.numerals import Floats, column_values, parse_number

Ints = NDArray[np.int64]
Ranges = Mapping[str, tuple[float, float]]
"""Columns that should hold numbers, with the least and the largest that is right."""
NO_RANGES: Ranges = {}
_PIECE = 65_536
"""Rows whose texts are told apart at once."""


@dataclass(frozen=True, slots=True)
class BadCells:
    """Cells that are not numbers: where the first one is, what stands there, how many there are."""

    place: str
    text: str
    count: int
    word: bool = False
    """Whether the first was given as text although it may read like a number."""

    def __add__(self, later: "BadCells") -> "BadCells":
        """With those of rows further down."""
        return replace(self, count=self.count + later.count)

    def refuse(self) -> None:
        """`ReadError` for the first of them."""
        try:
            if self.word:
                raise no_number(self.text, sentence(self.place))
            parse_number(self.text, where=self.place)
        except ReadError as error:
            raise ReadError(f"{error}{more(self.count - 1)}") from None
        raise AssertionError("a cell that parse_number reads is no bad one")


class Table:
    """Named columns of equal length, text kept as typed (without outer blanks), no cell empty.

    Rows that were wholly empty are left out; `row_number` still counts them, as a spreadsheet does. `words` says which
    cells are no numbers, whatever their text.
    """

    def __init__(
        self,
        columns: Mapping[str, pa.ChunkedArray],
        row_numbers: Ints | None = None,
        words: Mapping[str, NDArray[np.bool_]] | None = None,
    ) -> None:
        self.names: tuple[str, ...] = tuple(columns)
        self.num_rows: int = len(next(iter(columns.values())))
        self._columns = dict(columns)
        self._row_numbers = row_numbers
        self._words = words or {}
        self._values: dict[str, tuple[Floats, str | None]] = {}

    def __repr__(self) -> str:
        return f"Table({self.num_rows:,} rows; {listed(self.names)})"

    def row_number(self, index: int) -> int:
        """The number of a row as the user sees it, from 1."""
        return index + 1 if self._row_numbers is None else int(self._row_numbers[index])

    def row_numbers(self) -> Ints:
        """The numbers of all rows as the user sees them."""
        return np.arange(1, self.num_rows + 1) if self._row_numbers is None else self._row_numbers

    def place(self, index: int, name: str) -> str:
        """`row 3, column 'p'`, for messages."""
        return f"row {self.row_number(index):,}, column {shown(name)}"

    def column(self, name: str) -> pa.ChunkedArray:
        """The stored Arrow column."""
        check_column(self.names, name)
        return self._columns[name]

    def text(self, name: str, start: int = 0, stop: int | None = None) -> list[str]:
        """The cells of a column from `start` up to `stop`, as text."""
        first, last, _ = slice(start, stop).indices(self.num_rows)
        part = self.column(name).slice(first, max(0, last - first))
        texts: list[str] = pc.cast(part, pa.string()).to_pylist()
        return texts

    def head(self, n: int) -> list[tuple[str, ...]]:
        """The first `n` rows as text."""
        return list(zip(*(self.text(name, 0, max(0, n)) for name in self.names), strict=True))

    def values(self, name: str) -> Floats:
        """The numbers of a column, NaN where a cell is not a number. Read-only: it is kept for the next call."""
        if name not in self._values:
            values, respelled = column_values(self.column(name))
            if name in self._words:
                values[self._words[name]] = np.nan
            values.setflags(write=False)
            self._values[name] = values, respelled
        return self._values[name][0]

    def holds_text(self, name: str) -> bool:
        """Whether the column was written as text, not as binary numbers."""
        kind = self.column(name).type
        return bool(pa.types.is_string(kind) or pa.types.is_dictionary(kind))

    def is_numeric(self, name: str) -> bool:
        """Whether every cell of the column is a number."""
        return not np.isnan(self.values(name)).any()

    def numbers(self, name: str) -> Floats:
        """The numbers of a column (read-only), or a `ReadError` for its first cell that is not one."""
        bad = self.bad_numbers(name)
        if bad is not None:
            bad.refuse()
        return self.values(name)

    def bad_numbers(self, name: str) -> BadCells | None:
        """The cells of a column that are not numbers, if there are any."""
        bad = np.flatnonzero(np.isnan(self.values(name)))
        if not bad.size:
            return None
        first = int(bad[0])
        return BadCells(
            self.place(first, name), self.text(name, first, first + 1)[0], bad.size, self.is_word(name, first)
        )

    def is_word(self, name: str, index: int) -> bool:
        """Whether the cell was given as text, whatever it reads like."""
        return name in self._words and bool(self._words[name][index])

    def codes(self, name: str) -> tuple[Ints, list[str]]:
        """A column of labels as codes and the different texts they stand for, in order of appearance."""
        encoded = _encoded(self.column(name))
        if len(encoded.dictionary) > LIMITS.classes:
            raise ReadError(
                f"Column {shown(name)} has at least {len(encoded.dictionary):,} different values; at most "
                f"{LIMITS.classes:,} can be classes. Choose the column that holds the true label."
            )
        codes: Ints = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
        present, first, codes = np.unique(codes, return_index=True, return_inverse=True)
        texts = pc.cast(encoded.dictionary, pa.string()).take(pa.array(present)).to_pylist()
        for text, index in zip(texts, first, strict=True):
            if len(text) > LIMITS.label:
                raise ReadError(
                    f"{sentence(self.place(int(index), name))} holds a label of {len(text):,} characters, "
                    f"{shown(text)}; shorten it to at most {LIMITS.label}."
                )
        return codes, texts

    def first_rows(self, name: str) -> Iterator[tuple[str, int]]:
        """The different texts of a column in order of appearance, each with the index of the first row that has it.

        They come piece by piece, so that who has enough need not wait for millions; a later piece tells a text again.
        """
        column = self.column(name)
        for start in range(0, len(column), _PIECE):
            encoded = _encoded(column.slice(start, _PIECE))
            present, first = np.unique(encoded.indices.to_numpy(zero_copy_only=False), return_index=True)
            order = np.argsort(first)
            texts = pc.cast(encoded.dictionary, pa.string()).take(pa.array(present[order])).to_pylist()
            yield from zip(texts, (start + first[order]).tolist(), strict=True)

    def respelled(self, name: str) -> str | None:
        """The first cell with a decimal comma or a % sign in a column of numbers, if there is one."""
        self.values(name)
        return self._values[name][1]


def _encoded(column: pa.ChunkedArray) -> pa.DictionaryArray:
    return column.unify_dictionaries().dictionary_encode().combine_chunks()


def check_column(names: Sequence[str], name: str) -> None:
    """`ReadError` for a column that is not there."""
    if name not in names:
        raise ReadError(f"There is no column {shown(name)}; the columns are {listed(tuple(names))}.")


def check_names(names: Iterable[str]) -> tuple[str, ...]:
    """The column names without outer blanks; refused if too many, too long, empty or used twice."""
    checked = tuple(name.strip() for name in names)
    if not checked:
        raise ReadError("There is no column; give at least a label column and one prediction column.")
    check_size(0, len(checked), 0)
    seen: dict[str, int] = {}
    for number, name in enumerate(checked, start=1):
        seen_as = look(name)
        if not seen_as or "\0" in name:
            raise ReadError(f"Column {number} has no name in the header; give it one, or delete the column.")
        if len(name) > LIMITS.label:
            raise ReadError(
                f"The name of column {number}, {shown(name)}, has {len(name):,} characters; "
                f"shorten it to at most {LIMITS.label}."
            )
        if seen_as in seen:
            raise ReadError(f"Columns {seen[seen_as]} and {number} are both named {shown(name)}; rename one of them.")
        seen[seen_as] = number
    return checked


def table_from_rows(names: Sequence[str], rows: Sequence[Sequence[str | None]]) -> Table:
    """A table from editor cells. Wholly empty rows are left out, partly empty ones refused; None is an empty cell."""
    columns = check_names(names)
    if len(rows) > LIMITS.editor_rows:
        raise ReadError(
            f"There are {len(rows):,} rows; the editor takes at most {LIMITS.editor_rows:,}. Upload them as a file."
        )
    kept: list[list[str]] = []
    numbers: list[int] = []
    for number, row in enumerate(rows, start=1):
        if len(row) != len(columns):
            raise ReadError(
                f"Row {number} has {len(row)} cells, but there are {len(columns)} columns; make them equal."
            )
        cells = [_cell(cell, number, name) for cell, name in zip(row, columns, strict=True)]
        if not any(cells):
            continue
        if "" in cells:
            empty = columns[cells.index("")]
            raise ReadError(f"Row {number}, column {shown(empty)}: the cell is empty; fill it in, or delete the row.")
        kept.append(cells)
        numbers.append(number)
    if not kept:
        raise ReadError("There are no rows yet; fill in at least one row.")
    return Table(
        {name: pa.chunked_array([[row[k] for row in kept]], pa.string()) for k, name in enumerate(columns)},
        None if len(kept) == len(rows) else np.array(numbers, dtype=np.int64),
    )


def _cell(cell: str | None, row: int, name: str) -> str:
    if cell is None:
        return ""
    if not isinstance(cell, str):
        raise TypeError(f"row {row}, column {name!r}: a cell is text or None, not {type(cell).__name__}")
    if len(cell) > LIMITS.cell:
        raise ReadError(
            f"Row {row}, column {shown(name)}: the cell has {len(cell):,} characters; at most {LIMITS.cell:,} are read."
        )
    try:
        cell.encode()
    except UnicodeEncodeError:
        raise ReadError(
            f"Row {row}, column {shown(name)}: {shown(cell)} holds a broken character; type it again."
        ) from None
    return cell.strip()
