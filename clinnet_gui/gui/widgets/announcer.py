"""Tells a screen reader what happens without a change of focus, and not too often."""

from collections.abc import Callable
from time import monotonic

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

EVERY = 10.0
"""Seconds between two announcements of progress."""


class Announcer:
    """Speaks for a widget; ``speak`` and ``now`` can be replaced in tests."""

    def __init__(self, widget: QWidget, now: Callable[[], float] = monotonic) -> None:
        self._widget = widget
        self._now = now
        self._said = float("-inf")

    def progress(self, text: str) -> None:
        """Say how far something is, unless something was said in the last ten seconds."""
        if self._now() - self._said >= EVERY:
            self.say(text)

    def say(self, text: str) -> None:
        """Say something at once."""
        self._said = self._now()
        self.speak(text)

    def speak(self, text: str) -> None:
        """Hand a text to the screen reader, where one listens."""
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._widget, text))
