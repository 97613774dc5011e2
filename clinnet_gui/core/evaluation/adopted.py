"""An adopted update: a line on the log-odds of the study's risks, fitted on patients of another file.

It stands behind the study's own calibrator and scores from then on. Its rows serve recalibration and
nothing else; figures of the updated risks on these very rows are apparent.
"""

from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Floats
from clinnet_gui.core.spelling import elided


@dataclass(frozen=True, slots=True)
class Adopted:
    """The updated log-odds are ``intercept`` + ``slope`` x the study's (slope 1: a new intercept alone).

    Fitted on ``n`` rows with ``events`` events of the file ``source``, whose fingerprint is ``rows``;
    adopted at ``when`` (ISO 8601, UTC).
    """

    intercept: float
    slope: float
    source: str
    n: int
    events: int
    when: str
    rows: str

    @property
    def kind(self) -> str:
        """What the update changes."""
        return "a new intercept" if self.slope == 1 else "a new intercept and slope"

    @property
    def basis(self) -> str:
        """On what it was fitted, without the name of the file."""
        return f"{self.n:,} rows with {self.events:,} events of another file"

    @property
    def record(self) -> str:
        """What it is, on what it was fitted and since when it scores, as one line.

        >>> Adopted(-0.5, 1.0, "b.csv", 1200, 96, "2026-03-01T10:00:00+00:00", "").record
        'a new intercept, fitted on 1,200 rows of “b.csv” with 96 events, in use since 2026-03-01'
        """
        return (
            f"{self.kind}, fitted on {self.n:,} rows of “{elided(self.source)}” with {self.events:,} events, "
            f"in use since {self.when[:10]}"
        )

    def logits(self, logits: Floats) -> Floats:
        """Return the updated log-odds of those by the study's own calibrator."""
        return self.intercept + self.slope * np.asarray(logits, dtype=np.float64)
