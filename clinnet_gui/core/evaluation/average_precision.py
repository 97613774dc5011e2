"""Average precision: second to AUROC, for it rises with the share of events; told beside that share."""

import math

import numpy as np

from clinnet_gui.core.evaluation.curves import Curve
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.statistics.losses import expit, logit
from clinnet_gui.core.statistics.proportions import Z95

NAME = "average precision: the mean PPV over the cases as they are found, equal risks together"


def average_precision(curve: Curve, independent: bool = True) -> Measure:
    """Return the average precision of a curve, with its interval on the logit scale; NaN of one class.

    Risks that tell nothing have the share of events. No interval at 1, or where rows are not
    ``independent``. Source of the interval: Boyd, Eng & Page, ECML PKDD 2013.
    """
    n, events = curve.n, curve.events
    if not 0 < events < n:
        return Measure(math.nan, method=NAME, n=n, events=events)
    starts = np.flatnonzero(np.diff(curve.risks, prepend=-1.0))
    found = events - curve.events_below[starts]
    gained = found - np.append(found[1:], 0)
    value = float((gained * found / (n - starts)).sum() / events)
    if not (independent and value < 1):
        return Measure(value, method=NAME, n=n, events=events)
    reach, middle = Z95 / math.sqrt(events * value * (1 - value)), float(logit(np.array(value)))
    low, high = expit(np.array([middle - reach, middle + reach]))
    return Measure(value, float(low), float(high), f"{NAME}; interval on the logit scale", n, events)
