"""How alike the outcomes of one patient's rows are, and outcomes drawn as alike."""

import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm

from clinnet_gui.core.arrays import Bytes, Floats, Ints
from clinnet_gui.core.statistics.likeness import Likeness, likeness
from clinnet_gui.core.statistics.losses import expit
from clinnet_gui.core.work import drain


def visits(seed: int, shared: float, patients: int = 2_000, each: int = 4) -> tuple[Bytes, Floats, Ints]:
    """Visits of patients whose normal numbers have a correlation of ``shared``."""
    generator = np.random.default_rng(seed)
    owner = np.repeat(np.arange(patients), each)
    risks = expit(generator.normal(-1.0, 1.0, owner.size))
    corner = np.full((each, each), shared) + (1 - shared) * np.eye(each)
    hidden = generator.multivariate_normal(np.zeros(each), corner, patients).ravel()
    return (hidden < norm.ppf(risks)).astype(np.int8), risks, owner


def found(y: Bytes, risks: Floats, owner: Ints) -> Likeness:
    return drain(likeness(y, risks, owner))


@pytest.mark.parametrize("shared", [0.0, 0.1, 0.5, 0.9])
def test_it_is_what_the_outcomes_were_drawn_with(shared: float) -> None:
    guesses = [found(*visits(seed, shared)).shared for seed in range(6)]
    assert np.mean(guesses) == pytest.approx(shared, abs=0.03)


def test_rows_that_repeat_a_patients_outcome_share_all() -> None:
    generator = np.random.default_rng(1)
    risks, owner = np.repeat(expit(generator.normal(-1.0, 1.0, 500)), 3), np.repeat(np.arange(500), 3)
    y = np.repeat(generator.random(500) < risks[::3], 3).astype(np.int8)
    assert found(y, risks, owner).shared > 0.95


def test_outcomes_have_the_risks_and_come_together_as_the_normal_distribution_says() -> None:
    n, risks = 60_000, (0.1, 0.4)
    owner = np.repeat(np.arange(n), 2)
    alike = Likeness(np.tile(norm.ppf(risks), n), owner, n, 0.6)
    drawn = alike.outcomes(np.random.default_rng(2)).reshape(n, 2)
    np.testing.assert_allclose(drawn.mean(axis=0), risks, atol=0.008)
    both = multivariate_normal(cov=[[1, 0.6], [0.6, 1]]).cdf(norm.ppf(risks))
    assert drawn.all(axis=1).mean() == pytest.approx(both, abs=0.005)


def test_certain_risks_keep_their_outcomes() -> None:
    risks, owner = np.tile([0.0, 1.0, 0.5], 40), np.repeat(np.arange(60), 2)
    y = np.tile([0, 1, 1], 40).astype(np.int8)
    alike = found(y, risks, owner)
    drawn = alike.outcomes(np.random.default_rng(3))
    assert not drawn[risks == 0].any() and drawn[risks == 1].all()
