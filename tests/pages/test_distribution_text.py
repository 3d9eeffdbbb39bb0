"""Typed distributions: what is read, what is refused, and what moving an entry does."""

import numpy as np
import pytest

from pages.shared.distribution_text import (
    SumError,
    fill_names,
    parse_distribution,
    parse_names,
    redistribute,
    resize,
    write_distribution,
)


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        pytest.param("0.1, 0.4, 0.5", [0.1, 0.4, 0.5], id="commas"),
        pytest.param(".1,.4,.5", [0.1, 0.4, 0.5], id="no blanks"),
        pytest.param("0.1 0.4 0.5", [0.1, 0.4, 0.5], id="blanks"),
        pytest.param("0.1\t0.4\t0.5", [0.1, 0.4, 0.5], id="tabs, from a spreadsheet"),
        pytest.param("0.1; 0.4; 0.5;", [0.1, 0.4, 0.5], id="semicolons"),
        pytest.param("0,1; 0,4; 0,5", [0.1, 0.4, 0.5], id="decimal commas"),
        pytest.param("0,1 0,4 0,5", [0.1, 0.4, 0.5], id="decimal commas and blanks"),
        pytest.param("10 %, 40 %, 50 %", [0.1, 0.4, 0.5], id="per cent"),
        pytest.param("10% 40% 50%", [0.1, 0.4, 0.5], id="per cent and blanks"),
        pytest.param("1, 0", [1, 0], id="one-hot"),
        pytest.param("1 0", [1, 0], id="one-hot and a blank"),
        pytest.param("0,1", [0, 1], id="two whole numbers"),
        pytest.param("0.5,0.5,", [0.5, 0.5], id="a comma at the end"),
        pytest.param(",5 ,5", [0.5, 0.5], id="decimal commas without a digit before them"),
        pytest.param("1e-300, 1", [1e-300, 1], id="almost nothing"),
    ],
)
def test_read(typed, values):
    reading = parse_distribution(typed, "P")
    assert reading.values.tolist() == values and not reading.rounded


def test_a_rounded_sum_is_said_and_normalised():
    reading = parse_distribution("0.333, 0.333, 0.333", "P")
    assert reading.rounded and reading.total == pytest.approx(0.999)
    assert reading.values.sum() == pytest.approx(1, abs=1e-15)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        pytest.param("", "P needs 2 to 10 numbers", id="empty"),
        pytest.param("1", "P needs 2 to 10 numbers", id="one"),
        pytest.param("abc", "P, entry 1: 'abc' is not a number", id="a word"),
        pytest.param(", ".join(["0.1"] * 11), "P needs 2 to 10 numbers", id="eleven"),
        pytest.param("0.5, x", "P, entry 2", id="not a number"),
        pytest.param("0.5, , 0.5", "P, entry 2", id="a gap"),
        pytest.param("0.2;;0.8", "P, entry 2: the cell is empty", id="a gap between semicolons"),
        pytest.param(",0.2,0.8", "P, entry 1: the cell is empty", id="a gap in front"),
        pytest.param("0.2,0.8,,", "P, entry 3: the cell is empty", id="a gap at the end"),
        pytest.param("0.2; 0.8; ;", "P, entry 3: the cell is empty", id="a gap at the end, between semicolons"),
        pytest.param("0.2\t\t0.8", "P, entry 2: the cell is empty", id="an empty cell of a spreadsheet"),
        pytest.param("0,1, 0,9", "P: the comma in '0,1' can be a decimal comma", id="commas of both kinds"),
        pytest.param("-0.5, 1.5", "between 0 and 1", id="negative"),
        pytest.param("0, 0", "0 everywhere", id="all zero"),
        pytest.param("nan, 1", "P, entry 1", id="nan"),
        pytest.param("inf, 1", "P, entry 1", id="inf"),
        pytest.param("1e308, 1e308", "between 0 and 1", id="would overflow"),
        pytest.param("1e999, 1", "P, entry 1", id="overflows"),
        pytest.param("0.1, 0.4, 0.3", "sums to 0.8, not to 1", id="wrong sum"),
        pytest.param("0.5, 0.506", "sums to 1.006", id="just too far to be rounding"),
    ],
)
def test_refused(typed, sentence):
    with pytest.raises(ValueError, match=sentence):
        parse_distribution(typed, "P")


def test_a_wrong_sum_can_be_normalised():
    with pytest.raises(SumError) as caught:
        parse_distribution("1, 2, 1", "P")
    assert caught.value.weights.tolist() == [1, 2, 1]


def test_written_text_reads_back_exactly():
    values = np.array([1 / 3, 0.1, 1 - 1 / 3 - 0.1])
    assert (parse_distribution(write_distribution(values), "P").values == values).all()


@pytest.mark.parametrize(
    ("values", "index", "value", "expected"),
    [
        pytest.param([0.1, 0.4, 0.5], 0, 0.2, [0.2, 0.355556, 0.444444], id="in proportion"),
        pytest.param([0.1, 0.4, 0.5], 2, 0.0, [0.2, 0.8, 0], id="to zero"),
        pytest.param([0.1, 0.4, 0.5], 0, 1.0, [1, 0, 0], id="to one"),
        pytest.param([1, 0, 0], 0, 0.5, [0.5, 0.25, 0.25], id="from one: equally"),
        pytest.param([0.5, 0.5], 1, 0.3, [0.7, 0.3], id="two events"),
        pytest.param([0.25] * 4, 0, 0.0, [0, 0.333334, 0.333333, 0.333333], id="a leftover goes to the largest"),
    ],
)
def test_redistribute(values, index, value, expected):
    moved = redistribute(np.array(values, dtype=float), index, value)
    assert moved.tolist() == expected
    assert sum(round(entry * 10**6) for entry in moved) == 10**6


@pytest.mark.parametrize(
    ("values", "count", "expected"),
    [
        pytest.param([0.5, 0.5], 4, [0.25, 0.25, 0.25, 0.25], id="grow"),
        pytest.param([0.1, 0.4, 0.5], 2, [0.2, 0.8], id="shrink in proportion"),
        pytest.param([0, 0, 1], 2, [0.5, 0.5], id="shrink to nothing: equally"),
        pytest.param([0.5, 0.5], 2, [0.5, 0.5], id="stay"),
    ],
)
def test_resize(values, count, expected):
    assert resize(np.array(values, dtype=float), count).tolist() == expected


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("a, b", ("a", "b", "event 3")),
        ("a, , c", ("a", "event 2", "c")),
        ("", ("event 1", "event 2", "event 3")),
        ("a; b; c; d", ("a", "b", "c")),
        ("x" * 24, ("x" * 24, "event 2", "event 3")),
        ("x" * 99, ("x" * 23 + "…", "event 2", "event 3")),
        ("\u202ea\u200b, b\x00, c", ("a", "b", "c")),
    ],
)
def test_names(typed, names):
    assert fill_names(parse_names(typed), 3) == names
