"""NumPy files: `.npy` with one array, `.npz` with several of equal length. Nothing pickled is ever opened."""

import io
import math
import sys
import zipfile
from collections.abc import Callable

import numpy as np
import pyarrow as pa
from numpy.lib import format as npy
from numpy.typing import NDArray

from ce_core.readers.errors import ReadError, sentence, shown
from ce_core.readers.limits import LIMITS, check_size
from ce_core.readers.table import Table, check_names

Array = NDArray[np.generic]
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def read_npy(data: bytes, progress: Callable[[float], None]) -> Table:
    """A table from one array: a vector is the column `column`, a matrix has `column 1`, `column 2`, …"""
    return _table({"": _array(data, "the array")})


def read_npz(data: bytes, progress: Callable[[float], None]) -> Table:
    """A table from several arrays: vectors by their names, the columns of matrix `m` as `m column 1`, …"""
    archive = archive_in(data)
    arrays = {}
    members = _checked(archive.infolist())
    for done, member in enumerate(members, start=1):
        name = member.filename.removesuffix(".npy")
        arrays[name] = _array(_unpacked(archive, member), f"the array {shown(name)}")
        progress(done / len(members))
    return _table(arrays)


def archive_in(data: bytes) -> zipfile.ZipFile:
    """The zip archive that the bytes are; nothing of it is unpacked yet."""
    if data.count(b"PK\x01\x02") > LIMITS.columns:  # one for each member in the list that is read now
        raise ReadError(f"The file is an archive of more than {LIMITS.columns:,} files; unpack it first.")
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except Exception:  # zipfile raises whatever its parsing trips on
        raise ReadError("The file is a damaged archive; write it again.") from None


def _checked(members: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """The members of the archive, if they are arrays that `numpy.savez` writes, of sizes that are read."""
    names = [member.filename for member in members]
    check_size(0, len(members), sum(member.file_size for member in members))
    if len(set(names)) < len(names):
        raise ReadError("Two arrays in the .npz file have the same name; write it again with different names.")
    other = next((name for name in names if not name.endswith(".npy")), None)
    if other is not None:
        raise ReadError(f"The .npz file holds {shown(other)}, which is not an array; write it again with numpy.savez.")
    packed = next((member for member in members if member.compress_type not in _PACKINGS), None)
    if packed is not None:
        raise ReadError(
            f"The .npz file holds {shown(packed.filename)}, packed in a way that numpy.savez does not; write it again "
            "with numpy.savez."
        )
    return members


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    try:
        with archive.open(member) as packed:
            return packed.read(member.file_size + 1)  # the size stated was checked, but need not be true
    except Exception as error:  # as above
        raise ReadError(
            f"The .npz file is damaged ({shown(str(error), 100)}); write it again with numpy.savez."
        ) from None


def _array(data: bytes, what: str) -> Array:
    stream = io.BytesIO(data)
    try:
        version = npy.read_magic(stream)
        read_header = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}[version]
        shape, fortran, dtype = read_header(stream)
    except Exception as error:  # the header is a Python literal: parsing it can fail in any way
        raise ReadError(
            f"The header of {what} cannot be read ({shown(str(error), 100)}); write it again with numpy.save."
        ) from None
    if dtype.hasobject:
        raise ReadError(f"{sentence(what)} holds Python objects, which are never opened; save numbers or text.")
    if dtype.kind not in "biufU" or not dtype.itemsize:
        raise ReadError(f"{sentence(what)} holds {dtype.name}; save whole numbers, decimal numbers or text.")
    if len(shape) not in (1, 2) or not all(type(length) is int and length >= 0 for length in shape):
        raise ReadError(f"{sentence(what)} has the shape {shape}; a vector or a matrix of rows and columns is needed.")
    start, count = stream.tell(), math.prod(shape)
    if len(data) - start != count * dtype.itemsize:
        raise ReadError(
            f"{sentence(what)} should have {count * dtype.itemsize:,} bytes but has {len(data) - start:,}, "
            "so the file is damaged; write it again."
        )
    check_size(shape[0], 1 if len(shape) == 1 else shape[1], 0)
    if not count:
        raise ReadError(f"{sentence(what)} has the shape {shape}, so it is empty; give at least one row and column.")
    values: Array = np.frombuffer(data, dtype=dtype, count=count, offset=start)
    return values.reshape(shape, order="F" if fortran else "C")


def _table(arrays: dict[str, Array]) -> Table:
    if not arrays:
        raise ReadError("The .npz file holds no array; save the labels and the predictions in it.")
    if len({len(array) for array in arrays.values()}) > 1:
        lengths = ", ".join(f"{shown(name)} has {len(array):,}" for name, array in list(arrays.items())[:5])
        raise ReadError(f"The arrays have different numbers of rows ({lengths}); give each example one row in each.")
    cells: list[tuple[str, Array]] = []
    for key, array in arrays.items():
        columns = array.reshape(len(array), -1).T
        prefix = f"{key} column".strip()
        cells += [(f"{prefix} {k}" if len(columns) > 1 else key or prefix, c) for k, c in enumerate(columns, start=1)]
    check_size(len(cells[0][1]), len(cells), 0)
    names = check_names(name for name, _ in cells)
    return Table({name: _column(cell, name) for name, (_, cell) in zip(names, cells, strict=True)})


def _column(cells: Array, name: str) -> pa.ChunkedArray:
    if cells.dtype.kind != "U":
        # Arrow has neither booleans that are numbers, nor other byte orders, nor half and long floats.
        plain = np.int8 if cells.dtype.kind == "b" else cells.dtype.newbyteorder("=")
        known = plain if cells.dtype.kind != "f" or cells.dtype.itemsize in (4, 8) else np.float64
        if cells.dtype.kind == "f" and cells.dtype.itemsize > 8:
            _refuse_lost(cells, name)
        return pa.chunked_array([np.ascontiguousarray(cells, dtype=known)])
    points = np.ascontiguousarray(cells).view(np.dtype(np.uint32).newbyteorder(cells.dtype.byteorder))
    if ((points > sys.maxunicode) | ((points >= 0xD800) & (points < 0xE000))).any():  # no characters
        raise ReadError(f"Column {shown(name)} holds text with broken characters; write it again.")
    words = [str(cell).strip() for cell in cells.tolist()]
    column = pa.chunked_array([words], pa.string())
    for row, word in enumerate(words, start=1):
        if not word or len(word) > LIMITS.cell:
            problem = (
                f"has {len(word):,} characters; at most {LIMITS.cell:,} are read" if word else "is empty; fill it in"
            )
            raise ReadError(f"Row {row:,}, column {shown(name)}: the cell {problem}.")
    return column


def _refuse_lost(cells: Array, name: str) -> None:
    """`ReadError` for the first long float that is 0 or ∞ in 64 bits but not as it is."""
    with np.errstate(over="ignore", under="ignore"):
        values = cells.astype(np.float64)
    lost = np.flatnonzero(((values == 0) != (cells == 0)) | (np.isinf(values) != np.isinf(cells)))
    if lost.size:
        row = int(lost[0])
        what = "beyond the largest number, 1.8e308" if values[row] else "nearer to 0 than the smallest number, 5e-324"
        raise ReadError(
            f"Row {row + 1:,}, column {shown(name)}: {cells[row]!s} is {what}; correct it, and save 64-bit floats."
        )
