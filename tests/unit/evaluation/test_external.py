"""Predictions of any model: the report's parts agree, and what is no risk is refused."""

import math

import numpy as np
import pytest

from clinnet_gui.core.errors import EvaluationRefused, SettingsRefused
from clinnet_gui.core.evaluation.external import judge_predictions
from clinnet_gui.core.statistics.losses import expit
from tests.unit.evaluation.samples import drawn


def test_the_brier_score_is_the_sum_of_its_parts() -> None:
    y, z = drawn(1500, intercept=0.5, slope=0.7)
    report = judge_predictions(y, expit(z))
    parts, brier = report.calibration.parts, report.calibration.brier.value
    off, told, unknown = (m.value for m in (parts.miscalibration, parts.discrimination, parts.uncertainty))
    assert off - told + unknown == pytest.approx(brier)
    assert min(off, told, unknown) >= 0
    assert report.calibration.brier_scaled.value == pytest.approx(1 - brier / unknown)


def test_honest_risks_lie_within_the_null_band_and_dishonest_ones_outside() -> None:
    y, z = drawn(5000)
    honest, shifted = judge_predictions(y, expit(z)), judge_predictions(y, expit(z - 0.5))
    right, wrong = honest.calibration.errors, shifted.calibration.errors
    assert right.mass.value < right.null
    assert abs(honest.calibration.spiegelhalter.z) < 2.6
    assert honest.calibration.distances.ici.value < 0.02
    assert wrong.mass.value > 2 * wrong.null
    assert shifted.calibration.spiegelhalter.z > 4
    assert wrong.smooth.value == pytest.approx(wrong.mass.value, abs=0.01)


def test_distances_of_a_known_shift() -> None:
    y, z = drawn(300_000, intercept=0.5)
    risks = expit(z)
    gaps = np.abs(expit(z + 0.5) - risks)
    found = judge_predictions(y, risks).calibration.distances
    assert found.ici.value == pytest.approx(gaps.mean(), abs=0.004)
    assert found.e50.value == pytest.approx(np.median(gaps), abs=0.006)
    assert found.e90.value == pytest.approx(np.quantile(gaps, 0.9), abs=0.006)
    assert found.e50.value <= found.e90.value <= found.emax.value


@pytest.mark.parametrize("label", [0, 1])
def test_one_class_gives_a_report_with_gaps(label: int) -> None:
    report = judge_predictions(np.full(30, label, np.int8), np.linspace(0, 1, 30), (0.5,))
    for measure in (
        report.auroc,
        report.calibration.slope,
        report.calibration.in_the_large,
        report.calibration.brier_scaled,
        report.calibration.distances.ici,
    ):
        assert not measure.estimable
    assert report.calibration.brier.estimable
    assert not report.calibration.tests.weak.estimable
    assert report.calibration.smooths.flexible.size == 0


@pytest.mark.parametrize("risks", [[0.0] * 20, [1.0] * 20, [0.3] * 20, [0.0, 1.0] * 10])
def test_equal_risks_and_certain_ones_give_a_report(risks: list[float]) -> None:
    report = judge_predictions(np.array([0, 0, 1, 1] * 5, np.int8), np.array(risks), (0.0, 0.5, 1.0))
    assert 0 <= report.calibration.errors.mass.value <= 1
    assert len(report.at) == 3


@pytest.mark.parametrize(
    "risks, hint",
    [
        ([12.0, 55.0], "percent"),
        ([-1.2, 0.4], "logits"),
        ([0.2, math.inf], "infinite"),
        ([0.2, 400.0], "0 and 1"),
    ],
)
def test_what_is_no_risk_is_refused_with_a_guess(risks: list[float], hint: str) -> None:
    with pytest.raises(EvaluationRefused) as refusal:
        judge_predictions(np.array([0, 1], np.int8), np.array(risks))
    assert hint in refusal.value.hint
    assert refusal.value.code == "RISK_RANGE"


def test_no_rows_and_impossible_thresholds_are_refused() -> None:
    with pytest.raises(EvaluationRefused):
        judge_predictions(np.zeros(0, np.int8), np.zeros(0))
    with pytest.raises(SettingsRefused):
        judge_predictions(np.array([0, 1], np.int8), np.array([0.1, 0.2]), (1.2,))
