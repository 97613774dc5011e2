"""What one network, or several together, say of the columns of some patients."""

from dataclasses import dataclass

from clinnet_gui.core.arrays import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """``base`` (log-odds, float64 [patients]) and what each column added to it (``found``, float64
    [patients, columns]), with the variance of each as an estimate; 0 where nothing was drawn at random."""

    base: Floats
    found: Floats
    variances: Floats
