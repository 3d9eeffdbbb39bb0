"""The lesson on one loss and its names in a real browser."""

from tests.browser.steps import above_the_fold, drawn, enter, linked, pick, says, shows

Y = "1 1 0"


def test_one_batch_by_every_name_then_the_toggles_of_the_likelihood(visit):
    page = visit(f"names?names_y={Y}&names_p=0.9 0.6 0.2&names_along=examples&unit=bits&predict=false")
    assert page.title() == "One loss, many names"
    says(page, "7 names, 7 formulas, one loss: the mean over 3 examples is 0.404 bits by each")
    drawn(page, "KL divergence + entropy")
    labels = page.get_by_role("textbox", name="Labels y, 0 or 1")
    above_the_fold(page, page.get_by_test_id("stPlotlyChart").first, labels, page.locator(".st-key-read_aloud"))

    enter(page, "Predictions p, the probability of 1", "0.9 0.6 1")
    says(page, "Example 3 was given probability 0")
    drawn(page, "∞")
    enter(page, "Labels y, 0 or 1", "1 7 0")
    shows(page, "Labels, entry 2 is 7")
    enter(page, "Labels y, 0 or 1", Y)
    linked(page, names_y=Y, names_p="0.9 0.6 1", names_along="examples", unit="bits", predict="false")

    pick(page, "Likelihood")
    says(page, "5 of 8 outcomes are 1. At p = 0.3")
    page.get_by_text("k3", exact=True).click()
    says(page, "6 of 8 outcomes are 1")
    slider = page.get_by_role("slider", name="p, the same for all", exact=True)
    slider.press("ArrowRight")
    says(page, "At p = 0.31")
    pick(page, "Joint entropy")
    drawn(page, "joint H(X,Y)")
    page.get_by_role("slider", name="Coupling of the two").press("Home")
    says(page, "does not move with the coupling")
