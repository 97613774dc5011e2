"""The smooth calibration error: residuals smoothed by a reflected Gaussian whose width equals
the error it finds.

Source: Błasiok & Nakkiran, ICLR 2024; meshes as in their package relplot 1.0, so that figures agree.
"""

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Bytes, Complexes, Floats, Ints
from clinnet_gui.core.work import drain

HALVINGS = 10
NARROWEST = 1e-3
FLOOR = 1e-4
"""Added to the density, so that an empty stretch counts as nothing."""
BLOCK = 200_000
"""Rows laid on a mesh between two yields."""


def smooth_calibration_error(y: Bytes, risks: Floats) -> float:
    """Return smECE (0..1) of risks (0..1) against outcomes (0/1, same length > 0)."""
    return drain(SmoothError(risks).step_by_step(y))


class SmoothError:
    """The smECE of ``risks`` (0..1, [n]) against whatever outcomes: where the risks lie on a mesh, and how
    a Gaussian smooths it, is worked out once for each width."""

    def __init__(self, risks: Floats) -> None:
        self._risks = risks
        self._meshes: dict[int, _Mesh] = {}
        self._smoothings: dict[float, _Smoothing] = {}

    def step_by_step(
        self, events: Bytes | Floats, times: Floats | None = None
    ) -> Generator[object, None, float]:
        """Return the error where each risk stands for ``times`` rows (None: for one) with so many
        ``events`` among them ([n]); yields every few milliseconds."""
        laid: dict[int, tuple[Floats, Floats]] = {}
        low, high = 0.0, 1.0
        for halving in range(HALVINGS + 1):
            width = (low + high) / 2 if halving < HALVINGS else high
            smoothing = self._smoothing(width)
            if smoothing.nodes not in laid:
                laid[smoothing.nodes] = yield from self._laid(smoothing.nodes, events, times)
            error = smoothing.error(*laid[smoothing.nodes])
            yield None
            if width < NARROWEST or width < error:
                low = width
            else:
                high = width
        return error

    def _smoothing(self, width: float) -> "_Smoothing":
        if width not in self._smoothings:
            self._smoothings[width] = _smoothing(width)
        return self._smoothings[width]

    def _laid(
        self, nodes: int, events: Bytes | Floats, times: Floats | None
    ) -> Generator[object, None, tuple[Floats, Floats]]:
        """Lay the residuals and the rows themselves on a mesh."""
        rows = self._risks.size
        mesh = self._meshes.get(nodes) or (yield from _mesh(self._risks, nodes))
        if rows <= BLOCK:  # more would take memory for what is asked once
            self._meshes[nodes] = mesh
        residual, density = np.zeros(nodes), np.zeros(nodes)
        for start in range(0, rows, BLOCK):
            of = slice(start, start + BLOCK)
            risks = self._risks[of]
            weights = np.ones(risks.size) if times is None else times[of]
            residual += mesh.lay(of, risks * weights - events[of])
            density += mesh.lay(of, weights)
            yield None
        return residual, density


@dataclass(frozen=True, slots=True, eq=False)
class _Mesh:
    """Between which two of ``nodes`` even points of 0..1 each row lies (the ``left`` one), and which
    ``share`` of it counts for the right one."""

    nodes: int
    left: Ints
    share: Floats

    def lay(self, of: slice, weights: Floats) -> Floats:
        """Share each row's weight between the nodes beside it."""
        left, right = self.left[of], self.share[of] * weights
        here, beside = (
            np.bincount(at, of, self.nodes) for at, of in ((left, weights - right), (left + 1, right))
        )
        return np.asarray(here + beside, np.float64)


def _mesh(risks: Floats, nodes: int) -> Generator[object, None, _Mesh]:
    left, share = np.empty(risks.size, np.int64), np.empty(risks.size)
    for start in range(0, risks.size, BLOCK):
        of = slice(start, start + BLOCK)
        place = risks[of] * (nodes - 1)
        left[of] = np.minimum(place.astype(np.int64), nodes - 2)
        share[of] = place - left[of]
        yield None
    return _Mesh(nodes, left, share)


@dataclass(frozen=True, slots=True, eq=False)
class _Smoothing:
    """A Gaussian mirrored at 0 and at 1, as its spectrum over the mesh and its mirror image; ``points`` are
    those at which the smoothed residual is looked at, as places on the mesh; ``seen`` [nodes] is how much
    a row at each node adds to the density there."""

    nodes: int
    spectrum: Complexes
    points: Floats
    seen: Floats

    def error(self, residual: Floats, density: Floats) -> float:
        """Return the mean absolute smoothed residual, weighted by the smoothed density of the risks."""
        at = np.arange(self.nodes)
        smoothed = np.interp(self.points, at, _smoothed(residual, self.spectrum))
        return float(np.abs(smoothed).sum() / ((self.seen * density).sum() + FLOOR * self.points.size))


def _smoothing(width: float) -> _Smoothing:
    nodes = max(2000, round(20 / width)) // 2 + 1
    offset = np.linspace(-0.5, 0.5, nodes)
    kernel = np.zeros(2 * (nodes - 1))
    kernel[:nodes] = np.exp(-(offset**2) / (2 * width**2)) / (np.sqrt(2 * np.pi) * width)
    kernel = np.roll(kernel, -(nodes // 2))
    points = np.linspace(0, 1, max(round(10 / width), 200)) * (nodes - 1)
    left = np.minimum(points.astype(np.int64), nodes - 2)
    looked = _Mesh(nodes, left, points - left).lay(slice(None), np.ones(points.size))
    return _Smoothing(nodes, np.fft.rfft(kernel), points, _spread(looked, np.fft.rfft(kernel)))


def _smoothed(grid: Floats, spectrum: Complexes) -> Floats:
    """Convolve the mesh, mirrored at both ends, with the kernel."""
    from scipy.fft import irfft, rfft

    mirrored = np.concatenate([grid, grid[-2:0:-1]])
    return np.asarray(irfft(rfft(mirrored) * spectrum, mirrored.size)[: grid.size])


def _spread(looked: Floats, spectrum: Complexes) -> Floats:
    """Return how much of each node's weight ``_smoothed`` brings to the points looked at: its adjoint."""
    padded = np.concatenate([looked, np.zeros(looked.size - 2)])
    back = np.fft.irfft(np.fft.rfft(padded) * spectrum.conj(), padded.size)
    back[1 : looked.size - 1] += back[: looked.size - 1 : -1]
    return np.asarray(back[: looked.size])
