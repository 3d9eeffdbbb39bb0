"""The real nginx.conf with two real processes of the app: who is sent where, and what a dead process costs."""

import asyncio
import http.client
import random
import re
import subprocess
from collections import Counter
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from streamlit.file_util import get_static_dir

from pages.shared.plot import ADDRESS
from tests import own_loop
from tests.benchmarks.st_client import Client
from tests.browser.conftest import ROOT
from tests.deploy.cluster import COOKIE, DEPLOY, HOW_TO, MIME_TYPES, NGINX, Cluster, Replica, cluster, command

TABLE = b"label,p_cat,p_dog\ncat,0.8,0.2\ndog,0.3,0.7\n"
UPLOAD = "labels_source=Upload"


@pytest.fixture(scope="module")
def two(tmp_path_factory) -> Cluster:
    if NGINX is None:
        pytest.skip(HOW_TO)
    with cluster(2, tmp_path_factory.mktemp("proxy")) as running:
        yield running


def routed(two: Cluster, replica: Replica, page: str = "labels", query: str = "") -> Client:
    """A visitor whose cookie leads to this replica."""
    client = Client(two.url, page, query=query)
    client.cookies[COOKIE] = two.route_to(replica)
    return client


def picture(client: Client) -> bytes:
    """What the page shows of its table."""
    return client.find("labels_rows").proto.SerializeToString(deterministic=True)


def test_the_files_of_the_image_are_valid(tmp_path):
    if NGINX is None:
        pytest.skip(HOW_TO)
    (tmp_path / "run").mkdir()
    for file in (*DEPLOY.glob("*.conf"), MIME_TYPES):
        (tmp_path / file.name).symlink_to(file)
    check = subprocess.run([*command(tmp_path), "-t"], capture_output=True, text=True, timeout=30)
    assert check.returncode == 0 and "warn" not in check.stderr, check.stderr


def test_a_visitor_gets_one_cookie(two):
    first, _ = two.get("/")
    cookie = first.headers["Set-Cookie"]
    assert re.fullmatch(rf"{COOKIE}=[0-9a-f]{{32}}; Path=/; HttpOnly; SameSite=Lax", cookie)
    again, _ = two.get("/", Cookie=cookie.partition(";")[0])
    assert again.headers["Set-Cookie"] is None
    forged, _ = two.get("/", Cookie=f"{COOKIE}=chosen")
    assert forged.headers["Set-Cookie"]
    framed, _ = two.get("/", **{"X-Forwarded-Proto": "https"})
    assert framed.headers["Set-Cookie"].endswith("; HttpOnly; Secure; SameSite=None; Partitioned")


def test_cookies_spread_and_each_stays(two):
    cookies = [uuid4().hex for _ in range(40)]
    for turn in "ab":
        for cookie in cookies:
            two.get(f"/{cookie}{turn}", Cookie=f"{COOKIE}={cookie}")
    asked = two.upstreams([f"/{cookie}{turn}" for cookie in cookies for turn in "ab"])
    assert all(asked[f"/{cookie}a"] == asked[f"/{cookie}b"] for cookie in cookies)
    share = Counter(asked[f"/{cookie}a"][0] for cookie in cookies)
    assert len(share) == 2 and min(share.values()) >= 5, share


def test_uploads_and_reconnects_stay_with_their_process(two):
    async def visit(replica: Replica) -> None:
        async with routed(two, replica, query=UPLOAD) as client:
            assert (await client.open()).good
            await client.upload(client.find("labels_file"), {"mine.csv": TABLE})
            shown, session = picture(client), client.session_id
            await client.reconnect()
            assert (await client.rerun()).good
            assert client.session_id == session, "the process did not know the session"
            assert picture(client) == shown, "the upload is lost"

    async def everyone() -> None:
        await asyncio.gather(*map(visit, two.replicas * 2))

    own_loop.run(everyone())


def test_an_upload_finds_a_session_that_moved(two):
    """Who came while a process was away is served by another one, though the cookie leads back to the first."""
    here, there = two.replicas

    async def visit() -> None:
        async with routed(two, here, query=UPLOAD) as client:
            assert (await client.open()).good
            client.cookies[COOKIE] = two.route_to(there)
            assert (await client.upload(client.find("labels_file"), {"mine.csv": TABLE})).good
            assert picture(client)

    own_loop.run(visit())


def test_what_every_browser_loads_comes_compressed_from_nginx(two):
    script = re.search(r'src="\./(static/js/[^"]+)"', (ROOT / get_static_dir() / "index.html").read_text())[1]
    for path in (f"/{script}", f"{ADDRESS}?v=1"):
        packed, body = two.get(path, **{"Accept-Encoding": "gzip"})
        plain, text = two.get(path)
        assert packed.headers["Content-Encoding"] == "gzip" and plain.headers["Content-Encoding"] is None
        assert len(body) < len(text) / 2
        for answer in (packed, plain):
            assert answer.status == 200 and answer.headers["Content-Type"].endswith("javascript")
            assert "immutable" in answer.headers["Cache-Control"]
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Set-Cookie"] is None
        assert two.upstreams([path.partition("?")[0]]).popitem()[1] == ["-"]
    missing, _ = two.get("/static/js/none.js")
    assert missing.status == 404 and missing.headers["Cache-Control"] is None


@pytest.mark.parametrize(
    "path", ["/_stcore/metrics", "/_stcore/./metrics", "/%5fstcore/metrics", "//_stcore//metrics/"]
)
def test_metrics_are_closed(two, path):
    answer, body = two.get(path)
    assert answer.status == 404 and b"nginx" in body, "it is not nginx that refuses"


def test_what_is_larger_than_an_upload_may_be_is_refused_at_once(two):
    connection = http.client.HTTPConnection(urlsplit(two.url).netloc, timeout=30)
    connection.putrequest("PUT", "/_stcore/upload_file/nobody/nothing")
    connection.putheader("Content-Length", str(10 * 2**30))
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()


def test_a_killed_process_costs_its_own_visitors_a_reconnect(two):
    """The last test here: one of the two processes is dead after it."""
    dying, staying = two.replicas

    async def watch(client: Client, halt: asyncio.Event) -> int:
        """Move the slider again and again; how often that worked."""
        rng, done = random.Random(client.cookies[COOKIE]), 0
        while not halt.is_set():
            assert (await client.change(client.find("Label smoothing"), rng)).good
            done += 1
        return done

    async def everyone() -> None:
        losers = [routed(two, dying) for _ in range(2)]
        others = [routed(two, staying) for _ in range(2)]
        for client in (*losers, *others):
            assert (await client.open()).good
        untouched = picture(losers[0])
        for number, client in enumerate(losers):
            client.set(client.find("Label smoothing"), [0.1 + number / 10])
            assert (await client.rerun()).good
        shown = [picture(client) for client in losers]
        before = [client.session_id for client in (*losers, *others)]
        assert untouched not in shown

        halt = asyncio.Event()
        watching = [asyncio.create_task(watch(client, halt)) for client in others]
        dying.kill()
        for client in losers:
            await client.reconnect()
            assert (await client.rerun()).good
        halt.set()
        assert all(done > 0 for done in await asyncio.gather(*watching))

        assert [client.session_id for client in others] == before[2:]
        assert not {client.session_id for client in losers} & set(before), "the dead process answered"
        assert [picture(client) for client in losers] == shown, "what a visitor had set is lost"
        link = Client(two.url, "labels", query=losers[0].query)
        assert (await link.open()).good and picture(link) == shown[0], "the link shows something else"
        for client in (*losers, *others, link):
            await client.close()

    own_loop.run(everyone())
