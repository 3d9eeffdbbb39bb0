"""Controls for scores before sigmoid or softmax: a slider for each, the exact values as text, and their targets."""

from dataclasses import dataclass

import numpy as np
import streamlit as st

from ce_core import normalize
from pages.shared import controls, live, words
from pages.shared.distribution_text import FEWEST, MOST, fill_names, parse_distribution, write_distribution
from pages.shared.number_list import parse_probabilities
from pages.shared.palette import PATTERN
from pages.shared.score_text import parse_scores, write_scores
from pages.shared.typed_distribution import normalise_button
from pages.shared.typed_names import names_of, typed_names

# How far the sliders reach, and in what steps: the first that holds all scores.
REACHES = ((12.0, 0.1), (1000.0, 1.0))
SEPARATORS = "Commas between them, or semicolons if your comma is a decimal one."


@dataclass(frozen=True)
class Scores:
    """Scores of named classes, with the target distribution over them."""

    names: tuple[str, ...]
    z: np.ndarray
    y: np.ndarray
    temperature: float


@dataclass(frozen=True)
class SingleScores:
    """Scores one by one, each with its own target in [0, 1]."""

    z: np.ndarray
    y: np.ndarray


def class_scores(prefix: str, defaults: dict[str, str], *, temperature: bool = True) -> Scores:
    """Scores, target and names of 2 to 10 classes; or the last good ones, with a sentence that says so."""
    z_key, y_key, name_key = f"{prefix}_z", f"{prefix}_y", f"{prefix}_classes"
    sliders = st.container()
    row = st.container(horizontal=True, gap="small", wrap=False)
    below = st.container()
    with row.container():
        z, problem = controls.exact_text(
            "Scores z, exact values",
            z_key,
            defaults[z_key],
            lambda typed: parse_scores(typed, "Scores", fewest=FEWEST, most=MOST),
            slider=_slider_key(z_key),
            help=SEPARATORS,
        )
    with row.container():
        read, target_problem = controls.exact_text(
            "Target y",
            y_key,
            defaults[y_key],
            lambda typed: parse_distribution(typed, "Target"),
            help="One-hot, like 1, 0, 0, or soft, like 0.8, 0.2, 0. " + SEPARATORS,
        )
    with below:
        if problem:
            controls.show_error(f"{problem} Shown: {write_scores(z)}.")
        if target_problem:
            controls.show_error(f"{target_problem} Shown: {write_distribution(read.values)}.")
            normalise_button("the target", y_key, target_problem)
        elif read.rounded:
            controls.show_note("The target is not exactly 1 in sum: taken as rounding, and normalised.")
        hot = _temperature(f"{prefix}_t") if temperature else 1.0
        count = st.container(horizontal=True, vertical_alignment="bottom")
        given = typed_names("Class names", name_key, defaults[name_key])
    shown_key = f"_{prefix}_shown"
    controls.shows_typed(shown_key, z.size == read.values.size)
    if z.size == read.values.size:
        y = read.values
        st.session_state[shown_key] = z, y
    else:
        fallback = (
            parse_scores(defaults[z_key], "Scores", fewest=FEWEST, most=MOST),
            parse_distribution(defaults[y_key], "Target").values,
        )
        sizes = z.size, read.values.size
        z, y = st.session_state.get(shown_key, fallback)
        with below:
            controls.show_error(
                f"Scores: {sizes[0]}, target entries: {sizes[1]}; they need the same classes. "
                f"Shown: z = {write_scores(z)} and y = {write_distribution(y)}."
            )
    names = names_of(given, z.size, thing="class", things="classes", below=below)
    with sliders:
        _sliders(z_key, z, names)
    with count:
        controls.show_in(f"{prefix}_count", z.size)
        st.number_input(
            "Classes", FEWEST, MOST, key=f"{prefix}_count", on_change=_resized, args=(prefix, z, y, names), width=120
        )
        _right_class(prefix, y)
    return Scores(names, z, y, hot)


def single_scores(prefix: str, z_key: str, y_key: str, defaults: dict[str, str]) -> SingleScores:
    """1 to 10 scores, each with a target in [0, 1]; or the last good ones, with a sentence that says so."""
    sliders = st.container()
    z, problem = controls.exact_text(
        "Scores z, exact values",
        z_key,
        defaults[z_key],
        lambda typed: parse_scores(typed, "Scores", fewest=1, most=MOST),
        slider=_slider_key(z_key),
        help=SEPARATORS,
    )
    if problem:
        controls.show_error(f"{problem} Shown: {write_scores(z)}.")
    y, target_problem = controls.exact_text(
        "Targets y, one for each score",
        y_key,
        defaults[y_key],
        lambda typed: parse_probabilities(typed, "Targets"),
        help="0 or 1, or between for soft ones. " + SEPARATORS,
    )
    if target_problem:
        controls.show_error(f"{target_problem} Shown: {write_scores(y)}.")
    shown_key = f"_{prefix}_single_shown"
    controls.shows_typed(shown_key, z.size == y.size)
    if z.size == y.size:
        st.session_state[shown_key] = z, y
    else:
        fallback = (
            parse_scores(defaults[z_key], "Scores", fewest=1, most=MOST),
            parse_probabilities(defaults[y_key], "Targets"),
        )
        sizes = z.size, y.size
        z, y = st.session_state.get(shown_key, fallback)
        controls.show_error(
            f"Scores: {sizes[0]}, targets: {sizes[1]}; give every score its own. "
            f"Shown: z = {write_scores(z)} and y = {write_scores(y)}."
        )
    with sliders:
        _sliders(z_key, z, [f"score {i}" for i in range(1, z.size + 1)])
    return SingleScores(z, y)


# --- views of the texts ------------------------------------------------------------------------------------


def _temperature(key: str) -> float:
    return controls.number("Temperature T", key, 1.0, low=0.05, high=10.0, step=0.05, help="Scores are divided by T.")


def _slider_key(z_key: str) -> str:
    return f"{z_key}_slider"


def _sliders(z_key: str, z: np.ndarray, names: tuple[str, ...] | list[str]) -> None:
    """A slider for each score. They are independent: moving one writes its own entry of the text."""
    key, kept = _slider_key(z_key), f"_{z_key}_reach"
    least = st.session_state.get(kept, 0.0) if live.held(key) else 0.0  # a slider that is held keeps its range
    fitting = [(reach, step) for reach, step in REACHES if reach >= max(least, np.abs(z).max())]
    if not fitting:
        st.caption(f"A score is beyond the sliders, which reach ±{REACHES[-1][0]:.0f}: type the values.")
        return
    reach, step = fitting[0]
    st.session_state[kept] = reach

    def moved(row: int, _column: int, to: float) -> None:
        now = _by_now(z_key, z)
        now[row] = to
        st.session_state[z_key] = write_scores(now)

    color = controls.colors().q
    rows = [
        live.Row(name, (live.Handle(f"Score {i}", float(score), words.short(score, 2), color, PATTERN["q"]),))
        for i, (name, score) in enumerate(zip(names, z, strict=True), 1)
    ]
    live.sliders(key, rows, moved, low=-reach, high=reach, step=step)


def _by_now(z_key: str, z: np.ndarray) -> np.ndarray:
    """The scores as they are typed by now, or as they were drawn if there are not as many to be read."""
    try:
        return parse_scores(st.session_state[z_key], "Scores", fewest=z.size, most=z.size)
    except ValueError:
        return z.copy()


def _right_class(prefix: str, y: np.ndarray) -> None:
    """The class that a one-hot target names, by number; none is marked for a soft target."""
    key, numbers = f"{prefix}_right_of_{y.size}", [str(i) for i in range(1, y.size + 1)]
    certain = np.flatnonzero(y == 1)
    controls.show_in(key, numbers[certain[0]] if certain.size else None)
    st.segmented_control("Right class", numbers, key=key, on_change=_named, args=(prefix, y.size), wrap=True)


def _named(prefix: str, count: int) -> None:
    picked = st.session_state[f"{prefix}_right_of_{count}"]
    if picked is not None:
        st.session_state[f"{prefix}_y"] = write_distribution(np.eye(count)[int(picked) - 1])


def _resized(prefix: str, z: np.ndarray, y: np.ndarray, names: tuple[str, ...]) -> None:
    """New classes get the score 0 and the target 0; if the right class goes, the first is right."""
    count = st.session_state[f"{prefix}_count"]
    scores, target = (np.concatenate([old[:count], np.zeros(max(0, count - old.size))]) for old in (z, y))
    target = normalize(target) if target.any() else np.eye(count)[0]
    st.session_state[f"{prefix}_z"] = write_scores(scores)
    st.session_state[f"{prefix}_y"] = write_distribution(target)
    st.session_state[f"{prefix}_classes"] = ", ".join(fill_names(names, count, "class"))
