"""The controls of the lesson on language: two texts, tokens, n and smoothing, and the token that is looked at."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ce_core import (
    NgramComparison,
    NgramCounts,
    OrderCosts,
    TextCost,
    compare_ngrams,
    cost_by_order,
    ngram_counts,
    ngram_model,
    text_cost,
    tokenize,
)
from ce_core.language import SMALLEST_SMOOTHING, TokenUnit
from ce_core.readers import LIMITS, ReadError, parse_number, read_text
from pages.shared import controls, words
from pages.shared.language_presets import (
    AT,
    BY_VIEW,
    FILE,
    MODEL,
    SMOOTHING,
    SOURCES,
    START,
    TEXT,
    TYPED,
    UNIT,
    N,
    first,
)
from pages.shared.language_texts import TEXTS
from pages.shared.table_input import remember

T = TypeVar("T")
SHOWN = "_lang_shown"
HEIGHT = 68
LABELS = {MODEL: "Model Q learns", TEXT: "Text P is coded"}
SUBJECTS = {MODEL: "The training text", TEXT: "Text P"}


@dataclass(frozen=True)
class Given:
    """What is to be computed. It tells one state from another, for `remember`."""

    model_text: str
    text: str
    unit: TokenUnit
    n: int
    smoothing: float


def chosen_view() -> str:
    """Which view is open. One that is chosen begins with what makes its point, until the reader changes something."""

    def opened() -> None:
        if any(_is_shown(first(view)) for view in BY_VIEW):
            controls.go_to(controls.current_page(), first(st.session_state["lang_view"]))

    return controls.choice("View", "lang_view", list(BY_VIEW), label_visibility="collapsed", on_change=opened)


def _is_shown(state: Mapping[str, Any]) -> bool:
    return all(st.session_state.get(key) == value for key, value in state.items() if key != AT)


def given() -> Given:
    """The texts and how they are cut, counted and smoothed; or the last ones that could be used, which is then said."""
    with st.container(gap="xsmall"):
        return _given()


def _given() -> Given:
    problems = list[str]()
    texts = {}
    places = {key: st.container(gap="xsmall") for key in (MODEL, TEXT)}  # no answer to one pushes the other's box away
    for key, place in places.items():
        with place:
            try:
                texts[key] = _text(key)
            except ReadError as error:
                controls.show_error(f"{SUBJECTS[key]}: {error}")
                problems.append(key)
    with _row("Tokens"):
        unit: Any = controls.choice("Tokens", UNIT, ["characters", "words"], START[UNIT], label_visibility="collapsed")
    n = int(controls.slider("n, the length of an n-gram", N, 1, 5, START[N], 1))
    smoothing = controls.number(
        "Smoothing α",
        SMOOTHING,
        float(START[SMOOTHING]),
        high=5.0,
        help="Added to every count. 0: nothing is smoothed.",
    )
    if 0 < smoothing < SMALLEST_SMOOTHING:
        controls.show_error(f"α is {words.number(smoothing)}; take 0, or at least {words.number(SMALLEST_SMOOTHING)}.")
        problems.append(SMOOTHING)
    for key, text in texts.items():
        size = len(tokenize(text, unit))
        if size < n:
            noun = unit if size > 1 else unit[:-1]
            controls.show_error(
                f"{SUBJECTS[key]} has {size} {noun}, and n = {n} needs at least {n}. Lengthen the text, or lower n."
            )
            problems.append(key)
    if problems:
        shown: Given = st.session_state.get(SHOWN, _fallback())
        controls.show_note(
            f"Until then, the page shows the last texts that could be used: {shown.unit}, n = {shown.n}, "
            f"α = {words.short(shown.smoothing)}."
        )
        return shown
    st.session_state[SHOWN] = Given(texts[MODEL], texts[TEXT], unit, n, smoothing)
    return st.session_state[SHOWN]


def _fallback() -> Given:
    return Given(TEXTS[START[MODEL]], TEXTS[START[TEXT]], START[UNIT], START[N], float(START[SMOOTHING]))


def _row(label: str) -> DeltaGenerator:
    """A control with its label beside it."""
    row = st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False)
    row.text(label, width=104)
    return row


def _text(key: str) -> str:
    with _row(LABELS[key]):
        source = controls.select(LABELS[key], key, SOURCES, START[key], label_visibility="collapsed")
    if source == FILE:
        return _uploaded(key)
    if source == TYPED:
        return read_text(_typed(key, f"{key}_typed"))
    view = f"{key}_view"
    controls.show_in(view, TEXTS[source])

    def edited() -> None:
        st.session_state.update({f"{key}_typed": st.session_state[view], key: TYPED})

    st.text_area(SUBJECTS[key], key=view, on_change=edited, height=HEIGHT, label_visibility="collapsed")
    return TEXTS[source]


def _typed(key: str, typed: str) -> str:
    default = TEXTS[START[key]]
    linked = controls.fits_link(typed)
    text = controls.long_text(SUBJECTS[key], typed, default, linked=linked, height=HEIGHT, label_visibility="collapsed")
    if not linked:
        st.caption(f"Longer than {controls.LONGEST_LINK:,} characters: the link does not carry this text.")
    return text


def _uploaded(key: str) -> str:
    file = st.file_uploader(
        f"{SUBJECTS[key]}, a .txt file in UTF-8",
        type=["txt"],
        key=f"{key}_file",
        help=f"At most {LIMITS.characters:,} characters. It stays on the server for as long as this page is open; "
        "a link does not carry it.",
    )
    if file is None:
        raise ReadError("no file has been chosen yet.")
    return remember(f"{key}_read", file.file_id, lambda: read_text(file.getvalue()))


def position(count: int, unit: TokenUnit) -> int:
    """Which token is looked at, from 0: a slider, and the exact place. The text is the truth and in the URL."""
    noun = unit[:-1]
    view = f"{AT}_of_{count}"

    def parse(typed: str) -> int:
        place = parse_number(typed, where=f"The {noun}")
        if place != int(place) or place < 1:
            raise ValueError(f"The {noun} is {words.short(place)}; give a whole number from 1 up.")
        return int(place)

    def moved() -> None:
        st.session_state[AT] = str(st.session_state[view])

    row = st.container(horizontal=True, vertical_alignment="bottom", wrap=False)
    left, right = row.container(), row.container(width=112)
    with right:
        place, problem = controls.exact_text(f"The {noun}, exactly", AT, START[AT], parse, label_visibility="collapsed")
    at = min(place, count)
    if count > 1:
        controls.show_in(view, at)
        left.slider(f"Look at {noun}, 1 to {words.short(count)}", 1, count, key=view, on_change=moved)
    if problem:
        controls.show_error(f"{problem} Shown: {at}.")
    elif place > count:
        controls.show_note(f"P ends with {noun} {words.short(count)}: that one is shown.")
    return at - 1


# --- what is computed from it -------------------------------------------------------------------------------


def cost_of(given: Given, base: float | None) -> TextCost:
    """Text P under the model, whose vocabulary is that of both texts."""

    def compute() -> TextCost:
        vocabulary = {*tokenize(given.model_text, given.unit), *tokenize(given.text, given.unit)}
        how = dict(unit=given.unit, smoothing=given.smoothing, vocabulary=vocabulary)
        return text_cost(given.text, ngram_model(given.model_text, given.n, **how), base=base)

    return _remembered("lang_cost", given, base, compute)


def orders_of(given: Given, base: float | None) -> OrderCosts:
    """The same for every n, and of the training text itself."""
    how = dict(unit=given.unit, smoothing=given.smoothing, base=base)
    return _remembered("lang_orders", given, base, lambda: cost_by_order(given.text, given.model_text, **how))


def comparison_of(given: Given, base: float | None) -> NgramComparison:
    """The n-gram frequencies of text P and of the training text."""
    how = dict(unit=given.unit, smoothing=given.smoothing, base=base)
    return _remembered(
        "lang_compared", given, base, lambda: compare_ngrams(given.text, given.model_text, given.n, **how)
    )


def characters_of(given: Given) -> NgramCounts:
    """How often each character occurs in text P."""
    return _remembered("lang_characters", given, None, lambda: ngram_counts(given.text, 1))


def _remembered(slot: str, given: Given, base: float | None, compute: Callable[[], T]) -> T:
    with st.spinner("Counting n-grams"):
        return remember(slot, (given, base), compute)
