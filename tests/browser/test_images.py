"""The page on images in a real browser."""

import io
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from PIL import Image

from tests.browser.conftest import DESKTOP, PHONE, settled

PAGODA = "images?images_pair=Pagoda+photograph+from+5+principal+components"
SMALL = "images?images_pair=One+digit+of+8×8+pixels+from+4+principal+components"
GREY = np.array([[0, 128, 255], [51, 102, 153]], np.uint8)


def said(page) -> str:
    return page.locator(".st-key-read_aloud").inner_text()


def query(page) -> dict[str, str]:
    return {key: value for key, (value,) in parse_qs(urlsplit(page.url).query).items()}


def drawn(page, text: str) -> None:
    page.locator("svg").get_by_text(text).first.wait_for()


def panel(page, name: str):
    return page.locator(f".st-key-images_panel_{name}")


def png(name: str, pixels: np.ndarray) -> dict:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG")
    return {"name": name, "mimeType": "image/png", "buffer": out.getvalue()}


def test_a_deep_link_opens_the_page_in_that_state(visit):
    page = visit(f"{PAGODA}&images_row=12&images_column=40&unit=bits")
    assert page.title() == "Two images"
    drawn(page, "Loss ∞ bits")
    assert "969 of 68\u202f480 pixels cost ∞, the first at row 1, column 256" in said(page)
    assert page.get_by_role("textbox", name="Row").input_value() == "12"
    assert page.get_by_text("Each dot is the mean of 2×2 pixels").is_visible()
    again = visit(f"images?{urlsplit(page.url).query}")
    assert said(again) == said(page)


def test_a_pixel_by_keyboard(visit):
    page = visit(SMALL)
    for name, typed in (("Row", "1"), ("Column", "5")):
        box = page.get_by_role("textbox", name=name)
        box.fill(typed)
        box.press("Enter")
        page.wait_for_function(f"document.location.search.includes('images_{name.lower()}={typed}')")
        settled(page)
    assert query(page)["images_row"] == "1" and query(page)["images_column"] == "5"
    page.get_by_text("Target 0.9373").wait_for()


@pytest.mark.parametrize("name", ["Target", "loss", "excess"])
def test_a_pixel_by_click(visit, name):
    page = visit(SMALL)
    drawn(page, "Loss ∞ nats")
    place = panel(page, name).locator(".nsewdrag").first
    box = place.bounding_box()
    side = min(box["width"], box["height"])
    left = box["x"] + (box["width"] - side) / 2
    page.mouse.move(left + side * 6.5 / 8, box["y"] + side * 2.5 / 8)
    panel(page, name).locator(".hoverlayer .hovertext").wait_for()
    page.mouse.down()
    page.mouse.up()
    page.wait_for_function("document.location.search.includes('images_column')")
    settled(page)
    assert (query(page)["images_row"], query(page)["images_column"]) == ("3", "7")
    assert page.get_by_role("textbox", name="Column").input_value() == "7"


def test_two_uploaded_files_are_compared_and_resized_on_request(visit):
    page = visit("images?images_pair=Your+own+images")
    page.get_by_text("Shown meanwhile").wait_for()
    files = page.locator('input[type="file"]')
    files.nth(0).set_input_files(png("target.png", GREY))
    page.get_by_text("target.png").first.wait_for()
    settled(page)
    files.nth(1).set_input_files(png("guess.png", np.repeat(GREY, 2, axis=1)))
    page.get_by_text("The target has 3×2 pixels, the prediction 6×2").wait_for()
    settled(page)
    page.get_by_role("radio", name="Resize the prediction").click()
    page.get_by_text("The prediction was resized to 3×2").wait_for()
    settled(page)
    assert "The prediction is the target, pixel by pixel" in said(page)
    files.nth(0).set_input_files({"name": "bad.png", "mimeType": "image/png", "buffer": b"no picture"})
    page.get_by_text("Shown meanwhile").wait_for()
    assert page.get_by_text("bad.png").first.is_visible()


def test_presets_and_reset(visit):
    page = visit("images")
    drawn(page, "= floor 0.135 nats")
    page.get_by_text("A photo against itself").click()
    drawn(page, "+ excess 0 nats")
    settled(page)
    assert query(page)["images_prediction"] == "the target itself"
    page.get_by_role("button", name="Reset this page").click()
    drawn(page, "= floor 0.135 nats")
    settled(page)
    assert not query(page)


def test_the_picture_and_its_controls_are_above_the_fold(visit):
    page = visit(PAGODA, viewport=DESKTOP)
    drawn(page, "Loss ∞ nats")
    for part in (
        panel(page, "excess"),
        page.locator(".st-key-images_scale_bar"),
        page.locator(".st-key-images_scale"),
        page.get_by_role("textbox", name="Column"),
    ):
        box = part.bounding_box()
        assert box["y"] + box["height"] <= DESKTOP["height"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["images", PAGODA])
def test_a_phone_shows_everything_without_scrolling_sideways(visit, no_sideways_scroll, path, scheme):
    page = visit(path, viewport=PHONE, color_scheme=scheme)
    page.locator(".katex").first.wait_for()
    no_sideways_scroll(page)
