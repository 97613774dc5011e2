"""Characteristics of the patients ("Table 1") as a value: groups, and a line for each predictor.

``core.data.describing`` computes it.
"""

from dataclasses import dataclass
from enum import StrEnum

from clinnet_gui.core.statistics.differences import Difference

NO_EVENT, EVENT, ALL = "no event", "event", "all"


class By(StrEnum):
    """What the columns of the table tell apart."""

    OUTCOME = "outcome"
    PART = "part"


@dataclass(frozen=True, slots=True)
class Group:
    """A column of the table: its name, how many rows and patients it holds; ``covered``: no more
    than that may be told. ``events`` is None where it may not be told either."""

    name: str
    rows: int
    patients: int
    events: int | None
    covered: bool = False


@dataclass(frozen=True, slots=True)
class Numbers:
    """A numeric column in one group. Deviation with ddof 1, quartiles by linear interpolation; NaN
    where nobody was measured. ``n`` measured, ``missing`` not."""

    n: int
    missing: int
    mean: float
    deviation: float
    median: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Counts:
    """A column of categories in one group: how many of each level, ``n`` known, ``missing`` not."""

    n: int
    missing: int
    of: tuple[int, ...]


Summary = Numbers | Counts


@dataclass(frozen=True, slots=True)
class Characteristic:
    """One column of the file. ``groups`` holds a summary for each group, None where it is covered;
    ``levels`` are those of categories (of numbers: none).

    ``difference`` compares the two outcomes, or is the largest between two open parts;
    ``missing_difference`` does the same for the share not measured.
    """

    name: str
    unit: str
    levels: tuple[str, ...]
    groups: tuple[Summary | None, ...]
    difference: Difference
    missing_difference: Difference


@dataclass(frozen=True, slots=True)
class Characteristics:
    """The table: its groups from left to right, and a line for each predictor.

    ``compared`` are the indices of the groups whose differences are told.
    """

    by: By
    groups: tuple[Group, ...]
    compared: tuple[int, ...]
    of: tuple[Characteristic, ...]
