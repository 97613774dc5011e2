"""The list of the steps that stood out, with the way to the patients concerned."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from clinnet_gui.core.training.records import Spike
from clinnet_gui.gui.widgets.data.kinds import line
from clinnet_gui.gui.widgets.training.event_table import HEADERS, EventTable

WIDTHS = (56, 60, 210, 64, 64, 116)
HEIGHT = 128


class EventList(QWidget):
    """``rows_wanted`` carries the dataset positions of the chosen event's rows."""

    rows_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = EventTable()
        self.summary = line("No step stood out.", "muted")
        self.show_rows = QPushButton("Show rows")
        self.show_rows.setToolTip("Shows the patients of the chosen step on the Data page.")
        self.show_rows.clicked.connect(self._ask)
        self.table = QTableView()
        self._build()
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._allow())
        self.table.doubleClicked.connect(lambda _: self._ask())
        self.show_spikes([])

    def _build(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setAccessibleName("Events of the training")
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setFixedHeight(HEIGHT)
        table.verticalHeader().hide()
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        table.verticalHeader().setDefaultSectionSize(26)
        for column, width in enumerate(WIDTHS):
            table.setColumnWidth(column, width)
        table.horizontalHeader().setSectionResizeMode(len(HEADERS) - 1, QHeaderView.ResizeMode.Stretch)
        head = QHBoxLayout()
        head.addWidget(line("Events", "heading"))
        head.addWidget(self.summary)
        head.addStretch(1)
        head.addWidget(self.show_rows)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addLayout(head)
        box.addWidget(table, 1)

    def show_spikes(self, spikes: list[Spike]) -> None:
        """List the spikes; the newest comes into sight unless a row was chosen."""
        before = self.model.rowCount()
        self.model.show_spikes(spikes)
        count = self.model.rowCount()
        self.table.setVisible(count > 0)
        self.show_rows.setVisible(count > 0)
        self.summary.setText(f"{count:,} stood out" if count else "No step stood out.")
        if count > before and not self.table.selectionModel().hasSelection():
            self.table.scrollToBottom()
        self._allow()

    def chosen(self) -> Spike | None:
        """Return the event chosen in the list."""
        rows = self.table.selectionModel().selectedRows()
        return self.model.spikes[rows[0].row()] if rows else None

    def _allow(self) -> None:
        spike = self.chosen()
        self.show_rows.setEnabled(spike is not None and bool(spike.rows))

    def _ask(self) -> None:
        spike = self.chosen()
        if spike is not None and spike.rows:
            self.rows_wanted.emit(spike.rows)
