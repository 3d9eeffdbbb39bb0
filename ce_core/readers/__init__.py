"""The guarded door: bytes or text in, checked arrays out, one `ReadError` for everything else.

| function | from | to |
|---|---|---|
| `parse_number` | what a person typed | a float |
| `read_table`, `table_from_rows` | a file's bytes, pasted text, editor cells | `Table` |
| `guess_columns` | a `Table` | `ColumnChoice` |
| `read_predictions` | a `Table` and a `ColumnChoice` | `Predictions` |
| `read_batch` | two pasted arrays, in whatever form they were copied | `Batch` |
| `batch_of` | `Predictions` | `Batch` |
| `read_image` | a file's bytes | `GreyImage` |
| `read_text` | a file's bytes, typed text | a text |

`LIMITS` states how much is taken in. No other exception leaves here, except `TypeError` for an argument of the
wrong type and what the caller's own `progress` raises.
"""

from ce_core.readers.batch import Batch, batch_of, read_batch
from ce_core.readers.columns import ColumnChoice, guess_columns
from ce_core.readers.errors import ReadError
from ce_core.readers.files import read_table
from ce_core.readers.images import GreyImage, read_image
from ce_core.readers.limits import LIMITS
from ce_core.readers.numerals import parse_number
from ce_core.readers.plain_text import read_text
from ce_core.readers.predictions import Predictions, read_predictions
from ce_core.readers.table import Table, table_from_rows

__all__ = [
    "LIMITS",
    "Batch",
    "ColumnChoice",
    "GreyImage",
    "Predictions",
    "ReadError",
    "Table",
    "batch_of",
    "guess_columns",
    "parse_number",
    "read_batch",
    "read_image",
    "read_predictions",
    "read_table",
    "read_text",
    "table_from_rows",
]
