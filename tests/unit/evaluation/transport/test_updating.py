"""Updates against brute force: the closed test by a general optimiser, Platt on its own rows."""

import math

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.stats import chi2

from clinnet_gui.core.arrays import Bytes, Floats
from clinnet_gui.core.evaluation.calibration_line import line_fit, observed_to_expected, slope_of
from clinnet_gui.core.evaluation.decision import Method
from clinnet_gui.core.evaluation.transport.updating import closed_test, updates
from clinnet_gui.core.statistics.folds import folds
from clinnet_gui.core.statistics.losses import expit, log_losses, logit
from tests.unit.evaluation.samples import drawn

SAMPLES = {
    "right": drawn(600, seed=4),
    "too low": drawn(600, seed=4, intercept=0.8),
    "too extreme": drawn(600, seed=4, intercept=0.3, slope=0.4),
}


def likelihood(y: Bytes, z: Floats, a: float, b: float) -> float:
    p = expit(a + b * z)
    return float(np.where(y == 1, np.log(p), np.log(1 - p)).sum())


def best(y: Bytes, z: Floats, free: str) -> float:
    """The largest likelihood found by a simplex, which knows no derivative."""

    def loss(v: Floats) -> float:
        a, b = (v[0], 1.0) if free == "a" else (v[0], v[1])
        return -likelihood(y, z, a, b)

    start = np.zeros(1) if free == "a" else np.array([0.0, 1.0])
    return -float(minimize(loss, start, method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-10}).fun)


@pytest.mark.parametrize(
    "name, taken", [("right", "none"), ("too low", "intercept"), ("too extreme", "platt")]
)
def test_the_closed_test_against_a_search_of_the_likelihood(name: str, taken: str) -> None:
    y, z = SAMPLES[name]
    found = closed_test(y, z)
    none, large, full = likelihood(y, z, 0, 1), best(y, z, "a"), best(y, z, "ab")
    assert found.as_is.chi2 == pytest.approx(2 * (full - none), abs=1e-4)
    assert found.intercept.chi2 == pytest.approx(2 * (full - large), abs=1e-4)
    p0, p1 = chi2.sf(2 * (full - none), 2), chi2.sf(2 * (full - large), 1)
    assert found.as_is.p == pytest.approx(p0, rel=1e-3, abs=1e-12)
    expected = "none" if p0 >= 0.05 else "intercept" if p1 >= 0.05 else "platt"
    assert found.taken.value == expected == taken


def test_the_closed_test_keeps_its_level() -> None:
    """Of 300 samples of right risks one in twenty is updated for nothing, give or take."""
    wrong = sum(closed_test(*drawn(400, seed=1000 + i)).taken is not Method.NONE for i in range(300))
    assert 4 <= wrong <= 28  # 99.9 % of Binomial(300, 0.05)


def test_platt_on_its_own_rows_is_calibrated() -> None:
    y, z = SAMPLES["too extreme"]
    by = {update.method: update for update in updates(y, z, np.arange(y.size), 7)}
    platt, intercept = by[Method.PLATT].calibrator, by[Method.INTERCEPT].calibrator
    assert platt is not None and intercept is not None
    risks = platt.risk(z)
    assert observed_to_expected(y, risks).value == pytest.approx(1, abs=1e-6)
    assert slope_of(line_fit(y, logit(risks)), y).value == pytest.approx(1, abs=1e-5)
    assert observed_to_expected(y, intercept.risk(z)).value == pytest.approx(1, abs=1e-6)


def test_the_price_of_an_update_is_that_of_rows_it_has_not_seen() -> None:
    y, z = SAMPLES["too low"]
    patients = np.arange(y.size) // 2
    by = {update.method: update for update in updates(y, z, patients, 7)}
    assert by[Method.NONE].log_loss.value == pytest.approx(log_losses(y, expit(z)).mean())
    assert not by[Method.NONE].against.estimable
    fold, losses = folds(y, patients, 5, 7), np.zeros(y.size)
    for k in range(5):
        learn, held = fold != k, fold == k
        grid = np.linspace(0, 2, 20_001)
        sums = [(expit(z[learn] + a).sum() - y[learn].sum()) ** 2 for a in grid[::100]]
        near = grid[::100][int(np.argmin(sums))]
        fine = np.linspace(near - 0.02, near + 0.02, 4_001)
        a = fine[int(np.argmin([(expit(z[learn] + v).sum() - y[learn].sum()) ** 2 for v in fine]))]
        losses[held] = log_losses(y[held], expit(z[held] + a))
    update = by[Method.INTERCEPT]
    assert update.log_loss.value == pytest.approx(losses.mean(), abs=1e-6)
    assert update.against.value == pytest.approx(losses.mean() - by[Method.NONE].log_loss.value, abs=1e-6)
    assert update.against.high < 0


def test_too_few_events_refuse_an_update_and_its_test() -> None:
    y, z = np.array([1] * 30 + [0] * 300, np.int8), np.linspace(-3, 1, 330)
    by = {update.method: update for update in updates(y, z, np.arange(330), 1)}
    assert by[Method.INTERCEPT].calibrator is not None
    assert by[Method.PLATT].calibrator is None
    assert by[Method.PLATT].refusal == "needs 50 events; the new rows have 30"
    choice = closed_test(y, z)
    assert choice.taken is Method.NONE and math.isnan(choice.as_is.p)
    assert "needs 50 events" in choice.sentence


def test_an_update_that_turns_the_risks_round_is_not_taken() -> None:
    y, z = drawn(600, seed=4, slope=-1.0)
    assert closed_test(y, z).taken is Method.NONE
    assert "turning the risks round" in closed_test(y, z).sentence
    by = {update.method: update for update in updates(y, z, np.arange(y.size), 1)}
    assert by[Method.PLATT].calibrator is None and by[Method.PLATT].refusal


@pytest.mark.parametrize("label", [0, 1])
def test_one_class_and_no_row_give_refusals(label: int) -> None:
    for n in (0, 100):
        y, z = np.full(n, label, np.int8), np.linspace(-2, 2, n)
        assert closed_test(y, z).taken is Method.NONE
        assert [u.calibrator is None for u in updates(y, z, np.arange(n), 1)] == [False, True, True]
