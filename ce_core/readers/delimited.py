"""Text tables: comma, semicolon, tab or blanks between the cells, one header line.

Everything that could make parsing expensive or misleading (size, encoding, width, quotes) is checked first;
then Arrow reads the rows in blocks, all columns as text. `read_delimited` takes a whole file, `DelimitedStream` one
that need not fit into memory: the same checks, a piece of whole rows at a time.
"""

import codecs
import csv
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv
from numpy.typing import NDArray

from ce_core.readers.errors import ReadError, more, shown
from ce_core.readers.limits import LIMITS, check_size
from ce_core.readers.numerals import column_values, is_number, parse_number
from ce_core.readers.table import NO_RANGES, Ints, Ranges, Table, check_names

_DELIMITERS = {"\t": "tab", ";": "semicolon", ",": "comma", " ": "blank"}
_BLOCK = 4 * LIMITS.line
_UNNAMED = "unnamed"

_MAY_UNDERFLOW = rb"[eE]-[0-9]{3}|[0-9.]{200}"
"""What a number must have that is not 0 but nearer to it than the smallest one."""


def read_delimited(data: bytes, progress: Callable[[float], None]) -> Table:
    """A table from the bytes of a text file (UTF-8, or UTF-16 with a byte order mark)."""
    data = as_utf8(data)
    layout, start = _layout(data)
    lines = max(data.count(b"\n", start), data.count(b"\r", start))
    check_size(lines, len(layout.names), len(data))
    _check_body(data, start, layout.delimiter)
    body: bytes | memoryview = memoryview(data)[start:]
    if layout.delimiter == " ":
        body = _single_blanks(data[start:])
    return _read_rows(body, layout, lines + 1, progress)


class DelimitedStream:
    """A text table in a file that can be read again: its rows in pieces of about `block` bytes."""

    def __init__(self, file: BinaryIO, block: int) -> None:
        self._file, self._block = file, block
        head, _ = self._head()
        self._layout, self._start = _layout(head)
        self._line = _line_number(head, self._start)
        self.names = self._layout.names

    def blocks(self, names: Collection[str], ranges: Ranges = NO_RANGES) -> Iterator[Table]:
        """The rows, these columns only; what is wrong with the file has been said before the last block."""
        rows = _Rows(self._layout, names, ranges)
        line, delimiter = self._line, self._layout.delimiter
        for text in self._pieces():
            _check_nul(text, line)
            _check_body(text, 0, delimiter, line)
            for cells, numbers in rows.read(_single_blanks(text) if delimiter == " " else text):
                if numbers.size and rows.is_whole(cells):
                    yield Table(
                        {name: pa.chunked_array([cell]) for name, cell in zip(rows.names, cells, strict=True)}, numbers
                    )
            line = _line_number(text, len(text), line)
        rows.finish()

    def _head(self) -> tuple[bytes, Iterator[bytes]]:
        """Enough of the beginning to tell the layout, and the parts after it, all in UTF-8."""
        self._file.seek(0)
        head, parts = b"", _utf8(iter(lambda: self._file.read(self._block), b""))
        while len(head) < _BLOCK and (part := next(parts, b"")):
            head += part
        if len(head) >= _BLOCK and head.isspace():
            raise ReadError(f"The first {len(head):,} bytes of the file are blank; delete them.")
        return head, parts

    def _pieces(self) -> Iterator[bytes]:
        """What stands below the header, cut where rows end."""
        head, parts = self._head()
        pending, at = head[self._start :], 0
        for part in chain(parts, [b""]):
            pending, at = pending[at:] + part, 0
            while len(pending) - at > (self._block if part else 0):
                end = _row_end(pending, at, self._block)
                if not end and part and len(pending) - at <= 2 * _BLOCK:
                    break
                if not end or not (part or _row_end(pending, end, self._block)):
                    end = len(pending)  # with a last row that no line break ends, or one that is refused for its length
                yield pending[at:end]
                at = end


def _row_end(text: bytes, start: int, block: int) -> int:
    """Where the last row ends that fits into `block` bytes from `start`; or else the next one; 0 if none ends."""
    for stop, which in ((min(start + block, len(text)), -1), (len(text), 0)):
        for line_break in (b"\n", b"\r"):
            last = stop if line_break == b"\n" else stop - 1  # \n may follow a \r at the end
            if text.find(b'"', start, last) < 0:
                end = text.rfind(line_break, start, last) if which else text.find(line_break, start, last)
                if end >= 0:
                    return end + 1
                continue
            window = np.frombuffer(text, dtype=np.uint8)[start:last]
            quotes = np.flatnonzero(window == ord('"'))
            ends = np.flatnonzero(window == ord(line_break))
            ends = ends[np.searchsorted(quotes, ends) % 2 == 0]
            if ends.size:
                return start + int(ends[which]) + 1
    return 0


@dataclass(frozen=True, slots=True)
class _Layout:
    names: tuple[str, ...]
    delimiter: str
    unnamed_first: bool
    """The first column has no name, as pandas and R write the row index."""


def _layout(data: bytes) -> tuple[_Layout, int]:
    """What the header says, and where the rows begin."""
    header, start, delimiter = _header(data)
    names = _names(header, delimiter)
    unnamed_first = not names[0]
    if unnamed_first:
        names[0] = next(name for name in (_UNNAMED, *map(str, range(len(names)))) if name not in names)
    return _Layout(check_names(names), delimiter, unnamed_first), start


def as_utf8(data: bytes) -> bytes:
    """The text in UTF-8 without a byte order mark; `ReadError` for other encodings than UTF-8 and UTF-16."""
    if data.isascii():
        return data
    parts = _utf8(data[at : at + _BLOCK] for at in range(0, len(data), _BLOCK))
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return b"".join(parts)
    for _ in parts:
        pass
    return data.removeprefix(codecs.BOM_UTF8)


def _utf8(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The parts of a text in UTF-8, without its byte order mark; refused where they are not what they say."""
    parts = iter(parts)
    first = b""
    while len(first) < 4 and (part := next(parts, b"")):
        first += part
    if first.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise ReadError("The text is encoded as UTF-32; save the file as UTF-8.")
    wide = first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encoding = "UTF-16" if wide else "UTF-8"
    decoder = codecs.getincrementaldecoder(encoding)()
    at, line = 0, 1
    for part in chain([first.removeprefix(codecs.BOM_UTF8)], parts, [b""]):
        pending = len(decoder.getstate()[0])
        text = part
        if wide or pending or not part.isascii():
            try:
                decoded = decoder.decode(part, final=not part)
            except UnicodeDecodeError as error:
                offset = at - pending + error.start
                raise ReadError(
                    f"Line {line + part.count(10, 0, max(0, offset - at)):,} of the file is not {encoding}: the byte "
                    f"at offset {offset:,} is {error.object[error.start]:#04x}. Save the file as UTF-8 (in Excel: “CSV "
                    "UTF-8”)."
                ) from None
            text = decoded.encode() if wide else part
        at, line = at + len(part), line + part.count(10)
        if text:
            yield text


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


def _line_number(data: bytes, offset: int, first: int = 1) -> int:
    """The number of the line at `offset`, if `data` begins with line `first`."""
    breaks = b"\n" if b"\n" in data else b"\r"
    return data.count(breaks, 0, offset) + first


def _check_nul(data: bytes, first_line: int = 1) -> None:
    nul = data.find(b"\0")
    if nul >= 0:
        raise ReadError(
            f"Line {_line_number(data, nul, first_line):,} of the file holds a NUL byte, so this is not plain text; "
            "save the table as CSV in UTF-8."
        )


def _header(data: bytes) -> tuple[str, int, str]:
    """The header line, where the rows begin, and the delimiter."""
    _check_nul(data)
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
        if len(header) > csv.field_size_limit():
            raise ReadError(f"The header line has {len(header):,} characters; shorten the names in it.") from None
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


def _check_body(data: bytes, start: int, delimiter: str, first_line: int = 1) -> None:
    """Refuses quotes that would be misread."""
    if delimiter == " " and b'"' in data:
        number = _line_number(data, data.index(b'"'), first_line)
        raise ReadError(
            f"Line {number:,} of the file has a quote, but blanks separate the columns; separate them by commas."
        )
    _check_quotes(data, start, delimiter, first_line)


def _check_quotes(data: bytes, start: int, delimiter: str, first_line: int) -> None:
    """Refuses quotes that do not enclose a whole cell: Arrow would read on to the next quote, over many rows."""
    if data.find(b'"', start) < 0:
        return
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
                f"Line {_line_number(data, int(quotes[bad[0]]), first_line):,} of the file has a quote inside a cell "
                "that does not begin with one; put the whole cell in quotes and write the quote in it twice, or "
                "delete it."
            )
        if bad.size:
            last = int(quotes[bad[0] - 1]) if bad[0] else last
            raise _open_quote(data, last, first_line)
        count += quotes.size
        last = int(quotes[-1]) if quotes.size else last
    if count % 2:
        raise _open_quote(data, last, first_line)


def _open_quote(data: bytes, at: int, first_line: int) -> ReadError:
    return ReadError(
        f"The quote opened in line {_line_number(data, at, first_line):,} of the file is not closed at the end of its "
        'cell; close it there, or write a quote inside a quoted cell twice ("").'
    )


class _Rows:
    """Reads one body of rows after the other; what only the end tells waits for `finish`."""

    def __init__(self, layout: _Layout, names: Collection[str], ranges: Ranges = NO_RANGES) -> None:
        self._layout = layout
        self._ranges = {k: ranges[name] for k, name in enumerate(layout.names) if name in ranges}
        self._columns = [k for k, name in enumerate(layout.names) if name in names]
        self.names = [layout.names[k] for k in self._columns]
        self.count = self.kept = 0
        self._holes = 0
        self._first_hole: tuple[int, str] | None = None
        self._is_index = True

    def read(self, body: bytes | memoryview) -> Iterator[tuple[list[pa.Array], Ints]]:
        """The cells of each column in each block, and the numbers of its rows."""
        quick = self._quick(body) if self._ranges else None
        for cells in quick or ():
            numbers = np.arange(self.count + 1, self.count + 1 + len(cells[0]))
            self.count += numbers.size
            self.kept += numbers.size
            yield cells, numbers
        if quick is None:
            yield from self._read(body)

    def _quick(self, body: bytes | memoryview) -> list[list[pa.Array]] | None:
        """The cells, with binary numbers where a range is known; None if any cell needs a closer look."""
        found = []
        if _may_hold_long_number(body, self._layout.delimiter):
            return None
        try:
            for batch in _batches(body, self._layout, self._columns, self.count, self._ranges):
                cells = []
                for k, column in zip(self._columns, batch.columns, strict=True):
                    numeric = k in self._ranges
                    cell = column if numeric else pc.utf8_trim_whitespace(column).dictionary_encode()
                    lowest, highest = self._ranges.get(k, (1, LIMITS.cell))
                    measure = column if numeric else pc.binary_length(cell.dictionary)
                    values = measure.to_numpy(zero_copy_only=False)
                    if not (values.size and values.min() >= lowest and values.max() <= highest):  # or NaN
                        return None
                    if numeric and not values.all() and re.search(_MAY_UNDERFLOW, body):
                        return None
                    cells.append(cell)
                found.append(cells)
        except ReadError:
            return None
        return found

    def _read(self, body: bytes | memoryview) -> Iterator[tuple[list[pa.Array], Ints]]:
        """All cells as text, each one checked."""
        for batch in _batches(body, self._layout, self._columns, self.count):
            cells = [pc.utf8_trim_whitespace(column) for column in batch.columns]
            _check_lengths(cells, self.names, self.count)
            empty = _empty_cells(cells)
            keep = ~empty.all(axis=0)
            numbers = self.count + 1 + np.flatnonzero(keep)
            hole = empty & keep
            if self._first_hole is None and hole.any():
                row = int(hole.any(axis=0).argmax())
                self._first_hole = (self.count + 1 + row, self.names[int(hole[:, row].argmax())])
            self._holes += int(hole.sum())
            self.count += batch.num_rows
            self.kept += numbers.size
            if numbers.size < batch.num_rows:
                cells = [cell.filter(pa.array(keep)) for cell in cells]
            yield cells, numbers

    def is_whole(self, cells: list[pa.Array]) -> bool:
        """Whether the rows have had no hole so far; the first column of each block is checked if it has no name."""
        if self._layout.unnamed_first and self._columns[:1] == [0]:
            self._is_index = self._is_index and _is_index(pa.chunked_array(cells[:1]))
        return self._first_hole is None

    def finish(self) -> None:
        """Refuses empty cells, no rows at all, and a column without a name that is not an index."""
        if self._first_hole is not None:
            row, name = self._first_hole
            raise ReadError(
                f"Row {row:,}, column {shown(name)}: the cell is empty; fill it in, or delete the row or the column."
                f"{more(self._holes - 1)}"
            )
        if not self.kept:
            raise ReadError("There are no rows below the header line; add at least one row.")
        if not self._is_index:
            raise _no_index()


def _may_hold_long_number(body: bytes | memoryview, delimiter: str) -> bool:
    """Whether a cell may be a number of more characters than are read; looks at one place in so many bytes."""
    text, mark, length = bytes(body), delimiter.encode(), LIMITS.digits + 1
    at = 0
    while (stop := at + length) <= len(text):
        last = text.rfind(mark, at, stop)
        if last < 0:
            last = max(text.rfind(b"\n", at, stop), text.rfind(b"\r", at, stop))
        if last < 0 and not text[at:stop].strip(b' \t"').strip(b"+-.0123456789eE"):
            return True
        at = last + 1 if last >= 0 else stop
    return False


def _read_rows(body: bytes | memoryview, layout: _Layout, lines: int, progress: Callable[[float], None]) -> Table:
    parts: list[list[pa.Array]] = [[] for _ in layout.names]
    numbers: list[Ints] = []
    rows = _Rows(layout, layout.names)
    for cells, kept in rows.read(body):
        if rows.count > LIMITS.rows:
            raise ReadError(f"The file has more than {LIMITS.rows:,} rows; split the file.")
        numbers.append(kept)
        for part, cell in zip(parts, cells, strict=True):
            part.append(cell)
        progress(min(1.0, rows.count / lines))
    columns = [pa.chunked_array(part, pa.string()) for part in parts]
    rows.finish()
    if layout.unnamed_first and not _is_index(columns[0]):
        raise _no_index()
    return Table(
        dict(zip(layout.names, columns, strict=True)),
        None if rows.kept == rows.count else np.concatenate(numbers),
    )


def _no_index() -> ReadError:
    return ReadError("Column 1 has no name in the header; give it one, or delete the column.")


def _batches(
    body: bytes | memoryview, layout: _Layout, columns: list[int], before: int, numbers: Collection[int] = ()
) -> Iterator[pa.RecordBatch]:
    ragged: list[tuple[int, int, str]] = []

    def remember(row: arrow_csv.InvalidRow) -> str:
        ragged.append((row.number, row.actual_columns, row.text))
        return "error"

    view = memoryview(body)
    has_quotes = b'"' in body if isinstance(body, bytes) else re.search(rb'"', view) is not None
    fields = [f"f{k}" for k in range(len(layout.names))]
    try:
        if not view.nbytes:
            return
        # One thread: it parses a million rows in a second, and only then Arrow knows the row's number.
        yield from arrow_csv.open_csv(
            pa.BufferReader(pa.py_buffer(view)),
            read_options=arrow_csv.ReadOptions(use_threads=False, block_size=_BLOCK, column_names=fields),
            parse_options=arrow_csv.ParseOptions(
                delimiter=layout.delimiter,
                quote_char='"' if has_quotes else False,
                newlines_in_values=has_quotes,
                ignore_empty_lines=False,
                invalid_row_handler=remember,
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types={field: pa.float64() if k in numbers else pa.string() for k, field in enumerate(fields)},
                include_columns=[fields[k] for k in columns],
                null_values=[],
                strings_can_be_null=False,
                quoted_strings_can_be_null=False,
            ),
        )
    except MemoryError:  # Arrow's, too
        raise
    except pa.ArrowException as error:
        raise _parse_error(ragged, layout, before, str(error)) from None


def _parse_error(ragged: list[tuple[int, int, str]], layout: _Layout, before: int, reason: str) -> ReadError:
    if not ragged:
        if "straddl" in reason:
            return ReadError(f"A row has more than {_BLOCK:,} bytes; shorten its cells.")
        return ReadError("The rows cannot be told apart; put each row on one line.")
    number, actual, text = ragged[0]
    width = len(layout.names)
    remedy = f"check for a missing or extra {_DELIMITERS[layout.delimiter]}"
    if layout.delimiter == "," and actual > width:
        remedy += "; if commas are decimal commas, put semicolons between the cells"
    return ReadError(
        f"Row {before + number:,} has {actual:,} cells, but the header names {width:,} columns: {shown(text)}; "
        f"{remedy}."
    )


def _check_lengths(cells: list[pa.Array], names: list[str], before: int) -> None:
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


def _is_index(column: pa.ChunkedArray) -> bool:
    values = column_values(column)[0]
    whole = np.isfinite(values) & (values == np.floor(values))
    return bool(whole.all()) and np.unique(values).size == values.size
