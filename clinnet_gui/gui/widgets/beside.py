"""Two parts beside each other where there is room, else one under the other: large texts need it."""

from PySide6.QtCore import QEvent, QSize, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from clinnet_gui.gui.style import scaled, themes

LATER = 1
"""Milliseconds: layouts ask on by events, all of which come before a timer; one of 0 is but an event."""


class Beside(QWidget):
    """``shares`` divide the width; the parts stand under each other, each as high as it asks, once it is
    too narrow for both, or narrower than ``room`` pixels (at the usual size of texts).

    A width that was too narrow stays so until texts change their size: a part may ask for less where it
    has more room, and both would turn back and forth without an end."""

    def __init__(
        self,
        left: QWidget,
        right: QWidget,
        shares: tuple[int, int],
        parent: QWidget | None = None,
        *,
        room: int = 0,
        spacing: int = 16,
    ) -> None:
        super().__init__(parent)
        self._parts, self._shares, self._room = (left, right), shares, room
        self._narrow = 0  # the width that was found too narrow
        themes.changed.connect(self._begin_anew)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(spacing)
        for part, share in zip(self._parts, shares, strict=True):
            self._box.addWidget(part, share)

    @property
    def stacked(self) -> bool:
        """Whether one part stands under the other."""
        return self._box.direction() == QBoxLayout.Direction.TopToBottom

    def minimumSizeHint(self) -> QSize:
        """As narrow as the wider part may be."""
        return QSize(max(_least(part) for part in self._parts), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand as the width allows."""
        super().resizeEvent(event)
        self._turn(event.size().width())

    def event(self, event: QEvent) -> bool:
        """Stand anew where the parts ask for other room at the same width: after another size of texts they
        say so only one by one."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._turn(self.width())
        return done

    def _turn(self, width: int) -> None:
        needed = sum(_least(part) for part in self._parts) + self._box.spacing()
        needed = max(needed, scaled(self._room))
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        wanted = across if width >= needed and width > self._narrow else down
        if self._box.direction() != wanted:
            self._narrow = width if wanted == down else 0
            self._box.setDirection(wanted)
            for place, share in enumerate(self._shares):
                self._box.setStretch(place, share if wanted == across else 0)
            self.updateGeometry()

    def _begin_anew(self) -> None:
        """Now, and once more when all parts know the new size: on the way some ask for the old one's room."""
        self._forget()
        QTimer.singleShot(LATER, self, self._forget)

    def _forget(self) -> None:
        self._narrow = 0
        self._turn(self.width())


def _least(part: QWidget) -> int:
    return max(part.minimumSizeHint().width(), part.minimumWidth())
