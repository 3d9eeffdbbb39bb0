"""Streamlit controls that several pages use. All state a link can carry is bound to the URL here."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import wraps
from math import isfinite
from typing import Any, Literal, TypeVar

import streamlit as st
from streamlit.errors import StreamlitAPIException

from ce_core.readers import parse_number
from pages.shared import live, words
from pages.shared.palette import DARK, LIGHT, PATTERN, Palette
from pages.shared.plot import plot
from pages.shared.words import UNITS, Unit

T = TypeVar("T")
MAX_TEXT = 400  # a link may carry any text; nothing a page asks for is longer
LONGEST_LINK = 2_000  # characters of long texts that a link carries
USUAL = "usual"
STYLE = """
button[data-testid^='stBaseButton-primary'] {color: %s}
.st-key-read_aloud [data-testid='stText'] {padding-left: 2.2em; position: relative}
.st-key-read_aloud [data-testid='stText']::before {
  content: 'campaign' / ''; font: 1.25em 'Material Symbols Rounded'; font-feature-settings: 'liga';
  left: 0; position: absolute; top: 0
}
.st-key-frame {position: absolute}
"""  # the mark of a sentence that changes with every step of a drag: as an element it would be two more
SHARED = ("unit", "predict")  # drawn beside every page, and no page's own: a reset leaves them


# --- state -------------------------------------------------------------------------------------------------


def bound(key: str, default: Any) -> dict[str, Any]:
    """The keyword arguments that tie a widget to the URL and let "Reset this page" know its default."""
    _defaults(current_page())[key] = default
    return {"key": key, "bind": "query-params"}


def unlinked(key: str, default: Any) -> dict[str, Any]:
    """The same for a widget that the link leaves out: who opens it begins with the default."""
    return bound(key, default) | {"bind": None}


def _defaults(page: str) -> dict[str, Any]:
    """Of all controls that the page ever drew: the last run may have been cut short by the click on "Reset"."""
    return st.session_state.setdefault("_defaults", {}).setdefault(page, {})


def _reset(page: str) -> None:
    st.session_state.update({key: default for key, default in _defaults(page).items() if key not in SHARED})


def go_to(page: str, state: Mapping[str, Any]) -> None:
    """In a callback: show this page with its controls in this state, and put it into the URL."""
    st.session_state.update(state)
    for key in state:  # what was typed before is no stand-in for what can't be read in this state
        st.session_state.pop(_memory(key), None)
    link = {key: str(value).lower() if isinstance(value, bool) else str(value) for key, value in state.items()}
    if page != current_page():
        st.session_state["_go_to"] = page, {key: text for key, text in link.items() if key not in SHARED}
        return
    for key, text in link.items():
        with suppress(StreamlitAPIException):  # a control that is drawn: Streamlit does it
            st.query_params[key] = text


def follow(files: Mapping[str, str]) -> None:
    """Go to the other page that `go_to` asked for: a callback runs before the pages are known."""
    if "_go_to" in st.session_state:
        page, link = st.session_state.pop("_go_to")
        st.switch_page(files[page], query_params=link)


def current_page() -> str:
    """The name of the page that is shown, as in its address."""
    return st.session_state["_page"]


def address() -> str:
    """Where the visitor's browser finds this page, without its settings."""
    return (st.context.url or current_page()).partition("?")[0]


def show_in(key: str, value: Any) -> None:
    """Let the widget `key`, drawn next, show a value that is kept elsewhere.

    A widget that shows it already is left alone: an answer to a key press must not undo the next one.
    """
    if st.session_state.get(key) != value:
        st.session_state[key] = value


# --- bound widgets -----------------------------------------------------------------------------------------


def text(label: str, key: str, default: str, *, linked: bool = True, slider: str = "", **options: Any) -> str:
    """A box for one line. With `slider`, the key of live sliders that write it, the link waits until they are let go:
    bound to the URL, the browser would change its address with every step of a drag.
    """
    if slider:
        kept = st.session_state.setdefault("_kept", {})  # a visit to another page
        _seed(key, default, kept.get(key))
        kept[key] = typed = st.text_input(label, value=default, key=key, persist_state="page", **options) or ""
        _link(key, typed, wait=live.held(slider) or len(typed) > MAX_TEXT)
        return typed
    binding = bound(key, default) if linked else unlinked(key, default)
    return st.text_input(label, value=default, **binding, **options) or ""


def fits_link(*keys: str) -> bool:
    """Whether the texts of these boxes, together, are short enough for the link."""
    return sum(len(st.session_state.get(key, st.query_params.get(key)) or "") for key in keys) <= LONGEST_LINK


def long_text(label: str, key: str, default: str, *, linked: bool, **options: Any) -> str:
    """A box for a text of many lines, kept for as long as the page is; the link carries it only if `linked`.

    Bound to the URL, the browser would put a text of any length there before the page can ask how long it is.
    """
    _seed(key, default)
    text = st.text_area(label, value=default, key=key, persist_state="page", **options) or ""
    _link(key, text if linked else default)
    return text


def _seed(key: str, default: str, before: str | None = None) -> None:
    """Before a control whose part of the link we write ourselves: begin with what the link says, or stood here."""
    _defaults(current_page())[key] = default
    if key not in st.session_state:
        st.session_state[key] = st.query_params.get(key, default if before is None else before)


def _link(key: str, text: str, *, wait: bool = False) -> None:
    """After it: the link holds this text, or nothing if it is the default; or what it held, if that shall `wait`."""
    _written()[key] = True
    if wait:
        return
    if text == _defaults(current_page())[key]:
        st.query_params.pop(key, None)
    elif st.query_params.get(key) != text:
        st.query_params[key] = text


def _written() -> dict[str, bool]:
    """The controls of which we write the link ourselves, and whether they were drawn in this run."""
    return st.session_state.setdefault("_written", {})


def part(draw: Callable[[], None]) -> Callable[[], None]:
    """`st.fragment`, for the part of a page that holds live sliders: drawn again alone, it tidies the link, too."""

    @wraps(draw)
    def drawn() -> None:
        inside = st.session_state.get("_inside", ())
        _written().update(dict.fromkeys(inside, False))
        outside = {key for key, here in _written().items() if here}
        instead = st.session_state["_instead"]
        for key in st.session_state.get("_instead_inside", ()):
            instead.pop(key, None)
        before = set(instead)
        draw()
        st.session_state["_instead_inside"] = instead.keys() - before
        st.session_state["_inside"] = [key for key, here in _written().items() if here and key not in outside]
        tidy_link()

    return st.fragment(drawn)


def tidy_link() -> None:
    """Call it last: the link loses those of these controls that are not shown any more."""
    for key, drawn in _written().items():
        if not drawn:
            st.query_params.pop(key, None)


def toggle(label: str, key: str, default: bool = False, **options: Any) -> bool:
    return st.toggle(label, value=default, **bound(key, default), **options)


def choice(label: str, key: str, options: Sequence[str], default: str | None = None, **more: Any) -> str:
    """One of a few options, all of them in sight."""
    default = options[0] if default is None else default
    picked = st.segmented_control(label, options, default=default, required=True, **bound(key, default), **more)
    return picked if picked in options else default


def select(label: str, key: str, options: Sequence[str], default: str | None = None, **more: Any) -> str:
    """One of many options."""
    default = options[0] if default is None else default
    picked = st.selectbox(label, options, index=options.index(default), **bound(key, default), **more)
    return picked if picked in options else default


def named(
    label: str,
    key: str,
    options: Mapping[str, str],
    default: str,
    *,
    widget: Callable[..., Any] = st.selectbox,
    **more: Any,
) -> str:
    """One of some options that have a name, which the link holds, and are shown by a text.

    Bound to the URL, it would be the text that Streamlit puts there.
    """
    _seed(key, default)
    if st.session_state[key] not in options:
        st.session_state[key] = default
    picked = widget(label, list(options), format_func=options.__getitem__, key=key, persist_state="page", **more)
    _link(key, picked)
    return picked


def slider(label: str, key: str, low: float, high: float, default: float, step: float, **options: Any) -> float:
    """A slider alone, for a value that nobody needs to type. What a link says is moved into the range."""
    value = st.slider(label, low, high, default, step, **bound(key, default), **options)
    return min(max(value, low), high)


def whole(label: str, key: str, low: int, high: int, default: int, **options: Any) -> int:
    """A whole number in the URL. What a link says is moved into the range; an ∞ or NaN, which Streamlit fails to make
    an int of, is taken out of the link before the box is bound to it.
    """
    usable = _finite(st.query_params.get(key, ""))
    binding = bound(key, default) if usable else unlinked(key, default)
    if key in st.session_state:
        show_in(key, min(max(st.session_state[key], low), high))
    value = st.number_input(label, low, high, default, **binding, **options)
    if not usable:
        st.query_params.pop(key, None)
        st.rerun()
    return min(max(value, low), high)


def _finite(typed: str) -> bool:
    """Whether a link's text is no number at all, which Streamlit ignores, or one that is not infinite."""
    try:
        return isfinite(float(typed))
    except ValueError:
        return True


def exact_text(
    label: str, key: str, default: str, parse: Callable[[str], T], **options: Any
) -> tuple[T, ValueError | None]:
    """A text box bound to the URL, parsed by `parse` (which raises ValueError with a sentence).

    Returns the parsed value and None, or the last value that could be read and the error. The text stays.
    """
    typed = text(label, key, default, **options)
    memory = _memory(key)
    try:
        if len(typed) > MAX_TEXT:
            raise ValueError(f"This has {len(typed)} characters; at most {MAX_TEXT} can be read.")
        st.session_state[memory] = parse(typed)
    except ValueError as error:
        shows_typed(key, False)
        return st.session_state.get(memory, parse(default)), error
    shows_typed(key, True)
    return st.session_state[memory], None


def shows_typed(key: str, does: bool) -> None:
    """Note whether the page shows what the control `key` holds, or the last state that could be used."""
    st.session_state["_instead"][key] = not does


def shows_other_than_typed() -> bool:
    """Whether a control of this run holds what could not be used, so that the page shows something else."""
    return any(st.session_state["_instead"].values())


def _memory(key: str) -> str:
    """Where the last value that could be read is kept."""
    return f"_{key}_last"


def number(
    label: str,
    key: str,
    default: float,
    *,
    low: float = 0.0,
    high: float = 1.0,
    step: float = 0.01,
    help: str | None = None,
    idea: Literal["", "p", "q"] = "",
) -> float:
    """A live slider with the exact value beside it. The text is the truth and in the URL, the slider a view.

    Inside a `part` of the page, see `live`. `idea`: whose colour and pattern it has.
    """
    view = f"{key}_slider"

    def parse(typed: str) -> float:
        value = parse_number(typed, where=label)
        if not low <= value <= high:
            raise ValueError(f"{label} must lie between {words.short(low)} and {words.short(high)}.")
        return value

    def moved(_row: int, _column: int, to: float) -> None:
        st.session_state[key] = words.exact(to)

    row = st.container(horizontal=True, vertical_alignment="bottom", wrap=False)
    left, right = row.container(), row.container(width=112)
    with right:
        value, problem = exact_text(
            f"{label}, exactly", key, words.exact(default), parse, slider=view, label_visibility="collapsed"
        )
    look = (getattr(colors(), idea), PATTERN[idea]) if idea else ()
    handle = live.Handle(label, value, words.exact(value), *look)
    with left:
        live.sliders(view, [live.Row("", (handle,))], moved, low=low, high=high, step=step, title=label, help=help)
    if problem:
        show_error(f"{problem} Shown: {words.exact(value)}.")
    return value


def presets(key: str, options: Mapping[str, Mapping[str, Any]], label: str = "Start from") -> None:
    """A bar of named states: each maps control keys to values. The one that matches the page is marked.

    Call it after the controls that it sets (inside a container placed above them if it should stand first).
    """

    def is_shown(state: Mapping[str, Any]) -> bool:
        return all(st.session_state.get(k) == v for k, v in state.items())

    def apply() -> None:
        chosen = options.get(st.session_state[key]) or {}
        if not is_shown(chosen) and not live.heard():  # Streamlit also calls when it was we who marked it
            go_to(current_page(), chosen)

    st.session_state[key] = next((name for name, state in options.items() if is_shown(state)), None)
    st.pills(label, list(options), key=key, on_change=apply, wrap=True, label_visibility="collapsed")


# --- what every page shares --------------------------------------------------------------------------------


def sidebar(page: str) -> None:
    """The shared controls, and the reset of this page. Call it first: all that is drawn after it is the page's."""
    st.session_state["_page"] = page
    st.session_state["_written"] = dict.fromkeys(_written(), False)
    st.session_state["_instead"] = {}
    st.html(f"<style>{STYLE % colors().background}</style>")
    with st.sidebar:
        choice(
            "Unit of information",
            "unit",
            [USUAL, *UNITS],
            help="bits use log₂, nats the natural logarithm, bans log₁₀. “usual” is what each page's sources use.",
        )
        toggle("Ask me to predict first", "predict", True)
        st.button("Reset this page", icon=":material/restart_alt:", on_click=_reset, args=(page,), type="tertiary")
        st.caption("The address bar holds every setting of the page: copy it to share what you see.")


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


def chart(figure: Any, *, key: str, alt: str, saves_as: str = "") -> None:
    """A figure in the page's own theme. `alt` says in words what the picture shows.

    With `saves_as`, "svg" or "png", a button over the picture saves it, in the colours that are seen.
    """
    config = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}
    if saves_as:
        button = {"format": saves_as, "filename": key.replace("_", "-"), "scale": 2}
        config |= {"displayModeBar": True, "displaylogo": False, "modeBarButtons": [["toImage"]]}
        config |= {"toImageButtonOptions": button}
        theme = colors()
        bar = {"bgcolor": "rgba(0,0,0,0)", "color": theme.ink, "activecolor": theme.loss}
        figure = figure | {"layout": figure["layout"] | {"paper_bgcolor": theme.background, "modebar": bar}}
    plot(figure, key=key, alt=alt, config=config)
