"""The largest difference between groups, measure by measure, with an interval that allows for having
looked at every pair.

Patients are drawn with replacement within each group. The largest of many differences is never 0, and
its own percentile interval would always promise one; so the interval of a pair is as wide as 95 % of the
largest standardised errors over all pairs (a simultaneous interval: Tukey's idea, by the bootstrap).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from threading import Event

import numpy as np

from clinnet_gui.core.arrays import Floats
from clinnet_gui.core.aside import aside
from clinnet_gui.core.evaluation.groups.cohort import Cohort
from clinnet_gui.core.evaluation.groups.drawing import (
    NAMES,
    RATIOS,
    WITHOUT_THRESHOLD,
    Units,
    counted,
    measures,
    samples,
    units_of,
)
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.work import Finish, Progress, Work

COMPARING = "Comparing the groups"
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


def differences(
    parts: tuple[Cohort, ...], threshold: float | None, seed: int
) -> Work[tuple[Difference, ...]]:
    """Return each measure's largest difference; none where fewer than two groups can be judged. Finish
    compares by the samples drawn so far."""
    if len(parts) < 2:
        return ()
    prepared = []
    for part in parts:
        prepared.append((yield from aside(COMPARING, partial(_prepared, part, threshold))))
    values = np.array([value for value, _ in prepared])
    drawn = yield from _drawn([units for _, units in prepared], seed)
    used = NAMES if threshold is not None else NAMES[:WITHOUT_THRESHOLD]
    found = (
        _largest(name, tuple(part.name for part in parts), values[:, i], drawn[:, :, i], _counts(parts))
        for i, name in enumerate(used)
    )
    return tuple(one for one in found if one is not None)


def _prepared(part: Cohort, threshold: float | None, _: Event) -> tuple[Floats, Units]:
    """A group's own measures, and what it is drawn from."""
    rows = units_of(part, threshold)
    return measures(rows, rows.counts), counted(rows)


def _drawn(groups: list[Units], seed: int) -> Work[Floats]:
    """The measures of every group in as many samples as there was time for [samples, groups, NAMES]."""
    generator = np.random.default_rng(seed)
    drawing = [samples(units, generator) for units in groups]
    drawn, done = np.full((TIMES, len(groups), len(NAMES)), np.nan), 0
    try:
        for done in range(TIMES):
            for place, units in enumerate(groups):
                progress = Progress(COMPARING, (done + place / len(groups)) / TIMES)
                rows = next(drawing[place])
                while rows is None:
                    yield progress
                    rows = next(drawing[place])
                yield progress
                drawn[done, place] = measures(units, rows)
        done = TIMES
    except Finish:
        pass
    return drawn[:done]


def sentence(found: tuple[Difference, ...], groups: int) -> str:
    """Return in which measures the groups are shown to differ, or that they are not."""
    if groups < 2:
        return "Fewer than two groups have 10 events and 10 non-events: they cannot be compared."
    shown = [one.name for one in found if one.shown]
    if not shown:
        return (
            "No difference between the groups is shown. That does not show that there is none: look at how "
            "wide the intervals are."
        )
    listed = shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
    return f"The groups are shown to differ in {listed}."


def _counts(parts: tuple[Cohort, ...]) -> tuple[int, int]:
    return sum(part.y.size for part in parts), sum(int(part.y.sum()) for part in parts)


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
