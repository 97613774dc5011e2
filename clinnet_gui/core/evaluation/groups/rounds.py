"""Rounds of internal-external validation: who trains and who is judged, group by group or by date.

Source: Royston, Parmar & Sylvester, Stat Med 2004;23:907; Steyerberg & Harrell, J Clin Epidemiol
2016;69:245. A patient with rows in the group that is judged trains nothing in that round.
"""

from dataclasses import dataclass, replace

import numpy as np

from clinnet_gui.core.arrays import Floats, Ints
from clinnet_gui.core.data.dataset import Dataset
from clinnet_gui.core.data.grouping import NOT_MEASURED, Grouping, spelled
from clinnet_gui.core.data.table import Column
from clinnet_gui.core.errors import EvaluationRefused
from clinnet_gui.core.statistics.reliance import TOO_FEW, rarer, too_few

LEAST_TRAINING = 20
"""Events, and non-events, without which no network is trained."""

PERIODS = 5
"""Of equally many rows each: the latest is the last fifth."""


@dataclass(frozen=True, slots=True, eq=False)
class Round:
    """One refit: dataset positions that ``train`` it and those that ``judge`` it, called ``name``."""

    name: str
    train: Ints
    judge: Ints


@dataclass(frozen=True, slots=True)
class Skipped:
    """A group that is not judged, and why."""

    name: str
    n: int
    events: int
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class Rounds:
    """All rounds of a ``column``, in order, and what is left out of them; ``by_date``: each trains on what
    was earlier. ``note`` says how groups were made, where that is not plain."""

    column: str
    rounds: tuple[Round, ...]
    skipped: tuple[Skipped, ...]
    by_date: bool = False
    note: str = ""


def leaving_out(dataset: Dataset, rows: Ints, grouping: Grouping) -> Rounds:
    """Return a round for each group of ``rows`` (dataset positions): it is judged, all others train."""
    rounds = (
        Round(name, rows[grouping.of != number], rows[grouping.of == number])
        for number, name in enumerate(grouping.levels)
    )
    return _sifted(dataset, Rounds(grouping.column, tuple(rounds), (), False, grouping.note))


def over_time(dataset: Dataset, rows: Ints, column: Column, periods: int = PERIODS) -> Rounds:
    """Return a round for each period but the first: what was earlier trains, the period is judged.

    Periods hold equally many rows of ``column`` (a date or a number that rises with time), but equal
    dates stay together; rows without a date take no part.
    """
    values = column.values[dataset.rows[rows]]
    known = np.isfinite(values)
    rows, values = rows[known], values[known]
    edges = _edges(values, periods)
    period = np.searchsorted(edges, values, side="right")
    names = _periods(column, edges, values)
    rounds = [Round(name, rows[period < at], rows[period == at]) for at, name in enumerate(names)]
    missing = int((~known).sum())
    note = f"{missing:,} rows without a date take no part." if missing else ""
    return _sifted(dataset, Rounds(column.name, tuple(rounds[1:]), (), True, note))


def no_rounds(of: Rounds) -> EvaluationRefused:
    """Return why nothing of a column can be left out and judged."""
    hint = "Choose a column with fewer, larger groups."
    if of.by_date and not of.skipped:
        why = f"“{of.column}” has one value or none in these rows: nothing is earlier or later."
        hint = "Choose a date, or a number that rises with time."
    elif len([one for one in of.skipped if one.name != NOT_MEASURED]) < 2 and not of.by_date:
        why = f"“{of.column}” makes fewer than two groups of these rows: nobody is left to train on."
        hint = "Choose a column by which patients differ."
    else:
        why = f"No group of “{of.column}” has enough events and non-events to be left out and judged."
    return EvaluationRefused(why, hint, "NO_GROUPS")


def _edges(values: Floats, periods: int) -> Floats:
    """Where each period but the first begins: values themselves, so that equal ones stay together."""
    if not values.size:
        return np.zeros(0)
    shares = np.arange(1, periods) / periods
    edges = np.unique(np.quantile(values, shares, method="higher"))
    return np.asarray(edges[edges > values.min()])


def _periods(column: Column, edges: Floats, values: Floats) -> list[str]:
    if not values.size:
        return []
    starts = [float(values.min()), *edges.tolist()]
    ends = [*(float(values[values < edge].max()) for edge in edges), float(values.max())]
    return [f"{spelled(column, a)} to {spelled(column, b)}" for a, b in zip(starts, ends, strict=True)]


def _sifted(dataset: Dataset, of: Rounds) -> Rounds:
    """Set aside the rounds that cannot be judged or trained; of the rest no patient is on both sides."""
    kept, skipped = [], []
    for one in of.rounds:
        apart = np.isin(dataset.patients[one.train], dataset.patients[one.judge], invert=True)
        clean = Round(one.name, one.train[apart], one.judge)
        reason = _unfit(dataset, clean)
        if reason:
            n, events = int(one.judge.size), int(dataset.y[one.judge].sum())
            skipped.append(Skipped(one.name, n, events, reason))
        else:
            kept.append(clean)
    return replace(of, rounds=tuple(kept), skipped=tuple(skipped))


def _unfit(dataset: Dataset, one: Round) -> str:
    judged, trained = dataset.y[one.judge], dataset.y[one.train]
    if one.name == NOT_MEASURED:
        return "not measured is no group of its own; these rows train in every round"
    if too_few(judged.size, int(judged.sum())):
        return f"{TOO_FEW}: too few to judge by"
    if rarer(trained.size, int(trained.sum())) < LEAST_TRAINING:
        return f"fewer than {LEAST_TRAINING} events or non-events are left to train on"
    return ""
