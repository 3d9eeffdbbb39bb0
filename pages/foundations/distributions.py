"""P and Q: the floor H(P), the excess KL(P‖Q), and their sum, the cross-entropy H(P,Q)."""

import streamlit as st

from ce_core import compare
from pages.shared import controls, lesson, plain
from pages.shared.distribution_pair import distribution_pair, pair_state
from pages.shared.figures import distributions as figures
from pages.shared.reading import distributions as reading
from pages.shared.stage import stage

COLOURS = "red, green, blue"
PRESETS = {
    "Three colours": pair_state("dist", COLOURS, [0.1, 0.4, 0.5], [0.8, 0.15, 0.05]),
    "Q = P": pair_state("dist", COLOURS, [0.1, 0.4, 0.5], [0.1, 0.4, 0.5]),
    "Uniform P": pair_state("dist", "north, east, south, west", [0.25] * 4, [0.4, 0.3, 0.2, 0.1]),
    "Skewed P": pair_state("dist", "sun, cloud, rain", [0.9, 0.07, 0.03], [0.4, 0.3, 0.3]),
    "One-hot P": pair_state("dist", "cat, dog, bird", [1, 0, 0], [0.7, 0.2, 0.1]),
    "Q has a zero": pair_state("dist", COLOURS, [0.1, 0.4, 0.5], [0.6, 0.4, 0]),
    "Ten digits": pair_state(
        "dist", "0, 1, 2, 3, 4, 5, 6, 7, 8, 9", [0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.91, 0.01, 0.01],
        [0.02, 0.3, 0.02, 0.02, 0.04, 0.02, 0.02, 0.5, 0.02, 0.04],
    ),
}  # fmt: skip

lesson.lesson_header(
    "What does it cost to believe Q when P is true?",
    "P says how often each event happens, Q what you believed. Move an entry, and watch what adds up.",
)
unit = controls.unit("bits")


@controls.part
def decomposition() -> None:
    terms = {"P": "p", "Q": "q", "H(P)": "floor", "KL(P‖Q)": "excess", "H(P,Q)": "loss"}
    place = stage("dist_lit", terms, widths=[5, 4])
    with place.panel:
        pair = distribution_pair("dist", PRESETS["Three colours"])
    with place.start:
        controls.presets("dist_preset", PRESETS)

    result = compare(pair.p, pair.q, base=unit.base)

    with place.picture:
        controls.chart(
            figures.pair_bars(result, pair.names, place.colors),
            key="dist_bars",
            alt=reading.pair_alt(result, pair.names),
        )
        controls.chart(
            figures.stack(result.forward, unit, place.colors), key="dist_stack", alt=reading.stack_alt(result, unit)
        )
        lesson.read_aloud(reading.picture(result, pair.names, unit))
    with place.formula:
        lesson.formula(*reading.formula(result, unit, place.colors))

    st.subheader("Where the cost comes from", anchor=False)
    bars, rows = st.columns([3, 5], gap="medium")
    with bars:
        controls.chart(
            figures.contributions(result.forward, pair.names, unit, place.colors),
            key="dist_contributions",
            alt=reading.contributions_alt(result, pair.names, unit),
        )
    with rows:
        plain.table(reading.event_table(result, pair.names), alt="The calculation, event by event")
        st.caption(f"Surprise −log Q and all that follows in {unit.name}; the sums are H(P), H(P,Q) and KL(P‖Q).")
    plain.facts(reading.other_quantities(result, unit))
    lesson.notice(reading.notice(result, pair.names, unit))


decomposition()
lesson.sources(["tutorial", "gitbook", "shannon", "kullback", "lin", "cover", "same_not_zero", "not_symmetric"])
