"""What a lesson asks before it shows: the questions, every answer with the feedback for that answer. A table."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pages.shared.gaussian_presets import ENTROPY_PRESETS, LINE_PRESETS
from pages.shared.names_presets import JOINT_PRESETS, LONG_PRESETS
from pages.shared.sanity_presets import PRESETS as CHECKED
from pages.shared.training_presets import PRESETS as TRAINING


@dataclass(frozen=True)
class Answer:
    """One thing a learner may say. `state` holds control values that show what the feedback tells.

    With `value` the answer is a number: it is meant when what was typed lies within `within` of it.
    `belief` is the misconception behind it (an id of `beliefs.py`); its state is shown then.
    """

    text: str
    says: str
    right: bool = False
    value: float | None = None
    within: float = 0.0
    state: Mapping[str, Any] = field(default_factory=dict)
    belief: str = ""


@dataclass(frozen=True)
class Prediction:
    """A question of the lesson `page` (the name of its file). Answers without `value` are offered to choose from.

    If the first answer has a `value`, a number is asked for, and the last answer stands for every other number.
    """

    page: str
    question: str
    answers: tuple[Answer, ...]

    @property
    def is_number(self) -> bool:
        return self.answers[0].value is not None

    def meant_by(self, number: float) -> Answer:
        """The nearest answer that the number lies within, else the last one."""
        near = [
            (distance, place)
            for place, answer in enumerate(self.answers[:-1])
            if answer.value is not None and (distance := abs(number - answer.value)) <= answer.within
        ]
        return self.answers[min(near)[1]] if near else self.answers[-1]


PREDICTIONS: tuple[Prediction, ...] = (
    Prediction(
        "distributions",
        "If Q becomes exactly P, the cross-entropy H(P,Q) will be …",
        (
            Answer(
                "0",
                "Not 0: a perfect Q removes the excess only. The floor H(P) stays, for P itself is uncertain.",
                belief="X1",
            ),
            Answer(
                "H(P), above 0",
                "Yes. Q = P removes the excess; the floor, the entropy of P, is left.",
                right=True,
                state={"dist_p": "0.1, 0.4, 0.5", "dist_q": "0.1, 0.4, 0.5"},
            ),
            Answer(
                "below 0",
                "Never: every −log Q is at least 0, so is their mean. The least that any Q reaches is H(P).",
                state={"dist_p": "0.1, 0.4, 0.5", "dist_q": "0.1, 0.4, 0.5"},
            ),
        ),
    ),
    Prediction(
        "loss_curve",
        "A model knows nothing and gives each of 1000 classes the same probability. What does it cost, in nats?",
        (
            Answer("ln 1000", "Yes: −ln 1/1000 = ln 1000 = 6.908 nats.", right=True, value=6.908, within=0.1),
            Answer(
                "1",
                "A loss has no upper end at 1. The guess gives the true class 1/1000, and −ln 1/1000 = 6.908 nats.",
                value=1.0,
                within=0.5,
                belief="X18",
            ),
            Answer(
                "ln 2",
                "0.693 nats is a guess between two classes. Among 1000 it is ln 1000 = 6.908 nats.",
                value=0.693,
                within=0.05,
                belief="X18",
            ),
            Answer("log₂ 1000", "That is in bits. In nats, ln 1000, it is 6.908.", value=9.966, within=0.1),
            Answer(
                "other",
                "The guess gives the true class 1/1000, so the cost is −ln 1/1000 = ln 1000 = 6.908 nats.",
                belief="X18",
            ),
        ),
    ),
    Prediction(
        "labels",
        "Model A answers nine of ten correctly, model B only six of ten. Whose mean loss is lower?",
        (
            Answer(
                "A's",
                "Not always. One error of A that is nearly certain can cost more than four timid errors of B.",
                belief="X20",
            ),
            Answer(
                "B's",
                "It can be so, but it need not: the loss weighs how sure every answer was, right or wrong.",
                belief="X20",
            ),
            Answer(
                "that depends",
                "Yes: the loss looks at how sure every answer was, accuracy only at which side of the fence it fell.",
                right=True,
                state={"labels_source": "Examples", "labels_example": "One bad mistake"},
            ),
        ),
    ),
    Prediction(
        "images",
        "A photograph with grey pixels is compared with itself. Its mean loss will be …",
        (
            Answer(
                "0",
                "Not 0: grey is an uncertain target, and its entropy is a floor that nothing undercuts.",
                belief="X2",
            ),
            Answer(
                "above 0",
                "Yes. The excess is 0 everywhere; the floor, the entropy of every grey value, is left.",
                right=True,
                state={
                    "images_pair": "Flower photograph from 80 principal components",
                    "images_prediction": "the target itself",
                    "images_eps": "none",
                },
            ),
            Answer(
                "below 0",
                "With grey values from 0 to 1 no pixel can cost less than 0. With 0 to 255 the formula breaks.",
                belief="X21",
            ),
        ),
    ),
    Prediction(
        "published",
        "A label is known: P = [1, 0, 0], and its entropy is exactly 0. What do PyTorch and Keras return for it?",
        (
            Answer(
                "0",
                "Not quite. Both clip probabilities before they take logarithms, which leaves a little: 1.2×10⁻⁷ nats.",
                state={"pub_source": "all", "pub_verdict": "all", "pub_row": "tutorial-label-entropy-1"},
            ),
            Answer(
                "a little more than 0",
                "Yes: 1.2×10⁻⁷ nats. Each library clips by an ε of its own, as the tutorial adds one of its own.",
                right=True,
                state={"pub_source": "all", "pub_verdict": "all", "pub_row": "tutorial-label-entropy-1"},
            ),
            Answer(
                "NaN, for 0 · log 0",
                "So it would be if the formula were typed as it stands. They clip to avoid that, and so miss the 0.",
                state={"pub_source": "all", "pub_verdict": "all", "pub_row": "tutorial-label-entropy-1"},
            ),
        ),
    ),
    Prediction(
        "surprise",
        "An event that never happens joins a list of events. To the entropy its term 0 · log 0 adds …",
        (
            Answer(
                "0",
                "Yes: P falls faster than −log P rises, so the product runs into 0. What never happens adds nothing.",
                right=True,
                state={"surp_view": "p log p", "surp_p": "0"},
            ),
            Answer(
                "NaN: it is undefined",
                "So says floating point, which has no rule for 0 · ∞. The limit is 0, and 0 is what it counts as.",
                belief="X16",
            ),
            Answer(
                "∞",
                "The surprise alone is ∞. Weighted by how often it comes, never, the product runs into 0.",
                state={"surp_view": "p log p", "surp_p": "1e-6"},
            ),
        ),
    ),
    Prediction(
        "surprise",
        "Four equally likely events: what is their entropy, in bits?",
        (
            Answer(
                "2",
                "Yes: two yes-or-no questions single out one of four. No other P over four events has more.",
                right=True,
                value=2.0,
                within=0.001,
                state={"surp_view": "Several events", "surp_dist": "0.25, 0.25, 0.25, 0.25", "surp_mix": 0.0},
            ),
            Answer(
                "4",
                "4 counts the events. Bits count yes-or-no questions, and the first already rules out two of the four.",
                value=4.0,
                within=0.001,
                state={"surp_view": "Several events", "surp_dist": "0.25, 0.25, 0.25, 0.25", "surp_mix": 0.0},
            ),
            Answer(
                "1",
                "1 bit is a fair coin, two events. Four events take two such questions.",
                value=1.0,
                within=0.001,
                state={"surp_view": "A coin", "surp_heads": "0.5"},
            ),
            Answer(
                "in nats",
                "1.386 is ln 4: the same entropy in nats. In bits it is log₂ 4 = 2.",
                value=1.386,
                within=0.01,
                state={"surp_view": "Several events", "surp_dist": "0.25, 0.25, 0.25, 0.25", "surp_mix": 0.0},
            ),
            Answer(
                "−2",
                "log₂ ¼ is −2; the surprise is its negative. An entropy of events is never below 0.",
                value=-2.0,
                within=0.001,
                state={"surp_view": "Several events", "surp_dist": "0.25, 0.25, 0.25, 0.25", "surp_mix": 0.0},
            ),
            Answer(
                "0.25",
                "0.25 is the probability of one event. Its surprise is −log₂ 0.25, and so is the average of all four.",
                value=0.25,
                within=0.001,
                state={"surp_view": "One event", "surp_p": "0.25"},
            ),
            Answer(
                "another number",
                "Each has probability ¼, so each carries −log₂ ¼ = 2 bits, and that is the average too.",
                state={"surp_view": "Several events", "surp_dist": "0.25, 0.25, 0.25, 0.25", "surp_mix": 0.0},
            ),
        ),
    ),
    Prediction(
        "codes",
        "A source says “no” 96.3 % of the time and “yes” otherwise. What must a code for it spend on each, at least?",
        (
            Answer(
                "1 bit",
                "A codeword does take whole bits. But let one stand for six symbols: 0.276 bits for each are enough.",
                state={
                    "codes_events": "yes, no",
                    "codes_p": "0.03703, 0.96297",
                    "codes_q": "0.03703, 0.96297",
                    "codes_block": 6,
                    "codes_length": 10_000,
                },
            ),
            Answer(
                "less than 1 bit",
                "Yes: H(P) = 0.2285 bits, as an average over a long message. No symbol alone takes a part of a bit.",
                right=True,
                state={
                    "codes_events": "yes, no",
                    "codes_p": "0.03703, 0.96297",
                    "codes_q": "0.03703, 0.96297",
                    "codes_block": 1,
                    "codes_length": 10_000,
                },
            ),
            Answer(
                "nothing",
                "Then no “yes” would ever arrive, and 3.7 % of the symbols are one. On average 0.2285 bits are needed.",
                state={
                    "codes_events": "yes, no",
                    "codes_p": "0.03703, 0.96297",
                    "codes_q": "0.03703, 0.96297",
                    "codes_block": 1,
                    "codes_length": 10_000,
                },
            ),
        ),
    ),
    Prediction(
        "codes",
        "Q rules out a symbol that P sends once in a thousand. What does a symbol take on average in a code for Q?",
        (
            Answer(
                "hardly more than without it",
                "A rare symbol is cheap only if it has a codeword. This one has none, and a mean with ∞ in it is ∞.",
                state={
                    "codes_events": "a, b, c",
                    "codes_p": "0.6, 0.399, 0.001",
                    "codes_q": "0.6, 0.4, 0",
                    "codes_block": 1,
                    "codes_length": 10_000,
                },
            ),
            Answer(
                "∞ bits",
                "Yes: there is no codeword for it. However rare it is, the message stops there.",
                right=True,
                state={
                    "codes_events": "a, b, c",
                    "codes_p": "0.6, 0.399, 0.001",
                    "codes_q": "0.6, 0.4, 0",
                    "codes_block": 1,
                    "codes_length": 10_000,
                },
            ),
            Answer(
                "0.001 of a long codeword",
                "So it would be with a small Q, such as 0.0001. At Q = 0 no codeword is long enough: it has none.",
                state={
                    "codes_events": "a, b, c",
                    "codes_p": "0.6, 0.399, 0.001",
                    "codes_q": "0.6, 0.3999, 0.0001",
                    "codes_block": 1,
                    "codes_length": 10_000,
                },
            ),
        ),
    ),
    Prediction(
        "logits",
        "Four classes. The network ends in a softmax, and the loss applies one too. How low can the loss get, in nats?",
        (
            Answer(
                "0.744",
                "Yes: −ln(e/(e + 3)). Probabilities taken for scores differ by at most 1, and that is never certain.",
                right=True,
                value=0.744,
                within=0.01,
                state={
                    "logits_view": "Softmax twice",
                    "logits_twice_z": "10, 0, 0, 0",
                    "logits_twice_y": "1, 0, 0, 0",
                    "logits_softmax": True,
                },
            ),
            Answer(
                "0",
                "Not with two softmaxes: the second takes numbers between 0 and 1 for scores, and nearly equal ones.",
                value=0.0,
                within=0.01,
                belief="X4",
            ),
            Answer(
                "1.386",
                "That is ln 4, what an even guess costs. Two softmaxes do better than a guess, but not by much.",
                value=1.386,
                within=0.01,
                state={
                    "logits_view": "Softmax twice",
                    "logits_twice_z": "0, 0, 0, 0",
                    "logits_twice_y": "1, 0, 0, 0",
                    "logits_softmax": True,
                },
            ),
            Answer(
                "another number",
                "The first softmax can say 1, 0, 0, 0 at best. Taken for scores, these give the right class e/(e + 3).",
                belief="X4",
            ),
        ),
    ),
    Prediction(
        "logits",
        "And a log-softmax before a loss that applies one itself? The loss will be …",
        (
            Answer(
                "the same as without",
                "Yes: the second log-softmax subtracts log Σ exp of log-probabilities, and that is log 1 = 0.",
                right=True,
                state={
                    "logits_view": "Softmax twice",
                    "logits_twice_z": "4, 0, 0, 0",
                    "logits_twice_y": "1, 0, 0, 0",
                    "logits_log_softmax": True,
                },
            ),
            Answer(
                "stuck above 0 as well",
                "No: log-probabilities are scores like any others, and their softmax is the same softmax again.",
                belief="X5",
            ),
            Answer(
                "∞, for log 0",
                "No: a log-softmax of finite scores is finite, and so is the log-softmax of that.",
                state={
                    "logits_view": "Softmax twice",
                    "logits_twice_z": "10, 0, 0, 0",
                    "logits_twice_y": "0, 1, 0, 0",
                    "logits_log_softmax": True,
                },
            ),
        ),
    ),
    Prediction(
        "training",
        "The loss on validation points becomes four times as high. The share of right answers there …",
        (
            Answer(
                "falls with it",
                "Not here: 95 % at the lowest loss, 95 % at four times that. The same two points are wrong, only ever "
                "surer; the loss counts how sure.",
                state=TRAINING["Overfitting"],
            ),
            Answer(
                "may stay the same",
                "Yes. Accuracy asks on which side an answer lies, the loss also how sure it is. Here both wrong points "
                "get surer.",
                right=True,
                state=TRAINING["Overfitting"],
            ),
            Answer(
                "rises",
                "It may, but nothing makes it. Here it stays at 95 %, while two wrong answers get ever surer.",
                state=TRAINING["Overfitting"],
            ),
        ),
    ),
    Prediction(
        "training",
        "Labels of three classes are smoothed by 0.2, training goes perfectly. Near which loss, in nats, does it end?",
        (
            Answer(
                "the floor",
                "Yes: a smoothed label, 0.867, 0.067, 0.067, has an entropy of 0.485 nats, and no answer costs less.",
                right=True,
                value=0.485,
                within=0.02,
                state=TRAINING["Smoothed labels"],
            ),
            Answer(
                "0",
                "Not 0: the target itself is unsure now. Its entropy, 0.485 nats, is a floor under the loss.",
                value=0.0,
                within=0.05,
                state=TRAINING["Smoothed labels"],
            ),
            Answer(
                "0.2",
                "0.2 is what is mixed into the label, not what it costs. The label’s entropy is 0.485 nats.",
                value=0.2,
                within=0.02,
                state=TRAINING["Smoothed labels"],
            ),
            Answer(
                "ln 3",
                "ln 3 = 1.099 nats is an even guess. The smoothed label still favours its class: 0.485 nats.",
                value=1.099,
                within=0.02,
                state=TRAINING["Smoothed labels"],
            ),
            Answer(
                "other",
                "It ends at the entropy of the smoothed label 0.867, 0.067, 0.067: 0.485 nats.",
                state=TRAINING["Smoothed labels"],
            ),
        ),
    ),
    Prediction(
        "names",
        "Of 5000 examples, a model gives the right answer about 75\u202f% each time, and to one in ten only "
        "40\u202f%. Multiplied one by one, these make the likelihood. On a computer it is …",
        (
            Answer(
                "about 0.75",
                "That is the typical factor. The product of 5000 such factors is about 10⁻⁶²⁴, and float64 shows 0.",
                state={"names_view": "Long product"} | LONG_PRESETS["One of ten below ½"],
            ),
            Answer(
                "small, but fine",
                "It is about 10⁻⁶²⁴, and no float64 is between 0 and 5·10⁻³²⁴. The product is lost; its logarithm is "
                "not.",
                state={"names_view": "Long product"} | LONG_PRESETS["One of ten below ½"],
            ),
            Answer(
                "0",
                "Yes: 10⁻⁶²⁴ is below every positive float64, and a factor below ½ takes even the smallest one to 0. "
                "The logarithm, a sum, loses nothing.",
                right=True,
                state={"names_view": "Long product"} | LONG_PRESETS["One of ten below ½"],
            ),
        ),
    ),
    Prediction(
        "names",
        "Weather P and forecast Q: the forecast gets better and better, while it rains and is forecast as often as "
        "before. Their cross-entropy H(P,Q) …",
        (
            Answer(
                "falls",
                "The conditional entropy falls. The cross-entropy sees how often each happens, not on which days.",
                state={"names_view": "Joint entropy"} | JOINT_PRESETS["A fair forecast"],
            ),
            Answer(
                "stays",
                "Yes: it is made of the two shares alone. What falls is the joint and the conditional entropy.",
                right=True,
                state={"names_view": "Joint entropy"} | JOINT_PRESETS["A fair forecast"],
            ),
            Answer(
                "rises",
                "What rises is the mutual information, what the forecast tells. Joint and conditional entropy fall, "
                "the cross-entropy of the shares stays.",
                state={"names_view": "Joint entropy"} | JOINT_PRESETS["A fair forecast"],
            ),
        ),
    ),
    Prediction(
        "language",
        "A library prints a loss of 2 nats per token. What is the perplexity?",
        (
            Answer("e²", "Yes: nats belong to e, and e² = 7.389.", right=True, value=7.389, within=0.1),
            Answer(
                "2²", "That is 2 to the power of the loss, right for bits only.", value=4.0, within=0.3, belief="X8"
            ),
            Answer(
                "the loss",
                "2 is the loss itself. The perplexity is its power: e² = 7.389 equally likely tokens.",
                value=2.0,
                within=0.3,
                belief="X8",
            ),
            Answer("other", "The perplexity is base^loss, for nats e² = 7.389.", belief="X8"),
        ),
    ),
    Prediction(
        "language",
        "Two messages of the same length have perplexities 2 and 8. What is the perplexity of both together?",
        (
            Answer("4", "Yes: the losses average to 2 bits, and 2² = 4.", right=True, value=4.0, within=0.1),
            Answer(
                "5",
                "That is the mean of the perplexities. Average the losses, not their powers: 1 and 3 bits give 2 bits.",
                value=5.0,
                within=0.3,
                belief="X9",
            ),
            Answer(
                "10",
                "Perplexities do not add up. The losses, 1 and 3 bits, average to 2 bits, a perplexity of 4.",
                value=10.0,
                within=0.3,
                belief="X9",
            ),
            Answer(
                "16",
                "A product counts the choices of one token from each message; per token it is its root, 4.",
                value=16.0,
                within=0.5,
                belief="X9",
            ),
            Answer("other", "Average the losses, 1 and 3 bits, and take the power: 2² = 4.", belief="X9"),
        ),
    ),
    Prediction(
        "gaussian",
        "A bell curve gets narrower and narrower: σ = 1, then 0.5, then 0.1. Its entropy …",
        (
            Answer(
                "falls towards 0",
                "It falls, but not towards 0: a density may exceed 1, and at σ = 0.1 the entropy is −0.884 nats.",
                state={"gauss_view": "Below 0"} | ENTROPY_PRESETS["Below 0"],
            ),
            Answer(
                "falls below 0",
                "Yes: a density may exceed 1, so −log p may be negative. At σ = 0.242 the entropy passes 0.",
                right=True,
                state={"gauss_view": "Below 0"} | ENTROPY_PRESETS["Below 0"],
            ),
            Answer(
                "stays",
                "Where the bell stands has no say in its entropy, its width has: half of σ takes 0.693 nats away.",
                state={"gauss_view": "Below 0"} | ENTROPY_PRESETS["Below 0"],
            ),
        ),
    ),
    Prediction(
        "gaussian",
        "A line is fitted through points by squared error, then by the likelihood of a Gaussian with σ = 0.5, then "
        "with σ = 2. The best slope …",
        (
            Answer(
                "is the same",
                "Yes: the likelihood is the squared error, scaled by 1/(2σ²) and shifted. Its lowest place stays.",
                right=True,
                state={"gauss_view": "Points and a line"} | LINE_PRESETS["Wide σ"],
            ),
            Answer(
                "changes with σ",
                "A fixed σ only scales and shifts the loss. The slope would change if every point had its own σ.",
                state={"gauss_view": "Points and a line"} | LINE_PRESETS["σ unequal"],
            ),
            Answer(
                "differs once",
                "The likelihood of a Gaussian is the squared error in another scale: NLL = MSE/2σ² + a constant.",
                belief="X22",
            ),
        ),
    ),
    Prediction(
        "sanity_check",
        "One of six predictions gave 0 to what happened. scikit-learn reports 6.18 nats. The exact mean is …",
        (
            Answer(
                "infinite",
                "Yes. What was given 0 costs ∞, and so does the mean. scikit-learn clips at 2.2×10⁻¹⁶, where it costs "
                "36.04 nats: a sixth of that is 6.01 of the 6.18.",
                right=True,
                state=CHECKED["A clipped zero"],
            ),
            Answer(
                "6.18 nats",
                "That number is made by the clip: scikit-learn takes 2.2×10⁻¹⁶ for the 0, which costs 36.04 nats "
                "instead of ∞. With another ε it would be another number.",
                state=CHECKED["A clipped zero"],
            ),
            Answer(
                "about 0.17 nats",
                "That is what the five other predictions add to the mean. The sixth happened, too, and costs ∞.",
                state=CHECKED["A clipped zero"],
            ),
        ),
    ),
)
