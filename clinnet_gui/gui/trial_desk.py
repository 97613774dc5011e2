"""What the analyst tries around a plan: other networks, other rates; and the runs there were."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from clinnet_gui.core.data.encoder import Encoder
from clinnet_gui.core.data.shape import Recognised
from clinnet_gui.core.evaluation.decision import Decision
from clinnet_gui.core.study import Study
from clinnet_gui.core.training.ablation.values import Ablation, Hidden, made_from
from clinnet_gui.core.training.range_test import RangeTest
from clinnet_gui.core.training.runs import Comparison, Run, with_note
from clinnet_gui.gui.activity import Activity
from clinnet_gui.gui.operations import trials
from clinnet_gui.gui.tasks import Lane
from clinnet_gui.gui.training_desk import TrainingDesk

TOO_EARLY = "It was stopped before there was anything to show."


@dataclass(frozen=True, slots=True)
class Compared:
    """Two runs by their numbers, and what their comparison gave."""

    first: int
    second: int
    comparison: Comparison


@dataclass(frozen=True, slots=True, eq=False)
class TestedRates:
    """A range test, and the fingerprint of what it was made from."""

    test: RangeTest
    made_from: str


class TrialDesk(TrainingDesk):
    """The desk of comparisons. Their results stay with the session; only runs belong to the study."""

    explored = Signal()  # ``ablation``, ``rates`` or ``compared`` changed

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.ablation: Ablation | None = None
        self.rates: TestedRates | None = None
        self.compared: Compared | None = None

    @property
    def ablation_is_stale(self) -> bool:
        """Whether data, split or settings other than the layers changed since the ablation."""
        return self.ablation is not None and self.ablation.made_from != _plan_but_layers(self.study)

    @property
    def rates_are_stale(self) -> bool:
        """Whether data, split or settings other than the rate changed since the range test."""
        return self.rates is not None and self.rates.made_from != _plan_but_rate(self.study)

    # ---- networks and rates ---------------------------------------------------------------

    def compare_networks(self, seeds: int = 1) -> None:
        """Train the networks around the one in force; ``ablation`` grows as they are done."""
        study = self.study
        if not study.ready_to_train or self._refuse_while_busy():
            return
        activity = Activity("Comparing networks", can_finish=True)
        self._run(
            Lane.MAIN,
            activity,
            lambda: trials.ablating(study, seeds),
            self._ablated,
            on_records=self._add_cells,
            too_early=TOO_EARLY,
        )
        self.navigated.emit("training")

    def use_network(self, hidden: Hidden) -> None:
        """Take hidden layers from the comparison into the settings."""
        if self.study.choice is not None:
            self.set_spec(replace(self.study.choice.spec, hidden=hidden), "Choice of the network")

    def test_rates(self) -> None:
        """Let the learning rate rise and read the loss."""
        study, plan = self.study, _plan_but_rate(self.study)
        if not study.ready_to_train or self._refuse_while_busy():
            return
        activity = Activity("Testing learning rates", can_finish=True)
        self._run(
            Lane.MAIN,
            activity,
            lambda: trials.testing_rates(study),
            lambda test: self._tested(test, plan),
            too_early=TOO_EARLY,
        )
        self.navigated.emit("training")

    def use_rate(self, rate: float) -> None:
        """Take a learning rate from the range test into the settings."""
        if self.study.choice is not None:
            self.set_spec(replace(self.study.choice.spec, learning_rate=rate), "Choice of the learning rate")

    # ---- runs -----------------------------------------------------------------------------

    def compare_runs(self, first: int, second: int) -> None:
        """Set two runs against each other; ``compared`` holds what it gave."""
        one, other = self._run_of(first), self._run_of(second)
        if one is None or other is None:
            return
        self._run(
            Lane.COMPARE,
            Activity("Comparing two runs"),
            lambda: trials.comparing(one, other),
            lambda found: self._told(Compared(first, second, found)),
        )

    def return_to_run(self, number: int) -> None:
        """Make an earlier run's network that of the study again, as a step that can be undone."""
        run, study = self._run_of(number), self.study
        if run is None or run.trained is None or run.trained is self.study.trained:
            return
        if not self._refuse_to_replace():
            activity = Activity(f"Returning to run {number}", can_cancel=False)
            work = trials.returning
            self._run(Lane.MAIN, activity, lambda: work(run, study), lambda d: self._returned(run, d))

    def note_run(self, number: int, note: str) -> None:
        """Write a note on a run."""
        run = self._run_of(number)
        if run is not None and run.note != note:
            self._set(self.study.with_runs(with_note(self.study.runs, number, note)))

    # ---- what the tasks bring back ----------------------------------------------------------

    def _run_of(self, number: int) -> Run | None:
        return next((run for run in self.study.runs if run.number == number), None)

    def _add_cells(self, records: tuple[object, ...]) -> None:
        found = [record for record in records if isinstance(record, Ablation)]
        if found:
            self.ablation = found[-1]
            self.explored.emit()

    def _ablated(self, ablation: Ablation) -> None:
        self.ablation = ablation
        self.notified.emit("The networks have been compared.")
        self.explored.emit()

    def _tested(self, test: RangeTest, plan: str) -> None:
        self.rates = TestedRates(test, plan)
        self.explored.emit()

    def _told(self, compared: Compared) -> None:
        self.compared = compared
        self.explored.emit()

    def _returned(self, run: Run, decision: Decision) -> None:
        from clinnet_gui.core.evaluation.deciding import still_open

        decision = still_open(decision, self.study.decision)
        self.steps.push(f"Return to run {run.number}", self.study, run.trained)
        self._restore(self.study.restored(run, decision))
        self.notified.emit(f"The network of run {run.number} is that of the study again.")

    def _renew(self, study: Study, encoder: Encoder | None, shape: Recognised | None = None) -> None:
        self.ablation = self.rates = self.compared = None
        super()._renew(study, encoder, shape)
        self.explored.emit()


def _plan_but_layers(study: Study) -> str:
    """The fingerprint of all that an ablation depends on."""
    if study.dataset is None or study.split is None or study.choice is None:
        return ""
    return made_from(study.dataset, study.split, study.choice.spec)


def _plan_but_rate(study: Study) -> str:
    """The fingerprint of all that a range test depends on."""
    if study.dataset is None or study.split is None or study.choice is None:
        return ""
    spec = replace(study.choice.spec, learning_rate=1.0)
    return study.dataset.fingerprint + study.split.fingerprint + spec.fingerprint
