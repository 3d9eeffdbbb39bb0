"""Nothing that the course set out to teach is without a place."""

from collections import Counter

import pytest

from pages.shared.coverage import COVERAGE, Place
from pages.shared.lessons import FILES
from tests.core.test_architecture import ROOT

EVERY = [f"A{n}" for n in range(1, 22)] + [f"R{n}" for n in range(1, 13)] + [f"X{n}" for n in range(1, 23)]


@pytest.mark.parametrize("name", EVERY)
def test_every_idea_question_and_belief_has_a_place(name: str) -> None:
    assert [place for place in COVERAGE if place.id == name]


def test_nothing_else_has() -> None:
    assert {place.id for place in COVERAGE} == set(EVERY)


def test_a_second_place_has_a_reason_and_another_state() -> None:
    for name, count in Counter(place.id for place in COVERAGE).items():
        first, *more = [place for place in COVERAGE if place.id == name]
        assert len(more) == count - 1
        assert not first.besides
        assert all(len(place.besides) > 10 for place in more)
        assert all((place.page, place.state) != (first.page, first.state) for place in more)


@pytest.mark.parametrize("place", COVERAGE, ids=lambda place: f"{place.id}-{place.page}")
def test_the_page_is_a_lesson(place: Place) -> None:
    assert (ROOT / "pages" / FILES[place.page]).is_file()
    assert 10 < len(place.says) <= (200 if place.id[0] == "X" else 100)
