"""What can be seen of a name: two names that look alike are no two names to who reads them."""

import unicodedata


def look(text: str) -> str:
    """The text as it looks: without invisible characters, accents joined to their letters, every blank a plain one."""
    if text.isascii():
        return " ".join(text.split())
    seen = "".join(character for character in text if unicodedata.category(character) != "Cf")
    return " ".join(unicodedata.normalize("NFC", seen).split())
