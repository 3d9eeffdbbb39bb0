"""A browser tab without the browser: one conversation with a Streamlit server, in its own protocol.

    client = Client("http://127.0.0.1:8501", "distributions")
    await client.open()                       # cookies, socket, first run
    run = await client.change(client.movable()[0], rng)
    client.drop(); await client.reconnect()   # with the session id, as a tab does after a network blip

Widgets are found in what the server draws, and every run sends the state of all of them, as a tab does.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import random
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileUploaderState, FileURLs
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

XSRF = "_streamlit_xsrf"
LIVE = "live_sliders"
"""The component whose handles are dragged (pages/shared/live.py)."""
SUPERSEDED = ForwardMsg.FINISHED_EARLY_FOR_RERUN
GOOD = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


class Refused(Exception):
    """The server answered, but not with what was asked for."""


@dataclass(frozen=True)
class Kind:
    """How one kind of widget is read from what the server draws, and how its value is sent."""

    field: str
    default: Callable[[Any], Any]
    told: Callable[[Any], Any]
    """The value that the server sets when it sets one."""


def _chosen(widget: Any) -> str | None:
    known = widget.HasField("default") and widget.default < len(widget.options)
    return widget.options[widget.default] if known else None


def _nothing(_: Any) -> None:
    """A widget without a value until its user gives it one."""


TEXT = Kind("string_value", lambda w: w.default, lambda w: w.value)
CHOICE = Kind("string_value", _chosen, lambda w: w.raw_value)
KINDS = {
    "slider": Kind("double_array_value", lambda w: list(w.default), lambda w: list(w.value)),
    "number_input": Kind("double_value", lambda w: w.default if w.HasField("default") else None, lambda w: w.value),
    "text_input": TEXT,
    "text_area": TEXT,
    "checkbox": Kind("bool_value", lambda w: w.default, lambda w: w.value),
    "radio": CHOICE,
    "selectbox": CHOICE,
    "button_group": Kind(
        "string_array_value", lambda w: [w.options[i].content for i in w.default], lambda w: list(w.raw_values)
    ),
    "bidi_component": Kind("json_value", _nothing, _nothing),
    "file_uploader": Kind("file_uploader_state_value", _nothing, _nothing),
}


@dataclass(frozen=True)
class Widget:
    id: str
    kind: str
    proto: Any
    fragment: str
    value: Any

    @property
    def label(self) -> str:
        return self.proto.component_name if self.kind == "bidi_component" else self.proto.label

    @property
    def link(self) -> str:
        """The parameter of the address that holds its value, or nothing."""
        return getattr(self.proto, "query_param_key", "")

    def state(self) -> WidgetState:
        state = WidgetState(id=self.id)
        name = KINDS[self.kind].field
        if name.endswith("_array_value"):
            getattr(state, name).data.extend(self.value)
        elif name == "file_uploader_state_value":
            state.file_uploader_state_value.CopyFrom(self.value)
        else:
            setattr(state, name, self.value)
        return state


@dataclass
class Run:
    """What came back for one message: until the script finished."""

    seconds: float = 0.0
    first: float = 0.0
    """Seconds until the first change of the page."""
    status: int = -1
    bytes: int = 0
    exceptions: list[str] = field(default_factory=list)
    """Also what the app shows in an `st.error`: that is for its own mistakes."""

    @property
    def good(self) -> bool:
        return self.status in GOOD and not self.exceptions


class Client:
    def __init__(
        self,
        url: str,
        page: str = "",
        *,
        query: str = "",
        timeout: float = 60,
        headers: Mapping[str, str] | None = None,
        source: str | None = None,
    ) -> None:
        """`headers` go with every request; `source` is an address of this machine to come from (127.0.0.x)."""
        self.url, self.page, self.query = url.rstrip("/"), page, query
        self.timeout, self.headers, self.source = timeout, dict(headers or {}), source
        self.cookies: dict[str, str] = {}
        self.session_id = ""
        self.widgets: dict[str, Widget] = {}
        self.pages: dict[str, str] = {}
        self.response_headers: Mapping[str, str] = {}
        """Of the last handshake."""
        self._page_hash = ""
        self._kept: dict[str, ForwardMsg] = {}
        self._socket: ClientConnection | None = None

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    # --- connection ----------------------------------------------------------------------------------------

    async def open(self) -> Run:
        """Cookies, socket and first run; the time of all of it."""
        start = time.perf_counter()
        await self.connect()
        run = await self.rerun()
        run.seconds = time.perf_counter() - start
        return run

    async def connect(self) -> None:
        if XSRF not in self.cookies:
            status, _ = await self.http("GET", "/_stcore/health")
            if status != 200:
                raise Refused(f"the health check was answered with {status}")
        token = self.cookies.get(XSRF, "PLACEHOLDER_AUTH_TOKEN")
        self._socket = await connect(
            self.url.replace("http", "ws", 1) + "/_stcore/stream",
            subprotocols=["streamlit", token, *filter(None, [self.session_id])],
            origin=self.url,
            additional_headers={**self.headers, **self._cookie()},
            max_size=None,
            ping_interval=None,
            open_timeout=self.timeout,
            proxy=None,
            **({"local_addr": (self.source, 0)} if self.source else {}),
        )
        self.response_headers = self._socket.response.headers
        self._take_cookies(self._socket.response.headers.get_all("Set-Cookie"))

    async def reconnect(self) -> None:
        """Open a new socket for the same session; whether the server still knows it, the next run tells."""
        self.drop()
        await self.connect()

    def drop(self) -> None:
        """Cut the connection as a network does: without a word."""
        if self._socket is not None:
            self._socket.transport.abort()
            self._socket = None

    async def close(self) -> None:
        if self._socket is not None:
            await self._socket.close()
            self._socket = None

    # --- messages ------------------------------------------------------------------------------------------

    async def rerun(self, fragment: str = "") -> Run:
        """Run the page, or one fragment of it, with the widgets as they are."""
        start = time.perf_counter()
        await self.send(self.message(fragment))
        return await self._finished(start)

    async def go(self, page: str) -> Run:
        """Open another page in the same session, as a click in the navigation does."""
        self.page, self.query, self.widgets = page, "", {}
        self._page_hash = self.pages.get(page, "")
        return await self.rerun()

    async def send(self, message: BackMsg) -> None:
        if self._socket is None:
            raise ConnectionError("no connection")
        await self._socket.send(message.SerializeToString())

    async def receive(self) -> ForwardMsg:
        if self._socket is None:
            raise ConnectionError("no connection")
        message = ForwardMsg()
        message.ParseFromString(await asyncio.wait_for(self._socket.recv(), self.timeout))
        return message

    def message(self, fragment: str = "") -> BackMsg:
        """The message of a rerun; may be sent without waiting for what comes back."""
        message = BackMsg()
        rerun = message.rerun_script
        rerun.query_string, rerun.fragment_id = self.query, fragment
        rerun.page_script_hash = self._page_hash
        if not self._page_hash:
            rerun.page_name = self.page
        rerun.widget_states.widgets.extend(w.state() for w in self.widgets.values() if w.value is not None)
        rerun.cached_message_hashes.extend(self._kept)
        context = rerun.context_info
        context.timezone, context.locale, context.color_scheme = "UTC", "en-US", "light"
        context.url = f"{self.url}/{self.page}"
        return message

    async def _finished(self, start: float) -> Run:
        run, seen = Run(), {}
        while True:
            message = await self.receive()
            run.bytes += message.ByteSize()
            kind = message.WhichOneof("type")
            if kind == "ref_hash":  # sent before, and not again
                message = self._kept[message.ref_hash]
                kind = message.WhichOneof("type")
            elif message.metadata.cacheable and message.hash:
                self._kept[message.hash] = message
            match kind:
                case "new_session":
                    self._new_session(message.new_session)
                    seen = {}
                case "navigation":
                    self._page_hash = message.navigation.page_script_hash
                    self.pages = {page.url_pathname: page.page_script_hash for page in message.navigation.app_pages}
                case "page_info_changed":
                    self.query = message.page_info_changed.query_string
                case "delta":
                    run.first = run.first or time.perf_counter() - start
                    self._draw(message.delta, run, seen)
                case "script_finished" if message.script_finished != SUPERSEDED:
                    run.status, run.seconds = message.script_finished, time.perf_counter() - start
                    part = run.status == ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY
                    self.widgets = {**self.widgets, **seen} if part else seen
                    if len(self._kept) > 200:  # a tab forgets what was not shown for long
                        self._kept.clear()
                    return run

    def _new_session(self, new: Any) -> None:
        self.session_id = new.initialize.session_id or self.session_id
        self._page_hash = new.page_script_hash or self._page_hash

    def _draw(self, delta: Any, run: Run, seen: dict[str, Widget]) -> None:
        if delta.WhichOneof("type") != "new_element":
            return
        kind = delta.new_element.WhichOneof("type")
        if kind == "exception":
            run.exceptions.append(f"{delta.new_element.exception.type}: {delta.new_element.exception.message}")
        if kind == "alert" and delta.new_element.alert.format == Alert.ERROR:
            run.exceptions.append(delta.new_element.alert.body)
        if kind not in KINDS:
            return
        proto, how = getattr(delta.new_element, kind), KINDS[kind]
        before = self.widgets.get(proto.id)
        if getattr(proto, "set_value", False):
            value = how.told(proto)
        else:
            value = before.value if before else how.default(proto)
        seen[proto.id] = Widget(proto.id, kind, proto, delta.fragment_id, value)

    # --- widgets -------------------------------------------------------------------------------------------

    def find(self, label: str, kind: str | None = None) -> Widget:
        """The widget of this label, or whose id ends in this key."""
        for widget in self.widgets.values():
            if (widget.label == label or widget.id.endswith(f"-{label}")) and kind in (None, widget.kind):
                return widget
        raise LookupError(f"no {kind or 'widget'} {label!r} on {self.page!r}")

    def movable(self) -> list[Widget]:
        """What a visitor would drag; where there is nothing of the kind, what can be counted up, or chosen."""
        usable = [
            widget
            for widget in self.widgets.values()
            if not getattr(widget.proto, "disabled", False)
            and not getattr(widget.proto, "form_id", "")
            and _other(widget, random.Random(0)) is not None
        ]
        for kinds in (("slider", "bidi_component"), ("number_input",)):
            if found := [widget for widget in usable if widget.kind in kinds]:
                return found
        return usable

    def set(self, widget: Widget, value: Any) -> Widget:
        """Give it this value, in the address too, without telling the server yet."""
        changed = replace(self.widgets[widget.id], value=value)
        self.widgets[widget.id] = changed
        if widget.link:
            query = dict(parse_qsl(self.query, keep_blank_values=True))
            query[widget.link] = ",".join(map(str, value)) if isinstance(value, list) else str(value)
            self.query = urlencode(query)
        return changed

    async def change(self, widget: Widget, rng: random.Random) -> Run:
        """Give it one of its other values and wait for what that shows."""
        self.set(widget, _other(widget, rng))
        return await self.rerun(widget.fragment)

    # --- uploads -------------------------------------------------------------------------------------------

    async def upload(self, widget: Widget, files: Mapping[str, bytes]) -> Run:
        """Hand these files to the uploader and wait for what it shows; `Refused` if the server does not take one."""
        state = FileUploaderState()
        for urls, (name, data) in zip(await self.places(list(files)), files.items(), strict=True):
            status = await self.put(urls, name, data)
            if status not in (200, 204):
                raise Refused(f"the upload of {name} was answered with {status}")
            state.uploaded_file_info.add(name=name, size=len(data), file_id=urls.file_id, file_urls=urls)
        self.set(widget, state)
        return await self.rerun(widget.fragment)

    async def places(self, names: Sequence[str]) -> list[FileURLs]:
        """Ask the server where it wants files of these names."""
        message = BackMsg()
        request = message.file_urls_request
        request.request_id, request.session_id = uuid.uuid4().hex, self.session_id
        request.file_names.extend(names)
        await self.send(message)
        while True:
            answer = await self.receive()
            if answer.WhichOneof("type") == "file_urls_response":
                if answer.file_urls_response.error_msg:
                    raise Refused(answer.file_urls_response.error_msg)
                return list(answer.file_urls_response.file_urls)

    async def put(self, place: FileURLs, name: str, data: bytes) -> int:
        """Send one file to its place; the status that the server answers with."""
        mark = uuid.uuid4().hex
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{name}"\r\n'
        body = f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + data + f"\r\n--{mark}--\r\n".encode()
        headers = {"Content-Type": f"multipart/form-data; boundary={mark}", "X-Xsrftoken": self.cookies.get(XSRF, "")}
        status, _ = await self.http("PUT", place.upload_url, body, headers)
        return status

    # --- HTTP ----------------------------------------------------------------------------------------------

    async def http(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, bytes]:
        """A request of its own connection, with this tab's cookies. The server may answer before it has read all."""
        return await asyncio.to_thread(self._http, method, path, body, {**self.headers, **(headers or {})})

    def _http(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> tuple[int, bytes]:
        target = urlsplit(self.url)
        source = (self.source, 0) if self.source else None
        connection = http.client.HTTPConnection(
            target.hostname or "", target.port, timeout=self.timeout, source_address=source
        )
        try:
            try:
                connection.request(method, target.path + path, body, {**headers, **self._cookie()})
            except (BrokenPipeError, ConnectionResetError):
                if body is None:
                    raise
            response = connection.getresponse()
            self._take_cookies(response.headers.get_all("Set-Cookie") or ())
            return response.status, response.read()
        finally:
            connection.close()

    def _cookie(self) -> dict[str, str]:
        pairs = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Cookie": pairs} if pairs else {}

    def _take_cookies(self, lines: Sequence[str]) -> None:
        for line in lines:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name.strip()] = value.strip()


def _other(widget: Widget, rng: random.Random) -> Any:
    """A value that it could take and has not; None if there is none, or none that is known."""
    proto = widget.proto
    match widget.kind:
        case "slider" if len(widget.value) == 1 and proto.step > 0:
            return [_step(proto.min, proto.max, proto.step, widget.value[0], rng)]
        case "number_input" if proto.has_min and proto.has_max and proto.max > proto.min:
            return _step(proto.min, proto.max, proto.step or 1, widget.value, rng)
        case "checkbox":
            return not widget.value
        case "radio" | "selectbox":
            others = [option for option in proto.options if option != widget.value]
        case "button_group":
            others = [[option.content] for option in proto.options if [option.content] != widget.value]
        case "bidi_component" if widget.label == LIVE:
            return _drag(widget, rng)
        case _:
            return None
    return rng.choice(others) if others else None


def _step(low: float, high: float, step: float, now: float | None, rng: random.Random) -> float:
    """One of the places of a slider, and not the one where it stands."""
    places = round((high - low) / step)
    value = round(low + rng.randint(0, places) * step, 10)
    return value if value != now else round(low if now != low else high, 10)


def _drag(widget: Widget, rng: random.Random) -> str:
    """The state of live sliders of which one was dragged and let go."""
    data = json.loads(widget.proto.json)
    handles = [handle for row in data["rows"] for handle in row["handles"]]
    index = rng.randrange(len(handles))
    value = _step(data["low"], data["high"], data["step"], handles[index]["value"], rng)
    move = {"handle": index, "value": value, "serial": data["serial"] + 1, "done": True}
    return json.dumps({"move": move})
