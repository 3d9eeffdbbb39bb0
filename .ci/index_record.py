"""What the package index itself knows of weaknesses in the versions of a lock file, where a database can't be asked.

Its page of a project lists them for the newest version only; of an older one nothing is known.
"""

import json
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.request import urlopen

from pip._internal.models.index import PyPI

Pages = Callable[[str], dict]


def page(project: str) -> dict:
    with urlopen(f"{PyPI.pypi_url}/{project}/json", timeout=20) as answer:
        return json.load(answer)


def locked(text: str) -> list[tuple[str, str]]:
    """Project and version of each pin."""
    return re.findall(r"^([\w.-]+)==([\w.!+-]+)", text, re.MULTILINE)


def look_up(pins: Iterable[tuple[str, str]], pages: Pages = page) -> tuple[list[str], list[str]]:
    """The weaknesses found, and the pins of which nothing is known."""
    found, unknown = [], []
    for project, version in pins:
        record = pages(project)
        if record["info"]["version"] == version:
            found += [f"{project} {version}: {weakness['id']}" for weakness in record["vulnerabilities"]]
        else:
            unknown.append(f"{project} {version}")
    return found, unknown


def main(lock: str) -> int:
    pins = locked(Path(lock).read_text(encoding="utf-8"))
    try:
        found, unknown = look_up(pins)
    except OSError as error:
        print(f"NOT AUDITED: neither a database nor the package index can be asked ({error}).")
        return 2
    known = len(pins) - len(unknown)
    print(f"Audited by the package index's own record: {known} of {len(pins)} pins, {len(found)} weaknesses.")
    for weakness in found:
        print(f"  {weakness}")
    if unknown:
        print(f"Nothing is known of {', '.join(unknown)}: not the newest version.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
