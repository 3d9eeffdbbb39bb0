"""Parquet files: numbers, text, booleans and dates; nothing nested."""

from collections.abc import Callable, Iterator

import pyarrow as pa
import pyarrow.compute as pc

from ce_core.readers.errors import ReadError, shown
from ce_core.readers.limits import LIMITS, check_size
from ce_core.readers.table import Table, check_names

_BATCH = 65_536


def read_parquet(data: bytes, progress: Callable[[float], None]) -> Table:
    """A table from the bytes of a Parquet file. Text columns stay dictionary-encoded, as in the file."""
    names, texts, rows = _layout(data)
    parts: list[list[pa.Array]] = [[] for _ in names]
    done = 0
    for batch in _batches(data, texts):
        for part, name, column in zip(parts, names, batch.columns, strict=True):
            part.append(_cells(column, name, done))
        done += batch.num_rows
        progress(min(1.0, done / rows))
    if done != rows:
        raise ReadError(f"The file states {rows:,} rows but holds {done:,}, so it is damaged; write it again.")
    return Table({name: pa.chunked_array(part) for name, part in zip(names, parts, strict=True)})


def _layout(data: bytes) -> tuple[tuple[str, ...], list[str], int]:
    """Names, text columns and number of rows, from the file's own description."""
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(pa.BufferReader(data))
        schema, about = file.schema_arrow, file.metadata
        rows, groups = about.num_rows, [about.row_group(k) for k in range(about.num_row_groups)]
        unpacked = sum(group.total_byte_size for group in groups)
    except Exception as error:  # Arrow raises whatever its parsing trips on
        raise _damaged(error) from None
    for field in schema:
        if not _is_readable(field.type):
            raise ReadError(
                f"Column {shown(field.name)} holds {shown(str(field.type))}, which is neither number nor text; "
                "write one column for each class, or delete the column."
            )
    names = check_names(schema.names)
    check_size(rows, len(names), unpacked)
    if rows < 1:
        raise ReadError("The file has columns but no rows; add at least one row.")
    return names, [field.name for field in schema if _is_text(field.type)], rows


def _batches(data: bytes, texts: list[str]) -> Iterator[pa.RecordBatch]:
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(pa.BufferReader(data), read_dictionary=texts, pre_buffer=False)
        for batch in file.iter_batches(batch_size=_BATCH, use_threads=False):
            batch.validate(full=True)  # reading checks neither UTF-8 nor the indices into a dictionary
            yield batch
    except (pa.ArrowException, OSError, ValueError, MemoryError) as error:
        raise _damaged(error) from None


def _damaged(error: Exception) -> ReadError:
    return ReadError(f"The Parquet file is damaged or cannot be read ({shown(str(error), 100)}); write it again.")


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_binary(kind))


def _is_readable(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    tests = (
        pa.types.is_integer,
        pa.types.is_floating,
        pa.types.is_boolean,
        pa.types.is_decimal,
        pa.types.is_temporal,
        pa.types.is_large_string,
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
        if not pa.types.is_dictionary(column.type):
            column = pc.cast(column, pa.string()).dictionary_encode()
        words = pc.utf8_trim_whitespace(pc.cast(column.dictionary, pa.string()))
    except pa.ArrowException:
        raise ReadError(f"Column {shown(name)} holds bytes that are not UTF-8 text; write it as text.") from None
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
