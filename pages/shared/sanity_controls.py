"""The controls of the page that checks a value: what is read, the formulas that were found, what can be taken along."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ce_core.readers import Batch, ReadError, batch_of, parse_number, read_batch
from pages.shared import controls, lesson
from pages.shared.beliefs import BELIEFS
from pages.shared.export import csv_bytes, json_bytes
from pages.shared.number_seen import NAME, parse_seen
from pages.shared.reading import sanity as reading
from pages.shared.reading.labels import Case
from pages.shared.reading.sanity import Check, Told
from pages.shared.sanity_presets import ARRAYS, FIRST, GUESSED, NUMBER, PRESETS, TABLE
from pages.shared.snippets import LIBRARIES, snippets, why_none
from pages.shared.table_input import predictions_input, remember

START = PRESETS[FIRST]
KINDS = (GUESSED, "probabilities", "logits")
TASKS = {GUESSED: None, "binary": "binary", "multi-class": "categorical", "multi-label": "multilabel"}
TEXTS = ("check_labels", "check_predictions", "check_weights")
MOST_CLASSES = 10**9


@dataclass(frozen=True)
class Asked:
    """What is to be checked. Without a `batch` it is a number alone, of so many `classes`.

    `key` tells one batch and reading from another, for `remember`.
    """

    seen: float | None
    batch: Batch | None
    classes: int = 0
    key: Hashable = None
    linked: bool = True
    """Whether the link carries all of it."""
    instead: str = ""
    """What the batch is, if it stands in for one that can't be read. Then there is no number: it is about another."""


def ask(bar: DeltaGenerator) -> Asked:
    """Draw the choice of source into `bar` and the rest here.

    What can't be read is said and stays as it was typed. Instead of a batch the last good one is used, instead of a
    number none.
    """
    with bar:
        source = controls.choice("Data", "check_as", [ARRAYS, TABLE, NUMBER], label_visibility="collapsed")
    if source == NUMBER:
        seen, classes = _seen(), _classes()
        asked = Asked(seen, None, classes)
    elif source == TABLE:
        seen = _seen()
        with bar:
            nested = st.container(horizontal=True)
        given = predictions_input("check_table", nested)
        key = (TABLE, given.key)
        batch = remember("check_table_batch", key, lambda: batch_of(given.predictions))
        instead = f"another table ({given.title})" if given.instead else ""
        asked = Asked(None if instead else seen, batch, key=key, instead=instead)
    else:
        asked = _arrays()
    if source != TABLE:
        with bar:
            _examples()
    return asked


def _seen() -> float | None:
    seen, problem = controls.exact_text(
        NAME, "check_seen", START["check_seen"], parse_seen, placeholder="none: only check the data"
    )
    if problem:
        controls.shows_typed("check_seen", True)  # what is shown needs no number
        controls.show_error(str(problem))
        return None
    return seen


def _classes() -> int:
    def parse(typed: str) -> int:
        value = parse_number(typed, where="Classes")
        if not (value.is_integer() and 2 <= value <= MOST_CLASSES):
            raise ReadError(f"Classes must be a whole number from 2 to {MOST_CLASSES:,}; {typed.strip()} is not.")
        return int(value)

    classes, problem = controls.exact_text("Classes C", "check_classes", "10", parse)
    if problem:
        controls.show_error(f"{problem} Shown: {classes}.")
    return classes


def _examples() -> None:
    """The named states, behind one box; the one that matches the page is marked."""
    key = "check_example"

    def apply() -> None:
        controls.go_to(controls.current_page(), PRESETS.get(st.session_state[key]) or {})

    here = {name: all(st.session_state.get(k) == v for k, v in state.items()) for name, state in PRESETS.items()}
    controls.show_in(key, next((name for name, matches in here.items() if matches), None))
    st.selectbox(
        "Examples",
        list(PRESETS),
        key=key,
        index=None,
        placeholder="Examples",
        on_change=apply,
        label_visibility="collapsed",
        width=220,
    )


def _arrays() -> Asked:
    linked = controls.fits_link(*TEXTS)
    labels = controls.long_text("Labels", "check_labels", START["check_labels"], linked=linked, height=68)
    predictions = controls.long_text(
        "Predictions, in whatever form they were printed",
        "check_predictions",
        START["check_predictions"],
        linked=linked,
        height=96,
    )
    row = st.container(horizontal=True, vertical_alignment="bottom")
    with row:
        seen = _seen()
        with st.popover("Options", icon=":material/tune:", width="content"):
            kind, task, weights, ignore = _options(linked)
    if not linked:
        st.caption(f"Longer than {controls.LONGEST_LINK:,} characters: the link does not carry these arrays.")
    key = (ARRAYS, labels, predictions, weights, kind, task, ignore)
    memory = "_check_shown"
    problem = ""
    try:
        batch = remember(
            "check_batch",
            key,
            lambda: read_batch(
                labels,
                predictions,
                weights=weights,
                kind=None if kind == GUESSED else kind,
                task=TASKS[task],
                ignore_index=_whole(ignore),
            ),
        )
        st.session_state[memory] = key, batch
    except ReadError as error:
        problem = str(error)
    if memory not in st.session_state:
        st.session_state[memory] = FIRST, read_batch(START["check_labels"], START["check_predictions"])
    shown, batch = st.session_state[memory]
    if not problem:
        return Asked(seen, batch, key=shown, linked=linked)
    instead = f"the example “{FIRST}”" if shown == FIRST else "the last arrays that could be read"
    controls.show_error(problem)
    controls.show_note(f"Until then, the page shows {instead}.")
    return Asked(None, batch, key=shown, linked=linked, instead=instead)


def _options(linked: bool) -> tuple[str, str, str, str]:
    kind = controls.choice("The predictions are", "check_kind", KINDS)
    task = controls.choice("The task is", "check_task", list(TASKS))
    weights = controls.long_text("Weights, one for each row", "check_weights", "", linked=linked, height=68)
    ignore = controls.text("The label to ignore (ignore_index)", "check_ignore", "")
    return kind, task, weights, ignore


def _whole(typed: str) -> int | None:
    if not typed.strip():
        return None
    value = parse_number(typed, where="The label to ignore")
    if not value.is_integer():
        raise ReadError(f"The label to ignore must be a whole number, not {value:g}.")
    return int(value)


# --- what was found -----------------------------------------------------------------------------------------


def saved_chart(figure: Any, *, key: str, alt: str) -> None:
    """A chart that can be saved, as the choice below says."""
    chosen = st.session_state.get("check_save") or st.query_params.get("check_save")
    controls.chart(figure, key=key, alt=alt, saves_as="png" if chosen == "PNG" else "svg")


def show_told(groups: Sequence[Sequence[Told]]) -> None:
    """The formulas that give the number, in boxes of those that can't be told apart."""
    for number, group in enumerate(groups):
        with st.container(border=True, gap="small", key=f"check_group_{number}"):
            if len(group) > 1:
                controls.show_note(reading.apart(len(group)))
            for place, told in enumerate(group):
                with st.container(gap="xxsmall"):
                    st.text(told.title)
                    st.text(told.says)
                    controls.line(":material/build:", told.fix)
                    if told.belief:
                        lesson.belief_link(
                            BELIEFS[told.belief], "See it by itself", key=f"check_belief_{number}_{place}"
                        )


def take_with_you(check: Check, parts: Case, asked: Asked) -> None:
    """Code with these values, the results as files, the link, the pictures."""
    st.subheader("Take it with you", anchor=False)
    found = reading.results(check, parts)
    why = why_none(check.batch)
    if why:
        controls.show_note(why)
    else:
        library = controls.choice("Copy as", "check_code", list(LIBRARIES))
        code = snippets(check.batch, float(check.result.mean), check.unit)[library]
        st.code(code, language="python", height=min(420, 60 + 21 * code.count("\n")))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for label, file, kind, make in (
            ("Every row as CSV", "loss-check.csv", "text/csv", lambda: csv_bytes(reading.export(check))),
            ("Results as JSON", "loss-check.json", "application/json", lambda: json_bytes(found)),
        ):
            st.download_button(
                label,
                make,
                file,
                kind,
                icon=":material/download:",
                on_click="ignore",
                key=f"check_{file[-4:].strip('.')}",
            )
        controls.choice("Save pictures as", "check_save", ["SVG", "PNG"], help="The camera over a picture saves it.")
    st.caption(
        "The address bar holds the numbers, the texts and the options: copy it to share this check."
        if asked.linked
        else "The address bar holds the number and the options, but not these arrays: they are too long for a link."
    )
