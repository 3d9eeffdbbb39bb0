"""Numbers as people write them: one cell, or a column of a million.

The grammar: an optional sign (+, -, −), decimal digits with one decimal point or decimal comma, an optional
exponent, an optional % sign that divides by 100. So `1,234` is 1.234: there are no thousands separators.
"""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ce_core.readers.errors import ReadError, sentence, shown
from ce_core.readers.limits import LIMITS

Floats = NDArray[np.float64]

_NUMBER = re.compile(r"([-+]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+))(?:[eE]([-+]?[0-9]+))?\s*(%?)")
NOT_FINITE = re.compile(r"[-+]?(?:nan|inf|infinity)", re.IGNORECASE)
_GROUPED = re.compile(r"[-+]?[0-9]+(?:[.,'’\s][0-9]+)+")

# The same grammar for Arrow's RE2, once decimal commas and Unicode minus are respelled.
_PARTS = (
    r"^(?P<mantissa>[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+))(?:[eE](?P<exponent>[-+]?[0-9]+))?"
    r"[\s\pZ\x{0B}\x{1C}-\x{1F}\x{85}]*(?P<percent>%?)$"
)
_GROUP = 2**22
"""Bytes of cells that are looked at together."""
_AT_ONCE = 2**14
"""Cells that are tried together."""
_FAR = 10**6
"""An exponent from which on the digits before it do not matter: they are fewer."""


def parse_number(text: str, *, where: str = "") -> float:
    """The number that a person wrote, or a `ReadError` that begins with `where`.

    >>> parse_number("0,3"), parse_number("30 %"), parse_number("−1e-3")
    (0.3, 0.3, -0.001)
    """
    if not isinstance(text, str):
        raise TypeError(f"parse_number takes text, not {type(text).__name__}")
    cell = text.strip()
    place = f"{sentence(where)}: " if where else ""
    if not cell:
        raise ReadError(f"{place}the cell is empty; write a number such as 0.25.")
    if len(cell) > LIMITS.digits:
        raise ReadError(
            f"{place}{shown(cell)} has {len(cell):,} characters; a number may have at most {LIMITS.digits}."
        )
    parts = _NUMBER.fullmatch(cell.replace("−", "-"))
    if parts is None:
        raise ReadError(f"{place}{_why_not_a_number(cell)}")
    mantissa, exponent, percent = parts.groups()
    # Shifting the exponent keeps 33.3 % at 0.333, where dividing by 100 gives 0.33299999999999996.
    value = float(f"{mantissa.replace(',', '.')}e{int(exponent or 0) - (2 if percent else 0)}")
    if np.isinf(value):
        raise ReadError(f"{place}{shown(cell)} is beyond the largest number, 1.8e308; write a smaller one.")
    if value == 0 and re.search("[1-9]", mantissa):
        raise ReadError(f"{place}{shown(cell)} is nearer to 0 than the smallest number, 5e-324; write 0 if 0 is meant.")
    return value + 0.0  # never -0.0


def _why_not_a_number(cell: str) -> str:
    if NOT_FINITE.fullmatch(cell):
        return f"{shown(cell)} is not a finite number; write its value instead."
    if _GROUPED.fullmatch(cell):
        return f"{shown(cell)} is not one number; write it with one decimal mark and without separators, like 1234.5."
    return f"{shown(cell)} is not a number; write it like 0.25, 0,25, 1e-3 or 25 %."


def is_number(text: str) -> bool:
    """Whether `parse_number` reads the text."""
    try:
        parse_number(text)
    except ReadError:
        return False
    return True


def column_values(column: pa.ChunkedArray) -> tuple[Floats, str | None]:
    """The numbers of a column of text or numbers, NaN wherever `parse_number` would refuse the cell.

    With them the first cell that has a decimal comma or a % sign, if one does.
    """
    values = np.empty(len(column))
    respelled: str | None = None
    at = 0
    for chunk in _grouped(column.chunks) if pa.types.is_string(column.type) else column.chunks:
        texts = chunk.dictionary if pa.types.is_dictionary(chunk.type) else chunk
        if pa.types.is_string(texts.type):
            numbers, respelled = _text_values(texts, respelled)
        else:
            numbers = _as_floats(texts)
        if texts is not chunk:
            numbers = numbers[chunk.indices.to_numpy(zero_copy_only=False)]
        values[at : at + len(chunk)] = numbers
        at += len(chunk)
    values[~np.isfinite(values)] = np.nan
    values += 0.0  # never -0.0
    return values, respelled


def _grouped(chunks: list[pa.Array]) -> Iterator[pa.Array]:
    """The chunks, small ones put together: a call of Arrow takes its time, however few the cells."""
    group: list[pa.Array] = []
    size = 0
    for chunk in chunks:
        if size + chunk.nbytes > _GROUP and group:
            yield pa.concat_arrays(group)
            group, size = [], 0
        group.append(chunk)
        size += chunk.nbytes
    if group:
        yield pa.concat_arrays(group)


def _as_floats(chunk: pa.Array) -> Floats:
    # A copy: Arrow's own memory is read-only.
    return np.array(pc.cast(chunk, pa.float64(), safe=False).to_numpy(zero_copy_only=False), dtype=np.float64)


def _text_values(texts: pa.Array, example: str | None) -> tuple[Floats, str | None]:
    """The numbers, and the first respelled cell unless there was one before."""
    short = bool(len(texts)) and pc.max(pc.binary_length(texts)).as_py() <= LIMITS.digits
    if short and (values := _if_all_plain(texts)) is not None:
        return values, example
    if example is None:
        signs = pc.index(pc.match_substring_regex(texts, "^[^A-DF-Za-df-z]*[,%]"), True).as_py()
        example = None if signs < 0 else texts[signs].as_py()
    for respell in (_with_points, _without_percent_signs):
        if short and (values := _if_all_plain(texts, respell)) is not None:
            return values, example
    return _any_values(texts), example


def _if_all_plain(texts: pa.Array, respell: Callable[[pa.Array], pa.Array] = lambda texts: texts) -> Floats | None:
    """The numbers if, so respelled, Arrow reads them all. It takes long to fail on many cells: it is given a few."""
    parts = []
    try:
        for start, stop in pairwise([0, 1, *range(_AT_ONCE, len(texts), _AT_ONCE), len(texts)]):
            spelled = respell(texts.slice(start, stop - start))
            parts.append(_without_underflow(_as_floats(spelled), spelled))
    except pa.ArrowInvalid:
        return None
    return np.concatenate(parts)


def _with_points(texts: pa.Array) -> pa.Array:
    """Unicode minus and decimal comma in the spelling that Arrow converts."""
    return pc.replace_substring(pc.replace_substring(texts, "−", "-"), ",", ".")


def _without_percent_signs(texts: pa.Array) -> pa.Array:
    return pc.replace_substring_regex(_with_points(texts), r"^([-+]?[0-9.]+)[\s\x{00A0}\x{202F}]*%$", r"\1e-2")


def _without_underflow(values: Floats, texts: pa.Array) -> Floats:
    zeros = np.flatnonzero(values == 0)
    if zeros.size:
        nonzero = pc.match_substring_regex(texts.take(pa.array(zeros)), "^[^eE]*[1-9]")
        values[zeros[nonzero.to_numpy(zero_copy_only=False)]] = np.nan
    return values


def _any_values(texts: pa.Array) -> Floats:
    """The numbers in all spellings, one by one; NaN for what is no number."""
    some = texts.slice(0, _AT_ONCE)
    if 2 * len(pc.unique(some)) < len(some):
        encoded = texts.dictionary_encode()
        return np.asarray(_different_values(encoded.dictionary)[encoded.indices.to_numpy(zero_copy_only=False)])
    return _different_values(texts)


def _different_values(texts: pa.Array) -> Floats:
    cells = pc.utf8_trim_whitespace(texts)
    parts = pc.extract_regex(_with_points(cells), _PARTS)
    readable = pc.and_(pc.is_valid(parts), pc.less_equal(pc.utf8_length(cells), LIMITS.digits))
    places = np.flatnonzero(readable.to_numpy(zero_copy_only=False))
    mantissas, exponents, percent = parts.take(pa.array(places)).flatten()
    shifts = np.clip(_as_floats(pc.if_else(pc.equal(exponents, ""), "0", exponents)), -_FAR, _FAR)
    shifts[pc.equal(percent, "%").to_numpy(zero_copy_only=False)] -= 2
    spelled = pc.binary_join_element_wise(mantissas, pc.cast(pa.array(shifts.astype(np.int64)), pa.string()), "e")
    values = np.full(len(texts), np.nan)
    values[places] = _without_underflow(_as_floats(spelled), spelled)
    return values
