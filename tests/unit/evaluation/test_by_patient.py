"""Figures of patients with several rows: their intervals hold the truth as often as they say."""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.special import ndtr

from clinnet_gui.core.arrays import Bytes, Floats, Ints
from clinnet_gui.core.evaluation.binning import equal_mass
from clinnet_gui.core.evaluation.by_patient import by_patient, owners
from clinnet_gui.core.evaluation.calibration import calibration, mean_measure
from clinnet_gui.core.evaluation.calibration_error import expected_error, null_bound, null_of_patients
from clinnet_gui.core.evaluation.calibration_line import fit_lines, line_fit, observed_to_expected, slope_of
from clinnet_gui.core.evaluation.curves import curve_of
from clinnet_gui.core.evaluation.decision import Method
from clinnet_gui.core.evaluation.decomposition import spiegelhalter
from clinnet_gui.core.evaluation.discrimination import auroc_measure
from clinnet_gui.core.evaluation.evaluation import Calibration
from clinnet_gui.core.evaluation.external import judging_predictions
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.evaluation.transport.updating import closed_test, updates
from clinnet_gui.core.statistics.losses import expit, logit, squared_errors
from clinnet_gui.core.work import drain
from tests.unit.statistics.test_clustered import visits

ROWS = 6
Measures = dict[str, Measure]


def judged(y: Bytes, p: Floats, owner: Ints) -> Calibration:
    return drain(by_patient(drain(calibration(y, p, curve_of(y, p, owner), 1, owner)), y, p, owner))


def risks(z: Floats) -> Floats:
    """The risk given the logit alone, the patient's own part averaged away (an approximation to it)."""
    return expit(z / math.sqrt(1 + 1.2**2 * (16 * math.sqrt(3) / (15 * math.pi)) ** 2))


def taken_alone(y: Bytes, p: Floats) -> Measures:
    """The figures as rows that are each a patient give them."""
    z = logit(p)
    return {
        "o_to_e": observed_to_expected(y, p),
        "brier": mean_measure(squared_errors(y, p), y, "Brier score"),
        "slope": slope_of(line_fit(y, z), y),
    }


@pytest.mark.parametrize("patients", [1, 2, 9])
def test_a_handful_of_patients_gives_no_interval_however_many_rows_they_have(patients: int) -> None:
    """Their sums all but cancel: of one patient alone the error would be 0, and a claim sure to be wrong."""
    rng = np.random.default_rng(3)
    y, p = (rng.random(400) < 0.3).astype(np.int8), rng.uniform(0.3, 0.6, 400)
    owner = np.arange(400) % patients
    found = judged(y, p, owner)
    measures = (found.o_to_e, found.in_the_large, found.slope, found.brier, found.log_loss)
    for measure in (*measures, auroc_measure(y, p, owner)):
        assert measure.estimable and math.isnan(measure.low) and math.isnan(measure.high)
        assert "no interval below 10 patients" in measure.method
    whom = "1 patient" if patients == 1 else f"{patients} patients"
    assert found.sentence == f"Too few to judge calibration: these 400 rows are of {whom}."
    report = drain(judging_predictions(y, p, (0.3,), owner=owner, times=5))
    assert report.calibration.sentence == found.sentence and report.resampled is not None
    assert math.isnan(report.calibration.brier.low) and math.isnan(report.calibration.distances.ici.low)
    assert math.isnan(report.benefits[0].low)
    tests = report.calibration.tests
    assert not (tests.weak.estimable or tests.large.estimable or tests.slope.estimable)
    assert math.isnan(report.calibration.spiegelhalter.z) and math.isnan(report.calibration.errors.null)


def test_intervals_hold_the_truth_that_rows_taken_alone_miss() -> None:
    """Of 150 samples of 150 patients with six rows each; the truth from 60,000 patients. The interval of O:E
    for rows is a Poisson one, so wide that it holds here."""
    y, z, owner = visits(60_000, 1, seed=99)
    truth = {name: measure.value for name, measure in taken_alone(y, risks(z)).items()}
    held: dict[str, list[tuple[bool, bool]]] = {name: [] for name in truth}
    y, z, owner = visits(150, ROWS, 0)
    any_other = drain(calibration(y, risks(z), curve_of(y, risks(z)), 1))
    for seed in range(150):
        y, z, owner = visits(150, ROWS, seed)
        alone = taken_alone(y, risks(z))
        found = drain(by_patient(replace(any_other, **alone), y, risks(z), owner))
        for name, value in truth.items():
            measures = getattr(found, name), alone[name]
            held[name].append(tuple(one.low <= value <= one.high for one in measures))
    for name, pairs in held.items():
        together, apart = np.array(pairs).mean(axis=0)
        assert together >= 0.88, (name, together)  # 99.9 % of Binomial(150, 0.95)
        assert name == "o_to_e" or apart < together - 0.08, (name, apart)


def test_only_intervals_and_the_sentence_change() -> None:
    y, z, owner = visits(200, 4, seed=5)
    p = expit(z)
    before, after = drain(calibration(y, p, curve_of(y, p), 1)), judged(y, p, owner)
    for name in ("in_the_large", "slope", "o_to_e", "brier", "brier_scaled", "log_loss"):
        old, new = getattr(before, name), getattr(after, name)
        assert new.value == old.value and "by patient" in new.method and "Wald; Wald" not in new.method
        assert new.low < new.value < new.high
    assert after.slope.high - after.slope.low > 1.2 * (before.slope.high - before.slope.low)
    assert after.distances == before.distances


def right(patients: int, seed: int) -> tuple[Bytes, Floats, Ints]:
    """Risks that are right, of patients with six rows on average whose outcomes resemble each other."""
    rng = np.random.default_rng(seed)
    owner = np.repeat(np.arange(patients), 1 + rng.poisson(5, patients))
    p = expit(rng.normal(-1, 1, patients)[owner] + rng.normal(0, 0.5, owner.size))
    u = math.sqrt(0.4) * rng.normal(size=patients)[owner] + math.sqrt(0.6) * rng.normal(size=owner.size)
    return (ndtr(u) < p).astype(np.int8), p, owner


def test_tests_of_right_risks_keep_their_level_where_rows_taken_alone_do_not() -> None:
    wrong, (y, p, owner) = np.zeros((2, 5)), right(100, 0)
    any_other = drain(calibration(y, p, curve_of(y, p), 1))
    for seed in range(150):
        y, p, owner = right(100, seed)
        curve = curve_of(y, p, owner)
        groups, found = equal_mass(curve, 10), drain(by_patient(any_other, y, p, owner))
        alone, bound = drain(fit_lines(y, logit(p))).tests, drain(null_bound(curve, groups, seed))
        together = (found.tests, found.spiegelhalter, null_of_patients(curve, groups, seed))
        for place, (tests, z, most) in enumerate((together, (alone, spiegelhalter(y, p), bound))):
            rejected = [test.p < 0.05 for test in (tests.weak, tests.large, tests.slope, z)]
            wrong[place] += [*rejected, expected_error(groups) > most]
    assert (wrong[0] <= 19).all(), wrong  # 99.9 % of Binomial(150, 0.06)
    assert (wrong[1] > wrong[0] + 6).all(), wrong


def test_the_tests_agree_with_the_intervals() -> None:
    """An interval ends at the ideal where the test's p is 0.05: both are Student's t on the same error."""
    for seed in range(20):
        y, p, owner = right(30, seed)
        found = judged(y, p, owner)
        for measure, test, ideal in (
            (found.slope, found.tests.slope, 1.0),
            (found.in_the_large, found.tests.large, 0.0),
        ):
            if abs(test.p - 0.05) > 1e-3:  # the quantile is an expansion
                assert (test.p < 0.05) == (not measure.low <= ideal <= measure.high)
            assert test.kind == "Wald test by patient"


def test_the_report_draws_patients_where_they_repeat() -> None:
    y, z, owner = visits(120, 5, seed=6)
    p = expit(z)
    alone = drain(judging_predictions(y, p, times=60))
    together = drain(judging_predictions(y, p, times=60, owner=owner))
    assert together.auroc.value == alone.auroc.value
    assert together.auroc == auroc_measure(y, p, owner)
    at = (0.2, 0.5)
    drawn_at = drain(judging_predictions(y, p, at, owner=owner)).benefits
    for own, one in zip(drawn_at, drain(judging_predictions(y, p, at)).benefits, strict=True):
        assert own.value == one.value and own.high - own.low > 1.3 * (one.high - one.low)
    old, new = alone.calibration.brier, together.calibration.brier
    assert new.high - new.low > 1.3 * (old.high - old.low)


def test_patients_that_do_not_repeat_need_no_owner() -> None:
    assert owners(np.array([4, 9, 2])) is None
    found = owners(np.array([4, 9, 4]))
    assert found is not None and found.tolist() == [0, 1, 0]


def test_the_closed_test_by_patient_keeps_its_level() -> None:
    """Right risks on average, patients of six rows: rows taken alone reject far too often."""
    wrong = {"together": 0, "alone": 0}
    for seed in range(150):
        y, z, owner = visits(150, ROWS, seed)
        logits = logit(risks(z))
        wrong["together"] += closed_test(y, logits, owner).taken is not Method.NONE
        wrong["alone"] += closed_test(y, logits).taken is not Method.NONE
    assert wrong["together"] <= 22, wrong  # 99.9 % of Binomial(150, 0.08)
    assert wrong["alone"] > 2 * wrong["together"]


def test_one_row_a_patient_makes_wald_and_likelihood_ratio_much_the_same() -> None:
    y, z, _ = visits(1500, 1, seed=4)
    by_ratio, by_wald = closed_test(y, z), closed_test(y, z, np.arange(y.size))
    assert by_wald.as_is.chi2 == pytest.approx(by_ratio.as_is.chi2, rel=0.1)
    assert by_wald.intercept.chi2 == pytest.approx(by_ratio.intercept.chi2, rel=0.1)
    assert by_wald.taken is by_ratio.taken
    assert "by patient" in by_wald.sentence and "by patient" not in by_ratio.sentence


def test_the_price_of_an_update_is_by_patient() -> None:
    y, z, owner = visits(150, ROWS, seed=2)
    alone = {u.method: u for u in updates(y, z + 1, np.arange(y.size), 7)}
    together = {u.method: u for u in updates(y, z + 1, owner, 7)}
    for method in (Method.INTERCEPT, Method.PLATT):
        old, new = alone[method].against, together[method].against
        assert new.high - new.low > 1.2 * (old.high - old.low)
        assert "by patient" in new.method and "by patient" not in old.method


@pytest.mark.parametrize("p", [[0.2] * 5, [0.2] * 5 + [0.5] * 4])
def test_matched_sets_that_cancel_out_are_no_evidence_against_their_risks(p: list[float]) -> None:
    """In every set as many events as the risks say: no sum over a set varies, and rounding is no finding."""
    events = [1, 0, 0, 0, 0, 1, 1, 0, 0][: len(p)]
    y, risk = np.tile(events, 40).astype(np.int8), np.tile(p, 40)
    found = judged(y, risk, np.repeat(np.arange(40), len(p)))
    assert math.isnan(found.spiegelhalter.z)
    assert found.tests.large.p == 1
    assert found.in_the_large.low <= 0 <= found.in_the_large.high
    assert found.sentence.startswith("On average the risks agree with what happened")
    if len(set(p)) > 1:
        assert found.tests.weak.p == found.tests.slope.p == 1
        assert found.slope.low <= 1 <= found.slope.high
