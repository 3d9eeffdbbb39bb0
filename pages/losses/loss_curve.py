"""The loss curve: cross-entropy against the predicted probability, for hard and for soft targets."""

import streamlit as st

from ce_core import (
    LossCurve,
    binary_cross_entropy,
    binary_decompose,
    entropy,
    loss_curve,
    normalize,
    smooth_labels,
)
from pages.shared import controls, lesson, plain
from pages.shared.figures import loss_curve as figures
from pages.shared.figures.loss_curve import AXES, GRID
from pages.shared.loss_curve_presets import FAMILY_PRESETS, PRESETS, RULER_PRESETS
from pages.shared.reading import loss_curve as reading
from pages.shared.stage import stage

TENTHS = [1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.0]
CLASSES = (2, 3, 10, 100, 1000, 50000)
EPSILONS = {"none": 0.0, "1e-15": 1e-15, "1e-7": 1e-7}
OWN = "own"

unit = controls.unit("nats")
PARTS = {"floor": "floor", "excess": "excess", "loss": "loss"}


def target_and_prediction() -> tuple[LossCurve, LossCurve, tuple[LossCurve, LossCurve]]:
    """The two sliders; the curve of the target, the point on it, and the same point for both hard labels."""
    y = controls.number("Target y", "curve_y", 1.0, help="1 or 0 for a hard label, between for a soft one.")
    p = controls.number("Prediction p", "curve_p", 0.2, help="The probability given to class 1.")
    hard = (loss_curve(0, [p], base=unit.base), loss_curve(1, [p], base=unit.base))
    return loss_curve(y, GRID, base=unit.base), loss_curve(y, [p], base=unit.base), hard


def axes_choice() -> str:
    return controls.choice("Axes", "curve_axes", AXES)


def one_target() -> None:
    view = stage("curve_lit", PARTS)
    with view.panel:
        target, point, hard = target_and_prediction()
        axes = axes_choice()
        with st.container(horizontal=True, gap="small"):
            slope = controls.toggle("Slope", "curve_slope")
            squared = controls.toggle("Squared error", "curve_squared")
            zero_one = controls.toggle("0/1 error", "curve_zero_one")
    with view.start:
        controls.presets("curve_preset", PRESETS)
    both = [loss_curve(label, GRID, base=unit.base) for label in (0, 1)]
    parts = binary_decompose([point.y], point.p, base=unit.base)
    overlays = {"slope": slope, "squared": squared, "zero_one": zero_one}
    with view.picture:
        controls.chart(
            figures.curve(target, both, point, unit, view.colors, axes=axes, **overlays),
            key="curve_chart",
            alt=reading.curve_alt(point, unit),
        )
    with view.below:
        lesson.read_aloud(reading.picture(point, hard, unit))
    if slope:
        with view.below:
            controls.chart(
                figures.slope(target, point, unit, view.colors, axes=axes),
                key="curve_slope_chart",
                alt=reading.slope_alt(point),
            )
    extra = [reading.slope_formula(point, unit)] if slope else []
    with view.formula:
        lesson.formula(*reading.formula(point, parts, hard, unit, view.colors), *extra)
    lesson.notice(reading.notice(point, unit, **overlays))


def soft_targets() -> None:
    view = stage("curve_lit", PARTS)
    with view.panel:
        target, point, hard = target_and_prediction()
        axes = axes_choice()
    with view.start:
        controls.presets("curve_family_preset", FAMILY_PRESETS)
    family = [loss_curve(y, GRID, base=unit.base) for y in TENTHS]
    dome = binary_decompose(GRID, GRID, base=unit.base)
    parts = binary_decompose([point.y], point.p, base=unit.base)
    with view.picture:
        controls.chart(
            figures.family(family, dome, target, point, unit, view.colors, axes=axes),
            key="curve_family_chart",
            alt=reading.family_alt(point, unit),
        )
    with view.below:
        lesson.read_aloud(reading.family_picture(point, unit))
    with view.formula:
        lesson.formula(*reading.formula(point, parts, hard, unit, view.colors))
    lesson.notice(reading.family_notice(point, float(dome.floor.max()), unit))


def eleven_points() -> None:
    view = stage("curve_lit", {"exact": "loss", "with ε": "excess"})
    with view.panel:
        st.markdown("The target is 1. The predictions go from 1.0 down to 0.0, its exact opposite.")
        opposite = controls.toggle("With the exact opposite, p = 0", "curve_opposite", True)
        picked = controls.choice(
            "ε: clip p to [ε, 1 − ε]",
            "curve_eps",
            [*EPSILONS, OWN],
            help="What many libraries do to avoid log 0.",
        )
        eps = EPSILONS.get(picked, 0.0)
        if picked == OWN:
            eps = controls.number("Your ε", "curve_eps_own", 0.001, high=0.49)
        axes = axes_choice()
    predictions = TENTHS if opposite else TENTHS[:-1]
    truth = [1] * len(predictions)
    exact = loss_curve(1, predictions, base=unit.base)
    clipped = loss_curve(1, predictions, eps=eps, base=unit.base) if eps else None
    means = [binary_cross_entropy(truth, predictions, eps=used, base=unit.base) for used in (0, eps)]
    line = loss_curve(1, GRID, eps=eps, base=unit.base)
    with view.picture:
        controls.chart(
            figures.eleven_points(line, exact, clipped, unit, view.colors, axes=axes),
            key="curve_eleven_chart",
            alt=reading.eleven_alt(exact, unit),
        )
    with view.below:
        lesson.read_aloud(reading.eleven_picture(exact, clipped, means, eps, unit))
        plain.table(reading.eleven_table(exact, clipped, means, eps, unit), alt="The points as numbers")
    with view.formula:
        lesson.formula(*reading.eleven_formula(eps, unit, view.colors))
    lesson.notice(reading.eleven_notice(clipped, unit))


def good_or_bad() -> None:
    view = stage("curve_lit", {"floor": "floor", "your loss": "excess"})
    with view.panel:
        nats = controls.number("A mean loss, in nats", "curve_value", 2.5, high=12.0)
        classes = int(controls.choice("Classes", "curve_classes", [str(count) for count in CLASSES], "1000"))
        smoothing = controls.slider("Label smoothing", "curve_smoothing", 0.0, 0.5, 0.0, 0.05)
    with view.start:
        controls.presets("curve_ruler_preset", RULER_PRESETS)
    guess = {count: entropy(normalize([1] * count), base=unit.base) for count in CLASSES}
    smoothed = {count: smooth_labels([1] + [0] * (count - 1), smoothing) for count in CLASSES}
    floor = {count: entropy(target, base=unit.base) for count, target in smoothed.items()}
    value, says = reading.in_unit(nats, unit), reading.band_of(nats)
    with view.picture:
        controls.chart(
            figures.ruler(reading.bands(unit), says, guess, floor, value, classes, unit, view.colors),
            key="curve_ruler_chart",
            alt=reading.ruler_alt(nats, classes, guess, unit),
        )
    with view.below:
        lesson.read_aloud(reading.ruler_picture(nats, classes, guess, floor, unit))
        plain.table(reading.ruler_table(unit), alt="The rule of thumb")
    with view.formula:
        lesson.formula(*reading.ruler_formula(nats, classes, guess, unit, view.colors))
    lesson.notice(reading.ruler_notice(nats, classes, guess, unit))


VIEWS = {
    "Curve": one_target,
    "Soft targets": soft_targets,
    "Points": eleven_points,
    "Good or bad?": good_or_bad,
}

lesson.lesson_header(
    "What does a prediction cost?",
    "A model says how likely class 1 is. The curve says what that costs, once the target is known.",
)
controls.part(VIEWS[controls.choice("View", "curve_view", list(VIEWS), label_visibility="collapsed")])()
lesson.sources(
    [
        "tutorial", "names", "bishop", "goodfellow", "same_not_zero", "chance_level",
        "log_base", "log_zero", "smoothing_floor", "loss_and_accuracy", "good_value",
    ]
)  # fmt: skip
