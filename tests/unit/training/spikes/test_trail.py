"""The trail: the robust z-score against a plain computation."""

import math

import numpy as np
import pytest

from clinnet_gui.core.training.spikes.trail import MAD_TO_SD, WINDOW, Trail


def test_it_agrees_with_a_plain_computation() -> None:
    values = np.random.default_rng(4).normal(size=300).tolist()
    trail = Trail(0.2)
    for i, value in enumerate(values):
        if i:
            window = sorted(values[max(0, i - WINDOW) : i])
            median = window[len(window) // 2]
            mad = sorted(abs(v - median) for v in window)[len(window) // 2]
            expected = (value - median) / max(MAD_TO_SD * mad, 0.2)
            assert trail.z(value) == pytest.approx(expected)
            assert trail.is_near(value, 5.0) == (value - median > 1.0)
            assert expected < 5 or trail.is_near(value, 5.0), "what is an alarm is near one"
        trail.add(value)


def test_an_empty_trail_judges_nothing() -> None:
    trail = Trail(0.2)
    assert math.isnan(trail.median()) and math.isnan(trail.z(3.0)) and not trail.is_near(1e9, 5.0)
