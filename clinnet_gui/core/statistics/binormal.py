"""The binormal model: a score that is N(0, 1) without the event and N(mu, 1) with it.

Its true risks follow from one C-statistic and one prevalence, and so does all that a planned study
may expect of a model before there is one. Exact by Gauss-Hermite quadrature where others simulate.
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

import numpy as np

from clinnet_gui.core.arrays import Floats, read_only

NODES = 100
NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Binormal:
    """Calibrated risks with this ``prevalence`` (0 < pi < 1) and C-statistic ``c`` (0.5 < c < 1)."""

    prevalence: float
    c: float

    @property
    def mean(self) -> float:
        """mu, the score's mean with the event: C is the chance that N(mu, 2) exceeds 0."""
        return math.sqrt(2) * NORMAL.inv_cdf(self.c)

    def logits(self, scores: Floats) -> Floats:
        """Return the true logit of each score, by Bayes."""
        odds = math.log(self.prevalence / (1 - self.prevalence))
        return np.asarray(odds + self.mean * scores - self.mean**2 / 2)

    def distribution(self) -> tuple[Floats, Floats]:
        """Return logits and their weights (sum 1) that integrate over all patients."""
        nodes, weights = _normal()
        both = np.concatenate([self.logits(nodes + self.mean), self.logits(nodes)])
        return both, np.concatenate([self.prevalence * weights, (1 - self.prevalence) * weights])

    def operating(self, threshold: float) -> tuple[float, float]:
        """Return sensitivity and specificity where a risk at or above ``threshold`` (0 < t < 1) is flagged.

        >>> [round(share, 3) for share in Binormal(0.5, 0.8).operating(0.5)]
        [0.724, 0.724]
        """
        odds = math.log(threshold / (1 - threshold)) - math.log(self.prevalence / (1 - self.prevalence))
        cut = odds / self.mean + self.mean / 2
        return 1 - NORMAL.cdf(cut - self.mean), NORMAL.cdf(cut)


def largest_r2(prevalence: float) -> float:
    """Return the largest Cox-Snell R2 that any model can reach (Riley et al., Stat Med 2019;38:1276).

    >>> largest_r2(0.5)
    0.75
    """
    return 1 - math.exp(2 * _entropy(prevalence))


def cox_snell(model: Binormal) -> float:
    """Return the Cox-Snell R2 of the model (Riley, Van Calster & Collins, Stat Med 2021;40:859).

    >>> round(cox_snell(Binormal(0.174, 0.89)), 5)
    0.29095
    """
    logits, weights = model.distribution()
    # A calibrated risk p contributes p ln p + (1 - p) ln(1 - p), whoever has the event.
    risks = 1 / (1 + np.exp(-logits))
    reached = float((weights * (risks * logits - np.logaddexp(0, logits))).sum())
    return 1 - math.exp(-2 * (reached - _entropy(model.prevalence)))


def c_statistic(r2: float, prevalence: float) -> float:
    """Return the C-statistic whose Cox-Snell R2 is ``r2`` (0 < r2 < the largest), by bisection.

    >>> round(c_statistic(0.2909549, 0.174), 6)
    0.89
    """
    low, high = 0.5, 1 - 1e-6
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if cox_snell(Binormal(prevalence, middle)) < r2 else (low, middle)
    return (low + high) / 2


@lru_cache(maxsize=1)
def _normal() -> tuple[Floats, Floats]:
    """Nodes and weights (sum 1) that integrate over a standard normal."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    return read_only(nodes), read_only(weights / weights.sum())


def _entropy(prevalence: float) -> float:
    """The log-likelihood of a patient where only the prevalence is known."""
    return prevalence * math.log(prevalence) + (1 - prevalence) * math.log(1 - prevalence)
