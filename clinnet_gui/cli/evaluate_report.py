"""The report of ``clinnet evaluate`` as lines of text."""

import math

from clinnet_gui.core.data.questions import many
from clinnet_gui.core.evaluation.contest import Contest
from clinnet_gui.core.evaluation.evaluation import Calibration
from clinnet_gui.core.evaluation.external import PredictionReport
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.evaluation.operating import OperatingPoint
from clinnet_gui.core.statistics.likelihood import BY_PATIENT, NestedTest
from clinnet_gui.core.statistics.reliance import Reliance, rarer, reliance_of, too_few

Rows = list[tuple[str, Measure]]


def as_lines(report: PredictionReport, names: tuple[str, str] = ("", "")) -> list[str]:
    """Return the report as lines of text; ``names`` are the columns of risks, where two are compared."""
    lines = [
        f"{many(report.n, 'row')}, {many(report.events, 'event')} ({report.prevalence:.1%}), "
        f"{report.missing:,} left out",
        *_warnings(report),
    ]
    if too_few(report.n, report.events):
        return lines
    lines += [
        "",
        *_table(_overall(report)),
        "",
        *_table(_weak(report)),
        *_test_lines(report.calibration),
        report.calibration.sentence,
        "",
        *_table(_strong(report)),
    ]
    lines.append(_resampled_line(report))
    if report.contest is not None:
        lines += ["", *_contest_lines(report.contest, names)]
    for point, benefit in zip(report.at, report.benefits, strict=True):
        lines += ["", *_point_lines(point, benefit)]
    return lines


def _warnings(report: PredictionReport) -> list[str]:
    said = []
    fewer, reliance = rarer(report.n, report.events), reliance_of(report.n, report.events)
    seen = many(fewer, "event") if fewer == report.events else f"{many(fewer, 'row')} without the event"
    if reliance is Reliance.SUPPRESSED:
        said.append(f"Only {seen}: no figure is shown, for it would say next to nothing (--json gives all).")
    elif reliance is Reliance.UNSTABLE:
        said.append(f"Only {seen}: the figures are unstable.")
    if report.patients:
        said.append(
            f"{report.patients:,} patients, some with several rows: intervals and tests are by patient."
        )
    if report.certain:
        said.append(f"{many(report.certain, 'risk')} exactly 0 or 1: counted as 1e-8 or 1 - 1e-8.")
    return said


def _resampled_line(report: PredictionReport) -> str:
    found = report.resampled
    if found is None:
        return "Intervals of these errors and of MCB, DSC and UNC: --bootstrap 500"
    why = " (no calibration curve, so none of its distances)" if found.failed else ""
    return f"{many(found.times, 'bootstrap sample')}, of which {found.failed:,} failed{why}"


def _overall(report: PredictionReport) -> Rows:
    found = report.calibration
    return [
        ("AUROC", report.auroc),
        ("average precision", report.precision),
        ("  of risks that tell nothing", Measure(report.prevalence)),
        ("Brier score", found.brier),
        ("  miscalibration (MCB)", found.parts.miscalibration),
        ("  discrimination (DSC)", found.parts.discrimination),
        ("  uncertainty (UNC)", found.parts.uncertainty),
        ("scaled Brier score", found.brier_scaled),
        ("log-loss", found.log_loss),
    ]


def _weak(report: PredictionReport) -> Rows:
    found = report.calibration
    return [
        ("O:E", found.o_to_e),
        ("calibration-in-the-large", found.in_the_large),
        ("calibration slope", found.slope),
    ]


def _strong(report: PredictionReport) -> Rows:
    far, errors = report.calibration.distances, report.calibration.errors
    return [
        (f"ICI, spline with {report.calibration.smooths.knots} knots", far.ici),
        ("  median distance (E50)", far.e50),
        ("  90th percentile (E90)", far.e90),
        ("  largest (Emax)", far.emax),
        ("ECE, 10 groups of equal size", errors.mass),
        ("  of a perfect model, up to", Measure(errors.null)),
        ("ECE, 10 groups of equal width", errors.width),
        ("  largest gap (MCE)", errors.largest),
        ("ECE, 15 groups of equal width", errors.width_fine),
        ("debiased RMS error, 15 groups", errors.debiased),
        ("smooth ECE", errors.smooth),
    ]


def _test_lines(found: Calibration) -> list[str]:
    tests, score = found.tests, found.spiegelhalter
    named = (
        ("intercept 0 and slope 1", tests.weak),
        ("intercept 0, slope held", tests.large),
        ("slope 1, intercept free", tests.slope),
    )
    lines = [f"  test of {name:<24}{_tested(test)}" for name, test in named]
    said = "not estimable" if math.isnan(score.z) else f"z {score.z:.2f}, p {p_text(score.p)}"
    return [*lines, f"  test of {'Brier, Spiegelhalter':<24}{said}"]


def _tested(test: NestedTest) -> str:
    if not test.estimable:
        return "not estimable"
    kind = ", Wald by patient" if test.kind == BY_PATIENT else ""
    return f"chi2 {test.chi2:.2f} ({test.df} df), p {p_text(test.p)}{kind}"


def p_text(p: float) -> str:
    """Return a p-value with three decimals, or that it is smaller than they show.

    >>> p_text(0.0312), p_text(0.00001)
    ('0.031', '< 0.001')
    """
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def _contest_lines(found: Contest, names: tuple[str, str]) -> list[str]:
    areas = found.areas
    test = "" if math.isnan(areas.p) else f", z {areas.z:.2f}, p {p_text(areas.p)}"
    rows = [
        (f"AUROC of {names[0]}", found.first),
        (f"AUROC of {names[1]}", found.second),
        ("  difference (DeLong)", Measure(areas.value, areas.low, areas.high)),
        ("log-loss, difference", found.log_loss),
        ("Brier score, difference", found.brier),
    ]
    lines = _table(rows)
    lines[2] += test
    return [f"{names[0]} minus {names[1]}, on the same rows", *lines]


def _point_lines(point: OperatingPoint, benefit: Measure) -> list[str]:
    per = point.per_thousand
    rows = [
        ("sensitivity", point.sensitivity),
        ("specificity", point.specificity),
        ("PPV", point.ppv),
        ("NPV", point.npv),
        ("LR+", point.lr_plus),
        ("LR-", point.lr_minus),
        ("flags per event found", point.nne),
        ("net benefit", benefit),
        ("  of flagging everyone", Measure(point.net_benefit_all)),
    ]
    return [
        f"At risk >= {point.confusion.threshold:g}, of 1,000 patients: {per.flagged} flagged "
        f"({per.found} with the event), {per.missed} missed, {per.cleared} rightly not flagged",
        *_table(rows),
    ]


def _table(rows: Rows) -> list[str]:
    return [f"{name:<32}{_shown(measure)}" for name, measure in rows]


def _shown(measure: Measure) -> str:
    if not measure.estimable:
        return "not estimable"
    interval = "" if math.isnan(measure.low) else f"  ({measure.low:.3f} to {measure.high:.3f})"
    return f"{measure.value:.3f}{interval}"
