"""The participant flow as a picture: boxes and arrows, as TRIPOD and STARD draw it."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from clinnet_gui.core.data.flow import Flow
from clinnet_gui.gui.style import theme
from clinnet_gui.gui.widgets.plots.painted import Painted
from clinnet_gui.gui.widgets.results.overview.flow_boxes import Box, boxes, describe, table

MAIN, BESIDE, APART = 270.0, 330.0, 56.0
"""Widths of the boxes on the way and beside it, and between them."""

PART, GAP, DROP, PAD = 190.0, 16.0, 30.0, 8.0
"""Width of a part's box at most, between two of them, length of an arrow, room within a box."""

TIP = 5.0


class FlowPicture(Painted):
    """Draws a Flow; the numbers are its table twin."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Participant flow", parent)
        self._flow: Flow | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_flow(self, flow: Flow) -> None:
        """Draw another flow."""
        self._flow = flow
        self.set_summary(describe(flow))
        self.set_values(lambda: table(flow))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As large as its boxes."""
        if self._flow is None:
            return QSize(0, 0)
        drawing = _Drawing(self._flow, self.font(), 0.0)
        return QSize(round(drawing.wide) + 2, round(drawing.high) + 2)

    def minimumSizeHint(self) -> QSize:
        """No smaller: words do not shrink."""
        return self.sizeHint()

    def picture_size(self) -> QSize:
        """A picture is no larger than its boxes, whatever room the window gives."""
        return self.sizeHint() + QSize(40, 60)

    def paint(self, painter: QPainter, size: QSize) -> None:
        """Draw boxes and arrows."""
        if self._flow is not None:
            _Drawing(self._flow, self.font(), float(size.width())).draw(painter)


class _Drawing:
    """One painting of a flow: where each box stands."""

    def __init__(self, flow: Flow, font: QFont, width: float) -> None:
        self.font, self.bold = QFont(font), QFont(font)
        self.bold.setWeight(QFont.Weight.DemiBold)
        self.row = QFontMetricsF(self.font).height() + 1
        self.content = boxes(flow)
        grow = self.row / 17.0  # larger texts need larger boxes
        self.main, self.beside, self.apart = MAIN * grow, BESIDE * grow, APART * grow
        number = len(self.content.parts)
        self.part = PART * grow
        self.wide = max(self.main + self.apart + self.beside, number * self.part + (number - 1) * GAP)
        self.left = max(1.0, (width - self.wide) / 2)
        self._place()

    def _place(self) -> None:
        """Find out where boxes stand, from the top."""
        self.mains, self.besides = list[QRectF](), list[QRectF | None]()
        top = 1.0
        for box, beside in zip(self.content.main, self.content.beside, strict=True):
            self.mains.append(QRectF(self.left, top, self.main, self._height(box)))
            way, last = self.mains[-1], len(self.mains) == len(self.content.main)
            top = way.bottom() + DROP
            self.besides.append(None)
            if beside is not None:
                high = self._height(beside)
                least = way.center().y() - high / 2 if last else way.bottom() + DROP / 2 - high / 2
                under = self.besides[-2].bottom() + 4 if len(self.mains) > 1 and self.besides[-2] else 1.0
                at = QRectF(self.left + self.main + self.apart, max(least, under), self.beside, high)
                self.besides[-1] = at
                top = max(top, at.bottom() + 4)
        high = max(map(self._height, self.content.parts))
        number = len(self.content.parts)
        across = number * self.part + (number - 1) * GAP
        start = self.left + max(0.0, (self.main - across) / 2) if number == 1 else self.left
        self.parts = [
            QRectF(start + i * (self.part + GAP), top + GAP / 2, self.part, high) for i in range(number)
        ]
        self.high = self.parts[-1].bottom() + 1

    def _height(self, box: Box) -> float:
        return (1 + len(box.lines)) * self.row + 2 * PAD

    def draw(self, painter: QPainter) -> None:
        painter.save()
        for i, (box, place) in enumerate(zip(self.content.main, self.mains, strict=True)):
            self._box(painter, box, place)
            if i + 1 < len(self.mains):
                self._arrow(painter, _bottom(place), _top(self.mains[i + 1]))
        for beside, at, way in zip(self.content.beside, self.besides, self.mains, strict=True):
            if beside is not None and at is not None:
                self._box(painter, beside, at)
                self._aside(painter, way, at)
        for box, place in zip(self.content.parts, self.parts, strict=True):
            self._box(painter, box, place)
        self._fan(painter)
        painter.restore()

    def _aside(self, painter: QPainter, way: QRectF, at: QRectF) -> None:
        """An arrow to what leaves the way below a box, a dashed line to what is said of the box itself."""
        middle = at.center().y()
        if middle > way.bottom():
            self._arrow(painter, QPointF(_bottom(way).x(), middle), QPointF(at.left(), middle))
        else:
            painter.setPen(QPen(QColor(theme().muted), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(way.right(), middle), QPointF(at.left(), middle))

    def _fan(self, painter: QPainter) -> None:
        """From the usable rows to every part."""
        start, level = _bottom(self.mains[-1]), self.parts[0].top() - GAP
        painter.setPen(QPen(QColor(theme().muted), 1))
        painter.drawLine(start, QPointF(start.x(), level))
        ends = [_top(place).x() for place in self.parts]
        painter.drawLine(QPointF(min([*ends, start.x()]), level), QPointF(max([*ends, start.x()]), level))
        for place in self.parts:
            self._arrow(painter, QPointF(_top(place).x(), level), _top(place))

    def _box(self, painter: QPainter, box: Box, place: QRectF) -> None:
        colours = theme()
        painter.setPen(QPen(QColor(colours.border if box.quiet else colours.muted), 1))
        painter.setBrush(QColor(colours.bg if box.quiet else colours.surface))
        painter.drawRoundedRect(place, 6, 6)
        words = QRectF(place.left() + PAD + 2, place.top() + PAD, place.width() - 2 * PAD - 4, self.row)
        for i, text in enumerate((box.heading, *box.lines)):
            font = self.bold if i == 0 and not box.quiet else self.font
            painter.setFont(font)
            painter.setPen(QColor(colours.text if i == 0 else colours.muted))
            shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideMiddle, words.width())
            painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), shown)
            words.translate(0, self.row)

    def _arrow(self, painter: QPainter, start: QPointF, end: QPointF) -> None:
        colour = QColor(theme().muted)
        painter.setPen(QPen(colour, 1))
        painter.setBrush(colour)
        painter.drawLine(start, end)
        if start.x() == end.x():
            points = (end, end + QPointF(-TIP * 0.7, -TIP * 1.4), end + QPointF(TIP * 0.7, -TIP * 1.4))
        else:
            points = (end, end + QPointF(-TIP * 1.4, -TIP * 0.7), end + QPointF(-TIP * 1.4, TIP * 0.7))
        painter.drawPolygon(QPolygonF(points))


def _top(place: QRectF) -> QPointF:
    return QPointF(place.center().x(), place.top())


def _bottom(place: QRectF) -> QPointF:
    return QPointF(place.center().x(), place.bottom())
