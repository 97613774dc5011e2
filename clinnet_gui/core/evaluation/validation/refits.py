"""The procedure repeated on bootstrap samples of the patients: what is kept of it, and saved."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clinnet_gui.core.arrays import Bools, fingerprint
from clinnet_gui.core.data.split import Part
from clinnet_gui.core.model.spec import Device
from clinnet_gui.core.training.fit import Trained

Singles = NDArray[np.float32]

QUICK, REPORT = 50, 200
"""Refits for a look, and for a report (Harrell; Riley & Collins 2023)."""

LEAST = 20
"""Fewer refits than these are not worth keeping."""

SPANNED = 40
"""Fewer refits give no interval: its ends would lie beyond the outermost of them."""

MOST_CELLS = 20_000_000
"""Refits times rows: 80 MB for each of the three arrays."""


@dataclass(frozen=True, slots=True, eq=False)
class Refits:
    """Refits 0, 1, 2, ... as far as they went: float32 [refits, rows], the rows in the order of
    ``sampled_rows``.

    ``logits`` of each row by each refit, uncalibrated; ``held`` what its calibrator is fitted on (NaN:
    no such row of its sample); ``logistic`` of the logistic regression beside. A refit that failed is
    a row of NaN in all three. ``seconds`` of one processor were spent; ``made_from`` is ``refits_key``.
    Samples follow from the fit's seed.
    """

    logits: Singles
    held: Singles
    logistic: Singles
    seconds: float
    made_from: str

    @property
    def tried(self) -> int:
        """How many refits were tried."""
        return int(self.logits.shape[0])

    @property
    def sound(self) -> Bools:
        """Which of them led to a network."""
        return np.asarray(np.isfinite(self.logits).all(axis=1))

    @property
    def failed(self) -> int:
        """How many of them led to none."""
        return self.tried - int(self.sound.sum())


def refits_key(trained: Trained) -> str:
    """Return the fingerprint of all that refits depend on; with another one they are out of date."""
    return fingerprint(trained.fit.made_from, trained.fit.logits)


def most_refits(trained: Trained) -> int:
    """Return how many refits of a fit are offered: as many as memory holds."""
    rows = sum(trained.split.counts) - trained.split.counts[Part.TEST]
    return min(REPORT, MOST_CELLS // max(1, rows))


def seconds_for(trained: Trained, refits: Refits | None, times: int, processes: int) -> float:
    """Return how long it will take to come to ``times`` refits, from what those that are there took, or
    from what the fit itself took (with its baselines, so that it is rather less). A graphics processor
    makes them one by one."""
    at_once = processes if trained.fit.spec.device is Device.CPU else 1
    one, there = trained.fit.seconds, 0
    if refits is not None and refits.tried:
        one, there = refits.seconds / refits.tried, refits.tried
    return one * max(0, times - there) / at_once
