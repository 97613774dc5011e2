"""Training, the first decision that makes a fit readable, and the numbers of the run."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from clinnet_gui.core.evaluation.decision import Decision
from clinnet_gui.core.study import Study
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.training.runs import Result, result_of, shown_before
from clinnet_gui.core.work import Finish, Progress, Work, drain

Found = TypeVar("Found")


def training(study: Study) -> Work[tuple[Trained, Decision, Result]]:
    """Train on the study's plan; Finish ends it with the best weights so far."""
    from clinnet_gui.core.evaluation.deciding import beginning
    from clinnet_gui.core.training.training import train

    assert study.dataset is not None and study.split is not None and study.choice is not None
    yield Progress("Preparing the patients")
    trained = yield from train(study.dataset, study.split, study.choice.spec)
    decision = yield from _kept(lambda: beginning(trained, study.decision))
    decision = replace(decision, shown_before=shown_before(study.runs, trained))
    return trained, decision, (yield from _kept(lambda: result_of(trained)))


def _kept(begin: Callable[[], Work[Found]]) -> Work[Found]:
    """What follows a training; whoever stops now has a network already, and wants it kept."""
    try:
        return (yield from begin())
    except Finish:
        return drain(begin())
