"""What a validation says in words; only what its intervals support."""

import math

from clinnet_gui.core.evaluation.validation.figures import Figure
from clinnet_gui.core.evaluation.validation.refits import REPORT, SPANNED
from clinnet_gui.core.evaluation.validation.unseen import leaves_optimism
from clinnet_gui.core.evaluation.validation.values import Corrected, Instability, Unseen, Validation
from clinnet_gui.core.statistics.reliance import Reliance, rarer, reliance_of


def expectation(
    network: tuple[Corrected, ...], difference: tuple[Corrected, ...], n: int, events: int
) -> str:
    """Return what to expect of the network on new patients like these."""
    of = {corrected.figure: corrected for corrected in network}
    auroc, slope = of.get(Figure.AUROC), of.get(Figure.SLOPE)
    reliance = reliance_of(n, events)
    if reliance is Reliance.SUPPRESSED or auroc is None or not auroc.estimable:
        return "Too few events to say what to expect on new patients."
    if math.isnan(auroc.low):
        return (
            f"A first look: AUROC {auroc.apparent:.2f} on its own rows, {auroc.corrected:.2f} once optimism "
            f"is taken off. What to expect on new patients can be said from {SPANNED} refits on."
        )
    parts = [
        f"On new patients like these expect an AUROC of about {_spanned(auroc)}; on its own rows the network "
        f"reaches {auroc.apparent:.2f}."
    ]
    if slope is not None and slope.estimable:
        parts.append(_about_slope(slope))
    against = next((one for one in difference if one.figure is Figure.AUROC), None)
    if against is not None and against.estimable:
        parts.append(_about_difference(against))
    if reliance is Reliance.UNSTABLE:
        fewer = rarer(n, events)
        parts.append(
            f"With {fewer} {'events' if fewer == events else 'non-events'} these figures are unstable."
        )
    return " ".join(part for part in parts if part)


def why_unseen(network: tuple[Corrected, ...], unseen: Unseen, reliance: Reliance) -> str:
    """Return why the figures on rows that refits did not draw are to be reported, not those corrected for
    optimism; empty where the latter are, or where too few events or non-events say nothing."""
    both = zip(network, unseen.outside, strict=True)
    pair = next(((one, other) for one, other in both if one.figure is Figure.AUROC), None)
    if reliance is Reliance.SUPPRESSED or pair is None or not leaves_optimism(*pair, unseen.overfitting):
        return ""
    corrected, outside = pair
    if outside.corrected < corrected.low:
        seen = (
            f"their AUROC is {outside.corrected:.3f}, below the interval of the corrected one "
            f"({corrected.low:.3f} to {corrected.high:.3f})"
        )
    else:
        gone = f"{100 * unseen.overfitting:.0f} %"
        seen = f"{gone} of what the network has above chance on its own rows is gone"
    return (
        f"Report the out-of-bag figures: on patients whom refits did not draw {seen}. Refits know those whom "
        "they drew partly by heart, and these are two thirds of the patients by whom optimism is measured: "
        "the correction takes off too little."
    )


def basis(validation: Validation) -> str:
    """Return what the figures come from."""
    rows = f"{validation.n:,} rows with {validation.events:,} events"
    if validation.patients < validation.n:
        rows += f" of {validation.patients:,} patients"
    failed = f", {validation.failed:,} more led to none" if validation.failed else ""
    again = "chosen anew" if validation.automatic else "fitted anew"
    few = "" if validation.refits >= REPORT else f"; for a report make {REPORT}"
    if validation.refits < SPANNED:
        few = f"; intervals need {SPANNED}, a report {REPORT}"
    return (
        f"Internal validation on {rows}: {validation.refits:,} refits of every step{failed}, the "
        f"recalibration {again} in each{few}."
    )


def steadiness(instability: Instability, threshold: float | None) -> str:
    """Return how far risks move between refits, in words."""
    points = 100 * instability.mean_distance
    text = f"A refit moves a patient's risk by {points:.1f} percentage points on average (MAPE)"
    most = 100 * float(max(instability.distances, default=math.nan))
    text += f", for the least certain by {most:.0f}."
    if threshold is not None and not math.isnan(instability.flipped):
        text += (
            f" At the threshold of {100 * threshold:.3g} %, {100 * instability.flipped:.0f} % of the refits "
            "put a patient on its other side, on average (classification instability index)."
        )
    return text


def _about_slope(slope: Corrected) -> str:
    if slope.high < 1:
        return f"Its risks will be too extreme: calibration slope {_spanned(slope)}."
    if slope.low > 1:
        return f"Its risks will not be extreme enough: calibration slope {_spanned(slope)}."
    return ""


def _about_difference(difference: Corrected) -> str:
    if not (difference.low > 0 or difference.high < 0):
        return "A better discrimination than that of logistic regression is not shown."
    better = "better" if difference.low > 0 else "worse"
    reach = f"{difference.low:+.3f} to {difference.high:+.3f}"
    return f"It discriminates {better} than logistic regression: AUROC {difference.corrected:+.3f} ({reach})."


def _spanned(corrected: Corrected) -> str:
    if math.isnan(corrected.low):
        return f"{corrected.corrected:.2f}"
    return f"{corrected.corrected:.2f} ({corrected.low:.2f} to {corrected.high:.2f})"
