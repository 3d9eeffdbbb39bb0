"""Server entry: `streamlit run app.py`. The lessons live in `pages/`, the mathematics in `ce_core/`."""

import gc
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path
from threading import Thread
from time import sleep

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route

from pages.shared import component, plot
from server.errors import show_and_log
from server.files import LargeFile
from server.guard import Guard
from server.headers import Headers, security_headers
from server.sockets import send_at_once
from server.watching import watch_nothing

ROOT = Path(__file__).resolve().parent
FIRST = ("ce_core", "ce_core.readers")
THEN = ("pandas",)
AFTER = 5.0
"""Seconds between the two: the page that a visitor waits for at the start does not need the second."""
PLOTLY = LargeFile(plot.LIBRARY, "text/javascript")
EARLY = {"Link": f"<{plot.SOURCE}>; rel=preload; as=script"}
"""A page need not have come to its first chart to fetch what draws it."""
CODE = {f"{component.ADDRESS}/{path.name}": LargeFile(path, "text/javascript") for path in component.CODE.glob("*.js")}


@asynccontextmanager
async def warm_up(_: st.App) -> AsyncIterator[None]:
    """Get ready beside the first visitor's browser, which loads its own part meanwhile."""
    send_at_once()
    watch_nothing()
    Thread(target=prepare, daemon=True).start()
    yield


def prepare() -> None:
    """Import and compress once what the pages need, so that no visitor waits for it."""
    load(FIRST)
    PLOTLY.pack()
    sleep(AFTER)
    load(THEN)


def load(names: Iterable[str]) -> None:
    for name in names:
        import_module(name)
    gc.collect()
    gc.freeze()  # nothing imported so far is garbage: later collections need not walk it


app = st.App(
    ROOT / "pages" / "course.py",
    lifespan=warm_up,
    routes=[Route(address, file.send) for address, file in {plot.ADDRESS: PLOTLY, **CODE}.items()],
    middleware=[Middleware(Headers, security_headers(), EARLY), Middleware(Guard)],
    on_script_error=show_and_log,
)
