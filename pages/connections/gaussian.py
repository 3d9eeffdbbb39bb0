"""Squared error and Gaussians: cross-entropy of densities, an entropy below 0, and NLL = MSE/2σ² + a constant."""

from ce_core import (
    compare_gaussians,
    gaussian_cross_entropy,
    gaussian_entropy,
    gaussian_kl_divergence,
    line_losses,
    mean_squared_error,
)
from pages.shared import controls, lesson, plain
from pages.shared import gaussian_presets as presets
from pages.shared.figures import gaussian as figures
from pages.shared.figures.gaussian import MEANS, SLOPES, WIDTHS
from pages.shared.gaussian_controls import best_line_button, place, points, slope, width, widths
from pages.shared.reading import gaussian as reading
from pages.shared.stage import stage

unit = controls.unit("nats")
TERMS = {"P": "p", "Q": "q", "H(P)": "floor", "KL(P‖Q)": "excess", "H(P,Q)": "loss"}


def two_gaussians() -> None:
    view = stage("gauss_lit", TERMS)
    with view.panel:
        mu_p, sigma_p = place("Mean of P", "gauss_mu_p", 0.0), width("σ of P", "gauss_sigma_p", 1.0)
        mu_q, sigma_q = place("Mean of Q", "gauss_mu_q", 1.5), width("σ of Q", "gauss_sigma_q", 1.0)
        count = int(controls.slider("Places that the sum takes", "gauss_points", 5, 101, 41, 2))
    with view.start:
        controls.presets("gauss_preset", presets.PAIR_PRESETS)
    result = compare_gaussians(mu_p, sigma_p, mu_q, sigma_q, points=count, base=unit.base)
    with view.picture:
        drawn = figures.densities(result, unit, view.colors)
        controls.chart(drawn, key="gauss_densities", alt=reading.pair_alt(result, unit))
    with view.told:
        lesson.read_aloud(reading.pair_picture(result, unit))
    with view.formula:
        lesson.formula(*reading.pair_formula(result, unit, view.colors))
    plain.table(reading.pair_table(result, unit), alt="Closed form and sum")
    lesson.notice(reading.pair_notice(result, unit))


def the_claim() -> None:
    terms = {"P": "p", "squared distance": "q", "H(P)": "floor", "KL(P‖Q)": "excess", "H(P,Q)": "loss"}
    view = stage("gauss_lit_claim", terms)
    with view.panel:
        mu_q = place("Mean of Q; that of P is 0", "gauss_mu_q", 1.5)
        sigma_p, sigma_q = width("σ of P", "gauss_sigma_p", 1.0), width("σ of Q", "gauss_sigma_q", 1.0)
    with view.start:
        controls.presets("gauss_claim_preset", presets.CLAIM_PRESETS)
    result = compare_gaussians(0.0, sigma_p, mu_q, sigma_q, base=unit.base)
    cross = gaussian_cross_entropy(0.0, sigma_p, MEANS, sigma_q, base=unit.base)
    kl = gaussian_kl_divergence(0.0, sigma_p, MEANS, sigma_q, base=unit.base)
    squared = mean_squared_error(MEANS, 0.0, reduction="none")
    with view.picture:
        drawn = figures.claim(result, cross, kl, squared, unit, view.colors)
        controls.chart(drawn, key="gauss_claim", alt=reading.claim_alt(result, unit))
    with view.told:
        lesson.read_aloud(reading.claim_picture(result, unit))
    with view.formula:
        lesson.formula(*reading.claim_formula(result, unit, view.colors))
    lesson.notice(reading.claim_notice(result, unit))


def below_zero() -> None:
    view = stage("gauss_lit_entropy", {"P": "p", "H(P)": "floor"})
    with view.panel:
        sigma = width("σ", "gauss_narrow", 0.1)
    with view.start:
        controls.presets("gauss_entropy_preset", presets.ENTROPY_PRESETS)
    result = compare_gaussians(0.0, sigma, 0.0, sigma, base=unit.base)
    entropies = gaussian_entropy(WIDTHS, base=unit.base)
    with view.picture:
        drawn = figures.entropy_of_width(result, entropies, unit, view.colors)
        controls.chart(drawn, key="gauss_entropy", alt=reading.entropy_alt(result, unit))
    with view.told:
        lesson.read_aloud(reading.entropy_picture(result, unit))
    with view.formula:
        lesson.formula(*reading.entropy_formula(result, unit, view.colors))
    lesson.notice(reading.entropy_notice(result, unit))


def points_and_a_line() -> None:
    view = stage("gauss_lit_line", {"points": "p", "line": "q", "MSE": "excess", "NLL": "loss"})
    with view.panel:
        b = slope("Slope b", "gauss_b", 0.1)
        a = place("Intercept a", "gauss_a", 0.2)
        sigma = width("σ around the line", "gauss_sigma", 0.5)
        ratio = controls.number("σ right of the middle, times", "gauss_ratio", 1.0, low=1.0, high=10.0, step=0.5)
        x, y = points()
    with view.start:
        controls.presets("gauss_line_preset", presets.LINE_PRESETS)
    fit = line_losses(x, y, a, b, widths(x, sigma, ratio), SLOPES, base=unit.base)
    with view.panel:
        best_line_button(*fit.least_squares)
    with view.picture:
        losses, cloud = figures.by_slope(fit, unit, view.colors), figures.fitted(fit, view.colors)
        controls.chart(losses, key="gauss_losses", alt=reading.by_slope_alt(fit, unit))
        controls.chart(cloud, key="gauss_line", alt=reading.fitted_alt(fit))
    with view.told:
        lesson.read_aloud(reading.line_picture(fit, unit))
    with view.formula:
        lesson.formula(*reading.line_formula(fit, unit, view.colors))
    plain.table(reading.line_table(fit, unit), alt="Both losses, here and at their best")
    lesson.notice(reading.line_notice(fit, unit))


VIEWS = {
    "Two Gaussians": two_gaussians,
    "The claim": the_claim,
    "Below 0": below_zero,
    "Points and a line": points_and_a_line,
}

lesson.lesson_header(
    "Where is cross-entropy in squared error?",
    "Truth and model are now densities over a number. Move them, and see what becomes of floor, excess and loss.",
)
controls.part(VIEWS[controls.choice("View", "gauss_view", list(VIEWS), label_visibility="collapsed")])()
lesson.sources(["tutorial", "names", "goodfellow", "bishop", "cover", "trefethen"])
