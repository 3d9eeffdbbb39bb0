"""Texts and files that the browser or the server does not let through to the script."""

from ce_core.readers import LIMITS
from pages.shared.component import component

_REFUSALS = component("refusals")


def refusals() -> None:
    """Let the page say in a sentence what was not taken, and why. It takes no room."""
    _REFUSALS(key="refusals", data={"most": LIMITS.typed})
