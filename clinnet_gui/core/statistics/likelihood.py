"""Tests of a model within another, of one or two degrees of freedom: likelihood-ratio tests (Wilks 1938) and,
where rows are of patients with several, Wald tests."""

import math
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Floats
from clinnet_gui.core.statistics.design_effect import FEWEST_PATIENTS
from clinnet_gui.core.statistics.logistic import SOLVED

BY_PATIENT = "Wald test by patient"


@dataclass(frozen=True, slots=True)
class NestedTest:
    """``chi2`` = twice the gain in log-likelihood, or Wald's statistic, its degrees of freedom, and ``p``;
    NaN where either model could not be fitted. ``kind`` names the test."""

    chi2: float
    df: int
    p: float
    kind: str = "likelihood-ratio test"

    @property
    def estimable(self) -> bool:
        """Whether there is a test at all."""
        return not math.isnan(self.p)


def likelihood_ratio(smaller: float, larger: float, df: int) -> NestedTest:
    """Return the test of a model within another, from their log-likelihoods; ``df`` is 1 or 2.

    >>> round(likelihood_ratio(-10.0, -8.0, 2).p, 4)
    0.1353
    """
    if math.isnan(smaller) or math.isnan(larger):
        return NestedTest(math.nan, df, math.nan)
    chi2 = max(0.0, 2 * (larger - smaller))  # the larger model falls short by rounding only
    p = math.exp(-chi2 / 2) if df == 2 else math.erfc(math.sqrt(chi2 / 2))
    return NestedTest(chi2, df, p)


def wald_test(away: Floats, covariance: Floats, patients: int) -> NestedTest:
    """Return Wald's test that one or two coefficients are not ``away`` from where they should be, with their
    ``covariance`` over so many patients.

    What is less than SOLVED away is not away: where the rows of every patient cancel out, as in matched sets,
    the covariance is rounding too. A covariance of few patients is rough, so the statistic is Hotelling's
    (Ann Math Stat 1931;2:360): for one coefficient Student's t on a degree of freedom less than there are
    patients. NaN of fewer than ten.

    >>> round(wald_test(np.array([2.0]), np.array([[1.0]]), 11).p, 4)
    0.0734
    """
    from scipy.special import stdtr

    if patients < FEWEST_PATIENTS:
        return NestedTest(math.nan, away.size, math.nan, BY_PATIENT)
    away = np.where(np.abs(away) < SOLVED, 0.0, away)
    chi2 = float(away @ np.linalg.pinv(covariance, hermitian=True) @ away)
    if away.size == 2:
        p = (1 + chi2 / (patients - 1)) ** (-(patients - 2) / 2)
    else:
        p = 2 * float(stdtr(patients - 1, -math.sqrt(chi2)))
    return NestedTest(chi2, away.size, p, BY_PATIENT)
