"""Average precision: equal to scikit-learn's, and as sure as its interval says."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score

from clinnet_gui.core.evaluation.average_precision import average_precision
from clinnet_gui.core.evaluation.curves import curve_of
from clinnet_gui.core.statistics.losses import expit

ROWS = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 6)), min_size=2, max_size=50)


@settings(deadline=None)
@given(ROWS)
def test_it_is_that_of_scikit_learn_ties_and_all(rows: list[tuple[int, int]]) -> None:
    y, risks = np.array([r[0] for r in rows], np.int8), np.array([r[1] / 6 for r in rows])
    found = average_precision(curve_of(y, risks))
    if not 0 < y.sum() < y.size:
        assert math.isnan(found.value) and math.isnan(found.low)
        return
    assert found.value == pytest.approx(average_precision_score(y, risks), abs=1e-12)
    assert found.value == pytest.approx(1) or 0 < found.low < found.value < found.high < 1


def test_risks_that_tell_nothing_have_the_share_of_events() -> None:
    y = (np.arange(100) < 14).astype(np.int8)
    assert average_precision(curve_of(y, np.full(100, 0.3))).value == pytest.approx(0.14)


def test_its_interval_covers() -> None:
    rng = np.random.default_rng(3)

    def drawn(n: int) -> tuple[np.ndarray, np.ndarray]:
        y = (rng.random(n) < 0.2).astype(np.int8)
        return y, expit(rng.normal(1.3 * y - 2, 1))

    truth = average_precision(curve_of(*drawn(400_000))).value
    of = [average_precision(curve_of(*drawn(600))) for _ in range(400)]
    assert 0.92 <= np.mean([one.low <= truth <= one.high for one in of]) <= 0.995


def test_rows_of_the_same_patients_give_no_interval() -> None:
    curve = curve_of(np.array([0, 1, 0, 1], np.int8), np.array([0.1, 0.4, 0.5, 0.6]))
    assert math.isnan(average_precision(curve, independent=False).low)
    assert not math.isnan(average_precision(curve).low)
