"""What internal-external validation finds: a network judged where it was not trained."""

from dataclasses import dataclass

from clinnet_gui.core.evaluation.decision import Decision
from clinnet_gui.core.evaluation.groups.pooling import Summary
from clinnet_gui.core.evaluation.groups.rounds import Skipped
from clinnet_gui.core.evaluation.groups.subgroups import Level
from clinnet_gui.core.evaluation.measures import Measure


@dataclass(frozen=True, slots=True, eq=False)
class LeftOut:
    """One round: the ``level`` judged, by a network of ``trained_on`` other rows (0 where its training
    failed, and ``failure`` says why); ``logistic`` is the AUROC of a logistic regression of those."""

    name: str
    trained_on: int
    level: Level
    logistic: Measure
    failure: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Transported:
    """Rounds that are done, in order, of ``planned``. ``pooled`` are AUROC, O:E and slope over the groups,
    and ``logistic`` the pooled AUROC of the regressions; none by date, where rounds share their training.
    Groups are judged at ``threshold`` (None: without). ``chosen`` is what the analyst had decided
    (``chosen_for``)."""

    column: str
    by_date: bool
    groups: tuple[LeftOut, ...]
    skipped: tuple[Skipped, ...]
    pooled: tuple[Summary, ...]
    logistic: Summary | None
    planned: int
    note: str
    sentence: str
    chosen: str
    threshold: float | None = None


def chosen_for(decision: Decision) -> str:
    """Return all of a decision that the rounds depend on: with another one they are out of date."""
    return repr((decision.calibrator, decision.threshold, bool(decision.opened)))
