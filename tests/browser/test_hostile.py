"""What visitors type, link or upload stays text in a real browser: nothing of it loads, links or runs."""

from urllib.parse import quote

import pytest

from ce_core.readers import LIMITS
from tests.browser.conftest import start_server
from tests.browser.steps import expect, shows

EVIL = (
    "<img src=https://example.org/a.png onerror=hit=1>",
    "<a href=https://example.org>here</a>",
    "<script>hit=1</script>",
    "![x](https://example.org/b.png)",
    "[here](javascript:hit=1)",
    "$\\href{https://example.org}{x}$ :red[b]",
    '=HYPERLINK("https://example.org")',
    "<svg onload=hit=1>",
)
EVENTS = ",".join(EVIL[:4])
TABLE = "label,p_1,p_2\n" + "".join(f"{name.replace(',', ' ')},0.5,0.5\n" for name in EVIL[:2])
CSV = "label," + ",".join(f'"p_{name.replace(chr(34), "")}"' for name in EVIL[:3]) + "\n" + EVIL[0] + ",0.2,0.3,0.5\n"


def is_dead(page) -> None:
    """Nothing on the page is live that came from outside. That nothing is fetched is the fixture's to see."""
    live = "a[href*='example.org'], a[href^='javascript'], [src*='example.org'], [onerror], [onload], b:text-is('b')"
    expect(page.locator(live)).to_have_count(0)
    assert page.evaluate("() => window.hit") is None


@pytest.mark.parametrize(
    "link",
    [
        pytest.param(f"distributions?dist_p=.4,.3,.2,.1&dist_q=.1,.2,.3,.4&dist_events={quote(EVENTS)}", id="events"),
        pytest.param(f"logits?logits_z=1,2,3,4&logits_y=0,0,1,0&logits_classes={quote(EVENTS)}", id="classes"),
        pytest.param(f"labels?labels_source=Paste&labels_text={quote(TABLE)}", id="table"),
        pytest.param(f"sanity_check?check_labels={quote(EVIL[0])}&check_predictions={quote(EVIL[5])}", id="arrays"),
        pytest.param(f"?home_p={quote(EVIL[3])}&home_targets={quote(EVIL[1])}", id="the first page"),
    ],
)
def test_a_link_with_markup(visit, link):
    page = visit(link)
    is_dead(page)


def test_a_file_with_markup_in_its_name_and_cells(visit):
    page = visit("labels?labels_source=Upload")
    name = "[here](javascript:hit=1) $x$ <b>b<b>.csv"
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": CSV.encode()}
    )
    shows(page, "→ class 0")
    is_dead(page)


def paste(box, text: str, *, where: str = "element") -> None:
    """Paste as the browser does, which puts the text in unless the page prevents it."""
    box.evaluate(
        """(element, text) => {
            const clipboardData = new DataTransfer()
            clipboardData.setData("text/plain", text)
            element.focus()
            const pasted = new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData })
            if (element.dispatchEvent(pasted)) document.execCommand("insertText", false, text)
        }""",
        text,
    )


def test_a_text_that_is_too_long_is_refused_in_a_sentence_and_what_stood_there_stays(visit):
    page = visit("labels?labels_source=Paste&predict=false")
    box = page.get_by_role("textbox").first
    before, notice = box.input_value(), page.get_by_role("alert")
    paste(box, "x" * (LIMITS.typed - len(before) + 1))
    expect(notice).to_contain_text(
        f"“{box.get_attribute('aria-label')}”: This text has {LIMITS.typed + 1 - len(before):,}"
    )
    expect(notice).to_contain_text(f"may have {LIMITS.typed:,} bytes. Nothing was put in.")
    assert box.input_value() == before
    page.get_by_role("button", name="Close").click()
    expect(notice).to_be_hidden()
    box.evaluate("element => element.setSelectionRange(0, 0)")
    paste(box, "y" * 100)
    expect(box).to_have_value("y" * 100 + before)


def test_a_file_that_is_not_taken_is_named_with_the_reason(visit, tmp_path):
    page = visit("labels?labels_source=Upload&predict=false")
    for name, size, says in (
        ("a.docx", 1, "the name of a file must end in .csv, .tsv, .txt, .parquet, .npy, .npz here."),
        ("a.csv", 257 * 2**20, "it is too large; a file may have at most 256.0MB."),
    ):
        with (tmp_path / name).open("wb") as file:
            file.truncate(size)
        page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(tmp_path / name)
        notice = page.get_by_text(f"“{name}” was not taken: {says}")
        expect(notice).to_be_visible()
        page.get_by_role("button", name=f"Remove {name}").click()
        expect(notice).to_be_hidden()


def test_a_file_that_the_server_refuses_is_named_with_its_reason(browser, monkeypatch):
    monkeypatch.setenv("CE_MAX_UPLOADED_MIB", "1")
    server, url = start_server()
    page = browser.new_page()  # not `visit`: Streamlit tells the console of it
    page.goto(f"{url}/labels?labels_source=Upload&predict=false")
    file = {"name": "a.csv", "mimeType": "text/csv", "buffer": bytes(2**20 + 1)}
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(file)
    said = "“a.csv” was not taken: The server holds as many uploads as it can. Try again later."
    expect(page.get_by_text(said, exact=True)).to_be_visible()
    page.close()
    server.terminate()
    server.wait(timeout=20)
