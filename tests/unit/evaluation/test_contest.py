"""Two sets of risks on the same rows."""

import math

import numpy as np
import pytest

from clinnet_gui.core.evaluation.contest import contest
from clinnet_gui.core.statistics.area_difference import area_difference
from clinnet_gui.core.statistics.losses import expit, log_losses, squared_errors
from clinnet_gui.core.work import drain
from tests.unit.evaluation.samples import drawn

Y, Z = drawn(500)
GOOD, NOISY = expit(Z), expit(Z + np.random.default_rng(1).normal(size=500))


def test_differences_are_first_minus_second() -> None:
    found = drain(contest(Y, GOOD, NOISY, 1, 200))
    assert found.areas == area_difference(Y, GOOD, NOISY)
    assert found.areas.value == pytest.approx(found.first.value - found.second.value)
    assert found.areas.value > 0
    expected = log_losses(Y, GOOD).mean() - log_losses(Y, NOISY).mean()
    assert found.log_loss.value == pytest.approx(expected)
    assert found.log_loss.high < 0  # the good risks lose less
    assert found.brier.value == pytest.approx((squared_errors(Y, GOOD) - squared_errors(Y, NOISY)).mean())
    assert found.brier.low < found.brier.value < found.brier.high


def test_without_a_bootstrap_the_losses_have_no_interval() -> None:
    found = drain(contest(Y, GOOD, NOISY, 1))
    assert found.log_loss.estimable and math.isnan(found.log_loss.low)


def test_one_class_has_no_test() -> None:
    found = drain(contest(np.zeros(500, np.int8), GOOD, NOISY, 1))
    assert math.isnan(found.areas.p) and not found.first.estimable
    assert found.brier.estimable
