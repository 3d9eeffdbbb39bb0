"""The words of every exercise: what is told and asked, the hints, where it is taught. A table, one row an exercise.

A hint is first the idea, then the formula, then the first step with the numbers; the solution is all the steps.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ce_core import Exercise
from pages.shared import words
from pages.shared.reading import exercise_steps as steps
from pages.shared.reading.exercise_steps import Board, Steps

Ask = Callable[[Exercise], str]


@dataclass(frozen=True)
class Told:
    """Given lists as columns of a table: the name of its rows, and the heading of each list.

    Items to be put in order are its rows; where each is a list itself, `parts` heads its columns.
    """

    rows: str
    columns: Mapping[str, str]
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    what: str
    """What is asked for, as it stands after "How large is" and in a list."""
    asks: Ask
    """What is told; for an order or a Q all of the question."""
    idea: str
    formula: str
    """With LOG for the logarithm of the unit."""
    steps: Callable[[Board], Steps]
    lesson: str
    """Where it is taught: the name of a lesson's file."""
    told: Told | None = None


PAIR = Told("event", {"p": "P, what happens", "q": "Q, what is believed"})
ONE = Told("event", {"p": "P, what happens"})
BATCH = Told("example", {"y": "label y", "p": "predicted probability of 1"})


def listed(values: Sequence[float]) -> str:
    return words.listing(map(words.short, values))


def hit(target: str) -> Ask:
    """A question for a Q; {} is the target."""

    def ask(task: Exercise) -> str:
        number = f"{words.short(task.values[0])} {task.unit}".strip()
        return f"Find a Q for this P with {target.format(number)}. Any such Q is right."

    return ask


def fixed(sentence: str) -> Ask:
    return lambda task: sentence


def short(task: Exercise, name: str) -> str:
    return words.short(task.given[name])


ROWS: dict[str, Row] = {
    # compute
    "surprise": Row(
        "its surprise",
        lambda t: f"An event has the probability {short(t, 'p')}.",
        "Surprise is minus the logarithm of the probability. Each halving of the probability adds one bit.",
        r"h(x)=-LOG P(x)",
        steps.surprise,
        "surprise",
    ),
    "entropy": Row(
        "the entropy H(P)",
        fixed("P says how often each event happens."),
        "Entropy is the average surprise: take −log P of every event, and weight it with how often it happens.",
        r"H(P)=-\sum_i P_i\,LOG P_i",
        steps.entropy,
        "surprise",
        ONE,
    ),
    "cross-entropy": Row(
        "the cross-entropy H(P,Q)",
        fixed("P happens, Q is believed."),
        "What happens weights the average (P), what was believed sets the cost of each event (−log Q).",
        r"H(P,Q)=-\sum_i P_i\,LOG Q_i",
        steps.cross_entropy,
        "distributions",
        PAIR,
    ),
    "kl": Row(
        "the divergence KL(P‖Q)",
        fixed("P happens, Q is believed."),
        "KL is the excess alone: what Q costs beyond the floor H(P). Single terms may be negative.",
        r"\mathrm{KL}(P\Vert Q)=\sum_i P_i\,LOG(P_i/Q_i)",
        steps.kl,
        "distributions",
        PAIR,
    ),
    "soft target": Row(
        "the binary cross-entropy",
        lambda t: f"The target is y = {short(t, 'y')}, the prediction p = {short(t, 'p')}.",
        "A soft target needs both terms: y of the cost of “1”, and 1 − y of the cost of “0”.",
        r"L=-\left[y\,LOG p+(1-y)\,LOG(1-p)\right]",
        steps.soft_target,
        "loss_curve",
    ),
    "mean loss": Row(
        "the mean loss",
        fixed("Four examples with labels 0 or 1, and the predicted probability of 1."),
        "Each example costs −log of the probability given to its own label. Add up, then divide by the count.",
        r"L=-\tfrac1N\sum\left[y\,LOG p+(1-y)\,LOG(1-p)\right]",
        steps.mean_loss,
        "labels",
        BATCH,
    ),
    "softmax loss": Row(
        "the loss",
        fixed("A network gives three scores (logits); the first class is the true one."),
        "Softmax turns the scores into probabilities, once. The loss is −log of the true class's probability.",
        r"L=\ln\sum_j e^{z_j}-z_1",
        steps.softmax_loss,
        "logits",
        Told("class", {"scores": "score z"}),
    ),
    "perplexity": Row(
        "the perplexity of both together",
        lambda t: f"Two messages of equal length cost {listed(t.given['losses'])} nats per symbol.",
        "Average the losses first. Then undo the logarithm, with the base that the loss was taken in.",
        r"\mathrm{perplexity}=e^{L}\quad(L\text{ in nats})",
        steps.perplexity,
        "language",
    ),
    "message length": Row(
        "the length to be expected",
        lambda t: f"{words.short(t.given['count'])} events from P are sent in the ideal code for Q.",
        "One event costs H(P,Q) on average: all of it, floor and excess. The events add up.",
        r"N\cdot H(P,Q)=-N\sum_i P_i\,LOG Q_i",
        steps.message_length,
        "codes",
        PAIR,
    ),
    "weighted mean": Row(
        "the weighted mean loss",
        fixed("Three examples: the probability given to what happened, and a weight for each."),
        "A weighted mean divides by the sum of the weights, not by the number of examples.",
        r"L=\sum_n w_n(-LOG p_n)\Big/\sum_n w_n",
        steps.weighted_mean,
        "labels",
        Told("example", {"p": "probability given to what happened", "weights": "weight w"}),
    ),
    "nats to bits": Row(
        "the same loss",
        lambda t: f"A model reports a loss of {short(t, 'loss')} nats per character.",
        "A bit is the smaller unit (ln 2 = 0.693 nats), so the number gets larger.",
        r"\text{bits}=\text{nats}/\ln 2",
        steps.nats_to_bits,
        "language",
    ),
    "gaussian": Row(
        "the negative log-likelihood of x",
        lambda t: (
            f"A model says: normal with mean μ = {short(t, 'mu')} and standard deviation σ = {short(t, 'sigma')}. "
            f"Observed is x = {short(t, 'x')}."
        ),
        "It is minus the log of a density: half the squared distance in units of σ, and a constant that depends on σ.",
        r"L=\tfrac12\left(\tfrac{x-\mu}{\sigma}\right)^2+\ln(\sigma\sqrt{2\pi})",
        steps.gaussian,
        "gaussian",
    ),
    # rank
    "rank events by surprise": Row(
        "surprise",
        fixed("Order the events by their surprise −log P."),
        "Only the probability counts: the rarer, the more surprising. How much it adds on average is another question.",
        r"h_i=-LOG P_i",
        steps.scores,
        "surprise",
        Told("item", {"items": "P"}),
    ),
    "rank events by cost": Row(
        "contribution",
        fixed("Order the events by what they add to the cross-entropy H(P,Q)."),
        "An event adds its surprise under Q, weighted with how often it happens under P.",
        r"-P_i\,LOG Q_i",
        steps.scores,
        "distributions",
        Told("item", {"p": "P, what happens", "q": "Q, what is believed"}),
    ),
    "rank by entropy": Row(
        "entropy",
        fixed("Order the distributions by their entropy."),
        "The more evenly the probability is spread, the higher the entropy.",
        r"H(P)=-\sum_i P_i\,LOG P_i",
        steps.scores,
        "surprise",
        Told("item", {}, ("event 1", "event 2", "event 3")),
    ),
    "rank predictions": Row(
        "cost",
        lambda t: f"P = ({', '.join(map(words.short, t.given['p']))}) happens. Order the predictions by H(P,Q).",
        "A prediction pays where it gives little to what happens often. P weights, Q is inside the logarithm.",
        r"H(P,Q)=-\sum_i P_i\,LOG Q_i",
        steps.scores,
        "distributions",
        Told("item", {}, ("Q of event 1", "Q of event 2", "Q of event 3")),
    ),
    "rank pairs by excess": Row(
        "excess",
        fixed("Each row is a pair of coins. Order the pairs by KL(P‖Q)."),
        "KL asks how far Q is from P, not how uncertain P is: a fair P has a high floor, but that is not excess.",
        r"\mathrm{KL}(P\Vert Q)=\sum_i P_i\,LOG(P_i/Q_i)",
        steps.scores,
        "distributions",
        Told("item", {}, ("P", "Q")),
    ),
    "rank models": Row(
        "mean loss",
        fixed("Four models, three examples: the probability given to what happened. Order the models by mean loss."),
        "Take −log of each probability before the mean. One small probability can outweigh several good ones.",
        r"L=\tfrac13\sum_n(-LOG p_n)",
        steps.scores,
        "labels",
        Told("item", {}, ("example 1", "example 2", "example 3")),
    ),
    "rank scores": Row(
        "loss",
        fixed("Four networks give scores to three classes; class 1 is the true one. Order them by loss."),
        "The loss depends on how far the true score lies above the others, not on its own height.",
        r"L=\ln\sum_j e^{z_j}-z_1",
        steps.scores,
        "logits",
        Told("item", {}, ("class 1, true", "class 2", "class 3")),
    ),
    "rank targets by floor": Row(
        "floor",
        fixed("Four soft targets y. Order them by the smallest loss that any prediction can reach."),
        "The floor is the entropy of the target: highest in the middle, and the same for y and 1 − y.",
        r"H(y)=-y\,LOG y-(1-y)\,LOG(1-y)",
        steps.scores,
        "loss_curve",
        Told("item", {"items": "target y"}),
    ),
    # find
    "two events": Row(
        "KL(P‖Q)",
        hit("KL(P‖Q) = {}"),
        "At Q = P the excess is 0. Move weight from one event to the other: it grows, slowly at first.",
        r"\mathrm{KL}(P\Vert Q)=\sum_i P_i\,LOG(P_i/Q_i)",
        steps.found,
        "distributions",
        ONE,
    ),
    "three events": Row(
        "KL(P‖Q)",
        hit("KL(P‖Q) = {}"),
        "Start from Q = P and take from an event that happens often. There are many solutions.",
        r"\mathrm{KL}(P\Vert Q)=\sum_i P_i\,LOG(P_i/Q_i)",
        steps.found,
        "distributions",
        ONE,
    ),
    "the other direction": Row(
        "KL(Q‖P)",
        hit("KL(Q‖P) = {}"),
        "Here Q stands first: it weights the terms. It pays to give Q much where P gives little.",
        r"\mathrm{KL}(Q\Vert P)=\sum_i Q_i\,LOG(Q_i/P_i)",
        steps.found,
        "distributions",
        ONE,
    ),
    "total cost": Row(
        "H(P,Q)",
        hit("H(P,Q) = {}"),
        "The total is the floor H(P) and the excess. Subtract H(P), and what is left is the KL that Q must have.",
        r"H(P,Q)=H(P)+\mathrm{KL}(P\Vert Q)",
        steps.found,
        "distributions",
        ONE,
    ),
    "certain truth": Row(
        "KL(P‖Q)",
        hit("KL(P‖Q) = {}"),
        "P is certain, so only one entry of Q counts. The others share what is left, as you like.",
        r"\mathrm{KL}(P\Vert Q)=-LOG Q_1",
        steps.found,
        "distributions",
        ONE,
    ),
    "no excess": Row(
        "KL(P‖Q)",
        hit("KL(P‖Q) = {}"),
        "Only one Q has no excess at all.",
        r"\mathrm{KL}(P\Vert Q)=0\iff Q=P",
        steps.found,
        "distributions",
        ONE,
    ),
    "infinite excess": Row(
        "KL(P‖Q)",
        hit("KL(P‖Q) = {}"),
        "The excess is infinite when something happens that Q had excluded. What never happens may be excluded freely.",
        r"\mathrm{KL}(P\Vert Q)=\infty\ \text{ if some }P_i>0=Q_i",
        steps.found,
        "distributions",
        ONE,
    ),
    "perplexity of Q": Row(
        "the perplexity",
        hit("a perplexity of {}"),
        "Take the logarithm of the target: that is the cross-entropy which Q must have.",
        r"\mathrm{perplexity}=e^{H(P,Q)}\quad(H\text{ in nats})",
        steps.found,
        "distributions",
        ONE,
    ),
    # floor
    "floor of a soft target": Row(
        "the smallest cross-entropy that any prediction can reach",
        fixed("P happens; Q is the prediction so far."),
        "The best prediction is P itself. What is left then is the uncertainty of P; Q does not enter.",
        r"\min_Q H(P,Q)=H(P)=-\sum_i P_i\,LOG P_i",
        steps.floor_of_p,
        "distributions",
        PAIR,
    ),
    "floor of a known label": Row(
        "the smallest loss that any prediction can reach",
        fixed("Three classes; the label is certain, class 1. The prediction so far is Q."),
        "A certain label holds no surprise.",
        r"H(P)=-1\cdot LOG 1-0-0",
        steps.floor_of_label,
        "distributions",
        Told("class", {"q": "Q, what is predicted"}),
    ),
    "floor of a grey pixel": Row(
        "the smallest loss of this pixel",
        lambda t: f"A grey pixel has the value y = {short(t, 'y')}, and is compared by binary cross-entropy.",
        "Predict the grey exactly, and insert p = y into both terms of the loss.",
        r"H(y)=-y\,LOG y-(1-y)\,LOG(1-y)",
        steps.floor_of_pixel,
        "images",
    ),
    "floor of an image": Row(
        "the smallest loss, summed over the pixels",
        fixed("An image of four grey pixels is compared to a prediction by binary cross-entropy."),
        "Each pixel has a floor of its own: 0 for black and white, highest for mid-grey. The floors add up.",
        r"H(y)=-y\,LOG y-(1-y)\,LOG(1-y)",
        steps.floor_of_image,
        "images",
        Told("pixel", {"y": "grey y"}),
    ),
    "floor of smoothed labels": Row(
        "the smallest loss that any prediction can reach",
        lambda t: f"{short(t, 'classes')} classes, trained with label smoothing α = {short(t, 'smoothing')}.",
        "Smoothing gives each class α/C and the true one the rest. The floor is the entropy of that target.",
        r"H(y)=-\sum_i y_i\,LOG y_i",
        steps.floor_of_smoothing,
        "loss_curve",
    ),
    "floor without inputs": Row(
        "the smallest mean loss of one and the same prediction for all",
        fixed("A data set has these numbers of examples. A model that sees no inputs predicts the same for every one."),
        "The best constant prediction is the class shares. Its mean loss is their entropy.",
        r"H=-\sum_c (n_c/N)\,LOG(n_c/N)",
        steps.floor_without_inputs,
        "labels",
        Told("class", {"counts": "examples"}),
    ),
    "floor of a second softmax": Row(
        "the smallest loss that can then be reached",
        lambda t: (
            f"{short(t, 'classes')} classes. By mistake, probabilities are fed into a loss that takes scores, "
            "and so applies softmax once more."
        ),
        "The scores then lie between 0 and 1. At best the true class gets 1 and all others 0.",
        r"L=-\ln\left(e/(e+C-1)\right)",
        steps.floor_of_second_softmax,
        "logits",
    ),
    "floor of a density": Row(
        "the smallest mean negative log-likelihood that any density can reach",
        lambda t: f"Data are normal with standard deviation σ = {short(t, 'sigma')}.",
        "The best model is the truth, at the cost of its differential entropy. Densities exceed 1: it may be negative.",
        r"h=\tfrac12\ln\left(2\pi e\,\sigma^2\right)",
        steps.floor_of_density,
        "gaussian",
    ),
    # read
    "loss at a prediction": Row(
        "the loss",
        lambda t: (
            f"The two curves are the losses for the targets 1 and 0. "
            f"The answer is {short(t, 'y')} and the prediction was p = {short(t, 'p')}."
        ),
        "Choose the curve of the true answer, go up from p to it, then left to the axis.",
        r"L=-\ln p\ \text{ or }\ {-\ln(1-p)}",
        steps.loss_at,
        "loss_curve",
    ),
    "prediction at a loss": Row(
        "the probability p that was predicted",
        lambda t: f"The answer was 1, and the prediction cost {short(t, 'loss')} nats.",
        "Go right from the loss to the curve of the target 1, then down to the axis.",
        r"p=e^{-L}",
        steps.prediction_at,
        "loss_curve",
    ),
    "height of the lowest point": Row(
        "the smallest loss that this target allows",
        fixed("The curve is the loss for one soft target, against the prediction."),
        "Find the lowest point of the curve, and read its height, not its place.",
        r"\min_p L(p)=H(y)",
        steps.floor_of_pixel,
        "loss_curve",
    ),
    "target of a curve": Row(
        "the target y of this curve",
        fixed("The curve is the loss for one soft target y, against the prediction."),
        "The loss is smallest where the prediction equals the target: read the place of the lowest point.",
        r"\arg\min_p L(p)=y",
        steps.target_of,
        "loss_curve",
    ),
    "excess at a prediction": Row(
        "the excess KL",
        lambda t: (
            f"The curve is the loss for a soft target, the level line its floor. The prediction is p = {short(t, 'p')}."
        ),
        "Read the height of the curve above the level line, not above 0.",
        r"\mathrm{KL}=L(p)-H(y)",
        steps.excess_at,
        "loss_curve",
    ),
    "entropy of a coin": Row(
        "its entropy",
        lambda t: (
            f"Heads has the probability {short(t, 'p')}. Drawn are the entropy of the coin, and the surprise at heads."
        ),
        "Entropy is the dome: 0 at both ends. The other curve is the surprise at heads alone.",
        r"H=-p\,LOG p-(1-p)\,LOG(1-p)",
        steps.coin,
        "surprise",
    ),
    "floor by smoothing": Row(
        "the floor of the loss",
        lambda t: (
            f"The curves show the smallest loss by the strength α of label smoothing. "
            f"There are {short(t, 'classes')} classes, and α = {short(t, 'smoothing')}."
        ),
        "Choose the curve of the number of classes, go up from α to it, then left to the axis.",
        r"H(y)=-\sum_i y_i\,LOG y_i",
        steps.floor_of_smoothing,
        "loss_curve",
    ),
    "best confidence": Row(
        "the factor with the smallest loss",
        fixed("All scores of ten binary predictions are multiplied by a factor k. No decision changes; the loss does."),
        "Look for the lowest point, and read its place: below 1 the model was too sure of itself, above 1 not enough.",
        r"L(k)=\tfrac1N\sum_n L\left(y_n,\,\sigma(k z_n)\right)",
        steps.best_confidence,
        "labels",
    ),
}
