"""The calibration curves of the refits, and the network's own corrected by them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats, read_only
from clinnet_gui.core.evaluation.calibration_line import line_fit
from clinnet_gui.core.evaluation.flexible import ENOUGH_EVENTS, flexible_curve
from clinnet_gui.core.statistics.losses import expit, logit

POINTS = 61
LINES = 50
"""Curves of refits that are kept to be drawn."""


@dataclass(frozen=True, slots=True, eq=False)
class Fan:
    """Calibration curves over the risks of ``grid`` [points]: the network's ``apparent`` one, the
    ``corrected`` one, and those of ``refits`` [lines, points] on the original rows. ``flexible``: splines;
    else logistic lines, as there are too few events for more. Empty where there is none."""

    grid: Floats
    apparent: Floats
    corrected: Floats
    refits: Floats
    flexible: bool


class Curves:
    """Collects a curve of each refit on its own sample, and on the original rows."""

    def __init__(self, y: Bytes, risks: Floats) -> None:
        self.flexible = min(int(y.sum()), int(y.size - y.sum())) >= ENOUGH_EVENTS
        low, high = logit(np.quantile(risks, (0.01, 0.99))).tolist()
        self.grid = expit(np.linspace(low, high, POINTS))
        self._apparent = self._curve(y, risks)
        self._own, self._original = list[Floats](), list[Floats]()

    def add(self, own: tuple[Bytes, Floats], original: tuple[Bytes, Floats]) -> None:
        """Take in a refit: outcomes and risks of its sample, and of the original rows."""
        curves = self._curve(*own), self._curve(*original)
        if all(np.isfinite(curve).all() for curve in curves):
            self._own.append(curves[0])
            self._original.append(curves[1])

    def fan(self) -> Fan:
        """Return what is drawn; the corrected curve lies a mean optimism from the apparent one."""
        if not self._own or not np.isfinite(self._apparent).all():
            nothing = read_only(np.empty(0))
            return Fan(nothing, nothing, nothing, read_only(np.empty((0, 0))), self.flexible)
        gap = np.mean(np.array(self._own) - np.array(self._original), axis=0)
        corrected = np.clip(self._apparent - gap, 0.0, 1.0)
        lines = np.array(self._original[:LINES])
        grid, apparent = read_only(self.grid), read_only(self._apparent)
        return Fan(grid, apparent, read_only(corrected), read_only(lines), self.flexible)

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
