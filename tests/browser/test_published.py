"""The page on printed numbers in a real browser."""

from tests.browser.steps import above_the_fold, drawn, expect, linked, says


def test_a_link_a_click_on_a_mark_and_the_way_to_its_lesson(visit):
    page = visit("published?pub_source=profound&pub_row=profound-softmax-1&predict=false")
    says(page, "6 of 11 printed numbers agree")
    says(page, "Rounded, it would be 0.997695; the further digits were cut off.")
    drawn(page, "wrong (2)")
    source = page.get_by_role("combobox", name="Source")
    above_the_fold(page, page.get_by_test_id("stPlotlyChart").first, source)

    marks = page.locator(".st-key-pub_chart .trace.scatter").nth(1).locator("path.point")
    marks.first.hover(force=True)
    marks.first.click(force=True)
    says(page, "25 of 34 printed numbers agree")
    says(page, "H(P,Q), red/green/blue: printed 3.288 bits, computed 3.2879430945989 bits")
    linked(page, pub_row="tutorial-hpq", predict="false")

    page.get_by_role("button", name="See it in “P and Q”").first.click()
    expect(page).to_have_title("P and Q")
    drawn(page, "H(P,Q) = 3.288 bits")
