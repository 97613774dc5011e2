"""Calibration: how far risks agree with outcomes, before and after recalibration."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinnet_gui.core.data.split import Part
from clinnet_gui.core.evaluation.decision import Method
from clinnet_gui.core.evaluation.evaluation import Calibration, Evaluation
from clinnet_gui.core.evaluation.wording import rows_called
from clinnet_gui.gui.messages import label
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.data.kinds import at_least, card
from clinnet_gui.gui.widgets.results.calibrator_choice import CalibratorChoice
from clinnet_gui.gui.widgets.results.measure_table import MeasureRow, MeasureTable
from clinnet_gui.gui.widgets.results.measure_text import Cell, cell, number, signed, tooltip
from clinnet_gui.gui.widgets.results.reliability_plot import ReliabilityPlot
from clinnet_gui.gui.widgets.results.risk_distribution import RiskDistribution


class CalibrationTab(QWidget):
    """Reliability diagram and histogram; measures before and after; the choice of a method."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._drawn: Evaluation | None = None
        self.sentence = label("", "heading")
        self.caution = label("", "muted")
        self.plot, self.risks = ReliabilityPlot(), RiskDistribution()
        self.measures = MeasureTable(("", "before", "after"), "Calibration before and after")
        self.choice = CalibratorChoice()
        self.choice.chosen.connect(self._choose)
        self._build()
        session.study_changed.connect(self.refresh)
        session.busy_changed.connect(self._allow)
        self.refresh()

    def refresh(self) -> None:
        """Draw the study's evaluation, once for each."""
        study = self._session.study
        evaluation = study.evaluation
        if evaluation is not None and evaluation is not self._drawn:
            self._drawn = evaluation
            self._draw(evaluation)
        if evaluation is not None and study.trained is not None:
            rows = rows_called(study.trained.split, Part.CALIBRATE)
            self.choice.show_choice(evaluation.offers, study.decision.calibrator, rows)

    def _build(self) -> None:
        at_least(self.plot, 290)
        at_least(self.risks, 150)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.plot, 2)
        left.addWidget(self.risks, 1)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(card(self.measures, title="Measures"))
        right.addWidget(card(self.choice, self.caution, title="Recalibration"))
        right.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addLayout(left, 4)
        row.addLayout(right, 5)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 12, 8, 8)
        box.setSpacing(12)
        box.addWidget(self.sentence)
        box.addLayout(row, 1)

    def _draw(self, evaluation: Evaluation) -> None:
        self.sentence.setText(evaluation.after.sentence)
        self.plot.show_calibration(evaluation.before, evaluation.after)
        self.risks.show_curve(evaluation.curve)
        self.measures.set_rows(rows(evaluation.before, evaluation.after))
        self.caution.setText(evaluation.caution)

    def _choose(self, method: Method) -> None:
        if method is not self._session.study.decision.calibrator.method:
            self._session.choose_calibrator(method)

    def _allow(self) -> None:
        self.choice.setEnabled(not self._session.training)


def rows(before: Calibration, after: Calibration) -> tuple[MeasureRow, ...]:
    """Return the table's rows; a value alerts where its interval leaves out the ideal."""
    return (
        MeasureRow(
            "ECE, 10 equal-mass bins",
            "Expected calibration error: the mean gap between predicted risk and observed share. The "
            "band is what a perfectly calibrated model shows at this number of patients.",
            (_ece(before), _ece(after)),
        ),
        MeasureRow(
            "Brier score",
            "Mean squared difference between risk and outcome; lower is better.",
            (cell(before.brier), cell(after.brier)),
        ),
        MeasureRow(
            "log-loss",
            "Mean negative log-likelihood of the outcomes; lower is better.",
            (cell(before.log_loss), cell(after.log_loss)),
        ),
        MeasureRow(
            "calibration-in-the-large",
            "Log-odds by which risks are too low (+) or too high (−) on average; 0 is ideal.",
            (cell(before.in_the_large, signed, 0.0), cell(after.in_the_large, signed, 0.0)),
        ),
        MeasureRow(
            "calibration slope",
            "Below 1 risks are too extreme, above 1 not extreme enough; 1 is ideal.",
            (cell(before.slope, ideal=1.0), cell(after.slope, ideal=1.0)),
        ),
        MeasureRow(
            "observed : expected",
            "Events that happened over events expected from the risks; 1 is ideal.",
            (cell(before.o_to_e, ideal=1.0), cell(after.o_to_e, ideal=1.0)),
        ),
    )


def _ece(calibration: Calibration) -> Cell:
    """Beside it what a perfect model shows; only an error above that is an alert."""
    ece, null = calibration.errors.mass, calibration.errors.null
    return Cell(number(ece.value), f"(chance 0–{number(null)})", tooltip(ece), ece.value > null)
