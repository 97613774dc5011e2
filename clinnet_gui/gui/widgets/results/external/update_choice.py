"""What can be done with the updates of an external file: use one, from then on, for every risk."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clinnet_gui.core.evaluation.decision import Decision, Method
from clinnet_gui.core.evaluation.transport.adopting import moved_threshold, refusal
from clinnet_gui.core.evaluation.transport.report import Transport
from clinnet_gui.gui.messages import label, tip

OFFERED = {Method.INTERCEPT: "Use the new intercept", Method.PLATT: "Use intercept and slope"}
MEANING = (
    "An update that is used scores from then on: new patients, and the study's own rows in every tab. It "
    "bears the name of this file, its rows and the date, and can be taken back. Its figures on these very "
    "rows are apparent: judge it on others."
)
THRESHOLD = " The threshold stays, but was found on risks that an update moves: choose it anew afterwards."


class UpdateChoice(QWidget):
    """One button an update; ``wanted`` carries the Method."""

    wanted = Signal(Method)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.meaning, self.refused = label(MEANING, "muted"), label("", "muted")
        self.buttons = {method: QPushButton(text) for method, text in OFFERED.items()}
        row = QHBoxLayout()
        row.setSpacing(8)
        for method, button in self.buttons.items():
            button.clicked.connect(lambda _=False, method=method: self.wanted.emit(method))
            row.addWidget(button)
        row.addWidget(self.refused, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self.meaning)
        box.addLayout(row)

    def show_options(self, found: Transport, decision: Decision, idle: bool) -> None:
        """Offer what these patients and the decision allow, while nothing else runs (``idle``); say why not
        where neither is."""
        options = {update.method: update for update in found.updates}
        reasons = {method: refusal(found, options[method], decision) for method in self.buttons}
        for method, button in self.buttons.items():
            button.setEnabled(idle and not reasons[method])
            button.setToolTip(tip(_sentence(reasons[method])))
        told = [_sentence(reason) for reason in dict.fromkeys(reasons.values()) if reason]
        self.refused.setText(" ".join(told))
        self.meaning.setText(MEANING + (THRESHOLD if moved_threshold(decision) else ""))


def _sentence(reason: str) -> str:
    return f"{reason[:1].upper()}{reason[1:]}." if reason else ""
