"""What runs, as the activity bar shows it, and the records of a training run."""

import time
from dataclasses import dataclass, field, replace

from clinnet_gui.core.training.records import Begun, Step
from clinnet_gui.core.work import Progress


@dataclass(frozen=True, slots=True)
class Activity:
    """One running piece of work. ``done`` is a fraction (None: unknown); ``can_finish`` says that
    it can be ended with the best result so far; what the study needs to be whole cannot be cancelled."""

    title: str
    text: str = ""
    done: float | None = None
    pausable: bool = False
    paused: bool = False
    can_finish: bool = False
    stopping: bool = False
    can_cancel: bool = True

    def only_further_than(self, other: "Activity | None") -> bool:
        """Whether this differs from ``other`` in text and share at most."""
        return other is not None and replace(other, text=self.text, done=self.done) == self

    def after(self, records: tuple[object, ...]) -> "Activity":
        """Return the activity as the newest Progress or Step says."""
        for record in reversed(records):
            if isinstance(record, Progress):
                return replace(self, text=record.text, done=record.done)
        return self


@dataclass(slots=True)
class LiveRun:
    """The records of the running or last training, so that a page made late can draw them."""

    records: list[object] = field(default_factory=list)
    started: float = field(default_factory=time.monotonic)
    running: bool = True
    begun: Begun | None = None

    def add(self, records: tuple[object, ...]) -> None:
        """Append new records."""
        self.records.extend(records)
        if self.begun is None:
            self.begun = next((r for r in records if isinstance(r, Begun)), None)

    def progress(self, activity: Activity) -> Activity:
        """Return the activity with the epoch and share of steps done."""
        last = next((r for r in reversed(self.records) if isinstance(r, Step)), None)
        if self.begun is None or last is None:
            return activity
        text = f"epoch {last.epoch} of {self.begun.epochs}"
        return replace(activity, text=text, done=min(1.0, last.step / max(1, self.begun.steps)))
