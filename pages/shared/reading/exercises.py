"""The words of the practice page: an exercise, an answer or a score sheet in, sentences and LaTeX out."""

from collections import Counter
from collections.abc import Sequence

from ce_core import Exercise, Mistake, Verdict, check_answer, exercise_names, normalize
from pages.shared import words
from pages.shared.exercise_score import HINTS, NO_KNOWN_MISTAKE, Entry, Sheet
from pages.shared.palette import Palette
from pages.shared.reading.exercise_feedback import called, mended, ways
from pages.shared.reading.exercise_steps import LETTERS, Board
from pages.shared.reading.exercise_table import ROWS, Row
from pages.shared.words import UNITS

KINDS = {
    "all": None,
    "compute": "compute",
    "rank": "rank",
    "find Q": "find",
    "spot": "spot",
    "floor": "floor",
    "curve": "read",
}
"""The name in the link, and the kind of `ce_core`."""
_NAMES = {
    "compute": "compute",
    "rank": "rank",
    "find": "find Q",
    "spot": "spot the error",
    "floor": "name the floor",
    "read": "read a curve",
}
_FLOORS = {"entropy", "entropy of a coin", "height of the lowest point", "floor by smoothing"}
_EXCESSES = {"kl", "excess at a prediction"}
NUMBERS = {name: number for number, name in enumerate(exercise_names(), start=1)}


def _row(task: Exercise) -> Row:
    return ROWS[task.about or task.name]


def lesson_of(task: Exercise) -> str:
    """The file name of the lesson that teaches it."""
    return _row(task).lesson


def _amount(task: Exercise, value: float) -> str:
    return words.amount(value, UNITS[task.unit]) if task.unit else words.number(value)


def idea_of(task: Exercise) -> str:
    """The idea of the palette that the answer is an amount of."""
    name = task.about or task.name
    return "floor" if task.kind == "floor" or name in _FLOORS else "excess" if name in _EXCESSES else "loss"


def taught_in(lesson: str) -> str:
    return f"Taught in “{lesson}”"


# --- the question ------------------------------------------------------------------------------------------


def title(task: Exercise) -> str:
    return _NAMES[task.kind].capitalize() if task.kind != "find" else "Find a Q"


def question(task: Exercise) -> str:
    """What is told, and what is asked."""
    row = _row(task)
    told = row.asks(task)
    if task.asks == "order":
        return f"{told} The smallest comes first."
    if task.asks == "distribution":
        return told
    if task.asks == "choice":
        return (
            f"{told} Asked for {row.what}, somebody found "
            f"{_amount(task, task.given['claimed'])}. Which mistake was made, if any?"
        )
    return f"{told} How large is {row.what}{f', in {task.unit}' if task.unit else ''}?"


def told_table(task: Exercise) -> dict[str, list[str]] | None:
    """The lists that are given, one column each; items to be put in order are rows with letters."""
    told = _row(task).told
    if told is None or task.kind == "read":
        return None
    if told.parts:
        items = task.given["items"]
        table = {told.rows: [*LETTERS[: len(items)]]}
        for place, heading in enumerate(told.parts):
            table[heading] = [_cell(item[place]) for item in items]
        return table
    lists = [task.given[name] for name in told.columns]
    count = len(lists[0])
    rows = [*LETTERS[:count]] if task.asks == "order" else [str(place) for place in range(1, count + 1)]
    return {told.rows: rows} | {
        heading: [words.short(value) for value in values]
        for heading, values in zip(told.columns.values(), lists, strict=True)
    }


def _cell(value: float | Sequence[float]) -> str:
    return words.short(value) if isinstance(value, (int, float)) else ", ".join(map(words.short, value))


def answer_label(task: Exercise) -> str:
    if task.asks == "number":
        return f"Your answer, in {task.unit}" if task.unit else "Your answer"
    if task.asks == "distribution":
        return f"Your Q, {len(task.given['p'])} entries"
    return "Click the letters in order, the smallest first" if task.asks == "order" else "The mistake"


def letters(task: Exercise) -> list[str]:
    return [*LETTERS[: len(task.values)]]


def order_of(picked: Sequence[str]) -> list[int]:
    return [LETTERS.index(letter) for letter in picked]


def order_said(picked: Sequence[str]) -> str:
    return f"Your order: {' < '.join(picked)}." if picked else "No letter chosen yet."


def missing(task: Exercise) -> str:
    """What to say when “Check” is pressed too early."""
    return {
        "number": "Type a number first.",
        "distribution": "Type the entries of Q first.",
        "order": "Choose all the letters first.",
        "choice": "Choose one of the answers first.",
    }[task.asks]


def wrong_size(task: Exercise, size: int) -> str:
    return f"Q has {size} entries; it needs {len(task.given['p'])}, one for each event of P."


# --- hints and solution ------------------------------------------------------------------------------------


def idea(task: Exercise) -> str:
    return _row(task).idea


def formula(task: Exercise) -> str:
    return _row(task).formula.replace("LOG", UNITS[task.unit or "nats"].log + " ")


def first_step(task: Exercise, colors: Palette) -> str:
    return _row(task).steps(Board(task, colors)).first


def solution(task: Exercise, colors: Palette) -> list[str]:
    """The formula and the calculation, in lines of LaTeX."""
    return [*_aligned(formula(task)), *_row(task).steps(Board(task, colors)).lines]


def _aligned(tex: str) -> list[str]:
    left, sign, right = tex.partition("=")
    return [f"{left}&{sign}{right}"]


def hint_button(used: int, offered: int) -> str:
    return f"Hint ({offered - used} left)"


TERMS = {"P": "p", "Q": "q", "floor": "floor", "excess": "excess", "cost": "loss"}


def terms(task: Exercise, colors: Palette) -> dict[str, str]:
    """What can be lit up in this solution, in words, and the idea behind it."""
    written = "".join(solution(task, colors))
    return {term: idea for term, idea in TERMS.items() if getattr(colors, idea) in written}


# --- feedback ----------------------------------------------------------------------------------------------


def _tolerance(task: Exercise) -> str:
    return f"{words.short(task.tolerance, 3)} {task.unit}".strip()


def waiting(task: Exercise, entry: Entry) -> str:
    """Before an answer: what counts as right."""
    if entry.right:
        return "Solved. Answer once more if you like; it does not count."
    if entry.shown:
        return "The solution is below. Answers do not count any more; take new numbers to try again."
    if task.asks == "number":
        return f"Anything within {_tolerance(task)} of the value is right."
    if task.asks == "distribution":
        goal = "A value of ∞" if task.tolerance == 0 else f"Anything within {_tolerance(task)} of the target"
        return f"{goal} is right. Write the entries of Q with commas between them; they sum to 1."
    if task.asks == "order":
        return f"All {len(task.values)} must stand at their place, the smallest first."
    return "The number is rounded to three decimals. One of the mistakes gives exactly it, or it is right."


CONVERSION = "nats to bits"  # here no logarithm is chosen
RIGHT_LOG = {"bits": "For bits, use log₂.", "nats": "For nats, use ln."}


def feedback(task: Exercise, verdict: Verdict, said: str, entry: Entry) -> str:
    """The answer judged: right, or what the mistake was, or at least in which direction it is off."""
    if verdict.right:
        return _praise(task, verdict, entry)
    if task.asks == "choice":
        return _not_that_one(task, verdict)
    if task.asks == "distribution":
        return _missed(task, verdict)
    if task.asks == "order":
        if verdict.mistake is not None:
            return mended(task.name, verdict.mistake)
        right = sum(letter == LETTERS[int(i)] for letter, i in zip(said, task.answer, strict=True))
        return f"Not yet, and no mistake that is known here: {right} of {len(task.values)} stand at their place."
    value = verdict.value or 0.0
    opening = f"Not {_amount(task, value)}."
    if verdict.mistake is None:
        return f"{opening} It is no mistake that is known here. The value is {_more(task.values[0], value)}."
    other_log = verdict.mistake is Mistake.WRONG_BASE and task.name != CONVERSION
    after = f" {RIGHT_LOG[task.unit]}" if other_log and task.unit else ""
    return f"{opening} {mended(task.name, verdict.mistake)}{after}"


def _more(right: float, value: float) -> str:
    return "larger" if right > value else "smaller"


def _praise(task: Exercise, verdict: Verdict, entry: Entry) -> str:
    opening = "Right at the first try" if entry.first_try else "Right"
    if task.asks == "order":
        order = " < ".join(LETTERS[int(i)] for i in task.answer)
        return f"{opening}: {order}. The values are below."
    if task.asks == "choice":
        right = _amount(task, task.values[0])
        if task.answer is Mistake.NOTHING:
            return f"{opening}: nothing is wrong, the value is {right}."
        return f"{opening}: {task.answer}. The value is {right}, not {_amount(task, task.given['claimed'])}."
    if task.asks == "distribution":
        return f"{opening}: your Q comes to {_amount(task, verdict.value or 0.0)}."
    return f"{opening}: the value is {_amount(task, task.values[0])}."


def _not_that_one(task: Exercise, verdict: Verdict) -> str:
    claimed = _amount(task, task.given["claimed"])
    wrong = next(w for w in task.wrong if w.mistake is verdict.mistake)
    if wrong.mistake is Mistake.NOTHING:
        return f"{claimed} is not the right value. Compute it yourself and see where the two part."
    values = " or ".join(_amount(task, value) for value in wrong.values)
    return f"Not that one: “{wrong.mistake}” would have given {values}, not {claimed}."


def _missed(task: Exercise, verdict: Verdict) -> str:
    value, target = verdict.value or 0.0, task.values[0]
    opening = f"Your Q comes to {_amount(task, value)}, the target is {_amount(task, target)}. "
    if verdict.mistake is Mistake.WRONG_BASE:
        return f"{opening}In another unit it would hit. {RIGHT_LOG[task.unit]}"
    if verdict.mistake is not None:
        return opening + mended(task.name, verdict.mistake)
    if value < target:
        return opening + "Go further away from P."
    return opening + "Come nearer to P."


# --- what notices, scores and sheets -----------------------------------------------------------------------


def notice(task: Exercise, sheet: Sheet) -> list[str]:
    """The state of the practice: where the numbers come from, the hints, and the mistake made most often."""
    streak, kind = sheet.streak(task.kind), _NAMES[task.kind]
    items = []
    made = Counter(made for entry in sheet.begun for made in _mistakes(entry) if made != NO_KNOWN_MISTAKE)
    if made:
        mistake, count = made.most_common(1)[0]
        often = "once" if count == 1 else f"{count} times"
        items.append(f"Your most frequent mistake so far: “{mistake}”, {often}.")
    items.append(
        "Hints fade: one fewer for each exercise of a kind that is right at the first try, the most telling first. "
        + (
            "Here a wrong answer has brought all of them back."
            if sheet.entry(task).mistakes
            else f"In “{kind}” you have {streak} in a row, so the next one offers {sheet.fresh_hints(task.kind)} "
            f"of {HINTS}; a wrong answer brings all of them back."
        )
    )
    items.append(
        f"The link in the address bar opens this very exercise: seed {task.seed} gives everybody the same numbers. "
        "Another seed gives other numbers to the same question."
    )
    unit = f"asks for {task.unit}" if task.unit else "asks for a number without a unit"
    items.append(f"Each exercise names its unit; this one {unit}, whatever the sidebar says.")
    return items


def score(task: Exercise, sheet: Sheet) -> dict[str, str]:
    begun = sheet.begun
    return {
        "right at first try": f"{sum(entry.first_try for entry in begun)} of {len(begun)}",
        "solved": f"{sum(entry.right for entry in begun)} of {len(begun)}",
        "answers given": str(sheet.tries),
        "in a row, this kind": str(sheet.streak(task.kind)),
    }


def sheet_table(sheet: Sheet) -> dict[str, list[str]]:
    """The sheet as it is shown: the last one first."""
    begun = sheet.begun[::-1]
    return {
        "exercise": [f"{NUMBERS[entry.name]}, {_NAMES[entry.kind]}" for entry in begun],
        "seed": [str(entry.seed) for entry in begun],
        "answers": ["; ".join(entry.answers) for entry in begun],
        "result": [_result(entry) for entry in begun],
        "hints": [str(entry.hints) for entry in begun],
        "mistakes": ["; ".join(_mistakes(entry)) for entry in begun],
    }


def _mistakes(entry: Entry) -> list[str]:
    return [called(entry.name, mistake) for mistake in entry.mistakes]


def _result(entry: Entry) -> str:
    if entry.first_try:
        return "right at first try"
    if entry.right:
        return f"right, {len(entry.answers)} tries"
    return "solution shown" if entry.shown else "open"


def export(sheet: Sheet, address: str) -> dict[str, list[str | int]]:
    """The sheet as a file: one row an exercise, with the link that opens it; `address` is that of this page."""
    begun = sheet.begun
    return {
        "exercise": [NUMBERS[entry.name] for entry in begun],
        "kind": [_NAMES[entry.kind] for entry in begun],
        "name": [entry.name for entry in begun],
        "seed": [entry.seed for entry in begun],
        "answers": ["; ".join(entry.answers) for entry in begun],
        "tries": [len(entry.answers) for entry in begun],
        "right": [int(entry.right) for entry in begun],
        "right at first try": [int(entry.first_try) for entry in begun],
        "hints": [entry.hints for entry in begun],
        "solution shown": [int(entry.shown) for entry in begun],
        "mistakes": ["; ".join(_mistakes(entry)) for entry in begun],
        "link": [f"{address}?ex_number={NUMBERS[entry.name]}&ex_seed={entry.seed}" for entry in begun],
    }


# --- pictures in words -------------------------------------------------------------------------------------


def curve_alt(task: Exercise) -> str:
    """The curves as points to read from, for who cannot see them."""

    def points(x: Sequence[float], y: Sequence[float]) -> str:
        step = max(1, (len(x) - 1) // 12)
        some = zip(x[::step], y[::step], strict=True)
        return ", ".join(f"{words.short(place, 2)}: {words.number(height, 2)}" for place, height in some)

    listed = " ".join(f"{curve.name}, place and height: {points(curve.x, curve.y)}." for curve in task.curves)
    return f"A picture to read from. {listed}"


def bars(task: Exercise, verdict: Verdict | None) -> list[tuple[str, float, str]]:
    """What leads to which value: name, value, and idea of the palette, or none for what is not right."""
    idea = idea_of(task)
    if task.asks == "order":
        return [(LETTERS[int(i)], task.values[int(i)], idea) for i in task.answer]
    rows = [("target" if task.asks == "distribution" else "right", task.values[0], idea)]
    if verdict is not None and verdict.value is not None and (task.asks == "distribution" or not verdict.right):
        rows.append(("your Q" if task.asks == "distribution" else "your answer", verdict.value, ""))
    if task.asks == "distribution":
        count = len(task.given["p"])
        for name, q in (("Q = P", task.given["p"]), ("Q even", normalize([1] * count))):
            rows.append((name, check_answer(task, q).value or 0.0, ""))
    if task.asks == "choice":
        rows.append(("what was found", task.given["claimed"], ""))
    made = dict[Mistake, list[float]]()
    for wrong in task.wrong:
        if wrong.mistake not in (Mistake.NOTHING, Mistake.NO_MINUS):
            made[wrong.mistake] = [*made.get(wrong.mistake, []), *wrong.values]
    for mistake, values in made.items():
        rows += [(name, value, "") for name, value in zip(ways(task, mistake, len(values)), values, strict=True)]
    return rows


def bars_alt(task: Exercise, verdict: Verdict | None) -> str:
    return "; ".join(f"{name}: {_amount(task, value)}" for name, value, _ in bars(task, verdict)) + "."
