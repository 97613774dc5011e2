"""What one network, or several together, say of the columns of some patients."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from clinnet_gui.core.arrays import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """``base`` (log-odds, float64 [patients]) and what each column added to it (``found``, float64
    [patients, columns]), with the variance of each as an estimate, 0 where nothing was drawn at random,
    and in ``doubts`` the variance of that variance."""

    base: Floats
    found: Floats
    variances: Floats
    doubts: Floats

    @classmethod
    def nothing(cls, patients: int, columns: int) -> Self:
        """Return what is filled in, patient by patient."""
        return cls(np.zeros(patients), *(np.zeros((patients, columns)) for _ in range(3)))

    @property
    def freedom(self) -> Floats:
        """Degrees of freedom of each variance (Satterthwaite 1946), infinite where nothing was drawn."""
        drawn = self.doubts > 0
        found = np.full(drawn.shape, np.inf)
        found[drawn] = 2 * self.variances[drawn] ** 2 / self.doubts[drawn]
        return found
