"""What the analyst does with settings and trainings: change, train, hold, end, repair, train again."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from clinnet_gui.core.errors import ClinnetError
from clinnet_gui.core.evaluation.decision import Decision
from clinnet_gui.core.model.spec import Spec
from clinnet_gui.core.study import Note
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.training.records import Remedy, Repair, Repaired, Spike
from clinnet_gui.core.training.remedies import remedied
from clinnet_gui.core.training.runs import Result
from clinnet_gui.gui.activity import Activity, LiveRun
from clinnet_gui.gui.intake_desk import IntakeDesk
from clinnet_gui.gui.operations import model, results
from clinnet_gui.gui.tasks import Lane

TOO_EARLY = "The training was stopped before its first step: there is nothing to keep."


class TrainingDesk(IntakeDesk):
    """The desk at which a plan becomes a fit."""

    # ---- settings -------------------------------------------------------------------------

    def set_spec(self, spec: Spec, step: str = "Change of settings") -> bool:
        """Change the network or its training, as a step that can be undone; whether it changed."""
        from clinnet_gui.core.model.heuristics import with_spec

        choice = self.study.choice
        if choice is None or choice.spec == spec:
            return False
        try:
            edited = with_spec(choice, spec)
        except ClinnetError as refused:
            self.failed.emit(refused)
            return False
        self._change(step, self.study.with_choice(edited))
        return True

    def reset_spec(self) -> None:
        """Return to the suggested settings."""
        if self.study.choice is not None:
            self.set_spec(self.study.choice.suggested)

    # ---- training -------------------------------------------------------------------------

    def start_training(self) -> None:
        """Train on the study's plan."""
        study = self.study
        if not study.ready_to_train or self._refuse_to_replace():
            return
        self.live = LiveRun(study.dataset)
        activity = Activity("Training", pausable=True, can_finish=True)
        self._run(
            Lane.MAIN,
            activity,
            lambda: model.training(study),
            self._trained,
            on_records=self._add_records,
            too_early=TOO_EARLY,
        )
        self.navigated.emit("training")

    def pause(self) -> None:
        """Let the training wait at its next step."""
        self._hold(True)

    def resume(self) -> None:
        """Let the training go on."""
        self._hold(False)

    def stop_and_keep(self) -> None:
        """End the training with the best weights so far."""
        task, activity = self._lanes.task(Lane.MAIN), self._activities.get(Lane.MAIN)
        if task is not None and activity is not None and activity.can_finish:
            task.finish()
            self._show(Lane.MAIN, replace(activity, text="Stopping…", stopping=True, paused=False))

    def discard_training(self) -> None:
        """End the training and keep nothing of it; the fit from before stays."""
        if self.training:
            self._drop(Lane.MAIN)

    def remedy(self, spike: Spike) -> None:
        """Do what helps against a spike: within the training that runs, else by training again."""
        if spike.diagnosis is None:
            return
        task, live = self._lanes.task(Lane.MAIN), self.live
        if not self.training:
            self._train_without(spike)
        elif task is not None and live is not None and live.fold == spike.fold and live.repairing is None:
            live.repairing = spike.step
            task.mend(Repair(spike.step, spike.diagnosis.remedy, spike.fold))
            self.busy_changed.emit()

    def _train_without(self, spike: Spike) -> None:
        """The settings are those of the plan: they may have changed since the fit."""
        choice, trained = self.study.choice, self.study.trained
        if choice is None or trained is None or self._refuse_to_replace():
            return
        dataset = self.study.dataset
        if dataset is None or not np.array_equal(dataset.rows, trained.dataset.rows):
            self.notified.emit("The data changed since this training: train again first.")
        elif self.set_spec(remedied(choice.spec, spike), f"Remedy for step {spike.step:,}"):
            self.start_training()

    # ---- what the task brings back ----------------------------------------------------------

    def _trained(self, outcome: tuple[Trained, Decision, Result]) -> None:
        from clinnet_gui.core.evaluation.deciding import still_open

        trained, decision, result = outcome
        decision = still_open(decision, self.study.decision)
        self._forget_patients()
        study = self.study.with_trained(trained, decision)
        study = study.with_run(result, now())
        self._set(study.with_note(Note(now(), f"Network trained: {trained.fit.stop}")))
        self.notified.emit("Training has finished.")
        self._judge("", lambda: results.judging(trained, decision))

    def _add_records(self, records: tuple[object, ...]) -> None:
        if self.live is not None:
            self.live.add(records)
            activity = self._activities[Lane.MAIN]
            if not activity.stopping:
                self._show(Lane.MAIN, self.live.progress(activity))
            self.recorded.emit(records)
            for record in records:
                if isinstance(record, Repaired):
                    self.notified.emit(_told(record))

    def _hold(self, paused: bool) -> None:
        task, activity = self._lanes.task(Lane.MAIN), self._activities.get(Lane.MAIN)
        if task is not None and activity is not None and activity.pausable:
            (task.pause if paused else task.resume)()
            self._show(Lane.MAIN, replace(activity, paused=paused))


def _told(repaired: Repaired) -> str:
    if repaired.remedy is Remedy.NONE:
        return f"Step {repaired.spike_step:,} lies too far back to be repaired; the training goes on."
    where = f", {repaired.scope}" if repaired.rows and repaired.folds > 1 else ""
    return f"Step {repaired.spike_step:,} was repaired{where}; the training goes on."


def now() -> str:
    """Return this moment as the study's history writes it (ISO 8601, UTC)."""
    return datetime.now(UTC).isoformat(timespec="seconds")
