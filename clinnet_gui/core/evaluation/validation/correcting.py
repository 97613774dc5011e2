"""From the refits to what is shown: calibrated as the study is, corrected, and told."""

from functools import partial

import numpy as np

from clinnet_gui.core.arrays import Floats, distinct
from clinnet_gui.core.evaluation.decision import Decision
from clinnet_gui.core.evaluation.validation.figures import benefit, uninformed_benefit
from clinnet_gui.core.evaluation.validation.ground import Ground, Judged, drawn_in, ground_key, ground_of
from clinnet_gui.core.evaluation.validation.instability import instability
from clinnet_gui.core.evaluation.validation.optimism import corrected
from clinnet_gui.core.evaluation.validation.original import original_of
from clinnet_gui.core.evaluation.validation.refits import Refits
from clinnet_gui.core.evaluation.validation.scores import Scores, Tally
from clinnet_gui.core.evaluation.validation.unseen import unseen
from clinnet_gui.core.evaluation.validation.values import Validation, validation_key
from clinnet_gui.core.evaluation.validation.wording import expectation, why_unseen
from clinnet_gui.core.statistics.reliance import reliance_of
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.work import Progress, Work


def validate(
    trained: Trained, decision: Decision, refits: Refits, before: Validation | None = None
) -> Work[Validation]:
    """Return what the refits tell of a fit under a decision; they are those of this very fit.

    Each refit is calibrated on its own rows, by the decision's method, or by the automatic choice
    where that is what the decision has. ``before`` is an earlier validation: where only the threshold
    is another, all else is taken from it. EvaluationRefused where no refit led to a model.
    """
    key = ground_key(refits, decision)
    ground = None if before is None else before.ground
    if ground is None or ground.key != key:
        original = yield from original_of(trained, decision)
        ground = yield from ground_of(original, refits, key)
    return (yield from at_threshold(ground, decision.threshold, validation_key(refits, decision)))


def at_threshold(ground: Ground, threshold: float | None, key: str) -> Work[Validation]:
    """Return the Validation with net benefit and flips at a threshold, None: without."""
    original, refits = ground.original, len(ground.numbers)
    network = yield from _scores(ground, ground.network, threshold)
    logistic = yield from _scores(ground, ground.logistic, threshold)
    moved = yield from instability(original.rows, ground.network.risks, ground.network.refitted, threshold)
    found, difference = corrected(network), corrected(network.minus(logistic), bounded=False)
    others = unseen(network, logistic)
    n, events = int(original.y.size), int(original.y.sum())
    reason = why_unseen(found, others, reliance_of(n, events))
    headline = (others.outside, others.difference) if reason else (found, difference)
    return Validation(
        network=found,
        logistic=corrected(logistic),
        difference=difference,
        unseen=others,
        reason=reason,
        instability=moved,
        fan=ground.fan,
        n=n,
        events=events,
        patients=distinct(original.patients).size,
        refits=refits,
        failed=ground.failed,
        automatic=original.method is None,
        threshold=threshold,
        sentence=expectation(*headline, n, events),
        made_from=key,
        ground=ground,
    )


def _scores(ground: Ground, model: Judged, threshold: float | None) -> Work[Scores]:
    """The scores of a model, its net benefit among them where there is a threshold."""
    if threshold is None:
        return model.scores
    measures = partial(benefit, threshold=threshold), partial(uninformed_benefit, threshold=threshold)
    tally = Tally(ground.original.y, model.risks, *measures)
    for done, (number, risks) in enumerate(zip(ground.numbers, model.refitted, strict=True), start=1):
        tally.add(drawn_in(ground.original, number), _doubles(risks))
        yield Progress("Net benefit", done / len(ground.numbers))
    return model.scores.filled_by(tally.scores())


def _doubles(risks: Floats) -> Floats:
    return np.asarray(risks, dtype=np.float64)
