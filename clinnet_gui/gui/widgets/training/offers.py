"""What can be done about a spike: within the training that runs, or by training again."""

from dataclasses import dataclass

from clinnet_gui.core.training.records import Remedy, Repaired, Spike

WITHIN = {
    Remedy.SKIP_ROWS: "Leave the rows out, go on",
    Remedy.WINSORISE: "Pull the cells in, go on",
    Remedy.LOWER_RATE: "Lower the rate, go on",
    Remedy.RESTORE: "Go back before it, go on",
    Remedy.RESTORE_MODE: "Restore the mode, go on",
}
"""The button while the training of the spike's fold runs."""

AFTER = {
    Remedy.SKIP_ROWS: "Leave the rows out, train again",
    Remedy.WINSORISE: "Leave the rows out, train again",
    Remedy.LOWER_RATE: "Lower the rate, train again",
}
"""The button once the training has ended."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A button (empty: none), whether it can be pressed, and a sentence on it."""

    button: str = ""
    possible: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """What is going on: the fold that runs (None: no training), and the step being repaired."""

    fold: int | None = None
    repairing: int | None = None
    free: bool = True  # whether a training may begin


def offer(event: Spike | Repaired, now: Moment, repairs: list[Repaired]) -> Offer:
    """Return what can be done about an event, as things stand."""
    if isinstance(event, Repaired) or event.diagnosis is None:
        return Offer()
    remedy = event.diagnosis.remedy
    if remedy is Remedy.NONE:
        return Offer(note="Nothing needs to be done.")
    done = [repair for repair in repairs if (repair.spike_step, repair.fold) == (event.step, event.fold)]
    if done:
        return _repaired(done[-1], now)
    if now.fold is None:
        return _after(remedy, bool(event.rows), now.free)
    return _within(remedy, event.fold, now)


def _repaired(repair: Repaired, now: Moment) -> Offer:
    """Rows that were left out in some folds can be left out of all."""
    if now.fold is not None or not repair.rows or repair.folds == 1:
        return Offer(note="This was repaired.")
    note = f"This was repaired from fold {repair.fold} on. Training again leaves the rows out of every fold."
    return Offer(AFTER[repair.remedy], now.free, note)


def _within(remedy: Remedy, fold: int, now: Moment) -> Offer:
    if fold != now.fold:
        return Offer(WITHIN[remedy], False, f"Fold {fold} has ended; this can be done after the training.")
    if now.repairing is not None:
        return Offer("Repairing…", False)
    return Offer(WITHIN[remedy], True, "The training goes back to before this step and goes on from there.")


def _after(remedy: Remedy, rows: bool, free: bool) -> Offer:
    if remedy not in AFTER:
        return Offer(note="The kept weights are those of the best look; there is nothing to take back.")
    if remedy is not Remedy.LOWER_RATE and not rows:
        return Offer(note="No row is named that could be left out.")
    return Offer(AFTER[remedy], free, "This changes the settings, as a step of undo, and trains again.")
