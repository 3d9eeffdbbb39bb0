"""Labels and predictions in a real browser: links, cells, pasted text, files in and out."""

import csv
import io
from urllib.parse import urlencode

import pytest

from pages.shared.label_examples import DEFAULT, EXAMPLES
from pages.shared.samples import sample_bytes
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

TEN = EXAMPLES[DEFAULT].text
TABLE = "label\tp\n1\t0.5\n0\t0.25"


def link(**state: str) -> str:
    return "labels?" + urlencode({f"labels_{key}": value for key, value in state.items()})


def test_a_link_examples_and_smoothing(visit):
    page = visit(link(example="Ready for smoothing", smoothing="0.2", total="sum") + "&unit=bits", fresh=True)
    expect(page.get_by_role("link", name="P and Q")).to_be_visible()
    drawn(page, "sum = 2.100 bits")
    says(page, "Every row costs the same")

    pick(page, "usual")
    reset(page)
    says(page, "Row 4 was given 60")
    linked(page)
    above_the_fold(
        page, *map(page.locator, (".st-key-labels_rows", ".st-key-labels_ruler", ".st-key-labels_smoothing"))
    )

    choose(page, "Example", "Ready for smoothing")
    linked(page, labels_example="Ready for smoothing")
    page.get_by_role("slider", name="Label smoothing").press("ArrowRight")
    drawn(page, "floor = 0.045 nats")
    linked(page, labels_example="Ready for smoothing", labels_smoothing="0.01")
    page.get_by_role("slider", name="Label smoothing").press("ArrowLeft")
    linked(page, labels_example="Ready for smoothing")

    choose(page, "Example", "Certain and wrong")
    says(page, "Rows 2, 4, 5, 7 and 8 were given 0")
    linked(page, labels_example="Certain and wrong")
    reopened(page)


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
    expect(cell).to_be_visible()
    cell.fill(text)
    cell.press("Enter")
    expect(cell).to_have_count(0)


def edit_a_cell_by_keyboard(page) -> None:
    page.get_by_role("button", name="Edit this table").click()
    shows(page, "New rows go in the last line")
    type_into_cell(page, 4, 2, "5e-2")
    says(page, "Row 4 was given 5")
    linked(page, labels_source="Type", labels_text=TEN.replace("1,0.6", "1,5e-2").rstrip())

    type_into_cell(page, 4, 2, "x")
    shows(page, "Row 4, column 'p': 'x' is not a number")
    says(page, "Row 4 was given 5\u202f%")  # the last good table stays
    linked(page, labels_source="Type", labels_text=TEN.replace("1,0.6", "1,x").rstrip())

    page.goto(page.url)
    shows(page, "Row 4, column 'p': 'x' is not a number")
    type_into_cell(page, 4, 2, "0,001")
    says(page, "Row 4 was given 0.1")


def paste(page, text: str) -> None:
    enter(page, page.get_by_role("textbox", name="Paste cells").get_attribute("aria-label"), text, "Control+Enter")


def downloaded(page) -> list[dict[str, str]]:
    with page.expect_download() as download:
        page.get_by_role("button", name="Download every row as CSV").click()
    return list(csv.DictReader(io.StringIO(download.value.path().read_text("utf-8-sig"))))


def paste_text_into_the_link_and_download_it(page) -> None:
    pick(page, "Paste")
    shows(page, "Paste cells from a spreadsheet")
    paste(page, TABLE)
    says(page, "Row 1 was given 50")
    linked(page, labels_source="Paste", labels_text=TABLE)

    paste(page, f"{TABLE}\n0\t1.5")
    shows(page, "Row 3, column 'p'")
    expect(page.get_by_role("textbox", name="Paste cells")).to_have_value(f"{TABLE}\n0\t1.5")
    says(page, "Row 1 was given 50")  # the last good table stays

    paste(page, "label,p\n" + "1,0.5\n0,0.25\n" * 200)
    shows(page, "the link does not carry this table")
    linked(page, labels_source="Paste")
    shows(page, "of 400 rows that cost most")

    paste(page, 'label,p\n"=1+1",0.5\n@b,0.25')
    says(page, "“@b”")
    rows = downloaded(page)
    assert {row["label"] for row in rows} == {"'=1+1", "'@b"}, "no cell is a formula for a spreadsheet"
    assert all(float(row["loss in nats"]) > 0 for row in rows)


def upload(page, name: str, content: bytes) -> None:
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content}
    )


def upload_files_and_download_the_results(page) -> None:
    pick(page, "Upload")
    shows(page, "the page shows the last table that could be read")
    upload(page, "garbage.csv", bytes(range(256)) * 20)
    shows(page, "garbage.csv")
    shows(page, "the page shows the last table that could be read")
    says(page, "Row 4 was given 0.1")

    digits = sample_bytes("digits.csv")
    upload(page, "digits.csv", digits)
    says(page, "of the total 68.6")
    rows, truth = downloaded(page), list(csv.DictReader(io.StringIO(digits.decode())))
    assert len(rows) == 450
    assert sum(float(row["loss in nats"]) for row in rows) / 450 == pytest.approx(0.1526, abs=5e-5)
    assert sum(float(row["share of the total"]) for row in rows) == pytest.approx(1)
    assert [row["label"] for row in rows] == [row["label"] for row in truth]
    assert float(rows[0]["probability of 4"]) == pytest.approx(float(truth[0]["p_4"]), rel=1e-12)


def test_own_tables_are_typed_uploaded_and_pasted(visit):
    page = visit("labels")
    edit_a_cell_by_keyboard(page)
    upload_files_and_download_the_results(page)
    paste_text_into_the_link_and_download_it(page)
