"""Expected widths where patients have several rows: those of patients, not of rows."""

import math

import numpy as np
import pytest

from clinnet_gui.core.evaluation.sample_size.validation import anticipated_of, validation_size, widths_at
from clinnet_gui.core.evaluation.transport.precision import effects, precision
from clinnet_gui.core.statistics.losses import expit
from tests.unit.statistics.test_clustered import visits

NAMES = ("o_to_e", "c", "slope", "net_benefit")


def test_where_no_patient_repeats_they_are_those_of_rows_to_the_last_digit() -> None:
    y, z, owner = visits(400, 1, seed=2)
    ahead = anticipated_of(y, expit(z), 0.3)
    assert precision(y, expit(z), 0.3, owner) == (widths_at(400, ahead), validation_size(ahead))


def test_rows_written_thrice_are_as_precise_as_once() -> None:
    y, z, owner = visits(400, 1, seed=2)
    thrice = [np.repeat(values, 3) for values in (y, expit(z), owner)]
    (widths, size), (again, more) = precision(y, expit(z), 0.3, owner), precision(*thrice[:2], 0.3, thrice[2])
    for name in NAMES:
        assert getattr(again, name) == pytest.approx(getattr(widths, name), rel=0.01), name
        assert getattr(more, name) == pytest.approx(getattr(size, name), rel=0.01), name


def test_rows_that_do_not_resemble_each_other_count_as_patients() -> None:
    """Of 3,000 rows shuffled among 600 patients, whoever they belong to tells nothing."""
    y, z, _ = visits(3000, 1, seed=5)
    found = effects(y, expit(z), 0.3, np.arange(3000) // 5)
    for name in NAMES:
        assert 1 <= getattr(found, name) < 1.2, name


def test_the_effect_is_how_much_more_samples_of_such_patients_differ() -> None:
    """Of O:E, over 400 samples, against as many of rows that are each a patient."""

    def ratios(patients: int, rows: int) -> float:
        drawn = (visits(patients, rows, seed) for seed in range(400))
        return float(np.var([math.log(y.sum() / expit(z).sum()) for y, z, _ in drawn]))

    told = np.mean(
        [effects(y, expit(z), 0.3, o).o_to_e for y, z, o in (visits(200, 5, s) for s in range(20))]
    )
    assert told == pytest.approx(ratios(200, 5) / ratios(1000, 1), rel=0.25)


def test_fewer_than_ten_patients_promise_nothing() -> None:
    y, z, owner = visits(9, 50, seed=1)
    widths, size = precision(y, expit(z), 0.3, owner)
    assert math.isnan(widths.c) and size.patients == 0
    one = precision(np.zeros(60, np.int8), np.full(60, 0.2), 0.3, np.arange(60) // 3)[0]
    assert math.isnan(one.c)
