"""The reach of the training rows: what lies beyond it, and what lies far out within it."""

import numpy as np
import pytest

from clinnet_gui.core.training.material import Material
from clinnet_gui.core.training.spikes.reach import (
    FARTHER,
    LEAST_REACH,
    UNTOLD,
    beyond,
    clipped,
    far_out,
    reach_of,
    unclipped,
)
from tests.unit.training.spikes.scenes import table


def spoiled(*rows: int) -> Material:
    of = table()
    of.packed[list(rows), 1] = np.nan
    return of


def test_the_clip_is_undone() -> None:
    z = np.array([-50.0, -2.0, 0.0, 0.3, 8.0, 900.0])
    assert unclipped(clipped(z)) == pytest.approx(z, rel=1e-6)
    assert np.all(unclipped(np.array([3.0, np.inf])) > UNTOLD)


def test_no_training_row_lies_beyond_and_three_times_as_far_does() -> None:
    of = table()
    reach = reach_of(of)
    assert not beyond(reach, of.packed[of.train]).any()
    farthest = unclipped(np.abs(of.packed[of.train]).max(axis=0))
    limits = FARTHER * np.maximum(farthest, LEAST_REACH)
    assert not beyond(reach, clipped(0.99 * limits)[None].astype(np.float32)).any()
    assert beyond(reach, clipped(1.02 * limits)[None].astype(np.float32)).all()


def test_cells_that_are_not_finite_lie_beyond_and_set_no_limit() -> None:
    of = spoiled(1, 50)
    reach = reach_of(of)
    assert np.isfinite(reach.limits).all()
    assert beyond(reach, of.packed[[1, 2]]).tolist() == [[False, True, False], [False] * 3]


def test_far_out_among_the_rows_themselves() -> None:
    of = table()
    of.packed[5, 2] = clipped(np.array([60.0]))[0]
    found = far_out(of, reach_of(of), np.array([4, 5]))
    assert found.tolist() == [[False] * 3, [False, False, True]]
