"""The headers: right for the Streamlit that is installed, open for nobody who is not named."""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
import streamlit

from server.headers import FRAME_ANCESTORS, Headers, inline_script_hashes, security_headers
from tests import own_loop


def directives(**environment: str) -> dict[str, list[str]]:
    policy = security_headers(environment)["Content-Security-Policy"]
    return {name: sources for name, *sources in map(str.split, policy.split(";"))}


def test_the_inline_script_of_streamlits_page_may_run_and_no_other():
    page = Path(streamlit.__file__).with_name("static") / "index.html"
    inline = re.findall(r"<script>(.*?)</script>", page.read_text(), re.DOTALL)
    hashes = [f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in inline]
    assert hashes
    assert directives()["script-src"] == ["'self'", "blob:", "'wasm-unsafe-eval'", *hashes]


def test_only_scripts_that_stand_in_the_page_are_hashed():
    page = "<!-- <script>no</script> --><script src='a.js'></script><SCRIPT type=module>\r\nif (1<2) '&amp;'</SCRIPT>x"
    assert list(inline_script_hashes(page)) == list(inline_script_hashes("<script>\nif (1<2) '&amp;'</script>"))
    assert len(list(inline_script_hashes(page))) == 1


def test_what_is_not_named_is_our_own_or_forbidden():
    policy = directives()
    assert policy["default-src"] == ["'self'"]
    assert policy["object-src"] == policy["base-uri"] == policy["form-action"] == policy["frame-src"] == ["'none'"]
    assert not any("http" in source or source == "*" for sources in policy.values() for source in sources)


@pytest.mark.parametrize(
    ("origins", "sources"),
    [
        ("", ["'self'"]),
        ("https://moodle.example.edu", ["'self'", "https://moodle.example.edu"]),
        (
            " https://*.example.org  http://localhost:8080 ",
            ["'self'", "https://*.example.org", "http://localhost:8080"],
        ),
    ],
)
def test_one_setting_opens_the_frame(origins, sources):
    assert directives(**{FRAME_ANCESTORS: origins})["frame-ancestors"] == sources


@pytest.mark.parametrize(
    "origin", ["*", "https:", "https://*", "example.org", "https://a.b; script-src *", "https://a.b,c", "'none'"]
)
def test_a_wrong_setting_stops_the_server(origin):
    with pytest.raises(ValueError, match=f"{FRAME_ANCESTORS}.*no origin"):
        security_headers({FRAME_ANCESTORS: origin})


def answer(kind: str, *headers: tuple[bytes, bytes]) -> list[tuple[bytes, bytes]]:
    """The headers that come out when an app answers with these."""
    sent = []

    async def app(scope, receive, send):
        await send({"type": f"{kind}.response.start", "status": 200, "headers": list(headers)})

    async def send(message):
        sent.append(message)

    own_loop.run(Headers(app, {"X-Ours": "1"}, {"Link": "<a>"})({"type": kind}, None, send))
    return sent[0]["headers"]


def test_ours_replace_those_of_the_same_name_and_leave_the_others():
    cookies = [(b"set-cookie", b"a=1"), (b"set-cookie", b"b=2")]
    assert answer("http", *cookies, (b"X-Ours", b"0")) == [*cookies, (b"x-ours", b"1")]
    assert answer("lifespan", *cookies) == cookies


@pytest.mark.parametrize(
    ("kind", "page"), [(b"text/html", True), (b"text/html; charset=utf-8", True), (b"text/javascript", False)]
)
def test_some_are_for_pages_only(kind, page):
    assert ((b"link", b"<a>") in answer("http", (b"Content-Type", kind))) is page
