"""What acting on a threshold is worth: net benefit against flagging all or none, and expected cost.

Holds for calibrated risks: a threshold is a statement about what a case is worth.
"""

import math
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Floats, Ints, read_only
from clinnet_gui.core.errors import SettingsRefused
from clinnet_gui.core.evaluation.curves import Curve


@dataclass(frozen=True, slots=True)
class Utility:
    """Net benefit at one threshold, in true positives a patient, where a share ``prevalence`` has the
    event; NaN where not estimable.

    ``net_benefit`` of the model, the ``harm`` of measuring its predictors subtracted;
    ``net_benefit_all`` of flagging everyone; flagging nobody has 0.
    Source: Vickers & Elkin, Med Decis Making 2006;26:565.
    """

    threshold: float
    prevalence: float
    net_benefit: float
    net_benefit_all: float
    harm: float = 0.0

    @property
    def standardised(self) -> float:
        """Net benefit as a share of that of finding every case and no one else."""
        return self.net_benefit / self.prevalence if self.prevalence > 0 else math.nan

    @property
    def best_other(self) -> float:
        """Net benefit of the better of flagging everyone and flagging nobody."""
        return math.nan if math.isnan(self.net_benefit_all) else max(self.net_benefit_all, 0.0)

    @property
    def gain(self) -> float:
        """What the model adds to the better of the two."""
        return self.net_benefit - self.best_other

    @property
    def trade_off(self) -> float:
        """How many patients must be given the model for one more case found net of needless work-ups
        (the test trade-off); NaN where the model adds nothing."""
        return 1 / self.gain if self.gain > 0 else math.nan

    @property
    def avoided(self) -> float:
        """Net work-ups avoided per 100 patients, against flagging everyone (Vickers et al. 2008)."""
        if not 0 < self.threshold < 1:
            return math.nan
        odds = self.threshold / (1 - self.threshold)
        return 100 * (self.net_benefit - self.net_benefit_all) / odds


@dataclass(frozen=True, slots=True, eq=False)
class UtilityCurve:
    """The same over ``thresholds`` ([points]); ``standardised`` and ``avoided`` as in Utility."""

    thresholds: Floats
    net_benefit: Floats
    net_benefit_all: Floats
    standardised: Floats
    standardised_all: Floats
    avoided: Floats


def utility(curve: Curve, threshold: float, prevalence: float | None = None, harm: float = 0.0) -> Utility:
    """Return the utility of ``threshold`` (0..1) in O(log n), at the curve's own share of events or, with
    the curve's sensitivity and specificity, at another ``prevalence``.

    >>> curve = Curve(np.array([0.1, 0.2, 0.6, 0.9]), np.array([0, 0, 0, 1, 2]))
    >>> utility(curve, 0.5).net_benefit, utility(curve, 0.5).net_benefit_all
    (0.5, 0.0)
    """
    found = utility_curve(curve, np.array([threshold]), prevalence, harm)
    share = curve.prevalence if prevalence is None else prevalence
    model, everyone = float(found.net_benefit[0]), float(found.net_benefit_all[0])
    return Utility(threshold, share, model, everyone, harm)


def utility_curve(
    curve: Curve, thresholds: Floats, prevalence: float | None = None, harm: float = 0.0
) -> UtilityCurve:
    """Return the utility of many thresholds, each in O(log n); arguments as in ``utility``."""
    n, events = curve.n, curve.events
    below = np.searchsorted(curve.risks, thresholds, side="left")
    found = events - curve.events_below[below]
    share = curve.prevalence if prevalence is None else prevalence
    unit = share if share > 0 else math.nan  # without a case there is nothing to measure a share of
    with np.errstate(invalid="ignore", divide="ignore"):
        sensitivity = _rate(found, events, share)
        alarms = _rate(n - below - found, n - events, 1 - share)
        odds = np.where(thresholds < 1, thresholds / (1 - thresholds), np.nan)
        everyone = share - (1 - share) * odds
        model = sensitivity * share - alarms * (1 - share) * odds - harm
        return UtilityCurve(
            thresholds=read_only(thresholds),
            net_benefit=read_only(model),
            net_benefit_all=read_only(everyone),
            standardised=read_only(model / unit),
            standardised_all=read_only(everyone / unit),
            avoided=read_only(np.where(thresholds > 0, 100 * (model - everyone) / odds, np.nan)),
        )


@dataclass(frozen=True, slots=True)
class Costs:
    """What a missed case and a false alarm cost, in any one unit; above 0."""

    miss: float
    alarm: float

    def __post_init__(self) -> None:
        """Refuse what is no cost."""
        if not all(math.isfinite(cost) and cost > 0 for cost in (self.miss, self.alarm)):
            raise SettingsRefused(
                "Both costs must be numbers above 0.",
                "Give what a missed case and a needless work-up cost in one unit, for example 10 and 1.",
                "COSTS",
            )


@dataclass(frozen=True, slots=True)
class ExpectedCost:
    """Expected cost a patient of acting on the model, of flagging everyone, and of flagging nobody.

    Source: Drummond & Holte, Machine Learning 2006;65:95, in cost a patient.
    """

    model: float
    everyone: float
    nobody: float

    @property
    def saved(self) -> float:
        """What the model saves a patient against the cheaper of flagging everyone and nobody."""
        return min(self.everyone, self.nobody) - self.model


def expected_cost(
    curve: Curve, threshold: float, costs: Costs, prevalence: float | None = None
) -> ExpectedCost:
    """Return the expected cost of ``threshold``; NaN where a class is missing that it needs.

    >>> expected_cost(Curve(np.array([0.1, 0.9]), np.array([0, 0, 1])), 0.5, Costs(9, 1))
    ExpectedCost(model=0.0, everyone=0.5, nobody=4.5)
    """
    c = curve.at(threshold)
    share = curve.prevalence if prevalence is None else prevalence
    missed = c.fn / (c.tp + c.fn) if c.tp + c.fn else math.nan
    alarms = c.fp / (c.fp + c.tn) if c.fp + c.tn else math.nan
    model = missed * share * costs.miss + alarms * (1 - share) * costs.alarm
    return ExpectedCost(model, (1 - share) * costs.alarm, share * costs.miss)


def _rate(part: Ints, whole: int, weight: float) -> Floats:
    """The share of a class that is flagged; a class without patients only matters where it has weight."""
    return part / whole if whole else np.full(part.size, math.nan if weight else 0.0)
