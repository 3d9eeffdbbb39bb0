"""The one exception of the mathematics."""


class DistributionError(ValueError):
    """A value is numeric, but not what the formula is defined for.

    The message names the argument and its shape, the first offending index and the value there,
    and says what to do about it. What is not numeric at all raises `TypeError` instead.
    """
