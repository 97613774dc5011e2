"""The table while it grows: inspected rows in, dictionary-encoded columns out."""

from array import array

import numpy as np

from clinnet_gui.core.arrays import Ints, read_only
from clinnet_gui.core.data.reading.dictionary import Dictionary
from clinnet_gui.core.data.reading.inspection import TAIL, Inspection, doubt_neighbours
from clinnet_gui.core.data.reading.tokens import Records
from clinnet_gui.core.data.table import Cells
from clinnet_gui.core.work import Progress, Work

_SEED = 0  # the same file gives the same sample


class Growing:
    """Collects the sound rows; the last few wait until it is known whether they end the file."""

    def __init__(self, header: list[str], width: int, share: float = 1.0) -> None:
        self.inspection = Inspection(header, width)
        self._width, self._share = width, share
        self._chance = np.random.default_rng(_SEED)
        self._dictionary = Dictionary(width)
        self._rows, self._lines = array("q"), array("q")
        self._waiting = Records()

    def add(self, records: Records, last: bool) -> None:
        """Take in the next records of the file."""
        self._waiting.extend(records)
        doubt_neighbours(self._waiting, self._width, last)
        body, tail = self._waiting.parted(max(len(self._waiting.rows) - TAIL, 0))
        self._take(body, at_end=False)
        self._waiting = tail
        if last:
            self._take(tail, at_end=True)

    def cells(self) -> Work[list[Cells]]:
        """Return the columns, nameless as yet."""
        columns = []
        for column in range(self._width):
            columns.append(self._dictionary.cells(column, ""))
            yield Progress("Naming the columns", 1.0)
        return columns

    @property
    def rows(self) -> Ints:
        """The number in the file of each row, from 1."""
        return read_only(np.frombuffer(self._rows, dtype=np.int64))

    @property
    def lines(self) -> Ints:
        """The first line of each row, from 1."""
        return read_only(np.frombuffer(self._lines, dtype=np.int64))

    def _take(self, records: Records, at_end: bool) -> None:
        rows, numbers, lines = self.inspection.inspect(records, at_end)
        if self._share < 1.0:
            rows, numbers, lines = self._sampled(rows, numbers, lines)
        if rows:
            self._dictionary.add(rows)
            self._rows.extend(numbers)
            self._lines.extend(lines)

    def _sampled(
        self, rows: list[list[str]], numbers: list[int], lines: list[int]
    ) -> tuple[list[list[str]], list[int], list[int]]:
        """A random share of sound rows, drawn one by one as they come."""
        drawn = np.flatnonzero(self._chance.random(len(rows)) < self._share).tolist()
        return [rows[at] for at in drawn], [numbers[at] for at in drawn], [lines[at] for at in drawn]
