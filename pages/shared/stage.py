"""The places of one view of a lesson, from top to bottom."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared import lesson
from pages.shared.palette import Palette


@dataclass(frozen=True)
class Stage:
    """Presets on top, the picture with the sentence that reads it aloud beside the controls, and the formula."""

    start: DeltaGenerator
    picture: DeltaGenerator
    panel: DeltaGenerator
    told: DeltaGenerator
    below: DeltaGenerator
    """As wide as the page, for a second picture."""
    formula: DeltaGenerator
    colors: Palette


def stage(lit: str, terms: Mapping[str, str]) -> Stage:
    """Lay out a view. `lit` and `terms` are those of `lesson.light_up`, whose palette the picture is drawn with."""
    start = st.container()
    left, panel = st.columns([3, 2], gap="medium")
    with left:
        picture, told = st.container(), st.container()
    below, formula = st.container(), st.container()
    with formula:
        colors = lesson.light_up(lit, terms)
    return Stage(start, picture, panel, told, below, formula, colors)
