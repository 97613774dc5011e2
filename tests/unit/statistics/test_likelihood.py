"""Likelihood-ratio and Wald tests against the distributions of scipy."""

import math

import numpy as np
import pytest
from scipy.stats import chi2, f, t

from clinnet_gui.core.statistics.likelihood import likelihood_ratio, wald_test


@pytest.mark.parametrize("df", [1, 2])
@pytest.mark.parametrize("gain", [0.0, 0.01, 1.9, 4.2, 60.0])
def test_p_is_that_of_the_chi_squared_distribution(gain: float, df: int) -> None:
    found = likelihood_ratio(-100.0, -100.0 + gain, df)
    assert found.chi2 == pytest.approx(2 * gain)
    assert found.p == pytest.approx(chi2.sf(2 * gain, df), rel=1e-9)


def test_rounding_gives_no_negative_statistic_and_a_missing_model_no_test() -> None:
    assert likelihood_ratio(-100.0, -100.0 - 1e-13, 1).p == 1
    assert not likelihood_ratio(-100.0, math.nan, 1).estimable


@pytest.mark.parametrize("patients", [10, 25, 4000])
def test_walds_test_is_students_for_one_coefficient_and_hotellings_for_two(patients: int) -> None:
    away, spread = np.array([0.4, -0.3]), np.array([[0.05, 0.01], [0.01, 0.02]])
    one, two = wald_test(away[:1], spread[:1, :1], patients), wald_test(away, spread, patients)
    assert one.p == pytest.approx(2 * t.sf(0.4 / math.sqrt(0.05), patients - 1))
    statistic = float(away @ np.linalg.inv(spread) @ away)
    assert two.chi2 == pytest.approx(statistic) and two.df == 2
    scaled = (patients - 2) / (2 * (patients - 1)) * statistic
    assert two.p == pytest.approx(f.sf(scaled, 2, patients - 2))
    assert not wald_test(away, spread, 9).estimable
