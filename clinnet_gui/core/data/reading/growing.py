"""The table while it grows: inspected rows in, dictionary-encoded columns out."""

from array import array

import numpy as np

from clinnet_gui.core.arrays import Ints, read_only
from clinnet_gui.core.data.reading.dictionary import Dictionary
from clinnet_gui.core.data.reading.inspection import TAIL, Inspection
from clinnet_gui.core.data.reading.tokens import Records
from clinnet_gui.core.data.table import Cells


class Growing:
    """Collects the sound rows; the last few wait until it is known whether they end the file."""

    def __init__(self, header: list[str], width: int) -> None:
        self.inspection = Inspection(header, width)
        self._width = width
        self._dictionary = Dictionary(width)
        self._rows, self._lines = array("q"), array("q")
        self._waiting = Records()

    def add(self, records: Records, last: bool) -> None:
        """Take in the next records of the file."""
        self._waiting.extend(records)
        body, tail = self._waiting.parted(max(len(self._waiting.rows) - TAIL, 0))
        self._take(body, at_end=False)
        self._waiting = tail
        if last:
            self._take(tail, at_end=True)

    def cells(self) -> list[Cells]:
        """Return the columns, nameless as yet."""
        return [self._dictionary.cells(column, "") for column in range(self._width)]

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
        if rows:
            self._dictionary.add(rows)
            self._rows.extend(numbers)
            self._lines.extend(lines)
