"""Validation, Internal: what remains of the figures when every step is repeated on other samples."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.empty_state import EmptyState

NOTHING = "The network has not been refitted on samples of its patients yet."


class InternalPanel(QWidget):
    """The optimism bootstrap, or what it would take."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.nothing = EmptyState(NOTHING)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 12, 8, 8)
        box.addWidget(self.nothing)
