"""Similar patients and what lies outside experience, against brute force."""

from dataclasses import replace

import numpy as np
import pytest

from clinnet_gui.core.data.dataset import Dataset
from clinnet_gui.core.data.encoder import fit_encoder
from clinnet_gui.core.data.split import Part
from clinnet_gui.core.data.table import Kind
from clinnet_gui.core.explanation.experience import experience
from clinnet_gui.core.explanation.likeness import Profiles, profiles
from clinnet_gui.core.explanation.similar import similar_patients, trained_on
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.work import drain
from tests import builders


def gower(trained: Trained, one: int, other: int) -> float:
    """The distance by its definition, a column at a time."""
    dataset, total = trained.dataset, 0.0
    for code, column in zip(trained.fit.encoder.codes, dataset.predictors, strict=True):
        a, b = dataset.rows[one], dataset.rows[other]
        if not (column.present[a] and column.present[b]):
            total += column.present[a] != column.present[b]
        elif column.kind is Kind.NUMBER:
            z = [(column.values[row] - code.median) / code.scale for row in (a, b)]  # type: ignore[union-attr]
            bent = [x / np.sqrt(1 + (x / 3) ** 2) for x in z]
            total += abs(bent[0] - bent[1])
        else:
            total += column.codes[a] != column.codes[b]
    return float(total / len(dataset.predictors))


@pytest.mark.parametrize("trained", [builders.trained(), builders.crossed(test=True)], ids=["parts", "folds"])
def test_the_nearest_training_patients_are_found(trained: Trained) -> None:
    for position in (3, 57, 400):
        found = drain(similar_patients(trained, position))
        among = [row for row in trained_on(trained, position).tolist() if row != position]
        assert found.compared == len(among)
        away = sorted((gower(trained, position, row), row) for row in among)
        assert found.distances == pytest.approx([d for d, _ in away[:5]], abs=1e-5)
        assert found.outcomes.tolist() == trained.dataset.y[found.rows].tolist()
        assert position not in found.rows


def test_only_patients_that_trained_the_judging_network_are_shown() -> None:
    trained = builders.crossed(test=True)
    held, test = int(np.flatnonzero(trained.split.folds == 2)[0]), int(trained.split.rows(Part.TEST)[0])
    assert not (trained.split.folds[trained_on(trained, held)] == 2).any()
    assert set(trained.split.parts[trained_on(trained, test)].tolist()) == {Part.CROSS_FITTED}
    left = tuple(trained_on(trained, held)[:3].tolist())
    without = replace(trained, fit=replace(trained.fit, spec=replace(trained.fit.spec, left_out=left)))
    assert not set(left) & set(trained_on(without, held).tolist())


def test_another_visit_of_the_same_patient_is_no_similar_patient() -> None:
    """Of each patient the nearest visit stands for all."""
    of = builders.Patients(n=300, visits=3)
    trained = builders.crossed(of)
    dataset: Dataset = trained.dataset
    found = drain(similar_patients(trained, 7))
    patients = dataset.patients[found.rows]
    assert dataset.patients[7] not in patients
    assert np.unique(patients).size == 5


def test_fewer_patients_than_asked_for_are_all_shown() -> None:
    trained = builders.trained()
    fewest = drain(similar_patients(trained, 3, count=10_000))
    assert fewest.rows.size == fewest.compared
    assert (np.diff(fewest.distances) >= 0).all()


def test_missing_matches_missing_alone() -> None:
    columns = (
        builders.number("crp", [1.0, np.nan, np.nan, 2.0]),
        builders.category("sex", ["f", "", "f", ""]),
    )
    encoder = fit_encoder(columns, np.arange(4))
    all_rows = profiles(encoder, columns, np.arange(4))
    one = Profiles(all_rows.numbers[1:2], all_rows.levels[1:2])
    constant = encoder.codes[1].constant
    assert constant, "a single level and missing: compared all the same, for missing is an input"
    assert all_rows.apart(one).tolist() == [1.0, 0.0, 0.5, 0.5]


def test_99_of_100_training_rows_lie_within_their_own_experience() -> None:
    trained = builders.trained()
    known = drain(experience(trained))
    rows = trained.split.rows(Part.TRAIN)
    assert known.patients.size == rows.size
    nearest = [
        known.nearest(Profiles(known.known.numbers[i : i + 1], known.known.levels[i : i + 1]), patient)
        for i, patient in enumerate(known.patients.tolist())
    ]
    brute = [min(gower(trained, row, other) for other in rows if other != row) for row in rows[:3]]
    assert nearest[:3] == pytest.approx(brute, abs=1e-5)
    assert np.mean(np.array(nearest) <= known.limit) == pytest.approx(0.99, abs=0.005)
