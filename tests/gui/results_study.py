"""An evaluated study, made once, for the tests of the results pages."""

from dataclasses import replace
from functools import lru_cache

from clinnet_gui.core.evaluation.deciding import first_decision, with_threshold
from clinnet_gui.core.evaluation.judging import evaluate
from clinnet_gui.core.study import Study
from clinnet_gui.core.work import drain
from tests.builders import Patients, study

MANY = Patients(n=1200, seed=3)


@lru_cache(maxsize=4)
def evaluated(of: Patients = MANY, threshold: float | None = None) -> Study:
    """A trained study with its first decision and its evaluation; the test rows are covered."""
    begun = study(of)
    assert begun.trained is not None
    decision = first_decision(begun.trained)
    if threshold is not None:
        decision = with_threshold(decision, threshold)
    return replace(begun, decision=decision, evaluation=drain(evaluate(begun.trained, decision)))
