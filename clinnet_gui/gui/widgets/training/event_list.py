"""What stood out in a training and what was repaired, as a list; the chosen event in words."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QTableView, QVBoxLayout, QWidget

from clinnet_gui.core.training.records import Spike
from clinnet_gui.gui.style import scaled, themes
from clinnet_gui.gui.widgets.headed import quieten
from clinnet_gui.gui.widgets.kinds import line
from clinnet_gui.gui.widgets.plots.legend import Legend
from clinnet_gui.gui.widgets.training.event_detail import EventDetail
from clinnet_gui.gui.widgets.training.event_table import FOLD, HEADERS, Event, EventTable
from clinnet_gui.gui.widgets.training.folds import Folds
from clinnet_gui.gui.widgets.training.offers import Moment, offer
from clinnet_gui.gui.widgets.training.signs import entries

WIDTHS = (44, 56, 124, 260, 120)
HEIGHT = 114


class EventList(QWidget):
    """``rows_wanted`` carries dataset positions, ``remedy_wanted`` the spike to be dealt with.

    ``detail`` tells of the chosen event; whoever makes the list gives it its place.
    """

    rows_wanted = Signal(object)
    remedy_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = EventTable()
        self.summary = line("No step stood out.", "muted")
        self.legend = Legend()
        self.table = QTableView()
        self.detail = EventDetail()
        self._folds, self._moment = Folds(), Moment()
        self._build()
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_chosen())
        self.detail.rows_wanted.connect(self.rows_wanted)
        self.detail.remedy_wanted.connect(self.remedy_wanted)
        self.table.doubleClicked.connect(lambda _: self._ask())
        self.show_folds(self._folds, self._moment)

    def _build(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setAccessibleName("Events of the training")
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        quieten(table, WIDTHS)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        table.horizontalHeader().setSectionResizeMode(len(HEADERS) - 1, QHeaderView.ResizeMode.Stretch)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(line("Events", "heading"))
        head.addWidget(self.summary)
        head.addWidget(self.legend, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addLayout(head)
        box.addWidget(table, 1)
        self._grow()
        themes.changed.connect(self._grow)

    def _grow(self) -> None:
        self.table.setFixedHeight(scaled(HEIGHT))

    def show_folds(self, folds: Folds, moment: Moment, undrawn: int = 0) -> None:
        """List the events of a training; the newest comes into sight unless a row was chosen.
        ``undrawn`` of them have no mark in the plots."""
        self._folds, self._moment = folds, moment
        before, events = self.model.rowCount(), folds.events
        self.model.show_events(events)
        self.table.setVisible(bool(events))
        self.table.setColumnHidden(FOLD, not folds.many)
        self.legend.show_entries(entries(events))
        self.summary.setText(_summary(len(events), undrawn))
        if len(events) > before and self.chosen() is None:
            self.table.scrollToBottom()
        self._show_chosen()

    def chosen(self) -> Event | None:
        """Return the event chosen in the list; one alone needs no choice."""
        rows = self.table.selectionModel().selectedRows()
        if rows:
            return self.model.events[rows[0].row()]
        return self.model.events[0] if self.model.rowCount() == 1 else None

    def choose(self, event: Event) -> None:
        """Choose an event of the list, as if its row had been clicked."""
        self.table.selectRow(self.model.events.index(event))

    def _show_chosen(self) -> None:
        event = self.chosen()
        repairs = [repair for course in self._folds.courses for repair in course.repairs]
        self.detail.show_event(event, None if event is None else offer(event, self._moment, repairs))

    def _ask(self) -> None:
        event = self.chosen()
        if isinstance(event, Spike) and event.rows:
            self.rows_wanted.emit(event.rows)


def _summary(count: int, undrawn: int) -> str:
    if not count:
        return "No step stood out."
    text = f"{count:,}" if count > 1 else "1"
    return f"{text}, the plots mark the newest {count - undrawn:,}" if undrawn else text
