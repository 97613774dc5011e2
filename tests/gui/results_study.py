"""An evaluated study, made once, for the tests of the results pages."""

from dataclasses import replace
from functools import lru_cache

from clinnet_gui.core.evaluation.deciding import first_decision, with_threshold
from clinnet_gui.core.evaluation.judging import evaluate
from clinnet_gui.core.study import Study
from clinnet_gui.core.work import drain
from tests.builders import Patients, crossed_study, study

MANY = Patients(n=1200, seed=3)


@lru_cache(maxsize=4)
def evaluated(of: Patients = MANY, threshold: float | None = None) -> Study:
    """A trained study with its first decision and its evaluation; the test rows are covered."""
    return _evaluated(study(of), threshold)


@lru_cache(maxsize=4)
def crossed(test: bool = False) -> Study:
    """A cross-fitted study with its first decision and its evaluation, with a test part or without."""
    return _evaluated(crossed_study(test=test), None)


def _evaluated(begun: Study, threshold: float | None) -> Study:
    assert begun.trained is not None
    decision = first_decision(begun.trained)
    if threshold is not None:
        decision = with_threshold(decision, threshold)
    return replace(begun, decision=decision, evaluation=drain(evaluate(begun.trained, decision)))
