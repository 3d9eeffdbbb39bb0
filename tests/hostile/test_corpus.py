"""Every case of the corpus, in a process of its own under 20 s and 2 GiB, gets exactly its verdict."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.hostile.corpus import CASES, Refused, Value
from tests.hostile.isolated import Isolation


@pytest.fixture(scope="module")
def isolation() -> Iterator[Isolation]:
    with Isolation() as started:
        yield started


@pytest.mark.parametrize("case", CASES)
def test_verdict(case: str, isolation: Isolation) -> None:
    outcome, verdict = isolation.run(case), CASES[case].verdict
    assert set(outcome) <= {"value", "refused"}, outcome.get("raised") or outcome
    if isinstance(verdict, Refused):
        assert "refused" in outcome, outcome
        refused(outcome["refused"], verdict)
    elif isinstance(verdict, Value):
        assert "value" in outcome, outcome
        for name, expected in verdict.fields.items():
            same(outcome["value"][name], expected)
        assert all(word in "\n".join(outcome["value"]["notes"]) for word in verdict.notes), outcome["value"]["notes"]
    elif "refused" in outcome:  # any verdict, but in the reader's own words
        refused(outcome["refused"], Refused())


def refused(message: str, verdict: Refused) -> None:
    """One or two sentences that name what they must, and nothing that is shown raw."""
    assert message.endswith(".")
    assert len(message) < 600
    assert message.isprintable()
    assert "Traceback" not in message
    for pattern in verdict.words:
        assert re.search(pattern, message), message


def same(found: Any, expected: Any) -> None:
    if isinstance(expected, float):
        assert found == pytest.approx(expected, rel=1e-12, abs=0)
    elif isinstance(expected, list):
        assert len(found) == len(expected)
        for one, other in zip(found, expected, strict=True):
            same(one, other)
    else:
        assert found == expected


def test_the_corpus_is_large_and_of_every_kind() -> None:
    kinds = [case.kind for case in CASES.values()]
    assert len(CASES) >= 150
    assert min(map(kinds.count, set(kinds))) >= 5
    assert {case.reader for case in CASES.values()} == {
        *("number", "table", "whole", "predictions", "batch", "cells", "text", "image", "program"),
    }
