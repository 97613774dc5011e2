"""The steps that stood out, as a table: where, what, how far from what is usual, why."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import Qt

from clinnet_gui.core.training.records import Spike, SpikeKind
from clinnet_gui.gui.widgets.headed import RIGHT, ROOT, Headed, Index, spoken

HEADERS = ("Epoch", "Step", "What", "Value", "Typical", "Rows", "Likely cause")
NON_FINITE = (SpikeKind.NON_FINITE_LOSS, SpikeKind.NON_FINITE_GRADIENT)


class EventTable(Headed):
    """Spikes in the order in which they came; it only grows, until it is emptied."""

    def __init__(self) -> None:
        super().__init__(HEADERS)
        self._spikes: list[Spike] = []
        self._cells: list[tuple[str, ...]] = []
        self.row_name: Callable[[int], str] = str
        """How a dataset position is named in the list."""

    @property
    def spikes(self) -> tuple[Spike, ...]:
        """What is listed."""
        return tuple(self._spikes)

    def show_spikes(self, spikes: list[Spike]) -> None:
        """Show these; where they continue what is shown, rows are only added."""
        known = len(self._spikes)
        if spikes[:known] != self._spikes:
            self.beginResetModel()
            self._spikes, self._cells = [], []
            self._append(spikes)
            self.endResetModel()
        elif len(spikes) > known:
            self.beginInsertRows(ROOT, known, len(spikes) - 1)
            self._append(spikes[known:])
            self.endInsertRows()

    def _append(self, spikes: list[Spike]) -> None:
        """Cells are made here: an exception inside ``data`` would end the process."""
        self._spikes += spikes
        self._cells += [words(spike, self.row_name) for spike in spikes]

    def length(self) -> int:
        """How many spikes there are."""
        return len(self._spikes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """One cell, or its tooltip."""
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in (0, 1, 3, 4):
            return RIGHT
        return spoken(self._cells[index.row()][index.column()], role)


def words(spike: Spike, row_name: Callable[[int], str] = str) -> tuple[str, ...]:
    """Return one text a column."""
    sign = "✖" if spike.kind in NON_FINITE else "▲"
    cause = spike.cause or "nothing known"
    return (
        str(spike.epoch),
        f"{spike.step:,}",
        f"{sign} {spike.kind.value}" + (", step skipped" if spike.skipped else ""),
        _number(spike.value),
        _number(spike.typical),
        ", ".join(row_name(row) for row in spike.rows),
        cause,
    )


def _number(value: float) -> str:
    """Three digits; a value that was never there reads NaN or ∞."""
    return f"{value:.3g}" if np.isfinite(value) else "NaN" if np.isnan(value) else "∞"
