"""The paired DeLong test against its formula by pairs, its error in simulation, and its limits."""

import math

import numpy as np
import pytest
from scipy.stats import norm

from clinnet_gui.core.arrays import Bytes, Floats
from clinnet_gui.core.statistics.area_difference import area_difference
from clinnet_gui.core.statistics.ranks import area


def sample(seed: int, n: int = 120) -> tuple[Bytes, Floats, Floats]:
    rng = np.random.default_rng(seed)
    y = (rng.random(n) < 0.4).astype(np.int8)
    shared = rng.normal(size=n) + y
    return y, (shared + rng.normal(size=n)).round(1), (shared + rng.normal(size=n)).round(1)


def by_pairs(y: Bytes, first: Floats, second: Floats) -> tuple[float, float]:
    """Difference and variance as DeLong and others write them: a matrix of pairs, its row and column
    means, and their covariances."""
    kernels = []
    for scores in (first, second):
        cases, others = scores[y == 1][:, None], scores[y == 0][None, :]
        kernels.append((cases > others) + 0.5 * (cases == others))
    s10 = np.cov([k.mean(axis=1) for k in kernels])
    s01 = np.cov([k.mean(axis=0) for k in kernels])
    s = s10 / (y == 1).sum() + s01 / (y == 0).sum()
    contrast = np.array([1.0, -1.0])
    return float(kernels[0].mean() - kernels[1].mean()), float(contrast @ s @ contrast)


@pytest.mark.parametrize("seed", range(5))
def test_it_is_the_published_formula(seed: int) -> None:
    y, first, second = sample(seed)
    value, variance = by_pairs(y, first, second)
    found = area_difference(y, first, second)
    assert found.value == pytest.approx(value, abs=1e-12)
    assert found.value == pytest.approx(area(y, first).value - area(y, second).value, abs=1e-12)
    assert found.error == pytest.approx(math.sqrt(variance), rel=1e-9)
    assert found.p == pytest.approx(2 * norm.sf(abs(found.z)), rel=1e-9)
    assert (found.low + found.high) / 2 == pytest.approx(found.value)


def test_equal_models_are_called_different_in_one_of_twenty_samples() -> None:
    rejected = [area_difference(*sample(seed, 200)).p < 0.05 for seed in range(600)]
    assert 0.03 <= np.mean(rejected) <= 0.075


def test_turned_round_it_changes_its_sign_only() -> None:
    y, first, second = sample(9)
    here, there = area_difference(y, first, second), area_difference(y, second, first)
    assert (here.value, here.z, here.p) == pytest.approx((-there.value, -there.z, there.p))


def test_what_cannot_be_compared_is_not() -> None:
    y, first, second = sample(1)
    assert math.isnan(area_difference(np.ones_like(y), first, second).value)
    same = area_difference(y, first, 2 * first + 1)
    assert same.value == 0 and math.isnan(same.p)
    lone = np.zeros_like(y)
    lone[3] = 1
    assert math.isnan(area_difference(lone, first, second).p)
