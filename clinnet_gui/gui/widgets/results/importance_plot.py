"""Global importance: the mean absolute contribution of each original column, as bars."""

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from clinnet_gui.core.arrays import Floats
from clinnet_gui.gui.style import theme, themes
from clinnet_gui.gui.widgets.results.measure_text import number

ROW = 26.0
SHOWN = 15
"""So many columns are drawn one by one; the rest is summed into one bar."""


class ImportancePlot(QWidget):
    """Bars of equal tone, the longest first, each with its value in log-odds; the
    sum of the others may be longer than all of them and then has only its value."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[tuple[str, float], ...] = ()
        self.setAccessibleName("Mean absolute contribution of each column, in log-odds")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        themes.changed.connect(self.update)

    @property
    def rows(self) -> tuple[tuple[str, float], ...]:
        """What is drawn: name and mean absolute contribution."""
        return self._rows

    def show_importance(self, columns: tuple[str, ...], importance: Floats) -> None:
        """Draw the columns by their importance (log-odds, one a column)."""
        self._rows = ranked(columns, importance)
        self.setAccessibleDescription(describe(self._rows))
        self.setMinimumHeight(self.sizeHint().height())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The height that the bars need."""
        return QSize(460, round(ROW * max(len(self._rows), 1)) + 8)

    def minimumSizeHint(self) -> QSize:
        """Bars never shrink below a readable height."""
        return QSize(320, self.sizeHint().height())

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw names, bars and values."""
        painter = QPainter(self)
        longest = max((value for _, value in self._rows[:SHOWN]), default=0.0) or 1.0
        for at, (name, value) in enumerate(self._rows):
            self._bar(painter, at * ROW, name, value, value / longest)
        painter.end()

    def _bar(self, painter: QPainter, top: float, name: str, value: float, share: float) -> None:
        colours = theme()
        left, metrics = self.width() * 0.38, painter.fontMetrics()
        text = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, int(left - 12))
        centre = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(colours.text))
        painter.drawText(QRectF(0, top, left - 8, ROW), int(centre | Qt.AlignmentFlag.AlignLeft), text)
        length = (self.width() - left - 64) * share if share <= 1 else 0.0
        bar = QRectF(left, top + 5, max(length, 1.5), ROW - 10)
        painter.fillRect(bar, QColor(colours.accent))
        painter.setPen(QColor(colours.muted))
        painter.drawText(QRectF(bar.right() + 6, top, 58, ROW), int(centre), number(value))


def ranked(columns: tuple[str, ...], importance: Floats) -> tuple[tuple[str, float], ...]:
    """Return names and values, the largest first, with all beyond SHOWN summed.

    >>> ranked(("age", "crp"), np.array([0.1, 0.4]))
    (('crp', 0.4), ('age', 0.1))
    """
    order = np.argsort(-importance, kind="stable")
    shown = order if order.size <= SHOWN + 1 else order[:SHOWN]
    rows = [(columns[i], float(importance[i])) for i in shown]
    if shown.size < order.size:
        rest = order[shown.size :]
        rows.append((f"{rest.size} others, together", float(importance[rest].sum())))
    return tuple(rows)


def describe(rows: tuple[tuple[str, float], ...]) -> str:
    """Return the chart in one sentence."""
    named = ", ".join(f"{name} ({number(value)})" for name, value in rows[:3])
    return f"Largest mean contributions: {named}." if named else "Nothing is drawn yet."
