"""The 95 % interval of net benefit, behind a decision curve."""

import numpy as np

from clinnet_gui.core.arrays import Floats
from clinnet_gui.core.evaluation.sure import SureCurve
from clinnet_gui.gui.widgets.results.band import Band


class BenefitBand(Band):
    """What the draws say of a model's net benefit, cut off where the plot ends."""

    def show_sure(self, thresholds: Floats, sure: SureCurve, top: float, floor: float) -> None:
        """Draw the band up to the threshold ``top``, and no lower than a worth of ``floor``."""
        near = (thresholds <= top) & (sure.high >= floor)
        self.show(thresholds[near], np.maximum(sure.low[near], floor), sure.high[near])
