"""A column surveyed before it is understood: each distinct text with its shape and its rows."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from clinnet_gui.core.arrays import Bools, Bytes, Ints
from clinnet_gui.core.data.columns.shape import ABSENT, Shape, shape_of
from clinnet_gui.core.data.table import Cells
from clinnet_gui.core.work import Progress, Work

T = TypeVar("T")

WORDS = tuple(shape for shape in Shape if shape not in ABSENT)
"""What a text is that says something."""
CHUNK = 8_000
"""Distinct texts handled between two yields: a few milliseconds."""


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """``shapes`` (int8) and ``counts`` (int64, rows) hold one entry a distinct text of ``cells``;
    ``by_shape`` holds the rows of each Shape."""

    cells: Cells
    shapes: Bytes
    counts: Ints
    by_shape: tuple[int, ...]

    @property
    def name(self) -> str:
        """The column's name."""
        return self.cells.name

    @property
    def present(self) -> int:
        """How many rows hold something (blank, marks and tokens for missing do not count)."""
        return sum(self.by_shape) - self.rows(*ABSENT)

    def rows(self, *shapes: Shape) -> int:
        """Return how many rows have one of these shapes."""
        return sum(self.by_shape[shape] for shape in shapes)

    def has(self, *shapes: Shape) -> bool:
        """Return whether some row has one of these shapes."""
        return self.rows(*shapes) > 0

    def texts(self, *shapes: Shape) -> list[str]:
        """Return the distinct texts of these shapes that occur, in the order of first sight."""
        chosen = np.flatnonzero(self._of(*shapes) & (self.counts > 0))
        return [self.cells.levels[int(i)] for i in chosen]

    def distinct(self, *shapes: Shape) -> int:
        """Return how many distinct texts of these shapes occur."""
        return int(np.count_nonzero(self._of(*shapes) & (self.counts > 0)))

    def words(self) -> list[str]:
        """Return the distinct texts that are not blank, marks or tokens."""
        return self.texts(*WORDS)

    def positions(self, *shapes: Shape) -> Ints:
        """Return the row positions whose text has one of these shapes."""
        if not self.has(*shapes):
            return np.zeros(0, dtype=np.int64)
        return np.flatnonzero(self._of(*shapes)[self.cells.codes])

    def _of(self, *shapes: Shape) -> Bools:
        """Mark the distinct texts of these shapes."""
        wanted = np.zeros(len(Shape), dtype=bool)
        wanted[list(shapes)] = True
        return wanted[self.shapes]


def survey(cells: Cells) -> Work[Survey]:
    """Look at each distinct text of a column once."""
    counts = np.bincount(cells.codes, minlength=len(cells.levels)).astype(np.int64)
    shapes = yield from mapped(cells.levels, shape_of, f"Looking at {cells.name}")
    kinds = np.array(shapes, dtype=np.int8)
    by_shape = np.bincount(kinds, weights=counts, minlength=len(Shape)).astype(int)
    return Survey(cells, kinds, counts, tuple(by_shape.tolist()))


def mapped(texts: Sequence[str], look: Callable[[str], T], doing: str) -> Generator[object, None, list[T]]:
    """Apply ``look`` to each text, with a yield every CHUNK texts."""
    found: list[T] = []
    for start in range(0, len(texts), CHUNK):
        found.extend(map(look, texts[start : start + CHUNK]))
        if start:
            yield Progress(doing)
    return found
