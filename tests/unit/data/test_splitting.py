"""The split: fractions, strata, patients kept together, refusals."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinnet_gui.core.arrays import read_only
from clinnet_gui.core.data.split import FRACTIONS, Part
from clinnet_gui.core.data.splitting import make_split
from clinnet_gui.core.errors import DataRefused, SettingsRefused
from tests.builders import Patients, dataset, from_columns, number


def of_outcome(y: list[int] | np.ndarray):
    y = np.asarray(y)
    return from_columns([number("x", np.arange(y.size))], y)


@given(st.integers(60, 400), st.floats(0.1, 0.9), st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_every_part_has_its_share_of_rows_and_of_events(n: int, rate: float, seed: int) -> None:
    y = np.zeros(n, int)
    y[: min(max(10, round(rate * n)), n - 10)] = 1
    split = make_split(of_outcome(y), seed)
    for part, fraction in zip(Part, FRACTIONS, strict=True):
        rows = split.rows(part)
        assert rows.size == split.counts[part] == pytest.approx(fraction * n, abs=2)
        assert y[rows].sum() == split.events[part] == pytest.approx(fraction * y.sum(), abs=1)
    assert sum(split.counts) == n


@pytest.mark.parametrize("seed", [-1, 2**31])
def test_a_seed_that_no_generator_takes_is_refused(seed: int) -> None:
    with pytest.raises(SettingsRefused, match="seed"):
        make_split(dataset(), seed)


def test_the_seed_decides_alone() -> None:
    data = dataset()
    assert np.array_equal(make_split(data, 5).parts, make_split(data, 5).parts)
    assert not np.array_equal(make_split(data, 5).parts, make_split(data, 6).parts)


def test_a_patient_stands_in_one_part() -> None:
    data = dataset(Patients(n=900, visits=3))
    split = make_split(data, 1)
    assert split.by_patient
    assert all(len(set(split.parts[data.patients == p].tolist())) == 1 for p in range(300))
    shares = np.array(split.counts) / 900
    assert shares == pytest.approx(FRACTIONS, abs=0.01)


def test_patients_are_stratified_by_ever_having_the_event() -> None:
    data = dataset(Patients(n=900, visits=3, intercept=-3.5))
    split = make_split(data, 1)
    ever = np.bincount(data.patients, weights=data.y) > 0
    of_patient = split.parts[::3]
    for part, fraction in zip(Part, FRACTIONS, strict=True):
        assert (ever & (of_patient == part)).sum() == pytest.approx(fraction * ever.sum(), abs=1)


def test_patients_may_be_numbered_anyhow() -> None:
    data = dataset(Patients(n=900, visits=3))
    renumbered = replace(data, patients=read_only(data.patients * 1_000_003 + 17))
    assert np.array_equal(make_split(data, 1).parts, make_split(renumbered, 1).parts)


def test_ten_events_reach_every_part() -> None:
    split = make_split(of_outcome([1] * 10 + [0] * 90), 1)
    assert split.events == (6, 1, 1, 2)
    assert {finding.code for finding in split.findings} == {"SPLIT_FEW_EVENTS"}
    assert len(split.findings) == 4


@pytest.mark.parametrize("y", [[1] * 3 + [0] * 200, [0] * 3 + [1] * 200, [0] * 50, [1] * 50])
def test_a_part_of_one_kind_is_refused(y: list[int]) -> None:
    with pytest.raises(DataRefused, match="would hold no row with a") as error:
        make_split(of_outcome(y), 1)
    assert error.value.hint


def test_enough_events_raise_no_warning() -> None:
    assert make_split(of_outcome([1, 0] * 250), 1).findings == ()


def test_few_calibration_events_are_told() -> None:
    (finding,) = make_split(of_outcome([1] * 150 + [0] * 1000), 1).findings
    assert "calibration part holds only 15 events" in finding.saw


def test_a_part_may_be_left_out() -> None:
    split = make_split(of_outcome([1, 0] * 100), 1, (0.8, 0.1, 0.1, 0.0))
    assert split.counts[Part.TEST] == 0
