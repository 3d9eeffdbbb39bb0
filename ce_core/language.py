"""One text as the model of another: n-grams, what they cost each token of a text, and perplexity.

| function | formula | other names |
|---|---|---|
| `tokenize` | | |
| `ngram_counts` | c(g), how often each n-gram g occurs | n-gram frequencies |
| `ngram_model` | q(w given context) = (c(context w) + α) / (c(context) + αV) | additive, Laplace, Lidstone smoothing |
| `text_cost` | h_i = −log q(w_i given context_i), and their means | bits per character, per byte, per word |
| `cost_by_order` | the mean cost for n = 1, 2, … | |
| `line_costs`, `aggregate_perplexity` | Σ w base^h against base^(Σ w h) | macro- and micro-averaged perplexity |
| `perplexity_from_loss`, `exponentiations` | base^h | exponentiated loss |
| `compare_ngrams` | H(P,Q) of the n-gram frequencies of two texts | |

Three rules hold everywhere. **Tokens**: characters are Unicode code points, words are what stands between white space
(punctuation and capitals belong to them); nothing is normalised, so that a composed “é” is one character and a
decomposed one two. **Start of the text**: no start symbol is added; a token with fewer than n − 1 tokens before it is
predicted from those there are, the first from none. **Vocabulary**: V counts the tokens that the model knows of, those
of both texts unless others are named.

With α = 0 nothing is smoothed: an n-gram that the model never saw has probability 0 and costs exactly ∞, also where its
context was never seen and no probability is defined.
"""

import math
import operator
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ce_core._checks import Floats, finite, log_of_base, real, refuse_where, weights_like
from ce_core._numerics import balanced, mean_of, quiet, scalar, surprise, times
from ce_core.errors import DistributionError
from ce_core.information import Decomposition, decompose

TokenUnit = Literal["characters", "words"]
Integers = NDArray[np.int64]

LARGEST_N = 5
SMALLEST_SMOOTHING, LARGEST_SMOOTHING = 1e-100, 1e6


def tokenize(text: str, unit: TokenUnit = "characters") -> tuple[str, ...]:
    """The tokens of a text: its code points, or what stands between white space.

    Parameters: `text`, not empty; `unit`, "characters" or "words". Returns the tokens in order.
    Characters include blanks and line breaks. Words keep their capitals and punctuation; the white space between them
    is no token. Nothing is normalised.
    Raises `DistributionError` for a text without tokens, one with half a surrogate pair, and an unknown unit;
    `TypeError` for what is no text.

    >>> tokenize("a cat", "words")
    ('a', 'cat')
    """
    return _tokens("text", text, unit)


@dataclass(frozen=True)
class NgramCounts:
    """How often each n-gram of a text occurs, in the order in which they first do."""

    n: int
    unit: TokenUnit
    grams: tuple[tuple[str, ...], ...]
    counts: Integers

    @property
    def total(self) -> int:
        """All n-grams of the text, N − n + 1 for N tokens."""
        return int(self.counts.sum())


def ngram_counts(text: str, n: int, *, unit: TokenUnit = "characters") -> NgramCounts:
    """Counts c(g) of all runs of n tokens that lie inside the text, overlapping ones too.

    Parameters: `text`, at least n tokens long; `n`, 1 to 5; `unit` as in `tokenize`. Returns an `NgramCounts`.
    Raises `DistributionError` for a text shorter than n tokens, another n, and as `tokenize` does.
    Source: Jurafsky & Martin, "Speech and Language Processing", §3.1.

    >>> counts = ngram_counts("banana", 2)
    >>> dict(zip(map("".join, counts.grams), counts.counts.tolist()))
    {'ba': 1, 'an': 2, 'na': 2}
    """
    n = _order_of(n)
    tokens = _tokens("text", text, unit, at_least=n)
    grams, (counts,) = _count_together([tokens], n)
    return NgramCounts(n=n, unit=unit, grams=grams, counts=counts)


@dataclass(frozen=True)
class _Order:
    """The n-grams of one length in the model's text, as sorted keys: context · V + token."""

    keys: Integers
    counts: Integers
    followed: Integers
    """For each context, how often any token came after it."""


@dataclass(frozen=True)
class NgramModel:
    """Counts of all n-grams up to length n in a text, and how they are smoothed: what `text_cost` codes with."""

    n: int
    unit: TokenUnit
    smoothing: float
    vocabulary: tuple[str, ...]
    """The tokens that can be predicted, in order of their code points."""
    length: int
    """Tokens of the text that the model was made from."""
    _orders: tuple[_Order, ...] = field(repr=False)
    _ids: dict[str, int] = field(repr=False)

    def distribution(self, context: Sequence[str] = ()) -> Floats:
        """q(w | context) for every token w of `vocabulary`, in its order; sums to 1.

        Parameter: `context`, the tokens before; of more than n − 1 only the last n − 1 count.
        Raises `DistributionError` for a token outside the vocabulary, and for a context that the model never saw
        continued if nothing is smoothed: it says nothing then.

        >>> m = ngram_model("abab", 2, vocabulary="abc")
        >>> m.distribution(["a"]).tolist()
        [0.0, 1.0, 0.0]
        """
        context = tuple(context)[max(0, len(context) - self.n + 1) :]
        size, at = len(self.vocabulary), 0
        for k, token_id in enumerate(_known_ids("context", context, self._ids)):
            at = int(_find(self._orders[k].keys, np.array([at * size + token_id]))[0])
            if at < 0:
                break
        order = self._orders[len(context)]
        counts, followed = np.zeros(size, dtype=np.int64), 0
        if at >= 0:
            low, high = np.searchsorted(order.keys, [at * size, (at + 1) * size])
            counts[order.keys[low:high] - at * size] = order.counts[low:high]
            followed = int(order.followed[at])
        if followed == 0 and self.smoothing == 0:
            raise DistributionError(
                f"context = {context!r} is followed by nothing in the model's text, so that without smoothing "
                "no probability is defined after it; set smoothing above 0, or a smaller n"
            )
        return _smoothed(counts, np.full(size, followed), size, self.smoothing)


def ngram_model(
    text: str,
    n: int = 3,
    *,
    unit: TokenUnit = "characters",
    smoothing: float = 0.0,
    vocabulary: Iterable[str] | None = None,
) -> NgramModel:
    """A model of what comes next: q(w | context) = (c(context w) + α) / (c(context) + αV).

    Here c(context w) counts the n-gram in `text`, c(context) how often the n − 1 tokens before were followed by
    anything, and V is the size of the vocabulary.

    Parameters: `text`, at least n tokens long; `n`, 1 to 5; `unit` as in `tokenize`; `smoothing`, the α added to each
    count (0, or 10⁻¹⁰⁰ to 10⁶); `vocabulary`, all tokens that may occur (None: those of `text`).
    Returns an `NgramModel`.
    Limits: α = 0 gives the relative frequencies, and 0 to what was never seen; large α gives 1/V to everything. A
    context never seen gives 1/V for every α > 0.
    Raises `DistributionError` for a text shorter than n tokens, a token of `text` outside `vocabulary`, another n or α.
    Also called additive smoothing; Laplace's for α = 1, Lidstone's otherwise.
    Source: Jurafsky & Martin, "Speech and Language Processing", §3.6.

    >>> m = ngram_model("abab", 2, smoothing=1, vocabulary="abc")
    >>> m.distribution("a").tolist()
    [0.2, 0.6, 0.2]
    """
    n = _order_of(n)
    smoothing = _smoothing_of(smoothing)
    tokens = _tokens("text", text, unit, at_least=n)
    index = _index(tokens if vocabulary is None else vocabulary)
    ids, size = _known_ids("text", tokens, index), len(index)
    orders = list[_Order]()
    grams, contexts = np.zeros(ids.size, dtype=np.int64), 1
    for k in range(n):
        keys, grams, counts = np.unique(grams * size + ids[k:], return_inverse=True, return_counts=True)
        followed = np.bincount(keys // size, weights=counts, minlength=contexts).astype(np.int64)
        orders.append(_Order(keys, counts.astype(np.int64), followed))
        grams, contexts = grams[:-1], keys.size
    return NgramModel(n, unit, smoothing, tuple(index), ids.size, tuple(orders), index)


@dataclass(frozen=True)
class TextCost:
    """What each token of a text costs under a model. Arrays have an entry for each token, in the unit of `base`."""

    text: str
    tokens: tuple[str, ...]
    unit: TokenUnit
    n: int
    smoothing: float
    base: float | None
    vocabulary_size: int
    """V."""
    count: Integers
    """How often the model saw the n-gram that ends here."""
    context_count: Integers
    """How often the model saw the tokens before followed by anything."""
    probability: Floats
    surprise: Floats
    total: np.float64
    """The length of the whole text in the unit of `base`."""

    @property
    def characters(self) -> int:
        """Code points of the text, white space included."""
        return len(self.text)

    @property
    def bytes(self) -> int:
        """Bytes of the text in UTF-8."""
        return len(self.text.encode())

    @property
    def words(self) -> int:
        """What stands between white space."""
        return len(self.text.split())

    @property
    def per_token(self) -> np.float64:
        """The cross-entropy of the text under the model."""
        return np.float64(self.total / len(self.tokens))

    @property
    def per_character(self) -> np.float64:
        return np.float64(self.total / self.characters)

    @property
    def per_byte(self) -> np.float64:
        return np.float64(self.total / self.bytes)

    @property
    def per_word(self) -> np.float64:
        """NaN for a text of white space alone."""
        return np.float64(self.total / self.words) if self.words else np.float64(math.nan)

    @property
    def perplexity(self) -> np.float64:
        """base^(cost per token)."""
        return np.float64(perplexity_from_loss(self.per_token, base=self.base))

    @property
    def impossible(self) -> Integers:
        """The positions of tokens that cost ∞."""
        return np.flatnonzero(np.isinf(self.surprise))

    def context(self, position: int) -> tuple[str, ...]:
        """The tokens from which the one at `position` is predicted: n − 1, fewer at the start."""
        position = _position_of(position, len(self.tokens))
        return self.tokens[max(0, position - self.n + 1) : position]

    def ngram(self, position: int) -> tuple[str, ...]:
        """The n-gram that ends at `position`: the context and the token itself."""
        position = _position_of(position, len(self.tokens))
        return (*self.context(position), self.tokens[position])


def text_cost(text: str, model: NgramModel, *, base: float | None = None) -> TextCost:
    """The surprise of each token of a text under a model, h_i = −log q(w_i | context_i), and what it adds up to.

    Parameters: `text` (the truth), at least n tokens long, all of them in the model's vocabulary; `model`, from
    `ngram_model`; `base`, None for nats, 2 for bits. Returns a `TextCost`.
    The mean is the cross-entropy between the text and the model, for each token; the same total divided by characters,
    UTF-8 bytes or words gives the other rates. Where words are the tokens, white space is not coded, and costs nothing.
    Limits: 0 where the model is certain and right; ∞ where α = 0 and the n-gram was never seen (`impossible`).
    Raises `DistributionError` for a text shorter than n tokens and a token outside the vocabulary.
    Source: Shannon, "Prediction and Entropy of Printed English" (1951); Jurafsky & Martin, §3.2.

    >>> cost = text_cost("abba", ngram_model("aabb", 1), base=2)
    >>> float(cost.total), float(cost.per_character), float(cost.perplexity)
    (4.0, 1.0, 2.0)
    """
    log_of_base(base)
    tokens = _tokens("text", text, model.unit, at_least=model.n)
    *_, (count, context_count) = _matches(_known_ids("text", tokens, model._ids), model)
    size = len(model.vocabulary)
    each = _surprise(count, context_count, size, model.smoothing, base)
    return TextCost(
        text=text,
        tokens=tokens,
        unit=model.unit,
        n=model.n,
        smoothing=model.smoothing,
        base=base,
        vocabulary_size=size,
        count=count,
        context_count=context_count,
        probability=_smoothed(count, context_count, size, model.smoothing),
        surprise=each,
        total=np.float64(each.sum()),
    )


@dataclass(frozen=True)
class OrderCosts:
    """Mean cost per token for n = 1, 2, …, in the unit of `base`. Arrays have an entry for each n."""

    n: tuple[int, ...]
    unit: TokenUnit
    smoothing: float
    base: float | None
    smoothed: Floats
    """Of the text, with smoothing."""
    exact: Floats
    """Of the text, with α = 0."""
    own_smoothed: Floats
    """Of the model's own text, with smoothing."""
    own_exact: Floats
    """Of the model's own text, with α = 0. Never rises with n."""
    impossible: Integers
    """How many tokens of the text cost ∞ with α = 0."""


def cost_by_order(
    text: str,
    model_text: str,
    *,
    unit: TokenUnit = "characters",
    smoothing: float = 0.0,
    vocabulary: Iterable[str] | None = None,
    base: float | None = None,
) -> OrderCosts:
    """`text_cost` per token for every n from 1 to 5: of the text and of the model's own text, smoothed and not.

    Parameters: `text` (the truth) and `model_text`; the rest as in `ngram_model` and `text_cost`; `vocabulary=None`
    takes the tokens of both texts. n goes as far as the shorter text has tokens. Returns an `OrderCosts`.
    Limits: with α = 0 a longer context never costs the model's own text more, and costs any other text ∞ as soon as one
    n-gram is new. Raises `DistributionError` as they do.

    >>> costs = cost_by_order("abad", "abcdabcdab", base=2)
    >>> costs.exact[:2].round(3).tolist(), costs.own_exact[:2].round(3).tolist(), costs.impossible.tolist()
    ([1.883, inf], [1.971, 0.174], [0, 2, 2, 2])
    """
    log_of_base(base)
    smoothing = _smoothing_of(smoothing)
    tokens, own = _tokens("text", text, unit), _tokens("model_text", model_text, unit)
    vocabulary = (*own, *tokens) if vocabulary is None else vocabulary
    longest = min(LARGEST_N, len(tokens), len(own))
    model = ngram_model(model_text, longest, unit=unit, smoothing=smoothing, vocabulary=vocabulary)
    size = len(model.vocabulary)

    def means(of: tuple[str, ...], name: str) -> tuple[list[float], list[float], list[int]]:
        smoothed, exact, impossible = list[float](), list[float](), list[int]()
        for count, context_count in _matches(_known_ids(name, of, model._ids), model):
            plain = _surprise(count, context_count, size, 0.0, base)
            exact.append(float(plain.mean()))
            impossible.append(int(np.isinf(plain).sum()))
            softer = _surprise(count, context_count, size, smoothing, base) if smoothing else plain
            smoothed.append(float(softer.mean()))
        return smoothed, exact, impossible

    smoothed, exact, impossible = means(tokens, "text")
    own_smoothed, own_exact, _ = means(own, "model_text")
    return OrderCosts(
        n=tuple(range(1, longest + 1)),
        unit=unit,
        smoothing=smoothing,
        base=base,
        smoothed=np.array(smoothed),
        exact=np.array(exact),
        own_smoothed=np.array(own_smoothed),
        own_exact=np.array(own_exact),
        impossible=np.array(impossible, dtype=np.int64),
    )


def perplexity_from_loss(loss: ArrayLike, *, base: float | None = None) -> np.float64 | Floats:
    """Perplexity of a mean loss: base^loss, with the base that the loss was measured in.

    Parameters: `loss`, mean losses in [0, ∞] of any shape; `base`, None for nats, 2 for bits. Returns the same shape.
    Limits: 1 at loss 0, ∞ at ∞. The same loss in another unit gives the same perplexity (2^bits = e^nats); 2^nats is
    not a perplexity. Beyond 1.8·10³⁰⁸ a float64 says ∞.
    Raises `DistributionError` for a negative loss, NaN, or a base not above 1.
    Source: Jelinek et al. (1977); Jurafsky & Martin, §3.3.

    >>> float(perplexity_from_loss(3.0, base=2))
    8.0
    """
    log_of_base(base)
    losses = finite("loss", loss, allow_infinite=True)
    refuse_where(losses < 0, "loss", losses, "is negative", "a loss against probabilities is 0 or more")
    with quiet():
        return scalar(np.exp(losses) if base is None else np.power(float(base), losses))


@dataclass(frozen=True)
class Exponentiation:
    """One loss in the unit of `loss_base`, as the exponent of `base` (None means nats, and e)."""

    loss_base: float | None
    base: float | None
    loss: np.float64
    value: np.float64

    @property
    def matched(self) -> bool:
        """Only then is `value` the perplexity."""
        return self.loss_base == self.base


def exponentiations(loss: float, *, base: float | None = None) -> tuple[Exponentiation, ...]:
    """A loss in bits and in nats, each as an exponent of 2 and of e: two perplexities, and two confusions.

    Parameters: `loss`, one mean loss in [0, ∞]; `base`, the one it was measured in (None for nats).
    Returns 2^bits, e^nats, 2^nats, e^bits. Limits: all are 1 at loss 0; above it 2^nats is too low, e^bits too high.
    Raises `DistributionError` as `perplexity_from_loss` does.

    >>> [round(float(row.value), 3) for row in exponentiations(2.0, base=2)]
    [4.0, 4.0, 2.614, 7.389]
    """
    perplexity_from_loss(loss, base=base)  # refuses what is no loss
    nats = float(loss) * log_of_base(base)
    losses: dict[float | None, np.float64] = {
        2.0: np.float64(loss if base == 2 else nats / math.log(2)),
        None: np.float64(nats),
    }
    return tuple(
        Exponentiation(unit, power, losses[unit], np.float64(perplexity_from_loss(losses[unit], base=power)))
        for unit, power in ((2.0, 2.0), (None, None), (None, 2.0), (2.0, None))
    )


@dataclass(frozen=True)
class PerplexityAggregate:
    """Several messages as one number, both ways round."""

    perplexities: Floats
    """One for each message."""
    weights: Floats
    mean_of_perplexities: np.float64
    """Arithmetic: Σ w base^loss / Σ w. No text has this perplexity."""
    perplexity_of_mean: np.float64
    """base^(Σ w loss / Σ w), their geometric mean. With token counts as weights: of all messages together."""


def aggregate_perplexity(
    losses: ArrayLike, *, weights: ArrayLike | None = None, base: float | None = None
) -> PerplexityAggregate:
    """The mean of perplexities beside the perplexity of the mean loss; the first is never the smaller one (Jensen).

    Parameters: `losses`, the mean loss of each message, 1-D, in [0, ∞]; `weights`, one for each (None: equal), the
    number of tokens for the perplexity of all messages together; `base` as in `perplexity_from_loss`.
    Returns a `PerplexityAggregate`. Limits: both are equal where all losses are; both ∞ where one loss is.
    Raises `DistributionError` for no messages, another shape, negative losses or weights, or a total weight of 0.
    Source: Jensen's inequality; Cover & Thomas, §2.6.

    >>> a = aggregate_perplexity([1.0, 3.0], base=2)
    >>> float(a.mean_of_perplexities), float(a.perplexity_of_mean)
    (5.0, 4.0)
    """
    values = finite("losses", losses, allow_infinite=True)
    if values.ndim != 1:
        raise DistributionError(f"losses (shape {values.shape}) must be a list, one loss for each message")
    each = np.asarray(perplexity_from_loss(values, base=base))
    given = np.ones(values.shape) if weights is None else weights_like("weights", weights, values.shape, "message")
    shares = balanced(given)
    return PerplexityAggregate(
        perplexities=each,
        weights=given.copy(),
        mean_of_perplexities=mean_of(times(shares, each), shares),
        perplexity_of_mean=np.float64(perplexity_from_loss(mean_of(times(shares, values), shares), base=base)),
    )


@dataclass(frozen=True)
class LineCosts:
    """The lines of a text as messages of their own. Arrays and tuples have an entry for each line that has tokens."""

    lines: tuple[str, ...]
    tokens: Integers
    """How many tokens each line has."""
    losses: Floats
    """The mean cost per token, in the unit that the text's cost has."""
    aggregate: PerplexityAggregate
    """Weighted by the number of tokens, so that `perplexity_of_mean` is the text's own."""


def line_costs(cost: TextCost) -> LineCosts:
    """What each line of a text costs per token, and their perplexities taken together both ways.

    A line ends with its line feed, which is one of its characters. Lines without tokens are left out. A line's first
    tokens are still predicted from the end of the line before.
    Parameter: `cost`, from `text_cost`. Returns a `LineCosts`.

    >>> cost = text_cost("aa\\nab", ngram_model("aaab\\n", 1, smoothing=0), base=2)
    >>> line_costs(cost).tokens.tolist()
    [3, 2]
    """
    pieces = cost.text.split("\n")
    fed = [*[1] * (len(pieces) - 1), 0]
    sizes = [
        len(piece.split()) if cost.unit == "words" else len(piece) + feed
        for piece, feed in zip(pieces, fed, strict=True)
    ]
    kept = [i for i, size in enumerate(sizes) if size]
    counts = np.array([sizes[i] for i in kept], dtype=np.int64)
    starts = np.cumsum(counts) - counts
    losses = np.add.reduceat(cost.surprise, starts) / counts
    return LineCosts(
        lines=tuple(pieces[i] for i in kept),
        tokens=counts,
        losses=losses,
        aggregate=aggregate_perplexity(losses, weights=counts, base=cost.base),
    )


@dataclass(frozen=True)
class NgramComparison:
    """The n-gram frequencies of two texts as distributions P and Q over the same n-grams."""

    n: int
    unit: TokenUnit
    smoothing: float
    grams: tuple[tuple[str, ...], ...]
    """The events: every n-gram that occurs in either text, the most frequent of P first, then of Q."""
    p_counts: Integers
    q_counts: Integers
    decomposition: Decomposition
    """H(P,Q) = H(P) + KL(P‖Q) over `grams`, in the unit of `base` per n-gram."""


def compare_ngrams(
    p_text: str,
    q_text: str,
    n: int,
    *,
    unit: TokenUnit = "characters",
    smoothing: float = 0.0,
    base: float | None = None,
) -> NgramComparison:
    """The cross-entropy between the n-gram distributions of two texts: P = c_P / N_P, Q = (c_Q + α) / (N_Q + αK).

    The events are the K different n-grams that occur in either text. Only Q is smoothed: P is what was observed.
    Parameters: `p_text` (the truth) and `q_text`, both at least n tokens long; `n`, `unit`, `smoothing` as in
    `ngram_model`; `base`, None for nats. Returns an `NgramComparison`.
    This compares frequencies, joint ones, per n-gram; n-grams overlap, so it is no code length of the text. What the
    tokens of one text cost under the other is `text_cost`. For n = 1 and α = 0 the two agree.
    Limits: H(P) where the frequencies agree; ∞ where α = 0 and P has an n-gram that Q has not.
    Raises `DistributionError` for a text shorter than n tokens, another n or α, and as `tokenize` does.
    Source: Cover & Thomas, §2.3 and §5.4; Jurafsky & Martin, §3.6.

    >>> c = compare_ngrams("to be or not to be", "not to be", 1, unit="words", base=2)
    >>> [" ".join(gram) for gram in c.grams], float(c.decomposition.cross_entropy)
    (['to', 'be', 'not', 'or'], inf)
    """
    n = _order_of(n)
    smoothing = _smoothing_of(smoothing)
    texts = [_tokens("p_text", p_text, unit, at_least=n), _tokens("q_text", q_text, unit, at_least=n)]
    grams, (p_counts, q_counts) = _count_together(texts, n)
    frequent = np.lexsort((-q_counts, -p_counts))
    grams, p_counts, q_counts = tuple(grams[i] for i in frequent.tolist()), p_counts[frequent], q_counts[frequent]
    smoothed = q_counts + smoothing
    return NgramComparison(
        n=n,
        unit=unit,
        smoothing=smoothing,
        grams=grams,
        p_counts=p_counts,
        q_counts=q_counts,
        decomposition=decompose(p_counts / p_counts.sum(), smoothed / smoothed.sum(), base=base),
    )


# --- what the arguments must be


def _order_of(n: int) -> int:
    n = operator.index(n)
    if not 1 <= n <= LARGEST_N:
        raise DistributionError(f"n = {n} can't be used; give a whole number from 1 to {LARGEST_N}")
    return n


def _smoothing_of(smoothing: float) -> float:
    if smoothing == 0 or smoothing == LARGEST_SMOOTHING:
        return float(smoothing)
    wanted = f"0 for none, or a number from {SMALLEST_SMOOTHING:g} to {LARGEST_SMOOTHING:.0f}"
    return real("smoothing", smoothing, SMALLEST_SMOOTHING, LARGEST_SMOOTHING, wanted, low_included=True)


def _tokens(name: str, text: str, unit: TokenUnit, *, at_least: int = 1) -> tuple[str, ...]:
    if not isinstance(text, str):
        raise TypeError(f"{name} is {type(text).__name__}, not a text; decode it first")
    if unit not in ("characters", "words"):
        raise DistributionError(f'unit = {unit!r} is unknown; use "characters" or "words"')
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise DistributionError(
            f"{name} ({len(text)} characters): {name}[{error.start}] = {text[error.start]!r} is half of a surrogate "
            "pair and no character; decode the text again"
        ) from None
    tokens = tuple(text) if unit == "characters" else tuple(text.split())
    if not tokens:
        what = "empty" if not text else f"white space alone ({len(text)} characters)"
        raise DistributionError(f"{name} is {what} and has no {unit}; give a text with at least one")
    if len(tokens) < at_least:
        raise DistributionError(
            f"{name} ({_number_of(len(tokens), unit)}) is shorter than n = {at_least}; lengthen it, or lower n"
        )
    return tokens


def _number_of(count: int, unit: TokenUnit) -> str:
    return f"{count} {unit if count != 1 else unit[:-1]}"


def _position_of(position: int, length: int) -> int:
    position = operator.index(position)
    if not 0 <= position < length:
        raise DistributionError(f"position = {position} is outside the text; use 0 to {length - 1}")
    return position


# --- counting


def _index(tokens: Iterable[str]) -> dict[str, int]:
    """The different tokens in order of their code points, numbered."""
    return {token: i for i, token in enumerate(sorted(set(tokens)))}


def _known_ids(name: str, tokens: Sequence[str], index: dict[str, int]) -> Integers:
    try:
        return np.fromiter((index[token] for token in tokens), np.int64, len(tokens))
    except KeyError:
        at = next(i for i, token in enumerate(tokens) if token not in index)
        raise DistributionError(
            f"{name} ({len(tokens)} tokens): {name}[{at}] = {tokens[at]!r} is not in the vocabulary of {len(index)}; "
            "make the model with a vocabulary that holds the tokens of both texts"
        ) from None


def _find(keys: Integers, wanted: Integers) -> Integers:
    """Where each wanted key stands among the sorted keys; −1 where it does not."""
    at = np.searchsorted(keys, wanted)
    at[at == keys.size] = 0
    return np.where(keys[at] == wanted, at, -1)


def _matches(ids: Integers, model: NgramModel) -> Iterator[tuple[Integers, Integers]]:
    """For n = 1, 2, … up to the model's: how often it saw each token's n-gram, and its context followed by anything.

    The first tokens keep what the shorter contexts said.
    """
    size = len(model.vocabulary)
    count, context_count = np.zeros((2, ids.size), dtype=np.int64)
    before = np.zeros(ids.size, dtype=np.int64)
    for k, order in enumerate(model._orders):
        seen = before >= 0
        here = _find(order.keys, np.where(seen, before * size + ids[k:], -1))
        count, context_count = count.copy(), context_count.copy()
        count[k:] = np.where(here >= 0, order.counts[here], 0)
        context_count[k:] = np.where(seen, order.followed[before], 0)
        yield count, context_count
        before = here[:-1]


def _smoothed(count: Integers, context_count: Integers, size: int, smoothing: float) -> Floats:
    """(c + α) / (C + αV); 0 where that is 0/0."""
    denominator = context_count + smoothing * size
    with quiet():
        return np.where(denominator > 0, (count + smoothing) / denominator, 0.0)


def _surprise(count: Integers, context_count: Integers, size: int, smoothing: float, base: float | None) -> Floats:
    """−log of that, with all its digits near 0 too, where the probability is rounded to nearly 1."""
    probability = _smoothed(count, context_count, size, smoothing)
    with quiet():
        rest = (context_count - count + smoothing * (size - 1)) / (count + smoothing)
        return np.where(probability > 0.5, np.log1p(rest) / log_of_base(base), surprise(probability, base))


def _count_together(texts: Sequence[tuple[str, ...]], n: int) -> tuple[tuple[tuple[str, ...], ...], list[Integers]]:
    """The n-grams of all texts in order of their first appearance, and how often each text has them."""
    index = _index(token for tokens in texts for token in tokens)
    ids = [_known_ids("text", tokens, index) for tokens in texts]
    grams = [np.zeros(one.size, dtype=np.int64) for one in ids]
    for k in range(n):
        longer = [gram[: gram.size - (k > 0)] * len(index) + one[k:] for gram, one in zip(grams, ids, strict=True)]
        keys, first, numbered = np.unique(np.concatenate(longer), return_index=True, return_inverse=True)
        grams = np.split(numbered, np.cumsum([one.size for one in longer])[:-1])
    order = np.argsort(first)
    counts = [np.bincount(gram, minlength=keys.size)[order].astype(np.int64) for gram in grams]
    ends = np.cumsum([gram.size for gram in grams])
    owner = np.searchsorted(ends, first[order], side="right")
    offset = first[order] - np.concatenate([[0], ends])[owner]
    return tuple(texts[o][i : i + n] for o, i in zip(owner.tolist(), offset.tolist(), strict=True)), counts
