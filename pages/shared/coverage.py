"""Where the course shows what: every idea (A), reader's question (R) and belief (X), with its page and state. A table.

Ideas and questions are those of the five texts that head `links.py`; the beliefs are those of `beliefs.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pages.shared.beliefs import BELIEFS
from pages.shared.distribution_pair import pair_state
from pages.shared.gaussian_presets import ENTROPY_PRESETS, LINE_PRESETS
from pages.shared.image_controls import pair_state as image_state
from pages.shared.language_presets import PERPLEXITY_PRESETS, RATE_PRESETS, SEQUENCE_PRESETS
from pages.shared.logits_presets import SIGMOID_PRESETS, SOFTMAX_PRESETS
from pages.shared.loss_curve_presets import FAMILY_PRESETS, PRESETS, RULER_PRESETS
from pages.shared.names_presets import BATCH_PRESETS, JOINT_PRESETS, LIKELIHOOD_PRESETS
from pages.shared.sanity_presets import PRESETS as CHECKED
from pages.shared.surprise_presets import EVENTS_PRESETS, SHARE_PRESETS
from pages.shared.training_presets import PRESETS as TRAINING

RGB = "red, green, blue"


@dataclass(frozen=True)
class Place:
    """`page` is the name of a lesson's file, `state` maps its controls to values; an empty one is the page as it opens.

    An idea may have a second place; `besides` says what that adds to the first.
    """

    id: str
    says: str
    page: str
    state: Mapping[str, Any] = field(default_factory=dict)
    besides: str = ""


def example(name: str) -> dict[str, Any]:
    return {"labels_source": "Examples", "labels_example": name}


def several(preset: str) -> dict[str, Any]:
    return {"surp_view": "Several events"} | EVENTS_PRESETS[preset]


IDEAS: tuple[Place, ...] = (
    Place("A1", "the surprise of one event, −log P, in bits or nats", "surprise"),
    Place("A2", "entropy: the average surprise, low if skewed, high if balanced", "surprise", several("Skewed")),
    Place("A3", "cross-entropy: the average code length of events from P, coded for Q", "codes"),
    Place("A4", "cross-entropy is the floor H(P) and the excess KL; KL alone is zero at Q = P", "distributions"),
    Place(
        "A5",
        "the same letters H(P,Q) for joint entropy, which is another thing, as is the conditional one",
        "names",
        {"names_view": "Joint entropy"} | JOINT_PRESETS["A fair forecast"],
    ),
    Place(
        "A6",
        "the label as a one-hot P with entropy 0, the prediction as Q",
        "distributions",
        pair_state("dist", "cat, dog, bird", [1, 0, 0], [0.7, 0.2, 0.1]),
    ),
    Place(
        "A6",
        "labels that are not 0 and 1 are mapped to classes first",
        "labels",
        example("Labels 4 and 7"),
        besides="there labels have names of their own",
    ),
    Place(
        "A7",
        "binary cross-entropy: two classes; two indices, of classes and of examples",
        "names",
        {"names_view": "One batch"} | BATCH_PRESETS["Ten examples"],
    ),
    Place("A8", "the mean of a batch, or the sum", "labels", {**example("Ten examples"), "labels_total": "sum"}),
    Place(
        "A9",
        "soft targets: the smallest loss is H(y), not 0",
        "loss_curve",
        {"curve_view": "Soft targets"} | FAMILY_PRESETS["Smoothed label 0.9"],
    ),
    Place(
        "A10",
        "two grey images pixel by pixel; with the first term alone, all white would be perfect",
        "images",
        image_state("digits-rank-32", "constant grey", 1.0),
    ),
    Place(
        "A11",
        "loss against prediction, with and without the exact opposite",
        "loss_curve",
        {"curve_view": "Points", "curve_opposite": True},
    ),
    Place(
        "A12",
        "a rule of thumb for a good value, and where it fails: 1000 classes",
        "loss_curve",
        {"curve_view": "Good or bad?"} | RULER_PRESETS["1000 classes, loss 2.5"],
    ),
    Place("A13", "the mean of each class shows which is predicted badly", "labels", example("A rare class")),
    Place(
        "A14",
        "log loss is the negative logarithm of a likelihood, from product to sum",
        "names",
        {"names_view": "Likelihood"} | LIKELIHOOD_PRESETS["Five of eight"],
    ),
    Place(
        "A15",
        "squared error is the cross-entropy to a Gaussian, up to factor and constant",
        "gaussian",
        {"gauss_view": "Points and a line"} | LINE_PRESETS["Too flat"],
    ),
    Place(
        "A15",
        "the entropy of a density may lie below 0",
        "gaussian",
        {"gauss_view": "Below 0"} | ENTROPY_PRESETS["Below 0"],
        besides="what differs in the continuous case",
    ),
    Place(
        "A16",
        "sigmoid and softmax, and what floating point does to extreme scores",
        "logits",
        {"logits_view": "Sigmoid"} | SIGMOID_PRESETS["From 1 to 424.5"],
    ),
    Place(
        "A17",
        "the scores of cat, dog and bird through softmax to the loss",
        "logits",
        {"logits_view": "Softmax"} | SOFTMAX_PRESETS["Cat, dog, bird"],
    ),
    Place(
        "A18",
        "four animals before and after more training",
        "logits",
        {"logits_view": "Softmax"} | SOFTMAX_PRESETS["Before more training"],
    ),
    Place(
        "A19",
        "log 0, and how an ε changes the mean",
        "loss_curve",
        {"curve_view": "Points", "curve_opposite": True, "curve_eps": "1e-15"},
    ),
    Place("A20", "the same number from the standard libraries", "published", {"pub_row": "tutorial-keras"}),
    Place("A21", "training by cross-entropy, beside squared error from the same start", "training"),
)
QUESTIONS: tuple[Place, ...] = (
    Place(
        "R1",
        "what 0.2285 of a bit is: code a long message and divide",
        "codes",
        pair_state("codes", "quiet, alarm", [0.96297, 0.03703], [0.96297, 0.03703]) | {"codes_block": 1},
    ),
    Place(
        "R2",
        "whether lower is better: yes for the same P; the floor is H(P), the excess KL",
        "distributions",
        pair_state("dist", RGB, [0.1, 0.4, 0.5], [0.1, 0.4, 0.5]),
    ),
    Place(
        "R3",
        "why p log p is no trouble at 0",
        "surprise",
        {"surp_view": "p log p"} | SHARE_PRESETS["0 · log 0"],
    ),
    Place(
        "R3",
        "what happens at q = 0: the cost is ∞",
        "distributions",
        pair_state("dist", RGB, [0.1, 0.4, 0.5], [0.6, 0.4, 0]),
        besides="the zero is in Q, not in P",
    ),
    Place("R4", "labels 4 and 7 are mapped to 0 and 1", "labels", example("Labels 4 and 7")),
    Place(
        "R5",
        "a math domain error: certain and wrong costs exactly ∞, row by row",
        "labels",
        example("Certain and wrong"),
    ),
    Place(
        "R6",
        "accuracy steady while the validation loss rises: a few answers are wrong and sure of it",
        "training",
        TRAINING["Overfitting"],
    ),
    Place(
        "R7",
        "a loss near 0.5 under label smoothing 0.2: the floor is 0.485 nats for 3 classes",
        "loss_curve",
        {"curve_view": "Good or bad?"} | RULER_PRESETS["Smoothed by 0.2, loss 0.5"],
    ),
    Place(
        "R7",
        "label smoothing 0.2 in training: the loss goes down to its floor and no further",
        "training",
        TRAINING["Smoothed labels"],
        besides="the floor as it shows in a loss curve",
    ),
    Place(
        "R8",
        "bits per character and the loss: one number in two units",
        "language",
        {"lang_view": "Per what?"} | RATE_PRESETS["No accents"],
    ),
    Place(
        "R8",
        "perplexity: the base of the loss to the power of the loss",
        "language",
        {"lang_view": "Perplexity"} | PERPLEXITY_PRESETS["Four equal ways"],
        besides="the third name of the same number",
    ),
    Place(
        "R9",
        "cross-entropy between two sequences by n-grams",
        "language",
        {"lang_view": "Two sequences"} | SEQUENCE_PRESETS["Weather, pairs of days"],
    ),
    Place(
        "R10",
        "why a library shows another number: ε, reduction, weights, precision",
        "labels",
        example("Certain and wrong"),
    ),
    Place(
        "R10",
        "which of them gives the number that a script printed",
        "sanity_check",
        CHECKED["A clipped zero"],
        besides="for a number and data of your own, and for mistakes as well",
    ),
    Place(
        "R11",
        "why not squared error: its slope vanishes where the prediction is surest",
        "loss_curve",
        {"curve_view": "Curve"} | PRESETS["Steep"],
    ),
    Place(
        "R11",
        "the same in training: squared error does not get away from a saturated start",
        "training",
        TRAINING["Saturated start"],
        besides="what the vanishing slope does over many steps",
    ),
    Place(
        "R12",
        "whether grey 0.1 is very likely black: yes, as a probability of white",
        "images",
        image_state("digit-4") | {"images_row": "3", "images_column": "6"},
    ),
)
BELIEVED: tuple[Place, ...] = tuple(
    Place(belief.id, belief.belief, belief.page, {**belief.state, f"{belief.page}_belief": belief.id})
    for belief in BELIEFS.values()
)
COVERAGE: tuple[Place, ...] = (*IDEAS, *QUESTIONS, *BELIEVED)
