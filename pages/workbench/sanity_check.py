"""A number from a training script, and doubts about it: the exact value, and the formula that gives the number."""

import streamlit as st

from ce_core import (
    evaluate,
    evaluate_logits,
    explain,
    explain_number,
    library_values,
    perplexity_from_loss,
    softmax,
)
from ce_core.readers import Batch
from pages.shared import controls, lesson, plain
from pages.shared.figures import labels as label_figures
from pages.shared.figures import sanity as figures
from pages.shared.reading import labels as label_reading
from pages.shared.reading import sanity as reading
from pages.shared.reading import single_number
from pages.shared.sanity_controls import ask, saved_chart, show_told, take_with_you
from pages.shared.table_input import remember, scrolling_table

ECHO, LIBRARIES = 150, 400  # pixels; so much is left beside the picture, and the libraries scroll

lesson.lesson_header(
    "Is this loss value right?",
    "Paste labels and predictions as your script prints them, and the number that you doubt.",
)

bar = st.container(horizontal=True, vertical_alignment="center")
picture, panel = st.columns([5, 4], gap="medium")
with panel:
    asked = ask(bar)
    echo = st.container(gap="xsmall")
answer, formula = st.container(), st.container()
unit = controls.unit("nats")


def a_batch(batch: Batch) -> None:
    with echo:
        scrolling_table(reading.echo(batch), alt="What was read", height=ECHO)
        controls.show_note(reading.how_read(batch))
    logits, many = batch.kind == "logits", batch.task == "multilabel"
    y, values, weights = remember("check_examples", asked.key, batch.examples)
    prob = remember("check_prob", asked.key, lambda: softmax(values) if logits else values)
    exact = evaluate_logits if logits else evaluate
    result = remember(
        "check_result", (asked.key, unit), lambda: exact(y, values, sample_weight=weights, base=unit.base)
    )
    matches = remember(
        "check_matches",
        (asked.key, asked.seen),
        lambda: (
            []
            if asked.seen is None or not reading.searched(batch)
            else explain(asked.seen, **reading.for_search(batch))
        ),
    )
    libraries = remember("check_libraries", asked.key, lambda: library_values(**reading.for_libraries(batch)))
    case = reading.case_of(batch, prob, result, unit)
    check = reading.Check(batch, case, asked.seen, matches, libraries, asked.instead)
    marks = reading.marks(check)

    with formula:
        colors = lesson.light_up(
            "check_lit", {"target": "p", "prediction": "q", "floor": "floor", "excess": "excess", "mean": "loss"}
        )
        lesson.formula(*reading.formula(check, colors))
    with picture:
        saved_chart(
            figures.scale(marks, asked.seen, unit, colors),
            key="check_scale",
            alt=reading.scale_alt(marks, asked.seen, unit),
        )
        lesson.read_aloud(reading.picture(check, marks))
    with answer:
        st.subheader("Which formula gives your number?", anchor=False)
        st.text(reading.found(check, marks))
        show_told(reading.groups(check))
    plain.facts(reading.numbers(check.case))

    st.subheader("What each library would say", anchor=False)
    plain.table(reading.library_table(check), alt="The same data by library", height=LIBRARIES)

    parts, rows = st.columns(2, gap="medium")
    with parts:
        st.subheader("Which label is hard?" if many else "Which class is hard?", anchor=False)
        each = [exact(*part, sample_weight=w, base=unit.base) for *part, w in reading.labels_apart(batch)]
        apart = reading.by_label(check, each)
        saved_chart(label_figures.class_means(apart, colors), key="check_parts", alt=label_reading.class_alt(apart))
    with rows:
        st.subheader("Which rows cost most?", anchor=False)
        scrolling_table(reading.worst_table(check), alt="Rows, worst first")

    take_with_you(check, apart, asked)
    lesson.notice(reading.notice(check, apart))


def a_number() -> None:
    why = "" if asked.seen is None else single_number.cannot_compare(asked.seen)
    if why:
        with echo:
            controls.show_note(why)
    seen = None if why else asked.seen
    perplexity = None if seen is None else float(perplexity_from_loss(seen))
    alone = single_number.Alone(seen, asked.classes, explain_number(seen or 0.0, asked.classes), perplexity)
    marks = single_number.marks(alone)
    with formula:
        colors = lesson.light_up("check_lit_alone", {"uniform guess": "loss", "least loss": "floor"})
        lesson.formula(*single_number.formula(alone, colors))
    with picture:
        saved_chart(
            figures.scale(marks, seen, single_number.PLAIN, colors),
            key="check_scale",
            alt=single_number.scale_alt(marks, seen),
        )
        lesson.read_aloud(single_number.picture(alone))
    with answer:
        st.subheader("What is it near to?", anchor=False)
        st.text(single_number.found(alone))
        show_told(single_number.groups(alone))
    plain.facts(single_number.numbers(alone))
    plain.table(single_number.table(alone), alt="Landmarks")
    lesson.notice(single_number.notice(alone))


if asked.batch is None:
    a_number()
else:
    a_batch(asked.batch)
lesson.sources(
    ["tutorial", "names", "log_base", "softmax_twice", "log_zero", "weighted_mean", "one_output_code", "kl_div_order",
     "smoothing_floor", "chance_level", "good_value"]
)  # fmt: skip
