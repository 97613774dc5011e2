"""Bootstrap intervals: what they cover, what they count, and that large tables take the short way."""

from dataclasses import replace

import numpy as np
import pytest

from clinnet_gui.core.arrays import Bytes, Floats
from clinnet_gui.core.evaluation import resampled
from clinnet_gui.core.evaluation.external import PredictionReport, judge_predictions, judging_predictions
from clinnet_gui.core.evaluation.resampled import Resampled, resample
from clinnet_gui.core.statistics.losses import expit
from clinnet_gui.core.statistics.resampling import resampled_rows
from clinnet_gui.core.work import drain
from tests.unit.evaluation.samples import drawn


def judged(y: Bytes, risks: Floats, times: int = 100, at: tuple[float, ...] = ()) -> PredictionReport:
    return drain(judging_predictions(y, risks, at, times=times))


def test_intervals_cover_the_truth_as_often_as_they_say() -> None:
    """Sixty samples of a model that is off: Brier score, ICI and expected error of the whole world."""
    world, logits = drawn(100_000, 999, intercept=0.5, slope=0.7)
    truth = judge_predictions(world, expit(logits)).calibration
    covered = []
    for seed in range(60):
        y, z = drawn(400, seed, intercept=0.5, slope=0.7)
        found = judged(y, expit(z)).calibration
        pairs = (
            (found.brier, truth.brier),
            (found.log_loss, truth.log_loss),
            (found.distances.ici, truth.distances.ici),
            (found.errors.mass, truth.errors.mass),
        )
        covered.append([here.low <= there.value <= here.high for here, there in pairs])
    assert (np.mean(covered, axis=0) >= 0.85).all()


def test_the_interval_of_a_mean_is_the_normal_one() -> None:
    y, z = drawn(1500, intercept=0.3)
    plain, boot = judge_predictions(y, expit(z)).calibration, judged(y, expit(z), 600).calibration
    for normal, resampled_ in ((plain.brier, boot.brier), (plain.log_loss, boot.log_loss)):
        assert resampled_.value == normal.value
        assert resampled_.low == pytest.approx(normal.low, abs=0.12 * (normal.high - normal.low))
        assert resampled_.high == pytest.approx(normal.high, abs=0.12 * (normal.high - normal.low))


def test_net_benefit_has_its_interval_at_each_threshold() -> None:
    y, z = drawn(600)
    report = judged(y, expit(z), at=(0.1, 0.3))
    assert report.resampled is not None and report.resampled.failed == 0
    for point, (low, high) in zip(report.at, report.resampled.net_benefit, strict=True):
        assert low < point.net_benefit < high


def test_samples_without_a_curve_are_counted_and_not_fatal() -> None:
    """Three events: some samples hold none, some are separated."""
    y, z = drawn(40, 3)
    y = np.zeros(40, np.int8)
    y[[3, 17, 30]] = 1
    report = judged(y, expit(z), 200)
    assert report.resampled is not None
    assert 0 < report.resampled.failed <= 200
    one = judged(np.zeros(40, np.int8), expit(z), 20)
    assert one.resampled is not None and one.resampled.failed == 20
    assert np.isnan(one.calibration.distances.ici.low)


def test_it_is_the_same_each_time() -> None:
    y, z = drawn(300)
    first, second = judged(y, expit(z), 30).calibration, judged(y, expit(z), 30).calibration
    assert first.distances == second.distances


def test_patients_are_drawn_with_all_their_rows() -> None:
    """Every patient three times: the interval is that of a third of the rows, not narrower."""
    y, z = drawn(300)
    tripled, owners = np.repeat(y, 3), np.repeat(np.arange(300), 3)
    risks = np.repeat(expit(z), 3)
    found = judge_predictions(tripled, risks).calibration

    def width(of: Resampled) -> float:
        return of.calibration.brier.high - of.calibration.brier.low

    drawn_rows = drain(resample(found, tripled, risks, 1, times=300))
    drawn_patients = drain(resample(found, tripled, risks, 1, patients=owners, times=300))
    assert width(drawn_patients) == pytest.approx(np.sqrt(3) * width(drawn_rows), rel=0.2)
    rows = resampled_rows(900, np.random.default_rng(0), owners)
    assert (np.bincount(rows, minlength=900).reshape(300, 3).std(axis=1) == 0).all()


def test_grouping_a_large_sample_hardly_moves_the_distances(monkeypatch: pytest.MonkeyPatch) -> None:
    y, z = drawn(20_000, intercept=0.3, slope=0.8)
    grouped = judged(y, expit(z), 8).calibration.distances
    monkeypatch.setattr(resampled, "GROUPED_ROWS", 50_000)
    single = judged(y, expit(z), 8).calibration.distances
    for here, there in ((grouped.ici, single.ici), (grouped.e90, single.e90)):
        assert here.low == pytest.approx(there.low, abs=5e-5)
        assert here.high == pytest.approx(there.high, abs=5e-5)
    assert grouped == replace(grouped, ici=grouped.ici)
