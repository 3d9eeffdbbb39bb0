"""Which formula gave this number: facts, what must hold for every match, refusals, and a sample of the benchmark."""

from __future__ import annotations

import math
import sys
from functools import cache
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from sklearn.metrics import log_loss

from ce_core.conventions import Match, explain
from ce_core.conventions.departures import LIBRARIES
from ce_core.conventions.problem import problem_of
from ce_core.conventions.reductions import REDUCTIONS, UNITS
from ce_core.conventions.rewrites import REWRITES
from ce_core.conventions.row_losses import FORMULAS
from ce_core.conventions.search import Candidates, candidates
from ce_core.conventions.single_number import CERTAIN_MISTAKES, explain_number, second_softmax_floor, smoothed_floor
from ce_core.errors import DistributionError
from ce_core.losses import categorical_cross_entropy
from tests.benchmarks import explain as benchmark

# One mean of 0.2469 nats: exp(−0.2469) to the true class of each row.
Y = [1, 0, 1, 1, 0]
P = [0.81, 0.12, 0.677, 0.9, 0.33]
PLAIN = -sum(math.log(p if y else 1 - p) for y, p in zip(Y, P, strict=True)) / 5
HARD = ([0, 1, 1, 0], [[1.0, 0.0], [1.0, 0.0], [0.3, 0.7], [0.8, 0.2]])
"""The second row is a certain mistake."""
REST = -(math.log(0.7) + math.log(0.8))
Z = np.array([[2.1, 0.3, -1.0], [0.2, 1.7, 0.4], [1.5, 0.1, 0.6], [-0.3, 0.8, 2.2], [0.9, 1.1, 0.5], [0.4, -0.7, 1.3]])
C = [0, 1, 2, 2, 0, 1]
LOG = torch.log_softmax(torch.tensor(Z), dim=1).numpy()
OWN = -LOG[range(6), C]
Q = np.exp(LOG)


def row(name: str, observed: float, y: Any, p: Any, *expected: str, **options: Any) -> Any:
    return pytest.param(observed, y, p, expected, options, id=name)


FACTS = [
    row("plain", PLAIN, Y, P, "mean in nats"),
    row("plain, 4 digits", float(f"{PLAIN:.4g}"), Y, P, "mean in nats"),
    row("plain, float32", float(np.float32(PLAIN)), Y, P, "mean in nats"),
    row("bits", float(f"{PLAIN / math.log(2):.4g}"), Y, P, "bits"),
    row("bans", PLAIN / math.log(10), Y, P, "bans"),
    row("sum", 5 * PLAIN, Y, P, "sum"),
    row("sum in bits", 5 * PLAIN / math.log(2), Y, P, "sum + bits"),
    row("sign", -PLAIN, Y, P, "sign"),
    row("perplexity", math.exp(PLAIN), Y, P, "perplexity"),
    row("likelihood", math.exp(-PLAIN), Y, P, "likelihood"),
    row("percent as given", PLAIN, Y, [100 * p for p in P], "mean in nats"),
    row("from log-odds", PLAIN, Y, [math.log(p / (1 - p)) for p in P], "mean in nats"),
    row("accuracy", 0.5, C, Z, "accuracy"),
    row("squared error", sum((y - p) ** 2 for y, p in zip(Y, P, strict=True)) / 5, Y, P, "mean squared error"),
    row("positive term", -math.log(0.81 * 0.677 * 0.9) / 5, Y, P, "only the term of class 1"),
    row("mean over positives", -math.log(0.81 * 0.677 * 0.9) / 3, Y, P, "mean over the rows of class 1"),
    row("wrong class", -math.log(0.19 * 0.12 * 0.323 * 0.1 * 0.33) / 5, Y, P, "labels inverted", "columns swapped"),
    row("inf", math.inf, *HARD, "mean in nats"),
    row("scikit-learn", float(log_loss(*HARD)), *HARD, "scikit-learn log_loss(y, p)"),
    row("PyTorch", (100 + REST) / 4, HARD[0], [row[1] for row in HARD[1]], "PyTorch binary_cross_entropy(p, y)"),
    row("a clip at 1e-12", (-math.log(1e-12) + REST) / 4, *HARD, "clipped at 1e−12"),
    row("ε inside", -(math.log(1e-8) + math.log(0.7 + 1e-8) + math.log(0.8 + 1e-8) + math.log(1 + 1e-8)) / 4, *HARD,
        "log(p + 1e−8)"),
    row("double softmax", float(F.cross_entropy(torch.tensor(Q), torch.tensor(C))), C, Q, "double softmax"),
    row("double softmax of logits", float(F.cross_entropy(torch.tensor(Q), torch.tensor(C))), C, Z, "double softmax"),
    row("PyTorch logits", float(F.cross_entropy(torch.tensor(Z), torch.tensor(C))), C, Z, "mean in nats"),
    row("log softmax as logits", float(OWN.mean()), C, LOG, "mean in nats"),
    row("nll of probabilities", float(F.nll_loss(torch.tensor(Q), torch.tensor(C))), C, Z, "logarithm left out"),
    row("nll of logits", float(F.nll_loss(torch.tensor(Z), torch.tensor(C))), C, Z, "softmax left out"),
    row("one-hot labels", float(OWN.mean()), np.eye(3)[C], Q, "mean in nats"),
    row("N·C", float(OWN.mean() / 3), C, Z, "mean over N·C"),
    row("smoothing", float(F.cross_entropy(torch.tensor(Z), torch.tensor(C), label_smoothing=0.1)), C, Z,
        "label smoothing 0.1"),
    row("smoothing solved for", float(F.cross_entropy(torch.tensor(Z), torch.tensor(C), label_smoothing=0.37)), C, Z,
        "label smoothing 0.37"),
    row("smoothing in bits", float((0.9 * OWN - 0.1 * LOG.mean(axis=1)).mean() / math.log(2)), C, Z,
        "label smoothing 0.1 + bits"),
    row("batches", float((OWN[:4].mean() + OWN[4:].mean()) / 2), C, Z, "mean of batch means (4 rows)"),
    row("off by one", float(-LOG[range(6), [(c + 1) % 3 for c in C]].mean()), C, Z, "labels off by +1"),
    row("reversed", float(-LOG[range(6), [2 - c for c in C]].mean()), C, Z, "columns in the order 2, 1, 0"),
    row("ignored", float(OWN[2:].mean()), [-100, -100, *C[2:]], Z, "mean in nats", ignore_index=-100),
    row("ignored but divided", float(OWN[2:].sum() / 6), [-100, -100, *C[2:]], Z, "ignored rows in the denominator",
        ignore_index=-100),
    row("ignored counted", float(OWN.mean()), C, Z, "ignored rows counted", ignore_index=0),
    row("weighted", float(np.average(OWN, weights=[1, 2, 3, 1, 2, 3])), C, Z, "mean in nats",
        sample_weight=[1, 2, 3, 1, 2, 3]),
    row("weights ignored", float(OWN.mean()), C, Z, "sample weights ignored", sample_weight=[1, 2, 3, 1, 2, 3]),
    row("weights over N", float(OWN @ [1, 2, 3, 1, 2, 3] / 6), C, Z, "divided by N, not by Σ w",
        sample_weight=[1, 2, 3, 1, 2, 3]),
    row("zero", 0.0, [0, 1], [[1, 0], [0, 1]], "mean in nats"),
    row("accuracy of nothing right", 0.0, [1, 0], [[0.8, 0.2], [0.3, 0.7]], "accuracy"),
    row("nothing fits", 0.7313719, Y, P),
]  # fmt: skip


@pytest.mark.parametrize(("observed", "y", "p", "expected", "options"), FACTS)
def test_first_match(observed: float, y: Any, p: Any, expected: tuple[str, ...], options: dict[str, Any]) -> None:
    """Several expected names: the first of them may be first, and all are found."""
    found = explain(observed, y, p, **options)
    names = [match.name for match in found]
    if not expected:
        assert not found
    assert names[:1] == list(expected[:1])
    assert set(expected) <= set(names)


def test_bits_of_the_plain_mean_in_words() -> None:
    (match,) = explain(0.3562, Y, P)
    assert (match.name, f"{match.value:.4f}", f"{match.plain:.4f}") == ("bits", "0.3562", "0.2469")
    assert "base 2" in match.steps[0]
    assert "ln 2" in match.fix


def data_sets() -> dict[str, dict[str, Any]]:
    """Labels and predictions that between them let every departure show."""
    rng = np.random.default_rng(5)

    def scores(rows: int, classes: int) -> dict[str, Any]:
        return {"y_pred": rng.normal(size=(rows, classes)) * 2, "y_true": rng.integers(0, classes, rows)}

    many, three, two, long = scores(120, 12), scores(37, 3), scores(37, 2), scores(3071, 2)
    one = {"y_true": two["y_true"], "y_pred": two["y_pred"][:, 1]}
    p = benchmark.softmax(three["y_pred"], axis=1)
    zeros = np.where(rng.random((37, 1)) < 0.3, np.eye(3)[rng.integers(0, 3, 37)], p)
    zeros[:8] = np.eye(3)[(three["y_true"][:8] + np.repeat([1, 0], 4)) % 3]
    near = np.array(
        [
            [1 - 2e-9, 1e-9, 1e-9],
            [1e-11, 1 - 2e-11, 1e-11],
            [0.2, 0.3, 0.5],
            [1e-14, 1e-14, 1 - 2e-14],
            [1e-17, 3e-16, 1],
        ]
    )
    several = {
        "y_true": (rng.random((29, 5)) < 0.4).astype(float),
        "y_pred": rng.normal(size=(29, 5)),
        "task": "multilabel",
    }
    index = three["y_true"]
    return {
        "many": many,
        "three": three,
        "probabilities": {"y_true": index, "y_pred": p},
        "two": two,
        "one": one,
        "one, probabilities": one | {"y_pred": 1 / (1 + np.exp(-one["y_pred"]))},
        "zeros": {"y_true": index, "y_pred": zeros},
        "near": {"y_true": [1, 0, 2, 0, 1, 0], "y_pred": near[[0, 1, 2, 3, 4, 4]]},
        "long": {"y_true": long["y_true"], "y_pred": long["y_pred"][:, 1]},
        "soft": {"y_true": benchmark.softmax(rng.normal(size=(37, 3)), axis=1), "y_pred": p},
        "labels": several | {"task": "multilabel"},
        "weights": three | {"sample_weight": rng.random(37) + 0.1},
        "ignored": three | {"ignore_index": 1},
    }


SETS = data_sets()


@cache
def found_in(name: str) -> Candidates:
    """All formulas for a data set, searched once for all tests."""
    return candidates(problem_of(**SETS[name]), most=1 if name == "long" else 2)


@cache
def singles_of(name: str) -> dict[str, float]:
    """Values of the single departures, by name."""
    found = found_in(name)
    return {found.parts(at)[0].name: float(found.values[at]) for at in np.flatnonzero(found.steps == 1).tolist()}


def asked(monkeypatch: pytest.MonkeyPatch, name: str, observed: float) -> list[Match]:
    monkeypatch.setattr(sys.modules[explain.__module__], "candidates", lambda problem, most=2: found_in(name))
    return explain(observed, **SETS[name])


@pytest.mark.parametrize("name", SETS)
def test_plain_mean_is_found_alone_with_no_steps(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = float(found_in(name).plain)
    (match,) = asked(monkeypatch, name, plain)
    assert (match.steps, match.error, match.plain) == ((), 0.0, plain)


TWINS = [{"labels inverted", "columns swapped"}, {"balanced class weights", "pos_weight, divided by Σ w"}]
"""The same number on any data."""
SINGLE = [
    part.name
    for part in (*REWRITES, *FORMULAS, *REDUCTIONS, *UNITS)
    if part.name != "root"  # only together with a squared error
]


@pytest.mark.parametrize("part", SINGLE)
def test_every_departure_is_found_and_told_from_the_others(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    same: list[set[str]] = []
    for name in SETS:
        value = singles_of(name).get(part, math.nan)
        if math.isfinite(value):
            matches = asked(monkeypatch, name, value)
            groups = [match.group for match in matches if match.name == part]
            same.append({match.name for match in matches if match.group in groups} - LIBRARY_NAMES)
            if same[-1] == {part} or same[-1] in TWINS:
                return
    raise AssertionError(same)


LIBRARY_NAMES = {part.name for part in LIBRARIES}


def test_names_are_different() -> None:
    assert len(SINGLE) == len(set(SINGLE))


@pytest.mark.parametrize("name", ["three", "soft", "weights", "one"])
def test_order_of_the_rows_matters_only_to_batches(name: str) -> None:
    given = SETS[name]
    rows = len(given["y_true"])
    order = np.random.default_rng(1).permutation(rows)
    moved = {k: v[order] if k in ("y_true", "y_pred", "sample_weight") else v for k, v in given.items()}

    found = candidates(problem_of(**moved), most=1)
    after = {found.parts(at)[0].name: float(value) for at, value in enumerate(found.values) if found.steps[at] == 1}
    before = singles_of(name)
    kept = [each for each in before if "batch" not in each]
    assert len(kept) > 50
    assert [after[each] for each in kept] == pytest.approx([before[each] for each in kept], rel=1e-12, nan_ok=True)


def test_what_the_data_cannot_tell_apart_has_one_group() -> None:
    matches = explain(float(-np.log(1 - np.where(Y, P, 1 - np.array(P))).mean()), Y, P)
    assert {match.name for match in matches} == {"labels inverted", "columns swapped"}
    assert {match.group for match in matches} == {0}


@pytest.mark.parametrize("observed", [PLAIN, PLAIN / math.log(2), 5 * PLAIN / math.log(2), 0.7313719])
def test_large_data_give_the_same_matches(observed: float, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = explain(observed, Y, P)
    monkeypatch.setattr(sys.modules[explain.__module__], "LARGE", 0)
    assert explain(observed, Y, P) == usual


def test_a_pair_is_left_out_where_one_departure_says_the_same() -> None:
    """Nothing is clipped at 1e−15 here, so that bits alone explain the number."""
    assert [match.name for match in explain(PLAIN / math.log(2), Y, P)] == ["bits"]


def test_few_digits_are_no_licence() -> None:
    assert not explain(0.26, Y, P)
    assert explain(PLAIN * 1.00008, Y, P)
    assert not explain(PLAIN * 1.00008, Y, P, rtol=1e-5)


COARSE = ([1] * 5 + [0] * 5, [0.8, 0.9, 0.9, 0.6, 0.8, 0.1, 0.4, 0.2, 0.1, 0.3])
"""A mean of 0.24692 nats, from values that many formulas turn into numbers of one or two digits."""


@pytest.mark.parametrize("observed", [0.2, 0.25, 0.247, 0.2469])
@pytest.mark.parametrize("rtol", [1e-4, 0.0])
def test_a_mean_that_rounds_to_the_number_comes_first(observed: float, rtol: float) -> None:
    (match,) = explain(observed, *COARSE, rtol=rtol)
    assert (match.name, f"{match.value:.5f}") == ("mean in nats", "0.24692")


@pytest.mark.parametrize("observed", [20.0, 50.0])
def test_zeros_before_the_point_are_digits(observed: float) -> None:
    surprise = observed * 1.03
    assert not explain(observed, [0, 1], [[surprise, 0.0], [0.0, surprise]][::-1], kind="logits")


def test_few_digits_explain_no_departure() -> None:
    assert not explain(1e-7, [1, 0], [1, 0])
    numbers = [k / 10 ** (2 + digits) for digits in (0, 1) for k in range(3, 100, 4)]
    named = [match.name for number in numbers for match in explain(number, *COARSE) if match.steps]
    assert len(named) <= 1, named


def test_a_share_of_rows_has_few_digits() -> None:
    labels = [0, *COARSE[0][1:]]
    names = [explain(number, labels, COARSE[1])[0].name for number in (0.9, 0.1, 90.0)]
    assert names == ["accuracy", "error rate", "accuracy + percent"]


def test_values_that_differ_by_float32_rounding_have_one_group() -> None:
    labels, values = HARD[0], [each[1] for each in HARD[1]]
    for number in (25.145, float(np.float32((100 + REST) / 4))):
        matches = explain(number, labels, values)
        heads = [min(float(m.value) for m in matches if m.group == group) for group in {m.group for m in matches}]
        assert all(abs(a - b) > 2e-6 * a for a in heads for b in heads if a != b)


REFUSALS = [
    pytest.param(math.nan, Y, P, {}, ["observed", "number"], id="nan"),
    pytest.param([0.1, 0.2], Y, P, {}, ["observed", "one number"], id="two numbers"),
    pytest.param(0.3, Y, P[:4], {}, ["(5,)", "(4,)"], id="lengths"),
    pytest.param(0.3, C, np.where(Q[4, 1] == Q, Q - 0.004, Q), {}, ["[4]", "0.996", "normalize"], id="rounded row"),
    pytest.param(0.3, Y, [0.1, 0.2, math.nan, 0.4, 0.5], {}, ["y_pred", "[2]", "nan"], id="nan prediction"),
    pytest.param(0.3, [0, 1, 3, 0, 1, 2], Q, {}, ["y_true", "[2]", "classes 0 to 2"], id="no such class"),
    pytest.param(0.3, [5, 5], [[0.5, 0.5]] * 2, {"ignore_index": 5}, ["no example counts"], id="all ignored"),
    pytest.param(0.3, Y, P, {"rtol": -1}, ["rtol", "-1"], id="rtol"),
    pytest.param(0.3, [], [], {}, ["y_pred", "(0,)"], id="nothing"),
    pytest.param(0.3, np.eye(3)[C], Q, {"ignore_index": 1}, ["ignore_index", "indices"], id="ignored distribution"),
]


@pytest.mark.parametrize(("observed", "y", "p", "options", "words"), REFUSALS)
def test_refusals(observed: Any, y: Any, p: Any, options: dict[str, Any], words: list[str]) -> None:
    with pytest.raises(DistributionError) as caught:
        explain(observed, y, p, **options)
    assert all(word in str(caught.value) for word in words), str(caught.value)


READINGS = [
    pytest.param([0, 1], [0.2, 0.9], {}, "binary", "probabilities", id="probabilities of class 1"),
    pytest.param([0, 1], [20, 90], {}, "binary", "probabilities", id="percent of class 1"),
    pytest.param([0, 1], [0.2, 9.0], {}, "binary", "logits", id="logits of class 1"),
    pytest.param([0, 1], [0.2, 0.9], {"kind": "logits"}, "binary", "logits", id="said to be logits"),
    pytest.param([0.3, 1], [0.2, 0.9], {}, "binary", "probabilities", id="soft labels of one column"),
    pytest.param([0, 2], [[50, 30, 20], [10, 10, 80]], {}, "categorical", "probabilities", id="percent"),
    pytest.param([0, 2], np.log([[0.5, 0.3, 0.2], [0.1, 0.1, 0.8]]), {}, "categorical", "logits", id="log softmax"),
    pytest.param([[0, 1, 1]], [[0.5, 0.3, 0.2]], {}, "multilabel", "probabilities", id="several labels"),
    pytest.param([[0, 1, 0]], [[0.9, 0.3, 0.9]], {}, "multilabel", "probabilities", id="one label, no distribution"),
    pytest.param([[0, 1, 0]], [[0.5, 0.3, 0.2]], {}, "categorical", "probabilities", id="one-hot"),
]


@pytest.mark.parametrize(("y", "p", "options", "task", "kind"), READINGS)
def test_what_the_values_are_taken_for(y: Any, p: Any, options: dict[str, Any], task: str, kind: str) -> None:
    problem = problem_of(y, p, **options)
    assert (problem.task, problem.kind) == (task, kind)
    assert np.isfinite(problem.surprise).all()


@pytest.mark.parametrize("given", SETS.values(), ids=SETS)
def test_no_departure_changes_the_problem_itself(given: dict[str, Any]) -> None:
    problem = problem_of(**given)
    arrays = {name: np.copy(value) for name, value in vars(problem).items() if isinstance(value, np.ndarray)}
    candidates(problem, most=1)
    for name, value in arrays.items():
        assert np.array_equal(getattr(problem, name), value), name


LANDMARKS = [
    pytest.param(2.3026, 10, "uniform guess", id="ln C"),
    pytest.param(3.3219, 10, "uniform guess in bits", id="log2 C"),
    pytest.param(0.3133, 2, "double softmax", id="floor of a second softmax, log(1 + 1/e)"),
    pytest.param(1.4612, 10, "double softmax", id="floor of a second softmax"),
    pytest.param(0.5003, 10, "label smoothing 0.1", id="floor of smoothed labels"),
    pytest.param(36.04365 / 700, 3, "one certain mistake in 700: scikit-learn log_loss in float64", id="scikit-learn"),
    pytest.param(16.11809565 / 40, 3, "one certain mistake in 40: Keras, clipped at 1e−7", id="Keras"),
    pytest.param(15.94238515, 3, "one certain mistake in 1: float32 clipped at its ε", id="float32"),
    pytest.param(100 / 64, 3, "one certain mistake in 64: PyTorch binary_cross_entropy", id="PyTorch"),
]


@pytest.mark.parametrize(("observed", "classes", "name"), LANDMARKS)
def test_one_number_alone(observed: float, classes: int, name: str) -> None:
    first = explain_number(observed, classes)[0]
    assert first.fits
    assert first.name.startswith(name)
    assert first.difference == observed - first.value


@pytest.mark.parametrize("observed", [0.0, 1e-300, 1e-9])
@pytest.mark.parametrize("classes", [2, 10])
def test_nearest_of_a_tiny_number_is_the_least(observed: float, classes: int) -> None:
    rows = explain_number(observed, classes)
    assert rows[0].value == min(row.value for row in rows)
    assert [row.value for row in rows] == sorted(row.value for row in rows)


@pytest.mark.parametrize(("observed", "classes"), [(2.75, 10), (0.0, 2), (1e-300, 5), (1e6, 3)])
def test_one_number_alone_that_says_nothing(observed: float, classes: int) -> None:
    assert not any(row.fits for row in explain_number(observed, classes))


@pytest.mark.parametrize(
    ("observed", "classes"), [(-0.1, 3), (math.nan, 3), (math.inf, 3), (0.3, 1), (0.3, 2.5), (0.3, True)]
)
def test_one_number_alone_refused(observed: float, classes: Any) -> None:
    with pytest.raises(DistributionError):
        explain_number(observed, classes)


@pytest.mark.parametrize("classes", [2, 3, 10, 1000])
def test_floors_are_losses_of_the_best_prediction(classes: int) -> None:
    y = np.eye(classes)[:1]
    best = y * 0.9 + 0.1 / classes
    assert smoothed_floor(classes, 0.1) == pytest.approx(float(categorical_cross_entropy(best, best)), rel=1e-12)
    twice = float(F.cross_entropy(torch.tensor(y), torch.tensor([0])))
    assert second_softmax_floor(classes) == pytest.approx(twice, rel=1e-12)


def test_costs_of_a_certain_mistake_are_those_of_the_libraries() -> None:
    costs = list(CERTAIN_MISTAKES.values())
    for dtype, cost in ((np.float64, costs[0]), (np.float32, costs[1])):
        assert log_loss([0, 1], np.array([[1, 0], [1, 0]], dtype)) * 2 == pytest.approx(cost, rel=1e-6)
    assert F.binary_cross_entropy(torch.tensor([0.0]), torch.tensor([1.0])).item() == costs[2]


def test_a_sample_of_the_benchmark() -> None:
    found = benchmark.outcomes(25, seed=11)
    assert sum(outcome.place == 1 for outcome in found) >= 24


def test_numbers_of_no_formula_are_seldom_claimed() -> None:
    assert sum(bool(matches) for _, matches in benchmark.impostors(12, None, seed=3)) <= 1
