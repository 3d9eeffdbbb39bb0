"""Server entry: `streamlit run app.py`. The lessons live in `pages/`, the mathematics in `ce_core/`."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path

import streamlit as st

ROOT = Path(__file__).resolve().parent
WARM = ("numpy", "pandas", "pyarrow", "plotly.graph_objects", "ce_core", "ce_core.readers")


@asynccontextmanager
async def warm_up(_: st.App) -> AsyncIterator[None]:
    """Import once what the pages need, so that the first visitor does not wait for it."""
    for name in WARM:
        import_module(name)
    gc.collect()
    gc.freeze()  # nothing imported so far is garbage: later collections need not walk it
    yield


app = st.App(ROOT / "pages" / "course.py", lifespan=warm_up)
