"""Cross-entropy as a length: codes made for Q, the bits of messages from P, and what a symbol costs in them.

| function | codeword lengths | bits a symbol, events from P |
|---|---|---|
| `huffman_code` | the best whole numbers for Q | between H(Q) and H(Q) + 1, if P = Q |
| `shannon_code` | ⌈−log₂ Q⌉ | between H(P,Q) and H(P,Q) + 1 |
| `arithmetic_encode` | none: one fraction for the whole message | H(P,Q), and at most 2 bits in all |

Symbols are whole numbers 0 … K−1. With `block` = n a code has a word for every n symbols in a row, Kⁿ of them, and
what rounding to whole bits costs is shared by n symbols. Lengths are in bits whatever the unit elsewhere.
A symbol that Q rules out has no codeword, and a message that holds it no length: ∞.
"""

import heapq
import math
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike

from ce_core._checks import Floats, numbers, refuse_where
from ce_core._numerics import surprise, times
from ce_core._symbols import Ints, bits_of, message_of, one_distribution, possible, whole
from ce_core.arithmetic_coding import Coder, arithmetic_decode, integer_masses
from ce_core.errors import DistributionError
from ce_core.information import Decomposition, decompose

MOST_WORDS = 2**16
"""A code has no more codewords than this: Kⁿ grows fast."""

MOST_POINTS = 150
"""Where the growth of a message is measured, unless the caller says where."""


def huffman_code(q: ArrayLike, *, block: int = 1) -> "Code":
    """The prefix code with the smallest mean length for Q: the two rarest entries are joined until one is left.

    Parameters: `q`, one distribution over K symbols; `block`, how many symbols share a codeword.
    Returns a `Code` with canonical codewords (shorter first, then in the order of the symbols). Among equal weights the
    one that was made first is joined first, which keeps the longest codeword as short as possible.
    A symbol with q = 0 gets no codeword; one that is certain gets the empty one, of 0 bits.
    Limits: H(Q) ≤ mean length < H(Q) + 1, equal to H(Q) where all entries are powers of ½; Kraft's sum is exactly 1.
    Raises `DistributionError` for what is no distribution, and for more than 65,536 blocks.
    Source: Huffman, "A Method for the Construction of Minimum-Redundancy Codes" (1952); Cover & Thomas, §5.6.

    >>> huffman_code([0.5, 0.25, 0.125, 0.125]).codewords
    ('0', '10', '110', '111')
    """
    q = one_distribution("q", q)
    masses = _block_masses(q, block)
    lengths = iter(_huffman_lengths([mass for mass in masses if mass]))
    return _canonical(q, block, np.array([next(lengths) if mass else math.inf for mass in masses]))


def shannon_code(q: ArrayLike, *, block: int = 1) -> "Code":
    """The prefix code with the lengths ⌈−log₂ q⌉: every surprise, rounded up to whole bits.

    Parameters, codewords, certain and impossible symbols as in `huffman_code`. Lengths are exact: a power of ½ is not
    rounded up. Where rounding has left q with a sum above 1 (1.0 beside 1e-20) and these lengths therefore fit into no
    prefix code, q is taken relative to its exact sum.
    Returns a `Code`. Limits: H(P,Q) ≤ mean length under P < H(P,Q) + 1; Kraft's sum is at most 1.
    Raises `DistributionError` as `huffman_code` does.
    Source: Shannon (1948), §9; Cover & Thomas, §5.4, with the price of a wrong Q in theorem 5.4.3.

    >>> shannon_code([0.4, 0.35, 0.25]).codewords
    ('00', '01', '10')
    """
    q = one_distribution("q", q)
    masses = _block_masses(q, block)
    one = block * (53 - int(np.frexp(q[q > 0])[1].min()))
    lengths = np.array([one + 1 - mass.bit_length() if mass else math.inf for mass in masses])
    if _kraft_sum(lengths) > 1:
        total = sum(masses)
        lengths = np.array([(-(-total // mass) - 1).bit_length() if mass else math.inf for mass in masses])
    return _canonical(q, block, lengths)


@dataclass(frozen=True)
class Code:
    """Codewords of which none begins another, made for a distribution over symbols or blocks of them."""

    probabilities: Floats
    """The q that it was made for, one entry a symbol, shape (K,)."""
    block: int
    """Symbols per codeword, n."""
    codewords: tuple[str | None, ...]
    """One for every block, Kⁿ of them, the first symbol changing slowest; None where q is 0."""
    lengths: Floats
    """Bits of each codeword; ∞ where there is none."""
    kraft_sum: Fraction
    """Σ 2^−length, exactly: at most 1, as Kraft's inequality asks of every prefix code; 1 if no word could be added."""

    def expected_length(self, p: ArrayLike) -> np.float64:
        """Mean bits per symbol when the symbols come from P: Σ P(block) · length / n.

        Parameters: `p`, a distribution over the same K symbols. Limits: at least H(P); ∞ where P gives weight to a
        symbol without codeword. Raises `DistributionError` for another number of symbols.

        >>> float(huffman_code([0.5, 0.25, 0.25]).expected_length([0.25, 0.25, 0.5]))
        1.75
        """
        p = one_distribution("p", p)
        if p.shape != self.probabilities.shape:
            raise DistributionError(
                f"p (shape {p.shape}) and the code (of {self.probabilities.size} symbols) differ; "
                "give one entry a symbol"
            )
        if (p > 0)[self.probabilities == 0].any():
            return np.float64(math.inf)
        return np.float64(times(_products(p, self.block), self.lengths).sum() / self.block)

    def implied(self) -> Floats:
        """The distribution for which these lengths have no waste: 2^−length, divided by Kraft's sum.

        Where that sum is 1, the mean length under P is exactly the cross-entropy of P and this distribution.

        >>> huffman_code([0.8, 0.15, 0.05]).implied().tolist()
        [0.5, 0.25, 0.25]
        """
        return np.asarray(np.exp2(-self.lengths) / float(self.kraft_sum))

    def words(self, message: ArrayLike) -> list[str]:
        """The codewords of a message in their order.

        Parameters: `message`, whole numbers 0 … K−1, 1-D. A last block that is not full is filled up with whatever
        gives the shortest codeword. Raises `DistributionError` for a symbol outside, or without codeword.

        >>> huffman_code([0.5, 0.25, 0.25]).words([2, 0, 1])
        ['11', '0', '10']
        """
        count = self.probabilities.size
        symbols = possible(message_of("message", message, count), self.probabilities > 0)
        full = symbols.size - symbols.size % self.block
        blocks = _block_numbers(symbols[:full], count, self.block).tolist()
        if full < symbols.size:
            begun = int(_block_numbers(symbols[full:], count, symbols.size - full)[0])
            endings = self.lengths.reshape(count ** (symbols.size - full), -1)
            blocks.append(begun * endings.shape[1] + int(endings[begun].argmin()))
        return [word for block in blocks if (word := self.codewords[block]) is not None]

    def encode(self, message: ArrayLike) -> str:
        """The bits of a message: its codewords, one after the other. Parameters and refusals as in `words`.

        >>> huffman_code([0.5, 0.25, 0.25]).encode([2, 0, 1])
        '11010'
        """
        return "".join(self.words(message))

    def decode(self, bits: str, *, count: int | None = None) -> Ints:
        """The message of these bits.

        Parameters: `bits`, a string of "0" and "1"; `count`, how many symbols it has. None reads to the end of the
        bits, which for blocks may be a few symbols more than the message had, and refuses a code of the empty word.
        Returns whole numbers 0 … K−1. Raises `DistributionError` for bits that are no sequence of codewords, or not
        `count` symbols: damage is found unless it yields another message.

        >>> huffman_code([0.5, 0.25, 0.25]).decode("11010").tolist()
        [2, 0, 1]
        """
        bits = bits_of(bits)
        table = {word: block for block, word in enumerate(self.codewords) if word is not None}
        if count is None and "" in table:
            raise DistributionError(
                "bits can't say how many symbols they are, because the only codeword is empty; give count"
            )
        wanted = None if count is None else -(-whole("count", count, 0) // self.block)
        longest = max(map(len, table))
        start = 0
        blocks: list[int] = []
        while start < len(bits) if wanted is None else len(blocks) < wanted:
            for end in range(start, min(start + longest, len(bits)) + 1):
                if (block := table.get(bits[start:end])) is not None:
                    blocks.append(block)
                    start = end
                    break
            else:
                raise DistributionError(
                    f"bits ({len(bits)} of them): at bits[{start}], after {len(blocks)} codewords, no whole codeword "
                    "follows; pass all bits, undamaged, and count only the symbols that they hold"
                )
        if start < len(bits):
            raise DistributionError(
                f"bits ({len(bits)} of them): bits[{start}] and what follows is left over after {count} symbols; "
                "pass the bits of this message alone"
            )
        places = self.probabilities.size ** np.arange(self.block - 1, -1, -1)
        symbols = np.array(blocks, dtype=np.int64)[:, None] // places % self.probabilities.size
        return symbols.ravel()[:count].astype(np.int64)


def block_distribution(p: ArrayLike, n: int) -> Floats:
    """The distribution of n independent symbols in a row: products of n entries of P.

    Parameters: `p`, one distribution over K symbols; `n`, from 1. Returns Kⁿ probabilities, the first symbol changing
    slowest. Limits: its entropy is n·H(P). Raises `DistributionError` for more than 65,536 blocks, and where a product
    is too small for a float64 (a block would lose its codeword). Source: Cover & Thomas, §5.4.

    >>> block_distribution([0.75, 0.25], 2).tolist()
    [0.5625, 0.1875, 0.1875, 0.0625]
    """
    p = one_distribution("p", p)
    blocks = _products(p, _listable("n", n, p.size))
    if np.count_nonzero(blocks) != np.count_nonzero(p) ** n:
        raise DistributionError(
            f"p (shape {p.shape}) has entries whose product of {n} is too small for a float64; use shorter blocks"
        )
    return blocks


def sample_message(p: ArrayLike, length: int, *, seed: int) -> Ints:
    """Independent symbols from P, the same for the same seed.

    Parameters: `p`, one distribution over K symbols; `length`, from 0; `seed`, a whole number from 0.
    Returns whole numbers 0 … K−1. A symbol of probability 0 never comes, and a longer message begins with the shorter.
    Raises `DistributionError` for what is no distribution, and for a negative length or seed.

    >>> sample_message([0.0, 1.0], 3, seed=1).tolist()
    [1, 1, 1]
    """
    p = one_distribution("p", p)
    uniform = np.random.default_rng(whole("seed", seed, 0)).random(whole("length", length, 0))
    edges = np.cumsum(p)
    return np.searchsorted(edges / edges[-1], uniform, side="right").astype(np.int64)


@dataclass(frozen=True)
class Coded:
    """A message in one code: its bits, what they decode to, and its cost as the message grew."""

    bits: str
    pieces: tuple[str, ...]
    """The same bits, codeword by codeword. Of the arithmetic coder: what each symbol settled, and last the ending."""
    decoded: Ints
    bits_per_symbol: Floats
    """Bits of the first m symbols coded on their own, divided by m, for each m in `prefixes`; ∞ from a symbol without
    codeword on."""


@dataclass(frozen=True)
class Transmission:
    """One message, coded for Q in three ways and decoded again. Lengths are in bits."""

    message: Ints
    sendable: int
    """How many symbols come before the first one that Q rules out: these are in the bits. All, if there is none."""
    prefixes: Ints
    """The numbers of symbols at which the cost was measured."""
    ideal: Floats
    """−1/m Σ log₂ q(xᵢ) over the first m symbols, for each m in `prefixes`: the cross-entropy of the shares seen so far
    and Q. It tends to H(P,Q) for a message from P."""
    huffman_code: Code
    shannon_code: Code
    huffman: Coded
    shannon: Coded
    arithmetic: Coded


def transmit(message: ArrayLike, q: ArrayLike, *, block: int = 1, prefixes: ArrayLike | None = None) -> Transmission:
    """Code a message for Q by Huffman, Shannon and arithmetic coding, decode it, and measure bits per symbol.

    Parameters: `message`, whole numbers 0 … K−1, 1-D; `q`, the distribution that the codes are made for; `block`,
    symbols per codeword (the arithmetic coder has no need of it); `prefixes`, the lengths 1 … len(message) at which to
    measure, None for at most 150, evenly on a logarithmic scale, in whole blocks, and the whole message.
    Returns a `Transmission`. Limits: with symbols from P, arithmetic coding tends to H(P,Q), and so does Shannon's code
    as the blocks grow; ∞ bits from the first symbol on that Q rules out.
    Raises `DistributionError` as the codes do, and for a prefix outside the message.
    Source: Cover & Thomas, §5.4 and §13.3.

    >>> sent = transmit([0, 1] + [0] * 98, [0.99, 0.01])
    >>> [float(way.bits_per_symbol[-1]) for way in (sent.huffman, sent.arithmetic)]
    [1.0, 0.09]
    """
    q = one_distribution("q", q)
    symbols = message_of("message", message, q.size)
    huffman, shannon = huffman_code(q, block=block), shannon_code(q, block=block)
    lengths = _growth(symbols.size, block) if prefixes is None else _prefixes(prefixes, symbols.size)
    impossible = np.flatnonzero(q[symbols] == 0)
    sendable = int(impossible[0]) if impossible.size else symbols.size
    sent = symbols[:sendable]
    coder, arithmetic = Coder(q), np.full(symbols.size + 1, math.inf)
    for number, symbol in enumerate(sent.tolist(), start=1):
        coder.add(symbol)
        arithmetic[number] = coder.length()
    pieces = (*coder.settled, coder.ending())
    fraction = "".join(pieces)
    return Transmission(
        message=symbols,
        sendable=sendable,
        prefixes=lengths,
        ideal=np.cumsum(surprise(q, 2)[symbols])[lengths - 1] / lengths,
        huffman_code=huffman,
        shannon_code=shannon,
        huffman=_sent(huffman, symbols, sent, lengths),
        shannon=_sent(shannon, symbols, sent, lengths),
        arithmetic=Coded(fraction, pieces, arithmetic_decode(fraction, q, sendable), arithmetic[lengths] / lengths),
    )


@dataclass(frozen=True)
class CodedSample:
    """A message drawn from P and coded for Q, beside what its codes cost on average. All lengths are in bits."""

    seed: int
    per_symbol: Decomposition
    """H(P,Q) = H(P) + KL(P‖Q), base 2."""
    per_block_p: Floats
    """P of every block, in the order of the codewords."""
    per_block_q: Floats
    sent: Transmission
    huffman_mean: np.float64
    """Expected bits per symbol under P."""
    shannon_mean: np.float64


def code_sample(p: ArrayLike, q: ArrayLike, length: int, *, seed: int, block: int = 1) -> CodedSample:
    """Draw a message from P, code it for Q, and put what it took beside H(P), H(P,Q) and KL(P‖Q).

    Parameters: `p` and `q`, distributions over the same K symbols; `length`, symbols of the message; `seed` and `block`
    as in `sample_message` and `transmit`. Returns a `CodedSample`. Limits: as the message grows, bits per symbol tend
    to H(P,Q) with arithmetic coding, and to less than 1/n above it with Shannon's code of blocks of n symbols.
    Raises `DistributionError` as `decompose`, `block_distribution` and `transmit` do. Source: Cover & Thomas, §5.4.

    >>> study = code_sample([0.5, 0.5], [0.25, 0.75], 1000, seed=0)
    >>> bool(abs(study.sent.arithmetic.bits_per_symbol[-1] - study.per_symbol.cross_entropy) < 0.05)
    True
    """
    parts = decompose(p, q, base=2)
    sent = transmit(sample_message(p, length, seed=seed), q, block=block)
    return CodedSample(
        seed=seed,
        per_symbol=parts,
        per_block_p=block_distribution(p, block),
        per_block_q=block_distribution(q, block),
        sent=sent,
        huffman_mean=sent.huffman_code.expected_length(p),
        shannon_mean=sent.shannon_code.expected_length(p),
    )


def _sent(code: Code, symbols: Ints, sent: Ints, prefixes: Ints) -> Coded:
    words = tuple(code.words(sent))
    bits = "".join(words)
    measured = _bits_of_prefixes(code, symbols, prefixes) / prefixes
    return Coded(bits, words, code.decode(bits, count=sent.size), measured)


def _bits_of_prefixes(code: Code, symbols: Ints, prefixes: Ints) -> Floats:
    """What the first m symbols take, each m for itself: full blocks, and the best way to fill up a begun one."""
    count, n = code.probabilities.size, code.block
    full = symbols.size // n
    blocks = _block_numbers(symbols[: full * n], count, n)
    bits = np.concatenate([[0.0], np.cumsum(code.lengths[blocks])])[prefixes // n]
    for begun in range(1, n):
        here = prefixes[prefixes % n == begun]
        at = (here - begun)[:, None] + np.arange(begun)
        shortest = code.lengths.reshape(count**begun, -1).min(axis=1)
        bits[prefixes % n == begun] += shortest[_block_numbers(symbols[at].ravel(), count, begun)]
    return bits


def _block_numbers(symbols: Ints, count: int, n: int) -> Ints:
    """The place of every n symbols in the list of all blocks."""
    places = count ** np.arange(n - 1, -1, -1)
    return np.asarray(symbols.reshape(-1, n) @ places, dtype=np.int64)


def _growth(length: int, block: int) -> Ints:
    if length == 0:
        return np.array([], dtype=np.int64)
    steps = np.geomspace(min(block, length), length, MOST_POINTS) / block
    return np.unique(np.append(np.rint(steps).astype(np.int64) * block, length).clip(1, length))


def _prefixes(prefixes: ArrayLike, length: int) -> Ints:
    array = numbers("prefixes", prefixes)
    if array.ndim != 1:
        raise DistributionError(f"prefixes (shape {array.shape}) must be one list of lengths; use one dimension")
    bad = ~((array >= 1) & (array <= length) & (array == np.floor(array)))
    refuse_where(bad, "prefixes", array, f"is not one of the lengths 1 to {length}", "correct it")
    return array.astype(np.int64)


def _listable(name: str, n: int, symbols: int) -> int:
    """n, if a code can have a word for each of symbols^n blocks."""
    n = whole(name, n, 1)
    if n * math.log(max(symbols, 2)) > math.log(MOST_WORDS) + 1e-9:
        raise DistributionError(f"{name} = {n}: {symbols}^{n} blocks are too many to list; at most {MOST_WORDS} fit")
    return n


def _products(p: Floats, n: int) -> Floats:
    blocks = p.copy()
    for _ in range(n - 1):
        blocks = np.multiply.outer(blocks, p).ravel()
    return blocks


def _block_masses(q: Floats, block: int) -> list[int]:
    """The probabilities of all blocks as whole multiples of one power of 2: exact, and none is too small."""
    masses = integer_masses(q)
    blocks = masses
    for _ in range(_listable("block", block, q.size) - 1):
        blocks = [begun * mass for begun in blocks for mass in masses]
    return blocks


def _huffman_lengths(masses: list[int]) -> list[int]:
    """Depth of every leaf of Huffman's tree. Nodes are numbered as they are made, so parents come after children."""
    heap = [(mass, node) for node, mass in enumerate(masses)]
    heapq.heapify(heap)
    parent = [0] * (2 * len(masses) - 1)
    for node in range(len(masses), len(parent)):
        (first, left), (second, right) = heapq.heappop(heap), heapq.heappop(heap)
        parent[left] = parent[right] = node
        heapq.heappush(heap, (first + second, node))
    depth = [0] * len(parent)
    for node in range(len(parent) - 2, -1, -1):
        depth[node] = depth[parent[node]] + 1
    return depth[: len(masses)]


def _kraft_sum(lengths: Floats) -> Fraction:
    counts = Counter(int(length) for length in lengths if length < math.inf)
    longest = max(counts)
    return Fraction(sum(number << (longest - length) for length, number in counts.items()), 1 << longest)


def _canonical(q: Floats, block: int, lengths: Floats) -> Code:
    """Codewords in numerical order: shorter ones first, equal ones in the order of the blocks."""
    words: list[str | None] = [None] * lengths.size
    value, before = 0, 0
    alive = np.flatnonzero(np.isfinite(lengths))
    for place in alive[np.argsort(lengths[alive], kind="stable")].tolist():
        length = int(lengths[place])
        value <<= length - before
        words[place] = f"{value:0{length}b}" if length else ""
        value, before = value + 1, length
    return Code(q.copy(), block, tuple(words), lengths.astype(np.float64), _kraft_sum(lengths))
