"""Where a threshold comes from: what a missed case costs, or a sensitivity to be reached."""

import math

import numpy as np

from clinnet_gui.core.errors import SettingsRefused
from clinnet_gui.core.evaluation.curves import CalibrateCurve


def from_harm_ratio(harm: float) -> float:
    """Return the threshold 1 / (1 + harm), where missing a case is ``harm`` times worse than a
    needless work-up. Holds for calibrated risks. Source: Pauker & Kassirer, N Engl J Med 1975.

    >>> from_harm_ratio(9)
    0.1
    """
    if not (math.isfinite(harm) and harm > 0):
        raise SettingsRefused(
            "The harm ratio must be a number above 0.",
            "Say how many needless work-ups are as bad as one missed case, for example 10.",
            "HARM_RATIO",
        )
    return 1 / (1 + harm)


def for_sensitivity(curve: CalibrateCurve, target: float) -> float | None:
    """Return the largest threshold whose estimated sensitivity reaches ``target`` (0 < target <= 1).

    It is the estimate that reaches it, not its interval's lower bound. ``curve`` must be that of
    the calibrate rows. None where there is no event.
    """
    if not 0 < target <= 1:
        raise SettingsRefused(
            "The target sensitivity must lie above 0 % and at most at 100 %.",
            "Give a share such as 0.95.",
            "SENSITIVITY",
        )
    events = int(curve.events_below[-1])
    if events == 0:
        return None
    spared = events - math.ceil(target * events - 1e-9)
    # The risk of the event that has exactly ``spared`` events below it in order.
    position = int(np.searchsorted(curve.events_below, spared, side="right")) - 1
    return float(curve.risks[position])
