"""The lesson on the loss curve in a real browser."""

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from tests.browser.conftest import DESKTOP, PHONE, settled

VIEWS = ("Curve", "Soft targets", "Points", "Good or bad?")


def said(page) -> str:
    return page.locator(".st-key-read_aloud").inner_text()


def query(page) -> dict[str, str]:
    return {key: value for key, (value,) in parse_qs(urlsplit(page.url).query).items()}


def drawn(page, text: str) -> None:
    page.locator("svg").get_by_text(text).first.wait_for()


def test_a_deep_link_opens_the_page_with_its_frame(visit):
    page = visit("loss_curve?curve_y=0.5&curve_p=0.5&unit=bits")
    assert page.title() == "The loss curve"
    assert page.get_by_role("link", name="Labels and predictions").is_visible()
    drawn(page, "1.000 bits")
    assert "the loss is still 1.000 bits" in said(page)


def test_a_slider_by_keyboard_changes_number_picture_and_link(visit):
    page = visit("loss_curve")
    drawn(page, "1.609 nats")
    page.get_by_role("slider", name="Prediction p").press("ArrowRight")
    drawn(page, "1.561 nats")
    settled(page)
    assert query(page) == {"curve_p": "0.21"}
    assert page.get_by_role("textbox", name="Prediction p, exactly").input_value() == "0.21"
    again = visit(f"loss_curve?{urlsplit(page.url).query}")
    assert said(again) == said(page) and "1.561 nats" in said(page)


def test_views_keep_the_target_and_the_prediction(visit):
    page = visit("loss_curve?curve_y=0.7&curve_p=0.4")
    page.get_by_text("Points", exact=True).click()
    drawn(page, "exactly ∞")
    page.get_by_text("1e-15", exact=True).click()
    drawn(page, "with ε: 34.539 nats")
    settled(page)
    assert query(page) == {"curve_view": "Points", "curve_eps": "1e-15"}
    page.get_by_text("Curve", exact=True).click()
    drawn(page, "0.795 nats")
    settled(page)
    assert query(page) == {"curve_y": "0.7", "curve_p": "0.4"}


def test_a_preset_of_the_ruler(visit):
    page = visit("loss_curve?" + urlencode({"curve_view": "Good or bad?"}))
    drawn(page, "yours: 2.500 nats")
    page.get_by_text("Smoothed by 0.2, loss 0.5").click()
    drawn(page, "yours: 0.500 nats")
    settled(page)
    assert "never cost less than 0.485 nats" in said(page)
    assert query(page)["curve_smoothing"] == "0.2"


@pytest.mark.parametrize("view", VIEWS)
def test_picture_and_controls_are_above_the_fold(visit, view):
    page = visit("loss_curve?" + urlencode({"curve_view": view}), viewport=DESKTOP)
    page.locator(".js-plotly-plot").first.wait_for()
    picture = page.get_by_test_id("stPlotlyChart").first.bounding_box()
    assert picture["y"] + picture["height"] <= DESKTOP["height"]
    for control in page.get_by_test_id("stMain").get_by_role("slider").all():
        box = control.bounding_box()
        assert box["y"] + box["height"] <= DESKTOP["height"]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_everything_without_scrolling_sideways(visit, no_sideways_scroll, view, scheme):
    link = urlencode({"curve_view": view, "curve_p": "1e-12", "curve_slope": "true", "curve_classes": "50000"})
    page = visit(f"loss_curve?{link}", viewport=PHONE, color_scheme=scheme)
    page.locator(".katex").first.wait_for()
    no_sideways_scroll(page)
