"""Many patients explained: ranks against scipy, intervals that cover."""

import numpy as np
import pytest
from scipy.stats import rankdata

from clinnet_gui.core.evaluation.decision import Calibrator
from clinnet_gui.core.explanation.attribution import Attribution
from clinnet_gui.core.explanation.cohort import cohort, ranks_of
from clinnet_gui.core.explanation.explaining import explain
from clinnet_gui.core.work import drain
from tests import builders

ROWS = np.array([0, 1, 2, 4, 5])


def test_ranks_run_from_the_least_to_the_greatest_value() -> None:
    column = builders.number("crp", [5.0, 1.0, 5.0, 99.0, np.nan, 8.0])
    mid = rankdata([5.0, 1.0, 5.0, 8.0])
    expected = (mid - mid.min()) / (mid.max() - mid.min())
    found = ranks_of(column, ROWS)
    assert found[[0, 1, 2, 4]] == pytest.approx(expected)
    assert np.isnan(found[3])


def test_two_levels_have_an_order_and_three_have_none() -> None:
    assert ranks_of(builders.category("sex", ["m", "f", "m", "f", "", "f"]), ROWS)[:3].tolist() == [1, 0, 1]
    assert np.isnan(ranks_of(builders.category("abo", ["a", "b", "o", "a", "b", ""]), ROWS)).all()
    assert ranks_of(builders.number("one", [2.0] * 6), ROWS).tolist() == [0.5] * 5


def test_the_interval_of_the_importance_is_over_patients() -> None:
    """Against resampling patients, each with all visits."""
    trained = builders.trained(builders.Patients(n=600, visits=3))
    attribution = drain(explain(trained, Calibrator(), np.arange(300)))
    found = drain(cohort(trained, attribution))
    size, rng = np.abs(attribution.contributions).reshape(100, 3, 5), np.random.default_rng(0)
    drawn = np.array([size[rng.integers(0, 100, 100)].mean(axis=(0, 1)) for _ in range(2000)])
    low, high = np.quantile(drawn, (0.025, 0.975), axis=0)
    assert (found.low < attribution.importance).all() and (attribution.importance < found.high).all()
    assert (found.high - found.low) / (high - low) == pytest.approx(np.ones(5), abs=0.12)
    assert found.ranks.shape == (300, 5)


def test_one_patient_has_no_interval() -> None:
    trained = builders.trained()
    attribution: Attribution = drain(explain(trained, Calibrator(), np.array([7])))
    found = drain(cohort(trained, attribution))
    assert np.isnan(found.low).all() and np.isnan(found.high).all()
