"""A table of labels and predictions from an example, real data, cells, pasted text or a file."""

import csv
import io
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar
from zlib import crc32

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ce_core.readers import (
    LIMITS,
    ColumnChoice,
    Predictions,
    ReadError,
    Table,
    guess_columns,
    read_predictions,
    read_table,
    table_from_rows,
)
from pages.shared import controls
from pages.shared.label_examples import DEFAULT, EXAMPLES
from pages.shared.samples import PREDICTIONS, sample_bytes

T = TypeVar("T")
EXAMPLE, REAL, TYPE, PASTE, UPLOAD = "Examples", "Real data", "Type", "Paste", "Upload"
GUESSED, NONE = "guessed", "none"
SAMPLES = {sample.title: sample for sample in PREDICTIONS.values()}
SMALL = 200  # rows that are shown and edited as a table
HEIGHT, ROW_HEIGHT = 262, 28


@dataclass(frozen=True)
class Given:
    """Predictions that were read. `key` tells one table and reading from another, for `remember`."""

    key: Hashable
    title: str
    table: Table
    predictions: Predictions
    says: str | None = None
    instead: bool = False
    """Whether it stands in for a table that can't be read."""

    @property
    def small(self) -> bool:
        return self.table.num_rows <= SMALL


@dataclass(frozen=True)
class _Opened:
    key: Hashable
    title: str
    table: Table
    says: str | None = None
    text: str | None = None
    """For tables that can be edited: the table as text."""


def remember(slot: str, key: Hashable, compute: Callable[[], T]) -> T:
    """The last value computed in this slot, if the key is the same: moving a slider reads no file again."""
    memory = st.session_state.setdefault("_remembered", {})
    if slot not in memory or memory[slot][0] != key:
        memory.pop(slot, None)  # the old value goes before the new one is built
        memory[slot] = key, compute()
    return memory[slot][1]


def predictions_input(prefix: str, bar: DeltaGenerator) -> Given:
    """Draw the choice of source into `bar` and the rest here.

    What can't be read is said, stays as it was given, and the last good table is returned.
    """
    with bar:
        source = controls.choice(
            "Data",
            f"{prefix}_source",
            [EXAMPLE, REAL, TYPE, PASTE, UPLOAD],
            label_visibility="collapsed",
            on_change=_forget_columns,
            args=(prefix,),
            wrap=True,
        )
        picked = _pick(prefix, source)
    shown = f"_{prefix}_shown"
    problem = None
    opened = None
    body, message, tools = st.container(), st.container(), st.container(horizontal=True)
    try:
        with body:
            opened = _open(prefix, source, picked, tools)
        if opened is not None:
            st.session_state[shown] = _read(prefix, opened, tools)
    except ReadError as error:
        problem = str(error)
    given: Given = replace(st.session_state.get(shown) or _fallback(), instead=bool(problem) or opened is None)
    with message:
        if problem:
            controls.show_error(problem)
        if problem or opened is None:
            controls.show_note(f"Until then, the page shows the last table that could be read ({given.title}).")
    return given


def _fallback() -> Given:
    table = read_table(EXAMPLES[DEFAULT].text)
    return Given(DEFAULT, DEFAULT, table, read_predictions(table, guess_columns(table)))


# --- sources ------------------------------------------------------------------------------------------------


def _pick(prefix: str, source: str) -> str:
    forget: dict[str, Any] = dict(label_visibility="collapsed", on_change=_forget_columns, args=(prefix,), width=260)
    if source == EXAMPLE:
        return controls.select("Example", f"{prefix}_example", list(EXAMPLES), DEFAULT, **forget)
    if source == REAL:
        return controls.select("Real data", f"{prefix}_sample", list(SAMPLES), **forget)
    return ""


def _open(prefix: str, source: str, picked: str, tools: DeltaGenerator) -> _Opened | None:
    if source == EXAMPLE:
        example = EXAMPLES[picked]
        table = remember(f"{prefix}_table", (EXAMPLE, picked), lambda: read_table(example.text))
        scrolling_table(_frame(table), alt="The table")
        return _Opened((EXAMPLE, picked), f"“{picked}”", table, example.says, example.text)
    if source == REAL:
        sample = SAMPLES[picked]
        table = remember(
            f"{prefix}_table", (REAL, picked), lambda: read_table(sample_bytes(sample.file), name=sample.file)
        )
        with tools.popover("Origin", icon=":material/info:"):
            st.text(f"{sample.origin}\nLicence: {sample.licence}")
        return _Opened((REAL, picked), f"“{picked}”", table, sample.says)
    if source == UPLOAD:
        return _uploaded(prefix)
    return _typed(prefix, source, tools)


def scrolling_table(frame: pd.DataFrame, *, alt: str, height: int = HEIGHT) -> None:
    """Plain cells, no higher than the controls beside a picture may be.

    The browser measures the columns once, when the table appears; wider cells would be cut off. A container of another
    key makes it another table.
    """
    with st.container(key=f"{alt}_{crc32(frame.to_csv().encode()):08x}"):
        st.dataframe(frame, height=min(height, ROW_HEIGHT * len(frame) + 40), row_height=ROW_HEIGHT, alt=alt)


def _frame(table: Table) -> pd.DataFrame:
    """The cells as text, rows numbered from 1."""
    numbers = pd.RangeIndex(1, table.num_rows + 1)
    return pd.DataFrame(table.head(table.num_rows), numbers, list(table.names), dtype=object)


def _edit(prefix: str, text: str) -> None:
    st.session_state.update({f"{prefix}_text": text, f"{prefix}_source": TYPE})


def _forget_columns(prefix: str) -> None:
    """A choice of columns belongs to its table; the next one starts with the guess."""
    for name, default in (
        ("label", GUESSED),
        ("columns", []),
        ("kind", GUESSED),
        ("weight", GUESSED),
        ("about", GUESSED),
    ):
        if f"{prefix}_{name}" in st.session_state:
            st.session_state[f"{prefix}_{name}"] = default


def _uploaded(prefix: str) -> _Opened | None:
    file = st.file_uploader(
        "A file with a row for each example",
        type=["csv", "tsv", "txt", "parquet", "npy", "npz"],
        key=f"{prefix}_file",
        help="CSV, TSV, Parquet, .npy or .npz. It stays on the server for as long as this page is open; "
        "a link does not carry it.",
    )
    if file is None:
        return None
    place = st.empty()

    def read() -> Table:
        bar = place.progress(0.0, "Reading the file")
        table = read_table(
            file.getvalue(), name=file.name, progress=lambda part: bar.progress(part, "Reading the file")
        )
        place.empty()
        return table

    try:
        table = remember(f"{prefix}_table", (UPLOAD, file.file_id), read)
    except ReadError:
        place.empty()
        raise
    if table.num_rows <= SMALL:
        scrolling_table(_frame(table), alt="The table")
    return _Opened((UPLOAD, file.file_id), f"“{file.name}”", table)


def _typed(prefix: str, source: str, tools: DeltaGenerator) -> _Opened:
    """Cells and pasted text are two views of one text, which the link carries."""
    key, cells_key = f"{prefix}_text", f"_{prefix}_cells"
    cells = st.container()
    place = cells if source == PASTE else tools.popover("As text", icon=":material/notes:")
    text = _text_area(place, key, HEIGHT if source == PASTE else 160)
    if source == PASTE:
        st.session_state.pop(cells_key, None)
        return _Opened((PASTE, text), "pasted", remember(f"{prefix}_table", (PASTE, text), lambda: read_table(text)))
    with cells:
        names, rows = _cells(prefix, text)
    identity = (TYPE, tuple(names), tuple(rows))
    return _Opened(identity, "typed", remember(f"{prefix}_table", identity, lambda: table_from_rows(names, rows)))


def _text_area(place: DeltaGenerator, key: str, height: int) -> str:
    linked = controls.fits_link(key)
    with place:
        text = controls.long_text(
            "Paste cells from a spreadsheet, or type: a header line, then a line for each example",
            key,
            EXAMPLES[DEFAULT].text,
            linked=linked,
            height=height,
        )
        if not linked:
            st.caption(f"Longer than {controls.LONGEST_LINK:,} characters: the link does not carry this table.")
    return text


def _cells(prefix: str, text: str) -> tuple[list[str], list[tuple[str, ...]]]:
    """The editor over the table in `text`; an edit is written back to it before the script runs again."""
    memory = f"_{prefix}_cells"
    sheet = st.session_state.get(memory)
    if sheet is None or sheet["text"] != text or sheet["key"] not in st.session_state:
        table = read_table(text)
        if table.num_rows > LIMITS.editor_rows:
            raise ReadError(
                f"There are {table.num_rows:,} rows; at most {LIMITS.editor_rows:,} can be edited. "
                "Upload them as a file."
            )
        frame = _frame(table)
        version = 1 if sheet is None else sheet["version"] + 1
        sheet = {"text": text, "frame": frame, "version": version, "key": f"{prefix}_editor_{version}"}
        st.session_state[memory] = sheet
    frame = sheet["frame"]
    edited = st.data_editor(
        frame,
        num_rows="dynamic",
        hide_index=False,
        height=HEIGHT,
        row_height=ROW_HEIGHT,
        column_config={name: st.column_config.TextColumn() for name in frame.columns},
        key=sheet["key"],
        on_change=_write_back,
        args=(prefix,),
        alt="Labels and predictions, editable",
    )
    st.caption("New rows go in the last line. Cells can be pasted, several at once.")
    return list(frame.columns), _rows(edited)


def _rows(frame: pd.DataFrame) -> list[tuple[str, ...]]:
    return [tuple("" if pd.isna(cell) else str(cell) for cell in row) for row in frame.itertuples(index=False)]


def _write_back(prefix: str) -> None:
    sheet = st.session_state[f"_{prefix}_cells"]
    changes, frame = st.session_state[sheet["key"]], sheet["frame"]
    rows = [dict(zip(frame.columns, row, strict=True)) for row in _rows(frame)]
    for index, cells in changes["edited_rows"].items():
        rows[int(index)] |= cells
    rows = [row for index, row in enumerate(rows) if index not in set(changes["deleted_rows"])]
    rows += changes["added_rows"]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([frame.columns, *([row.get(name) or "" for name in frame.columns] for row in rows)])
    text = st.session_state[f"{prefix}_text"] = out.getvalue().rstrip("\n")
    if not changes["deleted_rows"]:  # after a deletion the rows are numbered anew, in a new editor
        sheet["text"] = text


# --- columns ------------------------------------------------------------------------------------------------


def _read(prefix: str, opened: _Opened, tools: DeltaGenerator) -> Given:
    if opened.text is not None:
        tools.button("Edit this table", icon=":material/edit:", on_click=_edit, args=(prefix, opened.text))
    with tools.popover("Columns", icon=":material/view_column:"):
        choice = _columns(prefix, opened.table)
        about = _about(prefix, opened, choice)
        full = st.container()
    key = (opened.key, choice, about)
    predictions = remember(f"{prefix}_predictions", key, lambda: read_predictions(opened.table, choice, positive=about))
    full.text("Read as: " + ";\n".join(predictions.notes))
    return Given(key, opened.title, opened.table, predictions, opened.says)


def _columns(prefix: str, table: Table) -> ColumnChoice:
    names = list(table.names)
    label = controls.select("Label", f"{prefix}_label", [GUESSED, *names])
    columns = st.multiselect("Predictions", names, placeholder=GUESSED, **controls.bound(f"{prefix}_columns", []))
    kind = controls.choice("The predictions are", f"{prefix}_kind", [GUESSED, "probabilities", "logits"])
    weight = controls.select("Weight", f"{prefix}_weight", [GUESSED, NONE, *names])
    return _chosen(table, label, columns, kind, weight)


def _chosen(table: Table, label: str, columns: Sequence[str], kind: str, weight: str) -> ColumnChoice:
    """The guess, with what was chosen in its place. What one choice takes is not guessed for another."""
    taken = {label, weight}
    try:
        guess = guess_columns(table)
    except ReadError:
        if label == GUESSED or not columns:
            raise
        guess = ColumnChoice(label, tuple(columns), "probabilities")
    return replace(
        guess,
        label=guess.label if label == GUESSED else label,
        probabilities=tuple(columns) or tuple(name for name in guess.probabilities if name not in taken),
        kind=guess.kind if kind == GUESSED else kind,
        weight={GUESSED: guess.weight if guess.weight not in {label, *columns} else None, NONE: None}.get(
            weight, weight
        ),
    )


def _about(prefix: str, opened: _Opened, choice: ColumnChoice) -> str | None:
    """With a single column: the label whose probability it is."""
    if len(choice.probabilities) != 1:
        return None
    classes = remember(
        f"{prefix}_classes",
        (opened.key, choice),
        lambda: sorted(read_predictions(opened.table, choice).classes),
    )
    about = controls.select("The prediction is the probability of", f"{prefix}_about", [GUESSED, *classes])
    return None if about == GUESSED else about
