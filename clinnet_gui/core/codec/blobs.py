"""What a text only counts: arrays and bytes stand beside the JSON, under a number."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from clinnet_gui.core.codec.errors import Malformed

Array = NDArray[np.generic]


@dataclass(slots=True)
class Blobs:
    """What a text only counts: its arrays and bytes, in the order they were met."""

    held: list[Array | bytes] = field(default_factory=list)

    def keep(self, blob: Array | bytes) -> int:
        """Take a blob and return its number."""
        self.held.append(blob)
        return len(self.held) - 1

    def fetch(self, number: int) -> Array | bytes:
        """Return the blob of that number; Malformed where there is none."""
        if not 0 <= number < len(self.held):
            raise Malformed("a blob is missing")
        return self.held[number]
