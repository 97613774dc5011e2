"""A column surveyed before it is understood: each distinct text with its shape and its rows."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from clinnet_gui.core.arrays import Bytes, Ints
from clinnet_gui.core.data.columns.shape import ABSENT, Shape, shape_of
from clinnet_gui.core.data.table import Cells
from clinnet_gui.core.work import Progress, Work

T = TypeVar("T")

CHUNK = 8_000
"""Distinct texts handled between two yields: a few milliseconds."""


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """``shapes`` (int8) and ``counts`` (int64, rows) hold one entry a distinct text of ``cells``."""

    cells: Cells
    shapes: Bytes
    counts: Ints

    @property
    def name(self) -> str:
        """The column's name."""
        return self.cells.name

    @property
    def present(self) -> int:
        """How many rows hold something (blank, marks and tokens for missing do not count)."""
        return int(self.counts[~np.isin(self.shapes, ABSENT)].sum())

    def rows(self, *shapes: Shape) -> int:
        """Return how many rows have one of these shapes."""
        return int(self.counts[np.isin(self.shapes, shapes)].sum())

    def has(self, *shapes: Shape) -> bool:
        """Return whether some row has one of these shapes."""
        return self.rows(*shapes) > 0

    def texts(self, *shapes: Shape) -> list[str]:
        """Return the distinct texts of these shapes that occur, in the order of first sight."""
        chosen = np.flatnonzero(np.isin(self.shapes, shapes) & (self.counts > 0))
        return [self.cells.levels[int(i)] for i in chosen]

    def words(self) -> list[str]:
        """Return the distinct texts that are not blank, marks or tokens."""
        return self.texts(*(shape for shape in Shape if shape not in ABSENT))

    def positions(self, *shapes: Shape) -> Ints:
        """Return the row positions whose text has one of these shapes."""
        return self.where(np.isin(self.shapes, shapes))

    def where(self, of_level: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Ints:
        """Return the row positions whose distinct text is marked."""
        return np.flatnonzero(of_level[self.cells.codes])


def survey(cells: Cells) -> Work[Survey]:
    """Look at each distinct text of a column once."""
    counts = np.bincount(cells.codes, minlength=len(cells.levels)).astype(np.int64)
    shapes = yield from mapped(cells.levels, shape_of, f"Looking at {cells.name}")
    return Survey(cells, np.array(shapes, dtype=np.int8), counts)


def mapped(texts: Sequence[str], look: Callable[[str], T], doing: str) -> Generator[object, None, list[T]]:
    """Apply ``look`` to each text, with a yield every CHUNK texts."""
    found: list[T] = []
    for start in range(0, len(texts), CHUNK):
        found.extend(map(look, texts[start : start + CHUNK]))
        if start:
            yield Progress(doing)
    return found
