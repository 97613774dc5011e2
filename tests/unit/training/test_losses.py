"""Losses and the temperature, against known values."""

import math

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from clinnet_gui.core.training.losses import PRIOR, SLOPES, best_slope, null_logit, null_losses, row_losses


def test_row_losses_are_minus_the_log_of_the_risk_given() -> None:
    logits = np.array([-2.0, 0.5, 3.0])
    risks = 1 / (1 + np.exp(-logits))
    assert row_losses(np.ones(3, np.int8), logits) == pytest.approx(-np.log(risks))
    assert row_losses(np.zeros(3, np.int8), logits) == pytest.approx(-np.log(1 - risks))


def test_row_losses_do_not_overflow() -> None:
    logits = np.array([1e6, -1e6, math.inf, -math.inf, math.nan])
    losses = row_losses(np.ones(5, np.int8), logits)
    assert losses[:4].tolist() == [0.0, 1e6, 0.0, math.inf] and math.isnan(losses[4])


@pytest.mark.parametrize("slope", [0.3, 1.0, 2.5])
def test_the_temperature_of_known_logits_is_found(slope: float) -> None:
    rng = np.random.default_rng(2)
    logits = rng.normal(0, 2, 200_000)
    y = (rng.random(logits.size) < 1 / (1 + np.exp(-slope * logits))).astype(np.int8)
    assert best_slope(y, logits) == pytest.approx(slope, rel=0.02)


@pytest.mark.parametrize("seed", range(8))
def test_no_other_slope_is_better(seed: int) -> None:
    rng = np.random.default_rng(seed)
    logits = rng.normal(-1, 10 ** rng.uniform(-1, 1), 50)
    y = (rng.random(50) < 0.3).astype(np.int8)
    found = minimize_scalar(lambda s: row_losses(y, s * logits).mean(), bounds=SLOPES, method="bounded")
    assert row_losses(y, best_slope(y, logits) * logits).mean() <= found.fun + 1e-6


def test_few_rows_hardly_move_a_held_slope_and_many_do() -> None:
    y, logits = np.array([0, 1] * 5, np.int8), np.array([-1.0, 1.0] * 5)
    assert 1.0 < best_slope(y, logits, PRIOR) < 1.2
    many = np.tile(y, 1000), np.tile(logits, 1000)
    assert best_slope(*many, PRIOR) > 4


def test_separated_and_useless_logits_end_at_the_bounds() -> None:
    y = np.array([0, 1], np.int8)
    assert best_slope(y, np.array([-1.0, 1.0])) == pytest.approx(SLOPES[1], rel=0.5)
    assert best_slope(y, np.array([1.0, -1.0])) == SLOPES[0]
    assert math.isfinite(best_slope(y, np.zeros(2)))


def test_the_null_loss_at_five_percent_is_a_fifth() -> None:
    y = np.zeros(10_000, np.int8)
    y[:500] = 1
    assert null_losses(y, null_logit(y)).mean() == pytest.approx(0.1985, abs=1e-3)
