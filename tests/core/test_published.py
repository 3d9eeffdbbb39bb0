"""Each number that the sources print, computed by ce_core: our verdict on it follows from the two numbers."""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import ce_core

pytestmark = pytest.mark.filterwarnings("error")

ROWS = json.loads((Path(__file__).parent / "published.json").read_text())["rows"]
IDS = [row["id"] for row in ROWS]


def computed(row: dict[str, Any]) -> float:
    inputs = {name: value for name, value in row["inputs"].items() if name not in {"index", "added"}}
    arguments = [inputs.pop(name) for name in ("p", "q", "y_true", "y_prob", "z") if name in inputs]
    value = getattr(ce_core, row["quantity"])(*arguments, **inputs)
    return float(value[row["inputs"]["index"]] if "index" in row["inputs"] else value)


def as_the_source_did(row: dict[str, Any]) -> float:
    p = np.array(row["inputs"]["p"]) + row["inputs"]["added"]
    return float(-np.sum(p * np.log2(p)))


def step(row: dict[str, Any]) -> Decimal:
    """The unit of the last printed digit."""
    if row["decimals"] is not None:
        return Decimal(1).scaleb(-row["decimals"])
    return Decimal(1).scaleb(int(Decimal(repr(row["printed"])).as_tuple().exponent))


def verdict(row: dict[str, Any]) -> str:
    value, printed = Decimal(computed(row)), Decimal(repr(row["printed"])).quantize(step(row))
    if "added" in row["inputs"]:
        return "artefact" if as_the_source_did(row) == row["printed"] and value == 0 else "wrong"
    if value.quantize(step(row), rounding=ROUND_HALF_EVEN) == printed:
        return "agrees"
    return "truncated" if value.quantize(step(row), rounding=ROUND_DOWN) == printed else "wrong"


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_verdict(row: dict[str, Any]) -> None:
    assert verdict(row) == row["verdict"], f"computed {computed(row)!r}, printed {row['printed']!r}"


NOTED = [row for row in ROWS if re.match(r"[\d.]", row.get("note", ""))]


@pytest.mark.parametrize("row", NOTED, ids=[row["id"] for row in NOTED])
def test_note_states_the_computed_value(row: dict[str, Any]) -> None:
    text = re.match(r"[\d.]+(e-?\d+)?", row["note"])
    assert text is not None
    noted = Decimal(text.group())
    assert Decimal(computed(row)).quantize(noted, rounding=ROUND_HALF_EVEN) == noted


def test_every_number_is_there_once() -> None:
    assert len(set(IDS)) == len(ROWS)
    assert Counter(row["verdict"] for row in ROWS) == {"agrees": 25, "truncated": 4, "artefact": 3, "wrong": 2}


def test_the_slip_in_the_working_explains_nothing_either() -> None:
    """sigmoid(−226), which the source's working has, is not the printed 2.99e-98 either."""
    assert Decimal(float(ce_core.sigmoid(-226))).quantize(Decimal("1e-101")) == Decimal("7.07e-99")


def test_entropy_of_a_known_label_is_exactly_zero() -> None:
    assert [float(ce_core.entropy(row, base=2)) for row in np.eye(3)] == [0.0, 0.0, 0.0]


def test_printed_softmax_is_no_distribution_to_the_core() -> None:
    with pytest.raises(ce_core.DistributionError, match="normalize"):
        ce_core.entropy([0.997694, 0.002237, 0.000067])
