"""The largest difference between groups, measure by measure, with an interval that allows for having
looked at every pair.

Patients are drawn with replacement within each group. The largest of many differences is never 0, and
its own percentile interval would always promise one; so the interval of a pair is as wide as 95 % of the
largest standardised errors over all pairs (a simultaneous interval: Tukey's idea, by the bootstrap).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Floats, Ints
from clinnet_gui.core.evaluation.groups.cohort import Cohort
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.work import Finish, Progress, Work

TIMES = 500
FEWEST_DRAWS = 100
"""Samples below which no interval is given."""


@dataclass(frozen=True, slots=True)
class Difference:
    """The groups where a measure is ``highest`` and ``lowest``, and by how much they differ; where
    ``ratio`` holds, ``size`` is one over the other (no difference: 1), else their difference (0)."""

    name: str
    highest: str
    lowest: str
    size: Measure
    ratio: bool = False

    @property
    def shown(self) -> bool:
        """Whether the interval excludes that there is none."""
        return self.size.low > (1.0 if self.ratio else 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class _Sorted:
    """One group's rows by risk, so that weighted measures are running sums."""

    y: Floats
    risks: Floats
    owner: Ints  # which patient of the group
    ties: Ints  # where each distinct risk begins
    flagged: Floats  # 1 where the threshold flags
    patients: int


NAMES = ("AUROC", "O:E", "sensitivity", "specificity", "PPV", "share flagged")
RATIOS = ("O:E",)
WITHOUT_THRESHOLD = 2
"""The first so many need no threshold."""


def differences(
    parts: tuple[Cohort, ...], threshold: float | None, seed: int
) -> Work[tuple[Difference, ...]]:
    """Return each measure's largest difference; none where fewer than two groups can be judged."""
    if len(parts) < 2:
        return ()
    groups, generator = [_sorted(part, threshold) for part in parts], np.random.default_rng(seed)
    values = np.array([_measures(group, np.ones(group.patients)) for group in groups])
    drawn = np.full((TIMES, *values.shape), np.nan)
    done = 0
    try:
        for done in range(TIMES):
            for place, group in enumerate(groups):
                weights = np.bincount(
                    generator.integers(0, group.patients, group.patients), minlength=group.patients
                )
                drawn[done, place] = _measures(group, weights.astype(np.float64))
                if place % 4 == 0:
                    yield Progress("Comparing the groups", (done + place / len(groups)) / TIMES)
        done = TIMES
    except Finish:
        pass
    used = NAMES if threshold is not None else NAMES[:WITHOUT_THRESHOLD]
    found = (
        _largest(name, tuple(part.name for part in parts), values[:, i], drawn[:done, :, i], _counts(parts))
        for i, name in enumerate(used)
    )
    return tuple(one for one in found if one is not None)


def sentence(found: tuple[Difference, ...], groups: int) -> str:
    """Return which differences are shown, a line for the largest of each measure; or that none is."""
    if groups < 2:
        return "Fewer than two groups have 10 events and 10 non-events: they cannot be compared."
    shown = [_said(one) for one in found if one.shown]
    if not shown:
        return (
            "No difference between the groups is shown. That does not show that there is none: look at how "
            "wide the intervals are."
        )
    return "\n".join(shown)


def _said(one: Difference) -> str:
    digits = 2 if one.ratio else 3
    size, low, high = (f"{value:.{digits}f}" for value in (one.size.value, one.size.low, one.size.high))
    by = f"{size} times as high" if one.ratio else f"higher by {size}"
    name = one.name[0].upper() + one.name[1:]
    return f"{name} is {by} in “{one.highest}” than in “{one.lowest}” (95 % interval {low} to {high})."


def _counts(parts: tuple[Cohort, ...]) -> tuple[int, int]:
    return sum(part.y.size for part in parts), sum(int(part.y.sum()) for part in parts)


def _sorted(part: Cohort, threshold: float | None) -> _Sorted:
    order = np.argsort(part.risks, kind="stable")
    risks = part.risks[order]
    _, owner = np.unique(part.patients[order], return_inverse=True)
    ties = np.flatnonzero(np.concatenate(([True], risks[1:] != risks[:-1])))
    flagged = part.flagging[order] >= (2.0 if threshold is None else threshold)
    return _Sorted(
        part.y[order].astype(np.float64), risks, owner, ties, flagged.astype(np.float64), int(owner.max()) + 1
    )


def _measures(group: _Sorted, weights: Floats) -> Floats:
    """AUROC, log O:E, and what the threshold does, where each patient counts ``weights`` times."""
    rows = weights[group.owner]
    ill = rows * group.y
    well = rows - ill
    events, others = float(ill.sum()), float(well.sum())
    tied_ill, tied_well = np.add.reduceat(ill, group.ties), np.add.reduceat(well, group.ties)
    above = float((tied_ill * (np.cumsum(tied_well) - tied_well / 2)).sum())
    caught, alarms = float((ill * group.flagged).sum()), float((well * group.flagged).sum())
    expected = float((rows * group.risks).sum())
    return np.array(
        [
            _share(above, events * others),
            math.log(events / expected) if events and expected else math.nan,
            _share(caught, events),
            1 - _share(alarms, others),
            _share(caught, caught + alarms),
            _share(caught + alarms, events + others),
        ]
    )


def _share(part: float, whole: float) -> float:
    return part / whole if whole else math.nan


def _largest(
    name: str, names: tuple[str, ...], values: Floats, drawn: Floats, counts: tuple[int, int]
) -> Difference | None:
    """The widest pair among the groups where the measure can be had."""
    sound = np.flatnonzero(np.isfinite(values))
    if sound.size < 2:
        return None
    values, drawn = values[sound], drawn[:, sound]
    top, bottom = int(values.argmax()), int(values.argmin())
    size = float(values[top] - values[bottom])
    reach, failed = _reach(values, drawn, top, bottom)
    ratio = name in RATIOS
    scale: Callable[[float], float] = math.exp if ratio else float
    method = (
        f"{'ratio' if ratio else 'difference'} of the two groups furthest apart; bootstrap of patients "
        f"within groups, {len(drawn):,} samples, simultaneous over all pairs of {sound.size} groups"
    ) + (f"; {failed} samples failed" if failed else "")
    interval = (scale(size - reach), scale(size + reach)) if math.isfinite(reach) else (math.nan, math.nan)
    measure = Measure(scale(size), *interval, method, *counts)
    return Difference(name, names[sound[top]], names[sound[bottom]], measure, ratio)


def _reach(values: Floats, drawn: Floats, top: int, bottom: int) -> tuple[float, int]:
    """Half the width of the pair's simultaneous interval, and how many samples failed."""
    whole = np.isfinite(drawn).all(axis=1)
    draws, failed = drawn[whole], int((~whole).sum())
    if len(draws) < FEWEST_DRAWS:
        return math.nan, failed
    variances = draws.var(axis=0, ddof=1)
    first, second = np.triu_indices(values.size, 1)
    errors = np.sqrt(variances[first] + variances[second])
    off = draws - values
    with np.errstate(invalid="ignore", divide="ignore"):
        standardised = np.abs(off[:, first] - off[:, second]) / errors
    largest = np.nan_to_num(standardised, nan=0.0).max(axis=1)
    error = math.sqrt(float(variances[top] + variances[bottom]))
    return float(np.quantile(largest, 0.95)) * error, failed
