"""What more processes and nginx bring: `python tests/benchmarks/replicas.py`.

Throughput: visitors move a control without a pause, so that the processes are busy all the time. The machine's cores
also carry these visitors, nginx and whatever else runs, so the ratio is a lower bound: beside it stand the cores that
the processes got, and the processor time of a rerun, which says what a process can do with a core of its own.

Cold visitors: all come at once with an empty cache, load the files that Chromium loads, and wait for the first page.
"""

from __future__ import annotations

import argparse
import asyncio
import http.client
import os
import random
import resource
import statistics
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.benchmarks.processes import Server
from tests.benchmarks.st_client import Client
from tests.browser.conftest import CHROMIUM, FLAGS, settled
from tests.deploy.cluster import Cluster, cluster


async def throughput(running: Cluster, page: str, visitors: int, seconds: float) -> tuple[int, list[float]]:
    """Reruns in that time, and how long each took."""
    clients = [Client(running.url, page) for _ in range(visitors)]
    await asyncio.gather(*(client.open() for client in clients))
    taken: list[float] = []
    end = time.perf_counter() + seconds

    async def busy(client: Client, rng: random.Random) -> None:
        while time.perf_counter() < end:
            run = await client.change(rng.choice(client.movable()), rng)
            if not run.good:
                raise RuntimeError(f"a rerun failed: {run}")
            taken.append(run.seconds)

    await asyncio.gather(*(busy(client, random.Random(number)) for number, client in enumerate(clients)))
    await asyncio.gather(*(client.close() for client in clients))
    return len(taken), taken


def processor_seconds(running: Cluster) -> float:
    return sum(Server(replica.process, running.url).cpu() for replica in running.replicas)


def percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def compare_throughput(counts: Sequence[int], page: str, visitors: int, seconds: float) -> None:
    print(f"{visitors} visitors of {page!r} without a pause, {os.cpu_count()} cores for processes, nginx and visitors")
    print("processes  reruns/s  ratio  p50 ms  p95 ms  processor ms a rerun  cores they got  cores the visitors took")
    alone = None
    for count in counts:
        with TemporaryDirectory() as folder, cluster(count, Path(folder, "proxy")) as running:
            asyncio.run(throughput(running, page, visitors, 1))  # what the first runs import and compile
            before, own = processor_seconds(running), resource.getrusage(resource.RUSAGE_SELF).ru_utime
            reruns, taken = asyncio.run(throughput(running, page, visitors, seconds))
            spent = processor_seconds(running) - before
            own = resource.getrusage(resource.RUSAGE_SELF).ru_utime - own
        rate = reruns / seconds
        alone = alone or rate
        print(
            f"{count:9}  {rate:8.1f}  {rate / alone:5.2f}  {1e3 * statistics.median(taken):6.0f}"
            f"  {1e3 * percentile(taken, 0.95):6.0f}  {1e3 * spent / (reruns + visitors):20.1f}"
            f"  {spent / seconds:14.2f}  {own / seconds:23.2f}"
        )


def files_of_a_visit(url: str) -> list[str]:
    """What Chromium loads for a first page, but for the page itself and the conversation."""
    from playwright.sync_api import sync_playwright

    paths: list[str] = []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = chromium.new_page()
        page.on("request", lambda request: paths.append(request.url))
        settled_page = page.goto(url) and settled(page)
        settled_page.wait_for_load_state("networkidle")
        chromium.close()
    wanted = [urlsplit(path) for path in dict.fromkeys(paths) if path.startswith(f"{url}/")]
    return [f"{u.path}?{u.query}" if u.query else u.path for u in wanted if u.path != "/" and "_stcore" not in u.path]


def cold_visit(url: str, page: str, files: Sequence[str], encoding: str) -> tuple[float, float, int]:
    """Seconds until the files are there, and until the page is; the bytes of the files."""
    start, size = time.perf_counter(), 0
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=120)
    for path in ("/", *files):
        connection.request("GET", path, headers={"Accept-Encoding": encoding})
        answer = connection.getresponse()
        size += len(answer.read())
        if answer.status != 200:
            raise RuntimeError(f"{path} was answered with {answer.status}")
    connection.close()
    loaded = time.perf_counter() - start

    async def first_run() -> None:
        async with Client(url, page, timeout=120) as client:
            if not (await client.open()).good:
                raise RuntimeError("the first run failed")

    asyncio.run(first_run())
    return loaded, time.perf_counter() - start, size


def compare_cold(page: str, visitors: int) -> None:
    with TemporaryDirectory() as folder, cluster(2, Path(folder, "proxy"), level=9) as running:
        files = files_of_a_visit(f"{running.url}")
        print(f"\n{visitors} cold visitors of {page!r} at once, {len(files)} files each, on the same cores")
        print("                                 MB a visitor  all files s  ratio  all pages s  ratio")
        first: tuple[float, float] | None = None
        for what, url, encoding in (
            ("one process alone", f"http://{running.replicas[0].address}", "gzip"),
            ("nginx, 2 processes, as they are", running.url, "identity"),
            ("nginx, 2 processes, compressed", running.url, "gzip"),
        ):
            with ThreadPoolExecutor(visitors) as pool:
                visits = [pool.submit(cold_visit, url, page, files, encoding) for _ in range(visitors)]
                loaded, shown, sizes = zip(*(visit.result() for visit in visits), strict=True)
            first = first or (max(loaded), max(shown))
            print(
                f"{what:31}  {statistics.mean(sizes) / 1e6:12.2f}  {max(loaded):11.1f}  {first[0] / max(loaded):5.1f}"
                f"  {max(shown):11.1f}  {first[1] / max(shown):5.1f}"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--page", default="distributions")
    parser.add_argument("--visitors", type=int, default=24)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--cold", type=int, default=100, help="cold visitors; 0 for none")
    choice = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    compare_throughput(choice.processes, choice.page, choice.visitors, choice.seconds)
    if choice.cold:
        compare_cold(choice.page, choice.cold)


if __name__ == "__main__":
    main()
