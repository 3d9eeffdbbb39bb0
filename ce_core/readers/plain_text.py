"""Plain text: bytes or what was typed in, a text without surprises out."""

import codecs

from ce_core.readers.errors import ReadError
from ce_core.readers.limits import LIMITS

_OTHER_ENCODINGS = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}


def read_text(source: bytes | str) -> str:
    """The text in a file's bytes (UTF-8) or in what was typed, as it is: no character is changed.

    Only a byte order mark at the beginning of a file is no part of its text. Raises `ReadError` for other encodings,
    NUL characters, white space alone, and more characters than `LIMITS.characters`.

    >>> read_text("café".encode())
    'café'
    """
    if isinstance(source, bytes):
        text = _decoded(source)
    elif isinstance(source, str):
        text = source
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise ReadError(
                f"The text has a broken character at position {error.start + 1:,}; paste it again."
            ) from None
    else:
        raise TypeError(f"read_text takes bytes or text, not {type(source).__name__}")
    if len(text) > LIMITS.characters:
        raise ReadError(_too_long(f"{len(text):,}"))
    if not text or text.isspace():
        what = "is empty" if not text else "holds nothing but white space"
        raise ReadError(f"The text {what}; give at least one letter.")
    nul = text.find("\0")
    if nul >= 0:
        raise ReadError(
            f"The text has a NUL character at position {nul + 1:,}, so this is not plain text; save it as UTF-8 text."
        )
    return text


def _decoded(data: bytes) -> str:
    if len(data) > 4 * LIMITS.characters + len(codecs.BOM_UTF8):  # a character has at most four bytes
        raise ReadError(_too_long(f"at least {len(data) // 4:,}"))
    for mark, encoding in _OTHER_ENCODINGS.items():
        if data.startswith(mark):
            raise ReadError(f"The text is encoded as {encoding}; save the file as UTF-8.")
    try:
        return data.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        offset = error.start + (len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0)
        raise ReadError(
            f"Line {data.count(10, 0, offset) + 1:,} of the file is not UTF-8: the byte at offset {offset:,} is "
            f"{data[offset]:#04x}. Save the file as UTF-8 text."
        ) from None


def _too_long(count: str) -> str:
    return f"The text has {count} characters; at most {LIMITS.characters:,} are read. Take a part of it."
