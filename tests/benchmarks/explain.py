"""How often `explain` finds the formula that made a number, and how often it claims one where there is none.

    python tests/benchmarks/explain.py

The numbers are made here by plain NumPy, SciPy, scikit-learn and PyTorch, not by the tables that are searched.
A convention that was drawn counts as found at a place if the match there has its name, or gives the very same number
on this data, or one that is the same in the digits that were observed; the last two are counted as indistinguishable.
"""

from __future__ import annotations

import math
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
import torch
import torch.nn.functional as F
from scipy.special import expit, log_expit, rel_entr, softmax, xlogy
from scipy.stats import entropy
from sklearn.metrics import brier_score_loss, log_loss
from sklearn.utils.class_weight import compute_sample_weight

from ce_core.conventions import Match, explain

SEED = 20240229
PAIRS = 600
IMPOSTORS = 500


@dataclass
class Data:
    """One data set: what `explain` is given, and the pieces that the formulas below need."""

    kind: str
    given: Any
    labels: Any
    p: np.ndarray
    """N×C probabilities; N×L for multilabel."""
    z: np.ndarray | None
    y: np.ndarray
    """N class indices, N×C soft labels, or N×L."""
    weights: np.ndarray | None = None
    ignore: int | None = None

    @property
    def n(self) -> int:
        return len(self.p)

    @property
    def soft(self) -> bool:
        return self.kind == "soft"

    @property
    def binary(self) -> bool:
        return self.kind.startswith("binary")

    @property
    def onehot(self) -> np.ndarray:
        return self.y if self.soft else np.eye(self.p.shape[1])[self.y]


KINDS = (
    "binary probabilities",
    "binary logits",
    "binary zeros",
    "binary columns",
    "categorical probabilities",
    "categorical logits",
    "categorical zeros",
    "soft",
    "multilabel probabilities",
    "multilabel logits",
    "weighted",
    "ignored",
)


def draw(kind: str, rng: np.random.Generator) -> Data:
    n = round(math.exp(rng.uniform(math.log(5), math.log(1000))))
    sure = rng.uniform(0.5, 3.0)
    if kind.startswith("multilabel"):
        labels = int(rng.integers(3, 9))
        z = rng.normal(size=(n, labels)) * sure - 0.5
        y = (rng.random((n, labels)) < expit(z * rng.uniform(0.3, 1.2))).astype(int)
        y[0, :2] = 0, 1
        y[1 % n, 0] = 1
        return Data(kind, z if "logits" in kind else expit(z), y, expit(z), z, y)
    classes = 2 if kind.startswith("binary") else int(rng.integers(3, 11))
    z = rng.normal(size=(n, classes)) * sure
    true = softmax(z * rng.uniform(0.3, 1.2), axis=1)
    y = (true.cumsum(axis=1) < rng.random((n, 1))).sum(axis=1).clip(0, classes - 1)
    y[: min(n, classes)] = rng.permutation(classes)[: min(n, classes)]
    p = softmax(z, axis=1)
    if kind == "binary probabilities":
        return Data(kind, p[:, 1], y, np.stack([1 - p[:, 1], p[:, 1]], axis=1), None, y)
    if kind == "binary logits":
        one = z[:, 1] - z[:, 0]
        return Data(kind, one, y, np.stack([expit(-one), expit(one)], axis=1), one, y)
    if kind.endswith("zeros"):
        sure_rows = rng.random(n) < 0.3
        sure_rows[int(rng.integers(n))] = True
        p = np.where(sure_rows[:, None], np.eye(classes)[p.argmax(axis=1)], p)
        row = int(np.argmax(sure_rows))
        y[row] = (p[row].argmax() + 1) % classes
        return Data(kind, p[:, 1] if classes == 2 else p, y, p, None, y)
    if kind == "soft":
        y_soft = softmax(rng.normal(size=(n, classes)) * 1.5, axis=1)
        return Data(kind, p, y_soft, p, None, y_soft)
    if kind == "weighted":
        return Data(kind, p, y, p, None, y, weights=rng.uniform(0.2, 3.0, n).round(2))
    if kind == "ignored":
        given = y.copy()
        label = int(rng.choice([-100, -1, 0]))
        hidden = rng.random(n) < 0.3
        hidden[:2] = True, False
        given[hidden] = label
        return Data(kind, z, given, p, z, given, ignore=label)
    return Data(kind, z if "logits" in kind else p, y, p, z if "logits" in kind else None, y)


# --- losses of the rows, as people write them -------------------------------------------------------------------


def pick(values: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.array([row[label] for row, label in zip(values, y, strict=True)])


def plain(d: Data) -> np.ndarray:
    if d.kind.startswith("multilabel"):
        return -(d.y * np.log(d.p) + (1 - d.y) * np.log(1 - d.p))
    if d.soft:
        return -xlogy(d.y, d.p).sum(axis=1)
    if d.ignore is not None:
        kept = d.y != d.ignore
        return -np.log(pick(d.p[kept], d.y[kept]))
    with np.errstate(divide="ignore"):
        return -np.log(pick(d.p, d.y))


def hard(d: Data) -> bool:
    return not d.soft and not d.kind.startswith("multilabel") and d.ignore is None


def of(p: np.ndarray, d: Data) -> np.ndarray:
    with np.errstate(divide="ignore"):
        return -xlogy(d.y, p).sum(axis=1) if d.soft else -np.log(pick(p, d.y))


def clipped(eps: float) -> Callable[[Data], np.ndarray]:
    return lambda d: of(np.clip(d.p, eps, 1 - eps), d)


def added(eps: float) -> Callable[[Data], np.ndarray]:
    return lambda d: of(d.p + eps, d)


def smoothed(alpha: float) -> Callable[[Data], np.ndarray]:
    def loss(d: Data) -> np.ndarray:
        if d.kind.startswith("multilabel"):
            y = d.y * (1 - alpha) + alpha / 2
            return -(y * np.log(d.p) + (1 - y) * np.log(1 - d.p))
        y = d.onehot * (1 - alpha) + alpha / d.p.shape[1]
        return -(y * np.log(d.p)).sum(axis=1)

    return loss


def smoothed_others(alpha: float) -> Callable[[Data], np.ndarray]:
    def loss(d: Data) -> np.ndarray:
        y = d.onehot * (1 - alpha) + (1 - d.onehot) * alpha / (d.p.shape[1] - 1)
        return -(y * np.log(d.p)).sum(axis=1)

    return loss


def weighted_by_class(d: Data) -> np.ndarray:
    w = compute_sample_weight("balanced", d.y)
    return w * plain(d) * d.n / w.sum()


def pos_weighted(d: Data) -> np.ndarray:
    ratio = torch.tensor((d.y == 0).sum() / (d.y == 1).sum())
    z = torch.tensor(np.log(d.p[:, 1]) - np.log(d.p[:, 0]))
    return F.binary_cross_entropy_with_logits(z, torch.tensor(d.y).double(), pos_weight=ratio, reduction="none").numpy()


def positive_term(d: Data) -> np.ndarray:
    if d.kind.startswith("multilabel"):
        return -d.y * np.log(d.p)
    return -d.y * np.log(d.p[:, 1])


def each_entry(d: Data) -> np.ndarray:
    y = d.onehot
    return F.binary_cross_entropy(torch.tensor(d.p), torch.tensor(y).double(), reduction="none").numpy().mean(axis=1)


def keras_logits(d: Data) -> np.ndarray:
    q = d.z / d.z.sum(axis=1, keepdims=True)
    return -np.log(np.clip(pick(q, d.y), 1e-7, 1 - 1e-7))


def squared(d: Data) -> np.ndarray:
    if d.kind.startswith("multilabel"):
        return (d.p - d.y) ** 2
    return (d.p[:, 1] - d.y) ** 2 if d.binary else ((d.p - d.onehot) ** 2).mean(axis=1)


def absolute(d: Data) -> np.ndarray:
    return np.abs(d.p[:, 1] - d.y) if d.binary else np.abs(d.p - d.onehot).mean(axis=1)


def counted(d: Data) -> np.ndarray:
    return -np.log(d.p[np.arange(d.n), d.y])


def free_when_ignored(d: Data) -> np.ndarray:
    return np.where(d.y == d.ignore, 0.0, -np.log(d.p[np.arange(d.n), d.y.clip(0)]))


Which = Callable[[Data], bool]


@dataclass(frozen=True)
class Loss:
    """How the loss of a row is made, for which data, and what `explain` calls it."""

    name: str
    losses: Callable[[Data], np.ndarray]
    fits: Which
    logarithm: bool = True


def one_column(d: Data) -> bool:
    return d.kind in ("binary probabilities", "binary logits", "binary zeros")


def dense(d: Data) -> bool:
    return hard(d) and not d.kind.endswith("zeros") and d.weights is None


def zeros(d: Data) -> bool:
    return d.kind.endswith("zeros")


def columns(d: Data) -> bool:
    return dense(d) and not one_column(d)


def many(d: Data) -> bool:
    return columns(d) and d.p.shape[1] > 2


def multilabel(d: Data) -> bool:
    return d.kind.startswith("multilabel")


LOSSES = (
    *(Loss(f"clipped at {n}", clipped(e), zeros) for n, e in (
        ("1e−15", 1e-15), ("1e−12", 1e-12), ("1e−8", 1e-8), ("1e−7", 1e-7), ("1e−6", 1e-6), ("1e−10", 1e-10),
        ("2^−23", 2.0**-23), ("1e−3", 1e-3))),
    *(Loss(f"log(p + {n})", added(e), zeros) for n, e in (
        ("1e−12", 1e-12), ("1e−8", 1e-8), ("1e−7", 1e-7), ("1e−15", 1e-15), ("1e−6", 1e-6))),
    Loss("double softmax", lambda d: of(softmax(d.p, axis=1), d), columns),
    Loss("double softmax", lambda d: -log_expit(np.where(d.y == 1, d.p[:, 1], -d.p[:, 1])),
         lambda d: dense(d) and one_column(d)),
    Loss("double softmax", lambda d: -log_expit(np.where(d.y == 1, d.p, -d.p)), multilabel),
    Loss("softmax instead of sigmoid",
         lambda d: -np.log(np.where(d.y == 1, softmax(d.z, axis=1), 1 - softmax(d.z, axis=1))),
         lambda d: d.kind == "multilabel logits"),
    Loss("sigmoid instead of softmax", lambda d: of(expit(d.z), d), lambda d: many(d) and d.z is not None),
    Loss("logits taken for probabilities, divided by their sum", keras_logits,
         lambda d: many(d) and d.z is not None),
    Loss("logits taken for probabilities, clipped at 1e−7", lambda d: of(np.clip(d.z, 1e-7, 1 - 1e-7), d),
         lambda d: many(d) and d.z is not None),
    Loss("percent not divided by 100", lambda d: -np.log(pick(100 * d.p, d.y)), columns),
    Loss("columns swapped", lambda d: of(d.p[:, ::-1], d), lambda d: dense(d) and d.binary),
    Loss("labels inverted", lambda d: of(d.p, replace(d, y=1 - d.y)), lambda d: dense(d) and d.binary),
    Loss("labels inverted", lambda d: plain(replace(d, y=1 - d.y)), multilabel),
    Loss("columns reversed", lambda d: of(d.p[:, ::-1], d), lambda d: many(d) and d.p.shape[1] > 3),
    Loss("columns in the order 2, 1, 0", lambda d: of(d.p[:, ::-1], d), lambda d: many(d) and d.p.shape[1] == 3),
    Loss("columns in the order 1, 0, 2", lambda d: of(d.p[:, [1, 0, 2]], d),
         lambda d: many(d) and d.p.shape[1] == 3),
    Loss("labels off by −1", lambda d: of(d.p, replace(d, y=d.y - 1)), many),
    Loss("labels off by +1", lambda d: of(d.p, replace(d, y=(d.y + 1) % d.p.shape[1])), many),
    Loss("arguments swapped", lambda d: -(d.p * np.log(d.y)).sum(axis=1), lambda d: d.soft),
    *(Loss(f"label smoothing {a:g}", smoothed(a), lambda d: dense(d) or multilabel(d) or d.soft)
      for a in (0.1, 0.05, 0.2, 0.3, 0.12, 0.07, 0.035)),
    Loss("label smoothing 0.1 over the other classes", smoothed_others(0.1), many),
    Loss("balanced class weights", weighted_by_class, dense),
    Loss("pos_weight", pos_weighted, lambda d: dense(d) and d.binary),
    Loss("only the term of class 1", positive_term, lambda d: multilabel(d) or (dense(d) and d.binary)),
    Loss("binary cross-entropy of every entry", each_entry, lambda d: many(d) or d.soft),
    Loss("mean squared error", squared, lambda d: dense(d) or multilabel(d), False),
    Loss("mean absolute error", absolute, dense, False),
    Loss("accuracy", lambda d: (d.p.argmax(axis=1) == d.y).astype(float), dense, False),
    Loss("error rate", lambda d: (d.p.argmax(axis=1) != d.y).astype(float), dense, False),
    Loss("accuracy", lambda d: ((d.p > 0.5) == d.y).astype(float), multilabel, False),
    Loss("logarithm left out",
         lambda d: F.nll_loss(torch.tensor(d.p), torch.tensor(d.y), reduction="none").numpy(), dense, False),
    Loss("softmax left out",
         lambda d: F.nll_loss(torch.tensor(d.z), torch.tensor(d.y), reduction="none").numpy(),
         lambda d: many(d) and d.z is not None, False),
    Loss("KL divergence", lambda d: rel_entr(d.y, d.p).sum(axis=1), lambda d: d.soft),
    Loss("entropy of the predictions", lambda d: entropy(d.p, axis=1), lambda d: dense(d) or d.soft),
    Loss("entropy of the labels", lambda d: entropy(d.y, axis=1), lambda d: d.soft),
    Loss("sample weights ignored", plain, lambda d: d.weights is not None),
    Loss("divided by N, not by Σ w", lambda d: d.weights * plain(d), lambda d: d.weights is not None),
    Loss("ignored rows counted", counted, lambda d: d.ignore in (0, -1)),
    Loss("ignored rows in the denominator", free_when_ignored,
         lambda d: d.ignore is not None),
    Loss("class 0 ignored", lambda d: plain(d)[d.y != 0], many),
)  # fmt: skip


def batch_means(losses: np.ndarray, size: int, weights: np.ndarray | None = None) -> np.ndarray:
    return np.array(
        [
            np.average(losses[at : at + size], weights=None if weights is None else weights[at : at + size])
            for at in range(0, len(losses), size)
        ]
    )


@dataclass(frozen=True)
class Step:
    name: str
    apply: Callable[..., float]
    fits: Callable[..., bool]


def uneven(size: int) -> Callable[[Data, np.ndarray], bool]:
    return lambda d, losses: losses.ndim == 1 and len(losses) == d.n and d.n > size and d.n % size > 0


def rowwise(d: Data, losses: np.ndarray) -> bool:
    return losses.ndim == 1 and len(losses) == d.n


REDUCTIONS = (
    Step("sum", lambda d, x: (x if d.weights is None else x * d.weights).sum(), lambda d, x: True),
    Step("mean over N·C", lambda d, x: np.average(x, weights=d.weights) / d.p.shape[1],
         lambda d, x: x.ndim == 1 and not one_column(d)),
    Step("summed over the labels", lambda d, x: x.sum(axis=1).mean(), lambda d, x: x.ndim == 2),
    *(Step(f"mean of batch means ({b} rows)", lambda d, x, b=b: batch_means(x, b, d.weights).mean(), uneven(b))
      for b in (32, 64, 16, 128)),
    Step("sum of batch means over N (32 rows)", lambda d, x: batch_means(x, 32).sum() / d.n,
         lambda d, x: uneven(32)(d, x) and d.weights is None),
    Step("sum of batch means (64 rows)", lambda d, x: batch_means(x, 64).sum(),
         lambda d, x: uneven(64)(d, x) and d.weights is None),
    Step("last batch (32 rows)", lambda d, x: batch_means(x, 32, d.weights)[-1], uneven(32)),
    Step("mean over the rows of class 1", lambda d, x: x[d.y == 1].mean(),
         lambda d, x: hard(d) and rowwise(d, x) and d.weights is None and (d.y == 1).any()),
    Step("balanced class weights",
         lambda d, x: np.mean([x[d.y == c].mean() for c in np.unique(d.y)]),
         lambda d, x: hard(d) and rowwise(d, x) and d.weights is None and len(np.unique(d.y)) == d.p.shape[1]),
)  # fmt: skip
UNITS = (
    Step("bits", lambda v: v / math.log(2), lambda v, log: log),
    Step("bans", lambda v: v / math.log(10), lambda v, log: log),
    Step("sign", lambda v: -v, lambda v, log: log),
    Step("perplexity", lambda v: math.exp(v), lambda v, log: log and v < 50),
    Step("likelihood", lambda v: math.exp(-v), lambda v, log: log and v < 50),
    Step("2 to the nats", lambda v: 2**v, lambda v, log: log and v < 50),
    Step("percent", lambda v: 100 * v, lambda v, log: not log),
)


@dataclass(frozen=True)
class Made:
    """A number, and the names of the departures that made it."""

    names: frozenset[str]
    value: float


PAIRED_REDUCTIONS = {
    "sum",
    "mean over N·C",
    "summed over the labels",
    "mean of batch means (32 rows)",
    "mean of batch means (64 rows)",
    "mean over the rows of class 1",
    "balanced class weights",
}
PAIRED_UNITS = {"bits", "bans", "sign", "perplexity"}
"""What is drawn as the second of two departures, with every loss above but the following."""
ALONE = {"label smoothing 0.07", "label smoothing 0.12", "label smoothing 0.035"}
"""Found alone only where two departures leave room for every α."""
BY_CLASS = {"balanced class weights", "pos_weight", "mean over the rows of class 1"}
"""Two of these are no pair: both weight the classes."""


def mean(d: Data, losses: np.ndarray) -> float:
    return float(np.average(losses, weights=d.weights if losses.shape == (d.n,) else None))


def mean_of(loss: Loss, d: Data) -> float:
    """Mean of a loss that has seen to its weights."""
    return float(loss.losses(d).mean())


def one(rng: np.random.Generator, choices: list[Any]) -> Any:
    return choices[int(rng.integers(len(choices)))] if choices else None


def make(d: Data, rng: np.random.Generator, turn: int) -> Made | None:
    """The plain mean in one of ten cases, one departure in five, two in four."""
    rows, fitting = plain(d), [loss for loss in LOSSES if loss.fits(d)]
    if turn % 10 == 0:
        return Made(frozenset(), mean(d, rows))
    reductions = [step for step in REDUCTIONS if step.fits(d, rows)]
    units = [unit for unit in UNITS if unit.fits(mean(d, rows), True)]
    if turn % 10 <= 5:
        return single(d, rows, one(rng, [*fitting, *reductions, *units, *library_calls(d)]))
    paired = [loss for loss in fitting if loss.name not in ALONE]
    if turn % 3 == 0:
        return loss_and_reduction(d, one(rng, paired), rng)
    if turn % 3 == 1:
        return loss_and_unit(d, one(rng, paired), rng)
    step, unit = (one(rng, [each for each in steps if each.name in among])
                  for steps, among in ((reductions, PAIRED_REDUCTIONS), (units, PAIRED_UNITS)))  # fmt: skip
    if step is None or unit is None or not unit.fits(step.apply(d, rows), True):
        return None
    return Made(frozenset({step.name, unit.name}), float(unit.apply(float(step.apply(d, rows)))))


def single(d: Data, rows: np.ndarray, chosen: Any) -> Made:
    if isinstance(chosen, Made):
        return chosen
    if isinstance(chosen, Loss):
        return Made(frozenset({chosen.name}), mean_of(chosen, d))
    value = chosen.apply(d, rows) if chosen in REDUCTIONS else chosen.apply(mean(d, rows))
    return Made(frozenset({chosen.name}), float(value))


def loss_and_reduction(d: Data, loss: Loss | None, rng: np.random.Generator) -> Made | None:
    if loss is None or d.weights is not None:
        return None
    rows = loss.losses(d)
    usual = [step for step in REDUCTIONS if step.name in PAIRED_REDUCTIONS and step.fits(d, rows)]
    step = one(rng, [step for step in usual if step.name != loss.name and not {step.name, loss.name} <= BY_CLASS])
    return None if step is None else Made(frozenset({loss.name, step.name}), float(step.apply(d, rows)))


def loss_and_unit(d: Data, loss: Loss | None, rng: np.random.Generator) -> Made | None:
    if loss is None:
        return None
    value = mean_of(loss, d)
    among = PAIRED_UNITS if loss.logarithm else {"percent"} if loss.name in ("accuracy", "error rate") else set()
    unit = one(rng, [u for u in UNITS if u.name in among and u.fits(value, loss.logarithm)])
    return None if unit is None else Made(frozenset({loss.name, unit.name}), float(unit.apply(value)))


def library_calls(d: Data) -> list[Made]:
    """The same data through the libraries themselves, with their own ε, their own float32."""
    made: list[Made] = []
    if hard(d) and d.weights is None:
        value = log_loss(d.y, d.p, labels=range(d.p.shape[1]))
        made.append(Made(frozenset({"scikit-learn log_loss(y, p)"}), float(value)))
    if one_column(d):
        value = F.binary_cross_entropy(torch.tensor(d.p[:, 1]).float(), torch.tensor(d.y).float())
        made.append(Made(frozenset({"PyTorch binary_cross_entropy(p, y)"}), value.item()))
        made.append(Made(frozenset({"mean squared error"}), float(brier_score_loss(d.y, d.p[:, 1]))))
    if d.z is not None and hard(d) and d.z.ndim == 2:
        value = F.cross_entropy(torch.tensor(d.z).float(), torch.tensor(d.y))
        made.append(Made(frozenset({"PyTorch cross_entropy(logits, y)"}), value.item()))
        twice = F.cross_entropy(torch.tensor(d.z).float().softmax(dim=1), torch.tensor(d.y))
        made.append(Made(frozenset({"double softmax"}), twice.item()))
        value = F.cross_entropy(torch.tensor(d.z), torch.tensor(d.y), label_smoothing=0.1)
        made.append(Made(frozenset({"label smoothing 0.1"}), value.item()))
    if d.soft:
        with warnings.catch_warnings(action="ignore"):
            value = F.kl_div(torch.tensor(np.log(d.p)), torch.tensor(d.y))
        made.append(Made(frozenset({"KL divergence", "mean over N·C"}), value.item()))
        value = F.kl_div(torch.tensor(np.log(d.p)), torch.tensor(d.y), reduction="batchmean")
        made.append(Made(frozenset({"KL divergence"}), value.item()))
    if d.ignore is not None:
        kept = F.cross_entropy(torch.tensor(d.z), torch.tensor(d.y), ignore_index=d.ignore, reduction="sum")
        made.append(Made(frozenset({"sum"}), kept.item()))
    return made


# --- what is seen of the number ---------------------------------------------------------------------------------

Rounding = Callable[[float], float]
ROUNDINGS: dict[str, Rounding] = {
    "full": lambda v: v,
    "float32": lambda v: float(np.float32(v)),
    **{f"{digits} digits": lambda v, digits=digits: float(f"{v:.{digits}g}") for digits in (4, 5, 6)},
}


def same_in_digits(a: float, b: float, how: str) -> bool:
    """Whether what is seen of `b` can't tell it from `a`."""
    if a == b:
        return True
    if how == "full" and float(np.float32(b)) == b:
        how = "float32"
    if how in ("full", "float32"):
        return abs(a - b) <= (1e-9 if how == "full" else 2e-6) * max(abs(a), abs(b))
    return ROUNDINGS[how](a) == ROUNDINGS[how](b)


@dataclass
class Outcome:
    kind: str
    how: str
    made: Made
    observed: float
    matches: list[Match]
    place: int | None
    """Place of the true convention among the matches, from 1."""
    by_name: bool
    """Found by its own name, not only by its value."""


def judge(kind: str, how: str, made: Made, observed: float, matches: list[Match]) -> Outcome:
    for place, match in enumerate(matches, 1):
        names = frozenset(match.name.split(" + ")) if match.steps else frozenset[str]()
        if names == made.names:
            first = next(i for i, other in enumerate(matches, 1) if other.group == match.group)
            return Outcome(kind, how, made, observed, matches, first, first == place)
        if same_in_digits(float(match.value), made.value, how):
            return Outcome(kind, how, made, observed, matches, place, False)
    return Outcome(kind, how, made, observed, matches, None, False)


def ask(d: Data, observed: float) -> list[Match]:
    return explain(observed, d.labels, d.given, ignore_index=d.ignore, sample_weight=d.weights)


def outcomes(count: int, seed: int = SEED) -> list[Outcome]:
    """`count` data sets, each with a number that one convention made of it."""
    rng = np.random.default_rng(seed)
    done: list[Outcome] = []
    turn = 0
    while len(done) < count:
        turn += 1
        d = draw(KINDS[turn % len(KINDS)], rng)
        with np.errstate(all="ignore"):
            made = make(d, rng, int(rng.integers(30)))
        if made is None or not math.isfinite(made.value) or made.value == 0:
            continue
        how = list(ROUNDINGS)[len(done) % len(ROUNDINGS)]
        observed = ROUNDINGS[how](made.value)
        done.append(judge(d.kind, how, made, observed, ask(d, observed)))
    return done


def impostors(count: int, digits: int | None, seed: int = SEED) -> list[tuple[float, list[Match]]]:
    """Numbers that no convention made, log-uniform from a tenth to ten times the plain mean."""
    rng = np.random.default_rng(seed + 1)
    done = []
    for turn in range(count):
        d = draw(KINDS[turn % len(KINDS)], rng)
        with np.errstate(all="ignore"):
            middle = mean(d, plain(d))
        middle = middle if math.isfinite(middle) else 1.0
        number = middle * 10 ** rng.uniform(-1, 1)
        observed = number if digits is None else float(f"{number:.{digits}g}")
        done.append((observed, ask(d, observed)))
    return done


def timing() -> tuple[float, float]:
    """Milliseconds of `explain` on 1,000 rows × 10 classes, and of one softmax and one logarithm of that array."""
    rng = np.random.default_rng(SEED)
    z, y = rng.normal(size=(1000, 10)) * 2, rng.integers(0, 10, 1000)

    def best(call: Callable[[], object], runs: int) -> float:
        times = []
        for _ in range(runs):
            start = time.perf_counter()
            call()
            times.append(time.perf_counter() - start)
        return 1000 * min(times)

    return best(lambda: explain(2.3456, y, z), 10), best(lambda: np.log(softmax(z, axis=1)), 50)


def share(hits: int, of_all: int) -> str:
    return f"{hits} of {of_all} ({100 * hits / of_all:.1f} %)"


def report(found: list[Outcome]) -> None:
    total = len(found)
    first = [o for o in found if o.place == 1]
    three = [o for o in found if o.place is not None and o.place <= 3]
    print(f"true convention first:           {share(len(first), total)}   (at least 95 %)")
    print(f"  of these by its own name:      {share(sum(o.by_name for o in first), total)}")
    print(f"  of these indistinguishable:    {share(sum(not o.by_name for o in first), total)}")
    print(f"within the first three:          {share(len(three), total)}   (at least 99 %)")
    by: dict[str, Callable[[Outcome], Any]] = {
        "departures": lambda o: len(o.made.names), "digits": lambda o: o.how, "data": lambda o: o.kind
    }  # fmt: skip
    for title, key in by.items():
        print(f"by {title}:")
        for value in dict.fromkeys(sorted(map(key, found), key=str)):
            own = [o for o in found if key(o) == value]
            hits = sum(o.place == 1 for o in own)
            within = sum(o.place is not None and o.place <= 3 for o in own)
            print(f"  {value!s:26} first {share(hits, len(own)):22} first three {share(within, len(own))}")


def shown(matches: list[Match]) -> list[tuple[str, float, float]]:
    return [(match.name, match.error, round(match.chance, 4)) for match in matches[:4]]


def main() -> None:
    found = outcomes(PAIRS)
    report(found)
    if "-v" in sys.argv:
        for o in found:
            if o.place != 1:
                print(
                    o.kind,
                    o.how,
                    sorted(o.made.names),
                    o.observed,
                    o.place,
                    [(m.name, m.chance) for m in o.matches[:4]],
                )
    for digits, words in ((None, "all digits"), (5, "5 digits"), (4, "4 digits")):
        claims = impostors(IMPOSTORS, digits)
        limit = "" if digits == 4 else "(at most 2 %)"
        claimed = [(number, matches) for number, matches in claims if matches]
        print(f"claims on numbers of no formula, {words}: {share(len(claimed), len(claims))}   {limit}")
        if "-v" in sys.argv:
            for number, matches in claimed:
                print("  ", number, shown(matches))
    own, bare = timing()
    print(f"1,000 × 10: {own:.0f} ms, {own / bare:.0f} times log(softmax) of the same array ({bare:.3f} ms)")


if __name__ == "__main__":
    main()
