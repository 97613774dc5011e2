"""The encoder: fitted on training rows alone, finite whatever comes, honest about new cells."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinnet_gui.core.arrays import read_only
from clinnet_gui.core.data.encoder import OTHER, CategoryCode, Mark, NumberCode, fit_encoder, width
from clinnet_gui.core.data.table import Kind, Rule
from tests import builders
from tests.builders import Patients, category, number, patients

TRAIN = np.arange(0, 60)


def one(column, rows=TRAIN):
    return fit_encoder((column,), rows)


def test_median_scale_and_indicator_are_those_of_the_training_rows() -> None:
    values = np.concatenate([np.arange(58.0), [np.nan, np.nan], np.full(40, 1e6)])
    (code,) = one(number("x", values)).codes
    assert isinstance(code, NumberCode)
    assert (code.median, code.low, code.high, code.indicator) == (28.5, 0.0, 57.0, True)
    assert code.scale == pytest.approx((42.75 - 14.25) / 1.349)


def test_an_input_is_the_clipped_robust_score() -> None:
    encoder = one(number("x", np.arange(100.0)))
    (code,) = encoder.codes
    x = encoder.transform((number("x", [code.median, code.median + 2 * code.scale, 1e9, -1e9]),))
    assert x[:, 0] == pytest.approx([0.0, 2 / np.sqrt(1 + 4 / 9), 3.0, -3.0], abs=1e-4)


def test_missing_is_the_median_and_says_so() -> None:
    encoder = one(number("x", [*np.arange(59.0), np.nan]))
    assert encoder.transform((number("x", [np.nan, 1000.0]),))[:, 1].tolist() == [1.0, 0.0]
    assert encoder.transform((number("x", [np.nan]),))[0, 0] == 0.0


def test_without_missing_in_training_there_is_no_indicator_but_a_mark() -> None:
    encoder = one(number("x", np.arange(60.0)))
    new = (number("x", [np.nan, 30.0, 99.0, -1.0]),)
    assert encoder.inputs == 1
    assert encoder.marks(new).cells[:, 0].tolist() == [Mark.IMPUTED, Mark.KNOWN, Mark.OUTSIDE, Mark.OUTSIDE]


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=25, deadline=None)
def test_no_other_row_has_a_say(seed: int) -> None:
    rng = np.random.default_rng(seed)
    columns = patients(Patients(n=300, seed=seed % 1000))[1:-1]
    rows = np.sort(rng.permutation(300)[:180])
    others = np.setdiff1d(np.arange(300), rows)
    shuffled = rng.permutation(others)
    assert fit_encoder(tuple(map(_spoiled(others, shuffled), columns)), rows) == fit_encoder(columns, rows)


def _spoiled(others, shuffled):
    """Give every row outside training another value, some of them new or absurd."""

    def spoil(column):
        if column.kind is Kind.NUMBER:
            values = column.values.copy()
            values[others] = values[shuffled] * 1e3 - 7
            return replace(column, values=read_only(values))
        codes = column.codes + 1
        codes[others] = 0  # a level first in order, and never in training
        return replace(column, levels=("aaa", *column.levels), codes=read_only(codes))

    return spoil


def test_rare_levels_are_joined_and_new_ones_go_with_them() -> None:
    texts = ["a"] * 40 + ["b"] * 15 + ["c"] * 3 + ["d"] * 2
    encoder = one(category("ward", texts))
    (code,) = encoder.codes
    assert isinstance(code, CategoryCode)
    assert (code.levels, code.joined) == (("a", "b"), ("c", "d"))
    x = encoder.transform((category("ward", ["a", "b", "c", "d", "new", ""]),))
    assert x.tolist() == [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 1], [0, 0, 1], [0, 0, 0]]
    marks = encoder.marks((category("ward", ["a", "c", "new", OTHER, ""]),)).cells[:, 0].tolist()
    assert marks == [Mark.KNOWN, Mark.KNOWN, Mark.UNSEEN, Mark.UNSEEN, Mark.IMPUTED]


def test_a_new_level_without_rare_ones_is_no_level() -> None:
    encoder = one(category("sex", ["f", "m"] * 30))
    assert encoder.transform((category("sex", ["x"]),)).tolist() == [[0.0, 0.0]]


def test_at_most_thirty_levels_are_kept() -> None:
    texts = [f"v{i:02d}" for i in range(40) for _ in range(20)]
    (code,) = one(category("code", texts), np.arange(800)).codes
    assert isinstance(code, CategoryCode)
    assert (len(code.levels), len(code.joined)) == (30, 10)


def test_half_a_percent_of_a_long_table_is_rare() -> None:
    texts = ["a"] * 3900 + ["b"] * 80 + ["c"] * 20
    (code,) = one(category("ward", texts), np.arange(4000)).codes
    assert isinstance(code, CategoryCode)
    assert code.joined == () and code.levels == ("a", "b", "c")
    (code,) = one(category("ward", [*texts, "a"]), np.arange(4001)).codes
    assert isinstance(code, CategoryCode)
    assert code.joined == ("c",)


@pytest.mark.parametrize(
    ("column", "inputs"),
    [
        (number("constant", [7.0] * 60), 0),
        (number("constant or missing", [7.0] * 50 + [np.nan] * 10), 1),
        (number("never measured", [np.nan] * 60), 0),
        (category("constant", ["a"] * 60), 0),
        (category("constant or missing", ["a"] * 50 + [""] * 10), 1),
        (category("never recorded", [""] * 60), 0),
        (category("all rare", [f"v{i}" for i in range(60)]), 0),
    ],
)
def test_what_never_varied_is_no_input(column, inputs: int) -> None:
    encoder = one(column)
    x = encoder.transform((column,))
    assert encoder.inputs == inputs == width(encoder.codes[0])
    assert x.shape == (60, inputs)
    assert encoder.marks((column,)).cells.shape == (60, 1)
    if inputs:
        assert 0 < x.sum() < 60


def test_a_constant_column_marks_what_differs() -> None:
    encoder = one(number("dose", [7.0] * 60))
    assert encoder.marks((number("dose", [7.0, 8.0]),)).cells[:, 0].tolist() == [Mark.KNOWN, Mark.OUTSIDE]


def test_a_column_without_kind_counts_as_missing() -> None:
    empty = replace(category("x", [""] * 60), rule=Rule(Kind.EMPTY), codes=np.zeros(0, np.int32))
    assert one(empty).transform((empty,)).shape == (60, 0)
    assert set(one(empty).marks((empty,)).cells[:, 0].tolist()) == {Mark.IMPUTED}


@given(
    st.lists(st.floats(allow_nan=True, allow_infinity=True, width=64), min_size=12, max_size=40),
    st.lists(st.floats(allow_nan=True, allow_infinity=True, width=64), min_size=1, max_size=10),
)
def test_inputs_are_finite_whatever_comes(train: list[float], new: list[float]) -> None:
    encoder = one(number("x", train), np.arange(len(train)))
    for values in (train, new):
        x = encoder.transform((number("x", values),))
        assert x.dtype == np.float32
        assert np.isfinite(x).all()
        assert (np.abs(x) <= 3.0).all()


@pytest.mark.parametrize("size", [1e-300, 1e-12, 1.0, 1e12, 1e300])
def test_the_unit_of_a_column_does_not_matter(size: float) -> None:
    values = np.random.default_rng(3).normal(5, 1, 60)
    plain = one(number("x", values)).transform((number("x", values),))
    scaled = one(number("x", values * size)).transform((number("x", values * size),))
    assert np.allclose(plain, scaled, atol=1e-5)


def test_columns_are_found_by_name_in_any_order() -> None:
    columns = patients(Patients(n=100))[1:-1]
    encoder = fit_encoder(columns, TRAIN)
    more = (number("extra", np.zeros(100)), *columns[::-1])
    assert np.array_equal(encoder.transform(more), encoder.transform(columns))
    with pytest.raises(KeyError, match="age"):
        encoder.transform(columns[1:])


def test_rows_in_chunks_are_the_rows_at_once() -> None:
    columns = patients(Patients(n=9000))[1:-1]
    encoder = fit_encoder(columns, TRAIN)
    whole = encoder.transform(columns)
    rows = np.array([8999, 0, 4096, 4095])
    assert np.array_equal(encoder.transform(columns, rows), whole[rows])
    assert encoder.owners.size == whole.shape[1]


def test_marks_name_the_columns() -> None:
    columns = patients(Patients(n=100))[1:-1]
    encoder = fit_encoder(columns, TRAIN)
    new = (number("age", [500.0]), number("creatinine", [np.nan]), number("lactate", [1.5]))
    marks = encoder.marks((*new, category("sex", ["?"]), category("ward", ["medical"])))
    assert marks.columns(0, Mark.OUTSIDE) == ("age",)
    assert marks.columns(0, Mark.IMPUTED) == ("creatinine",)
    assert marks.columns(0, Mark.UNSEEN) == ("sex",)
    assert marks.count(Mark.IMPUTED).tolist() == [1]


def test_bins_hold_equally_many_training_rows_and_pass_on_the_share_of_a_value() -> None:
    values = np.random.default_rng(2).lognormal(size=1000)
    column = number("crp", values)
    encoder = fit_encoder((column,), np.arange(1000), bins=4)
    (code,) = encoder.codes
    assert np.quantile(values, [0, 0.25, 0.5, 0.75, 1]) == pytest.approx(code.edges, rel=0.02)
    inputs = encoder.transform((column,))
    assert inputs.shape == (1000, 5)
    low, high = np.array(code.edges[:-1]), np.array(code.edges[1:])
    expected = np.clip((values[:, None] - low) / (high - low), 0, 1)
    assert inputs[:, 1:] == pytest.approx(expected, abs=1e-5)
    plain = fit_encoder((column,), np.arange(1000)).transform((column,))
    assert np.array_equal(inputs[:, :1], plain)


def test_what_lies_beyond_the_bins_or_is_missing_stays_within_them() -> None:
    encoder = fit_encoder((number("x", [*range(9), np.nan]),), np.arange(10), bins=2)
    inputs = encoder.transform((number("x", [-1e300, 1e300, np.nan, 4.0]),))
    assert inputs[:, 1:3].tolist() == [[0, 0], [1, 1], [1, 0], [1, 0]]
    assert inputs[:, 3].tolist() == [0, 0, 1, 0]


def test_a_column_of_two_values_needs_no_bins() -> None:
    (code,) = fit_encoder((number("x", [0, 1] * 50),), np.arange(100), bins=16).codes
    assert code.edges == () and code.bins == 0


def test_packed_rows_hold_one_number_for_all_bins_and_unpack_to_the_inputs() -> None:
    data = builders.dataset()
    encoder = fit_encoder(data.predictors, data.rows, bins=8)
    packed = encoder.pack(data.predictors)
    assert packed.shape[1] < encoder.inputs == sum(encoder.widths) == encoder.owners.size
    assert np.array_equal(encoder.unpacking.unpack(packed), encoder.transform(data.predictors))
    unbinned = fit_encoder(data.predictors, data.rows)
    assert np.array_equal(packed[:, encoder.unpacking.value], unbinned.transform(data.predictors))
    assert unbinned.unpacking.trivial
