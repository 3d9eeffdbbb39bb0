"""The lesson on scores in a real browser."""

from tests.browser.steps import above_the_fold, drag, drawn, expect, linked, query, says


def test_a_link_to_an_overflow_and_the_shift_that_heals_it(visit):
    page = visit("logits?logits_view=Overflow&logits_big_z=900,890,880&predict=false")
    assert page.title() == "Scores and softmax"
    drawn(page, "NaN")
    says(page, "e to the power 900 is beyond the largest float")
    shift = page.get_by_role("slider", name="Shift c, added to all", exact=True)
    above_the_fold(page, page.get_by_test_id("stPlotlyChart").first, shift, _score(page, 3))

    shift.press("Home")
    says(page, "Nothing breaks here: both ways give")
    linked(page, logits_view="Overflow", logits_big_z="900,890,880", logits_big_shift="-1000", predict="false")
    _score(page, 1).press("End")
    expect(page.get_by_role("textbox", name="Scores z, exact values")).to_have_value("1000, 890, 880")


def test_the_picture_follows_a_score_that_is_dragged_and_the_link_when_it_is_let_go(visit):
    page = visit("logits?predict=false")
    drawn(page, "z = 6.3")
    drag(page, _score(page, 3), 0)
    expect(page.get_by_role("textbox", name="Scores z, exact values")).to_have_value("3, 0.6, -12")
    drawn(page, "z = −12")
    says(page, "“cat” is right and the softmax gives it 91.68")
    assert query(page.url) == {"predict": "false"}
    page.mouse.up()
    linked(page, logits_z="3, 0.6, -12", predict="false")


def _score(page, number: int):
    return page.get_by_role("slider", name=f"Score {number}", exact=True)
