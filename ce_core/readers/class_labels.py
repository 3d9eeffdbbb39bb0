"""Which classes a column of labels holds, and which prediction column is about which of them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ce_core.readers.columns import label_key, label_order, stated_labels
from ce_core.readers.errors import ReadError, listed, no_number, sentence, shown
from ce_core.readers.look import look
from ce_core.readers.numerals import Floats, is_number
from ce_core.readers.table import Ints, Table

_OPPOSITES = (
    *(("0", "1"), ("-1", "1"), ("false", "true"), ("no", "yes"), ("n", "y"), ("f", "t")),
    *(("negative", "positive"), ("neg", "pos"), ("ham", "spam")),
)

_OUR_NAME = re.compile(r"(?:.* )?column [0-9]+")
"""The columns of an array, which has no names: their places count from 0, as NumPy does."""

_BETWEEN_WORDS = re.compile(r"[\W_]+")

_CORRECT = "correct the label, or choose one prediction column for each class"


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """The classes in a column of labels."""

    keys: list[str]
    """The classes that occur, in order."""
    index: Ints
    """For each row, which of `keys`."""
    first: list[int]
    """For each of `keys`, the row where it occurs first."""
    soft: Floats | None = None
    """The share of class 1 in each row, if the labels are shares: then `keys` is 0 and 1, and `index` says nothing."""


def read_labels(table: Table, name: str, notes: list[str]) -> Labels:
    """The classes that a column names, or the shares of class 1 that it holds."""
    if not table.holds_text(name):
        table.numbers(name)  # refuses NaN, which would otherwise be a class of that name
    values = table.values(name)
    fractions = np.flatnonzero(values != np.floor(values))
    if np.isfinite(values).all() and fractions.size:
        outside = np.flatnonzero((values < 0) | (values > 1))
        if outside.size:
            text, other = (table.text(name, k, k + 1)[0] for k in map(int, (outside[0], fractions[0])))
            raise ReadError(
                f"{sentence(table.place(int(outside[0]), name))}: the label {shown(text)} does not fit with "
                f"{shown(other)} in row {table.row_number(int(fractions[0])):,}; labels are either names or whole "
                "numbers of classes, or all of them shares between 0 and 1."
            )
        notes.append(f"the labels in column {shown(name)} are soft: each is the share of class 1")
        return Labels(["0", "1"], np.zeros(0, dtype=np.int64), [0, 0], values)
    codes, texts = table.codes(name)
    spellings: dict[str, list[int]] = {}
    for code, text in enumerate(texts):
        spellings.setdefault(label_key(text), []).append(code)
    keys = label_order(spellings)
    position = np.empty(len(texts), dtype=np.int64)
    for k, key in enumerate(keys):
        position[spellings[key]] = k
        same = sorted({texts[code] for code in spellings[key]})
        if len(same) > 1:
            notes.append(f"labels {listed(same)} are the same class, {key}")
    index = position[codes]
    labels = Labels(keys, index, np.unique(index, return_index=True)[1].tolist())
    _refuse_quoted(table, name, labels)
    _refuse_unseen(table, labels)
    return labels


def _refuse_quoted(table: Table, name: str, labels: Labels) -> None:
    """Numbers between whole ones that were given as text: no names of classes, and no shares either."""
    for key, row in zip(labels.keys, labels.first, strict=True):
        if table.is_word(name, row) and is_number(key) and "." in key:
            raise no_number(key, sentence(table.place(row, name)))


def _refuse_unseen(table: Table, labels: Labels) -> None:
    """Labels that cannot be told apart by looking at them, or not be seen at all."""
    seen: dict[str, str] = {}
    for key, row in zip(labels.keys, labels.first, strict=True):
        other = seen.setdefault(look(key), key)
        if "\0" in key or not look(key) or other != key:
            what = f"looks like {shown(other)}, but has other characters" if other != key else "cannot be seen"
            raise ReadError(
                f"Row {table.row_number(row):,} has the label {key[:40]!a}, which {what}; write the label again."
            )


def refuse_mixture(table: Table, labels: Labels) -> None:
    """Words among numbers are mistakes, `nan` above all."""
    words = [k for k, key in enumerate(labels.keys) if not is_number(key)]
    if words and len(words) < len(labels.keys):
        k = min(words, key=labels.first.__getitem__)
        raise ReadError(
            f"Row {table.row_number(labels.first[k]):,} of the labels: {shown(labels.keys[k])} is not a number, though "
            "other labels are; correct it, or leave the row out."
        )


def two_classes(table: Table, labels: Labels, column: str, positive: str | None) -> tuple[str, str]:
    """Both classes of a single prediction column, the one it is about last."""
    refuse_mixture(table, labels)
    asked = None if positive is None else label_key(positive.strip())
    pair = list(labels.keys)
    if len(pair) > 2:
        third = sorted(range(len(pair)), key=labels.first.__getitem__)[2]
        raise ReadError(
            f"Row {table.row_number(labels.first[third]):,} has a third label, {shown(pair[third])}, but one "
            "prediction column can only tell two classes apart; choose one prediction column for each class."
        )
    if len(pair) == 1:
        other = asked if asked not in (None, pair[0]) else _opposite(pair[0])
        if other is None:
            raise ReadError(
                f"Every row has the label {shown(pair[0])}, so the other class has no name; add a row of the other "
                "class, or choose one prediction column for each class."
            )
        pair = label_order([pair[0], other])
    if pair == ["-1", "0"]:
        raise ReadError(
            f"Row {table.row_number(labels.first[0]):,} has the label -1 though others are 0; write the two classes as "
            "0 and 1 or as -1 and 1, and delete rows without a label."
        )
    if asked is not None and asked not in pair:
        raise ReadError(f"There is no label {shown(asked)}; choose {shown(pair[0])} or {shown(pair[1])}.")
    fold = _folding(pair)
    stated = [key for name in stated_labels(column) for key in pair if fold(name) == fold(key)]
    stated += [key for key in pair if _contains(column, key)]
    about = asked or (stated[0] if stated else pair[1])
    return (pair[0], about) if about == pair[1] else (pair[1], about)


def _opposite(key: str) -> str | None:
    for one, other in _OPPOSITES:
        if key.casefold() in (one, other):
            found = other if key.casefold() == one else one
            return found.title() if key.istitle() else found.upper() if key.isupper() else found
    return None


def class_columns(
    table: Table, labels: Labels, columns: tuple[str, ...], notes: list[str]
) -> tuple[tuple[str, ...], list[int]]:
    """The classes in order, and for each the number of its prediction column."""
    if labels.soft is not None and len(columns) != 2:
        raise _no_shares(len(columns))
    fold = _folding(labels.keys)
    keys = {fold(key): key for key in labels.keys}
    stated = [[fold(name) for name in stated_labels(column)] for column in columns]
    matched = [next((keys[name] for name in names if name in keys), None) for names in stated]
    if not any(matched):
        _refuse_ambiguous(table, labels, columns)
        classes = classes_in_order(table, labels, len(columns))
        _refuse_crossed(columns, classes)
        notes.append("prediction columns were taken in order: " + mapping(columns, list(map(plain, classes))))
        return classes, list(range(len(columns)))
    missing = [k for k, key in enumerate(labels.keys) if key not in matched]
    if missing:
        k = min(missing, key=labels.first.__getitem__)
        remedy = "name the columns like the labels, or correct the label"
        if labels.keys[k] == "-100":
            remedy = "-100 marks rows that PyTorch ignores: delete those rows"
        raise ReadError(
            f"Row {table.row_number(labels.first[k]):,} has the label {shown(labels.keys[k])}, but no prediction "
            f"column is named for it ({listed(columns)}); {remedy}."
        )
    named: dict[str, int] = {}
    for k, (column, match) in enumerate(zip(columns, matched, strict=True)):
        key = match or stated_labels(column)[-1] or column  # without a match: a class that no row here has
        if key in named:
            raise ReadError(
                f"Columns {listed([columns[named[key]], column])} are both named for the label {shown(key)}; "
                "rename one of them."
            )
        named[key] = k
    ordered = tuple(label_order(named))
    order = [named[key] for key in ordered]
    notes.append(
        "prediction columns were matched by name: " + mapping([columns[k] for k in order], list(map(plain, ordered)))
    )
    return ordered, order


def _refuse_ambiguous(table: Table, labels: Labels, columns: tuple[str, ...]) -> None:
    """Whole numbers as labels, where the columns have names of classes: unless only one reading is left."""
    names = [stated_labels(column)[-1].casefold() for column in columns]
    counted = any(is_number(name) or _OUR_NAME.fullmatch(name) for name in names)
    if labels.soft is not None or counted or not all(re.fullmatch("[0-9]+", key) for key in labels.keys):
        return
    places = list(map(int, labels.keys))
    if names != sorted(names):
        doubt = "counts the columns as they stand or their names in order of the alphabet"
    elif min(places) > 0 and max(places) < len(columns):
        doubt = "counts the columns from 0 or from 1"
    else:
        return
    first = min(range(len(places)), key=labels.first.__getitem__)
    raise ReadError(
        f"Row {table.row_number(labels.first[first]):,} has the label {shown(labels.keys[first])}, "
        f"but the prediction columns have the names {listed(columns)}: it cannot be told whether the label {doubt}. "
        "Write the names as labels, or name the columns 'p_0', 'p_1' and so on."
    )


def _contains(column: str, key: str) -> bool:
    """Whether a column's name has the name of a class as one of its words."""

    def words(text: str) -> str:
        return f" {_BETWEEN_WORDS.sub(' ', look(text).casefold()).strip()} "

    return not is_number(key) and words(key).strip() != "" and words(key) in words(column)


def _refuse_crossed(columns: tuple[str, ...], classes: tuple[str, ...]) -> None:
    """Columns that would be those of other classes than the ones that stand in their names."""
    for column, own in zip(columns, classes, strict=True):
        other = next((key for key in classes if _contains(column, key)), own)
        if other != own and not _contains(column, own):
            raise ReadError(
                f"The name of column {shown(column)} holds the label {shown(other)}, but by its place it would be that "
                f"of {shown(own)}; name each prediction column like its label, as {shown('p_' + other)}."
            )


def classes_in_order(
    table: Table, labels: Labels, width: int, *, gaps: bool = True, remedy: str = _CORRECT
) -> tuple[str, ...]:
    """The classes of columns whose names state none: whole-number labels are places, others are sorted.

    Without `gaps`, whole numbers count from 0 or from 1, so that 5 is no second class after 1.
    """
    if labels.soft is not None and width != 2:
        raise _no_shares(width)
    refuse_mixture(table, labels)
    keys = labels.keys
    if all(re.fullmatch("-?[0-9]+", key) for key in keys):
        places = list(map(int, keys))
        if min(places) >= 0 and max(places) < width:
            return tuple(map(str, range(width)))
        if len(keys) == width and ((min(places) > 0 and (gaps or max(places) == width)) or keys == ["-1", "1"]):
            return tuple(keys)
        wrong = [k for k, place in enumerate(places) if not 0 <= place < width]
        expected = f"whole-number labels run from 0 to {width - 1}"
    else:
        if len(keys) == width:
            return tuple(keys)
        if len(keys) < width:
            raise ReadError(
                f"There are {width} prediction columns but only the labels {listed(keys)}, and the columns' names do "
                "not say which is which; name each column like its label."
            )
        wrong = sorted(range(len(keys)), key=labels.first.__getitem__)[width:]
        expected = f"there can be only {width} labels"
    k = min(wrong, key=labels.first.__getitem__)
    raise ReadError(
        f"Row {table.row_number(labels.first[k]):,} has the label {shown(keys[k])}, but with {width} prediction "
        f"columns {expected}; {remedy}."
    )


def _no_shares(width: int) -> ReadError:
    return ReadError(
        f"The labels are shares between 0 and 1, which tell two classes apart, but {width} prediction columns are "
        "chosen; choose one or two."
    )


def _folding(keys: list[str]) -> Callable[[str], str]:
    """Upper case, blanks and underscores do not matter, unless labels differ in nothing else."""

    def fold(text: str) -> str:
        return "_".join(re.split(r"[\s_.]+", look(text).casefold()))

    return fold if len(set(map(fold, keys))) == len(keys) else look


def truth(labels: Labels, classes: tuple[str, ...]) -> Ints | Floats:
    """The class index of each row (N,), or the shares of both classes (N, 2)."""
    if labels.soft is None:
        return np.array([classes.index(key) for key in labels.keys], dtype=np.int64)[labels.index]
    shares = np.empty((len(labels.soft), 2))
    shares[:, classes.index("1")] = labels.soft
    shares[:, classes.index("0")] = 1 - labels.soft
    return shares


def mapping(sources: Sequence[str], targets: Sequence[str], longest: int = 10) -> str:
    """`'cat' → class 0, 'dog' → class 1`, the rest only counted."""
    pairs = [f"{plain(a)} → {b}" for a, b in zip(sources[:longest], targets[:longest], strict=True)]
    return ", ".join(pairs) + (f" and {len(sources) - longest:,} more" if len(sources) > longest else "")


def plain(text: str) -> str:
    """A number as it stands, all else in quotes."""
    return text if is_number(text) else shown(text)
