"""Codes: a message from P, coded for Q, costs H(P,Q) bits a symbol; the bits are here to be counted."""

import streamlit as st

from ce_core import code_sample
from pages.shared import controls, lesson, plain
from pages.shared.codes_controls import message_choice
from pages.shared.distribution_pair import distribution_pair, pair_state
from pages.shared.figures import codes as figures
from pages.shared.reading import codes as reading
from pages.shared.stage import stage

LETTERS, FALLING = "a, b, c, d", [0.5, 0.25, 0.15, 0.1]
RARE = [0.03703, 0.96297]
PRESETS = {
    "Four letters": pair_state("codes", LETTERS, FALLING, [0.15, 0.15, 0.3, 0.4]) | {"codes_block": 1},
    "Q = P": pair_state("codes", LETTERS, FALLING, FALLING) | {"codes_block": 1},
    "Powers of ½": pair_state("codes", LETTERS, FALLING, [0.125, 0.125, 0.25, 0.5]) | {"codes_block": 1},
    "0.2285 of a bit": pair_state("codes", "yes, no", RARE, RARE) | {"codes_block": 1, "codes_length": 10_000},
    "The same in blocks": pair_state("codes", "yes, no", RARE, RARE) | {"codes_block": 6, "codes_length": 10_000},
    "Three colours": pair_state("codes", "red, green, blue", [0.1, 0.4, 0.5], [0.8, 0.15, 0.05]) | {"codes_block": 1},
    "Q has a zero": pair_state("codes", LETTERS, FALLING, [0.4, 0.3, 0.3, 0]) | {"codes_block": 1},
}

unit = controls.unit("bits")


@controls.part
def message_and_codes() -> None:
    terms = {"P": "p", "Q": "q", "H(P)": "floor", "KL(P‖Q)": "excess", "H(P,Q)": "loss"}
    place = stage("codes_lit", terms, widths=[5, 4])
    with place.panel:
        above = st.container(gap="small")
        pair = distribution_pair("codes", PRESETS["Four letters"])
        with above:
            message = message_choice(pair)
    with place.start:
        controls.presets("codes_preset", PRESETS)
    study = code_sample(pair.p, pair.q, message.length, seed=message.seed, block=message.block)
    with place.picture:
        controls.chart(
            figures.growth(study, pair.names, place.colors), key="codes_growth", alt=reading.growth_alt(study)
        )
        lesson.read_aloud(reading.picture(study, pair.names))
    with place.formula:
        lesson.formula(*reading.formula(study, place.colors))

    st.subheader("The message and its bits", anchor=False)
    plain.table(reading.totals(study), alt="What the message took, code by code")
    st.caption(reading.beginning_label(study))
    st.text(reading.beginning(study, pair.names))
    for label, bits in reading.bits(study):
        st.caption(label)
        st.markdown(bits)
    st.caption(reading.decoded_label(study))
    st.text(reading.decoded(study, pair.names))
    st.caption(reading.bits_caption(study))

    st.subheader("The codes for Q", anchor=False)
    trees, rows = st.columns([3, 5], gap="medium") if figures.has_tree(study) else (None, st.container())
    if trees:
        with trees:
            controls.chart(
                figures.tree(study, pair.names, place.colors), key="codes_tree", alt=reading.tree_alt(study, pair.names)
            )
    with rows:
        plain.table(reading.code_table(study, pair.names), alt="Codewords and their lengths")
        st.caption(reading.code_caption(study))
    lesson.notice(reading.notice(study, pair.names, unit))


lesson.lesson_header(
    "How many bits does a message take in a code made for Q?",
    "Symbols come from P, the code was made for Q. Change Q or the message, and count the bits.",
)
message_and_codes()
lesson.sources(["tutorial", "shannon", "huffman", "arithmetic", "cover_codes"])
