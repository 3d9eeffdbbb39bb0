"""Language: one text as the model of another, by n-grams; bits per character, perplexity, and two sequences."""

import streamlit as st

from ce_core import exponentiations, line_costs
from pages.shared import controls, lesson, plain
from pages.shared import language_presets as presets
from pages.shared.figures import language as figures
from pages.shared.figures.distributions import stack
from pages.shared.language_controls import (
    characters_of,
    chosen_view,
    comparison_of,
    cost_of,
    given,
    orders_of,
    position,
)
from pages.shared.reading import language as reading
from pages.shared.reading import language_sums as telling
from pages.shared.stage import stage

unit = controls.unit("bits")


def surprise() -> None:
    place = stage("lang_lit", {"text P": "p", "model Q": "q", "cost": "loss"})
    with place.panel:
        asked = given()
    cost, orders = cost_of(asked, unit.base), orders_of(asked, unit.base)
    with place.picture:
        grid = st.container(gap="xsmall")
        at = position(len(cost.tokens), cost.unit)
        shown = figures.window(at, cost.unit)
        drawn = figures.cost_by_n(orders, cost.n, unit, place.colors)
        controls.chart(drawn, key="lang_orders", alt=reading.orders_alt(orders, unit))
    with grid:
        cells = figures.text_grid(cost, at, unit, place.colors)
        controls.chart(cells, key="lang_grid", alt=reading.grid_alt(cost, shown, at, unit))
        st.caption(reading.shown_part(cost, shown))
    with place.start:
        controls.presets("lang_preset", presets.PRESETS)
    with place.told:
        lesson.read_aloud(reading.picture(cost, orders, unit))
        plain.facts(reading.amounts(cost, unit))
    with place.formula:
        lesson.formula(*reading.formula(cost, at, unit, place.colors))
        st.text(reading.letters(cost, at))
    lesson.notice(reading.notice(cost, orders, unit))


def rates() -> None:
    place = stage("lang_lit_rates", {"what P has": "p", "cost": "loss"})
    with place.panel:
        asked = given()
    cost, letters = cost_of(asked, unit.base), characters_of(asked)
    with place.start:
        controls.presets("lang_rate_preset", presets.RATE_PRESETS)
    with place.picture:
        controls.chart(figures.rates(cost, unit, place.colors), key="lang_rates", alt=reading.rates_alt(cost, unit))
        lesson.read_aloud(reading.rates_picture(cost, unit))
    with place.formula:
        lesson.formula(*reading.rates_formula(cost, unit, place.colors))
    st.subheader("Characters of more than one byte", anchor=False)
    st.caption(reading.wide_part(letters))
    if wide := reading.wide_table(letters):
        plain.table(wide, alt="Characters of P outside ASCII")
    lesson.notice(reading.rates_notice(cost, unit))


def perplexity() -> None:
    place = stage("lang_lit_power", {"base of the loss": "loss", "another base": "excess"})
    with place.panel:
        cost = cost_of(given(), unit.base)
    with place.start:
        controls.presets("lang_power_preset", presets.PERPLEXITY_PRESETS)
    rows = exponentiations(cost.per_token, base=cost.base)
    with place.picture:
        controls.chart(figures.exponents(rows, place.colors), key="lang_powers", alt=telling.exponents_alt(rows))
        lesson.read_aloud(telling.exponents_picture(cost, rows))
    with place.formula:
        lesson.formula(*telling.exponents_formula(rows, place.colors))
    lesson.notice(telling.exponents_notice(cost, rows))


def messages() -> None:
    terms = {"messages": "p", "mean loss": "loss", "mean of perplexities": "excess"}
    place = stage("lang_lit_messages", terms)
    with place.panel:
        cost = cost_of(given(), unit.base)
    with place.start:
        controls.presets("lang_message_preset", presets.MESSAGE_PRESETS)
    lines = line_costs(cost)
    with place.picture:
        controls.chart(figures.messages(lines, place.colors), key="lang_messages", alt=telling.messages_alt(lines))
        st.caption(telling.messages_part(lines))
        lesson.read_aloud(telling.messages_picture(lines, cost))
    with place.formula:
        lesson.formula(*telling.messages_formula(lines, cost, unit, place.colors))
    plain.table(telling.messages_table(lines, unit), alt="The messages")
    lesson.notice(telling.messages_notice(lines))


def two_sequences() -> None:
    terms = {"P": "p", "Q": "q", "H(P)": "floor", "KL(P‖Q)": "excess", "H(P,Q)": "loss"}
    place = stage("lang_lit_grams", terms)
    with place.panel:
        asked = given()
    with place.start:
        controls.presets("lang_gram_preset", presets.SEQUENCE_PRESETS)
    result, cost = comparison_of(asked, unit.base), cost_of(asked, unit.base)
    with place.picture:
        controls.chart(figures.ngrams(result, place.colors), key="lang_grams", alt=telling.grams_alt(result))
        st.caption(telling.grams_part(result))
        bar = stack(result.decomposition, unit, place.colors)
        controls.chart(bar, key="lang_stack", alt=telling.stack_alt(result, unit))
    with place.told:
        lesson.read_aloud(telling.grams_picture(result, unit))
    with place.formula:
        lesson.formula(*telling.grams_formula(result, unit, place.colors))
    plain.table(telling.grams_table(result, unit), alt="The n-grams")
    lesson.notice(telling.grams_notice(result, cost, unit))


VIEWS = {
    "Surprise": surprise,
    "Per what?": rates,
    "Perplexity": perplexity,
    "Messages": messages,
    "Two sequences": two_sequences,
}

lesson.lesson_header(
    "How well does one text predict another?",
    "Q counts the n-grams of a training text and says what comes next. See what each token of text P costs then.",
)
controls.part(VIEWS[chosen_view()])()
lesson.sources(
    ["tutorial", "shannon", "shannon_english", "jurafsky", "cover", "perplexity_base", "mean_perplexity", "per_byte"]
)
