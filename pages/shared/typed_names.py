"""The names of events or classes in a text box."""

from contextlib import nullcontext

from streamlit.delta_generator import DeltaGenerator

from pages.shared import controls, words
from pages.shared.distribution_text import fill_names, parse_names


def typed_names(label: str, key: str, default: str) -> tuple[str, ...]:
    """The names as typed, or the last ones that could be read, with a sentence that says so."""
    names, problem = controls.exact_text(label, key, default, parse_names)
    if problem:
        controls.show_error(f"{label}: {problem} Shown: {', '.join(names)}.")
    return names


def names_of(
    given: tuple[str, ...],
    count: int,
    *,
    thing: str = "event",
    things: str = "events",
    below: DeltaGenerator | None = None,
) -> tuple[str, ...]:
    """A name for each of `count` things; what is over is told (`below`)."""
    left = [words.quoted(name) for name in given[count:]]
    if left:
        with below or nullcontext():
            be = "is" if len(left) == 1 else "are"
            controls.show_note(f"{len(given)} names for {count} {things}: {words.listing(left)} {be} not used.")
    return fill_names(given, count, thing)
