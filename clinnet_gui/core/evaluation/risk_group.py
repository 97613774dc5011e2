"""The patients of one group of a calibration plot: those whose risks lie in its range."""

from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Bools, Floats
from clinnet_gui.core.evaluation.evaluation import Bin, Evaluation
from clinnet_gui.core.statistics.losses import expit


@dataclass(frozen=True, slots=True)
class RiskGroup:
    """Risks (0..1) from ``low`` to ``high``, both included.

    The risks meant are those that the plot groups: with ``raw`` the network's own, before recalibration,
    else the honest ones, by calibrators that have not seen the row. A group holds its range's ends and
    no equal risk lies outside it, so the range alone says who belongs to it.
    """

    low: float
    high: float
    raw: bool = False

    @classmethod
    def of(cls, group: Bin, raw: bool = False) -> "RiskGroup":
        """Return the range of a group of the plot."""
        return cls(group.low, group.high, raw)

    def members(self, evaluation: Evaluation) -> Bools:
        """Return which of the evaluation's rows [n] belong to the group; O(n)."""
        grouped = expit(evaluation.logits) if self.raw else evaluation.honest
        return self._holds(grouped)

    def strays(self, evaluation: Evaluation) -> int:
        """Return how many of them have a risk outside the range, by the risks that flag patients."""
        return int(np.sum(self.members(evaluation) & ~self._holds(evaluation.risks)))

    def _holds(self, risks: Floats) -> Bools:
        return np.asarray((risks >= self.low) & (risks <= self.high))
