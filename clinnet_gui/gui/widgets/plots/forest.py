"""A forest plot: a name, an estimate with its interval, and both in figures, one line a group."""

import math

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from clinnet_gui.core.spelling import events_text
from clinnet_gui.gui.messages import tip, told_apart
from clinnet_gui.gui.style import scaled, theme
from clinnet_gui.gui.widgets.plots.forest_lines import Ground, Line, Sign, scale_for
from clinnet_gui.gui.widgets.plots.forest_marks import draw_mark, place
from clinnet_gui.gui.widgets.plots.forest_scale import Scale
from clinnet_gui.gui.widgets.plots.painted import Painted
from clinnet_gui.gui.widgets.plots.plot_export import Values

__all__ = ["Forest", "Ground", "Line", "Sign"]

ROW, HEAD, FOOT = 24, 26, 26
NAMES, COUNT = 0.4, 54
"""The share of the width that names may take at most; the pixels that a count takes."""
LEAST_NAMED, LEAST_AXIS = 300, 90
"""Pixels of a narrow plot, a share of which its names may take, and of its axis."""

EMPTY = Ground("", None, (0.0, 1.0), str)


class Forest(Painted):
    """As high as it has lines; names too long for their place are elided and told by the tooltip. Beside
    the names stand rows and events of groups. Without ``names`` it stands beside one that has them."""

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
        self._scale = scale_for(lines, ground)
        self.set_summary(summary or f"{ground.title} of {len(lines)} groups.")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """All lines, and the axis."""
        return QSize(
            scaled(460 if self._named else 300), scaled(HEAD + FOOT + ROW * max(1, len(self._lines)))
        )

    def minimumSizeHint(self) -> QSize:
        """Wide enough for an axis with three ticks, the figures, and names cut short."""
        least = self.lead(scaled(LEAST_NAMED)) + 24 + self._figures_width() + scaled(LEAST_AXIS)
        return QSize(round(least), self.sizeHint().height())

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
        for at in range(1, len(self._lines), 2):
            stripe = QRectF(0, scaled(HEAD) + scaled(ROW) * at, size.width(), scaled(ROW))
            painter.fillRect(stripe, QColor(theme().surface))
        self._axis(painter, left, right, bottom)
        if self._counted:
            self._counts(painter, left, 0, scaled(HEAD), ("n", "events"))
        for at, line in enumerate(self._lines):
            top = scaled(HEAD) + scaled(ROW) * at
            if self._named:
                box = QRectF(0, top, self._names_width(size.width()), scaled(ROW))
                self._name(painter, box, self._names[at], line.sign)
            if self._counted and line.n:
                self._counts(painter, left, top, scaled(ROW), (f"{line.n:,}", f"{line.events:,}"))
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
        counts = f"n = {line.measure.n:,}, {events_text(line.measure.events)}" if line.measure.n else ""
        return " · ".join(
            part for part in (line.name, self._figures(line), line.measure.method, counts) if part
        )

    @property
    def _counted(self) -> bool:
        return self._named and any(line.n for line in self._lines)

    def lead(self, width: int) -> float:
        """Return what names and counts take of a width."""
        return self._names_width(width) + (2 * scaled(COUNT) + 8 if self._counted else 0)

    def _names_width(self, width: int) -> float:
        """What the longest name needs, of which there is so much."""
        longest = max((self.fontMetrics().horizontalAdvance(name) for name in self._names), default=0)
        return min(1.1 * longest, NAMES * width) if self._named else 0.0

    def _figures_width(self) -> float:
        figures = (self.fontMetrics().horizontalAdvance(self._figures(line)) for line in self._lines)
        return 1.1 * max(figures, default=0)

    def _field(self, size: QSize) -> tuple[float, float]:
        """Where the axis begins and ends."""
        return self.lead(size.width()) + 12, size.width() - self._figures_width() - 12

    def _axis(self, painter: QPainter, left: float, right: float, bottom: float) -> None:
        """Title, ideal value and ticks."""
        colours, top = theme(), float(scaled(HEAD))
        painter.setPen(QColor(colours.muted))
        wide = painter.fontMetrics().horizontalAdvance(self._ground.title) + 2
        begin = max(left - 4 if self._counted else 0, (left + right - wide) / 2)  # not over the counts' names
        side = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QRectF(begin, 0, wide, top), side, self._ground.title)
        painter.setPen(QPen(QColor(colours.border), 1))
        painter.drawLine(QPointF(left, bottom), QPointF(right, bottom))
        text = painter.fontMetrics().horizontalAdvance(self._ground.ticked(0.25))
        apart = max(scaled(38 if self._scale.log else 31), text + 8)
        for tick in self._scale.ticks(max(2, min(6, int((right - left) / apart)))):
            x = place(tick, self._scale, (left, right))
            painter.setPen(QPen(QColor(colours.border), 1))
            painter.drawLine(QPointF(x, bottom), QPointF(x, bottom + 4))
            painter.setPen(QColor(colours.muted))
            below = QRectF(x - 40, bottom + 5, 80, scaled(FOOT) - 6)
            side = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
            painter.drawText(below, side, self._ground.ticked(tick))
        if self._ground.ideal is not None:
            x = place(self._ground.ideal, self._scale, (left, right))
            painter.setPen(QPen(QColor(colours.muted), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, top), QPointF(x, bottom))

    def _name(self, painter: QPainter, box: QRectF, name: str, sign: Sign) -> None:
        before = _font(painter, sign)
        painter.setPen(QColor(theme().text))
        text = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, int(box.width()))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)
        painter.setFont(before)

    def _counts(
        self, painter: QPainter, left: float, top: float, height: int, counts: tuple[str, str]
    ) -> None:
        """Rows and events, at the left of the axis."""
        painter.setPen(QColor(theme().muted))
        for at, text in enumerate(counts):
            right = left - 12 - (1 - at) * scaled(COUNT)
            box = QRectF(right - scaled(COUNT), top, scaled(COUNT), height)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), text)

    def _line(self, painter: QPainter, size: QSize, top: float, line: Line) -> None:
        colours, high = theme(), scaled(ROW)
        whole = line.sign in (Sign.WHOLE, Sign.RANGE)
        font = _font(painter, line.sign)
        width = self._figures_width()
        figures = QRectF(size.width() - width, top, width, high)
        painter.setPen(QColor(colours.text if whole or line.measure.estimable else colours.muted))
        painter.drawText(
            figures, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), self._figures(line)
        )
        painter.setFont(font)
        draw_mark(painter, line, top + high / 2, self._scale, self._field(size))

    def _figures(self, line: Line) -> str:
        of, show = line.measure, self._ground.show
        if math.isnan(of.low) or math.isnan(of.high):
            return show(of.value) if of.estimable and line.sign is not Sign.RANGE else line.instead
        bounds = f"{show(of.low).removesuffix(' %')} to {show(of.high)}"
        return bounds if line.sign is Sign.RANGE else f"{show(of.value)} ({bounds})"

    def _table(self) -> Values:
        of = [line.measure for line in self._lines]
        numbers = [np.array(column) for column in zip(*((m.value, m.low, m.high) for m in of), strict=True)]
        groups = [
            (one.n or one.measure.n, one.events if one.n else one.measure.events) for one in self._lines
        ]
        counts = [np.array([float(pair[i]) for pair in groups]) for i in (0, 1)]
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
