"""The network as a diagram: a box a layer, higher the wider it is, from the inputs to the risk."""

from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from clinnet_gui.core.model.spec import Spec
from clinnet_gui.gui.style import Theme, theme, themes
from clinnet_gui.gui.widgets.model.network_shape import Box, boxes, collapsed, describe, with_path
from clinnet_gui.gui.widgets.plots.inks import blend

HEIGHT = 210
BOX = 58
WORDS = 62
"""Pixels under the boxes for what stands there in words."""

SHEET = 3.0
"""Pixels by which the next member's box is seen behind the first."""

COPIES = 3
"""More members than these are drawn as so many sheets."""

LEAST_PITCH = 84
"""Pixels from box to box that the words need."""

MARGIN = 26
"""Pixels left and right, so that the words under the outer boxes fit."""


class NetworkDiagram(QWidget):
    """Draws a Spec for a number of inputs; the sentence is its accessible description."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spec: Spec | None = None
        self._inputs = 0
        self.setAccessibleName("The network")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT)
        themes.changed.connect(self.update)

    def show_network(self, spec: Spec, inputs: int) -> None:
        """Draw another network."""
        self._spec, self._inputs = spec, inputs
        self.setAccessibleDescription(describe(spec, inputs))
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as a few layers need."""
        return QSize(480, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw links, boxes and words."""
        if self._spec is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        layers, colours = boxes(self._spec, self._inputs), theme()
        frames = self._frames(layers)
        linear = collapsed(self._spec)
        for left, right in pairwise(frames):
            _link(painter, left, right, colours)
        for box, frame in zip(layers, frames, strict=True):
            _box(painter, box, frame, colours, faded=linear and box.title.startswith("layer"))
            _words(painter, box, frame, self._pitch(len(layers)), colours)
        if with_path(self._spec):
            _path(painter, layers, frames, colours)
        if linear:
            _bracket(painter, frames, f"= one linear layer, {self._inputs:,} → 1", colours)
        painter.end()

    def _pitch(self, count: int) -> float:
        return min(190.0, (self.width() - BOX - 2 * MARGIN) / max(1, count - 1))

    def _frames(self, layers: tuple[Box, ...]) -> list[QRectF]:
        """The boxes' places, centred on one line."""
        pitch = self._pitch(len(layers))
        wide = min(BOX, 0.8 * pitch)
        start = (self.width() - pitch * (len(layers) - 1) - wide) / 2
        room = HEIGHT - WORDS - 26
        middle = 22 + room / 2
        return [
            QRectF(start + i * pitch, middle - room * box.height / 2, wide, room * box.height)
            for i, box in enumerate(layers)
        ]


def _link(painter: QPainter, left: QRectF, right: QRectF, colours: Theme) -> None:
    """Every unit is joined to every unit: a band between the boxes."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(blend(colours.accent, colours.bg, 0.12)))
    corners = (left.topRight(), right.topLeft(), right.bottomLeft(), left.bottomRight())
    painter.drawPolygon(QPolygonF([QPointF(corner) for corner in corners]))


def _box(painter: QPainter, box: Box, frame: QRectF, colours: Theme, faded: bool) -> None:
    edge = QPen(QColor(colours.muted if faded else colours.accent), 1.5)
    edge.setStyle(Qt.PenStyle.DashLine if faded else Qt.PenStyle.SolidLine)
    painter.setPen(edge)
    painter.setBrush(QColor(_ground(colours, faded)))
    for behind in range(_sheets(box) - 1, -1, -1):
        painter.drawRoundedRect(frame.translated(SHEET * behind, -SHEET * behind), 6, 6)
    painter.setPen(QColor(colours.text))
    painter.setFont(_font(painter.font(), bold=True))
    taller = frame.adjusted(0, min(0.0, (frame.height() - 20) / 2), 0, max(0.0, (20 - frame.height()) / 2))
    painter.drawText(taller, Qt.AlignmentFlag.AlignCenter, f"{box.units:,}")


def _ground(colours: Theme, faded: bool) -> str:
    return blend(colours.accent, colours.bg, 0.06 if faded else 0.22)


def _words(painter: QPainter, box: Box, frame: QRectF, pitch: float, colours: Theme) -> None:
    hidden = box.title.startswith("layer")
    if hidden and pitch < LEAST_PITCH:
        return  # too many layers for words under each; the sentence below says the same
    wide = max(pitch, BOX + 2.0 * MARGIN)
    room = QRectF(frame.center().x() - wide / 2, HEIGHT - WORDS, wide, WORDS)
    painter.setFont(_font(painter.font(), bold=False))
    painter.setPen(QColor(colours.muted))
    painter.drawText(room, Qt.AlignmentFlag.AlignHCenter, "\n".join((box.title, *box.lines)))


def _sheets(box: Box) -> int:
    return min(box.copies, COPIES)


def _path(painter: QPainter, layers: tuple[Box, ...], frames: list[QRectF], colours: Theme) -> None:
    """A way above the layers, from the inputs to the output."""
    start, end = frames[0].center().x(), frames[-1].center().x()
    thick = SHEET * (_sheets(layers[0]) - 1)
    up, down = frames[0].top() - thick, frames[-1].top() - thick - 7
    painter.setPen(QPen(QColor(colours.accent), 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(
        QPolygonF([QPointF(start, up), QPointF(start, 12), QPointF(end, 12), QPointF(end, down)])
    )
    painter.setBrush(QColor(colours.accent))
    painter.drawPolygon(QPolygonF([QPointF(end, down + 6), QPointF(end - 4, down), QPointF(end + 4, down)]))
    _on_line(painter, (start + end) / 2, "linear path", QColor(colours.muted), colours)


def _on_line(painter: QPainter, middle: float, words: str, ink: QColor, colours: Theme) -> None:
    """Words that interrupt a line at the top."""
    wide = painter.fontMetrics().horizontalAdvance(words)
    field = QRectF(middle - wide / 2 - 8, 2, wide + 16, 20)
    painter.fillRect(field, QColor(colours.bg))
    painter.setPen(ink)
    painter.drawText(field, Qt.AlignmentFlag.AlignCenter, words)


def _bracket(painter: QPainter, frames: list[QRectF], whole: str, colours: Theme) -> None:
    """A bracket over the whole stack: it is one layer."""
    left, right = frames[0].center().x(), frames[-1].center().x()
    painter.setPen(QPen(QColor(colours.warn), 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(
        QPolygonF([QPointF(left, 20), QPointF(left, 14), QPointF(right, 14), QPointF(right, 20)])
    )
    _on_line(painter, (left + right) / 2, whole, QColor(colours.warn), colours)


def _font(font: QFont, bold: bool) -> QFont:
    made = QFont(font)
    made.setPointSizeF(9.0 if not bold else 10.5)
    made.setBold(bold)
    return made
