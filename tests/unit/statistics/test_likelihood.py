"""Likelihood-ratio tests against the chi-squared distribution of scipy."""

import math

import pytest
from scipy.stats import chi2

from clinnet_gui.core.statistics.likelihood import likelihood_ratio


@pytest.mark.parametrize("df", [1, 2])
@pytest.mark.parametrize("gain", [0.0, 0.01, 1.9, 4.2, 60.0])
def test_p_is_that_of_the_chi_squared_distribution(gain: float, df: int) -> None:
    found = likelihood_ratio(-100.0, -100.0 + gain, df)
    assert found.chi2 == pytest.approx(2 * gain)
    assert found.p == pytest.approx(chi2.sf(2 * gain, df), rel=1e-9)


def test_rounding_gives_no_negative_statistic_and_a_missing_model_no_test() -> None:
    assert likelihood_ratio(-100.0, -100.0 - 1e-13, 1).p == 1
    assert not likelihood_ratio(-100.0, math.nan, 1).estimable
