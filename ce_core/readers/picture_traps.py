"""Files that Pillow decodes to other pixels than they state, without a word: refused here, with the way out."""

import struct
from collections.abc import Iterator

from PIL.ImageFile import ImageFile
from PIL.TiffImagePlugin import TiffImageFile

from ce_core.readers.errors import ReadError
from ce_core.readers.picture_parts import bmp_bits, gif_colours, png_transparency
from ce_core.readers.tiff_pieces import BITS, FILL, GROUP_3, PACKING, PHOTOMETRIC, PLAIN, piece_counts

_COLOUR_MAP, _SAMPLE_FORMAT, _SUBSAMPLING = 320, 339, 530
_SIGNED, _YCBCR = 2, 6


def check_traps(image: ImageFile, data: bytes, file: str) -> None:
    """Refuses a picture, opened but not decoded, that would be misread. `file` is what messages call it."""
    for what in _traps(image, data):
        raise ReadError(f"{file} {what}.")


def _traps(image: ImageFile, data: bytes) -> Iterator[str]:
    if image.mode == "I":
        yield "has 32-bit or signed pixels, which state no white; save it with 8 or 16 bits"
    if isinstance(image, TiffImageFile):
        yield from _tiff(image)
    elif image.format == "PNG":
        yield from _png(image, data)
    elif image.format == "BMP":
        yield from _bmp(image, data)
    elif image.format == "GIF" and not gif_colours(data):
        yield "has pixels of numbered colours, but no colours; save it again as PNG"


def _tiff(image: TiffImageFile) -> Iterator[str]:
    tags = image.tag_v2
    plain = tags.get(PACKING, PLAIN) == PLAIN
    stated, needed, planes = piece_counts(image)
    if PHOTOMETRIC not in tags:
        yield "does not say whether 0 is black or white; save it again as PNG"
    if _SIGNED in tags.get(_SAMPLE_FORMAT, ()):
        yield "has signed pixels, which state no white; save it with unsigned ones"
    if tags.get(PACKING) == GROUP_3:
        yield "is packed as a fax (Group 3), which does not show whether all pixels are there; save it again as PNG"
    if image.mode == "F" and not plain and tags.prefix == b"MM":
        yield "has decimal pixels that are both big-endian and packed; save it without packing"
    if tags.get(PHOTOMETRIC) == _YCBCR and plain and image.mode != "L" and tags.get(_SUBSAMPLING) != (1, 1):
        yield "has colours that are coarser than its pixels (YCbCr); save it as RGB"
    if image.mode in ("P", "PA") and 0 < max(tags[_COLOUR_MAP]) < 256:
        yield "has a table of colours with 8 bits, where a TIFF has 16; save it as RGB"
    deep_or_reversed = 16 in tags.get(BITS, ()) or tags.get(FILL, 1) == 2
    if planes > 1 and (deep_or_reversed if plain else image.mode in ("LA", "PA")):
        yield "has each of its colours by itself (planar); save it with the colours of a pixel side by side"
    if plain and stated > needed:
        yield f"is damaged: it has {stated:,} strips or tiles of pixels where its size needs {needed:,}; save it again"


def _png(image: ImageFile, data: bytes) -> Iterator[str]:
    width, height, depth = struct.unpack_from(">IIB", data, 16)
    if image.tile[0][1] != (0, 0, width, height):
        yield "is damaged: its first frame has another size than the picture; save it again"
    if depth == 16 and image.mode == "RGB" and png_transparency(data):
        yield "has 16-bit colours of which one is transparent; save it with an alpha channel or with 8 bits"


def _bmp(image: ImageFile, data: bytes) -> Iterator[str]:
    bits = bmp_bits(data)
    if image.tile[0][0] == "raw" and bits != {"1": 1, "L": 8}.get(image.mode, bits):
        yield f"has {bits}-bit pixels and a table of greys that is easily misread; save it again as PNG"
