"""A group drawn anew: its measures against scikit-learn, its cells against its rows."""

import math
import time

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from clinnet_gui.core.evaluation.groups.cohort import Cohort
from clinnet_gui.core.evaluation.groups.differences import differences
from clinnet_gui.core.evaluation.groups.drawing import (
    COUNTED_ROWS,
    Units,
    counted,
    measures,
    samples,
    units_of,
)
from clinnet_gui.core.statistics.losses import expit
from clinnet_gui.core.work import drain
from tests.unit.evaluation.samples import drawn

AT = 0.3


def cohort(n: int, seed: int = 0, digits: int = 12, patients: np.ndarray | None = None) -> Cohort:
    y, logits = drawn(n, seed)
    risks = expit(logits).round(digits)
    return Cohort("all", y, risks, np.arange(n) if patients is None else patients, risks)


def by_sklearn(y: np.ndarray, p: np.ndarray, flagged: np.ndarray) -> list[float]:
    ratio = math.log(y.sum() / p.sum())
    rates = [flagged[y == 1].mean(), (~flagged[y == 0]).mean(), y[flagged].mean(), flagged.mean()]
    return [roc_auc_score(y, p), ratio, y.mean(), *rates]


@pytest.mark.parametrize("digits", [2, 12])
def test_a_sample_is_measured_as_its_rows_repeated(digits: int) -> None:
    made = cohort(200, digits=digits)
    units = units_of(made, AT)
    times = np.random.default_rng(2).integers(0, 4, 200)
    order = np.argsort(made.risks, kind="stable")
    repeated = np.repeat(order, times)
    y, p = made.y[repeated], made.risks[repeated]
    assert measures(units, times.astype(float)).tolist() == pytest.approx(by_sklearn(y, p, p >= AT))


def test_risks_that_flag_may_be_others_than_those_judged() -> None:
    made = cohort(9_000)
    turned = Cohort("all", made.y, made.risks, made.patients, made.risks[::-1].copy())
    for units in (units_of(turned, AT), counted(units_of(turned, AT))):
        sensitivity = measures(units, units.counts)[3]
        assert sensitivity == pytest.approx((made.risks[::-1][made.y == 1] >= AT).mean())


@pytest.mark.parametrize("digits", [2, 12])
def test_cells_of_a_large_group_measure_what_its_rows_do(digits: int) -> None:
    rows = units_of(cohort(40_000, digits=digits), AT)
    cells = counted(rows)
    assert cells.counts.size <= 4_000 and cells.counts.sum() == 40_000
    assert measures(cells, cells.counts) == pytest.approx(measures(rows, rows.counts), abs=1e-5)
    few = units_of(cohort(COUNTED_ROWS), AT)
    assert counted(few) is few


def spread(units: Units, times: int = 300) -> np.ndarray:
    made = samples(units, np.random.default_rng(4))
    found = (next(made) for _ in range(10 * times))
    sized = [measures(units, rows) for rows in found if rows is not None][:times]
    return np.std(sized, axis=0)


def test_samples_of_cells_vary_as_samples_of_rows_do() -> None:
    rows = units_of(cohort(8_000), AT)
    assert spread(counted(rows)) == pytest.approx(spread(rows), rel=0.2)


def test_patients_of_a_large_group_are_drawn_with_all_their_rows() -> None:
    """Four copies of each patient say no more than one does: their samples vary as much."""
    one, patients = cohort(4_000), np.repeat(np.arange(4_000), 4)
    four = Cohort("all", one.y[patients], one.risks[patients], patients, one.risks[patients])
    units = counted(units_of(four, AT))
    assert units.owner is not None and units.unit is not None
    assert spread(units) == pytest.approx(spread(units_of(one, AT)), rel=0.2)


def test_samples_hold_as_many_rows_as_the_group() -> None:
    for n in (500, 20_000):
        units = counted(units_of(cohort(n), AT))
        made = samples(units, np.random.default_rng(1))
        for _ in range(3):
            rows = next(made)
            assert rows is not None and rows.sum() == n and rows.shape == units.counts.shape


def test_a_sample_of_many_rows_costs_no_more_than_one_of_few() -> None:
    """Drawn row by row, 2 x 500 samples of 100,000 rows took 6 s of a processor; of cells, half a second."""
    parts = tuple(cohort(100_000, seed) for seed in (1, 2))
    begun = time.thread_time()
    found = drain(differences(parts, AT, 1))
    assert time.thread_time() - begun < 3 and math.isfinite(found[0].size.low)
