"""Sliders that are heard while they are dragged, not only when they are let go; the mathematics stays in Python.

Use them inside an `st.fragment`, which a message never interrupts: the next one is sent when this one is answered.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from math import isfinite
from typing import Any

import streamlit as st

from pages.shared.component import component

_SLIDERS = component("live_sliders")


@dataclass(frozen=True)
class Handle:
    """One slider: what a screen reader calls it, where it stands, and what is written beside it."""

    label: str
    value: float
    says: str
    color: str = ""
    pattern: str = ""


@dataclass(frozen=True)
class Row:
    """Sliders side by side, with their name in front of them."""

    name: str
    handles: tuple[Handle, ...]


@dataclass(frozen=True)
class Head:
    """What stands above a column of sliders."""

    text: str
    color: str


@dataclass(frozen=True)
class _Move:
    handle: int
    value: float
    serial: int
    done: bool


def _last_move(key: str) -> _Move | None:
    """What the browser told last; None for nothing and for what no slider of ours would tell."""
    told = (st.session_state.get(key) or {}).get("move")
    try:
        move = _Move(int(told["handle"]), float(told["value"]), int(told["serial"]), bool(told["done"]))
    except (TypeError, KeyError, ValueError, OverflowError):
        return None
    return move if isfinite(move.value) else None


def held(key: str) -> bool:
    """Whether a slider of this group is being dragged: what is final waits until it is let go."""
    move = _last_move(key)
    return move is not None and not move.done


def heard() -> bool:
    """In a callback: whether the message came from live sliders; what it says of other controls may be old then."""
    moves = {key: _last_move(key) for key in _answered()}
    return any(move and move.serial != _answered()[key] for key, move in moves.items())


def _answered() -> dict[str, int]:
    """The serial number of the move that every group was drawn after last."""
    return st.session_state.setdefault("_answered", {})


def sliders(
    key: str,
    rows: Sequence[Row],
    on_move: Callable[[int, int, float], None],
    *,
    low: float,
    high: float,
    step: float,
    heads: Sequence[Head] = (),
    title: str = "",
    help: str | None = None,
) -> None:
    """A group of sliders from `low` to `high`. `on_move(row, column, value)` hears of each move before the page runs.

    With a `title` it is one slider with its name above it. All texts are shown as they are, never as markup.
    """
    places = [(r, c) for r, row in enumerate(rows) for c in range(len(row.handles))]

    def moved() -> None:
        move = _last_move(key)
        if move and 0 <= move.handle < len(places) and low <= move.value <= high:
            on_move(*places[move.handle], round(move.value, 10))

    move = _last_move(key)
    _answered()[key] = move.serial if move else 0
    data: dict[str, Any] = {
        "title": title,
        "help": help or "",
        "heads": [asdict(head) for head in heads],
        "rows": [asdict(row) for row in rows],
        "low": low,
        "high": high,
        "step": step,
        "serial": _answered()[key],
    }
    _SLIDERS(key=key, data=data, on_move_change=moved)
