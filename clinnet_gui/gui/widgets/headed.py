"""What the tables of the window share: named columns, no children, and a quiet look."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QTableView

from clinnet_gui.gui.messages import tip
from clinnet_gui.gui.style import scaled, themes

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
ROW_HEIGHT = 28


class Headed(QAbstractTableModel):
    """A table with a name for each column; a subclass says how many rows there are, and ``data``."""

    def __init__(self, headings: tuple[str, ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headings = headings

    def length(self) -> int:
        """Return the number of rows."""
        raise NotImplementedError

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return the number of rows; a row has none of its own."""
        return 0 if parent.isValid() else self.length()

    def columnCount(self, parent: Index = ROOT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._headings)

    def headerData(
        self, section: int, side: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return a column's heading, at the left: at the right it would run into the sign of sorting."""
        if side != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return LEFT
        return self._headings[section] if role == Qt.ItemDataRole.DisplayRole else None


def spoken(text: str, role: int) -> str | None:
    """Return what a cell of text says in a role: the text, the same as a tooltip, else nothing."""
    if role == Qt.ItemDataRole.DisplayRole:
        return text
    return tip(text) if role == Qt.ItemDataRole.ToolTipRole else None


class _Measures(QObject):
    """Rows and columns of a view, which grow with the texts; a width drawn by hand stays until then."""

    def __init__(self, view: QTableView, widths: tuple[int, ...]) -> None:
        super().__init__(view)
        self._view, self._widths, self._percent = view, widths, 0
        themes.changed.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        if self._percent == themes.percent:
            return
        self._percent = themes.percent
        self._view.verticalHeader().setDefaultSectionSize(scaled(ROW_HEIGHT))
        for column, width in enumerate(self._widths):
            self._view.setColumnWidth(column, scaled(width))


def quieten(view: QTableView, widths: tuple[int, ...] = ()) -> None:
    """Give a table rows of one height on alternating ground, without grid or numbers; ``widths``
    are those of its first columns, in pixels at a zoom of 100 %. The tab key leads out of it."""
    view.setAlternatingRowColors(True)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.verticalHeader().hide()
    _Measures(view, widths)
