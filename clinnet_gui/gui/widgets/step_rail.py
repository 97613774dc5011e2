"""The step rail: the way from a table to scores, each step with its state."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clinnet_gui.core.study import Stage
from clinnet_gui.gui.messages import label, tip


@dataclass(frozen=True, slots=True)
class StepName:
    """One step: its key, what it is called, and what it is for in one sentence."""

    key: str
    title: str
    purpose: str


STEPS = (
    StepName("data", "Data", "Read a table of patients and say what each column is for."),
    StepName("model", "Model", "Choose the split and the network; the suggestion follows from your data."),
    StepName("training", "Training", "Watch the network learn, and stop it when it no longer does."),
    StepName("results", "Results", "See how good the risks are, and choose calibration and threshold."),
    StepName("score", "Score", "Give new patients their risk."),
)

SIGNS = {Stage.EMPTY: "○", Stage.DONE: "✓", Stage.ATTENTION: "!", Stage.STALE: "↻"}
"""The sign of each state, beside its words in the tooltip."""


class StepRail(QFrame):
    """``chosen`` carries the key of the step that was pressed."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "rail")
        self.setFixedWidth(160)
        self._group = QButtonGroup(self)
        self._signs = {step.key: label(SIGNS[Stage.EMPTY]) for step in STEPS}
        self._buttons = {step.key: self._button(number, step) for number, step in enumerate(STEPS, 1)}
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 12, 0, 12)
        box.setSpacing(2)
        for button in self._buttons.values():
            box.addWidget(button)
        box.addStretch(1)

    def show_current(self, key: str) -> None:
        """Mark the step whose page is shown."""
        self._buttons[key].setChecked(True)

    def show_stages(self, stages: dict[str, Stage]) -> None:
        """Show how far each step has come."""
        for number, step in enumerate(STEPS, 1):
            stage, button = stages[step.key], self._buttons[step.key]
            self._signs[step.key].setText(SIGNS[stage])
            button.setToolTip(tip(f"{step.title}: {stage} (Ctrl+{number})"))
            button.setAccessibleName(f"Step {number}, {step.title}, {stage}")

    def _button(self, number: int, step: StepName) -> QPushButton:
        button = QPushButton(f"{number}  {step.title}")
        button.setProperty("kind", "step")
        button.setCheckable(True)
        button.setAutoExclusive(True)
        button.clicked.connect(lambda: self.chosen.emit(step.key))
        sign = self._signs[step.key]
        sign.setWordWrap(False)
        sign.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(button)  # at the right: signs differ in width, numbers stand one below the other
        row.setContentsMargins(0, 0, 14, 0)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignRight)
        self._group.addButton(button)
        return button
