"""The words of "Squared error and Gaussians": results in, sentences and LaTeX out."""

from math import isnan

from ce_core import GaussianComparison, LineLosses, information_content
from pages.shared import words
from pages.shared.palette import Palette
from pages.shared.words import Unit, tinted

SLOPES_SHOWN = (-2.0, 3.0)
DIGITS = 1e-12  # closer than this to the closed form, a sum differs by rounding alone


def _amount(x: float, unit: Unit) -> str:
    return rf"{words.tex(x)}\ \text{{{unit.name}}}"


def _per_nat(unit: Unit) -> str:
    """The factor that turns nats into the unit, in LaTeX."""
    return "" if unit.base is None else rf"\,{unit.log} e"


def _times_log_e(unit: Unit) -> str:
    """The same factor in words."""
    return "" if unit.base is None else ", in this unit times log e"


def _normal(mu: float, sigma: float) -> str:
    return f"N({words.short(mu)}, {words.short(sigma)}²)"


# --- two Gaussians -----------------------------------------------------------------------------------------


def pair_picture(result: GaussianComparison, unit: Unit) -> str:
    """Densities and areas read aloud."""
    total, floor = words.amount(result.cross_entropy, unit), words.amount(result.entropy, unit)
    opening = (
        f"P = {_normal(result.mu_p, result.sigma_p)}, Q = {_normal(result.mu_q, result.sigma_q)}. "
        f"The area under −p log q is the cross-entropy, {total}"
    )
    if result.kl == 0:
        told = ", all of it the floor H(P): Q is P."
    elif result.same_width:
        told = (
            f": the floor {floor} and the excess {words.amount(result.kl, unit)}, for equal widths the squared "
            f"distance of the means, {words.short(result.squared_distance)}, over 2σ²{_times_log_e(unit)}."
        )
    else:
        told = (
            f": the floor {floor} and the excess {words.amount(result.kl, unit)}. The widths differ, so the excess is "
            "not the squared distance of the means alone."
        )
    return f"{opening}{told} {_sum_says(result, unit)}"


def _sum_says(result: GaussianComparison, unit: Unit) -> str:
    places = result.numeric.places.size
    if abs(result.numeric.error) <= DIGITS * (1 + abs(result.cross_entropy)):
        return f"Added up over {places} places it is the same to twelve digits."
    return (
        f"Added up over {places} places it comes out as {words.amount(result.numeric.cross_entropy, unit)}, "
        f"off by {words.amount(result.numeric.error, unit)}."
    )


def pair_alt(result: GaussianComparison, unit: Unit) -> str:
    return (
        f"Two bell curves, P around {words.short(result.mu_p)} and Q around {words.short(result.mu_q)}; below them "
        f"−p log p, with the area {words.amount(result.entropy, unit)}, and −p log q, with the area "
        f"{words.amount(result.cross_entropy, unit)}. What lies between is the excess, {words.amount(result.kl, unit)}."
    )


def pair_table(result: GaussianComparison, unit: Unit) -> dict[str, list[str]]:
    """Closed form beside the sum over the places."""
    numeric = result.numeric
    rows = [
        ("∫ p", 1.0, numeric.area),
        (f"H(P) = −∫ p log p ({unit.name})", result.entropy, numeric.entropy),
        (f"H(P,Q) = −∫ p log q ({unit.name})", result.cross_entropy, numeric.cross_entropy),
    ]
    return {
        "integral": [name for name, _, _ in rows],
        "closed form": [words.number(exact, 6) for _, exact, _ in rows],
        f"sum over {numeric.places.size} places": [words.number(value, 6) for _, _, value in rows],
        "difference": [words.number(value - exact) for _, exact, value in rows],
    }


def pair_formula(result: GaussianComparison, unit: Unit, colors: Palette) -> list[str]:
    """The closed form term by term, and as floor + excess."""
    e, places = _per_nat(unit), result.numeric.places.size
    sigma_p, sigma_q = tinted(colors.p, r"\sigma_p^2"), tinted(colors.q, r"\sigma_q^2")
    spread = rf"\frac{{{sigma_p}+(\mu_p-\mu_q)^2}}{{2{sigma_q}}}{e}"
    return [
        tinted(colors.loss, "H(P,Q)") + rf"&=-\textstyle\int p\,{unit.log} q\;dx",
        rf"&=\tfrac12{unit.log}(2\pi{sigma_q})+{spread}",
        rf"&={words.tex(result.constant_term)}+{words.tex(result.spread_term)}+{words.tex(result.distance_term)}",
        rf"&={tinted(colors.loss, _amount(result.cross_entropy, unit))}",
        "&=" + tinted(colors.floor, "H(P)") + "+" + tinted(colors.excess, r"\mathrm{KL}(P\Vert Q)"),
        f"&={tinted(colors.floor, words.tex(result.entropy))}+{tinted(colors.excess, words.tex(result.kl))}",
        rf"\textstyle\sum&={words.tex(result.numeric.cross_entropy)}\ \text{{over {places} places}}",
    ]


def pair_notice(result: GaussianComparison, unit: Unit) -> list[str]:
    items = [
        "Sums over events become integrals over x; floor and excess stay. No Q gets below H(P), and only Q = P reaches "
        "it.",
    ]
    if result.kl > 0:
        items.append(
            "Where q is above p, −p log q runs below −p log p: the excess counts negative there, and the two shades "
            "lie on each other. All in all the excess is never below 0."
        )
    if result.same_width:
        items.append(
            "With one fixed σ for both, the mean of Q enters through its squared distance alone. Over "
            f"2σ²{_times_log_e(unit)}, {words.short(result.squared_distance)} becomes "
            f"{words.amount(result.distance_term, unit)}. That is where squared error comes from."
        )
    else:
        wider = "wider" if result.sigma_q > result.sigma_p else "narrower"
        items.append(
            f"Q is {wider} than P. Even with the same mean that costs: an excess of "
            f"{words.amount(result.excess_at_equal_means, unit)} would be left. See the view “The claim”."
        )
    if result.sigma_q < result.sigma_p:
        items.append(
            "A Q that is too narrow is dear: it calls the tails of P all but impossible, and −log q grows there with "
            "the square of the distance."
        )
    if result.cross_entropy < 0:
        items.append(
            "The cross-entropy is below 0. Densities may exceed 1, and then −log q is negative: no error, and no loss "
            "below its floor."
        )
    items.append(
        f"The sum takes a place every {words.short(result.numeric.steps_in_sigma, 3)} σ of P. At ½ σ or less it is "
        "exact to rounding, at 1 σ to seven digits, at 2 σ to one or two: a smooth bell needs few places, but not too "
        "few."
    )
    return items


# --- the claim ---------------------------------------------------------------------------------------------


def claim_picture(result: GaussianComparison, unit: Unit) -> str:
    """The parabolas read aloud, and whether the claim holds."""
    squared, kl = words.short(result.squared_distance), words.amount(result.kl, unit)
    cross = words.amount(result.cross_entropy, unit)
    opening = f"The squared distance is {squared}, the cross-entropy {cross}, the KL divergence {kl}."
    if result.same_width:
        return (
            f"{opening} With equal, fixed σ all three are lowest at the same mean. KL is the squared distance over "
            f"2σ² = {words.short(2 * result.sigma_q**2, 3)}{_times_log_e(unit)}; the cross-entropy stands "
            f"{words.amount(result.at_equal_means, unit)} above that."
        )
    return (
        f"{opening} The widths differ: at equal means {words.amount(result.excess_at_equal_means, unit)} of excess "
        "are left, which no squared distance tells. The lowest mean is still the same."
    )


def claim_alt(result: GaussianComparison, unit: Unit) -> str:
    return (
        f"Three parabolas over the mean of Q, all lowest at {words.short(result.mu_p)}: the squared distance, the KL "
        f"divergence and the cross-entropy, which does not go below {words.amount(result.entropy, unit)}."
    )


def claim_formula(result: GaussianComparison, unit: Unit, colors: Palette) -> list[str]:
    e = _per_nat(unit)
    squared = tinted(colors.q, words.short(result.squared_distance, 3))
    factor = words.short(2 * result.sigma_q**2, 3)
    rest = tinted(colors.floor, words.tex(result.at_equal_means))
    mu_p, sigma_p = tinted(colors.p, r"\mu_p"), tinted(colors.p, r"\sigma_p^2")
    name = tinted(colors.q, rf"({mu_p}-\mu_q)^2")
    last = r"\tfrac12" if result.same_width else rf"\tfrac{{{sigma_p}}}{{2\sigma_q^2}}"
    return [
        rf"{tinted(colors.loss, 'H(P,Q)')}&=\frac{{{name}}}{{2\sigma_q^2}}{e}",
        rf"&\quad+\tfrac12{unit.log}(2\pi\sigma_q^2)+{last}{e}",
        rf"&=\frac{{{squared}}}{{{factor}}}{e}+{rest}",
        rf"&={tinted(colors.loss, _amount(result.cross_entropy, unit))}",
        tinted(colors.excess, r"\mathrm{KL}(P\Vert Q)") + f"&={tinted(colors.excess, _amount(result.kl, unit))}",
    ]


def claim_notice(result: GaussianComparison, unit: Unit) -> list[str]:
    return [
        "One of the sources calls the squared error of two Gaussians their cross-entropy. That holds up to the factor "
        "1/(2σ²) and the constant ½ log(2πσ²) + ½, and only for an equal, fixed σ.",
        "For training the factor changes the step size, not the goal; the constant changes nothing. So minimising "
        "squared error is minimising cross-entropy to a Gaussian of fixed width.",
        "At σ² = ½ the factor is 1, and KL is the squared distance itself (in nats).",
        "If σ is learnt, too, or differs from point to point, it belongs in the loss: the squared error has no "
        "opinion about σ, the cross-entropy has.",
    ]


# --- an entropy below 0 ------------------------------------------------------------------------------------


def entropy_picture(result: GaussianComparison, unit: Unit) -> str:
    """The density and its entropy read aloud."""
    h, width = float(result.entropy), words.number(result.width)
    opening = f"σ = {words.short(result.sigma_p)}: the density rises to {words.number(result.peak)} per unit of x"
    like = f"it is as uncertain as a uniform density {width} wide"
    if abs(h) < 1e-9:
        return (
            f"{opening}, and {like}: exactly one unit of x. Its entropy is 0 there, although x is not certain at all."
        )
    if h < 0:
        above = ", above 1" if result.peak > 1 else ""
        return (
            f"{opening}{above}. Its entropy is {words.amount(h, unit)}, below 0: {like}, less than one unit of x. "
            "That is a measure, not an error."
        )
    return f"{opening}. Its entropy is {words.amount(h, unit)}: {like}, more than one unit of x."


def entropy_alt(result: GaussianComparison, unit: Unit) -> str:
    return (
        f"A bell curve with σ = {words.short(result.sigma_p)} and a uniform density as uncertain as it, "
        f"{words.number(result.width)} wide; below, the entropy against σ, a straight line on a logarithmic axis that "
        f"goes through 0 at σ = 0.242. Here it is {words.amount(result.entropy, unit)}."
    )


def entropy_formula(result: GaussianComparison, unit: Unit, colors: Palette) -> list[str]:
    sigma, squared = tinted(colors.p, words.short(result.sigma_p, 3)), tinted(colors.p, r"\sigma^2")
    times = words.tex(result.width / result.sigma_p)
    return [
        tinted(colors.floor, "H(P)") + rf"&=-\textstyle\int p\,{unit.log} p\;dx",
        rf"&=\tfrac12{unit.log}(2\pi e\,{squared})",
        rf"&={unit.log}({times}\cdot{sigma})={unit.log} {words.tex(result.width)}",
        rf"&={tinted(colors.floor, _amount(result.entropy, unit))}",
    ]


def entropy_notice(result: GaussianComparison, unit: Unit) -> list[str]:
    return [
        "A probability is never above 1, a density may be: only the area under it is 1. So −log p can be negative, and "
        "its average, the differential entropy, too. A negative log-likelihood below 0 is no sign of a bug.",
        "The entropy of a density counts from a uniform one that is one unit wide. Measure x in centimetres instead of "
        f"metres and every such entropy grows by {words.amount(information_content(0.01, base=unit.base), unit)}, the "
        "logarithm of 100; KL divergences stay, for both densities change alike.",
        "There is no lowest value: as σ goes to 0, the entropy goes to −∞. A model that may shrink σ at will can make "
        "its loss as low as it likes on a point that it hits exactly.",
        f"Half the σ takes {words.amount(information_content(0.5, base=unit.base), unit)} away, however small it was: "
        f"the uniform density that is as uncertain becomes half as wide. Here it is {words.number(result.width)} wide.",
    ]


# --- points and a line -------------------------------------------------------------------------------------


def line_picture(fit: LineLosses, unit: Unit) -> str:
    """Line and losses read aloud."""
    mse, nll = words.number(fit.mse), words.amount(fit.nll, unit)
    opening = f"The mean squared error of this line is {mse} (in y²), its negative log-likelihood {nll} a point."
    if isnan(fit.best_mse_slope):
        return f"{opening} All points stand at x = 0, where the slope has no say: every slope does equally well."
    if not fit.one_sigma:
        return (
            f"{opening} σ is not the same for all points: the squared error is lowest at slope "
            f"{words.number(fit.best_mse_slope)}, the likelihood highest at {words.number(fit.best_nll_slope)}."
        )
    best = words.number(fit.best_mse_slope)
    at = "This line has it." if abs(fit.slope - fit.best_mse_slope) < 5e-4 else ""
    return f"{opening} Both are lowest at the same slope, {best}. {at}".strip()


def fitted_alt(fit: LineLosses) -> str:
    return (
        f"{words.count(fit.x.size, 'point')} and the line y = {words.short(fit.intercept)} + {words.short(fit.slope)} "
        f"x; the mean of the squared vertical errors is {words.number(fit.mse)}."
    )


def by_slope_alt(fit: LineLosses, unit: Unit) -> str:
    if isnan(fit.best_mse_slope):
        return (
            "Two level lines over the slope, which has no say here: the mean squared error, "
            f"{words.number(fit.mse)}, and the negative log-likelihood, {words.amount(fit.nll, unit)}."
        )
    return (
        "Two parabolas over the slope: the mean squared error, lowest at "
        f"{words.number(fit.best_mse_slope)}, and the negative log-likelihood, lowest at "
        f"{words.number(fit.best_nll_slope)} with {words.amount(fit.best_nll, unit)}."
    )


def line_table(fit: LineLosses, unit: Unit) -> dict[str, list[str]]:
    return {
        "": ["this line", "best slope for this intercept", "lies at slope"],
        "mean squared error (y²)": [
            words.number(fit.mse),
            words.number(fit.best_mse),
            words.number(fit.best_mse_slope),
        ],
        f"negative log-likelihood ({unit.name})": [
            words.number(fit.nll),
            words.number(fit.best_nll),
            words.number(fit.best_nll_slope),
        ],
    }


def line_formula(fit: LineLosses, unit: Unit, colors: Palette) -> list[str]:
    mse, nll = tinted(colors.excess, r"\mathrm{MSE}"), tinted(colors.loss, r"\mathrm{NLL}")
    constant = tinted(colors.floor, rf"\tfrac12{unit.log} 2\pi\sigma^2")
    value = tinted(colors.loss, _amount(fit.nll, unit))
    rest = tinted(colors.floor, words.tex(fit.constant))
    q, x, y = tinted(colors.q, r"\mathcal N"), tinted(colors.p, "x_n"), tinted(colors.p, "y_n")
    lines = [rf"{nll}&=-\tfrac1N\textstyle\sum_n {unit.log} {q}({y};\,a+b\,{x},\,\sigma^2)"]
    if fit.one_sigma:
        return [
            *lines,
            rf"&=\frac{{{mse}}}{{2\sigma^2}}{_per_nat(unit)}+{constant}",
            rf"&={words.tex(fit.factor)}\cdot{tinted(colors.excess, words.tex(fit.mse))}+{rest}",
            rf"&={value}",
        ]
    return [
        *lines,
        rf"&=\tfrac1N\textstyle\sum_n\frac{{({y}-a-b\,{x})^2}}{{2\sigma_n^2}}{_per_nat(unit)}",
        rf"&\quad+\tfrac1N\textstyle\sum_n{constant.replace('sigma^2', 'sigma_n^2')}",
        rf"&={tinted(colors.excess, words.tex(fit.nll - fit.constant))}+{rest}",
        rf"&={value}",
    ]


def line_notice(fit: LineLosses, unit: Unit) -> list[str]:
    items = []
    if fit.one_sigma:
        moves = (
            "moves up or down and stays level"
            if isnan(fit.best_mse_slope)
            else ("gets steeper or flatter and moves up or down, and its lowest place stays")
        )
        items.append(
            f"The likelihood sees the points through the squared error alone: times 1/(2σ²){_times_log_e(unit)}, "
            f"{words.number(fit.factor)} {unit.name} per y², plus a constant, {words.amount(fit.constant, unit)}. "
            f"Change σ: the lower curve {moves}."
        )
    else:
        items.append(
            "With a σ of its own, a point pulls with 1/σ²: the ones believed to be noisy count less. The squared error "
            "counts all alike, and that is the condition of its being a likelihood: one fixed σ for all."
        )
    if not isnan(fit.best_mse_slope) and not SLOPES_SHOWN[0] <= fit.best_mse_slope <= SLOPES_SHOWN[1]:
        items.append(f"The best slope, {words.number(fit.best_mse_slope)}, lies outside of the picture.")
    if fit.nll < 0:
        items.append(
            f"The negative log-likelihood is {words.amount(fit.nll, unit)}, below 0: densities above 1 have a negative "
            "−log. The squared error can't go below 0."
        )
    if fit.mse == 0:
        items.append(
            "The line goes through every point: the squared error is 0, and the likelihood has only its constant left, "
            "which falls without end as σ shrinks."
        )
    items += [
        "The squared error is in squared units of y, the likelihood in "
        f"{unit.name} and from a density: only differences between models on the same data mean something.",
        "The prediction is the mean of Q, an observation one draw from P. Averaged over the data, −log q is the "
        "cross-entropy: squared error is what it becomes for a Gaussian, as log loss is for a coin.",
    ]
    return items
