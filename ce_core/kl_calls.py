"""What PyTorch's `F.kl_div` returns for the calls that people write: the same formula with NumPy alone.

`F.kl_div(input, target)` is elementwise target · (log target − input): the model comes first and must be a logarithm,
the truth second and must not be one, unless `log_target=True`. The mean is taken over the entries unless `reduction`
says otherwise. Nothing is checked there, so a wrong call returns a number.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ce_core._checks import Floats
from ce_core._numerics import quiet
from ce_core.conventions.formulas import divergence, divergence_of_logs
from ce_core.errors import DistributionError
from ce_core.information import Decomposition, decompose, kl_divergence


def torch_kl_div(
    model: ArrayLike, target: ArrayLike, *, reduction: str = "mean", log_target: bool = False
) -> np.float64:
    """The value of `F.kl_div(model, target)`: target · (log target − model), without any check.

    Parameters: `model`, meant to be log Q, and `target`, meant to be P (log P with `log_target`), 1-D and of one
    length; `reduction`, "mean" over the entries, which is PyTorch's own default, "sum", or "batchmean", which divides
    by the length of the first axis (for one distribution that is its number of entries, too). Returns a number in nats.
    Limits: KL(P‖Q) if the arguments are what they are meant to be and summed; any number, also below 0, if not; NaN
    for a negative target, and for a target of 0 where the model is −∞.
    Raises `DistributionError` for unequal or empty shapes and an unknown reduction.
    Source: PyTorch's documentation of `torch.nn.functional.kl_div`.

    >>> round(float(torch_kl_div(np.log([0.5, 0.5]), [0.25, 0.75], reduction="sum")), 4)
    0.1308
    """
    given, truth = np.asarray(model, dtype=np.float64), np.asarray(target, dtype=np.float64)
    if given.shape != truth.shape or given.ndim != 1 or not given.size:
        raise DistributionError(
            f"model (shape {given.shape}) and target (shape {truth.shape}) must be two lists of one length"
        )
    if reduction not in ("mean", "sum", "batchmean"):
        raise DistributionError(f'reduction = {reduction!r} is unknown; use "mean", "sum" or "batchmean"')
    total = (divergence_of_logs if log_target else divergence)(truth, given).sum()
    return np.float64(total if reduction == "sum" else total / given.size)


@dataclass(frozen=True)
class KlCall:
    """One way to call `F.kl_div` with the probabilities p and q."""

    call: str
    computes: str
    """What comes out, as a formula."""
    right: bool
    evaluate: Callable[[Floats, Floats], np.float64]


def _logs(p: Floats) -> Floats:
    with quiet():
        return np.asarray(np.log(p))


KL_CALLS: tuple[KlCall, ...] = (
    KlCall(
        'F.kl_div(q.log(), p, reduction="sum")',
        "KL(P‖Q)",
        True,
        lambda p, q: torch_kl_div(_logs(q), p, reduction="sum"),
    ),
    KlCall(
        'F.kl_div(q.log(), p.log(), reduction="sum", log_target=True)',
        "KL(P‖Q)",
        True,
        lambda p, q: torch_kl_div(_logs(q), _logs(p), reduction="sum", log_target=True),
    ),
    KlCall("F.kl_div(p, q)", "(−H(Q) − Σ q p) / n", False, lambda p, q: torch_kl_div(p, q)),
    KlCall('F.kl_div(p, q, reduction="sum")', "−H(Q) − Σ q p", False, lambda p, q: torch_kl_div(p, q, reduction="sum")),
    KlCall(
        'F.kl_div(p.log(), q, reduction="sum")',
        "KL(Q‖P)",
        False,
        lambda p, q: torch_kl_div(_logs(p), q, reduction="sum"),
    ),
    KlCall("F.kl_div(q.log(), p)", "KL(P‖Q) / n", False, lambda p, q: torch_kl_div(_logs(q), p)),
    KlCall(
        'F.kl_div(q.log(), p.log(), reduction="sum")',
        "Σ log p (log log p − log q)",
        False,
        lambda p, q: torch_kl_div(_logs(q), _logs(p), reduction="sum"),
    ),
)


@dataclass(frozen=True)
class KlCallValue:
    """What a call returns, in nats; NaN where PyTorch returns that."""

    call: str
    computes: str
    right: bool
    value: np.float64


@dataclass(frozen=True)
class KlCalls:
    """KL(P‖Q) and KL(Q‖P) in nats, and what each entry of `KL_CALLS` returns."""

    exact: Decomposition
    reversed: np.float64
    values: tuple[KlCallValue, ...]


def kl_calls(p: ArrayLike, q: ArrayLike) -> KlCalls:
    """The right and the wrong ways to ask PyTorch for KL(P‖Q), with the number that each returns.

    Parameters: `p` (truth) and `q` (prediction), two 1-D distributions over the same events. Returns a `KlCalls`.
    Raises `DistributionError` for what is not a distribution and for unequal shapes, where PyTorch would compute on.

    >>> [round(float(row.value), 3) for row in kl_calls([0.25, 0.75], [0.5, 0.5]).values[:3]]
    [0.131, 0.131, -0.597]
    """
    exact = decompose(p, q)
    return KlCalls(
        exact=exact,
        reversed=np.float64(kl_divergence(exact.q, exact.p)),
        values=tuple(
            KlCallValue(row.call, row.computes, row.right, row.evaluate(exact.p, exact.q)) for row in KL_CALLS
        ),
    )
