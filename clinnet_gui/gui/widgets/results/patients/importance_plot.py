"""Global importance: the mean absolute contribution of each original column, as bars with intervals."""

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from clinnet_gui.core.explanation.cohort import Cohort
from clinnet_gui.gui.messages import tip
from clinnet_gui.gui.style import scaled, theme
from clinnet_gui.gui.widgets.plots.painted import Painted
from clinnet_gui.gui.widgets.plots.plot_export import Values
from clinnet_gui.gui.widgets.results.measure_text import number

ROW, LOW_ROW, TOP, TEXT = 26, 18, 16, 138
"""Height of a row where there is room, and where there is little, and of what lies above the first;
width of the words at the right: pixels at a zoom of 100 %."""

SHOWN = 15
"""So many columns are drawn one by one; the rest is told in a line below."""


@dataclass(frozen=True, slots=True)
class Importance:
    """A column's mean absolute contribution (log-odds) with its 95 % interval, NaN where there is none."""

    column: str
    value: float
    low: float
    high: float

    @property
    def end(self) -> float:
        """How far bar and whisker reach."""
        return self.value if math.isnan(self.high) else self.high


class ImportancePlot(Painted):
    """Bars of equal tone, the longest first, each with its whisker and its numbers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Mean absolute contribution of each column, in log-odds", parent)
        self._rows: tuple[Importance, ...] = ()
        self.more.setVisible(False)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.set_values(self._table)

    @property
    def rows(self) -> tuple[Importance, ...]:
        """What there is to draw, the largest first."""
        return self._rows

    def show_cohort(self, cohort: Cohort) -> None:
        """Draw the columns by their importance."""
        self._rows = ranked(cohort)
        self.more.setVisible(bool(self._rows))
        self.set_summary(describe(self._rows))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The height that the bars need."""
        return QSize(460, scaled(TOP + ROW * self._lines) + 8)

    def minimumSizeHint(self) -> QSize:
        """Bars never shrink below a readable height."""
        return QSize(320, scaled(TOP + LOW_ROW * self._lines) + 8)

    @property
    def _lines(self) -> int:
        """The drawn rows, and a line for the others."""
        return max(1, min(len(self._rows), SHOWN) + (len(self._rows) > SHOWN))

    def _row(self, height: float) -> float:
        return min(float(scaled(ROW)), (height - scaled(TOP) - 8) / self._lines)

    def picture_size(self) -> QSize:
        """A picture has room for every bar."""
        return super().picture_size().expandedTo(self.sizeHint() + QSize(0, 40))

    def paint(self, painter: QPainter, size: QSize) -> None:
        """Draw names, bars, whiskers and numbers."""
        longest = max((row.end for row in self._rows), default=0.0) or 1.0
        left = size.width() * 0.32
        scale, high = (size.width() - left - scaled(TEXT)) / longest, self._row(size.height())
        top = scaled(TOP)
        for at, row in enumerate(self._rows[:SHOWN]):
            _bar(painter, QRectF(0, top + at * high, size.width(), high), row, (left, scale))
        hidden = self._rows[SHOWN:]
        if hidden:
            painter.setPen(QColor(theme().muted))
            text = f"{len(hidden)} more columns, each below {number(self._rows[SHOWN - 1].value)}"
            painter.drawText(QPointF(0, top + SHOWN * high + 0.65 * high), text)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell a row's name in full."""
        row = int((event.position().y() - scaled(TOP)) // self._row(self.height()))
        inside = event.position().y() >= scaled(TOP) and row < min(len(self._rows), SHOWN)
        self.setToolTip(tip(self._rows[row].column) if inside else "")

    def _table(self) -> Values:
        numbers = np.array([(row.value, row.low, row.high) for row in self._rows]).reshape(-1, 3)
        names = ("column", "mean absolute contribution", "95 % low", "95 % high")
        columns = (tuple(row.column for row in self._rows), *numbers.T)
        return Values(names, columns, ("", "log-odds", "log-odds", "log-odds"))


def _bar(painter: QPainter, area: QRectF, row: Importance, axis: tuple[float, float]) -> None:
    colours, (left, scale) = theme(), axis
    centre, middle = Qt.AlignmentFlag.AlignVCenter, area.center().y()
    name = painter.fontMetrics().elidedText(row.column, Qt.TextElideMode.ElideMiddle, int(left - 12))
    painter.setPen(QColor(colours.text))
    painter.drawText(
        QRectF(0, area.top(), left - 8, area.height()), int(centre | Qt.AlignmentFlag.AlignLeft), name
    )
    painter.fillRect(
        QRectF(left, middle - 0.27 * area.height(), max(row.value * scale, 1.5), 0.54 * area.height()),
        QColor(colours.accent),
    )
    text = number(row.value)
    if not math.isnan(row.low):
        low, high = left + row.low * scale, left + row.high * scale
        painter.setPen(QPen(QColor(colours.text), 1))
        painter.drawLine(QPointF(low, middle), QPointF(high, middle))
        for x in (low, high):
            painter.drawLine(QPointF(x, middle - 3), QPointF(x, middle + 3))
        text += f" ({number(row.low)}–{number(row.high)})"
    painter.setPen(QColor(colours.muted))
    painter.drawText(
        QRectF(left + row.end * scale + 6, area.top(), scaled(TEXT), area.height()), int(centre), text
    )


def ranked(cohort: Cohort) -> tuple[Importance, ...]:
    """Return the columns, the most important first."""
    importance = cohort.attribution.importance
    rows = zip(cohort.attribution.columns, importance, cohort.low, cohort.high, strict=True)
    found = [Importance(name, float(value), float(low), float(high)) for name, value, low, high in rows]
    return tuple(sorted(found, key=lambda row: -row.value))


def describe(rows: tuple[Importance, ...]) -> str:
    """Return the chart in one sentence."""
    named = ", ".join(f"{row.column} ({number(row.value)})" for row in rows[:3])
    return f"Largest mean contributions: {named}." if named else "Nothing is drawn yet."
