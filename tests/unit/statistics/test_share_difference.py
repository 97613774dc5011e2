"""A share less a multiple of another: the large-sample interval, and one that holds where parts are small."""

import math

import numpy as np
import pytest

from clinnet_gui.core.statistics.proportions import wilson
from clinnet_gui.core.statistics.share_difference import difference_interval


def test_of_many_patients_it_is_the_normal_interval_of_their_mean() -> None:
    part, other, whole, weight = 24_000, 31_000, 100_000, 0.4
    worth = np.repeat([1.0, -weight, 0.0], [part, other, whole - part - other])
    reach = 1.959964 * worth.std(ddof=1) / math.sqrt(whole)
    expected = (worth.mean() - reach, worth.mean() + reach)
    assert difference_interval(part, other, whole, weight) == pytest.approx(expected, abs=2e-5)


@pytest.mark.parametrize("counts", [(7, 20, 60), (0, 5, 60), (60, 0, 60)])
def test_without_weight_it_is_wilsons(counts: tuple[int, int, int]) -> None:
    part, other, whole = counts
    assert difference_interval(part, other, whole, 0.0) == pytest.approx([*map(float, wilson(part, whole))])


@pytest.mark.parametrize("flagged", [(0.028, 0.005), (0.02, 0.0002), (0.2, 0.3), (0.0005, 0.02)])
def test_it_holds_the_truth_also_where_hardly_anybody_is_flagged(flagged: tuple[float, float]) -> None:
    """At a threshold of 85 %, 300 patients: a bootstrap's interval holds the first in 78 of 100 samples."""
    rng, weight, held = np.random.default_rng(5), 0.85 / 0.15, 0
    true = flagged[0] - weight * flagged[1]
    for part, other, _ in rng.multinomial(300, [*flagged, 1 - sum(flagged)], 2000).tolist():
        low, high = difference_interval(part, other, 300, weight)
        held += low <= true <= high
    assert held / 2000 >= 0.93


def test_nobody_and_an_infinite_weight_have_none() -> None:
    for asked in ((0, 0, 0, 0.5), (3, 4, 9, math.inf)):
        assert all(math.isnan(bound) for bound in difference_interval(*asked))
