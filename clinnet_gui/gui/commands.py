"""What menus do beyond the session: ask for files, change the look, say what this is."""

from __future__ import annotations

import platform
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, qVersion
from PySide6.QtWidgets import QWidget

from clinnet_gui import __version__
from clinnet_gui.gui import dialogs
from clinnet_gui.gui.messages import NOTICE, OFFLINE
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.settings import Settings
from clinnet_gui.gui.style import Preference, themes

if TYPE_CHECKING:
    from clinnet_gui.gui.guide import Guide
    from clinnet_gui.gui.pages.predictions_window import PredictionsWindow

ABOUT = f"""clinnet {__version__}

From a table of patients to a neural network that can be trusted.
{NOTICE}
{OFFLINE}

Apache License 2.0. Built with Qt {qVersion()} (LGPL 3), PyTorch, NumPy, SciPy, scikit-learn, pandas,
SHAP, pyqtgraph; the typeface is Inter (SIL Open Font License).
Python {platform.python_version()} on {platform.system()}."""


class Commands(QObject):
    """The commands behind the menus. ``recent_changed`` when the list of files did."""

    recent_changed = Signal()

    def __init__(self, session: Session, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self.session = session
        self.settings = settings
        self.window = window
        self.section = ""  # heading of the guide that speaks of the page shown
        self.predictions: PredictionsWindow | None = None
        self._guides: dict[str, Guide] = {}
        if settings.path_folded is not None:
            session.fold_path(settings.path_folded)
        session.path_folded.connect(self._remember_fold)

    def open(self) -> None:
        """Ask for a file and open it."""
        path = dialogs.file_to_open(self.window, "Open data or a study")
        if path is not None:
            self.open_path(path)

    def open_path(self, path: Path) -> None:
        """Open a file, after asking what becomes of an unsaved study."""
        if self.may_leave():
            self.settings.remember(path)
            self.recent_changed.emit()
            self.session.open_file(path)

    def open_example(self, name: str) -> None:
        """Open an example, after asking what becomes of an unsaved study."""
        if self.may_leave():
            self.session.open_example(name)

    def may_leave(self) -> bool:
        """Whether the study may be given up; asks where it is not saved."""
        if not self.session.unsaved:
            return True
        text, hint = "This study is not saved.", "What you chose and trained would be lost."
        return dialogs.ask(self.window, text, hint, ("Go back", "Do not save")) == "Do not save"

    def save(self) -> None:
        """Save the study where it was saved before."""
        if self.session.path is None:
            self.save_as()
        else:
            self.session.save(self.session.path)

    def save_as(self) -> None:
        """Ask for a place and save the study there."""
        source = self.session.study.table
        name = Path(source.raw.source.name).stem if source is not None else "study"
        path = dialogs.file_to_write(self.window, "Save the study", f"{name}.clinnet", dialogs.STUDY)
        if path is not None:
            self.settings.remember(path)
            self.recent_changed.emit()
            self.session.save(path)

    def evaluate_predictions(self) -> None:
        """Show the window that judges any model's predictions, the same each time."""
        from clinnet_gui.gui.pages.predictions_window import PredictionsWindow
        from clinnet_gui.gui.predictions_desk import PredictionsDesk

        if self.predictions is None:
            desk = PredictionsDesk(self)
            desk.crashed.connect(self.session.crashed)
            self.predictions = PredictionsWindow(desk, self.window)
        self.predictions.show()
        self.predictions.raise_()
        self.predictions.activateWindow()

    def shut_down(self) -> None:
        """Stop what runs in the other windows and wait for it."""
        if self.predictions is not None:
            self.predictions.desk.shut_down()

    def forget_recent(self) -> None:
        """Clear the list of recent files."""
        self.settings.forget()
        self.recent_changed.emit()

    def choose_theme(self, preference: Preference) -> None:
        """Change between the system's look, light and dark."""
        self.settings.theme = preference
        themes.choose(preference)

    def zoom_in(self) -> None:
        """Make texts larger."""
        self._zoom(self.settings.zoom + 10)

    def zoom_out(self) -> None:
        """Make texts smaller."""
        self._zoom(self.settings.zoom - 10)

    def zoom_reset(self) -> None:
        """Return to the usual size of texts."""
        self._zoom(100)

    def guide(self) -> None:
        """Open the guide at the section of the page that is shown."""
        self._read("guide", "Guide", self.section)

    def changelog(self) -> None:
        """Say what is new in each version."""
        self._read("changelog", "What is new", "")

    def about(self) -> None:
        """Say what this is, and what it is not."""
        dialogs.tell(self.window, "About clinnet", ABOUT)

    def quit(self) -> None:
        """Close the window."""
        self.window.close()

    def _read(self, document: str, title: str, section: str) -> None:
        """Show a document in a window of its own, the same each time."""
        from clinnet_gui.gui.guide import Guide

        if document not in self._guides:
            self._guides[document] = Guide(document, title, self.window)
        self._guides[document].show_section(section)

    def _remember_fold(self, folded: bool) -> None:
        self.settings.path_folded = folded

    def _zoom(self, percent: int) -> None:
        self.settings.zoom = min(200, max(80, percent))
        themes.zoom(self.settings.zoom)
