"""The calculations of the exercises, in LaTeX with the live numbers: the first step alone, and all of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ce_core import (
    Exercise,
    binary_cross_entropy,
    binary_decompose,
    check_answer,
    decompose,
    gaussian_nll,
    information_content,
    logsumexp,
    normalize,
    smooth_labels,
)
from pages.shared import words
from pages.shared.palette import Palette
from pages.shared.words import UNITS, Unit, tinted

LETTERS = "ABCD"
TERMS_IN_A_ROW = 2  # a phone shows no more beside each other


@dataclass(frozen=True)
class Board:
    """An exercise to be written out: its numbers in the colours of their ideas."""

    task: Exercise
    colors: Palette

    @property
    def g(self) -> Mapping[str, Any]:
        return self.task.given

    @property
    def unit(self) -> Unit:
        """Of the exercise; nats where its numbers have none."""
        return UNITS[self.task.unit or "nats"]

    @property
    def base(self) -> float | None:
        return self.unit.base

    @property
    def log(self) -> str:
        return self.unit.log

    @property
    def value(self) -> float:
        return self.task.values[0]

    def p(self, x: float) -> str:
        return tinted(self.colors.p, words.short(x, 3))

    def q(self, x: float, digits: int = 3) -> str:
        return tinted(self.colors.q, words.tex(x, digits))

    def cost(self, x: float) -> str:
        return tinted(self.colors.loss, words.tex(x))

    def floor(self, x: float) -> str:
        return tinted(self.colors.floor, words.tex(x))

    def excess(self, x: float) -> str:
        return tinted(self.colors.excess, words.tex(x))

    def with_unit(self, tex: str) -> str:
        return rf"{tex}\ \text{{{self.task.unit}}}" if self.task.unit else tex


@dataclass(frozen=True)
class Steps:
    """Lines of LaTeX, aligned at `&`."""

    first: str
    lines: tuple[str, ...]


def stepped(*lines: str) -> Steps:
    return Steps(lines[0], lines)


def added(head: str, terms: Sequence[str], total: str, *more: str, in_a_row: int = TERMS_IN_A_ROW) -> Steps:
    """A sum: its first term alone; then all of it, the total, and what follows from that."""
    pieces = [*terms]
    rows = ["+".join(pieces[start : start + in_a_row]) for start in range(0, len(pieces), in_a_row)]
    first = rf"{head}&={pieces[0]}+\dots" if len(pieces) > 1 else f"{head}&={pieces[0]}"
    return Steps(first, (f"{head}&={rows[0]}", *[rf"&\quad+{row}" for row in rows[1:]], f"&={total}", *more))


def products(weights: Sequence[str], values: Sequence[str]) -> list[str]:
    return [rf"{weight}\cdot{value}" for weight, value in zip(weights, values, strict=True)]


def surprises(b: Board, q: Sequence[float]) -> list[str]:
    return [b.q(value) for value in np.atleast_1d(information_content(q, base=b.base))]


# --- calculations ------------------------------------------------------------------------------------------


def surprise(b: Board) -> Steps:
    p = b.p(b.g["p"])
    return stepped(rf"{b.log} x&=\ln x\,/\ln 2", rf"h&=-{b.log} {p}", f"&={b.with_unit(b.cost(b.value))}")


def entropy(b: Board) -> Steps:
    p = b.g["p"]
    terms = products([b.p(x) for x in p], surprises(b, p))
    return added("H(P)", terms, b.with_unit(b.floor(b.value)))


def cross_entropy(b: Board) -> Steps:
    terms = products([b.p(x) for x in b.g["p"]], surprises(b, b.g["q"]))
    return added("H(P,Q)", terms, b.with_unit(b.cost(b.value)))


def kl(b: Board) -> Steps:
    p, q = b.g["p"], b.g["q"]
    ratios = [rf"{b.log}({b.p(x)}/{b.q(y, 2)})" for x, y in zip(p, q, strict=True)]
    parts = "+".join(words.tex(term) for term in decompose(p, q, base=b.base).kl_per_event).replace("+-", "-")
    total = f"&={b.with_unit(b.excess(b.value))}"
    return added(r"\mathrm{KL}", products([b.p(x) for x in p], ratios), parts, total, in_a_row=1)


def _two_terms(b: Board, y: float, p: float, total: str, head: str = "L") -> Steps:
    return added(head, products([b.p(y), b.p(1 - y)], surprises(b, [p, 1 - p])), total)


def soft_target(b: Board) -> Steps:
    return _two_terms(b, b.g["y"], b.g["p"], b.with_unit(b.cost(b.value)))


def mean_loss(b: Board) -> Steps:
    losses = binary_decompose(b.g["y"], b.g["p"], base=b.base).loss
    total = b.cost(binary_cross_entropy(b.g["y"], b.g["p"], reduction="sum", base=b.base))
    mean = rf"L&=\frac{{{total}}}{{4}}={b.with_unit(b.cost(b.value))}"
    return added("4 L", [b.q(loss) for loss in losses], total, mean)


def softmax_loss(b: Board) -> Steps:
    scores = b.g["scores"]
    powers = "+".join(f"e^{{{words.tex(z, 1)}}}" for z in scores)
    whole = words.tex(float(logsumexp(scores)))
    return stepped(
        rf"\ln({powers})&={whole}",
        rf"L&={whole}-({b.q(scores[0], 1)})",
        f"&={b.with_unit(b.cost(b.value))}",
    )


def perplexity(b: Board) -> Steps:
    mean = words.tex(float(np.mean(b.g["losses"])), 2)
    first, second = map(words.short, b.g["losses"])
    return stepped(rf"\frac{{{first}+{second}}}{{2}}&={mean}\ \text{{nats}}", f"e^{{{mean}}}&={b.cost(b.value)}")


def message_length(b: Board) -> Steps:
    each = decompose(b.g["p"], b.g["q"], base=b.base).cross_entropy
    terms = products([b.p(x) for x in b.g["p"]], surprises(b, b.g["q"]))
    total = rf"{b.g['count']}\cdot {b.q(each)}&={b.with_unit(b.cost(b.value))}"
    return added("H(P,Q)", terms, b.q(each), total)


def weighted_mean(b: Board) -> Steps:
    p, weights = b.g["p"], b.g["weights"]
    whole = words.short(sum(weights))
    first = rf"\Sigma w={'+'.join(map(words.short, weights))}&={whole}"
    sum_ = b.cost(binary_cross_entropy([1] * len(p), p, sample_weight=weights, reduction="sum", base=b.base))
    lines = added(r"\Sigma wL", products([b.p(w) for w in weights], surprises(b, p)), sum_).lines
    return Steps(first, (*lines, first, rf"L&=\frac{{{sum_}}}{{{whole}}}={b.with_unit(b.cost(b.value))}"))


def nats_to_bits(b: Board) -> Steps:
    return stepped(
        r"1\ \text{nat}&=\frac{1}{\ln 2}\ \text{bits}",
        rf"\frac{{{words.short(b.g['loss'])}}}{{\ln 2}}&={b.with_unit(b.cost(b.value))}",
    )


def gaussian(b: Board) -> Steps:
    x, mu, sigma = b.g["x"], b.g["mu"], words.short(b.g["sigma"])
    distance = rf"\frac12\left(\frac{{{b.p(x)}-({b.q(mu, 1)})}}{{{sigma}}}\right)^2"
    peak = words.tex(float(gaussian_nll([mu], mu, b.g["sigma"])))
    return stepped(
        rf"\ln({sigma}\sqrt{{2\pi}})&={peak}",
        f"L&={distance}+{peak}".replace("+-", "-"),
        f"&={b.with_unit(b.cost(b.value))}",
    )


def scores(b: Board) -> Steps:
    """Every item with its value, the smallest first."""
    values = [rf"\text{{{LETTERS[i]}}}&:\ {b.with_unit(b.cost(value))}" for i, value in enumerate(b.task.values)]
    return Steps(values[0], tuple(values[int(i)] for i in b.task.answer))


def found(b: Board) -> Steps:
    """What the uniform Q comes to, and one Q that hits."""
    count = len(b.g["p"])
    sign = TARGET_SIGNS[b.task.name]

    def comes_to(q: str, values: Sequence[float]) -> tuple[str, str]:
        value = check_answer(b.task, values).value
        return f"Q&=({q})", f"{sign}&={b.with_unit(b.cost(0.0 if value is None else value))}"

    even = comes_to(", ".join([rf"\tfrac1{count}"] * count), normalize([1] * count))
    one = comes_to(", ".join(b.q(x, 2) for x in b.task.answer), b.task.answer)
    return Steps(r"\\[4pt]".join(even), (*even, *one))


TARGET_SIGNS = {
    "two events": r"\mathrm{KL}(P\Vert Q)",
    "three events": r"\mathrm{KL}(P\Vert Q)",
    "the other direction": r"\mathrm{KL}(Q\Vert P)",
    "total cost": "H(P,Q)",
    "certain truth": r"\mathrm{KL}(P\Vert Q)",
    "no excess": r"\mathrm{KL}(P\Vert Q)",
    "infinite excess": r"\mathrm{KL}(P\Vert Q)",
    "perplexity of Q": r"\mathrm{perplexity}",
}


def floor_of_p(b: Board) -> Steps:
    terms = products([b.p(x) for x in b.g["p"]], surprises(b, b.g["p"]))
    return added("H(P)", terms, b.with_unit(b.floor(b.value)))


def floor_of_label(b: Board) -> Steps:
    return stepped(rf"{b.log} {b.p(1)}&=0", rf"H(P)&={b.p(1)}\cdot 0+0+0={b.with_unit(b.floor(b.value))}")


def floor_of_pixel(b: Board) -> Steps:
    return _two_terms(b, b.g["y"], b.g["y"], b.with_unit(b.floor(b.value)), "H(y)")


def floor_of_image(b: Board) -> Steps:
    each = binary_decompose(b.g["y"], b.g["y"], base=b.base).floor
    return added(r"\Sigma H(y)", [b.floor(value) for value in each], b.with_unit(b.floor(b.value)))


def floor_of_smoothing(b: Board) -> Steps:
    classes, alpha = int(b.g["classes"]), b.g["smoothing"]
    target = smooth_labels([1] + [0] * (classes - 1), alpha)
    high, low = target[0], target[-1]
    rest = f"{classes - 1}\\cdot " if classes > 2 else ""
    return stepped(
        rf"1-{words.short(alpha)}+\frac{{{words.short(alpha)}}}{{{classes}}}&={b.p(high)}",
        rf"H&={b.p(high)}\cdot{surprises(b, [high])[0]}",
        rf"&\quad+{rest}{tinted(b.colors.p, words.short(low, 5))}\cdot{surprises(b, [low])[0]}",
        f"&={b.with_unit(b.floor(b.value))}",
    )


def floor_without_inputs(b: Board) -> Steps:
    p = normalize(b.g["counts"])
    terms = products([b.p(x) for x in p], surprises(b, p))
    return added("H", terms, b.with_unit(b.floor(b.value)))


def floor_of_second_softmax(b: Board) -> Steps:
    others = int(b.g["classes"]) - 1
    return stepped(
        rf"\text{{best }}\hat y&=\frac{{e^1}}{{e^1+{others}\cdot e^0}}",
        rf"L&=\ln(e+{others})-1",
        f"&={b.with_unit(b.floor(b.value))}",
    )


def floor_of_density(b: Board) -> Steps:
    sigma = b.g["sigma"]
    peak = words.tex(float(gaussian_nll([0.0], 0.0, sigma)))
    return stepped(
        rf"\ln({words.short(sigma)}\sqrt{{2\pi}})&={peak}",
        rf"h&={peak}+\tfrac12",
        f"&={b.with_unit(b.floor(b.value))}",
    )


def loss_at(b: Board) -> Steps:
    y, p = b.g["y"], b.g["p"]
    inside = b.q(p, 2) if y == 1 else rf"(1-{b.q(p, 2)})"
    return stepped(rf"L&=-\ln {inside}", f"&={b.with_unit(b.cost(b.value))}")


def prediction_at(b: Board) -> Steps:
    loss = tinted(b.colors.loss, words.short(b.g["loss"]))
    return stepped(rf"-\ln p&={loss}", f"p&=e^{{-{loss}}}={b.q(b.value)}")


def target_of(b: Board) -> Steps:
    return stepped(r"\frac{dL}{dp}=\frac{p-y}{p\,(1-p)}&=0", f"y&={b.p(b.value)}")


def excess_at(b: Board) -> Steps:
    y, p = b.g["y"], b.g["p"]
    parts = decompose([y, 1 - y], [p, 1 - p], base=b.base)
    cost, floor = b.cost(parts.cross_entropy), b.floor(parts.entropy)
    return stepped(f"H(y)&={floor}", f"L({b.q(p, 2)})&={cost}", f"L-H(y)&={b.with_unit(b.excess(b.value))}")


def coin(b: Board) -> Steps:
    return _two_terms(b, b.g["p"], b.g["p"], b.with_unit(b.floor(b.value)), "H")


def best_confidence(b: Board) -> Steps:
    lowest = b.cost(min(b.task.curves[0].y))
    return stepped(rf"\min_k L(k)&={lowest}\ \text{{nats}}", rf"\text{{reached at }}k&={b.q(b.value, 2)}")
