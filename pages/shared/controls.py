"""Streamlit controls that several pages use. All state a link can carry is bound to the URL here."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, TypeVar

import streamlit as st
from streamlit.errors import StreamlitAPIException

from ce_core.readers import parse_number
from pages.shared import words
from pages.shared.palette import DARK, LIGHT, Palette
from pages.shared.words import UNITS, Unit

T = TypeVar("T")
MAX_TEXT = 400  # a link may carry any text; nothing a page asks for is longer
USUAL = "usual"
SHARED = ("unit", "predict")  # drawn on every page


# --- state -------------------------------------------------------------------------------------------------


def bound(key: str, default: Any) -> dict[str, Any]:
    """The keyword arguments that tie a widget to the URL and let `reset_button` know its default."""
    _defaults(st.session_state.get("_page"))[key] = default
    return {"key": key, "bind": "query-params"}


def _defaults(page: str | None) -> dict[str, Any]:
    """Of all controls that the page ever drew: the last run may have been cut short by the click on "Reset"."""
    return st.session_state.setdefault("_defaults", {}).setdefault(page, {})


def _reset(page: str) -> None:
    st.session_state.update(_defaults(page))


def reset_button(page: str) -> None:
    """A button that puts every bound control of this page, all that are drawn after it, back to its default."""
    st.button("Reset this page", icon=":material/restart_alt:", on_click=_reset, args=(page,), type="tertiary")
    st.session_state["_page"] = page


def go_to(page: str, state: Mapping[str, Any]) -> None:
    """In a callback: show this page with its controls in this state. `follow` does the rest."""
    st.session_state.update(state)
    st.session_state["_go_to"] = page, state


def follow(files: Mapping[str, str]) -> None:
    """Go where `go_to` asked, and put that state into the URL: Streamlit does so for controls only that are drawn."""
    if "_go_to" not in st.session_state:
        return
    page, state = st.session_state.pop("_go_to")
    link = {key: str(value).lower() if isinstance(value, bool) else str(value) for key, value in state.items()}
    if page != current_page():
        st.switch_page(files[page], query_params={key: text for key, text in link.items() if key not in SHARED})
    for key, text in link.items():
        with suppress(StreamlitAPIException):  # a control that is drawn: then it is done
            st.query_params[key] = text


def current_page() -> str:
    """The name of the page that is shown, as in its address."""
    return st.session_state["_page"]


def show_in(key: str, value: Any) -> None:
    """Let the widget `key`, drawn next, show a value that is kept elsewhere.

    A widget that shows it already is left alone: an answer to a key press must not undo the next one.
    """
    if st.session_state.get(key) != value:
        st.session_state[key] = value


# --- bound widgets -----------------------------------------------------------------------------------------


def text(label: str, key: str, default: str, **options: Any) -> str:
    return st.text_input(label, value=default, **bound(key, default), **options) or ""


def toggle(label: str, key: str, default: bool = False, **options: Any) -> bool:
    return st.toggle(label, value=default, **bound(key, default), **options)


def choice(label: str, key: str, options: Sequence[str], default: str | None = None, **more: Any) -> str:
    """One of a few options, all of them in sight."""
    default = options[0] if default is None else default
    picked = st.segmented_control(label, options, default=default, required=True, **bound(key, default), **more)
    return picked if picked in options else default


def radio(label: str, key: str, options: Mapping[str, str], **more: Any) -> str:
    """One of a few sentences, under each other: `options` maps the name, which the link holds, to the sentence."""
    default = next(iter(options))
    picked = st.radio(label, list(options), captions=list(options.values()), **bound(key, default), **more)
    return picked if picked in options else default


def select(label: str, key: str, options: Sequence[str], default: str | None = None, **more: Any) -> str:
    """One of many options."""
    default = options[0] if default is None else default
    picked = st.selectbox(label, options, index=options.index(default), **bound(key, default), **more)
    return picked if picked in options else default


def slider(label: str, key: str, low: float, high: float, default: float, step: float, **options: Any) -> float:
    """A slider alone, for a value that nobody needs to type. What a link says is moved into the range."""
    value = st.slider(label, low, high, default, step, **bound(key, default), **options)
    return min(max(value, low), high)


def exact_text(
    label: str, key: str, default: str, parse: Callable[[str], T], **options: Any
) -> tuple[T, ValueError | None]:
    """A text box bound to the URL, parsed by `parse` (which raises ValueError with a sentence).

    Returns the parsed value and None, or the last value that could be read and the error. The text stays.
    """
    typed = text(label, key, default, **options)
    memory = f"_{key}_last"
    try:
        if len(typed) > MAX_TEXT:
            raise ValueError(f"This has {len(typed)} characters; at most {MAX_TEXT} can be read.")
        st.session_state[memory] = parse(typed)
    except ValueError as error:
        return st.session_state.get(memory, parse(default)), error
    return st.session_state[memory], None


def number(
    label: str,
    key: str,
    default: float,
    *,
    low: float = 0.0,
    high: float = 1.0,
    step: float = 0.01,
    help: str | None = None,
) -> float:
    """A slider with the exact value beside it. The text is the truth and in the URL, the slider a view."""
    view = f"{key}_slider"

    def parse(typed: str) -> float:
        value = parse_number(typed, where=label)
        if not low <= value <= high:
            raise ValueError(f"{label} must lie between {words.short(low)} and {words.short(high)}.")
        return value

    def moved() -> None:
        st.session_state[key] = words.exact(round(st.session_state[view], 10))

    row = st.container(horizontal=True, vertical_alignment="bottom", wrap=False)
    left, right = row.container(), row.container(width=112)
    with right:
        value, problem = exact_text(f"{label}, exactly", key, words.exact(default), parse, label_visibility="collapsed")
    show_in(view, value)
    left.slider(label, low, high, step=step, key=view, on_change=moved, help=help)
    if problem:
        show_error(f"{problem} Shown: {words.exact(value)}.")
    return value


def presets(key: str, options: Mapping[str, Mapping[str, Any]], label: str = "Start from") -> None:
    """A bar of named states: each maps control keys to values. The one that matches the page is marked.

    Call it after the controls that it sets (inside a container placed above them if it should stand first).
    """

    def apply() -> None:
        st.session_state.update(options.get(st.session_state[key]) or {})

    st.session_state[key] = next(
        (name for name, state in options.items() if all(st.session_state.get(k) == v for k, v in state.items())),
        None,
    )
    st.pills(label, list(options), key=key, on_change=apply, wrap=True, label_visibility="collapsed")


# --- what every page shares --------------------------------------------------------------------------------


def unit_choice() -> None:
    """The shared choice of unit, in the sidebar. It belongs to no page: a reset leaves it."""
    st.session_state["_page"] = None
    choice(
        "Unit of information",
        "unit",
        [USUAL, *UNITS],
        help="bits use log₂, nats the natural logarithm, bans log₁₀. “usual” is what each page's sources use.",
    )


def first_question_choice() -> None:
    """Whether lessons ask for a prediction first. It belongs to no page: a reset leaves it."""
    st.session_state["_page"] = None
    toggle("Ask me to predict first", "predict", True)


def asks_first() -> bool:
    return bool(st.session_state.get("predict", True))


def ask_no_more() -> None:
    st.session_state["predict"] = False


def unit(usual: str) -> Unit:
    """The unit to use on this page: the visitor's choice, or the one that is usual here."""
    return UNITS.get(st.session_state.get("unit", USUAL), UNITS[usual])


def colors() -> Palette:
    """The palette of the visitor's theme."""
    return DARK if st.context.theme.type == "dark" else LIGHT


# --- output ------------------------------------------------------------------------------------------------


def line(icon: str, sentence: str) -> None:
    """A mark of ours and beside it a plain sentence."""
    with st.container(horizontal=True, gap="small", wrap=False):
        st.markdown(icon, width="content")
        st.text(sentence, width="stretch")


def show_error(sentence: str) -> None:
    """A plain sentence beside the control it is about. Never markdown: it may quote what was typed."""
    line(":red[:material/error:]", sentence)


def show_note(sentence: str) -> None:
    """A plain remark on what was done with the input ("taken as rounded: normalised")."""
    line(":gray[:material/info:]", sentence)


def chart(figure: Any, *, key: str, alt: str) -> None:
    """A figure in the page's own theme. `alt` says in words what the picture shows."""
    st.plotly_chart(
        figure,
        width="stretch",
        theme=None,
        key=key,
        alt=alt,
        config={"displayModeBar": False, "scrollZoom": False, "doubleClick": False},
    )


def metrics(values: Mapping[str, str]) -> None:
    """Named numbers side by side, as many in a row as fit."""
    grid = st.grid("auto", min_column_width=116, gap="small")
    for label, value in values.items():
        grid.metric(label, value)


def table(columns: Mapping[str, Sequence[str]], *, alt: str, key: str | None = None) -> None:
    """A table of plain text cells."""
    st.dataframe(dict(columns), hide_index=True, height="content", alt=alt, key=key)
