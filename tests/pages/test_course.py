"""The frame: what every visitor gets before any lesson."""

import gc
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests import own_loop

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "pages"
SECTIONS = ("foundations", "losses", "connections", "workbench", "practice")
LESSONS = sorted(path.relative_to(PAGES).as_posix() for section in SECTIONS for path in (PAGES / section).glob("*.py"))


@pytest.mark.parametrize("lesson", ["home.py", *LESSONS])
def test_every_lesson_file_is_in_the_navigation_and_opens(open_page, lesson):
    assert open_page(lesson).title[0].value


def test_what_was_imported_is_left_out_of_collections():
    import app

    gc.unfreeze()
    app.load(app.FIRST)
    assert gc.get_freeze_count() > 10_000


def test_the_server_lets_its_sockets_send_at_once(monkeypatch):
    import app

    async def start() -> None:
        async with app.warm_up(app.app):
            pass

    for other in ("prepare", "watch_nothing"):
        monkeypatch.setattr(app, other, lambda: None)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        own_loop.run(start())
        assert listening.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_the_first_page_does_not_wait_for_what_it_does_not_need():
    done = "import sys, app, pages.shared.controls, pages.shared.plot; app.load(app.FIRST); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", done], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert "ce_core.readers" in loaded.split() and "pandas" not in loaded.split()


def test_no_collection_after_every_run():
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    assert config["runner"]["postScriptGC"] is False
    assert config["client"]["showErrorDetails"] == "none"
