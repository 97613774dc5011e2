"""All that follows from one threshold, here and where the model will be used; O(log n)."""

from dataclasses import dataclass

from clinnet_gui.core.evaluation.benefit_sample import BenefitSample
from clinnet_gui.core.evaluation.curves import Curve
from clinnet_gui.core.evaluation.operating import OperatingPoint, operating_point
from clinnet_gui.core.evaluation.prevalence import Elsewhere, elsewhere
from clinnet_gui.core.evaluation.sure import Sure, SureCost
from clinnet_gui.core.evaluation.utility import Costs, ExpectedCost, Utility, expected_cost, utility

NARROWEST, WIDEST = 0.0001, 0.9999
"""A threshold beyond these flags everyone or nobody and is no statement about worth."""


@dataclass(frozen=True, slots=True)
class Worth:
    """Net benefit and how sure it is; the expected cost, and how sure that is, where costs were given."""

    utility: Utility
    sure: Sure
    cost: ExpectedCost | None = None
    sure_cost: SureCost | None = None


@dataclass(frozen=True, slots=True)
class Consequences:
    """What a threshold does to the rows shown, and (``there``, ``worth_there``: None where no prevalence
    is given) where another share of patients has the event."""

    point: OperatingPoint
    worth: Worth
    there: Elsewhere | None = None
    worth_there: Worth | None = None

    @property
    def threshold(self) -> float:
        """The threshold (0..1)."""
        return self.point.confusion.threshold


def consequences(
    curve: Curve,
    sample: BenefitSample,
    threshold: float,
    prevalence: float | None = None,
    costs: Costs | None = None,
) -> Consequences:
    """Return what follows from ``threshold`` (0..1) and, where one is given, from the ``prevalence``."""
    point = operating_point(curve, threshold)

    def worth(share: float | None) -> Worth:
        found, sure = utility(curve, threshold, share), sample.at(threshold, share)
        if costs is None:
            return Worth(found, sure)
        cost = expected_cost(curve, threshold, costs, share)
        return Worth(found, sure, cost, sample.cost_at(threshold, costs, share))

    if prevalence is None:
        return Consequences(point, worth(None))
    return Consequences(point, worth(None), elsewhere(point, prevalence), worth(prevalence))


def reasonable_range(threshold: float, chosen: tuple[float, float] | None) -> tuple[float, float]:
    """Return the range of thresholds that others might take: as chosen, else half to twice the threshold.

    >>> reasonable_range(0.1, None), reasonable_range(0.7, None)
    ((0.05, 0.2), (0.35, 0.9999))
    """
    if chosen is not None:
        return chosen
    return max(threshold / 2, NARROWEST), min(2 * threshold, WIDEST)
