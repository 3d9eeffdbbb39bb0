"""Numbers as people write them: one cell, or a column of a million.

The grammar: an optional sign (+, -, −), decimal digits with one decimal point or decimal comma, an optional
exponent, an optional % sign that divides by 100. So `1,234` is 1.234: there are no thousands separators.
"""

import re
from collections.abc import Iterator

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

# The same grammar for Arrow's RE2, once commas and % are respelled: what matches, Arrow converts as Python does.
_PLAIN = r"^[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$"

# Only signs that a number can have: parsing every word of a text column one by one would take long.
_CANDIDATE = r"^[-+−0-9.,eE%\s\pZ\x{0B}\x{1C}-\x{1F}\x{85}]+$"


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
    for chunk in column.chunks:
        texts = chunk.dictionary if pa.types.is_dictionary(chunk.type) else chunk
        numbers, example = _text_values(texts) if pa.types.is_string(texts.type) else (_as_floats(texts), None)
        if texts is not chunk:
            numbers = numbers[chunk.indices.to_numpy(zero_copy_only=False)]
        values[at : at + len(chunk)] = numbers
        at += len(chunk)
        respelled = respelled or example
    values[~np.isfinite(values)] = np.nan
    values += 0.0  # never -0.0
    return values, respelled


def _as_floats(chunk: pa.Array) -> Floats:
    # A copy: Arrow's own memory is read-only.
    return np.array(pc.cast(chunk, pa.float64(), safe=False).to_numpy(zero_copy_only=False), dtype=np.float64)


def _text_values(texts: pa.Array) -> tuple[Floats, str | None]:
    lengths = pc.binary_length(texts)
    short = bool(len(texts)) and pc.max(lengths).as_py() <= LIMITS.digits
    if short and (values := _if_all_plain(texts)) is not None:
        return values, None
    signs = pc.index(pc.match_substring_regex(texts, "^[^A-DF-Za-df-z]*[,%]"), True).as_py()
    example: str | None = None if signs < 0 else texts[signs].as_py()
    spelled = texts
    for respell in (_with_points, _without_percent_signs):
        spelled = respell(spelled)
        if short and (values := _if_all_plain(spelled)) is not None:
            return values, example
    plain = pc.and_(pc.match_substring_regex(spelled, _PLAIN), pc.less_equal(lengths, LIMITS.digits))
    values = _without_underflow(_as_floats(pc.if_else(plain, spelled, "nan")), spelled)
    for index, text in _other_candidates(texts, plain):
        try:
            values[index] = parse_number(text)
        except ReadError:
            values[index] = np.nan
    return values, example


def _if_all_plain(texts: pa.Array) -> Floats | None:
    try:
        _as_floats(texts.slice(0, 1))  # Arrow takes long to fail on a million cells, so it fails on one first
        return _without_underflow(_as_floats(texts), texts)
    except pa.ArrowInvalid:
        return None


def _with_points(texts: pa.Array) -> pa.Array:
    """Unicode minus and decimal comma in the spelling that Arrow converts."""
    return pc.replace_substring(pc.replace_substring(texts, "−", "-"), ",", ".")


def _without_percent_signs(texts: pa.Array) -> pa.Array:
    return pc.replace_substring_regex(texts, r"^([-+]?[0-9.]+)[\s\x{00A0}\x{202F}]*%$", r"\1e-2")


def _without_underflow(values: Floats, texts: pa.Array) -> Floats:
    zeros = np.flatnonzero(values == 0)
    if zeros.size:
        nonzero = pc.match_substring_regex(texts.take(pa.array(zeros)), "^[^eE]*[1-9]")
        values[zeros[nonzero.to_numpy(zero_copy_only=False)]] = np.nan
    return values


def _other_candidates(chunk: pa.Array, plain: pa.Array) -> Iterator[tuple[NDArray[np.int64], str]]:
    """The cells that are not plain but might be numbers, grouped by text: rare spellings such as `1e-3 %`."""
    odd = pc.and_(pc.invert(plain), pc.match_substring_regex(chunk, _CANDIDATE))
    places = np.flatnonzero(odd.to_numpy(zero_copy_only=False))
    if not places.size:
        return
    encoded = chunk.take(pa.array(places)).dictionary_encode()
    codes = encoded.indices.to_numpy(zero_copy_only=False)
    order = np.argsort(codes, kind="stable")
    starts = np.searchsorted(codes[order], np.arange(len(encoded.dictionary) + 1))
    for code, text in enumerate(encoded.dictionary.to_pylist()):
        yield places[order[starts[code] : starts[code + 1]]], text
