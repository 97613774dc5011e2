"""A measure on the command line: as JSON, and as text."""

import math

from clinnet_gui.cli.printing import Json
from clinnet_gui.core.evaluation.measures import Measure


def measure(found: Measure) -> dict[str, Json]:
    """Return an estimate with its interval."""
    return {"value": found.value, "low": found.low, "high": found.high, "n": found.n, "method": found.method}


def number(found: Measure) -> str:
    """Return an estimate with its interval as text."""
    if not found.estimable:
        return "not estimable"
    if math.isnan(found.low):
        return f"{found.value:.3f} (no interval)"
    return f"{found.value:.3f} ({found.low:.3f} to {found.high:.3f})"


def thousandth(shown: int, found: Measure) -> str:
    """Return a count of 1,000 patients, rounded so that it adds up with others, with its interval.

    >>> thousandth(191, Measure(190.4, 150.1, 238.9))
    '191 (150 to 239)'
    """
    return f"{shown} ({found.low:.0f} to {found.high:.0f})" if found.estimable else "not estimable"
