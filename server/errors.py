"""What a visitor sees when a page fails by a mistake of ours: a sentence and a number, never a traceback."""

import logging
from secrets import token_hex

import streamlit as st

LOG = logging.getLogger("server.errors")
SENTENCE = (
    "Something went wrong here, and it is not your fault. Reload the page – its address keeps your settings – or reset "
    "it in the sidebar. If this comes back, tell whoever runs the server its number in the log: **{}**."
)


def show_and_log(error: Exception) -> bool:
    """Called by Streamlit where a page, a fragment or a callback failed. True: there is no more to show."""
    number = token_hex(4)
    LOG.error("Error %s on a page", number, exc_info=error)
    st.error(SENTENCE.format(number), icon=":material/error:")
    return True
