"""The split: fractions, strata, patients kept together, refusals."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinnet_gui.core.arrays import read_only
from clinnet_gui.core.data.split import FRACTIONS, Part
from clinnet_gui.core.data.splitting import cross_fitted, four_parts, make_split
from clinnet_gui.core.errors import DataRefused, SettingsRefused
from tests.builders import Patients, dataset, from_columns, number

FOUR = (Part.TRAIN, Part.EARLY_STOP, Part.CALIBRATE, Part.TEST)


def of_outcome(y: list[int] | np.ndarray):
    y = np.asarray(y)
    return from_columns([number("x", np.arange(y.size))], y)


@given(st.integers(60, 400), st.floats(0.1, 0.9), st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_every_part_has_its_share_of_rows_and_of_events(n: int, rate: float, seed: int) -> None:
    y = np.zeros(n, int)
    y[: min(max(10, round(rate * n)), n - 10)] = 1
    split = four_parts(of_outcome(y), seed)
    for part, fraction in zip(FOUR, FRACTIONS, strict=True):
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
    assert np.array_equal(make_split(data, 5).folds, make_split(data, 5).folds)
    assert not np.array_equal(make_split(data, 5).folds, make_split(data, 6).folds)


def test_a_patient_stands_in_one_part() -> None:
    data = dataset(Patients(n=900, visits=3))
    split = four_parts(data, 1)
    assert split.by_patient
    assert all(len(set(split.parts[data.patients == p].tolist())) == 1 for p in range(300))
    shares = np.array(split.counts[:4]) / 900
    assert shares == pytest.approx(FRACTIONS, abs=0.01)


def test_patients_are_stratified_by_ever_having_the_event() -> None:
    data = dataset(Patients(n=900, visits=3, intercept=-3.5))
    split = four_parts(data, 1)
    ever = np.bincount(data.patients, weights=data.y) > 0
    of_patient = split.parts[::3]
    for part, fraction in zip(FOUR, FRACTIONS, strict=True):
        assert (ever & (of_patient == part)).sum() == pytest.approx(fraction * ever.sum(), abs=1)


def test_patients_may_be_numbered_anyhow() -> None:
    data = dataset(Patients(n=900, visits=3))
    renumbered = replace(data, patients=read_only(data.patients * 1_000_003 + 17))
    assert np.array_equal(make_split(data, 1).parts, make_split(renumbered, 1).parts)


def test_ten_events_reach_every_part() -> None:
    split = four_parts(of_outcome([1] * 10 + [0] * 90), 1)
    assert split.events == (6, 1, 1, 2, 0)
    assert {finding.code for finding in split.findings} == {"SPLIT_FEW_EVENTS"}
    assert len(split.findings) == 4


@pytest.mark.parametrize("y", [[1] * 3 + [0] * 200, [0] * 3 + [1] * 200, [0] * 50, [1] * 50])
def test_a_part_of_one_kind_is_refused(y: list[int]) -> None:
    with pytest.raises(DataRefused, match="would hold no row with a") as error:
        four_parts(of_outcome(y), 1)
    assert error.value.hint


def test_enough_events_raise_no_warning() -> None:
    assert make_split(of_outcome([1, 0] * 250), 1).findings == ()


def test_few_calibration_events_are_told() -> None:
    (finding,) = four_parts(of_outcome([1] * 150 + [0] * 1000), 1).findings
    assert "calibration part holds only 15 events" in finding.saw


def test_a_part_may_be_left_out() -> None:
    split = four_parts(of_outcome([1, 0] * 100), 1, (0.8, 0.1, 0.1, 0.0))
    assert split.counts[Part.TEST] == 0


@pytest.mark.parametrize(
    ("n", "events", "crossed", "test"),
    [
        (10_000, 1_000, False, True),
        (10_000, 150, False, False),
        (9_999, 1_000, True, True),
        (1_000, 200, True, True),
        (999, 400, True, False),
        (5_000, 199, True, False),
        (5_000, 4_900, True, False),
    ],
)
def test_the_size_of_the_data_decides_how_rows_are_used(
    n: int, events: int, crossed: bool, test: bool
) -> None:
    split = make_split(of_outcome([1] * events + [0] * (n - events)), 1)
    assert (split.crossed, split.has_test) == (crossed, test)
    assert sum(split.counts) == n


def test_patients_count_and_not_their_visits() -> None:
    data = dataset(Patients(n=30_000, visits=5))
    assert make_split(data, 1).crossed


def test_each_row_is_held_out_once_with_its_patient() -> None:
    data = dataset(Patients(n=900, visits=3))
    split = cross_fitted(data, 1, 0.2)
    held = np.concatenate([turn.held for turn in split.turns])
    assert np.array_equal(np.sort(held), np.flatnonzero(split.parts == Part.CROSS_FITTED))
    for turn in split.turns:
        assert not set(data.patients[turn.held]) & set(data.patients[turn.train])
        assert not np.isin(turn.train, split.rows(Part.TEST)).any()
        assert turn.train.size + turn.held.size == split.counts[Part.CROSS_FITTED]
    assert split.counts[Part.TEST] == pytest.approx(180, abs=6)


def test_folds_are_alike_in_events() -> None:
    data = of_outcome([1] * 53 + [0] * 400)
    events = [int(data.y[turn.held].sum()) for turn in cross_fitted(data, 4).turns]
    assert max(events) - min(events) <= 1 and sum(events) == 53


def test_a_test_part_that_is_asked_for_must_tell_something() -> None:
    assert make_split(of_outcome([1] * 100 + [0] * 400), 1, test=True).events[Part.TEST] == 20
    with pytest.raises(SettingsRefused, match="only 19 events") as error:
        make_split(of_outcome([1] * 95 + [0] * 400), 1, test=True)
    assert error.value.code == "TEST_PART_TOO_SMALL"


def test_a_test_part_can_be_done_without() -> None:
    for n in (2_000, 12_000):
        split = make_split(of_outcome([1, 0] * (n // 2)), 1, test=False)
        assert not split.has_test and sum(split.counts) == n


def test_a_fold_without_an_event_is_refused() -> None:
    with pytest.raises(DataRefused, match="five folds would hold no row with an event"):
        cross_fitted(of_outcome([1] * 4 + [0] * 200), 1)


def test_folds_that_never_came_to_pass_have_trained() -> None:
    data = of_outcome([1, 0] * 100)
    split = cross_fitted(data, 1).first_folds(2, data.y)
    assert split.counts[Part.CROSS_FITTED] == 80 and split.counts[Part.TRAIN] == 120
    assert [turn.train.size for turn in split.turns] == [160, 160]
    assert split.rows(Part.CALIBRATE).size == 80 and split.rows(Part.TRAIN).size == 200
