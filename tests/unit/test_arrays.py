"""Different values by sorting, and rows without some others: beside what numpy finds by its own way."""

import numpy as np
import pytest
from numpy.typing import NDArray

from clinnet_gui.core.arrays import distinct, without


@pytest.mark.parametrize(
    "values",
    [
        np.random.default_rng(0).integers(-50, 50, 400),
        np.random.default_rng(1).permutation(1_000).astype(np.int32),
        np.random.default_rng(2).random(300).round(1),
        np.array([[3, 1], [1, 2]]),
        np.array([7]),
        np.zeros(0, np.int64),
    ],
)
def test_different_values_are_those_of_numpy(values: NDArray[np.generic]) -> None:
    found = distinct(values)
    np.testing.assert_array_equal(found, np.unique(values))
    assert found.dtype == values.dtype


def test_rows_without_others_keep_their_order() -> None:
    rows = np.array([9, 2, 5, 7])
    assert without(rows, (5, 100)).tolist() == [9, 2, 7]
    assert without(rows, ()).tolist() == rows.tolist()
    ascending = np.arange(500)
    gone = np.random.default_rng(3).integers(0, 600, 80)
    np.testing.assert_array_equal(without(ascending, gone), np.setdiff1d(ascending, gone))
