"""What every page needs of the browser, before the script hears of anything."""

from ce_core.readers import LIMITS
from pages.shared.component import component

_FRAME = component("frame")


def frame(page: str) -> None:
    """Let a page that a button led to begin at its top, and say what was not taken of what was pasted or uploaded."""
    _FRAME(key="frame", data={"page": page, "most": LIMITS.typed})
