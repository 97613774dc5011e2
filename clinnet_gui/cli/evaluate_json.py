"""The report of ``clinnet evaluate`` as JSON: every key always there, null where not estimable."""

from clinnet_gui.cli.printing import Json
from clinnet_gui.core.evaluation.contest import Contest
from clinnet_gui.core.evaluation.external import PredictionReport
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.evaluation.operating import OperatingPoint
from clinnet_gui.core.statistics.likelihood import NestedTest


def as_json(report: PredictionReport, names: tuple[str, str] = ("", "")) -> dict[str, Json]:
    """Return the report as JSON; intervals stand beside their estimate as ``_ci``, [low, high].

    A bootstrap adds intervals to what has none without it, and how many samples failed; a
    comparison adds ``compare``, ``names`` being the two columns of risks; patients with several rows add
    ``patients``, how many there are.
    """
    found: dict[str, Json] = {
        "n": report.n,
        "n_missing": report.missing,
        "n_certain": report.certain,
        "events": report.events,
        "prevalence": report.prevalence,
        **_with_ci("auroc", report.auroc),
        **_with_ci("average_precision", report.precision),
        **_calibration(report),
        "thresholds": [
            _point_json(point, benefit) for point, benefit in zip(report.at, report.benefits, strict=True)
        ],
    }
    if report.patients:
        found["patients"] = report.patients
    if report.resampled is not None:
        found |= {"bootstrap": report.resampled.times, "bootstrap_failed": report.resampled.failed}
        found |= {f"{name}_ci": [m.low, m.high] for name, m in _resampled(report).items()}
    if report.contest is not None:
        found["compare"] = _contest_json(report.contest, names)
    return found


def _resampled(report: PredictionReport) -> dict[str, Measure]:
    """Return what a bootstrap gives an interval, by its key."""
    found = report.calibration
    far, errors = found.distances, found.errors
    return {
        "brier": found.brier,
        "brier_scaled": found.brier_scaled,
        "log_loss": found.log_loss,
        "ici": far.ici,
        "e50": far.e50,
        "e90": far.e90,
        "emax": far.emax,
        "ece_mass_10": errors.mass,
        "ece_width_10": errors.width,
        "ece_mass_15": errors.mass_fine,
        "ece_width_15": errors.width_fine,
        "mce": errors.largest,
        "rmsce_debiased": errors.debiased,
        "smooth_ece": errors.smooth,
        "mcb": found.parts.miscalibration,
        "dsc": found.parts.discrimination,
        "unc": found.parts.uncertainty,
    }


def _calibration(report: PredictionReport) -> dict[str, Json]:
    found = report.calibration
    return {
        **{name: measure.value for name, measure in _resampled(report).items()},
        **_with_ci("brier", found.brier),
        **_with_ci("brier_scaled", found.brier_scaled),
        **_with_ci("log_loss", found.log_loss),
        **_with_ci("oe", found.o_to_e),
        **_with_ci("citl", found.in_the_large),
        **_with_ci("slope", found.slope),
        "ece_null_95": found.errors.null,
        "tests": {
            "both": _tested(found.tests.weak),
            "in_the_large": _tested(found.tests.large),
            "slope": _tested(found.tests.slope),
        },
        "spiegelhalter_z": found.spiegelhalter.z,
        "spiegelhalter_p": found.spiegelhalter.p,
    }


def _point_json(point: OperatingPoint, benefit: Measure) -> dict[str, Json]:
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
        **_with_ci("lr_plus", point.lr_plus),
        **_with_ci("lr_minus", point.lr_minus),
        **_with_ci("nne", point.nne),
        **_with_ci("net_benefit", benefit),
        "net_benefit_all": point.net_benefit_all,
    }


def _contest_json(found: Contest, names: tuple[str, str]) -> dict[str, Json]:
    """Return the paired comparison; differences are the first column minus the second."""
    areas = found.areas
    return {
        "first": names[0],
        "second": names[1],
        **_with_ci("auroc_first", found.first),
        **_with_ci("auroc_second", found.second),
        "auroc_difference": areas.value,
        "auroc_difference_ci": [areas.low, areas.high],
        "z": areas.z,
        "p": areas.p,
        **_with_ci("log_loss_difference", found.log_loss),
        **_with_ci("brier_difference", found.brier),
    }


def _tested(test: NestedTest) -> dict[str, Json]:
    return {"chi2": test.chi2, "df": test.df, "p": test.p, "method": test.kind}


def _with_ci(name: str, measure: Measure) -> dict[str, Json]:
    return {name: measure.value, f"{name}_ci": [measure.low, measure.high]}
