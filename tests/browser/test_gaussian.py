"""The lesson on squared error and Gaussians in a real browser."""

from tests.browser.steps import above_the_fold, drawn, enter, linked, pick, says, shows


def test_two_densities_a_width_of_0_and_a_line_with_one_best_slope(visit):
    page = visit("gaussian?gauss_mu_q=1&gauss_sigma_q=2&gauss_points=11&unit=bits&predict=false")
    assert page.title() == "Squared error"
    says(page, "P = N(0, 1²), Q = N(1, 2²). The area under −p log q is the cross-entropy, 2.686 bits")
    drawn(page, "−p log q")
    slider = page.get_by_role("slider", name="σ of Q")
    above_the_fold(page, page.get_by_test_id("stPlotlyChart").first, slider)

    slider.press("ArrowLeft")
    says(page, "Q = N(1, 1.95²)")
    enter(page, "σ of Q, exactly", "0")
    shows(page, "A density of width 0 does not exist")
    says(page, "Q = N(1, 1.95²)")
    linked(page, gauss_mu_q="1", gauss_sigma_q="0", gauss_points="11", unit="bits", predict="false")

    pick(page, "Points and a line")
    says(page, "Both are lowest at the same slope, 0.736.")
    drawn(page, "8.419")
    page.get_by_role("button", name="Best line of all").click()
    says(page, "This line has it.")
    pick(page, "Below 0")
    drawn(page, "−1.275 bits")
