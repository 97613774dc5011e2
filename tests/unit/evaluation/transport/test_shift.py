"""Shifts have intervals: written out, by another Wilson interval, and no narrower for repeated rows."""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binomtest

from clinnet_gui.core.evaluation.transport.arrivals import Arrivals
from clinnet_gui.core.evaluation.transport.membership import membership
from clinnet_gui.core.evaluation.transport.shift import Shift, mean_or_share, shifts
from clinnet_gui.core.work import drain
from tests import builders
from tests.builders import Patients, category, number

NEW = Patients(n=250, seed=31, intercept=-0.4)


def arrived(times: int = 1, own: bool = False) -> Arrivals:
    """New patients, each ``times`` over; every fifth age is missing, two of a hundred beyond the range."""
    at = np.repeat(np.arange(NEW.n), times)
    columns = []
    encoder = builders.trained().fit.encoder
    by_name = {column.name: column for column in builders.patients(NEW)}
    for code in encoder.codes:
        column = by_name[code.name]
        if column.values.size:
            values = (
                np.where(np.arange(NEW.n) % 5 == 0, np.nan, column.values + 3)
                if code.name == "age"
                else column.values
            )
            columns.append(number(column.name, values[at]))
        else:
            columns.append(category(column.name, [column.levels[k] for k in column.codes[at]]))
    n, width = at.size, len(columns)
    rows, none = np.arange(n), np.zeros(n, bool)
    outside = np.zeros(width, np.int64)
    outside[0] = 5 * times
    y = (np.arange(n) % 7 == 0).astype(np.int8)
    patients = rows if own else at
    zeros = np.zeros(width, np.int64)
    z = np.random.default_rng(1).normal(size=NEW.n)[at]
    return Arrivals(tuple(columns), rows, y, z, patients, outside, zeros, none, none, True)


def found(arrivals: Arrivals) -> dict[str, Shift]:
    trained = builders.trained()
    return {shift.name: shift for shift in drain(shifts(trained.dataset, trained.fit.encoder, arrivals))}


def test_only_numbers_that_are_0_or_1_on_both_sides_are_compared_as_shares() -> None:
    ones, others = np.array([0.0, 1.0, 1.0, 1.0]), np.array([0.0, 1.0, 2.0])
    what, before, now, *spreads = mean_or_share(ones, ones[:2])
    assert (what, before, now) == ("1", 0.75, 0.5) and all(map(math.isnan, spreads))
    assert mean_or_share(ones, others) == ("mean", 0.75, 1.0, 0.5, 1.0)
    assert mean_or_share(ones, ones[:0])[0] == "mean", "nothing is known of the other side"
    assert not found(arrived())["age"].of_shares


def test_a_difference_bears_the_interval_of_hedges_and_olkin() -> None:
    age = found(arrived())["age"]
    old = builders.dataset().table.column("age").values
    new = next(column for column in arrived().columns if column.name == "age").values
    new = new[~np.isnan(new)]
    d = (new.mean() - old.mean()) / math.sqrt((old.var(ddof=1) + new.var(ddof=1)) / 2)
    m, n = old.size, new.size
    error = math.sqrt((m + n) / (m * n) + d * d / (2 * (m + n)))
    assert age.difference.value == pytest.approx(d)
    assert (age.difference.low, age.difference.high) == pytest.approx(
        (d - 1.959964 * error, d + 1.959964 * error)
    )
    assert "Hedges and Olkin" in age.difference.method and age.difference.n == n


def test_shares_bear_wilsons_interval() -> None:
    shift = found(arrived())["age"]
    known = binomtest(50, 250).proportion_ci(method="wilson")
    now = shift.missing_now
    assert (now.value, now.low, now.high) == pytest.approx((0.2, known.low, known.high), abs=1e-9)
    assert shift.missing_before.value == 0 and shift.missing_before.low == 0 < shift.missing_before.high
    first = builders.trained().fit.encoder.codes[0].name
    outside = found(arrived())[first].outside
    known = binomtest(5, outside.n).proportion_ci(method="wilson")
    assert (outside.low, outside.high) == pytest.approx((known.low, known.high), abs=1e-9)


def test_a_category_is_a_distance_and_its_interval_does_not_pass_0() -> None:
    for shift in found(arrived()).values():
        if not shift.number:
            assert 0 <= shift.difference.low <= shift.difference.value <= shift.difference.high


def test_rows_written_thrice_keep_the_interval_of_the_patients() -> None:
    once, thrice, alone = found(arrived()), found(arrived(3)), found(arrived(3, own=True))
    for name, shift in once.items():
        for what in ("difference", "missing_now", "outside"):
            old, new, rows = (getattr(of[name], what) for of in (once, thrice, alone))
            assert new.value == pytest.approx(old.value, rel=1e-2, abs=1e-12)
            assert new.high - new.low == pytest.approx(old.high - old.low, rel=1e-2), (name, what)
            assert rows.high - rows.low < 0.95 * (new.high - new.low), (name, what)
        assert shift.beyond(0) is (shift.difference.low > 0 or shift.difference.high < 0)


def test_two_constants_differ_entirely_and_nothing_is_claimed_of_the_interval() -> None:
    arrivals = arrived()
    column = arrivals.columns[0]
    trained = builders.trained()
    constant = number(column.name, np.full(NEW.n, 5.0))
    before = tuple(
        number(c.name, np.full(c.values.size, 4.0)) if c.name == column.name else c
        for c in trained.dataset.table.columns
    )
    table = replace(trained.dataset.table, columns=before)
    dataset = replace(trained.dataset, table=table)
    moved = replace(arrivals, columns=(constant, *arrivals.columns[1:]))
    shift = drain(shifts(dataset, trained.fit.encoder, moved))[0]
    assert shift.name == column.name and math.isinf(shift.size)
    assert math.isnan(shift.difference.low) and shift.beyond(0.25)


def test_wider_log_odds_are_claimed_only_where_the_interval_says_so() -> None:
    trained, arrivals = builders.trained(), arrived()
    before = np.random.default_rng(2).normal(size=240)
    rows = np.arange(trained.dataset.n)
    alike = drain(membership(trained, rows, arrivals, before, 1))
    assert alike.spread.low < 1 < alike.spread.high and "times as large" not in alike.sentence
    wide = drain(membership(trained, rows, replace(arrivals, logits=arrivals.logits * 2), before, 1))
    assert wide.spread.low > 1 and "wider" in wide.sentence
    narrow = drain(membership(trained, rows, replace(arrivals, logits=arrivals.logits / 2), before, 1))
    assert "narrower" in narrow.sentence


def test_the_interval_of_a_ratio_of_spreads_holds_1_as_often_as_it_says() -> None:
    from clinnet_gui.core.evaluation.transport.membership import _ratio

    rng = np.random.default_rng(5)
    held = 0
    for _ in range(400):
        one, other = rng.standard_t(8, 200), rng.standard_t(8, 300)
        ratio = _ratio(one, other)
        held += ratio.low <= 1 <= ratio.high
    assert 360 <= held <= 396
