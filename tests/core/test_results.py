"""The frozen results: every field of a decomposition, comparison, curve, image pair, evaluation and running total."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

import ce_core
from tests.core import reference as ref
from tests.core.reference import INF, mp

pytestmark = pytest.mark.filterwarnings("error")

RTOL = 1e-13
A, B = [0.1, 0.4, 0.5], [0.8, 0.15, 0.05]
DECOMPOSED = {
    "A-B": (A, B, None),
    "A-B-bits": (A, B, 2),
    "A-A": (A, A, None),
    "near": ([0.3, 0.7], [0.3 + 1e-12, 0.7 - 1e-12], None),
    "onehot": ([0, 1, 0], B, 10),
    "zero-in-q": (A, [0.0, 0.5, 0.5], 2),
    "zero-in-both": ([0.0, 1.0], [0.0, 1.0], None),
    "zero-in-p": ([0.0, 1.0], [0.5, 0.5], None),
}


def per_event(name: str, p: list[float], q: list[float], base: float | None) -> list[Any]:
    functions = {
        "surprise_per_event": lambda a, b: ref.surprise(b, base),
        "entropy_per_event": lambda a, b: ref.weighted(ref.exact(a), ref.surprise(a, base)),
        "cross_entropy_per_event": lambda a, b: ref.weighted(ref.exact(a), ref.surprise(b, base)),
        "kl_per_event": lambda a, b: (
            mp.mpf(0) if a == 0 else INF if b == 0 else ref.exact(a) * ref.log(ref.exact(a) / ref.exact(b), base)
        ),
    }
    return [functions[name](a, b) for a, b in zip(p, q, strict=True)]


@pytest.mark.parametrize(
    "field", ["surprise_per_event", "entropy_per_event", "cross_entropy_per_event", "kl_per_event"]
)
@pytest.mark.parametrize(("p", "q", "base"), DECOMPOSED.values(), ids=DECOMPOSED.keys())
def test_decompose_per_event(field: str, p: Any, q: Any, base: Any) -> None:
    ref.assert_close(getattr(ce_core.decompose(p, q, base=base), field), per_event(field, p, q, base), RTOL)


@pytest.mark.parametrize("field", ["entropy", "kl", "cross_entropy"])
@pytest.mark.parametrize(("p", "q", "base"), DECOMPOSED.values(), ids=DECOMPOSED.keys())
def test_decompose_totals(field: str, p: Any, q: Any, base: Any) -> None:
    expected = {
        "entropy": ref.entropy(p, base),
        "kl": ref.kl_divergence(p, q, base),
        "cross_entropy": ref.cross_entropy(p, q, base),
    }
    ref.assert_close(getattr(ce_core.decompose(p, q, base=base), field), expected[field], RTOL)


def test_decompose_keeps_what_it_was_given() -> None:
    result = ce_core.decompose(A, B, base=2)
    assert result.p.tolist() == A
    assert result.q.tolist() == B
    assert result.base == 2
    assert ce_core.decompose(A, B).base is None


@pytest.mark.parametrize(("p", "q", "base"), DECOMPOSED.values(), ids=DECOMPOSED.keys())
def test_compare(p: Any, q: Any, base: Any) -> None:
    result = ce_core.compare(p, q, base=base)
    ref.assert_close(result.forward.cross_entropy, ref.cross_entropy(p, q, base), RTOL)
    ref.assert_close(result.reverse.cross_entropy, ref.cross_entropy(q, p, base), RTOL)
    ref.assert_close(result.forward.kl, ref.kl_divergence(p, q, base), RTOL)
    ref.assert_close(result.reverse.kl, ref.kl_divergence(q, p, base), RTOL)
    ref.assert_close(result.js_divergence, ref.js_divergence(p, q, base), RTOL)
    ref.assert_close(result.js_distance, ref.js_distance(p, q, base), RTOL)
    ref.assert_close(result.perplexity, ref.perplexity(p, q), RTOL)
    ref.assert_close(result.perplexity_p, ref.perplexity(p), RTOL)
    ref.assert_close(result.perplexity_q, ref.perplexity(q), RTOL)


# --- one binary example


def binary_kl(y: float, p: float, base: float | None = None) -> Any:
    y, p = ref.exact(y), ref.exact(p)
    with ref.mp.workdps(400):
        return ref.kl_divergence([y, 1 - y], [p, 1 - p], base)


BINARY = {
    "hard-right": (1.0, 0.9),
    "hard-wrong": (0.0, 0.9),
    "hard-perfect": (1.0, 1.0),
    "hard-opposite": (1.0, 0.0),
    "soft": (0.3, 0.6),
    "soft-equal": (0.3, 0.3),
    "soft-near-1e-6": (0.3, 0.3 + 1e-6),
    "soft-near-1e-12": (0.3, 0.3 + 1e-12),
    "soft-near-one-ulp": (0.3, float(np.nextafter(0.3, 1))),
    "soft-near-above-half": (0.7, 0.7 - 1e-12),
    "soft-certain": (0.5, 1.0),
    "soft-never": (0.5, 0.0),
    "tails": (1e-20, 3e-20),
    "other-tails": (1 - 1e-16, 0.5),
    "subnormal": (5e-324, 0.25),
    "below-the-series": (0.3, 0.3 - 0.3 / 7.9),
    "in-the-series": (0.3, 0.3 - 0.3 / 8.1),
    "end-of-the-series": (1e-200, 0.8751e-200),
    "end-of-the-other": (1 - 2**-40, 1 - 0.8751 * 2**-40),
    "mostly-floor": (1e-200, 1.13e-200),
    "one-step-apart": (0.7, 0.7 + 2**-53),
}


@pytest.mark.parametrize("base", [None, 2, 10])
@pytest.mark.parametrize(("y", "p"), BINARY.values(), ids=BINARY.keys())
def test_binary_decompose(y: float, p: float, base: Any) -> None:
    result = ce_core.binary_decompose([y], [p], base=base)
    yes, no = ref.clipped(p, 0.0)
    ref.assert_close(result.loss, [ref.binary(y, p, base=base)], RTOL)
    ref.assert_close(result.floor, [ref.binary(y, y, base=base)], RTOL)
    ref.assert_close(result.kl, [binary_kl(y, p, base)], RTOL)
    ref.assert_close(result.positive_term, [ref.weighted(ref.exact(y), -yes) / ref.unit(base)], RTOL)
    ref.assert_close(result.negative_term, [ref.weighted(1 - ref.exact(y), -no) / ref.unit(base)], RTOL)


@pytest.mark.parametrize("name", ["in-the-series", "end-of-the-series", "end-of-the-other", "one-step-apart"])
def test_a_small_excess_has_all_its_digits(name: str) -> None:
    y, p = BINARY[name]
    ref.assert_close(ce_core.binary_decompose([y], [p]).kl, [binary_kl(y, p)], 2e-15)


def test_the_excess_is_that_of_the_clipped_prediction() -> None:
    assert ce_core.binary_decompose([1e-7, 1 - 1e-7], [0.0, 1.0], eps=1e-7).kl.tolist() == [0.0, 0.0]


def test_binary_decompose_eps_moves_the_loss_and_not_the_floor() -> None:
    result = ce_core.binary_decompose([[0.0, 0.5]], [[1.0, 0.0]], eps=1e-15)
    ref.assert_close(result.loss, [[ref.binary(0, 1, eps=1e-15), ref.binary(0.5, 0, eps=1e-15)]], RTOL)
    ref.assert_close(result.floor, [[0, mp.log(2)]], RTOL)
    ref.assert_close(result.kl, [[ref.binary(0, 1, eps=1e-15), ref.binary(0.5, 0, eps=1e-15) - mp.log(2)]], RTOL)


# --- the curve

CURVE_P = [0.0, 1e-300, 0.1, 0.3, 0.5, 0.9, 1 - 1e-16, 1.0]


@pytest.mark.parametrize("base", [None, 2])
@pytest.mark.parametrize("y", [0.0, 1.0, 0.3, 0.5])
def test_curve_loss_and_gradient(y: float, base: Any) -> None:
    curve = ce_core.loss_curve(y, CURVE_P, base=base)
    ref.assert_close(curve.loss, [ref.binary(y, p, base=base) for p in CURVE_P], RTOL)
    ref.assert_close(np.float64(np.unique(curve.floor).item()), ref.binary(y, y, base=base), RTOL)
    inside = [
        (ref.exact(p) - ref.exact(y)) / (ref.exact(p) * (1 - ref.exact(p))) / ref.unit(base) for p in CURVE_P[1:-1]
    ]
    ref.assert_close(curve.gradient[1:-1], inside, RTOL)
    ref.assert_close(curve.squared_error, [(ref.exact(p) - ref.exact(y)) ** 2 for p in CURVE_P], RTOL)


@pytest.mark.parametrize(
    ("y", "at_0", "at_1"),
    [
        pytest.param(0.3, -np.inf, np.inf, id="soft"),
        pytest.param(1.0, -np.inf, -1.0, id="y=1: -1/p"),
        pytest.param(0.0, 1.0, np.inf, id="y=0: 1/(1-p)"),
    ],
)
def test_curve_gradient_at_the_ends(y: float, at_0: float, at_1: float) -> None:
    gradient = ce_core.loss_curve(y, [0.0, 1.0]).gradient
    assert gradient.tolist() == [at_0, at_1]


@pytest.mark.parametrize(
    ("y", "expected"),
    [
        pytest.param(1.0, [1, 1, 0, 0, 0], id="y=1"),
        pytest.param(0.0, [0, 0, 1, 1, 1], id="y=0"),
        pytest.param(0.25, [0.25, 0.25, 0.75, 0.75, 0.75], id="soft"),
    ],
)
def test_curve_zero_one(y: float, expected: list[float]) -> None:
    assert ce_core.loss_curve(y, [0.0, 0.49, 0.5, 0.9, 1.0]).zero_one.tolist() == expected


def test_tangents_touch_the_curve_with_its_slope() -> None:
    curve = ce_core.loss_curve(0.3, [0.0, 0.3, 0.9], base=2)
    p, loss = curve.tangents(0.1)
    assert np.isnan(loss[0]).all()
    ref.assert_close(p[1:], [[0.2, 0.4], [0.8, 1.0]], RTOL)
    ref.assert_close(loss[1:].mean(axis=1), curve.loss[1:], RTOL)
    ref.assert_close((loss[1:, 1] - loss[1:, 0]) / 0.2, curve.gradient[1:], RTOL)
    assert loss[1].tolist() == [curve.floor, curve.floor], "at p = y the curve is level"


def test_curve_eps_bounds_the_opposite() -> None:
    curve = ce_core.loss_curve(0.0, [1.0, 0.9], eps=1e-15)
    ref.assert_close(curve.loss, [ref.binary(0, 1, eps=1e-15), ref.binary(0, 0.9)], RTOL)


# --- images

TARGET = np.array([[0.0, 1.0, 0.5], [0.25, 0.1, 0.9]])
PREDICTION = np.array([[0.1, 0.8, 0.5], [0.3, 0.1 + 1e-12, 0.2]])


@pytest.mark.parametrize("base", [None, 2])
def test_image_maps_and_totals(base: Any) -> None:
    result = ce_core.compare_images(TARGET, PREDICTION, positive="white", base=base)
    loss = ref.each(lambda y, p: ref.binary(y, p, base=base), TARGET, PREDICTION)
    floor = ref.each(lambda y: ref.binary(y, y, base=base), TARGET)
    kl = ref.each(lambda y, p: binary_kl(y, p, base), TARGET, PREDICTION)
    first = ref.each(lambda y, p: ref.weighted(ref.exact(y), ref.surprise(p, base)), TARGET, PREDICTION)
    for name, expected in {"loss": loss, "floor": floor, "kl": kl, "first_term": first}.items():
        ref.assert_close(getattr(result, name), expected, RTOL)
    totals = {"": loss, "floor_": floor, "kl_": kl, "first_term_": first}
    for prefix, expected in totals.items():
        ref.assert_close(getattr(result, f"{prefix}total"), ref.total(expected.ravel()), RTOL)
        ref.assert_close(getattr(result, f"{prefix}mean"), ref.total(expected.ravel()) / 6, RTOL)


def test_image_black_as_the_positive_class_changes_only_the_first_term() -> None:
    white = ce_core.compare_images(TARGET, PREDICTION, positive="white")
    black = ce_core.compare_images(TARGET, PREDICTION, positive="black")
    np.testing.assert_allclose(black.loss, white.loss, rtol=1e-13)
    np.testing.assert_allclose(black.floor, white.floor, rtol=1e-13)
    np.testing.assert_allclose(black.kl, white.kl, rtol=1e-13)
    ref.assert_close(
        black.first_term,
        ref.each(lambda y, p: ref.weighted(1 - ref.exact(y), -mp.log1p(-ref.exact(p))), TARGET, PREDICTION),
        RTOL,
    )


def test_image_all_white_fools_the_first_term() -> None:
    result = ce_core.compare_images(TARGET, np.ones_like(TARGET))
    assert result.first_term_total == 0.0
    assert result.total == np.inf


def test_image_against_itself_costs_its_floor() -> None:
    result = ce_core.compare_images(TARGET, TARGET)
    assert result.kl_total == 0.0
    assert np.array_equal(result.kl, np.zeros_like(TARGET))
    assert result.total == result.floor_total > 0


def test_image_eps() -> None:
    result = ce_core.compare_images([[0.0]], [[1.0]], eps=1e-15)
    ref.assert_close(result.total, mp.log(mp.mpf(1) / ref.exact(1e-15)), RTOL)


# --- evaluation

PROBABILITIES = np.array([[0.7, 0.2, 0.1], [0.1, 0.6, 0.3], [0.3, 0.3, 0.4], [0.5, 0.25, 0.25]])
Y = [0, 1, 0, 2]


def test_evaluation_of_indices() -> None:
    result = ce_core.evaluate(Y, PROBABILITIES)
    losses = [-mp.log(ref.exact(PROBABILITIES[n, c])) for n, c in enumerate(Y)]
    total = ref.total(losses)
    ref.assert_close(result.losses, losses, RTOL)
    ref.assert_close(result.share, [value / total for value in losses], RTOL)
    assert result.order.tolist() == [3, 2, 1, 0]
    ref.assert_close(result.mean, total / 4, RTOL)
    ref.assert_close(result.total, total, RTOL)
    assert result.floor == 0.0
    ref.assert_close(result.per_class_mean, [(losses[0] + losses[2]) / 2, losses[1], losses[3]], RTOL)
    assert np.asarray(result.per_class_count).tolist() == [2, 1, 1]
    assert result.accuracy == 0.5
    ref.assert_close(result.class_shares, [0.5, 0.25, 0.25], RTOL)
    ref.assert_close(result.baseline, ref.entropy([0.5, 0.25, 0.25]), RTOL)
    ref.assert_close(result.uniform, mp.log(3), RTOL)
    ref.assert_close(result.perplexity, mp.exp(total / 4), RTOL)
    assert result.weights.tolist() == [1, 1, 1, 1]


def test_evaluation_with_weights() -> None:
    weights = [1.0, 2.0, 0.0, 1.0]
    result = ce_core.evaluate(Y, PROBABILITIES, sample_weight=weights)
    losses = [-mp.log(ref.exact(PROBABILITIES[n, c])) for n, c in enumerate(Y)]
    total = losses[0] + 2 * losses[1] + losses[3]
    ref.assert_close(result.losses, losses, RTOL)
    ref.assert_close(result.total, total, RTOL)
    ref.assert_close(result.mean, total / 4, RTOL)
    ref.assert_close(result.share, [losses[0] / total, 2 * losses[1] / total, 0, losses[3] / total], RTOL)
    ref.assert_close(result.class_shares, [0.25, 0.5, 0.25], RTOL)
    ref.assert_close(result.baseline, ref.entropy([0.25, 0.5, 0.25]), RTOL)
    assert result.accuracy == 0.75


def test_evaluation_in_bits_keeps_perplexity() -> None:
    bits = ce_core.evaluate(Y, PROBABILITIES, base=2)
    nats = ce_core.evaluate(Y, PROBABILITIES)
    np.testing.assert_allclose(bits.mean * np.log(2), nats.mean, rtol=1e-14)
    np.testing.assert_allclose(bits.uniform, np.log2(3), rtol=1e-14)
    np.testing.assert_allclose(bits.perplexity, nats.perplexity, rtol=1e-14)


def test_evaluation_of_smoothed_labels_has_a_floor() -> None:
    result = ce_core.evaluate(Y, PROBABILITIES, label_smoothing=0.1)
    smoothed = [ref.smooth(ref.one_hot(c, 3), 0.1) for c in Y]
    losses = [ref.cross_entropy(s, row) for s, row in zip(smoothed, PROBABILITIES, strict=True)]
    ref.assert_close(result.losses, losses, RTOL)
    ref.assert_close(result.floor, ref.mean([ref.entropy(s) for s in smoothed]), RTOL)


def test_evaluation_of_soft_labels() -> None:
    soft = [[0.5, 0.5, 0.0], [0.1, 0.6, 0.3]]
    result = ce_core.evaluate(soft, PROBABILITIES[:2])
    ref.assert_close(result.losses, ref.along(ref.cross_entropy, soft, PROBABILITIES[:2]), RTOL)
    ref.assert_close(result.floor, ref.mean(list(ref.along(ref.entropy, soft))), RTOL)


def test_evaluation_names_the_infinite_row_first() -> None:
    result = ce_core.evaluate([0, 1, 1], [[0.5, 0.5], [1.0, 0.0], [0.4, 0.6]])
    assert result.mean == np.inf
    assert result.perplexity == np.inf
    assert result.order[0] == 1
    assert not np.isnan(result.share).any()


def test_evaluation_of_a_class_without_examples() -> None:
    result = ce_core.evaluate([0, 0], PROBABILITIES[:2])
    assert np.isnan(result.per_class_mean).tolist() == [False, True, True]
    assert np.asarray(result.per_class_count).tolist() == [2, 0, 0]


@pytest.mark.parametrize("weights", [[1e308, 1e308], [1e-320, 1e-320]], ids=["huge", "subnormal"])
def test_evaluation_with_extreme_weights_is_that_of_equal_weights(weights: list[float]) -> None:
    result = ce_core.evaluate([0, 1], PROBABILITIES[:2], sample_weight=weights)
    equal = ce_core.evaluate([0, 1], PROBABILITIES[:2])
    for name in ["mean", "share", "per_class_mean", "accuracy", "class_shares", "baseline", "perplexity"]:
        np.testing.assert_allclose(getattr(result, name), getattr(equal, name), rtol=RTOL, err_msg=name)


def test_evaluation_of_logits_keeps_the_tails() -> None:
    result = ce_core.evaluate_logits([0, 1], [[40.0, 0.0], [1e308, 0.0]], base=2)
    ref.assert_close(
        result.losses, [ref.categorical_logits([1, 0], [40.0, 0.0], base=2), mp.mpf(1e308) / mp.log(2)], RTOL
    )
    assert result.order.tolist() == [1, 0]
    assert result.accuracy == 0.5


def test_evaluation_of_logits_is_that_of_their_softmax() -> None:
    z = np.random.default_rng(0).normal(0, 3, (20, 3))
    labels, weights = np.arange(20) % 3, np.linspace(0, 2, 20)
    options: dict[str, Any] = {"sample_weight": weights, "label_smoothing": 0.1, "base": 2}
    logits = ce_core.evaluate_logits(labels, z, **options)
    softmax = ce_core.evaluate(labels, ce_core.softmax(z), **options)
    for field in dataclasses.fields(softmax):
        np.testing.assert_allclose(
            getattr(logits, field.name), getattr(softmax, field.name), rtol=1e-12, err_msg=field.name
        )


def test_reliability_of_two_classes_counts_the_second() -> None:
    p = np.array([0.05, 0.15, 0.12, 0.95, 0.85, 0.88])
    result = ce_core.reliability([0, 0, 1, 1, 1, 0], np.column_stack([1 - p, p]), bins=10)
    assert np.asarray(result.edges).shape == (11,)
    assert np.asarray(result.count).tolist() == [1, 2, 0, 0, 0, 0, 0, 0, 2, 1]
    filled = np.asarray(result.count) > 0
    np.testing.assert_allclose(np.asarray(result.mean_confidence)[filled], [0.05, 0.135, 0.865, 0.95], rtol=1e-13)
    np.testing.assert_allclose(np.asarray(result.frequency)[filled], [0, 0.5, 0.5, 1], rtol=1e-13)
    gaps = 1 * 0.05 + 2 * 0.365 + 2 * 0.365 + 1 * 0.05
    np.testing.assert_allclose(result.ece, gaps / 6, rtol=1e-13)


def test_reliability_of_many_classes_judges_the_predicted_one() -> None:
    result = ce_core.reliability(Y, PROBABILITIES, bins=2)
    assert np.asarray(result.count).sum() == 4
    assert np.asarray(result.count)[0] == 1
    np.testing.assert_allclose(np.asarray(result.mean_confidence)[0], 0.4, rtol=1e-13)
    assert np.asarray(result.frequency)[0] == 0.0


def test_reliability_keeps_the_ends() -> None:
    result = ce_core.reliability([0, 1], [[1.0, 0.0], [0.0, 1.0]], bins=4)
    assert np.asarray(result.count).tolist() == [1, 0, 0, 1]
    assert result.ece == 0.0


# --- running totals


def test_loss_total_of_weights() -> None:
    total = ce_core.LossTotal.empty().add([1.0, 2.0, np.inf], [1.0, 3.0, 0.0]).add([5.0], [0.5])
    assert total.mean() == (1 + 6 + 2.5) / 4.5
    assert total.sum() == 9.5


def test_loss_total_counts_the_infinite() -> None:
    total = ce_core.LossTotal.empty().add([1.0, np.inf]).add([np.inf, 2.0])
    assert (total.count, total.infinite) == (4, 2)
    assert total.mean() == np.inf


@pytest.mark.parametrize(
    ("losses", "expected"),
    [
        pytest.param([1e308, 1e308], 1e308, id="no-overflow"),
        pytest.param([5e-324, 5e-324, 5e-324], 5e-324, id="subnormal"),
        pytest.param([1e16, 1.0, -1e16], 1 / 3, id="cancelling"),
        pytest.param([0.1] * 10, 0.1, id="ten-tenths"),
        pytest.param([1e308, 1e-308], 5e307, id="far-apart"),
    ],
)
def test_loss_total_mean_is_exact(losses: list[float], expected: float) -> None:
    assert ce_core.LossTotal.empty().add(losses).mean() == expected


@pytest.mark.parametrize(
    ("losses", "weights", "mean", "total"),
    [
        pytest.param([3.0, 1.0], [1e308, 1e308], 2.0, np.inf, id="beyond-the-largest"),
        pytest.param([3.0, 0.5], [1e308, 1e-308], 3.0, np.inf, id="far-apart"),
        pytest.param([1e308, -1e308], [1e308, 1e308], 0.0, 0.0, id="cancelling"),
        pytest.param([0.25, 0.75], [5e-324, 5e-324], 0.5, 5e-324, id="below-the-smallest"),
        pytest.param([5e-324, 5e-324], [5e-324, 5e-324], 5e-324, 0.0, id="square-of-the-smallest"),
        pytest.param([3.0, np.inf, 7.0], [1e308, 0.0, 0.0], 3.0, np.inf, id="without-weight"),
    ],
)
def test_loss_total_of_weights_at_the_ends_of_the_numbers(
    losses: list[float], weights: list[float], mean: float, total: float
) -> None:
    whole = ce_core.LossTotal.empty().add(losses, weights)
    one_by_one = ce_core.LossTotal.empty()
    for loss, weight in zip(losses, weights, strict=True):
        one_by_one = one_by_one.merge(ce_core.LossTotal.empty().add([loss], [weight]))
    assert (whole.mean(), whole.sum(), whole.infinite) == (mean, total, 0)
    assert one_by_one == whole


FROZEN = {
    "Decomposition": lambda: ce_core.decompose(A, B),
    "Comparison": lambda: ce_core.compare(A, B),
    "BinaryDecomposition": lambda: ce_core.binary_decompose([1], [0.5]),
    "LossCurve": lambda: ce_core.loss_curve(1.0, [0.5]),
    "ImageComparison": lambda: ce_core.compare_images(TARGET, PREDICTION),
    "Evaluation": lambda: ce_core.evaluate(Y, PROBABILITIES),
    "Reliability": lambda: ce_core.reliability(Y, PROBABILITIES),
    "LossTotal": lambda: ce_core.LossTotal.empty().add([1.0]),
    "LibraryValue": lambda: ce_core.library_values([0, 1], [[0.5, 0.5], [0.2, 0.8]])[0],
}


@pytest.mark.parametrize(("name", "make"), FROZEN.items(), ids=FROZEN.keys())
def test_results_are_frozen(name: str, make: Any) -> None:
    result = make()
    assert type(result).__name__ == name
    field = dataclasses.fields(result)[0].name
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(result, field, None)
