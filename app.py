"""Server entry: `streamlit run app.py`. The lessons live in `pages/`, the mathematics in `ce_core/`."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path
from threading import Thread

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route

from pages.shared import component, plot
from server.errors import show_and_log
from server.files import LargeFile
from server.guard import Guard
from server.headers import SecurityHeaders, security_headers
from server.sockets import send_at_once

ROOT = Path(__file__).resolve().parent
WARM = ("numpy", "pandas", "pyarrow", "plotly.io", "ce_core", "ce_core.readers")
PLOTLY = LargeFile(plot.LIBRARY, "text/javascript")
CODE = {f"{component.ADDRESS}/{path.name}": LargeFile(path, "text/javascript") for path in component.CODE.glob("*.js")}


@asynccontextmanager
async def warm_up(_: st.App) -> AsyncIterator[None]:
    """Import and compress once what the pages need, so that the first visitor does not wait for it."""
    send_at_once()
    for name in WARM:
        import_module(name)
    gc.collect()
    gc.freeze()  # nothing imported so far is garbage: later collections need not walk it
    Thread(target=PLOTLY.pack, daemon=True).start()
    yield


app = st.App(
    ROOT / "pages" / "course.py",
    lifespan=warm_up,
    routes=[Route(address, file.send) for address, file in {plot.ADDRESS: PLOTLY, **CODE}.items()],
    middleware=[Middleware(SecurityHeaders, security_headers()), Middleware(Guard)],
    on_script_error=show_and_log,
)
