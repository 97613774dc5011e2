"""The shape of the data: what one row and its columns stand for, and so which model suits them."""

from dataclasses import dataclass
from enum import StrEnum


class Shape(StrEnum):
    """What the rows and columns of a table are."""

    TABLE = "table"
    SIGNAL = "signal"
    VISITS = "visits"


@dataclass(frozen=True, slots=True)
class Recognised:
    """The shape that was recognised, in a ``sentence``, with the ``evidence`` for and against each
    shape; ``column`` names the patient's column of visits or the stem of a signal's columns."""

    shape: Shape
    sentence: str
    evidence: tuple[str, ...]
    column: str = ""
