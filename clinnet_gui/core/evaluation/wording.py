"""Sentences that say measures in plain words; a claim only where the interval supports it."""

from clinnet_gui.core.data.split import Part, Split
from clinnet_gui.core.evaluation.evaluation import Bin
from clinnet_gui.core.evaluation.measures import Measure

VAGUE = (2 / 3, 3 / 2)
"""An interval of O:E or slope that holds both says nothing: a third too few fits as well as a
half too many."""

TOO_GOOD = 0.98
"""AUROC on rows not trained on from which a predictor is suspected to know the outcome."""


def rows_called(split: Split, part: Part) -> str:
    """Return what the rows that serve a part are called: those that calibrate a cross-fitted
    network were all held out from the network that judges them."""
    if part is Part.CALIBRATE and split.crossed:
        return "out-of-fold rows"
    return f"{part.name.lower().replace('_', '-')} rows"


def excludes(measure: Measure, ideal: float) -> bool:
    """Return whether the 95 % interval leaves out the ideal value (False without an interval)."""
    return measure.low > ideal or measure.high < ideal


def vague(measure: Measure) -> bool:
    """Return whether the interval is so wide that it supports no judgement."""
    return measure.low < VAGUE[0] and measure.high > VAGUE[1]


def suspicion(auroc: Measure) -> str:
    """Return the question that a result too good to be true raises, or nothing."""
    if not auroc.estimable or auroc.value < TOO_GOOD:
        return ""
    return (
        f" An AUROC of {auroc.value:.3f} is rare: does a predictor know the outcome, or was it recorded "
        "after it?"
    )


def calibration_sentence(ratio: Measure, large: Measure, slope: Measure) -> str:
    """Return what O:E, calibration-in-the-large and slope say, in one or two sentences."""
    if not large.estimable and large.events in (0, large.n):
        return "Calibration cannot be judged on these rows: they hold only one outcome."
    if not ratio.estimable:
        return f"Risks are too low: all are 0, and {large.events:,} of {large.n:,} patients had the event."
    if not large.estimable:
        return "Calibration cannot be judged on these rows: it has no estimate at such risks."
    average = _average(ratio, large)
    if not slope.estimable:
        why = "the risks are all but equal, or part events from non-events without a mistake"
        return f"{average} The slope cannot be estimated: {why}."
    return f"{average} {_spread(slope)}"


def _average(ratio: Measure, large: Measure) -> str:
    figures = f"(O:E {_with_interval(ratio)})"
    if vague(ratio) and not excludes(large, 0.0):
        return f"Whether the risks are right on average cannot be judged on so few patients {figures}."
    if not excludes(large, 0.0):
        return f"On average the risks agree with what happened {figures}."
    return f"Risks are too {'low' if large.value > 0 else 'high'} on average {figures}."


def _spread(slope: Measure) -> str:
    figures = f"(slope {_with_interval(slope)})"
    if vague(slope):
        return f"Whether their spread is right cannot be judged on these rows {figures}."
    if not excludes(slope, 1.0):
        return f"Their spread is not shown to be wrong {figures}."
    if slope.value < 1:
        return f"They are too extreme: high ones too high, low ones too low {figures}."
    return f"They are too moderate: high ones too low, low ones too high {figures}."


def _with_interval(measure: Measure) -> str:
    return f"{measure.value:.2f}, {measure.low:.2f} to {measure.high:.2f}".replace("-", "−")


def told_sentence(group: Bin) -> str:
    """Return what became of the patients of one group, in the words one would say to a patient.

    >>> told_sentence(Bin(0.18, 0.23, 0.204, Measure(0.24, 0.09, 0.45, n=25, events=6)))
    'Among patients told about 20 %, about 24 % had the event (95 % CI 9 to 45; 6 of 25).'
    """
    seen, digits = group.observed, 0 if group.predicted >= 0.1 else 1
    share, low, high = (f"{100 * value:.{digits}f}" for value in (seen.value, seen.low, seen.high))
    return (
        f"Among patients told about {100 * group.predicted:.{digits}f} %, about {share} % had the event "
        f"(95 % CI {low} to {high}; {seen.events:,} of {seen.n:,})."
    )


def verdict_sentence(rows: str, rivals: tuple[tuple[str, Measure], ...]) -> str:
    """Return whether the network beats each rival, from the rival's log-loss minus its own.

    ``rows`` names the rows judged; ``rivals`` are (name, difference with its interval).
    """
    judged = [(name, difference) for name, difference in rivals if difference.estimable]
    better = [name for name, difference in judged if difference.low > 0]
    worse = [name for name, difference in judged if difference.high < 0]
    level = [name for name, _ in judged if name not in (*better, *worse)]
    clauses = []
    if better:
        clauses.append(f"predicts better than {_listed(better)}")
    if level:
        clauses.append(f"is not shown to predict better than {_listed(level)}")
    if worse:
        clauses.append(f"predicts worse than {_listed(worse)}")
    if not clauses:
        return f"On {rows} the network could not be compared with simpler models."
    return f"On {rows} the network {_listed(clauses)} (log-loss, 95 % intervals).{_advice(level, worse)}"


def _advice(level: list[str], worse: list[str]) -> str:
    """Return which model to prefer; nothing where the network beats them all."""
    if worse:
        predicts = "predicts" if len(worse) == 1 else "predict"
        return f" Prefer {_listed(worse)}, which {predicts} better."
    return " A simpler model that does as well is the safer choice." if level else ""


def _listed(names: list[str]) -> str:
    """Return "a", "a and b", "a, b and c"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
