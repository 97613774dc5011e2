"""What a patient is compared with: a sample of the training patients, or one reference."""

import numpy as np

from clinnet_gui.core.arrays import Ints
from clinnet_gui.core.data.codes import CategoryCode, Inputs, width
from clinnet_gui.core.data.encoder import Encoder
from clinnet_gui.core.data.split import Part, Split

BACKGROUNDS = 100


def background_rows(split: Split, seed: int) -> Ints:
    """Return up to 100 training rows (dataset positions, ascending), drawn by ``seed``."""
    rows = split.rows(Part.TRAIN)
    if rows.size <= BACKGROUNDS:
        return rows
    return np.sort(np.random.default_rng(seed).choice(rows, BACKGROUNDS, replace=False))


def median_patient(encoder: Encoder) -> Inputs:
    """Return the inputs (float32 [inputs]) of an invented patient: every number at the training
    median, every category at its most frequent level, nothing missing."""
    inputs = np.zeros(encoder.inputs, np.float32)
    start = 0
    for code in encoder.codes:
        if isinstance(code, CategoryCode) and not code.constant and (code.levels or code.joined):
            inputs[start] = 1.0  # levels stand by falling frequency; a median is encoded as 0
        start += width(code)
    return inputs
