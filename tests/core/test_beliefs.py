"""Every number that the table of beliefs tells, computed by ce_core."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import ce_core
from ce_core import readers
from pages.shared.beliefs import BELIEFS
from pages.shared.gaussian_presets import LINE_PRESETS
from pages.shared.label_examples import EXAMPLES
from pages.shared.language_texts import TEXTS
from pages.shared.links import SOURCES
from pages.shared.samples import sample_bytes

RGB, GUESS = [0.1, 0.4, 0.5], [0.8, 0.15, 0.05]
TEN = [1, 1, 1, 1, 1, 0, 0, 0, 0, 0], [0.8, 0.9, 0.9, 0.6, 0.8, 0.1, 0.4, 0.2, 0.1, 0.3]
NO_DISTRIBUTION, FOR_X12 = np.array([0.1, 0.1, 0.1]), np.array([0.3, 0.3, 0.4])
SMOOTHED = ce_core.smooth_labels(np.eye(1000)[0], 0.1)
ELEVEN = [1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.0]


def example(name: str) -> ce_core.Evaluation:
    table = readers.read_table(EXAMPLES[name].text)
    read = readers.read_predictions(table, readers.guess_columns(table))
    return ce_core.evaluate(read.y_true, read.values, sample_weight=read.weights)


def weighted_sum() -> float:
    result = example("Weighted rows")
    return float(np.sum(result.losses * result.weights))


def flower() -> np.ndarray:
    return readers.read_image(sample_bytes("flower.png")).pixels


def sure_of_four(score: float) -> ce_core.SecondSoftmax:
    return ce_core.second_softmax([score, 0, 0, 0], [1, 0, 0, 0])


def by_words(name: str, model: str) -> ce_core.TextCost:
    """Word for word, without smoothing, in bits."""
    return ce_core.text_cost(TEXTS[name], ce_core.ngram_model(TEXTS[model], 1, unit="words"), base=2)


def four_ways() -> dict[tuple[float | None, float | None], Any]:
    rows = ce_core.exponentiations(by_words("Four ways", "Four ways").per_token, base=2)
    return {(row.loss_base, row.base): row for row in rows}


def two_answers() -> ce_core.LineCosts:
    return ce_core.line_costs(by_words("Two answers", "Eight answers"))


def menu() -> ce_core.TextCost:
    return ce_core.text_cost(TEXTS["Menu"], ce_core.ngram_model(TEXTS["Menu"], 1), base=2)


def flat_line() -> ce_core.LineLosses:
    state = LINE_PRESETS["Too flat"]
    x, y = ([float(number) for number in str(state[key]).split()] for key in ("gauss_x", "gauss_y"))
    return ce_core.line_losses(x, y, *(float(str(state[key])) for key in ("gauss_a", "gauss_b", "gauss_sigma")), [0.0])


# What is told, and how it comes about.
NUMBERS: list[tuple[str, str, Callable[[], Any]]] = [
    ("X1", "1.361", lambda: ce_core.cross_entropy(RGB, RGB, base=2)),
    ("X2", "0.468", lambda: ce_core.compare_images(flower(), flower()).mean),
    ("X2", "0.693", lambda: ce_core.entropy([0.5, 0.5])),
    ("X3", "1.015", lambda: ce_core.entropy(SMOOTHED)),
    ("X3", "0.441", lambda: ce_core.entropy(SMOOTHED, base=10)),
    ("X7", "0.611", lambda: ce_core.loss_curve(0.3, [0.3]).loss[0]),
    ("X7", "0.881", lambda: ce_core.loss_curve(0.3, [0.3], base=2).loss[0]),
    ("X7", "1.443", lambda: 1 / math.log(2)),
    ("X12", "0.3", lambda: NO_DISTRIBUTION.sum()),
    ("X12", "−0.517", lambda: np.sum(NO_DISTRIBUTION * np.log2(NO_DISTRIBUTION / FOR_X12))),
    ("X12", "0.014", lambda: ce_core.kl_divergence(ce_core.normalize(NO_DISTRIBUTION), FOR_X12, base=2)),
    ("X14", "0.515", lambda: ce_core.cross_entropy([1, 0, 0], [0.7, 0.2, 0.1], base=2)),
    ("X14", "∞", lambda: ce_core.cross_entropy([0.7, 0.2, 0.1], [1, 0, 0])),
    ("X14", "30", lambda: 100 * (0.2 + 0.1)),
    ("X15", "11", lambda: len(ELEVEN)),
    ("X15", "∞", lambda: ce_core.binary_cross_entropy([1] * 11, ELEVEN)),
    ("X15", "3.860", lambda: ce_core.binary_cross_entropy([1] * 11, ELEVEN, eps=1e-15)),
    ("X15", "2.185", lambda: ce_core.binary_cross_entropy([1] * 11, ELEVEN, eps=1e-7)),
    ("X17", "7.188", weighted_sum),
    ("X17", "6", lambda: example("Weighted rows").losses.size),
    ("X17", "1.198", lambda: weighted_sum() / 6),
    ("X17", "10", lambda: example("Weighted rows").weights.sum()),
    ("X17", "0.719", lambda: example("Weighted rows").mean),
    ("X18", "6.91", lambda: ce_core.entropy(ce_core.normalize([1] * 1000))),
    ("X19", "1", lambda: example("A rare class").per_class_count[1]),
    ("X19", "10", lambda: example("A rare class").losses.size),
    ("X19", "0.325", lambda: example("A rare class").mean),
    ("X19", "0.325", lambda: example("A rare class").baseline),
    ("X19", "0.69", lambda: math.log(2)),
    ("X20", "10", lambda: example("One bad mistake").losses.size),
    ("X20", "9", lambda: 10 * example("One bad mistake").accuracy),
    ("X20", "6", lambda: 10 * example("Many small ones").accuracy),
    ("X20", "0.700", lambda: example("One bad mistake").mean),
    ("X20", "0.626", lambda: example("Many small ones").mean),
    ("X21", "−558", lambda: -(255 * math.log(0.9) + (1 - 255) * math.log(0.1))),
    ("X16", "∞", lambda: ce_core.surprise_curve([0.0]).surprise[0]),
    ("X16", "0", lambda: ce_core.surprise_curve([0.0]).weighted[0]),
    ("X16", "0.00002", lambda: ce_core.surprise_curve([1e-6], base=2).weighted[0]),
    ("X4", "0.0001", lambda: sure_of_four(10).loss[0]),
    ("X4", "0.744", lambda: sure_of_four(10).loss_twice[0]),
    ("X4", "1.461", lambda: ce_core.second_softmax([10] + [0] * 9, [1] + [0] * 9).loss_twice[0]),
    ("X4", "47.5", lambda: 100 * math.e / (math.e + 3)),
    ("X5", "0.053", lambda: sure_of_four(4).loss[0]),
    ("X5", "0.053", lambda: sure_of_four(4).loss_log_twice[0]),
    ("X5", "0.781", lambda: sure_of_four(4).loss_twice[0]),
    ("X6", "0", lambda: ce_core.one_output(*TEN, 1.0, [1.0]).always_one.first_term),
    ("X6", "∞", lambda: ce_core.one_output(*TEN, 1.0, [1.0]).always_one.both_terms),
    ("X6", "0.247", lambda: ce_core.one_output(*TEN, 1.0, [1.0]).two_outputs),
    ("X11", "1.336", lambda: ce_core.kl_calls(RGB, GUESS).values[0].value),
    ("X11", "−0.259", lambda: ce_core.kl_calls(RGB, GUESS).values[2].value),
    ("X13", "0.795", lambda: ce_core.compare_slopes(0.7, 0.4).cross_entropy),
    ("X13", "0.184", lambda: ce_core.compare_slopes(0.7, 0.4).kl),
    ("X13", "−1.250", lambda: ce_core.compare_slopes(0.7, 0.4).cross_entropy_along_p),
    ("X13", "−1.250", lambda: ce_core.compare_slopes(0.7, 0.4).kl_along_p),
    ("X13", "0.611", lambda: ce_core.compare_slopes(0.7, 0.4).entropy),
    ("X8", "1.386", lambda: four_ways()[None, None].loss),
    ("X8", "4.000", lambda: four_ways()[None, None].value),
    ("X8", "2.614", lambda: four_ways()[None, 2].value),
    ("X8", "4", lambda: by_words("Four ways", "Four ways").perplexity),
    ("X8", "2.000", lambda: four_ways()[2, 2].loss),
    ("X8", "4.000", lambda: four_ways()[2, 2].value),
    ("X9", "2", lambda: two_answers().aggregate.perplexities[0]),
    ("X9", "8", lambda: two_answers().aggregate.perplexities[1]),
    ("X9", "5.000", lambda: two_answers().aggregate.mean_of_perplexities),
    ("X9", "4.000", lambda: two_answers().aggregate.perplexity_of_mean),
    ("X9", "1", lambda: two_answers().losses[0]),
    ("X9", "3", lambda: two_answers().losses[1]),
    ("X9", "2", lambda: by_words("Two answers", "Eight answers").per_token),
    ("X9", "4", lambda: by_words("Two answers", "Eight answers").perplexity),
    ("X10", "450.9", lambda: menu().total),
    ("X10", "4.464", lambda: menu().per_character),
    ("X10", "101", lambda: menu().characters),
    ("X10", "3.726", lambda: menu().per_byte),
    ("X10", "121", lambda: menu().bytes),
    ("X10", "25.048", lambda: menu().per_word),
    ("X10", "18", lambda: menu().words),
    ("X10", "2", lambda: len("é".encode())),
    ("X22", "2.805", lambda: flat_line().mse),
    ("X22", "5.836", lambda: flat_line().nll),
    ("X22", "2.000", lambda: flat_line().factor),
    ("X22", "0.226", lambda: flat_line().constant),
    ("X22", "0.736", lambda: flat_line().best_mse_slope),
    ("X22", "0.736", lambda: flat_line().best_nll_slope),
    ("X22", "−1.384", lambda: ce_core.gaussian_nll([0.0], 0.0, 0.1)),
]
# Numbers that are given there, not computed.
GIVEN = {
    "X22": {"2", "0", "0.1"},
    "X8": {"2"},
    "X6": {"1", "0"},
    "X11": {"0"},
    "X13": {"0.4", "0.7"},
    "X4": {"3"},
    "X5": {"1", "0"},
    "X1": {"0"},
    "X2": {"0", "2"},
    "X3": {"1000", "0.1"},
    "X7": {"0.3"},
    "X12": {"0"},
    "X15": {"1e-15", "1e-7"},
    "X16": {"0.000001"},
    "X18": {"1000", "2.5", "2"},
    "X19": {"1"},
    "X21": {"255", "0.9", "0", "1"},
}
NUMERAL = re.compile(r"(?<![\w₀-₉])−?\d+(?:\.\d+)?(?:e-?\d+)?|∞")


def told(belief: str) -> list[str]:
    return NUMERAL.findall(f"{BELIEFS[belief].breaks} {BELIEFS[belief].fix}")


@pytest.mark.parametrize(("belief", "text", "value"), NUMBERS, ids=[f"{row[0]}-{row[1]}" for row in NUMBERS])
def test_number(belief: str, text: str, value: Callable[[], Any]) -> None:
    assert text in told(belief)
    decimals = len(text.partition(".")[2])
    assert f"{float(value()):.{decimals}f}".replace("-", "−").replace("inf", "∞") == text


@pytest.mark.parametrize("belief", list(BELIEFS))
def test_no_number_is_told_that_nobody_computed(belief: str) -> None:
    computed = {text for name, text, _ in NUMBERS if name == belief}
    assert set(told(belief)) == computed | (GIVEN.get(belief, set()) & set(told(belief)))
    assert GIVEN.get(belief, set()) <= set(told(belief))


def test_every_belief_has_its_thread_and_short_beats() -> None:
    for belief in BELIEFS.values():
        assert belief.sources and set(belief.sources) <= set(SOURCES)
        assert all(10 < len(beat) <= 200 for beat in (belief.belief, belief.breaks, belief.fix)), belief.id
