"""What the usual libraries compute under the name of cross-entropy, as a table: an entry for each function.

In `call`, y are class indices (for a binary function: 0, 1 or a share), Y distributions (one-hot or soft), p
probabilities, z logits. A reduction of the caller is a part of the call.
"""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

Kind = Literal["probabilities", "logits"]
Task = Literal["binary", "categorical", "multilabel"]

Formula = Literal[
    "cross-entropy", "cross-entropy, IEEE", "from logsumexp", "binary", "binary, IEEE", "binary, linear",
    "divergence", "divergence, IEEE", "divergence of logarithms", "divergence, ratio",
]  # fmt: skip
Takes = Literal["either", "probabilities", "log-probabilities", "logits"]
Average = Literal["examples", "entries", ""]
Denominator = Literal["weights", "count", "none"]

_SINGLE = frozenset[Formula]({"binary", "binary, IEEE", "binary, linear"})
_DIVERGENCES = frozenset[Formula](
    {"divergence", "divergence, IEEE", "divergence of logarithms", "divergence, ratio"}
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Convention:
    """How one library function computes its number from labels and predictions."""

    library: str
    call: str
    problems: tuple[Task, ...]
    """What it can be asked."""
    formula: Formula = "cross-entropy"
    """Its terms; see `ce_core.conventions.formulas`. "IEEE" multiplies a 0 and an ∞ to NaN, the others to 0."""
    takes: Takes = "probabilities"
    """What it wants as the prediction; "either" is exact for probabilities and for logits."""
    soft_labels: bool = True
    truth_first: bool = True
    """Whether the labels are its first argument."""
    dtype: type[np.float32] | type[np.float64] = np.float64
    clip: float = 0.0
    """Probabilities are clipped to [clip, 1 − clip], in the arithmetic of `dtype`."""
    clips_labels: bool = False
    """Labels and predictions are both clipped, to [clip, 1]."""
    lowest_log: float = -math.inf
    """Logarithms below this are raised to it."""
    renormalises: Literal["", "prediction", "both"] = ""
    """What it divides by its sum, row by row."""
    averages: Average = "examples"
    """What the sum is divided by: the N examples, all their entries (N·C, N·L), or nothing."""
    weights: Denominator = "none"
    """What a mean with a weight for each example is divided by, or that the function takes none."""
    class_weights: Denominator = "none"
    """The same for a weight for each class."""
    ignores: Literal["", "ignore_index", "ignore_class"] = ""
    """The parameter that leaves out the examples of one label."""
    base: float | None = None
    usual: tuple[Task, ...] = ()
    """For which data this is the call of the library that most people write; one at most."""
    note: str = ""

    @property
    def name(self) -> str:
        return f"{self.library} {self.call}"

    @property
    def computes(self) -> Literal["cross-entropy", "KL divergence"]:
        return "KL divergence" if self.formula in _DIVERGENCES else "cross-entropy"

    @property
    def one_column(self) -> bool:
        """Takes each probability by itself, for two classes that of class 1, and computes the other from it."""
        return self.formula in _SINGLE


_ROWS: tuple[Task, ...] = ("binary", "categorical")
_ENTRIES: tuple[Task, ...] = ("binary", "multilabel")
_EPS64, _EPS32 = float(np.finfo(np.float64).eps), float(np.finfo(np.float32).eps)
_EXACT = "nothing is clipped: a certain mistake costs ∞"
_BY_LOGITS = "no ε: a certain mistake costs the logits' difference"
_CLAMPED = "float32; a logarithm never falls below −100: a certain mistake costs 100 nats"
_KERAS_BINARY = "float32; clips to [1e−7, 1 − 1e−7]: a certain mistake costs 15.94 or 16.12 nats"
_KERAS_ROWS = "float32; makes row sums 1, clips at 1e−7: a certain mistake costs 16.12 nats"
_DIVIDED = "float32; the mean over all N·C numbers is no divergence: a certain mistake costs ∞"
_LOG_TARGET = "float32; takes log Y, and a label of 0 makes it NaN: a certain mistake costs NaN"

CONVENTIONS: tuple[Convention, ...] = (
    # --- the definition
    Convention(
        library="Definition",
        call="Σ w·loss / Σ w",
        problems=_ROWS,
        takes="either",
        weights="weights",
        class_weights="weights",
        usual=_ROWS,
        note=_EXACT,
    ),
    Convention(
        library="Definition",
        call="Σ w·loss / (L Σ w)",
        problems=("multilabel",),
        formula="binary",
        takes="either",
        averages="entries",
        weights="weights",
        usual=("multilabel",),
        note=f"the mean over all N·L labels; {_EXACT}",
    ),
    Convention(
        library="Definition",
        call="Σ w·KL(Y‖p) / Σ w",
        problems=_ROWS,
        formula="divergence",
        takes="either",
        weights="weights",
        note=f"the excess over the entropy of the labels; {_EXACT}",
    ),
    # --- scikit-learn
    Convention(
        library="scikit-learn",
        call="log_loss(y, p)",
        problems=_ROWS,
        soft_labels=False,
        clip=_EPS64,
        weights="weights",
        usual=_ROWS,
        note="clips to [2.2e−16, 1 − 2.2e−16]: a certain mistake costs 36.04 nats",
    ),
    Convention(
        library="scikit-learn",
        call="log_loss(y, p.astype(float32))",
        problems=_ROWS,
        soft_labels=False,
        dtype=np.float32,
        clip=_EPS32,
        weights="weights",
        note="ε is that of the input, in float32 1.2e−7: a certain mistake costs 15.94 nats",
    ),
    Convention(
        library="scikit-learn",
        call="log_loss(y, p, normalize=False)",
        problems=_ROWS,
        soft_labels=False,
        clip=_EPS64,
        averages="",
        weights="weights",
        note="the sum; clips to [2.2e−16, 1 − 2.2e−16]: a certain mistake costs 36.04 nats",
    ),
    Convention(
        library="scikit-learn",
        call="log_loss(Y, p)",
        problems=("multilabel",),
        soft_labels=False,
        clip=_EPS64,
        weights="weights",
        usual=("multilabel",),
        note="sums over the labels that are 1 alone, and divides by N: a certain mistake costs 36.04 or 0 nats",
    ),
    # --- PyTorch
    Convention(
        library="PyTorch",
        call="cross_entropy(z, y)",
        problems=_ROWS,
        takes="logits",
        soft_labels=False,
        truth_first=False,
        dtype=np.float32,
        class_weights="weights",
        ignores="ignore_index",
        note=f"float32; {_BY_LOGITS}",
    ),
    Convention(
        library="PyTorch",
        call='cross_entropy(z, y, reduction="sum")',
        problems=_ROWS,
        takes="logits",
        soft_labels=False,
        truth_first=False,
        dtype=np.float32,
        averages="",
        class_weights="weights",
        ignores="ignore_index",
        note=f"the sum; float32; {_BY_LOGITS}",
    ),
    Convention(
        library="PyTorch",
        call="cross_entropy(z, Y)",
        problems=_ROWS,
        formula="cross-entropy, IEEE",
        takes="logits",
        truth_first=False,
        dtype=np.float32,
        class_weights="count",
        note=f"float32; divides by N, class weights or not; {_BY_LOGITS}",
    ),
    Convention(
        library="PyTorch",
        call='cross_entropy(z, Y, reduction="sum")',
        problems=_ROWS,
        formula="cross-entropy, IEEE",
        takes="logits",
        truth_first=False,
        dtype=np.float32,
        averages="",
        class_weights="count",
        note=f"the sum; float32; {_BY_LOGITS}",
    ),
    Convention(
        library="PyTorch",
        call="nll_loss(log(p), y)",
        problems=_ROWS,
        takes="log-probabilities",
        soft_labels=False,
        truth_first=False,
        dtype=np.float32,
        class_weights="weights",
        ignores="ignore_index",
        usual=("categorical",),
        note=f"float32; {_EXACT}",
    ),
    Convention(
        library="PyTorch",
        call='nll_loss(log(p), y, reduction="sum")',
        problems=_ROWS,
        takes="log-probabilities",
        soft_labels=False,
        truth_first=False,
        dtype=np.float32,
        averages="",
        class_weights="weights",
        ignores="ignore_index",
        note=f"the sum; float32; {_EXACT}",
    ),
    Convention(
        library="PyTorch",
        call="binary_cross_entropy(p, y)",
        problems=_ENTRIES,
        formula="binary",
        truth_first=False,
        dtype=np.float32,
        lowest_log=-100.0,
        averages="entries",
        weights="count",
        usual=_ENTRIES,
        note=_CLAMPED,
    ),
    Convention(
        library="PyTorch",
        call='binary_cross_entropy(p, y, reduction="sum")',
        problems=_ENTRIES,
        formula="binary",
        truth_first=False,
        dtype=np.float32,
        lowest_log=-100.0,
        averages="",
        weights="count",
        note=f"the sum; {_CLAMPED}",
    ),
    Convention(
        library="PyTorch",
        call="binary_cross_entropy_with_logits(z, y)",
        problems=_ENTRIES,
        formula="binary, linear",
        takes="logits",
        truth_first=False,
        dtype=np.float32,
        averages="entries",
        weights="count",
        note="float32; no ε: a certain mistake costs |z|",
    ),
    Convention(
        library="PyTorch",
        call='binary_cross_entropy_with_logits(z, y, reduction="sum")',
        problems=_ENTRIES,
        formula="binary, linear",
        takes="logits",
        truth_first=False,
        dtype=np.float32,
        averages="",
        weights="count",
        note="the sum; float32; no ε: a certain mistake costs |z|",
    ),
    Convention(
        library="PyTorch",
        call="kl_div(log(p), Y)",
        problems=_ROWS,
        formula="divergence, IEEE",
        takes="log-probabilities",
        truth_first=False,
        dtype=np.float32,
        averages="entries",
        note=_DIVIDED,
    ),
    Convention(
        library="PyTorch",
        call='kl_div(log(p), Y, reduction="batchmean")',
        problems=_ROWS,
        formula="divergence, IEEE",
        takes="log-probabilities",
        truth_first=False,
        dtype=np.float32,
        note=f"float32; {_EXACT}",
    ),
    Convention(
        library="PyTorch",
        call='kl_div(log(p), Y, reduction="sum")',
        problems=_ROWS,
        formula="divergence, IEEE",
        takes="log-probabilities",
        truth_first=False,
        dtype=np.float32,
        averages="",
        note=f"the sum; float32; {_EXACT}",
    ),
    Convention(
        library="PyTorch",
        call="kl_div(log(p), log(Y), log_target=True)",
        problems=_ROWS,
        formula="divergence of logarithms",
        takes="log-probabilities",
        truth_first=False,
        dtype=np.float32,
        averages="entries",
        note=f"the mean over all N·C numbers is no divergence; {_LOG_TARGET}",
    ),
    Convention(
        library="PyTorch",
        call='kl_div(log(p), log(Y), reduction="batchmean", log_target=True)',
        problems=_ROWS,
        formula="divergence of logarithms",
        takes="log-probabilities",
        truth_first=False,
        dtype=np.float32,
        note=_LOG_TARGET,
    ),
    Convention(
        library="PyTorch",
        call='kl_div(log(p), log(Y), reduction="sum", log_target=True)',
        problems=_ROWS,
        formula="divergence of logarithms",
        takes="log-probabilities",
        truth_first=False,
        dtype=np.float32,
        averages="",
        note=f"the sum; {_LOG_TARGET}",
    ),
    # --- Keras
    Convention(
        library="Keras",
        call="BinaryCrossentropy()(y, p)",
        problems=_ENTRIES,
        formula="binary",
        dtype=np.float32,
        clip=1e-7,
        averages="entries",
        weights="count",
        usual=_ENTRIES,
        note=_KERAS_BINARY,
    ),
    Convention(
        library="Keras",
        call="BinaryCrossentropy(from_logits=True)(y, z)",
        problems=_ENTRIES,
        formula="binary, linear",
        takes="logits",
        dtype=np.float32,
        averages="entries",
        weights="count",
        note="float32; no ε: a certain mistake costs |z|",
    ),
    Convention(
        library="Keras",
        call="CategoricalCrossentropy()(Y, p)",
        problems=_ROWS,
        dtype=np.float32,
        clip=1e-7,
        renormalises="prediction",
        weights="count",
        usual=("categorical",),
        note=_KERAS_ROWS,
    ),
    Convention(
        library="Keras",
        call="CategoricalCrossentropy(from_logits=True)(Y, z)",
        problems=_ROWS,
        formula="cross-entropy, IEEE",
        takes="logits",
        dtype=np.float32,
        weights="count",
        note=f"float32; {_BY_LOGITS}",
    ),
    Convention(
        library="Keras",
        call="SparseCategoricalCrossentropy()(y, p)",
        problems=_ROWS,
        soft_labels=False,
        dtype=np.float32,
        clip=1e-7,
        renormalises="prediction",
        weights="count",
        ignores="ignore_class",
        note=_KERAS_ROWS,
    ),
    Convention(
        library="Keras",
        call="SparseCategoricalCrossentropy(from_logits=True)(y, z)",
        problems=_ROWS,
        takes="logits",
        soft_labels=False,
        dtype=np.float32,
        weights="count",
        ignores="ignore_class",
        note=f"float32; {_BY_LOGITS}",
    ),
    Convention(
        library="Keras",
        call="KLDivergence()(Y, p)",
        problems=_ROWS,
        formula="divergence, ratio",
        dtype=np.float32,
        clip=1e-7,
        clips_labels=True,
        weights="count",
        note="float32; clips Y and p to [1e−7, 1]: a certain mistake costs 16.12 nats",
    ),
    # --- SciPy
    Convention(
        library="SciPy",
        call="stats.entropy(Y, p, axis=1).mean()",
        problems=_ROWS,
        formula="divergence",
        renormalises="both",
        note=f"KL(Y‖p) with two arguments; makes both sums 1; {_EXACT}",
    ),
    Convention(
        library="SciPy",
        call="stats.entropy(Y, p, base=2, axis=1).mean()",
        problems=_ROWS,
        formula="divergence",
        renormalises="both",
        base=2,
        note=f"KL(Y‖p) in bits; makes both sums 1; {_EXACT}",
    ),
    Convention(
        library="SciPy",
        call="special.rel_entr(Y, p).sum()",
        problems=_ROWS,
        formula="divergence",
        averages="",
        note=f"the sum of KL(Y‖p) over the rows; {_EXACT}",
    ),
    Convention(
        library="SciPy",
        call="special.rel_entr(Y, p).sum(axis=1).mean()",
        problems=_ROWS,
        formula="divergence",
        note=f"KL(Y‖p); {_EXACT}",
    ),
    # --- optax
    Convention(
        library="optax",
        call="softmax_cross_entropy(z, Y).mean()",
        problems=_ROWS,
        formula="cross-entropy, IEEE",
        takes="logits",
        truth_first=False,
        dtype=np.float32,
        note=f"float32; a score of −∞ makes it NaN where the label is 0; {_BY_LOGITS}",
    ),
    Convention(
        library="optax",
        call="safe_softmax_cross_entropy(z, Y).mean()",
        problems=_ROWS,
        takes="logits",
        truth_first=False,
        dtype=np.float32,
        note=f"float32; scores of −∞ may stand where the label is 0; {_BY_LOGITS}",
    ),
    Convention(
        library="optax",
        call="softmax_cross_entropy_with_integer_labels(z, y).mean()",
        problems=_ROWS,
        formula="from logsumexp",
        takes="logits",
        soft_labels=False,
        truth_first=False,
        dtype=np.float32,
        note=f"float32; {_BY_LOGITS}",
    ),
    Convention(
        library="optax",
        call="sigmoid_binary_cross_entropy(z, y).mean()",
        problems=_ENTRIES,
        formula="binary, IEEE",
        takes="logits",
        truth_first=False,
        dtype=np.float32,
        averages="entries",
        note="float32; no ε: a certain mistake costs |z|",
    ),
    Convention(
        library="optax",
        call="kl_divergence(log(p), Y).mean()",
        problems=_ROWS,
        formula="divergence, IEEE",
        takes="log-probabilities",
        truth_first=False,
        dtype=np.float32,
        note=f"float32; {_EXACT}",
    ),
    Convention(
        library="optax",
        call="kl_divergence_with_log_targets(log(p), log(Y)).mean()",
        problems=_ROWS,
        formula="divergence of logarithms",
        takes="log-probabilities",
        truth_first=False,
        dtype=np.float32,
        note=_LOG_TARGET,
    ),
)

BY_NAME: dict[str, Convention] = {rule.name: rule for rule in CONVENTIONS}
