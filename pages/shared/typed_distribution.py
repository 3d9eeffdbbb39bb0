"""One distribution in a text box, with a sentence and a remedy for what cannot be read."""

from contextlib import nullcontext

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ce_core import normalize
from pages.shared import controls, words
from pages.shared.distribution_text import Reading, SumError, parse_distribution, write_distribution


def typed_distribution(
    name: str,
    key: str,
    default: str,
    help: str | None = None,
    *,
    below: DeltaGenerator | None = None,
    slider: str = "",
) -> np.ndarray:
    """2 to 10 probabilities as typed, or the last ones that could be read, with a sentence that says so (`below`).

    `slider`: the live sliders that write it, see `controls.text`.
    """
    reading, problem = controls.exact_text(
        f"{name}, exact values", key, default, lambda typed: parse_distribution(typed, name), help=help, slider=slider
    )
    with below or nullcontext():
        if problem:
            controls.show_error(f"{problem} Shown: {write_distribution(reading.values)}.")
            normalise_button(name, key, problem)
        else:
            note_rounding(name, reading)
    return reading.values


def normalise_button(name: str, key: str, problem: ValueError) -> None:
    """The remedy for entries that do not sum to 1: their shares, in the same text box."""
    if isinstance(problem, SumError):
        st.button(f"Normalise {name}", key=f"{key}_normalise", on_click=_normalise, args=(key, problem.weights))


def _normalise(key: str, weights: np.ndarray) -> None:
    st.session_state[key] = write_distribution(normalize(weights))


def note_rounding(name: str, reading: Reading) -> None:
    if reading.rounded:
        controls.show_note(f"{name} sums to {words.short(reading.total)}: taken as rounding, and normalised.")
