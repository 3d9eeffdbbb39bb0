"""Which kind of table a file holds: by its first bytes, checked against its name."""

import codecs
from collections.abc import Callable
from pathlib import PurePath
from typing import Literal

from ce_core.readers.arrays import archive_in, read_npy, read_npz
from ce_core.readers.delimited import read_delimited
from ce_core.readers.errors import ReadError, shown, within_memory
from ce_core.readers.json_text import read_json
from ce_core.readers.limits import check_size
from ce_core.readers.parquet import read_parquet
from ce_core.readers.table import Table

_TEXT, _JSON, _PARQUET = "a text table", "JSON", "Parquet"
_NPY, _NPZ = "a NumPy array", "NumPy arrays (.npz)"

_READERS: dict[str, Callable[[bytes, Callable[[float], None]], Table]] = {
    _TEXT: read_delimited,
    _JSON: read_json,
    _PARQUET: read_parquet,
    _NPY: read_npy,
    _NPZ: read_npz,
}

_SUFFIXES = {
    ".csv": _TEXT,
    ".tsv": _TEXT,
    ".tab": _TEXT,
    ".txt": _TEXT,
    **dict.fromkeys((".json", ".jsonl", ".ndjson"), _JSON),
    ".parquet": _PARQUET,
    ".pq": _PARQUET,
    ".npy": _NPY,
    ".npz": _NPZ,
}

_BEGINNINGS = {b"PAR1": _PARQUET, b"\x93NUMPY": _NPY}

_SAVE = "save the table as CSV in UTF-8"
_REFUSED_BEGINNINGS = {
    b"\x1f\x8b": ("compressed with gzip", "unpack it first"),
    b"BZh": ("compressed with bzip2", "unpack it first"),
    b"\xfd7zXZ": ("compressed with xz", "unpack it first"),
    b"\x28\xb5\x2f\xfd": ("compressed with zstd", "unpack it first"),
    b"7z\xbc\xaf\x27\x1c": ("a 7-Zip archive", "unpack it first"),
    b"Rar!": ("a RAR archive", "unpack it first"),
    b"\xd0\xcf\x11\xe0": ("an old Excel workbook", _SAVE),
    b"PARE": ("encrypted Parquet", "write it without encryption"),
    b"ARROW1": ("an Arrow file", "write it as Parquet or CSV"),
    b"\x89HDF": ("HDF5", _SAVE),
    b"SQLite format 3": ("an SQLite database", _SAVE),
    b"%PDF": ("a PDF document", _SAVE),
    b"\x89PNG": ("a PNG image", "upload it where an image is asked for"),
    b"\xff\xd8\xff": ("a JPEG image", "upload it where an image is asked for"),
    b"GIF8": ("a GIF image", "upload it where an image is asked for"),
    **dict.fromkeys(
        (
            *(b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05"),
            *(b"(lp0\n", b"(dp0\n", b"(ip0\n", b"ccopy_reg\n", b"cnumpy", b"]q\x00", b"}q\x00", b"cos\n", b"cposix\n"),
        ),
        ("a Python pickle, which is never opened", "save the table as CSV or with numpy.save"),
    ),
}
_REFUSED_TEXTS = {
    b"<": ("a web page or XML", "download the table itself"),
}


def read_table(source: bytes | str, *, name: str = "", progress: Callable[[float], None] | None = None) -> Table:
    """The table in a file's bytes or in pasted text.

    Read are CSV, TSV, semicolons with decimal commas and blanks between columns (one header line; UTF-8, or
    UTF-16 with a byte order mark), JSON (records or columns), Parquet, `.npy` and `.npz`. `name` is the file's name;
    `progress` is called with the fraction done. Raises `ReadError` for everything else.

    >>> read_table("label,p\\ncat,0.8\\ndog,0.3").head(1)
    [('cat', '0.8')]
    """
    if isinstance(source, str):
        try:
            data = source.encode()
        except UnicodeEncodeError as error:
            raise ReadError(
                f"The text has a broken character at position {error.start + 1:,}; paste it again."
            ) from None
    elif isinstance(source, bytes):
        data = source
    else:
        raise TypeError(f"read_table takes bytes or text, not {type(source).__name__}")
    check_size(0, 0, len(data))
    if not data or data.isspace():
        raise ReadError("There is nothing to read: the input is empty. Give a header line and at least one row.")
    report = progress or (lambda fraction: None)
    with within_memory():
        table = _READERS[_named_kind(data, name, isinstance(source, str))](data, report)
    report(1.0)
    return table


def kind_of_stream(head: bytes, name: str) -> Literal["text", "parquet"] | None:
    """How a file that begins like this can be read piece by piece; None where `read_table` must have it whole."""
    if not head or head.isspace() or head.startswith(b"PK"):
        return None
    kind = _named_kind(head, name, False)
    return "text" if kind == _TEXT else "parquet" if kind == _PARQUET else None


def _named_kind(data: bytes, name: str, pasted: bool) -> str:
    kind = _kind(data, pasted)
    named = _SUFFIXES.get(PurePath(name).suffix.lower(), kind)
    if named != kind:
        raise ReadError(f"The file is named {shown(name)} but holds {kind}; rename it, or choose the right file.")
    return kind


def _kind(data: bytes, pasted: bool) -> str:
    if not pasted:
        for beginning, kind in _BEGINNINGS.items():
            if data.startswith(beginning):
                return kind
        for beginning, (what, remedy) in _REFUSED_BEGINNINGS.items():
            if data.startswith(beginning):
                raise ReadError(f"The file is {what}; {remedy}.")
        if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            return _kind_of_archive(data)
    begin = data[:200].removeprefix(codecs.BOM_UTF8).lstrip()
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        begin = data[:200].decode("utf-16", errors="ignore").lstrip().encode(errors="ignore")
    for beginning, (what, remedy) in _REFUSED_TEXTS.items():
        if begin.startswith(beginning):
            raise ReadError(f"This looks like {what}, not like a table; {remedy}.")
    return _JSON if begin.startswith((b"{", b"[")) else _TEXT


def _kind_of_archive(data: bytes) -> str:
    with archive_in(data) as archive:
        names = archive.namelist()
    if any(name.startswith("xl/") for name in names):
        raise ReadError("The file is an Excel workbook; in Excel, save the sheet as “CSV UTF-8” and upload that.")
    if any(name.endswith(".npy") for name in names) or not names:
        return _NPZ
    raise ReadError("The file is a zip archive; unpack it first and upload the table itself.")
