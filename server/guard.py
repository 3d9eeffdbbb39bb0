"""Limits on what one visitor may ask of the server, so that the others do not wait."""

import asyncio
import os
import re
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import runtime

MIB = 2**20
ENVIRONMENT = {"CE_MAX_SOCKETS": ("sockets", 1), "CE_MAX_UPLOADED_MIB": ("uploaded_bytes", MIB)}
"""Environment variables that set a limit: its name, and what one unit of the variable is."""


@dataclass(frozen=True, slots=True)
class Limits:
    fast: tuple[float, float] = (50.0, 10.0)
    """Messages a second on one socket at any time, and how many may come at once."""
    lasting: tuple[float, float] = (20.0, 150.0)
    """The same in the long run. A drag sends the next one when the last has been answered; so five seconds of
    dragging go as fast as the server answers, and after that it takes 20 a second."""
    message_bytes: int = 256 * 2**10
    """A longer message counts as one for each such part that it begins."""
    sockets: int = 1_000
    """Open at the same time: visitors, or rather their tabs."""
    uploads: tuple[float, float] = (0.5, 20.0)
    """A second in one session, and how many may come at once."""
    session_files: int = 20
    """Held for one session at the same time."""
    session_bytes: int = 512 * MIB
    """Held for one session, with what is on its way."""
    uploaded_bytes: int = 1024 * MIB
    """Held for all sessions, with what is on its way."""
    stall: float = 30.0
    """Seconds in which an upload must send something."""


def chosen_limits(environment: Mapping[str, str] = os.environ) -> Limits:
    """The limits, with what the operator sets."""
    chosen = {}
    for variable, (name, unit) in ENVIRONMENT.items():
        if variable in environment:
            value = environment[variable]
            if not (value.isascii() and value.isdigit() and int(value) > 0):
                raise ValueError(f"{variable}: {value!r} is no positive whole number.")
            chosen[name] = int(value) * unit
    return Limits(**chosen)


class Bucket:
    """Holds up to `burst` tokens and gains `rate` a second."""

    __slots__ = ("burst", "rate", "seen", "tokens")

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self.rate, self.burst, self.tokens, self.seen = rate, burst, burst, now

    def take(self, cost: float, now: float) -> float:
        """Take, if need be on credit: the seconds to wait until it is paid."""
        self._fill(now)
        self.tokens -= cost
        return max(0.0, -self.tokens / self.rate)

    def afford(self, cost: float, now: float) -> bool:
        """Take if there is enough, else nothing."""
        self._fill(now)
        enough = self.tokens >= cost
        self.tokens -= cost * enough
        return enough

    def _fill(self, now: float) -> None:
        self.tokens = min(self.burst, self.tokens + (now - self.seen) * self.rate)
        self.seen = now


Held = Mapping[str, Mapping[str, Any]]


def held_by_streamlit() -> Held:
    """The uploads that are kept: session, file, record."""
    manager: Any = runtime.get_instance().uploaded_file_mgr
    return manager.file_storage


def known_to_streamlit(session: str) -> bool:
    return runtime.get_instance().is_active_session(session)


UPLOAD = re.compile(r"/_stcore/upload_file/([^/]+)/[^/]+$")
NOT_PAGES = re.compile(r"/(_stcore|static|media|component)/|\.\w+$")
FULL = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Full for now</title>
<meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="5">
<style>:root{color-scheme:light dark}body{font:1.1rem/1.5 sans-serif;max-width:34rem;margin:18vh auto;padding:0 1rem}
</style></head><body><h1>Full for now</h1><p>As many people are using this app as its server takes at once.
This page tries again by itself every 5 seconds; you need not do anything.</p></body></html>"""


@dataclass
class Guard:
    """Slows sockets down, refuses what is too much, and keeps the metrics to itself. Its memory is bounded."""

    app: ASGIApp
    limits: Limits = field(default_factory=chosen_limits)
    held: Callable[[], Held] = held_by_streamlit
    is_session: Callable[[str], bool] = known_to_streamlit
    clock: Callable[[], float] = time.monotonic

    def __post_init__(self) -> None:
        self.sockets = 0
        self._arriving: Counter[str] = Counter()
        """Bytes that each session is uploading now."""
        self._arriving_files: Counter[str] = Counter()
        self._uploads: OrderedDict[str, Bucket] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        elif scope["type"] == "http":
            await self._request(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    # --- sockets -----------------------------------------------------------------------------------------------

    @property
    def full(self) -> bool:
        return self.sockets >= self.limits.sockets

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.full:
            await PlainTextResponse("Full for now", 503, {"Retry-After": "5"})(scope, receive, send)
            return
        buckets = [Bucket(*pace, self.clock()) for pace in (self.limits.fast, self.limits.lasting)]

        async def unhurried() -> Message:
            """While this waits nothing is read from the socket, so that its sender has to wait too."""
            message = await receive()
            if message["type"] == "websocket.receive":
                size = len(message.get("bytes") or message.get("text") or "")
                cost, now = 1 + size // self.limits.message_bytes, self.clock()
                wait = max(bucket.take(cost, now) for bucket in buckets)
                if wait:
                    await asyncio.sleep(wait)
            return message

        self.sockets += 1
        try:
            await self.app(scope, unhurried, send)
        finally:
            self.sockets -= 1

    # --- requests ----------------------------------------------------------------------------------------------

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        if path.rstrip("/").endswith("/_stcore/metrics"):
            await PlainTextResponse("Not found", 404)(scope, receive, send)
        elif scope["method"] == "PUT" and (found := UPLOAD.search(path)):
            await self._upload(found[1], scope, receive, send)
        elif self.full and scope["method"] == "GET" and not NOT_PAGES.search(path):
            await HTMLResponse(FULL, 503, {"Retry-After": "5"})(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _upload(self, session: str, scope: Scope, receive: Receive, send: Send) -> None:
        async def in_time() -> Message:
            try:
                return await asyncio.wait_for(receive(), self.limits.stall)
            except TimeoutError:
                return {"type": "http.disconnect"}

        size = _length(scope["headers"])
        refusal = (411, "An upload must say its length.") if size is None else self._refusal(session, size)
        if refusal:
            await _read_away(in_time, self.limits.session_bytes)
            status, reason = refusal
            for_the_page = {"Server-Timing": f'refused;desc="{reason}"'}  # Streamlit shows its scripts the status only
            await PlainTextResponse(reason, status, for_the_page)(scope, in_time, send)
            return
        self._arriving[session] += size
        self._arriving_files[session] += 1
        try:
            await self.app(scope, in_time, send)
        finally:
            for counter, amount in ((self._arriving, size), (self._arriving_files, 1)):
                counter[session] -= amount
                if not counter[session]:
                    del counter[session]

    def _refusal(self, session: str, size: int) -> tuple[int, str] | None:
        """Why this upload is not taken, or nothing."""
        if not self.is_session(session):
            return 404, "This process does not know the session."  # then a proxy asks the next one
        limits, held = self.limits, self.held()
        own = list(held.get(session, {}).values())
        everyone = sum(_bytes(list(files.values())) for files in list(held.values()))
        if not self._bucket(session).afford(1, self.clock()):
            return 429, "Too many uploads. Wait a moment, then try again."
        if len(own) + self._arriving_files[session] >= limits.session_files:
            return 413, f"At most {limits.session_files} files are kept. Remove some first."
        if _bytes(own) + self._arriving[session] + size > limits.session_bytes:
            return 413, f"At most {limits.session_bytes // MIB} MiB are kept for one visitor. Remove files first."
        if everyone + self._arriving.total() + size > limits.uploaded_bytes:
            return 503, "The server holds as many uploads as it can. Try again later."
        return None

    def _bucket(self, session: str) -> Bucket:
        """Of the sessions that uploaded last; at most as many as there may be sockets."""
        bucket = self._uploads.pop(session, None)
        bucket = bucket or Bucket(*self.limits.uploads, self.clock())
        self._uploads[session] = bucket
        if len(self._uploads) > self.limits.sockets:
            self._uploads.popitem(last=False)
        return bucket


def _bytes(files: Iterable[Any]) -> int:
    return sum(len(file.data) for file in files)


def _length(headers: Iterable[tuple[bytes, bytes]]) -> int | None:
    found = [value for name, value in headers if name.lower() == b"content-length"]
    return int(found[0]) if len(found) == 1 and found[0].isdigit() else None


async def _read_away(receive: Receive, most: int) -> None:
    """Read the body of a refused request and keep nothing: a browser listens only when it has sent all."""
    read, message = 0, await receive()
    while message["type"] == "http.request" and message.get("more_body") and read <= most:
        read += len(message.get("body", b""))
        message = await receive()
