"""A legend beside a plot's title: made once, never laid out anew while data stream in."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from clinnet_gui.gui.style import theme, themes
from clinnet_gui.gui.widgets.plots.inks import Ink

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
    """Entries in a row, painted as plain text; where the row is too narrow they go on in another."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        themes.changed.connect(self.update)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What stands in the legend, from left to right."""
        return tuple(self._entries)

    def add(self, entry: Entry) -> None:
        """Put an entry at the end."""
        self._entries.append(entry)
        self._changed()

    def show_entries(self, entries: tuple[Entry, ...]) -> None:
        """Show these instead; laid out anew only where their words differ."""
        if [(e.name, e.mark) for e in entries] != [(e.name, e.mark) for e in self._entries]:
            self._entries = list(entries)
            self._changed()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        widths = [_width(entry, metrics) for entry in self._entries]
        return QSize(sum(widths) + max(0, len(widths) - 1) * _BETWEEN, metrics.height() + 4)

    def minimumSizeHint(self) -> QSize:
        """Narrower than its words: a legend never widens the page."""
        return QSize(0, QFontMetrics(self.font()).height() + 4)

    def heightForWidth(self, width: int) -> int:
        """Return the height of the rows that the entries need."""
        return self.height_of(width, self.font())

    def height_of(self, width: int, font: QFont) -> int:
        """Return the height that the entries take in this font."""
        metrics = QFontMetrics(font)
        return _rows(self._entries, metrics, width) * (metrics.height() + 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(painter, self.width(), self.font())
        painter.end()

    def draw(self, painter: QPainter, width: int, font: QFont) -> None:
        """Paint the entries into this width, in the theme in force."""
        painter.setFont(font)
        metrics = QFontMetrics(font)
        for entry, place in zip(self._entries, _places(self._entries, metrics, width), strict=True):
            _draw_entry(painter, entry, place, metrics)

    def _changed(self) -> None:
        self.setAccessibleName("Legend: " + ", ".join(e.name for e in self._entries))
        self.updateGeometry()
        self.update()


def _width(entry: Entry, metrics: QFontMetrics) -> int:
    return _SAMPLE + _GAP + metrics.horizontalAdvance(entry.name)


def _places(entries: list[Entry], metrics: QFontMetrics, width: int) -> list[QRect]:
    """Return where each entry stands: from left to right, in the next row where it does not fit."""
    places, x, y, height = [], 0, 0, metrics.height() + 4
    for entry in entries:
        wide = _width(entry, metrics)
        if x and x + wide > width:
            x, y = 0, y + height
        places.append(QRect(x, y, min(wide, max(width, _SAMPLE)), height))
        x += wide + _BETWEEN
    return places


def _rows(entries: list[Entry], metrics: QFontMetrics, width: int) -> int:
    return len({place.top() for place in _places(entries, metrics, width)}) or 1


def _draw_entry(painter: QPainter, entry: Entry, place: QRect, metrics: QFontMetrics) -> None:
    colours = theme()
    centre = QPointF(place.left() + _SAMPLE / 2, place.top() + place.height() / 2)
    _draw_sample(painter, entry, centre, entry.ink(colours))
    painter.setPen(QColor(colours.muted))
    words = place.adjusted(_SAMPLE + _GAP, 0, 0, 0)
    text = metrics.elidedText(entry.name, Qt.TextElideMode.ElideRight, words.width() + 1)
    painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip), text)


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
