"""What each mistake means and how to mend it. Two tables: in general, and where an exercise needs words of its own."""

from ce_core import Exercise, Mistake

M = Mistake

MENDED: dict[Mistake, str] = {
    M.WRONG_BASE: "The steps are right, the logarithm is another one: this is the value in another unit.",
    M.NO_MINUS: (
        "The size is right, the sign is not: a logarithm of a probability is negative, and a minus stands in front."
    ),
    M.SUM_FOR_MEAN: "That is the sum. The mean is asked: divide it.",
    M.MEAN_FOR_SUM: "That is the mean, of one alone. All of them together are asked.",
    M.SWAPPED: (
        "The arguments changed places: what happens weights the terms, what is believed stands in the logarithm."
    ),
    M.FORGOT_TERM: "One term is missing from the sum. Every event counts, also a rare one.",
    M.TOTAL: "That is the total H(P,Q). The excess is what remains when the floor H(P) is taken off.",
    M.EXCESS: "That is the excess KL alone. The floor H(P) is part of the cost too.",
    M.FLOOR: "That is the floor H(P) alone. It does not say what believing Q costs.",
    M.NOT_WEIGHTED: "The weights are missing: what happens often counts more than what happens rarely.",
    M.WEIGHTED: "That is −p log p, what the event adds to an average. Its own surprise has no weight.",
    M.OTHER_CLASS: "That belongs to another class. Look for the probability of what did happen.",
    M.LOG_OF_MEAN: "You averaged the probabilities first. Take −log of each one, then the mean: the order matters.",
    M.MEAN_OF_PERPLEXITIES: "That is the mean of two perplexities. Average the losses first, then exponentiate once.",
    M.NO_EXPONENT: "The logarithm has not been undone: perplexity is an exponential of the loss.",
    M.UNIFORM: "That is what a uniform guess costs. Knowing the shares, one can do better.",
    M.ZERO: "0 would need a target that is certain. This one is not, so even a perfect prediction costs something.",
    M.SECOND_SOFTMAX: "Softmax has been applied twice. Scores become probabilities once.",
    M.ONE_SCORE: "The true class's score alone does not decide: what counts is how far it lies above the others.",
    M.DENOMINATOR: "You divided by the number of examples. A weighted mean divides by the sum of the weights.",
    M.INVERTED: (
        "You multiplied by ln 2 where a division was due: a bit is smaller than a nat, so there are more of them."
    ),
    M.SQUARED: "That is the squared error. It is another measure, with another order and other values.",
    M.REVERSED: "Exactly the other way round: the smallest comes first.",
    M.RAW: "That is the order of the numbers themselves. What they stand for has to be computed from them.",
    M.OTHER_AXIS: "That is the number on the other axis: place and height changed roles.",
    M.OTHER_CURVE: "That was read off the other curve.",
    M.OTHERS_ONLY: "You gave all of α to the wrong classes. The true class gets its share α/C too.",
    M.ANY_ZERO: "Your Q excludes only what never happens anyway. That costs nothing.",
    M.UNCHANGED: "1 leaves the scores as they are. The curve is lower elsewhere.",
    M.MOST: "The end of the axis is where the model is most sure of itself, and each wrong answer costs most.",
}
_TWO_TERMS = "Only one of the two terms is there. Both count: the one with log p and the one with log(1 − p)."
SPECIAL: dict[tuple[str, Mistake], str] = {
    ("surprise", M.OTHER_CLASS): "That is the surprise at the event not happening, with 1 − p in the logarithm.",
    ("entropy", M.UNIFORM): "That is the entropy of three equally likely events. These are not equally likely.",
    ("soft target", M.SWAPPED): "Target and prediction changed places: y weights the terms, p stands in the logarithm.",
    ("soft target", M.FORGOT_TERM): _TWO_TERMS,
    ("soft target", M.FLOOR): "That is the floor H(y), what a perfect prediction would cost. This one is not perfect.",
    ("kl", M.FLOOR): "That is the floor H(P). The excess is what Q costs beyond it.",
    ("mean loss", M.FORGOT_TERM): "Examples of one label are missing. Label 1 costs −log p, label 0 costs −log(1 − p).",
    ("softmax loss", M.OTHER_CLASS): "That is what another class would have cost. The first one is the true one.",
    ("softmax loss", M.ONE_SCORE): (
        "That is a sigmoid of one score. With three classes the other scores stand in the denominator."
    ),
    ("perplexity", M.WRONG_BASE): "The losses are in nats, so the base of the exponential is e, not 2 or 10.",
    ("message length", M.MEAN_FOR_SUM): "That is the cost of one event. The message has many.",
    ("message length", M.EXCESS): "That is only what is wasted. The length holds the floor too.",
    ("message length", M.FLOOR): "So short would the message be in a code made for P. This code was made for Q.",
    ("weighted mean", M.SUM_FOR_MEAN): "That is the weighted sum. Divide it by the sum of the weights.",
    ("weighted mean", M.NOT_WEIGHTED): "The weights are missing: this is the plain mean.",
    (
        "nats to bits",
        M.WRONG_BASE,
    ): "Unchanged, the number stays in nats; ln 10 makes bans. Divide it by ln 2.",
    ("nats to bits", M.NO_EXPONENT): (
        "That is an exponential of the loss, and with the wrong base. Only the unit is to change."
    ),
    ("gaussian", M.NO_MINUS): "That is the log-likelihood. The negative one is asked.",
    ("gaussian", M.FORGOT_TERM): "One of the three parts is missing: the squared distance, ln σ, or ½ ln 2π.",
    ("gaussian", M.SQUARED): "That is the squared distance. It is divided by 2σ², and ln σ + ½ ln 2π is added.",
    ("rank events by surprise", M.WEIGHTED): "That is the order of −p log p. Surprise itself has no weight.",
    ("rank events by cost", M.NOT_WEIGHTED): (
        "That is the order of −log Q alone. How often an event happens weights it."
    ),
    ("rank events by cost", M.SWAPPED): "P and Q changed places: P weights, Q stands in the logarithm.",
    ("rank by entropy", M.NOT_WEIGHTED): "That is the order of Σ −log p, without the weights p.",
    ("rank predictions", M.SWAPPED): "That is the order of H(Q,P): P and Q changed places.",
    ("rank predictions", M.SQUARED): "That is the order by squared distance from P, which punishes small Q too little.",
    ("rank pairs by excess", M.TOTAL): "That is the order of H(P,Q), which holds the floor H(P) of each pair.",
    ("rank pairs by excess", M.SWAPPED): "That is the order of KL(Q‖P): P and Q changed places.",
    ("rank models", M.LOG_OF_MEAN): (
        "That is the order by mean probability. The mean is over −log p: one near 0 costs a lot."
    ),
    ("rank scores", M.ONE_SCORE): "That is the order by the true score alone. What counts is its lead over the others.",
    ("rank targets by floor", M.RAW): (
        "That is the order of y itself. The floor is highest at y = 0.5 and 0 at both ends."
    ),
    ("two events", M.TOTAL): "With your Q it is H(P,Q) that hits the target. Asked is the excess alone.",
    ("three events", M.TOTAL): "With your Q it is H(P,Q) that hits the target. Asked is the excess alone.",
    ("two events", M.SWAPPED): "With your Q it is KL(Q‖P) that hits the target. Asked is KL(P‖Q): P stands first.",
    ("three events", M.SWAPPED): "With your Q it is KL(Q‖P) that hits the target. Asked is KL(P‖Q): P stands first.",
    ("the other direction", M.SWAPPED): (
        "With your Q it is KL(P‖Q) that hits the target. Asked is KL(Q‖P): Q stands first."
    ),
    ("the other direction", M.TOTAL): "With your Q it is H(Q,P) that hits the target. Asked is the excess alone.",
    ("total cost", M.EXCESS): "With your Q it is KL(P‖Q) that hits the target. Asked is the total, floor included.",
    ("total cost", M.SWAPPED): "With your Q it is H(Q,P) that hits the target. Asked is H(P,Q): P weights.",
    ("certain truth", M.OTHER_CLASS): "With your Q it is −log(1 − Q₁) that hits. What happens is event 1 itself.",
    ("no excess", M.UNIFORM): (
        "The uniform Q is the most cautious one, not the one without excess. That one depends on P."
    ),
    ("infinite excess", M.SWAPPED): (
        "Your Q allows what never happens. That makes KL(Q‖P) infinite; KL(P‖Q) stays finite."
    ),
    ("perplexity of Q", M.NO_EXPONENT): "With your Q it is H(P,Q) that hits. Perplexity is an exponential of it.",
    ("perplexity of Q", M.SWAPPED): "With your Q it is the exponential of H(Q,P) that hits. P weights the terms.",
    ("floor of a soft target", M.TOTAL): "So much this Q costs. The floor is what the best Q would cost.",
    ("floor of a soft target", M.EXCESS): (
        "That is what this Q costs too much. The floor is what remains when nothing is wasted."
    ),
    ("floor of a soft target", M.SWAPPED): "That is the entropy of Q. The floor is set by what happens, by P.",
    ("floor of a known label", M.TOTAL): "So much this Q costs. A Q that is sure of class 1 costs less.",
    ("floor of a known label", M.UNIFORM): "That is what guessing costs, not the least that is possible.",
    ("floor of a grey pixel", M.FORGOT_TERM): _TWO_TERMS,
    ("floor of a grey pixel", M.UNIFORM): "That is what p = 0.5 costs. Predicting the grey exactly costs less.",
    ("floor of an image", M.FORGOT_TERM): _TWO_TERMS,
    ("floor of an image", M.UNIFORM): (
        "That is what mid-grey everywhere costs. Predicting each grey exactly costs less."
    ),
    ("floor of smoothed labels", M.UNIFORM): (
        "That is what a uniform guess over the classes costs, not the least possible."
    ),
    ("floor without inputs", M.UNIFORM): "That is what a uniform guess costs. Predicting the class shares costs less.",
    ("floor without inputs", M.ZERO): "0 would need to know each label. Without inputs, only the shares can be known.",
    ("floor without inputs", M.NOT_WEIGHTED): (
        "That is the plain mean of −log share. A class with more examples counts more."
    ),
    ("floor of a second softmax", M.ZERO): (
        "Scores between 0 and 1 cannot make softmax certain: e¹ against e⁰ is all the lead there is."
    ),
    ("floor of a second softmax", M.UNIFORM): "That is a uniform guess, with all scores equal. A lead of 1 costs less.",
    ("floor of a density", M.ZERO): "0 has no special meaning for a density: it may be above 1, and its −log below 0.",
    ("floor of a density", M.FORGOT_TERM): "A part is missing: ln σ, ½ ln 2π and ½ belong together.",
    ("floor of a density", M.NO_MINUS): "The size is right, the sign is not.",
    ("loss at a prediction", M.OTHER_CURVE): "That was read off the curve of the other answer.",
    ("prediction at a loss", M.OTHER_CURVE): "That was read off the curve of the target 0. The answer was 1.",
    ("height of the lowest point", M.OTHER_AXIS): (
        "That is the place of the lowest point, the target. Asked is its height."
    ),
    ("target of a curve", M.OTHER_AXIS): "That is the height of the lowest point, the floor. Asked is its place.",
    ("target of a curve", M.OTHER_CLASS): (
        "That is 1 − y. The axis shows the probability of class 1, and so does the target."
    ),
    ("excess at a prediction", M.TOTAL): (
        "That is the height above 0, the whole loss. The excess begins at the level line."
    ),
    ("excess at a prediction", M.FLOOR): (
        "That is the height of the level line, the floor. The excess is what lies above it."
    ),
    ("entropy of a coin", M.OTHER_CURVE): (
        "That is the surprise at heads. The entropy averages it with the surprise at tails."
    ),
    ("floor by smoothing", M.OTHER_CURVE): "That was read off the curve for another number of classes.",
    ("best confidence", M.OTHER_AXIS): "That is the height of the lowest point, the loss there. Asked is its place.",
}


_OTHER_UNITS = {
    "bits": ("wrong base: nats", "wrong base: bans"),
    "nats": ("wrong base: bits", "wrong base: bans"),
    "": ("wrong base: 2", "wrong base: 10"),
}
_WAYS: dict[tuple[str, str], tuple[str, ...]] = {
    ("surprise", M.OTHER_CLASS): ("1 − p in the logarithm",),
    ("target of a curve", M.OTHER_CLASS): ("1 − y",),
    ("softmax loss", M.OTHER_CLASS): ("class 2 instead", "class 3 instead"),
    ("soft target", M.FORGOT_TERM): ("forgot the term of 0", "forgot the term of 1"),
    ("mean loss", M.FORGOT_TERM): ("forgot the zeros", "forgot the ones"),
    ("floor of a grey pixel", M.FORGOT_TERM): ("only the term of 1", "only the term of 0"),
    ("floor of an image", M.FORGOT_TERM): ("forgot the terms of 0", "forgot the terms of 1"),
    ("gaussian", M.FORGOT_TERM): ("forgot ½ ln 2π", "forgot ln σ", "forgot the distance"),
    ("floor of a density", M.FORGOT_TERM): ("forgot ½", "forgot ½ ln 2π"),
}


def ways(task: Exercise, mistake: Mistake, count: int) -> tuple[str, ...]:
    """The names of the values that this mistake leads to, in their order."""
    named = _WAYS.get((task.about or task.name, mistake), ())
    if mistake is M.WRONG_BASE and not named:
        named = _OTHER_UNITS[task.unit]
    if len(named) >= count:
        return named[:count]
    return (str(mistake),) if count == 1 else tuple(f"{mistake}: {place}" for place in range(1, count + 1))


def called(name: str, mistake: str) -> str:
    """What this mistake is called in this exercise."""
    return _WAYS.get((name, mistake), ())[0] if len(_WAYS.get((name, mistake), ())) == 1 else mistake


def mended(name: str, mistake: Mistake) -> str:
    """The feedback for this mistake in this exercise."""
    return SPECIAL.get((name, mistake), MENDED[mistake])
