"""The application: hooks, look, window, and after its first paint the slow imports."""

import sys
from pathlib import Path

from PySide6.QtCore import QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from clinnet_gui.core import log
from clinnet_gui.gui.crash import Crashes
from clinnet_gui.gui.demonstration import Demonstration
from clinnet_gui.gui.display import NO_DISPLAY, has_display
from clinnet_gui.gui.garbage import Garbage
from clinnet_gui.gui.main_window import MainWindow
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.settings import Settings
from clinnet_gui.gui.style import dress, themes


def run(path: Path | None, example: bool = False) -> int:
    """Open the window, with a file or the demonstration on the example; return the exit status."""
    if not has_display():
        sys.stderr.write(NO_DISPLAY)
        return 2
    log.configure()
    app = application()
    crashes = Crashes(app)
    crashes.install()
    window = window_of(Settings(), crashes)
    window.show()
    QTimer.singleShot(0, lambda: complete(window))
    if example:
        QTimer.singleShot(0, Demonstration(window).start)
    elif path is not None:
        QTimer.singleShot(0, lambda: window.commands.open_path(path))
    return app.exec()


def complete(window: MainWindow) -> None:
    """After the first paint: make the other pages, one a turn of the event loop, then warm up."""
    if window.book.make_next():
        QTimer.singleShot(0, window, lambda: complete(window))
    else:
        window.session.warm_up()


def application() -> QApplication:
    """Return the one QApplication, dressed; made where there is none."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    app.setApplicationName("clinnet")
    app.setApplicationDisplayName("")
    qInstallMessageHandler(_log)
    if app.findChild(Garbage) is None:
        Garbage(app)
    dress(app)
    return app


def window_of(settings: Settings, crashes: Crashes) -> MainWindow:
    """Return the window in the remembered look and place."""
    themes.zoom(settings.zoom)
    themes.choose(settings.theme)
    window = MainWindow(Session(), settings, crashes)
    if not settings.geometry.isEmpty():
        window.restoreGeometry(settings.geometry)
    return window


def _log(kind: QtMsgType, _: object, message: str) -> None:
    """Qt's own warnings go to the log; they name widgets, not patients."""
    if message.startswith("This plugin does not support"):  # offscreen, at every window
        return
    if kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg, QtMsgType.QtWarningMsg):
        log.LOGGER.warning("Qt: %s", message[:200])
