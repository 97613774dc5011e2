"""Training from a dataset to a Trained: complete, repeatable, interruptible, better than chance."""

import subprocess
import sys
from dataclasses import replace
from threading import Event

import numpy as np
import pytest

from clinnet_gui.core.arrays import fingerprint
from clinnet_gui.core.data.split import Part
from clinnet_gui.core.errors import DataRefused, SettingsRefused
from clinnet_gui.core.training import baselines
from clinnet_gui.core.training.fit import Health
from clinnet_gui.core.training.prediction import predict, versions
from clinnet_gui.core.training.records import Step, Stop
from clinnet_gui.core.training.training import train
from clinnet_gui.core.work import Finish, drain
from tests.builders import Patients, dataset, from_columns, number, small, split, study, trained


def log_loss(y: np.ndarray, logits: np.ndarray) -> float:
    return float(np.mean(np.logaddexp(0, np.where(y > 0, -logits, logits))))


def test_the_fit_is_complete() -> None:
    fit = trained().fit
    assert fit.logits.shape == (600,) and np.isfinite(fit.logits).all()
    assert [b.name for b in fit.baselines] == ["Prevalence", "Logistic regression", "Gradient boosting"]
    assert all(b.logits.shape == (600,) for b in fit.baselines)
    assert fit.spec == small() and fit.seconds > 0
    assert fit.versions == versions() and fit.versions.threads == 1
    assert not study().fit_is_stale


def test_the_network_learns_what_is_there() -> None:
    of = Patients(n=3000, signal=2.0)
    found = trained(of)
    y, logits = found.outcomes(Part.TEST), found.logits(Part.TEST)
    prevalence, logistic, boosting = (b.logits[found.split.rows(Part.TEST)] for b in found.fit.baselines)
    assert log_loss(y, logits) < 0.9 * log_loss(y, prevalence)
    assert log_loss(y, logits) < 1.05 * log_loss(y, logistic)
    assert log_loss(y, boosting) < 0.95 * log_loss(y, prevalence)
    assert found.fit.verdict.health is Health.HEALTHY


def test_the_prediction_of_a_saved_fit_is_that_of_the_fit() -> None:
    found = trained()
    logits = drain(predict(found.fit, found.dataset.table.columns))
    assert np.abs(logits - found.fit.logits).max() < 1e-5
    few = drain(predict(found.fit, found.dataset.table.columns, np.array([5, 3])))
    assert few == pytest.approx(logits[[5, 3]], abs=1e-5)


def test_the_same_is_trained_again_to_the_bit_in_another_process() -> None:
    code = (
        "from tests.builders import *; from clinnet_gui.core.arrays import fingerprint;"
        "f = trained().fit; print(fingerprint(f.weights, f.logits, *(b.logits for b in f.baselines)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    fit = trained().fit
    assert done.stdout.strip() == fingerprint(fit.weights, fit.logits, *(b.logits for b in fit.baselines))


def test_another_seed_is_another_fit() -> None:
    other = drain(train(dataset(), split(), replace(small(), seed=1)))
    assert not np.array_equal(other.fit.logits, trained().fit.logits)


def test_no_row_outside_training_and_early_stopping_moves_a_weight() -> None:
    """Swap the outcomes of all calibrate and test rows: the weights stay, to the bit."""
    data, parts = dataset(), split()
    y = data.y.copy()
    held = np.concatenate([parts.rows(Part.CALIBRATE), parts.rows(Part.TEST)])
    y[held] = 1 - y[held]
    other = drain(train(replace(data, y=y), parts, small()))
    assert other.fit.weights == trained().fit.weights
    assert np.array_equal(other.fit.baselines[2].logits, trained().fit.baselines[2].logits)


def until(work, kind: type) -> None:
    while not isinstance(next(work), kind):
        pass


def finished(work):
    with pytest.raises(StopIteration) as end:
        work.throw(Finish())
        while True:
            next(work)
    return end.value.value


def test_stop_and_keep_best() -> None:
    work = train(dataset(), split(), small())
    until(work, Step)
    found = finished(work)
    assert found.fit.stop is Stop.ANALYST
    assert len(found.fit.baselines) == 3
    assert np.isfinite(found.fit.logits).all()


def test_stopping_before_the_first_step_cancels() -> None:
    work = train(dataset(), split(), small())
    next(work)
    with pytest.raises(Finish):
        work.throw(Finish())


def test_a_second_finish_leaves_out_the_baselines() -> None:
    work = train(dataset(), split(), small())
    until(work, Step)
    work.throw(Finish())
    found = finished(work)
    assert [b.name for b in found.fit.baselines] == ["Prevalence"]


def test_discarding_while_boosting_ends_its_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = Event()

    def endless(_x: object, _y: object, _split: object, left: Event) -> None:
        assert left.wait(30)
        ended.set()

    monkeypatch.setattr(baselines, "_boosting", endless)
    work = train(dataset(), split(), small())
    assert any("boosting" in getattr(record, "text", "") for record in work), "the baseline was reached"
    work.close()
    assert ended.wait(5)


def test_what_cannot_be_trained_is_refused_first() -> None:
    with pytest.raises(SettingsRefused):
        next(train(dataset(), split(), replace(small(), batch=0)))
    constant = from_columns([number("x", np.ones(600))], dataset().y)
    with pytest.raises(DataRefused, match="No predictor varies"):
        drain(train(constant, split(), small()))
