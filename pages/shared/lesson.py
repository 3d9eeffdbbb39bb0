"""The frame of a lesson: question, prediction, picture read aloud, formula, what to notice, sources."""

from collections.abc import Mapping, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ce_core.readers import ReadError, parse_number
from pages.shared import controls, plain
from pages.shared.beliefs import BELIEFS, Belief
from pages.shared.links import SOURCES
from pages.shared.palette import Palette
from pages.shared.predictions import PREDICTIONS, Answer, Prediction


def lesson_header(question: str, lead: str) -> None:
    """The page's question as its title, the beliefs that it puts to the test, and one sentence that says what to do.

    In the place of that sentence stands a belief that is being tested, or else the lesson's next question, unless
    questions are not wanted: the picture and its controls stay in sight. Our own text: markdown.
    """
    page = controls.current_page()
    with st.container(horizontal=True, vertical_alignment="center", key="lesson_header"):
        st.title(question, anchor=False, width="stretch")
        _beliefs(page)
    questions = [row for row in PREDICTIONS if row.page == page]
    done = st.session_state.setdefault("_predicted", {}).setdefault(page, 0)
    tested = st.session_state.get(_belief_key(page))
    if tested in BELIEFS:
        _belief_card(BELIEFS[tested])
    elif controls.asks_first() and done < len(questions):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="prediction"):
            _ask(questions[done], f"_guess_{page}_{done}")
    else:
        st.markdown(lead)


# --- predict -----------------------------------------------------------------------------------------------


def _ask(prediction: Prediction, key: str) -> None:
    said: Answer | None = st.session_state.get(key)
    if said is not None:
        controls.line(":green[:material/check_circle:]" if said.right else ":red[:material/cancel:]", said.says)
        _after(prediction.page, said, key)
        return
    controls.line(":material/psychology:", prediction.question)
    with _beside():
        if prediction.is_number:
            _ask_number(prediction, key)
        else:
            st.pills(
                prediction.question,
                [answer.text for answer in prediction.answers],
                key=f"{key}_pick",
                on_change=lambda: st.session_state.update(
                    {key: next(a for a in prediction.answers if a.text == st.session_state[f"{key}_pick"])}
                ),
                label_visibility="collapsed",
                width="content",
            )
        st.button(
            "Do not ask",
            key="ask_no_more",
            type="tertiary",
            on_click=controls.ask_no_more,
            help="The sidebar asks again.",
        )


def _beside() -> DeltaGenerator:
    """What belongs together beside a sentence, or below it where the page is narrow."""
    return st.container(horizontal=True, vertical_alignment="center", gap="small", width="content")


def _ask_number(prediction: Prediction, key: str) -> None:
    typed = st.text_input(
        "Your number", key=f"{key}_typed", label_visibility="collapsed", placeholder="your number", width=140
    )
    if typed.strip():
        try:
            st.session_state[key] = prediction.meant_by(parse_number(typed, where="Your prediction"))
        except ReadError as error:
            controls.show_error(str(error))
        else:
            st.rerun()


def _after(page: str, said: Answer, key: str) -> None:
    belief = BELIEFS.get(said.belief)

    def show() -> None:
        if belief:
            _test(belief)
        else:
            controls.go_to(page, said.state)
        if belief and belief.page == page:  # its card takes the place of the question
            close()

    def close() -> None:
        st.session_state["_predicted"][page] += 1

    def again() -> None:
        del st.session_state[key]

    with _beside():
        if belief or said.state:
            st.button("Show me", icon=":material/visibility:", on_click=show, key=f"{key}_show")
        if not said.right:
            st.button("Answer again", on_click=again, key=f"{key}_again")
        st.button("Go on", on_click=close, key=f"{key}_close")


# --- beliefs -----------------------------------------------------------------------------------------------


def _belief_key(page: str) -> str:
    return f"{page}_belief"


def _test(belief: Belief) -> None:
    """Put the lesson of this belief into the state that breaks it."""
    controls.go_to(belief.page, {"unit": controls.USUAL, **belief.state, _belief_key(belief.page): belief.id})


def belief_link(belief: Belief, label: str, *, key: str) -> None:
    """A button that opens the lesson of this belief in the state that breaks it."""
    st.button(label, icon=":material/visibility:", key=key, on_click=_test, args=(belief,))


def _beliefs(page: str) -> None:
    """A menu of the beliefs that this lesson puts to the test; the choice is in the link."""
    here = {id: belief for id, belief in BELIEFS.items() if belief.page == page}
    if not here:
        return
    key = _belief_key(page)

    def chosen() -> None:
        if st.session_state[key] in here:
            _test(here[st.session_state[key]])

    with st.popover("Beliefs to test", icon=":material/help_center:", width="content"):
        controls.named(
            "Often believed – choose one and see it break",
            key,
            {"none": "None of them", **{id: belief.belief for id, belief in here.items()}},
            "none",
            widget=st.radio,
            on_change=chosen,
        )


def _belief_card(belief: Belief) -> None:
    def close() -> None:
        st.session_state[_belief_key(belief.page)] = "none"

    with st.container(border=True, gap="xsmall", key="belief"):
        for column, beat, sentence in zip(
            st.columns([2, 3, 3], gap="medium"),
            ("The belief", "See it break", "What holds"),
            (belief.belief, belief.breaks, belief.fix),
            strict=True,
        ):
            with column, st.container(gap="xxsmall"):
                st.caption(beat)
                st.text(sentence)
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.button("Set it up again", on_click=_test, args=(belief,), key="belief_again", type="tertiary")
            st.button("Close", on_click=close, key="belief_close", type="tertiary")
            st.space("stretch")
            st.markdown(f":small[Asked in: {citations(belief.sources)}]", width="content")


# --- explore, notice, formula, sources ---------------------------------------------------------------------


def read_aloud(sentence: str) -> None:
    """The picture in words for the values that it shows. Plain text: it may hold names the visitor typed."""
    instead = (
        "This is not what was typed, but the last that could be used. " if controls.shows_other_than_typed() else ""
    )
    with st.container(border=True, key="read_aloud"):
        st.text(instead + sentence)


def light_up(key: str, terms: Mapping[str, str]) -> Palette:
    """Head the formula with its terms to choose from; the palette in which the chosen idea alone keeps its colour.

    `terms` maps the parts of the formula, in words, to ideas of the palette. Call it before the picture is drawn,
    inside a container below it, and `formula` afterwards in the same container; draw both with what it returns.
    """
    st.subheader("The formula with these numbers", anchor=False)
    chosen = controls.choice("Light up a term, here and in the picture", key, ["all", *terms])
    return controls.colors().lit(terms.get(chosen, ""))


def formula(*lines: str) -> None:
    """The live numbers, one row of LaTeX a line; `&` aligns. `light_up` has headed it."""
    head = lines[0] + r"\rule{0pt}{1.8em}"  # what rises above the first row would be cut off
    gaps = [r"\\[12pt]" if r"\frac" in line else r"\\[4pt]" for line in lines[:-1]] + [""]
    rows = [row + gap for row, gap in zip([head, *lines[1:]], gaps, strict=True)]
    st.latex(r"\begin{aligned}" + "".join(rows) + r"\end{aligned}")


def notice(items: Sequence[str]) -> None:
    """What to notice in the current state. Plain text."""
    st.subheader("What to notice", anchor=False)
    plain.points(items, key="notice")


def citations(keys: Sequence[str]) -> str:
    return "; ".join(SOURCES[key].citation for key in keys)


def sources(keys: Sequence[str]) -> None:
    """The texts that the page rests on, by title."""
    st.subheader("Sources", anchor=False)
    st.markdown("\n".join(f"- {SOURCES[key].citation}" for key in keys))
