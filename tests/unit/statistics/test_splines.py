"""Restricted cubic splines: straight beyond the outer knots, smooth within."""

import numpy as np

from clinnet_gui.core.statistics.splines import FIVE_KNOTS, knots_of, spline_basis

KNOTS = np.array([-2.0, -1.0, 0.0, 1.0, 2.0])


def test_the_basis_is_straight_outside_the_knots() -> None:
    for values in (np.linspace(-9, -2, 30), np.linspace(2, 9, 30)):
        bends = np.diff(spline_basis(values, KNOTS), n=2)
        np.testing.assert_allclose(bends, 0, atol=1e-9)


def test_second_derivatives_are_continuous_at_the_knots() -> None:
    step = 1e-3
    for knot in KNOTS:
        values = knot + step * np.arange(-4, 5)
        bends = np.diff(spline_basis(values, KNOTS), n=2) / step**2
        assert np.abs(np.diff(bends)).max() < 0.05


def test_five_knots_give_four_terms_and_repeated_values_fewer() -> None:
    values = np.random.default_rng(0).normal(size=1000)
    assert spline_basis(values, knots_of(values, FIVE_KNOTS)).shape == (4, 1000)
    assert spline_basis(np.zeros(9), knots_of(np.zeros(9), FIVE_KNOTS)).shape == (1, 9)
