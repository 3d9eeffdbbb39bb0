"""The lesson on surprise and entropy in a real browser."""

from tests.browser.steps import above_the_fold, drawn, linked, says


def test_a_link_to_the_limit_and_the_slider_out_of_it(visit):
    page = visit("surprise?surp_view=p log p&surp_p=0&predict=false")
    assert page.title() == "Surprise and entropy"
    drawn(page, "0, the limit")
    says(page, "multiplies 0 by ∞ gets NaN")
    slider = page.get_by_role("slider", name="Probability P", exact=True)
    above_the_fold(page, page.get_by_test_id("stPlotlyChart").first, slider)

    slider.press("ArrowRight")
    drawn(page, "0.066 bits")
    says(page, "on average 0.066 bits")
    linked(page, surp_view="p log p", surp_p="0.01", predict="false")
