"""The app as it is started, asked by plain HTTP and over sockets, with limits low enough to reach."""

import http.client
import re
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from server.headers import FIXED
from tests import own_loop
from tests.benchmarks.st_client import Client
from tests.browser.conftest import ROOT, start_server

BROKEN_APP = """
import logging
import streamlit as st
from server.errors import show_and_log

logging.basicConfig(filename="log")
app = st.App("page.py", on_script_error=show_and_log)
"""
BROKEN_PAGE = """
import streamlit as st

def mistake():
    raise RuntimeError("a secret")

@st.fragment
def part():
    if st.checkbox("in a fragment"):
        mistake()

part()
if st.checkbox("in the page"):
    mistake()
if st.checkbox("in a callback", on_change=mistake):
    pass
"""


@contextmanager
def running(*arguments, environment=(), **options):
    with pytest.MonkeyPatch.context() as patch:
        for name, value in dict(environment).items():
            patch.setenv(name, value)
        process, url = start_server(*arguments, **options)
    yield url
    process.terminate()
    process.wait(timeout=20)


@pytest.fixture(scope="module")
def app():
    limits = {"CE_MAX_SOCKETS": "3", "CE_MAX_UPLOADED_MIB": "1", "CE_FRAME_ANCESTORS": "https://moodle.example.edu"}
    with running("app.py", "--server.maxWidgetStateSize=1", environment=limits) as url:
        yield url


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    """An app of one page that fails on demand; where it runs and what it logs."""
    folder = tmp_path_factory.mktemp("broken")
    (folder / "app.py").write_text(BROKEN_APP)
    (folder / "page.py").write_text(BROKEN_PAGE)
    with running("app.py", cwd=folder, environment={"PYTHONPATH": str(ROOT)}) as url:
        yield url, folder / "log"


def get(url: str, path: str, method: str = "GET") -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=20)
    connection.request(method, path, headers={"Accept-Encoding": "gzip"})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/distributions?dist_p=1", 200),
        ("/_stcore/health", 200),
        ("/_stcore/host-config", 200),
        ("/plotly.min.js", 200),
        ("/favicon.png", 200),
        ("/media/nothing.csv", 404),
        ("/_stcore/metrics", 404),
    ],
)
def test_every_answer_carries_the_headers(app, path, status):
    response, _ = get(app, path)
    assert response.status == status
    assert {name: response.headers[name] for name in FIXED} == FIXED
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe-eval" not in policy.replace("wasm-unsafe-eval", "")
    assert policy.endswith("frame-ancestors 'self' https://moodle.example.edu")


def test_no_other_site_may_send_the_app_messages(app):
    assert b'"allowedOrigins":[]' in get(app, "/_stcore/host-config")[1]


def test_one_socket_too_many_is_refused_until_another_closes(app):
    async def main() -> None:
        tabs = [Client(app, "surprise") for _ in range(4)]
        for tab in tabs[:3]:
            await tab.connect()
        assert (await tabs[3].http("GET", "/"))[0] == 503
        assert (await tabs[3].http("GET", "/_stcore/health"))[0] == 200
        with pytest.raises(InvalidStatus, match="503"):
            await tabs[3].connect()
        await tabs[0].close()
        assert (await tabs[3].open()).good
        for tab in tabs:
            await tab.close()

    own_loop.run(main())


def test_uploads_beyond_the_cap_are_refused(app):
    async def main() -> None:
        async with Client(app, "labels") as tab:
            await tab.open()
            large, small, more = await tab.places(["large.csv", "small.csv", "more.csv"])
            assert await tab.put(large, "large.csv", bytes(2 * 2**20)) == 503
            assert await tab.put(small, "small.csv", b"label,p\n1,0.5\n") == 204
            assert await tab.put(more, "more.csv", bytes(2**20)) == 503
            assert (await tab.http("PUT", "/_stcore/upload_file/nobody/x", b"x"))[0] == 404

    own_loop.run(main())


def test_a_message_beyond_the_cap_closes_its_socket(app):
    async def main() -> None:
        async with Client(app, "surprise") as tab:
            await tab.open()
            await tab._socket.send(bytes(1_100_000))
            with pytest.raises(ConnectionClosed) as closed:
                while True:
                    await tab.receive()
            assert closed.value.rcvd.code == 1009
            await tab.reconnect()
            assert (await tab.rerun()).good

    own_loop.run(main())


@pytest.mark.parametrize("where", ["in a fragment", "in the page", "in a callback"])
def test_a_mistake_shows_a_number_that_is_in_the_log(broken, where):
    url, log = broken

    async def main() -> str:
        async with Client(url) as tab:
            assert (await tab.open()).good
            box = tab.find(where)
            tab.set(box, True)
            await tab.send(tab.message(box.fragment))
            shown = ""
            while (message := await tab.receive()).WhichOneof("type") != "script_finished":
                shown += str(message.delta)
            return shown

    shown = own_loop.run(main())
    [number] = re.findall(r"number in the log: \*\*(\w+)\*\*", shown)
    assert "secret" not in shown
    assert "Traceback" not in shown
    assert re.search(rf"Error {number} on a page\nTraceback(.*\n)+RuntimeError: a secret", log.read_text())
