"""One loss under its many names: the same labels and predictions through each formula that bears one of them.

`NAMES` is the table: what it is called, its formula, what its inner sum runs over. `loss_names` evaluates every entry
in its own arithmetic, so that what they agree in is shown and not assumed. `index_grid` lays the terms out by class and
by example, the two indices over which the formulas sum. `base=None` means nats.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ce_core._checks import Floats, log_of_base, numbers, probabilities
from ce_core._numerics import quiet, surprise, times
from ce_core.curves import loss_curve
from ce_core.errors import DistributionError
from ce_core.information import entropy, kl_divergence
from ce_core.likelihood import bernoulli_log_likelihood, categorical_log_likelihood, factors, outcomes_and_chances
from ce_core.losses import binary_cross_entropy, categorical_cross_entropy, log_loss


@dataclass(frozen=True)
class LossName:
    """A name of the loss, and the formula for its total over the examples."""

    name: str
    formula: str
    total: Callable[[Floats, Floats, float | None], np.float64]
    """Of labels (0 or 1), probabilities of 1, and the base."""


def _columns(p: Floats) -> Floats:
    return np.column_stack([1 - p, p])


def _categorical(y: Floats, p: Floats, base: float | None) -> np.float64:
    return np.float64(categorical_cross_entropy(_columns(y), _columns(p), reduction="sum", base=base))


def _binary(y: Floats, p: Floats, base: float | None) -> np.float64:
    return np.float64(binary_cross_entropy(y, p, reduction="sum", base=base))


def _log_loss(y: Floats, p: Floats, base: float | None) -> np.float64:
    return np.float64(log_loss(y, p, labels=[0, 1], normalize=False) / log_of_base(base))


def _bernoulli(y: Floats, p: Floats, base: float | None) -> np.float64:
    return np.float64(0.0 - bernoulli_log_likelihood(y, p) / log_of_base(base))


def _class_index(y: Floats, p: Floats, base: float | None) -> np.float64:
    return np.float64(0.0 - categorical_log_likelihood(y, _columns(p)) / log_of_base(base))


def _floor_and_excess(y: Floats, p: Floats, base: float | None) -> np.float64:
    truth, prediction = _columns(y), _columns(p)
    with quiet():
        return np.float64(np.sum(kl_divergence(truth, prediction, base=base)) + np.sum(entropy(truth, base=base)))


def _product(y: Floats, p: Floats, base: float | None) -> np.float64:
    with quiet():
        return np.float64(surprise(np.asarray(np.prod(factors(y, p))), base))


NAMES: tuple[LossName, ...] = (
    LossName("binary cross-entropy", "Σₙ −[yₙ log pₙ + (1 − yₙ) log(1 − pₙ)]", _binary),
    LossName("categorical cross-entropy", "Σₙ Σᵢ −yₙᵢ log pₙᵢ, over classes i", _categorical),
    LossName("log loss", "Σₙ −log of the probability given to label yₙ", _log_loss),
    LossName("negative log-likelihood, Bernoulli", "−log L(y | p)", _bernoulli),
    LossName("negative log-likelihood, categorical", "−Σₙ log pₙ[yₙ]", _class_index),
    LossName("KL divergence + entropy", "Σₙ KL(Yₙ‖Pₙ) + Σₙ H(Yₙ)", _floor_and_excess),
    LossName("likelihood as a product", "−log Πₙ pₙ^yₙ (1 − pₙ)^(1−yₙ)", _product),
)


@dataclass(frozen=True)
class NamedLoss:
    """What one entry of `NAMES` gives."""

    name: str
    formula: str
    value: np.float64
    last_places: float
    """Its distance from the first entry, in units in the last place of that one; ∞ where one of them alone is ∞."""


def loss_names(
    y_true: ArrayLike, y_prob: ArrayLike, *, reduction: str = "mean", base: float | None = None
) -> tuple[NamedLoss, ...]:
    """The loss of one batch by each entry of `NAMES`.

    Parameters: `y_true`, N labels 0 or 1; `y_prob`, N probabilities of label 1; `reduction`, "mean" over the examples
    or "sum"; `base`, None for nats. Returns one `NamedLoss` an entry, in the order of the table.
    Limits: 0 for certain and right, ∞ for one certain mistake. In real numbers all are equal; in floating point they
    part in the last places, and the product ends at ∞ once it has underflowed to 0.
    Raises `DistributionError` for labels other than 0 and 1, p outside [0, 1], unequal lengths, no examples.
    Source: Bishop, PRML, §4.3.2 and §4.3.4; Murphy, PML 1, §10.2.3.

    >>> {round(float(loss.value), 4) for loss in loss_names([1, 0], [0.8, 0.1])}
    {0.1643}
    """
    if reduction not in ("mean", "sum"):
        raise DistributionError(f'reduction = {reduction!r} is unknown; use "mean" or "sum"')
    log_of_base(base)
    y, p = outcomes_and_chances("y_true", y_true, "y_prob", y_prob)
    share = y.size if reduction == "mean" else 1
    values = [np.float64(entry.total(y, p, base) / share) for entry in NAMES]
    return tuple(
        NamedLoss(entry.name, entry.formula, value, _last_places(value, values[0]))
        for entry, value in zip(NAMES, values, strict=True)
    )


def _last_places(value: np.float64, reference: np.float64) -> float:
    if value == reference:
        return 0.0
    if not (math.isfinite(value) and math.isfinite(reference)):
        return math.inf
    return float(abs(value - reference) / np.spacing(reference))


@dataclass(frozen=True)
class IndexGrid:
    """The terms −y log p of a batch by class (row, 0 then 1) and by example (column), and their sums both ways."""

    y: Floats
    """One-hot labels, 2×N."""
    p: Floats
    """Probabilities, 2×N."""
    surprise: Floats
    """−log p, 2×N."""
    terms: Floats
    """−y log p, 2×N: where y is 0 they are 0, whatever p is."""
    per_example: Floats
    """Summed along the classes: the loss of each example."""
    per_class: Floats
    """Summed along the examples."""
    total: np.float64
    mean: np.float64


def index_grid(y_true: ArrayLike, y_prob: ArrayLike, *, base: float | None = None) -> IndexGrid:
    """The two index sets of a classification loss: classes and examples, and that the order of the sums is free.

    Parameters and refusals as in `loss_names`. Returns an `IndexGrid`. Binary cross-entropy writes the sum along the
    classes out as two terms and keeps the index for the examples; categorical cross-entropy indexes the classes.

    >>> grid = index_grid([1, 0], [0.5, 0.75], base=2)
    >>> grid.per_example.tolist(), grid.per_class.tolist()
    ([1.0, 2.0], [2.0, 1.0])
    """
    log_of_base(base)
    y, p = outcomes_and_chances("y_true", y_true, "y_prob", y_prob)
    labels, given = _columns(y).T, _columns(p).T
    cost = surprise(given, base)
    terms = times(labels, cost)
    with quiet():
        per_example, per_class = terms.sum(axis=0), terms.sum(axis=1)
        total = np.float64(per_example.sum())
    return IndexGrid(labels, given, cost, terms, per_example, per_class, total, np.float64(total / y.size))


@dataclass(frozen=True)
class OneOutputCosts:
    """What one set of predictions costs by three formulas; all are means over the examples."""

    both_terms: np.float64
    """−[y log p + (1 − y) log(1 − p)]: binary cross-entropy."""
    first_term: np.float64
    """−y log p: categorical cross-entropy with the one output as its only class."""
    renormalised: np.float64
    """The same after dividing every row by its sum, which makes a single output 1."""


@dataclass(frozen=True)
class OneOutput:
    """A two-class problem with one output, under the loss for two classes and under the one for many."""

    share: np.float64
    """Of examples with label 1."""
    p: Floats
    """Constant predictions, and what they cost: the curves below."""
    both_terms: Floats
    first_term: Floats
    two_outputs: np.float64
    """Categorical cross-entropy of the predictions with both columns, 1 − p and p."""
    batch: OneOutputCosts
    """The predictions as given."""
    constant: OneOutputCosts
    """The same p for every example."""
    always_one: OneOutputCosts
    always_share: OneOutputCosts


def one_output(
    y_true: ArrayLike, y_prob: ArrayLike, constant: float, grid: ArrayLike, *, base: float | None = None
) -> OneOutput:
    """What goes wrong when a model with one output is trained by a loss that expects one output a class.

    Parameters: `y_true` and `y_prob`, labels and predictions as in `loss_names`; `constant`, one prediction for all;
    `grid`, a list of such predictions; `base`, None for nats. Returns a `OneOutput`.
    Limits: with both terms the best constant prediction is the share of ones, and it costs that share's entropy. The
    first term alone is 0 where p is 1 for every example; renormalised, the loss is 0 for every prediction above 0.
    Raises `DistributionError` as `loss_names`. Source: Bishop, PRML, eq. 4.90 beside eq. 4.108.

    >>> result = one_output([1, 0], [0.8, 0.1], 0.5, [0.5, 1.0])
    >>> float(result.always_one.first_term), float(result.always_one.both_terms)
    (0.0, inf)
    """
    y, p = outcomes_and_chances("y_true", y_true, "y_prob", y_prob)
    share = np.float64(y.mean())
    every = numbers("grid", grid)
    return OneOutput(
        share=share,
        p=every.copy(),
        both_terms=np.asarray(loss_curve(float(share), every, base=base).loss),
        first_term=times(np.full(every.shape, share), surprise(every, base)),
        two_outputs=np.float64(_categorical(y, p, base) / y.size),
        batch=_one_output_costs(y, p, base),
        constant=_one_output_costs(y, np.full(y.shape, probabilities("constant", constant)), base),
        always_one=_one_output_costs(y, np.ones(y.shape), base),
        always_share=_one_output_costs(y, np.full(y.shape, share), base),
    )


def _one_output_costs(y: Floats, p: Floats, base: float | None) -> OneOutputCosts:
    with quiet():
        whole = np.where(p > 0, p / p, 0.0)
        first, alone = (times(y, surprise(given, base)).mean() for given in (p, whole))
    both = binary_cross_entropy(y, p, base=base)
    return OneOutputCosts(np.float64(both), np.float64(first), np.float64(alone))
