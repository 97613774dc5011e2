"""The baselines against independent implementations, and what happens when they are cut short."""

import threading

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from clinnet_gui.core.aside import aside
from clinnet_gui.core.data.encoder import fit_encoder
from clinnet_gui.core.data.split import Part, Split
from clinnet_gui.core.data.splitting import four_parts
from clinnet_gui.core.training import logistic
from clinnet_gui.core.training.baselines import _boosting, baselines
from clinnet_gui.core.training.logistic import fit_logistic, logistic_logits
from clinnet_gui.core.training.material import Material
from clinnet_gui.core.work import Finish, drain
from tests.builders import SEED, from_columns, number


def data(n: int = 2000, inputs: int = 6, seed: int = 1):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, inputs)).astype(np.float32)
    y = (rng.random(n) < 1 / (1 + np.exp(1 - 2 * x[:, 0] - x[:, 1]))).astype(np.int8)
    return x, y, four_parts(from_columns([number("x", x[:, 0])], y), SEED)


def material(x: np.ndarray, y: np.ndarray, split: Split) -> Material:
    """What a turn of the split works on, with x as it is."""
    columns = [number(f"x{i}", x[:, i]) for i in range(x.shape[1])]
    encoder = fit_encoder(tuple(columns), np.arange(y.size))
    return Material(encoder, x, y, split.rows(Part.TRAIN), split.rows(Part.EARLY_STOP))


@pytest.mark.parametrize(("n", "inputs"), [(2000, 6), (200, 40), (300, 300)])
def test_logistic_regression_is_scikit_learns(n: int, inputs: int) -> None:
    x, y, split = data(n, inputs)
    rows = split.rows(Part.TRAIN)
    weights = drain(fit_logistic(x, y, rows))
    model = LogisticRegression(C=1.0, tol=1e-10, max_iter=10_000).fit(x[rows].astype(float), y[rows])
    assert weights[0] == pytest.approx(model.intercept_[0], abs=1e-4)
    assert weights[1:] == pytest.approx(model.coef_[0], abs=1e-4)
    assert logistic_logits(x, weights) == pytest.approx(model.decision_function(x), abs=1e-3)


@pytest.mark.parametrize(("n", "inputs"), [(200, 40), (60, 90)])
def test_what_cannot_be_divided_is_done_aside_to_the_same_bits(
    n: int, inputs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    x, y, _ = data(n, inputs)
    rows, told = np.arange(n), set[str]()
    at_once = drain(fit_logistic(x, y, rows))
    plain, called = aside, list[str]()

    def counted(text, call):
        called.append(text)
        return (yield from plain(text, call))

    monkeypatch.setattr(logistic, "aside", counted)
    monkeypatch.setattr(logistic, "_chunks", lambda rows, _: [rows])
    monkeypatch.setattr(logistic, "CHUNK_PRODUCTS", 1.0)
    found = drain(fit_logistic(x, y, rows), lambda record: told.add(record.text))
    assert len(called) > 1 and told == {logistic.TITLE}
    assert np.array_equal(found, at_once)


def test_separated_rows_and_repeated_columns_converge() -> None:
    x = np.repeat(np.linspace(-1, 1, 100, dtype=np.float32)[:, None], 3, axis=1)
    y = (x[:, 0] > 0).astype(np.int8)
    weights = drain(fit_logistic(x, y, np.arange(100)))
    assert np.isfinite(weights).all()
    assert weights[1] == pytest.approx(weights[3])


def test_the_trees_find_what_is_not_linear() -> None:
    x, _, _ = data(3000)
    y = (x[:, 0] * x[:, 1] > 0).astype(np.int8)
    split = four_parts(from_columns([number("x", x[:, 0])], y), SEED)
    prevalence, regression, boosting = drain(baselines(material(x, y, split), SEED))
    test = split.rows(Part.TEST)
    right = [((b.logits[test] > 0) == (y[test] > 0)).mean() for b in (regression, boosting)]
    assert right[0] < 0.6
    assert right[1] > 0.95
    assert np.ptp(prevalence.logits) == 0


def test_an_aside_yields_until_its_result_is_there() -> None:
    gate = threading.Event()

    def wait(_: threading.Event) -> int:
        gate.wait()
        return 7

    work, yields = aside("waiting", wait), 0
    while True:
        try:
            next(work)
        except StopIteration as end:
            assert end.value == 7
            break
        yields += 1
        if yields == 3:
            gate.set()
    assert yields >= 3


def test_an_aside_raises_what_its_call_raises() -> None:
    with pytest.raises(ZeroDivisionError):
        drain(aside("failing", lambda _: 1 // 0))


def test_an_aside_that_is_left_tells_its_call() -> None:
    told = [threading.Event(), threading.Event()]

    def until_left(left: threading.Event, heard: threading.Event) -> None:
        left.wait()
        heard.set()

    closed, thrown = (aside("waiting", lambda left, e=event: until_left(left, e)) for event in told)
    next(closed)
    closed.close()
    next(thrown)
    with pytest.raises(Finish):
        thrown.throw(Finish())
    assert all(event.wait(20) for event in told)


def test_trees_that_nobody_waits_for_end_after_the_next_one() -> None:
    x, y, split = data()
    left = threading.Event()
    whole = _boosting(material(x, y, split), SEED, left)
    left.set()
    first = _boosting(material(x, y, split), SEED, left)
    assert np.unique(first).size <= 15 < np.unique(whole).size


def test_simpler_models_are_given_no_bins_and_a_ridge_spares_the_bins() -> None:
    x, y, split = data()
    columns = tuple(number(f"x{i}", x[:, i]) for i in range(6))
    encoder = fit_encoder(columns, np.arange(y.size), bins=8)
    binned = Material(encoder, encoder.pack(columns), y, split.rows(Part.TRAIN), split.rows(Part.EARLY_STOP))
    assert encoder.inputs == 6 * 9 and binned.plain.shape == (2000, 6)
    weights = drain(fit_logistic(binned.plain, y, binned.train))
    started = binned.with_ridge(weights)
    assert np.array_equal(started.shortcut[::9], weights[1:])
    assert np.count_nonzero(started.shortcut) == 6
