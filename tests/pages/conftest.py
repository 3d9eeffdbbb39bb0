"""Opening a page in Streamlit's own test driver."""

import sys
from itertools import chain
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.steps import plain

COURSE = Path(__file__).resolve().parents[2] / "pages" / "course.py"


@pytest.fixture(autouse=True)
def own_main(monkeypatch):
    """The driver leaves the page as the process's main module, which every process started later would run first."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


@pytest.fixture
def open_page():
    """`open_page("losses/labels.py", labels_x="1")`: the page with that query, run without an exception."""

    def go(page: str, **query: str) -> AppTest:
        app = AppTest.from_file(COURSE, default_timeout=20)
        for key, value in query.items():
            app.query_params[key] = value
        app.switch_page(page).run()
        assert not app.exception
        return app

    return go


@pytest.fixture
def visit(open_page, request):
    """`visit(unit="bits")`: the page that the test module names as its `PAGE`, without its questions."""
    return lambda **query: open_page(request.module.PAGE, predict="false", **query)


@pytest.fixture
def texts():
    """Everything that the page shows as plain text."""
    return lambda app: "\n".join([*(element.value for element in app.text), *chain(*plain(app, "points"))])
