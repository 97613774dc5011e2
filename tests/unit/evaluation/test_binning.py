"""Groups of similar risk: every row in one group, equal risks together, sums kept."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from clinnet_gui.core.evaluation.binning import Groups, equal_mass, equal_width
from clinnet_gui.core.evaluation.calibration_error import debiased_error, expected_error
from clinnet_gui.core.evaluation.curves import Curve, curve_of

ROWS = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 20)), min_size=1, max_size=80)


def curve(rows: list[tuple[int, int]]) -> Curve:
    return curve_of(np.array([y for y, _ in rows], np.int8), np.array([k / 20 for _, k in rows]))


def check(groups: Groups, of: Curve) -> None:
    assert (groups.counts > 0).all()
    assert groups.counts.sum() == of.risks.size
    assert groups.events.sum() == of.events_below[-1]
    np.testing.assert_allclose((groups.predicted * groups.counts).sum(), of.risks.sum())
    assert (groups.low[1:] > groups.high[:-1]).all()


@settings(deadline=None)
@given(ROWS, st.integers(1, 15))
def test_no_row_is_lost_and_equal_risks_stay_together(rows: list[tuple[int, int]], count: int) -> None:
    for cut in (equal_mass, equal_width):
        groups = cut(curve(rows), count)
        check(groups, curve(rows))
        assert groups.counts.size <= count


def test_without_ties_groups_differ_by_one_row_at_most() -> None:
    rng = np.random.default_rng(0)
    groups = equal_mass(curve_of(np.zeros(1003, np.int8), rng.random(1003)), 10)
    assert sorted(set(groups.counts.tolist())) == [100, 101]


def test_an_edge_belongs_to_the_group_below_it() -> None:
    groups = equal_width(curve_of(np.zeros(4, np.int8), np.array([0.0, 0.1, 0.3, 0.3000001])), 10)
    np.testing.assert_array_equal(groups.counts, [2, 1, 1])


def test_debiasing_removes_what_chance_alone_makes() -> None:
    """Kumar's estimate of perfect risks is centred on 0, the plain error far above it."""
    rng = np.random.default_rng(0)
    plain, debiased = [], []
    for _ in range(200):
        risks = rng.random(600)
        groups = equal_mass(curve_of((rng.random(600) < risks).astype(np.int8), risks), 15)
        plain.append(expected_error(groups))
        debiased.append(debiased_error(groups))
    assert np.median(plain) > 0.04
    assert np.median(debiased) < 0.02


def test_a_group_of_one_row_adds_nothing_to_the_debiased_error() -> None:
    """Worked by hand: of five rows two groups hold one row, and one holds three of equal risk."""
    risks, y = np.array([0.1, 0.4, 0.4, 0.4, 0.9]), np.array([1, 1, 1, 0, 0], np.int8)
    groups = equal_mass(curve_of(y, risks), 15)
    np.testing.assert_array_equal(groups.counts, [1, 3, 1])
    gap, chance = 2 / 3 - 0.4, (2 / 3) * (1 / 3) / 2
    assert gap**2 < chance and debiased_error(groups) == 0
    sure = equal_mass(curve_of(np.array([1, 1, 1, 1, 0], np.int8), risks), 15)
    np.testing.assert_allclose(debiased_error(sure), np.sqrt(3 / 5) * 0.6)
