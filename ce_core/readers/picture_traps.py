"""Files that Pillow decodes to other pixels than they state, without a word: refused here, with the way out."""

import struct
from collections.abc import Iterator

from PIL.ImageFile import ImageFile

from ce_core.readers.errors import ReadError
from ce_core.readers.picture_parts import png_transparency


def check_traps(image: ImageFile, data: bytes, file: str) -> None:
    """Refuses a picture, opened but not decoded, that would be misread. `file` is what messages call it."""
    for what in _traps(image, data):
        raise ReadError(f"{file} {what}.")


def _traps(image: ImageFile, data: bytes) -> Iterator[str]:
    if image.format == "PNG":
        yield from _png(image, data)


def _png(image: ImageFile, data: bytes) -> Iterator[str]:
    width, height, depth = struct.unpack_from(">IIB", data, 16)
    if image.tile[0][1] != (0, 0, width, height):
        yield "is damaged: its first frame has another size than the picture; save it again"
    if depth == 16 and image.mode == "RGB" and png_transparency(data):
        yield "has 16-bit colours of which one is transparent; save it with an alpha channel or with 8 bits"
