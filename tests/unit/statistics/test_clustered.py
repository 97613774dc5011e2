"""Errors by patient: the usual ones where each has one row, and right where rows repeat each other."""

import math

import numpy as np
import pytest

from clinnet_gui.core.arrays import Bytes, Floats, Ints
from clinnet_gui.core.statistics.area_difference import area_difference
from clinnet_gui.core.statistics.clustered import (
    clustered_area_of,
    clustered_covariance,
    clustered_difference,
    clustered_mean_error,
)
from clinnet_gui.core.statistics.logistic import fit_logistic
from clinnet_gui.core.statistics.losses import expit
from clinnet_gui.core.statistics.ranks import Area, area, placements
from tests.unit.evaluation.samples import drawn


def visits(patients: int, rows: int, seed: int) -> tuple[Bytes, Floats, Ints]:
    """Patients seen ``rows`` times each: they differ by more than their logits say, so rows resemble."""
    rng = np.random.default_rng(seed)
    owner = np.repeat(np.arange(patients), rows)
    z = rng.normal(-0.5, 1.0, patients)[owner] + rng.normal(0, 0.3, owner.size)
    y = rng.random(owner.size) < expit(z + rng.normal(0, 1.2, patients)[owner])
    return y.astype(np.int8), z, owner


def clustered_area(y: Bytes, z: Floats, owner: Ints) -> Area:
    return clustered_area_of(placements(y, z), (owner[y == 1], owner[y == 0]))


def pairs(y: Bytes, z: Floats) -> Floats:
    """For each event and non-event 1, 1/2 or 0, as the Mann-Whitney statistic counts them."""
    apart = z[y == 1][:, None] - z[y == 0][None, :]
    return np.where(apart > 0, 1.0, np.where(apart == 0, 0.5, 0.0))


def test_patients_with_one_row_each_give_delongs_interval() -> None:
    y, z = drawn(400, seed=2)
    found, known = clustered_area(y, z, np.arange(y.size)), area(y, z)
    assert found.value == known.value
    assert found.error == pytest.approx(known.error, rel=1e-9)
    assert (found.low, found.high) == pytest.approx((known.low, known.high))


def test_obuchowskis_variance_written_out() -> None:
    y, z, owner = visits(40, 3, seed=1)
    won = pairs(y, np.round(z, 1))
    a = won.mean()
    ill, well = owner[y == 1], owner[y == 0]
    m, n = ill.size, well.size
    v10 = {k: (won.mean(axis=1)[ill == k] - a).sum() for k in range(40)}
    v01 = {k: (won.mean(axis=0)[well == k] - a).sum() for k in range(40)}
    k10, k01 = len(set(ill.tolist())), len(set(well.tolist()))
    s10 = k10 / ((k10 - 1) * m) * sum(v**2 for v in v10.values())
    s01 = k01 / ((k01 - 1) * n) * sum(v**2 for v in v01.values())
    s11 = 40 / 39 * sum(v10[k] * v01[k] for k in range(40))
    variance = s10 / m + s01 / n + 2 * s11 / (m * n)
    found = clustered_area(y, np.round(z, 1), owner)
    assert found.value == pytest.approx(a)
    assert found.error == pytest.approx(math.sqrt(variance))


def test_a_table_written_thrice_knows_no_more() -> None:
    """Every figure of rows repeated keeps the error of the rows once, up to g / (g - 1)."""
    y, z = drawn(300, seed=8)
    owner, terms = np.arange(y.size), np.stack([np.ones(y.size), z])
    once = fit_logistic(terms, y)
    thrice = fit_logistic(np.tile(terms, 3), np.tile(y, 3))
    assert once is not None and thrice is not None
    first = clustered_covariance(once, terms, y, owner)
    again = clustered_covariance(thrice, np.tile(terms, 3), np.tile(y, 3), np.tile(owner, 3))
    assert again == pytest.approx(first, rel=1e-6)
    assert thrice.errors[1] < 0.6 * math.sqrt(again[1, 1]), "the usual error believes in 900 patients"
    plain, many = clustered_area(y, z, owner), clustered_area(np.tile(y, 3), np.tile(z, 3), np.tile(owner, 3))
    assert many.value == pytest.approx(plain.value) and many.error == pytest.approx(plain.error, rel=1e-2)
    assert clustered_mean_error(np.tile(z, 3), np.tile(owner, 3)) == pytest.approx(
        clustered_mean_error(z, owner)
    )


def test_the_mean_of_single_rows_has_its_usual_error() -> None:
    z = drawn(200, seed=1)[1]
    assert clustered_mean_error(z, np.arange(200)) == pytest.approx(z.std(ddof=1) / math.sqrt(200))


def test_the_covariance_agrees_with_patients_left_out_in_turn() -> None:
    """The jackknife of patients is another estimator of the same error."""
    y, z, owner = visits(120, 4, seed=3)
    terms = np.stack([np.ones(y.size), z])
    whole = fit_logistic(terms, y)
    assert whole is not None
    left = []
    for k in range(120):
        kept = owner != k
        fit = fit_logistic(terms[:, kept], y[kept])
        assert fit is not None
        left.append(fit.coefficients)
    away = np.array(left) - np.mean(left, axis=0)
    jackknife = np.sqrt(119 / 120 * (away**2).sum(axis=0))
    found = np.sqrt(np.diag(clustered_covariance(whole, terms, y, owner)))
    assert found == pytest.approx(jackknife, rel=0.06)
    assert (found > 1.3 * whole.errors).all()


def test_few_patients_give_no_interval() -> None:
    y, z = np.array([1, 1, 0, 0], np.int8), np.array([0.4, 0.1, 0.2, 0.0])
    assert math.isnan(clustered_area(y, z, np.array([0, 0, 1, 2])).low)
    assert clustered_area(y, z, np.array([0, 0, 1, 2])).value == pytest.approx(0.75)
    assert math.isnan(clustered_mean_error(z, np.zeros(4, np.int64)))


def test_one_row_a_patient_is_delongs_paired_test() -> None:
    y, z = drawn(300, seed=4)
    other = z + np.random.default_rng(1).normal(0, 1, 300)
    found, known = clustered_difference(y, z, other, np.arange(300)), area_difference(y, z, other)
    assert found.value == pytest.approx(known.value)
    assert (found.error, found.p) == pytest.approx((known.error, known.p), rel=1e-6)


def test_the_error_of_a_difference_is_its_spread_over_samples_of_patients() -> None:
    errors, values = [], []
    for seed in range(150):
        y, z, owner = visits(60, 4, seed)
        found = clustered_difference(y, z, np.random.default_rng(seed).normal(0, 1, 60)[owner] + z, owner)
        errors.append(found.error)
        values.append(found.value)
    assert np.mean(errors) == pytest.approx(np.std(values), rel=0.2)
