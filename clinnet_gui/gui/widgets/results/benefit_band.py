"""The 95 % bootstrap interval of net benefit, behind a decision curve."""

import numpy as np

from clinnet_gui.core.evaluation.benefit_sample import BenefitSample
from clinnet_gui.gui.widgets.results.band import Band


class BenefitBand(Band):
    """What the resamples say of a model's net benefit, cut off where the plot ends."""

    def show_sample(self, sample: BenefitSample, top: float, floor: float) -> None:
        """Draw the band up to the threshold ``top``, and no lower than net benefit of ``floor``."""
        near = (sample.thresholds <= top) & (sample.high >= floor)
        self.show(sample.thresholds[near], np.maximum(sample.low[near], floor), sample.high[near])
