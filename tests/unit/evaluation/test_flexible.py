"""The flexible curve, its band, and the distances that are measured from it."""

import numpy as np
import pytest

from clinnet_gui.core.evaluation.calibration import calibration, loess_points
from clinnet_gui.core.evaluation.curves import curve_of
from clinnet_gui.core.evaluation.flexible import curve_points, default_knots, distances, flexible_curve
from clinnet_gui.core.statistics.losses import expit, logit
from clinnet_gui.core.work import drain
from tests.unit.evaluation.samples import drawn
from tests.unit.statistics.test_clustered import visits


def test_a_perfect_model_lies_within_the_band_in_about_95_of_100_samples() -> None:
    at = np.array([-2.5, -1.0, 0.5])
    inside = []
    for seed in range(250):
        y, z = drawn(500, seed)
        curve = flexible_curve(y, z)
        assert curve is not None
        low, high = curve.band(at)
        inside.append((low <= expit(at)) & (expit(at) <= high))
    assert (np.abs(np.mean(inside, axis=0) - 0.95) < 0.035).all()


def test_the_band_is_what_many_samples_show() -> None:
    """The delta method against the spread of the curve over samples of the same truth."""
    at = np.array([-2.0, 0.0])
    curves = [flexible_curve(*drawn(2000, seed, intercept=0.4, slope=0.7)) for seed in range(150)]
    spread = np.std([logit(curve.at(at)) for curve in curves if curve is not None], axis=0)
    reach = np.mean(
        [np.diff(logit(np.stack(c.band(at))), axis=0)[0] for c in curves if c is not None], axis=0
    )
    np.testing.assert_allclose(reach / (2 * 1.96), spread, rtol=0.15)


def test_the_points_run_over_the_risks_and_stay_within_the_unit() -> None:
    y, z = drawn(800)
    risks = expit(z)
    points = curve_points(flexible_curve(y, z), risks)
    assert points[0, 0] == pytest.approx(risks.min()) and points[-1, 0] == pytest.approx(risks.max())
    assert (np.diff(points[:, 0]) > 0).all()
    assert ((points >= 0) & (points <= 1)).all()
    assert ((points[:, 2] <= points[:, 1]) & (points[:, 1] <= points[:, 3])).all()


def test_few_events_take_three_knots() -> None:
    y, z = drawn(4000)
    assert default_knots(y, z).size == 5
    few = np.concatenate([np.flatnonzero(y)[:99], np.flatnonzero(y == 0)])
    assert default_knots(y[few], z[few]).size == 3


@pytest.mark.parametrize("y", [np.zeros(60, np.int8), (np.arange(60) >= 30).astype(np.int8)])
def test_one_class_and_separation_have_no_curve_and_no_distance(y: np.ndarray) -> None:
    z = np.linspace(-2, 2, 60)
    curve = flexible_curve(y, z)
    assert curve is None
    assert curve_points(curve, expit(z)).shape == (0, 4)
    assert not distances(curve, expit(z), z, y).ici.estimable


@pytest.mark.parametrize("rows", [500, 50_000])
def test_loess_is_drawn_of_any_number_of_rows(rows: int) -> None:
    y, z = drawn(rows)
    points = loess_points(curve_of(y, expit(z)))
    assert np.abs(points[:, 1] - points[:, 0])[20:-20].mean() < 0.05
    assert loess_points(curve_of(y, np.full(rows, 0.3))).size == 0


def test_the_band_of_patients_with_several_rows_holds_the_truth_that_rows_taken_alone_miss() -> None:
    """Of 150 samples of 80 patients with six rows each; the truth from 60,000 patients."""
    at, held = np.array([-1.5, -0.5, 0.5, 1.2]), np.zeros((2, 4))
    whole = flexible_curve(*visits(60_000, 1, seed=99)[:2])
    assert whole is not None
    for seed in range(150):
        y, z, owner = visits(80, 6, seed)
        curve = flexible_curve(y, z)
        assert curve is not None
        for place, of in enumerate((curve.of_patients(y, z, owner), curve)):
            low, high = of.band(at)
            held[place] += (low <= whole.at(at)) & (whole.at(at) <= high)
    together, apart = held / 150
    assert (together >= 0.88).all(), together  # 99.9 % of Binomial(150, 0.95)
    assert apart.mean() < together.mean() - 0.06, apart


def test_one_row_a_patient_makes_the_two_bands_much_the_same() -> None:
    y, z, owner = visits(3000, 1, seed=4)
    curve, at = flexible_curve(y, z), np.array([-2.0, 0.0, 1.0])
    assert curve is not None
    together = curve.of_patients(y, z, owner)
    assert np.array_equal(together.at(at), curve.at(at))
    widths = [high - low for low, high in (curve.band(at), together.band(at))]
    assert widths[1] == pytest.approx(widths[0], rel=0.1)


def test_fewer_than_ten_patients_have_a_curve_without_a_band() -> None:
    y, z, owner = visits(9, 60, seed=4)
    points = drain(calibration(y, expit(z), curve_of(y, expit(z), owner), 1, owner)).smooths.flexible
    assert len(points) and np.isfinite(points[:, :2]).all() and np.isnan(points[:, 2:]).all()
