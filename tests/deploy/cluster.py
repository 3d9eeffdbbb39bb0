"""Several real processes of the app behind the nginx of `deploy/`, on loopback."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

from deploy import static_files
from tests.browser.conftest import ROOT, start_server

DEPLOY = ROOT / "deploy"
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
MIME_TYPES = Path("/etc/nginx/mime.types")
HOW_TO = "The tests of the proxy need nginx (Debian, Ubuntu: `apt install nginx`)."
COOKIE = "ce_route"


@dataclass
class Replica:
    process: subprocess.Popen[bytes]
    address: str
    """Host and port."""

    def kill(self) -> None:
        """As `kill -9` does."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=30)


@dataclass
class Cluster:
    url: str
    replicas: list[Replica]
    log: Path
    """What nginx says of each request."""

    def get(self, path: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=30)
        try:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            return response, response.read()
        finally:
            connection.close()

    def upstreams(self, paths: list[str]) -> dict[str, list[str]]:
        """Which replicas nginx asked for each of these paths; each path must be asked for once only."""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:  # a line is written when its answer is already out
            found = dict(re.findall(r" (\S+) -> (.+)", self.log.read_text()))
            if found.keys() >= set(paths):
                return {path: found[path].split(", ") for path in paths}
            time.sleep(0.02)
        raise TimeoutError(f"nginx has not written of {set(paths) - found.keys()}")

    def route_to(self, replica: Replica) -> str:
        """A cookie that leads there."""
        for _ in range(20):
            cookies = [uuid4().hex for _ in range(4)]
            for cookie in cookies:
                self.get(f"/{cookie}", Cookie=f"{COOKIE}={cookie}")
            for path, asked in self.upstreams([f"/{cookie}" for cookie in cookies]).items():
                if asked == [replica.address]:
                    return path[1:]
        raise LookupError(f"no cookie leads to {replica.address}")


@contextmanager
def cluster(replicas: int, folder: Path, *, level: int = 1) -> Iterator[Cluster]:
    """`replicas` processes behind one nginx, whose files lie in `folder`; static files are compressed at `level`."""
    with ThreadPoolExecutor(replicas) as pool:
        starts = [pool.submit(start_server) for _ in range(replicas)]
        prepare(folder, level)
    started = [Replica(process, urlsplit(url).netloc) for process, url in (start.result() for start in starts)]
    try:
        with nginx(folder, [replica.address for replica in started]) as url:
            yield Cluster(url, started, folder / "access.log")
    finally:
        for replica in started:
            replica.kill()


def prepare(folder: Path, level: int) -> None:
    """The prefix that the image `proxy` has, with the real nginx.conf."""
    (folder / "run").mkdir(parents=True)
    static_files.write(folder / "files", level)
    for file in (DEPLOY / "nginx.conf", MIME_TYPES):
        (folder / file.name).symlink_to(file)


def place(folder: Path, addresses: list[str]) -> str:
    """Write the two files that differ from place to place; the address for visitors."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (folder / "listen.conf").write_text(f"listen 127.0.0.1:{port};\n")
    options = re.search(r"^server \S+(.*;)$", (DEPLOY / "replicas.conf").read_text(), re.MULTILINE)
    assert options
    (folder / "replicas.conf").write_text("".join(f"server {address}{options[1]}\n" for address in addresses))
    return f"http://127.0.0.1:{port}"


def command(folder: Path) -> list[str]:
    """nginx as the image `proxy` starts it. Root's workers would be nobody, who may not read here."""
    assert NGINX, HOW_TO
    return [
        NGINX,
        "-p",
        f"{folder}/",
        "-c",
        f"{folder}/nginx.conf",
        *(["-g", "user root;"] if os.getuid() == 0 else []),
    ]


@contextmanager
def nginx(folder: Path, addresses: list[str]) -> Iterator[str]:
    url = place(folder, addresses)
    with (folder / "access.log").open("ab") as out, (folder / "error.log").open("ab") as err:
        process = subprocess.Popen(command(folder), stdout=out, stderr=err)
    try:
        _until_open(urlsplit(url), process, folder / "error.log")
        yield url
    finally:
        process.terminate()
        process.wait(timeout=30)


def _until_open(target, process: subprocess.Popen[bytes], errors: Path) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection((target.hostname, target.port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.02)
    process.kill()
    raise RuntimeError(f"nginx did not start:\n{errors.read_text()}")
