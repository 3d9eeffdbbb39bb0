"""The guard alone, with a clock of its own: what it lets through, what it slows down, what it refuses."""

import asyncio
from contextlib import suppress
from types import SimpleNamespace

import pytest

import server.guard
from server.guard import MIB, Guard, Limits, chosen_limits
from tests import own_loop

CLOSED = {"type": "websocket.disconnect", "code": 1000}
SOCKET = {"type": "websocket", "path": "/_stcore/stream", "extensions": {"websocket.http.response": {}}}


class Clock:
    """Stands still until somebody sleeps."""

    def __init__(self, monkeypatch) -> None:
        self.now = 1_000.0
        monkeypatch.setattr(server.guard.asyncio, "sleep", self.sleep)

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


# --- sockets


def message(data: bytes) -> dict:
    return {"type": "websocket.receive", "bytes": data}


def pass_through(clock, messages, *, every: float = 0.0) -> tuple[list[bytes], float]:
    """What an app hears of these messages, and how long that takes if one comes `every` so many seconds."""
    heard, incoming, start = [], iter([*messages, None]), clock.now

    async def app(scope, receive, send):
        while (got := await receive())["type"] != "websocket.disconnect":
            heard.append(got["bytes"])

    due = clock.now

    async def receive():
        nonlocal due
        data = next(incoming)
        due += every
        clock.now = max(clock.now, due)
        return CLOSED if data is None else message(data)

    own_loop.run(Guard(app, Limits(), clock=clock)(dict(SOCKET), receive, None))
    return heard, clock.now - start


def test_a_flood_is_slowed_down_and_nothing_is_lost(clock):
    flood = [str(i).encode() for i in range(1_000)]
    heard, seconds = pass_through(clock, flood)
    assert heard == flood
    assert seconds == pytest.approx((1_000 - 150) / 20)


def test_a_drag_of_five_seconds_is_not_slowed_down(clock):
    _, seconds = pass_through(clock, [b"x"] * 250, every=1 / 50)
    assert seconds == pytest.approx(251 / 50)


def test_a_long_message_counts_for_several(clock):
    _, seconds = pass_through(clock, [bytes(25 * 10**6)] * 2)
    assert seconds == pytest.approx(2 * (25 * 10**6 // 2**18 + 1) / 50, rel=0.1)


def test_sockets_are_counted_and_one_too_many_is_refused():
    async def app(scope, receive, send):
        await receive()
        raise ConnectionError("however it ends")

    async def main() -> None:
        guard, doors = Guard(app, Limits(sockets=2)), [asyncio.Event() for _ in range(2)]

        async def held_open(door):
            async def receive():
                await door.wait()
                return CLOSED

            with suppress(ConnectionError):
                await guard(dict(SOCKET), receive, None)

        first, second = [asyncio.create_task(held_open(door)) for door in doors]
        await asyncio.sleep(0)
        assert guard.full
        assert (await asked(guard, dict(SOCKET)))[0] == 503
        assert (await asked(guard, page("/distributions")))[0] == 503
        assert (await asked(guard, page("/")))[0] == 503
        for path in ("/_stcore/health", "/static/js/index.js", "/media/a.csv", "/plotly.min.js"):
            with pytest.raises(ConnectionError):
                await asked(guard, page(path))
        doors[0].set()
        await first
        assert not guard.full
        doors[1].set()
        await second
        assert guard.sockets == 0

    own_loop.run(main())


# --- requests


def page(path: str, method: str = "GET", **headers: str) -> dict:
    pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {"type": "http", "method": method, "path": path, "headers": pairs}


async def asked(guard, scope, body=b"") -> tuple[int, str]:
    """Status and text of the answer."""
    sent, incoming = [], [{"type": "http.request", "body": body, "more_body": False}]

    async def receive():
        return incoming.pop() if incoming else {"type": "http.disconnect"}

    async def send(message):
        sent.append(message)

    await guard(scope, receive, send)
    return sent[0]["status"], b"".join(part.get("body", b"") for part in sent[1:]).decode()


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/metrics/", "/course/_stcore/metrics"])
def test_the_metrics_are_not_public(path):
    assert own_loop.run(asked(Guard(None), page(path)))[0] == 404


def upload(session: str, size: int | str = 10) -> dict:
    return page(f"/_stcore/upload_file/{session}/some-file", "PUT", content_length=str(size))


def uploading(held=(), **limits) -> Guard:
    """A guard of an app that takes every upload, with files of these sizes held for the sessions a and b."""

    async def app(scope, receive, send):
        await receive()
        await send({"type": "http.response.start", "status": 204})

    files = {name: {str(i): SimpleNamespace(data=bytes(n)) for i, n in enumerate(sizes)} for name, sizes in held}
    return Guard(app, Limits(**limits), held=lambda: files, is_session=lambda session: session in "ab", clock=lambda: 0)


FEW = {"session_files": 2, "session_bytes": 100, "uploaded_bytes": 150}


@pytest.mark.parametrize(
    ("held", "scope", "status", "says"),
    [
        ([], upload("a"), 204, ""),
        ([("a", [50])], upload("a", 50), 204, ""),
        ([("a", [50])], upload("a", 51), 413, "for one visitor"),
        ([("a", [1, 1])], upload("a"), 413, "At most 2 files"),
        ([("a", [100])], upload("b", 51), 503, "as many uploads as it can"),
        ([], upload("a", "1e1"), 411, "length"),
        ([], upload("a", -1), 411, "length"),
        ([], page("/_stcore/upload_file/a/some-file", "PUT"), 411, "length"),
        ([], upload("nobody"), 404, "does not know the session"),
    ],
)
def test_uploads_are_taken_or_refused(held, scope, status, says):
    got, text = own_loop.run(asked(uploading(held, **FEW), scope))
    assert got == status
    assert says in text


def test_what_is_on_its_way_counts_too_and_no_longer_when_it_has_come():
    async def main() -> None:
        guard, arrived = uploading(**FEW), asyncio.Event()

        async def slowly():
            await arrived.wait()
            return {"type": "http.disconnect"}

        async def nothing(_):
            pass

        first = asyncio.create_task(guard(upload("a", 80), slowly, nothing))
        await asyncio.sleep(0)
        assert (await asked(guard, upload("a", 21)))[0] == 413
        assert (await asked(guard, upload("b", 71)))[0] == 503
        arrived.set()
        await first
        assert (await asked(guard, upload("a", 100)))[0] == 204

    own_loop.run(main())


def test_too_many_uploads_in_a_row_are_refused_for_that_session_alone():
    guard = uploading()
    statuses = [own_loop.run(asked(guard, upload("a")))[0] for _ in range(40)]
    assert statuses == [204] * 20 + [429] * 20
    assert own_loop.run(asked(guard, upload("b")))[0] == 204
    guard.clock = lambda: 4.0
    assert [own_loop.run(asked(guard, upload("a")))[0] for _ in range(3)] == [204, 204, 429]


def test_the_guard_remembers_no_more_sessions_than_there_may_be_sockets():
    guard = uploading(sockets=5)
    guard.is_session = lambda _: True
    for i in range(50):
        own_loop.run(asked(guard, upload(f"session-{i}")))
    assert len(guard._uploads) == 5
    assert not guard._arriving
    assert not guard._arriving_files


def test_a_refused_upload_is_read_to_its_end_but_not_kept():
    """A browser listens for the answer only when it has sent everything."""
    left = 5

    async def receive():
        nonlocal left
        left -= 1
        return {"type": "http.request", "body": bytes(10), "more_body": left > 0}

    sent = []

    async def send(message):
        sent.append((message["type"], left))

    own_loop.run(uploading(session_bytes=40)(upload("a", 50), receive, send))
    assert sent[0] == ("http.response.start", 0)


def test_an_upload_that_stalls_is_given_up():
    heard = []

    async def app(scope, receive, send):
        heard.append(await receive())

    async def never():
        await asyncio.Event().wait()

    guard = uploading(stall=0.01)
    guard.app = app
    own_loop.run(guard(upload("a"), never, None))
    assert heard == [{"type": "http.disconnect"}]


# --- the table


def test_the_operator_sets_two_limits_and_a_wrong_number_stops_the_server():
    assert chosen_limits({}) == Limits()
    chosen = chosen_limits({"CE_MAX_SOCKETS": "7", "CE_MAX_UPLOADED_MIB": "3"})
    assert (chosen.sockets, chosen.uploaded_bytes) == (7, 3 * MIB)
    for wrong in ("", "-1", "0", "1.5", "many", "٣"):
        with pytest.raises(ValueError, match="CE_MAX_SOCKETS"):
            chosen_limits({"CE_MAX_SOCKETS": wrong})
