"""Calibration: how far risks agree with outcomes, before and after recalibration."""

import math
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clinnet_gui.core.data.split import Part
from clinnet_gui.core.evaluation.curves import Curve
from clinnet_gui.core.evaluation.decision import Calibrator, Method
from clinnet_gui.core.evaluation.evaluation import Evaluation
from clinnet_gui.core.evaluation.resampled import TIMES
from clinnet_gui.core.evaluation.wording import rows_called
from clinnet_gui.core.statistics.reliance import ENOUGH, Reliance, reliance_of, too_few
from clinnet_gui.gui.messages import label, tip
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.tasks import Lane
from clinnet_gui.gui.widgets.kinds import card, line
from clinnet_gui.gui.widgets.results.calibration.body import CalibrationBody, Figures
from clinnet_gui.gui.widgets.results.calibration.calibrator_choice import CalibratorChoice
from clinnet_gui.gui.widgets.results.calibration.panel import CalibrationPanel
from clinnet_gui.gui.widgets.results.calibration.rows import rows
from clinnet_gui.gui.widgets.results.measure_table import MeasureRow, MeasureTable
from clinnet_gui.gui.widgets.results.measure_text import Cell

RESAMPLING = (
    f"ICI, ECE and the other errors have no formula for their interval: {TIMES} samples of the patients "
    "give one. The curve is fitted anew in each, and what chance alone gives is drawn beside it."
)
HEADINGS = ("", "before", "after")
INTERVALS, DRAWING = "Intervals by &bootstrap", "Drawing intervals…"


class CalibrationTab(QWidget):
    """The calibration plot; beside it the choice of a method, and measures before and after.

    What only a bootstrap can bound is bounded as soon as it is looked at, once for each evaluation; the
    button asks again where that was stopped or failed.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._drawn: Evaluation | None = None
        self._asked: Curve | None = None  # whose intervals were asked for last; they come with the same curve
        self.sentence, self.caution = label("", "heading"), label("", "muted")
        self.panel = CalibrationPanel(patients=True)
        self.measures = MeasureTable(HEADINGS, "Calibration before and after")
        self.unstable = line("UNSTABLE", "badge")
        self.resample = QPushButton(INTERVALS)
        self.choice = CalibratorChoice()
        self._build()
        self._connect()
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for the intervals that are still to come."""
        super().showEvent(event)
        self._bound()

    def refresh(self) -> None:
        """Draw the study's evaluation, once for each."""
        study = self._session.study
        evaluation = study.evaluation
        if evaluation is not None and evaluation is not self._drawn:
            self._drawn = evaluation
            self._draw(evaluation)
        if evaluation is not None and study.trained is not None:
            called = rows_called(study.trained.split, Part.CALIBRATE)
            self.choice.show_choice(evaluation.offers, study.decision.calibrator, called)
            self.choice.show_doubt(study.decision.calibrator, evaluation.after)
        self._allow()
        self._bound()

    def _build(self) -> None:
        self.resample.setToolTip(tip(RESAMPLING))
        self.unstable.setToolTip(tip(f"Fewer than {ENOUGH} patients with the event, or without it."))
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 8, 0)  # the card leaves room for a scroll bar at its edge
        head.addWidget(line("Measures", "heading"))
        head.addWidget(self.unstable, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch(1)
        head.addWidget(self.resample)
        figures = Figures(head, self.measures, self.caution)
        self.body = CalibrationBody(self.sentence, self.panel, figures, card(self.choice))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.body)

    def _connect(self) -> None:
        self.panel.wanted.connect(self._session.show_group)
        self.choice.chosen.connect(self._choose)
        self.choice.automatic.clicked.connect(lambda: self._session.choose_calibrator(None))
        self.resample.clicked.connect(self._session.bootstrap_calibration)
        self._session.study_changed.connect(self.refresh)
        self._session.busy_changed.connect(self._look)

    def _draw(self, evaluation: Evaluation) -> None:
        self.sentence.setText(evaluation.after.sentence)
        same = self._session.study.decision.calibrator == Calibrator()
        shown = rows(evaluation.before, evaluation.after)
        self.measures.set_rows(tuple(map(once, shown)) if same else shown)
        self.measures.set_headings(("", "", "") if same else HEADINGS)
        self.caution.setText(evaluation.caution)
        curve = evaluation.after.curve
        self.unstable.setVisible(reliance_of(curve.n, curve.events) is Reliance.UNSTABLE)
        self.panel.show_calibration(None if same else evaluation.before, evaluation.after)

    def _choose(self, method: Method) -> None:
        if method is not self._session.study.decision.calibrator.method:
            self._session.choose_calibrator(method)

    def _look(self) -> None:
        """Allow what can be asked now; a recalibration that failed leaves no other method marked."""
        if self._session.running(Lane.JUDGE) is None:
            self.refresh()
        else:
            self._allow()

    def _allow(self) -> None:
        self.choice.setEnabled(not self._session.training)
        drawing = self._session.running(Lane.RESAMPLE) is not None
        self.resample.setText(DRAWING if drawing else INTERVALS)
        self.resample.setEnabled(not drawing)
        self.resample.setVisible(self._unbounded)

    @property
    def _unbounded(self) -> bool:
        """Whether a bootstrap would give the figures shown intervals that they have not."""
        shown = None if self._drawn is None else self._drawn.after
        if shown is None or too_few(shown.curve.n, shown.curve.events):
            return False
        return math.isnan(shown.errors.mass.low)

    def _bound(self) -> None:
        """Ask for intervals, where they are looked at and nothing of more weight runs."""
        session = self._session
        waits = session.training or any(session.running(lane) for lane in (Lane.JUDGE, Lane.RESAMPLE))
        curve = None if self._drawn is None else self._drawn.after.curve
        if self.isVisible() and self._unbounded and curve is not self._asked and not waits:
            self._asked = curve
            session.bootstrap_calibration()


def once(row: MeasureRow) -> MeasureRow:
    """A row of risks that no recalibration changed: told once, not twice the same."""
    return replace(row, cells=(Cell(""), row.cells[-1]))
