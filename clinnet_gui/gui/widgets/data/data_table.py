"""The table as read: every cell as the file spells it, made only for what is on the screen."""

from PySide6.QtCore import QAbstractTableModel, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from clinnet_gui.core.data.table import RawTable
from clinnet_gui.gui.messages import elided, tip
from clinnet_gui.gui.style import theme, themes

Index = QModelIndex | QPersistentModelIndex
TOP = QModelIndex()
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
DisplayRole = Qt.ItemDataRole.DisplayRole


class DataModel(QAbstractTableModel):
    """A view of the dictionary-encoded cells; nothing is copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._raw: RawTable | None = None

    def show_table(self, raw: RawTable | None) -> None:
        """Show another table."""
        if raw is not self._raw:
            self.beginResetModel()
            self._raw = raw
            self.endResetModel()

    def rowCount(self, parent: Index = TOP) -> int:
        """How many rows can be used."""
        return 0 if self._raw is None or parent.isValid() else int(self._raw.rows.size)

    def columnCount(self, parent: Index = TOP) -> int:
        """How many columns the file has."""
        return 0 if self._raw is None or parent.isValid() else len(self._raw.cells)

    def data(self, index: Index, role: int = DisplayRole) -> object:
        """Return the cell's text; a long one is whole in the tooltip."""
        if self._raw is None or role not in (DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        text = self._raw.cells[index.column()].text(index.row())
        if role == DisplayRole:
            return text if len(text) <= 60 else elided(text[:2_000], 60)
        return tip(elided(text[:2_000], 1_000)) if len(text) > 24 else None

    def headerData(self, section: int, side: Qt.Orientation, role: int = DisplayRole) -> object:
        """Return the column's name, or the row's number in the file."""
        if self._raw is None or role not in (DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return QColor(theme().muted) if role == Qt.ItemDataRole.ForegroundRole else None
        if side == Qt.Orientation.Vertical:
            line = int(self._raw.lines[section])
            return str(int(self._raw.rows[section])) if role == DisplayRole else f"line {line} of the file"
        name = self._raw.cells[section].name
        return elided(name, 24) if role == DisplayRole else tip(elided(name, 400))


class DataTable(QTableView):
    """The virtual table: as fast with a million rows as with ten."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Table of patients")
        self._model = DataModel(self)
        self.setModel(self._model)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.verticalHeader().setDefaultSectionSize(26)
        self.horizontalHeader().setDefaultSectionSize(120)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(LEFT)
        themes.changed.connect(self.viewport().update)

    def show_table(self, raw: RawTable | None) -> None:
        """Show another table, from its top."""
        self._model.show_table(raw)

    def show_rows(self, rows: tuple[int, ...]) -> None:
        """Select rows (positions in the table) and scroll to the first."""
        selection = self.selectionModel()
        selection.clearSelection()
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for row in rows:
            selection.select(self._model.index(row, 0), flags)
        if rows:
            self.scrollTo(self._model.index(rows[0], 0), QAbstractItemView.ScrollHint.PositionAtCenter)
