"""Which column is which: a guess from the names and the values, and the class that a column's name states."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ce_core.readers.errors import ReadError, listed, shown
from ce_core.readers.numerals import Floats, is_number, parse_number
from ce_core.readers.table import Table

Kind = Literal["probabilities", "logits"]


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """The columns to read, and whether the predictions are probabilities or logits."""

    label: str
    probabilities: tuple[str, ...]
    kind: Kind
    weight: str | None = None


_LABELS = (
    *("label", "labels", "target", "targets", "y", "y_true", "ytrue", "true_label", "true_class", "truth"),
    *("ground_truth", "gt", "class", "true", "actual", "outcome", "category"),
)
_WEIGHTS = ("weight", "weights", "sample_weight", "sample_weights", "w")
_INDICES = ("id", "ids", "index", "idx", "row", "row_id", "rowid", "rownames", "sample_id", "example_id", "unnamed")

_SAMPLE = 1_000
"""Rows looked at to tell a column of numbers from one of text."""
_COUNTING = 20
"""From this many rows on, a column that counts 0, 1, 2, … is an index whatever its name."""
_FEW = 20
"""Different values that an unnamed label column may have."""

_PROBABILITY = "p|q|pr|prob|probs|proba|probas|probability|probabilities|confidence|softmax|sigmoid"
_LOGIT = "z|logit|logits"
_LOG_PROBABILITY = "logp|logprob|logprobs|logproba|logprobas|logsoftmax|loglikelihood"
_PREDICTION = "pred|preds|prediction|predictions|predicted|predict|score|scores|output|outputs"
_OTHER = "y|pred|prediction|predicted|predict|score|scores|class|label|target|log|ln|likelihood|of|for"

_WORD = rf"(?:{_PROBABILITY}|{_LOGIT}|{_LOG_PROBABILITY}|{_OTHER})"
# "p_cat", "p(cat)", "p0": a word, then separators, an opening bracket or a digit. "p_-1" keeps its minus sign.
_LEADING = re.compile(rf"{_WORD}(?:[\s_.:=|]+|-(?=.)|(?=[(\[0-9]))", re.IGNORECASE)
# "cat_p", "cat (p)", and "cat|x" for the probability of cat given x.
_TRAILING = re.compile(rf"[\s_.:=|-]+{_WORD}$|\s*[(\[]{_WORD}[)\]]$|\s*\|\s*x\w*$", re.IGNORECASE)
_BRACKETS = re.compile(r"^\((.+)\)$|^\[(.+)\]$", re.DOTALL)
_TRUTHS = {"false": 0, "true": 1}


def label_key(text: str) -> str:
    """What makes two labels the same class: whole numbers their value (1 and 1.0), all else the text."""
    if "%" in text or not is_number(text):
        return text
    if parse_number(text) == 0:
        return "0"
    number = Fraction(text.replace("−", "-").replace(",", "."))
    return str(number.numerator) if number.denominator == 1 else text


def label_order(keys: Iterable[str]) -> list[str]:
    """The classes in order: by value if all are numbers, otherwise by text."""
    by_text = sorted(keys)  # also the order of whole numbers that are equal as floats
    return sorted(by_text, key=parse_number) if all(map(is_number, by_text)) else by_text


def stated_labels(column: str) -> list[str]:
    """The labels that a column's name may state, the most literal first: `p_cat` is `p_cat` or `cat`."""
    names = [column]
    while shorter := _shorter(names[-1]):
        names.append(shorter)
    return [label_key(text) for text in names]


def _shorter(name: str) -> str:
    """The name without one word that says what its numbers are, or without brackets around it; "" if there is none."""
    for pattern in (_LEADING, _TRAILING, _BRACKETS):
        if match := pattern.search(name):
            inside = "".join(filter(None, match.groups()))
            return (name[: match.start()] + inside + name[match.end() :]).strip()
    return ""


def guess_columns(table: Table) -> ColumnChoice:
    """The columns that most likely hold label, predictions and weights; `ReadError` if nothing fits."""
    rest = [name for name in table.names if not _looks_like_index(table, name)]
    weight = next((name for name in rest if is_weight_name(name)), None)
    rest = [name for name in rest if name != weight]
    label = _label(table, rest)
    _refuse_one_hot(table, rest[rest.index(label) :])
    numeric = [name for name in rest if name != label and _mostly_numbers(table, name)]
    if not numeric:
        raise ReadError(
            f"No column of {listed(table.names)} is left for predictions beside the label {shown(label)}; "
            "add a column of probabilities or logits."
        )
    for word in (_PROBABILITY, _LOGIT):
        named = [name for name in numeric if _says(name, word)]
        if named:
            numeric = named
            break
    return ColumnChoice(label, tuple(numeric), _kind(table, numeric), weight)


def is_label_name(name: str) -> bool:
    """Whether a column of this name holds the true labels: `y_true`, `Target`."""
    return _bare(name) in _LABELS


def is_weight_name(name: str) -> bool:
    """Whether a column of this name holds weights."""
    return _bare(name) in _WEIGHTS


def is_logit_name(name: str) -> bool:
    """Whether a column of this name holds logits: `logits`, `z_cat`."""
    return _says(name, _LOGIT)


def is_prediction_name(name: str) -> bool:
    """Whether a column of this name holds predictions: `y_pred`, `p_cat`, `logits`."""
    return _says(name, f"{_PROBABILITY}|{_LOGIT}|{_PREDICTION}")


def is_log_probability_name(name: str) -> bool:
    """Whether a column of this name holds logarithms of probabilities: `log_prob`, `logp_cat`."""
    return _says(name, _LOG_PROBABILITY) or (_says(name, "log|ln") and _says(name, f"{_PROBABILITY}|likelihood"))


def _bare(name: str) -> str:
    return re.sub(r"[\W_]+", "_", name.casefold()).strip("_")


def _says(name: str, words: str) -> bool:
    return not set(re.split("[^a-z]+", name.casefold())).isdisjoint(words.split("|"))


def _mostly_numbers(table: Table, name: str) -> bool:
    """A column with a few bad cells is still meant as numbers: reading it names the bad cell."""
    if _says(name, f"{_PROBABILITY}|{_LOGIT}"):
        return True
    return 2 * sum(map(is_number, table.text(name, 0, _SAMPLE))) >= min(_SAMPLE, table.num_rows)


def _looks_like_index(table: Table, name: str) -> bool:
    bare = _bare(name)
    if bare in _INDICES or bare.startswith(("unnamed_", "index_level_")):
        return True
    if bare in _LABELS or table.num_rows <= _COUNTING or not _mostly_numbers(table, name):
        return False
    steps = table.values(name) - np.arange(table.num_rows)
    return bool(np.isin(steps[0], (0.0, 1.0)) and (steps == steps[0]).all())


def _label(table: Table, names: list[str]) -> str:
    by_bare_name = {_bare(name): name for name in reversed(names)}
    for label in _LABELS:
        if label in by_bare_name:
            return by_bare_name[label]
    for name in names:
        if not _mostly_numbers(table, name):
            return name
    for name in names:
        values = table.values(name)
        whole = bool((values == np.floor(values)).all())
        if whole and np.unique(values).size <= max(_FEW, table.num_rows // 10):
            return name
    if len(names) == 2:  # soft labels and one prediction
        return names[0]
    raise ReadError(
        f"None of the columns {listed(table.names)} looks like the true label; name it “label”, or choose it."
    )


def _refuse_one_hot(table: Table, names: list[str]) -> None:
    """Columns of 0 and 1, from the label on, of which each row has one 1: no single one of them is the label."""
    found: list[str] = []
    total = np.zeros(table.num_rows, dtype=np.int64)
    for name in names:
        marks = None if is_prediction_name(name) else _marks(table, name)
        if marks is None:
            return
        found.append(name)
        total += marks
        if len(found) > 1 and (total == 1).all():
            raise ReadError(
                f"Columns {listed(found)} hold one-hot labels, a single 1 in each row; give one column “label” with "
                "the class of each row instead."
            )


def _marks(table: Table, name: str) -> NDArray[np.int64] | None:
    """The cells of a column as 0 and 1, if they are nothing else."""
    if _mostly_numbers(table, name):
        values = table.values(name)
        return values.astype(np.int64) if np.isin(values, (0.0, 1.0)).all() else None
    if not holds_truths(table, name):
        return None
    codes, texts = table.codes(name)
    return np.array([_TRUTHS[text.casefold()] for text in texts], dtype=np.int64)[codes]


def holds_truths(table: Table, name: str) -> bool:
    """Whether the column holds the words true and false alone."""
    if not table.holds_text(name) or not _are_truths(table.text(name, 0, _SAMPLE)):
        return False
    return _are_truths(text for text, _ in table.first_rows(name))


def _are_truths(texts: Iterable[str]) -> bool:
    return all(text.casefold() in _TRUTHS for text in texts)


def _kind(table: Table, names: list[str]) -> Kind:
    if all(_says(name, _LOGIT) for name in names):
        return "logits"
    columns = [table.values(name) for name in names]
    outside = sum(int(((values < 0) | (values > 1)).sum()) for values in columns)
    if not outside or looks_like_percentages(columns):
        return "probabilities"
    slip = all(_says(name, _PROBABILITY) for name in names) and 2 * outside <= table.num_rows * len(names)
    return "probabilities" if slip else "logits"


class Percentages:
    """Whether numbers are percentages without their sign: rows sum to 100, or one column goes far up."""

    def __init__(self) -> None:
        self._possible, self._far_up = True, False
        self._rows = self._hundreds = 0

    def add(self, columns: Sequence[Floats], most: float = np.inf) -> None:
        """With these rows too, in which no number is above `most`, if that is known."""
        if most * len(columns) < 99:
            self._rows += len(columns[0])
            return
        if any((values < 0).any() or (values > 100).any() for values in columns):
            self._possible = False
        self._rows += len(columns[0])
        if len(columns) == 1:
            self._far_up |= bool((columns[0] > 30).any())  # no classifier is that sure: sigmoid(30) is 1 to 13 digits
        else:
            self._hundreds += int((np.abs(sum(columns, np.zeros(len(columns[0]))) - 100) <= 0.5).sum())

    @property
    def likely(self) -> bool:
        """The verdict on all rows so far."""
        return self._possible and (self._far_up or 2 * self._hundreds > self._rows)


def looks_like_percentages(columns: Sequence[Floats]) -> bool:
    """Whether the numbers of these columns are percentages without their sign."""
    percentages = Percentages()
    percentages.add(columns)
    return percentages.likely
