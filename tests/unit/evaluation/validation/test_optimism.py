"""The optimism bootstrap against a plain loop with scikit-learn, and what must be true of any."""

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score

from clinnet_gui.core.arrays import Bytes, Floats
from clinnet_gui.core.errors import EvaluationRefused
from clinnet_gui.core.evaluation.decision import Calibrator, Decision, Method
from clinnet_gui.core.evaluation.validation.correcting import at_threshold, validate
from clinnet_gui.core.evaluation.validation.drawing import counts_drawn, rows_drawn
from clinnet_gui.core.evaluation.validation.figures import Figure
from clinnet_gui.core.evaluation.validation.ground import ground_of
from clinnet_gui.core.evaluation.validation.original import Original
from clinnet_gui.core.evaluation.validation.refits import Refits
from clinnet_gui.core.evaluation.validation.resampling import Samples, refit
from clinnet_gui.core.evaluation.validation.values import Validation
from clinnet_gui.core.evaluation.validation.wording import basis
from clinnet_gui.core.statistics.losses import expit
from clinnet_gui.core.work import drain
from tests.builders import crossed, refits
from tests.unit.evaluation.validation.plain import Plain

TIMES, SEED, AT = 60, 20251, 0.3


@lru_cache
def patients(signal: float = 1.0, n: int = 240, k: int = 8) -> tuple[Floats, Bytes]:
    rng = np.random.default_rng(11)
    x = rng.normal(size=(n, k))
    z = -1.0 + signal * (0.9 * x[:, 0] - 0.7 * x[:, 1] + 0.5 * x[:, 2])
    return x, (rng.random(n) < expit(z)).astype(np.int8)


def refitted(x: Floats, y: Bytes, times: int = TIMES) -> Refits:
    samples = Samples(Plain(x, y), np.arange(y.size), np.arange(y.size), SEED)
    made = [drain(refit(number, samples)) for number in range(times)]
    lines = (np.vstack([getattr(one, name) for one in made]) for name in ("logits", "held", "logistic"))
    return Refits(*lines, 1.0, "key")


def original(x: Floats, y: Bytes, method: Method | None = Method.NONE) -> Original:
    rows = np.arange(y.size)
    whole = drain(Plain(x, y).refit(rows, SEED))
    return Original(rows, y, rows, whole.logits, whole.logistic, SEED, Calibrator(), method)


def judged(of: Original, threshold: float | None, refits: Refits, key: str) -> Validation:
    return drain(at_threshold(drain(ground_of(of, refits, key)), threshold, key))


@lru_cache
def validated(signal: float = 1.0) -> Validation:
    x, y = patients(signal)
    return judged(original(x, y), AT, refitted(x, y), "key")


def by_sklearn(x: Floats, y: Bytes) -> dict[Figure, float]:
    """Apparent minus mean optimism, as in Harrell's book, fitted and judged by scikit-learn."""

    def figures(outcomes: Bytes, risks: Floats) -> dict[Figure, float]:
        z = np.log(risks / (1 - risks))
        free = {"C": np.inf, "tol": 1e-10, "max_iter": 1000}
        slope = LogisticRegression(**free).fit(z[:, None], outcomes).coef_[0, 0]
        flagged = risks >= AT
        brier = brier_score_loss(outcomes, risks)
        true, false = (flagged & (outcomes == 1)).mean(), (flagged & (outcomes == 0)).mean()
        return {
            Figure.AUROC: roc_auc_score(outcomes, risks),
            Figure.BRIER: brier,
            Figure.SCALED_BRIER: 1 - brier / (outcomes.mean() * (1 - outcomes.mean())),
            Figure.LOG_LOSS: log_loss(outcomes, risks),
            Figure.SLOPE: slope,
            Figure.RATIO: outcomes.sum() / risks.sum(),
            Figure.NET_BENEFIT: true - false * AT / (1 - AT),
        }

    def risks(rows: np.ndarray) -> Floats:
        model = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000).fit(x[rows], y[rows])
        return np.asarray(model.predict_proba(x)[:, 1])

    everyone = np.arange(y.size)
    apparent = figures(y, risks(everyone))
    optimism = dict.fromkeys(apparent, 0.0)
    for number in range(TIMES):
        rows = rows_drawn(counts_drawn(everyone, SEED, number))
        p = risks(rows)
        own, others = figures(y[rows], p[rows]), figures(y, p)
        for figure in optimism:
            optimism[figure] += (own[figure] - others[figure]) / TIMES
    return {figure: apparent[figure] - optimism[figure] for figure in apparent}


def test_the_corrected_figures_are_those_of_a_plain_loop_with_scikit_learn() -> None:
    expected, found = by_sklearn(*patients()), validated()
    assert found.refits == TIMES and found.failed == 0
    for figure, value in expected.items():
        assert found.of(figure).corrected == pytest.approx(value, abs=2e-5), figure


def test_a_model_by_maximum_likelihood_has_slope_one_on_its_own_rows_and_less_on_others() -> None:
    found = validated()
    assert found.of(Figure.SLOPE).apparent == pytest.approx(1.0, abs=1e-6)
    assert found.of(Figure.IN_THE_LARGE).apparent == pytest.approx(0.0, abs=1e-6)
    assert found.of(Figure.RATIO).apparent == pytest.approx(1.0, abs=1e-6)
    assert found.of(Figure.SLOPE).corrected < 0.95


def test_of_noise_nothing_is_left() -> None:
    auroc = validated(0.0).of(Figure.AUROC)
    assert auroc.apparent > 0.6 and abs(auroc.corrected - 0.5) < 0.06
    assert auroc.low < 0.5 < auroc.high


def test_fewer_than_40_refits_give_a_figure_without_interval_and_say_so() -> None:
    x, y = patients()
    of, made = original(x, y), refitted(x, y, 40)
    few = replace(made, **{name: getattr(made, name)[:39] for name in ("logits", "held", "logistic")})
    for found, spanned in ((judged(of, AT, few, "few"), False), (judged(of, AT, made, "made"), True)):
        assert all(one.estimable and np.isfinite(one.low) == spanned for one in found.network)
        assert ("intervals need 40" in basis(found)) is not spanned


def test_every_interval_holds_its_figure() -> None:
    for figure in (*validated().network, *validated().difference):
        assert figure.low <= figure.corrected <= figure.high, figure
        assert figure.refits == TIMES


def test_a_model_does_not_differ_from_itself() -> None:
    assert [one.figure for one in validated().difference] == [
        Figure.AUROC,
        Figure.BRIER,
        Figure.SCALED_BRIER,
        Figure.LOG_LOSS,
        Figure.NET_BENEFIT,
    ]
    for one in validated().difference:
        assert one.apparent == one.corrected == one.low == one.high == 0.0
    assert "is not shown" in validated().sentence


def test_recalibration_is_repeated_in_each_refit() -> None:
    """A model whose logits are twice too large comes right by a slope that each refit fits for itself."""
    x, y = patients()
    refits = refitted(x, y)
    wrong = replace(refits, logits=2 * refits.logits, held=2 * refits.held)
    whole = original(x, y, Method.PLATT)
    half = replace(whole, logits=2 * whole.logits, calibrator=Calibrator(Method.PLATT, 0.0, 0.5))
    right, found = validated(), (judged(half, AT, wrong, "key"))
    for figure in (Figure.AUROC, Figure.LOG_LOSS, Figure.SLOPE):
        assert found.of(figure).corrected == pytest.approx(right.of(figure).corrected, abs=1e-4)


def test_refits_that_failed_are_counted_and_left_out() -> None:
    x, y = patients()
    refits = refitted(x, y)
    logits = refits.logits.copy()
    logits[[3, 17]] = np.nan
    found = judged(original(x, y), None, replace(refits, logits=logits), "key")
    assert (found.refits, found.failed) == (TIMES - 2, 2)
    assert found.of(Figure.AUROC).refits == TIMES - 2
    assert all(one.figure is not Figure.NET_BENEFIT for one in found.network)
    with pytest.raises(EvaluationRefused, match="None of the 60 refits"):
        (judged(original(x, y), None, replace(refits, logits=logits * np.nan), "key"))


def test_instability_by_hand() -> None:
    x, y = patients()
    refits, found = refitted(x, y), validated().instability
    p, of = expit(original(x, y).logits), expit(refits.logits.astype(np.float64)).astype(np.float32)
    patient = 17
    assert found.distances[patient] == pytest.approx(np.abs(of[:, patient] - p[patient]).mean(), abs=1e-6)
    assert found.low[patient] == pytest.approx(np.quantile(of[:, patient], 0.025), abs=1e-6)
    flips = ((of[:, patient] >= AT) != (p[patient] >= AT)).mean()
    assert found.flips[patient] == flips and found.risks[patient] == p[patient]
    assert found.mean_distance == pytest.approx(np.abs(of - p).mean(), abs=1e-6)


def test_the_corrected_curve_lies_an_optimism_from_the_apparent_one() -> None:
    fan = validated().fan
    assert not fan.flexible, "75 events are too few for a spline"
    assert fan.apparent == pytest.approx(fan.grid, abs=1e-6), "the line of a model by maximum likelihood"
    assert fan.refits.shape == (50, fan.grid.size)
    assert fan.corrected[-1] < fan.apparent[-1] and fan.corrected[0] > fan.apparent[0]


def test_the_out_of_bag_curve_is_the_mean_of_the_refits_on_rows_they_did_not_draw() -> None:
    x, y = patients()
    refits, fan, lines = refitted(x, y), validated().fan, []
    for number in range(TIMES):
        out = counts_drawn(np.arange(y.size), SEED, number) == 0
        z = refits.logits[number, out].astype(float)[:, None]
        line = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000).fit(z, y[out])
        lines.append(line.predict_proba(np.log(fan.grid / (1 - fan.grid))[:, None])[:, 1])
    assert fan.outside == pytest.approx(np.mean(lines, axis=0), abs=2e-4)
    assert fan.strangers == pytest.approx(np.array(lines[:50]), abs=2e-3)


def test_another_threshold_takes_the_rest_from_the_validation_before() -> None:
    """As if all were made anew, and without looking at a single refit."""
    fit = crossed()
    made, decision = refits(fit), Decision(Calibrator(Method.TEMPERATURE, slope=0.9))
    first = drain(validate(fit, decision, made))
    at = replace(decision, threshold=AT)
    again = drain(validate(fit, at, replace(made, held=made.held * np.nan), before=first))
    anew = drain(validate(fit, at, made))
    assert again.network == anew.network and again.difference == anew.difference
    assert np.array_equal(again.instability.flips, anew.instability.flips)
    other = replace(decision, calibrator=Calibrator())
    assert drain(validate(fit, other, made, before=first)).network != first.network
