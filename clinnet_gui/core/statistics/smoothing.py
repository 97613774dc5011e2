"""The smooth calibration error: residuals smoothed by a reflected Gaussian whose width equals
the error it finds.

Source: Błasiok & Nakkiran, ICLR 2024; meshes as in their package relplot 1.0, so that figures agree.
"""

from collections.abc import Generator

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats
from clinnet_gui.core.work import drain

HALVINGS = 10
NARROWEST = 1e-3
FLOOR = 1e-4
"""Added to the density, so that an empty stretch counts as nothing."""


def smooth_calibration_error(y: Bytes, risks: Floats) -> float:
    """Return smECE (0..1) of risks (0..1) against outcomes (0/1, same length > 0)."""
    return drain(smooth_step_by_step(y, risks))


def smooth_step_by_step(y: Bytes, risks: Floats) -> Generator[object, None, float]:
    """Return what ``smooth_calibration_error`` returns, and yield after each width tried."""
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        width = (low + high) / 2
        if width < NARROWEST or width < _error_at(width, y, risks):
            low = width
        else:
            high = width
        yield None
    return _error_at(high, y, risks)


def _error_at(width: float, y: Bytes, risks: Floats) -> float:
    """Return the mean absolute smoothed residual, weighted by the smoothed density of the risks."""
    points = np.linspace(0, 1, max(round(10 / width), 200))
    nodes = max(2000, round(20 / width)) // 2 + 1
    residual = _smoothed(_on_grid(risks, risks - y, nodes), width)
    density = _smoothed(_on_grid(risks, np.ones(risks.size), nodes), width) + FLOOR
    at = np.linspace(0, 1, nodes)
    return float(np.abs(np.interp(points, at, residual)).sum() / np.interp(points, at, density).sum())


def _on_grid(risks: Floats, weights: Floats, nodes: int) -> Floats:
    """Share each row's weight between the two nodes beside its risk."""
    place = risks * (nodes - 1)
    left = np.clip(place.astype(np.int64), 0, nodes - 2)
    share = place - left
    grid = np.bincount(left, (1 - share) * weights, nodes) + np.bincount(left + 1, share * weights, nodes)
    return np.asarray(grid)


def _smoothed(grid: Floats, width: float) -> Floats:
    """Convolve with a Gaussian that is mirrored at 0 and at 1."""
    from scipy.signal import fftconvolve

    nodes = grid.size
    offset = np.linspace(-0.5, 0.5, nodes)
    kernel = np.exp(-(offset**2) / (2 * width**2)) / (np.sqrt(2 * np.pi) * width)
    mirrored = np.concatenate([grid[:0:-1], grid, grid[-2::-1]])
    middle = nodes // 2
    return np.asarray(fftconvolve(mirrored, kernel, "valid")[middle : middle + nodes])
