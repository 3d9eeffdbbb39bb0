"""Pictures made here, with known pixels, come back as the luminance that they state."""

import io
import struct
import zlib
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageOps

from ce_core.readers import LIMITS, ReadError, read_image
from tests.hostile.made import chunk, png

GREY = np.array([[0, 1, 100], [128, 254, 255]], dtype=np.uint8)
DEEP = np.array([[0, 1, 257], [40_000, 65_534, 65_535]], dtype=np.uint16)
RGB = np.array([[[255, 0, 0], [0, 255, 0], [0, 0, 255]], [[255, 255, 255], [0, 0, 0], [9, 9, 9]]], dtype=np.uint8)
LUMA = (RGB.astype(int) @ [299, 587, 114]) / 255_000


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def picture(pixels: Any, mode: str | None = None) -> Image.Image:
    image = Image.fromarray(np.asarray(pixels))
    return image if mode is None else image.convert(mode)


def palette() -> Image.Image:
    image = Image.new("P", (3, 1))
    image.putpalette([255, 0, 0, 0, 255, 0, 7, 7, 7])
    image.putdata([0, 1, 2])
    return image


RGBA = np.dstack([RGB, np.array([[255, 0, 128], [255, 255, 51]], dtype=np.uint8)])
OVER_WHITE = LUMA * (RGBA[..., 3] / 255) + (1 - RGBA[..., 3] / 255)
LA = np.dstack([GREY, np.full_like(GREY, 51)])

# id: bytes, pixels, mode, bits, words of the notes
EXACT: dict[str, tuple[bytes, Any, str, int, list[str]]] = {
    "grey png": (saved(picture(GREY), "PNG"), GREY / 255, "L", 8, []),
    "grey tiff": (saved(picture(GREY), "TIFF"), GREY / 255, "L", 8, []),
    "grey tiff, packed": (saved(picture(GREY), "TIFF", compression="tiff_lzw"), GREY / 255, "L", 8, []),
    "grey bmp": (saved(picture(GREY), "BMP"), GREY / 255, "L", 8, []),
    "1 bit": (saved(picture(GREY > 99, "1"), "PNG"), (GREY > 99) / 1.0, "1", 1, []),
    "16 bit png": (saved(picture(DEEP), "PNG"), DEEP / 65_535, "I;16", 16, ["65535"]),
    "16 bit tiff": (saved(picture(DEEP), "TIFF"), DEEP / 65_535, "I;16", 16, ["65535"]),
    "16 bit tiff, big-endian": (saved(picture(DEEP.astype(">u2")), "TIFF"), DEEP / 65_535, "I;16B", 16, ["65535"]),
    "16 bit tiff, 0 is white": (
        saved(picture(DEEP), "TIFF", tiffinfo={262: 0}),
        1 - DEEP / 65_535,
        "I;16",
        16,
        ["0 is white"],
    ),
    "colour png": (saved(picture(RGB), "PNG"), LUMA, "RGB", 8, ["0.299 R + 0.587 G + 0.114 B"]),
    "colour bmp": (saved(picture(RGB), "BMP"), LUMA, "RGB", 8, ["0.299 R"]),
    "colour tiff": (saved(picture(RGB), "TIFF"), LUMA, "RGB", 8, ["0.299 R"]),
    "colour webp": (saved(picture(RGB), "WEBP", lossless=True), LUMA, "RGB", 8, ["0.299 R"]),
    "palette": (saved(palette(), "PNG"), [[0.299, 0.587, 7 / 255]], "P", 8, ["0.299 R"]),
    "gif": (saved(palette(), "GIF"), [[0.299, 0.587, 7 / 255]], "P", 8, ["0.299 R"]),
    "alpha": (saved(picture(RGBA), "PNG"), OVER_WHITE, "RGBA", 8, ["over white"]),
    "alpha webp": (saved(picture(RGBA), "WEBP", lossless=True, exact=True), OVER_WHITE, "RGBA", 8, ["over white"]),
    "grey with alpha": (saved(picture(LA), "PNG"), GREY / 255 * 0.2 + 0.8, "LA", 8, ["over white"]),
    "transparent palette": (saved(palette(), "PNG", transparency=0), [[1.0, 0.587, 7 / 255]], "P", 8, ["over white"]),
    "transparent grey": (
        saved(picture(GREY), "PNG", transparency=0),
        [[1.0, *GREY[0, 1:] / 255], GREY[1] / 255],
        "L",
        8,
        ["over white"],
    ),
    "cmyk tiff": (saved(picture(RGB, "CMYK"), "TIFF"), LUMA, "CMYK", 8, ["CMYK colours were converted to RGB"]),
    "decimal tiff": (
        saved(picture(np.array([[0, 0.25, 1]], dtype=np.float32)), "TIFF"),
        [[0, 0.25, 1]],
        "F",
        32,
        ["as they are"],
    ),
}


@pytest.mark.parametrize("case", EXACT)
def test_exact_pixels(case: str) -> None:
    data, pixels, mode, bits, words = EXACT[case]
    image = read_image(data)
    assert image.pixels.dtype == np.float64
    assert np.allclose(image.pixels, pixels, rtol=1e-15, atol=1e-16)
    assert (image.mode, image.bits) == (mode, bits)
    assert (image.height, image.width) == image.pixels.shape == np.shape(pixels)
    assert image.pixels.min() >= 0
    assert image.pixels.max() <= 1
    notes = "\n".join(image.notes)
    assert all(word in notes for word in words), notes


def test_every_grey_level_is_exact_in_every_mode() -> None:
    levels = np.arange(256, dtype=np.uint8).reshape(16, 16)
    for mode in ("L", "RGB", "LA", "RGBA"):
        image = read_image(saved(picture(levels, mode), "PNG"))
        assert np.array_equal(image.pixels, levels / 255), mode


def test_every_deep_level_is_exact() -> None:
    levels = np.arange(65_536, dtype=np.uint16).reshape(256, 256)
    assert np.array_equal(read_image(saved(picture(levels), "PNG")).pixels, levels / 65_535)


def test_jpeg_is_near() -> None:
    ramp = np.tile(np.arange(0, 256, 4, dtype=np.uint8), (64, 1))
    image = read_image(saved(picture(ramp), "JPEG", quality=95), name="ramp.jpg")
    assert np.abs(image.pixels - ramp / 255).max() < 0.02
    assert image.mode == "L"
    cmyk = read_image(saved(picture(np.dstack([ramp] * 3), "CMYK"), "JPEG", quality=95))
    assert np.abs(cmyk.pixels - ramp / 255).max() < 0.05


CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
DEPTHS = [(0, 1), (0, 2), (0, 4), (0, 8), (0, 16), (2, 8), (2, 16), (3, 1), (3, 2), (3, 4), (3, 8)]
ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))


def packed(samples: Any, depth: int, interlaced: bool) -> bytes:
    """The rows of a PNG, each without a filter."""
    rows = b""
    for x, y, right, down in ADAM7 if interlaced else ((0, 0, 1, 1),):
        part = samples[y::down, x::right]
        for row in part if part.size else ():
            bits = "".join(f"{sample:0{depth}b}" for sample in row.ravel())
            bits += "0" * (-len(bits) % 8)
            rows += b"\0" + int(bits, 2).to_bytes(len(bits) // 8)
    return rows


@pytest.mark.parametrize("interlaced", [False, True])
@pytest.mark.parametrize("transparent", [False, True])
@pytest.mark.parametrize(("colour", "depth"), [*DEPTHS, (4, 8), (4, 16), (6, 8), (6, 16)])
def test_every_kind_of_png_is_read_as_its_own_bits_say(
    colour: int, depth: int, transparent: bool, interlaced: bool
) -> None:
    dice = np.random.default_rng([colour, depth])
    white = 2**depth - 1
    for width, height in ((1, 1), (5, 3), (9, 9)):
        samples = dice.integers(0, white + 1, (height, width, CHANNELS[colour]))
        table, alphas = dice.integers(0, 256, (white + 1, 3)), dice.choice([0, 10, 255], min(white, 255) + 1)
        shown, opaque = samples / white, np.ones((height, width))
        extra = b""
        if colour == 3:
            extra = chunk(b"PLTE", bytes(table.ravel().tolist()))
            shown = table[samples[..., 0]] / 255
        if colour in (4, 6):
            opaque = shown[..., -1]
        elif transparent and colour == 3:
            extra += chunk(b"tRNS", bytes(alphas.tolist()))
            opaque = alphas[samples[..., 0]] / 255
        elif transparent:
            extra = chunk(b"tRNS", struct.pack(f">{CHANNELS[colour]}H", *samples[-1, -1]))
            opaque = 1.0 - (samples == samples[-1, -1]).all(axis=2)
        grey = shown[..., :3] @ [0.299, 0.587, 0.114] if colour in (2, 3, 6) else shown[..., 0]
        expected = grey * opaque + 1 - opaque
        rows = packed(samples, depth, interlaced)
        data = png(width, height, depth=depth, colour=colour, rows=rows, extra=extra, interlaced=interlaced)
        if (colour, depth, transparent) == (2, 16, True):
            with pytest.raises(ReadError, match="16-bit colours of which one is transparent"):
                read_image(data)
        else:
            near = 2 / 255 if depth == 16 and colour != 0 else 1e-12
            assert np.abs(read_image(data).pixels - expected).max() < near, (width, height)


def deep_colour_png() -> bytes:
    return png(1, 1, depth=16, colour=2, rows=b"\x00" + struct.pack(">3H", 65_535, 0, 0))


def test_deep_colour_says_that_it_was_read_with_8_bits() -> None:
    image = read_image(deep_colour_png())
    assert image.pixels.tolist() == [[0.299]]
    assert "16-bit colour was read with 8 bits" in image.notes


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_is_applied(kind: str, orientation: int) -> None:
    original = picture(
        np.kron(np.array([[0, 90, 250], [30, 60, 120]], dtype=np.uint8), np.ones((8, 8), dtype=np.uint8))
    )
    exif = Image.Exif()
    exif[0x0112] = orientation
    options = {"quality": 100} if kind == "JPEG" else {"lossless": True} if kind == "WEBP" else {}
    image = read_image(saved(original.convert("RGB") if kind == "WEBP" else original, kind, exif=exif, **options))
    tagged = original.copy()
    tagged.getexif()[0x0112] = orientation
    upright = np.asarray(ImageOps.exif_transpose(tagged)) / 255
    assert image.pixels.shape == upright.shape
    assert np.abs(image.pixels - upright).max() < 0.02
    assert any("orientation" in note for note in image.notes) == (orientation > 1)


@pytest.mark.parametrize("kind", ["GIF", "TIFF", "WEBP", "PNG"])
def test_the_first_of_several_frames(kind: str) -> None:
    frames = [Image.new("L", (2, 2), shade) for shade in (0, 255, 128)]
    data = saved(
        frames[0], kind, save_all=True, append_images=frames[1:], **({"lossless": True} if kind == "WEBP" else {})
    )
    image = read_image(data)
    assert image.pixels.max() == 0
    assert any("first of its frames" in note for note in image.notes)


FLOATS = np.array([[0.5, 0.5], [0.5, 1.5]], dtype=np.float32)
PNG = saved(picture(np.tile(GREY, (20, 20))), "PNG")
JPEG = saved(picture(np.tile(RGB, (20, 20, 1))), "JPEG")

# id: bytes, words that the refusal must contain
REFUSED: dict[str, tuple[bytes, list[str]]] = {
    "nothing": (b"", ["empty", "choose a picture"]),
    "text": (b"y,p\n1,0.5\n", ["not a picture", "save it as PNG"]),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", ["not a picture", "PNG"]),
    "ppm": (b"P5 1 1 255 a", ["not a picture"]),
    "eps": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 1 1\n", ["not a picture"]),
    "cut png": (PNG[:-40], ["damaged", "save it again"]),
    "cut jpeg": (JPEG[: len(JPEG) // 2], ["cut off", "save it again"]),
    "png head": (PNG[:20], ["save it"]),
    "decimal above 1": (saved(picture(FLOATS), "TIFF"), ["1.5", "row 2, column 2", "between 0"]),
    "decimal nan": (saved(picture(FLOATS * np.float32("nan")), "TIFF"), ["nan", "row 1, column 1"]),
    "32 bit": (saved(picture(np.array([[1, 2]], dtype=np.int32)), "TIFF"), ["32-bit", "8 or 16 bits"]),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case: str) -> None:
    data, words = REFUSED[case]
    with pytest.raises(ReadError) as caught:
        read_image(data, name="given.png")
    message = str(caught.value)
    assert all(word in message for word in words), message
    assert "'given.png'" in message
    assert len(message) < 400


@pytest.mark.parametrize(
    ("limit", "words"), [("pixels", "3 × 2 pixels; at most 5"), ("image_bytes", "bytes; at most 5")]
)
def test_size_limits(limit: str, words: str) -> None:
    before = getattr(LIMITS, limit)
    object.__setattr__(LIMITS, limit, 5)
    try:
        with pytest.raises(ReadError, match=words):
            read_image(EXACT["grey png"][0])
    finally:
        object.__setattr__(LIMITS, limit, before)


def test_a_bomb_is_refused_before_it_is_decoded() -> None:
    bomb = bytearray(EXACT["grey png"][0])
    bomb[16:24] = struct.pack(">II", 60_000, 60_000)
    bomb[29:33] = struct.pack(">I", zlib.crc32(bytes(bomb[12:29])))
    with pytest.raises(ReadError, match="pixels"):
        read_image(bytes(bomb))


def test_only_bytes_are_taken() -> None:
    with pytest.raises(TypeError):
        read_image("picture.png")  # type: ignore[arg-type]
