"""The controls of the page on images: which two images, which ε, which pixel."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import streamlit as st

from ce_core import DISTORTIONS, Distorted, ImageSurvey, distort, resize, survey_images
from ce_core.readers import LIMITS, GreyImage, ReadError, parse_number, read_image
from pages.shared import controls
from pages.shared.pixel_click import clicked_pixel
from pages.shared.reading import images as reading
from pages.shared.samples import IMAGE_PAIRS, ImageSample, sample_bytes

SAMPLES = {sample.title: sample for sample in IMAGE_PAIRS.values()}
DEFAULT = IMAGE_PAIRS["digits-rank-32"]
OWN = "Your own images"
GIVEN, ITSELF = "as given", "the target itself"
LEAVE, FIT_PREDICTION, FIT_TARGET = "Leave them", "Resize the prediction", "Resize the target"
EPSILONS, TYPED = ["none", "1e-15", "1e-7"], "typed"
FILES = ["png", "jpg", "jpeg", "tif", "tiff", "bmp", "webp"]
PANELS = "images_panel"  # keys of the charts that can be clicked begin with this


@dataclass(frozen=True)
class Loaded:
    """One image that was read; `identity` names it for caches."""

    image: GreyImage
    identity: str


@dataclass(frozen=True)
class ImagePair:
    """Two images of one size, and where they come from in sentences."""

    target: np.ndarray
    prediction: np.ndarray
    identity: str
    notes: tuple[str, ...]


# --- what is remembered: images may be large, so few are kept, and not for long -----------------------------


@st.cache_resource(show_spinner=False)
def _sample(file: str) -> Loaded:
    return Loaded(read_image(sample_bytes(file), name=file), file)


@st.cache_resource(max_entries=4, ttl="10m", show_spinner="Reading the image …")
def _upload(identity: str, _file: Any) -> Loaded:
    return Loaded(read_image(_file.getvalue(), name=_file.name), identity)


@st.cache_resource(max_entries=4, ttl="10m", show_spinner="Making the prediction …")
def _made(identity: str, distortion: str, amount: float, _target: np.ndarray) -> Distorted:
    return distort(_target, distortion, amount)


@st.cache_resource(max_entries=4, ttl="10m", show_spinner="Resizing …")
def _resized(identity: str, height: int, width: int, _image: np.ndarray) -> np.ndarray:
    return resize(_image, height, width)


@st.cache_resource(max_entries=64, ttl="1h", show_spinner="Comparing the pixels …")
def _surveyed(
    identity: str, positive: Literal["white", "black"], eps: float, base: float | None, _pair: ImagePair
) -> ImageSurvey:
    return survey_images(_pair.target, _pair.prediction, positive=positive, eps=eps, base=base)


def survey(pair: ImagePair, positive: Literal["white", "black"], eps: float, base: float | None) -> ImageSurvey:
    """`survey_images` of the pair, remembered: choosing a pixel does not compare all of them again."""
    return _surveyed(pair.identity, positive, eps, base, pair)


def rivals(pair: ImagePair, positive: Literal["white", "black"]) -> dict[str, ImagePair]:
    """The prediction beside the best one there is, and the one that fools the first term."""
    pure = np.full_like(pair.target, 1.0 if positive == "white" else 0.0)
    return {
        "this one": pair,
        "the target itself": ImagePair(pair.target, pair.target, f"{pair.identity} / itself", ()),
        f"all {positive}": ImagePair(pair.target, pure, f"{pair.identity} / {positive}", ()),
    }


# --- which images -------------------------------------------------------------------------------------------


def pair_state(name: str, prediction: str = GIVEN, amount: float | None = None, eps: str = "none") -> dict[str, Any]:
    """A preset as control values."""
    state: dict[str, Any] = {
        "images_pair": IMAGE_PAIRS[name].title,
        "images_prediction": prediction,
        "images_eps": eps,
        "images_row": "",
        "images_column": "",
    }
    return state if amount is None else state | {_amount_key(prediction): amount}


def image_pair() -> ImagePair:
    """Draw the controls; return the pair they mean, or the built-in one with a sentence that says so."""
    which = controls.select("Images", "images_pair", [*SAMPLES, OWN], DEFAULT.title)
    how = controls.select(
        "Prediction",
        "images_prediction",
        [GIVEN, ITSELF, *DISTORTIONS],
        help="As given: the built-in reconstruction, or your own file. All others are made from the target.",
    )
    if which == OWN:
        pair = _own_pair(how)
        if pair:
            return pair
        controls.show_note(f"Shown meanwhile: {DEFAULT.title.lower()}.")
    return _built_in(SAMPLES.get(which, DEFAULT), GIVEN if which == OWN else how)


def _built_in(sample: ImageSample, how: str) -> ImagePair:
    target, prediction = _sample(sample.target), _sample(sample.prediction)
    origin = f"{sample.origin} {sample.licence}."
    if how != GIVEN:
        return _derived(target, how, [origin])
    identity = f"{target.identity} {prediction.identity}"
    notes = (f"{sample.title}. {sample.says}", origin)
    return ImagePair(target.image.pixels, prediction.image.pixels, identity, notes)


def _own_pair(how: str) -> ImagePair | None:
    first, second = st.container(), st.container()  # what one file is answered with must not push the other's box away
    with first:
        target = _uploader("Target image", "images_target_file")
    with second:
        prediction = _uploader("Predicted image", "images_prediction_file") if how == GIVEN else target
    if not (target and prediction):
        return None
    notes = reading.image_notes("Target", target.image)
    if how != GIVEN:
        return _derived(target, how, notes)
    return _matched(target, prediction, notes + reading.image_notes("Prediction", prediction.image))


def _uploader(label: str, key: str) -> Loaded | None:
    file = st.file_uploader(label, FILES, key=key, max_upload_size=LIMITS.image_bytes // 2**20)
    if file is None:
        return None
    try:
        return _upload(file.file_id, file)
    except ReadError as error:
        controls.show_error(str(error))
        return None


def _derived(target: Loaded, how: str, notes: list[str]) -> ImagePair:
    """The prediction made from the target."""
    pixels = target.image.pixels
    if how == ITSELF:
        return ImagePair(pixels, pixels, f"{target.identity} itself", tuple(notes))
    row = DISTORTIONS[how]
    amount = controls.slider(row.amount.capitalize(), _amount_key(how), row.low, row.high, row.default, row.step)
    made = _made(target.identity, how, amount, pixels)
    notes = [*notes, *reading.distortion_notes(row, amount, made)]
    return ImagePair(pixels, made.pixels, f"{target.identity} {how} {amount!r}", tuple(notes))


def _amount_key(distortion: str) -> str:
    return "images_" + distortion.replace(" ", "_")


def _matched(target: Loaded, prediction: Loaded, notes: list[str]) -> ImagePair | None:
    """Two images as they are, or one of them resized if the visitor says so."""
    truth, guess = target.image.pixels, prediction.image.pixels
    identity = f"{target.identity} {prediction.identity}"
    if truth.shape != guess.shape:
        controls.show_error(reading.sizes_differ(target.image, prediction.image))
        fit = controls.choice("Sizes", "images_resize", [LEAVE, FIT_PREDICTION, FIT_TARGET], wrap=True)
        if fit == LEAVE:
            return None
        if fit == FIT_PREDICTION:
            guess = _resized(prediction.identity, *truth.shape, guess)
        else:
            truth = _resized(target.identity, *guess.shape, truth)
        notes = [*notes, reading.resized(fit == FIT_TARGET, truth)]
        identity += f" {fit}"
    return ImagePair(truth, guess, identity, tuple(notes))


# --- which ε, which pixel -----------------------------------------------------------------------------------


def _parse_epsilon(typed: str) -> float:
    value = parse_number(typed, where="The ε")
    if not 0 <= value < 0.5:
        raise ValueError("ε must be at least 0 and less than 0.5.")
    return value


def epsilon() -> float:
    """The ε that the prediction is clipped with; 0 unless the visitor chooses one."""
    picked = controls.select(
        "ε that clips the prediction",
        "images_eps",
        [*EPSILONS, TYPED],
        help="A library clips every predicted probability to ε … 1 − ε. That hides ∞ and makes up a number.",
    )
    if picked != TYPED:
        return epsilons(0.0)[picked]
    value, problem = controls.exact_text("ε, exactly", "images_eps_typed", "1e-3", _parse_epsilon)
    if problem:
        controls.show_error(f"{problem} Used: {value:g}.")
    return value


def epsilons(current: float) -> dict[str, float]:
    """No ε, the usual ones, and the current one."""
    usual = {name: 0.0 if name == "none" else float(name) for name in EPSILONS}
    return usual if current in usual.values() else usual | {f"{current:g}": current}


def chosen_pixel(result: ImageSurvey, pair: ImagePair) -> tuple[int, int]:
    """Boxes for row and column, from 1 as everyone counts; returns (row, column) from 0."""
    _take_click(result, pair)
    place = []
    boxes = st.container(horizontal=True, wrap=False, gap="small")
    for name, key, size, costliest in (
        ("Row", "images_row", result.height, result.costliest[0]),
        ("Column", "images_column", result.width, result.costliest[1]),
    ):
        with boxes.container():
            value, problem = controls.exact_text(
                name,
                key,
                "",
                lambda typed, name=name, size=size: reading.parse_place(typed, name, size),
                placeholder=str(costliest + 1),
            )
        place.append(costliest if value is None else min(value, size) - 1)
        if problem:
            controls.show_error(f"{problem} Shown: {place[-1] + 1}.")
    return place[0], place[1]


def _take_click(result: ImageSurvey, pair: ImagePair) -> None:
    """A click on a map chooses the costliest pixel of the block under it."""
    click = clicked_pixel("images_click", PANELS)
    if not click:
        return
    block = result.block
    top, left = (int(place - 1) // block * block for place in click)
    rows, columns = slice(top, top + block), slice(left, left + block)
    row, column = survey_images(pair.target[rows, columns], pair.prediction[rows, columns]).costliest
    st.session_state["images_row"] = str(top + row + 1)
    st.session_state["images_column"] = str(left + column + 1)
