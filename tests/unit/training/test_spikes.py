"""Spikes: the robust z-score, its quiet on clean noise, and the causes named."""

import math

import numpy as np
import pytest

from clinnet_gui.core.data.encoder import Encoder, NumberCode
from clinnet_gui.core.data.table import Kind, Rule
from clinnet_gui.core.training.causes import Circumstances, cause_of
from clinnet_gui.core.training.records import SpikeKind
from clinnet_gui.core.training.spikes import ALARM_Z, MAD_TO_SD, NORM_FLOOR, WINDOW, Monitor, Trail


def quiet(monitor: Monitor, steps: int, seed: int = 0) -> list:
    rng = np.random.default_rng(seed)
    values = zip(rng.lognormal(-1, 0.15, steps), rng.lognormal(0, 0.3, steps), strict=True)
    return [alarm for loss, norm in values for alarm in monitor.see(float(loss), float(norm))]


def test_clean_noise_is_silent() -> None:
    assert quiet(Monitor(), 5000) == []


def test_a_loss_that_stands_out_is_told_with_what_is_typical() -> None:
    monitor = Monitor()
    quiet(monitor, 100)
    (alarm,) = monitor.see(8.0, 1.0)
    assert alarm.kind is SpikeKind.LOSS
    assert alarm.value == 8.0
    assert alarm.typical == pytest.approx(math.exp(-1), rel=0.1)
    assert alarm.z > ALARM_Z


def test_a_norm_above_fifty_is_told_even_when_usual() -> None:
    monitor = Monitor()
    alarms = [alarm for _ in range(40) for alarm in monitor.see(0.5, 60.0)]
    assert len(alarms) == 40 - 19
    assert {alarm.kind for alarm in alarms} == {SpikeKind.GRADIENT}


def test_the_first_steps_are_silent_unless_not_finite() -> None:
    monitor = Monitor()
    assert [monitor.see(0.5, 1.0) for _ in range(18)] == [()] * 18
    assert monitor.see(50.0, 40.0) == ()
    (alarm,) = Monitor().see(math.nan, math.nan)
    assert alarm.kind is SpikeKind.NON_FINITE_LOSS and math.isnan(alarm.typical)
    (alarm,) = Monitor().see(0.5, math.inf)
    assert alarm.kind is SpikeKind.NON_FINITE_GRADIENT


def test_the_trail_agrees_with_a_plain_computation() -> None:
    values = np.random.default_rng(4).normal(size=300).tolist()
    trail = Trail(NORM_FLOOR)
    for i, value in enumerate(values):
        if i:
            window = sorted(values[max(0, i - WINDOW) : i])
            median = window[len(window) // 2]
            mad = sorted(abs(v - median) for v in window)[len(window) // 2]
            expected = (value - median) / max(MAD_TO_SD * mad, NORM_FLOOR)
            far = value - median > ALARM_Z * NORM_FLOOR
            assert trail.z(value) == pytest.approx(expected if far else 0.0)
        trail.add(value)


def circumstances(x: list[list[float]], y: list[int], rate: float = 1e-3) -> Circumstances:
    codes = (NumberCode(name, Rule(Kind.NUMBER), 0.0, 1.0, False, -4.0, 4.0) for name in ("age", "lactate"))
    losses = np.arange(len(y), dtype=float)
    inputs = np.array(x, np.float32)
    return Circumstances(Encoder(tuple(codes)), inputs, np.array(y, np.int8), losses, 0.1, rate)


CALM = [[0.5, -1.0]] * 63
MIXED = [1] * 6 + [0] * 58


@pytest.mark.parametrize(
    ("of", "words"),
    [
        (circumstances([*CALM, [0.5, 2.99]], MIXED), "“lactate”"),
        (circumstances([*CALM, [-3.0, 0.0]], MIXED), "“age” lies more than 1,000"),
        (circumstances([*CALM, [math.nan, 0.0]], MIXED), "“age” that are not finite"),
        (circumstances([*CALM, [0.5, 0.0]], [1] * 40 + [0] * 24), "62% of this batch"),
        (circumstances([*CALM, [0.5, 0.0]], MIXED, rate=0.1), "learning rate"),
    ],
)
def test_the_cause_is_named_where_there_is_evidence(of: Circumstances, words: str) -> None:
    assert words in cause_of(of)


def test_without_evidence_no_cause_is_named() -> None:
    assert cause_of(circumstances([*CALM, [0.5, 0.0]], MIXED)) == ""
