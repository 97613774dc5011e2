"""The network beside another model: the interval of a difference holds the true one."""

import numpy as np
import pytest

from clinnet_gui.core.arrays import Ints
from clinnet_gui.core.evaluation import comparison
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


def test_the_prevalence_of_other_folds_ranks_nobody() -> None:
    y = np.array([1, 1, 0, 0, 0, 1, 0, 0] * 10, dtype=np.int8)
    network = np.random.default_rng(3).random(y.size)
    folds = np.arange(y.size) % 5
    held_out = np.array([y[folds != fold].mean() for fold in folds])
    judged = drain(compare(y, (("network", network), ("Prevalence", held_out)), seed=1))
    assert judged[1].auroc.value == 0.5
    assert judged[1].against_auroc.value == pytest.approx(0.5 - judged[0].auroc.value)
    assert judged[1].log_loss.value > 0


@pytest.mark.parametrize("most", [100_000, 100])
def test_rows_of_a_patient_that_repeat_tell_nothing_new(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(comparison, "MOST_ROWS", most)
    rng = np.random.default_rng(4)
    z = rng.normal(-1, 1.2, 250)
    y = (rng.random(250) < expit(z)).astype(np.int8)
    rival = expit(z + rng.normal(0, 1, 250))

    def widths(times: int, owner: Ints | None) -> list[float]:
        models = ((NETWORK, np.repeat(expit(z), times)), ("rival", np.repeat(rival, times)))
        one = drain(compare(np.repeat(y, times), models, 1, owner))[1]
        measures = (one.auroc, one.log_loss, one.brier, one.against, one.against_brier, one.against_auroc)
        return [m.high - m.low for m in measures]

    once, told = widths(1, None), widths(4, np.repeat(np.arange(250), 4))
    assert told == pytest.approx(once, rel=0.1)
    assert np.median(np.array(widths(4, None)) / np.array(told)) == pytest.approx(0.5, abs=0.07)
