"""Similar patients side by side: one column a patient, one row a column of the file."""

import re
from math import ceil

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from clinnet_gui.core.arrays import Floats
from clinnet_gui.core.data.table import Column, Kind
from clinnet_gui.core.explanation.contributions import NOT_MEASURED, value_text
from clinnet_gui.core.explanation.similar import Similar
from clinnet_gui.core.spelling import quantity
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.gui.messages import tip
from clinnet_gui.gui.style import scaled, theme, themes
from clinnet_gui.gui.widgets.frozen import FrozenTable
from clinnet_gui.gui.widgets.headed import ROW_HEIGHT, Headed, Index, quieten
from clinnet_gui.gui.widgets.results.patients.level_ticks import BRIEF
from clinnet_gui.gui.widgets.results.patients.table import event_text

HEADS = ("event", "unlikeness")
"""The first rows; then follow the columns, the largest contribution first."""

BREAKS = re.compile(r"[_./-]")
"""Signs after which a name may go on in the next line."""

SHORT = 5
"""Characters above which a number is written with four digits."""

WHOLE, PADDING = 8, 16
"""A text of up to so many characters is never cut: of a number cut short another one would be read. Beside it
stand so many pixels."""

NAMES, LINES, SLACK = 0.26, 3, 1.15
"""The names' share of the width, the most lines of a row, and what breaking at words wastes of a line."""


class SimilarModel(Headed):
    """The chosen patient, then those like her; what differs from her stands in full tone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(("", "this"), parent)
        self._trained: Trained | None = None
        self._similar: Similar | None = None
        self._columns: tuple[str, ...] = ()

    def show_patients(self, trained: Trained, similar: Similar, amounts: Floats | None) -> None:
        """Show these patients; ``amounts`` (log-odds, one a predictor) order the columns, where known."""
        names = trained.fit.encoder.names
        order = range(len(names)) if amounts is None else np.argsort(-np.abs(amounts), kind="stable")
        columns = tuple(names[i] for i in order)
        if similar is self._similar and columns == self._columns:
            return
        self.beginResetModel()
        self._trained, self._similar, self._columns = trained, similar, columns
        labels = (trained.dataset.label(row) for row in similar.rows.tolist())
        self._headings = ("", "this", *labels)
        self.endResetModel()

    def length(self) -> int:
        """How many rows there are: outcome, unlikeness, and the columns."""
        return len(HEADS) + len(self._columns) if self._similar is not None else 0

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the text of a cell, its tooltip, its tone."""
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._brief(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(self._hint(row, column))
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._tone(row, column)
        return None

    def headerData(
        self, section: int, side: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return a patient's name; in full as a tooltip."""
        if side == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.ToolTipRole:
            return tip(self._headings[section])
        return super().headerData(section, side, role)

    def _text(self, row: int, column: int) -> str:
        similar, trained = self._similar, self._trained
        assert similar is not None and trained is not None
        if column == 0:
            return HEADS[row] if row < len(HEADS) else _with_unit(self._column(row))
        if row == 0:
            return event_text(bool(trained.dataset.y[self._position(column)]))[0]
        if row == 1:
            return "" if column == 1 else f"{similar.distances[column - 2]:.2f}"
        return value_text(trained.dataset, self._columns[row - len(HEADS)], self._position(column))

    def _brief(self, row: int, column: int) -> str:
        """The text of a cell as short as it can be: the unit stands beside the name, and of a number four
        digits are enough to compare."""
        text = self._text(row, column)
        if not column:
            return BREAKS.sub("\\g<0>\u200b", text)
        if row < len(HEADS):
            return text
        if text == NOT_MEASURED:
            return BRIEF
        of, trained = self._column(row), self._trained
        assert trained is not None
        if of.kind is not Kind.NUMBER:
            return text
        spelled = text.removesuffix(of.unit).strip() if of.unit else text
        value = float(of.values[trained.dataset.rows[self._position(column)]])
        return spelled if len(spelled) <= SHORT else quantity(float(f"{value:.4g}"))

    def _position(self, column: int) -> int:
        assert self._similar is not None
        return self._similar.position if column == 1 else int(self._similar.rows[column - 2])

    def _column(self, row: int) -> Column:
        assert self._trained is not None
        return self._trained.dataset.table.column(self._columns[row - len(HEADS)])

    def _hint(self, row: int, column: int) -> str:
        text = self._text(row, column)
        return text if row or not column else ("event" if text == event_text(True)[0] else "no event")

    def _tone(self, row: int, column: int) -> QColor | None:
        if column == 0 or row == 1:
            return QColor(theme().muted)
        if row == 0:
            event = self._text(row, column).startswith("▲")
            return QColor(theme().event if event else theme().nonevent)
        same = column > 1 and self._text(row, column) == self._text(row, 1)
        return QColor(theme().muted) if same else None


def _with_unit(column: Column) -> str:
    return f"{column.name} ({column.unit})" if column.unit else column.name


class SimilarTable(FrozenTable):
    """The view: names at the left, patients of equal width; long texts take several lines. Where not even the
    numbers find room the patients scroll."""

    def __init__(self, model: SimilarModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setAccessibleName("Similar training patients")
        quieten(self)
        self.setWordWrap(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.horizontalHeader().setMinimumSectionSize(40)
        self.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideLeft)  # ids differ at their ends
        themes.changed.connect(self.settle)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other widths, other lines."""
        super().resizeEvent(event)
        self.settle()

    def settle(self) -> None:
        """Share the width: a quarter for the names, the rest evenly; then give each row its lines."""
        header, columns = self.horizontalHeader(), self.model().columnCount()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        names = round(self.viewport().width() * NAMES)
        others = max((self.viewport().width() - names) // max(columns - 1, 1), self._least())
        for column in range(columns):
            self.setColumnWidth(column, others if column else names)
        self._give_lines()

    def _least(self) -> int:
        """The width that the longest text takes which is to stay whole."""
        metrics, model = self.fontMetrics(), self.model()
        across = range(1, model.columnCount())
        texts = (str(model.index(row, column).data()) for row in range(model.rowCount()) for column in across)
        return max((metrics.horizontalAdvance(t) for t in texts if len(t) <= WHOLE), default=0) + PADDING

    def _give_lines(self) -> None:
        """Heights that the texts need, up to LINES lines: what is cut then is told under the pointer."""
        metrics, model = self.fontMetrics(), self.model()
        least, line = scaled(ROW_HEIGHT), metrics.lineSpacing()
        for row in range(model.rowCount()):
            texts = (str(model.index(row, column).data()) for column in range(model.columnCount()))
            lines = max(
                ceil(metrics.horizontalAdvance(text) * SLACK / max(self.columnWidth(column) - 8, 1))
                for column, text in enumerate(texts)
            )
            self.setRowHeight(row, least + line * (min(max(lines, 1), LINES) - 1))
