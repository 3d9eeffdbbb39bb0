"""The states that tables name are states of their pages: every key a control, every value one that it takes."""

import pytest

from pages.shared.coverage import IDEAS, QUESTIONS
from pages.shared.lessons import FILES
from pages.shared.published import PRINTED, SENTENCES

# The states of beliefs and predictions are opened one by one in test_lesson.
TOLD = [(row.page, row.state) for row in (*IDEAS, *QUESTIONS)]
TOLD += [(row.see.page, row.see.state) for row in (*PRINTED.values(), *SENTENCES) if row.see]


@pytest.mark.parametrize("page", sorted({page for page, _ in TOLD}))
def test_every_state_is_one_of_its_page(open_page, page):
    app = open_page(FILES[page])
    seen = []
    for _, state in (told for told in TOLD if told[0] == page):
        if state in seen:
            continue
        seen.append(state)
        for key, value in state.items():
            app.session_state[key] = value
        app.run()
        assert not app.exception, state
        assert set(state) <= set(app.session_state["_defaults"][page]), state
        assert {key: app.session_state[key] for key in state} == dict(state)
