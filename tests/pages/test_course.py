"""The frame: what every visitor gets before any lesson."""

import asyncio
import gc
import socket
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "pages"
SECTIONS = ("foundations", "losses", "connections", "workbench", "practice")
LESSONS = sorted(path.relative_to(PAGES).as_posix() for section in SECTIONS for path in (PAGES / section).glob("*.py"))


@pytest.mark.parametrize("lesson", ["home.py", *LESSONS])
def test_every_lesson_file_is_in_the_navigation_and_opens(open_page, lesson):
    assert open_page(lesson).title[0].value


def test_the_server_freezes_what_it_imported_and_lets_its_sockets_send_at_once():
    import app

    async def start() -> int:
        async with app.warm_up(app.app):
            return gc.get_freeze_count()

    gc.unfreeze()
    with socket.create_server(("127.0.0.1", 0)) as listening, ThreadPoolExecutor(1) as apart:
        # Apart: the browser tests may have left an event loop in this thread.
        assert apart.submit(lambda: asyncio.run(start())).result() > 10_000
        assert listening.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_no_collection_after_every_run():
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    assert config["runner"]["postScriptGC"] is False
    assert config["client"]["showErrorDetails"] == "none"
