"""Training a classifier on points in the plane: cross-entropy beside squared error, from the same start."""

import streamlit as st

from pages.shared import controls, lesson, plain
from pages.shared.figures import training as figures
from pages.shared.reading import training as reading
from pages.shared.stage import unlit_stage
from pages.shared.training_controls import MAPS, both_runs, setup_controls, steps, tick
from pages.shared.training_presets import PRESETS
from pages.shared.training_runs import floors_of

unit = controls.unit("nats")


def two_trainings() -> None:
    place = unlit_stage()
    with place.panel:
        running = st.container(gap="xsmall")
        setup = setup_controls()
        axis = controls.choice("Loss axis", "train_axis", figures.AXES)
    with running:
        step = steps(setup)
    with place.start:
        controls.presets("train_preset", PRESETS)

    data, runs, problem = both_runs(setup, step, unit.base)
    floors = floors_of(setup, unit.base)
    place = place.lit("train_lit", reading.terms(floors))
    with place.picture:
        pair = st.grid(2, min_column_width=165, gap="small")
        for number, run in enumerate(runs):
            with pair.cell():
                controls.chart(
                    figures.plane(run, data, place.colors), key=f"{MAPS}_{number}", alt=reading.plane_alt(run, data)
                )
        drawn = figures.curves(runs, floors, unit, place.colors, axis=axis)
        controls.chart(drawn, key="train_curves", alt=reading.curves_alt(runs, unit))
        if problem:
            controls.show_error(problem)
        lesson.read_aloud(reading.picture(runs, data, floors, problem, unit))
        st.caption(reading.marks(data))
    with place.formula:
        lesson.formula(*reading.formula(runs, data, floors, unit, place.colors))
        st.text(reading.LETTERS)
    if not problem:
        plain.table(reading.table(runs, unit), alt="Both trainings at this step")
    lesson.notice(reading.notice(runs, data, floors, setup.smoothing, problem, unit))


lesson.lesson_header(
    "Why train on cross-entropy, not on squared error?",
    "Two copies of one classifier start alike, each goes downhill on a loss of its own, and cross-entropy judges both.",
)
st.fragment(two_trainings, run_every=tick())()
lesson.sources(["tutorial", "bishop", "goodfellow", "soudry", "loss_and_accuracy", "smoothing_floor"])
