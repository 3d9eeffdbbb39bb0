"""Labels, predictions and weights as people change them by mistake or by choice, as a table."""

import math
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import permutations

import numpy as np

from ce_core._checks import Floats
from ce_core._numerics import quiet
from ce_core._numerics import surprise as surprise_of
from ce_core.activations import log_sigmoid, log_softmax_of
from ce_core.conventions.departures import (
    ARGUMENTS,
    COLUMNS,
    GUARD,
    LABELS,
    READING,
    WEIGHTS,
    Departure,
    Rewrite,
)
from ce_core.conventions.problem import Problem
from ce_core.losses import mixed

CLIPS = {
    1e-15: 0.8,
    2.0**-52: 0.8,
    1e-7: 0.8,
    1e-12: 1.2,
    1e-8: 1.2,
    1e-10: 1.6,
    1e-6: 1.6,
    2.0**-23: 1.6,
    1e-16: 2.2,
    1e-9: 2.2,
    1e-5: 2.4,
    1e-4: 2.4,
    1e-3: 2.4,
    1e-2: 3.0,
}
"""The usual ε, and their rarity."""
SMOOTHINGS = {0.1: 0.8, 0.05: 1.6, 0.2: 1.6, 0.01: 2.0, 0.15: 2.2, 0.3: 2.2, 0.25: 2.4, 0.02: 2.4, 0.4: 2.8, 0.5: 2.8}
"""The usual α, and their rarity."""


# predictions read as something else


def _again(problem: Problem) -> Problem | None:
    """Softmax, or sigmoid for one column, of what are probabilities already."""
    if problem.one_column:
        p = problem.p[:, 1]
        return problem.predicting(np.stack([-np.asarray(log_sigmoid(-p)), -np.asarray(log_sigmoid(p))], axis=1))
    return problem.predicting(0.0 - log_softmax_of("y_pred", problem.p, -1))


def _sigmoid_of_last(problem: Problem) -> Problem | None:
    if problem.one_column or problem.classes != 2:
        return None
    z = problem.p[:, 1] if problem.kind == "probabilities" else problem.scores[:, 1]
    return problem.predicting(np.stack([-np.asarray(log_sigmoid(-z)), -np.asarray(log_sigmoid(z))], axis=1))


def _two_column_softmax(problem: Problem) -> Problem | None:
    if not problem.one_column or problem.per_row != 1:
        return None
    return problem.predicting(0.0 - log_softmax_of("y_pred", problem.p, -1))


def _sigmoid_of_logits(problem: Problem) -> Problem | None:
    """Each class's own sigmoid, so that the row no longer sums to 1."""
    if problem.kind != "logits" or problem.one_column or problem.classes < 2:
        return None
    return problem.predicting(-np.asarray(log_sigmoid(problem.scores)))


def _normalised_sigmoid(problem: Problem) -> Problem | None:
    each = _sigmoid_of_logits(problem)
    if each is None:
        return None
    with quiet():
        return each.predicting(each.surprise + np.log(each.p.sum(axis=1, keepdims=True)))


def _softmax_over_labels(problem: Problem) -> Problem | None:
    """One softmax over the L labels of an example instead of L sigmoids."""
    if problem.per_row == 1 or problem.kind != "logits":
        return None
    surprise = 0.0 - log_softmax_of("y_pred", problem.scores[:, 1].reshape(-1, problem.per_row), -1).reshape(-1)
    with quiet():
        rest = surprise_of(-np.expm1(-surprise), None)
    return problem.predicting(np.stack([rest, surprise], axis=1))


def _logits_as_probabilities(problem: Problem, eps: float) -> Problem | None:
    """Scores clipped to [ε, 1 − ε] as if they were probabilities."""
    if problem.kind != "logits":
        return None
    if not problem.one_column:
        return problem.predicting(surprise_of(np.clip(problem.scores, eps, 1 - eps), None))
    z = np.clip(problem.scores[:, 1], eps, 1 - eps)
    return problem.predicting(np.stack([surprise_of(1 - z, None), surprise_of(z, None)], axis=1))


def _divided_by_sum(problem: Problem, logs: bool) -> Problem | None:
    """Keras, told that scores are probabilities: divides each row by its sum and clips."""
    if problem.one_column or (not logs and problem.kind != "logits"):
        return None
    with quiet():
        scores = -problem.surprise if logs else problem.scores
        p = scores / scores.sum(axis=1, keepdims=True)
    return problem.predicting(surprise_of(np.clip(p, 1e-7, 1 - 1e-7), None))


def _percent(problem: Problem) -> Problem | None:
    if problem.one_column:
        return None
    return problem.predicting(problem.surprise - math.log(100))


def _columns(problem: Problem, order: tuple[int, ...]) -> Problem | None:
    if problem.classes != len(order):
        return None
    return replace(problem.predicting(problem.surprise[:, order]), scores=problem.scores[:, order])


def _reversed_columns(problem: Problem) -> Problem | None:
    return _columns(problem, tuple(range(problem.classes))[::-1]) if problem.classes > 3 else None


def _text_order(problem: Problem) -> Problem | None:
    """Columns of classes 0, 1, 10, 11, 2, …: the order of the labels as text."""
    if problem.classes <= 10:
        return None
    return _columns(problem, tuple(sorted(range(problem.classes), key=str)))


def _swapped(problem: Problem) -> Problem | None:
    """Truth and prediction in each other's place: H(Q, P)."""
    return replace(problem, surprise=surprise_of(problem.y, None), index=None, soft=problem.p)


def _float32(problem: Problem) -> Problem | None:
    with quiet():
        rounded = problem.p.astype(np.float32)
        return problem.predicting(0.0 - np.log(rounded).astype(np.float64))


# a guard against log 0


def _clipped(problem: Problem, eps: float) -> Problem | None:
    """Probabilities clipped to [ε, 1 − ε]."""
    highest = -math.log(eps)
    if problem.highest <= highest and problem.lowest >= -math.log1p(-eps):
        return None
    return problem.predicting(np.clip(problem.surprise, -math.log1p(-eps), highest))


def _floored(problem: Problem, eps: float) -> Problem | None:
    """Probabilities below ε raised to it."""
    highest = -math.log(eps)
    if problem.highest <= highest or problem.lowest >= -math.log1p(-eps):
        return None  # nothing to raise, or the same as clipping on both sides
    return problem.predicting(np.minimum(problem.surprise, highest))


def _added(problem: Problem, eps: float) -> Problem | None:
    if math.log(eps) + problem.highest < math.log(1e-10):
        return None
    with quiet():
        return problem.predicting(0.0 - np.log(problem.p + eps))


def _lowest_log(problem: Problem) -> Problem | None:
    return problem.predicting(np.minimum(problem.surprise, 100.0)) if problem.highest > 100 else None


# labels


def _shifted_labels(problem: Problem, by: int) -> Problem | None:
    if problem.index is None or problem.classes < 3:
        return None
    return problem.labelled((problem.index + by) % problem.classes)


def _inverted(problem: Problem) -> Problem | None:
    if problem.classes != 2:
        return None
    return problem.aiming(problem.y[:, ::-1]) if problem.index is None else problem.labelled(1 - problem.index)


def _smoothed(problem: Problem, alpha: float, others_only: bool) -> Problem | None:
    if others_only:
        alpha = alpha * problem.classes / (problem.classes - 1)
    return replace(problem, index=None, soft=mixed(problem.y, alpha, problem.classes))


def _ignored_counted(problem: Problem) -> Problem | None:
    if problem.ignored is None or problem.index is None:
        return None
    label, where = problem.ignored
    if not -1 <= label < problem.classes or not where.any():
        return None
    ones = np.ones(problem.rows) if problem.given_weights is None else problem.given_weights
    counted = problem.labelled(np.where(where, label % problem.classes, problem.index))
    return replace(counted, weights=ones, denominators=ones)


def _ignored_in_denominator(problem: Problem) -> Problem | None:
    if problem.ignored is None or not problem.ignored[1].any():
        return None
    ones = np.ones(problem.rows) if problem.given_weights is None else problem.given_weights
    return replace(problem, denominators=ones)


def _class_left_out(problem: Problem, last: bool, divided_by_all: bool) -> Problem | None:
    if problem.index is None or problem.per_row > 1 or (last and problem.classes < 3):
        return None
    kept = problem.index != (problem.classes - 1 if last else 0)
    weights = np.where(kept, problem.weights, 0.0)
    if kept.all() or not weights.any():
        return None
    return replace(problem, weights=weights, denominators=problem.denominators if divided_by_all else weights)


# weights


def _class_weighted(problem: Problem, factors: Floats, divided_by_weights: bool) -> Problem:
    """Each row times the weight of its class; of soft labels each term."""
    if problem.own is None:
        share = np.asarray((problem.y * factors).sum(axis=1))
        weighted = problem.aiming(problem.y * factors)
    else:
        share = factors[problem.own]
        weighted = replace(problem, weights=problem.weights * share)
    return replace(weighted, denominators=problem.denominators * share) if divided_by_weights else weighted


def _balanced(problem: Problem) -> Problem | None:
    """N/(C·n), C being the number of classes that occur."""
    counts = problem.counts
    occurring = np.where(counts > 0, counts, np.inf)
    return _class_weighted(problem, counts.sum() / ((counts > 0).sum() * occurring), True)


def _inverse_counts(problem: Problem, times_total: bool) -> Problem | None:
    counts = problem.counts
    if not (counts > 0).all():
        return None
    return _class_weighted(problem, (counts.sum() if times_total else 1.0) / counts, False)


def _positives_weighted(problem: Problem, divided_by_weights: bool) -> Problem | None:
    counts = problem.counts
    if problem.classes != 2 or not counts.all() or counts[0] == counts[1]:
        return None
    return _class_weighted(problem, np.array([1.0, counts[0] / counts[1]]), divided_by_weights)


def _each_label_weighted(problem: Problem) -> Problem | None:
    """A pos_weight = negatives/positives for each label of its own."""
    if problem.per_row == 1:
        return None
    y = problem.y[:, 1].reshape(-1, problem.per_row)
    positives = y.sum(axis=0)
    if not positives.all():
        return None
    ratio = np.broadcast_to((len(y) - positives) / positives, y.shape).reshape(-1)
    factors = np.stack([np.ones(problem.rows), ratio], axis=1)
    return problem.aiming(problem.y * factors)


def _unweighted(problem: Problem) -> Problem | None:
    if problem.given_weights is None:
        return None
    ones = np.ones(problem.rows) if problem.ignored is None else np.where(problem.ignored[1], 0.0, 1.0)
    return replace(problem, weights=ones, denominators=ones)


def _divided_by_count(problem: Problem) -> Problem | None:
    if problem.given_weights is None:
        return None
    ones = np.ones(problem.rows) if problem.ignored is None else np.where(problem.ignored[1], 0.0, 1.0)
    return replace(problem, denominators=ones)


def _number(value: float) -> str:
    for exponent in (52, 23):
        if value == 2.0**-exponent:
            return f"2^−{exponent}"
    return f"{value:g}".replace("e-0", "e−").replace("e-", "e−")


_CHECK_ORDER = "Put the columns in the order of the class numbers: predictions[:, k] belongs to label k."
_NO_GUARD = "That is a choice of the implementation: state its ε with the number, or compute from logits and need none."


def _rewrites() -> Iterator[Departure[Rewrite]]:
    yield Departure(
        "double softmax",
        "softmax (sigmoid for one column) is applied to what are probabilities already",
        "Pass the logits to a function that takes logits, or the probabilities to one that takes probabilities: "
        "apply the activation only once.",
        0.3,
        READING,
        _again,
    )
    yield Departure(
        "sigmoid of the second column",
        "the second column alone is put through a sigmoid",
        "Two columns belong to a softmax; only one single output belongs to a sigmoid.",
        2.0,
        READING,
        _sigmoid_of_last,
    )
    yield Departure(
        "softmax of [1 − p, p]",
        "the two probabilities [1 − p, p] are put through a softmax",
        "They are probabilities already: take their logarithm, without a softmax.",
        1.8,
        READING,
        _two_column_softmax,
    )
    yield Departure(
        "sigmoid instead of softmax",
        "each class's logit is put through its own sigmoid, so that a row does not sum to 1",
        "Exclusive classes need softmax over the row.",
        1.2,
        READING,
        _sigmoid_of_logits,
    )
    yield Departure(
        "sigmoids divided by their sum",
        "each class's logit is put through its own sigmoid and the row divided by its sum",
        "Exclusive classes need softmax over the row.",
        2.4,
        READING,
        _normalised_sigmoid,
    )
    yield Departure(
        "softmax instead of sigmoid",
        "one softmax runs over the labels of an example",
        "Labels that may hold together need a sigmoid each.",
        1.2,
        READING,
        _softmax_over_labels,
    )
    for eps, rarity in ((1e-7, 1.2), (1e-15, 2.0), (1e-12, 2.2), (2.0**-52, 2.0)):
        yield Departure(
            f"logits taken for probabilities, clipped at {_number(eps)}",
            f"the logits are taken for probabilities and clipped to [{_number(eps)}, 1 − {_number(eps)}]",
            "Tell the function that it gets logits (from_logits=True), or apply softmax or sigmoid before it.",
            rarity,
            READING,
            partial(_logits_as_probabilities, eps=eps),
        )
    yield Departure(
        "logits taken for probabilities, divided by their sum",
        "the logits are taken for probabilities: each row is divided by its sum and clipped at 1e−7, as Keras does",
        "Tell the function that it gets logits (from_logits=True), or apply softmax before it.",
        1.2,
        READING,
        partial(_divided_by_sum, logs=False),
    )
    yield Departure(
        "log-probabilities taken for probabilities",
        "log-probabilities are taken for probabilities: each row is divided by its sum and clipped at 1e−7",
        "Leave out the log_softmax before a function that takes probabilities; use softmax.",
        2.0,
        READING,
        partial(_divided_by_sum, logs=True),
    )
    yield Departure(
        "percent not divided by 100",
        "the predictions are percent, not divided by 100",
        "Divide the predictions by 100: the loss is too small by ln 100 = 4.605.",
        1.8,
        READING,
        _percent,
    )
    for classes in (2, 3):
        for order in list(permutations(range(classes)))[1:]:
            shown = ", ".join(map(str, order))
            yield Departure(
                "columns swapped" if classes == 2 else f"columns in the order {shown}",
                f"the columns of the predictions stand in the order {shown}",
                _CHECK_ORDER,
                1.3 if classes == 2 or order == (2, 1, 0) else 2.2,
                COLUMNS,
                partial(_columns, order=order),
            )
    yield Departure(
        "columns reversed",
        "the columns of the predictions stand in reverse order",
        _CHECK_ORDER,
        2.0,
        COLUMNS,
        _reversed_columns,
    )
    yield Departure(
        "columns in the order of text",
        "the columns stand in the order of the labels as text (0, 1, 10, 11, 2, …)",
        "Sort the class numbers as numbers, or name the columns.",
        1.6,
        COLUMNS,
        _text_order,
    )
    yield Departure(
        "arguments swapped",
        "truth and prediction have changed places: −Σ ŷ log y",
        "Give the labels where the function expects them: scikit-learn and Keras take them first, PyTorch second.",
        1.2,
        ARGUMENTS,
        _swapped,
    )
    yield Departure(
        "float32",
        "probabilities and logarithms are rounded to float32",
        "Nothing is wrong; compare with a relative tolerance of 1e−6, or compute in float64.",
        2.0,
        GUARD,
        _float32,
        alone=True,
    )
    for eps, rarity in CLIPS.items():
        shown = _number(eps)
        yield Departure(
            f"clipped at {shown}",
            f"the probabilities are clipped to [{shown}, 1 − {shown}]",
            _NO_GUARD,
            rarity,
            GUARD,
            partial(_clipped, eps=eps),
        )
        if eps >= 1e-9:  # below, raising and clipping give the same in float64
            yield Departure(
                f"at least {shown}",
                f"probabilities below {shown} are raised to it",
                _NO_GUARD,
                rarity + 1.2,
                GUARD,
                partial(_floored, eps=eps),
            )
        yield Departure(
            f"log(p + {shown})",
            f"ε = {shown} is added inside the logarithm: −log(ŷ + ε)",
            _NO_GUARD,
            rarity + 0.4,
            GUARD,
            partial(_added, eps=eps),
        )
    yield Departure(
        "logarithms not below −100",
        "logarithms below −100 are raised to it, as PyTorch's binary_cross_entropy does",
        _NO_GUARD,
        0.8,
        GUARD,
        _lowest_log,
    )
    for by, words in ((-1, "one less than"), (1, "one more than")):
        yield Departure(
            f"labels off by {by:+d}".replace("-", "−"),
            f"each label is {words} the one given (the first and the last class wrap around)",
            "Count the classes from 0 in labels and columns alike.",
            1.4,
            LABELS,
            partial(_shifted_labels, by=by),
        )
    yield Departure(
        "labels inverted",
        "0 and 1 are exchanged in the labels",
        "The probability must be that of label 1: exchange the labels, or use 1 − p.",
        1.2,
        LABELS,
        _inverted,
    )
    for alpha, rarity in SMOOTHINGS.items():
        yield from (smoothing(alpha, others, rarity) for others in (False, True))
    yield Departure(
        "ignored rows counted",
        "the rows with the label to ignore are counted like the others",
        "Pass ignore_index (PyTorch), a mask, or sample weights of 0 (Keras).",
        0.5,
        LABELS,
        _ignored_counted,
    )
    yield Departure(
        "ignored rows in the denominator",
        "the ignored rows cost nothing but are counted in the denominator",
        "Divide by the number of rows that count.",
        0.5,
        LABELS,
        _ignored_in_denominator,
    )
    for last, which in ((False, "class 0"), (True, "the last class")):
        for by_all in (False, True):
            yield Departure(
                f"{which} ignored" + (", divided by all rows" if by_all else ""),
                f"the rows of {which} are ignored" + (" but counted in the denominator" if by_all else ""),
                "Leave ignore_index (or the mask) out unless that class is padding.",
                1.8 + 0.4 * last + 0.6 * by_all,
                LABELS,
                partial(_class_left_out, last=last, divided_by_all=by_all),
            )
    balance = "Leave the class weights out to compare with an unweighted mean."
    for name, words, rarity, weight in (
        (
            "balanced class weights",
            "each row is weighted by N/(C·n of its class), which is also the mean of the classes' own means",
            1.0,
            _balanced,
        ),
        (
            "class weights 1/n, divided by N",
            "each row is weighted by 1/(n of its class) and the sum divided by N, not by Σ w",
            2.4,
            partial(_inverse_counts, times_total=False),
        ),
        (
            "class weights N/n, divided by N",
            "each row is weighted by N/(n of its class) and the sum divided by N, not by Σ w",
            2.4,
            partial(_inverse_counts, times_total=True),
        ),
        (
            "pos_weight",
            "class 1 is weighted by negatives/positives, and the sum divided by N",
            1.0,
            partial(_positives_weighted, divided_by_weights=False),
        ),
        (
            "pos_weight, divided by Σ w",
            "class 1 is weighted by negatives/positives, and the sum divided by the weights",
            2.4,
            partial(_positives_weighted, divided_by_weights=True),
        ),
        (
            "pos_weight of each label",
            "class 1 of each label is weighted by that label's negatives/positives, and the sum divided by N",
            1.2,
            _each_label_weighted,
        ),
    ):
        yield Departure(name, words, balance, rarity, WEIGHTS, weight)
    yield Departure(
        "sample weights ignored",
        "the sample weights are left out",
        "Pass sample_weight.",
        0.5,
        WEIGHTS,
        _unweighted,
    )
    yield Departure(
        "divided by N, not by Σ w",
        "the weighted losses are divided by the number of rows, as Keras does",
        "Divide by Σ w for a weighted mean.",
        0.5,
        WEIGHTS,
        _divided_by_count,
    )


def smoothing(alpha: float, others_only: bool, rarity: float) -> Departure[Rewrite]:
    """Label smoothing by α, spread over all C classes or over the C − 1 others only."""
    spread = "α/(C − 1) on the other classes" if others_only else "α/C on every class"
    return Departure(
        f"label smoothing {alpha:g}" + (" over the other classes" if others_only else ""),
        f"the labels are smoothed with α = {alpha:g}: 1 − α on the true class and {spread}"
        if others_only
        else f"the labels are smoothed with α = {alpha:g}: (1 − α) y, and {spread}",
        "Set label_smoothing to 0 to compare with unsmoothed losses, as for validation.",
        rarity + 1.4 * others_only,
        LABELS,
        partial(_smoothed, alpha=alpha, others_only=others_only),
    )


REWRITES: tuple[Departure[Rewrite], ...] = tuple(_rewrites())
