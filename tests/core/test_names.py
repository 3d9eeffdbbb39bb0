"""One loss under many names, likelihoods, tables of pairs and calls of F.kl_div, beside mpmath, SciPy and PyTorch."""

from __future__ import annotations

import dataclasses
import math
import os
import warnings
from typing import Any

os.environ["KERAS_BACKEND"] = "torch"
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import keras
    import torch
    import torch.nn.functional as F
import numpy as np
import pytest
import scipy.stats
import sklearn.metrics

import ce_core
from ce_core import DistributionError
from tests.core import reference as ref
from tests.core.reference import mp

TEN = [1, 1, 1, 1, 1, 0, 0, 0, 0, 0], [0.8, 0.9, 0.9, 0.6, 0.8, 0.1, 0.4, 0.2, 0.1, 0.3]
BASES = [pytest.param(None, id="nats"), pytest.param(2, id="bits"), pytest.param(10, id="bans")]


def exact_losses(y: Any, p: Any, base: Any = None) -> list[Any]:
    return [
        -ref.log(ref.exact(p_n) if y_n else 1 - ref.exact(p_n), base) if (p_n if y_n else 1 - p_n) else mp.inf
        for y_n, p_n in zip(y, p, strict=True)
    ]


# --- the names


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_every_name_gives_the_same_loss_to_the_last_places(base: Any, reduction: str) -> None:
    y, p = TEN
    expected = ref.total(exact_losses(y, p, base)) / (10 if reduction == "mean" else 1)
    losses = ce_core.loss_names(y, p, reduction=reduction, base=base)
    assert [loss.name for loss in losses] == [entry.name for entry in ce_core.NAMES]
    for loss in losses:
        ref.assert_close(loss.value, expected, 1e-15)
        assert loss.last_places <= 4
        assert loss.last_places == abs(loss.value - losses[0].value) / np.spacing(losses[0].value)


@pytest.mark.parametrize("seed", range(5))
def test_the_names_agree_on_random_batches(seed: int) -> None:
    rng = np.random.default_rng(seed)
    y, p = rng.integers(0, 2, 20), rng.random(20)
    expected = ref.mean(exact_losses(y, p))
    for loss in ce_core.loss_names(y, p):
        ref.assert_close(loss.value, expected, 1e-14)


def test_the_names_are_what_the_libraries_return() -> None:
    y, p = TEN
    value = float(ce_core.loss_names(y, p)[0].value)
    assert sklearn.metrics.log_loss(y, p) == pytest.approx(value, rel=1e-14)
    truth, given = torch.tensor(y, dtype=torch.float64), torch.tensor(p, dtype=torch.float64)
    assert float(F.binary_cross_entropy(given, truth)) == pytest.approx(value, rel=1e-14)
    columns = torch.stack([1 - given, given], dim=1)
    assert float(F.nll_loss(columns.log(), torch.tensor(y))) == pytest.approx(value, rel=1e-14)


def test_a_certain_mistake_is_infinite_by_every_name() -> None:
    assert {(float(loss.value), loss.last_places) for loss in ce_core.loss_names([1, 0], [0.0, 0.2])} == {(np.inf, 0.0)}


def test_a_long_product_ends_at_infinity_and_no_other_name_does() -> None:
    losses = ce_core.loss_names([1, 0] * 1000, [0.4, 0.6] * 1000)
    assert [float(loss.value) == np.inf for loss in losses] == [False] * 6 + [True]
    assert losses[-1].last_places == np.inf


@pytest.mark.parametrize("base", BASES)
def test_the_grid_sums_both_ways_to_the_same_total(base: Any) -> None:
    y, p = TEN
    grid = ce_core.index_grid(y, p, base=base)
    each = exact_losses(y, p, base)
    ref.assert_close(grid.per_example, each, 1e-14)
    ref.assert_close(grid.per_class, [ref.total(each[5:]), ref.total(each[:5])], 1e-14)
    ref.assert_close(grid.total, ref.total(each), 1e-14)
    ref.assert_close(grid.mean, ref.mean(each), 1e-14)
    assert grid.terms.shape == (2, 10)
    assert np.array_equal(grid.y[1], y)
    assert np.array_equal(grid.terms == 0, grid.y == 0)


def test_the_grid_keeps_what_is_excluded_at_0() -> None:
    grid = ce_core.index_grid([1, 1], [1.0, 0.0])
    assert np.array_equal(grid.surprise, [[np.inf, 0.0], [0.0, np.inf]])
    assert np.array_equal(grid.terms, [[0.0, 0.0], [0.0, np.inf]])
    assert grid.mean == np.inf


# --- one output


def test_one_output_is_won_by_always_saying_one() -> None:
    y, p = TEN
    grid = np.linspace(0, 1, 101)
    result = ce_core.one_output(y, p, 0.75, grid)
    both = [-0.5 * (mp.log(ref.exact(q)) + mp.log(1 - ref.exact(q))) if 0 < q < 1 else mp.inf for q in grid]
    ref.assert_close(result.both_terms, both, 1e-13)
    ref.assert_close(result.first_term, [-0.5 * mp.log(ref.exact(q)) if q else mp.inf for q in grid], 1e-13)
    assert grid[np.argmin(result.both_terms)] == result.share == 0.5
    assert grid[np.argmin(result.first_term)] == 1.0
    assert (result.always_one.first_term, result.always_one.both_terms) == (0.0, np.inf)
    assert result.always_share.both_terms == pytest.approx(math.log(2), rel=1e-15)
    assert result.two_outputs == pytest.approx(float(result.batch.both_terms), rel=1e-15)
    assert result.batch.both_terms == ce_core.binary_cross_entropy(*TEN)
    assert result.constant.first_term == pytest.approx(-0.5 * math.log(0.75), rel=1e-14)
    assert {c.renormalised for c in (result.batch, result.constant, result.always_one, result.always_share)} == {0.0}


def test_one_output_predicted_0_stays_infinite_when_renormalised() -> None:
    assert ce_core.one_output([1], [0.0], 0.0, [0.5]).batch.renormalised == np.inf


@pytest.mark.filterwarnings("ignore:.*y_pred.shape")
def test_keras_renormalises_a_single_output_to_1() -> None:
    y, p = (np.array(column, dtype="float32")[:, None] for column in TEN)
    loss = keras.losses.CategoricalCrossentropy()(y, p)
    assert 0 <= float(loss) < 1.3e-7, "what its clipping at 1e-7 leaves"


# --- likelihoods


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("y", [[1, 1, 0, 1, 0, 1, 1, 0], [1], [0, 0, 0], [1, 1]])
def test_the_likelihood_curve_and_its_maximum_at_the_mean(y: list[int], base: Any) -> None:
    grid = np.linspace(0, 1, 41)
    curve = ce_core.bernoulli_likelihood_curve(y, grid, base=base)
    k, n = sum(y), len(y)
    ref.assert_close(curve.likelihood, [ref.exact(p) ** k * (1 - ref.exact(p)) ** (n - k) for p in grid], 1e-14)
    logs = [-ref.total(exact_losses(y, [p] * n, base)) for p in grid]
    ref.assert_close(curve.log_likelihood, logs, 1e-14)
    ref.assert_close(curve.loss, [-value / n for value in logs], 1e-14)
    assert curve.best == k / n
    assert curve.best_likelihood >= curve.likelihood.max()
    assert curve.best_log_likelihood >= curve.log_likelihood.max()
    ref.assert_close(curve.floor, ref.entropy([mp.mpf(k) / n, 1 - mp.mpf(k) / n], base), 1e-14)
    finite = np.isfinite(curve.loss)
    np.testing.assert_allclose(curve.loss[finite], curve.floor + curve.excess[finite], rtol=1e-13)
    np.testing.assert_allclose(
        curve.likelihood, np.prod(scipy.stats.bernoulli.pmf(np.array(y)[:, None], grid), axis=0), rtol=1e-12
    )


def test_the_log_likelihood_is_the_losses_with_the_sign_turned() -> None:
    y, p = TEN[0], 0.3
    curve = ce_core.bernoulli_likelihood_curve(y, [p])
    assert curve.log_likelihood[0] < 0 < curve.loss[0]
    assert curve.log_likelihood[0] == pytest.approx(float(ce_core.bernoulli_log_likelihood(y, p)), rel=1e-15)


ONE_BELOW_HALF = TEN[0], [0.8, 0.9, 0.9, 0.4, 0.8, 0.1, 0.4, 0.2, 0.1, 0.3]


def given(y: Any, p: Any) -> list[float]:
    """The probability of what happened."""
    return [p_n if y_n else 1 - p_n for y_n, p_n in zip(y, p, strict=True)]


@pytest.mark.parametrize(
    ("batch", "repeats", "lost", "stuck"),
    [
        pytest.param(TEN, 500, (3002, 404), (True, True), id="all above a half"),
        pytest.param(ONE_BELOW_HALF, 500, (2578, 347), (False, False), id="one below a half"),
        pytest.param(TEN, 40, (None, None), (False, False), id="short"),
        pytest.param(([1], [0.9]), 1000, (None, 937), (False, True), id="float32 alone"),
    ],
)
def test_a_product_one_by_one_is_what_float64_and_float32_give(batch: Any, repeats: int, lost: Any, stuck: Any) -> None:
    path = ce_core.likelihood_path(*batch, repeats=repeats)
    factors = given(*batch) * repeats
    assert path.product[-1] == math.prod(factors)
    single = np.float32(1)
    for factor in np.array(factors, dtype=np.float32):
        single *= factor
    assert path.single[-1] == single
    assert (path.lost, path.single_lost) == lost
    assert (path.stuck, path.single_stuck) == stuck
    for stays, end in zip(stuck, (path.product[-1], path.single[-1]), strict=True):
        assert not stays or end > 0


def test_the_product_is_lost_where_its_logarithm_goes_on() -> None:
    y, p = ONE_BELOW_HALF
    path = ce_core.likelihood_path(y, p, repeats=500)
    costs = np.concatenate([[0.0], np.cumsum(np.tile([float(cost) for cost in exact_losses(y, p)], 500))])
    assert path.examples[[0, -1]].tolist() == [0, 5000]
    np.testing.assert_allclose(path.log_likelihood, -costs[path.examples], rtol=1e-12)
    np.testing.assert_allclose(path.log10, -costs[path.examples] / math.log(10), rtol=1e-12)
    assert path.product[-1] == path.single[-1] == 0.0
    assert path.product_loss == path.single_loss == np.inf
    short = ce_core.likelihood_path(y, p, repeats=3, base=2)
    assert short.product_loss == pytest.approx(-float(short.log_likelihood[-1]), rel=1e-13)
    assert path.lost is not None and path.single_lost is not None
    kept = path.examples < path.lost
    np.testing.assert_allclose(np.log10(path.product[kept]), path.log10[kept], atol=0.0044)
    assert (path.single[path.examples < path.single_lost] > 0).all()
    # It is lost where real numbers leave the range of the type, within the digits that go first.
    assert -324 < -costs[path.lost] / math.log(10) < -308
    assert -45.2 < -costs[path.single_lost] / math.log(10) < -38


def test_factors_above_a_half_stop_at_the_smallest_number_instead_of_0() -> None:
    path = ce_core.likelihood_path([1], [0.9], repeats=9000)
    assert path.lost is not None and 0 < path.product[-1] < 1e-322
    assert path.log_likelihood[-1] == pytest.approx(9000 * math.log(0.9), rel=1e-12)


@pytest.mark.parametrize(("p", "log", "product"), [(1.0, 0.0, 1.0), (0.0, -np.inf, 0.0)])
def test_a_product_that_is_what_it_should_be_is_not_lost(p: float, log: float, product: float) -> None:
    path = ce_core.likelihood_path([1], [p], repeats=10)
    assert (path.lost, path.single_lost) == (None, None)
    assert (path.log_likelihood[-1], path.product[-1]) == (log, product)


# --- slopes


@pytest.mark.parametrize(("y", "p"), [(0.7, 0.5), (0.01, 0.99), (0.99, 0.98), (0.3, 0.3)])
@pytest.mark.parametrize("base", BASES)
def test_along_p_the_slopes_agree_and_along_y_they_do_not(y: float, p: float, base: Any) -> None:
    slopes = ce_core.compare_slopes(y, p, base=base)
    unit = float(ref.unit(base))
    for measured in (slopes.cross_entropy_along_p, slopes.kl_along_p):
        assert measured == pytest.approx(float(slopes.gradient), rel=1e-6, abs=1e-6)
    truth, given = torch.tensor([1 - y, y], dtype=torch.float64), torch.tensor(p, dtype=torch.float64)
    given.requires_grad_()
    F.kl_div(torch.stack([1 - given, given]).log(), truth, reduction="sum").backward()
    assert float(slopes.gradient) == pytest.approx(float(given.grad) / unit, rel=1e-12, abs=1e-12)
    along_y = (mp.log(1 - ref.exact(p)) - mp.log(ref.exact(p))) / unit
    own = (mp.log(ref.exact(y)) - mp.log(1 - ref.exact(y))) / unit
    assert slopes.cross_entropy_along_y == pytest.approx(float(along_y), rel=1e-6, abs=1e-6)
    assert slopes.kl_along_y == pytest.approx(float(along_y + own), rel=1e-6, abs=1e-6)
    assert slopes.cross_entropy - slopes.kl == pytest.approx(float(slopes.entropy), rel=1e-14)


def test_pytorch_trains_the_same_on_both_for_a_fixed_p() -> None:
    z = torch.tensor([0.3, -1.0, 2.0], dtype=torch.float64)
    p = torch.tensor([0.1, 0.4, 0.5], dtype=torch.float64)
    gradients = []
    for loss in (
        lambda z: F.cross_entropy(z[None], p[None]),
        lambda z: F.kl_div(F.log_softmax(z, 0), p, reduction="sum"),
    ):
        own = z.clone().requires_grad_()
        loss(own).backward()
        gradients.append(own.grad.numpy())
    np.testing.assert_allclose(gradients[0], gradients[1], rtol=1e-12)
    np.testing.assert_allclose(gradients[0], ce_core.softmax(z.numpy()) - p.numpy(), rtol=1e-12)


# --- tables of pairs

TABLES = [
    pytest.param([[0.25, 0.25], [0.25, 0.25]], id="independent"),
    pytest.param([[0.5, 0.0], [0.0, 0.5]], id="settled"),
    pytest.param([[0.228, 0.072], [0.172, 0.528]], id="weather"),
    pytest.param([[0.1, 0.2, 0.0], [0.05, 0.3, 0.05], [0.1, 0.0, 0.2]], id="three"),
    pytest.param([[1.0, 0.0], [0.0, 0.0]], id="certain"),
    pytest.param([[0.5, 1e-20], [0.5, 0.0]], id="tiny"),
]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("base", BASES)
def test_every_entropy_of_a_table(table: list[list[float]], base: Any) -> None:
    result = ce_core.compare_joint(table, base=base)
    cells = [[ref.exact(cell) for cell in row] for row in table]
    rows, columns = [ref.total(row) for row in cells], [ref.total(column) for column in zip(*cells, strict=True)]

    def left(known: list[Any], lines: Any) -> Any:
        return ref.total(
            -cell * ref.log(cell / whole, base)
            for whole, line in zip(known, lines, strict=True)
            for cell in line
            if cell
        )

    joint = ref.total(-cell * ref.log(cell, base) for row in cells for cell in row if cell)
    ref.assert_close(result.joint_entropy, joint, 1e-14)
    ref.assert_close(ce_core.joint_entropy(table, base=base), joint, 1e-14)
    ref.assert_close(result.column_given_row, left(rows, cells), 1e-14)
    ref.assert_close(result.row_given_column, left(columns, zip(*cells, strict=True)), 1e-14)
    ref.assert_close(result.margins.entropy, ref.entropy(rows, base), 1e-14)
    ref.assert_close(result.column_entropy, ref.entropy(columns, base), 1e-14)
    ref.assert_close(result.margins.cross_entropy, ref.cross_entropy(rows, columns, base), 1e-14)
    shared = float(ref.entropy(rows, base) + ref.entropy(columns, base) - joint)
    assert result.mutual_information == pytest.approx(shared, rel=1e-12, abs=1e-16)
    assert result.mutual_information >= 0
    np.testing.assert_allclose(result.independent.sum(axis=1), [float(row) for row in rows], rtol=1e-14, atol=0)


def test_scipy_and_sklearn_on_tables() -> None:
    counts = np.array([[228, 72], [172, 528]])
    result = ce_core.compare_joint(counts / 1000)
    assert result.joint_entropy == pytest.approx(scipy.stats.entropy(counts.ravel()), rel=1e-13)
    assert result.column_given_row == pytest.approx(
        scipy.stats.entropy(counts.ravel()) - scipy.stats.entropy(counts.sum(axis=1)), rel=1e-12
    )
    information = sklearn.metrics.mutual_info_score(None, None, contingency=counts)
    assert result.mutual_information == pytest.approx(information, rel=1e-10)


def test_a_rectangular_table_has_joint_and_conditional_entropy_but_no_cross_entropy() -> None:
    table = [[0.25, 0.25, 0.0], [0.0, 0.0, 0.5]]
    assert ce_core.joint_entropy(table, base=2) == 1.5
    assert ce_core.conditional_entropy(table, base=2) == 0.5
    assert ce_core.conditional_entropy(table, given="column", base=2) == 0.0
    with pytest.raises(DistributionError, match="square"):
        ce_core.compare_joint(table)


@pytest.mark.parametrize("coupling", [-1.0, -0.4, 0.0, 0.4, 1.0])
@pytest.mark.parametrize(("x", "y"), [(0.3, 0.4), (0.5, 0.5), (0.9, 0.7), (0.0, 0.4), (1.0, 1.0)])
def test_coupling_moves_everything_but_the_cross_entropy(x: float, y: float, coupling: float) -> None:
    table = ce_core.couple(x, y, coupling)
    assert table.min() >= 0
    np.testing.assert_allclose(table.sum(axis=1), [x, 1 - x], atol=1e-16)
    np.testing.assert_allclose(table.sum(axis=0), [y, 1 - y], atol=1e-16)
    both = {-1: max(0, x + y - 1), 0: x * y, 1: min(x, y)}
    for edge, cell in both.items():
        assert ce_core.couple(x, y, edge)[0, 0] == pytest.approx(cell, abs=1e-15)
    np.testing.assert_allclose(ce_core.compare_joint(table).margins.q, [y, 1 - y], atol=1e-16)


def test_full_coupling_of_equal_shares_settles_the_other() -> None:
    result = ce_core.compare_joint(ce_core.couple(0.3, 0.3, 1.0))
    assert result.row_given_column == result.column_given_row == 0.0
    assert result.margins.cross_entropy == result.joint_entropy == ce_core.entropy([0.3, 0.7])


def test_margins_above_1_by_rounding_count_as_1() -> None:
    table = np.zeros((10, 10))
    table[0] = [0.1, 0.2, 0.1, 0.05, 0.15, 0.1, 0.1, 0.1, 0.05, 0.05 + 1e-9]
    assert ce_core.compare_joint(table).margins.p[0] == 1.0


# --- F.kl_div


@pytest.mark.parametrize(
    ("p", "q"),
    [
        pytest.param([0.1, 0.4, 0.5], [0.8, 0.15, 0.05], id="tutorial"),
        pytest.param([0.5, 0.5], [0.25, 0.75], id="two"),
        pytest.param([1.0, 0.0], [0.7, 0.3], id="a zero in the truth"),
        pytest.param([0.0, 1.0], [0.0, 1.0], id="zeros in both"),
        pytest.param([0.5, 0.5], [1.0, 0.0], id="infinite"),
    ],
)
def test_every_call_returns_what_pytorch_returns(p: list[float], q: list[float]) -> None:
    result = ce_core.kl_calls(p, q)
    names = {"F": F, "p": torch.tensor(p, dtype=torch.float64), "q": torch.tensor(q, dtype=torch.float64)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        returned = [float(eval(row.call, names)) for row in result.values]
    np.testing.assert_allclose([row.value for row in result.values], returned, rtol=1e-13, atol=1e-16)
    if min(*p, *q) > 0:
        assert all(row.value == pytest.approx(float(result.exact.kl), rel=1e-12) for row in result.values if row.right)
        assert not any(row.value == pytest.approx(float(result.exact.kl), rel=0.01) for row in result.values[2:])
        assert result.reversed == pytest.approx(float(result.values[4].value), rel=1e-12)


@pytest.mark.parametrize("reduction", ["mean", "sum", "batchmean"])
@pytest.mark.parametrize("log_target", [False, True])
def test_torch_kl_div_of_anything(reduction: str, log_target: bool) -> None:
    model, target = np.array([-0.3, -2.0, 0.7]), np.array([0.2, 0.9, 3.0])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = F.kl_div(torch.tensor(model), torch.tensor(target), reduction=reduction, log_target=log_target)
    value = ce_core.torch_kl_div(model, target, reduction=reduction, log_target=log_target)
    assert value == pytest.approx(float(expected), rel=1e-13)


# --- refusals


@pytest.mark.parametrize(
    ("call", "says"),
    [
        pytest.param(lambda: ce_core.loss_names([0.5], [0.5]), "use 0 or 1", id="soft label"),
        pytest.param(lambda: ce_core.loss_names([4, 7], [0.5, 0.5]), r"y_true\[0\] = 4", id="labels 4 and 7"),
        pytest.param(lambda: ce_core.loss_names([], []), "at least one", id="no examples"),
        pytest.param(lambda: ce_core.loss_names([1], [0.5], reduction="none"), "reduction", id="no reduction"),
        pytest.param(lambda: ce_core.index_grid([1, 0], [0.5]), "differ in shape", id="lengths"),
        pytest.param(lambda: ce_core.one_output([1], [0.5], 2.0, [0.5]), "constant", id="no probability"),
        pytest.param(lambda: ce_core.bernoulli_likelihood_curve([], [0.5]), "at least one", id="no outcomes"),
        pytest.param(lambda: ce_core.bernoulli_likelihood_curve([2], [0.5]), "use 0 or 1", id="outcome 2"),
        pytest.param(lambda: ce_core.likelihood_path([1], [0.5], repeats=0), "repeats", id="no repeats"),
        pytest.param(lambda: ce_core.compare_slopes(0.0, 0.5), "y = 0", id="infinite slope"),
        pytest.param(lambda: ce_core.compare_slopes(0.5, 1.0), "p = 1", id="infinite slope in p"),
        pytest.param(lambda: ce_core.joint_entropy([0.5, 0.5]), "rows and columns", id="no table"),
        pytest.param(lambda: ce_core.joint_entropy([[0.5, 0.6]]), "not 1", id="sum"),
        pytest.param(lambda: ce_core.conditional_entropy([[1.0]], given="x"), "given", id="given"),
        pytest.param(lambda: ce_core.couple(0.5, 1.5, 0.0), "y = 1.5", id="no chance"),
        pytest.param(lambda: ce_core.couple(0.5, 0.5, -2.0), "coupling", id="coupling"),
        pytest.param(lambda: ce_core.kl_calls([0.5, 0.6], [0.5, 0.5]), "not 1", id="no distribution"),
        pytest.param(lambda: ce_core.torch_kl_div([0.0], [0.5, 0.5]), "one length", id="kl lengths"),
        pytest.param(lambda: ce_core.torch_kl_div([0.0], [1.0], reduction="none"), "reduction", id="kl reduction"),
    ],
)
def test_refusals(call: Any, says: str) -> None:
    with pytest.raises(DistributionError, match=says):
        call()


@pytest.mark.parametrize(
    "result",
    [
        ce_core.loss_names(*TEN)[0],
        ce_core.NAMES[0],
        ce_core.index_grid(*TEN),
        ce_core.one_output(*TEN, 0.5, [0.5]),
        ce_core.bernoulli_likelihood_curve([1], [0.5]),
        ce_core.likelihood_path([1], [0.5]),
        ce_core.compare_slopes(0.5, 0.5),
        ce_core.compare_joint([[1.0]]),
        ce_core.kl_calls([1.0], [1.0]),
    ],
    ids=lambda result: type(result).__name__,
)
def test_results_are_frozen(result: Any) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(result, dataclasses.fields(result)[0].name, None)
