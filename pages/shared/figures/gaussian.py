"""Figures of normal densities and a line: what stands under an integral, an entropy below 0, two losses of a slope."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from ce_core import GaussianComparison, LineLosses
from pages.shared import words
from pages.shared.figures import base
from pages.shared.figures.marks import LONG_LEGEND, dot, line, note, upright
from pages.shared.figures.tags import tag
from pages.shared.palette import Palette
from pages.shared.words import Unit

HEIGHT = 370
WIDTHS = np.geomspace(0.05, 3, 121)
MEANS = np.linspace(-4, 4, 161)
SLOPES = np.linspace(-2, 3, 201)
WINDOWS = (0.5, 1.0, 2.0, 4.0, 6.0, 8.0, 12.0, 16.0)
NEAR = 4  # so many σ of both densities are in the picture
# How high the axes reach: the same stretch in every unit, so that the picture stays.
CLAIM_TOP = {"nats": 12.0, "bits": 17.3, "bans": 5.2}
ENTROPY_ENDS = {"nats": (-2.3, 2.8), "bits": (-3.32, 4.04), "bans": (-0.999, 1.216)}


def _window(*ends: float) -> list[float]:
    """The narrowest of a few windows around 0 that has all of these inside."""
    far = max(abs(end) for end in ends)
    half = next((half for half in WINDOWS if far <= half), far)
    return [-half, half]


# --- two Gaussians -----------------------------------------------------------------------------------------


def densities(result: GaussianComparison, unit: Unit, colors: Palette) -> base.Figure:
    """p and q above; below what stands under the integrals, and where the sum over a grid looks."""
    reach = [mu + side * NEAR * s for mu, s in _both(result) for side in (-1, 1)]
    window = _window(*reach)
    sampled = result.numeric
    inside = (sampled.places >= window[0]) & (sampled.places <= window[1])
    low = min(0.0, float(result.cost_integrand.min()), float(result.entropy_integrand.min()))
    high = max(0.0, float(result.cost_integrand.max()), float(result.entropy_integrand.max()))
    room = 0.08 * (high - low)
    return base.figure(
        colors,
        line(result.x, result.p, color=colors.p, width=3),
        line(result.x, result.q, color=colors.q, width=3, dash="dash"),
        _area(result.x, result.entropy_integrand, "−p log p", colors.floor, "tozeroy"),
        _area(result.x, result.cost_integrand, "excess", colors.excess, "tonexty"),
        line(result.x, result.cost_integrand, "−p log q", axis="y2", color=colors.loss, width=3),
        dict(
            type="scatter",
            x=sampled.places[inside],
            y=sampled.heights[inside],
            yaxis="y2",
            mode="lines+markers",
            name=f"the sum's {sampled.places.size} places",
            line=dict(color=colors.ink, width=1, dash="dot"),
            marker=dict(color=colors.ink, size=6, symbol="line-ns-open", line_width=2),
            hovertext=[
                f"x = {words.short(x, 3)}: {words.amount(y, unit)} per unit of x"
                for x, y in zip(sampled.places[inside], sampled.heights[inside], strict=True)
            ],
            hoverinfo="text",
        ),
        height=HEIGHT,
        margin=dict(l=60, r=8, t=30, b=44),
        legend=dict(itemclick=False, itemdoubleclick=False, traceorder="normal"),
        tags=[
            tag(result.mu_p, 0.5 * float(result.peak), "p", colors.p, colors, left=result.mu_p <= result.mu_q),
            tag(result.mu_q, 0.5 * float(result.q.max()), "q", colors.q, colors, left=result.mu_p > result.mu_q),
        ],
        xaxis=dict(title_text="x", range=window, anchor="y2"),
        yaxis=dict(
            domain=[0.62, 1],
            automargin=False,
            range=[0, 1.1 * max(result.p.max(), result.q.max())],
            nticks=4,
            title_text="density",
        ),
        yaxis2=dict(
            domain=[0, 0.54],
            automargin=False,
            range=[low - room, high + room],
            nticks=5,
            title_text=f"{unit.name} per x",
            zeroline=True,
            zerolinecolor=colors.ink,
        ),
    )


def _both(result: GaussianComparison) -> Sequence[tuple[float, float]]:
    return (result.mu_p, result.sigma_p), (result.mu_q, result.sigma_q)


def _area(x: np.ndarray, y: np.ndarray, name: str, color: str, fill: str) -> dict[str, Any]:
    shade = "rgba({},{},{},0.28)".format(*bytes.fromhex(color[1:]))
    return line(x, y, name, axis="y2", color=color, width=1.5) | dict(fill=fill, fillcolor=shade)


# --- the claim ---------------------------------------------------------------------------------------------


def claim(
    result: GaussianComparison, cross: np.ndarray, kl: np.ndarray, squared: np.ndarray, unit: Unit, colors: Palette
) -> base.Figure:
    """Cross-entropy, divergence and squared distance over the mean of Q: parabolas with one lowest place."""
    top = CLAIM_TOP[unit.name]
    at = result.mu_q
    marks = (
        (float(result.cross_entropy), colors.loss),
        (float(result.kl), colors.excess),
        (float(result.squared_distance), colors.q),
    )
    return base.figure(
        colors,
        line(MEANS, cross, "H(P,Q)", color=colors.loss, width=3.5),
        line(MEANS, kl, "KL(P‖Q)", color=colors.excess, width=3, dash="dash"),
        line(MEANS, squared, "squared distance of the means, in x²", color=colors.q, width=3, dash="dot"),
        *(dot(at, value, words.number(value), color, colors, low=0, high=top) for value, color in marks),
        height=HEIGHT,
        margin=dict(l=54, r=14, t=30, b=46),
        legend=LONG_LEGEND,
        shapes=[
            upright(result.mu_p, color=colors.p, width=1.5, dash="dot"),
            base.level(float(result.entropy), color=colors.floor, width=2, dash="dash"),
        ],
        annotations=[
            note(
                0.01,
                float(result.entropy),
                f"<b>H(P) = {words.amount(result.entropy, unit)}</b>",
                colors.floor,
                xref="x domain",
                xanchor="left",
                yanchor="bottom",
                bgcolor=colors.background,
            )
        ],
        xaxis=dict(title_text="mean of Q", range=[-4, 4]),
        yaxis=dict(
            automargin=False,
            range=[min(0.0, 1.2 * float(result.entropy)), top],
            title_text=f"{unit.name}; x² for the square",
        ),
    )


# --- an entropy below 0 ------------------------------------------------------------------------------------


def entropy_of_width(result: GaussianComparison, entropies: np.ndarray, unit: Unit, colors: Palette) -> base.Figure:
    """A density with the equally uncertain uniform one above; its entropy by σ below, through 0."""
    window = _window(NEAR * result.sigma_p)
    half, h = result.width / 2, float(result.entropy)
    low, high = ENTROPY_ENDS[unit.name]
    text = words.amount(h, unit)
    wide = result.sigma_p > 0.5
    return base.figure(
        colors,
        line(result.x, result.p, "density p", color=colors.p, width=3),
        line(
            [-half, -half, half, half],
            [0, result.level, result.level, 0],
            f"uniform, {words.number(result.width)} wide",
            color=colors.floor,
            width=2.5,
            dash="dash",
        ),
        line(WIDTHS, entropies, "entropy", axis="y2", color=colors.floor, width=3.5) | dict(xaxis="x2"),
        dot(
            result.sigma_p,
            h,
            f"σ = {words.short(result.sigma_p)}: {text}",
            colors.floor,
            colors,
            low=low,
            high=high,
            axis="y2",
        )
        | dict(xaxis="x2"),
        height=HEIGHT,
        margin=dict(l=60, r=14, t=30, b=46),
        legend=dict(itemclick=False, itemdoubleclick=False),
        shapes=[
            dict(
                type="line",
                xref="x2 domain",
                x0=0,
                x1=1,
                yref="y2",
                y0=0,
                y1=0,
                line=dict(color=colors.loss, width=1.5),
            )
        ],
        tags=[
            tag(
                np.log10(result.sigma_p),
                h,
                text,
                colors.floor,
                colors,
                left=wide,
                xref="x2",
                yref="y2",
            )
        ],
        xaxis=dict(domain=[0, 1], anchor="y", range=window),
        xaxis2=dict(
            type="log",
            range=[np.log10(0.045), np.log10(3.3)],
            anchor="y2",
            tickvals=[0.05, 0.1, 0.242, 0.5, 1, 2],
            ticktext=["0.05", "0.1", "0.242", "0.5", "1", "2"],
            title_text="σ",
        ),
        yaxis=dict(
            domain=[0.6, 1], automargin=False, range=[0, 1.1 * float(result.peak)], nticks=4, title_text="per x"
        ),
        yaxis2=dict(domain=[0, 0.45], automargin=False, range=[low, high], nticks=5, title_text=unit.name),
    )


# --- points and a line -------------------------------------------------------------------------------------


def fitted(fit: LineLosses, colors: Palette) -> base.Figure:
    """The points, the line with one σ to either side, and what is left between them."""
    order = np.argsort(fit.x)
    x, middle, sigma = fit.x[order], fit.predictions[order], fit.sigma[order]
    shade = "rgba({},{},{},0.18)".format(*bytes.fromhex(colors.q[1:]))
    sticks: dict[str, list[float | None]] = dict(x=[], y=[])
    for across, up, on in zip(fit.x, fit.y, fit.predictions, strict=True):
        sticks["x"] += [across, across, None]
        sticks["y"] += [up, on, None]
    return base.figure(
        colors,
        line(x, middle + sigma, color=colors.q, width=0),
        line(x, middle - sigma, "one σ to either side", color=colors.q, width=0)
        | dict(fill="tonexty", fillcolor=shade),
        line(x, middle, "the line, Q's mean", color=colors.q, width=3),
        line(sticks["x"], sticks["y"], "error", color=colors.excess, width=2.5),
        dict(
            type="scatter",
            x=fit.x,
            y=fit.y,
            mode="markers",
            name="points",
            marker=dict(color=colors.p, size=9, line=dict(color=colors.background, width=1)),
            hovertext=[
                f"x = {words.short(a)}, y = {words.short(b)}, error {words.number(r)}"
                for a, b, r in zip(fit.x, fit.y, fit.residuals, strict=True)
            ],
            hoverinfo="text",
        ),
        height=215,
        margin=dict(l=54, r=10, t=30, b=38),
        legend=dict(itemclick=False, itemdoubleclick=False),
        xaxis=dict(title_text="x"),
        yaxis=dict(automargin=False, title_text="y"),
    )


def by_slope(fit: LineLosses, unit: Unit, colors: Palette) -> base.Figure:
    """Both losses over the slope, one above the other, with their lowest places."""
    marks = [
        (axis, float(value), color, low, high)
        for axis, value, color, (low, high) in (
            ("y", fit.mse, colors.excess, _ends(fit.mse_curve)),
            ("y2", fit.nll, colors.loss, _ends(fit.nll_curve)),
        )
    ]
    best = [
        upright(slope, axis, color=color, width=2, dash="dot")
        for slope, axis, color in (
            (fit.best_mse_slope, "y", colors.excess),
            (fit.best_nll_slope, "y2", colors.loss),
        )
        if SLOPES[0] <= slope <= SLOPES[-1]
    ]
    return base.figure(
        colors,
        line(fit.slopes, fit.mse_curve, "mean squared error", color=colors.excess, width=3, dash="dash"),
        line(fit.slopes, fit.nll_curve, "negative log-likelihood", axis="y2", color=colors.loss, width=3),
        *(
            dot(fit.slope, value, words.number(value), color, colors, low=low, high=high, axis=axis)
            for axis, value, color, low, high in marks
        ),
        height=255,
        margin=dict(l=60, r=10, t=30, b=42),
        legend=dict(itemclick=False, itemdoubleclick=False),
        shapes=best,
        tags=[
            tag(fit.slope, min(value, high), words.number(value), color, colors, left=fit.slope > 0.5, yref=axis)
            for axis, value, color, _, high in marks
        ],
        xaxis=dict(title_text="slope b", range=[SLOPES[0], SLOPES[-1]], anchor="y2"),
        yaxis=dict(domain=[0.56, 1], automargin=False, range=list(marks[0][3:]), nticks=4, title_text="y²"),
        yaxis2=dict(domain=[0, 0.46], automargin=False, range=list(marks[1][3:]), nticks=4, title_text=unit.name),
    )


def _ends(curve: np.ndarray) -> tuple[float, float]:
    """The lower part of a parabola, where its lowest place can be seen."""
    least, most = float(curve.min()), float(curve.max())
    if most == least:
        return least - 1, least + 1
    span = (most - least) / 3
    return least - 0.08 * span, least + span
