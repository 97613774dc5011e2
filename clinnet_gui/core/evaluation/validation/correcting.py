"""From the refits to what is shown: calibrated as the study is, corrected, and told."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Floats, Ints
from clinnet_gui.core.errors import EvaluationRefused
from clinnet_gui.core.evaluation.decision import Calibrator, Decision
from clinnet_gui.core.evaluation.recalibration import auto_calibrator, fit_calibrator
from clinnet_gui.core.evaluation.validation.drawing import counts_drawn, rows_drawn
from clinnet_gui.core.evaluation.validation.fan import Curves
from clinnet_gui.core.evaluation.validation.instability import instability
from clinnet_gui.core.evaluation.validation.optimism import Tally, corrected
from clinnet_gui.core.evaluation.validation.original import Original, original_of
from clinnet_gui.core.evaluation.validation.procedure import seed_of
from clinnet_gui.core.evaluation.validation.refits import Refits, Singles
from clinnet_gui.core.evaluation.validation.values import Validation, validation_key
from clinnet_gui.core.evaluation.validation.wording import expectation
from clinnet_gui.core.statistics.losses import expit
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.work import Progress, Work


@dataclass(frozen=True, slots=True, eq=False)
class _Model:
    """A refit that could be calibrated: the rows of its sample, and the risks of all rows by its network
    and by its logistic regression."""

    number: int
    drawn: Ints
    risks: Floats
    beside: Floats


def validate(trained: Trained, decision: Decision, refits: Refits) -> Work[Validation]:
    """Return what the refits tell of a fit under a decision; they are those of this very fit.

    Each refit is calibrated on its own rows, by the decision's method, or by the automatic choice
    where that is what the decision has. EvaluationRefused where no refit led to a model.
    """
    original = yield from original_of(trained, decision)
    key = validation_key(refits, decision)
    return (yield from validate_as(original, decision.threshold, refits, key))


def validate_as(original: Original, threshold: float | None, refits: Refits, key: str) -> Work[Validation]:
    """Return the Validation of any model that is given by its logits and those of its refits."""
    y, own = original.y, original.calibrator.risk(original.logits)
    network = Tally(y, own, threshold)
    beside = Tally(y, expit(original.logistic), threshold, complete=False)
    curves, refitted = Curves(y, own), list[Singles]()
    for model in _models(original, refits):
        for tally, risks in ((network, model.risks), (beside, model.beside)):
            tally.add(model.drawn, risks)
            yield Progress("Correcting for optimism", model.number / refits.tried)
        curves.add((y[model.drawn], model.risks[model.drawn]), (y, model.risks))
        refitted.append(model.risks.astype(np.float32))
    if not refitted:
        raise EvaluationRefused(
            f"None of the {refits.tried} refits led to a network that could be calibrated.",
            "There are too few events to repeat the training on samples of the patients.",
            "REFITS_FAILED",
        )
    moved = yield from instability(original.rows, own, np.array(refitted), threshold)
    scores, others = network.scores(), beside.scores()
    found, difference = corrected(scores), corrected(scores.minus(others), bounded=False)
    n, events = int(y.size), int(y.sum())
    return Validation(
        network=found,
        logistic=corrected(others),
        difference=difference,
        instability=moved,
        fan=curves.fan(),
        n=n,
        events=events,
        patients=int(np.unique(original.patients).size),
        refits=len(refitted),
        failed=refits.tried - len(refitted),
        automatic=original.method is None,
        threshold=threshold,
        sentence=expectation(found, difference, events, n),
        made_from=key,
    )


def _models(original: Original, refits: Refits) -> Iterator[_Model]:
    """The refits one after the other, calibrated; those that failed are left out."""
    for number in np.flatnonzero(refits.sound).tolist():
        counts = counts_drawn(original.patients, original.seed, number)
        calibrator = _calibrator(refits.held[number], counts, original, seed_of(original.seed, number))
        if calibrator is not None:
            risks = calibrator.risk(refits.logits[number].astype(np.float64))
            beside = expit(refits.logistic[number].astype(np.float64))
            yield _Model(number, rows_drawn(counts), risks, beside)


def _calibrator(held: Singles, counts: Ints, original: Original, seed: int) -> Calibrator | None:
    """The refit's calibrator, on the rows of its sample that its networks held out; None where the
    method cannot be fitted on them."""
    rows = rows_drawn(np.where(np.isfinite(held), counts, 0))
    logits, y = held[rows].astype(np.float64), original.y[rows]
    if original.method is None:
        return auto_calibrator(logits, y, seed, original.patients[rows])
    try:
        return fit_calibrator(original.method, logits, y)
    except EvaluationRefused:
        return None
