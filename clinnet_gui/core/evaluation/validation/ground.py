"""What the refits tell before a threshold is chosen: all that takes long, kept while the threshold moves."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from clinnet_gui.core.arrays import Bools, Floats, Ints, fingerprint, read_only
from clinnet_gui.core.errors import EvaluationRefused
from clinnet_gui.core.evaluation.decision import Calibrator, Decision
from clinnet_gui.core.evaluation.recalibration import auto_calibrator, fit_calibrator
from clinnet_gui.core.evaluation.validation.drawing import counts_drawn, not_drawn, rows_drawn
from clinnet_gui.core.evaluation.validation.fan import Curves, Fan
from clinnet_gui.core.evaluation.validation.figures import COMPARED, figures, uninformed
from clinnet_gui.core.evaluation.validation.original import Original
from clinnet_gui.core.evaluation.validation.procedure import seed_of
from clinnet_gui.core.evaluation.validation.refits import Refits, Singles
from clinnet_gui.core.evaluation.validation.scores import Scores, Tally
from clinnet_gui.core.statistics.losses import expit
from clinnet_gui.core.work import Progress, Work


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """One model, the network or the logistic regression: its ``risks`` [rows], those of its refits
    [refits, rows], and how both do."""

    risks: Floats
    refitted: Singles
    scores: Scores


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """Both models on the rows of ``original``, by the refits of these ``numbers``; ``failed`` led to none.
    ``unseen`` [refits, rows] are the rows that a refit did not draw, ``key`` is the fingerprint of refits
    and calibrator."""

    original: Original
    numbers: tuple[int, ...]
    failed: int
    network: Judged
    logistic: Judged
    fan: Fan
    unseen: Bools
    key: str


def ground_key(refits: Refits, decision: Decision) -> str:
    """Return the fingerprint of all that a Ground depends on."""
    return fingerprint(refits.made_from, str(refits.tried), repr(decision.calibrator))


def ground_of(original: Original, refits: Refits, key: str) -> Work[Ground]:
    """Return what refits tell of any model that is given by its logits and theirs.

    EvaluationRefused where none of them could be calibrated.
    """
    y = original.y
    own, beside = original.calibrator.risk(original.logits), expit(original.logistic)
    compared = partial(figures, wanted=COMPARED)
    tallies = Tally(y, own, figures, uninformed), Tally(y, beside, compared, uninformed)
    curves, models, unseen = Curves(y, own), list[_Model](), list[Bools]()
    for model in _models(original, refits):
        drawn = drawn_in(original, model.number)
        for tally, risks in zip(tallies, (model.risks, model.beside), strict=True):
            tally.add(drawn, risks)
            yield Progress("Correcting for optimism", model.number / refits.tried)
        curves.add(drawn, model.risks)
        models.append(model)
        unseen.append(not_drawn(drawn, y.size))
        yield Progress("Correcting for optimism", model.number / refits.tried)
    if not models:
        raise EvaluationRefused(
            f"None of the {refits.tried} refits led to a network that could be calibrated.",
            "There are too few events to repeat the training on samples of the patients.",
            "REFITS_FAILED",
        )
    networks = read_only(np.array([model.risks for model in models], np.float32))
    others = read_only(np.array([model.beside for model in models], np.float32))
    return Ground(
        original=original,
        numbers=tuple(model.number for model in models),
        failed=refits.tried - len(models),
        network=Judged(read_only(own), networks, tallies[0].scores()),
        logistic=Judged(read_only(beside), others, tallies[1].scores()),
        fan=curves.fan(),
        unseen=read_only(np.array(unseen)),
        key=key,
    )


def drawn_in(original: Original, number: int) -> Ints:
    """Return the rows of the sample of refit ``number``, each as often as it was drawn."""
    return rows_drawn(counts_drawn(original.patients, original.seed, number))


@dataclass(frozen=True, slots=True, eq=False)
class _Model:
    """A refit that could be calibrated: the risks of all rows by its network and by its logistic
    regression."""

    number: int
    risks: Floats
    beside: Floats


def _models(original: Original, refits: Refits) -> Iterator[_Model]:
    """The refits one after the other, calibrated; those that failed are left out."""
    for number in np.flatnonzero(refits.sound).tolist():
        calibrator = _calibrator(refits.held[number], original, number)
        if calibrator is not None:
            risks = calibrator.risk(refits.logits[number].astype(np.float64))
            risks = original.calibrator.updated(risks)
            yield _Model(number, risks, expit(refits.logistic[number].astype(np.float64)))


def _calibrator(held: Singles, original: Original, number: int) -> Calibrator | None:
    """The refit's calibrator, on the rows of its sample that its networks held out; None where the
    method cannot be fitted on them."""
    counts = counts_drawn(original.patients, original.seed, number)
    rows = rows_drawn(np.where(np.isfinite(held), counts, 0))
    logits, y = held[rows].astype(np.float64), original.y[rows]
    if original.method is None:
        return auto_calibrator(logits, y, seed_of(original.seed, number), original.patients[rows])
    try:
        return fit_calibrator(original.method, logits, y)
    except EvaluationRefused:
        return None
