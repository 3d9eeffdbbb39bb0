"""Parquet files: numbers, text, booleans and dates; nothing nested."""

from collections.abc import Callable, Collection, Iterator
from typing import BinaryIO, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ce_core.readers.errors import ReadError, shown
from ce_core.readers.limits import LIMITS, check_size
from ce_core.readers.parquet_pages import unpacked_size
from ce_core.readers.table import NO_RANGES, Ranges, Table, check_names

_BATCH = 65_536
_STREAMED_CELLS = 2**20
"""Cells in one block of a stream."""


def read_parquet(data: bytes, progress: Callable[[float], None]) -> Table:
    """A table from the bytes of a Parquet file. Text columns stay dictionary-encoded, as in the file."""
    layout = _layout(data)
    check_size(layout.rows, len(layout.names), layout.unpacked)
    parts: list[list[pa.Array]] = [[] for _ in layout.names]
    done = 0
    for batch in _batches(data, layout, layout.written, _BATCH):
        for part, name, column in zip(parts, layout.names, batch.columns, strict=True):
            part.append(_cells(column, name, done))
        done += batch.num_rows
        progress(min(1.0, done / layout.rows))
    _check_rows(layout.rows, done)
    return Table({name: pa.chunked_array(part) for name, part in zip(layout.names, parts, strict=True)})


class ParquetStream:
    """A Parquet file that can be read again: its rows in blocks of at most `rows`."""

    def __init__(self, file: BinaryIO, rows: int = _BATCH) -> None:
        self._file, self._layout = file, _layout(file)
        self.names = self._layout.names
        self._block = max(1, min(rows, _STREAMED_CELLS // len(self.names)))

    def blocks(self, names: Collection[str], ranges: Ranges = NO_RANGES) -> Iterator[Table]:
        """The rows, these columns only; what is wrong with the file has been said before the last block."""
        chosen = [name for name in self.names if name in names]
        written = [self._layout.written[self.names.index(name)] for name in chosen]
        done = 0
        for batch in _batches(self._file, self._layout, written, self._block):
            cells = {
                name: pa.chunked_array([_cells(batch.column(own), name, done)])
                for name, own in zip(chosen, written, strict=True)
            }
            yield Table(cells, np.arange(done + 1, done + 1 + batch.num_rows))
            done += batch.num_rows
        _check_rows(self._layout.rows, done)


class _Layout(NamedTuple):
    """What the file says of itself."""

    written: list[str]
    """The names of the columns as they are written."""
    names: tuple[str, ...]
    texts: list[str]
    rows: int
    unpacked: int
    """Bytes."""


def _check_rows(stated: int, found: int) -> None:
    if stated != found:
        raise ReadError(f"The file states {stated:,} rows but holds {found:,}, so it is damaged; write it again.")


def _opened(source: bytes | BinaryIO) -> pa.NativeFile:
    if isinstance(source, bytes):
        return pa.BufferReader(source)
    source.seek(0)
    return pa.PythonFile(source, mode="r")


def _layout(source: bytes | BinaryIO) -> _Layout:
    import pyarrow.parquet as pq

    try:
        raw = _opened(source)
        # What is larger was not uploaded, but is streamed by who has it.
        unpacked = unpacked_size(raw) if raw.size() <= LIMITS.bytes else 0
        file = pq.ParquetFile(raw)
        schema, about = file.schema_arrow, file.metadata
        rows = about.num_rows
    except ReadError:
        raise
    except Exception as error:  # Arrow raises whatever its parsing trips on
        raise _damaged(error) from None
    for field in schema:
        if not _is_readable(field.type):
            raise ReadError(
                f"Column {shown(field.name)} holds {shown(str(field.type))}, which is neither number nor text; "
                "write one column for each class, or delete the column."
            )
    names = check_names(schema.names)
    if rows < 1:
        raise ReadError("The file has columns but no rows; add at least one row.")
    texts = [field.name for field in schema if _is_text(field.type)]
    return _Layout(schema.names, names, texts, rows, unpacked)


def _batches(source: bytes | BinaryIO, layout: _Layout, columns: list[str], rows: int) -> Iterator[pa.RecordBatch]:
    import pyarrow.parquet as pq

    try:
        # Buffered, a file is read page by page and not a whole row group at once.
        buffer = 0 if isinstance(source, bytes) else 2**20
        file = pq.ParquetFile(_opened(source), read_dictionary=layout.texts, pre_buffer=False, buffer_size=buffer)
        for batch in file.iter_batches(batch_size=rows, columns=columns, use_threads=False):
            batch.validate(full=True)  # reading checks neither UTF-8 nor the indices into a dictionary
            yield batch
    except MemoryError:  # Arrow's, too
        raise
    except (pa.ArrowException, OSError, ValueError) as error:
        raise _damaged(error) from None


def _damaged(error: Exception) -> ReadError:
    if "not yet implemented" in str(error).lower():
        return ReadError(
            f"The Parquet file is written in a way that is not read here ({shown(str(error), 100)}); write it with "
            "dictionaries or in the encoding PLAIN."
        )
    return ReadError(f"The Parquet file is damaged or cannot be read ({shown(str(error), 100)}); write it again.")


def _is_text(kind: pa.DataType) -> bool:
    tests = (
        *(pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view),
        *(pa.types.is_binary, pa.types.is_large_binary, pa.types.is_binary_view),
    )
    return any(test(kind) for test in tests)


def _is_readable(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    tests = (
        pa.types.is_integer,
        pa.types.is_floating,
        pa.types.is_boolean,
        pa.types.is_decimal,
        pa.types.is_temporal,
        pa.types.is_null,
    )
    return _is_text(kind) or any(test(kind) for test in tests)


def _cells(column: pa.Array, name: str, before: int) -> pa.Array:
    """The column as numbers or text; refused if a cell is empty or too long."""
    if column.null_count:
        index = pc.index(pc.is_null(column), True).as_py()
        raise ReadError(_empty(name, before + index))
    if pa.types.is_dictionary(column.type) and not _is_text(column.type.value_type):
        column = column.dictionary_decode()
    if pa.types.is_integer(column.type) or pa.types.is_floating(column.type):
        return column
    try:
        if pa.types.is_timestamp(column.type) and column.type.tz is not None:
            # Stored as UTC, and shown so: the zone that is named need not be known here.
            utc = pc.cast(pc.cast(column, pa.timestamp(column.type.unit)), pa.string())
            column = pc.binary_join_element_wise(utc, "Z", "")
        if not pa.types.is_dictionary(column.type):
            column = pc.cast(column, pa.string()).dictionary_encode()
        words = pc.utf8_trim_whitespace(pc.cast(column.dictionary, pa.string()))
    except pa.ArrowException:
        raise ReadError(f"Column {shown(name)} cannot be read as UTF-8 text; write it as text.") from None
    lengths = pc.utf8_length(words)
    bad = pc.or_(pc.equal(lengths, 0), pc.greater(lengths, LIMITS.cell))
    index = pc.index(bad.take(column.indices), True).as_py()
    if index >= 0:
        length = lengths[column.indices[index].as_py()].as_py()
        if not length:
            raise ReadError(_empty(name, before + index))
        raise ReadError(
            f"Row {before + index + 1:,}, column {shown(name)}: the cell has {length:,} characters; "
            f"at most {LIMITS.cell:,} are read."
        )
    return pa.DictionaryArray.from_arrays(column.indices, words)


def _empty(name: str, index: int) -> str:
    return f"Row {index + 1:,}, column {shown(name)}: the cell is empty; fill it in, or delete the row or the column."
