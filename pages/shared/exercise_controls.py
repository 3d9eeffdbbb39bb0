"""The controls of the practice page: which exercise, the answer in its form, hints, and the score sheet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from ce_core import Exercise, Verdict, check_answer, exercise, exercise_names
from ce_core.readers import parse_number
from pages.shared import controls
from pages.shared.distribution_text import Reading, parse_distribution
from pages.shared.exercise_score import Entry, Sheet
from pages.shared.reading import exercises as reading
from pages.shared.table_input import remember
from pages.shared.typed_distribution import normalise_button, note_rounding

KIND, NUMBER, SEED = "ex_kind", "ex_number", "ex_seed"
TYPED, ORDER, CHOICE, LIT = "ex_answer", "ex_order", "ex_choice", "ex_lit"
SHEET, SAID = "_ex_sheet", "_ex_said"
LARGEST_SEED = 999_999


@dataclass(frozen=True)
class Given:
    """An answer as it was given, and as `check_answer` takes it; None while it is missing or can't be read."""

    said: str
    answer: float | str | Sequence[float] | None


# --- which exercise ----------------------------------------------------------------------------------------


def _clear() -> None:
    st.session_state.update({TYPED: "", ORDER: [], CHOICE: None, LIT: "all"})


def _first_of_kind() -> None:
    st.session_state[NUMBER] = 1
    _clear()


def _new_numbers() -> None:
    st.session_state[SEED] = (st.session_state[SEED] + 1) % (LARGEST_SEED + 1)
    _clear()


def _next(count: int) -> Callable[[], None]:
    def go() -> None:
        st.session_state[NUMBER] = st.session_state[NUMBER] % count + 1
        _clear()

    return go


def chosen_exercise() -> tuple[Exercise, Callable[[], None]]:
    """The exercise that kind, number and seed name, and the callback that goes on to the next one."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        kind = controls.choice(
            "Kind", KIND, list(reading.KINDS), on_change=_first_of_kind, label_visibility="collapsed", wrap=True
        )
        names = exercise_names(reading.KINDS[kind])
        number = controls.whole(f"Exercise, 1 to {len(names)}", NUMBER, 1, len(names), 1, on_change=_clear, width=130)
        seed = controls.whole(
            "Seed",
            SEED,
            0,
            LARGEST_SEED,
            1,
            on_change=_clear,
            width=130,
            help="Another seed gives other numbers, the same for everybody.",
        )
    name = names[number - 1]
    return remember("exercise", (name, seed), lambda: exercise(name, seed)), _next(len(names))


# --- the answer --------------------------------------------------------------------------------------------


def answer_box(task: Exercise) -> tuple[Given, bool]:
    """The control for the answer and the button “Check”. A sentence says what can't be read."""
    typed = task.asks in ("number", "distribution")
    with st.form("ex_form", border=False) if typed else st.container():
        given, problem = _ASKED[task.asks](task)
        label, options = "Check", dict(type="primary", icon=":material/check:", key=f"ex_check_{task.asks}")
        pressed = st.form_submit_button(label, **options) if typed else st.button(label, **options)
    if problem is not None:
        controls.show_error(str(problem))
        normalise_button("Q", TYPED, problem)
    elif pressed and given.answer is None:
        controls.show_error(reading.missing(task))
    return given, pressed and given.answer is not None


Read = tuple[Given, ValueError | None]


def _number(task: Exercise) -> Read:
    def parse(typed: str) -> float | None:
        return parse_number(typed, where="Your answer") if typed.strip() else None

    label = reading.answer_label(task)
    value, problem = controls.exact_text(label, TYPED, "", parse, placeholder="a number", linked=False)
    return Given(st.session_state[TYPED], None if problem else value), problem


def _distribution(task: Exercise) -> Read:
    def parse(typed: str) -> Reading | None:
        read = parse_distribution(typed, "Q") if typed.strip() else None
        if read is not None and read.values.size != len(task.given["p"]):
            raise ValueError(reading.wrong_size(task, read.values.size))
        return read

    example = ", ".join(["0.2", "0.3", "0.5"] if len(task.given["p"]) == 3 else ["0.3", "0.7"])
    label = reading.answer_label(task)
    read, problem = controls.exact_text(label, TYPED, "", parse, placeholder=example, linked=False)
    if problem or read is None:
        return Given(st.session_state[TYPED], None), problem
    note_rounding("Q", read)
    return Given(st.session_state[TYPED], read.values.tolist()), None


def _order(task: Exercise) -> Read:
    letters = reading.letters(task)
    label = reading.answer_label(task)
    picked = st.pills(label, letters, selection_mode="multi", **controls.unlinked(ORDER, []))
    st.text(reading.order_said(picked))
    return Given("".join(picked), reading.order_of(picked) if len(picked) == len(letters) else None), None


def _choice(task: Exercise) -> Read:
    picked = st.pills(reading.answer_label(task), list(map(str, task.options)), **controls.unlinked(CHOICE, None))
    return Given(picked or "", picked), None


_ASKED: dict[str, Callable[[Exercise], Read]] = {
    "number": _number,
    "distribution": _distribution,
    "order": _order,
    "choice": _choice,
}


# --- what was said -----------------------------------------------------------------------------------------


def sheet() -> Sheet:
    return st.session_state.setdefault(SHEET, Sheet())


def _write(entry: Entry) -> None:
    st.session_state[SHEET] = sheet().with_entry(entry)


def judged(task: Exercise, given: Given, pressed: bool) -> Verdict | None:
    """The verdict on the answer that stands there, once “Check” was pressed on it."""
    if pressed and given.answer is not None:
        verdict = check_answer(task, given.answer)
        st.session_state[SAID] = (task.name, task.seed, given.said), verdict
        _write(sheet().entry(task).answered(given.said, verdict))
    said, verdict = st.session_state.get(SAID, (None, None))
    return verdict if said == (task.name, task.seed, given.said) else None


def help_bar(task: Exercise, go_on: Callable[[], None]) -> None:
    """Hints one after another, the solution, and the way on."""
    entry, offered = sheet().entry(task), sheet().offered(task)

    def hint() -> None:
        _write(replace(entry, hints=entry.hints + 1))

    def show() -> None:
        _write(replace(entry, shown=True))

    with st.container(horizontal=True, gap="small"):
        if not entry.over:
            if entry.hints < offered:
                st.button(
                    reading.hint_button(entry.hints, offered), icon=":material/lightbulb:", on_click=hint, key="ex_hint"
                )
            st.button("Show the solution", on_click=show, key="ex_show", type="tertiary")
        else:
            st.button("New numbers", icon=":material/casino:", on_click=_new_numbers, key="ex_new")
        weight = "primary" if entry.over else "tertiary"
        st.button("Next", icon=":material/arrow_forward:", on_click=go_on, key="ex_next", type=weight)


def new_sheet() -> None:
    """A button that empties the score sheet."""

    def empty() -> None:
        st.session_state[SHEET] = Sheet()
        st.session_state.pop(SAID, None)
        _clear()

    st.button("Start a new sheet", icon=":material/restart_alt:", on_click=empty, key="ex_empty", type="tertiary")


def hints(task: Exercise) -> None:
    """The hints that were asked for: the idea, the formula, the first step with the numbers."""
    used = sheet().entry(task).hints
    if used > 0:
        controls.line(":material/lightbulb:", reading.idea(task))
    if used > 1:
        st.latex(reading.formula(task))
    if used > 2:
        st.latex(rf"\begin{{aligned}}{reading.first_step(task, controls.colors())}\end{{aligned}}")
