"""What learners often believe, where the app shows it break, and what holds instead. A table."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pages.shared.gaussian_presets import LINE_PRESETS
from pages.shared.language_presets import MESSAGE_PRESETS, PERPLEXITY_PRESETS, RATE_PRESETS
from pages.shared.names_presets import CALL_PRESETS, GRADIENT_PRESETS, ONE_OUTPUT_PRESETS


@dataclass(frozen=True)
class Belief:
    """Three beats: the belief, how it breaks, the fix. `state`: the controls of the lesson `page` that show it.

    `page` is the name of its file. Numbers are in the unit that is usual there; its state sets that unit, too.
    """

    id: str
    page: str
    belief: str
    breaks: str
    fix: str
    state: Mapping[str, Any]
    sources: tuple[str, ...]


BELIEFS: dict[str, Belief] = {
    row.id: row
    for row in (
        Belief(
            "X1",
            "distributions",
            "A perfect prediction costs 0.",
            "Here Q is exactly P. The excess is 0, and still the cost is 1.361 bits: the floor H(P).",
            "Only a certain P has the floor 0. Judge a loss by its excess over H(P), not by its distance from 0.",
            {"dist_events": "red, green, blue", "dist_p": "0.1, 0.4, 0.5", "dist_q": "0.1, 0.4, 0.5"},
            ("same_not_zero",),
        ),
        Belief(
            "X12",
            "distributions",
            "A KL divergence can be negative.",
            "P sums to 0.3 here. The bare sum P log(P/Q) would be −0.517 bits; the page refuses P, because it is no "
            "distribution.",
            "Press “Normalise P”: the divergence is 0.014 bits. Of two distributions it is never below 0.",
            {"dist_events": "red, green, blue", "dist_p": "0.1, 0.1, 0.1", "dist_q": "0.3, 0.3, 0.4"},
            ("negative_kl",),
        ),
        Belief(
            "X14",
            "distributions",
            "Cross-entropy is a symmetric distance.",
            "H(P,Q) is 0.515 bits here. Press “Swap P and Q”: the other way round it is ∞, for the new Q rules out "
            "what happens 30 % of the time.",
            "The first argument says what happens, the second what is believed. Where neither is the truth, "
            "JS(P,Q) is symmetric.",
            {"dist_events": "cat, dog, bird", "dist_p": "1, 0, 0", "dist_q": "0.7, 0.2, 0.1"},
            ("not_symmetric",),
        ),
        Belief(
            "X3",
            "loss_curve",
            "With label smoothing a perfect network still reaches 0.",
            "1000 classes smoothed by 0.1: the dashed floor stands at 1.015 nats, and no prediction gets below it. "
            "The same floor is 0.441 in bans, log₁₀.",
            "Smoothing makes the target a soft one, and its entropy is the least possible loss. Compare with that.",
            {"curve_view": "Good or bad?", "curve_value": "1.0148", "curve_classes": "1000", "curve_smoothing": 0.1},
            ("smoothing_floor",),
        ),
        Belief(
            "X7",
            "loss_curve",
            "Another log base is another loss.",
            "The smallest loss for the target 0.3 is 0.611 nats. Choose bits in the sidebar: 0.881 bits, "
            "and the lowest point still lies at p = 0.3.",
            "Another base multiplies every loss by the same factor, 1.443 from nats to bits. What is best stays best.",
            {"curve_view": "Curve", "curve_y": "0.3", "curve_p": "0.3"},
            ("log_base",),
        ),
        Belief(
            "X15",
            "loss_curve",
            "Against log 0, any ε will do.",
            "One of 11 predictions is certain and wrong: the mean is ∞. With ε = 1e-15 it reads 3.860 nats, "
            "with 1e-7 it reads 2.185.",
            "The ε decides the number, so say which. Exactly, one certain error costs ∞.",
            {"curve_view": "Points", "curve_opposite": True, "curve_eps": "1e-15"},
            ("log_zero",),
        ),
        Belief(
            "X18",
            "loss_curve",
            "A loss lies between 0 and 1; above 2 something is broken.",
            "With 1000 classes a uniform guess costs ln 1000 = 6.91 nats. A loss of 2.5 is far better than guessing "
            "there, and worse than a guess with 2 classes.",
            "Compare with the cost of a guess, ln C, not with a fixed scale. There is no upper end.",
            {"curve_view": "Good or bad?", "curve_value": "2.5", "curve_classes": "1000", "curve_smoothing": 0.0},
            ("good_value",),
        ),
        Belief(
            "X21",
            "loss_curve",
            "A negative binary cross-entropy is normal.",
            "A pixel of 255 as target y: with p = 0.9 the bare formula gives −558 nats, and less as p grows. "
            "Here 255 is refused.",
            "A target is a probability, from 0 to 1. Divide pixels by 255 first; then no loss is below 0.",
            {"curve_view": "Curve", "curve_y": "255", "curve_p": "0.9"},
            ("negative_bce",),
        ),
        Belief(
            "X17",
            "labels",
            "A mean is always the sum over N.",
            "The weighted sum is 7.188 nats over 6 rows. Divided by N that is 1.198, "
            "divided by the weights, 10, it is 0.719.",
            "Ask what a mean divides by: rows, weights, or rows times classes. This page divides by the weights.",
            {"labels_source": "Examples", "labels_example": "Weighted rows"},
            ("weighted_mean",),
        ),
        Belief(
            "X19",
            "labels",
            "0.69 always means guessing.",
            "1 row in 10 is of class 1. To say 10 % for every row costs 0.325 nats and knows nothing, "
            "though 0.325 is far below 0.69.",
            "A model that knows only the shares of the classes pays their entropy. That baseline is the one to beat.",
            {"labels_source": "Examples", "labels_example": "A rare class"},
            ("chance_level",),
        ),
        Belief(
            "X20",
            "labels",
            "When the loss goes up, accuracy goes down.",
            "9 of 10 are right here, and the mean is 0.700 nats. The example “Many small ones” is right 6 times, "
            "and its mean is lower: 0.626 nats.",
            "Accuracy counts errors, the loss weighs their confidence: one certain error outweighs many small ones.",
            {"labels_source": "Examples", "labels_example": "One bad mistake"},
            ("loss_and_accuracy",),
        ),
        Belief(
            "X2",
            "images",
            "An autoencoder whose loss stays above 0 is broken.",
            "A photograph compared with itself: every excess is 0, and a pixel still costs 0.468 nats on average. "
            "The floor map is brightest at mid-grey.",
            "Grey is an uncertain target: its entropy is the floor, up to ln 2 = 0.693 nats at mid-grey.",
            {
                "images_pair": "Flower photograph from 80 principal components",
                "images_prediction": "the target itself",
                "images_eps": "none",
            },
            ("grey_floor",),
        ),
        Belief(
            "X16",
            "surprise",
            "0 · log 0 is NaN.",
            "At P = 0 the computer multiplies 0 by ∞ and gets NaN. The curve runs into 0: "
            "at P = 0.000001 the share is down to 0.00002 bits.",
            "0 · log 0 counts as 0, its limit: what never happens adds nothing to an average. "
            "Code asks for P = 0 first, or uses xlogy.",
            {"surp_view": "p log p", "surp_p": "0"},
            ("zero_log_zero",),
        ),
        Belief(
            "X4",
            "logits",
            "A softmax before a loss that takes scores is harmless.",
            "Four classes and a sure, right answer: from the scores the loss is 0.0001 nats, "
            "with a softmax first it is stuck at 0.744. With ten classes it would be 1.461.",
            "Such a loss has its softmax inside: give it the scores. "
            "A second softmax leaves the right one of four at most e/(e + 3) = 47.5 %.",
            {
                "logits_view": "Softmax twice",
                "logits_twice_classes": "a, b, c, d",
                "logits_twice_z": "10, 0, 0, 0",
                "logits_twice_y": "1, 0, 0, 0",
                "logits_softmax": True,
                "logits_log_softmax": True,
            },
            ("softmax_twice",),
        ),
        Belief(
            "X5",
            "logits",
            "Log-softmax twice is as bad as softmax twice.",
            "Both switches are on. The curve with a second log-softmax lies on the first: 0.053 nats either way. "
            "A second softmax makes 0.781 nats of it.",
            "After one log-softmax, log Σ exp is log 1 = 0, so the second subtracts nothing. "
            "It is idempotent: a wasted line, not a mistake.",
            {
                "logits_view": "Softmax twice",
                "logits_twice_classes": "a, b, c, d",
                "logits_twice_z": "4, 0, 0, 0",
                "logits_twice_y": "1, 0, 0, 0",
                "logits_softmax": True,
                "logits_log_softmax": True,
            },
            ("log_softmax_twice",),
        ),
        Belief(
            "X6",
            "names",
            "Binary and categorical cross-entropy are interchangeable.",
            "One output that always says 1: −Σ y log p costs 0 nats, a perfect score, though half of the labels are 0. "
            "Binary cross-entropy costs ∞.",
            "With two outputs they are one number, 0.247 nats for these ten. One output needs the binary formula: "
            "it alone has a term for class 0.",
            {"names_view": "One output"} | ONE_OUTPUT_PRESETS["Always 1"],
            ("one_output", "one_output_code"),
        ),
        Belief(
            "X11",
            "names",
            "F.kl_div(p, q) is KL(P‖Q), of probabilities.",
            "KL(P‖Q) is 1.336 nats here. F.kl_div(p, q) returns −0.259: below 0, and no error.",
            "The model comes first, as a logarithm, and the terms are summed: F.kl_div(q.log(), p, "
            'reduction="sum") returns 1.336.',
            {"names_view": "F.kl_div"} | CALL_PRESETS["Three colours"],
            ("kl_div_order", "kl_div_notation", "kl_div_logs"),
        ),
        Belief(
            "X13",
            "names",
            "Cross-entropy and KL divergence train differently.",
            "At q = 0.4 and P = 0.7 they are 0.795 and 0.184 nats. Their slopes are both −1.250: parallel curves, "
            "0.611 nats apart everywhere.",
            "For a fixed P they differ by H(P), a constant: one gradient, one minimum. They part only if P moves, too.",
            {"names_view": "KL or CE"} | GRADIENT_PRESETS["Too low"],
            ("kl_or_ce",),
        ),
        Belief(
            "X8",
            "language",
            "Perplexity is 2^loss.",
            "The loss is 1.386 nats here, and libraries print nats. 2^1.386 is 2.614, but the words are as hard to "
            "guess as one of 4.",
            "The power takes the base of the logarithm: e^1.386 = 4.000 for nats, 2^2.000 = 4.000 for bits. "
            "Mixed, it means nothing.",
            {"lang_view": "Perplexity"} | PERPLEXITY_PRESETS["Four equal ways"],
            ("perplexity_base",),
        ),
        Belief(
            "X9",
            "language",
            "The mean of perplexities is the perplexity of the mean.",
            "Two messages of equal length have perplexities 2 and 8. Their mean is 5.000, but the perplexity of the "
            "whole text is 4.000.",
            "Average the losses first, 1 and 3 bits: 2 bits, and 2² = 4. A mean of powers is never below the power "
            "of the mean.",
            {"lang_view": "Messages"} | MESSAGE_PRESETS["Perplexities 2 and 8"],
            ("mean_perplexity",),
        ),
        Belief(
            "X10",
            "language",
            "Bits per character are bits per byte are bits per word.",
            "One length, 450.9 bits, and three rates: 4.464 for each of 101 characters, 3.726 for each of 121 bytes, "
            "25.048 for each of 18 words.",
            "Say per what. An é is one character of 2 bytes, so an accent alone makes a text look cheaper per byte.",
            {"lang_view": "Per what?"} | RATE_PRESETS["Accents"],
            ("per_byte",),
        ),
        Belief(
            "X22",
            "gaussian",
            "Squared error has nothing to do with cross-entropy.",
            "For this line the squared error is 2.805 and the negative log-likelihood 5.836 nats: 2.000 times as much, "
            "plus 0.226. Both are lowest at the same slope, 0.736.",
            "NLL = MSE/2σ² + ½ ln 2πσ² for a fixed σ. With a density it may fall below 0, to −1.384 nats for a perfect "
            "line at σ = 0.1.",
            {"gauss_view": "Points and a line"} | LINE_PRESETS["Too flat"],
            ("goodfellow",),
        ),
    )
}
