"""The frame of a lesson: predictions, beliefs, and the terms that light up."""

import json

import pytest

from pages.shared.beliefs import BELIEFS
from pages.shared.lessons import FILES
from pages.shared.palette import IDEAS, LIGHT
from pages.shared.predictions import PREDICTIONS
from tests.pages.steps import button, charts, group


def labels(app) -> list[str]:
    return [button.label for button in app.button]


def asked(app):
    return next(pills for pills in app.get("pills") if pills.key.startswith("_guess_"))


# --- predict


def test_a_wrong_prediction_gets_its_own_feedback_and_is_shown(open_page, texts):
    app = open_page("foundations/distributions.py")
    asked(app).set_value("0").run()
    assert "a perfect Q removes the excess only" in texts(app)
    assert {"Show me", "Answer again", "Go on"} <= set(labels(app))
    button(app, "Answer again").click().run()
    asked(app).set_value("0").run()
    button(app, "Show me").click().run()
    assert app.text_input(key="dist_q").value == "0.1, 0.4, 0.5"
    assert BELIEFS["X1"].breaks in texts(app) and app.query_params["distributions_belief"] == "X1"
    button(app, "Close").click().run()
    assert BELIEFS["X1"].breaks not in texts(app) and "Show me" not in labels(app)


def test_a_belief_of_another_lesson_is_shown_there_and_the_answer_waits(open_page, texts):
    app = open_page("losses/images.py")
    asked(app).set_value("below 0").run()
    button(app, "Show me").click().run()
    assert BELIEFS["X21"].breaks in texts(app)
    app.switch_page("losses/images.py").run()
    assert "Answer again" in labels(app)


def test_a_right_prediction_can_be_shown_or_left(open_page, texts):
    app = open_page("foundations/distributions.py")
    asked(app).set_value("H(P), above 0").run()
    assert "Yes." in texts(app) and "Answer again" not in labels(app)
    before = app.text_input(key="dist_q").value
    button(app, "Go on").click().run()
    assert app.text_input(key="dist_q").value == before and "Go on" not in labels(app)


def test_a_number_is_predicted(open_page, texts):
    app = open_page("losses/loss_curve.py")
    box = next(box for box in app.text_input if box.label == "Your number")
    box.set_value("a lot").run()
    assert "Your prediction" in texts(app) and box.value == "a lot"
    next(box for box in app.text_input if box.label == "Your number").set_value("6,9").run()
    assert "Yes: −ln 1/1000" in texts(app)


def test_who_wants_no_questions_is_asked_no_more(open_page):
    app = open_page("foundations/distributions.py")
    button(app, "Do not ask").click().run()
    assert "Do not ask" not in labels(app) and app.query_params["predict"] == "false"
    app.switch_page("losses/images.py").run()
    assert "Do not ask" not in labels(app)
    app.toggle(key="predict").set_value(True).run()
    assert "Do not ask" in labels(app)


@pytest.mark.parametrize("row", PREDICTIONS, ids=lambda row: row.page)
def test_predictions_are_whole(row):
    assert row.page in FILES and row.question[-1] in "?…"
    assert sum(answer.right for answer in row.answers) == 1
    for answer in row.answers:
        assert len(answer.says) > 20
        assert answer.right or answer.belief in BELIEFS or answer.state or answer.value is not None
    if row.is_number:
        assert row.answers[-1].value is None and not row.answers[-1].right
        assert all(row.meant_by(answer.value) is answer for answer in row.answers[:-1])
    else:
        assert len({answer.text for answer in row.answers}) == len(row.answers) >= 2


STATES = [
    pytest.param(row.page, answer, id=f"{row.page}-{answer.text}")
    for row in PREDICTIONS
    for answer in row.answers
    if answer.state
]


@pytest.mark.parametrize(("page", "answer"), STATES)
def test_what_a_prediction_shows_is_a_state_of_the_page(open_page, texts, page, answer):
    app = open_page(FILES[page])
    app.session_state["_guess_" + f"{page}_{number_of(page, answer)}"] = answer
    app.session_state["_predicted"] = {page: number_of(page, answer)}
    app.run()
    button(app, "Show me").click().run()
    assert not app.exception
    assert answer.says in texts(app), "the reason stays until one goes on"
    assert all(app.session_state[key] == value for key, value in answer.state.items())


def number_of(page: str, answer) -> int:
    rows = [row for row in PREDICTIONS if row.page == page]
    return next(i for i, row in enumerate(rows) if answer in row.answers)


# --- beliefs


@pytest.mark.parametrize("belief", BELIEFS.values(), ids=list(BELIEFS))
def test_a_belief_opens_by_link_and_by_choice_in_the_same_state(open_page, texts, belief):
    chosen = open_page(FILES[belief.page])
    chosen.radio(key=f"{belief.page}_belief").set_value(belief.id).run()
    assert not chosen.exception
    assert {belief.belief, belief.breaks, belief.fix} <= {text.value for text in chosen.text}
    assert all(chosen.session_state[key] == value for key, value in belief.state.items())
    link = dict(chosen.query_params)
    assert link[f"{belief.page}_belief"] == belief.id
    assert texts(open_page(FILES[belief.page], **link)) == texts(chosen)


def test_the_index_leads_to_every_belief(open_page, texts):
    app = open_page("practice/misconceptions.py")
    assert all(belief.belief in texts(app) for belief in BELIEFS.values())
    app.button(key="misconception_X14_open").click().run()
    assert not app.exception
    assert BELIEFS["X14"].breaks in texts(app) and app.text_input(key="dist_p").value == "1, 0, 0"


# --- light up


def test_the_chosen_term_alone_keeps_its_colour(open_page):
    app = open_page("foundations/distributions.py", dist_lit="H(P)")
    formula = next(block.value for block in app.latex if "H(P,Q)" in block.value)
    faded = LIGHT.lit("floor")
    assert LIGHT.floor in formula and LIGHT.excess not in formula and faded.excess in formula


@pytest.mark.parametrize("idea", IDEAS)
def test_lighting_an_idea_fades_the_others(idea):
    lit = LIGHT.lit(idea)
    assert [other for other in IDEAS if getattr(lit, other) == getattr(LIGHT, other)] == [idea]
    assert lit.ink == LIGHT.ink and LIGHT.lit("") is LIGHT


@pytest.mark.parametrize(
    ("page", "view", "lit"),
    [
        ("foundations/surprise.py", {"surp_view": "Several events"}, "surp_lit_events"),
        ("losses/logits.py", {"logits_view": "Sigmoid"}, "logits_lit_sigmoid"),
        ("connections/names.py", {"names_view": "Joint entropy"}, "names_lit_joint"),
        ("connections/names.py", {"names_view": "F.kl_div"}, "names_lit_calls"),
        ("connections/gaussian.py", {"gauss_view": "The claim"}, "gauss_lit_claim"),
        ("connections/gaussian.py", {"gauss_view": "Points and a line"}, "gauss_lit_line"),
    ],
    ids=lambda value: value if isinstance(value, str) else next(iter(value.values())),
)
def test_every_term_lights_something_in_the_formula_and_in_the_picture(open_page, page, view, lit):
    app = open_page(page, predict="false", **view)
    options = [option.content for option in group(app, "button_group", lit).proto.options]
    seen = set()
    for option in options[1:]:
        group(app, "button_group", lit).set_value(option).run()
        formula = app.latex[0].value
        drawn = "".join(
            json.dumps(spec.get("data")) + json.dumps([spec["layout"].get("annotations"), spec["layout"].get("shapes")])
            for spec in charts(app)
        )
        bright = {idea for idea in IDEAS if getattr(LIGHT, idea) in formula and getattr(LIGHT, idea) in drawn}
        assert len(bright) == 1, option
        seen |= bright
    assert len(seen) == len(options) - 1, "two terms that light the same"
