"""What if: the same risks as a table with these values would get, and honest about where they lead."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from clinnet_gui.core.arrays import Ints
from clinnet_gui.core.data.split import Part
from clinnet_gui.core.data.table import Column, Kind
from clinnet_gui.core.evaluation.decision import Calibrator, Method
from clinnet_gui.core.explanation.experience import Experience, experience
from clinnet_gui.core.explanation.what_if import Change, Value, WhatIf, unseen_by, what_if
from clinnet_gui.core.model.weights import restore
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.training.prediction import fold_logits, predict
from clinnet_gui.core.work import drain
from tests import builders
from tests.unit.explanation.test_crossed import rich

PLATT = Calibrator(Method.PLATT, intercept=-0.3, slope=0.8)


@pytest.fixture(scope="module")
def trained() -> Trained:
    return builders.trained()


@pytest.fixture(scope="module")
def known(trained: Trained) -> Experience:
    return drain(experience(trained))


def asked(trained: Trained, known: Experience, position: int, calibrator: Calibrator = PLATT) -> WhatIf:
    return drain(what_if(trained, calibrator, position, known))


def altered(trained: Trained, position: int, changes: tuple[Change, ...]) -> tuple[Column, ...]:
    """All columns, with other values in the row of a patient."""
    row, wanted = int(trained.dataset.rows[position]), {change.column: change.value for change in changes}
    return tuple(
        _altered(column, row, wanted[column.name]) if column.name in wanted else column
        for column in trained.dataset.predictors
    )


def _altered(column: Column, row: int, value: Value) -> Column:
    values, codes = column.values.copy(), column.codes.copy()
    if column.kind is Kind.NUMBER:
        values[row] = np.nan if value is None else float(value)
    else:
        codes[row] = -1 if value is None else column.levels.index(str(value))
    return replace(column, values=values, codes=codes)


CHANGES = [
    (),
    (Change("age", 80.0),),
    (Change("creatinine", None), Change("sex", "m")),
    (Change("ward", "intensive"), Change("lactate", 6.0), Change("age", 50.0)),
    (Change("ward", None),),
]


@pytest.mark.parametrize("changes", CHANGES, ids=lambda changes: ",".join(c.column for c in changes))
def test_the_risk_is_that_of_a_table_with_these_values(
    trained: Trained, known: Experience, changes: tuple[Change, ...]
) -> None:
    position = 11
    columns = altered(trained, position, changes)
    logit = drain(predict(trained.fit, columns, trained.dataset.rows[[position]]))
    found = asked(trained, known, position).ask(changes)
    assert found.risk == pytest.approx(float(PLATT.risk(logit)[0]), abs=1e-6)
    assert (found.networks, found.low, found.high) == (1, found.risk, found.risk)


@pytest.mark.parametrize("part", [Part.CROSS_FITTED, Part.TEST])
def test_the_range_is_that_of_networks_that_did_not_train_on_the_patient(part: Part) -> None:
    trained = rich()
    position = int(trained.split.rows(part)[4])
    changes = (Change("age", 90.0),)
    columns, row = altered(trained, position, changes), trained.dataset.rows[[position]]
    by_fold = drain(fold_logits(trained.fit, columns, row))[:, 0]
    fold = int(trained.split.folds[position])
    unseen = [fold] if fold >= 0 else list(range(len(by_fold)))
    expected = by_fold[unseen].mean()
    scene = asked(trained, drain(experience(trained)), position)
    found = scene.ask(changes)
    assert found.risk == pytest.approx(float(PLATT.risk(expected)), abs=1e-6)
    said = np.array([_of_member(trained, columns, row, of, member) for of in unseen for member in range(4)])
    assert found.unseen and found.networks == said.size == 4 * len(unseen)
    assert (found.low, found.high) == pytest.approx((said.min(), said.max()), abs=1e-6)
    unchanged = scene.ask()
    assert unchanged.risk == pytest.approx(float(PLATT.risk(trained.fit.logits[position])), abs=1e-6)


def _of_member(trained: Trained, columns: tuple[Column, ...], row: Ints, number: int, member: int) -> float:
    """The risk by one member of one fold's network, straight from the network."""
    fold = trained.fit.folds[number]
    network = restore(trained.fit.spec, fold.encoder.inputs, fold.weights)
    with torch.no_grad():
        logits = network.members(torch.from_numpy(fold.encoder.transform(columns, row)))
    return float(PLATT.risk(logits.double().numpy()[0, member]))


def test_networks_that_knew_any_row_of_the_patient_are_told_apart() -> None:
    """By plain sets: a visit of hers in the training rows is enough."""
    trained = builders.crossed(builders.Patients(n=600, visits=3), test=True)
    patients, turns = trained.dataset.patients, trained.split.turns
    known = [set(patients[turn.train].tolist()) for turn in turns]
    for position in range(0, 600, 37):
        expected = [int(patients[position]) not in those for those in known]
        assert unseen_by(trained, position).tolist() == expected
        assert sum(expected) == (5 if trained.split.folds[position] < 0 else 1)


def test_where_every_network_knew_the_patient_all_are_asked_and_it_is_said(
    trained: Trained, known: Experience
) -> None:
    learnt = asked(trained, known, int(trained.split.rows(Part.TRAIN)[0])).ask()
    assert (learnt.unseen, learnt.networks) == (False, 1)


def test_the_curve_passes_through_single_answers(trained: Trained, known: Experience) -> None:
    scene, others = asked(trained, known, 11), (Change("sex", "f"), Change("age", 1.0))
    for column, values in (("age", (40.0, 55.0, None)), ("ward", ("medical", None, "burns"))):
        curve = scene.curve(others, column, values)
        kept = tuple(change for change in others if change.column != column)
        single = [scene.ask((*kept, Change(column, value))).risk for value in values]
        assert curve == pytest.approx(single, abs=1e-6)


def test_it_tells_the_patients_own_values(trained: Trained, known: Experience) -> None:
    creatinine = trained.dataset.table.column("creatinine")
    hole = int(np.flatnonzero(~creatinine.present)[0])
    scene = asked(trained, known, hole)
    assert scene.value("creatinine") is None
    assert scene.value("age") == trained.dataset.table.column("age").values[hole]
    assert scene.value("sex") in ("f", "m")
    with pytest.raises(KeyError):
        scene.value("shoe size")


def test_values_beyond_the_training_range_are_named(trained: Trained, known: Experience) -> None:
    scene = asked(trained, known, 11)
    code = next(code for code in trained.fit.encoder.codes if code.name == "age")
    assert "age" not in scene.ask((Change("age", code.high),)).outside  # type: ignore[union-attr]
    assert "age" in scene.ask((Change("age", code.high + 1),)).outside  # type: ignore[union-attr]
    assert "age" in scene.ask((Change("age", None),)).outside, "no training row lacked it"
    assert "creatinine" not in scene.ask((Change("creatinine", None),)).outside


def test_an_extreme_is_outside_for_the_network_that_never_saw_it() -> None:
    """Of a cross-fitted patient the range is that of the rows which trained the judging network."""
    crossed = builders.crossed()
    oldest = int(np.argmax(crossed.dataset.table.column("age").values))
    scene = asked(crossed, drain(experience(crossed)), oldest)
    assert scene.ask().outside == ("age",)
    code = next(code for code in scene.encoder.codes if code.name == "age")
    assert scene.ask((Change("age", code.high),)).outside == ()  # type: ignore[union-attr]


def test_values_that_do_not_go_together_are_unusual(trained: Trained, known: Experience) -> None:
    """Each within its range, and all at the end of it."""
    usual = asked(trained, known, int(trained.split.rows(Part.CALIBRATE)[0])).ask()
    assert not usual.unusual
    ends = {code.name: code.high for code in trained.fit.encoder.codes if hasattr(code, "high")}
    together = asked(trained, known, 11).ask(tuple(Change(name, high) for name, high in ends.items()))
    assert together.unusual and not together.outside


@pytest.mark.parametrize("change", [Change("shoe size", 40.0), Change("ward", "moon")])
def test_there_is_no_such_column_or_level(trained: Trained, known: Experience, change: Change) -> None:
    with pytest.raises(KeyError):
        asked(trained, known, 11).ask((change,))
