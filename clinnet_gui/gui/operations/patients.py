"""What is computed of single patients and of all that are shown: attributions and what stands around."""

from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Ints
from clinnet_gui.core.evaluation.decision import Calibrator, Decision
from clinnet_gui.core.explanation.attribution import Attribution
from clinnet_gui.core.explanation.cohort import Cohort, cohort
from clinnet_gui.core.explanation.experience import Experience, experience
from clinnet_gui.core.explanation.methods import DEEP_SHAP, PAIRS
from clinnet_gui.core.explanation.similar import Similar, similar_patients
from clinnet_gui.core.explanation.what_if import WhatIf, what_if
from clinnet_gui.core.study import Study
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.work import Progress, Work

COHORT = 1_000
"""At most so many patients are explained for the global importance."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An explanation of the patient at ``position``: how, from which reference patient (dataset
    position; None: the median one), by how many pairs of orders."""

    position: int
    method: str
    reference: int | None = None
    pairs: int = PAIRS


@dataclass(frozen=True, slots=True, eq=False)
class Surroundings:
    """Of one patient: the similar ones, and the networks ready to be asked for other values.
    ``known`` serves the next patient of the same fit (``trained``) too."""

    trained: Trained
    known: Experience
    similar: Similar
    what_if: WhatIf

    def still_of(self, trained: Trained | None, calibrator: Calibrator, position: int | None) -> bool:
        """Whether this is of that patient, fit and calibrator."""
        of_patient = self.similar.position == position and self.what_if.calibrator == calibrator
        return of_patient and self.trained is trained


def explaining(study: Study, wanted: Wanted) -> Work[Attribution]:
    """Attribute one patient's risk to the original columns."""
    from clinnet_gui.core.explanation.explaining import explain

    assert study.trained is not None
    yield Progress("Explaining")
    calibrator, rows = study.decision.calibrator, np.array([wanted.position], np.int64)
    work = explain(study.trained, calibrator, rows, wanted.method, wanted.reference, pairs=wanted.pairs)
    return (yield from work)


def explaining_cohort(study: Study) -> Work[Cohort]:
    """Attribute the risks of the shown patients, or of a sample of them."""
    from clinnet_gui.core.explanation.explaining import explain

    assert study.trained is not None
    yield Progress("Explaining")
    rows = shown_patients(study.trained, study.decision)
    attribution = yield from explain(study.trained, study.decision.calibrator, rows, DEEP_SHAP)
    return (yield from cohort(study.trained, attribution))


def shown_patients(trained: Trained, decision: Decision) -> Ints:
    """Return the shown rows, or a seeded sample of COHORT of them, ascending."""
    from clinnet_gui.core.evaluation.deciding import shown_part

    rows = trained.split.rows(shown_part(trained.split, decision))
    if rows.size <= COHORT:
        return rows
    chosen = np.random.default_rng(trained.split.seed).choice(rows, COHORT, replace=False)
    return np.sort(chosen)


def surrounding(study: Study, position: int, before: Surroundings | None) -> Work[Surroundings]:
    """Find the patients similar to one, and make its networks ready; what the training rows know is
    taken from ``before`` where that is of the same fit."""
    trained = study.trained
    assert trained is not None
    yield Progress("Looking for similar patients")
    known = before.known if before is not None and before.trained is trained else None
    if known is None:
        known = yield from experience(trained)
    similar = yield from similar_patients(trained, position)
    scene = yield from what_if(trained, study.decision.calibrator, position, known)
    return Surroundings(trained, known, similar, scene)
