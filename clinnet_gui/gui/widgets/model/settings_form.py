"""The settings of the network and its training: each checked where it stands, beside what was
suggested."""

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

from clinnet_gui.core.model.spec import Choice, Device, Spec
from clinnet_gui.gui.messages import label, tip
from clinnet_gui.gui.widgets.kinds import line, set_kind
from clinnet_gui.gui.widgets.model.pick_box import PickBox
from clinnet_gui.gui.widgets.model.settings_fields import FIELDS, Field, fault
from clinnet_gui.gui.widgets.model.settings_picks import DEVICE, PICKS, Pick

ENTRY = 184
GROUPS = (
    ("Network", ("hidden", "activation", "dropout", "shortcut", "members", "bins")),
    ("Training", ("learning_rate", "batch", "epochs", "patience", "clip_norm", "seed", "device")),
)
"""The settings under their headings, in the order in which they stand."""


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
        self._gpu = False
        self.inputs = {field.setting: Entry() for field in FIELDS}
        self.picks = {pick.setting: PickBox(pick) for pick in PICKS}
        self.names = {made.setting: line(made.name) for made in (*FIELDS, *PICKS)}
        self.notes = {setting: label("", "muted") for setting in self.names}
        self.badge = QLabel()
        self.back = QPushButton("Reset to suggestion")
        self._build()
        self.offer_gpu(False)

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
        for field in FIELDS:
            self._prepare_field(field)
        for pick in PICKS:
            self._prepare_pick(pick)
        for heading, settings in GROUPS:
            grid.addWidget(line(heading, "muted"), grid.rowCount(), 0, 1, 3)
            for setting in settings:
                self._add(grid, grid.rowCount(), setting)
        return grid

    def _add(self, grid: QGridLayout, row: int, setting: str) -> None:
        entry = self._entry(setting)
        entry.setFixedWidth(ENTRY)
        self.names[setting].setBuddy(entry)
        for column, part in enumerate((self.names[setting], entry, self.notes[setting])):
            grid.addWidget(part, row, column)

    def _prepare_field(self, field: Field) -> None:
        entry = self.inputs[field.setting]
        entry.setAccessibleName(field.name)
        entry.setAccessibleDescription(field.hint)
        entry.textChanged.connect(lambda _: self._check(field))
        entry.editingFinished.connect(self.commit)

    def _prepare_pick(self, pick: Pick) -> None:
        box = self.picks[pick.setting]
        box.activated.connect(lambda _: self.commit())
        box.setToolTip(tip(pick.hint))

    def _entry(self, setting: str) -> QComboBox | QLineEdit:
        return self.picks[setting] if setting in self.picks else self.inputs[setting]

    def offer_gpu(self, gpu: bool) -> None:
        """Offer the choice of the device where there is one, or where it was chosen elsewhere."""
        self._gpu = gpu
        chosen = self._choice is not None and self._choice.spec.device is not Device.CPU
        for part in (self.names, self.picks, self.notes):
            part[DEVICE.setting].setVisible(gpu or chosen)

    def show_choice(self, choice: Choice) -> None:
        """Show the settings in force beside the suggested ones; half-typed wrong texts go."""
        self._choice = choice
        for field in FIELDS:
            self.inputs[field.setting].setText(field.write(choice.spec))
            self._check(field)
        for pick in PICKS:
            self._show_pick(pick, choice)
        self.badge.setText("edited" if choice.edited else "suggested")
        self.back.setEnabled(choice.edited)
        for reason in choice.reasons:
            if reason.setting in self.names:
                self._entry(reason.setting).setToolTip(tip(reason.text))
        self.offer_gpu(self._gpu)

    def _show_pick(self, pick: Pick, choice: Choice) -> None:
        self.picks[pick.setting].show_spec(choice.spec)
        same = pick.read(choice.spec) == pick.read(choice.suggested)
        suggested = "" if same else f"suggested: {pick.words(choice.suggested)}"
        self.notes[pick.setting].setText("; ".join(filter(None, (suggested, pick.remark(choice.spec)))))

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
        for pick in PICKS:
            spec = self.picks[pick.setting].put(spec)
        return spec

    def _check(self, field: Field) -> None:
        """Say under the field what is wrong with it, or what was suggested."""
        if self._choice is None:
            return
        text, note = self.inputs[field.setting].text(), self.notes[field.setting]
        wrong, suggested = fault(field, self._choice.spec, text), field.write(self._choice.suggested)
        set_kind(note, "error" if wrong else "muted")
        note.setText(wrong or ("" if text == suggested else f"suggested: {suggested or 'none'}"))
        self.checked.emit()
