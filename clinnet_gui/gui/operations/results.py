"""What is computed from a fit: evaluation, the scores of new patients."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from clinnet_gui.core.data.characteristics import By, Characteristics
from clinnet_gui.core.data.findings import Answers
from clinnet_gui.core.evaluation.decision import Decision, Method
from clinnet_gui.core.evaluation.evaluation import Evaluation
from clinnet_gui.core.scoring import Scores
from clinnet_gui.core.study import Study
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.work import Progress, Work


def judging(trained: Trained, decision: Decision) -> Work[tuple[Decision, Evaluation]]:
    """Evaluate the fit under a decision, on the calibrate (or out-of-fold) rows or the opened test."""
    from clinnet_gui.core.evaluation.judging import evaluate

    yield Progress("Evaluating")
    return decision, (yield from evaluate(trained, decision))


def recalibrating(
    trained: Trained, decision: Decision, method: Method | None
) -> Work[tuple[Decision, Evaluation]]:
    """Fit another calibrator (None: the one that the rows support), then evaluate."""
    from clinnet_gui.core.evaluation.deciding import recalibrated

    yield Progress("Recalibrating")
    return (yield from judging(trained, (yield from recalibrated(trained, decision, method))))


def describing(trained: Trained, by: By, opened: bool) -> Work[Characteristics]:
    """Describe the rows of a fit; those of a test that is not opened stay covered."""
    from clinnet_gui.core.data.describing import describe_patients

    yield Progress("Describing the patients")
    return (yield from describe_patients(trained.dataset, trained.split, by, opened))


def resampling(trained: Trained, evaluation: Evaluation) -> Work[Evaluation]:
    """Give both calibrations of an evaluation the intervals that only a bootstrap of patients gives."""
    from clinnet_gui.core.evaluation.resampled import resample
    from clinnet_gui.core.statistics.folds import repeats
    from clinnet_gui.core.statistics.losses import expit

    patients, seed = trained.dataset.patients[evaluation.rows], trained.split.seed
    yield Progress("Resampling patients", 0.0)
    owners = patients if repeats(patients) else None
    y, raw = evaluation.y, expit(evaluation.logits)
    after = yield from resample(evaluation.after, y, evaluation.honest, seed, patients=owners)
    before = after
    if not np.array_equal(raw, evaluation.honest):
        before = yield from resample(evaluation.before, y, raw, seed, patients=owners)
    return replace(evaluation, before=before.calibration, after=after.calibration)


def scoring(study: Study, path: Path, answers: Answers | None = None) -> Work[Scores]:
    """Score the patients of a file; without ``answers`` those of the training table hold."""
    from clinnet_gui.core.scoring import score

    yield Progress(f"Reading {path.name}")
    if answers is None:
        answers = study.trained.dataset.table.answers if study.trained else Answers()
    return (yield from score(study, path, answers))
