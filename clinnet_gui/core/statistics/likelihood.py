"""Likelihood-ratio tests (Wilks 1938) with one or two degrees of freedom."""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LikelihoodRatio:
    """``chi2`` = twice the gain in log-likelihood, its degrees of freedom, and ``p``; NaN where
    either model could not be fitted."""

    chi2: float
    df: int
    p: float

    @property
    def estimable(self) -> bool:
        """Whether there is a test at all."""
        return not math.isnan(self.p)


def likelihood_ratio(smaller: float, larger: float, df: int) -> LikelihoodRatio:
    """Return the test of a model within another, from their log-likelihoods; ``df`` is 1 or 2.

    >>> round(likelihood_ratio(-10.0, -8.0, 2).p, 4)
    0.1353
    """
    if math.isnan(smaller) or math.isnan(larger):
        return LikelihoodRatio(math.nan, df, math.nan)
    chi2 = max(0.0, 2 * (larger - smaller))  # the larger model falls short by rounding only
    p = math.exp(-chi2 / 2) if df == 2 else math.erfc(math.sqrt(chi2 / 2))
    return LikelihoodRatio(chi2, df, p)
