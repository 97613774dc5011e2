"""An explained risk in a few sentences: what raised the prediction and what lowered it, no cause."""

from clinnet_gui.core.evaluation.decision import Calibrator
from clinnet_gui.core.explanation.attribution import Attribution
from clinnet_gui.core.explanation.contributions import Contribution, Explained, Risk
from clinnet_gui.core.explanation.methods import INTEGRATED_GRADIENTS, MEDIAN
from clinnet_gui.core.spelling import elided, risk_text

NAME, VALUE = 28, 24
"""Characters of a column's name, and of a value, in a sentence."""

NAMED, ASIDE = 2, 1
"""So many columns are named that moved the risk to where it lies, and that moved it the other way."""


def in_words(patient: Explained, label: str, base: str) -> str:
    """Return the explanation in two sentences; ``base`` says whose risk the contributions begin
    at, before its number. Only columns whose interval leaves out zero are named. The words are of the
    prediction alone: a column that raised it need not have harmed the patient.

    >>> import numpy as np
    >>> risk = lambda z: 1 / (1 + np.exp(-z))
    >>> parts = (Contribution("crp", "212 mg/L", 0.7), Contribution("age", "30 years", -0.2))
    >>> in_words(Explained(-2.0, -1.5, parts, risk), "7", "the base of").split(". ")[1]
    'The prediction is raised most by crp (212 mg/L), lowered most by age (30 years).'
    """
    start, end = patient.share(patient.base), patient.share(patient.total)
    named = [part for part in patient.parts if part.value and part.certain]
    sides = [("raised", 1), ("lowered", -1)] if end >= start else [("lowered", -1), ("raised", 1)]
    moved = [(did, [part for part in named if sign * part.amount > 0]) for did, sign in sides]
    counted = zip(moved, (NAMED, ASIDE), strict=True)
    found = [(did, parts[:most]) for (did, parts), most in counted if parts]
    told = ", ".join(f"{did} most by {_listed(parts)}" for did, parts in found)
    return _first(label, start, end, base) + (f" The prediction is {told}." if told else "")


def base_of(attribution: Attribution) -> str:
    """Return whose risk the contributions begin at, to be said before its number."""
    if attribution.method != INTEGRATED_GRADIENTS:
        return "the base of"
    return "the median patient's" if attribution.reference == MEDIAN else "the reference patient's"


def shown_risk(calibrator: Calibrator) -> Risk:
    """Return what turns the attributed log-odds into risk: for a calibrated logit the logistic
    function; for a beta or an isotonic calibrator, whose logit is the uncalibrated one, its curve."""
    return Calibrator().risk if calibrator.affine else calibrator.risk


def _first(label: str, start: float, end: float, base: str) -> str:
    """The predicted risk, and where it lies from the base."""
    whose = f"Patient {label}: predicted" if label else "Predicted"
    where = "above" if end > start else "below"
    if risk_text(start) == risk_text(end):
        where = "just"
    return f"{whose} risk {risk_text(end)}, {where} {base} {risk_text(start)}."


def _listed(parts: list[Contribution]) -> str:
    """The columns with their values, e.g. "age (81 years) and crp (not measured)"."""
    return " and ".join(f"{elided(part.column, NAME)} ({elided(part.value, VALUE)})" for part in parts)
