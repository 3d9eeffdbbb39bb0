"""Two trainings in, traces and texts out."""

from dataclasses import replace

import numpy as np
import pytest

from ce_core import POINT_KINDS, entropy, predict_probabilities, smooth_labels
from pages.shared.figures import training as figures
from pages.shared.palette import DARK, LIGHT
from pages.shared.reading import training as reading
from pages.shared.training_presets import PRESETS
from pages.shared.training_runs import OBJECTIVES, Setup, data_of, floors_of, run_of, states_after
from pages.shared.words import UNITS

NATS, BITS = UNITS["nats"], UNITS["bits"]


def setup_of(state: dict) -> Setup:
    kind = state["train_kind"]
    return Setup(
        kind=kind if kind in POINT_KINDS else None,
        classes=int(state["train_classes"]),
        noise=state["train_noise"],
        count=state["train_count"],
        seed=state["train_seed"],
        own=(),
        share=state["train_share"],
        hidden=int(state["train_hidden"]),
        head_start=state["train_head"],
        init=state["train_init"],
        rate=float(state["train_rate"]),
        smoothing=state["train_smoothing"],
    )


SETUPS = {name: setup_of(state) for name, state in PRESETS.items()}
SATURATED = SETUPS["Saturated start"]
NOTHING = replace(SATURATED, kind=None)


def trained(setup: Setup, steps: int, base: float | None = None):
    data = data_of(setup)
    both = [list(states_after(setup, how, None, steps + 1)) if data.train else [] for how in OBJECTIVES]
    first, second = (run_of(setup, data, how, states, base) for how, states in zip(OBJECTIVES, both, strict=True))
    return data, (first, second)


DATA, RUNS = trained(SATURATED, 60)


def named(fig, start: str):
    return next(trace for trace in fig.data if (trace.name or "").startswith(start))


def test_the_plane_shows_the_probability_of_class_1_and_its_border():
    fig = figures.plane(RUNS[0], DATA, LIGHT)
    shade, border = fig.data[:2]
    assert (shade.type, shade.zmin, shade.zmax) == ("heatmap", 0, 1)
    assert np.array_equal(shade.z, RUNS[0].map.shade) and shade.colorscale[1][1] == LIGHT.q
    assert border.type == "contour" and np.array_equal(border.z, RUNS[0].map.margins[1])
    assert (border.contours.start, border.contours.end) == (0, 0)
    assert fig.layout.annotations[0].text == "<b>cross-entropy</b>"


def test_the_points_fill_the_plane():
    for name, setup in SETUPS.items():
        data = data_of(setup)
        farthest = max(np.abs(points.positions).max() for points in (data.train, data.validation) if points)
        assert 0.8 < farthest / data.reach < 0.9, name


def test_squared_error_fades_when_another_idea_is_lit():
    for idea, faded in (("loss", True), ("excess", False), ("", False)):
        fig = figures.curves(RUNS, {}, NATS, LIGHT.lit(idea))
        assert (named(fig, "squared error").line.color != LIGHT.excess) is faded
        assert (figures.plane(RUNS[1], DATA, LIGHT.lit(idea)).layout.annotations[0].font.color != LIGHT.excess) is faded
    assert figures.curves(RUNS, {}, BITS, LIGHT).layout.yaxis.title.text == "cross-entropy<br>(bits)"


def test_every_point_is_marked_by_its_class_and_the_wrong_ones_are_ringed():
    stuck = figures.plane(RUNS[1], DATA, LIGHT)
    marks = [trace for trace in stuck.data if trace.type == "scatter"]
    assert sum(len(mark.x) for mark in marks if mark.marker.symbol != "circle-open") == 100
    assert [len(mark.x) for mark in marks if mark.marker.symbol == "circle-open"] == [15, 35], "all of class 1"
    assert {mark.marker.symbol for mark in marks} == {"circle", "square", "circle-open"}
    assert {mark.hoverinfo for mark in marks} == {"skip"}, "a click on a point hits the plane"
    free = figures.plane(RUNS[0], DATA, LIGHT)
    rings = [trace for trace in free.data if trace.type == "scatter" and trace.marker.symbol == "circle-open"]
    assert sum(len(ring.x) for ring in rings) == RUNS[0].wrong.sum() + RUNS[0].wrong_validation.sum() < 5


@pytest.mark.parametrize("classes", [3, 4])
def test_with_more_classes_the_shade_is_that_of_the_likeliest(classes):
    data, runs = trained(replace(SATURATED, classes=classes, head_start=0.0), 5)
    shade, *rest = figures.plane(runs[0], data, DARK).data
    assert shade.zmin == pytest.approx(1 / classes)
    assert np.array_equal(shade.z, runs[0].map.probabilities.max(axis=2))
    assert sum(trace.type == "contour" for trace in rest) == classes
    assert f"class {classes - 1}" in reading.marks(data) and f"class {classes}" not in reading.marks(data)


def test_the_curves_are_the_history_of_both_trainings():
    fig = figures.curves(RUNS, {}, NATS, LIGHT)
    for run in RUNS:
        curve = named(fig, run.minimised)
        assert np.array_equal(curve.y, run.history.cross_entropy) and curve.y[-1] == run.history.cross_entropy[-1]
        assert curve.hovertemplate == f"{run.minimised}, step %{{x}}: %{{y:.3f}} nats<extra></extra>"
    lower = [trace for trace in fig.data if trace.yaxis == "y2"]
    assert np.array_equal(lower[0].y, RUNS[0].history.accuracy)
    assert np.array_equal(lower[1].y, RUNS[0].history.validation_accuracy) and lower[1].line.dash == "dot"
    assert tuple(fig.layout.xaxis.range) == (0, 60)
    assert fig.layout.yaxis.range[0] == 0 and fig.layout.yaxis.range[1] > RUNS[1].history.cross_entropy.max()
    assert figures.curves(RUNS, {}, NATS, LIGHT, axis="log").layout.yaxis.type == "log"


def test_before_the_first_step_there_is_a_point():
    _, runs = trained(SATURATED, 0)
    fig = figures.curves(runs, {}, NATS, LIGHT)
    points = [trace for trace in fig.data if trace.mode == "markers" and trace.y[0] is not None]
    assert [trace.y[0] for trace in points if trace.yaxis == "y" and trace.name] == [
        run.history.cross_entropy[0] for run in runs
    ]
    assert {"y", "y2"} == {trace.yaxis for trace in points}, "of the loss and of the accuracy"
    assert not any(trace.mode == "markers" for trace in figures.curves(RUNS, {}, NATS, LIGHT).data)


def test_floors_are_lines_with_their_value():
    smoothed, overlapping = SETUPS["Smoothed labels"], SETUPS["Overlapping"]
    both = replace(overlapping, smoothing=0.2)
    assert list(floors_of(smoothed, None)) == ["smoothing floor"] and list(floors_of(SATURATED, None)) == []
    assert list(floors_of(overlapping, None)) == ["overlap floor"]
    floors = floors_of(both, 2.0)
    assert list(floors) == ["smoothing floor", "overlap floor"]
    fig = figures.curves(RUNS, floors, BITS, LIGHT)
    line = named(fig, "smoothing floor")
    assert line.hovertemplate.startswith("smoothing floor 0.469 bits")
    assert line.y[0] == line.y[1] == floors["smoothing floor"]
    assert line.line.color == LIGHT.floor != named(fig, "squared error").line.color
    own = replace(both, own=((0.0, 0.0, 1),))
    assert list(floors_of(own, None)) == ["smoothing floor"], "nobody knows the recipe of one's own points"


def test_units_change_the_curve_and_the_words():
    _, bits = trained(SATURATED, 60, 2.0)
    assert bits[0].history.cross_entropy == pytest.approx(RUNS[0].history.cross_entropy / np.log(2))
    assert "bits" in reading.curves_alt(bits, BITS)
    assert r"\log_2" in "".join(reading.formula(bits, DATA, {}, BITS, LIGHT))


def test_the_formula_holds_the_numbers_of_the_costliest_point():
    lines = "".join(reading.formula(RUNS, DATA, {}, NATS, LIGHT))
    worst = RUNS[1].worst
    assert worst is not None and worst.target == 1 and worst.probability < 1e-4
    assert rf"{RUNS[0].history.cross_entropy[-1]:.3f}\ \text{{nats}}" in lines
    assert f"={worst.cross_entropy_slope:.3f}" in lines and worst.cross_entropy_slope < -0.9999
    assert f"=-{worst.squared_error_slope * -1e5:.2f}" + r"\times10^{-5}" in lines
    assert all(color in lines for color in (LIGHT.p, LIGHT.q, LIGHT.loss, LIGHT.excess))


@pytest.mark.parametrize("classes", [2, 3])
def test_both_losses_are_written_as_they_are_computed(classes):
    data, runs = trained(replace(SATURATED, classes=classes, head_start=1.0), 3)
    lines = reading.formula(runs, data, {}, NATS, LIGHT)
    loss = rf"-\tfrac1N\textstyle\sum_i\sum_k \textcolor{{{LIGHT.p}}}{{y_{{ik}}}}\,\ln \textcolor{{{LIGHT.q}}}"
    assert loss in lines[0] and r"\tfrac1{2N}" in lines[2]
    state = list(states_after(replace(SATURATED, classes=classes, head_start=1.0), "cross-entropy", None, 4))[-1]
    guess, y = predict_probabilities(state.parameters, data.train.positions), np.eye(classes)[data.train.labels]
    count = len(data.train)
    assert state.train.cross_entropy == pytest.approx(-(y * np.log(guess)).sum() / count)
    assert state.train.squared_error == pytest.approx(((guess - y) ** 2).sum() / (2 * count))


def test_a_loss_is_only_said_to_be_above_a_floor_of_its_own():
    setup = SETUPS["Overfitting"]
    data, runs = trained(setup, 300)
    floors = floors_of(setup, None)
    assert runs[0].history.cross_entropy[-1] < floors["overlap floor"]
    own, fresh = reading.formula(runs, data, floors, NATS, LIGHT)[1:3]
    assert r"\ge" not in own and fresh.startswith(rf"&\textcolor{{{LIGHT.loss}}}{{\text{{loss on fresh labels}}}}\ge")
    smoothed = SETUPS["Smoothed labels"]
    data, runs = trained(smoothed, 50)
    lines = reading.formula(runs, data, floors_of(smoothed, None), NATS, LIGHT)
    assert lines[2].startswith(r"&\ge") and "0.485" in lines[2] and "fresh" not in "".join(lines)


def test_a_floor_can_be_lit_where_there_is_one():
    assert {name: "floor" in reading.terms(floors_of(setup, None)) for name, setup in SETUPS.items()} == {
        "Saturated start": False,
        "Overfitting": True,
        "Smoothed labels": True,
        "Separable": False,
        "Overlapping": True,
        "Moons": False,
    }


def test_without_points_the_start_is_drawn_and_said():
    data, runs = trained(NOTHING, 0)
    assert data.train is None and data.reach == 2.5
    shade, *others = figures.plane(runs[0], data, LIGHT).data
    assert np.isfinite(shade.z).all() and not [trace for trace in others if trace.type == "scatter"]
    fig = figures.curves(runs, {}, NATS, LIGHT)
    assert not any(len(trace.y) > 1 for trace in fig.data if trace.y is not None)
    assert "Nothing is trained yet" in reading.picture(runs, data, {}, "why", NATS)
    assert "before training" in reading.plane_alt(runs[0], data)
    assert reading.curves_alt(runs, NATS).startswith("No curves")
    assert len(reading.formula(runs, data, {}, NATS, LIGHT)) == 2


def test_far_points_stay_in_the_picture():
    data, runs = trained(replace(SATURATED, own=((9.5, -3.0, 1), (0.0, 0.0, 0))), 0)
    assert data.train is not None and len(data.train) == 72 and data.validation is not None
    assert len(data.validation) == 30 and data.reach > 9.5
    fig = figures.plane(runs[0], data, LIGHT)
    assert fig.layout.xaxis.range[1] == data.reach == fig.data[0].x[-1]


@pytest.mark.parametrize(
    ("name", "steps", "said"),
    [
        ("Saturated start", 0, "The common start: 50\u202f% of the 70 training points are right"),
        ("Saturated start", 1, "After 1 step from the same start"),
        ("Saturated start", 60, "squared error has 50\u202f% right and is left with a cross-entropy of 5."),
        ("Saturated start", 60, "Squared error did not get away: at the start its gradient is only 7.76×10⁻⁵ long"),
        (
            "Overfitting",
            300,
            "The validation loss of cross-entropy was lowest at step 10, 0.165 nats, and is 0.521 nats now, while "
            "validation accuracy stays at 95",
        ),
        ("Smoothed labels", 100, "With labels smoothed no answer costs less than 0.485 nats"),
        ("Overlapping", 100, "on fresh labels even the best classifier costs 0.357 nats, not 0"),
    ],
)
def test_the_picture_in_words(name, steps, said):
    data, runs = trained(SETUPS[name], steps)
    floors = floors_of(SETUPS[name], None)
    assert said in reading.picture(runs, data, floors, "", NATS)
    told = reading.notice(runs, data, floors, SETUPS[name].smoothing, "", NATS)
    assert 1 < len(told) < 6 and "nan" not in " ".join(told).lower()


def test_the_table_has_the_numbers_of_the_curves_and_a_dash_where_nothing_validates():
    data, runs = trained(replace(SATURATED, share=0.0), 5)
    table = reading.table(runs, NATS)
    assert list(table) == ["at step 5", "trained on cross-entropy", "trained on squared error"]
    column = table["trained on cross-entropy"]
    assert column[0] == f"{runs[0].history.cross_entropy[-1]:.3f}" and column[1] == column[3] == "–"
    assert "No points are kept to validate with" in " ".join(reading.notice(runs, data, {}, 0.0, "", NATS))


def test_what_the_predictions_of_the_lesson_tell():
    setup = SETUPS["Overfitting"]
    data = data_of(setup)
    states = states_after(setup, "cross-entropy", None, 601)
    run = run_of(setup, data, "cross-entropy", list(states), None)
    best = run.history.best
    assert best is not None
    then = run_of(setup, data, "cross-entropy", list(states[: best + 1]), None)
    assert run.history.validation_cross_entropy[-1] / run.history.validation_cross_entropy[best] == pytest.approx(
        4, 0.02
    )
    assert run.history.validation_accuracy[-1] == run.history.validation_accuracy[best] == 0.95
    assert np.array_equal(run.wrong_validation, then.wrong_validation) and run.wrong_validation.sum() == 2
    assert data.validation is not None
    wrong = data.validation.take(np.flatnonzero(run.wrong_validation))
    surer = [predict_probabilities(state.parameters, wrong.positions) for state in (states[best], states[-1])]
    assert all(now[label] < before[label] for before, now, label in zip(*surer, wrong.labels, strict=True))
    smoothed = smooth_labels([1, 0, 0], 0.2)
    assert smoothed.round(3).tolist() == [0.867, 0.067, 0.067] and entropy(smoothed).round(3) == 0.485
