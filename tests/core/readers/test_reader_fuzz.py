"""Whatever the bytes, the readers give a value or a `ReadError`, and what they give keeps its promises."""

import io
from contextlib import suppress

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ce_core.readers import (
    ReadError,
    guess_columns,
    parse_number,
    read_image,
    read_predictions,
    read_table,
    table_from_rows,
)
from ce_core.readers.table import Table


def use(table: Table) -> None:
    """All that a page does with a table."""
    assert len(table.head(3)) == min(3, table.num_rows)
    for name in table.names:
        assert len(table.text(name)) == table.num_rows
        if table.is_numeric(name):
            assert np.isfinite(table.numbers(name)).all()
    read = read_predictions(table, guess_columns(table))
    count = len(read.classes)
    assert read.values.shape == (table.num_rows, count)
    if read.y_true.ndim == 1:
        assert read.y_true.min() >= 0
        assert read.y_true.max() < count
    if read.kind == "probabilities":
        assert ((read.values >= 0) & (read.values <= 1)).all()
        assert np.allclose(read.values.sum(axis=1), 1, rtol=0, atol=1e-8)


def try_table(source: bytes | str, name: str = "") -> None:
    try:
        use(read_table(source, name=name))
    except ReadError as error:
        assert len(str(error)) < 1000


def files() -> dict[str, bytes]:
    made = {"csv": b'\xef\xbb\xbflabel,p_a,p_b,w\na,0.5,0.5,1\n"b",0.25,0.75,2\na,1,0,1\n'}
    columns = {"y": ["a", "b", "a"], "p": [0.5, 0.25, 1.0]}
    arrays = {"y": np.array(["a", "b"]), "p": np.array([0.5, 0.25])}
    for kind in ("parquet", "npy", "npz"):
        buffer = io.BytesIO()
        if kind == "parquet":
            pq.write_table(pa.table(columns), buffer)
        elif kind == "npy":
            np.save(buffer, np.array([[1, 0.5], [0, 0.25]]))
        else:
            np.savez_compressed(buffer, **arrays)
        made[kind] = buffer.getvalue()
    return made


def pictures() -> dict[str, bytes]:
    made = {}
    for kind in ("PNG", "JPEG", "TIFF", "BMP", "WEBP", "GIF"):
        buffer = io.BytesIO()
        Image.fromarray(np.arange(192, dtype=np.uint8).reshape(8, 8, 3)).save(buffer, kind)
        made[kind] = buffer.getvalue()
    return made


FILES, PICTURES = files(), pictures()


@st.composite
def damaged(draw: st.DrawFn, originals: dict[str, bytes]) -> bytes:
    """An original with some bytes changed, cut out or doubled."""
    data = bytearray(originals[draw(st.sampled_from(sorted(originals)))])
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data) - 1)) if data else 0
        how = draw(st.sampled_from(["set", "cut", "insert"]))
        if how == "set" and data:
            data[at] = draw(st.integers(0, 255))
        elif how == "cut":
            del data[at : at + draw(st.integers(1, 20))]
        else:
            data[at:at] = draw(st.binary(min_size=1, max_size=8))
    return bytes(data)


TABLE_LIKE = st.text(alphabet='yplabel01.,;\t \n\r"%-−eéNA\ufeff\x00', max_size=60)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=200), damaged(FILES)), st.sampled_from(["", "t.csv", "t.npz"]))
def test_any_bytes(data: bytes, name: str) -> None:
    try_table(data, name)


@settings(max_examples=200, deadline=None)
@given(st.one_of(TABLE_LIKE, TABLE_LIKE.map("label,p\n".__add__), st.text(max_size=60)))
def test_any_text(text: str) -> None:
    try_table(text)
    try_table(text.encode("utf-16", "surrogatepass"))


CELLS = st.one_of(
    st.none(), st.sampled_from(["", "0", "1", "0.5", "cat", "dog", "-1", "30 %", "nan", "1e400"]), st.text(max_size=4)
)


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=6)))
def test_any_cells(rows: list[list[str | None]]) -> None:
    names = ["label", "p_0", "p_1", "w"][: len(rows[0]) if rows else 1]
    with suppress(ReadError):
        use(table_from_rows(names, rows))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=20))
def test_any_number(text: str) -> None:
    with suppress(ReadError):
        assert np.isfinite(parse_number(text))


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=100), damaged(PICTURES)))
def test_any_picture(data: bytes) -> None:
    try:
        image = read_image(data)
    except ReadError as error:
        assert len(str(error)) < 1000
        return
    assert image.pixels.shape == (image.height, image.width)
    assert ((image.pixels >= 0) & (image.pixels <= 1)).all()
