"""What happened in a training, as a table: where, which cause, what stood out, which rows, what harm."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import Qt

from clinnet_gui.core.training.records import Repaired, Spike
from clinnet_gui.gui.widgets.headed import RIGHT, ROOT, Headed, Index, spoken
from clinnet_gui.gui.widgets.training.signs import NON_FINITE, SIGNS, main_cause

HEADERS = ("Fold", "Step", "Cause", "What stood out", "Rows", "Damage")
FOLD, STEP, CAUSE, WHAT, ROWS, DAMAGE = range(len(HEADERS))

Event = Spike | Repaired


class EventTable(Headed):
    """Spikes and repairs in the order in which they came; it only grows, until it is emptied."""

    def __init__(self) -> None:
        super().__init__(HEADERS)
        self._events: list[Event] = []
        self._cells: list[tuple[str, ...]] = []
        self.row_name: Callable[[int], str] = str
        """How a dataset position is named in the list."""

    @property
    def events(self) -> tuple[Event, ...]:
        """What is listed."""
        return tuple(self._events)

    def show_events(self, events: list[Event]) -> None:
        """Show these; where they continue what is shown, rows are only added."""
        known = len(self._events)
        if events[:known] != self._events:
            self.beginResetModel()
            self._events, self._cells = [], []
            self._append(events)
            self.endResetModel()
        elif len(events) > known:
            self.beginInsertRows(ROOT, known, len(events) - 1)
            self._append(events[known:])
            self.endInsertRows()

    def _append(self, events: list[Event]) -> None:
        """Cells are made here: an exception inside ``data`` would end the process."""
        self._events += events
        self._cells += [words(event, self.row_name) for event in events]

    def length(self) -> int:
        """How many events there are."""
        return len(self._events)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """One cell, or its tooltip."""
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in (FOLD, STEP):
            return RIGHT
        return spoken(self._cells[index.row()][index.column()], role)


def words(event: Event, row_name: Callable[[int], str] = str) -> tuple[str, ...]:
    """Return one text a column."""
    rows = ", ".join(row_name(row) for row in event.rows)
    if isinstance(event, Repaired):
        did = f"{event.remedy.value}, for step {event.spike_step:,}"
        return str(event.fold), f"{event.step:,}", "✚ repaired", did, rows, ""
    sign = SIGNS[main_cause(event)]
    return (
        str(event.fold),
        f"{event.step:,}",
        f"{sign.glyph} {sign.word}",
        what(event),
        rows,
        event.diagnosis.damage.value if event.diagnosis is not None else "",
    )


def what(spike: Spike) -> str:
    """Return what stood out, with the number of this step and what is usual."""
    sign = "✖ " if spike.kind in NON_FINITE else ""
    text = f"{sign}{spike.kind.value} {number(spike.value)}"
    if np.isfinite(spike.typical):
        text += f", usually {number(spike.typical)}"
    return text + (", step skipped" if spike.skipped else "")


def number(value: float) -> str:
    """Return three digits; a value that was never there reads NaN or ∞."""
    return f"{value:.3g}" if np.isfinite(value) else "NaN" if np.isnan(value) else "∞"
