"""Restricted cubic splines: smooth between the knots, straight outside them."""

import numpy as np

from clinnet_gui.core.arrays import Floats

FIVE_KNOTS = (0.05, 0.275, 0.5, 0.725, 0.95)
THREE_KNOTS = (0.10, 0.5, 0.90)
"""Quantiles at which the knots stand (Harrell, Regression Modeling Strategies, 2015, table 2.3)."""


def knots_of(values: Floats, quantiles: tuple[float, ...]) -> Floats:
    """Return the distinct knots of ``values``; fewer than asked where values repeat."""
    return np.unique(np.quantile(values, quantiles))


def spline_basis(values: Floats, knots: Floats) -> Floats:
    """Return the restricted cubic spline terms [k - 1, n]: the value itself, then k - 2 curves
    (Stone & Koo 1985, scaled as usual by the squared range of the knots).

    Fewer than three knots leave the straight line alone.

    >>> spline_basis(np.array([0.0, 1.0, 2.0]), np.array([0.0, 1.0, 2.0])).tolist()
    [[0.0, 1.0, 2.0], [0.0, 0.25, 1.5]]
    """
    if knots.size < 3:
        return np.asarray(values[None, :])
    first, before_last, last = knots[0], knots[-2], knots[-1]
    width, scale = last - before_last, (last - first) ** 2
    curves = [
        _cubed(values - knot)
        - _cubed(values - before_last) * (last - knot) / width
        + _cubed(values - last) * (before_last - knot) / width
        for knot in knots[:-2]
    ]
    return np.stack([values, *(curve / scale for curve in curves)])


def _cubed(values: Floats) -> Floats:
    above = np.maximum(values, 0)
    return np.asarray(above * above * above)  # ** 3 costs ten times as much
