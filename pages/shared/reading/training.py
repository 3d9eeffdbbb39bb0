"""The words of the lesson on training: two trainings in, sentences and LaTeX out."""

import numpy as np

from pages.shared import words
from pages.shared.palette import Palette
from pages.shared.training_runs import Data, Run
from pages.shared.words import Unit, tinted

Runs = tuple[Run, Run]

HEAD_START = (
    "How far class 0 is ahead of every other before any input: 10 nats make each answer “class 0” with 99.995 %. "
    "A start that is certain, and wrong for the other classes."
)
LETTERS = (
    "y is 1 for the own class k of a point i and 0 for the others, unless labels are smoothed; ŷ is the probability "
    "that is given to it; N is the number of training points. With two classes, ½ Σₖ (ŷ − y)² is (ŷ − y)² of either."
)
HOLLOW = ("○ class 0", "■ class 1", "◇ class 2", "▲ class 3")
STUCK = 0.01  # a gradient at the start this many times smaller than the other one's
RISEN = 1.25  # the validation loss this many times its lowest


# --- controls -----------------------------------------------------------------------------------------------


def own_kept(count: int) -> str:
    return "None of them is used." if count == 0 else f"The last {count} that could be read are used."


def marks(data: Data) -> str:
    """What the marks in the pictures mean."""
    shade = (
        "the probability of class 1, from blank (0) to full (1)"
        if data.classes == 2
        else f"the probability of the likeliest class, from blank (1/{data.classes}) to full (1)"
    )
    return (
        f"Shade: {shade}. Line: where classes are equally likely. {', '.join(HOLLOW[: data.classes])}; "
        "small: for validation; ringed: answered wrongly. A click on a picture adds a point to train on."
    )


# --- what is the case ---------------------------------------------------------------------------------------


def _stuck(runs: Runs) -> bool:
    """Squared error began with next to no slope, and has not caught up."""
    entropy, squared = (run.history for run in runs)
    slow = squared.gradient_norm[0] < STUCK * entropy.gradient_norm[0]
    return bool(slow and squared.cross_entropy[-1] > 2 * entropy.cross_entropy[-1])


def _overfits(run: Run) -> bool:
    seen, best = run.history.validation_cross_entropy, run.history.best
    return best is not None and bool(seen[-1] > RISEN * seen[best])


def _right(run: Run) -> str:
    return words.percent(run.history.accuracy[-1])


def _loss(run: Run, unit: Unit) -> str:
    return words.amount(run.history.cross_entropy[-1], unit)


# --- sentences ----------------------------------------------------------------------------------------------


def picture(runs: Runs, data: Data, floors: dict[str, float], problem: str, unit: Unit) -> str:
    """What both trainings have come to."""
    entropy, squared = runs
    if problem or data.train is None:
        return "Nothing is trained yet. Both pictures show what the classifier says before it has seen a point."
    first, other = entropy.history, squared.history
    step, count = int(first.step[-1]), len(data.train)
    gradients = [words.number(history.gradient_norm[0]) for history in (first, other)]
    if step == 0:
        return (
            f"The common start: {_right(entropy)} of the {count} training points are right and the loss is "
            f"{_loss(entropy, unit)}. The gradient of cross-entropy is {gradients[0]} long here, that of squared error "
            f"{gradients[1]}."
        )
    told = (
        f"After {_steps(step)} from the same start, cross-entropy has "
        f"{_right(entropy)} of the {count} training points right and a loss of {_loss(entropy, unit)}; "
        f"squared error has {_right(squared)} right and is left with a cross-entropy of {_loss(squared, unit)}."
    )
    if _stuck(runs):
        return (
            f"{told} Squared error did not get away: at the start its gradient is only {gradients[1]} long, that of "
            f"cross-entropy {gradients[0]}."
        )
    if _overfits(entropy):
        return f"{told} {_risen(entropy, unit)}"
    if "smoothing floor" in floors:
        return f"{told} With labels smoothed no answer costs less than {words.amount(floors['smoothing floor'], unit)}."
    if "overlap floor" in floors and _near(first.cross_entropy[-1], floors["overlap floor"]):
        floor = words.amount(floors["overlap floor"], unit)
        return f"{told} The classes overlap: on fresh labels even the best classifier costs {floor}, not 0."
    return told


def _steps(step: int) -> str:
    return words.count(step, "step")


def _near(value: float, floor: float) -> bool:
    return abs(value - floor) < 0.25 * floor


def _risen(run: Run, unit: Unit) -> str:
    history, best = run.history, run.history.best or 0
    before, now = (words.percent(history.validation_accuracy[at]) for at in (best, -1))
    changed = f"stays at {now}" if before == now else f"goes from {before} to {now}"
    least, last = (words.amount(history.validation_cross_entropy[at], unit) for at in (best, -1))
    return (
        f"The validation loss of cross-entropy was lowest at step {best}, {least}, and is {last} now, while validation "
        f"accuracy {changed}."
    )


def notice(runs: Runs, data: Data, floors: dict[str, float], smoothing: float, problem: str, unit: Unit) -> list[str]:
    """What the current state shows."""
    if problem or data.train is None:
        return [
            "A classifier needs points of at least two classes: something to tell apart.",
            "Choose a kind of points, click into a picture, or type points under “Your points”.",
        ]
    entropy, squared = runs
    first, other = entropy.history, squared.history
    gradients = [words.number(history.gradient_norm[0]) for history in (first, other)]
    items = []
    if _stuck(runs):
        items.append(
            f"At the start the gradient of squared error is {gradients[1]} long, that of cross-entropy {gradients[0]}. "
            "Both are wrong about the same points; only one is told so."
        )
    elif first.gradient_norm[0] > other.gradient_norm[0]:
        items.append(
            f"At the start the gradient of cross-entropy is {gradients[0]} long, that of squared error {gradients[1]}. "
            "A larger head start of class 0 sets them further apart."
        )
    if data.validation is None:
        items.append("No points are kept to validate with, so nothing tells learning from remembering.")
    elif _overfits(entropy):
        wrong = int(entropy.wrong_validation.sum())
        items.append(
            f"{_risen(entropy, unit)} {wrong} of {len(data.validation)} validation points are wrong: accuracy counts "
            "them, the loss also weighs how sure each answer is."
        )
        if first.cross_entropy[-1] < 0.02:
            items.append(
                f"The training loss looks perfect, {_loss(entropy, unit)}. A loss near 0 on the points that were "
                "trained on is often a sign of overfitting, not of a good model."
            )
    else:
        items.append(
            f"The validation loss is {words.amount(first.validation_cross_entropy[-1], unit)}, the training loss "
            f"{_loss(entropy, unit)}. More hidden units, fewer points and more steps drive them apart."
        )
    if smoothing:
        floor = words.amount(floors["smoothing floor"], unit)
        items.append(
            f"Smoothing by {words.short(smoothing)} over {data.classes} classes puts a floor of {floor} under every "
            "loss: the entropy of a smoothed label. A loss that stops there is no bad loss."
        )
    elif entropy.history.accuracy[-1] == 1 and not _overfits(entropy):
        items.append(
            f"Every training point is right, and the loss, {_loss(entropy, unit)}, still falls: the weights grow, so "
            "that each answer gets surer. It tends to 0 and never reaches it."
        )
    if floors.get("overlap floor", 0) > 0.01:
        items.append(
            "The recipe of these points is known: on fresh labels at the same places the best classifier costs "
            f"{words.amount(floors['overlap floor'], unit)} on average. Few points scatter around that; a training "
            "loss far below it is learned by heart."
        )
    return items


# --- tables, formula, alternatives in words -----------------------------------------------------------------


def table(runs: Runs, unit: Unit) -> dict[str, list[str]]:
    """Both trainings at the shown step."""
    columns: dict[str, list[str]] = {
        f"at step {runs[0].history.step[-1]}": [
            f"cross-entropy, training ({unit.name})",
            f"cross-entropy, validation ({unit.name})",
            "training points right",
            "validation points right",
            "gradient of the own loss (cross-entropy in nats)",
        ]
    }
    for run in runs:
        history = run.history
        columns[f"trained on {run.minimised}"] = [
            words.number(history.cross_entropy[-1]),
            words.number(history.validation_cross_entropy[-1]),
            words.percent(history.accuracy[-1]),
            "–" if np.isnan(history.validation_accuracy[-1]) else words.percent(history.validation_accuracy[-1]),
            words.number(history.gradient_norm[-1]),
        ]
    return columns


def formula(runs: Runs, data: Data, floors: dict[str, float], unit: Unit, colors: Palette) -> list[str]:
    """The loss of the left training, and how hard each loss pulls at the costliest point of the right one."""
    y, guess, others = tinted(colors.p, "y"), tinted(colors.q, r"\hat y"), tinted(colors.q, r"\hat y_k")
    each_y, each_guess = tinted(colors.p, "y_{ik}"), tinted(colors.q, r"\hat y_{ik}")
    over_all = r"\textstyle\sum_i\sum_k"
    loss = [tinted(colors.loss, r"\mathrm{loss}") + rf"&=-\tfrac1N{over_all} {each_y}\,{unit.log} {each_guess}"]
    squared = (
        "&" + tinted(colors.excess, r"\text{squared error}") + rf"=\tfrac1{{2N}}{over_all}({each_guess}-{each_y})^2"
    )
    worst = runs[1].worst
    if worst is None:
        return [*loss, squared]
    loss.append("&=" + tinted(colors.loss, _in_tex(runs[0].history.cross_entropy[-1], unit)))
    fresh = []
    for name, floor in floors.items():
        least = rf"\ge {tinted(colors.floor, _in_tex(floor, unit))}"
        if name == "overlap floor":
            fresh.append("&" + tinted(colors.loss, r"\text{loss on fresh labels}") + least)
        else:
            loss.append(f"&{least}")
    own, believed = tinted(colors.p, words.tex(worst.target)), tinted(colors.q, words.tex(worst.probability))
    pull = rf"2({guess}-{y})\,{guess}(1-{guess})"
    if data.classes > 2:
        pull = rf"{guess}\textstyle\sum_k {others}(\delta-\delta_k),\ \delta={guess}-{y}"
    return [
        *loss,
        *fresh,
        squared,
        r"&\text{right picture, costliest point:}",
        rf"&\quad {y}={own},\ {guess}={believed}",
        r"&\text{pull of cross-entropy, in nats:}",
        rf"&\quad {guess}-{y}={words.tex(worst.cross_entropy_slope)}",
        "&" + tinted(colors.excess, r"\text{pull of squared error:}"),
        rf"&\quad {pull}",
        rf"&\quad ={words.tex(worst.squared_error_slope)}",
    ]


def terms(floors: dict[str, float]) -> dict[str, str]:
    """What can be lit up, in words, and the idea behind it; a floor only where there is one."""
    return {"y": "p", "ŷ": "q", "loss": "loss", "squared error": "excess"} | ({"floor": "floor"} if floors else {})


def _in_tex(value: float, unit: Unit) -> str:
    return rf"{words.tex(value)}\ \text{{{unit.name}}}"


def plane_alt(run: Run, data: Data) -> str:
    if not run.history.step.size:
        return f"The plane before training on {run.minimised}."
    trained = f"{int(run.wrong.sum())} of {run.wrong.size} training points"
    validated = f" and {int(run.wrong_validation.sum())} of {run.wrong_validation.size} validation points"
    return (
        f"Probabilities over the plane after {_steps(int(run.history.step[-1]))} of training on {run.minimised}: "
        f"{trained}{validated if data.validation else ''} lie on the wrong side."
    )


def curves_alt(runs: Runs, unit: Unit) -> str:
    if not runs[0].history.step.size:
        return "No curves: nothing is trained."
    ways = [
        f"{run.minimised}: from {words.amount(run.history.cross_entropy[0], unit)} to {_loss(run, unit)}, "
        f"right answers from {words.percent(run.history.accuracy[0])} to {_right(run)}"
        for run in runs
    ]
    return f"Loss and right answers on the training points by step. Trained on {'; trained on '.join(ways)}."
