"""How long the readers are fuzzed: the same few inputs in the suite, many new ones on demand.

`FUZZ=100 python -m pytest tests/hostile/test_fuzz.py tests/core/readers -k any` tries a hundred times as many.
"""

import os
from collections.abc import Callable
from typing import TypeVar

from hypothesis import HealthCheck, settings

Test = TypeVar("Test", bound=Callable[..., None])
FACTOR = float(os.environ.get("FUZZ", "1"))


def fuzz(examples: int) -> Callable[[Test], Test]:
    """Settings for a test that any input must pass."""
    chosen = settings(
        max_examples=max(1, round(FACTOR * examples)),
        derandomize=FACTOR == 1,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        database=None,
    )
    return chosen
