"""What can be shown of a group: a name, what it means, where it is found, and how it is drawn."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from clinnet_gui.core.evaluation.groups.subgroups import NOT_SHOWN, Level
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.evaluation.operating import OperatingPoint
from clinnet_gui.core.statistics.reliance import Reliance
from clinnet_gui.gui.widgets.plots.forest import Ground, Line, Sign

NO_THRESHOLD = Measure(math.nan, method="no threshold was chosen")


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure of a group."""

    name: str
    meaning: str
    of: Callable[[Level], Measure]
    ground: Ground


def two(value: float) -> str:
    """Return a number with two decimals.

    >>> two(0.816), two(-0.004)
    ('0.82', '0.00')
    """
    return f"{value:.2f}".replace("-0.00", "0.00").replace("-", "−")


def share(value: float) -> str:
    """Return a share in whole percent, with a decimal below 10.

    >>> share(0.814), share(0.0142)
    ('81 %', '1.4 %')
    """
    return f"{100 * value:.0f} %" if value >= 0.0995 else f"{100 * value:.1f} %"


def _at(pick: Callable[[OperatingPoint, Level], Measure]) -> Callable[[Level], Measure]:
    """What the threshold does in a group, or why that is not told."""

    def found(level: Level) -> Measure:
        if level.point is None:
            return NOT_SHOWN if level.reliance is Reliance.SUPPRESSED else NO_THRESHOLD
        return pick(level.point, level)

    return found


UNIT = (0.0, 1.0)
PREVALENCE = Figure(
    "prevalence",
    "share with the event",
    lambda level: level.prevalence,
    Ground("prevalence", None, UNIT, share),
)
AUROC = Figure(
    "AUROC",
    "how well events are told from non-events within the group",
    lambda level: level.auroc,
    Ground("AUROC", None, UNIT, two),
)
O_TO_E = Figure(
    "O:E",
    "events observed over events expected; above 1 the risks are too low in this group",
    lambda level: level.o_to_e,
    Ground("O:E", 1.0, (0.1, 10.0), two, log=True),
)
SLOPE = Figure(
    "slope",
    "calibration slope; below 1 the risks are too extreme in this group",
    lambda level: level.slope,
    Ground("calibration slope", 1.0, (-1.0, 4.0), two),
)
SENSITIVITY = Figure(
    "sensitivity",
    "share of events flagged",
    _at(lambda point, _: point.sensitivity),
    Ground("sensitivity", None, UNIT, share),
)
SPECIFICITY = Figure(
    "specificity",
    "share of non-events not flagged",
    _at(lambda point, _: point.specificity),
    Ground("specificity", None, UNIT, share),
)
PPV = Figure(
    "PPV",
    "share of the flagged who have the event",
    _at(lambda point, _: point.ppv),
    Ground("positive predictive value", None, UNIT, share),
)
FLAGGED = Figure(
    "flagged",
    "share of all patients flagged",
    _at(lambda point, _: point.flagged),
    Ground("share flagged", None, UNIT, share),
)
BENEFIT = Figure(
    "net benefit",
    "at the threshold, in true positives a patient",
    _at(lambda _, level: level.benefit),
    Ground("net benefit", 0.0, (-1.0, 1.0), lambda v: f"{v:.3f}".replace("-", "−")),
)
OF_RISKS = (AUROC, O_TO_E, SLOPE)
AT_THRESHOLD = ((SENSITIVITY, SPECIFICITY, PPV), (FLAGGED, BENEFIT, PREVALENCE))
"""The figures of the plots, three side by side: of the risks, and of what the threshold does."""


def line_of(level: Level, figure: Figure, whole: bool = False) -> Line:
    """Return a group as a line of a forest plot."""
    sign = Sign.GROUP if level.reliance is Reliance.SOUND else Sign.UNSURE
    instead = "too few events" if level.reliance is Reliance.SUPPRESSED else "not estimable"
    sign = Sign.WHOLE if whole else sign
    return Line(level.name, figure.of(level), sign, instead, level.n, level.events)
