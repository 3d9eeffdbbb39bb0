"""The page that checks a value in a real browser: pasting by keyboard, the match, code to copy, files to take along."""

import json

from tests.browser.steps import above_the_fold, drawn, enter, expect, linked, pick, reopened, reset, says, shows

LOGITS = "tensor([[2.1, -0.4, 0.3], [0.2, 1.7, -1.1], [-0.5, 0.6, 1.9]], grad_fn=<AddmmBackward0>)"


def downloaded(page, button: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    return download.value.path().read_bytes()


def test_arrays_are_pasted_and_the_formula_is_found(visit):
    page = visit("sanity_check?predict=false")
    says(page, "Your 0.3562 is the mean cross-entropy, but the logarithm is to base 2")
    drawn(page, "you saw 0.3562")
    above_the_fold(
        page,
        *map(
            page.locator,
            (".st-key-check_scale", ".st-key-read_aloud", ".st-key-check_predictions", ".st-key-check_seen"),
        ),
    )

    enter(page, "Labels", "[0, 1, 2]", "Control+Enter")
    shows(page, "Until then, the page shows the last arrays")
    says(page, "First mend the labels and predictions")
    enter(page, "Predictions, in whatever form they were printed", LOGITS, "Control+Enter")
    expect(page.get_by_text("Until then")).to_have_count(0)
    enter(page, "The number you saw", "0.7124")
    says(page, "applied to what are probabilities already")
    linked(page, check_labels="[0, 1, 2]", check_predictions=LOGITS, check_seen="0.7124", predict="false")
    reopened(page)

    pick(page, "PyTorch")
    code = page.get_by_test_id("stCode")
    expect(code).to_contain_text("F.cross_entropy(z, y)")
    code.hover()
    expect(code.get_by_role("button", name="Copy to clipboard")).to_be_visible()
    results = json.loads(downloaded(page, "Results as JSON"))
    assert results["number_seen"] == 0.7124 and results["matches"][0]["name"] == "double softmax"
    assert downloaded(page, "Every row as CSV").decode("utf-8-sig").count("\n") == 4
    pick(page, "PNG")
    with page.expect_download() as download:
        page.locator(".st-key-check_scale .modebar-btn[data-title$=PNG]").click()
    assert download.value.suggested_filename == "check-scale.png"

    reset(page)
    says(page, "Your 0.3562 is the mean cross-entropy, but the logarithm is to base 2")
    linked(page, predict="false")
