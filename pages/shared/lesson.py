"""The frame of a lesson: question, prediction, picture read aloud, formula, what to notice, sources."""

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared import controls
from pages.shared.links import SOURCES


def lesson_header(question: str, lead: str) -> None:
    """The page's question as its title, and one sentence that says what to do. Our own text: markdown."""
    st.title(question, anchor=False)
    st.markdown(lead)


def predict_slot() -> DeltaGenerator:
    """The place of the prediction step, before the picture. Empty, it takes no room."""
    return st.container(key="predict")


def read_aloud(sentence: str) -> None:
    """The picture in words for the current values. Plain text: it may hold names the visitor typed."""
    with st.container(border=True, horizontal=True, gap="small", wrap=False, key="read_aloud"):
        st.markdown(":material/campaign:", width="content")
        st.text(sentence, width="stretch")


def formula(*lines: str) -> None:
    """The formula with the live numbers, one row of LaTeX a line; `&` aligns."""
    st.subheader("The formula with these numbers", anchor=False)
    st.latex(r"\begin{aligned}" + r"\\[4pt]".join(lines) + r"\end{aligned}")


def notice(items: Sequence[str]) -> None:
    """What to notice in the current state. Plain text."""
    st.subheader("What to notice", anchor=False)
    with st.container(gap="xsmall"):
        for item in items:
            controls.line("•", item)


def sources(keys: Sequence[str]) -> None:
    """The texts that the page rests on, by title."""
    st.subheader("Sources", anchor=False)
    st.markdown("\n".join(f"- {SOURCES[key].citation}" for key in keys))
