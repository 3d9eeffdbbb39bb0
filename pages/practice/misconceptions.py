"""Every belief that a lesson puts to the test, with the way to the state that breaks it."""

import streamlit as st

from pages.shared import lesson
from pages.shared.beliefs import BELIEFS
from pages.shared.lessons import FILES, TITLES

lesson.lesson_header(
    "What is often believed?",
    f"{len(BELIEFS)} sentences that many learners take for true. Decide for yourself first, then see each one break.",
)

for page in FILES:
    here = [belief for belief in BELIEFS.values() if belief.page == page]
    if here:
        st.subheader(TITLES[page], anchor=False)
    for belief in here:
        with st.container(horizontal=True, vertical_alignment="center", border=True, key=f"misconception_{belief.id}"):
            with st.container(gap="xsmall", width="stretch"):
                st.text(belief.belief)
                st.markdown(f":small[{belief.id} · {lesson.citations(belief.sources)}]")
            lesson.belief_link(belief, "See it break", key=f"misconception_{belief.id}_open")
