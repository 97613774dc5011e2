"""What the decided thresholds do to the rows shown, as JSON and text: who is flagged, and the grey zone."""

from clinnet_gui.cli.measures import measure, number, thousandth
from clinnet_gui.cli.printing import Json
from clinnet_gui.core.evaluation.benefit_sample import BenefitSample
from clinnet_gui.core.evaluation.curves import Curve
from clinnet_gui.core.evaluation.decision import Decision
from clinnet_gui.core.evaluation.grey_zone import GreyZone, Zone, Zoned, grey_zone
from clinnet_gui.core.evaluation.of_thousand import of_thousand
from clinnet_gui.core.evaluation.operating import OperatingPoint, operating_point
from clinnet_gui.core.statistics.reliance import TOO_FEW, too_few


def flagging_json(decision: Decision, curve: Curve, benefit: BenefitSample | None = None) -> dict[str, Json]:
    """Return the operating point (with the interval of its net benefit, where ``benefit`` is resampled) and
    the grey zone of a decision on the rows of ``curve``; None where there is no threshold or no zone."""
    if decision.threshold is None:
        return {"operating_point": None, "grey_zone": None}
    found = _point(operating_point(curve, decision.threshold))
    if benefit is not None:
        sure = benefit.at(decision.threshold)
        found["net_benefit_ci"] = (sure.low, sure.high)
    zone = _zone(decision, curve)
    return {"operating_point": found, "grey_zone": None if zone is None else _zone_json(zone)}


def flagging_lines(decision: Decision, curve: Curve, rows: str = "") -> list[str]:
    """Return the same as text, with what the ``rows`` are called where that is not plain; no figure where
    there are too few events or non-events."""
    threshold = decision.threshold
    if threshold is None:
        return ["threshold: none chosen, so nobody is flagged"]
    on = f", on the {curve.n:,} {rows}" if rows else ""
    head = f"threshold: {threshold:.4g} ({decision.how}){on}"
    few, zone = too_few(curve.n, curve.events), _zone(decision, curve)
    if few:
        said = [f"{head}: no figure is shown, {TOO_FEW}"]
        return said if zone is None else [*said, f"{_zone_head(zone)}: no figure is shown, {TOO_FEW}"]
    point = operating_point(curve, threshold)
    flagged = thousandth(point.per_thousand.flagged, of_thousand(point.confusion)[0])
    said = [
        f"{head}: sensitivity {number(point.sensitivity)}, specificity {number(point.specificity)},"
        f" {flagged} of 1,000 flagged"
    ]
    return said if zone is None else [*said, *_zone_lines(zone, decision.prevalence)]


def _point(point: OperatingPoint) -> dict[str, Json]:
    return {
        "sensitivity": measure(point.sensitivity),
        "specificity": measure(point.specificity),
        "ppv": measure(point.ppv),
        "npv": measure(point.npv),
        "flagged": measure(point.flagged),
        "net_benefit": point.net_benefit,
    }


def _zone(decision: Decision, curve: Curve) -> GreyZone | None:
    if decision.threshold is None or decision.rule_out is None:
        return None
    return grey_zone(curve, decision.rule_out, decision.threshold, decision.prevalence)


def _zone_json(zone: GreyZone) -> dict[str, Json]:
    return {
        "rule_out": zone.rule_out,
        "rule_in": zone.rule_in,
        **_zoned_json(zone.here),
        "where_used": None if zone.there is None else _zoned_json(zone.there),
    }


def _zoned_json(of: Zoned) -> dict[str, Json]:
    """The three zones: counts of 1,000 patients, and what is told of each."""
    named = (("ruled_out", of.out, "npv"), ("grey", of.grey, "share"), ("ruled_in", of.into, "ppv"))
    return {
        name: {
            "patients": measure(zone.patients),
            "events": measure(zone.events),
            share: measure(zone.share),
        }
        for name, zone, share in named
    }


def _zone_head(zone: GreyZone) -> str:
    return f"grey zone from {zone.rule_out:.4g} to {zone.rule_in:.4g}"


def _zone_lines(zone: GreyZone, prevalence: float | None) -> list[str]:
    lines = [f"{_zone_head(zone)}, of 1,000 patients (95 % intervals):", *_zoned_lines(zone.here)]
    if zone.there is not None and prevalence is not None:
        lines += [f"where {100 * prevalence:.3g} % have the event:", *_zoned_lines(zone.there)]
    return lines


def _zoned_lines(of: Zoned) -> list[str]:
    per = of.zones
    return [
        _zone_line(("ruled out", "missed", "NPV"), (per.ruled_out, per.missed), of.out),
        _zone_line(("grey", "events", "share with the event"), (per.grey, per.grey_events), of.grey),
        _zone_line(("ruled in", "found", "PPV"), (per.ruled_in, per.found), of.into),
    ]


def _zone_line(words: tuple[str, str, str], counts: tuple[int, int], zone: Zone) -> str:
    patients, events = thousandth(counts[0], zone.patients), thousandth(counts[1], zone.events)
    return f"  {words[0]} {patients}, {words[1]} {events}, {words[2]} {number(zone.share)}"
