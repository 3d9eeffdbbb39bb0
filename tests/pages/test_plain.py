"""Plain texts as the browser gets them."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.steps import facts, plain, tables

MARKUP = "**a** <b>b</b> [c](https://example.org)"


def page() -> None:
    import streamlit as st

    from pages.shared import plain

    said = st.session_state.get("said", "one")
    plain.facts({"loss": said, "∞": "3.288 bits"})
    plain.points([said, "two"], key="points")
    plain.table({"event": [said, "blue"], "−log Q": ["0.3", "∞"]}, alt="Cells", height=120)


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_function(page).run()


def test_each_kind_arrives_as_it_is(app):
    assert facts(app) == {"loss": "one", "∞": "3.288 bits"}
    assert plain(app, "points") == [["one", "two"]]
    [table] = plain(app, "table")
    assert table == {
        "columns": ["event", "−log Q"],
        "rows": [["one", "0.3"], ["blue", "∞"]],
        "alt": "Cells",
        "height": 120,
    }
    assert list(tables(app)[0]["−log Q"]) == ["0.3", "∞"]


def test_other_texts_change_the_elements_that_are_there(app):
    before = [element.proto.id for element in app.get("bidi_component")]
    app.session_state["said"] = MARKUP
    app.run()
    assert [element.proto.id for element in app.get("bidi_component")] == before
    assert facts(app)["loss"] == plain(app, "points")[0][0] == tables(app)[0]["event"][0] == MARKUP


def test_columns_of_a_table_are_of_one_length():
    def page() -> None:
        from pages.shared import plain

        plain.table({"a": ["1", "2"], "b": ["1"]}, alt="Cells")

    assert AppTest.from_function(page).run().exception
