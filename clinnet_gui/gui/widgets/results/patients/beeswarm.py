"""Every patient's contribution of every column: one dot a patient, one swarm a column."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from clinnet_gui.core.arrays import Floats, Ints, starts
from clinnet_gui.core.explanation.cohort import Cohort
from clinnet_gui.gui.messages import tip
from clinnet_gui.gui.style import Theme, scaled, theme
from clinnet_gui.gui.widgets.plots.inks import blend
from clinnet_gui.gui.widgets.plots.painted import Painted
from clinnet_gui.gui.widgets.plots.plot_export import Values

ROW, LOW_ROW, TOP, BOTTOM, LINE = 26, 18, 16, 44, 18
"""Height of a row where there is room, and where there is little, of what lies above and below, and of a
line of text: pixels at a zoom of 100 %."""

LEFT, CENTRE = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter
SHOWN = 15
SHADES = 16
"""Colours from the lowest value to the highest."""

DOT = 3.0


class Beeswarm(Painted):
    """Swarms of the most important columns. To the right a value raised the risk, to the left it
    lowered it; low values are blue, high ones vermillion, values without an order grey."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Contribution of every patient, by column", parent)
        self._cohort: Cohort | None = None
        self._order: Ints = np.zeros(0, np.int64)
        self.more.setVisible(False)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.set_values(self._table)

    def show_cohort(self, cohort: Cohort) -> None:
        """Draw these patients."""
        self._cohort = cohort
        order: Ints = np.argsort(-cohort.attribution.importance, kind="stable")
        self._order = order[:SHOWN]
        self.more.setVisible(True)
        named = ", ".join(cohort.attribution.columns[i] for i in self._order[:3])
        self.set_summary(f"The widest swarms are those of {named}.")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The height that the swarms need."""
        return QSize(460, scaled(TOP + ROW * max(int(self._order.size), 1) + BOTTOM))

    def minimumSizeHint(self) -> QSize:
        """Swarms never shrink below a readable height."""
        return QSize(320, scaled(TOP + LOW_ROW * max(int(self._order.size), 1) + BOTTOM))

    def picture_size(self) -> QSize:
        """A picture has room for every swarm."""
        return super().picture_size().expandedTo(self.sizeHint() + QSize(0, 40))

    def paint(self, painter: QPainter, size: QSize) -> None:
        """Draw names, swarms, the axis and the legend."""
        if self._cohort is None:
            return
        found = self._cohort.attribution.contributions[:, self._order]
        low, high = min(0.0, float(found.min())), max(0.0, float(found.max()))
        left, right = size.width() * 0.30, size.width() - 16.0
        scale = (right - left) / ((high - low) or 1.0)
        top, row = float(scaled(TOP)), self._row(size.height())
        _axis(painter, (low, high), (left, scale), (top, top + row * self._order.size))
        for at, column in enumerate(self._order.tolist()):
            middle = top + row * (at + 0.5)
            name = self._cohort.attribution.columns[column]
            short = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, int(left - 14))
            painter.setPen(QColor(theme().text))
            box = QRectF(0, middle - row / 2, left - 10, row)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), short)
            x = left + scale * (found[:, at] - low)
            _dots(painter, x, middle + offsets(x, row), self._cohort.ranks[:, column])
        _legend(painter, size, top + row * self._order.size + scaled(LINE) + 4)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell a column's name in full."""
        at = int((event.position().y() - scaled(TOP)) // self._row(self.height()))
        inside = self._cohort is not None and 0 <= at < self._order.size
        columns = self._cohort.attribution.columns if self._cohort is not None else ()
        self.setToolTip(tip(columns[self._order[at]]) if inside else "")

    def _row(self, height: float) -> float:
        return float(min(scaled(ROW), (height - scaled(TOP + BOTTOM)) / max(int(self._order.size), 1)))

    def _table(self) -> Values:
        if self._cohort is None:
            return Values((), ())
        found = self._cohort.attribution.contributions[:, self._order]
        names = tuple(self._cohort.attribution.columns[i] for i in self._order)
        quartiles = np.quantile(found, (0, 0.25, 0.5, 0.75, 1), axis=0)
        heads = ("column", "least", "lower quartile", "median", "upper quartile", "greatest contribution")
        return Values(heads, (names, *quartiles), ("", *["log-odds"] * 5))


def offsets(x: Floats, row: float = ROW) -> Floats:
    """Return how far above or below the middle each dot stands (pixels), so that dots which would hide
    each other stand side by side, in turn above and below; a crowd is pressed into its row.

    >>> offsets(np.array([10.0, 10.5, 40.0])).tolist()
    [0.0, 3.0, 0.0]
    """
    bins = np.floor(x / DOT).astype(np.int64)
    order = np.argsort(bins, kind="stable")
    begins = starts(bins[order])
    counts = np.diff(np.append(begins, x.size))
    place = np.arange(x.size) - np.repeat(begins, counts)
    side = np.where(place % 2 == 1, 1, -1) * ((place + 1) // 2)
    tallest = np.repeat((counts // 2), counts)
    room = (row / 2 - 3) / DOT
    found = np.empty(x.size)
    found[order] = DOT * side * np.minimum(1.0, room / np.maximum(tallest, 1))
    return found


def _dots(painter: QPainter, x: Floats, y: Floats, ranks: Floats) -> None:
    """Dots of one colour are drawn together; those without an order first, below the others."""
    colours = theme()
    shade = np.where(np.isnan(ranks), -1, np.minimum(np.nan_to_num(ranks) * SHADES, SHADES - 1)).astype(int)
    pen = QPen()
    pen.setWidthF(DOT)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    for number in np.unique(shade).tolist():
        pen.setColor(QColor(colours.muted if number < 0 else _shade(colours, (number + 0.5) / SHADES)))
        painter.setPen(pen)
        here = shade == number
        painter.drawPoints([QPointF(*at) for at in zip(x[here].tolist(), y[here].tolist(), strict=True)])


def _shade(colours: Theme, share: float) -> str:
    return blend(colours.event, colours.nonevent, share)


def _axis(
    painter: QPainter, ends: tuple[float, float], axis: tuple[float, float], span: tuple[float, float]
) -> None:
    """Some round contributions, each with its sign, and the line of none."""
    (low, high), (left, scale), (top, bottom), colours = ends, axis, span, theme()
    step = next(step for step in (0.1, 0.2, 0.5, 1, 2, 5, 10, 1e9) if (high - low) / step <= 8)
    for value in np.arange(np.ceil(low / step), np.floor(high / step) + 1) * step:
        x = left + scale * (value - low)
        painter.setPen(QPen(QColor(colours.muted if value == 0 else colours.border), 1))
        painter.drawLine(QPointF(x, top), QPointF(x, bottom))
        painter.setPen(QColor(colours.muted))
        text = "0" if value == 0 else f"{value:+.1f}".replace("-", "−")
        painter.drawText(
            QRectF(x - 40, bottom + 2, 80, scaled(LINE)), int(Qt.AlignmentFlag.AlignHCenter), text
        )
    painter.drawText(
        QRectF(0, bottom + 2, left - 10, scaled(LINE)), int(Qt.AlignmentFlag.AlignLeft), "log-odds"
    )


def _legend(painter: QPainter, size: QSize, top: float) -> None:
    colours = theme()
    metrics, x = painter.fontMetrics(), size.width() * 0.30
    painter.setPen(QColor(colours.muted))
    painter.drawText(QPointF(x, top + scaled(12)), "low value")
    x += metrics.horizontalAdvance("low value") + 8
    shades = QLinearGradient(x, 0, x + 80, 0)
    shades.setColorAt(0, QColor(colours.nonevent))
    shades.setColorAt(1, QColor(colours.event))
    painter.fillRect(QRectF(x, top + scaled(4), 80, scaled(8)), shades)
    painter.drawText(QPointF(x + 88, top + scaled(12)), "high value  ·  grey: missing, or without order")
