"""The operating point: what one threshold does, in O(log n); flag rule risk >= threshold."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from clinnet_gui.core.evaluation.curves import Confusion, Curve
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.evaluation.shares import NO_INTERVAL, by_patient, chance_ratio, share
from clinnet_gui.core.evaluation.spreads import ALARM, CLEARED, FLAGGED, FOUND, MISSED, SPARED
from clinnet_gui.core.statistics.share_difference import difference_interval

BENEFIT = "net benefit, true positives a patient"


@dataclass(frozen=True, slots=True)
class PerThousand:
    """Whole patients per 1,000, rounded so that the four add up to 1,000."""

    found: int
    false_alarms: int
    missed: int
    cleared: int

    @property
    def flagged(self) -> int:
        """True and false alarms together."""
        return self.found + self.false_alarms


@dataclass(frozen=True, slots=True)
class OperatingPoint:
    """One threshold and what follows from it.

    Sensitivity, specificity, ``ppv`` and ``npv`` with Wilson intervals; ``flagged`` the share of
    patients flagged; ``nne`` patients flagged per case found (1 / ppv, and so its interval); the
    likelihood ratios of being flagged and of not; ``net_benefit`` in true positives per patient,
    ``net_benefit_all`` that of flagging everyone (flagging nobody: 0). NaN where not estimable.
    """

    confusion: Confusion
    sensitivity: Measure
    specificity: Measure
    ppv: Measure
    npv: Measure
    flagged: Measure
    nne: Measure
    lr_plus: Measure
    lr_minus: Measure
    per_thousand: PerThousand
    net_benefit: float
    net_benefit_all: float


def operating_point(curve: Curve, threshold: float) -> OperatingPoint:
    """Return what ``threshold`` (0..1) does on the curve's patients."""
    c = curve.at(threshold)
    n, events = c.tp + c.fp + c.fn + c.tn, c.tp + c.fn
    ppv = share("positive predictive value", c, FOUND, ALARM)
    return OperatingPoint(
        confusion=c,
        sensitivity=share("sensitivity", c, FOUND, MISSED),
        specificity=share("specificity", c, CLEARED, ALARM),
        ppv=ppv,
        npv=share("negative predictive value", c, CLEARED, MISSED),
        flagged=share("share flagged", c, FLAGGED, SPARED),
        nne=_inverse(ppv),
        lr_plus=chance_ratio("positive likelihood ratio", c, (FOUND, MISSED), (ALARM, CLEARED)),
        lr_minus=chance_ratio("negative likelihood ratio", c, (MISSED, FOUND), (CLEARED, ALARM)),
        per_thousand=per_thousand(c.tp, c.fp, c.fn, c.tn),
        net_benefit=net_benefit(c.tp / n, c.fp / n, threshold) if n else math.nan,
        net_benefit_all=net_benefit(events / n, 1 - events / n, threshold) if n else math.nan,
    )


def net_benefit(true_positives: float, false_positives: float, threshold: float) -> float:
    """Return the net benefit of flagging shares of true and false positives (of all patients).

    NaN at a threshold of 1, where a false alarm outweighs any number of cases.
    Source: Vickers & Elkin, Med Decis Making 2006;26:565.

    >>> round(net_benefit(0.1, 0.2, 0.2), 4)
    0.05
    """
    if threshold >= 1:
        return math.nan
    return true_positives - false_positives * threshold / (1 - threshold)


def benefit_of(point: OperatingPoint) -> Measure:
    """Return the net benefit of a threshold with its interval, by patient where patients have several rows;
    not estimable at 1.

    No interval where nobody is flagged: the model then is the strategy of flagging nobody, worth 0.
    """
    c, value = point.confusion, point.net_benefit
    n, events = c.tp + c.fp + c.fn + c.tn, c.tp + c.fn
    if math.isnan(value) or not c.tp + c.fp:
        return Measure(value, method=BENEFIT, n=n, events=events)
    odds = c.threshold / (1 - c.threshold)
    method = f"{BENEFIT}; interval from Wilson's of true and false positives"
    if c.spread is None:
        return Measure(value, *difference_interval(c.tp, c.fp, n, odds), method, n, events)
    effect = c.spread.mean_effect((1.0, -odds, 0.0, 0.0))
    if math.isnan(effect):
        return Measure(value, method=f"{BENEFIT}; {NO_INTERVAL}", n=n, events=events)
    bounds = difference_interval(c.tp / effect, c.fp / effect, n / effect, odds)
    return Measure(value, *bounds, f"{method}, {by_patient(effect)}", n, events)


def per_thousand(tp: float, fp: float, fn: float, tn: float) -> PerThousand:
    """Return the four groups per 1,000, by largest remainder.

    >>> per_thousand(1, 1, 1, 0)
    PerThousand(found=334, false_alarms=333, missed=333, cleared=0)
    """
    return PerThousand(*thousandths((tp, fp, fn, tn)))


def thousandths(counts: Sequence[float]) -> list[int]:
    """Return how many of 1,000 belong to each group, by largest remainder; zeros where nobody is counted.

    >>> thousandths((1, 1, 1)), thousandths((0, 0))
    ([334, 333, 333], [0, 0])
    """
    total = sum(counts)
    if not total:
        return [0] * len(counts)
    exact = [1000 * count / total for count in counts]
    whole = [math.floor(share) for share in exact]
    by_remainder = sorted(range(len(counts)), key=lambda i: whole[i] - exact[i])
    for i in by_remainder[: 1000 - sum(whole)]:
        whole[i] += 1
    return whole


def _inverse(ppv: Measure) -> Measure:
    """The number flagged per case found; its upper end is open where no case may be found at all."""
    if not ppv.value > 0:
        return Measure(math.nan, method="flagged per case found; no case is found", n=ppv.n)
    low, high = 1 / ppv.high, 1 / ppv.low if ppv.low > 0 else math.nan
    how = ppv.method.partition("; ")[2]
    method = f"1 / PPV; {how}" if math.isnan(ppv.low) else f"1 / PPV; from its {how}"
    return Measure(1 / ppv.value, low, high, method, ppv.n, ppv.events)
