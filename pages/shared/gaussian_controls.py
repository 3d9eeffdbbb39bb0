"""The controls of "Squared error and Gaussians": widths above 0, points as two lists, and the best line by a button."""

import numpy as np
import streamlit as st

from ce_core.readers import ReadError, parse_number
from pages.shared import controls, words
from pages.shared.gaussian_presets import LINE_DEFAULT
from pages.shared.score_text import parse_scores

LEAST, WIDEST = 0.05, 3.0
MOST_POINTS, FARTHEST = 40, 100.0
FLATTEST, STEEPEST = -2.0, 3.0


def width(label: str, key: str, default: float) -> float:
    """A standard deviation, above 0; a typed 0 gets a word on why it is none."""
    value = controls.number(label, key, default, low=LEAST, high=WIDEST, step=0.05)
    try:
        typed = parse_number(st.session_state[key], where=label)
    except ReadError:
        return value
    if typed <= 0:
        controls.show_note(
            f"A density of width {words.short(typed)} does not exist: at σ = 0 all of it would stand on one point, "
            "infinitely high, with an entropy of −∞. Take a small σ instead."
        )
    return value


def place(label: str, key: str, default: float) -> float:
    """A mean."""
    return controls.number(label, key, default, low=-4.0, high=4.0, step=0.1)


def points() -> tuple[np.ndarray, np.ndarray]:
    """x and y of equally many points, or the last ones that could be used, with a sentence that says so."""
    lists = []
    for axis in ("x", "y"):
        key = f"gauss_{axis}"
        default = str(LINE_DEFAULT[key])
        values, problem = controls.exact_text(
            f"{axis} of the points", key, default, lambda typed, axis=axis: _numbers(typed, axis)
        )
        if problem:
            controls.show_error(f"{problem} Shown: {' '.join(map(words.exact, values))}.")
        lists.append(values)
    x, y = lists
    if x.size == y.size:
        st.session_state["_gauss_points"] = x, y
        return x, y
    kept = st.session_state.get("_gauss_points") or tuple(
        _numbers(str(LINE_DEFAULT[f"gauss_{axis}"]), axis) for axis in ("x", "y")
    )
    controls.show_error(
        f"Numbers in x: {x.size}, in y: {y.size}; every point needs both. "
        f"Shown: the last {kept[0].size} points that matched."
    )
    return kept[0], kept[1]


def _numbers(typed: str, axis: str) -> np.ndarray:
    if not typed.strip():
        raise ValueError(f"{axis} is empty; there is no line without points. Type 1 to {MOST_POINTS} numbers.")
    values = parse_scores(typed, axis, fewest=1, most=MOST_POINTS)
    for entry, value in enumerate(values, 1):
        if abs(value) > FARTHEST:
            raise ValueError(f"{axis}, entry {entry} is {words.number(value)}; points from −100 to 100 fit here.")
    return values


def slope(label: str, key: str, default: float) -> float:
    return controls.number(label, key, default, low=FLATTEST, high=STEEPEST, step=0.05)


def widths(x: np.ndarray, sigma: float, ratio: float) -> np.ndarray:
    """One σ for all points, or a wider one for those on the right of the middle."""
    return np.where(x > np.median(x), sigma * ratio, sigma)


def best_line_button(intercept: float, best: float) -> None:
    """Put intercept and slope to those of the least squares, if the points settle them and the sliders reach them."""

    def fit() -> None:
        st.session_state.update(gauss_a=words.exact(round(intercept, 4)), gauss_b=words.exact(round(best, 4)))

    reachable = FLATTEST <= best <= STEEPEST and -4 <= intercept <= 4
    st.button("Best line of all", key="gauss_fit", on_click=fit, disabled=not reachable, icon=":material/straighten:")
