"""A picture's title: on the screen it is a label beside the plot, which stays behind."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from clinnet_gui.gui.style import theme

SIZE = 11.0
"""Points, whatever the zoom of the window."""

BELOW = 6


def heading_height(font: QFont) -> int:
    """Return how many pixels a title takes, with the room below it."""
    return QFontMetrics(_bold(font)).height() + BELOW


def draw_heading(painter: QPainter, title: str, width: int, font: QFont) -> int:
    """Paint a title along the upper edge; return how many pixels it took."""
    bold = _bold(font)
    painter.save()
    painter.setFont(bold)
    painter.setPen(QColor(theme().text))
    text = QFontMetrics(bold).elidedText(title, Qt.TextElideMode.ElideRight, width)
    place = QRect(0, 0, width, QFontMetrics(bold).height())
    painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), text)
    painter.restore()
    return place.height() + BELOW


def _bold(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setPointSizeF(SIZE)
    bold.setWeight(QFont.Weight.DemiBold)
    return bold
