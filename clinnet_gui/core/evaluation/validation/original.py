"""The network as it stands, on the rows that made it: what refits are compared with."""

from dataclasses import dataclass

from clinnet_gui.core.arrays import Bytes, Floats, Ints
from clinnet_gui.core.data.ledger import Use
from clinnet_gui.core.evaluation.cases import automatic, cases
from clinnet_gui.core.evaluation.decision import Calibrator, Decision, Method
from clinnet_gui.core.evaluation.validation.procedure import logistic_beside, sampled_rows
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.training.prediction import predict
from clinnet_gui.core.work import Work


@dataclass(frozen=True, slots=True, eq=False)
class Original:
    """The rows that are sampled from (dataset positions), their outcomes, whose they are, the logits of
    the two models that were made of them all, and the seed of the fit.

    ``calibrator`` is the network's; ``method`` by which each refit gets its own, None where it was chosen
    automatically, as it is then in each of them.
    """

    rows: Ints
    y: Bytes
    patients: Ints
    logits: Floats
    logistic: Floats
    seed: int
    calibrator: Calibrator
    method: Method | None


def original_of(trained: Trained, decision: Decision) -> Work[Original]:
    """Return a fit under a decision on all rows but the test's: the mean of its networks on every row,
    not the out-of-fold logits."""
    dataset, rows = trained.dataset, sampled_rows(trained)
    logits = yield from predict(trained.fit, dataset.table.columns, dataset.rows[rows])
    logistic = yield from logistic_beside(dataset, trained.split, trained.fit.spec)
    return Original(
        rows=rows,
        y=dataset.y[rows],
        patients=dataset.patients[rows],
        logits=logits,
        logistic=logistic[rows],
        seed=trained.fit.spec.seed,
        calibrator=decision.calibrator,
        method=(yield from refits_method(trained, decision)),
    )


def refits_method(trained: Trained, decision: Decision) -> Work[Method | None]:
    """Return the method by which each refit is calibrated: the decision's, or None for the automatic
    choice where that is what the decision has."""
    as_begun = yield from automatic(cases(trained, Use.CALIBRATE), trained.split.seed)
    return None if decision.calibrator.own == as_begun else decision.calibrator.method
