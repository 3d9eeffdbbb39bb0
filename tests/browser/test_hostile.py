"""What visitors type, link or upload stays text in a real browser: nothing of it loads, links or runs."""

from urllib.parse import quote

import pytest

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
