"""The script the server runs: page configuration, navigation, the shared sidebar."""

from pathlib import Path

import streamlit as st

from pages.shared import controls
from pages.shared.frame import frame
from pages.shared.lessons import FILES, HOME, LESSONS

# A file of ours: a Material icon would be fetched from another server.
st.set_page_config(page_icon=Path(__file__).parent / "shared" / "icon.svg", layout="wide")
page = st.navigation(
    {
        section: [
            st.Page(lesson.file, title=lesson.title, icon=lesson.icon, help=lesson.help, default=lesson is HOME)
            for lesson in lessons
        ]
        for section, lessons in {"": [HOME], **LESSONS}.items()
    },
    expanded=True,
)
controls.sidebar(page.url_path)
controls.follow(FILES)
frame(page.url_path)
page.run()
controls.tidy_link()
