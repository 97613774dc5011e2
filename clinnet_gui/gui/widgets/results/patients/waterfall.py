"""The waterfall: from the base to a patient's log-odds, one bar an original column."""

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from clinnet_gui.core.explanation.contributions import Contribution, Explained
from clinnet_gui.gui.messages import tip
from clinnet_gui.gui.style import scaled, theme
from clinnet_gui.gui.widgets.plots.painted import Painted
from clinnet_gui.gui.widgets.plots.plot_export import Values
from clinnet_gui.gui.widgets.results.measure_text import risk_text, signed

LEFT, RIGHT, CENTRE = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignHCenter
ROW, LOW_ROW, TALL_ROW = 26, 18, 36
"""Height of a row where there is room, where there is little, and where its value stands below its name;
pixels, as below, at a zoom of 100 %."""
NAMES = 0.42
"""Share of the width that names and values take."""
CUT = 1.4
"""Names and values so many times as long as there is room for stand in two lines."""
TOP_SCALE, BOTTOM_SCALE, LINE = 28, 22, 18
"""Height of the scale of risks, of that of log-odds, and of a line of text."""
TICKS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999)
"""Risks that may stand on the upper scale."""


class Waterfall(Painted):
    """Contributions in log-odds below, the same axis as risk above. Raising bars are vermillion
    with a plus sign, lowering bars blue with a minus sign; whiskers are 95 % intervals of amounts
    that were found by random orders."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Contributions of this patient's columns, in log-odds", parent)
        self._shown: Explained | None = None
        self.more.setVisible(False)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.set_values(self._table)

    @property
    def shown(self) -> Explained | None:
        """What is drawn."""
        return self._shown

    def show_patient(self, patient: Explained | None) -> None:
        """Draw this patient, or nothing."""
        self._shown = patient
        self.more.setVisible(patient is not None)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The least height: where there is more room rows grow."""
        return self.minimumSizeHint().expandedTo(QSize(460, 0))

    def minimumSizeHint(self) -> QSize:
        """Bars never shrink below a readable height."""
        return QSize(320, self._height(scaled(TALL_ROW if self._tall else LOW_ROW)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """At another width names and values may need two lines, or one."""
        super().resizeEvent(event)
        self.updateGeometry()

    @property
    def _tall(self) -> bool:
        """Whether values stand below their names."""
        return self._shown is not None and crowded(self._shown, self.width(), self.fontMetrics())

    def _height(self, row: int) -> int:
        rows = len(self._shown.parts) + 2 if self._shown else 8
        return scaled(TOP_SCALE + BOTTOM_SCALE) + row * rows

    def picture_size(self) -> QSize:
        """A picture has room for every bar."""
        needed = self._height(scaled(TALL_ROW if self._tall else ROW)) + 40
        return super().picture_size().expandedTo(QSize(460, needed))

    def paint(self, painter: QPainter, size: QSize) -> None:
        """Draw scales, bars and texts."""
        if self._shown is not None:
            _Drawing(painter, size, self._shown, self.font()).draw()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell a row in full where its name had to be shortened."""
        part = self.part_at(event.position().y())
        if part is None:
            self.setToolTip("")
        else:
            margin = f" (± {part.margin:.3f}, 95 %)" if part.margin > 0 else ""
            value = f" = {part.value}" if part.value else ""
            self.setToolTip(tip(f"{part.column}{value}: {signed(part.amount)}{margin} log-odds"))

    def part_at(self, y: float) -> Contribution | None:
        """Return the contribution whose row lies at that height, None between and beyond them."""
        parts = self._shown.parts if self._shown is not None else ()
        top = scaled(TOP_SCALE)
        row = int((y - top) // _row_height(self.height(), len(parts) + 2, self._tall)) - 1
        return parts[row] if y > top and 0 <= row < len(parts) else None

    def _table(self) -> Values:
        parts = self._shown.parts if self._shown is not None else ()
        amounts, margins = (np.array([getattr(p, name) for p in parts]) for name in ("amount", "margin"))
        names = ("column", "value", "contribution", "half of the 95 % interval")
        columns = (tuple(p.column for p in parts), tuple(p.value for p in parts), amounts, margins)
        return Values(names, columns, ("", "", "log-odds", "log-odds"))


class _Drawing:
    """One painting of a waterfall; lives for a single paint event."""

    def __init__(self, painter: QPainter, size: QSize, patient: Explained, font: QFont) -> None:
        self.painter, self.patient, self.font = painter, patient, font
        painter.setFont(font)
        self.area = area = QRectF(0, 0, size.width(), size.height())
        self.colours = theme()
        self.left = area.width() * NAMES
        self.tall = crowded(patient, size.width(), painter.fontMetrics())
        self.low, self.high = _span(patient)
        self.right = area.width() - scaled(56)
        self.top, self.line = float(scaled(TOP_SCALE)), float(scaled(LINE))
        self.rows = len(patient.parts) + 2
        self.row = _row_height(size.height(), self.rows, self.tall)

    def draw(self) -> None:
        self._scales()
        self._end_row(0, "base", self.patient.base)
        level = self.patient.base
        for row, part in enumerate(self.patient.parts, start=1):
            self._bar(row, part, level)
            level += part.amount
        self._end_row(len(self.patient.parts) + 1, "this patient", self.patient.total)

    def x(self, logit: float) -> float:
        share = (logit - self.low) / (self.high - self.low)
        return self.left + share * (self.right - self.left)

    def _middle(self, row: int) -> float:
        return self.top + self.row * (row + 0.5)

    def _scales(self) -> None:
        bottom, colour = self.top + self.row * self.rows, self.colours.muted
        self._text(QRectF(0, 2, self.left - 12, self.line), "risk", colour, RIGHT)
        self._text(QRectF(0, bottom + 2, self.left - 12, self.line), "log-odds", colour, RIGHT)
        self._ticks(_risk_ticks(self), 2.0, (self.top - 7, self.top - 2))
        self._ticks(_logit_ticks(self.low, self.high), bottom + 2, (self.top, bottom))

    def _ticks(self, ticks: list[tuple[float, str]], at: float, line: tuple[float, float]) -> None:
        free = self.left - 8  # beside the name of the scale
        for logit, text in ticks:
            x = self.x(logit)
            width = self.painter.fontMetrics().horizontalAdvance(text)
            if x - width / 2 < free or x + width / 2 > self.area.width():
                continue
            free = x + width / 2 + 10
            self.painter.setPen(QPen(QColor(self.colours.border), 1))
            self.painter.drawLine(QPointF(x, line[0]), QPointF(x, line[1]))
            self._text(QRectF(x - width, at, 2 * width, self.line), text, self.colours.muted, CENTRE)

    def _end_row(self, row: int, name: str, logit: float) -> None:
        middle, x = self._middle(row), self.x(logit)
        self._bold(QRectF(0, middle - 12, self.left - 12, 24), name)
        self.painter.setPen(QPen(QColor(self.colours.text), 2))
        self.painter.drawLine(QPointF(x, middle - 10), QPointF(x, middle + 10))
        text = risk_text(self.patient.share(logit))
        width = self.painter.fontMetrics().horizontalAdvance(text) + 12
        left = x + 6 if x + 6 + width < self.area.width() else x - 6 - width
        self._bold(QRectF(left, middle - 12, width, 24), text)

    def _bar(self, row: int, part: Contribution, level: float) -> None:
        middle = self._middle(row)
        start, end = self.x(level), self.x(level + part.amount)
        colour = self.colours.event if part.amount >= 0 else self.colours.nonevent
        self.painter.setPen(QPen(QColor(self.colours.muted), 1, Qt.PenStyle.DotLine))
        self.painter.drawLine(QPointF(start, middle - self.row), QPointF(start, middle))
        half = 0.3 * min(self.row, scaled(ROW))
        bar = QRectF(min(start, end), middle - half, max(abs(end - start), 1.5), 2 * half)
        self.painter.fillRect(bar, QColor(colour))
        self._amount(self._whisker(part, level, bar), part.amount, middle)
        self._names(part, middle)

    def _whisker(self, part: Contribution, level: float, bar: QRectF) -> QRectF:
        """The interval of the amount, at the bar's end; returns what bar and whisker cover together."""
        if not part.margin > 0:
            return bar
        end, middle = level + part.amount, bar.center().y()
        low, high = self.x(end - part.margin), self.x(end + part.margin)
        self.painter.setPen(QPen(QColor(self.colours.text), 1))
        self.painter.drawLine(QPointF(low, middle), QPointF(high, middle))
        for x in (low, high):
            self.painter.drawLine(QPointF(x, middle - 3), QPointF(x, middle + 3))
        return bar.united(QRectF(low, bar.top(), high - low, bar.height()))

    def _amount(self, bar: QRectF, amount: float, middle: float) -> None:
        text = signed(amount)[:-1]
        width = self.painter.fontMetrics().horizontalAdvance(text) + 4
        fits_right = bar.right() + 4 + width < self.area.width()
        left = bar.right() + 4 if (amount >= 0 and fits_right) else bar.left() - 4 - width
        if left < self.left - 8:
            left = bar.right() + 4
        self._text(QRectF(left, middle - 12, width, 24), text, self.colours.text)

    def _names(self, part: Contribution, middle: float) -> None:
        metrics = self.painter.fontMetrics()
        room = int(self.left - 20)
        if self.tall and part.value:
            lines = ((part.column, -0.5, self.colours.text), (part.value, 0.5, self.colours.muted))
            for text, at, colour in lines:
                short = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, room)
                self._text(
                    QRectF(0, middle + (at - 0.5) * self.line * 0.95, room + 8, self.line), short, colour
                )
            return
        value = metrics.elidedText(part.value, Qt.TextElideMode.ElideRight, room // 2)
        taken = metrics.horizontalAdvance(value)
        name = metrics.elidedText(part.column, Qt.TextElideMode.ElideMiddle, room - taken - 8)
        self._text(QRectF(0, middle - 12, room - taken, 24), name, self.colours.text)
        self._text(QRectF(room - taken, middle - 12, taken + 8, 24), value, self.colours.muted, RIGHT)

    def _text(self, box: QRectF, text: str, colour: str, side: Qt.AlignmentFlag = LEFT) -> None:
        self.painter.setPen(QColor(colour))
        self.painter.drawText(box, int(side | Qt.AlignmentFlag.AlignVCenter), text)

    def _bold(self, box: QRectF, text: str) -> None:
        font = QFont(self.font)
        font.setBold(True)
        self.painter.setFont(font)
        self._text(box, text, self.colours.text)
        self.painter.setFont(self.font)


def crowded(patient: Explained, width: int, metrics: QFontMetrics) -> bool:
    """Return whether, at a width in pixels, much of some name would be left out beside its value."""
    room = CUT * (width * NAMES - 28)
    widths = (metrics.horizontalAdvance(f"{part.column}{part.value}") for part in patient.parts if part.value)
    return max(widths, default=0) > room


def _row_height(height: float, rows: int, tall: bool) -> float:
    most = scaled(TALL_ROW if tall else ROW)
    return min(float(most), (height - scaled(TOP_SCALE + BOTTOM_SCALE)) / max(rows, 1))


def _span(patient: Explained) -> tuple[float, float]:
    """The log-odds at both ends of the axis: all bars and whiskers, and a little room."""
    ends = np.concatenate(([patient.base], [part.amount for part in patient.parts])).cumsum()
    margins = np.nan_to_num([0.0, *(part.margin for part in patient.parts)])
    low, high = float((ends - margins).min()), float((ends + margins).max())
    room = max(0.08 * (high - low), 0.05)
    return min(low, patient.total) - room, max(high, patient.total) + room


def _risk_ticks(drawing: _Drawing) -> list[tuple[float, str]]:
    """Where on the log-odds axis the risks of TICKS lie."""
    grid = np.linspace(drawing.low, drawing.high, 400)
    risks = drawing.patient.risk(grid)
    inside = [tick for tick in TICKS if risks[0] <= tick <= risks[-1]]
    return [(float(grid[np.searchsorted(risks, tick)]), f"{100 * tick:g} %") for tick in inside]


def _logit_ticks(low: float, high: float) -> list[tuple[float, str]]:
    step = next(step for step in (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 1e9) if (high - low) / step <= 7)
    first = math.ceil(low / step)
    values = [step * i for i in range(first, math.floor(high / step) + 1)]
    return [(value, f"{value:.1f}".replace("-", "−")) for value in values]
