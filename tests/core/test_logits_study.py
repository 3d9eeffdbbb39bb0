"""Scores to loss, step by step: the stable way in 60 digits, the naive way as float64 really does it."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F

import ce_core
from ce_core import DistributionError
from tests.core import reference as ref
from tests.core.reference import mp

pytestmark = pytest.mark.filterwarnings("error")

INF, NAN = math.inf, math.nan
MAX = float(np.finfo(np.float64).max)
ANIMALS = [9.8, 3.7, 0.2]
SCORES = {
    "animals": ANIMALS,
    "second list": [3, 0.6, 6.3],
    "equal": [0.0, 0.0],
    "huge": [1000, 990, 980],
    "hugely negative": [-1000, -990, -980],
    "far apart": [0, -800],
    "near the largest float": [1e307, -1e307, 0],
    "ten": np.linspace(-40, 40, 10).tolist(),
}
BASES = [None, 2, 10]


def one_hot(label: int, classes: int) -> list[float]:
    return ref.one_hot(label, classes)


# --- softmax


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("temperature", [1.0, 0.25, 7.0])
@pytest.mark.parametrize("z", SCORES.values(), ids=SCORES)
def test_the_stable_steps_are_exact(z: list[float], temperature: float, base: Any) -> None:
    y = ce_core.normalize(np.arange(len(z), 0.0, -1))
    study = ce_core.softmax_study(z, y, temperature=temperature, base=base)
    scaled = [ref.exact(x) / ref.exact(temperature) for x in z]
    surprise = [-x / ref.unit(base) for x in ref.log_softmax(scaled)]
    steps = study.stable
    ref.assert_close(steps.q, ref.softmax(z, temperature), 1e-13)
    ref.assert_close(steps.surprise, surprise, 1e-13)
    terms = [ref.weighted(ref.exact(w), h) for w, h in zip(y, surprise, strict=True)]
    ref.assert_close(steps.loss, ref.total(terms), 1e-13)
    floor = ref.entropy(y, base)
    ref.assert_close(study.floor, floor, 1e-13)
    ref.assert_close(study.excess, ref.total(terms) - floor, 1e-12)
    assert steps.exponents.max() == 0.0 and steps.exponentials.max() == 1.0 <= steps.total <= len(z)


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("temperature", [1.0, 3.0])
def test_the_gradient_is_that_of_the_loss(temperature: float, base: Any) -> None:
    z, y = np.array([2.0, -1.0, 0.5, 0.0]), np.array([0.1, 0.2, 0.0, 0.7])
    study = ce_core.softmax_study(z, y, temperature=temperature, base=base)

    def loss(scores: np.ndarray) -> float:
        return float(ce_core.softmax_study(scores, y, temperature=temperature, base=base).stable.loss)

    step = 1e-6 * np.eye(4)
    slopes = [(loss(z + d) - loss(z - d)) / 2e-6 for d in step]
    np.testing.assert_allclose(study.gradient, slopes, rtol=0, atol=1e-9)
    tensor = torch.tensor(z, requires_grad=True)
    (F.cross_entropy(tensor / temperature, torch.tensor(y)) / math.log(base or math.e)).backward()
    np.testing.assert_allclose(study.gradient, tensor.grad, rtol=1e-12)
    assert abs(study.gradient.sum()) < 1e-15


@pytest.mark.parametrize("shift", [-1000.0, -1.0, 700.0, 1e6])
def test_a_shift_changes_nothing_but_the_naive_steps(shift: float) -> None:
    z = np.array([9.5, 3.75, 0.25])  # exact in binary: adding the shift rounds nothing
    plain, moved = (ce_core.softmax_study(z, [1, 0, 0], shift=c) for c in (0.0, shift))
    assert moved.z.tolist() == (z + shift).tolist() and moved.largest_change == 0.0
    assert np.array_equal(plain.stable.q, moved.stable.q)
    assert plain.stable.loss == moved.stable.loss
    assert not np.array_equal(plain.naive.exponentials, moved.naive.exponentials)


def test_a_shift_that_rounds_changes_as_much_as_it_rounds() -> None:
    moved = ce_core.softmax_study(ANIMALS, [1, 0, 0], shift=1000.0)
    assert 0 < moved.largest_change < 1e-13
    assert moved.stable.loss == pytest.approx(ce_core.softmax_study(ANIMALS, [1, 0, 0]).stable.loss, rel=1e-12)


@pytest.mark.parametrize(
    ("z", "y", "exponentials", "q", "loss"),
    [
        pytest.param([1000, 990], [1, 0], [INF, INF], [NAN, NAN], NAN, id="exp overflows"),
        pytest.param([1000, 0], [0, 1], [INF, 1], [NAN, 0], NAN, id="one exp overflows"),
        pytest.param([-1000, -990], [1, 0], [0, 0], [NAN, NAN], NAN, id="every exp underflows: 0/0"),
        pytest.param([0, -800], [0, 1], [1, 0], [1, 0], INF, id="the right class underflows: log 0"),
        pytest.param([0, -800], [1, 0], [1, 0], [1, 0], NAN, id="another class underflows: 0 times infinity"),
        pytest.param([709.75, 709.75], [1, 0], [math.exp(709.75)] * 2, [0, 0], NAN, id="the sum alone overflows"),
        pytest.param([709.75, 709.75], [0.5, 0.5], [math.exp(709.75)] * 2, [0, 0], INF, id="and a soft target"),
    ],
)
def test_the_naive_steps_break_where_float64_breaks(z: Any, y: Any, exponentials: Any, q: Any, loss: float) -> None:
    study = ce_core.softmax_study(z, y)
    np.testing.assert_allclose(study.naive.exponentials, exponentials, rtol=1e-12)
    np.testing.assert_array_equal(study.naive.q, q)
    np.testing.assert_array_equal(study.naive.loss, loss)
    assert np.isfinite(study.stable.q).all() and math.isfinite(study.stable.loss)


def test_the_naive_steps_are_numpys_own_with_its_warnings() -> None:
    z = np.array([1000.0, 990.0])
    with pytest.warns(RuntimeWarning, match="overflow"):
        exponentials = np.exp(z)
    with pytest.warns(RuntimeWarning, match="invalid value"):
        q = exponentials / exponentials.sum()
    naive = ce_core.softmax_study(z, [1, 0]).naive
    np.testing.assert_array_equal(naive.exponentials, exponentials)
    np.testing.assert_array_equal(naive.q, q)


@pytest.mark.parametrize(("z", "e"), [(709.78, "finite"), (709.79, "inf"), (-745.13, "above 0"), (-745.14, "0")])
def test_exp_gives_up_where_the_docstring_says(z: float, e: str) -> None:
    value = ce_core.softmax_study([z, z - 1], [1, 0]).naive.exponentials[0]
    assert {"inf": np.isinf(value), "0": value == 0, "finite": 1e308 < value < INF, "above 0": 0 < value < 1e-300}[e]


def test_where_nothing_breaks_both_ways_agree() -> None:
    study = ce_core.softmax_study(ANIMALS, [0.7, 0.2, 0.1], temperature=2.0, base=2)
    for name in ("q", "surprise", "terms", "loss"):
        np.testing.assert_allclose(getattr(study.naive, name), getattr(study.stable, name), rtol=1e-13)


def test_the_excess_is_0_at_the_target_and_keeps_its_digits_beside_it() -> None:
    y = ce_core.softmax([1.0, 2.0, 3.0])
    assert ce_core.softmax_study([1.0, 2.0, 3.0], y).excess == 0.0
    near = ce_core.softmax_study([1.0, 2.0, 3.0 + 1e-7], y).excess
    assert near == pytest.approx(float(y[2] * (1 - y[2])) * 1e-14 / 2, rel=1e-6)


@pytest.mark.parametrize(
    ("z", "base", "printed", "decimals"),
    [
        pytest.param(ANIMALS, 2, 0.00333, 5, id="A17: cat"),
        pytest.param([2.9893, 1.09, 0, 0.5849], 2, 0.3677, 4, id="A18: dog, before more training"),
    ],
)
def test_printed_losses(z: list[float], base: Any, printed: float, decimals: int) -> None:
    assert round(float(ce_core.softmax_study(z, one_hot(0, len(z)), base=base).stable.loss), decimals) == printed


# --- sigmoid


LIST = [1, 9, 424.5, -3, -243]


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("y", [0.0, 1.0, 0.3])
def test_sigmoid_steps_are_exact(y: float, base: Any) -> None:
    z = [*LIST, 0, 36.0, 40, -745.0, MAX, -MAX]
    study = ce_core.sigmoid_study(z, [y] * len(z), base=base)
    p, other = [ref.sigmoid(x) for x in z], [ref.sigmoid(-x) for x in z]
    ref.assert_close(study.p, p, 1e-13)
    ref.assert_close(study.loss, [ref.binary_logit(y, x, base=base) for x in z], 1e-13)
    finite = np.abs(z) < 700  # beyond, e^z is subnormal or 0 itself
    slopes = [a * b for a, b in zip(p, other, strict=True)]
    ref.assert_close(study.slope[finite], np.array(slopes, dtype=object)[finite], 1e-13)
    gradient = [((1 - ref.exact(y)) * a - ref.exact(y) * b) / ref.unit(base) for a, b in zip(p, other, strict=True)]
    ref.assert_close(study.gradient[finite], np.array(gradient, dtype=object)[finite], 1e-12)


def test_softmax_of_z_and_0_is_the_sigmoid_to_the_last_bit_or_two() -> None:
    study = ce_core.sigmoid_study(np.linspace(-700, 700, 401), np.zeros(401))
    np.testing.assert_allclose(study.softmax, study.p, rtol=4e-16)


def test_the_sigmoid_saturates_for_real() -> None:
    study = ce_core.sigmoid_study([424.5, 424.5, -243], [1, 0, 1])
    assert study.p.tolist()[:2] == study.naive_p.tolist()[:2] == [1.0, 1.0]
    assert study.naive_slope.tolist()[:2] == [0.0, 0.0] and (study.slope > 0).all()
    np.testing.assert_array_equal(study.naive_loss[:2], [NAN, INF])
    assert study.loss[0] == pytest.approx(4.389e-185, rel=1e-3) and study.loss[1] == 424.5
    assert f"{study.p[2]:.3e}" == "2.927e-106"


# --- twice


@pytest.mark.parametrize(("classes", "least", "most"), [(2, 0.3133, 1.3133), (4, 0.7437, 1.7437), (10, 1.4612, 2.4612)])
def test_a_second_softmax_has_a_floor_and_a_ceiling(classes: int, least: float, most: float) -> None:
    z = [60.0, *[0.0] * (classes - 1)]
    right, wrong = (ce_core.second_softmax(z, one_hot(label, classes)) for label in (0, 1))
    assert right.loss_twice[0] == pytest.approx(right.least_for_certain, rel=1e-14)
    assert wrong.loss_twice[0] == pytest.approx(wrong.most_for_certain, rel=1e-14)
    assert (round(float(right.least_for_certain), 4), round(float(wrong.most_for_certain), 4)) == (least, most)
    assert right.least_for_certain == pytest.approx(-math.log(math.e / (math.e + classes - 1)), rel=1e-14)
    assert right.loss[0] < 1e-20 < wrong.loss[0] == 60.0


@pytest.mark.parametrize("base", BASES)
def test_a_second_log_softmax_changes_nothing(base: Any) -> None:
    factors = np.linspace(-3, 30, 34)
    result = ce_core.second_softmax(ANIMALS, [0.1, 0.7, 0.2], factors=factors, base=base)
    np.testing.assert_allclose(result.loss_log_twice, result.loss, rtol=1e-13)
    np.testing.assert_allclose(result.q_log_twice, result.q, rtol=1e-12)
    rows = [[k * np.float64(x) for x in ANIMALS] for k in factors]
    ref.assert_close(result.loss, [ref.categorical_logits([0.1, 0.7, 0.2], row, base=base) for row in rows], 1e-13)
    twice = [ref.categorical_logits([0.1, 0.7, 0.2], row, base=base) for row in result.q]
    ref.assert_close(result.loss_twice, twice, 1e-13)


@pytest.mark.parametrize("base", BASES)
def test_gradients_through_one_softmax_and_two(base: Any) -> None:
    y, factors = np.array([0.0, 1.0, 0.0, 0.0]), [0.5, 1.0, 4.0]
    z = np.array([2.0, -1.0, 0.5, 0.0])
    result = ce_core.second_softmax(z, y, factors=factors, base=base)
    for row, k in enumerate(factors):
        for name, layers in (("gradient", 0), ("gradient_twice", 1)):
            tensor = torch.tensor(k * z, requires_grad=True)
            loss = F.cross_entropy(tensor.softmax(0) if layers else tensor, torch.tensor(y))
            (loss / math.log(base or math.e)).backward()
            np.testing.assert_allclose(getattr(result, name)[row], tensor.grad, rtol=1e-11, atol=1e-16)


# --- refusals


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: ce_core.softmax_study([1, INF], [1, 0]), r"z\[1\] = inf"),
        (lambda: ce_core.softmax_study([1, 2], [1, 0, 0]), "differ in shape"),
        (lambda: ce_core.softmax_study([1, 2], [1, 1]), "normalize"),
        (lambda: ce_core.softmax_study([[1, 2]], [1, 0]), "one list"),
        (lambda: ce_core.softmax_study([1, 2], [[1, 0]]), "one distribution"),
        (lambda: ce_core.softmax_study([1, 2], [1, 0], temperature=0), "temperature"),
        (lambda: ce_core.softmax_study([], []), "at least one"),
        (lambda: ce_core.softmax_study([1, 2], [1, 0], shift=INF), "shift"),
        (lambda: ce_core.softmax_study([1e308, 2], [1, 0], shift=1.7e308), r"z \+ shift"),
        (lambda: ce_core.sigmoid_study([NAN], [0]), "not a finite number"),
        (lambda: ce_core.sigmoid_study([1], [2]), r"y\[0\] = 2"),
        (lambda: ce_core.sigmoid_study([1, 2], [1]), "differ in shape"),
        (lambda: ce_core.second_softmax([1], [1]), "two or more"),
        (lambda: ce_core.second_softmax([1, 2], [1, 0], factors=[]), "factors"),
        (lambda: ce_core.second_softmax([1, 2], [1, 0], factors=[INF]), r"factors\[0\]"),
        (lambda: ce_core.second_softmax([1e300, 2], [1, 0], factors=[1e300]), "factors times z"),
    ],
)
def test_refusals(call: Any, words: str) -> None:
    with pytest.raises(DistributionError, match=words):
        call()


@pytest.mark.parametrize(
    "result",
    [
        ce_core.softmax_study([1, 2], [1, 0]),
        ce_core.softmax_study([1, 2], [1, 0]).naive,
        ce_core.sigmoid_study([1], [0]),
        ce_core.second_softmax([1, 2], [1, 0]),
    ],
    ids=lambda result: type(result).__name__,
)
def test_results_are_frozen(result: Any) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(result, dataclasses.fields(result)[0].name, None)


def test_results_hold_no_reference_to_what_was_passed() -> None:
    z, y = np.array([1.0, 2.0]), np.array([1.0, 0.0])
    study = ce_core.softmax_study(z, y)
    z[:], y[:] = 7.0, 0.5
    assert study.z.tolist() == [1.0, 2.0] and study.y.tolist() == [1.0, 0.0]
    assert mp.mpf(float(study.stable.q.sum())) == 1
