"""The repair of a running training: what each remedy does, and that the training goes on."""

from collections.abc import Generator
from dataclasses import replace

import numpy as np
import pytest
import torch

from clinnet_gui.core.training.loop import optimise
from clinnet_gui.core.training.records import Remedy, Repair, Repaired, Spike, Step
from clinnet_gui.core.training.spikes.heeding import noting
from clinnet_gui.core.training.spikes.reach import clipped, reach_of
from clinnet_gui.core.training.spikes.repairing import winsorised, without
from clinnet_gui.core.work import Finish
from tests.unit.training.spikes.scenes import LONG, go_on, settled, table


def repaired(loop: object, step: int, repair: Repair) -> Repaired:
    (record,) = list(loop.repair(step, repair))  # type: ignore[attr-defined]
    assert isinstance(record, Repaired)
    return record


def test_rows_left_out_are_never_drawn_again() -> None:
    loop = settled()
    loop.material.packed[loop.material.train[0], 1] = np.nan
    spikes: list[Spike] = []
    step = 60
    while not spikes:
        step += 1
        spikes = go_on(loop, step, step)
    done = repaired(loop, step, Repair(spikes[0].step, Remedy.SKIP_ROWS))
    assert (done.rows == spikes[0].rows and done.rows[0] == loop.material.train[0]) or done.rows
    assert go_on(loop, step + 1, step + 60) == []
    assert not np.isin(done.rows, loop.material.train).any()
    assert loop.course.repairs == [done]


def test_cells_pulled_in_end_where_those_of_the_other_rows_end() -> None:
    of = table()
    rows = (int(of.train[3]), int(of.train[4]))
    of.packed[rows[0], 0], of.packed[rows[1], 2] = clipped(np.array([9_000.0]))[0], np.nan
    mended = winsorised(of, reach_of(of), rows)
    others = np.setdiff1d(of.train, rows)
    assert mended.packed[rows[0], 0] == of.packed[others, 0].max()
    assert mended.packed[rows[1], 2] == pytest.approx(0.0)
    assert np.array_equal(mended.packed[others], of.packed[others])
    assert np.isnan(of.packed[rows[1], 2]), "the table itself stays"
    assert not np.isin(rows, without(of, rows).train).any()


def test_weights_are_put_back_to_before_the_spike() -> None:
    loop = settled()
    loop.stepper.flat.matrices[1].weights.mul_(100)
    spike = go_on(loop, 61, 62)[0]
    before = loop.watch.before(spike.step)
    assert before is not None
    done = repaired(loop, 62, Repair(spike.step, Remedy.RESTORE))
    assert done.remedy is Remedy.RESTORE and done.step == 62
    assert torch.equal(loop.stepper.flat.parameters, before.snapshot.parameters)
    assert go_on(loop, 63, 120) == []


def test_a_lower_rate_holds_from_there_on() -> None:
    loop = settled()
    plain = loop.stepper.step
    loop.stepper.step = lambda x, y, rate: (setattr(loop.stepper, "step", plain), plain(x, y, 3.0))[1]  # type: ignore
    spike = go_on(loop, 61, 61)[0]
    planned = loop.rate(62)
    repaired(loop, 61, Repair(spike.step, Remedy.LOWER_RATE))
    assert loop.rate(62) == pytest.approx(planned / 10)


def test_the_mode_is_put_right() -> None:
    loop = settled()
    loop.stepper.network.eval()
    spike = go_on(loop, 61, 61)[0]
    repaired(loop, 61, Repair(spike.step, Remedy.RESTORE_MODE))
    assert all(layer.training for layer in loop.stepper.network.modules())
    assert go_on(loop, 62, 100) == []


@pytest.mark.parametrize(
    "wanted",
    [Repair(7, Remedy.SKIP_ROWS), Repair(61, Remedy.SKIP_ROWS, fold=3), Repair(61, Remedy.NONE)],
)
def test_what_is_out_of_reach_is_answered_and_changes_nothing(wanted: Repair) -> None:
    loop = settled()
    loop.stepper.network.eval()
    go_on(loop, 61, 61)
    before = loop.stepper.snapshot().parameters
    assert repaired(loop, 61, wanted).remedy is Remedy.NONE
    assert torch.equal(before, loop.stepper.snapshot().parameters) and loop.course.repairs == []


def test_a_repair_thrown_at_any_yield_is_answered_and_the_training_goes_on() -> None:
    spec = replace(LONG, epochs=3)
    for wait in (1, 2, 9, 25):
        work = optimise(table(), spec)
        records = [next(work) for _ in range(wait)]
        records.append(work.throw(Repair(5, Remedy.SKIP_ROWS)))
        try:
            while True:
                records.append(next(work))
        except StopIteration as end:
            history = end.value.history
        answers = [record for record in records if isinstance(record, Repaired)]
        assert [answer.remedy for answer in answers] == [Remedy.NONE]
        assert sum(isinstance(record, Step) for record in records) == history.loss.size
        assert history.repairs == ()


def test_finish_and_close_reach_the_work() -> None:
    ended: list[str] = []

    def work() -> Generator[object, None, int]:
        try:
            yield 1
            yield 2
        finally:
            ended.append("ended")
        return 3

    noted: list[Repair] = []
    outer = noting(work(), noted)
    assert next(outer) == 1
    assert outer.throw(Repair(1, Remedy.RESTORE)) == 2
    assert len(noted) == 1
    with pytest.raises(Finish):
        outer.throw(Finish())
    assert ended == ["ended"]
