"""The lesson on P and Q in a real browser."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.conftest import DESKTOP, PHONE, settled

TOTAL = "H(P,Q) = 3.288 bits"


def said(page) -> str:
    return page.locator(".st-key-read_aloud").inner_text()


def query(page) -> dict[str, str]:
    return {key: value for key, (value,) in parse_qs(urlsplit(page.url).query).items()}


def drawn(page, text: str) -> None:
    page.locator("svg").get_by_text(text).first.wait_for()


def test_a_deep_link_opens_the_page_with_its_frame(visit):
    page = visit("distributions?dist_p=0.5,0.5&dist_q=0.25,0.75&dist_events=heads,tails&unit=nats")
    assert page.title() == "P and Q"
    assert page.get_by_role("link", name="Labels and predictions").is_visible()
    drawn(page, "H(P,Q) = 0.837 nats")
    assert "Q gives “heads” 25\u202f% though it happens half the time" in said(page)


def test_a_slider_by_keyboard_changes_number_picture_and_link(visit):
    page = visit("distributions")
    drawn(page, TOTAL)
    before = said(page)
    page.get_by_role("slider", name="Q of event 3").press("ArrowRight")
    page.wait_for_function("document.location.search.includes('dist_q')")
    settled(page)
    assert query(page)["dist_q"] == "0.791579, 0.148421, 0.06"
    assert said(page) != before and "Q gives “blue” 6\u202f%" in said(page)
    assert page.get_by_role("textbox", name="Q, exact values").input_value() == "0.791579, 0.148421, 0.06"

    again = visit(f"distributions?{urlsplit(page.url).query}")
    assert said(again) == said(page)


def test_fast_key_presses_all_count(visit):
    page = visit("distributions?dist_p=0.5,0.5&dist_q=0.5,0.5")
    slider = page.get_by_role("slider", name="Q of event 1")
    for _ in range(20):
        slider.press("ArrowRight")
    page.wait_for_function("document.location.search.includes('dist_q=0.7')")
    settled(page)
    assert slider.input_value() == "0.7" and query(page)["dist_q"] == "0.7, 0.3"


def test_the_state_survives_a_visit_to_another_page(visit):
    page = visit("distributions?dist_p=0.3,0.7&dist_q=0.5,0.5&unit=nats")
    before = said(page)
    page.get_by_role("link", name="The loss curve").click()
    page.wait_for_url("**/loss_curve**")
    settled(page)
    page.get_by_role("link", name="P and Q").click()
    page.wait_for_url("**/distributions**")
    drawn(page, re.compile("floor H"))
    settled(page)
    assert said(page) == before


def test_typed_values_go_to_the_sliders_and_the_link(visit):
    page = visit("distributions")
    box = page.get_by_role("textbox", name="P, exact values")
    box.fill("1/3 0.4 0.5")
    box.press("Enter")
    page.get_by_text("P, entry 1").wait_for()
    assert "3.288 bits" in said(page), "the last good state stays"
    assert box.input_value() == "1/3 0.4 0.5"
    box.fill("0,2; 0,3; 0,5")
    box.press("Enter")
    page.get_by_text("P, entry 1").wait_for(state="detached")
    settled(page)
    assert page.get_by_role("slider", name="P of event 1").input_value() == "0.2"
    assert query(page)["dist_p"] == "0,2; 0,3; 0,5"


def test_presets_swap_and_reset(visit):
    page = visit("distributions")
    page.get_by_text("Q has a zero").click()
    drawn(page, re.compile("H\\(P,Q\\) = ∞ bits"))
    settled(page)
    assert "Q rules “blue” out" in said(page)
    page.get_by_role("button", name="Swap P and Q").click()
    page.wait_for_function("document.location.search.includes('dist_p=0.6')")
    settled(page)
    assert "∞" not in said(page)
    page.get_by_role("button", name="Reset this page").click()
    drawn(page, TOTAL)
    settled(page)
    assert "dist_p" not in query(page)


def test_the_picture_and_its_controls_are_above_the_fold(visit):
    page = visit("distributions", viewport=DESKTOP)
    drawn(page, TOTAL)
    for part in (
        page.get_by_test_id("stPlotlyChart").nth(1),
        page.get_by_role("slider", name="Q of event 3"),
        page.get_by_role("textbox", name="Q, exact values"),
    ):
        box = part.bounding_box()
        assert box["y"] + box["height"] <= DESKTOP["height"]


@pytest.mark.parametrize("events", [3, 10])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_everything_without_scrolling_sideways(visit, no_sideways_scroll, events, scheme):
    values = ",".join([str(1 / events)] * events)
    page = visit(f"distributions?dist_p={values}&dist_q={values}", viewport=PHONE, color_scheme=scheme)
    page.locator(".katex").first.wait_for()
    no_sideways_scroll(page)


def test_typed_names_stay_text(visit):
    page = visit("distributions?dist_events=<img src=x onerror=alert(1)>,[a](https://example.org),$x$")
    page.get_by_text("[a](https://example.org)").first.wait_for()
    assert page.locator('a[href*="example.org"], img[src="x"]').count() == 0
