"""Whatever the input, the readers give a value or a `ReadError`, and what they give keeps its promises and limits."""

import io
import json
from contextlib import suppress
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ce_core.readers import (
    LIMITS,
    Batch,
    Predictions,
    ReadError,
    Table,
    guess_columns,
    parse_number,
    read_batch,
    read_image,
    read_predictions,
    read_table,
    read_text,
    table_from_rows,
)
from ce_core.readers.columns import is_log_probability_name
from ce_core.readers.stream import PredictionBlock, open_table, read_guessed
from tests.hostile.fuzzing import fuzz
from tests.hostile.made import frames, grey, jpeg_of, npy, npz, parquet, saved, turned, zipped


def told(error: ReadError) -> None:
    """The reader's words are a sentence, and nothing that is shown raw."""
    message = str(error)
    assert message.endswith(".")
    assert len(message) < 1000
    assert message.isprintable()


def use(table: Table) -> Predictions:
    """All that a page does with a table."""
    assert table.num_rows <= LIMITS.rows
    assert len(table.names) <= LIMITS.columns
    assert len(table.head(3)) == min(3, table.num_rows)
    for name in table.names:
        assert len(name) <= LIMITS.label
        cells = table.text(name)
        assert len(cells) == table.num_rows
        assert all(0 < len(cell) <= LIMITS.cell for cell in cells)
        if table.is_numeric(name):
            assert np.isfinite(table.numbers(name)).all()
    read = read_predictions(table, guess_columns(table))
    keeps_promises(read, read.values)
    return read


def keeps_promises(read: Predictions | Batch, values: np.ndarray) -> None:
    count = len(read.classes)
    assert values.shape == (len(read.y_true), count)
    assert count <= LIMITS.classes
    if read.y_true.ndim == 1:
        assert read.y_true.min() >= 0
        assert read.y_true.max() < count
    if read.kind == "probabilities":
        assert ((values >= 0) & (values <= 1)).all()


def streamed(data: bytes, name: str) -> None:
    """From the terminal: the same bytes piece by piece, nothing but what `read_table` gives."""
    stream = open_table(io.BytesIO(data), name=name, block=64)
    kept: list[PredictionBlock] = []
    read = read_guessed(stream, lambda guess: guess, lambda reading: kept.clear(), lambda _, block: kept.append(block))
    assert read.rows == sum(len(block.values) for block in kept)


def try_table(source: bytes | str, name: str = "") -> None:
    try:
        read = use(read_table(source, name=name))
        if read.kind == "probabilities":
            assert np.allclose(read.values.sum(axis=1), 1, rtol=0, atol=1e-8)
    except ReadError as error:
        told(error)
    if isinstance(source, bytes):
        try:
            streamed(source, name)
        except ReadError as error:
            told(error)


COLUMNS: dict[str, Any] = {"y": ["a", "b", "a"], "p": [0.5, 0.25, 1.0]}
FILES = {
    "csv": b'\xef\xbb\xbflabel,p_a,p_b,w\na,0.5,0.5,1\n"b",0.25,0.75,2\na,1,0,1\n',
    "utf-16": "\ufeffy;p\n1;0,5\r\n0;0,25\r\n".encode("utf-16-le"),
    "tsv": "y\tp\té\n1\t50 %\tä\n0\t25 %\t\n".encode(),
    "columns": json.dumps(COLUMNS).encode(),
    "records": json.dumps([{"y": 1, "p": 0.5}, {"y": 0, "p": 0.25}]).encode(),
    "parquet": parquet(COLUMNS),
    "parquet plain": parquet(COLUMNS, use_dictionary=False, compression="none"),
    "parquet pages": parquet(COLUMNS, data_page_version="2.0", row_group_size=1, compression="zstd"),
    "parquet large": parquet({"y": pa.array(["a", "b"], pa.large_string()), "p": pa.array([0.5, 1], pa.float16())}),
    "npy": npy(np.array([[1, 0.5], [0, 0.25]])),
    "npy text": npy(np.array(["a", "bé"])),
    "npz": npz(y=np.array(["a", "b"]), p=np.array([0.5, 0.25])),
    "npz stored": zipped([("y.npy", npy([1, 0])), ("p.npy", npy([[0.5, 0.5], [1, 0]]))], packing=0),
}
PICTURES = {
    **{
        kind: saved(Image.fromarray(np.arange(192, dtype=np.uint8).reshape(8, 8, 3)), kind)
        for kind in ("PNG", "JPEG", "TIFF", "BMP", "WEBP", "GIF")
    },
    **{f"frames of {kind}": frames(kind, 2) for kind in ("PNG", "TIFF", "WEBP", "GIF", "MPO")},
    "deep": saved(Image.fromarray(np.arange(16, dtype=np.uint16).reshape(4, 4)), "TIFF"),
    "decimal": saved(Image.fromarray(np.linspace(0, 1, 9, dtype=np.float32).reshape(3, 3)), "TIFF"),
    "palette": saved(grey().convert("P"), "PNG", transparency=0),
    "passes": saved(grey(16, 16), "JPEG", progressive=True),
    "CMYK": saved(grey(9, 9).convert("CMYK"), "JPEG"),
    "turned": turned(6),
    "turned JPEG": jpeg_of(8, 9, orientation=5),
    "packed": saved(grey(9, 9), "TIFF", compression="tiff_lzw"),
    "exact": saved(grey(9, 9).convert("RGBA"), "WEBP", lossless=True),
}


SIZES = [b"\xff\xff\xff\x7f", b"\x7f\xff\xff\xff", b"\xff\xff\xff\xff", b"\0\0\0\0", b"\1\0\0\0"]


@st.composite
def damaged(draw: st.DrawFn, originals: dict[str, bytes]) -> bytes:
    """An original with some bytes changed, cut out, doubled or swapped for those of another, or its beginning."""
    data = bytearray(originals[draw(st.sampled_from(sorted(originals)))])
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data) - 1)) if data else 0
        how = draw(st.sampled_from(["set", "size", "cut", "insert", "double", "end", "graft"]))
        if how == "set" and data:
            data[at] = draw(st.integers(0, 255))
        elif how == "size":
            data[at : at + 4] = draw(
                st.sampled_from([b"\xff\xff\xff\x7f", b"\0\0\0\0", b"\x7f\xff\xff\xff", b"\1\0\0\0"])
            )
        elif how == "cut":
            del data[at : at + draw(st.integers(1, 20))]
        elif how == "double":
            data[at:at] = data[at : at + draw(st.integers(1, 60))]
        elif how == "end":
            del data[at:]
        elif how == "graft":
            other = originals[draw(st.sampled_from(sorted(originals)))]
            data[at:] = other[draw(st.integers(0, len(other))) :]
        else:
            data[at:at] = draw(st.binary(min_size=1, max_size=8))
    return bytes(data)


NAMES = st.one_of(st.sampled_from(["", "t.csv", "t.npz", "t.parquet", "t.json"]), st.text(max_size=6))
TABLE_LIKE = st.text(alphabet='yplabel01.,;\t \n\r"%-−eéNA\ufeff\x00', max_size=60)
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["y", "p", "p_a", "w", "columns", "data"]), inner)
    ),
    max_leaves=12,
)


@fuzz(150)
@given(st.one_of(st.binary(max_size=200), damaged(FILES)), NAMES)
def test_any_bytes(data: bytes, name: str) -> None:
    try_table(data, name)


@fuzz(120)
@given(st.sampled_from(sorted(FILES)), st.binary(max_size=80), st.integers(0, 30))
def test_any_bytes_behind_a_true_beginning(kind: str, rest: bytes, kept: int) -> None:
    try_table(FILES[kind][:kept] + rest)


@fuzz(150)
@given(st.one_of(TABLE_LIKE, TABLE_LIKE.map("label,p\n".__add__), st.text(max_size=60)))
def test_any_text(text: str) -> None:
    try_table(text)
    try_table(text.encode("utf-16", "surrogatepass"))


@fuzz(150)
@given(JSON)
def test_any_json(value: Any) -> None:
    try_table(json.dumps(value).encode())
    with suppress(ReadError):
        keeps_promises(batch := read_batch(json.dumps(value), ""), batch.counted().values)


CELLS = st.one_of(
    st.none(), st.sampled_from(["", "0", "1", "0.5", "cat", "dog", "-1", "30 %", "nan", "1e400"]), st.text(max_size=4)
)


@fuzz(100)
@given(
    st.lists(st.one_of(st.sampled_from(["label", "p_0", "p_1", "w"]), st.text(max_size=4)), max_size=4).flatmap(
        lambda names: st.tuples(
            st.just(names), st.lists(st.lists(CELLS, min_size=len(names), max_size=len(names)), max_size=6)
        )
    )
)
def test_any_cells(editor: tuple[list[str], list[list[str | None]]]) -> None:
    try:
        use(table_from_rows(*editor))
    except ReadError as error:
        told(error)


@fuzz(200)
@given(st.one_of(st.text(max_size=20), st.text(alphabet="0123456789.,eE+-−% _x٣\u00a0'", max_size=12)))
def test_any_number(text: str) -> None:
    try:
        number = parse_number(text)
    except ReadError as error:
        told(error)
        return
    assert np.isfinite(number)
    plain = text.strip().replace("−", "-").replace(",", ".")
    assert number == (float(plain) if "%" not in plain else pytest.approx(float(plain.rstrip("% \u00a0")) / 100))


@fuzz(100)
@given(st.one_of(st.text(max_size=40), st.binary(max_size=40)))
def test_any_plain_text(source: bytes | str) -> None:
    try:
        text = read_text(source)
    except ReadError as error:
        told(error)
        return
    assert text.strip()
    assert "\0" not in text


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@fuzz(250)
@given(st.one_of(st.binary(max_size=100), damaged(PICTURES)))
def test_any_picture(data: bytes) -> None:
    try:
        image = read_image(data)
    except ReadError as error:
        told(error)
        return
    assert image.width * image.height <= LIMITS.pixels
    assert image.pixels.shape == (image.height, image.width)
    assert ((image.pixels >= 0) & (image.pixels <= 1)).all()


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("part", [0.3, 0.6, 0.95])
def test_a_cut_file_is_refused_or_has_fewer_rows(kind: str, part: float) -> None:
    data = FILES[kind][: int(len(FILES[kind]) * part)]
    with suppress(ReadError):
        assert read_table(data).num_rows <= read_table(FILES[kind]).num_rows


@pytest.mark.parametrize("kind", PICTURES)
@pytest.mark.parametrize("part", [0.3, 0.6, 0.8])
def test_a_cut_picture_is_refused(kind: str, part: float) -> None:
    """Unless what is cut off is a later frame."""
    data = PICTURES[kind][: int(len(PICTURES[kind]) * part)]
    with suppress(ReadError):
        assert np.array_equal(read_image(data).pixels, read_image(PICTURES[kind]).pixels)


def test_names_of_log_probabilities() -> None:
    assert all(map(is_log_probability_name, ["log_prob", "logp_cat", "LogProbs", "ln p", "log_softmax", "p_log"]))
    assert not any(map(is_log_probability_name, ["logit", "p", "prob", "catalog", "login", "log"]))
