"""What the tests in the browser do and expect, each step waiting for its own visible result."""

import tomllib
from contextlib import suppress
from urllib.parse import parse_qsl, urlsplit

from pages.shared.palette import DARK, LIGHT
from tests.browser.conftest import ROOT, settled

with suppress(ImportError):  # the fixture `browser` says what is missing
    from playwright.sync_api import TimeoutError as PlaywrightTimeout
    from playwright.sync_api import expect

    expect.set_options(timeout=60_000)

THEME = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["theme"]


# --- expectations -------------------------------------------------------------------------------------------


def drawn(page, text) -> None:
    """Wait until a picture holds this text."""
    expect(page.locator("svg").get_by_text(text).first).to_be_visible()
    settled(page)


def said(page) -> str:
    return page.locator(".st-key-read_aloud").inner_text().splitlines()[-1]  # above it stands the icon


def says(page, words: str) -> None:
    """Wait until the sentence under the picture holds these words."""
    expect(page.locator(".st-key-read_aloud")).to_contain_text(words)
    settled(page)


def shows(page, words: str) -> None:
    """Wait until these words stand somewhere on the page."""
    expect(page.get_by_text(words).first).to_be_visible()
    settled(page)


def linked(page, **state: str) -> None:
    """Wait until the address bar holds exactly this."""
    with suppress(PlaywrightTimeout):
        page.wait_for_url(lambda url: query(url) == state)
    assert query(page.url) == state
    settled(page)


def query(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query))


def above_the_fold(page, *parts) -> None:
    for part in parts:
        expect(part).to_be_visible()
        box = part.bounding_box()
        assert box["y"] + box["height"] <= page.viewport_size["height"], f"below the fold: {part}"


def wears(page, scheme: str) -> None:
    """Wait until the page and the axes in its pictures have the colours of the scheme that it was opened in."""
    page.get_by_test_id("stPlotlyChart").last.scroll_into_view_if_needed()  # it is drawn when it is near
    ink = {"light": LIGHT, "dark": DARK}[scheme].ink
    ticks = page.locator(".js-plotly-plot .xtick text, .js-plotly-plot .ytick text")
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", _css(THEME[scheme]["backgroundColor"]))
    expect(ticks.first).to_have_css("fill", _css(ink))


def _css(color: str) -> str:
    return f"rgb({', '.join(str(part) for part in bytes.fromhex(color[1:]))})"


# --- actions ------------------------------------------------------------------------------------------------


def enter(page, name: str, text: str, key: str = "Enter") -> None:
    """Type over the text box of this name."""
    box = page.get_by_role("textbox", name=name, exact=True)
    box.fill(text)
    box.press(key)


def drag(page, slider, to: float) -> None:
    """Pull a slider to this part of its way, from 0 to 1, and hold it there: `page.mouse.up()` lets it go."""
    slider.hover()
    page.mouse.down()
    box = slider.bounding_box()
    page.mouse.move(box["x"] + to * box["width"], box["y"] + box["height"] / 2, steps=8)


def pick(page, name: str) -> None:
    """Choose one of the options that stand side by side, or a preset."""
    page.get_by_role("radio", name=name, exact=True).click()


def choose(page, name: str, option: str) -> None:
    """Choose one of the options that a box of this name holds."""
    page.get_by_role("combobox", name=name).click()
    page.get_by_role("option", name=option).click()


def reset(page) -> None:
    page.get_by_role("button", name="Reset this page").click()


def reopened(page) -> None:
    """Open the link in the address bar anew: the page must say the same as before."""
    before = said(page)
    page.goto(page.url)
    says(page, before)
    assert said(page) == before
