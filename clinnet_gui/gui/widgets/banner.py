"""The banner under a page's title: what went wrong, why, and what can be done."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clinnet_gui.core.errors import ClinnetError
from clinnet_gui.gui.messages import label
from clinnet_gui.gui.style import restyle


class Banner(QFrame):
    """Hidden until there is something to say; stays until it is dismissed or replaced."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "banner")
        self.setAccessibleName("Message")
        self._what = label("", "heading")
        self._hint = label("", "muted")
        self._dismiss = QPushButton("Dismiss")
        self._dismiss.clicked.connect(self.hide)
        self._build()
        self.hide()

    def show_error(self, error: ClinnetError) -> None:
        """Show an error with its hint and its code."""
        code = f" [{error.code}]" if error.code else ""
        self._say(error.message + code, error.hint, "error")

    @property
    def text(self) -> str:
        """What the banner says."""
        return self._what.text()

    def _say(self, what: str, hint: str, level: str) -> None:
        self._what.setText(what)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        restyle(self, "level", level)
        self.setAccessibleDescription(f"{what} {hint}")
        self.show()

    def _build(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self._what)
        texts.addWidget(self._hint)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.addLayout(texts, 1)
        row.addWidget(self._dismiss)
