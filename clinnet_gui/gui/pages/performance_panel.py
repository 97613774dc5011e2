"""Overview, Performance: the verdict, the network beside its baselines, and the essential plots.

Which plots are essential: Van Calster et al., Lancet Digital Health 2025 (discrimination,
calibration, net benefit, the distribution of risk by outcome).
"""

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clinnet_gui.core.data.split import Part
from clinnet_gui.core.data.splitting import sets_test_aside
from clinnet_gui.core.evaluation.decision import Calibrator
from clinnet_gui.core.evaluation.evaluation import Evaluation
from clinnet_gui.core.evaluation.grid import threshold_grid
from clinnet_gui.core.statistics.reliance import too_few
from clinnet_gui.gui.messages import label, tip
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.kinds import at_least, card
from clinnet_gui.gui.widgets.results.calibration.reliability_plot import ReliabilityPlot
from clinnet_gui.gui.widgets.results.overview.model_table import ModelTable
from clinnet_gui.gui.widgets.results.overview.roc_plot import RocPlot
from clinnet_gui.gui.widgets.results.threshold.decision_curve import DecisionCurve
from clinnet_gui.gui.widgets.results.threshold.risk_distribution import RiskDistribution

PLOT_HEIGHT = 168
SMALL = (
    "Under 1,000 patients or 200 events, report figures corrected for optimism: every step repeated on "
    "samples of the patients."
)


class PerformancePanel(QWidget):
    """What the network is worth on the rows shown."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._drawn: Evaluation | None = None
        self.verdict, self.caution = label("", "heading"), label("", "small")
        self.models = ModelTable()
        self.correct = QPushButton("Correct for optimism…")
        self.correct.setToolTip(tip(SMALL))
        self.correct.clicked.connect(lambda: session.show_tab("results", "Validation"))
        self.roc, self.reliability = RocPlot(), ReliabilityPlot()
        self.risks, self.benefit = RiskDistribution(), DecisionCurve()
        self._build()
        session.study_changed.connect(self.refresh)
        session.threshold_moved.connect(lambda _: self._show_threshold())
        self.refresh()

    def refresh(self) -> None:
        """Draw the study's evaluation, once for each."""
        evaluation = self._session.study.evaluation
        if evaluation is not None and evaluation is not self._drawn:
            self._drawn = evaluation
            self._draw(evaluation)
        self._show_headline()
        self._show_threshold()

    def _build(self) -> None:
        plots = QHBoxLayout()
        plots.setSpacing(16)
        for plot in (self.roc, self.reliability, self.benefit, self.risks):
            at_least(plot, PLOT_HEIGHT)
            plots.addWidget(plot, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 12, 8, 8)
        box.setSpacing(10)
        box.addWidget(self.verdict)
        cautious = QHBoxLayout()
        cautious.setSpacing(16)
        cautious.addWidget(self.caution, 1)
        cautious.addWidget(self.correct)
        box.addLayout(cautious)
        box.addWidget(card(self.models))
        box.addLayout(plots, 1)

    def _draw(self, evaluation: Evaluation) -> None:
        """Every plot; of a handful of events only the risks themselves."""
        known = not too_few(evaluation.curve.n, evaluation.curve.events)
        for plot in (self.roc, self.reliability, self.benefit):
            plot.setVisible(known)
        grid = threshold_grid(evaluation.curve)
        self.roc.show_curve(grid.roc[:, 0], grid.roc[:, 1], evaluation.models[0].auroc)
        same = self._session.study.decision.calibrator == Calibrator()
        self.reliability.show_calibration(None if same else evaluation.before, evaluation.after)
        self.risks.show_curve(evaluation.curve)
        top = min(1.0, float(evaluation.risks.max(initial=0.1)) * 1.05)
        self.benefit.show_curve(grid, evaluation.benefit, top)

    def _show_headline(self) -> None:
        """The verdict; of few patients what is left of it after correction for optimism, or the way there.
        Opened test rows took no part in the correction, and have the word. No verdict is lost by it."""
        study, evaluation = self._session.study, self._session.study.evaluation
        if evaluation is None or study.trained is None:
            return
        small = not sets_test_aside(study.trained.dataset)
        corrected = study.corrected if small and evaluation.part is Part.CALIBRATE else None
        beside = "" if corrected is None else evaluation.sentence
        self.verdict.setText(evaluation.sentence if corrected is None else corrected.sentence)
        self.caution.setText(f"{beside} {evaluation.caution}".strip())
        self.caution.setVisible(bool(self.caution.text()))
        headline = () if corrected is None else corrected.headline
        self.models.show_models(evaluation.models, evaluation.precision, headline)
        self.correct.setVisible(small and study.corrected is None)

    def _show_threshold(self) -> None:
        threshold, drawn = self._session.threshold, self._drawn
        self.roc.show_threshold(None if drawn is None or threshold is None else drawn.curve.at(threshold))
        self.risks.show_threshold(threshold)
        self.benefit.show_threshold(threshold)
