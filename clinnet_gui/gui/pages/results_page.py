"""Results: what the trained network is worth, in tabs that all follow the one decision."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from clinnet_gui.core.data.split import Part, Split
from clinnet_gui.core.evaluation.evaluation import Evaluation
from clinnet_gui.core.study import Study
from clinnet_gui.gui.activity import Activity
from clinnet_gui.gui.messages import label
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.tasks import Lane
from clinnet_gui.gui.widgets.empty_state import EmptyState
from clinnet_gui.gui.widgets.late_tabs import LateTabs
from clinnet_gui.gui.widgets.results.rows_strip import RowsStrip
from clinnet_gui.gui.widgets.results.rows_told import of_shown
from clinnet_gui.gui.widgets.work_state import WorkState

if TYPE_CHECKING:
    from clinnet_gui.gui.pages.calibration_tab import CalibrationTab
    from clinnet_gui.gui.pages.overview_tab import OverviewTab
    from clinnet_gui.gui.pages.patients_tab import PatientsTab
    from clinnet_gui.gui.pages.threshold_tab import ThresholdTab
    from clinnet_gui.gui.pages.validation_tab import ValidationTab

STALE = (
    "Data, split or settings have changed since this network was trained. What stands here still "
    "describes the network as trained, on the rows it was trained with."
)


class ResultsPage(QWidget):
    """The strip of rows, and below it Overview, Calibration, Threshold, Patients and Validation."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.strip = RowsStrip()
        self.strip.opened.connect(session.open_test)
        self.stale = _stale_banner()
        self.tabs = self._made_tabs()
        self.nothing = EmptyState("Train a model first.", "Go to Training")
        self.nothing.acted.connect(lambda: session.navigated.emit("training"))
        self.state = WorkState()
        self.state.acted.connect(session.judge_again)
        self._stack = QStackedWidget()
        self._results = self._made_results()
        for part in (self.nothing, self.state, self._results):
            self._stack.addWidget(part)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._stack)
        for signal in (session.study_changed, session.busy_changed, session.progressed, session.validated):
            signal.connect(self.refresh)
        self.tabs.currentChanged.connect(self.refresh)
        session.tab_requested.connect(self._turn_to)
        self.refresh()

    def refresh(self) -> None:
        """Draw the study's evaluation, or say what is missing, how far it is, or why it failed."""
        study, judging = self._session.study, self._session.running(Lane.JUDGE)
        self.stale.setVisible(study.fit_is_stale)
        if study.trained is None:
            self._stack.setCurrentWidget(self.nothing)
        elif study.evaluation is None or _awaits_test(study):
            self._stack.setCurrentWidget(self.state)
            self._show_state(judging)
        else:
            self._stack.setCurrentWidget(self._results)
            self._show_rows(study.evaluation, study.trained.split)
            self.strip.show_activity(judging)

    def _show_rows(self, evaluation: Evaluation, split: Split) -> None:
        """Say of which rows the tab in front speaks."""
        decision, told = self._session.study.decision, None
        if self.tabs.title == "Validation":
            told = self.validation.told
        self.strip.show_rows(told or of_shown(evaluation, decision, split))
        covered = evaluation.has_test and not decision.opened
        self.strip.show_test(covered, decision, can_open=self._session.activity is None)

    def _show_state(self, judging: Activity | None) -> None:
        failure = self._session.failures.get(Lane.JUDGE)
        if judging is not None:
            self.state.show_working(judging)
        elif failure is not None:
            self.state.show_failed(failure)
        elif self._session.study.decision.opened:
            self.state.show_empty("The test rows are open and have not been judged yet.", "Judge them")
        else:
            self.state.show_empty("The network has not been evaluated yet.", "Evaluate it")

    def _turn_to(self, title: str) -> None:
        """Show the tab of that title, where this page has one."""
        found = [i for i in range(self.tabs.count()) if self.tabs.tabText(i) == title]
        if found:
            self.tabs.setCurrentIndex(found[0])

    @cached_property
    def overview(self) -> OverviewTab:
        """What the network is worth, on which patients; as the other tabs made when it is needed."""
        from clinnet_gui.gui.pages.overview_tab import OverviewTab

        return self.tabs.fill("Overview", OverviewTab(self._session))

    @cached_property
    def calibration(self) -> CalibrationTab:
        """How far risks agree with outcomes, before and after recalibration."""
        from clinnet_gui.gui.pages.calibration_tab import CalibrationTab

        return self.tabs.fill("Calibration", CalibrationTab(self._session))

    @cached_property
    def threshold(self) -> ThresholdTab:
        """From which risk on patients are flagged, and what follows."""
        from clinnet_gui.gui.pages.threshold_tab import ThresholdTab

        return self.tabs.fill("Threshold", ThresholdTab(self._session), scrolls=True)

    @cached_property
    def patients(self) -> PatientsTab:
        """Single patients, and what made their risks."""
        from clinnet_gui.gui.pages.patients_tab import PatientsTab

        return self.tabs.fill("Patients", PatientsTab(self._session))

    @cached_property
    def validation(self) -> ValidationTab:
        """What the network is worth on patients that did not make it."""
        from clinnet_gui.gui.pages.validation_tab import ValidationTab

        made = ValidationTab(self._session)
        made.panels.currentChanged.connect(self.refresh)
        return self.tabs.fill("Validation", made)

    def _made_tabs(self) -> LateTabs:
        tabs = LateTabs()
        tabs.add_late("Overview", lambda: self.overview)
        tabs.add_late("Calibration", lambda: self.calibration)
        tabs.add_late("Threshold", lambda: self.threshold)
        tabs.add_late("Patients", lambda: self.patients)
        tabs.add_late("Validation", lambda: self.validation)
        return tabs

    def _made_results(self) -> QWidget:
        results = QWidget()
        box = QVBoxLayout(results)
        box.setContentsMargins(16, 12, 16, 8)
        box.setSpacing(8)
        for part in (self.stale, self.strip):
            box.addWidget(part)
        box.addWidget(self.tabs, 1)
        return results


def _awaits_test(study: Study) -> bool:
    """Whether the test is open and what was judged are still other rows: they are not shown for it."""
    evaluation = study.evaluation
    opened = evaluation is not None and evaluation.has_test and bool(study.decision.opened)
    return opened and evaluation is not None and evaluation.part is not Part.TEST


def _stale_banner() -> QFrame:
    frame = QFrame()
    frame.setProperty("kind", "banner")
    frame.setProperty("level", "warn")
    box = QVBoxLayout(frame)
    box.addWidget(label(STALE))
    return frame
