"""The controls of "One loss, many names": a batch that several views share, eight outcomes, two distributions."""

import numpy as np
import streamlit as st

from pages.shared import controls, words
from pages.shared.distribution_text import parse_distribution
from pages.shared.names_presets import CALL_PRESETS, OUTCOMES, TEN, TOSS_DEFAULT, P, Y
from pages.shared.number_list import parse_probabilities
from pages.shared.typed_distribution import typed_distribution

MOST = 24


def _few(typed: str, name: str) -> np.ndarray:
    values = parse_probabilities(typed, name)
    if values.size > MOST:
        raise ValueError(f"{name} are {values.size} numbers here; at most {MOST} fit into the picture.")
    return values


def _labels(typed: str) -> np.ndarray:
    values = _few(typed, "Labels")
    for place, value in enumerate(values, 1):
        if value not in (0, 1):
            raise ValueError(
                f"Labels, entry {place} is {words.short(value)}; a likelihood is about what happened, 0 or 1. "
                "“The loss curve” takes soft targets."
            )
    return values


def batch() -> tuple[np.ndarray, np.ndarray]:
    """Labels and predictions of equal length, or the last ones that were, with a sentence that says so."""
    y, bad_y = controls.exact_text("Labels y, 0 or 1", Y, TEN[Y], _labels)
    if bad_y:
        controls.show_error(f"{bad_y} Shown: {_written(y)}.")
    p, bad_p = controls.exact_text(
        "Predictions p, the probability of 1", P, TEN[P], lambda typed: _few(typed, "Predictions")
    )
    if bad_p:
        controls.show_error(f"{bad_p} Shown: {_written(p)}.")
    return _matched(y, p, "Labels", "predictions", "_names_batch", (_labels(TEN[Y]), _few(TEN[P], "Predictions")))


def two_distributions() -> tuple[np.ndarray, np.ndarray]:
    """P and Q over equally many events, or the last two that were, with a sentence that says so."""
    start = CALL_PRESETS["Three colours"]
    p = typed_distribution("P", "names_pp", str(start["names_pp"]), help="The truth.")
    q = typed_distribution("Q", "names_qq", str(start["names_qq"]), help="The model.")
    first = (parse_distribution(str(start[key]), key).values for key in ("names_pp", "names_qq"))
    return _matched(p, q, "Entries in P", "in Q", "_names_pair", tuple(first))


def _matched(
    first: np.ndarray, second: np.ndarray, ones: str, others: str, memory: str, default: tuple[np.ndarray, ...]
) -> tuple[np.ndarray, np.ndarray]:
    """Both if they are equally long, else the last two that were."""
    if first.size == second.size:
        st.session_state[memory] = first, second
    kept = st.session_state.get(memory, default)
    if first.size != second.size:
        controls.show_error(
            f"{ones}: {first.size}, {others}: {second.size}; every one needs its partner. "
            f"Shown: the last {kept[0].size} that matched."
        )
    return kept[0], kept[1]


def _written(values: np.ndarray) -> str:
    return " ".join(map(words.exact, values))


def outcomes() -> list[int]:
    """Eight outcomes, each 0 or 1."""
    st.caption("Which outcomes were 1?")
    with st.container(horizontal=True, gap="small"):
        return [
            int(controls.toggle(f"k{place}", f"names_k{place}", bool(TOSS_DEFAULT[f"names_k{place}"])))
            for place in range(1, OUTCOMES + 1)
        ]
