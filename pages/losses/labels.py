"""Labels and predictions: what each row of a table costs, and what the mean hides."""

import streamlit as st

from ce_core import evaluate, evaluate_logits, library_values, reliability, softmax
from pages.shared import controls, lesson, plain
from pages.shared.export import csv_bytes
from pages.shared.figures import labels as figures
from pages.shared.reading import labels as reading
from pages.shared.table_input import predictions_input, remember, scrolling_table

lesson.lesson_header(
    "Which answers make up the loss?",
    "Each row is an example: its true label, and the probability that a model gave. Change one, or bring your own.",
)

top = st.container(gap="xsmall")
bar, says = top.container(horizontal=True, vertical_alignment="center"), top.empty()
picture, panel = st.columns([5, 4], gap="medium")
with panel:
    given = predictions_input("labels", bar)
    place = st.container()
    smoothing = controls.slider("Label smoothing", "labels_smoothing", 0.0, 1.0, 0.0, 0.01)
    controls.show_note(reading.how_read(given.predictions.notes))
with bar:
    total = controls.choice("Mean or sum", "labels_total", ["mean", "sum"], label_visibility="collapsed")
if given.says:
    says.text(given.says)
formula = st.container()
with formula:
    colors = lesson.light_up(
        "labels_lit", {"target": "p", "prediction": "q", "floor": "floor", "excess": "excess", "loss": "loss"}
    )

unit = controls.unit("nats")
read = given.predictions
is_logits = read.kind == "logits"
prob = remember("labels_prob", given.key, lambda: softmax(read.values) if is_logits else read.values)
result = remember(
    "labels_result",
    (given.key, smoothing, unit),
    lambda: (evaluate_logits if is_logits else evaluate)(
        read.y_true, read.values, sample_weight=read.weights, label_smoothing=smoothing, base=unit.base
    ),
)
reliable = remember("labels_reliability", given.key, lambda: reliability(read.y_true, prob))
libraries = remember(
    "labels_libraries", given.key, lambda: library_values(read.y_true, prob, sample_weight=read.weights, usual=True)
)
case = reading.Case(
    read.classes, read.y_true, prob, result, unit, smoothing, read.weights is not None, is_logits,
    total == "sum", given.table.row_number,
)  # fmt: skip

with picture:
    controls.chart(figures.worst_first(case, colors), key="labels_rows", alt=reading.worst_alt(case))
    controls.chart(figures.ruler(case, colors), key="labels_ruler", alt=reading.ruler_alt(case))
    lesson.read_aloud(reading.picture(case))
with formula:
    lesson.formula(*reading.formula(case, colors))

plain.facts(reading.numbers(case))

with st.container() if given.small else place:
    st.markdown(reading.rows_title(case))
    scrolling_table(reading.row_table(case), alt="Rows, worst first")
st.download_button(
    "Download every row as CSV",
    lambda: csv_bytes(reading.export(case)),
    "labels-and-losses.csv",
    "text/csv",
    icon=":material/download:",
    on_click="ignore",
    key="labels_download",
)

classes, trust = st.columns(2, gap="medium")
with classes:
    st.subheader("Which class is hard?", anchor=False)
    controls.chart(figures.class_means(case, colors), key="labels_classes", alt=reading.class_alt(case))
with trust:
    st.subheader("Is 70 % right 70 % of the time?", anchor=False)
    controls.chart(
        figures.reliability(reliable, reading.reliability_class(case), colors),
        key="labels_reliability",
        alt=reading.reliability_alt(reliable),
    )

st.subheader("What the libraries report", anchor=False)
plain.table(reading.library_table(libraries), alt="The same mean by library")

lesson.notice(reading.notice(case))
lesson.sources(
    ["tutorial", "names", "gitbook", "guo", "loss_and_accuracy", "chance_level", "good_value", "log_zero",
     "smoothing_floor", "weighted_mean"]
)  # fmt: skip
