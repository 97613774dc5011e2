"""Cyclic garbage is collected in the window's thread alone.

Python collects in whichever thread happens to allocate, and with the cycles it frees the widgets in
them: a bootstrap in its thread would delete the widgets of a closed dialog while Qt, in the window's
thread, goes through all widgets to lay a style sheet. That ended the program.

pyqtgraph has such a collector; importing it would come before the first paint, and it goes through up
to three generations at one look.
"""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY = 50
"""Milliseconds between two looks. The rarer they are, the more there is to go through at once, and the
window waits for it; a look that finds nothing due takes microseconds."""


class Garbage(QObject):
    """While it lives, garbage is collected at a turn of the event loop of its thread, and nowhere else."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(collect_due)
        self._timer.start()

    def end(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        self.deleteLater()
        gc.enable()


def collect_due() -> None:
    """Collect the oldest generation that Python itself would collect by now, if one is."""
    for generation in (2, 1, 0):
        if gc.get_count()[generation] > gc.get_threshold()[generation]:
            gc.collect(generation)
            return
