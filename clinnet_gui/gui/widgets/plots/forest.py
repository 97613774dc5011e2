"""A forest plot: a name, an estimate with its interval, and both in figures, one line a group."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QHelpEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.gui.messages import tip, told_apart
from clinnet_gui.gui.style import scaled, theme
from clinnet_gui.gui.widgets.plots.forest_scale import Scale, scale_of
from clinnet_gui.gui.widgets.plots.painted import Painted
from clinnet_gui.gui.widgets.plots.plot_export import Values

ROW, HEAD, FOOT = 24, 26, 26
NAMES, FIGURES = 0.4, 150
"""The share of the width that names may take at most; the pixels that figures take."""


class Sign(StrEnum):
    """How a line is drawn."""

    GROUP = "group"
    UNSURE = "few events"  # hollow
    WHOLE = "all together"  # a diamond as wide as the interval
    RANGE = "range"  # an interval without an estimate: where new groups are expected


@dataclass(frozen=True, slots=True)
class Line:
    """One line; where its measure is not estimable, ``instead`` stands in place of the figures."""

    name: str
    measure: Measure
    sign: Sign = Sign.GROUP
    instead: str = "not estimable"


@dataclass(frozen=True, slots=True)
class Ground:
    """What is drawn on: what the measure is called, its ideal value (None: it has none), whether ratios
    are equal steps, the range that is never left, and how a value reads."""

    title: str
    ideal: float | None
    bounds: tuple[float, float]
    show: Callable[[float], str]
    log: bool = False


EMPTY = Ground("", None, (0.0, 1.0), str)


class Forest(Painted):
    """As high as it has lines; names too long for their place are elided and told by the tooltip. Without
    ``names`` it stands to the right of one that has them."""

    def __init__(self, name: str, names: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._named = names
        self._lines: tuple[Line, ...] = ()
        self._names: tuple[str, ...] = ()  # as drawn
        self._ground, self._scale = EMPTY, Scale(0.0, 1.0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_values(self._table)

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is drawn."""
        return self._lines

    def show_lines(self, lines: tuple[Line, ...], ground: Ground, summary: str = "") -> None:
        """Draw these lines; ``summary`` says in a sentence what they show."""
        self._lines, self._ground = lines, ground
        self._names = told_apart(tuple(line.name for line in lines))
        ends = [v for line in lines for v in (line.measure.value, line.measure.low, line.measure.high)]
        ideal = [] if ground.ideal is None else [ground.ideal]
        self._scale = scale_of([*ends, *ideal], ground.bounds, ground.log)
        self.set_summary(summary or f"{ground.title} of {len(lines)} groups.")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """All lines, and the axis."""
        return QSize(
            scaled(460 if self._named else 300), scaled(HEAD + FOOT + ROW * max(1, len(self._lines)))
        )

    def minimumSizeHint(self) -> QSize:
        """Wide enough for an axis with three ticks."""
        return QSize(scaled(400 if self._named else 290), self.sizeHint().height())

    def show_names(self, named: bool) -> None:
        """Write the names of the lines, or leave them to the plot at the left."""
        if named is not self._named:
            self._named = named
            self.updateGeometry()
            self.update()

    def paint(self, painter: QPainter, size: QSize) -> None:
        """Paint heading, lines and axis."""
        if not self._lines:
            return
        left, right = self._field(size)
        bottom = scaled(HEAD) + scaled(ROW) * len(self._lines)
        self._axis(painter, left, right, bottom)
        for at, line in enumerate(self._lines):
            top = scaled(HEAD) + scaled(ROW) * at
            if self._named:
                self._name(painter, QRectF(0, top, left - 12, scaled(ROW)), self._names[at], line.sign)
            self._line(painter, size, top, line)

    def event(self, event: QEvent) -> bool:
        """Tell the full name and how a figure was found, under the pointer."""
        if isinstance(event, QHelpEvent):
            at = (event.y() - scaled(HEAD)) // scaled(ROW)
            if 0 <= at < len(self._lines):
                QToolTip.showText(event.globalPos(), tip(self._told(self._lines[at])), self)
                return True
        return super().event(event)

    def _told(self, line: Line) -> str:
        counts = f"n = {line.measure.n:,}, {line.measure.events:,} events" if line.measure.n else ""
        return " · ".join(
            part for part in (line.name, self._figures(line), line.measure.method, counts) if part
        )

    def _field(self, size: QSize) -> tuple[float, float]:
        """Where the axis begins and ends: names get what the longest needs."""
        longest = max((self.fontMetrics().horizontalAdvance(name) for name in self._names), default=0)
        names = min(1.1 * longest, NAMES * size.width()) if self._named else 0.0
        return names + 12, size.width() - scaled(FIGURES) - 12

    def _x(self, value: float, left: float, right: float) -> float:
        return left + (right - left) * self._scale.at(value)

    def _axis(self, painter: QPainter, left: float, right: float, bottom: float) -> None:
        """Title, ideal value and ticks."""
        colours, top = theme(), float(scaled(HEAD))
        painter.setPen(QColor(colours.muted))
        middle = QRectF(left - 40, 0, right - left + 80, top)
        painter.drawText(middle, int(Qt.AlignmentFlag.AlignCenter), self._ground.title)
        painter.setPen(QPen(QColor(colours.border), 1))
        painter.drawLine(QPointF(left, bottom), QPointF(right, bottom))
        for tick in self._scale.ticks(max(2, min(6, int((right - left) / scaled(38))))):
            x = self._x(tick, left, right)
            painter.setPen(QPen(QColor(colours.border), 1))
            painter.drawLine(QPointF(x, bottom), QPointF(x, bottom + 4))
            painter.setPen(QColor(colours.muted))
            place = QRectF(x - 40, bottom + 5, 80, scaled(FOOT) - 6)
            painter.drawText(
                place, int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop), f"{tick:g}"
            )
        if self._ground.ideal is not None:
            x = self._x(self._ground.ideal, left, right)
            painter.setPen(QPen(QColor(colours.muted), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, top), QPointF(x, bottom))

    def _name(self, painter: QPainter, box: QRectF, name: str, sign: Sign) -> None:
        before = _font(painter, sign)
        painter.setPen(QColor(theme().text))
        text = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, int(box.width()))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)
        painter.setFont(before)

    def _line(self, painter: QPainter, size: QSize, top: float, line: Line) -> None:
        colours, high = theme(), scaled(ROW)
        whole = line.sign in (Sign.WHOLE, Sign.RANGE)
        font = _font(painter, line.sign)
        figures = QRectF(size.width() - scaled(FIGURES), top, scaled(FIGURES), high)
        painter.setPen(QColor(colours.text if whole or line.measure.estimable else colours.muted))
        painter.drawText(
            figures, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), self._figures(line)
        )
        painter.setFont(font)
        self._mark(painter, size, top + high / 2, line)

    def _figures(self, line: Line) -> str:
        of, show = line.measure, self._ground.show
        if math.isnan(of.low) or math.isnan(of.high):
            return show(of.value) if of.estimable and line.sign is not Sign.RANGE else line.instead
        bounds = f"{show(of.low).removesuffix(' %')} to {show(of.high)}"
        return bounds if line.sign is Sign.RANGE else f"{show(of.value)} ({bounds})"

    def _mark(self, painter: QPainter, size: QSize, y: float, line: Line) -> None:
        colours, of = theme(), line.measure
        left, right = self._field(size)
        ink = QColor(colours.text if line.sign in (Sign.WHOLE, Sign.RANGE) else colours.series[0])
        painter.setPen(QPen(ink, 2 if line.sign is Sign.RANGE else 1.5))
        has_interval = math.isfinite(of.low) and math.isfinite(of.high)
        if has_interval and line.sign is not Sign.WHOLE:
            self._whisker(painter, y, of, (left, right))
        if not of.estimable or line.sign is Sign.RANGE or not self._within(of.value):
            return
        x = self._x(of.value, left, right)
        painter.setBrush(QColor(colours.bg) if line.sign is Sign.UNSURE else ink)
        if line.sign is Sign.WHOLE:
            low, high = (of.low, of.high) if has_interval else (of.value, of.value)
            ends = (self._x(low, left, right), self._x(high, left, right))
            _diamond(painter, x, y, (min(ends[0], x - 4), max(ends[1], x + 4)))
        else:
            painter.drawEllipse(QPointF(x, y), 4, 4)

    def _within(self, value: float) -> bool:
        return self._scale.low <= value <= self._scale.high

    def _whisker(self, painter: QPainter, y: float, of: Measure, field: tuple[float, float]) -> None:
        """The interval, with an arrow where it leaves the axis."""
        low, high = (self._x(end, *field) for end in (of.low, of.high))
        painter.drawLine(QPointF(low, y), QPointF(high, y))
        for end, x, way in ((of.low, low, 1), (of.high, high, -1)):
            reach = 0 if self._within(end) else 4 * way
            painter.drawLine(QPointF(x, y), QPointF(x + reach, y - 4))
            painter.drawLine(QPointF(x, y), QPointF(x + reach, y + 4))

    def _table(self) -> Values:
        of = [line.measure for line in self._lines]
        numbers = [np.array(column) for column in zip(*((m.value, m.low, m.high) for m in of), strict=True)]
        counts = [np.array([float(m.n) for m in of]), np.array([float(m.events) for m in of])]
        names = ("group", self._ground.title or "estimate", "low", "high", "n", "events")
        return Values(
            names, (tuple(line.name for line in self._lines), *(numbers or [np.zeros(0)] * 3), *counts)
        )


def _font(painter: QPainter, sign: Sign) -> QFont:
    """Set the font of a line, and return the one that was set."""
    before, font = painter.font(), QFont(painter.font())
    font.setWeight(QFont.Weight.DemiBold if sign is Sign.WHOLE else QFont.Weight.Normal)
    painter.setFont(font)
    return before


def _diamond(painter: QPainter, x: float, y: float, ends: tuple[float, float]) -> None:
    painter.drawPolygon(
        QPolygonF([QPointF(ends[0], y), QPointF(x, y - 6), QPointF(ends[1], y), QPointF(x, y + 6)])
    )
