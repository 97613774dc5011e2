"""Questions that stop the analyst: only where data could be lost, and for choosing files.

Every text is shown literally.
"""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

DATA = "Tables and studies (*.csv *.tsv *.txt *.clinnet);;All files (*)"
STUDY = "Study (*.clinnet)"


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


def file_to_write(parent: QWidget | None, title: str, proposed: str, kinds: str) -> Path | None:
    """Let the analyst choose where to write; the suffix of ``proposed`` is added where none is typed."""
    name, _ = QFileDialog.getSaveFileName(parent, title, proposed, kinds)
    if not name:
        return None
    path = Path(name)
    return path if path.suffix else path.with_suffix(Path(proposed).suffix)
