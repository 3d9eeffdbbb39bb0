"""The words of the lesson on P and Q: results in, sentences and LaTeX out."""

from collections.abc import Sequence

import numpy as np

from ce_core import Comparison
from pages.shared import words
from pages.shared.palette import Palette
from pages.shared.words import Unit, tinted

OFTEN = {
    1.0: "always",
    0.75: "three quarters of the time",
    0.5: "half the time",
    0.25: "a quarter of the time",
}
TERMS_IN_A_ROW = 2  # a phone shows no more beside each other


def _often(p: float) -> str:
    return OFTEN.get(float(p), f"{words.percent(p)} of the time")


def picture(result: Comparison, names: Sequence[str], unit: Unit) -> str:
    """The chart read aloud: which event costs the most, and how the cost splits into floor and excess."""
    forward = result.forward
    p, q, cost = forward.p, forward.q, forward.cross_entropy_per_event
    named = [words.quoted(name) for name in names]
    total = words.amount(forward.cross_entropy, unit)
    impossible = np.flatnonzero(np.isinf(cost))
    if impossible.size:
        which = words.listing(named[i] for i in impossible)
        often = _often(p[impossible].sum())
        subject = "it happens" if impossible.size == 1 else "together they happen"
        return (
            f"Q rules {which} out though {subject} {often}: whoever trusts Q is infinitely surprised then, "
            f"so the cost is ∞. The floor H(P) stays {words.amount(forward.entropy, unit)}; the excess is ∞."
        )
    if forward.entropy == 0:
        only = int(np.argmax(p))
        if forward.kl == 0:
            return f"Only {named[only]} ever happens and Q is sure of it: no surprise, the cost is {total}."
        return (
            f"Only {named[only]} ever happens and Q gives it {words.percent(q[only])}: the cost, {total}, "
            "is the surprise at that one event. The floor is 0, so all of it is excess."
        )
    if forward.kl == 0:
        return (
            f"Q is exactly P: nothing is wasted, the excess is 0. The cost is still {total}, the floor H(P), "
            "because even who knows P cannot know which event comes next."
        )
    split = (
        f"The floor is {words.amount(forward.entropy, unit)}; "
        f"the rest, {words.amount(forward.kl, unit)}, is the excess."
    )
    most = np.flatnonzero(np.isclose(cost, cost.max(), rtol=1e-9, atol=0))
    each = words.number(cost.max())
    if most.size == cost.size:
        return f"Every event costs the same, {each} of the {total}. {split}"
    if most.size > 1:
        which = words.listing(named[i] for i in most)
        return f"{which} cost the most, {each} of the {total} each. {split}"
    top = int(most[0])
    if q[top] < p[top]:
        opening = f"Q gives {named[top]} {words.percent(q[top])} though it happens {_often(p[top])}"
    else:
        opening = f"{named[top]} happens {_often(p[top])} and Q gives it {words.percent(q[top])}"
    return f"{opening}: that one event costs {each} of the {total}. {split}"


def pair_alt(result: Comparison, names: Sequence[str]) -> str:
    rows = zip(names, result.forward.p, result.forward.q, strict=True)
    listed = "; ".join(f"{name}: P {words.percent(p)}, Q {words.percent(q)}" for name, p, q in rows)
    return f"Bars of P beside Q. {listed}."


def stack_alt(result: Comparison, unit: Unit) -> str:
    forward = result.forward
    return (
        f"A bar of two parts: the floor H(P), {words.amount(forward.entropy, unit)}, and on it the excess "
        f"KL(P‖Q), {words.amount(forward.kl, unit)}; "
        f"together H(P,Q), {words.amount(forward.cross_entropy, unit)}."
    )


def contributions_alt(result: Comparison, names: Sequence[str], unit: Unit) -> str:
    rows = zip(names, result.forward.cross_entropy_per_event, result.forward.kl_per_event, strict=True)
    listed = "; ".join(
        f"{name}: cost {words.amount(cost, unit)}, excess {words.amount(extra, unit)}" for name, cost, extra in rows
    )
    return f"Bars of what every event contributes. {listed}."


def event_table(result: Comparison, names: Sequence[str]) -> dict[str, list[str]]:
    """The calculation, an event a row, and the sums in the last one."""
    forward = result.forward

    def column(values: np.ndarray, total: float | None) -> list[str]:
        return [*map(words.number, values), "" if total is None else words.number(total)]

    return {
        "event": [*names, "sum"],
        "P": [*map(words.short, forward.p), "1"],
        "Q": [*map(words.short, forward.q), "1"],
        "−log Q": column(forward.surprise_per_event, None),
        "−P log P": column(forward.entropy_per_event, forward.entropy),
        "−P log Q": column(forward.cross_entropy_per_event, forward.cross_entropy),
        "P log(P/Q)": column(forward.kl_per_event, forward.kl),
    }


def other_quantities(result: Comparison, unit: Unit) -> dict[str, str]:
    return {
        "H(Q)": words.amount(result.reverse.entropy, unit),
        "H(Q,P)": words.amount(result.reverse.cross_entropy, unit),
        "KL(Q‖P)": words.amount(result.reverse.kl, unit),
        "JS(P,Q)": words.amount(result.js_divergence, unit),
        "perplexity of P": words.number(result.perplexity_p),
        "perplexity of Q for P": words.number(result.perplexity),
    }


def formula(result: Comparison, unit: Unit, colors: Palette) -> list[str]:
    """H(P,Q) term by term, then as floor + excess."""
    forward = result.forward
    terms = [
        "0" if p == 0 else rf"{tinted(colors.p, words.short(p, 3))}\cdot{tinted(colors.q, words.tex(surprise))}"
        for p, surprise in zip(forward.p, forward.surprise_per_event, strict=True)
    ]
    rows = ["+".join(terms[start : start + TERMS_IN_A_ROW]) for start in range(0, len(terms), TERMS_IN_A_ROW)]
    total = tinted(colors.loss, rf"{words.tex(forward.cross_entropy)}\ \text{{{unit.name}}}")
    floor = tinted(colors.floor, words.tex(forward.entropy))
    excess = tinted(colors.excess, words.tex(forward.kl))
    return [
        tinted(colors.loss, "H(P,Q)")
        + rf"&=\textstyle\sum_i {tinted(colors.p, 'P_i')}\,({tinted(colors.q, '-' + unit.log + ' Q_i')})",
        f"&={rows[0]}",
        *[rf"&\quad+{row}" for row in rows[1:]],
        f"&={total}",
        "&=" + tinted(colors.floor, "H(P)") + "+" + tinted(colors.excess, r"\mathrm{KL}(P\Vert Q)"),
        f"&={floor}+{excess}",
    ]


def notice(result: Comparison, names: Sequence[str], unit: Unit) -> list[str]:
    """What the current state shows."""
    forward, reverse = result.forward, result.reverse
    named = [words.quoted(name) for name in names]
    floor = words.amount(forward.entropy, unit)
    items = []
    if forward.kl == 0:
        items.append(f"A perfect Q does not cost 0. H(P,P) is H(P), {floor}: the average surprise that P itself holds.")
    else:
        items.append(f"No Q can get below the floor, {floor}. Only Q = P reaches it; change Q and watch.")
    if forward.kl == reverse.kl:
        items.append(_both_ways(float(forward.kl)))
    else:
        items.append(
            f"KL is no distance: KL(P‖Q) is {words.amount(forward.kl, unit)} and KL(Q‖P) is "
            f"{words.amount(reverse.kl, unit)}. JS(P,Q), {words.amount(result.js_divergence, unit)}, "
            "is the same either way and never infinite."
        )
    lowest = int(np.argmin(forward.kl_per_event))
    if forward.kl_per_event[lowest] < 0:
        items.append(
            f"{named[lowest]} contributes {words.amount(forward.kl_per_event[lowest], unit)} to the excess: "
            "where Q gives more than P, an event costs less than with Q = P. The sum is never negative."
        )
    if (forward.p == 0).any():
        never = words.listing(named[i] for i in np.flatnonzero(forward.p == 0))
        items.append(f"P is 0 for {never}: what never happens costs nothing, whatever Q says (0 · log 0 is 0).")
    if np.isfinite(result.perplexity):
        best = (
            "No Q does better." if forward.kl == 0 else f"Knowing P, it would be {words.number(result.perplexity_p)}."
        )
        items.append(
            f"Perplexity {words.number(result.perplexity)}: who trusts Q is on average as surprised as by one of so "
            f"many equally likely events. {best}"
        )
    else:
        items.append("The perplexity is ∞ too. A library that shows a finite number here has put in an ε.")
    return items


def _both_ways(kl: float) -> str:
    if kl == 0:
        return "KL is 0 in both directions, as it is for Q = P alone."
    if np.isinf(kl):
        return "KL is ∞ in both directions: each gives 0 to something that the other thinks possible."
    return "KL is the same in both directions here, as Q mirrors P. It is no distance: in general the two differ."
