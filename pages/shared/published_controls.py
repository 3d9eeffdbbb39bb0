"""The controls of the page on printed numbers: which rows, and which of them is looked at."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from ce_core.published import VERDICTS, PublishedCheck
from pages.shared import controls
from pages.shared.lessons import TITLES
from pages.shared.pixel_click import clicked_pixel
from pages.shared.published import SENTENCES, SOURCES, See
from pages.shared.reading import published as reading

ALL = "all"
FIRST = "gitbook-after"
CHART = "pub_chart"  # the key of the chart that can be clicked


@dataclass(frozen=True)
class Choice:
    """The source that was chosen, its rows of the chosen verdict, and the one that is looked at."""

    source: str
    shown: Sequence[PublishedCheck]
    row: PublishedCheck

    @property
    def ids(self) -> list[str]:
        return [check.row.id for check in self.shown]


def choose(checks: Sequence[PublishedCheck]) -> Choice:
    """Which rows, and which of them. Where no row fits, that is said, and the choice is wider."""
    _take_click(checks)
    source = controls.select("Source", "pub_source", [ALL, *SOURCES])
    verdict = controls.select("Verdict", "pub_verdict", [ALL, *VERDICTS])
    of_source = [check for check in checks if source in (ALL, check.row.source)]
    fitting = [check for check in of_source if verdict in (ALL, check.verdict)]
    if not fitting:
        controls.show_note(reading.nothing(source, verdict, of_source))
    shown = fitting or of_source or list(checks)
    names = {check.row.id: reading.what(check.row) for check in shown}
    odd = next((check.row.id for check in shown if check.verdict != "agrees"), next(iter(names)))
    chosen = controls.named("Number", "pub_row", names, FIRST if FIRST in names else odd)
    return Choice(source, shown, next(check for check in shown if check.row.id == chosen))


def _take_click(checks: Sequence[PublishedCheck]) -> None:
    """A click on a mark chooses its row; a faded one ends the choice that hides it."""
    click = clicked_pixel("pub_click", CHART)
    if not click:
        return
    row = checks[int(click[1])]
    st.session_state["pub_row"] = row.row.id
    for key, value in (("pub_source", row.row.source), ("pub_verdict", row.verdict)):
        if st.session_state.get(key, ALL) not in (ALL, value):
            st.session_state[key] = ALL


def lesson_button(see: See, key: str) -> None:
    """A button that opens the lesson in the state that shows this number."""
    st.button(
        f"See it in “{TITLES[see.page]}”",
        icon=":material/arrow_forward:",
        key=key,
        on_click=controls.go_to,
        args=(see.page, {"unit": controls.USUAL, **see.state}),
    )


def sentences(source: str) -> None:
    """What the sources say in passing and what holds, each with the lesson that shows it."""
    grid = st.grid(2, min_column_width=340, gap="small")
    for sentence in SENTENCES:
        if source in (ALL, sentence.source):
            with grid.cell(), st.container(border=True, gap="xsmall", height="stretch"):
                st.caption(f"{sentence.source} · {sentence.says}")
                st.text(sentence.holds)
                if sentence.see:
                    lesson_button(sentence.see, f"pub_see_{sentence.id}")
