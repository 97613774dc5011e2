"""Where the parts of the Calibration tab stand: plot and choice in sight, and one scroll bar at most."""

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLayout, QSizePolicy, QVBoxLayout, QWidget

from clinnet_gui.gui.style import scaled, themes
from clinnet_gui.gui.widgets.beside import LATER, Beside
from clinnet_gui.gui.widgets.page_frame import scrolled

LOWEST = 120
"""Height that a table keeps where it scrolls by itself, in pixels at the usual size of texts."""
BORDERS = 2
"""Of a card, by the style sheet."""


class Figures(QFrame):
    """A card: its head, and below it parts that scroll by themselves; ``set_whole`` makes it as high as these
    ask, so that they are scrolled with the page."""

    def __init__(self, head: QLayout, *parts: QWidget) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._whole = False
        self._content = QWidget()
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        self._area = scrolled(self._content)
        self._area.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._head = head
        self._box = box = QVBoxLayout(self)
        box.setContentsMargins(12, 10, 4, 10)
        box.setSpacing(8)
        box.addLayout(head)
        box.addWidget(self._area, 1)

    def set_whole(self, whole: bool) -> None:
        """Be as high as the parts ask, or scroll them."""
        if whole != self._whole:
            self._whole = whole
            self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """As wide as the head, and as the parts with a scroll bar beside them."""
        margins = self._box.contentsMargins()
        bar = self._area.verticalScrollBar().sizeHint().width()
        inner = max(self._content.minimumSizeHint().width() + bar, self._head.minimumSize().width())
        across = inner + margins.left() + margins.right() + BORDERS
        around = margins.top() + margins.bottom() + self._box.spacing() + self._head.sizeHint().height()
        inside = self._content.sizeHint().height() if self._whole else scaled(LOWEST)
        return QSize(across, around + inside + BORDERS)

    def sizeHint(self) -> QSize:
        """The same: what is left of the page is given to it."""
        return self.minimumSizeHint()


class CalibrationBody(QWidget):
    """``above`` over a ``plot`` with ``figures`` (below a ``choice``, where there is one) beside it, or under
    it where texts are large. The figures scroll by themselves; the page does, whole, where it is too narrow
    or too low for that."""

    def __init__(
        self, above: QWidget, plot: QWidget, figures: Figures, choice: QWidget | None = None
    ) -> None:
        super().__init__()
        self._figures, self._needed = figures, 0
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        if choice is not None:
            column.addWidget(choice)
        column.addWidget(figures, 1)
        self.sides = Beside(plot, right, (1, 0))
        self._asking = content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 12, 8, 8)
        inner.setSpacing(12)
        inner.addWidget(above)
        inner.addWidget(self.sides, 1)
        self.page = scrolled(content)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.page)
        self._stacked = False
        self.page.verticalScrollBar().rangeChanged.connect(self._settle)
        themes.changed.connect(self._try_again)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the figures scroll by themselves again where there is more room than was found too little."""
        super().resizeEvent(event)
        if event.size().height() > self._needed:
            self._try_again()
        self._settle()

    def _try_again(self) -> None:
        self._needed = 0
        self._settle()

    def _settle(self) -> None:
        stacked = self.sides.stacked
        if stacked != self._stacked:
            self._stacked, self._needed = stacked, 0
        self._figures.set_whole(stacked or bool(self._needed))
        QTimer.singleShot(LATER, self, self._look)  # until then the parts have not been laid out anew

    def _look(self) -> None:
        """A page that would scroll although its figures do is too low for two bars. After another size of
        texts its bar and its parts learn that one by one: both must say so."""
        bar, asked = self.page.verticalScrollBar().maximum(), self._asking.minimumSizeHint().height()
        if self.sides.stacked != self._stacked:
            self._settle()  # turned since: the figures are still as they were
        elif not self.sides.stacked and not self._needed and bar > 0 and asked > self.page.height():
            self._needed = self.height()
            self._settle()
