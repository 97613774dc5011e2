"""How unlike two patients are, in what the network was given and as it was scaled.

Gower's distance (Gower 1971, Biometrics 27:857) with robust scales: the mean over the columns of
how far two patients are apart in each. Numbers count in robust standard deviations, smoothly
clipped as for the network; another level counts 1, measured against not measured 1, both not
measured 0. No column weighs more than another: the distance knows nothing of the outcome or of
the network's weights, so that similar patients are a check from outside.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clinnet_gui.core.arrays import Codes, Floats, Ints
from clinnet_gui.core.data.codes import NumberCode, smooth_clip, width
from clinnet_gui.core.data.encoder import Encoder
from clinnet_gui.core.data.table import Column


@dataclass(frozen=True, slots=True, eq=False)
class Profiles:
    """Patients as they are compared: ``numbers`` (float32 [patients, columns], NaN where not
    measured) and ``levels`` (int32 [patients, columns], -1 where not measured)."""

    numbers: NDArray[np.float32]
    levels: Codes

    def apart(self, one: "Profiles") -> Floats:
        """Return how far each patient is from ``one`` (a single patient), float64."""
        columns = self.numbers.shape[1] + self.levels.shape[1]
        lacking = np.isnan(self.numbers) != np.isnan(one.numbers)
        away = np.nan_to_num(np.abs(self.numbers - one.numbers), nan=0.0)
        total = (away + lacking).sum(axis=1, dtype=np.float64) + (self.levels != one.levels).sum(axis=1)
        return np.asarray(total / max(columns, 1))


def profiles(encoder: Encoder, columns: tuple[Column, ...], rows: Ints) -> Profiles:
    """Return how ``rows`` (positions in the columns) are compared; columns that are no input to any
    network are passed over."""
    by_name = {column.name: column for column in columns}
    used = [(code, by_name[code.name]) for code in encoder.codes if width(code)]
    numbers = [(code, column) for code, column in used if isinstance(code, NumberCode)]
    categories = [column for code, column in used if not isinstance(code, NumberCode)]
    found = Profiles(
        np.full((rows.size, len(numbers)), np.nan, np.float32),
        np.full((rows.size, len(categories)), -1, np.int32),
    )
    for i, (code, column) in enumerate(numbers):
        if column.values.size:
            scaled = smooth_clip(column.values[rows], code.median, code.scale)
            found.numbers[:, i] = np.where(np.isnan(column.values[rows]), np.nan, scaled)
    for i, column in enumerate(categories):
        if column.codes.size:
            found.levels[:, i] = column.codes[rows]
    return found
