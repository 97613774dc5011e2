"""Inputs are summed back to the columns they came from."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from clinnet_gui.core.explanation.columns import Columns


@given(st.lists(st.integers(0, 5), max_size=8))
def test_each_column_gets_its_inputs_and_no_others(widths: list[int]) -> None:
    owners = np.repeat(np.arange(len(widths)), widths)
    values = np.random.default_rng(1).normal(size=(3, owners.size))
    found = Columns(owners, len(widths)).sums(values)
    assert found.shape == (3, len(widths))
    for column in range(len(widths)):
        np.testing.assert_allclose(found[:, column], values[:, owners == column].sum(axis=1), atol=1e-12)
