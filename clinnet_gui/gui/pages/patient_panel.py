"""One patient explained: a waterfall in the columns and units of the file, and words."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from clinnet_gui.core.evaluation.decision import Calibrator
from clinnet_gui.core.explanation.attribution import Attribution
from clinnet_gui.gui.messages import label
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.data.kinds import set_kind
from clinnet_gui.gui.widgets.results.contributions import Explained, Risk, explained, in_words
from clinnet_gui.gui.widgets.results.waterfall import Waterfall

CHOOSE = "Choose a patient in the table."
INTEGRATED = "integrated-gradients"
METHODS = (
    ("DeepSHAP, against training patients", "deep-shap"),
    ("Integrated gradients, from a reference patient", INTEGRATED),
)
TOLERANCE = 0.05
"""A larger gap between the contributions' sum and the log-odds (in log-odds) is pointed at."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an explanation is of; another one is asked for when it changes."""

    position: int
    fit: str
    calibrator: Calibrator
    method: str
    reference: int | None


class PatientPanel(QWidget):
    """The chosen patient; explained as soon as it is chosen or the method changes."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._reference: int | None = None
        self._asked_for: Wanted | None = None
        self._waiting = False
        self.words, self.check = label(CHOOSE), label("", "muted")
        self.method = QComboBox()
        self.reference = QPushButton("Use this patient as reference")
        self.waterfall = Waterfall()
        self._build()
        self.method.currentIndexChanged.connect(self._ask)
        self.reference.clicked.connect(self._refer)
        session.patient_chosen.connect(lambda _: self._ask())
        session.explained.connect(self._arrived)
        session.study_changed.connect(self._ask)
        self.refresh()

    def refresh(self) -> None:
        """Draw the explanation of the chosen patient, if it has come."""
        position, patient = self.position, self._found()
        self.waterfall.show_patient(patient)
        self.reference.setVisible(self.method.currentData() == INTEGRATED)
        self.reference.setEnabled(position is not None)
        if patient is None or self._session.explanation is None:
            self.words.setText(CHOOSE if position is None else f"Explaining patient {self._label()}…")
            self.check.setText("")
            return
        self.words.setText(in_words(patient, self._label()))
        self.waterfall.setAccessibleDescription(self.words.text())
        self._show_check(self._session.explanation)

    @property
    def position(self) -> int | None:
        """The chosen patient, where it is one of the rows shown (dataset position)."""
        position, evaluation = self._session.patient, self._session.study.evaluation
        shown = position is not None and evaluation is not None and position in evaluation.rows
        return position if shown else None

    def _build(self) -> None:
        self.method.setAccessibleName("How the risk is attributed")
        for text, key in METHODS:
            self.method.addItem(text, key)
        head = QHBoxLayout()
        head.addWidget(self.method)
        head.addWidget(self.reference)
        head.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.waterfall.setObjectName("content")
        area.setWidget(self.waterfall)
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 8, 0, 0)
        for part in (self.words, area, self.check):
            box.addWidget(part, 1 if part is area else 0)
        box.insertLayout(0, head)

    def _found(self) -> Explained | None:
        session, position = self._session, self.position
        trained, explanation = session.study.trained, session.explanation
        if self._waiting or trained is None or position is None or explanation is None:
            return None
        return explained(
            explanation, trained.dataset, position, shown_risk(session.study.decision.calibrator)
        )

    def _label(self) -> str:
        trained, position = self._session.study.trained, self.position
        return trained.dataset.label(position) if trained is not None and position is not None else ""

    def _show_check(self, attribution: Attribution) -> None:
        error = float(attribution.completeness_error.max())
        miss = f"base and contributions miss the log-odds by {error:.1g}"
        self.check.setText(f"Base: {attribution.reference}. Sum check: {miss}.")
        set_kind(self.check, "warn" if error > TOLERANCE else "muted")

    def _refer(self) -> None:
        self._reference = self.position
        self._ask()

    def _arrived(self) -> None:
        self._waiting = False
        self.refresh()

    def _ask(self) -> None:
        """Ask for an explanation wherever patient, fit, calibrator, method or reference changed."""
        wanted = self._wanted()
        if wanted is not None and wanted != self._asked_for:
            self._waiting = True
            self._session.explain_patient(wanted.position, wanted.method, wanted.reference)
        self._asked_for = wanted
        self.refresh()

    def _wanted(self) -> Wanted | None:
        position, study = self.position, self._session.study
        if position is None or study.trained is None:
            return None
        fit = study.trained.fit.made_from
        if self._asked_for is not None and self._asked_for.fit != fit:
            self._reference = None
        method = str(self.method.currentData())
        reference = self._reference if method == INTEGRATED else None
        return Wanted(position, fit, study.decision.calibrator, method, reference)


def shown_risk(calibrator: Calibrator) -> Risk:
    """Return what turns the attributed log-odds into risk: for a calibrated logit the logistic
    function; for a beta or an isotonic calibrator, whose logit is the uncalibrated one, its curve."""
    return Calibrator().risk if calibrator.affine else calibrator.risk
