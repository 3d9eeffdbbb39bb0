"""The controls of a message: how long it is, how many symbols share a codeword, and which message it is."""

from dataclasses import dataclass

import streamlit as st

from pages.shared import controls
from pages.shared.distribution_pair import Pair

SHORTEST, LONGEST = 10, 10_000
LONGEST_BLOCK, SEEDS = 8, 1000
MOST_WORDS = 4096  # more of them keep a reader waiting, and show nothing new
SMALLEST = 1e-300  # the probability of a block must stay a number


@dataclass(frozen=True)
class MessageChoice:
    length: int
    block: int
    seed: int


def message_choice(pair: Pair) -> MessageChoice:
    """Draw the controls; what they ask for, with blocks no longer than can be listed, and a sentence that says so."""
    with st.container(horizontal=True, gap="medium", wrap=False):
        length = controls.slider("Symbols in the message", "codes_length", SHORTEST, LONGEST, 1000, 10)
        block = controls.slider("Symbols per codeword", "codes_block", 1, LONGEST_BLOCK, 1, 1)
    with st.container(horizontal=True, vertical_alignment="bottom", wrap=False):
        seed = controls.whole("Message number", "codes_seed", 0, SEEDS - 1, 0, width=150)
        st.button("Another message", icon=":material/casino:", on_click=_another, key="codes_another")
    most = _longest_block(pair)
    if block > most:
        controls.show_note(
            f"With this P and Q at most {most} of these {pair.p.size} symbols can share a codeword, not {block}: "
            f"there would be more codewords than can be listed, or too rare ones. Shown: {most}."
        )
    return MessageChoice(int(length), min(int(block), most), seed)


def _another() -> None:
    st.session_state["codes_seed"] = (st.session_state["codes_seed"] + 1) % SEEDS


def _longest_block(pair: Pair) -> int:
    rarest = min(float(values[values > 0].min()) for values in (pair.p, pair.q))
    return max(
        n for n in range(1, LONGEST_BLOCK + 1) if n == 1 or (pair.p.size**n <= MOST_WORDS and rarest**n > SMALLEST)
    )
