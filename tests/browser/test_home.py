"""The first page in a real browser."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.conftest import DESKTOP, PHONE, settled


def query(page) -> dict[str, str]:
    return {key: value for key, (value,) in parse_qs(urlsplit(page.url).query).items()}


def drawn(page, text: str) -> None:
    page.locator("svg").get_by_text(text).first.wait_for()


def test_the_decomposition_is_above_the_fold_and_moves_by_keyboard(visit):
    page = visit(viewport=DESKTOP)
    drawn(page, "H(P,Q) = 1.722 bits")
    for part in (
        page.get_by_test_id("stPlotlyChart").nth(1),
        page.get_by_role("slider", name="Q, what the forecast says"),
        page.locator(".st-key-read_aloud"),
    ):
        box = part.bounding_box()
        assert box["y"] + box["height"] <= DESKTOP["height"]
    page.get_by_role("slider", name="Q, what the forecast says").press("ArrowLeft")
    drawn(page, "H(P,Q) = 1.678 bits")
    settled(page)
    assert query(page) == {"home_q": "0.79"}
    again = visit(f"?{urlsplit(page.url).query}")
    drawn(again, "H(P,Q) = 1.678 bits")


def test_a_value_is_checked_at_once(visit):
    page = visit()
    box = page.get_by_role("textbox", name="Predictions, the probability of 1")
    box.fill("1 1 1 1 1 0 0 0 0 1")
    box.press("Enter")
    page.get_by_text("The mean loss is ∞, because of number 10").wait_for()
    settled(page)
    assert query(page)["home_predictions"] == "1 1 1 1 1 0 0 0 0 1"


@pytest.mark.parametrize(
    ("title", "path"),
    [("P and Q", "distributions"), ("The loss curve", "loss_curve"), ("Labels and predictions", "labels")],
)
def test_a_card_leads_to_its_lesson(visit, title, path):
    page = visit()
    page.get_by_test_id("stMain").get_by_role("link", name=title, exact=True).click()
    page.wait_for_url(f"**/{path}*")
    settled(page)
    assert page.title() == title


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_everything_without_scrolling_sideways(visit, no_sideways_scroll, scheme):
    page = visit("?home_q=0", viewport=PHONE, color_scheme=scheme)
    drawn(page, "H(P,Q) = ∞ bits")
    no_sideways_scroll(page)
