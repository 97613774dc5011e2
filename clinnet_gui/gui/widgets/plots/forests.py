"""Forest plots of the same groups, side by side: the groups are named once."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from clinnet_gui.gui.style import scaled
from clinnet_gui.gui.widgets.plots.forest import Forest, Ground, Line

ABREAST = 1_000
"""Pixels, at a zoom of 100 %, from which they stand side by side."""
BETWEEN = 16


class Forests(QWidget):
    """Where there is no room they stand one under the other, and each names the groups."""

    def __init__(self, names: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plots = tuple(Forest(name) for name in names)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(BETWEEN)
        for plot in self.plots:
            self._box.addWidget(plot, 1)

    def show_lines(self, drawn: tuple[tuple[tuple[Line, ...], Ground], ...], summary: str = "") -> None:
        """Draw lines on their ground, a pair a plot; ``summary`` says in a sentence what they show."""
        for plot, (lines, ground) in zip(self.plots, drawn, strict=True):
            plot.show_lines(lines, ground, summary)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand as the width allows."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        """All axes of one length: the plot that names the groups is wider by that."""
        width = self.width()
        across, ways = width >= scaled(ABREAST), QBoxLayout.Direction
        self._box.setDirection(ways.LeftToRight if across else ways.TopToBottom)
        for plot in self.plots[1:]:
            plot.show_names(not across)
        lead = round(self.plots[0].lead(width // 2))
        each = (width - lead - BETWEEN * (len(self.plots) - 1)) // len(self.plots)
        for at in range(len(self.plots)):
            self._box.setStretch(at, (each + (lead if at == 0 else 0)) if across else 0)

    def minimumSizeHint(self) -> QSize:
        """As narrow as one plot may be."""
        return QSize(self.plots[0].minimumSizeHint().width(), super().minimumSizeHint().height())
