"""What learners get wrong, in numbers that the core alone can show; X, R and A are the ids of the app's own tables."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

import ce_core
from ce_core import DistributionError

pytestmark = pytest.mark.filterwarnings("error")

A, B = [0.1, 0.4, 0.5], [0.8, 0.15, 0.05]
LN2 = math.log(2)


def one_hot(classes: int) -> np.ndarray:
    return np.eye(classes)[0]


def smoothed_floor(classes: int, alpha: float, base: float | None = None) -> np.float64:
    return ce_core.entropy(ce_core.smooth_labels(one_hot(classes), alpha), base=base)


def softmax_twice_floor(classes: int) -> np.float64:
    """The least loss left when probabilities go into a loss that takes logits: a perfect one-hot, once more."""
    return ce_core.categorical_cross_entropy_from_logits([one_hot(classes)], [one_hot(classes)])


NUMBERS = [
    pytest.param(lambda: smoothed_floor(1000, 0.1), 1.0148, 4, id="X3-a-thousand-classes-smoothed"),
    pytest.param(lambda: smoothed_floor(1000, 0.1, 10), 0.44, 2, id="X3-the-same-in-bans"),
    # The same α spread over the 999 other classes alone, as some write it, is another target with another floor.
    pytest.param(lambda: ce_core.entropy([0.9, *[0.1 / 999] * 999]), 1.0158, 4, id="X3-only-the-others-smoothed"),
    pytest.param(lambda: softmax_twice_floor(4), 0.7437, 4, id="X4-softmax-twice-4-classes"),
    pytest.param(lambda: softmax_twice_floor(10), 1.4612, 4, id="X4-softmax-twice-10-classes"),
    pytest.param(lambda: math.log(1000), 6.91, 2, id="X18-guessing-among-1000"),
    pytest.param(
        lambda: ce_core.categorical_cross_entropy([one_hot(1000)], [np.full(1000, 1e-3)]),
        6.9078,
        4,
        id="X18-guessing-among-1000-as-a-loss",
    ),
    pytest.param(lambda: ce_core.entropy([0.9, 0.1]), 0.3251, 4, id="X19-baseline-of-shares-90-10"),
    pytest.param(lambda: ce_core.entropy([0.5, 0.5]), 0.6931, 4, id="X19-baseline-of-shares-50-50"),
    pytest.param(lambda: smoothed_floor(3, 0.2), 0.485, 3, id="R7-floor-of-3-classes"),
    pytest.param(lambda: smoothed_floor(10, 0.2), 0.867, 3, id="R7-floor-of-10-classes"),
    pytest.param(
        lambda: ce_core.binary_cross_entropy([0], [1], eps=1e-15), 34.54, 2, id="A19-the-opposite-at-eps-1e-15"
    ),
    pytest.param(lambda: ce_core.gaussian_nll([0.0], 0.0, 0.1), -1.3836, 4, id="X22-a-density-below-0"),
]


@pytest.mark.parametrize(("value", "stated", "decimals"), NUMBERS)
def test_stated_number(value: Any, stated: float, decimals: int) -> None:
    assert round(float(value()), decimals) == stated


def test_x1_a_perfect_prediction_of_a_soft_target_costs_its_entropy() -> None:
    assert ce_core.cross_entropy(A, A) == ce_core.entropy(A) > 0
    assert ce_core.kl_divergence(A, A) == 0.0


def test_x2_an_image_against_itself_costs_most_at_mid_grey() -> None:
    ramp = np.linspace(0, 1, 11)[None, :]
    result = ce_core.compare_images(ramp, ramp)
    assert result.kl_total == 0.0
    assert result.floor_mean > 0.4
    assert int(np.argmax(result.floor)) == 5
    assert result.floor[0, 5] == pytest.approx(LN2, rel=1e-15)
    assert result.floor[0, 0] == result.floor[0, -1] == 0.0


def test_x3_smoothing_moves_the_floor_that_the_best_prediction_reaches() -> None:
    best = ce_core.smooth_labels(one_hot(5), 0.1)
    loss = ce_core.categorical_cross_entropy([one_hot(5)], [best], label_smoothing=0.1)
    assert loss == pytest.approx(smoothed_floor(5, 0.1), rel=1e-14)
    certain = ce_core.categorical_cross_entropy([one_hot(5)], [one_hot(5)], label_smoothing=0.1)
    assert certain == np.inf


def test_x4_no_scores_get_a_second_softmax_below_its_floor() -> None:
    scores = np.random.default_rng(0).normal(0, 50, (200, 4))
    losses = ce_core.sparse_categorical_cross_entropy_from_logits(
        np.argmax(scores, axis=1), ce_core.softmax(scores), reduction="none"
    )
    assert losses.min() >= softmax_twice_floor(4)
    assert softmax_twice_floor(4) == pytest.approx(-math.log(math.e / (math.e + 3)), rel=1e-14)


def test_x5_log_softmax_twice_changes_nothing() -> None:
    z = np.array([9.8, 3.7, 0.2])
    once = ce_core.log_softmax(z)
    np.testing.assert_allclose(ce_core.log_softmax(once), once, rtol=1e-14)
    assert ce_core.sparse_categorical_cross_entropy_from_logits([0], [once]) == pytest.approx(
        ce_core.sparse_categorical_cross_entropy_from_logits([0], [z]), rel=1e-13
    )


def test_x6_two_classes_agree_and_one_output_learns_nothing() -> None:
    assert ce_core.binary_cross_entropy([1, 0], [0.75, 0.25]) == pytest.approx(
        ce_core.categorical_cross_entropy([[0, 1], [1, 0]], [[0.25, 0.75], [0.75, 0.25]]), rel=1e-15
    )
    any_scores = [[-3.0], [0.0], [7.0]]
    assert ce_core.categorical_cross_entropy_from_logits([[1], [1], [1]], any_scores) == 0.0


@pytest.mark.parametrize("base", [2, 10])
def test_x7_another_base_keeps_the_minimum(base: int) -> None:
    grid = np.linspace(0.01, 0.99, 99)
    nats, other = ce_core.loss_curve(0.3, grid), ce_core.loss_curve(0.3, grid, base=base)
    assert np.argmin(nats.loss) == np.argmin(other.loss) == 29
    np.testing.assert_allclose(other.loss * math.log(base), nats.loss, rtol=1e-14)


def test_x8_perplexity_takes_the_base_of_the_loss() -> None:
    nats, bits = ce_core.cross_entropy(A, B), ce_core.cross_entropy(A, B, base=2)
    assert ce_core.perplexity(A, B) == pytest.approx(math.exp(nats), rel=1e-14)
    assert ce_core.perplexity(A, B) == pytest.approx(2**bits, rel=1e-14)
    assert 2**nats < ce_core.perplexity(A, B) / 1.5


def test_x9_the_mean_of_perplexities_is_not_the_perplexity_of_the_mean() -> None:
    p, q = np.array([[1, 0], [1, 0]]), np.array([[0.5, 0.5], [0.125, 0.875]])
    assert ce_core.perplexity(p, q).mean() == pytest.approx(5.0, rel=1e-14)
    assert math.exp(ce_core.cross_entropy(p, q).mean()) == pytest.approx(4.0, rel=1e-14)


def test_x11_the_order_of_arguments_and_logs_are_told_apart() -> None:
    assert ce_core.kl_divergence(A, B) != pytest.approx(ce_core.kl_divergence(B, A), rel=0.01)
    with pytest.raises(DistributionError, match=r"q \(shape"):
        ce_core.kl_divergence(A, np.log(B))


def test_x12_a_negative_kl_comes_from_what_is_no_distribution() -> None:
    p, q = np.array([0.1, 0.1, 0.1]), np.array([0.3, 0.3, 0.4])
    assert float(np.sum(p * np.log(p / q))) < 0
    with pytest.raises(DistributionError, match=r"0\.30.*normalize"):
        ce_core.kl_divergence(p, q)
    assert ce_core.kl_divergence(ce_core.normalize(p), q) > 0


def test_x13_for_a_fixed_p_cross_entropy_and_kl_are_parallel() -> None:
    q = ce_core.softmax(np.random.default_rng(1).normal(size=(50, 3)))
    p = np.tile(A, (50, 1))
    gap = ce_core.cross_entropy(p, q) - ce_core.kl_divergence(p, q)
    np.testing.assert_allclose(gap, ce_core.entropy(A), rtol=1e-13)


def test_x14_cross_entropy_is_not_symmetric() -> None:
    assert ce_core.cross_entropy([1, 0, 0], A) == pytest.approx(-math.log(0.1), rel=1e-15)
    assert ce_core.cross_entropy(A, [1, 0, 0]) == np.inf


def test_x15_the_eps_is_the_mean_when_one_prediction_is_certain_and_wrong() -> None:
    y, p = [1, 1, 1, 0], [0.9, 0.8, 0.95, 1.0]
    means = [float(ce_core.binary_cross_entropy(y, p, eps=eps)) for eps in [1e-15, 1e-7, 1e-3, 0.01]]
    assert means == sorted(means, reverse=True)
    assert means[0] > 7 * means[-1]
    assert ce_core.binary_cross_entropy(y, p) == np.inf


@pytest.mark.parametrize("p", [1e-3, 1e-30, 1e-300, 5e-324])
def test_x16_p_log_p_goes_to_the_0_that_it_is_at_0(p: float) -> None:
    assert 0 < ce_core.decompose([p, 1 - p], [0.5, 0.5]).entropy_per_event[0] <= 800 * p
    assert ce_core.decompose([0, 1], [0.5, 0.5]).entropy_per_event[0] == 0.0


def test_x17_three_denominators_three_means() -> None:
    labels, p, weights = [0, 1], [[0.5, 0.5], [0.75, 0.25]], [1.0, 3.0]
    total = ce_core.sparse_categorical_cross_entropy(labels, p, sample_weight=weights, reduction="sum", base=2)
    assert total == 7.0
    assert ce_core.sparse_categorical_cross_entropy(labels, p, sample_weight=weights, base=2) == 7 / 4
    both_columns = ce_core.binary_cross_entropy(np.eye(2), p, base=2)
    assert both_columns * 4 == pytest.approx(
        2 * ce_core.sparse_categorical_cross_entropy(labels, p, reduction="sum", base=2), rel=1e-14
    )


def test_x20_loss_and_accuracy_can_both_rise() -> None:
    before = ce_core.evaluate([0, 0, 0, 0], [[0.45, 0.55], [0.6, 0.4], [0.6, 0.4], [0.4, 0.6]])
    after = ce_core.evaluate([0, 0, 0, 0], [[0.55, 0.45], [0.6, 0.4], [0.6, 0.4], [0.001, 0.999]])
    assert after.accuracy > before.accuracy
    assert after.mean > before.mean


@pytest.mark.parametrize("factor", [1, 2, 5, 10])
def test_x20_more_confidence_leaves_accuracy(factor: float) -> None:
    z = np.array([[2.0, 0.0], [1.5, 0.0], [-1.0, 0.0], [0.5, 0.0]])
    labels = [0, 0, 0, 0]
    scaled = ce_core.evaluate(labels, ce_core.softmax(z * factor))
    assert scaled.accuracy == 0.75
    assert scaled.mean >= ce_core.evaluate(labels, ce_core.softmax(z)).mean - 1e-12


def test_x21_pixels_0_to_255_make_the_formula_negative_and_are_refused() -> None:
    y, p = 128.0, 0.9
    assert -(y * math.log(p) + (1 - y) * math.log(1 - p)) < 0
    with pytest.raises(DistributionError, match="255"):
        ce_core.binary_cross_entropy([y], [p])
    assert ce_core.binary_cross_entropy([y / 255], [p]) > 0


def test_x22_gaussian_likelihood_is_squared_error_in_disguise() -> None:
    x, mu, sigma = np.array([1.0, 2.5, -0.5]), np.array([0.5, 2.0, 0.0]), 2.0
    disguised = ce_core.mean_squared_error(x, mu) / (2 * sigma**2) + 0.5 * math.log(2 * math.pi * sigma**2)
    assert ce_core.gaussian_nll(x, mu, sigma) == pytest.approx(disguised, rel=1e-14)


def test_r4_labels_4_and_7() -> None:
    assert ce_core.log_loss([4, 7], [0.1, 0.8]) == ce_core.binary_cross_entropy([0, 1], [0.1, 0.8])


def test_r5_certain_and_wrong_is_infinite_and_named() -> None:
    y, p = [1, 0, 1, 1, 0, 0, 1, 0], [1, 1, 1, 0, 1, 0, 0, 1]
    losses = ce_core.binary_cross_entropy(y, p, reduction="none")
    assert np.flatnonzero(np.isinf(losses)).tolist() == [1, 3, 4, 6, 7]
    assert ce_core.binary_cross_entropy(y, p) == np.inf


def test_a11_only_the_exact_opposite_is_infinite() -> None:
    eleven = np.linspace(1, 0, 11)
    losses = ce_core.loss_curve(1.0, eleven).loss
    assert losses[0] == 0.0
    assert (np.diff(losses) > 0).all()
    assert np.isinf(losses).tolist() == [False] * 10 + [True]
    assert losses[9] == pytest.approx(-math.log(0.1), rel=1e-14)


def test_a21_a_saturated_sigmoid_has_no_gradient_left() -> None:
    p = ce_core.sigmoid(424.5)
    assert p == 1.0
    assert p * (1 - p) == 0.0


def test_r12_grey_is_the_probability_of_white() -> None:
    assert ce_core.compare_images([[0.1]], [[0.1]]).floor[0, 0] == ce_core.entropy([0.1, 0.9])
