"""The arithmetic of the benchmark of injected faults, on invented runs."""

import math
from dataclasses import replace

import pytest

from clinnet_gui.core.training.records import Cause, Damage, Diagnosis, Remedy, Spike, SpikeKind
from tests.benchmarks.faults.running import Run
from tests.benchmarks.faults.scores import Share, accuracy, macro_accuracy, precision_of, recall, recall_of

LR, BAD, BOOM, NORM = Cause.LEARNING_RATE, Cause.BAD_BATCH, Cause.EXPLOSION, Cause.NORMALISATION


def run(true: tuple[Cause, ...], named: tuple[Cause, ...] | None) -> Run:
    missed = Run("fault", "table", true, 0, 50, None, 0, 0.0)
    if named is None:
        return missed
    said = Diagnosis(named, (), (), "", (), Damage.NONE, Remedy.NONE)
    spike = Spike(60, 1, SpikeKind.LOSS, 1.0, 0.5, 6.0, (), diagnosis=said)
    return replace(missed, found=spike)


def test_wilson_s_interval_is_that_of_the_textbooks() -> None:
    assert Share(110, 112).interval == pytest.approx((0.937, 0.995), abs=1e-3)
    assert Share(0, 20).interval == pytest.approx((0.0, 0.161), abs=1e-3)
    assert math.isnan(Share(0, 0).value)


def test_shares_by_hand() -> None:
    runs = [
        run((LR,), (LR,)), run((LR,), (BAD,)), run((BAD,), (BAD,)), run((BAD,), None),
        run((BOOM,), (BOOM,)), run((NORM,), (NORM, BAD)), run((LR, BAD), (BAD, LR)),
    ]  # fmt: skip
    assert (recall(runs).hits, recall(runs).n) == (6, 7)
    assert (accuracy(runs).hits, accuracy(runs).n) == (4, 6)
    assert (precision_of(BAD, runs).hits, precision_of(BAD, runs).n) == (2, 4)
    assert (recall_of(BAD, runs).hits, recall_of(BAD, runs).n) == (2, 3)
    assert macro_accuracy(runs) == pytest.approx((0.5 + 1 + 1 + 0) / 4)
