"""The lesson on training in a real browser."""

from tests.browser.steps import above_the_fold, expect, linked, query, says, settled, shows

MINE = "Or type them, one a line: x y class"
COUNT_GAPS = """() => {
  const charts = [...document.querySelectorAll("[data-testid=stPlotlyChart]")]
  window.frames_seen = window.gaps = 0
  const look = () => {
    window.frames_seen += 1
    window.gaps += !charts.every((chart) => chart.isConnected && chart.querySelector(".main-svg"))
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}"""


def test_a_link_a_click_into_the_plane_and_training_until_it_is_stopped(visit):
    page = visit("training?train_kind=circles&train_hidden=4&train_head=0&train_step=20")
    assert page.title() == "Training"
    says(page, "After 20 steps from the same start")
    charts = page.get_by_test_id("stPlotlyChart")
    expect(charts).to_have_count(3)
    above_the_fold(
        page, *charts.all(), page.get_by_role("button", name="Train", exact=True), page.get_by_role("slider").first
    )

    page.get_by_role("tab", name="Your points").click()
    place = charts.first.bounding_box()
    charts.first.click(position={"x": place["width"] * 0.8, "y": place["height"] * 0.3})
    says(page, "of the 71 training points")
    typed = page.get_by_role("textbox", name=MINE).input_value()
    x, y, label = map(float, typed.split())
    assert 0 < x < 3 and 0 < y < 3 and label == 0
    link = {"train_kind": "circles", "train_hidden": "4", "train_head": "0", "train_own": typed}
    linked(page, train_step="20", **link)

    page.evaluate(COUNT_GAPS)
    page.get_by_role("button", name="Train", exact=True).click()
    shows(page, "Training up to step 1000")
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.get_by_role("button", name="Step", exact=True)).to_be_enabled()
    stopped = int(settled(page) and query(page.url)["train_step"])
    assert 20 < stopped < 1000
    says(page, f"After {stopped} steps")
    linked(page, train_step=str(stopped), **link)
    seen, gaps = page.evaluate("() => [window.frames_seen, window.gaps]")
    assert seen and not gaps, "a picture was missing while it trained"
