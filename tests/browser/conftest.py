"""One real server and one real browser for the whole suite. Chromium is looked for, never downloaded."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

try:
    from playwright.sync_api import sync_playwright
except ImportError:  # the fixture `browser` says what is missing
    sync_playwright = None

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"))), None
)
HOW_TO = (
    "The browser tests need Chromium (Debian, Ubuntu: `apt install chromium`; or set CHROMIUM to its path) "
    "and Playwright (`pip install -r tests/requirements.txt`)."
)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
DESKTOP, PHONE = {"width": 1280, "height": 720}, {"width": 390, "height": 844}


def start_server(script: str = "app.py", *options: str, cwd: Path = ROOT) -> tuple[subprocess.Popen[bytes], str]:
    """Start the app as the README does, on a free port, and wait until it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    where = f"--server.address=127.0.0.1 --server.port={port}"
    log = tempfile.TemporaryFile()  # noqa: SIM115 – outlives this function, as the server does
    server = subprocess.Popen(
        [sys.executable, *f"-m streamlit run {script} --server.headless=true {where}".split(), *options],
        cwd=cwd,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    url, deadline = f"http://127.0.0.1:{port}", time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(f"{url}/_stcore/health", timeout=1).close()
            return server, url
        except OSError:
            time.sleep(0.02)
    server.kill()
    log.seek(0)
    raise RuntimeError("The server did not start:\n" + log.read().decode(errors="replace"))


def is_foreign(url: str, server: str) -> bool:
    return not url.startswith((server, server.replace("http", "ws", 1), "data:", "blob:"))


def settled(page):
    """Wait until the script has run and the browser shows its result. There must be no exception on the page.

    After an action, wait for its visible result first: until the server hears of it, all is settled too.
    """
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    # Not `wait_for_function`: it evaluates a string in the page, which the app's headers forbid.
    for unfinished in (
        '[data-stale="true"]',
        '[data-testid="stSkeleton"]',
        '[data-testid="stPlotlyChart"][aria-busy="true"]',
    ):
        page.locator(unfinished).first.wait_for(state="detached")
    assert not page.get_by_test_id("stException").count(), "the page shows an exception"
    return page


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[bool], str]]:
    """`serve(fresh)`: the address of the running server, or of a new one that has served nothing yet."""
    running = []

    def stop() -> None:
        process, _ = running.pop()
        process.terminate()
        process.wait(timeout=20)

    def go(fresh: bool) -> str:
        if running and fresh:
            stop()
        if not running:
            running.append(start_server())
        return running[0][1]

    yield go
    if running:
        stop()


@pytest.fixture(scope="session")
def browser():
    if not (CHROMIUM and sync_playwright):
        pytest.skip(HOW_TO)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser, serve):
    """`visit("distributions?dist_p=…", fresh=False, **context options)` → a settled page.

    `fresh`: it is the first page that its server serves, which is where deep links break.
    In the whole test there must be no console error, no exception, and no request to another server.
    """
    contexts, errors, pages = [], [], []

    def complain(message) -> None:
        # On a deep link Streamlit looks for its server below the page's path first: its own 404, harmless.
        if message.type == "error" and "/_stcore/" not in message.location["url"]:
            errors.append(message.text)

    def go(path: str = "", *, fresh: bool = False, **options):
        server = serve(fresh)
        context = browser.new_context(**{"viewport": DESKTOP, **options})
        context.set_default_timeout(60_000)
        contexts.append(context)
        page = context.new_page()
        pages.append(page)
        page.on("console", complain)
        page.on("request", lambda request: is_foreign(request.url, server) and errors.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{server}/{path}")
        return settled(page)

    yield go
    shown = [page.get_by_test_id("stException").count() for page in pages]
    for context in contexts:
        context.close()
    assert not errors, errors
    assert not any(shown), "a page shows an exception"


@pytest.fixture
def no_sideways_scroll():
    """Assert that nothing sticks out of the page on the right."""

    def check(page) -> None:
        wide = page.evaluate(
            """() => { const main = document.querySelector('[data-testid="stMain"]');
                       return [main.scrollWidth - main.clientWidth,
                               document.documentElement.scrollWidth - window.innerWidth]; }"""
        )
        assert max(wide) <= 0, f"{max(wide)} pixels stick out"

    return check
