"""Surprise, p log p with its limit, and what an ε does to the entropy of a known label."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

import ce_core
from ce_core import DistributionError
from tests.core import reference as ref
from tests.core.reference import mp

pytestmark = pytest.mark.filterwarnings("error")

P = [0.0, 5e-324, 1e-300, 1e-15, 0.01, 1 / 3, 0.5, 0.999, 1 - 2.0**-53, 1.0]
BASES = [None, 2, 10]


@pytest.mark.parametrize("base", BASES)
def test_curve_is_surprise_and_its_share(base: Any) -> None:
    curve = ce_core.surprise_curve(P, base=base)
    surprises = [ref.surprise(p, base) for p in P]
    ref.assert_close(curve.surprise, surprises, 1e-13)
    ref.assert_close(curve.weighted, [ref.weighted(ref.exact(p), h) for p, h in zip(P, surprises, strict=True)], 1e-13)
    assert curve.p.tolist() == P


def test_floating_point_multiplies_0_by_infinity_to_no_number() -> None:
    curve = ce_core.surprise_curve(P)
    assert np.isnan(curve.multiplied).tolist() == [True] + [False] * 9
    assert np.array_equal(curve.multiplied[1:], curve.weighted[1:])
    assert curve.weighted[0] == 0.0 and not np.signbit(curve.weighted[0])


@pytest.mark.parametrize("base", BASES)
def test_the_peak_is_higher_than_every_other_point(base: Any) -> None:
    curve = ce_core.surprise_curve(np.linspace(0, 1, 10_001), base=base)
    ref.assert_close(curve.peak, 1 / mp.e / ref.unit(base), 1e-15)
    ref.assert_close(curve.peak_at, 1 / mp.e, 1e-15)
    assert curve.weighted.max() <= curve.peak
    assert abs(curve.p[np.argmax(curve.weighted)] - curve.peak_at) <= 1e-4


@pytest.mark.parametrize("row", np.eye(3).tolist())
def test_a_known_label_has_entropy_0_and_the_printed_number_with_an_epsilon(row: list[float]) -> None:
    label = ce_core.padded_entropy(row, 1e-15, base=2)
    assert label.entropy == 0.0
    assert label.padded_entropy == 9.805612959471341e-14
    assert label.surprise.min() < 0, "the ε makes the certain event less than surprising"


@pytest.mark.parametrize(("p", "eps"), [([0.1, 0.4, 0.5], 1e-3), ([1, 0, 0, 0], 1e-7), ([0.5, 0.5], 0.0)])
@pytest.mark.parametrize("base", BASES)
def test_padded_entropy_is_its_definition(p: list[float], eps: float, base: Any) -> None:
    result = ce_core.padded_entropy(p, eps, base=base)
    padded = [float(np.float64(x) + eps) for x in p]
    terms = [ref.weighted(ref.exact(x), ref.log(ref.exact(x), base) * -1 if x else mp.inf) for x in padded]
    ref.assert_close(result.per_event, terms, 1e-12)
    ref.assert_close(result.padded_entropy, ref.total(terms), 1e-12)
    ref.assert_close(result.entropy, ref.entropy(p, base), 1e-13)
    assert (result.padded_entropy == result.entropy) == (eps == 0)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: ce_core.surprise_curve([0.5, 1.5]), r"p\[1\] = 1.5"),
        (lambda: ce_core.surprise_curve(0.5), "list"),
        (lambda: ce_core.padded_entropy([0.5, 0.2], 1e-15), "normalize"),
        (lambda: ce_core.padded_entropy([[0.5, 0.5]], 1e-15), "one distribution"),
        (lambda: ce_core.padded_entropy([0.5, 0.5], 0.5), "eps = 0.5"),
    ],
    ids=["no probability", "a number", "no distribution", "several", "a large epsilon"],
)
def test_refusals(call: Any, words: str) -> None:
    with pytest.raises(DistributionError, match=words):
        call()


@pytest.mark.parametrize("result", [ce_core.surprise_curve([0.5]), ce_core.padded_entropy([1, 0], 1e-15)])
def test_results_are_frozen(result: Any) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        result.p = None
