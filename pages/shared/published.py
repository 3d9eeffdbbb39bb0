"""The numbers that the sources print, and their sentences that need a remark: the table `published.json` as objects."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ce_core.published import PublishedRow

_FIELDS = ("id", "source", "what", "quantity", "inputs", "printed", "decimals", "unit")


@dataclass(frozen=True)
class See:
    """The lesson that shows it: the name of its file, and the control values that do."""

    page: str
    state: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Printed:
    """One printed number; `note` says in a sentence what is special about it, and `see` where it can be played with."""

    row: PublishedRow
    note: str = ""
    see: See | None = None
    names: str = "PQ"
    """What the source calls the two distributions, that of the truth first."""


@dataclass(frozen=True)
class Sentence:
    """What a source says in passing, in our words, and what holds."""

    id: str
    source: str
    says: str
    holds: str
    see: See | None = None


def _see(entry: Mapping[str, Any]) -> See | None:
    return See(**entry["see"]) if "see" in entry else None


_TABLE = json.loads((Path(__file__).parent / "published.json").read_text(encoding="utf-8"))
PRINTED: dict[str, Printed] = {
    entry["id"]: Printed(
        PublishedRow(*(entry[name] for name in _FIELDS)), entry.get("note", ""), _see(entry), entry.get("names", "PQ")
    )
    for entry in _TABLE["rows"]
}
SENTENCES: tuple[Sentence, ...] = tuple(
    Sentence(entry["id"], entry["source"], entry["says"], entry["holds"], _see(entry)) for entry in _TABLE["sentences"]
)
# The order of the course; not every source prints numbers of its own.
SOURCES = ("tutorial", "profound", "gitbook", "names", "pixels")
