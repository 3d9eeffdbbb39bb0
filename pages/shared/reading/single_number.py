"""The words about a number without data: landmarks in, marks, sentences and cells out."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ce_core.conventions import Landmark
from pages.shared import words
from pages.shared.palette import Palette
from pages.shared.reading.labels import perplexity
from pages.shared.reading.sanity import Mark, Told, typed
from pages.shared.words import Unit, tinted

MARKS = 7
GUESS, TWICE, SMOOTHED = "uniform guess", "double softmax", "label smoothing"
BELIEFS = {GUESS: "X19", TWICE: "X4", SMOOTHED: "X3", "one certain mistake": "X15"}
PLAIN = Unit("value", None, r"\ln")
"""For an axis with landmarks in several units."""
NO_PROOF = "A hint and no proof: a number alone fits many things. Paste labels and predictions to be sure."


@dataclass(frozen=True)
class Alone:
    """A number, the number of classes, and what it was compared with. Without a number there are the landmarks only."""

    seen: float | None
    classes: int
    landmarks: Sequence[Landmark]
    perplexity: float | None

    @property
    def fits(self) -> list[Landmark]:
        return [] if self.seen is None else [row for row in self.landmarks if row.fits]

    def named(self, name: str) -> Landmark:
        return next(row for row in self.landmarks if row.name == name)


def cannot_compare(seen: float) -> str:
    """Why a number is no mean loss, or nothing."""
    if math.isfinite(seen) and seen >= 0:
        return ""
    return (
        f"{typed(seen)} alone says too little: a mean loss is compared if it is finite and at least 0. "
        "Paste labels and predictions to see where it comes from."
    )


def marks(alone: Alone) -> list[Mark]:
    """What fits, what is nearest, and always a uniform guess."""
    rows = list(alone.landmarks[:MARKS])
    guess = alone.named(GUESS)
    if guess not in rows:
        rows[-1] = guess
    return [
        Mark(row.name.partition(":")[0], row.value, "formula" if row in alone.fits else _kind(row), bare=True)
        for row in rows
    ]


def _kind(row: Landmark) -> str:
    return "guess" if row.name.startswith(GUESS) else "floor" if row.name.startswith((TWICE, SMOOTHED)) else "library"


def scale_alt(rows: Sequence[Mark], seen: float | None) -> str:
    listed = "; ".join(f"{mark.name} {words.number(mark.value, 4)}" for mark in rows)
    return f"A scale of values. {listed}.{'' if seen is None else f' A line across marks {typed(seen)}.'}"


def picture(alone: Alone) -> str:
    guess = words.number(alone.named(GUESS).value, 4)
    if alone.seen is None:
        return (
            f"A uniform guess among {alone.classes} classes costs {guess} nats. There is no number to compare with it."
        )
    if not alone.fits:
        near = min(alone.landmarks, key=lambda row: row.error)
        return (
            f"{typed(alone.seen)} is none of the usual landmarks for {alone.classes} classes; nearest is "
            f"{words.number(near.value, 4)}, {near.name}. A uniform guess costs {guess} nats."
        )
    best = alone.fits[0]
    return f"{typed(alone.seen)} is near {words.number(best.value, 4)}, {best.name}: {best.words}."


def groups(alone: Alone) -> list[list[Told]]:
    """What fits, each in a box of its own."""
    return [
        [
            Told(
                f"{row.name} = {words.number(row.value, 6)}",
                f"{row.words[:1].upper()}{row.words[1:]}.",
                NO_PROOF,
                next((id for start, id in BELIEFS.items() if row.name.startswith(start)), ""),
            )
        ]
        for row in alone.fits
    ]


def found(alone: Alone) -> str:
    if alone.seen is None:
        return "There is no number that can be compared yet."
    if not alone.fits:
        return f"Nothing that is known of {alone.classes} classes alone gives {typed(alone.seen)}."
    return f"{words.count(len(alone.fits), 'landmark')} {'lies' if len(alone.fits) == 1 else 'lie'} near it."


def numbers(alone: Alone) -> dict[str, str]:
    guesses = {f"log C ({unit})": alone.named(f"{GUESS}{part}").value for unit, part in
               (("nats", ""), ("bits", " in bits"), ("bans", " in bans"))}  # fmt: skip
    cells = {name: words.number(value) for name, value in guesses.items()}
    if alone.perplexity is not None:
        cells["perplexity, if nats"] = perplexity(alone.perplexity, alone.seen or 0.0)
    return cells


def table(alone: Alone) -> dict[str, list[str]]:
    return {
        "landmark": [row.name for row in alone.landmarks],
        "value": [words.number(row.value, 6) for row in alone.landmarks],
        "your number minus it": [
            "–" if alone.seen is None else words.number(row.difference, 6) for row in alone.landmarks
        ],
        "near": ["yes" if row in alone.fits else "" for row in alone.landmarks],
        "what it is": [row.words for row in alone.landmarks],
    }


def formula(alone: Alone, colors: Palette) -> list[str]:
    """What is known from the number of classes alone."""
    c = words.whole_tex(alone.classes)
    guess = tinted(colors.loss, rf"{words.tex(alone.named(GUESS).value, 4)}\ \text{{nats}}")
    twice = tinted(colors.floor, rf"{words.tex(alone.named(TWICE).value, 4)}\ \text{{nats}}")
    lines = [
        rf"\ln C&=\ln {c}={guess}",
        rf"\text{{softmax twice}}&\ge\ln\Bigl(1+\frac{{C-1}}{{e}}\Bigr)={twice}",
    ]
    if alone.perplexity is not None and alone.seen is not None:
        power = rf"e^{{\text{{you saw}}}}&=e^{{{words.tex(alone.seen, 4)}}}"
        if math.isfinite(alone.perplexity):
            lines.append(f"{power}={words.tex(alone.perplexity, 4)}")
        else:
            lines.append(rf"{power}\approx10^{{{words.tex(alone.seen / math.log(10), 1)}}}")
    return lines


def notice(alone: Alone) -> list[str]:
    items = []
    if alone.seen is not None and alone.perplexity is not None:
        items.append(
            f"A mean of {typed(alone.seen)} nats is a perplexity of {perplexity(alone.perplexity, alone.seen)}: as "
            f"unsure as a choice among that many equally likely classes, and there are {words.whole(alone.classes)}."
        )
        items.append(_beside_guess(alone.seen, alone.named(GUESS)))
    items.append(
        "Near means within 0.5 %: training comes close to a landmark, and not onto it. For one certain mistake a whole "
        "number of examples has to come out, which happens by accident, too."
    )
    return items


def _beside_guess(seen: float, landmark: Landmark) -> str:
    guess = landmark.value
    if landmark.fits:
        return "That is a uniform guess: look first whether the labels belong to the inputs and the model is used."
    if seen < guess:
        return (
            f"It lies below the {words.number(guess)} nats of a uniform guess, no merit yet: where the classes "
            "are uneven, stating their shares alone costs less than that."
        )
    return (
        f"It lies above the {words.number(guess)} nats of a uniform guess. A model that is worse than that is sure of "
        "wrong classes, or its number is not a mean in nats."
    )
