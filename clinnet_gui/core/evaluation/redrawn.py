"""The figures of calibration of rows drawn anew: those of one bootstrap sample.

A sample is how often each row was drawn, so nothing is sorted or copied again. Very many rows are first
joined in cells of all but equal risk: of a million, 500 samples then cost what they cost of 20,000.
"""

import math
from collections.abc import Generator
from dataclasses import dataclass, fields

import numpy as np

from clinnet_gui.core.arrays import Floats, Ints
from clinnet_gui.core.evaluation.binning import equal_mass, equal_width
from clinnet_gui.core.evaluation.calibration import BINS, FINE
from clinnet_gui.core.evaluation.calibration_error import debiased_error, expected_error, largest_error
from clinnet_gui.core.evaluation.curves import Curve, Tally
from clinnet_gui.core.evaluation.decomposition import corp_steps, decompose, scaled_brier
from clinnet_gui.core.evaluation.flexible import Flexible, default_knots, fit_flexible
from clinnet_gui.core.statistics.logistic import log_likelihood
from clinnet_gui.core.statistics.losses import logit
from clinnet_gui.core.statistics.smoothing import SmoothError

CELLS = 20_000
"""Rows above which they are joined: figures then change in the sixth decimal."""
CURVE_ROWS, GROUPS = 5_000, 2_000
"""Above so many the curve is refitted on groups of almost equal risk: its distances then change
in the fifth decimal."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one sample, named as in ``Calibration``; NaN where there is no curve."""

    brier: float
    brier_scaled: float
    log_loss: float
    miscalibration: float
    discrimination: float
    uncertainty: float
    ici: float
    e50: float
    e90: float
    emax: float
    mass: float
    width: float
    mass_fine: float
    width_fine: float
    largest: float
    debiased: float
    smooth: float


NAMES = tuple(field.name for field in fields(Figures))


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Rows by ascending risk, or cells of ``size`` of them: their mean ``risks`` and ``logits``, and how many
    ``rows`` and ``events`` they hold ([k]). ``knots`` are those of the rows' own curve."""

    size: int
    risks: Floats
    logits: Floats
    rows: Floats
    events: Floats
    knots: Floats
    smooth: SmoothError

    def figures(self, times: Floats, events: Floats) -> Generator[object, None, Figures]:
        """Return the figures where each cell counts ``times`` rows with so many ``events``; the curve has the
        knots of the rows themselves. Yields every few milliseconds."""
        drawn = np.flatnonzero(times)
        risks, z, rows, hits = (values[drawn] for values in (self.risks, self.logits, times, events))
        n, prevalence = float(rows.sum()), float(hits.sum() / rows.sum())
        tally = Tally(risks, _below(rows), _below(hits))
        brier = float((hits * (1 - 2 * risks) + rows * risks**2).sum()) / n
        parts = decompose(brier, prevalence, corp_steps(tally))
        yield None
        far = yield from self._distances(risks, z, rows, hits)
        mass, width = equal_mass(tally, BINS), equal_width(tally, BINS)
        fine, fine_width = equal_mass(tally, FINE), equal_width(tally, FINE)
        smooth = yield from self.smooth.step_by_step(events, times)
        return Figures(
            brier=brier,
            brier_scaled=scaled_brier(brier, prevalence),
            log_loss=-log_likelihood(hits / rows, z, rows) / n,
            miscalibration=parts.miscalibration,
            discrimination=parts.discrimination,
            uncertainty=parts.uncertainty,
            ici=far[0],
            e50=far[1],
            e90=far[2],
            emax=far[3],
            mass=expected_error(mass),
            width=expected_error(width),
            mass_fine=expected_error(fine),
            width_fine=expected_error(fine_width),
            largest=largest_error(width),
            debiased=debiased_error(fine),
            smooth=smooth,
        )

    def _distances(
        self, risks: Floats, z: Floats, rows: Floats, hits: Floats
    ) -> Generator[object, None, tuple[float, ...]]:
        """Return ICI, E50, E90 and Emax of the curve refitted at the same knots."""
        if risks.size > CURVE_ROWS:
            starts = np.linspace(0, risks.size, GROUPS, endpoint=False).astype(np.int64)
            totals = np.add.reduceat(rows, starts)
            risks, z = (np.add.reduceat(values * rows, starts) / totals for values in (risks, z))
            rows, hits = totals, np.add.reduceat(hits, starts)
        curve = yield from fit_flexible(hits / rows, z, self.knots, rows)
        return _gaps(curve, risks, z, rows)


def cells_of(curve: Curve) -> Generator[object, None, Cells]:
    """Return the rows of a curve, joined where they are very many; yields between its steps."""
    y, size = np.diff(curve.events_below).astype(np.int8), -(-curve.risks.size // CELLS)
    starts = np.arange(0, y.size, size)
    rows = np.diff(np.append(starts, y.size)).astype(np.float64)
    events = np.add.reduceat(y, starts, dtype=np.float64)
    risks = np.add.reduceat(curve.risks, starts) / rows
    yield None
    logits = logit(curve.risks)
    yield None
    return Cells(size, risks, logit(risks), rows, events, default_knots(y, logits), SmoothError(risks))


def _gaps(curve: Flexible | None, risks: Floats, z: Floats, rows: Floats) -> tuple[float, ...]:
    """Return mean, median, 90th percentile and largest of |curve - risk| over the rows."""
    if curve is None:
        return (math.nan,) * 4
    found = np.abs(curve.at(z) - risks)
    order = np.argsort(found)
    ordered, reached = found[order], np.cumsum(rows[order])
    middle, most = (_quantile(ordered, reached, share) for share in (0.5, 0.9))
    return float((found * rows).sum() / rows.sum()), middle, most, float(ordered[-1])


def _quantile(ordered: Floats, reached: Floats, share: float) -> float:
    """Return the quantile of ascending values of which ``reached`` rows lie at or below each, between two
    rows as ``numpy.quantile`` does it."""
    place = share * (reached[-1] - 1)
    low = math.floor(place)
    left, right = np.searchsorted(reached, (low, low + 1), side="right").clip(max=ordered.size - 1)
    return float(ordered[left] + (place - low) * (ordered[right] - ordered[left]))


def _below(counts: Floats) -> Ints:
    """Return how many lie in the first i cells."""
    return np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
