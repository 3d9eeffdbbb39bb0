"""How many visitors one process of the app holds: `python tests/benchmarks/load.py PART… [--quick]`.

The visitors speak the browser's protocol, each on a lesson of its own, and move what they find there. The parts:

pages     one visitor on each lesson: what one interaction takes
users     1, 30, 100, 200, 300 visitors who think for 2 s
churn     2,500 visitors who open a lesson and leave
hostile   ten visitors beside one socket that sends reruns as fast as it can
uploads   files that are too large, and forty at once
stop      SIGTERM while a hundred visitors are there
blip      connections cut under the visitors, who come back with their session
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import random
import resource
import signal
import statistics
import subprocess
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from processes import ROOT, Server, load_average, percentile, serving
from st_client import Client, Refused, Run
from websockets.exceptions import ConnectionClosed

from pages.shared.lessons import HOME, TITLES

LESSONS = [name for name in TITLES if name != HOME.file.removesuffix(".py")]
THINK = 2.0
AT_ONCE = 8  # visitors who come in the same moment
TABLE = b"label,p_cat,p_dog\ncat,0.8,0.2\ndog,0.3,0.7\n"
LOST = (OSError, ConnectionClosed, TimeoutError, Refused)


@dataclass
class Seen:
    """What the visitors met."""

    taken: list[float] = field(default_factory=list)
    """Seconds of each interaction."""
    opened: list[float] = field(default_factory=list)
    """Seconds from the first request to the complete page."""
    errors: Counter[str] = field(default_factory=Counter)
    behind: float = 0.0
    """Seconds that this program itself was late at most: what it measures is not better than that."""

    def row(self) -> str:
        points = [f"{1000 * percentile(self.taken, p):8.0f}" if self.taken else "       –" for p in (50, 95, 99)]
        opening = f"{1000 * percentile(self.opened, 95):10.0f}" if self.opened else "         –"
        return f"{len(self.taken):13d}{''.join(points)}{opening}{self.errors.total():8d}"

    def say_errors(self) -> None:
        for what, count in self.errors.most_common(5):
            print(f"  {count} x {what}")


HEAD = f"{'interactions':>13s}{'p50 ms':>8s}{'p95 ms':>8s}{'p99 ms':>8s}{'open p95':>10s}{'errors':>8s}"


@contextlib.asynccontextmanager
async def visitors(server: Server, count: int, seen: Seen, lessons: Sequence[str] = LESSONS) -> Any:
    """So many open pages, the lessons in turn; closed at the end."""
    gate = asyncio.Semaphore(AT_ONCE)
    clients = [Client(server.url, lessons[i % len(lessons)]) for i in range(count)]

    async def enter(client: Client) -> None:
        async with gate:
            await _noted(seen, seen.opened, client.open)

    watch = asyncio.create_task(_watch(seen))
    await asyncio.gather(*map(enter, clients))
    try:
        yield clients
    finally:
        watch.cancel()
        await asyncio.gather(*(client.close() for client in clients))


async def _watch(seen: Seen) -> None:
    while True:
        start = time.perf_counter()
        await asyncio.sleep(0.02)
        seen.behind = max(seen.behind, time.perf_counter() - start - 0.02)


async def _noted(seen: Seen, times: list[float], act: Callable[[], Awaitable[Any]]) -> bool:
    try:
        run = await act()
    except LOST as error:
        seen.errors[f"{type(error).__name__}: {error}"[:150]] += 1
        return False
    if run.good:
        times.append(run.seconds)
    else:
        seen.errors[(run.exceptions or [f"the run ended with status {run.status}"])[0][:150]] += 1
    return run.good


async def use(client: Client, seen: Seen, until: float, rng: random.Random, think: float = THINK) -> None:
    """Think, move something, look; again and again."""
    await asyncio.sleep(rng.uniform(0, think))
    while time.monotonic() < until:
        choices = client.movable()
        if not choices:  # its page has not come up, which is counted
            return
        await _noted(seen, seen.taken, partial(client.change, rng.choice(choices), rng))
        await asyncio.sleep(think * rng.uniform(0.5, 1.5))


async def crowd(clients: Sequence[Client], seen: Seen, seconds: float) -> None:
    until = time.monotonic() + seconds
    await asyncio.gather(*(use(client, seen, until, random.Random(i)) for i, client in enumerate(clients)))


# --- parts -------------------------------------------------------------------------------------------------


async def pages(quick: bool) -> None:
    print(f"{'lesson':18s}{'ms':>8s}{'p95 ms':>8s}{'CPU ms':>8s}{'KiB':>8s}{'open ms':>9s}")
    with serving() as server:
        for name in LESSONS:
            rng, runs = random.Random(7), []
            async with Client(server.url, name) as client:
                await client.open()
                opened = (await client.go(name)).seconds
                await client.change(rng.choice(client.movable()), rng)
                before = server.cpu()
                for _ in range(10 if quick else 50):
                    runs.append(await client.change(rng.choice(client.movable()), rng))
                cpu = (server.cpu() - before) / len(runs)
            times = [run.seconds for run in runs]
            failed = sum(not run.good for run in runs)
            print(
                f"{name:18s}{1000 * statistics.median(times):8.0f}{1000 * percentile(times, 95):8.0f}{1000 * cpu:8.0f}"
                f"{statistics.median(run.bytes for run in runs) / 1024:8.0f}{1000 * opened:9.0f}"
                + (f"   {failed} FAILED" if failed else ""),
                flush=True,
            )


async def users(quick: bool, lessons: Sequence[str] = LESSONS) -> None:
    print(f"{'visitors':>8s}{HEAD}{'RSS MiB':>9s}{'CPU':>6s}")
    for count in (1, 10, 30) if quick else (1, 30, 60, 100, 200, 300):
        with serving() as server:
            seen = Seen()
            async with visitors(server, count, seen, lessons) as clients:
                start, cpu = time.monotonic(), server.cpu()
                await crowd(clients, seen, 10 if quick else 60)
                share = (server.cpu() - cpu) / (time.monotonic() - start)
                print(f"{count:8d}{seen.row()}{server.rss():9.0f}{share:6.0%}", flush=True)
            seen.say_errors()
            print(f"  ({load_average()}; the clients were late by {1000 * seen.behind:.0f} ms at most)", flush=True)


async def churn(quick: bool) -> None:
    total, block = (200, 50) if quick else (2500, 250)
    print(f"{'opened and closed':>18s}{'RSS MiB':>9s}{'errors':>8s}")
    with serving() as server:
        seen, sizes = Seen(), []
        for done in range(0, total, block):
            for _ in range(0, block, 50):
                async with visitors(server, 50, seen):
                    pass
            sizes.append(server.rss())
            print(f"{done + block:18d}{sizes[-1]:9.0f}{seen.errors.total():8d}", flush=True)
        seen.say_errors()
    # At most 128 disconnected sessions are kept: the first block fills that store.
    grown = sizes[-1] / sizes[0] - 1
    print(f"  from {block} to {total} visitors: {grown:+.1%} (asked: within 5 %)")


async def hostile(quick: bool) -> None:
    seconds = 5 if quick else 20
    print(f"{'':18s}{HEAD}")
    with serving() as server:
        for name, attack in (("ten alone", False), ("beside the socket", True)):
            seen, sent = Seen(), 0
            async with visitors(server, 10, seen, ["distributions"]) as clients:
                flood = _flood_process(server, seconds) if attack else None
                await crowd(clients, seen, seconds)
                sent = int(flood.communicate()[0]) if flood else 0
            print(f"{name:18s}{seen.row()}" + (f"   {sent} reruns sent" if attack else ""), flush=True)
            seen.say_errors()


def _flood_process(server: Server, seconds: float) -> subprocess.Popen[str]:
    """In a process of its own: the visitors of this one must not wait for it here."""
    job = [sys.executable, __file__, "--flood", server.url, str(seconds)]
    return subprocess.Popen(job, stdout=subprocess.PIPE, text=True)


async def _flood(url: str, seconds: float) -> int:
    """Reruns without a pause, over one socket and a new one when that is closed; how many went out."""
    until, sent = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        client = Client(url, "distributions")
        drain = None
        try:
            await client.open()
            message = client.message()
            drain = asyncio.create_task(_drain(client))
            while time.monotonic() < until:
                await client.send(message)
                sent += 1
                if sent % 20 == 0:
                    await asyncio.sleep(0)  # read what comes back
        except LOST:
            await asyncio.sleep(0.1)
        finally:
            if drain:
                drain.cancel()
            client.drop()
    return sent


async def _drain(client: Client) -> None:
    with contextlib.suppress(*LOST):
        while True:
            await client.receive()


async def uploads(quick: bool) -> None:
    limit = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["server"]["maxUploadSize"]
    with serving() as server:
        before = server.rss()
        async with Client(server.url, "labels") as client:
            await client.open()
            data = client.find("Data")
            client.set(data, ["Upload"])
            await client.rerun(data.fragment)
            uploader = next(w for w in client.widgets.values() if w.kind == "file_uploader")
            run = await client.upload(uploader, {"table.csv": TABLE})
            print(f"a small table: {'read' if run.good else run.exceptions} in {1000 * run.seconds:.0f} ms")
            for size in (limit + 1,) if quick else (limit + 1, 4 * limit):
                start = time.perf_counter()
                try:
                    [place] = await client.places(["large.csv"])
                    answer = str(await client.put(place, "large.csv", bytes(size << 20)))
                except LOST as error:
                    answer = f"{type(error).__name__}: {error}"
                taken = time.perf_counter() - start
                print(
                    f"{size} MiB, where {limit} are allowed: answered with {answer} after {taken:.1f} s; "
                    f"RSS {server.rss():.0f} MiB"
                )
            for size in (1,) if quick else (1, 20):
                print(f"40 files of {size} MiB at once: {await _forty(server, size)}; RSS {server.rss():.0f} MiB")
            run = await client.rerun()
            print(f"afterwards the lesson {'answers' if run.good else 'does not answer'} ({1000 * run.seconds:.0f} ms)")
        left = 5 if quick else 180  # Streamlit keeps a disconnected session for two minutes, and its files with it
        await asyncio.sleep(left)
        print(f"RSS {left} s after they left: {server.rss():.0f} MiB (before: {before:.0f})")


async def _forty(server: Server, size: int) -> str:
    """One visitor sends forty files of so many MiB at the same time: how they are answered."""
    answers: Counter[str] = Counter()
    names = [f"{i}.csv" for i in range(40)]
    data = bytes(size << 20)
    async with Client(server.url, "labels") as client:
        await client.open()

        async def send(name: str, place: Any) -> None:
            try:
                answers[str(await client.put(place, name, data))] += 1
            except LOST as error:
                answers[type(error).__name__] += 1

        await asyncio.gather(*map(send, names, await client.places(names)))
    return ", ".join(f"{count} x {answer}" for answer, count in answers.items())


async def stop(quick: bool) -> None:
    count = 20 if quick else 100
    with serving() as server:
        seen = Seen()
        async with visitors(server, count, seen) as clients:
            using = asyncio.create_task(crowd(clients, seen, 8))
            await asyncio.sleep(4)
            before = seen.errors.total()
            start = time.perf_counter()
            server.process.send_signal(signal.SIGTERM)
            try:
                code = await asyncio.to_thread(server.process.wait, 60)
                print(f"SIGTERM under {count} visitors: ended with {code} after {time.perf_counter() - start:.1f} s")
            except subprocess.TimeoutExpired:
                print(f"SIGTERM under {count} visitors: still running after 60 s")
            await using
        print(f"  {len(seen.taken)} interactions and {before} errors before it; what the visitors met then:")
        seen.say_errors()


async def blip(quick: bool) -> None:
    count = 20 if quick else 100
    with serving() as server:
        seen = Seen()
        async with visitors(server, count, seen) as clients:
            await crowd(clients, seen, 4)
            states = [(client.session_id, _values(client), client.query) for client in clients]
            for client in clients:
                client.drop()
            await asyncio.sleep(1)
            same, back = Counter[str](), []

            async def come_back(client: Client) -> Run:
                start = time.perf_counter()
                await client.connect()
                run = await client.rerun()
                run.seconds = time.perf_counter() - start
                return run

            await asyncio.gather(*(_noted(seen, back, partial(come_back, client)) for client in clients))
            for client, (session, values, query) in zip(clients, states, strict=True):
                same["session"] += client.session_id == session
                same["values of the controls"] += _values(client) == values
                same["link"] += client.query == query
        kept = ", ".join(f"{what} {n} of {count}" for what, n in same.items())
        print(f"connections cut for 1 s under {count} visitors, kept: {kept}")
        if back:
            print(f"  all at once: back after {percentile(back, 50):.1f} s (p50), {max(back):.1f} s (the last)")
        seen.say_errors()


def _values(client: Client) -> dict[str, Any]:
    return {widget.id: widget.value for widget in client.widgets.values()}


PARTS = {part.__name__: part for part in (pages, users, churn, hostile, uploads, stop, blip)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; default: all")
    parser.add_argument("--lesson", choices=LESSONS, help="for `users`: all of them are there, not one on each")
    parser.add_argument("--quick", action="store_true", help="fewer visitors for a shorter time")
    parser.add_argument("--flood", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.flood:
        print(asyncio.run(_flood(options.flood[0], float(options.flood[1]))))
        return
    if unknown := set(options.parts) - PARTS.keys():
        parser.error(f"no such part: {', '.join(unknown)}")
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    for name in options.parts or PARTS:
        print(f"--- {name} ({load_average()})", flush=True)
        part = PARTS[name]
        if options.lesson and part is users:
            part = partial(users, lessons=[options.lesson])
        asyncio.run(part(options.quick))


if __name__ == "__main__":
    main()
