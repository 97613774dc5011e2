"""Cross-fitted studies: a row is explained by the networks that made its logit, and no other."""

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest
import torch

from clinnet_gui.core.data.split import Part
from clinnet_gui.core.evaluation.decision import Calibrator, Method
from clinnet_gui.core.explanation.attribution import Attribution
from clinnet_gui.core.explanation.comparing import Comparison
from clinnet_gui.core.explanation.explaining import explain
from clinnet_gui.core.explanation.methods import DEEP_SHAP, EXACT, INTEGRATED_GRADIENTS, PERMUTATION
from clinnet_gui.core.model.spec import Shortcut
from clinnet_gui.core.model.weights import restore
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.training.training import train
from clinnet_gui.core.work import Progress, drain
from tests import builders

SOME = np.arange(0, 600, 7)


@lru_cache(maxsize=1)
def rich() -> Trained:
    """Five folds and a test part; members, a shortcut and a piecewise-linear encoding."""
    spec = replace(builders.small(), members=4, bins=8, shortcut=Shortcut.LOGISTIC, epochs=3)
    return drain(train(builders.dataset(), builders.crossed_split(test=True), spec))


def explained(trained: Trained, rows: np.ndarray, method: str = DEEP_SHAP) -> Attribution:
    return drain(explain(trained, Calibrator(), rows, method))


def background_logit(trained: Trained, number: int) -> float:
    """The mean logit of the patients that a fold's network compares with, by that network."""
    fit, fold = trained.fit, trained.fit.folds[number]
    network = restore(fit.spec, fold.encoder.inputs, fold.weights)
    start = Comparison(trained, DEEP_SHAP, None).start(number)
    with torch.no_grad():
        return float(network(torch.from_numpy(start)).double().mean())


@pytest.mark.parametrize("method", [DEEP_SHAP, EXACT, PERMUTATION, INTEGRATED_GRADIENTS])
def test_every_row_adds_up_to_its_own_logit(method: str) -> None:
    """Out-of-fold rows and test rows together, in any order."""
    rows = np.random.default_rng(1).permutation(600)[:80]
    parts = set(rich().split.parts[rows].tolist())
    assert parts == {Part.TEST, Part.CROSS_FITTED}
    found = explained(rich(), rows, method)
    assert found.contributions.shape == (80, 5)
    assert np.array_equal(found.logits, rich().fit.logits[rows])
    assert found.completeness_error.max() < (5e-3 if method == INTEGRATED_GRADIENTS else 1e-5)


def test_the_average_of_five_networks_has_the_error_of_an_average() -> None:
    """A test row is explained by five networks with orders of their own: error bars shrink together."""
    rows = rich().split.rows(Part.TEST)[:5]
    found = explained(rich(), rows, PERMUTATION)
    exact = explained(rich(), rows, EXACT)
    assert found.errors is not None
    away = np.abs(found.contributions - exact.contributions)
    assert (away <= 2.5 * found.errors + 1e-6).mean() > 0.85


def test_the_base_is_that_of_the_networks_that_judged_the_row() -> None:
    trained = rich()
    base = explained(trained, np.arange(600)).base
    of_fold = [background_logit(trained, number) for number in range(5)]
    for number, expected in enumerate(of_fold):
        assert base[trained.split.folds == number] == pytest.approx(expected, abs=1e-5)
    assert base[trained.split.rows(Part.TEST)] == pytest.approx(np.mean(of_fold), abs=1e-5)
    assert np.ptp(of_fold) > 1e-3, "or the folds could not be told apart"


def test_an_out_of_fold_row_is_explained_by_its_own_network_alone() -> None:
    trained = rich()
    swapped = replace(trained, fit=replace(trained.fit, folds=trained.fit.folds[:1] * 5))
    own, other = np.flatnonzero(trained.split.folds == 0), np.flatnonzero(trained.split.folds == 1)
    before, after = explained(trained, own[:20]), explained(swapped, own[:20])
    assert np.array_equal(before.contributions, after.contributions)
    assert not np.allclose(
        explained(trained, other[:20]).contributions, explained(swapped, other[:20]).contributions
    )


def test_no_patient_is_compared_with_those_held_out() -> None:
    trained = rich()
    for number in range(5):
        background = Comparison(trained, DEEP_SHAP, None).background(number)
        assert background.size == 100
        assert set(trained.split.parts[background]) == {Part.CROSS_FITTED}
        assert number not in trained.split.folds[background]


def test_rows_left_out_of_training_are_no_background() -> None:
    trained = rich()
    rows = tuple(Comparison(trained, DEEP_SHAP, None).background(0)[:5].tolist())
    without = replace(trained, fit=replace(trained.fit, spec=replace(trained.fit.spec, left_out=rows)))
    assert not set(rows) & set(Comparison(without, DEEP_SHAP, None).background(0).tolist())


def test_the_calibrator_moves_every_base() -> None:
    rows = SOME
    platt = Calibrator(Method.PLATT, intercept=-0.4, slope=0.7)
    plain, moved = explained(rich(), rows), drain(explain(rich(), platt, rows))
    assert np.allclose(moved.base, 0.7 * plain.base - 0.4)
    assert np.allclose(moved.contributions, 0.7 * plain.contributions)


def test_a_reference_patient_is_judged_by_the_network_of_each_row() -> None:
    trained = rich()
    found = drain(explain(trained, Calibrator(), np.array([7, 8, 9]), INTEGRATED_GRADIENTS, reference=7))
    assert not found.contributions[0].any()
    assert found.base[0] == pytest.approx(trained.fit.logits[7], abs=1e-5)
    assert found.completeness_error.max() < 5e-3


def test_it_says_that_each_network_has_its_own_patients() -> None:
    assert (
        explained(rich(), np.array([1])).reference
        == "the mean log-odds of 100 patients that trained each network"
    )


def test_a_training_that_ended_after_two_folds_is_explained() -> None:
    """The rows of the other folds have trained both networks: theirs is the average."""
    trained = builders.crossed()
    split = trained.split.first_folds(2, trained.dataset.y)
    folds, logits = trained.fit.folds[:2], trained.fit.logits.copy()
    of_first, of_second = (
        restore(trained.fit.spec, fold.encoder.inputs, fold.weights)(
            torch.from_numpy(fold.encoder.transform(trained.dataset.predictors))
        )
        .detach()
        .double()
        .numpy()
        for fold in folds
    )
    rest = split.folds < 0
    logits[rest] = (of_first + of_second)[rest] / 2
    fit = replace(trained.fit, folds=folds, logits=logits)
    found = explained(replace(trained, split=split, fit=fit), SOME)
    assert set(split.folds[SOME].tolist()) == {-1, 0, 1}
    assert found.completeness_error.max() < 1e-5


def test_progress_rises_to_the_end_over_all_networks() -> None:
    seen = [
        r.done for r in explain(rich(), Calibrator(), np.arange(200)) if isinstance(r, Progress) and r.done
    ]
    assert seen == sorted(seen) and seen[-1] == 1.0 and len(seen) > 50
