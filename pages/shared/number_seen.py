"""The number that a script printed, as it was copied."""

import math
import re

from ce_core.readers import ReadError, parse_number

NAME = "The number you saw"
_PRINTED = re.compile(r"(?:[A-Za-z_][\w.]*\()?\s*([^\s,()]+)(?:\s*,.*)?\)?", re.DOTALL)  # tensor(0.35, grad_fn=…)
_NAMED = re.compile(r"^[A-Za-z_][\w ./-]*[:=]\s*")  # loss: 0.35, val_loss=0.35


def parse_seen(typed: str) -> float | None:
    """A number, ∞ included; None for an empty box. `ReadError` (a `ValueError`) says what else stands there.

    >>> parse_seen("tensor(0.3562, grad_fn=<NllLossBackward0>)"), parse_seen("-inf"), parse_seen(" ")
    (0.3562, -inf, None)
    >>> parse_seen("loss: 0.3562")
    0.3562
    """
    text = typed.strip()
    if not text:
        return None
    text = _NAMED.sub("", text)
    inside = _PRINTED.fullmatch(text)
    cell = inside[1] if inside and text.endswith(")") else text
    bare = cell.replace("−", "-").lower().lstrip("+-")
    if bare in ("inf", "infinity", "∞"):
        return -math.inf if cell[0] in "-−" else math.inf
    if bare == "nan":
        raise ReadError(
            f"{NAME} is NaN, which no formula of a loss gives: a 0·log 0, an ∞ − ∞ or the logarithm of a number below "
            "0 came before it. Empty the box to see what the loss should be."
        )
    return parse_number(cell, where=NAME)
