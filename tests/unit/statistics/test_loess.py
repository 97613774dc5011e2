"""Loess: exact on curves it can follow; beside the local fit written out; ties, few values, many points."""

import numpy as np
import pytest

from clinnet_gui.core.arrays import Bytes, Floats
from clinnet_gui.core.statistics import loess
from clinnet_gui.core.statistics.loess import SPAN, fit_loess


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
    fit = fit_loess(x, y)
    assert fit is not None
    np.testing.assert_allclose(fit.at(x), [local_fit(at, x, y) for at in x], atol=0.01)


@pytest.mark.parametrize("values", [[0.3], [0.2, 0.7]])
def test_fewer_than_three_values_have_no_curve(values: list[float]) -> None:
    x = np.sort(np.tile(values, 50))
    assert fit_loess(x, np.zeros(x.size, np.int8)) is None


def local_fit(at: float, x: Floats, y: Bytes) -> float:
    """The local quadratic of every point, written out."""
    distance = np.abs(x - at)
    reach = np.sort(distance)[int(SPAN * x.size) - 1]
    weights = np.clip(1 - (distance / reach) ** 3, 0, None) ** 3
    return float(np.polyval(np.polyfit(x - at, y, 2, w=np.sqrt(weights)), 0.0))


def few_and_many(n: int, shape: str) -> tuple[Floats, Bytes]:
    """Risks in a shape, and outcomes that bend away from them."""
    rng = np.random.default_rng(3)
    x = {
        "even": lambda: rng.random(n),
        "skewed": lambda: rng.beta(0.2, 2.0, n),
        "rare": lambda: 1 / (1 + np.exp(-rng.normal(-7.0, 1.2, n))),
        "tied": lambda: np.round(rng.beta(1.0, 5.0, n), 2),
        "half in one place": lambda: np.where(rng.random(n) < 0.5, 0.03, rng.random(n)),
    }[shape]()
    x = np.sort(x)
    return x, (rng.random(n) < x**1.3).astype(np.int8)


@pytest.mark.parametrize("shape", ["even", "skewed", "rare", "tied", "half in one place"])
@pytest.mark.parametrize("n", [3_000, 5_000, 50_000])
def test_points_in_groups_give_the_loess_of_every_point(
    n: int, shape: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    x, y = few_and_many(n, shape)
    found = []
    for most in (n, 0):
        monkeypatch.setattr(loess, "MOST", most)
        found.append(fit_loess(x, y))
    each, grouped = found
    assert each is not None
    assert grouped is not None
    at = np.concatenate([x[:: n // 1_000], np.linspace(x[0], x[-1], 401)])
    np.testing.assert_allclose(grouped.at(at), each.at(at), atol=5e-5)


@pytest.mark.parametrize("shape", ["even", "skewed", "rare"])
def test_many_points_meet_the_local_fit_at_the_corners_and_stay_near_it(shape: str) -> None:
    x, y = few_and_many(50_000, shape)
    fit = fit_loess(x, y)
    assert fit is not None
    direct = [local_fit(corner, x, y) for corner in fit.corners]
    np.testing.assert_allclose(fit.values, direct, atol=1e-5)
    between = np.random.default_rng(4).choice(x, 20)
    np.testing.assert_allclose(fit.at(between), [local_fit(at, x, y) for at in between], atol=0.01)


@pytest.mark.parametrize("n", [6_000, 400_000])
def test_a_local_fit_sees_no_more_groups_however_many_points(n: int, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    local = loess._local
    monkeypatch.setattr(loess, "_local", lambda *given: seen.append(given[2].x.size) or local(*given))
    x = np.linspace(0.0, 1.0, n) ** 3
    assert fit_loess(x, (np.arange(n) % 3 == 0).astype(np.int8)) is not None
    assert max(seen) <= 2 * loess.GROUPS
    assert len(seen) < 20


def test_ties_are_no_trouble() -> None:
    x = np.sort(np.repeat([0.1, 0.2, 0.9], [300, 5, 5]))
    y = (np.arange(310) % 3 == 0).astype(np.int8)
    fit = fit_loess(x, y)
    assert fit is not None
    assert np.isfinite(fit.at(x)).all()
    assert fit.at(np.array([0.1]))[0] == pytest.approx(y[:300].mean(), abs=0.01)
