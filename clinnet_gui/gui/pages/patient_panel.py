"""One patient explained: a waterfall in the columns and units of the file, and words."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from clinnet_gui.core.evaluation.decision import Calibrator, Method
from clinnet_gui.gui.messages import label
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.contributions import Explained, Risk, explained, in_words
from clinnet_gui.gui.widgets.kinds import line, set_kind
from clinnet_gui.gui.widgets.waterfall import Waterfall

CHOOSE = "Choose a patient in the table."
METHODS = (
    ("DeepSHAP, against training patients", "deep-shap"),
    ("Integrated gradients, from a reference patient", "integrated-gradients"),
)
TOLERANCE = 0.05
"""A larger gap between the contributions' sum and the log-odds (in log-odds) is pointed at."""


class PatientPanel(QWidget):
    """The chosen patient; explained as soon as it is chosen or the method changes."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._reference: int | None = None
        self._asked_for: tuple[int, str, int | None, Calibrator] | None = None
        self.words, self.check = label(CHOOSE), line("", "muted")
        self.base = label("", "muted")
        self.method = QComboBox()
        self.reference = QPushButton("Use this patient as reference")
        self.waterfall = Waterfall()
        self._build()
        self.method.currentIndexChanged.connect(self._ask)
        self.reference.clicked.connect(self._refer)
        session.patient_chosen.connect(lambda _: self._ask())
        session.explained.connect(self.refresh)
        session.study_changed.connect(self._follow)
        self.refresh()

    def refresh(self) -> None:
        """Draw the explanation of the chosen patient, if it has come."""
        patient, attribution = self._found(), self._session.explanation
        self.waterfall.show_patient(patient)
        self.reference.setVisible(self.method.currentData() == "integrated-gradients")
        self.reference.setEnabled(self._session.patient is not None)
        if patient is None or attribution is None:
            self._clear()
            return
        self.words.setText(in_words(patient, self._label()))
        self.waterfall.setAccessibleDescription(self.words.text())
        self.base.setText(f"Base: {attribution.reference}.")
        self._show_check(float(attribution.completeness_error.max()))

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
        for part in (self.words, area, self.base, self.check):
            box.addWidget(part, 1 if part is area else 0)
        box.insertLayout(0, head)

    def _found(self) -> Explained | None:
        session = self._session
        trained, position = session.study.trained, session.patient
        if trained is None or position is None or session.explanation is None:
            return None
        risk = shown_risk(session.study.decision.calibrator)
        return explained(session.explanation, trained.dataset, position, risk)

    def _label(self) -> str:
        trained, position = self._session.study.trained, self._session.patient
        return trained.dataset.label(position) if trained is not None and position is not None else ""

    def _clear(self) -> None:
        chosen = self._session.patient is not None and self._session.study.trained is not None
        self.words.setText(f"Explaining patient {self._label()}…" if chosen else CHOOSE)
        self.base.setText("")
        self.check.setText("")

    def _show_check(self, error: float) -> None:
        self.check.setText(f"Sum check: base and contributions miss the log-odds by {error:.1g}.")
        set_kind(self.check, "warn" if error > TOLERANCE else "muted")

    def _refer(self) -> None:
        self._reference = self._session.patient
        self._ask()

    def _follow(self) -> None:
        """Another calibrator makes another explanation."""
        if self._asked_for is not None:
            self._ask()

    def _ask(self) -> None:
        position, trained = self._session.patient, self._session.study.trained
        if position is None or trained is None:
            self._asked_for = None
        else:
            method = str(self.method.currentData())
            reference = self._reference if method == "integrated-gradients" else None
            wanted = (position, method, reference, self._session.study.decision.calibrator)
            if wanted != self._asked_for:
                self._asked_for = wanted
                self._session.explain_patient(position, method, reference)
        self.refresh()


def shown_risk(calibrator: Calibrator) -> Risk:
    """Return what turns the attributed log-odds into risk: for a calibrated logit the logistic
    function, for an isotonic calibrator, whose logit is the uncalibrated one, its steps."""
    return calibrator.risk if calibrator.method is Method.ISOTONIC else Calibrator().risk
