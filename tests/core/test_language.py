"""n-grams against plain dictionaries, costs against 60 digits, and what perplexity and the rates are not."""

from __future__ import annotations

import math
import random
import time
from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ce_core import (
    DistributionError,
    aggregate_perplexity,
    compare_ngrams,
    cost_by_order,
    exponentiations,
    line_costs,
    ngram_counts,
    ngram_model,
    perplexity_from_loss,
    text_cost,
    tokenize,
)
from tests.core import reference as ref
from tests.core.reference import mp

pytestmark = pytest.mark.filterwarnings("error")
checked = settings(deadline=None, derandomize=True, max_examples=40)

RHYME = "the cat sat on the mat.\nthe dog sat on the log.\nthe cat saw the dog.\n"
FOG = "the dog sat on the cat.\nthe fog sat on the log.\n"
SIZES = range(1, 6)
TEXTS = st.text("ab ç\n", min_size=5, max_size=40)
WORDS = st.lists(st.sampled_from(["to", "be", "or", "not", "À"]), min_size=5, max_size=20).map(" ".join)
UNITS = ["characters", "words"]


def plain_counts(tokens: Any, n: int) -> dict[tuple[str, ...], int]:
    counts: dict[tuple[str, ...], int] = {}
    for i in range(len(tokens) - n + 1):
        gram = tuple(tokens[i : i + n])
        counts[gram] = counts.get(gram, 0) + 1
    return counts


def plain_cost(text: str, model_text: str, n: int, unit: str, alpha: float, base: Any, vocabulary: Any = None) -> Any:
    """The surprise of every token in 60 digits, straight from the definitions."""
    tokens, own = tokenize(text, unit), tokenize(model_text, unit)
    size = len(set(tokens) | set(own) if vocabulary is None else set(vocabulary))
    out = []
    for i, token in enumerate(tokens):
        context = tokens[max(0, i - n + 1) : i]
        grams = plain_counts(own, len(context) + 1)
        count = grams.get((*context, token), 0)
        followed = sum(c for gram, c in grams.items() if gram[:-1] == context)
        below = followed + ref.exact(alpha) * size
        q = (count + ref.exact(alpha)) / below if below else mp.mpf(0)
        out.append(ref.surprise(q, base))
    return out


def union(*texts: str, unit: str = "characters") -> set[str]:
    return {token for text in texts for token in tokenize(text, unit)}


def cost_of(text: str, model_text: str, n: int, unit: str = "characters", alpha: float = 0.0, base: Any = None) -> Any:
    model = ngram_model(model_text, n, unit=unit, smoothing=alpha, vocabulary=union(text, model_text, unit=unit))
    return text_cost(text, model, base=base)


# --- tokens and counts


@pytest.mark.parametrize(
    ("text", "unit", "tokens"),
    [
        ("a b\n", "characters", ("a", " ", "b", "\n")),
        ("A cat,  a cat.\n\tEnd", "words", ("A", "cat,", "a", "cat.", "End")),
        ("café", "characters", ("c", "a", "f", "é")),
        ("cafe\u0301", "characters", ("c", "a", "f", "e", "\u0301")),
        ("𝄞\0", "characters", ("𝄞", "\0")),
        ("one\u00a0two\u2028three", "words", ("one", "two", "three")),
    ],
)
def test_tokens(text: str, unit: Any, tokens: tuple[str, ...]) -> None:
    assert tokenize(text, unit) == tokens


@pytest.mark.parametrize("n", SIZES)
@pytest.mark.parametrize("unit", UNITS)
@checked
@given(data=st.data())
def test_counts_are_those_of_a_plain_dictionary(n: int, unit: Any, data: Any) -> None:
    text = data.draw(WORDS if unit == "words" else TEXTS)
    counts = ngram_counts(text, n, unit=unit)
    want = plain_counts(tokenize(text, unit), n)
    assert dict(zip(counts.grams, counts.counts.tolist(), strict=True)) == want
    assert list(counts.grams) == list(want), "in the order of their first appearance"
    assert counts.total == len(tokenize(text, unit)) - n + 1


# --- the model


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("n", SIZES)
@pytest.mark.parametrize("alpha", [1e-100, 0.1, 1.0, 7.5, 1e6])
def test_every_context_leads_to_a_distribution(unit: Any, n: int, alpha: float) -> None:
    vocabulary = union(RHYME, FOG, unit=unit)
    model = ngram_model(RHYME, n, unit=unit, smoothing=alpha, vocabulary=vocabulary)
    assert model.vocabulary == tuple(sorted(vocabulary))
    tokens, other = tokenize(RHYME, unit), tokenize(FOG, unit)
    contexts = {t[max(0, i - n + 1) : i] for t in (tokens, other) for i in range(len(t) + 1)}
    seen = {c for c in contexts if any(tokens[i : i + len(c)] == c for i in range(len(tokens) - len(c)))}
    exact = ngram_model(RHYME, n, unit=unit, vocabulary=vocabulary)
    for context in contexts:
        q = model.distribution(context)
        assert q.sum() == pytest.approx(1, rel=1e-12)
        assert (q > 0).all()
        if context in seen:
            assert exact.distribution(context).sum() == pytest.approx(1, rel=1e-12)
        else:
            np.testing.assert_allclose(q, 1 / len(vocabulary), rtol=1e-14)
            with pytest.raises(DistributionError, match="followed by nothing"):
                exact.distribution(context)
    assert seen and (n == 1 or contexts - seen)


def test_only_the_last_tokens_of_a_context_count() -> None:
    model = ngram_model(RHYME, 3, smoothing=0.5)
    np.testing.assert_array_equal(model.distribution("on the"), model.distribution("he"))
    np.testing.assert_array_equal(ngram_model(RHYME, 1).distribution("on"), ngram_model(RHYME, 1).distribution())


# --- costs


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("n", SIZES)
@pytest.mark.parametrize("alpha", [0.0, 0.01, 1.0])
def test_surprise_in_60_digits(unit: Any, n: int, alpha: float) -> None:
    for base in (None, 2, 10):
        want = plain_cost(FOG, RHYME, n, unit, alpha, base)
        cost = cost_of(FOG, RHYME, n, unit, alpha, base)
        ref.assert_close(cost.surprise, want, 1e-13)
        ref.assert_close(cost.per_token, ref.mean(want), 1e-13)
        assert cost.tokens == tokenize(FOG, unit)
        assert cost.impossible.tolist() == [i for i, h in enumerate(want) if h == ref.INF]
        assert bool(cost.impossible.size) == (alpha == 0), "RHYME has no f"
        own = ref.mean(plain_cost(RHYME, RHYME, n, unit, alpha, base, union(RHYME, FOG, unit=unit)))
        by_order = cost_by_order(FOG, RHYME, unit=unit, smoothing=alpha, base=base)
        ref.assert_close(by_order.smoothed[n - 1], ref.mean(want), 1e-13)
        ref.assert_close(by_order.own_smoothed[n - 1], own, 1e-13)


@pytest.mark.parametrize("unit", UNITS)
def test_the_costs_for_each_n_are_those_of_text_cost(unit: Any) -> None:
    vocabulary = union(RHYME, FOG, unit=unit)
    by_order = cost_by_order(FOG, RHYME, unit=unit, smoothing=0.5, base=2)
    assert by_order.n == (1, 2, 3, 4, 5)
    for n in by_order.n:
        for alpha, of_text, of_own in (
            (0.5, by_order.smoothed, by_order.own_smoothed),
            (0.0, by_order.exact, by_order.own_exact),
        ):
            model = ngram_model(RHYME, n, unit=unit, smoothing=alpha, vocabulary=vocabulary)
            assert of_text[n - 1] == pytest.approx(float(text_cost(FOG, model, base=2).per_token), rel=1e-14)
            assert of_own[n - 1] == pytest.approx(float(text_cost(RHYME, model, base=2).per_token), rel=1e-14)
            if not alpha:
                assert by_order.impossible[n - 1] == text_cost(FOG, model).impossible.size
    assert cost_by_order("ab", RHYME).n == (1, 2), "no longer n-gram lies in two characters"


def test_what_was_never_seen_costs_infinity_and_is_named() -> None:
    cost = cost_of("thug", "the hut", 3)
    assert cost.impossible.tolist() == [2, 3]
    assert [cost.ngram(i) for i in (0, 1, 2, 3)] == [("t",), ("t", "h"), ("t", "h", "u"), ("h", "u", "g")]
    assert cost.context(3) == ("h", "u") and cost.context(0) == ()
    assert cost.count.tolist() == [2, 1, 0, 0]
    assert cost.context_count.tolist() == [7, 1, 1, 1], "the last t of “the hut” is followed by nothing"
    assert (cost.total, cost.per_token, cost.perplexity) == (np.inf, np.inf, np.inf)
    smoothed = cost_of("thug", "the hut", 3, alpha=1.0)
    assert smoothed.impossible.size == 0
    assert smoothed.probability.tolist() == pytest.approx([3 / 13, 2 / 7, 1 / 7, 1 / 7])
    assert smoothed.vocabulary_size == 6


def test_a_context_never_seen_is_impossible_too_and_uniform_when_smoothed() -> None:
    exact, smoothed = cost_of("xyx", "aaa", 2), cost_of("xyx", "aaa", 2, alpha=0.25)
    assert exact.context_count.tolist() == [3, 0, 0]
    assert exact.impossible.tolist() == [0, 1, 2]
    assert smoothed.probability[1:].tolist() == [1 / 3, 1 / 3]


def test_what_the_model_is_sure_of_costs_nothing() -> None:
    cost = cost_of("abababab", "abababab", 2, base=2)
    assert cost.surprise.tolist() == [1.0] + [0.0] * 7
    assert not np.signbit(cost.surprise).any()
    assert cost_of("aaaa", "aaaa", 1).perplexity == 1.0


@pytest.mark.parametrize("text", ["café\nà la carte", "plain words", "e\u0301 é", "𝄞 ♪"])
def test_one_total_and_three_denominators(text: str) -> None:
    cost = cost_of(text, text, 1, base=2)
    assert (cost.characters, cost.bytes, cost.words) == (len(text), len(text.encode("utf-8")), len(text.split()))
    for rate, count in (
        (cost.per_token, len(text)),
        (cost.per_character, len(text)),
        (cost.per_byte, len(text.encode("utf-8"))),
        (cost.per_word, len(text.split())),
    ):
        assert rate * count == pytest.approx(float(cost.total), rel=1e-15)
    in_words = cost_of(text, text, 1, "words", base=2)
    assert in_words.per_word == in_words.per_token
    assert math.isnan(cost_of(" \n", " \n", 1).per_word)


def test_another_base_is_another_unit_of_the_same_perplexity() -> None:
    costs = {base: cost_of(FOG, RHYME, 3, alpha=0.1, base=base) for base in (None, 2, 10)}
    for base, cost in costs.items():
        assert cost.total * math.log(base or math.e) == pytest.approx(float(costs[None].total), rel=1e-13)
        assert cost.perplexity == pytest.approx(float(costs[None].perplexity), rel=1e-13)


# --- what holds for every text


@checked
@given(TEXTS, TEXTS, st.integers(1, 5), st.sampled_from([0.0, 1e-6, 0.3, 2.0]))
def test_any_text_agrees_with_the_definition(text: str, model_text: str, n: int, alpha: float) -> None:
    cost = cost_of(text, model_text, n, alpha=alpha)
    ref.assert_close(cost.surprise, plain_cost(text, model_text, n, "characters", alpha, None), 1e-12)
    ref.assert_close(cost.total, ref.total(plain_cost(text, model_text, n, "characters", alpha, None)), 1e-12)


@checked
@given(st.one_of(st.tuples(TEXTS, st.just("characters")), st.tuples(WORDS, st.just("words"))))
def test_a_longer_context_never_costs_the_own_text_more(drawn: Any) -> None:
    text, unit = drawn
    costs = cost_by_order(text, text, unit=unit)
    assert np.isfinite(costs.own_exact).all()
    assert (np.diff(costs.own_exact) <= 1e-12).all()
    assert (costs.impossible == 0).all()
    np.testing.assert_array_equal(costs.exact, costs.own_exact)


@checked
@given(TEXTS, TEXTS)
def test_single_tokens_cost_the_cross_entropy_of_their_frequencies(text: str, model_text: str) -> None:
    cost = cost_of(text, model_text, 1)
    compared = compare_ngrams(text, model_text, 1)
    assert float(compared.decomposition.cross_entropy) == pytest.approx(float(cost.per_token), rel=1e-12)
    assert float(compared.decomposition.entropy) == pytest.approx(float(cost_of(text, text, 1).per_token), rel=1e-12)


@checked
@given(TEXTS, TEXTS, st.integers(1, 5), st.sampled_from([0.0, 0.5]))
def test_compared_counts_are_those_of_plain_dictionaries(p: str, q: str, n: int, alpha: float) -> None:
    c = compare_ngrams(p, q, n, smoothing=alpha)
    assert dict(zip(c.grams, c.p_counts.tolist(), strict=True)) == {g: plain_counts(p, n).get(g, 0) for g in c.grams}
    assert dict(zip(c.grams, c.q_counts.tolist(), strict=True)) == {g: plain_counts(q, n).get(g, 0) for g in c.grams}
    assert set(c.grams) == set(plain_counts(p, n)) | set(plain_counts(q, n)) and len(set(c.grams)) == len(c.grams)
    ranks = list(zip(-c.p_counts, -c.q_counts, strict=True))
    assert ranks == sorted(ranks)
    q_want = (c.q_counts + alpha) / (len(q) - n + 1 + alpha * len(c.grams))
    np.testing.assert_allclose(c.decomposition.p, c.p_counts / (len(p) - n + 1), rtol=1e-14)
    np.testing.assert_allclose(c.decomposition.q, q_want, rtol=1e-14)
    assert np.isinf(c.decomposition.cross_entropy) == (
        alpha == 0 and bool(((c.p_counts > 0) & (c.q_counts == 0)).any())
    )


def test_r9_two_sequences_by_their_bigrams() -> None:
    c = compare_ngrams("a b a b a c", "a b a b a b", 2, unit="words", base=2)
    assert [" ".join(gram) for gram in c.grams] == ["a b", "b a", "a c"]
    assert (c.p_counts.tolist(), c.q_counts.tolist()) == ([2, 2, 1], [3, 2, 0])
    assert c.decomposition.cross_entropy == np.inf
    assert np.isinf(c.decomposition.cross_entropy_per_event).tolist() == [False, False, True]
    smoothed = compare_ngrams("a b a b a c", "a b a b a b", 2, unit="words", smoothing=1, base=2)
    assert smoothed.decomposition.q.tolist() == [4 / 8, 3 / 8, 1 / 8]
    want = -(2 * math.log2(4 / 8) + 2 * math.log2(3 / 8) + math.log2(1 / 8)) / 5
    assert smoothed.decomposition.cross_entropy == pytest.approx(want, rel=1e-14)


# --- perplexity, lines


def test_x8_the_exponent_takes_the_base_of_the_loss() -> None:
    nats, bits = cost_of("abcd" * 4, "abcd" * 9, 1), cost_of("abcd" * 4, "abcd" * 9, 1, base=2)
    assert nats.per_token == pytest.approx(math.log(4), rel=1e-15) and bits.per_token == 2.0
    assert perplexity_from_loss(bits.per_token, base=2) == bits.perplexity == 4.0
    assert perplexity_from_loss(nats.per_token) == pytest.approx(4, rel=1e-15)
    assert perplexity_from_loss(nats.per_token, base=2) == pytest.approx(2 ** math.log(4), rel=1e-15)
    for loss, base in ((nats.per_token, None), (bits.per_token, 2)):
        rows = exponentiations(loss, base=base)
        assert [row.matched for row in rows] == [True, True, False, False]
        assert [row.value for row in rows] == pytest.approx([4, 4, 2 ** math.log(4), math.e**2], rel=1e-14)
        assert [row.loss for row in rows] == pytest.approx([2, math.log(4), math.log(4), 2], rel=1e-14)
    assert [row.value for row in exponentiations(math.inf)] == [math.inf] * 4
    assert perplexity_from_loss([0.0, 1.0, np.inf], base=10).tolist() == [1.0, 10.0, np.inf]


def test_x9_the_mean_of_perplexities_is_above_the_perplexity_of_the_mean() -> None:
    a = aggregate_perplexity([1.0, 3.0], base=2)
    assert a.perplexities.tolist() == [2.0, 8.0]
    assert (a.mean_of_perplexities, a.perplexity_of_mean) == (5.0, 4.0)
    weighted = aggregate_perplexity([1.0, 3.0], weights=[3, 1], base=2)
    assert (weighted.mean_of_perplexities, weighted.perplexity_of_mean) == (3.5, 2**1.5)
    endless = aggregate_perplexity([1.0, np.inf])
    assert (endless.mean_of_perplexities, endless.perplexity_of_mean) == (np.inf, np.inf)
    assert aggregate_perplexity([1.0, np.inf], weights=[1, 0], base=2).perplexity_of_mean == 2.0
    assert aggregate_perplexity([1.0, 3.0], weights=[1e308, 1e308], base=2).mean_of_perplexities == 5.0


@checked
@given(st.lists(st.tuples(st.floats(0, 50), st.integers(1, 100)), min_size=1, max_size=9))
def test_jensen(messages: Any) -> None:
    losses, weights = zip(*messages, strict=True)
    a = aggregate_perplexity(losses, weights=weights)
    assert a.mean_of_perplexities >= a.perplexity_of_mean * (1 - 1e-12)
    ref.assert_close(a.perplexity_of_mean, mp.exp(ref.mean(losses, weights)), 1e-12)
    ref.assert_close(a.mean_of_perplexities, ref.mean([mp.exp(ref.exact(x)) for x in losses], weights), 1e-12)


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("text", [RHYME, RHYME.strip(), "\n\nthe cat\n  \nsat on\r\nthe mat", "the cat"])
def test_lines_are_messages(unit: Any, text: str) -> None:
    cost = cost_of(text, RHYME, 2, unit, 0.5, 2)
    lines = line_costs(cost)
    want, at = [], 0
    for line in text.splitlines(keepends=True) if "\r" not in text else text.replace("\n", "\n\0").split("\0"):
        size = len(tokenize(line, unit)) if line.strip() or unit == "characters" else 0
        if size:
            want.append((line.removesuffix("\n"), size, float(np.mean(cost.surprise[at : at + size]))))
        at += size
    assert at == len(cost.tokens)
    assert list(zip(lines.lines, lines.tokens.tolist(), lines.losses, strict=True)) == [
        (line, size, pytest.approx(loss, rel=1e-13)) for line, size, loss in want
    ]
    assert lines.aggregate.perplexity_of_mean == pytest.approx(float(cost.perplexity), rel=1e-13)


def test_x10_an_accent_makes_bytes_cheaper_than_characters() -> None:
    cost = cost_of("é" * 8, "éèàù" * 2, 1, base=2)
    assert (cost.per_character, cost.per_byte, cost.per_word) == (2.0, 1.0, 16.0)
    assert cost.perplexity == 4.0, "of a character: the perplexity of a byte would be another number"


# --- refusals


MODEL = ngram_model("the cat", 3)
REFUSED = [
    pytest.param(lambda: tokenize(""), r"text is empty and has no characters", id="empty"),
    pytest.param(lambda: tokenize(" \n\t", "words"), r"white space alone \(3 characters\).*no words", id="blank"),
    pytest.param(lambda: tokenize("a", "bytes"), r"unit = 'bytes'.*\"characters\" or \"words\"", id="unit"),
    pytest.param(lambda: tokenize("ab\ud800c"), r"4 characters\).*text\[2\].*surrogate", id="half-a-pair"),
    pytest.param(lambda: ngram_counts("ab", 3), r"text \(2 characters\) is shorter than n = 3", id="counts-short"),
    pytest.param(lambda: ngram_counts("ab", 0), r"n = 0 can't be used.*1 to 5", id="n-0"),
    pytest.param(lambda: ngram_model("abcdefg", 6), r"n = 6 can't be used", id="n-6"),
    pytest.param(lambda: ngram_model("one", 2, unit="words"), r"text \(1 word\) is shorter", id="model-short"),
    pytest.param(lambda: ngram_model("abc", 1, smoothing=-0.1), r"smoothing = -0.1 can't be used", id="alpha-negative"),
    pytest.param(lambda: ngram_model("abc", 1, smoothing=math.nan), r"smoothing = nan", id="alpha-nan"),
    pytest.param(lambda: ngram_model("abc", 1, smoothing=math.inf), r"smoothing = inf", id="alpha-inf"),
    pytest.param(lambda: ngram_model("abc", 1, smoothing=1e-200), r"1e-100", id="alpha-tiny"),
    pytest.param(
        lambda: ngram_model("abz", 1, vocabulary="ab"), r"text\[2\] = 'z' is not in the vocab", id="own-token"
    ),
    pytest.param(lambda: text_cost("the dog", MODEL), r"text \(7 tokens\): text\[4\] = 'd'.*both texts", id="token"),
    pytest.param(lambda: text_cost("th", MODEL), r"text \(2 characters\) is shorter than n = 3", id="text-short"),
    pytest.param(lambda: text_cost("the", MODEL, base=1), r"base = 1", id="base"),
    pytest.param(lambda: MODEL.distribution("zz"), r"context\[0\] = 'z'", id="context"),
    pytest.param(lambda: MODEL.distribution("at"), r"context = \('a', 't'\) is followed by nothing", id="unseen"),
    pytest.param(lambda: cost_by_order("a", ""), r"model_text is empty", id="by-order-empty"),
    pytest.param(lambda: cost_by_order("a", "b", base=0.5), r"base = 0.5", id="by-order-base"),
    pytest.param(lambda: compare_ngrams("abc", "ab", 3), r"q_text \(2 characters\) is shorter", id="compare-short"),
    pytest.param(lambda: compare_ngrams("", "ab", 1), r"p_text is empty", id="compare-empty"),
    pytest.param(lambda: perplexity_from_loss([1, -2]), r"loss \(shape \(2,\)\): loss\[1\] = -2.0 is neg", id="loss"),
    pytest.param(lambda: exponentiations(-1), r"loss = -1.0 is negative", id="exponent"),
    pytest.param(lambda: perplexity_from_loss(math.nan), r"loss = nan", id="loss-nan"),
    pytest.param(lambda: aggregate_perplexity([]), r"mean of nothing", id="no-messages"),
    pytest.param(lambda: aggregate_perplexity([[1.0]]), r"losses \(shape \(1, 1\)\)", id="2-d"),
    pytest.param(lambda: aggregate_perplexity([1], weights=[-1]), r"weights\[0\] = -1", id="weight"),
    pytest.param(lambda: aggregate_perplexity([1], weights=[0]), r"total weight is 0", id="no-weight"),
    pytest.param(lambda: text_cost("the", MODEL).ngram(3), r"position = 3.*0 to 2", id="position"),
]


@pytest.mark.parametrize(("call", "words"), REFUSED)
def test_refused(call: Any, words: str) -> None:
    with pytest.raises(DistributionError, match=words):
        call()


def test_what_is_no_text_is_a_type_error() -> None:
    for wrong in (b"abc", None, 3):
        with pytest.raises(TypeError, match="text is"):
            tokenize(wrong)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        ngram_model("abc", 1.5)  # type: ignore[arg-type]


# --- size


def test_a_million_characters_take_seconds() -> None:
    source = random.Random(3)
    words = ["".join(source.choices("etaoinshrdlu", k=source.randint(1, 7))) for _ in range(3000)]
    text = " ".join(source.choices(words, k=230_000))[: 10**6]
    own = " ".join(source.choices(words, k=230_000))[: 10**6]
    assert len(text) == len(own) == 10**6
    start = time.process_time()
    cost = cost_of(text, own, 3, alpha=0.1, base=2)
    assert time.process_time() - start < 10, "1.3 s on a slow machine"
    assert cost.probability.size == 10**6
    count = Counter(own)
    alone = cost_of(text, own, 1, base=2)
    by_hand = -sum(c * math.log2(count[token] / len(own)) for token, c in Counter(text).items()) / len(text)
    assert alone.per_token == pytest.approx(by_hand, rel=1e-12)
    text, own = text[: 10**5], own[: 10**5]
    start = time.process_time()
    costs = cost_by_order(text, own, smoothing=0.1, base=2)
    compared = compare_ngrams(text, own, 5)
    assert time.process_time() - start < 10, "0.4 s on a slow machine"
    assert costs.smoothed[2] == pytest.approx(float(cost_of(text, own, 3, alpha=0.1, base=2).per_token), rel=1e-13)
    assert compared.p_counts.sum() == compared.q_counts.sum() == 10**5 - 4
