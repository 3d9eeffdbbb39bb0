"""Numbers that somebody printed, against the same numbers computed: how far off, and is it rounding?

| name | what it is |
|---|---|
| `PublishedRow` | a printed number: the quantity, its inputs, the digits, the unit |
| `check_published` | computed value, distance in units of the last printed digit, verdict |
| `published_elsewhere` | what scikit-learn, PyTorch and Keras return for the same row |
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal, localcontext
from math import isclose
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ce_core._checks import Floats, distribution, log_of_base, probabilities
from ce_core.activations import sigmoid, softmax
from ce_core.conventions import BY_NAME, LibraryValue, convention_value, library_values
from ce_core.errors import DistributionError
from ce_core.information import cross_entropy, decompose, entropy, information_content, kl_divergence
from ce_core.losses import binary_cross_entropy, categorical_cross_entropy, log_loss
from ce_core.surprise import padded_entropy

Verdict = Literal["agrees", "truncated", "artefact", "wrong"]
VERDICTS: tuple[Verdict, ...] = ("agrees", "truncated", "artefact", "wrong")
LIBRARIES = ("scikit-learn", "PyTorch", "Keras")
FLOAT_NOISE = 1e-14  # a number printed with all digits of a float64 may differ in its last bits


@dataclass(frozen=True)
class PublishedRow:
    """A number as somebody printed it, and all that is needed to compute it again.

    `quantity` is the name of a function of `ce_core`; `inputs` are its arguments, plus `index` (the entry of the
    result that was printed) and `added` (what the source added to every entry of `p`). `decimals` is None for a number
    whose every digit counts, such as 2.99e-98. `unit` is "bits", "nats", or "" for a plain number.
    """

    id: str
    source: str
    what: str
    quantity: str
    inputs: Mapping[str, Any]
    printed: float
    decimals: int | None
    unit: Literal["bits", "nats", ""]


@dataclass(frozen=True)
class PublishedCheck:
    """What `check_published` found: values in the unit of the row."""

    row: PublishedRow
    computed: float
    """By the definition, nothing added."""
    terms: Floats
    """What is added up, or averaged over the examples; the whole vector for a softmax."""
    as_source: float | None
    """By the source's own way, where that is another one."""
    rounded: Decimal
    """`computed` to as many digits as were printed."""
    step: Decimal
    """One unit of the last printed digit."""
    deviation: float
    """(printed − computed) / step."""
    verdict: Verdict


@dataclass(frozen=True)
class PublishedElsewhere:
    """What a library returns for the same row; None with the reason in `note` where it has nothing for it."""

    library: str
    call: str
    value: float | None
    """As the library returns it: in nats, or a plain number."""
    in_unit: float | None
    """In the unit of the row."""
    note: str


def check_published(row: PublishedRow) -> PublishedCheck:
    """Compute a printed number again and judge it by the two numbers alone: d = (printed − computed) / step.

    Parameters: `row`. Returns a `PublishedCheck` in the unit of the row. The verdict is "agrees" if the computed value
    rounds to the printed one, "truncated" if its digits were cut off there instead, "artefact" if not the definition
    but the source's own way gives the printed digits, else "wrong". Limits: |d| is at most ½ for "agrees", below 1 for
    "truncated". Raises `DistributionError` for an unknown quantity and as that quantity does.
    Source: the rounding is IEEE 754's, to nearest and ties to even, of the exact decimal value of the float64.

    >>> inputs = {"p": 0.938, "base": 2}
    >>> row = PublishedRow("x", "a page", "surprise", "information_content", inputs, 0.095, 3, "bits")
    >>> check = check_published(row)
    >>> check.verdict, str(check.rounded)
    ('wrong', '0.092')
    """
    computed, terms = _quantity(row).compute(row.inputs)
    as_source = _with_addition(row.inputs)
    value, printed, step = Decimal(computed), Decimal(repr(row.printed)), _step(row)
    with localcontext() as context:
        context.prec = 1000  # 1e300 in units of 1e-300 has 600 digits
        rounded, cut = (
            value.quantize(step, rounding=how) if value.is_finite() else value for how in (ROUND_HALF_EVEN, ROUND_DOWN)
        )
        deviation = float((printed - value) / step)
    verdict: Verdict
    if rounded == printed:
        verdict = "agrees"
    elif cut == printed:
        verdict = "truncated"
    elif as_source is not None and isclose(as_source, row.printed, rel_tol=FLOAT_NOISE):
        verdict = "artefact"
    else:
        verdict = "wrong"
    return PublishedCheck(row, computed, terms, as_source, rounded, step, deviation, verdict)


def published_elsewhere(row: PublishedRow) -> tuple[PublishedElsewhere, ...]:
    """What scikit-learn, PyTorch and Keras return for the inputs of a row, as `library_values` does: by NumPy alone.

    Parameters: `row`. Returns one `PublishedElsewhere` for each of `LIBRARIES`: nats as returned, nats/ln 2 in bits.
    A surprise −log p is taken as the binary loss of y = 1, an entropy as the cross-entropy of P with itself.
    Limits: PyTorch and Keras compute in float32, 7 digits. Raises `DistributionError` as `check_published`.

    >>> row = PublishedRow("x", "a page", "σ(−243)", "sigmoid", {"z": -243.0}, 2.99e-98, None, "")
    >>> [(v.library, v.value) for v in published_elsewhere(row)]
    [('scikit-learn', None), ('PyTorch', 0.0), ('Keras', 0.0)]
    """
    scale = log_of_base(row.inputs.get("base"))
    found = {value.library: value for value in _quantity(row).elsewhere(row.inputs)}
    return tuple(
        PublishedElsewhere(
            library, v.call, v.value, v.value if v.value is None or scale == 1 else v.value / scale, v.note
        )
        for library, v in ((library, found[library]) for library in LIBRARIES)
    )


def _step(row: PublishedRow) -> Decimal:
    if row.decimals is not None:
        return Decimal(1).scaleb(-row.decimals)
    return Decimal(1).scaleb(int(Decimal(repr(row.printed)).as_tuple().exponent))


def _quantity(row: PublishedRow) -> "_Quantity":
    if row.quantity not in QUANTITIES:
        raise DistributionError(f"quantity = {row.quantity!r} is unknown; use one of {', '.join(QUANTITIES)}")
    return QUANTITIES[row.quantity]


def _with_addition(inputs: "_Inputs") -> float | None:
    if "added" not in inputs:
        return None
    return float(padded_entropy(inputs["p"], inputs["added"], base=inputs.get("base")).padded_entropy)


# --- the quantities: value and terms ------------------------------------------------------------------------

_Inputs = Mapping[str, Any]
_Computed = tuple[float, Floats]


def _surprise(inputs: _Inputs) -> _Computed:
    value = information_content(inputs["p"], base=inputs.get("base"))
    return float(value), np.array([value])


def _entropy(inputs: _Inputs) -> _Computed:
    p, base = inputs["p"], inputs.get("base")
    return float(entropy(p, base=base)), decompose(p, p, base=base).entropy_per_event


def _cross_entropy(inputs: _Inputs) -> _Computed:
    p, q, base = inputs["p"], inputs["q"], inputs.get("base")
    return float(cross_entropy(p, q, base=base)), decompose(p, q, base=base).cross_entropy_per_event


def _kl(inputs: _Inputs) -> _Computed:
    p, q, base = inputs["p"], inputs["q"], inputs.get("base")
    return float(kl_divergence(p, q, base=base)), decompose(p, q, base=base).kl_per_event


def _binary(inputs: _Inputs) -> _Computed:
    y, p, base = inputs["y_true"], inputs["y_prob"], inputs.get("base")
    losses = binary_cross_entropy(y, p, base=base, reduction="none")
    return float(binary_cross_entropy(y, p, base=base)), np.asarray(losses)


def _log_loss(inputs: _Inputs) -> _Computed:
    return float(log_loss(inputs["y_true"], inputs["y_prob"])), _binary(inputs)[1]


def _categorical(inputs: _Inputs) -> _Computed:
    y, p, base = [inputs["y_true"]], [inputs["y_prob"]], inputs.get("base")
    losses = categorical_cross_entropy(y, p, base=base, reduction="none")
    return float(categorical_cross_entropy(y, p, base=base)), np.asarray(losses)


def _sigmoid(inputs: _Inputs) -> _Computed:
    value = sigmoid(inputs["z"])
    return float(value), np.array([value])


def _softmax(inputs: _Inputs) -> _Computed:
    values = softmax(inputs["z"])
    return float(values[inputs["index"]]), values


# --- what the libraries return, in nats ---------------------------------------------------------------------

_Single = NDArray[np.float32]


def _single(values: Floats) -> _Single:
    return values.astype(np.float32)


def _none(library: str, note: str) -> LibraryValue:
    return LibraryValue(library, "–", None, note)


def _torch(call: str, value: Any, note: str = "float32") -> LibraryValue:
    return LibraryValue("PyTorch", call, float(value), note)


def _binary_elsewhere(inputs: _Inputs) -> tuple[LibraryValue, ...]:
    p = probabilities("y_prob", inputs["y_prob"])
    return library_values(inputs["y_true"], np.column_stack([1 - p, p]), usual=True)


def _surprise_elsewhere(inputs: _Inputs) -> tuple[LibraryValue, ...]:
    return _binary_elsewhere({"y_true": [1], "y_prob": [inputs["p"]]})


def _categorical_elsewhere(inputs: _Inputs) -> tuple[LibraryValue, ...]:
    return library_values([inputs["y_true"]], [inputs["y_prob"]], usual=True)


def _named(name: str, p: Floats, q: Floats, call: str, note: str) -> LibraryValue:
    """An entry of the table for P and Q, with the call in these letters."""
    rule = BY_NAME[name]
    return LibraryValue(rule.library, call, convention_value(rule, [p], [q]).value, note, rule)


def _cross_entropy_elsewhere(inputs: _Inputs) -> tuple[LibraryValue, ...]:
    """As `library_values`, but with PyTorch's function that takes soft targets."""
    p, q = distribution("p", inputs["p"]), distribution("q", inputs["q"])
    note = "float32; takes scores, which log(q) are"
    torch = _named("PyTorch cross_entropy(z, Y)", p, q, "cross_entropy(log(q), p)", note)
    return (*library_values([p], [q], usual=True), torch)


def _entropy_elsewhere(inputs: _Inputs) -> tuple[LibraryValue, ...]:
    p = distribution("p", inputs["p"])
    eps = np.finfo(np.float32).eps
    clipped = np.clip(_single(p), eps, 1 - eps)
    torch = _torch(
        "Categorical(p).entropy()",
        -(_single(p) * np.log(clipped)).sum(),
        "float32; clips to [1.2e−7, 1 − 1.2e−7], so that a known label costs 1.2e−7 nats",
    )
    return (*library_values([p], [p], usual=True), torch)


def _kl_elsewhere(inputs: _Inputs) -> tuple[LibraryValue, ...]:
    p, q = distribution("p", inputs["p"]), distribution("q", inputs["q"])
    note = "float32; Q comes first, and as logarithms"
    summed = 'kl_div(log(p), Y, reduction="sum")'
    return (
        _none("scikit-learn", "has no divergence between two given distributions"),
        _named(f"PyTorch {summed}", p, q, 'kl_div(log(q), p, reduction="sum")', note),
        _named("Keras KLDivergence()(Y, p)", p, q, "KLDivergence()(p, q)", "float32; clips P and Q to [1e−7, 1]"),
    )


def _sigmoid_elsewhere(inputs: _Inputs) -> tuple[LibraryValue, ...]:
    value = np.float32(sigmoid(inputs["z"]))
    note = "float32: below about 1e−45 there is only 0"
    return (
        _none("scikit-learn", "has no sigmoid of its own (SciPy's is expit)"),
        _torch("sigmoid(z)", value, note),
        LibraryValue("Keras", "activations.sigmoid(z)", float(value), note),
    )


def _softmax_elsewhere(inputs: _Inputs) -> tuple[LibraryValue, ...]:
    value = _single(softmax(inputs["z"]))[inputs["index"]]
    return (
        _none("scikit-learn", "has no public softmax (SciPy has one)"),
        _torch("softmax(z, dim=-1)", value),
        LibraryValue("Keras", "activations.softmax(z)", float(value), "float32"),
    )


@dataclass(frozen=True)
class _Quantity:
    compute: Callable[[_Inputs], _Computed]
    elsewhere: Callable[[_Inputs], tuple[LibraryValue, ...]]


QUANTITIES: dict[str, _Quantity] = {
    "information_content": _Quantity(_surprise, _surprise_elsewhere),
    "entropy": _Quantity(_entropy, _entropy_elsewhere),
    "cross_entropy": _Quantity(_cross_entropy, _cross_entropy_elsewhere),
    "kl_divergence": _Quantity(_kl, _kl_elsewhere),
    "binary_cross_entropy": _Quantity(_binary, _binary_elsewhere),
    "log_loss": _Quantity(_log_loss, _binary_elsewhere),
    "categorical_cross_entropy": _Quantity(_categorical, _categorical_elsewhere),
    "sigmoid": _Quantity(_sigmoid, _sigmoid_elsewhere),
    "softmax": _Quantity(_softmax, _softmax_elsewhere),
}
