"""Discrimination: the area under the ROC curve with its interval, by rows or by patient."""

from clinnet_gui.core.arrays import Bytes, Floats, Ints
from clinnet_gui.core.evaluation.by_patient import too_few, without_interval
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.statistics.clustered import Whose, clustered_area_of
from clinnet_gui.core.statistics.ranks import UNKNOWN, Placements, area_of, placements


def auroc_measure(y: Bytes, scores: Floats, owner: Ints | None = None) -> Measure:
    """Return the AUROC of scores ([n]) for outcomes y (0/1), ties one half, with its interval on the logit
    scale: DeLong's, or Obuchowski's where ``owner`` numbers the patients from 0 because some have several
    rows. Not estimable with one class alone."""
    return auroc_of(y, None if y.min() == y.max() else placements(y, scores), owner)


def auroc_of(y: Bytes, placed: Placements | None, owner: Ints | None = None) -> Measure:
    """Return the same from placement values; not estimable without them."""
    whose, events = whose_rows(y, owner), int(y.sum())
    by = "DeLong interval" if whose is None else "by patient (Obuchowski), interval"
    found = UNKNOWN
    if placed is not None:
        found = area_of(placed) if whose is None else clustered_area_of(placed, whose)
    method = f"area under the ROC curve; {by} on the logit scale"
    area = Measure(found.value, found.low, found.high, method, y.size, events)
    return without_interval(area) if owner is not None and too_few(owner) else area


def whose_rows(y: Bytes, owner: Ints | None) -> Whose | None:
    """Return the patients of the events' rows and of the others'; None where each row is a patient."""
    return None if owner is None else (owner[y == 1], owner[y == 0])
