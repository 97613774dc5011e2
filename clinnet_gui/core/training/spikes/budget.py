"""How far a diagnosis may go: so few steps made again that it takes half a second at most.

Counted in multiplications and not in seconds, so that the same training is always diagnosed alike.
"""

from dataclasses import dataclass

MULTIPLICATIONS = 4.5e9
"""What the replays of one diagnosis may cost: a third of a second of one core, or two."""

PASSES = 3
"""Forward, gradient by the units, gradient by the weights."""

REPLAYS = 4
MOST_EVERY, MOST_LEAST, MOST_MENDING = 24, 4, 16
"""A moment costs as much as an eighth of a step, most of it for what it drives out of the cache."""


@dataclass(frozen=True, slots=True)
class Budget:
    """Steps between two moments, steps a window has at least, steps made to see what mends, and
    rows held out that judge."""

    every: int
    least: int
    mending: int
    held: int


def budget_for(parameters: int, rows: int, members: int) -> Budget:
    """Return the budget of a network with so many parameters, members, and rows a batch.

    >>> budget_for(60_000, 256, 1)
    Budget(every=18, least=3, mending=12, held=1024)
    """
    steps = MULTIPLICATIONS / (PASSES * max(parameters, 1) * max(rows, 1) * members)
    share = min(1.0, steps / (REPLAYS * (MOST_EVERY + MOST_LEAST) + MOST_MENDING))
    return Budget(
        every=max(1, round(share * MOST_EVERY)),
        least=max(1, round(share * MOST_LEAST)),
        mending=max(1, round(share * MOST_MENDING)),
        held=max(64, 1_024 // members),
    )
