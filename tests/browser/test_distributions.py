"""The lesson on P and Q in a real browser."""

import re

from tests.browser.conftest import settled
from tests.browser.steps import (
    above_the_fold,
    drag,
    drawn,
    enter,
    expect,
    linked,
    pick,
    query,
    reopened,
    reset,
    said,
    says,
    shows,
)

TOTAL = "H(P,Q) = 3.288 bits"


def test_a_link_another_page_and_fast_keys(visit):
    page = visit("distributions?dist_p=0.5,0.5&dist_q=0.25,0.75&dist_events=heads,tails&unit=nats", fresh=True)
    assert page.title() == "P and Q"
    drawn(page, "H(P,Q) = 0.837 nats")
    says(page, "Q gives “heads” 25\u202f% though it happens half the time")

    before = said(page)
    page.get_by_role("link", name="The loss curve").click()
    expect(page).to_have_title("The loss curve")
    settled(page)
    page.get_by_role("link", name="P and Q").click()
    expect(page).to_have_title("P and Q")
    drawn(page, "H(P,Q) = 0.837 nats")
    assert said(page) == before, "the state survives a visit to another page"

    slider = page.get_by_role("slider", name="Q of heads")
    for _ in range(20):
        slider.press("ArrowRight")
    linked(page, dist_p="0.5,0.5", dist_q="0.45, 0.55", dist_events="heads,tails", unit="nats")
    expect(slider).to_have_value("0.45")


def test_sliders_typed_values_presets_swap_and_reset(visit):
    page = visit("distributions")
    drawn(page, TOTAL)
    slider = page.get_by_role("slider", name="Q of blue")
    box = page.get_by_role("textbox", name="Q, exact values")
    above_the_fold(page, page.get_by_test_id("stPlotlyChart").nth(1), slider, box)

    slider.press("ArrowRight")
    says(page, "Q gives “blue” 6\u202f%")
    linked(page, dist_q="0.791579, 0.148421, 0.06")
    expect(box).to_have_value("0.791579, 0.148421, 0.06")
    reopened(page)

    drag(page, slider, 0.9)
    says(page, "Q gives “green” 0.")
    linked(page, dist_q="0.791579, 0.148421, 0.06")
    page.mouse.up()
    expect(box).to_have_value(re.compile(r", 0\.9\d?$"))
    linked(page, dist_q=box.input_value())

    enter(page, "Q, exact values", "0.791579, 0.148421, 0.06")
    says(page, "Q gives “blue” 6\u202f%")
    before = said(page)
    enter(page, "P, exact values", "1/3 0.4 0.5")
    shows(page, "P, entry 1")
    assert said(page).endswith(before), "the last good state stays"
    says(page, "This is not what was typed, but the last that could be used.")
    expect(page.get_by_role("textbox", name="P, exact values")).to_have_value("1/3 0.4 0.5")
    enter(page, "P, exact values", "0,2; 0,3; 0,5")
    expect(page.get_by_text("P, entry 1")).to_have_count(0)
    expect(page.get_by_role("slider", name="P of red")).to_have_value("0.2")
    linked(page, dist_p="0,2; 0,3; 0,5", dist_q="0.791579, 0.148421, 0.06")

    pick(page, "Q has a zero")
    drawn(page, re.compile("H\\(P,Q\\) = ∞ bits"))
    says(page, "Q rules “blue” out")
    page.get_by_role("button", name="Swap P and Q").click()
    expect(page.locator(".st-key-read_aloud")).not_to_contain_text("∞")
    linked(page, dist_p="0.6, 0.4, 0", dist_q="0.1, 0.4, 0.5")
    reset(page)
    drawn(page, TOTAL)
    assert "dist_p" not in query(page.url)


MARGINS = """
async () => {
  const chart = [...document.querySelectorAll(".js-plotly-plot")].at(-1)
  const size = chart._fullLayout._size, kept = { ...size }
  let times = 0
  for (const side of "lrtb")
    Object.defineProperty(size, side, {
      get: () => kept[side],
      set: (value) => { times += value !== kept[side]; kept[side] = value },
    })
  const changes = {}
  for (let width = 240; width < 400; width += 4) {
    times = 0
    await Plotly.react(chart, structuredClone(chart.data), { ...structuredClone(chart.layout), width })
    changes[width] = times
  }
  return changes
}
"""


def test_a_chart_finds_its_margins_at_every_width(visit):
    """Where the legend just fits into a row, margins that depend on each other never come to rest."""
    page = visit("distributions?predict=false")
    page.get_by_test_id("stPlotlyChart").last.scroll_into_view_if_needed()
    settled(page)
    changes = page.evaluate(MARGINS)
    assert len(changes) == 40 and max(changes.values()) < 10, changes
