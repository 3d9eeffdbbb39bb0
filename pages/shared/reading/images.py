"""The words of the lesson on two images: results in, sentences and LaTeX out. Places are said from 1."""

from collections.abc import Mapping, Sequence

import numpy as np

from ce_core import Distorted, Distortion, ImageComparison, ImageSurvey, information_content
from ce_core.readers import GreyImage
from pages.shared import words
from pages.shared.palette import Palette
from pages.shared.words import Unit, tinted

MOSTLY = 0.9


def _size(width: int, height: int) -> str:
    return f"{width}×{height}"


def _at(place: tuple[int, int]) -> str:
    return f"row {place[0] + 1}, column {place[1] + 1}"


# --- where the images come from -----------------------------------------------------------------------------


def image_notes(name: str, image: GreyImage) -> list[str]:
    """What was read, and what the reader did to it."""
    read = f"{name}: {_size(image.width, image.height)} pixels, {image.bits} bits."
    return [read, *(f"{name}: {note[:1].upper()}{note[1:]}." for note in image.notes)]


def distortion_notes(row: Distortion, amount: float, made: Distorted) -> list[str]:
    notes = [f"Prediction made from the target by {row.name}: {row.formula}, with a = {words.short(amount)}."]
    if row.name == "noise":
        notes.append("The noise is seeded: the same link shows the same noise.")
    if made.clipped:
        notes.append(
            f"{words.count(made.clipped, 'pixel')} of {words.whole(made.pixels.size)} left the range from black to "
            "white and became pure black or white."
        )
    return notes


def sizes_differ(target: GreyImage, prediction: GreyImage) -> str:
    return (
        f"The target has {_size(target.width, target.height)} pixels, the prediction "
        f"{_size(prediction.width, prediction.height)}: there is no pixel to compare with each pixel. "
        "Resize one of them, or choose another file."
    )


def resized(target_was: bool, pixels: np.ndarray) -> str:
    name = "target" if target_was else "prediction"
    height, width = pixels.shape
    return f"The {name} was resized to {_size(width, height)}: every new pixel is the mean of its area."


def parse_place(typed: str, name: str, size: int) -> int | None:
    """A row or column from 1; nothing typed means the costliest pixel."""
    text = typed.strip()
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= 9 and 1 <= int(text) <= size):
        raise ValueError(f"{name} must be a whole number from 1 to {size}.")
    return int(text)


# --- the picture --------------------------------------------------------------------------------------------


def titles(result: ImageSurvey, unit: Unit) -> tuple[str, str, str]:
    """The three maps as one equation of their means."""
    loss, floor, excess = (words.amount(x, unit) for x in (result.mean, result.floor_mean, result.kl_mean))
    return f"Loss {loss}", f"= floor {floor}", f"+ excess {excess}"


def scale_note(result: ImageSurvey, unit: Unit) -> str:
    note = (
        f"One scale for all three maps, in {unit.name}; their titles are means over all pixels. "
        "Click a map to choose a pixel; at first it is the costliest."
    )
    if result.block > 1:
        note += f" Each dot is the mean of {result.block}×{result.block} pixels, ∞ if one of them is."
    return note


def picture_alt(name: str, result: ImageSurvey) -> str:
    return f"{name}: a grey image of {_size(result.width, result.height)} pixels."


def map_alt(name: str, title: str, result: ImageSurvey) -> str:
    holes = f" {words.count(result.infinite, 'pixel')} at ∞." if name != "floor" and result.infinite else ""
    return f"Map of the {name} of every pixel. {title}.{holes}"


def picture(result: ImageSurvey, exact: ImageSurvey, eps: float, unit: Unit) -> str:
    """The maps read aloud. `exact` is the same without ε."""
    loss, floor, excess = (words.amount(x, unit) for x in (result.mean, result.floor_mean, result.kl_mean))
    if result.infinite:
        if result.infinite == result.pixels:
            who = f"All {words.count(result.pixels, 'pixel')} cost ∞"
        elif result.infinite == 1:
            who = f"One of {words.count(result.pixels, 'pixel')} costs ∞, the one at {_at(result.infinite_at[0])}"
        else:
            who = (
                f"{words.whole(result.infinite)} of {words.count(result.pixels, 'pixel')} cost ∞, "
                f"the first at {_at(result.infinite_at[0])}"
            )
        return (
            f"{who}: predicted as pure black or white, as if nothing else could be, and the target says otherwise. "
            f"So the sum and the mean are ∞. The floor stays {floor} a pixel; all that is infinite is excess."
        )
    if exact.infinite:
        return (
            f"With ε = {_typed(eps)} a pixel costs {loss} on average. Exactly it is ∞, because of "
            f"{words.count(exact.infinite, 'pixel')} predicted with certainty, the first at "
            f"{_at(exact.infinite_at[0])}: this number was made by the ε."
        )
    if result.mean == 0:
        return "Every pixel is pure black or white and predicted so with certainty: the loss is 0."
    if result.kl_total == 0:
        return (
            f"The prediction is the target, pixel by pixel, and the excess is 0. Still a pixel costs {loss} on "
            "average: that is the floor, the price of grey, and no prediction can go below it."
        )
    share = result.floor_total / result.total
    tail = "Only the excess could be gained by predicting better." if share > MOSTLY else ""
    return (
        f"A pixel costs {loss} on average. The floor, which a perfect prediction pays too because the target is "
        f"grey, is {floor} or {words.percent(share)} of it; the prediction itself adds {excess}. {tail}"
    ).strip()


def metrics(result: ImageSurvey, exact: ImageSurvey, unit: Unit) -> dict[str, str]:
    return {
        "mean loss": words.amount(result.mean, unit),
        "sum of the loss": words.amount(result.total, unit, 1),
        "sum of the floor": words.amount(result.floor_total, unit, 1),
        "sum of the excess": words.amount(result.kl_total, unit, 1),
        "pixels": words.whole(result.pixels),
        "pixels at ∞": words.whole(exact.infinite) + ("" if exact is result else " without ε"),
    }


# --- one pixel ----------------------------------------------------------------------------------------------


def pixel_line(grey: float, guess: float, pixel: ImageComparison, unit: Unit) -> str:
    """The chosen pixel in one line, beside its boxes."""
    return (
        f"Target {words.short(grey, 4)}, prediction {words.short(guess, 4)}: "
        f"loss {words.amount(pixel.total, unit)} = floor {words.number(pixel.floor_total)} + "
        f"excess {words.number(pixel.kl_total)}."
    )


def _classes(positive: str) -> tuple[str, str]:
    other = "black" if positive == "white" else "white"
    return f"1: {positive}", f"0: {other}"


def pixel_table(pixel: ImageComparison, positive: str, unit: Unit) -> dict[str, list[str]]:
    """A pixel as two classes: how likely each is, what is believed, what it adds."""
    y, p = float(pixel.target[0, 0]), float(pixel.prediction[0, 0])
    return {
        "class": [*_classes(positive), "sum"],
        "target": [words.short(y), words.short(1 - y), "1"],
        "predicted": [words.short(p), words.short(1 - p), "1"],
        f"adds, {unit.name}": [
            words.number(x, 4) for x in (pixel.first_term_total, pixel.second_term[0, 0], pixel.total)
        ],
    }


def pixel_formula(pixel: ImageComparison, eps: float, unit: Unit, colors: Palette) -> str:
    y, p = float(pixel.target[0, 0]), float(np.clip(pixel.prediction[0, 0], eps, 1 - eps))

    def term(weight: float, chance: float) -> str:
        shown = words.short(chance, 4) if "×" not in words.short(chance, 4) else words.tex(chance)
        return rf"-{tinted(colors.p, words.short(weight, 4))}\,{unit.log} {tinted(colors.q, shown)}"

    loss = tinted(colors.loss, rf"{words.tex(pixel.total, 4)}\ \text{{{unit.name}}}")
    lines = [
        rf"\ell &= -y\,{unit.log}\hat y-(1-y)\,{unit.log}(1-\hat y)",
        rf"&= {term(y, p)}{term(1 - y, 1 - p)}",
        rf"&= {words.tex(pixel.first_term_total, 4)}+{words.tex(pixel.second_term[0, 0], 4)}={loss}",
        rf"&= {_floor_and_excess(pixel.floor_total, pixel.kl_total, colors)}",
    ]
    return r"\begin{aligned}" + r"\\[4pt]".join(lines) + r"\end{aligned}"


def _floor_and_excess(floor: float, excess: float, colors: Palette) -> str:
    return (
        rf"\underbrace{{{tinted(colors.floor, words.tex(floor, 4))}}}_{{\text{{floor}}}}+"
        rf"\underbrace{{{tinted(colors.excess, words.tex(excess, 4))}}}_{{\text{{excess}}}}"
    )


# --- all pixels ---------------------------------------------------------------------------------------------


def formula(result: ImageSurvey, eps: float, unit: Unit, colors: Palette) -> list[str]:
    """Mean and sum over the pixels, and what is left with the first term only."""
    clipped = [] if eps == 0 else [rf"\hat y &\in [\varepsilon,\,1-\varepsilon],\ \varepsilon={_power(eps)}"]
    total = tinted(colors.loss, rf"{words.tex(result.mean, 4)}\ \text{{{unit.name}}}")
    return [
        r"L &= \tfrac1N\textstyle\sum_i \ell_i",
        rf"\ell_i &= -y_i\,{unit.log}\hat y_i",
        rf"&\quad\ -(1-y_i)\,{unit.log}(1-\hat y_i)",
        *clipped,
        rf"L &= {_floor_and_excess(result.floor_mean, result.kl_mean, colors)}={total}",
        rf"N L &= {result.pixels}\cdot {words.tex(result.mean, 4)}={words.tex(result.total, 1)}\ \text{{{unit.name}}}",
        rf"L_{{\text{{1st term}}}} &= -\tfrac1N\textstyle\sum_i y_i\,{unit.log}\hat y_i",
        rf"&= {words.tex(result.first_term_mean, 4)}\ \text{{{unit.name}}}",
    ]


def _power(eps: float) -> str:
    mantissa, _, power = _typed(eps).partition("e")
    return mantissa if not power else rf"{mantissa}\times10^{{{power}}}"


def _typed(eps: float) -> str:
    """As the control has it: `1e-7`."""
    mantissa, _, power = f"{eps:g}".partition("e")
    return f"{mantissa}e{int(power)}" if power else mantissa


def first_term_table(rows: Mapping[str, ImageSurvey], unit: Unit) -> dict[str, list[str]]:
    return {
        "prediction": list(rows),
        "both terms": [words.amount(row.mean, unit) for row in rows.values()],
        "first term only": [words.amount(row.first_term_mean, unit) for row in rows.values()],
    }


def first_term(positive: str) -> str:
    return (
        f"−Σ y log ŷ alone leaves out every pixel’s {_classes(positive)[1][3:]} share. It calls an image of nothing "
        f"but {positive} perfect, and better than the target itself; with both terms the target itself is best."
    )


def too_many(result: ImageSurvey, most: int) -> str:
    return (
        f"The tables of the first term and of the ε are left out: with more than {words.whole(most)} pixels "
        f"(here {words.whole(result.pixels)}) they would take too long. Smaller images have them."
    )


def epsilon_table(rows: Mapping[str, ImageSurvey], unit: Unit) -> dict[str, list[str]]:
    return {"ε": list(rows), "mean loss": [words.amount(row.mean, unit) for row in rows.values()]}


def epsilon(exact: ImageSurvey) -> str:
    if not exact.infinite:
        return "No pixel is certain and wrong: the exact mean is finite, and no ε is needed."
    return (
        f"{words.count(exact.infinite, 'pixel')} of {words.whole(exact.pixels)} cost ∞. Every ε turns them into "
        "another number, and nothing but the ε decides which."
    )


def notice(result: ImageSurvey, exact: ImageSurvey, positive: str, unit: Unit) -> Sequence[str]:
    half = words.amount(information_content(0.5, base=unit.base), unit)
    items = [
        f"A grey value is read as the probability of {positive}: grey 0.1 is very likely "
        + ("black." if positive == "white" else "white, once black is class 1.")
        + " Exchanging the two classes changes neither loss, floor nor excess, only the first term.",
        f"The floor map peaks where the target is mid-grey: {half} a pixel. Where the target is pure black or white it "
        "is 0. A loss that does not reach 0 on grey images is not broken.",
    ]
    if exact.infinite:
        items.append(
            "∞ is not an overflow. A prediction of exactly 0 or 1 rules one class out; if the target gives that class "
            "any weight, no finite cost is enough. Predictions cut off at black and white do this."
        )
    if result.kl_total == 0:
        items.append("The excess is 0 only when the two images are equal in every pixel.")
    else:
        items.append(
            "Only the excess can be trained away. Its map shows where prediction and target differ, more strictly "
            "where the target is nearly black or white."
        )
    return items
