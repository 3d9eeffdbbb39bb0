"""An arithmetic coder in whole numbers: a message becomes one binary fraction, at the cost that cross-entropy names.

A message narrows the interval [0, 1): each symbol x keeps the share q(x) of what is left. Any number inside the last
interval names the message, and the shortest such binary fraction has less than 2 bits more than −Σ log₂ q(xᵢ).
"""

from bisect import bisect_right
from itertools import accumulate

import numpy as np
from numpy.typing import ArrayLike

from ce_core._checks import Floats
from ce_core._symbols import Ints, bits_of, message_of, one_distribution, possible, whole
from ce_core.errors import DistributionError

GUARD = 64
"""Bits that the interval has beyond those of the rarest symbol: a symbol loses less than 2⁻⁶¹ bits to rounding."""


def arithmetic_encode(message: ArrayLike, q: ArrayLike) -> str:
    """The message as one binary fraction, in fewer than 2 bits more than its ideal length −Σ log₂ q(xᵢ).

    Parameters: `message`, whole numbers 0 … K−1, 1-D, may be empty; `q`, one distribution over the K symbols, taken
    exactly as the float64 numbers that it holds and, where rounding left a sum beside 1, relative to that sum.
    Returns a string of "0" and "1". It does not hold its own length: the decoder is told how many symbols there are.
    Limits: "" for an empty message and for one that was certain.
    Raises `DistributionError` for what is no distribution, and for a symbol outside it or of probability 0.
    Source: Witten, Neal & Cleary, "Arithmetic Coding for Data Compression" (1987); Cover & Thomas, §13.3.

    >>> len(arithmetic_encode([0] * 1000, [0.999, 0.001]))  # 1.44 bits are ideal, a Huffman code takes 1000
    2
    """
    q = one_distribution("q", q)
    symbols = possible(message_of("message", message, q.size), q > 0)
    coder = Coder(q)
    for symbol in symbols.tolist():
        coder.add(symbol)
    return coder.finish()


def arithmetic_decode(bits: str, q: ArrayLike, count: int) -> Ints:
    """The `count` symbols that `arithmetic_encode` turned into these bits.

    Parameters: `bits`, a string of "0" and "1"; `q`, the distribution they are made for; `count`, how many symbols.
    Returns whole numbers 0 … K−1. Raises `DistributionError` for bits that no message of `count` symbols is coded as:
    damage is found unless it yields another message's bits. Source: Witten, Neal & Cleary (1987).

    >>> arithmetic_decode(arithmetic_encode([2, 0, 1, 1], [0.2, 0.5, 0.3]), [0.2, 0.5, 0.3], 4).tolist()
    [2, 0, 1, 1]
    """
    q, bits, count = one_distribution("q", q), bits_of(bits), whole("count", count, 0)
    coder = Coder(q)
    message = coder.read(bits, count)
    if (made := coder.finish()) != bits:
        raise DistributionError(
            f"bits ({len(bits)} of them) are not how any message of {count} symbols is coded for q: what they stand "
            f"for has {len(made)} bits of its own; pass all bits, undamaged, with the same q and count"
        )
    return np.array(message, dtype=np.int64)


class Coder:
    """The interval [low, high] of a message so far, in units of 2⁻ᵇⁱᵗˢ, and the bits that are settled.

    Both ends that begin with the same bit settle it. Where they only come close around ½, what is settled is that the
    next bit will be followed by its opposite: `pending` counts these.
    """

    def __init__(self, q: Floats) -> None:
        self._bounds = [0, *accumulate(integer_masses(q))]
        width = self._bounds[-1].bit_length() + GUARD
        self._half, self._quarter = 1 << (width - 1), 1 << (width - 2)
        self._low, self._high = 0, 2 * self._half - 1
        self._pending = 0
        self._length = 0
        self.settled: list[str] = []
        """The bits that each symbol settled: often none, sometimes several."""

    def add(self, symbol: int) -> int:
        """Narrow the interval to this symbol's share; return by how many bits it was enlarged again."""
        span, total = self._high - self._low + 1, self._bounds[-1]
        self._high = self._low + span * self._bounds[symbol + 1] // total - 1
        self._low += span * self._bounds[symbol] // total
        return self._shift()

    def _shift(self) -> int:
        low, high, half, quarter = self._low, self._high, self._half, self._quarter
        shifts, bits = 0, ""
        while True:
            if high < half:
                bits += "0" + "1" * self._pending
                self._pending = 0
            elif low >= half:
                bits += "1" + "0" * self._pending
                self._pending = 0
                low, high = low - half, high - half
            elif low >= quarter and high < half + quarter:
                self._pending += 1
                low, high = low - quarter, high - quarter
            else:
                break
            low, high = 2 * low, 2 * high + 1
            shifts += 1
        self._low, self._high = low, high
        self._length += len(bits)
        self.settled.append(bits)
        return shifts

    def ending(self) -> str:
        """The shortest bits after which whatever may follow stays inside the interval."""
        low_free, high_free = self._low == 0, self._high == 2 * self._half - 1
        if low_free and high_free and not self._pending:
            return ""
        zero = low_free or (not high_free and self._low < self._quarter)
        first, other = ("0", "1") if zero else ("1", "0")
        return first + other * (self._pending + (0 if low_free or high_free else 1))

    def finish(self) -> str:
        """All bits of the message so far."""
        return "".join(self.settled) + self.ending()

    def length(self) -> int:
        """How many bits `finish` would return."""
        return self._length + len(self.ending())

    def read(self, bits: str, count: int) -> list[int]:
        """The first `count` symbols of these bits, which are taken to go on with zeros."""
        place = (2 * self._half - 1).bit_length()
        above_low = int(bits[:place].ljust(place, "0"), 2)
        message = []
        for _ in range(count):
            span, total = self._high - self._low + 1, self._bounds[-1]
            symbol = bisect_right(self._bounds, ((above_low + 1) * total - 1) // span) - 1
            message.append(symbol)
            above_low -= span * self._bounds[symbol] // total
            if shifts := self.add(symbol):
                above_low = above_low << shifts | int(bits[place : place + shifts].ljust(shifts, "0"), 2)
                place += shifts
        return message


def integer_masses(q: Floats) -> list[int]:
    """The entries as whole multiples of one power of 2: their ratios are kept exactly."""
    mantissa, exponent = np.frexp(q)
    lowest = int(exponent[q > 0].min())
    whole_parts: list[int] = (mantissa * 2.0**53).astype(np.int64).tolist()
    return [m << (e - lowest) if m else 0 for m, e in zip(whole_parts, exponent.tolist(), strict=True)]
