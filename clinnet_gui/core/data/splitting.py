"""Drawing the split: by patient, stratified on the outcome, the same for the same seed.

The fewer the rows, the less can be set aside: large tables are divided into four parts, smaller
ones are cross-fitted, and the smallest keep no rows for a test unless the analyst asks for one.
"""

import numpy as np

from clinnet_gui.core.arrays import Bools, Bytes, Floats, Ints, distinct, read_only
from clinnet_gui.core.data.apart import apart_findings, apart_rows
from clinnet_gui.core.data.dataset import Dataset
from clinnet_gui.core.data.findings import Finding, Level
from clinnet_gui.core.data.limits import MINIMUM_EVENTS, MINIMUM_ROWS
from clinnet_gui.core.data.split import FRACTIONS, Apart, AskedTest, Part, Split
from clinnet_gui.core.errors import DataRefused, SettingsRefused
from clinnet_gui.core.statistics.folds import folds
from clinnet_gui.core.statistics.reliance import FEWEST, rarer

CROSS_FITTED_BELOW = 10_000
"""Usable rows (patients, where an id repeats) under which the rows take turns."""

FOLDS = 5
TEST_SHARE = FRACTIONS[Part.TEST]
TEST_FROM_ROWS, TEST_FROM_EVENTS = 1_000, 200
"""Under so many patients, or events (non-events, where these are fewer), a test part would cost the
network more than its wide intervals tell."""

LEAST_TEST_EVENTS = 20
"""What a test part that was asked for must hold."""

FEW_TO_CALIBRATE = 20
"""From this many calibration events on a temperature does more good than harm (simulation)."""

LARGEST_SEED = 2**31 - 1
"""The window's fields hold no larger number, and a study may come from the command line."""

PART_NAMES = {
    Part.TRAIN: "training",
    Part.EARLY_STOP: "early-stop",
    Part.CALIBRATE: "calibration",
    Part.TEST: "test",
    Part.CROSS_FITTED: "cross-fitted",
}


def make_split(dataset: Dataset, seed: int, test: AskedTest = None) -> Split:
    """Divide the rows by the size of the data; ``test`` asks for a test part, for none, or for the
    patients of a column's values or of the latest dates.

    From 10,000 patients on four parts; below, five folds of all rows but the test part; under
    1,000 patients or 200 events no test part unless one is asked for. A patient's rows stay
    together, and patients who ever have the event are divided like those who never do. Raises
    DataRefused where a part would hold no event or no non-event, SettingsRefused for a seed below
    0 or above LARGEST_SEED, for a test part that would hold fewer than 20 events, and for one that
    leaves too few to train.
    """
    _check_seed(seed)
    patients = distinct(dataset.patients).size
    apart = test if isinstance(test, Apart) else None
    held = np.zeros(dataset.n, bool) if apart is None else apart_rows(dataset, apart)
    if apart is not None:
        _check_rest(dataset, held)
    drawn = apart is None and (_wants_test(dataset, patients) if test is None else bool(test))
    share = TEST_SHARE if drawn else 0.0
    large = patients >= CROSS_FITTED_BELOW
    bounds = _bounds((*FRACTIONS[: Part.TEST], share)) if large else _folded(share)
    split = _split(dataset, _allotted(dataset, seed, bounds, held), seed, apart)
    of_test, events = split.counts[Part.TEST], split.events[Part.TEST]
    if test and min(events, of_test - events) < LEAST_TEST_EVENTS:
        raise _too_small(split)
    return split


def sets_test_aside(dataset: Dataset) -> bool:
    """Return whether these rows get a test part where the analyst asks neither for one nor none."""
    return _wants_test(dataset, distinct(dataset.patients).size)


def four_parts(dataset: Dataset, seed: int, fractions: tuple[float, ...] = FRACTIONS) -> Split:
    """Return the split into the first four parts in the proportion of ``fractions``."""
    _check_seed(seed)
    return _split(dataset, _allotted(dataset, seed, _bounds(fractions)), seed)


def cross_fitted(dataset: Dataset, seed: int, test_share: float = 0.0) -> Split:
    """Return the split into five folds of all rows but ``test_share`` of them."""
    _check_seed(seed)
    return _split(dataset, _allotted(dataset, seed, _folded(test_share)), seed)


def _bounds(fractions: tuple[float, ...]) -> Floats:
    """The cumulated shares of the first four parts."""
    return np.cumsum(np.array(fractions) / sum(fractions))


def _folded(test_share: float) -> Floats:
    """The cumulated shares where all but the test part is cross-fitted."""
    return np.array([0.0, 0.0, 0.0, test_share, 1.0])


def _allotted(dataset: Dataset, seed: int, bounds: Floats, apart: Bools | None = None) -> Bytes:
    """One part a row: each stratum of patients is shuffled, then cut at the cumulated shares; the
    rows of patients set ``apart`` are test rows."""
    patients, owner = np.unique(dataset.patients, return_inverse=True)
    ever = np.bincount(owner, weights=dataset.y, minlength=patients.size) > 0
    rng, parts = np.random.default_rng(seed), np.full(patients.size, Part.TEST, np.int8)
    free = np.ones(patients.size, bool)
    if apart is not None:
        free[owner[apart]] = False
    for stratum in (np.flatnonzero(free & ever), np.flatnonzero(free & ~ever)):
        ends = np.rint(bounds * stratum.size)
        parts[rng.permutation(stratum)] = np.searchsorted(ends, np.arange(stratum.size), side="right")
    return np.asarray(parts[owner])


def _wants_test(dataset: Dataset, patients: int) -> bool:
    return patients >= TEST_FROM_ROWS and rarer(dataset.n, dataset.events) >= TEST_FROM_EVENTS


def _split(dataset: Dataset, parts: Bytes, seed: int, apart: Apart | None = None) -> Split:
    """The split of these parts, its folds drawn, counted and found sound."""
    fold = np.full(dataset.n, -1, np.int8)
    crossed = np.flatnonzero(parts == Part.CROSS_FITTED)
    if crossed.size:
        fold[crossed] = folds(dataset.y[crossed], dataset.patients[crossed], FOLDS, seed)
    counts = np.bincount(parts, minlength=len(Part))
    events = np.bincount(parts, weights=dataset.y, minlength=len(Part)).astype(np.int64)
    used = tuple(part for part in Part if counts[part])
    _refuse_one_class(used, counts, events)
    _refuse_uneven_folds(fold, dataset.y)
    findings = [f for part in used for f in _warnings(part, int(counts[part]), int(events[part]))]
    if apart is not None:
        findings += apart_findings(dataset, apart, parts == Part.TEST)
    return Split(
        parts=read_only(parts),
        folds=read_only(fold),
        seed=seed,
        by_patient=dataset.repeats,
        counts=tuple(counts.tolist()),
        events=tuple(events.tolist()),
        findings=tuple(findings),
        apart=apart,
    )


def _check_seed(seed: int) -> None:
    if not 0 <= seed <= LARGEST_SEED:
        hint = f"Use a whole number from 0 to {LARGEST_SEED:,}."
        raise SettingsRefused(f"The seed is {seed}.", hint, "SETTING_SEED")


def _check_rest(dataset: Dataset, apart: Bools) -> None:
    """Whether enough is left to train where a column sets the test part apart."""
    rest, events = int((~apart).sum()), int(dataset.y[~apart].sum())
    if rest < MINIMUM_ROWS or min(events, rest - events) < MINIMUM_EVENTS:
        raise SettingsRefused(
            f"Only {rest:,} rows with {events:,} events would be left to train.",
            f"Set fewer values apart: {MINIMUM_ROWS} rows are needed, {MINIMUM_EVENTS} with the event "
            f"and {MINIMUM_EVENTS} without.",
            "TEST_PART_TOO_LARGE",
        )


def _refuse_one_class(used: tuple[Part, ...], counts: Ints, events: Ints) -> None:
    for part in used:
        for number, what in ((events[part], "event"), (counts[part] - events[part], "non-event")):
            if number == 0:
                raise _one_class(f"The {PART_NAMES[part]} part", what)


def _refuse_uneven_folds(fold: Bytes, y: Bytes) -> None:
    for number in range(int(fold.max()) + 1):
        events, rows = int(y[fold == number].sum()), int((fold == number).sum())
        for count, what in ((events, "event"), (rows - events, "non-event")):
            if count == 0:
                raise _one_class("One of the five folds", what)


def _one_class(what: str, missing: str) -> DataRefused:
    return DataRefused(
        f"{what} would hold no row with {'an' if missing == 'event' else 'a'} {missing}.",
        "More patients are needed, or an outcome that is less rare.",
        code="SPLIT_ONE_CLASS",
    )


def _too_small(split: Split) -> SettingsRefused:
    events = split.events[Part.TEST]
    fewer, what = min((events, "events"), (split.counts[Part.TEST] - events, "non-events"))
    return SettingsRefused(
        f"A test part of these rows would hold only {fewer} {what}.",
        f"Go on without one: out-of-fold rows judge the network. From {LEAST_TEST_EVENTS} on it is offered.",
        "TEST_PART_TOO_SMALL",
    )


def _warnings(part: Part, rows: int, events: int) -> list[Finding]:
    fewer, what = min((events, "events"), (rows - events, "non-events"))
    if fewer < FEWEST:
        advice = "Read its figures with their intervals: they are wide."
    elif part in (Part.CALIBRATE, Part.CROSS_FITTED) and fewer < FEW_TO_CALIBRATE:
        advice = f"Recalibration is offered from {FEW_TO_CALIBRATE} on."
    else:
        return []
    saw = f"The {PART_NAMES[part]} part holds only {fewer} {what} among {rows:,} rows."
    return [Finding("SPLIT_FEW_EVENTS", Level.WARN, saw, advice=advice, count=fewer)]
