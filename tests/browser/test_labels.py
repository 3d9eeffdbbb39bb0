"""Labels and predictions in a real browser: links, cells, pasted text, files in and out."""

import csv
import io
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from pages.shared.samples import sample_bytes
from tests.browser.conftest import PHONE, settled

TABLE = "label,p\n1,0.5\n0,0.25"


def said(page) -> str:
    return page.locator(".st-key-read_aloud").inner_text()


def says(page, words: str) -> None:
    """Wait until the sentence under the picture holds these words."""
    page.locator(".st-key-read_aloud").get_by_text(words).wait_for()
    settled(page)


def query(page) -> dict[str, str]:
    return {key: value for key, (value,) in parse_qs(urlsplit(page.url).query).items()}


def link(**state: str) -> str:
    return "labels?" + urlencode({f"labels_{key}": value for key, value in state.items()})


def test_a_deep_link_opens_in_that_state(visit):
    page = visit(link(example="Ready for smoothing", smoothing="0.2", total="sum") + "&unit=bits")
    assert page.get_by_role("link", name="P and Q").is_visible()
    page.locator("svg").get_by_text("sum = 2.100 bits").wait_for()
    assert "Every row costs the same" in said(page)


def test_choosing_an_example_is_in_the_link(visit):
    page = visit("labels")
    says(page, "Row 4 was given 60")
    page.get_by_role("combobox", name="Example").click()
    page.get_by_role("option", name="Certain and wrong").click()
    says(page, "Rows 2, 4, 5, 7 and 8 were given 0")
    assert query(page) == {"labels_example": "Certain and wrong"}
    again = visit(f"labels?{urlsplit(page.url).query}")
    assert said(again) == said(page)


def test_smoothing_by_keyboard(visit):
    page = visit(link(example="Ready for smoothing"))
    page.get_by_role("slider", name="Label smoothing").press("ArrowRight")
    page.locator("svg").get_by_text("floor = 0.045 nats").wait_for()
    settled(page)
    assert query(page)["labels_smoothing"] == "0.01"


def type_into_cell(page, row: int, column: int, text: str) -> None:
    """Go to a cell of the editor by keyboard, open it and type over it."""
    editor = page.get_by_test_id("stDataFrame").first
    editor.locator(".dvn-scroller").click(position={"x": 120, "y": 42})
    for _ in range(row - 1):
        page.keyboard.press("ArrowDown")
    for _ in range(column - 1):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    cell = page.locator("#portal textarea:visible, .gdg-input:visible").first
    cell.wait_for()
    cell.fill(text)
    cell.press("Enter")
    cell.wait_for(state="detached")


def test_a_cell_is_edited_by_keyboard(visit):
    page = visit("labels")
    page.get_by_role("button", name="Edit this table").click()
    page.get_by_text("New rows go in the last line").wait_for()
    settled(page)
    type_into_cell(page, 4, 2, "5e-2")
    says(page, "Row 4 was given 5")
    assert query(page)["labels_text"].splitlines()[4] == "1,5e-2"

    type_into_cell(page, 4, 2, "x")
    page.get_by_text("Row 4, column 'p': 'x' is not a number").wait_for()
    settled(page)
    assert "Row 4 was given 5" in said(page), "the last good table stays"
    assert query(page)["labels_text"].splitlines()[4] == "1,x"

    again = visit(f"labels?{urlsplit(page.url).query}")
    again.get_by_text("Row 4, column 'p': 'x' is not a number").wait_for()

    type_into_cell(page, 4, 2, "0,001")
    says(page, "Row 4 was given 0.1")


def test_text_is_pasted(visit):
    page = visit(link(source="Paste"))
    box = page.get_by_role("textbox", name="Paste cells")
    box.fill(TABLE.replace(",", "\t"))
    box.press("Control+Enter")
    says(page, "Row 1 was given 50")
    assert query(page)["labels_text"] == TABLE.replace(",", "\t")
    box.fill(TABLE + "\n0,1.5")
    box.press("Control+Enter")
    page.get_by_text("Row 3, column 'p'").wait_for()
    settled(page)
    assert box.input_value().endswith("0,1.5")
    assert "Row 1 was given 50" in said(page)


def test_a_long_table_leaves_the_link(visit):
    page = visit(link(source="Paste", text=TABLE))
    assert "labels_text" in query(page)
    box = page.get_by_role("textbox", name="Paste cells")
    box.fill("label,p\n" + "1,0.5\n0,0.25\n" * 200)
    box.press("Control+Enter")
    page.get_by_text("the link does not carry this table").wait_for()
    settled(page)
    assert "labels_text" not in query(page)
    assert page.get_by_text("of 400 rows that cost most").is_visible()


def upload(page, name: str, content: bytes) -> None:
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content}
    )


def test_real_predictions_are_uploaded_and_the_results_downloaded(visit):
    page = visit(link(source="Upload"))
    upload(page, "digits.csv", sample_bytes("digits.csv"))
    says(page, "of the total 68.6")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download every row as CSV").click()
    text = download.value.path().read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 450
    assert sum(float(row["loss in nats"]) for row in rows) / 450 == pytest.approx(0.1526, abs=5e-5)
    assert sum(float(row["share of the total"]) for row in rows) == pytest.approx(1)
    truth = list(csv.DictReader(io.StringIO(sample_bytes("digits.csv").decode())))
    assert [row["label"] for row in rows] == [row["label"] for row in truth]
    assert float(rows[0]["probability of 4"]) == pytest.approx(float(truth[0]["p_4"]), rel=1e-12)


def test_labels_that_look_like_formulas_are_harmless_in_the_download(visit):
    page = visit(link(source="Paste", text='label,p\n"=1+1",0.5\n@b,0.25'))
    with page.expect_download() as download:
        page.get_by_role("button", name="Download every row as CSV").click()
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text("utf-8-sig"))))
    assert {row["label"] for row in rows} == {"'=1+1", "'@b"}
    assert all(float(row["loss in nats"]) > 0 for row in rows)


def test_garbage_is_said_and_the_page_goes_on(visit):
    page = visit(link(source="Upload"))
    upload(page, "garbage.csv", bytes(range(256)) * 20)
    page.get_by_text("the page shows the last table that could be read").wait_for()
    settled(page)
    assert "Row 4 was given 60" in said(page)


def test_picture_and_controls_are_above_the_fold(visit):
    page = visit("labels")
    for part in (".st-key-labels_rows", ".st-key-labels_ruler", ".st-key-labels_smoothing"):
        box = page.locator(part).bounding_box()
        assert box["y"] + box["height"] <= 720, part


@pytest.mark.parametrize("source", ["Examples", "Real data", "Type", "Paste", "Upload"])
def test_nothing_sticks_out_on_a_phone(visit, no_sideways_scroll, source):
    no_sideways_scroll(visit(link(source=source), viewport=PHONE))
