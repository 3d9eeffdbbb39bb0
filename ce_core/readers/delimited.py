"""Text tables: comma, semicolon, tab or blanks between the cells, one header line.

Everything that could make parsing expensive or misleading (size, encoding, width, quotes) is checked first;
then Arrow reads the rows in blocks, all columns as text.
"""

import codecs
import csv
import re
from collections.abc import Callable, Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv
from numpy.typing import NDArray

from ce_core.readers.errors import ReadError, more, shown
from ce_core.readers.limits import LIMITS, check_size
from ce_core.readers.numerals import is_number, parse_number
from ce_core.readers.table import Table, check_names

_DELIMITERS = {"\t": "tab", ";": "semicolon", ",": "comma", " ": "blank"}
_BLOCK = 4 * LIMITS.line
_UNNAMED = "unnamed"


def read_delimited(data: bytes, progress: Callable[[float], None]) -> Table:
    """A table from the bytes of a text file (UTF-8, or UTF-16 with a byte order mark)."""
    data = _as_utf8(data)
    header, start, delimiter = _header(data)
    names = _names(header, delimiter)
    unnamed_first = not names[0]
    if unnamed_first:  # what pandas and R write for the row index
        names[0] = next(name for name in (_UNNAMED, *map(str, range(len(names)))) if name not in names)
    columns = check_names(names)
    lines = _check_body(data, start, len(columns), delimiter)
    body: bytes | memoryview = memoryview(data)[start:]
    if delimiter == " ":
        body = _single_blanks(data[start:])
    table = _read_rows(body, columns, delimiter, lines, progress)
    if unnamed_first and not _is_index(table):
        raise ReadError("Column 1 has no name in the header; give it one, or delete the column.")
    return table


def _as_utf8(data: bytes) -> bytes:
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise ReadError("The text is encoded as UTF-32; save the file as UTF-8.")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        decoder = codecs.getincrementaldecoder("utf-16")()
        parts = [text.encode() for _, text in _decoded(data, decoder, "UTF-16")]
        return b"".join(parts)
    data = data.removeprefix(codecs.BOM_UTF8)
    if not data.isascii():
        for _ in _decoded(data, codecs.getincrementaldecoder("utf-8")(), "UTF-8"):
            pass
    return data


def _decoded(data: bytes, decoder: codecs.IncrementalDecoder, encoding: str) -> Iterator[tuple[int, str]]:
    for at in range(0, len(data), _BLOCK):
        pending = len(decoder.getstate()[0])
        try:
            yield at, decoder.decode(data[at : at + _BLOCK], final=at + _BLOCK >= len(data))
        except UnicodeDecodeError as error:
            offset = at - pending + error.start
            raise ReadError(
                f"Line {data.count(10, 0, offset) + 1:,} of the file is not {encoding}: the byte at offset "
                f"{offset:,} is {data[offset]:#04x}. Save the file as UTF-8 (in Excel: “CSV UTF-8”)."
            ) from None


def _line(data: bytes, start: int) -> tuple[bytes, int]:
    """The line that begins at `start`, and where the next one begins."""
    window = data[start : start + LIMITS.line + 2]
    end = re.search(rb"\r\n|\n|\r", window)
    if end is None:
        if len(window) > LIMITS.line:
            raise ReadError(
                f"Line {_line_number(data, start):,} of the file has more than {LIMITS.line:,} bytes; "
                "this does not look like a table with a header line."
            )
        return window, start + len(window)
    return window[: end.start()], start + end.end()


def _line_number(data: bytes, offset: int) -> int:
    breaks = b"\n" if b"\n" in data else b"\r"
    return data.count(breaks, 0, offset) + 1


def _header(data: bytes) -> tuple[str, int, str]:
    """The header line, where the rows begin, and the delimiter."""
    nul = data.find(b"\0")
    if nul >= 0:
        raise ReadError(
            f"Line {_line_number(data, nul):,} of the file holds a NUL byte, so this is not plain text; "
            "save the table as CSV in UTF-8."
        )
    blank = re.match(rb"\s*", data)
    start = blank.end() if blank else 0
    start = max(data.rfind(b"\n", 0, start), data.rfind(b"\r", 0, start)) + 1
    line, after = _line(data, start)
    announced = None
    if re.fullmatch(rb'"?sep=.?"?', line):  # Excel's own way to state the delimiter
        announced = line.decode().strip('"')[4:] or "\t"
        line, after = _line(data, after)
    header = line.decode()
    if not header.strip():
        raise ReadError("There is nothing to read; give a header line and at least one row.")
    if announced is not None and announced not in _DELIMITERS:
        raise ReadError(f"The first line announces {shown(announced)} between cells; use a comma, semicolon or tab.")
    if announced is None:
        second = _line(data, after)[0] if after < len(data) else b""
        announced = _delimiter(header, second.decode(errors="replace"))
    return header, after, announced


def _delimiter(header: str, second: str) -> str:
    """The first of tab, semicolon, comma, blank that cuts header and second line into equally many cells."""
    counts = {mark: (_cuts(header, mark), _cuts(second, mark)) for mark in _DELIMITERS}
    for mark, (in_header, in_second) in counts.items():
        if in_header and in_header == in_second:
            return mark
    for mark, (in_header, in_second) in counts.items():
        if mark != " " and (in_header or (in_second and mark != ",")):
            return mark
    return "\t"  # one column


def _cuts(line: str, mark: str) -> int:
    bare = re.sub('"[^"]*"', '""', line)
    return len(bare.split()) - 1 if mark == " " else bare.count(mark)


def _names(header: str, delimiter: str) -> list[str]:
    check_size(0, _cuts(header, delimiter) + 1, 0)
    try:
        rows = [header.split()] if delimiter == " " else list(csv.reader([header], delimiter=delimiter, strict=True))
    except csv.Error:
        raise ReadError(
            f"The quotes in the header line {shown(header)} do not match; close each quote before the next "
            f"{_DELIMITERS[delimiter]}, on the same line."
        ) from None
    names = [name.strip() for name in rows[0]]
    numbers = [name for name in names if is_number(name)]
    fraction = next((name for name in numbers if not parse_number(name).is_integer()), None)
    if len(numbers) == len(names) or fraction:  # whole numbers beside words can be names of classes
        raise ReadError(
            f"The first line holds numbers ({shown(fraction or numbers[0])}); add a header line that names the columns."
        )
    return names


def _check_body(data: bytes, start: int, width: int, delimiter: str) -> int:
    """The number of lines below the header, once they are known to be few enough and their quotes to match."""
    lines = max(data.count(b"\n", start), data.count(b"\r", start))
    check_size(lines, width, len(data))
    if delimiter == " " and b'"' in data:
        number = _line_number(data, data.index(b'"'))
        raise ReadError(
            f"Line {number:,} of the file has a quote, but blanks separate the columns; separate them by commas."
        )
    _check_quotes(data, start, delimiter)
    return lines + 1


def _check_quotes(data: bytes, start: int, delimiter: str) -> None:
    """Refuses quotes that do not enclose a whole cell: Arrow would read on to the next quote, over many rows."""
    text = np.frombuffer(data, dtype=np.uint8)
    edges = np.frombuffer(f'\r\n"{delimiter}'.encode(), dtype=np.uint8)
    count, last = 0, start
    for at in range(start, len(data), _BLOCK):
        quotes = at + np.flatnonzero(text[at : at + _BLOCK] == ord('"'))
        opens = (count + np.arange(quotes.size)) % 2 == 0
        # A quote inside a quoted cell is written twice: it closes the cell and opens it again.
        beside = np.where(opens, np.maximum(quotes - 1, start), np.minimum(quotes + 1, len(data) - 1))
        bad = np.flatnonzero(~np.isin(text[beside], edges))
        if bad.size and opens[bad[0]]:
            raise ReadError(
                f"Line {_line_number(data, int(quotes[bad[0]])):,} of the file has a quote inside a cell that does not "
                "begin with one; put the whole cell in quotes and write the quote in it twice, or delete it."
            )
        if bad.size:
            last = int(quotes[bad[0] - 1]) if bad[0] else last
            raise _open_quote(data, last)
        count += quotes.size
        last = int(quotes[-1]) if quotes.size else last
    if count % 2:
        raise _open_quote(data, last)


def _open_quote(data: bytes, at: int) -> ReadError:
    return ReadError(
        f"The quote opened in line {_line_number(data, at):,} of the file is not closed at the end of its cell; close "
        'it there, or write a quote inside a quoted cell twice ("").'
    )


def _read_rows(
    body: bytes | memoryview, names: tuple[str, ...], delimiter: str, lines: int, progress: Callable[[float], None]
) -> Table:
    parts: list[list[pa.Array]] = [[] for _ in names]
    numbers: list[NDArray[np.int64]] = []
    first_hole: tuple[int, str] | None = None
    holes = rows = 0
    for batch in _batches(body, names, delimiter):
        if not batch.num_rows:  # a block of blank lines
            continue
        cells = [pc.utf8_trim_whitespace(column) for column in batch.columns]
        _check_lengths(cells, names, rows)
        empty = _empty_cells(cells)
        keep = ~empty.all(axis=0)
        numbers.append(rows + 1 + np.flatnonzero(keep))
        hole = empty & keep
        if first_hole is None and hole.any():
            row = int(hole.any(axis=0).argmax())
            first_hole = (rows + 1 + row, names[int(hole[:, row].argmax())])
        holes += int(hole.sum())
        rows += batch.num_rows
        if rows > LIMITS.rows:
            raise ReadError(f"The file has more than {LIMITS.rows:,} rows; split the file.")
        mask = None if keep.all() else pa.array(keep)
        for part, cell in zip(parts, cells, strict=True):
            part.append(cell if mask is None else cell.filter(mask))
        progress(min(1.0, rows / lines))
    if first_hole is not None:
        raise ReadError(
            f"Row {first_hole[0]:,}, column {shown(first_hole[1])}: the cell is empty; fill it in, or delete the row "
            f"or the column.{more(holes - 1)}"
        )
    kept = sum(map(len, numbers))
    if not kept:
        raise ReadError("There are no rows below the header line; add at least one row.")
    return Table(
        {name: pa.chunked_array(part, pa.string()) for name, part in zip(names, parts, strict=True)},
        None if kept == rows else np.concatenate(numbers),
    )


def _batches(body: bytes | memoryview, names: tuple[str, ...], delimiter: str) -> Iterator[pa.RecordBatch]:
    ragged: list[tuple[int, int, str]] = []

    def remember(row: arrow_csv.InvalidRow) -> str:
        ragged.append((row.number, row.actual_columns, row.text))
        return "error"

    view = memoryview(body)
    has_quotes = re.search(rb'"', view) is not None
    fields = [f"f{k}" for k in range(len(names))]
    try:
        if not view.nbytes or not re.search(rb"[^\r\n]", view):
            return
        # One thread: it parses a million rows in a second, and only then Arrow knows the row's number.
        yield from arrow_csv.open_csv(
            pa.BufferReader(pa.py_buffer(view)),
            read_options=arrow_csv.ReadOptions(use_threads=False, block_size=_BLOCK, column_names=fields),
            parse_options=arrow_csv.ParseOptions(
                delimiter=delimiter,
                quote_char='"' if has_quotes else False,
                newlines_in_values=has_quotes,
                invalid_row_handler=remember,
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(fields, pa.string()),
                null_values=[],
                strings_can_be_null=False,
                quoted_strings_can_be_null=False,
            ),
        )
    except pa.ArrowException as error:
        raise _parse_error(ragged, names, delimiter, str(error)) from None


def _parse_error(ragged: list[tuple[int, int, str]], names: tuple[str, ...], delimiter: str, reason: str) -> ReadError:
    if not ragged:
        if "straddl" in reason:
            return ReadError(f"A row has more than {_BLOCK:,} bytes; shorten its cells.")
        return ReadError("The rows cannot be told apart; put each row on one line.")
    number, actual, text = ragged[0]
    remedy = f"check for a missing or extra {_DELIMITERS[delimiter]}"
    if delimiter == "," and actual > len(names):
        remedy += "; if commas are decimal commas, put semicolons between the cells"
    return ReadError(
        f"Row {number:,} has {actual:,} cells, but the header names {len(names):,} columns: {shown(text)}; {remedy}."
    )


def _check_lengths(cells: list[pa.Array], names: tuple[str, ...], before: int) -> None:
    for column, name in zip(cells, names, strict=True):
        if pc.max(pc.binary_length(column)).as_py() <= LIMITS.cell:
            continue
        lengths = pc.utf8_length(column).to_numpy(zero_copy_only=False)
        if lengths.max() > LIMITS.cell:
            index = int((lengths > LIMITS.cell).argmax())
            raise ReadError(
                f"Row {before + index + 1:,}, column {shown(name)}: the cell has {lengths[index]:,} characters; "
                f"at most {LIMITS.cell:,} are read. Shorten it."
            )


def _empty_cells(cells: list[pa.Array]) -> NDArray[np.bool_]:
    """Columns × rows: which cells are empty."""
    return np.array([pc.equal(column, "").to_numpy(zero_copy_only=False) for column in cells])


def _single_blanks(text: bytes) -> bytes:
    text = text.replace(b"\t", b" ").replace(b"\r\n", b"\n").strip(b" ")
    while b"  " in text:
        text = text.replace(b"  ", b" ")
    for line_break in (b"\n", b"\r"):
        text = text.replace(b" " + line_break, line_break).replace(line_break + b" ", line_break)
    return text


def _is_index(table: Table) -> bool:
    values = table.values(table.names[0])
    whole = np.isfinite(values) & (values == np.floor(values))
    return bool(whole.all()) and np.unique(values).size == values.size
