"""What a page or the terminal does with an input, and what comes of it in plain words and numbers."""

import contextlib
import io
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet  # noqa: F401  # the reader imports it late
from PIL import Image

import ce_core.__main__ as terminal
from ce_core.readers import (
    Predictions,
    ReadError,
    guess_columns,
    parse_number,
    read_batch,
    read_image,
    read_predictions,
    read_table,
    read_text,
    table_from_rows,
)
from ce_core.readers.stream import PredictionBlock, open_table, read_guessed

Image.preinit()
SHOWN = 6
"""Rows that are compared."""


def number(typed: str) -> dict[str, Any]:
    return {"number": parse_number(typed)}


def table(source: Any) -> dict[str, Any]:
    """`source` is a file's bytes or a text, alone or with a file name."""
    data, name = source if isinstance(source, tuple) else (source, "")
    read = read_table(data, name=name)
    return {"names": list(read.names), "rows": [list(row) for row in read.head(SHOWN)], "count": read.num_rows}


def whole(source: bytes) -> dict[str, Any]:
    """As `predictions`, but not as a stream, too: of a large table that would take twice as long."""
    read = read_table(source)
    return _said(read_predictions(read, guess_columns(read)))


def predictions(source: Any) -> dict[str, Any]:
    """Columns are guessed. Text tables and Parquet are read as a stream, too, which must say the same."""
    data, name = source if isinstance(source, tuple) else (source, "")
    try:
        read = read_table(data, name=name)
        complete = read_predictions(read, guess_columns(read))
    except ReadError:
        with contextlib.suppress(ReadError):
            _streamed(data, name)
            raise AssertionError("read as a stream, this is not refused") from None
        raise
    y_true, values = _streamed(data, name)
    assert np.array_equal(y_true, complete.y_true), "as a stream, the labels differ"
    assert np.array_equal(values, complete.values), "as a stream, the predictions differ"
    return _said(complete)


def _streamed(data: bytes | str, name: str) -> tuple[Any, Any]:
    file = io.BytesIO(data.encode(errors="surrogatepass") if isinstance(data, str) else data)
    stream = open_table(file, name=name)
    kept: list[PredictionBlock] = []
    read_guessed(stream, lambda guess: guess, lambda reading: kept.clear(), lambda _, block: kept.append(block))
    return np.concatenate([block.y_true for block in kept]), np.concatenate([block.values for block in kept])


def _said(read: Predictions) -> dict[str, Any]:
    return {
        "kind": read.kind,
        "classes": list(read.classes),
        "y_true": read.y_true[:SHOWN].tolist(),
        "values": read.values[:SHOWN].tolist(),
        "weights": None if read.weights is None else read.weights[:SHOWN].tolist(),
        "notes": list(read.notes),
    }


def batch(boxes: tuple[str, str]) -> dict[str, Any]:
    labels, given = boxes
    read = read_batch(labels, given)
    return {
        "task": read.task,
        "kind": read.kind,
        "classes": list(read.classes),
        "y_true": read.y_true[:SHOWN].tolist(),
        "values": [[_finite(value) for value in row] for row in read.values[:SHOWN].tolist()],
        "notes": list(read.notes),
    }


def _finite(value: float) -> float | str:
    return value if np.isfinite(value) else str(value)


def cells(rows: Sequence[Sequence[str | None]]) -> dict[str, Any]:
    """Rows of the editor, the names of the columns first."""
    read = table_from_rows([str(name) for name in rows[0]], rows[1:])
    return _said(read_predictions(read, guess_columns(read)))


def text(source: bytes | str) -> dict[str, Any]:
    read = read_text(source)
    return {"text": read[:40], "length": len(read)}


def image(source: Any) -> dict[str, Any]:
    data, name = source if isinstance(source, tuple) else (source, "")
    read = read_image(data, name=name)
    first = read.pixels.ravel()[:SHOWN].tolist()
    return {"size": [read.width, read.height], "mode": read.mode, "first": first, "notes": list(read.notes)}


def program(source: Any) -> dict[str, Any]:
    """`python -m ce_core FILE`: with exit code 2, its one line of complaint is a refusal."""
    data, name = source if isinstance(source, tuple) else (source, "table.csv")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = terminal.main([str(path), "--json"])
    if code:
        assert (code, out.getvalue(), err.getvalue().count("\n")) == (2, "", 1)
        raise ReadError(err.getvalue().strip())
    return {"out": out.getvalue()}


READERS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "number": number,
    "table": table,
    "whole": whole,
    "predictions": predictions,
    "batch": batch,
    "cells": cells,
    "text": text,
    "image": image,
    "program": program,
}
