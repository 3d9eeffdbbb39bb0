"""Inputs that are meant to break a reader, each with its verdict: a value, or words that the refusal must hold."""

import gzip
import json
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from PIL import Image

from tests.hostile.made import (
    ENCRYPTED_CHUNK,
    bmp,
    bmp_of_runs,
    chunk,
    cut_jpeg,
    cut_piece,
    element,
    footer_of,
    frames,
    gif_at,
    gif_of_frames,
    gif_with,
    gif_without_colours,
    grey,
    jpeg,
    jpeg_of,
    jpeg_of_scans,
    npy,
    npy_of,
    npy_stating,
    npz,
    npz_stating,
    npz_understating,
    parquet,
    parquet_of_one_long_text,
    parquet_understating_pages,
    pickled,
    png,
    saved,
    segment,
    spoiled,
    tiff,
    tiff_of_strips,
    turned,
    webp_at,
    webp_canvas,
    zipped,
)


class Refused:
    """The reader's own error, in which each of these expressions is found."""

    def __init__(self, *words: str) -> None:
        self.words = words


class Value:
    """What was read, and words of the notes that say how."""

    def __init__(self, *notes: str, **fields: Any) -> None:
        self.notes, self.fields = notes, fields


class Either:
    """A value or a refusal: nothing else, and within time and memory."""


Verdict = Refused | Value | Either


@dataclass(frozen=True)
class Case:
    """One input. `given` is what the reader gets, or makes it when called."""

    kind: str
    reader: str
    given: Any
    verdict: Verdict


CASES: dict[str, Case] = {}


def _add(kind: str, reader: str, rows: dict[str, tuple[Any, Verdict]]) -> None:
    for name, (given, verdict) in rows.items():
        assert f"{kind}: {name}" not in CASES, name
        CASES[f"{kind}: {name}"] = Case(kind, reader, given, verdict)


NO_NUMBER = Refused("is not a number; write it like")
GROUPED = Refused("is not one number", "without separators")
HALVES = [[0.5, 0.5], [0.75, 0.25]]

# --- one number, as typed into a box, a cell or the address ---------------------------------------------------

_add(
    "number",
    "number",
    {
        **{
            f"{what} {typed[:8]!a}": (typed, NO_NUMBER)
            for what, typed in [
                *(("Arabic digit", "٣"), ("Devanagari digit", "१"), ("full width", "０.５"), ("full width", "1e１")),
                *(("circled", "①"), ("fraction", "½"), ("Roman", "Ⅷ"), ("Arabic point", "1٫5"), ("wide point", "1．5")),
                *(("hexadecimal", "0x10"), ("hexadecimal", "0x1p3"), ("binary", "0b1"), ("octal", "0o7")),
                *(("underscore", "1_0"), ("underscore", "0_8"), ("two signs", "--1"), ("two signs", "−-1")),
                *(("sign apart", "+ 1"), ("only a sign", "-"), ("only a mark", ","), ("two marks", "1..2")),
                *(("no exponent", "1e"), ("no mantissa", "e5"), ("exponent with a mark", "1e1.5"), ("percent", "%")),
                *(
                    ("two percents", "1%%"),
                    ("division", "1/3"),
                    ("complex", "1j"),
                    ("suffix", "1f"),
                    ("currency", "$1"),
                ),
                *(("Fortran", "1d5"), ("word", "None"), ("word", "TRUE"), ("sign of infinity", "∞"), ("formula", "=1")),
                *(("invisible", "1\u200b"), ("mark of order", "\u202e1"), ("mark of bytes", "\ufeff1"), ("NUL", "1\0")),
                *(("surrogate", "\ud800"), ("list", "[1]"), ("quotes", "'1'"), ("markup", "<b>1</b>")),
                *(("Markdown", "![x](https://x.invalid/1.png)"), ("escape", "\x1b[31m1")),
            ]
        },
        **{
            f"grouped {typed!r}": (typed, GROUPED)
            for typed in ["1.2.3", "1,000.5", "1.000,5", "1 000", "1\u00a0000", "1'000", "1,2,3", "1\n2"]
        },
        "too large": ("1e999", Refused("beyond the largest number")),
        "too small": ("1e-999", Refused("nearer to 0 than the smallest")),
        "just too large": ("1.7976931348623159e308", Refused("beyond the largest number")),
        "large exponent": ("1e" + "9" * 390, Refused("beyond the largest number")),
        "nan": ("nan", Refused("not a finite number")),
        "-inf": ("-inf", Refused("not a finite number")),
        "Infinity": ("Infinity", Refused("not a finite number")),
        "nothing": (" \u3000\t", Refused("is empty")),
        "100,000 digits": ("1" * 100_000, Refused("100,000 characters", "at most 400")),
        "100,000 blanks": (" " * 100_000 + "1", Value(number=1.0)),
        "400 digits": ("0." + "0" * 200 + "1" * 198, Value(number=1.1111111111111111e-201)),
        "Unicode minus": ("−0.3", Value(number=-0.3)),
        "begins with a comma": (",5", Value(number=0.5)),
        "ends with a comma": ("5,", Value(number=5.0)),
        "percent apart": ("33,3 %", Value(number=0.333)),
        "zero with an exponent": ("0e999", Value(number=0.0)),
        "minus zero": ("-0", Value(number=0.0)),
        "largest": ("1.7976931348623157e308", Value(number=1.7976931348623157e308)),
        "smallest": ("5e-324", Value(number=5e-324)),
    },
)

# --- text tables ----------------------------------------------------------------------------------------------

PLAIN = "y,p\n1,0.5\n0,0.25\n"


def rows(header: bytes, row: bytes, count: int) -> Callable[[], bytes]:
    """A table of `count` rows with a number in each, which come again after a hundred thousand."""
    return lambda: header + b"".join(row % k for k in range(100_000)) * (count // 100_000)


READ_PLAIN = Value(classes=["0", "1"], y_true=[1, 0], values=[[0.5, 0.5], [0.75, 0.25]])

_add(
    "text table",
    "predictions",
    {
        "UTF-8 with a mark": (PLAIN.encode("utf-8-sig"), READ_PLAIN),
        "UTF-16, little": (("\ufeff" + PLAIN).encode("utf-16-le"), READ_PLAIN),
        "UTF-16, big": (("\ufeff" + PLAIN).encode("utf-16-be"), READ_PLAIN),
        "UTF-16 without a mark": (PLAIN.encode("utf-16-le"), Refused("Line 1", "NUL")),
        "UTF-16, cut": (("\ufeff" + PLAIN).encode("utf-16-le")[:-1], Refused("not UTF-16", "Save the file as UTF-8")),
        "UTF-16, a surrogate alone": (
            b"\xff\xfe" + "y,p\n1,0.5".encode("utf-16-le") + b"\0\xd8",
            Refused("not UTF-16"),
        ),
        "UTF-32": (("\ufeff" + PLAIN).encode("utf-32-le"), Refused("UTF-32")),
        "UTF-7": (b"y,p\n+AGE-,0.5\n0,0.2\n", Refused("Row 1 of the labels|'\\+AGE-'|Row 2 of the labels")),
        "Latin-1": ("y,p\nBär,0.5\n".encode("latin-1"), Refused("Line 2", "0xe4", "UTF-8")),
        "overlong UTF-8": (b"y,p\n\xc0\xb1,0.5\n0,0.2\n", Refused("Line 2", "0xc0")),
        "surrogate in UTF-8": (b"y,p\n\xed\xa0\x80,0.5\n", Refused("Line 2", "0xed")),
        "CR only": (PLAIN.replace("\n", "\r").encode(), READ_PLAIN),
        "CRLF": (PLAIN.replace("\n", "\r\n").encode(), READ_PLAIN),
        "mixed line breaks": (b"y,p\r1,0.5\n0,0.25\r\n", READ_PLAIN),
        "semicolons and decimal commas": (b"y;p\n1;0,5\n0;0,25\n", Value("0,5 was read as 0.5", values=HALVES)),
        "decimal commas between commas": (b"y,p\n1,0,5\n", Refused("Row 1 has 3 cells", "decimal commas")),
        "quoted decimal commas": (b'y,p\n1,"0,5"\n0,"0,25"\n', Value("0,5 was read as 0.5", values=HALVES)),
        "line break in quotes": (b'y,p\n"a\nb",0.5\nc,0.25\n', Value(classes=["a\nb", "c"])),
        "tabs": (PLAIN.replace(",", "\t").encode(), READ_PLAIN),
        "row too long": (b"y,p\n1,0.5\n0,0.2,7\n", Refused("Row 2 has 3 cells", "2 columns")),
        "row too short": (b"y,p\n1,0.5\n0\n", Refused("Row 2 has 1 cells", "2 columns")),
        "open quote": (b'y,p\n1,0.5\n"0,0.2\n1,0.3\n', Refused("line 3", "not closed")),
        "open quote at the end": (b'y,p\n1,0.5\n0,"0.2', Refused("line 3", "not closed")),
        "quote inside": (b'y,p\n1"2,0.5\n', Refused("Line 2", "inside a cell")),
        "open quote in the header": (b'y,"p\n1,0.5\n', Refused("header line")),
        "NUL": (b"y,p\n1,0.5\n0,0.\x002\n", Refused("Line 3", "NUL")),
        "no header": (b"1,0.5\n0,0.2\n", Refused("first line holds numbers", "add a header")),
        "no header, words": (b"cat,0.5\ndog,0.2\n", Refused("first line holds numbers", "'0.5'")),
        "duplicate columns": (b"y,p,p\n1,0.5,0.5\n", Refused("Columns 2 and 3", "'p'")),
        "duplicates that look alike": ("y,p,p\u200b\n1,0.5,0.5\n".encode(), Refused("Columns 2 and 3", "200b")),
        "duplicates by accent": ("y,\u00e9,e\u0301\na,0.5,0.5\n".encode(), Refused("Columns 2 and 3")),
        "invisible name": ("y,\u200b\n1,0.5\n".encode(), Refused("Column 2 has no name")),
        "header only": (b"y,p\n", Refused("no rows")),
        "nothing": (b"", Refused("nothing to read")),
        "only a mark": (b"\xef\xbb\xbf", Refused("nothing to read")),
        "blanks only": (b"\n \t \n", Refused("nothing to read")),
        "empty cell": (b"y,p\n1,0.5\n0,\n", Refused("Row 2, column 'p'", "empty")),
        "empty label": (b"y,p\n1,0.5\n,0.5\n", Refused("Row 2, column 'y'", "empty")),
        "nan": (b"y,p\n1,0.5\n0,nan\n", Refused("Row 2, column 'p'", "'nan'", "finite")),
        "inf": (b"y,p\n1,0.5\n0,inf\n", Refused("Row 2, column 'p'", "'inf'", "finite")),
        "1e400": (b"y,p\n1,0.5\n0,1e400\n", Refused("Row 2, column 'p'", "largest number")),
        "hexadecimal": (b"y,p\n1,0.5\n0,0x1\n", Refused("Row 2, column 'p'", "'0x1'")),
        "underscore": (b"y,p\n1,0.5\n0,0_8\n", Refused("Row 2, column 'p'", "'0_8'")),
        "Arabic digits": ("y,p\n1,0.5\n0,٠\n".encode(), Refused("Row 2, column 'p'", "'٠'")),
        "formula": (b"y,p\n1,0.5\n0,=1+1\n", Refused("Row 2, column 'p'", "'=1.1'")),
        "above 1": (b"y,p\n1,0.5\n0,0.1\n1,1.5\n", Refused("Row 3, column 'p'", "1.5 is not a probability")),
        "sum 0.8": (b"y,p_a,p_b\na,0.5,0.5\nb,0.5,0.3\n", Refused("Row 2", "sum to 0.8")),
        "sum 0.999": (b"y,p_a,p_b\na,0.333,0.666\n", Value("summed to 0.999 and was taken as rounded", y_true=[0])),
        "long cell": (b"y,p\n" + b"a" * 10_001 + b",0.5\n", Refused("Row 1, column 'y'", "10,001 characters")),
        "long name": (b"y," + b"p" * 300 + b"\n1,0.5\n", Refused("column 2", "300 characters")),
        "negative weight": (b"y,p,w\n1,0.5,1\n0,0.5,-1\n", Refused("Row 2, column 'w'", "negative")),
        "weights of 0": (b"y,p,w\n1,0.5,0\n0,0.5,0\n", Refused("All weights")),
        "commas only": (lambda: b"," * 1_000_000, Refused("columns", "at most 1,000")),
        "commas in a row": (lambda: b"y,p\n" + b"," * 1_000_000, Refused("Row 1 has 1,000,001 cells")),
        "lines only": (lambda: b"\n" * 10_000_000 + b"y", Refused("column|rows")),
        "quotes only": (lambda: b"y,p\n" + b'"' * 100_001, Refused("quote|Row 1")),
        "one line of 5 MB": (lambda: b"y,p\n1," + b"0" * 5 * 2**20, Refused("characters|bytes")),
        "a header of 2 MB": (lambda: b"a" * 2**21, Refused("Line 1", "bytes")),
        "2,000 columns": (",".join(f"c{k}" for k in range(2000)).encode() + b"\n", Refused("2,000 columns")),
        "announced delimiter": (b"sep=|\ny|p\n1|0.5\n", Refused("'|'", "comma, semicolon or tab")),
        "markup": (b"<html><table><tr><td>y</td></tr></table></html>", Refused("web page")),
        "log-probabilities of one class": (
            b"y,log_prob\n1,-0.5\n0,-0.25\n",
            Refused("log-probabilities", "exponential"),
        ),
        "log-probabilities": (
            *(b"y,a,b\n1,-0.693147,-0.693147\n0,-0.105361,-2.302585\n",),
            *(Value("log-probabilities, as their exponentials sum to 1", kind="logits"),),
        ),
        "log-probabilities of some classes": (
            *(b"y,logp_a,logp_b\na,-1.2,-3.4\nb,-2.2,-1.5\n",),
            *(Refused("'logp_a', 'logp_b'", "do not sum to 1"),),
        ),
        "logits": (b"y,a,b\n1,2,-1\n0,0,3\n", Value(kind="logits", values=[[2.0, -1.0], [0.0, 3.0]])),
        "percentages": (b"y,a,b\n1,40,60\n0,50,50\n", Refused("percentages", "divide them by 100")),
        "500 digits": (b"y,p\n1,0.5\n0,0." + b"3" * 500 + b"\n", Refused("Row 2, column 'p'", "502 characters")),
        "500 blanks": (b"y,p\n1,0.5\n0," + b" " * 500 + b"0.25\n", READ_PLAIN),
        "percent signs": (b"y,p\n1,50 %\n0,25%\n", Value("50 % was read as 0.5", values=HALVES)),
    },
)
_add(
    "text table",
    "whole",
    {
        "millions of rare spellings": (
            *(rows(b"p;y\n0,5;1\n", b"1,%de-7 %%;0\n", 4_900_000), Value("0,5 was read as 0.5", classes=["0", "1"])),
        ),
        "millions of numbers in groups": (
            *(rows(b"y;p\n", b"0;1 000 %d\n", 2_000_000), Refused("Row 1, column 'p'", "1,999,999 more")),
        ),
    },
)
_add(
    "text table",
    "table",
    {
        "more bytes than are read": (lambda: b"y,p\n" + b"1,0.5\n" * (2**28 // 6 + 1), Refused("at most 268,435,456")),
        "more rows than are read": (lambda: b"p\n" + b"1\n" * 5_000_001, Refused("5,000,001 rows")),
        "more cells than are read": (
            *(lambda: ",".join(f"c{k}" for k in range(900)).encode() + b"\n" + b"1\n" * 30_000,),
            *(Refused("rows of 900 columns"),),
        ),
        "formulas as text": (
            *(b"y,p\n=HYPERLINK(1),1\n@SUM(1),0\n",),
            *(Value(rows=[["=HYPERLINK(1)", "1"], ["@SUM(1)", "0"]]),),
        ),
    },
)

# --- labels ---------------------------------------------------------------------------------------------------

_add(
    "labels",
    "predictions",
    {
        "NA, None, True": (
            *(b"y,p_NA,p_None,p_True\nNA,1,0,0\nNone,0,1,0\nTrue,0,0,1\n",),
            *(Value(classes=["NA", "None", "True"], y_true=[0, 1, 2]),),
        ),
        "null and NA": (b"y,p\nNA,0.75\nnull,0.25\n", Value(classes=["NA", "null"])),
        "-1 is not the last class": (b"y,a,b,c\n0,0.2,0.3,0.5\n-1,0.2,0.3,0.5\n", Refused("Row 2", "'-1'", "0 to 2")),
        "-1 beside names": (b"y,p_0,p_1\n0,0.5,0.5\n-1,0.5,0.5\n", Refused("Row 2", "'-1'")),
        "-100": (b"y,p_0,p_1\n0,0.5,0.5\n-100,0.5,0.5\n", Refused("Row 2", "'-100'", "delete those rows")),
        "beyond the columns": (b"y,a,b,c\n0,0.2,0.3,0.5\n3,0.2,0.3,0.5\n", Refused("Row 2", "'3'", "0 to 2")),
        "far beyond": (b"y,p_0,p_1\n0,0.5,0.5\n9223372036854775808,0.5,0.5\n", Refused("Row 2", "9223372036854775808")),
        "share among classes": (b"y,p\n0.5,0.2\n3,0.2\n", Refused("Row 2, column 'y'", "'3'", "'0.5' in row 1")),
        "nan among numbers": (b"y,p\n1,0.5\nnan,0.2\n", Refused("Row 2", "'nan' is not a number")),
        "nan among places": (
            *(b"y,a,b,c\n0,0.2,0.3,0.5\n1,0.2,0.3,0.5\nnan,0.2,0.3,0.5\n", Refused("Row 3", "'nan' is not a number")),
        ),
        "True among numbers": (b"y,p\n1,0.5\nTrue,0.2\n", Refused("Row 2", "'True' is not a number")),
        "1e400 among numbers": (b"y,p\n1,0.5\n1e400,0.2\n", Refused("Row 2", "'1e400' is not a number")),
        "hexadecimal among numbers": (b"y,p\n1,0.5\n0x1,0.2\n", Refused("Row 2", "'0x1' is not a number")),
        "integers for names out of order": (
            *(b"y,p_dog,p_cat\n0,0.9,0.1\n1,0.2,0.8\n",),
            *(Refused("Row 1 has the label '0'", "'p_dog', 'p_cat'", "alphabet"),),
        ),
        "integers for names from 0 or 1": (
            *(
                b"y,p_cat,p_dog,p_eel\n1,0.2,0.2,0.6\n2,0.1,0.1,0.8\n",
                Refused("Row 1 has the label '1'", "from 0 or from 1"),
            ),
        ),
        "integers for names, clear": (
            *(b"y,p_cat,p_dog\n0,0.5,0.5\n1,0.75,0.25\n", Value("'p_cat' → 0", y_true=[0, 1], values=HALVES)),
        ),
        "invisible twin": ("y,p\ncat,0.5\ncat\u200b,0.2\n".encode(), Refused("Row 2", "200b", "looks like 'cat'")),
        "twin by accent": ("y,p\n\u00e9,0.5\ne\u0301,0.2\n".encode(), Refused("Row \\d", "looks like")),
        "invisible label": ("y,p\ncat,0.5\n\u2060,0.2\n".encode(), Refused("Row 2", "2060", "cannot be seen")),
        "third label": (b"y,p\na,0.5\nb,0.5\nc,0.5\n", Refused("Row 3", "third label, 'c'")),
        "one label": (b"y,p\ncat,0.5\ncat,0.2\n", Refused("Every row", "'cat'")),
        "label without a column": (b"y,p_a,p_b\na,0.5,0.5\nc,0.5,0.5\n", Refused("Row 2", "'c'", "named for it")),
        "long label": (b"y,p\n" + b"a" * 201 + b",0.5\nb,0.5\n", Refused("Row 1", "201 characters")),
        "1,001 labels": (*("y,p\n" + "".join(f"t{k},0.5\n" for k in range(1001)), Refused("1,001 different values")),),
        "1 and 1.0 and 001": (
            b"y,p\n1,0.5\n1.0,0.5\n001,0.5\n0,0.5\n",
            Value("are the same class, 1", y_true=[1, 1, 1, 0]),
        ),
        "large integers stay apart": (
            *(b"y,p\n12345678901234567890,0.5\n12345678901234567891,0.25\n",),
            *(Value(classes=["12345678901234567890", "12345678901234567891"]),),
        ),
        "markup as a class": (
            *(b"y,p\n<script>alert(1)</script>,0.5\n![x](https://x.invalid),0.25\n",),
            *(Value(classes=["![x](https://x.invalid)", "<script>alert(1)</script>"]),),
        ),
    },
)

_add(
    "labels",
    "whole",
    {
        "millions of labels that are almost numbers": (
            *(lambda: b"y,p\n" + b"".join(b"1-%040d,0.5\n" % k for k in range(4_990_000)),),
            *(Refused("at least 100,000 different values"),),
        ),
    },
)

# --- other files under the name of a table --------------------------------------------------------------------

WORKBOOK = zipped([("[Content_Types].xml", b""), ("xl/workbook.xml", b"")])
_add(
    "wrong file",
    "table",
    {
        "workbook": ((WORKBOOK, "t.csv"), Refused("Excel workbook", "CSV")),
        "old workbook": ((b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "t.csv"), Refused("old Excel workbook")),
        "gzip": ((gzip.compress(PLAIN.encode()), "t.csv"), Refused("gzip", "unpack")),
        "bzip2": ((b"BZh91AY&SY", "t.csv"), Refused("bzip2")),
        **{
            f"pickle, protocol {protocol}": ((pickled(protocol), "t.npy"), Refused("pickle", "never opened"))
            for protocol in range(6)
        },
        "pickle in an array": ((npy(np.array([None, {}])), "t.npy"), Refused("Python objects", "never opened")),
        "zip": ((zipped([("a.csv", b"y,p\n")]), "t.csv"), Refused("zip archive", "unpack")),
        "zip, cut": ((zipped([("a.csv", b"y,p\n")])[:30], "t.npz"), Refused("damaged")),
        "PDF": ((b"%PDF-1.7\n", "t.csv"), Refused("PDF")),
        "PNG": ((png(), "t.csv"), Refused("PNG", "where an image is asked for")),
        "JPEG": ((jpeg(), "t.csv"), Refused("JPEG")),
        "HDF5": ((b"\x89HDF\r\n\x1a\n", "t.parquet"), Refused("HDF5")),
        "SQLite": ((b"SQLite format 3\0", "t.csv"), Refused("SQLite")),
        "Parquet named CSV": ((parquet({"p": [1]}), "t.csv"), Refused("named 't.csv' but holds Parquet")),
        "text named Parquet": ((PLAIN.encode(), "t.parquet"), Refused("named 't.parquet' but holds a text table")),
        "text named JSON": ((PLAIN.encode(), "t.json"), Refused("named 't.json'")),
        "an archive of 2,000 files": (
            *(lambda: (zipped([(f"{k}.npy", b"") for k in range(2000)]), "t.npz"), Refused("more than 1,000 files")),
        ),
    },
)
_add(
    "file name",
    "predictions",
    {
        f"{name[:20]!a}": ((PLAIN.encode(), name), verdict)
        for name, verdict in {
            "../../etc/passwd.csv": READ_PLAIN,
            "a\0b.csv": READ_PLAIN,
            "<img src=x onerror=alert(1)>.csv": READ_PLAIN,
            "![x](https://x.invalid/a.png).csv": READ_PLAIN,
            "\u202evsc.exe": READ_PLAIN,
            "\udcff.CSV": READ_PLAIN,
            "a" * 5000 + ".csv": READ_PLAIN,
            "<b>x</b>\n.npy": Refused(r"named '<b>x</b>\\n.npy'"),
            "\u202e.json": Refused(r"named '\\u202e.json'"),
            "\ud800.npz": Refused(r"named '\\ud800.npz'"),
            "b" * 5000 + ".pq": Refused("named 'bbb.*…'"),
            "": READ_PLAIN,
            ".csv": READ_PLAIN,
            "con.csv. ": READ_PLAIN,
        }.items()
    },
)

# --- JSON -----------------------------------------------------------------------------------------------------

_add(
    "JSON",
    "predictions",
    {
        "NaN": ('{"y": [1, 0], "p": [0.5, NaN]}', Refused("Row 2 of the values of 'p'", "'NaN'")),
        "NaN as a label": ('{"y": [1, NaN], "p": [0.5, 0.25]}', Refused("Row 2 of the values of 'y'", "'NaN'")),
        "Infinity": ('{"y": [1, 0], "p": [0.5, -Infinity]}', Refused("Row 2", "'-Infinity'")),
        "null": ('[{"y": 1, "p": 0.5}, {"y": null, "p": 0.5}]', Refused("Row 2 of the values of 'y'", "'null'")),
        "1e400": ('{"y": [1, 0], "p": [0.5, 1e400]}', Refused("Row 2, column 'p'", "largest number")),
        "5,000 digits": ('{"y": [1, 0], "p": [0.5, 1' + "0" * 5000 + "]}", Refused("Row 2", "5,001 characters")),
        "5,000 digits as a label": ('{"y": [1, 1' + "0" * 5000 + '], "p": [0.5, 0.5]}', Refused("label|5,001")),
        "numbers as text": ('{"y": [1, 0], "p": [0.5, "0.25"]}', Refused("Row 2, column 'p'", "'0.25'", "quotes")),
        "all numbers as text": ('{"y": ["a", "b"], "p": ["0.5", "1"]}', Refused("Row 1, column 'p'", "1 more")),
        "booleans": ('{"y": [1, 0], "p": [true, false]}', Refused("Row 1, column 'p'", "'True'")),
        "boolean labels": ('{"y": [true, false], "p": [0.5, 0.25]}', Value(classes=["False", "True"], y_true=[1, 0])),
        "weights as text": ('{"y": [1, 0], "p": [0.5, 0.5], "w": ["1", 2]}', Refused("Row 1, column 'w'", "'1'")),
        "duplicate key": ('{"y": [1], "y": [0], "p": [0.5]}', Refused("'y' twice")),
        "duplicate key in a record": ('[{"y": 1, "p": 0.5, "p": 0.7}]', Refused("'p' twice")),
        "duplicate key by escape": ('{"y": [1], "\\u0079": [0], "p": [0.5]}', Refused("'y' twice")),
        "surrogate": ('{"y": ["\\ud800", "b"], "p": [0.5, 0.5]}', Refused("broken character")),
        "surrogate as a key": ('{"y": [1], "\\udfff": [0.5]}', Refused("broken character")),
        "NUL in a label": ('{"y": ["a\\u0000", "b"], "p": [0.5, 0.5]}', Refused("Row 1", "x00")),
        "NUL in a key": ('{"y": [1, 0], "\\u0000": [0.5, 0.5]}', Refused("Column 2 has no name")),
        "deep lists": ("[" * 100_000, Refused("more than 32 brackets")),
        "deep objects": ('{"a":' * 100_000, Refused("more than 32 brackets")),
        "deep and closed": ("[" * 50_000 + "]" * 50_000, Refused("more than 32 brackets")),
        "deep in a line": ('{"y": 1, "p": 0.5}\n{"y": 1, "p": ' + "[" * 40 + "]" * 40 + "}", Refused("brackets")),
        "many lists": (lambda: "[" + "[]," * 2_000_001 + "[]]", Refused("too long for JSON")),
        "40 MB": (lambda: '{"y": [' + "1," * 20_000_000 + "1]}", Refused("too long for JSON")),
        "8 million numbers": (lambda: "[" + "1," * 8_000_000 + "1]", Refused("5,000,000 values")),
        "2,000 keys": (json.dumps({f"k{k}": [1] for k in range(2000)}), Refused("2,000 columns")),
        "cut off": ('{"y": [1, 0], "p": [0.5', Refused("line 1, column 24")),
        "comment": ('{"y": [1, 0], /* p */ "p": [0.5, 0.5]}', Refused("is not JSON")),
        "single quotes": ("{'y': [1, 0], 'p': [0.5, 0.5]}", Refused("is not JSON")),
        "two values": ('{"y": [1, 0], "p": [0.5, 0.5]} x', Refused("is not JSON")),
        "unequal lengths": ('{"y": [1, 0], "p": [0.5]}', Refused("'y' has 2, 'p' has 1")),
        "ragged": ('{"y": [1, 0], "p": [[0.5, 0.5], [1]]}', Refused("unequal length", "row 2")),
        "other keys": ('[{"y": 1, "p": 0.5}, {"y": 1, "q": 0.5}]', Refused("Record 2")),
        "another order of the index": (
            *('{"y": {"0": 1, "1": 0}, "p": {"1": 0.25, "0": 0.5}}', Refused("another index", "'p'", "'y'")),
        ),
        "a list as a name": ('{"columns": [["y"], "p"], "data": [[1, 0.5]]}', Refused("do not fit its columns")),
        "a key beside the data, split": (
            *('{"columns": ["y", "p"], "data": [[1, 0.5]], "weight": [5]}', Refused("'weight' beside")),
        ),
        "rows by their index": (
            '{"0": {"y": 1, "p": 0.75}, "1": {"y": 0, "p": 0.25}}',
            Value(y_true=[1, 0], values=[[0.25, 0.75], [0.75, 0.25]]),
        ),
        "shares as text": ('[{"y": "0.25", "p": 0.5}, {"y": "0.5", "p": 0.5}]', Refused("Row 1, column 'y'", "quotes")),
        "one-hot labels": ('{"y": [[1, 0], [0, 1]], "p": [[0.5, 0.5], [0.25, 0.75]]}', Refused("one-hot labels")),
        "a wrong line below an empty one": ('{"y": 1, "p": 0.5}\n\n{"y": 1, "p": x}', Refused("Line 3 .* column 15")),
        "a name twice, split": ('{"columns": ["y", "p", "p"], "data": [[1, 0.5, 1]]}', Refused("twice")),
        "empty": ("[]", Refused("empty list")),
        "empty object": ("{}", Refused("no array")),
        "UTF-16": (json.dumps({"y": [1, 0], "p": [0.5, 0.25]}).encode("utf-16"), READ_PLAIN),
        "not UTF-8": (b'{"y": ["\xe4"], "p": [0.5]}', Refused("not UTF-8", "0xe4")),
        "an object for a number": ('{"y": [1], "p": [{"a": 1}]}', Refused("object", "number")),
        "a prototype": ('{"y": [1, 0], "p": [0.5, 0.25], "__proto__": [1, 2]}', READ_PLAIN),
    },
)

# --- pasted arrays --------------------------------------------------------------------------------------------

_add(
    "pasted",
    "batch",
    {
        "hexadecimal": (("[1, 0]", "[0.5, 0x1]"), Refused("Row 2 of the predictions", "'0x1'")),
        "Arabic digits": (("[1, 0]", "[٠.٥, 1]"), Refused("Row 1 of the predictions", "'٠.٥'")),
        "5,000 digits": (("[1, 0]", "[0.5, 1" + "0" * 5000 + "]"), Refused("Row 2", "5,001 characters")),
        "nan": (("[1, 0]", "[0.5, nan]"), Refused("Row 2", "'nan'")),
        "inf": (("[1, 0]", "[[0.5, inf], [0, 1]]"), Refused("Row 1, column 2", "'inf'")),
        "−∞ as a logit": (
            *(("[0, 1]", "tensor([[2., -inf], [0., 1.]])"),),
            *(Value(kind="logits", values=[[2.0, "-inf"], [0.0, 1.0]]),),
        ),
        "nan as a label": (("[nan, 1]", "[0.5, 0.25]"), Refused("Row 1 of the labels", "'nan'")),
        "-1 as a label": (("[0, -1]", "[[0.5, 0.5], [0.5, 0.5]]"), Refused("Row 2", "'-1'", "ignore_index")),
        "a class too many": (("[0, 2]", "[[0.5, 0.5], [0.5, 0.5]]"), Refused("Row 2", "'2'", "0 to 1")),
        "sum 0.8": (("[0, 1]", "[[0.5, 0.3], [0.4, 0.6]]"), Refused("Row 1", "sum to 0.8")),
        "sum 0.999": (("[0, 1]", "[[0.5, 0.499], [0.4, 0.6]]"), Value(["row 1", "summed"][0], "0.999")),
        "percentages": (
            ("[0, 1]", "[[30, 70], [50, 50]]"),
            Value("percentages", "divided by 100", kind="probabilities"),
        ),
        "log-probabilities": (
            *(("[0, 1]", "[[-0.693147, -0.693147], [0, -inf]]"), Value("log-probabilities", kind="logits")),
        ),
        "log-probabilities of one class": (
            *(('{"labels": [1, 0], "log_probs": [-0.5, -0.25]}', ""), Refused("log-probabilities", "exponential")),
        ),
        "text for numbers": (
            ('{"labels": [1, 0], "predictions": ["0.5", "1"]}', ""),
            Refused("Row 1", "'0.5'", "quotes"),
        ),
        "booleans for numbers": (('{"labels": [1, 0], "predictions": [true, false]}', ""), Refused("Row 1", "'True'")),
        "Infinity in JSON": (('{"labels": [1], "logits": [[0.5, -Infinity]]}', ""), Refused("'-Infinity'", "row out")),
        "no columns": (('{"columns": [], "data": []}', ""), Refused("do not fit its columns")),
        "8 million lines": (lambda: ("[1]", "1\n" * 8_000_000 + "1"), Refused("more than 5,000,000 values")),
        "abbreviated": (("[0, 1]", "[0.1 ... 0.2]"), Refused("abbreviated")),
        "a call": (("[1, 0]", "__import__('os').system('id')"), Refused("nothing is run")),
        "a comprehension": (("[1, 0]", "[x for x in (0.5, 0.25)]"), Refused("predictions")),
        "a method": (("[1, 0]", "tensor([1, 2]).softmax(0)"), Refused("nothing is run")),
        "a star": (("[1, 0]", "[0.5] * 1000000000"), Refused("predictions")),
        "a power": (("[1, 0]", "[9**9**9, 0.5]"), Refused("predictions")),
        "open brackets": (("[1]", "[" * 1_000_000), Refused("brackets")),
        "calls in calls": (("[1]", "tensor(" * 100_000), Refused("brackets|closed|nothing is run")),
        "commas": (("[1]", "," * 1_000_000), Refused("predictions")),
        "blanks and a sign": (("[1]", "x 1" + " " * 1_000_000 + "%"), Refused("predictions|labels")),
        "quotes without end": (("['" + "\\'" * 100_000, "[1]"), Refused("labels")),
        "NUL": (("[1, 0]", "[0.5, \0]"), Refused("broken character at position 7")),
        "surrogate": (("['\ud800']", "[0.5]"), Refused("broken character")),
        "mark of order": (("[1, \u202e0]", "[0.5, 0.5]"), Refused("202e")),
        "invisible twin": (("cat\ncat\u200b", "0.5\n0.25"), Refused("Row 2", "200b")),
        "transposed": (("[0, 1, 1]", "[[1, 2, 3], [3, 2, 1]]"), Refused("transposed")),
        "32 axes": (("[1]", "[" * 32 + "0.5" + "]" * 32), Value(y_true=[1], values=[[0.5, 0.5]])),
        "40 axes": (("[1]", "[" * 40 + "0.5" + "]" * 40), Refused("brackets within brackets")),
        "40 MB": (lambda: ("[1]", "1," * 20_000_000), Refused("bytes as text")),
        "nothing": (("", "\u200b"), Refused("no labels yet|labels")),
        "markup": (("[1, 0]", "<img src=x onerror=alert(1)>"), Refused("shows no values")),
    },
)

# --- the editor, typed and uploaded texts ---------------------------------------------------------------------

HEAD = ["y", "p"]
_add(
    "cells",
    "cells",
    {
        "as typed": ([HEAD, ["1", "0,5"], ["0", "25 %"]], Value("0,5 was read as 0.5", values=HALVES)),
        "formula": ([HEAD, ["1", "=1+1"], ["0", "0.5"]], Refused("Row 1, column 'p'", "'=1.1'")),
        "empty": ([HEAD, ["1", "0.5"], ["0", None]], Refused("Row 2, column 'p'", "empty")),
        "empty rows": ([HEAD, [None, ""], [" ", "\t"]], Refused("no rows yet")),
        "surrogate": ([HEAD, ["\ud800", "0.5"]], Refused("Row 1, column 'y'", "broken")),
        "NUL": ([HEAD, ["a\0", "0.5"], ["b", "0.5"]], Refused("Row 1", "x00")),
        "long": ([HEAD, ["1", "0" * 10_001]], Refused("Row 1, column 'p'", "10,001")),
        "too many": ([HEAD, *[["1", "0.5"]] * 2001], Refused("2,001 rows", "at most 2,000")),
        "named twice": ([["y", "p", "p "], ["1", "0.5", "0.5"]], Refused("Columns 2 and 3")),
    },
)
_add(
    "text",
    "text",
    {
        "nothing": (b"", Refused("is empty")),
        "blanks": ("\u3000\n", Refused("white space")),
        "UTF-16": ("text".encode("utf-16"), Refused("UTF-16")),
        "Latin-1": (b"one\ncaf\xe9", Refused("Line 2", "0xe9")),
        "NUL": (b"a\0b", Refused("NUL", "position 2")),
        "surrogate": ("a\ud800", Refused("position 2")),
        "too long": ("a" * 500_001, Refused("500,001 characters")),
        "10 MB": (lambda: b"a" * 10_000_000, Refused("at least 2,500,000")),
        "longest": (lambda: "𝄞" * 500_000, Value(length=500_000)),
        "pickle": (pickled(4), Refused("UTF-8|NUL")),
        "markup stays text": ("<script>alert(1)</script>", Value(text="<script>alert(1)</script>")),
    },
)

# --- NumPy ----------------------------------------------------------------------------------------------------

_add(
    "NumPy",
    "table",
    {
        "a huge shape": (npy_of("'<f8'", "(10**15,)".replace("10**15", "1" + "0" * 15)), Refused("damaged")),
        "a shape beyond 64 bits": (npy_of("'<f8'", f"({10**30},)"), Refused("damaged")),
        "a negative shape": (npy_of("'<f8'", "(-1,)"), Refused("shape")),
        "True as a shape": (npy_of("'<f8'", "(True,)", bytes(8)), Refused("shape")),
        "a wide shape of nothing": (npy_of("'<f8'", "(0, 1000000000000)"), Refused("1,000,000,000,000 columns")),
        "more content than stated": (npy(np.zeros(3)) + b"x", Refused("damaged")),
        "less content than stated": (npy(np.zeros(3))[:-1], Refused("24 bytes", "damaged")),
        "no dictionary": (npy_stating("[1, 2, 3]"), Refused("header")),
        "no literal": (npy_stating("__import__('os').abort()"), Refused("header")),
        "deep brackets": (npy_stating("(" * 9000), Refused("header")),
        "many signs": (npy_stating("-" * 9000 + "1"), Refused("header")),
        "a long header": (npy_of("'<f8'", "(1,)" + " " * 30_000, bytes(8)), Refused("header")),
        "another version": (npy_stating("{}", version=b"\x09\x00"), Refused("header")),
        "objects": (npy_of("'|O'", "(1,)", pickled(4)), Refused("Python objects")),
        "records": (npy_of("[('y', '<i4'), ('p', '<f8')]", "(1,)", bytes(12)), Refused("save")),
        "records of objects": (npy_of("[('y', '|O')]", "(1,)", bytes(8)), Refused("Python objects")),
        "complex": (npy(np.array([1j])), Refused("complex")),
        "dates": (npy(np.array(["2024-01-01"], dtype="M8[D]")), Refused("save")),
        "long texts": (npy_of("'<U500000000'", "(1,)", bytes(8)), Refused("damaged")),
        "texts of no length": (npy_of("'<U0'", "(5,)"), Refused("save")),
        "code points beyond all": (
            npy_of("'2<U'", "(2,)", b"\0" * 7 + b"\1\0\0\0\0\0ab\xe9"),
            Refused("broken characters"),
        ),
        "code points that are none": (npy_of("'<U1'", "(1,)", b"\0\0\xff\0"), Refused("broken characters")),
        "a scalar": (npy(np.float64(1)), Refused("shape ()".replace("()", r"\(\)"))),
        "a cube": (npy(np.zeros((2, 2, 2))), Refused("shape")),
        "booleans that are not 0 or 1": (npy_of("'|b1'", "(2,)", b"\7\0"), Value(rows=[["1"], ["0"]])),
        "big-endian": (npy(np.array([1.5, 2], dtype=">f8")), Value(count=2)),
        "a bomb": (*(npz_stating(300_000_000), Refused("takes 300,000,000 bytes")),),
        "a member larger than stated": (lambda: npz_understating(200), Refused("damaged|bytes")),
        "a member of another packing": (
            *(lambda: zipped([("p.npy", npy(np.zeros(3)))], zipfile.ZIP_LZMA), Refused("packed")),
        ),
        "a member that is no array": (zipped([("p.npy", npy([1])), ("../x.sh", b"x")]), Refused("'../x.sh'")),
        "a path as a name": (zipped([("../../p.npy", npy([1]))]), Value(names=["../../p"])),
        "names twice": (zipped([("p.npy", npy([1])), ("p.npy", npy([2]))]), Refused("same name")),
        "an array of objects inside": (npz(y=np.array([None, 1])), Refused("array 'y'", "Python objects")),
        "unequal lengths": (npz(y=[1, 0], p=[0.5]), Refused("'y' has 2", "'p' has 1")),
        "a wrong checksum": (npz(p=np.arange(50)).replace(b"PK\x03\x04", b"PK\x03\x04", 1)[:-30], Refused("damaged")),
        "an empty archive": (b"PK\x05\x06" + bytes(18), Refused("no array")),
    },
)
_add(
    "NumPy",
    "predictions",
    {
        "nan": ((npz(y=[1, 0], p=[0.5, np.nan]), "a.npz"), Refused("Row 2, column 'p'", "'nan'")),
        "nan as a label": ((npz(y=[1.0, np.nan], p=[0.5, 0.5]), "a.npz"), Refused("Row 2, column 'y'", "'nan'")),
        "-1 as a label": ((npz(y=[0, -1], p=[[0.5, 0.5], [0.5, 0.5]]), "a.npz"), Refused("Row 2", "'-1'")),
        "NUL in a label": ((npz(y=["a\0b", "c"], p=[0.5, 0.5]), "a.npz"), Refused("Row 1", "x00")),
    },
)

# --- Parquet --------------------------------------------------------------------------------------------------

_add(
    "Parquet",
    "predictions",
    {
        "lists": (parquet({"y": [1], "p": [[0.5, 0.5]]}), Refused("Column 'p'", "list")),
        "structs": (parquet({"y": [1], "p": [{"a": 1}]}), Refused("Column 'p'", "struct")),
        "maps": (
            *(
                parquet({"p": pa.array([[("a", 1.0)]], pa.map_(pa.string(), pa.float64()))}),
                Refused("Column 'p'", "map"),
            ),
        ),
        "groups in groups": (
            footer_of([element(b"s", 1), *[element(b"a", 1)] * 50, element(b"p")], 0),
            Refused("'a'|deep"),
        ),
        "100,000 groups in groups": (
            *(
                lambda: footer_of([element(b"s", 1), *[element(b"a", 1)] * 100_000, element(b"p")], 0),
                Refused("Parquet|'a'"),
            ),
        ),
        "an encrypted column": (
            footer_of([element(b"s", 1), element(b"p")], groups=ENCRYPTED_CHUNK),
            Refused("damaged", "incomplete"),
        ),
        "more rows stated than held": (
            footer_of([element(b"s", 1), element(b"p")], 10**9),
            Refused("1,000,000,000 rows"),
        ),
        "more columns than are read": (
            *(lambda: footer_of([element(b"s", 1_500), *[element(b"c%d" % k) for k in range(1_500)]], 0),),
            *(Refused("columns"),),
        ),
        "null": (parquet({"y": [1, 0], "p": [0.5, None]}), Refused("Row 2, column 'p'", "empty")),
        "only null": (parquet({"y": pa.nulls(2), "p": [0.5, 0.5]}), Refused("Row 1, column 'y'", "empty")),
        "nan": (parquet({"y": [1, 0], "p": [0.5, float("nan")]}), Refused("Row 2, column 'p'", "'nan'")),
        "nan as a label": (parquet({"y": [1.0, float("nan")], "p": [0.5, 0.5]}), Refused("Row 2, column 'y'")),
        "booleans": (parquet({"y": [1, 0], "p": [True, False]}), Refused("column|Column")),
        "not UTF-8": (parquet({"y": [b"\xff", b"a"], "p": [0.5, 0.5]}), Refused("Column 'y'", "UTF-8")),
        "NUL in a label": (parquet({"y": ["a\0", "b"], "p": [0.5, 0.5]}), Refused("Row 1", "x00")),
        "labels that differ by blanks": (
            *(parquet({"y": ["dog", "bird", "dog", " bird"], "p_cat": [0.5] * 4, "p_dog": [0.5] * 4}),),
            *(Refused("Row 2 has the label 'bird'"),),
        ),
        "names that look alike": (parquet({"y": [1], "p": [0.5], "p ": [0.5]}), Refused("Columns 2 and 3")),
        "half floats": (
            *(parquet({"y": [1, 0], "p": pa.array(np.array([0.5, 0.25], np.float16))}), Value(values=HALVES)),
        ),
        "large unsigned labels": (
            *(parquet({"y": pa.array([2**64 - 1, 0], pa.uint64()), "p": [0.5, 0.25]}),),
            *(Value(classes=["0", "18446744073709551615"]),),
        ),
        "no rows": (parquet({"p": pa.array([], pa.float64())}), Refused("no rows")),
        "cut": (parquet({"y": [1, 0], "p": [0.5, 0.25]})[:-3], Refused("damaged")),
        "only the mark": (b"PAR1PAR1", Refused("damaged")),
        "a footer longer than the file": (b"PAR1" + b"\xff" * 4 + b"PAR1", Refused("damaged")),
    },
)
_add(
    "Parquet",
    "table",
    {
        "20 MB of metadata": (
            *(lambda: b"PAR1" + bytes(20_000_000) + (20_000_000).to_bytes(4, "little") + b"PAR1",),
            *(Refused("describes itself in 20,000,000 bytes", "at most 16,777,216"),),
        ),
        "one long text in a dictionary": (
            *(lambda: parquet_of_one_long_text(pa.string()), Refused("Row 1, column 'y'", "20,971,520 characters")),
        ),
        "one long text written out": (
            *(
                lambda: parquet_of_one_long_text(pa.large_string()),
                Refused("Row 1, column 'y'", "20,971,520 characters"),
            ),
        ),
        "texts by their beginnings": (
            *(lambda: parquet({"y": ["a" * 2**20] * 9}, use_dictionary=False, column_encoding="DELTA_BYTE_ARRAY"),),
            *(Refused("DELTA_BYTE_ARRAY"),),
        ),
        "pages larger than the footer says": (parquet_understating_pages, Refused("takes 3[0-9]{2},[0-9,]+ bytes")),
        "20,400 pages": (
            *(lambda: parquet({f"p{k}": np.zeros(51) for k in range(400)}, row_group_size=1), Refused("20,000 pages")),
        ),
        "more rows than are read": (
            *(lambda: parquet({"p": np.zeros(5_000_001, np.int8)}), Refused("5,000,001 rows")),
        ),
    },
)

# --- pictures -------------------------------------------------------------------------------------------------

FLOATS = np.array([[0.5, 1.5]], dtype=np.float32)
REMARK = segment(0xE1, b"Exif\0\0" + b"x" * 60_000)
DARK = Value(first=[0.2], size=[1, 1], notes=[])
TWO = Image.fromarray(np.array([[0, 255]], dtype=np.uint8))
NOISE = Image.fromarray((np.arange(4096) * 37 % 251).astype(np.uint8).reshape(64, 64))
FOUR_ROWS = {256: 4, 257: 4, 278: 2}
COLOURS = {256: 2, 258: (8, 8, 8), 262: 2, 277: 3}
APART = {**COLOURS, 284: 2}
PLANES = [b"\1\2", b"\3\4", b"\5\6"]
YCBCR = {256: 2, 257: 2, 258: (8, 8, 8), 262: 6, 277: 3}
NOT_ALL = Refused("cut off", "not all of its pixels are there")
PLANAR = Refused("planar", "side by side")


def png_stating(*parts: bytes, behind: bytes = b"", depth: int = 8) -> bytes:
    """Two greys, 0 and 51 or in 16 bits 51 and 5,100, with these parts before its pixels."""
    rows = b"\0\0\x33" if depth == 8 else b"\0\0\x33\x13\xec"
    data = png(2, 1, depth=depth, rows=rows, extra=b"".join(parts))
    return data[:-12] + behind + data[-12:]


_add(
    "picture",
    "image",
    {
        "nothing": (b"", Refused("empty")),
        "SVG": ((b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "a.png"), Refused("not a picture")),
        "PDF": ((b"%PDF-1.7\n", "a.png"), Refused("not a picture")),
        "EPS": ((b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 1 1\n", "a.png"), Refused("not a picture")),
        "HEIC": ((b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "a.jpg"), Refused("not a picture")),
        "AVIF": ((saved(grey(), "AVIF"), "a.png"), Refused("not a picture")),
        "PPM": ((b"P5 1 1 255 a", "a.png"), Refused("not a picture")),
        "XPM": (b'/* XPM */ static char *x[] = {"1 1 1 1"};', Refused("not a picture")),
        "ICO": (saved(grey(16, 16), "ICO"), Refused("not a picture")),
        "TGA": (saved(grey(), "TGA"), Refused("not a picture")),
        "JPEG 2000": (saved(grey(32, 32), "JPEG2000"), Refused("not a picture")),
        "a table": ((PLAIN.encode(), "a.png"), Refused("not a picture")),
        "a name of markup": ((b"x", "<img src=x onerror=alert(1)>.png"), Refused("'<img src=x")),
        "60,000 × 60,000": (png(60_000, 60_000), Refused("pixels")),
        "40,000,001 pixels": (png(40_000_001, 1), Refused("40,000,001 × 1 pixels")),
        "2³¹ pixels wide": (png(2**31 - 1, 1), Refused("pixels|damaged|picture")),
        "no pixels": (png(0, 0), Refused("damaged|picture")),
        "a canvas of WebP": (webp_canvas(16_383, 16_383), Refused("more than 40,000,000 pixels")),
        "too many bytes": (lambda: png() + bytes(50 * 2**20), Refused("at most 52,428,800")),
        "cut PNG": (saved(grey(99, 99), "PNG")[:-20], Refused("damaged|cut off")),
        "cut JPEG": (saved(grey(99, 99), "JPEG")[:400], Refused("damaged|cut off|picture")),
        "cut JPEG with an end": (cut_jpeg(), Refused("cut off", "not all of its pixels")),
        "JPEG with something before its end": (jpeg()[:-2] + b"zzz" + jpeg()[-2:], Value(size=[8, 8])),
        "JPEG with a thumbnail": (jpeg(segment(0xE1, b"Exif\0\0" + jpeg())), Value(size=[8, 8])),
        "JPEG of two pictures": (frames("MPO", 2), Value("first of its frames", size=[2, 2])),
        "JPEG in passes": (saved(grey(64, 64), "JPEG", progressive=True), Value(size=[64, 64])),
        "cut TIFF": (saved(grey(99, 99), "TIFF")[:200], Refused("damaged|cut off|picture")),
        "cut GIF": (saved(grey(99, 99), "GIF")[:-40], Refused("damaged|cut off")),
        "cut WebP": (saved(grey(99, 99), "WEBP", lossless=True)[:-9], Refused("damaged|cut off|picture")),
        "cut BMP": (saved(grey(99, 99), "BMP")[:-9], Refused("damaged|cut off")),
        "a wrong checksum": (png()[:-14] + b"\0\0" + png()[-12:], Refused("damaged", "checksum", "IDAT")),
        "a wrong checksum in the head": (png()[:30] + b"\xff" + png()[31:], Refused("damaged|picture")),
        "too few rows": (png(1, 9), Refused("cut off", "not all of its pixels")),
        "too few rows, interlaced": (png(8, 8, rows=bytes(70), interlaced=1), Refused("not all of its pixels")),
        "interlaced": (png(8, 8, rows=bytes(79), interlaced=1), Value(size=[8, 8])),
        "a transparent grey of 2 bits": (
            png(4, 1, depth=2, rows=b"\0\x1b", extra=chunk(b"tRNS", b"\0\1")),
            Value("over white", first=[0.0, 1.0, 2 / 3, 1.0]),
        ),
        "a transparent grey of too many bits": (
            png_stating(chunk(b"tRNS", b"\1\x33")),
            Value("over white", first=[0.0, 1.0]),
        ),
        "a transparent colour of 16 bits": (
            png(1, 1, depth=16, colour=2, rows=b"\0\0\1\0\2\0\3", extra=chunk(b"tRNS", b"\0\1\0\2\0\3")),
            Refused("16-bit colours", "transparent", "alpha channel"),
        ),
        "an alpha of 10 behind a clear colour": (
            png(2, 1, colour=3, rows=b"\0\0\1", extra=chunk(b"PLTE", bytes(6)) + chunk(b"tRNS", b"\0\x0a")),
            Value("over white", first=[1.0, 245 / 255]),
        ),
        "a text called transparency": (
            png_stating(chunk(b"tEXt", b"transparency\0a")),
            Value(first=[0.0, 0.2], notes=[]),
        ),
        "a text called transparency behind the pixels": (
            png_stating(chunk(b"tRNS", b"\0\x33"), behind=chunk(b"tEXt", b"transparency\0a"), depth=16),
            Value("over white", first=[1.0, 5100 / 65_535]),
        ),
        "transparency behind the pixels": (
            png_stating(behind=chunk(b"tRNS", b"\0\x33")),
            Refused("damaged", "tRNS", "too late"),
        ),
        "two heads": (png_stating(png(3, 1)[8:33]), Refused("damaged", "IHDR", "twice")),
        "a head that is not the first": (
            png()[:8] + chunk(b"tEXt", b"a\0" + bytes(11)) + png()[8:],
            Refused("damaged", "does not begin with its size"),
        ),
        "a first frame that is too small": (
            png_stating(chunk(b"fcTL", struct.pack(">5I6x", 0, 1, 1, 0, 0))),
            Refused("damaged", "first frame", "another size"),
        ),
        "TIFF without the last strip": (tiff(FOUR_ROWS, [b"dddddddd"]), NOT_ALL),
        "TIFF with a short strip": (tiff(FOUR_ROWS, [b"ddd", b"dddddddd" * 2]), NOT_ALL),
        "TIFF with all strips": (tiff({**FOUR_ROWS, 257: 3}, [b"3333" * 2, b"3333"]), Value(first=[0.2] * 6)),
        "TIFF with a strip too many": (tiff(FOUR_ROWS, [b"dddddddd"] * 3), Refused("damaged", "3 strips", "needs 2")),
        "TIFF without the last tile": (tiff({256: 32, 257: 16, 322: 16, 323: 16}, [b"d" * 256]), NOT_ALL),
        "TIFF with a short tile": (tiff({256: 9, 257: 9, 322: 16, 323: 16}, [b"d" * 255]), NOT_ALL),
        "TIFF with all tiles": (tiff({256: 9, 257: 9, 322: 16, 323: 16}, [b"3" * 256]), Value(first=[0.2] * 6)),
        "TIFF of one plane": (tiff(APART, PLANES[:1]), NOT_ALL),
        "TIFF of two planes": (tiff(APART, PLANES[:2]), NOT_ALL),
        "TIFF of three planes": (tiff(APART, PLANES), Value("0.299 R", first=[2.63 / 255, 3.63 / 255])),
        "TIFF of planes of 16 bits": (tiff({**APART, 258: (16, 16, 16)}, [b"\1\2\3\4"] * 3), PLANAR),
        "TIFF of planes with reversed bits": (tiff({**APART, 266: 2}, PLANES), PLANAR),
        "TIFF of packed planes of grey and alpha": (
            tiff({**APART, 258: (8, 8), 259: 8, 262: 1, 277: 2, 338: 2}, [zlib.compress(b"\1\2")] * 2),
            PLANAR,
        ),
        "cut Group 4": (cut_piece(NOISE.convert("1"), "group4"), NOT_ALL),
        "Group 4": (saved(NOISE.convert("1"), "TIFF", compression="group4"), Value(size=[64, 64], notes=[])),
        "Group 3": (saved(NOISE.convert("1"), "TIFF", compression="group3"), Refused("fax", "save it again as PNG")),
        "cut JPEG in a TIFF": (cut_piece(NOISE, "jpeg"), Refused("cut off")),
        "cut JPEG with an end in a TIFF": (cut_piece(NOISE, "jpeg", b"\xff\xd9"), NOT_ALL),
        "JPEG in a TIFF": (saved(NOISE, "TIFF", compression="jpeg"), Value(size=[64, 64], notes=[])),
        "signed 8 bit": (tiff({256: 2, 339: 2}, [b"\xfb\x64"]), Refused("signed pixels", "unsigned")),
        "no black and no white": (tiff({256: 2, 262: None}, [b"33"]), Refused("0 is black or")),
        "big-endian decimals, packed": (
            tiff({256: 1, 258: 32, 259: 8, 339: 3}, [zlib.compress(b"\x3f\0\0\0")], order=">"),
            Refused("big-endian", "without packing"),
        ),
        "YCbCr with few colours": (
            tiff({**YCBCR, 530: (2, 2)}, [b"dddd\x80\x80" + bytes(6)]),
            Refused("coarser", "RGB"),
        ),
        "YCbCr with all colours": (
            tiff({**YCBCR, 530: (1, 1)}, [b"\x33\x80\x80" * 4]),
            Value("YCbCr colours", first=[0.2] * 4),
        ),
        "a table of colours with 8 bits": (
            tiff({256: 2, 258: 1, 262: 3, 320: (0, 255) * 3}, [b"\x40"]),
            Refused("table of colours with 8 bits", "RGB"),
        ),
        "a table of colours with 16 bits": (
            tiff({256: 2, 258: 1, 262: 3, 320: (0, 0x33FF) * 3}, [b"\x40"]),
            Value("16-bit colour was read with 8", first=[0.0, 0.2]),
        ),
        "BMP of 4 bits": (bmp(4, range(0, 256, 17), b"\x13\0\0\0"), Value(first=[1 / 15, 0.2])),
        "BMP of 4 bits, dark": (bmp(4, range(16), b"\x12\0\0\0"), Refused("4-bit", "easily misread", "PNG")),
        "BMP of 4 bits, black and white": (bmp(4, (0, 255), b"\x10\0\0\0"), Refused("4-bit", "easily misread")),
        "BMP of 8 bits, black and white": (bmp(8, (0, 255), b"\1\0\0\0"), Refused("8-bit", "easily misread")),
        "BMP of 1 bit": (bmp(1, (0, 255), b"\x80\0\0\0"), Value(first=[1.0, 0.0], notes=[])),
        "BMP of 1 bit, white first": (bmp(1, (255, 0), b"\x80\0\0\0"), Value(first=[0.0, 1.0])),
        "BMP of 1 bit and one colour": (bmp(1, (0,), b"\x80\0\0\0"), Refused("colour 1", "1 colours")),
        "BMP of a grey that its table lacks": (bmp(8, (0, 1, 2), b"\2\x09\0\0"), Refused("colour 9", "3 colours")),
        "a GIF larger than its frame": (
            gif_at(1, 3),
            Value("outside its first frame", first=[1.0, 200 / 255, 1.0]),
        ),
        "a WebP larger than its frame": (
            webp_at(2, 4),
            Value("outside its first frame", first=[1.0, 1.0, 0.2, 1.0]),
        ),
        "a GIF without colours": (gif_without_colours(), Refused("no colours", "PNG")),
        "colours multiplied by alpha": (
            tiff({**COLOURS, 256: 1, 258: (8,) * 4, 277: 4, 338: 1}, [bytes([21, 5, 0, 102])]),
            Value("over white", first=[(0.299 * 21 + 0.587 * 5 + 153) / 255]),
        ),
        "a filter that is none": (png(rows=b"\x09\x33"), Refused("damaged", "rows")),
        "a colour that the palette lacks": (
            png(2, 1, colour=3, rows=b"\0\0\xff", extra=chunk(b"PLTE", b"333")),
            Refused("colour 255", "1 colours"),
        ),
        "no palette": (png(colour=3), Refused("colours|damaged")),
        "without an end": (png()[:-12], Refused("cut off", "not all of its pixels")),
        "PNG text that unpacks to 10 MB": (
            *(lambda: png(extra=chunk(b"zTXt", b"a\0\0" + gzip_of(10)) * 3), Refused("damaged|Decompressed")),
        ),
        "PNG texts of 70 MB": (
            *(lambda: png(extra=chunk(b"zTXt", b"a\0\0" + gzip_of(1)) * 70), Refused("text|damaged")),
        ),
        "colour profile of 10 MB": (lambda: png(extra=chunk(b"iCCP", b"a\0\0" + gzip_of(10))), Refused("damaged")),
        "a million chunks": (lambda: png(extra=chunk(b"teSt") * 1_000_000), Refused("more than 20,000 parts")),
        "a million empty pixels": (lambda: png(extra=chunk(b"IDAT") * 1_000_000), Refused("more than 20,000 parts")),
        "a million segments": (lambda: jpeg(segment(0xEC) * 1_000_000), Refused("more than 20,000 parts")),
        "a million filling bytes": (lambda: jpeg(b"\xff" * 1_000_000), Refused("more than 20,000 parts")),
        "a million markers": (lambda: jpeg(b"\xff\xd8" * 1_000_000), Refused("more than 20,000 parts")),
        "notes of 42 MB": (lambda: jpeg(REMARK * 700), Refused("more than 8,388,608 bytes beside its pixels")),
        "1,000 passes": (lambda: jpeg_of_scans(1000), Refused("more than 100 passes")),
        "a million strips": (lambda: tiff_of_strips(1_000_000), Refused("more than 20,000 parts")),
        "a hundred strips": (tiff_of_strips(100), Value(size=[1, 100])),
        "a comment in a million pieces": (
            *(lambda: gif_with(b"\x21\xfe" + b"\x01c" * 1_000_000 + b"\0"), Refused("more than 20,000 parts")),
        ),
        "a comment of 20 MB": (
            *(lambda: gif_with(b"\x21\xfe" + (b"\xff" + b"c" * 255) * 80_000 + b"\0"), Refused("8,388,608 bytes")),
        ),
        "100,000 frames": (lambda: gif_of_frames(100_000), Refused("more than 1,000 frames")),
        "a million frames stated": (
            *(png(extra=chunk(b"acTL", (10**6).to_bytes(4, "big") + bytes(4))), Refused("more than 1,000 frames")),
        ),
        "many runs": (lambda: bmp_of_runs(1_000_000), Refused("more than 20,000 parts")),
        "16 bit": (
            *(saved(Image.fromarray(np.array([[0, 13_107]], np.uint16)), "PNG"), Value("65535", first=[0.0, 0.2])),
        ),
        "16 bit colour": (
            *(
                png(1, 1, depth=16, colour=2, rows=b"\0" + b"\xff\xff" * 3),
                Value("16-bit colour was read with 8", first=[1.0]),
            ),
        ),
        "32 bit": (saved(Image.fromarray(np.array([[1, 2]], np.int32)), "TIFF"), Refused("32-bit")),
        "decimal above 1": (saved(Image.fromarray(FLOATS), "TIFF"), Refused("1.5", "row 1, column 2")),
        "decimal nan": (saved(Image.fromarray(FLOATS * np.float32("nan")), "TIFF"), Refused("nan", "row 1, column 1")),
        "decimal": (saved(Image.fromarray(FLOATS / 2), "TIFF"), Value("as they are", first=[0.25, 0.75])),
        "palette": (saved(grey().convert("P"), "PNG"), Value("0.299 R", mode="P", first=[0.2] * 6)),
        "CMYK": (saved(grey().convert("CMYK"), "TIFF"), Value("CMYK colours", mode="CMYK", first=[0.2] * 6)),
        "alpha": (saved(Image.new("LA", (1, 1), (0, 51)), "PNG"), Value("over white", first=[0.8])),
        "turned": (turned(6), Value("turned by 90° clockwise", size=[1, 2], first=[0.0, 1.0])),
        "mirrored": (turned(2), Value("mirrored", first=[1.0, 0.0])),
        "an orientation that is none": (turned(99), Value(first=[0.0, 1.0], notes=[])),
        "broken notes of the camera": (jpeg(segment(0xE1, b"Exif\0\0II*\0\xff\xff\xff\xff")), Value(size=[8, 8])),
        "APNG": (frames("PNG", 3), Value("first of its frames", first=[0.0] * 4)),
        "GIF": (frames("GIF", 3), Value("first of its frames", first=[0.0] * 4)),
        "WebP": (frames("WEBP", 3, lossless=True), Value("first of its frames", first=[0.0] * 4)),
        "several pages": (frames("TIFF", 3), Value("first of its frames", first=[0.0] * 4)),
        "something behind the end": (png() + b"<script>alert(1)</script>", DARK),
        "24 million pixels": (*(lambda: jpeg_of(6000, 4000, orientation=6), Value("turned", size=[4000, 6000])),),
    },
)


def gzip_of(megabytes: int) -> bytes:
    """A megabyte of one letter, or many, packed as PNG packs."""
    return zlib.compress(b"a" * megabytes * 1_000_000, 1)


# --- the terminal ---------------------------------------------------------------------------------------------

_add(
    "terminal",
    "program",
    {
        "gzip": ((gzip.compress(PLAIN.encode()), "t.csv"), Refused("gzip")),
        "ragged": ((b"y,p\n1,0.5\n0\n", "t.csv"), Refused("Row 2 has 1 cells")),
        "a control sequence": ((b"y,p\n\x1b[2J,0.5\nb,0.2\n\x07,0.1\n", "t.csv"), Refused(r"third label")),
        "a long text in Parquet": (
            *(lambda: (parquet_of_one_long_text(pa.large_string()), "t.parquet"), Refused("20,971,520 characters")),
        ),
        "an array of objects": ((npy(np.array([None])), "t.npy"), Refused("Python objects")),
        "an odd name": ((PLAIN.encode(), "a\n<b>.csv"), Value()),
        "deep JSON": ((b"[" * 100_000, "t.json"), Refused("brackets")),
    },
)

# --- good files spoiled at random, always alike ---------------------------------------------------------------

_COLUMNS = {"y": ["a", "b", "a"] * 20, "p": [0.5, 0.25, 1.0] * 20}
_GOOD: dict[str, tuple[str, Callable[[], bytes], int]] = {
    "CSV": ("predictions", lambda: b"y,p\n" + b"a,0.5\nb,0.25\n" * 20, 0),
    "JSON": ("predictions", lambda: json.dumps(_COLUMNS).encode(), 1),
    "Parquet": ("predictions", lambda: parquet(_COLUMNS), 4),
    "NPZ": ("predictions", lambda: npz(**{key: np.array(cells) for key, cells in _COLUMNS.items()}), 4),
    "NPY": ("table", lambda: npy(np.zeros((9, 2))), 8),
    "PNG": ("image", lambda: saved(grey(20, 20), "PNG"), 8),
    "JPEG": ("image", lambda: saved(grey(20, 20), "JPEG"), 3),
    "TIFF": ("image", lambda: saved(grey(20, 20), "TIFF"), 4),
    "WebP": ("image", lambda: saved(grey(20, 20), "WEBP"), 12),
    "GIF": ("image", lambda: saved(grey(20, 20), "GIF"), 6),
    "BMP": ("image", lambda: saved(grey(20, 20), "BMP"), 2),
}
for _name, (_reader, _make, _keep) in _GOOD.items():
    _add(
        "spoiled",
        _reader,
        {
            f"{_name} {seed}": (lambda make=_make, keep=_keep, seed=seed: spoiled(make(), seed, keep=keep), Either())
            for seed in range(4)
        },
    )
