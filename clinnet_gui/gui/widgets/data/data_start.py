"""The Data page before a file: where to drop one, how to open one, what was opened last."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clinnet_gui.gui.examples import EXAMPLES
from clinnet_gui.gui.messages import OFFLINE, elided, label, tip

RECENT = 5


class DataStart(QWidget):
    """``open_wanted``, ``example_wanted`` (its key), ``file_wanted`` (a Path) and ``predictions_wanted``
    say what was asked."""

    open_wanted = Signal()
    example_wanted = Signal(str)
    file_wanted = Signal(object)
    predictions_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(2)
        self._entries: list[QPushButton] = []
        self._heading = label("Recent", "muted")
        self._heading.hide()
        self._recent.addWidget(self._heading, 0, Qt.AlignmentFlag.AlignCenter)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 16, 24, 16)
        box.addStretch(1)
        box.addWidget(self._target(), 0, Qt.AlignmentFlag.AlignCenter)
        box.addSpacing(16)
        box.addLayout(self._recent)
        box.addStretch(2)

    def show_recent(self, paths: tuple[Path, ...]) -> None:
        """List the files opened last; one that is gone is marked so."""
        for entry in self._entries:
            self._recent.removeWidget(entry)
            entry.deleteLater()
        self._entries = [self._entry(path) for path in paths[:RECENT]]
        self._heading.setVisible(bool(paths))
        for entry in self._entries:
            self._recent.addWidget(entry, 0, Qt.AlignmentFlag.AlignCenter)

    def _entry(self, path: Path) -> QPushButton:
        there = path.is_file()
        button = QPushButton(elided(path.name, 60).replace("&", "&&") + ("" if there else "  (missing)"))
        button.setProperty("kind", "link")
        button.setToolTip(tip(str(path)))
        button.setEnabled(there)
        button.clicked.connect(lambda: self.file_wanted.emit(path))
        return button

    def _target(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("kind", "drop")
        frame.setMinimumWidth(620)
        box = QVBoxLayout(frame)
        box.setContentsMargins(32, 36, 32, 32)
        box.setSpacing(12)
        for text, kind in (("Drop a table of patients here", "title"), (CAPTION, "muted")):
            made = label(text, kind)
            made.setAlignment(Qt.AlignmentFlag.AlignCenter)
            box.addWidget(made)
        box.addSpacing(8)
        box.addLayout(self._buttons())
        box.addWidget(self._predictions(), 0, Qt.AlignmentFlag.AlignCenter)
        box.addSpacing(8)
        note = label(OFFLINE, "muted")
        note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box.addWidget(note)
        return frame

    def _predictions(self) -> QPushButton:
        button = QPushButton("Evaluate the predictions of another model…")
        button.setProperty("kind", "link")
        button.clicked.connect(self.predictions_wanted)
        return button

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        opening = QPushButton("Open data…")
        opening.setProperty("kind", "primary")
        opening.clicked.connect(self.open_wanted)
        row.addWidget(opening)
        for key, example in EXAMPLES.items():
            button = QPushButton(f"Try: {example.title}")
            button.clicked.connect(lambda _=False, key=key: self.example_wanted.emit(key))
            row.addWidget(button)
        row.addStretch(1)
        return row


CAPTION = "A CSV file with one row a patient and names in its first row, or a study saved earlier (.clinnet)."
