"""Two pasted arrays become one batch: which task, which kind, which row is which, and what is refused."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ce_core
from ce_core.readers import Batch, ReadError, batch_of, guess_columns, read_batch, read_predictions, read_table
from tests.hostile.fuzzing import fuzz

INF = np.inf
THREE = "[[0.5, 0.25, 0.25], [0, 1, 0], [0.25, 0.25, 0.5]]"
THREE_VALUES = [[0.5, 0.25, 0.25], [0, 1, 0], [0.25, 0.25, 0.5]]
ONE_VALUES = [[0.25, 0.75], [0.5, 0.5]]
TWO = "[[0.25, 0.75], [0.5, 0.5]]"
LOGITS = "[[2, -1, 0], [0, 3, 1]]"
LOGIT_VALUES = [[2, -1, 0], [0, 3, 1]]
MANY = "[[0.75, 0.25, 0.5], [0.25, 0.5, 0]]"
MANY_VALUES = [[0.75, 0.25, 0.5], [0.25, 0.5, 0]]
PIXELS = "[[[[0.25, 0.5]], [[0.75, 0.5]]]]"  # N, C, H, W = 1, 2, 1, 2

# id: labels, predictions, options, task, kind, classes, y_true, values, words of the notes
BATCHES: dict[str, tuple[str, str, dict[str, Any], str, str, str, Any, Any, list[str]]] = {
    "binary, one number": (
        *("[1, 0]", "[0.75, 0.5]", {}, "binary", "probabilities", "01", [1, 0], ONE_VALUES),
        ["probabilities, as all lie between 0 and 1", "one number a row, taken as the prediction of label '1'"],
    ),
    "binary, a column vector": (
        *("[[1], [0]]", "[[0.75], [0.5]]", {}, "binary", "probabilities", "01", [1, 0], ONE_VALUES),
        ["one number a row"],
    ),
    "binary, labels in a row": (
        *("[[1, 0]]", "[0.75, 0.5]", {}, "binary", "probabilities", "01", [1, 0], ONE_VALUES, ["one number a row"]),
    ),
    "binary, two columns": (*("1\n0", TWO, {}, "binary", "probabilities", "01", [1, 0], ONE_VALUES), ["rows sum to 1"]),
    "categorical of two": (
        *("1\n0", TWO, {"task": "categorical"}, "categorical", "probabilities", "01", [1, 0], ONE_VALUES),
        ["rows sum to 1"],
    ),
    "binary logits": (
        *("[1, 0]", "[2, -3.5]", {}, "binary", "logits", "01", [1, 0], [[0, 2], [0, -3.5]]),
        ["logits, as not all lie between 0 and 1"],
    ),
    "binary logits that look like probabilities": (
        *("[1, 0]", "[0.75, 0.5]", {"kind": "logits"}, "binary", "logits", "01", [1, 0], [[0, 0.75], [0, 0.5]]),
        ["logits, as stated"],
    ),
    "a logit of −∞": (*("[1, 0]", "[2, -inf]", {}, "binary", "logits", "01", [1, 0], [[0, 2], [0, -INF]], ["logits"]),),
    "-1 and 1": (
        *("[1, -1]", "[0.75, 0.5]", {}, "binary", "probabilities", ("-1", "1"), [1, 0], ONE_VALUES),
        ["labels -1 → class 0, 1 → class 1"],
    ),
    "words": (
        *("dog\ncat", "[0.75, 0.5]", {}, "binary", "probabilities", ("cat", "dog"), [1, 0], ONE_VALUES),
        ["labels 'cat' → class 0, 'dog' → class 1", "the prediction of label 'dog'"],
    ),
    "booleans": (
        *("[True, False]", "[0.75, 0.5]", {}, "binary", "probabilities", ("False", "True"), [1, 0], ONE_VALUES, []),
    ),
    "shares": (
        *("[0.25, 1]", "[0.75, 0.5]", {}, "binary", "probabilities", "01", [[0.75, 0.25], [0, 1]], ONE_VALUES),
        ["soft: each is the share of class 1"],
    ),
    "one-hot for one number": (
        *("[[0, 1], [1, 0]]", "[0.75, 0.5]", {}, "binary", "probabilities", "01", [1, 0], ONE_VALUES, ["one-hot rows"]),
    ),
    "percent signs": (
        *("1;0", "75 %;50 %", {}, "binary", "probabilities", "01", [1, 0], ONE_VALUES, ["75% was read as 0.75"]),
    ),
    "one column of percentages": (
        *("[1, 0]", "[75, 50]", {}, "binary", "probabilities", "01", [1, 0], ONE_VALUES, ["percentages", "by 100"]),
    ),
    "percentages": (
        *("[1, 0]", "[[25, 75], [66.7, 33.3]]", {}, "binary", "probabilities", "01", [1, 0]),
        *([[0.25, 0.75], [0.667, 0.333]], ["percentages, as the rows sum to 100; divided by 100"]),
    ),
    "percentages, stated probabilities": (
        *("[1, 0]", "[[25, 75], [50, 50]]", {"kind": "probabilities"}, "binary", "probabilities", "01", [1, 0]),
        *(ONE_VALUES, ["percentages"]),
    ),
    "categorical": (
        *("[0, 1, 0]", THREE, {}, "categorical", "probabilities", "012", [0, 1, 0], THREE_VALUES),
        ["rows sum to 1", "labels 0 → class 0, 1 → class 1, 2 → class 2"],
    ),
    "labels from 1": (
        *("[1, 2, 3]", THREE, {}, "categorical", "probabilities", "123", [0, 1, 2], THREE_VALUES),
        ["labels 1 → class 0, 2 → class 1, 3 → class 2"],
    ),
    "labels as decimals": (
        "[0., 1., 2.]",
        THREE,
        {},
        "categorical",
        "probabilities",
        "012",
        [0, 1, 2],
        THREE_VALUES,
        [],
    ),
    "three words": (
        *("b, c, a", THREE, {}, "categorical", "probabilities", "abc", [1, 2, 0], THREE_VALUES, ["'a' → class 0"]),
    ),
    "names above the columns": (
        *("b\na", "b,c,a\n0.5,0.25,0.25\n0,1,0", {}, "categorical", "probabilities", "abc", [1, 0]),
        *([[0.25, 0.5, 0.25], [0, 0, 1]], ["matched by name: 'a' → 'a'"]),
    ),
    "one row": (
        *("2", "[0.5, 0.25, 0.25]", {}, "categorical", "probabilities", "012", [2], [[0.5, 0.25, 0.25]]),
        ["shape (3,) were taken as one row of 3 classes"],
    ),
    "one row, one-hot": (
        *("[0, 1]", "[0.25, 0.75]", {"task": "categorical"}, "categorical", "probabilities", "01", [1], [[0.25, 0.75]]),
        ["one row of 2 classes"],
    ),
    "one row, one-hot without its bracket": (
        *("[0, 0, 1]", "[[0.5, 0.25, 0.25]]", {}, "categorical", "probabilities", "012", [2], [[0.5, 0.25, 0.25]]),
        ["labels of shape (3,) were taken as one row"],
    ),
    "logits": ("[0, 1]", LOGITS, {}, "categorical", "logits", "012", [0, 1], LOGIT_VALUES, ["no probabilities"]),
    "logits with −∞": (
        *("[0, 1]", "[[0.5, -inf], [1, 2]]", {}, "binary", "logits", "01", [0, 1], [[0.5, -INF], [1, 2]], ["logits"]),
    ),
    "log-probabilities": (
        *("[0, 1]", "[[-0.693147, -0.693147], [0, -inf]]", {}, "binary", "logits", "01", [0, 1]),
        *([[-0.693147, -0.693147], [0, -INF]], ["log-probabilities, as their exponentials sum to 1"]),
    ),
    "one-hot": (
        *("[[1, 0, 0], [0, 1, 0]]", LOGITS, {}, "categorical", "logits", "012", [0, 1], LOGIT_VALUES, ["one-hot rows"]),
    ),
    "soft": (
        *("[[0.5, 0.5, 0], [0, 1, 0]]", LOGITS, {}, "categorical", "logits", "012", [[0.5, 0.5, 0], [0, 1, 0]]),
        *(LOGIT_VALUES, ["soft, each row a distribution"]),
    ),
    "soft labels, printed rounded": (
        *("[[0.333, 0.333, 0.333]]", "[[1, 2, 3]]", {}, "categorical", "logits", "012", [[1 / 3] * 3], [[1, 2, 3]]),
        ["row 1 of the labels summed to 0.999 and was taken as rounded"],
    ),
    "printed rounded": (
        *("[0, 1]", "[[0.333, 0.333, 0.333], [0, 1, 0]]", {}, "categorical", "probabilities", "012", [0, 1]),
        *([[1 / 3] * 3, [0, 1, 0]], ["row 1 of the predictions summed to 0.999 and was taken as rounded: normalised"]),
    ),
    "multi-label by its labels": (
        *(
            "[[1, 1, 0], [0, 0, 0]]",
            MANY,
            {},
            "multilabel",
            "probabilities",
            "012",
            [[1, 1, 0], [0, 0, 0]],
            MANY_VALUES,
        ),
        ["multi-label: the rows of the", "3 for each example, 0 or 1"],
    ),
    "multi-label by its predictions": (
        *(
            "[[1, 0, 0], [0, 1, 0]]",
            MANY,
            {},
            "multilabel",
            "probabilities",
            "012",
            [[1, 0, 0], [0, 1, 0]],
            MANY_VALUES,
        ),
        ["multi-label: the rows of the predictions do not sum to 1"],
    ),
    "multi-label logits": (
        *("[[1, 1, 0], [0, 0, 0]]", LOGITS, {}, "multilabel", "logits", "012", [[1, 1, 0], [0, 0, 0]], LOGIT_VALUES),
        ["multi-label: the rows of the labels do not sum to 1"],
    ),
    "multi-label, stated": (
        *(
            "[[1, 0, 0]]",
            "[[2, -1, 0]]",
            {"task": "multilabel"},
            "multilabel",
            "logits",
            "012",
            [[1, 0, 0]],
            [[2, -1, 0]],
        ),
        ["3 for each example"],
    ),
    "multi-label shares": (
        *("[[0.5, 1, 0]]", "[[2, -1, 0]]", {}, "multilabel", "logits", "012", [[0.5, 1, 0]], [[2, -1, 0]]),
        ["shares between 0 and 1"],
    ),
    "multi-label with names": (
        *("a,b\n1,1\n0,0", "[[2, -1], [0, 3]]", {}, "multilabel", "logits", "ab", [[1, 1], [0, 0]], [[2, -1], [0, 3]]),
        ["header, 'a', 'b'"],
    ),
    "columns in another order": (
        *("a,b\n1,1\n0,0", "b,a\n2,-1\n0,3", {}, "multilabel", "logits", "ab", [[1, 1], [0, 0]], [[-1, 2], [3, 0]]),
        ["put in the order of the labels, 'a', 'b'"],
    ),
    "columns of other names": (
        *("a,b\n1,1\n0,0", "c,d\n2,-1\n0,3", {}, "multilabel", "logits", "ab", [[1, 1], [0, 0]], [[2, -1], [0, 3]]),
        ["columns, labels and predictions: 'a' → 'c', 'b' → 'd'"],
    ),
    "booleans by label": (
        *("[[True, True], [False, False]]", "[[2, -1], [0, 3]]", {}, "multilabel", "logits", "01", [[1, 1], [0, 0]]),
        *([[2, -1], [0, 3]], ["True was read as 1, False as 0"]),
    ),
    "−100 is ignored": (
        *("[0, -100]", LOGITS, {}, "categorical", "logits", "012", [0, -100], LOGIT_VALUES),
        ["1 of 2 rows have the label -100 and do not count, as PyTorch's default"],
    ),
    "−1 is ignored if stated": (
        *("[0, -1]", LOGITS, {"ignore_index": -1}, "categorical", "logits", "012", [0, -1], LOGIT_VALUES),
        ["1 of 2 rows have the label -1 and do not count"],
    ),
    "a class is ignored": (
        *("[0, 1]", LOGITS, {"ignore_index": 0}, "categorical", "logits", "012", [0, 1], LOGIT_VALUES, ["label 0 and"]),
    ),
    "ignored labels never stand for a class": (
        *("[5, 6, 0]", "[0.75, 0.5, 0.5]", {"ignore_index": 0}, "binary", "probabilities", "56", [0, 1, -100]),
        *([*ONE_VALUES, [0.5, 0.5]], ["1 of 3 rows"]),
    ),
    "N, C, H, W": (
        *("[[[1, 0]]]", PIXELS, {}, "binary", "probabilities", "01", [1, 0], ONE_VALUES),
        ["shape (1, 2, 1, 2) with labels of shape (1, 1, 2)", "second axis (N, C, …), flattened"],
    ),
    "N, H, W, C": (
        *("[[[1, 0]]]", "[[[[0.25, 0.75], [0.5, 0.5]]]]", {}, "binary", "probabilities", "01", [1, 0], ONE_VALUES),
        ["flattened to rows"],
    ),
    "N, C, T": (
        *("[[2, 0]]", "[[[1, 4], [2, 5], [3, 6]]]", {}, "categorical", "logits", "012", [2, 0], [[1, 2, 3], [4, 5, 6]]),
        ["second axis"],
    ),
    "N, T, C": (
        *("[[2, 0]]", "[[[1, 2, 3], [4, 5, 6]]]", {}, "categorical", "logits", "012", [2, 0], [[1, 2, 3], [4, 5, 6]]),
        ["last axis"],
    ),
    "C, H, W": (
        *("[[2, 0, 1, 1]]", "[[[1, 4, 0, 0]], [[2, 5, 0, 0]], [[3, 6, 9, 9]]]", {}, "categorical", "logits", "012"),
        *([2, 0, 1, 1], [[1, 2, 3], [4, 5, 6], [0, 0, 9], [0, 0, 9]], ["first axis"]),
    ),
    "either axis": (
        *("[[1, 0]]", "[[[0.25, 0.5], [0.75, 0.5]]]", {}, "binary", "probabilities", "01", [1, 0], ONE_VALUES),
        ["second axis", "would fit, too"],
    ),
    "one channel": (
        *("[[[1, 0]], [[0, 1]]]", "[[[[2, -3]]], [[[1, 4]]]]", {}, "binary", "logits", "01", [1, 0, 0, 1]),
        *([[0, 2], [0, -3], [0, 1], [0, 4]], ["each entry was taken as a row of its own"]),
    ),
    "one-hot on the second axis": (
        *("[[[[0, 1]], [[1, 0]]]]", PIXELS.replace("0.5", "4"), {}, "binary", "logits", "01", [1, 0]),
        *([[0.25, 0.75], [4, 4]], ["second axis", "one-hot rows"]),
    ),
    "one text, json": (
        *('{"labels": [1, 0], "predictions": [[0.25, 0.75], [0.5, 0.5]]}', "", {}, "binary", "probabilities", "01"),
        *([1, 0], ONE_VALUES, ["'labels' was taken as labels, 'predictions' as predictions"]),
    ),
    "one text, in the other box": (
        *("", '{"y_true": [1, 0], "y_pred": [0.75, 0.5]}', {}, "binary", "probabilities", "01", [1, 0], ONE_VALUES, []),
    ),
    "one text, records": (
        *('[{"label": "b", "p_b": 0.75, "p_a": 0.25}, {"label": "a", "p_b": 0.5, "p_a": 0.5}]', "", {}, "binary"),
        *("probabilities", "ab", [1, 0], ONE_VALUES, ["matched by name"]),
    ),
    "one text, a table": (
        *(
            "label;p_b;p_a;weight\nb;0,75;0,25;1\na;0,5;0,5;2",
            "",
            {},
            "binary",
            "probabilities",
            "ab",
            [1, 0],
            ONE_VALUES,
        ),
        ["'label' was taken as labels, 'p_b', 'p_a' as predictions", "0,75 was read as 0.75"],
    ),
    "one text, a script": (
        *("y = [1, 0]\nlogits = tensor([0.75, 0.5])", "", {}, "binary", "logits", "01", [1, 0], [[0, 0.75], [0, 0.5]]),
        ["'y' was taken as labels, 'logits' as predictions"],
    ),
}


@pytest.mark.parametrize("case", BATCHES)
def test_batches(case: str) -> None:
    labels, predictions, options, task, kind, classes, y_true, values, words = BATCHES[case]
    batch = read_batch(labels, predictions, **options)
    assert (batch.task, batch.kind, batch.classes) == (task, kind, tuple(classes))
    np.testing.assert_array_equal(batch.y_true, np.array(y_true))
    assert batch.y_true.dtype == (np.float64 if np.array(y_true).dtype.kind == "f" else np.int64)
    np.testing.assert_allclose(batch.values, np.array(values, dtype=float), rtol=0, atol=1e-15)
    notes = "; ".join(batch.notes)
    assert all(word in notes for word in words), notes
    evaluated(batch)


def evaluated(batch: Batch) -> float:
    """The mean loss: what `examples` gives is what the core takes."""
    y_true, values, weights = batch.examples()
    how = ce_core.evaluate if batch.kind == "probabilities" else ce_core.evaluate_logits
    return float(how(y_true, values, sample_weight=weights).mean)


def test_multilabel_examples_are_binary_rows() -> None:
    batch = read_batch("[[1, 0], [1, 1]]", "[[2, -1], [0, 3]]", weights="[1, 3]")
    y_true, values, weights = batch.examples()
    assert y_true.tolist() == [1, 0, 1, 1]
    assert values.tolist() == [[0, 2], [0, -1], [0, 0], [0, 3]]
    assert weights is not None
    assert weights.tolist() == [1, 1, 3, 3]
    expected = ce_core.binary_cross_entropy_from_logits([1, 0, 1, 1], [2, -1, 0, 3], sample_weight=[1, 1, 3, 3])
    assert evaluated(batch) == pytest.approx(float(expected), rel=1e-14)


def test_soft_multilabel_examples_are_distributions() -> None:
    y_true, values, _ = read_batch("[[0.25, 1, 1]]", "[[0.5, 0.25, 1]]").examples()
    assert y_true.tolist() == [[0.75, 0.25], [0, 1], [0, 1]]
    assert values.tolist() == [[0.5, 0.5], [0.75, 0.25], [0, 1]]


def test_ignored_rows_are_left_out_with_their_weights() -> None:
    batch = read_batch("[0, 255, 1]", "[[1, 2], [3, 4], [5, 7]]", weights="1\n2\n3", ignore_index=255)
    assert (batch.ignore_index, batch.y_true.tolist()) == (255, [0, 255, 1])
    counted = batch.counted()
    assert counted.ignore_index is None
    y_true, values, weights = batch.examples()
    assert (y_true.tolist(), values.tolist()) == ([0, 1], [[1, 2], [5, 7]])
    assert weights is not None
    assert weights.tolist() == [1, 3]
    assert counted.counted() is counted


def test_an_ignored_label_that_does_not_occur_leaves_out_no_class() -> None:
    batch = read_batch("cat, dog", "[0.25, 0.75]", ignore_index=0)
    assert batch.examples()[0].tolist() == [0, 1]


@pytest.mark.parametrize("weights", ["[1, 2]", "[[1], [2]]", "1\n2", "1;2", "tensor([1., 2.])"])
def test_weights(weights: str) -> None:
    given = read_batch("[1, 0]", TWO, weights=weights).weights
    assert given is not None
    assert given.tolist() == [1, 2]


def test_weights_of_pixels() -> None:
    given = read_batch("[[[1, 0]]]", PIXELS, weights="[[[1, 2]]]").weights
    assert given is not None
    assert given.tolist() == [1, 2]


# id: labels, predictions, options, words that the refusal must contain
REFUSED: dict[str, tuple[str, str, dict[str, Any], list[str]]] = {
    "no labels": ("", "[0.5]", {}, ["no labels yet", "box is empty"]),
    "no predictions": ("[1]", " ", {}, ["no predictions yet", "box is empty"]),
    "nothing at all": ("", "", {}, ["no labels yet"]),
    "unequal lengths": ("[1, 0, 1]", TWO, {}, ["(3,)", "(2, 2)", "3 and 2 rows", "one label for each row"]),
    "unequal lengths, one number": ("[1, 0, 1]", "[0.5, 0.5]", {}, ["(3,)", "(2,)", "3 and 2 rows"]),
    "transposed": ("[0, 1, 1]", "[[1, 2, 3], [3, 2, 1]]", {}, ["(3,)", "(2, 3)", "transposed"]),
    "label too large": ("[0, 2]", TWO, {}, ["Row 2", "'2'", "from 0 to 1", "correct the label"]),
    "label −1": ("[0, -1]", TWO, {}, ["Row 2", "'-1'", "if -1 marks rows", "ignore_index"]),
    "label too large behind an ignored one": ("[0, -100, 7]", "[[1, 2], [3, 4], [5, 6]]", {}, ["Row 3", "'7'"]),
    "third label": ("[0, 1, 2]", "[0.1, 0.2, 0.3]", {}, ["Row 3", "third label, '2'"]),
    "too few words": ("[a, b]", LOGITS, {}, ["3 prediction columns but only the labels 'a', 'b'"]),
    "only ignored": ("[-100, -100]", TWO, {}, ["Every row", "-100", "at least one other label"]),
    "ignored shares": ("[0.5, -100]", "[0.5, 0.5]", {}, ["shares", "delete those rows"]),
    "shares for three": ("[0.5, 1]", LOGITS, {}, ["shares between 0 and 1", "3 prediction columns"]),
    "label between": ("[0.5, 2]", "[0.5, 0.5]", {}, ["Row 2", "'2'", "does not fit with '0.5'"]),
    "one-hot with a 2": ("[[2, 0], [0, 1]]", TWO, {}, ["Row 1, column 1 of the labels: 2 is no label"]),
    "two true classes": (
        "[[1, 1, 0], [0, 1, 0], [1, 0, 0]]",
        THREE,
        {},
        ["Row 1 of the labels: the labels sum to 2", "choose multi-label"],
    ),
    "a sum that is far off": (
        "[0, 1]",
        "[[0.3, 0.3, 0.3], [0, 1, 0]]",
        {},
        ["Row 1 of the predictions", "sum to 0.9", "choose logits"],
    ),
    "a slip among probabilities": ("[0, 1, 0]", "[[0.5, 0.5], [0, 1], [1.2, -0.2]]", {}, ["Row 3, column 1", "1.2"]),
    "a rounding error above 1": (
        "[0, 1]",
        "[0.5, 1.0000001]",
        {},
        ["Row 2", "1.0000001 is not a probability", "logits"],
    ),
    "one slip among many": ("0 " * 20, "0.5 " * 19 + "1.5", {}, ["Row 20", "1.5", "choose logits"]),
    "stated probabilities": ("[0, 1]", "[2, -3]", {"kind": "probabilities"}, ["Row 1", "2 is not a probability"]),
    "log-probabilities as probabilities": (
        "[0, 1]",
        "[[-0.693147, -0.693147], [0, -9]]",
        {"kind": "probabilities"},
        ["Row 1, column 1", "-0.693147 is not a probability", "choose logits"],
    ),
    "−∞ as a probability": ("[0]", "[[-inf, 1]]", {"kind": "probabilities"}, ["Row 1, column 1", "'-inf'"]),
    "percent signs on logits": ("[0, 1]", "30%, 70%", {"kind": "logits"}, ["% signs", "choose probabilities"]),
    "all −∞": ("[0, 1]", "[[0, 1], [-inf, -inf]]", {}, ["Row 2 of the predictions", "−∞", "correct the row"]),
    "nan": ("[0, 1]", "[[0, 1], [nan, 2]]", {}, ["Row 2, column 1 of the predictions", "'nan'"]),
    "a label that is nan": ("[0, nan, 1]", THREE, {}, ["Row 2 of the labels", "'nan' is not a number"]),
    "pixel out of range": ("[[[1, 5]]]", PIXELS, {}, ["Row 2", "'5'"]),
    "pixel that does not sum to 1": (
        "[[[1, 0]]]",
        "[[[[0.25, 0.5]], [[0.75, 0.1]]]]",
        {},
        ["Row 2 (place [0, 0, 1]) of the predictions", "sum to 0.6"],
    ),
    "weights of another length": ("[1, 0]", TWO, {"weights": "[1, 2, 3]"}, ["weights have the shape (3,)", "2 rows"]),
    "negative weight": ("[1, 0]", TWO, {"weights": "[1, -2]"}, ["Row 2, column 'weights'", "-2 is negative"]),
    "no weight": ("[1, 0]", TWO, {"weights": "[0, 0]"}, ["All weights", "no row counts"]),
    "weight that is no number": ("[1, 0]", TWO, {"weights": "[1, x]"}, ["Row 2 of the weights", "'x'"]),
    "multi-label of indices": ("[1, 0]", TWO, {"task": "multilabel"}, ["Multi-label needs", "one shape"]),
    "binary of three": ("[1, 0]", LOGITS, {"task": "binary"}, ["3 columns", "choose categorical"]),
    "categorical of one": ("[[0, 1]]", "[0.5]", {"task": "categorical"}, ["one number", "choose binary"]),
    "one text without labels": ('{"a": [1], "b": [0.5]}', "", {}, ["None of 'a', 'b'", "labels"]),
    "one text without predictions": ('{"y": [1], "w": [2]}', "", {}, ["none is left for the predictions"]),
    "one text with weights twice": (
        '{"y": [1], "p": [0.5], "w": [2]}',
        "",
        {"weights": "[1]"},
        ["Weights are given twice"],
    ),
    "columns of unequal length": ('{"y": [1], "p_a": [0.5], "p_b": [0.5, 1]}', "", {}, ["(1,), (2,)"]),
    "both in one box and one more": (
        '{"y": [1], "p": [0.5]}',
        "[0.5]",
        {},
        ["2 arrays ('y', 'p')", "other boxes empty"],
    ),
    "unknown kind": ("[1]", "[0.5]", {"kind": "odds"}, ["'odds'"]),
    "unknown task": ("[1]", "[0.5]", {"task": "ranking"}, ["'ranking'"]),
    "another mark beside the stated one": ("[0, -100]", TWO, {"ignore_index": -1}, ["Row 2", "if -100 marks rows"]),
    "ignore_index that is too large": ("[1]", "[0.5]", {"ignore_index": 10**30}, ["at most 15 digits"]),
    "ignore_index that is no integer": ("[1]", "[0.5]", {"ignore_index": 0.5}, ["whole number"]),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case: str) -> None:
    labels, predictions, options, words = REFUSED[case]
    with pytest.raises(ReadError) as caught:
        read_batch(labels, predictions, **options)
    message = str(caught.value)
    assert all(word in message for word in words), message
    assert len(message) < 400


def test_only_text_is_taken() -> None:
    with pytest.raises(TypeError):
        read_batch([1, 0], "[0.5, 0.5]")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "task", "one_column", "shape"),
    [
        ("y,p\n1,0.75\n0,0.5\n", "binary", True, (2,)),
        ("y,p_0,p_1\n1,0.25,0.75\n0,0.5,0.5\n", "binary", False, (2, 2)),
        ("y,p_0,p_1,p_2\n1,0.5,0.25,0.25\n", "categorical", False, (1, 3)),
    ],
)
def test_a_table_becomes_a_batch(text: str, task: str, one_column: bool, shape: tuple[int, ...]) -> None:
    table = read_table(text)
    read = read_predictions(table, guess_columns(table))
    batch = batch_of(read)
    assert (batch.task, batch.one_column, batch.shape, batch.ignore_index) == (task, one_column, shape, None)
    assert (batch.classes, batch.kind, batch.notes) == (read.classes, read.kind, read.notes)
    assert batch.examples() == (read.y_true, read.values, read.weights)


NUMBERS = st.sampled_from(
    ["0", "1", "2", "-1", "-100", "0.5", "0.25", "1e-3", "-2.5", "nan", "-inf", "50", "30 %", "cat"]
)
LISTS = st.recursive(NUMBERS, lambda inner: st.lists(inner, min_size=1, max_size=3).map(lambda x: f"[{', '.join(x)}]"))
TEXTS = st.one_of(LISTS, st.lists(NUMBERS, max_size=4).map("\n".join), st.text(max_size=20))


@fuzz(250)
@given(TEXTS, TEXTS, st.sampled_from(["", "[1, 2]", "1"]), st.sampled_from([None, "probabilities", "logits"]))
def test_any_two_texts_are_a_batch_or_a_refusal(labels: str, predictions: str, weights: str, kind: Any) -> None:
    try:
        batch = read_batch(labels, predictions, weights=weights, kind=kind)
    except ReadError as error:
        assert str(error).endswith(".")
        assert len(str(error)) < 1000
        return
    counted = batch.counted()
    count = len(batch.classes)
    assert batch.values.shape == (len(batch.y_true), count)
    if batch.y_true.ndim == 1:
        assert counted.y_true.min() >= 0
        assert counted.y_true.max() < count
    if batch.kind == "probabilities":
        assert ((batch.values >= 0) & (batch.values <= 1)).all()
    if batch.weights is None:
        assert evaluated(batch) >= 0
