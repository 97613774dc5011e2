"""A mean with an interval over patients: against the plain formula, and by how often it holds the truth."""

import math

import numpy as np
import pytest
from scipy.stats import t

from clinnet_gui.core.arrays import Floats, Ints
from clinnet_gui.core.statistics.patient_means import mean_over_patients


def _sample(rng: np.random.Generator, patients: int, visits: int) -> tuple[Floats, Ints]:
    """Sizes that are larger in events, skewed, and alike within a patient; rows in any order."""
    event = rng.random(patients) < 0.25
    own = np.where(event, rng.gamma(1.5, 0.6, patients) + 0.5, rng.gamma(1.2, 0.25, patients))
    owner = rng.permutation(np.repeat(np.arange(patients), visits))
    return own[owner] * rng.gamma(8, 1 / 8, owner.size), owner


def test_without_repeats_it_is_the_t_interval_on_the_log_scale() -> None:
    values, owner = _sample(np.random.default_rng(0), 80, 1)
    (mean,), (low,), (high,) = mean_over_patients(values[:, None], owner)
    error = values.std(ddof=1) / math.sqrt(80) / values.mean()
    reach = t(79).ppf(0.975) * error
    assert mean == pytest.approx(values.mean())
    assert (math.log(low), math.log(high)) == pytest.approx((math.log(mean) - reach, math.log(mean) + reach))


def test_copies_of_a_row_tell_nothing_new() -> None:
    values, owner = _sample(np.random.default_rng(1), 40, 1)
    once = mean_over_patients(values[:, None], owner)
    thrice = mean_over_patients(np.tile(values, 3)[:, None], np.tile(owner, 3))
    assert np.allclose(once, thrice)


@pytest.mark.parametrize(("patients", "visits"), [(60, 1), (60, 4)])
def test_it_holds_the_mean_of_all_patients_in_some_95_of_100_samples(patients: int, visits: int) -> None:
    rng = np.random.default_rng(2)
    truth = _sample(rng, 400_000, 1)[0].mean()
    held = 0
    for _ in range(600):
        values, owner = _sample(rng, patients, visits)
        _, (low,), (high,) = mean_over_patients(values[:, None], owner)
        held += low <= truth <= high
    assert 0.92 < held / 600 < 0.975


def test_where_there_is_no_spread_or_no_second_patient() -> None:
    means, low, high = mean_over_patients(np.array([[0.0, 2.0], [0.0, 2.0]]), np.array([4, 9]))
    assert means.tolist() == low.tolist() == high.tolist() == [0.0, 2.0]
    means, low, high = mean_over_patients(np.array([[1.0], [3.0]]), np.array([4, 4]))
    assert means.tolist() == [2.0] and math.isnan(low[0]) and math.isnan(high[0])
