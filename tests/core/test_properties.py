"""What holds for every input: Hypothesis looks for the exception, with the same examples on each run."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

import ce_core
from ce_core import LossTotal

pytestmark = pytest.mark.filterwarnings("error")
checked = settings(deadline=None, derandomize=True, max_examples=25)

SIZES = st.integers(2, 12)
WEIGHTS = st.one_of(st.integers(0, 1000), st.floats(0, 1, allow_subnormal=False))


def normalized(weights: list[float]) -> np.ndarray:
    array = np.array(weights, dtype=np.float64)
    return array / array.sum()


def distributions(n: int, *, positive: bool = False) -> st.SearchStrategy[np.ndarray]:
    entry = st.floats(1e-6, 1) if positive else WEIGHTS
    return st.lists(entry, min_size=n, max_size=n).filter(lambda w: sum(w) > 1e-3).map(normalized)


def pairs(*, positive: bool = False) -> st.SearchStrategy[tuple[np.ndarray, np.ndarray]]:
    return SIZES.flatmap(lambda n: st.tuples(distributions(n), distributions(n, positive=positive)))


LOGITS = st.lists(st.floats(-30, 30), min_size=2, max_size=8)
BASE = st.sampled_from([2, 3, 10, 1.5, 256])


def batches(n_max: int = 6) -> st.SearchStrategy[tuple[np.ndarray, np.ndarray]]:
    """Labels (N,) and strictly positive probabilities (N, C)."""
    return st.tuples(st.integers(1, n_max), st.integers(2, 5)).flatmap(
        lambda shape: st.tuples(
            st.lists(st.integers(0, shape[1] - 1), min_size=shape[0], max_size=shape[0]).map(np.array),
            st.lists(distributions(shape[1], positive=True), min_size=shape[0], max_size=shape[0]).map(np.array),
        )
    )


# --- information


@checked
@given(pairs(positive=True), st.one_of(st.none(), BASE))
def test_cross_entropy_is_entropy_plus_divergence(pq: Any, base: Any) -> None:
    p, q = pq
    total = ce_core.cross_entropy(p, q, base=base)
    parts = ce_core.entropy(p, base=base) + ce_core.kl_divergence(p, q, base=base)
    assert total == pytest.approx(parts, rel=1e-14, abs=1e-15)


@checked
@given(pairs())
def test_divergence_is_never_negative(pq: Any) -> None:
    assert ce_core.kl_divergence(*pq) >= 0.0


@checked
@given(SIZES.flatmap(distributions))
def test_divergence_from_itself_is_exactly_zero(p: np.ndarray) -> None:
    assert ce_core.kl_divergence(p, p) == 0.0
    assert ce_core.js_divergence(p, p) == 0.0
    assert ce_core.cross_entropy(p, p) == ce_core.entropy(p)


@checked
@given(pairs())
@example((np.array([0.5, 0.5]), np.array([np.nextafter(0.5, 1), np.nextafter(0.5, 0)])))
def test_divergence_is_zero_only_when_equal(pq: Any) -> None:
    p, q = pq
    assume(not np.array_equal(p, q))
    assert ce_core.kl_divergence(p, q) > 0.0
    assert ce_core.js_divergence(p, q) > 0.0


@checked
@given(SIZES.flatmap(lambda n: distributions(n, positive=True)), st.floats(1e-14, 1e-4))
def test_divergence_near_equal_is_half_chi_square(p: np.ndarray, shift: float) -> None:
    q = p.copy()
    q[0] += shift * p[0]
    q[1] -= shift * p[0]
    assume(q[1] > 0.5 * p[1])
    chi_square = np.sum((p - q) ** 2 / p)
    assert ce_core.kl_divergence(p, q) == pytest.approx(chi_square / 2, rel=4 * np.max(np.abs(q / p - 1)) + 1e-13)


@checked
@given(pairs())
def test_js_is_symmetric_and_bounded(pq: Any) -> None:
    p, q = pq
    assert ce_core.js_divergence(p, q) == pytest.approx(ce_core.js_divergence(q, p), rel=1e-15, abs=0)
    assert 0.0 <= ce_core.js_divergence(p, q) <= np.log(2) * (1 + 1e-15)
    assert ce_core.js_distance(p, q) == pytest.approx(np.sqrt(ce_core.js_divergence(p, q)), rel=1e-15, abs=0)


@checked
@given(SIZES.flatmap(lambda n: st.tuples(*[distributions(n)] * 3)))
def test_js_distance_obeys_the_triangle(pqr: Any) -> None:
    p, q, r = pqr
    assert ce_core.js_distance(p, r) <= ce_core.js_distance(p, q) + ce_core.js_distance(q, r) + 1e-15


@pytest.mark.parametrize("call", ["cross_entropy", "kl_divergence", "js_divergence"])
@checked
@given(pq=pairs(positive=True), base=BASE)
def test_another_base_is_another_unit(call: str, pq: Any, base: float) -> None:
    function = getattr(ce_core, call)
    assert function(*pq, base=base) == pytest.approx(function(*pq) / np.log(base), rel=1e-14, abs=0)


@checked
@given(SIZES.flatmap(distributions), BASE)
def test_entropy_lies_between_0_and_log_n(p: np.ndarray, base: float) -> None:
    assert 0.0 <= ce_core.entropy(p) <= np.log(p.size) * (1 + 1e-15)
    assert 0.0 <= ce_core.entropy(p, base=base) <= np.log(p.size) / np.log(base) * (1 + 1e-14)
    assert 1.0 <= ce_core.perplexity(p) <= p.size * (1 + 1e-14)


@checked
@given(pairs(), st.randoms(use_true_random=False))
def test_the_order_of_events_does_not_matter(pq: Any, random: Any) -> None:
    p, q = pq
    order = list(range(p.size))
    random.shuffle(order)
    for before, after in [
        (ce_core.entropy(p), ce_core.entropy(p[order])),
        (ce_core.cross_entropy(p, q), ce_core.cross_entropy(p[order], q[order])),
        (ce_core.kl_divergence(p, q), ce_core.kl_divergence(p[order], q[order])),
        (ce_core.js_divergence(p, q), ce_core.js_divergence(p[order], q[order])),
    ]:
        assert after == pytest.approx(before, rel=1e-14, abs=0)


@checked
@given(pairs(), st.integers(0, 12))
def test_an_impossible_event_changes_nothing(pq: Any, place: int) -> None:
    p, q = (np.insert(x, min(place, x.size), 0.0) for x in pq)
    assert ce_core.entropy(p) == pytest.approx(ce_core.entropy(pq[0]), rel=1e-14, abs=0)
    assert ce_core.kl_divergence(p, q) == pytest.approx(ce_core.kl_divergence(*pq), rel=1e-14, abs=0)


@checked
@given(pairs(positive=True))
def test_decompose_adds_up(pq: Any) -> None:
    result = ce_core.decompose(*pq)
    assert result.cross_entropy == pytest.approx(result.entropy + result.kl, rel=1e-14, abs=1e-15)
    assert result.entropy_per_event.sum() == pytest.approx(result.entropy, rel=1e-14, abs=1e-15)
    assert result.cross_entropy_per_event.sum() == pytest.approx(result.cross_entropy, rel=1e-14)
    assert result.kl_per_event.sum() == pytest.approx(result.kl, rel=1e-12, abs=1e-15)


@checked
@given(st.lists(st.floats(0, 1e300), min_size=1, max_size=8).filter(lambda w: sum(w) > 0))
def test_normalize_gives_a_distribution(weights: list[float]) -> None:
    p = ce_core.normalize(weights)
    assert p.sum() == pytest.approx(1.0, rel=1e-15)
    assert ce_core.entropy(p) >= 0.0


# --- activations


@checked
@given(st.lists(st.integers(-4000, 4000), min_size=1, max_size=8), st.integers(-(10**6), 10**6))
def test_softmax_does_not_see_a_shift(eighths: list[int], shift: int) -> None:
    z = np.array(eighths) / 8
    np.testing.assert_allclose(ce_core.softmax(z + shift), ce_core.softmax(z), rtol=1e-15)
    np.testing.assert_allclose(ce_core.log_softmax(z + shift), ce_core.log_softmax(z), rtol=1e-15)


@checked
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=8))
def test_softmax_of_any_finite_logits_is_a_distribution(z: list[float]) -> None:
    p = ce_core.softmax(z)
    assert p.sum() == pytest.approx(1.0, rel=1e-14)
    assert (p >= 0.0).all()
    assert (ce_core.log_softmax(z) <= 0.0).all()
    assert ce_core.logsumexp(z) >= max(z)


@checked
@given(st.floats(allow_nan=False))
def test_sigmoid_mirrors(z: float) -> None:
    assert ce_core.sigmoid(z) + ce_core.sigmoid(-z) == pytest.approx(1.0, rel=1e-15)
    assert 0.0 <= ce_core.sigmoid(z) <= 1.0
    assert ce_core.log_sigmoid(z) <= 0.0


@checked
@given(LOGITS)
def test_log_softmax_is_idempotent(z: list[float]) -> None:
    once = ce_core.log_softmax(z)
    np.testing.assert_allclose(ce_core.log_softmax(once), once, rtol=1e-14, atol=1e-15)


@checked
@given(st.floats(-700, 700))
def test_sigmoid_is_the_softmax_of_two(z: float) -> None:
    np.testing.assert_allclose(ce_core.softmax([0.0, z])[1], ce_core.sigmoid(z), rtol=1e-14)


# --- losses


@checked
@given(LOGITS, st.data())
def test_from_logits_is_from_probabilities_of_softmax(z: list[float], data: Any) -> None:
    y = data.draw(distributions(len(z)))
    label = data.draw(st.integers(0, len(z) - 1))
    p = ce_core.softmax(z)
    # 1 − p loses digits where p is near 1, so that the detour over p is right to 1e-15 absolutely, not relatively.
    assert ce_core.categorical_cross_entropy_from_logits(y, z) == pytest.approx(
        ce_core.categorical_cross_entropy(y, p), rel=1e-12, abs=1e-14
    )
    assert ce_core.sparse_categorical_cross_entropy_from_logits([label], [z]) == pytest.approx(
        ce_core.sparse_categorical_cross_entropy([label], [p]), rel=1e-12, abs=1e-14
    )


@checked
@given(st.floats(0, 1), st.floats(-30, 30))
def test_binary_from_logits_is_from_probabilities_of_sigmoid(y: float, z: float) -> None:
    p = ce_core.sigmoid(z)
    lost = np.finfo(np.float64).eps / (1 - p)
    assert ce_core.binary_cross_entropy_from_logits([y], [z]) == pytest.approx(
        ce_core.binary_cross_entropy([y], [p]), rel=1e-13, abs=1e-14 + lost
    )


@pytest.mark.parametrize("logits", [False, True])
@checked
@given(
    batch=batches(),
    data=st.data(),
    smoothing=st.sampled_from([0.0, 0.1]),
    reduction=st.sampled_from(["mean", "sum", "none"]),
)
def test_sparse_is_one_hot(logits: bool, smoothing: float, reduction: str, batch: Any, data: Any) -> None:
    labels, p = batch
    weights = data.draw(st.lists(st.floats(0.1, 9), min_size=p.shape[1], max_size=p.shape[1]))
    values = np.log(p) if logits else p
    suffix = "_from_logits" if logits else ""
    options = {"reduction": reduction, "label_smoothing": smoothing, "class_weight": weights}
    np.testing.assert_allclose(
        getattr(ce_core, f"sparse_categorical_cross_entropy{suffix}")(labels, values, **options),
        getattr(ce_core, f"categorical_cross_entropy{suffix}")(np.eye(p.shape[1])[labels], values, **options),
        rtol=1e-15,
    )


@checked
@given(
    st.lists(st.tuples(st.integers(0, 2**20), st.integers(1, 2**20 - 1)), min_size=1, max_size=6),
    st.sampled_from([0.0, 0.25, 1.0]),
)
def test_binary_is_the_two_class_case(parts: list[tuple[int, int]], smoothing: float) -> None:
    y, p = np.array(parts).T / 2**20
    np.testing.assert_allclose(
        ce_core.binary_cross_entropy(y, p, label_smoothing=smoothing, reduction="none"),
        ce_core.categorical_cross_entropy(
            np.column_stack([1 - y, y]), np.column_stack([1 - p, p]), label_smoothing=smoothing, reduction="none"
        ),
        rtol=1e-14,
    )


@checked
@given(batches(), st.floats(0, 1))
def test_smoothing_is_a_function_on_labels(batch: Any, alpha: float) -> None:
    labels, p = batch
    y = np.eye(p.shape[1])[labels]
    np.testing.assert_allclose(
        ce_core.categorical_cross_entropy(y, p, label_smoothing=alpha, reduction="none"),
        ce_core.categorical_cross_entropy(ce_core.smooth_labels(y, alpha), p, reduction="none"),
        rtol=1e-14,
    )


@checked
@given(batches(), st.floats(0, 1))
def test_the_smoothed_floor_is_the_entropy_of_the_smoothed_label(batch: Any, alpha: float) -> None:
    labels, p = batch
    smoothed = ce_core.smooth_labels(np.eye(p.shape[1])[labels], alpha)
    losses = ce_core.categorical_cross_entropy(np.eye(p.shape[1])[labels], p, label_smoothing=alpha, reduction="none")
    assert (losses >= ce_core.entropy(smoothed) * (1 - 1e-14) - 1e-15).all()


@checked
@given(batches(), st.data())
def test_reductions_are_of_the_per_example_losses(batch: Any, data: Any) -> None:
    labels, p = batch
    n = len(labels)
    weights = np.array(data.draw(st.lists(st.floats(0.125, 8), min_size=n, max_size=n)))
    call = ce_core.sparse_categorical_cross_entropy
    none = call(labels, p, reduction="none")
    assert none.shape == (n,)
    assert call(labels, p, reduction="sum") == pytest.approx(none.sum(), rel=1e-14)
    assert call(labels, p) == pytest.approx(none.mean(), rel=1e-14)
    assert call(labels, p, sample_weight=weights) == pytest.approx(np.average(none, weights=weights), rel=1e-14)
    assert call(labels, p, sample_weight=weights, reduction="sum") == pytest.approx(none @ weights, rel=1e-14)


@checked
@given(batches(), st.floats(1e-6, 1e6))
def test_scaling_the_sample_weights_leaves_the_mean(batch: Any, factor: float) -> None:
    labels, p = batch
    weights = np.arange(1.0, len(labels) + 1)
    assert ce_core.sparse_categorical_cross_entropy(labels, p, sample_weight=weights * factor) == pytest.approx(
        ce_core.sparse_categorical_cross_entropy(labels, p, sample_weight=weights), rel=1e-14
    )


@checked
@given(batches())
def test_a_weight_of_two_is_the_row_twice(batch: Any) -> None:
    labels, p = batch
    weights = np.ones(len(labels))
    weights[0] = 2
    assert ce_core.sparse_categorical_cross_entropy(labels, p, sample_weight=weights) == pytest.approx(
        ce_core.sparse_categorical_cross_entropy(np.append(labels, labels[0]), np.vstack([p, p[:1]])), rel=1e-14
    )


@checked
@given(batches())
def test_ignored_rows_might_as_well_not_be_there(batch: Any) -> None:
    labels, p = batch
    with_ignored = np.append(labels, 99)
    assert ce_core.sparse_categorical_cross_entropy(
        with_ignored, np.vstack([p, p[:1]]), ignore_index=99
    ) == pytest.approx(ce_core.sparse_categorical_cross_entropy(labels, p), rel=1e-14)


@checked
@given(st.floats(0, 1), st.floats(0, 1), st.floats(1e-15, 0.4))
def test_eps_bounds_the_binary_loss(y: float, p: float, eps: float) -> None:
    loss = ce_core.binary_cross_entropy([y], [p], eps=eps)
    assert loss <= -np.log(eps) * (1 + 1e-14)
    assert loss == pytest.approx(ce_core.binary_cross_entropy([1 - y], [1 - p], eps=eps), rel=1e-9, abs=1e-9)


@checked
@given(st.lists(st.booleans(), min_size=1, max_size=30), st.floats(0.01, 0.99))
def test_log_likelihood_is_minus_the_summed_loss(tosses: list[bool], p: float) -> None:
    assert ce_core.bernoulli_log_likelihood(tosses, p) == pytest.approx(
        -ce_core.binary_cross_entropy(tosses, [p] * len(tosses), reduction="sum"), rel=1e-14
    )


@checked
@given(batches())
def test_log_loss_is_the_sparse_loss_of_sorted_labels(batch: Any) -> None:
    labels, p = batch
    names = np.array([f"class {chr(97 + c)}" for c in range(p.shape[1])])
    assert ce_core.log_loss(names[labels], p, labels=names) == pytest.approx(
        ce_core.sparse_categorical_cross_entropy(labels, p), rel=1e-14
    )


# --- Gaussians

MU, SIGMA = st.floats(-100, 100), st.floats(0.01, 100)


@checked
@given(MU, SIGMA, MU, SIGMA)
def test_gaussian_cross_entropy_is_entropy_plus_divergence(m: float, s: float, n: float, t: float) -> None:
    parts = ce_core.gaussian_entropy(s) + ce_core.gaussian_kl_divergence(m, s, n, t)
    assert ce_core.gaussian_cross_entropy(m, s, n, t) == pytest.approx(parts, rel=1e-13, abs=1e-13)
    assert ce_core.gaussian_kl_divergence(m, s, n, t) >= 0.0
    assert ce_core.gaussian_kl_divergence(m, s, m, s) == 0.0


@checked
@given(st.lists(st.tuples(MU, MU), min_size=1, max_size=8), SIGMA)
def test_gaussian_nll_is_scaled_squared_error_plus_a_constant(values: Any, sigma: float) -> None:
    x, mu = np.array(values).T
    expected = ce_core.mean_squared_error(x, mu) / (2 * sigma**2) + 0.5 * np.log(2 * np.pi * sigma**2)
    assert ce_core.gaussian_nll(x, mu, sigma) == pytest.approx(expected, rel=1e-13, abs=1e-13)


# --- images


@checked
@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0.001, 0.999)), min_size=1, max_size=12))
def test_image_loss_is_floor_plus_divergence(pixels: Any) -> None:
    target, prediction = np.array(pixels).T[:, None, :]
    result = ce_core.compare_images(target, prediction)
    np.testing.assert_allclose(result.loss, result.floor + result.kl, rtol=1e-13, atol=1e-15)
    assert (result.kl >= 0.0).all()
    assert result.total == pytest.approx(ce_core.binary_cross_entropy(target, prediction, reduction="sum"), rel=1e-14)


# --- running totals

LOSSES = st.lists(
    st.tuples(
        st.one_of(st.floats(0, 1e308), st.floats(-1e3, 1e3), st.just(float("inf")), st.just(5e-324)),
        st.one_of(st.just(1.0), st.floats(0, 1e3), st.just(0.0), st.sampled_from([1e308, 5e-324])),
    ),
    min_size=1,
    max_size=12,
)


def running(part: list[tuple[float, float]]) -> LossTotal:
    return LossTotal.empty().add([loss for loss, _ in part], [weight for _, weight in part])


@checked
@given(LOSSES, st.randoms(use_true_random=False))
def test_merging_in_any_order_and_split_is_bit_identical(rows: Any, random: Any) -> None:
    assume(sum(weight for _, weight in rows) > 0)
    whole = running(rows)
    shuffled = list(rows)
    random.shuffle(shuffled)
    cuts = sorted(random.randint(0, len(rows)) for _ in range(3))
    parts = [running(shuffled[a:b]) for a, b in zip([0, *cuts], [*cuts, len(rows)], strict=True) if b > a]
    random.shuffle(parts)
    while len(parts) > 1:
        parts.append(parts.pop(random.randrange(len(parts))).merge(parts.pop(random.randrange(len(parts)))))
    assert parts[0] == whole
    assert float(parts[0].mean()).hex() == float(whole.mean()).hex()
    assert float(parts[0].sum()).hex() == float(whole.sum()).hex()


@checked
@given(LOSSES, LOSSES)
def test_adding_is_merging(first: Any, second: Any) -> None:
    added = running(first).add([loss for loss, _ in second], [weight for _, weight in second])
    assert added == running(first).merge(running(second)) == running(second).merge(running(first))


@checked
@given(LOSSES)
def test_empty_is_the_identity(rows: Any) -> None:
    total = running(rows)
    assert LossTotal.empty().merge(total) == total == total.merge(LossTotal.empty())


@checked
@given(LOSSES, LOSSES, LOSSES)
def test_merge_is_associative(a: Any, b: Any, c: Any) -> None:
    one, two, three = running(a), running(b), running(c)
    assert one.merge(two).merge(three) == one.merge(two.merge(three))


@checked
@given(st.lists(st.floats(-1e300, 1e300), min_size=1, max_size=20))
def test_the_running_mean_is_the_exact_mean_rounded_once(losses: list[float]) -> None:
    exact = sum(map(Fraction, losses), Fraction(0)) / len(losses)
    total = reduce(lambda running_total, loss: running_total.add([loss]), losses, LossTotal.empty())
    assert total.mean() == float(exact)


@checked
@given(batches())
def test_streamed_chunks_give_the_mean_of_the_whole(batch: Any) -> None:
    labels, p = batch
    losses = ce_core.sparse_categorical_cross_entropy(labels, p, reduction="none")
    chunks = [LossTotal.empty().add(chunk) for chunk in np.array_split(losses, min(3, len(losses)))]
    merged = reduce(LossTotal.merge, chunks, LossTotal.empty())
    assert merged.mean() == pytest.approx(ce_core.sparse_categorical_cross_entropy(labels, p), rel=1e-14)
