"""Rows that refits did not draw: by a plain loop with scikit-learn, and of what learns by heart."""

from functools import lru_cache

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score
from sklearn.neighbors import KNeighborsClassifier

from clinnet_gui.core.arrays import Bytes, Floats, Ints
from clinnet_gui.core.evaluation.decision import Calibrator, Method
from clinnet_gui.core.evaluation.validation.correcting import at_threshold
from clinnet_gui.core.evaluation.validation.drawing import counts_drawn
from clinnet_gui.core.evaluation.validation.figures import Figure
from clinnet_gui.core.evaluation.validation.ground import ground_of
from clinnet_gui.core.evaluation.validation.optimism import Corrected, Correction
from clinnet_gui.core.evaluation.validation.original import Original
from clinnet_gui.core.evaluation.validation.refits import Refits
from clinnet_gui.core.evaluation.validation.unseen import leaves_optimism, plus
from clinnet_gui.core.evaluation.validation.values import Validation
from clinnet_gui.core.statistics.losses import expit, logit
from clinnet_gui.core.work import drain

TIMES, SEED, AT, N = 40, 20251, 0.3, 240
PLUS = (Figure.AUROC, Figure.BRIER, Figure.LOG_LOSS, Figure.NET_BENEFIT)
LOWER = (Figure.BRIER, Figure.LOG_LOSS)
Model = LogisticRegression | KNeighborsClassifier


def by_likelihood() -> Model:
    return LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000)


def by_heart() -> Model:
    return KNeighborsClassifier(1)


@lru_cache
def patients(signal: float) -> tuple[Floats, Bytes]:
    rng = np.random.default_rng(3)
    x = rng.normal(size=(N, 6))
    z = -1.0 + signal * (0.9 * x[:, 0] - 0.7 * x[:, 1] + 0.5 * x[:, 2])
    return x, (rng.random(N) < expit(z)).astype(np.int8)


def sample(number: int) -> Ints:
    return np.repeat(np.arange(N), counts_drawn(np.arange(N), SEED, number))


def risks_by(model: Model, signal: float, rows: Ints) -> Floats:
    """Of all rows, held off 0 and 1 as far as the refits' single precision keeps them."""
    x, y = patients(signal)
    risks = np.clip(model.fit(x[rows], y[rows]).predict_proba(x)[:, 1], 1e-6, 1 - 1e-6)
    return expit(logit(risks).astype(np.float32).astype(np.float64))


@lru_cache
def judged(heart: bool, signal: float) -> Validation:
    """The validation of a procedure, the logistic regression beside it by maximum likelihood."""
    _, y = patients(signal)
    every, make = np.arange(N), by_heart if heart else by_likelihood
    samples = [sample(number) for number in range(TIMES)]
    logits, beside = (
        logit(np.array([risks_by(model(), signal, rows) for rows in [*samples, every]]))
        for model in (make, by_likelihood)
    )
    held = np.array([np.where(np.isin(every, rows), 0.0, np.nan) for rows in samples])
    of = Original(every, y, every, logits[-1], beside[-1], SEED, Calibrator(), Method.NONE)
    lines = (line.astype(np.float32) for line in (logits[:-1], held, beside[:-1]))
    ground = drain(ground_of(of, Refits(*lines, 1.0, "key"), "key"))
    return drain(at_threshold(ground, AT, "key"))


def figures(y: Bytes, p: Floats) -> dict[Figure, float]:
    flagged = p >= AT
    true, false = (flagged & (y == 1)).mean(), (flagged & (y == 0)).mean()
    return {
        Figure.AUROC: roc_auc_score(y, p),
        Figure.BRIER: brier_score_loss(y, p),
        Figure.LOG_LOSS: log_loss(y, p),
        Figure.NET_BENEFIT: true - false * AT / (1 - AT),
    }


def by_sklearn(heart: bool, signal: float) -> tuple[dict[Figure, float], dict[Figure, float]]:
    """Out-of-bag means and .632+ as Efron and Tibshirani write it, all pairs for no information."""
    _, y = patients(signal)
    make = by_heart if heart else by_likelihood
    whole = risks_by(make(), signal, np.arange(N))
    outside = list[dict[Figure, float]]()
    for number in range(TIMES):
        others = np.setdiff1d(np.arange(N), sample(number))
        outside.append(figures(y[others], risks_by(make(), signal, sample(number))[others]))
    mean = {figure: float(np.mean([one[figure] for one in outside])) for figure in PLUS}
    pairs_y, pairs_p = np.repeat(y, N), np.tile(whole, N)
    none, apparent, estimate = figures(pairs_y, pairs_p), figures(y, whole), dict[Figure, float]()
    for figure in PLUS:
        sign = 1 if figure in LOWER else -1
        error, gamma = sign * apparent[figure], sign * none[figure]
        out = min(sign * mean[figure], gamma)
        rate = (out - error) / (gamma - error) if out > error and gamma > error else 0.0
        plain = 0.368 * error + 0.632 * out
        estimate[figure] = sign * (plain + (out - error) * 0.368 * 0.632 * rate / (1 - 0.368 * rate))
    return mean, estimate


def of(found: tuple[Corrected, ...], figure: Figure) -> Corrected:
    return next(one for one in found if one.figure is figure)


@pytest.mark.parametrize("heart", [False, True])
@pytest.mark.parametrize("signal", [0.0, 1.0])
def test_both_are_those_of_a_plain_loop_with_scikit_learn(heart: bool, signal: float) -> None:
    unseen, (mean, estimate) = judged(heart, signal).unseen, by_sklearn(heart, signal)
    for figure in PLUS:
        outside, found = of(unseen.outside, figure), of(unseen.plus, figure)
        assert outside.corrected == pytest.approx(mean[figure], rel=1e-5), figure
        assert found.corrected == pytest.approx(estimate[figure], rel=1e-5), figure
        assert (outside.method, found.method) == (Correction.OUTSIDE, Correction.PLUS)
        assert found.apparent - found.optimism == pytest.approx(found.corrected)
        assert outside.low < outside.corrected < outside.high and outside.refits == TIMES


def test_of_noise_learnt_by_heart_correction_leaves_much_and_the_rows_not_drawn_nothing() -> None:
    found = judged(heart=True, signal=0.0)
    auroc = found.of(Figure.AUROC)
    assert auroc.apparent == 1.0 and auroc.low > 0.7, "Harrell's takes off little more than a third"
    assert of(found.unseen.plus, Figure.AUROC).corrected == pytest.approx(0.5, abs=0.03)
    assert of(found.headline, Figure.AUROC).corrected == pytest.approx(0.5, abs=0.03)
    assert found.unseen.overfitting > 0.9
    assert found.headline is found.unseen.outside and found.reason.startswith("Report the out-of-bag figures")
    assert "A better discrimination than that of logistic regression is not shown" in found.sentence


def test_of_a_regression_the_corrected_figures_stay_those_to_report() -> None:
    found = judged(heart=False, signal=1.0)
    auroc, outside = found.of(Figure.AUROC), of(found.unseen.outside, Figure.AUROC)
    assert auroc.low < outside.corrected < auroc.corrected and found.unseen.overfitting < 0.3
    assert found.headline is found.network and not found.reason
    assert of(found.unseen.plus, Figure.AUROC).corrected == pytest.approx(auroc.corrected, abs=0.015)


def test_calibration_has_an_out_of_bag_mean_and_no_estimate_without_information() -> None:
    unseen = judged(heart=False, signal=1.0).unseen
    for figure in (Figure.SLOPE, Figure.IN_THE_LARGE, Figure.RATIO, Figure.ICI):
        assert of(unseen.outside, figure).estimable and not of(unseen.plus, figure).estimable
    assert of(unseen.outside, Figure.SLOPE).corrected < 1.0


def test_a_network_that_is_the_regression_does_not_differ_from_it_outside() -> None:
    for one in judged(heart=False, signal=1.0).unseen.difference:
        assert one.corrected == one.low == one.high == 0.0


def test_the_estimate_at_its_ends() -> None:
    assert plus(0.8, 0.8, 0.5, lower_is_better=False).value == 0.8, "nothing is lost"
    assert plus(0.1, 0.4, 0.2, lower_is_better=True).value == pytest.approx(0.2), (
        "no worse than no information"
    )
    assert plus(0.4, 0.45, 0.5, lower_is_better=False).weight == pytest.approx(0.632), "below chance as it is"


def auroc(value: float, low: float) -> Corrected:
    return Corrected(Figure.AUROC, 0.9, 0.9 - value, value, low, 2 * value - low, 40)


@pytest.mark.parametrize(
    ("outside", "overfitting", "leaves"),
    [(0.79, 0.2, True), (0.81, 0.2, False), (0.81, 0.51, True), (0.84, 0.51, False), (np.nan, np.nan, False)],
)
def test_which_figures_are_to_be_reported(outside: float, overfitting: float, leaves: bool) -> None:
    assert leaves_optimism(auroc(0.83, 0.80), auroc(outside, np.nan), overfitting) is leaves
