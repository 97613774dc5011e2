"""Every published figure that concerns what is built here, at the tolerance it was printed with."""

from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import least_squares

from clinnet_gui.core.arrays import Bytes, Floats
from clinnet_gui.core.evaluation.binning import equal_mass, equal_width
from clinnet_gui.core.evaluation.calibration_error import expected_error, largest_error
from clinnet_gui.core.evaluation.calibration_line import line_fit
from clinnet_gui.core.evaluation.curves import curve_of
from clinnet_gui.core.evaluation.decision import Method
from clinnet_gui.core.evaluation.decomposition import spiegelhalter
from clinnet_gui.core.evaluation.external import judge_predictions
from clinnet_gui.core.evaluation.operating import operating_point
from clinnet_gui.core.evaluation.recalibration import fit_calibrator
from clinnet_gui.core.evaluation.utility import utility, utility_curve
from clinnet_gui.core.statistics.loess import fit_loess
from clinnet_gui.core.statistics.logistic import log_likelihood
from clinnet_gui.core.statistics.losses import expit, logit
from clinnet_gui.core.statistics.proportions import wilson
from tests.unit.evaluation.published import (
    biopsies,
    columns,
    figures,
    labels,
    numbers,
    oracle,
    validation,
)

PRINTED = ("variable", "threshold", "net_benefit", "net_intervention_avoided")


def _number(text: str) -> float:
    return float("nan") if text == "NA" else float(text)


TUTORIAL = "CalibrationCurves testdata"
PRECISE = (
    "Brier", "Brier scaled", "Intercept", "Slope", "R2 Nagelkerke", "D", "U chi2", "U p",
    "Emax (logistic, grid 0..1)",
)  # fmt: skip
"""Not among them: the coefficients themselves, and the deviance on rows that are not given."""


def tutorial(y: Bytes, logits: Floats) -> dict[str, float]:
    """The figures that the tutorial prints with seven digits or more."""
    found, line = judge_predictions(y, expit(logits)).calibration, line_fit(y, logits)
    assert line is not None
    null = log_likelihood(y, np.full(y.size, np.log(y.mean() / (1 - y.mean()))))
    explained = -np.expm1(2 * (null - line.log_likelihood) / y.size)
    grid = np.linspace(0, 1, 2001)[1:-1]
    a, b = line.coefficients
    return {
        "Brier": found.brier.value,
        "Brier scaled": found.brier_scaled.value,
        "Intercept": found.in_the_large.value,
        "Slope": found.slope.value,
        "D": (2 * (line.log_likelihood - null) - 1) / y.size,
        "R2 Nagelkerke": explained / -np.expm1(2 * null / y.size),
        "U chi2": found.tests.weak.chi2,
        "U p": found.tests.weak.p,
        "Emax (logistic, grid 0..1)": float(np.abs(expit(a + b * logit(grid)) - grid).max()),
    }


def test_the_calibration_tutorial_is_reproduced(shared: Path) -> None:
    """The model's coefficients are printed with five decimals, its results with eight: within the
    rounding of the five coefficients one point must meet all seven results."""
    printed = figures(shared, TUTORIAL)
    y, design = validation(shared)
    names = ("coef0", "coef x1", "coef x2", "coef x3", "coef x4")
    start = np.array([printed[name].value for name in names])

    def misses(shift: Floats) -> Floats:
        found = tutorial(y, design @ (start + shift * 1e-5))
        return np.array([(found[k] - printed[k].value) / printed[k].tolerance for k in PRECISE])

    solved = least_squares(misses, np.zeros(5), bounds=(-0.51, 0.51), diff_step=1e-2, x_scale=0.1)
    assert np.abs(misses(solved.x)).max() <= 1


def test_the_tutorials_concordance_and_intervals(shared: Path) -> None:
    printed = figures(shared, TUTORIAL)
    y, design = validation(shared)
    beta = np.array([0.08915, 0.60585, 1.38035, -0.75109, 0.82757])
    report = judge_predictions(y, expit(design @ beta))
    found = report.calibration
    assert printed["C"].met_by(report.auroc.value)
    assert printed["C lo (logit-DeLong)"].met_by(report.auroc.low)
    assert printed["C hi"].met_by(report.auroc.high)
    assert printed["Int lo"].met_by(found.in_the_large.low)
    assert printed["Int hi"].met_by(found.in_the_large.high)
    assert printed["Slope lo"].met_by(found.slope.low)
    assert printed["Slope hi"].met_by(found.slope.high)


def test_integrated_calibration_index_by_spline(shared: Path) -> None:
    """Printed with three decimals for five knots on the logit."""
    y, design = validation(shared)
    beta = np.array([0.08915, 0.60585, 1.38035, -0.75109, 0.82757])
    assert judge_predictions(y, expit(design @ beta)).calibration.distances.ici.value == pytest.approx(
        0.049, abs=5e-4
    )
    cancer, risks, _ = biopsies(shared)
    assert judge_predictions(cancer, risks).calibration.distances.ici.value == pytest.approx(0.009, abs=5e-4)


def test_loess_is_that_of_r(shared: Path) -> None:
    """Mean and mean squared distance from R's loess, which joins its local fits by cubics; with the
    five decimals of the coefficients both come out to seven."""
    printed = figures(shared, TUTORIAL)
    y, design = validation(shared)
    risks = expit(design @ np.array([0.08915, 0.60585, 1.38035, -0.75109, 0.82757]))
    order = np.argsort(risks)
    fit = fit_loess(risks[order], y[order])
    assert fit is not None
    gaps = fit.at(risks) - risks
    eavg, eci = printed["Eavg (R loess interpolates)"], printed["ECI=100*mean sq"]
    assert eavg.met_by(float(np.abs(gaps).mean())) and eci.met_by(float(100 * (gaps**2).mean()))
    assert float(np.abs(gaps).mean()) == pytest.approx(eavg.value, abs=2e-6)
    assert float(100 * (gaps**2).mean()) == pytest.approx(eci.value, abs=2e-5)


def test_net_benefit_of_the_decision_curve_tutorial(shared: Path) -> None:
    printed = figures(shared, "df_binary")
    cancer, _, history = biopsies(shared)
    curve = curve_of(cancer, history)
    for threshold in ("0.05", "0.1", "0.15", "0.2"):
        found = operating_point(curve, float(threshold)).net_benefit
        assert printed[f"NB famhistory@{threshold}"].met_by(found)
    assert printed["net interventions avoided@.15"].met_by(utility(curve, 0.15).avoided / 100)


def test_net_benefit_at_a_hundred_thresholds(shared: Path) -> None:
    tolerance = figures(shared, "df_binary")["max |NB diff| over 100 thresholds, famhistory"].tolerance
    cancer, _, history = biopsies(shared)
    curve = curve_of(cancer, history)
    table = columns(shared / "reference" / "dcurves" / "r_dca_famhistory.csv")
    compared = 0
    for variable, t, printed in zip(table["variable"], table["threshold"], table["net_benefit"], strict=True):
        point = operating_point(curve, float(t))
        if float(t) == 0 or variable == "none":  # the tutorial flags nobody at 0, the rule p >= t everybody
            continue
        found = point.net_benefit if variable == "famhistory" else point.net_benefit_all
        assert abs(found - float(printed)) <= tolerance
        compared += 1
    assert compared == 198


def test_work_ups_avoided_at_a_hundred_thresholds(shared: Path) -> None:
    """Printed a patient; the model is family history, which flags 15 % of the men."""
    tolerance = figures(shared, "df_binary")["net interventions avoided@.15"].tolerance
    cancer, _, history = biopsies(shared)
    curve = curve_of(cancer, history)
    table = columns(shared / "reference" / "dcurves" / "r_case1_results.csv")
    compared = 0
    for row in zip(*(table[name] for name in PRINTED), strict=True):
        variable, (t, benefit, avoided) = row[0], map(_number, row[1:])
        if variable != "famhistory" or t == 0:
            continue
        found = utility(curve, t)
        assert abs(found.net_benefit - benefit) <= tolerance
        assert abs(found.avoided / 100 - avoided) <= tolerance
        assert found.prevalence == pytest.approx(0.14)
        compared += 1
    assert compared == 99


def test_net_benefit_of_the_models_risk(shared: Path) -> None:
    cancer, risks, _ = biopsies(shared)
    expected = oracle(shared, "dcurves_df_binary_cancerpredmarker")
    (values,) = [value for name, value in expected.items() if name.startswith("dcurves-py")]
    at = (0.05, 0.10, 0.15, 0.20, 0.25, 0.30, 0.35)
    found = [point.net_benefit for point in judge_predictions(cancer, risks, at).at]
    np.testing.assert_allclose(found, values, atol=1e-6)
    grid = utility_curve(curve_of(cancer, risks), np.array(at))
    np.testing.assert_allclose(grid.net_benefit, values, atol=1e-6)
    np.testing.assert_allclose(grid.standardised, np.array(values) / 0.14, atol=1e-5)


def check_oracle(y: Bytes, risks: Floats, expected: dict[str, float]) -> None:
    errors, fine = judge_predictions(y, risks).calibration.errors, equal_mass(curve_of(y, risks), 15)
    plugin = float(np.sqrt((fine.counts * fine.gaps**2).sum() / y.size))
    assert plugin == pytest.approx(expected["plugin"], abs=2e-7)
    assert errors.smooth.value == pytest.approx(expected["relplot smECE"], abs=1e-6)
    assert errors.debiased.value == pytest.approx(expected["uncertainty-calibration L2 debiased"], abs=1e-9)
    assert errors.width_fine.value == pytest.approx(expected["get_ece 15 eq-width"], abs=2e-7)
    assert errors.width.value == pytest.approx(expected["netcal ECE10"], abs=2e-7)
    assert errors.mass.value == pytest.approx(expected["netcal ECE10 equal mass"], abs=2e-7)


def test_calibration_errors_of_other_libraries(shared: Path) -> None:
    cancer, risks, _ = biopsies(shared)
    expected = oracle(shared, "dcurves_df_binary_cancerpredmarker")
    check_oracle(cancer, risks, expected)
    y, design = validation(shared)
    risks = expit(design @ np.array([0.08915, 0.60585, 1.38035, -0.75109, 0.82757]))
    check_oracle(y, risks, oracle(shared, "CalibrationCurves_testdata"))


def test_expected_calibration_error_of_the_snacks(shared: Path) -> None:
    table = columns(shared / "reference" / "hollance_reliability" / "snacks.csv")
    right = np.array(table["true_label"]) == np.array(table["pred_label"])
    curve = curve_of(right.astype(np.int8), numbers(table["confidence"]))
    printed = figures(shared, "hollance snacks")["ECE% 10 equal-width (lo,hi]"]
    assert printed.met_by(100 * expected_error(equal_width(curve, 10)))


def test_calibration_error_of_two_groups(shared: Path) -> None:
    printed = figures(shared, "kumar unit")
    y = np.array([0, 1, 0, 1, 0, 1, 1, 1, 0], np.int8)
    groups = equal_width(curve_of(y, np.array([0.5, 0.5, 0.5, 0.6, 0.5, 0.6, 0.6, 0.6, 0.6])), 10)
    assert printed["L1 CE"].met_by(expected_error(groups))
    assert printed["L2 CE"].met_by(float(np.sqrt((groups.counts * groups.gaps**2).sum() / 9)))
    assert largest_error(groups) == pytest.approx(0.25)


def test_spiegelhalters_z(shared: Path) -> None:
    printed = figures(shared, "MAPIE docstring")["Spiegelhalter z"]
    y = np.array([0, 1, 0, 1, 0], np.int8)
    assert printed.met_by(spiegelhalter(y, np.array([0.1, 0.9, 0.21, 0.9, 0.5])).z)


def test_platt_scaling(shared: Path) -> None:
    printed = figures(shared, "segment_logistic")
    table = columns(shared / "reference" / "probably" / "segment_logistic.csv")
    y, risks = labels(table["Class"], "good"), numbers(table[".pred_good"])
    on_risks = fit_calibrator(Method.PLATT, risks, y).risk(risks)
    assert printed["Platt(on p) sd"].met_by(float(on_risks.std(ddof=1)))
    on_logits = fit_calibrator(Method.PLATT, logit(risks), y).risk(logit(risks))
    assert printed["Platt mean"].met_by(float(on_logits.mean()))
    assert float(on_logits.std(ddof=1)) == pytest.approx(0.2953780, abs=1e-6)


def test_beta_calibration(shared: Path) -> None:
    printed = figures(shared, "segment_logistic")["beta(abm) sd"]
    table = columns(shared / "reference" / "probably" / "segment_logistic.csv")
    y, logits = labels(table["Class"], "good"), logit(numbers(table[".pred_good"]))
    assert printed.met_by(float(fit_calibrator(Method.BETA, logits, y).risk(logits).std(ddof=1)))


def test_wilson(shared: Path) -> None:
    printed = figures(shared, "Wilson")
    for share in ("81/263", "15/148", "0/20", "1/29"):
        k, n = map(int, share.split("/"))
        low, high = wilson(k, n)
        assert printed[f"{share} lo"].met_by(float(low))
        assert printed[f"{share} hi"].met_by(float(high))
