"""The practice page in a real browser."""

from ce_core import exercise
from tests.browser.steps import above_the_fold, drawn, enter, expect, linked, pick, says, shows


def test_a_curve_is_read_an_order_is_clicked_and_the_sheet_downloads(visit):
    page = visit("exercises?ex_kind=curve&ex_seed=3")
    assert page.title() == "Exercises"
    task = exercise("loss at a prediction", 3)
    box = page.get_by_role("textbox", name="Your answer, in nats")
    above_the_fold(page, page.get_by_test_id("stPlotlyChart"), box, page.get_by_role("button", name="Check"))
    other = next(wrong for wrong in task.wrong if wrong.mistake == "the other curve")
    enter(page, "Your answer, in nats", f"{other.answer:.2f}")
    says(page, "That was read off the curve of the other answer.")
    linked(page, ex_kind="curve", ex_seed="3")
    page.get_by_role("button", name="Hint").click()
    shows(page, "Choose the curve of the true answer")
    enter(page, "Your answer, in nats", f"{task.answer:.2f}")
    drawn(page, f"answer: {task.answer:.3f} nats")
    says(page, f"Right: the value is {task.answer:.3f} nats.")

    pick(page, "rank")
    shows(page, "No letter chosen yet.")
    order = ["ABCD"[int(i)] for i in exercise("rank events by surprise", 3).answer]
    for place, letter in enumerate(order, start=1):
        page.locator(".st-key-ex_order").get_by_text(letter, exact=True).click()
        shows(page, f"Your order: {' < '.join(order[:place])}.")
    page.get_by_role("button", name="Check").click()
    says(page, f"Right at the first try: {' < '.join(order)}.")

    with page.expect_download() as download:
        page.get_by_role("button", name="Download the score sheet as CSV").click()
    rows = download.value.path().read_text("utf-8-sig").splitlines()
    assert len(rows) == 3 and "the other curve" in rows[1] and "".join(order) in rows[2]
    assert rows[1].endswith("/exercises?ex_number=6&ex_seed=3") and ",http://" in rows[1]
    expect(page.get_by_role("button", name="Next")).to_be_visible()
