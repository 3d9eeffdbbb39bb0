"""Which of the pasted texts holds the labels, which the predictions, which the weights."""

import re
from dataclasses import dataclass, replace

from ce_core.readers.columns import (
    Kind,
    guess_columns,
    is_label_name,
    is_log_probability_name,
    is_logit_name,
    is_prediction_name,
    is_weight_name,
)
from ce_core.readers.delimited import read_delimited
from ce_core.readers.errors import ReadError, listed, shown
from ce_core.readers.nested import Cells, called
from ce_core.readers.pasted import read_named, read_pasted

LABELS, PREDICTIONS, WEIGHTS = "labels", "predictions", "weights"


@dataclass(frozen=True, slots=True)
class Boxes:
    """The arrays of all boxes, and the kind of predictions if their name states it."""

    labels: Cells
    predictions: Cells
    weights: Cells | None
    kind: Kind | None = None


def read_boxes(labels: str, predictions: str, weights: str) -> Boxes:
    """One array from each box, or all of them from one box while the other is empty."""
    for name, text in ((LABELS, labels), (PREDICTIONS, predictions), (WEIGHTS, weights)):
        if not isinstance(text, str):
            raise TypeError(f"{name} are given as text, not {type(text).__name__}")
    if bool(labels.strip()) != bool(predictions.strip()):
        filled, text = (LABELS, labels) if labels.strip() else (PREDICTIONS, predictions)
        named = _columns_of_table(text) or read_named(text, filled)
        if len(named) > 1:
            return _from_one(named, weights)
    return Boxes(
        read_pasted(labels, LABELS),
        read_pasted(predictions, PREDICTIONS),
        read_pasted(weights, WEIGHTS) if weights.strip() else None,
    )


def _columns_of_table(text: str) -> dict[str, Cells]:
    """The columns of a text table whose header names the label; nothing for any other text."""
    header = re.split(r"[\t;,]", text.lstrip("\ufeff \r\n").split("\n", 1)[0])
    if len(header) < 2 or not any(is_label_name(name) for name in header):
        return {}
    table = read_delimited(text.encode(errors="replace"), lambda done: None)
    choice = guess_columns(table)
    names = [choice.label, *choice.probabilities] + ([] if choice.weight is None else [choice.weight])
    return {name: Cells(called(name), table.text(name), (table.num_rows,)) for name in names}


def _from_one(named: dict[str, Cells], weights: str) -> Boxes:
    """Labels and predictions from one text, by their names."""
    label = next((key for key in named if is_label_name(key)), None)
    if label is None:
        raise ReadError(f"None of {listed(list(named))} is called “labels”; name one so, or paste the labels alone.")
    weight = next((key for key in named if is_weight_name(key)), None)
    rest = [key for key in named if key not in (label, weight)]
    rest = [key for key in rest if is_prediction_name(key)] or rest
    if not rest:
        raise ReadError(f"Of {listed(list(named))} none is left for the predictions; add them, as “predictions”.")
    if weight is not None and weights.strip():
        raise ReadError("Weights are given twice, in their own box and beside the labels; delete one of them.")
    given = named[weight] if weight is not None else read_pasted(weights, WEIGHTS) if weights.strip() else None
    left = [key for key in named if key not in (label, weight, *rest)]
    if is_log_probability_name(rest[0]) and len(rest) == 1 and len(named[rest[0]].shape) == 1:
        raise ReadError(
            f"By name, {shown(rest[0])} hold log-probabilities, but of one class alone, so they are no logits; take "
            "the exponential of each."
        )
    note = f"one text: {label!r} was taken as labels, {listed(rest)} as predictions" + (
        f"; not used: {listed(left)}" if left else ""
    )
    truths = replace(named[label], name=LABELS, notes=(*named[label].notes, note))
    scores = replace(_columns([named[key] for key in rest], rest), name=PREDICTIONS)
    kind: Kind | None = "logits" if all(map(is_logit_name, rest)) else None
    return Boxes(truths, scores, None if given is None else replace(given, name=WEIGHTS), kind)


def _columns(arrays: list[Cells], names: list[str]) -> Cells:
    """One array, or vectors beside each other as the columns of a matrix."""
    if len(arrays) == 1:
        header = () if is_prediction_name(names[0]) and len(names[0]) > 1 else tuple(names)
        return arrays[0] if len(arrays[0].shape) != 1 else replace(arrays[0], header=arrays[0].header or header)
    shapes = {array.shape for array in arrays}
    if len(shapes) > 1 or len(next(iter(shapes))) != 1:
        raise ReadError(
            f"{listed(names)} have the shapes {', '.join(str(array.shape) for array in arrays[:8])}; keep one of them, "
            "as “predictions”, or give columns of equal length."
        )
    cells = [cell for row in zip(*(array.cells for array in arrays), strict=True) for cell in row]
    return Cells(PREDICTIONS, cells, (arrays[0].shape[0], len(arrays)), tuple(names), arrays[0].notes)
