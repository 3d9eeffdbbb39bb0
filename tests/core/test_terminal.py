"""The terminal: what is printed, how it ends, and that a file in pieces is read as the whole file is."""

import io
import json
import math
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ce_core import evaluate, evaluate_logits, library_values
from ce_core.__main__ import EXPLAINED, main
from ce_core.errors import DistributionError
from ce_core.readers import ColumnChoice, ReadError, guess_columns, read_predictions, read_table
from ce_core.readers.parquet import ParquetStream
from ce_core.readers.stream import PredictionBlock, TableStream, open_table, read_guessed, read_stream
from ce_core.streaming import EvaluationTotal, LibraryTotal, LossTotal, _by_weight
from tests.hostile.fuzzing import fuzz

ROOT = Path(__file__).resolve().parents[2]
SIZES = [150, 1000, 100_000]

ANIMALS = "label,p_cat,p_dog\ncat,0.8,0.2\ndog,0.9,0.1\ncat,0.5,0.5\n"
CERTAIN = "label,p_cat,p_dog\ncat,0.8,0.2\ndog,1,0\n"
BINARY = "y,p\n1,0.8\n0,0.1\n"
LOGITS = "y,z,w\n1,2.5,1\n0,-1,2\n1,0.25,0.5\n"
HUGE = "y,p,w\n1,0.1,1e308\n0,0.2,1e308\n"
HUGE_AND_CERTAIN = "y,p,w\n" + "1,0.1,1e308\n" * 5 + "1,0.05,1e308\n1,0,1e-5\n"
SOFT = "y,p\n0.25,0.5\n1,0.75\n0.5,0.5\n"


def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str | bytes, *options: str, block: int = 4096) -> Any:
    """Exit code, standard output and standard error for a file of this content."""
    path = tmp_path / "table"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    code = main([str(path), *options], block=block)
    said = capsys.readouterr()
    return code, said.out, said.err


# --- what is printed

LINES = [
    ("plain", ANIMALS, [], "3 rows, 2 classes, probabilities"),
    ("how it was read", ANIMALS, [], "labels 'cat' → class 0, 'dog' → class 1"),
    ("mean", BINARY, ["--base", "2"], "mean        0.2369655941662061 bits"),
    ("bans", BINARY, ["--base", "10"], "uniform     0.30103 bans"),
    ("accuracy", ANIMALS, [], "accuracy    66.6667 %"),
    ("class", ANIMALS, [], "dog       1  33.3333 %      2.30259"),
    ("worst", ANIMALS, [], "2  dog          0.1  cat            2.30259"),
    ("∞", CERTAIN, [], "mean        ∞ nats"),
    (
        "the row of ∞",
        CERTAIN,
        [],
        "Row 2 costs ∞: it gave 0 to what happened (label dog); so the mean",
    ),
    ("rows of ∞", CERTAIN + "dog,1,0\n", [], "Row 2 (2 rows in all) costs ∞"),
    ("PyTorch", CERTAIN, [], "binary_cross_entropy(p, y)  50.1116"),
    ("logits", LOGITS, [], "3 rows, 2 classes, logits"),
    ("weights", LOGITS, [], "weights     3.5"),
    ("chosen", "a,b,c\n1,0.25,0.5\n0,0.5,0.5\n", ["--labels", "a", "--probabilities", "b"], "not used: column 'c'"),
    ("label alone", "a,p,b\n1,0.25,0\n0,0.5,1\n", ["--labels", "b"], "'p' was taken as the prediction of label 1"),
    ("chosen logits", "a,b\n1,0.25\n0,0.5\n", ["--labels", "a", "--logits", "b"], "2 rows, 2 classes, logits"),
    ("chosen weight", "y,p,b\n1,0.25,3\n0,0.5,1\n", ["--weight", "b"], "weights     4"),
    ("label column", BINARY, [], "  labels: column 'y'"),
    ("weight column", LOGITS, [], "  weights: column 'w' (guessed; --no-weight leaves it out)"),
    ("named weight column", LOGITS, ["--weight", "w"], "  weights: column 'w'\n"),
    ("no weight", LOGITS, ["--no-weight"], "not used: column 'w'"),
    ("positive", "y,p\nx,0.25\ny,0.5\n", ["--positive", "x"], "column 'p' was taken as the prediction of label 'x'"),
    ("soft", SOFT, [], "1  75 % 0        0.5"),
    ("class without rows", "y,p0,p1,p2\n0,0.5,0.25,0.25\n1,0.25,0.5,0.25\n", [], "2         0    0 %            –"),
    ("explained", BINARY, ["--explain", "0.2370", "--base", "2"], "  bits = 0.236966"),
    ("decimal comma", BINARY, ["--explain", "0,2370"], "  bits = 0.236966"),
    ("what to do", BINARY, ["--explain", "0.2370"], "    → Multiply by ln 2"),
    ("not explained", BINARY, ["--explain", "123.4567"], "No formula that is known here gives 123.4567 with these"),
    ("explained ∞", CERTAIN, ["--explain", "inf"], "What gives ∞:\n  mean in nats = ∞"),
    ("explained ∞ as a sign", CERTAIN, ["--explain", "∞"], "What gives ∞:\n  mean in nats = ∞"),
    ("explained −∞", CERTAIN, ["--explain", "−Infinity"], "What gives −∞:\n  sign = −∞"),
    ("few digits", ANIMALS, ["--explain", "0.3"], "It has few digits, which many formulas fit by accident; give all"),
    ("JSON", '[{"y": 1, "p": 0.8}, {"y": 0, "p": 0.1}]', [], "mean        0.164252033486018 nats"),
    ("huge weights", HUGE, [], "mean        1.2628643221541276 nats"),
    ("huge weights of a class", HUGE, [], "1         1   50 %      2.30259"),
    ("a sum beyond all numbers", HUGE, [], "sum         ∞ nats                   above the largest number, 1.8e308\n"),
    ("weights beyond all numbers", HUGE, [], "which the mean divides by; above the largest number, 1.8e308\n"),
    ("huge weights in a library", HUGE, [], "Definition    Σ w·loss / Σ w              1.26286 "),
    ("∞ among huge weights", HUGE_AND_CERTAIN, [], "Row 7 costs ∞: it gave 0"),
    ("costs beyond all numbers", HUGE_AND_CERTAIN, [], "   ∞   1e-05\n    6  1           0.05  0              2.99573"),
    ("tiny weights", HUGE.replace("1e308", "5e-324"), [], "mean        1.2628643221541276 nats"),
    ("tabs", ANIMALS.replace(",", "\t"), [], "3 rows, 2 classes, probabilities"),
]


@pytest.mark.parametrize(("text", "options", "line"), [row[1:] for row in LINES], ids=[row[0] for row in LINES])
def test_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, options: list[str], line: str) -> None:
    code, out, err = run(tmp_path, capsys, text, *options)
    assert (code, err) == (0, "")
    assert line in out


@pytest.mark.parametrize("named", [[], ["--labels", "y"], ["--logits", "z"], ["--labels", "y", "--logits", "z"]])
def test_weights_are_guessed_whatever_else_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], named: list[str]
) -> None:
    read = [json.loads(run(tmp_path, capsys, LOGITS, "--json", *named, *no)[1]) for no in ([], ["--no-weight"])]
    assert [(data["weight"], data["weight_guessed"]) for data in read] == [("w", True), (None, False)]
    assert read[0]["mean"] != read[1]["mean"]


REFUSED = [
    ("usage", [], "The following arguments are required: FILE"),
    ("unknown option", ["x.csv", "--frob"], "Unrecognized arguments: --frob"),
    ("both kinds", ["x.csv", "--probabilities", "p", "--logits", "z"], "not allowed with argument"),
    ("base", ["x.csv", "--base", "3"], "invalid choice: '3'"),
    ("no file", ["no such\x1b[2J"], "There is no file 'no such\\x1b[2J'; check the path."),
    ("NUL", ["a\0b"], "cannot be read"),
    ("directory", ["."], "'.' is a directory; give a file in it."),
    ("explain", ["x.csv", "--explain", "lots"], "--explain: 'lots' is not a number"),
]


@pytest.mark.parametrize(("argv", "says"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_refused_before_reading(capsys: pytest.CaptureFixture[str], argv: list[str], says: str) -> None:
    assert main(argv) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert says in said.err
    assert said.err.count("\n") == 1
    assert "\x1b" not in said.err


REFUSED_FILES = [
    ("empty", "", [], "the input is empty"),
    ("no column", ANIMALS, ["--labels", "foo"], "There is no column 'foo'"),
    ("column twice", BINARY, ["--labels", "p", "--probabilities", "p"], "Column 'p' is chosen twice"),
    ("nothing left", "y,z\n1,2\n0,3\n", ["--labels", "z"], "No column is left for predictions ('y', 'z')"),
    ("bad cell", "y,p\n1,0.5\n0,x\n", [], "Row 2, column 'p': 'x' is not a number"),
    ("sum", "y,p0,p1\n0,0.5,0.5\n1,0.5,0.2\n", [], "Row 2: the probabilities sum to 0.7, not to 1"),
    ("range", "y,p\n0,0.5\n1,0.5\n1,0.25\n1,1.50\n", [], "Row 4, column 'p': 1.50 is not a probability"),
    ("unknown label", "y,p_a,p_b\na,0.5,0.5\n\x1b[1mc,0.5,0.5\n", [], "Row 2 has the label '\\x1b[1mc', but"),
    ("weights", "y,p,w\n1,0.5,0\n0,0.5,0\n", [], "All weights in column 'w' are 0"),
    ("negative weight", "y,p,w\n1,0.5,1\n0,0.5,-1.0\n", [], "Row 2, column 'w': the weight -1.0 is negative"),
    ("image", b"\x89PNG\r\n", [], "The file is a PNG image"),
    ("not UTF-8", b"y,p\n1,0.5\n\xff,1\n", [], "Line 3 of the file is not UTF-8: the byte at offset 10 is 0xff"),
    ("NUL", b"y,p\n1,0.5\n\0,1\n", [], "Line 3 of the file holds a NUL byte"),
    ("damaged", b"PAR1" + bytes(40), [], "The Parquet file is damaged"),
    ("no rows", "y,p\n", [], "There are no rows below the header line"),
    ("NaN", "y,p\n1,0.5\n", ["--explain", "nan"], "--explain: 'nan' is not a finite number"),
    ("two signs", "y,p\n1,0.5\n", ["--explain=--inf"], "--explain: '--inf' is not a number"),
    ("ignored", "y,p0,p1\n1,0.5,0.5\n-100,0.5,0.5\n", [], "Row 2 has the label '-100', but"),
    ("ignored: remedy", "y,p0,p1\n1,0.5,0.5\n-100,0.5,0.5\n", [], "-100 marks rows that PyTorch ignores: delete"),
    ("weight or none", BINARY, ["--weight", "p", "--no-weight"], "not allowed with argument"),
]


@pytest.mark.parametrize(("text", "options", "says"), [r[1:] for r in REFUSED_FILES], ids=[r[0] for r in REFUSED_FILES])
def test_refused_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str | bytes, options: list[str], says: str
) -> None:
    for block in (4, 4096):
        code, out, err = run(tmp_path, capsys, text, *options, block=block)
        assert (code, out) == (2, "")
        assert says in err
        assert err.count("\n") == 1
        assert "\x1b" not in err


def test_labels_cannot_command_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "label,p,\x1b[2Jx\n\x1b[31mbad\u202e,0.5,1\ngood,0.5,1\n"
    code, out, err = run(tmp_path, capsys, text)
    assert (code, err) == (0, "")
    assert "\\x1b[31mbad\\u202e" in out
    assert not {c for c in out if not c.isprintable()} - {"\n"}


def test_explain_takes_a_stated_number_of_rows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert EXPLAINED >= 100_000
    monkeypatch.setattr("ce_core.__main__.EXPLAINED", 4)
    code, out, _ = run(tmp_path, capsys, BINARY, "--explain", "0.2370")
    assert (code, "bits" in out) == (0, True)
    code, out, err = run(tmp_path, capsys, BINARY + "0,0.5\n", "--explain", "0.2370", block=4)
    assert (code, out) == (2, "")
    assert err.startswith("--explain takes at most 2 rows of 2 classes, but the file has 3;")


# --- as JSON


def test_json_is_strict_and_says_infinity(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(tmp_path, capsys, CERTAIN, "--json", "--explain", "0.2")

    def refuse(word: str) -> None:
        raise AssertionError(f"{word} is no JSON")

    data = json.loads(out, parse_constant=refuse)
    assert code == 0
    assert data["mean"] == data["sum"] == data["worst"][0]["loss"] == "Infinity"
    assert data["libraries"][0]["nats"] == "Infinity"
    assert (data["worst"][0]["row"], data["infinite_rows"]) == (2, 1)
    assert float(data["mean"]) == math.inf
    assert data["explain"]["observed"] == 0.2
    assert data["unit"] == "nats"


def rows_of(seed: int, rows: int, classes: int, digits: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    z = rng.normal(size=(rows, classes)) * 2
    p = np.round(np.exp(z) / np.exp(z).sum(axis=1, keepdims=True), digits)
    p[:, -1] = 1 - p[:, :-1].sum(axis=1)
    return rng.integers(0, classes, rows), np.abs(p), rng.integers(0, 4, rows).astype(float)


def csv_of(y: np.ndarray, p: np.ndarray, w: np.ndarray, word: str) -> str:
    head = ["y", *(f"{word}{k}" for k in range(p.shape[1])), "weight"]
    body = [",".join([str(y[n]), *map(repr, p[n].tolist()), repr(float(w[n]))]) for n in range(len(y))]
    return "\n".join([",".join(head), *body])


@pytest.mark.parametrize("base", ["2", "e"])
@pytest.mark.parametrize(("classes", "kind"), [(2, "probabilities"), (4, "probabilities"), (3, "logits")])
def test_the_values_are_those_of_evaluate(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], classes: int, kind: str, base: str
) -> None:
    y, values, w = rows_of(classes, 60, classes, 4)
    if kind == "logits":
        values = values * 10 - 3
    text = csv_of(y, values, w, "p" if kind == "probabilities" else "logit")
    prints = [run(tmp_path, capsys, text, "--json", "--base", base, block=block)[1] for block in SIZES]
    data, *others = map(json.loads, prints)
    libraries = data.pop("libraries")
    for other in others:
        del other["libraries"]  # these are not summed exactly
        assert other == data, "however the file is cut, the same is printed"
    compute: Callable[..., Any] = evaluate_logits if kind == "logits" else evaluate
    e = compute(y, values, sample_weight=w, base=2 if base == "2" else None)
    expected = {
        "mean": e.mean, "sum": e.total, "floor": e.floor, "excess": e.excess, "baseline": e.baseline,
        "uniform": e.uniform, "perplexity": e.perplexity, "accuracy": e.accuracy, "total_weight": e.total_weight,
    }  # fmt: skip
    assert {name: data[name] for name in expected} == pytest.approx(expected, rel=1e-13)
    assert [c["mean"] for c in data["per_class"]] == pytest.approx(e.per_class_mean.tolist(), rel=1e-13)
    assert [c["count"] for c in data["per_class"]] == e.per_class_count.tolist()
    assert [row["row"] - 1 for row in data["worst"]] == e.order[:5].tolist()
    assert [row["loss"] for row in data["worst"]] == pytest.approx(e.losses[e.order[:5]].tolist(), rel=1e-13)
    wanted = library_values(y, values, kind=kind, sample_weight=w, usual=True)  # type: ignore[arg-type]
    assert [v["note"] for v in libraries] == [v.note for v in wanted]
    for found, value in zip(libraries, wanted, strict=True):
        assert found["nats"] == (None if value.value is None else pytest.approx(value.value, rel=1e-6))


def test_soft_labels_have_a_floor(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = json.loads(run(tmp_path, capsys, SOFT, "--json", block=8)[1])
    y, p = np.array([0.25, 1, 0.5]), np.array([0.5, 0.75, 0.5])
    e = evaluate(np.column_stack([1 - y, y]), np.column_stack([1 - p, p]))
    assert (data["mean"], data["floor"]) == pytest.approx((e.mean, e.floor), rel=1e-14)
    assert data["libraries"][1]["nats"] is None  # scikit-learn takes no soft labels


# --- in pieces as in one


def streamed(table: TableStream, choice: ColumnChoice) -> tuple[Any, list[PredictionBlock]]:
    read = read_stream(table, choice, lambda _: list[PredictionBlock](), list.append)
    return read.reading, read.result


def check_pieces(data: bytes, choice: ColumnChoice, block: int) -> None:
    """The same arrays, classes and notes, or the same sentence."""
    try:
        whole = read_predictions(read_table(data), choice)
    except ReadError as error:
        with pytest.raises(ReadError) as caught:
            streamed(open_table(io.BytesIO(data), block=block), choice)
        assert str(caught.value) == str(error)
        return
    reading, parts = streamed(open_table(io.BytesIO(data), block=block), choice)
    assert (reading.classes, reading.notes) == (whole.classes, whole.notes)
    assert np.array_equal(np.concatenate([part.y_true for part in parts]), whole.y_true)
    assert np.array_equal(np.concatenate([part.values for part in parts]), whole.values)
    assert np.concatenate([part.rows for part in parts]).tolist() == [
        read_table(data).row_number(k) for k in range(len(whole.values))
    ]
    if whole.weights is not None:
        assert np.array_equal(np.concatenate([part.weights for part in parts]), whole.weights)  # type: ignore[misc]


P = ColumnChoice("y", ("p",), "probabilities")
PAIR = ColumnChoice("y", ("p_a", "p_b"), "probabilities")
PIECES = [
    ("plain", "y,p\n" + "1,0.5\n0,0.25\n" * 20, P),
    ("late label", "y,p_a,p_b\n" + "a,0.5,0.5\n" * 20 + "b,0.5,0.5\n", PAIR),
    ("a late label changes the order", "y,p\n" + "b,0.25\n" * 20 + "a,0.25\n", P),
    ("late third label", "y,p\n" + "a,0.5\nb,0.5\n" * 20 + "c,0.25\n", P),
    ("late share", "y,p\n" + "1,0.5\n0,0.25\n" * 20 + "0.5,0.25\n", P),
    ("late share among numbers", "y,p\n" + "1,0.5\n0,0.25\n" * 20 + "0.5,0.25\n2,0.5\n", P),
    ("two spellings", "y,p\n" + "1,0.5\n0,0.25\n" * 20 + "1.0,0.25\n", P),
    ("bad cells", "y,p\n" + "1,0.5\n" * 20 + "0,x\n0,y\n0,0.5\n0,z\n", P),
    ("holes", "y,p\n" + "1,0.5\n" * 20 + "0,\n,0.5\n0,0.5\n", P),
    ("empty rows", "y,p\n" + "1,0.5\n,\n\n0,0.25\n" * 9, P),
    ("ragged", "y,p\n" + "1,0.5\n" * 20 + "\n1,0.5,1\n", P),
    ("long cell", "y,p\n" + "1,0.5\n" * 20 + "a" * 10_001 + ",1\n", P),
    ("written as it was", "y,p\n" + "1,0.5\n" * 20 + "0,1.250\n", P),
    ("percentages", "y,p_a,p_b\n" + "a,60,40\nb,30,70\n" * 20, PAIR),
    ("mostly logits", "y,p\n" + "1,0.5\n" + "0,3\n" * 20, P),
    ("rounded", "y,p_a,p_b\n" + "a,0.333,0.666\nb,0.5,0.5\n" * 20 + "a,0.334,0.664\n", PAIR),
    ("sums", "y,p_a,p_b\n" + "a,0.5,0.5\n" * 20 + "b,0.5,0.25\nb,0.5,0.25\n", PAIR),
    ("late percent sign", "y,p\n" + "1,0.5\n" * 20 + "0,30 %\n", P),
    ("late decimal comma", "y;p\n" + "1;0.5\n" * 20 + "0;0,25\n", P),
    ("zero that is none", "y,p\n" + "1,0.5\n" * 20 + "0,1e-400\n", P),
    ("zero", "y,p\n" + "1,0.5\n0,0e-400\n0,-0.0\n" * 9, P),
    ("too large", "y,w,p\n" + "1,1,0.5\n" * 20 + "0,1e400,0.5\n", ColumnChoice("y", ("p",), "probabilities", "w")),
    ("weights", "y,p,w\n" + "1,0.5,0\n" * 20 + "0,0.25,2\n", ColumnChoice("y", ("p",), "probabilities", "w")),
    ("no last line break", "y,p\n" + "1,0.5\n0,0.25\n" * 9 + "1,0.75", P),
    ("a last row in quotes", "y,p\n" + "1,0.5\n0,0.25\n" * 9 + '"1","0.75"', P),
    ("blank lines", "y,p\n\n" + "1,0.5\n\n\n0,0.25\n" * 9 + "0,x\n\n", P),
    ("blank lines of Windows", "y,p\r\n" + "1,0.5\r\n\r\n0,0.25\r\n" * 9, P),
    ("blank lines in quotes", 'y,p\n"a\n\nb",0.5\n\n"c",0.25\n' * 9, P),
    ("too many digits", "y,p\n" + "1,0.5\n0,0.25\n" * 9 + f"1,0.{'3' * 399}\n", P),
    ("many digits", "y,p\n" + "1,0.5\n0,0.25\n" * 9 + f"1,0.{'3' * 398}\n", P),
    ("too many digits beside a text", "x,y,p\n" + ("a" * 999 + ",1,0.5\n") * 9 + f"a,0, {'0' * 401}\n", P),
    ("quoted", 'y,p\n"a\nb",0.5\n"c","0.25"\n' * 9, P),
    ("open quote", "y,p\n" + "a,0.5\n" * 20 + '"b,0.5\nb,0.5\n', P),
    ("quote inside", "y,p\n" + "a,0.5\n" * 20 + 'b"c,0.5\n', P),
    ("blanks", "y p\n" + " 1  0.5\n0 0.25 \n" * 9, P),
    ("line breaks of Windows", "y,p\r\n" + "1,0.5\r\n0,0.25\r\n" * 9, P),
    ("line breaks of old", "y,p\r" + "1,0.5\r0,0.25\r" * 9, P),
    ("index", ",y,p\n" + "".join(f"{k},1,0.5\n" for k in range(20)), P),
    ("no index", ",y,p\n" + "".join(f"{k / 2},1,0.5\n" for k in range(20)), P),
    ("letters", "y,p\n" + "é,0.5\n字,0.25\n" * 9, P),
    ("only blank rows", "y,p\n" + "\n,\n" * 9, P),
]  # fmt: skip


@pytest.mark.parametrize(("text", "choice"), [row[1:] for row in PIECES], ids=[row[0] for row in PIECES])
def test_pieces_are_read_as_the_whole(text: str, choice: ColumnChoice) -> None:
    check_pieces(text.encode(), choice, 24)


NAMES = st.lists(
    st.sampled_from(["label", "y", "id", "p", "p_a", "p_b", "z", "score", "a", "b", "w"]),
    min_size=1,
    max_size=4,
    unique=True,
)
CELLS = {
    "share": ["0", "0.5", "1"],
    "class": ["0", "1"],
    "logit": ["-3", "0.5", "2"],
    "hundred": ["10", "90"],
    "word": ["a", "b"],
    "odd": ["30 %", "nan", "x", "1e400"],
}


@fuzz(150)
@given(st.data(), NAMES, st.integers(1, 40), st.integers(1, 200), st.sampled_from(["", "\n", "\n\n"]))
def test_the_guess_in_pieces_is_that_of_the_whole(
    data: st.DataObject, names: list[str], rows: int, block: int, end: str
) -> None:
    turn = data.draw(st.integers(0, rows))
    kinds = st.one_of(st.sampled_from([*CELLS, "count"]), st.just("share"))
    before, after = (data.draw(st.lists(kinds, min_size=len(names), max_size=len(names))) for _ in range(2))
    chosen = random.Random(data.draw(st.integers(0, 99)))
    lines = [
        ",".join(str(k) if kind == "count" else chosen.choice(CELLS[kind]) for kind in (before if k < turn else after))
        for k in range(rows)
    ]
    text = "\n".join([",".join(names), *lines]) + end
    check_guess(text.encode(), block)


# What stands first would tell something else than all rows do.
GUESSES = {
    "without a last line break, logits": "p,z\n0.75,1\n0,0\n0.5,0.5",
    "with a last line break, logits": "p,z\n0.75,1\n0,0\n0.5,0.5\n",
    "a logit without a line break": "score,a\n1,0.5\n0,0.25\n1,3",
    "logits": "y,a\n" + "1,0.5\n" * 30 + "0,4\n" * 30,
    "no counter": "y,a,b\n" + "".join(f"1,{k},0.5\n" for k in range(30)) + "0,7,0.25\n",
    "no label at first": "a,b,c\n" + "".join(f"0.5,{k},2.5\n" for k in range(1, 24)) + "0.5,1,2.5\n" * 300,
    "no label in the end": "a,b,c\n" + "1,0.5,2.5\n" * 20 + "0.5,0.5,2.5\n",
    "percentages": "y,a,b\n" + "0,0,1\n" * 5 + "0,40,60\n1,30,70\n" * 20,
    "one-hot labels": "a,b,p_a,p_b\n" + "1,0,0.5,0.5\n0,1,0.25,0.75\n" * 20,
    "one-hot labels in words": "a,b,p_a,p_b\n" + "True,False,0.5,0.5\nFalse,True,0.25,0.75\n" * 20,
    "not one-hot in the end": "a,b,p\n" + "true,false,0.5\n" * 20 + "true,true,0.5\nfalse,true,0.5\n",
    "not only true and false in the end": "a,b,p\n" + "true,false,0.5\n" * 20 + "no,true,0.5\n",
    "text in the end": "y,a,b\n" + "1,0.5,0.25\n" * 12 + "0,x,0.5\n" * 40,
    "damaged in the end": "a,b\n" + "1,0.5\n" * 30 + "1\n",
}


@pytest.mark.parametrize("case", GUESSES)
def test_guesses_in_pieces(case: str) -> None:
    for block in (8, 100, 2**20):
        check_guess(GUESSES[case].encode(), block)


def check_guess(data: bytes, block: int) -> None:
    """All that is read of the whole, or its refusal, with the columns guessed."""
    stream = open_table(io.BytesIO(data), block=block)

    def guessed() -> tuple[Any, list[PredictionBlock]]:
        read = read_guessed(stream, lambda guess: guess, lambda _: list[PredictionBlock](), list.append)
        return read.reading, read.result

    try:
        table = read_table(data)
        whole = read_predictions(table, guess_columns(table))
    except ReadError as error:
        with pytest.raises(ReadError) as caught:
            guessed()
        assert str(caught.value) == str(error)
        return
    reading, parts = guessed()
    assert (reading.choice, reading.notes) == (guess_columns(table), whole.notes)
    assert np.array_equal(np.concatenate([part.values for part in parts]), whole.values)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig", "utf-32"])
def test_encodings_in_pieces(encoding: str) -> None:
    mark = "\ufeff" if encoding == "utf-16-le" else ""
    data = (mark + "y,p\n" + "é,0.5\n字,0.25\n" * 9).encode(encoding)
    for block in (5, 64):
        check_pieces(data, P, block)


@pytest.mark.parametrize("at", [30, 31, 60])
def test_a_broken_byte_is_named_by_its_line(at: int) -> None:
    data = ("y,p\n" + "é,0.5\n" * 20).encode()
    for block in (5, 64):
        check_pieces(data[:at] + b"\xc3\x28" + data[at:], P, block)


def test_a_row_longer_than_any_piece_is_refused() -> None:
    data = b"y,p\n1,0.5\n" + b"a" * (9 * 2**20)
    with pytest.raises(ReadError, match="A row has more than"):
        streamed(open_table(io.BytesIO(data), block=2**20), P)


def test_parquet_in_blocks() -> None:
    rng = np.random.default_rng(0)
    p = rng.random(50)
    columns = {"y": pa.array(["a"] * 40 + ["b"] * 10).dictionary_encode(), "p": p, "x.y": [1] * 50}
    file = io.BytesIO()
    pq.write_table(pa.table(columns), file, row_group_size=7)
    whole = read_predictions(read_table(file.getvalue()), P)
    reading, parts = streamed(ParquetStream(file, 8), P)
    assert len(parts) > 5
    assert (reading.classes, reading.notes) == (whole.classes, whole.notes)
    assert np.array_equal(np.concatenate([part.values for part in parts]), whole.values)
    assert np.concatenate([part.rows for part in parts]).tolist() == list(range(1, 51))
    holes = io.BytesIO()
    pq.write_table(pa.table({"y": ["a", "b"] * 20, "p": [0.5] * 39 + [None]}), holes)
    with pytest.raises(ReadError, match="Row 40, column 'p': the cell is empty"):
        streamed(ParquetStream(holes, 8), P)


@pytest.mark.parametrize("save", [np.save, np.savez])
def test_arrays_are_read_whole(save: Callable[..., None], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = io.BytesIO()
    save(file, np.array([[1, 0.8], [0, 0.1]]))
    code, out, _ = run(tmp_path, capsys, file.getvalue())
    assert code == 0
    assert "mean        0.164252" in out


def test_a_file_that_changes_while_it_is_read() -> None:
    class Growing(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            part = super().read(size)
            if not part:  # the end: the next pass finds another row
                at = self.tell()
                self.write(b"b,0.5\n")
                self.seek(at)
                self.seek(0, 2)
            return part

    data = b"y,p\n" + b"b,0.5\n" * 20 + b"a,0.5\n"
    with pytest.raises(ReadError, match="has changed while it was read"):
        streamed(open_table(Growing(data), block=16), P)


# --- sums


def test_totals_do_not_depend_on_how_the_rows_are_split() -> None:
    y, p, w = rows_of(1, 200, 3, 12)
    whole = EvaluationTotal.empty(3).add(y, p, sample_weight=w)
    quarters = [
        EvaluationTotal.empty(3).add(y[k], p[k], sample_weight=w[k], rows=k + 1) for k in np.split(np.arange(200), 4)
    ]
    one_way = quarters[0].merge(quarters[1]).merge(quarters[2]).merge(quarters[3])
    other_way = quarters[3].merge(quarters[1].merge(quarters[0])).merge(quarters[2]).merge(EvaluationTotal.empty(3))
    assert one_way == other_way == whole
    assert whole.loss.mean() == LossTotal.empty().add(-np.log(p[np.arange(200), y]), w).mean()


@pytest.mark.parametrize("scale", [1e308, 2.0**-1070])
def test_neither_do_they_by_weights_at_the_ends_of_the_numbers(scale: float) -> None:
    y, p, w = rows_of(1, 200, 3, 12)
    w = np.where(w > w.mean(), scale, 1.0)
    whole, pieces = LibraryTotal(), LibraryTotal()
    whole.add(y, p, sample_weight=w)
    total = EvaluationTotal.empty(3)
    for k in np.split(np.argsort(w, kind="stable"), 4):
        pieces.add(y[k], p[k], sample_weight=w[k])
        total = total.merge(EvaluationTotal.empty(3).add(y[k], p[k], sample_weight=w[k], rows=k + 1))
    assert total == EvaluationTotal.empty(3).add(y, p, sample_weight=w)
    for one, other in zip(whole.values(), pieces.values(), strict=True):
        if _by_weight(one):
            assert other.value == pytest.approx(one.value, rel=1e-12) == pytest.approx(total.loss.mean(), rel=1e-12)


def test_hard_labels_cost_what_the_same_soft_ones_do() -> None:
    y, p, w = rows_of(2, 60, 3, 12)
    for kind in ("probabilities", "logits"):
        hard = EvaluationTotal.empty(3, base=2).add(y, p, kind=kind, sample_weight=w)  # type: ignore[arg-type]
        soft = EvaluationTotal.empty(3, base=2).add(np.eye(3)[y], p, kind=kind, sample_weight=w)  # type: ignore[arg-type]
        assert hard == soft


def test_totals_refuse() -> None:
    total = EvaluationTotal.empty(2)
    with pytest.raises(DistributionError, match="must be N×2"):
        total.add([0], [[0.2, 0.3, 0.5]])
    with pytest.raises(DistributionError, match="can't be merged"):
        total.merge(EvaluationTotal.empty(3))
    with pytest.raises(DistributionError, match="a mean of nothing"):
        total.loss.mean()


def test_rows_that_weigh_nothing_come_in_a_piece_of_their_own() -> None:
    total, libraries = EvaluationTotal.empty(2), LibraryTotal()
    for p, w in ((0.5, 0.0), (0.25, 2.0)):
        total = total.add([1], [[1 - p, p]], sample_weight=[w])
        libraries.add([1], [[1 - p, p]], sample_weight=[w])
    wanted = library_values([1, 1], [[0.5, 0.5], [0.75, 0.25]], sample_weight=[0.0, 2.0], usual=True)
    assert total.loss.mean() == math.log(4)
    assert [v.value for v in libraries.values()] == pytest.approx([v.value for v in wanted], rel=1e-7)


# --- as a program


def program(*argv: str, **how: Any) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    return subprocess.Popen(
        [sys.executable, "-m", "ce_core", *argv],
        cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **how,
    )  # fmt: skip


def test_as_a_program_from_standard_input() -> None:
    out, err = program("-", "--base", "2").communicate(BINARY.encode(), timeout=60)
    assert b"mean        0.2369655941662061 bits" in out
    assert err == b""


def test_a_closed_pipe_is_no_error() -> None:
    process = program("-")
    assert process.stdout is not None and process.stdin is not None and process.stderr is not None
    process.stdout.close()
    process.stdin.write(BINARY.encode())
    process.stdin.close()
    assert process.stderr.read() == b""
    assert process.wait(60) == 0
    process.stderr.close()
