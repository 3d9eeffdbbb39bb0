"""Plain texts that change with every step of a slider, never markup: all of them are one element of the page."""

from collections.abc import Mapping, Sequence

from pages.shared.component import component

_PLAIN = component("plain")


def facts(values: Mapping[str, str]) -> None:
    """Named values side by side, as many in a row as fit. A page has no two groups of the same names."""
    _PLAIN(key=f"facts_{'_'.join(values)}", data={"kind": "facts", "texts": list(values.items())})


def points(sentences: Sequence[str], *, key: str) -> None:
    """A list of sentences."""
    _PLAIN(key=key, data={"kind": "points", "texts": list(sentences)})


def table(columns: Mapping[str, Sequence[str]], *, alt: str, height: int | None = None) -> None:
    """Columns of text cells, all rows in sight unless they scroll at a `height`. `alt` is the table's name."""
    texts = {
        "columns": list(columns),
        "rows": list(zip(*columns.values(), strict=True)),
        "alt": alt,
        "height": height,
    }
    _PLAIN(key=f"table_{alt}", data={"kind": "table", "texts": texts})
