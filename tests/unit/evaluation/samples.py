"""Outcomes drawn from known risks, told well or badly."""

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats
from clinnet_gui.core.statistics.losses import expit


def drawn(
    n: int, seed: int = 0, intercept: float = 0.0, slope: float = 1.0, centre: float = -1.0
) -> tuple[Bytes, Floats]:
    """Outcomes, and logits z whose truth is intercept + slope z."""
    rng = np.random.default_rng(seed)
    z = rng.normal(centre, 1.5, n)
    return (rng.random(n) < expit(intercept + slope * z)).astype(np.int8), z
