"""JSON: records, columns and arrays. Numbers stay the text that they were written as."""

import json
import re
from collections.abc import Callable
from typing import Any, NoReturn

import numpy as np
import pyarrow as pa

from ce_core.readers.columns import is_label_name, is_prediction_name
from ce_core.readers.delimited import as_utf8
from ce_core.readers.errors import ReadError, listed, more, sentence, shown
from ce_core.readers.limits import LIMITS, check_size
from ce_core.readers.nested import Cells, Nested, Word, called, flat
from ce_core.readers.table import Table, check_names

_MARK = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\Z)|[\[{]|[\]}]', re.DOTALL)


class _Number(str):
    """A number as it was written."""

    __slots__ = ()


class _Missing(str):
    """A literal that stands for no value: null, NaN, Infinity."""

    __slots__ = ()


def json_arrays(text: str, what: str, name: str = "") -> dict[str, Cells]:
    """The arrays of a JSON text by their keys; a bare array has the key ``""``.

    Messages call the text `what`, and a single array `name`.
    """
    columns = _columns(_loaded(text, what), what)
    single = name if len(columns) == 1 else ""
    return {key: _without_gaps(flat(nested, single or called(key))) for key, nested in columns.items()}


def _without_gaps(array: Cells) -> Cells:
    gaps = [index for index, cell in enumerate(array.cells) if type(cell) is _Missing]
    if gaps:
        raise ReadError(
            f"{sentence(array.place(gaps[0]))}: {shown(array.cells[gaps[0]])} is no number that JSON knows and no name "
            f"of a class; give a value, or leave the row out.{more(len(gaps) - 1)}"
        )
    return array


def read_json(data: bytes, progress: Callable[[float], None]) -> Table:
    """A table from JSON: records `[{"label": 1, "p": 0.3}, …]`, one a line too, or columns `{"label": […], "p": […]}`.

    The columns of a matrix `m` are called `m column 1`, … A bare matrix has `column 1`, …
    """
    columns: list[tuple[str, list[str]]] = []
    for key, array in json_arrays(as_utf8(data).decode().strip(), "the file").items():
        if len(array.shape) not in (1, 2):
            raise ReadError(f"The {array.name} have the shape {array.shape}; a list or a list of rows is needed.")
        if len(array.shape) == 1:
            columns.append((key or "column", array.cells))
        else:
            width = array.shape[1]
            prefix = f"{key} column".strip()
            columns += [(f"{prefix} {k + 1}", array.cells[k::width]) for k in range(width)]
    names = check_names(name for name, _ in columns)
    rows = {len(cells) for _, cells in columns}
    if len(rows) > 1:
        lengths = ", ".join(f"{shown(name)} has {len(cells):,}" for name, cells in columns[:5])
        raise ReadError(f"The columns have different numbers of rows ({lengths}); give each example one row in each.")
    return Table(
        {name: pa.chunked_array([cells], pa.string()) for name, (_, cells) in zip(names, columns, strict=True)},
        words={
            name: np.array([type(cell) is Word for cell in cells])
            for name, (_, cells) in zip(names, columns, strict=True)
        },
    )


def _loaded(text: str, what: str) -> Any:
    _check_depth(text, what)
    decoder = {
        "object_pairs_hook": lambda pairs: _object(pairs, what),
        "parse_int": _Number,
        "parse_float": _Number,
        "parse_constant": _Missing,
    }
    try:
        return json.loads(text, **decoder)  # type: ignore[arg-type]
    except json.JSONDecodeError as error:
        if error.msg.startswith("Extra data") and text.startswith("{"):
            lines = enumerate(text.split("\n"), start=1)
            return [_line(line, number, decoder, what) for number, line in lines if line.strip()]
        _refuse(error, what)


def _line(line: str, number: int, decoder: dict[str, Any], what: str) -> Any:
    try:
        return json.loads(line, **decoder)
    except json.JSONDecodeError as error:
        raise ReadError(
            f"Line {number:,} of {what} is not JSON at column {error.colno:,} ({error.msg}); correct it."
        ) from None


def _refuse(error: json.JSONDecodeError, what: str) -> NoReturn:
    raise ReadError(
        f"{sentence(what)} begins like JSON, but line {error.lineno:,}, column {error.colno:,} is not JSON "
        f"({error.msg}); correct it, or paste the arrays alone."
    ) from None


def _check_depth(text: str, what: str) -> None:
    depth = 0
    brackets, values = text.count("[") + text.count("{"), max(text.count(","), text.count(":"))
    if len(text) > LIMITS.pasted or brackets > LIMITS.brackets or values > LIMITS.values:
        raise ReadError(
            f"{sentence(what)} is too long for JSON: at most {LIMITS.pasted:,} characters, {LIMITS.values:,} values "
            f"and {LIMITS.brackets:,} brackets are read; save it as CSV or Parquet."
        )
    for mark in _MARK.finditer(text):
        if mark[0] in "[{":
            depth += 1
            if depth > LIMITS.depth:
                raise ReadError(f"{sentence(what)} has more than {LIMITS.depth} brackets within brackets; flatten it.")
        elif mark[0] in "]}":
            depth -= 1


def _object(pairs: list[tuple[str, Any]], what: str) -> dict[str, Any]:
    found = {_whole(key, what): value for key, value in pairs}
    if len(found) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise ReadError(f"{sentence(what)} has the key {shown(twice)} twice in one object; delete one of them.")
    return found


def _columns(value: Any, what: str) -> dict[str, Nested]:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return _records(value, what)
    if isinstance(value, list):
        return {"": _cells(value, what)}
    if not isinstance(value, dict) or not value:
        raise ReadError(f"{sentence(what)} holds no array; give lists of labels and predictions.")
    if set(value) >= {"columns", "data"} and isinstance(value["data"], list):  # pandas, orient="split"
        return _split(value, what)
    if _is_by_row(value):
        return _records(list(value.values()), what)
    check_size(0, len(value), 0)
    indices = {key: list(part) for key, part in value.items() if isinstance(part, dict)}
    for key, index in indices.items():
        if index != next(iter(indices.values())):
            raise ReadError(
                f"{sentence(what)} gives {shown(key)} another index than {shown(next(iter(indices)))}, so it cannot be "
                "told which values belong together; give lists."
            )
    # pandas writes a column as an object of index and value.
    values = {key: list(part.values()) if isinstance(part, dict) else part for key, part in value.items()}
    return {key: _cells(part, f"{shown(key)} in {what}") for key, part in values.items()}


def _is_by_row(value: dict[str, Any]) -> bool:
    """Whether the keys are those of rows, and the columns are named within (pandas, orient="index")."""
    rows = list(value.values())
    return (
        all(isinstance(row, dict) for row in rows)
        and not any(map(_names_column, value))
        and any(map(_names_column, rows[0]))
    )


def _names_column(key: str) -> bool:
    return is_label_name(key) or is_prediction_name(key)


def _split(table: dict[str, Any], what: str) -> dict[str, Nested]:
    names, rows = table["columns"], table["data"]
    other = [key for key in table if key not in ("columns", "data", "index")]
    if other:
        raise ReadError(
            f"{sentence(what)} has {listed(other)} beside “columns” and “data”; put these into the rows of the data."
        )
    named = isinstance(names, list) and names and all(isinstance(name, str) for name in names)
    if not named or not all(isinstance(row, list) and len(row) == len(names) for row in rows):
        raise ReadError(f"{sentence(what)} has rows that do not fit its columns; write it as records.")
    if len(set(names)) < len(names):
        raise ReadError(f"{sentence(what)} names a column twice ({listed(names)}); rename one of them.")
    return {name: [_cells(row[k], what) for row in rows] for k, name in enumerate(names)}


def _records(records: list[Any], what: str) -> dict[str, Nested]:
    keys = list(records[0])
    for number, record in enumerate(records, start=1):
        if not isinstance(record, dict) or record.keys() != records[0].keys():
            raise ReadError(
                f"Record {number:,} of {what} does not have exactly the keys of the first, {listed(keys)}; complete it."
            )
    check_size(0, len(keys), 0)
    if not keys:
        raise ReadError(f"{sentence(what)} holds no array; the records are empty.")
    return {key: [_cells(record[key], f"{shown(key)} in {what}") for record in records] for key in keys}


def _cells(value: Any, what: str) -> Nested:
    """Lists of text out of lists of what JSON holds."""
    if isinstance(value, list):
        return [_cells(item, what) for item in value]
    if isinstance(value, dict):
        raise ReadError(f"{sentence(what)}: an object stands where a number is expected; give lists of numbers.")
    if value is None:
        return _Missing("null")
    if isinstance(value, _Missing | _Number):
        return value
    return Word(_whole(value, what).strip() if isinstance(value, str) else value)


def _whole(text: str, what: str) -> str:
    if not text.isascii() and re.search("[\ud800-\udfff]", text):
        raise ReadError(f"{sentence(what)} holds text with a broken character, {shown(text)}; write it again.")
    return text
