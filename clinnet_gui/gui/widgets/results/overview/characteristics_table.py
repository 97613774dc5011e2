"""Table 1 on the screen: lines of characteristics, one column a group."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QFont, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from clinnet_gui.core.data.characteristics import Characteristics
from clinnet_gui.gui.style import theme, themes
from clinnet_gui.gui.widgets.frozen import FrozenTable
from clinnet_gui.gui.widgets.headed import LEFT, RIGHT, Headed, Index, quieten, spoken
from clinnet_gui.gui.widgets.plots.plot_export import Values
from clinnet_gui.gui.widgets.results.overview.characteristics_lines import (
    COVERED,
    Line,
    headings,
    lines,
    table,
)

Role = Qt.ItemDataRole
FEWEST = 20
"""Digits that fit into the column of names at least."""


class CharacteristicsModel(Headed):
    """The lines of the table."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(("",), parent)
        self._lines: tuple[Line, ...] = ()
        self.values: Values | None = None

    def show_found(self, found: Characteristics) -> None:
        """Show another table."""
        self.beginResetModel()
        self._headings = headings(found)
        self._lines = tuple(lines(found))
        self.values = table(found)
        self.endResetModel()

    def length(self) -> int:
        """Return the number of lines."""
        return len(self._lines)

    def headerData(self, section: int, side: Qt.Orientation, role: int = Role.DisplayRole) -> object:
        """Return a heading, above the numbers of its column."""
        if role == Role.TextAlignmentRole and side == Qt.Orientation.Horizontal and section:
            return RIGHT
        return super().headerData(section, side, role)

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        """Return a cell: the name of a column of the file in bold, what is covered in a quiet tone."""
        line = self._lines[index.row()]
        text = (line.name, *line.cells, line.difference)[index.column()]
        if role == Role.TextAlignmentRole:
            return RIGHT if index.column() else LEFT
        if role == Role.FontRole and line.first and not index.column():
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            return font
        if role == Role.ForegroundRole and (text == COVERED or not (line.first or index.column())):
            return QColor(theme().muted)
        return spoken(text, role)


class CharacteristicsTable(FrozenTable):
    """Reads like the table of a paper; Ctrl+C copies it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = CharacteristicsModel(self)
        self.setModel(self.lines)
        self.setAccessibleName("Characteristics of the patients")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        quieten(self)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setHighlightSections(False)
        header.setStretchLastSection(False)
        self.copied = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self)
        themes.changed.connect(self._fit)

    def show_found(self, found: Characteristics) -> None:
        """Show another table."""
        self.lines.show_found(found)
        self._fit()

    def _fit(self) -> None:
        """Columns of groups are as wide as their texts, that of the names takes what is left."""
        header = self.horizontalHeader()
        header.setResizeContentsPrecision(-1)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        if self.lines.columnCount() > 1:
            header.setMinimumSectionSize(self.fontMetrics().horizontalAdvance("0") * 10)
            self._give_names_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The names have what the new width leaves them."""
        super().resizeEvent(event)
        if self.lines.columnCount() > 1:
            self._give_names_room()

    def _give_names_room(self) -> None:
        """All that the groups leave; where that would cut most names, the groups scroll sideways instead."""
        header, least = self.horizontalHeader(), self.fontMetrics().horizontalAdvance("0") * FEWEST
        others = sum(header.sectionSize(column) for column in range(1, self.lines.columnCount()))
        if self.viewport().width() - others >= least:
            header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        else:
            header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(0, least)
