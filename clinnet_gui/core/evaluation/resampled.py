"""Bootstrap intervals of what has no formula for its error: calibration errors and curve distances.

Patients are drawn, events and non-events alike: resampled within outcomes the share of events would
stand still, and with it half of what calibration is about (of 400 patients, 19 % with the event, the
interval of the Brier score then holds its true value in 79 of 100 samples, and so in 94).
"""

from collections.abc import Callable
from dataclasses import astuple, dataclass

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats, Ints, ascending, distinct, numbered
from clinnet_gui.core.evaluation.bounded import bounded
from clinnet_gui.core.evaluation.evaluation import Calibration
from clinnet_gui.core.evaluation.redrawn import NAMES, Cells, cells_of
from clinnet_gui.core.statistics.design_effect import FEWEST_PATIENTS
from clinnet_gui.core.work import Progress, Work, told

TIMES = 500
TEXT = "Resampling patients"


@dataclass(frozen=True, slots=True, eq=False)
class Resampled:
    """What ``times`` bootstrap samples gave, of which ``failed`` had no calibration curve: one
    outcome only, or separated."""

    calibration: Calibration
    times: int
    failed: int


Drawn = tuple[Floats, Floats]
"""How many rows of each cell were drawn, and how many events among them."""


def resample(
    found: Calibration,
    y: Bytes,
    risks: Floats,
    seed: int,
    *,
    patients: Ints | None = None,
    times: int = TIMES,
) -> Work[Resampled]:
    """Return ``found``, the calibration of these rows, with an interval for every figure.

    The curve is refitted in every sample at the same knots. Beside each sample stands one of the same rows
    with outcomes drawn from the risks: what perfectly calibrated risks would show. Fewer than
    FEWEST_PATIENTS patients give no interval.
    """
    cells = yield from told(cells_of(found.curve), TEXT)
    draw = _drawing(cells, y, risks, patients, np.random.default_rng(seed))
    chance = np.random.default_rng((seed, 1))
    seen, perfect = np.empty((2, times, len(NAMES)))
    for done in range(times):
        yield Progress(TEXT, done / times)
        rows, events = draw()
        seen[done] = astuple((yield from told(cells.figures(rows, events), TEXT)))
        drawn = chance.binomial(rows.astype(np.int64), cells.risks).astype(np.float64)
        perfect[done] = astuple((yield from told(cells.figures(rows, drawn), TEXT)))
    failed = int(np.isnan(seen[:, NAMES.index("ici")]).sum())
    if patients is not None and distinct(patients).size < FEWEST_PATIENTS:
        for drawn in (seen, perfect):
            drawn.fill(np.nan)
    return Resampled(bounded(found, seen, perfect, failed), times, failed)


def _drawing(
    cells: Cells, y: Bytes, risks: Floats, patients: Ints | None, generator: np.random.Generator
) -> Callable[[], Drawn]:
    """Return what draws a sample: patients with all their rows, or each row where none are named."""
    n = y.size
    shares = np.concatenate([cells.events, cells.rows - cells.events]) / n

    def alone() -> Drawn:
        if cells.size > 1:
            events, others = generator.multinomial(n, shares).reshape(2, -1).astype(np.float64)
            return events + others, events
        times = np.bincount(generator.integers(0, n, n), minlength=n).astype(np.float64)
        return times, times * cells.events

    if patients is None:
        return alone
    order = ascending(risks)
    owner, here = numbered(patients)[order], y[order]
    many, starts = int(owner.max()) + 1, np.arange(0, n, cells.size)

    def together() -> Drawn:
        times = np.bincount(generator.integers(0, many, many), minlength=many)[owner].astype(np.float64)
        return np.add.reduceat(times, starts), np.add.reduceat(times * here, starts)

    return together
