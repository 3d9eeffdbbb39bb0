"""Normal densities and a line: results in, traces and texts out."""

import numpy as np
import pytest

import ce_core
from pages.shared.figures import gaussian as figures
from pages.shared.figures.gaussian import MEANS, SLOPES, WIDTHS
from pages.shared.gaussian_controls import FLATTEST, STEEPEST
from pages.shared.palette import DARK, LIGHT
from pages.shared.reading import gaussian as reading
from pages.shared.reading.gaussian import SLOPES_SHOWN
from pages.shared.words import UNITS

NATS = UNITS["nats"]
X, Y = [-3, -2, -1, 0, 1, 2, 3, 4], [-0.7, -1.2, 0.3, 0.1, 0.4, 2.4, 2.2, 4.3]


def named(fig):
    return {trace.name: trace for trace in fig.data if trace.name}


def texts(fig) -> str:
    return "\n".join(note.text for note in fig.layout.annotations)


def test_the_areas_are_floor_and_excess():
    result = ce_core.compare_gaussians(0, 1, 1.5, 1)
    fig = figures.densities(result, NATS, LIGHT)
    traces = named(fig)
    floor, total = traces["−p log p"], traces["−p log q"]
    assert np.trapezoid(floor.y, floor.x) == pytest.approx(float(result.entropy), rel=1e-3)
    assert np.trapezoid(total.y, total.x) == pytest.approx(float(result.cross_entropy), rel=1e-3)
    assert traces["excess"].fill == "tonexty" and traces["excess"].line.color == LIGHT.excess
    places = traces["the sum's 41 places"]
    assert set(places.x) <= set(result.numeric.places) and len(places.x) == 25, "those inside the picture"
    assert fig.layout.xaxis.range == (-6, 6)


@pytest.mark.parametrize(
    "four",
    [(0, 0.05, 0, 0.05), (-4, 3, 4, 3), (0, 3, 4, 0.05), (4, 0.05, -4, 3)],
    ids=["spikes", "far", "dear", "cheap"],
)
def test_extreme_pairs_have_finite_axes_that_hold_the_curves(four):
    result = ce_core.compare_gaussians(*four)
    fig = figures.densities(result, NATS, DARK)
    low, high = fig.layout.yaxis2.range
    assert low < result.cost_integrand.min() and high > result.cost_integrand.max()
    left, right = fig.layout.xaxis.range
    assert left <= four[0] - 4 * four[1] and right >= four[0] + 4 * four[1]


def test_the_claim_shows_parabolas_with_one_lowest_place():
    result = ce_core.compare_gaussians(0, 1, 1.5, 1)
    arguments = (0.0, 1.0, MEANS, 1.0)
    curves = ce_core.gaussian_cross_entropy(*arguments), ce_core.gaussian_kl_divergence(*arguments)
    squared = ce_core.mean_squared_error(MEANS, 0.0, reduction="none")
    fig = figures.claim(result, *curves, squared, NATS, LIGHT)
    traces = named(fig)
    assert {MEANS[np.argmin(trace.y)] for trace in traces.values()} == {0.0}
    assert "H(P) = 1.419 nats" in texts(fig)
    marks = [trace.y[0] for trace in fig.data if trace.mode == "markers"]
    assert marks == [pytest.approx(float(v)) for v in (result.cross_entropy, result.kl, result.squared_distance)]


def test_the_entropy_goes_through_0_and_its_uniform_twin_has_area_1():
    result = ce_core.compare_gaussians(0, 0.1, 0, 0.1)
    fig = figures.entropy_of_width(result, ce_core.gaussian_entropy(WIDTHS), NATS, LIGHT)
    traces = named(fig)
    twin = traces["uniform, 0.413 wide"]
    assert (twin.x[2] - twin.x[1]) * twin.y[1] == pytest.approx(1)
    low, high = fig.layout.yaxis2.range
    assert low < min(traces["entropy"].y) < 0 < max(traces["entropy"].y) < high
    assert "−0.884 nats" in texts(fig)


@pytest.mark.parametrize("unit", ["bits", "bans"])
def test_other_units_fit_the_same_axes(unit):
    of = UNITS[unit]
    result = ce_core.compare_gaussians(0, 0.05, 0, 0.05, base=of.base)
    entropies = ce_core.gaussian_entropy(WIDTHS, base=of.base)
    low, high = figures.entropy_of_width(result, entropies, of, LIGHT).layout.yaxis2.range
    assert low < entropies.min() and entropies.max() < high


def fit(sigma=0.5, b=0.1, x=X, y=Y):
    return ce_core.line_losses(x, y, 0.2, b, sigma, SLOPES)


def test_both_losses_have_their_lowest_place_marked_at_the_same_slope():
    result = fit()
    fig = figures.by_slope(result, NATS, LIGHT)
    assert [shape.x0 for shape in fig.layout.shapes] == [result.best_mse_slope, result.best_nll_slope]
    assert fig.layout.shapes[0].x0 == fig.layout.shapes[1].x0
    mse, nll = (named(fig)[name] for name in ("mean squared error", "negative log-likelihood"))
    assert np.argmin(mse.y) == np.argmin(nll.y)
    np.testing.assert_allclose(nll.y, result.factor * np.array(mse.y) + result.constant, rtol=1e-12)
    assert "5.836" in texts(fig) and "2.805" in texts(fig)
    for axis, best in ((fig.layout.yaxis, result.best_mse), (fig.layout.yaxis2, result.best_nll)):
        assert axis.range[0] < best < axis.range[1]


def test_unequal_sigmas_part_the_two():
    shapes = figures.by_slope(fit(np.where(np.array(X) > 0.5, 3.0, 0.5)), NATS, LIGHT).layout.shapes
    assert abs(shapes[0].x0 - shapes[1].x0) > 0.2


def test_a_flat_loss_and_a_best_slope_outside_have_no_mark():
    flat = figures.by_slope(fit(x=[0], y=[2]), NATS, LIGHT)
    assert not flat.layout.shapes and flat.layout.yaxis.range[0] < flat.layout.yaxis.range[1]
    assert not figures.by_slope(fit(x=[1], y=[50]), NATS, LIGHT).layout.shapes


def test_the_line_its_width_and_its_errors():
    fig = figures.fitted(fit(), LIGHT)
    traces = named(fig)
    sticks = traces["error"]
    ends = [pair for pair in zip(sticks.y[::3], sticks.y[1::3], strict=True)]
    assert ends == [(y, pytest.approx(0.2 + 0.1 * x)) for x, y in zip(X, Y, strict=True)]
    assert np.array(traces["the line, Q's mean"].y) - np.array(traces["one σ to either side"].y) == pytest.approx(
        [0.5] * 8
    )


def test_the_picture_and_the_control_end_at_the_same_slopes():
    assert (SLOPES[0], SLOPES[-1]) == (FLATTEST, STEEPEST) == SLOPES_SHOWN


# --- words


def test_one_point_at_0_has_no_lowest_place_and_is_told_without_one():
    fit = ce_core.line_losses([0.0], [1.0], 0.2, 0.5, [0.5], SLOPES)
    pictures = [reading.line_picture(fit, NATS), reading.by_slope_alt(fit, NATS), reading.fitted_alt(fit)]
    told = " ".join([*pictures, *reading.line_notice(fit, NATS)])
    assert "lowest place" not in told and "–" not in told and told.count("level") == 2 and "1 point and" in told


def test_a_negative_excess_is_explained_where_there_is_one():
    apart, same = (ce_core.compare_gaussians(0.0, 1.0, mu, 1.0) for mu in (1.5, 0.0))
    assert "counts negative there" in " ".join(reading.pair_notice(apart, NATS))
    assert "counts negative" not in " ".join(reading.pair_notice(same, NATS))
