"""Calibration group by group, as small pictures on the same axes."""

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from clinnet_gui.core.evaluation.groups.subgroups import Level
from clinnet_gui.gui.messages import told_apart
from clinnet_gui.gui.style import scaled, theme
from clinnet_gui.gui.widgets.plots.painted import Painted
from clinnet_gui.gui.widgets.plots.plot_export import Values
from clinnet_gui.gui.widgets.results.calibration.reliability_plot import axis_top

SIDE, TITLE, GAP = 132, 36, 14
COLUMNS = ("group", "predicted", "observed", "low", "high", "n", "events")


class Multiples(Painted):
    """A square a group: its bins with Wilson intervals, its logistic line, the diagonal."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Calibration by group", parent)
        self._levels: tuple[Level, ...] = ()
        self._names: tuple[str, ...] = ()  # as drawn
        self._top = 1.0
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_values(self._table)

    def show_levels(self, levels: tuple[Level, ...]) -> None:
        """Draw the groups that can be judged."""
        self._levels = tuple(level for level in levels if level.bins)
        self._names = told_apart(tuple(level.name for level in self._levels), 16)
        self._top = axis_top(tuple(b for level in self._levels for b in level.bins))
        self.set_summary(
            f"Observed against predicted risk in {len(self._levels)} groups, from 0 to {self._top:.0%}."
        )
        self.setVisible(bool(self._levels))
        self.updateGeometry()
        self.update()

    @property
    def axes(self) -> str:
        """How far the axes of all squares reach."""
        return f"predicted across, observed upwards, both 0 to {100 * self._top:.0f} %; bars: 95 %"

    def hasHeightForWidth(self) -> bool:
        """Rows of squares: the narrower, the more of them."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all rows."""
        rows = -(-len(self._levels) // self._across(width))
        return max(1, rows) * scaled(SIDE + TITLE + GAP)

    def sizeHint(self) -> QSize:
        """Four squares in a row, where there are as many."""
        width = scaled(SIDE + GAP) * min(4, max(1, len(self._levels)))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Three squares in a row, where there are as many: with fewer a column of them would be long."""
        across = min(3, max(1, len(self._levels)))
        return QSize(across * scaled(SIDE + GAP), scaled(SIDE + TITLE + GAP))

    def _across(self, width: int) -> int:
        return max(1, width // scaled(SIDE + GAP))

    def paint(self, painter: QPainter, size: QSize) -> None:
        """Paint the squares, row by row."""
        across = self._across(size.width())
        for at, level in enumerate(self._levels):
            row, column = divmod(at, across)
            left = column * scaled(SIDE + GAP)
            top = row * scaled(SIDE + TITLE + GAP)
            box = QRectF(left, top + scaled(TITLE), scaled(SIDE), scaled(SIDE))
            self._square(painter, level, self._names[at], box)

    def _square(self, painter: QPainter, level: Level, name: str, box: QRectF) -> None:
        colours = theme()
        metrics = painter.fontMetrics()
        name = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, int(box.width()))
        side = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        half = scaled(TITLE) / 2
        painter.setPen(QColor(colours.text))
        painter.drawText(QRectF(box.left(), box.top() - 2 * half, box.width(), half), side, name)
        painter.setPen(QColor(colours.muted))
        counts = f"{level.events:,} / {level.n:,} events"
        painter.drawText(QRectF(box.left(), box.top() - half, box.width(), half), side, counts)
        painter.setPen(QPen(QColor(colours.border), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
        painter.setPen(QPen(QColor(colours.muted), 1, Qt.PenStyle.DashLine))
        painter.drawLine(box.bottomLeft(), box.topRight())
        self._drawn(painter, level, box)

    def _drawn(self, painter: QPainter, level: Level, box: QRectF) -> None:
        """Line and bins, cut off at the square's edge."""
        ink = QColor(theme().series[0])
        painter.save()
        painter.setClipRect(box)
        painter.setPen(QPen(ink, 1.5))
        if level.line is not None and len(level.line):
            painter.drawPolyline(QPolygonF([self._point(box, x, y) for x, y in level.line]))
        painter.setBrush(ink)
        for b in level.bins:
            here = self._point(box, b.predicted, b.observed.value)
            low, high = (self._point(box, b.predicted, end) for end in (b.observed.low, b.observed.high))
            if not math.isnan(b.observed.value):
                painter.drawLine(low, high)
                painter.drawEllipse(here, 3, 3)
        painter.restore()

    def _point(self, box: QRectF, x: float, y: float) -> QPointF:
        return QPointF(box.left() + box.width() * x / self._top, box.bottom() - box.height() * y / self._top)

    def _table(self) -> Values:
        which = [(level.name, b) for level in self._levels for b in level.bins]
        numbers = np.array(
            [
                (
                    b.predicted,
                    b.observed.value,
                    b.observed.low,
                    b.observed.high,
                    b.observed.n,
                    b.observed.events,
                )
                for _, b in which
            ],
            dtype=np.float64,
        ).reshape(-1, len(COLUMNS) - 1)
        return Values(COLUMNS, (tuple(name for name, _ in which), *numbers.T))
