"""An outcome that is the same for all: nothing to learn from, but predictions may be judged by it."""

from clinnet_gui.core.arrays import Bytes
from clinnet_gui.core.data.columns.vocabulary import BOOLEANS, POSITIVE, is_pair
from clinnet_gui.core.data.outcome.levels import ABOVE, is_event, normalise_events, number_of, outcome_levels
from clinnet_gui.core.data.table import Column, Kind


def one_class(column: Column, event: tuple[str, ...]) -> tuple[Bytes, tuple[str, ...]] | None:
    """Return 1 a row where the single level of the column is the event, 0 where it is not, -1 where it
    is missing; and the event's levels.

    None where there is not one level, or where it cannot be told what it is: without ``event`` only
    words for yes and no can, with it only a level that may stand in one column with the event.
    """
    levels = outcome_levels(column)
    if len(levels) != 1 or column.kind is Kind.DATE:
        return None
    level = levels[0].text
    named = event or _plain(level)
    if not named or not all(is_event(level, (text,)) or _of_one_kind(text, level) for text in named):
        return None
    return normalise_events(column, named), named


def _plain(level: str) -> tuple[str, ...]:
    """The event where the level itself says yes or no, else nothing."""
    low = level.casefold()
    if low in POSITIVE:
        return (level,)
    return next(((yes,) for yes, no in BOOLEANS if low == no), ())


def _of_one_kind(event: str, level: str) -> bool:
    """Whether two texts may be levels of one outcome: two numbers, or a pair of yes and no."""
    numbers = number_of(event.removeprefix(ABOVE)), number_of(level)
    return None not in numbers or is_pair(frozenset((event.casefold(), level.casefold())))
