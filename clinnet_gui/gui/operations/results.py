"""What is computed from a fit: evaluation, attributions, the scores of new patients."""

from pathlib import Path

import numpy as np

from clinnet_gui.core.arrays import Ints
from clinnet_gui.core.data.characteristics import By, Characteristics
from clinnet_gui.core.data.findings import Answers
from clinnet_gui.core.evaluation.decision import Decision, Method
from clinnet_gui.core.evaluation.evaluation import Evaluation
from clinnet_gui.core.explanation.attribution import Attribution
from clinnet_gui.core.scoring import Scores
from clinnet_gui.core.study import Study
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.work import Progress, Work

COHORT = 1_000
"""At most so many patients are explained for the global importance."""


def judging(trained: Trained, decision: Decision) -> Work[tuple[Decision, Evaluation]]:
    """Evaluate the fit under a decision, on the calibrate (or out-of-fold) rows or the opened test."""
    from clinnet_gui.core.evaluation.judging import evaluate

    yield Progress("Evaluating")
    return decision, (yield from evaluate(trained, decision))


def recalibrating(trained: Trained, decision: Decision, method: Method) -> Work[tuple[Decision, Evaluation]]:
    """Fit another calibrator, then evaluate."""
    from clinnet_gui.core.evaluation.deciding import with_method

    yield Progress("Recalibrating")
    return (yield from judging(trained, with_method(trained, decision, method)))


def describing(trained: Trained, by: By, opened: bool) -> Work[Characteristics]:
    """Describe the rows of a fit; those of a test that is not opened stay covered."""
    from clinnet_gui.core.data.describing import describe_patients

    yield Progress("Describing the patients")
    return (yield from describe_patients(trained.dataset, trained.split, by, opened))


def explaining(study: Study, rows: Ints, method: str, reference: int | None) -> Work[Attribution]:
    """Attribute the risks of ``rows`` (dataset positions) to the original columns."""
    from clinnet_gui.core.explanation.explaining import explain

    assert study.trained is not None
    yield Progress("Explaining")
    return (yield from explain(study.trained, study.decision.calibrator, rows, method, reference))


def cohort(trained: Trained, decision: Decision) -> Ints:
    """Return the shown rows, or a seeded sample of COHORT of them, ascending."""
    from clinnet_gui.core.evaluation.deciding import shown_part

    rows = trained.split.rows(shown_part(trained.split, decision))
    if rows.size <= COHORT:
        return rows
    chosen = np.random.default_rng(trained.split.seed).choice(rows, COHORT, replace=False)
    return np.sort(chosen)


def scoring(study: Study, path: Path, answers: Answers | None = None) -> Work[Scores]:
    """Score the patients of a file; without ``answers`` those of the training table hold."""
    from clinnet_gui.core.scoring import score

    yield Progress(f"Reading {path.name}")
    if answers is None:
        answers = study.trained.dataset.table.answers if study.trained else Answers()
    return (yield from score(study, path, answers))
