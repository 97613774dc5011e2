"""The least development sample against the published figures of the criteria."""

from pathlib import Path

import pytest

from clinnet_gui.core.errors import SettingsRefused
from clinnet_gui.core.evaluation.sample_size.development import (
    Criterion,
    Plan,
    development_size,
    modest_c,
    size_of_r2,
)
from clinnet_gui.core.statistics.binormal import Binormal, cox_snell, largest_r2
from tests.unit.evaluation.published import figures


@pytest.mark.parametrize("r2", [0.288, 0.55])
def test_every_published_criterion_is_met(shared: Path, r2: float) -> None:
    printed = figures(shared, f"pmsampsize ({r2}, 24, 0.174)")
    found = size_of_r2(Plan(24, 0.174, 0.89), r2).needed
    assert len(printed) == 3
    for number, patients in enumerate(found, start=1):
        assert printed[f"criterion {number}"].met_by(patients)


def test_the_examples_of_the_papers() -> None:
    assert size_of_r2(Plan(20, 0.5, 0.7), 0.1).needed[0] == 1_699  # Riley et al. 2019: 1698.04
    assert size_of_r2(Plan(20, 0.5, 0.7), 0.1).needed[2] == 385
    falls = size_of_r2(Plan(90, 0.048, 0.7), 0.016)  # the eFalls study: 50,174 patients, 2,409 events
    assert (falls.patients, falls.events, falls.needed[2]) == (50_174, 2_409, 71)
    assert falls.binding is Criterion.SHRINKAGE


def test_the_c_statistic_stands_for_its_r2() -> None:
    size = development_size(Plan(24, 0.174, 0.89))
    assert size.r2 == pytest.approx(0.29095, abs=5e-6)
    assert size.needed == size_of_r2(Plan(24, 0.174, 0.5 + 0.1), size.r2).needed
    assert size.events_per_parameter == pytest.approx(size.patients * 0.174 / 24)


def test_a_better_model_needs_fewer_patients_and_more_parameters_need_more() -> None:
    weak, strong = (development_size(Plan(20, 0.2, c)).needed[0] for c in (0.6, 0.9))
    assert strong < weak
    assert development_size(Plan(40, 0.2, 0.75)).patients > development_size(Plan(20, 0.2, 0.75)).patients
    assert (
        development_size(Plan(20, 0.2, 0.75, 0.95)).patients > development_size(Plan(20, 0.2, 0.75)).patients
    )


def test_where_nothing_is_known_a_modest_model_is_assumed() -> None:
    assert cox_snell(Binormal(0.2, modest_c(0.2))) == pytest.approx(0.15 * largest_r2(0.2), abs=1e-9)


@pytest.mark.parametrize("wrong", [(0, 0.2, 0.8), (5, 0.0, 0.8), (5, 0.2, 0.5), (5, float("nan"), 0.8)])
def test_a_plan_out_of_range_is_refused(wrong: tuple[int, float, float]) -> None:
    with pytest.raises(SettingsRefused):
        Plan(*wrong)
