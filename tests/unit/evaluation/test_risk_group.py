"""A group's range finds just the patients that the calibration plot put into it."""

from dataclasses import replace

import numpy as np
import pytest

from clinnet_gui.core.evaluation.binning import equal_mass, equal_width
from clinnet_gui.core.evaluation.calibration import bins_of
from clinnet_gui.core.evaluation.decision import Method
from clinnet_gui.core.evaluation.evaluation import Evaluation
from clinnet_gui.core.evaluation.judging import evaluate
from clinnet_gui.core.evaluation.recalibration import fit_calibrator
from clinnet_gui.core.evaluation.risk_group import RiskGroup
from clinnet_gui.core.study import Study
from clinnet_gui.core.work import drain
from tests.gui.results_study import crossed, evaluated


def recalibrated(study: Study) -> Evaluation:
    """Judged after recalibration by Platt, so that honest and flagging risks differ."""
    assert study.trained is not None and study.evaluation is not None
    platt = fit_calibrator(Method.PLATT, study.evaluation.logits, study.evaluation.y)
    return drain(evaluate(study.trained, replace(study.decision, calibrator=platt)))


@pytest.mark.parametrize("study", [evaluated, crossed])
@pytest.mark.parametrize("cut", [equal_mass, equal_width])
@pytest.mark.parametrize("count", [5, 10, 20])
def test_groups_divide_all_patients_among_them(study: object, cut: object, count: int) -> None:
    found = recalibrated(study())  # type: ignore[operator]
    for raw, judged in ((True, found.before), (False, found.after)):
        seen = np.zeros(found.y.size, np.int64)
        for group in bins_of(cut(judged.curve, count), judged.curve):  # type: ignore[operator]
            members = RiskGroup.of(group, raw).members(found)
            assert members.sum() == group.observed.n
            assert found.y[members].sum() == group.observed.events
            seen += members
        assert (seen == 1).all()


def test_strays_are_those_whose_flagging_risk_lies_elsewhere() -> None:
    found = recalibrated(evaluated())
    strays = 0
    for group in found.after.bins:
        inside = [group.low <= risk <= group.high for risk in found.honest.tolist()]
        moved = [not group.low <= risk <= group.high for risk in found.risks.tolist()]
        wanted = sum(a and b for a, b in zip(inside, moved, strict=True))
        assert RiskGroup.of(group).strays(found) == wanted
        strays += wanted
    assert strays > 0
    plain = replace(found, honest=found.risks)
    assert all(RiskGroup.of(group).strays(plain) == 0 for group in found.after.bins)
