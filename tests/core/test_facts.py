"""One row a fact: a call of ce_core, and its value in 60 digits.

Rows that end in a decimal string hold a value known from elsewhere; the others come from `reference`.
A relative error of 1e-13 is allowed; a row that allows more says why.
"""

from __future__ import annotations

import math
from itertools import product
from typing import Any

import numpy as np
import pytest

import ce_core
from tests.core import reference as ref
from tests.core.reference import INF, mp

pytestmark = pytest.mark.filterwarnings("error")
# fmt: off  (one row a fact)

RTOL = 1e-13
MAY_BE_NEGATIVE_ZERO = {"log_sigmoid", "log_softmax", "logsumexp"}


def fact(
    name: str, call: str, *args: Any, is_: Any, rtol: float = RTOL, **kwargs: Any
) -> Any:
    return pytest.param(call, args, kwargs, is_, rtol, id=f"{call}:{name}")


def known(digits: str) -> Any:
    return mp.mpf(digits)


def check(call: str, args: tuple[Any, ...], kwargs: dict[str, Any], expected: Any, rtol: float) -> None:
    actual = getattr(ce_core, call)(*args, **kwargs)
    ref.assert_close(actual, expected, rtol)
    if call not in MAY_BE_NEGATIVE_ZERO:
        zeros = np.asarray(actual)[np.asarray(actual) == 0]
        assert not np.signbit(zeros).any(), "a zero came back as -0.0"


BASES: list[tuple[str, float | None]] = [("nats", None), ("bits", 2), ("bans", 10), ("e", math.e), ("three", 3)]

A, B = [0.1, 0.4, 0.5], [0.8, 0.15, 0.05]
TINY = 5e-324
DISTRIBUTIONS: dict[str, Any] = {
    "A": A,
    "B": B,
    "uniform8": [0.125] * 8,
    "uniform3": [1 / 3] * 3,
    "onehot": [0.0, 1.0, 0.0],
    "onehot-ints": [0, 0, 1],
    "onehot-bools": [True, False],
    "single-event": [1.0],
    "zeros-inside": [0.25, 0.0, 0.75, 0.0],
    "tail-1e-16": [1 - 1e-16, 1e-16],
    "tail-1e-300": [1e-300, 1.0],
    "subnormal": [TINY, 1.0],
    "subnormals": [3e-310, 0.5, 0.5, TINY],
    "hundred": (np.arange(1, 101) / 5050).tolist(),
    "geometric": [2.0**-k for k in range(1, 60)] + [2.0**-59],
    "float32": np.array([0.1, 0.2, 0.7], dtype=np.float32),
    "float16": np.array([0.1, 0.2, 0.7], dtype=np.float16),
    "tuple": (0.5, 0.5),
    "negative-zero": [-0.0, 1.0],
}

ENTROPY = [
    fact(f"{name}-{unit}", "entropy", p, base=base, is_=ref.entropy(p, base))
    for (name, p), (unit, base) in product(DISTRIBUTIONS.items(), BASES)
] + [
    fact("eight-events-are-three-bits", "entropy", [0.125] * 8, base=2, is_=known("3"), rtol=0.0),
    fact("ten-events-are-one-ban", "entropy", [0.1] * 10, base=10, is_=known("1"), rtol=1e-15),
    fact("coin-is-one-bit", "entropy", [0.5, 0.5], base=2, is_=known("1"), rtol=0.0),
    fact("known-label-is-nothing", "entropy", [1, 0, 0], is_=known("0"), rtol=0.0),
    fact("A-bits", "entropy", A, base=2, is_=known("1.360964047443681173"), rtol=1e-13),
    fact("axis-0", "entropy", np.array([A, B]).T, axis=0, is_=ref.along(ref.entropy, [A, B])),
    fact("axis-minus-1", "entropy", [A, B], is_=ref.along(ref.entropy, [A, B])),
    fact("axis-minus-2", "entropy", np.array([A, B]).T, axis=-2, is_=ref.along(ref.entropy, [A, B])),
    fact(
        "axis-1-of-NCHW",
        "entropy",
        np.stack([np.full((2, 2), 0.25), np.full((2, 2), 0.75)])[None],
        axis=1,
        is_=np.full((1, 2, 2), ref.entropy([0.25, 0.75]), dtype=object),
    ),
    fact("transposed-memory", "entropy", np.asfortranarray([A, B]), is_=ref.along(ref.entropy, [A, B])),
    fact("reversed-strides", "entropy", np.array(A)[::-1], is_=ref.entropy(A)),
]

PAIRS: dict[str, tuple[Any, Any]] = {
    "A-B": (A, B),
    "B-A": (B, A),
    "A-A": (A, A),
    "onehot-onehot": ([0, 1, 0], [0, 1, 0]),
    "onehot-B": ([0, 1, 0], B),
    "B-onehot": (B, [0, 1, 0]),
    "disjoint": ([1.0, 0.0], [0.0, 1.0]),
    "q0-where-p0": ([0.5, 0.5, 0.0], [0.25, 0.75, 0.0]),
    "p0-where-q": ([0.0, 1.0], [0.5, 0.5]),
    "q-1e-300": ([0.5, 0.5], [1e-300, 1.0]),
    "p-1e-300": ([1e-300, 1.0], [0.5, 0.5]),
    "both-1e-300": ([1e-300, 1.0], [3e-300, 1.0]),
    "q-subnormal": ([0.5, 0.5], [TINY, 1.0]),
    "p-subnormal": ([TINY, 1.0], [1e-310, 1.0]),
    "onehot-q-subnormal": ([1.0, 0.0], [TINY, 1.0]),
    "q-1-1e-16": ([1.0, 0.0], [1 - 1e-16, 1e-16]),
    "p-1-1e-16": ([1 - 1e-16, 1e-16], [0.5, 0.5]),
    "both-1-1e-16": ([1 - 1e-16, 1e-16], [1 - 2e-16, 2e-16]),
    "near-1e-3": ([0.3, 0.7], [0.301, 0.699]),
    "near-1e-6": ([0.3, 0.7], [0.3 + 1e-6, 0.7 - 1e-6]),
    "near-1e-8": ([0.3, 0.7], [0.3 + 1e-8, 0.7 - 1e-8]),
    "near-1e-12": ([0.3, 0.7], [0.3 + 1e-12, 0.7 - 1e-12]),
    "near-1e-15": ([0.3, 0.7], [0.3 + 1e-15, 0.7 - 1e-15]),
    "near-one-ulp": ([0.5, 0.5], [np.nextafter(0.5, 1), np.nextafter(0.5, 0)]),
    "near-1e-12-three": (A, [0.1 + 1e-12, 0.4 - 3e-12, 0.5 + 2e-12]),
    "near-small-entries": ([1e-9, 1 - 1e-9], [1e-9 + 1e-21, 1 - 1e-9]),
    "near-and-far": ([0.25, 0.25, 0.5], [0.25 + 1e-12, 0.35 - 1e-12, 0.4]),
    "float32": (np.array(A, dtype=np.float32), np.array(B, dtype=np.float32)),
    "float32-near": (
        np.array([0.3, 0.7], dtype=np.float32),
        np.array([np.nextafter(np.float32(0.3), np.float32(1)), 0.7], dtype=np.float32),
    ),
    "float16-float64": (np.array([0.25, 0.75], dtype=np.float16), [0.3, 0.7]),
    "ints-floats": ([0, 1], [0.25, 0.75]),
}
TWO_ARGUMENTS = {
    "cross_entropy": ref.cross_entropy,
    "kl_divergence": ref.kl_divergence,
    "js_divergence": ref.js_divergence,
    "js_distance": ref.js_distance,
}

INFORMATION = [
    fact(f"{name}-{unit}", call, p, q, base=base, is_=function(p, q, base))
    for (call, function), (name, (p, q)), (unit, base) in product(
        TWO_ARGUMENTS.items(), PAIRS.items(), BASES
    )
] + [
    fact("A-B-bits", "cross_entropy", A, B, base=2, is_=known("3.2879430945989065667")),
    fact("A-B-bits", "kl_divergence", A, B, base=2, is_=known("1.926979047155225393")),
    fact("2^-29-is-29-bits", "cross_entropy", [1, 0], [2.0**-29, 1 - 2.0**-29], base=2, is_=known("29"), rtol=0.0),
    fact("1e-3-is-3-bans", "cross_entropy", [1, 0], [0.001, 0.999], base=10, is_=known("3"), rtol=0.0),
    fact("equal", "kl_divergence", A, A, is_=known("0"), rtol=0.0),
    fact("equal", "js_divergence", B, B, is_=known("0"), rtol=0.0),
    fact("equal", "js_distance", B, B, is_=known("0"), rtol=0.0),
    fact("certain-and-wrong", "cross_entropy", [1, 0], [0, 1], is_=INF),
    fact("one-zero-in-the-batch", "cross_entropy", [[1, 0], [1, 0]], [[0, 1], [0.5, 0.5]], base=2, is_=[INF, 1]),
    fact("one-zero-in-the-batch", "kl_divergence", [[1, 0], [1, 0]], [[0, 1], [0.5, 0.5]], base=2, is_=[INF, 1]),
    fact("disjoint-is-one-bit", "js_divergence", [1, 0], [0, 1], base=2, is_=known("1"), rtol=1e-15),
    fact("disjoint-is-one", "js_distance", [1, 0], [0, 1], base=2, is_=known("1"), rtol=1e-15),
] + [
    fact(f"axis-0-{call}", call, np.array([A, B, A]).T, np.array([B, A, A]).T, axis=0,
         is_=ref.along(function, [A, B, A], [B, A, A]))
    for call, function in TWO_ARGUMENTS.items()
] + [
    fact(f"axis-1-of-NCHW-{call}", call, np.array([A, B]).reshape(2, 3, 1, 1), np.array([B, A]).reshape(2, 3, 1, 1),
         axis=1, is_=ref.along(function, [A, B], [B, A]).reshape(2, 1, 1))
    for call, function in TWO_ARGUMENTS.items()
]

SURPRISE = [
    fact(f"{p}-{unit}", "information_content", p, base=base, is_=ref.surprise(p, base))
    for p, (unit, base) in product([0.0, 1.0, 0.5, 1e-300, TINY, 1 - 1e-16, 0.1, 1, 0.999999], BASES)
] + [
    fact("half-is-one-bit", "information_content", 0.5, base=2, is_=known("1"), rtol=0.0),
    fact("thousandth-is-three-bans", "information_content", 0.001, base=10, is_=known("3"), rtol=0.0),
    fact("2^-29-is-29-bits", "information_content", 2.0**-29, base=2, is_=known("29"), rtol=0.0),
    fact("2^-1074-is-1074-bits", "information_content", TINY, base=2, is_=known("1074"), rtol=0.0),
    fact("never-is-infinite", "information_content", 0, is_=INF),
    fact("array-need-not-sum-to-1", "information_content", [[0.5, 0.5], [0.25, 1.0]], base=2, is_=[[1, 1], [2, 0]]),
    fact("float32", "information_content", np.float32(0.1), is_=ref.surprise(np.float32(0.1))),
    fact("float16-array", "information_content", np.array([0.1, 0.9], dtype=np.float16),
         is_=ref.each(ref.surprise, np.array([0.1, 0.9], dtype=np.float16))),
]

CERTAINTY = [
    fact("nothing-is-certain", "probability_of", 0.0, is_=known("1"), rtol=0.0),
    fact("infinite-is-never", "probability_of", np.inf, base=2, is_=known("0"), rtol=0.0),
    fact("29-bits", "probability_of", 29, base=2, is_=known("0.00000000186264514923095703125"), rtol=0.0),
    fact("3-bans", "probability_of", 3, base=10, is_=known("0.001")),
    fact("1-nat", "probability_of", 1, is_=known("0.36787944117144232160")),
    fact("array", "probability_of", [[1, 0], [2, 1]], base=2, is_=[[0.5, 1], [0.25, 0.5]]),
]

PERPLEXITY = [
    fact("uniform8", "perplexity", [0.125] * 8, is_=known("8")),
    fact("known-label", "perplexity", [0, 1], is_=known("1"), rtol=0.0),
    fact("A", "perplexity", A, is_=ref.perplexity(A)),
    fact("A-B", "perplexity", A, B, is_=ref.perplexity(A, B)),
    fact("infinite", "perplexity", [1, 0], [0, 1], is_=INF),
    fact("axis-0", "perplexity", np.array([A, B]).T, axis=0, is_=ref.along(ref.perplexity, [A, B])),
    # exp multiplies the rounding of H by H = 690: 690 · 2⁻⁵³ = 8e-14, once for the log and once for the product
    fact("q-1e-300", "perplexity", [1, 0], [1e-300, 1], is_=ref.perplexity([1, 0], [1e-300, 1]), rtol=2e-13),
    fact("beyond-float64", "perplexity", [1, 0], [TINY, 1], is_=INF),
]

NORMALIZE = [
    fact("counts", "normalize", [1, 2, 5], is_=ref.normalize([1, 2, 5])),
    fact("zeros", "normalize", [0, 3, 0], is_=[0, 1, 0]),
    fact("rounded-print", "normalize", [0.997694, 0.002237, 0.000067],
         is_=ref.normalize([0.997694, 0.002237, 0.000067])),
    fact("axis-0", "normalize", [[1, 2], [3, 2]], axis=0, is_=[[0.25, 0.5], [0.75, 0.5]]),
    fact("huge", "normalize", [1e308, 1e308, 1e308], is_=ref.normalize([1, 1, 1])),
    fact("subnormal", "normalize", [TINY, TINY], is_=[0.5, 0.5]),
    fact("float32", "normalize", np.array([0.1, 0.3], dtype=np.float32),
         is_=ref.normalize(np.array([0.1, 0.3], dtype=np.float32))),
]

# --- activations

LOGITS = [0.0, 1.0, -1.0, 9.0, -3.0, 36.0, -36.0, 40.0, -40.0, 424.5, -243.0, 700.0, -700.0, 745.0, -745.0,
          746.0, -746.0, 1e-300, -1e-17, 1e308, -1e308]
SIGMOID = [
    fact(f"{z:g}", call, z, is_=function(z))
    for (call, function), z in product(
        {"sigmoid": ref.sigmoid, "log_sigmoid": ref.log_sigmoid}.items(), LOGITS
    )
] + [
    fact("zero-is-half", "sigmoid", 0, is_=known("0.5"), rtol=0.0),
    fact("saturates", "sigmoid", 424.5, is_=known("1"), rtol=0.0),
    fact("plus-inf", "sigmoid", np.inf, is_=known("1"), rtol=0.0),
    fact("minus-inf", "sigmoid", -np.inf, is_=known("0"), rtol=0.0),
    fact("plus-inf", "log_sigmoid", np.inf, is_=known("0"), rtol=0.0),
    fact("minus-inf", "log_sigmoid", -np.inf, is_=-INF),
    fact("minus-243", "sigmoid", -243, is_=known("2.92712249651537e-106"), rtol=1e-13),
    fact("array", "sigmoid", [[-40.0, 40.0]], is_=[[ref.sigmoid(-40), ref.sigmoid(40)]]),
    fact("float32", "sigmoid", np.array([0.1, -88.5], dtype=np.float32),
         is_=ref.each(ref.sigmoid, np.array([0.1, -88.5], dtype=np.float32))),
]

VECTORS: dict[str, Any] = {
    "cat-dog-bird": [9.8, 3.7, 0.2],
    "equal": [2.0, 2.0, 2.0, 2.0],
    "one": [-7.0],
    "plus-40": [40.0, 0.0],
    "minus-40": [-40.0, 0.0],
    "plus-745": [745.0, 0.0],
    "minus-745": [-745.0, 0.0],
    "sym-745": [745.0, -745.0, 0.0],
    "thousands": [1000.0, 1001.0, 999.5],
    "minus-thousands": [-1000.0, -1001.0, -999.5],
    "huge-equal": [1e308, 1e308],
    "huge-zero": [1e308, 0.0],
    "huge-opposite": [1e308, -1e308],
    "minus-huge": [-1e308, -1e308, -1e308],
    "minus-inf": [0.0, -np.inf, 1.0],
    "only-one-possible": [-np.inf, 3.0],
    "spread": [0.0, 10.0, 20.0, 36.0],
    "float32": np.array([9.8, 3.7, 0.2], dtype=np.float32),
    "float16": np.array([9.8, 3.7, 0.2], dtype=np.float16),
    "ints": [3, 1, 0],
}
SOFTMAX = [
    fact(name, call, z, is_=np.array(function(z), dtype=object))
    for (call, function), (name, z) in product(
        {"softmax": ref.softmax, "log_softmax": ref.log_softmax}.items(), VECTORS.items()
    )
] + [
    fact(name, "logsumexp", z, is_=ref.logsumexp(z)) for name, z in VECTORS.items()
] + [
    fact("axis-0", call, np.array([[1.0, 2.0], [3.0, 5.0]]).T, axis=0,
         is_=ref.vectors(function, np.array([[1.0, 2.0], [3.0, 5.0]]).T, 0))
    for call, function in {"softmax": ref.softmax, "log_softmax": ref.log_softmax}.items()
] + [
    fact("axis-0", "logsumexp", [[1.0, 2.0], [3.0, 5.0]], axis=0,
         is_=ref.along(ref.logsumexp, [[1.0, 2.0], [3.0, 5.0]], axis=0)),
    fact("axis-1-of-NCHW", "softmax", np.array([1.0, 2.0, 4.0]).reshape(1, 3, 1, 1), axis=1,
         is_=np.array(ref.softmax([1.0, 2.0, 4.0]), dtype=object).reshape(1, 3, 1, 1)),
    fact("all-impossible", "logsumexp", [-np.inf, -np.inf], is_=-INF),
    fact("near-zero-result", "logsumexp", [0.0, -745.0], is_=ref.logsumexp([0.0, -745.0])),
] + [
    fact(f"temperature-{t:g}", "softmax", [9.8, 3.7, 0.2], temperature=t, is_=ref.softmax([9.8, 3.7, 0.2], t))
    for t in [1.0, 2.0, 0.1, 100.0, 1e300]
] + [
    fact("temperature-freezes", "softmax", [1.0, 0.0], temperature=1e-300, is_=[1, 0]),
    fact("temperature-and-huge", "softmax", [1e308, -1e308], temperature=1e308, is_=ref.softmax([1.0, -1.0])),
]

# --- binary losses

BINARY_CORNERS = [(y, p) for y in [0.0, 1.0] for p in [0.0, 1.0, 0.5, 1e-300, TINY, 1 - 1e-16, 1e-17, 0.1, 0.9]] + [
    (y, p) for y in [0.5, 0.25, 1e-300, 1 - 1e-16] for p in [0.0, 1.0, 0.5, 0.25, 1e-16, 1 - 1e-16]
]
BINARY_LOGIT_CORNERS = [(y, z) for y in [0.0, 1.0, 0.5, 0.1, 1 - 1e-16, 1e-20] for z in LOGITS]
EPSILONS = [1e-300, 1e-16, 1e-15, 1e-12, 1e-7, 0.01, 0.25, 0.4999]

BINARY = [
    fact(f"y={y:g}-p={p!r}", "binary_cross_entropy", [y], [p], is_=ref.binary(y, p))
    for y, p in BINARY_CORNERS
] + [
    fact(f"eps={e:g}-y={y:g}-p={p!r}", "binary_cross_entropy", [y], [p], eps=e, is_=ref.binary(y, p, eps=e))
    for e, (y, p) in product(EPSILONS, [(0.0, 1.0), (1.0, 0.0), (1.0, 1.0), (0.0, 0.0), (1.0, 1 - 1e-16),
                                        (0.0, 1e-9), (0.3, 0.0), (0.3, 1.0), (0.3, 0.45)])
] + [
    fact(f"{unit}", "binary_cross_entropy", [1, 0, 0.3], [0.8, 0.3, 0.6], base=base,
         is_=ref.mean([ref.binary(y, p, base=base) for y, p in [(1, 0.8), (0, 0.3), (0.3, 0.6)]]))
    for unit, base in BASES
] + [
    fact(f"smoothing={a}-y={y}-p={p}", "binary_cross_entropy", [y], [p], label_smoothing=a,
         is_=ref.binary(y, p, alpha=a))
    for a, (y, p) in product([0.0, 0.1, 1 / 3, 1.0, 1e-12], [(1, 0.9), (0, 0.9), (1, 1.0), (0.25, 0.7), (1, 0.0)])
] + [
    # 1 − y after smoothing is α/2: taken as 1 − (1 − α/2) it loses the digits that α has beyond 1e-16
    fact(f"small-smoothing={a:g}", call, [1, 0], values, label_smoothing=a, reduction="none",
         is_=[function(y, v, alpha=a) for y, v in zip([1, 0], values, strict=True)])
    for a, (call, function, values) in product(
        [1e-3, 1e-6, 1e-12],
        [("binary_cross_entropy", ref.binary, [1 - 2e-10, 3e-10]),
         ("binary_cross_entropy_from_logits", ref.binary_logit, [25.0, -25.0])],
    )
] + [
    fact("opposite-costs-34.54", "binary_cross_entropy", [0], [1], eps=1e-15,
         is_=known("34.538776394910684")),
    fact("opposite-is-symmetric", "binary_cross_entropy", [1], [0], eps=1e-15,
         is_=known("34.538776394910684")),
    fact("mean-with-one-infinite", "binary_cross_entropy", [1, 0], [0.0, 0.5], is_=INF),
    fact("none-with-one-infinite", "binary_cross_entropy", [1, 0], [0.0, 0.5], reduction="none",
         is_=[INF, ref.binary(0, 0.5)]),
    fact("bools", "binary_cross_entropy", [True, False], [0.8, 0.3], reduction="none",
         is_=[ref.binary(1, 0.8), ref.binary(0, 0.3)]),
    fact("2-d-none", "binary_cross_entropy", [[0.2, 1], [0, 1]], [[0.3, 0.3], [0.5, 1.0]], reduction="none",
         is_=ref.each(ref.binary, [[0.2, 1], [0, 1]], [[0.3, 0.3], [0.5, 1.0]])),
    fact("float32", "binary_cross_entropy", np.array([1, 0], dtype=np.float32),
         np.array([0.9, 0.1], dtype=np.float32), reduction="none",
         is_=[ref.binary(1, np.float32(0.9)), ref.binary(0, np.float32(0.1))]),
    fact("sum-beyond-float64-is-inf", "binary_cross_entropy_from_logits", [0, 0], [1e308, 1e308], reduction="sum",
         is_=INF),
    fact("mean-of-huge-losses", "binary_cross_entropy_from_logits", [0, 0], [1e308, 1e308], is_=known("1e308")),
    fact("impossible-logit", "binary_cross_entropy_from_logits", [1, 0], [-np.inf, 0.0], is_=INF),
    fact("certain-logits", "binary_cross_entropy_from_logits", [1, 0], [np.inf, -np.inf], is_=known("0"), rtol=0.0),
    fact("soft-y-against-certainty", "binary_cross_entropy_from_logits", [0.5], [np.inf], is_=INF),
] + [
    fact(f"y={y:g}-z={z:g}", "binary_cross_entropy_from_logits", [y], [z], is_=ref.binary_logit(y, z))
    for y, z in BINARY_LOGIT_CORNERS
] + [
    fact(f"smoothing={a:g}-z={z:g}", "binary_cross_entropy_from_logits", [1], [z], label_smoothing=a, base=2,
         is_=ref.binary_logit(1, z, alpha=a, base=2))
    for a, z in product([0.1, 1.0], [40.0, -40.0, 745.0, -745.0, 1e308])
]

Y2, P2 = [1.0, 0.0, 0.3, 1.0], [0.9, 0.4, 0.3, 0.001]
W2 = [0.5, 2.0, 0.0, 1e-3]
BINARY_WEIGHTED = [
    fact("weights-mean", "binary_cross_entropy", Y2, P2, sample_weight=W2,
         is_=ref.mean([ref.binary(y, p) for y, p in zip(Y2, P2, strict=True)], W2)),
    fact("weights-sum", "binary_cross_entropy", Y2, P2, sample_weight=W2, reduction="sum",
         is_=ref.total(ref.weighted(ref.exact(w), ref.binary(y, p)) for w, y, p in zip(W2, Y2, P2, strict=True))),
    fact("weights-none", "binary_cross_entropy", Y2, P2, sample_weight=W2, reduction="none",
         is_=[ref.exact(w) * ref.binary(y, p) for w, y, p in zip(W2, Y2, P2, strict=True)]),
    fact("weight-0-removes-infinity", "binary_cross_entropy", [1, 1], [0.0, 0.5], sample_weight=[0, 3],
         is_=ref.binary(1, 0.5)),
    fact("weight-0-removes-infinity-none", "binary_cross_entropy", [1, 1], [0.0, 0.5], sample_weight=[0, 3],
         reduction="none", is_=[0, 3 * ref.binary(1, 0.5)]),
    fact("integer-weights", "binary_cross_entropy", [1, 0], [0.5, 0.25], sample_weight=[2, 1],
         is_=ref.mean([ref.binary(1, 0.5), ref.binary(0, 0.25)], [2, 1])),
    fact("huge-weights", "binary_cross_entropy", [1, 0], [0.5, 0.25], sample_weight=[1e308, 1e308],
         is_=ref.mean([ref.binary(1, 0.5), ref.binary(0, 0.25)])),
    fact("tiny-weights", "binary_cross_entropy", [1, 0], [0.5, 0.25], sample_weight=[1e-300, 1e-300],
         is_=ref.mean([ref.binary(1, 0.5), ref.binary(0, 0.25)])),
    fact("subnormal-weights", "binary_cross_entropy", [1, 0], [0.5, 0.25], sample_weight=[1e-320, 3e-320],
         is_=ref.mean([ref.binary(1, 0.5), ref.binary(0, 0.25)], [1e-320, 3e-320])),
    fact("weights-far-apart", "binary_cross_entropy", [1, 0], [0.5, 0.25], sample_weight=[1e-300, 1e300],
         is_=ref.mean([ref.binary(1, 0.5), ref.binary(0, 0.25)], [1e-300, 1e300])),
    fact("huge-weights-sum", "binary_cross_entropy", [1, 0], [0.5, 0.25], sample_weight=[1e308, 1e308],
         reduction="sum", is_=ref.exact(1e308) * (ref.binary(1, 0.5) + ref.binary(0, 0.25))),
    fact("2-d-weights", "binary_cross_entropy", [[1, 0]], [[0.5, 0.25]], sample_weight=[[1, 3]],
         is_=ref.mean([ref.binary(1, 0.5), ref.binary(0, 0.25)], [1, 3])),
    fact("pos-weight", "binary_cross_entropy", Y2, P2, pos_weight=3.5,
         is_=ref.mean([ref.binary(y, p, pos_weight=3.5) for y, p in zip(Y2, P2, strict=True)])),
    fact("pos-weight-0", "binary_cross_entropy", [1, 0], [0.0, 0.5], pos_weight=0.0, reduction="none",
         is_=[0, ref.binary(0, 0.5)]),
    fact("pos-weight-vector", "binary_cross_entropy", [[1, 0], [1, 1]], [[0.8, 0.3], [0.6, 0.2]],
         pos_weight=[2.0, 5.0], reduction="none",
         is_=[[ref.binary(1, 0.8, pos_weight=2), ref.binary(0, 0.3, pos_weight=5)],
              [ref.binary(1, 0.6, pos_weight=2), ref.binary(1, 0.2, pos_weight=5)]]),
    fact("pos-weight-and-smoothing", "binary_cross_entropy", [1, 0], [0.8, 0.3], pos_weight=2.0,
         label_smoothing=0.2, reduction="none",
         is_=[ref.binary(y, p, pos_weight=2, alpha=0.2) for y, p in [(1, 0.8), (0, 0.3)]]),
    fact("pos-weight-logits", "binary_cross_entropy_from_logits", [1, 0, 0.4], [-40.0, 745.0, 1.0],
         pos_weight=2.5, sample_weight=[1, 2, 3],
         is_=ref.mean([ref.binary_logit(y, z, pos_weight=2.5) for y, z in [(1, -40), (0, 745), (0.4, 1)]],
                      [1, 2, 3])),
]

# --- categorical and sparse losses

P3 = np.array([[0.775, 0.116, 0.039, 0.070], [0.1, 0.2, 0.3, 0.4], [0.25, 0.25, 0.5, 0.0]])
Z3 = np.array([[9.8, 3.7, 0.2, -40.0], [745.0, 0.0, 1.0, -745.0], [0.0, 0.5, -0.5, 0.25]])
LABELS = [0, 3, 2]
HARD = np.array([ref.one_hot(c, 4) for c in LABELS])
SOFT = np.array([[0.7, 0.1, 0.1, 0.1], [0.0, 0.5, 0.25, 0.25], [0.5, 0.25, 0.25, 0.0]])
CW = [0.5, 2.0, 3.0, 0.25]
SW = [1.0, 0.25, 4.0]


def rows(y: Any, values: Any, *, logits: bool = False, **kwargs: Any) -> list[Any]:
    function = ref.categorical_logits if logits else ref.categorical
    return [function(t, v, **kwargs) for t, v in zip(y, values, strict=True)]


def shares(y: Any, class_weight: Any = None, sample_weight: Any = None) -> list[Any]:
    """What each row adds to the denominator of the mean."""
    weights = [1.0] * 4 if class_weight is None else class_weight
    sample = [1.0] * len(y) if sample_weight is None else sample_weight
    return [
        ref.exact(s) * ref.total(ref.exact(w) * ref.exact(t) for w, t in zip(weights, row, strict=True))
        for s, row in zip(sample, y, strict=True)
    ]


def reduced(losses: list[Any], reduction: str, y: Any, class_weight: Any, sample_weight: Any) -> Any:
    sample = [1.0] * len(losses) if sample_weight is None else sample_weight
    scaled = [ref.weighted(ref.exact(s), value) for s, value in zip(sample, losses, strict=True)]
    if reduction == "none":
        return scaled
    if reduction == "sum":
        return ref.total(scaled)
    return ref.total(scaled) / ref.total(shares(y, class_weight, sample_weight))


SETTINGS = list(product(["mean", "sum", "none"], [0.0, 0.1, 1.0], [None, CW], [None, SW]))
SETTING_NAMES = [
    f"{r}-smoothing={a}{'-class-weight' if c else ''}{'-sample-weight' if s else ''}" for r, a, c, s in SETTINGS
]
TARGETS = {"hard": HARD, "soft": SOFT}

CATEGORICAL = [
    fact(f"{target}-{name}", "categorical_cross_entropy", y, P3[:2] if target == "soft" else P3,
         reduction=r, label_smoothing=a, class_weight=c, sample_weight=s if s is None else s[: len(y)],
         is_=reduced(rows(y, P3[: len(y)], class_weight=c, alpha=a), r, y, c, None if s is None else s[: len(y)]))
    for (target, y), (name, (r, a, c, s)) in product(
        {"hard": HARD, "soft": SOFT[:2]}.items(), zip(SETTING_NAMES, SETTINGS, strict=True)
    )
] + [
    fact(f"{target}-{name}", "categorical_cross_entropy_from_logits", y, Z3,
         reduction=r, label_smoothing=a, class_weight=c, sample_weight=s,
         is_=reduced(rows(y, Z3, logits=True, class_weight=c, alpha=a), r, y, c, s))
    for (target, y), (name, (r, a, c, s)) in product(TARGETS.items(), zip(SETTING_NAMES, SETTINGS, strict=True))
]
SPARSE = [
    fact(name, "sparse_categorical_cross_entropy", LABELS, P3,
         reduction=r, label_smoothing=a, class_weight=c, sample_weight=s,
         is_=reduced(rows(HARD, P3, class_weight=c, alpha=a), r, HARD, c, s))
    for name, (r, a, c, s) in zip(SETTING_NAMES, SETTINGS, strict=True)
] + [
    fact(name, "sparse_categorical_cross_entropy_from_logits", LABELS, Z3,
         reduction=r, label_smoothing=a, class_weight=c, sample_weight=s,
         is_=reduced(rows(HARD, Z3, logits=True, class_weight=c, alpha=a), r, HARD, c, s))
    for name, (r, a, c, s) in zip(SETTING_NAMES, SETTINGS, strict=True)
]

IGNORED = [0, 255, 2]
KEPT = [0, 2]
IGNORE = [
    fact(f"{call}-{r}-{ignore}", call, [0, ignore, 2], values, ignore_index=ignore, reduction=r, class_weight=CW,
         is_=(lambda losses, r: losses if r == "none" else ref.total(losses) if r == "sum"
              else ref.total(losses) / ref.total(shares(HARD[KEPT], CW)))(
             [value if row in KEPT else mp.mpf(0) for row, value in enumerate(
                 rows(HARD, values, logits=call.endswith("logits"), class_weight=CW))], r))
    for (call, values), r, ignore in product(
        [("sparse_categorical_cross_entropy", P3), ("sparse_categorical_cross_entropy_from_logits", Z3)],
        ["mean", "sum", "none"],
        [255, -100, -1, 3],
    )
] + [
    fact("smoothing", "sparse_categorical_cross_entropy", IGNORED, P3, ignore_index=255, label_smoothing=0.1,
         is_=INF),
    fact("smoothing-first-row", "sparse_categorical_cross_entropy", [0, 9], P3[:2], ignore_index=9,
         label_smoothing=0.1, is_=rows(HARD[:1], P3[:1], alpha=0.1)[0]),
    fact("an-infinite-row", "sparse_categorical_cross_entropy", [7, 1], [[0.0, 1.0], [0.5, 0.5]], ignore_index=7,
         is_=-mp.log(mp.mpf("0.5"))),
    fact("unused-ignore-index", "sparse_categorical_cross_entropy", LABELS, P3, ignore_index=-100, eps=1e-7,
         is_=ref.mean(rows(HARD, P3, eps=1e-7))),
]

NCHW_P = np.array([[[[0.2, 0.5]], [[0.3, 0.25]], [[0.5, 0.25]]], [[[0.1, 0.8]], [[0.1, 0.1]], [[0.8, 0.1]]]])
NCHW_Z = np.array([[[[2.0, 40.0]], [[0.5, 0.0]], [[-1.0, -40.0]]], [[[1e308, 3.0]], [[-745.0, 1.0]], [[0.0, 2.0]]]])
NCHW_LABELS = np.array([[[2, 0]], [[0, 1]]])
NCHW_HARD = np.moveaxis(np.eye(3)[NCHW_LABELS], -1, 1)
NCHW_SW = np.array([[[1.0, 0.5]], [[0.0, 2.0]]])


def nchw(function: Any, values: Any) -> Any:
    return ref.along(function, NCHW_HARD, values, axis=1)


LAYOUT = [
    fact(f"NCHW-{call}-{r}", call, target, values, axis=1, reduction=r,
         is_={"none": losses, "sum": ref.total(losses.ravel()), "mean": ref.mean(list(losses.ravel()))}[r])
    for (call, target, values, losses), r in product(
        [
            ("categorical_cross_entropy", NCHW_HARD, NCHW_P, nchw(ref.categorical, NCHW_P)),
            ("categorical_cross_entropy_from_logits", NCHW_HARD, NCHW_Z, nchw(ref.categorical_logits, NCHW_Z)),
            ("sparse_categorical_cross_entropy", NCHW_LABELS, NCHW_P, nchw(ref.categorical, NCHW_P)),
            ("sparse_categorical_cross_entropy_from_logits", NCHW_LABELS, NCHW_Z,
             nchw(ref.categorical_logits, NCHW_Z)),
        ],
        ["none", "sum", "mean"],
    )
] + [
    fact("NCHW-sample-weight", "sparse_categorical_cross_entropy", NCHW_LABELS, NCHW_P, axis=1,
         sample_weight=NCHW_SW,
         is_=ref.mean(list(nchw(ref.categorical, NCHW_P).ravel()), list(NCHW_SW.ravel()))),
    fact("NHWC-minus-1", "sparse_categorical_cross_entropy", NCHW_LABELS, np.moveaxis(NCHW_P, 1, -1),
         reduction="none", is_=nchw(ref.categorical, NCHW_P)),
    fact("axis-minus-3", "sparse_categorical_cross_entropy", NCHW_LABELS, NCHW_P, axis=-3,
         reduction="none", is_=nchw(ref.categorical, NCHW_P)),
    fact("axis-0", "sparse_categorical_cross_entropy", LABELS, P3.T, axis=0, reduction="none", is_=rows(HARD, P3)),
    fact("axis-0", "categorical_cross_entropy", SOFT[:2].T, P3[:2].T, axis=0, reduction="none",
         is_=rows(SOFT[:2], P3[:2])),
    fact("axis-0-class-weight", "categorical_cross_entropy", HARD.T, P3.T, axis=0, class_weight=CW,
         is_=reduced(rows(HARD, P3, class_weight=CW), "mean", HARD, CW, None)),
    fact("subnormal-weights", "sparse_categorical_cross_entropy", [0, 1], P3[:2], sample_weight=[1e-320, 3e-320],
         is_=ref.mean(rows(np.eye(4)[[0, 1]], P3[:2]), [1e-320, 3e-320])),
    fact("huge-class-weights", "sparse_categorical_cross_entropy", [0, 1], P3[:2], class_weight=[1e308] * 4,
         is_=ref.mean(rows(np.eye(4)[[0, 1]], P3[:2]))),
    fact("subnormal-class-weights", "sparse_categorical_cross_entropy", [0, 1], P3[:2],
         class_weight=[1e-320, 3e-320, 0, 0],
         is_=ref.mean(rows(np.eye(4)[[0, 1]], P3[:2]), [1e-320, 3e-320])),
    fact("huge-class-and-sample-weights", "sparse_categorical_cross_entropy", [0, 1], P3[:2],
         class_weight=[1e200] * 4, sample_weight=[1e200] * 2, is_=ref.mean(rows(np.eye(4)[[0, 1]], P3[:2]))),
    fact("subnormal-weights", "per_class_cross_entropy", [0, 0], P3[:2], sample_weight=[1e-320, 3e-320],
         is_=[ref.mean([ref.surprise(x) for x in P3[:2, 0]], [1e-320, 3e-320]), mp.nan, mp.nan, mp.nan]),
    fact("one-distribution", "categorical_cross_entropy", [1, 0, 0, 0], P3[0], is_=rows(HARD[:1], P3[:1])[0]),
    fact("one-distribution", "sparse_categorical_cross_entropy", 0, P3[0], is_=rows(HARD[:1], P3[:1])[0]),
    fact("float-labels", "sparse_categorical_cross_entropy", [0.0, 3.0], P3[:2], reduction="none",
         is_=rows(HARD[:2], P3[:2])),
    fact("uint8-labels", "sparse_categorical_cross_entropy", np.array([0, 3], dtype=np.uint8), P3[:2],
         reduction="none", is_=rows(HARD[:2], P3[:2])),
    fact("float32", "sparse_categorical_cross_entropy", LABELS[:2], P3[:2].astype(np.float32), reduction="none",
         is_=rows(HARD[:2], P3[:2].astype(np.float32))),
    fact("float16-logits", "sparse_categorical_cross_entropy_from_logits", [1, 2],
         np.array([[9.8, 3.7, 0.2], [1.0, 2.0, 3.0]], dtype=np.float16), reduction="none",
         is_=rows(np.eye(3)[[1, 2]], np.array([[9.8, 3.7, 0.2], [1.0, 2.0, 3.0]], dtype=np.float16), logits=True)),
]

TAIL_ROWS: dict[str, tuple[int, list[float], str | None]] = {
    "plus-40": (0, [40.0, 0.0], "4.248354255291588995329234782858658e-18"),
    "minus-40": (0, [-40.0, 0.0], None),
    "plus-745": (0, [745.0, 0.0], None),
    "minus-745": (0, [-745.0, 0.0], None),
    "huge-right": (0, [1e308, -1e308], "0"),
    "huge-wrong": (1, [1e308, 0.0], "1e308"),
    "huge-beyond": (1, [1e308, -1e308], None),
    "huge-tie": (1, [1e308, 1e308], "0.69314718055994530941723212145817656807550013436026"),
    "huge-negative-tie": (1, [-1e308, -1e308], "0.69314718055994530941723212145817656807550013436026"),
    "impossible": (1, [0.0, -np.inf], "inf"),
    "only-possible": (0, [0.0, -np.inf], "0"),
    "three-tails": (2, [0.0, 0.0, 40.0], None),
    "many-tails": (0, [60.0, *np.linspace(0, 20, 50).tolist()], None),
}
TAILS = [
    fact(name, "sparse_categorical_cross_entropy_from_logits", [label], [z],
         is_=ref.categorical_logits(ref.one_hot(label, len(z)), z) if digits is None else known(digits))
    for name, (label, z, digits) in TAIL_ROWS.items()
] + [
    fact(name, "categorical_cross_entropy_from_logits", [ref.one_hot(label, len(z))], [z],
         is_=ref.categorical_logits(ref.one_hot(label, len(z)), z) if digits is None else known(digits))
    for name, (label, z, digits) in TAIL_ROWS.items()
] + [
    fact(f"eps={e:g}", "categorical_cross_entropy", SOFT, P3, eps=e, reduction="none", is_=rows(SOFT, P3, eps=e))
    for e in [1e-300, 1e-15, 1e-7, 0.15]
] + [
    fact(f"eps={e:g}", "sparse_categorical_cross_entropy", [0, 1], [[0.0, 1.0], [0.0, 1.0]], eps=e,
         reduction="none", is_=[-mp.log(ref.exact(e)), -mp.log1p(-ref.exact(e))])
    for e in EPSILONS
] + [
    fact(unit, call, target, values, base=base,
         is_=ref.mean(rows(HARD, values, logits=call.endswith("logits"), base=base)))
    for (call, target, values), (unit, base) in product(
        [
            ("categorical_cross_entropy", HARD, P3),
            ("categorical_cross_entropy_from_logits", HARD, Z3),
            ("sparse_categorical_cross_entropy", LABELS, P3),
            ("sparse_categorical_cross_entropy_from_logits", LABELS, Z3),
        ],
        BASES,
    )
]

LOG_LOSS = [
    fact("labels-4-7", "log_loss", [4, 7, 7], [0.1, 0.8, 0.6],
         is_=ref.mean([ref.binary(0, 0.1), ref.binary(1, 0.8), ref.binary(1, 0.6)])),
    fact("cat-dog", "log_loss", ["cat", "dog", "dog"], [0.1, 0.8, 0.6],
         is_=ref.mean([ref.binary(0, 0.1), ref.binary(1, 0.8), ref.binary(1, 0.6)])),
    fact("booleans", "log_loss", [False, True], [0.25, 0.5], is_=ref.mean([ref.binary(0, 0.25), ref.binary(1, 0.5)])),
    fact("three-columns", "log_loss", ["b", "a", "c"], [[0.2, 0.5, 0.3], [0.7, 0.2, 0.1], [0.1, 0.1, 0.8]],
         is_=ref.mean([-mp.log(ref.exact(x)) for x in [0.5, 0.7, 0.8]])),
    fact("two-columns", "log_loss", [7, 4], [[0.25, 0.75], [0.5, 0.5]],
         is_=ref.mean([-mp.log(ref.exact(x)) for x in [0.75, 0.5]])),
    fact("labels-given", "log_loss", [1, 1], [0.25, 0.5], labels=[0, 1],
         is_=ref.mean([ref.binary(1, 0.25), ref.binary(1, 0.5)])),
    fact("label-unseen", "log_loss", ["a", "b"], [[0.5, 0.25, 0.25], [0.25, 0.25, 0.5]], labels=["a", "b", "c"],
         is_=ref.mean([-mp.log(ref.exact(x)) for x in [0.5, 0.25]])),
    fact("not-normalized", "log_loss", [0, 1], [0.25, 0.5], normalize=False,
         is_=ref.binary(0, 0.25) + ref.binary(1, 0.5)),
    fact("weights", "log_loss", [0, 1], [0.25, 0.5], sample_weight=[3, 1],
         is_=ref.mean([ref.binary(0, 0.25), ref.binary(1, 0.5)], [3, 1])),
    fact("weights-not-normalized", "log_loss", [0, 1], [0.25, 0.5], sample_weight=[3, 1], normalize=False,
         is_=3 * ref.binary(0, 0.25) + ref.binary(1, 0.5)),
    fact("certain-and-wrong", "log_loss", [0, 1], [1.0, 0.5], is_=INF),
    fact("eps", "log_loss", [0, 1], [1.0, 0.5], eps=1e-15, is_=ref.mean([ref.binary(0, 1.0, eps=1e-15),
                                                                        ref.binary(1, 0.5)])),
    fact("tail", "log_loss", [0, 1], [1e-20, 1.0], is_=ref.exact(1e-20) / 2),
]

SMOOTHING = [
    fact("one-hot", "smooth_labels", [1, 0, 0, 0], 0.1, is_=ref.smooth([1, 0, 0, 0], 0.1)),
    fact("soft", "smooth_labels", [0.7, 0.2, 0.1], 0.25, is_=ref.smooth([0.7, 0.2, 0.1], 0.25)),
    fact("none", "smooth_labels", [0.7, 0.2, 0.1], 0.0, is_=[ref.exact(v) for v in [0.7, 0.2, 0.1]], rtol=0.0),
    fact("all", "smooth_labels", [0.7, 0.2, 0.1, 0.0], 1.0, is_=[0.25] * 4, rtol=0.0),
    fact("axis-0", "smooth_labels", [[1, 0], [0, 1]], 0.2, axis=0,
         is_=ref.vectors(lambda y: ref.smooth(y, 0.2), [[1, 0], [0, 1]], 0)),
    fact("thousand", "smooth_labels", ref.one_hot(3, 1000), 0.1, is_=ref.smooth(ref.one_hot(3, 1000), 0.1)),
]

PER_CLASS = [
    fact("indices", "per_class_cross_entropy", [0, 3, 0], P3[:3],
         is_=[ref.mean([-mp.log(ref.exact(0.775)), -mp.log(ref.exact(0.25))]), mp.nan, mp.nan,
              -mp.log(ref.exact(0.4))]),
    fact("one-hot-bits", "per_class_cross_entropy", HARD[:2], P3[:2], base=2,
         is_=[-ref.log(ref.exact(0.775), 2), mp.nan, mp.nan, -ref.log(ref.exact(0.4), 2)]),
    fact("weights", "per_class_cross_entropy", [0, 0, 1], [[0.5, 0.5], [0.25, 0.75], [0.5, 0.5]],
         sample_weight=[1, 3, 0], is_=[ref.mean([mp.log(2), mp.log(4)], [1, 3]), mp.nan]),
    fact("huge-weights", "per_class_cross_entropy", [0, 0], [[0.5, 0.5], [0.25, 0.75]], sample_weight=[1e308, 1e308],
         is_=[ref.mean([mp.log(2), mp.log(4)]), mp.nan]),
    fact("infinite-class", "per_class_cross_entropy", [0, 1], [[0.0, 1.0], [0.5, 0.5]], is_=[INF, mp.log(2)]),
    fact("eps", "per_class_cross_entropy", [0, 1], [[0.0, 1.0], [0.5, 0.5]], eps=1e-7,
         is_=[-mp.log(ref.exact(1e-7)), mp.log(2)]),
]

# --- Gaussians and likelihoods

GAUSSIANS: dict[str, tuple[float, float, float, float]] = {
    "standard": (0.0, 1.0, 0.0, 1.0),
    "shifted": (0.0, 1.0, 1.0, 1.0),
    "wider": (0.5, 1.0, -0.25, 3.0),
    "narrow": (0.0, 1e-3, 0.0, 1e3),
    "far": (1e6, 2.0, -1e6, 0.5),
    "near-1e-6": (0.3, 1.7, 0.3 + 1e-6, 1.7 + 1e-6),
    "near-1e-12": (0.3, 1.7, 0.3 + 1e-12, 1.7 + 1e-12),
    "near-sigma-only": (0.0, 1.7, 0.0, 1.7 - 1e-9),
    "small-sigmas": (0.0, 1e-150, 1e-150, 2e-150),
    "tiny-sigmas": (0.0, 1e-200, 0.0, 1e-200),
    "huge-sigmas": (0.0, 1e200, 0.0, 2e200),
}
GAUSSIAN = [
    fact(name, call, *four, is_=function(*four))
    for (call, function), (name, four) in product(
        {"gaussian_cross_entropy": ref.gaussian_cross_entropy,
         "gaussian_kl_divergence": ref.gaussian_kl_divergence}.items(),
        GAUSSIANS.items(),
    )
] + [
    fact(f"{s:g}", "gaussian_entropy", s, is_=ref.gaussian_entropy(s)) for s in [1.0, 0.5, 1e-3, 1e-200, 1e200, 7]
] + [
    fact("equal-is-0", "gaussian_kl_divergence", 0.3, 1.7, 0.3, 1.7, is_=known("0"), rtol=0.0),
    fact("standard", "gaussian_entropy", 1.0, is_=known("1.4189385332046727417803297364056176398613974736377834")),
    fact("array", "gaussian_entropy", [1.0, 2.0], is_=[ref.gaussian_entropy(1), ref.gaussian_entropy(2)]),
    fact("arrays", "gaussian_kl_divergence", [0.0, 1.0], [1.0, 2.0], [1.0, 1.0], [1.0, 3.0],
         is_=[ref.gaussian_kl_divergence(0, 1, 1, 1), ref.gaussian_kl_divergence(1, 2, 1, 3)]),
] + [
    fact(f"{r}-full={full}", "gaussian_nll", [0.0, 1.0, 5.0], [0.5, 1.0, -5.0], [1.0, 0.1, 2.0],
         full=full, reduction=r, is_={"none": losses, "sum": ref.total(losses), "mean": ref.mean(losses)}[r])
    for full, losses in [
        (full, [ref.gaussian_nll(x, m, s, full) for x, m, s in [(0, 0.5, 1), (1, 1, 0.1), (5, -5, 2)]])
        for full in [True, False]
    ]
    for r in ["mean", "sum", "none"]
] + [
    fact("scalar-parameters", "gaussian_nll", [0.0, 3.0], 1.0, 2.0,
         is_=ref.mean([ref.gaussian_nll(0, 1, 2), ref.gaussian_nll(3, 1, 2)])),
    fact("may-be-negative", "gaussian_nll", [0.0], 0.0, 0.01, is_=ref.gaussian_nll(0, 0, 0.01)),
    fact("tiny-sigma", "gaussian_nll", [1e-200], 0.0, 1e-200, is_=ref.gaussian_nll(1e-200, 0, 1e-200)),
    fact("mean", "mean_squared_error", [1.0, 2.0, 4.0], [1.5, 2.0, 1.0], is_=known("9.25") / 3),
    fact("sum", "mean_squared_error", [1.0, 2.0, 4.0], [1.5, 2.0, 1.0], reduction="sum", is_=known("9.25")),
    fact("none", "mean_squared_error", [1.0, 2.0], [1.5, 2.0], reduction="none", is_=[0.25, 0]),
]

LIKELIHOOD = [
    fact("coin", "bernoulli_log_likelihood", [1, 0, 1, 1], 0.75,
         is_=3 * mp.log(ref.exact(0.75)) + mp.log(ref.exact(0.25))),
    fact("each-its-own", "bernoulli_log_likelihood", [1, 0], [0.8, 0.3],
         is_=-(ref.binary(1, 0.8) + ref.binary(0, 0.3))),
    fact("impossible", "bernoulli_log_likelihood", [1, 0], [0.0, 0.3], is_=-INF),
    fact("no-underflow", "bernoulli_log_likelihood", [1] * 5000, 0.5, is_=-5000 * mp.log(2)),
    fact("tail", "bernoulli_log_likelihood", [0], 1e-20, is_=mp.log1p(-ref.exact(1e-20))),
    fact("die", "categorical_log_likelihood", [0, 2, 2], [0.2, 0.3, 0.5],
         is_=mp.log(ref.exact(0.2)) + 2 * mp.log(ref.exact(0.5))),
    fact("each-its-own", "categorical_log_likelihood", LABELS[:2], P3[:2], is_=-ref.total(rows(HARD[:2], P3[:2]))),
    fact("impossible", "categorical_log_likelihood", [3], [P3[2]], is_=-INF),
    fact("scalar-parameters", "gaussian_log_likelihood", [0.0, 3.0], 1.0, 2.0,
         is_=-(ref.gaussian_nll(0, 1, 2) + ref.gaussian_nll(3, 1, 2))),
    fact("arrays", "gaussian_log_likelihood", [0.0, 3.0], [1.0, 3.0], [2.0, 0.1],
         is_=-(ref.gaussian_nll(0, 1, 2) + ref.gaussian_nll(3, 3, 0.1))),
]


@pytest.mark.parametrize(
    ("call", "args", "kwargs", "expected", "rtol"),
    [*ENTROPY, *INFORMATION, *SURPRISE, *PERPLEXITY, *NORMALIZE],
)
def test_information(call: str, args: Any, kwargs: Any, expected: Any, rtol: float) -> None:
    check(call, args, kwargs, expected, rtol)


@pytest.mark.parametrize(("call", "args", "kwargs", "expected", "rtol"), [*SIGMOID, *SOFTMAX])
def test_activations(call: str, args: Any, kwargs: Any, expected: Any, rtol: float) -> None:
    check(call, args, kwargs, expected, rtol)


@pytest.mark.parametrize(
    ("call", "args", "kwargs", "expected", "rtol"),
    [*BINARY, *BINARY_WEIGHTED, *CATEGORICAL, *SPARSE, *IGNORE, *LAYOUT, *TAILS, *LOG_LOSS, *SMOOTHING, *PER_CLASS],
)
def test_losses(call: str, args: Any, kwargs: Any, expected: Any, rtol: float) -> None:
    check(call, args, kwargs, expected, rtol)


@pytest.mark.parametrize(("call", "args", "kwargs", "expected", "rtol"), [*GAUSSIAN, *LIKELIHOOD])
def test_gaussians_and_likelihoods(call: str, args: Any, kwargs: Any, expected: Any, rtol: float) -> None:
    check(call, args, kwargs, expected, rtol)
