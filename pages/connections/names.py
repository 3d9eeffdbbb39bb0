"""One loss, many names: cross-entropy, log loss, likelihood and KL on one batch, and what only shares the letters."""

from ce_core import (
    bernoulli_likelihood_curve,
    compare_joint,
    compare_slopes,
    couple,
    index_grid,
    kl_calls,
    likelihood_path,
    loss_curve,
    loss_names,
    one_output,
)
from pages.shared import controls, lesson, plain
from pages.shared import names_presets as presets
from pages.shared.figures import names as figures
from pages.shared.figures import names_apart as others
from pages.shared.figures.names import GRID
from pages.shared.figures.names_apart import COUPLINGS
from pages.shared.names_controls import batch, outcomes, two_distributions
from pages.shared.reading import names as reading
from pages.shared.reading import names_apart as telling
from pages.shared.stage import stage
from pages.shared.words import UNITS

unit = controls.unit("nats")


def one_batch() -> None:
    place = stage("names_lit", {"y": "p", "likelihood of p": "q", "loss": "loss", "KL": "excess"})
    with place.panel:
        y, p = batch()
        reduction = controls.choice("Over the examples", "names_reduction", ["mean", "sum"])
        along = controls.choice("In the grid, sum first along the", "names_along", ["classes", "examples"])
    with place.start:
        controls.presets("names_preset", presets.BATCH_PRESETS)
    losses = loss_names(y, p, reduction=reduction, base=unit.base)
    grid, path = index_grid(y, p, base=unit.base), likelihood_path(y, p, base=unit.base)
    with place.picture:
        bars = figures.agreement(losses, reading.digits(losses), unit, place.colors)
        controls.chart(bars, key="names_bars", alt=reading.batch_alt(losses, unit))
    with place.told:
        lesson.read_aloud(reading.batch_picture(losses, grid, reduction, unit))
    with place.below:
        cells = figures.grid(grid, along, unit, place.colors)
        controls.chart(cells, key="names_grid", alt=reading.grid_alt(grid, along, unit))
    with place.formula:
        lesson.formula(*reading.batch_formula(losses, grid, float(path.product[-1]), reduction, unit, place.colors))
    plain.table(reading.names_table(losses, unit), alt="The names, their formulas and values")
    lesson.notice(reading.batch_notice(losses, grid, unit))


def likelihood() -> None:
    terms = {"L(p)": "q", "−log L": "loss", "floor": "floor", "excess": "excess"}
    place = stage("names_lit_likelihood", terms)
    with place.panel:
        happened = outcomes()
        p = controls.number("p, the same for all", "names_chance", 0.3)
        dropped = controls.toggle("Drop the minus sign", "names_dropped", help="As one derivation in the sources does.")
    with place.start:
        controls.presets("names_likelihood_preset", presets.LIKELIHOOD_PRESETS)
    curve, point = (bernoulli_likelihood_curve(happened, at, base=unit.base) for at in (GRID, [p]))
    with place.picture:
        drawn = figures.likelihood(curve, point, unit, place.colors, dropped=dropped)
        controls.chart(drawn, key="names_likelihood", alt=reading.likelihood_alt(point, unit, dropped))
    with place.told:
        lesson.read_aloud(reading.likelihood_picture(point, unit, dropped))
    with place.formula:
        lesson.formula(*reading.likelihood_formula(point, unit, dropped, place.colors))
    lesson.notice(reading.likelihood_notice(point, unit))


def long_product() -> None:
    place = stage("names_lit_long", {"product": "q", "−log L": "loss", "lost": "excess"})
    with place.panel:
        repeats = controls.slider("The batch, this many times", "names_repeats", 1, 1000, 500, 1)
        y, p = batch()
    with place.start:
        controls.presets("names_long_preset", presets.LONG_PRESETS)
    path = likelihood_path(y, p, repeats=int(repeats), base=unit.base)
    with place.picture:
        controls.chart(figures.long_product(path, place.colors), key="names_long", alt=reading.long_alt(path))
    with place.told:
        lesson.read_aloud(reading.long_picture(path, unit))
    with place.formula:
        lesson.formula(*reading.long_formula(path, unit, place.colors))
    plain.table(reading.long_table(path, unit), alt="The likelihood by three computations")
    lesson.notice(reading.long_notice(path, unit))


def joint_entropy() -> None:
    place = stage("names_lit_joint", {"P": "p", "Q": "q", "H(P)": "floor", "H(P,Q)": "loss"})
    with place.panel:
        rain = controls.number("How often it rains", "names_rain", 0.3)
        said = controls.number("How often it is forecast", "names_said", 0.5)
        coupling = controls.slider("Coupling of the two", "names_coupling", -1.0, 1.0, 0.6, 0.05)
    with place.start:
        controls.presets("names_joint_preset", presets.JOINT_PRESETS)
    result = compare_joint(couple(rain, said, coupling), base=unit.base)
    curves = [compare_joint(couple(rain, said, at), base=unit.base) for at in COUPLINGS]
    with place.picture:
        lines = others.couplings(curves, result, coupling, unit, place.colors)
        controls.chart(lines, key="names_couplings", alt=telling.couplings_alt(result, unit))
    with place.panel:
        controls.chart(others.table_of_pairs(result, place.colors), key="names_pairs", alt=telling.table_alt(result))
    with place.told:
        lesson.read_aloud(telling.joint_picture(result, unit))
    with place.formula:
        lesson.formula(*telling.joint_formula(result, unit, place.colors))
    plain.table(telling.joint_table(result, unit), alt="Every entropy of the table")
    lesson.notice(telling.joint_notice(result, unit))


def single_output() -> None:
    place = stage("names_lit_output", {"y": "p", "first term": "q", "both terms": "loss"})
    with place.panel:
        constant = controls.number("One answer p for all", "names_constant", 0.9)
        y, p = batch()
    with place.start:
        controls.presets("names_output_preset", presets.ONE_OUTPUT_PRESETS)
    result = one_output(y, p, constant, GRID, base=unit.base)
    with place.picture:
        curves = others.one_output(result, constant, unit, place.colors)
        controls.chart(curves, key="names_output", alt=telling.one_output_alt(result, constant, unit))
    with place.told:
        lesson.read_aloud(telling.one_output_picture(result, constant, unit))
    with place.formula:
        lesson.formula(*telling.one_output_formula(result, constant, unit, place.colors))
    plain.table(telling.one_output_table(result, constant, unit), alt="Four answers")
    lesson.notice(telling.one_output_notice(result, unit))


def one_gradient() -> None:
    terms = {"P": "p", "Q": "q", "H(P)": "floor", "KL(P‖Q)": "excess", "H(P,Q)": "loss"}
    place = stage("names_lit_gradient", terms)
    with place.panel:
        truth = controls.number("P of the first event, fixed", "names_truth", 0.7, low=0.01, high=0.99)
        guess = controls.number("Q of the first event, trained", "names_guess", 0.4, low=0.01, high=0.99)
    with place.start:
        controls.presets("names_gradient_preset", presets.GRADIENT_PRESETS)
    curve, point = loss_curve(truth, GRID, base=unit.base), compare_slopes(truth, guess, base=unit.base)
    with place.picture:
        drawn = others.parallel(curve, point, unit, place.colors)
        controls.chart(drawn, key="names_parallel", alt=telling.parallel_alt(point, unit))
    with place.panel:
        plain.table(telling.slopes_table(point, unit), alt="Slopes of both curves")
    with place.told:
        lesson.read_aloud(telling.parallel_picture(point, unit))
    with place.formula:
        lesson.formula(*telling.parallel_formula(point, unit, place.colors))
    lesson.notice(telling.parallel_notice(point, unit))


def kl_in_code() -> None:
    nats = UNITS["nats"]
    place = stage("names_lit_calls", {"KL(P‖Q)": "excess", "wrong calls": "loss"})
    with place.panel:
        p, q = two_distributions()
    with place.start:
        controls.presets("names_calls_preset", presets.CALL_PRESETS)
    result = kl_calls(p, q)
    with place.picture:
        controls.chart(others.calls(result, nats, place.colors), key="names_calls", alt=telling.calls_alt(result, nats))
    with place.told:
        lesson.read_aloud(telling.calls_picture(result, nats))
    with place.formula:
        lesson.formula(*telling.calls_formula(result, place.colors))
    plain.table(telling.calls_table(result), alt="Calls of F.kl_div and what they return")
    lesson.notice(telling.calls_notice(result, nats))


VIEWS = {
    "One batch": one_batch,
    "Likelihood": likelihood,
    "Long product": long_product,
    "Joint entropy": joint_entropy,
    "One output": single_output,
    "KL or CE": one_gradient,
    "F.kl_div": kl_in_code,
}

lesson.lesson_header(
    "How many losses are these?",
    "Cross-entropy, log loss, negative log-likelihood, KL: put one batch through every formula. Then see what only "
    "shares the letters.",
)
controls.part(VIEWS[controls.choice("View", "names_view", list(VIEWS), label_visibility="collapsed")])()
lesson.sources(
    [
        "names", "tutorial", "bishop", "goodfellow", "cover", "one_output", "one_output_code",
        "kl_div_order", "kl_div_notation", "kl_div_logs", "kl_or_ce",
    ]
)  # fmt: skip
