"""What can go wrong in a training, or come in between: it is told, and the study stays whole."""

from collections.abc import Generator
from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from clinnet_gui.core.training.fit import Health
from clinnet_gui.core.training.records import (
    Cause,
    Damage,
    Diagnosis,
    Remedy,
    Repaired,
    Spike,
    SpikeKind,
    Step,
)
from clinnet_gui.core.training.spikes.monitor import Alarm
from clinnet_gui.core.training.spikes.watch import Watch
from clinnet_gui.core.training.stepper import Stepper
from clinnet_gui.gui.pages.training_page import TrainingPage
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.tasks import Task
from tests import builders
from tests.gui.conftest import Rest


def planned(session: Session, **settings: float) -> Session:
    """A session whose study is ready to train and was not trained yet."""
    study = builders.study()
    assert study.choice is not None
    choice = replace(study.choice, spec=replace(study.choice.spec, **settings))  # type: ignore[arg-type]
    session.study = replace(study, trained=None, choice=choice)
    return session


def shown(qtbot: QtBot, session: Session) -> TrainingPage:
    page = TrainingPage(session)
    qtbot.addWidget(page)
    page.resize(1040, 640)
    page.show()
    return page


def records(session: Session, kind: type) -> list[object]:
    return [record for record in session.live.records if isinstance(record, kind)] if session.live else []


@pytest.mark.parametrize("error", [MemoryError(), RuntimeError("DefaultCPUAllocator: not enough memory")])
def test_exhausted_memory_is_told_and_the_fit_from_before_stays(
    qtbot: QtBot, session: Session, rest: Rest, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    session.study = before = builders.study()
    page = shown(qtbot, session)

    def step(*_: object) -> None:
        raise error

    monkeypatch.setattr(Stepper, "step", step)
    with qtbot.waitSignal(session.failed, timeout=30_000) as failed:
        session.start_training()
    rest()
    assert failed.args[0].code == "OUT_OF_MEMORY" and failed.args[0].hint
    assert session.study is before and not session.training
    assert page.frame.primary.text() == "See results" and page.train.isEnabled()
    monkeypatch.undo()
    session.start_training()
    qtbot.waitUntil(lambda: bool(records(session, Step)), timeout=30_000)
    session.discard_training()


@pytest.mark.parametrize("work", ["compare_networks", "test_rates"])
def test_exhausted_memory_ends_a_trial_too(
    qtbot: QtBot, session: Session, rest: Rest, monkeypatch: pytest.MonkeyPatch, work: str
) -> None:
    def step(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("clinnet_gui.core.training.executor.processors", lambda: 1)
    monkeypatch.setattr(Stepper, "step", step)
    planned(session)
    with qtbot.waitSignal(session.failed, timeout=30_000) as failed:
        getattr(session, work)()
    rest()
    assert failed.args[0].code == "OUT_OF_MEMORY"
    assert session.ablation is None and session.rates is None


def test_a_stop_before_the_first_step_says_that_there_is_nothing_to_keep(
    qtbot: QtBot, session: Session, rest: Rest, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = planned(session).study
    late = list[Task]()

    def begin_later(task: Task) -> None:
        late.append(task)

    with qtbot.waitSignal(session.notified, timeout=30_000) as told:
        with monkeypatch.context() as patched:
            patched.setattr(Task, "start", begin_later)
            session.start_training()
        session.stop_and_keep()
        late[0].start()
    rest()
    assert told.args == ["The training was stopped before its first step: there is nothing to keep."]
    assert session.study is before and session.study.ready_to_train and not session.training


def test_a_stop_after_the_first_steps_keeps_a_network(qtbot: QtBot, session: Session, rest: Rest) -> None:
    planned(session, epochs=2_000, patience=2_000)
    session.start_training()
    qtbot.waitUntil(lambda: bool(records(session, Step)), timeout=30_000)
    session.stop_and_keep()
    rest()
    study = session.study
    assert study.trained is not None and np.isfinite(study.trained.fit.logits).all()
    assert len(study.runs) == 1 and study.evaluation is not None


def test_a_training_that_was_paused_ends_as_one_that_was_not(
    qtbot: QtBot, session: Session, rest: Rest
) -> None:
    planned(session)
    session.start_training()
    qtbot.waitUntil(lambda: bool(records(session, Step)), timeout=30_000)
    session.pause()
    with qtbot.waitSignal(session.busy_changed):
        session.resume()
    rest()
    assert session.study.trained is not None
    np.testing.assert_array_equal(session.study.trained.fit.logits, builders.trained().fit.logits)


def test_settings_changed_during_a_run_do_not_disturb_it(qtbot: QtBot, session: Session, rest: Rest) -> None:
    planned(session)
    page = shown(qtbot, session)
    session.start_training()
    qtbot.waitUntil(lambda: bool(records(session, Step)), timeout=30_000)
    session.set_spec(replace(session.study.choice.spec, learning_rate=5e-3))
    rest()
    study = session.study
    assert study.trained is not None and study.trained.fit.spec == builders.small()
    assert study.choice.spec.learning_rate == 5e-3 and study.fit_is_stale
    assert page.frame.status.text() == "Data or settings changed since this training."


def test_a_network_that_learns_nothing_is_not_called_better_than_the_prevalence(
    qtbot: QtBot, session: Session, rest: Rest
) -> None:
    of = builders.Patients(signal=0.0, seed=4)
    session.study = replace(builders.study(of), trained=None)
    page = shown(qtbot, session)
    session.start_training()
    rest()
    fit = session.study.trained.fit
    assert fit.verdict.health is Health.NO_SIGNAL
    assert page.course.verdict.word.text() == "✖ Not shown to be better than the prevalence"
    assert page.course.verdict.remedy.isVisible() and page.course.verdict.remedy.text()


# ---- repairs ----------------------------------------------------------------------------

STEP = 30
LOWER = Diagnosis((Cause.LEARNING_RATE,), (), (), "", (), Damage.NONE, Remedy.LOWER_RATE)


@pytest.fixture
def alarmed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Step 30 stands out, and its cause is the learning rate."""

    def see(_: Watch, step: int, *__: object) -> Alarm | None:
        return Alarm(SpikeKind.LOSS, 9.0, 0.5, 12.0) if step == STEP else None

    def diagnose(*_: object) -> Generator[object, None, Diagnosis]:
        return LOWER
        yield

    monkeypatch.setattr(Watch, "see", see)
    monkeypatch.setattr(Watch, "diagnose", diagnose)


def test_a_spike_is_repaired_within_the_training_by_its_button(
    qtbot: QtBot, session: Session, rest: Rest, alarmed: None
) -> None:
    planned(session, epochs=2_000, patience=2_000)
    page = shown(qtbot, session)
    session.start_training()
    qtbot.waitUntil(lambda: bool(records(session, Spike)), timeout=30_000)
    button = page.course.events.detail.remedy
    assert button.text() == "Lower the rate, go on" and button.isVisible()
    button.click()
    assert session.live.repairing == STEP or records(session, Repaired)
    qtbot.waitUntil(lambda: bool(records(session, Repaired)), timeout=30_000)
    after = records(session, Repaired)[0].step
    qtbot.waitUntil(lambda: records(session, Step)[-1].step > after + 1, timeout=30_000)
    rates = {step.step: step.learning_rate for step in records(session, Step)}
    assert rates[after + 1] < 0.2 * rates[after]
    assert page.course.events.model.rowCount() == 2
    session.stop_and_keep()
    rest()
    assert session.study.trained is not None
    assert [repair.spike_step for repair in page.course._folds.running.repairs] == [STEP]


def test_a_spike_of_no_training_that_runs_changes_the_settings_and_trains_again(
    qtbot: QtBot, session: Session, rest: Rest, alarmed: None
) -> None:
    planned(session, epochs=4)
    page = shown(qtbot, session)
    session.start_training()
    rest()
    first, rate = session.study.trained, session.study.choice.spec.learning_rate
    page.course.events.detail.remedy.click()
    assert session.training and session.steps.next_undo == f"Remedy for step {STEP}"
    rest()
    study = session.study
    assert study.trained is not first and study.trained.fit.spec.learning_rate == pytest.approx(rate / 10)
    session.undo()
    assert session.study.choice.spec.learning_rate == rate and session.study.fit_is_stale


def test_a_repair_of_a_step_that_is_out_of_reach_is_answered(
    qtbot: QtBot, session: Session, rest: Rest
) -> None:
    planned(session, epochs=2_000, patience=2_000)
    session.start_training()
    qtbot.waitUntil(lambda: bool(records(session, Step)), timeout=30_000)
    with qtbot.waitSignal(session.notified, timeout=30_000) as told:
        session.remedy(Spike(1, 1, SpikeKind.LOSS, 9.0, 0.5, 12.0, (), diagnosis=LOWER))
    assert told.args == ["Step 1 lies too far back to be repaired; the training goes on."]
    assert session.training and session.live.repairing is None
    session.discard_training()


def test_rows_of_other_data_are_not_left_out(qtbot: QtBot, session: Session) -> None:
    session.study = builders.study()
    rows = replace(LOWER, remedy=Remedy.SKIP_ROWS)
    spike = Spike(1, 1, SpikeKind.LOSS, 9.0, 0.5, 12.0, (3,), diagnosis=rows)
    other = replace(session.study.dataset, rows=session.study.dataset.rows[:-1])
    session.study = replace(session.study, dataset=other)
    before = session.study
    with qtbot.waitSignal(session.notified):
        session.remedy(spike)
    assert session.study is before and not session.training
