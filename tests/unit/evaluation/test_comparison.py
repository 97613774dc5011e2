"""The network beside another model: the interval of a difference holds the true one."""

import numpy as np

from clinnet_gui.core.evaluation.comparison import NETWORK, compare
from clinnet_gui.core.statistics.losses import expit
from clinnet_gui.core.work import drain


def test_the_interval_against_a_model_that_is_too_high_holds_the_truth() -> None:
    rng = np.random.default_rng(4)
    logits, held = rng.normal(-1.2, 1.2, 400_000), np.zeros(2)
    risks, high = expit(logits), expit(logits + 0.4)
    true_loss = (risks * np.log(risks / high) + (1 - risks) * np.log((1 - risks) / (1 - high))).mean()
    true = np.array([true_loss, ((high - risks) ** 2).mean()])
    for seed in range(100):
        of = rng.integers(0, risks.size, 400)
        y = (rng.random(400) < risks[of]).astype(np.int8)
        rival = drain(compare(y, ((NETWORK, risks[of]), ("rival", high[of])), seed))[1]
        found = (rival.against, rival.against_brier)
        held += [one.low <= value <= one.high for one, value in zip(found, true, strict=True)]
    assert (held >= 86).all()  # drawn within events and within non-events: 59 and 66
