"""The calibration curves of the refits, and the network's own corrected by them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats, Ints, read_only
from clinnet_gui.core.evaluation.calibration_line import line_fit
from clinnet_gui.core.evaluation.flexible import ENOUGH_EVENTS, flexible_curve
from clinnet_gui.core.evaluation.validation.drawing import not_drawn
from clinnet_gui.core.statistics.losses import expit, logit

POINTS = 61
LINES = 50
"""Curves of refits that are kept to be drawn."""


@dataclass(frozen=True, slots=True, eq=False)
class Fan:
    """Calibration curves over the risks of ``grid`` [points]: the network's ``apparent`` one, the one
    ``corrected`` for optimism, and those of ``refits`` [lines, points] on the original rows. ``outside`` is
    the mean of the refits' curves, each on the rows that it did not draw, of which ``strangers`` [lines,
    points] are drawn. ``flexible``: splines; else logistic lines, as there are too few events for more.
    Empty where there is none."""

    grid: Floats
    apparent: Floats
    corrected: Floats
    refits: Floats
    outside: Floats
    strangers: Floats
    flexible: bool


class Curves:
    """Collects curves of each refit: on its own sample, on the original rows, on those it did not draw."""

    def __init__(self, y: Bytes, risks: Floats) -> None:
        self.flexible = min(int(y.sum()), int(y.size - y.sum())) >= ENOUGH_EVENTS
        low, high = logit(np.quantile(risks, (0.01, 0.99))).tolist()
        self.grid = expit(np.linspace(low, high, POINTS))
        self._y = y
        self._apparent = self._curve(y, risks)
        self._own, self._original, self._outside = list[Floats](), list[Floats](), list[Floats]()

    def add(self, drawn: Ints, risks: Floats) -> None:
        """Take in a refit: the rows of its sample, and its risks of all rows."""
        y, others = self._y, not_drawn(drawn, self._y.size)
        own, original = self._curve(y[drawn], risks[drawn]), self._curve(y, risks)
        if np.isfinite(own).all() and np.isfinite(original).all():
            self._own.append(own)
            self._original.append(original)
        outside = self._curve(y[others], risks[others])
        if np.isfinite(outside).all():
            self._outside.append(outside)

    def fan(self) -> Fan:
        """Return what is drawn; the corrected curve lies a mean optimism from the apparent one."""
        none, nowhere = read_only(np.empty(0)), read_only(np.empty((0, 0)))
        if not self._own or not np.isfinite(self._apparent).all():
            return Fan(none, none, none, nowhere, none, nowhere, self.flexible)
        gap = np.mean(np.array(self._own) - np.array(self._original), axis=0)
        corrected = np.clip(self._apparent - gap, 0.0, 1.0)
        if self._outside:
            none, nowhere = np.mean(self._outside, axis=0), np.array(self._outside[:LINES])
        return Fan(
            grid=read_only(self.grid),
            apparent=read_only(self._apparent),
            corrected=read_only(corrected),
            refits=read_only(np.array(self._original[:LINES])),
            outside=read_only(none),
            strangers=read_only(nowhere),
            flexible=self.flexible,
        )

    def _curve(self, y: Bytes, risks: Floats) -> Floats:
        curve = (_spline if self.flexible else _line)(y, logit(risks))
        return np.full(POINTS, np.nan) if curve is None else curve(logit(self.grid))


def _spline(y: Bytes, z: Floats) -> Callable[[Floats], Floats] | None:
    curve = flexible_curve(y, z)
    return None if curve is None else curve.at


def _line(y: Bytes, z: Floats) -> Callable[[Floats], Floats] | None:
    fit = line_fit(y, z)
    if fit is None:
        return None
    a, b = fit.coefficients
    return lambda at: expit(a + b * at)
