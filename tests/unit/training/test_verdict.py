"""The verdict: each word where it belongs, against the null loss and not an absolute bound."""

import re
from dataclasses import replace

import numpy as np
import pytest

from clinnet_gui.core.data.split import Part, Split
from clinnet_gui.core.data.splitting import cross_fitted, four_parts
from clinnet_gui.core.training.fit import Baseline, Health, Verdict
from clinnet_gui.core.training.verdict import judge
from clinnet_gui.core.work import drain
from tests.builders import SEED, from_columns, number

N = 4000


class Case:
    """Patients of whom a perfect model would know the logit ``z``."""

    def __init__(self, intercept: float = -1.0, seed: int = 3) -> None:
        rng = np.random.default_rng(seed)
        self.z = rng.normal(0, 1.5, N) + intercept
        self.y = (rng.random(N) < 1 / (1 + np.exp(-self.z))).astype(np.int8)
        self.split = four_parts(from_columns([number("z", self.z)], self.y), SEED)
        self.noise = rng.normal(0, 1, N) + intercept

    def judge(self, logits: np.ndarray, *beside: Baseline) -> Verdict:
        return drain(judge(self.y, self.split, logits, seen(self.split, logits), beside))


def seen(split: Split, logits: np.ndarray) -> np.ndarray:
    """The logits of the training rows by the only network."""
    return np.where(split.parts == Part.TRAIN, logits, np.nan)[None]


def intercept_of(case: Case) -> float:
    """The logit of the prevalence: all that a model without signal can know."""
    return float(np.log(case.y.mean() / (1 - case.y.mean())))


def test_a_good_model_is_healthy() -> None:
    case = Case()
    verdict = case.judge(case.z)
    assert verdict.health is Health.HEALTHY
    assert verdict.gap == pytest.approx(verdict.validation_loss - verdict.train_loss)
    assert verdict.gap_low < verdict.gap < verdict.gap_high
    assert verdict.bound == pytest.approx(0.1 * verdict.null_loss)


@pytest.mark.parametrize("intercept", [0.0, -2.0, -4.0])
def test_noise_is_no_signal_at_any_prevalence(intercept: float) -> None:
    case = Case(intercept)
    verdict = case.judge(intercept_of(case) + 1e-3 * case.noise)
    assert verdict.health is Health.NO_SIGNAL
    if intercept == -4.0:
        assert verdict.validation_loss < 0.25, "an absolute bound would have called this healthy"


def test_a_memory_of_the_training_rows_is_overfit() -> None:
    case = Case()
    logits = case.z.copy()
    train = case.split.rows(Part.TRAIN)
    logits[train] = np.where(case.y[train] > 0, 3.0, -3.0)
    verdict = case.judge(logits)
    assert verdict.health is Health.OVERFIT
    assert verdict.gap_low > 0 and verdict.gap > verdict.bound


@pytest.mark.parametrize(("memory", "overfit"), [(0.1, False), (0.2, True)])
def test_a_sure_gap_is_overfit_only_above_a_tenth_of_the_null_loss(memory: float, overfit: bool) -> None:
    case = Case(0.0)
    logits, train = np.zeros(N), case.split.rows(Part.TRAIN)
    logits[train] = np.where(case.y[train] > 0, memory, -memory)
    verdict = case.judge(logits)
    assert verdict.gap_low > 0
    assert (verdict.gap > verdict.bound) is overfit
    assert (verdict.health is Health.OVERFIT) is overfit


def test_what_a_baseline_learns_and_the_network_does_not_is_underfit() -> None:
    case = Case()
    verdict = case.judge(case.z * 0.0 + case.noise, Baseline("Logistic regression", case.z))
    assert verdict.health is Health.UNDERFIT
    assert verdict.sentence.startswith("Logistic regression")
    assert re.search(r"lower by 0\.\d{3} to 0\.\d{3}\)", verdict.sentence)


def test_a_baseline_that_is_as_good_shows_nothing() -> None:
    case = Case()
    verdict = case.judge(case.z, Baseline("Logistic regression", case.z + 0.01 * case.noise))
    assert verdict.health is Health.HEALTHY


def test_a_gap_that_chance_explains_is_no_overfit() -> None:
    for seed in range(5):
        case = Case(seed=seed)
        assert case.judge(case.z).health is Health.HEALTHY


def test_the_verdict_is_the_same_again() -> None:
    case = Case()
    assert case.judge(case.z) == case.judge(case.z)
    assert case.judge(case.z).remedy


def test_a_gain_that_few_rows_cannot_show_is_not_called_healthy() -> None:
    """The same risks: sure on hundreds of early-stop rows, within chance on fifty."""
    case = Case()
    weak = intercept_of(case) + 0.3 * (case.z - case.z.mean()) + 0.5 * (case.noise - case.noise.mean())
    assert case.judge(weak).health is Health.HEALTHY
    parts = case.split.parts.copy()
    held = np.flatnonzero(parts == Part.EARLY_STOP)
    few_rows = held[:50]
    parts[np.setdiff1d(held, few_rows)] = Part.TEST
    few = drain(judge(case.y, fewer := replace(case.split, parts=parts), weak, seen(fewer, weak), ()))
    assert few.health is Health.NO_SIGNAL
    assert "too few to tell" in few.sentence
    assert f"{case.y[few_rows].sum()} events" in few.sentence


@pytest.mark.parametrize("flip", [False, True])
def test_on_a_handful_of_events_or_of_others_nothing_is_claimed(flip: bool) -> None:
    """Neither of a splendid network nor of one that knows its training rows by heart."""
    case = Case()
    y = 1 - case.y if flip else case.y
    held, label = case.split.rows(Part.EARLY_STOP), int(not flip)
    spared = np.concatenate([held[y[held] != label], held[y[held] == label][:9]])
    parts = case.split.parts.copy()
    parts[np.setdiff1d(held, spared)] = Part.TEST
    split = replace(case.split, parts=parts)
    train = split.rows(Part.TRAIN)
    heart = case.z.copy()
    heart[train] = np.where(y[train] > 0, 3.0, -3.0)
    for logits in (case.z, heart):
        told = drain(judge(y, split, logits, seen(split, logits), ()))
        assert told.health is Health.UNSURE and told.word == "too few events to tell"
        assert ("9 events" if label else "9 patients without") in told.sentence


def test_overfitting_is_ruled_out_only_where_the_whole_interval_of_the_gap_lies_below_its_bound() -> None:
    case = Case()
    sure = case.judge(case.z)
    assert sure.gap_high <= sure.bound and sure.word == "healthy"
    assert "almost as well as in training" in sure.sentence
    parts, held = case.split.parts.copy(), case.split.rows(Part.EARLY_STOP)
    parts[held[120:]] = Part.TEST
    few = drain(judge(case.y, fewer := replace(case.split, parts=parts), case.z, seen(fewer, case.z), ()))
    assert few.health is Health.HEALTHY and few.gap_high > few.bound
    assert few.word == "no fault seen, overfitting not ruled out"
    assert "almost as well" not in few.sentence and f"{few.gap_high:+.3f}" in few.sentence


def test_the_share_of_the_null_loss_stands_with_its_interval() -> None:
    """The interval is that of the paired gain: its ends hold the share, and noise holds 0."""
    case = Case()
    pattern = r"away with (-?\d+) % \((-?\d+) to (-?\d+) %\)"
    share, low, high = (int(n) for n in re.search(pattern, case.judge(case.z).sentence).groups())  # type: ignore[union-attr]
    assert 0 < low < share < high < 100
    noise = case.judge(intercept_of(case) + 1e-3 * case.noise)
    share, low, high = (int(n) for n in re.search(pattern, noise.sentence).groups())  # type: ignore[union-attr]
    assert low <= 0 <= high and noise.word == "not shown to be better than the prevalence"


def test_folds_are_judged_by_what_was_held_out_and_by_what_was_seen() -> None:
    """Every row is held out once and trains four networks, all of which know it by heart."""
    case = Case()
    split = cross_fitted(from_columns([number("z", case.z)], case.y), SEED)
    memory = np.where(case.y > 0, 3.0, -3.0)
    by_heart = np.array([np.where(split.folds == fold, np.nan, memory) for fold in range(5)])
    told = drain(judge(case.y, split, case.z, by_heart, ()))
    assert told.health is Health.OVERFIT
    assert told.validation_loss == pytest.approx(case.judge(case.z).validation_loss, abs=0.03)
    honest = np.array([np.where(split.folds == fold, np.nan, case.z) for fold in range(5)])
    assert drain(judge(case.y, split, case.z, honest, ())).gap == pytest.approx(0, abs=1e-9)


def test_one_risk_for_everybody_is_told_as_such() -> None:
    case = Case()
    verdict = case.judge(np.full(N, intercept_of(case)))
    assert verdict.health is Health.NO_SIGNAL
    assert "every patient the same risk" in verdict.sentence


def test_what_was_stopped_early_is_not_called_underfit_nor_without_signal() -> None:
    case = Case()
    seen_rows = seen(case.split, case.noise)
    rival = Baseline("Logistic regression", case.z)
    told = drain(judge(case.y, case.split, case.noise, seen_rows, (rival,), settled=False))
    assert told.health is Health.UNSETTLED and "Train again" in told.remedy
    good = drain(judge(case.y, case.split, case.z, seen(case.split, case.z), (), settled=False))
    assert good.health is Health.HEALTHY
