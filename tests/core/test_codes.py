"""Codes made for Q: the best there are, prefix codes all, as long as cross-entropy says, and decoded without loss."""

from __future__ import annotations

import heapq
import itertools
import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ce_core import (
    Code,
    DistributionError,
    arithmetic_decode,
    arithmetic_encode,
    block_distribution,
    code_sample,
    cross_entropy,
    entropy,
    huffman_code,
    information_content,
    normalize,
    sample_message,
    shannon_code,
    transmit,
)

pytestmark = pytest.mark.filterwarnings("error")
checked = settings(deadline=None, derandomize=True, max_examples=40)

DYADIC = [0.5, 0.25, 0.125, 0.125]
BYTES = normalize(np.arange(1, 257))
SKEWED = [0.999999, 1e-6]
WEIGHT = st.one_of(st.integers(0, 9), st.floats(1e-12, 1), st.sampled_from([1e-300, 1e-30, 1.0]))
WEIGHTS = st.lists(WEIGHT, min_size=1, max_size=9).filter(lambda w: sum(w) > 1e-9)
QS = WEIGHTS.map(normalize)
MAKERS = [huffman_code, shannon_code]


def exactly(q: Any) -> list[Fraction]:
    """The entries as the fractions that they are."""
    return [Fraction(float(x)) for x in q]


def least_total(q: Any) -> Fraction:
    """Σ q·length of an optimal code: what all joined weights sum to, in exact fractions."""
    heap = [x for x in exactly(q) if x]
    heapq.heapify(heap)
    total = Fraction(0)
    while len(heap) > 1:
        joined = heapq.heappop(heap) + heapq.heappop(heap)
        total += joined
        heapq.heappush(heap, joined)
    return total


def total_length(code: Code, q: Any) -> Fraction:
    return sum((x * int(n) for x, n in zip(exactly(q), code.lengths, strict=True) if x), Fraction(0))


def is_prefix_free(code: Code) -> bool:
    words = sorted(word for word in code.codewords if word is not None)
    return not any(after.startswith(before) for before, after in itertools.pairwise(words))


def ideal(message: Any, q: Any) -> float:
    return math.fsum(np.atleast_1d(information_content(q, base=2))[np.asarray(message, dtype=int)])


# --- Huffman's code


@pytest.mark.parametrize(
    ("q", "bits"),
    [
        pytest.param([0.25, 0.25, 0.2, 0.15, 0.15], 2.3, id="Cover and Thomas, example 5.6.1"),
        pytest.param([1 / 3, 1 / 3, 1 / 4, 1 / 12], 2.0, id="Cover and Thomas, §5.7: two optimal sets of lengths"),
        pytest.param(DYADIC, 1.75, id="powers of a half: exactly the entropy"),
        pytest.param([1 / 8] * 8, 3.0, id="eight equal symbols"),
        pytest.param([0.2] * 5, 2.4, id="five equal symbols"),
        pytest.param([0.8, 0.15, 0.05], 1.2, id="one frequent symbol"),
        pytest.param([0.963, 0.037], 1.0, id="two symbols never take less than a bit"),
        pytest.param([1.0], 0.0, id="one symbol"),
        pytest.param([0.0, 1.0, 0.0], 0.0, id="a certain symbol"),
        pytest.param(BYTES, float(least_total(BYTES)), id="256 symbols"),
    ],
)
def test_mean_length_is_the_known_optimum(q: Any, bits: float) -> None:
    assert huffman_code(q).expected_length(q) == pytest.approx(bits, rel=1e-14)


@pytest.mark.parametrize(
    "q", [[0.4, 0.3, 0.2, 0.1], [0.3, 0.3, 0.2, 0.1, 0.1], [0.9, 0.05, 0.03, 0.01, 0.01], [0.25] * 4, [0.7, 0.3]]
)
def test_no_other_lengths_are_better(q: list[float]) -> None:
    """Kraft's inequality lets every list of lengths through that a prefix code can have: try them all."""
    n = len(q)
    best = min(
        sum(x * length for x, length in zip(exactly(q), lengths, strict=True))
        for lengths in itertools.product(range(1, n), repeat=n)
        if sum(Fraction(1, 2**length) for length in lengths) <= 1
    )
    assert total_length(huffman_code(q), q) == best


@checked
@given(QS)
@example(normalize([1e-300, 1, 1e-300]))
def test_huffman_is_optimal_complete_and_within_a_bit_of_the_entropy(q: np.ndarray) -> None:
    code = huffman_code(q)
    assert total_length(code, q) == least_total(q)
    assert code.kraft_sum == 1
    assert is_prefix_free(code)
    assert entropy(q, base=2) - 1e-12 <= code.expected_length(q) <= entropy(q, base=2) + 1
    assert [word is None for word in code.codewords] == [x == 0 for x in q]


def test_canonical_codewords_and_ties() -> None:
    assert huffman_code(DYADIC).codewords == ("0", "10", "110", "111")
    assert huffman_code([0.25] * 4).codewords == ("00", "01", "10", "11")
    assert huffman_code([0.0, 1.0]).codewords == (None, "")
    assert huffman_code([0.4, 0.2, 0.2, 0.1, 0.1]).lengths.max() == 3, "4 has the same mean length"
    fibonacci = huffman_code(normalize([1, 1, 2, 3, 5, 8, 13, 21, 34, 55]))
    assert fibonacci.lengths.tolist() == [9, 9, 8, 7, 6, 5, 4, 3, 2, 1], "as deep as ten symbols can be"


def test_a_complete_code_costs_the_cross_entropy_of_the_distribution_that_it_fits() -> None:
    code, p = huffman_code([0.8, 0.15, 0.05]), [0.1, 0.4, 0.5]
    assert code.implied().tolist() == [0.5, 0.25, 0.25]
    assert code.expected_length(p) == cross_entropy(p, code.implied(), base=2) == 1.9
    incomplete = shannon_code([0.4, 0.35, 0.25])
    assert incomplete.kraft_sum == Fraction(3, 4) and incomplete.implied().sum() == 1


# --- Shannon's code


@pytest.mark.parametrize(
    ("q", "lengths"),
    [
        (DYADIC, [1, 2, 3, 3]),
        ([0.8, 0.15, 0.05], [1, 3, 5]),
        ([0.5, 0.4, 0.1], [1, 2, 4]),
        ([0.25 + 2**-54, 0.25, 0.5 - 2**-54], [2, 2, 2]),
        ([0.25 - 2**-54, 0.25, 0.5 + 2**-53], [3, 2, 1]),
        ([1.0], [0]),
        ([0.0, 1.0], [math.inf, 0]),
        ([1.0, 1e-20], [1, 67]),
        ([0.5, 0.5, 5e-324], [2, 2, 1075]),
    ],
)
def test_shannon_lengths(q: list[float], lengths: list[float]) -> None:
    code = shannon_code(q)
    assert code.lengths.tolist() == lengths
    assert code.kraft_sum <= 1 and is_prefix_free(code)


@checked
@given(QS)
def test_shannon_lengths_round_the_surprise_up(q: np.ndarray) -> None:
    code = shannon_code(q)
    assert code.kraft_sum <= 1
    assert is_prefix_free(code)
    assert entropy(q, base=2) - 1e-12 <= code.expected_length(q) < entropy(q, base=2) + 1 + 1e-12
    if math.fsum(q) <= 1:
        surprise = np.atleast_1d(information_content(q, base=2))
        assert (code.lengths[q > 0] >= surprise[q > 0] * (1 - 1e-15)).all()
        assert (code.lengths[q > 0] <= surprise[q > 0] * (1 + 1e-15) + 1).all()


@checked
@given(st.integers(2, 8).flatmap(lambda n: st.tuples(*[st.lists(st.floats(1e-6, 1), min_size=n, max_size=n)] * 2)))
def test_a_shannon_code_for_q_costs_the_cross_entropy_and_less_than_a_bit(weights: Any) -> None:
    p, q = map(normalize, weights)
    loss = cross_entropy(p, q, base=2)
    assert loss - 1e-12 <= shannon_code(q).expected_length(p) < loss + 1 + 1e-12


# --- expected length


def test_expected_length_is_infinite_only_for_what_happens() -> None:
    for make in MAKERS:
        code = make([0.5, 0.5, 0.0], block=2)
        assert code.expected_length([0.9, 0.0, 0.1]) == math.inf
        assert code.expected_length([0.9, 0.1, 0.0]) == 1.0
        assert code.expected_length([1.0, 1e-300, 0.0]) == 1.0, "the square of 1e-300 is no float64"


# --- blocks


def test_block_distribution() -> None:
    assert block_distribution([0.75, 0.25], 2).tolist() == [0.5625, 0.1875, 0.1875, 0.0625]
    assert block_distribution([0.75, 0.25], 1).tolist() == [0.75, 0.25]
    assert block_distribution([1.0], 16).tolist() == [1.0]
    cubed = block_distribution([0.1, 0.4, 0.5], 3)
    assert cubed[5] == pytest.approx(0.1 * 0.4 * 0.5) and cubed.size == 27
    assert entropy(cubed, base=2) == pytest.approx(3 * entropy([0.1, 0.4, 0.5], base=2), rel=1e-13)


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("block", [1, 2, 3, 8])
def test_blocks_share_the_rounding(make: Any, block: int) -> None:
    q = [0.963, 0.037]
    code, floor = make(q, block=block), entropy(q, base=2)
    assert code.block == block and len(code.codewords) == 2**block
    assert floor <= code.expected_length(q) < floor + 1 / block
    assert code.kraft_sum <= 1 and is_prefix_free(code)


def test_known_blocks() -> None:
    """By hand: 0.81·1 + 0.09·2 + 0.09·3 + 0.01·3, over 2 symbols."""
    assert huffman_code([0.9, 0.1], block=2).expected_length([0.9, 0.1]) == pytest.approx(1.29 / 2, rel=1e-14)
    tiny = huffman_code([1.0, 1e-200], block=2)
    assert tiny.lengths.tolist() == [1, 3, 2, 3], "products are exact where a float64 would be 0"


# --- there and back


@checked
@given(QS, st.data())
def test_codes_give_every_message_back(q: np.ndarray, data: Any) -> None:
    alive = np.flatnonzero(q > 0).tolist()
    message = data.draw(st.lists(st.sampled_from(alive), max_size=30))
    block = data.draw(st.integers(1, 3))
    for make in MAKERS:
        code = make(q, block=block)
        bits = code.encode(message)
        assert bits == "".join(code.words(message))
        assert code.decode(bits, count=len(message)).tolist() == message
        if len(alive) > 1 and block == 1:
            assert code.decode(bits).tolist() == message
    bits = arithmetic_encode(message, q)
    assert arithmetic_decode(bits, q, len(message)).tolist() == message
    assert len(bits) < ideal(message, q) + 2 + 1e-6


@checked
@given(st.binary(max_size=400))
@example(b"")
@example(b"\x00" * 400)
@example(bytes(range(256)))
def test_random_bytes(raw: bytes) -> None:
    message = list(raw)
    for code in (BYTES_HUFFMAN, BYTES_SHANNON):
        assert bytes(code.decode(code.encode(message)).tolist()) == raw
    bits = arithmetic_encode(message, BYTES)
    assert bytes(arithmetic_decode(bits, BYTES, len(raw)).tolist()) == raw
    assert ideal(message, BYTES) <= len(bits) + 1e-6 and len(bits) < ideal(message, BYTES) + 2


BYTES_HUFFMAN, BYTES_SHANNON = huffman_code(BYTES), shannon_code(BYTES)


@pytest.mark.parametrize(
    ("p", "q"),
    [
        pytest.param(SKEWED, SKEWED, id="one in a million"),
        pytest.param([0.5, 0.5], SKEWED, id="believed one in a million, yet every other"),
        pytest.param([0.5, 0.5], [1.0, 1e-18], id="q that rounding left with a sum of 1"),
        pytest.param([0.9, 0.1], [1 - 1e-12, 1e-12], id="twelve nines"),
        pytest.param([0.01, 0.99], [5e-324, 1.0], id="the smallest float64"),
        pytest.param([0.0, 0.5, 0.0, 0.5, 0.0], [0.0, 1e-9, 0.0, 1 - 1e-9, 0.0], id="zeros around"),
        pytest.param([1 / 3] * 3, [1 / 3] * 3, id="no power of a half"),
        pytest.param([0.5, 0.5], [0.5 + 1e-16, 0.5 - 1e-16], id="close around a half"),
    ],
)
def test_the_arithmetic_coder_is_within_two_bits_of_ideal(p: list[float], q: list[float]) -> None:
    message = sample_message(p, 3000, seed=5)
    bits = arithmetic_encode(message, q)
    assert ideal(message, q) - 1e-6 <= len(bits) <= ideal(message, q) + 2
    assert arithmetic_decode(bits, q, 3000).tolist() == message.tolist()


def test_the_arithmetic_coder_at_its_ends() -> None:
    assert arithmetic_encode([], [0.5, 0.5]) == ""
    assert arithmetic_decode("", [0.5, 0.5], 0).tolist() == []
    assert arithmetic_encode([1] * 1000, [0.0, 1.0, 0.0]) == ""
    assert arithmetic_decode("", [0.0, 1.0, 0.0], 1000).tolist() == [1] * 1000
    assert [arithmetic_encode([x], [0.5, 0.25, 0.25]) for x in range(3)] == ["0", "10", "11"]
    thirds = [0.25, 0.5, 0.25]
    straddling = [1] * 50
    assert arithmetic_encode(straddling, thirds) == "0" + "1" * 50, "never on one side of ½: all bits wait"
    assert arithmetic_decode("0" + "1" * 50, thirds, 50).tolist() == straddling


# --- samples


def test_samples_are_repeatable_and_follow_p() -> None:
    p = [0.0, 0.1, 0.0, 0.4, 0.5, 0.0]
    long = sample_message(p, 20_000, seed=3)
    assert long[:50].tolist() == sample_message(p, 50, seed=3).tolist()
    assert long[:50].tolist() != sample_message(p, 50, seed=4).tolist()
    shares = np.bincount(long, minlength=6) / long.size
    assert shares[[0, 2, 5]].tolist() == [0, 0, 0]
    assert np.abs(shares - p).max() < 0.015
    assert sample_message(p, 0, seed=3).tolist() == []


# --- a message on its way


def test_a_transmission_measures_what_the_codes_take() -> None:
    p, q = [0.1, 0.4, 0.5], [0.8, 0.15, 0.05]
    message = sample_message(p, 1001, seed=1)
    for block in (1, 2, 3):
        prefixes = [1, 2, 3, 4, 5, 10, 100, 1000, 1001]
        sent = transmit(message, q, block=block, prefixes=prefixes)
        assert sent.sendable == 1001 and sent.message.tolist() == message.tolist()
        for way in (sent.huffman, sent.shannon, sent.arithmetic):
            assert way.decoded.tolist() == message.tolist()
            assert "".join(way.pieces) == way.bits
            assert way.bits_per_symbol[-1] == len(way.bits) / 1001
        assert len(sent.arithmetic.pieces) == 1002 and len(sent.huffman.pieces) == math.ceil(1001 / block)
        for code, way in ((sent.huffman_code, sent.huffman), (sent.shannon_code, sent.shannon)):
            measured = [len(code.encode(message[:m])) / m for m in prefixes]
            assert way.bits_per_symbol.tolist() == measured
        assert sent.arithmetic.bits_per_symbol.tolist() == [
            len(arithmetic_encode(message[:m], q)) / m for m in prefixes
        ]
        np.testing.assert_allclose(sent.ideal, [ideal(message[:m], q) / m for m in prefixes], rtol=1e-13)


def test_a_long_message_costs_the_cross_entropy() -> None:
    p, q = [0.1, 0.4, 0.5], [0.8, 0.15, 0.05]
    study = code_sample(p, q, 20_000, seed=0)
    sent = study.sent
    assert sent.message.tolist() == sample_message(p, 20_000, seed=0).tolist()
    assert study.per_symbol.cross_entropy == cross_entropy(p, q, base=2)
    assert [study.huffman_mean, study.shannon_mean] == pytest.approx([1.9, 3.8], rel=1e-14)
    assert sent.prefixes[0] == 1 and sent.prefixes[-1] == 20_000 and len(sent.prefixes) <= 150
    assert sent.arithmetic.bits_per_symbol[-1] == pytest.approx(cross_entropy(p, q, base=2), abs=0.03)
    for code, way in ((sent.huffman_code, sent.huffman), (sent.shannon_code, sent.shannon)):
        assert way.bits_per_symbol[-1] == pytest.approx(code.expected_length(p), abs=0.03)


def test_a_skewed_source_takes_less_than_a_bit_only_in_blocks_or_by_arithmetic() -> None:
    q = [0.963, 0.037]
    message = sample_message(q, 5000, seed=0)
    alone, in_blocks = transmit(message, q), transmit(message, q, block=4)
    assert alone.huffman.bits_per_symbol.tolist() == [1.0] * alone.prefixes.size
    assert in_blocks.huffman.bits_per_symbol[-1] < 0.35
    assert alone.arithmetic.bits_per_symbol[-1] < 0.25
    assert (in_blocks.prefixes[:-1] % 4 == 0).all()


def test_what_q_rules_out_cannot_be_sent() -> None:
    sent = transmit([0, 1, 1, 2, 0], [0.5, 0.5, 0.0], prefixes=[1, 2, 3, 4, 5])
    assert sent.sendable == 3
    for way in (sent.huffman, sent.shannon, sent.arithmetic):
        assert way.bits == "011" and way.decoded.tolist() == [0, 1, 1]
        assert way.bits_per_symbol.tolist() == [1, 1, 1, math.inf, math.inf]
    assert sent.ideal.tolist() == [1, 1, 1, math.inf, math.inf]


def test_an_empty_message() -> None:
    sent = transmit([], [0.5, 0.5], block=3)
    assert sent.prefixes.tolist() == sent.ideal.tolist() == [] and sent.sendable == 0
    assert all(way.bits == "" and way.decoded.size == 0 for way in (sent.huffman, sent.shannon, sent.arithmetic))
    assert huffman_code([0.5, 0.5]).decode("", count=0).tolist() == []


# --- refusals

HALVES = huffman_code([0.5, 0.25, 0.25])


@pytest.mark.parametrize(
    ("call", "words"),
    [
        pytest.param(lambda: huffman_code([0.5, 0.4]), ["q (shape (2,))", "0.9", "normalize"], id="no distribution"),
        pytest.param(lambda: shannon_code([]), ["q (shape (0,))"], id="no symbols"),
        pytest.param(lambda: huffman_code([[0.5, 0.5]]), ["q (shape (1, 2))", "one distribution"], id="several"),
        pytest.param(lambda: arithmetic_encode([0], [0.5, -0.5, 1]), ["q", "-0.5"], id="negative"),
        pytest.param(lambda: huffman_code([0.5, 0.5], block=17), ["block = 17", "65536"], id="too many blocks"),
        pytest.param(lambda: shannon_code([1.0], block=10**9), ["block = 1000000000"], id="a billion"),
        pytest.param(lambda: huffman_code([0.5, 0.5], block=0), ["block = 0", "from 1"], id="no block"),
        pytest.param(
            lambda: block_distribution([1 - 1e-200, 1e-200], 2), ["p (shape (2,))", "shorter"], id="underflow"
        ),
        pytest.param(lambda: HALVES.expected_length([0.5, 0.5]), ["p (shape (2,))", "3 symbols"], id="other symbols"),
        pytest.param(lambda: HALVES.encode([0, 3]), ["message (shape (2,))", "message[1] = 3", "0 to 2"], id="beyond"),
        pytest.param(lambda: HALVES.encode([0, -1]), ["message[1] = -1"], id="below"),
        pytest.param(lambda: HALVES.encode([0.5]), ["message[0] = 0.5", "whole"], id="no whole number"),
        pytest.param(lambda: HALVES.encode([math.nan]), ["message[0] = nan"], id="nan"),
        pytest.param(lambda: HALVES.encode([[0, 1]]), ["message (shape (1, 2))", "one dimension"], id="a table"),
        pytest.param(
            lambda: huffman_code([0.5, 0.0, 0.5]).encode([0, 2, 1]), ["message[2] = 1", "probability 0"], id="no word"
        ),
        pytest.param(
            lambda: arithmetic_encode([0, 2, 1], [0.5, 0.0, 0.5]), ["message[2] = 1", "infinitely"], id="no share"
        ),
        pytest.param(lambda: HALVES.decode("01x"), ["bits (3 of them)", "bits[2] = 'x'"], id="neither 0 nor 1"),
        pytest.param(lambda: HALVES.decode("0101"), ["bits[3]", "after 2 codewords"], id="cut short"),
        pytest.param(lambda: HALVES.decode("0100", count=2), ["bits[3]", "left over"], id="too many bits"),
        pytest.param(lambda: HALVES.decode("010", count=3), ["bits[3]", "after 2"], id="too few bits"),
        pytest.param(lambda: HALVES.decode("0", count=-1), ["count = -1"], id="negative count"),
        pytest.param(lambda: shannon_code([0.4, 0.35, 0.25]).decode("0011"), ["bits[2]"], id="an unused word"),
        pytest.param(lambda: huffman_code([1.0]).decode(""), ["empty", "give count"], id="the empty word"),
        pytest.param(lambda: arithmetic_decode("2", [0.5, 0.5], 1), ["bits[0] = '2'"], id="arithmetic: no bit"),
        pytest.param(lambda: arithmetic_decode("010", [0.5, 0.5], 2), ["bits (3", "2 symbols"], id="arithmetic: extra"),
        pytest.param(lambda: arithmetic_decode("0", [0.3, 0.7], 9), ["bits (1", "9 symbols"], id="arithmetic: cut"),
        pytest.param(lambda: arithmetic_decode("", [0.5, 0.5], -1), ["count = -1"], id="arithmetic: count"),
        pytest.param(lambda: sample_message([0.5, 0.5], -1, seed=0), ["length = -1"], id="negative length"),
        pytest.param(lambda: sample_message([0.5, 0.5], 1, seed=-1), ["seed = -1"], id="negative seed"),
        pytest.param(lambda: transmit([0, 1], [0.5, 0.5], prefixes=[0]), ["prefixes[0] = 0", "1 to 2"], id="nothing"),
        pytest.param(lambda: transmit([0, 1], [0.5, 0.5], prefixes=[[1]]), ["prefixes (shape (1, 1))"], id="no list"),
    ],
)
def test_refused_with_place_and_remedy(call: Any, words: list[str]) -> None:
    with pytest.raises(DistributionError) as refusal:
        call()
    assert all(word in str(refusal.value) for word in words), str(refusal.value)


@pytest.mark.parametrize(
    "call",
    [
        pytest.param(lambda: HALVES.decode(b"01"), id="bytes as bits"),
        pytest.param(lambda: HALVES.encode("abc"), id="text as message"),
        pytest.param(lambda: huffman_code([0.5, 0.5], block=1.5), id="half a block"),
        pytest.param(lambda: sample_message([0.5, 0.5], 2.5, seed=0), id="half a symbol"),
    ],
)
def test_not_numeric(call: Any) -> None:
    with pytest.raises(TypeError):
        call()


@checked
@given(st.data())
def test_damaged_bits_are_refused_or_another_message(data: Any) -> None:
    """No code can see damage that turns one message into another; all else it must refuse."""
    q = [0.45, 0.3, 0.15, 0.1]
    message = data.draw(st.lists(st.integers(0, 3), min_size=1, max_size=12))
    codes = [(code.encode, code.decode) for code in (huffman_code(q), shannon_code(q))]
    codes.append((lambda m: arithmetic_encode(m, q), lambda bits, count: arithmetic_decode(bits, q, count)))
    for encode, decode in codes:
        bits = encode(message)
        place = data.draw(st.integers(0, len(bits) - 1))
        damaged = bits[:place] + data.draw(st.sampled_from(["", "0", "1", "01"])) + bits[place + 1 :]
        if damaged == bits:
            continue
        try:
            other = decode(damaged, count=len(message)).tolist()
        except DistributionError:
            continue
        assert other != message and encode(other) == damaged
