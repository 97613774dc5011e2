"""How far figures can be relied on, by how many patients have the event and how many have not.

One rule for all that is shown: of fewer than ten of either nothing, of fewer than a hundred figures that are
called unstable (a hundred events are the least to judge a model on: Collins, Ogundimu & Altman, Stat Med
2016;35:214).
"""

from enum import StrEnum

FEWEST, ENOUGH = 10, 100
"""Events, and non-events, below which no figure is shown, and from which figures count as stable. The same
fewest serves where patients are counted."""

TOO_FEW = f"fewer than {FEWEST} events or non-events"


class Reliance(StrEnum):
    """How far figures can be relied on."""

    SOUND = "sound"
    UNSTABLE = "unstable"
    SUPPRESSED = "too few"


def rarer(n: int, events: int) -> int:
    """Return how many of ``n`` have the event, or have it not where these are fewer."""
    return min(events, n - events)


def too_few(n: int, events: int) -> bool:
    """Return whether no figure is shown of ``n`` rows with so many events."""
    return rarer(n, events) < FEWEST


def reliance_of(n: int, events: int) -> Reliance:
    """Return how far figures of ``n`` rows with so many events can be relied on.

    >>> reliance_of(500, 9).value, reliance_of(500, 99).value, reliance_of(500, 100).value
    ('too few', 'unstable', 'sound')
    """
    if too_few(n, events):
        return Reliance.SUPPRESSED
    return Reliance.UNSTABLE if rarer(n, events) < ENOUGH else Reliance.SOUND
