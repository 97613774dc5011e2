"""Which fold of a training stands in front: the running one, any other, or all alike."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

ALL = "All folds"


class FoldChooser(QComboBox):
    """``turned`` when another one is to be drawn. Hidden where there is but one network."""

    turned = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Fold shown")
        self.setToolTip("The fold drawn in full colour; the others stand behind it.")
        self._chosen = False
        self.activated.connect(self._choose)
        self.begin()

    @property
    def front(self) -> int | None:
        """The place (from 0) of the fold in front, None for all alike."""
        return self.currentIndex() - 1 if self.currentIndex() > 0 else None

    def begin(self) -> None:
        """Another training: nothing is chosen."""
        self._chosen = False
        self.clear()
        self.addItem(ALL)
        self.hide()

    def offer(self, count: int, running: bool) -> None:
        """Offer so many folds; until the analyst chooses, the newest is shown, and in the end all."""
        self.addItems([f"Fold {number}" for number in range(self.count(), count + 1)])
        self.setVisible(count > 1)
        if not self._chosen:
            self.setCurrentIndex(count if running or count == 1 else 0)

    def _choose(self) -> None:
        self._chosen = True
        self.turned.emit()
