"""One array, in every form that it is copied from: what is read, and what is refused with its place."""

import re
import time

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from ce_core.readers import LIMITS, ReadError
from ce_core.readers.pasted import read_named, read_pasted
from tests.hostile.fuzzing import fuzz

ROW, MATRIX = [0.1, 0.9], [[0.1, 0.9], [0.2, 0.8]]

# id: text, array, a word of the notes
FORMS: dict[str, tuple[str, object, str]] = {
    "python list": ("[0.1, 0.9]", ROW, ""),
    "python tuple": ("(0.1, 0.9)", ROW, ""),
    "python nested": ("[(0.1, 0.9), [0.2, 0.8]]", MATRIX, ""),
    "trailing commas": ("[[0.1, 0.9,],\n [0.2, 0.8,],]", MATRIX, ""),
    "rows without the outer bracket": ("[0.1, 0.9],\n[0.2, 0.8],", MATRIX, ""),
    "assigned": ("y_pred = [0.1,\n          0.9]\n", ROW, ""),
    "printed with its name": ("probs: tensor([0.1, 0.9])", ROW, ""),
    "prompt of python": (">>> [0.1, 0.9]", ROW, ""),
    "prompt of ipython": ("Out[12]: array([0.1, 0.9])", ROW, ""),
    "numpy repr": ("array([[0.1, 0.9],\n       [0.2, 0.8]], dtype=float32)", MATRIX, ""),
    "numpy call": ("np.array([0.1, 0.9], np.float32)", ROW, ""),
    "numpy print": ("[[0.1 0.9]\n [0.2 0.8]]", MATRIX, ""),
    "numpy print, wrapped": ("[ 0.1\n  0.9 ]", ROW, ""),
    "numpy print, integers": ("[1. 0.]", [1, 0], ""),
    "numpy 2 scalars": ("[np.float64(0.1), np.float32(0.9)]", ROW, ""),
    "numpy 2 scalar": ("np.float64(0.3)", 0.3, ""),
    "numpy booleans": ("array([ True, False])", [1, 0], "True was read as 1"),
    "torch": ("tensor([[0.1000, 0.9000],\n        [0.2000, 0.8000]])", MATRIX, ""),
    "torch, everything": (
        "tensor([0.1, 0.9], device='cuda:0', dtype=torch.float64,\n grad_fn=<SoftmaxBackward0>, requires_grad=True)",
        ROW,
        "",
    ),
    "torch call": ("torch.tensor([0.1, 0.9])", ROW, ""),
    "torch parameter": ("Parameter containing:\ntensor([0.1, 0.9], requires_grad=True)", ROW, ""),
    "torch scalars": ("[tensor(0.1), tensor(0.9, device='cuda:0')]", ROW, ""),
    "list of tensors": ("[tensor([0.1, 0.9]), tensor([0.2, 0.8])]", MATRIX, ""),
    "tensorflow print": ("tf.Tensor([0.1 0.9], shape=(2,), dtype=float32)", ROW, ""),
    "tensorflow repr": (
        "<tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.1, 0.9], dtype=float32)>",
        ROW,
        "",
    ),
    "tensorflow variable": (
        "<tf.Variable 'v:0' shape=(2,) dtype=float32, numpy=\narray([0.1, 0.9], dtype=float32)>",
        ROW,
        "",
    ),
    "tensorflow scalar": ("<tf.Tensor: shape=(), dtype=float32, numpy=0.3>", 0.3, ""),
    "jax": ("Array([0.1, 0.9], dtype=float32)", ROW, ""),
    "paddle": ("Tensor(shape=[2], dtype=float32, place=Place(cpu), stop_gradient=True,\n       [0.1, 0.9])", ROW, ""),
    "pandas series": ("0    0.1\n1    0.9\nName: p, dtype: float64", ROW, "its index was left out"),
    "pandas series with a named index": ("id\na    0.1\nb    0.9\nLength: 2, dtype: float64", ROW, "its index"),
    "pandas frame": ("     a    b\n0  0.1  0.9\n1  0.2  0.8\n\n[2 rows x 2 columns]", MATRIX, "as an index"),
    "pandas frame without names": ("     0    1\n7  0.1  0.9\n8  0.2  0.8", MATRIX, "as an index"),
    "polars": ("shape: (2,)\nSeries: 'p' [f64]\n[\n\t0.1\n\t0.9\n]", ROW, ""),
    "r": ("[1] 0.1 0.9\n[3] 0.5", [0.1, 0.9, 0.5], ""),
    "r call": ("c(0.1, 0.9)", ROW, ""),
    "matlab": ("[0.1 0.9; 0.2 0.8]", MATRIX, ""),
    "matlab with commas": ("[0.1, 0.9; 0.2, 0.8];", MATRIX, ""),
    "matlab print": ("p =\n\n    0.1000    0.9000\n    0.2000    0.8000\n", MATRIX, ""),
    "json": ("[[0.1, 0.9], [2e-1, 8E-1]]", MATRIX, ""),
    "json object": ('{"p": [0.1, 0.9]}', ROW, ""),
    "python dictionary": ("{'p': array([0.1, 0.9])}", ROW, ""),
    "strings": ("['0.1', \"0.9\"]", ROW, ""),
    "escapes": ("['\\x30.1', '0\\u002e9']", ROW, ""),
    "one number": ("0.3", [0.3], ""),
    "column": ("0.1\n0.9\n", ROW, ""),
    "column with blank lines": ("\ufeff0.1\r\n\r\n0.9\r\n", ROW, ""),
    "column with a header and a blank line": ("score\n\n0.1\n0.9\n", ROW, "header, 'score'"),
    "column of double lines": ("0.1\n\n0.9\n\n0.1", [0.1, 0.9, 0.1], ""),
    "blocks of a matrix": ("0.1 0.9\n0.2 0.8\n\n0.1 0.9", [*MATRIX, ROW], ""),
    "matlab, one-hot": ("[0,1;1,0]", [[0, 1], [1, 0]], ""),
    "column with commas": ("0.1,\n0.9,\n", ROW, ""),
    "column with a header": ("score\n0.1\n0.9", ROW, "header, 'score'"),
    "one line": ("0.1, 0.9", ROW, ""),
    "one line of blanks": ("0.1 0.9", ROW, ""),
    "csv": ("0.1,0.9\n0.2,0.8", MATRIX, ""),
    "csv with blanks": ("0.1, 0.9\n0.2, 0.8", MATRIX, ""),
    "csv with quotes": ('"0.1","0.9"\n"0.2","0.8"', MATRIX, ""),
    "csv of whole numbers, one-hot": ("0,1\n1,0", [[0, 1], [1, 0]], ""),
    "csv of whole numbers, percent": ("30,70\n60,40", [[30, 70], [60, 40]], ""),
    "tsv": ("0.1\t0.9\n0.2\t0.8", MATRIX, ""),
    "semicolons and decimal commas": ("0,1;0,9\n0,2;0,8", MATRIX, "0,1 was read as 0.1"),
    "tabs and decimal commas": ("0,1\t0,9\n0,2\t0,8", MATRIX, "0,1 was read as 0.1"),
    "blanks and decimal commas": ("0,1 0,9\n0,2 0,8", MATRIX, "0,1 was read as 0.1"),
    "column of decimal commas": ("0,15\n0,85", [0.15, 0.85], "0,15 was read as 0.15"),
    "column of some decimal commas": ("2,5\n1", [2.5, 1], "2,5 was read as 2.5"),
    "few rows that count": ("0 1\n1 0\n2 0\n3 1", [[0, 1], [1, 0], [2, 0], [3, 1]], ""),
    "blanks": ("  0.1   0.9\n  0.2   0.8  ", MATRIX, ""),
    "percent": ("10 %  90%\n20% 80\u00a0%", MATRIX, "10% was read as 0.1"),
    "percent in a list": ("[10%, 90 %]", ROW, "10% was read as 0.1"),
    "unicode minus": ("[−1, 2]", [-1, 2], ""),
    "three axes": ("[[[1, 2], [3, 4]]]", [[[1, 2], [3, 4]]], ""),
}


@pytest.mark.parametrize("case", FORMS)
def test_forms(case: str) -> None:
    text, expected, word = FORMS[case]
    read = read_pasted(text, "predictions")
    values, notes = read.numbers()
    np.testing.assert_array_equal(values, np.array(expected, dtype=float))
    assert word in "; ".join([*read.notes, *notes])
    assert bool(word) == bool([*read.notes, *notes])


# text, cells
WORDS = [
    ("cat\ndog", ["cat", "dog"]),
    ("polar bear\nblack cat", ["polar bear", "black cat"]),
    ("cat, dog", ["cat", "dog"]),
    ("'cat', \"it's a dog\"", ["cat", "it's a dog"]),
    ("cat dog", ["cat", "dog"]),
    ("label\ncat\ndog", ["cat", "dog"]),
    ("['cat', \"it's\"]", ["cat", "it's"]),
    ("['cat' 'dog']", ["cat", "dog"]),
    ("array(['cat', 'dog'], dtype='<U3')", ["cat", "dog"]),
    ("['a', 'b']\nCategories (2, object): ['a', 'b']", ["a", "b"]),
    ("0    polar bear\n1    cat\ndtype: object", ["polar bear", "cat"]),
    (r"['a\'b', 'c\\d', '\xe9']", ["a'b", r"c\d", "é"]),
    ('["caf\\u00e9", "b"]', ["café", "b"]),
]


@pytest.mark.parametrize(("text", "cells"), WORDS)
def test_words(text: str, cells: list[str]) -> None:
    assert read_pasted(text, "labels").cells == cells


def test_names_of_several_arrays() -> None:
    named = read_named("import_me = [1, 2]\nprobs = tensor([[0.1, 0.9]])", "labels")
    assert {key: array.shape for key, array in named.items()} == {"import_me": (2,), "probs": (1, 2)}


# id: text, words that the refusal must contain
REFUSED: dict[str, tuple[str, list[str]]] = {
    "nothing": (" \n", ["no predictions yet", "box is empty"]),
    "only a name": ("y =", ["no predictions behind the equals sign"]),
    "numpy, abbreviated": ("[0.1 0.2 ... 0.3]", ["abbreviated", "row 1", "np.set_printoptions(threshold=sys.maxsize)"]),
    "torch, abbreviated": (
        "tensor([[1., 2.],\n        [1., 2.],\n        [3., 4.],\n        ...,\n        [1., 2.]])",
        ["abbreviated", "row 4", "torch.set_printoptions(threshold=sys.maxsize)"],
    ),
    "numpy, abbreviated rows": ("[[1 2]\n [1 2]\n ...\n [1 2]]", ["abbreviated", "row 3"]),
    "numpy, abbreviated columns": ("[[1 ... 2]\n [1 ... 2]]", ["abbreviated", "row 1"]),
    "pandas, abbreviated": ("0    0.1\n1   0.2\n    ... \n9   0.1\nName: p, dtype: float64", ["abbreviated", "row 3"]),
    "an ellipsis": ("1, 2, …, 9", ["abbreviated"]),
    "nan": ("[[1, 2], [3, nan]]", ["Row 2, column 2 of the predictions", "'nan'", "not a finite number"]),
    "inf": ("[1, inf]", ["Row 2 of the predictions", "'inf'", "not a finite number"]),
    "minus inf": ("[1, -inf]", ["Row 2", "'-inf'", "not a finite number"]),
    "json nan": ('{"p": [1, NaN, Infinity]}', ["Row 2", "'NaN'", "1 more"]),
    "json null": ('{"p": [1, null]}', ["Row 2", "'null'"]),
    "deeper nan": ("[[[1, 2], [3, nan]]]", ["Entry [0, 1, 1]", "'nan'"]),
    "word": ("[1, oops]", ["Row 2", "'oops'", "not a number"]),
    "complex": ("[1+2j, 3j]", ["Row 1", "'1+2j'"]),
    "hexadecimal": ("0x1F", ["'0x1F'"]),
    "ragged": ("[[1, 2], [3]]", ["unequal length", "row 2", "has 1 entry", "have 2"]),
    "ragged lines": ("1 2\n3 4\n5", ["unequal length", "row 3", "has 1 entry"]),
    "mixed depth": ("[1, [2, 3]]", ["row 2", "a list", "unlike those before"]),
    "empty list": ("[]", ["empty list"]),
    "empty tensor": ("tensor([], size=(0, 3))", ["empty list"]),
    "quotes around nothing": ('""', ["empty"]),
    "missing entry": ("[1,,2]", ["Row 1", "entry 2 is missing"]),
    "missing cell": ("1;;2\n3;4;5", ["Row 1, column 2", "empty"]),
    "empty word": ("['a', '']", ["Row 2", "empty"]),
    "not closed": ("[[1, 2],\n [3, 4]", ["cut off", "not closed after row 2"]),
    "call not closed": ("tensor([1, 2]", ["'tensor' is not closed"]),
    "dictionary not closed": ("{'p': [1, 2]", ["cut off", "'}'"]),
    "other bracket": ("[1, 2)", ["closes '[' with ')'"]),
    "closed twice": ("[1, 2]]", ["']'", "delete it"]),
    "no values": ("<tf.Tensor 'x:0' shape=(2,) dtype=float32>", ["shows no values", "print the values"]),
    "only a shape": ("Tensor(shape=[2], dtype=float32)", ["shows no values in 'Tensor(…)'"]),
    "a call": ("np.zeros(3)", ["'np.zeros(…)'", "nothing is run"]),
    "a call in a list": ("[math.log(3), 1]", ["'math.log(…)'", "nothing is run"]),
    "a masked array": ("masked_array(data=[1, 2], mask=[0, 1])", ["'masked_array(…)'", "nothing is run"]),
    "a method": ("tensor([1, 2]).softmax(0)", ["'.softmax(0)'", "nothing is run", "paste what it prints"]),
    "a decimal comma in a call": ("[tensor(0,35), tensor(0.25)]", ["two numbers in 'tensor(0, 35…)'", "decimal point"]),
    "ambiguous comma": ("2,3\n4,5", ["'2,3'", "decimal comma or two numbers", "semicolons"]),
    "ambiguous comma in brackets": ("[2,3;4,5]", ["'2,3'", "decimal comma or two numbers"]),
    "decimal comma in brackets": ("[0,9; 0,2]", ["'0,9'", "decimal comma or two numbers"]),
    "a decimal comma in brackets": ("[1;0,5]", ["'0,5'", "decimal comma or two numbers"]),
    "a hole in a column": ("0.1\n\n0.9\n0.5", ["Below row 1 of the predictions", "a line is empty", "fill it in"]),
    "a hole in a column below": ("p\n0.1\n0.9\n \t\n0.5\n", ["Below row 2", "a line is empty"]),
    "a hole in double lines": ("0.1\r\n\r\n0.9\r\n\r\n\r\n0.5", ["Below row 2", "a line is empty"]),
    "full-width brackets": ("［1,0］", ["half a bracket in '［1'"]),
    "an index": ("0 0.1\n1 0.9\n2 0.5\n3 0.5\n4 0.5", ["first column", "counts 0, 1, 2, …", "leave it out"]),
    "half a bracket": ("values [1, 2]", ["half a bracket in 'values [1'"]),
    "commas between decimal commas": ("0.3,0.7;0.2,0.8", ["Row 1 of the predictions", "'0.3,0.7' is not one number"]),
    "grouped": ("[1.234.567]", ["'1.234.567'", "without separators"]),
    "two arrays": ("a = [1]\nb = [2]", ["2 arrays ('a', 'b')"]),
    "name twice": ("a = [1]\na = [2]", ["'a' twice"]),
    "key twice": ('{"a": [1], "a": [2]}', ["key 'a' twice"]),
    "key twice in python": ("{'a': [1], 'a': [2]}", ["key 'a' twice"]),
    "no json": ('{"a": [1 2]}', ["line 1, column 10 is not JSON"]),
    "object in a list": ('{"a": [{"b": 1}]}', ["object", "lists of numbers"]),
    "no name in a dictionary": ("{'a': [1], 3: [2]}", ["'3: [2]}'", "name in quotes"]),
    "huge integer": ('{"a": [1' + "0" * 5000 + "]}", ["5,001 characters", "at most 400"]),
    "huge integer in a list": ("[1" + "0" * 5000 + "]", ["5,001 characters", "at most 400"]),
    "long word": ("[" + "a" * 20_000 + "]", ["20,000 characters"]),
    "quotes that do not match": ('"a", "b\nc', ["quotes", "close each quote"]),
    "nul": ("[1, \0]", ["broken character at position 5"]),
    "surrogate": ("[1, \ud800]", ["broken character at position 5"]),
    "escaped surrogate": (r"['\ud800']", ["broken character"]),
    "escaped surrogate in json": (r'{"a": ["\ud800"]}', ["broken character"]),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case: str) -> None:
    text, words = REFUSED[case]
    with pytest.raises(ReadError) as caught:
        read_pasted(text, "predictions").numbers()
    message = str(caught.value)
    assert all(word in message for word in words), message
    assert len(message) < 400


def test_minus_infinity_where_it_is_let_in() -> None:
    values, _ = read_pasted("tensor([[-inf, 1.], [0., −Infinity]])", "predictions").numbers(lowest=True)
    assert values.tolist() == [[-np.inf, 1], [0, -np.inf]]
    with pytest.raises(ReadError, match="not a finite number"):
        read_pasted("[-nan]", "predictions").numbers(lowest=True)


HOSTILE = {
    "brackets": "[" * 100_000,
    "round brackets": "(" * 100_000,
    "closed brackets": "[" * 50_000 + "]" * 50_000,
    "calls": "a(" * 100_000,
    "angles": "<" * 100_000,
    "angles in a call": "a(b=" + "<" * 100_000,
    "commas": "," * 10**6,
    "commas in a bracket": "[" + "," * 10**6,
    "blanks": "1" + " " * 10**6 + "x",
    "blanks and a sign": "x 1" + " " * 10**6 + "%",
    "blanks without end": "[1" + " " * 10**6,
    "quotes": "['" + "\\'" * 10**5,
    "double quotes": '"' * 10**5,
    "json quotes": '{"' + '\\"' * 10**5,
    "json brackets": '{"a":' * 50_000,
    "json lists": '[{"a":' + "[" * 100_000,
    "names": "a=" * 100_000,
    "prompts": ">>>" * 100_000,
    "words": "a" * 10**6,
    "scalars": "[" + "np.float64(" * 100_000,
    "digits": "[" + "9" * 10**6 + "]",
    "points": "[" + "." * 10**6,
    "lines": "\n" * 10**6 + "x",
    "many lists": "[" + "[]," * (LIMITS.brackets + 1),
    "dictionary": "{'a':" * 50_000,
    "too long": "1," * (LIMITS.pasted // 2 + 1),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_text_ends_soon_in_one_sentence(case: str) -> None:
    start = time.process_time()
    with pytest.raises(ReadError) as caught:
        read_pasted(HOSTILE[case], "predictions").numbers()
    assert time.process_time() - start < 3
    assert len(str(caught.value)) < 400


LIKE_ARRAYS = st.text(alphabet="[](){}<>=,;:.'\"\\ \n\t0123456789-−e%anptrueinfsdoy_…", max_size=50)
PIECES = [
    *["[", "]", "(", ")", "array(", "tensor(", "np.float64(", "<tf.Tensor: numpy=", ">", "0.1", "-1", "cat", "'dog'"],
    *[",", ";", " ", "\n", "\t", "0,5", "30 %", "...", "nan", "dtype=float32", "{", "}", "'y':", '"p":', "y = "],
    *["dtype: int64", "[1] ", "True", "\\", "'", '"', "\ud800", "\0", "Categories ("],
]
FRAGMENTS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@fuzz(250)
@given(st.one_of(LIKE_ARRAYS, FRAGMENTS, st.text(max_size=30)))
def test_any_text_is_an_array_or_a_refusal(text: str) -> None:
    try:
        read = read_pasted(text, "predictions")
        assert len(read.cells) == np.prod(read.shape, dtype=int)
        values, _ = read.numbers(lowest=True)
    except ReadError as error:
        assert re.search(r"[.]$", str(error))
        assert len(str(error)) < 1000
    else:
        assert values.shape == read.shape
        assert not np.isnan(values).any()
        assert not np.isposinf(values).any()


SHAPES = st.sampled_from([(1,), (3,), (2, 3), (3, 1), (2, 2, 2)])
ARRAYS = SHAPES.flatmap(
    lambda shape: st.lists(
        st.floats(allow_nan=False, allow_infinity=False), min_size=int(np.prod(shape)), max_size=int(np.prod(shape))
    ).map(lambda numbers: np.array(numbers).reshape(shape))
)


@fuzz(60)
@given(ARRAYS)
def test_what_python_numpy_and_torch_print_comes_back(array: np.ndarray) -> None:
    with np.printoptions(threshold=10**9, floatmode="unique"):
        texts = [str(array.tolist()), repr(array), str(array), f"{array.tolist()}".replace("[", "(").replace("]", ",)")]
    texts.append(repr([np.float64(number) for number in array.ravel()]))
    for text in texts:
        values, _ = read_pasted(text, "predictions").numbers()
        np.testing.assert_array_equal(values.ravel(), array.ravel() + 0.0)
        assert values.shape in (array.shape, (array.size,))
    torch.set_printoptions(precision=17, threshold=10**9, sci_mode=True)
    try:
        printed = repr(torch.tensor(array, requires_grad=True))
    finally:
        torch.set_printoptions(profile="default", sci_mode=None)
    np.testing.assert_array_equal(read_pasted(printed, "predictions").numbers()[0], array + 0.0)
