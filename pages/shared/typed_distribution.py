"""One distribution in a text box, with a sentence and a remedy for what cannot be read."""

import numpy as np
import streamlit as st

from ce_core import normalize
from pages.shared import controls, words
from pages.shared.distribution_text import SumError, parse_distribution, write_distribution


def _normalise(key: str, weights: np.ndarray) -> None:
    st.session_state[key] = write_distribution(normalize(weights))


def typed_distribution(name: str, key: str, default: str, help: str | None = None) -> np.ndarray:
    """2 to 10 probabilities as typed, or the last ones that could be read, with a sentence that says so."""
    reading, problem = controls.exact_text(
        f"{name}, exact values", key, default, lambda typed: parse_distribution(typed, name), help=help
    )
    if problem:
        controls.show_error(f"{problem} Shown: {write_distribution(reading.values)}.")
        if isinstance(problem, SumError):
            st.button(f"Normalise {name}", key=f"{key}_normalise", on_click=_normalise, args=(key, problem.weights))
    elif reading.rounded:
        controls.show_note(f"{name} sums to {words.short(reading.total)}: taken as rounding, and normalised.")
    return reading.values
