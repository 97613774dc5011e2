"""Sentences that say measures in plain words; a claim only where the interval supports it."""

from dataclasses import dataclass

from clinnet_gui.core.data.split import Part, Split
from clinnet_gui.core.evaluation.evaluation import Bin
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.spelling import events_text, only_text
from clinnet_gui.core.statistics.reliance import Reliance, rarer, reliance_of, too_few

RIGHT = (4 / 5, 5 / 4)
"""An interval of O:E within these shows that risks are about right on average."""

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
    few = auroc.n and too_few(auroc.n, auroc.events)
    if few or not auroc.estimable or auroc.value < TOO_GOOD:
        return ""
    return (
        f" An AUROC of {auroc.value:.3f} is rare: does a predictor know the outcome, or was it recorded "
        "after it?"
    )


def calibration_sentence(ratio: Measure, large: Measure, slope: Measure) -> str:
    """Return what O:E, calibration-in-the-large and slope say, in one or two sentences."""
    if not large.estimable and large.events in (0, large.n):
        return "Calibration cannot be judged on these rows: they hold only one outcome."
    if large.n and too_few(large.n, large.events):
        return f"Too few to judge calibration: {large.events:,} of {large.n:,} patients had the event."
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
    if not excludes(large, 0.0) and ratio.low >= RIGHT[0] and ratio.high <= RIGHT[1]:
        return f"On average the risks agree with what happened {figures}."
    if not excludes(large, 0.0):
        return f"On average the risks are not shown to be wrong {figures}."
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


def told_sentence(group: Bin, called: str = "patients") -> str:
    """Return what became of the patients of one group, in the words one would say to a patient; where they
    have several rows, the rows are ``called`` so.

    >>> told_sentence(Bin(0.18, 0.23, 0.204, Measure(0.24, 0.09, 0.45, n=25, events=6)))
    'Among patients told about 20 %, about 24 % had the event (95 % CI 9 to 45; 6 of 25).'
    """
    seen, digits = group.observed, 0 if group.predicted >= 0.1 else 1
    share, low, high = (f"{100 * value:.{digits}f}" for value in (seen.value, seen.low, seen.high))
    return (
        f"Among {called} told about {100 * group.predicted:.{digits}f} %, about {share} % had the event "
        f"(95 % CI {low} to {high}; {seen.events:,} of {seen.n:,})."
    )


@dataclass(frozen=True, slots=True)
class Ground:
    """The rows that a verdict stands on: how many, what they are ``called``, and their events."""

    n: int
    called: str
    events: int

    @property
    def rarer(self) -> int:
        """Events, or patients without the event where these are fewer."""
        return rarer(self.n, self.events)

    @property
    def reliance(self) -> Reliance:
        """How far figures on these rows can be relied on."""
        return reliance_of(self.n, self.events)

    @property
    def word(self) -> str:
        """What ``rarer`` counts."""
        return "events" if self.events <= self.n - self.events else "patients without the event"

    @property
    def rows(self) -> str:
        """The rows in words."""
        return f"{self.n:,} {self.called}"

    @property
    def whole(self) -> str:
        """The rows in words, with their events."""
        return f"{self.rows} with {events_text(self.events)}"


def verdict_sentence(ground: Ground, rivals: tuple[tuple[str, Measure], ...]) -> str:
    """Return whether the network beats each rival, from the rival's log-loss minus its own.

    ``rivals`` are (name, difference with its interval). Under 10 events (or non-events) nothing is claimed;
    under 100 what the intervals say is told as what it seems, since it is unstable: of 14 events a 95 %
    interval leaves out 0 in up to 7 of 100 samples in which there is no difference (simulation, 600).
    """
    judged = [(name, difference) for name, difference in rivals if difference.estimable]
    if ground.reliance is Reliance.SUPPRESSED:
        few = f"{only_text(ground.events, ground.n - ground.events)} among {ground.rows}"
        return f"Too few to compare the network with simpler models: {few}."
    if not judged:
        return f"On {ground.whole} the network could not be compared with simpler models."
    better = [name for name, difference in judged if difference.low > 0]
    worse = [name for name, difference in judged if difference.high < 0]
    level = [name for name, _ in judged if name not in (*better, *worse)]
    said = _surely if ground.reliance is Reliance.SOUND else _seemingly
    return f"{said(ground, better, level, worse)}{_advice(level, worse)}"


def _surely(ground: Ground, better: list[str], level: list[str], worse: list[str]) -> str:
    clauses = []
    if better:
        clauses.append(f"predicts better than {_listed(better)}")
    if level:
        clauses.append(f"is not shown to predict better than {_listed(level)}")
    if worse:
        clauses.append(f"predicts worse than {_listed(worse)}")
    return f"On {ground.whole} the network {_listed(clauses)} (log-loss, 95 % intervals)."


def _seemingly(ground: Ground, better: list[str], level: list[str], worse: list[str]) -> str:
    few = f"{ground.word} ({ground.rarer})"
    if not better and not worse:
        untold = f"Too few {few} among {ground.rows} to tell whether the network predicts better than"
        return f"{untold} {_listed(level)} (log-loss, 95 % intervals)."
    clauses = []
    if better:
        clauses.append(f"seems to predict better than {_listed(better)}")
    if worse:
        clauses.append(f"seems to predict worse than {_listed(worse)}")
    untold = f"; whether it does better than {_listed(level)} cannot be told" if level else ""
    return (
        f"With few {few} among {ground.rows} this is unstable: the network {_listed(clauses)}{untold} "
        "(log-loss, 95 % intervals)."
    )


def _advice(level: list[str], worse: list[str]) -> str:
    """Return which model to prefer; nothing where the network beats them all."""
    if worse:
        return f" Prefer {_listed(worse)}."
    return " Where no difference is shown, the simpler model is the safer choice." if level else ""


def _listed(names: list[str]) -> str:
    """Return "a", "a and b", "a, b and c"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
