"""The first page in a real browser."""

from pages.shared.lessons import HOME, LESSONS
from tests.browser.conftest import PHONE, settled
from tests.browser.steps import (
    above_the_fold,
    drawn,
    enter,
    expect,
    linked,
    query,
    reopened,
    shows,
    switch_to_light,
    wears,
)


def test_the_decomposition_a_value_and_the_way_to_every_lesson(visit):
    page = visit("?home_q=0.79", fresh=True)
    assert page.title() == HOME.title
    drawn(page, "H(P,Q) = 1.678 bits")
    slider = page.get_by_role("slider", name="Q, what the forecast says")
    above_the_fold(page, page.get_by_test_id("stPlotlyChart").nth(1), slider, page.locator(".st-key-read_aloud"))

    slider.press("ArrowRight")
    drawn(page, "H(P,Q) = 1.722 bits")
    linked(page)
    slider.press("ArrowLeft")
    drawn(page, "H(P,Q) = 1.678 bits")
    linked(page, home_q="0.79")

    enter(page, "Predictions, the probability of 1", "1 1 1 1 1 0 0 0 0 1")
    shows(page, "The mean loss is ∞, because of number 10")
    linked(page, home_q="0.79", home_predictions="1 1 1 1 1 0 0 0 0 1")
    reopened(page)
    shows(page, "The mean loss is ∞, because of number 10")

    for lesson in (lesson for section in LESSONS.values() for lesson in section):
        page.get_by_test_id("stMain").get_by_role("link", name=lesson.title, exact=True).click()
        expect(page).to_have_title(lesson.title)
        settled(page)
        page.get_by_role("link", name=HOME.title).click()
        expect(page).to_have_title(HOME.title)
        drawn(page, "H(P,Q) = 1.678 bits")
    assert query(page.url)["home_q"] == "0.79"


def test_a_phone_in_both_schemes(visit, no_sideways_scroll):
    page = visit("?home_q=0", viewport=PHONE, color_scheme="dark")
    drawn(page, "H(P,Q) = ∞ bits")
    wears(page, "dark")
    no_sideways_scroll(page)
    switch_to_light(page)
    no_sideways_scroll(page)
