"""What the table says that each library returns, beside the libraries themselves.

The call of an entry is evaluated as it is written there, so an entry that no library knows fails. A name that is not
the library's own (p, z, log) is made by the library too: p is its softmax or sigmoid of logits, in its own dtype.
"""

from __future__ import annotations

import inspect
import os
import re
import warnings
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any

os.environ["KERAS_BACKEND"] = "torch"
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import keras
    import torch
    import torch.nn.functional as F
import jax
import numpy as np
import optax
import pytest
import scipy.special
import scipy.stats
import sklearn.metrics

import ce_core
from ce_core.conventions import BY_NAME, CONVENTIONS, Convention, convention_value, library_values

torch.set_num_threads(1)
SINGLE = np.float32
IGNORED = -1


@dataclass(frozen=True)
class Case:
    """Labels and predictions, and how they are to be taken."""

    y: np.ndarray
    x: np.ndarray
    kind: Any = "probabilities"
    problem: Any = None
    weights: np.ndarray | None = None
    class_weights: np.ndarray | None = None
    ignore: int | None = None

    @property
    def task(self) -> str:
        return self.problem or ("binary" if self.x.shape[1] == 2 else "categorical")

    @property
    def soft(self) -> bool:
        return bool(((self.y != np.round(self.y)) if self.y.ndim == 2 else np.zeros(1)).any())

    def options(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "problem": self.problem,
            "sample_weight": self.weights,
            "class_weight": self.class_weights,
            "ignore_index": self.ignore,
        }

    def counted(self) -> Case:
        if self.ignore is None:
            return self
        kept = self.y != self.ignore
        weights = None if self.weights is None else self.weights[kept]
        return replace(self, y=self.y[kept], x=self.x[kept], weights=weights, ignore=None)

    @property
    def distributions(self) -> np.ndarray:
        return self.y if self.y.ndim == 2 else np.eye(self.x.shape[1])[self.y]


# --- the data

RNG = np.random.default_rng(20)
TUTORIAL = np.array([0.8, 0.9, 0.9, 0.6, 0.8, 0.1, 0.4, 0.2, 0.1, 0.3])
Y2, Y10 = np.array([1] * 5 + [0] * 5), np.array([3, 0, 9, 4, 4, 1, 7, 0])
P2, P10 = np.column_stack([1 - TUTORIAL, TUTORIAL]), RNG.dirichlet(np.ones(10), 8)
SOFT2, SOFT10 = RNG.dirichlet(np.ones(2), 10), RNG.dirichlet(np.full(10, 0.5), 8)
HALF10 = np.where(SOFT10 > 0.05, SOFT10, 0.0)
HALF10 /= HALF10.sum(axis=1, keepdims=True)
ZEROS10 = np.where(P10 > 0.05, P10, 0.0)
ZEROS10 /= ZEROS10.sum(axis=1, keepdims=True)
ROUNDED10 = (P10 * 1.0003).astype(SINGLE)  # sums that a float32 may still have
Z2, Z10 = RNG.normal(0, 3, (10, 2)), RNG.normal(0, 3, (8, 10))
W2, W10 = np.linspace(1, 3, 10), np.linspace(0.5, 4, 8)
CLASSES10 = np.linspace(0.2, 3, 10)
Y_MANY = np.array([[1, 0, 1], [0, 0, 1], [0, 1, 0], [1, 1, 1]])
P_MANY, Z_MANY = RNG.uniform(0.05, 0.95, (4, 3)), RNG.normal(0, 3, (4, 3))
EDGE_MANY = np.array([[0.0, 1.0, 1.0], [0.0, 0.3, 1e-9], [1 - 1e-9, 0.5, 0.2], [1.0, 1e-12, 0.9]])
FAR = np.where(RNG.random((8, 10)) < 0.5, 1e3, -1e3) + Z10
OUT = np.where(np.eye(10)[(Y10 + 1) % 10] > 0, -np.inf, Z10)

CASES = {
    "two": Case(Y2, P2),
    "two-float32": Case(Y2, P2.astype(SINGLE)),
    "two-weights": Case(Y2, P2, weights=W2),
    "two-class-weights": Case(Y2, P2, class_weights=np.array([0.5, 3.0])),
    "two-soft": Case(SOFT2, P2),
    "two-soft-weights": Case(SOFT2, P2, weights=W2),
    "two-opposite": Case(np.array([0, 1, 1]), np.array([[0.0, 1.0], [1.0, 0.0], [0.25, 0.75]])),
    "two-certain-and-right": Case(np.array([0, 1]), np.array([[1.0, 0.0], [0.5, 0.5]])),
    "two-tails": Case(np.array([0, 1]), np.array([[1e-12, 1 - 1e-12], [1 - 1e-9, 1e-9]])),
    "two-ignored": Case(np.where(np.arange(10) % 3 == 0, IGNORED, Y2), P2, ignore=IGNORED),
    "two-logits": Case(Y2, Z2, "logits"),
    "two-logits-weights": Case(Y2, Z2, "logits", weights=W2),
    "two-logits-soft": Case(SOFT2, Z2, "logits"),
    "two-logits-far": Case(np.array([0, 1, 1, 0]), np.array([[0, 1e3], [0, -1e3], [0, 1e3], [1, 3.0]]), "logits"),
    "two-logits-overflow": Case(np.array([1, 1, 0]), np.array([[0, -95.0], [0, -17.0], [0, 17.0]]), "logits"),
    "ten": Case(Y10, P10),
    "ten-float32": Case(Y10, (P10 / P10.sum(axis=1, keepdims=True)).astype(SINGLE)),
    "ten-rounded": Case(Y10, ROUNDED10),
    "ten-soft-rounded": Case(np.roll(ROUNDED10, 1, axis=0), ROUNDED10),
    "ten-weights": Case(Y10, P10, weights=W10),
    "ten-class-weights": Case(Y10, P10, class_weights=CLASSES10),
    "ten-soft": Case(SOFT10, P10),
    "ten-soft-zeros": Case(HALF10, P10),
    "ten-soft-weights": Case(SOFT10, P10, weights=W10),
    "ten-soft-class-weights": Case(SOFT10, P10, class_weights=CLASSES10),
    "ten-zeros": Case(Y10, ZEROS10),
    "ten-soft-on-zeros": Case(SOFT10, ZEROS10),
    "ten-ignored": Case(np.where(Y10 == 4, IGNORED, Y10), P10, ignore=IGNORED),
    "ten-ignored-weights": Case(np.where(Y10 == 4, IGNORED, Y10), P10, weights=W10, ignore=IGNORED),
    "ten-ignored-class-weights": Case(np.where(Y10 == 4, IGNORED, Y10), Z10, "logits", class_weights=CLASSES10,
                                      ignore=IGNORED),
    "ten-logits": Case(Y10, Z10, "logits"),
    "ten-logits-soft": Case(SOFT10, Z10, "logits"),
    "ten-logits-weights": Case(Y10, Z10, "logits", weights=W10),
    "ten-logits-class-weights": Case(Y10, Z10, "logits", class_weights=CLASSES10),
    "ten-logits-far": Case(Y10, FAR, "logits"),
    "ten-logits-soft-far": Case(SOFT10, FAR, "logits"),
    "ten-logits-shifted": Case(Y10, Z10 + 1e5, "logits"),
    "ten-logits-excluded": Case(Y10, OUT, "logits"),
    "many": Case(Y_MANY, P_MANY, problem="multilabel"),
    "many-float32": Case(Y_MANY, P_MANY.astype(SINGLE), problem="multilabel"),
    "many-soft": Case(RNG.random((4, 3)), P_MANY, problem="multilabel"),
    "many-weights": Case(Y_MANY, P_MANY, problem="multilabel", weights=W10[:4]),
    "many-class-weights": Case(Y_MANY, P_MANY, problem="multilabel", class_weights=np.ones(3)),
    "many-edges": Case(Y_MANY, EDGE_MANY, problem="multilabel"),
    "many-logits": Case(Y_MANY, Z_MANY, "logits", "multilabel"),
    "many-logits-far": Case(Y_MANY, np.sign(Z_MANY) * 1e3, "logits", "multilabel"),
    "many-logits-weights": Case(Y_MANY, Z_MANY, "logits", "multilabel", weights=W10[:4]),
}  # fmt: skip

# --- the libraries: the names that a call is made of


def one_column(rule: Convention) -> bool:
    return "inary" in rule.call or "igmoid" in rule.call


def labels_of(rule: Convention, case: Case) -> Any:
    """y as the call wants it: indices, or the labels of a binary function."""
    if case.task == "multilabel":
        return case.y
    return case.distributions[:, 1:] if one_column(rule) else case.y


def prediction(rule: Convention, case: Case) -> np.ndarray:
    if not one_column(rule) or case.task == "multilabel":
        return case.x
    return case.x[:, 1:] - case.x[:, :1] if case.kind == "logits" else case.x[:, 1:]


def log_odds(rule: Convention, case: Case) -> np.ndarray:
    """Logits for data that are probabilities."""
    with np.errstate(divide="ignore"):
        if case.task == "multilabel":
            return np.log(case.x) - np.log1p(-case.x)
        log = np.log(case.x.astype(np.float64))
    return log[:, 1:] - log[:, :1] if one_column(rule) else log


def single(values: Any) -> torch.Tensor:
    return torch.tensor(np.asarray(values, dtype=SINGLE))


def torch_names(rule: Convention, case: Case, ignore: int | None = None) -> dict[str, Any]:
    """p, z and log in float32; for logits log(p) is the log-softmax."""
    x, softmax = single(prediction(rule, case)), partial(torch.softmax, dim=-1)
    z = x if case.kind == "logits" else single(log_odds(rule, case))
    p = (torch.sigmoid if one_column(rule) else softmax)(x) if case.kind == "logits" else x
    weights = None if case.weights is None else single(case.weights)[:, None]
    classes = None if case.class_weights is None else single(case.class_weights)
    labels, targets = labels_of(rule, case), single(case.distributions)
    indexed = {} if ignore is None else {"ignore_index": ignore}
    return {
        "y": single(labels) if one_column(rule) else torch.tensor(labels) if labels.ndim == 1 else None,
        "Y": targets,
        "p": p,
        "z": z,
        "log": lambda values: torch.log_softmax(x, -1) if values is p and case.kind == "logits" else values.log(),
        "cross_entropy": partial(F.cross_entropy, weight=classes, **indexed),
        "nll_loss": partial(F.nll_loss, weight=classes, **indexed),
        "binary_cross_entropy": partial(F.binary_cross_entropy, weight=weights),
        "binary_cross_entropy_with_logits": partial(F.binary_cross_entropy_with_logits, weight=weights),
        "kl_div": F.kl_div,
    }


def keras_names(rule: Convention, case: Case, ignore: int | None = None) -> dict[str, Any]:
    """The losses with the weights in, and arrays for tensors."""
    given = {key: value for key, value in torch_names(rule, case).items() if key in ("y", "Y", "p", "z")}
    indexed = {} if ignore is None else {"ignore_class": ignore}

    def weighted(loss: Any, **more: Any) -> Any:
        return lambda **options: partial(loss(**options, **more), sample_weight=case.weights)

    return given | {
        "BinaryCrossentropy": weighted(keras.losses.BinaryCrossentropy),
        "CategoricalCrossentropy": weighted(keras.losses.CategoricalCrossentropy),
        "SparseCategoricalCrossentropy": weighted(keras.losses.SparseCategoricalCrossentropy, **indexed),
        "KLDivergence": weighted(keras.losses.KLDivergence),
    }


def numpy_names(rule: Convention, case: Case) -> dict[str, Any]:
    p = case.x.astype(SINGLE if "float32" in rule.call else np.float64)
    if case.kind == "logits":
        p = scipy.special.expit(p) if case.task == "multilabel" else scipy.special.softmax(p, axis=1)
    labels = None if case.task == "multilabel" else list(range(p.shape[1]))
    return {
        "y": case.y,
        "Y": case.distributions,
        "p": p,
        "float32": SINGLE,
        "log_loss": partial(sklearn.metrics.log_loss, sample_weight=case.weights, labels=labels),
        "stats": scipy.stats,
        "special": scipy.special,
    }


ROWS = 16


@cache
def compiled(name: str) -> Any:
    return jax.jit(getattr(optax.losses, name))


def padded(values: np.ndarray) -> np.ndarray:
    """Always as many rows, so that a function is compiled once for a number of columns."""
    return np.concatenate([values, values[:1].repeat(ROWS - len(values), axis=0)])


def optax_function(name: str) -> Any:
    return lambda x, y: np.asarray(compiled(name)(padded(x), padded(y)))[: len(x)]


def optax_names(rule: Convention, case: Case) -> dict[str, Any]:
    given = torch_names(rule, case)
    arrays = {key: given[key].numpy() for key in ("y", "Y", "p", "z") if given[key] is not None}
    names = [rule.call.split("(")[0] for rule in CONVENTIONS if rule.library == "optax"]

    def log(values: np.ndarray) -> np.ndarray:
        with np.errstate(divide="ignore"):
            logits = values is arrays["p"] and case.kind == "logits"
            return torch.log_softmax(given["z"], -1).numpy() if logits else np.log(values)

    return arrays | {"log": log} | {name: optax_function(name) for name in names}


def definition(rule: Convention, case: Case) -> float:
    """The functions of the core, which have references of their own."""
    logits = case.kind == "logits"
    x, y = case.x, case.distributions
    options: dict[str, Any] = {"sample_weight": case.weights}
    if case.task == "multilabel":
        loss = ce_core.binary_cross_entropy_from_logits if logits else ce_core.binary_cross_entropy
        if case.weights is not None:
            options = {"sample_weight": np.broadcast_to(case.weights[:, None], y.shape)}
    else:
        loss = ce_core.categorical_cross_entropy_from_logits if logits else ce_core.categorical_cross_entropy
        options["class_weight"] = case.class_weights
    if rule.computes == "KL divergence":
        return float(np.average(loss(y, x, reduction="none") - ce_core.entropy(y), weights=case.weights))
    return float(loss(y, x, **options))


NAMES = {
    "scikit-learn": numpy_names,
    "SciPy": numpy_names,
    "PyTorch": torch_names,
    "Keras": keras_names,
    "optax": optax_names,
}


def returned(rule: Convention, case: Case) -> float:
    """What the library gives for the call of an entry, with ignored rows only where it can ignore."""
    if rule.library == "Definition":
        return definition(rule, case.counted())
    if case.ignore is not None and rule.ignores:
        assert rule.ignores == {"PyTorch": "ignore_index", "Keras": "ignore_class"}[rule.library]
        names = {"PyTorch": torch_names, "Keras": keras_names}[rule.library](rule, _with_any_label(case), case.ignore)
        names["y"] = torch.tensor(case.y)
    else:
        names = NAMES[rule.library](rule, case.counted())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return float(eval(rule.call, names))


def _with_any_label(case: Case) -> Case:
    return replace(case, y=np.where(case.y == case.ignore, 0, case.y))


# --- every entry beside its library

WEIGHTED = {"log_loss", "binary_cross_entropy", "binary_cross_entropy_with_logits"}
WEIGHTED_BY_CLASS = {"cross_entropy", "nll_loss"}


def refused(rule: Convention, case: Case) -> str | None:
    """Why the library can't be asked, by what its call takes and what parameters it has."""
    function = rule.call.split("(")[0]
    own = rule.library == "Definition"
    if case.soft and not (own or "Y" in rule.call or one_column(rule)):
        return "takes no soft labels"
    if case.soft and rule.library == "scikit-learn":
        return "takes no soft labels"
    if case.weights is not None and not (function in WEIGHTED or rule.library == "Keras" or own):
        return "takes no weight for each example"
    if case.class_weights is not None and function not in WEIGHTED_BY_CLASS and rule is not CONVENTIONS[0]:
        return "takes no weight for each class"
    return None


def in_float32(rule: Convention) -> bool:
    return rule.library in ("PyTorch", "Keras", "optax") or "float32" in rule.call


@pytest.mark.parametrize("rule", CONVENTIONS, ids=[rule.name for rule in CONVENTIONS])
def test_an_entry_gives_what_its_library_returns(rule: Convention) -> None:
    """Over all cases in one test: hundreds of them would take longer to set up than to run."""
    answered = 0
    for name, case in CASES.items():
        value = convention_value(rule, case.y, case.x, **case.options())
        if case.task not in rule.problems:
            assert (value.value, value.note) == (None, f"is not made for {case.task} data"), name
        elif (why := refused(rule, case)) is not None:
            assert (value.value, value.note) == (None, why), name
        else:
            expected, tolerance = returned(rule, case), 2e-6 if in_float32(rule) else 1e-12
            np.testing.assert_allclose(value.value, expected, rtol=tolerance, atol=0, err_msg=name)
            answered += 1
    assert answered >= 3


IGNORING = {
    "PyTorch cross_entropy(z, y": inspect.signature(F.cross_entropy),
    "PyTorch nll_loss(log(p), y": inspect.signature(F.nll_loss),
    "Keras SparseCategoricalCrossentropy": inspect.signature(keras.losses.SparseCategoricalCrossentropy),
}


@pytest.mark.parametrize("rule", CONVENTIONS[3:], ids=[rule.name for rule in CONVENTIONS[3:]])
def test_the_call_shows_what_the_entry_says(rule: Convention) -> None:
    """What the value does not depend on: the order, the form of the prediction, the names of parameters."""
    arguments = re.findall(r"\b[yYpz]\b", rule.call)
    assert rule.truth_first == (arguments[0] in "yY")
    assert rule.takes == ("logits" if "z" in arguments else "log-probabilities" if "log(p)" in rule.call
                          else "probabilities")  # fmt: skip
    assert (rule.dtype is SINGLE) == in_float32(rule)
    assert rule.one_column == one_column(rule)
    if rule.takes != "probabilities":
        assert not (rule.clip or rule.renormalises) and rule.lowest_log == -np.inf
    assert (rule.averages == "") == bool(re.search(r'"sum"|sum\(\)|normalize=False', rule.call))
    signature = next((s for call, s in IGNORING.items() if rule.name.startswith(call)), None)
    assert (rule.ignores != "") == (signature is not None)
    assert signature is None or rule.ignores in signature.parameters


# --- what the notes say

TOLD = re.compile(r"a certain mistake costs (.+?)(?: nats)?$")
LOGITS = 1000.0
AS_NUMBER = {"∞": np.inf, "NaN": np.nan, "|z|": LOGITS, "the logits' difference": LOGITS}
MISTAKES = {
    "rows": [([0], [[0.0, 1.0]]), ([1], [[1.0, 0.0]])],
    "multilabel": [([[1.0, 0.0]], [[0.0, 0.0]]), ([[0.0, 0.0]], [[1.0, 0.0]])],
    "logits": [([0], [[0.0, LOGITS]]), ([1], [[LOGITS, 0.0]])],
}


@pytest.mark.parametrize("rule", CONVENTIONS, ids=[rule.name for rule in CONVENTIONS])
def test_a_certain_mistake_costs_what_the_note_says(rule: Convention) -> None:
    said = TOLD.search(rule.note)
    assert said, "the note ends with what a certain mistake costs"
    told = {AS_NUMBER[t] if t in AS_NUMBER else float(t) for t in said[1].split(" or ")}
    rows = "multilabel" if rule.problems == ("multilabel",) else "rows"
    mistakes = MISTAKES["logits" if rule.takes == "logits" else rows]
    options: dict[str, Any] = {"kind": "logits"} if rule.takes == "logits" else {}
    if rows == "multilabel":
        options["problem"] = "multilabel"
    values = [convention_value(replace(rule, averages=""), y, x, **options).value for y, x in mistakes]
    assert {f"{value:.2f}" for value in values if value is not None} == {f"{value:.2f}" for value in told}


@pytest.mark.parametrize(
    ("name", "cost"),
    [
        ("Definition Σ w·loss / Σ w", np.inf),
        ("scikit-learn log_loss(y, p)", -np.log(np.finfo(np.float64).eps)),
        ("scikit-learn log_loss(y, p.astype(float32))", 15.942385),
        ("PyTorch binary_cross_entropy(p, y)", 100.0),
        ("Keras CategoricalCrossentropy()(Y, p)", 16.118096),
        ("SciPy stats.entropy(Y, p, axis=1).mean()", np.inf),
    ],
)
def test_one_certain_mistake(name: str, cost: float) -> None:
    assert convention_value(BY_NAME[name], [0], [[0.0, 1.0]]).value == pytest.approx(cost, rel=1e-6)


def test_what_is_done_on_the_way_is_said() -> None:
    def note(name: str, case: Case) -> str:
        return convention_value(BY_NAME[name], case.y, case.x, **case.options()).note

    cross_entropy, keras_loss = "PyTorch cross_entropy(z, y)", "Keras SparseCategoricalCrossentropy()(y, p)"
    assert note(cross_entropy, CASES["ten"]).startswith("z = log p; ")
    assert note("PyTorch nll_loss(log(p), y)", CASES["ten-logits"]).startswith("log p = log softmax(z); ")
    assert note("PyTorch binary_cross_entropy(p, y)", CASES["two-logits"]).startswith("p = σ(z); ")
    assert note("PyTorch binary_cross_entropy_with_logits(z, y)", CASES["two"]).startswith("z = log p − log(1 − p); ")
    assert note("scikit-learn log_loss(Y, p)", CASES["many-logits"]).startswith("p = σ(z); ")
    assert note(keras_loss, CASES["ten-weights"]).startswith("divides by N, not by Σ w; ")
    assert note(keras_loss, CASES["ten-ignored"]).startswith("by ignore_class; ")
    assert note(cross_entropy, CASES["ten-ignored"]).startswith("z = log p; by ignore_index; ")
    assert note("scikit-learn log_loss(y, p)", CASES["ten-ignored"]).startswith("the ignored rows are left out first; ")
    assert note(keras_loss, CASES["ten-logits"]).startswith("p = softmax(z); ")
    assert note(keras_loss, CASES["ten"]) == BY_NAME[keras_loss].note


# --- the table, and the choice from it


def test_the_table_has_a_name_for_each_entry_and_one_usual_call_of_a_library() -> None:
    assert len(BY_NAME) == len(CONVENTIONS)
    for problem in ("binary", "categorical", "multilabel"):
        usual = [rule.library for rule in CONVENTIONS if problem in rule.usual]
        expected = ["Definition", "scikit-learn", "PyTorch", "Keras"]
        assert usual == expected
    assert all(set(rule.usual) <= set(rule.problems) for rule in CONVENTIONS)


@pytest.mark.parametrize("name", CASES)
def test_library_values_are_the_entries_that_are_made_for_the_problem(name: str) -> None:
    case = CASES[name]
    everything = library_values(case.y, case.x, **case.options())
    assert [v.convention for v in everything] == [rule for rule in CONVENTIONS if case.task in rule.problems]
    assert [(v.library, v.call) for v in everything] == [(v.convention.library, v.convention.call) for v in everything]
    first, *others = library_values(case.y, case.x, **case.options(), usual=True)
    assert first == everything[0] and first.library == "Definition"
    assert [v.library for v in others] == ["scikit-learn", "PyTorch", "Keras"]


def test_the_calls_that_are_right_are_entries_of_the_table() -> None:
    p, q = [0.1, 0.4, 0.5], [0.8, 0.15, 0.05]
    summed = [
        convention_value(BY_NAME[f"PyTorch {call}"], [p], [q]).value
        for call in ('kl_div(log(p), Y, reduction="sum")', 'kl_div(log(p), log(Y), reduction="sum", log_target=True)')
    ]
    right = [row.value for row in ce_core.kl_calls(p, q).values if row.right]
    np.testing.assert_allclose(summed, right, rtol=1e-6)


@pytest.mark.parametrize(
    ("labels", "values", "options", "words"),
    [
        pytest.param([0], [[0.5, 0.5]], {"kind": "odds"}, "kind = 'odds'", id="kind"),
        pytest.param([0], [[0.5, 0.5]], {"problem": "ternary"}, "problem = 'ternary'", id="problem"),
        pytest.param([0], [[0.2, 0.3, 0.5]], {"problem": "binary"}, "2 columns", id="three-columns"),
        pytest.param([0], [0.5], {"kind": "logits"}, "N×C", id="one-row-of-logits"),
        pytest.param([[1, 0]], [[0.2, 1.5]], {"problem": "multilabel"}, r"y_prob\[0, 1\]", id="no-probability"),
        pytest.param([[1, 2]], [[0.2, 0.5]], {"problem": "multilabel"}, r"y_true\[0, 1\]", id="no-label"),
        pytest.param([1, 0], [[0.2, 0.5]], {"problem": "multilabel"}, "same shape", id="multilabel-shape"),
        pytest.param([[1, 0]], [[0.2, 0.5]], {"problem": "multilabel", "ignore_index": 0}, "ignore_index", id="entry"),
        pytest.param([[1]], [[np.nan]], {"problem": "multilabel", "kind": "logits"}, "not a number", id="nan"),
        pytest.param([-1], [[0.5, 0.5]], {"ignore_index": -1}, "only ignore_index", id="nothing-left"),
        pytest.param([-1, 5], [[0.5, 0.5]] * 2, {"ignore_index": -1}, r"y_true\[1\]", id="the-row-as-given"),
        pytest.param([0], [[0.0, np.inf]], {"kind": "logits"}, r"logits\[0, 1\]", id="infinite-logit"),
        pytest.param([0], [[0.5, 0.5]], {"class_weight": [1, 2, 3]}, "class_weight", id="class-weights"),
    ],
)
def test_what_cannot_be_read_is_refused(labels: Any, values: Any, options: Any, words: str) -> None:
    for function in (library_values, partial(convention_value, CONVENTIONS[0])):
        with pytest.raises(ce_core.DistributionError, match=words):
            function(labels, values, **options)


def test_one_label_alone_is_no_case_for_the_rows_of_log_loss() -> None:
    value = convention_value(BY_NAME["scikit-learn log_loss(Y, p)"], [[1], [0]], [[0.5], [0.5]], problem="multilabel")
    assert value.value is None and "binary" in value.note
