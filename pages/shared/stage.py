"""The places of one view of a lesson, from top to bottom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared import controls, lesson
from pages.shared.palette import Palette


@dataclass(frozen=True)
class Stage:
    """Presets on top, the picture with the sentence that reads it aloud beside the controls, and the formula."""

    start: DeltaGenerator
    picture: DeltaGenerator
    panel: DeltaGenerator
    told: DeltaGenerator
    below: DeltaGenerator
    """As wide as the page: a second picture, or what is told where the controls are as high as the first."""
    formula: DeltaGenerator
    colors: Palette

    def lit(self, key: str, terms: Mapping[str, str]) -> "Stage":
        """With the terms to light up, see `lesson.light_up`, and the palette that follows from the choice."""
        with self.formula:
            return replace(self, colors=lesson.light_up(key, terms))


def stage(lit: str, terms: Mapping[str, str], widths: Sequence[int] = (3, 2)) -> Stage:
    """Lay out a view. `lit` and `terms` are those of `lesson.light_up`, whose palette the picture is drawn with."""
    return unlit_stage(widths).lit(lit, terms)


def unlit_stage(widths: Sequence[int] = (3, 2)) -> Stage:
    """The same for a view whose terms follow from its controls: call `lit` after them, before anything is drawn.

    `widths` are those of the picture and of the controls.
    """
    start = st.container()
    left, panel = st.columns(widths, gap="medium")
    picture, below, formula = left.container(), st.container(), st.container()
    return Stage(start, picture, panel, left, below, formula, controls.colors())
