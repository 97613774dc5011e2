"""The same model where the event is rarer or more frequent: what a flag then means.

Sensitivity and specificity are carried over. That holds where patients with the event look as they
do here, and so do those without: after case-control sampling, or a pure change of the base rate.
It does not hold where other kinds of patients come.
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from clinnet_gui.core.arrays import Floats
from clinnet_gui.core.errors import SettingsRefused
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.evaluation.operating import OperatingPoint, PerThousand, per_thousand
from clinnet_gui.core.statistics.losses import expit, logit

WARNING = (
    "Valid only if patients with the event look there as they do here, and so do those without it: after "
    "case-control sampling, or where the base rate alone differs. It is wrong where other kinds of patients "
    "come. Published example, residual testicular tumours: the share with the event rose from 55 to 72 %, "
    "and the risks were right as they stood (observed : expected 0.99), because sicker patients came; "
    "shifting them to the new share would have made it 0.88. Where outcomes from there are at hand, "
    "recalibrate on those instead."
)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What a threshold does where a share ``prevalence`` of the patients has the event."""

    prevalence: float
    ppv: Measure
    npv: Measure
    nne: Measure
    flagged: float
    per_thousand: PerThousand


def elsewhere(point: OperatingPoint, prevalence: float) -> Elsewhere:
    """Return predictive values and counts at another prevalence (above 0, below 1), by Bayes' rule.

    The intervals are those of the likelihood ratios. SettingsRefused for an impossible prevalence.
    """
    check_prevalence(prevalence)
    sensitivity, specificity = point.sensitivity.value, point.specificity.value
    found, alarms = sensitivity * prevalence, (1 - specificity) * (1 - prevalence)
    missed, cleared = (1 - sensitivity) * prevalence, specificity * (1 - prevalence)
    known = not math.isnan(found + alarms)
    prior = prevalence / (1 - prevalence)
    ppv = posterior("positive predictive value", found, alarms, point.lr_plus, prior)
    npv = posterior("negative predictive value", cleared, missed, _inverted(point.lr_minus), 1 / prior)
    return Elsewhere(
        prevalence=prevalence,
        ppv=ppv,
        npv=npv,
        nne=_inverse(ppv),
        flagged=found + alarms,
        per_thousand=per_thousand(found, alarms, missed, cleared) if known else PerThousand(0, 0, 0, 0),
    )


def shifted(risks: Floats, here: float, there: float) -> Floats:
    """Return risks (0..1) as they would be at prevalence ``there`` instead of ``here``, where nothing
    else differs: logit p + logit there - logit here. Mind WARNING.

    Source: Saerens, Latinne & Decaestecker, Neural Comput 2002;14:21.

    >>> round(float(shifted(np.array([0.2]), 0.2, 0.5)[0]), 3)
    0.5
    """
    check_prevalence(here)
    check_prevalence(there)
    move = math.log(there / (1 - there)) - math.log(here / (1 - here))
    inside = (risks > 0) & (risks < 1)
    return np.where(inside, expit(logit(risks) + move), risks)


def check_prevalence(prevalence: float) -> None:
    """Raise SettingsRefused unless the prevalence lies above 0 and below 1."""
    if not 0 < prevalence < 1:
        raise SettingsRefused(
            "The share of events where the model is used must lie above 0 % and below 100 %.",
            "Give a share such as 0.04 (4 %).",
            "PREVALENCE",
        )


def posterior(name: str, right: float, wrong: float, ratio: Measure, prior: float) -> Measure:
    """Return the share of ``right`` among ``right`` and ``wrong``, its interval from the likelihood ratio
    ``ratio`` that leads to it from ``prior`` odds; its upper end is 1 where that has none."""
    method = f"{name} at this prevalence, by Bayes' rule; interval from the likelihood ratio's"
    if not right + wrong > 0:
        return Measure(math.nan, method=f"{name}; nobody to count")
    low, high = (odds / (1 + odds) for odds in (ratio.low * prior, ratio.high * prior))
    high = 1.0 if math.isnan(high) and not math.isnan(low) else high
    return Measure(right / (right + wrong), low, high, method, ratio.n, ratio.events)


def _inverted(ratio: Measure) -> Measure:
    """One over a ratio: its bounds change places."""
    value, low, high = (
        1 / bound if bound > 0 else math.nan for bound in (ratio.value, ratio.high, ratio.low)
    )
    return replace(ratio, value=value, low=low, high=high)


def _inverse(ppv: Measure) -> Measure:
    if not ppv.value > 0:
        return Measure(math.nan, method="flagged per case found; no case is found", n=ppv.n)
    method = "1 / PPV at this prevalence; from its interval"
    return Measure(1 / ppv.value, 1 / ppv.high, 1 / ppv.low, method, ppv.n, ppv.events)
