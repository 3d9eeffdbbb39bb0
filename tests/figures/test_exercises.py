"""The exercises as they are drawn and worded, and the sheet on which they are counted."""

import math

import numpy as np
import pytest

from ce_core import Mistake, Verdict, check_answer, exercise, exercise_names
from ce_core.exercise_table import TEMPLATES
from pages.shared import words
from pages.shared.exercise_score import HINTS, Sheet
from pages.shared.export import csv_bytes
from pages.shared.figures import exercises as figures
from pages.shared.lessons import FILES
from pages.shared.palette import DARK, LIGHT, PATTERN
from pages.shared.reading import exercises as reading
from pages.shared.reading.exercise_feedback import MENDED, SPECIAL
from pages.shared.reading.exercise_table import ROWS

READ = exercise_names("read")
SEEDS = range(6)


def typical(name):
    """The mistakes that an answer to this exercise may be taken for."""
    tasks = [exercise(name, seed) for seed in SEEDS]
    told = {wrong.mistake for task in tasks for wrong in task.wrong}
    row = TEMPLATES[name]
    return told | set(row.wrong) | ({Mistake.WRONG_BASE} if row.kind == "find" and row.has_base and row.unit else set())


# --- words -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", exercise_names())
def test_every_exercise_has_its_words(name):
    for seed in SEEDS:
        task = exercise(name, seed)
        question = reading.question(task)
        lines = reading.solution(task, LIGHT)
        assert question.endswith((".", "?")) and "{" not in question
        if task.unit and task.asks != "order":
            assert task.unit in question, "the unit is asked for"
        assert "LOG" not in "".join(lines) and "nan" not in "".join(lines).lower()
        assert len(reading.idea(task)) > 25 and reading.formula(task)
        assert reading.first_step(task, LIGHT).count("&") in (1, 2)
        assert all(line.count("&") == 1 for line in lines)
        assert reading.lesson_of(task) in FILES


@pytest.mark.parametrize("name", [name for name in exercise_names() if TEMPLATES[name].asks in ("number", "choice")])
def test_the_solution_ends_with_the_answer(name):
    for seed in SEEDS:
        task = exercise(name, seed)
        digits = 2 if name == "best confidence" else 3
        value = words.tex(task.values[0], digits)
        assert (
            value in reading.solution(task, DARK)[-1] or words.short(task.values[0]) in reading.solution(task, DARK)[-1]
        )


def test_the_numbers_shown_are_the_numbers_used():
    task = exercise("cross-entropy", 5)
    table = reading.told_table(task)
    assert [float(cell) for cell in table["P, what happens"]] == list(task.given["p"])
    assert [float(cell) for cell in table["Q, what is believed"]] == list(task.given["q"])
    ranked = reading.told_table(exercise("rank pairs by excess", 5))
    assert ranked["item"] == ["A", "B", "C", "D"] and ranked["P"][0].count(", ") == 1
    soft = exercise("soft target", 5)
    assert reading.told_table(soft) is None
    assert f"y = {soft.given['y']:g}" in reading.question(soft) and f"p = {soft.given['p']:g}" in reading.question(soft)


@pytest.mark.parametrize("name", [name for name in exercise_names() if TEMPLATES[name].asks != "choice"])
def test_every_mistake_gets_a_sentence_of_its_own(name):
    known = typical(name)
    assert all((name, mistake) in SPECIAL or mistake in MENDED for mistake in known)
    assert all(mistake in known for key, mistake in SPECIAL if key == name), "words for what cannot happen"
    task = exercise(name, 3)
    entry = Sheet().entry(task)
    said = {wrong.mistake: reading.feedback(task, check_answer(task, wrong.answer), "", entry) for wrong in task.wrong}
    assert len(set(said.values())) == len({w.answer for w in task.wrong}) or task.asks == "number"
    for wrong in task.wrong:
        if task.asks == "number":
            assert words.number(wrong.values[0]) in reading.feedback(
                task, check_answer(task, wrong.values[0]), "", entry
            )


@pytest.mark.parametrize("name", exercise_names())
def test_every_way_to_a_wrong_value_has_a_name_of_its_own(name):
    for seed in SEEDS:
        task = exercise(name, seed)
        shown = [name for name, _, _ in reading.bars(task, None)]
        assert len(set(shown)) == len(shown) and max(map(len, shown)) <= 26, "all of the name fits beside its bar"
        if task.name != "certain truth" and "softmax" not in (task.about or task.name):
            assert "another class" not in shown, "there is no class"


def test_the_names_of_wrong_values_say_which_they_are():
    def named(name):
        return {label: value for label, value, _ in reading.bars(exercise(name, 1), None)}

    soft = exercise("soft target", 1).given
    assert named("soft target")["forgot the term of 0"] == pytest.approx(-soft["y"] * math.log(soft["p"]))
    grey = exercise("floor of a grey pixel", 1).given["y"]
    assert named("floor of a grey pixel")["only the term of 1"] == pytest.approx(-grey * math.log(grey))
    surprise = named("surprise")
    assert surprise["wrong base: nats"] == pytest.approx(surprise["right"] * math.log(2))
    assert surprise["wrong base: bans"] == pytest.approx(surprise["right"] * math.log10(2))
    density, sigma = named("floor of a density"), exercise("floor of a density", 1).given["sigma"]
    assert density["forgot ½ ln 2π"] == pytest.approx(math.log(sigma) + 0.5)
    point = exercise("gaussian", 1).given
    distance = 0.5 * ((point["x"] - point["mu"]) / point["sigma"]) ** 2
    assert named("gaussian")["forgot ln σ"] == pytest.approx(distance + 0.5 * math.log(2 * math.pi))
    sheet = solve(Sheet(), "surprise", 1, -math.log2(1 - exercise("surprise", 1).given["p"]))
    assert reading.sheet_table(sheet)["mistakes"] == ["1 − p in the logarithm"]


def test_terms_of_a_sum_have_the_same_digits():
    for seed in SEEDS:
        lines = "".join(reading.solution(exercise("floor of an image", seed), LIGHT))
        terms = [part.split("}")[0] for part in lines.split(f"{LIGHT.floor}}}{{")[1:]]
        assert all(len(term.partition(".")[2]) == 3 or term == "0" for term in terms)


def test_special_words_belong_to_exercises():
    assert {name for name, _ in SPECIAL} <= set(exercise_names())
    assert set(ROWS) == {row.about or row.name for row in TEMPLATES.values()}
    assert set(MENDED) == set(Mistake) - {Mistake.NOTHING}


def feedback(name, seed, answer):
    task = exercise(name, seed)
    verdict = check_answer(task, answer)
    said = "".join("ABCD"[i] for i in answer) if task.asks == "order" else str(answer)
    return reading.feedback(task, verdict, said, Sheet().entry(task).answered(said, verdict))


def test_feedback_names_the_mistake_and_the_numbers():
    right = exercise("surprise", 1).answer
    assert feedback("surprise", 1, right * math.log(2)) == (
        "Not 1.386 bits. The steps are right, the logarithm is another one: this is the value in another unit. "
        "For bits, use log₂."
    )
    loss = exercise("nats to bits", 1).given["loss"]
    assert feedback("nats to bits", 1, loss).endswith("Divide it by ln 2."), "nothing else is asked for"
    assert feedback("surprise", 1, 2) == "Right at the first try: the value is 2.000 bits."
    assert feedback("surprise", 1, 5).endswith("The value is smaller.")
    assert feedback("surprise", 1, 1.2).endswith("The value is larger.")
    task = exercise("spot: entropy", 1)
    picked = next(wrong for wrong in task.wrong if wrong.mistake is not Mistake.NOTHING)
    said = feedback("spot: entropy", 1, picked.mistake)
    assert all(words.number(value) in said for value in picked.values)
    assert words.number(task.given["claimed"]) in said
    assert "The value is" in feedback("spot: entropy", 1, task.answer)
    order = exercise("rank models", 2)
    assert feedback("rank models", 2, order.answer).startswith("Right at the first try: ")
    swapped = (order.answer[0], order.answer[1], order.answer[3], order.answer[2])
    assert "2 of 4 stand at their place" in feedback("rank models", 2, swapped)


def test_a_q_that_hits_in_another_unit_is_told_so():
    task = exercise("certain truth", 1)
    q = math.exp(-task.values[0] * math.log(2))
    assert feedback("certain truth", 1, [q, 1 - q, 0]).endswith("In another unit it would hit. For nats, use ln.")


def test_a_q_that_misses_is_told_its_value_and_the_way():
    task = exercise("three events", 3)
    far = feedback("three events", 3, task.given["p"])
    assert "comes to 0 bits" in far and far.endswith("Go further away from P.")
    assert feedback("infinite excess", 0, [0.5, 0.5, 0]).startswith("Your Q comes to ")
    assert feedback("no excess", 1, [0.01, 0.01, 0.98]).endswith("Come nearer to P.")
    near = feedback("infinite excess", 0, [0.4, 0.5, 0.1])
    assert "the target is ∞ bits" in near and "KL(Q‖P)" in near


# --- pictures ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", READ)
def test_the_curve_is_the_exercise_and_hides_the_answer(name):
    for seed in SEEDS:
        task = exercise(name, seed)
        idea = reading.idea_of(task)
        fig = figures.curve(task, idea, LIGHT, solved=False)
        assert [(list(line.x), list(line.y)) for line in fig.data] == [
            (list(curve.x), list(curve.y)) for curve in task.curves
        ]
        assert len({(line.line.color, line.line.dash) for line in fig.data}) == len(fig.data), "told apart"
        assert all(line.hoverinfo == "skip" for line in fig.data) and not fig.layout.annotations
        solved = figures.curve(task, idea, LIGHT, solved=True)
        assert len(solved.layout.shapes) == len(fig.layout.shapes) + 1
        assert words.number(task.values[0]) in solved.layout.annotations[0].text
        assert "answer" not in reading.curve_alt(task)


@pytest.mark.parametrize("name", READ)
def test_what_is_to_be_read_lies_inside_the_picture_on_a_grid_that_is_fine_enough(name):
    for seed in SEEDS:
        task = exercise(name, seed)
        fig = figures.curve(task, "loss", LIGHT, solved=True)
        line = fig.layout.shapes[-1]
        upright = line.x0 == line.x1
        axis = fig.layout.xaxis if upright and name != "excess at a prediction" else fig.layout.yaxis
        read = [line.x0] if axis is fig.layout.xaxis else [line.y0, line.y1]
        assert all(axis.range[0] <= value <= axis.range[1] for value in read)
        assert axis.minor.dtick <= 2 * task.tolerance + 1e-9
        if name == "excess at a prediction":
            assert line.y1 - line.y0 == pytest.approx(task.values[0])
        elif axis is fig.layout.xaxis:
            assert line.x0 == task.values[0]


def test_curves_are_told_in_words_point_by_point():
    task = exercise("loss at a prediction", 2)
    alt = reading.curve_alt(task)
    curve = task.curves[0]
    assert f"{words.short(curve.x[8], 2)}: {words.number(curve.y[8], 2)}" in alt
    assert "target 1" in alt and "target 0" in alt


def test_bars_show_the_right_value_in_its_colour_and_the_mistakes_beside_it():
    task = exercise("kl", 2)
    verdict = check_answer(task, 40.0)
    rows = reading.bars(task, verdict)
    assert rows[0] == ("right", task.values[0], "excess") and rows[1] == ("your answer", 40.0, "")
    fig = figures.values(rows, task.unit, LIGHT)
    assert list(fig.data[0].x) == [value for _, value, _ in rows]
    assert fig.data[0].marker.color[0] == LIGHT.excess and fig.data[0].marker.pattern.shape[0] == PATTERN["excess"]
    assert fig.data[0].text[0] == f"{words.number(task.values[0])} bits"
    assert fig.layout.xaxis.range[1] > 40


@pytest.mark.parametrize("name", exercise_names())
def test_bars_have_a_finite_axis(name):
    task = exercise(name, 1)
    rows = reading.bars(task, Verdict(False, None, math.inf) if task.asks == "distribution" else None)
    fig = figures.values(rows, task.unit, DARK)
    assert np.isfinite(np.array(fig.data[0].x)).all() and np.isfinite(fig.layout.xaxis.range).all()
    assert ("∞" in "".join(fig.data[0].text)) == any(math.isinf(value) for _, value, _ in rows)
    assert reading.bars_alt(task, None)


# --- the sheet ---------------------------------------------------------------------------------------------


def solve(sheet, name, seed, *answers):
    task = exercise(name, seed)
    entry = sheet.entry(task)
    for answer in answers:
        entry = entry.answered(str(answer), check_answer(task, answer))
    return sheet.with_entry(entry)


def test_hints_fade_with_success_and_come_back():
    sheet, names = Sheet(), exercise_names("compute")
    asked = exercise("kl", 9)
    offered = [sheet.offered(asked)]
    for name in names[:3]:
        sheet = solve(sheet, name, 1, exercise(name, 1).answer)
        offered.append(sheet.offered(asked))
    assert offered == [3, 2, 1, 0]
    assert sheet.streak("compute") == 3 and sheet.streak("rank") == 0
    assert sheet.offered(exercise("rank models", 1)) == HINTS, "each kind for itself"
    sheet = solve(sheet, "kl", 9, 77.0)
    assert sheet.offered(asked) == HINTS, "a wrong answer brings them back"
    sheet = solve(sheet, "kl", 9, asked.answer)
    assert sheet.streak("compute") == 0


def test_the_streak_follows_the_order_of_the_ends():
    first, second = exercise("entropy", 1), exercise("kl", 1)
    sheet = solve(Sheet(), "entropy", 1, 77.0)
    sheet = solve(sheet, "kl", 1, second.answer)
    assert sheet.streak("compute") == 1
    sheet = solve(sheet, "entropy", 1, first.answer)
    assert sheet.streak("compute") == 0 and len(sheet.begun) == 2


def test_nothing_counts_after_the_end():
    task = exercise("entropy", 1)
    sheet = solve(Sheet(), "entropy", 1, task.answer, 77.0, 78.0)
    entry = sheet.entry(task)
    assert entry.first_try and entry.answers == (str(task.answer),) and entry.mistakes == ()


def test_the_file_holds_every_exercise_and_no_formula():
    sheet = solve(Sheet(), "surprise", 1, -2.0, 1.386, 2.0)
    sheet = solve(sheet, "rank models", 1, exercise("rank models", 1).answer)
    columns = reading.export(sheet, "https://course.example/exercises")
    assert columns["tries"] == [3, 1] and columns["right at first try"] == [0, 1]
    assert columns["mistakes"] == ["no minus; wrong base", ""]
    assert columns["link"][0] == "https://course.example/exercises?ex_number=1&ex_seed=1"
    text = csv_bytes(columns).decode("utf-8-sig")
    assert ",'-2.0; 1.386; 2.0," in text, "a cell that begins with a minus gets an apostrophe"
    assert len(text.splitlines()) == 3
    assert csv_bytes(reading.export(Sheet(), "")).decode("utf-8-sig").startswith("exercise,kind,name,seed,answers")


def test_notice_counts_mistakes_and_hints():
    task = exercise("surprise", 1)
    sheet = solve(Sheet(), "surprise", 1, 1.386, 1.385)
    first, second, *_ = reading.notice(task, sheet)
    assert first == "Your most frequent mistake so far: “wrong base”, 2 times."
    assert second.endswith("Here a wrong answer has brought all of them back.")
    sheet = solve(solve(Sheet(), "kl", 1, exercise("kl", 1).answer), "entropy", 1, exercise("entropy", 1).answer)
    fading, *others = reading.notice(task, sheet)
    assert "you have 2 in a row, so the next one offers 1 of 3" in fading and len(others) == 2
