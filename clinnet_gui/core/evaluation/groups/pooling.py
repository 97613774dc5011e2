"""Figures of groups pooled: each on the scale on which it is about normal, and told on its own.

Source: Debray et al., Stat Methods Med Res 2019;28:2768: C-statistics on the logit scale, O:E on the
logarithmic one; the calibration slope as it is.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.statistics.proportions import Z95
from clinnet_gui.core.statistics.random_effects import METHOD, pool


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale: what it is called, the way to it, and the way back."""

    name: str
    there: Callable[[float], float]
    back: Callable[[float], float]


def _logit(value: float) -> float:
    return math.log(value / (1 - value)) if 0 < value < 1 else math.nan


def _expit(value: float) -> float:
    return 1 / (1 + math.exp(-max(value, -700.0)))


def _log(value: float) -> float:
    return math.log(value) if value > 0 else math.nan


def _exp(value: float) -> float:
    return math.exp(min(value, 700.0))


LOGIT = Scale("the logit scale", _logit, _expit)
LOG = Scale("the log scale", _log, _exp)
PLAIN = Scale("its own scale", float, float)


@dataclass(frozen=True, slots=True)
class Summary:
    """A figure over ``groups``: the pooled ``mean``, where 95 % of new groups are expected (``expected``:
    its low and high; NaN under three groups), and ``tau``, the spread between groups on the scale pooled."""

    name: str
    mean: Measure
    expected: Measure
    tau: float
    groups: int


def summary(name: str, measures: tuple[Measure, ...], scale: Scale) -> Summary:
    """Return the pooled figure of groups, their errors read from their 95 % intervals; groups without a
    value or an interval are left out, and under two of them nothing is pooled."""
    values = np.array([scale.there(one.value) for one in measures])
    ends = np.array([(scale.there(one.low), scale.there(one.high)) for one in measures]).reshape(-1, 2)
    found = pool(values, (ends[:, 1] - ends[:, 0]) / (2 * Z95))
    low, high, ahead, beyond = (
        scale.back(end) for end in (found.low, found.high, found.predicted_low, found.predicted_high)
    )
    mean = scale.back(found.mean)
    n, events = sum(one.n for one in measures), sum(one.events for one in measures)
    how = f"{METHOD}, on {scale.name}, {found.groups} groups"
    return Summary(
        name=name,
        mean=Measure(mean, low, high, how, n, events),
        expected=Measure(mean, ahead, beyond, f"95 % prediction interval for a new group; {how}", n, events),
        tau=found.tau,
        groups=found.groups,
    )
