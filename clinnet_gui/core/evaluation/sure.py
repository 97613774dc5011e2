"""How sure what a threshold is worth is: 95 % intervals from draws of what the patients may show."""

import math
from dataclasses import dataclass

from clinnet_gui.core.arrays import Floats
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.statistics.proportions import wilson_of

Bounds = tuple[float, float]
UNKNOWN: Bounds = (math.nan, math.nan)


@dataclass(frozen=True, slots=True)
class Sure:
    """Net benefit at a threshold: its 95 % percentile interval and that of its gain over the better of
    flagging all and none, and the share of the ``times`` draws in which the model is ``best`` of the three.
    ``everyone``, ``avoided`` and ``standardised`` bound the net benefit of flagging all, the work-ups
    avoided per 100 patients, and net benefit as a share of a perfect model's. NaN where no draw
    could be judged. ``at`` is the sampled threshold next to the one asked for. The share of events
    varies with the patients drawn. ``how`` says what was drawn."""

    at: float
    low: float
    high: float
    gain_low: float
    gain_high: float
    best: float
    times: int
    everyone: Bounds = UNKNOWN
    avoided: Bounds = UNKNOWN
    standardised: Bounds = UNKNOWN
    how: str = "draws"

    @property
    def method(self) -> str:
        """How the intervals were found."""
        return f"{self.times} {self.how}, at {100 * self.at:.1f} %"

    @property
    def chance(self) -> Measure:
        """``best`` with the Wilson interval of a share of draws: what their number leaves open."""
        if not self.times:
            return Measure(math.nan, method=self.method)
        bounds = wilson_of(round(self.best * self.times), self.times)
        method = f"{self.method}; interval: what their number leaves open (Wilson)"
        return Measure(self.best, *bounds, method)


@dataclass(frozen=True, slots=True)
class SureCost:
    """95 % percentile intervals of the expected cost a patient: of the model, of flagging ``everyone`` and
    ``nobody``, and of what the model saves against the cheaper of these two."""

    model: Bounds = UNKNOWN
    everyone: Bounds = UNKNOWN
    nobody: Bounds = UNKNOWN
    saved: Bounds = UNKNOWN


@dataclass(frozen=True, slots=True, eq=False)
class SureCurve:
    """A 95 % percentile interval at each of many thresholds ([thresholds]); NaN where there is none."""

    low: Floats
    high: Floats
