"""The printed numbers of the sources, each computed again from its inputs and judged by the two numbers."""

import streamlit as st

from ce_core.published import check_published, published_elsewhere
from pages.shared import controls, lesson, plain
from pages.shared.figures import published as figures
from pages.shared.published import PRINTED
from pages.shared.published_controls import CHART, choose, lesson_button, sentences
from pages.shared.reading import published as reading

lesson.lesson_header(
    "Do the printed numbers hold?",
    "Every number that the sources print, computed again from its inputs. Choose one, here or in the picture.",
)

checks = [check_published(printed.row) for printed in PRINTED.values()]
picture, panel = st.columns([5, 3], gap="medium")
with panel:
    choice = choose(checks)
    plain.table(reading.numbers(choice.row), alt="The chosen number")
formula = st.container()
with formula:
    colors = lesson.light_up(
        "pub_lit", {"computed": "p", "printed": "q", "within rounding": "floor", "beyond it": "excess"}
    )

with picture:
    controls.chart(
        figures.deviations(checks, choice.ids, choice.row.row.id, colors), key=CHART, alt=reading.picture_alt(checks)
    )
    lesson.read_aloud(reading.picture(choice.shown, choice.row))

about = PRINTED[choice.row.row.id]
with formula:
    lesson.formula(*reading.formula(choice.row, colors, about.names))
    if about.note:
        controls.show_note(about.note)
    if about.see:
        lesson_button(about.see, "pub_see")

st.subheader("What the libraries return for it", anchor=False)
elsewhere = {check.row.id: published_elsewhere(check.row) for check in choice.shown}
here = elsewhere[choice.row.row.id]
plain.table(reading.library_table(choice.row, here), alt="The same number by library")
with st.container(gap="xxsmall"):
    for remark in reading.asked(choice.row, here):
        st.caption(remark)

st.subheader("All the numbers", anchor=False)
plain.table(reading.row_table(choice.shown, elsewhere), alt="Printed against computed")
st.caption(reading.columns(elsewhere))

st.subheader("What they say in passing", anchor=False)
sentences(choice.source)

lesson.notice(reading.notice(choice.shown))
lesson.sources(["tutorial", "profound", "gitbook", "names", "pixels", "log_zero"])
