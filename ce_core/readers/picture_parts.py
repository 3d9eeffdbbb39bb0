"""What a picture file is made of, looked at before anything is decoded: its parts, its remarks, its frames.

Decoders go over thousands of tiny parts one by one, and over every pixel for each pass that a JPEG announces. So a
small file can keep them busy for minutes, though it states few pixels. What is malformed is left to the decoder.
"""

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import NamedTuple

from ce_core.readers.errors import ReadError
from ce_core.readers.limits import LIMITS


class _Part(NamedTuple):
    """One part, or several, and what it adds to each number that `LIMITS` bounds."""

    parts: int = 1
    remarks: int = 0
    frames: int = 0
    scans: int = 0
    pixels: int = 0


def check_parts(data: bytes, file: str) -> None:
    """Refuses a picture that would keep a decoder busy for long. `file` is what messages call it."""
    most = (LIMITS.parts, LIMITS.remarks, LIMITS.frames, LIMITS.scans, LIMITS.pixels)
    left = list(most)
    for part in _parts(data):
        for k, number in enumerate(part):
            left[k] -= number
            if left[k] < 0:
                raise ReadError(f"{file} has more than {most[k]:,} {_NAMES[k]}; save it again as a plain picture.")


_PNG = b"\x89PNG\r\n\x1a\n"
_ROOM = 2**20
"""Bytes that are unpacked at a time."""
_ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
"""The seven sets of an interlaced PNG: first column, first row, steps to the right and down."""
_BEFORE_PIXELS = frozenset({b"IHDR", b"PLTE", b"tRNS"})
"""Parts of a PNG that stand there once at most; of others, the decoder may take the last."""
_NAMES = ("parts", "bytes beside its pixels", "frames", "passes over its pixels", "pixels")


def _parts(data: bytes) -> Iterator[_Part]:
    for beginning, parts in _FORMATS.items():
        if data.startswith(beginning):
            try:
                yield from parts(data)
            except (struct.error, IndexError):  # it ends in the middle, which the decoder says in its own words
                return


def check_whole(data: bytes, file: str) -> None:
    """Refuses a PNG whose checksums are wrong or whose pixels are not all there: decoders make missing ones black."""
    if not data.startswith(_PNG):
        return
    if data[12:16] != b"IHDR":
        raise ReadError(f"{file} is damaged: it does not begin with its size; save it again.")
    inflate, rows, ended = zlib.decompressobj(), _Rows(data), False
    expected = set(_BEFORE_PIXELS)
    try:
        for kind, content, checksum in _chunks(data):
            if zlib.crc32(content, zlib.crc32(kind)) != checksum:
                raise ReadError(f"{file} is damaged: the checksum of its part {kind!r:.8} is wrong; save it again.")
            if kind in _BEFORE_PIXELS - expected:
                raise ReadError(f"{file} is damaged: its part {kind!r:.8} is there twice or too late; save it again.")
            expected -= _BEFORE_PIXELS if kind == b"IDAT" else {kind}
            ended = kind == b"IEND"
            while kind == b"IDAT" and content:
                rows.add(inflate.decompress(content, _ROOM))
                content = inflate.unconsumed_tail
    except (struct.error, zlib.error):
        ended = False
    if rows.unknown_filter:
        raise ReadError(f"{file} is damaged: it has rows that are packed in no known way; save it again.")
    if not ended or rows.left:
        raise ReadError(f"{file} is damaged or cut off: not all of its pixels are there; save it again.")


def png_transparency(data: bytes) -> bytes:
    """What a PNG states of transparent colours: a grey or a colour of 16 bits each, or an alpha for each colour."""
    return next((content for kind, content, _ in _chunks(data) if kind == b"tRNS"), b"")


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes, int]]:
    """Kind, content and checksum of each part of a PNG, up to its end."""
    at, kind = len(_PNG), b""
    while kind != b"IEND":
        size, kind = struct.unpack_from(">I4s", data, at)
        yield kind, data[at + 8 : at + 8 + size], struct.unpack_from(">I", data, at + 8 + size)[0]
        at += 12 + size


class _Rows:
    """What the pixels of a PNG unpack to: rows of equal length in one set or, interlaced, in seven."""

    def __init__(self, data: bytes) -> None:
        width, height, depth, colour, *_, interlaced = struct.unpack_from(">IIBBBBB", data, 16)
        bits = depth * {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}.get(colour, 0)
        self.left: list[tuple[int, int]] = []
        """Of each set the bytes that are still to come, and those of a row, which begins with the filter's number."""
        self.unknown_filter = False
        self._next = 0
        for x, y, right, down in _ADAM7 if interlaced else ((0, 0, 1, 1),):
            columns, rows = -(-(width - x) // right), -(-(height - y) // down)
            if columns > 0 and rows > 0:
                row = 1 + -(-columns * bits // 8)
                self.left.append((rows * row, row))

    def add(self, piece: bytes) -> None:
        """With these bytes, too."""
        while piece and self.left:
            left, row = self.left.pop(0)
            part, piece = piece[:left], piece[left:]
            self.unknown_filter |= max(part[self._next :: row], default=0) > 4
            self._next = (self._next - len(part)) % row
            if len(part) < left:
                self.left.insert(0, (left - len(part), row))
            else:
                self._next = 0


def _png(data: bytes) -> Iterator[_Part]:
    at = 8
    while at + 8 <= len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        frames = struct.unpack_from(">I", data, at + 8)[0] if kind == b"acTL" else 0
        yield _Part(remarks=0 if kind in (b"IDAT", b"fdAT") else size, frames=frames)
        if kind == b"IEND":
            return
        at += 12 + size


_SCANNED = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")
"""A marker behind pixels, which have no other byte behind FF than these."""
_WITH_CONTENT = frozenset({*range(0xC0, 0xF0), 0xFE} - {0xC8, *range(0xD0, 0xDA)})
"""Markers that a length follows; decoders go over all other bytes one by one."""


def jpeg_end(data: bytes) -> int:
    """Where the last pixels of a JPEG end."""
    end = len(data)
    with suppress(struct.error, IndexError):
        for start, kind, _ in _segments(data):
            end = start if kind == 0xD9 else len(data)
    return end


def _jpeg(data: bytes) -> Iterator[_Part]:
    at = 2
    for start, kind, size in _segments(data):
        remarks = size if 0xE0 <= kind <= 0xEF or kind == 0xFE else 0
        scan = kind == 0xDA
        yield _Part(parts=1 + (0 if at < 0 else max(0, start - at)), remarks=remarks, scans=int(scan))
        at = -1 if scan or at < 0 else start + 2 + size


def _segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Where each marker of a JPEG stands, which it is, and the bytes that belong to it; behind pixels up to the end."""
    at, scanning = 2, False
    while at < len(data):
        if scanning:
            marker = _SCANNED.search(data, at)
            start = -1 if marker is None else marker.end() - 2
        else:
            start = data.find(b"\xff", at)
        if start < 0:
            return
        kind = data[start + 1]
        size = struct.unpack_from(">H", data, start + 2)[0] if kind in _WITH_CONTENT else 0
        yield start, kind, size
        if scanning and kind == 0xD9:
            return
        scanning = scanning or kind == 0xDA
        at = start + (1 if kind == 0xFF else 2 + size)


def _gif(data: bytes) -> Iterator[_Part]:
    at = 13 + _palette(data[10])
    while data[at] != 0x3B:
        frame = data[at] == 0x2C
        if not frame and data[at] != 0x21:  # decoders look for the next block byte by byte
            yield _Part()
            at += 1
            continue
        at += 11 + _palette(data[at + 9]) if frame else 2
        start, short = at, 0
        while data[at]:
            short += data[at] < 255
            at += 1 + data[at]
            if short > LIMITS.parts:
                break
        yield _Part(parts=1 + short, remarks=0 if frame else at - start, frames=int(frame))
        at += 1


def gif_colours(data: bytes) -> int:
    """How many colours the first frame of a GIF has to choose from."""
    at = 13 + _palette(data[10])
    while data[at] != 0x2C:
        if data[at] == 0x21:
            at += 2
            while data[at]:
                at += 1 + data[at]
        at += 1
    return (_palette(data[at + 9]) or _palette(data[10])) // 3


def _palette(flags: int) -> int:
    """Bytes of the colour table that the flags announce."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _webp_chunks(data: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Where each part of a WebP begins, its kind, and the bytes of its content."""
    at = 12
    while at + 8 <= len(data):
        kind, size = struct.unpack_from("<4sI", data, at)
        yield at, kind, size
        at += 8 + size + size % 2


def _webp(data: bytes) -> Iterator[_Part]:
    for at, kind, size in _webp_chunks(data):
        pixels = 0
        if kind == b"VP8X":  # the decoder makes room for the whole canvas at once
            width, height = (1 + int.from_bytes(data[at + k : at + k + 3], "little") for k in (12, 15))
            pixels = width * height
        remarks = size if kind in (b"EXIF", b"XMP ", b"ICCP") else 0
        yield _Part(remarks=remarks, frames=int(kind == b"ANMF"), pixels=pixels)


def webp_frame(data: bytes) -> tuple[int, int, int, int] | None:
    """Left, top, right and bottom of the first frame, if a WebP has several."""
    for at, kind, _ in _webp_chunks(data):
        if kind == b"ANMF":
            x, y, width, height = (int.from_bytes(data[at + k : at + k + 3], "little") for k in (8, 11, 14, 17))
            return 2 * x, 2 * y, 2 * x + width + 1, 2 * y + height + 1
    return None


_TIFF_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
_TIFF_PIECES = {273, 279, 324, 325}
"""Tags that have an entry for each strip or tile."""


def _tiff(data: bytes) -> Iterator[_Part]:
    order = "<" if data[:2] == b"II" else ">"
    big = 43 in struct.unpack_from(order + "H", data, 2)
    count_of, entry, link = ("Q", "HHQQ", "Q") if big else ("H", "HHII", "I")
    at = struct.unpack_from(order + link, data, 8 if big else 4)[0]
    seen: set[int] = set()
    while at and at not in seen:
        seen.add(at)
        entries = struct.unpack_from(order + count_of, data, at)[0]
        at += struct.calcsize(order + count_of)
        yield _Part(parts=0, frames=1)
        for k in range(entries if len(seen) == 1 else 0):  # of the other pages nothing is read
            tag, kind, count, _ = struct.unpack_from(order + entry, data, at + k * struct.calcsize(order + entry))
            pieces = tag in _TIFF_PIECES
            yield _Part(parts=count if pieces else 1, remarks=0 if pieces else count * _TIFF_SIZES.get(kind, 1))
        at = struct.unpack_from(order + link, data, at + entries * struct.calcsize(order + entry))[0]


def _bmp(data: bytes) -> Iterator[_Part]:
    if struct.unpack_from("<I", data, 30)[0] in (1, 2):  # run lengths, each of two bytes or more
        yield _Part(parts=len(data) // 2)


def bmp_colours(data: bytes) -> int:
    """How many colours the pixels of a BMP of few bits have to choose from."""
    stated = struct.unpack_from("<I", data, 46)[0] if data[14] > 12 else 0
    return int(stated or 1 << bmp_bits(data))


def bmp_bits(data: bytes) -> int:
    """Bits of a pixel."""
    return int(struct.unpack_from("<H", data, 28 if data[14] > 12 else 24)[0])


_FORMATS: dict[bytes, Callable[[bytes], Iterator[_Part]]] = {
    _PNG: _png,
    b"\xff\xd8": _jpeg,
    b"GIF8": _gif,
    b"RIFF": _webp,
    b"BM": _bmp,
    **dict.fromkeys((b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"), _tiff),
}
