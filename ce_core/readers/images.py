"""Pictures to luminance: an image file in, one H×W array in [0, 1] out.

Colour becomes luminance by ITU-R BT.601, 0.299 R + 0.587 G + 0.114 B, on the values as stored. It is computed in
whole numbers and divided once, so that greys and white come out exactly.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageChops, UnidentifiedImageError
from PIL.ImageFile import ImageFile
from PIL.TiffImagePlugin import TiffImageFile

from ce_core.readers.errors import ReadError, shown, within_memory
from ce_core.readers.limits import LIMITS
from ce_core.readers.numerals import Floats
from ce_core.readers.picture_parts import (
    bmp_colours,
    check_parts,
    check_whole,
    gif_colours,
    jpeg_end,
    png_transparency,
    webp_frame,
)
from ce_core.readers.picture_traps import check_traps
from ce_core.readers.tiff_pieces import BITS, PHOTOMETRIC, has_all_pieces, jpegs

_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP", "GIF")
_KNOWN = "PNG, JPEG, TIFF, BMP, WebP or GIF"
_ORIENTATION = 0x0112
_EXTRA_SAMPLES = 338
_COLOUR_MAP = 320
_BAND = 256
"""Rows of a colour picture that are worked on at a time: bounds the memory."""

_UPRIGHT: dict[int, tuple[str, Callable[[Floats], Floats]]] = {
    2: ("mirrored", lambda a: a[:, ::-1]),
    3: ("turned by 180°", lambda a: a[::-1, ::-1]),
    4: ("flipped upside down", lambda a: a[::-1]),
    5: ("mirrored and turned by 90°", lambda a: a.T),
    6: ("turned by 90° clockwise", lambda a: np.rot90(a, -1)),
    7: ("mirrored and turned by 90°", lambda a: a[::-1, ::-1].T),
    8: ("turned by 90° counter-clockwise", lambda a: np.rot90(a)),
}


@dataclass(frozen=True, slots=True, eq=False)
class GreyImage:
    """A greyscale picture, 0 black to 1 white. `mode` and `bits` are those of the file, `notes` say what was done."""

    pixels: Floats
    width: int
    height: int
    mode: str
    bits: int
    notes: tuple[str, ...]


def read_image(data: bytes, *, name: str = "") -> GreyImage:
    """The luminance of the picture in a file's bytes: PNG, JPEG, TIFF, BMP, WebP, or the first frame of a GIF.

    8 bits are divided by 255, 16 bits by 65535; transparent parts, and what lies outside the first frame, are white;
    the orientation that a camera noted is applied. `ReadError` for what is damaged, too large, has no stated black and
    white, or would be misread.
    """
    if not isinstance(data, bytes):
        raise TypeError(f"read_image takes bytes, not {type(data).__name__}")
    file = f"The file {shown(name)}" if name else "The file"
    if not data:
        raise ReadError(f"{file} is empty; choose a picture.")
    if len(data) > LIMITS.image_bytes:
        raise ReadError(f"{file} has {len(data):,} bytes; at most {LIMITS.image_bytes:,} are read. Make it smaller.")
    with within_memory():
        return _read(data, file)


def _read(data: bytes, file: str) -> GreyImage:
    check_parts(data, file)
    image = _opened(data, file)
    width, height = image.size
    if width * height > LIMITS.pixels:
        raise ReadError(f"{file} has {width:,} × {height:,} pixels; at most {LIMITS.pixels:,} are read. Scale it down.")
    check_whole(data, file)
    try:
        check_traps(image, data, file)
        frame = image.tile[0][1] if image.format == "GIF" else webp_frame(data) if image.format == "WEBP" else None
        before = _orientation(image)  # Pillow turns TIFF upright by itself while decoding, and then says no more of it
        image.load()
        animated = bool(getattr(image, "is_animated", False))
        whole = _is_whole(image, data)
    except (ReadError, MemoryError):
        raise
    except Exception as error:  # Pillow raises whatever its decoding trips on
        raise ReadError(f"{file} is damaged or cut off ({shown(str(error), 80)}); save it again.") from None
    if not whole:
        raise ReadError(f"{file} is damaged or cut off: not all of its pixels are there; save it again.")
    notes: list[str] = []
    pixels, bits = _luminance(image, data, file, notes)
    if frame is not None and frame != (0, 0, *image.size):
        pixels = _alone_on_white(pixels, frame)
        notes.append("what lies outside its first frame was made white")
    after = _orientation(image)
    if after in _UPRIGHT:
        pixels = np.ascontiguousarray(_UPRIGHT[after][1](pixels))
    if before in _UPRIGHT or after in _UPRIGHT:
        how = _UPRIGHT[after if after in _UPRIGHT else before][0]
        notes.append(f"orientation noted by the camera was applied: {how}")
    if animated:
        notes.append("only the first of its frames was taken")
    return GreyImage(pixels, pixels.shape[1], pixels.shape[0], image.mode, bits, tuple(notes))


def _opened(data: bytes, file: str) -> ImageFile:
    try:
        return Image.open(io.BytesIO(data), formats=_FORMATS)
    except UnidentifiedImageError:
        raise ReadError(f"{file} is not a picture that can be read; save it as {_KNOWN}.") from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ReadError(
            f"{file} states more than {LIMITS.pixels:,} pixels, which is too many; scale it down."
        ) from None
    except MemoryError:
        raise
    except Exception as error:  # Pillow raises whatever its parsing trips on
        raise ReadError(f"{file} is damaged ({shown(str(error), 80)}); save it again as {_KNOWN}.") from None


def _is_whole(image: Image.Image, data: bytes) -> bool:
    """Whether a TIFF or a JPEG has all its pixels."""
    if isinstance(image, TiffImageFile):
        pieces = ((Image.open(io.BytesIO(piece), formats=["JPEG"]), piece) for piece in jpegs(image, data))
        return has_all_pieces(image, data) and all(_jpeg_is_whole(opened, piece) for opened, piece in pieces)
    return image.format not in ("JPEG", "MPO") or _jpeg_is_whole(image, data)


def _jpeg_is_whole(image: Image.Image, data: bytes) -> bool:
    """Whether it is the same picture with something more behind the last of its pixels.

    The decoder fills in pixels that are missing, and Pillow does not pass its warning on.
    """
    end = jpeg_end(data)
    with Image.open(io.BytesIO(data[:end] + b"\x55" * 64 + data[end:]), formats=_FORMATS) as longer:
        return ImageChops.difference(image, longer).getbbox() is None


def _alone_on_white(pixels: Floats, frame: tuple[int, int, int, int]) -> Floats:
    left, top, right, bottom = frame
    alone = np.ones_like(pixels)
    alone[top:bottom, left:right] = pixels[top:bottom, left:right]
    return alone


def _orientation(image: Image.Image) -> int:
    try:
        noted = image.getexif().get(_ORIENTATION, 1)
    except Exception:  # a broken remark of the camera does not spoil the picture
        return 1
    return noted if isinstance(noted, int) else 1


def _luminance(image: Image.Image, data: bytes, file: str, notes: list[str]) -> tuple[Floats, int]:
    """The luminance of the decoded picture, and the bits of its samples."""
    try:
        if image.format == "PNG":
            _state_transparency(image, data)
        if image.mode.startswith("I;16"):
            return _deep_grey(image, notes)
        if image.mode == "F":
            return _float_grey(image, file, notes), 32
        bits = 1 if image.mode == "1" else 8
        if _bits_in_file(image, data) == 16:
            notes.append("16-bit colour was read with 8 bits")
        _check_palette(image, data, file)
        if image.mode in ("1", "L") and not image.has_transparency_data:
            return np.asarray(image.convert("L")) / 255, bits
        return _colour(image, notes), bits
    except (ReadError, MemoryError):
        raise
    except Exception as error:  # as above
        raise ReadError(
            f"{file} has the colours {shown(image.mode)}, which cannot be read ({shown(str(error), 80)}); "
            "save it as RGB."
        ) from None


def _tiff_tag(image: Image.Image, tag: int) -> object:
    return image.tag_v2.get(tag) if isinstance(image, TiffImageFile) else None


def _bits_in_file(image: Image.Image, data: bytes) -> int:
    """16 for the deep colours that Pillow decodes with 8 bits, else 8."""
    deep_png = image.format == "PNG" and data[24:25] == b"\x10"  # the bit depth in the header chunk
    samples, table = _tiff_tag(image, BITS), _tiff_tag(image, _COLOUR_MAP)
    deep_tiff = isinstance(samples, tuple) and 16 in samples
    deep_table = isinstance(table, tuple) and image.mode in ("P", "PA") and any(v % 256 and v % 257 for v in table)
    return 16 if deep_png or deep_tiff or deep_table else 8


def _deep_grey(image: Image.Image, notes: list[str]) -> tuple[Floats, int]:
    samples = _tiff_tag(image, BITS)
    bits = 12 if samples == (12,) else 16
    white = 2**bits - 1
    raw = np.asarray(image)
    notes.append(f"{bits}-bit grey was divided by {white}")
    grey: Floats = raw / np.float64(white)
    if _tiff_tag(image, PHOTOMETRIC) == 0:  # Pillow leaves this to the reader for deep samples only
        grey = np.subtract(white, raw, dtype=np.float64)
        grey /= white
        notes.append("0 is white in this file")
    clear = image.info.get("transparency")
    if isinstance(clear, int):
        grey[raw == clear] = 1.0
        notes.append("transparent pixels were laid over white")
    return grey, bits


def _float_grey(image: Image.Image, file: str, notes: list[str]) -> Floats:
    grey = np.asarray(image).astype(np.float64)
    bad = np.argwhere(~((grey >= 0) & (grey <= 1)))
    if len(bad):
        row, column = bad[0]
        raise ReadError(
            f"{file} has {grey[row, column]:g} at the pixel in row {row + 1:,}, column {column + 1:,}; decimal pixels "
            "must lie between 0 (black) and 1 (white), so divide them by the largest first."
        )
    notes.append("decimal pixels were taken as they are, 0 black to 1 white")
    if _tiff_tag(image, PHOTOMETRIC) == 0:
        grey = 1 - grey
        notes.append("0 is white in this file")
    return grey


def _check_palette(image: Image.Image, data: bytes, file: str) -> None:
    """Refuses pixels of colours that there are not: Pillow makes them black, or grey."""
    if image.mode == "P":
        colours = len(image.getpalette() or ()) // 3
    elif image.mode in ("1", "L") and image.format in ("BMP", "GIF"):
        colours = gif_colours(data) if image.format == "GIF" else bmp_colours(data)
    else:
        return
    most = image.getextrema()[-1]
    if image.mode == "1":
        most = int(most == 255)
    if isinstance(most, int | float) and most >= colours:
        raise ReadError(f"{file} has pixels of colour {int(most)}, but only {colours} colours; save it again as RGB.")


def _state_transparency(image: Image.Image, data: bytes) -> None:
    """Puts the transparency that a PNG states in terms of the decoded pixels.

    Pillow scales greys of few bits, but not the clear one; it overlooks the last alpha of a palette if that is 10; and
    it takes a text that is called transparency for one.
    """
    image.info.pop("transparency", None)
    stated, most = png_transparency(data), 2 ** data[24] - 1
    if not stated:
        return
    if image.mode in ("1", "L"):
        image.info["transparency"] = (int.from_bytes(stated[:2]) & most) * 255 // most
    elif image.mode == "I;16":
        image.info["transparency"] = int.from_bytes(stated[:2])
    elif image.mode == "RGB":
        image.info["transparency"] = tuple(stated[1:6:2])
    elif image.mode == "P":
        image.info["transparency"] = stated


def _colour(image: Image.Image, notes: list[str]) -> Floats:
    clear = image.has_transparency_data
    if image.mode not in ("1", "L", "LA", "La"):
        notes.append("colour became luminance 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601, on the values as stored)")
    if image.mode not in ("1", "L", "LA", "La", "P", "PA", "RGB", "RGBA", "RGBa", "RGBX"):
        notes.append(f"{image.mode} colours were converted to RGB first")
    if clear:
        notes.append("transparent parts were laid over white")
    mode = "RGBA" if clear else "RGB"
    extra = _tiff_tag(image, _EXTRA_SAMPLES)
    multiplied = isinstance(extra, tuple) and 1 in extra
    grey = np.empty((image.height, image.width))
    for top in range(0, image.height, _BAND):
        rows = image.crop((0, top, image.width, min(top + _BAND, image.height)))
        band = np.asarray(rows.convert(mode)).astype(np.int64)
        if multiplied:  # Pillow has divided by alpha and rounded down
            band[..., :3] = -(-band[..., :3] * band[..., 3:] // 255)
        luma = band[..., 0] * 299 + band[..., 1] * 587 + band[..., 2] * 114
        if clear:
            alpha = band[..., 3]
            luma *= 255 if multiplied else alpha
            grey[top : top + _BAND] = (luma + 255_000 * (255 - alpha)) / 65_025_000
        else:
            grey[top : top + _BAND] = luma / 255_000
    return grey
