"""Bootstrap intervals: what they cover, what they count, and that large tables take the short way."""

import numpy as np
import pytest

from clinnet_gui.core.arrays import Bytes, Floats
from clinnet_gui.core.evaluation import redrawn
from clinnet_gui.core.evaluation.evaluation import Calibration
from clinnet_gui.core.evaluation.external import PredictionReport, judge_predictions, judging_predictions
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.evaluation.resampled import Resampled, resample
from clinnet_gui.core.statistics.losses import expit
from clinnet_gui.core.work import Progress, drain
from tests.unit.evaluation.samples import drawn


def judged(y: Bytes, risks: Floats, times: int = 100, at: tuple[float, ...] = ()) -> PredictionReport:
    return drain(judging_predictions(y, risks, at, times=times))


def errors_of(found: Calibration) -> tuple[Measure, ...]:
    """Figures that chance makes larger and of which perfect risks have none."""
    far, errors = found.distances, found.errors
    return (far.ici, far.emax, errors.mass, errors.width_fine, errors.smooth, found.parts.miscalibration)


def test_intervals_cover_the_truth_as_often_as_they_say() -> None:
    """Samples of a model that is off: the figures of the whole world."""
    world, logits = drawn(100_000, 999, intercept=0.5, slope=0.7)
    truth = judge_predictions(world, expit(logits)).calibration
    covered = []
    for seed in range(40):
        y, z = drawn(400, seed, intercept=0.5, slope=0.7)
        found = judged(y, expit(z), 60).calibration
        pairs = [(found.brier, truth.brier), (found.log_loss, truth.log_loss)]
        pairs += [(found.parts.discrimination, truth.parts.discrimination)]
        pairs += list(zip(errors_of(found), errors_of(truth), strict=True))
        covered.append([here.low <= there.value <= here.high for here, there in pairs])
    assert (np.mean(covered, axis=0) >= 0.8).all()


def test_intervals_of_perfect_risks_begin_at_0_and_hold_the_estimate() -> None:
    begins = []
    for seed in range(20):
        y, z = drawn(300, seed)
        found = errors_of(judged(y, expit(z), 40).calibration)
        assert all(one.low <= one.value <= one.high for one in found)
        begins.append([one.low == 0 for one in found])
    assert (np.mean(begins, axis=0) >= 0.85).all()
    far = errors_of(judged(*off(), 60).calibration)
    assert all(one.low > 0 for one in far)


def test_they_begin_at_0_too_where_the_rows_of_a_patient_resemble_each_other() -> None:
    begins = []
    for seed in range(20):
        generator = np.random.default_rng(seed)
        risks, owner = np.repeat(expit(generator.normal(-1.0, 1.0, 60)), 5), np.repeat(np.arange(60), 5)
        y = generator.random(300) < np.repeat(generator.beta(1.5 * risks[::5], 1.5 - 1.5 * risks[::5]), 5)
        found = judge_predictions(y.astype(np.int8), risks).calibration
        far = drain(resample(found, y.astype(np.int8), risks, seed, patients=owner, times=40))
        begins.append([one.low == 0 for one in errors_of(far.calibration)])
    assert (np.mean(begins, axis=0) >= 0.85).all(), "rows taken alone: 0.45 to 0.90"


def off() -> tuple[Bytes, Floats]:
    y, z = drawn(2000, 5, intercept=1.0)
    return y, expit(z)


def test_a_method_says_how_the_interval_was_found_and_what_chance_gives() -> None:
    y, z = drawn(300)
    found = judged(y, expit(z), 20).calibration
    for one in errors_of(found):
        assert "bootstrap of patients, 20 samples" in one.method
        assert "perfectly calibrated risks show up to" in one.method
    assert "chance" not in found.brier.method


def test_the_interval_of_a_mean_is_the_normal_one() -> None:
    y, z = drawn(1500, intercept=0.3)
    plain, boot = judge_predictions(y, expit(z)).calibration, judged(y, expit(z), 300).calibration
    for normal, resampled_ in ((plain.brier, boot.brier), (plain.log_loss, boot.log_loss)):
        assert resampled_.value == normal.value
        assert resampled_.low == pytest.approx(normal.low, abs=0.12 * (normal.high - normal.low))
        assert resampled_.high == pytest.approx(normal.high, abs=0.12 * (normal.high - normal.low))


def test_net_benefit_has_its_interval_at_each_threshold() -> None:
    y, z = drawn(600)
    report = judged(y, expit(z), at=(0.1, 0.3))
    assert report.resampled is not None and report.resampled.failed == 0
    for point, bounds in zip(report.at, report.benefits, strict=True):
        assert bounds.low < point.net_benefit < bounds.high


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

    drawn_rows = drain(resample(found, tripled, risks, 1, times=200))
    drawn_patients = drain(resample(found, tripled, risks, 1, patients=owners, times=200))
    assert width(drawn_patients) == pytest.approx(np.sqrt(3) * width(drawn_rows), rel=0.2)


def test_joining_very_many_rows_hardly_moves_an_interval(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same world, drawn differently: only the noise of some hundred samples is left between them."""
    y, z = drawn(6_000, intercept=0.5, slope=0.8)
    single = judged(y, expit(z), 150).calibration
    monkeypatch.setattr(redrawn, "CELLS", 2_000)
    joined = judged(y, expit(z), 150).calibration
    for here, there in zip(errors_of(joined)[2:], errors_of(single)[2:], strict=True):
        wide = there.high - there.low
        assert here.low == pytest.approx(there.low, abs=0.25 * wide)
        assert here.high == pytest.approx(there.high, abs=0.25 * wide)


def test_it_yields_often_and_can_be_closed() -> None:
    y, z = drawn(400)
    work = resample(judge_predictions(y, expit(z)).calibration, y, expit(z), 1, times=3)
    shares = [record.done for record in work if isinstance(record, Progress) and record.done is not None]
    assert shares == [0, 1 / 3, 2 / 3]
    stopped = resample(judge_predictions(y, expit(z)).calibration, y, expit(z), 1, times=3)
    next(stopped)
    stopped.close()
