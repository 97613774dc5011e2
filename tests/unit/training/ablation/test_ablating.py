"""The ablation: paired on rows held out, the same in processes and here, stopped at any time."""

import multiprocessing
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest

from clinnet_gui.core.data.split import Part
from clinnet_gui.core.errors import SettingsRefused, TrainingFailed
from clinnet_gui.core.model.size import parameter_count
from clinnet_gui.core.model.spec import Shortcut, Spec
from clinnet_gui.core.statistics.paired import Interval
from clinnet_gui.core.training.ablation import Ablation, ablate, made_from
from clinnet_gui.core.training.ablation.judging import recommendation, smallest_unbeaten
from clinnet_gui.core.training.executor import on_processors
from clinnet_gui.core.training.runs import result_of
from clinnet_gui.core.training.training import train
from clinnet_gui.core.work import Finish, Progress, Work, drain
from tests.builders import SEED, Patients, crossed_split, dataset, small, split

NETWORKS = ((8,), (), (16,))


def tiny() -> Spec:
    return replace(small(), hidden=NETWORKS[0], epochs=3)


def started(of: Patients = Patients(), **settings: object) -> Work[Ablation]:  # noqa: B008
    return ablate(dataset(of), split(of), replace(tiny(), **settings), networks=NETWORKS)  # type: ignore[arg-type]


@lru_cache
def whole() -> Ablation:
    return drain(started())


@pytest.mark.parametrize("shortcut", [Shortcut.ZERO, Shortcut.LOGISTIC])
def test_the_reference_is_the_very_training_of_the_study(shortcut: Shortcut) -> None:
    """Its log-loss is that of the run; another network's difference is that of two runs."""
    data, parts, spec = dataset(), crossed_split(), replace(tiny(), shortcut=shortcut)
    found = drain(ablate(data, parts, spec, networks=((8,), (16,))))
    runs = [drain(result_of(drain(train(data, parts, replace(spec, hidden=h))))) for h in ((8,), (16,))]
    assert [found.cell(h).log_loss for h in ((8,), (16,))] == pytest.approx([r.log_loss.value for r in runs])
    difference = found.cell((16,)).difference
    assert difference.value == pytest.approx(runs[1].log_loss.value - runs[0].log_loss.value)
    assert difference.low <= difference.value <= difference.high
    assert found.cell((8,)).difference == Interval(0.0, 0.0, 0.0)
    assert found.rows == 600 and found.rows_name == "out-of-fold rows"


def test_the_cells_stand_by_size() -> None:
    found = whole()
    assert [cell.hidden for cell in found.cells] == [(), (8,), (16,)]
    sizes = [cell.parameters for cell in found.cells]
    assert sizes == sorted(sizes)
    fold = drain(train(dataset(), split(), tiny())).fit.folds[0]
    assert found.cell((8,)).parameters == parameter_count(tiny(), fold.encoder.inputs)
    assert all(cell.seconds > 0 and not cell.failure for cell in found.cells)
    assert found.made_from == made_from(dataset(), split(), replace(tiny(), hidden=(99,)))
    assert found.made_from != made_from(dataset(), split(), replace(tiny(), dropout=0.5))


def test_no_test_row_has_a_say() -> None:
    """The outcomes of the test rows are turned round: nothing changes."""
    data, parts = dataset(), split()
    y = np.where(parts.parts == Part.TEST, 1 - data.y, data.y).astype(np.int8)
    found = drain(ablate(replace(data, y=y), parts, tiny(), networks=NETWORKS))
    assert [c.log_loss for c in found.cells] == [c.log_loss for c in whole().cells]
    assert [c.difference for c in found.cells] == [c.difference for c in whole().cells]


def test_processes_find_the_same_and_are_gone_afterwards() -> None:
    records: list[object] = []
    found = drain(ablate(dataset(), split(), tiny(), on_processors(2), networks=NETWORKS), records.append)
    assert [(c.hidden, c.log_loss, c.difference) for c in found.cells] == [
        (c.hidden, c.log_loss, c.difference) for c in whole().cells
    ]
    assert found.recommended == whole().recommended and found.sentence == whole().sentence
    assert multiprocessing.active_children() == []
    assert [len(r.cells) for r in records if isinstance(r, Ablation)][-1] == 3


def test_closing_ends_the_processes() -> None:
    work = ablate(dataset(), split(), replace(tiny(), epochs=10_000, patience=10_000), on_processors(2))
    while not multiprocessing.active_children():
        next(work)
    work.close()
    assert multiprocessing.active_children() == []


def test_progress_counts_the_trainings() -> None:
    records: list[object] = []
    drain(started(seed=SEED + 9), records.append)
    shares = [r.done for r in records if isinstance(r, Progress) and "trainings" in r.text]
    assert shares == sorted(shares) and shares[-1] == 1.0 and len(set(shares)) > 10
    assert any("1 of 3 trainings, less than a minute left" in str(r) for r in records)
    partial = [r for r in records if isinstance(r, Ablation)]
    assert [len(r.cells) for r in partial] == [1, 2, 3] and partial[0].recommended == (8,)


def test_finish_keeps_the_networks_that_are_done() -> None:
    work = started()
    for record in work:
        if isinstance(record, Ablation) and len(record.cells) == 2:
            break
    with pytest.raises(StopIteration) as end:
        work.throw(Finish())
    kept = end.value.value
    assert [cell.hidden for cell in kept.cells] == [(), (8,)] and kept.planned == 3


def test_finish_before_the_reference_cancels() -> None:
    work = started()
    next(work)
    with pytest.raises(Finish):
        work.throw(Finish())


def test_several_seeds_are_averaged() -> None:
    found = drain(ablate(dataset(), split(), tiny(), networks=((8,), ()), seeds=2))
    alone = [
        drain(ablate(dataset(), split(), replace(tiny(), seed=seed), networks=((8,), ())))
        for seed in found.seeds
    ]
    assert len(set(found.seeds)) == 2
    for hidden in ((8,), ()):
        mean = np.mean([one.cell(hidden).log_loss for one in alone])
        assert found.cell(hidden).log_loss == pytest.approx(mean)


def test_a_network_that_cannot_be_trained_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    failing((16,), monkeypatch)
    found = drain(started())
    broken = found.cell((16,))
    assert broken.failure == "not finite" and np.isnan(broken.log_loss) and np.isnan(broken.difference.low)
    assert found.recommended != (16,) and len(found.cells) == 3


def test_without_its_reference_an_ablation_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    failing((8,), monkeypatch)
    with pytest.raises(TrainingFailed, match="not finite"):
        drain(started())


def failing(hidden: tuple[int, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the training of one network of the grid end without usable weights."""
    from clinnet_gui.core.training.ablation import trial

    real = trial.take_turn

    def take_turn(material: object, spec: Spec, place: tuple[int, int]) -> object:
        if spec.hidden == hidden:
            raise TrainingFailed("not finite")
        return real(material, spec, place)  # type: ignore[arg-type]

    monkeypatch.setattr(trial, "take_turn", take_turn)


def test_a_network_out_of_range_is_refused_at_once() -> None:
    with pytest.raises(SettingsRefused):
        next(ablate(dataset(), split(), tiny(), networks=((8,), (10**6,))))


def test_the_smallest_is_kept_unless_a_larger_one_is_shown_to_be_better() -> None:
    rng = np.random.default_rng(1)
    shared = rng.normal(0.5, 0.1, 1_000)
    same = shared + rng.normal(0.0, 0.001, 1_000)
    better = shared - 0.05 + rng.normal(0.0, 0.001, 1_000)
    slightly = shared - 0.001 + rng.normal(0.0, 0.001, 1_000)
    assert smallest_unbeaten(np.column_stack([shared, same, slightly])) == 0
    assert smallest_unbeaten(np.column_stack([shared, same, better])) == 2
    assert smallest_unbeaten(np.column_stack([shared, better, same])) == 1
    assert smallest_unbeaten(np.column_stack([better, shared, same])) == 0
    assert smallest_unbeaten(shared[:, None]) == 0


def test_the_recommendation_says_why() -> None:
    difference = Interval(-0.01, -0.02, -0.003)
    keep = recommendation((8,), (8,), difference, is_smallest=False, where="90 rows")
    assert keep.startswith("Keep 8:") and "each smaller one is shown to do worse" in keep
    use = recommendation((), (8,), difference, is_smallest=True, where="90 rows")
    assert use.startswith("Use no hidden layer: no larger network") and "smaller one" not in use
    assert "is -0.0100 (95 % interval -0.0200 to -0.0030) on 90 rows" in use
