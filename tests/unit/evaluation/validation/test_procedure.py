"""The procedure: on the study's rows it is its training; of other rows than its sample it knows nothing."""

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest

from clinnet_gui.core.data.split import Part
from clinnet_gui.core.data.splitting import cross_fitted
from clinnet_gui.core.evaluation.validation.procedure import Networks, networks_of, sampled_rows
from clinnet_gui.core.model.heuristics import suggest
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.training.prediction import predict
from clinnet_gui.core.training.training import train
from clinnet_gui.core.work import drain
from tests.builders import SEED, Patients, crossed, dataset, small, trained


@lru_cache
def few(visits: int = 1) -> Trained:
    """Cross-fitted by a network so small that it trains at once."""
    data = dataset(Patients(n=200, visits=visits))
    spec = replace(small(), hidden=(4,), epochs=3)
    return drain(train(data, cross_fitted(data, spec.seed), spec))


def test_on_the_rows_of_the_study_it_is_the_training_of_the_study() -> None:
    made = few()
    again = drain(networks_of(made).refit(sampled_rows(made), made.fit.spec.seed))
    assert np.array_equal(again.held, made.fit.logits)
    final = drain(predict(made.fit, made.dataset.table.columns, made.dataset.rows))
    assert again.logits == pytest.approx(final, abs=1e-5)


def test_four_parts_are_refitted_as_four_parts() -> None:
    made = trained()
    procedure = networks_of(made)
    assert not procedure.crossed and procedure.of == made.dataset.n - made.split.counts[Part.TEST]
    quick = replace(procedure, spec=replace(made.fit.spec, epochs=1))
    rows = sampled_rows(made)
    found = drain(quick.refit(rows, 3))
    held = np.isfinite(found.held)
    assert held.sum() == round(rows.size * 0.1 / 0.8) and not held[made.split.rows(Part.TEST)].any()
    assert np.array_equal(found.held[held], found.logits[held])


def test_copies_of_a_patient_never_stand_in_two_folds() -> None:
    """A row drawn three times is three rows of one patient: all are held out by the same network."""
    made = few(visits=2)
    rows = np.sort(np.concatenate([np.arange(150), np.arange(40), np.arange(40)]))
    procedure = networks_of(made)
    patients, split = _parts(procedure, rows)
    for patient in np.unique(patients):
        assert np.unique(split[patients == patient]).size == 1
    found = drain(procedure.refit(rows, 5))
    assert np.isfinite(found.held[:150]).all() and np.isnan(found.held[150:]).all()
    assert np.isfinite(found.logits).all() and np.isfinite(found.logistic).all()


def _parts(procedure: Networks, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    from clinnet_gui.core.evaluation.validation.procedure import _rows_of

    split = procedure._split(_rows_of(procedure.dataset, rows), 5)
    return procedure.dataset.patients[rows], split.folds


def test_rows_outside_the_sample_change_nothing() -> None:
    made = few()
    rows = np.arange(120)
    y = made.dataset.y.copy()
    y[120:] = 1 - y[120:]
    other = replace(networks_of(made), dataset=replace(made.dataset, y=y))
    one, two = drain(networks_of(made).refit(rows, 9)), drain(other.refit(rows, 9))
    assert np.array_equal(one.logits, two.logits) and np.array_equal(one.logistic, two.logistic)


def test_a_kept_suggestion_is_made_anew_for_the_size_of_the_sample() -> None:
    made = crossed()
    data, split = made.dataset, made.split
    kept = replace(made, fit=replace(made.fit, spec=suggest(data, split, SEED).spec))
    assert networks_of(kept).kept and not networks_of(made).kept
    rows = np.arange(300)
    half = networks_of(kept)._spec(cross_fitted(dataset(Patients(n=300)), 5), rows, 5)
    whole = kept.fit.spec
    assert half.batch < whole.batch and half.hidden == whole.hidden and half.seed == 5
    edited = networks_of(made)._spec(split, rows, 5)
    assert edited == replace(made.fit.spec, seed=5)


def test_rows_left_out_of_training_are_left_out_of_each_sample() -> None:
    made = few()
    spec = replace(made.fit.spec, left_out=(3,))
    rows = np.array([0, 3, 3, 7])
    assert replace(networks_of(made), spec=spec, kept=False)._spec(made.split, rows, 1).left_out == (1, 2)
