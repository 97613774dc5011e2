"""Threshold: the clinical question first, then three plots with one line, and what the line means."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from clinnet_gui.core.data.split import Part
from clinnet_gui.core.evaluation.consequences import Consequences, consequences, reasonable_range
from clinnet_gui.core.evaluation.curves import Curve
from clinnet_gui.core.evaluation.decision import Decision, Route
from clinnet_gui.core.evaluation.evaluation import Evaluation
from clinnet_gui.core.evaluation.grey_zone import grey_zone
from clinnet_gui.core.evaluation.grid import rate_curves
from clinnet_gui.core.evaluation.utility import utility_curve
from clinnet_gui.core.evaluation.wording import rows_called
from clinnet_gui.core.spelling import only_text
from clinnet_gui.core.statistics.reliance import Reliance, reliance_of, too_few
from clinnet_gui.gui.messages import label
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.beside import Beside
from clinnet_gui.gui.widgets.kinds import at_least, card
from clinnet_gui.gui.widgets.results.measure_text import percent
from clinnet_gui.gui.widgets.results.threshold.benefit_plot import BenefitPlot
from clinnet_gui.gui.widgets.results.threshold.control import ThresholdControl, preview
from clinnet_gui.gui.widgets.results.threshold.figures import ThresholdFigures
from clinnet_gui.gui.widgets.results.threshold.grey_panel import GreyPanel
from clinnet_gui.gui.widgets.results.threshold.line import ThresholdLine
from clinnet_gui.gui.widgets.results.threshold.rates_plot import RatesPlot
from clinnet_gui.gui.widgets.results.threshold.risk_distribution import RiskDistribution
from clinnet_gui.gui.widgets.results.threshold.suggestions import ThresholdSuggestions


class ThresholdTab(QWidget):
    """Nothing is chosen silently: until the analyst chooses, a dashed line stands at the share of
    events as a preview, and the tab says so. All plots and figures follow one value."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._drawn: Evaluation | None = None
        self.suggestions, self.control = ThresholdSuggestions(), ThresholdControl()
        self.why, self.status = _made_why(), label("", "muted")
        self.risks, self.rates, self.benefit = RiskDistribution(movable=True), RatesPlot(), BenefitPlot()
        self.figures, self.grey = ThresholdFigures(), GreyPanel()
        self.figures.tabs.addTab(self.grey, "Grey zone")
        lower = (ThresholdLine(plot, movable=True, second=True) for plot in (self.risks, self.rates))
        self.zone_lines = tuple(lower)
        self._build()
        self._connect()
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """What came while another tab was in front is drawn now."""
        self.refresh()
        super().showEvent(event)

    def refresh(self) -> None:
        """Draw the study's evaluation, once for each, and the threshold in force; behind another tab not yet,
        since all that a new evaluation changes in the window is drawn in one turn."""
        study = self._session.study
        if study.evaluation is None or (self.window().isVisible() and not self.isVisible()):
            return
        if study.evaluation is not self._drawn:
            self._drawn = study.evaluation
            self._draw(study.evaluation)
        self._offer(study.evaluation)
        if not self.why.hasFocus():
            self.why.setText(study.decision.rationale)
        self._show_threshold()

    def _build(self) -> None:
        """All at one look at 1280 x 720: the question, where the line stands, what it means."""
        value, plots = QWidget(), QWidget()
        lines, pair, across = QVBoxLayout(value), QVBoxLayout(), QHBoxLayout(plots)
        for layout, gap in ((lines, 6), (pair, 8), (across, 12)):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(gap)
        lines.addWidget(self.control)
        lines.addWidget(self.why)
        for plot, height in ((self.risks, 135), (self.rates, 160), (self.benefit, 220)):
            at_least(plot, height)
        pair.addWidget(self.risks, 4)
        pair.addWidget(self.rates, 6)
        across.addLayout(pair, 1)
        across.addWidget(self.benefit, 1)  # as tall as there is room: most of the choice is read there
        self.head = Beside(self.suggestions, value, (13, 7))
        self.head.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.body = Beside(plots, self.figures, (13, 7))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 8, 4)
        box.setSpacing(8)
        box.addWidget(card(self.head, self.status))
        box.addWidget(self.body, 1)

    def _connect(self) -> None:
        session = self._session
        for source in (self.control, self.risks, self.rates, self.benefit):
            source.moved.connect(session.move_threshold)
            source.settled.connect(self._settled)
        self.suggestions.chosen.connect(self._chosen)
        self.suggestions.wanted.connect(session.search_threshold)
        self.suggestions.costs.changed.connect(self._show_threshold)
        self.why.editingFinished.connect(self._reasoned)
        self.benefit.ranged.connect(lambda low, high: session.set_reasonable((low, high)))
        self.figures.ranged.connect(session.set_reasonable)
        self.figures.prevalence.settled.connect(session.set_prevalence)
        self.grey.wanted.connect(self._begin_zone)
        for settled in (self.grey.settled, *(line.settled for line in self.zone_lines)):
            settled.connect(self._rule_out)
        for line in self.zone_lines:
            line.moved.connect(self._show_zone)
        session.searched.connect(self.suggestions.show_found)
        session.study_changed.connect(self.refresh)
        session.threshold_moved.connect(lambda _: self._show_threshold())

    def _settled(self, threshold: float) -> None:
        self._session.set_threshold(threshold, Route.MANUAL, self.why.text().strip())

    def _chosen(self, threshold: float, route: Route, basis: str) -> None:
        self._session.set_threshold(threshold, route, self.why.text().strip(), basis)

    def _reasoned(self) -> None:
        if self._session.study.decision.threshold is not None:
            self._session.set_rationale(self.why.text().strip())

    def _begin_zone(self) -> None:
        """A zone begins where the reasonable range does: it is there to be moved."""
        decision = self._session.study.decision
        if decision.threshold is not None:
            self._rule_out(reasonable_range(decision.threshold, decision.reasonable)[0])

    def _rule_out(self, rule_out: float | None) -> None:
        """Decide on the lower threshold, kept below the upper one."""
        threshold = self._session.study.decision.threshold
        if rule_out is None or threshold is None:
            self._session.set_rule_out(None)
        else:
            self._session.set_rule_out(min(rule_out, threshold))
        self._show_zone(self._session.study.decision.rule_out)

    def _draw(self, evaluation: Evaluation) -> None:
        curve = evaluation.curve
        top = min(1.0, max(float(curve.risks[-1]), 0.01) * 1.05)
        self.risks.show_curve(curve)
        known = self._known
        for plot in (self.rates, self.benefit):
            plot.set_caption("" if known else "Too few events to draw.")
        if known:
            self.rates.show_rates(rate_curves(curve, top))
            benefit = utility_curve(curve, evaluation.benefit.thresholds)
            self.benefit.show_benefit(benefit, evaluation.benefit, top)
        self.figures.show_notice("" if known else reliance(curve))

    def _offer(self, evaluation: Evaluation) -> None:
        trained, decision = self._session.study.trained, self._session.study.decision
        if trained is not None:
            rows = rows_called(trained.split, Part.CALIBRATE)
            self.suggestions.set_ground(
                evaluation.calibrate_curve, rows, evaluation.has_test, decision.prevalence
            )

    def _show_threshold(self) -> None:
        """Move everything that follows the threshold: binary searches, no plot is drawn anew."""
        if self._drawn is None:
            return
        chosen, decision, here = (
            self._session.threshold,
            self._session.study.decision,
            preview(self._drawn.curve),
        )
        threshold = here if chosen is None else chosen
        low, high = reasonable_range(threshold, decision.reasonable)
        self.control.show_value(threshold)
        self.risks.show_threshold(threshold, chosen is not None)
        self.rates.threshold.show(threshold, chosen is not None)
        self.benefit.show_threshold(threshold, chosen is not None)
        self.benefit.show_range(low, high)
        self.figures.show_range(low, high, decision.reasonable is not None)
        self.figures.prevalence.show_share(decision.prevalence, here, threshold)
        known = self._known  # else it is said beside the tables
        at, *ends = (self._at(t, decision) for t in (threshold, low, high))
        self.figures.show_consequences(at, (ends[0], ends[1]), known)
        self._show_zone(decision.rule_out)
        self.status.setText(
            f"{status(decision, threshold)} {reliance(self._drawn.curve) if known else ''}".strip()
        )

    def _show_zone(self, rule_out: float | None) -> None:
        """Move the lower line, and what follows from both; the zone ends at the threshold."""
        threshold, decision = self._session.threshold, self._session.study.decision
        zone = None
        if rule_out is not None and threshold is not None and self._drawn is not None:
            zone = grey_zone(self._drawn.curve, min(rule_out, threshold), threshold, decision.prevalence)
        for line in self.zone_lines:
            line.show(None if zone is None else zone.rule_out)
        self.grey.show_zone(zone, decision.threshold is not None, self._known)

    @property
    def _known(self) -> bool:
        """Whether there are enough events and non-events for any figure."""
        curve = None if self._drawn is None else self._drawn.curve
        return curve is not None and not too_few(curve.n, curve.events)

    def _at(self, threshold: float, decision: Decision) -> Consequences:
        assert self._drawn is not None
        costs = self.suggestions.costs.costs
        return consequences(self._drawn.curve, self._drawn.benefit, threshold, decision.prevalence, costs)


def _made_why() -> QLineEdit:
    why = QLineEdit()
    why.setPlaceholderText("Why this threshold? (kept with the study)")
    why.setAccessibleName("Rationale of the threshold")
    return why


def reliance(curve: Curve) -> str:
    """Return how far figures on these rows can be relied on; nothing where they can."""
    found, few = reliance_of(curve.n, curve.events), only_text(curve.events, curve.n - curve.events)
    if found is Reliance.SUPPRESSED:
        return f"{few[0].upper()}{few[1:]}: no figure is shown."
    return f"Unstable: {few}." if found is Reliance.UNSTABLE else ""


def status(decision: Decision, shown: float) -> str:
    """Return whether and how the threshold was chosen."""
    if decision.threshold is None:
        return (
            f"Not chosen yet. As a preview the line stands at {percent(shown)}; drag it, type a value, "
            "or start from a clinical question."
        )
    how = "by hand" if decision.route is Route.MANUAL else f"by {decision.route.value}"
    said = f"Chosen: {percent(decision.threshold)}, {how}{': ' if decision.basis else ''}{decision.basis}."
    return said + (" Exploratory: it was picked for looking best." if decision.route.exploratory else "")
