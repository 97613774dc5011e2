"""What runs, as the activity bar shows it, and the records of a training run."""

import time
from dataclasses import dataclass, field, replace

from clinnet_gui.core.data.dataset import Dataset
from clinnet_gui.core.training.records import Begun, Repaired, Step
from clinnet_gui.core.work import Progress


@dataclass(frozen=True, slots=True)
class Activity:
    """One running piece of work. ``done`` is a fraction (None: unknown); ``can_finish`` says that
    it can be ended with the best result so far, which ``keeps`` names; what the study needs to be whole
    cannot be cancelled."""

    title: str
    text: str = ""
    done: float | None = None
    pausable: bool = False
    paused: bool = False
    can_finish: bool = False
    keeps: str = "best"
    stopping: bool = False
    can_cancel: bool = True

    def only_further_than(self, other: "Activity | None") -> bool:
        """Whether this differs from ``other`` in text and share at most."""
        return other is not None and replace(other, text=self.text, done=self.done) == self

    def after(self, records: tuple[object, ...]) -> "Activity":
        """Return the activity as the newest Progress says; once it stops it says no more."""
        for record in reversed(records):
            if isinstance(record, Progress) and not self.stopping:
                return replace(self, text=record.text, done=record.done)
        return self


@dataclass(slots=True)
class LiveRun:
    """The records of the running or last training, so that a page made late can draw them;
    ``dataset`` is what it trains on, whatever becomes of the study's meanwhile."""

    dataset: Dataset | None = None
    records: list[object] = field(default_factory=list)
    started: float = field(default_factory=time.monotonic)
    running: bool = True
    begun: Begun | None = None  # of the running fold
    repairing: int | None = None  # the step whose repair was asked for and has not come yet
    _last: Step | None = None

    def add(self, records: tuple[object, ...]) -> None:
        """Append new records."""
        self.records.extend(records)
        for record in records:
            if isinstance(record, Begun):
                self.begun, self._last = record, None
            elif isinstance(record, Step):
                self._last = record
            elif isinstance(record, Repaired):
                self.repairing = None

    @property
    def fold(self) -> int:
        """Which fold runs, counted from 1."""
        return 1 if self.begun is None else self.begun.fold

    def progress(self, activity: Activity) -> Activity:
        """Return the activity with the fold, its epoch, and the share of all steps done."""
        begun, last = self.begun, self._last
        if begun is None:
            return activity
        done = min(1.0, last.step / max(1, begun.steps)) if last is not None else 0.0
        share = (begun.fold - 1 + done) / begun.folds
        if last is None or isinstance(self.records[-1], Progress):
            return replace(activity, done=share)
        fold = f"fold {begun.fold} of {begun.folds} · " if begun.folds > 1 else ""
        return replace(activity, text=f"{fold}epoch {last.epoch} of {begun.epochs}", done=share)
