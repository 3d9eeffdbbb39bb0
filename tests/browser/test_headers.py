"""Under the app's headers what is its own works, as every other test here shows, and what is not its own does not."""

import pytest

from tests.browser.conftest import settled
from tests.browser.steps import expect

ATTACKS = """async (attack) => {
  const refused = new Promise((resolve) =>
    document.addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective)));
  const add = (html) => document.body.insertAdjacentHTML("beforeend", html);
  const script = (properties) => document.body.append(Object.assign(document.createElement("script"), properties));
  await new Promise((next) => setTimeout(next));  // what runs at once runs with the test's own rights
  ({
    "inline script": () => script({textContent: "window.ran = true"}),
    "inline handler": () => add('<img src="data:," onerror="window.ran = true">'),
    "eval": () => { try { eval("window.ran = true"); } catch {} },
    "script of another site": () => script({src: "https://elsewhere.invalid/a.js"}),
    "script as data": () => script({src: "data:text/javascript,window.ran = true"}),
    "picture of another site": () => add('<img src="https://elsewhere.invalid/a.png">'),
    "message to another site": () => { fetch("https://elsewhere.invalid/").catch(() => {}); },
    "frame of another site": () => add('<iframe src="https://elsewhere.invalid/"></iframe>'),
    "other base of all links": () => add('<base href="https://elsewhere.invalid/">'),
    "form to another site": () => {
      add('<form action="https://elsewhere.invalid/"></form>');
      document.forms[0].submit();
    },
  })[attack]();
  return [await refused, window.ran ?? false];
}"""


@pytest.fixture(scope="module")
def victim(browser, serve):
    context = browser.new_context()
    page = context.new_page()
    page.goto(serve(False))
    yield settled(page)
    context.close()


@pytest.mark.parametrize(
    ("attack", "directive"),
    [
        ("inline script", "script-src-elem"),
        ("inline handler", "script-src-attr"),
        ("eval", "script-src"),
        ("script of another site", "script-src-elem"),
        ("script as data", "script-src-elem"),
        ("picture of another site", "img-src"),
        ("message to another site", "connect-src"),
        ("frame of another site", "frame-src"),
        ("other base of all links", "base-uri"),
        ("form to another site", "form-action"),
    ],
)
def test_what_is_smuggled_in_is_refused(victim, attack, directive):
    assert victim.evaluate(ATTACKS, attack) == [directive, False]


def test_another_site_cannot_show_the_app_in_a_frame(browser, serve):
    context = browser.new_context()
    page = context.new_page()
    html = f'<iframe src="{serve(False)}" onload="document.title = \'loaded\'"></iframe>'
    page.route("http://elsewhere.invalid/", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto("http://elsewhere.invalid/")
    expect(page).to_have_title("loaded")
    assert page.frames[1].url == "chrome-error://chromewebdata/"
    context.close()


def test_formulas_have_their_fonts(visit):
    loaded = "async () => [...await document.fonts.ready].filter((f) => f.status == 'loaded').map((f) => f.family)"
    assert any("KaTeX_Main" in family for family in visit("images").evaluate(loaded))


def test_what_draws_the_charts_is_fetched_once_and_before_the_first_of_them(visit):
    page = visit("distributions")
    fetched = page.evaluate(
        "() => performance.getEntriesByType('resource')"
        ".filter((one) => /plotly/.test(one.name)).map((one) => one.initiatorType)"
    )
    assert fetched == ["link"]
