"""Consequences of a threshold: each part is what it is on its own, here and elsewhere."""

import pytest

from clinnet_gui.core.evaluation.benefit_sample import sample_benefit
from clinnet_gui.core.evaluation.consequences import consequences, reasonable_range
from clinnet_gui.core.evaluation.curves import curve_of
from clinnet_gui.core.evaluation.operating import operating_point
from clinnet_gui.core.evaluation.prevalence import elsewhere
from clinnet_gui.core.evaluation.utility import Costs, expected_cost, utility
from clinnet_gui.core.statistics.losses import expit
from clinnet_gui.core.work import drain
from tests.unit.evaluation.samples import drawn


def test_here_and_elsewhere_are_gathered() -> None:
    y, z = drawn(300)
    curve, sample = curve_of(y, expit(z)), drain(sample_benefit(y, expit(z), seed=1))
    here = consequences(curve, sample, 0.2)
    assert here.there is None and here.worth_there is None
    assert here.threshold == 0.2
    both = consequences(curve, sample, 0.2, 0.05)
    assert both.point == here.point == operating_point(curve, 0.2)
    assert both.worth.utility == utility(curve, 0.2)
    assert both.there == elsewhere(both.point, 0.05)
    assert both.worth_there is not None
    assert both.worth_there.utility == utility(curve, 0.2, 0.05)
    assert both.worth_there.sure == sample.at(0.2, 0.05)
    priced = consequences(curve, sample, 0.2, 0.05, Costs(9, 1))
    assert priced.worth.cost == expected_cost(curve, 0.2, Costs(9, 1))
    assert priced.worth_there is not None
    assert priced.worth_there.cost == expected_cost(curve, 0.2, Costs(9, 1), 0.05)


@pytest.mark.parametrize("threshold", [0.0001, 0.02, 0.5, 0.9, 0.9999])
def test_the_default_range_holds_the_threshold_and_stays_inside(threshold: float) -> None:
    low, high = reasonable_range(threshold, None)
    assert 0 < low <= threshold <= high < 1
    assert reasonable_range(threshold, (0.1, 0.3)) == (0.1, 0.3)
