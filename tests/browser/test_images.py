"""The page on images in a real browser."""

import io

import numpy as np
from PIL import Image

from pages.shared.samples import IMAGE_PAIRS, sample_bytes
from tests.browser.steps import (
    above_the_fold,
    choose,
    drawn,
    enter,
    expect,
    linked,
    pick,
    reopened,
    reset,
    says,
    shows,
)

PAGODA = "images?images_pair=Pagoda+photograph+from+5+principal+components"


def panel(page, name: str):
    return page.locator(f".st-key-images_panel_{name}")


def click_pixel(page, name: str, row: int, column: int) -> None:
    """Click into the middle of a pixel of the 8×8 image on this panel."""
    box = panel(page, name).locator(".nsewdrag").first.bounding_box()
    side = min(box["width"], box["height"])
    left = box["x"] + (box["width"] - side) / 2
    page.mouse.move(left + side * (column - 0.5) / 8, box["y"] + side * (row - 0.5) / 8)
    expect(panel(page, name).locator(".hoverlayer .hovertext")).to_be_visible()
    page.mouse.down()
    page.mouse.up()


def png(name: str, content: bytes) -> dict:
    return {"name": name, "mimeType": "image/png", "buffer": content}


def compare_two_uploaded_files(page) -> None:
    choose(page, "Images", "Your own images")
    shows(page, "Shown meanwhile")
    files = page.locator('input[type="file"]')
    flower = sample_bytes("flower.png")
    with page.expect_response(lambda answer: "/upload_file/" in answer.url and answer.request.method == "PUT"):
        files.nth(0).set_input_files(png("flower.png", flower))
    shows(page, "flower.png")
    files.nth(1).set_input_files(png("guess.png", sample_bytes("flower_rank05.png")))
    says(page, "245 of 68\u202f480 pixels cost ∞")

    wide = io.BytesIO()
    Image.fromarray(np.repeat(np.asarray(Image.open(io.BytesIO(flower))), 2, axis=1)).save(wide, "PNG")
    files.nth(1).set_input_files(png("wide.png", wide.getvalue()))
    shows(page, "The target has 320×214 pixels, the prediction 640×214")
    pick(page, "Resize the prediction")
    shows(page, "The prediction was resized to 320×214")
    says(page, "The prediction is the target, pixel by pixel")

    files.nth(0).set_input_files(png("bad.png", b"no picture"))
    shows(page, "Shown meanwhile")
    shows(page, "bad.png")


def test_a_link_presets_pixels_and_own_files(visit):
    page = visit(f"{PAGODA}&images_row=12&images_column=40&unit=bits", fresh=True)
    assert page.title() == "Two images"
    drawn(page, "Loss ∞ bits")
    says(page, "969 of 68\u202f480 pixels cost ∞, the first at row 1, column 256")
    expect(page.get_by_role("textbox", name="Row")).to_have_value("12")
    shows(page, "Each dot is the mean of 2×2 pixels")
    scale = page.locator(".st-key-images_scale_bar"), page.locator(".st-key-images_scale")
    above_the_fold(page, panel(page, "excess"), *scale, page.get_by_role("textbox", name="Column"))

    pick(page, "usual")
    drawn(page, "Loss ∞ nats")
    reset(page)
    drawn(page, "= floor 0.135 nats")
    linked(page)
    pick(page, "A photo against itself")
    drawn(page, "+ excess 0 nats")
    linked(page, images_pair=IMAGE_PAIRS["flower-rank-80"].title, images_prediction="the target itself")

    pick(page, "64 pixels")
    says(page, "3 of 64 pixels cost ∞")
    small = IMAGE_PAIRS["digit-4"].title
    enter(page, "Row", "1")
    linked(page, images_pair=small, images_row="1")
    enter(page, "Column", "5")
    linked(page, images_pair=small, images_row="1", images_column="5")
    shows(page, "Target 0.9373")
    for name, row, column in (("Target", 3, 7), ("loss", 5, 2), ("excess", 6, 4)):
        click_pixel(page, name, row, column)
        linked(page, images_pair=small, images_row=str(row), images_column=str(column))
        expect(page.get_by_role("textbox", name="Column")).to_have_value(str(column))
    reopened(page)
    expect(page.get_by_role("textbox", name="Row")).to_have_value("6")

    compare_two_uploaded_files(page)
