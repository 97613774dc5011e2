"""The folds as a picture: one line a network, in each line the fold that it never learns from."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from clinnet_gui.core.data.split import Part, Split
from clinnet_gui.gui.style import Theme, theme, themes
from clinnet_gui.gui.widgets.plots.inks import blend

ROW = 20
GAP = 3
NAMES = 66
"""Pixels at the left for the networks' names."""

TEST = 74
"""Pixels at the right for the test part."""

WORDS = 22
"""Pixels below for what the colours mean."""


class FoldsPicture(QWidget):
    """Draws a crossed Split: lines are networks, columns folds; what it shows is said in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folds, self._tested = 0, False
        self.setAccessibleName("The folds")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        themes.changed.connect(self.update)

    def show_split(self, split: Split) -> None:
        """Draw another split."""
        self._folds, self._tested = int(split.folds.max(initial=-1)) + 1, split.has_test
        self.setFixedHeight(self.sizeHint().height())
        sizes = [turn.held.size for turn in split.turns]
        test = f" {split.counts[Part.TEST]:,} test rows belong to no fold." if self._tested else ""
        self.setAccessibleDescription(
            f"{self._folds} folds of {min(sizes):,} to {max(sizes):,} rows; each is held out from one "
            f"network and trains the others.{test}"
        )
        self.update()

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        return QSize(340, self._folds * (ROW + GAP) + WORDS)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the lines, the test part and the legend."""
        if not self._folds:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = painter.font()
        font.setPointSizeF(9.0)
        painter.setFont(font)
        colours = theme()
        right = self.width() - (TEST + 3 * GAP if self._tested else 0)
        wide = (right - NAMES - GAP * (self._folds - 1)) / self._folds
        for network in range(self._folds):
            self._line(painter, network, wide, colours)
        if self._tested:
            whole = QRectF(self.width() - TEST, 0, TEST - 1, self._folds * (ROW + GAP) - GAP)
            _test(painter, whole, colours)
        self._legend(painter, colours)
        painter.end()

    def _line(self, painter: QPainter, network: int, wide: float, colours: Theme) -> None:
        top = network * (ROW + GAP)
        painter.setPen(QColor(colours.muted))
        name = QRectF(0, top, NAMES, ROW)
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, f"network {network + 1}")
        for fold in range(self._folds):
            cell = QRectF(NAMES + fold * (wide + GAP), top, wide - 1, ROW)
            _cell(painter, cell, colours, held=fold == network)

    def _legend(self, painter: QPainter, colours: Theme) -> None:
        left = float(NAMES)
        top = self._folds * (ROW + GAP) + 4
        for words, held in (("learned from", False), ("held out, then judged by it", True)):
            _cell(painter, QRectF(left, top + 3, 11, 11), colours, held)
            painter.setPen(QColor(colours.muted))
            room = QRectF(left + 16, top, self.width() - left - 16, WORDS - 4)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
            left += 16 + painter.fontMetrics().horizontalAdvance(words) + 14


def _cell(painter: QPainter, cell: QRectF, colours: Theme, held: bool) -> None:
    painter.setPen(QPen(QColor(colours.accent if held else colours.border), 1))
    painter.setBrush(
        QColor(colours.accent if held else blend(colours.accent, colours.bg, 0.3 if colours.dark else 0.16))
    )
    painter.drawRoundedRect(cell, 3, 3)


def _test(painter: QPainter, whole: QRectF, colours: Theme) -> None:
    """Hatched: it is no fold, and covered."""
    painter.setPen(QPen(QColor(colours.border), 1))
    painter.setBrush(QBrush(QColor(colours.border), Qt.BrushStyle.BDiagPattern))
    painter.drawRoundedRect(whole, 4, 4)
    words = QRectF(whole.center().x() - 20, whole.center().y() - 11, 40, 22)
    painter.fillRect(words, QColor(colours.bg))
    painter.setPen(QColor(colours.text))
    painter.drawText(words, Qt.AlignmentFlag.AlignCenter, "test")
