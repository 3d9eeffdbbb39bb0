"""What the codes ask of messages, bits and counts."""

import operator

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ce_core._checks import Floats, distribution, numbers, refuse_where
from ce_core.errors import DistributionError

Ints = NDArray[np.int64]


def one_distribution(name: str, values: ArrayLike) -> Floats:
    array = distribution(name, values)
    if array.ndim != 1:
        raise DistributionError(f"{name} (shape {array.shape}) must be one distribution; code one at a time")
    return array


def message_of(name: str, values: ArrayLike, symbols: int) -> Ints:
    """Whole numbers 0 … symbols−1, 1-D, as many as you like, also none."""
    array = numbers(name, values)
    if array.ndim != 1:
        raise DistributionError(f"{name} (shape {array.shape}) must be one list of symbols; use one dimension")
    whole_numbers = np.isfinite(array) & (array == np.floor(array))
    refuse_where(~whole_numbers, name, array, "is not a symbol", "symbols are whole numbers from 0")
    refuse_where(
        (array < 0) | (array >= symbols), name, array, f"is not one of the symbols 0 to {symbols - 1}", "correct it"
    )
    return array.astype(np.int64)


def possible(message: Ints, has_word: NDArray[np.bool_]) -> Ints:
    """The same message, if all its symbols have a codeword."""
    refuse_where(
        ~has_word[message],
        "message",
        message.astype(np.float64),
        "has probability 0 in q, so no code for q has a word for it: it would cost infinitely many bits",
        "leave it out, or give it a probability above 0",
    )
    return message


def bits_of(bits: str) -> str:
    if not isinstance(bits, str):
        raise TypeError(f"bits = {bits!r} is not a string; give 0s and 1s as text")
    for i, bit in enumerate(bits):
        if bit not in "01":
            raise DistributionError(f"bits ({len(bits)} of them): bits[{i}] = {bit!r} is neither 0 nor 1; correct it")
    return bits


def whole(name: str, value: int, low: int) -> int:
    """A whole number from `low`."""
    number = operator.index(value)
    if number < low:
        raise DistributionError(f"{name} = {number} can't be used; give a whole number from {low}")
    return number
