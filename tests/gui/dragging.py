"""Files dragged onto a widget, as a file manager does it."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

KEYS = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)


def drop(onto: QWidget, *what: Path | str) -> bool:
    """Drag files (addresses as texts) in and drop them where they are taken; return whether they were."""
    data, here, copied = QMimeData(), QPoint(5, 5), Qt.DropAction.CopyAction
    data.setUrls([QUrl(one) if isinstance(one, str) else QUrl.fromLocalFile(str(one)) for one in what])
    enter = QDragEnterEvent(here, copied, data, *KEYS)
    enter.ignore()
    onto.dragEnterEvent(enter)
    if enter.isAccepted():
        onto.dropEvent(QDropEvent(here, copied, data, *KEYS))
    return enter.isAccepted()
