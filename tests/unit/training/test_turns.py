"""Repairs of rows within one fold, and the folds after it."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from clinnet_gui.core.data.splitting import cross_fitted
from clinnet_gui.core.training import loop as looping
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.training.material import Material
from clinnet_gui.core.training.prediction import fold_logits
from clinnet_gui.core.training.records import Remedy, Repair, Repaired, Spike, SpikeKind
from clinnet_gui.core.training.spikes.monitor import Alarm
from clinnet_gui.core.training.spikes.reach import reach_of
from clinnet_gui.core.training.spikes.watch import Watch
from clinnet_gui.core.training.training import train
from clinnet_gui.core.training.turns import prepare_all, take_turn
from clinnet_gui.core.work import drain
from tests.builders import SEED, dataset, small

SPEC = replace(small(), epochs=4, patience=4)
AT = 6


@pytest.fixture
def trained_on(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Material]]:
    """What each network was trained on, in turn."""
    seen: list[Material] = []
    plain = looping.optimise

    def optimise(material: Material, *rest: object):
        seen.append(material)
        return (yield from plain(material, *rest))  # type: ignore[arg-type]

    monkeypatch.setattr(looping, "optimise", optimise)
    yield seen


@pytest.fixture
def alarming(monkeypatch: pytest.MonkeyPatch, trained_on: list[Material]) -> None:
    """A step of the second fold stands out."""
    plain = Watch.see

    def see(self: Watch, step: int, *rest: object) -> Alarm | None:
        found = plain(self, step, *rest)  # type: ignore[arg-type]
        return Alarm(SpikeKind.LOSS, 3.0, 1.0, 9.0) if len(trained_on) == 2 and step == AT else found

    monkeypatch.setattr(Watch, "see", see)


def materials() -> list[Material]:
    return drain(prepare_all(dataset(), cross_fitted(dataset(), SEED), SPEC))


def repaired(remedy: Remedy) -> tuple[Trained, list[object]]:
    """A cross-fitted training, whose first spike is repaired when it comes."""
    records: list[object] = []
    work = train(dataset(), cross_fitted(dataset(), SEED), SPEC)
    record = next(work)
    while True:
        try:
            records.append(record)
            known = any(isinstance(one, Repaired) for one in records)
            wanted = isinstance(record, Spike) and not known
            record = work.throw(Repair(record.step, remedy)) if wanted else next(work)  # type: ignore[union-attr]
        except StopIteration as end:
            return end.value, records


def test_rows_left_out_in_a_fold_train_none_of_those_after_it(
    alarming: None, trained_on: list[Material]
) -> None:
    found, records = repaired(Remedy.SKIP_ROWS)
    (done,) = [record for record in records if isinstance(record, Repaired)]
    assert (done.fold, done.folds, done.scope) == (2, 5, "in this fold and those still to come")
    assert done.rows and found.fit.folds[1].history.repairs == (done,)
    for number, (material, turn) in enumerate(zip(trained_on, found.split.turns, strict=True)):
        left = np.setdiff1d(turn.train, done.rows) if number > 1 else turn.train
        assert np.array_equal(material.train, left)
        assert np.array_equal(material.held, turn.held), "held out they still are"
    assert np.isfinite(found.fit.logits).all()


def test_cells_pulled_in_are_so_where_the_rows_train_and_nowhere_else(
    alarming: None, trained_on: list[Material]
) -> None:
    found, records = repaired(Remedy.WINSORISE)
    (done,) = [record for record in records if isinstance(record, Repaired)]
    for material, plain in zip(trained_on[:2], materials()[:2], strict=True):
        assert np.array_equal(material.packed, plain.packed)
    for material, plain in zip(trained_on[2:], materials()[2:], strict=True):
        assert np.array_equal(material.train, plain.train)
        changed = np.flatnonzero((material.packed != plain.packed).any(axis=1))
        assert np.isin(changed, np.intersect1d(done.rows, plain.train)).all()
    logits = drain(fold_logits(found.fit, found.dataset.table.columns))
    held = found.split.folds[:, None] == np.arange(5)
    assert found.fit.logits == pytest.approx(logits.T[held], abs=1e-5), "patients are judged as they are"


@pytest.mark.parametrize("remedy", [Remedy.SKIP_ROWS, Remedy.WINSORISE])
def test_a_row_far_out_is_taken_care_of_in_a_later_fold(remedy: Remedy, trained_on: list[Material]) -> None:
    material = materials()[3]
    out, held = int(material.train[7]), int(material.held[0])
    material.packed[[out, held]] = 2.99
    drain(take_turn(material, SPEC, (4, 5), [Repaired(9, 1, 8, remedy, (out, held), 5)]))
    (used,) = trained_on
    if remedy is Remedy.SKIP_ROWS:
        assert out not in used.train and used.train.size == material.train.size - 1
        assert used.packed is material.packed
    else:
        numbers, others = reach_of(material).packed, np.setdiff1d(material.train, [out])
        assert (used.packed[out, numbers] == material.packed[others][:, numbers].max(axis=0)).all()
        assert np.array_equal(used.packed[held], material.packed[held]) and out in used.train


@pytest.mark.parametrize("remedy", [Remedy.LOWER_RATE, Remedy.RESTORE, Remedy.RESTORE_MODE])
def test_what_mends_weights_leaves_later_folds_alone(remedy: Remedy, trained_on: list[Material]) -> None:
    material = materials()[1]
    drain(take_turn(material, SPEC, (2, 5), [Repaired(9, 1, 8, remedy, (), 5)]))
    assert trained_on == [material]


def test_a_fold_keeps_its_rows_where_one_outcome_alone_would_be_left(trained_on: list[Material]) -> None:
    material = materials()[1]
    events = tuple(material.train[material.y[material.train] == 1].tolist())
    drain(take_turn(material, SPEC, (2, 5), [Repaired(9, 1, 8, Remedy.SKIP_ROWS, events, 5)]))
    assert trained_on == [material]


def test_without_repairs_each_fold_trains_on_what_was_prepared(trained_on: list[Material]) -> None:
    material = materials()[0]
    first, second = (drain(take_turn(material, SPEC, (1, 5), repairs)) for repairs in ((), []))
    assert trained_on == [material, material]
    assert first.fold.weights == second.fold.weights


def test_where_a_repair_holds_is_told() -> None:
    assert Repaired(9, 5, 8, Remedy.SKIP_ROWS, (3,), 5).scope == "in this fold, the last"
    assert Repaired(9, 1, 8, Remedy.SKIP_ROWS, (3,)).scope == "from here on"
    assert Repaired(9, 2, 8, Remedy.LOWER_RATE, (), 5).scope == "from here on"
