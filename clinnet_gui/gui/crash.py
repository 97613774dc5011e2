"""A bug: one dialog with an error id, one line in the log, the study stays open.

``sys.excepthook`` runs in the thread that failed, so it only emits a signal.
"""

import hashlib
import sys
import threading
from types import TracebackType

from PySide6.QtCore import QObject, Signal

from clinnet_gui.core.log import describe, record
from clinnet_gui.core.work import Finish

HINT = (
    "Your study is still open: save it under a new name. The log holds the kind and the place of the "
    "error, and no value of a patient."
)


class Crashes(QObject):
    """``reported`` carries a text for the dialog, in the window's thread; each bug is told once."""

    reported = Signal(str)
    _raised = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._told: set[str] = set()
        self._raised.connect(self.report)

    def install(self) -> None:
        """Catch what no one else caught, in any thread."""
        sys.excepthook = self._hook
        threading.excepthook = lambda args: self._raised.emit(args.exc_value)

    def report(self, error: BaseException) -> None:
        """Log an error, and tell it where it was not told before."""
        known = identity(error)
        record(error)
        if known not in self._told:
            self._told.add(known)
            self.reported.emit(f"Something went wrong in the program (error {known}).\n\n{HINT}")

    def _hook(self, kind: type[BaseException], error: BaseException, _: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt | SystemExit | Finish):
            sys.__excepthook__(kind, error, None)
        else:
            self._raised.emit(error)


def identity(error: BaseException) -> str:
    """Return a short id: the same for the same kind of error at the same place."""
    return hashlib.sha256(describe(error).encode()).hexdigest()[:8]
