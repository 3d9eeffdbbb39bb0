"""Two normal densities and a line through points, beside SciPy's integrals, NumPy's fits, PyTorch and mpmath."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import numpy as np
import pytest
import scipy.integrate
import scipy.stats
import torch

import ce_core
from ce_core import DistributionError

LN = {None: 1.0, 2: math.log(2), 10: math.log(10)}
PAIRS = [
    pytest.param(0.0, 1.0, 1.0, 1.0, id="equal widths"),
    pytest.param(0.0, 1.0, 1.0, 2.0, id="a wider model"),
    pytest.param(-2.0, 0.1, 3.0, 0.5, id="far and narrow"),
    pytest.param(1.0, 3.0, 1.0, 0.2, id="a narrow model"),
    pytest.param(0.5, 0.1, 0.5, 0.1, id="the same"),
]


def integral(weight: Any, cost: Any, mu: float, sigma: float) -> float:
    low, high = mu - 12 * sigma, mu + 12 * sigma
    return scipy.integrate.quad(lambda x: weight(x) * cost(x), low, high, points=[mu], epsabs=0, epsrel=1e-12)[0]


@pytest.mark.parametrize(("mu_p", "sigma_p", "mu_q", "sigma_q"), PAIRS)
@pytest.mark.parametrize("base", LN)
def test_closed_forms_are_scipy_s_integrals(
    mu_p: float, sigma_p: float, mu_q: float, sigma_q: float, base: Any
) -> None:
    c = ce_core.compare_gaussians(mu_p, sigma_p, mu_q, sigma_q, base=base)
    p, q = scipy.stats.norm(mu_p, sigma_p), scipy.stats.norm(mu_q, sigma_q)
    assert c.cross_entropy == pytest.approx(
        integral(p.pdf, lambda x: -q.logpdf(x), mu_p, sigma_p) / LN[base], rel=1e-10
    )
    assert c.entropy == pytest.approx(float(p.entropy()) / LN[base], rel=1e-12)
    assert c.kl == pytest.approx(float(c.cross_entropy - c.entropy), rel=1e-11, abs=1e-13)
    parts = c.constant_term + c.spread_term + c.distance_term
    assert parts == pytest.approx(float(c.cross_entropy), rel=1e-14)
    np.testing.assert_allclose(c.p, p.pdf(c.x), rtol=1e-12, atol=1e-300)
    np.testing.assert_allclose(c.q, q.pdf(c.x), rtol=1e-12, atol=1e-300)
    np.testing.assert_allclose(c.cost, -q.logpdf(c.x) / LN[base], rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(c.cost_integrand, c.p * c.cost, rtol=1e-14)
    np.testing.assert_allclose(c.entropy_integrand, -c.p * p.logpdf(c.x) / LN[base], rtol=1e-11, atol=1e-13)
    assert c.width == pytest.approx(math.exp(float(p.entropy())), rel=1e-14)
    assert c.at_equal_means + c.distance_term == pytest.approx(float(c.cross_entropy), rel=1e-13)
    assert c.excess_at_equal_means + c.distance_term == pytest.approx(float(c.kl), rel=1e-13)
    assert c.width * c.level == pytest.approx(1, rel=1e-15)
    arguments = (mu_p, sigma_p, mu_q, sigma_q)
    for function, value in (
        (ce_core.gaussian_cross_entropy, c.cross_entropy),
        (ce_core.gaussian_kl_divergence, c.kl),
    ):
        assert function(*arguments, base=base) == value
        assert function(*arguments) / LN[base] == pytest.approx(float(value), rel=1e-14)
    assert ce_core.gaussian_entropy(sigma_p, base=base) == c.entropy
    assert c.peak == pytest.approx(float(p.pdf(mu_p)), rel=1e-14)
    assert (np.diff(c.x) > 0).all()


@pytest.mark.parametrize(("mu_p", "sigma_p", "mu_q", "sigma_q"), PAIRS)
@pytest.mark.parametrize(("points", "tolerance"), [(41, 1e-13), (401, 1e-13), (21, 2e-6), (11, 0.5)])
def test_the_sum_over_a_grid_reaches_the_closed_form_as_fast_as_stated(
    mu_p: float, sigma_p: float, mu_q: float, sigma_q: float, points: int, tolerance: float
) -> None:
    c = ce_core.compare_gaussians(mu_p, sigma_p, mu_q, sigma_q, points=points)
    size = 1 + abs(c.spread_term) + abs(c.distance_term) + abs(c.constant_term)
    assert abs(c.numeric.error) <= tolerance * size
    assert c.numeric.error == c.numeric.cross_entropy - c.cross_entropy
    assert abs(c.numeric.area - 1) <= 0.02 if points > 11 else abs(c.numeric.area - 1) < 0.1
    assert abs(c.numeric.entropy - c.entropy) <= tolerance * (2 + abs(c.entropy))
    assert c.numeric.places.size == c.numeric.heights.size == points
    assert c.numeric.step == pytest.approx(sigma_p * c.numeric.steps_in_sigma)


def test_the_stated_error_at_a_step_of_two_sigma_and_of_one() -> None:
    errors = [abs(ce_core.compare_gaussians(0, 1, 0, 1, points=n).numeric.error) for n in (11, 21)]
    assert 0.01 < errors[0] < 0.1 and 1e-8 < errors[1] < 1e-6


def test_too_few_points_miss_the_area() -> None:
    coarse = ce_core.compare_gaussians(0, 1, 1, 1, points=5).numeric
    assert abs(coarse.area - 1) > 0.5 and abs(coarse.error) > 0.5


@pytest.mark.parametrize(("sigma", "sign"), [(0.1, -1), (0.2419, -1), (0.2420, 1), (1.0, 1)])
def test_a_narrow_density_has_a_negative_entropy(sigma: float, sign: int) -> None:
    c = ce_core.compare_gaussians(0, sigma, 0, sigma)
    assert np.sign(c.entropy) == sign == np.sign(c.width - 1)
    assert c.kl == 0.0 and c.cross_entropy == pytest.approx(float(c.entropy), rel=1e-13)


def test_with_equal_widths_the_excess_is_the_squared_distance() -> None:
    for distance in (0.0, 0.5, 3.0):
        c = ce_core.compare_gaussians(0, 0.5, distance, 0.5)
        assert c.same_width and c.spread_term == 0.5
        assert c.kl == pytest.approx(c.squared_distance / (2 * 0.25), rel=1e-14)
    assert not ce_core.compare_gaussians(0, 0.5, 1, 0.6).same_width


def test_density_beside_scipy() -> None:
    x = np.linspace(-50, 50, 101)
    np.testing.assert_allclose(ce_core.gaussian_density(x, 1.0, 0.7), scipy.stats.norm(1, 0.7).pdf(x), rtol=1e-11)
    assert ce_core.gaussian_density(0.0, 0.0, 1.0) == pytest.approx(1 / math.sqrt(2 * math.pi), rel=1e-15)


# --- the line

X = np.array([-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0])
Y = np.array([-1.6, -1.9, 0.3, 0.4, 0.2, 1.9, 1.5, 3.1])
SLOPES = np.linspace(-1, 3, 81)


@pytest.mark.parametrize("sigma", [0.05, 0.3, 1.0, 4.0])
@pytest.mark.parametrize("base", LN)
def test_nll_is_a_rescaled_squared_error_with_the_same_minimum(sigma: float, base: Any) -> None:
    fit = ce_core.line_losses(X, Y, 0.2, 0.5, sigma, SLOPES, base=base)
    assert fit.mse == pytest.approx(float(np.mean((Y - 0.2 - 0.5 * X) ** 2)), rel=1e-14)
    normal = -scipy.stats.norm(0.2 + 0.5 * X, sigma).logpdf(Y) / LN[base]
    assert fit.nll == pytest.approx(float(normal.mean()), rel=1e-12)
    assert fit.factor == pytest.approx(1 / (2 * sigma**2 * LN[base]), rel=1e-14)
    assert fit.constant == pytest.approx(0.5 * math.log(2 * math.pi * sigma**2) / LN[base], rel=1e-12)
    np.testing.assert_allclose(fit.nll_curve, fit.factor * fit.mse_curve + fit.constant, rtol=1e-12)
    assert np.argmin(fit.nll_curve) == np.argmin(fit.mse_curve)
    assert fit.best_mse_slope == fit.best_nll_slope
    for best, curve in ((fit.best_mse, fit.mse_curve), (fit.best_nll, fit.nll_curve)):
        assert best <= curve.min() < best + 0.01 * (curve.max() - best)
    truth, line = torch.tensor(Y), torch.tensor(fit.predictions)
    loss = torch.nn.GaussianNLLLoss(full=True)(line, truth, torch.full_like(line, sigma**2))
    assert fit.nll * LN[base] == pytest.approx(float(loss), rel=1e-12)
    assert fit.one_sigma


def test_best_slopes_beside_numpy() -> None:
    free = np.polynomial.polynomial.polyfit(X, Y, 1)
    fit = ce_core.line_losses(X, Y, float(free[0]), 0.0, 1.0, SLOPES)
    np.testing.assert_allclose(fit.least_squares, free, rtol=1e-12)
    assert fit.best_mse_slope == pytest.approx(free[1], rel=1e-12)
    fixed = np.linalg.lstsq(X[:, None], Y - 0.7, rcond=None)[0][0]
    assert ce_core.line_losses(X, Y, 0.7, 0.0, 1.0, SLOPES).best_mse_slope == pytest.approx(fixed, rel=1e-12)


def test_a_sigma_of_its_own_for_every_point_moves_the_best_slope() -> None:
    sigmas = np.where(X > 2, 5.0, 0.5)
    fit = ce_core.line_losses(X, Y, 0.2, 0.5, sigmas, SLOPES)
    weighted = np.linalg.lstsq((X / sigmas)[:, None], (Y - 0.2) / sigmas, rcond=None)[0][0]
    assert fit.best_nll_slope == pytest.approx(weighted, rel=1e-12)
    assert abs(fit.best_nll_slope - fit.best_mse_slope) > 0.01
    assert not fit.one_sigma and math.isnan(fit.factor)
    assert fit.nll == pytest.approx(float(ce_core.gaussian_nll(Y, fit.predictions, sigmas)), rel=1e-14)
    assert fit.nll_curve.min() >= fit.best_nll


def test_points_that_do_not_settle_a_line() -> None:
    fit = ce_core.line_losses([0.0], [2.0], 1.0, 3.0, 1.0, SLOPES)
    assert math.isnan(fit.best_mse_slope) and math.isnan(fit.least_squares[1])
    assert set(fit.mse_curve) == {1.0} and fit.best_mse == fit.mse == 1.0
    above = ce_core.line_losses([2.0, 2.0], [1.0, 2.0], 0.0, 0.0, 1.0, SLOPES)
    assert above.best_mse_slope == 0.75 and math.isnan(above.least_squares[1])


def test_a_line_through_all_points_costs_the_constant_alone() -> None:
    fit = ce_core.line_losses([0, 1, 2], [1, 3, 5], 1, 2, 0.1, SLOPES)
    assert fit.mse == 0.0 and fit.nll == fit.constant
    assert fit.nll == pytest.approx(-1.3836, abs=1e-4)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        pytest.param(lambda: ce_core.compare_gaussians(0, 0, 0, 1), "sigma_p = 0.0", id="zero sigma"),
        pytest.param(lambda: ce_core.compare_gaussians(0, 1, 0, -1), "sigma_q = -1.0", id="negative sigma"),
        pytest.param(lambda: ce_core.compare_gaussians(math.nan, 1, 0, 1), "mu_p = nan", id="nan"),
        pytest.param(lambda: ce_core.compare_gaussians([0], 1, 0, 1), "single number", id="list"),
        pytest.param(lambda: ce_core.compare_gaussians(0, 1, 0, 1, points=1), "points = 1", id="one point"),
        pytest.param(lambda: ce_core.line_losses([], [], 0, 0, 1, [0]), "at least one point", id="no points"),
        pytest.param(lambda: ce_core.line_losses([1], [1, 2], 0, 0, 1, [0]), "differ in shape", id="lengths"),
        pytest.param(lambda: ce_core.line_losses([1], [1], 0, 0, 0, [0]), "sigma = 0.0", id="zero width"),
        pytest.param(lambda: ce_core.line_losses([1], [1], 0, 0, [1, 2], [0]), "sigma", id="widths"),
        pytest.param(lambda: ce_core.line_losses([1], [math.inf], 0, 0, 1, [0]), "y", id="infinite point"),
        pytest.param(lambda: ce_core.gaussian_density(0.0, 0.0, 0.0), "sigma", id="density of zero sigma"),
    ],
)
def test_refusals(call: Any, says: str) -> None:
    with pytest.raises(DistributionError, match=says):
        call()


@pytest.mark.parametrize(
    "result",
    [
        ce_core.compare_gaussians(0, 1, 0, 1),
        ce_core.compare_gaussians(0, 1, 0, 1).numeric,
        ce_core.line_losses([1], [1], 0, 0, 1, [0]),
    ],
    ids=lambda result: type(result).__name__,
)
def test_results_are_frozen(result: Any) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(result, dataclasses.fields(result)[0].name, None)
