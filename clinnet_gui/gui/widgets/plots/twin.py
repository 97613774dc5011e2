"""The twin of a plot: its numbers as a table, in a dialog before the window."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHeaderView, QTableView, QVBoxLayout, QWidget

from clinnet_gui.gui.messages import label
from clinnet_gui.gui.style import scaled
from clinnet_gui.gui.widgets.headed import RIGHT, Headed, Index, quieten, spoken
from clinnet_gui.gui.widgets.plots.plot_export import Values, pasted

DIGITS = 6
"""Significant digits shown; copied and saved are ten."""


class TwinModel(Headed):
    """The cells of a plot's table."""

    def __init__(self, values: Values, parent: QWidget | None = None) -> None:
        super().__init__(values.headings, parent)
        self.values = values

    def length(self) -> int:
        """Return the number of rows."""
        return self.values.length

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell's text, numbers at the right."""
        column = self.values.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole and not isinstance(column, tuple):
            return RIGHT
        return spoken(self.values.cell(index.row(), index.column(), DIGITS), role)


class Twin(QDialog):
    """A plot's sentence and its numbers; what is selected, or all of it, can be copied."""

    def __init__(self, name: str, sentence: str, values: Values, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(name)
        self.values = values
        self.table = QTableView()
        self.table.setModel(TwinModel(values, self))
        self.table.setAccessibleName(f"{name}: the numbers")
        self.table.setAccessibleDescription(sentence)
        self._dress()
        self.buttons = QDialogButtonBox()
        copy = self.buttons.addButton("&Copy all", QDialogButtonBox.ButtonRole.ActionRole)
        close = self.buttons.addButton("Close", QDialogButtonBox.ButtonRole.RejectRole)
        copy.clicked.connect(self.copy_all)
        close.clicked.connect(self.reject)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.table, self.copy_selected)
        box = QVBoxLayout(self)
        for part in (label(name, "heading"), label(sentence, "muted"), self.table, self.buttons):
            box.addWidget(part)

    def copy_all(self) -> None:
        """Put the whole table on the clipboard, a tab between columns."""
        QGuiApplication.clipboard().setText(self.values.text())

    def copy_selected(self) -> None:
        """Put the selected cells on the clipboard; the whole table where none is."""
        chosen = sorted((i.row(), i.column()) for i in self.table.selectedIndexes())
        if not chosen:
            self.copy_all()
            return
        rows: dict[int, list[str]] = {}
        for row, column in chosen:
            rows.setdefault(row, []).append(pasted(self.values.cell(row, column)))
        QGuiApplication.clipboard().setText("\n".join("\t".join(cells) for cells in rows.values()) + "\n")

    def _dress(self) -> None:
        quieten(self.table)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setResizeContentsPrecision(50)
        header.setStretchLastSection(True)
        self.resize(scaled(560), scaled(420))
