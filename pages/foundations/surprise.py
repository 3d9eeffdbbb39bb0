"""Surprise and entropy: one event, its share −p log p with the limit at 0, a coin, and several events."""

import streamlit as st

from ce_core import binary_decompose, decompose, normalize, padded_entropy, perplexity, smooth_labels, surprise_curve
from pages.shared import controls, lesson, plain
from pages.shared.figures import surprise as figures
from pages.shared.figures.surprise import AXES, COIN_GRID, GRID
from pages.shared.reading import surprise as reading
from pages.shared.stage import stage
from pages.shared.surprise_presets import COIN_PRESETS, EVENT_PRESETS, EVENTS_PRESETS, SHARE_PRESETS, WEATHER
from pages.shared.typed_distribution import typed_distribution
from pages.shared.typed_names import names_of, typed_names
from pages.shared.words import UNITS

HALVINGS = [1.0, 0.5, 0.25, 0.125, 0.0625, 0.03125, 0.015625]
TOWARDS_ZERO = [0.1, 0.01, 0.001, 1e-6, 1e-15, 1e-300, 0.0]
RATIOS = [0.5, 0.5, 0.0, 0.0], [0.25, 0.0, 0.75, 0.0]
EPSILONS = {"none": 0.0, "1e-15": 1e-15, "1e-7": 1e-7, "1e-3": 1e-3}

unit = controls.unit("bits")


def one_event() -> None:
    view = stage("surp_lit", {"P(x)": "p", "h(x)": "loss"})
    with view.panel:
        p = controls.number("Probability P", "surp_p", 0.1667, help="How likely the event was believed to be.")
        axes = controls.choice("Axis", "surp_axis", AXES)
        every_unit = {name: surprise_curve([p], base=other.base) for name, other in UNITS.items()}
        plain.facts(reading.other_units(every_unit))
    with view.start:
        controls.presets("surp_preset", EVENT_PRESETS)
    point, pair, half = (surprise_curve([x], base=unit.base) for x in (p, p * p, p / 2))
    curve, halvings = surprise_curve(GRID, base=unit.base), surprise_curve(HALVINGS, base=unit.base)
    with view.picture:
        drawn = figures.surprise(curve, halvings, point, unit, view.colors, axes=axes)
        controls.chart(drawn, key="surp_chart", alt=reading.event_alt(point, unit))
    with view.below:
        lesson.read_aloud(reading.event_picture(point, unit))
    with view.formula:
        lesson.formula(*reading.event_formula(point, unit, view.colors))
    lesson.notice(reading.event_notice(point, pair, half, unit))


def share_of_entropy() -> None:
    view = stage("surp_lit_share", {"P": "p", "−log P": "loss", "−P log P": "floor"})
    with view.panel:
        p = controls.number("Probability P", "surp_p", 0.1667, help="Drag it to 0 and watch the product.")
        axes = controls.choice("Axis", "surp_axis", AXES)
        point = surprise_curve([p], base=unit.base)
        plain.facts(reading.factors(point, unit))
    with view.start:
        controls.presets("surp_share_preset", SHARE_PRESETS)
    curve = surprise_curve(GRID, base=unit.base)
    limit = surprise_curve(TOWARDS_ZERO, base=unit.base)
    with view.picture:
        drawn = figures.share(curve, point, unit, view.colors, axes=axes)
        controls.chart(drawn, key="surp_share_chart", alt=reading.share_alt(point, unit))
    with view.below:
        lesson.read_aloud(reading.share_picture(point, unit))
    with view.formula:
        lesson.formula(*reading.share_formula(point, unit, view.colors))
    left, right = st.columns(2, gap="medium")
    with left:
        st.caption("On the way to 0: P wins over −log P.")
        plain.table(reading.limit_table(limit, unit), alt="−P log P as P goes to 0")
    with right:
        st.caption("And p log(p/q), a term of the KL divergence, is no division by zero:")
        ratios = decompose(*RATIOS, base=unit.base)
        plain.table(reading.ratio_table(ratios, unit), alt="p log(p/q) with zeros")
    lesson.notice(reading.share_notice(point, surprise_curve([1e-6], base=unit.base), unit))


def a_coin() -> None:
    view = stage("surp_lit_coin", {"p": "p", "surprise": "loss", "H": "floor"})
    with view.panel:
        p = controls.number("Probability of heads", "surp_heads", 0.9)
        point, sides = binary_decompose([p], [p], base=unit.base), surprise_curve([p, 1 - p], base=unit.base)
        plain.facts(reading.coin_sides(sides, point, unit))
    with view.start:
        controls.presets("surp_coin_preset", COIN_PRESETS)
    curve = binary_decompose(COIN_GRID, COIN_GRID, base=unit.base)
    fair = float(binary_decompose([0.5], [0.5], base=unit.base).floor[0])
    with view.picture:
        drawn = figures.coin(curve, p, point, unit, view.colors)
        controls.chart(drawn, key="surp_coin_chart", alt=reading.coin_alt(p, point, unit))
    with view.below:
        lesson.read_aloud(reading.coin_picture(p, point, fair, unit))
    with view.formula:
        lesson.formula(*reading.coin_formula(sides, point, unit, view.colors))
    lesson.notice(reading.coin_notice(p, sides, fair, unit))


def many_events() -> None:
    view = stage("surp_lit_events", {"P": "p", "H(P)": "floor"})
    with view.panel:
        mix = controls.slider(
            "Mix with the balanced one", "surp_mix", 0.0, 1.0, 0.0, 0.05, help="0 is P as typed, 1 is balanced."
        )
        typed = typed_distribution("P", "surp_dist", "0.7, 0.15, 0.1, 0.05")
        names = names_of(typed_names("Event names", "surp_events", WEATHER), typed.size)
        eps = EPSILONS[controls.choice("ε added to every entry", "surp_eps", list(EPSILONS))]
    with view.start:
        controls.presets("surp_events_preset", EVENTS_PRESETS)
    p = smooth_labels(typed, mix)
    shares, label = surprise_curve(p, base=unit.base), padded_entropy(p, eps, base=unit.base)
    balanced = decompose(p, normalize([1] * p.size), base=unit.base)
    with view.picture:
        bars = figures.events(shares, balanced.q, names, unit, view.colors)
        controls.chart(bars, key="surp_bars", alt=reading.events_alt(shares, names))
        stack = figures.entropy_bar(shares, label, float(balanced.cross_entropy), names, unit, view.colors)
        controls.chart(stack, key="surp_stack", alt=reading.entropy_alt(label, balanced.cross_entropy, unit))
    with view.below:
        lesson.read_aloud(reading.events_picture(shares, label, balanced, names, unit))
    with view.formula:
        lesson.formula(*reading.events_formula(shares, label, balanced, unit, view.colors))
    plain.table(reading.events_table(shares, label, names, unit), alt="The calculation")
    lesson.notice(reading.events_notice(shares, label, balanced, float(perplexity(p)), unit))


VIEWS = {"One event": one_event, "p log p": share_of_entropy, "A coin": a_coin, "Several events": many_events}

lesson.lesson_header(
    "How much does an event tell you?",
    "The rarer an event, the more its happening surprises. Entropy is the surprise to be expected on average.",
)
controls.part(VIEWS[controls.choice("View", "surp_view", list(VIEWS), label_visibility="collapsed")])()
lesson.sources(["tutorial", "gitbook", "shannon", "cover", "zero_log_zero"])
