"""How wide intervals are at so many new patients, and how many it takes: of patients, also where these have
several rows, of which each says less than a patient."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats, Ints
from clinnet_gui.core.evaluation.by_patient import owners, too_few
from clinnet_gui.core.evaluation.calibration_line import line_fit
from clinnet_gui.core.evaluation.sample_size.validation import (
    ValidationSize,
    Widths,
    anticipated_of,
    validation_size,
    widths_at,
)
from clinnet_gui.core.statistics.clustered import (
    clustered_area_of,
    clustered_covariance,
    clustered_mean_error,
)
from clinnet_gui.core.statistics.losses import logit
from clinnet_gui.core.statistics.ranks import placements


@dataclass(frozen=True, slots=True)
class Effects:
    """The design effect of each measure: its variance over patients, over that of as many rows that are each
    a patient; 1 or more."""

    o_to_e: float
    c: float
    slope: float
    net_benefit: float


def precision(
    y: Bytes, risks: Floats, threshold: float | None, patients: Ints
) -> tuple[Widths, ValidationSize]:
    """Return how wide the intervals are expected to be at these rows' number, and how many patients narrow
    ones need. Where ``patients`` ([n]) repeat, each width is that of as many rows as there are, divided by
    the measure's design effect, and those needed have as many rows each as these; of fewer than ten patients
    nothing is expected."""
    ahead, owner, n = anticipated_of(y, risks, threshold), owners(patients), y.size
    size = validation_size(ahead)
    if owner is None:
        return widths_at(n, ahead), size
    if too_few(owner):
        return Widths(*(4 * (math.nan,))), ValidationSize(0, 0, 0, 0)
    of, many = effects(y, risks, threshold, owner), int(owner.max()) + 1
    widths = Widths(
        widths_at(n / of.o_to_e, ahead).o_to_e,
        widths_at(n / of.c, ahead).c,
        widths_at(n / of.slope, ahead).slope,
        widths_at(n / of.net_benefit, ahead).net_benefit,
    )
    return widths, ValidationSize(
        math.ceil(size.o_to_e * of.o_to_e * many / n),
        math.ceil(size.c * of.c * many / n),
        math.ceil(size.slope * of.slope * many / n),
        math.ceil(size.net_benefit * of.net_benefit * many / n),
    )


def effects(y: Bytes, risks: Floats, threshold: float | None, owner: Ints) -> Effects:
    """Return the Effects on outcomes y (0/1) and risks (0..1) of patients numbered from 0."""
    alone = np.arange(y.size)
    ratio = y - y.sum() / max(float(risks.sum()), 1e-300) * risks
    placed, ill = placements(y, risks) if 0 < y.sum() < y.size else None, y == 1
    fit, terms = line_fit(y, logit(risks)), np.stack([np.ones(y.size), logit(risks)])

    def of(variance: Callable[[Ints], float]) -> float:
        found, rows = variance(owner), variance(alone)
        return max(found / rows, 1.0) if rows > 0 and found > 0 else 1.0

    def slope(who: Ints) -> float:
        return math.nan if fit is None else float(clustered_covariance(fit, terms, y, who)[1, 1])

    def area(who: Ints) -> float:
        return math.nan if placed is None else clustered_area_of(placed, (who[ill], who[~ill])).error ** 2

    return Effects(
        o_to_e=of(lambda who: clustered_mean_error(ratio, who) ** 2),
        c=of(area),
        slope=of(slope),
        net_benefit=of(lambda who: clustered_mean_error(_benefit(y, risks, threshold), who) ** 2),
    )


def _benefit(y: Bytes, risks: Floats, threshold: float | None) -> Floats:
    """What each row adds to net benefit over prevalence, which its outcome moves too."""
    if threshold is None or not 0 < threshold < 1 or not y.any():
        return np.zeros(y.size)
    added = (risks >= threshold) * (y - (1 - y) * threshold / (1 - threshold))
    return np.asarray(added - added.sum() / y.sum() * y)
