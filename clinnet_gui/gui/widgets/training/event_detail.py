"""One event in words: its cause, what points there, what proves it, what it did; and its remedy."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clinnet_gui.core.training.records import Cause, Diagnosis, Repaired, Spike
from clinnet_gui.gui.messages import label
from clinnet_gui.gui.widgets.training.event_table import Event
from clinnet_gui.gui.widgets.training.offers import Offer
from clinnet_gui.gui.widgets.training.signs import SIGNS, main_cause


class EventDetail(QWidget):
    """``remedy_wanted`` and ``rows_wanted`` carry the spike and its dataset positions."""

    remedy_wanted = Signal(object)
    rows_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("The chosen event")
        self._event: Event | None = None
        self.cause, self.text = label("", "heading"), label()
        self.note = label("", "muted")
        self.remedy, self.rows = QPushButton(), QPushButton("Rows")
        self.rows.setToolTip("Shows the patients of this step on the Data page.")
        self._build()
        self.remedy.clicked.connect(lambda: self.remedy_wanted.emit(self._event))
        self.rows.clicked.connect(self._ask)
        self.show_event(None, None)

    def _build(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.remedy)
        buttons.addWidget(self.rows)
        buttons.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        for widget in (self.cause, self.text, self.note):
            box.addWidget(widget)
        box.addLayout(buttons)

    def _ask(self) -> None:
        if self._event is not None:
            self.rows_wanted.emit(self._event.rows)

    def show_event(self, event: Event | None, offer: Offer | None) -> None:
        """Show an event and what can be done about it; None: nothing was chosen."""
        self._event = event
        self.cause.setText(headline(event))
        self.text.setText(story(event))
        self.note.setText(offer.note if offer is not None else "")
        self.note.setVisible(bool(self.note.text()))
        self.remedy.setVisible(offer is not None and bool(offer.button))
        if offer is not None:
            self.remedy.setText(offer.button)
            self.remedy.setEnabled(offer.possible)
        self.rows.setVisible(event is not None and bool(event.rows))


def headline(event: Event | None) -> str:
    """Return the cause with its sign, and how much harm was measured."""
    if event is None:
        return ""
    if isinstance(event, Repaired):
        return f"✚ Repaired at step {event.step:,}"
    text = f"{SIGNS[main_cause(event)].glyph} {causes(event.diagnosis)}"
    return text if event.diagnosis is None else f"{text} · {event.diagnosis.damage.value}"


def causes(diagnosis: Diagnosis | None) -> str:
    """Return the names of the causes, gravest first."""
    names = diagnosis.causes if diagnosis is not None and diagnosis.causes else (Cause.UNKNOWN,)
    text = " and ".join(cause.value for cause in names)
    return text[:1].upper() + text[1:]


def story(event: Event | None) -> str:
    """Return the evidence and the proof as running text."""
    if event is None:
        return "Choose an event to see its cause, the proof, and what can be done."
    if isinstance(event, Repaired):
        return _repaired(event)
    if event.diagnosis is None:
        return "This step stood out; its cause was not looked for."
    sentences = [evidence.sentence for evidence in event.diagnosis.evidence]
    if event.diagnosis.proof:
        sentences.append(event.diagnosis.proof)
    elif isinstance(event, Spike) and main_cause(event) is not Cause.UNKNOWN:
        sentences.append("No replay proves it.")
    return " ".join(sentences) or "Nothing points at a cause."


def _repaired(event: Repaired) -> str:
    """What is in force, and where it is not."""
    text = f"{event.scope[:1].upper()}{event.scope[1:]}: {event.remedy.value}."
    if event.rows and event.folds > 1:
        text += " What was trained before knows these rows; training again leaves them out of every fold."
    return text
