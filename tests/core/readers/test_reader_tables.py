"""Every kind of table file: what is read, and what is refused with place and remedy."""

import gzip
import io
import pickle
import zipfile
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ce_core.readers import LIMITS, ReadError, Table, read_table, table_from_rows
from tests.hostile.fuzzing import fuzz

Cells = list[tuple[str, ...]]


def cells(table: Table) -> Cells:
    return table.head(table.num_rows)


@pytest.fixture
def small(request: pytest.FixtureRequest) -> Iterator[None]:
    """LIMITS with other values, as {name: value}."""
    before = {name: getattr(LIMITS, name) for name in request.param}
    for name, value in request.param.items():
        object.__setattr__(LIMITS, name, value)
    yield
    for name, value in before.items():
        object.__setattr__(LIMITS, name, value)


# id: source, names, rows
TEXT_TABLES: dict[str, tuple[str | bytes, list[str], Cells]] = {
    "comma": ("y,p\n1,0.5\n0,0.2\n", ["y", "p"], [("1", "0.5"), ("0", "0.2")]),
    "no last line break": ("y,p\n1,0.5", ["y", "p"], [("1", "0.5")]),
    "tab": ("y\tp\n1\t0.5\n", ["y", "p"], [("1", "0.5")]),
    "semicolon, decimal comma": ("y;p\n1;0,5\n", ["y", "p"], [("1", "0,5")]),
    "blanks": ("y p\n1 0.5\n0 0.2", ["y", "p"], [("1", "0.5"), ("0", "0.2")]),
    "aligned blanks": ("  y    p \r\n  1  0.5\r\n 10  0.25 \r\n", ["y", "p"], [("1", "0.5"), ("10", "0.25")]),
    "one column": ("p\n0,5\n0,2\n", ["p"], [("0,5",), ("0,2",)]),
    "a name with a blank": ("true label\ncat\n", ["true label"], [("cat",)]),
    "blank after comma": ("y, p\ncat , 0.5\n", ["y", "p"], [("cat", "0.5")]),
    "windows line breaks": (b"y,p\r\n1,0.5\r\n", ["y", "p"], [("1", "0.5")]),
    "old mac line breaks": (b"y,p\r1,0.5\r0,0.2\r", ["y", "p"], [("1", "0.5"), ("0", "0.2")]),
    "blank lines": ("\n\n  \ny,p\n\n1,0.5\n\n0,0.2\n\n", ["y", "p"], [("1", "0.5"), ("0", "0.2")]),
    "empty rows of a spreadsheet": ("y,p\n1,0.5\n,\n , \n0,0.2\n,\n", ["y", "p"], [("1", "0.5"), ("0", "0.2")]),
    "quotes": ('"y","p"\n"cat","0,5"\n', ["y", "p"], [("cat", "0,5")]),
    "quotes in cells": ('y,p\n"a ""big"" cat",1\n', ["y", "p"], [('a "big" cat', "1")]),
    "line break in a cell": (
        'y,text,p\na,"two\nlines",1\nb,one,0\n',
        ["y", "text", "p"],
        [("a", "two\nlines", "1"), ("b", "one", "0")],
    ),
    "delimiter in a quoted name": ('"y;1";p\ncat;1\n', ["y;1", "p"], [("cat", "1")]),
    "missing-value words are classes": (
        "y,p\nNA,1\nNone,0\nnull,1\nTrue,0\n",
        ["y", "p"],
        [("NA", "1"), ("None", "0"), ("null", "1"), ("True", "0")],
    ),
    "excel separator line": ("sep=;\ny;p\n1;0,5\n", ["y", "p"], [("1", "0,5")]),
    "utf-8 mark": (b"\xef\xbb\xbfy,p\nKatze \xc3\xa9,1\n", ["y", "p"], [("Katze é", "1")]),
    "utf-16 little": ("\ufeffy\tp\né\t1\n".encode("utf-16-le"), ["y", "p"], [("é", "1")]),
    "utf-16 big": ("\ufeffy\tp\né\t1\n".encode("utf-16-be"), ["y", "p"], [("é", "1")]),
    "pasted mark": ("\ufeffy,p\n1,1\n", ["y", "p"], [("1", "1")]),
    "index of pandas": (",y,p\n7,a,1\n3,b,0\n", ["unnamed", "y", "p"], [("7", "a", "1"), ("3", "b", "0")]),
    "classes as names": ("label,0,1.0\n1,0.2,0.8\n", ["label", "0", "1.0"], [("1", "0.2", "0.8")]),
    "json records": ('[{"y": 1, "p": 0.5}, {"y": "cat", "p": 1e-3}]', ["y", "p"], [("1", "0.5"), ("cat", "1e-3")]),
    "json lines": ('{"y": 1, "p": 0.5}\n{"y": 0, "p": 0.25}\n', ["y", "p"], [("1", "0.5"), ("0", "0.25")]),
    "json columns": ('{"y": [1, 0], "p": [0.5, 0.25]}', ["y", "p"], [("1", "0.5"), ("0", "0.25")]),
    "json of pandas": ('{"y": {"0": 1, "1": 0}, "p": {"0": 0.5, "1": 1}}', ["y", "p"], [("1", "0.5"), ("0", "1")]),
    "json of pandas, split": ('{"columns": ["y", "p"], "data": [[1, 0.5]]}', ["y", "p"], [("1", "0.5")]),
    "json with a matrix": (
        '{"y": [1, 0], "p": [[0.5, 0.5], [0.25, 0.75]]}',
        ["y", "p column 1", "p column 2"],
        [("1", "0.5", "0.5"), ("0", "0.25", "0.75")],
    ),
    "json matrix": ("[[1, 0.5], [0, 0.25]]", ["column 1", "column 2"], [("1", "0.5"), ("0", "0.25")]),
    "text as typed": ("y,p\n007,0.50\n", ["y", "p"], [("007", "0.50")]),
}


@pytest.mark.parametrize("case", TEXT_TABLES)
def test_text_tables(case: str) -> None:
    source, names, rows = TEXT_TABLES[case]
    table = read_table(source)
    assert list(table.names) == names
    assert cells(table) == rows
    assert table.num_rows == len(rows)


# id: source, words that the refusal must contain
REFUSED_TEXT: dict[str, tuple[str | bytes, list[str]]] = {
    "nothing": (b"", ["nothing to read", "header line"]),
    "blanks only": (" \n\t\n", ["nothing to read"]),
    "header only": ("y,p\n", ["no rows", "add at least one row"]),
    "empty rows only": ("y,p\n,\n,\n", ["no rows"]),
    "unbreakable blanks only": ("\u00a0\n\u00a0\n", ["nothing to read"]),
    "separator line only": ("sep=;\n", ["nothing to read"]),
    "strange separator": ("sep=a\nyap\n", ["'a'", "comma, semicolon or tab"]),
    "no header": ("1,0.5\n0,0.2\n", ["first line holds numbers", "'0.5'", "add a header line"]),
    "no header, class names": ("cat,0.5\ndog,0.2\n", ["first line holds numbers", "'0.5'", "add a header line"]),
    "row too long": ("y,p\n1,0.5\n0,0.2,0.1\n", ["Row 2 has 3 cells", "2 columns", "'0,0.2,0.1'", "extra comma"]),
    "row too short": ("y;p\n1;0.5\n0\n", ["Row 2 has 1 cells", "missing or extra semicolon"]),
    "decimal commas between commas": ("y,p\n1,0,5\n", ["Row 1", "decimal commas", "semicolons"]),
    "ragged after empty row": ("y,p\n,\n1\n", ["Row 2"]),
    "empty cell": ("y,p\n1,0.5\n0,\n,1\n", ["Row 2, column 'p'", "empty", "fill it in", "1 more"]),
    "blank cell": ("y,p\n1,0.5\n0,  \n", ["Row 2, column 'p'", "empty"]),
    "column without name": ("y,p,\n1,0.5,2\n", ["Column 3 has no name", "delete the column"]),
    "first column without name": (",y,p\na,1,0.5\nb,1,0.5\n", ["Column 1 has no name"]),
    "name used twice": ("y,p,p\n1,0.5,0.5\n", ["Columns 2 and 3", "'p'", "rename"]),
    "long name": ("y," + "p" * 201 + "\n1,1\n", ["column 2", "201 characters", "shorten"]),
    "open quote": ('y,p\n1,0.5\n0,"0.2\n1,"0.3"\n', ["line 3", "not closed", "close it"]),
    "open quote in header": ('y,"p\n1,0.5\n', ["header line", "close each quote"]),
    "two open quotes": ('y,p\n"1,0.5\n"0,0.2\n', ["line 2", "not closed"]),
    "last quote open": ('y,p\n1,0.5\n0,"0.2\n', ["line 3", "not closed"]),
    "quote inside a cell": ('y,p\n5" pipe,1\n7" pipe,0\n', ["Line 2", "inside a cell", "twice"]),
    "text after a quote": ('y,p\n"cat"s,1\n', ["line 2", "not closed at the end of its cell"]),
    "blank before a quote": ('y,p\n1, "0,5"\n', ["Line 2", "inside a cell"]),
    "quotes between blanks": ('y p\n"1" 0.5\n', ["Line 2", "separate them by commas"]),
    "nul": (b"y,p\n1,0.5\n0,\x000.2\n", ["Line 3", "NUL"]),
    "utf-16 without mark": ("y,p\n1,0.5\n".encode("utf-16-le"), ["NUL"]),
    "utf-32": ("\ufeffy,p\n1,1\n".encode("utf-32-le"), ["UTF-32", "save the file as UTF-8"]),
    "latin-1": ("y,p\nKatze,1\nBär,0\n".encode("latin-1"), ["Line 3", "not UTF-8", "offset 13", "0xe4"]),
    "cut utf-8": ("y,p\n1,é".encode()[:-1], ["Line 2", "not UTF-8"]),
    "cut utf-16": ("\ufeffy,p\n1,é".encode("utf-16-le")[:-1], ["not UTF-16"]),
    "lone surrogate": ("y,p\n\ud800,1", ["position 5", "paste it again"]),
    "long cell": ("y,p\n" + "a" * 10_001 + ",1\n", ["Row 1, column 'y'", "10,001 characters"]),
    "long line": ("y,p\n1,1\n" + "a" * (5 * 2**20) + ",1\n", ["Row 2, column 'y'", "5,242,880 characters", "Shorten"]),
    "long header": (b"a" * (2 * 2**20), ["Line 1", "bytes"]),
    "wide header": ("," * 2000 + "\n", ["2,001 columns", "at most 1,000"]),
    "wide file of commas": ("y,p\n" + "," * 200_000 + "\n", ["Row 1 has 200,001 cells"]),
    "web page": ("<!DOCTYPE html>\n<p>y,p</p>", ["web page", "download"]),
    "json of columns of unequal length": ('{"y": [1, 0], "p": [0.5]}', ["'y' has 2, 'p' has 1"]),
    "json with a key twice": ('{"y": [1], "y": [0.5]}', ["key 'y' twice"]),
    "json that is cut off": ('{"y": [1, 0], "p": [0.5', ["line 1, column 24 is not JSON", "correct it"]),
    "json records that differ": ('[{"y": 1, "p": 0.5}, {"y": 0}]', ["Record 2", "'y', 'p'", "complete it"]),
    "json with an empty cell": ('[{"y": "", "p": 0.5}]', ["Row 1 of the values of 'y'", "empty"]),
    "json that is too deep": ("[" * 100_000, ["more than 32 brackets"]),
    "json with a deeper array": ('{"y": [1], "p": [[[1]]]}', ["The values of 'p' have the shape (1, 1, 1)"]),
    "json not utf-8": (b'{"y": ["\xe4"]}', ["not UTF-8", "0xe4"]),
    "json with an object for a number": ('{"y": [{"a": 1}], "p": [1]}', ["object", "lists of numbers"]),
}


@pytest.mark.parametrize("case", REFUSED_TEXT)
def test_refused_text(case: str) -> None:
    source, words = REFUSED_TEXT[case]
    with pytest.raises(ReadError) as caught:
        read_table(source)
    message = str(caught.value)
    assert all(word in message for word in words), message
    assert len(message) < 400


def npy(array: Any, **options: Any) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, array, **options)
    return buffer.getvalue()


def npz(**arrays: Any) -> bytes:
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    return buffer.getvalue()


def parquet(columns: dict[str, Any], **options: Any) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns), buffer, **options)
    return buffer.getvalue()


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


EXACT = np.array([0.1, 1 / 3, 5e-324, 1.0, 0.7])
BINARY: dict[str, tuple[bytes, list[str], list[list[float]]]] = {
    "npy vector": (npy(EXACT), ["column"], [EXACT.tolist()]),
    "npy matrix": (npy(np.array([[1, 0.25], [0, 0.5]])), ["column 1", "column 2"], [[1, 0], [0.25, 0.5]]),
    "npy in column order": (
        npy(np.asfortranarray([[1, 0.25], [0, 0.5]])),
        ["column 1", "column 2"],
        [[1, 0], [0.25, 0.5]],
    ),
    "npy big-endian": (npy(np.array([1.5, 2], dtype=">f8")), ["column"], [[1.5, 2]]),
    "npy half": (npy(np.array([0.5, 2], dtype="f2")), ["column"], [[0.5, 2]]),
    "npy single": (npy(np.array([0.1], dtype="f4")), ["column"], [[float(np.float32(0.1))]]),
    "npy long double": (npy(np.array([0.5, 0, 5e-324], dtype="g")), ["column"], [[0.5, 0, 5e-324]]),
    "npy booleans": (npy(np.array([True, False])), ["column"], [[1, 0]]),
    "npy whole": (npy(np.array([3, -1], dtype=">i2")), ["column"], [[3, -1]]),
    "npz": (npz(y=np.array([1, 0]), p=np.array([[0.5], [0.25]])), ["y", "p"], [[1, 0], [0.5, 0.25]]),
    "npz matrix": (
        npz(y=[1, 0], p=[[0.5, 0.5], [0, 1]]),
        ["y", "p column 1", "p column 2"],
        [[1, 0], [0.5, 0], [0.5, 1]],
    ),
    "parquet": (parquet({"y": [1, 0], "p": [0.1, 1 / 3]}), ["y", "p"], [[1, 0], [0.1, 1 / 3]]),
    "parquet single": (parquet({"p": pa.array([0.5, 0.25], pa.float32())}), ["p"], [[0.5, 0.25]]),
    "parquet numbers as text": (parquet({"p": ["0,5", "30 %"]}), ["p"], [[0.5, 0.3]]),
    "parquet decimals": (parquet({"p": pa.array([0.5, 0.25]).cast(pa.decimal128(4, 2))}), ["p"], [[0.5, 0.25]]),
    "parquet, many groups": (
        parquet({"p": list(range(100))}, row_group_size=7),
        ["p"],
        [[float(k) for k in range(100)]],
    ),
}


@pytest.mark.parametrize("case", BINARY)
def test_binary_tables(case: str) -> None:
    data, names, columns = BINARY[case]
    table = read_table(data)
    assert list(table.names) == names
    assert [table.numbers(name).tolist() for name in names] == columns
    assert all(table.is_numeric(name) for name in names)


TEXT_COLUMNS = {
    "npz": npz(y=np.array(["cat", "dog ", "cat"])),
    "parquet": parquet({"y": ["cat", "dog ", "cat"]}),
    "parquet large text": parquet({"y": pa.array(["cat", "dog", "cat"], pa.large_string())}),
    "parquet dictionary": parquet({"y": pa.array(["cat", "dog", "cat"]).dictionary_encode()}),
    "parquet bytes": parquet({"y": [b"cat", b"dog", b"cat"]}),
    "parquet large bytes": parquet({"y": pa.array([b"cat", b"dog", b"cat"], pa.large_binary())}),
    "parquet text view": parquet({"y": pa.array(["cat", "dog", "cat"], pa.string_view())}),
    "parquet view of bytes": parquet({"y": pa.array([b"cat", b"dog", b"cat"], pa.binary_view())}),
}


@pytest.mark.parametrize("case", TEXT_COLUMNS)
def test_text_in_binary_tables(case: str) -> None:
    table = read_table(TEXT_COLUMNS[case])
    assert table.text("y") == ["cat", "dog", "cat"]
    assert table.text("y", 1, 2) == ["dog"]
    assert not table.is_numeric("y")
    assert table.codes("y")[0].tolist() == [0, 1, 0]


def test_booleans_and_dates_of_parquet_are_text() -> None:
    table = read_table(parquet({"y": [True, False], "t": np.array(["2024-01-01", "2024-01-02"], "M8[D]")}))
    assert cells(table) == [("true", "2024-01-01"), ("false", "2024-01-02")]


@pytest.mark.parametrize("zone", ["UTC", "+01:00", "Mars/Base"])
def test_times_of_parquet_are_shown_in_utc(zone: str) -> None:
    table = read_table(parquet({"t": pa.array([0, 3600], pa.timestamp("ms", zone))}))
    assert table.text("t") == ["1970-01-01 00:00:00.000Z", "1970-01-01 00:00:03.600Z"]


BROKEN_HEADER = npy(np.zeros(3)).replace(b"'descr'", b"'dexcr'")
REFUSED_BINARY: dict[str, tuple[bytes, str, list[str]]] = {
    "gzip": (gzip.compress(b"y,p\n1,1\n"), "p.csv.gz", ["gzip", "unpack"]),
    "gzip named csv": (gzip.compress(b"y,p\n1,1\n"), "p.csv", ["gzip", "unpack"]),
    "pickle": (pickle.dumps([1, 2]), "p.npy", ["pickle", "never opened"]),
    "excel": (zipped(xl__workbook=b"x"), "p.csv", ["Excel workbook", "CSV"]),
    "zip": (zipped(readme=b"x"), "p.npz", ["zip archive", "unpack"]),
    "cut zip": (zipped(readme=b"x")[:20], "p.npz", ["damaged archive"]),
    "png": (b"\x89PNG\r\n\x1a\n" + bytes(20), "p.csv", ["PNG"]),
    "text named parquet": (b"y,p\n1,1\n", "p.parquet", ["'p.parquet'", "text table", "rename"]),
    "parquet named csv": (parquet({"p": [1]}), "p.CSV", ["'p.CSV'", "Parquet", "rename"]),
    "npy named npz": (npy(np.zeros(3)), "p.npz", ["NumPy array", "rename"]),
    "npy of objects": (npy(np.array([None, 1]), allow_pickle=True), "p.npy", ["Python objects", "never opened"]),
    "npy of complex": (npy(np.array([1j])), "p.npy", ["complex", "save"]),
    "npy of bytes": (npy(np.array([b"cat"])), "p.npy", ["bytes", "save"]),
    "npy of records": (npy(np.zeros(2, dtype=[("y", "i4"), ("p", "f8")])), "p.npy", ["save"]),
    "npy scalar": (npy(np.float64(3)), "p.npy", ["shape ()", "vector or a matrix"]),
    "npy cube": (npy(np.zeros((2, 2, 2))), "p.npy", ["shape (2, 2, 2)"]),
    "npy empty": (npy(np.zeros((0, 3))), "p.npy", ["empty"]),
    "npy cut": (npy(np.zeros(3))[:-1], "p.npy", ["24 bytes", "23", "damaged"]),
    "npy too long": (npy(np.zeros(3)) + b"x", "p.npy", ["damaged"]),
    "npy header": (BROKEN_HEADER, "p.npy", ["header", "write it again"]),
    "npy header only": (b"\x93NUMPY", "p.npy", ["header"]),
    "npy huge shape": (npy(np.zeros(3)).replace(b"(3,)", b"(9999999999999,)"[:4]), "p.npy", ["header"]),
    "npz lengths": (npz(y=[1, 0], p=[0.5]), "p.npz", ["'y' has 2", "'p' has 1", "rows"]),
    "npz name": (zipped(**{"a.npy": npy(np.zeros(2)), "notes.txt": b"hello"}), "p.npz", ["'notes.txt'", "numpy.savez"]),
    "npz objects": (npz(y=np.array([None, 1])), "p.npz", ["array 'y'", "Python objects"]),
    "npz empty text": (npz(y=np.array(["cat", " "])), "p.npz", ["Row 2, column 'y'", "empty"]),
    "npz too small": (
        npz(y=[1, 0], p=np.array(["0.5", "1e-4000"]).astype("g")),
        "p.npz",
        ["Row 2, column 'p'", "1e-4000 is nearer to 0 than the smallest number"],
    ),
    "npy too large": (npy(np.array(["-1e4000"]).astype("g")), "p.npy", ["Row 1", "-1e+4000 is beyond the largest"]),
    "parquet texts after their lengths": (
        parquet({"y": ["a"]}, use_dictionary=False, column_encoding="DELTA_LENGTH_BYTE_ARRAY"),
        "p.parquet",
        ["not read here", "DeltaLength", "encoding PLAIN"],
    ),
    "parquet cut": (parquet({"p": [1.0]})[:-3], "p.parquet", ["damaged"]),
    "parquet mark only": (b"PAR1", "p.parquet", ["damaged"]),
    "parquet empty": (parquet({"p": pa.array([], pa.float64())}), "p.parquet", ["no rows"]),
    "parquet missing": (parquet({"y": [1, 0], "p": [0.5, None]}), "p.parquet", ["Row 2, column 'p'", "empty"]),
    "parquet missing text": (parquet({"y": ["a", None]}), "p.parquet", ["Row 2, column 'y'", "empty"]),
    "parquet blank text": (parquet({"y": ["a", " "]}), "p.parquet", ["Row 2, column 'y'", "empty"]),
    "parquet long text": (parquet({"y": ["a", "b" * 10_001]}), "p.parquet", ["Row 2, column 'y'", "10,001"]),
    "parquet lists": (parquet({"p": [[0.5, 0.5]]}), "p.parquet", ["Column 'p'", "list", "one column for each class"]),
    "parquet structs": (parquet({"p": [{"a": 1}]}), "p.parquet", ["Column 'p'", "struct"]),
    "parquet broken text": (
        parquet({"y": ["katze"]}, compression="none").replace(b"katze", b"k\xfftze"),
        "",
        ["damaged"],
    ),
    "parquet bytes": (parquet({"y": [b"\xff\xfe"]}), "p.parquet", ["Column 'y'", "UTF-8"]),
}


@pytest.mark.parametrize("case", REFUSED_BINARY)
def test_refused_files(case: str) -> None:
    data, name, words = REFUSED_BINARY[case]
    with pytest.raises(ReadError) as caught:
        read_table(data, name=name)
    message = str(caught.value)
    assert all(word in message for word in words), message
    assert len(message) < 400


def test_a_huge_shape_is_not_allocated() -> None:
    header = npy(np.zeros(1)).replace(b"(1,), }" + b" " * 12, b"(9999999999999,), }")
    with pytest.raises(ReadError, match="damaged"):
        read_table(header)


def test_a_member_larger_than_stated_is_refused() -> None:
    data = npz(y=np.zeros(1000))
    stated = len(npy(np.zeros(1000))).to_bytes(4, "little")
    with pytest.raises(ReadError):
        read_table(data.replace(stated, (200).to_bytes(4, "little")))


# id: limits, source, words
LIMITED: dict[str, tuple[dict[str, int], str | bytes, list[str]]] = {
    "bytes": ({"bytes": 9}, "y,p\n1,0.5\n", ["10 bytes", "at most 9"]),
    "rows": ({"rows": 2}, "y,p\n1,1\n1,1\n1,1\n", ["3 rows", "at most 2", "Split"]),
    "columns": ({"columns": 2}, "y,p,q\n1,1,1\n", ["3 columns", "at most 2"]),
    "cells": ({"cells": 5}, "y,p\n1,1\n1,1\n1,1\n", ["3 rows of 2 columns", "at most 5 cells"]),
    "parquet rows": ({"rows": 2}, parquet({"y": [1, 2, 3]}), ["3 rows", "at most 2"]),
    "parquet unpacked": ({"bytes": 2_000}, parquet({"y": ["a" * 5_000]}, use_dictionary=False), ["bytes"]),
    "npy rows": ({"rows": 2}, npy(np.zeros(3)), ["3 rows"]),
    "npz columns": ({"columns": 2}, npz(a=np.zeros((2, 2)), b=np.zeros(2)), ["3 columns"]),
    "npz unpacked": ({"bytes": 2_000}, npz(a=np.zeros(1000)), ["8,128 bytes"]),
    "editor": ({"editor_rows": 2}, b"", ["3 rows", "Upload"]),
}


@pytest.mark.parametrize(
    ("small", "case"), [(limits, case) for case, (limits, _, _) in LIMITED.items()], indirect=["small"]
)
def test_limits(small: None, case: str) -> None:
    _, source, words = LIMITED[case]
    with pytest.raises(ReadError) as caught:
        if case == "editor":
            table_from_rows(["p"], [["1"]] * 3)
        else:
            read_table(source)
    assert all(word in str(caught.value) for word in words), str(caught.value)


LONG = "0" * 250
"""Leading zeros that make a table of a few rows fill several blocks of the parser."""


def test_progress_rises_to_one() -> None:
    rows = "".join(f"{k % 2},{LONG}{k}\n" for k in range(50_000))
    fractions: list[float] = []
    table = read_table("y,p\n" + rows, progress=fractions.append)
    assert table.num_rows == 50_000
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert len(fractions) > 3
    assert np.array_equal(table.numbers("p"), np.arange(50_000))
    assert table.text("p", 49_999) == [LONG + "49999"]


def test_what_progress_raises_is_not_touched() -> None:
    class Stop(Exception):
        pass

    def stop(fraction: float) -> None:
        raise Stop

    for source in ("y,p\n1,1\n", parquet({"y": [1]}), npz(y=[1])):
        with pytest.raises(Stop):
            read_table(source, progress=stop)


def test_places_beyond_the_first_block() -> None:
    good = "".join(f"1,{LONG}{k}\n" for k in range(40_000))
    with pytest.raises(ReadError, match=r"Row 40,001 has 3 cells"):
        read_table("y,p\n" + good + "1,2,3\n1,2\n")
    with pytest.raises(ReadError, match=r"Row 40,001, column 'p': the cell is empty.*1 more"):
        read_table("y,p\n" + good + "1,\n1,2\n1,\n")
    with pytest.raises(ReadError, match="Line 40,002 of the file has a quote inside"):
        read_table('y,p\n"1",2\n' + good[: good.rindex("1,")] + '1,2"\n"1",2\n')
    table = read_table("y,p\n" + good + "1,x\n1,2\n1,y\n")
    with pytest.raises(ReadError, match=r"Row 40,001, column 'p': 'x' is not a number.*1 more"):
        table.numbers("p")


LEFT_OUT = {
    "cells": "y,p\n1,0.5\n,\n0,oops\n",
    "line": "y,p\n1,0.5\n\n0,oops\n",
    "below the header": "y,p\n\n1,0.5\n0,oops",
    "one column": "p\n1\n\noops\n\n",
    "Windows": "y,p\r\n1,0.5\r\n\r\n0,oops\r\n",
    "old Mac": "y,p\r1,0.5\r\r0,oops\r",
    "blanks": "y p\n1 0.5\n  \n0 oops\n",
    "quotes": 'y,p\n"a\n\nb",0.5\n\n"c",oops\n',
}


@pytest.mark.parametrize("case", LEFT_OUT)
def test_rows_left_out_still_count(case: str) -> None:
    table = read_table(LEFT_OUT[case])
    assert table.num_rows == 2
    with pytest.raises(ReadError, match="Row 3, column 'p'"):
        table.numbers("p")


def test_unknown_column() -> None:
    table = read_table("y,p\n1,0.5\n")
    with pytest.raises(ReadError, match="no column 'q'; the columns are 'y', 'p'"):
        table.numbers("q")


@pytest.mark.parametrize("source", [None, 3, ["y,p"], bytearray(b"y,p\n1,1")])
def test_only_bytes_and_text_are_taken(source: Any) -> None:
    with pytest.raises(TypeError):
        read_table(source)


# id: rows, cells or words of the refusal
EDITED: dict[str, tuple[list[list[Any]], Cells | list[str]]] = {
    "as typed": ([[" cat", "0.5 "]], [("cat", "0.5")]),
    "empty rows are left out": ([["", None], ["cat", "1"], ["", " "]], [("cat", "1")]),
    "partly empty": ([["", ""], ["cat", ""]], ["Row 2, column 'p'", "empty", "fill it in"]),
    "nothing": ([["", ""]], ["no rows yet", "fill in"]),
    "ragged": ([["cat", "1"], ["cat"]], ["Row 2 has 1 cells", "2 columns"]),
    "long": ([["cat", "1" * 10_001]], ["Row 1, column 'p'", "10,001"]),
    "surrogate": ([["\ud800", "1"]], ["Row 1, column 'y'", "broken character"]),
}


@pytest.mark.parametrize("case", EDITED)
def test_editor_rows(case: str) -> None:
    rows, expected = EDITED[case]
    if isinstance(expected[0], tuple):
        assert cells(table_from_rows(["y", "p"], rows)) == expected
        return
    with pytest.raises(ReadError) as caught:
        table_from_rows(["y", "p"], rows)
    assert all(str(word) in str(caught.value) for word in expected), str(caught.value)


def test_editor_takes_text_only() -> None:
    with pytest.raises(TypeError):
        table_from_rows(["y"], [[1.0]])  # type: ignore[list-item]


WORDS = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Z")), min_size=1, max_size=8)
ROWS = st.lists(st.tuples(WORDS, st.floats(allow_nan=False, allow_infinity=False)), min_size=1, max_size=20)


@fuzz(60)
@given(ROWS, st.sampled_from(["csv", "tsv", "parquet", "npz"]))
def test_tables_come_back_exactly(rows: list[tuple[str, float]], kind: str) -> None:
    labels, values = [label for label, _ in rows], [value for _, value in rows]
    if kind in ("csv", "tsv"):
        mark = "," if kind == "csv" else "\t"
        quoted = ['"' + label.replace('"', '""') + '"' for label in labels]
        source: str | bytes = f"y{mark}p\n" + "".join(f"{a}{mark}{b!r}\n" for a, b in zip(quoted, values, strict=True))
    elif kind == "parquet":
        source = parquet({"y": labels, "p": values})
    else:
        source = npz(y=np.array(labels), p=np.array(values))
    table = read_table(source, name=f"t.{kind}")
    assert table.names == ("y", "p")
    assert table.text("y") == labels
    assert np.array_equal(table.numbers("p"), values)
