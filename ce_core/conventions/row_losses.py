"""What people compute of a row instead of its cross-entropy, as a table."""

import math
from functools import partial

import numpy as np

from ce_core._checks import Floats
from ce_core._numerics import clipped_surprise_of_complement, times
from ce_core._numerics import surprise as surprise_of
from ce_core.conventions.departures import (
    FORMULA,
    Departure,
    Formula,
)
from ce_core.conventions.problem import Problem

# the loss of one row


def cross_entropy_of(problem: Problem) -> Floats:
    """−Σ y log ŷ."""
    return problem.of_true_class(problem.surprise)


def _one_term(problem: Problem, which: int) -> Floats | None:
    if problem.classes != 2:
        return None
    return times(problem.y[:, which], problem.surprise[:, which])


def _each_entry(problem: Problem, divided: bool) -> Floats | None:
    """Binary cross-entropy of each of the C entries by itself, summed or averaged over them."""
    if problem.classes == 2 and problem.one_column:
        return None
    y = problem.y
    p = np.minimum(problem.p, 1.0)
    total = (times(y, problem.surprise) + times(1 - y, clipped_surprise_of_complement(p, 0.0, None))).sum(axis=1)
    return np.asarray(total / problem.classes if divided else total)


def _squared(problem: Problem, summed: bool) -> Floats | None:
    """Squared distance of ŷ from y, averaged over the entries; (1 − ŷ of the truth)² for one column."""
    total = ((problem.p - problem.y) ** 2).sum(axis=1)
    return np.asarray(total if summed else total / problem.classes)


def _absolute(problem: Problem, summed: bool) -> Floats | None:
    total = np.abs(problem.p - problem.y).sum(axis=1)
    return np.asarray(total if summed else total / problem.classes)


def _right(problem: Problem, wanted: bool) -> Floats | None:
    hits = np.asarray(problem.y[np.arange(problem.rows), problem.surprise.argmin(axis=1)])
    return hits if wanted else 1.0 - hits


def _true_probability(problem: Problem) -> Floats | None:
    return problem.of_true_class(problem.p)


def _without_log(problem: Problem) -> Floats | None:
    return 0.0 - problem.of_true_class(problem.p)


def _without_softmax(problem: Problem) -> Floats | None:
    if problem.kind != "logits" or problem.one_column:
        return None
    return 0.0 - problem.of_true_class(problem.scores)


def _entropy(p: Floats) -> Floats:
    return np.asarray(times(p, surprise_of(p, None)).sum(axis=1))


def _divergence(problem: Problem) -> Floats | None:
    if problem.index is not None:
        return None
    return cross_entropy_of(problem) - _entropy(problem.y)


def _truth_entropy(problem: Problem) -> Floats | None:
    return None if problem.index is not None else _entropy(problem.y)


def _prediction_entropy(problem: Problem) -> Floats | None:
    return np.asarray(times(problem.p, problem.surprise).sum(axis=1))


def _baseline(problem: Problem) -> Floats | None:
    shares = (problem.weights[:, None] * problem.y).sum(axis=0, keepdims=True)
    return np.full(problem.rows, _entropy(shares / shares.sum())[0])


def _uniform(problem: Problem) -> Floats | None:
    return np.full(problem.rows, math.log(problem.classes))


_OTHER = "It is another quantity: call the cross-entropy (log loss) itself."

FORMULAS: tuple[Departure[Formula], ...] = (
    Departure(
        "only the term of class 1",
        "only −y log ŷ is taken, over all rows: the formula of many classes on one output",
        "Use the binary formula, which adds −(1 − y) log(1 − ŷ).",
        0.8,
        FORMULA,
        partial(_one_term, which=1),
    ),
    Departure(
        "only the term of class 0",
        "only −(1 − y) log(1 − ŷ) is taken, over all rows",
        "Use the binary formula, which adds −y log ŷ.",
        2.4,
        FORMULA,
        partial(_one_term, which=0),
    ),
    Departure(
        "binary cross-entropy of every entry",
        "each of the C entries is taken as a yes/no question of its own, and the mean runs over N·C",
        "Use categorical cross-entropy for exclusive classes.",
        0.8,
        FORMULA,
        partial(_each_entry, divided=True),
    ),
    Departure(
        "binary cross-entropy summed over the classes",
        "each of the C entries is taken as a yes/no question of its own, summed over the classes",
        "Use categorical cross-entropy for exclusive classes.",
        1.8,
        FORMULA,
        partial(_each_entry, divided=False),
    ),
    Departure(
        "mean squared error",
        "it is the squared error (ŷ − y)², averaged over the entries",
        _OTHER,
        0.8,
        FORMULA,
        partial(_squared, summed=False),
        logarithmic=False,
    ),
    Departure(
        "Brier score over all classes",
        "it is the squared error Σ (ŷ − y)², summed over the classes",
        _OTHER,
        1.4,
        FORMULA,
        partial(_squared, summed=True),
        logarithmic=False,
    ),
    Departure(
        "mean absolute error",
        "it is the absolute error |ŷ − y|, averaged over the entries",
        _OTHER,
        1.2,
        FORMULA,
        partial(_absolute, summed=False),
        logarithmic=False,
    ),
    Departure(
        "absolute error over all classes",
        "it is the absolute error Σ |ŷ − y|, summed over the classes",
        _OTHER,
        2.2,
        FORMULA,
        partial(_absolute, summed=True),
        logarithmic=False,
    ),
    Departure(
        "accuracy",
        "it is the share of rows whose most probable class is the label",
        _OTHER,
        0.6,
        FORMULA,
        partial(_right, wanted=True),
        logarithmic=False,
    ),
    Departure(
        "error rate",
        "it is the share of rows whose most probable class is not the label",
        _OTHER,
        0.8,
        FORMULA,
        partial(_right, wanted=False),
        logarithmic=False,
    ),
    Departure(
        "mean probability of the label",
        "it is the mean probability of the true class: the logarithm is missing",
        "Take −log of each probability, then the mean.",
        1.6,
        FORMULA,
        _true_probability,
        logarithmic=False,
    ),
    Departure(
        "logarithm left out",
        "it is −ŷ of the true class: a function that expects log-probabilities (nll_loss) got probabilities",
        "Pass log_softmax(logits) to nll_loss, or the logits to cross_entropy.",
        0.9,
        FORMULA,
        _without_log,
        logarithmic=False,
    ),
    Departure(
        "softmax left out",
        "it is −z of the true class: a function that expects log-probabilities (nll_loss) got logits",
        "Pass log_softmax(logits) to nll_loss, or the logits to cross_entropy.",
        0.9,
        FORMULA,
        _without_softmax,
        logarithmic=False,
    ),
    Departure(
        "KL divergence",
        "it is KL(y‖ŷ): the entropy of the soft labels is subtracted",
        "Add the mean entropy of the labels; for training both are the same.",
        0.8,
        FORMULA,
        _divergence,
    ),
    Departure(
        "entropy of the labels",
        "it is the mean entropy of the soft labels, the floor of the loss",
        "The predictions do not enter: use them inside the logarithm.",
        1.8,
        FORMULA,
        _truth_entropy,
    ),
    Departure(
        "entropy of the predictions",
        "it is the mean entropy −Σ ŷ log ŷ of the predictions",
        "The labels do not enter: use them before the logarithm.",
        1.6,
        FORMULA,
        _prediction_entropy,
    ),
    Departure(
        "entropy of the class shares",
        "it is the entropy of the class shares: the loss of the best constant prediction",
        "The predictions do not enter: check that the model is used at all.",
        1.8,
        FORMULA,
        _baseline,
        alone=True,
    ),
    Departure(
        "uniform guess",
        "it is ln C, the loss of a uniform guess",
        "The predictions do not enter: check that the model is used at all.",
        1.6,
        FORMULA,
        _uniform,
        alone=True,
    ),
)
