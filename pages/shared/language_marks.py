"""How tokens, n-grams and rates are written; blanks and line breaks as signs that can be seen."""

import unicodedata
from collections.abc import Sequence

from ce_core.language import TokenUnit
from pages.shared import words
from pages.shared.words import Unit

SIGNS = {" ": "␣", "\n": "↵", "\r": "␍", "\t": "⇥"}
UNSEEN = "□"
LONGEST = 60  # signs of a name; a text can be one single word
CARRIER = "◌"  # stands under an accent that has lost its letter


def sign(token: str) -> str:
    """A token with every character visible."""
    return "".join(map(_sign, token))


def _sign(character: str) -> str:
    if character in SIGNS:
        return SIGNS[character]
    if unicodedata.combining(character):
        return CARRIER + character
    return character if character.isprintable() else UNSEEN


def named(tokens: Sequence[str], unit: TokenUnit) -> str:
    """An n-gram in quotation marks: `“the␣”`, `“sat on”`. Words are set apart by blanks."""
    return words.quoted(joined(tokens, unit))


def joined(tokens: Sequence[str], unit: TokenUnit) -> str:
    return words.shortened((" " if unit == "words" else "").join(sign(token[:LONGEST]) for token in tokens), LONGEST)


def per(value: float, unit: Unit, tokens: str) -> str:
    """`2.930 bits per character`."""
    return f"{words.amount(value, unit)} per {tokens[:-1]}"
