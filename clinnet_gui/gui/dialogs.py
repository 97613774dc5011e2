"""Questions that stop the analyst: only where data could be lost, and for choosing files.

Every text is shown literally.
"""

import os
import re
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

DATA = "Tables and studies (*.csv *.tsv *.txt *.clinnet);;All files (*)"
TABLES = "Tables (*.csv *.tsv *.txt);;All files (*)"
CSV = "CSV (*.csv)"
STUDY = "Study (*.clinnet)"
REPLACE, NOT = "Replace it", "Do not save"

_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,7}")
"""What a file name ends in where the analyst typed an ending: not the “.5” of “threshold 0.5”."""


def ask(parent: QWidget | None, text: str, hint: str, answers: tuple[str, ...]) -> str:
    """Ask a question; return the answer. The first answer is the default, the last one is Escape's."""
    box = QMessageBox(parent)
    box.setWindowTitle("clinnet")
    box.setIcon(QMessageBox.Icon.Question)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    box.setInformativeText(hint)
    buttons = [box.addButton(answer, QMessageBox.ButtonRole.ActionRole) for answer in answers]
    box.setDefaultButton(buttons[0])
    box.setEscapeButton(buttons[-1])
    box.exec()
    clicked = box.clickedButton()
    return next((a for a, button in zip(answers, buttons, strict=True) if button is clicked), answers[-1])


def tell(parent: QWidget | None, title: str, text: str) -> None:
    """Say something that must be read."""
    box = QMessageBox(parent)
    box.setWindowTitle(title)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    box.exec()


def file_to_open(parent: QWidget | None, title: str, kinds: str = DATA) -> Path | None:
    """Let the analyst choose a file to read."""
    name, _ = QFileDialog.getOpenFileName(parent, title, "", kinds)
    return Path(name) if name else None


def dropped(event: QDropEvent) -> Path | None:
    """Return the one local file that is being dropped, whatever it is: what is no table is told so when it is
    opened. None for several, and for what is no file."""
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None


def file_to_write(parent: QWidget | None, title: str, proposed: str, kinds: str) -> Path | None:
    """Let the analyst choose where to write; the suffix of ``proposed`` is added where none is typed. The
    dialog has asked before a file is replaced; of a name that it did not know yet this asks."""
    name, _ = QFileDialog.getSaveFileName(parent, title, proposed, kinds)
    if not name:
        return None
    path = Path(name)
    if _ENDING.fullmatch(path.suffix):
        return path
    path = path.with_name(path.name + Path(proposed).suffix)
    hint = "What stands in it would be lost."
    taken = (
        os.path.exists(path) and ask(parent, f"{path.name} is there already.", hint, (REPLACE, NOT)) == NOT
    )
    return None if taken else path
