"""Outcomes drawn from risks that are right, where rows of one patient resemble each other.

Behind each outcome stands a normal number, part of which all rows of a patient share (a Gaussian copula: a
random-effects probit whose marginal risks are the given ones). How large that part is follows from how much
the residuals of the patients' rows go together.
"""

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Bools, Bytes, Floats, Ints

NODES = 24
"""Points of the quadrature over what a patient's rows share."""
HALVINGS = 10
"""Of the range in which the shared part is looked for: it is then found to a thousandth."""


@dataclass(frozen=True, slots=True, eq=False)
class Likeness:
    """``shared`` (0 to 1) is the part of a row's normal number that all rows of a patient have in common: at
    0 they are independent, at 1 equal risks have equal outcomes. ``limits`` are the normal quantiles of
    the risks [n], ``owner`` numbers whose row it is [n], from 0 to below ``many``."""

    limits: Floats
    owner: Ints
    many: int
    shared: float

    def outcomes(self, generator: np.random.Generator) -> Bools:
        """Return for each row whether it has the event, drawn anew."""
        common = generator.standard_normal(self.many)[self.owner]
        own = generator.standard_normal(self.owner.size)
        return np.asarray(np.sqrt(self.shared) * common + np.sqrt(1 - self.shared) * own < self.limits)


def likeness(y: Bytes, risks: Floats, owner: Ints) -> Generator[float, None, Likeness]:
    """Return how alike the outcomes [n] of each ``owner``'s rows are, beyond what their ``risks`` make them.

    Yields the share done. Of residuals that go together no more than by chance the shared part is 0.
    """
    from scipy.special import ndtri  # late: the window stands before

    limits, many = ndtri(risks), int(owner.max()) + 1
    seen = _together(y - risks, owner, many)
    low, high = 0.0, 1.0
    for halving in range(HALVINGS if seen > 0 else 0):
        middle, expected = (low + high) / 2, 0.0
        for node, weight in zip(*_normal_nodes(), strict=True):
            expected += weight * _together(_given(middle, node, limits) - risks, owner, many)
            yield halving / HALVINGS
        low, high = (middle, high) if expected < seen else (low, middle)
    return Likeness(limits, owner, many, low)


def _together(residuals: Floats, owner: Ints, many: int) -> float:
    """Return the sum of the products of two residuals over all pairs of rows of one owner, twice."""
    sums = np.bincount(owner, residuals, many)
    return float((sums**2).sum() - (residuals**2).sum())


def _given(shared: float, common: float, limits: Floats) -> Floats:
    """Return the risks of rows whose patient has the ``common`` number."""
    from scipy.special import ndtr

    return np.asarray(ndtr((limits - np.sqrt(shared) * common) / np.sqrt(1 - shared)))


def _normal_nodes() -> tuple[Floats, Floats]:
    """Return points and weights of a mean over the standard normal (Gauss and Hermite)."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    return nodes, weights / weights.sum()
