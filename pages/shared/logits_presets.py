"""The named states of the views of the scores: control values, a table a view; and what sources print for them."""

from dataclasses import dataclass

ANIMALS, FOUR, LETTERS = "cat, dog, bird", "dog, cat, horse, cheetah", "a, b, c"
TEN = "0, 1, 2, 3, 4, 5, 6, 7, 8, 9"


def scores(classes: str, z: str, y: str, t: str = "1") -> dict[str, object]:
    return {"logits_classes": classes, "logits_z": z, "logits_y": y, "logits_t": t}


def big(z: str, y: str = "1, 0, 0", shift: str = "0", t: str = "1") -> dict[str, object]:
    return {
        "logits_big_classes": LETTERS,
        "logits_big_z": z,
        "logits_big_y": y,
        "logits_big_shift": shift,
        "logits_big_t": t,
    }


def twice(classes: str, z: str, y: str) -> dict[str, object]:
    return {"logits_twice_classes": classes, "logits_twice_z": z, "logits_twice_y": y}


def singles(z: str, y: str) -> dict[str, object]:
    return {"logits_s": z, "logits_targets": y}


SOFTMAX_PRESETS = {
    "Sure of the wrong one": scores(ANIMALS, "3, 0.6, 6.3", "1, 0, 0"),
    "Cat, dog, bird": scores(ANIMALS, "9.8, 3.7, 0.2", "1, 0, 0"),
    "Before more training": scores(FOUR, "2.9893, 1.09, 0, 0.5849", "1, 0, 0, 0"),
    "After it": scores(FOUR, "4.4692, 1.09, 0, 0.5849", "1, 0, 0, 0"),
    "Hot": scores(ANIMALS, "9.8, 3.7, 0.2", "1, 0, 0", "5"),
    "Soft target": scores(ANIMALS, "3, 0.6, 6.3", "0.2, 0.05, 0.75"),
}
OVERFLOW_PRESETS = {
    "Overflow": big("1000, 990, 980"),
    "Shifted back": big("1000, 990, 980", shift="-1000"),
    "Only the sum overflows": big("709.5, 709.5, 709"),
    "All underflow": big("-1000, -990, -980"),
    "The right class underflows": big("0, -5, -800", "0, 0, 1"),
    "0 times ∞": big("0, -5, -800"),
    "Digits lost": big("40, 0, 0"),
}
TWICE_PRESETS = {
    "Four classes": twice("a, b, c, d", "4, 0, 0, 0", "1, 0, 0, 0"),
    "Four, certain": twice("a, b, c, d", "10, 0, 0, 0", "1, 0, 0, 0"),
    "Ten, certain": twice(TEN, "10, 0, 0, 0, 0, 0, 0, 0, 0, 0", "1, 0, 0, 0, 0, 0, 0, 0, 0, 0"),
    "Certain and wrong": twice("a, b, c, d", "10, 0, 0, 0", "0, 1, 0, 0"),
    "Soft target": twice(ANIMALS, "3, 0.6, 6.3", "0.2, 0.05, 0.75"),
}
SIGMOID_PRESETS = {
    "From 1 to 424.5": singles("1, 9, 424.5, -3, -243", "1, 1, 1, 0, 0"),
    "Around 0": singles("-4, -2, 0, 2, 4", "0, 0, 1, 1, 1"),
    "Saturated and wrong": singles("424.5, 40, -40, -1000", "0, 0, 1, 1"),
    "One soft target": singles("0.8473", "0.7"),
}


@dataclass(frozen=True)
class Remark:
    """A row of the table of printed numbers that belongs to a preset, and what of its scores is ours."""

    row: str
    ours: str = ""


REMARKS = {
    "Cat, dog, bird": Remark("profound-cce"),
    "Before more training": Remark(
        "gitbook-before", "It prints probabilities only; the scores are ours, chosen to give them."
    ),
    "After it": Remark("gitbook-after", "It prints dog alone; the others keep their old proportion here."),
}
