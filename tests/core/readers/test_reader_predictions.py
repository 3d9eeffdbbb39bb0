"""Which columns are guessed, how labels become classes, and what is refused."""

import io
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ce_core
from ce_core.readers import (
    ColumnChoice,
    Predictions,
    ReadError,
    guess_columns,
    read_predictions,
    read_table,
    table_from_rows,
)
from tests.hostile.fuzzing import fuzz


def guessed(text: str | bytes) -> ColumnChoice:
    return guess_columns(read_table(text))


def predicted(text: str | bytes, positive: str | None = None, **changes: Any) -> Predictions:
    table = read_table(text)
    guess = guess_columns(table)
    fields = {name: getattr(guess, name) for name in ("label", "probabilities", "kind", "weight")}
    return read_predictions(table, ColumnChoice(**(fields | changes)), positive=positive)


COUNTED = "n,y,p\n" + "".join(f"{k},{k % 2},0.5\n" for k in range(30))

# id: text, label, predictions, kind, weight
GUESSES: dict[str, tuple[str, str, tuple[str, ...], str, str | None]] = {
    "names": ("p,label\n0.5,1\n", "label", ("p",), "probabilities", None),
    "names in any case": ("P,Y_True\n0.5,1\n", "Y_True", ("P",), "probabilities", None),
    "weight": ("y,p,sample_weight\n1,0.5,2\n", "y", ("p",), "probabilities", "sample_weight"),
    "weight, short": ("w,y,p\n2,1,0.5\n", "y", ("p",), "probabilities", "w"),
    "first text column": ("p,animal,other\n0.5,cat,x\n", "animal", ("p",), "probabilities", None),
    "few values": ("a,b\n0.25,1\n0.5,0\n", "b", ("a",), "probabilities", None),
    "soft labels": ("a,b\n0.25,0.5\n0.5,0.1\n", "a", ("b",), "probabilities", None),
    "id is left out": ("id,y,p\n17,1,0.5\n", "y", ("p",), "probabilities", None),
    "text id is left out": ("id,y,p\na17,1,0.5\n", "y", ("p",), "probabilities", None),
    "index of pandas": (",y,p\n17,1,0.5\n", "y", ("p",), "probabilities", None),
    "counting column": (COUNTED, "y", ("p",), "probabilities", None),
    "classes": ("y,cat,dog\ncat,0.5,0.5\n", "y", ("cat", "dog"), "probabilities", None),
    "named probabilities only": ("y,age,p_a,p_b\na,31,0.5,0.5\n", "y", ("p_a", "p_b"), "probabilities", None),
    "probability before logit": ("y,logit,p\n1,2.2,0.9\n", "y", ("p",), "probabilities", None),
    "logits by name": ("y,logit_0,logit_1\n1,0.5,0.2\n", "y", ("logit_0", "logit_1"), "logits", None),
    "logits by value": ("y,a,b\n1,0.5,2.5\n", "y", ("a", "b"), "logits", None),
    "a slip is no logit": ("y,p\n1,0.5\n0,0.2\n1,1.2\n", "y", ("p",), "probabilities", None),
    "most outside are logits": ("y,p\n1,2.5\n0,-1\n1,0.2\n", "y", ("p",), "logits", None),
    "percentages are no logits": ("y,a,b\n1,40,60\n", "y", ("a", "b"), "probabilities", None),
    "a bad cell stays a number": ("y,score\n1,0.5\n0,oops\n1,0.1\n", "y", ("score",), "probabilities", None),
    "percent signs": ("y,p\n1,30 %\n", "y", ("p",), "probabilities", None),
}


@pytest.mark.parametrize("case", GUESSES)
def test_guesses(case: str) -> None:
    text, *expected = GUESSES[case]
    guess = guessed(text)
    assert [guess.label, guess.probabilities, guess.kind, guess.weight] == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("y\n1\n0\n", ["left for predictions", "add a column"]),
        ("y,animal\n1,cat\n", ["left for predictions"]),
        ("a,b,c\n0.1,0.2,0.7\n0.2,0.2,0.6\n", ["looks like the true label", "name it"]),
        ("id,w\n1,2\n", ["label"]),
        ("cat,dog,p_cat,p_dog\n1,0,0.9,0.1\n0,1,0.2,0.8\n", ["'cat', 'dog' hold one-hot labels", "give one column"]),
        ("y_0,y_1,y_2,p\n1,0,0,0.5\n0,0,1,0.3\n0,1.0,0,0.3\n", ["'y_0', 'y_1', 'y_2' hold one-hot labels"]),
        ("is_a,is_b,p_a,p_b\nTrue,False,0.9,0.1\nFalse,TRUE,0.2,0.8\n", ["'is_a', 'is_b' hold one-hot labels"]),
    ],
)
def test_nothing_to_guess(text: str, words: list[str]) -> None:
    with pytest.raises(ReadError) as caught:
        guessed(text)
    assert all(word in str(caught.value) for word in words), str(caught.value)


OTHER, HALF, SWAPPED = [[0.25, 0.75], [0.75, 0.25]], [[0.25, 0.75], [0.5, 0.5]], [[0.75, 0.25], [0.5, 0.5]]

# id: text, positive, classes, y_true, values, words of the notes
READ: dict[str, tuple[str, str | None, tuple[str, ...], list[Any], list[list[float]], list[str]]] = {
    "0 and 1": ("y,p\n1,0.75\n0,0.25\n", None, ("0", "1"), [1, 0], OTHER, ["labels 0 → class 0, 1 → class 1"]),
    "4 and 7": ("y,p\n7,0.75\n4,0.25\n", None, ("4", "7"), [1, 0], OTHER, ["labels 4 → class 0, 7 → class 1"]),
    "10 is after 9": ("y,p\n9,0.75\n10,0.25\n", None, ("9", "10"), [0, 1], OTHER, []),
    "-1 and 1": ("y,p\n−1,0.75\n1,0.25\n", None, ("-1", "1"), [0, 1], OTHER, []),
    "text": (
        "y,p\ncat,0.75\ndog,0.25\n",
        None,
        ("cat", "dog"),
        [0, 1],
        OTHER,
        ["'cat' → class 0", "'p' was taken as the prediction of label 'dog'"],
    ),
    "booleans": ("y,p\nTrue,0.75\nFalse,0.25\n", None, ("False", "True"), [1, 0], OTHER, []),
    "positive chosen": ("y,p\ncat,0.75\ndog,0.25\n", "cat", ("dog", "cat"), [1, 0], OTHER, []),
    "positive in the name": ("y,p_cat\ncat,0.75\ndog,0.25\n", None, ("dog", "cat"), [1, 0], OTHER, []),
    "choice beats the name": ("y,p_cat\ncat,0.75\ndog,0.25\n", "dog", ("cat", "dog"), [0, 1], OTHER, []),
    "1 and 1.0": (
        "y,p\n1,0.75\n1.0,0.5\n0,0.25\n",
        "1.00",
        ("0", "1"),
        [1, 1, 0],
        [[0.25, 0.75], [0.5, 0.5], [0.75, 0.25]],
        ["labels '1', '1.0' are the same class, 1"],
    ),
    "large labels stay apart": (
        "y,p\n12345678901234567890,0.75\n12345678901234567891,0.25\n",
        None,
        ("12345678901234567890", "12345678901234567891"),
        [0, 1],
        OTHER,
        [],
    ),
    "missing-value words": ("y,p\nNA,0.75\nnull,0.25\n", None, ("NA", "null"), [0, 1], OTHER, []),
    "one class, 1": ("y,p\n1,0.75\n", None, ("0", "1"), [1], [[0.25, 0.75]], []),
    "one class, no": ("y,p\nNo,0.75\n", None, ("No", "Yes"), [0], [[0.25, 0.75]], []),
    "one class, other chosen": ("y,p\ncat,0.75\n", "zebra", ("cat", "zebra"), [0], [[0.25, 0.75]], []),
    "logit": ("y,z\n1,2\n0,-3\n", None, ("0", "1"), [1, 0], [[0, 2], [0, -3]], []),
    "percent": ("y,p\n1,75 %\n0,25%\n", None, ("0", "1"), [1, 0], OTHER, ["75 % was read as 0.75"]),
    "decimal comma": ("y;p\n1;0,75\n0;0,25\n", None, ("0", "1"), [1, 0], OTHER, ["0,75 was read as 0.75"]),
    "soft": ("y,p\n0.25,0.5\n1,0.75\n", None, ("0", "1"), [[0.75, 0.25], [0, 1]], [[0.5, 0.5], [0.25, 0.75]], ["soft"]),
    "soft, about 0": (
        "y,p\n0.25,0.5\n1,0.75\n",
        "0",
        ("1", "0"),
        [[0.25, 0.75], [1, 0]],
        [[0.5, 0.5], [0.25, 0.75]],
        ["soft"],
    ),
    "soft, two columns": (
        "y,p_1,p_0\n0.25,0.5,0.5\n1,0.75,0.25\n",
        None,
        ("0", "1"),
        [[0.75, 0.25], [0, 1]],
        [[0.5, 0.5], [0.25, 0.75]],
        ["soft"],
    ),
    "columns by name": (
        "y,p_dog,p_cat\ncat,0.25,0.75\ndog,0.5,0.5\n",
        None,
        ("cat", "dog"),
        [0, 1],
        SWAPPED,
        ["matched by name: 'p_cat' → 'cat', 'p_dog' → 'dog'"],
    ),
    "columns by bare name": (
        "y,dog,cat\ncat,0.25,0.75\ndog,0.5,0.5\n",
        None,
        ("cat", "dog"),
        [0, 1],
        SWAPPED,
        ["matched by name"],
    ),
    "names in other words": (
        "y,P(Big Cat),dog prob\nbig_cat,0.75,0.25\ndog,0.5,0.5\n",
        None,
        ("big_cat", "dog"),
        [0, 1],
        SWAPPED,
        ["matched by name"],
    ),
    "a class without rows": (
        "y,p_c,p_a,p_b\nb,0.25,0.25,0.5\n",
        None,
        ("a", "b", "c"),
        [1],
        [[0.25, 0.5, 0.25]],
        ["matched by name"],
    ),
    **{
        f"named {names}": (
            f"y,{names}\na,0.25,0.75\nb,0.5,0.5\n",
            None,
            ("a", "b"),
            [0, 1],
            SWAPPED,
            ["matched by name"],
        )
        for names in (
            *(
                "log_prob_b,log_prob_a",
                "logp_b,logp_a",
                "Pr(b),Pr(a)",
                "likelihood_b,likelihood_a",
                "b (prob),a (prob)",
            ),
            *(
                "P(Y=b),P(Y=a)",
                "p(b|x),p(a|x)",
                "P[y = b | X],P[y = a | X]",
                "prob of b,prob of a",
                "p_b\u200b,p_a\u200b",
            ),
        )
    },
    "a word of ours in a label": (
        "y,p_class_b,p_class_a\nclass_a,0.25,0.75\nclass_b,0.5,0.5\n",
        None,
        ("class_a", "class_b"),
        [0, 1],
        SWAPPED,
        ["matched by name"],
    ),
    "accents made of two": (
        "y,p_the\u0301,p_cafe\u0301\ncaf\xe9,0.25,0.75\nth\xe9,0.5,0.5\n",
        None,
        ("caf\xe9", "th\xe9"),
        [0, 1],
        SWAPPED,
        ["matched by name"],
    ),
    "one column, about 0": ("y,Pr(0)\n1,0.75\n0,0.25\n", None, ("1", "0"), [0, 1], OTHER, ["label 0"]),
    "one column, among words": ("y,cat rate\ncat,0.75\ndog,0.25\n", None, ("dog", "cat"), [1, 0], OTHER, ["'cat'"]),
    "another word beside each": ("y,x a,x b\na,0.25,0.75\nb,0.5,0.5\n", None, ("a", "b"), [0, 1], HALF, ["in order"]),
    "signs in names": ("y,p_-1,p_1\n1,0.25,0.75\n-1,0.5,0.5\n", None, ("-1", "1"), [1, 0], HALF, ["matched by name"]),
    "numbers in names": (
        "y,prob1,prob0,prob2\n2,0.25,0.25,0.5\n",
        None,
        ("0", "1", "2"),
        [2],
        [[0.25, 0.25, 0.5]],
        ["matched by name"],
    ),
    "in order": (
        "y,a,b\n7,0.25,0.75\n4,0.5,0.5\n",
        None,
        ("4", "7"),
        [1, 0],
        HALF,
        ["taken in order: 'a' → 4, 'b' → 7"],
    ),
    "text in order": ("y,a,b\nyes,0.25,0.75\nno,0.5,0.5\n", None, ("no", "yes"), [1, 0], HALF, ["taken in order"]),
    "places": (
        "y,a,b,c\n2,0.25,0.25,0.5\n0,0.5,0.5,0\n",
        None,
        ("0", "1", "2"),
        [2, 0],
        [[0.25, 0.25, 0.5], [0.5, 0.5, 0]],
        ["taken in order"],
    ),
    "counted from 1": ("y,a,b\n2,0.25,0.75\n1,0.5,0.5\n", None, ("1", "2"), [1, 0], HALF, ["taken in order"]),
    "logits": ("y,a,b\n1,-2,3\n0,1,1\n", None, ("0", "1"), [1, 0], [[-2, 3], [1, 1]], []),
    "not used": ("id,y,p\n5,1,0.75\n6,0,0.25\n", None, ("0", "1"), [1, 0], OTHER, ["not used: column 'id'"]),
}


@pytest.mark.parametrize("case", READ)
def test_read(case: str) -> None:
    text, positive, classes, y_true, values, words = READ[case]
    read = predicted(text, positive)
    assert read.classes == classes
    assert read.y_true.tolist() == y_true
    assert read.y_true.dtype == (np.float64 if isinstance(y_true[0], list) else np.int64)
    assert read.values.tolist() == values
    notes = "\n".join(read.notes)
    assert all(word in notes for word in words), notes


# id: text, changes to the guess, words that the refusal must contain
REFUSED: dict[str, tuple[str, dict[str, Any], list[str]]] = {
    "no such column": ("y,p\n1,0.5\n", {"probabilities": ("q",)}, ["no column 'q'", "'y', 'p'"]),
    "no predictions": ("y,p\n1,0.5\n", {"probabilities": ()}, ["No prediction column", "choose"]),
    "chosen twice": ("y,p\n1,0.5\n", {"label": "p"}, ["'p' is chosen twice"]),
    "other kind": ("y,p\n1,0.5\n", {"kind": "odds"}, ["'odds'", "probabilities or logits"]),
    "not a number": ("y,p\n1,0.5\n0,abc\n", {}, ["Row 2, column 'p'", "'abc'", "write it like"]),
    "nan": ("y,p\n1,0.5\n0,nan\n", {}, ["Row 2, column 'p'", "not a finite number"]),
    "infinite logit": ("y,z\n1,0.5\n0,-inf\n", {}, ["Row 2, column 'z'", "not a finite number"]),
    "too large": ("y,z\n1,0.5\n0,1e400\n", {}, ["Row 2, column 'z'", "1.8e308"]),
    "above 1": ("y,p\n1,0.5\n0,0.1\n1,1.5\n", {}, ["Row 3, column 'p'", "1.5 is not a probability", "correct it"]),
    "below 0": ("y,p\n1,0.5\n0,0.1\n1,-0.5\n", {}, ["Row 3, column 'p'", "look like logits"]),
    "logits taken for probabilities": (
        "y,a,b\n1,2,-1\n",
        {"kind": "probabilities"},
        ["Row 1, column 'a'", "choose logits"],
    ),
    "percentages": ("y,p\n1,0.5\n0,75\n", {}, ["Row 2, column 'p'", "percentages", "divide them by 100", "% sign"]),
    "percentages in rows": ("y,a,b\n1,40,60\n0,0,100\n", {}, ["Row 1, column 'a'", "percentages", "There are 2 more"]),
    "sum too small": ("y,a,b\n1,0.5,0.5\n0,0.5,0.49\n", {}, ["Row 2", "sum to 0.99", "correct the row"]),
    "sum too large": ("y,a,b\n1,0.5,0.6\n0,0.9,0.9\n", {}, ["Row 1", "sum to 1.1", "1 more like it"]),
    "negative weight": ("y,p,w\n1,0.5,1\n0,0.5,-2\n", {}, ["Row 2, column 'w'", "-2 is negative", "write 0"]),
    "weight nan": ("y,p,w\n1,0.5,1\n0,0.5,nan\n", {}, ["Row 2, column 'w'", "not a finite"]),
    "no weight": ("y,p,w\n1,0.5,0\n0,0.5,0\n", {}, ["All weights", "'w'", "give one"]),
    "third label": (
        "y,p\ncat,0.5\ndog,0.5\ncat,0.1\nbird,0.5\n",
        {},
        ["Row 4", "third label, 'bird'", "one prediction column for each class"],
    ),
    "only one label": ("y,p\ncat,0.5\ncat,0.2\n", {}, ["Every row", "'cat'", "add a row"]),
    "-1 beside 0": ("y,p\n0,0.5\n-1,0.2\n", {}, ["Row 2", "-1", "delete"]),
    "-1 is not the last class": ("y,a,b,c\n0,0.2,0.3,0.5\n-1,0.2,0.3,0.5\n", {}, ["Row 2", "'-1'", "0 to 2"]),
    "-1 among all places": ("y,a,b,c\n0,0.2,0.3,0.5\n1,0.2,0.3,0.5\n-1,0.2,0.3,0.5\n", {}, ["Row 3", "'-1'", "0 to 2"]),
    "-1 beside named columns": ("y,p_0,p_1\n0,0.5,0.5\n-1,0.5,0.5\n", {}, ["Row 2", "'-1'", "named for it"]),
    "label beyond the columns": ("y,a,b,c\n0,0.2,0.3,0.5\n3,0.2,0.3,0.5\n", {}, ["Row 2", "'3'", "0 to 2"]),
    "label without a column": (
        "y,p_cat,p_dog\ncat,0.5,0.5\nbird,0.5,0.5\n",
        {},
        ["Row 2", "'bird'", "named for it", "'p_cat', 'p_dog'"],
    ),
    "more labels than columns": ("y,a,b\nx,0.5,0.5\ny,0.5,0.5\nz,0.5,0.5\n", {}, ["Row 3", "'z'", "only 2 labels"]),
    "columns that say nothing": (
        "y,a,b,c\nx,0.2,0.3,0.5\nu,0.2,0.3,0.5\n",
        {},
        ["3 prediction columns but only the labels 'u', 'x'", "name each column"],
    ),
    "columns named crosswise": (
        "y,x b,x a\na,0.25,0.75\nb,0.5,0.5\n",
        {},
        ["column 'x b' holds the label 'b'", "that of 'a'", "'p_b'"],
    ),
    "two columns of a label": ("y,p_1,prob_1\n1,0.5,0.5\n", {}, ["'p_1', 'prob_1'", "rename"]),
    "two columns of an absent label": ("y,p_a,p_b,prob_b\na,0.5,0.25,0.25\n", {}, ["'p_b', 'prob_b'", "rename"]),
    "soft and many columns": ("y,a,b,c\n0.5,0.2,0.3,0.5\n", {}, ["shares", "3 prediction columns", "one or two"]),
    "share and class": (
        "y,p\n0.5,0.2\n3,0.2\n",
        {},
        ["Row 2, column 'y'", "'3'", "'0.5' in row 1", "shares between 0 and 1"],
    ),
    "long label": ("y,p\n" + "a" * 201 + ",0.5\nb,0.5\n", {}, ["Row 1, column 'y'", "201 characters", "shorten"]),
    "free text as label": (
        "y,p\n" + "".join(f"text {k},0.5\n" for k in range(1001)),
        {},
        ["'y'", "1,001 different values", "at most 1,000"],
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case: str) -> None:
    text, changes, words = REFUSED[case]
    with pytest.raises(ReadError) as caught:
        predicted(text, **changes)
    message = str(caught.value)
    assert all(word in message for word in words), message
    assert len(message) < 400


def test_positive_must_be_a_label() -> None:
    with pytest.raises(ReadError, match="no label 'bird'; choose 'cat' or 'dog'"):
        predicted("y,p\ncat,0.5\ndog,0.5\n", "bird")


def test_printed_rounding_is_normalised_and_said() -> None:
    read = predicted("y,a,b,c\n0,0.333,0.333,0.333\n1,0.25,0.25,0.5\n")
    assert np.allclose(read.values, [[1 / 3, 1 / 3, 1 / 3], [0.25, 0.25, 0.5]], rtol=1e-15, atol=0)
    assert read.values[1].tolist() == [0.25, 0.25, 0.5]
    assert "row 1 summed to 0.999 and was taken as rounded: normalised" in read.notes


def test_many_rounded_rows_are_counted_and_the_worst_is_named() -> None:
    read = predicted("y,a,b\n0,0.333,0.666\n1,0.25,0.754\n0,0.5,0.5\n")
    assert any("2 rows" in note and "row 2 summed to 1.004" in note for note in read.notes)


def test_the_limit_of_rounding() -> None:
    assert len(predicted("y,a,b\n0,0.5,0.495\n1,0.5,0.505\n").values) == 2
    with pytest.raises(ReadError, match=r"Row 2: the probabilities sum to 0\.9949"):
        predicted("y,a,b\n0,0.5,0.495\n1,0.5,0.4949\n")


def test_sums_that_are_exact_in_floating_point_stay_untouched() -> None:
    read = predicted("y,p_0,p_1\n1,1.5015861444605912e-38,1.0\n0,0.1,0.9\n")
    assert read.values.tolist() == [[1.5015861444605912e-38, 1.0], [0.1, 0.9]]
    assert not any("normalised" in note for note in read.notes)


def test_weights() -> None:
    read = predicted("y,p,w\n1,0.5,2\n0,0.5,0\n1,0.5,0.5\n")
    assert read.weights is not None
    assert read.weights.tolist() == [2, 0, 0.5]


def test_rows_are_those_of_the_editor() -> None:
    table = table_from_rows(["y", "p"], [["1", "0.5"], ["", ""], ["0", "1.5"], ["1", "0.2"]])
    with pytest.raises(ReadError, match=r"Row 3, column 'p': 1\.5"):
        read_predictions(table, ColumnChoice("y", ("p",), "probabilities", None))


def test_arrays_of_numpy() -> None:
    buffer = io.BytesIO()
    p = np.array([[0.25, 0.25, 0.5], [0.5, 0.25, 0.25]], dtype=np.float32)
    np.savez(buffer, y_true=np.array([2, 0]), y_prob=p)
    read = predicted(buffer.getvalue())
    assert read.classes == ("0", "1", "2")
    assert read.y_true.tolist() == [2, 0]
    assert np.array_equal(read.values, p)


def test_nan_labels_of_numpy_are_no_class() -> None:
    buffer = io.BytesIO()
    np.savez(buffer, y=np.array([1.0, np.nan]), p=np.array([0.5, 0.5]))
    with pytest.raises(ReadError, match="Row 2, column 'y': 'nan' is not a finite number"):
        predicted(buffer.getvalue())


@fuzz(50)
@given(st.data())
def test_what_is_written_is_read_and_the_core_takes_it(data: st.DataObject) -> None:
    labels = data.draw(st.lists(st.sampled_from(["a", "b", "c", "-1", "10"]), min_size=2, max_size=4, unique=True))
    weights = st.lists(st.floats(0.001, 1), min_size=len(labels), max_size=len(labels))
    rows = data.draw(st.lists(st.tuples(st.sampled_from(labels), weights), min_size=1, max_size=8))
    p = ce_core.normalize(np.array([row for _, row in rows]))
    names = [f"p_{label}" for label in labels]
    lines = [f"{label},{','.join(map(repr, row))}" for (label, _), row in zip(rows, p.tolist(), strict=True)]
    read = predicted("label," + ",".join(names) + "\n" + "\n".join(lines))
    assert sorted(read.classes) == sorted(labels)
    for (label, _), index, row, written in zip(rows, read.y_true, read.values, p, strict=True):
        assert read.classes[index] == label
        assert row[index] == written[labels.index(label)]
    ce_core.sparse_categorical_cross_entropy(read.y_true, read.values)
