"""What a patient is compared with: a sample of the training patients, or one reference."""

import numpy as np

from clinnet_gui.core.arrays import Ints
from clinnet_gui.core.data.codes import CategoryCode, Inputs, NumberCode, packed_width
from clinnet_gui.core.data.encoder import Encoder
from clinnet_gui.core.explanation.methods import BACKGROUNDS


def background_rows(train: Ints, seed: int) -> Ints:
    """Return up to 100 of the rows that trained a network (ascending), drawn by ``seed``."""
    if train.size <= BACKGROUNDS:
        return train
    return np.sort(np.random.default_rng(seed).choice(train, BACKGROUNDS, replace=False))


def median_patient(encoder: Encoder) -> Inputs:
    """Return the inputs (float32 [inputs]) of an invented patient: every number at the training
    median, every category at its most frequent level, nothing missing."""
    packed = np.zeros((1, sum(map(packed_width, encoder.codes))), np.float32)
    start = 0
    for code in encoder.codes:
        if isinstance(code, CategoryCode) and not code.constant and (code.levels or code.joined):
            packed[0, start] = 1.0  # levels stand by falling frequency
        if isinstance(code, NumberCode) and code.bins:  # the scaled value of a median is 0
            packed[0, start + 1] = np.interp(code.median, code.edges, np.arange(len(code.edges)))
        start += packed_width(code)
    inputs: Inputs = encoder.unpacking.unpack(packed)[0]
    return inputs
