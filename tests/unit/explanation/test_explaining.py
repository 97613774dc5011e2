"""Attributions: in original columns, on the calibrated logit, whole."""

from dataclasses import replace
from itertools import combinations, permutations
from math import factorial

import numpy as np
import pytest
import torch

from clinnet_gui.core.data.encoder import Encoder
from clinnet_gui.core.errors import ExplanationRefused
from clinnet_gui.core.evaluation.decision import Calibrator, Method
from clinnet_gui.core.explanation import explaining
from clinnet_gui.core.explanation.explaining import explain
from clinnet_gui.core.explanation.methods import (
    DEEP_SHAP,
    EXACT,
    INTEGRATED_GRADIENTS,
    PERMUTATION,
    exact_is_quick,
    players,
)
from clinnet_gui.core.explanation.reference import background_rows
from clinnet_gui.core.model.weights import restore
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.work import Progress, drain
from tests import builders

NONE = Calibrator()


@pytest.fixture(scope="module")
def trained() -> Trained:
    return builders.trained()


@pytest.mark.parametrize("method", [DEEP_SHAP, EXACT, PERMUTATION, INTEGRATED_GRADIENTS])
def test_base_and_contributions_are_the_logit(trained: Trained, method: str) -> None:
    rows = np.array([5, 3, 400])
    found = drain(explain(trained, NONE, rows, method))
    assert found.columns == tuple(column.name for column in trained.dataset.predictors)
    assert found.contributions.shape == (3, 5)
    assert found.rows.tolist() == [5, 3, 400]
    assert np.array_equal(found.logits, trained.fit.logits[rows])
    assert found.completeness_error.max() < (5e-3 if method == INTEGRATED_GRADIENTS else 1e-5)
    assert (found.errors is not None) == (method == PERMUTATION)


def test_permutations_come_near_the_exact_values(trained: Trained) -> None:
    rows, platt = np.arange(0, 600, 40), Calibrator(Method.PLATT, intercept=-0.4, slope=-2.0)
    exact = drain(explain(trained, platt, rows, EXACT))
    drawn = drain(explain(trained, platt, rows, PERMUTATION, pairs=8))
    assert drawn.errors is not None and drawn.margins is not None and (drawn.errors >= 0).all()
    sure = drawn.errors > 0
    factors = drawn.margins[sure] / drawn.errors[sure]
    assert (factors > 1.9599).all() and np.median(factors) < 2.05, "Student's t with many degrees of freedom"
    away = np.abs(drawn.contributions - exact.contributions)
    assert (away <= drawn.margins + 1e-6).mean() > 0.88
    assert np.abs(drawn.contributions - exact.contributions).max() < 0.1
    assert np.allclose(drawn.base, exact.base, atol=1e-6)


def test_a_patient_has_the_same_numbers_alone_and_among_others(trained: Trained) -> None:
    alone = drain(explain(trained, NONE, np.array([7]), PERMUTATION))
    among = drain(explain(trained, NONE, np.array([3, 7, 5]), PERMUTATION))
    assert np.allclose(alone.contributions[0], among.contributions[1], atol=1e-7)


def test_too_many_columns_are_not_asked_one_and_all(
    trained: Trained, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert players(trained.fit.encoder) == 5
    monkeypatch.setattr(explaining, "MOST_EXACT", 4)
    with pytest.raises(ExplanationRefused, match="5 columns are too many"):
        drain(explain(trained, NONE, np.array([7]), EXACT))


def test_exact_is_quick_where_columns_and_network_are_small(trained: Trained) -> None:
    spec, encoder = trained.fit.spec, trained.fit.encoder
    assert exact_is_quick(spec, encoder)
    assert not exact_is_quick(replace(spec, hidden=(5_000, 5_000), members=8), encoder)
    many = tuple(replace(encoder.codes[0], name=f"c{i}") for i in range(13))
    assert not exact_is_quick(spec, Encoder(many))


def test_one_pair_of_orders_has_no_error_bar(trained: Trained) -> None:
    with pytest.raises(ExplanationRefused, match="error bar"):
        drain(explain(trained, NONE, np.array([7]), PERMUTATION, pairs=1))


def test_the_order_of_rows_is_the_callers(trained: Trained) -> None:
    one = drain(explain(trained, NONE, np.arange(20)))
    other = drain(explain(trained, NONE, np.arange(20)[::-1]))
    assert np.allclose(one.contributions, other.contributions[::-1], atol=1e-6)


def test_platt_is_a_factor_and_a_shift_in_the_base(trained: Trained) -> None:
    rows = np.arange(10)
    plain = drain(explain(trained, NONE, rows))
    platt = drain(explain(trained, Calibrator(Method.PLATT, intercept=-0.4, slope=0.7), rows))
    assert np.allclose(platt.contributions, 0.7 * plain.contributions)
    assert np.allclose(platt.base, 0.7 * plain.base - 0.4)
    risk = 1 / (1 + np.exp(-(platt.base + platt.contributions.sum(axis=1))))
    calibrator = Calibrator(Method.PLATT, intercept=-0.4, slope=0.7)
    assert np.allclose(risk, calibrator.risk(trained.fit.logits[rows]), atol=1e-5)
    assert platt.calibrated and platt.made_from != plain.made_from


@pytest.mark.parametrize(
    "bent",
    [
        Calibrator(Method.ISOTONIC, knots=(-1.0, 1.0), risks=(0.2, 0.8)),
        Calibrator(Method.BETA, 0.1, 0.7, upper_slope=1.2),
    ],
)
def test_what_is_no_line_is_explained_uncalibrated_and_says_so(trained: Trained, bent: Calibrator) -> None:
    rows = np.arange(4)
    found = drain(explain(trained, bent, rows))
    assert not found.calibrated
    assert np.array_equal(found.logits, trained.fit.logits[rows])


def test_a_reference_patient_explains_himself_as_nothing(trained: Trained) -> None:
    found = drain(explain(trained, NONE, np.array([7, 8]), INTEGRATED_GRADIENTS, reference=7))
    assert np.array_equal(found.contributions[0], np.zeros(5))
    assert found.base == pytest.approx(np.full(2, trained.fit.logits[7]), abs=1e-5)
    assert found.reference == f"the patient in row {trained.dataset.rows[7] + 1}"


@pytest.mark.parametrize(
    ("rows", "method", "reference"),
    [
        ([], DEEP_SHAP, None),
        ([-1], DEEP_SHAP, None),
        ([600], DEEP_SHAP, None),
        ([1], "lime", None),
        ([1], INTEGRATED_GRADIENTS, 600),
    ],
)
def test_what_cannot_be_explained(
    trained: Trained, rows: list[int], method: str, reference: int | None
) -> None:
    with pytest.raises(ExplanationRefused) as refused:
        drain(explain(trained, NONE, np.array(rows, np.int64), method, reference))
    assert refused.value.hint


def test_progress_rises_to_the_end(trained: Trained) -> None:
    seen = [r.done for r in explain(trained, NONE, np.arange(100)) if isinstance(r, Progress) and r.done]
    assert seen == sorted(seen) and seen[-1] == 1.0 and len(seen) > 10


def test_exact_values_are_those_of_trying_every_combination_by_hand(trained: Trained) -> None:
    """Of inputs replaced column by column, through the whole network, with the calibrator at the end."""
    platt, position = Calibrator(Method.PLATT, intercept=-0.3, slope=0.8), 11
    fold, dataset = trained.fit.folds[0], trained.dataset
    network = restore(trained.fit.spec, fold.encoder.inputs, fold.weights)
    background = background_rows(trained.split.turns[0].train, trained.fit.spec.seed)
    own, others = (
        fold.encoder.transform(dataset.predictors, dataset.rows[rows])
        for rows in (np.array([position]), background)
    )
    columns, worth = len(fold.encoder.codes), {}
    for size in range(columns + 1):
        for among in combinations(range(columns), size):
            inputs = np.where(np.isin(fold.encoder.owners, among), own, others)
            with torch.no_grad():
                worth[among] = float(network(torch.from_numpy(inputs)).double().mean())
    by_hand = np.zeros(columns)
    for order in permutations(range(columns)):
        for place, column in enumerate(order):
            with_it, without = tuple(sorted(order[: place + 1])), tuple(sorted(order[:place]))
            by_hand[column] += (worth[with_it] - worth[without]) / factorial(columns)
    found = drain(explain(trained, platt, np.array([position]), EXACT))
    assert found.contributions[0] == pytest.approx(0.8 * by_hand, abs=1e-5)
    assert found.base[0] == pytest.approx(0.8 * worth[()] - 0.3, abs=1e-5)
    assert platt.risk(trained.fit.logits[[position]])[0] == pytest.approx(
        1 / (1 + np.exp(-(found.base[0] + found.contributions[0].sum()))), abs=1e-6
    )
