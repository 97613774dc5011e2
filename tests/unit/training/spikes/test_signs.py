"""The label z: a deviance that keeps its meaning where events are rare."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from clinnet_gui.core.training.spikes.signs import label_z, usual_events


@given(st.integers(8, 2_000), st.floats(0.005, 0.995), st.floats(0, 1))
def test_its_sign_is_that_of_the_difference(rows: int, prevalence: float, share: float) -> None:
    events = round(rows * share)
    z = label_z(events, rows, prevalence)
    assert np.isfinite(z)
    assert z * (events / rows - prevalence) >= 0


@pytest.mark.parametrize(("rows", "prevalence"), [(32, 0.02), (76, 0.35), (256, 0.03), (1024, 0.5)])
def test_six_is_beyond_chance_however_rare_events_are(rows: int, prevalence: float) -> None:
    alarming = [k for k in range(rows + 1) if abs(label_z(k, rows, prevalence)) > 6]
    chance = sum(binom.pmf(k, rows, prevalence) for k in alarming)
    assert chance < 1e-7, "the usual z would alarm 500 times as often at 2 % events"


def test_without_rows_or_with_one_class_it_says_nothing() -> None:
    assert label_z(0, 0, 0.3) == 0.0
    assert label_z(5, 10, 0.0) == 0.0


@given(st.integers(0, 600), st.floats(0, 1), st.floats(0.5, 8))
def test_usual_are_the_counts_whose_z_is_not_beyond_the_limit(
    rows: int, prevalence: float, limit: float
) -> None:
    least, most = usual_events(rows, prevalence, limit)
    usual = [k for k in range(rows + 1) if abs(label_z(k, rows, prevalence)) <= limit]
    assert usual == list(range(least, most + 1))
