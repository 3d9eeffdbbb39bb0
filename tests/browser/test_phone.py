"""From lesson to lesson, on a phone and in the dark."""

from pages.shared.lessons import FILES, HOME, TITLES
from tests.browser.conftest import PHONE, settled
from tests.browser.steps import drawn, enter, expect, pick, says, shows, wears

HOSTILE = "<img src=x onerror=alert(1)>,[a](https://example.org),$x$"


def names_that_are_code(page, fits) -> None:
    enter(page, "Event names", HOSTILE)
    shows(page, "[a](https://example.org)")
    assert page.locator('a[href*="example.org"], img[src="x"]').count() == 0, "typed names stay text"
    fits(page)
    pick(page, "Ten digits")
    expect(page.get_by_role("slider", name="Q of 9", exact=True)).to_be_visible()
    says(page, "Q gives “7” 50\u202f%")


def every_view(page, fits) -> None:
    enter(page, "Prediction p, exactly", "1e-12")
    drawn(page, "27.631 nats")
    fits(page)
    pick(page, "Soft targets")
    says(page, "The curve of the target 1")
    fits(page)
    pick(page, "Points")
    drawn(page, "exactly ∞")
    fits(page)
    pick(page, "Good or bad?")
    pick(page, "50000")
    says(page, "50000")


def every_source(page, fits) -> None:
    for source, sign in (
        ("Real data", "Right for 96.9"),
        ("Type", "New rows go in the last line"),
        ("Paste", "Paste cells from a spreadsheet"),
        ("Upload", "A file with a row for each example"),
    ):
        pick(page, source)
        shows(page, sign)
        fits(page)


def a_photograph(page, fits) -> None:
    pick(page, "Pixels at ∞")
    says(page, "969 of 68\u202f480 pixels cost ∞")
    page.locator(".st-key-images_panel_loss").scroll_into_view_if_needed()
    drawn(page, "Loss ∞ nats")


THERE = {
    "distributions": names_that_are_code,
    "loss_curve": every_view,
    "labels": every_source,
    "images": a_photograph,
}
WITHOUT_PICTURE = ("exercises", "misconceptions")


def open_lesson(page, title: str, *, by_hand: bool) -> None:
    """By the sidebar. Not `by_hand`: it stays closed, and nobody waits until it has slid out and in."""
    link = page.get_by_test_id("stSidebarNavLink").filter(has=page.get_by_text(title, exact=True))
    if by_hand:
        page.get_by_test_id("stExpandSidebarButton").click()
        link.click()
    else:
        link.dispatch_event("click")
    expect(page).to_have_title(title)
    if by_hand:
        page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
    settled(page)


def test_every_lesson_on_a_phone_in_the_dark(visit, no_sideways_scroll):
    page = visit("?home_q=0", viewport=PHONE, color_scheme="dark")
    drawn(page, "H(P,Q) = ∞ bits")
    wears(page, "dark")
    no_sideways_scroll(page)
    for number, name in enumerate(name for name in FILES if FILES[name] != HOME.file):
        open_lesson(page, TITLES[name], by_hand=number == 0)
        if name not in WITHOUT_PICTURE:
            wears(page, "dark")
        no_sideways_scroll(page)
        if name in THERE:
            THERE[name](page, no_sideways_scroll)
            no_sideways_scroll(page)

    open_lesson(page, TITLES["misconceptions"], by_hand=False)
    page.get_by_role("button", name="See it break").last.click()
    expect(page).not_to_have_title(TITLES["misconceptions"])
    settled(page)
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollTop") == 0, "a page begins at its top"
