"""The groups of a column as a table: counts, then each figure with its interval."""

import math

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView

from clinnet_gui.core.evaluation.groups.subgroups import Level, Reliance
from clinnet_gui.gui.messages import elided, tip, told_apart
from clinnet_gui.gui.style import scaled, themes
from clinnet_gui.gui.widgets.headed import LEFT, RIGHT, ROW_HEIGHT, Headed, Index, quieten
from clinnet_gui.gui.widgets.results.groups.figures import FIGURES, PREVALENCE, Figure
from clinnet_gui.gui.widgets.results.measure_text import tooltip

SHOWN = (PREVALENCE, *(figure for figure in FIGURES if figure is not PREVALENCE))
HEADERS = ("", "n", "events", *(figure.name for figure in SHOWN))
NAME, N, EVENTS = range(3)
WIDTHS = (190, 66, 66, 146, 146, 146, 160, 146, 136, 136, 136, 136, 96)
NOTES = {
    Reliance.SOUND: "",
    Reliance.UNSTABLE: "unstable: fewer than 100 events or non-events",
    Reliance.SUPPRESSED: "fewer than 10 events or non-events: no figure is shown",
}


class LevelTable(Headed):
    """One row a group."""

    def __init__(self) -> None:
        super().__init__(HEADERS)
        self.levels: tuple[Level, ...] = ()
        self._names: tuple[str, ...] = ()  # as shown
        self._column = ""

    def show_levels(self, levels: tuple[Level, ...], column: str) -> None:
        """List these groups, made by a column of the file."""
        self.beginResetModel()
        self.levels, self._column = levels, column
        self._names = told_apart(tuple(level.name for level in levels))
        self.endResetModel()

    def length(self) -> int:
        """How many rows there are."""
        return len(self.levels)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """One cell, or its tooltip."""
        level, column = self.levels[index.row()], index.column()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return LEFT if column == NAME else RIGHT
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(index.row(), column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(self._tooltip(level, column))
        return None

    def headerData(
        self, section: int, side: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """A heading, or what its figure means."""
        if role == Qt.ItemDataRole.ToolTipRole and side is Qt.Orientation.Horizontal and section > EVENTS:
            return tip(SHOWN[section - EVENTS - 1].meaning)
        if section == NAME and side is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return elided(self._column, 22)  # the choice above may have moved on to another column
        return super().headerData(section, side, role)

    def _text(self, row: int, column: int) -> str:
        level = self.levels[row]
        if column == NAME:
            return self._names[row] + (" (unstable)" if level.reliance is Reliance.UNSTABLE else "")
        if column in (N, EVENTS):
            return f"{level.n if column == N else level.events:,}"
        return in_figures(level, SHOWN[column - EVENTS - 1])

    def _tooltip(self, level: Level, column: int) -> str:
        if column <= EVENTS:
            return " · ".join(part for part in (level.name, NOTES[level.reliance]) if part)
        return tooltip(SHOWN[column - EVENTS - 1].of(level))


class LevelView(QTableView):
    """The table as high as it has rows: the page scrolls, not the table."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.levels = LevelTable()
        self.setModel(self.levels)
        self.setAccessibleName(name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setTabKeyNavigation(False)
        quieten(self, WIDTHS)
        themes.changed.connect(self._fit)

    def show_levels(self, levels: tuple[Level, ...], column: str) -> None:
        """List these groups, made by a column of the file."""
        self.levels.show_levels(levels, column)
        self._fit()

    def _fit(self) -> None:
        """Rows, heading and scroll bar."""
        self.setFixedHeight(scaled(ROW_HEIGHT) * (self.levels.length() + 1) + scaled(24))


def in_figures(level: Level, figure: Figure) -> str:
    """Return a figure of a group with its interval, or a dash."""
    found, show = figure.of(level), figure.ground.show
    if not found.estimable:
        return "–"
    if math.isnan(found.low):
        return show(found.value)
    return f"{show(found.value)} ({show(found.low).removesuffix(' %')} to {show(found.high)})"
