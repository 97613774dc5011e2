"""Two thresholds: below the lower patients are ruled out, from the upper on ruled in, between them grey."""

from dataclasses import dataclass

from clinnet_gui.core.errors import SettingsRefused
from clinnet_gui.core.evaluation.curves import Curve
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.evaluation.operating import operating_point, proportion, thousandths
from clinnet_gui.core.evaluation.prevalence import elsewhere


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
class Zoned:
    """What two thresholds do to patients: ``zones`` of 1,000, the share without the event of those ruled
    out (``npv``), that with it in the grey zone (``events``) and of those ruled in (``ppv``)."""

    zones: Zones
    npv: Measure
    events: Measure
    ppv: Measure


@dataclass(frozen=True, slots=True)
class GreyZone:
    """Two thresholds, and what they do on the rows shown (Wilson intervals) and, where a prevalence is
    given, ``there``: by Bayes' rule, as ``prevalence`` does it, the grey zone's share without interval."""

    rule_out: float
    rule_in: float
    here: Zoned
    there: Zoned | None = None


def grey_zone(curve: Curve, rule_out: float, rule_in: float, prevalence: float | None = None) -> GreyZone:
    """Return what ruling out below ``rule_out`` and in from ``rule_in`` on does; O(log n).

    SettingsRefused where the first lies above the second, or the prevalence is impossible.
    """
    check_zone(rule_out, rule_in)
    low, high = operating_point(curve, rule_out), operating_point(curve, rule_in)
    a, b = low.confusion, high.confusion
    others, events = b.tn - a.tn, b.fn - a.fn
    counts = (a.tn, a.fn, others, events, b.fp, b.tp)
    between = proportion("share with the event in the grey zone", events, others + events)
    here = Zoned(Zones(*thousandths(counts)), low.npv, between, high.ppv)
    without, having = a.tn + a.fp, a.tp + a.fn
    if prevalence is None or not (without and having):
        return GreyZone(rule_out, rule_in, here)
    out, into = elsewhere(low, prevalence), elsewhere(high, prevalence)
    weights = ((1 - prevalence) / without, prevalence / having)
    moved = [count * weights[i % 2] for i, count in enumerate(counts)]
    grey = moved[2] + moved[3]
    share = Measure(moved[3] / grey if grey else float("nan"), method=f"{between.method}, at this prevalence")
    return GreyZone(rule_out, rule_in, here, Zoned(Zones(*thousandths(moved)), out.npv, share, into.ppv))


def check_zone(rule_out: float, rule_in: float | None) -> None:
    """Raise SettingsRefused unless a grey zone can lie between the thresholds."""
    if rule_in is None or not 0 < rule_out <= rule_in:
        raise SettingsRefused(
            "Patients can be ruled out only below the threshold from which they are flagged.",
            "Choose the threshold first, then a lower risk above 0 %.",
            "THRESHOLD",
        )
