"""What the analyst decides and asks of a trained network: recalibration, threshold, test, patients."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from clinnet_gui.core.data.characteristics import By, Characteristics
from clinnet_gui.core.data.findings import Answers
from clinnet_gui.core.errors import ClinnetError
from clinnet_gui.core.evaluation.decision import Decision, Method, Route
from clinnet_gui.core.evaluation.evaluation import Evaluation
from clinnet_gui.core.evaluation.exploratory import Explored
from clinnet_gui.core.evaluation.utility import Costs
from clinnet_gui.core.explanation.attribution import Attribution
from clinnet_gui.core.explanation.cohort import Cohort
from clinnet_gui.core.scoring import Scores
from clinnet_gui.core.study import Note, Study
from clinnet_gui.gui.activity import Activity
from clinnet_gui.gui.operations import patients, results, storage, threshold
from clinnet_gui.gui.operations.patients import Surroundings, Wanted
from clinnet_gui.gui.tasks import Lane
from clinnet_gui.gui.training_desk import now
from clinnet_gui.gui.trial_desk import TrialDesk


class ResultsDesk(TrialDesk):
    """The desk of the Results and Score pages."""

    described = Signal()  # ``characteristics`` changed
    surrounded = Signal()  # ``surroundings`` changed

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.characteristics: Characteristics | None = None  # of the rows that were asked for last
        self.surroundings: Surroundings | None = None  # of the chosen patient, or of one before
        self.cohort: Cohort | None = None  # of the study's attribution
        self.failures: dict[Lane, Exception] = {}  # why the last work of a lane came to nothing

    def running(self, lane: Lane) -> Activity | None:
        """Return what runs in a lane, None where nothing does."""
        return self._activities.get(lane)

    def judge_again(self) -> None:
        """Evaluate the network, where that has failed or was never done."""
        trained, decision = self.study.trained, self.study.decision
        if trained is not None and Lane.JUDGE not in self._activities:
            self._judge("", lambda: results.judging(trained, decision))

    def describe_patients(self, by: By) -> None:
        """Describe the rows the network was made with; ``characteristics`` holds it when ``described``
        comes. Test rows that are covered are left out."""
        trained, opened = self.study.trained, bool(self.study.decision.opened)
        if trained is not None:
            activity = Activity("Describing the patients", can_cancel=False)
            self._run(
                Lane.DESCRIBE, activity, lambda: results.describing(trained, by, opened), self._described
            )

    def bootstrap_calibration(self) -> None:
        """Give the calibration shown the intervals that only a bootstrap gives."""
        trained, evaluation = self.study.trained, self.study.evaluation

        def arrived(found: Evaluation) -> None:
            if self.study.evaluation is evaluation:
                self._set(self.study.with_evaluation(found), unsaved=False)

        if trained is not None and evaluation is not None:
            work, activity = results.resampling, Activity("Intervals by bootstrap")
            self._run(Lane.RESAMPLE, activity, lambda: work(trained, evaluation), arrived)

    def choose_calibrator(self, method: Method | None) -> None:
        """Recalibrate by ``method`` (None: the one that the rows support), on the calibrate rows."""
        trained, decision = self.study.trained, self.study.decision
        if trained is not None and decision.calibrator.method is not method:
            self._judge("Recalibration", lambda: results.recalibrating(trained, decision, method))

    def move_threshold(self, threshold: float) -> None:
        """Show another threshold while the analyst drags; nothing is decided."""
        self._dragged = threshold
        self.threshold_moved.emit(threshold)

    def set_threshold(
        self, threshold: float, route: Route = Route.MANUAL, rationale: str = "", basis: str = ""
    ) -> None:
        """Decide on a threshold."""
        from clinnet_gui.core.evaluation.deciding import with_threshold

        self._dragged = None
        decision = with_threshold(self.study.decision, threshold, route, rationale, basis)
        self._change("Choice of the threshold", self.study.with_decision(decision))
        self.threshold_moved.emit(threshold)

    def set_rationale(self, rationale: str) -> None:
        """Keep why the threshold was chosen."""
        from clinnet_gui.core.evaluation.deciding import with_rationale

        self._decide("Reason for the threshold", with_rationale(self.study.decision, rationale))

    def set_reasonable(self, reasonable: tuple[float, float] | None) -> None:
        """Decide which thresholds others might take; None: half to twice the threshold."""
        from clinnet_gui.core.evaluation.deciding import with_reasonable

        self._decide("Range of thresholds", with_reasonable(self.study.decision, reasonable))

    def set_prevalence(self, prevalence: float | None) -> None:
        """Say which share of patients has the event where the model will be used; None: as here."""
        from clinnet_gui.core.evaluation.deciding import with_prevalence

        self._decide("Deployment prevalence", with_prevalence(self.study.decision, prevalence))

    def set_rule_out(self, rule_out: float | None) -> None:
        """Rule patients out below this risk, with a grey zone up to the threshold; None: no such zone."""
        from clinnet_gui.core.evaluation.deciding import with_rule_out

        self._decide("Grey zone", with_rule_out(self.study.decision, rule_out))

    def _decide(self, step: str, decision: Decision) -> None:
        if decision != self.study.decision:
            self._change(step, self.study.with_decision(decision))

    def search_threshold(self, costs: Costs | None) -> None:
        """Search the threshold that looks best: by the costs or, without them, by the Youden index."""
        trained, decision = self.study.trained, self.study.decision

        def found(result: Explored) -> None:
            if self.study.trained is trained and self.study.decision.calibrator == decision.calibrator:
                self.searched.emit(result, costs)

        if trained is not None:
            activity, work = Activity("Trying an exploratory threshold"), threshold.searching
            self._run(Lane.SEARCH, activity, lambda: work(trained, decision, costs), found)

    def open_test(self) -> None:
        """Lock the choices and show the test rows from now on."""
        from clinnet_gui.core.evaluation.deciding import open_test

        trained = self.study.trained
        if trained is not None and not self.study.decision.opened and not self._refuse_while_busy(Lane.JUDGE):
            try:
                decision = open_test(trained, self.study.decision, now())
            except ClinnetError as refused:
                self.failed.emit(refused)
                return
            self._set(self.study.with_decision(decision).with_note(Note(now(), "Test rows opened")))
            self._judge("", lambda: results.judging(trained, decision))

    def choose_patient(self, position: int) -> None:
        """Choose a patient (dataset position of the fit)."""
        if self.patient != position:
            self._drop(Lane.EXPLAIN, Lane.SURROUND)
            self.patient, self.explanation = position, None
            self.patient_chosen.emit(position)

    def explain_cohort(self) -> None:
        """Attribute the risks of the shown patients, or of a sample of them."""
        study, activity = self.study, Activity("Explaining the patients")
        if study.trained is not None:
            self._run(Lane.COHORT, activity, lambda: patients.explaining_cohort(study), self._attributed)

    def explain_patient(self, wanted: Wanted) -> None:
        """Attribute one patient's risk; ``explanation`` holds it when ``explained`` comes."""
        study, activity = self.study, Activity("Explaining the patient")
        if study.trained is not None:
            self._run(Lane.EXPLAIN, activity, lambda: patients.explaining(study, wanted), self._explained)

    def surround_patient(self, position: int) -> None:
        """Find similar patients, and make other values of the patient's ready to be asked about."""
        study, before, activity = self.study, self.surroundings, Activity("Looking for similar patients")
        if study.trained is not None:
            work = patients.surrounding
            self._run(Lane.SURROUND, activity, lambda: work(study, position, before), self._surrounded)

    def score_file(self, path: Path, answers: Answers | None = None) -> None:
        """Score the new patients of a CSV file; ``answers`` settle what its structure asked."""
        study, activity = self.study, Activity("Scoring")
        self._run(Lane.SCORE, activity, lambda: results.scoring(study, path, answers), self._scored)

    def save_scores(self, path: Path) -> None:
        """Write the scores to a CSV file."""
        scores, work = self.scores, storage.writing_scores
        if scores is not None and not self._refuse_while_busy(Lane.SAVE):
            done = f"{path.name} was written."
            activity = Activity("Writing the scores")
            self._run(Lane.SAVE, activity, lambda: work(scores, path), lambda _: self.notified.emit(done))

    # ---- what tasks bring back ------------------------------------------------------------

    def _set(self, study: Study, unsaved: bool = True) -> None:
        """Of another network's patients nothing is kept."""
        if study.trained is not self.study.trained:
            self.surroundings = self.cohort = None
            self.failures.clear()
        super()._set(study, unsaved)

    def _show(self, lane: Lane, activity: Activity) -> None:
        self.failures.pop(lane, None)
        super()._show(lane, activity)

    def _fail(self, lane: Lane, error: Exception) -> None:
        self.failures[lane] = error
        super()._fail(lane, error)
        self.busy_changed.emit()  # where its result would stand the failure is shown

    def _described(self, characteristics: Characteristics) -> None:
        self.characteristics = characteristics
        self.described.emit()

    def _scored(self, scores: Scores) -> None:
        self.scores = scores
        self.scored.emit()

    def _attributed(self, cohort: Cohort) -> None:
        self.cohort = cohort
        self._set(self.study.with_attribution(cohort.attribution), unsaved=False)

    def _explained(self, attribution: Attribution) -> None:
        self.explanation = attribution
        self.explained.emit()

    def _surrounded(self, surroundings: Surroundings) -> None:
        self.surroundings = surroundings
        self.surrounded.emit()
