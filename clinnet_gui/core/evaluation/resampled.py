"""Bootstrap intervals of what has no formula for its error: calibration errors and curve distances.

Patients are drawn, events and non-events alike: resampled within outcomes the share of events would
stand still, and with it half of what calibration is about (of 400 patients, 19 % with the event, the
interval of the Brier score then holds its true value in 79 of 100 samples, and so in 94).
"""

from dataclasses import astuple, dataclass

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats, Ints, ascending, distinct, numbered
from clinnet_gui.core.evaluation.bounded import bounded
from clinnet_gui.core.evaluation.evaluation import Calibration
from clinnet_gui.core.evaluation.redrawn import NAMES, Cells, cells_of
from clinnet_gui.core.statistics.design_effect import FEWEST_PATIENTS
from clinnet_gui.core.statistics.likeness import Likeness, likeness
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

    The curve is refitted in every sample at the same knots. Beside each sample stands one with outcomes drawn
    from the risks: what perfectly calibrated risks would show, of patients whose rows are as alike as here.
    Fewer than FEWEST_PATIENTS patients give no interval.
    """
    cells = yield from told(cells_of(found.curve), TEXT)
    sampling = yield from _sampling(cells, y, risks, patients)
    generator, chance = np.random.default_rng(seed), np.random.default_rng((seed, 1))
    seen, perfect = np.empty((2, times, len(NAMES)))
    for done in range(times):
        yield Progress(TEXT, done / times)
        drawn = sampling.draw(generator)
        seen[done] = astuple((yield from told(cells.figures(*drawn), TEXT)))
        right = sampling.perfect(drawn[0], chance)
        perfect[done] = astuple((yield from told(cells.figures(*right), TEXT)))
    failed = int(np.isnan(seen[:, NAMES.index("ici")]).sum())
    if patients is not None and distinct(patients).size < FEWEST_PATIENTS:
        for figures in (seen, perfect):
            figures.fill(np.nan)
    return Resampled(bounded(found, seen, perfect, failed), times, failed)


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """Each row is drawn by itself."""

    cells: Cells
    n: int

    def draw(self, generator: np.random.Generator) -> Drawn:
        cells, n = self.cells, self.n
        if cells.size > 1:
            shares = np.concatenate([cells.events, cells.rows - cells.events]) / n
            events, others = generator.multinomial(n, shares).reshape(2, -1).astype(np.float64)
            return events + others, events
        times = np.bincount(generator.integers(0, n, n), minlength=n).astype(np.float64)
        return times, times * cells.events

    def perfect(self, rows: Floats, generator: np.random.Generator) -> Drawn:
        """Return outcomes of the rows drawn."""
        return rows, generator.binomial(rows.astype(np.int64), self.cells.risks).astype(np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class _Patients:
    """Patients are drawn with all their rows; ``events`` are the rows' own [n], ``alike`` theirs."""

    cells: Cells
    events: Bytes
    alike: Likeness

    def draw(self, generator: np.random.Generator) -> Drawn:
        many, owner = self.alike.many, self.alike.owner
        times = np.bincount(generator.integers(0, many, many), minlength=many)[owner].astype(np.float64)
        return self._joined(times), self._joined(times * self.events)

    def perfect(self, _: Floats, generator: np.random.Generator) -> Drawn:
        """Return outcomes of all rows once: of a patient drawn twice they would be alike in both."""
        return self.cells.rows, self._joined(self.alike.outcomes(generator).astype(np.float64))

    def _joined(self, values: Floats) -> Floats:
        return np.add.reduceat(values, np.arange(0, values.size, self.cells.size))


def _sampling(cells: Cells, y: Bytes, risks: Floats, patients: Ints | None) -> Work[_Rows | _Patients]:
    if patients is None:
        return _Rows(cells, y.size)
    order = ascending(risks)
    owner, here = numbered(patients)[order], y[order]
    return _Patients(cells, here, (yield from told(likeness(here, risks[order], owner), TEXT)))
