"""What ce_core refuses, and what it says then: the argument, its shape, the first bad place, the value, a remedy."""

from __future__ import annotations

import datetime
import inspect
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

import ce_core
from ce_core import DistributionError, LossTotal

pytestmark = pytest.mark.filterwarnings("error")
# fmt: off  (one row a refusal)

A, B = [0.1, 0.4, 0.5], [0.8, 0.15, 0.05]
GOOD = np.full((4, 3), 1 / 3)
NAN, INF = float("nan"), float("inf")


def but(place: Any, value: Any, array: Any = GOOD) -> np.ndarray:
    """A good array with one bad entry."""
    copy = np.array(array, dtype=np.float64)
    copy[place] = value
    return copy


def refusal(
    name: str, call: str, *args: Any, words: list[str], error: type[Exception] = DistributionError, **kwargs: Any
) -> Any:
    return pytest.param(call, args, kwargs, error, words, id=f"{call}:{name}")


IN_P_OR_Q = ["cross_entropy", "kl_divergence", "js_divergence", "js_distance", "decompose", "compare"]

SUMS = [
    refusal("too-little", "entropy", [0.5, 0.25], words=["p ", "(2,)", "0.75", "normalize"]),
    refusal("too-much", "entropy", [0.5, 0.75], words=["p ", "(2,)", "1.25", "normalize"]),
    refusal("only-row-3", "entropy", [[0.5, 0.5], [1, 0], [0, 1], [0.125, 0.25]],
            words=["p ", "(4, 2)", "[3]", "0.375", "normalize"]),
    refusal("column-1", "entropy", [[0.5, 0.5], [0.5, 0.125]], axis=0, words=["(2, 2)", "axis 0", "[1]", "0.625"]),
    refusal("off-by-1e-7", "entropy", [0.5, 0.5 + 1e-7], words=["p ", "normalize"]),
    refusal("float32-off-by-1e-3", "entropy", np.array([0.5, 0.501], dtype=np.float32), words=["p ", "normalize"]),
    refusal("all-zero", "entropy", [0.0, 0.0], words=["p ", "(2,)", "0.0"]),
    refusal("empty", "entropy", [], words=["p ", "(0,)"]),
    refusal("scalar", "entropy", 0.5, words=["p ", "()"]),
    refusal("y_true", "categorical_cross_entropy", [[0.5, 0.25]], [[0.5, 0.5]], words=["y_true", "(1, 2)", "0.75"]),
    refusal("y_prob", "categorical_cross_entropy", [[0.5, 0.5]], [[0.5, 0.25]],
            words=["y_prob", "(1, 2)", "0.75", "normalize"]),
    refusal("y_prob", "sparse_categorical_cross_entropy", [0], [[0.5, 0.25]], words=["y_prob", "(1, 2)", "0.75"]),
    refusal("y_true", "categorical_cross_entropy_from_logits", [[1, 1]], [[0.5, 0.25]],
            words=["y_true", "(1, 2)", "2.0"]),
    refusal("y_prob", "log_loss", [0, 1], [[0.5, 0.25], [0.5, 0.5]], words=["y_prob", "[0]", "0.75"]),
    refusal("y_prob", "per_class_cross_entropy", [0], [[0.5, 0.25]], words=["y_prob", "0.75"]),
    refusal("y_prob", "evaluate", [0], [[0.5, 0.25]], words=["y_prob", "0.75", "normalize"]),
    refusal("p", "smooth_labels", [1, 1], 0.1, words=["p ", "(2,)", "2.0"]),
    refusal("p", "perplexity", [0.3, 0.3], words=["p ", "0.6"]),
    refusal("p", "categorical_log_likelihood", [0], [0.5, 0.25], words=["p ", "0.75"]),
] + [
    refusal("p", call, [0.25, 0.5], [0.5, 0.5], words=["p ", "(2,)", "0.75", "normalize"]) for call in IN_P_OR_Q
] + [
    refusal("q", call, [0.5, 0.5], [0.25, 0.5], words=["q ", "(2,)", "0.75", "normalize"]) for call in IN_P_OR_Q
]

ENTRIES = [
    refusal("nan", "entropy", [0.5, NAN, 0.5], words=["p ", "(3,)", "[1]", "nan"]),
    refusal("nan-first-of-two", "entropy", but((2, slice(1, 3)), NAN), words=["p ", "(4, 3)", "[2, 1]", "nan"]),
    refusal("inf", "entropy", [0.5, INF], words=["p ", "[1]", "inf"]),
    refusal("negative", "entropy", but((3, 0), -0.25), words=["p ", "(4, 3)", "[3, 0]", "-0.25"]),
    refusal("above-1", "entropy", but((1, 2), 1.5), words=["p ", "(4, 3)", "[1, 2]", "1.5"]),
    refusal("negative-q", "kl_divergence", A, [1.25, -0.5, 0.25], words=["q ", "(3,)", "[0]", "1.25"]),
    refusal("above-1", "information_content", [0.5, 1.5], words=["p ", "(2,)", "[1]", "1.5"]),
    refusal("nan", "information_content", NAN, words=["p ", "nan"]),
    refusal("negative", "probability_of", [0.5, -0.25], words=["information", "(2,)", "[1]", "-0.25", "negative"]),
    refusal("nan", "probability_of", NAN, words=["information", "nan"]),
    refusal("nan-y", "binary_cross_entropy", [1, NAN], [0.5, 0.5], words=["y_true", "(2,)", "[1]", "nan"]),
    refusal("nan-p", "binary_cross_entropy", [1, 0], [0.5, NAN], words=["y_prob", "(2,)", "[1]", "nan"]),
    refusal("negative-y", "binary_cross_entropy", [[1, -1]], [[0.5, 0.5]], words=["y_true", "(1, 2)", "[0, 1]", "-1"]),
    refusal("y-4-and-7", "binary_cross_entropy", [4, 7], [0.5, 0.5], words=["y_true", "(2,)", "[0]", "4", "log_loss"]),
    refusal("one-ulp-above-1", "binary_cross_entropy", [1], [np.nextafter(1, 2)], words=["y_prob", "[0]", "1.0000"]),
    refusal("nan-logit", "binary_cross_entropy_from_logits", [1, 0], [0.5, NAN],
            words=["logits", "(2,)", "[1]", "nan"]),
    refusal("nan-logit", "sparse_categorical_cross_entropy_from_logits", [0], [[0.5, NAN]],
            words=["logits", "(1, 2)", "[0, 1]", "nan"]),
    refusal("plus-inf-logit", "categorical_cross_entropy_from_logits", [[1, 0]], [[0.5, INF]],
            words=["logits", "(1, 2)", "[0, 1]", "inf"]),
    refusal("nan", "softmax", [0.0, NAN], words=["z", "(2,)", "[1]", "nan"]),
    refusal("plus-inf", "softmax", [0.0, INF], words=["z", "(2,)", "[1]", "inf"]),
    refusal("plus-inf", "log_softmax", [0.0, INF], words=["z", "(2,)", "[1]", "inf"]),
    refusal("all-minus-inf", "softmax", [-INF, -INF], words=["z", "(2,)", "-inf"]),
    refusal("all-minus-inf", "log_softmax", [[0.0, 1.0], [-INF, -INF]], words=["z", "(2, 2)", "1", "-inf"]),
    refusal("nan", "sigmoid", [[0.0, NAN]], words=["z", "(1, 2)", "[0, 1]", "nan"]),
    refusal("nan", "log_sigmoid", [NAN], words=["z", "[0]", "nan"]),
    refusal("nan", "logsumexp", [0.0, NAN], words=["z", "(2,)", "[1]", "nan"]),
    refusal("empty", "softmax", [], words=["z", "(0,)"]),
    refusal("negative", "normalize", [3, -1], words=["weights", "(2,)", "[1]", "-1"]),
    refusal("nan", "normalize", [3, NAN], words=["weights", "(2,)", "[1]", "nan"]),
    refusal("inf", "normalize", [3, INF], words=["weights", "(2,)", "[1]", "inf"]),
    refusal("nothing", "normalize", [0, 0], words=["weights", "(2,)"]),
    refusal("pixel", "compare_images", [[0.5, 0.5]], [[0.5, -0.5]], words=["prediction", "(1, 2)", "[0, 1]", "-0.5"]),
    refusal("nan-pixel", "compare_images", [[NAN, 0.5]], [[0.5, 0.5]], words=["target", "(1, 2)", "[0, 0]", "nan"]),
    refusal("prediction", "loss_curve", 1.0, [0.5, 1.5], words=["p", "(2,)", "[1]", "1.5"]),
    refusal("target", "loss_curve", 1.5, [0.5], words=["y", "1.5"]),
    refusal("y", "bernoulli_log_likelihood", [0, 0.5], 0.5, words=["y ", "(2,)", "[1]", "0.5"]),
    refusal("p", "bernoulli_log_likelihood", [0, 1], 1.5, words=["p", "1.5"]),
    refusal("x-nan", "gaussian_nll", [0.0, NAN], 0.0, 1.0, words=["x", "(2,)", "[1]", "nan"]),
    refusal("x-inf", "mean_squared_error", [INF], [0.0], words=["x", "(1,)", "[0]", "inf"]),
]

REMEDIES = [
    refusal("logits-as-y_prob", "binary_cross_entropy", [1, 0], [3.2, -1.5],
            words=["y_prob", "(2,)", "[0]", "3.2", "from_logits"]),
    refusal("logits-as-y_prob", "categorical_cross_entropy", [[1, 0]], [[-0.5, 9.8]],
            words=["y_prob", "(1, 2)", "[0, 0]", "-0.5", "from_logits"]),
    refusal("logits-as-y_prob", "sparse_categorical_cross_entropy", [0], [[9.8, 3.7, 0.2]],
            words=["y_prob", "(1, 3)", "[0, 0]", "9.8", "from_logits"]),
    refusal("log-probabilities-as-q", "kl_divergence", A, np.log(B), words=["q ", "(3,)", "[0]", "-0.22"]),
    refusal("log-probabilities-as-y_prob", "sparse_categorical_cross_entropy", [0], [np.log(B)],
            words=["y_prob", "(1, 3)", "[0, 0]", "-0.22"]),
    refusal("grey-values", "compare_images", [[0, 128], [255, 64]], [[0, 0], [1, 1]],
            words=["target", "(2, 2)", "[0, 1]", "128", "255"]),
    refusal("grey-values", "binary_cross_entropy", [0.0, 128.0, 255.0], [0.5, 0.5, 0.5],
            words=["y_true", "(3,)", "[1]", "128", "255"]),
    refusal("uint8-grey-values", "binary_cross_entropy", np.array([0, 200], dtype=np.uint8), [0.5, 0.5],
            words=["y_true", "(2,)", "[1]", "200", "255"]),
    refusal("counts", "entropy", [3, 5], words=["p ", "(2,)", "[0]", "3", "sum"]),
]

LABELS = [
    refusal("too-large", "sparse_categorical_cross_entropy", [0, 1, 3], GOOD[:3],
            words=["y_true", "(3,)", "[2]", "3", "0 to 2"]),
    refusal("minus-1", "sparse_categorical_cross_entropy", [0, -1], GOOD[:2], words=["y_true", "(2,)", "[1]", "-1"]),
    refusal("fraction", "sparse_categorical_cross_entropy", [0, 0.5], GOOD[:2], words=["y_true", "(2,)", "[1]", "0.5"]),
    refusal("nan", "sparse_categorical_cross_entropy", [0, NAN], GOOD[:2], words=["y_true", "(2,)", "[1]", "nan"]),
    refusal("huge", "sparse_categorical_cross_entropy", [0, 1e300], GOOD[:2], words=["y_true", "[1]", "1e+300"]),
    refusal("minus-1", "sparse_categorical_cross_entropy_from_logits", [[0], [-1]], np.zeros((2, 1, 3)),
            words=["y_true", "(2, 1)", "[1, 0]", "-1"]),
    refusal("not-the-ignored-one", "sparse_categorical_cross_entropy", [255, -1], GOOD[:2], ignore_index=255,
            words=["y_true", "[1]", "-1"]),
    refusal("everything-ignored", "sparse_categorical_cross_entropy", [9, 9], GOOD[:2], ignore_index=9,
            words=["ignore_index", "9"]),
    refusal("minus-1", "per_class_cross_entropy", [-1], GOOD[:1], words=["y_true", "[0]", "-1"]),
    refusal("too-large", "evaluate", [3], GOOD[:1], words=["y_true", "[0]", "3"]),
    refusal("too-large", "categorical_log_likelihood", [0, 3], A, words=["y ", "[1]", "3"]),
    refusal("unsorted-labels", "log_loss", [0, 1], [0.5, 0.5], labels=[1, 0],
            words=["labels", "(2,)", "sorted", "[0, 1]"]),
    refusal("repeated-labels", "log_loss", [0, 1], [0.5, 0.5], labels=[0, 0], words=["labels", "(2,)"]),
    refusal("single-label", "log_loss", [1, 1], [0.5, 0.5], words=["y_true", "(2,)", "labels"]),
    refusal("single-label-given", "log_loss", [1, 1], [0.5, 0.5], labels=[1], words=["labels", "(1,)"]),
    refusal("unknown-label", "log_loss", ["a", "z"], [0.5, 0.5], labels=["a", "b"],
            words=["y_true", "(2,)", "[1]", "'z'", "labels"]),
    refusal("columns", "log_loss", ["a", "b"], GOOD[:2], words=["y_prob", "(2, 3)", "labels"]),
    refusal("columns", "log_loss", ["a", "b", "c"], [0.5, 0.5, 0.5], words=["y_prob", "(3,)", "3"]),
]

SHAPES = [
    refusal("unequal", call, [0.5, 0.5], A, words=["p ", "(2,)", "q ", "(3,)"]) for call in IN_P_OR_Q
] + [
    refusal("no-broadcasting", call, A, [B, B], words=["p ", "(3,)", "q ", "(2, 3)"])
    for call in ["cross_entropy", "kl_divergence", "js_divergence", "js_distance"]
] + [
    refusal("no-broadcasting", "perplexity", A, [B, B], words=["p ", "(3,)", "q ", "(2, 3)"]),
    refusal("no-broadcasting-of-1", "binary_cross_entropy", [1, 0], [0.5], words=["y_true", "(2,)", "y_prob", "(1,)"]),
    refusal("column-against-row", "binary_cross_entropy", [[1], [0]], [0.5, 0.5],
            words=["y_true", "(2, 1)", "y_prob", "(2,)"]),
    refusal("scalar", "binary_cross_entropy", 1, [0.5, 0.5], words=["y_true", "()", "y_prob", "(2,)"]),
    refusal("unequal", "binary_cross_entropy_from_logits", [1, 0], [[0.5, 0.5]],
            words=["y_true", "(2,)", "logits", "(1, 2)"]),
    refusal("unequal", "categorical_cross_entropy", [[1, 0]], [[1, 0], [0, 1]],
            words=["y_true", "(1, 2)", "y_prob", "(2, 2)"]),
    refusal("unequal", "categorical_cross_entropy_from_logits", [[1, 0]], [[1, 0, 0]],
            words=["y_true", "(1, 2)", "logits", "(1, 3)"]),
    refusal("unequal", "sparse_categorical_cross_entropy", [0, 1, 2], GOOD, words=["y_true", "(3,)", "(4,)", "y_prob"]),
    refusal("one-hot", "sparse_categorical_cross_entropy", np.eye(3), GOOD[:3],
            words=["y_true", "(3, 3)", "y_prob"]),
    refusal("NCHW-without-axis", "sparse_categorical_cross_entropy_from_logits", np.zeros((2, 4, 5)),
            np.zeros((2, 3, 4, 5)), words=["y_true", "(2, 4, 5)", "(2, 3, 4)", "logits", "axis"]),
    refusal("unequal", "compare_images", np.zeros((2, 3)), np.zeros((3, 2)),
            words=["target", "(2, 3)", "prediction", "(3, 2)"]),
    refusal("unequal", "binary_decompose", [1, 0], [0.5], words=["y_true", "(2,)", "y_prob", "(1,)"]),
    refusal("unequal", "mean_squared_error", [1, 2], [1, 2, 3], words=["x", "(2,)", "mu", "(3,)"]),
    refusal("unequal", "gaussian_nll", [1, 2], [1, 2, 3], 1.0, words=["(2,)", "mu", "(3,)"]),
    refusal("unequal", "gaussian_kl_divergence", [1, 2], 1.0, [1, 2, 3], 1.0, words=["mu_p", "(2,)", "mu_q", "(3,)"]),
    refusal("unequal", "bernoulli_log_likelihood", [1, 0, 1], [0.5, 0.5], words=["y ", "(3,)", "p ", "(2,)"]),
    refusal("2-d", "decompose", [A, A], [B, B], words=["p ", "(2, 3)"]),
    refusal("1-d", "evaluate", [0, 1], [0.5, 0.5], words=["y_prob", "(2,)"]),
    refusal("1-d", "compare_images", [0.5, 0.5], [0.5, 0.5], words=["target", "(2,)"]),
    refusal("unequal", "evaluate", [0, 1], GOOD, words=["y_true", "(2,)", "(4,)", "y_prob"]),
] + [
    refusal(f"axis-{axis}", call, *args, axis=axis, words=["axis", str(axis), shape])
    for axis in [2, -3]
    for call, args, shape in [
        ("entropy", ([A, B],), "(2, 3)"),
        ("kl_divergence", ([A, B], [B, A]), "(2, 3)"),
        ("softmax", ([A, B],), "(2, 3)"),
        ("logsumexp", ([A, B],), "(2, 3)"),
        ("normalize", ([A, B],), "(2, 3)"),
        ("categorical_cross_entropy", (np.eye(2), np.eye(2)), "(2, 2)"),
        ("sparse_categorical_cross_entropy", ([0, 1], np.eye(2)), "(2, 2)"),
        ("smooth_labels", (np.eye(2), 0.1), "(2, 2)"),
    ]
] + [
    refusal("ragged", "entropy", [[0.5, 0.5], [1.0]], words=["p ", "length"]),
    refusal("ragged", "categorical_cross_entropy", [[1, 0], [1, 0]], [[0.5, 0.5], [1.0]], words=["y_prob", "length"]),
    refusal("ragged", "binary_cross_entropy", [[1], [1, 0]], [[0.5], [0.5]], words=["y_true", "length"]),
    refusal("ragged", "softmax", [[1.0], [1.0, 2.0]], words=["z", "length"]),
]

BINARY, SPARSE = ([1, 0, 1], [0.5, 0.25, 0.5]), ([0, 1, 2], GOOD[:3])
WEIGHTS = [
    refusal("negative", call, *args, sample_weight=[1, 2, -0.5], words=["sample_weight", "(3,)", "[2]", "-0.5"])
    for call, args in [("binary_cross_entropy", BINARY), ("sparse_categorical_cross_entropy", SPARSE),
                       ("evaluate", SPARSE), ("per_class_cross_entropy", SPARSE), ("library_values", SPARSE)]
] + [
    refusal("shape", call, *args, sample_weight=[1, 2], words=["sample_weight", "(2,)", "(3,)"])
    for call, args in [("binary_cross_entropy", BINARY), ("sparse_categorical_cross_entropy", SPARSE),
                       ("categorical_cross_entropy", (np.eye(3), GOOD[:3])),
                       ("log_loss", (["a", "b", "a"], [0.5, 0.25, 0.5])), ("evaluate", SPARSE)]
] + [
    refusal("column", "sparse_categorical_cross_entropy", *SPARSE, sample_weight=[[1], [2], [3]],
            words=["sample_weight", "(3, 1)", "(3,)"]),
    refusal("scalar", "binary_cross_entropy", *BINARY, sample_weight=2.0, words=["sample_weight", "()", "(3,)"]),
    refusal("zero-total", "binary_cross_entropy", *BINARY, sample_weight=[0, 0, 0], words=["weight", "0"]),
    refusal("zero-total", "sparse_categorical_cross_entropy", *SPARSE, sample_weight=[0, 0, 0], words=["weight", "0"]),
    refusal("zero-total", "evaluate", *SPARSE, sample_weight=[0, 0, 0], words=["weight", "0"]),
    refusal("zero-total-of-classes", "sparse_categorical_cross_entropy", [0], [[0.5, 0.5]], class_weight=[0, 1],
            words=["weight", "0"]),
    refusal("nan", "binary_cross_entropy", *BINARY, sample_weight=[1, NAN, 1], words=["sample_weight", "[1]", "nan"]),
    refusal("inf", "binary_cross_entropy", *BINARY, sample_weight=[1, INF, 1], words=["sample_weight", "[1]", "inf"]),
    refusal("negative-class", "sparse_categorical_cross_entropy", *SPARSE, class_weight=[1, -2, 1],
            words=["class_weight", "(3,)", "[1]", "-2"]),
    refusal("class-shape", "categorical_cross_entropy", np.eye(3), GOOD[:3], class_weight=[1, 2],
            words=["class_weight", "(2,)", "(3,)"]),
    refusal("negative-pos", "binary_cross_entropy", *BINARY, pos_weight=-1.0, words=["pos_weight", "-1"]),
    refusal("pos-shape", "binary_cross_entropy", [[1, 0]], [[0.5, 0.5]], pos_weight=[1.0, 2.0, 3.0],
            words=["pos_weight", "(3,)", "(2,)"]),
]

NOTHING = [
    refusal("mean", "binary_cross_entropy", [], [], words=["nothing"]),
    refusal("mean", "binary_cross_entropy_from_logits", [], [], words=["nothing"]),
    refusal("mean", "sparse_categorical_cross_entropy", [], np.zeros((0, 3)), words=["nothing"]),
    refusal("mean", "categorical_cross_entropy", np.zeros((0, 3)), np.zeros((0, 3)), words=["nothing"]),
    refusal("mean", "sparse_categorical_cross_entropy_from_logits", [], np.zeros((0, 3)), words=["nothing"]),
    refusal("mean", "mean_squared_error", [], [], words=["nothing"]),
    refusal("mean", "gaussian_nll", [], 0.0, 1.0, words=["nothing"]),
    refusal("mean", "evaluate", [], np.zeros((0, 3)), words=["nothing"]),
    refusal("mean", "compare_images", np.zeros((0, 3)), np.zeros((0, 3)), words=["(0, 3)"]),
    refusal("labels", "log_loss", [], [], words=["y_true", "(0,)"]),
]

OPTIONS = [
    refusal(f"base-{base}", call, *args, base=base, words=["base", str(base)])
    for base in [0, 1, -2, NAN, 0.5, INF]
    for call, args in [("entropy", (A,)), ("kl_divergence", (A, B)), ("binary_cross_entropy", BINARY),
                       ("sparse_categorical_cross_entropy_from_logits", SPARSE), ("information_content", (0.5,)),
                       ("probability_of", (0.5,)), ("loss_curve", (1.0, [0.5]))]
] + [
    refusal(f"eps-{eps}", call, *args, eps=eps, words=["eps", str(eps)])
    for eps in [-1e-9, 0.5, 1.0, NAN, INF]
    for call, args in [("binary_cross_entropy", BINARY), ("sparse_categorical_cross_entropy", SPARSE),
                       ("log_loss", ([0, 1], [0.5, 0.5])), ("compare_images", ([[0.5]], [[0.5]])),
                       ("loss_curve", (1.0, [0.5]))]
] + [
    refusal(f"smoothing-{alpha}", call, *args, label_smoothing=alpha, words=["label_smoothing", str(alpha)])
    for alpha in [-0.1, 1.1, NAN, INF]
    for call, args in [("binary_cross_entropy", BINARY), ("sparse_categorical_cross_entropy", SPARSE),
                       ("categorical_cross_entropy_from_logits", (np.eye(3), GOOD[:3])), ("smooth_labels", (A,)),
                       ("evaluate", SPARSE)]
] + [
    refusal(f"reduction-{reduction}", call, *args, reduction=reduction, words=["reduction", str(reduction), "mean"])
    for reduction in ["average", "MEAN", "", None]
    for call, args in [("binary_cross_entropy", BINARY), ("sparse_categorical_cross_entropy", SPARSE),
                       ("gaussian_nll", ([0.0], 0.0, 1.0)), ("mean_squared_error", ([0.0], [0.0]))]
] + [
    refusal(f"temperature-{t}", "softmax", A, temperature=t, words=["temperature", str(t)]) for t in [0, -1.0, NAN]
] + [
    refusal(f"sigma-{sigma}", call, *args, words=[argument, str(sigma)])
    for sigma in [0.0, -1.5, NAN, INF]
    for call, args, argument in [
        ("gaussian_entropy", (sigma,), "sigma"),
        ("gaussian_cross_entropy", (0.0, sigma, 0.0, 1.0), "sigma_p"),
        ("gaussian_kl_divergence", (0.0, 1.0, 0.0, sigma), "sigma_q"),
        ("gaussian_nll", ([0.0], 0.0, sigma), "sigma"),
        ("gaussian_log_likelihood", ([0.0], 0.0, sigma), "sigma"),
    ]
] + [
    refusal("sigma-place", "gaussian_nll", [0.0, 1.0], [0.0, 1.0], [1.0, -0.5],
            words=["sigma", "(2,)", "[1]", "-0.5"]),
    refusal("logits-shape", "evaluate_logits", [0, 1], np.zeros((3, 2)), words=["y_true", "(2,)", "logits", "(3,)"]),
    refusal("logits-nan", "evaluate_logits", [0], [[0.0, NAN]], words=["logits", "(1, 2)", "[0, 1]", "nan"]),
    refusal("logits-inf", "evaluate_logits", [0], [[0.0, INF]], words=["logits", "(1, 2)", "[0, 1]", "inf"]),
    refusal("positive", "compare_images", [[0.5]], [[0.5]], positive="grey",
            words=["positive", "grey", "white", "black"]),
    refusal("bins-0", "reliability", [0], [[0.5, 0.5]], bins=0, words=["bins", "0"]),
]

NOT_NUMERIC: dict[str, Any] = {
    "none": None,
    "string": "0.5",
    "strings": ["0.5", "0.5", "0"],
    "bytes": b"0.5",
    "none-inside": [0.5, None, 0.5],
    "complex": [0.5 + 0j, 0.5, 0],
    "object": object(),
    "fractions": [Fraction(1, 2), Fraction(1, 2), 0],
    "decimals": [Decimal("0.5"), Decimal("0.5"), 0],
    "masked": np.ma.array([0.5, 0.5, 0.0], mask=[False, False, True]),
    "dates": np.array(["2020-01-01"] * 3, dtype="datetime64[D]"),
    "date-objects": [datetime.date(2020, 1, 1)] * 3,
    "dict": {"a": 0.5},
    "set": {0.5},
    "generator": (x for x in A),
}
TYPES = [
    refusal(name, call, *args, error=TypeError, words=[argument])
    for name, bad in NOT_NUMERIC.items()
    for call, args, argument in [
        ("entropy", (bad,), "p "),
        ("cross_entropy", (A, bad), "q "),
        ("binary_cross_entropy", ([1, 0, 1], bad), "y_prob"),
        ("sparse_categorical_cross_entropy", (bad, GOOD[:3]), "y_true"),
        ("categorical_cross_entropy_from_logits", (A, bad), "logits"),
        ("softmax", (bad,), "z"),
        ("gaussian_nll", ([0.0], 0.0, bad), "sigma"),
        ("mean_squared_error", (bad, [0.0]), "x"),
        ("normalize", (bad,), "weights"),
    ]
] + [
    refusal("weights", "binary_cross_entropy", [1, 0], [0.5, 0.5], sample_weight=["1", "2"], error=TypeError,
            words=["sample_weight"]),
    refusal("base", "entropy", A, base="2", error=TypeError, words=["base", "'2'"]),
    refusal("eps", "binary_cross_entropy", [1], [0.5], eps="0", error=TypeError, words=["eps", "'0'"]),
    refusal("smoothing", "smooth_labels", A, None, error=TypeError, words=["label_smoothing", "None"]),
    refusal("temperature", "softmax", A, temperature="1", error=TypeError, words=["temperature", "'1'"]),
    refusal("mixed-labels", "log_loss", [1, "a"], [0.5, 0.5], error=TypeError, words=["y_true"]),
    refusal("none-as-label", "log_loss", [None, "a"], [0.5, 0.5], error=TypeError, words=["y_true"]),
    refusal("y_prob-strings", "log_loss", ["a", "b"], ["0.5", "0.5"], error=TypeError, words=["y_prob"]),
]


@pytest.mark.parametrize(
    ("call", "args", "kwargs", "error", "words"),
    [*SUMS, *ENTRIES, *REMEDIES, *LABELS, *SHAPES, *WEIGHTS, *NOTHING, *OPTIONS, *TYPES],
)
def test_refusal(call: str, args: Any, kwargs: Any, error: type[Exception], words: list[str]) -> None:
    with pytest.raises((ValueError, TypeError)) as caught:
        getattr(ce_core, call)(*args, **kwargs)
    assert caught.type is error, f"{caught.type.__name__}: {caught.value}"
    message = str(caught.value)
    missing = [word for word in words if word not in message]
    assert not missing, f"{missing} not in: {message}"


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        pytest.param(lambda: LossTotal.empty().mean(), DistributionError, ["nothing"], id="mean-of-nothing"),
        pytest.param(lambda: LossTotal.empty().add([1.0], [0.0]).mean(), DistributionError, ["weight"],
                     id="zero-total-weight"),
        pytest.param(lambda: LossTotal.empty().add([1.0, NAN]), DistributionError, ["losses", "(2,)", "[1]", "nan"],
                     id="nan"),
        pytest.param(lambda: LossTotal.empty().add([1.0], [-1.0]), DistributionError,
                     ["sample_weight", "(1,)", "[0]", "-1"], id="negative-weight"),
        pytest.param(lambda: LossTotal.empty().add([1.0], [1.0, 2.0]), DistributionError,
                     ["sample_weight", "(2,)", "(1,)"], id="weight-shape"),
        pytest.param(lambda: LossTotal.empty().add(["1"]), TypeError, ["losses"], id="strings"),
        pytest.param(lambda: LossTotal.empty().add(None), TypeError, ["losses"], id="none"),
    ],
)
def test_loss_total_refuses(call: Any, error: type[Exception], words: list[str]) -> None:
    with pytest.raises(error) as caught:
        call()
    missing = [word for word in words if word not in str(caught.value)]
    assert not missing, f"{missing} not in: {caught.value}"


def test_distribution_error_is_a_value_error() -> None:
    assert issubclass(DistributionError, ValueError)


# What is near the edge, and accepted
ACCEPTED = [
    pytest.param(lambda: ce_core.entropy([0.5, 0.5 + 1e-9]), id="sum-off-by-1e-9"),
    pytest.param(lambda: ce_core.entropy(np.array([0.1] * 10, dtype=np.float32)), id="float32-rounding"),
    pytest.param(lambda: ce_core.entropy(np.array([0.1] * 10, dtype=np.float16)), id="float16-rounding"),
    pytest.param(lambda: ce_core.entropy([True, False]), id="bools"),
    pytest.param(lambda: ce_core.entropy(np.array([1, 0], dtype=np.uint8)), id="uint8"),
    pytest.param(lambda: ce_core.entropy(A, base=np.float32(2)), id="numpy-base"),
    pytest.param(lambda: ce_core.entropy(A, base=1.0000001), id="base-just-above-1"),
    pytest.param(lambda: ce_core.entropy(np.broadcast_to(1 / 3, 3)), id="zero-strides"),
    pytest.param(lambda: ce_core.binary_cross_entropy([1], [0.5], eps=0), id="eps-0"),
    pytest.param(lambda: ce_core.binary_cross_entropy([1], [0.5], eps=0.49999), id="eps-below-half"),
    pytest.param(lambda: ce_core.binary_cross_entropy([1], [0.5], label_smoothing=1), id="smoothing-1"),
    pytest.param(lambda: ce_core.binary_cross_entropy([1], [0.5], sample_weight=[1e-320]), id="subnormal-weight"),
    pytest.param(lambda: ce_core.sparse_categorical_cross_entropy([np.int8(1)], [A]), id="int8-label"),
]


@pytest.mark.parametrize("call", ACCEPTED)
def test_accepted(call: Any) -> None:
    assert np.isfinite(call())


# --- no warning, no change of what was given

P, Q = np.array([A, B]), np.array([B, [1.0, 0.0, 0.0]])
Y, Z = np.array([1.0, 0.0, 0.5]), np.array([1e308, -1e308, 0.0])
LABEL, ROWS, LOGIT_ROWS = np.array([0, 2]), Q, np.array([[1e308, -1e308, 0.0], [745.0, 0.0, -745.0]])
EDGE, WEIGHT, CLASS_WEIGHT = np.array([1.0, 0.0, 0.0]), np.array([0.0, 2.0, 1.0]), np.array([0.5, 2.0, 0.0])
CALLS: dict[str, tuple[tuple[Any, ...], dict[str, Any]]] = {
    "information_content": ((EDGE,), {"base": 2}),
    "probability_of": ((np.array([0.0, 1e308, np.inf]),), {"base": 2}),
    "entropy": ((P,), {}),
    "cross_entropy": ((P, Q), {"base": 10}),
    "kl_divergence": ((P, Q), {}),
    "js_divergence": ((P, Q), {}),
    "js_distance": ((P, Q), {}),
    "perplexity": ((P, Q), {}),
    "decompose": ((P[0], Q[1]), {}),
    "compare": ((P[0], Q[1]), {}),
    "normalize": ((WEIGHT,), {}),
    "sigmoid": ((Z,), {}),
    "log_sigmoid": ((Z,), {}),
    "softmax": ((Z,), {"temperature": 0.5}),
    "log_softmax": ((Z,), {}),
    "logsumexp": ((Z,), {}),
    "binary_cross_entropy": ((Y, EDGE), {"sample_weight": WEIGHT, "pos_weight": 2.0, "label_smoothing": 0.1,
                                         "eps": 1e-7}),
    "binary_cross_entropy_from_logits": ((Y, Z), {"sample_weight": WEIGHT, "pos_weight": 2.0}),
    "categorical_cross_entropy": ((P, Q), {"class_weight": CLASS_WEIGHT, "sample_weight": WEIGHT[:2]}),
    "categorical_cross_entropy_from_logits": ((P, LOGIT_ROWS), {"class_weight": CLASS_WEIGHT}),
    "sparse_categorical_cross_entropy": ((LABEL, ROWS), {"ignore_index": 2, "class_weight": CLASS_WEIGHT}),
    "sparse_categorical_cross_entropy_from_logits": ((LABEL, LOGIT_ROWS), {"sample_weight": WEIGHT[:2]}),
    "log_loss": ((LABEL, EDGE[:2]), {"sample_weight": WEIGHT[:2]}),
    "smooth_labels": ((P, 0.1), {}),
    "per_class_cross_entropy": ((LABEL, ROWS), {"sample_weight": WEIGHT[1:]}),
    "binary_decompose": ((Y, EDGE), {}),
    "loss_curve": ((0.5, EDGE), {}),
    "compare_images": ((P, Q), {}),
    "survey_images": ((P, Q), {"side": 1}),
    "distort": ((P, "noise", 0.1), {}),
    "resize": ((P, 5, 4), {}),
    "evaluate": ((LABEL, ROWS), {"sample_weight": WEIGHT[1:]}),
    "evaluate_logits": ((LABEL, LOGIT_ROWS), {"sample_weight": WEIGHT[1:]}),
    "reliability": ((LABEL, ROWS), {}),
    "library_values": ((LABEL, ROWS), {"sample_weight": WEIGHT[1:]}),
    "convention_value": ((ce_core.CONVENTIONS[0], LABEL, ROWS), {"sample_weight": WEIGHT[1:]}),
    "explain": ((0.5, LABEL, ROWS), {"sample_weight": WEIGHT[1:]}),
    "gaussian_entropy": ((np.array([1e-200, 1e200]),), {}),
    "gaussian_cross_entropy": ((Y, WEIGHT + 1, Y, WEIGHT + 1e-300), {}),
    "gaussian_kl_divergence": ((Y, WEIGHT + 1, Y, WEIGHT + 1e-300), {}),
    "gaussian_nll": ((Y, Z, WEIGHT + 1), {}),
    "gaussian_log_likelihood": ((Y, Z, WEIGHT + 1), {}),
    "mean_squared_error": ((Y, Z), {}),
    "bernoulli_log_likelihood": ((EDGE, np.array([0.5, 1.0, 0.0])), {}),
    "categorical_log_likelihood": ((LABEL, ROWS), {}),
    "bernoulli_likelihood_curve": ((EDGE, np.array([0.5, 1.0, 0.0])), {}),
    "likelihood_path": ((EDGE, np.array([0.5, 1.0, 0.0])), {"repeats": 3}),
    "loss_names": ((EDGE, np.array([0.5, 1.0, 0.0])), {}),
    "index_grid": ((EDGE, np.array([0.5, 1.0, 0.0])), {}),
    "one_output": ((EDGE, np.array([0.5, 1.0, 0.0]), 1.0, EDGE), {}),
    "joint_entropy": ((P / 2,), {}),
    "conditional_entropy": ((P / 2,), {"given": "column"}),
    "compare_joint": ((np.diag(P[0]),), {"base": 2}),
    "kl_calls": ((P[0], Q[1]), {}),
    "torch_kl_div": ((np.log(P[0]), P[0]), {"reduction": "sum"}),
    "gaussian_density": ((Y, Y, WEIGHT + 1), {}),
    "line_losses": ((Y, EDGE, 0.0, 1.0, WEIGHT + 1, Y), {}),
    "surprise_curve": ((EDGE,), {}),
    "padded_entropy": ((EDGE, 1e-15), {}),
    "softmax_study": ((LOGIT_ROWS[1], EDGE), {"temperature": 0.5, "shift": 1e3}),
    "sigmoid_study": ((LOGIT_ROWS[1], Y), {}),
    "second_softmax": ((LOGIT_ROWS[1], EDGE), {"factors": Y}),
    "huffman_code": ((EDGE,), {"block": 2}),
    "shannon_code": ((P[0],), {}),
    "block_distribution": ((Q[1], 3), {}),
    "arithmetic_encode": ((LABEL, P[0]), {}),
    "arithmetic_decode": ((ce_core.arithmetic_encode(LABEL, P[0]), P[0], 2), {}),
    "transmit": ((LABEL, Q[1]), {}),
    "sample_message": ((EDGE, 5), {"seed": 0}),
    "code_sample": ((P[0], Q[1], 10), {"seed": 0}),
    "aggregate_perplexity": ((np.array([0.0, 1e3, np.inf]),), {"weights": WEIGHT}),
    "perplexity_from_loss": ((np.array([0.0, 1e3, np.inf]),), {"base": 2}),
    "labelled_points": ((P[:, :2], np.array([0, 1])), {}),
    "predict_probabilities": ((ce_core.initial_parameters(1, head_start=1e3), P[:, :2]), {}),
}


@pytest.mark.parametrize("call", CALLS)
def test_no_warning_and_no_change_of_the_input(call: str) -> None:
    args, kwargs = CALLS[call]
    arrays = [value for value in (*args, *kwargs.values()) if isinstance(value, np.ndarray)]
    assert arrays
    before = [array.tobytes() for array in arrays]
    getattr(ce_core, call)(*args, **kwargs)
    assert [array.tobytes() for array in arrays] == before


def takes_an_array(function: Any) -> bool:
    shown = " ".join(str(one.annotation) for one in inspect.signature(function).parameters.values())
    return "SupportsArray" in shown or "ArrayLike" in shown  # as Python 3.11 and 3.13 write it


def test_every_function_that_takes_an_array_is_tried() -> None:
    functions = {name for name in ce_core.__all__ if name.islower() and takes_an_array(getattr(ce_core, name))}
    assert len(functions) > 50
    assert functions - set(CALLS) == set()
