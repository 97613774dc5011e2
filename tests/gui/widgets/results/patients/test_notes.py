"""The notes beside a patient's risk count what was missing, out of range, or never seen in training."""

from dataclasses import replace

import numpy as np

from clinnet_gui.core.data.encoder import fit_encoder
from clinnet_gui.core.explanation.contributions import value_text
from clinnet_gui.gui.widgets.results.patients.notes import Notes, notes_by_fold, notes_of
from tests import builders


def test_each_mark_is_counted_and_named() -> None:
    age = builders.number("age", [50.0, 60.0, 70.0, np.nan, 99.0])
    ward = builders.category("ward", ["A", "B", "A", "C", "C"])
    data = builders.from_columns([age, ward], np.array([0, 1, 0, 1, 0], np.int8))
    notes = notes_of(fit_encoder((age, ward), np.arange(3)), data, np.arange(5))
    said = [notes.text(i) for i in range(5)]
    assert said == ["", "", "", "1 unseen level, 1 not measured", "1 outside range, 1 unseen level"]
    assert [notes.brief(i) for i in range(5)] == ["", "", "", "unseen", "outside"]
    assert notes.total.tolist() == [0, 0, 0, 2, 2]


def test_predictors_not_measured_are_counted() -> None:
    data = builders.dataset()
    notes = notes_of(fit_encoder(data.predictors, data.rows), data, np.arange(data.n))
    creatinine = data.table.column("creatinine")
    np.testing.assert_array_equal(notes.total, (~creatinine.present).astype(int))


def test_an_extreme_is_outside_for_the_network_that_never_saw_it() -> None:
    trained = builders.crossed()
    age = trained.dataset.table.column("age").values
    oldest = np.array([int(np.argmax(age))])
    assert (age == age.max()).sum() == 1
    assert notes_of(trained.fit.encoder, trained.dataset, oldest).text(0).count("outside range") == 0
    assert "1 outside range" in notes_by_fold(trained, oldest).text(0)


def test_without_patients_there_are_no_notes() -> None:
    assert Notes.none().total.size == 0


def test_a_number_with_many_noughts_is_written_short() -> None:
    spelled = builders.cells("avtisst", ["54.000000", "0.50000000"])
    column = replace(builders.number("avtisst", [54.0, 0.5]), cells=spelled)
    data = builders.from_columns([column], np.array([0, 1], np.int8))
    assert [value_text(data, "avtisst", i) for i in (0, 1)] == ["54", "0.5"]
