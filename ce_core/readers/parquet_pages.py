"""What a Parquet file really holds, looked at before Arrow does: its footer, and the header of every page.

The footer states sizes, too, but whoever writes a file can write anything there; Arrow makes room for what the pages
state. And where a footer is malformed, Arrow's own view of it ends the process. Both are written in Thrift's compact
protocol, of which this reads what they need.
"""

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from ce_core.readers.errors import ReadError
from ce_core.readers.limits import LIMITS

# Fields of the footer, of a row group, a column chunk and its metadata, by the numbers that Parquet gives them.
_ROWS, _GROUPS = 3, 4
_CHUNKS, _GROUP_ROWS = 1, 3
_ABOUT = 3
_VALUES, _PACKED, _FIRST_PAGE, _DICTIONARY_PAGE = 5, 7, 9, 11

# Fields of a page header: its sizes, and one of three that say what kind of page it is.
_PAGE_UNPACKED, _PAGE_PACKED = 2, 3
_DATA, _DICTIONARY, _DATA_2 = 5, 7, 8
_ENCODING = {_DATA: 2, _DICTIONARY: 2, _DATA_2: 4}
_PREFIXES = 7
"""The encoding in which each text repeats the beginning of the one before, so that texts take no room."""
_WINDOWS = (2**8, 2**12, 2**16, 2**20)
"""Bytes read for a header, which may hold the least and the largest text of its page."""

Fields = dict[int, Any]


def unpacked_size(file: pa.NativeFile) -> int:
    """Bytes that all pages unpack to, as they state it themselves.

    `ReadError` for what would keep Arrow busy, `ValueError` for what is malformed.
    """
    try:
        return _unpacked_size(file)
    except (KeyError, IndexError, TypeError):
        raise ValueError("what it says of its pages is incomplete") from None


def _unpacked_size(file: pa.NativeFile) -> int:
    footer = _footer(file)
    rows = sum(group[_GROUP_ROWS] for group in footer[_GROUPS])
    if rows != footer[_ROWS]:
        raise ReadError(f"The file states {footer[_ROWS]:,} rows but holds {rows:,}, so it is damaged; write it again.")
    total = 0
    for number, size in enumerate(_pages(file, footer)):
        total += size
        if number >= LIMITS.pages:
            raise ReadError(f"The Parquet file has more than {LIMITS.pages:,} pages; write larger row groups.")
    return total


def _footer(file: pa.NativeFile) -> Fields:
    size = file.size()
    end = file.read_at(8, max(0, size - 8))
    stated = int.from_bytes(end[:4], "little")
    if end[4:] != b"PAR1" or stated > size - 12:
        raise ValueError("the footer is not where it should be")
    if stated > LIMITS.footer:
        raise ReadError(
            f"The Parquet file describes itself in {stated:,} bytes; at most {LIMITS.footer:,} are read. Write fewer "
            "columns and larger row groups, without metadata."
        )
    return _Fields(file.read_at(stated, size - 8 - stated)).struct(0)


def _pages(file: pa.NativeFile, footer: Fields) -> Iterator[int]:
    """The unpacked size of each page."""
    for group in footer[_GROUPS]:
        for chunk in group[_CHUNKS]:
            yield from _pages_of(file, chunk[_ABOUT])


def _pages_of(file: pa.NativeFile, about: Fields) -> Iterator[int]:
    at, values = about[_FIRST_PAGE], 0
    if 0 < about.get(_DICTIONARY_PAGE, 0) < at:
        at = about[_DICTIONARY_PAGE]
    end = at + about[_PACKED]
    while at < end and values < about[_VALUES]:
        header, length = _page(file, at)
        kind = next((kind for kind in _ENCODING if kind in header), None)
        if kind is not None:
            if header[kind][_ENCODING[kind]] == _PREFIXES:
                raise ReadError(
                    "The Parquet file holds texts in the encoding DELTA_BYTE_ARRAY, of which it cannot be told how "
                    "long they are; write it with another encoding."
                )
            values += 0 if kind == _DICTIONARY else header[kind][1]
        if header[_PAGE_UNPACKED] < 0 or header[_PAGE_PACKED] < 0:
            raise ValueError("a page of negative size")
        yield header[_PAGE_UNPACKED]
        at += length + header[_PAGE_PACKED]


def _page(file: pa.NativeFile, at: int) -> tuple[Fields, int]:
    """The fields of a page header, and how many bytes it takes."""
    for window in _WINDOWS:
        fields = _Fields(file.read_at(window, at))
        try:
            return fields.struct(0), fields.at
        except IndexError:
            continue
    raise ValueError("a page header without end")


class _Fields:
    """One pass over a structure: numbers and structures by the number of their field, texts only passed over."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0
        self._left = 50 * LIMITS.pages

    def struct(self, depth: int) -> Fields:
        """The fields of the structure that begins here."""
        if depth > LIMITS.depth:
            raise ValueError("structures nested too deeply")
        fields: Fields = {}
        number = 0
        while head := self.byte():
            number = number + (head >> 4) if head >> 4 else self.signed()
            fields[number] = self.value(head & 15, depth)
        return fields

    def value(self, kind: int, depth: int) -> Any:
        """The value that begins here, of one of Thrift's kinds."""
        self._left -= 1
        if self._left < 0:
            raise ReadError("The Parquet file describes itself at too great length; write larger row groups.")
        if kind in (1, 2):  # true, false
            return kind == 1
        if kind == 3:
            return self.byte()
        if kind in (4, 5, 6):
            return self.signed()
        if kind in (7, 8):  # decimal numbers and texts
            length = 8 if kind == 7 else self.unsigned()
            self.at += length
            return None
        if kind in (9, 10):
            head = self.byte()
            of, length = head & 15, head >> 4 if head >> 4 < 15 else self.unsigned()
            return [self.value(3 if of in (1, 2) else of, depth) for _ in range(length)]
        if kind == 12:
            return self.struct(depth + 1)
        raise ValueError("a value of unknown kind")

    def byte(self) -> int:
        """The next byte."""
        self.at += 1
        return self.data[self.at - 1]

    def signed(self) -> int:
        """The next number, of either sign."""
        number = self.unsigned()
        return number >> 1 ^ -(number & 1)

    def unsigned(self) -> int:
        """The next number, seven bits a byte."""
        number = 0
        for shift in range(0, 70, 7):
            byte = self.byte()
            number |= (byte & 0x7F) << shift
            if byte < 0x80:
                return number
        raise ValueError("a number without end")
