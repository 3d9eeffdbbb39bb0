"""Scores: sigmoid and softmax, their loss and gradient; naive beside stable; a softmax too many."""

import numpy as np
import streamlit as st

from ce_core import second_softmax, sigmoid_study, softmax_study
from ce_core.published import check_published
from pages.shared import controls, lesson
from pages.shared.figures import logits as figures
from pages.shared.figures.logits import FACTORS, SIGMOID_GRID
from pages.shared.logits_presets import OVERFLOW_PRESETS, REMARKS, SIGMOID_PRESETS, SOFTMAX_PRESETS, TWICE_PRESETS
from pages.shared.published import PRINTED
from pages.shared.reading import logits as reading
from pages.shared.score_controls import class_scores, single_scores

PRINTED_SIGMOIDS = ("profound-sigmoid-9", "profound-sigmoid--243")

unit = controls.unit("nats")


def one_softmax() -> None:
    start = st.container()
    picture, panel = st.columns([5, 4], gap="medium")
    told, formula = st.container(), st.container()
    with formula:
        terms = {"y": "p", "q": "q", "H(y)": "floor", "excess": "excess", "loss": "loss"}
        colors = lesson.light_up("logits_lit", terms)
    with panel:
        given = class_scores("logits", SOFTMAX_PRESETS["Sure of the wrong one"])
    with start:
        controls.presets("logits_preset", SOFTMAX_PRESETS)
    study = softmax_study(given.z, given.y, temperature=given.temperature, base=unit.base)
    with picture:
        bars = figures.probabilities(study, given.names, colors)
        controls.chart(bars, key="logits_bars", alt=reading.probabilities_alt(study, given.names))
        stack = figures.loss_bar(study, unit, colors)
        controls.chart(stack, key="logits_loss", alt=reading.loss_alt(study, unit))
        lesson.read_aloud(reading.softmax_picture(study, given.names, unit))
    with told:
        if remark := REMARKS.get(st.session_state["logits_preset"]):
            controls.show_note(reading.remark(check_published(PRINTED[remark.row].row), remark.ours))
    with formula:
        lesson.formula(*reading.softmax_formula(study, unit, colors))
    st.subheader("What the scores are told", anchor=False)
    bars, rows = st.columns([3, 5], gap="medium")
    with bars:
        pull = figures.gradient(study, given.names, unit, colors)
        controls.chart(pull, key="logits_gradient", alt=reading.gradient_alt(study, given.names, unit))
    with rows:
        table = reading.softmax_table(study, given.names, unit)
        controls.table(table, alt="The calculation, class by class", key="logits_table")
    lesson.notice(reading.softmax_notice(study, given.names, unit))


def overflow() -> None:
    start = st.container()
    picture, panel = st.columns([5, 4], gap="medium")
    formula = st.container()
    with formula:
        colors = lesson.light_up("logits_lit_overflow", {"naive": "excess", "stable": "q"})
    with panel:
        shift = controls.number("Shift c, added to all", "logits_big_shift", 0.0, low=-1000.0, high=1000.0, step=10.0)
        given = class_scores("logits_big", OVERFLOW_PRESETS["Overflow"])
    with start:
        controls.presets("logits_overflow_preset", OVERFLOW_PRESETS)
    study = softmax_study(given.z, given.y, temperature=given.temperature, shift=shift, base=unit.base)
    with picture:
        bars = figures.naive_and_stable(study, given.names, colors)
        controls.chart(bars, key="logits_overflow", alt=reading.overflow_alt(study, given.names))
        lesson.read_aloud(reading.overflow_picture(study, given.names, unit))
        controls.metrics(reading.overflow_metrics(study, unit))
    with formula:
        lesson.formula(*reading.overflow_formula(study, unit, colors))
    table = reading.steps_table(study, given.names, unit)
    controls.table(table, alt="Both ways, step by step", key="logits_steps")
    lesson.notice(reading.overflow_notice(study))


def softmax_twice() -> None:
    start = st.container()
    picture, panel = st.columns([5, 4], gap="medium")
    formula = st.container()
    with formula:
        terms = {"from the scores": "loss", "softmax first": "excess", "log-softmax first": "q", "least": "floor"}
        colors = lesson.light_up("logits_lit_twice", terms)
    with panel:
        with st.container(horizontal=True, gap="small"):
            doubled = controls.toggle("Second softmax", "logits_softmax", True)
            again = controls.toggle("Second log-softmax", "logits_log_softmax", True)
        given = class_scores("logits_twice", TWICE_PRESETS["Four classes"], temperature=False)
    with start:
        controls.presets("logits_twice_preset", TWICE_PRESETS)
    curve = second_softmax(given.z, given.y, factors=FACTORS, base=unit.base)
    point = second_softmax(given.z, given.y, base=unit.base)
    switches = {"second_softmax": doubled, "second_log_softmax": again}
    with picture:
        lines = figures.twice(curve, point, unit, colors, **switches)
        controls.chart(lines, key="logits_twice", alt=reading.twice_alt(point, unit))
        lesson.read_aloud(reading.twice_picture(point, given.names, unit, **switches))
    with formula:
        lesson.formula(*reading.twice_formula(point, unit, colors))
    bars, rows = st.columns([3, 5], gap="medium")
    with bars:
        shares = figures.twice_bars(point, given.names, colors)
        controls.chart(shares, key="logits_twice_bars", alt=reading.twice_bars_alt(point, given.names))
    with rows:
        controls.metrics(reading.twice_metrics(point, unit))
    controls.table(reading.twice_table(point, given.names, unit), alt="Once and twice", key="logits_twice_table")
    lesson.notice(reading.twice_notice(point, given.names, unit))


def one_sigmoid_each() -> None:
    start = st.container()
    picture, panel = st.columns([5, 4], gap="medium")
    formula = st.container()
    with formula:
        colors = lesson.light_up("logits_lit_sigmoid", {"y": "p", "σ(z)": "q", "loss": "loss"})
    with panel:
        given = single_scores("logits", "logits_s", "logits_targets", SIGMOID_PRESETS["From 1 to 424.5"])
    with start:
        controls.presets("logits_sigmoid_preset", SIGMOID_PRESETS)
    study = sigmoid_study(given.z, given.y, base=unit.base)
    curve = sigmoid_study(SIGMOID_GRID, np.zeros_like(SIGMOID_GRID))
    with picture:
        controls.chart(figures.sigmoid(curve, study, colors), key="logits_sigmoid", alt=reading.sigmoid_alt(study))
        lesson.read_aloud(reading.sigmoid_picture(study, unit))
    with formula:
        lesson.formula(*reading.sigmoid_formula(study, unit, colors))
    table = reading.sigmoid_table(study, unit)
    controls.table(table, alt="Every score, as it is and as typed", key="logits_sigmoid_table")
    lesson.notice(reading.sigmoid_notice(study, [PRINTED[row].row for row in PRINTED_SIGMOIDS]))


VIEWS = {
    "Softmax": one_softmax,
    "Overflow": overflow,
    "Softmax twice": softmax_twice,
    "Sigmoid": one_sigmoid_each,
}

lesson.lesson_header(
    "What does a loss make of raw scores?",
    "A network ends in scores (logits). Softmax or sigmoid turns them into probabilities, and the loss judges those.",
)
VIEWS[controls.choice("View", "logits_view", list(VIEWS), label_visibility="collapsed")]()
lesson.sources(["profound", "gitbook", "bishop", "goodfellow", "softmax_twice", "log_softmax_twice", "zero_log_zero"])
