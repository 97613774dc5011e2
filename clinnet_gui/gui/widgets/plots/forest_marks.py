"""How a line of a forest plot is marked: a point with its whisker, a diamond, or a range alone."""

import math

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.gui.style import theme
from clinnet_gui.gui.widgets.plots.forest_lines import Line, Sign
from clinnet_gui.gui.widgets.plots.forest_scale import Scale


def draw_mark(painter: QPainter, line: Line, y: float, scale: Scale, field: tuple[float, float]) -> None:
    """Draw a line's mark at the height ``y``, on a scale that reaches over ``field`` (its left and right)."""
    colours, of = theme(), line.measure
    ink = QColor(colours.text if line.sign in (Sign.WHOLE, Sign.RANGE) else colours.series[0])
    painter.setPen(QPen(ink, 2 if line.sign is Sign.RANGE else 1.5))
    has_interval = math.isfinite(of.low) and math.isfinite(of.high)
    if has_interval and line.sign is not Sign.WHOLE:
        _whisker(painter, y, of, scale, field)
    if not of.estimable or line.sign is Sign.RANGE or not _within(of.value, scale):
        return
    x = place(of.value, scale, field)
    painter.setBrush(QColor(colours.bg) if line.sign is Sign.UNSURE else ink)
    if line.sign is Sign.WHOLE:
        low, high = (of.low, of.high) if has_interval else (of.value, of.value)
        ends = place(low, scale, field), place(high, scale, field)
        _diamond(painter, x, y, (min(ends[0], x - 4), max(ends[1], x + 4)))
    else:
        painter.drawEllipse(QPointF(x, y), 4, 4)


def place(value: float, scale: Scale, field: tuple[float, float]) -> float:
    """Return where a value stands; beyond the scale at its end."""
    return field[0] + (field[1] - field[0]) * scale.at(value)


def _within(value: float, scale: Scale) -> bool:
    return scale.low <= value <= scale.high


def _whisker(painter: QPainter, y: float, of: Measure, scale: Scale, field: tuple[float, float]) -> None:
    """The interval, with an arrow where it leaves the axis."""
    low, high = (place(end, scale, field) for end in (of.low, of.high))
    painter.drawLine(QPointF(low, y), QPointF(high, y))
    for end, x, way in ((of.low, low, 1), (of.high, high, -1)):
        reach = 0 if _within(end, scale) else 4 * way
        painter.drawLine(QPointF(x, y), QPointF(x + reach, y - 4))
        painter.drawLine(QPointF(x, y), QPointF(x + reach, y + 4))


def _diamond(painter: QPainter, x: float, y: float, ends: tuple[float, float]) -> None:
    painter.drawPolygon(
        QPolygonF([QPointF(ends[0], y), QPointF(x, y - 6), QPointF(ends[1], y), QPointF(x, y + 6)])
    )
