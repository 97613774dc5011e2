"""Training from a dataset to a Trained: complete, repeatable, interruptible, better than chance."""

import subprocess
import sys
from dataclasses import replace
from functools import lru_cache
from threading import Event

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from clinnet_gui.core.arrays import fingerprint
from clinnet_gui.core.data.encoder import fit_encoder
from clinnet_gui.core.data.split import Part
from clinnet_gui.core.data.splitting import cross_fitted
from clinnet_gui.core.errors import DataRefused, SettingsRefused
from clinnet_gui.core.model.spec import Shortcut
from clinnet_gui.core.training import baselines
from clinnet_gui.core.training.fit import Health
from clinnet_gui.core.training.prediction import fold_logits, predict, versions
from clinnet_gui.core.training.records import Begun, Step, Stop, Validated
from clinnet_gui.core.training.training import train
from clinnet_gui.core.work import Finish, drain
from tests.builders import SEED, Patients, dataset, from_columns, number, small, split, study, trained


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
        "f = trained().fit;"
        "print(fingerprint(f.folds[0].weights, f.logits, *(b.logits for b in f.baselines)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    fit = trained().fit
    own = fingerprint(fit.folds[0].weights, fit.logits, *(b.logits for b in fit.baselines))
    assert done.stdout.strip() == own


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
    assert other.fit.folds[0].weights == trained().fit.folds[0].weights
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

    def endless(_material: object, _seed: int, left: Event) -> None:
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


CROSSED = replace(small(), epochs=6, members=2, bins=4, shortcut=Shortcut.LOGISTIC)


@lru_cache
def crossed():
    data = dataset()
    return drain(train(data, cross_fitted(data, SEED, 0.2), CROSSED))


def test_a_held_out_row_is_predicted_by_the_network_that_never_saw_it() -> None:
    found = crossed()
    data, parts, fit = found.dataset, found.split, found.fit
    assert len(fit.folds) == 5
    logits = drain(fold_logits(fit, data.table.columns))
    for fold in range(5):
        held = parts.folds == fold
        assert fit.logits[held] == pytest.approx(logits[fold, held], abs=1e-5)
    test = parts.rows(Part.TEST)
    assert fit.logits[test] == pytest.approx(logits[:, test].mean(axis=0), abs=1e-5)
    assert found.logits(Part.CALIBRATE).size == parts.counts[Part.CROSS_FITTED] == 480


def test_the_outcomes_of_a_fold_move_nothing_in_its_own_network_but_when_it_stops() -> None:
    """Nor do those of the test rows; with an outcome swapped, the encoder and the start stay."""
    found = crossed()
    held = np.flatnonzero(found.split.folds == 2)
    y = found.dataset.y.copy()
    y[held[:3]] = 1 - y[held[:3]]
    y[found.split.rows(Part.TEST)] ^= 1
    other = drain(train(replace(found.dataset, y=y), found.split, CROSSED))
    theirs, ours = other.fit.folds[2], found.fit.folds[2]
    assert theirs.encoder == ours.encoder
    assert np.array_equal(theirs.history.loss, ours.history.loss)
    assert not np.array_equal(other.fit.folds[1].history.loss, found.fit.folds[1].history.loss)


def test_each_fold_has_its_own_encoder_fitted_on_the_rows_that_train_it() -> None:
    found = crossed()
    medians = {fold.encoder.codes[1].median for fold in found.fit.folds}
    assert len(medians) > 1
    turn = found.split.turns[3]
    columns, rows = found.dataset.predictors, found.dataset.rows
    assert found.fit.folds[3].encoder == fit_encoder(columns, rows[turn.train], bins=4)
    assert found.fit.encoder == fit_encoder(columns, rows[found.split.rows(Part.TRAIN)], bins=4)


def test_the_logistic_shortcut_is_half_a_ridge_regression_chosen_on_rows_held_out() -> None:
    """Without layers the network is linear: then each fold is the mean of two linear models, one of
    which is scikit-learn's with the penalty that serves the held-out rows best."""
    data = dataset()
    parts = cross_fitted(data, SEED)
    spec = replace(CROSSED, hidden=(), members=1, bins=0, epochs=2)
    averaged = drain(train(data, parts, spec)).fit
    alone = drain(train(data, parts, replace(spec, shortcut=Shortcut.ZERO))).fit
    logits = [drain(fold_logits(fit, data.table.columns)) for fit in (averaged, alone)]
    ridge = 2 * logits[0] - logits[1]
    losses = []
    for c in (0.01, 0.1, 1.0, 10.0):
        found = np.empty((5, data.n))
        for fold, turn in enumerate(parts.turns):
            x = averaged.folds[fold].encoder.transform(data.predictors, data.rows).astype(float)
            model = LogisticRegression(C=c, tol=1e-10, max_iter=10_000).fit(x[turn.train], data.y[turn.train])
            found[fold] = model.decision_function(x)
        held = found[parts.folds, np.arange(data.n)]
        losses.append((log_loss(data.y, held), found))
    assert ridge == pytest.approx(min(losses, key=lambda pair: pair[0])[1], abs=1e-3)


@pytest.mark.parametrize(("steps", "kept"), [(1, 1), (200, 2)])
def test_stopping_in_the_second_fold_keeps_what_had_its_time_and_tells_the_split_so(
    steps: int, kept: int
) -> None:
    data = dataset()
    rate = 1e-7 if kept == 2 else 1e-2  # at which nothing is gained, and which has only begun
    spec = replace(CROSSED, members=1, bins=0, epochs=20, learning_rate=rate)
    work = train(data, cross_fitted(data, SEED), spec)
    until(work, Begun)
    until(work, Begun)
    for _ in range(steps):
        until(work, Step)
    found = finished(work)
    assert len(found.fit.folds) == kept and found.fit.stop is Stop.ANALYST
    assert found.split.counts[Part.CROSS_FITTED] == (found.split.folds >= 0).sum() == 120 * kept
    assert found.split.counts[Part.TRAIN] == 600 - 120 * kept
    assert len(found.split.turns) == kept
    assert found.split.turns[0].train.size == 480
    assert np.isfinite(found.fit.logits).all()


def test_rows_that_are_left_out_train_nothing_and_are_still_predicted() -> None:
    data, parts = dataset(), split()
    out = tuple(parts.rows(Part.TRAIN)[:50].tolist())
    spec = replace(small(), left_out=out)
    found = drain(train(data, parts, spec))
    y = data.y.copy()
    y[list(out)] ^= 1
    other = drain(train(replace(data, y=y), parts, spec))
    assert other.fit.folds[0].weights == found.fit.folds[0].weights
    assert np.isfinite(found.fit.logits[list(out)]).all()


@pytest.mark.parametrize("folds", [1, 5])
def test_stopping_while_the_trained_network_predicts_all_rows_keeps_it(folds: int) -> None:
    of = Patients(n=5000)
    parts = split(of) if folds == 1 else cross_fitted(dataset(of), SEED)
    work = train(dataset(of), parts, replace(small(), epochs=1, batch=256))
    last, record = None, next(work)
    while not (isinstance(last, Validated) and getattr(record, "text", "") == "Computing risks"):
        last, record = record, next(work)
    found = finished(work)
    assert len(found.fit.folds) == 1 and found.fit.stop is Stop.BUDGET
    assert np.isfinite(found.fit.logits).all()


def test_stopping_at_the_first_baselines_spares_those_of_the_other_folds() -> None:
    work = train(dataset(), cross_fitted(dataset(), SEED), replace(small(), epochs=1))
    while getattr(next(work), "text", "") != "Logistic regression on the same rows":
        pass
    texts = {getattr(work.throw(Finish()), "text", ""), *(getattr(r, "text", "") for r in work)}
    assert texts == {"Preparing the inputs", "Judging the training"}


def test_rows_left_out_must_leave_both_outcomes_and_are_no_range_that_was_seen() -> None:
    data, parts = dataset(), cross_fitted(dataset(), SEED)
    with pytest.raises(DataRefused, match="an event"):
        drain(train(data, parts, replace(small(), left_out=tuple(np.flatnonzero(data.y).tolist()))))
    age = data.predictors[0].values[data.rows]
    oldest = tuple(np.flatnonzero(age > 80).tolist())
    found = drain(train(data, parts, replace(small(), epochs=1, left_out=oldest)))
    assert found.fit.encoder.codes[0].high == 80
