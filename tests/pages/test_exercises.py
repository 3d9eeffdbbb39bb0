"""The practice page through Streamlit's own test driver: answers in, what is said and counted out."""

import pytest

from ce_core import Mistake, check_answer, exercise
from tests.pages.steps import facts, tables

PAGE = "practice/exercises.py"


@pytest.fixture
def visit(open_page):
    return lambda **query: open_page(PAGE, **query)


def press(app, label):
    next(button for button in app.button if button.label.startswith(label)).click().run()
    assert not app.exception
    return app


def answer(app, text):
    app.text_input(key="ex_answer").set_value(text)
    return press(app, "Check")


def buttons(app):
    return [button.label for button in app.button]


def latex(app):
    return "".join(element.value for element in app.latex)


def test_a_wrong_base_is_named_and_the_solution_comes_with_the_right_answer(visit, texts):
    app = visit()
    assert "An event has the probability 0.25. How large is its surprise, in bits?" in texts(app)
    assert "Anything within 0.01 bits of the value is right." in texts(app)
    assert not app.latex and facts(app)["right at first try"] == "0 of 0"
    answer(app, "1,386")
    assert "Not 1.386 bits. The steps are right, the logarithm is another one" in texts(app)
    assert "Your most frequent mistake so far: “wrong base”, once." in texts(app)
    assert not app.latex, "a wrong answer does not give the solution away"
    answer(app, "2")
    assert "Right: the value is 2.000 bits." in texts(app)
    assert r"2.000}\ \text{bits}" in latex(app)
    assert facts(app) == {
        "right at first try": "0 of 1",
        "solved": "1 of 1",
        "answers given": "2",
        "in a row, this kind": "0",
    }
    sheet = tables(app)[-1]
    assert list(sheet["answers"]) == ["1,386; 2"] and list(sheet["result"]) == ["right, 2 tries"]


def test_an_order_is_chosen_letter_by_letter(visit, texts):
    task = exercise("rank by entropy", 2)
    letters = ["ABCD"[i] for i in task.answer]
    app = visit(ex_kind="rank", ex_number="3", ex_seed="2", predict="false")
    pills = next(group for group in app.get("pills") if group.key == "ex_order")
    pills.set_value(letters[:2]).run()
    assert f"Your order: {letters[0]} < {letters[1]}." in texts(app)
    press(app, "Check")
    assert "Choose all the letters first." in texts(app) and facts(app)["answers given"] == "0"
    next(group for group in app.get("pills") if group.key == "ex_order").set_value(letters[::-1]).run()
    press(app, "Check")
    assert "Exactly the other way round" in texts(app)
    next(group for group in app.get("pills") if group.key == "ex_order").set_value(letters).run()
    press(app, "Check")
    assert f"Right: {' < '.join(letters)}." in texts(app)


def test_a_mistake_is_spotted(visit, texts):
    task = exercise("spot: cross-entropy", 1)
    other = next(wrong.mistake for wrong in task.wrong if wrong.mistake is not Mistake.NOTHING)
    app = visit(ex_number="10")
    assert "Which mistake was made, if any?" in texts(app)
    next(group for group in app.get("pills") if group.key == "ex_choice").set_value(str(other)).run()
    press(app, "Check")
    assert f"Not that one: “{other}” would have given" in texts(app)
    next(group for group in app.get("pills") if group.key == "ex_choice").set_value(str(task.answer)).run()
    assert "would have given" not in texts(app), "the verdict belongs to the answer that was checked"
    press(app, "Check")
    assert f"Right: {task.answer}." in texts(app)


def test_any_q_that_hits_is_right(visit, texts):
    task = exercise("three events", 3)
    app = visit(ex_number="9", ex_seed="3")
    answer(app, ", ".join(map(str, task.given["p"])))
    assert "Your Q comes to 0 bits" in texts(app)
    other = next(
        [i / 100, j / 100, (100 - i - j) / 100]
        for i in range(1, 99)
        for j in range(1, 100 - i)
        if check_answer(task, [i / 100, j / 100, (100 - i - j) / 100]).right
    )
    assert tuple(other) != task.answer
    answer(app, "; ".join(map(str, other)))
    assert "Right: your Q comes to" in texts(app)


@pytest.mark.parametrize(
    ("query", "typed", "sentence"),
    [
        pytest.param({}, "", "Type a number first.", id="empty"),
        pytest.param({}, "two **bits**", "is not a number", id="words"),
        pytest.param({}, "9" * 500, "This has 500 characters", id="a novel"),
        pytest.param({"ex_number": "9"}, "0.5, 0.5", "Q has 2 entries; it needs 3", id="an event is missing"),
        pytest.param({"ex_number": "9"}, "0.5, 0.5, 0.5", "Q sums to 1.5, not to 1.", id="sum"),
    ],
)
def test_what_cannot_be_read_gets_a_sentence_and_does_not_count(visit, texts, query, typed, sentence):
    app = visit(**query)
    answer(app, typed)
    assert sentence in texts(app)
    assert app.text_input(key="ex_answer").value == typed, "what was typed stays"
    assert facts(app)["answers given"] == "0"
    assert not any("**bits**" in element.value for element in app.markdown)


def test_a_q_can_be_normalised_on_request(visit, texts):
    app = answer(visit(ex_number="9"), "1, 1, 2")
    press(app, "Normalise Q")
    assert app.text_input(key="ex_answer").value == "0.25, 0.25, 0.5"
    assert "not to 1" not in texts(app)


def test_hints_come_one_by_one_and_fade_with_success(visit, texts):
    app = visit(ex_kind="compute")
    press(app, "Hint (3 left)")
    assert "Surprise is minus the logarithm" in texts(app) and not app.latex
    press(app, "Hint (2 left)")
    press(app, "Hint (1 left)")
    assert len(app.latex) == 2 and not any(label.startswith("Hint") for label in buttons(app))
    answer(app, "2")
    press(app, "Next")
    assert app.number_input(key="ex_number").value == 2 and app.text_input(key="ex_answer").value == ""
    assert "Hint (2 left)" in buttons(app), "one fewer after a success"
    answer(app, "77")
    assert "Hint (3 left)" in buttons(app), "all of them after a wrong answer"


def test_who_asks_for_the_solution_gets_it_and_no_point(visit, texts):
    app = visit(ex_number="6", ex_seed="3")
    press(app, "Show the solution")
    assert latex(app) and "The solution is below." in texts(app)
    answer(app, str(exercise("loss at a prediction", 3).answer))
    assert facts(app)["solved"] == "0 of 1" and facts(app)["answers given"] == "0"
    press(app, "New numbers")
    assert app.number_input(key="ex_seed").value == 4 and not app.latex


def test_the_kind_filters_and_starts_at_its_first(visit, texts):
    app = answer(visit(ex_number="30"), "1")
    next(group for group in app.get("button_group") if group.key == "ex_kind").set_value("floor").run()
    assert app.number_input(key="ex_number").value == 1 and app.number_input(key="ex_number").max == 8
    assert app.text_input(key="ex_answer").value == ""
    assert "smallest cross-entropy that any prediction can reach" in texts(app)


@pytest.mark.parametrize(
    "query",
    [
        {"ex_number": "99", "ex_seed": "-5", "ex_kind": "guess", "ex_order": "Z", "ex_choice": "luck"},
        {"ex_number": "inf", "ex_seed": "1e400"},
        {"ex_number": "1e308", "ex_seed": "abc", "ex_lit": "everything", "ex_answer": "nan"},
    ],
)
def test_a_bad_link_falls_back(visit, texts, query):
    app = visit(**query)
    assert "An event has the probability 0.25." in texts(app)


@pytest.mark.parametrize(("key", "said"), [("ex_answer", "2"), ("ex_order", "A"), ("ex_choice", "swapped arguments")])
def test_the_link_leaves_out_the_answer(visit, key, said):
    number = {"ex_answer": "1", "ex_order": "2", "ex_choice": "4"}[key]
    app = visit(ex_number=number, **{key: said})
    control = app.text_input(key=key) if key == "ex_answer" else next(p for p in app.get("pills") if p.key == key)
    assert not control.value, "who is sent the exercise begins with an empty answer"


def test_a_reset_leaves_the_sheet_and_a_new_sheet_is_empty(visit):
    app = visit(ex_number="4", ex_seed="8")
    press(app, "Show the solution")
    press(app, "Reset this page")
    assert app.number_input(key="ex_seed").value == 1 and facts(app)["solved"] == "0 of 1"
    press(app, "Start a new sheet")
    assert facts(app)["solved"] == "0 of 0"
