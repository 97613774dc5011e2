"""Exploratory thresholds: found by brute force, and shown to flatter themselves."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinnet_gui.core.arrays import read_only
from clinnet_gui.core.data.ledger import Use
from clinnet_gui.core.errors import RolesBroken
from clinnet_gui.core.evaluation.cases import Cases, cases
from clinnet_gui.core.evaluation.curves import curve_of
from clinnet_gui.core.evaluation.decision import Calibrator, Route
from clinnet_gui.core.evaluation.exploratory import TIMES, explore
from clinnet_gui.core.evaluation.utility import Costs, expected_cost
from clinnet_gui.core.statistics.losses import expit, logit
from clinnet_gui.core.work import Progress, drain
from tests.unit.evaluation.fits import fit_of, shifted
from tests.unit.evaluation.samples import drawn
from tests.unit.evaluation.test_cases import with_other_test_outcomes

ROWS = st.lists(st.tuples(st.integers(0, 1), st.integers(1, 9)), min_size=2, max_size=40)
RAW = Calibrator()


def of(y: np.ndarray, risks: np.ndarray, patients: np.ndarray | None = None) -> Cases:
    rows = np.arange(y.size)
    return Cases(Use.THRESHOLD, rows, logit(risks), y, rows if patients is None else patients)


@settings(deadline=None, max_examples=30)
@given(ROWS)
def test_the_pick_is_the_best_there_is(rows: list[tuple[int, int]]) -> None:
    y, risks = np.array([r[0] for r in rows], np.int8), np.array([r[1] / 10 for r in rows])
    found = drain(explore(of(y, risks), RAW, 1))
    cheap = drain(explore(of(y, risks), RAW, 1, Costs(miss=4, alarm=1)))
    assert (found.route, cheap.route) == (Route.YOUDEN, Route.EXPECTED_COST)
    if y.all() or not y.any():
        assert math.isnan(found.threshold) and math.isnan(cheap.value)
        return
    tried = np.unique(risks)
    youden = [(risks[y == 1] >= t).mean() - (risks[y == 0] >= t).mean() for t in tried]
    assert found.value == pytest.approx(max(youden))
    at = np.abs(tried - found.threshold).argmin()
    assert found.threshold == pytest.approx(tried[at], abs=1e-12)
    assert youden[at] == pytest.approx(max(youden))
    curve = curve_of(y, risks)
    costs = [expected_cost(curve, float(t), Costs(4, 1)).model for t in tried]
    assert cheap.value == pytest.approx(min(costs))


def test_a_pick_looks_better_on_its_own_patients_than_on_others() -> None:
    y, z = drawn(150, seed=4)
    found = drain(explore(of(y, expit(z)), RAW, 3))
    assert found.in_bag > found.out_of_bag + 0.02
    assert 0.02 < found.spread < 0.3
    low, high = found.interval
    assert 0 <= low < found.threshold < high <= 1
    cheap = drain(explore(of(y, expit(z)), RAW, 3, Costs(5, 1)))
    assert cheap.in_bag < cheap.out_of_bag


def test_more_patients_flatter_less() -> None:
    gaps = []
    for n in (100, 5000):
        y, z = drawn(n, seed=2)
        found = drain(explore(of(y, expit(z)), RAW, 3))
        gaps.append(found.in_bag - found.out_of_bag)
    assert gaps[1] < gaps[0] / 3


def test_a_patients_rows_are_drawn_together() -> None:
    """Each patient ten times over is no more evidence than once."""
    y, z = drawn(120, seed=8)
    once = drain(explore(of(y, expit(z)), RAW, 5))
    many = drain(
        explore(of(np.repeat(y, 10), np.repeat(expit(z), 10), np.repeat(np.arange(120), 10)), RAW, 5)
    )
    assert many.threshold == pytest.approx(once.threshold)
    assert many.spread == pytest.approx(once.spread, rel=0.05)


def test_resamples_that_cannot_be_judged_are_counted() -> None:
    y = np.array([1, 0, 0, 0, 0, 0, 0, 0], np.int8)
    found = drain(explore(of(y, np.arange(1, 9) / 10), RAW, 1))
    assert found.times == TIMES
    assert found.failed == TIMES  # the one event is either drawn or left out, never both


def test_it_yields_progress_and_can_be_closed() -> None:
    y, z = drawn(100)
    work = explore(of(y, expit(z)), RAW, 1)
    first = next(work)
    assert isinstance(first, Progress) and first.done == pytest.approx(1 / TIMES)
    work.close()


def test_nothing_is_picked_on_rows_of_another_use() -> None:
    trained = shifted()
    with pytest.raises(RolesBroken, match="given out for recalibration"):
        drain(explore(cases(trained, Use.CALIBRATE), RAW, 1))


def test_outcomes_of_test_rows_play_no_part() -> None:
    trained = fit_of(*drawn(400))
    other = with_other_test_outcomes(trained, 3)
    mine = drain(explore(cases(trained, Use.THRESHOLD), RAW, 1))
    assert drain(explore(cases(other, Use.THRESHOLD), RAW, 1)) == mine
    flipped = replace(trained.dataset, y=read_only(1 - trained.dataset.y))
    changed = replace(trained, dataset=flipped)
    assert drain(explore(cases(changed, Use.THRESHOLD), RAW, 1)) != mine
