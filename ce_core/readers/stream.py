"""Tables that are larger than memory: a file read piece by piece, once or twice.

Text tables and Parquet are streamed; other files are read whole, within `LIMITS`.
"""

from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import BinaryIO, Generic, Protocol, TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from ce_core.errors import DistributionError
from ce_core.readers.columns import ColumnChoice, guess_columns, holds_truths
from ce_core.readers.delimited import DelimitedStream
from ce_core.readers.errors import ReadError
from ce_core.readers.files import kind_of_stream, read_table
from ce_core.readers.limits import LIMITS
from ce_core.readers.numerals import Floats
from ce_core.readers.parquet import ParquetStream
from ce_core.readers.survey import Reading, Survey
from ce_core.readers.table import NO_RANGES, Ints, Ranges, Table

BLOCK = 4 * 2**20
"""Bytes of a text table that are read at once."""
_HEAD = 2**16
T = TypeVar("T")


class TableStream(Protocol):
    """A table whose rows come in blocks, each time from the first one on."""

    names: tuple[str, ...]

    def blocks(self, names: Collection[str], ranges: Ranges = NO_RANGES) -> Iterator[Table]:
        """The rows, these columns only; `ReadError` for what is wrong with the file, at the latest at its end.

        Numbers within `ranges` may come as binary numbers, though they were written as text.
        """


class _Whole:
    """A table in memory as a stream of one block."""

    def __init__(self, table: Table) -> None:
        self._table, self.names = table, table.names

    def blocks(self, names: Collection[str], ranges: Ranges = NO_RANGES) -> Iterator[Table]:
        yield self._table


@dataclass(frozen=True, slots=True, eq=False)
class PredictionBlock:
    """Some rows of a table as arrays, as in `Predictions`, with their numbers."""

    y_true: Ints | Floats
    values: Floats
    weights: Floats | None
    rows: Ints


@dataclass(frozen=True, slots=True)
class Streamed(Generic[T]):
    """What was made of a stream of predictions, and how they were read."""

    reading: Reading
    rows: int
    result: T


def open_table(file: BinaryIO, *, name: str = "", block: int = BLOCK) -> TableStream:
    """The table in a file that can be read more than once. `name` is the file's name, `block` the bytes of a piece.

    Of `LIMITS`, those of lines, cells, labels and columns hold; a file that is streamed may have any size.
    """
    head = file.read(_HEAD)
    file.seek(0)
    kind = kind_of_stream(head, name)
    if kind == "text":
        return DelimitedStream(file, block)
    if kind == "parquet":
        return ParquetStream(file)
    return _Whole(read_table(file.read(LIMITS.bytes + 1), name=name))


def read_stream(
    table: TableStream,
    choice: ColumnChoice,
    start: Callable[[Reading], T],
    add: Callable[[T, PredictionBlock], None],
    *,
    positive: str | None = None,
) -> Streamed[T]:
    """`read_predictions` for a stream: the same classes, notes and refusals.

    `start` makes an empty result, `add` puts a block into it. Only the last row tells how the first one is to be read;
    what the first block seems to say is taken until then, and if it was not so, the file is read again.
    """
    survey = Survey(table.names, choice)
    attempt: _Attempt[T] | None = None
    rows = 0
    for block in _ahead(table.blocks(table.names, survey.ranges)):
        survey.add(block)
        if not rows:
            attempt = _attempt(survey, positive, start)
        rows += block.num_rows
        if attempt is not None:
            attempt = attempt.with_rows(block, add)
    reading = survey.reading(positive)
    if attempt is not None and attempt.reading.reads_like(reading):
        return Streamed(reading, rows, attempt.result)
    result, found = start(reading), 0
    for block in _ahead(table.blocks(reading.used, survey.ranges)):
        add(result, _arrays(reading, block))
        found += block.num_rows
    if found != rows:
        raise ReadError("The file has changed while it was read; read it again.")
    return Streamed(reading, rows, result)


def read_guessed(
    table: TableStream,
    choose: Callable[[ColumnChoice], ColumnChoice],
    start: Callable[[Reading], T],
    add: Callable[[T, PredictionBlock], None],
    *,
    positive: str | None = None,
) -> Streamed[T]:
    """`read_stream` with the columns that `guess_columns` finds in as many rows as a table in memory may have.

    `choose` may change the guess. The first block's is taken at first; if it was wrong, the file is read again.
    """
    blocks = table.blocks(table.names)
    first, second = next(blocks), next(blocks, None)
    if second is None:
        return read_stream(table, choose(guess_columns(first)), start, add, positive=positive)
    watched = _Watched(table)
    choice = read = None
    try:
        choice = choose(guess_columns(first))
        read = read_stream(watched, choice, start, add, positive=positive)
    except (ReadError, DistributionError):
        if choice is None:
            watched.finish()
        elif not watched.complete or choose(watched.guess()) == choice:
            raise
    better = choose(watched.guess())
    return read if read and better == choice else read_stream(table, better, start, add, positive=positive)


class _Watched:
    """A stream that remembers the numbers of its first pass: all that a guess looks at."""

    def __init__(self, table: TableStream) -> None:
        self._table, self.names = table, table.names
        self._values: dict[str, list[Floats]] = {name: [] for name in table.names}
        self._truths: dict[str, list[pa.Array]] = {name: [] for name in table.names}
        """The cells of columns that have held nothing but true and false."""
        self._left = min(LIMITS.rows, LIMITS.cells // len(table.names))
        self._passes = 0
        self.complete = False

    def blocks(self, names: Collection[str], ranges: Ranges = NO_RANGES) -> Iterator[Table]:
        self._passes += 1
        first = self._passes == 1
        for block in self._table.blocks(names, ranges):
            if first and self._left > 0:
                for name in self.names:
                    self._values[name].append(block.values(name))
                    if name in self._truths and holds_truths(block, name):
                        self._truths[name] += pc.cast(block.column(name), pa.string()).chunks
                    else:
                        self._truths.pop(name, None)
                self._left -= block.num_rows
            yield block
        self.complete = True

    def finish(self) -> None:
        """Makes the first pass."""
        for _ in self.blocks(self.names):
            pass

    def guess(self) -> ColumnChoice:
        """From what was remembered: but for true and false, a text is a cell that is no number to the guess."""
        return guess_columns(
            Table({name: pa.chunked_array(parts) for name, parts in (self._values | self._truths).items()})
        )


@dataclass(frozen=True, slots=True)
class _Attempt(Generic[T]):
    """A result under a reading that need not hold."""

    reading: Reading
    result: T

    def with_rows(self, block: Table, add: Callable[[T, PredictionBlock], None]) -> "_Attempt[T] | None":
        """With these rows; None if they do not fit, whatever the reason: the whole file will tell."""
        try:
            add(self.result, _arrays(self.reading, block))
        except (ReadError, DistributionError):
            return None
        return self


def _attempt(survey: Survey, positive: str | None, start: Callable[[Reading], T]) -> _Attempt[T] | None:
    try:
        reading = survey.reading(positive)
    except ReadError:
        return None
    return _Attempt(reading, start(reading))


def _ahead(blocks: Iterator[Table]) -> Iterator[Table]:
    """The same blocks, the next one read while this one is computed with: Arrow needs no lock for it."""
    with ThreadPoolExecutor(1) as thread:
        coming = thread.submit(next, blocks, None)
        while (block := coming.result()) is not None:
            coming = thread.submit(next, blocks, None)
            yield block


def _arrays(reading: Reading, block: Table) -> PredictionBlock:
    return PredictionBlock(*reading.arrays(block), block.row_numbers())
