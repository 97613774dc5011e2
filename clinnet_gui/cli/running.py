"""Running work on the command line: its progress on stderr, its result returned."""

import sys
import time
from dataclasses import dataclass, field
from typing import TypeVar

from clinnet_gui.core.training.records import Spike, Validated
from clinnet_gui.core.work import Progress, Work, drain

Result = TypeVar("Result")
_SECONDS_BETWEEN = {True: 0.2, False: 1.0}  # on a terminal, in a log


def run_work(work: Work[Result]) -> Result:
    """Run work to its end; interrupting it discards it."""
    meter = _Meter()
    try:
        return drain(work, meter.show)
    finally:
        work.close()
        meter.end()


def _on_terminal() -> bool:
    return sys.stderr.isatty()


def spike_text(spike: Spike) -> str:
    """Return where a spike stood and what points at its cause."""
    skipped = "; the step was skipped" if spike.skipped else ""
    text = f"epoch {spike.epoch}, step {spike.step}: the {spike.kind.value} stood out{skipped}."
    return f"{text} {spike.cause}".rstrip()


@dataclass(slots=True)
class _Meter:
    """One line that is rewritten on a terminal, or a line a second in a log."""

    live: bool = field(default_factory=_on_terminal)
    text: str = ""
    shown_at: float = 0.0

    def show(self, record: object) -> None:
        """Print what a record says, at most five times a second on a terminal."""
        if isinstance(record, Spike):
            self._line(spike_text(record))
        elif isinstance(record, Progress):
            self._progress(record.text, record.done)
        elif isinstance(record, Validated):
            loss = f"validation loss {record.validation_loss:.4f} (best {record.best_loss:.4f})"
            self._progress(f"Epoch {record.epoch}: {loss}" if self.live else "Training", None)

    def _progress(self, text: str, done: float | None) -> None:
        now = time.monotonic()
        if now - self.shown_at < _SECONDS_BETWEEN[self.live]:
            return
        percent = "" if done is None else f" {done:.0%}"
        if self.live:
            print(f"\r\x1b[K{text}{percent}", end="", file=sys.stderr, flush=True)
        elif text != self.text:
            print(text, file=sys.stderr)
        self.text, self.shown_at = text, now

    def _line(self, text: str) -> None:
        print(("\r\x1b[K" if self.live else "") + text, file=sys.stderr)

    def end(self) -> None:
        """Leave the terminal's line empty."""
        if self.live and self.text:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
