"""A legend beside a plot's title: made once, never laid out anew while data stream in."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from clinnet_gui.gui.style import theme, themes
from clinnet_gui.gui.widgets.plots.plot_style import Ink

_SAMPLE = 18
_GAP = 6
_BETWEEN = 16


class Mark(StrEnum):
    """How an entry is drawn; the names of symbols are pyqtgraph's, but for the ring."""

    LINE = "line"
    DASHED = "dashed"
    CIRCLE = "o"
    TRIANGLE = "t1"
    CROSS = "x"
    STAR = "star"
    SQUARE = "s"
    DIAMOND = "d"
    DOWN = "t"
    PLUS = "+"
    RING = "ring"

    @property
    def symbol(self) -> str:
        """The name by which pyqtgraph knows the shape."""
        return "o" if self is Mark.RING else self.value


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the legend: its words, its mark, its colour."""

    name: str
    mark: Mark
    ink: Ink


class Legend(QWidget):
    """Entries in one row, painted as plain text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        themes.changed.connect(self.update)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What stands in the legend, from left to right."""
        return tuple(self._entries)

    def add(self, entry: Entry) -> None:
        """Put an entry at the end."""
        self._entries.append(entry)
        self.setAccessibleName("Legend: " + ", ".join(e.name for e in self._entries))
        self.updateGeometry()
        self.update()

    def show_entries(self, entries: tuple[Entry, ...]) -> None:
        """Show these instead; laid out anew only where their words differ."""
        if [(e.name, e.mark) for e in entries] != [(e.name, e.mark) for e in self._entries]:
            self._entries.clear()
            for entry in entries:
                self.add(entry)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        names = sum(metrics.horizontalAdvance(entry.name) for entry in self._entries)
        count = len(self._entries)
        return QSize(names + count * (_SAMPLE + _GAP) + max(0, count - 1) * _BETWEEN, metrics.height() + 4)

    def minimumSizeHint(self) -> QSize:
        """Narrower than its words: a legend never widens the page."""
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, metrics, x = theme(), QFontMetrics(self.font()), 0
        for entry in self._entries:
            _draw_sample(painter, entry, QPointF(x + _SAMPLE / 2, self.height() / 2), entry.ink(colours))
            x += _SAMPLE + _GAP
            painter.setPen(QColor(colours.muted))
            baseline = (self.height() + metrics.ascent() - metrics.descent()) // 2
            painter.drawText(x, baseline, entry.name)
            x += metrics.horizontalAdvance(entry.name) + _BETWEEN
        painter.end()


def _draw_sample(painter: QPainter, entry: Entry, centre: QPointF, colour: str) -> None:
    painter.setPen(QPen(QColor(colour), 2))
    painter.setBrush(QColor(colour))
    x, y = centre.x(), centre.y()
    half = _SAMPLE / 2
    if entry.mark in (Mark.LINE, Mark.DASHED):
        if entry.mark is Mark.DASHED:
            painter.setPen(QPen(QColor(colour), 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x - half, y), QPointF(x + half, y))
    elif entry.mark is Mark.CROSS:
        painter.drawLine(QPointF(x - 4, y - 4), QPointF(x + 4, y + 4))
        painter.drawLine(QPointF(x - 4, y + 4), QPointF(x + 4, y - 4))
    elif entry.mark is Mark.PLUS:
        painter.drawLine(QPointF(x - 5, y), QPointF(x + 5, y))
        painter.drawLine(QPointF(x, y - 5), QPointF(x, y + 5))
    elif entry.mark is Mark.RING:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre, 4, 4)
    elif entry.mark is Mark.CIRCLE:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(centre, 4, 4)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPolygon(QPolygonF([QPointF(x + dx, y + dy) for dx, dy in _SHAPES[entry.mark]]))


_SHAPES = {
    Mark.TRIANGLE: ((-5, 4), (5, 4), (0, -5)),
    Mark.DOWN: ((-5, -4), (5, -4), (0, 5)),
    Mark.SQUARE: ((-4, -4), (4, -4), (4, 4), (-4, 4)),
    Mark.DIAMOND: ((0, -5), (4, 0), (0, 5), (-4, 0)),
    Mark.STAR: (
        (0, -6), (1.6, -2), (6, -1.8), (2.6, 0.9), (3.7, 5),
        (0, 2.7), (-3.7, 5), (-2.6, 0.9), (-6, -1.8), (-1.6, -2),
    ),
}  # fmt: skip
