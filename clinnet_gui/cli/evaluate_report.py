"""The report of ``clinnet evaluate``: the same figures as JSON and as lines of text."""

import math

from clinnet_gui.cli.printing import Json
from clinnet_gui.core.evaluation.external import PredictionReport
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.evaluation.operating import OperatingPoint


def as_json(report: PredictionReport) -> dict[str, Json]:
    """Return the report as JSON; intervals stand beside their estimate as ``_ci``."""
    return {
        "n": report.n,
        "n_missing": report.missing,
        "n_certain": report.certain,
        "events": report.events,
        "prevalence": report.prevalence,
        **_with_ci("auroc", report.auroc),
        "brier": report.brier,
        "brier_scaled": report.brier_scaled,
        "log_loss": report.log_loss,
        **_with_ci("oe", report.o_to_e),
        **_with_ci("citl", report.in_the_large),
        **_with_ci("slope", report.slope),
        "ici": report.flexible.ici,
        "e50": report.flexible.e50,
        "e90": report.flexible.e90,
        "emax": report.flexible.emax,
        "ece_mass_10": report.ece_mass,
        "ece_width_10": report.ece_width,
        "ece_null_95": report.ece_null,
        "mce": report.mce,
        "rmsce_debiased": report.rmsce_debiased,
        "smooth_ece": report.smooth_ece,
        "spiegelhalter_z": report.spiegelhalter,
        "mcb": report.parts.miscalibration,
        "dsc": report.parts.discrimination,
        "unc": report.parts.uncertainty,
        "thresholds": [_point_json(point) for point in report.at],
    }


def _point_json(point: OperatingPoint) -> dict[str, Json]:
    counts = point.confusion
    return {
        "t": counts.threshold,
        "tp": counts.tp,
        "fp": counts.fp,
        "fn": counts.fn,
        "tn": counts.tn,
        **_with_ci("sensitivity", point.sensitivity),
        **_with_ci("specificity", point.specificity),
        **_with_ci("ppv", point.ppv),
        **_with_ci("npv", point.npv),
        "lr_plus": point.lr_plus,
        "lr_minus": point.lr_minus,
        "nne": point.nne,
        "net_benefit": point.net_benefit,
        "net_benefit_all": point.net_benefit_all,
    }


def _with_ci(name: str, measure: Measure) -> dict[str, Json]:
    return {name: measure.value, f"{name}_ci": [measure.low, measure.high]}


def as_lines(report: PredictionReport) -> list[str]:
    """Return the report as lines of text."""
    rows = [
        ("AUROC", report.auroc),
        ("Brier score", Measure(report.brier)),
        ("log-loss", Measure(report.log_loss)),
        ("O:E", report.o_to_e),
        ("calibration-in-the-large", report.in_the_large),
        ("calibration slope", report.slope),
        ("ICI", Measure(report.flexible.ici)),
        ("ECE, 10 equal groups", Measure(report.ece_mass)),
        ("  of a perfect model, up to", Measure(report.ece_null)),
    ]
    head = (
        f"{report.n:,} rows, {report.events:,} events ({report.prevalence:.1%}), {report.missing:,} left out"
    )
    lines = [
        head,
        *(f"{name:<28}{_shown(measure)}" for name, measure in rows),
        report.sentence,
    ]
    if report.certain:
        lines.append(f"{report.certain:,} risks are exactly 0 or 1; they count as 1e-8 and 1 - 1e-8.")
    for point in report.at:
        lines += ["", *_point_lines(point)]
    return lines


def _point_lines(point: OperatingPoint) -> list[str]:
    per = point.per_thousand
    measures = [
        ("sensitivity", point.sensitivity),
        ("specificity", point.specificity),
        ("PPV", point.ppv),
        ("NPV", point.npv),
        ("net benefit", Measure(point.net_benefit)),
        ("  of flagging everyone", Measure(point.net_benefit_all)),
    ]
    return [
        f"At risk >= {point.confusion.threshold:g}, of 1,000 patients: {per.flagged} flagged "
        f"({per.found} with the event), {per.missed} missed, {per.cleared} rightly not flagged",
        *(f"{name:<28}{_shown(measure)}" for name, measure in measures),
    ]


def _shown(measure: Measure) -> str:
    if not measure.estimable:
        return "not estimable"
    interval = "" if math.isnan(measure.low) else f"  ({measure.low:.3f} to {measure.high:.3f})"
    return f"{measure.value:.3f}{interval}"
