"""The cells of a batch against the limits of their columns."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from clinnet_gui.core.model.spec import Device
from clinnet_gui.core.training.spikes.gauges import Cells
from clinnet_gui.core.training.spikes.reach import Reach, beyond, clipped, unclipped

LIMITS = np.array([9.0, 12.0, 60.0])


def reach(limits: np.ndarray = LIMITS) -> Reach:
    places = np.arange(limits.size)
    return Reach(places, places, places, clipped(limits).astype(np.float32))


@given(st.lists(st.floats(-200, 200), min_size=3, max_size=3))
def test_a_batch_lies_beyond_where_a_cell_does(z: list[float]) -> None:
    x = clipped(np.array([[0.1, -0.2, 0.3], z])).astype(np.float32)
    found = Cells(reach(), Device.CPU).reach(torch.from_numpy(x))
    assert (found > 1) == beyond(reach(), x).any()
    if found > 1.01:
        assert found == pytest.approx(float((unclipped(np.abs(x)) / LIMITS).max()), rel=0.05)


@pytest.mark.parametrize("broken", [np.nan, np.inf, -np.inf])
def test_cells_that_are_not_finite_lie_beyond(broken: float) -> None:
    x = np.zeros((8, 3), np.float32)
    x[5, 1] = broken
    assert not Cells(reach(), Device.CPU).reach(torch.from_numpy(x)) <= 1


def test_columns_without_numbers_have_no_reach() -> None:
    assert Cells(reach(np.zeros(0)), Device.CPU).reach(torch.ones(4, 2)) == 0.0


def test_inputs_that_are_no_numbers_are_not_held_against_a_limit() -> None:
    of = Reach(np.array([0, 2]), np.array([0, 1]), np.array([0, 1]), clipped(LIMITS[:2]).astype(np.float32))
    x = torch.tensor([[0.5, 90.0, 0.5]])
    assert Cells(of, Device.CPU).reach(x) < 1
