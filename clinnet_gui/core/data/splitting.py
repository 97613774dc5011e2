"""Drawing the split: by patient, stratified on the outcome, the same for the same seed."""

import numpy as np

from clinnet_gui.core.arrays import Bools, Bytes, Ints, read_only
from clinnet_gui.core.data.dataset import Dataset
from clinnet_gui.core.data.findings import Finding, Level
from clinnet_gui.core.data.split import FRACTIONS, Part, Split
from clinnet_gui.core.errors import DataRefused, SettingsRefused

FEW_EVENTS = 10
"""Below this many events (or non-events) no figure of a part is worth reading."""

FEW_TO_CALIBRATE = 20
"""From this many calibration events on a temperature does more good than harm (simulation)."""

LARGEST_SEED = 2**31 - 1
"""The window's fields hold no larger number, and a study may come from the command line."""

PART_NAMES = {
    Part.TRAIN: "training",
    Part.EARLY_STOP: "early-stop",
    Part.CALIBRATE: "calibration",
    Part.TEST: "test",
}


def make_split(dataset: Dataset, seed: int, fractions: tuple[float, ...] = FRACTIONS) -> Split:
    """Divide the rows among the parts in the given ``fractions``, in the order of ``Part``.

    A patient's rows stay together. Where patients have one row each, events and non-events are
    divided alike; where they repeat, patients who ever have the event and those who never do.
    Raises DataRefused where a part would hold no event or no non-event, SettingsRefused for a
    seed below 0 or above LARGEST_SEED.
    """
    if not 0 <= seed <= LARGEST_SEED:
        hint = f"Use a whole number from 0 to {LARGEST_SEED:,}."
        raise SettingsRefused(f"The seed is {seed}.", hint, "SETTING_SEED")
    patients, owner = np.unique(dataset.patients, return_inverse=True)
    ever = np.bincount(owner, weights=dataset.y, minlength=patients.size) > 0
    of_patient = _allot(ever, np.random.default_rng(seed), np.cumsum(fractions))
    parts = read_only(of_patient[owner])
    counts = np.bincount(parts, minlength=len(Part))
    events = np.bincount(parts, weights=dataset.y, minlength=len(Part)).astype(np.int64)
    used = tuple(part for part in Part if fractions[part] > 0)
    _refuse_one_class(used, counts, events)
    return Split(
        parts=parts,
        seed=seed,
        by_patient=dataset.repeats,
        counts=tuple(counts.tolist()),
        events=tuple(events.tolist()),
        findings=tuple(f for part in used for f in _warnings(part, int(counts[part]), int(events[part]))),
    )


def _allot(
    ever: Bools, rng: np.random.Generator, shares: np.ndarray[tuple[int], np.dtype[np.float64]]
) -> Bytes:
    """One part a patient: each stratum is shuffled, then cut at the cumulated shares."""
    parts = np.zeros(ever.size, np.int8)
    for stratum in (np.flatnonzero(ever), np.flatnonzero(~ever)):
        place = np.arange(stratum.size)
        bounds = np.rint(shares * stratum.size)
        parts[rng.permutation(stratum)] = np.searchsorted(bounds, place, side="right")
    return parts


def _refuse_one_class(used: tuple[Part, ...], counts: Ints, events: Ints) -> None:
    for part in used:
        for number, what in ((events[part], "event"), (counts[part] - events[part], "non-event")):
            if number == 0:
                raise DataRefused(
                    f"The {PART_NAMES[part]} part would hold no row with a {what}.",
                    "More patients are needed, or an outcome that is less rare.",
                    code="SPLIT_ONE_CLASS",
                )


def _warnings(part: Part, rows: int, events: int) -> list[Finding]:
    rarer, what = min((events, "events"), (rows - events, "non-events"))
    if rarer < FEW_EVENTS:
        advice = "Read its figures with their intervals: they are wide."
    elif part is Part.CALIBRATE and rarer < FEW_TO_CALIBRATE:
        advice = f"Recalibration is offered from {FEW_TO_CALIBRATE} on."
    else:
        return []
    saw = f"The {PART_NAMES[part]} part holds only {rarer} {what} among {rows:,} rows."
    return [Finding("SPLIT_FEW_EVENTS", Level.WARN, saw, advice=advice, count=rarer)]
