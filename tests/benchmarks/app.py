"""How fast the app answers, beside the least of a lesson in the same run: `python tests/benchmarks/app.py`.

The reference is floor_app.py: a title, three sliders, one number, one chart. Both run in turns, under the same settings
unless it says otherwise; each line prints what was timed, the reference, and their ratio beside the one asked for.
Name parts to time only these.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from processes import FLOOR, Server, load_average, percentile, serving
from st_client import Client

from tests.browser.conftest import CHROMIUM, DESKTOP, FLAGS, sync_playwright

LESSON = "distributions"
QUIET = 300  # ms without a change of the chart after which its last change was the last
WATCH = """
() => {
  const seen = (window.seen = { key: 0, move: 0, bars: [] });
  const now = () => performance.now();
  addEventListener("keydown", () => { seen.key = now(); seen.bars = []; }, true);
  addEventListener("pointermove", () => { seen.move = now(); }, true);
  const chart = () => document.querySelector(".js-plotly-plot:has(.bars path)");
  const inBars = (node) => node instanceof Element && node.closest(".bars") && chart()?.contains(node);
  new MutationObserver((changes) => {
    const drawn = changes.some((change) => inBars(change.target) && (change.type === "childList"
      ? change.addedNodes.length : change.target.getAttribute("d") !== change.oldValue));
    if (drawn) seen.bars.push(now());
  }).observe(document.body, {
    subtree: true, childList: true, attributes: true, attributeFilter: ["d"], attributeOldValue: true });
}
"""
COMPLETE = """
() => document.querySelector('[data-testid="stApp"][data-test-script-state="notRunning"]')
  && !document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]')
  && document.querySelector('.js-plotly-plot .bars path')
"""
STILL = f"() => seen.bars.length && performance.now() - Math.max(seen.move, ...seen.bars) > {QUIET}"
SHOWN = """
(value) => [...document.querySelectorAll('.js-plotly-plot')].some((plot) =>
  plot.calcdata?.some((bars) => bars.some?.((bar) => Math.abs(bar.s - value) < 1e-6)))
"""
POSITION = "(slider) => Number(slider.value ?? slider.ariaValueNow ?? slider.getAttribute('aria-valuenow'))"


def report(what: str, own: float, reference: float, unit: str, limit: float, *, at_least: bool = False) -> None:
    asked = f"{'>=' if at_least else '<='} {limit:g}"
    print(
        f"{what:42s} {own:9.1f} {unit:10s} floor app {reference:9.1f} {unit:10s} {own / reference:6.2f} x   ({asked})",
        flush=True,
    )


# --- in the browser ----------------------------------------------------------------------------------------


def until(page: Any, condition: str) -> None:
    """Wait inside the page. Playwright's own way evaluates a string there, which the app's headers forbid."""
    page.evaluate(
        f"""async () => {{
          const holds = {condition};
          for (const start = performance.now(); !holds(); await new Promise((next) => setTimeout(next, 10)))
            if (performance.now() - start > 60_000) throw new Error("not within a minute: " + holds);
        }}"""
    )


@contextmanager
def chromium() -> Iterator[Any]:
    if not (CHROMIUM and sync_playwright):
        sys.exit("This needs Chromium and Playwright; tests/browser/conftest.py says how to get them.")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)


def watched(browser: Any, url: str) -> Any:
    """A settled page whose keys, moves and bars are timed from now on."""
    page = browser.new_context(viewport=DESKTOP).new_page()
    page.goto(url)
    until(page, COMPLETE)
    page.evaluate(WATCH)
    page.get_by_role("slider").first.focus()
    return page


def key_press(page: Any, key: str) -> float:
    """Milliseconds from the key to the chart's first change; what that causes has come to rest afterwards."""
    page.keyboard.press(key)
    until(page, STILL)
    until(page, COMPLETE)
    return page.evaluate("seen.bars[0] - seen.key")


def keys(repeats: int) -> None:
    with ExitStack() as stack:
        urls = [f"{stack.enter_context(serving()).url}/{LESSON}", stack.enter_context(serving(FLOOR)).url]
        browser = stack.enter_context(chromium())
        pages = [watched(browser, url) for url in urls]
        times: list[list[float]] = [[], []]
        for turn in range(repeats + 1):
            for page, column in zip(pages, times, strict=True):
                page.bring_to_front()
                taken = [key_press(page, key) for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "ArrowLeft")]
                column.extend(taken if turn else [])  # the first turn is for warming up
    for percent in (50, 95):
        own, reference = (percentile(column, percent) for column in times)
        report(f"arrow key to changed chart, p{percent}", own, reference, "ms", 1.5)


def drag(repeats: int) -> None:
    with serving() as server, chromium() as browser:
        page = watched(browser, f"{server.url}/{LESSON}")
        runs = [one_drag(page) for _ in range(repeats + 1)][1:]
    late, drawn = zip(*runs, strict=True)
    print(
        f"{'drag: last move to chart':42s} p50 {percentile(late, 50):.1f} ms   p95 {percentile(late, 95):.1f} ms   "
        f"(p95 < 100); charts drawn in a drag of 40 moves: {statistics.median(drawn):g}",
        flush=True,
    )


def one_drag(page: Any, moves: int = 40) -> tuple[float, int]:
    """Milliseconds from the last of the moves, 60 a second, to the chart of its value; and how many were drawn."""
    slider = page.get_by_role("slider").first
    box, low, high = _track(slider)
    value = slider.evaluate(POSITION)
    start = box["x"] + box["width"] * (value - low) / (high - low)
    end = box["x"] + box["width"] * (0.9 if value < 0.5 * (low + high) else 0.1)
    y = box["y"] + box["height"] / 2
    page.mouse.move(start, y)
    page.mouse.down()
    page.evaluate("() => { seen.bars = []; }")
    begin = time.perf_counter()
    for i in range(1, moves + 1):
        page.mouse.move(start + (end - start) * i / moves, y)
        time.sleep(max(0, begin + i / 60 - time.perf_counter()))
    until(page, STILL)
    late, drawn = page.evaluate("[seen.bars.at(-1) - seen.move, seen.bars.length]")
    if not page.evaluate(SHOWN, slider.evaluate(POSITION)):
        raise RuntimeError("The chart does not show the value of the slider's last position.")
    page.mouse.up()
    until(page, COMPLETE)
    return late, drawn


def _track(slider: Any) -> tuple[dict[str, float], float, float]:
    low, high = (
        float(slider.get_attribute(name) or slider.get_attribute(f"aria-value{name}")) for name in ("min", "max")
    )
    return slider.bounding_box(), low, high


def cold(repeats: int) -> None:
    columns: list[list[float]] = [[], []]
    with chromium() as browser:
        for turn in range(repeats + 1):
            for script, column in zip(("app.py", FLOOR), columns, strict=True):
                taken = cold_start(browser, script)
                column.extend([taken] if turn else [])
    own, reference = map(statistics.median, columns)
    report("`streamlit run` to complete home page", own, reference, "ms", 1.4)


def cold_start(browser: Any, script: str) -> float:
    """Milliseconds from the start of a server to its page in a browser that has nothing in its cache."""
    start = time.perf_counter()
    with serving(script) as server:
        context = browser.new_context(viewport=DESKTOP)
        page = context.new_page()
        page.goto(server.url, wait_until="commit")
        until(page, COMPLETE)
        taken = 1000 * (time.perf_counter() - start)
        context.close()
    return taken


# --- without a browser -------------------------------------------------------------------------------------


async def sessions(url: str, page: str, count: int) -> list[Client]:
    opened = [Client(url, page) for _ in range(count)]
    for client in opened:
        if not (await client.open()).good:
            raise RuntimeError(f"{url}/{page} has not come up")
    return opened


async def reruns(url: str, page: str, count: int, seconds: float) -> float:
    """Runs per second of sessions that never think."""
    clients = await sessions(url, page, count)
    begin = time.perf_counter()
    done = 0

    async def visitor(client: Client, rng: random.Random) -> None:
        nonlocal done
        while time.perf_counter() < begin + seconds:
            run = await client.change(rng.choice(client.movable()), rng)
            if not run.good:
                raise RuntimeError(f"a run on {url}/{page} has failed: {run.exceptions or run.status}")
            done += 1

    await asyncio.gather(*(visitor(client, random.Random(i)) for i, client in enumerate(clients)))
    taken = time.perf_counter() - begin
    await asyncio.gather(*(client.close() for client in clients))
    return done / taken


def in_own_process(url: str, page: str, count: int, seconds: float) -> float:
    """`reruns`, so that the clients' work is not the servers' nor this program's."""
    job = [sys.executable, __file__, "--reruns", json.dumps([url, page, count, seconds])]
    return float(subprocess.run(job, check=True, capture_output=True, text=True).stdout)


def busy(repeats: int) -> None:
    columns: list[list[float]] = [[], []]
    with serving() as app, serving(FLOOR, defaults=True) as floor:
        for turn in range(repeats + 1):
            for server, page, column in ((app, LESSON, columns[0]), (floor, "", columns[1])):
                rate = in_own_process(server.url, page, 20, 6 if turn else 2)
                column.extend([rate] if turn else [])
    own, reference = map(statistics.median, columns)
    report("20 busy sessions; floor app by default", own, reference, "reruns/s", 2.5, at_least=True)


def memory(repeats: int) -> None:
    columns: list[list[float]] = [[], []]
    for _ in range(max(1, repeats // 3)):
        for script, page, column in (("app.py", LESSON, columns[0]), (FLOOR, "", columns[1])):
            with serving(script) as server:
                column.append(asyncio.run(each_session(server, page)))
    own, reference = map(statistics.median, columns)
    report("memory of an idle session", own, reference, "KiB", 1.5)


async def each_session(server: Server, page: str, count: int = 100) -> float:
    # What is imported and cached once is not theirs, nor the room that imports left free and that is filled first.
    first = await sessions(server.url, page, 50)
    await asyncio.sleep(10)
    before = server.rss()
    more = await sessions(server.url, page, count)
    grown = 1024 * (server.rss() - before)
    await asyncio.gather(*(client.close() for client in first + more))
    return grown / count


PARTS: dict[str, Callable[[int], None]] = {"keys": keys, "drag": drag, "cold": cold, "busy": busy, "memory": memory}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; default: all")
    parser.add_argument("--repeats", type=int, default=10, help="turns of each part (default: 10)")
    parser.add_argument("--reruns", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.reruns:
        print(asyncio.run(reruns(*json.loads(options.reruns))))
        return
    if unknown := set(options.parts) - PARTS.keys():
        parser.error(f"no such part: {', '.join(unknown)}")
    for name in options.parts or PARTS:
        PARTS[name](options.repeats)
        print(f"  ({load_average()})", flush=True)


if __name__ == "__main__":
    main()
