"""What is chosen for a fit never looks at a row that may not serve the choice."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinnet_gui.core.arrays import Bytes, Ints, read_only
from clinnet_gui.core.data.ledger import Use
from clinnet_gui.core.data.split import Apart, Part, Split
from clinnet_gui.core.data.splitting import make_split
from clinnet_gui.core.errors import EvaluationRefused, RolesBroken
from clinnet_gui.core.evaluation.cases import automatic, calibrator_of, cases, curve_to_choose_on
from clinnet_gui.core.evaluation.deciding import calibrate_curve, first_decision, with_method
from clinnet_gui.core.evaluation.decision import Calibrator, Method
from clinnet_gui.core.evaluation.exploratory import explore
from clinnet_gui.core.evaluation.thresholds import for_capacity, for_sensitivity
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.training.training import train
from clinnet_gui.core.work import drain
from tests import builders
from tests.unit.evaluation.fits import crossed_fit_of, fit_of, shifted, split_of
from tests.unit.evaluation.samples import drawn


@pytest.mark.parametrize("use", [Use.CALIBRATE, Use.THRESHOLD])
@pytest.mark.parametrize("part", [Part.TEST, Part.TRAIN, Part.EARLY_STOP])
def test_rows_of_another_role_reach_no_calibrator_and_no_threshold(use: Use, part: Part) -> None:
    trained = shifted()
    with pytest.raises(RolesBroken) as refused:
        cases(trained, use, trained.split.rows(part))
    assert refused.value.code == "ROW_ROLE"


def test_one_test_row_among_many_is_enough() -> None:
    trained = crossed_fit_of(*drawn(600), test=True)
    mixed = np.append(trained.split.rows(Part.CALIBRATE), trained.split.rows(Part.TEST)[:1])
    with pytest.raises(RolesBroken, match="1 test rows"):
        cases(trained, Use.CALIBRATE, mixed)


def test_cases_hold_what_the_fit_says_of_their_rows() -> None:
    trained = crossed_fit_of(*drawn(400), test=True)
    found = cases(trained, Use.CALIBRATE)
    np.testing.assert_array_equal(found.rows, trained.split.rows(Part.CALIBRATE))
    np.testing.assert_array_equal(found.logits, trained.logits(Part.CALIBRATE))
    assert (found.n, found.events) == (320, int(trained.outcomes(Part.CALIBRATE).sum()))
    other = np.arange(400.0)
    np.testing.assert_array_equal(cases(trained, Use.CALIBRATE, logits=other).logits, other[found.rows])


def with_other_test_outcomes(trained: Trained, seed: int) -> Trained:
    """The fit, its test rows' outcomes permuted."""
    test, y = trained.split.rows(Part.TEST), trained.dataset.y.copy()
    y[test] = np.random.default_rng(seed).permutation(y[test])
    return told_otherwise(trained, y)


def told_otherwise(trained: Trained, y: Bytes) -> Trained:
    dataset = replace(trained.dataset, y=read_only(y))
    split = replace(trained.split, events=split_of(trained.split.parts, trained.split.folds, y).events)
    return Trained(dataset, split, trained.fit)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10**6), st.integers(150, 900), st.booleans(), st.sampled_from([*Method]))
def test_permuted_outcomes_of_test_rows_change_nothing_that_is_chosen(
    seed: int, n: int, crossed: bool, method: Method
) -> None:
    y, z = drawn(n, seed, intercept=0.5)
    trained = crossed_fit_of(y, z, test=True) if crossed else fit_of(y, z)
    other = with_other_test_outcomes(trained, seed)
    first = first_decision(trained)
    assert first_decision(other) == first
    mine, theirs = calibrate_curve(trained, first), calibrate_curve(other, first)
    for target in (0.5, 0.8, 0.95):
        assert for_sensitivity(mine, target) == for_sensitivity(theirs, target)
        assert for_capacity(mine, 1000 * target, 0.1) == for_capacity(theirs, 1000 * target, 0.1)
    try:
        chosen = with_method(trained, first, method)
    except EvaluationRefused as refusal:
        with pytest.raises(EvaluationRefused, match=refusal.message[:30]):
            with_method(other, first, method)
    else:
        assert with_method(other, first, method) == chosen


@pytest.mark.parametrize("apart", [Apart("site", ("B",)), Apart("year")])
def test_permuted_outcomes_of_rows_set_apart_by_a_column_change_nothing_either(apart: Apart) -> None:
    """Not even which rows learn, stop and calibrate: those set apart are no part of what is divided."""
    y, z = drawn(900, 5, intercept=0.5)
    site, year = [*"ABC"] * 300, 2015.0 + np.arange(900) // 150
    data = builders.from_columns([builders.category("site", site), builders.number("year", year)], y)
    split = make_split(data, 3, apart)
    test, told = split.rows(Part.TEST), y.copy()
    told[test] = np.random.default_rng(1).permutation(y[test])
    assert (told != y).any()
    again = make_split(replace(data, y=read_only(told)), 3, apart)
    np.testing.assert_array_equal(again.parts, split.parts)
    np.testing.assert_array_equal(again.folds, split.folds)
    fit = fit_of(y, z).fit
    mine, theirs = Trained(data, split, fit), Trained(replace(data, y=read_only(told)), again, fit)
    first = first_decision(mine)
    assert first_decision(theirs) == first
    assert for_sensitivity(calibrate_curve(mine, first), 0.9) == for_sensitivity(
        calibrate_curve(theirs, first), 0.9
    )
    picks = [drain(explore(cases(of, Use.THRESHOLD), first.calibrator, 1)) for of in (mine, theirs)]
    assert picks[0] == picks[1]
    assert first_decision(other_outcomes(mine, split.rows(Part.CALIBRATE))) != first


def other_outcomes(trained: Trained, rows: Ints) -> Trained:
    """The fit, the outcomes of these rows permuted."""
    y = trained.dataset.y.copy()
    y[rows] = np.random.default_rng(1).permutation(y[rows])
    return Trained(replace(trained.dataset, y=read_only(y)), trained.split, trained.fit)


def test_permuted_outcomes_of_calibrate_rows_do_change_it() -> None:
    """Or the test above could not fail."""
    trained = shifted()
    rows, y = trained.split.rows(Part.CALIBRATE), trained.dataset.y.copy()
    y[rows] = np.random.default_rng(1).permutation(y[rows])
    assert first_decision(told_otherwise(trained, y)) != first_decision(trained)


def test_permuted_outcomes_of_test_rows_change_no_weight_and_no_calibrator() -> None:
    """From the data to the decision, through a real training."""
    data, parts = builders.dataset(), builders.split()
    test, y = parts.rows(Part.TEST), data.y.copy()
    y[test] = y[test][::-1]
    assert (y != data.y).any()
    told = replace(data, y=read_only(y))
    again = drain(train(told, split_of_same(parts.parts, parts.folds, y), builders.small()))
    np.testing.assert_array_equal(again.fit.logits, builders.trained().fit.logits)
    found = cases(again, Use.CALIBRATE)
    before = cases(builders.trained(), Use.CALIBRATE)
    assert drain(automatic(found, 1)) == drain(automatic(before, 1))
    assert drain(calibrator_of(Method.INTERCEPT, found)).n == found.n
    to_choose_on = cases(again, Use.THRESHOLD)
    assert curve_to_choose_on(to_choose_on, Calibrator()).risks.size == found.n
    with pytest.raises(RolesBroken):
        drain(calibrator_of(Method.INTERCEPT, to_choose_on))


def split_of_same(parts: Bytes, folds: Bytes, y: Bytes) -> Split:
    return replace(split_of(parts, folds, y), seed=builders.SEED)
