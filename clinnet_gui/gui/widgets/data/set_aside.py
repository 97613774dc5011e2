"""The rows that were set aside: counted, listed with their reason, never lost in silence."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView, QWidget

from clinnet_gui.core.data.table import Quarantined
from clinnet_gui.gui.messages import elided, tip
from clinnet_gui.gui.widgets.headed import Headed, Index

HEADINGS = ("row", "line of the file", "why")


class SetAsideModel(Headed):
    """One row a row that is not used."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(HEADINGS, parent)
        self._rows: tuple[Quarantined, ...] = ()

    def show_rows(self, rows: tuple[Quarantined, ...]) -> None:
        """Show another list."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def length(self) -> int:
        """How many rows were set aside."""
        return len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell's text."""
        one = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return (str(one.row), str(one.line), elided(one.reason, 200))[index.column()]
        return tip(one.reason) if role == Qt.ItemDataRole.ToolTipRole and index.column() == 2 else None


class SetAside(QTableView):
    """The list as a view."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Rows set aside")
        self._model = SetAsideModel(self)
        self.setModel(self._model)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)

    def show_rows(self, rows: tuple[Quarantined, ...]) -> None:
        """Show another list."""
        self._model.show_rows(rows)
