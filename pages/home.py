"""The first page: what this is, a decomposition to touch, a value to check, the way to every lesson."""

import streamlit as st

from ce_core import binary_cross_entropy, compare
from pages.shared import controls, lesson
from pages.shared.figures import distributions as figures
from pages.shared.lessons import LESSONS
from pages.shared.number_list import parse_probabilities
from pages.shared.reading import distributions, home

EVENTS = ("rain", "dry")
# The ten examples of the tutorial: a mean of 0.247 nats.
LISTS = (
    ("Targets, 0 to 1", "home_targets", "1 1 1 1 1 0 0 0 0 0"),
    ("Predictions, the probability of 1", "home_predictions", "0.8 0.9 0.9 0.6 0.8 0.1 0.4 0.2 0.1 0.3"),
)
PRESETS = {
    "A forecast that is off": {"home_p": "0.3", "home_q": "0.8"},
    "Q = P": {"home_p": "0.3", "home_q": "0.3"},
    "A coin, known": {"home_p": "0.5", "home_q": "0.5"},
    "Rain ruled out": {"home_p": "0.3", "home_q": "0"},
}

unit = controls.unit("bits")

lesson.lesson_header(
    "Cross-entropy, by hand",
    "Cross-entropy is what it costs to expect Q when P is true. Move probabilities, labels or pixels here, "
    "and see the number, the picture and the formula change together, exactly.",
)


@controls.part
def decomposition() -> None:
    start = st.container()
    picture, panel = st.columns([3, 2], gap="medium")
    with panel:
        p = controls.number("P, how often it rains", "home_p", 0.3, idea="p")
        q = controls.number("Q, what the forecast says", "home_q", 0.8, idea="q")
        result = compare([p, 1 - p], [q, 1 - q], base=unit.base)
        lesson.read_aloud(distributions.picture(result, EVENTS, unit))
    formula = st.container()
    with formula:
        colors = lesson.light_up(
            "home_lit", {"P": "p", "Q": "q", "H(P)": "floor", "KL(P‖Q)": "excess", "H(P,Q)": "loss"}
        )
    with picture:
        controls.chart(
            figures.pair_bars(result, EVENTS, colors), key="home_bars", alt=distributions.pair_alt(result, EVENTS)
        )
        controls.chart(
            figures.stack(result.forward, unit, colors),
            key="home_stack",
            alt=distributions.stack_alt(result, unit),
        )
    with start:
        controls.presets("home_preset", PRESETS)
    with formula:
        lesson.formula(*distributions.formula(result, unit, colors))


decomposition()

st.subheader("Check a value now", anchor=False)
loss_unit = controls.unit("nats")
lists = []
for place, (label, key, default) in zip(st.columns(2, gap="medium"), LISTS, strict=True):
    with place:
        name = label.split(",")[0]
        values, problem = controls.exact_text(
            label, key, default, lambda typed, name=name: parse_probabilities(typed, name)
        )
        lists.append(values)
        if problem:
            controls.show_error(f"{problem} The last list that could be read is used.")
y_true, y_prob = lists
if len(y_true) != len(y_prob):
    controls.show_error(home.unequal(y_true, y_prob))
else:
    losses = binary_cross_entropy(y_true, y_prob, reduction="none", base=loss_unit.base)
    mean = binary_cross_entropy(y_true, y_prob, base=loss_unit.base)
    with st.container(border=True, key="home_value"):
        st.text(home.value(y_true, y_prob, losses, mean, loss_unit))
st.page_link("losses/labels.py", label="More classes, weights, logits, or a file", icon=":material/arrow_forward:")

for section, lessons in LESSONS.items():
    st.subheader(section, anchor=False)
    cards = st.grid(3, min_column_width=220, gap="small")
    for entry in lessons:
        with cards.cell().container(border=True, height="stretch"):
            st.page_link(entry.file, icon=entry.icon)
            st.caption(entry.help)
lesson.sources(["tutorial", "names", "pixels", "profound", "gitbook", "cover"])
