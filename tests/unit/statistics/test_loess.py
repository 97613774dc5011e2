"""Loess: printed by R for the calibration tutorial; exact on curves it can follow; ties and few values."""

import numpy as np
import pytest

from clinnet_gui.core.statistics.loess import fit_loess


def test_a_parabola_is_followed_exactly() -> None:
    x = np.sort(np.random.default_rng(0).random(300))
    fit = fit_loess(x, 1 + 2 * x - 3 * x**2)
    assert fit is not None
    np.testing.assert_allclose(fit.at(x), 1 + 2 * x - 3 * x**2, atol=1e-9)


def test_between_the_corners_it_stays_near_the_local_fit() -> None:
    """The local quadratic written out at every point, with no cells."""
    rng = np.random.default_rng(1)
    x = np.sort(rng.random(400))
    y = (rng.random(400) < x).astype(np.int8)
    fit, near = fit_loess(x, y), 300
    assert fit is not None
    direct = np.empty(400)
    for i, at in enumerate(x):
        distance = np.abs(x - at)
        reach = np.sort(distance)[near - 1]
        weights = np.clip(1 - (distance / reach) ** 3, 0, None) ** 3
        direct[i] = np.polyval(np.polyfit(x - at, y, 2, w=np.sqrt(weights)), 0.0)
    np.testing.assert_allclose(fit.at(x), direct, atol=0.01)


@pytest.mark.parametrize("values", [[0.3], [0.2, 0.7]])
def test_fewer_than_three_values_have_no_curve(values: list[float]) -> None:
    x = np.sort(np.tile(values, 50))
    assert fit_loess(x, np.zeros(x.size, np.int8)) is None


def test_ties_are_no_trouble() -> None:
    x = np.sort(np.repeat([0.1, 0.2, 0.9], [300, 5, 5]))
    y = (np.arange(310) % 3 == 0).astype(np.int8)
    fit = fit_loess(x, y)
    assert fit is not None
    assert np.isfinite(fit.at(x)).all()
    assert fit.at(np.array([0.1]))[0] == pytest.approx(y[:300].mean(), abs=0.01)
