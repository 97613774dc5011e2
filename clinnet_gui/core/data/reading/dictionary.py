"""Columns while they grow: each distinct text once, one code a row."""

from array import array
from collections.abc import Sequence

import numpy as np

from clinnet_gui.core.arrays import Codes, read_only
from clinnet_gui.core.data.table import Cells


class _Vocabulary(dict[str, int]):
    """Text to code; an unknown text gets the next one. Known texts never leave C."""

    def __missing__(self, text: str) -> int:
        code = self[text] = len(self)
        return code


class Dictionary:
    """All columns of a table, dictionary-encoded as rows arrive."""

    def __init__(self, width: int) -> None:
        self._vocabularies = [_Vocabulary() for _ in range(width)]
        self._codes = [array("i") for _ in range(width)]

    def add(self, rows: Sequence[Sequence[str]]) -> None:
        """Append rows, each as wide as the table."""
        columns = zip(*rows, strict=True)
        for vocabulary, codes, column in zip(self._vocabularies, self._codes, columns, strict=bool(rows)):
            codes.extend(map(vocabulary.__getitem__, column))

    def cells(self, column: int, name: str) -> Cells:
        """Return a column under its name; its texts in the order of their first row."""
        codes: Codes = np.frombuffer(self._codes[column], dtype=np.int32)
        return Cells(name, tuple(self._vocabularies[column]), read_only(codes))
