"""The named states of the views of the lesson on language: control values, a table a view."""

from typing import Any

from pages.shared.language_texts import TEXTS

TYPED, FILE = "typed", "file"
MODEL, TEXT, UNIT, N, SMOOTHING, AT = (f"lang_{name}" for name in ("model", "text", "unit", "n", "alpha", "at"))
SOURCES = (*TEXTS, TYPED, FILE)


def state(model: str, text: str, n: int, smoothing: str, unit: str = "characters", at: str = "") -> dict[str, Any]:
    texts = {MODEL: model, TEXT: text, UNIT: unit, N: n, SMOOTHING: smoothing}
    return texts | {AT: at} if at else texts


START = state("Rhyme", "New rhyme", 3, "0.1", at="5")
PRESETS = {
    "A new rhyme": START,
    "Never seen: ∞": state("Rhyme", "New rhyme", 3, "0", at="5"),
    "Its own text": state("Rhyme", "Rhyme", 5, "0", at="5"),
    "Letters alone": state("Rhyme", "New rhyme", 1, "0", at="5"),
    "Prose": state("Harbour", "Lighthouse", 3, "0.1", at="5"),
    "Prose by words": state("Harbour", "Lighthouse", 2, "0.1", "words", at="2"),
}
RATE_PRESETS = {
    "Accents": state("Menu", "Menu", 1, "0"),
    "No accents": state("Rhyme", "New rhyme", 3, "0.1"),
    "Words as tokens": state("Menu", "Menu", 1, "0", "words"),
}
PERPLEXITY_PRESETS = {
    "Four equal ways": state("Four ways", "Four ways", 1, "0", "words"),
    "A new rhyme": state("Rhyme", "New rhyme", 3, "0.1"),
    "Prose by words": state("Harbour", "Lighthouse", 2, "0.1", "words"),
}
MESSAGE_PRESETS = {
    "Perplexities 2 and 8": state("Eight answers", "Two answers", 1, "0", "words"),
    "Four lines of a rhyme": state("Rhyme", "Rhyme", 2, "0"),
    "Never seen: ∞": state("Eight answers", "Two answers", 2, "0", "words"),
}
SEQUENCE_PRESETS = {
    "Weather, pairs of days": state("Weather south", "Weather north", 2, "0.5", "words"),
    "Pairs, not smoothed": state("Weather south", "Weather north", 2, "0", "words"),
    "Single days": state("Weather south", "Weather north", 1, "0.5", "words"),
    "A text against itself": state("Weather north", "Weather north", 2, "0", "words"),
    "Rhymes by letters": state("Rhyme", "New rhyme", 1, "0"),
}
BY_VIEW = {
    "Surprise": PRESETS,
    "Per what?": RATE_PRESETS,
    "Perplexity": PERPLEXITY_PRESETS,
    "Messages": MESSAGE_PRESETS,
    "Two sequences": SEQUENCE_PRESETS,
}


def first(view: str) -> dict[str, Any]:
    """The state that makes the point of this view."""
    return next(iter(BY_VIEW[view].values()))
