"""Training, the first decision that makes a fit readable, and the numbers of the run."""

from clinnet_gui.core.evaluation.decision import Decision
from clinnet_gui.core.study import Study
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.training.runs import Result, result_of
from clinnet_gui.core.work import Finish, Progress, Work, drain


def training(study: Study) -> Work[tuple[Trained, Decision, Result]]:
    """Train on the study's plan; Finish ends it with the best weights so far."""
    from clinnet_gui.core.evaluation.deciding import first_decision
    from clinnet_gui.core.training.training import train

    assert study.dataset is not None and study.split is not None and study.choice is not None
    yield Progress("Preparing the patients")
    trained = yield from train(study.dataset, study.split, study.choice.spec)
    return trained, first_decision(trained, study.decision), (yield from _noted(trained))


def _noted(trained: Trained) -> Work[Result]:
    """The numbers of the run; whoever stops now has a network already, and wants it kept."""
    try:
        return (yield from result_of(trained))
    except Finish:
        return drain(result_of(trained))
