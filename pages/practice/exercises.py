"""Exercises with fresh numbers from a seed: an answer is judged by the kind of its mistake."""

import streamlit as st

from pages.shared import controls, lesson, plain
from pages.shared import exercise_controls as practice
from pages.shared.export import csv_bytes
from pages.shared.figures import exercises as figures
from pages.shared.lessons import FILES, TITLES
from pages.shared.reading import exercises as reading

lesson.lesson_header(
    "Can you work it out yourself?",
    "Take an exercise, compute, and press “Check”: a wrong answer is told what went wrong. Same link, same numbers.",
)

task, go_on = practice.chosen_exercise()
picture, panel = st.columns([5, 4], gap="medium")
solution = st.container()
with panel:
    given, pressed = practice.answer_box(task)
    verdict = practice.judged(task, given, pressed)
    sheet, entry = practice.sheet(), practice.sheet().entry(task)
    lesson.read_aloud(
        reading.waiting(task, entry) if verdict is None else reading.feedback(task, verdict, given.said, entry)
    )
    practice.help_bar(task, go_on)
    practice.hints(task)
    taught = reading.lesson_of(task)
    st.page_link(FILES[taught], label=reading.taught_in(TITLES[taught]), icon=":material/menu_book:")

colors = controls.colors()
with solution:
    if entry.over:
        colors = lesson.light_up(practice.LIT, reading.terms(task, colors))
        lesson.formula(*reading.solution(task, colors))
        st.markdown("**What leads to which value**")
        controls.chart(
            figures.values(reading.bars(task, verdict), task.unit, colors),
            key="ex_bars",
            alt=reading.bars_alt(task, verdict),
        )
with picture:
    st.subheader(reading.title(task), anchor=False)
    st.text(reading.question(task))
    if task.curves:
        drawn = figures.curve(task, reading.idea_of(task), colors, solved=entry.over)
        controls.chart(drawn, key="ex_curve", alt=reading.curve_alt(task))
    elif table := reading.told_table(task):
        plain.table(table, alt="The numbers of the exercise")

st.subheader("Your score sheet", anchor=False)
plain.facts(reading.score(task, sheet))
if sheet.begun:
    plain.table(reading.sheet_table(sheet), alt="Your score sheet")
with st.container(horizontal=True, gap="small"):
    address = controls.address()
    st.download_button(
        "Download the score sheet as CSV",
        lambda: csv_bytes(reading.export(sheet, address)),
        "score-sheet.csv",
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
        key="ex_download",
    )
    if sheet.begun:
        practice.new_sheet()
lesson.notice(reading.notice(task, sheet))
lesson.sources(["tutorial", "names", "cover", "goodfellow", "log_base", "not_symmetric", "weighted_mean"])
