"""The settings of the network and its training: each checked where it stands, beside what was
suggested."""

from dataclasses import replace

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from clinnet_gui.core.model.spec import Activation, Choice, Spec
from clinnet_gui.gui.messages import label, tip
from clinnet_gui.gui.widgets.data.kinds import line, set_kind
from clinnet_gui.gui.widgets.model.settings_fields import FIELDS, Field, fault

ACTIVATIONS = {
    Activation.RELU: "ReLU",
    Activation.GELU: "GELU",
    Activation.SILU: "SiLU",
    Activation.TANH: "tanh",
    Activation.NONE: "none (linear)",
}


class Entry(QLineEdit):
    """A line that also hands on its text when a shortcut is pressed in it: F5 trains with what
    stands there, though the focus stays."""

    def event(self, event: QEvent) -> bool:
        """Watch for the key of a shortcut, which comes before what it triggers."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and not event.text():
            self.editingFinished.emit()
        return super().event(event)


class SettingsForm(QWidget):
    """``edited`` carries a Spec that passed every check; ``reset`` asks for the suggestion."""

    edited = Signal(object)
    reset = Signal()
    checked = Signal()  # some field became right or wrong

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice: Choice | None = None
        self.inputs = {field.setting: Entry() for field in FIELDS}
        self.notes = {field.setting: label("", "muted") for field in FIELDS}
        self.activation = QComboBox()
        self.activation_note = label("", "muted")
        self.badge = QLabel()
        self.back = QPushButton("Reset to suggestion")
        self._build()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(line("Settings", "heading"))
        head.addWidget(self.badge)
        head.addStretch(1)
        head.addWidget(self.back)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addLayout(head)
        box.addLayout(self._grid())
        box.addStretch(1)
        self.badge.setProperty("kind", "badge")
        self.back.clicked.connect(self.reset)

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(2, 1)
        for row, field in enumerate(FIELDS):
            self._add_field(grid, row + (row > 0), field)
        self._add_activation(grid, 1)
        return grid

    def _add_field(self, grid: QGridLayout, row: int, field: Field) -> None:
        entry, name = self.inputs[field.setting], line(field.name)
        name.setBuddy(entry)
        entry.setAccessibleName(field.name)
        entry.setAccessibleDescription(field.hint)
        entry.setFixedWidth(150)
        entry.textChanged.connect(lambda _: self._check(field))
        entry.editingFinished.connect(self.commit)
        grid.addWidget(name, row, 0)
        grid.addWidget(entry, row, 1)
        grid.addWidget(self.notes[field.setting], row, 2)

    def _add_activation(self, grid: QGridLayout, row: int) -> None:
        for activation, words in ACTIVATIONS.items():
            self.activation.addItem(words, activation)
        self.activation.setAccessibleName("Activation")
        self.activation.setFixedWidth(150)
        self.activation.activated.connect(lambda _: self.commit())
        grid.addWidget(line("Activation"), row, 0)
        grid.addWidget(self.activation, row, 1)
        grid.addWidget(self.activation_note, row, 2)

    def show_choice(self, choice: Choice) -> None:
        """Show the settings in force beside the suggested ones; half-typed wrong texts go."""
        self._choice = choice
        for field in FIELDS:
            self.inputs[field.setting].setText(field.write(choice.spec))
            self._check(field)
        self.activation.setCurrentIndex(list(ACTIVATIONS).index(choice.spec.activation))
        suggested = ACTIVATIONS[choice.suggested.activation]
        same = choice.spec.activation is choice.suggested.activation
        self.activation_note.setText("" if same else f"suggested: {suggested}")
        self.badge.setText("edited" if choice.edited else "suggested")
        self.back.setEnabled(choice.edited)
        for reason in choice.reasons:
            if reason.setting in self.inputs:
                self.inputs[reason.setting].setToolTip(tip(reason.text))

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong with what stands in the form, field by field."""
        if self._choice is None:
            return ()
        spec = self._choice.spec
        found = ((field.name, fault(field, spec, self.inputs[field.setting].text())) for field in FIELDS)
        return tuple(f"{name}: {text}" for name, text in found if text)

    def commit(self) -> None:
        """Hand on what stands in the form, where all of it is right and something differs."""
        if self._choice is None or self.faults:
            return
        spec = self._read(self._choice.spec)
        if spec != self._choice.spec:
            self.edited.emit(spec)

    def _read(self, spec: Spec) -> Spec:
        for field in FIELDS:
            spec = field.read(spec, self.inputs[field.setting].text())
        return replace(spec, activation=list(ACTIVATIONS)[self.activation.currentIndex()])

    def _check(self, field: Field) -> None:
        """Say under the field what is wrong with it, or what was suggested."""
        if self._choice is None:
            return
        text, note = self.inputs[field.setting].text(), self.notes[field.setting]
        wrong, suggested = fault(field, self._choice.spec, text), field.write(self._choice.suggested)
        set_kind(note, "error" if wrong else "muted")
        note.setText(wrong or ("" if text == suggested else f"suggested: {suggested or 'none'}"))
        self.checked.emit()
