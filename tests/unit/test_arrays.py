"""Different values by sorting, and rows without some others: beside what numpy finds by its own way."""

import weakref
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from clinnet_gui.core.arrays import SMALL, ascending, distinct, numbered, once, without
from tests import builders


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


@pytest.mark.parametrize("n", [0, 1, 2, SMALL - 1, SMALL, SMALL + 1, 30_000])
@pytest.mark.parametrize("kinds", [3, 500, 10**9])
@pytest.mark.parametrize("unknown", [0.0, 0.2, 1.0])
def test_the_order_is_that_of_numpys_stable_sort(n: int, kinds: int, unknown: float) -> None:
    """Ties as they stood, NaN last, -0 beside 0; whole numbers too."""
    rng = np.random.default_rng(n)
    whole = rng.integers(-kinds, kinds, n)
    values = np.where(rng.random(n) < unknown, np.nan, whole / 4)
    values[values == 0] = rng.choice([0.0, -0.0], int((values == 0).sum()))
    for of in (values, whole, whole.astype(np.int32)):
        np.testing.assert_array_equal(ascending(of), np.argsort(of, kind="stable"))


def test_patients_are_numbered_without_gaps() -> None:
    assert numbered(np.array([70, 5, 70, 9])).tolist() == [2, 0, 2, 1]


def test_rows_without_others_keep_their_order() -> None:
    rows = np.array([9, 2, 5, 7])
    assert without(rows, (5, 100)).tolist() == [9, 2, 7]
    assert without(rows, ()).tolist() == rows.tolist()
    rising = np.arange(500)
    gone = np.random.default_rng(3).integers(0, 600, 80)
    np.testing.assert_array_equal(without(rising, gone), np.setdiff1d(rising, gone))


def test_a_text_is_found_once_for_each_value_and_let_go_with_it() -> None:
    asked = list[str]()

    class Of:
        def __init__(self, name: str) -> None:
            self.name = name

    def name_of(value: Of) -> str:
        asked.append(value.name)
        return value.name

    told, first = once(name_of), Of("first")
    assert [told(first), told(first), told(Of("second"))] == ["first", "first", "second"]
    assert asked == ["first", "second"]
    gone = weakref.ref(first)
    del first
    assert gone() is None


def test_a_fingerprint_is_of_the_value_it_is_asked_of() -> None:
    whole = builders.dataset()
    fewer = replace(whole, rows=whole.rows[1:], y=whole.y[1:], patients=whole.patients[1:])
    assert whole.fingerprint == whole.fingerprint != fewer.fingerprint
    assert (
        replace(fewer, rows=whole.rows, y=whole.y, patients=whole.patients).fingerprint == whole.fingerprint
    )
