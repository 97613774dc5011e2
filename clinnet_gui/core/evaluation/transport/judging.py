"""Judging a network on patients from elsewhere: everything the External panel shows."""

import math
from dataclasses import replace

import numpy as np

from clinnet_gui.core.arrays import Bools, Floats, Ints, distinct, fingerprint
from clinnet_gui.core.aside import aside
from clinnet_gui.core.data.split import Part
from clinnet_gui.core.errors import EvaluationRefused
from clinnet_gui.core.evaluation.by_patient import owners
from clinnet_gui.core.evaluation.deciding import shown_part
from clinnet_gui.core.evaluation.decision import Decision
from clinnet_gui.core.evaluation.discrimination import auroc_measure
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.evaluation.predictions import Side, judged_side
from clinnet_gui.core.evaluation.sample_size.validation import ValidationSize, Widths
from clinnet_gui.core.evaluation.transport.arrivals import Arrivals
from clinnet_gui.core.evaluation.transport.membership import membership
from clinnet_gui.core.evaluation.transport.overlap import Overlap, overlap
from clinnet_gui.core.evaluation.transport.precision import precision
from clinnet_gui.core.evaluation.transport.report import Counts, Transport
from clinnet_gui.core.evaluation.transport.shift import shifts
from clinnet_gui.core.evaluation.transport.updating import Choice, Update, closed_test, updates
from clinnet_gui.core.evaluation.utility import utility
from clinnet_gui.core.evaluation.validation.procedure import sampled_rows
from clinnet_gui.core.evaluation.wording import rows_called
from clinnet_gui.core.statistics.losses import logit
from clinnet_gui.core.statistics.proportions import Z95
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.work import Progress, Work

TIMES = 500
"""Bootstrap samples behind the intervals of what has no formula for them."""


def judge_transport(
    trained: Trained,
    decision: Decision,
    arrivals: Arrivals,
    counts: Counts,
    leave_out_same: bool = False,
) -> Work[Transport]:
    """Judge the network on the new patients; with ``leave_out_same`` without those of the study, and
    always without those of its test part while that is covered.

    EvaluationRefused where no row is left to judge.
    """
    same = yield from overlap(trained, arrivals)
    aside = _left_out(same, leave_out_same, covered=not decision.opened)
    counts, same, arrivals = _without(counts, same, arrivals, aside, leave_out_same)
    _expect_rows(arrivals)
    found = yield from shifts(trained.dataset, trained.fit.encoder, arrivals)
    part, seed = shown_part(trained.split, decision), trained.split.seed
    mixed = yield from membership(trained, _seen(trained, decision), arrivals, trained.logits(part), seed)
    risks = decision.calibrator.risk(arrivals.logits)
    side = yield from _side(arrivals, risks, counts)
    offered, choice = yield from _updating(arrivals, logit(risks), seed)
    there = _there(trained, part)
    widths, size = yield from _precision(arrivals, risks, decision.threshold)
    return Transport(
        counts=counts,
        patients=_several(arrivals),
        overlap=same,
        shifts=found,
        membership=mixed,
        side=side,
        threshold=decision.threshold,
        net_benefit=benefit(side, decision.threshold),
        prevalence=trained.dataset.events / trained.dataset.n,
        reference=there,
        reference_rows=rows_called(trained.split, part),
        change=_change(side.report.auroc, there),
        updates=offered,
        choice=choice,
        widths=widths,
        size=size,
        calibrator=decision.calibrator,
        rows=fingerprint(arrivals.logits, arrivals.y),
    )


def _precision(
    arrivals: Arrivals, risks: Floats, threshold: float | None
) -> Work[tuple[Widths, ValidationSize]]:
    y, who = arrivals.y, arrivals.patients
    return (yield from aside("Expecting widths", lambda _: precision(y, risks, threshold, who)))


def _seen(trained: Trained, decision: Decision) -> Ints:
    """The study's rows whose outcomes may be looked at."""
    return np.arange(trained.dataset.n) if decision.opened else sampled_rows(trained)


def _left_out(same: Overlap, all_of_them: bool, *, covered: bool) -> Bools:
    """Which rows are not judged: a covered test must not be seen by way of a file that holds it."""
    if all_of_them:
        return same.same
    return same.tested if covered else np.zeros_like(same.same)


def _without(
    counts: Counts, same: Overlap, arrivals: Arrivals, aside: Bools, all_of_them: bool
) -> tuple[Counts, Overlap, Arrivals]:
    """What is left without the rows ``aside``, which are counted under the reason for it."""
    n = int(aside.sum())
    if not n:
        return counts, same, arrivals
    counted = replace(counts, judged=counts.judged - n)
    counted = replace(counted, same_left_out=n) if all_of_them else replace(counted, covered=n)
    return counted, same.without(aside, arrivals.known), arrivals.without(aside)


def _side(arrivals: Arrivals, risks: Floats, counts: Counts) -> Work[Side]:
    """Judge the risks as they are."""
    left_out, who = counts.read - counts.judged, arrivals.patients
    return (yield from judged_side("the network", arrivals.y, risks, left_out, times=TIMES, patients=who))


def _expect_rows(arrivals: Arrivals) -> None:
    if not arrivals.y.size:
        raise EvaluationRefused(
            "No row of the file can be judged.",
            "It takes patients with an outcome and at least half of the predictors, who are not the study's.",
            "NO_ROWS",
        )


def _updating(arrivals: Arrivals, logits: Floats, seed: int) -> Work[tuple[tuple[Update, ...], Choice]]:
    """Return the options, each at its price, and the one that the tests take."""
    yield Progress("Weighing updates", 0.0)
    offered = updates(arrivals.y, logits, arrivals.patients, seed)
    yield Progress("Weighing updates", 0.9)
    return offered, closed_test(arrivals.y, logits, owners(arrivals.patients))


def _several(arrivals: Arrivals) -> int:
    """How many patients there are, where some have several rows; else 0."""
    many = distinct(arrivals.patients).size
    return many if many < arrivals.y.size else 0


def _there(trained: Trained, part: Part) -> Measure:
    """Return the AUROC on the study's held-out rows, by patient where they repeat."""
    y, logits = trained.outcomes(part), trained.logits(part)
    owner = owners(trained.dataset.patients[trained.split.rows(part)])
    return auroc_measure(y, logits, owner)


def _change(here: Measure, there: Measure) -> Measure:
    """Return the AUROC here less that on the study's held-out rows: two groups, so variances add. Each
    interval is one on the logit scale, which gives its standard error back."""
    value, error = here.value - there.value, math.hypot(_error(here), _error(there))
    method = "AUROC here less that on the study's held-out rows; two independent groups"
    return Measure(value, value - Z95 * error, value + Z95 * error, method, here.n, here.events)


def _error(area: Measure) -> float:
    if not area.low <= area.high:
        return math.nan
    return area.value * (1 - area.value) * (_odds(area.high) - _odds(area.low)) / (2 * Z95)


def _odds(share: float) -> float:
    return math.log(share / (1 - share)) if 0 < share < 1 else math.nan


def benefit(side: Side, threshold: float | None) -> Measure:
    """Return the net benefit at ``threshold`` with its bootstrap interval; not estimable without one."""
    y = side.report
    if threshold is None:
        return Measure(math.nan, n=y.n, events=y.events)
    sure = side.benefit.at(threshold)
    method = f"net benefit; {sure.method}"
    value = utility(side.curve, threshold).net_benefit
    return Measure(value, sure.low, sure.high, method, y.n, y.events)
