"""The smooth calibration error sees a shift, and falls with the sample for honest risks."""

import numpy as np
import pytest

from clinnet_gui.core.arrays import Bytes, Floats
from clinnet_gui.core.statistics.smoothing import BLOCK, SmoothError, smooth_calibration_error
from clinnet_gui.core.work import drain


def by_summing(y: Bytes, risks: Floats) -> float:
    """The definition without a mesh: every row's bell, and its images behind 0 and behind 1, summed at
    points so many that only the finest meshes have more."""

    def at(width: float) -> float:
        points = np.linspace(0, 1, 1001)[:, None]
        images = np.concatenate([risks, -risks, 2 - risks])[None]
        bells = np.exp(-((points - images) ** 2) / (2 * width**2))
        bells[np.abs(points - images) > 0.5] = 0
        residual = bells @ np.tile(risks - y, 3)
        return float(np.abs(residual).sum() / bells.sum())

    low, high = 0.0, 1.0
    for _ in range(10):
        middle = (low + high) / 2
        low, high = (middle, high) if middle < at(middle) else (low, middle)
    return at(high)


def test_a_constant_shift_is_the_error() -> None:
    rng = np.random.default_rng(0)
    truth = rng.uniform(0.3, 0.6, 200_000)
    y = (rng.random(truth.size) < truth).astype(np.int8)
    assert smooth_calibration_error(y, truth + 0.2) == pytest.approx(0.2, abs=0.01)


def test_honest_risks_have_less_of_it_the_more_patients_there_are() -> None:
    rng = np.random.default_rng(1)
    found = []
    for n in (100, 2_000, 50_000):
        risks = rng.random(n)
        found.append(smooth_calibration_error((rng.random(n) < risks).astype(np.int8), risks))
    assert found[0] > found[1] > found[2]
    assert found[2] < 0.01


@pytest.mark.parametrize("risk", [0.0, 1.0, 0.5])
def test_equal_risks_at_the_edges_are_no_trouble(risk: float) -> None:
    y = np.array([0, 1] * 20, np.int8)
    found = smooth_calibration_error(y, np.full(40, risk))
    assert found == pytest.approx(abs(risk - 0.5), abs=0.02)


@pytest.mark.parametrize("shift", [0.0, 0.6])
def test_it_is_the_definition(shift: float) -> None:
    rng = np.random.default_rng(4)
    z = rng.normal(-1, 1, 300)
    y = (rng.random(300) < 1 / (1 + np.exp(-z - shift))).astype(np.int8)
    risks = 1 / (1 + np.exp(-z))
    assert smooth_calibration_error(y, risks) == pytest.approx(by_summing(y, risks), abs=2e-4)


@pytest.mark.parametrize("rows", [7, 900, BLOCK + 5])
def test_a_row_that_counts_twice_is_two_rows(rows: int) -> None:
    """Of these risks some call for narrow bells, whose meshes are finer."""
    rng = np.random.default_rng(rows)
    risks = rng.random(rows) ** 3
    y = (rng.random(rows) < risks).astype(np.int8)
    error = SmoothError(risks)
    for times in (rng.integers(0, 3, rows), rng.integers(1, 4, rows)):
        at = np.repeat(np.arange(rows), times)
        whole = smooth_calibration_error(y[at], risks[at])
        found = drain(error.step_by_step(1.0 * y * times, 1.0 * times))
        assert found == pytest.approx(whole, abs=1e-12)
