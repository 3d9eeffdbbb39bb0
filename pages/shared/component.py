"""Components of our own: their code is fetched once, where Streamlit would send it again with every change."""

from hashlib import sha256
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

CODE = Path(__file__).parent / "browser"
"""The folder of that code; the server hands its files out below `ADDRESS`."""
ADDRESS = "/browser"

_LOADER = """
const code = import(new URL("{address}", document.baseURI))
export default (component) => code.then((module) => module.default(component))
"""


def component(name: str, *, isolate_styles: bool = True) -> ComponentRenderer:
    """The component whose code is `browser/<name>.js`: an ES module that exports its function as `default`."""
    version = sha256((CODE / f"{name}.js").read_bytes()).hexdigest()[:12]
    loader = _LOADER.format(address=f"{ADDRESS[1:]}/{name}.js?v={version}")
    return st.components.v2.component(name, js=loader, isolate_styles=isolate_styles)
