"""Files that no program would write: built byte by byte, or written well and then spoiled."""

import base64
import io
import pickle
import random
import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from PIL import Image

SEED = 1948


def spoiled(data: bytes, seed: int, *, keep: int = 0) -> bytes:
    """Some bytes changed, cut out or doubled, always the same ones; the first `keep` stay."""
    dice = random.Random(SEED + seed)
    spoilt = bytearray(data)
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(keep, len(spoilt))
        how = dice.choice(["set", "cut", "double"])
        if how == "set":
            spoilt[at] = dice.randrange(256)
        elif how == "cut":
            del spoilt[at : at + dice.randint(1, 20)]
        else:
            spoilt[at:at] = spoilt[at : at + dice.randint(1, 20)]
    return bytes(spoilt)


# --- arrays -------------------------------------------------------------------------------------------------


def npy(array: Any) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, np.asarray(array), allow_pickle=True)
    return buffer.getvalue()


def npy_stating(header: str, content: bytes = b"", version: bytes = b"\x01\x00") -> bytes:
    """An `.npy` file whose header says anything."""
    text = header.encode() + b"\n"
    size = len(text).to_bytes(2 if version == b"\x01\x00" else 4, "little")
    return b"\x93NUMPY" + version + size + text + content


def npy_of(descr: str, shape: str, content: bytes = b"") -> bytes:
    return npy_stating(f"{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}}}", content)


def npz(**arrays: Any) -> bytes:
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    return buffer.getvalue()


def zipped(members: Sequence[tuple[str, bytes]], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", packing) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def npz_stating(size: int) -> bytes:
    """A member that unpacks to less than the archive says."""
    data, stated = zipped([("p.npy", npy(np.zeros(9)))]), len(npy(np.zeros(9))).to_bytes(4, "little")
    return data.replace(stated, size.to_bytes(4, "little"))


def npz_understating(size: int) -> bytes:
    """A member that unpacks to more than the archive says."""
    content = npy(np.zeros(1_000_000))
    stated = len(content).to_bytes(4, "little")
    return zipped([("p.npy", content)]).replace(stated, size.to_bytes(4, "little"))


class Ill:
    """Unpickled, it would end the process."""

    def __reduce__(self) -> Any:
        import os

        return os._exit, (3,)


def pickled(protocol: int) -> bytes:
    return pickle.dumps([Ill(), 1, 2], protocol)


# --- Parquet ------------------------------------------------------------------------------------------------


def parquet(columns: Any, **options: Any) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(columns if isinstance(columns, pa.Table) else pa.table(columns), buffer, **options)
    return buffer.getvalue()


def parquet_of_one_long_text(kind: pa.DataType) -> bytes:
    """A thousand references to one text of 20 MB, which the stored schema asks to write out each time."""
    text = pa.DictionaryArray.from_arrays(pa.array(np.zeros(1000, dtype=np.int32)), pa.array(["a" * 20 * 2**20]))
    schema = pa.schema([("y", kind)]).serialize()
    buffer = io.BytesIO()
    with pq.ParquetWriter(
        buffer, pa.schema([("y", pa.dictionary(pa.int32(), pa.string()))]), store_schema=False, compression="zstd"
    ) as writer:
        writer.add_key_value_metadata({"ARROW:schema": base64.b64encode(bytes(schema)).decode()})
        writer.write_table(pa.table({"y": text}))
    return buffer.getvalue()


def parquet_understating_pages() -> bytes:
    """Pages of 320 MB of zeros in each of several columns, in a small file whose footer says 1 KB."""
    zeros = pa.array(np.zeros(4_000_000))
    data = parquet(
        {f"p{k}": zeros for k in range(10)}, compression="zstd", use_dictionary=False, data_page_size=2**31 - 1
    )
    about = pq.ParquetFile(pa.BufferReader(data)).metadata.row_group(0)
    for stated in {about.total_byte_size, about.column(0).total_uncompressed_size}:
        written, small = _varint(stated << 1), _varint(1000 << 1)
        data = data.replace(b"\x16" + written, b"\x16" + _padded(small, len(written)))
    return data


def _varint(number: int) -> bytes:
    parts = [number >> shift & 0x7F for shift in range(0, 70, 7) if number >> shift or not shift]
    return bytes([part | 0x80 for part in parts[:-1]] + parts[-1:])


def _padded(varint: bytes, length: int) -> bytes:
    """The same number in more bytes."""
    return varint[:-1] + bytes([varint[-1] | 0x80]) + b"\x80" * (length - len(varint) - 1) + b"\0"


def footer_of(elements: Sequence[bytes], rows: int = 1, groups: bytes = b"\x0c") -> bytes:
    """A Parquet file without pages, of these schema elements."""
    count = bytes([len(elements) << 4 | 12]) if len(elements) < 15 else b"\xfc" + _varint(len(elements))
    footer = b"\x15\x02\x19" + count + b"".join(elements) + b"\x16" + _varint(rows << 1) + b"\x19" + groups + b"\0"
    return b"PAR1" + footer + struct.pack("<I", len(footer)) + b"PAR1"


ENCRYPTED_CHUNK = b"\x1c\x19\x1c\x26\0\x6c\x2c\x19\x18\x01p\0\0\0\x16\x02\x16\x02\0"
"""One row group of one column, which is encrypted: asked about it, Arrow's view of the metadata ends the process."""


def element(name: bytes, children: int = 0) -> bytes:
    """A group of the schema, or a column of doubles."""
    head = b"\x35\0" if children else b"\x15\x0a\x25\0"
    tail = b"\x15" + _varint(children << 1) if children else b""
    return head + b"\x18" + _varint(len(name)) + name + tail + b"\0"


# --- pictures -----------------------------------------------------------------------------------------------


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def grey(width: int = 3, height: int = 2, shade: int = 51) -> Image.Image:
    return Image.new("L", (width, height), shade)


def chunk(kind: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(
    width: int = 1,
    height: int = 1,
    *,
    depth: int = 8,
    colour: int = 0,
    rows: bytes = b"\0\x33",
    extra: bytes = b"",
    interlaced: int = 0,
) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced)
    end = chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + end


def jpeg(extra: bytes = b"", **options: Any) -> bytes:
    """With something more behind its first two bytes."""
    data = saved(grey(8, 8), "JPEG", **options)
    return data[:2] + extra + data[2:]


def cut_jpeg() -> bytes:
    """Half of the pixels, and then the end that a whole file has."""
    data = saved(Image.fromarray((np.arange(10_000) % 255).astype(np.uint8).reshape(100, 100)), "JPEG")
    return data[: len(data) // 2] + b"\xff\xd9"


def segment(kind: int, content: bytes = b"") -> bytes:
    return bytes([0xFF, kind]) + struct.pack(">H", 2 + len(content)) + content


def jpeg_of(width: int, height: int, orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return saved(Image.new("RGB", (width, height)), "JPEG", exif=exif)


def jpeg_of_scans(count: int) -> bytes:
    """The last pass over the pixels again and again."""
    data = saved(grey(64, 64), "JPEG", progressive=True)
    return data[:-2] + data[data.rfind(b"\xff\xda") : -2] * count + data[-2:]


def gif_with(extension: bytes) -> bytes:
    data = saved(grey(1, 1), "GIF")
    at = 13 + (3 << (data[10] & 7) + 1)
    return data[:at] + extension + data[at:]


def gif_at(left: int, width: int) -> bytes:
    """A frame of one pixel, grey 200, on a canvas of this width."""
    image = Image.new("P", (1, 1), 1)
    image.putpalette([9, 9, 9, 200, 200, 200])
    data = bytearray(saved(image, "GIF"))
    at = 13 + (3 << (data[10] & 7) + 1)
    data[6:8], data[at + 1 : at + 3] = struct.pack("<H", width), struct.pack("<H", left)
    return bytes(data)


def gif_without_colours() -> bytes:
    data = saved(grey(1, 1), "GIF")
    at = 13 + (3 << (data[10] & 7) + 1)
    return data[:10] + b"\0" + data[11:13] + data[at:]


def gif_of_frames(count: int) -> bytes:
    data = saved(grey(1, 1), "GIF")
    at = 13 + (3 << (data[10] & 7) + 1)
    return data[:at] + data[at:-1] * count + data[-1:]


def tiff(tags: dict[int, Any], pieces: list[bytes], *, order: str = "<") -> bytes:
    """A page of these strips or, with a tag 322, tiles; without the tags that are None."""
    where, sizes = (324, 325) if 322 in tags else (273, 279)
    given = {257: 1, 258: 8, 259: 1, 262: 1, 277: 1, **tags, where: pieces, sizes: list(map(len, pieces))}
    given = {tag: value for tag, value in given.items() if value is not None}
    start = 8 + 2 + 12 * len(given) + 4
    entries: list[tuple[int, int, int, bytes]] = []
    for tag, value in sorted(given.items()):
        if isinstance(value, bytes):
            entries.append((tag, 7, len(value), value))
        elif value is pieces:
            entries.append((tag, 4, len(pieces), bytes(4 * len(pieces))))
        else:
            numbers = value if isinstance(value, tuple | list) else (value,)
            kind, letter = (4, "I") if tag == sizes or max(numbers) > 65_535 else (3, "H")
            entries.append((tag, kind, len(numbers), struct.pack(f"{order}{len(numbers)}{letter}", *numbers)))
    at = start + sum(len(value) for *_, value in entries if len(value) > 4)
    begins = list(accumulate(map(len, pieces), initial=at))[:-1]
    directory, content = struct.pack(order + "H", len(entries)), b""
    for tag, kind, count, value in entries:
        value = struct.pack(f"{order}{count}I", *begins) if tag == where else value
        inside = value.ljust(4, b"\0") if len(value) <= 4 else struct.pack(order + "I", start + len(content))
        directory += struct.pack(order + "HHI", tag, kind, count) + inside
        content += value if len(value) > 4 else b""
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", 8)
    return head + directory + bytes(4) + content + b"".join(pieces)


def tiff_of_strips(count: int) -> bytes:
    """One column of pixels, each a strip of its own."""
    return tiff({256: 1, 257: count, 278: 1}, [b"\0"] * count)


def cut_piece(image: Image.Image, packing: str, tail: bytes = b"") -> bytes:
    """A TIFF of one strip that ends in the middle, and then with this."""
    with Image.open(io.BytesIO(saved(image, "TIFF", compression=packing))) as whole:
        tags = whole.tag_v2  # type: ignore[attr-defined]
        kept = {tag: tags[tag] for tag in (256, 257, 258, 259, 262, 277, 278, 347) if tag in tags}
        whole.fp.seek(tags[273][0])  # type: ignore[attr-defined]
        return tiff(kept, [whole.fp.read(tags[279][0] // 2) + tail])  # type: ignore[attr-defined]


def bmp(bits: int, greys: Iterable[int], pixels: bytes, width: int = 2) -> bytes:
    """One row of pixels out of these greys."""
    table = b"".join(bytes([grey, grey, grey, 0]) for grey in greys)
    start = 54 + len(table)
    head = struct.pack("<IiiHHIIiiII", 40, width, 1, 1, bits, 0, len(pixels), 0, 0, len(table) // 4, 0)
    return b"BM" + struct.pack("<IHHI", start + len(pixels), 0, 0, start) + head + table + pixels


def bmp_of_runs(runs: int) -> bytes:
    data = saved(Image.new("P", (100, 100)), "BMP")
    return data[:30] + struct.pack("<I", 1) + data[34:] + b"\x01\x00" * runs


def webp_at(left: int, width: int) -> bytes:
    """An animated WebP: its one frame of a pixel, grey 51, on a canvas of this width without transparency."""
    pixel = saved(grey(1, 1).convert("RGB"), "WEBP", lossless=True)[12:]
    frame = b"".join(k.to_bytes(3, "little") for k in (left // 2, 0, 0, 0, 100)) + b"\0" + pixel
    canvas = struct.pack("<4sIB3x", b"VP8X", 10, 2) + (width - 1).to_bytes(3, "little") + bytes(3)
    body = b"WEBP" + canvas + struct.pack("<4sIIH", b"ANIM", 6, 0, 0) + struct.pack("<4sI", b"ANMF", len(frame)) + frame
    return b"RIFF" + struct.pack("<I", len(body)) + body


def webp_canvas(width: int, height: int) -> bytes:
    """An animated WebP without frames, of a canvas of this size."""
    canvas = (
        struct.pack("<4sIB3x", b"VP8X", 10, 2) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    )
    body = b"WEBP" + canvas + struct.pack("<4sIIH", b"ANIM", 6, 0, 0)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def turned(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return saved(Image.fromarray(np.array([[0, 255]], dtype=np.uint8)), "PNG", exif=exif)


def frames(kind: str, count: int, **options: Any) -> bytes:
    images = [grey(2, 2, 51 * (k % 5)) for k in range(count)]
    return saved(images[0], kind, save_all=True, append_images=images[1:], **options)
