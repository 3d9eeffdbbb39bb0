"""Pictures of the running pages: `python tests/browser/screenshots.py distributions labels --out DIR`.

Each page at 1280×720 and 390×844, light and dark; `--full` takes its whole length, not the first screen.
"""

import argparse
from pathlib import Path

from conftest import CHROMIUM, DESKTOP, FLAGS, PHONE, settled, start_server
from playwright.sync_api import sync_playwright


def whole_page(page) -> None:
    """Make the window as tall as the page (Streamlit scrolls inside it)."""
    height = page.evaluate("document.querySelector('[data-testid=\"stMain\"]').scrollHeight")
    page.set_viewport_size({"width": page.viewport_size["width"], "height": height})
    settled(page)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="+", help="path with query, for example 'distributions?dist_p=0.5,0.5'")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--only", help="one variant, for example desktop-light")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    server, url = start_server()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            for number, path in enumerate(options.pages):
                for size, viewport in (("desktop", DESKTOP), ("phone", PHONE)):
                    for scheme in ("light", "dark"):
                        variant = f"{size}-{scheme}"
                        if options.only not in (None, variant):
                            continue
                        page = browser.new_page(viewport=viewport, color_scheme=scheme)
                        page.goto(f"{url}/{path}")
                        settled(page)
                        page.wait_for_load_state("networkidle")
                        if options.full:
                            whole_page(page)
                        name = f"{number}-{path.split('?')[0] or 'home'}-{variant}.png"
                        page.screenshot(path=options.out / name)
                        page.close()
    finally:
        server.terminate()


if __name__ == "__main__":
    main()
