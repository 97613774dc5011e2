"""What is asked of a fit beyond its own rows: refits on samples of its patients, and what they tell."""

from clinnet_gui.core.evaluation.decision import Decision
from clinnet_gui.core.evaluation.validation.refits import Refits
from clinnet_gui.core.evaluation.validation.values import Validation
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.work import Progress, Work


def refitting(trained: Trained, times: int, before: Refits | None) -> Work[Refits]:
    """Refit until there are ``times`` of them, several at once where there are processors; Finish keeps
    those that are done."""
    from clinnet_gui.core.evaluation.validation.resampling import resample
    from clinnet_gui.core.training.executor import on_processors

    yield Progress("Preparing the patients")
    return (yield from resample(trained, times, on_processors(), before=before))


def correcting(
    trained: Trained, decision: Decision, refits: Refits, before: Validation | None
) -> Work[Validation]:
    """Correct the figures of the fit under a decision by its refits; what an earlier validation
    has already is taken from it."""
    from clinnet_gui.core.evaluation.validation.correcting import validate

    yield Progress("Correcting for optimism")
    return (yield from validate(trained, decision, refits, before))
