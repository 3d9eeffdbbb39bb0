"""Numbers as readers meet them."""

import numpy as np
import pytest

from pages.shared import words


@pytest.mark.parametrize(
    ("value", "text", "latex"),
    [
        pytest.param(3.287712, "3.288", "3.288", id="three decimals"),
        pytest.param(0.0, "0", "0", id="an exact zero has no decimals"),
        pytest.param(-0.0, "0", "0", id="no negative zero"),
        pytest.param(-0.3, "−0.300", "-0.300", id="a true minus sign"),
        pytest.param(4.248354e-18, "4.25×10⁻¹⁸", r"4.25\times10^{-18}", id="tiny is not zero"),
        pytest.param(-2e-5, "−2.00×10⁻⁵", r"-2.00\times10^{-5}", id="tiny and negative"),
        pytest.param(0.9999999, "1.000", "1.000", id="rounded one"),
        pytest.param(np.inf, "∞", r"\infty", id="infinity"),
        pytest.param(np.float64(12345.67), "12\u202f345.7", r"12\,345.7", id="thousands"),
        pytest.param(1e300, "1.00×10³⁰⁰", r"1.00\times10^{300}", id="huge"),
        pytest.param(np.nan, "–", r"\text{–}", id="nothing there"),
    ],
)
def test_number(value, text, latex):
    assert words.number(value) == text
    assert words.tex(value) == latex


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.05, "5"),
        (0.001, "0.1"),
        (0, "0"),
        (1, "100"),
        (1e-9, "less than 0.01"),
        (1 - 1e-9, "more than 99.99"),
        (0.3555556, "35.56"),
    ],
)
def test_percent(value, text):
    assert words.percent(value) == f"{text}\u202f%"


@pytest.mark.parametrize("value", [0.1, 1e-300, 0.0, 1.0, 5e-324, 0.1 + 0.2, 1 / 3])
def test_exact_reads_back_as_the_same_number(value):
    assert float(words.exact(value)) == value


def test_short_and_listing():
    assert [words.short(x) for x in (1.0, 0.355556, 0.1, 1e-9)] == ["1", "0.355556", "0.1", "1.00×10⁻⁹"]
    assert [words.listing("abc"[:n]) for n in (1, 2, 3)] == ["a", "a and b", "a, b and c"]


@pytest.mark.parametrize(
    ("p", "text", "latex"),
    [
        (1.0, "1", "1"),
        (0.731059, "0.731", "0.731"),
        (0.999877, "0.99988", "0.99988"),
        (1 - 1e-8, "1 − 1.00×10⁻⁸", r"(1-1.00\times10^{-8})"),
        (0.0, "0", "0"),
        (1e-9, "1.00×10⁻⁹", r"1.00\times10^{-9}"),
    ],
)
def test_only_an_exact_1_is_a_chance_of_1(p, text, latex):
    assert (words.chance(p), words.chance_tex(p)) == (text, latex)
