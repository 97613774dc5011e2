"""A widget whose picture and numbers can leave the window, and which has a twin as a table."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAction, QGuiApplication, QPainter
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from clinnet_gui.core.errors import ClinnetError
from clinnet_gui.gui import dialogs
from clinnet_gui.gui.messages import tip
from clinnet_gui.gui.widgets.plots import picture
from clinnet_gui.gui.widgets.plots.plot_export import Values, proposed_name, write
from clinnet_gui.gui.widgets.plots.twin import Twin

SMALLEST = QSize(560, 400)
"""A picture is as large as the plot on the screen, and at least this."""


class Exportable(QWidget):
    """What the plots share: a name, a sentence, a table of numbers, and the ways out.

    A subclass paints itself in ``depict``, and says by ``set_values`` what its numbers are; ``more``
    is the button of the ways out, which it puts into a corner. The same stands in the context menu.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: Callable[[], Values] | None = None
        self.setAccessibleName(name)
        self.more = _more_button(name)
        self.menu = QMenu(self)
        self._numeric: list[QAction] = []
        self._offer()
        self.more.clicked.connect(lambda: self._pop_up(QPoint(0, self.more.height()), self.more))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda at: self._pop_up(at, self))

    def depict(self, painter: QPainter, size: QSize) -> None:
        """Paint the whole plot, at this size, in the light theme."""
        raise NotImplementedError

    def set_summary(self, sentence: str) -> None:
        """Say in one sentence what the plot shows, for those who do not see it."""
        self.setAccessibleDescription(sentence)

    def describe(self) -> str:
        """Return the plot's name and what it shows, in words."""
        return f"{self.accessibleName()}. {self.accessibleDescription()}".strip()

    def set_values(self, values: Callable[[], Values]) -> None:
        """Say where the plot's numbers come from: its table twin, its CSV file and copied values."""
        self._values = values

    def values(self) -> Values | None:
        """Return the plot's numbers as a table, None where it has none."""
        return self._values() if self._values is not None else None

    def picture_size(self) -> QSize:
        """Return how large a picture of the plot is, in pixels of 1/96 inch."""
        return self.size().expandedTo(SMALLEST)

    def svg(self) -> bytes:
        """Return the picture as SVG."""
        name, sentence = self.accessibleName(), self.accessibleDescription()
        return picture.svg(self.depict, self.picture_size(), name, sentence)

    def png(self) -> bytes:
        """Return the picture as PNG, 300 dots an inch."""
        return picture.png(self.depict, self.picture_size())

    def show_table(self) -> None:
        """Show the numbers as a table, in front of the window."""
        values = self.values()
        if values is not None:
            Twin(self.accessibleName(), self.accessibleDescription(), values, self).open()

    def _offer(self) -> None:
        """Fill the menu of the button and of the right mouse button."""
        for text, slot, needs in (
            ("Show as &table…", self.show_table, True),
            ("", None, False),
            ("Save as &SVG…", lambda: self._save(".svg", "SVG drawing", self.svg), False),
            ("Save as &PNG, 300 dpi…", lambda: self._save(".png", "PNG picture", self.png), False),
            ("Save values as &CSV…", lambda: self._save(".csv", "CSV table", self._csv), True),
            ("", None, False),
            ("Copy p&icture", lambda: picture.copy(self.depict, self.picture_size()), False),
            ("Copy &values", self._copy_values, True),
        ):
            action = QAction(text, self)
            if slot is None:
                action.setSeparator(True)
            else:
                action.triggered.connect(slot)
            if needs:
                self._numeric.append(action)
            self.menu.addAction(action)

    def _pop_up(self, at: QPoint, of: QWidget) -> None:
        """Show the menu; what needs numbers waits for them."""
        values = self.values()
        for action in self._numeric:
            action.setEnabled(values is not None and values.length > 0)
        self.menu.popup(of.mapToGlobal(at))

    def _copy_values(self) -> None:
        values = self.values()
        if values is not None:
            QGuiApplication.clipboard().setText(values.text())

    def _csv(self) -> bytes:
        values = self.values()
        return values.csv() if values is not None else b""

    def _save(self, suffix: str, kind: str, made: Callable[[], bytes]) -> None:
        """Ask for a file and write it whole; a failure is told and loses nothing."""
        proposed = proposed_name(self.accessibleName(), suffix)
        path = dialogs.file_to_write(self, f"Save {kind}", proposed, f"{kind} (*{suffix})")
        if path is None:
            return
        try:
            write(path, made())
        except ClinnetError as error:
            dialogs.tell(self, "Not saved", f"{error.message}\n{error.hint}")


def _more_button(name: str) -> QToolButton:
    """The three dots in a plot's corner."""
    button = QToolButton()
    button.setText("⋯")
    button.setProperty("kind", "more")
    button.setAccessibleName(f"{name}: table and export")
    button.setToolTip(tip("Show as table, save as SVG, PNG or CSV, copy"))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
