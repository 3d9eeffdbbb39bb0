"""The one exception of the readers, and how they quote what a user typed."""

from collections.abc import Iterator
from contextlib import contextmanager


class ReadError(ValueError):
    """What was given cannot be read as meant.

    The message is one or two plain sentences: where (row, column or pixel), what stands there, what to do.
    Rows are data rows counted from 1 (the header is not counted), columns go by name.
    """


@contextmanager
def within_memory() -> Iterator[None]:
    """What needs more memory than there is, is refused like all else."""
    try:
        yield
    except MemoryError:
        raise ReadError("There is not enough memory to read this; give a part of it.") from None


def shown(text: str, longest: int = 40) -> str:
    """The text in quotes, control characters escaped, shortened to `longest` characters."""
    return repr(text if len(text) <= longest else text[: longest - 1] + "…")


def listed(names: tuple[str, ...] | list[str], longest: int = 8) -> str:
    """Names in quotes with commas; the rest only counted."""
    head = ", ".join(shown(name) for name in names[:longest])
    return head if len(names) <= longest else f"{head} and {len(names) - longest:,} more"


def sentence(words: str) -> str:
    """The words with a capital letter in front; a symbol such as x or σ stays as it is."""
    return words[0].upper() + words[1:] if words[:2].isascii() and words[1:2].isalpha() else words


def no_number(cell: str, where: str) -> ReadError:
    """The refusal of a cell that was given as text or truth value, whatever it reads like."""
    return ReadError(f"{where}: {shown(cell)} was given as text or truth value; give a number, without quotes.")


def more(count: int) -> str:
    """The sentence about `count` further cases, if there are any."""
    if not count:
        return ""
    return " There is 1 more like it." if count == 1 else f" There are {count:,} more like it."
