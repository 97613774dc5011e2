"""Two thresholds: below the lower patients are ruled out, from the upper on ruled in, between them grey."""

from dataclasses import dataclass

from clinnet_gui.core.errors import SettingsRefused
from clinnet_gui.core.evaluation.curves import Confusion, Curve
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.evaluation.of_thousand import counted, counted_there
from clinnet_gui.core.evaluation.operating import OperatingPoint, operating_point, thousandths
from clinnet_gui.core.evaluation.prevalence import elsewhere, posterior
from clinnet_gui.core.evaluation.shares import chance_ratio, share
from clinnet_gui.core.evaluation.spreads import ALARM, CLEARED, FLAGGED, FOUND, MISSED, SPARED

GREY = "share with the event in the grey zone"


@dataclass(frozen=True, slots=True)
class Zones:
    """Whole patients per 1,000, rounded so that all six add up to 1,000: without and with the event
    among those ruled out (``cleared``, ``missed``), in the grey zone, and ruled in."""

    cleared: int
    missed: int
    grey_others: int
    grey_events: int
    false_alarms: int
    found: int

    @property
    def ruled_out(self) -> int:
        """All below the lower threshold."""
        return self.cleared + self.missed

    @property
    def grey(self) -> int:
        """All between the thresholds."""
        return self.grey_others + self.grey_events

    @property
    def ruled_in(self) -> int:
        """All from the upper threshold on."""
        return self.false_alarms + self.found


@dataclass(frozen=True, slots=True)
class Zone:
    """One of the three: how many of 1,000 patients lie in it (``patients``), how many of them with the event
    (``events``), and the ``share`` that is told of it: of those ruled out without the event (NPV), of those
    in the grey zone and ruled in with it (of the latter PPV)."""

    patients: Measure
    events: Measure
    share: Measure


@dataclass(frozen=True, slots=True)
class Zoned:
    """What two thresholds do to patients: ``zones`` as whole patients of 1,000, and each zone with its
    intervals."""

    zones: Zones
    out: Zone
    grey: Zone
    into: Zone


@dataclass(frozen=True, slots=True)
class GreyZone:
    """Two thresholds, and what they do on the rows shown (Wilson intervals) and, where a prevalence is
    given, ``there``: by Bayes' rule, as ``prevalence`` and ``of_thousand`` do it."""

    rule_out: float
    rule_in: float
    here: Zoned
    there: Zoned | None = None


def grey_zone(curve: Curve, rule_out: float, rule_in: float, prevalence: float | None = None) -> GreyZone:
    """Return what ruling out below ``rule_out`` and in from ``rule_in`` on does; O(log n), or one pass over
    the rows of the grey zone where patients have several.

    SettingsRefused where the first lies above the second, or the prevalence is impossible.
    """
    check_zone(rule_out, rule_in)
    low, high = operating_point(curve, rule_out), operating_point(curve, rule_in)
    grey = curve.between(rule_out, rule_in)
    here, c = _here(low, grey, high), low.confusion
    if prevalence is None or not (c.tp + c.fn and c.fp + c.tn):
        return GreyZone(rule_out, rule_in, here)
    return GreyZone(rule_out, rule_in, here, _there(low, grey, high, prevalence))


def _groups(low: OperatingPoint, high: OperatingPoint) -> tuple[tuple[int, int], ...]:
    """How many without and with the event lie in each zone: ruled out, grey, ruled in."""
    a, b = low.confusion, high.confusion
    return (a.tn, a.fn), (b.tn - a.tn, b.fn - a.fn), (b.fp, b.tp)


def _here(low: OperatingPoint, grey: Confusion, high: OperatingPoint) -> Zoned:
    zones = (
        Zone(counted(low.confusion, SPARED), counted(low.confusion, MISSED), low.npv),
        Zone(counted(grey, FLAGGED), counted(grey, FOUND), share(GREY, grey, FOUND, ALARM)),
        Zone(counted(high.confusion, FLAGGED), counted(high.confusion, FOUND), high.ppv),
    )
    return Zoned(Zones(*thousandths([part for group in _groups(low, high) for part in group])), *zones)


def _there(low: OperatingPoint, grey: Confusion, high: OperatingPoint, prevalence: float) -> Zoned:
    """The same where a share ``prevalence`` has the event: those with it, and those without, are weighed
    anew. What the grey zone says of a patient is its likelihood ratio."""
    groups, c = _groups(low, high), low.confusion
    weights = ((1 - prevalence) / (c.fp + c.tn), prevalence / (c.tp + c.fn))
    moved = [part * weight for group in groups for part, weight in zip(group, weights, strict=True)]
    chosen, spared = ((FOUND, MISSED), (ALARM, CLEARED)), ((MISSED, FOUND), (CLEARED, ALARM))
    ratio, odds = chance_ratio(GREY, grey, *chosen), prevalence / (1 - prevalence)
    told = (
        (low.confusion, spared, elsewhere(low, prevalence).npv),
        (grey, chosen, posterior(GREY, moved[3], moved[2], ratio, odds)),
        (high.confusion, chosen, elsewhere(high, prevalence).ppv),
    )
    zones = [Zone(*counted_there(counts, *sides, prevalence)[:2], of_them) for counts, sides, of_them in told]
    return Zoned(Zones(*thousandths(moved)), *zones)


def check_zone(rule_out: float, rule_in: float | None) -> None:
    """Raise SettingsRefused unless a grey zone can lie between the thresholds."""
    if rule_in is None or not 0 < rule_out <= rule_in:
        raise SettingsRefused(
            "Patients can be ruled out only below the threshold from which they are flagged.",
            "Choose the threshold first, then a lower risk above 0 %.",
            "THRESHOLD",
        )
