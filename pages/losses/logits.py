"""Scores: sigmoid and softmax, their loss and gradient; naive beside stable; a softmax too many."""

from dataclasses import replace

import numpy as np
import streamlit as st

from ce_core import second_softmax, sigmoid_study, softmax_study
from ce_core.published import check_published
from pages.shared import controls, lesson, plain
from pages.shared.figures import logits as figures
from pages.shared.figures.logits import FACTORS, SIGMOID_GRID
from pages.shared.logits_presets import OVERFLOW_PRESETS, REMARKS, SIGMOID_PRESETS, SOFTMAX_PRESETS, TWICE_PRESETS
from pages.shared.published import PRINTED
from pages.shared.reading import logits as reading
from pages.shared.score_controls import class_scores, single_scores
from pages.shared.stage import stage

PRINTED_SIGMOIDS = ("profound-sigmoid-9", "profound-sigmoid--243")

unit = controls.unit("nats")


def one_softmax() -> None:
    terms = {"y": "p", "q": "q", "H(y)": "floor", "excess": "excess", "loss": "loss"}
    view = stage("logits_lit", terms, widths=[5, 4])
    with view.panel:
        given = class_scores("logits", SOFTMAX_PRESETS["Sure of the wrong one"])
    with view.start:
        controls.presets("logits_preset", SOFTMAX_PRESETS)
    study = softmax_study(given.z, given.y, temperature=given.temperature, base=unit.base)
    with view.picture:
        bars = figures.probabilities(study, given.names, view.colors)
        controls.chart(bars, key="logits_bars", alt=reading.probabilities_alt(study, given.names))
        stack = figures.loss_bar(study, unit, view.colors)
        controls.chart(stack, key="logits_loss", alt=reading.loss_alt(study, unit))
        lesson.read_aloud(reading.softmax_picture(study, given.names, unit))
    with view.below:
        if remark := REMARKS.get(st.session_state["logits_preset"]):
            row = PRINTED[remark.row].row
            in_nats = replace(row, inputs={**row.inputs, "base": None}, unit="nats") if unit.name == "nats" else None
            checks = [check_published(printed) for printed in (row, in_nats) if printed]
            controls.show_note(reading.remark(checks[0], remark.ours, *(check.computed for check in checks[1:])))
    with view.formula:
        lesson.formula(*reading.softmax_formula(study, unit, view.colors))
    st.subheader("What the scores are told", anchor=False)
    bars, rows = st.columns([3, 5], gap="medium")
    with bars:
        pull = figures.gradient(study, given.names, unit, view.colors)
        controls.chart(pull, key="logits_gradient", alt=reading.gradient_alt(study, given.names, unit))
    with rows:
        table = reading.softmax_table(study, given.names, unit)
        plain.table(table, alt="The calculation, class by class")
    lesson.notice(reading.softmax_notice(study, given.names, unit))


def overflow() -> None:
    view = stage("logits_lit_overflow", {"naive": "excess", "stable": "q"}, widths=[5, 4])
    with view.panel:
        shift = controls.number("Shift c, added to all", "logits_big_shift", 0.0, low=-1000.0, high=1000.0, step=10.0)
        given = class_scores("logits_big", OVERFLOW_PRESETS["Overflow"])
    with view.start:
        controls.presets("logits_overflow_preset", OVERFLOW_PRESETS)
    study = softmax_study(given.z, given.y, temperature=given.temperature, shift=shift, base=unit.base)
    with view.picture:
        bars = figures.naive_and_stable(study, given.names, view.colors)
        controls.chart(bars, key="logits_overflow", alt=reading.overflow_alt(study, given.names))
        lesson.read_aloud(reading.overflow_picture(study, given.names, unit))
        plain.facts(reading.overflow_metrics(study, unit))
    with view.formula:
        lesson.formula(*reading.overflow_formula(study, unit, view.colors))
    table = reading.steps_table(study, given.names, unit)
    plain.table(table, alt="Both ways, step by step")
    lesson.notice(reading.overflow_notice(study))


def softmax_twice() -> None:
    terms = {"from the scores": "loss", "softmax first": "excess", "log-softmax first": "q", "least": "floor"}
    view = stage("logits_lit_twice", terms, widths=[5, 4])
    with view.panel:
        with st.container(horizontal=True, gap="small"):
            doubled = controls.toggle("Second softmax", "logits_softmax", True)
            again = controls.toggle("Second log-softmax", "logits_log_softmax", True)
        given = class_scores("logits_twice", TWICE_PRESETS["Four classes"], temperature=False)
    with view.start:
        controls.presets("logits_twice_preset", TWICE_PRESETS)
    curve = second_softmax(given.z, given.y, factors=FACTORS, base=unit.base)
    point = second_softmax(given.z, given.y, base=unit.base)
    switches = {"second_softmax": doubled, "second_log_softmax": again}
    with view.picture:
        lines = figures.twice(curve, point, unit, view.colors, **switches)
        controls.chart(lines, key="logits_twice", alt=reading.twice_alt(point, unit, **switches))
        lesson.read_aloud(reading.twice_picture(point, given.names, unit, **switches))
    with view.formula:
        lesson.formula(*reading.twice_formula(point, unit, view.colors, **switches))
    bars, rows = st.columns([3, 5], gap="medium")
    with bars:
        shares = figures.twice_bars(point, given.names, view.colors, second_softmax=doubled)
        told = reading.twice_bars_alt(point, given.names, second_softmax=doubled)
        controls.chart(shares, key="logits_twice_bars", alt=told)
    with rows:
        plain.facts(reading.twice_metrics(point, unit, **switches))
    table = reading.twice_table(point, given.names, unit, **switches)
    plain.table(table, alt="Once and twice")
    lesson.notice(reading.twice_notice(point, given.names, unit))


def one_sigmoid_each() -> None:
    view = stage("logits_lit_sigmoid", {"σ(z)": "q", "loss": "loss"}, widths=[5, 4])
    with view.panel:
        given = single_scores("logits", "logits_s", "logits_targets", SIGMOID_PRESETS["From 1 to 424.5"])
    with view.start:
        controls.presets("logits_sigmoid_preset", SIGMOID_PRESETS)
    study = sigmoid_study(given.z, given.y, base=unit.base)
    curve = sigmoid_study(SIGMOID_GRID, np.zeros_like(SIGMOID_GRID))
    with view.picture:
        controls.chart(figures.sigmoid(curve, study, view.colors), key="logits_sigmoid", alt=reading.sigmoid_alt(study))
        lesson.read_aloud(reading.sigmoid_picture(study, unit))
    with view.formula:
        lesson.formula(*reading.sigmoid_formula(study, unit, view.colors))
    table = reading.sigmoid_table(study, unit)
    plain.table(table, alt="Every score, as it is and as typed")
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
controls.part(VIEWS[controls.choice("View", "logits_view", list(VIEWS), label_visibility="collapsed")])()
lesson.sources(["profound", "gitbook", "bishop", "goodfellow", "softmax_twice", "log_softmax_twice", "zero_log_zero"])
