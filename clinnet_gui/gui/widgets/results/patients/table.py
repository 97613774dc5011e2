"""The table of shown patients: virtual, sortable, filtered by what went wrong."""

from enum import StrEnum

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from clinnet_gui.core.arrays import Bools, Bytes, Floats, Ints, ascending
from clinnet_gui.core.data.dataset import Dataset
from clinnet_gui.gui.messages import tip
from clinnet_gui.gui.style import theme
from clinnet_gui.gui.widgets.headed import RIGHT, Headed, Index, quieten
from clinnet_gui.gui.widgets.results.measure_text import risk_text
from clinnet_gui.gui.widgets.results.patients.notes import Notes

HEADINGS = ("patient", "risk", "flag", "event", "note")
PATIENT, RISK, FLAG, EVENT, NOTE = range(len(HEADINGS))

NEAR = 0.25
"""Near the threshold: at most so far away in log-odds."""


class Show(StrEnum):
    """Which patients the table shows."""

    ALL = "all"
    MISSED = "missed events"
    FALSE_ALARM = "false alarms"
    NEAR = "near the threshold"
    OUTSIDE = "outside experience"


OF_THE_THRESHOLD = (Show.MISSED, Show.FALSE_ALARM, Show.NEAR)
"""Shows that say nothing before a threshold is chosen."""


class PatientModel(Headed):
    """One row a shown patient; texts are made only for cells on the screen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(HEADINGS, parent)
        self._dataset: Dataset | None = None
        self._rows: Ints = np.zeros(0, np.int64)
        self._risks: Floats = np.zeros(0)
        self._y: Bytes = np.zeros(0, np.int8)
        self._notes = Notes.none()
        self._order: Ints = np.zeros(0, np.int64)
        self._sorted = (1, Qt.SortOrder.DescendingOrder)
        self._threshold: float | None = None
        self._show, self._search = Show.ALL, ""
        self._among: Bools | None = None

    def set_patients(self, dataset: Dataset, rows: Ints, y: Bytes, risks: Floats, notes: Notes) -> None:
        """Show these dataset positions with their outcomes and risks, and what to note of them."""
        self._dataset, self._rows, self._y, self._risks = dataset, rows, y, risks
        self._notes, self._among = notes, None
        self._arrange()

    def set_threshold(self, threshold: float | None) -> None:
        """Flag by another threshold."""
        if threshold == self._threshold:
            return
        self._threshold = threshold
        if self._show in OF_THE_THRESHOLD:
            self._arrange()
        elif self.rowCount():
            self.dataChanged.emit(self.index(0, FLAG), self.index(self.rowCount() - 1, FLAG))

    def narrow(self, show: Show, search: str) -> None:
        """Show only these patients; ``search`` is a part of the id, in either case of letters."""
        self._show, self._search = show, search.strip().casefold()
        self._arrange()

    def keep(self, among: Bools | None) -> None:
        """Show of the patients [n] only those marked, and of these what else was asked for; None: of all."""
        if among is not self._among:
            self._among = among
            self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; equal rows keep the file's order."""
        self._sorted = (column, order)
        self._arrange()

    def position(self, row: int) -> int:
        """Return the dataset position of the patient in a row of the table."""
        return int(self._rows[self._order[row]])

    def row_of(self, position: int) -> int | None:
        """Return the row of a dataset position, None where it is not shown."""
        found = np.flatnonzero(self._rows[self._order] == position)
        return int(found[0]) if found.size else None

    def number_of(self, show: Show) -> int:
        """Return how many patients a filter would show, whatever is searched for."""
        return int(self._shown_by(show).sum())

    def length(self) -> int:
        """How many patients are shown."""
        return int(self._order.size)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the text of a cell, its alignment or its tooltip."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(int(self._order[index.row()]), index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(self._hint(int(self._order[index.row()]), index.column()))
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == RISK:
            return RIGHT
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == EVENT:
            event = bool(self._y[self._order[index.row()]])
            return QColor(theme().event if event else theme().nonevent)
        return None

    def _text(self, i: int, column: int) -> str:
        assert self._dataset is not None
        if column == PATIENT:
            return self._dataset.label(int(self._rows[i]))
        if column == RISK:
            return risk_text(float(self._risks[i]))
        if column == FLAG:
            flagged = self._threshold is not None and self._risks[i] >= self._threshold
            return "yes" if flagged else ""
        if column == EVENT:
            return event_text(bool(self._y[i]))
        return self._notes.brief(i)

    def _hint(self, i: int, column: int) -> str:
        if column == NOTE:
            return self._notes.text(i)
        return row_text(self._dataset, int(self._rows[i])) if column == PATIENT and self._dataset else ""

    def _arrange(self) -> None:
        self.beginResetModel()
        kept = np.flatnonzero(self._kept())
        column, order = self._sorted
        keys = (self._rows, self._risks, self._risks, self._y, self._notes.total)[column][kept]
        sign = -1 if order == Qt.SortOrder.DescendingOrder else 1
        self._order = kept[ascending(sign * keys.astype(np.float64))]
        self.endResetModel()

    def _kept(self) -> Bools:
        kept = self._shown_by(self._show)
        if self._dataset is not None and self._search:
            kept &= matching(self._dataset, self._rows, self._search)
        return kept

    def _shown_by(self, show: Show) -> Bools:
        kept = np.ones(self._rows.size, dtype=bool) if self._among is None else self._among.copy()
        if show is Show.OUTSIDE:
            kept &= self._notes.outside
        elif self._threshold is not None and show in OF_THE_THRESHOLD:
            kept &= wrong(show, self._y, self._risks, self._threshold)
        return kept


class PatientTable(QTableView):
    """The view: whole rows, one at a time."""

    def __init__(self, model: PatientModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setAccessibleName("Patients")
        quieten(self, (84, 70, 44, 60, 66))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.horizontalHeader().setSortIndicator(1, Qt.SortOrder.DescendingOrder)
        self.setSortingEnabled(True)
        self.horizontalHeader().setMinimumSectionSize(40)
        self.horizontalHeader().setSectionResizeMode(PATIENT, QHeaderView.ResizeMode.Stretch)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # ids differ at their ends
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_flags(self, shown: bool) -> None:
        """Show who is flagged, or leave the column out: without a threshold nobody is."""
        self.setColumnHidden(FLAG, not shown)

    def show_notes(self, noted: bool) -> None:
        """Show what is noted, or leave the column out where there is nothing: ids need the room."""
        self.setColumnHidden(NOTE, not noted)


def row_text(dataset: Dataset, position: int) -> str:
    """Return a patient's id and, where the file has one, the row in it: an id may stand in many rows."""
    if dataset.id_column is None:
        return dataset.label(position)
    return f"{dataset.label(position)}, row {dataset.table.raw.rows[dataset.rows[position]]}"


def event_text(event: bool) -> str:
    """Return whether there was the event, for a narrow column.

    >>> event_text(True), event_text(False)
    ('▲ yes', '○ no')
    """
    return "▲ yes" if event else "○ no"


def matching(dataset: Dataset, rows: Ints, search: str) -> Bools:
    """Return which patients' id (or row number in the file) contains ``search`` (case-folded)."""
    column = dataset.id_column
    if column is None:
        numbers = dataset.table.raw.rows[dataset.rows[rows]].astype(str)
        return np.asarray(np.char.find(numbers, search) >= 0)
    hits = np.array([search in text.casefold() for text in column.cells.levels], dtype=bool)
    return np.asarray(hits[column.cells.codes[dataset.rows[rows]]])


def wrong(show: Show, y: Bytes, risks: Floats, threshold: float) -> Bools:
    """Return which patients are missed, false alarms, or near the threshold."""
    if show is Show.MISSED:
        return np.asarray((y == 1) & (risks < threshold))
    if show is Show.FALSE_ALARM:
        return np.asarray((y == 0) & (risks >= threshold))
    p = np.clip(risks, 1e-9, 1 - 1e-9)
    away = np.log(p / (1 - p)) - np.log(threshold / (1 - threshold))
    return np.asarray(np.abs(away) <= NEAR)
