"""How the usual libraries compute a loss, and which of the ways to compute one gives a number that somebody saw.

| module | |
|---|---|
| `table`, `formulas`, `libraries` | what each library function returns for given data |
| `problem`, `departures` (with `rewrites`, `row_losses`, `reductions`), `search`, `explanation` | `explain` |
| `single_number` | `explain_number`: a number without data |
"""

from ce_core.conventions.explanation import Match, explain
from ce_core.conventions.libraries import LibraryValue, convention_value, library_values
from ce_core.conventions.single_number import Landmark, explain_number
from ce_core.conventions.table import BY_NAME, CONVENTIONS, Convention

__all__ = [
    "BY_NAME",
    "CONVENTIONS",
    "Convention",
    "Landmark",
    "LibraryValue",
    "Match",
    "convention_value",
    "explain",
    "explain_number",
    "library_values",
]
