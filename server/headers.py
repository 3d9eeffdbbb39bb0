"""The headers of every answer. The content security policy lets run what the app brings, and nothing else."""

import os
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.file_util import get_static_dir

FRAME_ANCESTORS = "CE_FRAME_ANCESTORS"
"""Environment variable: the origins, apart by spaces, that may show the app in a frame. Nobody else may."""

ORIGIN = re.compile(r"https?://(\*\.)?[\w-]+(\.[\w-]+)*(:\d+|:\*)?", re.ASCII)

POLICY = {
    "default-src": "'self'",
    # blob: – Streamlit imports the JavaScript of a component from one. wasm: – long integers in its messages.
    # Neither 'unsafe-inline' nor 'unsafe-eval'.
    "script-src": "'self' blob: 'wasm-unsafe-eval'",
    # Streamlit, KaTeX and Plotly set styles on elements.
    "style-src": "'self' 'unsafe-inline'",
    # Small pictures are inlined as data:, and Plotly saves a picture by way of a blob:.
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "worker-src": "'self' blob:",
    "frame-src": "'none'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'self'",
}

NOT_NEEDED = "accelerometer camera display-capture geolocation gyroscope magnetometer microphone midi payment usb"

FIXED = {
    "X-Content-Type-Options": "nosniff",
    # The address holds what a visitor typed; another site that is linked to need not know it.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in NOT_NEEDED.split()),
}


class Headers:
    """Sets the headers on every HTTP answer, in place of any of the same name, and those `of_pages` on every page."""

    def __init__(self, app: ASGIApp, headers: Mapping[str, str], of_pages: Mapping[str, str]) -> None:
        self.app = app
        self.headers, self.of_pages = _encoded(headers), _encoded(of_pages)
        self.names = {name for name, _ in self.headers}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                others = [pair for pair in message.get("headers", ()) if pair[0].lower() not in self.names]
                is_page = any(name.lower() == b"content-type" and b"text/html" in value for name, value in others)
                message = {**message, "headers": [*others, *self.headers, *(self.of_pages if is_page else ())]}
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


def _encoded(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


def security_headers(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """All headers, for the Streamlit that is installed and the frames that the operator allows."""
    page = Path(get_static_dir(), "index.html").read_text(encoding="utf-8")
    more = {
        "script-src": " ".join(inline_script_hashes(page)),
        "frame-ancestors": allowed_frames(environment.get(FRAME_ANCESTORS, "")),
    }
    policy = "; ".join(f"{name} {value} {more.get(name, '')}".strip() for name, value in POLICY.items())
    return {"Content-Security-Policy": policy, **FIXED}


def allowed_frames(origins: str) -> str:
    """The origins as they stand in the policy. A wrong one must stop the server, not open it to all."""
    for origin in origins.split():
        if not ORIGIN.fullmatch(origin):
            raise ValueError(
                f"{FRAME_ANCESTORS}: {origin!r} is no origin. Write for example https://moodle.example.edu, "
                "several of them apart by spaces."
            )
    return " ".join(origins.split())


def inline_script_hashes(page: str) -> Iterator[str]:
    """The source expression of each script that stands in the page itself."""
    for script in _InlineScripts(page).found:
        yield f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


class _InlineScripts(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = False
        self.feed(page.replace("\r\n", "\n"))  # as a browser reads it
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag == "script" and "src" not in dict(attributes):
            self._inside = True
            self.found.append("")

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found[-1] += data

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "script"
