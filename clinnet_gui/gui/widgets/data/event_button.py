"""Which levels of the outcome are the event: a button with a menu of the levels and their counts."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from clinnet_gui.core.data.outcome import OutcomeLevel
from clinnet_gui.gui.messages import elided

MOST = 50
"""At most so many levels can be offered as the event; more is no outcome of two classes."""


class EventButton(QToolButton):
    """``event_wanted`` carries the texts of the levels that are checked."""

    event_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Event")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setMenu(QMenu(self))

    def show_event(self, event: tuple[str, ...], levels: tuple[OutcomeLevel, ...]) -> None:
        """Show the levels, and those that are the event."""
        menu = self.menu()
        menu.clear()
        for level in levels[:MOST]:
            action = QAction(f"{elided(level.text, 40)}  ({level.count:,})".replace("&", "&&"), menu)
            action.setCheckable(True)
            action.setChecked(level.text in event)
            action.setData(level.text)
            action.triggered.connect(self._choose)
            menu.addAction(action)
        chosen = " or ".join(elided(text, 24) for text in event)
        self.setText((chosen or "choose…").replace("&", "&&"))
        self.setEnabled(bool(levels))

    def _choose(self) -> None:
        checked = [action.data() for action in self.menu().actions() if action.isChecked()]
        self.event_wanted.emit(tuple(str(text) for text in checked))
