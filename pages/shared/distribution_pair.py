"""The controls of a pair P, Q: a bar to drag per entry, exact values as text, how many events, and their names."""

from dataclasses import dataclass
from functools import partial

import numpy as np
import streamlit as st

from pages.shared import controls, live, words
from pages.shared.distribution_text import (
    FEWEST,
    MOST,
    fill_names,
    parse_distribution,
    redistribute,
    resize,
    write_distribution,
)
from pages.shared.palette import PATTERN
from pages.shared.typed_distribution import typed_distribution
from pages.shared.typed_names import names_of, typed_names

LETTERS = ("p", "q")


@dataclass(frozen=True)
class Pair:
    names: tuple[str, ...]
    p: np.ndarray
    q: np.ndarray


def pair_state(prefix: str, names: str, p: list[float], q: list[float]) -> dict[str, str]:
    """A pair as control values, for presets."""
    return {
        f"{prefix}_events": names,
        f"{prefix}_p": write_distribution(p),
        f"{prefix}_q": write_distribution(q),
    }


def _shown(prefix: str) -> Pair:
    return st.session_state[f"_{prefix}_shown"]


def _moved(prefix: str, index: int, column: int, value: float) -> None:
    """Write the entry that was moved, and what that leaves for the others, into the texts.

    As long as it is the one that moves, the others share the rest in the proportions that they had at first: also on
    the way back from 1, where they were all 0.
    """
    slider, shown = (LETTERS[column], index), _shown(prefix)
    letter, other = LETTERS[column], LETTERS[1 - column]
    before = getattr(shown, letter)
    held, written, at_first = st.session_state.get(f"_{prefix}_held", (None, "", before))
    if (held, written) != (slider, write_distribution(before)):
        at_first = before
    values = redistribute(at_first, index, value)
    st.session_state[f"{prefix}_{letter}"] = write_distribution(values)
    st.session_state[f"_{prefix}_held"] = slider, write_distribution(values), at_first
    if st.session_state[f"_{prefix}_{other}_last"].values.size != values.size:
        st.session_state[f"{prefix}_{other}"] = write_distribution(getattr(shown, other))


def _resized(prefix: str) -> None:
    shown, count = _shown(prefix), st.session_state[f"{prefix}_count"]
    for letter in LETTERS:
        st.session_state[f"{prefix}_{letter}"] = write_distribution(resize(getattr(shown, letter), count))
    st.session_state[f"{prefix}_events"] = ", ".join(fill_names(shown.names, count))


def _swap(prefix: str) -> None:
    state, (p, q) = st.session_state, (f"{prefix}_p", f"{prefix}_q")
    state[p], state[q] = state[q], state[p]


def distribution_pair(prefix: str, defaults: dict[str, str]) -> Pair:
    """Draw the controls; return the pair they hold, or the last good one, with a sentence that says so."""
    bars = f"{prefix}_sliders"
    # The text boxes hold the truth and are drawn below the bars, which are views of it: hence the places.
    sliders = st.container(gap="xsmall")
    count_and_swap = st.container(horizontal=True, vertical_alignment="bottom", wrap=False)
    boxes = st.container(horizontal=True, gap="small", wrap=False)
    below = st.container()

    typed: list[np.ndarray] = []
    for letter in LETTERS:
        key = f"{prefix}_{letter}"
        with boxes:
            typed.append(
                typed_distribution(
                    letter.upper(),
                    key,
                    defaults[key],
                    "Commas between them, or semicolons if your comma is a decimal one. 30 % works too.",
                    below=below,
                    slider=bars,
                )
            )
    p, q = typed
    with below:
        names = typed_names("Event names", f"{prefix}_events", defaults[f"{prefix}_events"])
    controls.shows_typed(f"{prefix}_pair", p.size == q.size)
    if p.size == q.size:
        pair = Pair(names_of(names, p.size, below=below), p, q)
    else:
        default = [parse_distribution(defaults[f"{prefix}_{letter}"], letter).values for letter in LETTERS]
        fallback = Pair(fill_names(names, default[0].size), *default)
        pair = st.session_state.get(f"_{prefix}_shown", fallback)
        with below:
            controls.show_error(
                f"P has {p.size} entries and Q has {q.size}; they need the same events. "
                f"Shown: P = {write_distribution(pair.p)} and Q = {write_distribution(pair.q)}."
            )
    st.session_state[f"_{prefix}_shown"] = pair

    with sliders:
        _bars(bars, prefix, pair)
        st.caption(
            f"P sums to {words.short(pair.p.sum())}, Q to {words.short(pair.q.sum())}: "
            "move an entry and the others give way in proportion."
        )
    with count_and_swap:
        controls.show_in(f"{prefix}_count", pair.p.size)
        st.number_input("Events", FEWEST, MOST, key=f"{prefix}_count", on_change=_resized, args=(prefix,), width=150)
        st.button("Swap P and Q", icon=":material/swap_horiz:", on_click=_swap, args=(prefix,), key=f"{prefix}_swap")
    return pair


def _bars(key: str, prefix: str, pair: Pair) -> None:
    colors = controls.colors()
    look = {"P": (colors.p, PATTERN["p"]), "Q": (colors.q, PATTERN["q"])}
    live.sliders(
        key,
        [
            live.Row(
                name,
                tuple(
                    live.Handle(f"{letter} of {name}", float(value), words.short(value, 3), *look[letter])
                    for letter, value in zip(look, (pair.p[row - 1], pair.q[row - 1]), strict=True)
                ),
            )
            for row, name in enumerate(pair.names, 1)
        ],
        partial(_moved, prefix),
        low=0.0,
        high=1.0,
        step=0.01,
        heads=[live.Head(letter, color) for letter, (color, _) in look.items()],
    )
