"""Kinds of text and frames, set by name; the style sheet gives each its look in either theme."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFrame, QLabel, QLayout, QSizePolicy, QVBoxLayout, QWidget

from clinnet_gui.gui.messages import label
from clinnet_gui.gui.style import restyle, scaled, themes


def set_kind(widget: QWidget, kind: str) -> None:
    """Give a widget another kind ("muted", "warn", ...; empty: plain); a no-op where it has it."""
    if (widget.property("kind") or "") != kind:
        restyle(widget, "kind", kind)


def line(text: str = "", kind: str = "", right: bool = False) -> QLabel:
    """Return a label of one line that shows its text literally and never wraps."""
    made = label(text, kind)
    made.setWordWrap(False)
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    made.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
    return made


def at_least(plot: QWidget, height: int) -> None:
    """Let a plot shrink to ``height`` pixels (at the usual size of texts) and no further: a page that
    scrolls would otherwise give it the generous height it asks for."""
    _Least(plot, height)
    plot.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)


class _Least(QObject):
    """Keeps the least height of a plot in step with the size of its texts."""

    def __init__(self, plot: QWidget, height: int) -> None:
        super().__init__(plot)
        self._plot, self._height = plot, height
        themes.changed.connect(self._settle)
        self._settle()

    def _settle(self) -> None:
        self._plot.setMinimumHeight(scaled(self._height))


def card(*parts: QWidget | QLayout, title: str = "") -> QFrame:
    """Return a framed surface with the parts one under the other, below an optional heading."""
    frame = QFrame()
    frame.setProperty("kind", "card")
    box = QVBoxLayout(frame)
    box.setContentsMargins(12, 10, 12, 10)
    box.setSpacing(8)
    if title:
        box.addWidget(line(title, "heading"))
    for part in parts:
        if isinstance(part, QLayout):
            box.addLayout(part)
        else:
            box.addWidget(part)
    return frame
