"""Subgroups: the same risks judged in each group, and the largest differences between groups."""

import math
from dataclasses import dataclass, replace
from functools import partial
from threading import Event

import numpy as np

from clinnet_gui.core.arrays import Floats
from clinnet_gui.core.aside import aside
from clinnet_gui.core.data.grouping import Grouping
from clinnet_gui.core.evaluation.binning import equal_mass
from clinnet_gui.core.evaluation.by_patient import owners, ratio_by_patient, slope_by_patient
from clinnet_gui.core.evaluation.calibration import bins_of
from clinnet_gui.core.evaluation.calibration_line import (
    line_fit,
    line_points,
    observed_to_expected,
    slope_of,
)
from clinnet_gui.core.evaluation.curves import curve_of
from clinnet_gui.core.evaluation.discrimination import auroc_measure
from clinnet_gui.core.evaluation.evaluation import Bin
from clinnet_gui.core.evaluation.groups.cohort import Cohort
from clinnet_gui.core.evaluation.groups.differences import Difference, differences, sentence
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.evaluation.operating import OperatingPoint, benefit_of, operating_point
from clinnet_gui.core.evaluation.shares import share_bounds
from clinnet_gui.core.statistics.losses import logit
from clinnet_gui.core.statistics.reliance import TOO_FEW, Reliance, reliance_of
from clinnet_gui.core.work import Work

BINS = 5
NOT_SHOWN = Measure(math.nan, method=TOO_FEW)
FAIRNESS = (
    "Where prevalences differ, equal predictive values, equal false-positive rates and calibration in "
    "every group cannot all hold (Chouldechova, Big Data 2017)."
)


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """One group: counts and prevalence always; the rest NaN where it is suppressed. ``point`` is what
    the threshold does there (None: no threshold, or suppressed); ``bins`` and ``line`` its calibration."""

    name: str
    n: int
    events: int
    reliance: Reliance
    prevalence: Measure
    auroc: Measure = NOT_SHOWN
    o_to_e: Measure = NOT_SHOWN
    slope: Measure = NOT_SHOWN
    point: OperatingPoint | None = None
    benefit: Measure = NOT_SHOWN
    bins: tuple[Bin, ...] = ()
    line: Floats | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Subgroups:
    """All groups of one column on the rows shown; ``whole`` are all of them together."""

    grouping: Grouping
    threshold: float | None
    whole: Level
    levels: tuple[Level, ...]
    differences: tuple[Difference, ...]
    sentence: str


def subgroups(cohort: Cohort, grouping: Grouping, threshold: float | None, seed: int) -> Work[Subgroups]:
    """Judge the cohort's risks in each group, and compare the groups by a bootstrap of patients within
    them. Finish compares by the samples drawn so far."""
    levels, parts = [], []
    for number, name in enumerate(grouping.levels):
        part = yield from aside(f"Judging {name}", partial(_part, cohort, grouping, number))
        levels.append((yield from judged(part, threshold)))
        if levels[-1].reliance is not Reliance.SUPPRESSED:
            parts.append(part)
    whole = yield from judged(cohort, threshold)
    found = yield from differences(tuple(parts), threshold, seed)
    return Subgroups(grouping, threshold, whole, tuple(levels), found, sentence(found, len(parts)))


def _part(cohort: Cohort, grouping: Grouping, number: int, _: Event) -> Cohort:
    return cohort.part(grouping.levels[number], np.flatnonzero(grouping.of == number))


def judged(cohort: Cohort, threshold: float | None) -> Work[Level]:
    """Return what the risks are worth on these rows."""
    return (yield from aside(f"Judging {cohort.name}", partial(_judged, cohort, threshold)))


def _judged(cohort: Cohort, threshold: float | None, left: Event) -> Level:
    """The same in one go; once ``left`` is set nobody waits for it, and figures are missing."""
    y, risks, n, events = cohort.y, cohort.risks, int(cohort.y.size), int(cohort.y.sum())
    owner = owners(cohort.patients) if n else None
    curve = curve_of(y, risks, owner)
    whose = None if curve.owned is None else curve.owned.among(0, n)
    low, high, how = share_bounds(events, n, whose, (0,), (1,))
    prevalence = Measure(events / n if n else math.nan, low, high, f"prevalence; {how}", n, events)
    reliance = reliance_of(n, events)
    counted = Level(cohort.name, n, events, reliance, prevalence)
    if reliance is Reliance.SUPPRESSED:
        return counted
    auroc, logits = auroc_measure(y, risks, owner), logit(risks)
    if left.is_set():
        return counted
    fit = line_fit(y, logits)
    if left.is_set():
        return counted
    flagging = curve if cohort.flagging is risks else curve_of(y, cohort.flagging, owner)
    point = None if threshold is None else operating_point(flagging, threshold)
    ratio, slope = observed_to_expected(y, risks), slope_of(fit, y)
    if owner is not None:
        ratio, slope = (
            ratio_by_patient(ratio, y, risks, owner),
            slope_by_patient(slope, fit, y, logits, owner),
        )
    return replace(
        counted,
        auroc=auroc,
        o_to_e=ratio,
        slope=slope,
        point=point,
        benefit=NOT_SHOWN if point is None else benefit_of(point),
        bins=bins_of(equal_mass(curve, BINS), curve),
        line=line_points(fit, risks),
    )
