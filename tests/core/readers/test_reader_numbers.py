"""One cell and a whole column read numbers alike, and say what is wrong with the others."""

import math

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ce_core.readers import LIMITS, ReadError, parse_number, table_from_rows
from ce_core.readers.numerals import column_values
from tests.hostile.fuzzing import fuzz

# written, value
ACCEPTED = [
    ("0.3", 0.3),
    ("1", 1.0),
    (".5", 0.5),
    ("5.", 5.0),
    ("+0.25", 0.25),
    ("-1.5", -1.5),
    ("−0.5", -0.5),
    ("1e-3", 0.001),
    ("1E+05", 100000.0),
    ("0,3", 0.3),
    ("1,234", 1.234),
    (",5", 0.5),
    ("30 %", 0.3),
    ("30%", 0.3),
    ("33.3 %", 0.333),
    ("12,5 %", 0.125),
    ("30 %", 0.3),
    ("1e-3 %", 1e-5),
    ("+1,5E+02\t%", 1.5),
    ("5e-322%", 5e-324),
    ("0,e99999999999999999999 %", 0.0),
    ("−" + "7" * 393 + "e-394%", -float("7" * 393 + "e-396")),
    (" 0.3\t", 0.3),
    ("007", 7.0),
    ("0e5", 0.0),
    ("5e-324", 5e-324),
    ("1.7976931348623157e308", 1.7976931348623157e308),
    ("0.1000000000000000055511151231257827021181583404541015625", 0.1),
]

# written, words that the refusal must contain
REFUSED = [
    ("", ["empty"]),
    ("   ", ["empty"]),
    ("abc", ["'abc'", "not a number", "write it like"]),
    ("nan", ["not a finite number"]),
    ("-Infinity", ["not a finite number"]),
    ("inf", ["not a finite number"]),
    ("1e400", ["largest"]),
    ("-1e400", ["largest"]),
    ("1e-400", ["write 0 if 0 is meant"]),
    ("1e-323 %", ["write 0 if 0 is meant"]),
    ("1e311 %", ["largest"]),
    ("1e-99999999999999999999 %", ["write 0 if 0 is meant"]),
    ("1 000 123", ["without separators"]),
    ("1e5 %%", ["not a number"]),
    ("1e %", ["not a number"]),
    ("0x1F", ["not a number"]),
    ("0_8", ["'0_8'", "not a number"]),
    ("1d5", ["not a number"]),
    ("1.234,5", ["one decimal mark"]),
    ("1'000", ["without separators"]),
    ("1 000", ["without separators"]),
    ("0.3.1", ["one decimal mark"]),
    ("٣", ["not a number"]),
    ("½", ["not a number"]),
    ("1/2", ["not a number"]),
    ("%", ["not a number"]),
    ("5 %%", ["not a number"]),
    ("e5", ["not a number"]),
    (".", ["not a number"]),
    ("--1", ["not a number"]),
    ("0." + "3" * LIMITS.digits, ["402 characters", "at most 400"]),
    ("a\nb" * 100, ["…", r"\n", "not a number"]),
]


@pytest.mark.parametrize(("text", "value"), ACCEPTED)
def test_accepted(text: str, value: float) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize(("text", "words"), REFUSED)
def test_refused(text: str, words: list[str]) -> None:
    with pytest.raises(ReadError) as caught:
        parse_number(text, where="row 3, column 'p'")
    message = str(caught.value)
    assert message.startswith("Row 3, column 'p': ")
    assert all(word in message for word in words), message


def test_a_column_of_every_spelling_reads_as_its_cells_do() -> None:
    texts = [text.strip() for text, _ in ACCEPTED]
    values, respelled = column_values(pa.chunked_array([texts], pa.string()))
    assert values.tolist() == [value for _, value in ACCEPTED]
    assert respelled == "0,3"


def test_cells_that_come_again_and_pieces_of_a_column_make_no_difference() -> None:
    texts = [text.strip() for text, _ in (*ACCEPTED, *REFUSED)]
    values, _ = column_values(pa.chunked_array([texts], pa.string()))
    again, _ = column_values(pa.chunked_array([texts * 50, texts], pa.string()))
    assert np.array_equal(again, np.tile(values, 51), equal_nan=True)


def test_a_column_marks_every_refused_cell() -> None:
    texts = [text.strip() for text, _ in REFUSED]
    values, _ = column_values(pa.chunked_array([texts, ["0.5"]], pa.string()))
    assert np.isnan(values).tolist() == [True] * len(texts) + [False]


NUMBER_LIKE = st.text(alphabet="0123456789+-−.,eE%_xnaif ", max_size=12)
PLAIN = st.floats(allow_nan=False, allow_infinity=False).map(repr)
RARE = st.from_regex(
    r"[-+−]?[0-9]{0,25}[.,]?[0-9]{0,25}([eE][-+]?0{0,3}[0-9]{1,9})?[ \t\u00a0\u2003]?%?", fullmatch=True
)


@fuzz(200)
@given(st.lists(st.one_of(NUMBER_LIKE, PLAIN, RARE, st.text(max_size=6)), min_size=1, max_size=8))
def test_cell_and_column_agree_on_any_text(texts: list[str]) -> None:
    cells = [text.strip() for text in texts]
    values, _ = column_values(pa.chunked_array([cells], pa.string()))
    for cell, value in zip(cells, values, strict=True):
        try:
            expected = parse_number(cell)
        except ReadError:
            assert math.isnan(value), cell
        else:
            assert value == expected, cell


@fuzz(100)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_comes_back_as_it_was_printed(value: float) -> None:
    assert parse_number(repr(value)) == value
    assert parse_number(repr(value).replace(".", ",").replace("-", "−")) == value


def test_first_bad_cell_is_named_and_the_others_are_counted() -> None:
    table = table_from_rows(["y", "p"], [["1", "0.5"], ["", ""], ["0", "maybe"], ["1", "0.2"], ["1", "nan"]])
    assert not table.is_numeric("p")
    with pytest.raises(ReadError, match=r"Row 3, column 'p': 'maybe' is not a number.*There is 1 more like it\."):
        table.numbers("p")


def test_zero_has_no_sign() -> None:
    values, _ = column_values(pa.chunked_array([["-0", "0"]], pa.string()))
    assert [math.copysign(1, value) for value in (parse_number("-0"), *values)] == [1, 1, 1]


def test_only_text_is_taken() -> None:
    with pytest.raises(TypeError):
        parse_number(0.5)  # type: ignore[arg-type]
