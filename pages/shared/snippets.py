"""The current values as a few lines of code for each library, with an assertion of the number that is shown. A table.

What goes into the code: numbers, each by its `repr`, and the names of the classes as one line of JSON in ASCII.
"""

import json
import math
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ce_core import evaluate, softmax
from ce_core.readers import Batch
from pages.shared.words import Unit

MOST_ROWS, MOST_NUMBERS = 200, 4_000
WIDTH = 100


@dataclass(frozen=True)
class Call:
    """How a library computes it from labels y, probabilities p or logits z, and weights w.

    `losses` are those of the rows; `mean` is the usual call, for data without weights – or with them, where it holds
    `{weights}` or `{share}`. `before` prepares the data. `eps`: the function clips probabilities to [eps, 1 − eps].
    """

    losses: str = ""
    mean: str = ""
    before: tuple[str, ...] = ()
    imports: tuple[str, ...] = ()
    eps: float = 0.0


@dataclass(frozen=True)
class Library:
    imports: tuple[str, ...]
    calls: Mapping[tuple[str, str], Call]
    """By the form of the labels and the kind of the predictions.

    `two`: for every number its own label between 0 and 1. `index`: the class of each row. `soft`: shares of classes.
    """
    array: str = "np.array({})"
    floats: str = "np.array({})"
    mean: str = "losses.mean()"
    weighted: str = "np.average(losses, weights=w)"
    layout: str = ""
    """`flat`: every label of a multi-label row is a row of its own. `columns`: a single label is a column."""
    tolerance: str = "1e-9"
    warns: bool = False
    """About log 0, unless it is asked not to."""


# --- the table ----------------------------------------------------------------------------------------------

PROBABILITIES, LOGITS = "probabilities", "logits"
PICKED = "[np.arange(len(y)), y]"
NUMPY, TORCH = "import numpy as np", ("import torch", "import torch.nn.functional as F")
LOG_LOSS_EPS = float(np.finfo(np.float64).eps)
TORCH_EPS = math.exp(-100)  # no logarithm below −100
KERAS_EPS = 1e-7
OF_CLASSES = (
    "# log_loss takes no shares of classes: each row once for every class, weighted by its share",
    "each = np.repeat(p, p.shape[1], axis=0)",
    "of_class = np.tile(np.arange(p.shape[1]), len(p))",
)


def _scipy(losses: str, *names: str) -> Call:
    return Call(losses, imports=(f"from scipy.special import {', '.join(names)}",))


def _one_class(before: tuple[str, ...] = (), imports: tuple[str, ...] = ()) -> Call:
    return Call(
        mean="log_loss(y, p, labels=range({classes}){weights})", before=before, eps=LOG_LOSS_EPS, imports=imports
    )


def _shares(before: tuple[str, ...] = (), imports: tuple[str, ...] = ()) -> Call:
    mean = "log_loss(of_class, each, labels=range({classes}), sample_weight=({share}).ravel())"
    return Call(mean=mean, before=(*before, *OF_CLASSES), eps=LOG_LOSS_EPS, imports=imports)


def _torch(function: str, of: str, eps: float = 0.0) -> Call:
    return Call(f'F.{function}({of}, y, reduction="none")', f"F.{function}({of}, y)", eps=eps)


def _keras(function: str, eps: float = 0.0) -> Call:
    return Call(f"keras.losses.{function}", eps=eps)


SOFTMAX, TO_P = ("from scipy.special import softmax",), ("p = softmax(z, axis=1)",)
SURPRISE = "(np.logaddexp.reduce(z, axis=1, keepdims=True) - z)"

LIBRARIES: dict[str, Library] = {
    "NumPy": Library(
        (NUMPY,),
        {
            ("two", PROBABILITIES): Call(
                "-np.where(y == 0, 0, y * np.log(p)) - np.where(y == 1, 0, (1 - y) * np.log1p(-p))"
            ),
            ("two", LOGITS): Call("y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z)"),
            ("index", PROBABILITIES): Call(f"-np.log(p{PICKED})"),
            ("index", LOGITS): Call(SURPRISE + PICKED),
            ("soft", PROBABILITIES): Call("-np.where(y == 0, 0, y * np.log(p)).sum(axis=1)"),
            ("soft", LOGITS): Call(f"(y * {SURPRISE}).sum(axis=1)"),
        },
        warns=True,
    ),
    "SciPy": Library(
        (NUMPY,),
        {
            ("two", PROBABILITIES): _scipy("-xlogy(y, p) - xlog1py(1 - y, -p)", "xlog1py", "xlogy"),
            ("two", LOGITS): _scipy("-y * log_expit(z) - (1 - y) * log_expit(-z)", "log_expit"),
            ("index", PROBABILITIES): _scipy("rel_entr(np.eye(p.shape[1])[y], p).sum(axis=1)", "rel_entr"),
            ("index", LOGITS): _scipy(f"-log_softmax(z, axis=1){PICKED}", "log_softmax"),
            ("soft", PROBABILITIES): _scipy("(entr(y) + rel_entr(y, p)).sum(axis=1)", "entr", "rel_entr"),
            ("soft", LOGITS): _scipy("-(y * log_softmax(z, axis=1)).sum(axis=1)", "log_softmax"),
        },
    ),
    "scikit-learn": Library(
        (NUMPY, "from sklearn.metrics import log_loss"),
        {
            ("index", PROBABILITIES): _one_class(),
            ("index", LOGITS): _one_class(TO_P, SOFTMAX),
            ("soft", PROBABILITIES): _shares(),
            ("soft", LOGITS): _shares(TO_P, SOFTMAX),
        },
        layout="flat",
    ),
    "PyTorch": Library(
        TORCH,
        {
            ("two", PROBABILITIES): _torch("binary_cross_entropy", "p", TORCH_EPS),
            ("two", LOGITS): _torch("binary_cross_entropy_with_logits", "z"),
            ("index", PROBABILITIES): _torch("nll_loss", "p.log()"),
            ("index", LOGITS): _torch("cross_entropy", "z"),
            ("soft", PROBABILITIES): Call("-torch.special.xlogy(y, p).sum(dim=1)"),
            ("soft", LOGITS): _torch("cross_entropy", "z"),
        },
        array="torch.tensor({})",
        floats="torch.tensor({}, dtype=torch.float64)",
        weighted="(w * losses).sum() / w.sum()",
    ),
    "Keras": Library(
        ("import keras", NUMPY),
        {
            ("two", PROBABILITIES): _keras("binary_crossentropy(y, p)", KERAS_EPS),
            ("two", LOGITS): _keras("binary_crossentropy(y, z, from_logits=True)"),
            ("index", PROBABILITIES): _keras("sparse_categorical_crossentropy(y, p)", KERAS_EPS),
            ("index", LOGITS): _keras("sparse_categorical_crossentropy(y, z, from_logits=True)"),
            ("soft", PROBABILITIES): _keras("categorical_crossentropy(y, p)", KERAS_EPS),
            ("soft", LOGITS): _keras("categorical_crossentropy(y, z, from_logits=True)"),
        },
        mean="keras.ops.mean(losses)",
        weighted="keras.ops.average(losses, weights=w)",
        layout="columns",
        tolerance="1e-6",
    ),
}


# --- the code -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Data:
    """What stands in the code: labels, predictions and weights in the shapes that the library takes."""

    form: str
    y: np.ndarray
    values: np.ndarray
    weights: np.ndarray | None


def why_none(batch: Batch) -> str:
    """A sentence that says why no code is offered for this batch, or nothing."""
    rows, numbers = len(batch.values), batch.values.size
    if rows > MOST_ROWS or numbers > MOST_NUMBERS:
        return (
            f"These are {rows:,} rows with {numbers:,} predictions. Code with the values in it is offered for at most "
            f"{MOST_ROWS} rows and {MOST_NUMBERS:,} predictions; the results below are complete."
        )
    if not np.isfinite(batch.values).all():
        return "An infinite logit has no place in code that every library runs; the results below are complete."
    return ""


def snippets(batch: Batch, mean: float, unit: Unit) -> dict[str, str]:
    """The code by library, for a batch of which `why_none` says nothing. `mean` is the exact one in this unit."""
    return {name: _snippet(library, batch.counted(), float(mean), unit) for name, library in LIBRARIES.items()}


def _snippet(library: Library, batch: Batch, exact: float, unit: Unit) -> str:
    data = _data(library, batch)
    call = library.calls[data.form, batch.kind]
    bare = data.weights is None
    slots = {
        "classes": data.values.shape[-1],
        "weights": "" if bare else ", sample_weight=w",
        "share": "y" if bare else "w[:, None] * y",
    }
    lines = [*library.imports, *call.imports, "", _named(batch), *_arrays(library, data, batch.kind), *call.before]
    if call.mean and (bare or not call.losses):
        lines.append(f"mean = {call.mean.format(**slots)}")
    else:
        lines += _losses(library, call, data)
        if data.y.ndim == 2 and data.form == "two" and library.layout != "columns":
            lines.append("losses = losses.mean(axis=1)  # of the labels of each row")
        lines.append(f"mean = {library.mean if bare else library.weighted}")
    return "\n".join(["import math", "", *lines, *_assertion(library, call, data, batch.kind, exact, unit), ""])


def _losses(library: Library, call: Call, data: _Data) -> list[str]:
    line = f"losses = {call.losses}"
    if not library.warns or "np.log(" not in line or ((data.values > 0) & (data.values < 1)).all():
        return [line]
    return ['with np.errstate(divide="ignore", invalid="ignore"):  # log 0 is -inf', f"    {line}"]


def _data(library: Library, batch: Batch) -> _Data:
    """A weight of 0 would turn ∞ into NaN: such rows are left out, and `_named` says so."""
    y, values, weights = batch.y_true, batch.values, batch.weights
    if library.layout == "flat":
        y, values, weights = batch.examples()
        form = "soft" if y.ndim == 2 else "index"
    elif batch.task == "multilabel":
        form = "two"
    elif batch.one_column:
        form, y, values = "two", y[:, 1] if y.ndim == 2 else y, values[:, 1]
    else:
        form = "soft" if y.ndim == 2 else "index"
    if library.layout == "columns" and values.ndim == 1:
        y, values = y[:, None], values[:, None]
    if weights is not None:
        kept = weights > 0
        y, values, weights = y[kept], values[kept], weights[kept]
    return _Data(form, y, values, weights)


def _named(batch: Batch) -> str:
    names = f"# classes 0, 1, …: {json.dumps(list(batch.classes))}".replace("…", "...")
    return names if batch.weights is None or (batch.weights > 0).all() else f"{names}; rows of weight 0 are left out"


def _arrays(library: Library, data: _Data, kind: str) -> list[str]:
    floats = [("p" if kind == PROBABILITIES else "z", data.values), ("w", data.weights)]
    whole = data.form == "index"
    labels = (library.array if whole else library.floats).format(_list(data.y, whole=whole))
    return [f"y = {labels}"] + [
        f"{name} = {library.floats.format(_list(values))}" for name, values in floats if values is not None
    ]


def _list(values: np.ndarray, *, whole: bool = False) -> str:
    cells = values.astype(np.int64 if whole else np.float64).tolist()
    if values.ndim == 2:
        return "[\n" + "".join(f"    {row!r},\n" for row in cells) + "]"
    text = repr(cells)
    if len(text) <= WIDTH:
        return text
    return "[\n" + textwrap.fill(text[1:-1], WIDTH, initial_indent="    ", subsequent_indent="    ") + ",\n]"


def _assertion(library: Library, call: Call, data: _Data, kind: str, exact: float, unit: Unit) -> list[str]:
    lines = [] if unit.base is None else [f"mean = mean / math.log({unit.base:.0f})  # nats to {unit.name}"]
    returned = _returned(call, data, kind, unit) if call.eps else exact
    if not math.isclose(returned, exact, rel_tol=1e-9, abs_tol=1e-12):
        lines.append(
            f"# clips probabilities to [{call.eps:.1e}, 1 - {call.eps:.1e}]; the exact mean is {_float(exact)}"
        )
    return [*lines, f"assert math.isclose(mean, {_float(returned)}, rel_tol={library.tolerance}, abs_tol=1e-12), mean"]


def _float(value: float) -> str:
    return "math.inf" if math.isinf(value) else repr(value)


def _returned(call: Call, data: _Data, kind: str, unit: Unit) -> float:
    """The mean that a function returns which clips."""
    y, p, weights = data.y, data.values, data.weights
    if data.form == "two":  # with two columns for each number
        weights = None if weights is None else np.repeat(weights, p.size // len(p))
        y, p = (np.column_stack([1 - column, column]) for column in (y.ravel(), p.ravel()))
    elif kind == LOGITS:
        p = softmax(p)
    return float(evaluate(y, p, sample_weight=weights, eps=call.eps, base=unit.base).mean)
