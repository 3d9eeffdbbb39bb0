"""Each number that the sources print, computed by ce_core: our verdict on it follows from the two numbers."""

from __future__ import annotations

import json
import math
import os
import re
import warnings
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

os.environ["KERAS_BACKEND"] = "torch"
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import keras
    import torch
    import torch.nn.functional as F
import numpy as np
import pytest
import sklearn.metrics

import ce_core
from ce_core.published import (
    LIBRARIES,
    QUANTITIES,
    VERDICTS,
    PublishedCheck,
    PublishedRow,
    check_published,
    published_elsewhere,
)
from pages.shared.published import PRINTED, SENTENCES, SOURCES
from tests.core import reference as ref

TABLE = json.loads((Path(__file__).parents[2] / "pages" / "shared" / "published.json").read_text(encoding="utf-8"))
STATED = {row["id"]: row["verdict"] for row in TABLE["rows"]}
ROWS = [pytest.param(printed.row, id=name) for name, printed in PRINTED.items()]


# --- the verdict


@pytest.mark.parametrize("row", ROWS)
def test_verdict(row: PublishedRow) -> None:
    check = check_published(row)
    assert check.verdict == STATED[row.id], f"computed {check.computed!r}, printed {row.printed!r}"
    assert abs(check.deviation) <= {"agrees": 0.5, "truncated": 1.0}.get(check.verdict, math.inf)
    assert abs(check.deviation) > {"agrees": -1, "truncated": 0.5}.get(check.verdict, 1)


def test_every_number_is_there_once() -> None:
    assert len(TABLE["rows"]) == len(PRINTED)
    assert Counter(STATED.values()) == {"agrees": 25, "truncated": 4, "artefact": 3, "wrong": 2}
    assert {printed.row.source for printed in PRINTED.values()} | {s.source for s in SENTENCES} == set(SOURCES)
    assert all(name.startswith(f"{printed.row.source}-") for name, printed in PRINTED.items())


def exact(row: PublishedRow) -> Any:
    """The same in 60 digits, from the definition."""
    given, base = row.inputs, row.inputs.get("base")
    if row.quantity == "sigmoid":
        return 1 / (1 + ref.mp.exp(-ref.exact(given["z"])))
    if row.quantity == "softmax":
        powers = [ref.mp.exp(ref.exact(z)) for z in given["z"]]
        return powers[given["index"]] / ref.total(powers)
    if row.quantity == "information_content":
        return -ref.log(ref.exact(given["p"]), base)
    if row.quantity in ("entropy", "cross_entropy", "kl_divergence"):
        p, q = given["p"], given.get("q", given["p"])
        pairs = [(ref.exact(a), ref.exact(b)) for a, b in zip(p, q, strict=True) if a]
        divergence = row.quantity == "kl_divergence"
        return ref.total(a * (ref.log(a, base) * divergence - ref.log(b, base)) for a, b in pairs)
    if row.quantity == "categorical_cross_entropy":
        return -ref.log(ref.exact(given["y_prob"][given["y_true"].index(1)]), base)
    chances = [ref.exact(p) if y else 1 - ref.exact(p) for y, p in zip(given["y_true"], given["y_prob"], strict=True)]
    return ref.total(-ref.log(chance, base) for chance in chances) / len(chances)


@pytest.mark.parametrize("row", ROWS)
def test_computed_value_and_its_terms(row: PublishedRow) -> None:
    check, expected = check_published(row), exact(row)
    assert math.isclose(check.computed, expected, rel_tol=1e-13)
    if row.quantity == "softmax":
        assert check.terms[row.inputs["index"]] == check.computed
    else:
        assert math.isclose(check.terms.sum() / len(row.inputs.get("y_prob", "1")) * _examples(row), expected)


def _examples(row: PublishedRow) -> int:
    """A categorical row is one example with a probability for each class; a binary one has an example for each."""
    return len(row.inputs["y_prob"]) if row.quantity == "categorical_cross_entropy" else 1


def surprise(p: float, printed: float, decimals: int | None, **more: Any) -> PublishedCheck:
    inputs = {"p": p, "base": 2, **more}
    return check_published(PublishedRow("id", "", "", "information_content", inputs, printed, decimals, "bits"))


@pytest.mark.parametrize(
    ("p", "printed", "decimals", "verdict", "deviation"),
    [
        pytest.param(0.25, 2.0, 0, "agrees", 0.0, id="exact"),
        pytest.param(0.25, 2.0, None, "agrees", 0.0, id="exact-every-digit"),
        pytest.param(0.3, 1.737, 3, "agrees", 0.0344, id="rounded-up"),
        pytest.param(0.3, 1.7370, 4, "agrees", 0.3441, id="a-printed-zero-counts"),
        pytest.param(0.3, 1.736, 3, "truncated", -0.9656, id="cut-off"),
        pytest.param(0.3, 1.738, 3, "wrong", 1.0344, id="one-too-high"),
        pytest.param(0.3, 1.735, 3, "wrong", -1.9656, id="two-too-low"),
        pytest.param(0.3, 1.7369655941662063, None, "agrees", -0.2810, id="all-digits"),
        pytest.param(1e-300, 996.6, 1, "agrees", 0.2157, id="large"),
        pytest.param(0.0, 34.54, 2, "wrong", -math.inf, id="infinite"),
        pytest.param(2**-1.5, 2.0, 0, "agrees", 0.5, id="a-tie-goes-to-even"),
        pytest.param(2**-2.5, 2.0, 0, "agrees", -0.5, id="a-tie-goes-to-even-below"),
    ],
)
def test_verdict_follows_from_two_numbers(
    p: float, printed: float, decimals: int | None, verdict: str, deviation: float
) -> None:
    check = surprise(p, printed, decimals)
    assert check.verdict == verdict
    assert check.deviation == pytest.approx(deviation, abs=1e-3)


def test_nothing_but_the_addition_makes_an_artefact() -> None:
    row = PRINTED["tutorial-label-entropy-1"].row
    assert check_published(row).computed == 0.0
    assert check_published(row).as_source == pytest.approx(9.805612959471341e-14, rel=1e-14)
    plain = {**row.inputs, "added": 0.0}
    del plain["added"]
    for inputs, printed in ((plain, row.printed), (row.inputs, 2 * row.printed)):
        other = PublishedRow("id", "", "", "entropy", inputs, printed, None, "bits")
        assert check_published(other).verdict == "wrong"


def test_an_unknown_quantity_is_refused_by_name() -> None:
    row = PublishedRow("id", "", "", "magic", {}, 1.0, 0, "")
    for function in (check_published, published_elsewhere):
        with pytest.raises(ce_core.DistributionError, match=r"magic.*entropy"):
            function(row)


def test_every_quantity_and_verdict_occurs() -> None:
    assert {printed.row.quantity for printed in PRINTED.values()} == set(QUANTITIES)
    assert set(STATED.values()) == set(VERDICTS)


# --- what our notes and remarks say

SAID: list[tuple[str, str, float]] = [
    ("tutorial-label-entropy-1", "10⁻¹⁵", PRINTED["tutorial-label-entropy-1"].row.inputs["added"]),
    ("profound-sigmoid-424.5", "1.1×10⁻¹⁶", 1 - np.nextafter(1.0, 0.0)),
    ("profound-sigmoid--243", "7.07×10⁻⁹⁹", float(ce_core.sigmoid(-226))),
    ("profound-cce", "0.999998", 0.997694 + 0.002237 + 0.000067),
    ("gitbook-after", "0.936", float(ce_core.probability_of(0.095, base=2))),
    ("nats-not-bits", "0.247", check_published(PRINTED["tutorial-mean"].row).computed),
    ("nats-not-bits", "0.356", check_published(PRINTED["tutorial-mean"].row).computed / math.log(2)),
]
GIVEN = {
    "profound-sigmoid-424.5": {"1", "0"},
    "profound-sigmoid--243": {"−226", "−243"},
    "gitbook-after": {"0.095"},
    "tutorial-label-entropy-1": {"0"},
    "never-zero": {"0"},
    "whose-probability": {"1"},
    "squared-error": {"1", "2"},
    "always-a-gradient": {"424.5", "1", "0"},
}
NUMERAL = re.compile(r"10⁻[⁰¹²³⁴⁵⁶⁷⁸⁹]+|(?<![\w²])−?\d+(?:\.\d+)?(?:×10⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?")
PLAIN = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-")
TEXTS = {name: printed.note for name, printed in PRINTED.items() if printed.note} | {s.id: s.holds for s in SENTENCES}


@pytest.mark.parametrize(("where", "text", "value"), SAID, ids=[f"{where}-{text}" for where, text, _ in SAID])
def test_a_number_that_is_told(where: str, text: str, value: float) -> None:
    assert text in NUMERAL.findall(TEXTS[where])
    number = text if "×" in text or not text.startswith("10⁻") else f"1×{text}"
    told = Decimal(number.replace("×10", "e").translate(PLAIN))
    with_as_many_digits = f"{value:.{len(told.as_tuple().digits) - 1}e}"
    assert Decimal(with_as_many_digits) == told


def test_no_number_is_told_that_nobody_computed() -> None:
    for where, text in TEXTS.items():
        computed = {told for name, told, _ in SAID if name == where}
        same = [name for name in TEXTS if TEXTS[name] == text]
        computed |= {told for name, told, _ in SAID if name in same}
        assert set(NUMERAL.findall(text)) <= computed | set().union(*(GIVEN.get(name, set()) for name in same)), where


def test_the_slip_in_the_working_explains_nothing_either() -> None:
    """sigmoid(−226), which the source's working has, is not the printed 2.99e-98 either."""
    assert ce_core.sigmoid(-226) < 1e-98


def test_the_sigmoid_of_424_5_is_1_in_float64_alone() -> None:
    assert ce_core.sigmoid(424.5) == 1.0
    assert ce_core.sigmoid(424.5) * (1 - ce_core.sigmoid(424.5)) == 0.0
    assert ce_core.sigmoid(-424.5) > 0


def test_squared_error_of_gaussians_is_their_cross_entropy_up_to_factor_and_constant() -> None:
    sigma, difference = 1.7, 0.9
    expected = difference**2 / (2 * sigma**2) + 0.5 * math.log(2 * math.pi * sigma**2) + 0.5
    assert ce_core.gaussian_cross_entropy(0.0, sigma, difference, sigma) == pytest.approx(expected, rel=1e-14)


def test_printed_softmax_is_no_distribution_to_the_core() -> None:
    with pytest.raises(ce_core.DistributionError, match="normalize"):
        ce_core.entropy([0.997694, 0.002237, 0.000067])


# --- the libraries

SINGLE = torch.float32


def t(values: Any) -> torch.Tensor:
    return torch.tensor(np.asarray(values), dtype=SINGLE)


def k(values: Any) -> np.ndarray:
    return np.asarray(values, dtype=np.float32)


def as_binary(given: Any) -> tuple[list[int], list[float]]:
    return given.get("y_true", [1]), given["y_prob"] if "y_prob" in given else [given["p"]]


def returned(library: str, row: PublishedRow) -> float:
    """The library's own answer, called as `call` says, in float32 but for scikit-learn."""
    given = row.inputs
    kind = row.quantity
    if kind in ("information_content", "binary_cross_entropy", "log_loss"):
        y, p = as_binary(given)
        if library == "scikit-learn":
            return float(sklearn.metrics.log_loss(y, p, labels=[0, 1]))
        if library == "PyTorch":
            return F.binary_cross_entropy(t(p), t(y)).item()
        return float(keras.losses.BinaryCrossentropy()(k(y)[:, None], k(p)[:, None]))
    if kind in ("entropy", "categorical_cross_entropy", "cross_entropy"):
        y, p = given.get("y_true", given.get("p")), given.get("y_prob", given.get("q", given.get("p")))
        if library == "scikit-learn":
            return float(sklearn.metrics.log_loss([y.index(1)], [p], labels=range(len(p))))
        if library == "Keras":
            return float(keras.losses.CategoricalCrossentropy()(k([y]), k([p])))
        if kind == "entropy":
            return torch.distributions.Categorical(t(p)).entropy().item()
        if kind == "cross_entropy":
            return F.cross_entropy(t(p).log(), t(y)).item()
        return F.nll_loss(t([p]).log(), torch.tensor([y.index(1)])).item()
    if kind == "kl_divergence":
        if library == "PyTorch":
            return F.kl_div(t(given["q"]).log(), t(given["p"]), reduction="sum").item()
        return float(keras.losses.KLDivergence()(k([given["p"]]), k([given["q"]])))
    if kind == "sigmoid":
        if library == "PyTorch":
            return torch.sigmoid(t(given["z"])).item()
        return float(keras.activations.sigmoid(k(given["z"])))
    assert kind == "softmax"
    if library == "PyTorch":
        return torch.softmax(t(given["z"]), dim=-1)[given["index"]].item()
    return float(keras.activations.softmax(k([given["z"]]))[0, given["index"]])


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("row", ROWS)
def test_what_the_libraries_return(row: PublishedRow) -> None:
    values = published_elsewhere(row)
    assert tuple(value.library for value in values) == LIBRARIES
    for value in values:
        if value.value is None:
            assert value.library == "scikit-learn" and value.in_unit is None and value.note
            continue
        tolerance = 1e-12 if value.library == "scikit-learn" else 2e-6
        assert value.value == pytest.approx(returned(value.library, row), rel=tolerance, abs=0)
        assert value.in_unit == pytest.approx(value.value / (math.log(2) if row.unit == "bits" else 1), rel=1e-15)


def test_scikit_learn_takes_no_soft_labels_and_has_none_of_the_rest() -> None:
    missing = {p.row.quantity for p in PRINTED.values() if published_elsewhere(p.row)[0].value is None}
    assert missing == {"entropy", "cross_entropy", "kl_divergence", "sigmoid", "softmax"}
    with pytest.raises(ValueError):
        sklearn.metrics.log_loss([[0.1, 0.4, 0.5]], [[0.8, 0.15, 0.05]])
    public = {name.lower() for name in sklearn.metrics.__all__}
    assert not any("kl_div" in name or name in ("entropy", "sigmoid", "softmax") for name in public)
