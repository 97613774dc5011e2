"""What stands where a result will be: nothing yet, how far it is, or why there is none."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar, QPushButton, QVBoxLayout, QWidget

from clinnet_gui.core.errors import ClinnetError
from clinnet_gui.gui.activity import Activity
from clinnet_gui.gui.messages import label
from clinnet_gui.gui.widgets.kinds import set_kind

BUG = "Something unexpected went wrong; nothing of the study is lost."


class WorkState(QWidget):
    """A sentence in the middle, below it a hint, a bar or a button; ``acted`` when that is pressed."""

    acted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence, self.hint = label("", "muted"), label("", "muted")
        self.bar, self.button = QProgressBar(), QPushButton()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(240)
        self.button.clicked.connect(self.acted)
        for text in (self.sentence, self.hint):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box = QVBoxLayout(self)
        box.setSpacing(8)
        box.addStretch(1)
        box.addWidget(self.sentence)
        box.addWidget(self.hint)
        for part in (self.bar, self.button):
            box.addWidget(part, 0, Qt.AlignmentFlag.AlignCenter)
        box.addStretch(1)
        self.show_empty("")

    def show_empty(self, text: str, action: str = "") -> None:
        """Say what is missing, and offer the way on."""
        self._say(text, "", action)

    def show_working(self, activity: Activity) -> None:
        """Say what is done and how far it is."""
        self._say(activity.text or activity.title, "", "")
        self.bar.show()
        self.bar.setMaximum(0 if activity.done is None else 1_000)
        self.bar.setValue(0 if activity.done is None else round(1_000 * activity.done))

    def show_failed(self, error: Exception) -> None:
        """Say why there is no result, what can be done, and offer to try again."""
        if isinstance(error, ClinnetError):
            code = f" [{error.code}]" if error.code else ""
            self._say(error.message + code, error.hint, "Try again")
        else:
            self._say(BUG, "", "Try again")
        set_kind(self.sentence, "heading")

    def _say(self, sentence: str, hint: str, action: str) -> None:
        set_kind(self.sentence, "muted")
        self.sentence.setText(sentence)
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        self.bar.hide()
        self.button.setText(action)
        self.button.setVisible(bool(action))
        self.setAccessibleDescription(" ".join(part for part in (sentence, hint) if part))
