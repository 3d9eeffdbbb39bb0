"""The exercises: right answers and typical mistakes against SciPy, and what an answer is taken for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations, permutations, product
from typing import Any

import numpy as np
import pytest
from scipy import optimize, special, stats

from ce_core import DistributionError, Exercise, Mistake, check_answer, exercise, exercise_names, exercise_set
from ce_core.exercise_table import EXERCISE_KINDS, TEMPLATES, Dice

SEEDS = 6  # of every exercise, others for each: some hundred in all
LN2 = np.log(2)
BASE = {"bits": 2.0, "nats": np.e, "": np.e}


def seeds_of(name: str) -> range:
    start = 1000 * list(TEMPLATES).index(name)
    return range(start, start + SEEDS)


def of_kind(*kinds: str) -> list[str]:
    return [name for name, row in TEMPLATES.items() if row.kind in kinds]


# --- references


def plain_h(p: Any, q: Any = None) -> Any:
    """−Σ p ln q, in nats."""
    return -special.xlogy(p, p if q is None else q).sum(axis=-1)


def plain_kl(p: Any, q: Any) -> Any:
    return special.rel_entr(p, q).sum(axis=-1)


def bce(y: Any, p: Any) -> Any:
    y, p = np.asarray(y, float), np.asarray(p, float)
    return -special.xlogy(y, p) - special.xlog1py(1 - y, -p)


def coin(p: float) -> list[float]:
    return [p, 1 - p]


def smoothed(classes: int, alpha: float) -> Any:
    return (1 - alpha) * np.eye(int(classes))[0] + alpha / int(classes)


def all_but_one(terms: Any) -> list[float]:
    terms = [term for term in terms if term]
    return [sum(kept) for kept in combinations(terms, len(terms) - 1)]


def truth(g: Any) -> Any:
    return np.where(np.array(g["y"]) == 1, g["p"], 1 - np.array(g["p"]))


def confident_loss(g: Any) -> Callable[[float], float]:
    signs = 2 * np.array(g["y"]) - 1
    return lambda factor: float(np.mean(-special.log_expit(factor * signs * np.array(g["scores"]))))


# All in nats where there is a unit, without it otherwise.
RIGHT: dict[str, Callable[[Any], Any]] = {
    "surprise": lambda g: -np.log(g["p"]),
    "entropy": lambda g: stats.entropy(g["p"]),
    "cross-entropy": lambda g: plain_h(g["p"], g["q"]),
    "kl": lambda g: stats.entropy(g["p"], g["q"]),
    "soft target": lambda g: bce(g["y"], g["p"]),
    "mean loss": lambda g: bce(g["y"], g["p"]).mean(),
    "softmax loss": lambda g: -special.log_softmax(g["scores"])[0],
    "perplexity": lambda g: np.exp(sum(g["losses"]) / 2),
    "message length": lambda g: g["count"] * plain_h(g["p"], g["q"]),
    "weighted mean": lambda g: np.average(-np.log(g["p"]), weights=g["weights"]),
    "nats to bits": lambda g: g["loss"],
    "gaussian": lambda g: -stats.norm(g["mu"], g["sigma"]).logpdf(g["x"]),
    "rank events by surprise": lambda g: -np.log(g["items"]),
    "rank events by cost": lambda g: -np.array(g["p"]) * np.log(g["q"]),
    "rank by entropy": lambda g: stats.entropy(g["items"], axis=1),
    "rank predictions": lambda g: [plain_h(g["p"], q) for q in g["items"]],
    "rank pairs by excess": lambda g: [stats.entropy(p, q) for p, q in g["items"]],
    "rank models": lambda g: [-np.log(p).mean() for p in g["items"]],
    "rank scores": lambda g: -special.log_softmax(g["items"], axis=1)[:, 0],
    "rank targets by floor": lambda g: [stats.entropy(coin(y)) for y in g["items"]],
    "two events": lambda g: plain_kl(g["p"], g["q"]),
    "three events": lambda g: plain_kl(g["p"], g["q"]),
    "the other direction": lambda g: plain_kl(g["q"], g["p"]),
    "total cost": lambda g: plain_h(g["p"], g["q"]),
    "certain truth": lambda g: -np.log(np.asarray(g["q"])[..., 0]),
    "no excess": lambda g: plain_kl(g["p"], g["q"]),
    "infinite excess": lambda g: plain_kl(g["p"], g["q"]),
    "perplexity of Q": lambda g: np.exp(plain_h(g["p"], g["q"])),
    "floor of a soft target": lambda g: stats.entropy(g["p"]),
    "floor of a known label": lambda g: 0.0,
    "floor of a grey pixel": lambda g: stats.bernoulli(g["y"]).entropy(),
    "floor of an image": lambda g: sum(stats.entropy(coin(y)) for y in g["y"]),
    "floor of smoothed labels": lambda g: stats.entropy(smoothed(g["classes"], g["smoothing"])),
    "floor without inputs": lambda g: stats.entropy(g["counts"]),
    "floor of a second softmax": lambda g: np.log(np.e + g["classes"] - 1) - 1,
    "floor of a density": lambda g: stats.norm(0, g["sigma"]).entropy(),
    "loss at a prediction": lambda g: bce(g["y"], g["p"]),
    "prediction at a loss": lambda g: np.exp(-g["loss"]),
    "height of the lowest point": lambda g: stats.entropy(coin(g["y"])),
    "target of a curve": lambda g: g["y"],
    "excess at a prediction": lambda g: stats.entropy(coin(g["y"]), coin(g["p"])),
    "entropy of a coin": lambda g: stats.entropy(coin(g["p"])),
    "floor by smoothing": lambda g: stats.entropy(smoothed(g["classes"], g["smoothing"])),
    "best confidence": lambda g: optimize.minimize_scalar(confident_loss(g), bounds=(0, 4), method="bounded").x,
}
NO_WRONG_BASE = {
    "perplexity", "gaussian", "floor of a known label", "floor of a density", *of_kind("rank", "find", "read"),
}  # fmt: skip
WRONG: dict[tuple[str, Mistake], Callable[[Any], Any]] = {
    ("surprise", Mistake.OTHER_CLASS): lambda g: -np.log1p(-g["p"]),
    ("surprise", Mistake.WEIGHTED): lambda g: -g["p"] * np.log(g["p"]),
    ("entropy", Mistake.FORGOT_TERM): lambda g: all_but_one(special.entr(g["p"])),
    ("entropy", Mistake.NOT_WEIGHTED): lambda g: -np.log(g["p"]).sum(),
    ("entropy", Mistake.UNIFORM): lambda g: np.log(3),
    ("cross-entropy", Mistake.SWAPPED): lambda g: plain_h(g["q"], g["p"]),
    ("cross-entropy", Mistake.FORGOT_TERM): lambda g: all_but_one(-special.xlogy(g["p"], g["q"])),
    ("cross-entropy", Mistake.EXCESS): lambda g: plain_kl(g["p"], g["q"]),
    ("cross-entropy", Mistake.FLOOR): lambda g: plain_h(g["p"]),
    ("kl", Mistake.SWAPPED): lambda g: plain_kl(g["q"], g["p"]),
    ("kl", Mistake.FORGOT_TERM): lambda g: all_but_one(special.rel_entr(g["p"], g["q"])),
    ("kl", Mistake.TOTAL): lambda g: plain_h(g["p"], g["q"]),
    ("kl", Mistake.FLOOR): lambda g: plain_h(g["p"]),
    ("soft target", Mistake.SWAPPED): lambda g: bce(g["p"], g["y"]),
    ("soft target", Mistake.FORGOT_TERM): lambda g: [
        -g["y"] * np.log(g["p"]),
        -(1 - g["y"]) * np.log(1 - g["p"]),
    ],
    ("soft target", Mistake.FLOOR): lambda g: bce(g["y"], g["y"]),
    ("mean loss", Mistake.SUM_FOR_MEAN): lambda g: -np.log(truth(g)).sum(),
    ("mean loss", Mistake.FORGOT_TERM): lambda g: [
        -np.log(truth(g))[np.array(g["y"]) == label].sum() / 4 for label in (0, 1)
    ],
    ("mean loss", Mistake.LOG_OF_MEAN): lambda g: -np.log(truth(g).mean()),
    ("softmax loss", Mistake.SECOND_SOFTMAX): lambda g: -special.log_softmax(special.softmax(g["scores"]))[0],
    ("softmax loss", Mistake.ONE_SCORE): lambda g: np.log1p(np.exp(-g["scores"][0])),
    ("softmax loss", Mistake.OTHER_CLASS): lambda g: list(-special.log_softmax(g["scores"])[1:]),
    ("perplexity", Mistake.MEAN_OF_PERPLEXITIES): lambda g: np.exp(g["losses"]).mean(),
    ("perplexity", Mistake.WRONG_BASE): lambda g: [base ** np.mean(g["losses"]) for base in (2, 10)],
    ("perplexity", Mistake.NO_EXPONENT): lambda g: np.mean(g["losses"]),
    ("message length", Mistake.MEAN_FOR_SUM): lambda g: plain_h(g["p"], g["q"]),
    ("message length", Mistake.SWAPPED): lambda g: g["count"] * plain_h(g["q"], g["p"]),
    ("message length", Mistake.EXCESS): lambda g: g["count"] * plain_kl(g["p"], g["q"]),
    ("message length", Mistake.FLOOR): lambda g: g["count"] * plain_h(g["p"]),
    ("weighted mean", Mistake.DENOMINATOR): lambda g: np.dot(g["weights"], -np.log(g["p"])) / 3,
    ("weighted mean", Mistake.SUM_FOR_MEAN): lambda g: np.dot(g["weights"], -np.log(g["p"])),
    ("weighted mean", Mistake.NOT_WEIGHTED): lambda g: -np.log(g["p"]).mean(),
    ("nats to bits", Mistake.INVERTED): lambda g: g["loss"] * LN2 * LN2,  # in bits it reads loss · ln 2
    ("nats to bits", Mistake.NO_EXPONENT): lambda g: 2 ** g["loss"] * LN2,  # and 2^loss
    ("gaussian", Mistake.FORGOT_TERM): lambda g: [
        RIGHT["gaussian"](g) - part
        for part in (
            np.log(2 * np.pi) / 2,
            np.log(g["sigma"]),
            ((g["x"] - g["mu"]) / g["sigma"]) ** 2 / 2,
        )
    ],
    ("gaussian", Mistake.SQUARED): lambda g: (g["x"] - g["mu"]) ** 2,
    ("floor of a soft target", Mistake.TOTAL): lambda g: plain_h(g["p"], g["q"]),
    ("floor of a soft target", Mistake.EXCESS): lambda g: plain_kl(g["p"], g["q"]),
    ("floor of a soft target", Mistake.SWAPPED): lambda g: plain_h(g["q"]),
    ("floor of a soft target", Mistake.UNIFORM): lambda g: np.log(3),
    ("floor of a known label", Mistake.TOTAL): lambda g: -np.log(g["q"][0]),
    ("floor of a known label", Mistake.UNIFORM): lambda g: np.log(3),
    ("floor of a grey pixel", Mistake.UNIFORM): lambda g: LN2,
    ("floor of a grey pixel", Mistake.FORGOT_TERM): lambda g: special.entr(coin(g["y"])),
    ("floor of an image", Mistake.MEAN_FOR_SUM): lambda g: RIGHT["floor of an image"](g) / 4,
    ("floor of an image", Mistake.UNIFORM): lambda g: 4 * LN2,
    ("floor of an image", Mistake.FORGOT_TERM): lambda g: [
        special.entr(g["y"]).sum(),
        special.entr(1 - np.array(g["y"])).sum(),
    ],
    ("floor of smoothed labels", Mistake.UNIFORM): lambda g: np.log(g["classes"]),
    ("floor of smoothed labels", Mistake.OTHERS_ONLY): lambda g: stats.entropy(
        [1 - g["smoothing"]] + [g["smoothing"] / (g["classes"] - 1)] * (g["classes"] - 1)
    ),
    ("floor without inputs", Mistake.UNIFORM): lambda g: np.log(3),
    ("floor without inputs", Mistake.NOT_WEIGHTED): lambda g: -np.log(np.array(g["counts"]) / sum(g["counts"])).mean(),
    ("floor of a second softmax", Mistake.UNIFORM): lambda g: np.log(g["classes"]),
    ("floor of a density", Mistake.FORGOT_TERM): lambda g: [
        np.log(g["sigma"]) + np.log(2 * np.pi) / 2,
        np.log(g["sigma"]) + 0.5,
    ],
    ("loss at a prediction", Mistake.OTHER_CURVE): lambda g: bce(1 - g["y"], g["p"]),
    ("prediction at a loss", Mistake.OTHER_CURVE): lambda g: 1 - np.exp(-g["loss"]),
    ("target of a curve", Mistake.OTHER_CLASS): lambda g: 1 - g["y"],
    ("target of a curve", Mistake.OTHER_AXIS): lambda g: stats.entropy(coin(g["y"])),
    ("excess at a prediction", Mistake.TOTAL): lambda g: plain_h(coin(g["y"]), coin(g["p"])),
    ("excess at a prediction", Mistake.FLOOR): lambda g: plain_h(coin(g["y"])),
    ("entropy of a coin", Mistake.OTHER_CURVE): lambda g: -np.log(g["p"]),
    ("floor by smoothing", Mistake.OTHER_CURVE): lambda g: stats.entropy(smoothed(g["other_classes"], g["smoothing"])),
}
# A number that is given or drawn, and so in no unit: the rule of the mistake is its own definition.
GIVEN_NUMBER = {Mistake.ZERO, Mistake.RAW, Mistake.UNCHANGED, Mistake.MOST, Mistake.OTHER_AXIS}


def reference(name: str, given: Any) -> Any:
    """The right value in the unit of the exercise."""
    return np.asarray(RIGHT[name](given)) / np.log(BASE[TEMPLATES[name].unit])


def in_unit(task: Exercise, value: Any) -> list[float]:
    return np.ravel(np.asarray(value, float) / np.log(BASE[task.unit])).tolist()


# --- right answers


def test_there_are_at_least_forty_in_six_kinds() -> None:
    assert len(exercise_names()) >= 40
    assert {task.kind for task in exercise_set(5)} == set(EXERCISE_KINDS)
    assert len(EXERCISE_KINDS) == 6
    assert all(len(exercise_names(kind)) >= 8 for kind in EXERCISE_KINDS)
    assert [TEMPLATES[name].kind for name in exercise_names()[:6]] == list(EXERCISE_KINDS), "one of each in turn"


@pytest.mark.parametrize("name", [name for name in TEMPLATES if TEMPLATES[name].kind != "spot"])
def test_the_right_answer_is_right(name: str) -> None:
    for seed in seeds_of(name):
        task = exercise(name, seed)
        if task.asks == "order":
            scores = reference(name, task.given)
            np.testing.assert_allclose(task.values, scores, rtol=1e-12, atol=1e-15)
            assert list(task.answer) == np.argsort(scores).tolist()
        elif task.asks == "distribution":
            hit = float(reference(name, {**task.given, "q": task.answer}))
            assert task.values[0] == pytest.approx(hit, abs=0.0051) or task.values[0] == hit == np.inf
        else:
            close = dict(abs=0.05) if name == "best confidence" else dict(rel=1e-12, abs=1e-15)
            assert task.values[0] == task.answer == pytest.approx(float(reference(name, task.given)), **close)
        verdict = check_answer(task, task.answer)
        assert verdict.right and verdict.mistake is None


@pytest.mark.parametrize("name", of_kind("compute", "floor", "read"))
def test_two_decimals_are_enough(name: str) -> None:
    for seed in seeds_of(name):
        task = exercise(name, seed)
        assert check_answer(task, round(task.values[0], 2)).right
        assert not check_answer(task, task.values[0] + 1.5 * task.tolerance).right


# --- mistakes


@pytest.mark.parametrize("name", of_kind("compute", "floor", "read"))
def test_the_typical_mistakes_are_recomputed(name: str) -> None:
    asked = set()
    for seed in seeds_of(name):
        task = exercise(name, seed)
        expected: dict[Mistake, list[float]] = {
            mistake: in_unit(task, WRONG[name, mistake](task.given))
            for mistake in TEMPLATES[name].wrong
            if mistake not in GIVEN_NUMBER or (name, mistake) in WRONG
        }
        if name not in NO_WRONG_BASE and task.values[0]:
            right = task.values[0] * np.log(BASE[task.unit])
            expected[Mistake.WRONG_BASE] = [right / np.log(base) for base in (2, np.e, 10) if base != BASE[task.unit]]
        found: dict[Mistake, list[float]] = {}
        for wrong in task.wrong:
            found.setdefault(wrong.mistake, []).extend(wrong.values)
        for mistake, values in expected.items():
            assert sorted(found[mistake]) == pytest.approx(sorted(values), rel=1e-10, abs=1e-12), mistake
        asked |= set(found)
        assert set(found) - set(expected) <= GIVEN_NUMBER | {Mistake.NO_MINUS}
    assert asked >= set(TEMPLATES[name].wrong)


@pytest.mark.parametrize("name", of_kind("compute", "floor", "read", "rank", "spot"))
def test_every_typical_mistake_is_recognised_and_none_is_right(name: str) -> None:
    for seed in seeds_of(name):
        task = exercise(name, seed)
        assert task.wrong
        for wrong in task.wrong:
            verdict = check_answer(task, wrong.answer)
            assert not verdict.right
            assert verdict.mistake is wrong.mistake


@pytest.mark.parametrize("name", of_kind("compute", "floor", "read", "spot"))
def test_no_two_results_are_within_reach_of_one_answer(name: str) -> None:
    for seed in seeds_of(name):
        task = exercise(name, seed)
        results = [(Mistake.NOTHING, task.values[0])] if task.asks == "number" else []
        results += [(wrong.mistake, value) for wrong in task.wrong for value in wrong.values]
        for (one, x), (other, y) in combinations(results, 2):
            assert one is other or abs(x - y) > 2 * task.tolerance, (seed, one, other)


def test_another_answer_fits_no_mistake() -> None:
    task = exercise("cross-entropy", 4)
    verdict = check_answer(task, 40.0)
    assert (verdict.right, verdict.mistake, verdict.value) == (False, None, 40.0)
    order = exercise("rank models", 4)
    known = {order.answer, *(wrong.answer for wrong in order.wrong)}
    other = next(each for each in permutations(range(4)) if each not in known)
    assert check_answer(order, other).mistake is None


@pytest.mark.parametrize("name", of_kind("spot"))
def test_the_claim_is_what_the_mistake_gives(name: str) -> None:
    made = set()
    for seed in range(25):
        task = exercise(name, seed)
        right = float(reference(task.about, task.given))
        if task.answer is Mistake.NOTHING:
            assert task.given["claimed"] == pytest.approx(right, abs=0.00051)
        else:
            assert abs(task.given["claimed"] - right) > task.tolerance
            rule = WRONG.get((task.about, task.answer))
            values = (
                in_unit(task, rule(task.given))
                if rule
                else [right * np.log(BASE[task.unit]) / np.log(base) for base in (2, np.e, 10)]
            )
            assert min(abs(value - task.given["claimed"]) for value in values) <= 0.00051
        assert task.answer in task.options and set(task.options) == {task.answer, *(w.answer for w in task.wrong)}
        made.add(task.answer)
    assert len(made) > 2, "not always the same mistake"


@pytest.mark.parametrize(
    ("name", "mistake", "order"),
    [
        ("rank events by surprise", Mistake.WEIGHTED, lambda g: special.entr(g["items"])),
        ("rank events by cost", Mistake.NOT_WEIGHTED, lambda g: -np.log(g["q"])),
        ("rank events by cost", Mistake.SWAPPED, lambda g: -np.array(g["q"]) * np.log(g["p"])),
        ("rank by entropy", Mistake.NOT_WEIGHTED, lambda g: -np.log(g["items"]).sum(axis=1)),
        ("rank predictions", Mistake.SWAPPED, lambda g: [plain_h(q, g["p"]) for q in g["items"]]),
        ("rank predictions", Mistake.SQUARED, lambda g: [np.square(np.subtract(q, g["p"])).sum() for q in g["items"]]),
        ("rank pairs by excess", Mistake.TOTAL, lambda g: [plain_h(p, q) for p, q in g["items"]]),
        ("rank pairs by excess", Mistake.SWAPPED, lambda g: [plain_kl(q, p) for p, q in g["items"]]),
        ("rank models", Mistake.LOG_OF_MEAN, lambda g: [-np.mean(p) for p in g["items"]]),
        ("rank scores", Mistake.ONE_SCORE, lambda g: [-z[0] for z in g["items"]]),
        ("rank targets by floor", Mistake.RAW, lambda g: g["items"]),
    ],
)
def test_a_wrong_order_is_recognised(name: str, mistake: Mistake, order: Callable[[Any], Any]) -> None:
    for seed in range(5):
        task = exercise(name, seed)
        verdict = check_answer(task, np.argsort(order(task.given)).tolist())
        assert not verdict.right and verdict.mistake is mistake
        assert check_answer(task, task.answer[::-1]).mistake is Mistake.REVERSED


# --- a Q for a target

GRIDS = {
    2: np.array([[i, 100 - i] for i in range(101)]) / 100,
    3: np.array([[i, j, 100 - i - j] for i in range(101) for j in range(101 - i)]) / 100,
}
FOUND: dict[tuple[str, Mistake], Callable[[Any], Any]] = {
    ("two events", Mistake.SWAPPED): lambda g: plain_kl(g["q"], g["p"]) / LN2,
    ("two events", Mistake.TOTAL): lambda g: plain_h(g["p"], g["q"]) / LN2,
    ("two events", Mistake.WRONG_BASE): lambda g: plain_kl(g["p"], g["q"]),
    ("three events", Mistake.SWAPPED): lambda g: plain_kl(g["q"], g["p"]) / LN2,
    ("three events", Mistake.TOTAL): lambda g: plain_h(g["p"], g["q"]) / LN2,
    ("three events", Mistake.WRONG_BASE): lambda g: plain_kl(g["p"], g["q"]),
    ("the other direction", Mistake.SWAPPED): lambda g: plain_kl(g["p"], g["q"]) / LN2,
    ("the other direction", Mistake.TOTAL): lambda g: plain_h(g["q"], g["p"]) / LN2,
    ("total cost", Mistake.EXCESS): lambda g: plain_kl(g["p"], g["q"]) / LN2,
    ("total cost", Mistake.SWAPPED): lambda g: plain_h(g["q"], g["p"]) / LN2,
    ("certain truth", Mistake.OTHER_CLASS): lambda g: -np.log1p(-np.asarray(g["q"])[..., 0]),
    ("certain truth", Mistake.WRONG_BASE): lambda g: -np.log2(np.asarray(g["q"])[..., 0]),
    ("perplexity of Q", Mistake.NO_EXPONENT): lambda g: plain_h(g["p"], g["q"]) / LN2,
    ("perplexity of Q", Mistake.SWAPPED): lambda g: np.exp(plain_h(g["q"], g["p"])),
}


def grid(task: Exercise) -> Any:
    """Every Q in whole per cents, with what it comes to."""
    q = GRIDS[len(task.given["p"])]
    p = np.broadcast_to(task.given["p"], q.shape)
    with np.errstate(divide="ignore"):
        return q, reference(task.name, {"p": p, "q": q}), {"p": p, "q": q}


@pytest.mark.parametrize("name", of_kind("find"))
def test_any_q_that_hits_the_target_is_right_and_no_other(name: str) -> None:
    for seed in seeds_of(name)[:3]:
        task = exercise(name, seed)
        qs, values, _ = grid(task)
        target = task.values[0]
        hits = (values == target) | (np.abs(np.where(np.isinf(values), 1e9, values) - target) <= task.tolerance)
        some = Dice(f"{name}{seed}")
        chosen = [*np.flatnonzero(hits)[:10], *(some.whole(0, len(qs) - 1) for _ in range(30))]
        assert hits[chosen].any() and not hits[chosen].all()
        for index in chosen:
            verdict = check_answer(task, qs[index])
            assert verdict.right == hits[index]
            assert verdict.value == pytest.approx(values[index], rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(("name", "mistake"), FOUND)
def test_a_q_that_hits_with_a_mistake_is_recognised(name: str, mistake: Mistake) -> None:
    seen = 0
    for seed in range(20):
        task = exercise(name, seed)
        qs, values, given = grid(task)
        target, near = task.values[0], task.tolerance
        with np.errstate(divide="ignore", invalid="ignore"):
            wrong = FOUND[name, mistake](given)
            others = [FOUND[key](given) for key in FOUND if key[0] == name and key[1] is not mistake]
            only = (np.abs(wrong - target) < 0.9 * near) & ~(np.abs(values - target) < 1.1 * near)
            for other in others:
                only &= ~(np.abs(other - target) < 1.1 * near)
        for index in np.flatnonzero(only)[:2]:
            found = check_answer(task, qs[index]).mistake
            earlier = {Mistake.NO_EXPONENT} if name == "perplexity of Q" else set()
            assert found in {mistake, *earlier}
            seen += found is mistake
    assert seen


def test_one_zero_is_not_yet_an_infinite_excess() -> None:
    task = exercise("infinite excess", 0)
    p = task.given["p"]
    assert p[2] == 0 and task.values == (np.inf,)
    assert check_answer(task, [0, 1, 0]).right
    assert check_answer(task, [0.5, 0.5, 0]).mistake is Mistake.ANY_ZERO
    assert check_answer(task, [0.3, 0.3, 0.4]).mistake is Mistake.SWAPPED
    assert check_answer(task, [0.3, 0.3, 0.4]).value == pytest.approx(stats.entropy(p, [0.3, 0.3, 0.4], base=2))


def test_the_uniform_q_has_an_excess() -> None:
    for seed in range(4):
        task = exercise("no excess", seed)
        verdict = check_answer(task, [1 / 3] * 3)
        assert verdict.mistake is Mistake.UNIFORM
        assert verdict.value == pytest.approx(stats.entropy(task.given["p"], [1 / 3] * 3, base=2))


# --- curves


@pytest.mark.parametrize("name", of_kind("read"))
def test_the_answer_can_be_read_off_the_curve(name: str) -> None:
    for seed in seeds_of(name)[:4]:
        task = exercise(name, seed)
        first = task.curves[0]
        assert all(len(curve.x) == len(curve.y) and np.isfinite(curve.y).all() for curve in task.curves)
        g = task.given
        if name == "loss at a prediction":
            curve = next(curve for curve in task.curves if curve.name == f"target {g['y']}")
            read = np.interp(g["p"], curve.x, curve.y)
        elif name == "prediction at a loss":
            read = np.interp(-g["loss"], -np.array(first.y), first.x)
        elif name == "height of the lowest point":
            read = min(first.y)
        elif name in ("target of a curve", "best confidence"):
            read = first.x[int(np.argmin(first.y))]
        elif name == "excess at a prediction":
            loss, floor = (np.interp(g["p"], curve.x, curve.y) for curve in task.curves)
            read = loss - floor
        elif name == "floor by smoothing":
            curve = next(curve for curve in task.curves if curve.name == f"{g['classes']} classes")
            read = np.interp(g["smoothing"], curve.x, curve.y)
        else:
            read = np.interp(g["p"], first.x, first.y)
        assert check_answer(task, float(read)).right


# --- the same for everyone


def test_the_same_seed_gives_the_same_exercise() -> None:
    for name in TEMPLATES:
        assert exercise(name, 11) == exercise(name, 11)
    assert exercise_set(3, "rank") == exercise_set(3, "rank")
    assert exercise_set(3, "rank") != exercise_set(4, "rank")


@pytest.mark.parametrize(
    ("name", "seed", "given"),
    [
        ("entropy", 1, {"p": (0.5, 0.15, 0.35)}),
        ("rank targets by floor", 2, {"items": (0.7, 0.5, 0.85, 0.05)}),
        ("three events", 3, {"p": (0.45, 0.35, 0.2)}),
        ("spot: mean loss", 4, {"y": (0, 1, 0, 0), "p": (0.7, 0.35, 0.45, 0.5), "claimed": 0.624}),
        ("floor of smoothed labels", 5, {"smoothing": 0.2, "classes": 10}),
        ("loss at a prediction", 6, {"y": 1, "p": 0.9}),
    ],
)
def test_links_keep_their_numbers(name: str, seed: int, given: dict[str, Any]) -> None:
    assert dict(exercise(name, seed).given) == given


def test_dice() -> None:
    assert [Dice("7").whole(1, 6) for _ in range(3)] == [Dice("7").whole(1, 6)] * 3
    dice = Dice("seed")
    thrown = [dice.whole(-1, 2) for _ in range(4000)]
    assert set(thrown) == {-1, 0, 1, 2}
    assert max(abs(np.bincount(np.array(thrown) + 1) - 1000)) < 130


def decimals(value: Any) -> Iterator[float]:
    for part in value if isinstance(value, tuple) else (value,):
        yield from decimals(part) if isinstance(part, tuple) else (part,)


def test_numbers_are_short_enough_to_be_shown_exactly() -> None:
    for task, seed in product(exercise_set(21), (0, 1)):
        for part, value in exercise(task.name, seed).given.items():
            digits = 3 if part == "claimed" else 2
            assert all(number == round(number, digits) for number in decimals(value)), (task.name, part)
        if task.asks == "distribution" and "p" in task.given:
            assert sum(task.given["p"]) == pytest.approx(1, abs=1e-12)
            assert "q" not in task.given, "the hidden Q stays hidden"


# --- refusals


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        pytest.param("entropy", float("nan"), id="nan"),
        pytest.param("entropy", float("inf"), id="infinite"),
        pytest.param("entropy", [1.0, 2.0], id="two numbers"),
        pytest.param("rank models", [0, 1, 2], id="an item is missing"),
        pytest.param("rank models", [0, 1, 2, 2], id="an item twice"),
        pytest.param("three events", [0.5, 0.6, 0.0], id="sum not 1"),
        pytest.param("three events", [0.5, 0.5], id="an event is missing"),
        pytest.param("three events", [1.2, -0.2, 0.0], id="negative"),
        pytest.param("spot: kl", "sum for mean", id="no option"),
    ],
)
def test_refusals(name: str, answer: Any) -> None:
    with pytest.raises(DistributionError):
        check_answer(exercise(name, 0), answer)


def test_unknown_names_are_refused() -> None:
    with pytest.raises(DistributionError, match="not an exercise"):
        exercise("entropie", 1)
    with pytest.raises(DistributionError, match="not a kind"):
        exercise_set(1, "guess")  # type: ignore[arg-type]
