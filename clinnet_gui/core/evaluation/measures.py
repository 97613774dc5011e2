"""A measure: an estimate with its interval and how it was found; never a number alone."""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """``value`` with its 95 % interval (``low``, ``high``; NaN where there is none).

    NaN as ``value`` means "not estimable"; ``method`` names estimator and interval;
    ``n`` and ``events`` say what it was found on.
    """

    value: float
    low: float = math.nan
    high: float = math.nan
    method: str = ""
    n: int = 0
    events: int = 0

    @property
    def estimable(self) -> bool:
        """Whether there is a value at all."""
        return not math.isnan(self.value)
