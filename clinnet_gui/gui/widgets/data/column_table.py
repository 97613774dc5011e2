"""One row per column of the file: type and role to choose, missing, range, note."""

from PySide6.QtCore import (
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from clinnet_gui.core.data.dataset import Role, Roles
from clinnet_gui.core.data.findings import Finding, Level
from clinnet_gui.core.data.table import Column, Kind, Table
from clinnet_gui.gui.messages import elided, sentence, tip
from clinnet_gui.gui.style import theme, themes
from clinnet_gui.gui.widgets.data.choice_delegate import ChoiceDelegate
from clinnet_gui.gui.widgets.data.column_facts import missing_text, range_text, worst
from clinnet_gui.gui.widgets.headed import Headed, Index, quieten

Item = Qt.ItemDataRole
HEADINGS = ("column", "type", "role", "missing", "range", "note")
NAME, TYPE, ROLE, MISSING, RANGE, NOTE = range(6)
TYPES = tuple(str(kind) for kind in (Kind.NUMBER, Kind.CATEGORY, Kind.DATE, Kind.TEXT))
ROLES = tuple(str(role) for role in (Role.PREDICTOR, Role.OUTCOME, Role.ID, Role.IGNORE))

WIDTHS = (168, 94, 98, 116, 190)
"""Of name, type, role, missing and range; the note takes the rest."""


class ColumnModel(Headed):
    """The columns of a table with their roles. Edits are asked for by signal, never made here."""

    type_wanted = Signal(int, str)
    role_wanted = Signal(int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(HEADINGS, parent)
        self._columns: tuple[Column, ...] = ()
        self._roles: tuple[Role, ...] = ()
        self._findings: dict[str, list[Finding]] = {}
        self._texts: dict[tuple[int, int], str] = {}

    def show_columns(self, table: Table | None, roles: Roles | None, screening: tuple[Finding, ...]) -> None:
        """Show another table, or other roles of the same."""
        columns = table.columns if table is not None else ()
        same = len(columns) == len(self._columns)
        if not same:
            self.beginResetModel()
        if columns is not self._columns:
            self._texts.clear()
        self._columns, self._roles = columns, roles.of if roles is not None else ()
        self._findings = _by_column((*(table.findings if table is not None else ()), *screening))
        if not same:
            self.endResetModel()
        elif columns:
            self.dataChanged.emit(self.index(0, 0), self.index(len(columns) - 1, NOTE))

    def length(self) -> int:
        """One row a column."""
        return len(self._columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Type and role can be chosen."""
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return plain | Qt.ItemFlag.ItemIsEditable if index.column() in (TYPE, ROLE) else plain

    def setData(self, index: Index, value: object, role: int = Item.EditRole) -> bool:
        """Ask for another type or role; the model changes when the session has made it so."""
        if role == Item.EditRole and value != self.data(index):
            wanted = self.type_wanted if index.column() == TYPE else self.role_wanted
            wanted.emit(index.row(), str(value))
        return False

    def data(self, index: Index, role: int = Item.DisplayRole) -> object:
        """Return a cell's text, colour, weight or tooltip."""
        row, column = index.row(), index.column()
        if role in (Item.DisplayRole, Item.EditRole):
            return self._text(row, column)
        if role == Item.ToolTipRole:
            return self._tip(row, column)
        if role == Item.ForegroundRole:
            return self._colour(row, column)
        if role == Item.FontRole and self._roles and self._roles[row] is Role.OUTCOME:
            font = QFont()
            font.setBold(True)
            return font
        return None

    def _text(self, row: int, column: int) -> str:
        known = self._texts.get((row, column))
        if known is None or column in (ROLE, NOTE):
            known = self._texts[row, column] = self._made(row, column)
        return known

    def _made(self, row: int, column: int) -> str:
        of = self._columns[row]
        if column == NAME:
            return elided(of.name, 40)
        if column == TYPE:
            return str(of.kind)
        if column == ROLE:
            return str(self._roles[row]) if self._roles else ""
        if column == NOTE:
            found = worst(self._of(row))
            return elided(found.saw, 200) if found is not None else ""
        return missing_text(of) if column == MISSING else range_text(of)

    def _tip(self, row: int, column: int) -> str | None:
        if column == NAME:
            return tip(elided(self._columns[row].name, 400))
        if column == NOTE:
            return tip(" ".join(sentence(finding) for finding in self._of(row))) or None
        return tip(self._text(row, column)) if column == RANGE else None

    def _colour(self, row: int, column: int) -> QColor | None:
        found = worst(self._of(row)) if column == NOTE else None
        if found is not None and found.level in (Level.REFUSE, Level.FLAG):
            return QColor(theme().error)
        if found is not None and (found.level is Level.WARN or found.is_open):
            return QColor(theme().warn)
        if column in (MISSING, RANGE, NOTE) or (self._roles and self._roles[row] is Role.IGNORE):
            return QColor(theme().muted)
        return None

    def _of(self, row: int) -> tuple[Finding, ...]:
        return tuple(self._findings.get(self._columns[row].name, ()))


class ColumnTable(QTableView):
    """The view: two columns with choices, sorted on demand, narrowed by a part of the name."""

    type_wanted = Signal(int, str)
    role_wanted = Signal(int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Columns of the file")
        self._model = ColumnModel(self)
        self._model.type_wanted.connect(self.type_wanted)
        self._model.role_wanted.connect(self.role_wanted)
        self._proxy = QSortFilterProxyModel(self)
        self._proxy.setSourceModel(self._model)
        self._proxy.setFilterKeyColumn(NAME)
        self._proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setModel(self._proxy)
        self._build()
        themes.changed.connect(self.viewport().update)

    def show_columns(self, table: Table | None, roles: Roles | None, screening: tuple[Finding, ...]) -> None:
        """Show another table, or other roles of the same."""
        self._model.show_columns(table, roles, screening)

    def narrow(self, text: str) -> None:
        """Show only columns whose name contains ``text``."""
        self._proxy.setFilterFixedString(text)

    def _build(self) -> None:
        quieten(self, WIDTHS)
        self.setItemDelegateForColumn(TYPE, ChoiceDelegate(TYPES, self))
        self.setItemDelegateForColumn(ROLE, ChoiceDelegate(ROLES, self))
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.CurrentChanged
            | QAbstractItemView.EditTrigger.SelectedClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        self.setSortingEnabled(True)
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)


def _by_column(findings: tuple[Finding, ...]) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.column is not None:
            found.setdefault(finding.column, []).append(finding)
    return found
