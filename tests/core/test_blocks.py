"""Long batches go block by block: the same numbers, the same refusals, wherever the blocks happen to end."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import ce_core
from ce_core import DistributionError
from ce_core._blocks import AT_ONCE, ENTRIES, chosen_probabilities, chosen_scores, hard_binary

LIGHT = AT_ONCE * ENTRIES
ROWS = 2 * LIGHT + 7
SHORT = LIGHT // 4 + 3  # of ten columns: more than two blocks
RNG = np.random.default_rng(20)
P = RNG.uniform(0.001, 0.999, ROWS)
Y = (RNG.random(ROWS) < P).astype(np.int8)
PP = RNG.dirichlet(np.ones(10), SHORT)
QQ = RNG.dirichlet(np.ones(10), SHORT)
Z = RNG.normal(size=(SHORT, 10)) * 3
K = RNG.integers(0, 10, SHORT)
W = RNG.uniform(0, 5, ROWS)
CLASS_WEIGHT = np.arange(1.0, 11.0)

BINARY = ce_core.binary_cross_entropy
DENSE = ce_core.categorical_cross_entropy
SPARSE = ce_core.sparse_categorical_cross_entropy
LOGITS = ce_core.sparse_categorical_cross_entropy_from_logits


def exact_mean(function: Callable[..., Any], y: Any, p: Any, **options: Any) -> float:
    """The losses one by one, without blocks, summed without rounding."""
    losses = function(y, p, reduction="none", **options)
    return math.fsum(losses.ravel()) / losses.size


@pytest.mark.parametrize(
    ("function", "y", "p", "options"),
    [
        pytest.param(BINARY, Y, P, {}, id="int8 labels"),
        pytest.param(BINARY, Y.astype(bool), P, {}, id="bool labels"),
        pytest.param(BINARY, Y.astype(np.float64), P, {}, id="float labels"),
        pytest.param(BINARY, Y.astype(np.uint64), P.astype(np.float32), {}, id="float32 probabilities"),
        pytest.param(BINARY, np.repeat(Y, 3)[::3], np.repeat(P, 2)[::2], {}, id="every second number"),
        pytest.param(BINARY, Y[:-1].reshape(2, -1).T, P[:-1].reshape(2, -1).T, {}, id="two transposed columns"),
        pytest.param(BINARY, np.round(P, 1), P, {}, id="soft labels"),
        pytest.param(BINARY, np.where(np.arange(ROWS) == 5, 0.5, Y), P, {}, id="one soft label"),
        pytest.param(BINARY, Y, P, {"base": 2}, id="bits"),
        pytest.param(BINARY, Y, P, {"base": 10}, id="bans"),
        pytest.param(BINARY, Y, P, {"base": 3}, id="another base"),
        pytest.param(BINARY, Y, P, {"eps": 0.1}, id="eps"),
        pytest.param(BINARY, Y, P, {"label_smoothing": 0.1}, id="smoothing"),
        pytest.param(BINARY, Y, P, {"pos_weight": 3.0}, id="pos_weight"),
        pytest.param(
            BINARY, Y[:-1].reshape(-1, 5), P[:-1].reshape(-1, 5), {"pos_weight": W[:5]}, id="pos_weight of each label"
        ),
        pytest.param(BINARY, 1 - Y, np.where(Y == 1, P * 1e-12, P / 2), {}, id="losses of all sizes"),
        pytest.param(BINARY, Y, np.where(Y == 1, 1 - 1e-13, 1e-13), {}, id="tiny losses"),
        pytest.param(BINARY, Y, np.full(ROWS, 1e-200), {}, id="huge losses"),
        pytest.param(BINARY, np.zeros(ROWS, int), np.full(ROWS, 1e-18), {}, id="1 − p rounds to 1"),
        pytest.param(ce_core.binary_cross_entropy_from_logits, Y, np.log(P), {}, id="binary logits"),
        pytest.param(DENSE, QQ, PP, {}, id="distributions"),
        pytest.param(DENSE, QQ.T, PP.T, {"axis": 0}, id="classes first"),
        pytest.param(ce_core.categorical_cross_entropy_from_logits, QQ, Z, {"base": 2}, id="distributions and logits"),
        pytest.param(SPARSE, K, PP, {}, id="indices"),
        pytest.param(SPARSE, K.astype(np.uint8), PP.astype(np.float32), {"base": 2}, id="indices, float32"),
        pytest.param(SPARSE, K.astype(np.uint64), np.asfortranarray(PP), {}, id="indices, columns apart"),
        pytest.param(SPARSE, K.astype(float), PP, {}, id="indices as floats"),
        pytest.param(SPARSE, K, PP.T, {"axis": 0}, id="indices, classes first"),
        pytest.param(SPARSE, K, PP, {"label_smoothing": 0.1}, id="indices, smoothing"),
        pytest.param(LOGITS, K, Z, {}, id="scores"),
        pytest.param(LOGITS, K, Z * 1e3, {}, id="scores far apart"),
        pytest.param(LOGITS, K, Z + 1e5, {}, id="scores far out"),
        pytest.param(LOGITS, K, Z.astype(np.float32), {"base": 10}, id="scores in float32"),
        pytest.param(LOGITS, Z.argmax(axis=1), Z * 10, {}, id="sure and right"),
    ],
)
def test_a_long_mean_is_the_mean_of_its_losses(
    function: Callable[..., Any], y: Any, p: Any, options: dict[str, Any]
) -> None:
    expected = exact_mean(function, y, p, **options)
    assert function(y, p, **options) == pytest.approx(expected, rel=1e-13, abs=0)
    count = function(y, p, reduction="none", **options).size
    assert function(y, p, reduction="sum", **options) == pytest.approx(expected * count, rel=1e-13, abs=0)


@pytest.mark.parametrize("size", [16, 17, 4095, 4096])
def test_plain_blocks_are_summed_the_quick_way(size: int) -> None:
    y, p, index, q, z = Y[:size], P[:size], K[:size], PP[:size], Z[:size]
    assert hard_binary(y, p, base=2) == pytest.approx(BINARY(y, p, reduction="sum", base=2), rel=1e-13)
    assert chosen_probabilities(index, q, base=None) == pytest.approx(SPARSE(index, q, reduction="sum"), rel=1e-13)
    assert chosen_scores(index, z, scale=1.0) == pytest.approx(LOGITS(index, z, reduction="sum"), rel=1e-13)


def test_powers_of_two_stay_exact() -> None:
    assert BINARY(Y, np.full(ROWS, 0.5), base=2) == 1.0
    assert SPARSE(np.zeros(ROWS, int), np.full((ROWS, 4), 0.25), base=2) == 2.0


@pytest.mark.parametrize("scale", [1.0, 1e-310, 1e308])
def test_weights(scale: float) -> None:
    weights = W / 5 * scale
    losses = BINARY(Y, P, reduction="none")
    expected = math.fsum(W * losses) / math.fsum(W)
    assert BINARY(Y, P, sample_weight=weights) == pytest.approx(expected, rel=1e-13, abs=0)


def test_class_weights_and_ignored_examples() -> None:
    index = np.where(np.arange(SHORT) < SHORT // 2, -100, K)  # whole blocks are ignored
    kept = index >= 0
    options: dict[str, Any] = {"class_weight": CLASS_WEIGHT, "ignore_index": -100}
    expected = SPARSE(index[kept], PP[kept], class_weight=CLASS_WEIGHT)
    assert SPARSE(index, PP, **options) == pytest.approx(float(expected), rel=1e-13, abs=0)
    with pytest.raises(DistributionError, match="holds only ignore_index = -100"):
        SPARSE(np.full(SHORT, -100), PP, **options)


def test_images_with_the_classes_on_axis_1() -> None:
    prob = np.moveaxis(PP[:8192].reshape(8, 32, 32, 10), -1, 1)
    index = K[:8192].reshape(8, 32, 32)
    assert prob.size > 2 * ENTRIES
    assert SPARSE(index, prob, axis=1) == pytest.approx(float(SPARSE(K[:8192], PP[:8192])), rel=1e-13, abs=0)


@pytest.mark.parametrize("at", [0, LIGHT, ROWS - 1])
def test_one_certain_mistake_makes_the_mean_infinite(at: int) -> None:
    p = P.copy()
    p[at] = 1 - Y[at]
    assert BINARY(Y, p) == math.inf
    assert BINARY(Y, p, reduction="sum") == math.inf
    weights = np.ones(ROWS)
    weights[at] = 0
    assert math.isfinite(BINARY(Y, p, sample_weight=weights))


def test_finite_losses_with_too_large_a_sum_have_a_mean() -> None:
    wrong = (Z.argmax(axis=1) + 1) % 10
    assert LOGITS(wrong, np.where(np.arange(10) == wrong[:, None], -8e307, 8e307)) == pytest.approx(1.6e308)


REFUSED = [
    pytest.param(BINARY, Y, P, -1e-20, "is not a probability", id="just below 0"),
    pytest.param(BINARY, Y, P, 1 + 2e-16, "is not a probability", id="just above 1"),
    pytest.param(BINARY, Y, P, math.nan, "is not a probability", id="NaN"),
    pytest.param(LOGITS, K, Z, math.nan, "is not a number", id="NaN score"),
    pytest.param(LOGITS, K, Z, math.inf, "leaves softmax undefined", id="infinite score"),
    pytest.param(SPARSE, K, PP, 2.0, "is not a probability", id="no probability"),
]


@pytest.mark.parametrize(("function", "y", "p", "bad", "message"), REFUSED)
@pytest.mark.parametrize("row", [0, SHORT - 1])
def test_a_refusal_names_the_place_in_the_batch(
    function: Callable[..., Any], y: Any, p: Any, bad: float, message: str, row: int
) -> None:
    p = p.copy()
    at = (row,) if p.ndim == 1 else (row, 3)
    p[at] = bad
    place = ", ".join(map(str, at))
    with pytest.raises(DistributionError, match=rf"\[{place}\] = .* {message}"):
        function(y, p)


@pytest.mark.parametrize(
    ("function", "y", "p", "bad"),
    [(BINARY, Y, P, 2), (SPARSE, K, PP, 10), (SPARSE, K, PP, -1), (LOGITS, K, Z, -100)],
)
def test_a_wrong_label_is_named(function: Callable[..., Any], y: Any, p: Any, bad: int) -> None:
    y = y.copy()
    y[SHORT - 2] = bad
    with pytest.raises(DistributionError, match=rf"y_true\[{SHORT - 2}\] = {bad}"):
        function(y, p)


@pytest.mark.parametrize("row", [0, SHORT - 1])
def test_a_row_that_does_not_sum_to_1_is_named(row: int) -> None:
    p = PP.copy()
    p[row] *= 0.999
    for call in (lambda: SPARSE(K, p), lambda: DENSE(QQ, p), lambda: ce_core.kl_divergence(QQ, p)):
        with pytest.raises(DistributionError, match=rf"at \[{row}\] is 0\.99"):
            call()


def test_unequal_lengths_are_refused() -> None:
    with pytest.raises(DistributionError, match="differ in shape"):
        BINARY(Y[:-1], P)
    with pytest.raises(DistributionError, match="sample_weight"):
        BINARY(Y, P, sample_weight=W[:-1])


@pytest.mark.parametrize("base", [None, 2])
@pytest.mark.parametrize(
    ("p", "q"),
    [
        pytest.param(PP, QQ, id="apart"),
        pytest.param(PP, ce_core.normalize(PP + 1e-7), id="near"),
        pytest.param(PP, ce_core.normalize(np.where(np.arange(SHORT)[:, None] % 3, QQ, PP)), id="some equal"),
        pytest.param(np.eye(10)[K], QQ, id="hard"),
        pytest.param(QQ, np.eye(10)[K], id="infinite"),
        pytest.param(PP.astype(np.float32), QQ, id="float32"),
        pytest.param(PP.astype(np.float32), QQ.astype(np.float32), id="both float32"),
    ],
)
def test_long_kl_divergence_is_that_of_each_row(p: Any, q: Any, base: float | None) -> None:
    rows = ce_core.kl_divergence(p, q, base=base)
    pick = slice(0, 500)
    np.testing.assert_allclose(rows[pick], ce_core.kl_divergence(p[pick], q[pick], base=base), rtol=2e-13)
    assert (rows[np.all(np.asarray(p) == q, axis=1)] == 0).all()


CORNERS = np.array([0.0, 5e-324, 1e-300, 1e-17, 1e-5, 1 / 255, 0.3, 0.5, 0.999, 1 - 2**-53, 1.0])
GREY = RNG.integers(0, 256, (ENTRIES // 64, 131)) / 255  # a little more than two blocks, cut within a row
GUESS = np.clip(GREY + RNG.normal(0, 0.05, GREY.shape), 0.002, 0.998)
SURE = np.where(GUESS < 0.3, 0.0, np.where(GUESS > 0.7, 1.0, GUESS))
IMAGES = [
    pytest.param(GREY, GUESS, {}, id="noise"),
    pytest.param(GREY, GUESS, {"positive": "black", "base": 2}, id="black, bits"),
    pytest.param(GREY, SURE, {}, id="infinite"),
    pytest.param(GREY, SURE, {"eps": 1e-7, "base": 3}, id="clipped"),
    pytest.param(RNG.choice(CORNERS, GREY.shape), RNG.choice(CORNERS, GREY.shape), {}, id="corners"),
    pytest.param(GREY**40, GREY**40 * 1.2 / 1.25, {}, id="tiny"),
    pytest.param(GREY.astype(np.float32), GUESS.astype(np.float32), {"base": 10}, id="float32"),
    pytest.param(np.asfortranarray(GREY), GUESS[::-1, ::-1], {}, id="columns apart"),
]


@pytest.mark.parametrize(("target", "prediction", "options"), IMAGES)
def test_a_large_image_is_its_pixels(target: Any, prediction: Any, options: dict[str, Any]) -> None:
    whole = ce_core.compare_images(target, prediction, **options)
    for name in ("loss", "floor", "kl", "first_term", "second_term"):
        found = getattr(whole, name)
        assert (found >= 0).all()
        for row in (0, len(target) // 2, len(target) - 1):
            one = ce_core.compare_images(target[row : row + 1, 60:67], prediction[row : row + 1, 60:67], **options)
            np.testing.assert_allclose(found[row, 60:67], getattr(one, name)[0], rtol=1e-14, atol=0)
    for name in ("", "floor_", "kl_", "first_term_"):
        expected = math.fsum(getattr(whole, name[:-1] or "loss").ravel())
        assert getattr(whole, f"{name}total") == pytest.approx(expected, rel=1e-13, abs=0)
        assert getattr(whole, f"{name}mean") == pytest.approx(expected / target.size, rel=1e-13, abs=0)


def test_the_parts_of_an_image_are_those_of_the_losses() -> None:
    for prediction in (GUESS, SURE):
        parts = ce_core.compare_images(GREY, prediction)
        np.testing.assert_allclose(parts.loss, BINARY(GREY, prediction, reduction="none"), rtol=1e-15)
        np.testing.assert_allclose(parts.floor, BINARY(GREY, GREY, reduction="none"), rtol=1e-15)
        np.testing.assert_allclose(parts.floor + parts.kl, parts.loss, rtol=1e-15, atol=1e-15)


def test_an_image_of_zeros_and_ones_has_no_negative_zero() -> None:
    pure = np.where(GREY < 0.5, -0.0, 1.0)
    parts = ce_core.compare_images(pure, np.abs(pure))
    for values in (parts.loss, parts.floor, parts.kl, parts.first_term, parts.second_term):
        assert not values.any() and not np.signbit(values).any()


@pytest.mark.parametrize("bad", [math.nan, -1e-20, 1 + 2e-16, math.inf])
@pytest.mark.parametrize("name", ["target", "prediction"])
def test_a_bad_pixel_is_named_by_its_place_in_the_image(name: str, bad: float) -> None:
    pair = {"target": GREY.copy(), "prediction": GUESS.copy()}
    pair[name][-2, 5] = bad
    pair["prediction"][-1, 0] = math.nan
    with pytest.raises(DistributionError, match=rf"{name}\[{len(GREY) - 2}, 5\] = .* is not a probability"):
        ce_core.compare_images(**pair)


def test_two_threads_fill_one_image(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = ce_core.compare_images(GREY, SURE)
    monkeypatch.setattr("ce_core._blocks._SHARED", 1)
    shared = ce_core.compare_images(GREY, SURE)
    assert np.array_equal(alone.kl, shared.kl) and alone.floor_total == shared.floor_total
