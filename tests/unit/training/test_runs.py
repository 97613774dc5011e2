"""Runs: numbered on, their networks kept for a while, compared on the same rows alone."""

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest

from clinnet_gui.core.data.split import Part
from clinnet_gui.core.study import Study
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.training.heldout import held_losses, held_rows
from clinnet_gui.core.training.records import Begun
from clinnet_gui.core.training.runs import (
    KEPT,
    POINTS,
    Result,
    Run,
    compare,
    result_of,
    shown_before,
    with_note,
    with_run,
)
from clinnet_gui.core.training.training import train
from clinnet_gui.core.work import Finish, drain
from tests.builders import Patients, crossed, crossed_study, dataset, small, split, study, trained

WHEN = "2026-01-01T00:00:00+00:00"


@lru_cache
def wide() -> Trained:
    """Another network on the same rows, stopped before it has learned much."""
    return drain(train(dataset(), split(), replace(small(), hidden=(4,), epochs=1, learning_rate=1e-4)))


@lru_cache
def result() -> Result:
    return drain(result_of(trained()))


def run(number: int, made: Trained) -> Run:
    return Run(number, WHEN, "", drain(result_of(made)), made)


@pytest.mark.parametrize("made", [trained, crossed])
def test_a_result_is_judged_on_rows_held_out(made: object) -> None:
    found: Trained = made()  # type: ignore[operator]
    given = drain(result_of(found))
    rows = held_rows(found.split)
    assert given.rows == rows.size and given.events == found.dataset.y[rows].sum()
    assert given.log_loss.low < given.log_loss.value < given.log_loss.high
    assert given.log_loss.value == pytest.approx(found.fit.verdict.validation_loss)
    assert len(given.curves) == len(found.fit.folds)
    assert given.spec == found.fit.spec and given.seconds == found.fit.seconds


def test_no_test_row_has_a_say() -> None:
    found = trained()
    other = found.fit.logits.copy()
    other[found.split.parts == 3] = 1e6
    changed = replace(found, fit=replace(found.fit, logits=other))
    assert drain(result_of(changed)).log_loss == result().log_loss


def test_a_long_curve_is_thinned_from_its_first_point_to_its_last() -> None:
    found = trained()
    n = 5 * POINTS
    fold = found.fit.folds[0]
    long = replace(
        fold.history,
        validation_step=np.arange(1, n + 1),
        train_loss=np.linspace(1, 0, n),
        validation_loss=np.linspace(2, 0, n),
    )
    curve = drain(result_of(replace(found, fit=replace(found.fit, folds=(replace(fold, history=long),)))))
    (thin,) = curve.curves
    assert thin.step.size == POINTS and (thin.step[0], thin.step[-1]) == (1, n)
    assert np.array_equal(thin.validation_loss, long.validation_loss[thin.step - 1])


def test_runs_are_numbered_on_and_old_networks_go() -> None:
    runs: tuple[Run, ...] = ()
    for _ in range(KEPT + 3):
        runs = with_run(runs, result(), trained(), WHEN)
    assert [one.number for one in runs] == list(range(1, KEPT + 4))
    assert [one.restorable for one in runs] == [False] * 3 + [True] * KEPT
    assert all(one.result is result() for one in runs)
    assert with_run(runs[5:], result(), trained(), WHEN)[-1].number == KEPT + 4


def test_a_note_stands_on_its_own_run() -> None:
    runs = with_run(with_run((), result(), trained(), WHEN), result(), trained(), WHEN)
    assert [one.note for one in with_note(runs, 2, "wider")] == ["", "wider"]


def test_the_difference_of_two_runs_is_paired() -> None:
    one, other = run(1, trained()), run(2, wide())
    found = drain(compare(one, other))
    rows = held_rows(split())
    y = dataset().y[rows]
    losses = [held_losses(y, made.fit.logits[rows]).mean() for made in (trained(), wide())]
    assert found.difference is not None
    assert found.difference.value == pytest.approx(losses[1] - losses[0])
    back = drain(compare(other, one)).difference
    assert back is not None
    assert (back.low, back.high) == pytest.approx((-found.difference.high, -found.difference.low))


def test_the_sentence_names_the_better_run_or_none() -> None:
    made = crossed()
    worse = replace(made, fit=replace(made.fit, logits=np.zeros(made.dataset.n)))
    found = drain(compare(run(3, worse), run(8, made)))
    assert found.difference is not None and found.difference.below_zero
    assert (
        found.sentence.startswith("Run 8 has the lower log-loss") and "600 out-of-fold rows" in found.sentence
    )
    assert drain(compare(run(3, made), run(8, worse))).sentence.startswith("Run 3 has the lower")
    same = drain(compare(run(1, made), run(2, made)))
    assert "cannot be told apart" in same.sentence and same.difference is not None
    assert (same.difference.low, same.difference.high) == (0.0, 0.0)


def test_what_cannot_be_paired_says_why() -> None:
    one = run(1, trained())
    other_rows = drain(compare(one, run(2, crossed())))
    assert other_rows.difference is None and "different rows" in other_rows.sentence
    other_data = drain(compare(one, run(2, trained(Patients(seed=2)))))
    assert other_data.difference is None and "different data" in other_data.sentence
    gone = drain(compare(one, replace(one, number=2, trained=None)))
    assert gone.difference is None and "run 2 only the numbers" in gone.sentence


def test_a_study_notes_its_trainings_and_returns_to_one() -> None:
    first = study().with_run(result(), WHEN)
    second = first.with_trained(wide(), first.decision)
    second = second.with_run(drain(result_of(wide())), WHEN)
    assert [one.number for one in second.runs] == [1, 2]
    assert second.fit_is_stale  # the settings in force are still those of the first
    back = second.restored(second.runs[0], second.decision)
    assert back.trained is first.trained and not back.fit_is_stale and len(back.runs) == 2
    again = back.restored(back.runs[1], back.decision)
    assert again.trained is wide() and not again.fit_is_stale
    assert again.choice is not None and again.choice.spec == wide().fit.spec


def test_a_run_stopped_in_a_fold_comes_back_with_the_split_it_began_with() -> None:
    """After the seed was changed, the split of the study is another; the run's own has two folds."""
    planned = crossed_study(test=True)
    assert planned.dataset is not None and planned.split is not None
    work = train(planned.dataset, planned.split, small())
    while not (isinstance(record := next(work), Begun) and record.fold == 3):
        pass
    work.throw(Finish())
    stopped = drain(work)
    assert int(stopped.split.folds.max()) == 1
    noted = planned.with_trained(stopped, planned.decision).with_run(drain(result_of(stopped)), WHEN)
    assert not noted.fit_is_stale
    for own in (noted, noted.with_plan(split(), noted.choice)):
        back = own.restored(noted.runs[-1], own.decision)
        assert back.split is not None and back.split.fingerprint == planned.split.fingerprint
        assert not back.fit_is_stale


def test_a_network_of_other_data_comes_back_out_of_date() -> None:
    noted = study().with_run(result(), WHEN)
    data = dataset(Patients(seed=2))
    moved = replace(noted, dataset=data, split=split(Patients(seed=2)))
    back = moved.restored(noted.runs[0], noted.decision)
    assert back.trained is noted.trained and back.fit_is_stale and back.dataset is data


def test_test_rows_that_another_split_held_out_are_counted_as_shown() -> None:
    """Without a test part all rows are shown out of fold; a test part drawn afterwards is not unseen."""
    with_test, without = trained(), crossed()
    of_all, of_own = run(1, without), run(2, with_test)
    rows = with_test.split.rows(Part.TEST)
    assert shown_before((of_all,), with_test) == rows.size > 0
    assert shown_before((of_own,), with_test) == shown_before((), with_test) == 0
    assert shown_before((of_all,), without) == 0  # it has no test part
    part = crossed(test=True)
    both = np.isin(rows, part.split.rows(Part.CALIBRATE)).sum()
    assert shown_before((run(3, part), of_own), with_test) == both
    assert shown_before((replace(of_all, trained=None),), with_test) == 0
    survived = replace(without.dataset, roles=replace(without.dataset.roles, event=("no",)))
    assert shown_before((replace(of_all, trained=replace(without, dataset=survived)),), with_test) == 0


def test_a_new_table_begins_a_new_list() -> None:
    noted = study().with_run(result(), WHEN)
    assert noted.with_table(dataset(Patients(seed=2)).table).runs == Study().runs == ()
