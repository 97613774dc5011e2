"""One patient explained: a waterfall in the columns and units of the file, and words."""

import math

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinnet_gui.core.evaluation.decision import Calibrator
from clinnet_gui.core.evaluation.validation.stability import Stability, stability_of
from clinnet_gui.core.explanation.attribution import Attribution
from clinnet_gui.core.explanation.contributions import Explained, explained
from clinnet_gui.core.explanation.methods import INTEGRATED_GRADIENTS, exact_is_quick, players
from clinnet_gui.core.explanation.words import base_of, in_words, shown_risk
from clinnet_gui.core.study import Study
from clinnet_gui.gui.messages import label
from clinnet_gui.gui.operations.patients import Wanted
from clinnet_gui.gui.pages.surrounded import CHOOSE, show_ended
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.tasks import Lane
from clinnet_gui.gui.widgets.kinds import set_kind
from clinnet_gui.gui.widgets.page_frame import scrolled
from clinnet_gui.gui.widgets.results.measure_text import risk_text
from clinnet_gui.gui.widgets.results.patients.method_choice import MethodChoice
from clinnet_gui.gui.widgets.results.patients.table import row_text
from clinnet_gui.gui.widgets.results.patients.waterfall import Waterfall
from clinnet_gui.gui.widgets.work_state import WorkState

STOPPED = "The explanation was stopped."
TOLERANCE = 0.05
"""A larger gap between the contributions' sum and the log-odds (in log-odds) is pointed at."""


class PatientPanel(QWidget):
    """The chosen patient; explained as soon as it is chosen or the method changes."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._reference: int | None = None
        self._asked_for: tuple[Wanted, str, Calibrator] | None = None
        self._waiting = False
        self.words, self.stability, self.check = label(), label("", "muted"), label("", "small")
        self.state = WorkState()
        self.method = MethodChoice()
        self.waterfall = Waterfall()
        self._build()
        self.method.changed.connect(self._ask)
        self.method.referred.connect(self._refer)
        session.patient_chosen.connect(lambda _: self._ask())
        session.explained.connect(self._arrived)
        session.study_changed.connect(self._ask)
        for signal in (session.busy_changed, session.progressed):
            signal.connect(self._look)
        self.state.acted.connect(self._again)
        self._ask()

    def refresh(self) -> None:
        """Draw the explanation of the chosen patient, if it has come."""
        position, patient = self.position, self._found()
        self.waterfall.show_patient(patient)
        self.method.reference.setEnabled(position is not None)
        stability = refitted(self._session.study, position)
        self.stability.setText(stability)
        self.stability.setVisible(bool(stability))
        explanation = self._session.explanation
        here = patient is not None and explanation is not None
        self.state.setVisible(not here)
        for part in (self._area, self.check):
            part.setVisible(here)
        if patient is None or explanation is None:
            self._show_absent()
            return
        self.words.setText(in_words(patient, self._label(), base_of(explanation)))
        self.waterfall.set_summary(in_words(patient, "", base_of(explanation)))  # leaves the window: no id
        self._show_check(explanation)

    @property
    def position(self) -> int | None:
        """The chosen patient, where it is one of the rows shown (dataset position)."""
        position, evaluation = self._session.patient, self._session.study.evaluation
        shown = position is not None and evaluation is not None and position in evaluation.rows
        return position if shown else None

    def _build(self) -> None:
        told = QWidget()
        self._area = area = scrolled(told)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QVBoxLayout(told)
        inner.setContentsMargins(0, 0, 8, 0)
        inner.addWidget(self.words)
        inner.addWidget(self.stability)
        inner.addWidget(self.waterfall, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 8, 0, 0)
        for part in (area, self.state, self.method, self.check):
            box.addWidget(part, int(part in (area, self.state)))

    def _found(self) -> Explained | None:
        session, position = self._session, self.position
        trained, explanation = session.study.trained, session.explanation
        if self._waiting or trained is None or position is None or explanation is None:
            return None
        return explained(
            explanation, trained.dataset, position, shown_risk(session.study.decision.calibrator)
        )

    def _show_absent(self) -> None:
        running = self._session.running(Lane.EXPLAIN)
        if self.position is None:
            self.state.show_empty(CHOOSE)
        elif running is not None:
            self.state.show_working(running)
        else:
            show_ended(self.state, self._session, Lane.EXPLAIN, STOPPED)

    def _label(self) -> str:
        trained, position = self._session.study.trained, self.position
        if trained is None or position is None:
            return ""
        repeated = trained.split.by_patient
        return row_text(trained.dataset, position) if repeated else trained.dataset.label(position)

    def _show_check(self, attribution: Attribution) -> None:
        error = float(attribution.completeness_error.max())
        which = "" if attribution.calibrated else " The log-odds are uncalibrated, the risks calibrated."
        self.check.setText(f"Base: {attribution.reference}. Sum check: off by {error:.0e} log-odds.{which}")
        set_kind(self.check, "warn" if error > TOLERANCE else "small")

    def _refer(self) -> None:
        self._reference = self.position
        self._ask()

    def _arrived(self) -> None:
        self._waiting = False
        self.refresh()

    def _look(self) -> None:
        """Say how far the explanation is that is waited for, or that it was stopped."""
        if self._waiting and self.position is not None:
            self._show_absent()

    def _again(self) -> None:
        self._asked_for = None
        self._ask()

    def _ask(self) -> None:
        """Ask for an explanation wherever patient, fit, calibrator, method or reference changed."""
        trained = self._session.study.trained
        if trained is not None:
            encoder = trained.fit.encoder
            self.method.offer(players(encoder), exact_is_quick(trained.fit.spec, encoder))
        asked = self._wanted()
        if asked is not None and asked != self._asked_for:
            self._waiting = True
            self._session.explain_patient(asked[0])
        self._asked_for = asked
        self.refresh()

    def _wanted(self) -> tuple[Wanted, str, Calibrator] | None:
        """What is to be explained, of which fit, behind which calibrator."""
        position, study = self.position, self._session.study
        if position is None or study.trained is None:
            return None
        fit = study.trained.fit.made_from
        if self._asked_for is not None and self._asked_for[1] != fit:
            self._reference = None
        method = self.method.method
        reference = self._reference if method == INTEGRATED_GRADIENTS else None
        return Wanted(position, method, reference, self.method.pairs), fit, study.decision.calibrator


def refitted(study: Study, position: int | None) -> str:
    """Return how far a patient's risk moves between networks refitted without the patient, empty where
    there are none."""
    validation, evaluation = study.corrected, study.evaluation
    if validation is None or validation.ground is None or evaluation is None or position is None:
        return ""
    risk = float(evaluation.risks[int(np.searchsorted(evaluation.rows, position))])
    found = stability_of(validation.ground, position, risk, validation.threshold)
    return "" if found is None else stability_text(found)


def stability_text(found: Stability) -> str:
    """Return the refits' risks in words.

    >>> stability_text(Stability(50, 18, 0.18, 0.47, math.nan))
    'Of 50 networks refitted on samples of the patients, the 18 without this one say 18.0 % to 47.0 %.'
    """
    whose = f"95 % of the {found.unseen}" if found.many else f"the {found.unseen}"
    said = f"Of {found.refits} networks refitted on samples of the patients, {whose} without this one say "
    said += f"{risk_text(found.low)} to {risk_text(found.high)}"
    if math.isnan(found.flips):
        return f"{said}."
    return f"{said}; {100 * found.flips:.0f} % of those put the risk on the other side of the threshold."
