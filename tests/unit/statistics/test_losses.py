"""Losses and logits stay finite at the edges and agree with scikit-learn."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinnet_gui.core.statistics.losses import EDGE, expit, log_losses, logit, squared_errors


@settings(deadline=None)
@given(st.lists(st.floats(-40, 40), min_size=1, max_size=20))
def test_expit_and_its_complement_add_up_to_one(logits: list[float]) -> None:
    z = np.array(logits)
    np.testing.assert_allclose(expit(z) + expit(-z), 1, atol=1e-15)


def test_logit_undoes_expit() -> None:
    z = np.linspace(-15, 15, 61)
    np.testing.assert_allclose(logit(expit(z)), z, atol=1e-6)


def test_risks_of_zero_and_one_stay_finite() -> None:
    risks = np.array([0.0, 1.0])
    assert np.isfinite(logit(risks)).all()
    losses = log_losses(np.array([1, 0], np.int8), risks)
    np.testing.assert_allclose(losses, -np.log(EDGE), rtol=1e-6)


def test_losses_agree_with_scikit_learn() -> None:
    from sklearn.metrics import brier_score_loss, log_loss

    rng = np.random.default_rng(0)
    risks = rng.random(500)
    y = (rng.random(500) < risks).astype(np.int8)
    assert log_losses(y, risks).mean() == pytest.approx(log_loss(y, risks), abs=1e-12)
    assert squared_errors(y, risks).mean() == pytest.approx(brier_score_loss(y, risks), abs=1e-12)
