"""Ratios of shares: the textbook's interval, and one that lives where a part is empty."""

import math

import numpy as np
import pytest
from scipy.stats.contingency import relative_risk

from clinnet_gui.core.statistics.ratios import ratio_interval


@pytest.mark.parametrize("cells", [(20, 50, 30, 150), (3, 80, 9, 70), (50, 50, 10, 40)])
def test_on_the_log_scale_it_is_scipys(cells: tuple[int, int, int, int]) -> None:
    expected = relative_risk(*cells).confidence_interval(0.95)
    assert ratio_interval(*cells) == pytest.approx((expected.low, expected.high))


def test_an_empty_part_leaves_one_end() -> None:
    low, high = ratio_interval(0, 60, 30, 200)
    assert low == 0 and 0 < high < math.inf
    turned = ratio_interval(30, 200, 0, 60)
    assert turned == pytest.approx((1 / high, math.inf))
    assert ratio_interval(0, 600, 30, 200)[1] < high  # more patients, a lower bound


@pytest.mark.parametrize("cells", [(0, 0, 3, 9), (3, 9, 0, 0), (0, 8, 0, 9)])
def test_nobody_is_not_estimable(cells: tuple[int, int, int, int]) -> None:
    assert all(math.isnan(bound) for bound in ratio_interval(*cells))


def test_it_holds_the_truth_also_where_parts_are_often_empty() -> None:
    """Shares of 1 and 30 %: of 40 patients two in three samples have none."""
    rng, held, empty = np.random.default_rng(3), 0, 0
    for _ in range(2000):
        part, other = int(rng.binomial(40, 0.01)), int(rng.binomial(120, 0.3))
        low, high = ratio_interval(part, 40, other, 120)
        held, empty = held + (low <= 0.01 / 0.3 <= high), empty + (part == 0)
    assert empty > 1000 and held / 2000 >= 0.94
