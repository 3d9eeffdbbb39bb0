"""Two greyscale images: cross-entropy pixel by pixel, its floor and its excess as maps."""

from typing import Literal

import streamlit as st

from ce_core import compare_images
from pages.shared import controls, lesson, plain
from pages.shared.figures import images as figures
from pages.shared.image_controls import (
    ITSELF,
    PANELS,
    chosen_pixel,
    epsilon,
    epsilons,
    image_pair,
    pair_state,
    rivals,
    survey,
)
from pages.shared.reading import images as reading

PRESETS = {
    "Ten digits": pair_state("digits-rank-32"),
    "A photo against itself": pair_state("flower-rank-80", ITSELF),
    "All white": pair_state("digits-rank-32", "constant grey", 1.0),
    "Pixels at ∞": pair_state("china-rank-5"),
    "ε hides ∞": pair_state("china-rank-5", eps="1e-7"),
    "Noise": pair_state("flower-rank-80", "noise", 0.05),
    "One pixel to the right": pair_state("digits-rank-32", "shift", 1.0),
    "64 pixels": pair_state("digit-4"),
}
COMPARED = 4_000_000  # above so many pixels the side calculations would take too long

lesson.lesson_header(
    "How far apart are two grey images?",
    "Read every grey value as the probability of white, and cross-entropy compares them pixel by pixel.",
)

start = st.container()
panel, pictures = st.columns([10, 27], gap="medium")
with panel:
    pair = image_pair()
    eps = epsilon()
    with st.container(horizontal=True):
        picked = controls.choice("Class 1 is", "images_positive", ["white", "black"])
        top = float(controls.choice("Colour scale up to", "images_scale", ["0.01", "0.1", "1", "10"], "1"))
positive: Literal["white", "black"] = "black" if picked == "black" else "white"
unit = controls.unit("nats")
result = survey(pair, positive, eps, unit.base)
exact = result if eps == 0 else survey(pair, positive, 0.0, unit.base)

told = st.container()
formula = st.container()
with formula:
    colors = lesson.light_up(
        "images_lit", {"target": "p", "prediction": "q", "floor": "floor", "excess": "excess", "loss": "loss"}
    )

with pictures:
    above = st.grid(3, min_column_width=165, gap="small")
    below = st.grid(3, min_column_width=165, gap="small")
    target_cell, prediction_cell, pixel_cell = above.cell(), above.cell(), above.cell()
    with pixel_cell:
        place = chosen_pixel(result, pair)
        row, column = slice(place[0], place[0] + 1), slice(place[1], place[1] + 1)
        grey, guess = pair.target[row, column], pair.prediction[row, column]
        pixel = compare_images(grey, guess, positive=positive, eps=eps, base=unit.base)
        st.text(reading.pixel_line(grey.item(), guess.item(), pixel, unit))
    for cell, values, name, color in (
        (target_cell, result.target, "Target", colors.p),
        (prediction_cell, result.prediction, "Prediction", colors.q),
    ):
        with cell:
            controls.chart(
                figures.picture(values, result, name, color, place, colors),
                key=f"{PANELS}_{name}",
                alt=reading.picture_alt(name, result),
            )
    for values, name, title, color in (
        (result.loss, "loss", reading.titles(result, unit)[0], colors.loss),
        (result.floor, "floor", reading.titles(result, unit)[1], colors.floor),
        (result.kl, "excess", reading.titles(result, unit)[2], colors.excess),
    ):
        with below.cell():
            controls.chart(
                figures.cost_map(values, result, title, color, place, top, unit, colors),
                key=f"{PANELS}_{name}",
                alt=reading.map_alt(name, title, result),
            )
    controls.chart(figures.scale(top, unit, result.infinite > 0, colors), key="images_scale_bar", alt="Colour scale")
    st.caption(reading.scale_note(result, unit))

with start:
    controls.presets("images_preset", PRESETS)

with told:
    lesson.read_aloud(reading.picture(result, exact, eps, unit))
    plain.facts(reading.metrics(result, exact, unit))
with formula:
    lesson.formula(*reading.formula(result, eps, unit, colors))

one, both = st.columns(2, gap="medium")
with one:
    st.subheader("The chosen pixel as two classes", anchor=False)
    plain.table(
        reading.pixel_table(pixel, positive, unit),
        alt="The two classes of the chosen pixel",
    )
    st.latex(reading.pixel_formula(pixel, eps, unit, colors))
with both:
    st.subheader("Only the first term?", anchor=False)
    if result.pixels <= COMPARED:
        rows = {name: survey(rival, positive, eps, unit.base) for name, rival in rivals(pair, positive).items()}
        plain.table(
            reading.first_term_table(rows, unit),
            alt="Mean loss with both terms and with the first only",
        )
    else:
        controls.show_note(reading.too_many(result, COMPARED))
    st.text(reading.first_term(positive))
    if exact.infinite and exact.pixels <= COMPARED:
        st.subheader("And with an ε?", anchor=False)
        rows = {e: survey(pair, positive, value, unit.base) for e, value in epsilons(eps).items()}
        plain.table(reading.epsilon_table(rows, unit), alt="Mean loss for several ε")
    st.text(reading.epsilon(exact))

lesson.notice(reading.notice(result, exact, positive, unit))
st.subheader("These images", anchor=False)
for note in pair.notes:
    controls.show_note(note)
lesson.sources(["pixels", "grey_floor", "same_not_zero", "log_zero", "goodfellow"])
