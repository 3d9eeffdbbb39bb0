"""In CI a skipped test is a failed one. And what the libraries brought along is no garbage."""

import gc
import os

import pytest


def pytest_collection_finish() -> None:
    """Every full collection would walk all of the references' modules: that alone makes the suite a third slower."""
    gc.collect()
    gc.freeze()


def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        reporter.write_line("Skipped tests count as failed here (CI=true).", red=True)
