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


def test_the_interval_of_the_importance_is_that_of_a_mean() -> None:
    """Against the standard error of a mean within events and non-events."""
    trained = builders.trained()
    attribution = drain(explain(trained, Calibrator(), np.arange(300)))
    found = drain(cohort(trained, attribution))
    size = np.abs(attribution.contributions)
    parts = [size[found.y == label] for label in (0, 1)]
    share = [len(part) / 300 for part in parts]
    error = np.sqrt(sum(s**2 * p.var(axis=0) / len(p) for s, p in zip(share, parts, strict=True)))
    assert (found.low < attribution.importance).all() and (attribution.importance < found.high).all()
    assert (found.high - found.low) / (2 * 1.96 * error) == pytest.approx(np.ones(5), abs=0.15)
    assert found.ranks.shape == (300, 5)


def test_one_patient_has_no_interval_but_a_point() -> None:
    trained = builders.trained()
    attribution: Attribution = drain(explain(trained, Calibrator(), np.array([7])))
    found = drain(cohort(trained, attribution))
    assert found.low == pytest.approx(found.high)
