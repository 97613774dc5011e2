"""Refits: the same here and in processes, of patients and not of rows, ended and gone on with."""

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import TypeVar, cast

import numpy as np
import pytest

from clinnet_gui.core.data.split import Part
from clinnet_gui.core.errors import TrainingFailed
from clinnet_gui.core.evaluation.validation.drawing import counts_drawn, rows_drawn
from clinnet_gui.core.evaluation.validation.procedure import Refit
from clinnet_gui.core.evaluation.validation.refits import (
    LEAST,
    REPORT,
    Refits,
    most_refits,
    refits_key,
    seconds_for,
)
from clinnet_gui.core.evaluation.validation.resampling import resample
from clinnet_gui.core.model.spec import Device
from clinnet_gui.core.training.calls import CutShort
from clinnet_gui.core.training.executor import Crew, on_processors, receive
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.work import Finish, Progress, Work, drain
from tests import builders
from tests.builders import crossed
from tests.unit.evaluation.validation.plain import Plain
from tests.unit.evaluation.validation.test_procedure import few

Found = TypeVar("Found")


def plain(trained: Trained) -> Plain:
    ages = trained.dataset.table.column("age").values[:, None]
    return Plain((ages - 65) / 12, trained.dataset.y)


@lru_cache
def whole(times: int = 30) -> Refits:
    return drain(resample(crossed(test=True), times, procedure=plain(crossed(test=True))))


def test_samples_are_of_patients_with_all_their_rows() -> None:
    patients = np.repeat(np.arange(40), 3)
    counts = counts_drawn(patients, 5, 0)
    assert (counts.reshape(40, 3) == counts[::3, None]).all() and counts.sum() == 120
    assert 0.5 < (counts > 0).mean() < 0.75, "some 63 % of the patients are in a sample"
    assert np.bincount(rows_drawn(counts), minlength=120).tolist() == counts.tolist()
    assert (counts_drawn(patients, 5, 1) != counts).any() and (counts_drawn(patients, 6, 0) != counts).any()


def test_the_draws_are_those_they_were() -> None:
    """They are not saved: were they others in another numpy, saved refits would be read wrongly."""
    assert [counts_drawn(np.arange(8), 20251, number).tolist() for number in (0, 1)] == DRAWN


DRAWN = [[0, 1, 1, 1, 1, 2, 1, 1], [1, 2, 1, 0, 1, 2, 1, 0]]


def test_each_patient_is_drawn_as_often_as_any_other() -> None:
    drawn = np.array([counts_drawn(np.arange(50), 1, number) for number in range(2_000)])
    assert drawn.mean(axis=0) == pytest.approx(1.0, abs=0.12)
    assert drawn.var(axis=0).mean() == pytest.approx(1 - 1 / 50, abs=0.02)


def test_no_test_row_is_ever_drawn_or_judged() -> None:
    refits, trained = whole(), crossed(test=True)
    assert refits.logits.shape == (30, trained.dataset.n - trained.split.counts[Part.TEST])
    assert refits.made_from == refits_key(trained) and refits.failed == 0
    seen = _Watched(plain(trained), [])
    drain(resample(trained, 5, procedure=seen))
    assert not np.isin(np.concatenate(seen.rows), trained.split.rows(Part.TEST)).any()


@dataclass(frozen=True)
class _Watched:
    procedure: Plain
    rows: list[np.ndarray]

    def refit(self, rows: np.ndarray, seed: int) -> Work[Refit]:
        self.rows.append(rows)
        return self.procedure.refit(rows, seed)


def same(one: Refits, two: Refits) -> bool:
    pairs = ((one.logits, two.logits), (one.held, two.held), (one.logistic, two.logistic))
    return all(np.array_equal(a, b, equal_nan=True) for a, b in pairs)


def test_many_processes_make_the_very_same_networks() -> None:
    here = drain(resample(few(), 3))
    there = drain(resample(few(), 3, on_processors(2)))
    assert same(here, there) and here.tried == 3 and np.isfinite(here.logits).all()
    assert multiprocessing.active_children() == []


def test_refits_are_gone_on_with_where_they_ended() -> None:
    trained = crossed(test=True)
    first = drain(resample(trained, 20, procedure=plain(trained)))
    assert same(drain(resample(trained, 30, before=first, procedure=plain(trained))), whole())
    other = replace(first, made_from="another fit", logits=first.logits * 0)
    assert same(drain(resample(trained, 30, before=other, procedure=plain(trained))), whole())
    assert drain(resample(trained, 10, before=first, procedure=plain(trained))).tried == 20


def finished_after(work: Work[Refits], refits: int) -> Refits:
    """Say that it is enough as soon as so many are done."""
    for record in work:
        if isinstance(record, Progress) and record.text.startswith(f"{refits} of"):
            break
    try:
        work.throw(Finish())
    except StopIteration as end:
        return end.value  # type: ignore[no-any-return]
    raise AssertionError("it went on")


def test_stopped_they_are_kept_from_twenty_on() -> None:
    trained = crossed(test=True)
    found = finished_after(resample(trained, 30, procedure=plain(trained)), 24)
    assert 24 <= found.tried < 30 and same(
        found, drain(resample(trained, found.tried, procedure=plain(trained)))
    )
    with pytest.raises(Finish):
        finished_after(resample(trained, 30, procedure=plain(trained)), LEAST - 5)


class Ending(Executor):
    """Does a job at once where its number is low enough; else as if its process had been ended."""

    def __init__(self, below: int) -> None:
        self._below = below

    def submit(self, job: Callable[..., Found], /, *args: object, **named: object) -> "Future[Found]":
        future: Future[Found] = Future()
        if cast(int, args[-1]) < self._below:
            future.set_result(job(*args, **named))
        else:
            future.set_exception(BrokenProcessPool())
        return future


def ended_from(number: int) -> Crew:
    """A crew whose processes are ended, again and again, from this refit on."""

    @contextmanager
    def opened(held: object) -> Iterator[Executor]:
        receive(held)
        yield Ending(number)

    return opened


def test_refits_done_before_processes_were_ended_are_kept_and_gone_on_with() -> None:
    trained = crossed(test=True)
    made = partial(resample, trained, 30, procedure=plain(trained))
    told = list[object]()
    kept = drain(made(ended_from(24)), told.append)
    assert kept.tried == 24 and same(drain(made(before=kept)), whole())
    (cut,) = (record for record in told if isinstance(record, CutShort))
    assert "24 refits that were done are kept" in cut.error.message and cut.error.code == "PROCESS_ENDED"
    with pytest.raises(TrainingFailed, match="ended by the system"):
        drain(made(ended_from(LEAST - 1)))
    with pytest.raises(TrainingFailed, match="ended by the system"):
        drain(made(ended_from(0), before=kept))  # nothing is new: what there was stays as it is


@dataclass
class _Exhausted:
    """A procedure during whose last refit the machine fails."""

    procedure: Plain
    left: int
    error: Exception

    def refit(self, rows: np.ndarray, seed: int) -> Work[Refit]:
        self.left -= 1
        if self.left < 0:
            raise self.error
        return self.procedure.refit(rows, seed)


@pytest.mark.parametrize(
    ("error", "code"),
    [(MemoryError(), "OUT_OF_MEMORY"), (RuntimeError("CUDA error: launch failure"), "DEVICE_FAILED")],
)
def test_refits_done_before_memory_or_device_failed_are_kept_and_gone_on_with(
    error: Exception, code: str
) -> None:
    trained, told = crossed(test=True), list[object]()
    failing = _Exhausted(plain(trained), 24, error)
    kept = drain(resample(trained, 30, procedure=failing), told.append)
    assert kept.tried == 24 and same(
        drain(resample(trained, 30, before=kept, procedure=failing.procedure)), whole()
    )
    (cut,) = (record for record in told if isinstance(record, CutShort))
    assert "24 refits that were done are kept" in cut.error.message and cut.error.code == code
    with pytest.raises(TrainingFailed) as failed:
        drain(resample(trained, 30, procedure=replace(failing, left=LEAST - 1)))
    assert failed.value.code == code


def test_the_time_that_is_left_is_told() -> None:
    told = list(resample(crossed(test=True), 3, procedure=plain(crossed(test=True))))
    texts = [record.text for record in told if isinstance(record, Progress)]
    assert texts[0] == "0 of 3 refits" and "2 of 3 refits, less than a minute left" in texts
    shares = [record.done for record in told if isinstance(record, Progress) and record.done is not None]
    assert shares == sorted(shares) and shares[-1] == 1.0


def test_a_sample_that_cannot_be_divided_is_a_failed_refit() -> None:
    trained = crossed()
    rare = np.zeros_like(trained.dataset.y)
    rare[:6] = 1
    one = replace(trained, dataset=replace(trained.dataset, y=rare))
    found = drain(resample(one, 12))
    assert 0 < found.failed <= 12 and np.isnan(found.logits[~found.sound]).all()


def test_a_large_table_is_offered_no_more_than_memory_holds() -> None:
    few = crossed(test=True)
    counts = (0, 0, 0, 500_000, 1_000_000)
    assert most_refits(few) == REPORT
    assert most_refits(replace(few, split=replace(few.split, counts=counts))) == 20


def test_how_long_they_take_is_told_from_what_was_measured() -> None:
    trained = crossed()
    assert seconds_for(trained, None, 50, 2) == pytest.approx(25 * trained.fit.seconds)
    there = replace(trained, fit=replace(trained.fit, spec=replace(trained.fit.spec, device=Device.CUDA)))
    assert seconds_for(there, None, 50, 2) == pytest.approx(50 * trained.fit.seconds), "one by one"
    assert seconds_for(trained, builders.refits(trained, 25), 75, 1) == pytest.approx(50 * 30 / 25)
