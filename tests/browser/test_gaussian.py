"""The lesson on squared error and Gaussians in a real browser."""

from tests.browser.steps import above_the_fold, drag, drawn, enter, expect, linked, pick, query, says, shows


def test_two_densities_a_width_of_0_and_a_line_with_one_best_slope(visit):
    page = visit("gaussian?gauss_mu_q=1&gauss_sigma_q=2&gauss_points=11&unit=bits&predict=false")
    assert page.title() == "Squared error"
    says(page, "P = N(0, 1²), Q = N(1, 2²). The area under −p log q is the cross-entropy, 2.686 bits")
    drawn(page, "−p log q")
    slider = page.get_by_role("slider", name="σ of Q", exact=True)
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


def test_the_densities_follow_a_width_that_is_dragged_and_the_link_when_it_is_let_go(visit):
    page = visit("gaussian?gauss_view=Below 0&unit=bits&predict=false")
    before = query(page.url)
    drawn(page, "−1.275 bits")
    drag(page, page.get_by_role("slider", name="σ", exact=True), 1)
    expect(page.get_by_role("textbox", name="σ, exactly", exact=True)).to_have_value("3")
    drawn(page, "3.632 bits")
    assert query(page.url) == before
    page.mouse.up()
    linked(page, **before, gauss_narrow="3")
