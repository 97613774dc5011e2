"""The search for a threshold that looks best."""

from clinnet_gui.core.evaluation.decision import Decision
from clinnet_gui.core.evaluation.exploratory import Explored
from clinnet_gui.core.evaluation.utility import Costs
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.work import Progress, Work


def searching(trained: Trained, decision: Decision, costs: Costs | None) -> Work[Explored]:
    """Search on the rows that may serve the choice, and say what the pick is worth on other patients."""
    from clinnet_gui.core.data.ledger import Use
    from clinnet_gui.core.evaluation.cases import cases
    from clinnet_gui.core.evaluation.exploratory import explore

    yield Progress("Trying an exploratory threshold")
    found = cases(trained, Use.THRESHOLD)
    return (yield from explore(found, decision.calibrator, trained.split.seed, costs))
