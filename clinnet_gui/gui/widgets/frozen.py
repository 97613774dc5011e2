"""A table whose first column stays in sight where the others are scrolled sideways.

It is painted once more over what scrolls, in one view: the keyboard, a screen reader, the selection and
what is copied know one table, as before. (A second view laid over the first would be a second table to
them all.)
"""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from clinnet_gui.gui.style import theme

MOST = 0.6
"""Share of the table's width: a first column that is wider scrolls with the others."""

Index = QModelIndex | QPersistentModelIndex
Hint = QAbstractItemView.ScrollHint


class FrozenTable(QTableView):
    """A table as any other, but for its first column."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        header = _Header(self)
        self.setHorizontalHeader(header)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalScrollBar().valueChanged.connect(lambda _: header.viewport().update())

    @property
    def frozen(self) -> int:
        """How many pixels at the left the first column covers; 0 where it stands in its own place."""
        if not self.horizontalScrollBar().value() or self.model() is None:
            return 0
        width = self.columnWidth(0)
        return width if width <= MOST * self.viewport().width() else 0

    def indexAt(self, pos: QPoint) -> QModelIndex:
        """Return what is seen there: not what lies under the first column."""
        found = super().indexAt(pos)
        return found.siblingAtColumn(0) if found.isValid() and pos.x() < self.frozen else found

    def scrollTo(self, index: Index, hint: Hint = Hint.EnsureVisible) -> None:
        """Bring a cell into sight, out from under the first column."""
        super().scrollTo(index, hint)
        hidden = self.frozen - self.visualRect(index).left()
        if index.column() and hidden > 0:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - hidden)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Scroll, and paint all anew: what was painted does not move with the rest."""
        super().scrollContentsBy(dx, dy)
        if dx:
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the table, then the first column over it."""
        super().paintEvent(event)
        width = self.frozen
        if not width:
            return
        painter = QPainter(self.viewport())
        first, end = self.rowAt(0), self.viewport().height()
        for row in range(max(first, 0), self.model().rowCount()):
            rect = QRect(0, self.rowViewportPosition(row), width, self.rowHeight(row))
            if first < 0 or rect.top() > end:
                break
            self._paint_name(painter, rect, row)
        painter.setPen(QColor(theme().border))
        painter.drawLine(width - 1, 0, width - 1, end)
        painter.end()

    def _paint_name(self, painter: QPainter, rect: QRect, row: int) -> None:
        odd = bool(row % 2) and self.alternatingRowColors()
        painter.fillRect(rect, QColor(theme().surface if odd else theme().bg))
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        index = self.model().index(row, 0)
        option.rect = rect
        if self.selectionModel().isSelected(index):
            option.state |= QStyle.StateFlag.State_Selected
        self.itemDelegateForIndex(index).paint(painter, option, index)


class _Header(QHeaderView):
    """The names of the columns, the first over those that scroll."""

    def __init__(self, table: FrozenTable) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._table = table

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        width = self._table.frozen
        if width:
            painter = QPainter(self.viewport())
            rect = QRect(0, 0, width, self.height())
            painter.fillRect(rect, QColor(theme().surface))
            self.paintSection(painter, rect, 0)
            painter.end()
