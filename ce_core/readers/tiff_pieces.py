"""The strips or tiles of a TIFF: whether there are as many as its size needs, with all their pixels.

Pillow leaves the pixels of a missing one black, and the decoders of fax and JPEG make up what ends too early.
"""

from collections.abc import Iterator

from PIL.TiffImagePlugin import TiffImageFile

WIDTH, HEIGHT, BITS, PACKING, PHOTOMETRIC, FILL, SAMPLES, PLANES = 256, 257, 258, 259, 262, 266, 277, 284
_STRIPS, _STRIP_ROWS, _STRIP_BYTES = 273, 278, 279
_TILE_WIDTH, _TILE_HEIGHT, _TILES, _TILE_BYTES = 322, 323, 324, 325
_JPEG_TABLES = 347
PLAIN, GROUP_3, GROUP_4, JPEG = 1, 3, 4, 7
_GROUP_4_END = 0x001001
"""Two line ends, 24 bits; up to the end of a byte, zeros follow."""
_REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


def piece_counts(image: TiffImageFile) -> tuple[int, int, int]:
    """How many pieces there are, how many there must be, and the planes of samples that each have so many of them."""
    tags = image.tag_v2
    columns, rows = _shape(image)
    planes = tags.get(SAMPLES, 1) if tags.get(PLANES, 1) == 2 else 1
    needed = -(-tags[WIDTH] // columns) * -(-tags[HEIGHT] // rows) * planes
    return len(tags[_STRIPS if _STRIPS in tags else _TILES]), needed, planes


def has_all_pieces(image: TiffImageFile, data: bytes) -> bool:
    """Whether there is each strip or tile, with all its bytes as far as its packing lets them be counted."""
    tags = image.tag_v2
    stated, needed, planes = piece_counts(image)
    sizes = tags.get(_STRIP_BYTES if _STRIPS in tags else _TILE_BYTES)
    packing = tags.get(PACKING, PLAIN)
    if stated < needed or (sizes is not None and len(sizes) < needed):
        return False
    if packing == GROUP_4:
        return all(_has_group_4_end(piece, tags.get(FILL, 1) == 2) for piece in _pieces(image, data))
    if packing != PLAIN or sizes is None:
        return True
    columns, rows = _shape(image)
    row = -(-columns * tags.get(BITS, (1,))[0] * tags.get(SAMPLES, 1) // planes // 8)
    down = needed // planes
    least = [row * (min(rows, tags[HEIGHT] - k * rows) if _STRIPS in tags else rows) for k in range(down)] * planes
    return all(size >= enough for size, enough in zip(sizes, least, strict=False))


def jpegs(image: TiffImageFile, data: bytes) -> Iterator[bytes]:
    """The pieces that are packed as JPEG, each a file of its own."""
    if image.tag_v2.get(PACKING) == JPEG:
        tables = image.tag_v2.get(_JPEG_TABLES, b"")[2:-2]
        for piece in _pieces(image, data):
            yield piece[:2] + tables + piece[2:]


def _shape(image: TiffImageFile) -> tuple[int, int]:
    """Columns and rows of a piece."""
    tags = image.tag_v2
    if _STRIPS in tags:
        return tags[WIDTH], min(tags.get(_STRIP_ROWS, tags[HEIGHT]), tags[HEIGHT])
    return tags[_TILE_WIDTH], tags[_TILE_HEIGHT]


def _pieces(image: TiffImageFile, data: bytes) -> Iterator[bytes]:
    tags = image.tag_v2
    where, sizes = (_STRIPS, _STRIP_BYTES) if _STRIPS in tags else (_TILES, _TILE_BYTES)
    for begin, size in zip(tags[where], tags[sizes], strict=False):
        yield data[begin : begin + size]


def _has_group_4_end(piece: bytes, reversed_bits: bool) -> bool:
    tail = piece.rstrip(b"\0")[-4:]
    bits = int.from_bytes(tail.translate(_REVERSED) if reversed_bits else tail)
    return bits != 0 and bits // (bits & -bits) & 0xFFFFFF == _GROUP_4_END
