"""The number that a script printed, as it was copied."""

import math
import re

from ce_core.readers import ReadError, parse_number
from ce_core.readers.errors import shown
from ce_core.readers.pasted import read_pasted

NAME = "The number you saw"
_ARRAY = re.compile(r"(?:[A-Za-z_][\w.]*)?[\[(<]")  # tensor(0.35, grad_fn=…), [0.35]
_INFINITE = re.compile(r"([-+−]?)(?:inf|infinity|∞)", re.IGNORECASE)
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
    cell = _alone(text) if _ARRAY.match(text) else text
    if infinite := _INFINITE.fullmatch(cell):
        return -math.inf if infinite[1] in ("-", "−") else math.inf
    if cell.replace("−", "-").lower().lstrip("+-") == "nan":
        raise ReadError(
            f"{NAME} is NaN, which no formula of a loss gives: a 0·log 0, an ∞ − ∞ or the logarithm of a number below "
            "0 came before it. Empty the box to see what the loss should be."
        )
    return parse_number(cell, where=NAME)


def _alone(text: str) -> str:
    """The one cell of an array."""
    cells = read_pasted(text, "numbers you saw").cells
    if len(cells) != 1:
        raise ReadError(f"{NAME}: {shown(text)} holds {len(cells)} of them; give one.")
    return cells[0]
