"""The desk under the session: its state, its signals, and how running work changes the study."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from clinnet_gui.core.data.encoder import Encoder
from clinnet_gui.core.data.shape import Recognised
from clinnet_gui.core.errors import ClinnetError
from clinnet_gui.core.evaluation.decision import Decision
from clinnet_gui.core.evaluation.evaluation import Evaluation
from clinnet_gui.core.explanation.attribution import Attribution
from clinnet_gui.core.scoring import Scores
from clinnet_gui.core.study import Study
from clinnet_gui.core.work import Work
from clinnet_gui.gui.activity import Activity, LiveRun
from clinnet_gui.gui.operations import results
from clinnet_gui.gui.operations.data import SEED, Planned, encoding
from clinnet_gui.gui.tasks import Ends, Lane, Lanes
from clinnet_gui.gui.undo import Undo

Result = TypeVar("Result")
Judged = tuple[Decision, Evaluation]


class Desk(QObject):
    """The study, what runs, the value of a drag, the chosen patient; and their signals."""

    study_changed = Signal()
    busy_changed = Signal()  # work began, ended, or waits
    progressed = Signal()  # only text or share of ``activity`` changed
    recorded = Signal(object)  # a tuple of records of the running training
    failed = Signal(object)  # a ClinnetError
    crashed = Signal(object)  # any other exception: a bug
    threshold_moved = Signal(float)
    searched = Signal(object, object)  # an exploratory threshold, and the costs it was searched under
    patient_chosen = Signal(int)
    explained = Signal()  # ``explanation`` changed
    notified = Signal(str)
    scored = Signal()
    navigated = Signal(str)  # the name of a step: "data", "model", "training", "results", "score"
    rows_requested = Signal(object)  # rows of the table to be shown on the Data page

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.study = Study()
        self.path: Path | None = None  # of the study file
        self.source: Path | None = None  # of the CSV file
        self.encoder: Encoder | None = None  # of the plan: fitted on its training rows
        self.shape: Recognised | None = None  # of the plan's data
        self.seed = SEED
        self.unsaved = False
        self.gpu = False  # whether torch, once it is loaded, sees one
        self.patient: int | None = None
        self.explanation: Attribution | None = None  # of the chosen patient
        self.live: LiveRun | None = None
        self.scores: Scores | None = None
        self.steps = Undo()
        self._dragged: float | None = None
        self._studies = 0  # how many were opened: tells late work whether its study is still here
        self._lanes = Lanes(self)
        self._activities: dict[Lane, Activity] = {}

    @property
    def activity(self) -> Activity | None:
        """What runs, the longest work first, or None."""
        return next((self._activities[lane] for lane in Lane if lane in self._activities), None)

    @property
    def training(self) -> bool:
        """Whether a network is being trained."""
        return self.live is not None and self.live.running

    @property
    def paused(self) -> bool:
        """Whether the training waits."""
        activity = self._activities.get(Lane.MAIN)
        return activity is not None and activity.paused

    @property
    def threshold(self) -> float | None:
        """The threshold to draw: that of a drag, else the decision's, else None."""
        return self.study.decision.threshold if self._dragged is None else self._dragged

    # ---- the study ------------------------------------------------------------------------

    def _set(self, study: Study, unsaved: bool = True) -> None:
        threshold = study.decision.threshold
        self.study = study
        self.unsaved = self.unsaved or unsaved
        self.study_changed.emit()
        if self.scores is not None and self.scores.threshold != threshold:
            self.scores = self.scores.with_threshold(threshold)
            self.scored.emit()

    def _change(self, step: str, study: Study) -> None:
        """Set a study that differs by a step which can be undone."""
        self.steps.push(step, self.study)
        self._set(study)

    def _renew(self, study: Study, encoder: Encoder | None, shape: Recognised | None = None) -> None:
        """Set a study that has nothing to do with the one before; a file being saved is still saved."""
        self._drop(*(lane for lane in Lane if lane not in (Lane.SAVE, Lane.WARM_UP)))
        self._studies += 1
        self.steps.clear()
        self.patient = self.explanation = self.live = self.scores = self._dragged = None
        self.unsaved = False
        self.encoder, self.shape = encoder, shape
        self._set(study, unsaved=False)

    def _restore(self, study: Study | None) -> None:
        if study is None:
            return
        replanned = study.split is not self.study.split
        recalibrated = study.decision.calibrator != self.study.decision.calibrator
        refitted = study.trained is not self.study.trained
        if refitted:
            self._forget_patients()
        self._dragged = None
        if replanned:
            self.encoder = self.shape = None
        self._set(study)
        if replanned:
            self._encode()
        if (recalibrated or refitted) and study.trained is not None:
            trained, decision = study.trained, study.decision
            self._judge("", lambda: results.judging(trained, decision))

    def _forget_patients(self) -> None:
        """Another network: nothing that was shown of single patients holds any more."""
        self._drop(Lane.COHORT, Lane.EXPLAIN, Lane.SURROUND, Lane.RESAMPLE)
        self.patient = self.explanation = self.scores = self._dragged = None

    # ---- running work ---------------------------------------------------------------------

    def discard(self) -> None:
        """End the work that is shown as ``activity`` and keep nothing of it; other work goes on."""
        lane = next((lane for lane in Lane if lane in self._activities), None)
        if lane is not None and self._activities[lane].can_cancel:
            self._drop(lane)

    def _drop(self, *lanes: Lane) -> None:
        for lane in lanes:
            self._lanes.discard(lane)
            self._ended(lane)

    def _run(
        self,
        lane: Lane,
        activity: Activity,
        make: Callable[[], Work[Result]],
        on_result: Callable[[Result], None],
        *,
        on_records: Callable[[tuple[object, ...]], None] | None = None,
        too_early: str = "",
    ) -> None:
        """Run work in a lane; ``too_early`` is told where it was stopped before it had anything to keep."""

        def ended(result: Result) -> None:
            self._ended(lane)
            on_result(result)

        def failed(error: Exception) -> None:
            self._ended(lane)
            self._fail(lane, error)

        def cancelled() -> None:
            self._ended(lane)
            if too_early:
                self.notified.emit(too_early)

        def told(records: tuple[object, ...]) -> None:
            self._show(lane, self._activities[lane].after(records))
            if on_records is not None:
                on_records(records)

        self._show(lane, activity)
        self._lanes.start(lane, make, Ends(ended, failed, cancelled, told))

    def _show(self, lane: Lane, activity: Activity) -> None:
        before = self._activities.get(lane)
        if before != activity:
            self._activities[lane] = activity
            (self.progressed if activity.only_further_than(before) else self.busy_changed).emit()

    def _ended(self, lane: Lane) -> None:
        if lane is Lane.MAIN and self.live is not None:
            self.live.running = False
        if self._activities.pop(lane, None) is not None:
            self.busy_changed.emit()

    def _fail(self, _: Lane, error: Exception) -> None:
        (self.failed if isinstance(error, ClinnetError) else self.crashed).emit(error)

    def _encode(self) -> None:
        """Fit the encoder of a plan that was reopened or restored, and look at its shape."""
        study = self.study

        def encoded(planned: Planned) -> None:
            if self.study.split is study.split:
                self.encoder, self.shape = planned.encoder, planned.shape
                self.study_changed.emit()

        activity = Activity("Checking the data", can_cancel=False)
        self._run(Lane.PLAN, activity, lambda: encoding(study), encoded)

    def _judge(self, step: str, make: Callable[[], Work[Judged]]) -> None:
        """Evaluate; the decision and its evaluation enter the study together."""
        from clinnet_gui.core.evaluation.deciding import with_calibrator

        trained = self.study.trained

        def arrived(result: Judged) -> None:
            if self.study.trained is not trained:
                return
            judged, evaluation = result  # the threshold may have been moved meanwhile: it stays
            decision = with_calibrator(self.study.decision, judged.calibrator)
            self._drop(Lane.COHORT, Lane.RESAMPLE)  # it explains risks that are no longer shown
            study = replace(self.study.with_decision(decision).with_evaluation(evaluation), attribution=None)
            if step:
                self._change(step, study)
            else:
                self._set(study, unsaved=False)

        self._run(Lane.JUDGE, Activity("Evaluating", can_cancel=False), make, arrived)
