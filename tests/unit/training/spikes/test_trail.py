"""The trail: the robust z-score against a plain computation."""

import math

import numpy as np
import pytest

from clinnet_gui.core.training.spikes.trail import MAD_TO_SD, WINDOW, Trail


def test_it_agrees_with_a_plain_computation() -> None:
    values = np.random.default_rng(4).lognormal(size=300).tolist()
    trail, logs = Trail(0.2, 0.5, 5.0), np.log(np.array(values) + 0.5).tolist()
    for i, (value, log) in enumerate(zip(values, logs, strict=True)):
        if i:
            window = sorted(logs[max(0, i - WINDOW) : i])
            median = window[len(window) // 2]
            mad = sorted(abs(v - median) for v in window)[len(window) // 2]
            expected = (log - median) / max(MAD_TO_SD * mad, 0.2)
            assert math.log(trail.median() + 0.5) == pytest.approx(median)
            assert trail.z(value) == pytest.approx(expected)
            assert trail.is_near(value, 5.0) == (log - median > 1.0)
            assert not trail.is_near(value, 5.0) or value > trail.calm, "what is near is not calm"
            assert expected < 5 or trail.is_near(value, 5.0), "what is an alarm is near one"
        trail.add(value)


def test_an_empty_trail_judges_nothing() -> None:
    trail = Trail(0.2, 0.1, 5.0)
    assert math.isnan(trail.median()) and math.isnan(trail.z(3.0)) and not trail.is_near(1e9, 5.0)
