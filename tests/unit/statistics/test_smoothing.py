"""The smooth calibration error sees a shift, and falls with the sample for honest risks."""

import numpy as np
import pytest

from clinnet_gui.core.statistics.smoothing import smooth_calibration_error


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
