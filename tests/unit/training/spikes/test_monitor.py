"""The monitor: quiet on clean noise, one alarm for what stands out, the gravest first."""

import math

import numpy as np
import pytest

from clinnet_gui.core.training.records import SpikeKind
from clinnet_gui.core.training.spikes.monitor import ALARM, QUIET, Alarm, Monitor
from clinnet_gui.core.training.spikes.signs import Signs

CALM = Signs(
    step=0, loss=0.5, norm=1.0, rate=1e-3, scheduled=1e-3, ratio=0.01, drift=0.02, reach=0.5,
    rows=64, events=20, wrong=0, moved=False,
)  # fmt: skip


def settled(steps: int = 100, seed: int = 0) -> Monitor:
    monitor = Monitor(prevalence=0.3, null_loss=0.6)
    assert noise(monitor, steps, seed) == []
    return monitor


def noise(monitor: Monitor, steps: int, seed: int) -> list[Alarm]:
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(steps):
        loss, norm, ratio = rng.lognormal(-0.8, 0.12), rng.lognormal(0, 0.3), rng.lognormal(-4.6, 0.05)
        events = float(rng.binomial(64, 0.3))
        found.append(monitor.see(CALM._replace(loss=loss, norm=norm, ratio=ratio, events=events)))
    return [alarm for alarm in found if alarm is not None]


def test_clean_noise_is_silent() -> None:
    settled(1_000)


@pytest.mark.parametrize(
    ("odd", "kind"),
    [
        (CALM._replace(loss=4.0), SpikeKind.LOSS),
        (CALM._replace(loss=0.6, contrary=6.0), SpikeKind.LOSS),
        (CALM._replace(norm=30.0), SpikeKind.GRADIENT),
        (CALM._replace(ratio=0.6), SpikeKind.UPDATE),
        (CALM._replace(ratio=0.05), SpikeKind.UPDATE),
        (CALM._replace(rate=0.02), SpikeKind.UPDATE),
        (CALM._replace(reach=1.5), SpikeKind.INPUT),
        (CALM._replace(reach=math.nan), SpikeKind.INPUT),
        (CALM._replace(events=60), SpikeKind.LABELS),
        (CALM._replace(wrong=3), SpikeKind.MODE),
        (CALM._replace(moved=True), SpikeKind.MODE),
        (CALM._replace(rows=7, events=2), SpikeKind.MODE),
        (CALM._replace(drift=1.0), SpikeKind.STATISTICS),
        (CALM._replace(loss=math.nan, norm=math.nan), SpikeKind.NON_FINITE_LOSS),
        (CALM._replace(norm=math.inf), SpikeKind.NON_FINITE_GRADIENT),
        (CALM._replace(loss=4.0, norm=30.0, reach=1.5), SpikeKind.INPUT),
    ],
)
def test_what_stands_out_is_told_once(odd: Signs, kind: SpikeKind) -> None:
    monitor = settled()
    alarm = monitor.see(odd)
    assert alarm is not None and alarm.kind is kind
    assert math.isnan(alarm.z) if "finite" in kind else alarm.z >= ALARM


def test_a_loss_that_is_low_is_no_spike() -> None:
    monitor = Monitor(prevalence=0.3, null_loss=0.6)
    for _ in range(50):
        assert monitor.see(CALM._replace(loss=0.01)) is None
    assert monitor.see(CALM._replace(loss=0.25)) is None, "high for this training, but low"
    alarm = monitor.see(CALM._replace(loss=0.5))
    assert alarm is not None and alarm.typical == pytest.approx(0.01)


def test_a_warm_restart_is_silent() -> None:
    monitor = settled()
    assert monitor.see(CALM._replace(rate=1e-2, scheduled=1e-2, ratio=0.1)) is None


def test_a_short_batch_may_stand_out_more() -> None:
    monitor, short = settled(), CALM._replace(rows=16, events=5)
    assert monitor.see(short._replace(norm=6.0)) is None
    assert monitor.see(CALM._replace(norm=6.0)) is not None


def test_the_first_steps_are_silent_unless_not_finite() -> None:
    monitor = Monitor(prevalence=0.3, null_loss=0.6)
    wild = CALM._replace(loss=9.0, norm=80.0, ratio=0.9, drift=3.0, wrong=2)
    assert [monitor.see(wild) for _ in range(19)] == [None] * 19
    alarm = Monitor(0.3, 0.6).see(CALM._replace(loss=math.nan, norm=math.nan))
    assert alarm is not None and math.isnan(alarm.typical)


def test_what_lasts_is_told_again_only_after_a_while() -> None:
    monitor = settled()
    told = [monitor.see(CALM._replace(wrong=5)) is not None for _ in range(2 * QUIET)]
    assert told == ([True] + [False] * (QUIET - 1)) * 2


def test_what_follows_from_an_alarm_is_not_told_but_another_fault_is() -> None:
    monitor = settled()
    assert monitor.see(CALM._replace(rate=0.5, ratio=0.8)) is not None
    assert monitor.see(CALM._replace(loss=4.0)) is None
    alarm = monitor.see(CALM._replace(loss=4.0, reach=3.0))
    assert alarm is not None and alarm.kind is SpikeKind.INPUT
    broken = CALM._replace(loss=math.nan, norm=math.nan)
    assert all(monitor.see(broken) is not None for _ in range(3)), "a step that broke is always told"


def test_after_a_repair_it_begins_anew() -> None:
    monitor = settled()
    monitor.forget()
    assert monitor.see(CALM._replace(loss=4.0)) is None
