"""The first page in a real browser."""

from pages.shared.lessons import HOME
from tests.browser.steps import (
    above_the_fold,
    drawn,
    enter,
    linked,
    shows,
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
