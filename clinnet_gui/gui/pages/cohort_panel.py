"""All shown patients explained: which columns move the risk, by how much, and which way."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from clinnet_gui.core.evaluation.evaluation import Evaluation
from clinnet_gui.core.explanation.attribution import Attribution
from clinnet_gui.core.explanation.cohort import Cohort
from clinnet_gui.gui.messages import elided, label
from clinnet_gui.gui.pages.surrounded import show_ended
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.tasks import Lane
from clinnet_gui.gui.widgets.kinds import at_least
from clinnet_gui.gui.widgets.page_frame import scrolled
from clinnet_gui.gui.widgets.results.measure_text import count
from clinnet_gui.gui.widgets.results.patients.beeswarm import Beeswarm
from clinnet_gui.gui.widgets.results.patients.dependence_plot import DependencePlot
from clinnet_gui.gui.widgets.results.patients.importance_plot import ImportancePlot
from clinnet_gui.gui.widgets.work_state import WorkState

STOPPED = "The explanation was stopped."
IMPORTANCE = "Importance"
BEESWARM = "Every patient"
DEPENDENCE = "One column"
SAYS = {
    IMPORTANCE: "Mean absolute contribution (log-odds, 95 % interval over patients).",
    BEESWARM: "What each column added, one dot a patient.",
    DEPENDENCE: "",  # its plot has a title
}
LOWEST = 180
"""Height that the plot of one column keeps, in pixels at the usual size of texts."""


class CohortPanel(QWidget):
    """Computed when the panel is first seen, and anew for other rows or another calibrator. The plot and what
    is said of it scroll together below the choice, so that warnings above leave no plot flat."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._asked_for: Evaluation | None = None
        self._drawn: Cohort | None = None
        self.view, self.column = QComboBox(), QComboBox()
        self.says, self.check = label(""), label("", "small")
        self.plot, self.beeswarm, self.dependence = ImportancePlot(), Beeswarm(), DependencePlot()
        self.state, self._shown = WorkState(), QWidget()
        self._plots: dict[str, QWidget] = {
            IMPORTANCE: self.plot,
            BEESWARM: self.beeswarm,
            DEPENDENCE: self.dependence,
        }
        self._build()
        self.state.acted.connect(self._again)
        session.progressed.connect(self._advance)
        self.view.currentIndexChanged.connect(self._turn)
        self.column.currentIndexChanged.connect(self._show_column)
        session.study_changed.connect(self.refresh)
        session.busy_changed.connect(self.refresh)

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for the attributions the first time that they are looked at."""
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Draw the cohort's attributions, or ask for them."""
        study, cohort = self._session.study, self._session.cohort
        if study.evaluation is None or not self.isVisible():
            return
        whole = cohort is not None and cohort.attribution is study.attribution
        if not whole and self._asked_for is not study.evaluation:
            self._asked_for = study.evaluation
            self._session.explain_cohort()
        self._draw(cohort if whole else None, study.evaluation)

    def _build(self) -> None:
        self.view.setAccessibleName("What is shown of all patients")
        self.column.setAccessibleName("Column")
        for name in SAYS:
            self.view.addItem(name)
        at_least(self.dependence, LOWEST)
        below = QVBoxLayout(self._shown)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self.says)
        for plot in self._plots.values():
            below.addWidget(plot, 1)
        below.addWidget(self.check)
        self._area = scrolled(self._shown)
        head = QHBoxLayout()
        self.column.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.column.setMinimumContentsLength(14)
        head.addWidget(self.view)
        head.addWidget(self.column, 1)
        head.addStretch(0)
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 8, 0, 0)
        box.addLayout(head)
        for either in (self._area, self.state):
            box.addWidget(either, 1)
        self._settle()

    def _draw(self, cohort: Cohort | None, evaluation: Evaluation) -> None:
        for part in (self.view, self._area):
            part.setVisible(cohort is not None)
        self.column.setVisible(cohort is not None and self.view.currentText() == DEPENDENCE)
        self.state.setVisible(cohort is None)
        if cohort is None:
            self._advance()
            return
        if cohort is self._drawn:
            return
        self._drawn = cohort
        self.plot.show_cohort(cohort)
        self.beeswarm.show_cohort(cohort)
        self._offer()
        error = float(cohort.attribution.completeness_error.max(initial=0.0))
        self.check.setText(
            f"DeepSHAP, {whom(cohort.attribution, evaluation)}. Base: {cohort.attribution.reference}. "
            f"Sum check: off by at most {error:.0e}. Not causal."
        )

    def _advance(self) -> None:
        """Where nothing is drawn: how far it is, or why there is nothing."""
        running = self._session.running(Lane.COHORT)
        if not self.state.isVisibleTo(self):
            return
        if running is not None:
            self.state.show_working(running)
        else:
            show_ended(self.state, self._session, Lane.COHORT, STOPPED)

    def _again(self) -> None:
        self._asked_for = None
        self.refresh()

    def _offer(self) -> None:
        """The columns, the most important first; the one that is shown stays."""
        before = self.column.currentData()
        self.column.blockSignals(True)
        self.column.clear()
        for row in self.plot.rows:
            self.column.addItem(elided(row.column, 40), row.column)
        self.column.setCurrentIndex(max(0, self.column.findData(before)))
        self.column.blockSignals(False)
        self._show_column()

    def _turn(self) -> None:
        self._settle()
        self._area.verticalScrollBar().setValue(0)
        self.refresh()

    def _settle(self) -> None:
        """Show the plot that was chosen, what is said of it, and the column that it is of."""
        view = self.view.currentText()
        for name, plot in self._plots.items():
            plot.setVisible(name == view)
        self.says.setText(SAYS[view])
        self.says.setVisible(bool(SAYS[view]))
        self.column.setVisible(view == DEPENDENCE)

    def _show_column(self) -> None:
        trained, name = self._session.study.trained, self.column.currentData()
        if self._drawn is not None and trained is not None and name is not None:
            self.dependence.show_column(self._drawn, trained.dataset, name)


def whom(attribution: Attribution, evaluation: Evaluation) -> str:
    """Return of how many patients something is drawn."""
    n, total = attribution.rows.size, evaluation.rows.size
    if n >= total:
        return f"all {evaluation.counted(total)} shown"
    return f"a random sample of {count(n)} of the {evaluation.counted(total)} shown"
