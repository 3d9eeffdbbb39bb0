"""The lesson on language in a real browser."""

from tests.browser.steps import above_the_fold, choose, drawn, expect, linked, query, reset, says, shows


def test_a_link_the_keys_of_n_and_texts_that_are_edited_or_too_long(visit):
    page = visit("language?lang_alpha=0&lang_n=2&predict=false")
    assert page.title() == "Texts and n-grams"
    drawn(page, "∞")
    says(page, "The model never saw “g” after “␣” (character 5)")
    n = page.get_by_role("slider", name="n, the length of an n-gram")
    above_the_fold(page, page.get_by_test_id("stPlotlyChart").nth(1), n)

    n.press("ArrowLeft")
    says(page, "P costs 3.463 bits per character")
    linked(page, lang_alpha="0", lang_n="1", predict="false")

    text = page.get_by_role("textbox", name="Text P", exact=True)
    text.fill("the hen<b> ![x](https://example.org/x.png)")
    text.press("Control+Enter")
    says(page, "The model never saw “<” (character 8)")
    drawn(page, "<")
    assert page.locator('img[src*="example.org"], .js-plotly-plot b').count() == 0, "typed text stays text"
    expect(page.get_by_role("combobox", name="Text P is coded")).to_have_value("typed")
    assert query(page.url)["lang_text_typed"].startswith("the hen<b>")

    reset(page)
    linked(page, predict="false")
    text.fill("n" * 600_000)
    text.press("Control+Enter")
    shows(page, "at most 500,000 are")
    linked(page, lang_text="typed", predict="false")
    text.fill("the fat hen sat on the mat")
    text.press("Control+Enter")
    says(page, "“f” after “e␣” (character 5)")
    linked(page, lang_text="typed", predict="false", lang_text_typed="the fat hen sat on the mat")
    choose(page, "Text P is coded", "Weather north")
    linked(page, lang_text="Weather north", predict="false")
