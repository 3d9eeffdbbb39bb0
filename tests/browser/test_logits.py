"""The lesson on scores in a real browser."""

from tests.browser.steps import above_the_fold, drawn, expect, linked, says


def test_a_link_to_an_overflow_and_the_shift_that_heals_it(visit):
    page = visit("logits?logits_view=Overflow&logits_big_z=900,890,880&predict=false")
    assert page.title() == "Scores and softmax"
    drawn(page, "NaN")
    says(page, "e to the power 900 is beyond the largest float")
    shift = page.get_by_role("slider", name="Shift c, added to all")
    above_the_fold(page, page.get_by_test_id("stPlotlyChart").first, shift, page.get_by_role("slider", name="Score 3"))

    shift.press("Home")
    says(page, "Nothing breaks here: both ways give")
    linked(page, logits_view="Overflow", logits_big_z="900,890,880", logits_big_shift="-1000", predict="false")
    page.get_by_role("slider", name="Score 1").press("End")
    expect(page.get_by_role("textbox", name="Scores z, exact values")).to_have_value("1000, 890, 880")
