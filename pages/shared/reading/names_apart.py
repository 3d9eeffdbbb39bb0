"""The words of what only looks like the same loss: pairs, one output, KL divergence: results in, words out."""

import numpy as np

from ce_core import (
    JointComparison,
    KlCalls,
    KlCallValue,
    OneOutput,
    OneOutputCosts,
    SlopeComparison,
    information_content,
)
from pages.shared import words
from pages.shared.palette import Palette
from pages.shared.words import Unit, tinted

SAME = 1e-12


def _amount(x: float, unit: Unit) -> str:
    return rf"{words.tex(x)}\ \text{{{unit.name}}}"


# --- pairs -------------------------------------------------------------------------------------------------


def joint_picture(result: JointComparison, unit: Unit) -> str:
    """The four quantities read aloud."""
    cross, joint = result.margins.cross_entropy, result.joint_entropy
    left, own = result.row_given_column, result.margins.entropy
    four = (
        f"The weather alone: H(P) {words.amount(own, unit)}. Weather and forecast together: H(X,Y) "
        f"{words.amount(joint, unit)}. The weather once the forecast is heard: H(X given Y) "
        f"{words.amount(left, unit)}. "
    )
    if cross == np.inf:
        return four + "The cross-entropy H(P,Q) is ∞: the forecast never says what does happen."
    alike = [
        name
        for name, value in (("H(P)", own), ("H(X,Y)", joint), ("H(X given Y)", left))
        if np.isclose(value, cross, rtol=SAME, atol=0)
    ]
    told = f"is as large as {words.listing(alike)} here, and yet another thing: it" if alike else "is none of these: it"
    return four + (
        f"The cross-entropy H(P,Q) of the two shares, {words.amount(cross, unit)}, {told} does not move with the "
        "coupling."
    )


def table_alt(result: JointComparison) -> str:
    (both, missed), (false, neither) = result.joint
    return (
        f"A table of pairs. Rain and said so: {words.percent(both)}; rain and not said: {words.percent(missed)}; dry "
        f"though rain was said: {words.percent(false)}; dry and said so: {words.percent(neither)}."
    )


def couplings_alt(result: JointComparison, unit: Unit) -> str:
    return (
        "Joint and conditional entropy fall as the two hang together more closely; the cross-entropy is a level line "
        f"at {words.amount(result.margins.cross_entropy, unit)}."
    )


def joint_table(result: JointComparison, unit: Unit) -> dict[str, list[str]]:
    m = result.margins
    rows = [
        ("H(P) = H(X)", "entropy: what is uncertain about the weather", "−Σ p(x) log p(x)", m.entropy),
        ("H(P,Q)", "cross-entropy: days coded by the forecast's shares", "−Σ p(i) log q(i)", m.cross_entropy),
        ("H(X,Y)", "joint entropy: the pair of both", "−Σ p(x,y) log p(x,y)", result.joint_entropy),
        ("H(X given Y)", "conditional: the weather once Y is known", "H(X,Y) − H(Y)", result.row_given_column),
        ("H(Y given X)", "conditional: the forecast once X is known", "H(X,Y) − H(X)", result.column_given_row),
        ("I(X;Y)", "mutual information: what Y tells about X", "H(X) − H(X given Y)", result.mutual_information),
        ("KL(P‖Q)", "excess of the cross-entropy", "H(P,Q) − H(P)", m.kl),
    ]
    symbols, meanings, formulas, values = zip(*rows, strict=True)
    return {
        "symbol": list(symbols),
        "what it is": list(meanings),
        "formula": list(formulas),
        unit.name: [words.number(value) for value in values],
    }


def joint_formula(result: JointComparison, unit: Unit, colors: Palette) -> list[str]:
    m, log = result.margins, unit.log
    pairs = "+".join(
        "0" if value == 0 else rf"{words.short(value, 3)}\cdot{words.tex(information_content(value, base=unit.base))}"
        for value in result.joint.ravel()
    )
    crossed = "+".join(
        "0" if a == 0 else rf"{tinted(colors.p, words.short(a, 3))}\cdot{tinted(colors.q, words.tex(cost))}"
        for a, cost in zip(m.p, m.surprise_per_event, strict=True)
    )
    first, second = pairs.split("+", 2)[:2], pairs.split("+", 2)[2:]
    return [
        tinted(colors.loss, "H(P,Q)")
        + rf"&=-\textstyle\sum_i {tinted(colors.p, 'p_i')}\,{log} {tinted(colors.q, 'q_i')}",
        f"&={crossed}",
        rf"&={tinted(colors.loss, _amount(m.cross_entropy, unit))}",
        rf"&={tinted(colors.floor, words.tex(m.entropy))}+{tinted(colors.excess, words.tex(m.kl))}",
        rf"H(X,Y)&=-\textstyle\sum_{{x,y}} p(x,y)\,{log} p(x,y)",
        f"&={'+'.join(first)}",
        rf"&\quad+{'+'.join(second)}",
        rf"&={_amount(result.joint_entropy, unit)}",
        r"H(X\mid Y)&=H(X,Y)-H(Y)",
        rf"&={words.tex(result.joint_entropy)}-{words.tex(result.column_entropy)}",
        rf"&={_amount(result.row_given_column, unit)}",
    ]


def joint_notice(result: JointComparison, unit: Unit) -> list[str]:
    m = result.margins
    items = [
        "Same letters, different things: many books write H(X,Y) for the joint entropy of a pair, papers on machine "
        "learning H(P,Q) for the cross-entropy of two distributions. What stands inside tells: variables or "
        "distributions.",
        "Joint and conditional entropy ask which day goes with which forecast; the cross-entropy sees the shares "
        "alone, not the days. "
        + (
            "Here one of the two never changes, so the coupling moves none of them."
            if np.any(m.p == 1) or np.any(m.q == 1)
            else "Move the coupling: the first two change, the third does not."
        ),
        "Swap the roles and H(X,Y) stays as it is; H(P,Q) in general does not.",
    ]
    if result.row_given_column == 0:
        items.append("Here the forecast settles the weather: nothing is left open, H(X given Y) is 0.")
    elif result.mutual_information < SAME:
        items.append(
            "Here the forecast tells nothing: H(X given Y) is H(X), and the joint entropy is the sum H(X) + H(Y), "
            f"{words.amount(result.joint_entropy, unit)}."
        )
    else:
        items.append(
            f"The forecast tells {words.amount(result.mutual_information, unit)} about the weather (mutual "
            f"information): {words.amount(result.margins.entropy, unit)} before, "
            f"{words.amount(result.row_given_column, unit)} after."
        )
    return items


# --- one output --------------------------------------------------------------------------------------------


def one_output_picture(result: OneOutput, constant: float, unit: Unit) -> str:
    both, first = result.constant.both_terms, result.constant.first_term
    opening = (
        f"Whoever answers {words.short(constant)} to every example pays {words.amount(both, unit)} by binary "
        f"cross-entropy and {words.amount(first, unit)} by −y log p alone."
    )
    best = words.short(result.share)
    if result.share == 1:
        return f"{opening} All labels are 1 here, so the second term never counts, and the two agree."
    if constant == 1:
        return f"{opening} “Always 1” is a perfect score for the first term: it never looks at the examples of class 0."
    return (
        f"{opening} The first is lowest at the share of ones, p = {best}; the second at p = 1, whatever the labels are."
    )


def one_output_alt(result: OneOutput, constant: float, unit: Unit) -> str:
    return (
        f"Mean loss of one constant answer p. With both terms it is lowest at {words.short(result.share)}; with the "
        f"first term alone it falls all the way to 0 at p = 1. At p = {words.short(constant)}: "
        f"{words.amount(result.constant.both_terms, unit)} and {words.amount(result.constant.first_term, unit)}."
    )


def one_output_table(result: OneOutput, constant: float, unit: Unit) -> dict[str, list[str]]:
    """Answers a row, formulas a column."""
    rows: list[tuple[str, OneOutputCosts]] = [
        ("the predictions as typed", result.batch),
        (f"always {words.short(constant)}", result.constant),
        ("always the share of ones", result.always_share),
        ("always 1", result.always_one),
    ]
    return {
        "answer": [name for name, _ in rows],
        f"binary ({unit.name})": [words.number(costs.both_terms) for _, costs in rows],
        f"categorical, two outputs ({unit.name})": [words.number(result.two_outputs), *["–"] * 3],
        f"categorical, one output ({unit.name})": [words.number(costs.first_term) for _, costs in rows],
        "the same, rows divided by their sum": [words.number(costs.renormalised) for _, costs in rows],
    }


def one_output_formula(result: OneOutput, constant: float, unit: Unit, colors: Palette) -> list[str]:
    log, share = unit.log, tinted(colors.p, words.short(result.share, 3))
    p = tinted(colors.q, words.short(constant, 3))
    return [
        tinted(colors.loss, r"\text{both terms}") + rf"&=-\,[\,\bar y\,{log} p+(1-\bar y)\,{log}(1-p)\,]",
        rf"&=-\,[\,{share}\,{log} {p}+(1-{share})\,{log}(1-{p})\,]",
        rf"&={tinted(colors.loss, _amount(result.constant.both_terms, unit))}",
        tinted(colors.q, r"\text{first term}") + rf"&=-\,\bar y\,{log} p=-\,{share}\,{log} {p}",
        rf"&={tinted(colors.q, _amount(result.constant.first_term, unit))}",
    ]


def one_output_notice(result: OneOutput, unit: Unit) -> list[str]:
    return [
        "With two outputs, p and 1 − p, categorical cross-entropy is binary cross-entropy: "
        f"{words.amount(result.two_outputs, unit)} for the predictions as typed, by either formula.",
        "With one output there is no second column. −Σ y log p then has one term, and every example of class 0 is "
        "multiplied by y = 0: it costs nothing, whatever was predicted.",
        "Keras divides each row by its sum before it takes the logarithm. One output alone becomes 1, its logarithm 0, "
        "and the loss is 0 (up to a clipping of 1e-7) with a gradient of 0: nothing is ever learnt. A softmax over one "
        "score does the same.",
        "One output and a sigmoid: binary cross-entropy. Two outputs or more and a softmax: categorical. "
        "Several labels at once: a sigmoid and binary cross-entropy for each.",
    ]


# --- KL and cross-entropy ----------------------------------------------------------------------------------


def parallel_picture(point: SlopeComparison, unit: Unit) -> str:
    q, y = words.short(point.p), words.short(point.y)
    opening = (
        f"For P = {y} and Q = {q} the cross-entropy is {words.amount(point.cross_entropy, unit)} and the KL "
        f"divergence {words.amount(point.kl, unit)}. "
    )
    if abs(point.gradient) < SAME:
        return f"{opening}Both have slope 0 here: their minimum is at the same place, Q = P."
    way = "up" if point.gradient < 0 else "down"
    return (
        f"{opening}Their slopes are {slope(point.cross_entropy_along_p)} and {slope(point.kl_along_p)}: "
        f"the curves are parallel, H(P) apart, and pull q {way} alike."
    )


def parallel_alt(point: SlopeComparison, unit: Unit) -> str:
    return (
        f"Two parallel curves over q, {words.amount(point.entropy, unit)} apart, both lowest at q = "
        f"{words.short(point.y)}. At q = {words.short(point.p)} both have the slope {words.number(point.gradient)}."
    )


def slope(measured: float) -> str:
    """A slope as it was measured: its last digits are rounding."""
    return words.number(round(float(measured), 6))


def slopes_table(point: SlopeComparison, unit: Unit) -> dict[str, list[str]]:
    return {
        f"slope, {unit.name} per 1": ["along q, P fixed", "along P, q fixed"],
        "of H(P,Q)": [slope(point.cross_entropy_along_p), slope(point.cross_entropy_along_y)],
        "of KL(P‖Q)": [slope(point.kl_along_p), slope(point.kl_along_y)],
    }


def parallel_formula(point: SlopeComparison, unit: Unit, colors: Palette) -> list[str]:
    scale = "" if unit.base is None else rf"\cdot\tfrac1{{\ln {words.short(unit.base)}}}"
    p, q = tinted(colors.p, words.short(point.y, 3)), tinted(colors.q, words.short(point.p, 3))
    cross, kl = tinted(colors.loss, "H(P,Q)"), tinted(colors.excess, r"\mathrm{KL}(P\Vert Q)")
    return [
        f"{cross}&={tinted(colors.floor, 'H(P)')}+{kl}",
        rf"{tinted(colors.loss, words.tex(point.cross_entropy))}&={tinted(colors.floor, words.tex(point.entropy))}"
        rf"+{tinted(colors.excess, words.tex(point.kl))}\ \text{{{unit.name}}}",
        rf"\frac{{\partial}}{{\partial q}}{cross}&=\frac{{\partial}}{{\partial q}}{kl}=\frac{{q-p}}{{q\,(1-q)}}{scale}",
        rf"&=\frac{{{q}-{p}}}{{{q}\,(1-{q})}}{scale}={words.tex(point.gradient)}",
    ]


def parallel_notice(point: SlopeComparison, unit: Unit) -> list[str]:
    return [
        f"What lies between the curves is H(P), {words.amount(point.entropy, unit)}. Q has no say in it, so it falls "
        "out of every gradient: training on cross-entropy is training on KL. KL alone tells what is left to do.",
        "Through a softmax the gradient is softmax(z) − P for both, entry by entry.",
        "P must be fixed for that. If P moves, too – a teacher that is still being trained – H(P) moves with it: "
        f"along P the slopes are {slope(point.cross_entropy_along_y)} for cross-entropy and "
        f"{slope(point.kl_along_y)} for KL.",
        "In distillation P is the teacher's output: fixed, soft, and with an H(P) above 0. The cross-entropy then "
        "stops at H(P), the KL at 0, at the same student.",
    ]


# --- F.kl_div ----------------------------------------------------------------------------------------------


def calls_picture(result: KlCalls, unit: Unit) -> str:
    right, wrong = result.values[0], result.values[2]
    kl = words.amount(result.exact.kl, unit)
    if np.isnan(right.value):
        return (
            f"KL(P‖Q) is {kl}, and F.kl_div returns NaN even when called rightly: where P and Q are both 0 it "
            "multiplies 0 by −∞."
        )
    told = f"KL(P‖Q) is {kl}. F.kl_div(p, q) returns {_returned(wrong.value)}"
    if wrong.value < 0:
        told += ", below 0, which no divergence can be"
    told += ": it takes log Q first, P second, and by itself the mean. "
    told += f'F.kl_div(q.log(), p, reduction="sum") returns {_returned(right.value)}.'
    if np.isnan(result.values[1].value):
        told += " With log_target=True it is NaN: where P is 0 it multiplies 0 by log P, which is −∞."
    return told


def _returned(value: float) -> str:
    return "NaN" if np.isnan(value) else words.number(value)


def _is_kl(row: KlCallValue, kl: float) -> str:
    """Whether the call is meant to return KL(P‖Q), and whether this number is it."""
    if row.right:
        return "yes, but NaN here" if np.isnan(row.value) else "yes"
    return "no, only equal here" if np.isclose(row.value, kl, rtol=SAME, atol=SAME) else "no"


def calls_alt(result: KlCalls, unit: Unit) -> str:
    listed = "; ".join(f"{row.call}: {_returned(row.value)}" for row in result.values)
    return f"What each call of F.kl_div returns; KL(P‖Q) is {words.amount(result.exact.kl, unit)}. {listed}."


def calls_table(result: KlCalls) -> dict[str, list[str]]:
    return {
        "call": [row.call for row in result.values],
        "returns": [_returned(row.value) for row in result.values],
        "which is": [row.computes for row in result.values],
        "KL(P‖Q)?": [_is_kl(row, result.exact.kl) for row in result.values],
    }


def calls_formula(result: KlCalls, colors: Palette) -> list[str]:
    exact = result.exact

    def term(p: float, cost: float) -> str:
        if p == 0:
            return rf"0\cdot{tinted(colors.q, words.tex(cost))}" if cost == np.inf else "0"
        own = words.tex(information_content(p))
        return rf"{tinted(colors.p, words.short(p, 3))}\,({tinted(colors.q, words.tex(cost))}-{own})"

    terms = [term(p, cost) for p, cost in zip(exact.p, exact.surprise_per_event, strict=True)]
    right = r"\text{NaN}" if np.isnan(result.values[0].value) else words.tex(result.values[0].value)
    wrong, model, mean = result.values[2], tinted(colors.q, r"\ln Q"), rf"\tfrac1{{{exact.p.size}}}"
    return [
        r"\texttt{F.kl\_div}(a,b):&\ \textstyle\sum_i b_i\,(\ln b_i-a_i)",
        rf"a={model},\ b={tinted(colors.p, 'P')}:&\ {terms[0]}",
        *[rf"&\quad+{row}" for row in terms[1:]],
        rf"&={tinted(colors.excess, right)}\ \text{{nats}}",
        rf"a={tinted(colors.p, 'P')},\ b={tinted(colors.q, 'Q')}:&\ {mean}\textstyle\sum_i Q_i\,(\ln Q_i-P_i)",
        rf"&={tinted(colors.loss, words.tex(wrong.value))}",
    ]


def calls_notice(result: KlCalls, unit: Unit) -> list[str]:
    swapped = words.amount(result.reversed, unit)
    return [
        "Three traps in one call: the order (the model first, the truth second, against KL(P‖Q) on paper), the "
        "logarithm (of the model, not of the truth), and the mean (over all entries, unless reduction says otherwise).",
        f"The logarithm right but the order wrong gives the other direction, KL(Q‖P) = {swapped}: a true divergence, "
        "and not the one that was asked for.",
        'For a batch of N rows use reduction="batchmean": the sum divided by N. For a single row of n entries without '
        "a batch axis it divides by n, as “mean” does.",
        "Nothing is checked: probabilities where logarithms belong give a number, not an error. These values come from "
        "the same formula here, and tests compare every one with PyTorch. PyTorch counts in nats.",
    ]
